"""Legacy Vietnamese encodings: reading them, and telling them apart."""

import codecs
import io
import unicodedata

import pytest
from vietnamese_texts import (
    LEGACY,
    LETTERS,
    PHRASES,
    encode,
)

from scp_ninhbinh.tables import encodings
from scp_ninhbinh.tables.encodings import likely_encoding, redecode

# Text as it is in the world, by language and the encoding that it has.
OTHER_FILES = [
    (
        "latin-1",
        "Numéro;Prénom;Né à;Ville\nL'été, où la mère espère être là, déjà très fatiguée; à côté;thé\nmême voilà",
    ),
    ("latin-1", "Größe;Straße;Übersee\nMüller;Düsseldorf;schön\nfür die Köln;Bäcker;Öl\n"),
    ("latin-1", "Año;Niño;Señor\nMálaga;Córdoba;más\nsí;él;té;día;mañana;qué;canción;tú;mí\n"),
    ("latin-1", "Não;São Paulo;Conceição;é;à;avó;maçã;pé;fé;só;já;lá;cá;dó;pó;pá\n"),
    ("latin-1", "Møller;Ålborg;Sørensen;på;få;nå;gå;så;blå;rødgrød med fløde\n"),
    ("cp1252", "“Café” – naïve;coöperatie;één\n"),
    ("cp1250", "Škoda,Łódź,České Budějovice,Gdańsk,Győr\n"),
    ("cp1254", "İstanbul,Çağlar,değil,şehir\n"),
    ("shift-jis", "市場,スーパー,日本語のテキスト,東京都\n中央卸売市場,大田区\n"),
    ("gbk", "市场,超市,中文文本,河内市,越南宁平省\n"),
    ("big5", "市場,超市,中文文本\n"),
    ("cp1251", "Рынок,Ханой,Вьетнам\nпроверка текста\n"),
    ("cp874", "ตลาด,ภาษาไทย\n"),
    ("utf-16-be", "tên,Chợ Rồng\n"),
    ("ascii", "year,kind\n2025,market\n"),
    ("utf-8", "tên,Chợ Rồng,Nho Quan,Đã xử lý\n"),
]


@pytest.fixture(autouse=True)
def registered():
    encodings.register()


@pytest.mark.parametrize("encoding", LEGACY)
@pytest.mark.parametrize("letter", [*LETTERS, *map(str.upper, LETTERS)])
def test_every_vietnamese_letter_is_read_from_every_legacy_encoding(letter, encoding):
    assert encodings.decode(encode(letter, encoding), encoding) == letter


@pytest.mark.parametrize(
    ("encoding", "data", "text"),
    [
        ("tcvn3", "54 69 d5 6e 67 20 56 69 d6 74", "Tiếng Việt"),  # TCVN 5712:1993 VN3, glibc iconv -f TCVN5712-1
        ("tcvn3", "43 68 ee 20 52 e5 6e 67", "Chợ Rồng"),  # the same
        ("tcvn3", "a7 ad ea 6e 67", "Đường"),  # the same; ư is Latin-1's soft hyphen
        ("vni", "54 69 65 e1 6e 67 20 56 69 65 e4 74", "Tiếng Việt"),  # "Tieáng Vieät", VNI for Windows
        ("vni", "43 68 f4 ef 20 52 6f e0 6e 67", "Chợ Rồng"),  # "Chôï Roàng"
        ("windows-1258", "54 69 ea ec 6e 67 20 56 69 ea f2 74", "Tiếng Việt"),  # Windows code page 1258
    ],
)
def test_bytes_known_from_elsewhere_are_read(encoding, data, text):
    assert encodings.decode(bytes.fromhex(data), encoding) == text


@pytest.mark.parametrize("encoding", LEGACY)
def test_a_paragraph_is_read_back_with_its_line_ends_and_composed(encoding):
    paragraph = "\r\n".join(f'{number},"{phrase}"\t' for number, phrase in enumerate(PHRASES)) + "\n\n\r"
    read = encodings.decode(encode(paragraph, encoding), encoding)
    assert read == paragraph == unicodedata.normalize("NFC", read)


@pytest.mark.parametrize("encoding", LEGACY)
@pytest.mark.parametrize("text", ["Đường Hoa Lư\r\nChợ Rồng, ấp ẵm", "Ự", "ạ", ""])
def test_a_chunk_may_end_anywhere(encoding, text):
    data = encode(text, encoding)
    for border in range(len(data) + 1):
        decoder = codecs.getincrementaldecoder(encodings.codec_name(encoding))()
        assert decoder.decode(data[:border]) + decoder.decode(data[border:]) + decoder.decode(b"", True) == text


@pytest.mark.parametrize("encoding", LEGACY)
def test_every_byte_may_be_a_chunk(encoding):
    data = encode(" ".join(PHRASES), encoding)
    chunks = (data[at : at + 1] for at in range(len(data)))
    assert "".join(codecs.iterdecode(chunks, encodings.codec_name(encoding))) == " ".join(PHRASES)


@pytest.mark.parametrize("encoding", LEGACY)
def test_a_file_is_opened_by_the_name_of_the_codec(encoding, tmp_path):
    file = tmp_path / "survey.csv"
    lines = [phrase + "\r\n" for phrase in PHRASES * 300]  # longer than a chunk of Python's
    file.write_bytes(encode("".join(lines), encoding))
    with open(file, encoding=encodings.codec_name(encoding), newline="") as opened:
        assert list(opened) == lines


def test_wrapping_a_stream_reads_too():
    assert io.TextIOWrapper(io.BytesIO(b"Ch\xf4\xef"), encoding="vni").read() == "Chợ"


@pytest.mark.parametrize(
    ("name", "codec"),
    [("utf-8", "utf-8-sig"), ("utf-16", "utf-16"), ("windows-1258", "cp1258-nfc"), ("tcvn3", "tcvn3"), ("vni", "vni")],
)
def test_each_name_has_a_codec_that_python_knows(name, codec):
    assert encodings.codec_name(name) == codec
    assert name in encodings.NAMES
    codecs.lookup(codec)


def test_registering_twice_does_no_harm():
    encodings.register()
    encodings.register()
    assert b"\xae\xb8".decode("TCVN3") == "đá"


@pytest.mark.parametrize(
    ("encoding", "data", "start"),
    [
        ("tcvn3", b"ab\xffc", 2),  # no letter
        ("tcvn3", b"25\xb0", 2),  # a tone on no vowel
        ("tcvn3", b"\x81", 0),  # no sign of Windows-1252 either
        ("vni", b"a\xe7", 1),  # no letter and no mark
        ("vni", b"ne\xea", 2),  # a breve on e
        ("vni", b"\xf9", 0),  # a tone at the start
        ("vni", b"to\xe1\xf9", 3),  # two marks
        ("windows-1258", b"ab\xd2\x8a", 3),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(encoding, data, start):
    with pytest.raises(UnicodeDecodeError) as refused:
        encodings.decode(data, encoding)
    assert (refused.value.start, refused.value.end) == (start, start + 1)


@pytest.mark.parametrize(
    ("codec", "data", "text"),
    [("tcvn3", b"a\xffb", "a\ufffdb"), ("vni", b"e\xeac", "e\ufffdc"), ("cp1258-nfc", b"\x8ae\xec", "\ufffdé")],
)
def test_what_cannot_be_read_can_be_replaced(codec, data, text):
    assert data.decode(codec, "replace") == text
    assert data.decode(codec, "ignore") == text.replace("\ufffd", "")


@pytest.mark.parametrize("codec", ["tcvn3", "vni", "cp1258-nfc"])
def test_the_codecs_are_for_reading_only(codec, tmp_path):
    with pytest.raises(UnicodeError, match="reading only"):
        "Chợ".encode(codec)
    with open(tmp_path / "out.txt", "w", encoding=codec) as file, pytest.raises(UnicodeError, match="reading only"):
        file.write("Chợ")


def test_quotes_and_dashes_that_windows_put_in_are_read():
    for encoding in ("tcvn3", "vni"):
        assert encodings.decode(b"\x93a\x94 \x96 \x85\xa0", encoding) == "“a” – …\u00a0"


def test_a_vni_mark_in_the_wrong_case_is_read():
    assert encodings.decode("ChÔï Aán".encode("latin-1"), "vni") == "ChỢ Ấn"


def test_combining_tones_of_tcvn_5712_are_composed():
    assert encodings.decode(b"\xa4\xb3, a\xb3", "tcvn3") == "Ố, á"


@pytest.mark.parametrize("encoding", LEGACY)
@pytest.mark.parametrize("phrase", PHRASES)
def test_the_encoding_of_one_row_is_told(phrase, encoding):
    file = f"year,kind,code,name,area\r\n2025,market,CH-01,{phrase}\r\n"
    assert likely_encoding(encode(file, encoding)) == encoding


@pytest.mark.parametrize("encoding", LEGACY)
def test_the_encoding_of_a_long_file_is_told_from_its_beginning(encoding):
    rows = encode("\n".join(PHRASES) + "\n", encoding) * 80
    assert len(rows) > encodings.SAMPLE
    assert likely_encoding(rows) == encoding


@pytest.mark.parametrize("encoding", LEGACY)
def test_some_foreign_words_do_not_hide_the_encoding(encoding):
    assert likely_encoding(encode("\n".join(PHRASES[:8]), encoding) + b"\nCaf\xe9 Br\xfbl\xe9e\n") == encoding


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le"])
def test_utf_16_is_told_with_or_without_its_mark(codec):
    data = "năm,tên\nHà Nội,Chợ Rồng\n".encode(codec)
    assert likely_encoding(data) == "utf-16"
    assert encodings.decode(data, "utf-16") == "năm,tên\nHà Nội,Chợ Rồng\n"


@pytest.mark.parametrize(("codec", "text"), OTHER_FILES)
@pytest.mark.parametrize("times", [1, 40])
def test_a_file_in_no_vietnamese_encoding_is_not_guessed(codec, text, times):
    assert likely_encoding(text.encode(codec) * times) is None


def test_a_zip_file_is_not_guessed():
    assert likely_encoding(b"PK\x03\x04\x14\x00\x00\x00\x08\x00\xc3\xf4\xef\x00 Ch\xee R\xe5ng") is None


@pytest.mark.parametrize(
    ("text", "encoding", "meant"),
    [
        ("Chî Rång", "tcvn3", "Chợ Rồng"),
        ("“Chôï” – Roàng", "vni", "“Chợ” – Rồng"),
        ("ngô", "tcvn3", "ngụ"),
        ("market", "tcvn3", None),
        ("", "vni", None),
        ("Chợ", "tcvn3", None),
        ("àà", "tcvn3", None),
    ],
)
def test_a_cell_in_a_legacy_font_is_read_where_it_can_be(text, encoding, meant):
    assert redecode(text, encoding) == meant


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        ("utf8 UTF-8 utf_8 UTF-8-SIG", "utf-8"),
        ("utf16 UTF-16 utf-16le", "utf-16"),
        ("cp1258 CP-1258 windows-1258 WINDOWS_1258 Windows1258 1258", "windows-1258"),
        ("tcvn3 TCVN3 TCVN-3 ABC abc", "tcvn3"),
        ("vni VNI VNI-Windows", "vni"),
        ("viscii latin-1 iso-8859-1 x tcvn3x", None),
    ],
)
def test_an_encoding_goes_by_its_usual_names_in_any_case(names, encoding):
    assert {encodings.named(name) for name in names.split()} == {encoding}


def test_each_encoding_goes_by_its_own_name():
    assert [encodings.named(name) for name in encodings.NAMES] == list(encodings.NAMES)

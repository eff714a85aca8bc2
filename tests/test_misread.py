"""Text that was read in the wrong encoding is noticed and put right; right text is left alone."""

import unicodedata

import pytest
from vietnamese_texts import PHRASES, WORDS, in_tcvn3, in_vni, phrases

from scp_ninhbinh.tables.lost import may_lack_letters
from scp_ninhbinh.tables.misread import misread
from scp_ninhbinh.tables.text import suspicious

NAMES = phrases("""
Có|Ea H’leo|Đắk Lắk|Gò Dầu|Ngô|Ủy ban|Đạt|Hà Nam|Hà Nội|Quảng Ngãi|Cần Thơ|Bà Rịa–Vũng Tàu|TP. Hồ Chí Minh|HÀ NAM
MÃ SỐ|Ninh Bình|HĐND|QĐ-UBND|NĐ-CP|ĐT 477|Đ/c Tú|Lý Sơn|Cô Tô|Bà Tú|À|Ôi|Ý|CHỢ RỒNG|PHÚ YÊN|Sài Gòn|Phú Quý|Buôn Đôn
K’Bang
""")
FOREIGN = phrases("""
Café Zürich|Curaçao|São Paulo|Nestlé|Møller|° C|25 °C|25°C|m²|km²|100 m³|±5%|“quoted” – dash|½|¼ kg|5 µm × 3 µm
10 µg/m³|«Ninh Binh»|“MÃ”|à la carte|déjà vu|Crème brûlée|Côte d’Azur|Rhône|Besançon|Orléans|Île de France|Malmö
Göteborg|Tromsø|Århus|Køln|München|Düsseldorf|Würzburg|Österreich|Jäger & Söhne|Dürr AG|Löwenbräu|Häagen-Dazs
Citroën|Renault Mégane|L’Oréal|Lancôme|Hermès|Moët & Chandon|Pokémon|Beyoncé|José García|María Núñez|Señor Peña
El Niño|Jalapeño|Málaga|Bogotá|México|Brasília|João|Conceição|Guimarães|Łódź|Plzeň|Škoda|Dvořák|Győr|Reykjavík|Björk
Guðrún|Ørsted|Bjørn Sørensen|Lidköping|Märta|Jyväskylä|Côté|Hélène|François|Noël|Raphaël|Thaïs|Loïc|naïve|façade
coöperation|Brontë|Ø 21 mm|Ø21 Ø34|1ª|2º|Mª José|Windows®|Lego® ©2020|© UBND|§ 5|¶|·|col·lecció|l’été|œuvre|Nº 5
n° 5|über alles|für Elise|Straße|Weiß|Maß|voilà|là-bas|tête-à-tête|résumé|Bún chả Café|Café Hà Nam|Công ty Nestlé
Công ty Würth|CO₂|α β|Привет|日本語|Ðông Anh|HàNam|Ñ|Ö|ÄÖÜäöüß|ñandú|—|…|¿Qué?|¡Hola!|¥100|2×3|a×b|10–20|có\u00a0gì
MÃ\u00a0BAN|\u00a0|\u00ad|kh\u00adông
""")


def as_windows_1252(data):
    """Return bytes as browsers and Windows read them: the five bytes that Windows-1252 leaves out become controls."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


READ_WRONGLY = {"Latin-1": lambda data: data.decode("latin-1"), "Windows-1252": as_windows_1252}


@pytest.mark.parametrize("word", [*WORDS, *NAMES, *PHRASES])
def test_right_vietnamese_is_never_taken_for_misread(word):
    for form in ("NFC", "NFD"):
        for change in (str, str.title, str.upper):
            assert misread(unicodedata.normalize(form, change(word))) is None


@pytest.mark.parametrize("text", FOREIGN)
def test_foreign_names_and_signs_are_not_taken_for_misread(text):
    assert misread(text) is None


@pytest.mark.parametrize("wrongly", READ_WRONGLY)
@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("write", [str.encode, in_tcvn3, in_vni], ids=["UTF-8", "TCVN3", "VNI"])
def test_misread_phrases_are_noticed_and_put_right(phrase, wrongly, write):
    data = write(phrase) if write is str.encode else b"".join(map(write, phrase))
    seen = READ_WRONGLY[wrongly](data)
    assert misread(seen) == phrase
    assert suspicious(seen.encode())


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("môc lôc", "mục lục"),
        ("Chî Rång", "Chợ Rồng"),
        ("Chôï Roàng", "Chợ Rồng"),
        ("Chôï", "Chợ"),
        ("Ninh B×nh", "Ninh Bình"),
        ("tØnh", "tỉnh"),
        ("nhµ", "nhà"),
        ("tr\u00adêng", "trường"),
        ("ChÃ¹a", "Chùa"),
        ("Chá»£ Rá»“ng", "Chợ Rồng"),
        ("ChÃ\u00a0o", "Chào"),
        ("HÃ\u00a0 Ná»™i", "Hà Nội"),
        ("Ä\u0090á»©c", "Đức"),
        ("LÃª", "Lê"),
    ],
)
def test_misread_words_that_are_clear_are_put_right(seen, meant):
    assert misread(seen) == meant
    assert suspicious(seen.encode())


@pytest.mark.parametrize("text", ["Ch\ufffd", "Ä‘Æ°á»ng", "Äá»©c", "trêng häc"])
def test_text_that_lost_bytes_is_said_to_be_damaged(text):
    assert misread(text) == ""
    assert suspicious(text.encode())


@pytest.mark.parametrize("text", ["ngô", "Ch¬a", "Chöa Chöa", "bê", "Chợ Rång"])
def test_what_is_doubtful_is_left_alone(text):
    """Right as it stands, right in neither reading, read in two ways, or misread in part: none is said to be wrong."""
    assert misread(text) is None


def test_right_vietnamese_needs_no_second_look():
    assert not suspicious(unicodedata.normalize("NFC", "\n".join([*PHRASES, *WORDS])).encode())


ESCAPED = {
    "Ch\\u1ee3 R\\u1ed3ng": "Chợ Rồng",
    "Ch&#7907; R&#x1ed3;ng": "Chợ Rồng",
    "L&agrave;ng B&uacute;t": "Làng Bút",
}


@pytest.mark.parametrize("text", ESCAPED)
def test_letters_that_json_or_html_escaped_are_read_as_what_they_were(text):
    assert misread(text) == ESCAPED[text]
    assert suspicious(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "A&B;",
        "R&D",
        "Cà phê & trà; bánh",
        "C:\\users\\u12",
        "A &amp; B",
        "Tom&Jerry;",
        "&#x202e;&nbsp;",
        "é &lt;b&gt;",
    ],
)
def test_an_ampersand_or_a_backslash_alone_escapes_no_letter(text):
    assert misread(text) is None


def by_number(text: str) -> bytes:
    """Return a text as XML has it that keeps to ASCII: letters by their numbers."""
    return text.encode("ascii", "xmlcharrefreplace")


@pytest.mark.parametrize("write", [str.encode, in_tcvn3, in_vni], ids=["UTF-8", "TCVN3", "VNI"])
def test_misread_text_is_seen_in_xml_that_writes_letters_by_their_numbers(write):
    text = b"".join(map(write, "\n".join(PHRASES))).decode("latin-1")
    assert suspicious(by_number(text), xml=True)


def test_right_text_in_such_xml_needs_no_second_look():
    assert not suspicious(by_number(unicodedata.normalize("NFC", "\n".join([*PHRASES, *WORDS]))), xml=True)


@pytest.mark.parametrize("text", ESCAPED)
def test_what_was_escaped_is_escaped_once_more_in_xml(text):
    assert suspicious(text.replace("&", "&amp;").encode(), xml=True)


def test_lost_letters_are_seen_in_such_xml():
    assert may_lack_letters(by_number("Ch\ufffd R\ufffdng"))

"""Legacy Vietnamese encodings: codecs for them, and which one a file is most likely in."""

import codecs
import re
import unicodedata
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final, Literal, NamedTuple, NoReturn, get_args

from scp_ninhbinh.files import UTF16_MARKS
from scp_ninhbinh.tables.vietnamese import ALPHABET, TONES, well_formed, words
from scp_ninhbinh.text.spelling import composed

Encoding = Literal["utf-8", "utf-16", "windows-1258", "tcvn3", "vni"]
"""The encodings that a user may name."""

NAMES: Final[tuple[str, ...]] = get_args(Encoding)
_USUAL: Final[dict[str, Encoding]] = {
    **dict.fromkeys(("utf8", "utf8sig", "utf8bom", "csvutf8"), "utf-8"),
    **dict.fromkeys(("utf16", "utf16le", "utf16be", "ucs2"), "utf-16"),
    **dict.fromkeys(("windows1258", "win1258", "cp1258", "mscp1258", "1258"), "windows-1258"),
    **dict.fromkeys(("tcvn3", "tcvn", "tcvn5712", "tcvn57121", "tcvn3abc", "abc", "vntime"), "tcvn3"),
    **dict.fromkeys(("vni", "vniwindows", "vniwin", "vnitimes"), "vni"),
}
"""What people and programs call the encodings, without case, blanks and signs."""

_CODECS: Final = {"utf-8": "utf-8-sig", "windows-1258": "cp1258-nfc"}

LONGEST_LETTER: Final = 4
"""Bytes of a letter with its marks, at most."""

# Both tables below were checked, letter by letter, against several independent converters; TCVN 5712 against glibc too.

# TCVN 5712:1993 VN3 from 0xA0, "?" where it has nothing. Only these seven capitals have bytes: toned capitals were
# typed as small letters in a font of capitals (.VnTimeH), so that they read as small ones here.
_TCVN3: Final = "\u00a0ĂÂÊÔƠƯĐăâêôơưđ??????àảãáạ?ằẳẵắ???????ặầẩẫấậè?ẻẽéẹềểễếệìỉ???ĩíịò?ỏõóọồổỗốộờởỡớợù?ủũúụừửữứựỳỷỹýỵ?"
_TCVN3_MARKS: Final = dict(zip("\xb0\xb1\xb2\xb3\xb4", TONES, strict=True))

# VNI for Windows: letters of their own, and the marks that follow a letter. A mark has the case of its letter, but
# programs that change case get that wrong, and it is clear all the same.
_VNI_LETTERS: Final = dict(zip("ñôöíìæóòîÑÔÖÍÌÆÓÒÎ", "đơưíìỉĩịỵĐƠƯÍÌỈĨỊỴ", strict=True))
_VNI_TONES: Final = ("ø", "û", "õ", "ù", "ï"), ("à", "å", "ã", "á", "ä"), ("è", "ú", "ü", "é", "ë")
_VNI_MARKS: Final = {
    mark: shape + tone
    for shape, tones in zip(("", "\u0302", "\u0306"), _VNI_TONES, strict=True)
    for mark, tone in zip(tones, TONES, strict=True)
} | {"â": "\u0302", "ê": "\u0306"}


class _Codec(NamedTuple):
    """How a codec reads: bytes and the name of an error handler → text, and the bytes that can follow their letter."""

    decode: Callable[[bytes, str], str]
    marks: bytes


def _with_marks(letters: dict[str, str], plain: str, marks: dict[str, str]) -> dict[str, str]:
    """Return `letters` with every pair of a letter, or of one of the `plain` ones, and a mark that is Vietnamese."""
    bases = letters | dict(zip(plain, plain, strict=True))
    pairs = {base + mark: bases[base] + marks[mark] for base in bases for mark in marks}
    letters_of = {pair: unicodedata.normalize("NFC", letter) for pair, letter in pairs.items()}
    return letters | {pair: letter for pair, letter in letters_of.items() if letter in ALPHABET}


def _codec(name: str, units: dict[str, str], marks: dict[str, str], symbols: range) -> _Codec:
    """Return how a font's encoding reads; `symbols` are the bytes that it leaves to Windows' quotes and dashes."""
    signs = {chr(byte): bytes([byte]).decode("cp1252", "replace") for byte in symbols}
    units = {byte: sign for byte, sign in signs.items() if sign != "\ufffd" and not sign.isalpha()} | units
    bases = "".join({unit[0] for unit in units if len(unit) > 1})
    pattern = re.compile(f"[{bases}][{''.join(marks)}]|[\x80-\xff]")
    return _Codec(partial(_decode, name, units, pattern), "".join(marks).encode("latin-1"))


def _decode(name: str, units: dict[str, str], pattern: re.Pattern[str], data: bytes, errors: str) -> str:
    def read(found: re.Match[str]) -> str:
        unit = found[0]
        if unit in units:
            return units[unit]
        start, end = found.end() - 1, found.end()
        error = UnicodeDecodeError(name, data, start, end, "no letter of this encoding, or a mark on the wrong letter")
        replaced = str(codecs.lookup_error(errors)(error)[0])
        return units.get(unit[:-1], unit[:-1]) + replaced

    return pattern.sub(read, data.decode("latin-1"))


def _decode_1258(data: bytes, errors: str) -> str:
    return unicodedata.normalize("NFC", data.decode("cp1258", errors))


def _tcvn3() -> _Codec:
    letters = {chr(0xA0 + at): letter for at, letter in enumerate(_TCVN3) if letter != "?"}
    return _codec("tcvn3", _with_marks(letters, "aeiouyAEIOUY", _TCVN3_MARKS), _TCVN3_MARKS, range(0x80, 0xA0))


def _vni() -> _Codec:
    marks = _VNI_MARKS | {mark.upper(): added for mark, added in _VNI_MARKS.items()}
    return _codec("vni", _with_marks(_VNI_LETTERS, "aeouyAEOUY", marks), marks, range(0x80, 0xC0))


_CODECS_BY_NAME: Final = {
    "tcvn3": _tcvn3(),
    "vni": _vni(),
    "cp1258_nfc": _Codec(_decode_1258, TONES.encode("cp1258")),
}


class _Decoder(codecs.BufferedIncrementalDecoder):
    """Reads chunk by chunk: a letter waits for the next chunk, which may begin with its mark."""

    def __init__(self, codec: _Codec, errors: str = "strict") -> None:
        super().__init__(errors)
        self.codec = codec

    def _buffer_decode(self, input: Any, errors: str, final: bool) -> tuple[str, int]:
        data = bytes(input)
        # a mark more than a letter can have begins no letter: it need not wait for the next chunk
        end = len(data) if final else max(len(data.rstrip(self.codec.marks)) - 1, len(data) - LONGEST_LETTER, 0)
        return self.codec.decode(data[:end], errors), end


class _Encoder(codecs.IncrementalEncoder):
    def encode(self, input: str, final: bool = False) -> NoReturn:
        """Refuse."""
        _refuse(input)


def _refuse(text: str, errors: str = "strict") -> NoReturn:
    raise UnicodeError("legacy Vietnamese encodings are for reading only: write UTF-8")


def _find(name: str) -> codecs.CodecInfo | None:
    codec = _CODECS_BY_NAME.get(name.replace("-", "_"))
    if codec is None:
        return None

    def decode(data: Any, errors: str = "strict") -> tuple[str, int]:
        return codec.decode(bytes(data), errors), len(data)

    return codecs.CodecInfo(
        _refuse, decode, incrementalencoder=_Encoder, incrementaldecoder=partial(_Decoder, codec), name=name
    )


@cache
def register() -> None:
    """Make Python know `tcvn3`, `vni` and `cp1258-nfc` (Windows' own with letters composed); once is enough."""
    codecs.register(_find)


def named(text: str) -> Encoding | None:
    """Return the encoding that goes by a name, such as `CP-1258` or `TCVN 3`; None where there is none."""
    return _USUAL.get(re.sub(r"[\s_.:()-]+", "", text.casefold()))


def codec_name(encoding: str) -> str:
    """Return the codec to open a file with whose encoding a user calls `encoding`, one of `NAMES`."""
    register()
    return _CODECS.get(encoding, encoding)


def decode(data: bytes, encoding: str) -> str:
    """Return the text of `data`, which is in `encoding`, one of `NAMES`, or raise UnicodeDecodeError."""
    return data.decode(codec_name(encoding))


_AS_BYTES: Final = {ord(bytes([at]).decode("cp1252", "ignore") or chr(at)): at for at in range(0x80, 0xA0)}


def bytes_of(text: str) -> bytes:
    """Return the bytes that were read as `text` in Windows-1252 or Latin-1, none where that cannot be."""
    try:
        return composed(text).translate(_AS_BYTES).encode("latin-1")
    except UnicodeEncodeError:
        return b""


def redecode(text: str, encoding: str) -> str | None:
    """Return what a cell shows in a font of `encoding`, such as .VnTime (`tcvn3`) or VNI-Times (`vni`).

    None where the text is all ASCII or holds a character that such a font has not.
    """
    raw = b"" if text.isascii() else bytes_of(text)
    try:
        return decode(raw, encoding) if raw else None
    except UnicodeDecodeError:
        return None


SAMPLE: Final = 65536
"""Bytes of a file that are looked at."""

_CONVINCING: Final = 0.75
_FEWEST: Final = 2


def likely_encoding(data: bytes) -> str | None:
    """Return which of `NAMES` bytes that are not UTF-8 are most likely in, or None where none is convincing.

    UTF-16 without a byte order mark is known only in little-endian order, which is how Python would read it.
    """
    sample = data if len(data) <= SAMPLE else data[: data.rfind(b"\n", 0, SAMPLE) + 1 or SAMPLE]
    if sample.startswith(UTF16_MARKS) or _is_utf_16(sample):
        return "utf-16"
    found = {} if b"\0" in sample else {name: _evidence(sample, codec) for name, codec in _LEGACY.items()}
    best = max(found, key=found.__getitem__, default=None)
    others = [share for name, share in found.items() if name != best]
    return best if best and found[best] >= _CONVINCING and found[best] > max(others) else None


_LEGACY: Final = {"windows-1258": "cp1258_nfc", "tcvn3": "tcvn3", "vni": "vni"}


def _is_utf_16(sample: bytes) -> bool:
    """Tell by the NULs beside ASCII letters, which no file in another encoding has."""
    return sample[1::2].count(0) > 0.2 * len(sample) and sample[::2].count(0) == 0


def _evidence(sample: bytes, codec: str) -> float:
    found = set(words(_CODECS_BY_NAME[codec].decode(sample, "replace")))
    good = sum(map(well_formed, found))
    return good / len(found) if good >= _FEWEST else 0

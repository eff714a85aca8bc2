"""Text that was read in the wrong encoding before it came here, and what it meant."""

import re
from functools import lru_cache
from html import unescape
from typing import Final

from scp_ninhbinh.tables.encodings import bytes_of, redecode
from scp_ninhbinh.tables.vietnamese import DISGUISED, in_case, lost_u, well_formed, words

_FEWEST: Final = 2
"""Words that show what a text was read as; a single one must hold what no right word does."""

# What one word alone shows clearly: signs where TCVN 5712 has letters (some end words of other languages too), a
# capital of Latin-1 after a small letter, a VNI mark after ơ or ư.
_CLEAR: Final = re.compile(
    "(?<=[A-Za-zß-ÿ])(?:[µ¸¶¨©«¬®]|[ª·¹»¼½¾×÷\u00ad](?=[A-Za-zÀ-ÿ]))|(?<=[a-zß-ÿ])[À-Þ]|(?<=[ôö])[ùøûõï]|(?<=[ÔÖ])[ÙØÛÕÏ]"
)
_CLEAR_UTF_8: Final = re.compile("Æ[°¡¯]|Ä[‘\x90\x91]|áº|á»[^\\s]")
_NEARLY_ALL: Final = 0.9
_NO_BYTE: Final = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
"""Vietnamese letters that no byte reads as in Windows-1252 or Latin-1: most texts are passed over by one look."""

LAST_OF_ASCII: Final = "\x7f"
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})|&#?\w{2,8};")
"""A letter as JSON and HTML write it where they keep to ASCII."""


def misread(text: str) -> str | None:
    """Return what `text` read before it was converted from a wrong encoding, or None where it looks right.

    The empty text says that it is damaged beyond repair. Known are UTF-8, TCVN3 and VNI read as Windows-1252 or
    Latin-1, and letters as JSON and HTML escape them. A text whose every word happens to be Vietnamese, such as `ngô`
    for `ngụ`, looks right; so does a single word without a sign that no right word holds, and a text of which only a
    part was misread.
    """
    if may_be_escaped(text) and any(letter > LAST_OF_ASCII and letter.isalpha() for letter in _escaped(text)):
        return _unescaped(text)
    if text.isascii():
        return None
    if "\ufffd" in text:
        return ""
    return None if _NO_BYTE.search(text) else _misread(text)


@lru_cache(maxsize=4096)  # answers such as "có" stand in every other row
def _misread(text: str) -> str | None:
    raw = bytes_of(text)
    fixed = _as_utf_8(text, raw) if raw else None
    return _as_font(text.replace("\xa0", " ")) if raw and fixed is None else fixed


def _as_utf_8(text: str, raw: bytes) -> str | None:
    fixed = raw.decode("utf-8", "replace")
    if "\ufffd" in fixed:
        return "" if _CLEAR_UTF_8.search(text) else None
    return fixed if _count_odd(words(fixed)) < _count_odd(words(text, DISGUISED)) else None


def _as_font(text: str) -> str | None:
    found = words(text)
    if not _count_odd(found) or (len(found) < _FEWEST and not _CLEAR.search(text)):
        return None
    readings = {fixed: _readable(fixed, name) for name in ("tcvn3", "vni") if (fixed := redecode(text, name))}
    best = max(readings, key=readings.__getitem__, default="")
    if readings.get(best, 0) < _NEARLY_ALL or list(readings.values()).count(readings[best]) > 1:
        return None
    return "" if lost_u(best) else best


def _readable(text: str, encoding: str) -> float:
    good = [well_formed(word) or (encoding == "tcvn3" and lost_u(word)) for word in words(text)]
    return sum(good) / max(len(good), 1)


def may_be_escaped(text: str) -> bool:
    """Tell quickly whether letters of a text may be written as JSON or HTML does."""
    return "\\u" in text or "&" in text


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_letter, text)


def _escaped(text: str) -> str:
    """Return what stands escaped in a text."""
    return "".join(map(_letter, _ESCAPE.finditer(text)))


def _letter(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else unescape(found[0])


def _count_odd(found: list[str]) -> int:
    return sum(not (well_formed(word) and in_case(word)) for word in found)

"""What a text looks like: letters of other scripts and widths as those that they look like, and raised marks."""

import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Final

_SCRIPTS: Final = {
    "АВЕКМНОРСТУХІЈЅԚԜҮ": "ABEKMHOPCTYXIJSQWY",
    "авекмнорстухіјѕԛԝүһԁӏ": "abekmhopctyxijsqwyhdl",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ": "ABEZHIKMNOPTYX",
    "ακινορυχ": "akivopux",
    "ıɑɡÐƉðɖ": "iagĐĐđđ",
}
"""Letters of Cyrillic, of Greek, and others that a keyboard or a converter puts for Latin ones: Unicode's confusables
(UTS 39), as far as they are drawn alike in the fonts of an office."""
_LOOKS: Final = str.maketrans({key: to for keys, tos in _SCRIPTS.items() for key, to in zip(keys, tos, strict=True)})
_FORMS: Final = ("<wide>", "<narrow>", "<font>", "<circle>", "<compat>")
_RAISED: Final = ("<super>", "<sub>")
_MARKS: Final = "*†‡®©"


@lru_cache(maxsize=1_000)
def is_mark(letter: str) -> bool:
    """Whether a letter is a sign of a footnote or a trade mark, or may be one: raised digits are."""
    return letter in _MARKS or unicodedata.decomposition(letter).startswith(_RAISED)


@lru_cache(maxsize=1_000)
def _drawn(letter: str) -> str:
    """Return what a letter is in another width or font, such as ａ, 𝐚 and Ⅱ."""
    plain = unicodedata.normalize("NFKC", letter)
    return plain if unicodedata.decomposition(letter).startswith(_FORMS) and plain.isalnum() else letter


def looks(text: str) -> str:
    """Return a text in the Latin letters that it looks to be written in; raised marks stay."""
    if text.isascii():
        return text
    return "".join(map(_drawn, text)).translate(_LOOKS)


def unmarked(text: str) -> str:
    """Return a text without raised marks: An¹ is An with a footnote."""
    return "".join(letter for letter in text if not is_mark(letter))


def level(text: str) -> str:
    """Return a text with what is raised on the line: An¹ is An1."""
    return "".join(unicodedata.normalize("NFKC", one).casefold() if is_mark(one) else one for one in text)


def first_known(forms: Collection[str], *readings: str) -> str:
    """Return the first of these readings of a text that is among the forms in which others stand, else the last."""
    return next((form for form in readings if form in forms), readings[-1])

"""What a text looks like: letters of other scripts and widths as those that they look like, and raised marks."""

import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from scp_ninhbinh.text.safe import UNSAFE, escape

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
LONGEST: Final = 2_000
"""Characters of a text that are composed: a run of marks is sorted, which takes a time that grows with its square."""

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


def seen(text: str) -> str:
    """Return a text as it is seen: without what nobody sees, in the Latin letters that it looks to be written in."""
    return looks(UNSAFE.sub("", text))


def odd_signs(text: str) -> str:
    """Return the signs of a text that nobody sees, and its letters and digits that only look like Latin ones."""
    if text.isascii() and text.isprintable():
        return ""
    return "".join(sign for sign in dict.fromkeys(text) if _is_odd(sign))


@lru_cache(maxsize=1_000)
def _is_odd(sign: str) -> bool:
    if UNSAFE.match(sign):
        return True
    return sign.isalnum() and not sign.isascii() and (looks(sign) != sign or sign.isdecimal())


def sign_name(sign: str) -> str:
    """Return what Unicode calls a sign, by its number and its name if it has one."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()


def told_apart(text: str, *others: str) -> str:
    """Return a text with each sign that only looks like another, or like a blank, as an escape.

    Where it still looks like one of these others, which it is not, its marks are escapes too: they stand in another
    order, or apart from their letters.
    """
    if text.isascii():
        return text
    told = "".join(escape(sign) if _only_looks(sign) else sign for sign in text)
    same = any(told != other and _composed(told) == _composed(other) for other in others)
    return "".join(escape(sign) if unicodedata.combining(sign) else sign for sign in told) if same else told


def look_the_same(one: str, other: str) -> bool:
    """Whether nobody can tell two texts apart: but for invisible signs, look-alike letters, blanks, order of marks."""
    some, others = (_composed(" ".join(seen(text).split())) for text in (one, other))
    return some == others


def _only_looks(sign: str) -> bool:
    return _is_odd(sign) or (sign.isspace() and not sign.isascii())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text[:LONGEST])


def unmarked(text: str) -> str:
    """Return a text without raised marks: An¹ is An with a footnote."""
    return "".join(letter for letter in text if not is_mark(letter))


def level(text: str) -> str:
    """Return a text with what is raised on the line: An¹ is An1."""
    return "".join(unicodedata.normalize("NFKC", one).casefold() if is_mark(one) else one for one in text)


def first_known(forms: Collection[str], *readings: str) -> str:
    """Return the first of these readings of a text that is among the forms in which others stand, else the last."""
    return next((form for form in readings if form in forms), readings[-1])

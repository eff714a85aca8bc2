"""The Vietnamese alphabet: in which order names stand in lists."""

import unicodedata
from typing import Final

from scp_ninhbinh.text.spelling import LONGEST, composed

_AFTER: Final = 0x10FF00
"""From here on stand signs that come after every letter."""

_LETTERS: Final = {"đ": "d\U0010ff00", "\u0306": "\U0010ff01", "\u0302": "\U0010ff02", "\u031b": "\U0010ff03"}
"""What makes a letter of its own, after the one without it: ă before â, ô before ơ."""

_TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng; a syllable without one (ngang) stands before them."""

_WITHOUT_TONES: Final = str.maketrans(_LETTERS | dict.fromkeys(_TONES, ""))
_WITH_TONES: Final = str.maketrans(_LETTERS | {tone: chr(_AFTER + 16 + at) for at, tone in enumerate(_TONES)})


def alphabetical(name: str) -> str:
    """Return by what names are sorted: their letters in the Vietnamese order, then tones, then case.

    Digits are signs like others: ids stand in the order in which their code points do.
    """
    if name.isascii():
        letters = name.lower()
        return f"{letters}\0{letters}\0{name}"
    letters = unicodedata.normalize("NFD", name[:LONGEST].lower())
    return f"{letters.translate(_WITHOUT_TONES)}\0{letters.translate(_WITH_TONES)}\0{composed(name)}"

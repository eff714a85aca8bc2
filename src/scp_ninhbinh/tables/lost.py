"""Texts whose letters were lost: saved in an encoding that lacks them, which puts a question mark for each."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import Final

from scp_ninhbinh.problems.problem import Place, Problem, problem

REPLACED: Final = "\ufffd"
"""What stands for bytes that were no letter, where a program read text in an encoding that it was not in."""

_WORD: Final = re.compile(r"(?:[^\W\d_]|[?\ufffd])+")
LAST_OF_LATIN_1: Final = "\u00ff"
_VOWEL: Final = re.compile("[aeiouyà-åè-ïò-öù-ý\ufffd]")
_ONSET_WITH_VOWEL: Final = frozenset({"gi", "qu"})
_CANDIDATES: Final = "đăâêôơưạặậẹệịọộợụựỵ"
"""Letters that an encoding may lack: each shape, alone and under the tone that may stand in every syllable."""

FEWEST: Final = 2
"""Headings of a row that lost letters, so that it is one of headings and no lone remark."""

LONGEST_SYLLABLE: Final = 8
MOST_TRIED: Final = 2
"""Lost letters of one word that are put in on trial; a word that lost more is no question either."""

_CONSONANTS: Final = b"[bcdghklmnpqrstvxBCDGHKLMNPQRSTVX]"


@cache
def _asked() -> re.Pattern[bytes]:
    """Return what finds a question mark where a letter may have been lost; it begins each match, for speed."""
    return re.compile(
        rb"\?(?:(?=[A-Za-z\x00\x80-\xff])"
        rb"|(?<=[^A-Za-z]%b\?)|(?<=[^A-Za-z]%b{2}\?)|(?<=[^A-Za-z]%b{3}\?)|(?<=[^A-Za-z](?:[gG][iI]|[qQ][uU])\?))"
        % ((_CONSONANTS,) * 3)
    )


def may_lack_letters(data: bytes) -> bool:
    """Tell quickly whether text in `data`, in any encoding, may hold what `lost` finds."""
    by_number = b"&" in data and data.rfind(b"&#65533;") >= 0  # as XML may have it
    if by_number or (b"\xef" in data and b"\xef\xbf\xbd" in data):
        return True
    text = data.removeprefix(b"\xef\xbb\xbf").removeprefix(b"<?xml")
    return b"?" in text and _asked().search(b"\n" + text) is not None


def lost(text: str) -> bool:
    """Tell whether letters of a text were surely lost: with one put in, a word of it is Vietnamese, and was no word.

    `Ch? B?c`, `?ông Thành`. What a question ends with is none, nor is a mark that stands alone.
    """
    if "?" not in text or "://" in text:
        return False
    if any(
        letter > LAST_OF_LATIN_1 and letter.isalpha() for letter in text
    ):  # an encoding that has such letters has all of them: only "Chợ B?c" is odd
        return any(word.strip("?").count("?") for word in _words(text) if _is_lost(word))
    return any(map(_is_lost, _words(text)))


def may_be_lost(text: str) -> bool:
    """Tell whether a question mark touches a letter, which shows something only beside others that were lost."""
    return "?" in text and any(word.strip("?") for word in _words(text))


def headings_lost(place: Place, rows: Iterable[Sequence[str]]) -> Problem | None:
    """Return the problem of a sheet without a header, if one of its first rows lost letters as headings do."""
    for row, cells in enumerate(rows, 1):
        texts = [cell for cell in cells if lost(cell)]
        if len(texts) >= FEWEST:
            return problem("letters-lost", place._replace(row=row), texts[0], sign="?", n=len(texts))
    return None


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if "?" in word]


@lru_cache(maxsize=4096)
def _is_lost(word: str) -> bool:
    letters = word.replace("?", "").lower()
    if not letters or len(word) > LONGEST_SYLLABLE:
        return False
    at_end_only = word.rstrip("?").count("?") == 0
    if at_end_only and (letters not in _ONSET_WITH_VOWEL and _VOWEL.search(letters)):
        return False  # a question may end with such a word
    if at_end_only and word[0].isupper() and len(letters) == 1:
        return False  # "Market B?"
    gaps = word.count("?")
    if gaps > MOST_TRIED or REPLACED in word:
        return not at_end_only
    from scp_ninhbinh.tables.vietnamese import well_formed  # few files need it

    parts = word.lower().split("?")
    return any(well_formed(_filled(parts, tried)) for tried in product(_CANDIDATES, repeat=gaps))


def _filled(parts: list[str], letters: Iterable[str]) -> str:
    return "".join(part + letter for part, letter in zip(parts, (*letters, ""), strict=True))

"""When two texts are the same word."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final, TypeVar

from scp_ninhbinh.text.safe import UNSAFE

Value = TypeVar("Value")

LONGEST: Final = 2_000
"""Characters beyond which a text is no name, answer or heading."""

BYTE_ORDER_MARK: Final = "\ufeff"
"""What nobody sees at the beginning of a text file, and in a file that was joined of several where each begins."""

_PUNCTUATION: Final = re.compile(rf"[\s_\-/.:;,?*\"“”{BYTE_ORDER_MARK}]+")
_NYLON: Final = re.compile(r"\b(?:nylon|nilon|nilong|nilông|ni lon|ni lông|ni long)\b")
_TONE_ON_LAST: Final = {
    late: early
    for lates, earlies in (("oà oá oả oã oạ", "òa óa ỏa õa ọa"), ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"))
    for late, early in zip(lates.split(), earlies.split(), strict=True)
} | dict(zip("uỳ uý uỷ uỹ uỵ".split(), "ùy úy ủy ũy ụy".split(), strict=True))
_TONES: Final = re.compile(r"(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
"""Where no letter follows, a tone may stand on either vowel; before one there is but one way."""

_SOFT_HYPHEN: Final = "\u00ad"
"""Where a line may be broken: between two words of Vietnamese, which a blank parts."""

_DASHES: Final = re.compile("\\s*[-\u058a\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]+\\s*")
_QUOTES: Final = re.compile("[\"'`´\u02b9-\u02bd\u2018-\u201f\u2032-\u2037\u2039\u203a\u00ab\u00bb\uff02\uff07]+")
_STOPS: Final = re.compile(r"(?<![0-9])\.|\.(?![0-9])")
_BETWEEN: Final = re.compile(r"(?<![0-9])[ \-]+|[ \-]+(?![0-9])")
"""A blank or a dash that no two digits stand beside: between digits it parts two numbers."""

_SIGNS: Final = ("-", "--", "–", "—", "?", "??", "...", "…", '"', '""', "”")
NOTHING: Final = frozenset(
    (
        *(*_SIGNS, *"na n/a n.a. nt n.t. nil none null ditto idem".split()),
        *("chưa có", "chưa rõ", "chưa biết", "chưa có tên", "không có", "không rõ", "không xác định", "không tên"),
        *("(không tên)", "như trên", "(trống)", "(blank)", "unknown", "no name", "noname", "tbd", "nan", "#n/a", "〃"),
    )
)
"""Words, folded, that people write where a value is missing."""


def fold(text: str) -> str:
    """Return `text` as it is compared: composed (NFC), without case, with single spaces and one placement of tones.

    ƣ stands for ư in files that some converters wrote.
    """
    plain = " ".join(text.casefold().split())
    if plain.isascii():
        return plain
    return _TONES.sub(lambda found: _TONE_ON_LAST[found[0]], composed(plain).replace("ƣ", "ư"))


def composed(text: str) -> str:
    """Return a text with letters and their marks composed (NFC), unless it is too long for a name or an answer.

    A run of marks is sorted, which takes a time that grows with its square.
    """
    return unicodedata.normalize("NFC", text) if len(text) <= LONGEST else text


def bare(text: str) -> str:
    """Return a folded text without diacritics."""
    letters = unicodedata.normalize("NFD", text[:LONGEST].replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)  # the names of a year come again the year after
def evened(text: str) -> str:
    """Return a name as it is compared: folded, without what nobody sees or two people write in two ways.

    Invisible signs and quotation marks are left out, dashes are one sign, a full stop is a blank unless it stands
    between digits. Letters and digits stay as they are.
    """
    plain = fold(text)
    if plain.replace(" ", "").isalnum():  # nearly all
        return plain
    plain = _QUOTES.sub("", UNSAFE.sub("", plain.replace(_SOFT_HYPHEN, " ")))
    return " ".join(_STOPS.sub(" ", _DASHES.sub("-", plain)).split()).strip("-")


NAMELESS: Final = frozenset({*NOTHING, *map(evened, NOTHING)})
"""Such words as they are compared, and what is left of a name without a letter."""


def loose(text: str) -> str:
    """Return an evened name without the blanks and dashes that are not between digits: Win-Mart, Win Mart, WinMart."""
    return _BETWEEN.sub("", text)


def heading_key(text: str) -> str:
    """Return a heading as it is compared: folded, without punctuation, nylon spelt one way."""
    plain = _PUNCTUATION.sub(" ", fold(text)).strip()
    return _NYLON.sub("ni lông", plain)


def spellings(words: Mapping[Value, Iterable[str]], key: Callable[[str], str] = fold) -> dict[str, Value]:
    """Return every spelling → what it means; without diacritics only where no two meanings share it."""
    exact = {key(text): meaning for meaning, texts in words.items() for text in texts}
    plain: dict[str, set[Value]] = {}
    for text, meaning in exact.items():
        plain.setdefault(bare(text), set()).add(meaning)
    return {text: next(iter(meanings)) for text, meanings in plain.items() if len(meanings) == 1} | exact

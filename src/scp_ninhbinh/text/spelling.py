"""When two texts are the same word."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar

Value = TypeVar("Value")

LONGEST: Final = 2_000
"""Characters beyond which a text is no name, answer or heading."""

_PUNCTUATION: Final = re.compile(r"[\s_\-/.:;,?*\"“”]+")
_NYLON: Final = re.compile(r"\b(?:nylon|nilon|nilong|nilông|ni lon|ni lông|ni long)\b")
_TONE_ON_LAST: Final = {
    late: early
    for lates, earlies in (("oà oá oả oã oạ", "òa óa ỏa õa ọa"), ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"))
    for late, early in zip(lates.split(), earlies.split(), strict=True)
} | dict(zip("uỳ uý uỷ uỹ uỵ".split(), "ùy úy ủy ũy ụy".split(), strict=True))
_TONES: Final = re.compile(rf"(?:{'|'.join(_TONE_ON_LAST)})(?!\w)")
"""Where no letter follows, a tone may stand on either vowel; before one there is but one way."""


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

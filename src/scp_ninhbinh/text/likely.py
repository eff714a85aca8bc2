"""Which known word a misspelt one most likely means, and what turns a meaning round: not, rated, planned, before.

"Chưa được thông tin" is spelt much like "đã được thông tin" and asks the opposite. So two texts are alike, for a guess
and for a heading made of parts, only where the same of these marks are in both.
"""

import re
from collections.abc import Collection
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import Final

from scp_ninhbinh.text.looks import seen
from scp_ninhbinh.text.spelling import bare, fold, heading_key

_MARKS: Final = {
    "not": (
        "chưa chẳng không ko khỏi ngừng ngưng dừng thôi hết bỏ miễn trừ ngoài thiếu "
        "not no non never without stop stopped except excluding free lacking"
    ),
    "easy": "dễ sinh_học easy easily degradable biodegradable compostable",
    "of": "giấy kim_loại thủy_tinh paper cardboard metal glass",
    "rate": (
        "tỷ_lệ tỉ_lệ tỷ_trọng tỷ_số phần_trăm bình_quân trung_bình mức_độ % percent percentage rate ratio average mean"
    ),
    "plan": (
        "kế_hoạch dự_kiến dự_báo mục_tiêu chỉ_tiêu đăng_ký cam_kết ước ước_tính sẽ phấn_đấu "
        "plan planned target expected forecast goal estimated pledged intended"
    ),
    "before": "trước cũ ngoái cùng_kỳ gốc previous prior last former old before base earlier",
    "after": "sau mới tới next new after later",
    "date": "ngày tháng quý thời_gian thời_điểm lúc date month quarter time when",
    "people": "hộ người lao_động dân học_viên households household people persons person workers participants",
    "code": "mã code id",
    "why": "lý_do nguyên_nhân hình_thức nội_dung cách vì_sao reason why how form content",
    "change": "giảm tăng cắt reduced reduction increase increased cut",
}
"""Each mark with its words, those of several syllables joined by `_`."""

_PREFIXES: Final = ("un", "non", "dis", "in")
_SUFFIXES: Final = ("less", "free")
_YEAR: Final = re.compile(r"(?:19|20|21)[0-9]{2}")
_WORD: Final = re.compile(r"%|\w+")
_ORIGIN: Final = re.compile(r"\bngu[ồo]n g[ốo]c\b", re.IGNORECASE)
"""Where something comes from: no "gốc" of a year to compare with."""


def _marked() -> dict[tuple[str, ...], str]:
    """Return each word, with and without diacritics, → its mark; one that is short without them is left out so."""
    found: dict[tuple[str, ...], str] = {}
    for mark, words in _MARKS.items():
        for word in words.split():
            found[tuple(word.split("_"))] = mark
            if len(bare(word)) > len("de"):
                found.setdefault(tuple(bare(word).split("_")), mark)
    return found


_WORDS: Final = _marked()
_LONGEST: Final = max(map(len, _WORDS))


@lru_cache(maxsize=10_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared."""
    return tuple(_WORD.findall(heading_key(text)))


@lru_cache(maxsize=10_000)
def marks(text: str) -> frozenset[str]:
    """Return the marks that a text bears; a year is one of its own."""
    words = words_of(_ORIGIN.sub("", text))
    pieces = [words[at : at + size] for at in range(len(words)) for size in range(1, _LONGEST + 1)]
    years = {word for word in words if _YEAR.fullmatch(word)}
    return frozenset({_WORDS[piece] for piece in pieces if piece in _WORDS} | years)


def turned(one: str, other: str) -> bool:
    """Whether one of two texts may mean the opposite of the other, or its rate, its plan or another time of it."""
    return marks(one) != marks(other) or _negated(words_of(one), words_of(other))


def _negated(some: Collection[str], others: Collection[str]) -> bool:
    """Whether a word of one is that of the other with a syllable that negates it, as in uninformed."""
    return any(
        one != other and (one in _with_syllable(other) or other in _with_syllable(one))
        for one in set(some) - set(others)
        for other in set(others) - set(some)
    )


def _with_syllable(word: str) -> set[str]:
    return {f"{prefix}{word}" for prefix in _PREFIXES} | {f"{word}{suffix}" for suffix in _SUFFIXES}


ALIKE: Final = 0.8
"""How much alike two single words must be spelt for one to be a slip of the other."""

ALIKE_JOINED: Final = 0.9
"""And two texts without their blanks, of as many letters or one more."""

FILLERS: Final = frozenset("đã được có tổng lượng các của về tại trong theo the of in is a an has been was".split())
"""Words that change nothing where they stand beside others."""


def means_alike(text: str, word: str) -> bool:
    """Whether a text may be a misspelt or a longer form of `word`: it begins with its words, and turns none round."""
    if turned(text, word):
        return False
    one, other = "".join(words_of(text)), "".join(words_of(word))
    if abs(len(one) - len(other)) <= 1 and SequenceMatcher(None, one, other).ratio() >= ALIKE_JOINED:
        return True
    some, others = ([each for each in words_of(each) if each not in FILLERS] for each in (text, word))
    return bool(others) and len(some) >= len(others) and all(map(_slip, some, others))


def _slip(one: str, other: str) -> bool:
    """Whether a word is another one, or that misspelt."""
    if one == other or bare(one) == bare(other):
        return True
    return min(len(one), len(other)) > 1 and SequenceMatcher(None, bare(one), bare(other)).ratio() >= ALIKE


LONGEST_WORD: Final = 60
"""Characters beyond which a text is no misspelt word."""


MOST_LOOK_UPS: Final = 100
"""Words of a run for which a likely one is looked up: a column with more unknown ones holds something else."""


MOST_COMPARED: Final = 200_000
"""Words of a run that unknown ones are compared with: of a register of 20,000 names ten are looked up."""

NEAR: Final = 3
"""Words that are looked at for one that does not turn the meaning round."""


class Suggestions:
    """What misspelt words most likely mean; looking one up is slow, so only so many are looked up in a run."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, tuple[str, ...]], str | None] = {}
        self._compared = 0

    def nearest(self, word: str, choices: tuple[str, ...]) -> str | None:
        """Return the choice that `word` most likely means; None if nothing is near, or too many were looked up."""
        if len(self._found) >= MOST_LOOK_UPS or self._compared >= MOST_COMPARED:
            return None
        if (word, choices) not in self._found:
            self._compared += len(choices)
            self._found[word, choices] = nearest(word, choices)
        return self._found[word, choices]


def nearest(word: str, choices: tuple[str, ...]) -> str | None:
    """Return the choice that `word` most likely means, None where nothing is near, or only what turns it round."""
    read = fold(seen(word))
    found = get_close_matches(read, choices, n=NEAR, cutoff=0.75) if len(word) <= LONGEST_WORD else []
    return next((near for near in found if not turned(read, near)), None)

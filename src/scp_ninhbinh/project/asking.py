"""How a heading asks for a yes or a no: as a question, and by the signs that it says to answer with."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Final

from scp_ninhbinh.text.likely import marks, words_of
from scp_ninhbinh.text.spelling import bare, fold

_NO: Final = "không chưa no not sai false"
_YES: Final = "có rồi đã yes đúng true"
SAYING_NO: Final = frozenset((*_NO.split(), *map(bare, _NO.split())))
SAYING_YES: Final = frozenset((*_YES.split(), *map(bare, _YES.split())))

MARKS: Final = "xv✓✔√"
_HOW: Final = "dấu đánh dau danh tick tích mark with or hoặc hay chọn ghi nếu là if is hoac chon neu la 1 0"
_ASKING: Final = SAYING_YES.union(SAYING_NO, _HOW.split(), MARKS)
"""Words of a bracket that says how to answer with yes or no."""

_WORD: Final = re.compile(r"[^\s/,;:=]+")
_PIECES: Final = re.compile(r"[,;/]|\b(?:hoặc|hay|or)\b|(?=\b[01]\b)")
_NAYS: Final = "|".join(SAYING_NO)
_MARK_OF_NO: Final = re.compile(
    rf"(?<!\w)(?:[{MARKS}][\s:=]*(?:(?:nếu|là|neu|la|if|is)\s+)?(?:{_NAYS})|"
    rf"(?:{_NAYS})[\s:=]*(?:(?:là|ghi|la|is)\s+)?[{MARKS}])(?!\w)"
)
"""A mark of yes that stands for a no: "x: chưa"; in "(có/không, đánh dấu x)" it marks the answer."""


def asks(plain: str) -> bool:
    """Whether a text, folded, only says how to answer with yes or no, and by signs that are read so."""
    said = set(_WORD.findall(plain))
    one_sided = said & {*SAYING_NO, "0"} and not said & {*SAYING_YES, "1"}  # "(chưa)" would turn the answer round
    return said <= _ASKING and not one_sided and not turned(plain)


def turned(plain: str) -> bool:
    """Whether a text, folded, pairs signs with answers otherwise than they are read: "0 có, 1 không", "x: chưa"."""
    pieces = [_WORD.findall(piece) for piece in _PIECES.split(plain)]
    digits = [word == "1" for piece in pieces for word in piece if word in ("0", "1")]
    answers = [answer for answer, _ in groupby(_answers(pieces))]
    return bool(digits and answers and digits != answers) or _MARK_OF_NO.search(plain) is not None


def _answers(pieces: Sequence[Sequence[str]]) -> Iterator[bool]:
    """Yield whether each piece of a text says yes or no, as far as it says either: "chưa có" says no."""
    for piece in map(set, pieces):
        if piece & (SAYING_NO | SAYING_YES):
            yield piece.isdisjoint(SAYING_NO)


_MAY_ASK: Final = re.compile("kh.{1,3}ng|ch.{1,3}a|or not", re.IGNORECASE)
"""What is in each such question, whatever its letters are composed of: most headings are passed over by one look."""

_CLOSING: Final = re.compile(
    r"(?<=[^\s:;,./_\-–—])\s+(?:(?:hay|hoặc|hoac)\s+)?(?:(?:là|la)\s+)?(?:không|chưa|khong|chua|or not)\s*[?.!*]*\s*$"
)
"""What ends a question for a yes or a no, behind a blank alone: "…: không" and "…/Không" name an answer."""

_EITHER: Final = re.compile(
    r"(?:việc\s+)?(?:có|đã|co|da)\s*(?:/|,|\bhay\b|\bhoặc\b|\bhoac\b)\s*(?:không|chưa|khong|chua)\s+(?=\w)"
)
"""What such a question may begin with: "Có/không …", "Đã hay chưa …"."""

_BEGINNING: Final = re.compile(r"(?:có|đã|co|da|is|are|does|do)\s+(?:phải\s+)?")
_ASKED: Final = frozenset("ông bà anh chị bạn của quý đơn vị cơ sở hiện nay tại chủ".split())
"""Whom a question addresses, beside kinds of unit."""


def question(text: str, harmless: Collection[str] = (), subjects: Collection[str] = ()) -> Iterator[str]:
    """Yield what a question for a yes or a no asks of, the likeliest first; nothing if the text is none.

    "Cơ sở có dùng túi không?" asks whether it does: a không or chưa behind a Vietnamese verb denies nothing. Before it
    only `harmless` words may stand, of which `subjects` are those for who is asked about.
    """
    if not _MAY_ASK.search(text):
        return
    plain = fold(text if " " in text.strip() else text.replace("_", " "))  # as survey tools name a question
    either, closing = _EITHER.match(plain), _CLOSING.search(plain)
    if not (either or closing):
        return
    asked = plain[either.end() if either else 0 : closing.start() if closing else None]
    yield asked
    for begins in re.finditer(r"\b", asked):
        before, rest = asked[: begins.start()], asked[begins.start() :]
        words = [word for word in words_of(before) if word not in subjects and word not in _ASKED]
        if marks(" ".join(words)) or not set(words) <= {*harmless}:
            return
        if found := _BEGINNING.match(rest):
            yield rest
            yield rest[found.end() :]

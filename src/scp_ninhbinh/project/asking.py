"""How a heading asks for a yes or a no: as a question, and by the signs that it says to answer with."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, groupby
from typing import Final, NamedTuple

from scp_ninhbinh.text.likely import marks, words_of
from scp_ninhbinh.text.spelling import bare, fold

_NO: Final = "không chưa no not sai false"
_YES: Final = "có rồi đã yes đúng true"
SAYING_NO: Final = frozenset((*_NO.split(), *map(bare, _NO.split())))
SAYING_YES: Final = frozenset((*_YES.split(), *map(bare, _YES.split())))

MARKS: Final = "xv✓✔√"
_HOW: Final = (
    "dấu đánh dau danh tick tích mark with or hoặc hay chọn ghi điền nhập viết số thì nếu là if is "
    "hoac chon dien nhap viet so thi neu la 1 0"
)
_ASKING: Final = SAYING_YES.union(SAYING_NO, _HOW.split(), MARKS)
"""Words of a bracket that says how to answer with yes or no."""

_WORD: Final = re.compile(r"[^\s/,;:.=>→\-–—\"'“”‘’]+")
_CLAUSE: Final = re.compile("[,;]")
_PART: Final = re.compile(rf"/|\b(?:hoặc|hay|or)\b|(?<!\w)(?=[01{MARKS}](?!\w))|(?<=(?<!\w)[01{MARKS}])(?!\w)")
"""Between two answers: "có/không", "có hay không", and a sign; "chưa có" is one."""

_NAYS: Final = "|".join(SAYING_NO)
_MARK_OF_NO: Final = re.compile(
    rf"(?<!\w)(?:[{MARKS}][\s:=]*(?:(?:nếu|là|neu|la|if|is)\s+)?(?:{_NAYS})|"
    rf"(?:{_NAYS})[\s:=]*(?:(?:là|ghi|la|is)\s+)?[{MARKS}])(?!\w)"
)
"""A mark of yes that stands for a no: "x: chưa"; in "(có/không, đánh dấu x)" it marks the answer."""

_UNKNOWN: Final = r"(?:nếu\s+)?(?:không|chưa)\s+(?:biết|rõ)"
_LEFT: Final = r"(?:thì\s+)?(?:để|bỏ)\s+trống"
_OPEN: Final = re.compile(rf"[,;.]\s*(?:{_UNKNOWN}[\s:=\-–]*{_LEFT}|{_LEFT}[\s:=\-–]*{_UNKNOWN})\s*(?=[,;.]|$)")
"""What says of empty cells what they are read as anyway: not known."""


def asks(plain: str) -> bool:
    """Whether a text, folded, only says how to answer with yes or no, and by signs that are read so."""
    plain = _OPEN.sub("", plain)
    said = set(_WORD.findall(plain))
    yes = said & {*SAYING_YES, "1"}
    one_sided = not yes and (said & SAYING_NO or ("0" in said and said.isdisjoint(MARKS)))  # "(chưa)" turns it round
    return said <= _ASKING and not one_sided and not turned(plain)


def turned(plain: str) -> bool:
    """Whether a text, folded, pairs signs with answers otherwise than they are read: "0 có, 1 không", "x: chưa".

    Each clause may pair its own. Where one has but a sign, as in "0, 1: có, không", all stand in one order; where one
    digit is all that there is, as in "1: có; 2: không", there is one answer.
    """
    clauses = [_Clause.of(clause) for clause in _CLAUSE.split(_OPEN.sub("", plain))]
    whole = _Clause([*chain(*(one.signs for one in clauses))], [*chain(*(one.answers for one in clauses))])
    apart = set(whole.signs) in ({"0"}, {"1"}) or any(one.signs and not one.answers for one in clauses)
    return any(map(_Clause.differs, clauses)) or (apart and whole.differs(anywhere=True))


class _Clause(NamedTuple):
    """The signs of a text and whether each of its answers is a yes; whether a lone mark stands beside a no."""

    signs: Sequence[str]
    answers: Sequence[bool]
    denies: bool = False

    @classmethod
    def of(cls, text: str) -> "_Clause":
        """Read one; "chưa có" is one answer that says no."""
        signs = [word for word in _WORD.findall(text) if word in ("0", "1") or word in MARKS]
        parts = (set(_WORD.findall(part)) for part in _PART.split(text))
        answers = [part.isdisjoint(SAYING_NO) for part in parts if part & (SAYING_NO | SAYING_YES)]
        return cls(signs, answers, len(signs) == 1 and _MARK_OF_NO.search(text) is not None)

    def differs(self, anywhere: bool = False) -> bool:
        """Whether the signs mean other than the answers; one mark, or marks `anywhere`, may stand for all answers."""
        if not self.signs or not self.answers:
            return False
        if set(self.signs) <= {*MARKS} and (anywhere or len(self.signs) == 1):
            return self.denies or True not in self.answers
        read = [sign != "0" for sign in self.signs]
        return [one for one, _ in groupby(read)] != [one for one, _ in groupby(self.answers)]


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

_BEGINNING: Final = re.compile(r"(?:có|đã|còn|vẫn|co|da|con|van|is|are|does|do)\s+(?:phải\s+|còn\s+|con\s+)?")
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

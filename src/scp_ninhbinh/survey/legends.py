"""Legends around a table that give a sign another meaning than it is read with: "0 là đã được thông tin"."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.project.asking import SAYING_NO, SAYING_YES
from scp_ninhbinh.project.headings import HeadingReader
from scp_ninhbinh.survey.declared import VALUES
from scp_ninhbinh.tables.table import Table, heading_text
from scp_ninhbinh.text.likely import FILLERS, marks, words_of
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import bare, fold

if TYPE_CHECKING:
    from scp_ninhbinh.survey.table_reader import TableReader

SIGNS: Final[Mapping[str, bool]] = {"0": False, "1": True, "x": True, "✓": True, "✔": True}
"""The signs for an answer, as they are read; words need no legend."""

AMOUNTS: Final = frozenset({"0", "-"})
"""The signs for an amount that are read as none; a legend may say that nothing is known."""

_DASH: Final = "\u2212"
"""What stands for a dash that is a sign: legends have others between a sign and what it means."""

_DASHES: Final = re.compile(r"[(\[\"'“‘]\s*[-–—]\s*[)\]\"'”’]|(?<=dấu )[-–—](?=[\s:=])")
_SIGN: Final = f"[{''.join(SIGNS)}{_DASH}]"
_ALONE: Final = re.compile(rf"[(\[\"'“‘]\s*([x✓✔{_DASH}])\s*[)\]\"'”’]|({_DASH})")  # "(1)" is a footnote's
_QUOTES: Final = re.compile(r"[\"'“”‘’«»]")
_BRACKETS: Final = re.compile(r"[()\[\]]")
_WORDS: Final = "là|nghĩa là|có nghĩa là|tức là|chỉ|means|is|for|nếu|if|vào|cho|ở|với|đối với|khi|la|nghia la|neu|vao"
_BEFORE: Final = re.compile(rf"(?<![\w.,/])({_SIGN})(?:\s*(?:[=:→>–-]+|(?:{_WORDS})\b))+")
_NUMBERS: Final = re.compile(
    r"\b(?:bảng|biểu|mẫu|phụ lục|phần|mục|câu|điều|khoản|quý|đợt|lần|tháng|hình|table|form|annex|part|question)"
    r"\W*(?:số\s*)?$"
)
"""What a number stands behind that is no sign: "Bảng 1: …"."""

_NEGATED: Final = re.compile(
    r"\b(?:không|khong|đừng|not|never)\s+(?:(?:cần|được)\s+)?"
    r"(?:đánh dấu|danh dau|đánh|ghi|điền|tích|nhập|mark|write|enter|put)\s*(?:(?:dấu|số|chữ|mã)\s*)*$"
)
"""What comes before a sign that is not to be written: "Không đánh dấu x nếu chưa …"."""

_COUNT: Final = re.compile(r"^\W*(?:[^:;,]{1,30}:\s*)?(?:tổng|số|tỷ lệ|tong|so|ty le|total|number of|share of)\b")
"""What a line begins with in which a number behind a colon is how many: "Số làng nghề chưa được phổ biến: 1"."""

_COLUMN: Final = re.compile(r"\b(?:cột|cot|column)\b")

_BEHIND: Final = re.compile(
    r"(?:.*:)?\s*(.*\w)\s*(?:[=:→>]+|(?<=\s)(?:là|ghi|ghi là|đánh|đánh dấu|điền|nhập|mark(?:ed)?|write|enter)\b)\s*"
    rf"(?:(?:dấu|số|mã|chữ)\s+)*({_SIGN})\s*$"
)
"""A sign with its meaning behind it, and before it: "x: chưa thông tin", "chưa thông tin ghi 1"."""

_CLAUSE: Final = re.compile(r"[,;.|\n]|\b(?:nhưng|nhung|but)\b")
_NO_DATA: Final = re.compile(
    r"\b(?:khong|chua) (?:co |duoc )?(?:so lieu|du lieu|khao sat|dieu tra|ro|xac dinh|biet|tra loi)\b"
    r"|\bno (?:data|answer)\b|\bnot (?:known|surveyed|asked|answered)\b|\bunknown\b"
)
_PASSED: Final = frozenset({"dat", "passed"})
"""Words that judge, without diacritics as all here: who has passed does not do what is unwanted."""
_JUDGED: Final = re.compile(r"\b(?:(?:chưa|không|chua|khong|not)\s+)?(?:đạt|dat|passed)\b")

_SAYING: Final = SAYING_NO | SAYING_YES | _PASSED
_FILLERS: Final = frozenset(map(bare, FILLERS))
_GENERAL: Final = frozenset("don vi co so cac nhung cua ve la tai o cot dong noi unit units the which".split())

EMPTY: Final = Phrase("leave the cells empty where nothing is known; or correct that line")

LONGEST_WORD, LONGEST_CLAUSE = 30, 300
"""Characters before a sign that are looked at, and of a clause that may be a legend."""


class Said(NamedTuple):
    """What a line says of a sign, and what comes before that; a number behind a colon may only be how many."""

    sign: str
    meaning: str
    before: str = ""
    counts: bool = False


def signs_in(line: str) -> Iterator[Said]:
    """Yield the signs of a line with what it says that they mean."""
    alone = _ALONE.sub(r" \1\2 : ", _DASHES.sub(_DASH, fold(line)))
    text = _BRACKETS.sub(";", _QUOTES.sub(" ", alone))
    found = [one for one in _BEFORE.finditer(text) if not _is_no_sign(text[: one.start()][-LONGEST_WORD:])]
    ends = [*(one.start() for one in found[1:]), len(text)]
    for one, end in zip(found, ends, strict=False):
        before = text[: one.start()][-LONGEST_WORD:]
        yield Said(one[1].replace(_DASH, "-"), _CLAUSE.split(text[one.end() : end])[0].strip(), before)
    for clause in () if found or _COUNT.match(text) else _CLAUSE.split(text):
        if len(clause) <= LONGEST_CLAUSE and (behind := _BEHIND.match(clause)):
            if _is_no_sign(clause[: behind.start(2)]):
                continue
            counts = clause[behind.end(1) : behind.start(2)].strip() == ":"
            yield Said(behind[2].replace(_DASH, "-"), behind[1], counts=counts)


def _is_no_sign(before: str) -> bool:
    """Whether what comes before makes no sign of it: a number of something, or one that is not to be written."""
    return _NUMBERS.search(before) is not None or _NEGATED.search(before) is not None


class Legends:
    """Reads legends by the words for the answers of a table."""

    def __init__(self, headings: HeadingReader) -> None:
        self.headings, self.known = headings, headings.known
        self._of_kinds = frozenset(map(bare, headings.of_kinds))

    def against(self, said: Said, column: str) -> bool:
        """Whether a legend gives a sign another meaning for a column than it is read with."""
        if self._is_of_other(said, column) or (said.counts and self._names_units(said.meaning)):
            return False
        if self.known.columns[column].holds == "number":
            return said.sign in AMOUNTS and self._is_no_data(said.meaning)
        if said.sign not in SIGNS:
            return False
        means = self._means(said.meaning, column)
        return means != SIGNS[said.sign] if means is not None else self._is_no_data(said.meaning)

    def _names_units(self, meaning: str) -> bool:
        """Whether a meaning begins with what units are called: "chợ chưa khảo sát: 0"."""
        return next((bare(word) in self._of_kinds for word in words_of(meaning)), False)

    def _is_of_other(self, said: Said, column: str) -> bool:
        """Whether a legend is that of a column which it names, and which is another."""
        text = f"{said.before} {said.meaning}"
        own = set().union(*(_bare(one) for one in self.headings.words(column))) - _FILLERS
        named = _COLUMN.split(text)[1] if _COLUMN.search(text) else ""
        return bool(named) and own.isdisjoint(_bare(_CLAUSE.split(named.replace(":", ";"))[0]))

    def _means(self, meaning: str, column: str) -> bool | None:
        """Return the answer that a meaning is for a column; None if it is none."""
        own_words = set().union(*(_bare(one) for one in self.headings.words(column))) - _FILLERS
        if not own_words.isdisjoint(_bare(plain := _JUDGED.sub(" ", meaning))):
            meaning = plain.strip()  # what is said of it by itself decides, and not how that is judged
        if column in (known := (self.headings.column((meaning,)), self.headings.asks_opposite(meaning))):
            return known[0] == column
        words, own = _bare(meaning), [_bare(text) - _FILLERS for text in self.headings.words(column)]
        left = words - _FILLERS - _SAYING - (_GENERAL | self._of_kinds).difference(*own)
        some = left <= set().union(*own) and len(left) != 1  # one word of several is that of many things
        about = some or any(text <= left for text in own)
        if not about or self._is_no_data(meaning) or not (left or words & _SAYING):
            return None
        unwanted = self.known.columns[column].unwanted is not None and not words.isdisjoint(_PASSED)
        return ("not" in marks(meaning)) is unwanted

    def _is_no_data(self, meaning: str) -> bool:
        """Whether a meaning says no more than that nothing is known; a footnote says of what."""
        plain = bare(meaning)
        left = set(words_of(_NO_DATA.sub(" ", plain))) - _FILLERS - _GENERAL - self._of_kinds
        return _NO_DATA.search(plain) is not None and not left


def _bare(text: str) -> set[str]:
    """Return the words of a text without diacritics."""
    return set(map(bare, words_of(text)))


class _Turned(NamedTuple):
    """A column of answers in which a line gives a sign another meaning."""

    column: str
    sign: str
    place: Place
    line: str


def inverted_legends(reader: "TableReader", lines: Sequence[Problem]) -> Iterator[Problem]:
    """Yield each line, or heading declared to be a column, that gives a sign in a column another meaning."""
    known, pairs = reader.layout.known, reader.columns.pairs
    at = {name: at for name in known.holding(*VALUES) if (at := reader.at.get(name, -1)) >= 0 and name not in pairs}
    found = [*_turned(lines, at, Legends(reader.columns.headings)), *_declared(reader, at)] if at else []
    used = _used(reader.table, {one.column: at[one.column] for one in found})
    once = {(one.column, one.place): one for one in reversed(found) if one.sign in used[one.column]}
    for one in reversed(once.values()):
        yield _problem(one, known)


def _problem(one: _Turned, known: Vocabulary) -> Problem:
    called = known.called(one.column)
    if known.columns[one.column].holds == "number":
        details: dict[str, object] = {"answer": "0", "remedy": EMPTY}
    else:
        details = {"answer": known.called_value(one.column, "yes" if SIGNS[one.sign] else "no")}
    return problem("inverted-legend", one.place, one.line, sign=one.sign, column_meant=called, **details)


def _turned(lines: Sequence[Problem], at: Collection[str], legends: Legends) -> Iterator[_Turned]:
    for line in lines:
        for said in signs_in(line.value or ""):
            wrong = (name for name in at if legends.against(said, name))
            yield from (_Turned(name, said.sign, line.place, line.value or "") for name in wrong)


def _declared(reader: "TableReader", at: Collection[str]) -> Iterator[_Turned]:
    """Yield the headings with other signs that are declared to be a column: its cells are read as ever."""
    table, headings = reader.table, reader.columns.headings
    for stack, name in zip(table.stacks, table.columns, strict=True):
        if name in at and headings.declares(stack) and headings.gives_other_signs(stack):
            place, text = table.header._replace(column=name), heading_text(stack)
            yield from (_Turned(name, sign, place, text) for sign in SIGNS)


def _used(table: Table, at: Mapping[str, int]) -> Mapping[str, Collection[str]]:
    """Return the signs that stand in each of these columns."""
    used: dict[str, set[str]] = defaultdict(set)
    for _, cells in table.reread() if at else ():
        for name, index in at.items():
            cell = fold(cells[index]).replace("–", "-") if index < len(cells) else ""
            if cell in SIGNS or cell in AMOUNTS:
                used[name].add(cell)
    return used

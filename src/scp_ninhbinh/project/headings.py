"""What the headings of a table mean: as `scp.yaml` declares them, else by the plan's words.

A heading may stand under others, of which it is a part, and end in brackets: "Bao bì khó phân hủy (kg/ngày)". It names
a column only if all of it does: whatever stands over it or in brackets must change nothing, or say what fits.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from scp_ninhbinh.plan.vocabulary import DATED, ENGINE, IGNORED, NO, PASSED, YES, Column, Vocabulary, Word, names
from scp_ninhbinh.project.asking import asks, question, turned
from scp_ninhbinh.project.declared import Declared, Heading
from scp_ninhbinh.project.guide import is_guide
from scp_ninhbinh.project.unit_lines import SCALES, names_body, unit_line
from scp_ninhbinh.tables.table import FEWEST, HeadingsOf, Stack, find_header, heading_text
from scp_ninhbinh.text.likely import Suggestions, marks, means_alike, words_of
from scp_ninhbinh.text.looks import seen
from scp_ninhbinh.text.spelling import bare, fold, heading_key, spellings

SKIP: Final = ""
"""What a column is called that is known and not read."""

_BRACKETS: Final = re.compile(r"(?<!\s)\s*[(\[]([^()\[\]]*)[)\]]\s*(?:[*:.?]+\s*)?$")
_IN_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_NUMBERED: Final = re.compile(
    r"^\s*(?:\(?(?:(?i:câu(?: hỏi)?|cau(?: hoi)?|question|q)\s+)?"
    r"(?:[A-Za-z]{0,2}[0-9]{1,3}(?:\.[0-9]{1,2})*|[IVX]{1,4}|[A-Za-z])[.):]\s+|[\w ]{1,40}/(?=\w))"
)
"""What is put in front of a question: its number, as in "Câu 5. " or "C3. ", or the group that it belongs to."""

_USES: Final = spellings({True: YES, False: NO})
_ANSWERS: Final = _USES | spellings({value: [w for w in PASSED if PASSED[w] is value] for value in (True, False)})
_INSTRUCTIONS: Final = frozenset(
    map(
        fold,
        (
            "nếu có",
            "ghi rõ",
            "ghi đầy đủ",
            "bắt buộc",
            "chọn một",
            "viết hoa",
            "if any",
            "required",
            "in full",
            "*",
            "",
        ),
    )
)
_GENERAL: Final = frozenset(
    "thông tin chung kết quả số liệu khảo sát điều tra tình hình sử dụng thực hiện hiện trạng số lượng tổng cộng "
    "trong đó general information result results survey data amount number total of which".split()
)
"""Words of a heading over or under others that says nothing more."""

_PER: Final = re.compile(r"/|\bper\b|\bmỗi\b|\bmột\b|\btrên\b")
_ONE: Final = re.compile(r"^(?:0?1|một|one)\s+")
_COUNTED_IN: Final = re.compile(r"^(?:đvt|đơn vị(?: tính)?|unit|in)\b[: ]*")


_OVER_TABLES: Final = re.compile(r"\W*(?:đvt|đơn vị|dvt|don vi|unit|kèm theo|biểu|mẫu|phụ lục|annex|form|table)\b")
"""What stands at the right above many tables and is no heading."""

LONGEST_GROUP: Final = 4
"""Words of a text over a table beyond which it may be its title: "Kết quả khảo sát năm 2025"."""

SMALLEST: Final = 3
"""Columns and rows of a sheet that make it a table."""

FEWEST_BELOW: Final = 2
"""Filled rows below a heading that make it one."""


class Meaning(NamedTuple):
    """The column that a heading names, and the constants that it tells of its rows, such as the unit of counting."""

    column: str
    constants: Mapping[str, str] = {}


class HeadingReader:
    """Reads the headings of the tables of a plan's survey, or of its register.

    `declared` holds what a project declares of them, by their `heading_key`; `named` is whether the sheet is named in a
    declaration.
    """

    def __init__(self, known: Vocabulary, declared: Mapping[str, Heading] | None = None, named: bool = False) -> None:
        self.known, self.declared, self.named = known, declared or {}, named
        self.fewest = 1 if self.declared else FEWEST
        self.columns = frozenset((*ENGINE, *known.columns))
        self.halves = frozenset(half(name, yes) for name in known.holding("yes_no") for yes in (True, False))
        self.names, self.answers = self.columns | self.halves, self.halves.union(known.columns)
        self.numbers = frozenset(("size", *known.holding("number")))
        self.years, self.remarks = frozenset(("year", "since", "until", *known.holding("year"))), frozenset({"note"})
        self._read: dict[Stack, Meaning | None] = {}

    def column(self, stack: Stack) -> str | None:
        """Return the column that a stack names, "" where it is known and not read, None where it is unknown.

        A heading over only the yes, or only the no, of an answer in two columns names half of it: `informed=yes`.
        """
        meaning = self.meaning(stack)
        return None if meaning is None else meaning.column

    def meaning(self, stack: Stack) -> Meaning | None:
        """Return what a stack means, None where that is not certain."""
        if stack not in self._read:
            self._read[stack] = self._meaning(stack)
        return self._read[stack]

    def _meaning(self, stack: Stack) -> Meaning | None:
        if declared := self.declared.get(heading_key(heading_text(stack))):
            return Meaning(declared.column)
        if len(stack) == 1:
            return self._single(stack[0])
        return self._single(" ".join(stack), lone=False) or self._of_parts(stack) or self._of_bare_parts(stack)

    def _single(self, text: str, lone: bool = True) -> Meaning | None:
        """Return what one heading means, with what its brackets say; a `lone` one may be a question."""
        if text in self.columns:
            return Meaning(text)
        key = heading_key(text)
        if key in self.known.headings:
            return Meaning(self.known.headings[key])
        if lone and (asked := self._asked(text)):
            return asked
        found = _BRACKETS.search(text)
        before = self._single(text[: found.start()], lone) if found and found.start() else None
        if found is None or before is None:
            return None
        if before.column in self.known.holding("yes_no") and _ANSWERS.get(fold(found[1]).strip()) is False:
            if self._is_judged(found[1], before.column):
                return None
            return Meaning(half(before.column, False), before.constants)
        told = self._bracket(found[1], before.column)
        return None if told is None else Meaning(before.column, {**before.constants, **told})

    def _asked(self, text: str) -> Meaning | None:
        """Return the answer that a question asks for: "Cơ sở có dùng túi không?"."""
        read = (self._single(asked, lone=False) for asked in question(text, self._harmless, self.of_kinds))
        return next((one for one in read if one and one.column in self.known.holding("yes_no")), None)

    def _of_parts(self, stack: Stack) -> Meaning | None:
        """Return what headings one above the other mean: the one that they name, if all others change nothing."""
        read = [self._single(part) for part in stack]
        named = [meaning for meaning in read if meaning and meaning.column in self.columns]
        columns = list(dict.fromkeys(meaning.column for meaning in named))
        if not columns:
            return self._ignored(stack, read)
        column = columns[-1]
        if len(columns) > 1 and not self._belongs(column, columns[:-1]):
            return None
        told = {name: value for meaning in named for name, value in meaning.constants.items()}
        for part, meaning in zip(stack, read, strict=True):
            if meaning and meaning.column in columns:
                continue
            if self._is_judged(part, column):
                return None
            more = self._changes_nothing(part, column)
            answer = _ANSWERS.get(fold(part)) if part is stack[-1] else None
            if answer is not None and column in self.known.holding("yes_no"):
                return Meaning(half(column, answer), told)
            if more is None and column in self.known.holding("yes_no") and asks(fold(part).strip("() ")):
                more = {}
            if more is None:
                return None
            told |= more
        return Meaning(column, told)

    def _of_bare_parts(self, stack: Stack) -> Meaning | None:
        """Return what headings mean one behind the other, without brackets that fit: "Bao bì (kg)" over "Tổng số"."""
        inside = [text for part in stack for text in _IN_BRACKETS.findall(part)]
        bare_parts = " ".join(_IN_BRACKETS.sub("", part).strip() for part in stack)
        meaning = self._single(bare_parts, lone=False) if inside and bare_parts else None
        told = [self._bracket(text, meaning.column) for text in inside] if meaning else []
        found = {pair for one in told if one for pair in one.items()}
        if meaning is None or None in told or len(found) > len(dict(found)):
            return None
        return Meaning(meaning.column, dict(found))

    def _is_judged(self, part: str, column: str) -> bool:
        """Whether a part says that something passed ("Đạt") of a use that is unwanted: which answer it is, is open."""
        word = fold(part).strip()
        unwanted = column in self.known.columns and self.known.columns[column].unwanted is not None
        return unwanted and word in _ANSWERS and word not in _USES

    def _ignored(self, stack: Stack, read: Sequence[Meaning | None]) -> Meaning | None:
        """Return that a heading is known and not read, where its lowest part only numbers the rows."""
        lowest = read[-1]
        return lowest if lowest and lowest.column == SKIP and not marks(heading_text(stack)) else None

    def _belongs(self, column: str, above: Collection[str]) -> bool:
        """Whether a column may stand under others: its whole, or what is no column of the plan's own."""
        whole = self.known.columns[column].part_of if column in self.known.columns else None
        return column == "note" or set(above) <= {whole}

    def _changes_nothing(self, part: str, column: str) -> Mapping[str, str] | None:
        """Return what a heading over or under that of a column tells; None where it may change the meaning."""
        told: dict[str, str] = {}
        while found := _BRACKETS.search(part):
            more = self._bracket(found[1], column)
            if more is None:
                return None
            told |= more
            part = part[: found.start()]
        unit = self._bracket(part, column) if column in self.numbers and part else {}
        if unit:
            return {**told, **unit}
        if marks(part) - marks(" ".join(self.words(column))):
            return None
        return told if set(words_of(part)) <= self._harmless else None

    @cached_property
    def _harmless(self) -> frozenset[str]:
        """The words of all headings and kinds: of these a heading over others is made that says nothing more."""
        words = [one for name in self.columns for word in self.words(name) for one in words_of(word)]
        return _GENERAL | self.of_kinds | frozenset(words) | {bare(one) for one in _GENERAL}

    @cached_property
    def of_kinds(self) -> frozenset[str]:
        """The words of all kinds."""
        return frozenset(
            one for texts in names(_kinds(self.known)).values() for text in texts for one in words_of(text)
        )

    def words(self, column: str) -> tuple[str, ...]:
        """Return every word for a column."""
        word = self.known.word(column)
        return (word.vi, word.en, *word.also)

    def _bracket(self, text: str, column: str) -> Mapping[str, str] | None:
        """Return what a bracket tells of the rows; None where it does not fit the column."""
        plain = _COUNTED_IN.sub("", fold(text)).strip(" *:.")
        if plain in _INSTRUCTIONS:
            return {}
        one = self.known.columns.get(column)
        if one is None:
            return {} if self._is_of(plain, column) else None
        match one.holds:
            case "yes_no":
                return {} if asks(plain) else None
            case "number":
                return self._unit(plain, one)
            case _:
                return {} if not marks(plain) else None

    def _is_of(self, plain: str, column: str) -> bool:
        """Whether a bracket behind a heading of the engine's own names that column, or a kind, in other words."""
        if column not in {"name", "area", "note", "kind"} or marks(plain):
            return False
        return column == "note" or set(words_of(plain)) <= self._harmless

    def _unit(self, plain: str, column: Column) -> Mapping[str, str] | None:
        """Return the unit of counting that a bracket gives, and that figures are per day where it says so."""
        unit, *per = (piece.strip() for piece in _PER.split(plain, maxsplit=1))
        told: dict[str, str] = {}
        if unit in SCALES:
            return None
        if unit and column.unit_in:
            choice = self.known.choices_by_word(column.unit_in).get(unit)
            if choice is None:
                return None
            told[column.unit_in] = choice
        elif (unit and column.unit and unit not in (fold(column.unit.vi), fold(column.unit.en))) or (
            unit and not column.unit and (marks(unit) or not unit.replace(" ", "").isalpha())
        ):
            return None
        if per and per[0]:
            if not (column.divided_by and self._is_one(per[0], self.known.columns[column.divided_by])):
                return None
            told[column.divided_by] = "1"
        return told

    def _is_one(self, text: str, divisor: Column) -> bool:
        """Whether a text names one of what a divisor counts: a day, of days."""
        units = (fold(divisor.unit.vi), fold(divisor.unit.en)) if divisor.unit else ()
        text = _ONE.sub("", text).removesuffix(" đêm")  # a day and its night are one day
        return any(text in (unit, unit.removesuffix("s")) for unit in units)

    def gives_other_signs(self, stack: Stack) -> bool:
        """Whether a heading pairs signs with answers otherwise than they are read: "(0 có, 1 không)"."""
        return any(
            turned(fold(text)) for part in stack for text in (*_IN_BRACKETS.findall(part), part) if text != stack[0]
        )

    def declares(self, stack: Stack) -> bool:
        """Whether what a stack means is declared."""
        return heading_key(heading_text(stack)) in self.declared

    def unit_of(self, line: str, column: str) -> tuple[str | None, Mapping[str, str]]:
        """Return the unit that a line above a table gives for a column of numbers, and what it tells of the rows.

        None is a line that gives no unit; an unknown one tells nothing.
        """
        of_column = _GENERAL.union(*map(words_of, self.words(column)))
        found = unit_line(line) if self.known.columns[column].unit_in else None
        if not found or not of_column.issuperset(words_of(found.of)):
            return None, {}
        told = self._unit(fold(found.unit), self.known.columns[column]) or {}
        body = found.bare and (names_body(line, found.unit) or likely_kind(found.unit, self.known))
        is_unit = told or (found.sign and not body)
        return (found.unit, told) if is_unit else (None, {})

    def turns(self, heading: str, lone: bool) -> bool:
        """Whether a heading over others changes what they mean. A unit, a date or an annex over a table does not.

        Nor does a long `lone` text that speaks of a year or a plan: it is the title, which may be centred.
        """
        key, found = fold(heading), marks(heading)
        if DATED.match(key) or _OVER_TABLES.match(key):
            return False
        if lone and len(words_of(heading)) > LONGEST_GROUP:
            return any(not mark.isdecimal() and mark not in {"plan", "date"} for mark in found)
        return bool(found)

    def is_apart(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether these first rows of a sheet are those of no table, though they name columns."""
        return is_guide(rows)

    def unread(self, name: str, rows: Sequence[Sequence[str]]) -> tuple[str, dict[str, object]] | None:
        """Return the rule of a sheet without the header of a survey, and what its texts name; None of an empty one.

        Most likely of the survey is one that bears the name of a kind or is named in a declaration, or has one heading
        of a name, an answer or a number over two filled rows or more; another table may be.
        """
        table = [row for row in rows if any(cell.strip() for cell in row)]
        if not table or self.is_apart(rows):
            return None
        kind, column = likely_kind(name, self.known), self._lone_heading(table)
        header = find_header(rows, self, 1)
        stacks = header.stacks if header else [(cell.strip(),) for cell in max(table, key=_texts)]
        found = tuple(filter(None, map(heading_text, stacks)))
        if len(table) > 1 and (kind or column or self.named):
            known = self.known.of(kind) if kind else (column,) if column else self.known.columns
            words = tuple(dict.fromkeys(self.known.word(each).vi for each in ("name", *known)))
            return "survey-sheet-not-read", {"headings": found, "known": words}
        wide = len(table) >= SMALLEST and sum(_filled(row) >= SMALLEST for row in table) >= SMALLEST
        return ("table-not-read" if wide else "sheet-not-read"), {"headings": found}

    def _lone_heading(self, table: Sequence[Sequence[str]]) -> str | None:
        """Return the column that one heading names over filled rows, and not over or beside its own value."""
        for number, row in enumerate(table):
            for at, cell in enumerate(row):
                column = self.column((cell.strip(),)) if cell.strip() else None
                if column not in self.columns or column in ENGINE.keys() - {"name"}:
                    continue
                rest = table[number + 1 :]
                below = sum(at < len(other) and bool(other[at].strip()) for other in rest)
                pair = _filled(row) == len(("heading", "value")) and not _are_answers(rest, at)
                if below >= FEWEST_BELOW and not pair:
                    return column
        return None

    def doubt(self, stack: Stack) -> str | None:
        """Return the column that a part of an unknown heading names: the rest of it may turn its meaning round."""
        texts = stack if len(stack) > 1 else [_BRACKETS.sub("", stack[0])] if stack else []
        for text in reversed([*texts]):
            found = self._single(text)
            if found and found.column in self.known.columns:
                return found.column
        return None

    def guess(self, heading: str, free: Collection[str], suggestions: Suggestions) -> str | None:
        """Return the column that an unknown heading may mean, none whose meaning it may turn round."""
        words = {word: name for word, name in self.known.headings.items() if name in free}
        numbered = _NUMBERED.match(heading)
        asked = heading[numbered.end() :] if numbered and not marks(numbered[0]) else heading
        for whose in map(self._whose, (heading, asked)):
            if whose is not None:
                return whose if whose in free else None
        if (found := _BRACKETS.search(asked)) is None:
            texts = (heading, asked, *question(asked, self._harmless, self.of_kinds))
            return next(filter(None, (_nearest(text, words, suggestions) for text in texts)), None)
        guess = _nearest(asked[: found.start()], words, suggestions)
        harmless = not marks(found[1]) and guess not in self.numbers
        return guess if guess and (harmless or self._bracket(found[1], guess) is not None) else None

    def _whose(self, asked: str) -> str | None:
        """Return the column that a name of something is, "" if it is that of no unit; None if it may be a unit's.

        "Tên xã" is an area, and "Tên điều tra viên" names no unit.
        """
        key = heading_key(asked)
        longest = max((word for word in self._names if key.startswith(f"{word} ")), default="")
        rest = words_of(key[len(longest) :])
        if not longest or len(longest.split()) > 1 or not self.of_kinds.isdisjoint(rest):
            return None
        area = {one for word in self.words("area") for one in words_of(word)}
        return "area" if set(rest) <= area else None if set(rest) <= self._harmless else ""

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(map(heading_key, self.words("name")))

    def asks_opposite(self, heading: str) -> str | None:
        """Return the yes/no column of which a heading asks the opposite: by the plan's words, or by a negation."""
        for key in map(heading_key, [*question(heading, self._harmless, self.of_kinds)] or [heading]):
            said = "not" not in marks(key), _without_not(key)
            if column := self.known.opposites.get(key) or self._said.get(said):
                return column
        return None

    @cached_property
    def _said(self) -> Mapping[tuple[bool, tuple[str, ...]], str]:
        """Each yes/no column by what its words say: whether there is a negation among them, and the others."""
        found: dict[tuple[bool, tuple[str, ...]], str] = {}
        for column in self.known.holding("yes_no"):
            for key in map(heading_key, self.words(column)):
                found.setdefault(("not" in marks(key), _without_not(key)), column)
        return found


def headings_of(declared: Declared, known: Vocabulary, path: str) -> HeadingsOf:
    """Return what gives the reader of the headings of each table of a file; None of one that is not to be read."""
    plain = HeadingReader(known)

    def read(sheet: str | None) -> HeadingReader | None:
        of_table = declared.table(path, sheet)
        if of_table.skip:
            return None
        named = of_table.at is not None or any(one.sheet for one in of_table.constants.values())
        return HeadingReader(known, of_table.headings, named) if of_table.headings or named else plain

    return read


def _nearest(text: str, words: Mapping[str, str], suggestions: Suggestions) -> str | None:
    """Return what the word means that a text is most likely a slip or a longer form of."""
    text = seen(text)
    near = suggestions.nearest(heading_key(text), tuple(words)) if text else None
    fitting = [near] if near and means_alike(text, near) else [word for word in words if means_alike(text, word)]
    key = bare(heading_key(text))
    return words[max(fitting, key=lambda word: (key.startswith(bare(word)), len(word)))] if fitting else None


def likely_kind(text: str, known: Vocabulary) -> str | None:
    """Return the kind whose word, in either language, a text is or begins with: the longest one."""
    words = fold(text.replace("_", " ").replace("-", " "))
    spelt = dict(known.kinds_by_word) | {fold(one.several.en): kind for kind, one in known.kinds.items()}
    fitting = [word for word in spelt if word and (words == word or words.startswith(f"{word} "))]
    return spelt[max(fitting, key=len)] if fitting else None


def _are_answers(rows: Sequence[Sequence[str]], beside: int) -> bool:
    """Whether all that stands beside one column is answers and numbers: what a cover page says beside it is not."""
    texts = [cell.strip() for row in rows for at, cell in enumerate(row) if at != beside and cell.strip()]
    return bool(texts) and all(fold(text) in _ANSWERS or text[0].isdigit() for text in texts)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _texts(row: Sequence[str]) -> int:
    """Return how many texts that may be headings a row has."""
    return len({cell.strip() for cell in row if cell.strip() and not cell.strip()[0].isdigit()})


def half(column: str, answer: bool) -> str:
    """Return what half of an answer in two columns is called."""
    return f"{column}={'yes' if answer else 'no'}"


_NOT: Final = frozenset(
    "chưa không chẳng ngừng ngưng chua khong not no non never "
    "đã được có còn da duoc co con do does is are uses using use".split()
)


def _without_not(key: str) -> tuple[str, ...]:
    return tuple(word for word in words_of(key) if word not in _NOT)


def _kinds(known: Vocabulary) -> Mapping[str, Word]:
    return {kind: one.word for kind, one in known.kinds.items()}


def numbers_rows(heading: str) -> bool:
    """Whether a column of this heading only numbers the rows: TT, STT."""
    return heading_key(heading) in _NUMBERING


_NUMBERING: Final = frozenset(spellings({"": IGNORED}, heading_key))

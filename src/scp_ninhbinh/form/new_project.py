"""A `scp.yaml` to begin with: how these files seem to be read, what is not certain as comments to be confirmed."""

import json
import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from pydantic_core import PydanticCustomError

from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import ScpError, describe
from scp_ninhbinh.project.declared import NOTHING_DECLARED
from scp_ninhbinh.project.headings import SKIP, HeadingReader, Meaning, half, likely_kind
from scp_ninhbinh.scores.score import expected_of
from scp_ninhbinh.survey.cells import CellParser, is_no, is_yes
from scp_ninhbinh.survey.columns import Context
from scp_ninhbinh.survey.declared import likely_year
from scp_ninhbinh.survey.header import is_listing
from scp_ninhbinh.survey.lines import Lines, area_in, filled, is_note, is_titled, may_be_total, total_word
from scp_ninhbinh.survey.units import Layout
from scp_ninhbinh.tables.opening import open_file
from scp_ninhbinh.tables.table import Stack, Table, heading_text
from scp_ninhbinh.text.likely import FILLERS, Suggestions, marks, turned, words_of
from scp_ninhbinh.text.say import Language, Message, Phrase, Sayable, joined, say
from scp_ninhbinh.text.spelling import fold

MOST_ROWS: Final = 20_000
"""Rows of a table that are looked at."""

EXAMPLES: Final = 2
"""Cells that are shown of a column."""

LONGEST: Final = 40
"""Characters of a cell that is shown."""

MAYBE: Final = "?"
"""Stands before a column that a heading may mean."""

_SUMMARIES: Final = ("tổng hợp", "bảng tổng", "summary", "biểu đồ", "chart", "tong hop")
"""What a sheet is called that adds up others."""

FITTING: Final = 0.8
"""The share of a column's cells that are areas, from which it may be one of areas."""


class Line(NamedTuple):
    """A line of the file, how far in it begins, and why it is only a comment, where it is one."""

    depth: int
    text: str
    why: Sayable | None = None


@dataclass
class NewProject:
    """A project to begin with: how many lines are `certain`, and how many are `to_confirm`."""

    text: str
    files: int
    sheets: int
    certain: int
    to_confirm: int


def new_project(files: Sequence[str], plan: Plan, plan_path: str | None, language: Language, folder: str) -> NewProject:
    """Look at these files, and return a project that declares how they are read."""
    look = _Look(plan, language)
    lines = [Line(0, "schema: scp/project/1")]
    if plan_path is not None:
        lines.append(Line(0, f"plan: {_quoted(os.path.relpath(plan_path, folder))}"))
    shown = [os.path.relpath(path, folder).replace(os.sep, "/") for path in files]
    of_files = [line for path, name in zip(files, shown, strict=True) for line in look.file(path, name)]
    lines += [*look.registers, Line(0, "files:"), *of_files]
    head = [language.text(text) for text in _HEAD]
    text = "".join(f"{line}\n" for line in (*(f"# {line}" for line in head), *map(look.written, lines)))
    certain = sum(line.why is None and line.depth >= _COLUMN_DEPTH for line in lines)
    return NewProject(text, len(files), look.sheets, certain, sum(line.why is not None for line in lines))


def said(made: NewProject, path: str) -> Sayable:
    """Return what is said of a project that was written."""
    return say(
        "{path}: {files} files, {sheets} tables; {certain} lines are certain, {open} are comments to be confirmed. "
        "Read it, then run: scp check",
        path=path,
        files=made.files,
        sheets=made.sheets,
        certain=made.certain,
        open=made.to_confirm,
    )


_HEAD: Final = (
    Phrase("How these files are read (scp init wrote it). What was certain stands below as it is; a line that begins"),
    Phrase("with # was not: if it is right, remove the # and the blank behind it; if not, write skip in place of it."),
)
_A_REGISTER: Final = Phrase("it has neither a year nor answers: the list of all units; if not, add it under files")
_FILE_DEPTH, _FILE_KEY_DEPTH, _VALUE_DEPTH, _SHEET_DEPTH, _KEY_DEPTH, _COLUMN_DEPTH = 1, 2, 3, 3, 4, 5


class _Guessing(HeadingReader):
    """Takes a heading for what it only may mean too, so that the header of a table in other words is found."""

    def __init__(self, known: Vocabulary) -> None:
        super().__init__(known)
        self.fewest, self.suggestions = 1, Suggestions()
        self.names |= {f"{MAYBE}{name}" for name in self.names}
        self.unread_sheets: list[tuple[str, str, tuple[str, ...]]] = []
        self.kind_words = {fold(word) for kind in known.kinds.values() for word in (*kind.vi, *kind.en)}

    def _meaning(self, stack: Stack) -> Meaning | None:
        found = super()._meaning(stack)
        likely = self._likely(stack) if found is None else None
        return Meaning(f"{MAYBE}{likely}") if likely else found

    def _likely(self, stack: Stack) -> str | None:
        """Return the column, or the half of an answer, that an unknown heading may mean."""
        if len(stack) > 1 and (is_yes(stack[-1]) or is_no(stack[-1])):
            asked = self.guess(heading_text(stack[:-1]), self.known.holding("yes_no"), self.suggestions)
            return half(asked, is_yes(stack[-1])) if asked else None
        if fold(stack[-1]) in self.kind_words:
            return "name"
        texts = dict.fromkeys((heading_text(stack), stack[-1]))
        return next(filter(None, (self.guess(text, self.columns, self.suggestions) for text in texts)), None)

    def unread(self, name: str, rows: Sequence[Sequence[str]]) -> tuple[str, dict[str, object]] | None:
        """Note a sheet that has no header."""
        found = super().unread(name, rows)
        if found:
            headings = found[1]["headings"]
            self.unread_sheets.append((name, found[0], headings if isinstance(headings, tuple) else ()))
        return found


class _Look:
    """Looks at files for a plan, and says what it sees in a language."""

    def __init__(self, plan: Plan, language: Language) -> None:
        self.known, self.language, self.sheets = plan.vocabulary, language, 0
        self.registers: list[Line] = []
        expected = expected_of(plan)
        self.asked = expected.required()
        self.context = Context(expected, NOTHING_DECLARED, Suggestions(), Layout(self.known, self.asked))

    def written(self, line: Line) -> str:
        """Return a line as it stands in the file: a comment with its reason behind it."""
        indent = "  " * line.depth
        if line.why is None:
            return f"{indent}{line.text}"
        why = " ".join(self.language.text(line.why).split())
        return f"{indent}# {line.text}{f'  # {why}' if why else ''}"

    def file(self, path: str, shown: str) -> list[Line]:
        """Return the lines of one file; a register has one of its own."""
        reader = _Guessing(self.known)
        head, tables, problems = [Line(_FILE_DEPTH, f"- path: {_quoted(shown)}")], [], []
        try:
            with open_file(path, lambda _: reader, None) as file:
                tables = [_Seen(table, self, reader) for table in file.tables]
        except ScpError as error:
            problems = [found for found in error.problems if found.rule not in {"no-survey-sheet", "no-rows"}]
        whole = [Line(_FILE_KEY_DEPTH, "encoding: windows-1258", describe(found)[0]) for found in problems]
        listed = all(is_listing(table.at, self.known) for table in tables)
        if tables and listed and not problems and not reader.unread_sheets:
            self.registers.append(Line(0, f"register: {_quoted(shown)}", _A_REGISTER))
            return []
        apart = _differ(tables)
        of_sheets = [line for table in tables if table.name is not None for line in table.sheet(apart)]
        of_sheets += [
            self._unread(name, headings) for name, rule, headings in reader.unread_sheets if rule != "sheet-not-read"
        ]
        self.sheets += len(tables) + len(reader.unread_sheets)
        alone = [table for table in tables if table.table.source.sheet is None]
        constants = self._year(tables) + [line for table in alone for line in table.kind_of_all(_VALUE_DEPTH)]
        whole += [Line(_FILE_KEY_DEPTH, "set:"), *constants] if constants else []
        whole += [line._replace(depth=line.depth - 2) for table in alone for line in table.declared(constants=False)]
        return [*head, *whole, *([Line(_FILE_KEY_DEPTH, "sheets:"), *of_sheets] if of_sheets else [])]

    def _year(self, tables: "Sequence[_Seen]") -> list[Line]:
        """Return the year of a file whose tables have no column of it: certain where all say the same one."""
        lacking = [table for table in tables if "year" not in table.columns]
        years = {table.year() for table in lacking}
        known = sorted(filter(None, years))
        if not lacking or _differ(tables):
            return []
        if len(known) == 1 and None not in years and not any(table.may_name_years() for table in lacking):
            return [Line(_VALUE_DEPTH, f"year: {known[0]}")]
        why = say("the tables have no column of the year; found: {years}", years=", ".join(known) or "-")
        return [Line(_VALUE_DEPTH, f"year: {known[0] if known else 'YYYY'}", why)]

    def _unread(self, name: str, headings: tuple[str, ...]) -> Line:
        texts = ", ".join(headings[:6])
        why = say("no heading of a survey is known in it: {headings}", headings=texts)
        return Line(_SHEET_DEPTH, f"{_quoted(name)}: skip", why)


def _differ(tables: "Sequence[_Seen]") -> bool:
    """Whether each table names a year of its own, and not all the same one."""
    years = {table.year() for table in tables if "year" not in table.columns}
    return len(years) > 1 and None not in years


class _Seen:
    """A table as it was seen: its rows of units, and what its columns are or may be."""

    def __init__(self, table: Table, look: _Look, reader: _Guessing) -> None:
        self.table, self.look, self.known, self.reader = table, look, look.known, reader
        self.columns, self.stacks = list(table.columns), table.stacks
        self.name = table.source.sheet
        self.at = {name.removeprefix(MAYBE): at for at, name in reversed(list(enumerate(self.columns))) if name}
        self.lines = Lines(table, look.context.areas)
        self.areas: list[str] = []
        self.rows = [cells for _, cells in islice(table.rows, MOST_ROWS) if self._is_unit(cells)]
        self.kind = self._kind()

    def _is_unit(self, cells: list[str]) -> bool:
        """Whether a row seems to be of a unit; areas in rows of their own are kept."""
        if not filled(cells) or len(cells) < len(self.columns) or is_note(cells):
            return False
        name = self._cell(cells, "name")
        counted = self.lines.has_number(cells)
        if total_word(cells, name, fold(name)) or may_be_total(fold(name)) or self.lines.repeats_header(cells):
            return False
        area = self.lines.area(name, fold(name), cells)
        if area and (is_titled(area) or not counted) and not self.lines.counts_as_unit(cells):
            self.areas.append(area)
            self.lines.areas_uncounted |= self.lines.is_uncounted(cells)
            return False
        return counted or not self.lines.numbered

    def _cell(self, cells: Sequence[str], name: str) -> str:
        return cells[self.at[name]] if name in self.at else ""

    def year(self) -> str | None:
        """Return the year that the titles, the sheet or the file name."""
        return likely_year(self.table.source.path, self.name, self.table.above)

    def _kind(self) -> str | None:
        """Return the kind of all units where there is no column of it: by the sheet, its headings, or its columns."""
        by_sheet = likely_kind(self.name, self.known) if self.name is not None else None
        if "kind" in self.at or by_sheet:
            return by_sheet
        headings = [likely_kind(fold(text).removeprefix("tên "), self.known) for stack in self.stacks for text in stack]
        named = {kind for kind in headings if kind}
        own = [set(self.known.columns[name].kinds) for name in map(_column_of, self.at) if name in self.known.columns]
        kinds = named or (set.intersection(*own) if own else set())
        return next(iter(kinds)) if len(kinds) == 1 else None

    def may_name_years(self) -> bool:
        """Whether an unknown heading may be that of the year."""
        return any(name == f"{MAYBE}year" and self._is_of_year(at) for at, name in enumerate(self.columns))

    def _is_of_year(self, at: int) -> bool:
        """Whether a column may hold the year of the table, where that is known, and no years of the units' own."""
        texts, year = set(self._texts(at)), self.year()
        years = self.look.context.years
        return year is None or (year in texts and all(text.isdecimal() and int(text) in years for text in texts))

    def sheet(self, with_year: bool) -> Iterator[Line]:
        """Yield the lines of a sheet, with its year where those of others differ, or that it is not to be read."""
        assert self.name is not None
        if self._is_summary():
            yield Line(_SHEET_DEPTH, f"{_quoted(self.name)}: skip")
            return
        lines = list(self.declared(with_year=with_year))
        if lines and self._is_doubtful():
            lacking = joined(*(self.known.word(name) for name in self._lacking()), by=", ")
            why = say("this, or all that follows; nothing in it can be read as: {columns}", columns=lacking)
            yield Line(_SHEET_DEPTH, f"{_quoted(self.name)}: skip", why)
            yield Line(_SHEET_DEPTH, f"{_quoted(self.name)}:", Phrase("in place of skip"))
            yield from (line._replace(why=line.why or "") for line in lines)
        elif lines:
            yield Line(_SHEET_DEPTH, f"{_quoted(self.name)}:")
            yield from lines

    def _is_summary(self) -> bool:
        """Whether a sheet adds up others: called so, and without units by name."""
        named = "name" in self.at or "id" in self.at or "name" in map(_column_of, self._free_names())
        return not named and fold(self.name or "").startswith(_SUMMARIES)

    def _free_names(self) -> Iterator[str]:
        return (name.removeprefix(MAYBE) for name in self.columns if name.startswith(MAYBE))

    def kind_of_all(self, depth: int) -> Iterator[Line]:
        """Yield the kind of all units, where the table has no column of it."""
        if "kind" not in self.at:
            word = self.known.kinds[self.kind].vi[0] if self.kind else "KIND"
            why = None if self.kind else Phrase("the table has no column of the kind")
            yield Line(depth, f"kind: {_quoted(word)}", why)

    def declared(self, constants: bool = True, with_year: bool = False) -> Iterator[Line]:
        """Yield what is declared of the table, with the kind of all its units unless that stands elsewhere."""
        year = [Line(_COLUMN_DEPTH, f"year: {self.year()}")] if with_year and "year" not in self.columns else []
        if constants and (values := [*year, *self.kind_of_all(_COLUMN_DEPTH)]):
            yield Line(_KEY_DEPTH, "set:")
            yield from values
        in_rows = len(self.areas) > 1 and bool(self.rows)
        if in_rows:
            yield Line(_KEY_DEPTH, "areas: in rows")
        yield from self._blanks()
        if columns := list(self._columns(in_rows)):
            yield Line(_KEY_DEPTH, "columns:")
            yield from columns

    def _blanks(self) -> Iterator[Line]:
        """Yield that empty cells mean no, of columns that hold nothing but marks of yes."""
        for name, at in self.at.items():
            if name in self.known.holding("yes_no"):
                texts = [row[at].strip() for row in self.rows if self._is_asked(row, name)]
                marked = [text for text in texts if text]
                if marked and len(marked) < len(texts) and all(map(is_yes, marked)):
                    why = say(
                        '{n} of {all} cells are "{mark}", the others empty: only if empty means no',
                        n=len(marked),
                        all=len(texts),
                        mark=marked[0],
                    )
                    yield Line(_KEY_DEPTH, f'blank: {{{name}: "no"}}', why)

    def _is_asked(self, row: Sequence[str], name: str) -> bool:
        """Whether a column is for the kind of a row: that of another kind says nothing by being empty there."""
        kind = self.known.kinds_by_word.get(fold(self._cell(row, "kind")))
        return kind is None or kind in self.known.columns[name].kinds

    def _columns(self, areas_in_rows: bool) -> Iterator[Line]:
        """Yield what the headings mean that are not known, or that stand for one column twice."""
        taken: Counter[str] = Counter(self.columns)
        lacking = self._lacking()
        for at, (name, stack) in enumerate(zip(self.columns, self.stacks, strict=True)):
            if not stack or name == SKIP or (name in self.known.names and not self._is_second(name, at, areas_in_rows)):
                continue
            if name in self.known.names:
                yield self._line(stack, "skip")
            elif name == f"{MAYBE}year" and not self._is_of_year(at):
                yield self._line(stack, "skip", self._why(at, "year"))
            elif (meant := self._meant(name)) and not taken[meant]:
                yield self._line(stack, _target(meant), self._why(at, meant))
            elif "=" not in name:
                yield from self._unknown(at, stack, lacking)

    def _meant(self, name: str) -> str:
        """Return what a heading may mean; nothing of one that is itself written with the sign."""
        meant = name.removeprefix(MAYBE) if name.startswith(MAYBE) else ""
        return meant if _column_of(meant) in self.known.names else ""

    def _is_second(self, name: str, at: int, areas_in_rows: bool) -> bool:
        return self.columns.index(name) != at or (name == "area" and areas_in_rows)

    def _lacking(self) -> list[str]:
        """Return the columns that the kind needs and no heading names or may name; of any kind the name."""
        needed = ["name"] * ("id" not in self.at) + list(self.look.asked.get(self.kind or "", ()))
        met = {_column_of(name) for name in self.at}
        return [name for name in needed if name not in met]

    def _unknown(self, at: int, stack: Stack, lacking: Collection[str]) -> Iterator[Line]:
        """Yield what an unknown heading may mean by its cells or its words, else that it is not read."""
        texts = self._texts(at)
        fitting = {name: self._shared(name, stack) for name in lacking if self._fits(name, stack, texts)}
        if "area" not in self.at and texts and self._areas(texts) >= FITTING * len(texts):
            fitting = {"area": 1}
        best = [name for name, shared in fitting.items() if shared == max(fitting.values())]
        if not best or (not any(fitting.values()) and self.known.columns[best[0]].holds == "number"):
            yield self._line(stack, "skip", self._why_not(at, stack, lacking))
            return
        for name in best:
            yield self._line(stack, name, self._why(at, name))

    def _why_not(self, at: int, stack: Stack, lacking: Collection[str]) -> Message | None:
        """Say what a column that is not read may be for all that: what is lacking and its cells can be read as.

        Or what a check asks of it: a heading of which a part names a column may be that column or another thing.
        """
        texts = self._texts(at)
        doubted = self.reader.doubt(stack)
        if doubted and doubted not in self.at:
            return say('or "{word}"? Its cells: {cells}', word=self._called(doubted), cells=_examples(texts))
        near = [name for name in lacking if self._may_be_near(name, stack)]
        readable = [name for name in near if self._is_readable(name, texts)]
        if not readable:
            return None
        word = joined(*map(self._called, readable), by=", ")
        cells = _examples(texts)
        if all(self._is_turned(name, stack) for name in readable):
            return say('its words say other than "{word}"; its cells: {cells}', word=word, cells=cells)
        return say('or "{word}"? Its cells: {cells}', word=word, cells=cells)

    def _may_be_near(self, name: str, stack: Stack) -> bool:
        """Whether a heading turns no word of a column round, speaks of the same thing, or bears a year."""
        by_year = any(mark.isdecimal() for mark in marks(heading_text(stack)))
        return name != "name" and (by_year or not self._is_turned(name, stack) or self._shared(name, stack) > 0)

    def _texts(self, at: int) -> list[str]:
        """Return the filled cells of a column."""
        return [row[at].strip() for row in self.rows if row[at].strip()]

    def _fits(self, name: str, stack: Stack, texts: Sequence[str]) -> bool:
        """Whether a column may hold these cells: names are texts, each one another; others hold what can be read."""
        if name == "name":
            return bool(texts) and len(set(texts)) == len(texts) and not any(text[0].isdigit() for text in texts)
        readable = self._is_readable(name, texts) and not self._is_turned(name, stack)
        return readable or self._holds_words(name, stack)

    def _is_readable(self, name: str, texts: Sequence[str]) -> bool:
        column = self.known.columns[name]
        return column.holds in {"yes_no", "number"} and bool(texts) and all(self._is_read(name, text) for text in texts)

    def _is_turned(self, name: str, stack: Stack) -> bool:
        """Whether a heading is the opposite, a rate, a plan or another time of all words of a column."""
        return all(turned(heading_text(stack), text) for text in self._words(name))

    def _words(self, name: str) -> tuple[str, ...]:
        word = self.known.word(name)
        return word.vi, word.en, *word.also

    def _shared(self, name: str, stack: Stack) -> int:
        """Return how many words a heading shares with that of a column with which it shares most."""
        held = set(words_of(heading_text(stack))) - FILLERS if name in self.known.columns else {name}
        return max(len(held & set(words_of(text))) for text in self._words(name)) if held else 0

    def _holds_words(self, name: str, stack: Stack) -> bool:
        """Whether a heading holds all words of one of the column's, and turns none round."""
        heading = heading_text(stack)
        held = set(words_of(heading))
        return any(
            not turned(heading, text) and {one for one in words_of(text) if one not in FILLERS} <= held
            for text in self._words(name)
        )

    def _is_doubtful(self) -> bool:
        """Whether the kind needs a column for which nothing that can be read is there."""
        free = [at for at, name in enumerate(self.columns) if name and name not in self.known.names]
        return any(
            name != "name" and not any(self._is_readable(name, self._texts(at)) for at in free)
            for name in self._lacking()
        )

    def _areas(self, texts: Sequence[str]) -> int:
        return sum(area_in(text, self.look.context.areas) is not None for text in texts)

    def _why(self, at: int, name: str) -> Message:
        """Say what a column may be, with two of its cells, and where these cannot be read."""
        cells = self._texts(at)
        shown = _examples(cells)
        word = self._called(_column_of(name))
        odd = next((cell for cell in cells if not self._is_read(_column_of(name), cell)), None)
        if odd is not None:
            return say(
                '"{word}"? Its cells: {cells}; "{odd}" cannot be read', word=word, cells=shown, odd=odd[:LONGEST]
            )
        return say('"{word}"? Its cells: {cells}', word=word, cells=shown)

    def _called(self, name: str) -> Sayable:
        """Return what a column is called, with its unit: a heading may be in thousands of it."""
        word, column = self.known.word(name), self.known.columns.get(name)
        return joined(word, " (", column.unit, ")") if column and column.unit else word

    def _is_read(self, name: str, cell: str) -> bool:
        read = CellParser(self.known).reader(name)
        try:
            if read is not None:
                read(cell)
        except PydanticCustomError:
            return False
        return True

    def _line(self, stack: Stack, target: str, why: Sayable | None = None) -> Line:
        return Line(_COLUMN_DEPTH, f"{_quoted(heading_text(stack))}: {target}", why)


def _examples(texts: Sequence[str]) -> str:
    """Return the first of these cells, each once and cut."""
    return ", ".join(text[:LONGEST] for text in list(dict.fromkeys(texts))[:EXAMPLES]) or "-"


def _column_of(name: str) -> str:
    """Return the column of a name that may be half of an answer."""
    return name.partition("=")[0]


def _target(name: str) -> str:
    """Return what a heading means, as a project has it."""
    column, _, answer = name.partition("=")
    return f'{{{column}: "{answer}"}}' if answer else column


def _quoted(text: str) -> str:
    """Return a text in quotation marks, as YAML and JSON have it."""
    return json.dumps(text, ensure_ascii=False)

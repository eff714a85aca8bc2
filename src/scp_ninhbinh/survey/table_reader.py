"""One table → the units of a survey: every sound row goes in, every problem of the others is collected."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pydantic import ValidationError

from scp_ninhbinh.problems.problem import Place, Problem, ScpError, Source, column_letters, problem
from scp_ninhbinh.survey.cells import details_of
from scp_ninhbinh.survey.columns import ABSENT, Context, RowParser, RowParsers, with_unknowns
from scp_ninhbinh.survey.declared import UNKNOWN, VALUES, excused, is_excused, unknown_at
from scp_ninhbinh.survey.header import HEADING, TableColumns, contradicts, missing_columns
from scp_ninhbinh.survey.identity import folded_name, row_key
from scp_ninhbinh.survey.lines import (
    TOTAL_CODES,
    TOTAL_INITIALS,
    Errors,
    Lines,
    WaitingRow,
    are_areas,
    begins_as_part,
    filled,
    groups_of_parts,
    is_dashed,
    is_note,
    is_signature,
    is_titled,
    is_total_of_area,
    may_be_total,
    summing_up,
    total_word,
)
from scp_ninhbinh.survey.lost_letters import lost_letters
from scp_ninhbinh.survey.pool import Entries
from scp_ninhbinh.survey.running_ids import may_number, without_numbering
from scp_ninhbinh.survey.units import SPEAKS_OF, Checks, Entry, Listed, Unit
from scp_ninhbinh.survey.whole_file import (
    columns_of_crosses,
    dated_years,
    misread_cells,
    swallowed_rows,
    without_consequences,
)
from scp_ninhbinh.tables.table import Row, Table, other_headings
from scp_ninhbinh.text.numbers import Amount, plain, values_by_mark
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Called, Phrase, say
from scp_ninhbinh.text.spelling import NAMELESS, NOTHING, fold

MOST_PROBLEMS: Final = 200_000
"""Problems of one table that are held in memory."""

FEW: Final = 5
"""Row numbers that a message lists; the rest are an ellipsis."""

MARKS: Final = {".": Phrase("point"), ",": Phrase("comma")}
"""What a message calls a decimal mark."""

MOST_STRANGE: Final = 100
"""Spellings of unknown kinds that are remembered."""

MOST_NOTES: Final = 50
"""Lines below a table that may be notes; more of them are rows with errors."""

NO_TASKS: Final = Phrase("the plan has no task: leave the cell empty")
YEAR: Final = re.compile("[0-9]{4}")
ROW_NUMBERS: Final = Phrase("leave the id column out if it only numbers the rows, else give each unit an id of its own")
ID_OR_NAME: Final = Phrase("an id or a name")
NO_IDS: Final = frozenset(word.upper() for word in NOTHING)
"""Words in place of an id that look like one."""

EVERY_CELL: Final = Phrase("every cell")
THE_ANSWERS: Final = Phrase("the answers")
"""What is never checked of a row of an unknown kind."""


class Problems(list[Problem]):
    """The problems of one table, of which only so many are held."""

    def __init__(self, source: Source, problems: Iterable[Problem]) -> None:
        super().__init__(problems)
        self.source = source

    def add(self, found: Problem) -> None:
        """Add a problem of a row.

        Raises:
            ScpError: there are too many: a file of four letters a line would fill the memory with them.
        """
        self.append(found)
        if len(self) > MOST_PROBLEMS:
            raise ScpError([*self, problem("too-many-problems", self.source.place(), limit=MOST_PROBLEMS)])


class TableReader:
    """One pass over one table, by `read`; rows that only the whole file can explain wait, and `settle` decides of them.

    In `ambiguous` wait rows with a number that could be two, in `possible_notes` lines that may be notes below it, in
    `possible_parts` rows that may be parts of the unit above.
    """

    def __init__(self, table: Table, context: Context, entries: Entries) -> None:
        self.table, self.context, self.entries = table, context, entries
        self.source = table.source._replace(headings=other_headings(table.columns, table.stacks))
        self.layout, self.lenient = context.layout, context.declared.refused_is_unknown
        self.declared = context.table(self.source.path, self.source.sheet)
        headings = context.headings(self.source.path, self.source.sheet)
        self.columns = TableColumns(table, context, self.declared, headings)
        self.constants = self.columns.constants
        context.used.update(one for one in self.constants.values() if one.at is None)
        self.extra, self.at = self.columns.extra(), self.columns.at
        self.kind_at = self.at.get("kind", ABSENT)
        self.all_constant = set(self.layout.leading) <= self.constants.keys()
        self.lines = Lines(table, context.areas)
        self.parsers = RowParsers(self.at, context, self.declared)
        self.years, self.units = context.years, entries.years
        self.problems = Problems(self.source, self.columns.problems)
        self.same_number = Problems(self.source, ())
        self.unchecked: dict[str, list[int]] = defaultdict(list)
        self.waiting_lines: dict[int, int | None] = {}
        self.ambiguous: list[WaitingRow] = []
        self.possible_notes: list[WaitingRow] = []
        self.possible_parts: list[tuple[WaitingRow, Any]] = []
        self.left_out: set[int] = set()
        self.own: list[Any] = []
        self.last_unit: Any = None
        self.uncounted: list[tuple[Any, list[str]]] = []
        self.called_as_areas: list[tuple[Any, list[str]]] = []
        self.unread: dict[int, int] = {}
        self.unanswered: dict[str, list[int]] = defaultdict(list)
        self.rows, self.last_gap, self.last_sound, self.crossed, self.dated = 0, -1, 0, False, False

    def read(self) -> "TableReader":
        """Read all rows, and return the reader."""
        self.context.cells.begin_table(self.declared.mark)
        rows = self.columns.paired(self.table, self.problems)
        self._read_rows(with_unknowns(self.table, rows, self.layout.known) if self.lenient else rows)
        self.crossed, self.dated = self.context.cells.crossed, self.context.cells.dated
        return self

    def _read_rows(self, rows: Iterable[Row]) -> None:
        """Read these rows. What is done for each of a million stands here in one piece."""
        width, extra, kind_at, parsers = len(self.table.columns), self.extra, self.kind_at, self.parsers
        enter, filled_in = self._enter, bool(parsers.blank_is_no)
        for row, cells in rows:
            if len(cells) != width and not self._fits(row, cells):
                continue
            cells.extend(extra)
            parser = parsers[cells[kind_at]]
            _, pick, _, validate = parser
            own = pick(cells)
            try:
                unit = validate(own)
            except ValidationError as error:
                self._wait_or_refuse(error.errors(include_url=False), row, cells)
                continue
            enter(unit, row, cells)
            # more is filled than the kind's own columns; where blanks are filled in, that cannot be told by counting
            if filled_in or len(cells) - cells.count("") > len(own) - own.count(""):
                self._cells_of_others(unit, parser, cells)

    def settle(self) -> list[Problem]:
        """Decide of the rows that wait, once the whole file has been read, and return all problems in their order."""
        self.context.cells.mark = self.declared.mark or self.context.cells.settled
        self._settle_numbers()
        self._settle_lines()
        self._settle_parts()
        self._settle_sums()
        table, problems = self.table, self.problems
        problems += [
            self._excuse(found) if self.lenient and is_excused(found, self.layout.known) else found
            for found in table.problems
            if found.place.row not in self.left_out
        ]
        problems[:] = without_consequences(problems)
        problems += without_numbering(self.same_number, table, self.at)
        told = {str(found.details.get("column_meant")) for found in self.columns.problems}
        lacking = missing_columns(self.at, self.parsers.kinds, table, self.layout)
        problems += [found for found in lacking if found.value not in told]
        problems += [*self._not_checked(), *self._declarations(), *self._unread_cells(), *self._not_answered()]
        if table.may_be_misread():
            known = {found.place for found in problems if found.rule == "mis-converted-text"}
            problems += [found for found in misread_cells(table, self.at) if found.place not in known]
        if table.may_lack_letters():
            problems += lost_letters(table, self.at, self.layout.known)
        problems += swallowed_rows(table, self.at, self.layout.known.names)
        if self.crossed:
            passed_over = {*self.declared.blank, *self.columns.pairs}
            problems += columns_of_crosses(table, self.parsers, self.extra, passed_over, self.left_out)
        if self.dated:
            problems += dated_years(table, self.at, ("year", *self.layout.known.holding("year")), self.left_out)
        named = map(self.source.named, problems) if self.source.headings else problems
        return sorted(named, key=lambda found: found.place.row or sys.maxsize)

    def _settle_numbers(self) -> None:
        """Read rows with ambiguous numbers again: the file's other numbers may have shown its decimal mark."""
        mark = self.context.cells.mark
        settled = []
        for row, cells, *_ in self.ambiguous:
            for name in (name for name in self.layout.known.holding("number") if name in self.at):
                cell = cells[self.at[name]]
                values = values_by_mark(cell.strip())
                if mark and len(set(values.values())) > 1:
                    settled.append((self._place(row, cells, name), cell, plain(values[mark])))
            self.extra[:] = cells[len(cells) - len(self.extra) :]  # with the area that held for the row
            self._read_rows([(row, self._written(cells))])
        if mark and settled:
            place, cell, read = settled[0]
            found = problem("decimals-settled", place, cell, read=read, mark=MARKS[mark], n=len(settled))
            self.problems.append(found)

    def _settle_lines(self) -> None:
        """Decide of each line that waits: a note below the last unit, a row with errors, a unit, or a doubtful one."""
        last = self.last_sound  # of the units that do not wait: one without answers may stand before a note
        for line in self.possible_notes:
            written = self._written(line.cells)
            at_end, like_note = line.row > last, is_note(written) or len(filled(written)) == 1
            apart = line.apart or is_note(written) or bool(line.errors)
            uncounted = self.lines.numbered and not self.lines.has_number(line.cells)
            if at_end and like_note and (apart or uncounted):
                self._leave_out("note-row", line.row, line.cells, " ".join(filled(written)))
            elif line.errors:
                self._refuse(line.errors, line.row, line.cells)
            elif uncounted or is_note(written) or (at_end and apart and self._is_bare(line.cells)):
                self._doubt(line.row, line.cells)
            elif line.unit:
                self._enter(line.unit, line.row, line.cells)

    def _settle_parts(self) -> None:
        """Decide of rows that begin as parts of the unit above: left out where they are marked so, or add up to it."""
        for parent, lines in groups_of_parts(self.possible_parts):
            numbers = self.layout.known.fitting(parent.kind, "number")
            whole = {name: value for name in numbers if (value := getattr(parent, name, None)) is not None}
            sums = {name: sum(getattr(line.unit, name, None) or 0 for line in lines) for name in whole}
            add_up = bool(whole) and sums == whole
            within = all(sums[name] <= whole[name] for name in whole) if whole else self.lines.numbered
            for line in lines:
                if add_up or (within and is_dashed(line.unit.name)):
                    self._leave_out("part-row", line.row, line.cells, line.unit.name.strip())
                else:
                    self._doubt(line.row, line.cells)

    def _settle_sums(self) -> None:
        """Doubt each row that adds up those next to it and lacks the number, or id, of others, or is called an area."""
        known, few = self.layout.known, len(self.uncounted) * 2 <= len(self.own)
        candidates = [*self.called_as_areas, *(self.uncounted if few else ())]
        for unit, cells in summing_up(candidates, self.own, lambda unit: known.fitting(unit.kind, "number")):
            self._doubt(unit.row, cells)
            self.rows -= 1  # it was counted as a unit

    def _doubt(self, row: int, cells: list[str]) -> None:
        text = " ".join(filled(self._written(cells)))
        self.problems.append(problem("doubtful-row", self._place(row, cells, "name"), text))
        self.rows += 1

    def _unread_cells(self) -> Iterator[Problem]:
        """Yield a warning for each column without a heading that has filled cells."""
        for at, n in self.unread.items():
            place = self.table.header._replace(column=column_letters(at))
            yield problem("unread-cells", place, column_letters(at), n=n)

    def _not_answered(self) -> Iterator[Problem]:
        """Yield a warning for each answer in two columns of which neither is marked."""
        for name, rows in self.unanswered.items():
            few = (*rows[:FEW], *("…",) * (len(rows) > FEW))
            called = self.layout.known.called(name)
            yield problem("no-answer-marked", self.table.header._replace(column=name), called, n=len(rows), rows=few)

    def _not_checked(self) -> Iterator[Problem]:
        """Name the checks that rows with errors did not get, those of the same rows together."""
        checks: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for check, unread in self.unchecked.items():
            checks[tuple(unread)].append(check)
        for rows, names in checks.items():
            few = (*rows[:FEW], *("…",) * (len(rows) > FEW))
            yield problem("not-checked", self.source.place(), check=tuple(names), rows=few)

    def _declarations(self) -> Iterator[Problem]:
        """Yield a notice of each declaration that this table used, and a warning where the file says otherwise."""
        header, known = self.table.header, self.layout.known
        for column, constant in self.constants.items():
            called = known.called(column)
            text = Called(f"{column}={constant.value}", f"{called.vi}={constant.value}")
            if constant.by == HEADING:
                yield problem("unit-in-heading", header._replace(column=column), text)
                continue
            yield problem("set-column", header._replace(column=column), text, by=constant.by)
            if says := contradicts(constant, self.columns):
                yield problem("set-contradicted", header._replace(column=column), text, by=constant.by, says=says)
        for column, n in (+self.parsers.blanks).items():
            blank, called = self.declared.blank[column], known.called(column)
            self.context.used.add(blank)
            yield problem("blank-declared", header._replace(column=column), called, n=n, by=blank.by)
            if column in self.parsers.nos and blank.sheet is None and blank.at is None and header.sheet:
                yield problem("blank-with-no", header._replace(column=column), called, n=n)

    def _enter(self, unit: Unit | Listed, row: int, cells: list[str]) -> None:
        """Put a unit into the survey unless its year has it already."""
        unit.row, unit.source = row, self.source
        code = unit.id
        if not (code.isupper() and code.isascii()) or code in NO_IDS:
            if code.casefold() in NOTHING:
                unit.id = code = ""
            if not self._is_unit(unit, row, cells):
                return
            self.entries.asides.add(unit)
        elif code in TOTAL_CODES and self._is_total(unit, row, cells):
            return
        self.rows += 1
        self.last_sound = max(self.last_sound, row)
        self._keep(unit, cells)
        if unit.year not in self.years:
            self._add("year-outside-plan", unit, cells, "year", str(unit.year), **self._first_and_last())
        checks = self.parsers.checks.get(unit.__class__)
        if checks:
            self._check_unit(unit, checks, cells)
        if before := self.units.get(unit.year - 1):
            self.entries.share_texts(unit, before.get(unit.id))
        first = self.units[unit.year].setdefault(unit.id or row_key(unit), unit)
        if first is not unit:
            other = first.source.name(first.row)
            place = self._place(row, cells, "id" if code else "name")
            numbered = may_number(unit, first)
            remedy: dict[str, object] = {"remedy": ROW_NUMBERS} if numbered else {}
            found = problem(self.layout.repeated, place, unit.label, year=unit.year, other=other, **remedy)
            (self.same_number if numbered else self.problems).add(found)

    def _keep(self, unit: Entry, cells: list[str]) -> None:
        """Keep a unit where later rows may be parts of it or add it up, and count its answers that are not marked."""
        self.last_unit = unit
        self.own.append(unit)
        numbered = self.lines.number_at is not None
        if not unit.id and (self.lines.is_uncounted(cells) if numbered else "id" in self.at):
            self.uncounted.append((unit, cells))
        for name in self.columns.pairs:
            if getattr(unit, name, True) is None and (name, unit.row) not in self.columns.both_marked:
                self.unanswered[name].append(unit.row)

    def _is_unit(self, unit: Entry, row: int, cells: list[str]) -> bool:
        """Whether a row without a usual id is a unit: not empty, no total, area or part, and named."""
        if self._is_total(unit, row, cells):
            return False
        if unit.id:
            return True
        if not unit.name and self._is_blank(cells):
            self.last_gap = self.rows
            return False
        if self.lines.is_uncounted(cells) and self.lines.repeats_header(self._written(cells)):
            self._leave_out("repeated-header", row, cells, " ".join(filled(self._written(cells))))
            return False
        return not (self._is_area(unit, row, cells) or self._waits(unit, row, cells)) and self._has_name(unit, cells)

    def _is_total(self, unit: Entry, row: int, cells: list[str]) -> bool:
        """Whether a row is a total, which is not read, or may be one."""
        code = unit.id
        if code and (code[-1:].isdigit() or code[:1] not in TOTAL_INITIALS):
            return False
        name, folded = (code, fold(code)) if code else (unit.name, folded_name(unit))
        total = total_word(cells, name, folded)
        if not total and self.declared.areas_in_rows and is_total_of_area(name, self.context.areas):
            total = name
        if code in TOTAL_CODES and not unit.name.strip():
            total = code
        if total:
            self._leave_out("total-row", row, cells, total)
        elif may_be_total(folded) and not code:
            self.rows += 1
            self._add("doubtful-total", unit, cells, "name", unit.name)
        else:
            return False
        return True

    def _is_area(self, unit: Entry, row: int, cells: list[str]) -> bool:
        """Whether a row names an area: that of those below, where that is declared, else it is doubtful."""
        area = self.lines.area(unit.name, folded_name(unit), self._written(cells) if not unit.name.strip() else cells)
        if area is None or row in self.waiting_lines or "name" not in self.at:
            return False
        if are_areas(self._words_of(unit.kind)):
            return False
        if not (is_titled(area) or self.lines.is_uncounted(cells) or self._is_bare(cells)):
            self.called_as_areas.append((unit, cells))
            return False
        self._take_area(area, row, cells)
        return True

    def _take_area(self, area: str, row: int, cells: list[str]) -> None:
        """Let a row give the area of those below, where that is declared; else it is doubtful."""
        if not self.declared.areas_in_rows:
            self._doubt(row, cells)
            return
        self.extra[self.at["area"]] = area
        self._leave_out("area-row", row, cells, area)

    def _is_counted(self, cells: list[str]) -> bool:
        return self.lines.numbered and self.lines.has_number(cells)

    def _words_of(self, kind: str) -> tuple[str, ...]:
        known = self.layout.known.kinds.get(kind)
        return (*known.vi, *known.en) if known else ()

    def _waits(self, unit: Entry, row: int, cells: list[str]) -> bool:
        """Whether a row waits: it may be a part of the unit above, or a line below the table."""
        if row in self.waiting_lines:
            return False
        if self._may_be_part(unit, cells):
            self.waiting_lines[row] = self.table.line_of(cells)
            waiting = WaitingRow(row, cells, self.last_gap == self.rows, unit)
            self.possible_parts.append((waiting, self.last_unit))
            return True
        uncounted = not self.lines.has_number(cells)
        if self.lines.signed and (uncounted or self.lines.number_at is None):
            return self._below_signature(row, cells)
        if self.all_constant and (uncounted or self._is_bare(cells)):
            self.lines.signed |= is_signature(self._written(cells))
            self._wait(self.possible_notes, row, cells, unit=unit)
            return True
        return False

    def _may_be_part(self, unit: Entry, cells: list[str]) -> bool:
        """Whether a row begins as a part of the unit above, of its kind and year; in a list of dashes none is one."""
        above = self.last_unit
        if not above or folded_name(unit) in NAMELESS or not begins_as_part(unit.name, folded_name(unit)):
            return False
        if begins_as_part(above.name, folded_name(above)):
            return False
        return (above.kind, above.year) == (unit.kind, unit.year) and not self._is_counted(cells)

    def _below_signature(self, row: int, cells: list[str]) -> bool:
        """Leave out a line below who signs a table; one with answers may be a unit all the same."""
        if self._is_bare(cells):
            self._leave_out("note-row", row, cells, " ".join(filled(self._written(cells))))
        else:
            self._doubt(row, cells)
        return True

    def _is_bare(self, cells: list[str]) -> bool:
        """Whether a row has no answer; without year and kind of its own it may then be a note below the table."""
        answers = self.parsers[cells[self.kind_at]].model.columns()[len(self.layout.common.columns()) :]
        return not any(cells[self.at[name]].strip() for name in answers if self.at.get(name, ABSENT) >= 0)

    def _has_name(self, unit: Entry, cells: list[str]) -> bool:
        """Whether the row names its unit; a file with neither column gets one problem for all rows."""
        column = "name" if "name" in self.at else "id"
        named = folded_name(unit) not in NAMELESS
        if not named:
            self.rows += 1
            if column in self.at:
                written = cells[self.at[column]].strip()
                expected = (
                    say('an id or a name, which "{text}" is not', text=show(written, LIMIT)) if written else ID_OR_NAME
                )
                self._add("missing-value", unit, cells, column, written, expected=expected)
        return named

    def _check_unit(self, unit: Entry, checks: Checks, cells: list[str]) -> None:
        """Check a kind's columns against each other, or against the plan."""
        for part, whole, both in checks.parts:
            some, every = both(unit)
            if some is not None and (every is None or some > every):
                self._check_part(unit, part, whole, every, cells)
        if checks.clauses:
            self._check_tasks(unit, checks.clauses, cells)

    def _check_part(self, unit: Entry, part: str, whole: str, every: Amount | None, cells: list[str]) -> None:
        """Complain of a part that has no whole, or is more than it: either of the two may be the wrong one."""
        known = self.layout.known
        value, details = cells[self.at[part]], {"part": known.called(part), "whole": known.called(whole)}
        if every is None:
            self._add("part-without-whole", unit, cells, part, str(getattr(unit, part)), **details)
        else:
            self._add("part-over-whole", unit, cells, part, value, total=str(every), **details)
        if self.lenient:
            self.problems.append(self._excuse(self.problems.pop()))
            for name in {part, whole, *self.layout.known.together[whole]}:
                setattr(unit, name, None)

    def _add(self, rule: str, unit: Entry, cells: list[str], column: str, value: str, **details: object) -> None:
        self.problems.add(problem(rule, self._place(unit.row, cells, column), value, **details))

    def _place(self, row: int, cells: list[str], column: str | None = None) -> Place:
        """Return the place of the row read last, or of one that waits, or of one of its cells."""
        line = self.waiting_lines[row] if row in self.waiting_lines else self.table.line_of(cells)
        return self.source.place(row, column, line)

    def _first_and_last(self) -> dict[str, object]:
        return {"first": self.context.expected.years[0], "last": self.context.expected.years[-1]}

    def _check_tasks(self, unit: Entry, column: str, cells: list[str]) -> None:
        tasks = self.context.expected.tasks
        folded = {fold(task): task for task in tasks}
        for clause in getattr(unit, column):
            if clause not in tasks:
                guess = folded.get(self.context.suggestions.nearest(clause, tuple(folded)) or "")
                none: dict[str, object] = {} if tasks else {"remedy": NO_TASKS}
                self._add("unknown-task", unit, cells, column, clause, choices=tasks, guess=guess, **none)

    def _cells_of_others(self, unit: Entry, parser: RowParser, cells: list[str]) -> None:
        for at in self.columns.without_heading:
            if cells[at].strip() and unit.row not in self.left_out:
                self.unread[at] = self.unread.get(at, 0) + 1
        known = self.layout.known
        for name, index in parser.others.items():
            if cells[index].strip() and not (self.lenient and cells[index] == UNKNOWN):
                self._add("cell-not-for-kind", unit, cells, name, cells[index], kind=known.called_kind(unit.kind))

    def _fits(self, row: int, cells: list[str]) -> bool:
        """Whether a row of another width than the header's can be read: only empty cells may be extra."""
        width = len(self.table.columns)
        if not filled(cells):
            self.last_gap = self.rows
            return False
        if not any(cell.strip() for cell in cells[width:]):
            lacking = width - len(cells)
            if lacking <= 0 or len(filled(cells)) == 1:  # a lone text may be a note below the table
                cells[width:] = [""] * max(lacking, 0)
                return True
        rule = "short-row" if len(cells) < width else "long-row"
        self.problems.add(problem(rule, self._place(row, cells), found=len(cells), expected=width))
        self.unchecked[EVERY_CELL].append(row)
        self.rows += 1
        return False

    def _wait_or_refuse(self, errors: Errors, row: int, cells: list[str]) -> None:
        """Let a row wait that a later one may explain: an ambiguous number, or a line that may be a note."""
        written = self._written(cells)
        name = cells[self.at["name"]] if "name" in self.at else ""
        if self._is_blank(cells):
            self.last_gap = self.rows
        elif total := total_word(written, name, fold(name)):
            self._leave_out("total-row", row, cells, total)
        elif self.lines.repeats_header(written):
            self._leave_out("repeated-header", row, cells, " ".join(filled(written)))
        elif self._is_unreadable_area(errors, name, row, cells) or self._is_signed(errors, row, cells):
            pass
        elif (
            row not in self.waiting_lines
            and not self.context.cells.mark
            and any(found["type"] == "ambiguous-number" for found in errors)
        ):
            self._wait(self.ambiguous, row, cells)
        elif self._may_be_note(errors, cells) and len(self.possible_notes) < MOST_NOTES:
            self._wait(self.possible_notes, row, cells, errors=errors)
        else:
            self._refuse(errors, row, cells)

    def _is_unreadable_area(self, errors: Errors, name: str, row: int, cells: list[str]) -> bool:
        """Whether a row of which neither year nor kind can be read, or that has no answer, names an area."""
        known = "name" in self.at and row not in self.waiting_lines
        area = self.lines.area(name, fold(name), self._written(cells)) if known else None
        if area is None or not (self._is_bare(cells) or self.declared.areas_in_rows):
            return False
        self._take_area(area, row, cells)
        return True

    def _is_signed(self, errors: Errors, row: int, cells: list[str]) -> bool:
        """Whether a row with errors stands below who signs the table, without a number of its own: it is no unit."""
        if not self.lines.signed or (self.lines.numbered and self.lines.has_number(cells)):
            self.lines.signed |= is_signature(self._written(cells)) and self._lacks_leading(errors)
            return False
        self._leave_out("note-row", row, cells, " ".join(filled(self._written(cells))))
        return True

    def _lacks_leading(self, errors: Errors) -> bool:
        """Whether neither year nor kind of a row can be read, as far as they have columns."""
        wrong = {found["loc"][0] for found in errors if found["loc"]}
        columns = self.layout.common.columns()
        own = {columns.index(name) for name in self.layout.leading if self.at.get(name, ABSENT) >= 0}
        return own <= wrong

    def _written(self, cells: list[str]) -> list[str]:
        """Return the cells of a row as the file has them, without the constants."""
        return cells[: len(cells) - len(self.extra)]

    def _is_blank(self, cells: list[str]) -> bool:
        """Whether nothing is filled in but the year, as in the rows of a form that nobody needed."""
        texts, year_at = filled(self._written(cells)), self.at.get("year", ABSENT)
        return not texts or (
            year_at >= 0 and texts == [cells[year_at].strip()] and YEAR.fullmatch(texts[0]) is not None
        )

    def _may_be_note(self, errors: Errors, cells: list[str]) -> bool:
        """Whether neither year nor kind of the row can be read, and it has one cell or begins as a note does."""
        own = any(self.at.get(name, ABSENT) >= 0 for name in self.layout.leading)
        written = self._written(cells)
        return self._lacks_leading(errors) and (is_note(written) or (own and len(filled(written)) == 1))

    def _wait(self, queue: list[WaitingRow], row: int, cells: list[str], **what: Any) -> None:
        self.waiting_lines[row] = self.table.line_of(cells)
        queue.append(WaitingRow(row, cells, self.last_gap == self.rows, **what))

    def _leave_out(self, rule: str, row: int, cells: list[str], value: str) -> None:
        """Report a row that is no unit and is not read."""
        self.parsers.blanks.subtract(self.parsers.declared_blanks(cells))
        self.problems.append(problem(rule, self._place(row, cells), value))
        self.left_out.add(row)
        self.last_gap = self.rows

    def _refuse(self, errors: Errors, row: int, cells: list[str]) -> None:
        """Turn pydantic's errors into problems, then check what a row with errors still allows."""
        model = self.parsers[cells[self.kind_at]].model
        columns = model.columns()
        if model is Unit and len(self.entries.strange) < MOST_STRANGE:
            area = cells[self.at["area"]] if "area" in self.at else ""
            self.entries.strange.setdefault(fold(cells[self.kind_at]), area)
        at_fault = [columns[found["loc"][0]] if found["loc"] else SPEAKS_OF[found["type"]] for found in errors]
        unknown = self.lenient and set(self.layout.known.holding(*VALUES)).issuperset(at_fault)
        for column, found in zip(at_fault, errors, strict=True):
            if column in self.at:
                value = cells[self.at[column]]
                details = details_of(
                    found["type"], value, found.get("ctx", {}), self.layout.known, self.context.suggestions
                )
                wrong = problem(found["type"], self._place(row, cells, column), value, **details)
                self.problems.add(self._excuse(wrong) if unknown else wrong)
        if unknown:
            self._enter_without(at_fault, row, cells)
            return
        checks = self.parsers.checks.get(model, Checks())
        for rule in (THE_ANSWERS,) if model is Unit else checks.rules():
            self.unchecked[rule].append(row)
        self._enter_identity(row, cells)

    def _excuse(self, found: Problem) -> Problem:
        """Count a cell as not known, and return its problem as a warning."""
        self.entries.refused += 1
        return excused(found)

    def _enter_without(self, at_fault: list[str], row: int, cells: list[str]) -> None:
        """Enter the unit of a row without the cells at fault, which count as not known."""
        parser = self.parsers[cells[self.kind_at]]
        own = list(parser.own(cells))
        self.parsers.blanks.subtract(self.parsers.declared_blanks(cells))  # they were counted when first read
        for at in unknown_at(parser.model.columns(), at_fault, self.layout.known):
            own[at] = ""
        self._enter(parser.validate(tuple(own)), row, cells)

    def _enter_identity(self, row: int, cells: list[str]) -> None:
        """Look for duplicates of a row with errors too, if its identity is sound. (It is never scored.)"""
        common = self.parsers.common
        try:
            unit = common.validate(common.own(cells))
        except ValidationError:
            self.unchecked[self.layout.repeated].append(row)
            self.rows += 1
        else:
            self._enter(unit, row, cells)

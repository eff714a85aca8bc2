"""One table → the units of a survey: every sound row goes in, every problem of the others is collected."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from pydantic import ValidationError

from scp_ninhbinh.problems.many import Problems
from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.survey.cells import details_of
from scp_ninhbinh.survey.columns import ABSENT, Context, RowParser, RowParsers, with_unknowns
from scp_ninhbinh.survey.declared import UNKNOWN, VALUES, excused, unknown_at
from scp_ninhbinh.survey.header import TableColumns
from scp_ninhbinh.survey.identity import folded_name, row_key
from scp_ninhbinh.survey.lines import (
    TOTAL_CODES,
    TOTAL_INITIALS,
    Errors,
    Lines,
    WaitingRow,
    answers_in_words,
    begins_as_part,
    filled,
    is_blank,
    is_note,
    is_signature,
    is_titled,
    is_total_of_area,
    may_be_total,
    total_word,
)
from scp_ninhbinh.survey.lone_cells import is_cut, is_undivided
from scp_ninhbinh.survey.no_units import is_form_row, is_odd, refuse_nameless, remedy_for
from scp_ninhbinh.survey.pool import Entries
from scp_ninhbinh.survey.running_ids import may_number
from scp_ninhbinh.survey.settling import settled
from scp_ninhbinh.survey.together import check_together, of_repeated
from scp_ninhbinh.survey.totals import SUMS, Sum
from scp_ninhbinh.survey.units import SPEAKS_OF, Checks, Entry, Listed, Unit
from scp_ninhbinh.tables.table import Row, Table, other_headings
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import NAMELESS, NOTHING, evened, fold

MOST_STRANGE: Final = 100
"""Spellings of unknown kinds that are remembered."""

MOST_NOTES: Final = 50
"""Lines below a table that may be notes; more of them are rows with errors."""

ROW_NUMBERS: Final = Phrase("leave the id column out if it only numbers the rows, else give each unit an id of its own")
NO_CODES: Final = TOTAL_CODES | frozenset(word.upper() for word in NOTHING)
"""Words in place of an id that look like one."""

EVERY_CELL: Final = Phrase("every cell")
THE_ANSWERS: Final = Phrase("the answers")
"""What is never checked of a row of an unknown kind."""


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
        context.used.update(self.constants.values())
        self.extra, self.at = self.columns.extra(), self.columns.at
        self.kind_at, self.has_ids = self.at.get("kind", ABSENT), "id" in self.at
        self.all_constant = set(self.layout.leading) <= self.constants.keys()
        self.lines = Lines(table, context.areas)
        self.parsers = RowParsers(self.at, context, self.declared)
        self.years, self.units = context.years, entries.years
        self.problems, self.same_number = Problems(self.source, self.columns.problems), Problems(self.source)
        self.unchecked: dict[str, list[int]] = defaultdict(list)
        self.waiting_lines: dict[int, int | None] = {}
        self.ambiguous: list[WaitingRow] = []
        self.possible_notes: list[WaitingRow] = []
        self.possible_parts: list[tuple[WaitingRow, Any]] = []
        self.left_out: set[int] = set()
        self.sums: list[Sum] = []
        self.own: list[Any] = []
        self.uncounted: list[tuple[Any, int | None]] = []
        self.called_as_areas: list[tuple[Any, int | None]] = []
        self.unread: dict[int, int] = {}
        self.unanswered: dict[str, list[int]] = defaultdict(list)
        self.not_entered, self.last_gap, self.crossed, self.dated = 0, -1, False, False
        self.watched = self.lines.number_at is not None or bool(self.parsers.blank_is_no or self.columns.pairs)

    def read(self) -> "TableReader":
        """Read all rows, and return the reader."""
        self.context.cells.begin_table(self.declared.mark)
        self.entries.declared_cells.add_table(self.source, self.columns.declared_values(), self.parsers.blank_is_no)
        rows = self.columns.paired(self.table, self.problems)
        self.read_rows(with_unknowns(self.table, rows, self.layout.known) if self.lenient else rows)
        self.crossed, self.dated = self.context.cells.crossed, self.context.cells.dated
        return self

    def read_rows(self, rows: Iterable[Row]) -> None:
        """Read these rows. What is done for each of a million stands here in one piece."""
        width, extra, kind_at, parsers = len(self.table.columns), self.extra, self.kind_at, self.parsers
        enter, filled_in = self.enter, bool(parsers.blank_is_no)
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

    @property
    def rows(self) -> int:
        """How many rows so far speak of a unit, or may."""
        return len(self.own) + self.not_entered

    def settle(self) -> list[Problem]:
        """Decide of the rows that wait, once the whole file has been read, and return all problems in their order."""
        return settled(self)

    def doubt(self, row: int, cells: list[str], remedy: Phrase | None = None) -> None:
        """Report a row that may or may not be a unit."""
        text = " ".join(filled(self.written(cells)))
        found = problem("doubtful-row", self.place(row, cells, "name"), text, **remedy_for(self, text, remedy))
        self.problems.append(found)
        self.not_entered += 1

    def enter(self, unit: Unit | Listed, row: int, cells: list[str]) -> None:
        """Put a unit into the survey unless its year has it already."""
        unit.row, unit.source = row, self.source
        code = unit.id
        if (not (code.isupper() and code.isascii()) or code in NO_CODES) and not self._is_unit(unit, row, cells):
            return
        self.own.append(unit)
        if self.watched or (self.has_ids and not unit.id):
            self._keep(unit, cells)
        year = unit.year
        if year not in self.years:
            years = self.context.expected.years
            self.add("year-outside-plan", unit, cells, "year", str(year), first=years[0], last=years[-1])
        if checks := self.parsers.checks.get(unit.__class__):
            check_together(self, unit, checks, cells)
        key = unit.id or row_key(unit)
        if before := self.units.get(year - 1):
            self.entries.share_texts(unit, before.get(key))
        first = self.units[year].setdefault(unit.id or key, unit)  # an id of the year before is not kept twice
        if first is not unit:
            self._repeated(unit, first, cells)

    def _repeated(self, unit: Entry, first: Entry, cells: list[str]) -> None:
        """Report the second row of a unit, which may only have the number of another."""
        place = self.place(unit.row, cells, "id" if unit.id else "name")
        numbered = may_number(unit, first)
        remedy: dict[str, object] = {"remedy": ROW_NUMBERS} if numbered else of_repeated(self.layout.known, unit, first)
        other = first.source.name(first.row)
        found = problem(self.layout.repeated, place, unit.label, year=unit.year, other=other, **remedy)
        (self.same_number if numbered else self.problems).add(found)

    def _keep(self, unit: Entry, cells: list[str]) -> None:
        """Note what a unit says of its table: its number, its blanks, and its answers that are not marked."""
        self.lines.keep(cells)
        if self.parsers.blank_is_no:
            self.entries.declared_cells.add_blanks(self.source, unit.row, self.parsers.declared_blanks(cells))
        numbered = self.lines.number_at is not None
        if not unit.id and (self.lines.is_uncounted(cells) if numbered else self.has_ids):
            self.uncounted.append((unit, self.table.line_of([])))  # its cells would fill the memory
        for name in self.columns.pairs:
            if getattr(unit, name, True) is None and (name, unit.row) not in self.columns.both_marked:
                self.unanswered[name].append(unit.row)

    def _is_unit(self, unit: Entry, row: int, cells: list[str]) -> bool:
        """Whether a row without a usual id is a unit, which is then put aside: no total, area or part, and named."""
        if unit.id in TOTAL_CODES:
            return not self._is_total(unit, row, cells)
        if unit.id.casefold() in NOTHING:
            unit.id = ""  # type: ignore[misc]  # each model has the slot
        if self._is_total(unit, row, cells) or not (unit.id or self._is_named_unit(unit, row, cells)):
            return False
        self.entries.asides.add(unit)
        return True

    def _is_named_unit(self, unit: Entry, row: int, cells: list[str]) -> bool:
        """Whether a row without an id is a unit."""
        if not unit.name and self._is_blank(cells):
            self.last_gap = self.rows
            return False
        if self.lines.is_uncounted(cells) and self.lines.repeats_header(self.written(cells)):
            self.leave_out("repeated-header", row, cells, " ".join(filled(self.written(cells))))
            return False
        if self._is_area(unit, row, cells) or is_odd(self, unit, row, cells) or self._waits(unit, row, cells):
            return False
        return self._has_name(unit, cells)

    def _is_total(self, unit: Entry, row: int, cells: list[str]) -> bool:
        """Whether a row is a total, which is not read, or may be one."""
        code = unit.id
        if code and (code[-1:].isdigit() or (unit.name and code[:1] not in TOTAL_INITIALS)):
            return False
        name, folded = (code, fold(code)) if code else (unit.name, evened(unit.name))
        if not code:
            unit.folded = folded  # type: ignore[misc]  # each model has the slot; every look at the row needs it
        total = total_word(cells, name, folded)
        if not total and self.declared.areas_in_rows and is_total_of_area(name, self.context.areas):
            total = name
        if code in TOTAL_CODES and not unit.name.strip():
            total = code
        if total:
            self.leave_out("total-row", row, cells, total)
        elif may_be_total(folded) and not (code and unit.name.strip()):
            self.not_entered += 1
            self.add("doubtful-total", unit, cells, "name", unit.name)
        else:
            return False
        return True

    def _is_area(self, unit: Entry, row: int, cells: list[str]) -> bool:
        """Whether a row names an area: that of those below, where that is declared, else it is doubtful."""
        area = self.lines.area(unit.name, unit.folded, cells if unit.folded else self.written(cells))
        if area is None or row in self.waiting_lines or "name" not in self.at:
            return False
        told = not self.declared.areas_in_rows or answers_in_words(cells, self.at, self.layout.known.holding("yes_no"))
        if self.lines.is_one_of_areas(self.layout.known.words_of(unit.kind), cells, told):
            return False
        uncounted = self.lines.is_uncounted(cells)
        if self.lines.counts_as_unit(cells) or not (is_titled(area) or uncounted or self.is_bare(cells)):
            self.called_as_areas.append((unit, self.table.line_of([])))
            return False
        self._take_area(area, row, cells)
        return True

    def _take_area(self, area: str, row: int, cells: list[str]) -> None:
        """Let a row give the area of those below, where that is declared; else, or numbered as a unit, doubt it."""
        self.lines.areas_uncounted |= self.lines.is_uncounted(cells)
        in_words = self._is_counted(cells) and answers_in_words(cells, self.at, self.layout.known.holding("yes_no"))
        as_unit = in_words or (self.lines.goes_on(cells) and not self.is_bare(cells))
        if not self.declared.areas_in_rows or as_unit:
            self.doubt(row, cells)
            return
        self.extra[self.at["area"]] = area
        self.leave_out("area-row", row, cells, area)

    def _is_counted(self, cells: list[str]) -> bool:
        return self.lines.numbered and self.lines.has_number(cells)

    def _waits(self, unit: Entry, row: int, cells: list[str]) -> bool:
        """Whether a row waits: it may be a part of the unit above, or a line below the table."""
        if row in self.waiting_lines:
            return False
        if self._may_be_part(unit, cells):
            self.waiting_lines[row] = self.table.line_of(cells)
            waiting = WaitingRow(row, cells, self.last_gap == self.rows, unit)
            self.possible_parts.append((waiting, self.own[-1]))
            return True
        if not (self.lines.signed or self.all_constant):
            return False
        uncounted = not self.lines.has_number(cells)
        if self.lines.signed and (uncounted or self.lines.number_at is None):
            return self._below_signature(row, cells)
        if self.all_constant and (uncounted or self.is_bare(cells)):
            if is_undivided(self, row, cells):
                return True
            self.lines.signed |= is_signature(self.written(cells))
            self._wait(self.possible_notes, row, cells, unit=unit)
            return True
        return False

    def _may_be_part(self, unit: Entry, cells: list[str]) -> bool:
        """Whether a row begins as a part of the unit above, of its kind and year; in a list of dashes none is one."""
        if not begins_as_part(unit.name, unit.folded) or unit.folded in NAMELESS:
            return False
        above = self.own[-1] if self.own else None
        if not above or begins_as_part(above.name, folded_name(above)):
            return False
        return (above.kind, above.year) == (unit.kind, unit.year) and not self._is_counted(cells)

    def _below_signature(self, row: int, cells: list[str]) -> bool:
        """Leave out a line below who signs a table; one with answers may be a unit all the same."""
        if self.is_bare(cells):
            self.leave_out("note-row", row, cells, " ".join(filled(self.written(cells))))
        else:
            self.doubt(row, cells)
        return True

    def is_bare(self, cells: list[str]) -> bool:
        """Whether a row has no answer; without year and kind of its own it may then be a note below the table."""
        answers = self.parsers[cells[self.kind_at]].model.columns()[len(self.layout.common.columns()) :]
        return not any(cells[self.at[name]].strip() for name in answers if self.at.get(name, ABSENT) >= 0)

    def _has_name(self, unit: Entry, cells: list[str]) -> bool:
        """Whether the row names its unit; a file with neither column gets one problem for all rows."""
        if unit.folded not in NAMELESS:
            return True
        if is_form_row(self, self.written(cells)):
            self._wait(self.lines.of_form, unit.row, cells, unit=unit)
        else:
            refuse_nameless(self, unit, cells)
        return False

    def add(self, rule: str, unit: Entry, cells: list[str], column: str, value: str, **details: object) -> None:
        """Add a problem of a unit's cell."""
        self.problems.add(problem(rule, self.place(unit.row, cells, column), value, **details))

    def place(self, row: int, cells: list[str], column: str | None = None) -> Place:
        """Return the place of the row read last, or of one that waits, or of one of its cells."""
        line = self.waiting_lines[row] if row in self.waiting_lines else self.table.line_of(cells)
        return self.source.place(row, column, line)

    def _cells_of_others(self, unit: Entry, parser: RowParser, cells: list[str]) -> None:
        for at in self.columns.without_heading:
            if cells[at].strip() and unit.row not in self.left_out:
                self.unread[at] = self.unread.get(at, 0) + 1
        known = self.layout.known
        for name, index in parser.others.items():
            if cells[index] and cells[index].strip() and not (self.lenient and cells[index] == UNKNOWN):
                self.add("cell-not-for-kind", unit, cells, name, cells[index], kind=known.called_kind(unit.kind))

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
        self.problems.add(problem(rule, self.place(row, cells), found=len(cells), expected=width))
        self.unchecked[EVERY_CELL].append(row)
        self.not_entered += 1
        return False

    def _wait_or_refuse(self, errors: Errors, row: int, cells: list[str]) -> None:
        """Let a row wait that a later one may explain: an ambiguous number, or a line that may be a note."""
        written = self.written(cells)
        name = cells[self.at["name"]] if "name" in self.at else ""
        if self._is_blank(cells):
            self.last_gap = self.rows
        elif total := total_word(written, name, fold(name)):
            self.leave_out("total-row", row, cells, total)
        elif self.lines.repeats_header(written):
            self.leave_out("repeated-header", row, cells, " ".join(filled(written)))
        elif self._is_unreadable_area(errors, name, row, cells) or self._is_signed(errors, row, cells):
            pass
        elif row not in self.waiting_lines and self._is_ambiguous(errors):
            self._wait(self.ambiguous, row, cells)
        elif is_undivided(self, row, cells):
            pass
        elif row not in self.waiting_lines and is_form_row(self, written, errors):
            self._wait(self.lines.of_form, row, cells, errors=errors)
        elif self._may_be_note(errors, cells) and len(self.possible_notes) < MOST_NOTES:
            self._wait(self.possible_notes, row, cells, errors=errors)
        else:
            self.refuse(errors, row, cells)

    def refuse_width(self, rule: str, row: int, cells: list[str], **details: object) -> None:
        """Refuse a row of which no cell can be read, as it has too few or too many of them."""
        place, expected = self.place(row, cells), len(self.table.columns)
        self.problems.append(problem(rule, place, None, **details, expected=expected))
        self.unchecked[EVERY_CELL].append(row)
        self.not_entered += 1

    def _is_ambiguous(self, errors: Errors) -> bool:
        return not self.context.cells.mark and any(found["type"] == "ambiguous-number" for found in errors)

    def _is_unreadable_area(self, errors: Errors, name: str, row: int, cells: list[str]) -> bool:
        """Whether a row of which neither year nor kind can be read, or that has no answer, names an area."""
        known = "name" in self.at and row not in self.waiting_lines
        area = self.lines.area(name, fold(name), self.written(cells)) if known else None
        if area is None or self.lines.counts_as_unit(cells):
            return False
        if not (self.is_bare(cells) or self.declared.areas_in_rows):
            return False
        self._take_area(area, row, cells)
        return True

    def _is_signed(self, errors: Errors, row: int, cells: list[str]) -> bool:
        """Whether a row with errors stands below who signs the table, without a number of its own: it is no unit."""
        if not self.lines.signed or (self.lines.numbered and self.lines.has_number(cells)):
            self.lines.signed |= is_signature(self.written(cells)) and self._lacks_leading(errors)
            return False
        self.leave_out("note-row", row, cells, " ".join(filled(self.written(cells))))
        return True

    def _lacks_leading(self, errors: Errors) -> bool:
        """Whether neither year nor kind of a row can be read, as far as they have columns."""
        wrong = {found["loc"][0] for found in errors if found["loc"]}
        columns = self.layout.common.columns()
        own = {columns.index(name) for name in self.layout.leading if self.at.get(name, ABSENT) >= 0}
        return own <= wrong

    def written(self, cells: list[str]) -> list[str]:
        """Return the cells of a row as the file has them, without the constants."""
        return cells[: len(cells) - len(self.extra)]

    def _is_blank(self, cells: list[str]) -> bool:
        """Whether nothing is filled in but the year, as in the rows of a form that nobody needed."""
        return is_blank(self.written(cells), self.at.get("year", ABSENT))

    def _may_be_note(self, errors: Errors, cells: list[str]) -> bool:
        """Whether neither year nor kind of the row can be read, and it has one cell or begins as a note does."""
        own = any(self.at.get(name, ABSENT) >= 0 for name in self.layout.leading)
        written = self.written(cells)
        lone = own and len(filled(written)) == 1 and not is_cut(self, written)
        return self._lacks_leading(errors) and (is_note(written) or lone)

    def _wait(self, queue: list[WaitingRow], row: int, cells: list[str], **what: Any) -> None:
        self.waiting_lines[row] = self.table.line_of(cells)
        queue.append(WaitingRow(row, cells, self.last_gap == self.rows, **what))

    def leave_out(self, rule: str, row: int, cells: list[str], value: str) -> None:
        """Report a row that is no unit and is not read."""
        self.parsers.blanks.subtract(self.parsers.declared_blanks(cells))
        place = self.place(row, cells)
        self.problems.append(problem(rule, place, value))
        if rule in SUMS:
            self.sums.append(Sum(rule, value, place, cells))
        self.left_out.add(row)
        self.last_gap = self.rows

    def refuse(self, errors: Errors, row: int, cells: list[str]) -> None:
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
                wrong = problem(found["type"], self.place(row, cells, column), value, **details)
                self.problems.add(self.excuse(wrong) if unknown else wrong)
        if unknown:
            self._enter_without(at_fault, row, cells)
            return
        checks = self.parsers.checks.get(model, Checks())
        for rule in (THE_ANSWERS,) if model is Unit else checks.rules():
            self.unchecked[rule].append(row)
        self._enter_identity(row, cells)

    def excuse(self, found: Problem) -> Problem:
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
        self.enter(parser.validate(tuple(own)), row, cells)

    def _enter_identity(self, row: int, cells: list[str]) -> None:
        """Look for duplicates of a row with errors too, if its identity is sound. (It is never scored.)"""
        common = self.parsers.common
        try:
            unit = common.validate(common.own(cells))
        except ValidationError:
            self.unchecked[self.layout.repeated].append(row)
            self.not_entered += 1
        else:
            self.enter(unit, row, cells)

"""What is decided once a whole file has been read: of the rows that wait, and what only a whole table shows."""

import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, Final

from scp_ninhbinh.problems.many import FEW as MOST_ALIKE
from scp_ninhbinh.problems.many import limited
from scp_ninhbinh.problems.problem import Alike, Problem, column_letters, problem
from scp_ninhbinh.survey.around import said_around
from scp_ninhbinh.survey.contradicted import of_another_year, says_otherwise
from scp_ninhbinh.survey.declared import is_excused
from scp_ninhbinh.survey.header import HEADING, missing_columns
from scp_ninhbinh.survey.lines import filled, groups_of_parts, is_dashed, is_note, summing_up
from scp_ninhbinh.survey.lone_cells import names_unit
from scp_ninhbinh.survey.lost_letters import lost_letters
from scp_ninhbinh.survey.no_units import NO_UNIT, refuse_nameless, sums_of_all
from scp_ninhbinh.survey.odd_ids import odd_ids
from scp_ninhbinh.survey.running_ids import without_numbering
from scp_ninhbinh.survey.totals import check_sums, summed_columns
from scp_ninhbinh.survey.whole_file import (
    columns_of_crosses,
    dated_years,
    misread_cells,
    swallowed_rows,
    without_consequences,
)
from scp_ninhbinh.tables.table import LINE_BREAK, heading_text
from scp_ninhbinh.text.numbers import plain, values_by_mark
from scp_ninhbinh.text.say import Called, Phrase
from scp_ninhbinh.text.spelling import heading_key

if TYPE_CHECKING:
    from scp_ninhbinh.survey.table_reader import TableReader

FEW: Final = 5
"""Row numbers that a message lists; the rest are an ellipsis."""

MOST_HIDDEN: Final = 10
"""Hidden rows that a message lists."""

COMPLETE: Final = Phrase("complete its row if it is a unit; else delete the line, or begin it with a word such as Note")

CHECKS: Final[dict[str, Phrase]] = {
    "duplicate-unit": Phrase("duplicate-unit"),
    "listed-twice": Phrase("listed-twice"),
    "part-over-whole": Phrase("part-over-whole"),
    "part-without-whole": Phrase("part-without-whole"),
    "unknown-task": Phrase("unknown-task"),
}
"""What a message calls a check that was not made: English says the rule, other languages what it looks for too."""

ITS_ROWS: Final = Phrase("its own column")
CHECK_YEARS: Final = Phrase("check the years of the rows: the title and the name of the file or the sheet have another")

MARKS: Final = {".": Phrase("point"), ",": Phrase("comma")}
"""What a message calls a decimal mark."""


def settled(reader: "TableReader") -> list[Problem]:
    """Decide of the rows that wait, once the whole file has been read, and return all problems in their order."""
    reader.context.cells.mark = reader.declared.mark or reader.context.cells.settled
    _numbers(reader)
    _lines(reader)
    _parts(reader)
    _form_rows(reader)
    _sums(reader)
    check_sums(reader)
    found = limited(_of_whole_table(reader), reader.source)
    named = map(reader.source.named, found) if reader.source.headings else found
    return sorted(named, key=lambda found: found.place.row or sys.maxsize)


def _of_whole_table(reader: "TableReader") -> list[Problem]:
    """Return all problems of the table: of its rows, and what only all of them show."""
    table, problems, lenient = reader.table, reader.problems, reader.lenient
    problems += [
        reader.excuse(found) if lenient and is_excused(found, reader.layout.known) else found
        for found in table.problems
        if found.place.row not in reader.left_out
    ]
    problems += _hidden_rows(reader) if table.hidden_rows else ()
    problems[:] = without_consequences(problems)
    problems += without_numbering(reader.same_number, table, reader.at)
    told = {str(found.details.get("column_meant")) for found in reader.columns.problems}
    lacking = missing_columns(reader.at, reader.parsers.kinds, table, reader.layout)
    problems += [found for found in lacking if found.value not in told]
    problems += [
        *_not_checked(reader),
        *_declarations(reader),
        *_headings(reader),
        *_unread_cells(reader),
        *_not_answered(reader),
    ]
    around = [*said_around(reader, problems)]
    problems += around
    problems += _of_texts(reader, {str(one.details["column_meant"]) for one in around if one.rule == "inverted-legend"})
    return problems


def _hidden_rows(reader: "TableReader") -> Iterator[Problem]:
    """Yield the rows that nobody sees and that are read or refused; what is left out may as well be out of sight."""
    read = {unit.row for unit in reader.own}
    read |= {found.place.row for found in reader.problems if found.severity == "error" and found.place.row}
    read -= reader.left_out
    read |= {found.place.row for found in reader.problems if found.rule == "area-row" and found.place.row}
    if rows := [row for row in reader.table.hidden_rows if row in read]:
        shown = (*rows[:MOST_HIDDEN], *("…",) * (len(rows) > MOST_HIDDEN))
        yield problem("hidden-rows", reader.source.place(), rows=shown)


def _of_texts(reader: "TableReader", turned: Collection[str]) -> Iterator[Problem]:
    """Yield what a second look at the texts of the table finds; in `turned` columns an x is no yes."""
    table, known = reader.table, reader.layout.known
    if table.may_be_misread():
        told = {found.place for found in reader.problems if found.rule == "mis-converted-text"}
        yield from (found for found in misread_cells(table, reader.at) if found.place not in told)
    if table.may_lack_letters():
        yield from lost_letters(table, reader.at, known)
    yield from swallowed_rows(table, reader.at, known.names)
    yield from odd_ids(reader.own)
    if reader.crossed:
        passed_over = {*reader.declared.blank, *reader.columns.pairs, *turned}
        yield from columns_of_crosses(table, reader.parsers, reader.extra, passed_over, reader.left_out)
    if reader.dated:
        yield from dated_years(table, reader.at, ("year", *known.holding("year")), reader.left_out)


def _numbers(reader: "TableReader") -> None:
    """Read rows with ambiguous numbers again: the file's other numbers may have shown its decimal mark."""
    mark, grouped = reader.context.cells.mark, False
    settled = []
    for row, cells, *_ in reader.ambiguous:
        for name in (name for name in reader.layout.known.holding("number") if name in reader.at):
            cell = cells[reader.at[name]]
            values = values_by_mark(cell.strip())
            if mark and len(set(values.values())) > 1:
                settled.append((reader.place(row, cells, name), cell, plain(values[mark])))
                grouped |= values[mark] < max(values.values()) and cell.strip().endswith("0")
        reader.extra[:] = cells[len(cells) - len(reader.extra) :]  # with the area that held for the row
        reader.read_rows([(row, reader.written(cells))])
    if mark and settled:
        place, cell, read = settled[0]
        found = problem("decimals-settled", place, cell, read=read, mark=MARKS[mark], n=len(settled))
        reader.problems.append(found._replace(severity="warning") if grouped else found)


def _lines(reader: "TableReader") -> None:
    """Decide of each line that waits: a note below the last unit, a row with errors, a unit, or a doubtful one."""
    # of the units that do not wait: one without answers may stand before a note
    last = max((unit.row for unit in reader.own), default=0) if reader.possible_notes else 0
    for line in reader.possible_notes:
        written = reader.written(line.cells)
        at_end, like_note = line.row > last, is_note(written) or len(filled(written)) == 1
        apart = line.apart or is_note(written) or bool(line.errors)
        uncounted = reader.lines.numbered and not reader.lines.has_number(line.cells)
        if at_end and names_unit(reader, line):
            reader.doubt(line.row, line.cells, COMPLETE)
        elif at_end and like_note and (apart or uncounted):
            reader.leave_out("note-row", line.row, line.cells, " ".join(filled(written)))
        elif line.errors:
            reader.refuse(line.errors, line.row, line.cells)
        elif uncounted or is_note(written) or (at_end and apart and reader.is_bare(line.cells)):
            reader.doubt(line.row, line.cells)
        elif line.unit:
            reader.enter(line.unit, line.row, line.cells)


def _parts(reader: "TableReader") -> None:
    """Decide of rows that begin as parts of the unit above: left out where they are marked so, or add up to it."""
    for parent, lines in groups_of_parts(reader.possible_parts):
        numbers = reader.layout.known.fitting(parent.kind, "number")
        whole = {name: value for name in numbers if (value := getattr(parent, name, None)) is not None}
        sums = {name: sum(getattr(line.unit, name, None) or 0 for line in lines) for name in whole}
        add_up = bool(whole) and sums == whole
        within = all(sums[name] <= whole[name] for name in whole) if whole else reader.lines.numbered
        for line in lines:
            if add_up or (within and is_dashed(line.unit.name)):
                reader.leave_out("part-row", line.row, line.cells, line.unit.name.strip())
            else:
                reader.doubt(line.row, line.cells)


def _sums(reader: "TableReader") -> None:
    """Doubt rows that add up all others, or those next to them where they lack their number or id, or name areas."""
    few = len(reader.uncounted) * 2 <= len(reader.own)
    candidates = [*reader.called_as_areas, *(reader.uncounted if few else ())]
    names = tuple(summed_columns(reader))
    told: dict[int, Any] = {id(unit): (unit, None) for unit in sums_of_all(reader)}
    told |= {id(unit): (unit, line) for unit, line in summing_up(candidates, reader.own, names)}
    for unit, line in told.values():
        breaks = sum(len(LINE_BREAK.findall(text)) for text in (unit.name, unit.area))
        place = reader.source.place(unit.row, "name", None if line is None else line - breaks)
        reader.problems.append(problem("doubtful-row", place, unit.name.strip(), remedy=NO_UNIT))


def _form_rows(reader: "TableReader") -> None:
    """Leave out rows of a form below the last unit that nobody has filled in, and tell of them once."""
    last = max((unit.row for unit in reader.own), default=0) if reader.lines.of_form else 0
    below = [line for line in reader.lines.of_form if line.row > last]
    for line in reader.lines.of_form:
        if line.row < last and line.errors:
            reader.refuse(line.errors, line.row, line.cells)
        elif line.row < last:
            refuse_nameless(reader, line.unit, line.cells)
    if below:
        first, *more = below
        text = " ".join(filled(reader.written(first.cells)))
        found = problem("note-row", reader.place(first.row, first.cells), text)
        rows = tuple(str(line.row) for line in more[:MOST_ALIKE])
        reader.problems.append(found._replace(alike=Alike(len(more), rows, True)) if more else found)
        reader.left_out.update(line.row for line in below)


def _unread_cells(reader: "TableReader") -> Iterator[Problem]:
    """Yield a warning for each column without a heading that has filled cells."""
    for at, n in reader.unread.items():
        place = reader.table.header._replace(column=column_letters(at))
        yield problem("unread-cells", place, column_letters(at), n=n)


def _not_answered(reader: "TableReader") -> Iterator[Problem]:
    """Yield a warning for each answer in two columns of which neither is marked."""
    for name, rows in reader.unanswered.items():
        few = (*rows[:FEW], *("…",) * (len(rows) > FEW))
        called = reader.layout.known.called(name)
        yield problem("no-answer-marked", reader.table.header._replace(column=name), called, n=len(rows), rows=few)


def _not_checked(reader: "TableReader") -> Iterator[Problem]:
    """Name the checks that rows with errors did not get, those of the same rows together."""
    checks: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for check, unread in reader.unchecked.items():
        checks[tuple(unread)].append(check)
    for rows, names in checks.items():
        few = (*rows[:FEW], *("…",) * (len(rows) > FEW))
        called = tuple(CHECKS.get(name, name) for name in names)
        yield problem("not-checked", reader.source.place(), check=called, rows=few)


def _headings(reader: "TableReader") -> Iterator[Problem]:
    """Yield a notice of each heading that is read as it is declared."""
    written = {heading_key(heading_text(stack)) for stack in reader.table.stacks}
    for key, heading in reader.declared.headings.items():
        if heading.column and key in written:
            meant = reader.layout.known.called(heading.column.partition("=")[0])
            at = reader.table.header._replace(column=heading.written)
            yield problem("heading-declared", at, heading.written, column_meant=meant, by=heading.at.path)


def _declarations(reader: "TableReader") -> Iterator[Problem]:
    """Yield a notice of each declaration that this table used, and a warning where the file says otherwise."""
    header, known = reader.table.header, reader.layout.known
    for column, constant in reader.constants.items():
        called = known.called(column)
        value = known.called_value(column, constant.value)
        text = Called(f"{column}={value}", f"{called.vi} = {value.vi}")
        if constant.by == HEADING:
            yield problem("unit-in-heading", header._replace(column=column), text)
            continue
        yield problem("set-column", header._replace(column=column), text, by=constant.by)
        if says := says_otherwise(reader, constant):
            yield problem("set-contradicted", header._replace(column=column), text, by=constant.by, says=says)
    if says := of_another_year(reader):
        year = str(reader.own[0].year)
        text = Called(f"year={year}", f"{known.named('year').vi} = {year}")
        at = header._replace(column="year")
        yield problem("set-contradicted", at, text, by=ITS_ROWS, says=says, remedy=CHECK_YEARS)
    for column, n in (+reader.parsers.blanks).items():
        blank, called = reader.declared.blank[column], known.called(column)
        reader.context.used.add(blank)
        yield problem("blank-declared", header._replace(column=column), called, n=n, by=blank.by)
        if column in reader.parsers.nos and blank.sheet is None and blank.at is None and header.sheet:
            yield problem("blank-with-no", header._replace(column=column), called, n=n)

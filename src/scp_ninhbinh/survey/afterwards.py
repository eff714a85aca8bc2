"""What is settled of a table once its whole file has been read, and all its problems in their order."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from scp_ninhbinh.plan.vocabulary import NUMBERS
from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.survey.headers import missing_columns
from scp_ninhbinh.survey.lines import Waiting, filled, is_note
from scp_ninhbinh.survey.refused import is_excused
from scp_ninhbinh.survey.second_look import mis_converted, only_marks, swallowed
from scp_ninhbinh.survey.table_reader import TableReader
from scp_ninhbinh.text.numbers import plain, readings
from scp_ninhbinh.text.say import Phrase

FEW: Final = 5
"""Row numbers that a message lists; the rest are an ellipsis."""

MARKS: Final = {".": Phrase("point"), ",": Phrase("comma")}


def finish(reader: TableReader) -> list[Problem]:
    """Settle the rows that wait, and return the problems of the table in their order."""
    _settle_numbers(reader)
    _settle_lines(reader)
    table, problems = reader.table, reader.problems
    problems += [
        reader.excuse(found) if reader.lenient and is_excused(found) else found
        for found in table.problems
        if found.place.row not in reader.left_out
    ]
    problems += missing_columns(reader.at, reader.readers.kinds, table.header, reader.layout)
    problems += [*_not_checked(reader), *_declarations(reader)]
    if table.doubtful():
        told = {found.place for found in problems if found.rule == "mis-converted-text"}
        problems += [found for found in mis_converted(table, reader.at) if found.place not in told]
    problems += swallowed(table, reader.at)
    if reader.marked:
        problems += only_marks(table, reader.readers, reader.extra)
    return sorted(problems, key=lambda found: found.place.row or sys.maxsize)


def _settle_numbers(reader: TableReader) -> None:
    """Read the rows with ambiguous numbers again, now that the file's other numbers may have shown its decimal mark."""
    mark = reader.terms.cells.mark
    settled = []
    for row, cells, *_ in reader.ambiguous:
        for name in (name for name in NUMBERS if name in reader.at):
            cell = cells[reader.at[name]]
            values = readings(cell.strip())
            if mark and len(set(values.values())) > 1:
                settled.append((reader.place(row, cells, name), cell, plain(values[mark])))
        reader.read_rows([(row, reader.written(cells))])
    if mark and settled:
        place, cell, read = settled[0]
        found = problem("decimals-settled", place, cell, read=read, mark=MARKS[mark], n=len(settled))
        reader.problems.append(found)


def _settle_lines(reader: TableReader) -> None:
    """Decide of each line that waits: a note below the last unit, a row with errors, a unit, or a doubtful one."""
    last = reader.rows
    for line in reader.below:
        written = reader.written(line.cells)
        at_end, like_note = last == line.before, is_note(written) or len(filled(written)) == 1
        apart = line.apart or is_note(written) or bool(line.errors)
        uncounted = reader.numbered and not reader.has_number(line.cells)
        if at_end and like_note and (apart or uncounted):
            reader.leave_out("note-row", line.row, line.cells, " ".join(filled(written)))
        elif line.errors:
            reader.refuse(line.errors, line.row, line.cells)
        elif uncounted or (at_end and apart and reader.is_bare(line.cells)):
            _doubt(reader, line)
        elif line.unit:
            reader.enter(line.unit, line.row, line.cells)


def _doubt(reader: TableReader, line: Waiting) -> None:
    text = " ".join(filled(reader.written(line.cells)))
    reader.problems.append(problem("doubtful-row", reader.place(line.row, line.cells, "name"), text))
    reader.rows += 1


def _not_checked(reader: TableReader) -> Iterator[Problem]:
    """Name the checks that rows with errors did not get, those of the same rows together."""
    checks: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for check, unread in reader.unchecked.items():
        checks[tuple(unread)].append(check)
    for rows, names in checks.items():
        few = (*rows[:FEW], *("…",) * (len(rows) > FEW))
        yield problem("not-checked", reader.source.place(), check=tuple(names), rows=few)


def _declarations(reader: TableReader) -> Iterator[Problem]:
    """Say what was declared of this table and used."""
    for column, constant in reader.constants.items():
        yield problem("set-column", reader.table.header._replace(column=column), f"{column}={constant.value}")
    for column, n in (+reader.readers.blanks).items():
        yield problem("blank-declared", reader.table.header._replace(column=column), column, n=n)

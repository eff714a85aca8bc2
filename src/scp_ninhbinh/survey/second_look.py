"""What shows only when a table is read a second time: texts that were converted wrongly, columns of nothing but "x"."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, cast

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.survey.cells import CROSS, Answer, Use
from scp_ninhbinh.survey.readers import ABSENT, Readers
from scp_ninhbinh.survey.units import COLUMNS, Unit, cell_types
from scp_ninhbinh.tables.table import LINE_BREAK, Table
from scp_ninhbinh.text.spelling import fold

NUL: Final = "\0"

FEWEST: Final = 2
"""Separators in a line of a cell that make it look like a row."""


def mis_converted(table: Table, at: Mapping[str, int]) -> Iterator[Problem]:
    """Yield a problem for each cell whose text was converted wrongly before, or has lost a letter."""
    from scp_ninhbinh.tables.misread import misread
    from scp_ninhbinh.tables.vietnamese import lost_u

    columns = {name: index for name, index in at.items() if name and index >= 0}
    for row, cells in table.again():
        if (text := "".join(cells)).isascii() and NUL not in text:
            continue
        for name, index in columns.items():
            cell = cells[index] if index < len(cells) else ""
            if cell.isascii() and NUL not in cell:
                continue
            likely = "" if NUL in cell else misread(cell)
            if likely is not None:
                place = table.source.place(row, name, table.line_of(cells))
                yield problem("mis-converted-text", place, cell, guess=likely)
            elif table.may_lack_u and lost_u(cell):
                yield problem("lost-letter", table.source.place(row, name, table.line_of(cells)), cell)


def swallowed(table: Table, at: Mapping[str, int]) -> Iterator[Problem]:
    """Yield a problem for each cell in which a quotation mark that was never closed seems to have swallowed a row."""
    columns = {name: index for name, index in at.items() if name in COLUMNS and name != "note" and index >= 0}
    for row, cells in table.long_rows():
        for name, index in columns.items():
            lines = LINE_BREAK.split(cells[index]) if index < len(cells) else []
            if any(line.count(table.separator) >= FEWEST for line in lines[1:]):
                yield problem("swallowed-rows", table.source.place(row, name, table.line_of(cells)), cells[index])


def only_marks(table: Table, readers: Readers, extra: Sequence[str]) -> Iterator[Problem]:
    """Yield a warning for each column of answers that holds "x" and empty cells and nothing else."""
    kind_at = readers.at.get("kind", ABSENT)
    words: dict[str, set[str]] = defaultdict(set)
    for _, cells in table.again():
        row = [*cells, *extra]
        for name in _answers(cast(Hashable, readers[row[kind_at]].model)) if len(cells) == len(table.columns) else ():
            if name in readers.at:
                words[name].add(fold(row[readers.at[name]]))
    declared = readers.terms.declared.blank_is_no
    for name, found in words.items():
        if found == {CROSS, ""} and name not in declared:
            yield problem("only-x", table.header._replace(column=name), name)


@cache  # a row asks for its model's
def _answers(model: Hashable) -> tuple[str, ...]:
    """Return the columns of yes and no that a model has."""
    types = cell_types(cast(type[Unit], model))
    return tuple(name for name, type_ in types.items() if type_ in (Answer, Use))

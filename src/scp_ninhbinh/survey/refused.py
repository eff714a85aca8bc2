"""Answers and numbers that cannot be read, where they are declared to count as not known (`--bad-cells unknown`)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.survey.cells import Days
from scp_ninhbinh.survey.units import HOLDS, MODELS, cell_types
from scp_ninhbinh.tables.table import Row, Table
from scp_ninhbinh.text.say import Phrase

VALUES: Final = frozenset(
    name for model in MODELS for name, type_ in cell_types(model).items() if type_ in HOLDS or type_ == Days
)
"""The columns of answers and numbers. A kind or a year that cannot be read says nothing of any unit."""

UNREADABLE: Final = frozenset({"cell-error", "formula-without-value", "merged-number"})
"""Rules that a workbook's cell breaks before it is read as a value."""

UNKNOWN: Final = "..."
"""What is read in place of such a cell: not known, and not empty, which may be declared to mean no."""

TOGETHER: Final = {
    "packaging_total": ("packaging_hard",),
    "packaging_hard": (),
    "days": ("packaging_total", "packaging_hard"),
}
"""What cannot be used either once a number of the row is refused: a part of no whole, figures of no known time."""

COUNTED: Final = Phrase("counted as unknown (--bad-cells unknown); correct it for a narrower range")


def excused(found: Problem) -> Problem:
    """Return the problem of a cell that counts as not known: a warning, which says so."""
    return found._replace(severity="warning", details={**found.details, "remedy": COUNTED})


def is_excused(found: Problem) -> bool:
    """Whether a problem found before the rows were read is of a cell that may count as not known."""
    return found.rule in UNREADABLE and found.place.column in VALUES


def unknown_at(columns: Sequence[str], refused: Collection[str], rules: Collection[str]) -> list[int]:
    """Return the positions, in a row of these columns, of what is not known once some cells are refused."""
    names = {*refused, *(other for name in refused for other in TOGETHER.get(name, ()))}
    if "hard-over-total" in rules:  # either of the two may be the wrong one
        names.add("packaging_total")
    return [at for at, name in enumerate(columns) if name in names]


def with_unknowns(table: Table) -> Iterator[Row]:
    """Yield the rows of a table with "..." in place of the cells that cannot be read."""
    unread: dict[int, set[int]] = defaultdict(set)
    for found in filter(is_excused, table.problems):
        names = (found.place.column or "", *TOGETHER.get(found.place.column or "", ()))
        unread[found.place.row or 0] |= {table.columns.index(name) for name in names if name in table.columns}
    for row, cells in table.rows:
        for at in unread.get(row, ()):
            cells[at] = UNKNOWN
        yield row, cells

"""Which answers and numbers stand in no file: a declared constant, or an empty cell that was declared to mean no.

Nothing is kept where nothing is declared; of a table's constants one line, of its empty cells one byte a row.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from scp_ninhbinh.problems.problem import Source
from scp_ninhbinh.survey.units import Entry

Read = Callable[[Any, str], Any]
"""Reads a column off a unit: `getattr`, or what takes the declared answers otherwise."""


class DeclaredCells:
    """The declared answers and numbers of all tables that were read."""

    def __init__(self) -> None:
        self._tables: dict[int, tuple[Source, Collection[str]]] = {}
        self._blanks: dict[tuple[int, str], bytearray] = {}

    def __bool__(self) -> bool:
        """Whether there may be any."""
        return bool(self._tables)

    def add_table(self, source: Source, constants: Collection[str], blanks: Collection[str]) -> None:
        """Remember a table with the columns that are constants in it, and those whose empty cells mean no.

        The source is kept: tables are told apart by its identity, as every unit has that of its table.
        """
        if constants or blanks:
            self._tables[id(source)] = (source, frozenset(constants))

    def add_blanks(self, source: Source, row: int, columns: Iterable[str]) -> None:
        """Remember the empty cells of a row that mean no."""
        for column in columns:
            marks = self._blanks.setdefault((id(source), column), bytearray())
            if len(marks) <= row:
                marks.extend(bytes(row + 1 - len(marks)))
            marks[row] = 1

    def holds(self, unit: Entry, column: str) -> bool:
        """Whether this answer or number of a surveyed unit was declared; one that is not known was not."""
        table = self._tables.get(id(unit.source))
        if table is None or getattr(unit, column) is None:
            return False
        marks = self._blanks.get((id(unit.source), column), b"")
        return column in table[1] or (unit.row < len(marks) and marks[unit.row] == 1)

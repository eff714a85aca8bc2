"""Letters of a table that became question marks before it came here: one problem a column, and one for the headings."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.tables.lost import REPLACED, lost, may_be_lost
from scp_ninhbinh.tables.table import Table, heading_text

NAMED: Final = ("kind", "id", "name", "area", "stratum")
MOST_DOUBTFUL: Final = 1_000
"""Texts of a column that are looked at closely: that takes long, and one that is sure is among the first."""

UNDECODED: Final = frozenset({"not-utf8", "not-in-encoding"})
"""Rules of files whose bytes that could not be read stand as replacement characters, which no one else put there."""


class _Found(NamedTuple):
    """The first text of a column whose letters were lost, or may be, and where."""

    place: Place
    text: str


class _Column:
    """What a column, or the header, shows: the first text that surely lost letters, and how many may have."""

    def __init__(self) -> None:
        self.first: _Found | None = None
        self.sure: _Found | None = None
        self.count = 0

    def add(self, place: Place, text: str, replaced: bool) -> None:
        """Add a text that lost letters, surely or perhaps; more than so many doubtful ones show nothing."""
        found = _Found(place, text)
        self.first, self.count = self.first or found, self.count + 1
        if self.sure is None and self.count <= MOST_DOUBTFUL and (replaced or lost(text)):
            self.sure = found


def lost_letters(table: Table, at: Mapping[str, int], known: Vocabulary) -> Iterator[Problem]:
    """Yield a problem for each column with lost letters; a doubtful one counts only beside one that is sure."""
    decoded = not any(found.rule in UNDECODED for found in table.problems)
    names = {*NAMED, *known.holding("choice", "yes_no")}
    asked = {name: index for name, index in at.items() if index >= 0 and name in names}
    every = {name: index for name, index in at.items() if index >= 0 and name} if decoded else asked
    columns = {"": _in_headings(table, decoded), **{name: _Column() for name in every}}
    for row, cells in table.reread():
        text = "".join(cells)
        if "?" in text or (decoded and REPLACED in text):
            for name, index in every.items():
                cell = cells[index] if index < len(cells) else ""
                replaced = decoded and REPLACED in cell
                if replaced or (name in asked and may_be_lost(cell)):
                    place = table.source.place(row, name, table.line_of(cells))
                    columns[name].add(place, cell, replaced)
    yield from _problems(columns)


def _in_headings(table: Table, decoded: bool) -> _Column:
    found = _Column()
    for heading in list(map(heading_text, table.stacks)):
        replaced = decoded and REPLACED in heading
        if replaced or lost(heading):
            found.add(table.header._replace(column=heading), heading, replaced)
    return found


def _problems(columns: Mapping[str, _Column]) -> Iterator[Problem]:
    surely = any(column.sure for column in columns.values())
    for column in columns.values():
        if surely and (one := column.sure or column.first):
            sign = REPLACED if REPLACED in one.text and not may_be_lost(one.text) else "?"
            yield problem("letters-lost", one.place, one.text, sign=sign, n=column.count)

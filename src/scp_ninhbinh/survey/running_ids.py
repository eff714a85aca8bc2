"""Ids that only number the rows of each table: the same number in two of them says nothing of one unit."""

from collections.abc import Mapping, Sequence
from typing import Final

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.survey.identity import folded_name
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.tables.table import Table
from scp_ninhbinh.text.say import Phrase

FEWEST: Final = 2
"""Numbers that two tables share, so that they are no slip in one id."""

RENAME: Final = Phrase(
    "the ids of this table only number its rows, 1 to {n}, as those of another do (ids in both: {shared}): delete the "
    "column, or rename it STT; units then go by their names"
)


def may_number(unit: Entry, other: Entry) -> bool:
    """Whether two rows of one id have a number for it, and names or kinds that are not the same."""
    return unit.id.isdecimal() and (unit.kind != other.kind or folded_name(unit) != folded_name(other))


def without_numbering(repeated: Sequence[Problem], table: Table, at: Mapping[str, int]) -> list[Problem]:
    """Return these problems of repeated ids, or one for all where the ids number the rows of the table."""
    if len(repeated) < FEWEST:
        return list(repeated)
    index = at["id"]
    ids = [cells[index].strip() for _, cells in table.reread() if index < len(cells) and cells[index].strip()]
    if ids != [str(number) for number in range(1, len(ids) + 1)]:
        return list(repeated)
    first = repeated[0]
    return [first._replace(details={**first.details, "remedy": RENAME, "n": len(ids), "shared": len(repeated)})]

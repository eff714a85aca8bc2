"""Ids that are not what they look like: signs that nobody sees, other alphabets and widths, codes turned into numbers.

They are told where they stand, though no other row may have the id that they look like: that row is in another file.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from scp_ninhbinh.problems.problem import Problem, problem
from scp_ninhbinh.survey.ids import rows_of
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.text.looks import odd_signs, sign_name

MOST_SIGNS: Final = 3
"""Signs that a message names; the rest are an ellipsis."""

_POWER: Final = re.compile(r"[0-9][eE][-+0-9]")
_NUMBER: Final = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]+)?[eE]\+[0-9]{1,3}|-?[0-9][.,][0-9]{2,}[eE]-?[0-9]{1,3}")
"""How spreadsheets and programs show a number with more digits than fit: 1.23E+05. An id such as 1E5 is none."""


def odd_ids(units: Sequence[Entry]) -> Iterator[Problem]:
    """Yield a warning for the ids of a table that have odd signs, and one for those that a spreadsheet damaged."""
    text = " ".join([unit.id for unit in units])
    if odd_signs(text):
        odd = [unit for unit in units if odd_signs(unit.id)]
        names = [sign_name(sign) for sign in odd_signs(odd[0].id)]
        yield _told("odd-id", odd, signs=(*names[:MOST_SIGNS], *["…"] * (len(names) > MOST_SIGNS)))
    powers = ("e" in text or "E" in text) and _POWER.search(text)  # a search for one letter takes next to nothing
    if powers and (damaged := [unit for unit in units if _NUMBER.fullmatch(unit.id)]):
        yield _told("damaged-id", damaged)


def _told(rule: str, units: Sequence[Entry], **details: Collection[str]) -> Problem:
    first = units[0]
    rows = rows_of(units, first.source)
    return problem(rule, first.source.place(first.row, "id"), first.id, n=len(units), rows=rows, **details)

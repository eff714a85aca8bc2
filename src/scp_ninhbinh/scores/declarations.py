"""Declared answers: how many a verdict rests on, and whether others in their place could change it. Pure.

A verdict turns if it is another one with those answers not known (docs/methods.md, "Declared answers").
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any, Final, NamedTuple

from scp_ninhbinh.plan.clauses import AnyTarget, Count, CountTarget, Increase, Plan, Reduction, Scored
from scp_ninhbinh.plan.vocabulary import RateColumns
from scp_ninhbinh.scores.verdict import OPEN, Judgement, Status
from scp_ninhbinh.survey.declared_cells import Read
from scp_ninhbinh.survey.pool import Counted, Survey
from scp_ninhbinh.survey.units import Entry

NEXT_TO_NOTHING: Final = Fraction(1, 10**9)
"""The part of a whole that is taken as the least above zero."""


class Rests(NamedTuple):
    """What a verdict rests on: the `cells` by column, kind and year, the year scored, and of a rate its columns.

    Where it `counts`, rows that saved scores tell of are among them; `amounts` are numbers that are no part of others.
    """

    cells: Sequence[Counted]
    year: int
    rate: RateColumns | None = None
    counts: bool = False
    amounts: bool = False

    def declared(self, survey: Survey) -> int:
        """Return how many of its answers and numbers were declared; nothing is gone through where nothing was."""
        return sum(self._declared(survey, *cells) for cells in self.cells) if survey.has_declared else 0

    def _declared(self, survey: Survey, column: str, kind: str, year: int) -> int:
        rows = survey.counted((kind,), column, year) if self.counts else survey.units((kind,), year)
        return sum(survey.declares(unit, column) for unit in rows)

    def without_parts(self) -> "Rests":
        """Return the cells but those of the part of a cut."""
        part = self.rate.part if self.rate else None
        return self._replace(cells=[cells for cells in self.cells if cells[0] != part])


def rests_on(plan: Plan, item: Scored, target: AnyTarget, year: int) -> Rests:
    """Return the answers and numbers that the verdict of a target rests on, scored in this year."""
    known, ratio = plan.vocabulary.columns, getattr(item, "ratio", None)
    columns = dict.fromkeys(name for column in item.columns() for name in (column, known[column].divided_by) if name)
    cells = [*product(columns, item.of, _years(item, target, year, plan.period.first))]
    rate = plan.rate(ratio) if ratio else None
    amounts = bool(getattr(item, "total", None) or (rate and not rate.is_part))
    return Rests(cells, year, rate, counts=isinstance(item, Count), amounts=amounts)


def _years(item: Scored, target: AnyTarget, year: int, first: int) -> Iterable[int]:
    """Return the years whose rows a verdict rests on, each once; `first` is that of the plan."""
    if isinstance(item, Reduction | Increase):
        return dict.fromkeys((*item.base.all, year))
    if getattr(item, "each", None) == "year" and not isinstance(target, CountTarget):
        return range(getattr(target, "since", None) or first, year + 1)
    starts = target.windows() if isinstance(target, CountTarget) else (getattr(target, "since", None) or year,)
    return range(min(starts), year + 1)


def declared_once(survey: Survey, found: Iterable[Rests]) -> int:
    """Return how many declared answers and numbers several verdicts rest on, one that serves several counted once."""
    every = dict.fromkeys(cells for one in found for cells in one.cells)
    return Rests([*every], 0).declared(survey)


def could_turn(survey: Survey, rests: Rests, found: Judgement, judged: Callable[[Survey], Judgement]) -> bool:
    """Whether other answers in place of those declared could give another verdict than the one `found`.

    One that holds with all of them not known holds whatever they are. One that is undetermined mostly stays so with
    fewer answers known, so that both extremes of them are tried too.
    """
    if found.status is not Status.UNDETERMINED:
        return judged(replace(survey, read=_unknown(survey))).status is not found.status
    if OPEN.issuperset(found.reasons) and (rests.amounts or (rests.rate and rests.without_parts().declared(survey))):
        return True  # an amount, a whole, or what it is divided by, may be any number
    ways = _ways(survey, rests)
    return any(judged(replace(survey, read=way)).status is not found.status for way in ways)


def _unknown(survey: Survey) -> Read:
    """Return what reads declared answers as not known."""
    return lambda unit, column: None if survey.declares(unit, column) else getattr(unit, column)


def _ways(survey: Survey, rests: Rests) -> Iterator[Read]:
    """Yield how declared answers may be read: as not known, all at one extreme, and all at the other."""
    yield _unknown(survey)
    for most in (True, False):
        if not rests.amounts:
            yield _extreme(survey, rests, most)


def _extreme(survey: Survey, rests: Rests, most: bool) -> Read:
    """Return what reads declared answers as yes (`most`) or no.

    Of a cut it reads declared parts as all of the whole in one year and as nothing in the other: next to nothing in the
    base year, as a base of zero allows no verdict.
    """

    def read(unit: Entry, column: str) -> Any:
        known = getattr(unit, column)
        if not survey.declares(unit, column):
            return known
        if rests.rate is None:
            return most
        whole = getattr(unit, rests.rate.whole) if column == rests.rate.part else None
        if whole is None:
            return known
        now = unit.year == rests.year
        return whole if now is most else whole * (0 if now else NEXT_TO_NOTHING)

    return read

"""What makes a year a doubtful one to compare: hardly a row, or other units than the year before. Pure.

Rules: docs/methods.md, "The review".
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Final, NamedTuple

from scp_ninhbinh.measures.answers import answer_of
from scp_ninhbinh.measures.figures import (
    Figure,
    Number,
    Percent,
    Points,
    Positive,
    Whole,
    Year,
    bounds,
)
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.plan.clauses import Plan, Share, ShareTarget
from scp_ninhbinh.problems.problem import Problem, problem
from scp_ninhbinh.scores.trend import Point, ShareYear, Word, trend
from scp_ninhbinh.scores.verdict import Judged, judge, required_of
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.units import Unit
from scp_ninhbinh.text.numbers import Amount, Percentage
from scp_ninhbinh.text.say import Called, Message, Phrase, say
from scp_ninhbinh.text.say import Number as Shown

FEW: Final = Fraction(1, 5)
"""The part of the rows of the year before, below which a year is hardly the one that was meant."""
SMALLEST: Final = 10
"""Units of the year before from which on another pool is told: of fewer one unit more or less is a tenth already."""
SHRUNK: Final = Fraction(80, 100)
"""The part of the units of the year before, below which a pool has shrunk."""
SAME: Final = Fraction(1, 2)
"""The part of the units of the year before, below which those that are there again make another pool."""

Pairs = Sequence[tuple[Unit, Unit]]
"""The units of two years, each as it was then and as it is now."""


def asked_kinds(plan: Plan) -> tuple[str, ...]:
    """Return the kinds that the clauses of a plan are about."""
    return tuple(dict.fromkeys(kind for item in plan.indicators for kind in getattr(item, "of", ())))


def few_rows(plan: Plan, survey: Survey, saved: Mapping[int, int] | None = None) -> Iterator[Problem]:
    """Yield a warning if the latest year has fewer than a fifth of the rows of the latest one before it.

    Rows are of kinds that the plan asks for, in years of the plan; `saved` are those of years known by a saved score.
    """
    kinds = asked_kinds(plan)
    rows = {year: len(survey.units(kinds, year)) for year in survey.years if year in plan.years()}
    latest = max(rows, default=None)
    earlier = {year: n for year, n in ({**(saved or {}), **rows}).items() if n and year < (latest or 0)}
    if latest is None or latest < max(saved or rows) or not earlier:
        return
    before = max(earlier)
    if rows[latest] < FEW * earlier[before]:
        first: Unit = next(iter(survey.entries.years[latest].values()))
        place = first.source.place(first.row, "year")
        yield problem("few-rows-of-year", place, str(latest), n=rows[latest], before=before, rows=earlier[before])


@record
class PoolChange:
    """That a share is of other units than the year before, and what it changed by among the units of both years."""

    year: Year
    """The year whose units are others."""
    before: Year
    """The year with a figure before it."""
    units: Positive
    """Units surveyed in year."""
    units_before: Positive
    """Units surveyed in before."""
    same: Whole
    """Units surveyed in both."""
    achieved_before: Percent | None = None
    """The share among those of both years, in before; null for none."""
    achieved: Percent | None = None
    """The share among those of both years, in year; null for none."""
    change: Annotated[Amount, Number(Points, -100, 100)] | None = None
    """achieved minus achieved_before, in percentage points."""
    word: Word | None = None
    """The word for that change alone; null where it has none."""
    status: Judged | None = None
    """The verdict among those of both years; null for none."""


class Pools(NamedTuple):
    """The units of a survey's shares in two years; `pairs` remembers who is who, which several targets ask for."""

    survey: Survey
    pairs: dict[tuple[tuple[str, ...], int, int], Pairs]

    def both(self, kinds: Collection[str], before: int, year: int) -> Pairs:
        """Return the units that were surveyed in both years."""
        key = (tuple(kinds), before, year)
        if key not in self.pairs:
            then, now = (self.survey.units(kinds, when) for when in (before, year))
            identity = self.survey.identity([*then, *now])
            known = {identity(unit): unit for unit in then}
            self.pairs[key] = [(known[identity(unit)], unit) for unit in now if identity(unit) in known]
        return self.pairs[key]

    def changes(self, item: Share, target: ShareTarget, points: Sequence[Point]) -> Iterator[PoolChange]:
        """Yield each year of a share whose figure differs by its units: in sign, word or verdict of its change.

        It is of the units surveyed, counted and no sample; a saved score does not know its units. Where each area or
        year has to meet it, what the whole comes to says nothing of that.
        """
        if item.each or any(map(self.survey.lists, item.of)):
            return
        known = [one for one in points if one.pool == "surveyed" and one.method == "census"]
        for before, now in pairwise(known):
            sizes = [len(self.survey.units(item.of, one.year)) for one in (before, now)]
            if sizes[1] and sizes[0] >= SMALLEST:
                both = self.both(item.of, before.year, now.year)
                if sizes[1] < SHRUNK * sizes[0] or len(both) < SAME * sizes[0]:
                    whole, among = _Change(before, now), _among(both, item, target, (before.year, now.year))
                    if among is None or among.said(target) != whole.said(target):
                        yield _pool_change(whole, among, (*sizes, len(both)), target)


class _Change(NamedTuple):
    """What a share came to in two years."""

    before: Point
    now: Point

    @property
    def rise(self) -> Points:
        """The change in points."""
        return Points(Fraction(self.now.achieved or 0) - Fraction(self.before.achieved or 0))

    def word(self, target: ShareTarget) -> Word | None:
        """Return the word for the two years alone."""
        return trend(self, target.required, target.due, is_ceiling=target.is_ceiling).word

    def said(self, target: ShareTarget) -> tuple[bool, bool, Word | None, Judged | None]:
        """Return all that is said of the change: its sign, its word, and the verdict."""
        return self.rise > 0, self.rise < 0, self.word(target), self.now.status


def _among(both: Pairs, item: Share, target: ShareTarget, years: tuple[int, int]) -> _Change | None:
    """Return what the two years come to among the units of both; None where there is none."""
    if not both:
        return None
    then, now = zip(*both, strict=True)
    return _Change(_point(then, item, target, years[0]), _point(now, item, target, years[1]))


def _point(units: Sequence[Unit], item: Share, target: ShareTarget, year: int) -> Point:
    given, wanted = answer_of(item.answer, item.least)
    said = [given(unit) for unit in units]
    yes = said.count(wanted)
    low, high = Percentage(yes, len(said)), Percentage(yes + said.count(None), len(said))
    figure = Figure("pooled", low, low, high)
    status: Any = judge((figure,), required_of(target, year)).status
    return ShareYear(year=year, **bounds((figure,)), status=status, method="census", pool="surveyed")


def _pool_change(whole: _Change, among: _Change | None, sizes: tuple[int, ...], target: ShareTarget) -> PoolChange:
    units_before, units, same = sizes
    about: dict[str, Any] = {"units_before": units_before, "units": units, "same": same}
    about |= {"year": whole.now.year, "before": whole.before.year}
    if among:
        about |= {"achieved_before": among.before.achieved, "achieved": among.now.achieved, "change": among.rise}
        about |= {"word": among.word(target), "status": among.now.status}
    return PoolChange(**about)


def pool_changed(survey: Survey, item: Share, found: PoolChange, points: Sequence[Point]) -> Problem:
    """Return the warning of a share of other units, with the change among those of both years."""
    figures = {point.year: point.achieved for point in points}
    first = survey.units(item.of, found.year)[0]
    among = _from_to(found.achieved_before, found.achieved) if found.same else Phrase("nothing can be compared")
    return problem(
        "pool-changed",
        first.source.place(first.row, "year"),
        str(found.year),
        title=Called(item.title.en, item.title.vi),
        before=found.before,
        whole=_from_to(figures[found.before], figures[found.year]),
        among=among,
        **{"units": found.units, "units_before": found.units_before, "same": found.same},
    )


def _from_to(start: Amount | None, end: Amount | None) -> Message:
    first, last = (Shown(Fraction(figure or 0) * 100, 1) for figure in (start, end))
    return say("from {first}% to {last}%", first=first, last=last)

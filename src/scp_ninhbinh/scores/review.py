"""Several years of surveys and saved scores → one review of the plan. Pure."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from scp_ninhbinh.measures.measured import asked as asked_answer
from scp_ninhbinh.plan.clauses import Count, Encourage, Indicator, Plan, Scored, Share, Task
from scp_ninhbinh.problems.problem import Place, ScpError
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.scores.saved import Saved
from scp_ninhbinh.scores.score import AnyTarget, Asked, Result, Scores, check_asked, pick, score
from scp_ninhbinh.scores.trend import Direction, LeftOut, Point, Trend, comparable, directions, trend
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.units import Activity


class Change(NamedTuple):
    """A unit whose known answer differs from that of the year before."""

    unit: str
    kind: str
    before: bool
    now: bool


class Reviewed(NamedTuple):
    """A target over the years, or a clause without a number.

    `latest` is the latest year of a target, with a figure or without, be it compared with the others or not.
    `changed` are the units that changed their answer since the year before, None where that is not known.
    """

    indicator: Indicator
    clause: str
    target: AnyTarget | None = None
    trend: Trend | None = None
    latest: Point | None = None
    left_out: tuple[LeftOut, ...] = ()
    changed: tuple[Change, ...] | None = None
    directions: tuple[Direction, ...] = ()


class Review(NamedTuple):
    """All targets over the years: the latest one last, and the saved years that were left out as a whole."""

    plan: Plan
    years: tuple[int, ...]
    reviewed: tuple[Reviewed, ...]
    survey: Survey
    saved: tuple[Saved, ...]
    left_out: tuple[LeftOut, ...]
    confidence: Fraction | None = None

    def statuses(self) -> Iterator[Status]:
        """Yield the verdict of each target in its latest year."""
        for one in self.reviewed:
            if one.latest and one.latest.status:
                yield one.latest.status


def review(plan: Plan, plan_sha256: str, survey: Survey, saved: Sequence[Saved], asked: Asked) -> Review:
    """Review every year that the survey or a saved score speaks of, up to the year asked for.

    Raises:
        ScpError: a year comes twice, or there is none of the plan's.
    """
    check_asked(plan, asked)
    saved = sorted(saved, key=lambda one: (one.year, one.path))
    left_out = tuple(_other_plan(one, plan_sha256) for one in saved if one.plan_sha256 != plan_sha256)
    kept = [one for one in saved if one.plan_sha256 == plan_sha256 and one.year in plan.years()]
    _check_years(survey, kept)
    surveyed = [year for year in survey.years if year in plan.years()]
    years = sorted({*surveyed, *(one.year for one in kept)})
    years = [year for year in years if asked.year is None or year <= asked.year]
    if not years:
        first, last = plan.years()[0], plan.years()[-1]
        raise ScpError([problem("no-year", Place(_any_path(survey, saved)), first=first, last=last)])
    scores = {year: score(plan, survey, asked._replace(year=year, due="all")) for year in surveyed if year in years}
    history = {one.year: one for one in kept}
    series = _Series(years, scores, history, survey)
    reviewed = tuple(found for item in plan.indicators for found in series.reviewed(item, asked))
    return Review(plan, tuple(years), reviewed, survey, tuple(saved), left_out, asked.confidence)


def _any_path(survey: Survey, saved: Sequence[Saved]) -> str:
    return next(iter((*(one.path for one in survey.inputs), *(one.path for one in saved))), "FILE")


def _other_plan(saved: Saved, plan_sha256: str) -> LeftOut:
    return LeftOut(saved.year, "plan", saved.plan_sha256[:12], plan_sha256[:12])


def _check_years(survey: Survey, saved: Sequence[Saved]) -> None:
    """Refuse a year that comes from two places: which of them holds is not for the program to choose."""
    rows = survey.entries.years
    seen = {year: next(iter(rows[year].values())).source.path for year in survey.years}
    found = []
    for one in saved:
        if one.year in seen:
            found.append(problem("year-twice", Place(one.path), str(one.year), other=seen[one.year]))
        seen.setdefault(one.year, one.path)
    if found:
        raise ScpError(found)


class _Series:
    """The years of every target, from surveys that were scored and from saved scores."""

    def __init__(
        self, years: Sequence[int], scores: dict[int, Scores], saved: dict[int, Saved], survey: Survey
    ) -> None:
        self.years, self.scores, self.saved, self.survey = years, scores, saved, survey

    def reviewed(self, item: Indicator, asked: Asked) -> Iterator[Reviewed]:
        """Yield the review of each target asked for, or of a clause without a number."""
        if isinstance(item, Encourage | Task):
            counts = {year: self._evidence(item, year) for year in self.years}
            found = directions({year: count for year, count in counts.items() if count})
            yield Reviewed(item, item.clause, directions=tuple(found))
            return
        for target in pick(item.targets, self.years[-1], asked.due):
            points = [self._point(item, target, year) for year in self.years if year <= target.due]
            known = [point for point in points if point is not None]
            kept, left_out = comparable(known, target.at_least, isinstance(item, Count))
            moved = trend(kept, target.at_least, target.due, isinstance(item, Share))
            year = kept[-1].year if kept else target.due
            latest = known[-1] if known else None
            yield Reviewed(item, target.clause, target, moved, latest, left_out, self._changed(item, year))

    def _point(self, item: Scored, target: AnyTarget, year: int) -> Point | None:
        if year in self.saved:
            return self.saved[year].point(item.id, target.due, isinstance(item, Count))
        found = (one for one in self.scores[year].results if one.indicator is item and one.due == target.due)
        result = next((one for one in found if one.year == year), None)
        return _point(result) if result else None

    def _evidence(self, item: Encourage | Task, year: int) -> dict[str, int]:
        if year in self.saved:
            return self.saved[year].evidence(item.id, item.of if isinstance(item, Encourage) else None)
        if not self.survey.units(item.of if isinstance(item, Encourage) else Activity.KINDS, year):
            return {}
        (result,) = (one for one in self.scores[year].results if one.indicator is item)
        return {one.answer: one.yes for one in result.evidence}

    def _changed(self, item: Scored, year: int) -> tuple[Change, ...] | None:
        """Return the units of a share whose answer changed in this year; saved years do not know units."""
        if not isinstance(item, Share) or year not in self.scores or year - 1 not in self.scores:
            return None
        given, _ = asked_answer(item.answer)
        now, before = (self.survey.units(item.of, when) for when in (year, year - 1))
        identity = self.survey.identity([*before, *now])
        said = {identity(unit): given(unit) for unit in before}
        changes = ((unit, said.get(identity(unit)), given(unit)) for unit in now)
        found = (
            Change(unit.label, unit.kind, was, is_now)
            for unit, was, is_now in changes
            if was is not None and is_now is not None and was is not is_now
        )
        return tuple(sorted(found, key=lambda one: (one.kind, one.unit)))


def _point(result: Result) -> Point:
    measured = result.measured
    pool = measured.pool if measured and isinstance(result.indicator, Share) else None
    method = "sample" if result.sampled else "census"
    known = result.year is not None and result.achieved is not None
    return Point(
        result.year or 0,
        result.achieved,
        result.low,
        result.high,
        result.status,
        method if known else None,
        pool if known else None,
    )

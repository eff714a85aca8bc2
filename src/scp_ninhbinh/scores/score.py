"""Plan × survey → results: which year, which target, and what each clause came to. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import Final, Literal, NamedTuple, assert_never

from scp_ninhbinh.measures.count import Evidence, evidence_of_answers, evidence_of_task, measure_count
from scp_ninhbinh.measures.figures import Amount, Figure, Reason
from scp_ninhbinh.measures.measured import Coverage, Measured, Tally, covered
from scp_ninhbinh.measures.reduction import measure_reduction
from scp_ninhbinh.measures.share import measure_share
from scp_ninhbinh.plan.clauses import (
    Count,
    CountTarget,
    Encourage,
    Indicator,
    Plan,
    Reduction,
    Scored,
    Share,
    ShareTarget,
    Task,
    Tracked,
)
from scp_ninhbinh.problems.problem import Place, ScpError
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.scores.groups import NO_GROUPS, By, groups_of
from scp_ninhbinh.scores.verdict import Requirement, Status, judge, span
from scp_ninhbinh.survey.declared import Expected
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.units import Activity, Listed

AnyTarget = ShareTarget | CountTarget
Due = int | Literal["all"] | None


class Reading(NamedTuple):
    """One reading of a clause: its figure and its own verdict."""

    figure: Figure
    status: Status | None


class Group(NamedTuple):
    """The same figures for a group of units: an area ("" where the files say none) or a kind.

    The plan requires nothing of a group, so there is no verdict on it. `measured` is None, and `evidence` empty, where
    no row of the group speaks of the clause.
    """

    name: str
    measured: Measured | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def figure(self) -> Figure:
        """The figure of the first reading, with the range of all of them."""
        return (span(self.measured.figures) if self.measured else None) or Figure("", empty=True)

    @property
    def speaks(self) -> bool:
        """Whether any row of the group speaks of the clause."""
        return self.measured is not None or bool(self.evidence)


class Result(NamedTuple):
    """What one target came to, or one clause that is only tracked. What does not exist is None.

    `achieved`, `low`, `high`, `required` and `stretch` are shares of 1, or numbers for a count. `status`
    is None where the clause has no target for the due year asked for. `groups` are there where they were asked for.
    """

    indicator: Indicator
    clause: str
    due: int | None = None
    year: int | None = None
    required: Amount | None = None
    stretch: Amount | None = None
    status: Status | None = None
    reasons: tuple[Reason, ...] = ()
    low: Amount | None = None
    high: Amount | None = None
    readings: tuple[Reading, ...] = ()
    measured: Measured | None = None
    evidence: tuple[Evidence, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def achieved(self) -> Amount | None:
        """The figure of the first reading."""
        return self.readings[0].figure.achieved if self.readings else None

    @property
    def total(self) -> Tally | None:
        """The units of all kinds together, where the clause counts units."""
        return total_of(self.measured)

    @property
    def sampled(self) -> bool:
        """Whether the figure is an estimate from a sample."""
        return self.measured is not None and self.measured.sample is not None

    @property
    def needed(self) -> int | None:
        """How many more units or occasions reach the requirement, by the reading that needs most."""
        figures = [reading.figure for reading in self.readings if reading.status is not Status.NO_DATA]
        if self.required is None or not figures or isinstance(self.indicator, Reduction) or self.sampled:
            return None
        return max(0, *(ceil((self.required - (figure.achieved or 0)) * self.scale) for figure in figures))

    @property
    def scale(self) -> int:
        """What a figure is multiplied by to be a number of units or occasions."""
        return self.total.total if isinstance(self.indicator, Share) and self.total else 1


def total_of(measured: Measured | None) -> Tally | None:
    """Return the units of all kinds together; None where no row speaks of the clause."""
    parts = measured.tallies if measured and not measured.figures[0].empty else ()
    if not any(part.total for part in parts):
        return None
    counted = ("yes", "known", "unknown", "not_surveyed")
    return Tally("", *(sum(getattr(part, name) for part in parts) for name in counted))


class Scores(NamedTuple):
    """All results of one run, in the order of the plan, with the survey that they were scored on.

    `confidence`, of 1, is there where the survey is a sample; `by` says what groups are of.
    """

    plan: Plan
    year: int
    results: tuple[Result, ...]
    survey: Survey
    confidence: Fraction | None = None
    by: By | None = None

    def summary(self) -> Counter[Status]:
        """Count the results by verdict."""
        return Counter(result.status for result in self.results if result.status is not None)

    def coverage(self) -> list[Coverage]:
        """Return how many units of each kind of the plan were surveyed in the year scored."""
        kinds = dict.fromkeys(kind for item in self.plan.indicators for kind in getattr(item, "of", ()))
        found = covered([self.survey.pool(kind, self.year) for kind in kinds], self.year)
        return [one for one in found if one.surveyed or one.listed is not None]

    def not_surveyed(self, kind: str) -> Sequence[Listed]:
        """Return the units of a kind that the register lists and nobody asked."""
        return self.survey.pool(kind, self.year).absent


class Asked(NamedTuple):
    """What is asked of a score: the `year` scored, the `due` year, `by` groups, the `confidence` (of 1) of a sample.

    `due` picks each indicator's target: None the first one due at or after the year, a year that one, "all" every one.
    """

    year: int | None = None
    due: Due = None
    by: By | None = None
    confidence: Fraction | None = None


AS_IT_STANDS: Final = Asked()


def expected_of(plan: Plan) -> Expected:
    """Return what the plan lets a survey be checked against."""
    return Expected(plan.years(), plan.tasks(), plan.followed(), plan.areas_of())


def score(plan: Plan, survey: Survey, asked: Asked = AS_IT_STANDS) -> Scores:
    """Score the survey against the plan, as of the year asked for or the latest year that both know.

    Raises:
        ScpError: the year is none of the plan's, no row is of such a year, or no target has that due year.
    """
    check_asked(plan, asked)
    scored = _year(plan, survey, asked.year)
    scorer = _Scorer(plan, survey, scored, asked)
    results = [result for item in plan.indicators for result in scorer.results(item)]
    return Scores(plan, scored, tuple(results), survey, asked.confidence, asked.by)


def check_asked(plan: Plan, asked: Asked) -> None:
    """Refuse a due year that no target of the plan has, and a year that is none of its own.

    Raises:
        ScpError: as said.
    """
    years, dues = plan.years(), plan.dues()
    if isinstance(asked.due, int) and asked.due not in dues:
        raise ScpError([problem("unknown-due", Place("", field="due"), str(asked.due), choices=tuple(dues))])
    if asked.year is not None and asked.year not in years:
        raise ScpError(
            [problem("bad-scored-year", Place("", field="year"), str(asked.year), first=years[0], last=years[-1])]
        )


def _year(plan: Plan, survey: Survey, asked: int | None) -> int:
    years = plan.years()
    known = [year for year in survey.years if year in years]
    if asked is None and not known:
        raise ScpError([problem("no-year", Place(survey.inputs[0].path), first=years[0], last=years[-1])])
    return asked if asked is not None else max(known)


class _Scorer:
    """Scores one clause after the other, the whole survey first and then each group of it."""

    def __init__(self, plan: Plan, survey: Survey, year: int, asked: Asked) -> None:
        self.survey, self.year, self.asked = survey, year, asked
        self.groups = groups_of(plan, survey, year, asked.by) if asked.by else NO_GROUPS

    def results(self, item: Indicator) -> Iterator[Result]:
        """Yield the result of each target asked for, or that of a clause that is only tracked."""
        if isinstance(item, Tracked):
            found = _track(item, self.survey, self.year)
            parts = {name: _track(item, part, self.year) for name, part in self._parts(item).items()}
            groups = [Group(name, evidence=one if any(map(_spoken, one)) else ()) for name, one in parts.items()]
            yield Result(
                item, item.clause, year=self.year, status=Status.TRACKED, evidence=found, groups=self._told(groups)
            )
            return
        every: Sequence[AnyTarget] = item.targets
        targets = pick(every, self.year, self.asked.due)
        for target in targets:
            yield self._score(item, target, min(self.year, target.due))
        if not targets and isinstance(self.asked.due, int):
            yield Result(item, every[-1].clause, self.asked.due)

    def _parts(self, item: Indicator) -> dict[str, Survey]:
        """Return the survey of each group; of kinds, only those that the clause speaks of."""
        kinds = item.of if not isinstance(item, Task) else Activity.KINDS
        return {name: part for name, part in self.groups.surveys.items() if self.asked.by != "kind" or name in kinds}

    def _told(self, groups: Sequence[Group]) -> tuple[Group, ...]:
        """Return the groups that stand in a table, worst first."""
        return _worst_first([group for group in groups if group.speaks or group.name in self.groups.known])

    def _score(self, item: Scored, target: AnyTarget, year: int) -> Result:
        measured = self._measure(item, target, self.survey, year)
        verdict = judge(measured.figures, Requirement(target.at_least, target.due, year))
        parts = [(name, self._measure(item, target, part, year)) for name, part in self._parts(item).items()]
        return Result(
            indicator=item,
            clause=target.clause,
            due=target.due,
            year=year,
            required=target.at_least,
            stretch=target.stretch,
            status=verdict.status,
            reasons=verdict.reasons,
            low=verdict.low,
            high=verdict.high,
            readings=tuple(map(Reading, measured.figures, verdict.each)),
            measured=measured,
            groups=self._told([Group(name, None if found.figures[0].empty else found) for name, found in parts]),
        )

    def _measure(self, item: Scored, target: AnyTarget, survey: Survey, year: int) -> Measured:
        match item:
            case Share():
                return measure_share(survey, year, item.of, item.answer, self.asked.confidence)
            case Reduction():
                columns, years = (item.ratio.hard, item.ratio.total), (year, item.base.year)
                if self.asked.confidence is None:
                    return measure_reduction(survey, years, item.of, columns)
                from scp_ninhbinh.measures.sampled_reduction import measure_sampled_reduction

                return measure_sampled_reduction(survey, years, item.of, columns, self.asked.confidence)
            case Count():
                assert isinstance(target, CountTarget)
                return measure_count(survey, target.windows(), year, item.of, item.answer, item.count == "units")
            case _:
                assert_never(item)


def pick(targets: Sequence[AnyTarget], year: int, due: Due) -> list[AnyTarget]:
    """Return the targets asked for; without one, the first due at or after the year, else the last."""
    ordered = sorted(targets, key=lambda target: target.due)
    if due == "all":
        return ordered
    if due is not None:
        return [target for target in ordered if target.due == due]
    return [next((target for target in ordered if target.due >= year), ordered[-1])]


def _track(item: Tracked, survey: Survey, year: int) -> tuple[Evidence, ...]:
    match item:
        case Encourage():
            return evidence_of_answers(survey.units(item.of, year), item.answer)
        case Task():
            return evidence_of_task(survey.units(Activity.KINDS, year), item.clause)
        case _:
            assert_never(item)


def _spoken(evidence: Evidence) -> bool:
    return evidence.yes + evidence.unknown + evidence.others > 0


def _worst_first(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Sort by what is achieved, then by what could be; groups of which nothing is known stand last."""

    def rank(group: Group) -> tuple[bool, bool, Amount, Amount, int, str]:
        achieved, high, said = group.figure.achieved, group.figure.high, sum(one.yes for one in group.evidence)
        return not group.speaks, achieved is None, achieved or 0, high or 0, said, group.name

    return tuple(sorted(groups, key=rank))

"""Plan × survey → results: which year, which target, and what each clause came to. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil
from typing import Literal, NamedTuple, assert_never

from scp_ninhbinh.measures import (
    Evidence,
    Measured,
    Tally,
    evidence_of_answers,
    evidence_of_task,
    measure_count,
    measure_reduction,
    measure_share,
)
from scp_ninhbinh.plan import (
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
from scp_ninhbinh.problems import Place, ScpError
from scp_ninhbinh.rules import problem
from scp_ninhbinh.survey.declared import Declared
from scp_ninhbinh.survey.identity import link
from scp_ninhbinh.survey.readers import Expected
from scp_ninhbinh.survey.reading import Survey
from scp_ninhbinh.survey.units import Activity
from scp_ninhbinh.verdicts import Amount, Figure, Reason, Requirement, Status, judge

AnyTarget = ShareTarget | CountTarget
Due = int | Literal["all"] | None


class Reading(NamedTuple):
    """One reading of a clause: its figure and its own verdict."""

    figure: Figure
    status: Status | None


class Result(NamedTuple):
    """What one target came to, or one clause that is only tracked. What does not exist is None.

    `achieved`, `low`, `high`, `required` and `stretch` are shares of 1, or numbers for a count. `status`
    is None where the clause has no target for the due year asked for.
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

    @property
    def achieved(self) -> Amount | None:
        """The figure of the first reading."""
        return self.readings[0].figure.achieved if self.readings else None

    @property
    def total(self) -> Tally | None:
        """The units of all kinds together, where the clause counts units."""
        parts = self.measured.tallies if self.measured else ()
        if not any(part.total for part in parts):
            return None
        return Tally("", *(sum(getattr(part, name) for part in parts) for name in ("yes", "known", "unknown")))

    @property
    def needed(self) -> int | None:
        """How many more units or occasions reach the requirement, by the reading that needs most."""
        figures = [reading.figure for reading in self.readings if reading.status is not Status.NO_DATA]
        if self.required is None or not figures or isinstance(self.indicator, Reduction):
            return None
        scale = self.total.total if isinstance(self.indicator, Share) and self.total else 1
        return max(0, *(ceil((self.required - (figure.achieved or 0)) * scale) for figure in figures))


class Scores(NamedTuple):
    """All results of one run, in the order of the plan."""

    plan: Plan
    year: int
    results: tuple[Result, ...]
    declared: Declared = Declared()

    def summary(self) -> Counter[Status]:
        """Count the results by verdict."""
        return Counter(result.status for result in self.results if result.status is not None)


def expected_of(plan: Plan) -> Expected:
    """Return what the plan lets a survey be checked against."""
    return Expected(plan.years(), plan.tasks(), plan.followed())


def score(plan: Plan, survey: Survey, year: int | None = None, due: Due = None) -> Scores:
    """Score the survey against the plan, as of `year` or the latest year that both know.

    `due` picks each indicator's target: None the first one due at or after the year, a year that one, "all" every one.

    Raises:
        ScpError: the year is none of the plan's, no row is of such a year, or no target has that due year.
    """
    scored = _year(plan, survey, year)
    if isinstance(due, int) and due not in plan.dues():
        raise ScpError([problem("unknown-due", Place("--due"), str(due), choices=tuple(plan.dues()))])
    results = [result for item in plan.indicators for result in _results(item, survey, scored, due)]
    return Scores(plan, scored, tuple(results), survey.declared)


def _year(plan: Plan, survey: Survey, asked: int | None) -> int:
    years = plan.years()
    if asked is not None and asked not in years:
        raise ScpError([problem("bad-scored-year", Place("--year"), str(asked), first=years[0], last=years[-1])])
    known = [year for year in survey.years if year in years and survey.years[year]]
    if asked is None and not known:
        raise ScpError([problem("no-year", Place(survey.inputs[0].path), first=years[0], last=years[-1])])
    return asked if asked is not None else max(known)


def _results(item: Indicator, survey: Survey, year: int, due: Due) -> Iterator[Result]:
    if isinstance(item, Tracked):
        yield _track(item, survey, year)
        return
    every: Sequence[AnyTarget] = item.targets
    targets = _pick(every, year, due)
    for target in targets:
        yield _score(item, target, survey, min(year, target.due))
    if not targets and isinstance(due, int):
        yield Result(item, every[-1].clause, due)


def _pick(targets: Sequence[AnyTarget], year: int, due: Due) -> list[AnyTarget]:
    """Return the targets asked for; without one, the first due at or after the year, else the last."""
    ordered = sorted(targets, key=lambda target: target.due)
    if due == "all":
        return ordered
    if due is not None:
        return [target for target in ordered if target.due == due]
    return [next((target for target in ordered if target.due >= year), ordered[-1])]


def _score(item: Scored, target: AnyTarget, survey: Survey, year: int) -> Result:
    measured = _measure(item, target, survey, year)
    verdict = judge(measured.figures, Requirement(target.at_least, target.due, year))
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
    )


def _measure(item: Scored, target: AnyTarget, survey: Survey, year: int) -> Measured:
    match item:
        case Share():
            return measure_share(survey.units, year, item.of, item.answer)
        case Reduction():
            now, base = survey.units(item.of, year), survey.units(item.of, item.base.year)
            columns = (item.ratio.hard, item.ratio.total)
            return measure_reduction((year, now), (item.base.year, base), columns, link([*base, *now])[0])
        case Count():
            assert isinstance(target, CountTarget)
            years = range(min(target.windows()), year + 1) if item.count == "units" else ()
            rows = [unit for past in years for unit in survey.units(item.of, past)]
            identity = link(rows)[0] if item.count == "units" else None
            return measure_count(target.windows(), year, survey.units, item.of, item.answer, identity)
        case _:
            assert_never(item)


def _track(item: Tracked, survey: Survey, year: int) -> Result:
    match item:
        case Encourage():
            evidence = evidence_of_answers(survey.units(item.of, year), item.answer)
        case Task():
            evidence = evidence_of_task(survey.units(Activity.KINDS, year), item.clause)
        case _:
            assert_never(item)
    return Result(item, item.clause, year=year, status=Status.TRACKED, evidence=evidence)

"""One result step by step: which units count how, the margin, and what would settle or turn the verdict. Pure."""

from collections.abc import Collection, Iterator, Sequence
from math import ceil, floor
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import Field

from scp_ninhbinh.measures.answers import answer_of
from scp_ninhbinh.measures.change import Line
from scp_ninhbinh.measures.figures import Figure, Measured, Whole, Year
from scp_ninhbinh.measures.quantity import quantity_of
from scp_ninhbinh.measures.ratio import RatioFigures, rate_in
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import ChangeFigures, Since, basis
from scp_ninhbinh.measures.sampled_units import frame_of, frames_of
from scp_ninhbinh.measures.share import DrawnStratum, SampledShareFigures, strata_of
from scp_ninhbinh.measures.total import TotalFigures, sums_of
from scp_ninhbinh.plan.clauses import (
    Count,
    Increase,
    Indicator,
    Plan,
    Ratio,
    Reduction,
    Scored,
    Share,
    Total,
)
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.scores import outputs, results
from scp_ninhbinh.scores.explained_units import Listing, Rests, listings
from scp_ninhbinh.scores.measured import measure, quotients, way_of
from scp_ninhbinh.scores.results import JudgedResult, Result, Title
from scp_ninhbinh.scores.score import Due, Scores, target_of
from scp_ninhbinh.scores.settle import AnyStep, steps_of
from scp_ninhbinh.scores.settle_levels import Asked, ratio_steps, total_steps
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.likely import nearest


@record
class DeclaredReading:
    """How the plan reads a clause, or the year that it counts or measures from, and why."""

    reading: Title | None
    """The reading; null where it is a year."""
    year: Year | None
    """The base year, or the first year of a count; else null."""
    years: tuple[Year, ...] = ()
    """Several base years; else empty."""
    why: Title
    """The reason for it."""


@record
class Explained:
    """What a result rests on."""

    declared_readings: tuple[DeclaredReading, ...]
    """How the plan reads the clause."""
    margin: int | None
    """Units above what is required, of at_most below what is allowed; below zero for short of it, or too many."""
    strata: Annotated[tuple[DrawnStratum, ...], Field(max_length=0)]
    """Of a share of a sample its strata; else empty."""
    units: tuple[Listing, ...]
    """The units by how they count, worst first."""
    steps: tuple[AnyStep, ...]
    """What would settle the verdict or turn it."""


@record
class ExplainedShare(Explained, results.ShareResult):
    """A share of units, in percent."""

    strata: tuple[DrawnStratum, ...]


@record
class ExplainedSampledShare(Explained, results.SampledShareResult):
    """A share of units estimated from a sample, in percent."""

    margin: None
    strata: tuple[DrawnStratum, ...]


@record
class ExplainedReduction(Explained, results.ReductionResult):
    """The relative cut of a rate, a total or a share since the base year, in percent."""

    margin: None


@record
class ExplainedSampledReduction(Explained, results.SampledReductionResult):
    """The relative cut of a rate, a total or a share since the base year, estimated from a sample, in percent."""

    margin: None


@record
class ExplainedIncrease(Explained, results.IncreaseResult):
    """The relative rise of a rate, a total or a share since the base year, in percent."""

    margin: None


@record
class ExplainedSampledIncrease(Explained, results.SampledIncreaseResult):
    """The relative rise of a rate, a total or a share since the base year, estimated from a sample, in percent."""

    margin: None


@record
class ExplainedRatio(Explained, results.RatioResult):
    """The level of a ratio of totals: in percent, of which amounts are 0-100, or in the plan's own unit."""

    margin: None


@record
class ExplainedSampledRatio(Explained, results.SampledRatioResult):
    """The level of a ratio of totals, estimated from a sample."""

    margin: None


@record
class ExplainedTotal(Explained, results.TotalResult):
    """The sum of a column, in the plan's own unit."""

    margin: None


@record
class ExplainedCount(Explained, results.CountResult):
    """A number of units or of occasions."""


@record
class ExplainedTracked(Explained, results.TrackedResult):
    """A clause without a number, or a task: its evidence is counted and never judged."""

    margin: None


@record
class ExplainedNoTarget(Explained, results.NoTargetResult):
    """An indicator that has no target for the due year asked for with --due; its clause is that of its last target."""

    margin: None


AnyExplained = (
    ExplainedTracked
    | ExplainedCount
    | ExplainedSampledShare
    | ExplainedSampledReduction
    | ExplainedSampledIncrease
    | ExplainedSampledRatio
    | ExplainedShare
    | ExplainedRatio
    | ExplainedTotal
    | ExplainedReduction
    | ExplainedIncrease
    | ExplainedNoTarget
)

EXPLAINED: Final[dict[type[Result], type[AnyExplained]]] = {kind.__mro__[2]: kind for kind in get_args(AnyExplained)}
"""What a result is once it is explained."""


@record
class Explain(outputs.ScoredRun):
    """What scp explain writes as JSON."""

    schema: Literal["scp-ninhbinh/explain/1"] = "scp-ninhbinh/explain/1"
    declared: outputs.DeclaredOptions
    """What was declared of the files on the command line."""
    refused_cells: Whole
    """Cells that cannot be read and count as not known."""
    problems: tuple[outputs.Finding, ...]
    """Warnings and notices of the files: what was not read, left out or declared, and what may be a fault."""
    targets: Annotated[tuple[AnyExplained, ...], Field(min_length=1)]
    """The target, for each due year asked for."""


def find(plan: Plan, name: str) -> tuple[Indicator, Due]:
    """Return the indicator of this id, or of this clause or part of one, with the due year if that has one target.

    Raises:
        ScpError: the plan has none, or the clause holds several.
    """
    for item in plan.indicators:
        if item.id == name:
            return item, None
    found = list(_of_clause(plan, name))
    if len({(item.id, part) for item, _, part in found}) == 1:  # of one indicator, in one or several due years
        return found[0][0], found[0][1] if len(found) == 1 else None
    ids = tuple(item.id for item in plan.indicators)
    if found:
        parts = tuple(part for _, _, part in found)
        told_apart = len({name, *parts}) == len(parts) + 1  # else the ids are what can be asked for
        choices = parts if told_apart else tuple(dict.fromkeys(item.id for item, _, _ in found))
        raise ScpError([problem("ambiguous-target", Place("", field="target"), name, choices=choices)])
    choices = tuple(f"{item.id} ({', '.join(_clauses(item))})" for item in plan.indicators)
    every = (*ids, *(clause for item in plan.indicators for clause in _clauses(item)))
    guess = nearest(name, every)
    raise ScpError([problem("unknown-target", Place("", field="target"), name, choices=choices, guess=guess)])


def _clauses(item: Indicator) -> Collection[str]:
    """Return the clauses by which the targets of an indicator are called, each once."""
    return dict.fromkeys(map(lettered, item.targets)) if isinstance(item, Scored) else (item.clause,)


def _of_clause(plan: Plan, name: str) -> Iterator[tuple[Indicator, Due, str]]:
    """Yield what belongs to a clause or a part of one, each with its due year and its clause with its part."""
    for item in plan.indicators:
        if not isinstance(item, Scored):
            if item.clause == name:
                yield item, None, item.clause
            continue
        for target in item.targets:
            if name in (target.clause, lettered(target)):
                yield item, target.due, lettered(target)


def explain(result: Result, scores: Scores) -> AnyExplained:
    """Explain one result of the scores."""
    item = next(item for item in scores.plan.indicators if item.id == result.id)
    rests = _rests(item, result, scores)
    strata = [
        DrawnStratum(kind=kind, stratum=stratum, size=one.size, drawn=one.drawn, yes=one.yes, unknown=one.unknown)
        for (kind, stratum), one in rests.strata.items()
    ]
    known: dict[str, Any] = vars(result) | {"margin": _margin(result, rests.readings)}
    return EXPLAINED[type(result)](
        **known,
        declared_readings=tuple(_readings(item, result)),
        strata=tuple(strata),
        units=tuple(listings(rests)),
        steps=(*_steps(rests, scores), *(() if result.each else _level_steps(rests, scores))),
    )


def _steps(rests: Rests, scores: Scores) -> Iterator[AnyStep]:
    found = (rests.readings, rests.strata, scores.confidence, rests.rates, rests.frames, rests.line)
    yield from steps_of(rests.result, *found)


def _rests(item: Indicator, result: Result, scores: Scores) -> Rests:
    """Measure once more what a result was made from."""
    survey, year = scores.survey, result.year
    if not isinstance(item, Scored) or year is None or result.due is None:
        return Rests(scores.plan, item, result, survey)
    target = target_of(item, result.due)
    measured: Measured = measure(scores.plan, item, target, survey, year, scores.confidence)
    rates, strata, line = None, {}, None
    if isinstance(item, Reduction | Increase):
        since = Since(year, item.base.all)
        rates = basis(survey, since, item.of, quantity_of(item, scores.plan).columns)
        line = Line.of(way_of(item, target, since), target.is_ceiling)
    is_sample = scores.confidence is not None  # one of which nobody was drawn, too
    frames = frames_of(survey, rates) if rates and is_sample and not measured.empty else ()
    if isinstance(item, Share) and is_sample:
        strata = strata_of(survey, [survey.pool(kind, year) for kind in item.of], *answer_of(item.answer, item.least))
    found = Rests(scores.plan, item, result, survey, measured.readings, rates, strata, is_sample, frames, line)
    return _levels(found, item, result.due)


def _levels(rests: Rests, item: Scored, due: int) -> Rests:
    """Return it with what a ratio or a total of one year, or of several, was made from."""
    survey, year, plan = rests.survey, rests.result.year or 0, rests.plan
    if isinstance(item, Ratio):
        rate, _ = rate_in(survey, year, item.of, plan.rate(item.ratio))
        return rests._replace(level=rate, frames=(frame_of(survey, rate),) if rests.is_sample else ())
    if isinstance(item, Total):
        since: int | None = getattr(target_of(item, due), "since", None)
        return rests._replace(sums=sums_of(survey, since, year, item.of, plan.vocabulary.amounts(item.total)))
    return rests


def _level_steps(rests: Rests, scores: Scores) -> Iterator[AnyStep]:
    """Yield what would settle the verdict on a ratio or a total."""
    item, result = rests.item, rests.result
    if not isinstance(result, JudgedResult) or result.status is Status.NO_DATA:
        return
    if isinstance(item, Ratio) and rests.level:
        is_ceiling = target_of(item, result.due).is_ceiling
        asked = Asked(result.required, is_ceiling, quotients(scores.plan, item), scores.confidence)
        yield from ratio_steps(rests.level, asked, result, rests.frames)
    if isinstance(item, Total):
        yield from total_steps(rests.sums, result, target_of(item, result.due).is_ceiling)


def _title(text: Any) -> Title:
    return Title(vi=text.vi, en=text.en)


def _readings(item: Indicator, result: Result) -> Iterator[DeclaredReading]:
    """Yield the declared readings of a clause with their reasons."""
    for note in item.notes:
        yield DeclaredReading(reading=_title(note.reading), year=None, why=_title(note.why))
    if isinstance(item, Reduction | Increase):
        years = item.base.all if item.base.years else ()
        yield DeclaredReading(reading=None, year=item.base.year, years=years, why=_title(item.base.why))
    if isinstance(item, Count):
        target = next((target for target in item.targets if target.due == result.due), None)
        for window in (target and target.readings) or ():
            yield DeclaredReading(reading=None, year=window.since, why=_title(window.why))


NO_MARGIN: Final = (ChangeFigures, RatioFigures, TotalFigures, SampledShareFigures)
"""What is above or below what is required by no number of units."""


def _margin(result: Result, readings: Sequence[Figure]) -> int | None:
    """Return how many whole units the figure is above the requirement, by the reading that has least; None for none."""
    known = [reading.achieved for reading in readings if reading.achieved is not None]
    if result.required is None or not known or result.each or isinstance(result, NO_MARGIN):
        return None
    if result.needed:
        return -int(result.needed)
    scale = int(result.denominator or 1)
    if result.is_ceiling:
        return floor(result.required * scale) - max(int(achieved * scale) for achieved in known)
    return min(int(achieved * scale) for achieved in known) - ceil(result.required * scale)

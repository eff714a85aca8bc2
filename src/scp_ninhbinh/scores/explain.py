"""One result step by step: which units count how, the margin, and what would settle or turn the verdict. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Annotated, Any, Final, Literal, NamedTuple, get_args

from pydantic import Field

from scp_ninhbinh.measures.count import naming, never_surveyed, silent_in_a_year
from scp_ninhbinh.measures.figures import Figure, Measured, Sum, Whole, Year
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import Basis, ReductionFigures, basis, figures
from scp_ninhbinh.measures.sampled_units import Frame, frames_of
from scp_ninhbinh.measures.share import Drawn, DrawnStratum, SampledShareFigures, answer_of, strata_of
from scp_ninhbinh.plan.clauses import Count, Encourage, Indicator, Plan, Reduction, Scored, Share, Task
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import RateColumns
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.scores import results
from scp_ninhbinh.scores.results import Result, Title
from scp_ninhbinh.scores.score import Due, Scores, measure, target_of
from scp_ninhbinh.scores.settle import AnyStep, steps_of
from scp_ninhbinh.survey.pool import Stratum, Survey
from scp_ninhbinh.survey.units import Entry, Unit
from scp_ninhbinh.text.likely import nearest

Counted = Literal["no", "measured", "hard_unknown", "unknown", "not_surveyed", "yes"]
"""How a unit counts. In this order, worst first, units are listed; those measured by the amount of their part."""

ORDER: Final[tuple[Counted, ...]] = get_args(Counted)


@record
class DeclaredReading:
    """How the plan reads a clause, or the year that it counts or measures from, and why."""

    reading: Title | None
    """The reading; null where it is a year."""
    year: Year | None
    """The base year, or the first year of a count; else null."""
    why: Title
    """The reason for it."""


@record
class ExplainedUnit:
    """A unit that counts in some way."""

    unit: str
    """Its id, or its name."""
    kind: str
    """Its kind."""
    year: Year | None
    """The year of its row; null for none."""


@record
class MeasuredUnit(ExplainedUnit):
    """A unit with figures, divided as the plan asks where that is known."""

    year: Year
    hard: Sum | None
    """The part; null where it is not known."""
    total: Sum
    """The whole."""


@record
class Listing:
    """Units that count in one way, worst first."""

    said: Counted
    """How they count: yes gave the answer asked for; measured have both figures."""
    column: str | None = None
    """The column of the answer; null where they are not told by one."""
    answer: Literal["yes", "no"] | None = None
    """What they answered there; null where that is not known."""
    units: Annotated[tuple[MeasuredUnit | ExplainedUnit, ...], Field(min_length=1)]
    """The units."""


@record
class Explained:
    """What a result rests on."""

    declared_readings: tuple[DeclaredReading, ...]
    """How the plan reads the clause."""
    margin: int | None
    """Units above what is required, below zero for short of it; null for none."""
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
    """The relative cut of a rate since the base year, in percent."""

    margin: None


@record
class ExplainedSampledReduction(Explained, results.SampledReductionResult):
    """The relative cut of a rate since the base year, estimated from a sample, in percent."""

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
    | ExplainedShare
    | ExplainedReduction
    | ExplainedNoTarget
)

EXPLAINED: Final[dict[type[Result], type[AnyExplained]]] = {kind.__mro__[2]: kind for kind in get_args(AnyExplained)}
"""What a result is once it is explained."""


@record
class Explain(results.ScoredRun):
    """What scp explain writes as JSON."""

    schema: Literal["scp-ninhbinh/explain/1"] = "scp-ninhbinh/explain/1"
    declared: results.DeclaredOptions
    """What was declared of the files on the command line."""
    refused_cells: Whole
    """Cells that cannot be read and count as not known."""
    problems: tuple[results.Finding, ...]
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
    raise ScpError([problem("unknown-target", Place("", field="target"), name, choices=ids, guess=nearest(name, ids))])


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


class _Rests(NamedTuple):
    """What an explanation is made from: an indicator, its result, what was measured, and the units behind it."""

    plan: Plan
    item: Indicator
    result: Result
    survey: Survey
    readings: tuple[Figure, ...] = ()
    rates: Basis | None = None
    strata: Mapping[Stratum, Drawn] = {}
    is_sample: bool = False
    frames: Sequence[Frame] = ()


def explain(result: Result, scores: Scores) -> AnyExplained:
    """Explain one result of the scores."""
    item = next(item for item in scores.plan.indicators if item.id == result.id)
    rests = _rests(item, result, scores)
    listings = sorted(_listings(rests), key=lambda one: ORDER.index(one.said))
    strata = [
        DrawnStratum(kind=kind, stratum=stratum, size=one.size, drawn=one.drawn, yes=one.yes, unknown=one.unknown)
        for (kind, stratum), one in rests.strata.items()
    ]
    known: dict[str, Any] = vars(result) | {"margin": _margin(result, rests.readings)}
    return EXPLAINED[type(result)](
        **known,
        declared_readings=tuple(_readings(item, result)),
        strata=tuple(strata),
        units=tuple(listings),
        steps=tuple(steps_of(result, rests.readings, rests.strata, scores.confidence, rests.rates, rests.frames)),
    )


def _rests(item: Indicator, result: Result, scores: Scores) -> _Rests:
    """Measure once more what a result was made from."""
    survey, year = scores.survey, result.year
    if not isinstance(item, Scored) or year is None or result.due is None:
        return _Rests(scores.plan, item, result, survey)
    measured: Measured = measure(scores.plan, item, target_of(item, result.due), survey, year, scores.confidence)
    rates, strata = None, {}
    if isinstance(item, Reduction):
        rates = basis(survey, (year, item.base.year), item.of, scores.plan.rate(item))
    is_sample = scores.confidence is not None  # one of which nobody was drawn, too
    frames = frames_of(survey, rates) if rates and is_sample and not measured.empty else ()
    if isinstance(item, Share) and is_sample:
        strata = strata_of(survey, [survey.pool(kind, year) for kind in item.of], *answer_of(item.answer))
    return _Rests(scores.plan, item, result, survey, measured.readings, rates, strata, is_sample, frames)


def _title(text: Any) -> Title:
    return Title(vi=text.vi, en=text.en)


def _readings(item: Indicator, result: Result) -> Iterator[DeclaredReading]:
    """Yield the declared readings of a clause with their reasons."""
    for note in item.notes:
        yield DeclaredReading(reading=_title(note.reading), year=None, why=_title(note.why))
    if isinstance(item, Reduction):
        yield DeclaredReading(reading=None, year=item.base.year, why=_title(item.base.why))
    if isinstance(item, Count):
        target = next((target for target in item.targets if target.due == result.due), None)
        for window in (target and target.readings) or ():
            yield DeclaredReading(reading=None, year=window.since, why=_title(window.why))


def _listings(rests: _Rests) -> Iterator[Listing]:
    """Yield the units by how they count, those ways left out in which none does."""
    item, survey, year = rests.item, rests.survey, rests.result.year
    if year is None:
        return
    match item:
        case Reduction() if rests.rates:
            yield from _measured(rests.rates, rests.result)
        case Share():
            pools = [survey.pool(kind, year) for kind in item.of]
            yield from _answers([unit for pool in pools for unit in pool.rows], item.answer)
            if not rests.is_sample:
                yield from _listing("not_surveyed", [unit for pool in pools for unit in pool.absent])
        case Count():
            yield from _counted(item, rests)
        case Encourage():
            for column, wanted in item.answer.items():
                yield from _answers(survey.units(item.of, year), {column: wanted})
        case Task():
            yield from _listing("yes", naming(survey, year, rests.plan.vocabulary.clauses, item.clause))


def _listing(how: Counted, units: Sequence[Entry], column: str | None = None, answer: Any = None) -> Iterator[Listing]:
    named = tuple(ExplainedUnit(unit=unit.label, kind=unit.kind, year=unit.year or None) for unit in units)
    if named:
        yield Listing(said=how, column=column, answer=answer, units=named)


def _answers(units: Sequence[Unit], answer: Mapping[str, str]) -> Iterator[Listing]:
    """Yield the units by their answer to the one column asked for."""
    ((column, good),) = answer.items()
    given, wanted = answer_of(answer)
    bad = "no" if wanted else "yes"
    yield from _listing("no", [unit for unit in units if given(unit) is (not wanted)], column, bad)
    yield from _listing("unknown", [unit for unit in units if given(unit) is None], column)
    yield from _listing("yes", [unit for unit in units if given(unit) is wanted], column, good)


def _counted(item: Count, rests: _Rests) -> Iterator[Listing]:
    """Yield the occasions of all windows, or each unit once by the best that any of its rows says."""
    survey = rests.survey
    windows = [int(reading.name.removeprefix("since-")) for reading in rests.readings]
    years = range(min(windows), (rests.result.year or 0) + 1)
    rows = [unit for year in years for unit in survey.units(item.of, year)]
    if item.count == "occasions":
        yield from _answers(rows, item.answer)
        return
    given, wanted = answer_of(item.answer)
    identity = survey.identity(rows)
    best: dict[object, Unit] = {}
    for unit in rows:
        known = best.setdefault(identity(unit), unit)
        if given(unit) is wanted or (given(known) is (not wanted) and given(unit) is None):
            best[identity(unit)] = unit
    silent = silent_in_a_year(survey, {year: survey.units(item.of, year) for year in years}, item.of)
    unsettled = [unit for unit in best.values() if given(unit) is (not wanted) and survey.listed_as(unit) in silent]
    yield from _answers([unit for unit in best.values() if unit not in unsettled], item.answer)
    yield from _listing("unknown", unsettled)
    yield from _listing("not_surveyed", never_surveyed(survey, years, item.of))


def _measured(rates: Basis, result: Result) -> Iterator[Listing]:
    """Yield the units measured, those with the largest part first, and those that were not."""
    now, columns = rates.now, rates.now.columns
    half_known = set(now.half_known)
    known = [unit for unit in now.measured if unit not in half_known]
    known.sort(key=lambda unit: (-(figures(unit, columns)[0] or 0), unit.label))
    yield from _with_amounts("measured", known, columns)
    yield from _with_amounts("hard_unknown", now.half_known, columns)
    yield from _listing("unknown", now.unmeasured)
    yield from _listing("not_surveyed", () if result.is_estimate else now.absent)


def _with_amounts(how: Counted, units: Sequence[Unit], columns: RateColumns) -> Iterator[Listing]:
    made = []
    for unit in units:
        hard, total = figures(unit, columns)
        made.append(MeasuredUnit(unit=unit.label, kind=unit.kind, year=unit.year, hard=hard, total=total or 0))
    if made:
        yield Listing(said=how, units=tuple(made))


def _margin(result: Result, readings: Sequence[Figure]) -> int | None:
    """Return how many whole units the figure is above the requirement, by the reading that has least; None for none."""
    known = [reading.achieved for reading in readings if reading.achieved is not None]
    if result.required is None or not known or isinstance(result, ReductionFigures | SampledShareFigures):
        return None
    if result.needed:
        return -result.needed
    scale = int(result.denominator or 1)
    return min(int(achieved * scale) for achieved in known) - ceil(result.required * scale)

"""One result step by step: which units count how, the margin, and what would settle or turn the verdict. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, Any, Final, Literal, NamedTuple, get_args

from pydantic import Field

from scp_ninhbinh.measures.amounts import amount_of
from scp_ninhbinh.measures.answers import Given, answer_of
from scp_ninhbinh.measures.change import Line
from scp_ninhbinh.measures.count import Rows, naming, never_surveyed, silent_in_a_year
from scp_ninhbinh.measures.figures import Exact, Figure, Measured, Whole, Year
from scp_ninhbinh.measures.quantity import Answered, Columns, Rate, Summed, figures, quantity_of
from scp_ninhbinh.measures.ratio import RatioFigures, rate_in
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import Basis, ChangeFigures, Since, basis
from scp_ninhbinh.measures.sampled_units import Frame, frame_of, frames_of
from scp_ninhbinh.measures.share import Drawn, DrawnStratum, SampledShareFigures, strata_of
from scp_ninhbinh.measures.total import TotalFigures, YearSum, sums_of
from scp_ninhbinh.plan.clauses import (
    Count,
    Encourage,
    Increase,
    Indicator,
    Plan,
    Ratio,
    Reduction,
    Scored,
    Share,
    Task,
    Total,
)
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.scores import outputs, results
from scp_ninhbinh.scores.results import JudgedResult, Result, Title
from scp_ninhbinh.scores.score import Due, Scores, asked_of, measure, quotients, target_of, way_of
from scp_ninhbinh.scores.settle import AnyStep, steps_of
from scp_ninhbinh.scores.settle_levels import Asked, ratio_steps, total_steps
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.identity import Identity
from scp_ninhbinh.survey.pool import Stratum, Survey
from scp_ninhbinh.survey.units import Entry, Listed, Unit
from scp_ninhbinh.text.likely import nearest
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.order import alphabetical

Counted = Literal[
    "no", "earlier", "measured", "summed", "hard_unknown", "unknown", "unknown_before", "not_surveyed", "yes"
]
"""How a unit counts. In this order, worst first, units are listed; those measured by the amount of their part.

Those of a ratio's level are by their own ratio, and those summed by their amount: from the side that is not required.
"""

ORDER: Final[tuple[Counted, ...]] = get_args(Counted)


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
class ExplainedUnit:
    """A unit that counts in some way."""

    unit: str
    """Its id, or its name."""
    kind: str
    """Its kind."""
    year: Year | None
    """The year of its row; null for none."""


@record
class GivenAnswer:
    """One of several answers of a unit."""

    column: str
    """The column."""
    answer: Literal["yes", "no"] | None
    """What was answered; null where that is not known."""
    wanted: Literal["yes", "no"]
    """The answer that counts."""


@record
class AnsweringUnit(ExplainedUnit):
    """A unit of which several answers are asked for."""

    year: Year
    answers: Annotated[tuple[GivenAnswer, ...], Field(min_length=2)]
    """Each of its answers."""


@record
class MeasuredUnit(ExplainedUnit):
    """A unit with figures, divided as the plan asks where that is known."""

    year: Year
    hard: Exact | None
    """The part, or the amount of a total; null where it is not known."""
    total: Exact | None
    """The whole; null for the change of a total."""


@record
class SummedUnit(ExplainedUnit):
    """A unit with an amount of a total, divided as the plan asks where that is known."""

    year: Year
    amount: Exact
    """The amount."""


@record
class Listing:
    """Units that count in one way, worst first."""

    said: Counted
    """How they count: yes gave the answer asked for; measured have both figures, summed the one of a total.

    Of new units, earlier gave it before; unknown_before are new unless they gave it before, which is not known: its
    year is that of an open answer.
    """
    column: str | None = None
    """The column of the answer; null where they are not told by one."""
    answer: Literal["yes", "no"] | None = None
    """What they answered there; null where that is not known."""
    units: Annotated[tuple[MeasuredUnit | SummedUnit | AnsweringUnit | ExplainedUnit, ...], Field(min_length=1)]
    """The units."""


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
    line: Line | None = None
    level: Rate | None = None
    sums: Sequence[YearSum] = ()


def explain(result: Result, scores: Scores) -> AnyExplained:
    """Explain one result of the scores."""
    item = next(item for item in scores.plan.indicators if item.id == result.id)
    rests = _rests(item, result, scores)
    order = ORDER[::-1] if result.is_ceiling else ORDER
    every = (*_listings(rests), *_of_ratio(rests), *_of_total(rests))
    listings = sorted(every, key=lambda one: order.index(one.said))
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
        steps=(*_steps(rests, scores), *(() if result.each else _level_steps(rests, scores))),
    )


def _steps(rests: _Rests, scores: Scores) -> Iterator[AnyStep]:
    found = (rests.readings, rests.strata, scores.confidence, rests.rates, rests.frames, rests.line)
    yield from steps_of(rests.result, *found)


def _rests(item: Indicator, result: Result, scores: Scores) -> _Rests:
    """Measure once more what a result was made from."""
    survey, year = scores.survey, result.year
    if not isinstance(item, Scored) or year is None or result.due is None:
        return _Rests(scores.plan, item, result, survey)
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
    found = _Rests(scores.plan, item, result, survey, measured.readings, rates, strata, is_sample, frames, line)
    return _levels(found, item, result.due)


def _levels(rests: _Rests, item: Scored, due: int) -> _Rests:
    """Return it with what a ratio or a total of one year, or of several, was made from."""
    survey, year, plan = rests.survey, rests.result.year or 0, rests.plan
    if isinstance(item, Ratio):
        rate, _ = rate_in(survey, year, item.of, plan.rate(item.ratio))
        return rests._replace(level=rate, frames=(frame_of(survey, rate),) if rests.is_sample else ())
    if isinstance(item, Total):
        since: int | None = getattr(target_of(item, due), "since", None)
        return rests._replace(sums=sums_of(survey, since, year, item.of, plan.vocabulary.amounts(item.total)))
    return rests


def _level_steps(rests: _Rests, scores: Scores) -> Iterator[AnyStep]:
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


def _listings(rests: _Rests) -> Iterator[Listing]:
    """Yield the units by how they count, those ways left out in which none does."""
    item, survey, year = rests.item, rests.survey, rests.result.year
    if year is None:
        return
    match item:
        case Reduction() | Increase() if rests.rates:
            yield from _measured(rests.rates, rests.result)
        case Share():
            pools = [survey.pool(kind, year) for kind in item.of]
            yield from _answers([unit for pool in pools for unit in pool.rows], item.answer, item.least)
            if not rests.is_sample:
                yield from _listing("not_surveyed", [unit for pool in pools for unit in pool.absent])
        case Count():
            yield from (_occasions if item.count == "occasions" else _counted)(item, rests)
        case Encourage():
            for column, wanted in item.answer.items():
                yield from _answers(survey.units(item.of, year), {column: wanted})
        case Task():
            yield from _listing("yes", naming(survey, year, rests.plan.vocabulary.clauses, item.clause))


def _listing(
    how: Counted,
    units: Sequence[Entry],
    column: str | None = None,
    answer: Any = None,
    asked: Mapping[str, str] | None = None,
) -> Iterator[Listing]:
    """Yield units, of several answers `asked` for each with its own; nothing where there is none."""
    if units:
        named = tuple(_named(unit, asked or {}) for unit in units)
        yield Listing(said=how, column=column, answer=answer, units=named)


def _named(unit: Entry, asked: Mapping[str, str]) -> ExplainedUnit:
    about: dict[str, Any] = {"unit": unit.label, "kind": unit.kind, "year": unit.year or None}
    if len(asked) < 2 or isinstance(unit, Listed):  # noqa: PLR2004 (several)
        return ExplainedUnit(**about)
    words = {True: "yes", False: "no", None: None}
    answers: Any = [
        {"column": column, "answer": words[getattr(unit, column)], "wanted": wanted} for column, wanted in asked.items()
    ]
    return AnsweringUnit(**about, answers=tuple(GivenAnswer(**one) for one in answers))


def _answers(units: Sequence[Unit], answer: Mapping[str, str], least: int | None = None) -> Iterator[Listing]:
    """Yield the units by their answer to the one column asked for, or by whether enough of several are as wanted."""
    given, wanted = answer_of(answer, least)
    column, good, bad = (*next(iter(answer.items())), "no" if wanted else "yes") if len(answer) == 1 else (None,) * 3
    yield from _listing("no", [unit for unit in units if given(unit) is (not wanted)], column, bad, answer)
    yield from _listing("unknown", [unit for unit in units if given(unit) is None], column, None, answer)
    yield from _listing("yes", [unit for unit in units if given(unit) is wanted], column, good, answer)


def _occasions(item: Count, rests: _Rests) -> Iterator[Listing]:
    """Yield the occasions of all windows."""
    rows = [unit for year in _window(rests) for unit in rests.survey.units(item.of, year)]
    yield from _answers(rows, item.answer, item.least)


def _window(rests: _Rests) -> range:
    """Return the years of all windows."""
    windows = [int(reading.name.removeprefix("since-")) for reading in rests.readings]
    return range(min(windows), (rests.result.year or 0) + 1)


def _counted(item: Count, rests: _Rests) -> Iterator[Listing]:
    """Yield each unit of the windows once, by the best that any of its rows says; of new ones, who began before."""
    survey, years = rests.survey, _window(rests)
    if not years:
        return
    rows = Rows(survey, asked_of(item, rests.plan))
    identity = rows.identity((years.start,), years[-1])
    before, said = rows.before(years.start, identity), rows.said()
    units = _best([unit for year in years for unit in survey.units(item.of, year)], identity, said)
    past = _best([unit for year in reversed(before.years) for unit in survey.units(item.of, year)], identity, said)
    earlier = {key: past[key] for key, unit in units.items() if before.of(key) and said(unit) is not False}
    doubtful = {key: unit for key, unit in units.items() if before.of(key) is None and said(unit)}
    silent = silent_in_a_year(survey, {year: survey.units(item.of, year) for year in years}, item.of)
    unsettled = [unit for key, unit in units.items() if said(unit) is False and key in silent]
    apart = {*earlier, *doubtful, *map(identity, unsettled)}
    yield from _answers([unit for key, unit in units.items() if key not in apart], item.answer, item.least)
    yield from _listing("unknown", unsettled, asked=item.answer)
    yield from _listing("earlier", list(earlier.values()), asked=item.answer)
    still = [past[key] if key in past and said(past[key]) is None else unit for key, unit in doubtful.items()]
    yield from _listing("unknown_before", still, asked=item.answer)
    never = never_surveyed(survey, years, item.of)
    yield from _listing("not_surveyed", [unit for unit in never if before.of(unit) is not True])


def _best(rows: Sequence[Unit], identity: Identity, said: Given) -> dict[object, Unit]:
    """Return of each unit the row that says most: the last with a yes, else the first that is not known, else any."""
    best: dict[object, Unit] = {}
    for unit in rows:
        known = best.setdefault(identity(unit), unit)
        if said(unit) or (said(known) is False and said(unit) is None):
            best[identity(unit)] = unit
    return best


def _measured(rates: Basis, result: Result) -> Iterator[Listing]:
    """Yield the units measured, those with the largest part first, and those that were not."""
    now, columns = rates.now, rates.now.columns
    if isinstance(columns, Answered):
        yield from _said(now.measured, columns)
        yield from _listing("not_surveyed", () if result.is_estimate else now.absent)
        return
    half_known = set(now.half_known)
    known = [unit for unit in now.measured if unit not in half_known]
    known.sort(key=lambda unit: (-(figures(unit, columns)[0] or 0), alphabetical(unit.label)))
    yield from _with_amounts("measured", known, columns)
    yield from _with_amounts("hard_unknown", now.half_known, columns)
    yield from _listing("unknown", now.unmeasured)
    yield from _listing("not_surveyed", () if result.is_estimate else now.absent)


def _of_ratio(rests: _Rests) -> Iterator[Listing]:
    """Yield the units of a ratio's level, those with figures by their own ratio."""
    rate = rests.level
    if rate is None:
        return
    highest_first = _is_ceiling(rests)

    def own(unit: Unit) -> tuple[bool, Amount, str]:
        part, whole = figures(unit, rate.columns)
        ratio = Fraction(part or 0) / whole if whole else Fraction(0)
        return not whole, -ratio if highest_first else ratio, alphabetical(unit.label)

    half_known = set(rate.half_known)
    known = sorted((unit for unit in rate.measured if unit not in half_known), key=own)
    yield from _with_amounts("measured", known, rate.columns)
    yield from _with_amounts("hard_unknown", rate.half_known, rate.columns)
    yield from _listing("unknown", rate.unmeasured)
    yield from _listing("not_surveyed", () if rests.is_sample else rate.absent)


def _of_total(rests: _Rests) -> Iterator[Listing]:
    """Yield the units of a total by their amounts, with the year of each."""
    sign = -1 if rests.sums and _is_ceiling(rests) else 1
    summed = [(unit, amount_of(unit, one.column) or 0) for one in rests.sums for unit in one.measured]
    summed.sort(key=lambda pair: (sign * pair[1], alphabetical(pair[0].label), pair[0].year))
    made = [SummedUnit(unit=unit.label, kind=unit.kind, year=unit.year, amount=amount) for unit, amount in summed]
    if made:
        yield Listing(said="summed", units=tuple(made))
    yield from _listing("unknown", [unit for one in rests.sums for unit in one.unmeasured])
    absent = dict.fromkeys(unit for one in rests.sums for unit in one.absent)
    yield from _listing("not_surveyed", () if rests.is_sample else tuple(absent))


def _is_ceiling(rests: _Rests) -> bool:
    item, due = rests.item, rests.result.due
    return isinstance(item, Scored) and due is not None and target_of(item, due).is_ceiling


def _said(units: Sequence[Unit], columns: Answered) -> Iterator[Listing]:
    """Yield the units of a share by whether they gave the answers asked for."""
    said = [(unit, figures(unit, columns)[0]) for unit in units]
    for how, answer in (("no", 0), ("unknown", None), ("yes", 1)):
        yield from _listing(how, [unit for unit, own in said if own == answer])  # type: ignore[arg-type]  # of Counted


def _with_amounts(how: Counted, units: Sequence[Unit], columns: Columns) -> Iterator[Listing]:
    made = []
    for unit in units:
        hard, total = figures(unit, columns)
        whole = None if isinstance(columns, Summed) else total or 0
        made.append(MeasuredUnit(unit=unit.label, kind=unit.kind, year=unit.year, hard=hard, total=whole))
    if made:
        yield Listing(said=how, units=tuple(made))


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

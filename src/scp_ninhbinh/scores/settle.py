"""What would settle an undetermined verdict, or turn one that rests on an assumption. Pure.

A step is one class a sort, so that nothing has to be known of it but its fields.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from scp_ninhbinh.measures.count import CountFigures
from scp_ninhbinh.measures.figures import Amount, Figure, Positive, Reason, StratumName, Sum, Whole, Year
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import SEARCHED, Basis, Rate, ReductionFigures
from scp_ninhbinh.measures.sampled_reduction import Asked
from scp_ninhbinh.measures.sampled_turning import more_measured, turning
from scp_ninhbinh.measures.sampled_units import Frame
from scp_ninhbinh.measures.share import Drawn, estimate
from scp_ninhbinh.scores.results import JudgedResult, Result
from scp_ninhbinh.scores.verdict import Requirement, Status, judge
from scp_ninhbinh.survey.pool import Stratum


@record
class Step:
    """Something that would settle the verdict, or turn it."""

    what: str
    """What it is about."""


Baseline = Literal["no-baseline", "zero-baseline", "different-units", "no-common-units"]
FIXED: Final = get_args(Baseline)


@record
class BaselineStep(Step):
    """Figures of the base year that can be compared."""

    what: Baseline
    year: Year
    """The base year."""


@record
class YearsStep(Step):
    """Rows of years that have none."""

    what: Literal["years"] = "years"
    years: Annotated[tuple[Year, ...], Field(min_length=1)]
    """The years."""


@record
class AnswersStep(Step):
    """Answers that are open."""

    what: Literal["answers"] = "answers"
    needed: Positive
    """How many of them would reach the requirement."""
    open: Positive
    """How many are open."""
    against: Positive
    """How many of the other answer would rule it out."""


@record
class HardPartStep(Step):
    """Parts that are not known of their whole."""

    what: Literal["hard-part"] = "hard-part"
    most: Whole
    """The most of it that may be in the part for the requirement to be reached."""
    of: Sum
    """The sum of the wholes of which the part is not known."""
    year: Year
    """The year of the rows."""


@record
class UnmeasuredStep(Step):
    """The whole that units without figures would need to turn the figure of the others."""

    what: Literal["unmeasured"] = "unmeasured"
    year: Year
    """The year scored, or the base year."""
    units: Positive
    """How many have no figures."""
    assumed_most: Sum
    """The largest whole that each is taken to have."""
    each: Sum | None = None
    """The whole that each would need; null where none turns it."""
    hard: bool | None = None
    """Whether all of that is in the part, or none of it; null for no amount."""


@record
class UnknownDrawnStep(Step):
    """Answers that are open in a sample."""

    what: Literal["unknown-drawn"] = "unknown-drawn"
    open: Positive
    """How many are open."""


@record
class DrawnStep(Step):
    """More units drawn."""

    what: Literal["drawn"] = "drawn"
    more: Positive
    """About how many, if they answer like those drawn so far."""


@record
class StrataStep(Step):
    """More units in some strata: any with an answer, or with figures."""

    what: Literal["empty-strata"] = "empty-strata"
    strata: Annotated[tuple[StratumName, ...], Field(min_length=1)]
    """The strata, each by its kind and name."""


@record
class HardUnknownStep(Step):
    """Parts of units that are not known."""

    what: Literal["hard-unknown"] = "hard-unknown"
    units: Annotated[tuple[str, ...], Field(min_length=1)]
    """The units, each with the year."""


@record
class WholeUnknownStep(Step):
    """Wholes of units of which only the part is known."""

    what: Literal["whole-unknown"] = "whole-unknown"
    units: Annotated[tuple[str, ...], Field(min_length=1)]
    """The units, each with the year."""


@record
class UndrawnStep(Step):
    """Units not measured that would turn what a sample estimates, the others being like those measured."""

    what: Literal["undrawn"] = "undrawn"
    year: Year
    """The year scored."""
    units: Positive
    """How many were not measured."""
    assumed_most: Sum
    """The whole that each of them is taken to have."""
    hard: bool
    """Whether all of that is in the part, or none of it."""
    turning: Positive | None
    """How many of them turn the estimate; null where all of them do not."""


@record
class MeasuredStep(Step):
    """More units measured in each year."""

    what: Literal["measured"] = "measured"
    measured: Whole
    """Units measured, in the year that has fewer."""
    more: Positive
    """About how many, if they are like those measured so far."""


@record
class ReadingsStep(Step):
    """A decision on how the clause is to be read."""

    what: Literal["readings"] = "readings"


AnyStep = (
    BaselineStep
    | YearsStep
    | AnswersStep
    | HardPartStep
    | UnmeasuredStep
    | UnknownDrawnStep
    | DrawnStep
    | StrataStep
    | HardUnknownStep
    | WholeUnknownStep
    | UndrawnStep
    | MeasuredStep
    | ReadingsStep
)


def steps_of(
    result: Result,
    readings: Sequence[Figure],
    strata: Mapping[Stratum, Drawn],
    confidence: Fraction | None,
    rates: Basis | None,
    frames: Sequence[Frame] = (),
) -> Iterator[AnyStep]:
    """Yield what would settle an undetermined verdict, and what would turn one that rests on an assumption.

    `readings` are the figures that the verdict was judged from, `strata` those of a share of a sample, `rates` those
    of a reduction, and `frames` the strata of one from a sample.
    """
    if not isinstance(result, JudgedResult):
        return
    yield from _of_reasons(result)
    if rates and not readings[0].bars:
        yield from _of_rates(rates, result)
        yield from _of_undrawn(result, frames, rates)
    if result.status is Status.UNDETERMINED and not isinstance(result, ReductionFigures):
        yield from _of_answers(result)
    if Reason.SAMPLING in result.reasons:
        yield from _of_sample(result, strata, confidence or Fraction(1))
        yield from _of_measured(result, frames, confidence or Fraction(1), rates)
    if Reason.READINGS in result.reasons:
        yield ReadingsStep()


def _of_reasons(result: Result) -> Iterator[AnyStep]:
    if isinstance(result, ReductionFigures):
        for reason in result.reasons:
            if reason.value in FIXED:
                yield BaselineStep(what=reason.value, year=result.base.year)  # type: ignore[arg-type]  # one of FIXED
    if isinstance(result, CountFigures) and Reason.MISSING in result.reasons and result.missing_years:
        yield YearsStep(years=result.missing_years)


def _of_answers(result: Result) -> Iterator[AnyStep]:
    """Yield how many of the open answers have to be yes, or no, to settle a share or a count.

    Over several windows, or with years missing, no number of answers alone would.
    """
    if result.numerator is None:
        return
    still_open = (result.unknown or 0) + (result.not_surveyed or 0)
    needed, years = result.needed, result.missing_years if isinstance(result, CountFigures) else ()
    if result.is_estimate and result.unknown:
        yield UnknownDrawnStep(open=result.unknown)
    elif needed and still_open >= needed and len(result.readings) == 1 and not years:
        yield AnswersStep(needed=needed, open=still_open, against=still_open - needed + 1)


def _of_rates(rates: Basis, result: JudgedResult) -> Iterator[AnyStep]:
    """Yield what amounts that are not known have to be, with the base year's rate as measured."""
    now, base = rates.now, rates.base
    if Reason.MISSING in result.reasons:
        yield from _of_parts(rates)
    if not base.value or result.is_estimate:
        return
    allowed = (1 - result.required) * base.value
    most = allowed * now.given_out - now.hard
    alone = not (now.beyond.most or base.beyond.most or base.partial)
    if result.readings[0].status is Status.UNDETERMINED and alone and 0 <= most < now.partial:
        yield HardPartStep(most=floor(most), of=now.partial, year=now.year)
    for rate, ceiling in ((now, allowed), (base, None)):
        if rate.unknown_wholly and rate.largest:
            yield _turning(rate, ceiling, now, result.required)


def _of_parts(rates: Basis) -> Iterator[AnyStep]:
    """Yield the units of both years of which one figure is known and not the other."""
    years = (rates.base, rates.now)
    if units := tuple(f"{unit.label} ({unit.year})" for rate in years for unit in rate.half_known):
        yield HardUnknownStep(units=units)
    if units := tuple(f"{unit.label} ({unit.year})" for rate in years for unit in rate.part_only):
        yield WholeUnknownStep(units=units)


def _turning(rate: Rate, allowed: Fraction | None, now: Rate, required: Amount) -> UnmeasuredStep:
    """Return the whole that each unit not measured would need to turn the verdict of those measured.

    All of it in the part, or none: whichever moves the rate across what is allowed. For the base year (`allowed` None)
    the rate must stay at or above that which makes the present one a cut as required.
    """
    units = rate.unknown_wholly
    hard, total = rate.hard, rate.total
    limit = allowed if allowed is not None else (now.value or Fraction(0)) / (1 - required) if required < 1 else None
    if limit is None or not 0 < limit < 1 or not total:
        return UnmeasuredStep(year=rate.year, units=units, assumed_most=rate.largest)
    above = Fraction(hard) / total > limit
    amount = (hard / limit - total) / units if above else (limit * total - hard) / (units * (1 - limit))
    return UnmeasuredStep(year=rate.year, units=units, assumed_most=rate.largest, each=amount, hard=not above)


def _of_undrawn(result: JudgedResult, frames: Sequence[Frame], rates: Basis) -> Iterator[AnyStep]:
    """Yield how many units that were not measured would turn what a sample estimates, also where it is met."""
    found = turning(frames, rates.now.columns, Fraction(result.required)) if frames else None
    if found:
        yield UndrawnStep(
            year=rates.now.year, units=found.units, assumed_most=found.most, hard=found.hard, turning=found.number
        )


def _of_sample(result: JudgedResult, strata: Mapping[Stratum, Drawn], confidence: Fraction) -> Iterator[AnyStep]:
    """Yield how many more units a sample needs for its interval to settle the verdict, if they are like those drawn."""
    empty = tuple(StratumName.of(*stratum) for stratum, one in strata.items() if not one.answered)
    if empty:
        yield StrataStep(strata=empty)
    elif strata and (more := _more_drawn(list(strata.values()), result, confidence)):
        yield DrawnStep(more=more)


def _of_measured(
    result: JudgedResult, frames: Sequence[Frame], confidence: Fraction, rates: Basis | None
) -> Iterator[AnyStep]:
    """Yield how many more units have to be measured in each year, or in which strata any."""
    if not rates or not frames:
        return
    empty = dict.fromkeys(stratum for frame in frames for stratum, one in frame.strata.items() if not one.rows)
    asked = Asked(confidence, Fraction(result.required))
    if empty:
        yield StrataStep(strata=tuple(StratumName.of(*stratum) for stratum in empty))
    elif confidence >= min(SEARCHED) and (more := more_measured(frames, rates.now.columns, asked)):
        yield MeasuredStep(measured=min(len(rates.now.measured), len(rates.base.measured)), more=more)


def _more_drawn(strata: Sequence[Drawn], result: JudgedResult, confidence: Fraction) -> int:
    """Return the fewest further units, shared out by size, with which the verdict is settled: found by halving."""
    size = sum(one.size for one in strata)
    too_few, enough = 0, size
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if _settled([_grown(one, Fraction(middle, size)) for one in strata], result, confidence):
            enough = middle
        else:
            too_few = middle
    return sum(_grown(one, Fraction(enough, size)).drawn - one.drawn for one in strata)


def _grown(stratum: Drawn, share: Fraction) -> Drawn:
    """Return a stratum of which this share is drawn, at least as much as now, with answers in the same proportion."""
    drawn = min(stratum.size, max(stratum.drawn, ceil(stratum.size * share)))
    return Drawn(stratum.size, drawn, round(Fraction(drawn * stratum.yes, stratum.answered)), 0)


def _settled(strata: Sequence[Drawn], result: JudgedResult, confidence: Fraction) -> bool:
    figure, _ = estimate(strata, confidence)
    return judge((figure,), Requirement(result.required, result.due, result.year)).status is not Status.UNDETERMINED

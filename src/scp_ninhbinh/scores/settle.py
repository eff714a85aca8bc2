"""What would settle an undetermined verdict, or turn one that rests on an assumption. Pure.

A step is one class a sort, so that nothing has to be known of it but its fields.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from scp_ninhbinh.measures.change import Line
from scp_ninhbinh.measures.count import CountFigures
from scp_ninhbinh.measures.figures import (
    Figure,
    Positive,
    Reason,
    StratumName,
    Sum,
    Whole,
    Year,
)
from scp_ninhbinh.measures.quantity import Answered, Rate, Summed
from scp_ninhbinh.measures.ratio import RatioFigures
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import SEARCHED, Basis, ChangeFigures
from scp_ninhbinh.measures.sampled_reduction import is_bounded
from scp_ninhbinh.measures.sampled_turning import more_measured, turning
from scp_ninhbinh.measures.sampled_units import Frame
from scp_ninhbinh.measures.share import Drawn, estimate
from scp_ninhbinh.measures.total import TotalFigures
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
    year: Year | None
    """The base year; null for several."""
    years: Annotated[tuple[Year, ...], Field(min_length=1)]
    """The base years that it is about."""


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
class NewUnitsStep(Step):
    """Units of which it is open whether they are new."""

    what: Literal["new-units"] = "new-units"
    needed: Positive
    """How many new ones of them would reach the requirement."""
    open: Positive
    """How many are open."""
    against: Positive
    """How many that are not new would rule it out."""


@record
class CeilingStep(Step):
    """Answers that are open where no more than a number may be as they are counted."""

    what: Literal["answers-at-most"] = "answers-at-most"
    needed: Positive
    """How many of them have to be of the other answer."""
    open: Positive
    """How many are open."""
    most: Whole
    """How many of them may be as they are counted."""


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
class HardPartLeastStep(Step):
    """Parts that are not known of their whole, where more of it is required."""

    what: Literal["hard-part-least"] = "hard-part-least"
    least: Positive
    """The least of it that must be in the part for the requirement to be reached."""
    of: Sum
    """The sum of the wholes of which the part is not known."""
    year: Year
    """The year of the rows."""


@record
class AbsentStep(Step):
    """Rows of units that the register lists and nobody surveyed."""

    what: Literal["absent"] = "absent"
    units: Annotated[tuple[str, ...], Field(min_length=1)]
    """The units, each with the year."""


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
    """How many of them change the verdict; null where all of them do not."""


@record
class MeasuredStep(Step):
    """More units measured in each year."""

    what: Literal["measured"] = "measured"
    measured: Whole
    """Units measured, in the year that has fewer."""
    more: Positive
    """About how many, if they are like those measured so far."""


@record
class SameUnitsStep(Step):
    """Figures that can be added up."""

    what: Literal["same-units"] = "same-units"
    year: Year
    """The year scored."""


@record
class FiguresStep(Step):
    """Figures of units that have a row and none."""

    what: Literal["figures"] = "figures"
    units: Annotated[tuple[str, ...], Field(min_length=1)]
    """The units, of several years each with its year."""


@record
class NotSurveyedStep(Step):
    """Figures of units that have no row."""

    what: Literal["not-surveyed"] = "not-surveyed"
    units: Positive
    """How many units of the register."""


@record
class RegisterStep(Step):
    """A register, without which a total of those surveyed is no total."""

    what: Literal["register"] = "register"


@record
class AmountStep(Step):
    """The amount that what is not known has to come to, together."""

    what: Literal["amount"] = "amount"
    amount: Sum
    """The amount, above the line of a ratio."""
    at_most: bool
    """Whether it may be no more, or has to be no less."""
    of: Sum | None
    """The sum of the wholes that it is a part of; null where it is no part."""


@record
class ReadingsStep(Step):
    """A decision which of several ways of counting or reading the clause holds."""

    what: Literal["readings"] = "readings"
    readings: Annotated[tuple[str, ...], Field(min_length=2)]
    """The readings that give different verdicts, by their names."""
    open: tuple[str, ...] = ()
    """Those of them whose own verdict is undetermined."""


@record
class EachStep(Step):
    """Areas or years of which it is open whether they meet what each has to meet by itself."""

    what: Literal["each"] = "each"
    parts: Annotated[tuple[str, ...], Field(min_length=1)]
    """The areas, or the years."""


@record
class PlacesStep(Step):
    """The areas of units of which it is not known in which of those they are that each have to meet it."""

    what: Literal["areas"] = "areas"


AnyStep = (
    EachStep
    | PlacesStep
    | BaselineStep
    | YearsStep
    | AnswersStep
    | NewUnitsStep
    | CeilingStep
    | HardPartStep
    | HardPartLeastStep
    | AbsentStep
    | UnmeasuredStep
    | UnknownDrawnStep
    | DrawnStep
    | StrataStep
    | HardUnknownStep
    | WholeUnknownStep
    | UndrawnStep
    | MeasuredStep
    | SameUnitsStep
    | FiguresStep
    | NotSurveyedStep
    | RegisterStep
    | AmountStep
    | ReadingsStep
)


def steps_of(
    result: Result,
    readings: Sequence[Figure],
    strata: Mapping[Stratum, Drawn],
    confidence: Fraction | None,
    rates: Basis | None,
    frames: Sequence[Frame] = (),
    line: Line | None = None,
) -> Iterator[AnyStep]:
    """Yield what would settle an undetermined verdict, and what would turn one that rests on an assumption.

    `readings` are the figures that the verdict was judged from, `strata` those of a share of a sample, `rates` those
    of a change, `line` where it is just as required, and `frames` the strata of one from a sample.
    """
    if not isinstance(result, JudgedResult):
        return
    if result.each:
        yield from _of_each(result)
        return
    line = None if result.is_ceiling else line  # what would turn a limit of a change is not worked out
    yield from _of_reasons(result)
    if rates and not readings[0].bars:
        yield from _of_rates(rates, result, line)
        yield from _of_undrawn(frames, rates, line)
    if result.status is Status.UNDETERMINED and not isinstance(result, LEVELS):
        yield from _of_answers(result)
    if Reason.SAMPLING in result.reasons:
        yield from _of_sample(result, strata, confidence or Fraction(1))
        yield from _of_measured(frames, confidence or Fraction(1), rates, line)
    if Reason.READINGS in result.reasons:
        still_open = (reading.name for reading in result.readings if reading.status is Status.UNDETERMINED)
        yield ReadingsStep(readings=tuple(reading.name for reading in result.readings), open=tuple(still_open))


LEVELS: Final = (ChangeFigures, RatioFigures, TotalFigures)
"""What is open by amounts and not by answers."""


def _of_each(result: JudgedResult) -> Iterator[AnyStep]:
    """Yield the parts whose figures are open, and that units are of none of them, where that leaves a verdict open."""
    if result.status is Status.UNDETERMINED and result.each:
        if result.each.undecided:
            yield EachStep(parts=tuple(result.each.undecided))
        if not result.each.complete:
            yield PlacesStep()


def _of_reasons(result: Result) -> Iterator[AnyStep]:
    if isinstance(result, ChangeFigures):
        for reason in result.reasons:
            if reason.value in FIXED:
                missing = result.base.missing_years if reason is Reason.NO_BASELINE else ()
                years = missing or result.base.years
                year, what = years[0] if len(years) == 1 else None, reason.value
                yield BaselineStep(what=what, year=year, years=years)  # type: ignore[arg-type]  # one of FIXED
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
    elif result.is_ceiling:
        yield from _of_ceiling(result, still_open, not years)
    elif needed and still_open >= needed and len(result.readings) == 1 and not years:
        is_new = isinstance(result, CountFigures) and result.count == "new_units"
        step = NewUnitsStep if is_new else AnswersStep
        yield step(needed=needed, open=still_open, against=still_open - needed + 1)


def _of_ceiling(result: Result, still_open: int, complete: bool) -> Iterator[CeilingStep]:
    """Yield how many of the open answers may be as they are counted before it is more than is allowed."""
    allowed = floor((result.required or 0) * int(result.denominator or 1)) - int(result.numerator or 0)
    if complete and not result.is_estimate and len(result.readings) == 1 and 0 <= allowed < still_open:
        yield CeilingStep(needed=still_open - allowed, open=still_open, most=allowed)


def _of_rates(rates: Basis, result: JudgedResult, line: Line | None) -> Iterator[AnyStep]:
    """Yield what amounts that are not known have to be, with the level of the base as measured."""
    now, base = rates.now, rates.base
    if Reason.MISSING in result.reasons:
        yield from _of_parts(rates)
    if line is None or not base.value or result.is_estimate or result.is_ceiling or not _has_parts(now):
        return
    allowed = line.limit * base.value
    alone = not (now.beyond.most or base.beyond.most or base.partial)
    if result.readings[0].status is Status.UNDETERMINED and alone:
        yield from _of_half_known(now, allowed * now.given_out - now.hard, line)
    for rate, ceiling in ((now, allowed), (base, None)):
        if rate.unknown_wholly and rate.largest and len(rate.years) == 1:
            yield _turning(rate, ceiling, now, line)


def _has_parts(rate: Rate) -> bool:
    """Whether it is a rate of a part over its whole, whose unknown amounts have bounds."""
    return rate.columns.is_part and not isinstance(rate.columns, Answered)


def _of_half_known(now: Rate, amount: Fraction, line: Line) -> Iterator[AnyStep]:
    """Yield how much of the wholes whose part is not known may be, or has to be, in the part: `amount`."""
    if line.below and 0 <= amount < now.partial:
        yield HardPartStep(most=floor(amount), of=now.partial, year=now.year)
    if not line.below and 0 < amount <= now.partial:
        yield HardPartLeastStep(least=ceil(amount), of=now.partial, year=now.year)


def _of_parts(rates: Basis) -> Iterator[AnyStep]:
    """Yield the units of the years of which one figure is known and not the other, and what else leaves it open."""
    years = (rates.base, rates.now)
    if units := tuple(f"{unit.label} ({unit.year})" for rate in years for unit in rate.half_known):
        yield HardUnknownStep(units=units)
    lacking = [unit for rate in years for unit in (rate.part_only if _has_parts(rate) else rate.unmeasured)]
    if units := tuple(f"{unit.label} ({unit.year})" for unit in lacking):
        yield WholeUnknownStep(units=units)
    if not _has_parts(rates.now):
        yield from _of_pool((*rates.bases, rates.now))


def _of_pool(years: Sequence[Rate]) -> Iterator[AnyStep]:
    """Yield the listed units without a row, and that a total needs a register."""
    if absent := tuple(f"{unit.label} ({rate.year})" for rate in years for unit in rate.absent):
        yield AbsentStep(units=absent)
    if isinstance(years[0].columns, Summed) and not all(rate.is_registered for rate in years):
        yield RegisterStep()


def _turning(rate: Rate, allowed: Fraction | None, now: Rate, line: Line) -> UnmeasuredStep:
    """Return the whole that each unit not measured would need to turn the verdict of those measured.

    All of it in the part, or none: whichever moves the rate across what is allowed. For the base year (`allowed` None)
    the rate must stay on its side of that which makes the present one a change as required.
    """
    units = rate.unknown_wholly
    hard, total = rate.hard, rate.total
    limit = allowed if allowed is not None else (now.value or Fraction(0)) / line.limit if line.limit else None
    if limit is None or not 0 < limit < 1 or not total:
        return UnmeasuredStep(year=rate.year, units=units, assumed_most=rate.largest)
    above = Fraction(hard) / total > limit
    amount = (hard / limit - total) / units if above else (limit * total - hard) / (units * (1 - limit))
    return UnmeasuredStep(year=rate.year, units=units, assumed_most=rate.largest, each=amount, hard=not above)


def _of_undrawn(frames: Sequence[Frame], rates: Basis, line: Line | None) -> Iterator[AnyStep]:
    """Yield how many units that were not measured would turn what a sample estimates, also where it is met."""
    bounded = frames and line and is_bounded(rates)
    found = turning(frames, rates.now.columns, line) if bounded and line else None
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
    frames: Sequence[Frame], confidence: Fraction, rates: Basis | None, line: Line | None
) -> Iterator[AnyStep]:
    """Yield how many more units have to be measured in each year, or in which strata any."""
    if not rates or not frames or not line or not is_bounded(rates):
        return
    empty = dict.fromkeys(stratum for frame in frames for stratum, one in frame.strata.items() if not one.rows)
    searched = confidence >= min(SEARCHED)
    if empty:
        yield StrataStep(strata=tuple(StratumName.of(*stratum) for stratum in empty))
    elif searched and (more := more_measured(frames, rates.now.columns, line, confidence)):
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
    return judge((figure,), Requirement.of(result)).status is not Status.UNDETERMINED

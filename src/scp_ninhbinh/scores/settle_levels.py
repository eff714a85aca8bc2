"""What would settle an undetermined verdict on a level: the ratio or the total of a year. Pure."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from scp_ninhbinh.measures.figures import Reason, StratumName
from scp_ninhbinh.measures.quantity import Rate
from scp_ninhbinh.measures.ratio import Quotients
from scp_ninhbinh.measures.sampled_units import Frame
from scp_ninhbinh.measures.total import YearSum
from scp_ninhbinh.scores.results import JudgedResult
from scp_ninhbinh.scores.settle import (
    AmountStep,
    AnyStep,
    DrawnStep,
    FiguresStep,
    HardUnknownStep,
    NotSurveyedStep,
    RegisterStep,
    SameUnitsStep,
    StrataStep,
    UndrawnStep,
    WholeUnknownStep,
    YearsStep,
)
from scp_ninhbinh.scores.verdict import Requirement
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.text.numbers import Amount


class Asked(NamedTuple):
    """What a ratio is held against: what is `required` of it, and of a sample the `confidence`."""

    required: Amount
    is_ceiling: bool
    quotients: Quotients
    confidence: Fraction | None

    @property
    def rate(self) -> Fraction:
        """What is required as a rate: the one sum over the other, before the factor of the unit."""
        return Fraction(self.required) / (1 if self.quotients.in_percent else self.quotients.times)


def ratio_steps(rate: Rate, asked: Asked, result: JudgedResult, frames: Sequence[Frame]) -> Iterator[AnyStep]:
    """Yield what would settle the verdict on a ratio."""
    if Reason.DIFFERENT_UNITS in result.reasons:
        yield SameUnitsStep(year=rate.year)
    elif frames and rate.columns.is_part:
        yield from _of_undrawn(rate, frames[0], asked)
    if not {Reason.MISSING, Reason.SAMPLING} & {*result.reasons}:
        return
    if units := tuple(unit.label for unit in rate.half_known):
        yield HardUnknownStep(units=units)
    if units := tuple(unit.label for unit in rate.part_only):
        yield WholeUnknownStep(units=units)
    neither = tuple(unit.label for unit in rate.unmeasured if unit not in {*rate.part_only})
    if neither:
        yield FiguresStep(units=neither)
    if rate.absent and not frames:
        yield NotSurveyedStep(units=len(rate.absent))
    yield from _of_parts(rate, asked)
    if Reason.SAMPLING in result.reasons and asked.confidence is not None:
        yield from _of_sample(rate, frames[0], asked, result)


def _of_parts(rate: Rate, asked: Asked) -> Iterator[AnyStep]:
    """Yield what amount of the parts that are not known settles it, where nothing else is open."""
    alone = rate.half_known and not (rate.unmeasured or rate.absent)
    amount = asked.rate * rate.given_out - rate.hard
    if alone and amount >= 0 and (not rate.columns.is_part or amount <= rate.partial):
        of = rate.partial if rate.columns.is_part else None
        yield AmountStep(amount=amount, at_most=asked.is_ceiling, of=of)


def _of_undrawn(rate: Rate, frame: Frame, asked: Asked) -> Iterator[AnyStep]:
    """Yield how many units that were not measured would turn what a sample estimates, also where it is met."""
    from scp_ninhbinh.measures.sampled_turning import turning_level

    if found := turning_level(frame, rate.columns, asked.rate, asked.is_ceiling):
        yield UndrawnStep(
            year=rate.year, units=found.units, assumed_most=found.most, hard=found.hard, turning=found.number
        )


def _of_sample(rate: Rate, frame: Frame, asked: Asked, result: JudgedResult) -> Iterator[AnyStep]:
    """Yield how many more units a sample needs, if they are like those measured, or in which strata any."""
    from scp_ninhbinh.measures.sampled_ratio import more_drawn

    empty = tuple(StratumName.of(*stratum) for stratum, one in frame.strata.items() if not one.rows)
    if empty:
        yield StrataStep(strata=empty)
        return
    required = Requirement(asked.rate, result.due, result.year, asked.is_ceiling)

    def settled(low: Fraction, high: Fraction) -> bool:
        return required.is_reached(low, high) or required.is_missed(low, high)

    if more := more_drawn(rate, frame, asked.confidence or Fraction(1), settled):
        yield DrawnStep(more=more)


def total_steps(sums: Sequence[YearSum], result: JudgedResult, is_ceiling: bool) -> Iterator[AnyStep]:
    """Yield what would settle the verdict on a total."""
    if Reason.DIFFERENT_UNITS in result.reasons:
        yield SameUnitsStep(year=sums[-1].year)
    if Reason.MISSING not in result.reasons:
        return
    if years := tuple(one.year for one in sums if one.is_missing):
        yield YearsStep(years=years)
    several = len(sums) > 1
    if units := tuple(_label(unit, several) for one in sums for unit in one.unmeasured):
        yield FiguresStep(units=units)
    if absent := {unit for one in sums for unit in one.absent}:
        yield NotSurveyedStep(units=len(absent))
    if not all(one.listed for one in sums):
        yield RegisterStep()
    if not sums[0].column.may_be_negative:
        yield AmountStep(amount=result.required - sum(one.told.amount for one in sums), at_most=is_ceiling, of=None)


def _label(unit: Entry, with_year: bool) -> str:
    return f"{unit.label} ({unit.year})" if with_year else unit.label

"""The level of a ratio of totals in one year, sum over sum. Formulas: docs/methods.md, "Ratio"."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from scp_ninhbinh.measures.figures import (
    Coverage,
    Exact,
    Figure,
    Figures,
    Measured,
    Method,
    Range,
    Reason,
    Sampled,
    Sum,
    Whole,
    bounds,
)
from scp_ninhbinh.measures.quantity import Rate, figures, knows, rate_of
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import held, labels
from scp_ninhbinh.measures.share import covered
from scp_ninhbinh.plan.vocabulary import RateColumns
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.text.numbers import Amount, Percentage

ALL = "all"
"""The reading over all units measured."""


@record
class RatioFigures(Figures):
    """The level of a ratio of totals, in percent or in the plan's own unit."""

    achieved: Exact | None = None
    low: Exact | None = None
    high: Exact | None = None
    numerator: Exact | None = None
    """The sum of the one column, of the units with both figures; null where it cannot be summed."""
    denominator: Exact | None = None
    """The sum of the other, of the same units; null where it cannot be summed."""
    unknown: Whole
    not_surveyed: Whole
    pool: None = None
    method: Method
    measured: Whole
    """Units with both figures."""
    not_measured: tuple[str, ...]
    """Units without the figure below the line, by id or name; of a sample those drawn."""
    hard_unknown: tuple[str, ...]
    """Units of which only the figure above the line is not known, by id or name."""
    assumed_most: Sum | None
    """The largest whole that a unit not measured is taken to have; null where none is assumed."""


@record
class SampledRatioFigures(Sampled, RatioFigures):
    """A ratio from a sample: low and high are the layer bound, which assumes `assumed_most`."""


class Quotients(NamedTuple):
    """What a ratio is of: its columns, and the factor `times` that its unit asks for; without one it is in percent."""

    columns: RateColumns
    times: Fraction = Fraction(1)
    in_percent: bool = True

    def amount(self, rate: Fraction | None) -> Amount | None:
        """Return a rate as a figure of the plan's unit."""
        if rate is None:
            return None
        return Percentage(rate) if self.in_percent else rate * self.times

    def figure(self, achieved: Fraction | None, ends: Sequence[tuple[Fraction | None, Fraction | None]]) -> Figure:
        """Return the reading of a rate with its range, from the first low end to the last high one."""
        ranges: list[Range] = [(self.amount(low), self.amount(high)) for low, high in ends]
        return held(Figure(ALL, self.amount(achieved), ranges[0][0], ranges[-1][1], intervals=tuple(ranges)))


def measure_ratio(survey: Survey, year: int, kinds: Sequence[str], asked: Quotients) -> Measured:
    """Return Σa/Σb over the units with both figures, with the bounds that figures not known leave it."""
    rate, coverage = rate_in(survey, year, kinds, asked.columns)
    figure = barred(rate) or asked.figure(rate.value, [range_of(rate)])._replace(intervals=())
    return Measured((figure,), RatioFigures(**keys(rate, figure, coverage)))


def rate_in(
    survey: Survey, year: int, kinds: Sequence[str], columns: RateColumns, sampled: bool = False
) -> tuple[Rate, tuple[Coverage, ...]]:
    """Return the rate of a year, and how much of each kind was surveyed."""
    pools = [survey.pool(kind, year) for kind in kinds]
    return rate_of(survey, kinds, year, columns), covered(pools, year, knows(columns), sampled)


def range_of(rate: Rate) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the most that a rate of one year may be, of 1.

    Where no whole above 0 was measured nothing says what others have at most: a part is anything from none to all.
    """
    if rate.given_out:
        return rate.low, rate.high
    return (None if rate.columns.may_be_negative else Fraction(0)), (Fraction(1) if rate.columns.is_part else None)


def barred(rate: Rate) -> Figure | None:
    """Return the reading of which no row speaks, or which what was found bars; None for one that has a range.

    Amounts counted in different ways have no sum, and nothing over nothing is no ratio.
    """
    if not (rate.measured or rate.unmeasured):
        return Figure(ALL, empty=True)
    bars = [Reason.ZERO_BASELINE] if rate.is_whole and not rate.given_out else []
    bars += [Reason.DIFFERENT_UNITS] if len(rate.ways_of_counting) > 1 else []
    return Figure(ALL, bars=tuple(bars)) if bars else None


def keys(rate: Rate, figure: Figure, coverage: tuple[Coverage, ...], sampled: bool = False) -> dict[str, Any]:
    """Return the keys of a ratio. Of a sample those not drawn are not missing."""
    summable = rate.total and len(rate.ways_of_counting) == 1
    return {
        **bounds((figure,)),
        "numerator": rate.hard if summable else None,
        "denominator": rate.total if summable else None,
        "unknown": len(rate.half_known + rate.unmeasured),
        "not_surveyed": len(rate.absent),
        "method": "sample" if sampled else "census",
        "coverage": coverage,
        "measured": len(rate.measured) - len(rate.half_known),
        "not_measured": labels((*rate.unmeasured, *(() if sampled else rate.absent))),
        "hard_unknown": labels(rate.half_known),
        "assumed_most": None if sampled else assumed_most(rate),
    }


def assumed_most(rate: Rate) -> Amount | None:
    """Return the largest whole that a unit without one is taken to have; None where there is none, and for no part."""
    if not (rate.columns.is_part and rate.given_out and rate.beyond.most):
        return None
    return max((rate.largest, *(figures(unit, rate.columns)[0] or 0 for unit in rate.part_only)))

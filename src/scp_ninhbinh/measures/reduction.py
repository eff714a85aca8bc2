"""The relative change of a ratio, a total or a share since the base year or years: a reduction or an increase.

Formulas: docs/methods.md, "Reduction, counted" and "Change of a ratio, a total or a share".
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, Literal, NamedTuple

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from scp_ninhbinh.measures.change import Way, quotients, time_since
from scp_ninhbinh.measures.figures import (
    Change,
    Coverage,
    Error,
    Figure,
    Figures,
    Level,
    Measured,
    Method,
    Percent,
    Points,
    Reason,
    Sampled,
    StratumName,
    Sum,
    Whole,
    Year,
    bounds,
)
from scp_ninhbinh.measures.quantity import (
    Answered,
    Columns,
    Quantity,
    Rate,
    Summed,
    figures,
    knows,
    rate_of,
    together,
)
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.share import covered
from scp_ninhbinh.survey.pool import Pool, Survey
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.text.numbers import Amount, Percentage
from scp_ninhbinh.text.order import alphabetical

SEARCHED: Final = (Fraction(99, 100), Fraction(95, 100), Fraction(90, 100))
"""Confidences, of 1, at which false verdicts of the layer bound were searched for: nobody knows of lower ones."""

MATCHED: Final = "matched"
"""The reading over the units measured in both years."""


FALLS: Final = Way()
"""A cut of the whole time."""


@record
class BaseRate:
    """The level of the base year, or of several: `numerator` over `denominator`; of a total a mean of the years."""

    year: Year | None
    """The base year; null for several."""
    years: tuple[Year, ...]
    """The base year, or every one of several."""
    missing_years: tuple[Year, ...]
    """Base years without a unit measured."""
    numerator: Level | None
    """As that of the year scored, summed over the base years; null where it cannot be said."""
    denominator: Sum | None
    """As that of the year scored, summed over the base years; null where it cannot be said."""
    rate: Level | None
    """As that of the year scored."""
    matched_part: Percent | None
    """As that of the year scored."""
    not_measured: Whole
    """How many units without a whole; of a sample, of those drawn."""
    unknown: Whole
    """Units with a row of which one of the two figures is not known."""
    assumed_most: Sum | None
    """As that of the year scored."""
    coverage: tuple[Coverage, ...]
    """As that of the year scored."""

    @property
    def called(self) -> str:
        """The base year, or all of several."""
        return ", ".join(map(str, self.years))


@record
class ChangeFigures(Figures):
    """A relative change in percent."""

    achieved: Change | None = None
    low: Change | None = None
    high: Change | None = None
    numerator: Level | None = None
    """The sum of the part, or a total, divided as the plan asks; of a share its yes. Null where it cannot be summed."""
    denominator: Sum | None = None
    """The sum of the whole, of the units with both figures, in the same way; of a share all units. Null for a total."""
    unknown: Whole
    not_surveyed: Whole
    pool: None = None
    method: Method
    quantity: Literal["ratio", "total", "share"]
    """What changes."""
    quantity_unit: str
    """The unit of rate and points: percent is 0-100, count a number, else the plan's own."""
    per_year: bool
    """Whether the change is one a year, by compounding from the middle of the base years."""
    rate: Level | None
    """The level of the year scored: a rate, a total or a share; of a sample its estimate; null for none."""
    base: BaseRate
    """The level of the base year or years."""
    points: Level | None
    """The difference of the levels: of percentages in percentage points; null if not comparable."""
    matched: Whole
    """Units with a whole above 0, an amount or a row in both years; of several base years in all of them."""
    matched_part: Percent | None
    """Their part of the year's whole; null where it has none, of a sample, and for several units of measurement."""
    not_measured: tuple[str, ...]
    """Units without a whole, by id or name; of a sample those drawn."""
    hard_unknown: tuple[str, ...]
    """Units of the year with a whole and no part, by id or name."""
    assumed_most: Sum | None
    """The largest whole that a unit not measured is taken to have."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return what pydantic reads it by: its levels are numbers until their unit is known."""
        return core_schema.no_info_after_validator_function(_in_their_unit, handler(source))


def _in_their_unit(found: ChangeFigures) -> ChangeFigures:
    """Return figures read from JSON with levels that are percentages as such."""
    if found.quantity_unit != "percent":
        return found
    base = BaseRate(**vars(found.base) | {"rate": _hundredths(Percentage, found.base.rate)})
    levels = {"rate": _hundredths(Percentage, found.rate), "points": _hundredths(Points, found.points), "base": base}
    return type(found)(**vars(found) | levels)


def _hundredths(kind: type[Fraction], value: Amount | None) -> Fraction | None:
    return None if value is None else kind(Fraction(value) / 100)


@record
class ReductionFigures(ChangeFigures):
    """A relative cut in percent."""


@record
class IncreaseFigures(ChangeFigures):
    """A relative rise in percent."""


@record
class Usual:
    """The interval of the jackknife, as survey software gives it: it knows only what was seen."""

    low: Change
    """Its lower end, in percent."""
    high: Change
    """Its upper end, in percent."""
    se: Error | None
    """Standard error of achieved, in percentage points; null where parts are not known."""


@record
class SampledChangeFigures(Sampled, ChangeFigures):
    """A relative change from a sample: low and high are the layer bound, which assumes `assumed_most`."""

    matched_part: None = None
    usual: Usual | None
    """The usual, approximate interval, which decides nothing; null where it has none."""
    lone: tuple[StratumName, ...]
    """Strata that leave it without a usual interval: of several units there, fewer than two were measured."""


@record
class SampledReductionFigures(SampledChangeFigures, ReductionFigures):
    """A relative cut from a sample."""


@record
class SampledIncreaseFigures(SampledChangeFigures, IncreaseFigures):
    """A relative rise from a sample."""


class Basis(NamedTuple):
    """What a change is computed from: the levels of all units, those of the units of both years, and coverage.

    Of several base years `base` is all of them together, `bases` are each. `coverage` is that of the year scored and
    that of the base years.
    """

    now: Rate
    base: Rate
    matched_now: Rate
    matched_base: Rate
    coverage: tuple[tuple[Coverage, ...], tuple[Coverage, ...]]
    bases: tuple[Rate, ...] = ()

    @property
    def matched(self) -> int:
        """How many units gave something out in both years."""
        return len(self.matched_now.measured)

    @property
    def differ(self) -> bool:
        """Whether, of the years, other units add to a sum in the one than in the other."""
        years = (self.now, *self.bases)
        return self.now.year > self.base.year and self.matched < max(rate.adding for rate in years)

    @property
    def bars(self) -> tuple[Reason, ...]:
        """What keeps the levels of the years from being compared."""
        return bars_of(self.now, self.base, bool(self.matched))


class Since(NamedTuple):
    """The years of a change: that scored, and the base year or years."""

    year: int
    base: tuple[int, ...]

    @property
    def time(self) -> Fraction:
        """The years from the middle of the base years; 1 up to the last of them, where nothing is compared."""
        return time_since(self.base, self.year) if self.year > max(self.base) else Fraction(1)


def measure_change(survey: Survey, since: Since, kinds: Sequence[str], quantity: Quantity, way: Way) -> Measured:
    """Return the change over all units of each year, and over those that gave something out in both.

    The reading `matched` is there only where the units of the years differ and some are of all of them.
    """
    found = basis(survey, since, kinds, quantity.columns)
    readings = [change("all", found.now, found.base, way, found.bars)]
    if found.matched and found.differ:
        matched = found.matched_now, found.matched_base
        readings.append(change(MATCHED, *matched, way, bars_of(*matched)))
    known = keys(tuple(readings), found, (found.now.value, found.base.value), quantity)
    kind = IncreaseFigures if way.rises else ReductionFigures
    return Measured(tuple(readings), kind(**known, per_year=way.years is not None))


def keys(
    readings: tuple[Figure, ...],
    found: Basis,
    levels: tuple[Fraction | None, Fraction | None],
    quantity: Quantity,
    sampled: bool = False,
) -> dict[str, Any]:
    """Return the keys of a change; `levels` are those of the year scored and of the base.

    Of a sample those not drawn are not missing.
    """
    now, base = found.now, found.base
    ways = [rate.ways_of_counting for rate in (now, base)]
    one_way, one_way_before = (len(one) == 1 for one in ways)
    return {
        **bounds(readings),
        "numerator": _sum(now, now.hard, one_way),
        "denominator": None if isinstance(now.columns, Summed) else _sum(now, now.every, one_way),
        "unknown": len(now.half_known + now.unmeasured),
        "not_surveyed": len(now.absent),
        "method": "sample" if sampled else "census",
        "coverage": found.coverage[0],
        "quantity": quantity.name,
        "quantity_unit": quantity.unit,
        "rate": _shown(levels[0], quantity, one_way),
        "base": _base(found, levels[1], quantity, sampled, one_way_before),
        "points": _points(levels, quantity) if len(ways[0] | ways[1]) <= 1 else None,
        "matched": found.matched,
        "matched_part": None if sampled or not one_way else _part_of(found.matched_now, now),
        "not_measured": labels((*now.unmeasured, *(() if sampled else now.absent))),
        "hard_unknown": labels(now.half_known),
        "assumed_most": _most(now),
    }


def _points(levels: tuple[Fraction | None, Fraction | None], quantity: Quantity) -> Amount | None:
    """Return the difference of two levels, None where one is missing."""
    now, base = levels
    return None if now is None or base is None else quantity.difference(now - base)


def _base(found: Basis, level: Fraction | None, quantity: Quantity, sampled: bool, one_way: bool) -> BaseRate:
    base = found.base
    return BaseRate(
        year=base.year if len(base.years) == 1 else None,
        years=base.years,
        missing_years=base.missing,
        numerator=_sum(base, base.hard, one_way),
        denominator=None if isinstance(base.columns, Summed) else _sum(base, base.every, one_way),
        rate=_shown(level, quantity, one_way),
        matched_part=None if sampled or not one_way else _part_of(found.matched_base, base),
        not_measured=len(base.unmeasured) + (0 if sampled else len(base.absent)),
        unknown=len(base.half_known + base.unmeasured),
        assumed_most=_most(base),
        coverage=found.coverage[1],
    )


def _most(rate: Rate) -> Amount | None:
    """Return the largest whole that a unit not measured is taken to have; None where there is none.

    A unit of a share is one, which is no assumption.
    """
    parts = (figures(unit, rate.columns)[0] or 0 for unit in rate.part_only)
    assumed = rate.beyond.most and rate.columns.is_part and not isinstance(rate.columns, Answered)
    return max((rate.largest, *parts)) if assumed else None


def _part_of(matched: Rate, rate: Rate) -> Percentage | None:
    """Return the part of a year's whole, or total, that the units of both years make up."""
    total = isinstance(rate.columns, Summed)
    part, whole = (matched.hard, rate.hard) if total else (matched.given_out, rate.given_out)
    return Percentage(Fraction(part) / whole) if whole > 0 and 0 <= part <= whole else None


def _sum(rate: Rate, amount: Amount, one_way: bool) -> Amount | None:
    """Return a sum of the year, None where no unit has both figures or they are not all counted in `one_way`."""
    known = rate.given_out if isinstance(rate.columns, Answered) else rate.total
    return amount if known and one_way else None


def _shown(value: Fraction | None, quantity: Quantity, one_way: bool) -> Amount | None:
    return quantity.level(value) if value is not None and one_way else None


def labels(units: Sequence[Entry]) -> tuple[str, ...]:
    """Return what readers know the units by, in the order of the alphabet."""
    return tuple(sorted((unit.label for unit in units), key=alphabetical))


def basis(survey: Survey, since: Since, kinds: Sequence[str], columns: Columns, sampled: bool = False) -> Basis:
    """Return what a change is computed from."""
    years = (since.year, *since.base)
    pools = [[survey.pool(kind, year) for kind in kinds] for year in years]
    now, *then = (rate_of(survey, kinds, year, columns) for year in years)
    identity = survey.identity([unit for rate in (now, *then) for unit in (*rate.measured, *rate.unmeasured)])
    common = set.intersection(*({identity(unit) for unit in rate.giving} for rate in (now, *then)))
    same, *before = (rate.of([unit for unit in rate.giving if identity(unit) in common]) for rate in (now, *then))
    covering = _coverage(pools, years, columns, sampled)
    return Basis(now, together(then), same, together(before), covering, tuple(then))


def _coverage(
    pools: Sequence[Sequence[Pool]], years: Sequence[int], columns: Columns, sampled: bool
) -> tuple[tuple[Coverage, ...], tuple[Coverage, ...]]:
    """Return how much was surveyed in the year scored, and in the base years."""
    now, *then = (covered(pool, year, knows(columns), sampled) for pool, year in zip(pools, years, strict=True))
    return now, tuple(one for of_year in then for one in of_year)


def change(name: str, now: Rate, base: Rate, way: Way = FALLS, bars: tuple[Reason, ...] = ()) -> Figure:
    """Return the relative change between two levels, with the bounds that what is not known leaves it."""
    if not (now.measured or now.unmeasured) or now.year < base.year:
        return Figure(name, empty=True)
    if bars:
        return Figure(name, bars=bars)
    if now.year == base.year:  # the base itself: whatever is unknown in it, nothing has changed
        return Figure(name, Percentage(0), Percentage(0), Percentage(0))
    low, high = way.ends(quotients((now.low, now.high), (base.low, base.high)))
    return held(Figure(name, achieved_of(now.value, base.value, way), low, high))


def achieved_of(now: Fraction | None, base: Fraction | None, way: Way) -> Percentage | None:
    """Return the change from one level to the other, None where there is none, or nothing that could change."""
    return None if now is None or base is None or base <= 0 else way.figure(now / base)


def held(figure: Figure) -> Figure:
    """Return a figure without what was measured where its range rules that out.

    It does where a part is known without its whole: the range has it in it, the figure of those measured has not.
    """
    achieved, low, high = figure.achieved, figure.low, figure.high
    ruled_out = achieved is not None and (_above(low, achieved) or _above(achieved, high))
    return figure._replace(achieved=None) if ruled_out else figure


def _above(one: Amount | None, other: Amount | None) -> bool:
    return one is not None and other is not None and one > other


def bars_of(now: Rate, base: Rate, common: bool = True) -> tuple[Reason, ...]:
    """Return what keeps two levels from being compared; `common` says whether units are of both years."""
    bars = []
    if base.missing:
        bars.append(Reason.NO_BASELINE)
    elif base.given_out and base.is_zero:
        bars.append(Reason.ZERO_BASELINE)
    if len(now.ways_of_counting | base.ways_of_counting) > 1:
        bars.append(Reason.DIFFERENT_UNITS)
    if Reason.NO_BASELINE not in bars and not common:
        bars.append(Reason.NO_COMMON_UNITS)
    return tuple(bars)

"""The relative cut of a rate since the base year. Formulas: docs/methods.md, "Reduction, counted"."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from scp_ninhbinh.measures.figures import (
    Amount,
    Coverage,
    Cut,
    Error,
    Figure,
    Figures,
    Gap,
    Measured,
    Method,
    Percent,
    Percentage,
    Points,
    Reason,
    Sampled,
    StratumName,
    Sum,
    Whole,
    Year,
    bounds,
)
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.share import all_known, covered
from scp_ninhbinh.plan.vocabulary import RateColumns
from scp_ninhbinh.survey.pool import Pool, Survey
from scp_ninhbinh.survey.units import Entry, Listed, Unit

SEARCHED: Final = (Fraction(99, 100), Fraction(95, 100), Fraction(90, 100))
"""Confidences, of 1, at which false verdicts of the layer bound were searched for: nobody knows of lower ones."""

MATCHED: Final = "matched"
"""The reading over the units measured in both years."""


@record
class BaseRate:
    """The rate of the base year: `numerator` over `denominator`."""

    year: Year
    """The base year."""
    numerator: Sum | None
    """As that of the year scored; null where it cannot be said."""
    denominator: Sum | None
    """As that of the year scored; null where it cannot be said."""
    rate: Percent | None
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


@record
class ReductionFigures(Figures):
    """A relative cut in percent."""

    achieved: Cut | None = None
    low: Cut | None = None
    high: Cut | None = None
    numerator: Sum | None = None
    """The sum of the part, divided as the plan asks where that is known; null where it cannot be summed."""
    denominator: Sum | None = None
    """The sum of the whole, of the units with both figures, in the same way."""
    unknown: Whole
    not_surveyed: Whole
    pool: None = None
    method: Method
    rate: Percent | None
    """The rate of the year scored, numerator over denominator; of a sample its estimate; null for no rate."""
    base: BaseRate
    """The rate of the base year."""
    points: Gap | None
    """Change of the rate in percentage points; null if not comparable."""
    matched: Whole
    """Units with a whole above 0 in both years."""
    matched_part: Percent | None
    """Their part of the year's whole; null where it has none, of a sample, and for several units of measurement."""
    not_measured: tuple[str, ...]
    """Units without a whole, by id or name; of a sample those drawn."""
    hard_unknown: tuple[str, ...]
    """Units of the year with a whole and no part, by id or name."""
    assumed_most: Sum | None
    """The largest whole that a unit not measured is taken to have."""


@record
class Usual:
    """The interval of the jackknife, as survey software gives it: it knows only what was seen."""

    low: Cut
    """Its lower end, in percent."""
    high: Cut
    """Its upper end, in percent."""
    se: Error | None
    """Standard error of achieved, in percentage points; null where parts are not known."""


@record
class SampledReductionFigures(Sampled, ReductionFigures):
    """A relative cut from a sample: low and high are the layer bound, which assumes `assumed_most`."""

    matched_part: None = None
    """Of a sample nothing: what was drawn stands for the register."""

    usual: Usual | None
    """The usual, approximate interval, which decides nothing; null where it has none."""
    lone: tuple[StratumName, ...]
    """Strata that leave it without a usual interval: of several units there, fewer than two were measured."""


class Beyond(NamedTuple):
    """What units without a whole may add to the sums of a year, each at most as much as any measured in it gave out.

    `part` is what is known of their parts, `most` the most that they may have given out. `top` is what they add to both
    sums if all of it was in the part: a unit whose part is known then gave out no more than that.
    """

    part: Amount = 0
    top: Amount = 0
    most: Amount = 0


NOTHING: Final = Beyond()


class Rate(NamedTuple):
    """The rate of one year, the part (`hard`) over the whole (`total`), summed over units.

    `hard` and `total` are of the units with both figures, `partial` is the whole of those whose part is not
    known. `measured` are the units of both sorts, `half_known` the latter, `unmeasured` the rest of the rows
    and `absent` the units of the register without one. `beyond` is what the two last may add, and `largest` the most
    of a unit measured.
    """

    year: int
    columns: RateColumns
    hard: Amount
    total: Amount
    partial: Amount
    measured: tuple[Unit, ...]
    half_known: tuple[Unit, ...]
    unmeasured: tuple[Unit, ...]
    absent: tuple[Listed, ...] = ()
    largest: Amount = 0
    beyond: Beyond = NOTHING

    @property
    def given_out(self) -> Amount:
        """The whole of all that were measured; 0 where there is no rate."""
        return self.total + self.partial

    @property
    def value(self) -> Fraction | None:
        """Part over whole where both are known, None where the whole is 0."""
        return Fraction(self.hard) / self.total if self.total else None

    @property
    def low(self) -> Fraction:
        """The rate if nothing that is not known were in the part."""
        return Fraction(self.hard + self.beyond.part) / (self.given_out + self.beyond.most)

    @property
    def high(self) -> Fraction:
        """The rate if all that is not known were in the part."""
        return Fraction(self.hard + self.partial + self.beyond.top) / (self.given_out + self.beyond.top)

    @property
    def part_only(self) -> tuple[Unit, ...]:
        """The units whose part is known, and not their whole."""
        return tuple(unit for unit in self.unmeasured if figures(unit, self.columns)[0] is not None)

    @property
    def unknown_wholly(self) -> int:
        """How many units, of the rows and of the register, have neither figure."""
        return len(self.unmeasured) - len(self.part_only) + len(self.absent)

    @property
    def ways_of_counting(self) -> frozenset[tuple[object, bool]]:
        """The units of measurement, each with whether figures are divided; sums over more than one say nothing."""
        unit_in, by = self.columns.unit_in, self.columns.divided_by
        return frozenset(
            (getattr(unit, unit_in) if unit_in else "", bool(by) and getattr(unit, by or "") is not None)
            for unit in (*self.measured, *self.part_only)
        )


class Basis(NamedTuple):
    """What a cut is computed from: the rates of all units, those of the units of both years, and coverage.

    `coverage` is that of the year scored and that of the base year.
    """

    now: Rate
    base: Rate
    matched_now: Rate
    matched_base: Rate
    coverage: tuple[tuple[Coverage, ...], tuple[Coverage, ...]]

    @property
    def matched(self) -> int:
        """How many units gave something out in both years."""
        return len(self.matched_now.measured)

    @property
    def differ(self) -> bool:
        """Whether, of two years, other units gave something out in the one than in the other."""
        every = max(len(_giving(rate)) for rate in (self.now, self.base))
        return self.now.year > self.base.year and self.matched < every

    @property
    def bars(self) -> tuple[Reason, ...]:
        """What keeps the rates of the two years from being compared."""
        return bars_of(self.now, self.base, bool(self.matched))


def measure_reduction(survey: Survey, years: tuple[int, int], kinds: Sequence[str], columns: RateColumns) -> Measured:
    """Return 1 − R_now/R_base over all units of each year, and over those that gave something out in both.

    `years` are that scored and the base year. The reading `matched` is there only where the units of the two years
    differ and some are of both.
    """
    found = basis(survey, years, kinds, columns)
    readings = [cut("all", found.now, found.base, found.bars)]
    if found.matched and found.differ:
        matched = found.matched_now, found.matched_base
        readings.append(cut(MATCHED, *matched, bars_of(*matched)))
    return Measured(
        tuple(readings), ReductionFigures(**keys(tuple(readings), found, (found.now.value, found.base.value)))
    )


def keys(
    readings: tuple[Figure, ...],
    found: Basis,
    rates: tuple[Fraction | None, Fraction | None],
    sampled: bool = False,
) -> dict[str, Any]:
    """Return the keys of a cut; `rates` are those of the year scored and of the base year.

    Of a sample those not drawn are not missing.
    """
    now, base = found.now, found.base
    alike = len(now.ways_of_counting | base.ways_of_counting) <= 1
    of_now, of_base = rates
    return {
        **bounds(readings),
        "numerator": _sum(now, now.hard),
        "denominator": _sum(now, now.total),
        "unknown": len(now.half_known + now.unmeasured),
        "not_surveyed": len(now.absent),
        "method": "sample" if sampled else "census",
        "coverage": found.coverage[0],
        "rate": _shown(now, of_now),
        "base": _base(found, of_base, sampled),
        "points": Points(of_now - of_base) if of_now is not None and of_base is not None and alike else None,
        "matched": found.matched,
        "matched_part": None if sampled else _part_of(found.matched_now, now),
        "not_measured": labels((*now.unmeasured, *(() if sampled else now.absent))),
        "hard_unknown": labels(now.half_known),
        "assumed_most": _most(now),
    }


def _base(found: Basis, rate: Fraction | None, sampled: bool) -> BaseRate:
    base = found.base
    return BaseRate(
        year=base.year,
        numerator=_sum(base, base.hard),
        denominator=_sum(base, base.total),
        rate=_shown(base, rate),
        matched_part=None if sampled else _part_of(found.matched_base, base),
        not_measured=len(base.unmeasured) + (0 if sampled else len(base.absent)),
        unknown=len(base.half_known + base.unmeasured),
        assumed_most=_most(base),
        coverage=found.coverage[1],
    )


def _most(rate: Rate) -> Amount | None:
    """Return the largest whole that a unit not measured is taken to have; None where there is none."""
    parts = (figures(unit, rate.columns)[0] or 0 for unit in rate.part_only)
    return max((rate.largest, *parts)) if rate.beyond.most else None


def _part_of(matched: Rate, rate: Rate) -> Percentage | None:
    """Return the part of a year's whole that the units of both years gave out."""
    if not rate.given_out or len(rate.ways_of_counting) != 1:
        return None
    return Percentage(Fraction(matched.given_out) / rate.given_out)


def _sum(rate: Rate, amount: Amount) -> Amount | None:
    """Return a sum of the year, None where no unit has both figures or they are counted in different ways."""
    return amount if rate.total and len(rate.ways_of_counting) == 1 else None


def _shown(rate: Rate, value: Fraction | None) -> Percentage | None:
    return None if value is None or len(rate.ways_of_counting) != 1 else Percentage(value)


def labels(units: Sequence[Entry]) -> tuple[str, ...]:
    """Return what readers know the units by, in an order that does not depend on that of the rows."""
    return tuple(sorted(unit.label for unit in units))


def basis(
    survey: Survey, years: tuple[int, int], kinds: Sequence[str], columns: RateColumns, sampled: bool = False
) -> Basis:
    """Return what a cut is computed from."""
    pools = [[survey.pool(kind, year) for kind in kinds] for year in years]
    now, base = (rate_of(pool, year, columns) for pool, year in zip(pools, years, strict=True))
    giving = [_giving(rate) for rate in (now, base)]
    identity = survey.identity([unit for rate in (now, base) for unit in (*rate.measured, *rate.unmeasured)])
    common = set.intersection(*({identity(unit) for unit in units} for units in giving))
    same = [
        _rate(rate.year, [unit for unit in units if identity(unit) in common], columns)
        for rate, units in zip((now, base), giving, strict=True)
    ]
    known = all_known((columns.part, columns.whole))
    coverage = [covered(pool, year, known, sampled) for pool, year in zip(pools, years, strict=True)]
    return Basis(now, base, same[0], same[1], (coverage[0], coverage[1]))


def _giving(rate: Rate) -> list[Unit]:
    """Return the units with a whole above 0: only of them a rate can be compared."""
    return [unit for unit in rate.measured if figures(unit, rate.columns)[1]]


def rate_of(pools: Sequence[Pool], year: int, columns: RateColumns) -> Rate:
    """Return the rate of a year; a unit that was not measured may have given out as much as any.

    A row is proof that its unit exists, so that this holds without a register too.
    """
    rate = _rate(year, [unit for pool in pools for unit in pool.rows], columns)
    largest = max((figures(unit, columns)[1] or 0 for unit in rate.measured), default=0)
    rate = rate._replace(absent=tuple(unit for pool in pools for unit in pool.absent), largest=largest)
    parts = [figures(unit, columns)[0] or 0 for unit in rate.part_only]
    wholly = rate.unknown_wholly * largest
    beyond = Beyond(sum(parts), sum(parts) + wholly, sum(max(largest, part) for part in parts) + wholly)
    return rate._replace(beyond=beyond)


def _rate(year: int, units: Sequence[Unit], columns: RateColumns) -> Rate:
    """Sum the rate of a year over these units."""
    hard_sum: Amount = 0
    total_sum: Amount = 0
    partial: Amount = 0
    measured: list[Unit] = []
    half_known: list[Unit] = []
    unmeasured: list[Unit] = []
    for unit in units:
        hard, total = figures(unit, columns)
        (unmeasured if total is None else measured).append(unit)
        if total is not None and hard is None:
            half_known.append(unit)
            partial += total
        elif total is not None and hard is not None:
            hard_sum, total_sum = hard_sum + hard, total_sum + total
    return Rate(year, columns, hard_sum, total_sum, partial, tuple(measured), tuple(half_known), tuple(unmeasured))


def figures(unit: Unit, columns: RateColumns) -> tuple[Amount | None, Amount | None]:
    """Return the part and the whole of a unit, divided as the plan asks where it gives what they are divided by.

    What is divided by a number that stands there, and that `columns` reads as not known, is not known either.
    """
    read, by = columns.read, columns.divided_by
    hard, total, days = read(unit, columns.part), read(unit, columns.whole), 1
    if by and getattr(unit, by):
        days = read(unit, by)
        if days is None:
            return None, None
    if days == 1:
        return hard, total
    return hard if hard is None else Fraction(hard) / days, total if total is None else Fraction(total) / days


def cut(name: str, now: Rate, base: Rate, bars: tuple[Reason, ...] = ()) -> Figure:
    """Return the relative cut between two rates, with the bounds that what is not known leaves it."""
    if not (now.measured or now.unmeasured) or now.year < base.year:
        return Figure(name, empty=True)
    if bars:
        return Figure(name, bars=bars)
    if now.year == base.year:  # the same rows: whatever is unknown in them, nothing was cut
        return Figure(name, Percentage(0), Percentage(0), Percentage(0))
    achieved = Percentage(1 - now.value / base.value) if now.value is not None and base.value else None
    low = Percentage(1 - now.high / base.low) if base.low else None
    return held(Figure(name, achieved, low, Percentage(1 - now.low / base.high)))


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
    """Return what keeps two rates from being compared; `common` says whether units are of both years."""
    bars = []
    if not base.given_out:
        bars.append(Reason.NO_BASELINE)
    elif base.high == 0:
        bars.append(Reason.ZERO_BASELINE)
    if len(now.ways_of_counting | base.ways_of_counting) > 1:
        bars.append(Reason.DIFFERENT_UNITS)
    if base.given_out and not common:
        bars.append(Reason.NO_COMMON_UNITS)
    return tuple(bars)

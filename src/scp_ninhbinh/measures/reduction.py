"""The relative cut of a rate since the base year. Formulas: docs/methods.md, "Reduction, counted"."""

from collections.abc import Collection, Sequence
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
from scp_ninhbinh.measures.share import covered
from scp_ninhbinh.plan.vocabulary import RateColumns
from scp_ninhbinh.survey.identity import Identity
from scp_ninhbinh.survey.pool import Pool, Survey
from scp_ninhbinh.survey.units import Entry, Listed, Unit

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
    not_measured: Whole
    """How many units without a whole; of a sample, of those drawn."""
    unknown: Whole
    """Units with a row of which one of the two figures is not known."""
    assumed_most: Sum | None
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
    """Units measured in both years."""
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

    usual: Usual | None
    """The usual, approximate interval, which decides nothing; null where it has none."""
    lone: tuple[StratumName, ...]
    """Strata that leave it without a usual interval: of several units there, fewer than two were measured."""


class Rate(NamedTuple):
    """The rate of one year, the part (`hard`) over the whole (`total`), summed over units.

    `hard` and `total` are of the units with both figures, `partial` is the whole of those whose part is not
    known. `measured` are the units of both sorts, `half_known` the latter, `unmeasured` the rest of the rows
    and `absent` the units of the register without one. `beyond` is the whole that the unmeasured ones of a
    register may have: each as much as `largest`, the most of a unit measured.
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
    beyond: Amount = 0

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
        return Fraction(self.hard) / (self.given_out + self.beyond)

    @property
    def high(self) -> Fraction:
        """The rate if all that is not known were in the part."""
        return Fraction(self.hard + self.partial + self.beyond) / (self.given_out + self.beyond)

    @property
    def ways_of_counting(self) -> frozenset[tuple[object, bool]]:
        """The units of measurement, each with whether figures are divided; sums over more than one say nothing."""
        unit_in, by = self.columns.unit_in, self.columns.divided_by
        return frozenset(
            (getattr(unit, unit_in) if unit_in else "", bool(by) and getattr(unit, by or "") is not None)
            for unit in self.measured
        )


class Basis(NamedTuple):
    """What a cut is computed from: the rates of all units, those of the units measured in both years, and coverage."""

    now: Rate
    base: Rate
    matched_now: Rate
    matched_base: Rate
    coverage: tuple[Coverage, ...]

    @property
    def matched(self) -> int:
        """How many units were measured in both years."""
        return len(self.matched_now.measured)

    @property
    def comparable(self) -> bool:
        """Whether units were measured in an earlier base year and in the year scored."""
        return self.now.year > self.base.year and bool(self.now.measured and self.base.measured)

    @property
    def differ(self) -> bool:
        """Whether other units were measured in the one year than in the other."""
        return self.matched < max(len(self.now.measured), len(self.base.measured))


def measure_reduction(survey: Survey, years: tuple[int, int], kinds: Sequence[str], columns: RateColumns) -> Measured:
    """Return 1 − R_now/R_base over all units measured in each year, and over those measured in both.

    `years` are that scored and the base year. The reading `matched` is there only where the units of the two years
    differ.
    """
    found = basis(survey, years, kinds, columns)
    readings = [cut("all", found.now, found.base)]
    if found.comparable and found.differ:
        readings.append(cut(MATCHED, found.matched_now, found.matched_base))
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
        "coverage": found.coverage,
        "rate": _shown(now, of_now),
        "base": _base(base, of_base, sampled),
        "points": None if of_now is None or of_base is None or not alike else Points(of_now - of_base),
        "matched": found.matched,
        "not_measured": labels((*now.unmeasured, *(() if sampled else now.absent))),
        "hard_unknown": labels(now.half_known),
        "assumed_most": now.largest if now.beyond else None,
    }


def _base(base: Rate, rate: Fraction | None, sampled: bool) -> BaseRate:
    return BaseRate(
        year=base.year,
        numerator=_sum(base, base.hard),
        denominator=_sum(base, base.total),
        rate=_shown(base, rate),
        not_measured=len(base.unmeasured) + (0 if sampled else len(base.absent)),
        unknown=len(base.half_known + base.unmeasured),
        assumed_most=base.largest if base.beyond else None,
    )


def _sum(rate: Rate, amount: Amount) -> Amount | None:
    """Return a sum of the year, None where no unit has both figures or they are counted in different ways."""
    return amount if rate.total and len(rate.ways_of_counting) == 1 else None


def _shown(rate: Rate, value: Fraction | None) -> Percentage | None:
    return None if value is None or len(rate.ways_of_counting) != 1 else Percentage(value)


def labels(units: Sequence[Entry]) -> tuple[str, ...]:
    """Return what readers know the units by, in an order that does not depend on that of the rows."""
    return tuple(sorted(unit.label for unit in units))


def basis(survey: Survey, years: tuple[int, int], kinds: Sequence[str], columns: RateColumns) -> Basis:
    """Return what a cut is computed from."""
    pools = [[survey.pool(kind, year) for kind in kinds] for year in years]
    now, base = (rate_of(pool, year, columns) for pool, year in zip(pools, years, strict=True))
    identity = survey.identity([*now.measured, *base.measured])
    common = {identity(unit) for unit in now.measured} & {identity(unit) for unit in base.measured}
    same = [_rate(rate.year, _those(rate, common, identity), columns) for rate in (now, base)]
    return Basis(now, base, same[0], same[1], covered(pools[0], years[0]))


def _those(rate: Rate, common: Collection[object], identity: Identity) -> list[Unit]:
    return [unit for unit in rate.measured if identity(unit) in common]


def rate_of(pools: Sequence[Pool], year: int, columns: RateColumns) -> Rate:
    """Return the rate of a year; a unit of the register that was not measured may have as much as any."""
    rate = _rate(year, [unit for pool in pools for unit in pool.rows], columns)
    listed = {pool.kind for pool in pools if pool.registered}
    absent = tuple(unit for pool in pools for unit in pool.absent)
    unmeasured = len(absent) + sum(unit.kind in listed for unit in rate.unmeasured)
    largest = max((figures(unit, columns)[1] or 0 for unit in rate.measured), default=0)
    return rate._replace(absent=absent, largest=largest, beyond=unmeasured * largest)


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
    """Return the part and the whole of a unit, divided as the plan asks where it gives what they are divided by."""
    hard, total = getattr(unit, columns.part), getattr(unit, columns.whole)
    days = (getattr(unit, columns.divided_by) if columns.divided_by else None) or 1
    if days == 1:
        return hard, total
    return hard if hard is None else Fraction(hard) / days, total if total is None else Fraction(total) / days


def cut(name: str, now: Rate, base: Rate) -> Figure:
    """Return the relative cut between two rates, with the bounds that what is not known leaves it."""
    if not now.given_out or now.year < base.year or (name == MATCHED and not base.given_out):
        return Figure(name, empty=True)  # units common to both years that gave nothing out leave nothing to compare
    if bars := bars_of(now, base):
        return Figure(name, bars=bars)
    if now.year == base.year:  # the same rows: whatever is unknown in them, nothing was cut
        return Figure(name, Percentage(0), Percentage(0), Percentage(0))
    achieved = Percentage(1 - now.value / base.value) if now.value is not None and base.value else None
    low = Percentage(1 - now.high / base.low) if base.low else None
    return Figure(name, achieved, low, Percentage(1 - now.low / base.high))


def bars_of(now: Rate, base: Rate) -> tuple[Reason, ...]:
    """Return what keeps two rates from being compared."""
    bars = []
    if not base.given_out:
        bars.append(Reason.NO_BASELINE)
    elif base.high == 0:
        bars.append(Reason.ZERO_BASELINE)
    if len(now.ways_of_counting | base.ways_of_counting) > 1:
        bars.append(Reason.DIFFERENT_UNITS)
    return tuple(bars)

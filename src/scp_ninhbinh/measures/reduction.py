"""The relative cut of a rate since the base year. Formulas: docs/methods.md, "Reduction, counted"."""

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.measures.figures import Amount, Figure, Reason
from scp_ninhbinh.measures.measured import Measured, Rate, covered
from scp_ninhbinh.survey.identity import Identity
from scp_ninhbinh.survey.pool import Pool, Survey
from scp_ninhbinh.survey.units import Unit

Columns = tuple[str, str]
"""The columns of the hard part and of the total."""

MATCHED: Final = "matched"
"""The reading over the units measured in both years."""


def measure_reduction(survey: Survey, years: tuple[int, int], kinds: Sequence[str], columns: Columns) -> Measured:
    """Return 1 − R_now/R_base over all units measured in each year, and over those measured in both.

    `years` are that scored and the base year. The reading `matched` is there only where the units of the two years
    differ.
    """
    found, (now, base), same = basis(survey, years, kinds, columns)
    figures = [cut("all", now, base)]
    if comparable(now, base) and differ(now, base, same):
        figures.append(cut(MATCHED, *same))
    return found._replace(figures=tuple(figures))


def basis(
    survey: Survey, years: tuple[int, int], kinds: Sequence[str], columns: Columns
) -> tuple[Measured, tuple[Rate, Rate], tuple[Rate, Rate]]:
    """Return what a cut rests on, still without figures; the rates of all units; of those measured in both years."""
    pools = [[survey.pool(kind, year) for kind in kinds] for year in years]
    now, base = (rate_of(pool, year, columns) for pool, year in zip(pools, years, strict=True))
    identity = survey.identity([*now.measured, *base.measured])
    common = {identity(unit) for unit in now.measured} & {identity(unit) for unit in base.measured}
    same = tuple(_rate(rate.year, _those(rate, common, identity), columns) for rate in (now, base))
    found = Measured((), (), covered(pools[0], years[0]), None, now, base, len(common))
    return found, (now, base), (same[0], same[1])


def comparable(now: Rate, base: Rate) -> bool:
    """Whether units were measured in an earlier base year and in the year scored."""
    return now.year > base.year and bool(now.measured and base.measured)


def differ(now: Rate, base: Rate, same: tuple[Rate, Rate]) -> bool:
    """Whether other units were measured in the one year than in the other."""
    return len(same[0].measured) + len(same[1].measured) < len(now.measured) + len(base.measured)


def _those(rate: Rate, common: Collection[object], identity: Identity) -> list[Unit]:
    return [unit for unit in rate.measured if identity(unit) in common]


def rate_of(pools: Sequence[Pool], year: int, columns: Columns) -> Rate:
    """Return the rate of a year; a unit of the register that was not measured may have given out as much as any."""
    rate = _rate(year, [unit for pool in pools for unit in pool.rows], columns)
    listed = {pool.kind for pool in pools if pool.registered}
    absent = tuple(unit for pool in pools for unit in pool.absent)
    unmeasured = len(absent) + sum(unit.kind in listed for unit in rate.unmeasured)
    largest = max((figures(unit, columns)[1] or 0 for unit in rate.measured), default=0)
    return rate._replace(absent=absent, largest=largest, beyond=unmeasured * largest)


def _rate(year: int, units: Sequence[Unit], columns: Columns) -> Rate:
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
    return Rate(year, hard_sum, total_sum, partial, tuple(measured), tuple(half_known), tuple(unmeasured))


def figures(unit: Unit, columns: Columns) -> tuple[Amount | None, Amount | None]:
    """Return the hard part and the total of a unit; where it gives the length of observation, those of a day."""
    hard, total = (getattr(unit, column) for column in columns)
    days = getattr(unit, "days", None) or 1
    if days == 1:
        return hard, total
    return hard if hard is None else Fraction(hard) / days, total if total is None else Fraction(total) / days


def cut(name: str, now: Rate, base: Rate) -> Figure:
    """Return the relative cut between two rates, with the bounds that what is not known leaves it."""
    if not now.given_out or now.year < base.year or (name == MATCHED and not base.given_out):
        return Figure(name, empty=True)  # units common to both years that gave nothing out leave nothing to compare
    if bars := bars_of(now, base):
        return Figure(name, bars=bars)
    if now.year == base.year:
        return Figure(name, 0, 0, 0)  # the same rows: whatever is unknown in them, nothing was cut
    achieved = 1 - now.value / base.value if now.value is not None and base.value else None
    low = 1 - now.high / base.low if base.low else None
    return Figure(name, achieved, low, 1 - now.low / base.high)


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

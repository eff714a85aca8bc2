"""What changes over the years: a ratio, a total or a share, with the bounds that what is not known leaves it.

A share is a ratio of 0 or 1 over 1 a unit; a total has no denominator. Formulas: docs/methods.md, "Reduction, counted"
and "Change of a ratio, a total or a share".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal, NamedTuple

from scp_ninhbinh.measures.amounts import Way as Counting
from scp_ninhbinh.measures.amounts import amount_of, both_of, way_of
from scp_ninhbinh.measures.answers import Given, answer_of
from scp_ninhbinh.measures.figures import Points
from scp_ninhbinh.plan.clauses import Increase, Plan, Reduction
from scp_ninhbinh.plan.vocabulary import AmountColumn, RateColumns
from scp_ninhbinh.survey.declared_cells import Read
from scp_ninhbinh.survey.pool import Pool, Survey
from scp_ninhbinh.survey.units import Listed, Unit
from scp_ninhbinh.text.numbers import Amount, Percentage
from scp_ninhbinh.text.say import Called


class Answered(NamedTuple):
    """A share: the units whose answer, as `given` reads it off them, is the one `wanted`, over all units."""

    given: Given
    wanted: bool
    is_part: bool = True
    may_be_negative: bool = False


class Summed(NamedTuple):
    """A total: the sum of a column, with its unit of measurement and what it is divided by."""

    column: AmountColumn
    is_part: bool = False

    @property
    def may_be_negative(self) -> bool:
        """Whether it may be below 0."""
        return self.column.may_be_negative


Columns = RateColumns | Answered | Summed
"""What the figures of a unit are read from."""


class Quantity(NamedTuple):
    """What changes, and the `unit` that its levels are told in: `times` their quotient, of percent a share of 1."""

    name: Literal["ratio", "total", "share"]
    columns: Columns
    unit: str = "percent"
    times: Fraction = Fraction(1)

    def level(self, value: Amount) -> Amount:
        """Return a level as a figure of its unit."""
        return Percentage(value) if self.unit == "percent" else value * self.times

    def difference(self, value: Amount) -> Amount:
        """Return the difference of two levels: of percentages in points."""
        return Points(value) if self.unit == "percent" else value * self.times


def quantity_of(item: Reduction | Increase, plan: Plan, read: Read = getattr) -> Quantity:
    """Return what the clause is about; `read` reads a column off a unit."""
    if item.ratio:
        unit = item.ratio.unit
        called = "percent" if unit is None else Called(unit.en, unit.vi)
        return Quantity("ratio", plan.rate(item.ratio)._replace(read=read), called, Fraction(item.ratio.times))
    if item.total:
        column, unit = plan.vocabulary.amounts(item.total), plan.vocabulary.columns[item.total].unit
        called = Called(unit.en, unit.vi) if unit and not column.divided_by else "count"  # a sum a day is in no unit
        return Quantity("total", Summed(column._replace(read=read)), called)
    return Quantity("share", Answered(*answer_of(item.answer or {}, item.least, read)))


def figures(unit: Unit, columns: Columns) -> tuple[Amount | None, Amount | None]:
    """Return the part and the whole of a unit, divided as the plan asks where it gives what they are divided by.

    Of a share they are 1 or 0, of 1. Of a total the whole is 1 where the amount is known.
    """
    return figures_of(columns)(unit)


def figures_of(columns: Columns) -> Callable[[Unit], tuple[Amount | None, Amount | None]]:
    """Return what reads the figures off a unit: for many units it is asked once."""
    if isinstance(columns, RateColumns):
        return both_of(columns.of_part, columns.of_whole)
    if isinstance(columns, Summed):
        column = columns.column
        return lambda unit: (amount := amount_of(unit, column), None if amount is None else 1)
    given, wanted = columns.given, columns.wanted
    return lambda unit: (None if (said := given(unit)) is None else int(said is wanted), 1)


def _counted_by(columns: Columns) -> tuple[AmountColumn, ...]:
    """Return the columns whose ways of counting must be the same."""
    if isinstance(columns, RateColumns):
        return columns.of_whole, *((columns.own,) if columns.own else ())
    return (columns.column,) if isinstance(columns, Summed) else ()


class Beyond(NamedTuple):
    """What units without a whole may add to the sums of a year, each at most as much as the largest measured in it.

    `part` is what is known of their parts, `most` the most that their wholes may be. `top` is what they add to both
    sums if all of it was in the part: the whole of a unit whose part is known is then no more.
    """

    part: Amount = 0
    top: Amount = 0
    most: Amount = 0


NOTHING: Final = Beyond()


@dataclass(frozen=True, eq=False)
class Rate:
    """The level of one year, the part (`hard`) over the whole (`total`), summed over units; of a total `hard` alone.

    `hard` and `total` are of the units with both figures, `partial` is the whole of those whose part is not
    known. `measured` are the units of both sorts, `half_known` the latter, `unmeasured` the rest of the rows
    and `absent` the units of the register without one. `beyond` is what the two last may add, and `largest` the most
    of a unit measured. `is_registered` says whether a register lists all that there is.

    Of several base years all is summed over them; `year` is then the last of the `years`, and `missing` are those
    without a unit measured.
    """

    year: int
    columns: Columns
    hard: Amount
    total: Amount
    partial: Amount
    measured: tuple[Unit, ...]
    half_known: tuple[Unit, ...]
    unmeasured: tuple[Unit, ...]
    absent: tuple[Listed, ...] = ()
    largest: Amount = 0
    beyond: Beyond = NOTHING
    is_registered: bool = False
    years: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()

    def of(self, units: Sequence[Unit]) -> "Rate":
        """Return the level among some of its units, which are all that it is then of."""
        return replace(summed(self.year, units, self.columns), is_registered=True)

    @property
    def given_out(self) -> Amount:
        """The whole of all that were measured; 0 where there is no rate."""
        return self.total + self.partial

    @property
    def value(self) -> Fraction | None:
        """The level where both figures are known, None where the whole is 0; of a share what is confirmed.

        Of a total it is the sum of a year: of several base years their mean.
        """
        if isinstance(self.columns, Summed):
            return self._mean if self.total else None
        if isinstance(self.columns, Answered):
            return Fraction(self.hard) / self.every if self.given_out else None
        return Fraction(self.hard) / self.total if self.total else None

    @property
    def _mean(self) -> Fraction:
        return Fraction(self.hard) / max(1, len(self.years))

    @property
    def every(self) -> Amount:
        """The whole that the level is of: of a share all units, listed ones too."""
        return self.given_out + self.beyond.most if isinstance(self.columns, Answered) else self.total

    @property
    def is_whole(self) -> bool:
        """Whether every unit has both figures."""
        return not (self.half_known or self.unmeasured or self.absent)

    @property
    def is_all(self) -> bool:
        """Whether nothing is open: without a register a total has no upper bound."""
        return self.is_whole and (self.is_registered or not isinstance(self.columns, Summed))

    @property
    def low(self) -> Fraction | None:
        """The level if nothing that is not known were in the part; None where it has no lower bound.

        Of what is no part of the other, a whole that is not known may be as large as one likes.
        """
        if self.columns.is_part:
            return Fraction(self.hard + self.beyond.part) / (self.given_out + self.beyond.most)
        if self.columns.may_be_negative and not self.is_all:
            return None
        if isinstance(self.columns, Summed):
            return self._mean
        return Fraction(0) if self.unmeasured or self.absent else Fraction(self.hard) / self.given_out

    @property
    def high(self) -> Fraction | None:
        """The level if all that is not known were in the part; None where it has no upper bound."""
        if self.columns.is_part:
            return Fraction(self.hard + self.partial + self.beyond.top) / (self.given_out + self.beyond.top)
        if isinstance(self.columns, Summed):
            return self._mean if self.is_all else None
        return Fraction(self.hard) / self.given_out if self.is_whole else None

    @property
    def is_zero(self) -> bool:
        """Whether there is certainly nothing that could change; without a register, nothing of what was surveyed."""
        most = self.value if self.high is None and self.is_whole else self.high
        return most is not None and most <= 0

    @cached_property
    def giving(self) -> list[Unit]:
        """The units with a whole above 0: only of them a rate can be compared."""
        read = figures_of(self.columns)
        return [unit for unit in self.measured if read(unit)[1]]

    @cached_property
    def adding(self) -> int:
        """How many units have a figure that is not 0: what is no part of the other may be over a whole of 0."""
        read = figures_of(self.columns)
        return sum(any(read(unit)) for unit in self.measured)

    @cached_property
    def part_only(self) -> tuple[Unit, ...]:
        """The units whose part is known, and not their whole."""
        read = figures_of(self.columns)
        return tuple(unit for unit in self.unmeasured if read(unit)[0] is not None)

    @property
    def unknown_wholly(self) -> int:
        """How many units, of the rows and of the register, have neither figure."""
        return len(self.unmeasured) - len(self.part_only) + len(self.absent)

    @cached_property
    def ways_of_counting(self) -> frozenset[tuple[Counting, ...]]:
        """The units of measurement, each with whether figures are divided; sums over more than one say nothing."""
        columns = _counted_by(self.columns)
        return frozenset(
            tuple(way_of(unit, column) for column in columns) for unit in (*self.measured, *self.part_only)
        )


def knows(columns: Columns) -> Callable[[Unit], bool]:
    """Return what says of a unit whether all its figures are known."""
    read = figures_of(columns)
    return lambda unit: None not in read(unit)


def rate_of(survey: Survey, kinds: Sequence[str], year: int, columns: Columns) -> Rate:
    """Return the level of a year; the whole of a unit that was not measured may be as large as any.

    A row is proof that its unit exists, so that this holds without a register too.
    """
    return survey.once(
        (*kinds, year, columns), lambda: _rate([survey.pool(kind, year) for kind in kinds], year, columns)
    )


def _rate(pools: Sequence[Pool], year: int, columns: Columns) -> Rate:
    rate = summed(year, [unit for pool in pools for unit in pool.rows], columns)
    registered = all(pool.registered for pool in pools)
    absent = tuple(unit for pool in pools for unit in pool.absent)
    rate = replace(rate, absent=absent, is_registered=registered)
    if isinstance(columns, Summed):
        return rate
    read = figures_of(columns)
    largest = max((read(unit)[1] or 0 for unit in rate.measured), default=0)
    rate = replace(rate, largest=largest)
    parts = [read(unit)[0] or 0 for unit in rate.part_only]
    wholly = rate.unknown_wholly * largest
    beyond = Beyond(sum(parts), sum(parts) + wholly, sum(max(largest, part) for part in parts) + wholly)
    return replace(rate, beyond=beyond)


def summed(year: int, units: Sequence[Unit], columns: Columns) -> Rate:
    """Sum the level of a year over these units."""
    hard_sum: Amount = 0
    total_sum: Amount = 0
    partial: Amount = 0
    measured: list[Unit] = []
    half_known: list[Unit] = []
    unmeasured: list[Unit] = []
    read = figures_of(columns)
    for unit in units:
        hard, total = read(unit)
        (unmeasured if total is None else measured).append(unit)
        if total is not None and hard is None:
            half_known.append(unit)
            partial += total
        elif total is not None and hard is not None:
            hard_sum, total_sum = hard_sum + hard, total_sum + total
    return Rate(
        year,
        columns,
        hard_sum,
        total_sum,
        partial,
        tuple(measured),
        tuple(half_known),
        tuple(unmeasured),
        years=(year,),
        missing=() if measured else (year,),
    )


def together(rates: Sequence[Rate]) -> Rate:
    """Return the level of several years: of a ratio and a share sum over sum, of a total the mean of the years."""
    if len(rates) == 1:
        return rates[0]
    tops = zip(*(rate.beyond for rate in rates), strict=True)
    return Rate(
        max(rate.year for rate in rates),
        rates[0].columns,
        sum(rate.hard for rate in rates),
        sum(rate.total for rate in rates),
        sum(rate.partial for rate in rates),
        tuple(unit for rate in rates for unit in rate.measured),
        tuple(unit for rate in rates for unit in rate.half_known),
        tuple(unit for rate in rates for unit in rate.unmeasured),
        tuple(unit for rate in rates for unit in rate.absent),
        max(rate.largest for rate in rates),
        Beyond(*map(sum, tops)),
        all(rate.is_registered for rate in rates),
        tuple(year for rate in rates for year in rate.years),
        tuple(year for rate in rates for year in rate.missing),
    )

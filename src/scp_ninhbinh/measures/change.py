"""From two levels to how much it fell or rose, as a whole or a year. Pure.

Formulas: docs/methods.md, "Change of a ratio, a total or a share". A change a year has a root, which no fraction is: it
is judged by comparing Q/Q0 with (1 ± r)^n exactly, and its figure then stands where that says.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final, NamedTuple

from scp_ninhbinh.measures.figures import Range
from scp_ninhbinh.text.numbers import Amount, Percentage

PLACES: Final = 40
"""Decimals of a change a year."""

DIGITS: Final = 120
"""Digits in which its root is taken: enough for those decimals of any quotient of sums."""

SIMPLE: Final = 10**9
"""Denominators up to which a root is looked for that is a fraction."""

LEAST: Final = Fraction(1, 10**PLACES)


class Way(NamedTuple):
    """How a change is told: as a fall or as a rise, of the whole time or, by compounding, a year of so many `years`.

    `required` is the change, of 1, that figures are held against.
    """

    required: Fraction = Fraction(0)
    rises: bool = False
    years: Fraction | None = None

    def figure(self, quotient: Fraction) -> Percentage:
        """Return the change from the quotient of the level of the year scored over that of the base."""
        if self.years is None:
            return Percentage(self._signed(quotient))
        figure = self._signed(_root(quotient, self.years))
        side = self._side(quotient)
        if side == 0:
            return Percentage(self.required)
        beside = self.required + side * LEAST
        return Percentage(max(figure, beside) if side > 0 else min(figure, beside))

    def _signed(self, quotient: Fraction) -> Fraction:
        return quotient - 1 if self.rises else 1 - quotient

    def _side(self, quotient: Fraction) -> int:
        """Return 1 where a change a year is more than required, 0 where it is just that, -1 where it is less: exact."""
        years, factor = self.years or Fraction(1), 1 + self.required if self.rises else 1 - self.required
        here, there = max(quotient, Fraction(0)) ** years.denominator, factor**years.numerator
        return ((here > there) - (here < there)) * (1 if self.rises else -1)

    @property
    def limit(self) -> Fraction | None:
        """The quotient that is a change just as required; None where that is no fraction."""
        factor = 1 + self.required if self.rises else 1 - self.required
        if self.years is None:
            return factor
        return factor**self.years.numerator if self.years.denominator == 1 else None

    def ends(self, quotients: Range) -> Range:
        """Return the least and the largest change from the least and the largest quotient."""
        least, most = (None if one is None else self.figure(Fraction(one)) for one in quotients)
        return (least, most) if self.rises else (most, least)


class Line(NamedTuple):
    """The quotient of two levels that is just as required: reached at it and `below` it, or at it and above."""

    limit: Fraction
    below: bool

    @classmethod
    def of(cls, way: Way, is_ceiling: bool) -> "Line | None":
        """Return the line of what is required; None where it lies at no fraction."""
        return None if way.limit is None else cls(way.limit, way.rises is is_ceiling)

    def is_reached(self, level: Fraction, base: Fraction) -> bool:
        """Whether a level is as required."""
        return level <= self.limit * base if self.below else level >= self.limit * base


def _root(quotient: Fraction, years: Fraction) -> Fraction:
    """Return the factor of one year that makes this quotient in so many: of one below 0, which has none, 0.

    It is exact where a simple fraction is one, and else has PLACES decimals.
    """
    if quotient <= 0:
        return Fraction(0)
    with localcontext(prec=DIGITS):
        exponent = Decimal(years.denominator) / years.numerator
        factor = (Decimal(quotient.numerator) / quotient.denominator) ** exponent
    near = Fraction(round(Fraction(factor) / LEAST)) * LEAST
    simple = near.limit_denominator(SIMPLE)
    return simple if simple**years.numerator == quotient**years.denominator else near


def quotients(now: Range, base: Range) -> Range:
    """Return the least and the largest quotient of two levels of which each is known by its low and high end.

    None where an end has no bound, or the base may be 0; where it may be below 0 a change means nothing.
    """
    low, high = (None if one is None else Fraction(one) for one in base)
    if low is None or low < 0:
        return None, None
    return _over(now[0], (low, high)), _over(now[1], (high, low))


def _over(level: Amount | None, bases: Sequence[Fraction | None]) -> Fraction | None:
    """Return an end over the base that makes it the least, or the largest; that of one below 0 is the other."""
    if level is None:
        return None
    base = bases[1] if level >= 0 else bases[0]
    return Fraction(level) / base if base else None


def time_since(base: Sequence[int], year: int) -> Fraction:
    """Return the years from the middle of the base years to a year."""
    return year - Fraction(sum(base), len(base))

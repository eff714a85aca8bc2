"""Figures as they are written: of the verdict's own unit, with as many decimals as the verdict needs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from scp_ninhbinh.documents.document import Cell, Format
from scp_ninhbinh.measures.record import value
from scp_ninhbinh.text.numbers import Amount, Percentage
from scp_ninhbinh.text.say import Number, Sayable, joined, rounded, say

NONE: Final = "–"
"""What stands where there is no figure."""

MAX_PLACES: Final = 12

RANGE_PLACES: Final = 2
"""Decimals that figures get besides, so that the ends of a range do not look alike."""

Ends: TypeAlias = tuple[Amount | None, Amount | None]
"""The lowest and the highest that a figure may be."""


@value
class Scale:
    """How the figures of a target are written: as numbers where it is `counted`, else as percentages.

    All that are shown together have the same `places`, so that none contradicts another or the verdict. Numbers that
    are no counts are `amounts`: they have decimals too, thousands set apart, and their `unit`. What is required has
    `finest` decimals, and so has the difference to it.
    """

    counted: bool
    places: int = 1
    amounts: bool = False
    unit: str = ""
    finest: int = 0

    def figure(self, value: Amount | None) -> Sayable:
        """Return a figure."""
        return NONE if value is None else self._with_unit(self.bare(value))

    def bare(self, value: Amount) -> Number:
        """Return a figure beside another that says the unit of both."""
        if self.amounts:
            return Number(value, self.places)
        return Number(value) if self.counted else Number(self.scaled(value), self.places, "%")

    def without_unit(self) -> "Scale":
        """Return the scale of figures of which the unit is said elsewhere; a percentage keeps its sign."""
        return replace(self, unit="")

    def _with_unit(self, number: Number) -> Sayable:
        return joined(number, " ", self.unit) if self.unit else number

    def between(self, value: Amount | None) -> Sayable:
        """Return a figure of a line over the years: a number that it gives may lie between whole ones."""
        if self.counted and not self.amounts and value is not None and Fraction(value).denominator != 1:
            return Number(value, 1)
        return self.figure(value)

    def requirement(self, value: Amount | None) -> Sayable:
        """Return a requirement without needless decimals: 70%, 2, 12.5%."""
        if value is None:
            return NONE
        scaled = self.scaled(value)
        return self._with_unit(Number(scaled, _decimals(scaled), "" if self.counted else "%"))

    def change(self, value: Amount | None, *, signed: bool = True) -> Sayable:
        """Return a difference, with its sign unless the words beside it say that: of percentages in points."""
        if value is None:
            return NONE
        scaled = self.scaled(value)
        number = Number(scaled, self._places_of_change(scaled), signed=signed)
        return self._with_unit(number) if self.amounts else number

    def _places_of_change(self, scaled: Fraction) -> int:
        """Return the decimals of a difference: whole figures may differ from what is required by a part of one."""
        if self.counted and scaled.denominator == 1:
            return self.places if self.amounts else 0
        return max(1, self.places, self.finest)

    def scaled(self, value: Amount) -> Fraction:
        """Return a figure as people read it: a share of 1 as a percentage."""
        return Fraction(value) * (1 if self.counted else 100)

    def cell(self, value: Amount | None, shown: Sayable | None = None) -> Cell[Sayable]:
        """Return a figure as a cell that a spreadsheet can compute with; `shown` stands for its text."""
        text = self.between(value) if shown is None else shown
        if value is None:
            return Cell(text)
        number = float(self.scaled(value))
        if self.amounts:
            return Cell(text, number, "number", self.places)
        if self.counted:
            whole = number.is_integer()
            return Cell(text, int(number) if whole else number, "number", 0 if whole else self.places)
        return Cell(text, number, "percent", self.places)

    def change_cell(self, value: Amount | None) -> Cell[Sayable]:
        """Return a difference as a cell."""
        if value is None:
            return Cell(NONE)
        scaled = self.scaled(value)
        kind: Format = "number" if self.counted else "points"
        return Cell(self.change(value), float(scaled), kind, self._places_of_change(scaled))


def _decimals(value: Fraction) -> int:
    """Return the decimals that an exact number has."""
    return next((n for n in range(MAX_PLACES) if (value * 10**n).denominator == 1), MAX_PLACES)


def scale_of(
    unit: str,
    required: Amount | None = None,
    shown: Iterable[Amount | None] = (),
    in_turn: Sequence[Amount] = (),
    ranges: Iterable[Ends] = (),
) -> Scale:
    """Return how the figures `shown` together are written, held against what is required.

    Each stands on the side of the requirement where its exact value does: 69.96% against 70% is not 70.0%. Of those
    that follow one another (`in_turn`) two look alike only if their difference looks like none. The ends of `ranges`
    do not look alike, unless it would take more decimals than `RANGE_PLACES`.
    """
    if unit == "count":
        return Scale(counted=True)
    times = 100 if unit == "percent" else 1
    values = [Fraction(value) * times for value in (*shown, *in_turn) if value is not None]
    fractional = any(value.denominator != 1 for value in values)
    against = Fraction(required or 0) * times
    least = 1 if unit == "percent" or fractional else 0
    sides = max((places(value, against) for value in values), default=least) if least else 0
    pairs = [(Fraction(one) * times, Fraction(other) * times) for one, other in pairwise(in_turn)]
    wide = [pair for low, high in ranges if (pair := _apart(low, high, times, sides + RANGE_PLACES))]
    found = next((n for n in range(sides, MAX_PLACES) if _alike(pairs, n) and _differ(wide, n)), MAX_PLACES)
    if unit == "percent":
        return Scale(counted=False, places=found, finest=_decimals(against))
    return Scale(counted=True, places=found, amounts=True, unit=unit, finest=_decimals(against))


def _alike(pairs: Sequence[tuple[Fraction, Fraction]], decimals: int) -> bool:
    """Whether two figures look the same with so many decimals just where their difference looks like none."""
    return all(
        (rounded(one, decimals) == rounded(other, decimals)) == (rounded(other - one, decimals) == 0)
        for one, other in pairs
    )


def _apart(low: Amount | None, high: Amount | None, times: int, decimals: int) -> tuple[Fraction, Fraction] | None:
    """Return the ends of a range that differ with so many decimals."""
    if low is None or high is None:
        return None
    ends = Fraction(low) * times, Fraction(high) * times
    return ends if _differ([ends], decimals) else None


def _differ(pairs: Iterable[tuple[Fraction, Fraction]], decimals: int) -> bool:
    return all(rounded(one, decimals) != rounded(other, decimals) for one, other in pairs)


def places(value: Fraction, against: Fraction) -> int:
    """Return the fewest decimals, from one on, at which the rounded value stands where the exact one does."""
    for decimals in range(1, MAX_PLACES):
        printed = Fraction(rounded(value, decimals), 10**decimals)
        if (printed > against) - (printed < against) == (value > against) - (value < against):
            return decimals
    return MAX_PLACES


class Way(NamedTuple):
    """How two levels give a change, in percent, that is a rise or a cut, and that may be one of each year."""

    rises: bool = False
    is_ceiling: bool = False
    years: float = 1

    def change(self, base: Fraction, now: Fraction) -> Fraction:
        """Return the change from one level to the other."""
        left = now / base if self.years == 1 else Fraction(float(now / base) ** (1 / self.years))
        return (left - 1 if self.rises else 1 - left) * 100

    def meets(self, change: Fraction, required: Fraction) -> bool:
        """Whether a change is what is required."""
        return change <= required if self.is_ceiling else change >= required


CUT: Final = Way()


def rate_places(
    levels: tuple[Amount | None, Amount | None], cut_places: int, required: Amount, least: int = 1, *, way: Way = CUT
) -> int:
    """Return the decimals, `least` or more, of two levels from which one gets their cut, or rise, as it is printed.

    From 60.0% and 42.0% one gets 30, where 42.04% is a cut of 29.9%. What one gets is less than a unit of the last
    of the cut's decimals (`cut_places`) away, and on the same side of what is required.
    """
    base, now = levels
    if not base or now is None:
        return least
    unit, against = Fraction(1, 10**cut_places), Fraction(required) * 100
    cut = way.change(Fraction(base), Fraction(now))
    printed, scale = rounded(cut, cut_places) * unit, 100 if isinstance(base, Percentage) else 1
    for n in range(least, MAX_PLACES):
        first, second = (Fraction(rounded(one * scale, n), 10**n) for one in (base, now))
        got = way.change(first, second) if first else None
        if got is not None and abs(got - printed) < unit and way.meets(got, against) == way.meets(cut, against):
            return n
    return MAX_PLACES


def spread(low: Amount | None, high: Amount | None, scale: Scale, confidence: Fraction | None = None) -> Sayable:
    """Return the range that a figure may lie in, which may be open to one side: a confidence interval of a sample.

    One of which the ends look alike is told by the figure itself.
    """
    if (low is None and high is None) or look_alike(low, high, scale):
        return ""
    if high is None:
        return say("at least {low}", low=scale.figure(low))
    if low is None:
        return say("at most {high}", high=scale.figure(high))
    ends = {"low": scale.bare(low), "high": scale.figure(high)}
    if confidence is None:
        return say("{low} to {high}", **ends)
    return say("{confidence} interval {low} to {high}", confidence=percent(confidence), **ends)


def look_alike(low: Amount | None, high: Amount | None, scale: Scale) -> bool:
    """Whether the ends of a range are the same, or are written the same."""
    if low is None or high is None:
        return low is high
    one, other = scale.bare(low), scale.bare(high)
    return rounded(one.value, one.places) == rounded(other.value, other.places)


def rate(share: Fraction, decimals: int) -> Number:
    """Return a rate as a percentage."""
    return Number(share * 100, decimals, "%")


def percent(share: Fraction) -> Number:
    """Return a share of 1 as a percentage without needless decimals."""
    return Number(share * 100, _decimals(Fraction(share) * 100), "%")

"""Figures as they are written: of the verdict's own unit, with as many decimals as the verdict needs."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from scp_ninhbinh.documents.document import Cell
from scp_ninhbinh.measures.figures import Amount
from scp_ninhbinh.text.say import Number, Sayable, rounded, say

NONE: Final = "–"
"""What stands where there is no figure."""

MAX_PLACES: Final = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """How the figures of a target are written: as numbers where it is `counted`, else as percentages.

    What is `required` decides how many decimals they need: 69.96% against 70% is not 70.0%.
    """

    counted: bool
    required: Amount | None = None

    def figure(self, value: Amount | None) -> Sayable:
        """Return a figure with as many decimals as its verdict needs."""
        if value is None:
            return NONE
        if self.counted:
            return Number(value)
        scaled = Fraction(value) * 100
        return Number(scaled, places(scaled, Fraction(self.required or 0) * 100), "%")

    def between(self, value: Amount | None) -> Sayable:
        """Return a figure of a line over the years: a number that it gives may lie between whole ones."""
        if self.counted and value is not None and Fraction(value).denominator != 1:
            return Number(value, 1)
        return self.figure(value)

    def requirement(self, value: Amount | None) -> Sayable:
        """Return a requirement without needless decimals: 70%, 2, 12.5%."""
        if value is None:
            return NONE
        scaled = self.scaled(value)
        exact = next(place for place in range(MAX_PLACES) if (scaled * 10**place).denominator == 1)
        return Number(scaled, exact, "" if self.counted else "%")

    def change(self, value: Amount | None) -> Sayable:
        """Return a difference, with its sign: of percentages in points."""
        if value is None:
            return NONE
        scaled = self.scaled(value)
        return Number(scaled, 0 if self.counted and scaled.denominator == 1 else 1, signed=True)

    def scaled(self, value: Amount) -> Fraction:
        """Return a figure as people read it: a share of 1 as a percentage."""
        return Fraction(value) * (1 if self.counted else 100)

    def cell(self, value: Amount | None, shown: Sayable | None = None) -> Cell[Sayable]:
        """Return a figure as a cell that a spreadsheet can compute with; `shown` stands for its text."""
        text = self.between(value) if shown is None else shown
        if value is None:
            return Cell(text)
        number = float(self.scaled(value))
        whole = self.counted and number.is_integer()
        return Cell(text, int(number) if whole else number, "number" if self.counted else "percent", 0 if whole else 1)

    def change_cell(self, value: Amount | None) -> Cell[Sayable]:
        """Return a difference as a cell."""
        if value is None:
            return Cell(NONE)
        kind, decimals = ("number", 0) if self.counted else ("points", 1)
        return Cell(self.change(value), float(self.scaled(value)), kind, decimals)  # type: ignore[arg-type]  # a Format


def scale_of(unit: Literal["percent", "count"], required: Amount | None = None) -> Scale:
    """Return how figures of this unit are written, held against what is required."""
    return Scale(unit == "count", required)


def places(value: Fraction, against: Fraction) -> int:
    """Return the fewest decimals, from one on, at which the rounded value stands where the exact one does."""
    for decimals in range(1, MAX_PLACES):
        printed = Fraction(rounded(value, decimals), 10**decimals)
        if (printed > against) - (printed < against) == (value > against) - (value < against):
            return decimals
    return MAX_PLACES


def spread(low: Amount | None, high: Amount | None, scale: Scale, confidence: Fraction | None = None) -> Sayable:
    """Return the range that a figure may lie in, which may be open to one side: a confidence interval of a sample."""
    if low is None and high is None:
        return ""
    if high is None:
        return say("at least {low}", low=scale.figure(low))
    if low is None:
        return say("at most {high}", high=scale.figure(high))
    ends = {"low": scale.figure(low), "high": scale.figure(high)}
    if confidence is None:
        return say("from {low} to {high}", **ends)
    return say("{confidence} interval {low} to {high}", confidence=percent(confidence), **ends)


def rate(share: Fraction, decimals: int = 1) -> Number:
    """Return a rate as a percentage."""
    return Number(share * 100, decimals, "%")


def amount(value: Amount) -> Number:
    """Return an amount, such as kilograms: whole, or with one decimal."""
    return Number(value, 0 if Fraction(value).denominator == 1 else 1)


def percent(share: Fraction) -> str:
    """Return a share of 1 as a percentage without needless decimals."""
    return f"{float(share * 100):g}%"

"""Figures: what one reading of a clause gives, with the range that unknown answers and a sample leave it."""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

Amount = Fraction | int
"""An exact figure: a share of 1 for shares and reductions, a number for counts."""


class Reason(StrEnum):
    """Why a verdict is undetermined, in the order in which reasons are given."""

    NO_BASELINE = "no-baseline"
    ZERO_BASELINE = "zero-baseline"
    DIFFERENT_UNITS = "different-units"
    MISSING = "missing"
    SAMPLING = "sampling"
    READINGS = "readings"


Range = tuple[Amount, Amount]
"""The lowest and the highest of a figure."""


class Figure(NamedTuple):
    """What one reading of a clause gives: a figure and the range that unknown answers and the sample leave it.

    `low` or `high` is None where that side is unbounded. `bars` are what makes the figure, or its range, impossible
    at all, such as a missing base year; `empty` says that no row speaks of it, `pending` that its window of years has
    not begun. Of a sample `intervals` holds the interval for each extreme that unknown answers may take, and
    `approximate` says that it is too weak a basis to call a target missed.
    """

    name: str
    achieved: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    bars: tuple[Reason, ...] = ()
    empty: bool = False
    pending: bool = False
    intervals: tuple[Range, ...] = ()
    approximate: bool = False

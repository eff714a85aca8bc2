"""The amounts of units: what a column of numbers says of each, and in which way it was counted."""

from collections.abc import Callable
from fractions import Fraction
from operator import attrgetter

from scp_ninhbinh.plan.vocabulary import AmountColumn
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.text.numbers import Amount

Way = tuple[object, bool]
"""The unit of measurement, empty where no column says one, and whether the amount is divided."""


def amount_of(unit: Entry, column: AmountColumn) -> Amount | None:
    """Return the amount of a unit, divided where it gives what it is to be divided by; None where it is not known.

    What is divided by a number that stands there, and that `column` reads as not known, is not known either.
    """
    amount: Amount | None = column.read(unit, column.name)
    if amount is None or not column.divided_by or not getattr(unit, column.divided_by):
        return amount
    by = column.read(unit, column.divided_by)
    if by is None:
        return None
    return amount if by == 1 else Fraction(amount) / by


def both_of(one: AmountColumn, other: AmountColumn) -> Callable[[Entry], tuple[Amount | None, Amount | None]]:
    """Return what reads two amounts off a unit: of many units, which are rarely divided, both are taken at once."""

    def each(unit: Entry) -> tuple[Amount | None, Amount | None]:
        return amount_of(unit, one), amount_of(unit, other)

    if (one.read, one.divided_by) != (getattr, other.divided_by) or other.read is not getattr:
        return each
    if not one.divided_by:
        return attrgetter(one.name, other.name)
    at_once = attrgetter(one.name, other.name, one.divided_by)

    def both(unit: Entry) -> tuple[Amount | None, Amount | None]:
        first, second, by = at_once(unit)
        return each(unit) if by else (first, second)

    return both


def way_of(unit: Entry, column: AmountColumn) -> Way:
    """Return in which way the amount of a unit was counted; sums over more than one way say nothing."""
    by = column.divided_by
    return (getattr(unit, column.unit_in) if column.unit_in else "", by is not None and getattr(unit, by) is not None)

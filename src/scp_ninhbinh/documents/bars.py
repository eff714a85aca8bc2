"""The bar of a target in a table: what is confirmed, what is open, what is required."""

from fractions import Fraction

from scp_ninhbinh.documents.document import Bar, Signal
from scp_ninhbinh.measures.figures import Bounds
from scp_ninhbinh.scores.each import InParts
from scp_ninhbinh.text.numbers import Amount


def bar_of(
    found: Bounds,
    required: Amount,
    signal: Signal,
    *,
    counted: bool,
    is_ceiling: bool,
    stretch: Amount | None = None,
) -> Bar:
    """Return the bar of a figure, from 0 to the largest of what is achieved and required, of percentages to 100.

    Of a number of which no more than so many are allowed it is long enough to show all that are too many.
    """
    least = Fraction(required) if counted else Fraction(1)
    most = found.high if is_ceiling else None
    full = max(least, stretch or 0, found.achieved or 0, most or 0) or 1
    low = Fraction(found.low or 0) / full
    high = Fraction(full if found.high is None else found.high) / full
    return Bar(low, high, Fraction(required) / full, signal)


def bar_of_parts(each: InParts, signal: Signal, most: int) -> Bar:
    """Return the bar of how many parts meet what each has to meet by itself, and how many at `most` may, of all."""
    return Bar(Fraction(each.met, each.of), Fraction(most, each.of), Fraction(1), signal)

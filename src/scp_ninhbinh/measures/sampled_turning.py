"""What would turn or settle the verdict on a change from a sample: units not drawn that are unlike, and more drawn.

Both are rules of thumb for people; the verdict rests on the layer bound alone.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import cycle, islice
from math import ceil
from typing import NamedTuple

from scp_ninhbinh.measures.change import Line
from scp_ninhbinh.measures.layer_bound import Layers, Panel, separate_range
from scp_ninhbinh.measures.quantity import Columns
from scp_ninhbinh.measures.sampled_reduction import fillings_of, weighted_rates
from scp_ninhbinh.measures.sampled_units import Frame, filled
from scp_ninhbinh.text.numbers import Amount


class Turning(NamedTuple):
    """How many of the `units` not measured in the year scored would turn the estimate, were all of theirs in the part.

    Each gives out as much as is assumed at most, `most` the largest of them. Where the estimate has to fall to turn,
    it is none of theirs that would (`hard` is false). `number` is None where all of them do not.
    """

    units: int
    most: Amount
    hard: bool
    number: int | None


def turning(frames: Sequence[Frame], columns: Columns, line: Line) -> Turning | None:
    """Return what would turn the estimate, the others being like those measured; None for no estimate."""
    rate, base = weighted_rates(frames, columns)
    others = _others(frames[0], columns)
    if rate is None or not base or not others:
        return None
    reached = line.is_reached(rate, base)
    hard = reached is line.below
    part, whole = _sums(frames[0], columns)
    number = None
    for count, (most, usual_part, usual_whole) in enumerate(others, 1):
        part += (most if hard else 0) - usual_part
        whole += most - usual_whole
        if whole and line.is_reached(part / whole, base) is not reached:
            number = count
            break
    return Turning(len(others), others[0][0], hard, number)


def _others(frame: Frame, columns: Columns) -> list[tuple[Amount, Fraction, Fraction]]:
    """Return of each unit not measured its most and the part and whole that it has in the estimate, largest first."""
    found = []
    for one in frame.strata.values():
        amounts = [filled(row[0], columns, 0) for row in one.rows]
        means = [Fraction(sum(column), len(amounts)) for column in zip(*amounts, strict=True)]
        if means:
            found += [(most[0], means[0], means[1]) for most in (*one.undrawn, *one.sure)]
    return sorted(found, reverse=True)


def _sums(frame: Frame, columns: Columns) -> tuple[Fraction, Fraction]:
    """Return Σ w·part and Σ w·whole of the year scored."""
    part, whole = Fraction(0), Fraction(0)
    for one in frame.strata.values():
        for row in one.rows:
            amounts = filled(row[0], columns, 0)
            part += Fraction(one.size, len(one.rows)) * amounts[0]
            whole += Fraction(one.size, len(one.rows)) * amounts[1]
    return part, whole


def more_measured(frames: Sequence[Frame], columns: Columns, line: Line, confidence: Fraction) -> int | None:
    """Return about how many more units of each year, if they are like those measured, settle the verdict.

    Found by halving; None where even all of those undrawn do not.
    """
    steps = max(frame.not_drawn for frame in frames)
    too_few, enough = 0, steps
    if not steps or not _settled(frames, columns, line, confidence, Fraction(1)):
        return None
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if _settled(frames, columns, line, confidence, Fraction(middle, steps)):
            enough = middle
        else:
            too_few = middle
    return enough


def _settled(frames: Sequence[Frame], columns: Columns, line: Line, confidence: Fraction, share: Fraction) -> bool:
    """Whether the verdict is the same by all fillings, with this share of those undrawn measured."""
    found = set()
    for parts in fillings_of(frames, columns):
        if len(frames) == 1:
            found.add(_of_panel(Panel(grown(frames[0].layers(columns, parts), share), confidence), line))
        else:
            years = zip(frames, parts, strict=True)
            now, base = (grown(frame.layers(columns, (part,)), share) for frame, part in years)
            found.add(_of_range(separate_range(now, base, confidence), line))
    return len(found) == 1 and any(found.pop())


def _of_panel(panel: Panel, line: Line) -> tuple[bool, bool]:
    """Return whether what is required is reached, and whether it is missed."""
    cut = 1 - line.limit
    if line.below:
        return panel.is_met(cut), panel.is_missed(cut)
    return panel.is_missed(cut, or_just=True), panel.is_met(cut, or_just=False)


def _of_range(cuts: tuple[Fraction | None, Fraction | None], line: Line) -> tuple[bool, bool]:
    """Return the same of a range of cuts."""
    (low, high), cut = cuts, 1 - line.limit
    if line.below:
        return low is not None and low >= cut, high is not None and high < cut
    return high is not None and high <= cut, low is not None and low > cut


def grown(strata: Sequence[Layers], share: Fraction) -> list[Layers]:
    """Return strata of which more were measured, with figures like those that were."""
    made = []
    for one in strata:
        more = ceil(len(one.undrawn) * share) if one.units else 0
        made.append(one._replace(units=[*one.units, *islice(cycle(one.units), more)], undrawn=one.undrawn[more:]))
    return made


def turning_level(frame: Frame, columns: Columns, limit: Fraction, is_ceiling: bool) -> Turning | None:
    """Return what would turn the estimate of one year's rate, held against a `limit` of 1; None for no estimate.

    A ceiling that is kept, or a floor that is missed, is turned by units with all of theirs in the part, else by units
    with none of it.
    """
    others = _others(frame, columns)
    part, whole = _sums(frame, columns)
    if not others or not whole or any(not one.rows for one in frame.strata.values()):
        return None

    def reached() -> bool:
        return part <= limit * whole if is_ceiling else part >= limit * whole

    first = reached()
    hard, number = first is is_ceiling, None
    for count, (most, usual_part, usual_whole) in enumerate(others, 1):
        part += (most if hard else 0) - usual_part
        whole += most - usual_whole
        if whole and reached() is not first:
            number = count
            break
    return Turning(len(others), others[0][0], hard, number)

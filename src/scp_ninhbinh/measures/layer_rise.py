"""What a panel of units allows the rise of a ratio to be: the layer bound of its cut with met and missed exchanged.

A rise of r is a cut of −r. It is reached where R_now < (1 + r)·R_base is ruled out, and missed where that is certain:
"no more than" and "less than" change places. Pure. Formulas: docs/methods.md, "Reduction, from a sample".
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.measures.layer_bound import Layers, Panel, last_that_passes

NOTHING_LEFT: Final = Fraction(-1)
"""The rise to a rate of 0: none is smaller, so that it is always reached."""

LARGEST: Final = 1_000_000
"""How far a rise is looked for whose base may be as small as one likes."""


def panel_rise(
    strata: Sequence[Layers], required: Fraction, confidence: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    """Return low and high of the rise of a panel, of 1: where the verdict on `required` turns, to CLOSE.

    A high of None has no bound, where nothing of the base year is in the part for certain. Low is None where nothing
    of it can be.
    """
    panel = Panel(strata, confidence)
    return _low(panel, required), _high(panel, required)


def _low(panel: Panel, required: Fraction) -> Fraction | None:
    """Return the last rise that is reached: low ≥ required if and only if `required` is."""

    def is_met(rise: Fraction) -> bool:
        return panel.is_missed(-rise, or_just=True)

    if not panel.base_high:
        return None
    lowest = panel.now_low / panel.base_high - 1
    highest = panel.now_high / panel.base_low - 1 if panel.base_low else max(lowest, required) + LARGEST
    if is_met(highest):
        return highest
    if lowest < required < highest and is_met(required):
        return last_that_passes(is_met, required, highest)
    return last_that_passes(is_met, lowest, required if lowest < required < highest else highest)


def _high(panel: Panel, required: Fraction) -> Fraction | None:
    """Return the last rise that is not missed: high < required if and only if `required` is missed."""

    def is_open(rise: Fraction) -> bool:
        return not panel.is_met(-rise, or_just=False)

    if not panel.base_low:
        return None
    highest = panel.now_high / panel.base_low - 1
    start = min(required, highest)
    if not is_open(start):
        return last_that_passes(is_open, NOTHING_LEFT, start)
    return highest if is_open(highest) else last_that_passes(is_open, start, highest)

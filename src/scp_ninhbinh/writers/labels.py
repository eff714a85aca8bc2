"""Where the figures of a line chart stand: beside their points, on no line, not on the axis and not on one another."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, hypot
from typing import Final, NamedTuple

Spot = tuple[float, float]
"""A place in points, from the lower left corner of a chart or from the point that a figure belongs to."""

HALF: Final = 6.0
"""Half the height of a figure and of some air around it, in points."""


class Box(NamedTuple):
    """The room that a figure takes up."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, spot: Spot) -> bool:
        """Return whether a place is inside it."""
        return self.left < spot[0] < self.right and self.bottom < spot[1] < self.top

    def meets(self, other: "Box") -> bool:
        """Return whether it takes room from another."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top


class Label(NamedTuple):
    """A figure to be written: its point, how wide it is, and whether rather above its point than below."""

    at: Spot
    width: float
    above: bool

    def box(self, off: Spot) -> Box:
        """Return the room that it takes up so far from its point."""
        x, y = self.at[0] + off[0], self.at[1] + off[1]
        return Box(x - self.width / 2 - 1, y - HALF, x + self.width / 2 + 1, y + HALF)


def placed(figures: Sequence[Label], lines: Sequence[Sequence[Spot]]) -> list[Spot]:
    """Return how far from its point each figure stands: the first place that is free, or else the usual one."""
    ink = [spot for line in lines for spot in _along(line)]
    boxes: list[Box] = []
    found: list[Spot] = []
    for figure in figures:
        spots = list(_spots(figure))
        off = next((spot for spot in spots if _is_free(figure.box(spot), ink, boxes)), spots[0])
        found.append(off)
        boxes.append(figure.box(off))
    return found


def _along(line: Sequence[Spot]) -> Iterator[Spot]:
    """Yield places on a line, close to one another."""
    for (x, y), (to_x, to_y) in pairwise(line):
        steps = ceil(hypot(to_x - x, to_y - y) / 1.5) or 1
        yield from ((x + (to_x - x) * step / steps, y + (to_y - y) * step / steps) for step in range(steps + 1))


def _spots(figure: Label) -> Iterator[Spot]:
    """Yield the places around a point, the best first, then those farther away."""
    half, side = figure.width / 2, 1 if figure.above else -1
    for up in (side, -side):
        yield from ((-half * 0.6 * up, 11.0 * up), (0.0, 11.0 * up), (half * 0.6 * up, 11.0 * up))
        yield from (((half + 6) * across, 6.0 * up) for across in (-up, up))
    yield from ((half + 9, 0.0), (-half - 9, 0.0))
    for away in (17.0, 24.0, 32.0):
        yield from ((across, away * up) for up in (side, -side) for across in (0.0, -half, half))


def _is_free(box: Box, ink: Sequence[Spot], boxes: Sequence[Box]) -> bool:
    return box.bottom > 0 and not any(map(box.holds, ink)) and not any(map(box.meets, boxes))

"""Where the labels of a chart stand, so that they touch neither its lines nor each other."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

Anchor = Literal["start", "middle", "end"]
Spot = tuple[float, float]

SIZE: Final = 11.0
"""The height of letters, in units of a chart."""

LETTER: Final = 0.64 * SIZE
"""The width of a digit in a wide font: a page does not know its reader's."""

WIDER: Final = {"%": 1.5, "≥": 1.35, "≤": 1.35, "≈": 1.35, "−": 1.35, "m": 1.55, "M": 1.4, "W": 1.6, "w": 1.3}
"""Signs that are wider than a digit, in digits."""

ASCENT, DESCENT, AIR = 0.76 * SIZE, 0.22 * SIZE, 1.5


class Box(NamedTuple):
    """A rectangle, y from the top down."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether two rectangles have a point in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        """Whether all of it lies in the other."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


class Label(NamedTuple):
    """A text with its place: the end or the middle of its base line."""

    text: str
    x: float
    y: float
    anchor: Anchor

    def box(self) -> Box:
        """Return what it covers, with some air around it."""
        width = wide(self.text)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left - AIR, self.y - ASCENT - AIR, left + width + AIR, self.y + DESCENT + AIR)


def wide(text: str) -> float:
    """Return about how wide a text is at the most."""
    return LETTER * sum(WIDER.get(letter, 1.0) for letter in text)


def crosses(line: tuple[Spot, Spot], box: Box) -> bool:
    """Whether a straight line has a point in a rectangle: what is left of it after each side has cut it off."""
    (x, y), (to_x, to_y) = line
    start, end = 0.0, 1.0
    for at, along, least, most in ((x, to_x - x, box.left, box.right), (y, to_y - y, box.top, box.bottom)):
        if along == 0:
            if not least < at < most:
                return False
            continue
        near, far = sorted(((least - at) / along, (most - at) / along))
        start, end = max(start, near), min(end, far)
    return start < end


class Free:
    """What is still free of a plot within its `bounds`."""

    def __init__(self, bounds: Box, lines: Iterable[tuple[Spot, Spot]], boxes: Iterable[Box]) -> None:
        self.bounds, self.lines, self.boxes = bounds, list(lines), list(boxes)

    def take(self, labels: Iterable[Label]) -> Label | None:
        """Return the first of the labels that touches nothing, and keep its place; None where each does."""
        for label in labels:
            box = label.box()
            if box.within(self.bounds) and not self._touched(box):
                self.boxes.append(box)
                return label
        return None

    def _touched(self, box: Box) -> bool:
        return any(map(box.meets, self.boxes)) or any(crosses(line, box) for line in self.lines)


def around(text: str, x: float, y: float, ends: Sequence[float] = (), tiers: int = 2) -> Iterator[Label]:
    """Yield where the label of a point may stand, best first, beyond the `ends` of its range, and then farther away."""
    top, bottom = min((y, *ends)), max((y, *ends))
    for away in (7.0, 13.0, 20.0)[:tiers]:
        above, below = -away, away + ASCENT
        yield Label(text, x, top + above, "middle")
        yield Label(text, x, bottom + below, "middle")
        for height in (above + 3, below - 3, ASCENT / 2):
            yield Label(text, x - away, y + height, "end")
            yield Label(text, x + away, y + height, "start")

"""The charts of a page as SVG, written by hand: text is text in the font of the page, colours are those of its style.

Form carries the meaning and colour repeats it: achieved is a solid line with points, a range an error bar, the required
path dashed, the requirement a thick mark. Of a bar the confirmed part is solid, the open one an outline.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape
from itertools import pairwise
from math import ceil, floor, log10
from typing import Final, Literal, NamedTuple

from scp_ninhbinh.documents.document import Bar, LineChart
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Number
from scp_ninhbinh.writers.placing import ASCENT, SIZE, Box, Free, Label, Spot, around, wide

Swatch = Literal["line", "range", "path", "mark", "low", "open"]
Line = tuple[Spot, Spot]

WIDTH, TOP, PLOT, FOOT, INSET = 320.0, 14.0, 140.0, 20.0, 12.0
MOST_TICKS: Final = 5
WHOLE: Final = 100
"""The end of a scale of percentages, unless a figure is beyond it."""

WORDS: Final = 12
"""Letters of a line of the requirement's label."""

LINE: Final = SIZE + 2
"""From one line of a label to the next."""

CLOSE: Final = 0.8
"""Of its width, how far figures are apart at least; one may stand above its point and the next below."""

MARK: Final = 8.0
"""Half the length of the requirement's mark."""

SWATCHES: Final[dict[Swatch, str]] = {
    "line": '<path class="line" d="M1 8H23"/><circle class="dot" cx="12" cy="8" r="3.5"/>',
    "range": '<path class="range" d="M12 2V14M8 2H16M8 14H16"/>',
    "path": '<path class="path" d="M1 8H23"/>',
    "mark": '<path class="mark" d="M12 1V15"/>',
    "low": '<rect class="low" x="1" y="3" width="22" height="10"/>',
    "open": '<rect class="open" x="1" y="3" width="22" height="10"/>',
}


def swatch(name: Swatch) -> str:
    """Return the form of a chart for its key, beside words."""
    return f'<svg class="swatch" aria-hidden="true" viewBox="0 0 24 16">{SWATCHES[name]}</svg>'


def key(chart: LineChart[str]) -> list[tuple[Swatch, str]]:
    """Return what the forms of a chart stand for, of those that are in it."""
    items: list[tuple[Swatch, str]] = [("line", chart.achieved_word)]
    items += [("range", chart.range_word)] if any(map(_has_range, chart.points)) else []
    return items + ([("path", chart.path_word)] if chart.path else [])


def is_drawn(chart: LineChart[str]) -> bool:
    """Whether there is any figure to draw."""
    return any(value is not None for point in chart.points for value in point[1:])


def bar_svg(bar: Bar) -> str:
    """Return a bar for a cell, as wide as the cell; the figures beside it say the same to a screen reader."""
    low, high, mark = (min(max(float(one), 0.0), 1.0) * WHOLE for one in (bar.low, bar.high, bar.mark))
    parts = [f'<rect class="low" y="4" width="{_at(low)}%" height="8"/>'] if low else []
    if high > low:
        parts.append(f'<rect class="open" x="{_at(low)}%" y="4" width="{_at(high - low)}%" height="8"/>')
    lines = "".join(f'<line class="{form}" x1="{_at(mark)}%" x2="{_at(mark)}%" y2="16"/>' for form in ("halo", "mark"))
    track = '<rect class="track" y="4" width="100%" height="8"/>'
    return f'<svg class="bar {bar.signal}" aria-hidden="true">{track}{"".join(parts)}{lines}</svg>'


def line_svg(chart: LineChart[str], language: Language) -> str:
    """Return the chart as an SVG element that says its `alt` to a screen reader."""
    plot = _Plot.of(chart, language)
    height = TOP + PLOT + FOOT
    parts = "".join((*_axes(plot, chart), *_curve(plot, chart), *map(_text, _labels(plot, chart))))
    box = f'class="chart" viewBox="0 0 {_at(WIDTH)} {_at(height)}"'
    return f'<svg role="img" aria-label="{escape(show(chart.alt))}" {box}>{parts}</svg>'


class _Plot(NamedTuple):
    """Where years and figures stand; the `ticks` with their words, and the lines of the requirement's label."""

    years: tuple[int, int]
    ticks: tuple[tuple[float, str], ...]
    left: float
    right: float
    asked: tuple[str, ...]

    @classmethod
    def of(cls, chart: LineChart[str], language: Language) -> "_Plot":
        """Return the scales of a chart, with room for what stands beside it."""
        years = [*(point[0] for point in chart.points), *(year for year, _ in chart.path)]
        years += [chart.due] if chart.due > 0 else []
        ticks = tuple((float(tick), _number(tick, chart.unit, language)) for tick in _ticks(chart))
        asked = _lines(show(chart.required_figure, 4 * WORDS)) if chart.due > 0 else ()
        left = max(wide(word) for _, word in ticks) + 6
        beside = chart.due == max(years, default=0) and asked
        right = WIDTH - (max(map(wide, asked)) + MARK + 7 if beside else 4)
        return cls((min(years, default=0), max(years, default=0)), ticks, left, right, asked)

    @property
    def bottom(self) -> float:
        """Where the axis of the years lies."""
        return TOP + PLOT

    def x(self, year: float) -> float:
        """Return where a year stands."""
        first, last = self.years
        space = self.right - self.left - 2 * INSET
        return self.left + INSET + (space * (year - first) / (last - first) if last > first else space / 2)

    def y(self, value: float) -> float:
        """Return where a figure stands."""
        low, high = self.ticks[0][0], self.ticks[-1][0]
        return self.bottom - PLOT * min(max((value - low) / (high - low), 0.0), 1.0)

    def spot(self, year: int, value: float) -> Spot:
        """Return the place of a figure of a year."""
        return self.x(year), self.y(value)


def _ticks(chart: LineChart[str]) -> list[Fraction]:
    """Return a few round figures from zero, or the lowest figure, to the highest."""
    values = [value for point in chart.points for value in point[1:] if value is not None]
    values += [*(value for _, value in chart.path), *([chart.required] if chart.due > 0 else []), 0.0]
    low, high = Fraction(min(values)), Fraction(max(values))
    high = high if high > low else low + 1
    step = _step(high - low, whole=not chart.unit)
    return [step * at for at in range(floor(low / step), ceil(high / step) + 1)]


def _step(span: Fraction, whole: bool) -> Fraction:
    """Return the least of 1, 2, 5 times a power of ten by which few ticks span a scale; of numbers it is whole."""
    power = Fraction(10) ** (floor(log10(span)) - 1)
    while True:
        for step in (power, 2 * power, 5 * power):
            if span / step <= MOST_TICKS and (step >= 1 or not whole):
                return step
        power *= 10


def _number(value: Fraction, unit: str, language: Language) -> str:
    """Write a number of the axis with the decimals that it needs."""
    places = next((places for places in range(4) if (value * 10**places).denominator == 1), 4)
    return language.text(Number(value, places)) + show(unit)


def _lines(text: str) -> tuple[str, ...]:
    """Break a text into lines between words; a longer word is a line."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= WORDS:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines)


def _axes(plot: _Plot, chart: LineChart[str]) -> Iterator[str]:
    for value, word in plot.ticks:
        y = plot.y(value)
        form = "axis" if value == plot.ticks[0][0] else "zero" if value == 0 else "grid"
        yield _path(form, [((plot.left, y), (plot.right, y))])
        yield _text(Label(word, plot.left - 4, y + ASCENT / 2 - 0.5, "end"))
    first, last = plot.years
    each = (plot.right - plot.left - 2 * INSET) / max(last - first, 1)
    for year in range(last, first - 1, -max(1, ceil((wide("2000") + 6) / each))):
        yield _text(Label(str(year), plot.x(year), plot.bottom + 5 + ASCENT, "middle"))


def _curve(plot: _Plot, chart: LineChart[str]) -> Iterator[str]:
    yield _path("path", _joined([plot.spot(*one) for one in chart.path]))
    yield _path("range", [line for point in chart.points for line in _error_bar(plot, point)])
    yield _path("line", _known_lines(plot, chart))
    for x, y in _known(plot, chart):
        yield f'<circle class="dot" cx="{_at(x)}" cy="{_at(y)}" r="3.5"/>'
    if chart.due > 0:
        yield _path("mark", [_mark(plot, chart)])


def _mark(plot: _Plot, chart: LineChart[str]) -> Line:
    x, y = plot.spot(chart.due, chart.required)
    return (x - MARK, y), (x + MARK, y)


def _known(plot: _Plot, chart: LineChart[str]) -> list[Spot]:
    return [plot.spot(point[0], point[1]) for point in chart.points if point[1] is not None]


def _known_lines(plot: _Plot, chart: LineChart[str]) -> list[Line]:
    """Return the lines between figures of years that follow each other, none over a year without a figure."""
    spots = [None if point[1] is None else plot.spot(point[0], point[1]) for point in chart.points]
    return [(one, after) for one, after in pairwise(spots) if one and after]


def _joined(spots: Sequence[Spot]) -> list[Line]:
    return list(pairwise(spots))


def _has_range(point: tuple[int, float | None, float | None, float | None]) -> bool:
    return point[2] != point[3]


def _error_bar(plot: _Plot, point: tuple[int, float | None, float | None, float | None]) -> list[Line]:
    """Return an error bar with a cap at each end; where an end is open, it goes to that of the scale without one."""
    year, _, low, high = point
    if not _has_range(point):
        return []
    x, cap = plot.x(year), 4.0
    ends = [plot.bottom if low is None else plot.y(low), TOP if high is None else plot.y(high)]
    caps = [((x - cap, y), (x + cap, y)) for y, given in zip(ends, (low, high), strict=True) if given is not None]
    return [((x, ends[0]), (x, ends[1])), *caps]


def _labels(plot: _Plot, chart: LineChart[str]) -> Iterator[Label]:
    """Yield what is written at the mark and at points, the latest first; where there is no room, the table says it."""
    free = _free(plot, chart)
    if chart.due > 0:
        yield from _asked(plot, chart, free)
    known = [(point, show(text, WORDS)) for point, text in zip(chart.points, chart.figures, strict=True)]
    known = [one for one in known if one[0][1] is not None]
    room = (plot.right - plot.left) / max(len(chart.points), 1)
    each = ceil(max((wide(text) for _, text in known), default=0.0) * CLOSE / room) or 1
    for number, (point, text) in enumerate(known[::-each]):
        tiers = 3 if number == 0 else 2 if each == 1 else 1
        ends = [y for line in _error_bar(plot, point)[:1] for _, y in line]
        label = free.take(around(text, *plot.spot(point[0], point[1] or 0.0), ends, tiers))
        yield from [label] if label else []


def _free(plot: _Plot, chart: LineChart[str]) -> Free:
    """Return what is free for labels: no line, no point and no axis is there."""
    lines = [*_known_lines(plot, chart), *_joined([plot.spot(*one) for one in chart.path])]
    lines += [line for point in chart.points for line in _error_bar(plot, point)]
    lines += [_mark(plot, chart)] if chart.due > 0 else []
    lines += [((plot.left, plot.y(0)), (plot.right, plot.y(0)))]
    dots = [Box(x - 4, y - 4, x + 4, y + 4) for x, y in _known(plot, chart)]
    return Free(Box(plot.left + 1, 0, WIDTH, plot.bottom - 1), lines, dots)


def _asked(plot: _Plot, chart: LineChart[str], free: Free) -> Iterator[Label]:
    """Yield the lines of the requirement's label, beside its mark; within a chart that goes on, where there is room."""
    x, y = plot.spot(chart.due, chart.required)
    if chart.due < plot.years[1]:
        label = free.take(around(" ".join(plot.asked), x, y))
        yield from [label] if label else []
        return
    start = min(max(y - LINE * (len(plot.asked) - 1) / 2, TOP), plot.bottom - LINE * len(plot.asked)) + ASCENT / 2
    for number, text in enumerate(plot.asked):
        label = Label(text, x + MARK + 6, start + LINE * number, "start")
        free.boxes.append(label.box())
        yield label


def _path(form: str, lines: Sequence[Line]) -> str:
    """Draw straight lines in one form, those that go on from each other as one."""
    if not lines:
        return ""
    drawn, end = "", None
    for start, after in lines:
        drawn += "" if start == end else f"M{_at(start[0])} {_at(start[1])}"
        drawn += f"L{_at(after[0])} {_at(after[1])}"
        end = after
    return f'<path class="{form}" d="{drawn}"/>'


def _text(label: Label) -> str:
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    return f'<text x="{_at(label.x)}" y="{_at(label.y)}"{anchor}>{escape(show(label.text))}</text>'


def _at(value: float) -> str:
    """Write a place with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")

"""The charts of a report as PNG pictures for a Word file, drawn by matplotlib. Equal charts, equal bytes.

Form carries the meaning and colour repeats it: achieved is solid, a range hatched or an error bar, the requirement a
thick mark, its path dashed. Letters are those of the text around a chart, or the most like them that are installed.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from scp_ninhbinh.documents.document import Bullet, BulletChart, LineChart, signed
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Code, Language, Number
from scp_ninhbinh.writers.labels import Label, Spot, placed
from scp_ninhbinh.writers.office import FONT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Swatch = Literal["bar", "range", "mark", "line", "span", "path"]
Key = tuple[tuple[Swatch, str], ...]

# Points across: the text of an A4 page.
PAPER, DPI = 454.0, 200
SIZE, LINE, BAR, PLOT, KEY, LEFT, RIGHT = 10.5, 13.0, 12.0, 140.0, 24.0, 34.0, 48.0
INK, GREY, TRACK, SOLID, PATH = "#1a1a1a", "#595959", "#f2f2f2", "#1f5a96", "#8a3b00"
BESIDE: Final = 0.42
"""The part of a bullet chart's width that its labels have; the bars stand beside them."""

LONGEST_LABEL: Final = 160
"""Characters of a title beside a bar; the tables have it whole."""

FAMILIES: Final = (FONT, "Liberation Serif", "Tinos")
"""Fonts with the same widths, the best first. What none of them has comes from those that matplotlib brings along."""

BESIDE_MARK, WIDEST_ASKED = 11.0, 100.0
"""Points from the mark of what is required to its figure, and how wide that may be."""

AMOUNT: Final[dict[Code, str]] = {"vi": "số lượng", "en": "amount"}
"""What stands above an axis without a unit."""

PATCH: Final[dict[str, Any]] = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
HATCHED: Final[dict[str, Any]] = {"facecolor": "white", "edgecolor": GREY, "hatch": "/////", "linewidth": 0.8}


def load() -> None:
    """Import what draws; nothing of it is imported with this module, because most outputs have no chart."""
    import matplotlib as mpl

    mpl.get_data_path()


def bullet_png(chart: BulletChart[str], language: Code) -> bytes:
    """Return the chart as a PNG picture for paper."""
    return _png(lambda: _bullets(chart, PAPER))


def line_png(chart: LineChart[str], language: Code) -> bytes:
    """Return the chart as a PNG picture for paper."""
    return _png(lambda: _years(chart, PAPER, language))


def _png(draw: "Callable[[], Figure]") -> bytes:
    with _settings():
        out = io.BytesIO()
        draw().savefig(out, format="png", dpi=DPI, metadata={"Software": None})
    return out.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    """Draw by matplotlib's own defaults, whatever the user's are; they, and the warnings, are as before afterwards."""
    import warnings

    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a letter that the font lacks is drawn as a box, and `alt` has it
        mpl.rcdefaults()
        mpl.rcParams["hatch.linewidth"] = 0.7
        yield


@cache
def _families() -> tuple[str, ...]:
    """Return the fonts that are there, by matplotlib's own list of them; letter by letter the first that has it."""
    from matplotlib.font_manager import fontManager

    installed = {font.name: font.fname for font in fontManager.ttflist}
    found = (name for name in FAMILIES if name in installed and _is_vietnamese(installed[name]))
    return (*found, "DejaVu Serif", "DejaVu Sans")


def _is_vietnamese(path: str) -> bool:
    """Return whether a font has the letters of Vietnamese, which older ones lack: two fonts in a word look torn."""
    from matplotlib.font_manager import get_font

    return Path(path).is_file() and bool(get_font(path).get_char_index(ord("ệ")))  # the list may be an old one


def _font(bold: bool = False) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=list(_families()), weight="bold" if bold else "normal", size=SIZE)


def _wide(text: str, bold: bool = False) -> float:
    from matplotlib.textpath import text_to_path

    lines = text.split("\n")
    return max(float(text_to_path.get_text_width_height_descent(line, _font(bold), False)[0]) for line in lines)


def _wrapped(text: str, width: float, bold: bool = False) -> list[str]:
    """Break a text into lines, between words and, in a word longer than a line, anywhere."""
    lines = [""]
    for word in show(text).split():
        if _wide(f"{lines[-1]} {word}", bold) <= width:
            lines[-1] = f"{lines[-1]} {word}".strip()
            continue
        lines.append("")
        for letter in word:
            lines += [""] * (_wide(lines[-1] + letter, bold) > width)
            lines[-1] += letter
    return [line for line in lines if line]


class _Sheet:
    """A figure measured in points from its upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.figure import Figure

        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 72, height / 72), facecolor="white")
        self.page = self.figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
        self.page.set_axis_off()
        self.line = self.page.plot

    def write(self, x: float, y: float, text: str, bold: bool = False, right: bool = False) -> None:
        """Write a line of text, its left or right end at `x`; a dollar sign starts no formula."""
        style: dict[str, Any] = {"ha": "right" if right else "left", "fontproperties": _font(bold)}
        self.page.text(x, y, text, color=INK, parse_math=False, **style)

    def box(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        """Draw a rectangle."""
        from matplotlib.patches import Rectangle

        self.page.add_patch(Rectangle((x, y), width, height, **style))

    def key(self, items: Key) -> None:
        """Say at the top what each form stands for."""
        for (x, y), (swatch, word) in zip(_places(items, self.width), items, strict=True):
            self._swatch(swatch, x, y)
            self.write(x + KEY, y, show(word))

    def _swatch(self, swatch: Swatch, x: float, y: float) -> None:
        match swatch:
            case "bar":
                self.box(x, y - 7, 18, 7, facecolor=SOLID)
            case "range":
                self.box(x, y - 9, 18, 11, **HATCHED)
            case "mark":
                self.line((x + 9, x + 9), (y - 11, y + 4), color=INK, linewidth=3)
            case "line":
                self.line((x, x + 9, x + 18), (y - 3.5,) * 3, color=SOLID, linewidth=2, marker="o", markevery=[1])
            case "span":
                self.line((x + 9, x + 9), (y - 9, y + 2), color=GREY, linewidth=1.2, marker="_", markersize=7)
            case "path":
                self.line((x, x + 18), (y - 3.5,) * 2, color=PATH, linewidth=1.6, linestyle=(0, (3, 1.5)))


def _places(items: Key, width: float) -> list[tuple[float, float]]:
    """Return where each item of a key stands, on as many lines as they need."""
    places, x, y = [], 1.0, LINE
    for _, word in items:
        wide = KEY + _wide(show(word)) + 14
        if x > 1 and x + wide - 14 > width:
            x, y = 1.0, y + LINE + 4
        places.append((x, y))
        x += wide
    return places


def _bullets(chart: BulletChart[str], width: float) -> "Figure":
    items: Key = (("bar", chart.achieved_word), ("range", chart.range_word), ("mark", chart.required_word))
    y, beside = _places(items, width)[-1][1] + 14, width * BESIDE
    laid = [(_wrapped(show(bar.label, LONGEST_LABEL), beside - 12), _below(bar, width - beside)) for bar in chart.bars]
    heights = [max(LINE * len(label), BAR + 8 + LINE * len(below)) + 12 for label, below in laid]
    sheet = _Sheet(width, y + sum(heights))
    sheet.key(items)
    for bar, (label, below), height in zip(chart.bars, laid, heights, strict=True):
        _bullet(sheet, y, bar, label, below)
        y += height
    return sheet.figure


def _below(bar: Bullet[str], width: float) -> list[tuple[str, str]]:
    """Return the lines below a bar: its figures to the left, its verdict to the right of them if both fit."""
    verdict, shown = signed(show(bar.verdict), bar.signal), show(bar.shown)
    if _wide(shown) + _wide(verdict, bold=True) + 12 <= width:
        return [(shown, verdict)]
    return [*((line, "") for line in _wrapped(shown, width)), *(("", line) for line in _wrapped(verdict, width, True))]


def _bullet(sheet: _Sheet, y: float, bar: Bullet[str], label: list[str], below: list[tuple[str, str]]) -> None:
    for at, line in enumerate(label, 1):
        sheet.write(0, y + at * LINE, line)
    left = sheet.width * BESIDE
    _bar(sheet, left, y + 5, bar)
    for at, (shown, verdict) in enumerate(below, 1):
        sheet.write(left, y + BAR + 8 + at * LINE, shown)
        sheet.write(sheet.width, y + BAR + 8 + at * LINE, verdict, bold=True, right=True)


def _bar(sheet: _Sheet, x: float, y: float, bar: Bullet[str]) -> None:
    wide = sheet.width - x - 2

    def at(value: float) -> float:
        return x + wide * min(max(value / (bar.full or 1), 0), 1)

    sheet.box(x, y, wide, BAR, facecolor=TRACK, edgecolor="#767676", linewidth=0.8)
    low, high = _range(bar.low, bar.high, 0, bar.full)
    if at(high) > at(low):
        sheet.box(at(low), y, at(high) - at(low), BAR, **HATCHED)
    if bar.achieved is not None:  # a figure of zero is a sliver, none is no bar at all
        sheet.box(at(0), y + 3, max(at(bar.achieved) - at(0), 2), BAR - 6, fc=SOLID, ec="white", lw=0.4)
    # White beside the mark keeps it apart from a solid bar in print.
    for colour, thick in (("white", 5), (INK, 3)):
        sheet.line((at(bar.required),) * 2, (y - 4, y + BAR + 4), color=colour, linewidth=thick, solid_capstyle="butt")


def _range(low: float | None, high: float | None, bottom: float, top: float) -> tuple[float, float]:
    """Return the ends of a range, an open one to the end of the scale; without a range they are the same."""
    none = low is None and high is None
    return bottom if low is None else low, (bottom if none else top) if high is None else high


def _years(chart: LineChart[str], width: float, language: Code) -> "Figure":
    path: Key = (("path", chart.path_word),) if chart.path else ()
    span: Key = (("span", chart.range_word),) if any(point[2] != point[3] for point in chart.points) else ()
    items: Key = (("line", chart.achieved_word), *span, *path)
    sheet = _Sheet(width, _places(items, width)[-1][1] + 32 + PLOT + 20)
    sheet.key(items)
    sheet.write(0, sheet.height - PLOT - 29, show(chart.unit) or AMOUNT[language])
    inner = width - LEFT - max(RIGHT, BESIDE_MARK + _wide(_asked(chart), bold=True))
    plot = sheet.figure.add_axes((LEFT / width, 20 / sheet.height, inner / width, PLOT / sheet.height))
    _axes(plot, chart, inner, language)
    _curve(plot, chart, inner)
    return sheet.figure


def _asked(chart: LineChart[str]) -> str:
    """Return what is required as it stands beside its mark, on lines that are not too long."""
    return "\n".join(_wrapped(chart.required_figure, WIDEST_ASKED, bold=True))


def _axes(plot: "Axes", chart: LineChart[str], width: float, language: Code) -> None:
    heights = _heights(chart)
    first, last = _ends(chart)
    shown = range(last, first - 1, -_step(chart, width, 32))
    plot.set(xlim=(first - 0.5, last + 0.5), ylim=(heights[0], heights[-1]))
    plot.set_xticks(list(shown), [str(year) for year in shown], fontproperties=_font(), color=INK)
    plot.set_yticks(heights, [_number(height, language) for height in heights], fontproperties=_font(), color=INK)
    plot.grid(axis="y", color="#d9d9d9", linewidth=0.6, zorder=0)
    plot.spines[["top", "right"]].set_visible(False)


def _heights(chart: LineChart[str]) -> list[float]:
    """Return the ticks of the upright axis, which has room for all figures; that of shares ends at the whole."""
    from matplotlib.ticker import MaxNLocator

    values = [value for point in chart.points for value in point[1:] if value is not None]
    values += [*(value for _, value in chart.path), chart.required, 0.0]
    ticks = MaxNLocator(5, integer=not chart.unit).tick_values(min(values), max(*values, 1.0) * 1.1)
    whole = 100.0 if chart.unit == "%" and max(values) <= 100 else ticks[-1]  # noqa: PLR2004
    return [float(tick) for tick in ticks if tick <= whole]


def _ends(chart: LineChart[str]) -> tuple[int, int]:
    years = [*(point[0] for point in chart.points), *_columns(chart.path)[0], *([chart.due] if chart.due > 0 else [])]
    return min(years, default=0), max(years, default=0)


def _step(chart: LineChart[str], width: float, each: int) -> int:
    """Return every how many years there is room for a text `each` points wide."""
    first, last = _ends(chart)
    return max(1, -(-each * (last - first + 1) // int(width)))


def _curve(plot: "Axes", chart: LineChart[str], width: float) -> None:
    for year, _, low, high in chart.points:
        _span(plot, year, low, high)
    plot.plot(*_columns(chart.path), color=PATH, linewidth=1.6, linestyle=(0, (3, 1.5)), zorder=3)
    heights = [float("nan") if point[1] is None else point[1] for point in chart.points]
    plot.plot([one[0] for one in chart.points], heights, color=SOLID, lw=2, marker="o", ms=5, clip_on=False, zorder=4)
    if chart.due > 0:
        plot.plot([chart.due], [chart.required], color=INK, marker="_", markersize=16, markeredgewidth=3, zorder=5)
        _write(plot, (chart.due, chart.required), _asked(chart), (BESIDE_MARK, 0), required=True)
    _figures(plot, chart, width)


def _span(plot: "Axes", year: int, low: float | None, high: float | None) -> None:
    """Draw the range of a year as an error bar; where it is open it has no end of its own."""
    ends = _range(low, high, *plot.get_ylim())
    if ends[1] > ends[0]:
        plot.plot([year, year], ends, color=GREY, linewidth=1.2, zorder=4.5)
        known = [end for end in (low, high) if end is not None]
        plot.plot([year] * len(known), known, color=GREY, ls="", marker="_", ms=9, mew=1.2, clip_on=False, zorder=4.5)


def _columns(path: Sequence[tuple[int, float]]) -> tuple[list[int], list[float]]:
    return [year for year, _ in path], [value for _, value in path]


def _figures(plot: "Axes", chart: LineChart[str], width: float) -> None:
    """Write the figures beside their points, on no line; where years stand close, not at every one."""
    (first, last), (bottom, top) = plot.get_xlim(), plot.get_ylim()

    def spot(year: float, height: float) -> Spot:
        return (year - first) / (last - first) * width, (height - bottom) / (top - bottom) * PLOT

    known = [(*point, show(text)) for point, text in zip(chart.points, chart.figures, strict=True)]
    written = [(year, value, text) for year, value, _, _, text in known if value is not None]
    written = written[:: -_step(chart, width, 37)]
    asked = [(spot(year, value), _wide(text), value >= _on_path(chart, year)) for year, value, text in written]
    lines = [[spot(*end) for end in line] for line in _lines(chart, bottom, top)]
    if chart.due > 0:
        lines += _mark(spot(chart.due, chart.required), _wide(_asked(chart), bold=True))
    offs = placed([Label(*one) for one in asked], lines)
    for (year, value, text), off in zip(written, offs, strict=True):
        _write(plot, (year, value), text, off)


def _mark(at: Spot, width: float) -> list[list[Spot]]:
    """Return the mark of what is required and what is written beside it, as lines."""
    (x, y), left = at, at[0] + BESIDE_MARK
    return [[(x - 8, y), (left + width, y)], *([(left, y + up), (left + width, y + up)] for up in (-5, 5))]


def _lines(chart: LineChart[str], bottom: float, top: float) -> Iterator[Sequence[tuple[int, float]]]:
    """Yield what is drawn as lines: the figures from year to year, the path, the ranges, and the requirement's mark."""
    for (year, value, *_), (after, then, *_) in zip(chart.points, chart.points[1:], strict=False):
        if value is not None and then is not None:
            yield (year, value), (after, then)
    yield chart.path
    for year, _, low, high in chart.points:
        yield tuple((year, end) for end in _range(low, high, bottom, top))


def _on_path(chart: LineChart[str], year: int) -> float:
    from numpy import interp

    return float(interp(year, *_columns(chart.path))) if chart.path else chart.required


def _write(plot: "Axes", at: tuple[float, float], text: str, off: Spot, required: bool = False) -> None:
    style: dict[str, Any] = {"fontproperties": _font(required), "ha": "left" if required else "center"}
    style |= {"color": INK, "va": "center", "bbox": PATCH, "zorder": 6, "annotation_clip": False, "parse_math": False}
    plot.annotate(text, at, off, textcoords="offset points", **style)


def _number(value: float, language: Code) -> str:
    """Write a number of an axis, with at most one decimal."""
    number = Fraction(repr(round(value, 9)))
    places = 1 if number.denominator > 1 else 0
    return Language(language, NullTranslations()).text(Number(number, places))

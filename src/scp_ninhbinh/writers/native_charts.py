"""Charts that a spreadsheet draws itself, of the cells of a table: bars of targets, lines of years."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any, Final, NamedTuple

from scp_ninhbinh.documents.document import Table
from scp_ninhbinh.documents.sheet import Plot
from scp_ninhbinh.text.say import Sayable, Value
from scp_ninhbinh.writers.office import possible

ACHIEVED, RANGE = "2E75B6", "7F7F7F"
REQUIRED: Final = ("C00000", "ED7D31", "7030A0")
"""Colours of what was achieved, of the ends of a range, and of what is required by each due year."""

LINES_HIGH, BAR_HIGH, AROUND = 7.5, 0.65, 3.5
"""Centimetres of a line chart, of a bar, and of what stands around all bars."""

BARS_WIDE, LINES_WIDE, PAGE_WIDE = 22.0, 12.5, 25.5
"""Centimetres that a chart is wide, and a page."""

CM_OF_A_LETTER, CM_BESIDE, CM_OF_A_ROW, EMU = 0.185, 0.13, 0.53, 360_000
"""Centimetres of a letter of a column, of what is beside them, of a row; units of a drawing that a centimetre has."""

OTHER_COLUMN: Final = 8.43
"""Letters of a column of which no width is set."""

TITLE, LETTERS = 1200, 800
"""Hundredths of a point of the letters of a title, and of all others."""

NEARLY_ALL, ALL, STEPS = 80, 100, 5
"""Percent from which on an axis goes to the end; steps of an axis."""

WIDTH_OF_LINE: Final = 25_400
"""Units of a drawing: two points."""


class Placed(NamedTuple):
    """Where a table stands: the row of its headings, on its sheet."""

    made: Any
    table: Table[Sayable]
    top: int
    headings: Sequence[str]


def high(plot: Plot[Sayable], rows: int) -> float:
    """Return how many centimetres a chart is high."""
    return AROUND + BAR_HIGH * rows * len(plot.series) if plot.kind == "bars" else LINES_HIGH


def rows_of_charts(plots: Sequence[Plot[Sayable]], table: Table[Sayable]) -> int:
    """Return how many rows charts of a table below each other cover, with a margin."""
    return int(sum(high(plot, len(table.rows)) for plot in plots) / CM_OF_A_ROW) + 3


def add_charts(
    made: Any,
    plots: Sequence[Plot[Sayable]],
    placed: Placed,
    texts: Callable[[Value], str],
    widths: Sequence[int],
    top: int,
) -> None:
    """Draw the charts of a table, as many beside each other as the columns leave room for, from a row on."""
    room = max(sum(map(_centimetres, widths)), PAGE_WIDE)
    wide = BARS_WIDE if plots[0].kind == "bars" else LINES_WIDE
    beside = max(int(room / wide), 1)
    for at, plot in enumerate(plots):
        chart = (_bars if plot.kind == "bars" else _lines)(plot, placed, texts)
        chart.width, chart.height = wide - 0.5, high(plot, len(placed.table.rows))
        row = top + int(at // beside * (chart.height + 0.5) / CM_OF_A_ROW)
        chart.anchor = _anchor(at % beside * wide, row, widths, chart)
        made.add_chart(chart)


def _anchor(left: float, row: int, widths: Sequence[int], chart: Any) -> Any:
    """Return the place so many centimetres from the left, in a row."""
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D

    column = 0
    while left >= (width := _centimetres(widths[column] if column < len(widths) else OTHER_COLUMN)):
        left, column = left - width, column + 1
    start = AnchorMarker(col=column, colOff=int(left * EMU), row=row - 1)
    return OneCellAnchor(_from=start, ext=XDRPositiveSize2D(int(chart.width * EMU), int(chart.height * EMU)))


def _centimetres(letters: float) -> float:
    """Return how wide a column of so many letters is."""
    return CM_OF_A_LETTER * letters + CM_BESIDE


def _lines(plot: Plot[Sayable], placed: Placed, texts: Callable[[Value], str]) -> Any:
    """Return the chart of rows over columns: a line each."""
    from openpyxl.chart import LineChart, Reference

    chart = LineChart()
    _dress(chart, plot, placed, texts, plot.series[0])
    last = len(placed.headings)
    for at in plot.series:
        row = placed.top + 1 + at
        values = Reference(placed.made, min_col=plot.first + 1, max_col=last, min_row=row)
        name = texts(placed.table.rows[at][plot.first - 1].text)
        chart.series.append(_series(plot, at, values, name))
    chart.set_categories(Reference(placed.made, min_col=plot.first + 1, max_col=last, min_row=placed.top))
    return chart


def _series(plot: Plot[Sayable], at: int, values: Any, name: str) -> Any:
    """Return a line: what is required dashed, the ends of a range thin, what was achieved with its points."""
    from openpyxl.chart import Series

    line = Series(values, title=name)
    colour = _colour(plot, at)
    line.graphicalProperties.line.solidFill = colour
    line.graphicalProperties.line.width = WIDTH_OF_LINE // (2 if at in plot.ends else 1)
    line.smooth = False
    if at in (*plot.limits, *plot.ends):
        line.graphicalProperties.line.dashStyle = "dash" if at in plot.limits else "sysDot"
    line.marker.symbol = "none" if colour != ACHIEVED else "circle"
    if colour == ACHIEVED:
        line.marker.size = 6
        line.marker.graphicalProperties.solidFill = line.marker.graphicalProperties.line.solidFill = ACHIEVED
    return line


def _colour(plot: Plot[Sayable], at: int) -> str:
    if at in plot.limits:
        return REQUIRED[plot.limits.index(at) % len(REQUIRED)]
    return RANGE if at in plot.ends else ACHIEVED


def _bars(plot: Plot[Sayable], placed: Placed, texts: Callable[[Value], str]) -> Any:
    """Return the chart of columns: bars of each row, from the first one above to the last one below."""
    from openpyxl.chart import BarChart, Reference, Series
    from openpyxl.chart.label import DataLabelList

    chart = BarChart()
    chart.type, chart.gapWidth, chart.overlap = "bar", 60, 0
    _dress(chart, plot, placed, texts, 0)
    first, last = placed.top + 1, placed.top + len(placed.table.rows)
    for at in plot.series:
        bars = Series(Reference(placed.made, min_col=at + 1, min_row=first, max_row=last), title=placed.headings[at])
        bars.graphicalProperties.solidFill = _colour(plot, at)
        bars.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
        bars.dLbls.numFmt = _labels(placed.table, at)
        chart.series.append(bars)
    chart.set_categories(Reference(placed.made, min_col=plot.first, min_row=first, max_row=last))
    chart.x_axis.scaling.orientation, chart.y_axis.crosses = "maxMin", "max"
    return chart


def _labels(table: Table[Sayable], column: int) -> str:
    """Return how the figures of a column are written: with the decimals of that which has most."""
    places = max((row[column].places for row in table.rows if row[column].value is not None), default=0)
    return "0." + "0" * places + "%" if places else "0%"


def _dress(chart: Any, plot: Plot[Sayable], placed: Placed, texts: Callable[[Value], str], row: int) -> None:
    """Give a chart its title, its axes with their unit, and its legend."""
    cells = [cell for cell in placed.table.rows[row] if cell.value is not None]
    chart.title, chart.legend.position, chart.display_blanks = _title(texts(plot.caption)), "b", "span"
    chart.legend.txPr = _small()
    is_percent = bool(cells) and cells[-1].format == "percent"
    chart.y_axis.number_format = "0%" if is_percent else "#,##0.##"
    _scale(chart.y_axis, plot, placed.table, is_percent)
    chart.y_axis.title = None if is_percent or not texts(plot.unit) else _title(texts(plot.unit), LETTERS)
    chart.x_axis.delete = chart.y_axis.delete = False


def _scale(axis: Any, plot: Plot[Sayable], table: Table[Sayable], is_percent: bool) -> None:
    """Let an axis begin at 0 and end at 100% where nothing is beyond; what is counted has no part of one."""
    rows = table.rows if plot.kind == "bars" else [table.rows[at][plot.first :] for at in plot.series]
    values = [cell.value for row in rows for cell in row if cell.value is not None]
    if not values or min(values) < 0:
        return
    axis.scaling.min = 0
    if is_percent and NEARLY_ALL < max(values) <= ALL:
        axis.scaling.max = 1
    elif not is_percent and all(isinstance(value, int) for value in values):
        axis.majorUnit = max(ceil(max(values) / STEPS), 1)


def _small() -> Any:
    """Return how the letters of a legend look: with several due years it has many words."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

    look = CharacterProperties(sz=LETTERS)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])


def _title(text: str, size: int = TITLE) -> Any:
    """Return a title whose letters are of a size; one that is set by openpyxl has none, and takes half of a chart."""
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

    look = CharacterProperties(sz=size, b=True)
    run = RegularTextRun(rPr=look, t=possible(text))
    return Title(tx=Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])])), overlay=False)

"""A table of a Word file: in letters and columns in which no word is torn, with running numbers for what it lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import Any, Final, Literal, NamedTuple

from scp_ninhbinh.documents.document import PLAIN, Cell, Table
from scp_ninhbinh.writers.docx_page import WIDE, WIDTH, element
from scp_ninhbinh.writers.letters import MILLIMETRES, SPACE, text_width
from scp_ninhbinh.writers.office import possible

SIZES: Final = (13, 12, 11, 10, 9)
"""Sizes of letters in points, down to what is still legible on paper."""

WORTH: Final = 1.2
"""How much higher a table may be for letters that are larger."""

SMALL, TALL = 11, 400.0
"""The size below which letters are tiring to read, and how many points high a table is that may have them."""

EDGE: Final = 4.2
"""Millimetres of a column that no letter stands on: the margins of a cell, its lines, and what programs differ by."""

LONG_WORD: Final = 30
"""Letters from which on a word is no ordinary one (a hash, the path of a file): it may be broken anywhere."""

BROKEN: Final = 8.0
"""How much of such a word stands on a line at least, in widths of an M."""

MOST_LINES: Final = (1, 2, 3, 4, 6, 8, 12, 1_000_000)
"""Lines of a cell for which columns are tried out."""

BESIDE: Final = re.compile("([≥≤≈]) ")
"""Signs that stay on the line of what they belong to."""

SHORT: Final = 12
"""Rows up to which a table stays on one page."""

LISTED: Final = 5
"""Rows from which on what is listed is numbered: four of them are counted at a glance."""

LONGEST_FOLDED: Final = 30
"""Rows that are printed of a table which a page shows folded: about one page; hundreds of units are for a workbook."""

Role = Literal["heading", "number", "text"]


class Fitted(NamedTuple):
    """The size of a table's letters in points, its columns' widths in millimetres, whether all words are `whole`."""

    size: int
    widths: list[float]
    whole: bool = True


def shortened(table: Table[str]) -> Table[str]:
    """Return a table with the rows that are printed of it."""
    return replace(table, rows=table.rows[:LONGEST_FOLDED]) if table.folded else table


def with_numbers(table: Table[str], heading: str) -> Table[str]:
    """Return the table with a column of running numbers, if it lists things.

    What says verdicts, or begins with years or with clauses to which it leads, is no list of things.
    """
    first = [row[0] for row in table.rows if row]
    verdicts = any(cell.signal for row in table.rows for cell in row)
    if len(first) < LISTED or verdicts or any(cell.value is not None or cell.link for cell in first):
        return table
    rows = tuple((Cell(str(at), at, "number", 0), *row) for at, row in enumerate(table.rows, 1))
    headings, fits = (heading, *table.headings), (PLAIN, *table.fits)
    return replace(table, headings=headings, rows=rows, headers=table.headers + 1, fits=fits)


def texts_of(table: Table[str]) -> list[list[str]]:
    """Return the texts of each column, its heading first."""
    rows = [table.headings, *(tuple(cell.text for cell in row) for row in table.rows)]
    count = max(map(len, rows))
    return [[BESIDE.sub("\\1\u00a0", row[at]) if at < len(row) else "" for row in rows] for at in range(count)]


def fitted(columns: Sequence[Sequence[str]], room: float = WIDTH) -> Fitted:
    """Return the letters in which no ordinary word of a table is torn, and the widths of its columns.

    Letters are as large as can be, but for smaller ones that make the table much lower. The first text of a column is
    its heading, in bold letters.
    """
    cells = [[_words(text, bold=at == 0) for at, text in enumerate(column)] for column in columns]
    needs = [[_need(column, lines) for column in cells] for lines in MOST_LINES]
    found = [(size, *best) for size in SIZES if (best := _lowest(cells, needs, size, room))]
    if not found:
        scale = room / sum(EDGE + need * SIZES[-1] for need in needs[-1])
        return Fitted(SIZES[-1], [(EDGE + need * SIZES[-1]) * scale for need in needs[-1]], whole=False)
    legible = [one for one in found if one[0] >= SMALL]
    found = legible if legible and min(height for _, _, height in legible) <= TALL else found
    low = WORTH * min(height for _, _, height in found)
    return next(Fitted(size, widths) for size, widths, height in found if height <= low)


def _words(text: str, bold: bool) -> list[float]:
    """Return the widths of the words of a text in letters of one point; what has no end may be broken into parts."""
    widths = []
    for word in text.split(" "):
        width = text_width(word, 1, bold)
        parts = ceil(width / BROKEN / MILLIMETRES) if len(word) > LONG_WORD else 1
        widths += [width / parts] * parts
    return widths


def _need(column: Sequence[list[float]], lines: int) -> float:
    """Return the room in which no cell of a column takes up more than so many lines, and no word is torn."""
    need = max((word for words in column for word in words), default=0.0)
    for words in column:
        if _lines(words, need) > lines:
            need = _room(words, lines, need)
    return need


def _room(words: Sequence[float], lines: int, low: float) -> float:
    """Return the room in which words take up no more than so many lines; in `low` they take up more."""
    high = sum(words) + SPACE * len(words)
    while high - low > SPACE / 2:
        middle = (low + high) / 2
        low, high = (low, middle) if _lines(words, middle) <= lines else (middle, high)
    return high


def _lowest(
    cells: Sequence[Sequence[list[float]]], needs: Sequence[list[float]], size: int, room: float
) -> tuple[list[float], float] | None:
    """Return the widths of columns with which a table is lowest, and its height; None if a word would be torn."""
    found = [(widths, _height(cells, size, widths)) for widths in _widths(needs, size, room)]
    return min(found, key=lambda one: one[1], default=None)


def _widths(needs: Sequence[list[float]], size: int, room: float) -> Iterator[list[float]]:
    """Yield widths of columns in which cells take up no more than one line, two, and so on, but for the widest one.

    Once all of them have room, what is left goes first to those that need little to have a line less.
    """
    for level, need in enumerate(needs):
        widths = [EDGE + one * size for one in need]
        left = room - sum(widths)
        widest = max(range(len(widths)), key=widths.__getitem__)
        if left >= 0:
            raised = _raised(widths, needs[:level], size, left)
            yield [width * room / sum(raised) for width in raised]
            return
        if widths[widest] + left >= EDGE + needs[-1][widest] * size:
            yield [width + left * (at == widest) for at, width in enumerate(widths)]


def _raised(widths: Sequence[float], needs: Sequence[list[float]], size: int, left: float) -> list[float]:
    """Return wider columns, out of the room that is left, where that saves a line: those first that need least."""
    raised = list(widths)
    for need in reversed(needs):
        wants = [EDGE + one * size - width for one, width in zip(need, raised, strict=True)]
        for at in sorted(range(len(wants)), key=wants.__getitem__):
            if wants[at] <= left:
                raised[at] += wants[at]
                left -= wants[at]
    return raised


def _height(cells: Sequence[Sequence[list[float]]], size: int, widths: Sequence[float]) -> float:
    """Return about how high a table is, in points."""
    rooms = [(width - EDGE) / size for width in widths]
    rows = zip(*cells, strict=True)
    lines = (max(_lines(words, room) for words, room in zip(row, rooms, strict=True)) for row in rows)
    return sum(count * size * 1.15 + 4 for count in lines)


def _lines(words: Sequence[float], room: float) -> int:
    """Return how many lines the words of a cell take up."""
    lines, used = 1, -SPACE
    for word in words:
        used += SPACE + word
        if used > room + 0.001:
            lines, used = lines + 1, word
    return lines


def fits_standing(table: Table[str]) -> bool:
    """Return whether a page has room for a table without tearing words, or a page that lies has none either."""
    columns = texts_of(table)
    return not columns or fitted(columns).whole or not fitted(columns, WIDE).whole


def add_table(made: Any, table: Table[str], lying: bool, followed: bool) -> None:
    """Add a table: its headings come again on each page, no row is torn, its end stays by what it is `followed` by."""
    columns = texts_of(table)
    if not columns:
        return
    size, widths, _ = fitted(columns, WIDE if lying else WIDTH)
    grid = _grid(made, widths)
    figures = table.figures()
    rows = list(zip(*columns, strict=True))
    for index, texts in enumerate(rows):
        line = _row(grid, heading=index == 0)
        bound = index < len(rows) - 1 if len(rows) <= SHORT else index == 0
        bound = bound or (followed and index >= len(rows) - 2)
        for at, (place, text) in enumerate(zip(line.cells, texts, strict=True)):
            _fill(place, text, size, "heading" if index == 0 else "number" if at in figures else "text")
            _set_width(place, widths[at])
            place.paragraphs[0].paragraph_format.keep_with_next = bound


def _grid(made: Any, widths: Sequence[float]) -> Any:
    from docx.shared import Mm

    grid = made.add_table(rows=0, cols=len(widths), style="Table Grid")
    grid.autofit, grid.alignment = False, 1  # centred, or its lines would stand out into the margin
    for column, width in zip(grid._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(width)
    return grid


def _row(grid: Any, heading: bool) -> Any:
    line = grid.add_row()
    line._tr.get_or_add_trPr().append(element("w:cantSplit"))
    if heading:
        line._tr.trPr.append(element("w:tblHeader"))
    return line


def _set_width(place: Any, width: float) -> None:
    from docx.shared import Mm

    place.width = Mm(width)


def _fill(place: Any, text: str, size: int, role: Role) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = place.paragraphs[0]
    run = paragraph.add_run(possible(text))
    run.font.size, run.bold = Pt(size), role == "heading" or None
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1
    if role == "heading":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        place.vertical_alignment = 1  # in the middle
    elif role == "number":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

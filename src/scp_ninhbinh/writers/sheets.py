"""Sheets to work with as a workbook: headings in the first row, frozen and with a filter, and numbers below them.

Rows are written one by one, with one cell for all cells of a look, so that many of them need little memory.
"""

from collections.abc import Sequence
from itertools import islice
from math import isfinite
from textwrap import wrap
from typing import Any, Final, NamedTuple

from scp_ninhbinh.documents.document import Cell, Signal, Table, signed
from scp_ninhbinh.documents.sheet import Sheet, Workbook
from scp_ninhbinh.text.say import Language, Number, Sayable, Value
from scp_ninhbinh.writers.native_charts import Placed, add_charts, rows_of_charts
from scp_ninhbinh.writers.office import (
    FONT,
    number_format,
    set_marks,
    set_page,
    set_properties,
    set_text,
    sheet_name,
    temporary_files,
    workbook_bytes,
)
from scp_ninhbinh.writers.xlsx import FILLS, HEADING_FILL, MOST_HIGH

SIZE, TITLE_SIZE, LINE = 11, 14, 15
"""Points of letters, and of a line of them."""

NARROWEST, WIDE, WIDER, WIDEST = 7, 30, 48, 84
"""Letters of a column: the least, the most of a name, in a long table too, and of a sentence or of what is one word."""

LONG: Final = 100
"""Rows from which on a table is long: each line more would make it many pages longer."""

HEADING_LINES: Final = 3
"""Lines of a heading."""

SENTENCE: Final = 90
"""Letters from which on a text is a sentence."""

MANY: Final = 15
"""Columns from which on a table has no room for sentences on one line."""

ARROW: Final = 2
"""Letters that the arrow of a filter covers."""

ON_A_PAGE: Final = 8
"""Charts that are printed on one page, so that none is cut."""

NARROW_LETTERS: Final = 1.15
"""How many letters of a text go into the width of one digit, by which columns are measured; of capitals fewer."""

SEEN: Final = 300
"""Rows by which widths are found."""


class Look(NamedTuple):
    """How a cell looks."""

    format: str = "General"
    signal: Signal | None = None
    right: bool = False
    heading: bool = False
    size: int = SIZE
    bold: bool = False
    bare: bool = False


class Layout(NamedTuple):
    """How wide the columns of a table are, and which of them are wrapped."""

    widths: list[int]
    wrapped: list[bool]


def sheets_file(workbook: Workbook[Sayable], language: Language) -> bytes:
    """Return the workbook as a file (xlsx): equal workbooks give equal bytes."""
    from openpyxl import Workbook as Book

    book, texts = Book(write_only=True), Texts(language)
    with temporary_files():
        for sheet in workbook.sheets:
            made: Any = book.create_sheet(sheet_name(texts(sheet.name), book.sheetnames))
            Writing(made, sheet, texts).write(texts(workbook.draft))
    set_properties(book, texts(workbook.title), language.code)
    return workbook_bytes(book)


class Texts:
    """The texts of one language: what stands in many cells is translated once."""

    def __init__(self, language: Language) -> None:
        self.language, self._known = language, dict[int, str]()

    def __call__(self, said: Value) -> str:
        """Return a text; it has to be kept as long as this is."""
        if isinstance(said, str):
            return self.language.text(said)
        if id(said) not in self._known:
            self._known[id(said)] = self.language.text(said)
        return self._known[id(said)]

    def cell(self, cell: Cell[Sayable]) -> str:
        """Return what a cell shows."""
        return signed(self(cell.text), cell.signal)


class Writing:
    """A sheet that is being written from top to bottom."""

    def __init__(self, made: Any, sheet: Sheet[Sayable], texts: Texts) -> None:
        self.made, self.sheet, self.texts = made, sheet, texts
        self.cells, self.row = dict[Look, Any](), 0
        self.layout = self._layout(sheet.table)

    def write(self, draft: str) -> None:
        """Write the sheet: what stands above, the table, the charts, and what they are of."""
        self._set_up(draft)
        for at, said in enumerate(self.sheet.above):
            size = SIZE if at else TITLE_SIZE
            self._append([(Look(size=size, bold=at < 2, bare=True), self.texts(said))], [self.texts(said)], ())  # noqa: PLR2004
        if self.sheet.above:
            self._append([], [], ())
        placed = self._table(self.sheet.table)
        self._charts(placed)

    def _set_up(self, draft: str) -> None:
        """Set what has to be known before the first row is written."""
        from openpyxl.utils import get_column_letter

        made, table, top = self.made, self.sheet.table, len(self.sheet.above) + bool(self.sheet.above) + 1
        for at, width in enumerate(self.layout.widths, 1):
            made.column_dimensions[get_column_letter(at)].width = width
        made.freeze_panes = f"{get_column_letter(table.headers + 1)}{top + 1}"
        made.auto_filter.ref = f"A{top}:{get_column_letter(len(table.headings))}{top + len(table.rows)}"
        made.print_title_rows = f"{top}:{top}"
        set_page(made, 0.4)
        made.page_margins.top = made.page_margins.bottom = 0.6
        made.page_margins.header = made.page_margins.footer = 0.3
        if len(self.sheet.plots) <= ON_A_PAGE:
            made.page_setup.fitToHeight = bool(self.sheet.plots)
        set_marks(made, draft)

    def _layout(self, table: Table[Sayable]) -> Layout:
        widths, wrapped = [], []
        beside = self.sheet.plotted.headings if self.sheet.plotted else ()
        for at, heading in enumerate(table.headings):
            texts = [self.texts.cell(row[at]) for row in islice(table.rows, SEEN)]
            headings = map(self.texts, (heading, *beside[at : at + 1]))
            wide = WIDE if len(table.rows) < LONG else WIDER
            if len(table.headings) < MANY and any(len(text) > SENTENCE for text in texts):
                wide = WIDEST
            width, is_wrapped = _width(" ".join(headings), texts, wide)
            widths.append(width)
            wrapped.append(is_wrapped)
        return Layout(widths, wrapped)

    def _table(self, table: Table[Sayable]) -> Placed:
        """Write a table; return where it stands."""
        headings = list(map(self.texts, table.headings))
        self._append([(Look(heading=True), text) for text in headings], headings, self.layout.widths)
        placed = Placed(self.made, table, self.row, headings)
        for row in table.rows:
            self._row(row)
        return placed

    def _row(self, row: Sequence[Cell[Sayable]]) -> None:
        found = [self._shown(cell) for cell in row]
        wrapped = [
            text if is_wrapped else "" for (_, text), is_wrapped in zip(found, self.layout.wrapped, strict=False)
        ]
        self._append(found, wrapped, self.layout.widths)

    def _shown(self, cell: Cell[Sayable]) -> tuple[Look, Any]:
        """Return how a cell looks and what is in it: a number, else a text."""
        if cell.value is None or not isfinite(cell.value):
            return Look(signal=cell.signal), self.texts.cell(cell)
        value, written = number_of(cell)
        return Look(written, cell.signal, right=True), value

    def _append(self, cells: Sequence[tuple[Look, Any]], texts: Sequence[Any], widths: Sequence[int]) -> None:
        """Write a row, as high as the longest of these texts needs in its column."""
        self.row += 1
        pairs = ((text, width) for text, width in zip(texts, widths, strict=False) if isinstance(text, str))
        room = 1.0 if any(look.heading for look, _ in cells) else NARROW_LETTERS
        lines = max((len(wrap(text, max(int(width * room) - ARROW, 1))) for text, width in pairs), default=1)
        size = max((look.size for look, _ in cells), default=SIZE)
        if lines > 1 or size > SIZE:
            self.made.row_dimensions[self.row].height = min(lines * LINE * size / SIZE + 2, MOST_HIGH)
        self.made.append(self._cell(look, content) for look, content in cells)

    def _cell(self, look: Look, content: Any) -> Any:
        """Return the cell of a look with this in it: it is written before the next one is asked for."""
        cell = self.cells.get(look)
        if cell is None:
            cell = self.cells[look] = styled(self.made, look)
        cell.value = None
        if isinstance(content, str):
            set_text(cell, content)
        else:
            cell.value = content
        return cell

    def _charts(self, placed: Placed) -> None:
        """Draw the charts below the table; below them stands what they are of, where that is a table of its own."""
        plots, plotted = self.sheet.plots, self.sheet.plotted
        if not plots:
            return
        top = self.row + 2
        if plotted:
            room = rows_of_charts(plots, plotted)
            for _ in range(room):
                self._append([], [], ())
            self._append([(Look(bold=True, bare=True), self.texts(plotted.caption))], [], ())
            placed = self._table(plotted)
        add_charts(self.made, plots, placed, self.texts, self.layout.widths, top)


def styled(made: Any, look: Look) -> Any:
    """Return a cell of a look."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell: Any = WriteOnlyCell(made)
    cell.font = Font(name=FONT, size=look.size, bold=look.bold or look.heading)
    cell.number_format = look.format
    if look.bare:
        return cell
    line = Side("thin", color="BFBFBF")
    cell.border = Border(line, line, line, line)
    across = "center" if look.heading else "right" if look.right else "left"
    up, indent = "center" if look.heading else "top", 1 if across == "left" else 0
    cell.alignment = Alignment(horizontal=across, vertical=up, wrap_text=not look.right, indent=indent)
    if look.heading or look.signal:
        cell.fill = PatternFill("solid", fgColor=FILLS[look.signal] if look.signal else HEADING_FILL)
    return cell


def _width(heading: str, texts: Sequence[str], wide: int) -> tuple[int, bool]:
    """Return how wide a column is, at most `wide` but for long words, and whether its texts take several lines."""
    longest = max(map(len, texts), default=0)
    words = [word for text in texts for word in text.split(" ")]
    word = min(max(map(len, words), default=0), WIDEST)
    titled = max(*(len(one) for one in heading.split(" ")), -(-len(heading) // HEADING_LINES)) + ARROW
    width = max(min(longest, wide), word) + 3
    return max(width, titled, NARROWEST), longest > width


def number_of(cell: Cell[Sayable]) -> tuple[float | int, str]:
    """Return the number of a cell and how it is written: percentages, and differences of them, as parts of one."""
    assert cell.value is not None
    if cell.format == "text":
        return cell.value, "General"
    is_signed = cell.format == "points" or (isinstance(cell.text, Number) and cell.text.signed)
    is_percent = cell.format in ("percent", "points")
    written = number_format(cell.places, percent=is_percent, signed=is_signed)
    return cell.value / 100 if is_percent else cell.value, written

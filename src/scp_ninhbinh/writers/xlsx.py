"""A document as a workbook: its words on the first sheet, then a sheet for each section that has tables.

Numbers are real numbers, to be reckoned with; every other cell is a text and never a formula.
"""

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any, Final, NamedTuple

from scp_ninhbinh.documents.document import (
    Block,
    Cell,
    Document,
    Items,
    Section,
    Sentences,
    Signal,
    Table,
    Text,
    on_paper,
)
from scp_ninhbinh.text.say import Language, Sayable
from scp_ninhbinh.writers.office import (
    FONT,
    LINE,
    lines_of,
    number_format,
    set_marks,
    set_page,
    set_properties,
    set_text,
    sheet_name,
    workbook_bytes,
)

WORDS_WIDTH: Final = 110
MOST_HIGH: Final = 400
"""Points of a row, a little below what Excel allows."""

NARROW, WIDE = 10, 44
"""Widths of columns, in letters."""

FILLS: Final[dict[Signal, str]] = {
    "met": "E2F0D9",
    "not_met": "F8D7DA",
    "not_yet": "FFF2CC",
    "undetermined": "FFF2CC",
    "no_data": "EDEDED",
    "tracked": "DDEBF7",
    "no_target": "EDEDED",
}
HEADING_FILL: Final = "DDEBDA"


class Line(NamedTuple):
    """A line of the first sheet, in its size, with its distances; `link` is a place in the workbook."""

    text: str
    size: int = 12
    bold: bool = False
    indent: int = 0
    link: str = ""
    above: int = 0


def workbook(document: Document[Sayable], language: Language) -> bytes:
    """Return the document as a workbook (xlsx): equal documents give equal bytes."""
    from openpyxl import Workbook

    translated = on_paper(language.translated(document))
    book: Any = Workbook()
    words = book.active
    words.title = sheet_name(translated.title, ())
    links: list[Line] = []
    for section in translated.sections:
        links += [Line(section.heading, 14, bold=True, above=10)]
        links += _words(section, _tables_sheet(book, section, translated))
    _words_sheet(words, [*_title(translated), *links, Line(""), Line(translated.footer, 10)])
    _print(words, translated)
    set_properties(book, translated.title, language.code)
    return workbook_bytes(book)


def _title(document: Document[str]) -> Iterator[Line]:
    yield Line(document.draft, 12, bold=True)
    yield Line(document.title, 16, bold=True)
    yield Line(" · ".join(document.subtitle))


def _words(section: Section[str], links: dict[int, str]) -> Iterator[Line]:
    for at, block in enumerate(section.blocks):
        yield from _in_words(block, section.heading, links.get(at, ""))


def _in_words(block: Block[str], heading: str, link: str) -> Iterator[Line]:
    """Yield what a block says in words; of a table its caption, or the heading above, which leads to it."""
    match block:
        case Text():
            yield Line(block.text, bold=block.strong)
        case Sentences():
            yield from map(Line, block.lines)
        case Items():
            if block.heading:
                yield Line(block.heading, bold=True)
            yield from (Line(f"• {item}", indent=1) for item in block.items)
        case Table():
            named = block.caption or heading or ", ".join(filter(None, block.headings))
            yield Line(f"→ {named}", indent=1, link=link)
        case _:
            yield Line(block.caption, bold=True)
            yield Line(block.alt)


def _words_sheet(sheet: Any, lines: Sequence[Line]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet.column_dimensions["A"].width = WORDS_WIDTH
    sheet.sheet_view.showGridLines = False
    for at, line in enumerate(lines, 1):
        cell = sheet.cell(at, 1)
        set_text(cell, line.text)
        colour = "0563C1" if line.link else "000000"
        cell.font = Font(name=FONT, size=line.size, bold=line.bold, color=colour, u="single" if line.link else None)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom" if line.above else "top", indent=line.indent)
        height = lines_of(line.text, WORDS_WIDTH * 14 / line.size) * line.size * 1.35 + 4
        sheet.row_dimensions[at].height = min(height + line.above, MOST_HIGH)
        if line.link:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=line.link)


def _tables_sheet(book: Any, section: Section[str], document: Document[str]) -> dict[int, str]:
    """Add a sheet with the tables of a section, one below the other; return where each stands, by its block."""
    from openpyxl.styles import Font

    tables = {at: block for at, block in enumerate(section.blocks) if isinstance(block, Table)}
    if not tables:
        return {}
    sheet = book.create_sheet(sheet_name(section.heading, book.sheetnames))
    set_text(sheet.cell(1, 1), section.heading)
    sheet.cell(1, 1).font = Font(name=FONT, size=14, bold=True)
    widths = _set_widths(sheet, list(tables.values()))
    quoted = sheet.title.replace("'", "''")
    links, row = {}, 3
    for at, table in tables.items():
        links[at] = f"'{quoted}'!A{row}"
        row = _add_table(sheet, table, row, widths) + 2
    if len(tables) == 1:
        sheet.freeze_panes = sheet.cell(5, min(table.headers, 2) + 1)
        sheet.print_title_rows = "4:4"
    _print(sheet, document)
    return links


def _set_widths(sheet: Any, tables: Sequence[Table[str]]) -> list[int]:
    """Make each column as wide as what is in it needs, long texts being wrapped."""
    from openpyxl.utils import get_column_letter

    rows = [[cell.text for cell in row] for table in tables for row in table.rows]
    headings = [[text[: WIDE // 2] for text in table.headings] for table in tables]  # may take two lines and more
    count = max(map(len, [*rows, *headings]))
    longest = [max((len(row[at]) for row in [*rows, *headings] if at < len(row)), default=0) for at in range(count)]
    widths = [min(max(length + 3, NARROW), WIDE) for length in longest]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    return widths


def _add_table(sheet: Any, table: Table[str], top: int, widths: Sequence[int]) -> int:
    """Write caption, headings and rows from the row `top` on; return the last row written."""
    from openpyxl.styles import Alignment, Font, PatternFill

    set_text(sheet.cell(top, 1), table.caption)
    sheet.cell(top, 1).font = Font(name=FONT, size=12, italic=True)
    rows = [tuple(Cell(text) for text in table.headings), *table.rows]
    numbers = {at for row in rows for at, cell in enumerate(row, 1) if cell.value is not None}
    for at, row in enumerate(rows, top + 1):
        for index, cell in enumerate(row, 1):
            place = sheet.cell(at, index)
            _set_cell(place, cell, right=index in numbers)
            if at == top + 1:
                place.font = Font(name=FONT, size=12, bold=True)
                place.fill = PatternFill("solid", fgColor=HEADING_FILL)
                place.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        lines = max((lines_of(cell.text, width) for cell, width in zip(row, widths, strict=False)), default=1)
        sheet.row_dimensions[at].height = min(lines * LINE + 4, MOST_HIGH)
    return top + len(rows)


def _set_cell(place: Any, cell: Cell[str], *, right: bool) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side("thin", color="999999")
    place.font, place.border = Font(name=FONT, size=12), Border(line, line, line, line)
    across, indent = ("right", 0) if right else ("left", 1)
    place.alignment = Alignment(horizontal=across, vertical="center", indent=indent, wrap_text=not right)
    if cell.value is not None and isfinite(cell.value):
        place.value, place.number_format = number_of(cell)
    else:
        set_text(place, cell.text)
    if cell.signal:
        place.fill = PatternFill("solid", fgColor=FILLS[cell.signal])


def number_of(cell: Cell[str]) -> tuple[float | int, str]:
    """Return the number of a cell and how it is written; a spreadsheet's percentages are parts of one."""
    assert cell.value is not None
    if cell.format == "text":
        return cell.value, "General"
    is_percent = cell.format == "percent"
    written = number_format(cell.places, percent=is_percent, signed=cell.text.startswith("+"))
    return cell.value / 100 if is_percent else cell.value, written


def _print(sheet: Any, document: Document[str]) -> None:
    """Print the draft mark above each page, and its number below."""
    set_page(sheet, 0.5)
    set_marks(sheet, document.draft)

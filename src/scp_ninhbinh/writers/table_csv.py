"""A table of a page as a file that a spreadsheet opens: its figures as plain numbers, no text acts as a formula."""

import base64
import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from scp_ninhbinh.documents.document import Cell, Table
from scp_ninhbinh.documents.figures import NONE
from scp_ninhbinh.text.safe import plain_cell
from scp_ninhbinh.text.say import Language, say

BOM: Final = "\ufeff"
"""Without it Excel takes Vietnamese letters for those of Windows."""

ONLY_A_NUMBER: Final = re.compile(r"([-+−]?[\d.,]+ ?%?)?")
"""A text that says no more than its number: no mark of an estimate, no "≥"."""

DECIMALS: Final = 10
"""More than a survey knows, fewer than the noise of a float."""


def csv_address(table: Table[str], language: Language) -> str:
    """Return the address that holds the whole file, for a link that downloads it."""
    content = base64.b64encode((BOM + table_csv(table, language)).encode()).decode()
    return f"data:text/csv;charset=utf-8;base64,{content}"


def table_csv(table: Table[str], language: Language) -> str:
    """Return the table as CSV with comma and decimal point; a column whose texts say more than numbers has both."""
    columns = [column for at in range(len(table.headings)) for column in _columns(table, at, language)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(zip(*columns, strict=True))
    return out.getvalue()


def _columns(table: Table[str], at: int, language: Language) -> Iterator[list[object]]:
    """Yield a column as texts, as numbers, or as both; none of a column of pictures."""
    heading, cells = table.headings[at], [row[at] if at < len(row) else Cell("") for row in table.rows]
    if table.fit(at).picture:
        return
    has_numbers = any(cell.value is not None for cell in cells)
    if not has_numbers or not _is_plain(cells):
        yield [plain_cell(one) for one in (heading, *(cell.text for cell in cells))]
        heading = language.text(say("{heading} (as a number)", heading=heading))
    elif any(cell.format == "percent" for cell in cells):
        heading = f"{heading} (%)"
    if has_numbers:
        yield [plain_cell(heading), *map(_number, cells)]


def _is_plain(cells: list[Cell[str]]) -> bool:
    """Whether the texts of a column say no more than its numbers, which all have one unit."""
    formats = {cell.format for cell in cells if cell.value is not None}
    return len(formats) == 1 and all(cell.text == NONE or ONLY_A_NUMBER.fullmatch(cell.text) for cell in cells)


def _number(cell: Cell[str]) -> str:
    return "" if cell.value is None else repr(round(cell.value, DECIMALS)).removesuffix(".0")

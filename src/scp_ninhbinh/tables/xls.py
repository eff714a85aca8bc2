"""Workbooks of Excel 97-2003 and before (.xls), by xlrd, which tells errors, hidden rows and formats."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import xlrd
from xlrd.biffh import error_text_from_code

from scp_ninhbinh.problems.problem import Place, ScpError
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.tables.compound import stream_of
from scp_ninhbinh.tables.package import damaged
from scp_ninhbinh.tables.sheets import Cell, Odd, Sheet, encoding_of_font
from scp_ninhbinh.text.say import Phrase

ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Excel 2007 and later keeps a workbook with a password."""


def sheets_of(data: bytes, path: str) -> Iterator[Sheet]:
    """Yield the sheets of a workbook.

    Raises:
        ScpError: it is protected or damaged, or no workbook.
    """
    if ENCRYPTED_PACKAGE in data:
        raise ScpError([problem("protected-file", Place(path))])
    try:
        stream = stream_of(data)
        book = xlrd.open_workbook(file_contents=stream, logfile=io.StringIO(), formatting_info=True, ragged_rows=True)
    except Exception as error:
        raise _refused(error, path) from None
    for sheet in book.sheets():
        yield _sheet(book, sheet)


def _refused(error: Exception, path: str) -> ScpError:
    text = str(error)
    if "ncrypted" in text:
        return ScpError([problem("protected-file", Place(path))])
    if "OLE2 compound" in text or "Can't find workbook" in text:
        what = Phrase("an office document without a workbook, or a damaged one")
        return ScpError([problem("unsupported-format", Place(path), format=what)])
    return damaged(path, text or type(error).__name__)


def _sheet(book: Any, sheet: Any) -> Sheet:
    odd: dict[Cell, Odd] = {}
    legacy: dict[Cell, str] = {}
    rows = [
        [_value(book, sheet, (row, column), odd, legacy) for column in range(sheet.row_len(row))]
        for row in range(sheet.nrows)
    ]
    hidden = [number for number, info in sheet.rowinfo_map.items() if info.hidden and number < sheet.nrows]
    merged = [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells]
    return Sheet(
        sheet.name,
        lambda: enumerate(rows),
        sheet.visibility != 0,
        odd,
        legacy=legacy,
        hidden_rows=sorted(hidden),
        merged=merged,
    )


def _value(book: Any, sheet: Any, at: Cell, odd: dict[Cell, Odd], legacy: dict[Cell, str]) -> Any:
    """Return a cell's value; errors and fonts are put aside, a percentage is one."""
    cell = sheet.cell(*at)
    style = book.xf_list[sheet.cell_xf_index(*at)]
    if encoding := encoding_of_font(book.font_list[style.font_index].name):
        legacy[at] = encoding
    match cell.ctype:
        case xlrd.XL_CELL_ERROR:
            odd[at] = Odd("cell-error", error_text_from_code.get(cell.value, "#ERROR"))
            return ""
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_DATE:
            return _date(book, cell.value)
        case xlrd.XL_CELL_NUMBER:
            return _number(cell.value, _format(book, style))
        case _:
            return cell.value


def _date(book: Any, value: float) -> Any:
    try:
        return xlrd.xldate_as_datetime(value, book.datemode)
    except (xlrd.XLDateError, ValueError, OverflowError):
        return value


def _format(book: Any, style: Any) -> str:
    known = book.format_map.get(style.format_key)
    return known.format_str if known is not None else ""


def _number(value: float, code: str) -> Any:
    """Return a number as its format shows it where that says more: a percentage, or leading zeros."""
    if "%" in code:
        return f"{value * 100:g}%"
    return str(int(value)).zfill(len(code)) if re.fullmatch("0{2,}", code) and value.is_integer() else value

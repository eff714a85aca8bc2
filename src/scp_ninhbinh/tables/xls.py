"""Workbooks of Excel 97-2003 and before (.xls), by xlrd, which gives errors, hidden rows and formats.

xlrd follows every chain and tree of the compound file as it stands, in circles too, and unrolls links and names of any
size. So olefile takes the workbook's stream out of the file, and what holds no cells is turned into records that xlrd
passes over.
"""

import io
import re
import struct
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import olefile
import xlrd
from xlrd.biffh import error_text_from_code

from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.tables.foreign import compound_format, refused
from scp_ninhbinh.tables.formatting import Cell, Formatting, Run, is_symbol_font
from scp_ninhbinh.tables.number_format import ALL, NONE, SMALL, Reach, is_percent, reach
from scp_ninhbinh.tables.package import damaged
from scp_ninhbinh.tables.sheets import Sheet, Unreadable, encoding_of_font
from scp_ninhbinh.text.say import Phrase

ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Excel 2007 and later keeps a workbook with a password."""

NAMES: Final = ("workbook", "book")
SECTORS: Final = (9, 12)
"""Sizes of a sector, as powers of two."""

MOST_ENTRIES: Final = 5_000
"""Streams and folders of a compound file: olefile compares each with every other."""

PASSED_OVER: Final = 0x00FF
"""A record (EXTSST) in which nothing stands that xlrd reads."""

UNWANTED: Final = frozenset({0x18, 0x218, 0x17, 0x1AE, 0x1C, 0x1B8, 0x1B0, 0x1B1, 0x5D, 0x1B6, 0xEC, 0xEB, 0x1BE, 0xE9})
"""Names, links to other books, notes, hyperlinks, conditional formats, drawings: what holds no cells."""

CUT: Final = Phrase("a record is cut short")
DAMAGED: Final = Phrase("its parts do not hang together")


def sheets_of(data: bytes, path: str) -> Iterator[Sheet]:
    """Yield the sheets of a workbook.

    Raises:
        ScpError: it is protected or damaged, or no workbook.
    """
    if ENCRYPTED_PACKAGE in data:
        raise ScpError([problem("protected-file", Place(path))])
    try:
        stream = _without_unwanted(_stream(data) if data.startswith(olefile.MAGIC) else data)
        book = xlrd.open_workbook(file_contents=stream, logfile=io.StringIO(), formatting_info=True, ragged_rows=True)
    except Exception as error:
        raise _refused(error, path) from None
    styles = _Styles(book)
    for sheet in book.sheets():
        yield _sheet(book, sheet, styles, path)


def _refused(error: Exception, path: str) -> ScpError:
    if "ncrypted" in str(error):
        return ScpError([problem("protected-file", Place(path))])
    if isinstance(error, _NoWorkbookError):
        return refused(path, compound_format(error.streams))
    return damaged(path, error)


class _NoWorkbookError(LookupError):
    """A compound file has these streams and none of a workbook."""

    def __init__(self, streams: Collection[str]) -> None:
        super().__init__()
        self.streams = streams


class _Compound(olefile.OleFileIO):  # type: ignore[type-arg]  # generic in its stubs alone
    """A compound file that is whole, and of which no more entries are read than a workbook has."""

    nb_sect: int
    fat: Sequence[int]

    def loadfat(self, header: bytes) -> None:
        """Load the table of sectors, and refuse one of sectors that the file lacks; olefile cuts it instead."""
        sectors, self.nb_sect = self.nb_sect, sys.maxsize
        super().loadfat(header)
        self.nb_sect = sectors
        if any(each != olefile.FREESECT for each in self.fat[sectors:]):
            raise ValueError(CUT)

    def _load_direntry(self, sid: int) -> Any:
        if sid >= MOST_ENTRIES:
            raise ValueError(DAMAGED)
        return super()._load_direntry(sid)


def _stream(data: bytes) -> bytes:
    """Return the workbook's stream of a compound file.

    Raises:
        ValueError, LookupError, OSError: the file is damaged, or has none.
    """
    shift, (tables,) = data[30], struct.unpack_from("<I", data, 44)
    if shift not in SECTORS or tables > (len(data) >> shift) // (1 << shift - 2) + 1:
        raise ValueError(DAMAGED)  # it would hold a table of more sectors than it has
    opened: Any = _Compound(io.BytesIO(data))
    with opened as file:
        streams = {entry.name.lower(): entry for entry in file.root.kids if entry.entry_type == olefile.STGTY_STREAM}
        name = next((name for name in NAMES if name in streams), None)
        if name is None:
            raise _NoWorkbookError(streams)
        known = len(file.parsing_issues)
        stream: bytes = file.openstream(streams[name].name).read()
        _check_chain(file.minifat if streams[name].is_minifat else file.fat, streams[name].isectStart)
        if len(file.parsing_issues) > known:
            raise ValueError(DAMAGED)
        return stream


def _check_chain(following: Sequence[int], sector: int) -> None:
    """Refuse a chain of sectors that returns: olefile goes round it as long as the stream claims to be."""
    seen: set[int] = set()
    while sector < len(following):
        if sector in seen:
            raise ValueError(DAMAGED)
        seen.add(sector)
        sector = following[sector]


def _without_unwanted(stream: bytes) -> bytes:
    """Return the stream with the records that hold no cells turned into ones that are passed over, where they stand."""
    kept = bytearray(stream)
    at = 0
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        if number in UNWANTED:
            struct.pack_into("<H", kept, at, PASSED_OVER)
        at += 4 + size
    return bytes(kept)


class _Style(NamedTuple):
    """What the style of a cell says: its font, the encoding that this is made for, and how numbers are shown.

    That is as a percentage, with so many leading zeros, or in a format under which they may show as others.
    """

    run: Run
    legacy: str | None
    percent: bool
    zeros: int
    code: str
    reach: Reach


class _Styles(dict[int, _Style]):
    """The styles of a workbook by their number, looked up when first met."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self.book = book

    def __missing__(self, number: int) -> _Style:
        """Look a style up."""
        style = self.book.xf_list[number]
        font = self.book.font_list[style.font_index]
        code = _format(self.book, style)
        percent, zeros = is_percent(code), len(code) if re.fullmatch("0{2,}", code) else 0
        reached = NONE if percent or zeros else max(reach(code, words=False), reach(code, words=True))
        self[number] = _Style(_run(font), encoding_of_font(font.name), percent, zeros, code, reached)
        return self[number]


@dataclass
class _Found:
    """What the cells of one sheet hold beside their values."""

    unreadable: dict[Cell, Unreadable] = field(default_factory=dict)
    legacy: dict[Cell, str] = field(default_factory=dict)
    formatting: Formatting = field(default_factory=Formatting)


def _run(font: Any, text: str | None = None) -> Run:
    name = font.name if is_symbol_font(font.name) else ""
    return Run(text, bool(font.escapement), bool(font.struck_out), name)


def _sheet(book: Any, sheet: Any, styles: _Styles, path: str) -> Sheet:
    found = _Found()
    rows = [
        [_value(book, sheet, (row, column), styles, found) for column in range(sheet.row_len(row))]
        for row in range(sheet.nrows)
    ]
    for cell, runs in sheet.rich_text_runlist_map.items():
        _add_runs(book, sheet, cell, runs, found.formatting)
    found.formatting.check(path)
    hidden = [number for number, info in sheet.rowinfo_map.items() if _is_hidden(info) and number < sheet.nrows]
    columns = [number for number, info in sheet.colinfo_map.items() if info.hidden or not info.width]
    merged = [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells]
    return Sheet(
        sheet.name,
        lambda: enumerate(rows),
        sheet.visibility != 0,
        found.unreadable,
        legacy=found.legacy,
        hidden_rows=sorted(hidden),
        hidden_columns=[range(number, number + 1) for number in columns],
        merged=merged,
        formatting=found.formatting,
    )


def _is_hidden(row: Any) -> bool:
    return bool(row.hidden or not (row.height or row.has_default_height))


def _add_runs(book: Any, sheet: Any, cell: Cell, starts: Sequence[tuple[int, int]], formatting: Formatting) -> None:
    """Take the parts of a text that are set in fonts of their own; before the first stands the cell's own."""
    text = str(sheet.cell(*cell).value)
    own = formatting.runs.get(cell, (Run(),))[0]
    ends = [*(start for start, _ in starts), len(text)]
    fonts = dict(enumerate(book.font_list))
    parts = [
        _run(fonts[font], text[start:end]) if font in fonts else Run(text[start:end])
        for (start, font), end in zip(starts, ends[1:], strict=True)
    ]
    runs = (own._replace(text=text[: ends[0]]), *parts)
    formatting.runs.pop(cell, None)
    if any(run.speaks for run in runs):
        formatting.runs[cell] = runs


def _value(book: Any, sheet: Any, at: Cell, styles: _Styles, found: _Found) -> Any:
    """Return a cell's value; errors, fonts and formats are put aside, a percentage is one."""
    cell = sheet.cell(*at)
    style = styles[sheet.cell_xf_index(*at)]
    if style.legacy:
        found.legacy[at] = style.legacy
    if style.run.speaks:
        found.formatting.runs[at] = (style.run,)
    if style.reach == ALL or (style.reach == SMALL and cell.ctype == xlrd.XL_CELL_NUMBER and abs(cell.value) < 1):
        found.formatting.codes[at] = style.code
    match cell.ctype:
        case xlrd.XL_CELL_ERROR:
            found.unreadable[at] = Unreadable("cell-error", error_text_from_code.get(cell.value, "#ERROR"))
            return ""
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_DATE:
            return _date(book, cell.value)
        case xlrd.XL_CELL_NUMBER:
            if cell.value == 0 and not sheet.show_zero_values:
                found.formatting.shown[at] = ""
            return _number(cell.value, style)
    return cell.value


def _number(value: float, style: _Style) -> Any:
    """Return a number as its format shows it where that shows more: a percentage, or leading zeros."""
    if style.percent:
        return f"{value * 100:g}%"
    return str(int(value)).zfill(style.zeros) if style.zeros and value.is_integer() else value


def _date(book: Any, value: float) -> Any:
    try:
        return xlrd.xldate_as_datetime(value, book.datemode)
    except (xlrd.XLDateError, ValueError, OverflowError):
        return value


def _format(book: Any, style: Any) -> str:
    known = book.format_map.get(style.format_key)
    return known.format_str if known is not None else ""

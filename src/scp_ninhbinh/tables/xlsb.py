"""The binary sheets of .xlsb: their records are walked for what calamine does not tell, errors and hidden rows."""

import struct
from collections.abc import Iterator, Sequence
from typing import Final

from scp_ninhbinh.tables.package import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Parts, damaged, too_far, xml
from scp_ninhbinh.tables.sheets import Cell, Odd
from scp_ninhbinh.text.say import Phrase

# Numbers of records, and errors by their code, as [MS-XLSB] lists them
ROW: Final = 0
CELL_ERROR: Final = 3
FORMULA_ERROR: Final = 11
CELLS: Final = range(1, 12)
BUNDLE_SHEET: Final = 156
HIDDEN_ROW: Final = 0x10
"""The bit "zero height" in the third byte of a row's flags."""

ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
CUT: Final = Phrase("a record is cut short")


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of each record; both its number and its size are written seven bits a byte."""
    at = 0
    while at < len(part):
        number, at = _varint(part, at, 2)
        size, at = _varint(part, at, 4)
        if at + size > len(part):
            raise ValueError(CUT)
        yield number, part[at : at + size]
        at += size


def facts(part: bytes, path: str) -> tuple[dict[Cell, Odd], Sequence[int]]:
    """Return the cells with errors and the hidden rows. (The format's styles are not read.)

    Raises:
        ScpError: the sheet is damaged, or reaches further than a survey can.
    """
    odd: dict[Cell, Odd] = {}
    hidden: list[int] = []
    row = furthest = 0
    try:
        for number, content in records(part):
            if number == ROW:
                (row,) = struct.unpack_from("<I", content)
                if content[11] & HIDDEN_ROW:
                    hidden.append(row)
            elif number in CELLS:
                (column,) = struct.unpack_from("<I", content)
                furthest = max(furthest, column)
                if number in {CELL_ERROR, FORMULA_ERROR}:
                    odd[row, column] = Odd("cell-error", ERRORS.get(content[8], "#ERROR"))
    except (ValueError, struct.error, IndexError):
        raise damaged(path, CUT) from None
    if row >= MOST_ROWS or furthest >= MOST_COLUMNS or (row + 1) * (furthest + 1) > MOST_CELLS:
        raise too_far(path)
    return odd, hidden


def sheet_files(parts: Parts, path: str) -> dict[str, str]:
    """Return the part that holds each sheet, by the sheet's name."""
    links = {
        element.get("Id"): "xl/" + element.get("Target", "").removeprefix("/xl/")
        for element in xml(parts.get("xl/_rels/workbook.bin.rels", b"<x/>"), path)
    }
    files: dict[str, str] = {}
    for number, content in records(parts["xl/workbook.bin"]):
        if number == BUNDLE_SHEET:
            link, at = _wide_text(content, 8)
            name, _ = _wide_text(content, at)
            if links.get(link) in parts:
                files[name] = links[link]
    return files


def _wide_text(content: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", content, at)
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _varint(part: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for place in range(most):
        if at >= len(part):
            raise ValueError(CUT)
        byte = part[at]
        at += 1
        value |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return value, at

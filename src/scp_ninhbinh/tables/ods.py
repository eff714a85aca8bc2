"""Workbooks of LibreOffice (.ods), read from their XML, which marks each cell as what it is, errors included.

Cells and rows that repeat are written once with a count, which may be a million; only so many are unrolled as a sheet
can have.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from xml.etree import ElementTree as ET

from scp_ninhbinh.problems.problem import Place, ScpError
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.tables.package import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Parts, damaged, local, too_far, too_large
from scp_ninhbinh.tables.sheets import Cell, Sheet, Unreadable, encoding_of_font
from scp_ninhbinh.text.numbers import Stored
from scp_ninhbinh.text.say import Phrase

DEEPEST: Final = 20
MOST_UNREADABLE: Final = 100_000
MOST_EQUAL_ROWS: Final = 1_000
What = TypeVar("What")

MOST_TAGS: Final = 25_000_000
LONGEST_CELL: Final = 1_000_000
"""Characters beyond which the text of a cell is not unrolled: spaces are written with a count too."""

HIDDEN: Final = frozenset({"collapse", "filter"})
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?")
ERROR_SIGNS: Final = ("#", "Err:")


@dataclass
class _Styles:
    """The styles that hide a sheet, and those whose font is made for an old encoding, and which."""

    hidden: set[str | None] = field(default_factory=set)
    legacy: dict[str | None, str] = field(default_factory=dict)

    def add(self, name: str | None, properties: ET.Element) -> None:
        """Take from the properties of a style what matters here."""
        if _get(properties, "display") == "false":
            self.hidden.add(name)
        if encoding := encoding_of_font(_get(properties, "font-name") or ""):
            self.legacy[name] = encoding


@dataclass
class _Grid:
    """The rows of one sheet as they are read."""

    rows: list[tuple[int, list[Any]]] = field(default_factory=list)
    end: int = 0
    unreadable: dict[Cell, Unreadable] = field(default_factory=dict)
    legacy: dict[Cell, str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    cells: int = 0


def sheets_of(parts: Parts, path: str) -> Iterator[Sheet]:
    """Yield the sheets of a workbook whose parts have been checked.

    Raises:
        ScpError: it is protected, damaged, or larger than any survey.
    """
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise ScpError([problem("protected-file", Place(path))])
    if parts["content.xml"].count(b"<") > MOST_TAGS:
        raise too_large(path, Phrase("its sheets hold more than any survey"))
    try:
        yield from _read(_elements(parts["content.xml"]), path)
    except ET.ParseError as error:
        raise damaged(path, str(error)) from None


def _elements(content: bytes) -> Iterator[tuple[str, ET.Element]]:
    """Yield the beginning and the end of each element outside of rows, and each row; what has ended is let go."""
    above: list[ET.Element] = []
    row: ET.Element | None = None
    for event, element in ET.iterparse(io.BytesIO(content), ("start", "end")):
        if row is not None and element is not row:
            continue
        yield event, element
        if event == "start":
            row = element if local(element.tag) == "table-row" else None
            above.append(element)
            continue
        row = None
        above.pop()
        if above:
            above[-1].remove(element)


def _read(elements: Iterator[tuple[str, ET.Element]], path: str) -> Iterator[Sheet]:
    styles = _Styles()
    grid = _Grid()
    style: str | None = None
    for event, element in elements:
        match event, local(element.tag):
            case "start", "style":
                style = _get(element, "name")
            case "end", "table-properties" | "text-properties":
                styles.add(style, element)
            case "start", "table":
                grid = _Grid()
            case "end", "table-row":
                _add_row(grid, element, styles, path)
            case "end", "table":
                yield _sheet(grid, element, styles)


def _sheet(grid: _Grid, table: ET.Element, styles: _Styles) -> Sheet:
    hidden = _get(table, "style-name") in styles.hidden
    return Sheet(
        _get(table, "name") or "",
        lambda: iter(grid.rows),
        hidden,
        grid.unreadable,
        legacy=grid.legacy,
        hidden_rows=grid.hidden_rows,
        merged=grid.merged,
    )


def _add_row(grid: _Grid, element: ET.Element, styles: _Styles, path: str) -> None:
    first, times = grid.end, _repeated(element, "number-rows-repeated")
    known = len(grid.unreadable), len(grid.legacy)
    cells = _cells(grid, element, styles, path)
    grid.end += times
    if not cells:
        return
    grid.cells += len(cells) * times
    if grid.cells > MOST_CELLS or grid.end > MOST_ROWS or len(grid.unreadable) > MOST_UNREADABLE:
        raise too_far(path)
    if times > MOST_EQUAL_ROWS:
        raise too_large(path, Phrase("a row that is filled repeats a thousand times"))
    if _get(element, "visibility") in HIDDEN:
        grid.hidden_rows += range(first, grid.end)
    if times > 1 and known != (len(grid.unreadable), len(grid.legacy)):
        grid.unreadable |= _repeat(grid.unreadable, first, grid.end)
        grid.legacy |= _repeat(grid.legacy, first, grid.end)
    grid.rows += [(row, cells) for row in range(first, grid.end)]


def _repeat(known: Mapping[Cell, What], first: int, end: int) -> dict[Cell, What]:
    """Return what is known of the cells of the row `first` for the rows that repeat it."""
    own = {column: what for (row, column), what in known.items() if row == first}
    return {(row, column): what for row in range(first + 1, end) for column, what in own.items()}


def _cells(grid: _Grid, row: ET.Element, styles: _Styles, path: str) -> list[Any]:
    """Return the values of a row up to the last that is filled."""
    values: list[Any] = []
    at, blanks = grid.end, 0
    for element in row:
        if local(element.tag) not in {"table-cell", "covered-table-cell"}:
            continue
        value, times, left = _value(element), _repeated(element, "number-columns-repeated"), len(values) + blanks
        columns = range(left, min(left + times, MOST_COLUMNS))
        if unreadable := _unreadable(element):
            value = unreadable.text
            grid.unreadable |= {(at, column): unreadable for column in columns}
            if len(grid.unreadable) > MOST_UNREADABLE:
                raise too_far(path)
        spanned = _repeated(element, "number-rows-spanned")
        if spanned > 1:
            right = left + _repeated(element, "number-columns-spanned") - 1
            grid.merged.append(((at, left), (at + min(spanned, MOST_ROWS) - 1, right)))
        if value == "":
            blanks += times  # the empty rest of a row is thousands of cells
            continue
        if encoding := styles.legacy.get(_get(element, "style-name")):
            grid.legacy |= {(at, column): encoding for column in columns}
        if left + times > MOST_COLUMNS:
            raise too_far(path)
        values += [""] * blanks + [value] * times
        blanks = 0
    return values


def _value(element: ET.Element) -> Any:
    """Return a cell's value: numbers by the text they are stored as, a percentage as one, anything else as it shows."""
    shown = _shown(element)
    match _get(element, "value-type"):
        case "float" | "currency":
            return _number(_get(element, "value") or "", shown)
        case "percentage":
            return shown or "%"
        case "date":
            return (_get(element, "date-value") or shown).removesuffix("T00:00:00")
        case "boolean":
            return _get(element, "boolean-value") or shown
        case _:
            return shown or _get(element, "string-value") or ""


def _number(text: str, shown: str) -> Any:
    """Return a number as it is stored, a whole one with the leading zeros that it is shown with."""
    if text.isdecimal():
        return shown if shown.isdecimal() and int(shown) == int(text) else text
    if not _NUMBER.fullmatch(text):
        return shown
    number = float(text)
    return number if abs(number) < 10**15 else Stored(text)


def _unreadable(element: ET.Element) -> Unreadable | None:
    """Return what a cell is that shows an error, or whose formula was saved without its value."""
    shown = _shown(element)
    formula, kind = _get(element, "formula"), _get(element, "value-type")
    is_error = any(local(name) == "value-type" and what == "error" for name, what in element.attrib.items())
    if is_error or (shown.startswith(ERROR_SIGNS) and (formula is not None or kind in {"float", "percentage"})):
        return Unreadable("cell-error", shown or "#ERROR")
    if formula is not None and not shown and kind != "string":
        return Unreadable("formula-without-value", formula.removeprefix("of:"))
    return None


def _shown(element: ET.Element) -> str:
    lines, size = [], 0
    for child in element:
        if local(child.tag) == "p" and size <= LONGEST_CELL:
            lines.append(_paragraph(child))
            size += len(lines[-1])
    return "\n".join(lines)


def _paragraph(element: ET.Element, depth: int = 0) -> str:
    """Return the text of a paragraph; runs of spaces are written as elements."""
    if depth > DEEPEST:
        return "".join(element.itertext())
    text = element.text or ""
    for child in element:
        name = local(child.tag)
        if name == "s":
            text += " " * min(_repeated(child, "c"), 1 << 10)
        elif name not in {"annotation", "note"}:
            text += {"tab": "\t", "line-break": "\n"}.get(name) or _paragraph(child, depth + 1)
        text += child.tail or ""
        if len(text) > LONGEST_CELL:
            break
    return text


def _get(element: ET.Element, name: str) -> str | None:
    """Return an attribute whatever its namespace; of two value types that of the standard."""
    return next((value for key, value in element.attrib.items() if local(key) == name and "calcext" not in key), None)


def _repeated(element: ET.Element, name: str) -> int:
    text = _get(element, name) or "1"
    return int(text) if text.isdecimal() and len(text) <= 9 else 1  # noqa: PLR2004 (more would be no sheet)

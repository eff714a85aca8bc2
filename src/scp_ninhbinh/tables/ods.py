"""Workbooks of LibreOffice (.ods), read from their XML, which marks each cell as what it is, errors included.

Cells and rows that repeat are written once with a count, which may be a million; only so many are unrolled as a sheet
can have.
"""

import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from xml.etree import ElementTree as ET

from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.tables.formatting import Cell, Formatting, Run
from scp_ninhbinh.tables.number_format import may_differ
from scp_ninhbinh.tables.ods_styles import CELL, TEXT, Styles, attribute
from scp_ninhbinh.tables.package import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Parts,
    damaged,
    local,
    too_far,
    too_large,
    xml,
)
from scp_ninhbinh.tables.sheets import Sheet, Unreadable
from scp_ninhbinh.text.numbers import Stored
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import fold

DEEPEST: Final = 20
MOST_UNREADABLE: Final = 100_000
MOST_EQUAL_ROWS: Final = 1_000
What = TypeVar("What")

MOST_TAGS: Final = 25_000_000
LONGEST_CELL: Final = 1_000_000
"""Characters beyond which the text of a cell is not unrolled: spaces are written with a count too."""

LONGEST_NUMBER: Final = 255
"""Characters beyond which what a cell shows is no number."""

_GROUPED: Final = re.compile("[0-9]{1,3}(?:[.,][0-9]{3})+")
_YEAR: Final = re.compile(r"(?:năm\b|year\b)?[\W_]{0,9}([0-9]{4})\W{0,9}")
"""What a date shows of which no more than its year is to be seen; a word may stand before it, which is no month."""

_NO_ZEROS: Final = re.compile(rb'ShowZeroValues"[^<>]*>\s*false')
HIDDEN: Final = frozenset({"collapse", "filter"})
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?")
ERROR_SIGNS: Final = ("#", "Err:")


@dataclass
class _Grid:
    """The rows of one sheet as they are read.

    `ends` and `defaults` are the column after each group of columns, and the style of its cells that have none of their
    own; `speak` is whether any style says something, `no_zeros` whether the workbook shows none, `copied` whether the
    sheet is a copy of what another file holds, `unused` whether it is a scenario in place of which another one stands.
    `groups` are those of rows or columns around the ones being read, and whether each is folded.
    """

    speak: bool = False
    no_zeros: bool = False
    copied: bool = False
    unused: bool = False
    ends: list[int] = field(default_factory=list)
    defaults: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[Any]]] = field(default_factory=list)
    end: int = 0
    unreadable: dict[Cell, Unreadable] = field(default_factory=dict)
    legacy: dict[Cell, str] = field(default_factory=dict)
    formatting: Formatting = field(default_factory=Formatting)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    comments: dict[Cell, str] = field(default_factory=dict)
    groups: list[bool] = field(default_factory=list)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    cells: int = 0

    def facts(self) -> tuple[dict[Cell, Any], ...]:
        """Return what is known of cells."""
        return self.unreadable, self.legacy, self.formatting.runs, self.formatting.shown

    def note_lines(self, event: str, element: ET.Element) -> None:
        """Note some columns, or that a group of rows or columns begins or ends."""
        if local(element.tag) == "table-column":
            if event == "start":
                self.add_columns(element)
        elif event == "start":
            self.groups.append(attribute(element, "display") == "false")
        else:
            self.groups.pop()

    def add_columns(self, element: ET.Element) -> None:
        """Take the style that the cells of some columns have by default, and whether these are hidden."""
        last = self.ends[-1] if self.ends else 0
        self.ends.append(last + _repeated(element, "number-columns-repeated"))
        if self.hides(element):
            self.hidden_columns.append(range(last, self.ends[-1]))
        self.defaults.append(attribute(element, "default-cell-style-name") or "")

    def hides(self, element: ET.Element) -> bool:
        """Whether a row or column is hidden, by itself or in a folded group."""
        return attribute(element, "visibility") in HIDDEN or any(self.groups)

    def add_merged(self, element: ET.Element, left: int) -> None:
        """Take the cells that are merged with this one, which begins in the row being read."""
        rows, columns = (_repeated(element, f"number-{lines}-spanned") for lines in ("rows", "columns"))
        if rows > 1 or columns > 1:
            last = self.end + min(rows, MOST_ROWS) - 1, left + min(columns, MOST_COLUMNS) - 1
            self.merged.append(((self.end, left), last))

    def note_use(self, element: ET.Element) -> None:
        """Note that the sheet is a copy of another file's, or a scenario that is not in use."""
        self.copied |= attribute(element, "mode") == "copy-results-only"
        self.unused |= attribute(element, "is-active") == "false"

    def default(self, column: int) -> str:
        """Return the style that a cell of this column has by default."""
        at = bisect_right(self.ends, column)
        return self.defaults[at] if at < len(self.defaults) else ""


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
        no_zeros = _NO_ZEROS.search(parts.get("settings.xml", b"")) is not None
        yield from _read(_outside_links(_elements(parts["content.xml"])), _styles(parts, path), no_zeros, path)
    except ET.ParseError as error:
        raise damaged(path, error) from None


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


def _outside_links(elements: Iterator[tuple[str, ET.Element]]) -> Iterator[tuple[str, ET.Element]]:
    """Yield the elements that are not of what is kept of other programs' tables."""
    linked = False
    for event, element in elements:
        if local(element.tag) == "dde-links":
            linked = event == "start"
        elif not linked:
            yield event, element


def _styles(parts: Parts, path: str) -> Styles:
    """Return the styles that have a name for people; those of single cells stand with the sheets."""
    styles = Styles()
    if "styles.xml" in parts:
        for element in xml(parts["styles.xml"], path).iter():
            styles.add(element)
    return styles


def _read(elements: Iterator[tuple[str, ET.Element]], styles: Styles, no_zeros: bool, path: str) -> Iterator[Sheet]:
    grid = _Grid()
    for event, element in elements:
        match event, local(element.tag):
            case "start", "table":
                grid = _Grid(styles.speak, no_zeros)
            case "start", "table-source" | "scenario":
                grid.note_use(element)
            case _, "table-column" | "table-row-group" | "table-column-group":
                grid.note_lines(event, element)
            case "end", "table-row":
                _add_row(grid, element, styles, path)
            case "end", "table":
                if not (grid.unused or _is_cache(grid, element, styles)):
                    yield _sheet(grid, element, styles)
            case "start", _:
                styles.add(element)


def _is_cache(grid: _Grid, table: ET.Element, styles: Styles) -> bool:
    """Whether a sheet is what LibreOffice keeps of another file that formulas refer to: nobody sees it, nor can.

    A sheet that is linked to another file and stands among the others is none.
    """
    named = (attribute(table, "name") or "").startswith("'")  # as no sheet can be
    return grid.copied and (named or styles.hides(attribute(table, "style-name")))


def _sheet(grid: _Grid, table: ET.Element, styles: Styles) -> Sheet:
    return Sheet(
        attribute(table, "name") or "",
        lambda: iter(grid.rows),
        styles.hides(attribute(table, "style-name")),
        grid.unreadable,
        legacy=grid.legacy,
        hidden_rows=grid.hidden_rows,
        hidden_columns=grid.hidden_columns,
        comments=grid.comments,
        merged=grid.merged,
        formatting=grid.formatting,
    )


def _add_row(grid: _Grid, element: ET.Element, styles: Styles, path: str) -> None:
    first, times = grid.end, _repeated(element, "number-rows-repeated")
    known = list(map(len, grid.facts()))
    cells = _cells(grid, element, styles, path)
    grid.end += times
    if not cells:
        return
    grid.cells += len(cells) * times
    if grid.cells > MOST_CELLS or grid.end > MOST_ROWS or len(grid.unreadable) > MOST_UNREADABLE:
        raise too_far(path)
    grid.formatting.check(path)
    if times > MOST_EQUAL_ROWS:
        raise too_large(path, Phrase("a row that is filled repeats a thousand times"))
    if grid.hides(element):
        grid.hidden_rows += range(first, grid.end)
    for facts, before in zip(grid.facts(), known, strict=True):
        if times > 1 and len(facts) > before:
            facts.update(_repeat(facts, first, grid.end))
    grid.rows += [(row, cells) for row in range(first, grid.end)]


def _repeat(known: Mapping[Cell, What], first: int, end: int) -> dict[Cell, What]:
    """Return what is known of the cells of the row `first` for the rows that repeat it."""
    own = {column: what for (row, column), what in known.items() if row == first}
    return {(row, column): what for row in range(first + 1, end) for column, what in own.items()}


def _cells(grid: _Grid, row: ET.Element, styles: Styles, path: str) -> list[Any]:
    """Return the values of a row up to the last that is filled."""
    values: list[Any] = []
    at, blanks = grid.end, 0
    for element in row:
        if local(element.tag) not in {"table-cell", "covered-table-cell"}:
            continue
        own, shown = _attributes(element), _shown(element)
        value, times, left = _value(own, shown), _times(own.get("number-columns-repeated")), len(values) + blanks
        columns = range(left, min(left + times, MOST_COLUMNS))
        if unreadable := _unreadable(own, shown):
            value = unreadable.text
            grid.unreadable |= {(at, column): unreadable for column in columns}
            if len(grid.unreadable) > MOST_UNREADABLE:
                raise too_far(path)
        if "number-rows-spanned" in own or "number-columns-spanned" in own:
            grid.add_merged(element, left)
        if value == "":
            blanks += times  # the empty rest of a row is thousands of cells
            continue
        if grid.speak:
            named = own.get("style-name") or attribute(row, "default-cell-style-name")
            _add_formatting(grid, named, element, columns, styles)
        _add_shown(grid, own, element, columns, shown)
        if left + times > MOST_COLUMNS:
            raise too_far(path)
        values += [""] * blanks + [value] * times
        blanks = 0
    return values


def _comment(element: ET.Element) -> str:
    return " ".join(" ".join(_paragraph(child) for child in element if local(child.tag) == "p").split())


def _attributes(element: ET.Element) -> dict[str, str]:
    """Return the attributes of a cell by their names without a namespace; of two value types that of the standard."""
    own: dict[str, str] = {}
    for key, value in element.attrib.items():
        if "calcext" not in key:
            own.setdefault(key[key.find("}") + 1 :], value)
        elif value == "error":
            own["error"] = value
    return own


def _add_formatting(grid: _Grid, named: str | None, element: ET.Element, columns: range, styles: Styles) -> None:
    """Take what the font of a cell or of its parts says; a cell without a style has that of its column."""
    told: dict[str, tuple[Run, ...]] = {}
    for column in columns:
        style, cell = named or grid.default(column), (grid.end, column)
        if encoding := styles.legacy(style):
            grid.legacy[cell] = encoding
        if style not in told:
            told[style] = _runs_of(element, styles, styles.run(CELL, style))
        if told[style]:
            grid.formatting.runs[cell] = told[style]


def _runs_of(element: ET.Element, styles: Styles, own: Run) -> tuple[Run, ...]:
    """Return the parts of a cell's text, or the whole of it, where the formatting says something."""
    runs = [own]
    if element.find(".//{*}span") is not None:
        runs = [run for child in element if local(child.tag) == "p" for run in _runs(child, styles, own)]
    return tuple(runs) if any(run.speaks for run in runs) else ()


def _runs(element: ET.Element, styles: Styles, around: Run, depth: int = 0) -> Iterator[Run]:
    """Yield the parts of a text, each with what its font says."""
    yield around._replace(text=element.text or "")
    for child in element if depth <= DEEPEST else ():
        name = local(child.tag)
        if name not in {"annotation", "note"}:
            own = styles.run(TEXT, attribute(child, "style-name") or "", around) if name == "span" else around
            yield from _runs(child, styles, own, depth + 1)
        yield around._replace(text=child.tail or "")


def _add_shown(grid: _Grid, own: Mapping[str, str], element: ET.Element, columns: range, shown: str) -> None:
    """Take what a cell shows where that is another number than it stores, or another text; and a comment on it."""
    if len(element) > 1 and (comment := element.find("{*}annotation")) is not None:
        grid.comments[grid.end, columns.start] = _comment(comment)
    kind = own.get("value-type")
    if kind in {"float", "currency"}:
        stored = own.get("value", "")
        shown = "" if grid.no_zeros and stored == "0" else shown
        if shown == stored or not (shown or element.find("{*}p") is not None):
            return
        if _GROUPED.fullmatch(shown) and re.sub("[^0-9]", "", shown) == stored:
            return
        differs = len(shown) > LONGEST_NUMBER or may_differ(shown, stored)
    else:
        stored = own.get("string-value", "") if kind == "string" else ""
        differs = bool(stored and shown) and stored.split() != shown.split()
        if kind == "date":
            year = _YEAR.fullmatch(fold(shown))
            shown = year[1] if year else shown
            differs = year is not None and own.get("date-value", "").startswith(f"{shown}-")
    if differs:
        grid.formatting.shown |= {(grid.end, column): shown for column in columns}


def _value(own: Mapping[str, str], shown: str) -> Any:
    """Return a cell's value: numbers by the text they are stored as, a percentage as one, anything else as it shows."""
    match own.get("value-type"):
        case "float" | "currency":
            return _number(own.get("value", ""), shown)
        case "percentage":
            return shown or "%"
        case "date":
            return (own.get("date-value") or shown).removesuffix("T00:00:00")
        case "boolean":
            return own.get("boolean-value") or shown
        case _:
            return own.get("string-value") or shown


def _number(text: str, shown: str) -> Any:
    """Return a number as it is stored, a whole one with the leading zeros that it is shown with."""
    if text.isdecimal():
        return shown if shown.isdecimal() and int(shown) == int(text) else text
    if not _NUMBER.fullmatch(text):
        return shown
    number = float(text)
    return number if abs(number) < 10**15 else Stored(text)


def _unreadable(own: Mapping[str, str], shown: str) -> Unreadable | None:
    """Return what a cell is that shows an error, or whose formula was saved without its value."""
    formula, kind = own.get("formula"), own.get("value-type")
    is_error = "error" in {kind, own.get("error")}
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


def _repeated(element: ET.Element, name: str) -> int:
    return _times(attribute(element, name))


def _times(text: str | None) -> int:
    """Return how often something repeats; without a number, once."""
    return int(text) if text and text.isdecimal() and len(text) <= 9 else 1  # noqa: PLR2004 (more would be no sheet)

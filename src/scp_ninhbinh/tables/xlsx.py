"""Workbooks of Excel 2007 and later (.xlsx): values by calamine, the rest from the sheet's own XML.

calamine gives error cells and formulas without a stored value as empty text, and knows neither hidden rows nor number
formats. An error must not become "not known", so these are looked up in the sheet itself, by patterns, for speed. The
patterns read one form of XML, that of nearly every file; any other is rewritten into it first.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, Final, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET
from xml.parsers import expat

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from scp_ninhbinh.tables.comments import comments_of
from scp_ninhbinh.tables.conditional import ranges
from scp_ninhbinh.tables.formatting import Cell, Formatting, Run
from scp_ninhbinh.tables.links import zeros_of_empty
from scp_ninhbinh.tables.package import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Parts,
    column_number,
    damaged,
    holds,
    local,
    pack,
    too_far,
    too_large,
    xml,
)
from scp_ninhbinh.tables.rich_text import holds_rich_text, inline_cells, shared_cells, shared_texts
from scp_ninhbinh.tables.sheets import ZERO_OF_EMPTY, Sheet, Unreadable
from scp_ninhbinh.tables.xlsx_styles import Styles, styles_of
from scp_ninhbinh.text.say import Phrase

_STALE: Final = re.compile(rb"""\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
"""How a workbook calls the stored values of its formulas out of date."""

_NAMESPACES: Final = (b"/spreadsheetml/2006/main", b"/ooxml/spreadsheetml/main")
"""How the namespaces of sheets end."""

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

NEAR_ROWS, NEAR_COLUMNS = 99_999, 26
"""Rows and columns that `_UNUSUAL_CELL` passes over."""

_ROW: Final = re.compile(rb'<row(?=\s)[^<>]*?\br="([0-9]+)"[^<>]*')
_UNUSUAL_CELL: Final = re.compile(rb'<c(?! r="[A-Z][0-9]{1,5}")(?=[\s/>])[^<>]*>?')
"""A cell far down or to the right, or that does not begin with its address: few are. (Letters first, for speed.)"""

_ODD_CELL: Final = re.compile(rb'<c(?! r="[A-Z]{1,3}[0-9]+"(?: s="[0-9]+")?(?: t="[a-zA-Z]+")?/?>)(?=[\s/>])[^<>]*>?')
"""A cell whose attributes are written unusually."""

_UNUSUAL_ROW: Final = re.compile(rb'<row(?! (?:[a-zA-Z0-9:]+="[^"]*"\s*)+/?>)(?=[\s/>])[^<>]*>?')

_TAG: Final = re.compile(rb'<(?:c|row)(?: [\w:.]+="[^"<]*")+ ?/?>')
"""The form that the other patterns here can read."""

MOST_REWRITTEN: Final = 2_000_000
"""Tags of a sheet in another form that is still rewritten."""

DEEPEST: Final = 64

_HIDDEN: Final = re.compile(rb'\bhidden="(?:1|true)"|\bht="0(?:\.0*)?"')
_NO_HEIGHT: Final = b' ht="0'
_HIDDEN_COLUMNS: Final = re.compile(
    rb"""<col(?=\s)(?=[^<>]*\b(?:hidden=["'](?:1|true)|width=["']0(?:\.0*)?["']))"""
    rb"""(?=[^<>]*\bmin=["']([0-9]{1,5})["'])[^<>]*\bmax=["']([0-9]{1,5})["']"""
)
_ERROR: Final = re.compile(
    rb'<c(?=\s)([^<>]*\bt="e"[^<>]*)>(?:<f(?:\s[^<>]*)?/>|<f(?:\s[^<>]*)?>[^<]*</f>)?(?:\s*+<v[^<>]*>([^<]*)</v>)?'
)
_FORMULA: Final = re.compile(
    rb"<c(?=\s)([^<>]*)>\s*+<f(?:(?:\s[^<>]*)?/>|(?:\s[^<>]*)?>([^<]*)</f>)\s*+(<v\s*+/>|<v[^<>]*>\s*+</v>)?\s*+</c>"
)
_ANY_FORMULA: Final = re.compile(
    rb"<c(?=\s)([^<>]*)>\s*+<f(?:(?:\s[^<>]*)?/>|(?:\s[^<>]*)?>([^<]*)</f>)(?:\s*+(<v[^<>]*>[^<]+</v>))?"
)
_FOREIGN: Final = re.compile(rb"<[^\s<>/:]+:(?:c|row)(?=[\s/>])")
"""A cell or row under a prefix: calamine goes by the name alone, the patterns here do not see it."""

_NEAR_ROW: Final = re.compile(rb'<c r="[A-Z]([0-9]{1,5})"')
_EMPTY_CELL: Final = re.compile(rb"<c(?=\s)[^<>]*(?:/>|>\s*+</c>)")
"""A cell that has a look and holds nothing: it is none."""

_NO_ZEROS: Final = re.compile(rb"""\bshowZeros\s*=\s*["'](?:0|false)["']""")
"""How a sheet that shows no zero says so, before its rows."""

_SMALL: Final = re.compile(
    rb"<c(?=\s)([^<>]*)>\s*+(?:<f(?:\s[^<>]*)?/>|<f(?:\s[^<>]*)?>[^<]*</f>)?\s*+"
    rb"<v>(-?0(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|-?[0-9.]+[eE]-[0-9]+)</v>"
)
"""A cell that stores a number below one."""
_STYLE: Final = re.compile(rb'\bs="([0-9]+)"')
_ADDRESS: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')


class _Facts(NamedTuple):
    """What a sheet holds beside its values."""

    unreadable: Mapping[Cell, Unreadable] = {}
    percents: frozenset[Cell] = frozenset()
    legacy: Mapping[Cell, str] = {}
    padded: Mapping[Cell, int] = {}
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[range] = ()
    conditional: Sequence[tuple[Cell, Cell]] = ()
    comments: Mapping[Cell, str] = {}
    formatting: Formatting = Formatting()


class _Normal(NamedTuple):
    """A sheet's XML in the form that the patterns read, and its cells that are written unusually all the same.

    `rich` is whether it may hold a text of several parts of which the formatting says something.
    """

    xml: bytes
    unusual: Sequence[bytes] = ()
    rich: bool = False


def sheets_of(parts: Parts, path: str) -> Iterator[Sheet]:
    """Yield the sheets of a workbook whose parts have been checked.

    Raises:
        ScpError: a sheet cannot be read.
    """
    files = _sheet_files(parts, path)
    normal, facts = _looked_through(parts, files, path)
    book = _open(normal, path)
    del parts, normal  # before the rows are read, which take as much again
    for known in book.sheets_metadata:
        if known.typ == SheetTypeEnum.WorkSheet:
            if known.name not in files:
                raise damaged(path, Phrase("a sheet is missing from it"))
            sheet = _sheet(book, known.name, path)
            found = facts[files[known.name]]
            hidden = known.visible != SheetVisibleEnum.Visible
            yield Sheet(
                known.name,
                lambda sheet=sheet: _from_the_top(sheet),  # type: ignore[misc]  # bound now, not at the loop's end
                hidden,
                found.unreadable,
                found.percents,
                found.legacy,
                found.padded,
                found.hidden_rows,
                found.hidden_columns,
                found.conditional,
                found.comments,
                sheet.merged_cell_ranges or (),
                found.formatting,
            )


def _looked_through(parts: Parts, sheets: Mapping[str, str], path: str) -> tuple[dict[str, bytes], dict[str, _Facts]]:
    """Return the parts as calamine reads them best, and what each sheet holds beside its values."""
    styles = styles_of(parts, path)
    styles = styles._replace(texts=shared_texts(parts, bool(styles.runs), path))
    stale = bool(_STALE.search(parts.get("xl/workbook.xml", b"")))
    normal, facts = dict(parts), {}
    for name in set(sheets.values()):
        rich = holds_rich_text(parts[name], bool(styles.runs))
        sheet = _of_a_size(_normal_form(parts[name], rich or styles.matter(), path)._replace(rich=rich), path)
        normal[name], facts[name] = sheet.xml, _facts_of(sheet, styles, stale, path)
        facts[name] = facts[name]._replace(comments=comments_of(parts, name, path))
        if facts[name].unreadable:  # calamine knows not every error; as a text it takes them all
            normal[name] = normal[name].replace(b' t="e"', b' t="str"')
    for name, zeros in zeros_of_empty(sheets, normal).items():
        unread = {cell: Unreadable(ZERO_OF_EMPTY, text) for cell, text in zeros.items()}
        facts[name] = facts[name]._replace(unreadable=unread | dict(facts[name].unreadable))
    return normal, facts


def _open(parts: Parts, path: str) -> Any:
    with _refusing(path):
        return CalamineWorkbook.from_filelike(pack(parts))


def _sheet(book: Any, name: str, path: str) -> Any:
    with _refusing(path):
        return book.get_sheet_by_name(name)


@contextmanager
def _refusing(path: str) -> Iterator[None]:
    """Turn whatever a parser of foreign bytes raises into a problem, a panic of compiled code too."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise damaged(path, error) from None


def _from_the_top(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Return the rows from the sheet's first cell on, whatever the first one is that is filled."""
    return enumerate(sheet.iter_rows() if sheet.start == (0, 0) else sheet.to_python(skip_empty_area=False))


def _sheet_files(parts: Parts, path: str) -> dict[str, str]:
    """Return the part that holds each sheet, by the sheet's name."""
    known = {name.casefold(): name for name in parts}  # the names of parts are the same in any case
    links = {
        element.get("Id"): (local(element.get("Type", "").replace("/", "}")), _part_name(element.get("Target", "")))
        for element in xml(parts.get(known.get("xl/_rels/workbook.xml.rels", ""), b"<x/>"), path)
    }
    files: dict[str, str] = {}
    for element in xml(parts[known["xl/workbook.xml"]], path).iter():
        if local(element.tag) == "sheet":
            link = next((value for key, value in element.attrib.items() if local(key) == "id"), None)
            kind, target = links.get(link, ("", ""))
            if kind == "worksheet" and target not in known:
                raise damaged(path, Phrase("a sheet is missing from it"))
            if kind == "worksheet":
                files[element.get("name", "")] = known[target]
    return files


def _part_name(target: str) -> str:
    """Return the name of the part that a link of the workbook leads to, as `_sheet_files` compares it."""
    path = unquote(target).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/xl", path)).lstrip("/").casefold()


def _normal_form(part: bytes, styled: bool, path: str) -> _Normal:
    """Return a sheet's XML in the form that the patterns above read: no prefixes, comments or single quotes.

    Nearly every file is written in this form already; any other is rewritten once, which is slow but sure.
    """
    usual = part.startswith((b"<?xml", b"<worksheet", BYTE_ORDER_MARK)) and re.search(rb"<worksheet\b", part[:4096])
    names = [name for name in _NAMESPACES if holds(part, name)]
    once = len(names) == 1 and part.find(names[0]) == part.rfind(names[0])
    unusual = _UNUSUAL_CELL.findall(part)
    # else no attribute but the address is ever looked at
    careful = styled or holds(part, b'"e"') or holds(part, b"'e'")
    styled_cells = _ODD_CELL.findall(part) if careful else ()
    tags = chain(unusual, styled_cells, _UNUSUAL_ROW.findall(part) if _may_hide(part) else ())
    if usual and once and not holds(part, b"<!") and all(map(_TAG.fullmatch, tags)) and not _has_foreign(part):
        return _Normal(part, unusual)
    return _rewritten(part, path)


def _may_hide(part: bytes) -> bool:
    """Whether a sheet may hide rows."""
    return holds(part, b"hidden=") or holds(part, _NO_HEIGHT)


def _has_foreign(part: bytes) -> bool:
    return (holds(part, b":c") or holds(part, b":row")) and _FOREIGN.search(part) is not None


def _rewritten(part: bytes, path: str) -> _Normal:
    if part.count(b"<") > MOST_REWRITTEN:
        raise too_large(path, Phrase("a sheet is written in an unusual form and is too long to rewrite"))
    try:
        _check_depth(part)
        rewritten = ET.canonicalize(part.decode("utf-8-sig"), rewrite_prefixes=True)
    except (ET.ParseError, expat.ExpatError, UnicodeDecodeError, ValueError) as error:
        raise damaged(path, error) from None
    main = re.search(r"<(n[0-9]+):worksheet", rewritten)
    prefix = main[1] if main else "n0"
    bare = re.sub(rf"(</?){prefix}:", r"\1", rewritten)
    normal = bare.replace(f"xmlns:{prefix}=", "xmlns=", 1).encode()
    if _has_foreign(normal):
        raise damaged(path, Phrase("it holds cells of another kind of document"))
    return _Normal(normal, _UNUSUAL_CELL.findall(normal))


def _check_depth(part: bytes) -> None:
    """Refuse elements nested deeper than any sheet's, on which rewriting would take for ever."""
    depth = 0

    def start(name: str, attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ValueError(Phrase("its XML is nested too deep"))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(part, True)


def _facts_of(sheet: _Normal, styles: Styles, stale: bool, path: str) -> _Facts:
    """Read from a sheet what calamine leaves out.

    `stale` is whether the workbook itself calls the stored values of its formulas out of date.
    """
    part = sheet.xml
    formulas = _formulas(part, stale) if holds(part, b"<f") else ()
    unreadable = {cell: Unreadable(rule, f"={text}") for cell, rule, text in formulas}
    errors = _ERROR.finditer(part) if holds(part, b't="e"') else ()
    unreadable |= {_cell(match[1]): Unreadable("cell-error", (match[2] or b"#ERROR").decode()) for match in errors}
    rows = _ROW.finditer(part) if _may_hide(part) else ()
    hidden = [int(match[1]) - 1 for match in rows if _HIDDEN.search(match[0])]
    numbers = {cell for attributes in _styled(part, styles.percents) if (cell := _number_cell(attributes))}
    legacy = {_cell(found): encoding for style, encoding in styles.legacy.items() for found in _styled(part, {style})}
    padded = {_cell(found): digits for style, digits in styles.padded.items() for found in _styled(part, {style})}
    before = part[: part.find(b"<sheetData")]
    columns = [range(int(first) - 1, int(last)) for first, last in _HIDDEN_COLUMNS.findall(before)]
    changing = list(ranges(part, styles.conditional))
    looks = _formatting(sheet, styles, path)
    return _Facts(unreadable, frozenset(numbers), legacy, padded, hidden, columns, changing, formatting=looks)


def _formatting(sheet: _Normal, styles: Styles, path: str) -> Formatting:
    """Return what the fonts and number formats of a sheet's cells say; of few sheets anything has to be looked at."""
    found, part = Formatting(), sheet.xml
    if styles.small or _NO_ZEROS.search(part, 0, part.find(b"<sheetData")):
        _add_small(sheet, styles, found)
    for style, attributes in _by_style(part, styles.runs.keys() | styles.codes.keys()):
        cell = _cell(attributes)
        if style in styles.runs:
            found.runs[cell] = (styles.runs[style],)
        if style in styles.codes:
            found.codes[cell] = styles.codes[style]
    for attributes, text in (*shared_cells(part, styles.texts), *inline_cells(part if sheet.rich else b"", path)):
        own = styles.runs.get(_style_of(attributes), Run())
        runs = tuple((run or own)._replace(text=what) for what, run in text)
        found.runs.pop(_cell(attributes), None)
        if any(run.speaks for run in runs):
            found.runs[_cell(attributes)] = runs
    found.check(path)
    return found


def _add_small(sheet: _Normal, styles: Styles, found: Formatting) -> None:
    """Take the numbers below one that are not shown, as a sheet or a format leaves them out."""
    none = _NO_ZEROS.search(sheet.xml, 0, sheet.xml.find(b"<sheetData"))
    for match in _SMALL.finditer(sheet.xml):
        cell, style = _number_cell(match[1]), _style_of(match[1])
        if cell and none and not match[2].strip(b"-0."):
            found.shown[cell] = ""
        elif cell and style in styles.small:
            found.codes[cell] = styles.small[style]


def _style_of(attributes: bytes) -> bytes:
    """Return the style of a cell; one without has the first."""
    found = _STYLE.search(attributes)
    return found[1] if found else b"0"


def _by_style(part: bytes, styles: Collection[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the style and the attributes of each cell in one of these styles; a cell without one has the first."""
    if not styles:
        return
    bare = b"|" if b"0" in styles else b""  # a cell without a style has the first one
    pattern = rb'<c(?=\s)((?:[^<>]*\bs="([0-9]+)"' + bare + rb")[^<>]*)>"
    for attributes, style in re.findall(pattern, part):
        if (style or b"0") in styles:
            yield style or b"0", attributes


def _formulas(part: bytes, stale: bool) -> Iterator[tuple[Cell, str, str]]:
    """Yield cell, rule broken and formula where no value is stored, or none that can be relied on.

    Programs that call their values out of date store a 0 for each formula, or what it yielded before cells changed.
    """
    from html import unescape  # a table of two thousand names, needed for the few formulas without a value

    for match in (_ANY_FORMULA if stale else _FORMULA).finditer(part):
        if stale or not (match[3] and b't="str"' in match[1]):  # else its value is the empty text
            rule = "stale-formula" if stale and match[3] else "formula-without-value"
            yield _cell(match[1]), rule, unescape((match[2] or b"").decode("utf-8", "replace"))


def _styled(part: bytes, styles: Collection[bytes]) -> list[bytes]:
    """Return the attributes of the cells in one of these styles."""
    if not styles:
        return []
    return re.findall(rb'<c(?=\s)([^<>]*\bs="(?:' + b"|".join(sorted(styles)) + rb')"[^<>]*)>', part)


def _number_cell(attributes: bytes) -> Cell | None:
    """Return the cell if what is stored in it is a number."""
    return _cell(attributes) if b' t="' not in attributes or b't="n"' in attributes else None


def _of_a_size(sheet: _Normal, path: str) -> _Normal:
    """Return a sheet that needs no room for more cells than any survey has, whatever its <dimension> says.

    One that reaches too far may do so by cells that only have a look: they are taken out of it, for calamine too.

    Raises:
        ScpError: its cells are too many all the same.
    """
    if _fits(sheet, path):
        return sheet
    filled = _EMPTY_CELL.sub(b"", sheet.xml)
    found = sheet._replace(xml=filled, unusual=_UNUSUAL_CELL.findall(filled))
    if not _fits(found, path):
        raise too_far(path)
    return found


def _fits(sheet: _Normal, path: str) -> bool:
    """Whether a reader may make room for every cell between the first of a sheet and the last."""
    part, unusual = sheet.xml, [_ADDRESS.search(cell) for cell in sheet.unusual]
    if None in unusual:
        raise damaged(path, Phrase("its cells lack their addresses"))
    cells = {_cell(found[0]) for found in unusual if found}
    last = _ROW.search(part, part.rfind(b"<row "))
    rows = max([row + 1 for row, _ in cells] + [min(int(last[1]), NEAR_ROWS) if last else 0])
    columns = max([column + 1 for _, column in cells], default=0)
    if max(columns, NEAR_COLUMNS) * max(rows, NEAR_ROWS) > MOST_CELLS:  # rare: here every cell counts
        rows = max([row + 1 for row, _ in cells] + [*map(int, _NEAR_ROW.findall(part))], default=0)
        columns = max(columns, _near_columns(part))
    else:
        columns = max(columns, NEAR_COLUMNS)
    return rows <= MOST_ROWS and columns <= MOST_COLUMNS and rows * columns <= MOST_CELLS


def _near_columns(part: bytes) -> int:
    """Return how many of the first columns have a cell, up to the last one that has."""
    few, many = 0, NEAR_COLUMNS
    while few < many:  # by halves: a search through a large sheet takes its time
        middle = (few + many) // 2
        if re.search(rb'<c r="[%c-Z][0-9]' % (ord("A") + middle), part):
            few = middle + 1
        else:
            many = middle
    return few


def _cell(attributes: bytes) -> Cell:
    found = _ADDRESS.search(attributes)
    if not found:
        raise ValueError(Phrase("its cells lack their addresses"))
    return int(found[2]) - 1, column_number(found[1])

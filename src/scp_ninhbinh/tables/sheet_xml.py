"""What the XML of a sheet says beside its values: errors, formulas, styles, hidden rows; read by patterns, for speed.

The patterns read one form of XML, that of nearly every file; any other is rewritten into it first.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET
from xml.parsers import expat

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
from scp_ninhbinh.tables.sheets import Cell, Odd, encoding_of_font
from scp_ninhbinh.text.say import Phrase

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

NEAR_ROWS, NEAR_COLUMNS = 99_999, 26
"""Rows and columns that `_UNUSUAL_CELL` passes over."""

PERCENT_FORMATS: Final = frozenset({9, 10})
"""The numbers of Excel's own percent formats."""

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

_HIDDEN: Final = re.compile(rb'\bhidden="(?:1|true)"')
_ERROR: Final = re.compile(
    rb'<c(?=\s)([^<>]*\bt="e"[^<>]*)>(?:<f(?:\s[^<>]*)?/>|<f(?:\s[^<>]*)?>[^<]*</f>)?(?:\s*+<v[^<>]*>([^<]*)</v>)?'
)
_FORMULA: Final = re.compile(
    rb"<c(?=\s)([^<>]*)>\s*+<f(?:(?:\s[^<>]*)?/>|(?:\s[^<>]*)?>([^<]*)</f>)\s*+(<v\s*+/>|<v[^<>]*>\s*+</v>)?\s*+</c>"
)
_ANY_FORMULA: Final = re.compile(rb"<c(?=\s)([^<>]*)>\s*+<f(?:(?:\s[^<>]*)?/>|(?:\s[^<>]*)?>([^<]*)</f>)")
_FOREIGN: Final = re.compile(rb"<[^\s<>/:]+:(?:c|row)(?=[\s/>])")
"""A cell or row under a prefix: calamine goes by the name alone, the patterns here do not see it."""

_NEAR_ROW: Final = re.compile(rb'<c r="[A-Z]([0-9]{1,5})"')
_ADDRESS: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')


class Facts(NamedTuple):
    """What a sheet says beside its values."""

    odd: Mapping[Cell, Odd] = {}
    percents: frozenset[Cell] = frozenset()
    legacy: Mapping[Cell, str] = {}
    padded: Mapping[Cell, int] = {}
    hidden_rows: Sequence[int] = ()


class Styles(NamedTuple):
    """The numbers of the cell styles that show a share as a percentage, an old font's letters, or leading zeros."""

    percents: frozenset[bytes] = frozenset()
    legacy: Mapping[bytes, str] = {}
    padded: Mapping[bytes, int] = {}

    def matter(self) -> bool:
        """Whether the style of a cell must be known to read it."""
        return bool(self.percents or self.legacy or self.padded)


class Normal(NamedTuple):
    """A sheet's XML in the form that the patterns read, and its cells that are written unusually all the same."""

    xml: bytes
    unusual: Sequence[bytes] = ()


def normal_form(part: bytes, styled: bool, path: str) -> Normal:
    """Return a sheet's XML in the form that the patterns above read: no prefixes, comments or single quotes.

    Nearly every file is written in this form already; any other is rewritten once, which is slow but sure.
    """
    usual = part.startswith((b"<?xml", b"<worksheet", BYTE_ORDER_MARK)) and re.search(rb"<worksheet\b", part[:4096])
    # a search for one byte is ten times as fast as one for two
    marked = b"!" in part and b"<!" in part
    once = part.count(b"/spreadsheetml/2006/main") + part.count(b"/ooxml/spreadsheetml/main") == 1
    unusual = _UNUSUAL_CELL.findall(part)
    careful = styled or b'"e"' in part or b"'e'" in part  # else no attribute but the address is ever looked at
    odd = _ODD_CELL.findall(part) if careful else ()
    tags = chain(unusual, odd, _UNUSUAL_ROW.findall(part) if b"hidden" in part else ())
    if usual and once and not marked and all(map(_TAG.fullmatch, tags)) and not _has_foreign(part):
        return Normal(part, unusual)
    return _rewritten(part, path)


def _has_foreign(part: bytes) -> bool:
    return (b":c" in part or b":row" in part) and _FOREIGN.search(part) is not None


def _rewritten(part: bytes, path: str) -> Normal:
    if part.count(b"<") > MOST_REWRITTEN:
        raise too_large(path, Phrase("a sheet is written in an unusual form and is too long to rewrite"))
    try:
        _check_depth(part)
        rewritten = ET.canonicalize(part.decode("utf-8-sig"), rewrite_prefixes=True)
    except (ET.ParseError, expat.ExpatError, UnicodeDecodeError, ValueError) as error:
        raise damaged(path, str(error)) from None
    main = re.search(r"<(n[0-9]+):worksheet", rewritten)
    prefix = main[1] if main else "n0"
    bare = re.sub(rf"(</?){prefix}:", r"\1", rewritten)
    normal = bare.replace(f"xmlns:{prefix}=", "xmlns=", 1).encode()
    if _has_foreign(normal):
        raise damaged(path, Phrase("it holds cells of another kind of document"))
    return Normal(normal, _UNUSUAL_CELL.findall(normal))


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


def facts_of(sheet: Normal, styles: Styles, stale: bool, path: str) -> Facts:
    """Read from a sheet what calamine does not tell, after its size has been checked.

    `stale` says that the workbook itself calls the stored values of its formulas out of date.
    """
    part = sheet.xml
    _check_size(sheet, path)
    formulas = _formulas(part, stale) if b"<f" in part else ()
    odd = {cell: Odd("formula-without-value", f"={text}") for cell, text in formulas}
    errors = _ERROR.finditer(part) if b't="e"' in part else ()
    odd |= {_cell(match[1]): Odd("cell-error", (match[2] or b"#ERROR").decode()) for match in errors}
    rows = _ROW.finditer(part) if b"hidden=" in part else ()
    hidden = [int(match[1]) - 1 for match in rows if _HIDDEN.search(match[0])]
    numbers = {cell for attributes in _styled(part, styles.percents) if (cell := _number_cell(attributes))}
    legacy = {_cell(found): encoding for style, encoding in styles.legacy.items() for found in _styled(part, {style})}
    padded = {_cell(found): digits for style, digits in styles.padded.items() for found in _styled(part, {style})}
    return Facts(odd, frozenset(numbers), legacy, padded, hidden)


def _formulas(part: bytes, stale: bool) -> Iterator[tuple[Cell, str]]:
    """Yield cell and formula where no value is stored, or none that can be relied on."""
    from html import unescape  # a table of two thousand names, needed for the few formulas without a value

    for match in (_ANY_FORMULA if stale else _FORMULA).finditer(part):
        if stale or not (match[3] and b't="str"' in match[1]):  # else its value is the empty text
            yield _cell(match[1]), unescape((match[2] or b"").decode("utf-8", "replace"))


def _styled(part: bytes, styles: Collection[bytes]) -> list[bytes]:
    """Return the attributes of the cells in one of these styles."""
    if not styles:
        return []
    return re.findall(rb'<c(?=\s)([^<>]*\bs="(?:' + b"|".join(sorted(styles)) + rb')"[^<>]*)>', part)


def _number_cell(attributes: bytes) -> Cell | None:
    """Return the cell if what is stored in it is a number."""
    return _cell(attributes) if b' t="' not in attributes or b't="n"' in attributes else None


def _check_size(sheet: Normal, path: str) -> None:
    """Refuse a sheet that would need room for more cells than any survey has, whatever its <dimension> says."""
    part, unusual = sheet.xml, [_ADDRESS.search(cell) for cell in sheet.unusual]
    if None in unusual:
        raise damaged(path, Phrase("its cells lack their addresses"))
    cells = {_cell(found[0]) for found in unusual if found}
    last = _ROW.search(part, part.rfind(b"<row "))
    rows = max([row + 1 for row, _ in cells] + [min(int(last[1]), NEAR_ROWS) if last else 0])
    columns = max([column + 1 for _, column in cells], default=0)
    columns = max(columns, NEAR_COLUMNS)
    if columns * NEAR_ROWS > MOST_CELLS:  # rare: the rows may stand in any order, so that every cell is asked
        rows = max([rows, *map(int, _NEAR_ROW.findall(part))])
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise too_far(path)


def _cell(attributes: bytes) -> Cell:
    found = _ADDRESS.search(attributes)
    if not found:
        raise ValueError(Phrase("its cells lack their addresses"))
    return int(found[2]) - 1, _column(found[1])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def styles_of(parts: Parts, path: str) -> Styles:
    """Return the styles of cells in which a value is not what it seems."""
    if "xl/styles.xml" not in parts:
        return Styles()
    root = xml(parts["xl/styles.xml"], path)
    fonts = [
        next((part.get("val", "") for part in font if local(part.tag) == "name"), "")
        for font in _children(root, "fonts")
    ]
    codes = {
        int(element.get("numFmtId", "0")): element.get("formatCode", "")
        for element in root.iter()
        if local(element.tag) == "numFmt"
    }
    percents, legacy, padded = set(), {}, {}
    for number, element in enumerate(_children(root, "cellXfs")):
        font = int(element.get("fontId", "0"))
        encoding = encoding_of_font(fonts[font]) if font < len(fonts) else None
        number_format = int(element.get("numFmtId", "0"))
        code = codes.get(number_format, "")
        if number_format in PERCENT_FORMATS or "%" in code:
            percents.add(str(number).encode())
        if re.fullmatch("0{2,}", code):
            padded[str(number).encode()] = len(code)
        if encoding:
            legacy[str(number).encode()] = encoding
    return Styles(frozenset(percents), legacy, padded)


def _children(root: ET.Element, name: str) -> Iterator[ET.Element]:
    yield from next((element for element in root if local(element.tag) == name), ())

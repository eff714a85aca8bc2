"""Workbooks of Excel 2007 and later (.xlsx, .xlsb): values by calamine, the rest from the sheet's own XML or records.

calamine gives error cells and formulas without a stored value as empty text, and knows neither hidden rows nor number
formats. An error must not become "not known", so these are looked up in the sheet itself.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from html import unescape
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from scp_ninhbinh.language import Phrase
from scp_ninhbinh.tables import xlsb
from scp_ninhbinh.tables.package import Parts, damaged, local, pack, too_large, xml
from scp_ninhbinh.tables.sheets import Cell, Odd, Sheet, encoding_of_font

MOST_CELLS: Final = 20_000_000
"""Rows times columns of a sheet: calamine makes room for every cell between the first and the last."""

NEAR_ROWS, NEAR_COLUMNS = 99_999, 26
"""Rows and columns that `_UNUSUAL` passes over."""

PERCENT_FORMATS: Final = frozenset({9, 10})
"""The numbers of Excel's own percent formats."""

_ROW: Final = re.compile(rb'<row\b[^>]*?\br="([0-9]+)"[^>]*')
_UNUSUAL: Final = re.compile(rb'<c(?! r="[A-Z][0-9]{1,5}")[ />][^>]*')
"""A cell that is far down or to the right, or does not begin with its address: few are."""

_HIDDEN: Final = re.compile(rb'\bhidden="(?:1|true)"')
_ERROR: Final = re.compile(rb'<c\b([^>]*\bt="e"[^>/]*)>(.*?)</c>', re.DOTALL)
_VALUE: Final = re.compile(rb"<v[^>]*>([^<]*)</v>")
_FORMULA: Final = re.compile(
    rb"<c\b([^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>([^<]*)</f>)\s*(<v\s*/>|<v[^>]*>\s*</v>)?\s*</c>", re.DOTALL
)
_ADDRESS: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')


class _Facts(NamedTuple):
    """What a sheet says beside its values."""

    odd: Mapping[Cell, Odd] = {}
    percents: frozenset[Cell] = frozenset()
    legacy: Mapping[Cell, str] = {}
    hidden_rows: Sequence[int] = ()


class _Styles(NamedTuple):
    """The numbers of the cell styles that show a share as a percentage, and of those in a font of an old encoding."""

    percents: frozenset[bytes] = frozenset()
    legacy: Mapping[bytes, str] = {}


def sheets_of(parts: Parts, path: str) -> Iterator[Sheet]:
    """Yield the sheets of a workbook whose parts have been checked.

    Raises:
        ScpError: a sheet cannot be read.
    """
    files = _sheet_files(parts, path)
    normal = {name: _normal(part, path) if name in files.values() else part for name, part in parts.items()}
    styles = _styles(parts, path)
    facts = {name: _facts(normal[name], styles, path) for name in set(files.values())}
    book = _open(normal, path)
    for known in book.sheets_metadata:
        if known.typ == SheetTypeEnum.WorkSheet and known.name in files:
            sheet = _sheet(book, known.name, path)
            found = facts[files[known.name]]
            hidden = known.visible != SheetVisibleEnum.Visible
            yield Sheet(
                known.name,
                lambda sheet=sheet: _from_the_top(sheet),  # type: ignore[misc]  # bound now, not at the loop's end
                hidden,
                found.odd,
                found.percents,
                found.legacy,
                found.hidden_rows,
                sheet.merged_cell_ranges or (),
            )


def _open(parts: Parts, path: str) -> Any:
    try:
        return CalamineWorkbook.from_filelike(pack(parts))
    except Exception as error:
        raise damaged(path, str(error)) from None


def _sheet(book: Any, name: str, path: str) -> Any:
    try:
        return book.get_sheet_by_name(name)
    except Exception as error:
        raise damaged(path, str(error)) from None


def _from_the_top(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Return the rows from the sheet's first cell on, whatever the first one is that is filled."""
    return enumerate(sheet.iter_rows() if sheet.start == (0, 0) else sheet.to_python(skip_empty_area=False))


def _sheet_files(parts: Parts, path: str) -> dict[str, str]:
    """Return the part that holds each sheet, by the sheet's name."""
    if "xl/workbook.bin" in parts:
        return xlsb.sheet_files(parts)
    book = next((name for name in ("xl/workbook.xml", "xl/Workbook.xml") if name in parts), "xl/workbook.xml")
    links = {
        element.get("Id"): posixpath.normpath(posixpath.join("/xl", element.get("Target", ""))).lstrip("/")
        for element in xml(parts.get("xl/_rels/workbook.xml.rels", b"<x/>"), path)
    }
    files: dict[str, str] = {}
    for element in xml(parts[book], path).iter():
        if local(element.tag) == "sheet":
            link = next((value for key, value in element.attrib.items() if local(key) == "id"), None)
            if links.get(link) in parts:
                files[element.get("name", "")] = links[link]
    return files


def _normal(part: bytes, path: str) -> bytes:
    """Return a sheet's XML in the form that the patterns above read: no prefixes, comments or single quotes.

    Nearly every file is written in this form already; any other is rewritten once, which is slow but sure.
    """
    start = part[:4096]
    if not part.startswith((b"<", b"\xef\xbb\xbf<")):
        return part
    # a search for one byte is ten times as fast as one for two
    marked = (b"!" in part and b"<!" in part) or (b"'" in part and b"='" in part)
    if not marked and re.search(rb"<worksheet\b", start):
        return part
    try:
        rewritten = ET.canonicalize(part.decode("utf-8-sig"), rewrite_prefixes=True)
    except (ET.ParseError, UnicodeDecodeError) as error:
        raise damaged(path, str(error)) from None
    main = re.search(r"<(n[0-9]+):worksheet", rewritten)
    prefix = main[1] if main else "n0"
    bare = re.sub(rf"(</?){prefix}:", r"\1", rewritten)
    return bare.replace(f"xmlns:{prefix}=", "xmlns=", 1).encode()


def _facts(part: bytes, styles: _Styles, path: str) -> _Facts:
    """Read from a sheet what calamine does not tell, after its size has been checked."""
    if part[:1] not in {b"<", b"\xef"}:
        errors, hidden_rows = xlsb.facts(part, path, MOST_CELLS)
        return _Facts(errors, hidden_rows=hidden_rows)
    _check_size(part, path)
    odd = {_cell(attributes): Odd("cell-error", _error(inner)) for attributes, inner in _errors(part)}
    if b"<f" in part:
        odd |= {
            _cell(match[1]): Odd("formula-without-value", "=" + unescape((match[2] or b"").decode("utf-8", "replace")))
            for match in _FORMULA.finditer(part)
            if not (match[3] and b't="str"' in match[1])  # a formula whose value is the empty text
        }
    hidden = [int(match[1]) - 1 for match in _rows(part) if _HIDDEN.search(match[0])] if b"hidden=" in part else []
    numbers = {cell for attributes in _styled(part, styles.percents) if (cell := _number_cell(attributes))}
    legacy = {_cell(found): encoding for style, encoding in styles.legacy.items() for found in _styled(part, {style})}
    return _Facts(odd, frozenset(numbers), legacy, hidden)


def _errors(part: bytes) -> list[tuple[bytes, bytes]]:
    return _ERROR.findall(part) if b't="e"' in part else []


def _error(inner: bytes) -> str:
    found = _VALUE.search(inner)
    return found[1].decode("utf-8", "replace") if found else "#ERROR"


def _styled(part: bytes, styles: Collection[bytes]) -> list[bytes]:
    """Return the attributes of the cells in one of these styles."""
    if not styles:
        return []
    return re.findall(rb'<c\b([^>]*\bs="(?:' + b"|".join(sorted(styles)) + rb')"[^>]*)>', part)


def _number_cell(attributes: bytes) -> Cell | None:
    """Return the cell if what is stored in it is a number."""
    return _cell(attributes) if b' t="' not in attributes or b't="n"' in attributes else None


def _rows(part: bytes) -> Iterator[re.Match[bytes]]:
    return _ROW.finditer(part)


def _check_size(part: bytes, path: str) -> None:
    """Refuse a sheet that would need room for more cells than any survey has, whatever its <dimension> says."""
    unusual = [_ADDRESS.search(cell) for cell in _UNUSUAL.findall(part)]
    if None in unusual:
        raise damaged(path, Phrase("its cells lack their addresses"))
    cells = {_cell(found[0]) for found in unusual if found}
    last = _ROW.search(part, part.rfind(b"<row "))
    rows = max([row + 1 for row, _ in cells] + [min(int(last[1]), NEAR_ROWS) if last else 0])
    columns = max([column + 1 for _, column in cells], default=0)
    columns = max(columns, NEAR_COLUMNS)
    if rows > 1 << 20 or columns > 1 << 14 or rows * columns > MOST_CELLS:
        raise too_large(path, Phrase("a sheet reaches too far down or to the right"))


def _cell(attributes: bytes) -> Cell:
    found = _ADDRESS.search(attributes)
    assert found  # _check_size has refused cells without an address
    return int(found[2]) - 1, _column(found[1])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _styles(parts: Parts, path: str) -> _Styles:
    """Return the styles of cells in which a value is not what it seems."""
    if "xl/styles.xml" not in parts:
        return _Styles()
    root = xml(parts["xl/styles.xml"], path)
    own = {
        int(element.get("numFmtId", "0"))
        for element in root.iter()
        if local(element.tag) == "numFmt" and "%" in element.get("formatCode", "")
    }
    fonts = [
        next((part.get("val", "") for part in font if local(part.tag) == "name"), "")
        for font in _children(root, "fonts")
    ]
    percents, legacy = set(), {}
    for number, element in enumerate(_children(root, "cellXfs")):
        font = int(element.get("fontId", "0"))
        encoding = encoding_of_font(fonts[font]) if font < len(fonts) else None
        if int(element.get("numFmtId", "0")) in own | PERCENT_FORMATS:
            percents.add(str(number).encode())
        if encoding:
            legacy[str(number).encode()] = encoding
    return _Styles(frozenset(percents), legacy)


def _children(root: ET.Element, name: str) -> Iterator[ET.Element]:
    yield from next((element for element in root if local(element.tag) == name), ())

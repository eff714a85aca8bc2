"""Conditional formats of an .xlsx that may change what its cells show, and the ranges that they are for.

Whether a cell fulfils the condition is for a spreadsheet to work out; that it may is told.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from scp_ninhbinh.tables.formatting import Cell
from scp_ninhbinh.tables.number_format import NONE, reach
from scp_ninhbinh.tables.package import column_number, local
from scp_ninhbinh.tables.rich_text import run_of

MOST_RANGES: Final = 10_000

_FORMAT: Final = b"<conditionalFormatting"
_CELLS: Final = re.compile(rb"""\bsqref\s*=\s*["']([^"']*)["']""")
_STYLE: Final = re.compile(rb"""\bdxfId\s*=\s*["']([0-9]+)["']""")
_RANGE: Final = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


def telling(styles: ET.Element) -> frozenset[bytes]:
    """Return the numbers of the conditional styles that strike out, or show a value as another."""
    own = next((element for element in styles if local(element.tag) == "dxfs"), ())
    return frozenset(str(number).encode() for number, style in enumerate(own) if any(map(_tells, style)))


def _tells(part: ET.Element) -> bool:
    code = part.get("formatCode", "") if local(part.tag) == "numFmt" else ""
    found = max(reach(code, words=True), reach(code, words=False)) != NONE
    return found or (local(part.tag) == "font" and run_of(part).speaks)


def ranges(part: bytes, styles: frozenset[bytes]) -> Iterator[tuple[Cell, Cell]]:
    """Yield the first and the last cell of the ranges of a sheet for which one of these styles is."""
    formats = part[part.rfind(b"</sheetData>") :].split(_FORMAT)[1:] if styles else ()
    for one in formats[:MOST_RANGES]:
        cells = _CELLS.search(one, 0, one.find(b">"))
        if cells and not styles.isdisjoint(_STYLE.findall(one)):
            for left, top, right, bottom in _RANGE.findall(cells[1])[:MOST_RANGES]:
                yield (int(top) - 1, column_number(left)), (int(bottom or top) - 1, column_number(right or left))

"""Cells of an .xlsx that hold nothing but a reference to an empty cell: a spreadsheet shows and stores 0 for them.

That is no answer: an empty cell is not known, and 0 means no, or none.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from scp_ninhbinh.tables.formatting import Cell
from scp_ninhbinh.tables.package import column_number, holds

_YIELDS: Final = b"<v>0</v>"
_FORMULA: Final = re.compile(rb"<c(?=\s)([^<>]*)>\s*+<f(?:(\s[^<>]*)?/>|(\s[^<>]*)?>([^<]*)</f>)\s*+<v>0</v>")
_FIRST: Final = re.compile(rb'<c(?=\s)([^<>]*)>\s*+<f(?=\s)(?=[^<>]*\bt="shared")([^<>]*[^<>/])>([^<]+)</f>')
"""The one of formulas that cells share which has its text."""

LONGEST_CELL: Final = 1_000
"""Bytes of a cell with a formula that is a reference alone, at most."""

_REFERENCE: Final = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!()+*/,;&<>=\s-]+))!)?(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})", re.IGNORECASE
)
_SHARED: Final = re.compile(rb'\bsi="([0-9]{1,9})"')
_ADDRESS: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_FILLED: Final = re.compile(rb"<c(?=\s)([^<>]*)>\s*+<(?:v|is|f)[\s/>]")


class _Link(NamedTuple):
    """A reference to one cell: the sheet, None for its own, the cell, and which of its row and column are fixed."""

    sheet: str | None
    cell: Cell
    fixed: tuple[bool, bool]
    text: str

    def moved(self, start: Cell, end: Cell) -> "_Link":
        """Return what it is in another cell than the one in which it was written."""
        moved = [
            own if fixed else own + to - since
            for own, fixed, since, to in zip(self.cell, self.fixed, start, end, strict=True)
        ]
        return self._replace(cell=(moved[0], moved[1]))


def zeros_of_empty(sheets: Mapping[str, str], parts: Mapping[str, bytes]) -> dict[str, dict[Cell, str]]:
    """Return, of the parts of sheets, the cells that show 0 for an empty cell, and their formulas.

    `sheets` gives the part of each sheet by its name; all are in the form that patterns can read.
    """
    by_name = {name.casefold(): part for name, part in sheets.items()}
    links: dict[str, list[tuple[str, Cell, _Link]]] = defaultdict(list)
    for part in dict.fromkeys(sheets.values()):
        for cell, link in _links(parts[part]) if holds(parts[part], b"<f") else ():
            if target := part if link.sheet is None else by_name.get(link.sheet.casefold()):
                links[target].append((part, cell, link))
    found: dict[str, dict[Cell, str]] = defaultdict(dict)
    for target, several in links.items():
        filled = {_cell(attributes) for attributes in _FILLED.findall(parts[target]) if not attributes.endswith(b"/")}
        for part, cell, link in several:
            if link.cell not in filled:
                found[part][cell] = link.text
    return found


def _links(part: bytes) -> Iterator[tuple[Cell, _Link]]:
    """Yield the cells that show 0 by a reference alone, and that."""
    shared: dict[bytes, tuple[Cell, _Link]] | None = None
    for attributes, alone, own, text in _zeros(part):
        cell, number = _cell(attributes), _SHARED.search(alone or own)
        link = _link(text)
        if number and not text:
            shared = dict(_shared(part)) if shared is None else shared
            start, first = shared.get(number[1], (cell, None))
            link = first.moved(start, cell) if first and start and cell else None
        if link and cell:
            yield cell, link


def _zeros(part: bytes) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """Yield the parts of each cell whose formula yields 0: its attributes, those of the formula, and that."""
    at = part.find(_YIELDS)
    while at >= 0:
        if part.endswith((b"</f>", b"/>"), 0, at):
            start = part.rfind(b"<c ", max(at - LONGEST_CELL, 0), at)
            found = _FORMULA.match(part, start) if start >= 0 else None
            if found and (b' t="' not in found[1] or b' t="n"' in found[1]):
                yield found[1], found[2] or b"", found[3] or b"", found[4] or b""
        at = part.find(_YIELDS, at + 1)


def _shared(part: bytes) -> Iterator[tuple[bytes, tuple[Cell, _Link]]]:
    """Yield the number of each formula that cells share and that is a reference alone, with the cell that has it."""
    for attributes, own, text in _FIRST.findall(part):
        cell, number, link = _cell(attributes), _SHARED.search(own), _link(text)
        if cell and number and link:
            yield number[1], (cell, link)


def _cell(attributes: bytes) -> Cell | None:
    found = _ADDRESS.search(attributes)
    return (int(found[2]) - 1, column_number(found[1])) if found else None


def _link(text: bytes) -> _Link | None:
    from html import unescape  # a table of two thousand names, needed for few files

    formula = unescape(text.decode("utf-8", "replace"))
    found = _REFERENCE.fullmatch(formula.strip())
    if not found:
        return None
    sheet = found[1].replace("''", "'") if found[1] else found[2]
    cell = int(found[6]) - 1, column_number(found[4].upper().encode())
    return _Link(sheet, cell, (bool(found[5]), bool(found[3])), f"={formula}")

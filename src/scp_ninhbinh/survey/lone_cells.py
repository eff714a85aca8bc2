"""Rows of which one cell is filled: a whole row may stand in it, a row may be cut off in it, or it may name a unit."""

import csv
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.survey.cells import is_no, is_yes
from scp_ninhbinh.survey.columns import ABSENT
from scp_ninhbinh.survey.lines import FEWEST, WaitingRow, filled, is_note
from scp_ninhbinh.tables.text import SEPARATORS
from scp_ninhbinh.text.numbers import values_by_mark
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import fold

if TYPE_CHECKING:
    from scp_ninhbinh.survey.table_reader import TableReader

DIVIDE: Final = Phrase("the whole row stands in one cell: divide it into cells as the other rows are")

_YEAR: Final = re.compile("(?:19|20|21)[0-9]{2}")


def is_undivided(reader: "TableReader", row: int, cells: list[str]) -> bool:
    """Whether one cell holds a whole row, in quotation marks or divided by another sign; such a row is refused."""
    undivided = _holds_row(reader, filled(reader.written(cells)))
    if undivided:
        reader.refuse_width("short-row", row, cells, found=1, remedy=DIVIDE)
    return undivided


def _holds_row(reader: "TableReader", texts: Sequence[str]) -> bool:
    if len(texts) != 1:
        return False
    return any(_is_row(reader, _pieces(texts[0], sign)) for sign in SEPARATORS if sign in texts[0])


def _pieces(text: str, separator: str) -> list[str]:
    """Return the cells of a text, which may have had lines; none of one that is longer than any row."""
    try:
        row = next(csv.reader([" ".join(text.splitlines())], delimiter=separator), [])
    except csv.Error:
        return []
    return [piece.strip() for piece in row]


def _is_row(reader: "TableReader", pieces: Sequence[str]) -> bool:
    """Whether these are the cells of a row: year and kind stand under their headings, or at least an answer does."""
    at = {name: index for name, index in reader.at.items() if 0 <= index < len(pieces)}
    numbered = reader.lines.number_at
    if numbered is not None and pieces[numbered : numbered + 1] and not pieces[numbered].rstrip(".").isdecimal():
        return False
    leading = [name for name in reader.layout.leading if reader.at.get(name, ABSENT) >= 0]
    whole = len(pieces) == len(reader.table.columns)
    if len(leading) < FEWEST and not whole:
        return False
    if leading:
        return all(name in at and _leads(reader, name, pieces[at[name]]) for name in leading)
    return any(_answers(reader, name, pieces[index]) for name, index in at.items())


def _leads(reader: "TableReader", name: str, text: str) -> bool:
    """Whether a text is a year, or a kind of the plan."""
    return _YEAR.fullmatch(text) is not None if name == "year" else fold(text) in reader.context.cells.kinds


def _answers(reader: "TableReader", name: str, text: str) -> bool:
    """Whether a text answers a column with yes, no or a number."""
    column = reader.layout.known.columns.get(name)
    if column is None or not text:
        return False
    return is_yes(text) or is_no(text) if column.holds == "yes_no" else bool(values_by_mark(text))


def is_cut(reader: "TableReader", cells: Sequence[str]) -> bool:
    """Whether the one filled cell of a row begins as the cell above it does: a year or a kind that was cut off."""
    texts, above = filled(cells), reader.own[-1] if reader.own else None
    if len(texts) != 1 or above is None or len(texts[0]) < FEWEST:
        return False
    year, kind = (reader.at.get(name, ABSENT) for name in ("year", "kind"))
    at, text = next(index for index, cell in enumerate(cells) if cell.strip()), fold(texts[0])
    words = map(fold, (above.kind, *reader.layout.known.words_of(above.kind)))
    return (at == year and str(above.year).startswith(text)) or (
        at == kind and any(word.startswith(text) for word in words)
    )


def names_unit(reader: "TableReader", line: WaitingRow) -> bool:
    """Whether the one filled cell of a row below the others may be the name of a unit, and no note.

    It stands under the heading of names, and begins with a word for a kind; or it is next to the units, where others
    have year and kind, and notes would begin further left.
    """
    cells, at = reader.written(line.cells), reader.at.get("name", ABSENT)
    if at < 0 or filled(cells) != [cells[at].strip()] or is_note(cells):
        return False
    words = fold(cells[at]).split()
    beginnings = (" ".join(words[:size]) for size in range(1, len(words)))
    if any(beginning in reader.layout.known.kinds_by_word for beginning in beginnings):
        return True
    return bool(at and line.errors and not line.apart and reader.lines.number_at is None)

"""What only a whole table shows: which lines are no units, and what a second look at its texts finds.

No units are totals, and the notes below a table; texts may have been converted wrongly, a cell may have swallowed rows,
a column may hold nothing but "x".
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from scp_ninhbinh.plan.vocabulary import DATED, IGNORED, NOTES, TOTALS
from scp_ninhbinh.problems.problem import Problem, problem
from scp_ninhbinh.survey.cells import CROSS
from scp_ninhbinh.survey.columns import ABSENT, RowParsers
from scp_ninhbinh.tables.table import LINE_BREAK, Table
from scp_ninhbinh.text.spelling import bare, fold, heading_key, spellings

_TOTALS: Final = frozenset(TOTALS) | frozenset(map(bare, TOTALS)) - {"cong", "tong"}
_NUMBERING: Final = frozenset(spellings({"": IGNORED}, heading_key))
_SUMS: Final = (
    "tổng(?! công ty| kho| cục| đài)",
    "cộng(?! đồng| hòa| tác| nghệ)",
    "toàn (?:tỉnh|huyện|xã|thành|thị|khu)",
    "cả (?:tỉnh|huyện)",
    "chung$",
    "số (?:chợ|đơn vị|cơ sở)",
    "lũy kế",
    "trung bình",
    "bình quân",
    r"t\.? ?cộng",
    "tc$",
    "(?:grand )?total",
    "sub-?total",
    "average",
)
_MAY_BE_TOTAL: Final = re.compile(rf"(?:{'|'.join(_SUMS)})(?:\W.*)?")
_MAY_BE_TOTAL_PLAIN: Final = re.compile(rf"(?:{'|'.join(map(bare, _SUMS))})(?:\W.*)?")
"""What a total, a sub-total or an average begins with; and the same as typed without diacritics."""

_TRIMMED: Final = " :.*()"
_INITIALS: Final = frozenset("tTcCsS ")
"""What a total begins with: most rows are passed over by one look."""

NUL: Final = "\0"

FEWEST: Final = 2
"""Separators in a line of a cell that make it look like a row."""


Errors = list[Any]
"""What pydantic found wrong in a row."""


class WaitingRow(NamedTuple):
    """A row that waits for what the rest of the file shows.

    `before` counts the rows of units before it, `apart` is whether a blank line or a total came between.
    """

    row: int
    cells: list[str]
    before: int
    apart: bool
    unit: Any = None
    errors: Errors = []  # noqa: RUF012 (never changed)


def total_word(cells: Sequence[str], name: str = "", folded_name: str = "") -> str | None:
    """Return the word by which a row calls itself a total, in its name or in its first filled cell."""
    first = ""
    for first in cells:
        if first:
            break
    for text, folded in ((name, folded_name), (first, folded_name if first == name else "")):
        if text[:1] in _INITIALS and (folded or fold(text)).strip(_TRIMMED) in _TOTALS:
            return text.strip()
    return None


def may_be_total(folded: str) -> bool:
    """Whether a folded name begins like that of a total or an average, such as "Cộng huyện Nho Quan"."""
    return bool(_MAY_BE_TOTAL.fullmatch(folded) or (folded.isascii() and _MAY_BE_TOTAL_PLAIN.fullmatch(folded)))


def numbers_rows(heading: str) -> bool:
    """Whether a column of this heading only numbers the rows: TT, STT."""
    return heading_key(heading) in _NUMBERING


def filled(cells: Sequence[str]) -> list[str]:
    """Return the texts of the cells that are filled."""
    return [cell.strip() for cell in cells if cell.strip()]


def is_note(cells: Sequence[str]) -> bool:
    """Whether a row begins as a note, a source or a signature does."""
    return any(text.startswith(NOTES) or DATED.match(text) for text in map(fold, filled(cells)))


def misread_cells(table: Table, at: Mapping[str, int]) -> Iterator[Problem]:
    """Yield a problem for each cell whose text was converted wrongly before, or has lost a letter."""
    from scp_ninhbinh.tables.misread import misread
    from scp_ninhbinh.tables.vietnamese import lost_u

    names = [name if at[name] == index else "" for index, name in enumerate(table.columns)]
    for row, cells in table.reread():
        text = "".join(cells)
        nul = NUL in text
        if text.isascii() and not nul:
            continue
        suspects = [one for one in zip(names, cells, strict=False) if one[0] and (nul or not one[1].isascii())]
        for name, cell in reversed(suspects):
            likely = "" if NUL in cell else misread(cell)
            if likely is not None:
                place = table.source.place(row, name, table.line_of(cells))
                yield problem("mis-converted-text", place, cell, guess=likely)
            elif table.may_lack_u and lost_u(cell):
                yield problem("lost-letter", table.source.place(row, name, table.line_of(cells)), cell)


def swallowed_rows(table: Table, at: Mapping[str, int], known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each cell in which a quotation mark that was never closed seems to have swallowed a row."""
    columns = {name: index for name, index in at.items() if name in known and name != "note" and index >= 0}
    for row, cells in table.long_rows():
        for name, index in columns.items():
            lines = LINE_BREAK.split(cells[index]) if index < len(cells) else []
            if any(line.count(table.separator) >= FEWEST for line in lines[1:]):
                yield problem("swallowed-rows", table.source.place(row, name, table.line_of(cells)), cells[index])


def columns_of_crosses(table: Table, parsers: RowParsers, extra: Sequence[str]) -> Iterator[Problem]:
    """Yield a warning for each column of answers that holds "x" and empty cells and nothing else."""
    kind_at = parsers.at.get("kind", ABSENT)
    words: dict[str, set[str]] = defaultdict(set)
    known = parsers.context.layout.known.holding("yes_no")
    for _, cells in table.reread():
        row = [*cells, *extra]
        for name in parsers[row[kind_at]].model.columns() if len(cells) == len(table.columns) else ():
            if name in parsers.at and name in known:
                words[name].add(fold(row[parsers.at[name]]))
    declared = parsers.context.declared.blank_is_no
    for name, found in words.items():
        if found == {CROSS, ""} and name not in declared:
            yield problem("only-x", table.header._replace(column=name), name)

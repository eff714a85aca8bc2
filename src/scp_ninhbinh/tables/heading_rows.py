"""Where the header of a table stands, and which columns it names: below titles, over up to three rows."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from scp_ninhbinh.plan.vocabulary import COLUMNS, headings
from scp_ninhbinh.text.spelling import heading_key

SEARCHED: Final = 40
"""Rows among which the header is looked for."""

DEEPEST: Final = 3
"""Rows that a header with merged cells may take."""

FEWEST: Final = 2
"""Columns of a survey that a row must name to be a header by itself."""

_NUMBERED: Final = re.compile(r"\(?([0-9]{1,2}|[A-Za-z])\)?")

Cells = Sequence[str]


class Header(NamedTuple):
    """The index of the first row of a header, the index of the first row below it, and its columns.

    Below the header proper a row may number the columns; it belongs to neither. A column of a survey stands under its
    own name; one that is known and not read is empty; any other stands as written.
    """

    first: int
    end: int
    columns: list[str]
    headings: list[str]
    numbering: bool = False

    @property
    def known(self) -> int:
        """How many different columns of a survey it names."""
        return len(COLUMNS.keys() & set(self.columns))

    @property
    def rank(self) -> tuple[int, int]:
        """What makes one header better than another: the more columns of a survey, and then the fewer rows."""
        return self.known, self.first - self.end

    @property
    def complete(self) -> bool:
        """Whether each heading of one row is that of a survey's column: then no other row can be the header."""
        return (
            self.end - self.first == 1
            and self.known >= FEWEST
            and all(heading and name in COLUMNS for heading, name in self.named())
        )

    def named(self) -> Iterator[tuple[str, str]]:
        """Yield each heading and the column that it names; empty ones at the end are none."""
        width = max((index + 1 for index, heading in enumerate(self.headings) if heading), default=0)
        return zip(self.headings[:width], self.columns, strict=False)


def find_header(rows: Sequence[Cells]) -> Header | None:
    """Return the header among these first rows of a table: the first row block that names most columns of a survey."""
    best: Header | None = None
    for header in _headers(rows):
        if header.known >= FEWEST and (best is None or header.rank > best.rank):
            best = header
        if header.complete:
            break
    below = next((index for index in range(best.end, len(rows)) if any(rows[index])), None) if best else None
    if best and below is not None and _numbers_columns(rows[below]):
        return best._replace(end=below + 1, numbering=True)
    return best


def header_of_row(cells: Cells, first: int) -> Header:
    """Return the header that one row makes, whatever it names."""
    return _header(first, [cells])


def _numbers_columns(cells: Cells) -> bool:
    """Whether a row only numbers the columns, as below the header of an official table: A, B, 1, 2, 3."""
    found = [_NUMBERED.fullmatch(cell.strip()) for cell in cells if cell.strip()]
    marks = [match[1].upper() for match in found if match]
    letters = [ord(mark) for mark in marks if mark.isalpha()]
    digits = [int(mark) for mark in marks if not mark.isalpha()]
    fewest = FEWEST if letters else FEWEST + 1
    return len(marks) == len(found) >= fewest and _in_turn(letters) and _in_turn(digits) and digits[:1] in ([], [1])


def _in_turn(numbers: Sequence[int]) -> bool:
    return all(later - earlier == 1 for earlier, later in pairwise(numbers))


def _headers(rows: Sequence[Cells]) -> Iterator[Header]:
    """Yield every header that may be meant, from the top down, of one row before those of more."""
    for first in range(min(len(rows), SEARCHED)):
        if any(rows[first]):
            yield from _headers_at(rows, first)


def _headers_at(rows: Sequence[Cells], first: int) -> Iterator[Header]:
    """Yield the headers that begin at this row, over one row and over more where these look like merged cells."""
    header = header_of_row(rows[first], first)
    yield header
    for depth in range(2, DEEPEST + 1):
        block = rows[first : first + depth]
        below = block[-1]
        # a cell under a column that is already named makes the row one of data
        taken = any(cell.strip() and name in COLUMNS for name, cell in zip(header.columns, below, strict=False))
        if len(block) < depth or taken or not any(below) or any(cell.strip().isdecimal() for cell in below):
            return
        header = _header(first, block)
        yield header


def _header(first: int, block: Sequence[Cells]) -> Header:
    merged = [list(accumulate(map(str.strip, row), _or_left)) for row in block]
    stacks = [_stack(block, merged, index) for index in range(max(map(len, block)))]
    headings_ = [" ".join(stack) for stack in stacks]
    return Header(first, first + len(block), [_column(stack) for stack in stacks], headings_)


def _or_left(left: str, cell: str) -> str:
    return cell or left


def _stack(block: Sequence[Cells], merged: Sequence[Cells], index: int) -> list[str]:
    """Return the headings over a column, top first; a cell merged to its left stands for those right of it."""
    texts = []
    for level, row in enumerate(block):
        own = row[index].strip() if index < len(row) else ""
        below = any(index < len(other) and other[index].strip() for other in block[level + 1 :])
        if not own and below:
            own = merged[level][min(index, len(row)) - 1] if row and index else ""
        texts.append(own)
    return [text for text in texts if text]


def _column(stack: Sequence[str]) -> str:
    """Return the column that headings one above the other name: all together, else the lowest, else the highest."""
    if len(stack) == 1 and stack[0] in COLUMNS:
        return stack[0]
    known = headings()
    for text in (" ".join(stack), *stack[-1:], *stack[:1]):
        if (key := heading_key(text)) in known:
            return known[key]
    return " ".join(stack).strip(' "\t')

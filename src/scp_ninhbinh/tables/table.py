"""A table: what every format is turned into; where its header stands, and which columns that names."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from scp_ninhbinh.problems.problem import Place, Problem, Source, problem
from scp_ninhbinh.text.spelling import heading_key

LINE_BREAK: Final = re.compile("\r\n|\r|\n")
SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""The first line by which a text file tells a spreadsheet its separator."""

Progress = Callable[[int], None]
"""Called with how many more bytes of the input have been read."""

Row = tuple[int, list[str]]
"""The row's number as a spreadsheet shows it, and its cells."""


def positions(columns: Sequence[str]) -> dict[str, int]:
    """Return where each column stands first."""
    return {name: index for index, name in reversed(list(enumerate(columns)))}


@dataclass
class Table:
    """A header and the rows below it. `columns` are the headings under the names of a survey, `headings` as written.

    `problems` fills while `rows` is read: read `rows` first.

    `line_of` gives the line where the row read last, of these cells, begins, None in a workbook. `reread` gives the
    rows once more, and `may_be_misread` whether some text of the file may have been converted wrongly before;
    `may_lack_u` is whether it was read from an encoding of which some programs drop a letter. `long_rows` gives once
    more those rows of a text file that take more than one line, and `separator` is what stands between its cells.
    """

    source: Source
    header: Place
    columns: list[str]
    headings: list[str]
    rows: Iterator[Row]
    reread: Callable[[], Iterator[Row]]
    line_of: Callable[[list[str]], int | None]
    may_be_misread: Callable[[], bool]
    problems: list[Problem] = field(default_factory=list)
    may_lack_u: bool = False
    separator: str = ""
    long_rows: Callable[[], Iterator[Row]] = lambda: iter(())


@dataclass
class File:
    """The tables of one file, one after the other, and the problems of the file itself."""

    sha256: Callable[[], str]
    tables: Iterator[Table]
    problems: list[Problem] = field(default_factory=list)


def not_read(place: Place, cells: Sequence[str]) -> Iterator[Problem]:
    """Report a row above the table, or one that numbers its columns, as not read."""
    text = " ".join(cell.strip() for cell in cells if cell.strip())
    if text and not re.fullmatch('"?sep=.?"?', text, re.IGNORECASE):
        yield problem("above-header", place, text)


SEARCHED: Final = 40
"""Rows among which the header is looked for."""

DEEPEST: Final = 3
"""Rows that a header with merged cells may take."""

FEWEST: Final = 2
"""Known columns that a row must name to be a header by itself."""

_NUMBERED: Final = re.compile(r"\(?([0-9]{1,2}|[A-Za-z])\)?")

Cells = Sequence[str]


class Headings(NamedTuple):
    """The headings that are looked for: which `column` each names, by its `heading_key`; "" is known and not read.

    `names` are all columns, `numbers` those that hold numbers. `is_apart` tells by its first rows a sheet that is no
    table, whatever its rows name.
    """

    column: Mapping[str, str]
    names: frozenset[str]
    numbers: frozenset[str]
    is_apart: Callable[[Sequence[Cells]], bool] = lambda rows: False


class Header(NamedTuple):
    """The index of the first row of a header, the index of the first row below it, and its columns.

    Below the header proper a row may number the columns; it belongs to neither. A column that is looked for stands
    under its own name, and is among `known`; one that is known and not read is empty; any other stands as written.
    """

    first: int
    end: int
    columns: list[str]
    headings: list[str]
    known: frozenset[str]
    numbering: bool = False

    @property
    def rank(self) -> tuple[int, int]:
        """What makes one header better than another: the more known columns, and then the fewer rows."""
        return len(self.known), self.first - self.end

    @property
    def complete(self) -> bool:
        """Whether each heading of one row is that of a known column: then no other row can be the header."""
        return (
            self.end - self.first == 1
            and len(self.known) >= FEWEST
            and all(heading and name in self.known for heading, name in self.named())
        )

    def named(self) -> Iterator[tuple[str, str]]:
        """Yield each heading and the column that it names; empty ones at the end are none."""
        width = max((index + 1 for index, heading in enumerate(self.headings) if heading), default=0)
        return zip(self.headings[:width], self.columns, strict=False)


def find_header(rows: Sequence[Cells], headings: Headings) -> Header | None:
    """Return the header among these first rows of a table: the first row block that names most known columns."""
    best: Header | None = None
    for header in _headers(rows, headings):
        if len(header.known) >= FEWEST and (best is None or header.rank > best.rank):
            best = header
        if header.complete:
            break
    below = next((index for index in range(best.end, len(rows)) if any(rows[index])), None) if best else None
    if best and below is not None and _numbers_columns(rows[below]):
        return best._replace(end=below + 1, numbering=True)
    return best


def header_of_row(cells: Cells, first: int, headings: Headings) -> Header:
    """Return the header that one row makes, whatever it names."""
    return _header(first, [cells], headings)


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


def _headers(rows: Sequence[Cells], headings: Headings) -> Iterator[Header]:
    """Yield every header that may be meant, from the top down, of one row before those of more."""
    for first in range(min(len(rows), SEARCHED)):
        if any(rows[first]):
            yield from _headers_at(rows, first, headings)


def _headers_at(rows: Sequence[Cells], first: int, headings: Headings) -> Iterator[Header]:
    """Yield the headers that begin at this row, over one row and over more where these look like merged cells."""
    header = header_of_row(rows[first], first, headings)
    yield header
    for depth in range(2, DEEPEST + 1):
        block = rows[first : first + depth]
        below = block[-1]
        # a cell under a column that is already named makes the row one of data
        taken = any(cell.strip() and name in header.known for name, cell in zip(header.columns, below, strict=False))
        if len(block) < depth or taken or not any(below) or any(cell.strip().isdecimal() for cell in below):
            return
        header = _header(first, block, headings)
        yield header


def _header(first: int, block: Sequence[Cells], headings: Headings) -> Header:
    merged = [list(accumulate(map(str.strip, row), _or_left)) for row in block]
    stacks = [_stack(block, merged, index) for index in range(max(map(len, block)))]
    columns = [_column(stack, headings) for stack in stacks]
    written = [" ".join(stack) for stack in stacks]
    return Header(first, first + len(block), columns, written, headings.names.intersection(columns))


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


def _column(stack: Sequence[str], headings: Headings) -> str:
    """Return the column that headings one above the other name: all together, else the lowest, else the highest."""
    if len(stack) == 1 and stack[0] in headings.names:
        return stack[0]
    for text in (" ".join(stack), *stack[-1:], *stack[:1]):
        if (key := heading_key(text)) in headings.column:
            return headings.column[key]
    return " ".join(stack).strip(' "\t')

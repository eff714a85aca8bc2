"""A table: what every format is turned into."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from scp_ninhbinh.problems.problem import Place, Problem, Source
from scp_ninhbinh.problems.rules import problem

LINE_BREAK: Final = re.compile("\r\n|\r|\n")
SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""The first line by which a text file tells a spreadsheet its separator."""

Progress = Callable[[int], None]
"""Told how many more bytes of the input have been read."""

Row = tuple[int, list[str]]
"""The row's number as a spreadsheet shows it, and its cells."""


def positions(columns: Sequence[str]) -> dict[str, int]:
    """Return where each column stands first."""
    return {name: index for index, name in reversed(list(enumerate(columns)))}


@dataclass
class Table:
    """A header and the rows below it. `columns` are the headings under the names of a survey, `headings` as written.

    `problems` fills while `rows` is read: read `rows` first.

    `line_of` tells the line where the row read last, of these cells, begins, None in a workbook. `again` gives the rows
    once more, and `doubtful` whether the file's bytes show that some text may have been converted wrongly before;
    `may_lack_u` says that it was read from an encoding of which some programs drop a letter. `long_rows` gives once
    more those rows of a text file that take more than one line, and `separator` is what stands between its cells.
    """

    source: Source
    header: Place
    columns: list[str]
    headings: list[str]
    rows: Iterator[Row]
    again: Callable[[], Iterator[Row]]
    line_of: Callable[[list[str]], int | None]
    doubtful: Callable[[], bool]
    problems: list[Problem] = field(default_factory=list)
    may_lack_u: bool = False
    separator: str = ""
    long_rows: Callable[[], Iterator[Row]] = lambda: iter(())


@dataclass
class File:
    """The tables of one file, one after the other, and what is to be said of the file itself."""

    sha256: Callable[[], str]
    tables: Iterator[Table]
    problems: list[Problem] = field(default_factory=list)


def not_read(place: Place, cells: Sequence[str]) -> Iterator[Problem]:
    """Say of a row above the table, or one that numbers its columns, that it is not read."""
    text = " ".join(cell.strip() for cell in cells if cell.strip())
    if text and not re.fullmatch('"?sep=.?"?', text, re.IGNORECASE):
        yield problem("above-header", place, text)

"""Any survey file as a header and rows of text, each with its place. For now: CSV in UTF-8.

Rows are streamed; the file's hash is taken of the very bytes that were read.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, dropwhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.files import first_bad_byte, opening
from scp_ninhbinh.language import Phrase
from scp_ninhbinh.problems import Place, Problem, ScpError
from scp_ninhbinh.rules import problem
from scp_ninhbinh.safe_text import show

if TYPE_CHECKING:
    from _csv import Reader

    from _typeshed import WriteableBuffer

Progress = Callable[[int], None]
"""Told how many more bytes of the input have been read."""

Row = tuple[int, list[str]]
"""The row's number as a spreadsheet shows it, and its cells."""

BUFFER: Final = 1 << 18
SEPARATORS: Final = (",", ";")
PLAN_SUFFIXES: Final = frozenset({".yaml", ".yml"})
FOREIGN_FORMATS: Final = {
    b"PK\x03\x04": Phrase("a workbook or another ZIP archive"),
    b"\xd0\xcf\x11\xe0": Phrase("an old Excel workbook"),
    b"\xff\xfe": Phrase("text in UTF-16"),
    b"\xfe\xff": Phrase("text in UTF-16"),
    b"%PDF": Phrase("a PDF document"),
}

LINE_BREAK: Final = re.compile("\r\n|\r|\n")
CSV_ERRORS: Final = {
    "unexpected end": Phrase("a quotation mark is opened and never closed"),
    "expected after": Phrase("text follows a closing quotation mark"),
    "field larger": Phrase("a cell is longer than any survey's, as when a quotation mark is never closed"),
}
"""What the csv module says, in our words."""


@dataclass
class Table:
    """A header and the rows below it. `problems` fills while `rows` is read; read those after these."""

    path: str
    reader: "Reader"
    sha256: Callable[[], str]
    header: Place
    columns: list[str] = field(default_factory=list)
    rows: Iterator[Row] = field(default_factory=lambda: iter(()))
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, cells: list[str]) -> int:
        """Return the line of the file where the row read last, of these cells, begins."""
        return self.reader.line_num - sum(len(LINE_BREAK.findall(cell)) for cell in cells)


@contextmanager
def open_table(path: str, known: frozenset[str], progress: Progress | None = None) -> Iterator[Table]:
    """Open the survey file at `path` for one pass over its rows.

    `known` are the headings that a survey may have; they tell which separator the file uses.

    Raises:
        ScpError: the path is missing or unreadable, the file no text, or empty.
    """
    raw = _open(path, progress)
    with io.TextIOWrapper(io.BufferedReader(raw, BUFFER), encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, delimiter=_separator(text, path, known), strict=True)
        table = Table(path, reader, raw.sha256.hexdigest, Place(path))
        rows = _rows(table)
        number, header = next((row for row in rows if any(row[1])), (0, []))
        if not header:
            raise ScpError(table.problems or [problem("empty-file", Place(path))])
        table.header = Place(path, row=number, line=table.line_of(header))
        table.columns = [heading(cell) if heading(cell) in known else cell.strip() for cell in header]
        table.rows = rows
        yield table


class _HashedFile(io.FileIO):
    """A file that hashes what is read of it and says how much that was."""

    def __init__(self, path: str, progress: Progress | None) -> None:
        super().__init__(path)
        self.sha256 = hashlib.sha256()
        self.progress = progress

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        count = super().readinto(buffer)
        self.sha256.update(memoryview(buffer)[:count])
        if self.progress:
            self.progress(count)
        return count


def _open(path: str, progress: Progress | None) -> _HashedFile:
    if Path(path).suffix.lower() in PLAN_SUFFIXES:
        raise ScpError([problem("unsupported-format", Place(path), format=Phrase("a plan file, which --plan takes"))])
    with opening(path):
        return _HashedFile(path, progress)


def _separator(text: io.TextIOWrapper, path: str, known: frozenset[str]) -> str:
    """Look at the first line without consuming it: the separator that yields the most known headings."""
    start = text.buffer.peek(BUFFER)  # type: ignore[attr-defined]  # a BufferedReader, which can peek
    for magic, name in FOREIGN_FORMATS.items():
        if start.startswith(magic):
            raise ScpError([problem("unsupported-format", Place(path), format=name)])
    lines = start.decode("utf-8-sig", "replace").splitlines()
    first = next((line for line in lines if line.strip()), "")
    return max(
        SEPARATORS, key=lambda mark: (sum(heading(cell) in known for cell in first.split(mark)), first.count(mark))
    )


def heading(cell: str) -> str:
    """Return a heading as it is compared: without quotation marks, case or white space around it."""
    return cell.strip(' "\r\t').casefold()


def _rows(table: Table) -> Iterator[Row]:
    """Number the rows; one that cannot be split is a problem and the next is tried."""
    numbers = count(1)
    while True:
        try:
            yield from zip(numbers, table.reader, strict=False)
            return
        except csv.Error as error:
            number = next(numbers) - 1  # the row that failed has taken its number
            numbers = count(number + 1)
            reason = next((text for sign, text in CSV_ERRORS.items() if sign in str(error)), show(error))
            table.problems.append(problem("bad-csv", Place(table.path, row=number), reason=reason))
        except UnicodeDecodeError:
            table.problems.append(first_bad_byte(table.path))
            yield from _rows_in_spite(table, next(numbers) - 1)
            return


def _rows_in_spite(table: Table, first: int) -> Iterator[Row]:
    """Read a file that is not UTF-8 on from row `first`: it is never scored, but all its problems are told."""
    known = list(table.problems)
    with open(table.path, encoding="utf-8-sig", errors="replace", newline="") as text:
        table.reader = csv.reader(text, table.reader.dialect)
        yield from dropwhile(lambda row: row[0] < first, _rows(table))
    table.problems = [*known, *(found for found in table.problems if found not in known)]

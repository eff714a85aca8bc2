"""Text files: CSV with any of the usual separators, in UTF-8, UTF-16 or a declared encoding.

Rows are streamed; the file's hash is taken of the very bytes that were read.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count, dropwhile, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from scp_ninhbinh.files import CHANGED, UTF16_MARKS, first_bad_byte, opened, opening, stamp
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, Source, problem
from scp_ninhbinh.tables.foreign import binary_format, refused
from scp_ninhbinh.tables.lost import may_lack_letters
from scp_ninhbinh.tables.table import (
    DEEPEST,
    LINE_BREAK,
    SEPARATOR_LINE,
    Cells,
    File,
    Header,
    Headings,
    HeadingsOf,
    Progress,
    Row,
    Table,
    find_header,
    header_of_row,
    not_read,
)
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Phrase

if TYPE_CHECKING:
    from _csv import Reader

    from _typeshed import WriteableBuffer

BUFFER: Final = 1 << 18
SAMPLE: Final = 60
"""Rows in which the header is looked for."""

LARGEST: Final = 512 << 20
LONGEST_LINE: Final = 16_000_000
"""Bytes of a file, and of one of its lines, beyond which it is no survey: rows are held in memory as they are split."""

MANY: Final = 10
"""One byte in so many is a NUL only in what is no text, or is UTF-16."""

LIKELY: Final = Phrase("its bytes look like {likely}: give --encoding {likely} if it is, or save the file in UTF-8")

ENDLESS: Final = Phrase("a line is longer than any survey's")
TOO_LARGE: Final = Phrase("the file is larger than 512 MB")

SEPARATORS: Final = (",", ";", "\t", "|")
UTF8: Final = "utf-8-sig"

CSV_ERRORS: Final = {
    "unexpected end": Phrase("a quotation mark is opened and never closed"),
    "expected after": Phrase("text follows a closing quotation mark"),
    "field larger": Phrase("a cell is longer than any survey's, as when a quotation mark is never closed"),
}
"""What the csv module says, in our words."""


# In UTF-8 (every letter here begins with 0xC3, so that one search finds them all): letters that Vietnamese does not
# use, capitals after small letters, and pairs of letters that it does not use, as in Xaõ, Daân and môc.
_FOREIGN: Final = b"".join(letter.encode()[1:] for letter in "ïøñöäåîûß×÷ÏØÑÖÄÛ")
_SUSPICIOUS: Final = re.compile(
    b"\xc3(?:[%s]|(?<=[a-z]\xc3)[\x80-\x9e]|(?<=[aA]\xc3)[\xb5\xb9\xa2\x95\x99\x82]|(?<=[eoEO]\xc3)[\xa2\x82]|\xb4c)"
    % _FOREIGN
)

_BY_JSON: Final = re.compile(rb"\\u(?:1[eE][a-fA-F]|0[01])[0-9a-fA-F]")
_ESCAPED: Final = b"(?:#[0-9]{3}|#[xX][0-9a-fA-F]{2}|[A-Za-z](?:acute|grave|circ|tilde);)"
_BY_HTML: Final = re.compile(b"&" + _ESCAPED)
"""Letters as JSON and HTML write them where they keep to ASCII."""

_IN_XML: Final = re.compile(
    rb"&(?:#1(?:[2-8][0-9]|9[01]);|#2(?:%s);|amp;%s)"
    % (b"|".join(str(ord(sign))[1:].encode() for sign in "ïøñöäåîûß×÷ÏØÑÖÛ"), _ESCAPED)
)
"""The same in XML, which escapes it once more; and where that writes letters by their numbers itself, signs below À and
letters that Vietnamese does not use."""


def suspicious(data: bytes, *, xml: bool = False) -> bool:
    """Tell quickly whether UTF-8 `data` may hold what `misread.misread` knows; if not, no cell need be looked at.

    Found are the letters that Vietnamese does not use but misread text of a few words has. Single cells of letters
    that Vietnamese uses too may be missed.
    """
    # a search for one byte is ten times as fast as one for three
    replaced = b"\xef" in data and b"\xef\xbf\xbd" in data
    by_html = _IN_XML if xml else _BY_HTML
    escaped = (b"\\" in data and _BY_JSON.search(data)) or (b"&" in data and by_html.search(data))
    return replaced or bool(escaped) or b"\xc2" in data or _SUSPICIOUS.search(data) is not None


class _Layout(NamedTuple):
    """How a text file is laid out: its codec, what a user calls that, its separator, its header or None."""

    codec: str
    encoding: str
    separator: str
    header: Header | None


@contextmanager
def open_text(
    path: str, headings: HeadingsOf, encoding: str | None, progress: Progress | None = None
) -> Iterator[File]:
    """Open a text file for one pass over the rows of its one table.

    Raises:
        ScpError: the path is missing or unreadable, or the file is empty.
    """
    with opening(path):
        before = stamp(path)
        raw = _WatchedFile(path, progress)
    if before.size > LARGEST:
        raise ScpError([problem("file-too-large", Place(path), reason=TOO_LARGE)])
    with io.BufferedReader(raw, BUFFER) as buffer:
        known = headings(None)
        assert known is not None  # of a text file only the whole could be left out
        layout = _layout(buffer.peek(BUFFER), path, known, encoding)
        with io.TextIOWrapper(buffer, encoding=layout.codec, newline="") as text:
            rows = _Rows(path, layout, text)
            tables = iter([_table(rows, raw, known)])
            yield File(raw.sha256.hexdigest, tables)
    if stamp(path) != before:  # what was read is neither the old file nor the new one
        raise ScpError([problem("unreadable-file", Place(path), reason=CHANGED)])


class _WatchedFile(io.RawIOBase):
    """A file that hashes what is read of it, reports how much that was, and looks out for bytes of broken text."""

    def __init__(self, path: str, progress: Progress | None) -> None:
        self.path, self.file = path, opened(path)
        self.sha256 = hashlib.sha256()
        self.progress = progress
        self.may_be_misread, self.may_lack_letters = False, False
        self.unbroken = 0

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self.file.close()
        super().close()

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        size = self.file.readinto(buffer) or 0
        seen = bytes(memoryview(buffer)[:size])
        self.sha256.update(seen)
        self.may_be_misread = self.may_be_misread or suspicious(seen)
        self.may_lack_letters = self.may_lack_letters or may_lack_letters(seen)
        end = max(seen.rfind(b"\n"), seen.rfind(b"\r"))
        self.unbroken = size - end if end >= 0 else self.unbroken + size
        if self.unbroken > LONGEST_LINE:
            raise ScpError([problem("bad-csv", Place(self.path), reason=ENDLESS)])
        if self.progress:
            self.progress(size)
        return size


def _layout(start: bytes, path: str, headings: Headings, encoding: str | None) -> _Layout:
    """Look at the first lines without consuming them: the encoding, and the separator that yields the columns."""
    two_bytes = start.startswith(UTF16_MARKS) or encoding == "utf-16"
    if start.count(b"\0") > len(start) // MANY and not two_bytes:
        raise refused(path, binary_format(start))
    codec = _codec(start, path, encoding)
    text = start.decode(codec, "replace")
    found: dict[str, Header | None] = {}
    line = SEPARATOR_LINE.match(text)
    for mark in (line[1],) if line else SEPARATORS:
        found[mark] = header = find_header(_sample(text, mark, whole=len(start) < BUFFER), headings)
        if header and header.complete:
            break
    first = next((line for line in text.splitlines() if line.strip()), "")

    def yields(mark: str) -> tuple[int, int]:
        named = found[mark]
        return len(named.known) if named else 0, first.count(mark)

    best = max(found, key=yields)
    header = found[best] or _of_doubtful_headings(_sample(text, best, whole=len(start) < BUFFER), headings)
    return _Layout(codec, encoding or "", best, header)


def _of_doubtful_headings(rows: Sequence[Cells], headings: Headings) -> Header | None:
    """Return the header of several rows at the top of which little is known: read whole, its headings can be told."""
    first = next((index for index, cells in enumerate(rows) if any(cells)), 0)
    header = find_header(rows[first : first + DEEPEST], headings, fewest=1)
    if header is None or header.first or header.end == 1:
        return None
    return header._replace(first=first, end=first + header.end)


def _sample(text: str, separator: str, whole: bool) -> list[list[str]]:
    """Return the first rows of the text; the last of them may be cut unless the text is whole."""
    rows: list[list[str]] = []
    try:
        rows += islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), SAMPLE)
    except csv.Error:  # reported when the row is read in earnest
        return rows
    return rows if whole or len(rows) == SAMPLE else rows[:-1]


def _codec(start: bytes, path: str, encoding: str | None) -> str:
    """Return Python's name of the file's encoding; a declared one is for files that are not UTF-8 or UTF-16 anyway."""
    if start.startswith(UTF16_MARKS):
        return "utf-16"
    if encoding == "utf-16" and b"\0" in start:  # no mark: the NULs of ASCII signs tell which byte comes first
        return "utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"
    if encoding in (None, "utf-8", "utf-16") or start.startswith(b"\xef\xbb\xbf") or _is_utf8(path):
        return UTF8
    from scp_ninhbinh.tables.encodings import codec_name

    return codec_name(encoding or "")


def _is_utf8(path: str) -> bool:
    """Whether the whole file is UTF-8 with letters beyond ASCII: then it is nothing else."""
    try:
        with io.TextIOWrapper(io.BufferedReader(opened(path)), encoding=UTF8) as text:
            return any([not chunk.isascii() for chunk in iter(lambda: text.read(BUFFER), "")])  # noqa: C419 (read all)
    except UnicodeDecodeError:
        return False


class _Rows:
    """The numbered rows of one text file; what cannot be split or decoded is among `problems`."""

    def __init__(self, path: str, layout: _Layout, text: io.TextIOBase) -> None:
        self.path, self.layout, self.source = path, layout, Source(path)
        self.reader: Reader = csv.reader(text, delimiter=layout.separator, strict=True)
        self.problems: list[Problem] = []
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        """Number the rows; one that cannot be split is a problem and the next is tried."""
        numbers = count(1)
        while True:
            try:
                yield from zip(numbers, self.reader, strict=False)
                self.count = next(numbers) - 2  # the number after the last row has been taken too
                return
            except csv.Error as error:
                number = next(numbers) - 1  # the row that failed has taken its number
                numbers = count(number + 1)
                reason = next((text for sign, text in CSV_ERRORS.items() if sign in str(error)), show(error))
                self.problems.append(problem("bad-csv", self.source.place(number), reason=reason))
            except UnicodeError:
                self.problems.append(_undecodable(self.path, self.layout))
                yield from self._in_spite(next(numbers) - 1)
                return

    def _in_spite(self, first: int) -> Iterator[Row]:
        """Read on from row `first` though bytes cannot be decoded: such a file is never scored, but all is reported."""
        known = list(self.problems)
        with self._once_more() as text:
            self.reader = csv.reader(text, self.reader.dialect)
            yield from dropwhile(lambda row: row[0] < first, iter(self))
        self.problems[:] = [*known, *(found for found in self.problems if found not in known)]

    def line_of(self, cells: list[str]) -> int:
        """Return the line of the file where the row read last, of these cells, begins."""
        return self.reader.line_num - sum(map(len, map(LINE_BREAK.findall, cells)))

    def long(self) -> Iterator[Row]:
        """Read once more, up to the last row that takes more lines than one, and yield the rows that do."""
        every, met = self.reader.line_num - self.count, 0  # lines more than rows
        for row in self.reread() if every > 0 else ():
            more = self.reader.line_num - row[0]
            if more > met:
                yield row
            if more >= every:
                return
            met = more

    def _once_more(self) -> io.TextIOWrapper:
        """Open the file again at its beginning; what cannot be decoded has been told."""
        buffer = io.BufferedReader(opened(self.path), BUFFER)
        return io.TextIOWrapper(buffer, encoding=self.layout.codec, errors="replace", newline="")

    def reread(self) -> Iterator[Row]:
        """Read the file from its beginning once more, without problems."""
        with self._once_more() as text:
            self.reader = csv.reader(text, self.reader.dialect)
            yield from iter(self)


def _table(rows: _Rows, raw: _WatchedFile, headings: Headings) -> Table:
    """Read up to the header and below it, and return the table of the rows that follow."""
    numbered, layout = iter(rows), rows.layout
    above: list[str] = []
    number, cells = _header_row(rows, numbered, above)
    header = layout.header or header_of_row(cells, number - 1, headings)
    place = rows.source.place(number, line=rows.line_of(cells))
    if not header.known:
        rows.problems.append(problem("no-header", place, " ".join(cells)))
    for below, texts in islice(numbered, header.end - header.first - 1):
        if header.numbering and below == header.end:
            rows.problems += not_read(rows.source.place(below, line=rows.line_of(texts)), texts)
    return Table(
        source=rows.source,
        header=place,
        columns=header.columns,
        stacks=header.stacks,
        rows=numbered,
        reread=lambda: dropwhile(lambda row: row[0] <= header.end, rows.reread()),
        above=above,
        line_of=rows.line_of,
        may_be_misread=lambda: raw.may_be_misread or layout.codec == "tcvn3",
        problems=rows.problems,
        may_lack_letters=lambda: raw.may_lack_letters,
        may_lack_u=layout.codec == "tcvn3",
        separator=layout.separator,
        long_rows=lambda: dropwhile(lambda row: row[0] <= header.end, rows.long()),
    )


def _header_row(rows: _Rows, numbered: Iterator[Row], above: list[str]) -> Row:
    """Read up to the first row of the header, and report what `above` it is not read.

    Raises:
        ScpError: there is none: the file is empty, or its rows cannot be read.
    """
    first = rows.layout.header.first + 1 if rows.layout.header else 1
    for number, cells in numbered:
        if number >= first and any(cells):
            return number, cells
        above += filter(None, cells)
        rows.problems += not_read(rows.source.place(number, line=rows.line_of(cells)), cells)
    raise ScpError(rows.problems or [problem("empty-file", rows.source.place())])


def _undecodable(path: str, layout: _Layout) -> Problem:
    """Name the first byte that the encoding does not have, and the encoding that the file is likely in."""
    from scp_ninhbinh.tables.encodings import likely_encoding

    found = first_bad_byte(path, layout.codec, layout.encoding)
    with opened(path) as file:
        likely = likely_encoding(file.read(BUFFER) or b"")
    remedy = {"remedy": LIKELY, "likely": likely} if likely and likely != layout.encoding else {}
    return found._replace(details={**found.details, **remedy})

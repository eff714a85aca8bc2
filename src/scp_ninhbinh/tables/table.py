"""A table: what every format is turned into; where its header stands, and which columns that names."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Final, NamedTuple, Protocol

from scp_ninhbinh.problems.problem import Place, Problem, Source, problem
from scp_ninhbinh.text.spelling import fold

LINE_BREAK: Final = re.compile("\r\n|\r|\n")
SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""The first line by which a text file tells a spreadsheet its separator."""

Progress = Callable[[int], None]
"""Called with how many more bytes of the input have been read."""

Stack = tuple[str, ...]
"""The headings over a column, top first; none over a column without any."""

Row = tuple[int, list[str]]
"""The row's number as a spreadsheet shows it, and its cells."""


def positions(columns: Sequence[str]) -> dict[str, int]:
    """Return where each column stands first."""
    return {name: index for index, name in reversed(list(enumerate(columns)))}


def other_headings(columns: Sequence[str], stacks: Sequence[Stack]) -> dict[str, str]:
    """Return the headings as written of the columns that a survey calls otherwise, by these names."""
    pairs = reversed(list(zip(columns, map(heading_text, stacks), strict=False)))
    return {name: heading for name, heading in pairs if name and heading and name != heading}


@dataclass
class Table:
    """A header and the rows below it. `columns` are the headings under the names of a survey, `stacks` as written.

    `problems` fills while `rows` is read: read `rows` first.

    `line_of` gives the line where the row read last, of these cells, begins, None in a workbook. `reread` gives the
    rows once more, `may_be_misread` whether some text of the file may have been converted wrongly before, and
    `may_lack_letters` whether some of its letters may have become question marks; `may_lack_u` is whether it was read
    from an encoding of which some programs drop a letter. `long_rows` gives once more those rows of a text file that
    take more than one line, and `separator` is what stands between its cells. `above` are the
    texts over the header, `hidden_rows` the numbers of the rows below it that nobody sees.
    """

    source: Source
    header: Place
    columns: list[str]
    stacks: list[Stack]
    rows: Iterator[Row]
    reread: Callable[[], Iterator[Row]]
    line_of: Callable[[list[str]], int | None]
    may_be_misread: Callable[[], bool]
    problems: list[Problem] = field(default_factory=list)
    may_lack_u: bool = False
    may_lack_letters: Callable[[], bool] = lambda: True
    separator: str = ""
    above: Sequence[str] = ()
    long_rows: Callable[[], Iterator[Row]] = lambda: iter(())
    hidden_rows: Sequence[int] = ()


def heading_text(stack: Stack) -> str:
    """Return headings one above the other as messages show them, and as they are declared."""
    return " / ".join(stack)


@dataclass
class File:
    """The tables of one file, one after the other, the names of its sheets, and the problems of the file itself."""

    sha256: Callable[[], str]
    tables: Iterator[Table]
    sheets: list[str] = field(default_factory=list)
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

_NUMBERED: Final = re.compile(r"(?:[Cc]ột\s*|c)?[(\[]?([0-9]{1,2}|[A-Za-z])[)\].]?(?:\s*=[\s0-9()\[\]+\-*/x:%.,]+)?")

_YEAR: Final = re.compile("(?:19|20|21)[0-9]{2}")
_BRACKET: Final = re.compile(r"[(\[][^()\[\]]*(?:[^\W\d_]|%)[^()\[\]]*[)\]]")

_UNIT_LABEL: Final = re.compile(r"\W*(?:đvt|đơn vị(?: tính)?|dvt|don vi(?: tinh)?|units?)\W*")
"""What stands at the left of a row that gives the units of columns."""

Cells = Sequence[str]


class Headings(Protocol):
    """Knows the headings that are looked for. `names` are all columns, `numbers` those that hold numbers.

    A row that names the `fewest` of them may be a header. `years` hold years, `remarks` what is not read, `answers`
    what is asked of a unit.
    """

    names: frozenset[str]
    numbers: frozenset[str]
    fewest: int
    years: frozenset[str]
    remarks: frozenset[str]
    answers: frozenset[str]

    def column(self, stack: Stack) -> str | None:
        """Return the column that a stack of headings names; "" is known and not read, None unknown."""

    def turns(self, heading: str, lone: bool) -> bool:
        """Whether a heading over others changes what they mean, as "Tỷ lệ (%)" does; a lone one may be a title."""

    def is_apart(self, rows: Sequence[Cells]) -> bool:
        """Whether these first rows of a sheet are those of no table, whatever they name."""

    def unread(self, name: str, rows: Sequence[Cells]) -> tuple[str, dict[str, object]] | None:
        """Return the rule of a sheet without a header, and what its texts name; None if nothing stands in it."""


HeadingsOf = Callable[[str | None], Headings | None]
"""Gives what knows the headings of a sheet, or of a text file (None); None of a sheet that is not to be read."""


class Header(NamedTuple):
    """The index of the first row of a header, the index of the first row below it, and its columns.

    Below the header proper a row may number the columns; it belongs to neither. A column that is looked for stands
    under its own name, and is among `known`; one that is known and not read is empty; any other stands as written.
    """

    first: int
    end: int
    columns: list[str]
    stacks: list[Stack]
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
            and all(stack and name in self.known for stack, name in self.named())
        )

    def named(self) -> Iterator[tuple[Stack, str]]:
        """Yield each heading and the column that it names; empty ones at the end are none."""
        width = max((index + 1 for index, stack in enumerate(self.stacks) if stack), default=0)
        return zip(self.stacks[:width], self.columns, strict=False)


def find_header(rows: Sequence[Cells], headings: Headings, fewest: int | None = None) -> Header | None:
    """Return the header among these first rows of a table: the first row block that names most known columns.

    It names at least the `fewest`.
    """
    best: Header | None = None
    for header in _headers(rows, headings):
        if len(header.known) >= (fewest or headings.fewest) and (best is None or header.rank > best.rank):
            best = header
        if header.complete:
            break
    if best is None:
        return None
    best = _with_row_below(_with_group_above(best, rows, headings), rows, headings)
    below = _filled_below(best, rows)
    if below is not None and numbers_columns(rows[below]):
        return best._replace(end=below + 1, numbering=True)
    return best


def _filled_below(header: Header, rows: Sequence[Cells]) -> int | None:
    """Return the index of the first row below a header in which something stands."""
    return next((index for index in range(header.end, len(rows)) if any(rows[index])), None)


def _with_row_below(header: Header, rows: Sequence[Cells], headings: Headings) -> Header:
    """Return the header with the row below it, if that only says what the figures are in, how to answer, or of when."""
    below = _filled_below(header, rows)
    if below is None:
        return header
    if _are_years(rows[header.end - 1], rows[below]):
        return _header(header.first, rows[header.first : below + 1], headings)
    texts = _said_below(header, rows[below], headings)
    if not _says_units(header, texts, headings):
        return header
    stacks = [(*stack, text) if text else stack for stack, text in zip(header.stacks, texts, strict=False)]
    columns = [_column(stack, headings) for stack in stacks]
    return Header(header.first, below + 1, columns, stacks, headings.names.intersection(columns))


def _said_below(header: Header, cells: Cells, headings: Headings) -> list[str]:
    """Return what a row below a header says of each column; nothing for "ĐVT" or a heading come again: "(huyện)"."""
    texts = [cell.strip() for cell in cells] + [""] * len(header.stacks)
    for index, (text, name, stack) in enumerate(zip(texts, header.columns, header.stacks, strict=False)):
        label = name not in headings.numbers and _UNIT_LABEL.fullmatch(fold(text))
        if stack and text and (label or headings.column((text.strip("()[] "),)) == name):
            texts[index] = ""
    return texts


def _says_units(header: Header, cells: Cells, headings: Headings) -> bool:
    """Whether each cell of a row, of which one is below a known heading, only says how those below it are meant."""
    at = [index for index, cell in enumerate(cells) if cell.strip()]
    if numbers_columns(cells) or not at or at[-1] >= len(header.stacks):
        return False
    known = not header.known.isdisjoint(header.columns[index] for index in at)
    figures = all(header.columns[index] in headings.numbers for index in at)
    if figures and len(at) > 1 and len({cells[index].strip() for index in at}) == 1:
        return any(letter.isalpha() or letter == "%" for letter in cells[at[0]])  # a unit, known or not
    return known and all(_says_unit(header.stacks[i], header.columns[i], cells[i].strip(), headings) for i in at)


def _says_unit(stack: Stack, name: str, text: str, headings: Headings) -> bool:
    """Whether a text below a heading changes nothing, or stands in brackets below figures or what is not read."""
    bracket, figures = _BRACKET.fullmatch(text) is not None, name in headings.numbers
    if not stack or not (bracket or figures):
        return False
    return (bracket and (figures or name not in headings.names)) or headings.column((*stack, text)) == name


def header_of_row(cells: Cells, first: int, headings: Headings) -> Header:
    """Return the header that one row makes, whatever it names."""
    return _header(first, [cells], headings)


def numbers_columns(cells: Cells) -> bool:
    """Whether a row only numbers the columns, as below the header of an official table: A, B, 1, 2, 3=2/1."""
    found = [_NUMBERED.fullmatch(cell.strip()) for cell in cells if cell.strip()]
    marks = [match[1].upper() for match in found if match]
    letters = [ord(mark) for mark in marks if mark.isalpha()]
    digits = [int(mark) for mark in marks if not mark.isalpha()]
    fewest = FEWEST if letters else FEWEST + 1
    return len(marks) == len(found) >= fewest and _in_turn(letters) and _in_turn(digits) and digits[:1] in ([], [1])


def _in_turn(numbers: Sequence[int]) -> bool:
    return all(later - earlier == 1 for earlier, later in pairwise(numbers))


def _headers(rows: Sequence[Cells], headings: Headings) -> Iterator[Header]:
    """Yield the header that may begin at each row, from the top down, with the rows that divide its headings."""
    for first in range(min(len(rows), SEARCHED)):
        if any(rows[first]):
            end = first + 1
            while end < min(first + DEEPEST, len(rows)) and _divides(rows[end - 1], rows[end]):
                end += 1
            yield _header(first, rows[first:end], headings)


def _divides(above: Cells, below: Cells) -> bool:
    """Whether a row only divides headings of the row above it: each of its cells is below one over several columns.

    A cell below a heading that has one column, or below none at all, makes the row one of data.
    """
    filled = [index for index, cell in enumerate(below) if cell.strip()]
    return not any(below[index].strip().isdecimal() for index in filled) and _are_below_wide(filled, above, below)


def _are_below_wide(filled: Sequence[int], above: Cells, below: Cells) -> bool:
    """Whether all filled cells of a row stand below a heading over several columns."""
    width = max(len(above), len(below))
    starts = [index for index, cell in enumerate(above) if cell.strip()]
    over = {index: start for start, end in pairwise([*starts, width]) if end - start > 1 for index in range(start, end)}
    return bool(filled) and all(index in over for index in filled)


def _are_years(above: Cells, below: Cells) -> bool:
    """Whether a row only gives years to the columns of headings over several: 2024 and 2025 below one question."""
    filled = [index for index, cell in enumerate(below) if cell.strip()]
    years = len(filled) >= FEWEST and all(_YEAR.fullmatch(below[index].strip()) for index in filled)
    return years and _are_below_wide(filled, above, below)


def _with_group_above(header: Header, rows: Sequence[Cells], headings: Headings) -> Header:
    """Return the header with the headings over a part of its columns, in the row above it, that change their meaning.

    A title begins over the first column; a lone heading over a part of the columns stands to the right of that.
    """
    above = rows[header.first - 1] if header.first else ()
    if whole := _with_names_above(header, rows, headings):
        return whole
    if _is_cut(above, rows[header.first]):
        return header
    start = next((index for index, stack in enumerate(header.stacks) if stack), 0)
    width = len(header.stacks)
    lone = sum(headings.turns(cell.strip(), False) for cell in above if cell.strip()) <= 1
    texts = [cell.strip() if index > start or not lone else "" for index, cell in enumerate(above[:width])]
    over = list(accumulate([*texts, *[""] * (width - len(texts))], _or_left))  # the last may be merged to the end
    stacks, columns = list(header.stacks), list(header.columns)
    for index, name in enumerate(header.columns):
        if name in header.known and over[index] and headings.turns(over[index], lone):
            stacks[index] = (over[index], *stacks[index])
            columns[index] = _column(stacks[index], headings)
    return header._replace(stacks=stacks, columns=columns, known=headings.names.intersection(columns))


def _is_cut(above: Cells, headings: Cells) -> bool:
    """Whether separators within a title cut it in pieces: "Biểu 1, năm 2024". They begin as no heading does."""
    pieces = any(left.strip() and cell[:1] == " " and not cell.strip()[:1].isupper() for left, cell in pairwise(above))
    if any(cell[:1] == " " for cell in headings):
        pieces = False
    return pieces or any(cell.count("(") != cell.count(")") for cell in above)


def _with_names_above(header: Header, rows: Sequence[Cells], headings: Headings) -> Header | None:
    """Return the header with the row above it, if that names columns for which it has no heading: not merged down.

    It begins with such a name, where a title stands over a heading, and the rest of it turns what it stands over.
    """
    above = rows[header.first - 1] if header.first else ()
    begin = next((index for index, cell in enumerate(above) if cell.strip()), len(header.stacks))
    if any(header.stacks[begin : begin + 1]) or not _divides(above, rows[header.first]):
        return None
    whole = _header(header.first - 1, rows[header.first - 1 : header.end], headings)
    pairs = list(zip(header.stacks, header.columns, whole.stacks, whole.columns, strict=False))
    named = any(not stack and name in headings.names for stack, _, _, name in pairs)
    turned = all(
        old == new or headings.turns(stack[0], False) for _, old, stack, new in pairs if old in header.known and stack
    )
    return whole if named and turned else None


def _header(first: int, block: Sequence[Cells], headings: Headings) -> Header:
    stacks = [_stack(block, index) for index in range(max(map(len, block)))]
    columns = [_column(stack, headings) for stack in stacks]
    return Header(first, first + len(block), columns, stacks, headings.names.intersection(columns))


def _or_left(left: str, cell: str) -> str:
    return cell or left


def _stack(block: Sequence[Cells], index: int) -> Stack:
    """Return the headings over a column, top first; a cell merged to its left stands for those right of it."""
    texts = []
    for level, row in enumerate(block):
        own = row[index].strip() if index < len(row) else ""
        below = any(index < len(other) and other[index].strip() for other in block[level + 1 :])
        if not own and below:
            own = next((cell.strip() for cell in reversed(row[:index]) if cell.strip()), "")
        texts.append(own)
    return tuple(text for text in texts if text)


def _column(stack: Stack, headings: Headings) -> str:
    """Return the column that headings one above the other name, or the headings as they are written."""
    found = headings.column(stack) if stack else ""
    return heading_text(stack).strip(' "\t') if found is None else found

"""Sheets of a workbook → tables. What a format's reader finds, it hands over as a `Sheet`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import dropwhile, takewhile
from typing import Any, Final, NamedTuple

from scp_ninhbinh.problems.problem import Place, Problem, ScpError, Source, column_letters, has_errors, problem
from scp_ninhbinh.tables.formatting import Cell, Columns, Formatting, Said, said_by
from scp_ninhbinh.tables.lost import headings_lost
from scp_ninhbinh.tables.merged import Shared, merged_problems, with_merged_headings
from scp_ninhbinh.tables.table import (
    SEARCHED,
    File,
    Header,
    Headings,
    HeadingsOf,
    Row,
    Table,
    find_header,
    heading_text,
    not_read,
    positions,
)
from scp_ninhbinh.text.numbers import Stored
from scp_ninhbinh.text.say import Phrase

LARGEST_INTEGER: Final = 10**15
"""Whole numbers above which a workbook's float is no longer exact."""

MOST_REMEMBERED: Final = 100_000
"""Different numbers whose text is remembered."""

FEW: Final = 10
"""Row numbers that a message lists; the rest are an ellipsis."""

ZERO_OF_EMPTY: Final = "zero-of-empty"
"""The rule of a cell that shows 0 because the cell to which it refers is empty."""

BEYOND_LATIN_1: Final = "\u02ff"
"""No letter above it is among those that old fonts show as Vietnamese."""


def encoding_of_font(name: str) -> str | None:
    """Return the encoding that a font is made for: .VnTime and its like show TCVN3, VNI-Times and its like VNI."""
    plain = name.casefold()
    return "tcvn3" if plain.startswith(".vn") else "vni" if plain.startswith("vni-") else None


class Unreadable(NamedTuple):
    """A cell that holds no value to read: the rule it breaks, and what it shows."""

    rule: str
    text: str


@dataclass
class Sheet:
    """One sheet: its cells as values, and what a reader of values alone would miss.

    `rows` gives the number of each row, from 0 on, and its values from the sheet's first column on; rows in which
    nothing stands may be left out. `legacy` are the cells whose font is made for an old encoding, and which. `merged`
    holds the first and last cell of each merged range, `padded` the digits of numbers shown with leading zeros.
    `conditional` are ranges whose cells a conditional format may show otherwise, `comments` those on cells.
    `formatting` is what fonts and number formats say.
    """

    name: str
    rows: Callable[[], Iterator[tuple[int, Sequence[Any]]]]
    hidden: bool = False
    unreadable: Mapping[Cell, Unreadable] = field(default_factory=dict)
    percents: frozenset[Cell] = frozenset()
    legacy: Mapping[Cell, str] = field(default_factory=dict)
    padded: Mapping[Cell, int] = field(default_factory=dict)
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[range] = ()
    conditional: Sequence[tuple[Cell, Cell]] = ()
    comments: Mapping[Cell, str] = field(default_factory=dict)
    merged: Sequence[tuple[Cell, Cell]] = ()
    formatting: Formatting = field(default_factory=Formatting)


class Look(NamedTuple):
    """How sheets are looked at: the headings looked for, whether texts may be misread, the encoding of old fonts.

    Last, whether some of their letters may have become question marks.
    """

    headings: HeadingsOf
    may_be_misread: bool
    encoding: str | None
    may_lack_letters: bool = True


def tables_of(file: File, path: str, sheets: Iterator[Sheet], look: Look) -> Iterator[Table]:
    """Yield the table of each sheet that has the header of a survey; report the others as not read, with their names.

    Raises:
        ScpError: no sheet has one.
    """
    tables, problems, names = 0, file.problems, file.sheets
    for sheet in sheets:
        names.append(sheet.name)
        place = Place(path, sheet=sheet.name)
        headings = look.headings(sheet.name)
        if headings is None:
            problems.append(problem("sheet-skipped", place, sheet.name, by=Phrase("scp.yaml")))
            tables += 1  # as a person wants it
            continue
        first = _first_rows(sheet)
        header = None if headings.is_apart(first) else find_header(first, headings)
        if header:
            tables += 1
            if sheet.hidden:
                problems.append(problem("hidden-sheet", place, sheet.name))
            header = _with_merged(sheet, header, headings)
            yield _table(Source(path, sheet.name, positions(header.columns)), sheet, header, headings, look)
        elif lacking := headings_lost(place, first):
            problems.append(lacking)
        elif unread := headings.unread(sheet.name, first):
            rule, details = unread
            problems.append(problem(rule, place, sheet.name, **details))
    if not tables and not has_errors(problems):
        few = (*names[:FEW], *("…",) * (len(names) > FEW))
        raise ScpError([*problems, problem("no-survey-sheet", Place(path), sheets=few)])


def _with_merged(sheet: Sheet, header: Header, headings: Headings) -> Header:
    return with_merged_headings(header, sheet.merged, sheet.rows, headings) if sheet.merged else header


def _table(source: Source, sheet: Sheet, header: Header, headings: Headings, look: Look) -> Table:
    encoding, numbers = look.encoding, headings.numbers & header.known
    said = _said(source, sheet, header, headings)

    def rows() -> Iterator[Row]:
        return _rows(sheet, header, Shared(sheet.merged, header, numbers), encoding, said)

    if encoding and not sheet.legacy and any(max(text) > BEYOND_LATIN_1 for text in _all_texts(sheet)):
        encoding = None  # the sheet is Unicode already
    old_fonts = () if encoding else _in_old_fonts(source, sheet, header)

    merged = merged_problems(source, sheet.merged, header, headings, sheet.rows(), _one_text) if sheet.merged else ()
    unreadable = [*_unreadable_cells(source, sheet, header, headings), *merged]
    cells = [found for found in (*old_fonts, *unreadable) if (found.place.row or 0) - 1 not in said.struck]
    problems = [*_around(source, sheet, header), *said.problems, *cells, *_hidden(source, sheet, header, headings)]
    problems += _comments(source, sheet, header, headings)
    return Table(
        source=source,
        header=source.place(header.first + 1),
        columns=header.columns,
        stacks=header.stacks,
        above=[cell for cells in _first_rows(sheet)[: header.first] for cell in cells if cell.strip()],
        rows=rows(),
        reread=rows,
        line_of=lambda cells: None,
        may_be_misread=lambda: look.may_be_misread,
        may_lack_letters=lambda: look.may_lack_letters,
        problems=problems,
        hidden_rows=[row + 1 for row in sheet.hidden_rows if row >= header.end],
    )


def _around(source: Source, sheet: Sheet, header: Header) -> Iterator[Problem]:
    """Report the rows above the header, and one below it that numbers the columns, as not read."""
    for index, cells in enumerate(_first_rows(sheet)[: header.end]):
        if index < header.first or (header.numbering and index == header.end - 1):
            yield from not_read(source.place(index + 1), cells)


def _said(source: Source, sheet: Sheet, header: Header, headings: Headings) -> Said:
    """Return what the formatting of the cells below the header says, in the columns from which something is taken."""
    if not sheet.formatting:
        return Said([], set(), {})
    read = header.known - headings.remarks
    names = {index: name for index, name in enumerate(header.columns) if name in read}
    begun = {top for (top, left), (bottom, _) in sheet.merged if bottom > top and left in names}
    columns = Columns(names, list(map(heading_text, header.stacks)), headings.numbers, headings.years)
    rows = ((index, values, _texts(values)) for index, values in sheet.rows() if index >= header.end)
    return said_by(sheet.formatting, source, columns, rows, begun)


def _rows(sheet: Sheet, header: Header, shared: Shared, encoding: str | None, said: Said) -> Iterator[Row]:
    """Yield the rows below the header as texts; of empty rows one after the other only the first."""
    width = len(header.columns)
    after, gap = header.end, False
    for index, values in dropwhile(lambda row: row[0] < header.end, sheet.rows()):
        if index > after and not gap:
            yield after + 1, []
        if index in said.struck:
            after = index + 1
            continue
        cells = _texts(values)
        if len(cells) < width:
            cells += [""] * (width - len(cells))
        if sheet.percents or sheet.unreadable or sheet.padded or said.words:
            _correct(cells, index, sheet, said.words)
        if shared.starts:
            shared.fill(index, cells)
        if encoding:
            cells = _redecoded(cells, index, sheet, encoding)
        empty = not any(cells)
        if not (empty and gap):
            yield index + 1, cells
        after, gap = index + 1, empty


def _redecoded(cells: list[str], row: int, sheet: Sheet, declared: str) -> list[str]:
    """Decode the cells in old fonts, which show their encoding themselves; where no font does, all as declared."""
    from scp_ninhbinh.tables.encodings import redecode

    encodings = [sheet.legacy.get((row, column)) if sheet.legacy else declared for column in range(len(cells))]
    return [redecode(cell, how) or cell if how else cell for cell, how in zip(cells, encodings, strict=True)]


def _first_rows(sheet: Sheet) -> list[list[str]]:
    """Return the first rows of a sheet, those too in which nothing stands."""
    rows: list[list[str]] = [[] for _ in range(SEARCHED)]
    for index, values in takewhile(lambda row: row[0] < SEARCHED, sheet.rows()):
        rows[index] = _texts(values)
    return rows


class _Numbers(dict[float, str]):
    """Numbers already written out, as a survey has the same ones over and over."""

    def __missing__(self, value: float) -> str:
        text = _number(value)
        if len(self) < MOST_REMEMBERED:
            self[value] = text
        return text


_WRITTEN: Final = _Numbers()


def _texts(values: Sequence[Any]) -> list[str]:
    return [
        value if value.__class__ is str else _WRITTEN[value] if value.__class__ is float else _text(value)
        for value in values
    ]


def _text(value: Any) -> str:
    """Return the text of a stored value that is no number: dates as ISO has them."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime() if value.time() == datetime.min.time():
            return value.date().isoformat()
        case _:
            return str(value)


def _number(value: float) -> str:
    """Return a number by its shortest decimal, the one that was typed; one beyond exact whole numbers is no answer."""
    if not abs(value) < LARGEST_INTEGER:  # nor a nan
        return str(value)
    return str(int(value)) if value.is_integer() else Stored(format(Decimal(repr(value)), "f"))


def _correct(cells: list[str], row: int, sheet: Sheet, words: Mapping[Cell, str]) -> None:
    """Put right what a reader of values alone gets wrong in a row: errors are no blanks, a share is no number."""
    for column, cell in enumerate(cells):
        if (row, column) in sheet.unreadable:
            cells[column] = ""
        elif (row, column) in words:
            cells[column] = words[row, column]
        elif cell and (row, column) in sheet.padded:
            cells[column] = cell.zfill(sheet.padded[row, column])
        elif cell and (row, column) in sheet.percents:
            cells[column] = _percent(cell)


def _percent(cell: str) -> str:
    """Return a share as the percentage that it is shown as; a text or a date in such a cell stays what it is."""
    try:
        return f"{(Decimal(cell) * 100).normalize():f}%"
    except InvalidOperation:
        return cell


def _one_text(value: Any) -> str:
    return _texts((value,))[0]


def _all_texts(sheet: Sheet) -> Iterator[str]:
    return (value for _, values in sheet.rows() for value in values if isinstance(value, str) and value)


def _unreadable_cells(source: Source, sheet: Sheet, header: Header, headings: Headings) -> Iterator[Problem]:
    """Yield a problem for each cell of a survey column that shows an error, or a formula without its value.

    A 0 for an empty cell is none where no answer is asked for, nor in a row whose unit is a reference to one too.
    """
    empty = {
        row
        for (row, column), unreadable in sheet.unreadable.items()
        if unreadable.rule == ZERO_OF_EMPTY and header.columns[column : column + 1] in (["name"], ["id"])
    }
    for (row, column), unreadable in sorted(sheet.unreadable.items()):
        name = header.columns[column] if column < len(header.columns) else ""
        told = unreadable.rule != ZERO_OF_EMPTY or (name in headings.answers and row not in empty)
        if row >= header.end and name in header.known and told:
            yield problem(unreadable.rule, source.place(row + 1, name), unreadable.text)


def _in_old_fonts(source: Source, sheet: Sheet, header: Header) -> Iterator[Problem]:
    """Yield a problem for each text in a font of an old encoding whose letters can be of that encoding."""
    from scp_ninhbinh.tables.encodings import redecode

    for row, values in sheet.rows() if sheet.legacy else ():
        for column, cell in enumerate(_texts(values)):
            name = header.columns[column] if column < len(header.columns) else ""
            encoding = sheet.legacy.get((row, column))
            if encoding and row >= header.end and name in header.known and (likely := redecode(cell, encoding)):
                yield problem("mis-converted-text", source.place(row + 1, name), cell, guess=likely)


def _hidden(source: Source, sheet: Sheet, header: Header, headings: Headings) -> Iterator[Problem]:
    """Name the columns that nobody sees and that are read, and those that may show something else."""
    changing = [range(left, right + 1) for (_, left), (bottom, right) in sheet.conditional if bottom >= header.end]
    for rule, ranges in (("hidden-columns", sheet.hidden_columns), ("conditional-format", changing)):
        if columns := tuple(_read_in(ranges, header, headings)):
            yield problem(rule, source.place(), columns=columns)


def _comments(source: Source, sheet: Sheet, header: Header, headings: Headings) -> Iterator[Problem]:
    """Yield the comments on cells from which something is taken."""
    read = header.known - headings.remarks
    for (row, column), text in sorted(sheet.comments.items()):
        name = header.columns[column] if column < len(header.columns) else ""
        if row >= header.end and name in read and text:
            yield problem("cell-comment", source.place(row + 1, name), text)


def _read_in(ranges: Sequence[range], header: Header, headings: Headings) -> Iterator[str]:
    """Yield the columns in some ranges from which something is taken, as messages call them."""
    read = header.known - headings.remarks if ranges else ()
    for at, name in enumerate(header.columns):
        if name in read and any(at in columns for columns in ranges):
            yield f'{column_letters(at)} "{heading_text(header.stacks[at])}"'

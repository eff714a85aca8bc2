"""A copy of a survey file as a workbook, with a comment on each wrong cell."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from scp_ninhbinh.findings.text import SEVERITY_WORDS
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Problem, Severity, describe, place_text
from scp_ninhbinh.project.declared import Declared
from scp_ninhbinh.project.headings import headings_of
from scp_ninhbinh.tables.opening import open_file
from scp_ninhbinh.tables.package import PIECE
from scp_ninhbinh.tables.table import Table, heading_text, positions
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase, joined
from scp_ninhbinh.writers.office import BORN, cell_text, set_text, sheet_name, workbook_bytes

if TYPE_CHECKING:
    from zipfile import ZipFile

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_COMMENTS: Final = 2_000
"""Comments that a spreadsheet still opens at once; the list of all findings is a sheet of its own."""

MOST_TEXT: Final = 32_000
"""Characters of a cell, a little below what Excel allows."""

MOST_BYTES: Final = 32 << 20
"""Bytes of a workbook unpacked that is copied with its looks: openpyxl takes many times as many. Else values alone."""

MOST_LOOKS: Final = 4 << 20
"""Bytes of a drawing, or of another part beside the cells."""

PROPERTIES: Final = "docProps/core.xml"
"""The part of a workbook that says when it was made."""

SHEET: Final = "scp check"
LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14
"""What a sheet can hold."""

FILLS: Final[Mapping[Severity, str]] = {"error": "FFC7CE", "warning": "FFEB9C", "notice": "DDEBF7"}

Notes = dict[tuple[str, int, int], list[Problem]]
"""The problems of each cell, by sheet, row and column (from 1 on)."""


def annotated(
    path: str, problems: Sequence[Problem], declared: Declared, known: Vocabulary, language: Language
) -> bytes:
    """Return a workbook: of an .xlsx the file itself, of any other its tables; each wrong cell has a comment.

    Raises:
        ScpError: the file cannot be read at all.
    """
    book, sheets = _copy(path, declared, known)
    notes: Notes = defaultdict(list)
    for found in (one for one in problems if one.place.path == path):  # a register has problems of its own
        sheet = found.place.sheet or next(iter(sheets))
        if found.place.row and found.place.row <= LAST_ROW and sheet in sheets:
            at = sheets[sheet].columns.get(found.place.column or "", 0)
            notes[sheet, found.place.row, min(at, LAST_COLUMN - 1) + 1].append(found)
    for (name, row, column), here in list(notes.items())[:MOST_COMMENTS]:
        _comment(sheets[name].sheet, row, column, here, language)
    _list(book, problems, language)
    return workbook_bytes(book)


class Copied(NamedTuple):
    """A sheet of the copy, and the number, from 0 on, of each column of its original."""

    sheet: "Worksheet"
    columns: Mapping[str, int]


def _copy(path: str, declared: Declared, known: Vocabulary) -> tuple["Workbook", dict[str, Copied]]:
    """Return the workbook to write on, and its sheets by the names that they have in the file."""
    from openpyxl import Workbook

    sheets: dict[str, Copied] = {}
    book = Workbook()
    _date(book, b"")
    book.remove(book.worksheets[0])
    with open_file(path, headings_of(declared, known, path), declared.encoding_of(path)) as file:
        for table in file.tables:
            name = table.source.sheet or "Sheet"
            made = book.create_sheet(sheet_name(show(name), book.sheetnames))
            _fill(made, table)
            sheets.setdefault(name, Copied(made, positions(table.columns)))
    if itself := _itself(path, sheets):
        return itself, {name: one._replace(sheet=itself[name]) for name, one in sheets.items()}
    return book, sheets


def _itself(path: str, names: Collection[str]) -> "Workbook | None":
    """Return the workbook of an .xlsx with all its looks, or None where openpyxl cannot have it."""
    import warnings
    import zipfile

    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of looks that it leaves out
            if not _is_safe(archive):
                return None
            properties = archive.read(PROPERTIES) if PROPERTIES in archive.namelist() else b""
            book = load_workbook(path)
    except Exception:
        return None  # no archive, or looks that openpyxl does not know: the copy then has the values alone
    _date(book, properties)
    return book if all(name in book.sheetnames and hasattr(book[name], "cell") for name in names) else None


def _is_safe(archive: "ZipFile") -> bool:
    """Whether openpyxl can take in a workbook: it is none of other programs, not too large, and no size in it lies.

    Raises:
        BadZipFile: a part is not of the size that the archive gives.
    """
    sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    looks = (size for name, size in sizes.items() if not name.startswith(("xl/worksheets/", "xl/sharedStrings")))
    if "xl/workbook.xml" not in sizes or sum(sizes.values()) > MOST_BYTES or max(looks) > MOST_LOOKS:
        return False
    for entry in archive.infolist():  # those too that hold no cells, and so have not been unpacked yet
        with archive.open(entry) as part:
            while part.read(PIECE):
                pass
    return True


def _date(book: "Workbook", properties: bytes) -> None:
    """Keep the dates of a file, and give it none but `BORN` where it has none: openpyxl would write the time of day."""
    for name in ("created", "modified"):
        if name.encode() not in properties:
            setattr(book.properties, name, BORN)


def _fill(sheet: "Worksheet", table: Table) -> None:
    """Write header and rows where they stand in the file, every cell as text."""
    for row, cells in chain([(table.header.row or 1, list(map(heading_text, table.stacks)))], table.rows):
        if row > LAST_ROW:
            return  # what is below is in the list of findings
        for column, text in enumerate(cells[:LAST_COLUMN], start=1):
            if text:
                set_text(sheet.cell(row, column), show(text[:MOST_TEXT]))


def _comment(sheet: "Worksheet", row: int, column: int, problems: Sequence[Problem], language: Language) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):  # only the first cell of a merged range can carry a comment
        merged = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        cell = sheet.cell(merged.min_row, merged.min_col)
    text = "\n".join(f"{found.rule}: {language.text(joined(*describe(found), by='; '))}" for found in problems)
    comment = Comment(cell_text(text[:MOST_TEXT]), "scp")
    comment.width, comment.height = 320, 40 + 18 * (len(text) // 45 + len(problems))
    cell.comment = comment
    worst = next(severity for severity in FILLS if any(found.severity == severity for found in problems))
    cell.fill = PatternFill("solid", fgColor=FILLS[worst])


def _list(book: "Workbook", problems: Sequence[Problem], language: Language) -> None:
    """Add a sheet with every finding, those too that no cell stands for."""
    sheet = book.create_sheet(SHEET)
    headings = (Phrase("Place"), Phrase("Rule"), Phrase("Severity"), Phrase("Finding"), Phrase("Remedy"))
    lines = chain([[language.text(heading) for heading in headings]], _rows(problems[: LAST_ROW - 1], language))
    for row, texts in enumerate(lines, start=1):
        for column, text in enumerate(texts, start=1):
            set_text(sheet.cell(row, column), show(text[:MOST_TEXT]))
    for letter, width in zip("ABCDE", (40, 24, 12, 70, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _rows(problems: Sequence[Problem], language: Language) -> Iterator[list[str]]:
    for found in problems:
        yield [
            place_text(found.place),
            found.rule,
            language.text(SEVERITY_WORDS[found.severity]),
            *map(language.text, describe(found)),
        ]

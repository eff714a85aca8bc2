"""Workbooks with their texts in the cells, as openpyxl writes them, and with shared texts, as Excel does.

What was written is read back with openpyxl: a workbook that others cannot read would measure nothing.
"""

import re
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

Rows = list[list[object]]

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = (
    '<Relationship Id="rIdS" Target="sharedStrings.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
)
PART = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
LISTED = {
    "xl/_rels/workbook.xml.rels": ("</Relationships>", LINK),
    "[Content_Types].xml": ("</Types>", PART),
}
"""Where a workbook says that it has shared texts: before which end of which part."""


def write_inline(path: Path, rows: Rows) -> None:
    """Write a workbook with its texts in the cells."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Khảo sát")
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
    book.save(path)
    hold(path, rows)


def write_shared(path: Path, rows: Rows) -> None:
    """Write a workbook with shared texts."""
    inline = path.with_suffix(".inline")
    write_inline(inline, rows)
    texts: dict[str, int] = {}
    with zipfile.ZipFile(inline) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, shared(name, old.read(name).decode(), texts))
        items = "".join(f"<si><t>{text}</t></si>" for text in texts)
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SPREADSHEET}">{items}</sst>')
    inline.unlink()
    hold(path, rows)


def shared(name: str, part: str, texts: dict[str, int]) -> str:
    """Return a part of the workbook with its texts moved into `texts`, and with where these are found."""

    def share(found: "re.Match[str]") -> str:
        return f't="s"><v>{texts.setdefault(found[1], len(texts))}</v>'

    if name.startswith("xl/worksheets/"):
        return re.sub('t="inlineStr"><is><t[^>]*>(.*?)</t></is>', share, part)
    end, said = LISTED.get(name, ("", ""))
    return part.replace(end, said) if end else part


def hold(path: Path, rows: Rows) -> None:
    """Hold what openpyxl reads of the workbook against what was to be written."""
    from openpyxl import load_workbook

    with path.open("rb") as file:
        (sheet,) = load_workbook(file, read_only=True).worksheets
        if [filled(row) for row in sheet.iter_rows(values_only=True)] != [filled(row) for row in rows]:
            sys.exit(f"openpyxl reads other rows than were written: {path.name}")


def filled(row: Sequence[object]) -> dict[int, object]:
    """Return the cells of a row that hold something, by their column."""
    return {at: value for at, value in enumerate(row) if value not in (None, "")}

"""A workbook of any kind → its tables."""

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scp_ninhbinh.problems.problem import Place, Problem, ScpError
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.tables.package import MOST_BYTES, damaged, too_large, unpack
from scp_ninhbinh.tables.sheets import Sheet, tables_of
from scp_ninhbinh.tables.suspicion import suspicious
from scp_ninhbinh.tables.table import File, Progress
from scp_ninhbinh.text.say import Phrase

ZIP: Final = b"PK"
DOCUMENTS: Final = {
    "xl/workbook.bin": Phrase("a binary workbook (.xlsb), which does not tell percentages from other numbers"),
    "word/document.xml": Phrase("a Word document"),
    "ppt/presentation.xml": Phrase("a presentation"),
    "content.xml": Phrase("a text document of LibreOffice"),
}


def open_workbook(path: str, encoding: str | None, progress: Progress | None = None) -> File:
    """Read a workbook, and return the tables of those of its sheets that have the header of a survey.

    Raises:
        ScpError: it cannot be read, or has no such sheet.
    """
    if Path(path).stat().st_size > MOST_BYTES:
        raise too_large(path, Phrase("the file is larger than 256 MB"))
    data = Path(path).read_bytes()
    if progress:
        progress(len(data))
    problems: list[Problem] = []
    sheets, doubtful = _sheets(data, path)
    font = encoding if encoding in {"tcvn3", "vni"} else None
    tables = tables_of(path, _guarded(sheets, path), problems, doubtful and not font, font)
    return File(lambda: hashlib.sha256(data).hexdigest(), tables, problems)


def _guarded(sheets: Iterator[Sheet], path: str) -> Iterator[Sheet]:
    """Yield the sheets; what a part that is no such part makes a reader stumble over is damage, not our fault."""
    try:
        yield from sheets
    except (ValueError, LookupError, ArithmeticError, RecursionError, struct.error) as error:
        raise damaged(path, f"{type(error).__name__}: {error}") from None


def _sheets(data: bytes, path: str) -> tuple[Iterator[Sheet], bool]:
    """Return the sheets, and whether their texts may have been converted wrongly."""
    if not data.startswith(ZIP):
        from scp_ninhbinh.tables import xls

        return xls.sheets_of(data, path), True
    parts = unpack(data, path)
    doubtful = any(suspicious(part) for part in parts.values())
    names = {name.casefold() for name in parts}
    if "xl/workbook.xml" in names and "xl/workbook.bin" not in names:
        from scp_ninhbinh.tables import xlsx

        return xlsx.sheets_of(parts, path), doubtful
    if (
        parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.spreadsheet")
        and "content.xml" in parts
    ):
        from scp_ninhbinh.tables import ods

        return ods.sheets_of(parts, path), doubtful
    known = next((what for name, what in DOCUMENTS.items() if name in names), Phrase("an archive without a workbook"))
    raise ScpError([problem("unsupported-format", Place(path), format=known)])

"""A path → its tables, by what the file is and not by how it is called."""

import hashlib
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.files import opened, opening, stamp
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.tables.foreign import HEAD, PLAN_FILE, archive_format, foreign_format, refused
from scp_ninhbinh.tables.lost import may_lack_letters
from scp_ninhbinh.tables.table import File, HeadingsOf, Progress
from scp_ninhbinh.tables.text import open_text, suspicious
from scp_ninhbinh.text.say import Phrase

if TYPE_CHECKING:
    from scp_ninhbinh.tables.sheets import Sheet

PLAN_SUFFIXES: Final = frozenset({".yaml", ".yml"})
ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_EXCEL: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""How workbooks of Excel before 97 begin."""


@contextmanager
def open_file(
    path: str, headings: HeadingsOf, encoding: str | None, progress: Progress | None = None
) -> Iterator[File]:
    """Open a survey file of any format for one pass over its tables.

    Raises:
        ScpError: the path is missing or unreadable, the file is none that can be read, or reading it fails in between.
    """
    try:
        with _opened(path, headings, encoding, progress) as file:
            yield file
    except OSError as error:  # a stick that was pulled out, a share that is gone
        raise ScpError([problem("unreadable-file", Place(path), reason=error.strerror or str(error))]) from None


@contextmanager
def _opened(path: str, headings: HeadingsOf, encoding: str | None, progress: Progress | None) -> Iterator[File]:
    if Path(path).suffix.lower() in PLAN_SUFFIXES:
        raise refused(path, PLAN_FILE)
    with opening(path), opened(path) as file:
        start = file.read(HEAD) or b""
    foreign = foreign_format(start, path)
    if foreign:
        raise refused(path, foreign)
    if start.startswith((ZIP, EMPTY_ZIP, COMPOUND, *OLD_EXCEL)):
        yield _open_workbook(path, headings, encoding, progress)
        return
    with open_text(path, headings, encoding, progress) as text:
        yield text


def _open_workbook(path: str, headings: HeadingsOf, encoding: str | None, progress: Progress | None) -> File:
    """Read a workbook, and return the tables of those of its sheets that have a header."""
    from scp_ninhbinh.tables.package import MOST_BYTES, too_large
    from scp_ninhbinh.tables.sheets import Look, tables_of

    if stamp(path).size > MOST_BYTES:
        raise too_large(path, Phrase("the file is larger than 256 MB"))
    with opened(path) as raw:
        data = raw.readall()
    if progress:
        progress(len(data))
    sheets, doubtful, lacking = _sheets(data, path)
    font = encoding if encoding in {"tcvn3", "vni"} else None
    file = File(lambda: hashlib.sha256(data).hexdigest(), iter(()))
    file.tables = tables_of(file, path, _guarded(sheets, path), Look(headings, doubtful and not font, font, lacking))
    return file


def _guarded(sheets: "Iterator[Sheet]", path: str) -> "Iterator[Sheet]":
    """Yield the sheets; what a part that is no such part makes a reader stumble over is damage, not our fault."""
    from scp_ninhbinh.tables.package import damaged

    try:
        yield from sheets
    except (ValueError, LookupError, ArithmeticError, RecursionError, struct.error) as error:
        raise damaged(path, error) from None


def _sheets(data: bytes, path: str) -> "tuple[Iterator[Sheet], bool, bool]":
    """Return the sheets, whether their texts may have been converted wrongly, and whether they may lack letters."""
    if not data.startswith(ZIP[:2]):
        from scp_ninhbinh.tables import xls

        return xls.sheets_of(data, path), True, True
    from scp_ninhbinh.tables.package import unpack

    parts = unpack(data, path)
    doubtful, lacking = (
        any(suspicious(part, xml=True) for part in parts.values()),
        any(map(may_lack_letters, parts.values())),
    )
    names = {name.casefold() for name in parts}
    if "xl/workbook.xml" in names and "xl/workbook.bin" not in names:
        from scp_ninhbinh.tables import xlsx

        return xlsx.sheets_of(parts, path), doubtful, lacking
    if (
        parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.spreadsheet")
        and "content.xml" in parts
    ):
        from scp_ninhbinh.tables import ods

        return ods.sheets_of(parts, path), doubtful, lacking
    raise refused(path, archive_format(data, names))

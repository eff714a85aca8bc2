"""A path → its tables, by what the file is and not by how it is called."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from scp_ninhbinh.files import opening
from scp_ninhbinh.problems.problem import Place, ScpError
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.tables.table import File, Progress
from scp_ninhbinh.tables.text import open_text
from scp_ninhbinh.text.say import Phrase

PLAN_SUFFIXES: Final = frozenset({".yaml", ".yml"})
ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_EXCEL: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""How workbooks of Excel before 97 begin."""

FOREIGN_FORMATS: Final = {
    b"%PDF": Phrase("a PDF document"),
    b"\xff\xfe\0\0": Phrase("text in UTF-32"),
    b"\0\0\xfe\xff": Phrase("text in UTF-32"),
    b"{\\rtf": Phrase("a rich text document"),
    b"\x89PNG": Phrase("a picture"),
    b"\xff\xd8\xff": Phrase("a picture"),
    b"\x1f\x8b": Phrase("a compressed file"),
    b"7z\xbc\xaf": Phrase("a compressed file"),
    b"Rar!": Phrase("a compressed file"),
    b"{": Phrase("a JSON document; saved scores are for scp review and scp report"),
    b"<": Phrase("a web page or XML, perhaps saved under another ending"),
}


@contextmanager
def open_file(path: str, encoding: str | None, progress: Progress | None = None) -> Iterator[File]:
    """Open a survey file of any format for one pass over its tables.

    Raises:
        ScpError: the path is missing or unreadable, the file is none that can be read, or reading it fails in between.
    """
    try:
        with _opened(path, encoding, progress) as file:
            yield file
    except OSError as error:  # a stick that was pulled out, a share that is gone
        raise ScpError([problem("unreadable-file", Place(path), reason=error.strerror or str(error))]) from None


@contextmanager
def _opened(path: str, encoding: str | None, progress: Progress | None) -> Iterator[File]:
    place = Place(path)
    if Path(path).suffix.lower() in PLAN_SUFFIXES:
        raise ScpError([problem("unsupported-format", place, format=Phrase("a plan file, which --plan takes"))])
    with opening(path), open(path, "rb") as file:
        start = file.read(512)
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    foreign = next((name for magic, name in FOREIGN_FORMATS.items() if bare.startswith(magic)), None)
    if foreign:
        raise ScpError([problem("unsupported-format", place, format=foreign)])
    if start.startswith((ZIP, EMPTY_ZIP, COMPOUND, *OLD_EXCEL)):
        from scp_ninhbinh.tables.workbook import open_workbook

        yield open_workbook(path, encoding, progress)
        return
    with open_text(path, encoding, progress) as text:
        yield text

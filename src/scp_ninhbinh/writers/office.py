"""What the files for office programs have in common: texts that stay texts, names of sheets, bytes without a date."""

import errno
import io
import os
import re
import sys
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from math import ceil
from typing import Any, Final

from scp_ninhbinh import __version__
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.text.say import Code, Phrase, Sayable

BORN: Final = datetime(2020, 1, 1)
"""The date that every form and report bears, so that the same content is the same bytes."""

FONT: Final = "Times New Roman"
LINE: Final = 16
"""The height of a line of text, in points."""

A4: Final = 9
"""The number of the paper."""

LONG_SIDE: Final = 841.9
SHORT_SIDE: Final = 595.3
POINTS_OF_AN_INCH: Final = 72
"""The sides of A4 in points."""

POINTS_OF_A_LETTER: Final = 5.25
"""How much wider a letter makes a column: seven pixels, of which an inch has 96."""

CAREFUL: Final = 0.97
"""Programs differ a little in how much they get onto a page."""

TAGS: Final = {"vi": "vi-VN", "en": "en-US"}
"""The language of the text, for spelling and for reading it out."""

LONGEST_NAME: Final = 31
"""Characters of a sheet's name, as Excel allows."""

MOST_ABOVE: Final = 120
"""Characters of a text above or below a printed page; Excel allows 255 in all."""

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The characters that XML does not allow, not even as an escape."""

_LIKE_AN_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""How a workbook writes a character by its number; a text that has it would be read as that character."""

_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_RESERVED: Final = "history"
"""A name that Excel keeps for itself."""


def possible(text: str) -> str:
    """Return a text with the characters that XML cannot hold as visible escapes."""
    return _FORBIDDEN.sub(lambda found: ascii(found[0])[1:-1], text)


def set_text(cell: Any, text: str) -> None:
    """Write a text into a cell of a workbook, never as a formula, and so that it is read back as it was."""
    if text:
        cell.value, cell.data_type = cell_text(text), "s"


def cell_text(text: str) -> str:
    """Return a text as a workbook holds it."""
    return _LIKE_AN_ESCAPE.sub("_x005F_", possible(text))


def sheet_name(text: str, taken: Collection[str]) -> str:
    """Return a name for a sheet that Excel takes and that no other sheet has, be it in small letters or capitals."""
    plain = _NOT_IN_NAMES.sub("-", possible(text))
    used = {_RESERVED, *(name.casefold() for name in taken)}
    name, count = _cut(plain, LONGEST_NAME) or "1", 1
    while name.casefold() in used:
        count += 1
        ending = f" ({count})"
        name = _cut(plain, LONGEST_NAME - len(ending)) + ending
    return name


def _cut(text: str, most: int) -> str:
    """Shorten a name, after a word where one ends in its second half; no quotation mark may begin or end it."""
    bare = text.strip(" '")
    end = bare.rfind(" ", most // 2, most + 1) if len(bare) > most else most
    return bare[: end if end > 0 else most].strip(" '")


def number_format(places: int, *, percent: bool, signed: bool) -> str:
    """Return how cells write a number: thousands in groups, as texts do; a percentage is a part of one."""
    plain = ("0" if percent else "#,##0") + ("." + "0" * places if places > 0 else "") + "%" * percent
    return f"+{plain};-{plain};{plain}" if signed else plain


def set_page(sheet: Any, margin: float) -> None:
    """Let a sheet print on A4, one page wide, with this much room in inches to the left and to the right."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = margin


def room_on_page(sheet: Any, width: float) -> float:
    """Return the height in points that rows so many letters wide have on a page that `set_page` has set, not too much.

    What is wider than the page is printed smaller, so that more rows have room.
    """
    margins = sheet.page_margins
    wide = LONG_SIDE - POINTS_OF_AN_INCH * (margins.left + margins.right)
    high = SHORT_SIDE - POINTS_OF_AN_INCH * (margins.top + margins.bottom)
    return float(CAREFUL * high * max(width * POINTS_OF_A_LETTER / wide, 1.0))


def lines_of(text: str, width: float) -> int:
    """Return how many lines of this many letters a text takes up in a cell, rather one too many."""
    return sum(max(ceil(len(part) / width), 1) for part in text.split("\n"))


def set_properties(book: Any, title: str, code: Code) -> None:
    """Write into a workbook what it is called, in which language, and no date but `BORN`."""
    book.properties.title = possible(title)
    book.properties.creator = f"scp {__version__}"
    book.properties.language = TAGS[code]
    book.properties.created = book.properties.modified = BORN


def set_marks(sheet: Any, draft: str) -> None:
    """Print the mark of a draft above each page, and its number below."""
    above, below = sheet.HeaderFooter.oddHeader.center, sheet.HeaderFooter.oddFooter.center
    above.text = possible(draft)[:MOST_ABOVE].replace("&", "&&")
    below.text = "&P / &N"
    above.font, below.font = f"{FONT},Bold", f"{FONT},Regular"


def workbook_bytes(book: Any) -> bytes:
    """Return the bytes of a workbook, without the time of day.

    Raises:
        ScpError: there is no room for the temporary files by which openpyxl writes it.
    """
    from openpyxl.writer.excel import ExcelWriter

    file = io.BytesIO()
    with temporary_files():
        ExcelWriter(book, zipfile.ZipFile(file, "w")).save()  # book.save() would write the time of day
    return redated(file.getvalue())


_NUMBERED: Final = re.compile("IO_(E[A-Z0-9]+)")
"""How lxml calls an error of the system."""


@contextmanager
def temporary_files() -> Iterator[None]:
    """Say of what needs temporary files that there is no room for them.

    Raises:
        ScpError: there is none.
    """
    try:
        yield
    except _errors_of_files() as error:
        raise ScpError([problem("unwritable-output", Place("temporary folder"), reason=_reason(error))]) from None


def _errors_of_files() -> tuple[type[Exception], ...]:
    """Return what it raises that a file cannot be written: openpyxl writes by lxml where that is installed."""
    lxml = sys.modules.get("lxml.etree")
    return (OSError, lxml.LxmlError) if lxml else (OSError,)


def _reason(error: Exception) -> Sayable:
    """Return why a file could not be written, in the system's words where it was the system."""
    found = _NUMBERED.search(str(error))
    if found and hasattr(errno, found[1]):
        return os.strerror(getattr(errno, found[1]))
    if isinstance(error, OSError):
        return error.strerror or Phrase("none is there")
    return str(error)


def redated(archive: bytes) -> bytes:
    """Return a zip archive with each of its parts dated `BORN`, so that the time of day is not in it."""
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(plain, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, BORN.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return plain.getvalue()

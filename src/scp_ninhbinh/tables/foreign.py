"""Formats that are not read, known by how their files begin: what each is called, and a remedy that works for it.

Whatever could also begin a CSV needs more than its first letters: the next line, or a byte that no text has.
"""

import re
from collections.abc import Collection
from pathlib import PurePath
from typing import Final, NamedTuple

from scp_ninhbinh.files import UTF16_MARKS
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.text.say import Phrase

HEAD: Final = 8192
"""Bytes of a file that show what it is."""

MOST_NAMES: Final = 5_000

RESAVE: Final = Phrase("open it in a spreadsheet, save it as .xlsx and give that file")
EXPORT: Final = Phrase("open it in the program that made it, save or export it as .xlsx or CSV, and give that file")
TYPE: Final = Phrase("give the workbook that it was made from, or type its table into a form (scp template)")
COPY: Final = Phrase("copy its table into a spreadsheet, save that as .xlsx and give that file")
UNPACK: Final = Phrase("unpack it and give the files in it")
DOWNLOAD: Final = Phrase("open it in the browser, download it as .xlsx and give that file")
ATTACHED: Final = Phrase("save the file attached to it and give that one")
NO_FILE: Final = Phrase("leave it out, and give the workbook itself")
PLAN: Final = Phrase("give it with --plan, or to scp check alone")
SAVED: Final = Phrase("give the survey file; saved scores are for scp review and scp report")


class Foreign(NamedTuple):
    """A format that is not read: what a message calls it, and what to do; None: the rule's own remedy."""

    name: Phrase
    remedy: Phrase | None = None


UTF_32: Final = Foreign(Phrase("text in UTF-32"))
PDF: Final = Foreign(Phrase("a PDF document"), TYPE)
STATA: Final = Foreign(Phrase("a data file of Stata (.dta)"), EXPORT)
WORD: Final = Foreign(Phrase("a Word document"), COPY)
PICTURE: Final = Foreign(Phrase("a picture"), TYPE)
COMPRESSED: Final = Foreign(Phrase("a compressed file"), UNPACK)
SHORTCUT: Final = Foreign(Phrase("a shortcut to a file elsewhere"), Phrase("give the file that it leads to"))
LOCK: Final = Foreign(Phrase("the lock file of a workbook that is open"), NO_FILE)
PLAN_FILE: Final = Foreign(Phrase("a plan file, which --plan takes"), PLAN)
UTF_16: Final = Foreign(
    Phrase("text in UTF-16 without its byte order mark"),
    Phrase('give --encoding utf-16, or save it as "CSV UTF-8"'),
)
BINARY: Final = Foreign(Phrase("binary"), EXPORT)

_CONTROL: Final = frozenset(range(0x20)) - frozenset(b"\t\n\v\f\r")
"""Bytes that no text has."""

_BINARY: Final = (
    (rb"\xff\xfe\0\0|\0\0\xfe\xff", UTF_32),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP|....ftyp(?:hei|mif|avif)", PICTURE),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!\x1a|\xfd7zXZ|BZh[1-9]1AY|\x28\xb5\x2f\xfd|.{257}ustar", COMPRESSED),
    (rb"%PDF", PDF),
    (rb"\$FL[23]@\(#\)", Foreign(Phrase("a data file of SPSS (.sav)"), EXPORT)),
    (rb"<stata_dta>|[\x66-\x73][\x01\x02]\x01\0", STATA),
    (rb"\0{12}\xc2\xea\x81\x60\xb3\x14\x11\xcf", Foreign(Phrase("a data set of SAS (.sas7bdat)"), EXPORT)),
    (rb".{4}Standard (?:Jet|ACE) DB", Foreign(Phrase("a database of Access (.mdb, .accdb)"), EXPORT)),
    (rb"SQLite format 3\0", Foreign(Phrase("a database of SQLite"), EXPORT)),
    (rb"PAR[1E]", Foreign(Phrase("a Parquet file"), EXPORT)),
    (rb"ARROW1\0|FEA1", Foreign(Phrase("a Feather or Arrow file"), EXPORT)),
    # version, date, lengths, two reserved bytes; of the first field its name and its type
    (
        rb"[\x02-\x05\x30-\x32\x43\x63\x7b\x83\x87\x8b\x8e\xcb\xe5\xf5\xfb].[\x01-\x0c][\x01-\x1f].{8}\0\0.{18}"
        rb"[A-Za-z_].{10}[CNDLMFBGPYTIVOQW@+0]",
        Foreign(Phrase("a table of dBase (.dbf)"), RESAVE),
    ),
    (rb"\0\0(?:\x02\0[\x04-\x06]\x04|\x1a\0)", Foreign(Phrase("a workbook of Lotus 1-2-3"), EXPORT)),
    (rb"\x4c\0\0\0\x01\x14\x02\0", SHORTCUT),
)
"""How files begin that hold bytes which no text has; of several the first."""

_LOCK: Final = re.compile(rb"([\x01-\x36])[^\0]{54}\1\0(?:.[\0-\x1e]){1,54}", re.DOTALL)
"""The length of a name and the name, once a byte a letter and once two."""

_FIELD: Final = (
    rb"(?:Received|From|To|Subject|Date|Message-ID|MIME-Version|Return-Path|Delivered-To|Content-Type|"
    rb"X-[A-Za-z-]+):[^\n]*\n(?:[ \t][^\n]*\n)*"
)

_TEXT: Final = (
    (b"%PDF", b"", PDF),
    (b"{\\rtf", b"", Foreign(Phrase("a rich text document"), COPY)),
    (b"{", rb'.*(?:"doc_id"|docs\.google\.com)', Foreign(Phrase("a shortcut to a Google document"), DOWNLOAD)),
    (b"{", b"", Foreign(Phrase("a JSON document; saved scores are for scp review and scp report"), SAVED)),
    (b"<stata_dta>", b"", STATA),
    (
        b"<",
        rb".*(?:mso-application[^>]*Excel\.Sheet|microsoft-com:office:spreadsheet)",
        Foreign(Phrase("an XML Spreadsheet of 2003"), RESAVE),
    ),
    (
        b"<",
        rb".*application/vnd\.oasis\.opendocument\.spreadsheet",
        Foreign(Phrase("a flat workbook of LibreOffice (.fods)"), RESAVE),
    ),
    (b"<", rb".*mso-application[^>]*Word\.Document", WORD),
    (b"<", b"", Foreign(Phrase("a web page or XML, perhaps saved under another ending"), RESAVE)),
    (b"HEADER RECORD*******", b"", Foreign(Phrase("a transport file of SAS (.xpt)"), EXPORT)),
    (
        b"ID;P",
        rb"\w*(?:;[A-Z])*\s*\n(?:P;[PFE]|B;[XY]\d|O;|C;[XY]\d|F;|NN;)",
        Foreign(Phrase("a SYLK file (.slk)"), RESAVE),
    ),
    (b"TABLE", rb'\s*\n0,1\s*\n"[^\n]*\n(?:VECTORS|TUPLES)', Foreign(Phrase("a DIF file (.dif)"), RESAVE)),
    (b"[InternetShortcut]", b"", SHORTCUT),
    (
        b"",
        rb"(?=[A-Z][A-Za-z-]+:)(?=.*^MIME-Version:)(?=.*(?:multipart/related|^Content-Location:|<Saved by))",
        Foreign(Phrase("a web page saved whole (MHTML), perhaps under another ending"), RESAVE),
    ),
    (b"", rb"(?:%b){3}" % _FIELD, Foreign(Phrase("an e-mail"), ATTACHED)),
    (b"", rb".{0,250}?SPSS PORT FILE", Foreign(Phrase("a portable file of SPSS (.por)"), EXPORT)),
)
"""How texts begin that are no CSV, and what follows the beginning; of several the first."""

_HEADS: Final = re.compile(rb"[A-Z][A-Za-z-]+:|.{0,250}?SPSS PORT FILE", re.DOTALL)
"""What texts begin with that are known by more than their first letters: hardly any file has it."""

PARTS: Final = {
    "xl/workbook.bin": Foreign(
        Phrase("a binary workbook (.xlsb), which does not record which numbers are percentages"), RESAVE
    ),
    "word/document.xml": WORD,
    "ppt/presentation.xml": Foreign(Phrase("a presentation"), COPY),
    "content.xml": Foreign(Phrase("a text document of LibreOffice"), COPY),
}
"""What an archive is that is no workbook to read, by a part of it."""

NUMBERS: Final = Foreign(
    Phrase("a document of Numbers or Pages"), Phrase("export it in that program as Excel (.xlsx), and give that file")
)
ARCHIVE: Final = Foreign(Phrase("an archive (ZIP) of files"), UNPACK)
OTHER_ARCHIVE: Final = Foreign(Phrase("an archive without a workbook"), UNPACK)
_INSIDE: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods")

STREAMS: Final = {
    "worddocument": WORD,
    "powerpoint document": Foreign(Phrase("a presentation"), COPY),
    "__properties_version1.0": Foreign(Phrase("a message of Outlook (.msg)"), ATTACHED),
}
"""What a compound file is that holds no workbook, by a stream of it."""

NO_WORKBOOK: Final = Foreign(Phrase("an office document without a workbook, or a damaged one"))


def refused(path: str, found: Foreign) -> ScpError:
    """Return the error of a file of a format that is not read."""
    remedy = {"remedy": found.remedy} if found.remedy else {}
    return ScpError([problem("unsupported-format", Place(path), format=found.name, **remedy)])


def foreign_format(start: bytes, path: str) -> Foreign | None:
    """Return the format that a file begins like; None where it may be text or a workbook to read."""
    if _is_lock(start, PurePath(path).name):
        return LOCK
    if not _CONTROL.isdisjoint(start):
        found = next((one for pattern, one in _BINARY if re.match(pattern, start, re.DOTALL)), None)
        if found:
            return found
    text = start.removeprefix(b"\xef\xbb\xbf")
    if start.startswith(UTF16_MARKS):
        text = start[2:].replace(b"\0", b"")
    return _text_format(text.lstrip())


def _text_format(text: bytes) -> Foreign | None:
    how = re.DOTALL | re.MULTILINE
    for beginning, rest, found in _TEXT:
        fits = text.startswith(beginning) if beginning else _HEADS.match(text)
        if fits and (not rest or re.match(rest, text[len(beginning) :], how)):
            return found
    return None


def _is_lock(start: bytes, name: str) -> bool:
    """Whether a file only says who has a workbook open, as `~$Survey.xlsx` and `.~lock.Survey.ods#` do.

    One of Excel that was copied under another name holds that of the user twice, the second time in UTF-16.
    """
    named = name.startswith(".~lock.") or (name.startswith("~$") and len(start) < HEAD and not start.startswith(b"PK"))
    return named or _LOCK.fullmatch(start) is not None


def binary_format(start: bytes) -> Foreign:
    """Return what bytes with many NULs are: text in UTF-16 has them on one side of its pairs alone."""
    high, low = start[1::2].count(0), start[::2].count(0)
    return UTF_16 if not (high and low) else BINARY


def archive_format(data: bytes, parts: Collection[str]) -> Foreign:
    """Return what an archive is that holds no workbook to read, by its `parts` or by the names of its files."""
    known = next((found for name, found in PARTS.items() if name in parts), None)
    if known:
        return known
    names = [name.lower() for name in _names(data) if not name.endswith("/")]
    if any(name.endswith((".iwa", ".apxl", "index.numbers")) or name == "index.zip" for name in names):
        return NUMBERS
    return ARCHIVE if any(name.endswith(_INSIDE) for name in names) else OTHER_ARCHIVE


def _names(data: bytes) -> list[str]:
    import io
    import zipfile  # few files need it
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()[:MOST_NAMES]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):  # damage has been told already
        return []


def compound_format(streams: Collection[str]) -> Foreign:
    """Return what a compound file is that holds no workbook, by the names of its streams, in small letters."""
    return next((found for name, found in STREAMS.items() if name in streams), NO_WORKBOOK)

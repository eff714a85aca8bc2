"""The ZIP archive that a workbook is: opened with suspicion, and handed on holding only what was seen.

A reader of workbooks trusts the sizes and names that an archive gives. So every part is unpacked here first, within
limits, and put into a new archive: what was not seen cannot be read as valid.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO, Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.text.say import Phrase

MOST_BYTES: Final = 256 << 20
"""Bytes of all parts unpacked: a survey of a million rows has fewer."""

PIECE: Final = 1 << 20
"""Bytes that are unpacked at once."""

MOST_TAGS: Final = 2_000_000
"""Tags of a part that is held as a whole; styles may be many."""

SAMPLE: Final = 1 << 12
"""Bytes from the middle of a part by which it is told which signs are rare in it."""

MOST_HITS: Final = 1_000
"""How often a sign may be met of which the text was not there: then looking for it gains nothing."""

METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How office programs pack parts. Others may ask for any amount of memory."""

MOST_CELLS: Final = 20_000_000
MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
"""How far a sheet may reach: readers make room for every cell between the first and the last."""

WELL_KNOWN: Final = {
    name.casefold(): name
    for name in (
        *("mimetype", "content.xml", "META-INF/manifest.xml", "xl/workbook.xml", "xl/styles.xml"),
        *("xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"),
    )
}
"""Parts that are looked up by name: their names are the same in any case."""

MOST_PARTS: Final = 5_000
MOST_TEXTS: Final = 5_000_000
ENCRYPTED: Final = 0x1
WANTED: Final = re.compile(r"(?:.*\.(?:xml|rels|bin)|mimetype)", re.IGNORECASE | re.DOTALL)
UNWANTED: Final = re.compile(
    r".*(?:^|/)(?:media|embeddings|drawings|charts|pivotCache|printerSettings|activeX|ctrlProps|Thumbnails|Pictures)/.*"
    r"|.*vbaProject\.bin",
    re.DOTALL,
)
"""Parts that hold no cells."""

DECLARED: Final = re.compile(rb"""\A<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)

Parts = Mapping[str, bytes]


BROKEN: Final = Phrase("parts of it are cut off or broken")
NO_XML: Final = Phrase("a part of it is no sound XML")


def damaged(path: str, why: Phrase | BaseException) -> ScpError:
    """Return the error of a workbook that cannot be trusted or read.

    What a library says of it is written in English, and for those who know how a workbook is packed: it is not shown.
    """
    reason: object = why if isinstance(why, Phrase) else next(iter(why.args), None)
    if not isinstance(reason, Phrase):
        reason = NO_XML if isinstance(why, ET.ParseError | expat.ExpatError) else BROKEN
    return ScpError([problem("damaged-file", Place(path), reason=reason)])


def too_far(path: str) -> ScpError:
    """Return the error of a sheet with more cells than any survey has."""
    return too_large(path, Phrase("a sheet reaches too far down or to the right"))


def too_large(path: str, reason: str) -> ScpError:
    """Return the error of a workbook beyond what a survey can hold."""
    return ScpError([problem("file-too-large", Place(path), reason=reason)])


def unpack(data: bytes, path: str) -> dict[str, bytes]:
    """Return the parts of a workbook that cells can be read from, by name, every one whole and checked.

    Raises:
        ScpError: the archive is damaged, protected, larger than any survey, or made to do harm.
    """
    parts: dict[str, bytes] = {}
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in _entries(archive, path):
                with archive.open(entry) as file:
                    part = _unpacked(file, MOST_BYTES - size, path)
                size += len(part)
                parts[WELL_KNOWN.get(entry.filename.casefold(), entry.filename)] = part
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged(path, error) from None
    for name, part in parts.items():
        if not name.endswith(".bin"):
            _check_xml(part, name, path)
    return parts


def _unpacked(file: IO[bytes], most: int, path: str) -> bytes:
    """Return a part, unpacked piece by piece: at once it would be unpacked beyond the size that the archive gives."""
    part = io.BytesIO()
    while piece := file.read(PIECE):
        if part.tell() + len(piece) > most:
            raise too_large(path, Phrase("its parts unpacked are larger than 256 MB"))
        part.write(piece)
    return part.getvalue()


def pack(parts: Parts) -> io.BytesIO:
    """Return an archive of these parts and nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    buffer.seek(0)
    return buffer


def holds(part: bytes, text: bytes) -> bool:
    """Whether a large part holds a text; a sheet is asked this a dozen times, and nearly always it does not.

    One sign is looked for eight times as fast as several, so that of the text which the part has least: where that is
    not rare, the text itself, from the end, in a third of the time that `in` takes.
    """
    half = len(part) // 2
    middle = part[half : half + SAMPLE]
    offset, rarest = min(enumerate(text), key=lambda sign: middle.count(sign[1]))
    if rarest in middle:
        return part.rfind(text) >= 0
    at = part.find(rarest)
    for _ in range(MOST_HITS):
        if at < 0 or part.startswith(text, max(at - offset, 0)):
            return at >= 0
        at = part.find(rarest, at + 1)
    return part.rfind(text) >= 0


def xml(part: bytes, path: str) -> ET.Element:
    """Parse a small part; it has no DTD (`unpack` has seen to that).

    Raises:
        ScpError: it is no XML, or not small.
    """
    if part.count(b"<") > MOST_TAGS:
        raise too_large(path, Phrase("its styles or links are more than any workbook has"))
    try:
        return ET.fromstring(part)
    except ET.ParseError as error:
        raise damaged(path, error) from None


def local(tag: str) -> str:
    """Return an element's or attribute's name without its namespace."""
    return tag.rpartition("}")[2]


def column_number(letters: bytes) -> int:
    """Return the number, from 0 on, of the column that a spreadsheet calls by these letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _entries(archive: zipfile.ZipFile, path: str) -> Iterator[zipfile.ZipInfo]:
    names: set[str] = set()
    if len(archive.infolist()) > MOST_PARTS:
        raise too_large(path, Phrase("it has more than 5,000 parts"))
    for entry in archive.infolist():
        name = entry.filename
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name:
            raise damaged(path, Phrase("a part is named like a file outside of the workbook"))
        if name.casefold() in names:
            raise damaged(path, Phrase("two of its parts have the same name"))
        names.add(name.casefold())
        if entry.flag_bits & ENCRYPTED:
            raise ScpError([problem("protected-file", Place(path))])
        if WANTED.fullmatch(name) and not UNWANTED.fullmatch(name):
            if entry.compress_type not in METHODS:
                raise damaged(path, Phrase("a part is packed in a way that no workbook is"))
            if entry.file_size > MOST_BYTES:
                raise too_large(path, Phrase("its parts unpacked are larger than 256 MB"))
            yield entry


def _check_xml(part: bytes, name: str, path: str) -> None:
    """Refuse what XML of a workbook never has: declarations of entities, and encodings in which these would hide."""
    if holds(part, b"<!DOCTYPE"):
        raise damaged(path, Phrase("its XML declares entities"))
    if b"\0" in part[:512] or DECLARED.match(part.removeprefix(b"\xef\xbb\xbf")):
        raise damaged(path, Phrase("its XML is not UTF-8"))
    if name.endswith("sharedStrings.xml") and part.count(b"<si") > MOST_TEXTS:
        raise too_large(path, Phrase("it holds more than 5 million texts"))

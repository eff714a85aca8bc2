"""The compound file that an .xls is: its stream of a workbook is taken out here, and from it what holds no cells.

xlrd follows every chain and tree of the file as it stands, in circles too, and unrolls links and names of any size. So
it is given the stream alone, with those records turned into ones that it passes over.
"""

import struct
from collections.abc import Sequence
from typing import Final

from scp_ninhbinh.text.say import Phrase

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NAMES: Final = ("workbook", "book")
STREAM: Final = 2
"""How the directory marks a stream."""

PASSED_OVER: Final = 0x00FF
"""A record (EXTSST) in which nothing stands that xlrd reads."""

UNWANTED: Final = frozenset({0x18, 0x218, 0x17, 0x1AE, 0x1C, 0x1B8, 0x1B0, 0x1B1, 0x5D, 0x1B6, 0xEC, 0xEB, 0x1BE, 0xE9})
"""Names, links to other books, notes, hyperlinks, conditional formats, drawings: what holds no cells."""

FREE: Final = -1
"""What stands for a sector that nothing uses."""

CUT: Final = Phrase("a record is cut short")
DAMAGED: Final = Phrase("its parts do not hang together")


def stream_of(data: bytes) -> bytes:
    """Return the workbook's stream of a compound file; other data (of Excel before 97) is the stream itself.

    Raises:
        ValueError, struct.error, LookupError: the file is damaged.
    """
    if not data.startswith(SIGNATURE):
        return _without_unwanted(data)
    sector, short, first, smallest, first_short = 1 << data[30], 1 << data[32], *struct.unpack_from("<i4xI i", data, 48)
    body = data[512:]
    table = _table(data, body, sector)
    if any(following != FREE for following in table[-(-len(body) // sector) :]):
        raise ValueError(CUT)
    directory = _chain(body, table, first, sector)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    found = next((entry for entry in entries if entry[66] == STREAM and _name(entry) in NAMES), None)
    if found is None:
        raise ValueError("Can't find workbook in OLE2 compound document")
    start, size = struct.unpack_from("<iI", found, 116)
    if size >= smallest:
        return _without_unwanted(_whole(_chain(body, table, start, sector), size))
    (first_small,) = struct.unpack_from("<i", entries[0], 116)
    small = _chain(body, table, first_small, sector)
    shorts = _numbers(_chain(body, table, first_short, sector))
    return _without_unwanted(_whole(_chain(small, shorts, start, short), size))


def _whole(stream: bytes, size: int) -> bytes:
    if len(stream) < size:
        raise ValueError(DAMAGED)
    return stream[:size]


def _name(entry: bytes) -> str:
    (size,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(size - 2, 0)].decode("utf-16-le", "replace").lower()


def _table(data: bytes, body: bytes, sector: int) -> Sequence[int]:
    """Return the number of the sector that follows each sector."""
    holders = [*struct.unpack_from("<109i", data, 76)]
    (more,) = struct.unpack_from("<i", data, 68)
    seen: set[int] = set()
    while more >= 0:
        if more in seen:
            raise ValueError(DAMAGED)
        seen.add(more)
        *numbers, more = _numbers(_sector(body, more, sector))
        holders += numbers
    held = [number for number in holders if number >= 0]
    if len(set(held)) < len(held):
        raise ValueError(DAMAGED)
    return _numbers(b"".join(_sector(body, number, sector) for number in held))


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}i", data[: len(data) // 4 * 4])


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[number * size : (number + 1) * size]


def _chain(data: bytes, table: Sequence[int], number: int, size: int) -> bytes:
    """Return the sectors of a chain, none of which may come twice."""
    numbers: dict[int, None] = {}
    while number >= 0:
        if number in numbers:
            raise ValueError(DAMAGED)
        numbers[number] = None
        number = table[number]
    return b"".join(_sector(data, each, size) for each in numbers)


def _without_unwanted(stream: bytes) -> bytes:
    """Return the stream with the records that hold no cells turned into ones that are passed over, where they stand."""
    kept = bytearray(stream)
    at = 0
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        if number in UNWANTED:
            struct.pack_into("<H", kept, at, PASSED_OVER)
        at += 4 + size
    return bytes(kept)

"""What a page is made of, before its markup: sections with names that links lead to, what is folded with what."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple
from unicodedata import normalize

from scp_ninhbinh.documents.document import Block, BulletChart, Document, LineChart, Section, Table
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.writers.svg import is_drawn

LONGEST_NAME: Final = 60

MANY: Final = 12
"""Rows beyond which a table can be filtered and sorted."""


class Shown(NamedTuple):
    """A block; of a table also what its region is called, and the class by which a narrow screen says its headings."""

    kind: str
    block: Block[str]
    label: str = ""
    stack: str = ""


class Part(NamedTuple):
    """A section with a name and the level of its heading, or of that above it, which skips none.

    One that is folded has those `below` it inside.
    From one that `is_led_to` a link leads back.
    """

    name: str
    level: int
    section: Section[str]
    shown: tuple[Shown, ...]
    is_led_to: bool = False
    below: "tuple[Part, ...]" = ()


class Page(NamedTuple):
    """The parts of a page, the names of the sections by their keys, and what the style says of headings."""

    parts: tuple[Part, ...]
    names: dict[str, str]
    stacks: dict[str, tuple[str, ...]]

    def chapters(self) -> list[Part]:
        """Return the parts that a list of contents names."""
        return [part for part in self.parts if part.level == 2 and part.section.heading]  # noqa: PLR2004

    def tables(self) -> Iterator[Table[str]]:
        """Yield every table."""
        yield from _tables(part.section for part in _flat(self.parts))


def page_of(document: Document[str]) -> Page:
    """Return the parts of a document, without charts that a page does not draw."""
    sections = [replace(one, blocks=tuple(filter(_is_shown, one.blocks))) for one in document.sections]
    names = list(_names(sections))
    by_key: dict[str, str] = {}
    for section, name in zip(sections, names, strict=True):
        by_key.setdefault(section.key, name)
    by_key.pop("", None)
    led_to = {cell.link for table in _tables(sections) for row in table.rows for cell in row}
    labels, stacks = _labels(sections), _Stacks()
    parts, level = [], 1
    for section, name in zip(sections, names, strict=True):
        level = min(section.level, level + 1) if section.heading else level
        shown = tuple(_shown(block, labels, stacks) for block in section.blocks)
        parts.append(Part(name, level, section, shown, bool(section.key) and section.key in led_to))
    return Page(tuple(_nested(parts)), by_key, stacks.words)


def slug(text: str) -> str:
    """Return a text as a name of letters, digits, dots and dashes of ASCII: "Theo địa bàn" is "Theo-dia-ban"."""
    plain = normalize("NFD", text[: 4 * LONGEST_NAME].replace("đ", "d").replace("Đ", "D"))
    letters = "".join(one for one in plain if not "\u0300" <= one <= "\u036f")
    return re.sub(r"[^A-Za-z0-9.]+", "-", letters)[:LONGEST_NAME].strip("-.")


def _is_shown(block: Block[str]) -> bool:
    """Whether a page draws it: a chart with a figure; the bars of a table stand in the table."""
    return is_drawn(block) if isinstance(block, LineChart) else not isinstance(block, BulletChart)


def _tables(sections: Iterable[Section[str]]) -> Iterator[Table[str]]:
    return (block for section in sections for block in section.blocks if isinstance(block, Table))


def _names(sections: Iterable[Section[str]]) -> Iterator[str]:
    """Yield a name for each section: its key in safe letters, else its number; no two are the same."""
    taken: set[str] = set()
    for number, section in enumerate(sections, 1):
        wanted = slug(section.key) or f"s{number}"
        name, times = wanted, 1
        while name in taken:
            times += 1
            name = f"{wanted}-{times}"
        taken.add(name)
        yield name


def _labels(sections: Iterable[Section[str]]) -> dict[int, str]:
    """Return what each table is called: its caption, told apart where several have the same."""
    labels: dict[int, str] = {}
    taken: set[str] = set()
    for section in sections:
        for table in _tables([section]):
            label = table.caption or section.heading
            label = label if label not in taken else f"{section.heading}: {label}"
            label = label if label not in taken else f"{label} ({len(taken) + 1})"
            taken.add(label)
            labels[id(table)] = label
    return labels


class _Stacks:
    """Classes of tables by the headings that a narrow screen writes before their cells."""

    def __init__(self) -> None:
        self.words: dict[str, tuple[str, ...]] = {}
        self._names: dict[tuple[str, ...], str] = {}

    def of(self, table: Table[str]) -> str:
        """Return the class of a table; tables with the same headings share it."""
        words = tuple(_before(table))
        if not any(words):
            return ""
        name = self._names.setdefault(words, f"h{len(self._names) + 1}")
        self.words[name] = words
        return name


def _before(table: Table[str]) -> Iterator[str]:
    """Yield for each column what stands before its cells: nothing where they name the row, or speak for themselves."""
    for at, heading in enumerate(table.headings):
        speaks = at < table.headers or table.fit(at).picture or (at in verdicts(table) and not is_matrix(table))
        yield "" if speaks else show(heading)


def verdicts(table: Table[str]) -> set[int]:
    """Return the columns of verdicts."""
    return {at for row in table.rows for at, cell in enumerate(row) if cell.signal}


def is_matrix(table: Table[str]) -> bool:
    """Whether a row has several verdicts, each of which needs its heading."""
    return len(verdicts(table)) > 1


def is_many(table: Table[str]) -> bool:
    """Whether a table is so long that a reader looks for rows in it."""
    return len(table.rows) > MANY


def _flat(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _flat(part.below)


def _shown(block: Block[str], labels: dict[int, str], stacks: _Stacks) -> Shown:
    kind = type(block).__name__
    return Shown(kind, block, labels[id(block)], stacks.of(block)) if isinstance(block, Table) else Shown(kind, block)


def _nested(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts, those of a deeper level within the folded one above them."""
    at = 0
    while at < len(parts):
        part, end = parts[at], at + 1
        while part.section.folded and end < len(parts) and parts[end].level > part.level:
            end += 1
        yield part._replace(below=tuple(_nested(parts[at + 1 : end])))
        at = end

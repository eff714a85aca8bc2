"""A document for a terminal, laid out by rich. Colour only where it is asked for."""

import io
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Styled

from scp_ninhbinh.documents.document import (
    SIGNS,
    Bar,
    Block,
    Document,
    Items,
    Line,
    Lines,
    Narrow,
    Section,
    Sentences,
    Signal,
    Table,
    Text,
)
from scp_ninhbinh.text.say import Language, Sayable

COLOURS: Final[dict[Signal, str]] = {
    "met": "bold green",
    "not_met": "bold red",
    "not_yet": "cyan",
    "undetermined": "bold yellow",
    "no_data": "dim",
    "tracked": "dim",
    "no_target": "dim",
}
ROLES: Final = {"plain": "", "strong": "bold", "quiet": "dim"}
BAR: Final = 20
"""Letters of a bar."""


def terminal_text(document: Document[Sayable], language: Language, width: int, colour: bool) -> str:
    """Return the document as text `width` columns wide."""
    translated: Document[str] = language.translated(document)
    parts = [Styled(translated.title, "bold")] if translated.title else []
    parts += [Styled(" · ".join(translated.subtitle))] if translated.subtitle else []
    return _rendered([*parts, *_sections(translated.sections)], width, colour)


def _rendered(parts: Sequence[RenderableType], width: int, colour: bool) -> str:
    """Let rich lay the parts out; foreign text arrives safe and is never read as markup."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    console.print(Group(*parts))
    text = console.file.getvalue()  # type: ignore[attr-defined]  # the StringIO above
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _sections(sections: Sequence[Section[str]]) -> Iterator[RenderableType]:
    """Yield the sections, set apart by empty lines; a narrow table brings the heading of its section itself."""
    for at, section in enumerate(sections):
        first = section.blocks[0] if section.blocks else None
        if at:
            yield Styled()
        if section.heading and not (isinstance(first, Items) and first.narrow):
            yield Styled(section.heading, "bold")
        for block in section.blocks:
            if block is not first and isinstance(block, Table | Sentences):
                yield Styled()
            yield from _block(block)


def _block(block: Block[str]) -> Iterator[RenderableType]:
    match block:
        case Table(narrow=tables) | Items(narrow=tables) if tables:
            for at, table in enumerate(tables):
                yield from ([Styled()] if at else [])
                yield _grid(table)
        case Sentences(lines):
            yield from map(Styled, lines)
        case Text():
            yield _styled(
                Line(block.text, "strong" if block.strong else "quiet" if block.quiet else "plain", block.signal)
            )
        case Items(items):
            yield from (Padding(Styled(item), (0, 0, 0, 2)) for item in items)
        case _:
            raise ValueError(block)  # what no command shows here


def _grid(narrow: Narrow[str]) -> Grid:
    grid = Grid(box=box.HORIZONTALS, show_lines=narrow.ruled, expand=True, pad_edge=False, header_style="bold")
    for column in narrow.columns:
        ratio = 1 if column.width is None else None
        grid.add_column(column.heading, width=column.width, ratio=ratio, overflow="fold")
    for row in narrow.rows:
        grid.add_row(*map(_cell, row))
    return grid


def _cell(lines: Lines[str]) -> RenderableType:
    return Group(*(_bar(line) if isinstance(line, Bar) else _styled(line) for line in lines))


def _styled(line: Line[str]) -> Styled:
    if line.signal is None:
        return Styled(line.text, ROLES[line.role])
    return Styled(" ".join(filter(None, (SIGNS[line.signal], line.text))), COLOURS[line.signal])


def _bar(bar: Bar) -> Styled:
    """Draw what is confirmed, what is open, and a mark at the requirement."""
    low, high, mark = (_letters(end) for end in (bar.low, bar.high, bar.mark))
    text = Styled()
    for at in range(BAR):
        glyph = "█" if at < low else "▒" if at < high else "·"
        style = COLOURS[bar.signal] if at < high else "dim"
        text.append("┃" if at == max(mark - 1, 0) and glyph != "█" else glyph, style)
    return text


def _letters(share: Fraction) -> int:
    return min(max(int(share * BAR), 0), BAR)

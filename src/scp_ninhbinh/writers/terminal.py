"""A document for a terminal, laid out by rich. Colour only where it is asked for."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, Literal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Styled

from scp_ninhbinh.documents.document import (
    Bar,
    Block,
    Cell,
    Document,
    Items,
    Section,
    Sentences,
    Signal,
    Table,
    Text,
    signed,
)
from scp_ninhbinh.text.say import Language, Sayable
from scp_ninhbinh.writers.grid import MOST_PICTURE, Layout, fitting, laid_out, shown_text

COLOURS: Final[dict[Signal, str]] = {
    "met": "bold green",
    "not_met": "bold red",
    "not_yet": "cyan",
    "undetermined": "bold magenta",  # yellow cannot be read on white
    "no_data": "dim",
    "tracked": "dim",
    "no_target": "dim",
}
EIGHTHS: Final = " ▏▎▍▌▋▊▉"
"""The parts of a cell of a bar, by eighths."""

OPEN, FREE, MARK = "▒", "·", "┃"
INDENT: Final = 2


def terminal_text(document: Document[Sayable], language: Language, width: int, colour: bool) -> str:
    """Return the document as text `width` columns wide."""
    translated: Document[str] = language.translated(document)
    titles = [translated.headline] if translated.headline else [translated.title]
    parts = [Styled(title, "bold") for title in titles if title]
    if translated.subtitle and not translated.headline:
        parts.append(Styled(" · ".join(translated.subtitle)))
    below = [Styled(translated.below, "dim")] if translated.below else []
    return _rendered([*parts, *_sections(translated.sections, width), *below], width, colour)


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


def _sections(sections: Sequence[Section[str]], width: int) -> Iterator[RenderableType]:
    """Yield the sections, set apart by empty lines."""
    for at, section in enumerate(sections):
        if at:
            yield Styled()
        if section.heading:
            yield Styled(section.heading, "bold")
        for number, block in enumerate(section.blocks):
            if number and _is_set_apart(block, section.blocks[number - 1]):
                yield Styled()
            yield from _block(block, width)


def _is_set_apart(block: Block[str], before: Block[str]) -> bool:
    """Whether an empty line stands above a block: a table, and what comes after one or after a list.

    Below a table the line with its legend sets apart what follows.
    """
    if isinstance(before, Table) and before.legend and isinstance(block, Items):
        return False
    return isinstance(block, Table) or type(block) is not type(before)


def _block(block: Block[str], width: int) -> Iterator[RenderableType]:
    match block:
        case Table():
            yield from _table(block, width)
        case Sentences(lines, quiet):
            yield from (Styled(line, "dim" if quiet else "") for line in lines)
        case Text():
            yield _styled(block)
        case Items(items, heading, signal):
            if heading:
                yield _signed(heading, signal, Styled(heading, "bold"))
            yield from (_indented(Styled(item), width) for item in items)
        case _:
            raise ValueError(block)  # what no command shows here


def _styled(text: Text[str]) -> Styled:
    return _signed(text.text, text.signal, Styled(text.text, "bold" if text.strong else "dim" if text.quiet else ""))


def _signed(text: str, signal: Signal | None, plain: Styled) -> Styled:
    return plain if signal is None else Styled(signed(text, signal), COLOURS[signal])


def _table(table: Table[str], width: int) -> Iterator[RenderableType]:
    if not table.rows:
        return
    if table.caption:
        yield Styled(table.caption, "bold")
    is_long = 0 < table.first < len(table.rows)
    more = table.more if is_long else ""
    table = replace(table, rows=table.rows[: table.first]) if is_long else table
    layout = laid_out(table, width)
    if layout is None:
        yield from _blocks(table, width)
    else:
        yield _grid(table, layout)
    yield from (Styled(text, "dim") for text in (more, table.legend) if text)


def _grid(table: Table[str], layout: Layout) -> Grid:
    """Draw a table a line a row, if nothing in it has to be wrapped."""
    grid = Grid(box=None, pad_edge=False, padding=0, header_style="bold")
    for at, width in layout.widths.items():
        if grid.columns:
            grid.add_column(width=layout.gap)
        justify: Literal["right", "left"] = "right" if table.fit(at).right else "left"
        grid.add_column(table.headings[at], width=width, justify=justify, overflow="fold")
    for row in table.rows:
        cells = [_cell(row[at], table.fit(at).cut, width) for at, width in layout.widths.items() if at < len(row)]
        grid.add_row(*_apart(cells))
    return grid


def _apart(cells: Sequence[Styled]) -> Iterator[Styled]:
    """Yield the cells with an empty one between each two."""
    for at, cell in enumerate(cells):
        yield from ([Styled()] if at else [])
        yield cell


def _cell(cell: Cell[str], cut: bool, width: int) -> Styled:
    if cell.bar:
        return drawn(cell.bar, width)
    return Styled(fitting(cell, width, cut=cut), COLOURS[cell.signal] if cell.signal else "")


def _blocks(table: Table[str], width: int) -> Iterator[RenderableType]:
    """Draw a block a row: what names it, its bar, and what else is said of it with its headings."""
    for number, row in enumerate(table.rows):
        if number:
            yield Styled()
        named = [at for at in range(min(table.headers, len(row))) if not table.fit(at).cut]
        yield Styled("  ").join(_cell(row[at], False, width) for at in named if shown_text(row[at]))
        others = [at for at in range(len(row)) if at not in named]
        rest = [Styled(shown_text(row[at])) for at in others if table.fit(at).cut]
        rest += [drawn(cell.bar, min(width - INDENT, MOST_PICTURE)) for cell in row if cell.bar]
        told = [_told(table, row, at) for at in others if not table.fit(at).cut and shown_text(row[at])]
        rest += [Styled(" · ").join(told)] if told else []
        yield from (_indented(line, width) for line in rest)


def _told(table: Table[str], row: tuple[Cell[str], ...], at: int) -> Styled:
    """Return what a cell says after its heading."""
    text, cell = Styled(), row[at]
    if table.headings[at] and not table.fit(at).picture:
        text.append(f"{table.headings[at]}: ", "dim")
    return text.append(shown_text(cell, short=True), COLOURS[cell.signal] if cell.signal else "")


def _indented(text: Styled, width: int) -> RenderableType:
    """Indent a text, what is wrapped a little more."""
    first, *rest = text.wrap(Console(width=width), width - 2 * INDENT) or [text]
    lines = [Padding(first, (0, 0, 0, INDENT)), *(Padding(line, (0, 0, 0, 2 * INDENT)) for line in rest)]
    return Group(*lines)


def drawn(bar: Bar, width: int) -> Styled:
    """Draw what is confirmed, what is open, and the mark of the requirement, which always stands.

    The mark stands before what reaches beyond the requirement, and never behind what falls short of it.
    """
    low, high = bar.low * width, bar.high * width
    mark = max(-int(-bar.mark * width // 1) - 1, 0)
    text = Styled()
    for at in range(width):
        if at == mark:
            text.append(MARK, "bold")
        else:
            text.append(_glyph(at, low, high), COLOURS[bar.signal] if at < high else "dim")
    return text


def _glyph(at: int, low: Fraction, high: Fraction) -> str:
    if at + 1 <= low:
        return "█"
    if at < low:
        part = EIGHTHS[max(int((low - at) * 8), 1)]
        return part if high <= at + 1 else OPEN if low - at < Fraction(1, 2) else "█"
    return OPEN if at < high else FREE

"""What tables for a terminal share: their look, and their rendering by rich. Colour only where it is asked for."""

import io
from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table

from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Language, Phrase

COLOURS: Final = {
    Status.MET: "bold green",
    Status.NOT_MET: "bold red",
    Status.NOT_YET: "cyan",
    Status.UNDETERMINED: "bold yellow",
    Status.NO_DATA: "dim",
    Status.TRACKED: "dim",
    None: "dim",
}
CLAUSE: Final = Phrase("Clause")
BY: Final = Phrase("by {year}")


def render(parts: Sequence[RenderableType], width: int, colour: bool) -> str:
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


def new_table(language: Language, columns: Sequence[tuple[str, int | None]], lines: bool = True) -> Table:
    """Return an empty table of these headings and widths; a column without a width shares what is left."""
    table = Table(box=box.HORIZONTALS, show_lines=lines, expand=True, pad_edge=False, header_style="bold")
    for heading, width in columns:
        ratio = 1 if width is None else None
        table.add_column(language.say(heading), width=width, ratio=ratio, overflow="fold")
    return table

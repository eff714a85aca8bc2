"""The pages of `--help`, laid out for the terminal's width in the reader's language."""

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from scp_ninhbinh.cli.option import GROUPS, OTHER, Option, switch
from scp_ninhbinh.cli.pages import EXIT_CODES, PAGES, PROGRAM, Page
from scp_ninhbinh.cli.streams import wants_colour
from scp_ninhbinh.text.safe import painted
from scp_ninhbinh.text.say import Language, Phrase, Sayable, say

WIDEST: Final = 120
"""Columns beyond which a text is no easier to read."""

SIDE_BY_SIDE: Final = 72
"""Columns from which an explanation stands beside what it explains, and not below it."""

LABELS: Final = 26
"""The widest column of labels; what is wider has its explanation below it."""

HELP: Final = switch(OTHER, "-h, --help", Phrase("Show this page and exit."))

Row = tuple[str, Sayable]


def usage(ctx: Any, tongue: Language) -> str:
    """Return how a command is called."""
    return "\n".join(_Layout.of(tongue).usage(ctx))


def help_page(ctx: Any, tongue: Language) -> str:
    """Return the page of a command: what it does, its options by group, and examples."""
    layout, page = _Layout.of(tongue), PAGES[ctx.command.name]
    options = [*ctx.command.options.values(), HELP]
    layout = layout.with_room_for(map(layout.label, options))
    lines = [*layout.usage(ctx), "", *layout.paragraphs(page.about)]
    for group in GROUPS:
        if members := [option for option in options if option.group == group]:
            lines += layout.section(group, [(layout.label(option), option.help) for option in members])
    return "\n".join([*lines, *layout.examples(page, ctx)])


def program_page(ctx: Any, tongue: Language) -> str:
    """Return the page of the program: its commands, and what its exit code says."""
    layout = _Layout.of(tongue)
    call = f"{ctx.command_path} {tongue.text(Phrase('COMMAND'))} --help"
    commands: list[Row] = [(name, PAGES[name].about[0]) for name in ctx.command.list_commands(ctx)]
    options = [(layout.label(option), option.help) for option in (*ctx.command.options.values(), HELP)]
    lines = [*layout.usage(ctx), "", *layout.paragraphs(PROGRAM.about), ""]
    lines += layout.paragraphs([say("Options and examples of a command: {call}", call=call)])
    for title, rows in (
        (Phrase("Commands"), commands),
        (Phrase("Options"), options),
        (Phrase("Exit code"), EXIT_CODES),
    ):
        lines += layout.with_room_for(label for label, _ in rows).section(title, rows)
    return "\n".join([*lines, *layout.examples(PROGRAM, ctx)])


class _Layout(NamedTuple):
    """How a page is laid out: the language, the width, whether in colour, and the column of the explanations."""

    tongue: Language
    width: int
    colour: bool
    room: int = LABELS

    @classmethod
    def of(cls, tongue: Language) -> "_Layout":
        """Return the layout for this terminal."""
        return cls(tongue, min(shutil.get_terminal_size((80, 24)).columns, WIDEST), wants_colour(sys.stdout))

    def with_room_for(self, labels: Iterable[str]) -> "_Layout":
        """Return the layout with a column of labels as wide as these need."""
        return self._replace(room=4 + min(max(map(len, labels)), LABELS))

    def label(self, option: Option) -> str:
        """Return how an option is typed."""
        return f"{', '.join(option.names)} {self.tongue.text(option.placeholder)}".strip()

    def usage(self, ctx: Any) -> list[str]:
        """Return how a command is called."""
        pieces = [f"[{self.tongue.text(Phrase('OPTIONS'))}]"]
        for option in ctx.command.options.values():
            if not option.names:
                name = self.label(option)
                pieces.append((name if option.required else f"[{name}]") + "..." * option.many)
        if hasattr(ctx.command, "list_commands"):
            pieces.append(f"{self.tongue.text(Phrase('COMMAND'))} ...")
        head = f"{self.tongue.text(Phrase('Usage'))}: "
        return self._wrapped(f"{head}{ctx.command_path} {' '.join(pieces)}", others=len(head))

    def paragraphs(self, texts: Iterable[Sayable]) -> list[str]:
        """Return texts that begin a line each."""
        return [line for text in texts for line in self._wrapped(self.tongue.text(text), 2, 2)]

    def section(self, title: Phrase, rows: Iterable[Row]) -> list[str]:
        """Return labels with their explanations below a heading, in two columns where there is room for them."""
        lines = ["", self._heading(title)]
        for label, said in rows:
            text = self.tongue.text(said)
            if self.width < SIDE_BY_SIDE:
                lines += [f"  {label}", *self._wrapped(text, 6, 6)]
            elif len(label) + 4 > self.room:
                lines += [f"  {label}", *self._wrapped(text, self.room, self.room)]
            else:
                lines += self._wrapped(text, f"  {label}".ljust(self.room), self.room)
        return lines

    def examples(self, page: Page, ctx: Any) -> Iterator[str]:
        """Yield calls, each below what it is good for, with the name by which the program was called."""
        yield from ("", self._heading(Phrase("Examples")))
        for why, call in page.examples:
            yield from self._wrapped(self.tongue.text(why), 2, 2)
            yield from self._wrapped(f"{ctx.find_root().info_name} {self.tongue.text(call)}", 4, 8)

    def _heading(self, title: Phrase) -> str:
        return painted(f"{self.tongue.text(title)}:", "bold", self.colour)

    def _wrapped(self, text: str, first: int | str = 0, others: int = 0) -> list[str]:
        """Return a text in lines: blanks before the first, or what stands there, and blanks before the others."""
        begin = first if isinstance(first, str) else " " * first
        return textwrap.wrap(
            *(text, self.width),
            initial_indent=begin,
            subsequent_indent=" " * others,
            break_long_words=False,
            break_on_hyphens=False,
        )

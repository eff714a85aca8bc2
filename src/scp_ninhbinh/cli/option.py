"""What an option is: how it is typed, which values it takes, and what the help says of it."""

from typing import Annotated, Any, Final, NamedTuple

import typer

from scp_ninhbinh.cli.completion import completing
from scp_ninhbinh.text.say import Phrase, Sayable

ARGUMENTS: Final = Phrase("Arguments")
READ: Final = Phrase("What is read")
SCORED: Final = Phrase("What is scored")
WRITTEN: Final = Phrase("What is written")
OTHER: Final = Phrase("Other options")
GROUPS: Final = (ARGUMENTS, READ, SCORED, WRITTEN, OTHER)
"""The headings below which a command's options stand, in this order."""

FILE: Final = Phrase("FILE")


class Option(NamedTuple):
    """An option, or where it has no names an argument; a switch has neither a metavar nor choices."""

    help: Sayable
    group: Phrase
    names: tuple[str, ...]
    metavar: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False
    required: bool = False

    @property
    def placeholder(self) -> str:
        """What stands for the value where the option is shown; few choices are named."""
        return self.metavar or "|".join(self.choices)

    def annotation(self) -> Any:
        """Return the type that tells typer how to read it: texts, whose meaning is ours to find and to refuse."""
        if self.names and not self.placeholder:
            return Annotated[bool, typer.Option(*self.names)]
        kind: Any = list[str] if self.many else str
        more = completing(self.choices)
        given = typer.Option(*self.names, **more) if self.names else typer.Argument(**more)
        return Annotated[kind if self.required else kind | None, given]


def option(
    group: Phrase,
    names: str,
    takes: str | tuple[str, ...],
    help: Sayable,
    *,
    many: bool = False,
    required: bool = False,
) -> Option:
    """Return an option with a value: `takes` stands for it, or has all that it may be."""
    metavar, choices = (takes, ()) if isinstance(takes, str) else ("", takes)
    return Option(help, group, tuple(names.split(", ")), metavar, choices, many, required)


def argument(
    takes: str, help: Sayable, *, choices: tuple[str, ...] = (), many: bool = False, required: bool = False
) -> Option:
    """Return what is given without a name."""
    return Option(help, ARGUMENTS, (), takes, choices, many, required)


def switch(group: Phrase, names: str, help: Sayable) -> Option:
    """Return an option that takes no value."""
    return Option(help, group, tuple(names.split(", ")))

"""The commands as typer runs them, with our pages of help and our words for what is wrong with a call."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import typer
from typer.core import TyperCommand, TyperGroup

from scp_ninhbinh.cli.commands import COMMANDS
from scp_ninhbinh.cli.completion import is_asked
from scp_ninhbinh.cli.options import PROGRAM, typed
from scp_ninhbinh.cli.usage import Refusal, UsageError, language_asked, show_usage_error, with_guess
from scp_ninhbinh.text.looks import told_apart
from scp_ninhbinh.text.say import Language, Sayable, language, say

if TYPE_CHECKING:
    from scp_ninhbinh.cli.option import Option

INTERRUPTED: Final = 130
"""What a shell calls the exit of a program that Ctrl-C ended."""


def _tongue(ctx: Any) -> Language:
    """Return the language that the call asks for."""
    found = ctx.find_root().obj
    return found if isinstance(found, Language) else language()


class Command(TyperCommand):
    """A command that takes a file for a file, though its name begins with a dash."""

    @property
    def options(self) -> "Mapping[str, Option]":
        """Its options by field, as they were declared."""
        return cast("Mapping[str, Option]", getattr(self.callback, "options", {}))

    def get_help(self, ctx: Any) -> str:
        """Return the page of help."""
        from scp_ninhbinh.cli.help import help_page

        return help_page(ctx, _tongue(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what stands behind the command; a language asked for before it counts too, unless another is asked for.

        `./` is put before the names of files among what stands before `--`; pre-commit and `*.csv` give them bare.
        """
        end = args.index("--") if "--" in args else len(args)
        asked = ctx.parent.params.get("lang") if ctx.parent else None
        ctx.allow_extra_args = True
        with _of(ctx):
            before = [*(("--lang", asked) if asked else ()), *map(self._as_file, args[:end])]
            more = super().parse_args(ctx, [*before, *args[end:]])
            if more:
                raise Refusal(say('"{arguments}" is more than the command takes', arguments=" ".join(more)))
        return more

    def _as_file(self, argument: str) -> str:
        if not argument.startswith("-") or argument == "-" or not os.path.isfile(argument):  # noqa: PTH113 (never raises)
            return argument
        options = {name for parameter in self.params for name in (*parameter.opts, *parameter.secondary_opts)}
        if argument.partition("=")[0] in options or argument[:2] in options - {"--"}:
            raise Refusal(
                say('"{name}" is an option and the name of a file: write "./{name}" for the file', name=argument)
            )
        return f"./{argument}"


@contextmanager
def _of(ctx: Any) -> Iterator[None]:
    """Whatever is refused within, by typer or by us, is refused of the command of this context."""
    try:
        yield
    except UsageError as error:
        wrong: Any = error
        wrong.ctx = wrong.ctx or ctx
        raise


class Program(TyperGroup):
    """The program: its commands, and what becomes of a call that is wrong."""

    @property
    def options(self) -> "Mapping[str, Option]":
        """Its own options, as they were declared."""
        return PROGRAM

    def main(self, args: Sequence[str] | None = None, standalone_mode: bool = True, **extra: Any) -> Any:  # type: ignore[override]
        """Run a call in its language, and say what is wrong with it."""
        arguments = [*(sys.argv[1:] if args is None else args)]
        tongue = language_asked(arguments)
        try:
            code = super().main(arguments, complete_var=is_asked(), standalone_mode=False, obj=tongue, **extra)
        except UsageError as error:
            code = show_usage_error(error, tongue)
        except typer.Abort:
            code = INTERRUPTED
        return sys.exit(code) if standalone_mode else code

    def get_help(self, ctx: Any) -> str:
        """Return the page of help."""
        from scp_ninhbinh.cli.help import program_page

        return program_page(ctx, _tongue(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what stands before the command."""
        with _of(ctx):
            return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        return [*COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, which is made when it is asked for."""
        return _made(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that is asked for, or tell which is most like it."""
        if args[0] in COMMANDS or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        raise Refusal(_no_such_command(args[0]), ctx=ctx)


@cache
def _made(name: str) -> Any:
    """Return the one command of this name."""
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name, cls=Command)(typed(COMMANDS[name]))
    made: Any = typer.main.get_command(alone)
    for parameter in made.params:
        _read_if_given(parameter)
    return made


def _read_if_given(parameter: Any) -> None:
    """Leave an option that is not given alone: typer would compile a reader of its values all the same."""
    read = parameter.process_value

    def process_value(ctx: Any, value: Any) -> Any:
        return None if value is None and not parameter.required else read(ctx, value)

    parameter.process_value = process_value


def _no_such_command(name: str) -> Sayable:
    from difflib import get_close_matches

    alike = get_close_matches(name, COMMANDS, n=1)
    return with_guess(say("there is no command {command}", command=told_apart(name, *alike)), *alike)

"""The command line: arguments in, text out, exit code. No logic.

Exit codes: 0 done; 1 `check` found an error in a file, or a `--fail-on` verdict occurred; 2 it could
not be done.
"""

import atexit
import gc
import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperCommand

from scp_ninhbinh import __version__
from scp_ninhbinh.cli import commands as cli_commands
from scp_ninhbinh.cli import reviews as cli_reviews
from scp_ninhbinh.cli.streams import open_streams
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Phrase, language

INTERRUPTED: Final = 130
"""What a shell calls the exit of a program that Ctrl-C ended."""


class Command(TyperCommand):
    """A command that takes a file for a file, though its name begins with a dash."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `./` before the names of files among what stands before `--`; pre-commit and `*.csv` give them bare."""
        end = args.index("--") if "--" in args else len(args)
        return super().parse_args(ctx, [*map(self._as_file, args[:end]), *args[end:]])

    def _as_file(self, argument: str) -> str:
        if not argument.startswith("-") or argument == "-" or not Path(argument).is_file():
            return argument
        options = {name for parameter in self.params for name in (*parameter.opts, *parameter.secondary_opts)}
        if argument.partition("=")[0] in options or argument[:2] in options - {"--"}:
            name = show(argument)
            raise typer.BadParameter(f'"{name}" is an option and the name of a file: write "./{name}" for the file.')
        return f"./{argument}"


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Score survey data against the targets of Plan 87/KH-UBND (Ninh Bình), or of another plan.",
)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    if version:
        print(f"scp-ninhbinh {__version__}")
        raise typer.Exit


COMMANDS: Final = (
    *(cli_commands.score, cli_commands.check, cli_commands.explain, cli_reviews.review, cli_reviews.report),
    *(cli_commands.targets, cli_commands.template, cli_commands.schema, cli_commands.rules),
)
for command in COMMANDS:
    app.command(cls=Command)(command)


def main() -> NoReturn:
    """Run `scp`; a call that means OpenSSH's program is told so."""
    gc.disable()  # a run is short and makes hardly a cycle, but a million units would be searched for some, many times
    open_streams()
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as in the background of a script
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        _refuse_copying(sys.argv[1:])
        app()
    except SystemExit as done:
        _leave(done.code if isinstance(done.code, int) else 0 if done.code is None else 2)
    except KeyboardInterrupt:
        _leave(INTERRUPTED)
    except Exception as error:
        sys.stderr.write(f"scp: {_said_of(error)}\n")
        _leave(2)
    raise AssertionError("typer exits by itself")


def _said_of(error: Exception) -> str:
    """Return what is said of an error that no command expects; with SCP_DEBUG set, where it comes from stands above."""
    if isinstance(error, MemoryError):
        return language().say(Phrase("there is not enough memory for these files"))
    if isinstance(error, OSError) and error.filename is None:  # of stdout: whatever else is written has its problems
        return f"stdout: {error.strerror}"
    import traceback

    if os.environ.get("SCP_DEBUG"):
        traceback.print_exc()
    last = traceback.extract_tb(error.__traceback__)[-1]
    return language().say(
        Phrase(
            "an error of the program itself, scp-ninhbinh {version}: {error} ({place}). To report it, keep this line, "
            "the command and the files; SCP_DEBUG=1 shows more"
        ),
        version=__version__,
        error=" ".join(f"{type(error).__name__}: {error}".split()),
        place=f"{Path(last.filename).name}:{last.lineno}",
    )


def _refuse_copying(arguments: list[str]) -> None:
    commands = {command.__name__ for command in COMMANDS}
    if not commands & set(arguments) and any(":" in argument for argument in arguments):
        from scp_ninhbinh.cli.copying import file_copy_refusal

        if refusal := file_copy_refusal(arguments, language()):
            sys.stderr.write(f"scp: {refusal}\n")
            sys.exit(2)


def _leave(code: int) -> NoReturn:
    """End the process without freeing a million units one by one; the system takes all of it back at once."""
    atexit._run_exitfuncs()  # libraries remove their temporary folders here
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # full: what could be said has been said
            code = code or 2
    os._exit(code)

"""The command line: arguments in, text out, exit code. No logic.

Exit codes: 0 done; 1 `check` found an error in a file, a `--fail-on` verdict occurred, or `verify` found a
difference; 2 it could not be done.
"""

import atexit
import gc
import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperCommand

from scp_ninhbinh import __version__
from scp_ninhbinh.cli import commands
from scp_ninhbinh.cli.streams import open_streams, wants_colour, write_safe
from scp_ninhbinh.text.safe import painted, show, show_lines
from scp_ninhbinh.text.say import Phrase, language, say

INTERRUPTED: Final = 130
"""What a shell calls the exit of a program that Ctrl-C ended."""

REMOTE: Final = re.compile(r"[^/\\:=]{2,}:.*", re.DOTALL)
"""`host:path` or `user@host:path`, but no drive letter and no `--option=value`."""

NOT_A_COPY: Final = Phrase(
    'this looks like a file copy ("{call}"), which is the work of OpenSSH\'s scp; this scp scores surveys. '
    "OpenSSH's is often /usr/bin/scp; this program is also called scp-ninhbinh."
)


class Command(TyperCommand):
    """A command that takes a file for a file, though its name begins with a dash."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `./` before the names of files among what stands before `--`; pre-commit and `*.csv` give them bare."""
        end = args.index("--") if "--" in args else len(args)
        return super().parse_args(ctx, [*map(self._as_file, args[:end]), *args[end:]])

    def _as_file(self, argument: str) -> str:
        if not argument.startswith("-") or argument == "-" or not os.path.isfile(argument):  # noqa: PTH113 (never raises)
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
    context_settings={"help_option_names": ["--help", "-h"]},
    help="Score survey data against the targets of a plan for sustainable consumption and production.",
)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    if version:
        print(f"scp-ninhbinh {__version__}")
        raise typer.Exit


COMMANDS: Final = (
    *(commands.score, commands.check, commands.explain, commands.review, commands.report),
    *(commands.verify, commands.targets, commands.init, commands.template, commands.schema, commands.rules),
)
for command in COMMANDS:
    app.command(cls=Command)(command)


def main() -> NoReturn:
    """Run `scp` as a process of its own: its streams, its signals and its end."""
    gc.disable()  # a run is short and makes hardly a cycle, but a million units would be searched for some, many times
    open_streams()
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as in the background of a script
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    _leave(code)


def run(arguments: Sequence[str]) -> int:
    """Run `scp` with these arguments and return its exit code; a call that means OpenSSH's program is refused."""
    try:
        if refusal := _file_copy(arguments):
            return _refuse(refusal)
        app(arguments)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0 if done.code is None else 2
    except Exception as error:
        return _refuse(_unforeseen(error))
    return 0


def _refuse(text: str) -> int:
    """Say on stderr why there is no result, and return the exit code of that."""
    head = painted(f"{language().text(Phrase('error'))}:", "red", wants_colour(sys.stderr))
    write_safe(f"scp: {head} {show_lines(text)}\n")
    return 2


def _file_copy(arguments: Sequence[str]) -> str | None:
    """Return the refusal of a call that names a remote path, as OpenSSH's `scp` takes it."""
    names = {command.__name__ for command in COMMANDS}
    if names & set(arguments) or not any(REMOTE.fullmatch(argument) for argument in arguments):
        return None
    return language().text(say(NOT_A_COPY, call=show(" ".join(["scp", *arguments]), 60)))


def _unforeseen(error: Exception) -> str:
    """Return the line for an error that no command expects; with SCP_DEBUG set, its traceback stands above."""
    if isinstance(error, MemoryError):
        return language().text(Phrase("there is not enough memory for these files"))
    if isinstance(error, OSError) and error.filename is None:  # of stdout: whatever else is written has its problems
        return f"stdout: {error.strerror}"
    import traceback

    if os.environ.get("SCP_DEBUG"):
        traceback.print_exc()
    last = traceback.extract_tb(error.__traceback__)[-1]
    message = say(
        "the program itself failed, scp-ninhbinh {version}: {error} ({place}). To report it, keep this line, "
        "the command and the files; SCP_DEBUG=1 shows more",
        version=__version__,
        error=" ".join(f"{type(error).__name__}: {error}".split()),
        place=f"{Path(last.filename).name}:{last.lineno}",
    )
    return language().text(message)


def _leave(code: int) -> NoReturn:
    """End the process without freeing a million units one by one; the system takes all of it back at once."""
    atexit._run_exitfuncs()  # libraries remove their temporary folders here
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # full: what could be said has been said
            code = code or 2
    os._exit(code)

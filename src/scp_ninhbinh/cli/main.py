"""The command line: arguments in, text out, exit code. No logic.

Exit codes: 0 done; 1 `check` found an error in a file, a `--fail-on` verdict occurred, or `verify` found a
difference; 2 it could not be done.
"""

import atexit
import gc
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from scp_ninhbinh import __version__
from scp_ninhbinh.cli import completion
from scp_ninhbinh.cli.command import INTERRUPTED, Program
from scp_ninhbinh.cli.commands import COMMANDS
from scp_ninhbinh.cli.options import PROGRAM, checked
from scp_ninhbinh.cli.signals import catch_signals, end_by_signal, no_signals
from scp_ninhbinh.cli.streams import LostOutputError, open_streams, write_safe
from scp_ninhbinh.cli.usage import language_asked, refuse
from scp_ninhbinh.files import REMEDIES
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import VARIABLE, Language, Phrase, Sayable, joined, language_named, say

REMOTE: Final = re.compile(r"[^/\\:=]{2,}:.*", re.DOTALL)
"""`host:path` or `user@host:path`, but no drive letter and no `--option=value`."""

NOT_A_COPY: Final = Phrase(
    'this looks like a file copy ("{call}"), which is the work of OpenSSH\'s scp; this scp scores surveys. '
    "OpenSSH's is often /usr/bin/scp; this program is also called scp-ninhbinh."
)


app = typer.Typer(
    cls=Program,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        print(f"scp-ninhbinh {__version__}", flush=True)
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _program(
    ctx: typer.Context,
    lang: Annotated[str | None, typer.Option("--lang")] = None,
    version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_show_version)] = False,
) -> None:
    checked(PROGRAM["lang"], lang)
    if ctx.invoked_subcommand is None:
        write_safe(f"{ctx.get_help()}\n")
        raise typer.Exit(2)


def main() -> NoReturn:
    """Run `scp` as a process of its own: its streams, its signals and its end."""
    gc.disable()  # as the entry does: a caller of this function is one too
    open_streams()
    catch_signals()
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    _leave(code)


def run(arguments: Sequence[str]) -> int:
    """Run `scp` with these arguments and return its exit code; a call that means OpenSSH's program is refused."""
    tongue = language_asked(arguments)
    try:
        _tell_of_unknown_language(tongue)
        if refusal := _file_copy(arguments):
            return refuse(tongue.text(refusal), tongue)
        completion.get_ready()
        app(arguments)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0 if done.code is None else 2
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # compiled code of a library that panics raises no Exception
        return refuse(tongue.text(_unforeseen(error)), tongue)
    return 0


def _tell_of_unknown_language(tongue: Language) -> None:
    """Say that the variable of the language says nothing; the language is then what it is without it."""
    named = os.environ.get(VARIABLE)
    if named and language_named(named) is None:
        said = say("{variable}={value} is neither vi nor en and is ignored", variable=VARIABLE, value=named)
        sys.stderr.write(f"scp: {tongue.text(Phrase('warning'))}: {tongue.text(said)}\n")


def _file_copy(arguments: Sequence[str]) -> Sayable | None:
    """Return the refusal of a call that names a remote path, as OpenSSH's `scp` takes it."""
    if COMMANDS.keys() & set(arguments) or not any(REMOTE.fullmatch(argument) for argument in arguments):
        return None
    return say(NOT_A_COPY, call=show(" ".join(["scp", *arguments]), 60))


def _unforeseen(error: BaseException) -> Sayable:
    """Return the line for an error that no command expects; with SCP_DEBUG set, its traceback stands above."""
    if isinstance(error, MemoryError):
        return Phrase("there is not enough memory for these files")
    if isinstance(error, OSError) and (isinstance(error, LostOutputError) or error.errno in REMEDIES):
        return _of_the_system(error)
    import traceback

    if os.environ.get("SCP_DEBUG"):
        traceback.print_exc()
    last = traceback.extract_tb(error.__traceback__)[-1]
    return say(
        "the program itself failed, scp-ninhbinh {version}: {error} ({place}). To report it, keep this line, "
        "the command and the files; SCP_DEBUG=1 shows more",
        version=__version__,
        error=" ".join(f"{type(error).__name__}: {error}".split()),
        place=f"{Path(last.filename).name}:{last.lineno}",
    )


def _of_the_system(error: OSError) -> Sayable:
    """Return what the system said, of what, and what helps; whatever a command opens itself has its problems."""
    said = joined(_what_failed(error), error.strerror or str(error), by=": ")
    remedy = REMEDIES.get(error.errno or 0)
    return joined(said, remedy, by="; ") if remedy else said


def _what_failed(error: OSError) -> Sayable:
    if isinstance(error, LostOutputError):
        return "stdout"
    return Phrase("the system") if error.filename is None else show(error.filename)


def _leave(code: int) -> NoReturn:
    """End the process without freeing a million units one by one; the system takes all of it back at once."""
    with suppress(KeyboardInterrupt, SystemExit), no_signals():
        atexit._run_exitfuncs()  # libraries remove their temporary folders here
    end_by_signal()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # full: what could be said has been said
            code = code or 2
    os._exit(code)

"""The command line: arguments in, text out, exit code. No logic.

Exit codes: 0 done; 1 `check` found an error in a file, or a `--fail-on` verdict occurred; 2 it could
not be done.
"""

import gc
import os
import sys
from typing import Annotated, NoReturn

import typer

from scp_ninhbinh import __version__, cli_commands, cli_reviews
from scp_ninhbinh.language import language

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


for command in ("score", "check", "explain", "review", "report", "targets", "template", "schema", "rules"):
    app.command()(getattr(cli_commands, command, None) or getattr(cli_reviews, command))


def main() -> NoReturn:
    """Run `scp`; a call that means OpenSSH's program is told so."""
    gc.disable()  # a run is short and makes hardly a cycle, but a million units would be searched for some, many times
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (for the rest of the run)
        getattr(sys, name).reconfigure(encoding="utf-8", errors="backslashreplace")
    commands = {command.callback.__name__ for command in app.registered_commands if command.callback}
    if not commands & set(sys.argv[1:]) and any(":" in argument for argument in sys.argv[1:]):
        from scp_ninhbinh.copying import file_copy_refusal

        if refusal := file_copy_refusal(sys.argv[1:], language()):
            sys.stderr.write(f"scp: {refusal}\n")
            sys.exit(2)
    try:
        app()
    except SystemExit as done:
        _leave(done)
    raise AssertionError("typer exits by itself")


def _leave(done: SystemExit) -> NoReturn:
    """End the process without freeing a million units one by one; the system takes all of it back at once."""
    code = done.code if isinstance(done.code, int) else 0 if done.code is None else 2
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # closed, or full: what could be said has been said
            code = code or 2
    os._exit(code)

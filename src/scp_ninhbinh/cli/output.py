"""How results and problems leave the program."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import typer

from scp_ninhbinh.cli.streams import without_commands
from scp_ninhbinh.files import write_stdout, write_whole
from scp_ninhbinh.problems.problem import Problem, ScpError
from scp_ninhbinh.text.say import Language

NARROWEST: Final = 72
WIDEST: Final = 140
"""Columns that a table needs, and beyond which it is no easier to read."""


@contextmanager
def problems_end_the_run(reader: Language) -> Iterator[None]:
    """List the problems that make the run impossible on stderr and exit 2."""
    try:
        yield
    except ScpError as error:
        warn(error.problems, reader)
        raise typer.Exit(2) from None


def warn(problems: Sequence[Problem], reader: Language) -> None:
    """List problems on stderr."""
    if problems:
        from scp_ninhbinh.findings.text import findings_text

        sys.stderr.write(findings_text(problems, reader))


def terminal(output: str | None) -> tuple[int, bool]:
    """Return the width to lay out for, and whether colour is wanted (https://no-color.org)."""
    if output not in (None, "-"):
        return 100, False
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return max(NARROWEST, min(shutil.get_terminal_size((100, 24)).columns, WIDEST)), colour


def emit(
    text: str | bytes, output: str | None, inputs: Sequence[str], reader: Language, *, commands: bool = False
) -> None:
    """Write the result to the output, or to stdout (None or "-"); there only with the `commands` meant for GitHub."""
    from scp_ninhbinh.plan.file import embedded_plan

    with problems_end_the_run(reader):
        if output is None or output == "-":
            write_stdout(str(text) if commands else without_commands(str(text)))
        else:
            write_whole(output, text, [*inputs, embedded_plan()])

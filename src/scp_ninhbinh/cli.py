"""The command line: arguments in, text out, exit code. No logic.

Exit codes: 0 done; 1 `check` found an error in a file, or a `--fail-on` verdict occurred; 2 it could
not be done. What a command needs is imported when it runs: start-up is what users feel.
"""

import gc
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, Literal, NoReturn

import typer

from scp_ninhbinh import __version__
from scp_ninhbinh.language import Code, Language, language
from scp_ninhbinh.safe_text import show

NARROWEST: Final = 72
WIDEST: Final = 140
"""Columns that a table needs, and beyond which it is no easier to read."""

STATUSES: Final = ("met", "not_met", "not_yet", "undetermined", "no_data", "tracked")
SUFFIXES: Final = {".json": "json", ".csv": "csv", ".md": "markdown", ".txt": "table", "": "table"}
"""The format that the ending of an output asks for."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Score survey data against the targets of Plan 87/KH-UBND (Ninh Bình), or of another plan.",
)

Files = Annotated[list[str], typer.Argument(metavar="FILE", show_default=False, help="Survey files (CSV, UTF-8).")]
PlanOption = Annotated[str | None, typer.Option("--plan", metavar="FILE", help="Another plan (YAML).")]
LangOption = Annotated[Code | None, typer.Option("--lang", help="Language; default: the locale's.")]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to this file, whole or not at all. Its ending picks the format."
    ),
]


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    if version:
        print(f"scp-ninhbinh {__version__}")
        raise typer.Exit


def _due(text: str | None) -> int | Literal["all"] | None:
    if text is None or text == "all":
        return text  # type: ignore[return-value]  # "all" itself
    if not re.fullmatch("[0-9]{4}", text):
        raise typer.BadParameter(f'"{show(text)}" is neither a year nor "all".', param_hint="--due")
    return int(text)


def _statuses(text: str | None) -> frozenset[str]:
    asked = frozenset(word.strip() for word in (text or "").split(",") if word.strip())
    if unknown := sorted(asked - set(STATUSES)):
        choices = ", ".join(STATUSES)
        raise typer.BadParameter(
            f"{', '.join(unknown)}: no verdict. Expected some of {choices}.", param_hint="--fail-on"
        )
    return asked


@app.command()
def score(
    files: Files,
    plan: PlanOption = None,
    year: Annotated[
        int | None, typer.Option(help="The year scored; default: the latest of the plan's years in the files.")
    ] = None,
    due: Annotated[
        str | None, typer.Option(metavar="YEAR|all", help="The due year; default: the first at or after the year.")
    ] = None,
    format_: Annotated[
        Literal["table", "json", "csv", "markdown"] | None, typer.Option("--format", help="Default: table.")
    ] = None,
    output: OutputOption = None,
    lang: LangOption = None,
    fail_on: Annotated[
        str | None, typer.Option(metavar="VERDICT,...", help="Exit 1 if one of these verdicts occurs.")
    ] = None,
) -> None:
    """Score surveys: what was achieved against what the plan requires."""
    gate, asked, reader = _statuses(fail_on), _due(due), language(lang)
    chosen = format_ or _format_of(output, "table", "json", "csv", "markdown")
    from scp_ninhbinh.report.progress import progress
    from scp_ninhbinh.runs import score_files

    with _problems_end_the_run(reader), progress(files, reader) as tell:
        run = score_files(files, plan, year, asked, tell)
    _warn(run.problems, reader)
    if chosen == "table":
        from scp_ninhbinh.report.as_table import score_table

        text = score_table(run.scores, reader, *_terminal(output))
    elif chosen == "json":
        from scp_ninhbinh.report.as_json import score_json

        text = score_json(run)
    else:
        from scp_ninhbinh.report import as_rows

        text = (as_rows.score_csv if chosen == "csv" else as_rows.score_markdown)(run, reader)
    _emit(text, output, [*files, *([plan] if plan else [])], reader)
    raise typer.Exit(1 if any(result.status in gate for result in run.scores.results) else 0)


@app.command()
def check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", show_default=False, help="Survey files, and plan files (.yaml).")
    ],
    plan: PlanOption = None,
    format_: Annotated[Literal["text", "json"] | None, typer.Option("--format", help="Default: text.")] = None,
    output: OutputOption = None,
    lang: LangOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
) -> None:
    """Validate survey files and plan files: every problem at once."""
    chosen = format_ or _format_of(output, "table", "json")
    reader = language(lang or ("en" if chosen == "json" else None))
    from scp_ninhbinh.problems import has_errors
    from scp_ninhbinh.report.progress import progress
    from scp_ninhbinh.runs import check_files

    with _problems_end_the_run(reader), progress(files, reader) as tell:
        run = check_files(files, plan, tell)
    if chosen == "json":
        from scp_ninhbinh.report.as_json import check_json

        text = check_json(run, reader)
    else:
        from scp_ninhbinh.report.findings import check_text

        text = check_text(run, reader)
    _emit(text, output, [*files, *([plan] if plan else [])], reader)
    if not run.complete:
        raise typer.Exit(2)
    if has_errors(run.problems) or (strict and run.problems):
        raise typer.Exit(1)


@app.command()
def targets(
    plan: PlanOption = None,
    format_: Annotated[Literal["table", "json"] | None, typer.Option("--format", help="Default: table.")] = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Show the plan: clauses, requirements, readings."""
    chosen, reader = format_ or _format_of(output, "table", "json"), language(lang)
    from scp_ninhbinh.runs import open_plan

    with _problems_end_the_run(reader):
        loaded = open_plan(plan)
    if chosen == "json":
        from scp_ninhbinh.report.as_json import plan_json

        text = plan_json(loaded)
    else:
        from scp_ninhbinh.report.as_table import plan_table

        text = plan_table(loaded.plan, reader, *_terminal(output))
    _emit(text, output, [plan] if plan else [], reader)


@contextmanager
def _problems_end_the_run(reader: Language) -> Iterator[None]:
    """List the problems that make the run impossible on stderr and exit 2."""
    from scp_ninhbinh.problems import ScpError

    try:
        yield
    except ScpError as error:
        _warn(error.problems, reader)
        raise typer.Exit(2) from None


def _warn(problems: Sequence[object], reader: Language) -> None:
    if problems:
        from scp_ninhbinh.report.findings import findings_text

        sys.stderr.write(findings_text(problems, reader))  # type: ignore[arg-type]  # problems, not yet imported


def _format_of(output: str | None, *formats: str) -> str:
    """Return the format that the output's ending asks for; one that the command does not have is refused."""
    ending = Path(output or "").suffix.lower()
    if SUFFIXES.get(ending) not in formats:
        known = ", ".join(suffix for suffix, name in SUFFIXES.items() if suffix and name in formats)
        raise typer.BadParameter(
            f'no format for "{show(ending)}". Expected {known}, or --format.', param_hint="--output"
        )
    return SUFFIXES[ending]


def _terminal(output: str | None) -> tuple[int, bool]:
    """Return the width to lay out for, and whether colour is wanted (https://no-color.org)."""
    if output:
        return 100, False
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return max(NARROWEST, min(shutil.get_terminal_size((100, 24)).columns, WIDEST)), colour


def _emit(text: str, output: str | None, inputs: Sequence[str], reader: Language) -> None:
    """Write the result to the output, or to stdout, where a reader that has seen enough (`| head`) is no error."""
    from scp_ninhbinh.files import write_stdout, write_whole
    from scp_ninhbinh.plan_file import embedded_plan

    with _problems_end_the_run(reader):
        if output is None:
            write_stdout(text)
        else:
            write_whole(output, text, [*inputs, embedded_plan()])


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

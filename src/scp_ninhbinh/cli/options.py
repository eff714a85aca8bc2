"""The options that commands share, and what their texts mean; a text that means nothing is a usage error."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias, TypeVar, get_args

import typer

from scp_ninhbinh.files import identity
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Code

if TYPE_CHECKING:
    from scp_ninhbinh.scores.score import Asked
    from scp_ninhbinh.survey.declared import Declared

Value = TypeVar("Value")

DEFAULT_CONFIDENCE: Final = 95
LEAST_CONFIDENCE, MOST_CONFIDENCE = 50, 99.9999
STATUSES: Final = tuple(Status)
SUFFIXES: Final = {
    ".json": ("json",),
    ".csv": ("csv",),
    ".md": ("markdown",),
    ".txt": ("table", "text"),
    ".sarif": ("sarif",),
    ".xml": ("junit",),
    ".xlsx": ("xlsx",),
    ".docx": ("docx",),
    ".html": ("html",),
    "": ("table", "text"),
}
"""The formats that the ending of an output asks for; which of them is the command's."""

Findings: TypeAlias = Literal["text", "json", "github", "sarif", "junit"]

FilesArgument = Annotated[
    list[str], typer.Argument(metavar="FILE", show_default=False, help="Survey files: CSV, .xlsx, .xls, .ods.")
]
PlanOption = Annotated[str | None, typer.Option("--plan", metavar="FILE", help="Another plan (YAML).")]
LangOption = Annotated[Code | None, typer.Option("--lang", help="Language; default: the locale's.")]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to this file, whole or not at all. Its ending picks the format."
    ),
]
ForExcelOption = Annotated[
    bool, typer.Option("--for-excel", help="CSV with semicolons and decimal commas, as a Vietnamese Excel opens it.")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="[SHEET!]COLUMN=VALUE",
        help="A value for every row of the tables that lack the column, such as year=2025; may be given often.",
    ),
]
BlankOption = Annotated[
    list[str] | None,
    typer.Option("--blank", metavar="no:COLUMN", help="Empty cells of this yes/no column mean no; may be given often."),
]
EncodingOption = Annotated[
    Literal["utf-8", "utf-16", "windows-1258", "tcvn3", "vni"] | None,
    typer.Option("--encoding", help="The encoding of files that are not UTF-8."),
]
DecimalOption = Annotated[
    Literal["comma", "point"] | None,
    typer.Option("--decimal", help="The decimal mark of numbers that could be read in two ways."),
]

ReviewFiles = Annotated[
    list[str],
    typer.Argument(metavar="FILE", show_default=False, help="Survey files, and saved scores (.json) of years."),
]
FailOption = Annotated[
    str | None, typer.Option("--fail-on", metavar="VERDICT,...", help="Exit 1 if one of these verdicts occurs.")
]
RegisterOption = Annotated[
    str | None, typer.Option("--register", metavar="FILE", help="The list of all units: the pool of the kinds in it.")
]
YearOption = Annotated[
    int | None, typer.Option("--year", help="The year scored; default: the latest of the plan's years in the files.")
]
DueOption = Annotated[
    str | None,
    typer.Option("--due", metavar="YEAR|all", help="The due year; default: the first at or after the year."),
]
SampleOption = Annotated[
    bool, typer.Option("--sample", help="The rows are a random sample of the register: without a row, not drawn.")
]
ConfidenceOption = Annotated[
    float | None, typer.Option("--confidence", metavar="PERCENT", help="Of a sample's intervals; default: 95.")
]
BadCellsOption = Annotated[
    Literal["unknown"] | None,
    typer.Option("--bad-cells", help="Answers and numbers that cannot be read count as unknown, and are counted."),
]


def asked_for(
    year: int | None,
    due: str | None,
    sample: bool,
    confidence: float | None,
    by: Literal["area", "kind"] | None = None,
) -> "Asked":
    """Return what the options ask of a score."""
    from fractions import Fraction

    from scp_ninhbinh.scores.score import Asked

    if confidence is not None and not sample:
        raise typer.BadParameter("it is that of a sample: add --sample.", param_hint="--confidence")
    percent = DEFAULT_CONFIDENCE if confidence is None else confidence
    if not LEAST_CONFIDENCE <= percent <= MOST_CONFIDENCE:  # nor a nan
        raise typer.BadParameter("expected a percentage from 50 to 99.9999.", param_hint="--confidence")
    return Asked(year, due_year(due), by, Fraction(str(percent)) / 100 if sample else None)


def due_year(text: str | None) -> int | Literal["all"] | None:
    """Return the due year asked for."""
    if text is None or text == "all":
        return text  # type: ignore[return-value]  # "all" itself
    if not re.fullmatch("[0-9]{4}", text):
        raise typer.BadParameter(f'"{show(text)}" is neither a year nor "all".', param_hint="--due")
    return int(text)


def statuses(text: str | None) -> frozenset[str]:
    """Return the verdicts that fail a run."""
    asked = frozenset(word.strip() for word in text.split(",")) if text is not None else frozenset[str]()
    if unknown := sorted(asked - set(STATUSES)):
        choices = ", ".join(STATUSES)
        raise typer.BadParameter(
            f"{', '.join(map(show, unknown))}: no verdict. Expected some of {choices}.", param_hint="--fail-on"
        )
    return asked


def format_of(output: str | None, *formats: str) -> str:
    """Return the format that the output's ending asks for; one that the command does not have is refused."""
    ending = Path(output or "").suffix.lower()
    found = next((name for name in SUFFIXES.get(ending, ()) if name in formats), None)
    if found is None:
        known = ", ".join(suffix for suffix, names in SUFFIXES.items() if suffix and set(names) & set(formats))
        raise typer.BadParameter(
            f'no format for "{show(ending)}". Expected {known}, or --format.', param_hint="--output"
        )
    return found


def csv_layout(chosen: str, for_excel: bool) -> str:
    """Return the format: with --for-excel, which only csv takes, its layout for Excel."""
    if for_excel and chosen != "csv":
        raise typer.BadParameter("it is a layout of CSV: add --format csv.", param_hint="--for-excel")
    return "excel" if for_excel else chosen


def reports_of(
    reports: Sequence[str] | None, annotate: str | None, output: str | None, files: Sequence[str]
) -> list[tuple[Findings, str]]:
    """Return format and file of each report asked for besides the output."""
    found: list[tuple[Findings, str]] = []
    for text in reports or ():
        asked, _, path = text.partition("=")
        if asked not in get_args(Findings) or not path:
            choices = ", ".join(get_args(Findings))
            message = f'"{show(text)}" is no FORMAT=FILE. Expected one of {choices} as FORMAT.'
            raise typer.BadParameter(message, param_hint="--report")
        found.append((asked, path))  # type: ignore[arg-type]  # one of Findings
    paths = [path for path in (annotate, output, *(path for _, path in found)) if path is not None]
    if len({identity(path) for path in paths}) < len(paths):
        raise typer.BadParameter("two reports would be written to one file.", param_hint="--report")
    if annotate is not None and len(files) != 1:
        raise typer.BadParameter("give one survey file to annotate.", param_hint="--annotate")
    if annotate is not None and Path(annotate).suffix.lower() != ".xlsx":
        raise typer.BadParameter("the annotated copy is a workbook: end its name in .xlsx.", param_hint="--annotate")
    return found


def declared(
    constants: Sequence[str] | None,
    blanks: Sequence[str] | None,
    encoding: str | None,
    decimal: str | None,
    bad_cells: str | None = None,
) -> "Declared":
    """Return what the options declare of the files."""
    from scp_ninhbinh.survey.declared import Declared, parse_blank, parse_constant
    from scp_ninhbinh.text.numbers import DECIMALS

    known = _parsed(constants, parse_constant, "--set", "COLUMN=VALUE of a survey column, such as year=2025")
    scopes = [(constant.sheet, constant.column) for constant in known]
    if len(set(scopes)) < len(scopes):
        raise typer.BadParameter("a column is given two values for the same sheet.", param_hint="--set")
    columns = _parsed(blanks, parse_blank, "--blank", '"no:" and a yes/no column, such as no:informed')
    mark = DECIMALS[decimal] if decimal else None
    return Declared(encoding, mark, tuple(known), frozenset(columns), bad_cells == "unknown")


def _parsed(
    texts: Sequence[str] | None, parse: Callable[[str], Value | None], option: str, expected: str
) -> list[Value]:
    """Return what each text means, or refuse the first that means nothing."""
    values = []
    for text in texts or ():
        value = parse(text)
        if value is None:
            raise typer.BadParameter(f'"{show(text)}" is no {expected}.', param_hint=option)
        values.append(value)
    return values

"""The options: one for each field of a request and of the output, and what their texts mean.

A command is a function of a `Request` and a `Destination`; `options` gives it the options of the fields that it names.
An option of all commands is a field of `Request`, its line in `OPTIONS`, and its name in one of the groups below.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar, get_args

import typer

from scp_ninhbinh import findings, form
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Code, language
from scp_ninhbinh.writers.formats import FORMATS, formats_of

if TYPE_CHECKING:
    from scp_ninhbinh.cli.output import Destination
    from scp_ninhbinh.project.declared import Blank, Constant
    from scp_ninhbinh.run import Request

Value = TypeVar("Value")
Command = Callable[..., int | None]

DEFAULT_CONFIDENCE: Final = 95
LEAST_CONFIDENCE, MOST_CONFIDENCE = 50, 99.9999
FINDINGS: Final = formats_of("check", findings.FORMATS)
"""The formats of findings."""

FILES: Final = ("files", "plan", "project", "register")
SCORING: Final = ("year", "due", "sample", "confidence")
READING: Final = ("set", "blank", "encoding", "decimal")
SCORED: Final = (*FILES, *SCORING, *READING, "bad_cells")
"""The fields of whatever scores a survey."""
OUTPUT: Final = ("format", "output", "lang")
"""The fields of the output of every command that speaks."""

OPTIONS: Final[dict[str, Any]] = {
    "files": Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE", show_default=False, help="Survey files: CSV, .xlsx, .xls, .ods; default: the project's."
        ),
    ],
    "plan": Annotated[
        str | None, typer.Option("--plan", metavar="FILE", help="Another plan (YAML); default: the project's.")
    ],
    "project": Annotated[
        str | None,
        typer.Option(
            "--project",
            metavar="FILE|none",
            help="How the files are read; default: scp.yaml of this folder, else of the files'.",
        ),
    ],
    "ignore": Annotated[
        str | None,
        typer.Option("--ignore", metavar="RULE,...", help="Rules whose warnings and notices are not wanted."),
    ],
    "register": Annotated[
        str | None,
        typer.Option("--register", metavar="FILE", help="The list of all units: the pool of the kinds in it."),
    ],
    "year": Annotated[
        int | None,
        typer.Option("--year", help="The year scored; default: the latest of the plan's years in the files."),
    ],
    "due": Annotated[
        str | None,
        typer.Option("--due", metavar="YEAR|all", help="The due year; default: the first at or after the year."),
    ],
    "by": Annotated[
        Literal["area", "kind"] | None, typer.Option("--by", help="The same figures for each group too, worst first.")
    ],
    "sample": Annotated[
        bool, typer.Option("--sample", help="The rows are a random sample of the register: without a row, not drawn.")
    ],
    "confidence": Annotated[
        float | None, typer.Option("--confidence", metavar="PERCENT", help="Of a sample's intervals; default: 95.")
    ],
    "set": Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="[SHEET/]COLUMN=VALUE",
            help="A value for every row of the tables that lack the column, such as year=2025; may be given often.",
        ),
    ],
    "blank": Annotated[
        list[str] | None,
        typer.Option(
            "--blank",
            metavar="no:[SHEET/]COLUMN",
            help="Empty cells of this yes/no column mean no; may be given often.",
        ),
    ],
    "encoding": Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            help="The encoding of files that are not UTF-8: utf-16, windows-1258 (cp1258), tcvn3 (ABC), vni.",
        ),
    ],
    "decimal": Annotated[
        Literal["comma", "point"] | None,
        typer.Option("--decimal", help="The decimal mark of numbers that could be read in two ways."),
    ],
    "bad_cells": Annotated[
        Literal["unknown"] | None,
        typer.Option("--bad-cells", help="Answers and numbers that cannot be read count as unknown, and are counted."),
    ],
    "output": Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to this file, whole or not at all. Its ending picks the format.",
        ),
    ],
    "for_excel": Annotated[
        bool,
        typer.Option("--for-excel", help="CSV with semicolons and decimal commas, as a Vietnamese Excel opens it."),
    ],
    "lang": Annotated[Code | None, typer.Option("--lang", help="Language; default: the locale's.")],
    "quiet": Annotated[bool, typer.Option("--quiet", "-q", help="No notices and no progress: a count of the notices.")],
}
"""The option of each field; `format` depends on the command."""

FailOption = Annotated[
    str | None, typer.Option("--fail-on", metavar="VERDICT,...", help="Exit 1 if one of these verdicts occurs.")
]


OUTPUT_FIELDS: Final = {"format", "output", "for_excel", "lang", "quiet"}
"""The fields that are not of a request but of its output."""


def options(
    *fields: str, formats: Sequence[str] = (), needless: bool = False, **overrides: Any
) -> Callable[[Command], Command]:
    """Give a command the options of these fields: its `request` and its `output` are built from their values.

    `formats` are those that it writes, the first by default; `overrides` replace the common option of a field. It is
    `needless` to give a file where the command says itself what is missing.
    """
    annotations = OPTIONS | {"format": _format_option(formats)} | overrides
    groups = {
        "request": [field for field in fields if field not in OUTPUT_FIELDS],
        "output": [field for field in fields if field in OUTPUT_FIELDS],
    }

    def decorate(command: Command) -> Command:
        parameters: list[inspect.Parameter] = []
        for name, parameter in inspect.signature(command).parameters.items():
            expanded = [_parameter(field, annotations[field]) for field in groups[name]] if name in groups else None
            parameters += expanded or [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)]

        def run(**values: Any) -> None:
            request_values, output_values = ({field: values.pop(field) for field in group} for group in groups.values())
            request = request_of(**request_values) if request_values else None
            if "lang" in output_values and request:
                output_values["lang"] = output_values["lang"] or request.lang
            output = output_of(formats, request.paths() if request else (), **output_values)
            if not needless and "files" in request_values:
                _check_files(request)
            with output.ends_on_problems():
                code = command(**values, output=output, **({"request": request} if request else {}))
            raise typer.Exit(code or 0)

        run.__name__, run.__doc__ = command.__name__, command.__doc__
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return run

    return decorate


def _check_files(request: "Request | None") -> None:
    """Refuse a command that has no file to read, neither given nor declared."""
    if request and not (request.files or request.project):
        raise typer.BadParameter("give a survey file, or declare some in scp.yaml (scp init).", param_hint="FILE")


def _format_option(formats: Sequence[str]) -> Any:
    default = f"Default: {formats[0]}." if formats else ""
    return Annotated[Literal[*formats] | None, typer.Option("--format", help=default)]


def _parameter(field: str, option: Any) -> inspect.Parameter:
    """Return the parameter of a field: a switch is off, and what may be None is None, unless given."""
    kind = get_args(option)[0]
    default = False if kind is bool else None if type(None) in get_args(kind) else inspect.Parameter.empty
    return inspect.Parameter(field, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=option)


def output_of(
    formats: Sequence[str],
    inputs: Sequence[str],
    output: str | None = None,
    format: str | None = None,
    for_excel: bool = False,
    lang: Code | None = None,
    quiet: bool = False,
) -> "Destination":
    """Return where the result goes, in which format and language."""
    from scp_ninhbinh.cli.output import Destination

    chosen = format or (format_of(output, *formats) if formats else "")
    if for_excel and chosen != "csv":
        raise typer.BadParameter("it is a layout of CSV: add --format csv.", param_hint="--for-excel")
    return Destination("excel" if for_excel else chosen, language(lang), lang, output, quiet, inputs)


def request_of(**texts: Any) -> "Request":
    """Return the request that these values of options mean, as the command line has them."""
    from scp_ninhbinh.run import Request

    parsers: dict[str, Callable[[Any], Any]] = {
        "files": list,
        "due": due_year,
        "set": constants,
        "blank": blanks,
        "encoding": encoding,
        "ignore": lambda text: [name.strip() for name in text.split(",")],
    }
    if "project" in texts:
        texts["project"] = _project(texts["project"], texts.get("files") or [])
    values = {field: text for field, text in texts.items() if text not in (None, [])}
    values |= {field: parse(values[field]) for field, parse in parsers.items() if field in values}
    if "confidence" in texts:
        values["confidence"] = _confidence(texts["confidence"], texts["sample"])
    return Request(**values)


def _project(path: str | None, files: Sequence[str]) -> str | None:
    """Return the project file that is asked for, else the one that is found; none where "none" is asked for."""
    from scp_ninhbinh.project.file import find_project

    return find_project(files) if path is None else None if path == "none" else path


def _confidence(percent: float | None, sample: bool) -> float:
    if percent is not None and not sample:
        raise typer.BadParameter("it is that of a sample: add --sample.", param_hint="--confidence")
    percent = DEFAULT_CONFIDENCE if percent is None else percent
    if not LEAST_CONFIDENCE <= percent <= MOST_CONFIDENCE:  # nor a nan
        raise typer.BadParameter("expected a percentage from 50 to 99.9999.", param_hint="--confidence")
    return percent


def due_year(text: str) -> int | Literal["all"]:
    """Return the due year asked for."""
    if text == "all":
        return "all"
    if not re.fullmatch("[0-9]{4}", text):
        raise typer.BadParameter(f'"{show(text)}" is neither a year nor "all".', param_hint="--due")
    return int(text)


def constants(texts: Sequence[str]) -> "list[Constant]":
    """Return the constants that the texts of `--set` declare."""
    from scp_ninhbinh.project.declared import parse_constant

    found = _parsed(texts, parse_constant, "--set", "COLUMN=VALUE, such as year=2025")
    scopes = [(constant.sheet, constant.column) for constant in found]
    if len(set(scopes)) < len(scopes):
        raise typer.BadParameter("a column is given two values for the same sheet.", param_hint="--set")
    return found


def encoding(name: str) -> str:
    """Return the encoding that goes by this name."""
    from scp_ninhbinh.tables.encodings import NAMES, named

    found = named(name)
    if found is None:
        known = ", ".join(NAMES)
        raise typer.BadParameter(
            f'"{show(name)}" is no encoding that is read here. Expected one of {known}.', param_hint="--encoding"
        )
    return found


def blanks(texts: Sequence[str]) -> "list[Blank]":
    """Return the columns whose empty cells mean no, as the texts of `--blank` say."""
    from scp_ninhbinh.project.declared import parse_blank

    return _parsed(texts, parse_blank, "--blank", '"no:" and a yes/no column')


def _parsed(texts: Sequence[str], parse: Callable[[str], Value | None], option: str, expected: str) -> list[Value]:
    """Return what each text means, or refuse the first that means nothing."""
    values = []
    for text in texts:
        if "!" in text.partition("=")[0]:
            new = text.replace("!", "/", 1)
            raise typer.BadParameter(f'a sheet is written with / behind it: "{show(new)}".', param_hint=option)
        value = parse(text)
        if value is None:
            raise typer.BadParameter(f'"{show(text)}" is no {expected}.', param_hint=option)
        values.append(value)
    return values


def verdicts(text: str | None) -> frozenset[str]:
    """Return the verdicts that fail a run."""
    from scp_ninhbinh.scores.verdict import Status

    wanted = frozenset(word.strip() for word in text.split(",")) if text is not None else frozenset[str]()
    if unknown := sorted(wanted - set(Status)):
        choices = ", ".join(Status)
        raise typer.BadParameter(
            f"{', '.join(map(show, unknown))}: no verdict. Expected some of {choices}.", param_hint="--fail-on"
        )
    return wanted


def format_of(output: str | None, *names: str) -> str:
    """Return the format that the output's ending asks for; one that the command does not have is refused."""
    formats = {name: one for name, one in (FORMATS | findings.FORMATS | form.FORMATS).items() if name in names}
    ending = Path(output or "").suffix.lower()
    found = next((name for name, one in formats.items() if ending in one.endings), None)
    if found is None:
        known = ", ".join(ending for one in formats.values() for ending in one.endings if ending)
        raise typer.BadParameter(
            f'no format for "{show(ending)}". Expected {known}, or --format.', param_hint="--output"
        )
    return found


def reports_of(
    reports: Sequence[str] | None, annotate: str | None, output: str | None, files: Sequence[str]
) -> list[tuple[str, str]]:
    """Return format and file of each report of `check` besides its output."""
    from scp_ninhbinh.files import identity

    found = []
    for text in reports or ():
        name, _, path = text.partition("=")
        if name not in FINDINGS or not path:
            message = f'"{show(text)}" is no FORMAT=FILE. Expected one of {", ".join(FINDINGS)} as FORMAT.'
            raise typer.BadParameter(message, param_hint="--report")
        found.append((name, path))
    paths = [path for path in (annotate, output, *(path for _, path in found)) if path is not None]
    if len({identity(path) for path in paths}) < len(paths):
        raise typer.BadParameter("two reports would be written to one file.", param_hint="--report")
    if annotate is not None and len(files) != 1:
        raise typer.BadParameter("give one survey file to annotate.", param_hint="--annotate")
    if annotate is not None and Path(annotate).suffix.lower() != ".xlsx":
        raise typer.BadParameter("the annotated copy is a workbook: end its name in .xlsx.", param_hint="--annotate")
    return found

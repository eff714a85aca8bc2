"""The options: one for each field of a request and of the output, and how a command gets those that it names.

A command is a function of a `Request` and a `Destination`; `options` gives it the options of the fields that it names.
An option of all commands is a field of `Request`, its line in `OPTIONS`, and its name in one of the groups below.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import typer

from scp_ninhbinh.cli import values as meaning
from scp_ninhbinh.cli.inputs import files_of, standard_input
from scp_ninhbinh.cli.option import FILE, OTHER, READ, SCORED, WRITTEN, Option, argument, option, switch
from scp_ninhbinh.cli.usage import Refusal
from scp_ninhbinh.files import given
from scp_ninhbinh.text.say import Code, Phrase, language, say
from scp_ninhbinh.writers.formats import check_installed

if TYPE_CHECKING:
    from scp_ninhbinh.cli.output import Destination
    from scp_ninhbinh.run import Request

Command = Callable[..., int | None]

FILES: Final = ("files", "plan", "project", "register")
SCORING: Final = ("year", "due", "sample", "confidence")
READING: Final = ("set", "blank", "encoding", "decimal")
SCORES: Final = (*FILES, *SCORING, *READING, "bad_cells")
"""The fields of whatever scores a survey."""
OUTPUT: Final = ("format", "output", "lang")
"""The fields of the output of every command that speaks."""

OUTPUT_FIELDS: Final = {"format", "output", "for_excel", "lang", "quiet"}
"""The fields that are not of a request but of its output."""


VERDICTS: Final = ("met", "not_met", "not_yet", "undetermined", "no_data", "tracked")
"""Every status of a score, here again because what defines them is slow to import for a page of help."""


OPTIONS: Final[Mapping[str, Option]] = {
    "files": argument(
        FILE,
        Phrase("Survey files (CSV, .xlsx, .xls, .ods), a folder, a pattern or -; default: those of scp.yaml."),
        many=True,
    ),
    "plan": option(READ, "--plan", FILE, Phrase("Another plan (YAML); default: the project's.")),
    "project": option(
        *(READ, "--project", Phrase("FILE|none")),
        Phrase("How the files are read; default: scp.yaml of this folder, else of the files'."),
    ),
    "register": option(
        *(READ, "--register", FILE),
        Phrase("The list of all units, surveyed or not: the whole that shares are taken of."),
    ),
    "set": option(
        *(READ, "--set", Phrase("[SHEET/]COLUMN=VALUE")),
        Phrase("A value for every row of the tables that lack the column, such as year=2025; may be given often."),
        many=True,
    ),
    "blank": option(
        *(READ, "--blank", Phrase("no:[SHEET/]COLUMN")),
        Phrase("Empty cells of this yes/no column mean no; may be given often."),
        many=True,
    ),
    "encoding": option(
        *(READ, "--encoding", Phrase("NAME")),
        Phrase("The encoding of files that are not UTF-8: utf-16, windows-1258 (cp1258), tcvn3 (ABC), vni."),
    ),
    "decimal": option(
        *(READ, "--decimal", ("comma", "point")),
        Phrase("The decimal mark of numbers that could be read in two ways."),
    ),
    "bad_cells": option(
        *(READ, "--bad-cells", ("unknown",)),
        Phrase("Answers and numbers that cannot be read count as not known, and are counted."),
    ),
    "year": option(
        *(SCORED, "--year", Phrase("YEAR")),
        Phrase("The year scored; default: the latest of the plan's years in the files."),
    ),
    "due": option(
        *(SCORED, "--due", Phrase("YEAR|all")),
        Phrase("The due year; default: the first at or after the year scored."),
    ),
    "by": option(
        *(SCORED, "--by", ("area", "kind")),
        Phrase("The same figures for each group too, worst first."),
    ),
    "sample": switch(
        *(SCORED, "--sample"),
        Phrase("The rows are a random sample of the register: without a row, not drawn."),
    ),
    "confidence": option(
        *(SCORED, "--confidence", Phrase("PERCENT")),
        Phrase("The confidence of a sample's intervals, from 50 to 99.9999; default: 95."),
    ),
    "note": option(
        *(WRITTEN, "--note", Phrase("TEXT")),
        Phrase("A note that stands on each page, such as that figures are invented."),
    ),
    "date": option(
        *(WRITTEN, "--date", Phrase("YYYY-MM-DD")),
        Phrase("The date that stands on each page; default: today, or SOURCE_DATE_EPOCH."),
    ),
    "open": switch(WRITTEN, "--open", Phrase("Open the file when it is written, as a click on it would.")),
    "years": switch(WRITTEN, "--years", Phrase("Show every year of each target too.")),
    "tracked": switch(WRITTEN, "--tracked", Phrase("Show the clauses that are only tracked too.")),
    "output": option(
        *(WRITTEN, "-o, --output", FILE),
        Phrase("Write to this file, whole or not at all; its ending picks the format."),
    ),
    "for_excel": switch(
        *(WRITTEN, "--for-excel"),
        Phrase("CSV with semicolons and decimal commas, as a Vietnamese Excel opens it."),
    ),
    "report": option(
        *(WRITTEN, "--report", Phrase("FORMAT=FILE")),
        Phrase("Write the findings in this format too; may be given often."),
        many=True,
    ),
    "annotate": option(
        *(WRITTEN, "--annotate", Phrase("FILE.xlsx")),
        Phrase("Write a copy of the one file with a comment on each wrong cell."),
    ),
    "force": switch(WRITTEN, "--force", Phrase("Replace a form or a plan that is there already.")),
    "fail_on": option(
        *(OTHER, "--fail-on", Phrase("VERDICT,...")),
        say("Exit with 1 if one of these verdicts occurs: {verdicts}.", verdicts=", ".join(VERDICTS)),
    ),
    "ignore": option(
        *(OTHER, "--ignore", Phrase("RULE,...")), Phrase("Leave out the warnings and notices of these rules.")
    ),
    "strict": switch(OTHER, "--strict", Phrase("Exit with 1 for warnings too.")),
    "lang": option(OTHER, "--lang", ("vi", "en"), Phrase("Language; default: that of SCP_LANG, else of the locale.")),
    "quiet": switch(
        OTHER, "-q, --quiet", Phrase("Say less: of the notices their number, no progress, nothing of what was written.")
    ),
}
"""The option of each field; `format` depends on the command."""

WHOLE: Final = option(WRITTEN, "-o, --output", FILE, Phrase("Write to this file, whole or not at all."))
"""The output of a command that has one format."""

PROGRAM: Final[Mapping[str, Option]] = {
    "lang": OPTIONS["lang"],
    "version": switch(OTHER, "--version", Phrase("Show the version and exit.")),
}
"""What stands before a command."""


def options(
    *fields: str, formats: Sequence[str] = (), needless: bool = False, **overrides: Option
) -> Callable[[Command], Command]:
    """Give a command the options of these fields: its `request` and its `output` are built from their values.

    `formats` are those that it writes, the first by default; `overrides` replace the common option of a field. It is
    `needless` to give a file where the command says itself what is missing.
    """
    every = {**OPTIONS, "format": _format_option(formats), **overrides}
    taken = {field: every[field] for field in fields}

    def decorate(command: Command) -> Command:
        wanted = inspect.signature(command).parameters.keys()

        def run(**values: Any) -> None:
            values = {field: checked(taken[field], value) for field, value in values.items()}
            own = {field: values.pop(field) for field in wanted - {"request", "output"}}
            of_output = {field: values.pop(field) for field in OUTPUT_FIELDS & values.keys()}
            request = request_of(**values) if "request" in wanted else None
            if "lang" in of_output and request:
                of_output["lang"] = of_output["lang"] or request.lang
            output = output_of(formats, request.paths() if request else (), **of_output)
            if "files" in taken and not needless:
                _check_files(request)
            with given(standard_input(request)), output.ends_on_problems():
                check_installed(output.format)
                code = command(**own, output=output, **({"request": request} if request else {}))
            raise typer.Exit(code or 0)

        made: Any = run
        made.__name__, made.__doc__, made.options = command.__name__, command.__doc__, taken
        return run

    return decorate


def typed(command: Any) -> Any:
    """Return a command with the types by which typer reads its options; only the one that runs needs them."""
    parameters = [_parameter(field, one) for field, one in command.options.items()]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command.__signature__ = inspect.Signature(parameters)
    return command


def _parameter(field: str, one: Option) -> inspect.Parameter:
    """Return the parameter of a field: a switch is off, and what is not required is None, unless given."""
    default: Any = inspect.Parameter.empty if one.required else None if one.placeholder else False
    return inspect.Parameter(field, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=one.annotation())


def checked(one: Option, value: Any) -> Any:
    """Return the value of an option; one that is none of its choices is refused."""
    if one.choices and value is not None and value not in one.choices:
        raise meaning.one_of(one.choices, value, one.names[-1] if one.names else one.placeholder)
    return value


def _check_files(request: "Request | None") -> None:
    """Refuse a command that has no file to read, neither given nor declared."""
    if request and not (request.files or request.project):
        raise Refusal(say("give a survey file, or declare some in scp.yaml (scp init)"), FILE)


def _format_option(formats: Sequence[str]) -> Option:
    """Return the option of the formats of a command, which are too many to stand behind its name."""
    listed, first = ", ".join(formats), formats[0] if formats else ""
    text = say("{formats}; default: by the ending of the file, else {first}.", formats=listed, first=first)
    return Option(text, WRITTEN, ("--format",), Phrase("FORMAT"), tuple(formats))


def output_of(
    formats: Sequence[str],
    inputs: Sequence[str],
    output: str | None = None,
    for_excel: bool = False,
    lang: Code | None = None,
    quiet: bool = False,
    **chosen: str | None,
) -> "Destination":
    """Return where the result goes, in which format and language; `format` only where a command has that option."""
    from scp_ninhbinh.cli.output import Destination

    name = chosen.get("format") or (meaning.format_of(output, *formats, option="format" in chosen) if formats else "")
    meaning.check_place(name, output)
    if for_excel and name != "csv":
        raise Refusal(say("it is a layout of CSV: add --format csv"), "--for-excel")
    return Destination("excel" if for_excel else name, language(lang), lang, output, quiet, inputs)


def request_of(**texts: Any) -> "Request":
    """Return the request that these values of options mean, as the command line has them."""
    from scp_ninhbinh.run import Request

    parsers: dict[str, Callable[[Any], Any]] = {
        "files": list,
        "passed_over": list,
        "year": meaning.a_year,
        "due": meaning.due_year,
        "set": meaning.constants,
        "blank": meaning.blanks,
        "encoding": meaning.encoding,
        "ignore": meaning.rules,
    }
    if texts.get("files"):
        texts["files"], texts["passed_over"] = files_of(texts["files"], texts.get("register"))
    if "project" in texts:
        texts["project"] = meaning.project(texts["project"], texts.get("files") or [])
    values = {field: text for field, text in texts.items() if text not in (None, [])}
    values |= {field: parse(values[field]) for field, parse in parsers.items() if field in values}
    if "confidence" in texts:
        values["confidence"] = meaning.confidence(texts["confidence"], texts["sample"])
    return Request(**values)

"""The commands: each asks for a result and hands its text out. What a command needs is imported when it runs."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scp_ninhbinh.cli.options import FILES, FINDINGS, OUTPUT, READING, SCORED, FailOption, options, reports_of, verdicts
from scp_ninhbinh.cli.output import Destination, with_option
from scp_ninhbinh.problems.problem import ScpError, totals
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers.formats import FORMATS, Command, Output, check_installed, formats_of, written

if TYPE_CHECKING:
    from scp_ninhbinh.run import CheckRun, Request, ScoreRun
    from scp_ninhbinh.scores.saved import SavedFile

ReviewFiles = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE",
        show_default=False,
        help="Survey files, and saved scores (.json) of years; default: the project's.",
    ),
]
ReportFile = Annotated[
    str, typer.Option("--output", "-o", metavar="OUT.html|.docx|.xlsx|.md", show_default=False, help="The report.")
]
CheckFiles = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE", show_default=False, help="Survey files, plans and scp.yaml; default: all of the project."
    ),
]
InitFiles = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE", show_default=False, help="Survey files; default: all readable ones of this folder."),
]
InitFile = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Default: scp.yaml.")
]
ReportsOption = Annotated[
    list[str] | None,
    typer.Option(metavar="FORMAT=FILE", help="Write the findings in this format too; may be given often."),
]
AnnotateOption = Annotated[
    str | None, typer.Option(metavar="OUT.xlsx", help="Write a copy of the one file with a comment on each wrong cell.")
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Warnings fail too.")]
TrackedOption = Annotated[bool, typer.Option("--tracked", help="Show the clauses that are only tracked, too.")]
YearsOption = Annotated[bool, typer.Option("--years", help="Show every year of each target.")]
FormFile = Annotated[
    str,
    typer.Argument(
        metavar="OUT.xlsx|OUT.csv|OUT.yaml", show_default=False, help="The form to write; .yaml: a plan to begin with."
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace a form or a plan that is there already.")]
FormYear = Annotated[int | None, typer.Option(min=1900, max=2199, help="The year filled in, in every row.")]
FormRegister = Annotated[
    str | None, typer.Option(metavar="FILE", help="A list of the known units (kind, id, name, area), filled in.")
]


def _show(command: Command, result: object, output: Destination, **asked: bool) -> None:
    """Write what a command came to in the format asked for, with what is `asked` for besides."""
    check_installed(output.format)
    if "matplotlib" in FORMATS[output.format].needs:
        from scp_ninhbinh.cli.drawing import load_for_charts

        load_for_charts()
    tongue = language(output.lang or "en") if output.format == "json" else output.language
    shown = frozenset(name for name, wanted in asked.items() if wanted)
    output.write(written(output.format, Output(command, result, tongue, *output.layout, shown)))


@options(*SCORED, "by", *OUTPUT, "for_excel", "quiet", formats=formats_of("score"))
def score(request: "Request", output: Destination, tracked: TrackedOption = False, fail_on: FailOption = None) -> int:
    """Score surveys: what was achieved against what the plan requires."""
    from scp_ninhbinh.run import score_files

    gate = verdicts(fail_on)
    found = output.run(score_files, request)
    _show("score", found, output, tracked=tracked)
    return int(any(result.status in gate for result in found.scores.results))


@options(*SCORED, *OUTPUT, "quiet", formats=formats_of("explain"))
def explain(
    target: Annotated[
        str, typer.Argument(metavar="TARGET", show_default=False, help="The target's id, or its clause.")
    ],
    request: "Request",
    output: Destination,
) -> None:
    """Explain one target: readings, computation, units, what would settle it."""
    from scp_ninhbinh.run import explain_files

    _show("explain", output.run(partial(explain_files, target), request), output)


@options(*SCORED, *OUTPUT, "for_excel", "quiet", formats=formats_of("review"), files=ReviewFiles)
def review(request: "Request", output: Destination, years: YearsOption = False, tracked: TrackedOption = False) -> None:
    """Review several years: trend, pace, projection, what changed."""
    from scp_ninhbinh.run import review_files

    _show("review", output.run(review_files, request), output, years=years, tracked=tracked)


@options(
    *(*SCORED, "output", "lang", "quiet"),
    formats=formats_of("report"),
    files=ReviewFiles,
    output=ReportFile,
)
def report(request: "Request", output: Destination, fail_on: FailOption = None) -> int:
    """Write the review as a document: a page, a data annex, a workbook."""
    from scp_ninhbinh.cli.drawing import load_for_charts
    from scp_ninhbinh.run import report_files

    gate = verdicts(fail_on)
    check_installed(output.format)
    if "matplotlib" in FORMATS[output.format].needs:
        load_for_charts()
    found = output.run(report_files, request)
    # the annex is filed with Vietnamese documents unless another language is asked for
    tongue = language("vi") if output.format == "docx" and output.lang is None else output.language
    output.write(written(output.format, Output("report", found, tongue)))
    return int(bool(gate & set(found.review.statuses())))


@options(*FILES, *READING, "ignore", *OUTPUT, "quiet", formats=FINDINGS, files=CheckFiles, needless=True)
def check(
    request: "Request",
    output: Destination,
    report: ReportsOption = None,
    annotate: AnnotateOption = None,
    strict: StrictOption = False,
) -> int:
    """Validate survey files, plan files and a register: every problem at once."""
    reports = reports_of(report, annotate, output.path, request.files)
    if not (request.files or request.register or request.project):
        raise typer.BadParameter("give a file to check, --register, or a project (scp init).", param_hint="FILE")
    from scp_ninhbinh.findings import check_report
    from scp_ninhbinh.run import check_files

    with output.progress(request.files) as advance:
        found = check_files(request, advance)
    found = found._replace(problems=list(map(with_option, found.problems)))
    for name, path in reports:
        output.write(check_report(name, found, output.lang), path)
    if annotate is not None:
        from scp_ninhbinh.findings.annotate import annotated

        output.write(
            annotated(request.files[0], found.problems, found.declared, found.plan.vocabulary, output.language),
            annotate,
        )
    _show_findings(found, output)
    count = totals(found.problems)
    return 2 if not found.complete else int(bool(count["error"] or (strict and count["warning"])))


def _show_findings(found: "CheckRun", output: Destination) -> None:
    """Write what was found in the format asked for; with --quiet people get no notices, and machines all."""
    from scp_ninhbinh.findings import check_report, check_terminal

    if output.format == "text":
        shown = found._replace(problems=output.without_notices(found.problems))
        output.write(check_terminal(shown, output.language, output.layout[1]))
    else:
        output.write(check_report(output.format, found, output.lang))


@options(*OUTPUT, "quiet", formats=("text", "json"))
def verify(
    result: Annotated[
        str, typer.Argument(metavar="RESULT.json", show_default=False, help="A score that scp score saved as JSON.")
    ],
    output: Destination,
) -> int:
    """Run a saved score again as it was asked for, and compare it byte for byte: 0 the same, 1 different."""
    from scp_ninhbinh.scores.again import paths_of
    from scp_ninhbinh.scores.saved import read_saved
    from scp_ninhbinh.writers.verified import compared, unverified_json, verified_json, verified_text

    output, file = replace(output, inputs=[result]), None
    try:
        file = read_saved(result)
        output = replace(output, inputs=[result, *paths_of(file)])
        found = compared(file, _run_again(file, output))
    except ScpError as error:
        if output.format != "json":
            raise
        output.write(unverified_json(result, file and file.sha256, error.problems, language(output.lang or "en")))
        return 2
    output.write(verified_json(file, found) if output.format == "json" else verified_text(file, found, output.language))
    return 0 if found.same else 1


def _run_again(file: "SavedFile", output: Destination) -> "ScoreRun":
    """Return the run of a saved score, from the folder that its paths lead from."""
    import contextlib

    from scp_ninhbinh.run import request_again, score_files
    from scp_ninhbinh.scores.again import folder_of

    request = request_again(file.score.options)
    with contextlib.chdir(folder_of(file)), output.progress(request.files) as advance:
        return score_files(request, advance)


@options("plan", "project", *OUTPUT, formats=formats_of("targets"))
def targets(request: "Request", output: Destination) -> None:
    """Show the plan: clauses, requirements, readings."""
    from scp_ninhbinh.run import prepare

    _show("targets", prepare(request).loaded, output)


@options("files", "plan", "output", "lang", "quiet", files=InitFiles, needless=True, output=InitFile)
def init(request: "Request", output: Destination) -> None:
    """Write scp.yaml: how these files seem to be read, to be confirmed by a person."""
    from pathlib import Path

    from scp_ninhbinh.files import check_not_there
    from scp_ninhbinh.form.new_project import new_project, said
    from scp_ninhbinh.project.file import NAME, readable_files
    from scp_ninhbinh.run import open_plan

    files = list(request.files) or readable_files()
    if not files:
        raise typer.BadParameter("this folder has no file that may be a survey's; give some.", param_hint="FILE")
    path = output.path or NAME
    if path != "-":
        check_not_there(path, "")
    folder = str(Path(path).parent) if path != "-" else "."
    made = new_project(files, open_plan(request.plan).plan, request.plan, output.language, folder)
    output.write(made.text, path)
    output.say(said(made, path))


@options(
    *("output", "plan", "year", "register", "encoding", "lang", "quiet"),
    formats=("xlsx", "csv", "yaml"),
    output=FormFile,
    year=FormYear,
    register=FormRegister,
)
def template(request: "Request", output: Destination, force: ForceOption = False) -> None:
    """Write an empty survey form, or with an ending of .yaml a plan to begin with and its schema beside it."""
    if output.format == "yaml":
        _new_plan(request, output, force)
        return
    from scp_ninhbinh.files import check_not_there
    from scp_ninhbinh.form.workbook import form_csv, form_workbook, what_was_written
    from scp_ninhbinh.run import read_units

    found, path = read_units(request), output.path or ""
    output.warn(found.problems)
    form = form_csv if output.format == "csv" else form_workbook
    content = form(found.plan, output.language, request.year, found.units)
    if not force:
        check_not_there(path, content, output.inputs)
    output.write(content)
    output.tell(what_was_written(found.plan, path, output.format, output.language, request.year, found.units))


def _new_plan(request: "Request", output: Destination, force: bool) -> None:
    from pathlib import Path

    from scp_ninhbinh.files import check_not_there
    from scp_ninhbinh.form.new_plan import new_plan
    from scp_ninhbinh.plan.file import parse_plan
    from scp_ninhbinh.writers.schemas import schema_text

    if request.paths() or request.year is not None:
        raise typer.BadParameter("a new plan takes no --plan, --register or --year.", param_hint="OUT.yaml")
    plan = Path(output.path or "")
    beside = plan.with_suffix(".schema.json")
    text = new_plan(beside.name, language(output.lang or "en"))
    texts = {str(beside): schema_text("plan", parse_plan(text)), str(plan): text}
    for path, text in texts.items() if not force else ():
        check_not_there(path, text)
    for path, text in texts.items():
        output.write(text, path)


@options("plan", "output")
def schema(
    name: Annotated[
        Literal["plan", "survey", "project", "score", "explain", "review", "check", "verify"],
        typer.Argument(help="The format described."),
    ],
    request: "Request",
    output: Destination,
) -> None:
    """Show the JSON Schema of a format; those of a survey and of plans know the plan's own columns."""
    from scp_ninhbinh.run import open_plan
    from scp_ninhbinh.writers.schemas import schema_text

    if name not in {"survey", "plan"} and request.plan is not None:
        raise typer.BadParameter("only the schemas of a survey and of plans depend on the plan.", param_hint="--plan")
    output.write(schema_text(name, open_plan(request.plan).plan))


@options(*OUTPUT, formats=("text", "markdown"))
def rules(
    output: Destination,
    names: Annotated[list[str] | None, typer.Argument(metavar="RULE", show_default=False, help="Default: all.")] = None,
) -> None:
    """Explain the rules of check, a paragraph each."""
    from scp_ninhbinh.findings.text import rules_markdown, rules_text, unknown_rules

    if unknown := unknown_rules(names or ()):
        raise typer.BadParameter(f"{', '.join(map(show, unknown))}: no rule.", param_hint="RULE")
    if output.format == "markdown":
        output.write(rules_markdown(output.language, names))
    else:
        output.write(rules_text(output.language, names, output.layout[0]))

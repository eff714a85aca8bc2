"""The commands: each asks for a result and hands its text out. What a command needs is imported when it runs."""

import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.cli.completion import SHELLS, script
from scp_ninhbinh.cli.inputs import STDIN
from scp_ninhbinh.cli.option import FILE, READ, WRITTEN, argument, option
from scp_ninhbinh.cli.options import FILES, OUTPUT, READING, SCORES, WHOLE, options
from scp_ninhbinh.cli.output import Destination, with_option
from scp_ninhbinh.cli.usage import Refusal, with_guess
from scp_ninhbinh.cli.values import FINDINGS, a_day, reports_of, verdicts
from scp_ninhbinh.problems.problem import Place, ScpError, problem, totals
from scp_ninhbinh.text.say import Phrase, joined, language, say
from scp_ninhbinh.writers.formats import FORMATS, Command, Output, formats_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scp_ninhbinh.plan.parts import OfClause
    from scp_ninhbinh.problems.problem import Problem
    from scp_ninhbinh.run import CheckRun, Request, ScoreRun
    from scp_ninhbinh.scores.saved import SavedFile
    from scp_ninhbinh.scores.verdict import Status
    from scp_ninhbinh.text.say import Sayable
    from scp_ninhbinh.writers.schema_texts import Which

REVIEWED: Final = argument(
    FILE, Phrase("Survey files, saved scores (.json), a folder, a pattern or -; default: those of scp.yaml."), many=True
)
CHECKED: Final = argument(
    FILE, Phrase("Survey files, plans, scp.yaml, a folder, a pattern or -; default: all of scp.yaml."), many=True
)
LOOKED_AT: Final = argument(
    FILE, Phrase("Survey files, a folder or a pattern; default: all readable ones of this folder."), many=True
)
TARGET: Final = argument(Phrase("TARGET"), Phrase("The target's id, or its clause."), required=True)
SAVED: Final = argument(Phrase("RESULT.json"), Phrase("A score that scp score saved as JSON."), required=True)
SHELL: Final = argument(
    "|".join(SHELLS), Phrase("The shell; its start file runs the script."), choices=SHELLS, required=True
)
FORM: Final = argument(
    Phrase("FILE.xlsx|.csv|.yaml"), Phrase("The form to write; .yaml: a plan to begin with."), required=True
)
RULE: Final = argument(Phrase("RULE"), Phrase("The rules to explain; default: all."), many=True)
REPORT: Final = option(
    WRITTEN, "-o, --output", FILE, Phrase("Write the report to this file: .html, .docx, .xlsx or .md."), required=True
)
PROJECT: Final = option(WRITTEN, "-o, --output", FILE, Phrase("Write to this file; default: scp.yaml."))
FORM_YEAR: Final = option(WRITTEN, "--year", Phrase("YEAR"), Phrase("The year filled in, in every row."))
FORM_REGISTER: Final = option(
    READ, "--register", FILE, Phrase("A list of the known units (kind, id, name, area), filled in.")
)
SCHEMAS: Final = ("plan", "survey", "project", "score", "explain", "review", "check", "verify")
SCHEMA: Final = argument(
    Phrase("FORMAT"),
    say("The format described: {formats}.", formats=", ".join(SCHEMAS)),
    choices=SCHEMAS,
    required=True,
)


def _show(command: Command, result: object, output: Destination, **asked: bool) -> None:
    """Write what a command came to in the format asked for, with what is `asked` for besides."""
    tongue = language(output.lang or "en") if output.format == "json" else output.language
    shown = frozenset(name for name, wanted in asked.items() if wanted)
    output.write(written(output.format, Output(command, result, tongue, *output.layout, shown)))


@options(*SCORES, "by", "tracked", *OUTPUT, "for_excel", "fail_on", "quiet", formats=formats_of("score"))
def score(request: "Request", output: Destination, tracked: bool, fail_on: str | None) -> int:
    """Score surveys: what was achieved against what the plan requires."""
    from scp_ninhbinh.run import score_files

    gate = verdicts(fail_on)
    found = output.run(score_files, request)
    _show("score", found, output, tracked=tracked)
    return _gated(gate, [(one, one.status) for one in found.scores.results], output)


def _gated(gate: frozenset[str], judged: "Sequence[tuple[OfClause, Status | None]]", output: Destination) -> int:
    """Return the exit code of `--fail-on`, and say which targets have a verdict of it."""
    from scp_ninhbinh.plan.parts import lettered

    hit = dict.fromkeys(joined(lettered(one), " ", status.value) for one, status in judged if status and status in gate)
    if hit:
        sys.stderr.write(f"{output.language.text(joined('--fail-on: ', joined(*hit, by=', ')))}\n")  # with --quiet too
    return int(bool(hit))


@options("target", *SCORES, *OUTPUT, "quiet", formats=formats_of("explain"), target=TARGET)
def explain(target: str, request: "Request", output: Destination) -> None:
    """Explain one target: readings, computation, units, what would settle it."""
    from scp_ninhbinh.run import explain_files

    _show("explain", output.run(partial(explain_files, target), request), output)


@options(*SCORES, "years", "tracked", *OUTPUT, "for_excel", "quiet", formats=formats_of("review"), files=REVIEWED)
def review(request: "Request", output: Destination, years: bool, tracked: bool) -> None:
    """Review several years: trend, pace, projection, what changed."""
    from scp_ninhbinh.run import review_files

    _show("review", output.run(review_files, request), output, years=years, tracked=tracked)


@options(
    *(*SCORES, "date", "note", "output", "open", "lang", "fail_on", "quiet"),
    formats=formats_of("report"),
    files=REVIEWED,
    output=REPORT,
)
def report(
    request: "Request", output: Destination, date: str | None, note: str | None, open: bool, fail_on: str | None
) -> int:
    """Write the review as a document: a page, a data annex, a workbook."""
    from scp_ninhbinh.cli.drawing import load_for_charts
    from scp_ninhbinh.run import report_files

    gate, day = verdicts(fail_on), a_day(date)
    if "matplotlib" in FORMATS[output.format].needs:
        load_for_charts()
    found = output.run(report_files, request)
    # the annex is filed with Vietnamese documents unless another language is asked for
    tongue = language("vi") if output.format == "docx" and output.lang is None else output.language
    output.write(written(output.format, Output("report", found, tongue, note=note or "", date=day)))
    if open:
        output.open()
    return _gated(gate, [(one, one.latest.status) for one in found.review.targets if one.latest], output)


@options(
    *(*FILES, *READING, *OUTPUT, "report", "annotate", "ignore", "strict", "quiet"),
    formats=FINDINGS,
    files=CHECKED,
    needless=True,
)
def check(request: "Request", output: Destination, report: list[str] | None, annotate: str | None, strict: bool) -> int:
    """Validate survey files, plan files and a register: every problem at once."""
    reports = reports_of(report, annotate, output.path, request.files)
    if not (request.files or request.register or request.project):
        raise Refusal(say("give a file to check, --register, or a project (scp init)"), FILE)
    from scp_ninhbinh.run import check_files

    with output.progress(request.every_file) as advance:
        found = check_files(request, advance)
    found = found._replace(problems=[with_option(one, output.language) for one in found.problems])
    unwritten = list(_unwritten(reports, annotate, found, output, request))
    try:
        _show_findings(found, output)
    except ScpError as error:
        unwritten = [*error.problems, *unwritten]
    if unwritten:
        raise ScpError(unwritten)
    count = totals(found.problems)
    return 2 if not found.complete else int(bool(count["error"] or (strict and count["warning"])))


def _unwritten(
    reports: "Sequence[tuple[str, str]]",
    annotate: str | None,
    found: "CheckRun",
    output: Destination,
    request: "Request",
) -> "Iterator[Problem]":
    """Write the findings in each of these formats, and yield why one cannot be written: no other is lost by it."""
    from scp_ninhbinh.findings import check_report

    for name, path in reports:
        try:
            output.write(check_report(name, found, output.lang), path)
        except ScpError as error:
            yield from error.problems
    if annotate is not None:
        from scp_ninhbinh.findings.annotate import annotated

        about = (found.problems, found.declared, found.plan.vocabulary, output.language)
        try:
            output.write(annotated(request.files[0], *about), annotate)
        except ScpError as error:
            yield from error.problems


def _show_findings(found: "CheckRun", output: Destination) -> None:
    """Write what was found in the format asked for; with --quiet people get no notices, and machines all."""
    from scp_ninhbinh.findings import check_report

    if output.format == "text":
        output.write(output.checked(found._replace(problems=output.without_notices(found.problems))))
    else:
        if output.format == "gitlab":  # which has no place for what stands in no file
            output.warn([one for one in found.problems if one.place.field])
        output.write(check_report(output.format, found, output.lang))


@options("result", *OUTPUT, "quiet", formats=("text", "json"), result=SAVED)
def verify(result: str, output: Destination) -> int:
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
    with contextlib.chdir(folder_of(file)), output.progress(request.every_file) as advance:
        return score_files(request, advance)


def _by_plan(request: "Request", output: Destination) -> "tuple[Request, Destination]":
    """Return both with the plan of this folder's project, where a command takes a plan and no project.

    Raises:
        ScpError: the project cannot be read.
    """
    from scp_ninhbinh.project.file import load_project
    from scp_ninhbinh.project.folder import find_project

    found = find_project([]) if request.plan is None else None
    if found is None:
        return request, output
    project = load_project(found)
    request = replace(request, plan=project.beside(project.part.plan))
    return request, replace(output, inputs=[*request.paths(), found])


@options("plan", "project", *OUTPUT, formats=formats_of("targets"))
def targets(request: "Request", output: Destination) -> None:
    """Show the plan: clauses, requirements, readings."""
    from scp_ninhbinh.run import prepare

    _show("targets", prepare(request).loaded, output)


@options("files", "plan", "output", "lang", "quiet", files=LOOKED_AT, needless=True, output=PROJECT)
def init(request: "Request", output: Destination) -> None:
    """Write scp.yaml: how these files seem to be read, to be confirmed by a person."""
    from pathlib import Path

    from scp_ninhbinh.files import check_not_there
    from scp_ninhbinh.form.new_project import new_project, said
    from scp_ninhbinh.project.folder import NAME, readable_files
    from scp_ninhbinh.run import open_plan

    if STDIN in request.files:
        raise Refusal(say("a project declares files: save what comes by standard input in one"), FILE)
    files = list(request.files) or readable_files()
    if not files:
        raise Refusal(say("this folder has no file that may be a survey's; give some"), FILE)
    if absent := [problem("missing-file", Place(file)) for file in files if not Path(file).exists()]:
        raise ScpError(absent)
    path = output.path or NAME
    if path != "-":
        check_not_there(path, "")
    folder = str(Path(path).parent) if path != "-" else "."
    request, output = _by_plan(request, output)
    made = new_project(files, open_plan(request.plan).plan, request.plan, output.language, folder)
    output.write(made.text, path, said(made, path))


@options(
    *("output", "plan", "register", "encoding", "year", "force", "lang", "quiet"),
    formats=("xlsx", "csv", "yaml"),
    output=FORM,
    year=FORM_YEAR,
    register=FORM_REGISTER,
)
def template(request: "Request", output: Destination, force: bool) -> None:
    """Write an empty survey form, or with an ending of .yaml a plan to begin with and its schema beside it."""
    if output.format == "yaml":
        _new_plan(request, output, force)
        return
    from scp_ninhbinh.files import check_not_there
    from scp_ninhbinh.form.workbook import form_csv, form_workbook, what_was_written
    from scp_ninhbinh.run import read_units

    request, output = _by_plan(request, output)
    found, path = read_units(request), output.path or ""
    output.warn(found.problems)
    form = form_csv if output.format == "csv" else form_workbook
    content = form(found.plan, output.language, request.year, found.units)
    if not force:
        check_not_there(path, content, output.inputs)
    done, *notes = what_was_written(found.plan, path, output.format, output.language, request.year, found.units)
    output.write(content, done=done)
    for note in notes:
        output.say(note)


def _new_plan(request: "Request", output: Destination, force: bool) -> None:
    from pathlib import Path

    from scp_ninhbinh.files import check_not_there
    from scp_ninhbinh.form.new_plan import new_plan
    from scp_ninhbinh.plan.yaml_plan import parse_plan
    from scp_ninhbinh.writers.schemas import schema_text

    if request.paths() or request.year is not None:
        raise Refusal(say("a new plan takes no --plan, --register or --year"), output.path or "")
    plan = Path(output.path or "")
    beside = plan.with_suffix(".schema.json")
    text = new_plan(beside.name, language(output.lang or "en"))
    texts = {str(beside): schema_text("plan", parse_plan(text)), str(plan): text}
    for path, text in texts.items() if not force else ():
        check_not_there(path, text)
    for path, text in texts.items():
        output.write(text, path)


@options("name", "plan", "output", "lang", name=SCHEMA, output=WHOLE)
def schema(name: "Which", request: "Request", output: Destination) -> None:
    """Show the JSON Schema of a format; those of a survey and of plans know the plan's own columns."""
    from scp_ninhbinh.run import open_plan
    from scp_ninhbinh.writers.schemas import schema_text

    if name not in {"survey", "plan"} and request.plan is not None:
        raise Refusal(say("only the schemas of a survey and of plans depend on the plan"), "--plan")
    if name in {"survey", "plan"}:
        request, output = _by_plan(request, output)
    output.write(schema_text(name, open_plan(request.plan).plan))


@options("names", *OUTPUT, formats=("text", "markdown"), names=RULE)
def rules(output: Destination, names: list[str] | None) -> None:
    """Explain the rules of check, a paragraph each."""
    from scp_ninhbinh.findings.text import rules_markdown, rules_text, unknown_rules

    if unknown := unknown_rules(names or ()):
        raise Refusal(_no_such_rule(unknown), Phrase("RULE"))
    if output.format == "markdown":
        output.write(rules_markdown(output.language, names))
    else:
        output.write(rules_text(output.language, names, output.layout[0]))


def _no_such_rule(names: "Sequence[str]") -> "Sayable":
    from scp_ninhbinh.problems.problem import RULES
    from scp_ninhbinh.text.likely import nearest

    guesses = filter(None, (nearest(name, tuple(RULES)) for name in names))
    return with_guess(say("there is no rule {value}", value=", ".join(names)), *dict.fromkeys(guesses))


@options("shell", "output", "lang", shell=SHELL, output=WHOLE)
def completion(shell: str, output: Destination) -> None:
    """Print the script by which a shell completes commands, options and their choices."""
    output.write(script(shell))


COMMANDS: Final = {
    str(command.__name__): command
    for command in (score, check, explain, review, report, verify, targets, init, template, schema, rules, completion)
}
"""The commands by name, in the order of the help."""

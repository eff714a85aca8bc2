"""The commands: each asks for a result and hands its text out. What a command needs is imported when it runs."""

from typing import Annotated, Literal

import typer

from scp_ninhbinh.cli_options import (
    BlankOption,
    DecimalOption,
    EncodingOption,
    Files,
    Findings,
    LangOption,
    OutputOption,
    PlanOption,
    SetOption,
    declared,
    due_year,
    format_of,
    reports_of,
    statuses,
)
from scp_ninhbinh.cli_output import emit, problems_end_the_run, terminal, warn
from scp_ninhbinh.language import language
from scp_ninhbinh.safe_text import show


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
    set_: SetOption = None,
    blank: BlankOption = None,
    encoding: EncodingOption = None,
    decimal: DecimalOption = None,
) -> None:
    """Score surveys: what was achieved against what the plan requires."""
    gate, asked, reader = statuses(fail_on), due_year(due), language(lang)
    chosen = format_ or format_of(output, "table", "json", "csv", "markdown")
    from scp_ninhbinh.report.progress import progress
    from scp_ninhbinh.runs import score_files

    said = declared(set_, blank, encoding, decimal)
    with problems_end_the_run(reader), progress(files, reader) as tell:
        run = score_files(files, plan, year, asked, said, tell)
    warn(run.problems, reader)
    if chosen == "table":
        from scp_ninhbinh.report.as_table import score_table

        text = score_table(run.scores, reader, *terminal(output))
    elif chosen == "json":
        from scp_ninhbinh.report.as_json import score_json

        text = score_json(run)
    else:
        from scp_ninhbinh.report import as_rows

        text = (as_rows.score_csv if chosen == "csv" else as_rows.score_markdown)(run, reader)
    emit(text, output, [*files, *([plan] if plan else [])], reader)
    raise typer.Exit(1 if any(result.status in gate for result in run.scores.results) else 0)


def check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", show_default=False, help="Survey files, and plan files (.yaml).")
    ],
    plan: PlanOption = None,
    format_: Annotated[Findings | None, typer.Option("--format", help="Default: text.")] = None,
    output: OutputOption = None,
    report: Annotated[
        list[str] | None,
        typer.Option(metavar="FORMAT=FILE", help="Write the findings in this format too; may be given often."),
    ] = None,
    annotate: Annotated[
        str | None,
        typer.Option(metavar="OUT.xlsx", help="Write a copy of the one file with a comment on each wrong cell."),
    ] = None,
    lang: LangOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
    set_: SetOption = None,
    blank: BlankOption = None,
    encoding: EncodingOption = None,
    decimal: DecimalOption = None,
) -> None:
    """Validate survey files and plan files: every problem at once."""
    chosen = format_ or format_of(output, "text", "json", "sarif", "junit")
    reader, reports = language(lang), reports_of(report, annotate, files)
    from scp_ninhbinh.problems import totals
    from scp_ninhbinh.report.checks import check_report
    from scp_ninhbinh.report.progress import progress
    from scp_ninhbinh.runs import check_files

    said, inputs = declared(set_, blank, encoding, decimal), [*files, *([plan] if plan else [])]
    with problems_end_the_run(reader), progress(files, reader) as tell:
        run = check_files(files, plan, said, tell)
    for asked, path in reports:
        emit(check_report(asked, run, lang), path, inputs, reader)
    if annotate:
        from scp_ninhbinh.report.annotated import annotated

        with problems_end_the_run(reader):
            copy = annotated(files[0], run.problems, said, reader)
        emit(copy, annotate, inputs, reader)
    emit(check_report(chosen, run, lang), output, inputs, reader)
    if not run.complete:
        raise typer.Exit(2)
    found = totals(run.problems)
    if found["error"] or (strict and found["warning"]):
        raise typer.Exit(1)


def targets(
    plan: PlanOption = None,
    format_: Annotated[Literal["table", "json"] | None, typer.Option("--format", help="Default: table.")] = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Show the plan: clauses, requirements, readings."""
    chosen, reader = format_ or format_of(output, "table", "json"), language(lang)
    from scp_ninhbinh.runs import open_plan

    with problems_end_the_run(reader):
        loaded = open_plan(plan)
    if chosen == "json":
        from scp_ninhbinh.report.as_json import plan_json

        text = plan_json(loaded)
    else:
        from scp_ninhbinh.report.as_table import plan_table

        text = plan_table(loaded.plan, reader, *terminal(output))
    emit(text, output, [plan] if plan else [], reader)


def template(
    output: Annotated[str, typer.Argument(metavar="OUT.xlsx|OUT.csv", show_default=False, help="The form to write.")],
    year: Annotated[
        int | None, typer.Option(min=1900, max=2199, help="The year filled in for the known units.")
    ] = None,
    register: Annotated[
        str | None, typer.Option(metavar="FILE", help="A list of the known units (kind, id, name, area), filled in.")
    ] = None,
    encoding: EncodingOption = None,
    lang: LangOption = None,
) -> None:
    """Write an empty survey form."""
    reader, chosen = language(lang), format_of(output, "xlsx", "csv")
    from scp_ninhbinh.problems import has_errors
    from scp_ninhbinh.report.form import form_csv, form_workbook
    from scp_ninhbinh.survey.declared import Declared
    from scp_ninhbinh.survey.register import read_register

    with problems_end_the_run(reader):
        units, problems = read_register(register, Declared(encoding)) if register else ([], [])
    warn(problems, reader)
    if has_errors(problems):
        raise typer.Exit(2)
    form = form_csv(reader, year, units) if chosen == "csv" else form_workbook(reader, year, units)
    emit(form, output, [register] if register else [], reader)


def schema(
    name: Annotated[Literal["plan", "survey", "score", "check"], typer.Argument(help="The format described.")],
    output: OutputOption = None,
) -> None:
    """Show the JSON Schema of a format."""
    from scp_ninhbinh.report.schemas import schema_text

    emit(schema_text(name), output, [], language())


def rules(
    names: Annotated[list[str] | None, typer.Argument(metavar="RULE", show_default=False, help="Default: all.")] = None,
    format_: Annotated[Literal["text", "markdown"] | None, typer.Option("--format", help="Default: text.")] = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Explain the rules of check, a paragraph each."""
    chosen, reader = format_ or format_of(output, "text", "markdown"), language(lang)
    from scp_ninhbinh.report.rule_texts import rules_markdown, rules_text, unknown_rules

    if unknown := unknown_rules(names or ()):
        raise typer.BadParameter(f"{', '.join(map(show, unknown))}: no rule.", param_hint="RULE")
    text = rules_markdown(reader, names) if chosen == "markdown" else rules_text(reader, names, terminal(output)[0])
    emit(text, output, [], reader)

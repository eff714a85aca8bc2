"""The commands: each asks for a result and hands its text out. What a command needs is imported when it runs."""

from typing import Annotated, Literal

import typer

from scp_ninhbinh.cli.options import (
    BadCellsOption,
    BlankOption,
    ConfidenceOption,
    DecimalOption,
    DueOption,
    EncodingOption,
    FailOption,
    FilesArgument,
    Findings,
    ForExcelOption,
    LangOption,
    OutputOption,
    PlanOption,
    RegisterOption,
    SampleOption,
    SetOption,
    YearOption,
    asked_for,
    csv_layout,
    declared,
    format_of,
    reports_of,
    statuses,
)
from scp_ninhbinh.cli.output import emit, problems_end_the_run, terminal, warn
from scp_ninhbinh.problems.problem import has_errors, totals
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import language


def score(
    files: FilesArgument,
    plan: PlanOption = None,
    register: RegisterOption = None,
    year: YearOption = None,
    due: DueOption = None,
    sample: SampleOption = False,
    confidence: ConfidenceOption = None,
    by: Annotated[
        Literal["area", "kind"] | None, typer.Option("--by", help="The same figures for each group too, worst first.")
    ] = None,
    format_: Annotated[
        Literal["table", "json", "csv", "markdown"] | None, typer.Option("--format", help="Default: table.")
    ] = None,
    output: OutputOption = None,
    for_excel: ForExcelOption = False,
    lang: LangOption = None,
    fail_on: FailOption = None,
    bad_cells: BadCellsOption = None,
    set_: SetOption = None,
    blank: BlankOption = None,
    encoding: EncodingOption = None,
    decimal: DecimalOption = None,
) -> None:
    """Score surveys: what was achieved against what the plan requires."""
    gate, reader = statuses(fail_on), language(lang)
    chosen = csv_layout(format_ or format_of(output, "table", "json", "csv", "markdown"), for_excel)
    from scp_ninhbinh.cli.progress import progress
    from scp_ninhbinh.run import Files, score_files

    asked, said = asked_for(year, due, sample, confidence, by), declared(set_, blank, encoding, decimal, bad_cells)
    of = Files(files, plan, register)
    with problems_end_the_run(reader), progress(files, reader) as tell:
        run = score_files(of, asked, said, tell)
    warn(run.problems, reader)
    from scp_ninhbinh.writers.scores import score_report

    emit(score_report(chosen, run, reader, *terminal(output)), output, of.all(), reader)
    raise typer.Exit(1 if any(result.status in gate for result in run.scores.results) else 0)


def explain(
    target: Annotated[
        str, typer.Argument(metavar="TARGET", show_default=False, help="The target's id, or its clause.")
    ],
    files: FilesArgument,
    plan: PlanOption = None,
    register: RegisterOption = None,
    year: YearOption = None,
    due: DueOption = None,
    sample: SampleOption = False,
    confidence: ConfidenceOption = None,
    format_: Annotated[
        Literal["table", "json", "markdown"] | None, typer.Option("--format", help="Default: table.")
    ] = None,
    output: OutputOption = None,
    lang: LangOption = None,
    bad_cells: BadCellsOption = None,
    set_: SetOption = None,
    blank: BlankOption = None,
    encoding: EncodingOption = None,
    decimal: DecimalOption = None,
) -> None:
    """Explain one target: readings, computation, units, what would settle it."""
    reader, chosen = language(lang), format_ or format_of(output, "table", "json", "markdown")
    from scp_ninhbinh.cli.progress import progress
    from scp_ninhbinh.run import Files, explain_files

    asked, said = asked_for(year, due, sample, confidence), declared(set_, blank, encoding, decimal, bad_cells)
    of = Files(files, plan, register)
    with problems_end_the_run(reader), progress(files, reader) as tell:
        run, explained = explain_files(target, of, asked, said, tell)
    warn(run.problems, reader)
    from scp_ninhbinh.writers.explanation import explain_report

    emit(explain_report(chosen, explained, run, reader, *terminal(output)), output, of.all(), reader)


def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", show_default=False, help="Survey files, and plan files (.yaml)."),
    ] = None,
    plan: PlanOption = None,
    register: RegisterOption = None,
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
    """Validate survey files, plan files and a register: every problem at once."""
    chosen, files = format_ or format_of(output, "text", "json", "sarif", "junit"), files or []
    reader, reports = language(lang), reports_of(report, annotate, output, files)
    if not files and register is None:
        raise typer.BadParameter("give a file to check, or --register.", param_hint="FILE")
    from scp_ninhbinh.cli.progress import progress
    from scp_ninhbinh.findings.formats import check_report
    from scp_ninhbinh.run import Files, check_files

    of = Files(files, plan, register)
    said, inputs = declared(set_, blank, encoding, decimal), of.all()
    with problems_end_the_run(reader), progress(files, reader) as tell:
        run = check_files(of, said, tell)
    for asked, path in reports:
        emit(check_report(asked, run, lang), path, inputs, reader)
    if annotate is not None:
        from scp_ninhbinh.findings.annotate import annotated

        with problems_end_the_run(reader):
            copy = annotated(files[0], run.problems, said, reader)
        emit(copy, annotate, inputs, reader)
    emit(check_report(chosen, run, lang), output, inputs, reader, commands=chosen == "github")
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
    from scp_ninhbinh.run import open_plan

    with problems_end_the_run(reader):
        loaded = open_plan(plan)
    if chosen == "json":
        from scp_ninhbinh.writers.json import plan_json

        text = plan_json(loaded)
    else:
        from scp_ninhbinh.writers.plan_table import plan_table

        text = plan_table(loaded.plan, reader, *terminal(output))
    emit(text, output, [] if plan is None else [plan], reader)


def template(
    output: Annotated[str, typer.Argument(metavar="OUT.xlsx|OUT.csv", show_default=False, help="The form to write.")],
    year: Annotated[
        int | None, typer.Option(min=1900, max=2199, help="The year filled in for the known units.")
    ] = None,
    register: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="A list of the known units (kind, id, name, area), filled in."),
    ] = None,
    encoding: EncodingOption = None,
    lang: LangOption = None,
) -> None:
    """Write an empty survey form."""
    reader, chosen = language(lang), format_of(output, "xlsx", "csv")
    from scp_ninhbinh.form.workbook import form_csv, form_workbook
    from scp_ninhbinh.survey.declared import Declared
    from scp_ninhbinh.survey.reading import read_register

    with problems_end_the_run(reader):
        units, problems = ([], []) if register is None else read_register(register, Declared(encoding))
    units = [unit for unit in units if year is None or unit.exists(year)]
    warn(problems, reader)
    if has_errors(problems):
        raise typer.Exit(2)
    with problems_end_the_run(reader):
        form = form_csv(reader, year, units) if chosen == "csv" else form_workbook(reader, year, units)
    emit(form, output, [] if register is None else [register], reader)


def schema(
    name: Annotated[
        Literal["plan", "survey", "score", "explain", "review", "check"], typer.Argument(help="The format described.")
    ],
    output: OutputOption = None,
) -> None:
    """Show the JSON Schema of a format."""
    from scp_ninhbinh.writers.schemas import schema_text

    emit(schema_text(name), output, [], language())


def rules(
    names: Annotated[list[str] | None, typer.Argument(metavar="RULE", show_default=False, help="Default: all.")] = None,
    format_: Annotated[Literal["text", "markdown"] | None, typer.Option("--format", help="Default: text.")] = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Explain the rules of check, a paragraph each."""
    chosen, reader = format_ or format_of(output, "text", "markdown"), language(lang)
    from scp_ninhbinh.findings.rules import rules_markdown, rules_text, unknown_rules

    if unknown := unknown_rules(names or ()):
        raise typer.BadParameter(f"{', '.join(map(show, unknown))}: no rule.", param_hint="RULE")
    text = rules_markdown(reader, names) if chosen == "markdown" else rules_text(reader, names, terminal(output)[0])
    emit(text, output, [], reader)

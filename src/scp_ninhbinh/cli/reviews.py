"""The commands over several years; like those of `cli_commands` they import what they need when they run."""

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
    ForExcelOption,
    LangOption,
    OutputOption,
    PlanOption,
    RegisterOption,
    ReviewFiles,
    SampleOption,
    SetOption,
    YearOption,
    asked_for,
    csv_layout,
    declared,
    format_of,
    statuses,
)
from scp_ninhbinh.cli.output import emit, problems_end_the_run, terminal, warn
from scp_ninhbinh.text.say import language


def review(
    files: ReviewFiles,
    plan: PlanOption = None,
    register: RegisterOption = None,
    year: YearOption = None,
    due: DueOption = None,
    sample: SampleOption = False,
    confidence: ConfidenceOption = None,
    format_: Annotated[
        Literal["table", "json", "csv", "markdown"] | None, typer.Option("--format", help="Default: table.")
    ] = None,
    output: OutputOption = None,
    for_excel: ForExcelOption = False,
    lang: LangOption = None,
    bad_cells: BadCellsOption = None,
    set_: SetOption = None,
    blank: BlankOption = None,
    encoding: EncodingOption = None,
    decimal: DecimalOption = None,
) -> None:
    """Review several years: trend, pace, projection, what changed."""
    reader = language(lang)
    chosen = csv_layout(format_ or format_of(output, "table", "json", "csv", "markdown"), for_excel)
    from scp_ninhbinh.cli.progress import progress
    from scp_ninhbinh.run import Files, review_files

    asked, said = asked_for(year, due, sample, confidence), declared(set_, blank, encoding, decimal, bad_cells)
    of = Files(files, plan, register)
    with problems_end_the_run(reader), progress(files, reader) as tell:
        run = review_files(of, asked, said, tell)
    warn(run.problems, reader)
    from scp_ninhbinh.writers.review import review_report

    emit(review_report(chosen, run, reader, *terminal(output)), output, of.all(), reader)


def report(
    files: ReviewFiles,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="OUT.html|.docx|.xlsx|.md", show_default=False, help="The report."),
    ],
    plan: PlanOption = None,
    register: RegisterOption = None,
    year: YearOption = None,
    due: DueOption = None,
    sample: SampleOption = False,
    confidence: ConfidenceOption = None,
    lang: LangOption = None,
    fail_on: FailOption = None,
    bad_cells: BadCellsOption = None,
    set_: SetOption = None,
    blank: BlankOption = None,
    encoding: EncodingOption = None,
    decimal: DecimalOption = None,
) -> None:
    """Write the review as a document: a page, a data annex, a workbook."""
    gate, reader = statuses(fail_on), language(lang)
    chosen = format_of(output, "html", "docx", "xlsx", "markdown")
    from scp_ninhbinh.cli.progress import progress
    from scp_ninhbinh.documents.annual import annual_report
    from scp_ninhbinh.run import Files, report_files
    from scp_ninhbinh.writers.formats import check_extra, written

    asked, said = asked_for(year, due, sample, confidence), declared(set_, blank, encoding, decimal, bad_cells)
    of = Files(files, plan, register)
    with problems_end_the_run(reader), progress(files, reader) as tell:
        check_extra(chosen)
        run = report_files(of, asked, said, tell)
    warn(run.problems, reader)
    # the annex is filed with Vietnamese documents unless another language is asked for
    tongue = language("vi") if chosen == "docx" and lang is None else reader
    with problems_end_the_run(reader):
        text = written(chosen, annual_report(run, tongue))
    emit(text, output, of.all(), reader)
    raise typer.Exit(1 if gate & set(run.review.statuses()) else 0)

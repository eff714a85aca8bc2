"""The report as a workbook for analysts: every figure, unit and sentence of it in a cell of its own, sheet by sheet."""

from collections.abc import Iterator, Sequence
from datetime import date

from scp_ninhbinh.documents import trends, words
from scp_ninhbinh.documents.annual import made_by, marks, reported
from scp_ninhbinh.documents.annual_summary import Reported
from scp_ninhbinh.documents.left_out import left_out
from scp_ninhbinh.documents.sheet import Sheet, Workbook
from scp_ninhbinh.documents.workbook_cells import EMPTY, Row, amount_cell, sheet, texts
from scp_ninhbinh.documents.workbook_targets import (
    charts_sheet,
    reasons_sheet,
    summary_sheet,
    tracked_sheet,
    years_sheet,
)
from scp_ninhbinh.documents.workbook_units import Units, groups_sheet, readings_sheet, units_sheet
from scp_ninhbinh.run import ReportRun
from scp_ninhbinh.scores.explain import AnyExplained, explain
from scp_ninhbinh.scores.review import Review
from scp_ninhbinh.text.say import Phrase, Sayable, joined, say


def report_workbook(run: ReportRun, note: str = "", day: date | None = None) -> Workbook[Sayable]:
    """Return the workbook; beside the draft mark each page bears the `day` of computing and the `note` of its maker."""
    review, draft = run.review, marks(note, day)
    targets = reported(run)
    targets += [Reported(after) for after in review.later]
    explained = list(_explained(run, targets))
    units = units_sheet(explained, review.plan)
    sheets = (
        summary_sheet(targets, review, (review.plan.title, draft, *_above(review), *(units.notes() if units else ()))),
        years_sheet(review),
        charts_sheet(review),
        reasons_sheet(targets, run),
        groups_sheet(run),
        units.sheet if units else None,
        readings_sheet(run, explained),
        tracked_sheet(review),
        _inputs(run, draft, units),
    )
    return Workbook(review.plan.title, draft, tuple(one for one in sheets if one))


def _explained(run: ReportRun, targets: Sequence[Reported]) -> Iterator[AnyExplained]:
    """Yield the units and the readings of each result, of clauses without a number too; nothing of a saved score."""
    known = {(one.explained.id, one.explained.due): one.explained for one in targets if one.explained}
    if scores := run.by_kind:
        yield from (known.get((one.id, one.due)) or explain(one, scores) for one in scores.results)


def _above(review: Review) -> Iterator[Sayable]:
    """Yield how many targets have which verdict, and of which year the figures below are."""
    yield joined(trends.counted(review), " ", say("Data of {year}.", year=str(review.years[-1])))


def _inputs(run: ReportRun, draft: Sayable, units: Units | None) -> Sheet[Sayable]:
    """Return every file that was read with its hash, what of them was left out, and what was declared."""
    headings = (Phrase("What it is"), Phrase("Text"), Phrase("Rows"), Phrase("SHA-256"))
    return sheet(Phrase("Inputs"), headings, [*_files(run), *_remarks(run, draft, units)])


def _files(run: ReportRun) -> Iterator[Row]:
    survey, register = run.review.survey, run.review.survey.register
    for read in survey.inputs:
        yield *texts(Phrase("Survey"), read.path), amount_cell(read.rows), *texts(read.sha256 or "")
    if register:
        found = register.input
        yield *texts(Phrase("Register"), found.path), amount_cell(found.rows), *texts(found.sha256 or "")
    for saved in run.review.saved:
        yield *texts(Phrase("Saved score"), saved.path), EMPTY, *texts(saved.sha256)
    yield *texts(Phrase("Plan"), run.review.plan.id), EMPTY, *texts(run.plan_sha256)


def _remarks(run: ReportRun, draft: Sayable, units: Units | None) -> Iterator[Row]:
    review = run.review
    said: list[tuple[Phrase, Sequence[Sayable]]] = [
        (Phrase("Left out"), (*left_out(run.problems), *(units.notes() if units else ()))),
        (Phrase("Declared"), tuple(words.caveats(review.survey, review.confidence))),
        (Phrase("Note"), (draft,)),
        (Phrase("Program"), (made_by(),)),
    ]
    yield from ((*texts(about, one), EMPTY, EMPTY) for about, texts_ in said for one in texts_)

"""The sheets of a workbook that have a row a target, or a target and year: summary, years, charts, reasons."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import changes, trends, words
from scp_ninhbinh.documents.annual import MOST_NAMED, steps_of
from scp_ninhbinh.documents.annual_charts import AGAINST
from scp_ninhbinh.documents.annual_summary import DIRECTIONS, MOST_DUES, Reported, basis_of, direction
from scp_ninhbinh.documents.certainty import RULE_NAMES
from scp_ninhbinh.documents.document import Cell, Table
from scp_ninhbinh.documents.explanation import SETTLING
from scp_ninhbinh.documents.reasons import facts
from scp_ninhbinh.documents.sentences import sentences
from scp_ninhbinh.documents.sheet import Plot, Sheet
from scp_ninhbinh.documents.words import ACHIEVED, BASIS, CLAUSE, REQUIRED, TARGET, VERDICT
from scp_ninhbinh.documents.workbook_cells import (
    BASIS_HEADINGS,
    EMPTY,
    FIGURES,
    HEAD,
    METHOD,
    METHODS,
    REMARKS,
    YEAR,
    Row,
    amount_cell,
    basis_cells,
    change_cell,
    figure_cells,
    head_cells,
    number_cell,
    percent_cell,
    remarks_on,
    required_cell,
    sheet,
    short_of,
    texts,
    title_of,
    verdict_cell,
    year_cell,
)
from scp_ninhbinh.documents.years import HIGHEST, LOWEST
from scp_ninhbinh.measures.reduction import ChangeFigures
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.run import ReportRun
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.review import AnyReviewed, Review, ReviewedShare
from scp_ninhbinh.scores.trend import Direction, Point, Word
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Number, Phrase, Sayable, joined, say

GAP: Final = Phrase("Gap, of % in points")
CHANGE: Final = Phrase("Change, of % in points")
LIMITS: Final = {False: "≥", True: "≤"}
TREND: Final = Phrase("Trend")

SUMMARY: Final = (
    *HEAD,
    Phrase("Least or most"),
    REQUIRED,
    *FIGURES,
    GAP,
    VERDICT,
    TREND,
    *BASIS_HEADINGS,
    METHOD,
    Phrase("Confidence"),
    Phrase("Decision rule"),
    REMARKS,
)
YEARS: Final = (*HEAD, YEAR, *FIGURES, CHANGE, VERDICT, *BASIS_HEADINGS, METHOD, REMARKS)
REASONS: Final = (*HEAD, VERDICT, Phrase("About"), Phrase("What is said"))


def targets_of(review: Review) -> tuple[AnyReviewed, ...]:
    """Return every target: each indicator's next one due, then those due later."""
    return (*review.targets, *review.later)


def summary_sheet(targets: Sequence[Reported], review: Review, above: Sequence[Sayable]) -> Sheet[Sayable]:
    """Return one row a target: what is required, what was achieved in the latest year, the verdict, the trend."""
    rows = tuple(_summary_row(one, review) for one in targets)
    plotted = _against(review)
    table = Table(AGAINST, SUMMARY, rows, 2)
    if all(achieved is EMPTY for _, _, achieved, *_ in plotted.rows):
        return Sheet(Phrase("Summary"), table, tuple(above))
    limits = tuple(range(3, len(plotted.headings)))
    bars = Plot(AGAINST, "%", 2, (2, *limits), limits, kind="bars")
    return Sheet(Phrase("Summary"), table, tuple(above), (bars,), plotted)


def _summary_row(reported: Reported, review: Review) -> Row:
    one, result = reported.reviewed, reported.result
    point, scale = one.latest, trends.scale(one)
    return (
        *head_cells(one, title_of(one)),
        Cell(LIMITS[one.is_ceiling]),
        required_cell(one.required, scale),
        *figure_cells(point, scale),
        _gap(one, point),
        _verdict(one, point),
        *texts(_trend(one) or DIRECTIONS[direction(one)]),
        *basis_cells(point, result),
        *_certainty(one, point, review.confidence),
        *texts(joined(*_remarks(one, point, review, result), by="; ")),
    )


def _remarks(one: AnyReviewed, point: Point | None, review: Review, result: Result | None) -> Iterator[Sayable]:
    """Yield what has to be known beside a figure: why its verdict is open, and the levels behind a change."""
    yield from remarks_on(one, point, review.plan) if point else ()
    if isinstance(result, ChangeFigures) and changes.has_level(result):
        yield changes.from_to(result, words.scale(result), result.required)


def _gap(one: AnyReviewed, point: Point | None) -> Cell[Sayable]:
    """Return by how much a figure is above what is required; where each part has to meet it no one figure is."""
    if point is None or point.achieved is None or one.each:
        return EMPTY
    return change_cell(Fraction(point.achieved) - Fraction(one.required), trends.scale(one))


def _verdict(one: AnyReviewed, point: Point | None) -> Cell[Sayable]:
    """Return the verdict of a year; of a target without a row that there are no data."""
    if point is None:
        return verdict_cell(Status.NO_DATA, early=False)
    return verdict_cell(point.status, early=point.year < one.due)


def _trend(one: AnyReviewed) -> Sayable:
    """Return the word of a trend, where it says more than the verdict beside it."""
    if not one.words or (one.word in (Word.MET, Word.NO_DATA) and not one.slips):
        return ""
    return trends.trend_words(one)


def _certainty(one: AnyReviewed, point: Point | None, confidence: Fraction | None) -> Row:
    """Return how a figure was made, the confidence of a sampled share's range, and the rule that decides."""
    if point is None or point.method is None:
        return (EMPTY,) * 3
    sure = confidence if isinstance(one, ReviewedShare) and point.method == "sample" else None
    return *texts(METHODS[point.method]), percent_cell(sure), *texts(RULE_NAMES[point.rule.name] if point.rule else "")


def _against(review: Review) -> Table[Sayable]:
    """Return the table that the bars are of: the targets that are asked for in percent, with each due year's."""
    shown = [one for one in review.targets if one.unit == "percent" and not one.each]
    every = {(one.id, one.due): one for one in targets_of(review)}
    ids = {one.id for one in shown}
    dues = sorted({due for id, due in every if id in ids})[:MOST_DUES]
    asked = (joined(REQUIRED, " ", str(due)) for due in dues)
    headings: tuple[Sayable, ...] = (CLAUSE, TARGET, ACHIEVED, *asked)
    rows = tuple(
        (
            *texts(lettered(one), joined(lettered(one), " ", short_of(one, review.plan))),
            number_cell(one.latest.achieved if one.latest else None, trends.scale(one)),
            *(_required(every.get((one.id, due))) for due in dues),
        )
        for one in shown
    )
    return Table(Phrase("Chart data"), headings, rows)


def _required(one: AnyReviewed | None) -> Cell[Sayable]:
    return EMPTY if one is None else required_cell(one.required, trends.scale(one))


def years_sheet(review: Review) -> Sheet[Sayable]:
    """Return one row a target and year, those too that are not compared with the others."""
    rows = [row for one in targets_of(review) for row in _year_rows(one, review)]
    return sheet(Phrase("Years"), YEARS, rows, 4)


def _year_rows(one: AnyReviewed, review: Review) -> Iterator[Row]:
    points = {point.year: point for point in (*one.years, *((one.latest,) if one.latest else ()))}
    compared = {point.year for point in one.years}
    apart = {left.year: trends.DIFFERS[left.reason] for left in one.not_compared}
    head = head_cells(one, short_of(one, review.plan))
    for year in sorted({*points, *apart}):
        point, scale = points.get(year), trends.scale(one)
        before = points.get(year - 1) if {year, year - 1} <= compared else None
        remarks = [*remarks_on(one, point, review.plan)] if point else []
        remarks += [say("{year} not compared: {reason}", year=str(year), reason=apart[year])] if year in apart else []
        yield (
            *(*head, year_cell(year), *figure_cells(point, scale)),
            change_cell(trends.change_since(before, point) if point else None, scale),
            verdict_cell(point.status, early=year < one.due) if point else EMPTY,
            *basis_cells(point),
            *texts(METHODS.get(point.method or "", "") if point else "", joined(*remarks, by="; ") if remarks else ""),
        )


def charts_sheet(review: Review) -> Sheet[Sayable] | None:
    """Return rows of figures by target and columns by year, with a chart of each; None where none has two figures."""
    drawn = [one for one in review.targets if sum(point.achieved is not None for point in one.years) > 1]
    if not drawn:
        return None
    years = range(review.years[0], review.years[-1] + 1)
    rows: list[Row] = []
    plots = tuple(_plot(one, review, rows, years) for one in drawn)
    headings = (*HEAD, Phrase("Figure"), *map(str, years))
    return Sheet(Phrase("Charts"), Table(Phrase("Chart data"), headings, tuple(rows), 4), plots=plots)


def _plot(one: AnyReviewed, review: Review, rows: list[Row], years: range) -> Plot[Sayable]:
    """Add the rows of a target, its range only where it is one; return the chart of them."""
    known, scale, first = {point.year: point for point in one.years}, trends.scale(one), len(rows)
    head = head_cells(one, short_of(one, review.plan))
    values = {name: [getattr(known.get(year), name, None) for year in years] for name in ("achieved", "low", "high")}
    shown = [(ACHIEVED, values["achieved"])]
    if values["low"] != values["achieved"] or values["high"] != values["achieved"]:
        shown += [(LOWEST, values["low"]), (HIGHEST, values["high"])]
    rows += [(*head, Cell(word), *(number_cell(value, scale) for value in found)) for word, found in shown]
    ends, asked = tuple(range(first + 1, len(rows))), [one, *(after for after in review.later if after.id == one.id)]
    rows += [_asked(after, review, years) for after in asked[:MOST_DUES]]
    limits = tuple(range(len(rows) - len(asked[:MOST_DUES]), len(rows)))
    title, unit = joined(lettered(one), " ", short_of(one, review.plan)), scale.unit if scale.counted else "%"
    return Plot(title, unit, len(HEAD) + 1, (first, *ends, *limits), limits, ends)


def _asked(one: AnyReviewed, review: Review, years: range) -> Row:
    """Return what is required by a due year as a row over the years, to be held against each of them."""
    word = Cell[Sayable](joined(REQUIRED, " ", str(one.due)))
    asked = (required_cell(one.required, trends.scale(one)) for _ in years)
    return *head_cells(one, short_of(one, review.plan)), word, *asked


def reasons_sheet(targets: Sequence[Reported], run: ReportRun) -> Sheet[Sayable]:
    """Return one row a sentence: what a target came to, what its verdict rests on, what would change it, its years."""
    plan = run.review.plan
    rows = [
        (
            *head_cells(one.reviewed, short_of(one.reviewed, plan)),
            _verdict(one.reviewed, one.reviewed.latest),
            *texts(*said),
        )
        for one in targets
        for said in _said(one, run)
    ]
    return sheet(Phrase("Reasons"), REASONS, rows, 2)


def _said(one: Reported, run: ReportRun) -> Iterator[tuple[Sayable, Sayable]]:
    """Yield each sentence about a target with what it is about."""
    reviewed, review, scores, known = one.reviewed, run.review, run.by_kind, run.review.plan.vocabulary
    yield from ((Phrase("In a sentence"), said) for said in sentences(reviewed, (), review))
    if basis := list(basis_of(one)):
        yield BASIS, joined(*basis, by="; ")
    why = facts(one.result, scores) if one.result and scores else trends.reasons(reviewed, review.plan)
    yield from ((VERDICT, said) for said in why)
    yield from ((SETTLING, said) for said in steps_of(one, review.plan))
    trend = [word] if (word := _trend(reviewed)) else []
    yield from ((TREND, said) for said in (*trend, *trends.pace_lines(reviewed, known, MOST_NAMED)))


def tracked_sheet(review: Review) -> Sheet[Sayable] | None:
    """Return one row an answer that is counted of a clause without a number, with a column a year; None for none."""
    known = review.plan.vocabulary
    rows = [
        (
            *texts(clause.clause, clause.title, words.evidence_name(found, known)),
            *_counts(found, review.years),
            _signed(found.mean_change, 1),
            _signed(found.last_change, 0),
        )
        for clause in review.tracked
        for found in clause.answers
    ]
    changes = (Phrase("Change a year"), Phrase("Change in the latest year"))
    headings = (CLAUSE, TARGET, Phrase("What is counted"), *map(str, review.years), *changes)
    return sheet(Phrase("Tracked"), headings, rows, 3) if rows else None


def _counts(found: Direction, years: Sequence[int]) -> Iterator[Cell[Sayable]]:
    """Yield what was counted in each of these years; nothing for one without a row."""
    counts = {one.year: one.yes for one in found.years}
    yield from (amount_cell(counts.get(year)) for year in years)


def _signed(value: Fraction | int | None, places: int) -> Cell[Sayable]:
    if value is None:
        return EMPTY
    return Cell(Number(value, places, signed=True), float(value) if places else int(value), "number", places)

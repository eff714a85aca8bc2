"""The years of a target as a table: figure, range, what it was counted from, change, verdict."""

from collections.abc import Iterator
from dataclasses import replace

from scp_ninhbinh.documents import trends, words
from scp_ninhbinh.documents.document import Cell, Fit, Table
from scp_ninhbinh.documents.figures import NONE, Scale
from scp_ninhbinh.documents.words import ACHIEVED, BASIS, VERDICT
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.scores.review import AnyReviewed, ReviewedShare
from scp_ninhbinh.scores.trend import Point, ShareYear
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Phrase, Sayable, joined

BY_YEAR = Phrase("By year")
BASE_YEAR = Phrase("Base year")
LOWEST, HIGHEST = Phrase("Lower bound"), Phrase("Upper bound")


def figure_cells(point: Point | None, scale: Scale) -> Iterator[Cell[Sayable]]:
    """Yield what was achieved in a year, marked where it is an estimate, and the lowest and highest that it may be."""
    achieved, low, high = (point.achieved, point.low, point.high) if point else (None, None, None)
    sampled = point is not None and point.method == "sample" and achieved is not None
    yield scale.cell(achieved, words.estimate(scale.between(achieved), sampled=True) if sampled else None)
    yield scale.cell(low)
    yield scale.cell(high)


def verdict_cell(point: Point | None, one: AnyReviewed) -> Cell[Sayable]:
    """Return the verdict of a year with its sign; a saved score judged by another due year gives none."""
    status = point.status if point else Status.NO_DATA
    if status is None:
        return Cell(NONE)
    judged: Sayable = words.status_text(status, early=point is not None and point.year < one.due)
    if point:
        parts = [words.parts_met(point.each)] if point.each and status != Status.NO_DATA else []
        judged = joined(judged, *parts, *words.by_declaration(point), by=", ")
    if point and trends.of_other_units(point, one):
        judged = joined(judged, ", ", trends.OTHER_UNITS)
    return Cell(judged, signal=words.signal(status))


def _basis_cell(point: Point) -> Iterator[Cell[Sayable]]:
    """Yield what a share was counted from; nothing for another measure."""
    if isinstance(point, ShareYear):
        known = point.numerator is not None
        yield Cell(words.answers(point, sampled=point.method == "sample") if known else NONE)


def _change(before: Point | None, point: Point, scale: Scale) -> Cell[Sayable]:
    """Return the change since the year before, marked where one of both is an estimate."""
    change = trends.change_since(before, point)
    found = scale.change_cell(change)
    sampled = any(one and one.method == "sample" for one in (before, point))
    return replace(found, text=words.estimate(found.text, sampled)) if change is not None else found


def _verdict_of_year(point: Point, one: AnyReviewed) -> Cell[Sayable]:
    """Return the verdict of a year; before the due year only what is met already, and how many parts are."""
    if point.status is not Status.NOT_YET:
        return verdict_cell(point, one)
    return Cell(words.parts_met(point.each) if point.each else "")


def years_table(one: AnyReviewed, plan: Plan, caption: Sayable = BY_YEAR) -> Table[Sayable]:
    """Return one row a year: figure, range, what a share was counted from, change on the year before, verdict.

    Before the due year there is none but of what is met already; of a change the base year is told.
    """
    bases = trends.base_years(one, plan)
    basis = [BASIS] if isinstance(one, ReviewedShare) else []
    headings = (Phrase("Year"), ACHIEVED, LOWEST, HIGHEST, *basis, Phrase("Change"), VERDICT)
    known, scale = {point.year: point for point in one.years}, trends.scale(one).without_unit()
    rows = tuple(
        (
            Cell(str(point.year), point.year),
            *figure_cells(point, scale),
            *_basis_cell(point),
            _change(known.get(point.year - 1), point, scale),
            Cell(BASE_YEAR) if point.year in bases else _verdict_of_year(point, one),
        )
        for point in one.years
    )
    figures = (Fit(), *(Fit(right=True),) * 3, *(Fit() for _ in basis), Fit(right=True), Fit())
    return Table(caption, headings, rows, fits=figures)

"""The tables of the annual report."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import Final

from scp_ninhbinh.documents import reviewed as words
from scp_ninhbinh.documents import words as texts
from scp_ninhbinh.documents.document import Cell, Table
from scp_ninhbinh.documents.grouped import group_rows
from scp_ninhbinh.measures.figures import Amount
from scp_ninhbinh.plan.clauses import Count
from scp_ninhbinh.scores.review import Review, Reviewed
from scp_ninhbinh.scores.score import Result, Scores
from scp_ninhbinh.scores.trend import Point
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase

NONE: Final = "–"


def summary_table(review: Review, language: Language) -> Table:
    """Return one row a target: what is required, what was achieved in the latest year, the verdict, the trend."""
    headings = (
        Phrase("Clause"),
        Phrase("Target"),
        Phrase("Required"),
        Phrase("Achieved"),
        Phrase("Lowest"),
        Phrase("Highest"),
        Phrase("Verdict"),
        Phrase("Trend"),
    )
    rows = []
    for one in review.reviewed:
        latest = one.latest
        if one.trend and one.target:
            figures = (latest.achieved, latest.low, latest.high) if latest else (None, None, None)
            rows.append(
                (
                    Cell(show(one.clause)),
                    Cell(words.asked(one, language)),
                    amount_cell(one.target.at_least, one, language),
                    *(amount_cell(value, one, language) for value in figures),
                    verdict_cell(latest, one, language),
                    Cell(f"{words.SIGNS[one.trend.word]} {words.word(one.trend, language)}"),
                )
            )
    return Table(language.say(Phrase("Achieved against required")), _said(headings, language), tuple(rows), 2)


def _said(headings: Sequence[Phrase], language: Language) -> tuple[str, ...]:
    return tuple(language.say(heading) for heading in headings)


def amount_cell(value: Amount | None, one: Reviewed, language: Language) -> Cell:
    """Return a figure of a target as a cell that a spreadsheet can compute with."""
    if value is None:
        return Cell(NONE)
    return _figure_cell(words.amount(value, one, language), value, isinstance(one.indicator, Count))


def verdict_cell(point: Point | None, one: Reviewed, language: Language) -> Cell:
    """Return the verdict of a year with its sign; a saved score judged by another due year gives none."""
    status = point.status if point else Status.NO_DATA
    if status is None:
        return Cell(NONE)
    early = point is not None and one.target is not None and point.year < one.target.due
    return Cell(f"{texts.SIGNS[status]} {texts.status_text(status, early, language)}", signal=status.value)


def years_table(one: Reviewed, language: Language) -> Table:
    """Return one row a year: figure, range, change on the year before, verdict."""
    headings = (
        Phrase("Year"),
        Phrase("Achieved"),
        Phrase("Lowest"),
        Phrase("Highest"),
        Phrase("Change"),
        Phrase("Verdict"),
    )
    points = one.trend.points if one.trend else ()
    known = {point.year: point for point in points}
    rows = tuple(
        (
            Cell(str(point.year), point.year, "number", 0),
            *(amount_cell(value, one, language) for value in (point.achieved, point.low, point.high)),
            _change(known.get(point.year - 1), point, one, language),
            verdict_cell(point, one, language),
        )
        for point in points
    )
    return Table(language.say(Phrase("By year")), _said(headings, language), rows)


def _change(before: Point | None, point: Point, one: Reviewed, language: Language) -> Cell:
    if before is None or before.achieved is None or point.achieved is None:
        return Cell(NONE)
    change = Fraction(point.achieved) - Fraction(before.achieved)
    counted = isinstance(one.indicator, Count)
    shown = words.moved(change, one, language)
    return Cell(shown, float(change * (1 if counted else 100)), "number" if counted else "points", 0 if counted else 1)


def groups_table(result: Result, scores: Scores, language: Language) -> Table:
    """Return the figures of each group, worst first."""
    by = scores.by or "kind"
    first = Phrase("Kind") if by == "kind" else Phrase("Area")
    headings = _said((first, Phrase("Achieved"), Phrase("Range"), Phrase("Basis")), language)
    values = [group.figure.achieved for group in result.groups if group.speaks]
    rows = tuple(
        (Cell(name), _figure_cell(shown, value, isinstance(result.indicator, Count)), *(Cell(cell) for cell in rest))
        for (name, shown, *rest), value in zip_longest(group_rows(result, by, language), values)
    )
    due = language.say(Phrase("by {year}"), year=result.due)
    return Table(f"{texts.titled(result, language)}, {due}", headings, rows)


def _figure_cell(shown: str, value: Amount | None, counted: bool) -> Cell:
    if value is None:
        return Cell(shown)
    number = float(Fraction(value) * (1 if counted else 100))
    whole = counted and number.is_integer()
    return Cell(shown, int(number) if whole else number, "number" if counted else "percent", 0 if whole else 1)


def inputs_table(review: Review, language: Language) -> Table:
    """Return every file that was read, with its hash."""
    register = review.survey.register
    rows = [(read.path, read.rows, read.sha256 or "") for read in review.survey.inputs]
    rows += [(f"{one.path} ({language.say(Phrase('saved score'))})", 0, one.sha256) for one in review.saved]
    if register:
        read = register.input
        rows.append((f"{read.path} ({language.say(Phrase('register'))})", read.rows, read.sha256 or ""))
    cells = tuple((Cell(show(path)), Cell(str(n or NONE), n or None, "number", 0), Cell(sha)) for path, n, sha in rows)
    return Table(
        language.say(Phrase("Inputs")), _said((Phrase("File"), Phrase("Rows"), Phrase("SHA-256")), language), cells
    )

"""The columns that sheets of a workbook share: one thing a column, and nothing but numbers among figures."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from scp_ninhbinh.documents import certainty, levels, trends, words
from scp_ninhbinh.documents.document import Cell, Table
from scp_ninhbinh.documents.figures import Scale
from scp_ninhbinh.documents.sheet import Sheet
from scp_ninhbinh.documents.words import CLAUSE, TARGET
from scp_ninhbinh.documents.years import HIGHEST, LOWEST
from scp_ninhbinh.measures.figures import Bounds
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.scores.results import Reading, Result
from scp_ninhbinh.scores.review import AnyReviewed
from scp_ninhbinh.scores.trend import Point
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.say import Number, Phrase, Sayable, joined

Row = tuple[Cell[Sayable], ...]

EMPTY: Final[Cell[Sayable]] = Cell("")
DUE, YEAR, METHOD, REMARKS = Phrase("Due"), Phrase("Year"), Phrase("Method"), Phrase("Remarks")
A_YEAR: Final = Phrase("change a year")

HEAD: Final = (CLAUSE, TARGET, DUE)
FIGURES: Final = (words.VALUE, LOWEST, HIGHEST, Phrase("Unit"))
BASIS: Final = ("numerator", "denominator", "unknown", "not_surveyed")
BASIS_HEADINGS: Final = (Phrase("Numerator"), Phrase("Denominator"), Phrase("Not known"), Phrase("Not surveyed"))
METHODS: Final = {"census": Phrase("counted"), "sample": Phrase("estimated from a sample")}


def sheet(name: Sayable, headings: Sequence[Sayable], rows: Sequence[Row], headers: int = 1) -> Sheet[Sayable]:
    """Return a sheet of one table, whose first `headers` columns stay where they are."""
    return Sheet(name, Table(name, tuple(headings), tuple(rows), headers))


def texts(*said: Sayable) -> Row:
    """Return these texts as cells."""
    return tuple(Cell(one) if one else EMPTY for one in said)


def year_cell(year: int | None) -> Cell[Sayable]:
    """Return a year, which is no amount: its thousands are not set apart."""
    return Cell(str(year), year) if year else EMPTY


def amount_cell(value: Amount | None) -> Cell[Sayable]:
    """Return a number of units or a sum, with the decimals that it has."""
    if value is None:
        return EMPTY
    shown = levels.amount(value)
    return Cell(shown, float(value) if shown.places else int(value), "number", shown.places)


def percent_cell(share: Fraction | None) -> Cell[Sayable]:
    """Return a share of 1 as a percentage, as a rate of response is written."""
    if share is None:
        return EMPTY
    shown = certainty.response(share)
    return Cell(shown, float(shown.value), "percent", shown.places)


def number_cell(value: Amount | None, scale: Scale) -> Cell[Sayable]:
    """Return a figure; its unit stands in a column of its own."""
    return EMPTY if value is None else scale.without_unit().cell(value)


def change_cell(value: Amount | None, scale: Scale) -> Cell[Sayable]:
    """Return a difference of two figures."""
    return EMPTY if value is None else scale.without_unit().change_cell(value)


def required_cell(value: Amount, scale: Scale) -> Cell[Sayable]:
    """Return a requirement with the decimals that the plan gives it."""
    shown = scale.without_unit().requirement(value)
    places = shown.places if isinstance(shown, Number) else scale.places
    return Cell(shown, float(scale.scaled(value)), "number" if scale.counted else "percent", places)


def figure_cells(found: Bounds | Point | Reading | None, scale: Scale) -> Row:
    """Return a figure with the ends of its range, and the unit of all three."""
    ends = (found.achieved, found.low, found.high) if found else ()
    if all(end is None for end in ends):
        return (EMPTY,) * 4
    return *(number_cell(end, scale) for end in ends), *texts(scale.unit if scale.counted else "%")


def basis_cells(*found: Any) -> Row:
    """Return what a figure was computed from, of each number by the first that knows it."""
    return tuple(amount_cell(next(_known(name, found), None)) for name in BASIS)


def _known(name: str, found: Sequence[Any]) -> Iterator[Amount]:
    return (value for one in found if (value := getattr(one, name, None)) is not None)


def title_of(one: AnyReviewed | Result) -> Sayable:
    """Return what a target is called, with what has to meet it by itself."""
    by = one.each if one.each is None or isinstance(one.each, str) else one.each.by
    parts = [words.EACH[by]] if by else []
    return joined(one.title, *parts, *([A_YEAR] if getattr(one, "per_year", False) else []), by=", ")


def short_of(one: AnyReviewed | Result, plan: Plan) -> Sayable:
    """Return what a target is called in a long list."""
    return words.short(one.id, plan) or one.title


def verdict_cell(status: Status | None, *, early: bool) -> Cell[Sayable]:
    """Return a verdict and nothing beside it, so that one can filter by it."""
    return EMPTY if status is None else Cell(words.status_text(status, early=early), signal=words.signal(status))


def head_cells(one: AnyReviewed | Result, title: Sayable) -> Row:
    """Return which target a row is of."""
    return *texts(lettered(one), title), year_cell(one.due)


def remarks_on(one: AnyReviewed, point: Point, plan: Plan) -> Iterator[Sayable]:
    """Yield what has to be known beside the verdict of a year, first why it is open."""
    yield from trends.reasons_of_year(one, point, plan)
    if point.each and point.status is not Status.NO_DATA:
        yield words.parts_met(point.each)
    yield from words.by_declaration(point)
    if trends.of_other_units(point, one):
        yield trends.OTHER_UNITS

"""The sheets of a workbook below the targets: figures by group, every unit, and how each clause is read."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from scp_ninhbinh.documents import certainty, changes, levels, trends, words
from scp_ninhbinh.documents.certainty import rule_text
from scp_ninhbinh.documents.document import Cell, Signal
from scp_ninhbinh.documents.explanation import reading_lines
from scp_ninhbinh.documents.groups import basis_of, group_name, shifted_rows, standing
from scp_ninhbinh.documents.sheet import Sheet
from scp_ninhbinh.documents.units import UNKNOWN, amounts, columns_of, kind_name, rates, way_of_counting
from scp_ninhbinh.documents.words import VERDICT
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
    figure_cells,
    head_cells,
    percent_cell,
    sheet,
    short_of,
    texts,
    verdict_cell,
    year_cell,
)
from scp_ninhbinh.plan.clauses import Plan, Scored
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.run import ReportRun
from scp_ninhbinh.scores.explain import AnyExplained
from scp_ninhbinh.scores.explained_units import AnsweringUnit, Counted, ExplainedUnit, Listing, MeasuredUnit, SummedUnit
from scp_ninhbinh.scores.results import ReductionResult, Result
from scp_ninhbinh.scores.review import Review
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.text.order import alphabetical
from scp_ninhbinh.text.say import Message, Phrase, Sayable, joined, plural

MOST: Final = 200_000
"""Units of a sheet: with more a spreadsheet is slow, and nobody works through them. The JSON has all."""

BESIDE: Final[dict[Signal, Phrase]] = {
    "met": Phrase("reaches it"),
    "not_met": Phrase("does not reach it"),
    "undetermined": Phrase("may reach it"),
}
"""Where the figure of a group stands beside what is required of the whole: a group has no verdict."""

MEASURED: Final[dict[Counted, Phrase]] = {"measured": Phrase("Measured"), "summed": Phrase("Added up")}
"""How units with figures count: of which columns they are stands among the readings."""

GROUPS: Final = (
    *(Phrase("Grouped by"), Phrase("Group"), *HEAD, *FIGURES),
    *(Phrase("Beside what is required of the whole"), *BASIS_HEADINGS, METHOD, REMARKS),
)
UNITS: Final = (
    *(*HEAD, Phrase("Counts as"), Phrase("Area"), Phrase("Kind"), Phrase("ID"), Phrase("Name"), YEAR),
    *(Phrase("Answers"), Phrase("Amount"), Phrase("Whole"), Phrase("Rate"), Phrase("Unit of the rate")),
)
READINGS: Final = (*HEAD, Phrase("About"), Phrase("What is said"), YEAR, *FIGURES, VERDICT, *BASIS_HEADINGS[:2])


def groups_sheet(run: ReportRun) -> Sheet[Sayable] | None:
    """Return one row a target and group, kinds and then areas; None where a saved score stands in for the year."""
    grouped = ((Phrase("Kind"), run.by_kind), (Phrase("Area"), run.by_area))
    rows = [row for by, scores in grouped if scores for row in _group_rows(by, scores)]
    return sheet(Phrase("Groups"), GROUPS, rows, 2) if rows else None


def _group_rows(by: Sayable, scores: Scores) -> Iterator[Row]:
    known, name = scores.plan.vocabulary, scores.by or "kind"
    for result in scores.results:
        head = head_cells(result, short_of(result, scores.plan))
        for group in (result.groups or ()) if result.due else ():
            stands = standing(group, result) if group.achieved is not None else None
            beside = Cell(BESIDE[stands], signal=stands) if stands else EMPTY
            yield (
                *(*texts(by, group_name(group, name, known)), *head),
                *figure_cells(group if group.speaks else None, words.group_scale(group, result)),
                *(beside, *basis_cells(group), *texts(METHODS.get(group.method or "", ""))),
                *texts(basis_of(group, result) if group.speaks else Phrase("No rows")),
            )
        yield from _shifted(result, by, scores)


def _shifted(result: Result, by: Sayable, scores: Scores) -> Iterator[Row]:
    """Yield the whole, and the whole at the base year's sizes, where groups moved against it."""
    found = result.at_base_sizes if isinstance(result, ReductionResult) else None
    cuts = (result.achieved, found.achieved if found else None)
    rows = shifted_rows(result, scores.by or "kind", scores.plan.vocabulary)
    for (name, _, note, rates_), cut in zip(rows, cuts, strict=False):
        head = (*texts(by, name), *head_cells(result, short_of(result, scores.plan)))
        value = words.scale(result).cell(cut) if cut is not None else EMPTY
        blank = (EMPTY,) * (2 + len(BASIS_HEADINGS))
        yield (*head, value, EMPTY, EMPTY, Cell("%"), *blank, Cell(joined(rates_, *([note] if note else []), by="; ")))


class Units(NamedTuple):
    """The sheet of the units, and how many there are that it has no room for."""

    sheet: Sheet[Sayable]
    left: int

    def notes(self) -> Iterator[Message]:
        """Yield that not all are there."""
        if self.left:
            shown: dict[str, Sayable] = {"shown": levels.amount(MOST), "sheet": Phrase("Units")}
            yield plural(
                'The sheet "{sheet}" has the first {shown} units and not {n} more: scp explain --format json has all.',
                'The sheet "{sheet}" has the first {shown} units and not {n} more: scp explain --format json has all.',
                self.left,
                **shown,
            )


def units_sheet(explained: Sequence[AnyExplained], plan: Plan) -> Units | None:
    """Return one row a unit and clause, by how it counts and by area; None where no unit is known."""
    rows: list[Row] = []
    left = 0
    for result in explained:
        for listing in result.units:
            room = max(MOST - len(rows), 0)
            rows += _unit_rows(result, listing, plan)[:room]
            left += max(len(listing.units) - room, 0)
    return Units(sheet(Phrase("Units"), UNITS, rows, 1), left) if rows else None


def _unit_rows(result: AnyExplained, listing: Listing, plan: Plan) -> list[Row]:
    counted = MEASURED.get(listing.said) or way_of_counting(result, listing, plan)
    head = (*head_cells(result, short_of(result, plan)), Cell(counted))
    orders = {area: (not area, alphabetical(area or "")) for area in {one.area for one in listing.units}}
    units = sorted(listing.units, key=lambda one: orders[one.area])
    kinds = {kind: Cell(kind_name(kind, plan.vocabulary)) for kind in {one.kind for one in units}}
    said = _answer(listing, plan.vocabulary)
    return [
        (*head, *_named(one, kinds), *texts(_answers(one, plan.vocabulary) or said), *numbers)
        for one, numbers in zip(units, _numbers(result, units, plan), strict=True)
    ]


def _named(one: ExplainedUnit, kinds: dict[str, Cell[Sayable]]) -> Row:
    return *texts(one.area or ""), kinds[one.kind], *texts(one.unit, one.name or ""), year_cell(one.year)


def _answer(listing: Listing, known: Vocabulary) -> Sayable:
    """Return the answer that all units of a listing gave to the one question that was asked."""
    if listing.column is None:
        return ""
    return joined(known.word(listing.column), ": ", words.ANSWERS[listing.answer] if listing.answer else UNKNOWN)


def _answers(one: ExplainedUnit, known: Vocabulary) -> Sayable:
    """Return the several answers of a unit."""
    if not isinstance(one, AnsweringUnit):
        return ""
    given = ((found.column, words.ANSWERS[found.answer] if found.answer else UNKNOWN) for found in one.answers)
    return joined(*(joined(known.word(column), ": ", answer) for column, answer in given), by="; ")


def _numbers(result: AnyExplained, units: Sequence[ExplainedUnit], plan: Plan) -> Iterable[Row]:
    """Return the amounts of each unit and its own rate with its unit, as far as there are any."""
    blank = (EMPTY,) * 4
    columns = columns_of(result, plan)
    summed = [one for one in units if isinstance(one, SummedUnit)]
    measured = [one for one in units if isinstance(one, MeasuredUnit)]
    if summed:
        return [(cell, *blank[1:]) for cell in _cells(columns[0], [one.amount for one in summed], plan)]
    if not measured:
        return [blank] * len(units)
    parts = _cells(columns[0], [one.hard for one in measured], plan)
    if len(columns) == 1:
        return [(part, *blank[1:]) for part in parts]
    wholes = _cells(columns[1], [one.total for one in measured], plan)
    asked = words.ratio_of(result, plan)
    unit = Cell[Sayable](asked.unit if asked and asked.unit else "%")
    own = [_bare(cell) for cell in rates(result, measured, plan).cells]
    return [(*found, unit if found[2] is not EMPTY else EMPTY) for found in zip(parts, wholes, own, strict=True)]


def _cells(column: str, values: Sequence[Fraction | int | None], plan: Plan) -> list[Cell[Sayable]]:
    return [_bare(cell) for cell in amounts(column, values, plan).cells]


def _bare(cell: Cell[Sayable]) -> Cell[Sayable]:
    """Return a cell of a number; nothing for what is no number."""
    return EMPTY if cell.value is None else cell


def readings_sheet(run: ReportRun, explained: Sequence[AnyExplained]) -> Sheet[Sayable]:
    """Return how each clause is read and why, what each reading gives, by which rule it is judged, who answered."""
    rows = [row for result in explained if result.due or result.declared_readings for row in _of_result(result, run)]
    rows += _rules(run.review) if not explained else []
    rows += [_said_row((EMPTY,) * 3, Phrase("All targets"), said) for said in trends.closing(run.review)]
    rows += [_said_row((EMPTY,) * 3, Phrase("Compound growth"), said) for said in trends.growth_lines(run.review)]
    return sheet(Phrase("Readings"), READINGS, [*rows, *_responses(run.review)], 2)


def _said_row(head: Row, about: Sayable, said: Sayable) -> Row:
    return (*head, *texts(about, said), *(EMPTY,) * (len(READINGS) - len(HEAD) - 2))


def _of_result(result: AnyExplained, run: ReportRun) -> Iterator[Row]:
    head = head_cells(result, short_of(result, run.review.plan))
    for said in reading_lines(result):
        yield _said_row(head, Phrase("How the clause is read"), said)
    if result.due is None:
        return
    if columns := [run.review.plan.vocabulary.word(column) for column in columns_of(result, run.review.plan)]:
        named = joined(*(joined('"', column, '"') for column in columns), by=" / ")
        yield _said_row(head, Phrase("What is measured"), named)
    for name, reading in zip(words.reading_names(result), result.readings, strict=True):
        early = (result.year or 0) < result.due
        figures = figure_cells(reading, words.scale(result))
        verdict = verdict_cell(reading.status, early=early)
        about = texts(Phrase("Way of counting"), name)
        yield (*head, *about, year_cell(result.year), *figures, verdict, EMPTY, EMPTY)
    if result.rule:
        yield _said_row(head, Phrase("Decision rule"), rule_text(result.rule, result.is_ceiling))
    for said in (*changes.cautions(result), *words.method(result), *changes.assumption(result, run.review.plan)):
        yield _said_row(head, METHOD, said)


def _rules(review: Review) -> Iterator[Row]:
    """Yield by which rule each target is judged of which the units are not known."""
    for one in review.targets:
        if one.latest and one.latest.rule:
            said = rule_text(one.latest.rule, one.is_ceiling)
            yield _said_row(head_cells(one, short_of(one, review.plan)), Phrase("Decision rule"), said)


def _responses(review: Review) -> Iterator[Row]:
    """Yield how many units of each kind that a target asks for answered in each year."""
    kinds = {kind for item in review.plan.indicators if isinstance(item, Scored) for kind in item.of}
    for one in review.coverage:
        if one.kind in kinds and one.response is not None:
            said = joined(review.plan.vocabulary.several(one.kind), ", ", certainty.RESPONSE_OF[one.response_of])
            yield (
                *(*(EMPTY,) * 3, *texts(Phrase("Response rate"), said), year_cell(one.year)),
                *(percent_cell(one.response), EMPTY, EMPTY, Cell("%"), EMPTY),
                *(amount_cell(one.answered), amount_cell(one.asked)),
            )

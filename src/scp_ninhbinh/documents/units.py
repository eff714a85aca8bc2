"""The units behind a figure as tables, one a way of counting: name, area, kind, id, answers or amounts, rate."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, NamedTuple

from scp_ninhbinh.documents import levels, words
from scp_ninhbinh.documents.document import Cell, Column, Fit, Table, Text, table_of
from scp_ninhbinh.documents.figures import NONE, Scale
from scp_ninhbinh.measures.count import CountFigures
from scp_ninhbinh.measures.reduction import ChangeFigures
from scp_ninhbinh.measures.total import TotalFigures
from scp_ninhbinh.plan.clauses import Increase, Plan, Ratio, Reduction, Total
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.scores.explain import AnyExplained
from scp_ninhbinh.scores.explained_units import (
    AnsweringUnit,
    Counted,
    ExplainedUnit,
    Listing,
    MeasuredUnit,
    SummedUnit,
)
from scp_ninhbinh.text.numbers import Amount, Percentage
from scp_ninhbinh.text.order import alphabetical
from scp_ninhbinh.text.say import Phrase, Sayable, joined, plural, say

UNKNOWN: Final = Phrase("unknown")
"""What stands for an answer that is not known."""

ON_SCREEN: Final = 12
"""Rows of a table on a screen."""

MOST: Final = 2000
"""Rows of a table on paper: with more a page takes long to open, and nobody reads it. The JSON has all."""

NARROW, AT_ONCE = 72, 3
"""Letters of a screen below which a table has no more than these columns."""

AREA: Final = 1
"""The rank of the column of areas."""

RATE_PLACES: Final = 2
"""Decimals that a unit's own rate has at most; a percentage has one."""

COUNTED_AS: Final[dict[Counted, Phrase]] = {
    "no": Phrase("Does not meet the clause"),
    "unknown": Phrase("Not known"),
    "not_surveyed": Phrase("Not surveyed"),
    "earlier": Phrase("Not new: met the clause before the window too"),
    "unknown_before": Phrase("Meets the clause, not known whether it did before the window"),
    "yes": Phrase("Meets the clause"),
    "hard_unknown": Phrase('"{part}" missing'),
    "measured": Phrase('Measured, "{part}" / "{whole}"'),
    "summed": Phrase('Added up, "{column}"'),
}
"""How units count."""

MEASURED: Final = Phrase('Measured, "{part}"')
"""How those of a total do."""
TO_BE_FEW: Final[dict[Counted, Phrase]] = {"no": Phrase("Not counted"), "yes": Phrase("Counted")}
"""The same where the fewer are counted, the better."""


class _Ranked(NamedTuple):
    """A column, and how soon it gives way where there is too little room: one of rank 0 never does."""

    rank: int
    column: Column[Sayable]


def unit_tables(result: AnyExplained, plan: Plan) -> Iterator[Table[Sayable] | Text[Sayable]]:
    """Yield a table for each way in which units count, the worst first, and what is said of one that has not all."""
    several = _of_several_kinds(result)
    for listing in result.units:
        columns = _columns(result, listing.units[:MOST], plan, several)
        caption = _caption(result, listing, plan, several)
        count = len(listing.units)
        more = _more(result, count - ON_SCREEN) if count <= MOST else ""
        yield replace(_fitted(columns), caption=caption, first=ON_SCREEN, more=more)
        if count > MOST:
            numbers = {"count": levels.amount(count), "first": levels.amount(MOST)}
            yield Text(
                say("Of the {count} units a file shows the first {first}; --format json has all.", **numbers),
                quiet=True,
            )


def tables_by_area(result: AnyExplained, plan: Plan, said: Collection[Counted]) -> Iterator[Table[Sayable]]:
    """Yield a table for each of these ways of counting with its units by area: the part that a district is given."""
    several = _of_several_kinds(result)
    for listing in result.units:
        if listing.said in said:
            units = sorted(listing.units, key=lambda unit: alphabetical(unit.area or ""))
            columns = sorted(_columns(result, units, plan, several), key=lambda one: one.rank != AREA)
            caption = _caption(result, listing, plan, several)
            yield replace(table_of([one.column for one in columns]), caption=caption)


def _of_several_kinds(result: AnyExplained) -> bool:
    return len({unit.kind for listing in result.units for unit in listing.units}) > 1


def _columns(result: AnyExplained, units: Sequence[ExplainedUnit], plan: Plan, several: bool) -> list[_Ranked]:
    """Return what units are known by and their figures."""
    return [*_names(units, plan.vocabulary, several), *_figures(result, units, plan)]


def _fitted(columns: Sequence[_Ranked]) -> Table[Sayable]:
    """Return the table: of what gives way a screen shows the more the wider it is."""
    ranks = sorted(one.rank for one in columns)
    shown = []
    for rank, column in columns:
        at = ranks.index(rank)
        is_shown = rank == 0 or at < AT_ONCE
        shown.append(column if is_shown else replace(column, fit=replace(column.fit, at=NARROW + at)))
    return table_of(shown)


def _caption(result: AnyExplained, listing: Listing, plan: Plan, several: bool) -> Sayable:
    """Return how the units of a listing count, how many they are, and of which kind if all are of one."""
    known, answer, count = plan.vocabulary, list[Sayable](), len(listing.units)
    if listing.column:
        answer = [", ", joined('"', known.word(listing.column), '"')]
        answer += [" = ", words.ANSWERS[listing.answer]] if listing.answer else []
    summed, units = plural("{n} figure", "{n} figures", count), plural("{n} unit", "{n} units", count)
    counted: list[Sayable] = [": ", summed if listing.said == "summed" else units]
    if not several:
        kind = listing.units[0].kind
        counted += [" (", known.several(kind) if count > 1 else kind_name(kind, known), ")"]
    return joined(way_of_counting(result, listing, plan), *answer, *counted)


def way_of_counting(result: AnyExplained, listing: Listing, plan: Plan) -> Sayable:
    """Return how the units of a listing count, with the columns by which they do."""
    total = isinstance(result, ChangeFigures) and result.quantity == "total"
    said = MEASURED if total and listing.said == "measured" else counted_as(listing, result.is_fewer_better)
    return say(said, **words.named(result, plan))


def _more(result: AnyExplained, left: int) -> Sayable:
    """Return what a screen says of the units that it does not show."""
    return plural(
        "{n} more: scp explain {target} FILE... with -o OUT.xlsx or --format json has all.",
        "{n} more: scp explain {target} FILE... with -o OUT.xlsx or --format json has all.",
        left,
        target=lettered(result),
    )


def counted_as(listing: Listing, is_fewer_better: bool) -> Phrase:
    """Return how the units of a listing count."""
    found = COUNTED_AS[listing.said]
    return TO_BE_FEW.get(listing.said, found) if is_fewer_better else found


def named(unit: ExplainedUnit, known: Vocabulary) -> Sayable:
    """Return a unit by its name, of several answers with those that are not as wanted."""
    notes: list[Sayable] = []
    for one in unit.answers if isinstance(unit, AnsweringUnit) else ():
        if one.answer != one.wanted:
            notes.append(joined(known.word(one.column), ": ", words.ANSWERS[one.answer] if one.answer else UNKNOWN))
    return joined(unit.unit, " (", joined(*notes, by="; "), ")") if notes else unit.unit


def _names(units: Sequence[ExplainedUnit], known: Vocabulary, several: bool) -> Iterator[_Ranked]:
    """Yield what units are known by, without columns that say nothing."""
    yield _Ranked(0, Column(Phrase("Name"), tuple(Cell(one.name or one.unit) for one in units)))
    if any(one.area for one in units):
        yield _Ranked(AREA, Column(Phrase("Area"), tuple(Cell(one.area or "") for one in units)))
    if several:
        yield _Ranked(3, Column(Phrase("Kind"), tuple(Cell(kind_name(one.kind, known)) for one in units)))
    if any(one.name not in (None, one.unit.strip()) for one in units):
        ids = tuple(Cell("" if one.name == one.unit.strip() else one.unit) for one in units)
        yield _Ranked(2, Column(Phrase("ID"), ids))


def kind_name(kind: str, known: Vocabulary) -> Sayable:
    """Return what one unit of a kind is called."""
    return known.kinds[kind].word if kind in known.kinds else kind


def _figures(result: AnyExplained, units: Sequence[ExplainedUnit], plan: Plan) -> Iterator[_Ranked]:
    """Yield the year where there may be several, several answers, or the amounts of units with their own rate."""
    if isinstance(result, CountFigures | TotalFigures) and any(one.year for one in units):
        years = tuple(Cell(str(one.year or ""), one.year) for one in units)
        yield _Ranked(0, Column(Phrase("Year"), years))
    first, columns = units[0], columns_of(result, plan)
    if isinstance(first, AnsweringUnit):
        yield from _answers([one for one in units if isinstance(one, AnsweringUnit)], plan.vocabulary)
    elif isinstance(first, SummedUnit):
        yield _Ranked(0, amounts(columns[0], [one.amount for one in units if isinstance(one, SummedUnit)], plan))
    elif isinstance(first, MeasuredUnit):
        yield from _measured(result, [one for one in units if isinstance(one, MeasuredUnit)], plan)


def _answers(units: Sequence[AnsweringUnit], known: Vocabulary) -> Iterator[_Ranked]:
    """Yield the answers of each unit, a column a question."""
    for at, asked in enumerate(units[0].answers):
        given = (one.answers[at].answer for one in units)
        cells = tuple(Cell(words.ANSWERS[answer] if answer else UNKNOWN) for answer in given)
        yield _Ranked(0, Column(known.word(asked.column), cells))


def columns_of(result: AnyExplained, plan: Plan) -> tuple[str, ...]:
    """Return the columns of a rate, the part and the whole, or the one of a total."""
    item = next(item for item in plan.indicators if item.id == result.id)
    if isinstance(item, Reduction | Increase | Ratio) and item.ratio:
        return item.ratio.sum, item.ratio.over
    return (item.total,) if isinstance(item, Reduction | Increase | Total) and item.total else ()


def _measured(result: AnyExplained, units: Sequence[MeasuredUnit], plan: Plan) -> Iterator[_Ranked]:
    """Yield the amounts of each unit and its own rate, those left out that are known of none."""
    columns, parts = columns_of(result, plan), [one.hard for one in units]
    if len(columns) == 1:
        yield _Ranked(0, amounts(columns[0], parts, plan))
        return
    has_parts = any(part is not None for part in parts)
    if has_parts:
        yield _Ranked(4, amounts(columns[0], parts, plan))
    yield _Ranked(5 if has_parts else 0, amounts(columns[1], [one.total for one in units], plan))
    if has_parts:
        yield _Ranked(0, rates(result, units, plan))


def amounts(column: str, values: Sequence[Amount | None], plan: Plan) -> Column[Sayable]:
    """Return the amounts of a column, with what the plan counts them in where they are not divided by another."""
    known = plan.vocabulary.columns[column]
    scale = _scale_of([value for value in values if value is not None])
    cells = tuple(Cell(UNKNOWN) if value is None else scale.cell(value) for value in values)
    heading = joined(known.word, ", ", known.unit) if known.unit and not known.divided_by else known.word
    return Column(heading, cells, Fit(right=True))


def _scale_of(values: Sequence[Amount], most: int = levels.MOST_PLACES) -> Scale:
    """Return how amounts of one column are written: with the decimals that they have."""
    return Scale(
        counted=True, places=max((min(levels.amount(one).places, most) for one in values), default=0), amounts=True
    )


def rates(result: AnyExplained, units: Sequence[MeasuredUnit], plan: Plan) -> Column[Sayable]:
    """Return the rate of each unit, in what the plan asks for it in."""
    asked = words.ratio_of(result, plan)
    values = [Fraction(one.hard) / one.total if one.hard is not None and one.total else None for one in units]
    if asked is None or asked.unit is None:
        scale, shown = Scale(counted=False), [None if one is None else Percentage(one) for one in values]
        return Column(Phrase("Rate"), _cells(scale, shown), Fit(right=True))
    asked_for = [None if one is None else one * asked.times for one in values]
    scale = _scale_of([one for one in asked_for if one is not None], RATE_PLACES)
    return Column(joined(Phrase("Rate"), ", ", asked.unit), _cells(scale, asked_for), Fit(right=True))


def _cells(scale: Scale, values: Sequence[Amount | None]) -> tuple[Cell[Sayable], ...]:
    return tuple(Cell(NONE) if value is None else scale.cell(value) for value in values)

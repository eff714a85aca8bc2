"""Groups of units in documents: a matrix of areas and targets, a list of kinds, and what moved against the whole."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import changes, levels, words
from scp_ninhbinh.documents.document import Block, Cell, Column, Fit, Signal, Table, Text, table_of
from scp_ninhbinh.documents.figures import NONE, Scale, rate, scale_of
from scp_ninhbinh.documents.words import BASIS, CLAUSE, RANGE, REQUIRED
from scp_ninhbinh.measures.count import CountFigures, TrackedFigures
from scp_ninhbinh.measures.figures import Sampled
from scp_ninhbinh.measures.ratio import RatioFigures
from scp_ninhbinh.measures.reduction import ChangeFigures
from scp_ninhbinh.measures.share import ShareFigures
from scp_ninhbinh.measures.total import TotalFigures
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.scores.results import AtBaseSizes, Group, ReductionGroup, ReductionResult, Result
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.order import alphabetical
from scp_ninhbinh.text.say import Phrase, Sayable, joined, say

WHOLE: Final = Phrase("The whole")
AT_BASE_SIZES: Final = Phrase("The whole at the group sizes of {base}")
ALL_FELL: Final = Phrase("the rate fell in every group measured in both years, and not here")
ALL_ROSE: Final = Phrase("the rate rose in every group measured in both years, and not here")
NOT_MEASURED: Final = Phrase("no figure: no rate of {year} in {groups}")
NOTHING_NOW: Final = Phrase("nothing measured in {year}")
WITHOUT: Final = Phrase("without {groups}: no rate of {year}")
BESIDE: Final = Phrase(
    "Each figure beside what is required of the whole: ✓ reaches it, ✗ does not, ? open. A group has no verdict."
)
COMPARED: Final = frozenset({"share", "ratio", "reduction", "increase"})
"""Measures of which the figure of a group can stand beside what is required of the whole."""


def group_blocks(scores: Scores, *, tracked: bool) -> Iterator[Block[Sayable]]:
    """Yield the figures of the groups, worst first, what moved against the whole, and once the groups without a row."""
    by, known = scores.by or "kind", scores.plan.vocabulary
    shown = [one for one in scores.results if one.groups and (tracked or not isinstance(one, TrackedFigures))]
    if not shown:
        return
    yield _matrix(shown, known) if by == "area" else _list(shown, known)
    if by == "area":
        yield Text(BESIDE, quiet=True)
    for result in shown:
        for name, cut, note, rates in shifted_rows(result, by, known):
            notes = (": ", note) if note else ()
            yield Text(joined(lettered(result), " ", name, " ", cut, " (", rates, ")", *notes))
    for result in shown:
        yield from map(Text, _without_figure(result, by, known))
    if silent := _silent(shown):
        called = joined(*(_called(name, by, known) for name in silent), by=", ")
        yield Text(say("No rows: {groups}.", groups=called))


def _without_figure(result: Result, by: str, known: Vocabulary) -> Iterator[Sayable]:
    """Yield, of each reason for which groups have no figure, which they are."""
    found: dict[str, tuple[Sayable, list[str]]] = {}
    for group in result.groups or ():
        if group.speaks and (why := _barred(group, result)):
            said = joined(*why, by="; ")
            found.setdefault(repr(said), (said, []))[1].append(group.name)
    for reason, names in found.values():
        about: dict[str, Sayable] = {"reason": reason, "groups": _named(names, by, known)}
        yield say("{clause}, {reason}: {groups}.", clause=lettered(result), **about)


def _speaking(results: Sequence[Result]) -> list[dict[str, Group]]:
    """Return of each result the groups that are about it, by name."""
    return [{group.name: group for group in result.groups or () if group.speaks} for result in results]


def _silent(results: Sequence[Result]) -> list[str]:
    """Return the groups of which no row is about any of the results."""
    speaking = {name for groups in _speaking(results) for name in groups}
    every = dict.fromkeys(group.name for result in results for group in result.groups or ())
    return [name for name in every if name not in speaking]


def _matrix(results: Sequence[Result], known: Vocabulary) -> Table[Sayable]:
    """Return a row an area, those first of which most figures fall short, and a column a target."""
    found = list(zip(results, _speaking(results), strict=True))
    names = sorted({name for _, groups in found for name in groups}, key=alphabetical)
    names.sort(key=lambda name: _shortfall([(groups[name], one) for one, groups in found if name in groups]))
    due = len({one.due for one in results if one.due}) > 1
    areas: list[Cell[Sayable]] = [Cell(REQUIRED), *(Cell(_called(name, "area", known)) for name in names)]
    columns: list[Column[Sayable]] = [Column(Phrase("Area"), tuple(areas))]
    for result, groups in found:
        heading = joined(lettered(result), *([str(result.due)] if due and result.due else []), by=" ")
        asked = Cell(words.required_in_short(result))
        cells = (_figure(groups.get(name), result, known) for name in names)
        columns.append(Column(heading, (asked, *cells), Fit(right=True)))
    return table_of(columns)


def _shortfall(groups: Sequence[tuple[Group, Result]]) -> tuple[int, int, Fraction]:
    """Return what sets an area apart: how many of its figures fall short, how many are open, and how far all are."""
    standings = [standing(group, one) for group, one in groups]
    way = sum((_way(*one) for one, stands in zip(groups, standings, strict=True) if stands), Fraction(0))
    return -standings.count("not_met"), -standings.count("undetermined"), way


def _way(group: Group, result: Result) -> Fraction:
    """Return how far a figure is on the way to what is required of the whole; of a ceiling mirrored."""
    way = Fraction(group.achieved or 0) / Fraction(result.required or 1)
    return -way if result.is_ceiling else way


def standing(group: Group, result: Result) -> Signal | None:
    """Return where the figure of a group stands beside what is required of the whole; None for no comparison."""
    if result.measure not in COMPARED or result.required is None or result.each:
        return None
    ends = (group.low, group.high)
    if group.achieved is None or None in ends:
        return "undetermined"
    reached = [
        (end <= result.required) if result.is_ceiling else (end >= result.required) for end in ends if end is not None
    ]
    return "met" if all(reached) else "undetermined" if any(reached) else "not_met"


def _figure(group: Group | None, result: Result, known: Vocabulary) -> Cell[Sayable]:
    """Return the figure of a group, and where there is room what it was counted from."""
    if group is None:
        return Cell("")
    shown, _, basis = _group_cells(group, result, known)
    if isinstance(group, TrackedFigures):
        return Cell(basis)
    if group.achieved is None and (spread := words.ends(group, words.group_scale(group, result))):
        return Cell(spread, signal=standing(group, result), short=NONE)
    counted = isinstance(group, ShareFigures) and group.numerator is not None
    full = joined(shown, " ", f"({int(group.numerator or 0)}/{int(group.denominator or 0)})") if counted else shown
    return Cell(full, signal=None if group.achieved is None else standing(group, result), short=shown)


def _span(group: Group, result: Result, said: Sayable) -> Sayable:
    """Return the range of a group in few letters, or what is `said` in its place."""
    is_range = group.low is not None and group.high is not None and group.low != group.high
    return words.span(group, group, words.group_scale(group, result)) if is_range else said


def _list(results: Sequence[Result], known: Vocabulary) -> Table[Sayable]:
    """Return a row a target and kind, worst first."""
    rows = [(result, group) for result in results for group in result.groups or () if group.speaks]
    cells = [(one, group, *_group_cells(group, one, known)) for one, group in rows]
    columns: tuple[Column[Sayable], ...] = (
        Column(CLAUSE, tuple(Cell(lettered(result)) for result, _ in rows)),
        Column(Phrase("Kind"), tuple(Cell(_called(group.name, "kind", known)) for _, group in rows)),
        Column(words.ACHIEVED, tuple(Cell(shown) for *_, shown, _, _ in cells), Fit(right=True)),
        Column(BASIS, tuple(Cell(basis) for *_, basis in cells)),
        Column(RANGE, tuple(Cell(_span(group, one, spread)) for one, group, _, spread, _ in cells)),
    )
    return table_of(columns, 2)


def group_name(group: Group, by: str, known: Vocabulary) -> Sayable:
    """Return what a group is called."""
    return _called(group.name, by, known)


def _called(name: str, by: str, known: Vocabulary) -> Sayable:
    return known.several(name) if by == "kind" else name or words.NO_AREA


def shifted_rows(result: Result, by: str, known: Vocabulary) -> Iterator[tuple[Sayable, ...]]:
    """Yield the whole as groups stand in a table, and what it is at the base year's sizes: groups moved against it."""
    found = result.at_base_sizes if isinstance(result, ReductionResult) else None
    if not isinstance(result, ReductionResult) or found is None:
        return
    scale = scale_of(result.unit, result.required, (result.achieved, found.achieved))
    decimals = changes.rate_places(result, scale, result.required)
    for name, cut, note, now in (
        (WHOLE, result.achieved, _moved_against(result, found, by, known), result.rate),
        (AT_BASE_SIZES, found.achieved, _left_out(result, found, by, known), found.rate),
    ):
        rates = (NONE if one is None else rate(Fraction(one), decimals) for one in (result.base.rate, now))
        yield say(name, base=result.base.called), scale.figure(cut), note, joined(*rates, by=" → ")


def _moved_against(result: ReductionResult, found: AtBaseSizes, by: str, known: Vocabulary) -> Sayable:
    """Return which groups moved against the whole."""
    if not found.every:
        return say("against it: {groups}", groups=_named(found.against, by, known))
    group = next(one for one in result.groups or () if one.name in found.against)
    fell = isinstance(group, ChangeFigures) and (group.points or 0) < 0
    return ALL_FELL if fell else ALL_ROSE


def _left_out(result: ReductionResult, found: AtBaseSizes, by: str, known: Vocabulary) -> Sayable:
    """Return which groups leave it without a figure, and which are no part of it."""
    left = ((found.no_rate, result.year, NOT_MEASURED), (found.no_base, result.base.called, WITHOUT))
    texts = (say(text, groups=_named(names, by, known), year=year or "") for names, year, text in left if names)
    return joined(*texts, by="; ")


def _named(names: Sequence[str], by: str, known: Vocabulary) -> Sayable:
    """Return the first groups and how many more there are."""
    first = joined(*(_called(name, by, known) for name in names[: words.NAMED]), by=", ")
    return joined(first, f" + {len(names) - words.NAMED}") if len(names) > words.NAMED else first


def basis_of(group: Group, result: Result) -> Sayable:
    """Return why a group has no figure, and what else its figure was computed from than its numbers beside it."""
    if not isinstance(group, ChangeFigures | TotalFigures):
        return joined(*_barred(group, result), by="; ")
    return joined(
        *_barred(group, result), _group_basis(group, words.group_scale(group, result), result.required), by="; "
    )


def _group_cells(group: Group, result: Result, known: Vocabulary) -> tuple[Sayable, Sayable, Sayable]:
    if isinstance(group, TrackedFigures):
        return "", "", joined(*words.evidence(group.evidence, known), by="; ")
    scale = words.group_scale(group, result)
    shown = words.estimate(scale.figure(group.achieved), isinstance(group, Sampled) and group.achieved is not None)
    barred = _barred(group, result)
    return (
        shown,
        joined(*barred, by="; ") if barred else words.spread(group, group, scale),
        _group_basis(group, scale, result.required),
    )


def _barred(group: Group, result: Result) -> list[Sayable]:
    """Return why a group has no figure."""
    barred = [words.bar_text(bar, group) for bar in group.bars if not isinstance(group, ShareFigures | CountFigures)]
    if isinstance(group, ReductionGroup) and group.high is None and not barred:
        return [say(NOTHING_NOW, year=result.year or "")]
    return barred


def _group_basis(group: Group, scale: Scale, required: Amount | None) -> Sayable:
    if isinstance(group, ChangeFigures):
        return changes.from_to(group, scale, required)
    if isinstance(group, RatioFigures | TotalFigures):
        return joined(*levels.basis(group), by="; ")
    known = isinstance(group, ShareFigures) and group.numerator is not None
    return words.answers(group, sampled=isinstance(group, Sampled)) if known else ""

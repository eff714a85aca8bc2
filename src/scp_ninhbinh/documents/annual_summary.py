"""The first page of a report: all targets with their verdicts, by level and trend, and against later due years."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, NamedTuple

from scp_ninhbinh.documents import changes, levels, trends, words
from scp_ninhbinh.documents.bars import bar_of, bar_of_parts
from scp_ninhbinh.documents.document import Bar, Cell, Column, Fit, Table, table_of
from scp_ninhbinh.documents.figures import NONE, percent
from scp_ninhbinh.documents.score import GAP, LEGEND, LEGEND_OF_NUMBERS, SCALE
from scp_ninhbinh.documents.words import ACHIEVED, BASIS, CLAUSE, RANGE, REQUIRED, TARGET, VERDICT
from scp_ninhbinh.documents.years import verdict_cell
from scp_ninhbinh.measures.figures import Bounds
from scp_ninhbinh.measures.reduction import ChangeFigures
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.scores.explain import AnyExplained
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.review import AnyReviewed, Review
from scp_ninhbinh.scores.trend import Point, ShareYear
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Phrase, Sayable, joined, say

MOST_DUES: Final = 3
"""Due years that stand side by side; of more the first, the second and the last."""

LEVELS: Final = (Status.MET, Status.UNDETERMINED, Status.NOT_YET, Status.NOT_MET, Status.NO_DATA)
"""Verdicts in the order of a matrix, the best first."""

DIRECTIONS: Final = {
    1: Phrase("Towards the target"),
    0: Phrase("Unchanged"),
    -1: Phrase("Away from the target"),
    None: Phrase("No trend known"),
}
"""Where the mean change a year leads, seen from what is required."""


class Reported(NamedTuple):
    """A target of a report: its years, what of its indicator falls due later, the result and the units of the latest.

    Those are None where a saved score, which does not know its units, stands in for the latest year.
    """

    reviewed: AnyReviewed
    later: tuple[AnyReviewed, ...] = ()
    result: Result | None = None
    explained: AnyExplained | None = None


def targets_table(targets: Sequence[Reported], review: Review) -> Table[Sayable]:
    """Return one row a target: verdict, bar, figure, what is required, the gap, what it was counted from, the range."""
    bars = tuple(_bar(one.reviewed) for one in targets)
    found = [one.reviewed for one in targets]
    counted = any(trends.scale(one).counted for one, bar in zip(found, bars, strict=True) if bar)
    columns: list[Column[Sayable]] = [
        Column(VERDICT, tuple(verdict_cell(one.latest, one) for one in found)),
        Column(CLAUSE, tuple(Cell(lettered(one), link=one.id) for one in found)),
        Column(TARGET, tuple(Cell(one.title, short=words.short(one.id, review.plan)) for one in found)),
        Column(SCALE, tuple(Cell("", bar=bar) for bar in bars), Fit(picture=True)),
        Column(ACHIEVED, tuple(map(_achieved, found)), Fit(right=True)),
        Column(REQUIRED, tuple(map(_required, targets)), Fit(right=True)),
        Column(GAP, tuple(map(_gap, found)), Fit(right=True)),
        Column(BASIS, tuple(map(_basis, targets))),
        Column(RANGE, tuple(_range(one, review.confidence) for one in found), Fit(right=True)),
    ]
    if len({one.due for one in found}) > 1:
        columns.insert(3, Column(Phrase("Due"), tuple(Cell(str(one.due)) for one in found)))
    return table_of(columns, 3, LEGEND_OF_NUMBERS if counted else LEGEND)


def _achieved(one: AnyReviewed) -> Cell[Sayable]:
    latest = one.latest
    if latest is None or latest.each:
        return Cell(words.parts_met(latest.each) if latest and latest.each else NONE)
    own = trends.scale(one)
    return own.cell(latest.achieved, figure_of(latest, one))


def figure_of(point: Point | None, one: AnyReviewed, *, bare: bool = False) -> Sayable:
    """Return the figure of a year, marked where it is an estimate; `bare` of a unit that is said elsewhere."""
    if point is None or point.achieved is None:
        return NONE
    own = trends.scale(one).without_unit() if bare else trends.scale(one)
    return words.estimate(own.between(point.achieved), point.method == "sample")


def _required(one: Reported) -> Cell[Sayable]:
    """Return what is required, with the upper figure of a range, or the lower one, where the plan names one."""
    scale, shown = trends.scale(one.reviewed), trends.required(one.reviewed)
    if one.result and one.result.stretch is not None:
        stretch = say("stretch {amount}", amount=scale.requirement(one.result.stretch))
        shown = joined(shown, " (", stretch, ")")
    return scale.cell(one.reviewed.required, shown)


def _gap(one: AnyReviewed) -> Cell[Sayable]:
    latest = one.latest
    if latest is None or latest.achieved is None or one.each:
        return Cell("")
    found = trends.scale(one).without_unit().change_cell(Fraction(latest.achieved) - Fraction(one.required))
    return replace(found, text=words.estimate(found.text, latest.method == "sample"))


def _basis(one: Reported) -> Cell[Sayable]:
    return Cell(joined(*basis_of(one), by="; "))


def basis_of(one: Reported) -> Iterator[Sayable]:
    """Yield what a figure was computed from: "73 of 101, 3 unknown", "81.4% → 56.4%"."""
    point, result = one.reviewed.latest, one.result
    if isinstance(point, ShareYear) and point.numerator is not None:
        yield words.answers(point, sampled=point.method == "sample")
    elif isinstance(result, ChangeFigures) and changes.has_level(result):
        yield changes.from_to(result, words.scale(result), result.required)
    elif result:
        yield from levels.basis(result)


def _range(one: AnyReviewed, confidence: Fraction | None) -> Cell[Sayable]:
    """Return the range of a figure, its confidence beside that of a share from a sample."""
    latest = one.latest
    if latest is None or latest.each or latest.status is Status.NO_DATA:
        return Cell("")
    shown = words.ends(latest, trends.scale(one))
    if shown and confidence and isinstance(latest, ShareYear) and latest.method == "sample":
        return Cell(say("{range} ({confidence} interval)", range=shown, confidence=percent(confidence)))
    return Cell(shown)


def _bar(one: AnyReviewed) -> Bar | None:
    latest = one.latest
    if latest is None or latest.status in (None, Status.NO_DATA):
        return None
    signal = words.signal(latest.status)
    if latest.each:
        return bar_of_parts(latest.each, signal, latest.each.met)
    found = Bounds(achieved=latest.achieved, low=latest.low, high=latest.high)
    return bar_of(found, one.required, signal, counted=trends.scale(one).counted, is_ceiling=one.is_ceiling)


def dues_table(targets: Sequence[Reported], review: Review) -> Table[Sayable] | None:
    """Return what is required by each due year side by side, with the distance to it; None where there is only one."""
    rows = [one for one in targets if one.later]
    if not rows:
        return None
    dues = sorted({found.due for one in rows for found in (one.reviewed, *one.later)})
    if len(dues) > MOST_DUES:
        dues = [*dues[: MOST_DUES - 1], dues[-1]]
    columns: list[Column[Sayable]] = [
        Column(TARGET, tuple(_titled(one, review) for one in rows)),
        Column(ACHIEVED, tuple(_achieved(one.reviewed) for one in rows), Fit(right=True)),
    ]
    for due in dues:
        found = [next((each for each in (one.reviewed, *one.later) if each.due == due), None) for one in rows]
        columns += _due_columns(due, found)
    caption = say("Required by {years}", years=words.years_text(dues))
    return replace(table_of(columns), caption=caption)


def _titled(one: Reported, review: Review) -> Cell[Sayable]:
    reviewed = one.reviewed
    return Cell(words.short(reviewed.id, review.plan) or reviewed.title, link=reviewed.id)


def _due_columns(due: int, found: Sequence[AnyReviewed | None]) -> list[Column[Sayable]]:
    asked = tuple(Cell(joined(lettered(one), ": ", trends.required(one))) if one else Cell(NONE) for one in found)
    gaps = tuple(_gap(one) if one else Cell("") for one in found)
    paces = tuple(_needed(one) if one else Cell("") for one in found)
    columns: list[Column[Sayable]] = [
        Column(say("By {due}", due=str(due)), asked),
        Column(say("Gap to {due}", due=str(due)), gaps, Fit(right=True)),
    ]
    if any(cell.value is not None for cell in paces):
        columns.append(Column(say("Needed a year until {due}", due=str(due)), paces, Fit(right=True)))
    return columns


def _needed(one: AnyReviewed) -> Cell[Sayable]:
    """Return the mean change a year that leads to what is required."""
    if one.needed is None:
        return Cell("")
    found = trends.scale(one).without_unit().change_cell(one.needed)
    return replace(found, text=words.estimate(found.text, trends.is_estimate(one)))


def levels_table(targets: Sequence[Reported], review: Review) -> Table[Sayable]:
    """Return the targets by their verdicts, a row each, and by where their figures go, a column each."""
    found: dict[tuple[Status, int | None], list[Sayable]] = {}
    for one in targets:
        status = (one.reviewed.latest.status if one.reviewed.latest else None) or Status.NO_DATA
        found.setdefault((status, direction(one.reviewed)), []).append(_label(one.reviewed, review))
    shown = [at for at in DIRECTIONS if any(key[1] == at for key in found)]
    rows = [status for status in LEVELS if any(key[0] is status for key in found)]
    columns: list[Column[Sayable]] = [
        Column(VERDICT, tuple(Cell(words.STATUSES[status], signal=words.signal(status)) for status in rows))
    ]
    for at in shown:
        cells = tuple(Cell(joined(*found.get((status, at), []), by="; ")) for status in rows)
        columns.append(Column(DIRECTIONS[at], cells))
    return replace(table_of(columns), caption=Phrase("Level and trend"))


def direction(one: AnyReviewed) -> int | None:
    """Return whether a figure goes towards what is required (1) or away from it (-1), 0 unchanged; None not known."""
    if one.pace is None:
        return None
    sign = (one.pace > 0) - (one.pace < 0)
    return -sign if one.is_ceiling else sign


def _label(one: AnyReviewed, review: Review) -> Sayable:
    """Return what a target is called, with the marks that its verdict bears."""
    latest = one.latest
    marks: list[Sayable] = [*words.by_declaration(latest)] if latest else []
    marks += [trends.OTHER_UNITS] if latest and trends.of_other_units(latest, one) else []
    named = joined(lettered(one), " ", words.short(one.id, review.plan) or one.title)
    return joined(named, *marks, by=", ")

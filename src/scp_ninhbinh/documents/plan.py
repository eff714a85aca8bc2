"""What `scp targets` says: every clause of the plan with its measure, requirement and readings."""

from collections.abc import Iterator
from typing import Final

from scp_ninhbinh.documents.document import Column, Document, Line, Lines, Narrow, Section, lines, table_of
from scp_ninhbinh.documents.figures import scale_of
from scp_ninhbinh.documents.words import CLAUSE, REQUIRED, TARGET, by_year
from scp_ninhbinh.plan.clauses import Count, Indicator, Plan, Reduction, Scored
from scp_ninhbinh.text.say import Bilingual, Phrase, Sayable, joined, say

MEASURES: Final = {
    "share": Phrase("share"),
    "reduction": Phrase("reduction"),
    "count": Phrase("count"),
    "encourage": Phrase("encouragement, no number"),
    "task": Phrase("task, no number"),
}


def plan_document(plan: Plan) -> Document[Sayable]:
    """Return every clause of the plan with its measure, requirement and readings."""
    columns = (Column(CLAUSE, 6), Column(TARGET, 27), Column(REQUIRED, 16), Column(Phrase("Readings")))
    table = table_of(Narrow(columns, tuple(map(_row, plan.indicators))))
    return Document(joined(plan.title, " · ", plan.id), (), (Section("", (table,)),))


def _row(item: Indicator) -> tuple[Lines[Sayable], ...]:
    title = (Line(item.title), Line(item.id, "quiet"), Line(MEASURES[item.measure], "quiet"))
    readings = tuple(line for reading, why in _readings(item) for line in (Line(reading), Line(why, "quiet")))
    if not isinstance(item, Scored):
        return lines(item.clause), title, lines("–"), readings
    scale, required = scale_of("count" if isinstance(item, Count) else "percent"), []
    for target in item.targets:
        stretch = ("–", scale.requirement(target.stretch)) if target.stretch else ()
        required.append(joined("≥ ", scale.requirement(target.at_least), *stretch, " ", by_year(target.due)))
    return lines(*(target.clause for target in item.targets)), title, lines(*required), readings


def _readings(item: Indicator) -> Iterator[tuple[Sayable, Bilingual]]:
    """Yield each declared reading with its reason."""
    for note in item.notes:
        yield note.reading, note.why
    if isinstance(item, Reduction):
        yield say("Base year {year}", year=item.base.year), item.base.why
    if isinstance(item, Count):
        for window in (window for target in item.targets for window in target.readings or ()):
            yield say("Counted since {year}", year=window.since), window.why

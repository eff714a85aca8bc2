"""The plan as a table for a terminal: every clause with its measure, requirement and readings."""

from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from scp_ninhbinh.documents.words import required
from scp_ninhbinh.plan.clauses import Count, Indicator, Plan, Reduction, Scored
from scp_ninhbinh.scores.score import Result
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase
from scp_ninhbinh.writers.terminal import BY, CLAUSE, new_table, render

MEASURES: Final = {
    "share": Phrase("share"),
    "reduction": Phrase("reduction"),
    "count": Phrase("count"),
    "encourage": Phrase("encouragement, no number"),
    "task": Phrase("task, no number"),
}


def plan_table(plan: Plan, language: Language, width: int, colour: bool) -> str:
    """Return every clause of the plan with its measure, requirement and readings."""
    columns = [(CLAUSE, 6), (Phrase("Target"), 27), (Phrase("Required"), 16), (Phrase("Readings"), None)]
    table = new_table(language, columns)
    for item in plan.indicators:
        clauses, requirements = zip(*_requirements(item, language), strict=True)
        title = Text(language.title(item.title))
        about = Text(f"{show(item.id)}\n{language.say(MEASURES[item.measure])}", "dim")
        table.add_row("\n".join(clauses), Group(title, about), "\n".join(requirements), _readings(item, language))
    heading = Text(f"{language.title(plan.title)} · {show(plan.id)}", "bold")
    return render([heading, table], width, colour)


def _requirements(item: Indicator, language: Language) -> list[tuple[str, str]]:
    if not isinstance(item, Scored):
        return [(show(item.clause), "–")]
    rows = []
    for target in item.targets:
        result = Result(item, target.clause, required=target.at_least, stretch=target.stretch)
        stretch = f"–{required(target.stretch, result, language)}" if target.stretch else ""
        due = language.say(BY, year=target.due)
        rows.append((show(target.clause), f"≥ {required(target.at_least, result, language)}{stretch} {due}"))
    return rows


def _readings(item: Indicator, language: Language) -> RenderableType:
    """Return each declared reading with its reason."""
    lines: list[Text] = []
    for note in item.notes:
        lines += [Text(language.title(note.reading)), Text(language.title(note.why), "dim")]
    if isinstance(item, Reduction):
        base = language.say(Phrase("Base year {year}"), year=item.base.year)
        lines += [Text(base), Text(language.title(item.base.why), "dim")]
    if isinstance(item, Count):
        for window in (window for target in item.targets for window in target.readings or ()):
            since = language.say(Phrase("Counted since {year}"), year=window.since)
            lines += [Text(since), Text(language.title(window.why), "dim")]
    return Group(*lines)

"""What a row's columns say together: a part and its whole, the clauses that it names, what another row of it has."""

from typing import TYPE_CHECKING, Final

from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.survey.units import Checks, Entry
from scp_ninhbinh.text.numbers import Amount, plain
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import fold

if TYPE_CHECKING:
    from scp_ninhbinh.survey.table_reader import TableReader

NO_TASKS: Final = Phrase("the plan has no task: leave the cell empty")

ADD_UP: Final = Phrase(
    "their figures differ: add them up in one row if each is a part of the unit's, such as of half a year; else remove "
    "the wrong row, or give two different units an id each"
)
KEEP_ONE: Final = Phrase(
    "their answers differ: look up which one is right and remove the other row, or give two different units an id each"
)


def check_together(reader: "TableReader", unit: Entry, checks: Checks, cells: list[str]) -> None:
    """Check a kind's columns against each other, or against the plan."""
    for part, whole, both in checks.parts:
        some, every = both(unit)
        if some is not None and (every is None or some > every):
            _check_part(reader, unit, part, whole, every, cells)
    if checks.clauses:
        _check_tasks(reader, unit, checks.clauses, cells)


def of_repeated(known: Vocabulary, unit: Entry, first: Entry) -> dict[str, object]:
    """Return the remedy for a second row of a unit that says other than the first: to remove one would lose figures."""
    own = known.of(unit.kind) if unit.kind in known.kinds else ()
    pairs = {name: (getattr(unit, name, None), getattr(first, name, None)) for name in own}
    differing = [name for name, (one, other) in pairs.items() if None not in (one, other) and one != other]
    if any(known.columns[name].holds == "number" for name in differing):
        return {"remedy": ADD_UP}
    return {"remedy": KEEP_ONE} if any(known.columns[name].holds == "yes_no" for name in differing) else {}


def _check_part(
    reader: "TableReader", unit: Entry, part: str, whole: str, every: Amount | None, cells: list[str]
) -> None:
    """Complain of a part that has no whole, or is more than it: either of the two may be the wrong one."""
    known = reader.layout.known
    value, details = cells[reader.at[part]], {"part": known.called(part), "whole": known.called(whole)}
    if every is None:
        reader.add("part-without-whole", unit, cells, part, plain(getattr(unit, part)), **details)
    else:
        reader.add("part-over-whole", unit, cells, part, value, total=plain(every), **details)
    if reader.lenient:
        reader.problems.append(reader.excuse(reader.problems.pop()))
        for name in {part, whole, *known.together[whole]}:
            setattr(unit, name, None)


def _check_tasks(reader: "TableReader", unit: Entry, column: str, cells: list[str]) -> None:
    tasks = reader.context.expected.tasks
    folded = {fold(task): task for task in tasks}
    for clause in getattr(unit, column):
        if clause not in tasks:
            guess = folded.get(reader.context.suggestions.nearest(clause, tuple(folded)) or "")
            none: dict[str, object] = {} if tasks else {"remedy": NO_TASKS}
            reader.add("unknown-task", unit, cells, column, clause, choices=tasks, guess=guess, **none)

"""What is checked of a row's columns together: a part against its whole, and the clauses that an activity names."""

from typing import TYPE_CHECKING, Final

from scp_ninhbinh.survey.units import Checks, Entry
from scp_ninhbinh.text.numbers import Amount, plain
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import fold

if TYPE_CHECKING:
    from scp_ninhbinh.survey.table_reader import TableReader

NO_TASKS: Final = Phrase("the plan has no task: leave the cell empty")


def check_together(reader: "TableReader", unit: Entry, checks: Checks, cells: list[str]) -> None:
    """Check a kind's columns against each other, or against the plan."""
    for part, whole, both in checks.parts:
        some, every = both(unit)
        if some is not None and (every is None or some > every):
            _check_part(reader, unit, part, whole, every, cells)
    if checks.clauses:
        _check_tasks(reader, unit, checks.clauses, cells)


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

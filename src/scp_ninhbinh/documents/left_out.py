"""What took no part in a result though it stands in a file: sheets and columns not read, rows and cells left out.

And that the year scored has hardly a row, where nobody asked for it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from scp_ninhbinh.documents.words import shortened
from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Message, Number, Phrase, Sayable, joined, plural, say

SHEETS: Final = frozenset({"sheet-not-read", "table-not-read", "sheet-skipped"})
COLUMNS: Final = frozenset({"unknown-column", "record-number"})
"""The rules of what is not read, by its name: the value of their problems."""

COUNTED: Final[Mapping[str, Callable[[int], Message]]] = {
    "total-row": lambda n: plural("{n} total", "{n} totals", n),
    "part-row": lambda n: plural("{n} row that splits up another", "{n} rows that split up another", n),
    "area-row": lambda n: plural("{n} row that names an area", "{n} rows that name an area", n),
    "area-without-units": lambda n: plural(
        "{n} area with answers and without units", "{n} areas with answers and without units", n
    ),
    "note-row": lambda n: plural("{n} line below a table", "{n} lines below a table", n),
    "struck-row": lambda n: plural("{n} struck-out row", "{n} struck-out rows", n),
    "year-outside-plan": lambda n: plural(
        "{n} row of a year outside the plan", "{n} rows of years outside the plan", n
    ),
    "kind-not-asked": lambda n: plural(
        "{n} row of a kind that the plan does not ask for", "{n} rows of kinds that the plan does not ask for", n
    ),
    "cell-not-for-kind": lambda n: plural(
        "{n} answer that its kind is not asked for", "{n} answers that their kinds are not asked for", n
    ),
    "unread-cells": lambda n: plural("{n} column without a heading", "{n} columns without a heading", n),
}
"""The rules of what is left out and counted, in the order in which it is told."""

NAMED: Final = 8
"""Sheets or columns that are named."""


def left_out(problems: Sequence[Problem]) -> Iterator[Sayable]:
    """Yield what speaks against the figures, a sentence about sheets, one about columns, and one that counts the rest.

    Against them speak a year of few rows, and a count that one unit under two ids may meet.
    """
    for found in problems:
        if found.rule == "few-rows-of-year":
            known: Mapping[str, Any] = found.details
            counts: dict[str, Sayable] = {name: Number(known[name]) for name in ("n", "rows")}
            text = Phrase("{year}, the latest year, has few rows: {n} (rows of {before}: {rows}).")
            yield say(text, year=found.value or "", before=str(known["before"]), **counts)
    yield from map(_namesakes, (found for found in problems if found.rule == "met-by-namesakes"))
    if sheets := _named(problems, SHEETS):
        yield say("Sheets not read: {names}.", names=sheets)
    if columns := _named(problems, COLUMNS):
        yield say("Columns not read: {names}.", names=columns)
    left: Counter[str] = Counter()
    for found in problems:
        left[found.rule] += _rows_of(found)
    if parts := [text(left[rule]) for rule, text in COUNTED.items() if left[rule]]:
        yield say("Left out: {parts}.", parts=joined(*parts, by=", "))


def _namesakes(found: Problem) -> Message:
    about: dict[str, Any] = {name: found.details[name] for name in ("title", "due", "counted", "fewest", "asked")}
    text = Phrase(
        "{title}, by {due}: {counted} are counted, but {fewest} if rows of one name and area are of one and the same "
        "({asked})."
    )
    return say(text, **about)


def _rows_of(found: Problem) -> int:
    """Return how many rows or cells a problem is of: one, unless it says otherwise."""
    n = found.details.get("n", 1)
    return n if isinstance(n, int) else 1


def _named(problems: Sequence[Problem], rules: frozenset[str]) -> str:
    """Return the names of what these rules leave out, each once with the files that it is in."""
    files: dict[str, dict[str, None]] = {}
    for found in problems:
        if found.rule in rules:
            files.setdefault(show(found.value or "", LIMIT), {})[found.place.path] = None
    return shortened([f'"{name}" ({shortened([*paths], 1)})' for name, paths in files.items()], NAMED)

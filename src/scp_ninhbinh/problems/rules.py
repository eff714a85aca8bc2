"""Every rule by its stable name, and what is said of a problem."""

from typing import Final

from scp_ninhbinh.problems.problem import Place, Problem
from scp_ninhbinh.problems.rulebook.cells import CELLS
from scp_ninhbinh.problems.rulebook.files import FILES
from scp_ninhbinh.problems.rulebook.headers import HEADERS
from scp_ninhbinh.problems.rulebook.plans import PLANS
from scp_ninhbinh.problems.rulebook.registers import REGISTERS
from scp_ninhbinh.problems.rulebook.units import UNITS
from scp_ninhbinh.problems.rulebook.usage import USAGE
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Message, Phrase, Sayable, joined, say

GUESS: Final = Phrase('did you mean "{guess}"?')
"""The remedy in place of a rule's own where something very similar is known."""

FAMILIES: Final = {
    Phrase("Files"): FILES,
    Phrase("Headings and rows"): HEADERS,
    Phrase("Cells"): CELLS,
    Phrase("Units"): UNITS,
    Phrase("Registers"): REGISTERS,
    Phrase("Plan files"): PLANS,
    Phrase("What was asked"): USAGE,
}
"""The rules by what they are about."""

RULES: Final = FILES | HEADERS | CELLS | UNITS | REGISTERS | PLANS | USAGE


def problem(rule: str, place: Place, value: str | None = None, **details: object) -> Problem:
    """Return the problem of `rule`, which must be a name in `RULES`."""
    return Problem(rule, RULES[rule].severity, place, value, details)


def describe(found: Problem) -> tuple[Message, Message]:
    """Return the message and the remedy of a problem.

    A detail called `remedy` is a phrase that stands in place of the rule's own hint.
    """
    values = {name: _short(detail) for name, detail in found.details.items() if name != "remedy"}
    if "other" in values:  # a row of a file: what tells it apart stands at the end
        other = show(str(found.details["other"]))
        values["other"] = other if len(other) <= LIMIT else f"…{other[1 - LIMIT :]}"
    values["value"] = show(found.value or "", LIMIT)
    rule = RULES[found.rule]
    hint = found.details.get("remedy") or (GUESS if found.details.get("guess") else rule.hint)
    return say(rule.message, **values), say(str(hint), **values)


def _short(detail: object) -> Sayable:
    """Return a detail as a message shows it: a tuple as a list, foreign text cut short."""
    if isinstance(detail, tuple):
        return joined(*map(_short, detail), by=", ")
    return detail if isinstance(detail, Phrase) else show(detail, LIMIT)

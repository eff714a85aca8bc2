"""Every rule by its stable name, and a problem's text in the reader's language."""

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
from scp_ninhbinh.text.say import Language, Phrase

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


def describe(found: Problem, language: Language) -> tuple[str, str]:
    """Return the message and the remedy of a problem, in `language` and safe to show.

    A detail called `remedy` is a phrase that stands in place of the rule's own hint.
    """
    values = {name: _short(detail, language) for name, detail in found.details.items() if name != "remedy"}
    if "other" in values:  # a row of a file: what tells it apart stands at the end
        other = show(str(found.details["other"]))
        values["other"] = other if len(other) <= LIMIT else f"…{other[1 - LIMIT :]}"
    values["value"] = show(found.value or "", LIMIT)
    rule = RULES[found.rule]
    hint = found.details.get("remedy") or (GUESS if found.details.get("guess") else rule.hint)
    return language.say(rule.message, **values), language.say(str(hint), **values)


def _short(detail: object, language: Language) -> str:
    """Show a detail: a tuple as a list, our own phrase in the reader's language, foreign text cut short."""
    if isinstance(detail, tuple):
        return ", ".join(_short(item, language) for item in detail)
    return language.say(detail) if isinstance(detail, Phrase) else show(detail, LIMIT)

"""What can be wrong with an input, and where.

Wrong data is a value with a place, collected and reported together; only what stops the whole run is
an exception, and it carries the same values.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from gettext import NullTranslations
from types import MappingProxyType
from typing import Final, NamedTuple

from scp_ninhbinh.problems.files import FILES
from scp_ninhbinh.problems.formatting import FORMATTING
from scp_ninhbinh.problems.headings import HEADINGS
from scp_ninhbinh.problems.identity import IDENTITY
from scp_ninhbinh.problems.plans import PLANS
from scp_ninhbinh.problems.projects import PROJECTS
from scp_ninhbinh.problems.registers import REGISTERS
from scp_ninhbinh.problems.requests import REQUESTS
from scp_ninhbinh.problems.rows import CELLS, UNITS
from scp_ninhbinh.problems.rule import SEVERITIES, Rule, Severity
from scp_ninhbinh.text.looks import look_the_same, told_apart
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Called, Language, Message, Number, Phrase, Sayable, joined, say

__all__ = [
    "FAMILIES",
    "RULES",
    "SEVERITIES",
    "Alike",
    "Place",
    "Problem",
    "Rule",
    "ScpError",
    "Severity",
    "Source",
    "column_letters",
    "describe",
    "has_errors",
    "place_text",
    "problem",
    "totals",
]
"""What the rest of the program needs of this room: the names of `rule` are among it."""

FAMILIES: Final = {
    Phrase("Files"): FILES,
    Phrase("Headings and rows"): HEADINGS,
    Phrase("Cells"): CELLS | FORMATTING,
    Phrase("Units"): UNITS | IDENTITY,
    Phrase("Registers"): REGISTERS,
    Phrase("Plan files"): PLANS,
    Phrase("Project files"): PROJECTS,
    Phrase("Usage errors"): REQUESTS,
}
"""The rules by what they are about."""

RULES: Final = FILES | HEADINGS | CELLS | FORMATTING | UNITS | IDENTITY | REGISTERS | PLANS | PROJECTS | REQUESTS

GUESS: Final = Phrase('did you mean "{guess}"?')
"""The remedy in place of a rule's own where something very similar is known."""

IN_ROWS: Final = Phrase("{message}; so it is {n} times more, in rows {first}")
OF_NAMES: Final = Phrase("{message}; so it is {n} times more: {first}")


class Place(NamedTuple):
    """Where a problem stands: as precise as is known, None where it is not.

    `row` is the number a spreadsheet shows (the header counts), `line` the physical line of a text
    file, `column` the column as a survey calls it, or the key of a plan file; `heading` is what the file calls it where
    that is known and something else. In a workbook `sheet` is the name of the sheet and `cell` the cell as a
    spreadsheet names it, such as D14.

    What is wrong with the request and not with a file stands in a `field` of it (`run.Request`); `path` is then no
    path but the one of its values that is meant, or empty. Whoever made the request knows what people call the field.
    """

    path: str
    row: int | None = None
    line: int | None = None
    column: str | None = None
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None
    heading: str | None = None


class Source(NamedTuple):
    """The table that rows come from.

    `at` holds the number, from 0 on, of each column of a sheet, `headings` how the file names those that it calls
    otherwise.
    """

    path: str
    sheet: str | None = None
    at: Mapping[str, int] = MappingProxyType({})
    headings: Mapping[str, str] = MappingProxyType({})

    def place(self, row: int | None = None, column: str | None = None, line: int | None = None) -> Place:
        """Return the place of a row, or of one of its cells."""
        known = self.sheet is not None and row is not None and column in self.at
        cell = f"{column_letters(self.at[column or ''])}{row}" if known else None
        return Place(self.path, row, line, column, self.sheet, cell, heading=self.headings.get(column or ""))

    def named(self, found: "Problem") -> "Problem":
        """Return a problem of the table with the heading that the file writes over its column."""
        heading = self.headings.get(found.place.column or "")
        return found._replace(place=found.place._replace(heading=heading)) if heading else found

    def name(self, row: int) -> str:
        """Return what a message calls another row by: `file:12`, in a workbook `file:sheet!12`."""
        return f"{self.path}:{row}" if self.sheet is None else f"{self.path}:{self.sheet}!{row}"


def column_letters(index: int) -> str:
    """Return how a spreadsheet calls the column of this number, from 0 on: A, B, ..., Z, AA."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters = chr(ord("A") + rest) + letters
        index -= 1
    return letters


class Alike(NamedTuple):
    """How many more there are of one problem, and the first of them: their rows, else what they are called."""

    n: int
    first: tuple[str, ...]
    in_rows: bool


class Problem(NamedTuple):
    """One thing wrong: its rule, where, the value as it was written, and what the rule's text names.

    One cause that reaches very many rows is one problem, which stands for those `alike`.

    The sentence itself is made when the problem is shown, in the reader's language, from the text that
    `RULES` holds for `rule` and from `details`.
    """

    rule: str
    severity: Severity
    place: Place
    value: str | None = None
    details: Mapping[str, object] = MappingProxyType({})
    alike: Alike | None = None


def problem(rule: str, place: Place, value: str | None = None, **details: object) -> Problem:
    """Return the problem of `rule`, which must be a name in `RULES`."""
    return Problem(rule, RULES[rule].severity, place, value, details)


COUNTS: Final = frozenset({"n", "total", "matched", "rows", "counted", "fewest"})
"""Details that say how many; another whole number is a year, or of a row."""


def describe(found: Problem, limit: int = LIMIT) -> tuple[Message, Message]:
    """Return the message and the remedy of a problem, of whose value `limit` characters are shown.

    A detail called `remedy` is a phrase that stands in place of the rule's own hint. What a remedy tells people to type
    has the value as it was written, and not what it is called.
    """
    found = _told_apart(found)
    counts = {name: Number(n) for name, n in found.details.items() if name in COUNTS and isinstance(n, int)}
    values = {name: _short(detail) for name, detail in found.details.items() if name != "remedy"} | counts
    if "other" in values:  # a row of a file: what tells it apart stands at the end
        other = show(str(found.details["other"]))
        values["other"] = other if len(other) <= LIMIT else f"…{other[1 - LIMIT :]}"
    value = show(found.value or "", limit)
    rule = RULES[found.rule]
    hint = found.details.get("remedy") or (GUESS if found.details.get("guess") else rule.hint)
    said = _short(found.value) if isinstance(found.value, Called) else value
    message = say(rule.message, **values | {"value": said})
    return _and_more(message, found.alike), say(str(hint), **values | {"value": value})


def _and_more(message: Message, alike: Alike | None) -> Message:
    """Return a message with the number of those alike, and the first of them."""
    if alike is None:
        return message
    more = IN_ROWS if alike.in_rows else OF_NAMES
    cut = ("…",) * (alike.n > len(alike.first))
    return say(more, message=message, n=Number(alike.n), first=_short((*alike.first, *cut)))


BESIDE: Final = ("guess", "name", "before", "one", "two")
"""Details that stand beside a value and may look like it."""


def _told_apart(found: Problem) -> Problem:
    """Return a problem with what nobody sees as escapes: in texts that look the same, and in one that is unknown."""
    beside = {"value": found.value or ""} | {name: found.details[name] for name in BESIDE if name in found.details}
    texts = {name: text for name, text in beside.items() if isinstance(text, str)}
    if all(map(str.isascii, texts.values())):
        return found
    is_unknown = "guess" in beside and found.rule != "mis-converted-text"  # whose letters are visibly others
    told: dict[str, str] = {}
    for name, text in texts.items():
        others = [other for other in texts.values() if other != text and look_the_same(text, other)]
        if type(text) is str and (others or (name == "value" and is_unknown)):
            told[name] = told_apart(text, *others)
    value = told.pop("value", found.value)
    return found._replace(value=value, details={**found.details, **told})


def _short(detail: object) -> Sayable:
    """Return a detail as a message shows it: a tuple as a list, foreign text cut short."""
    if isinstance(detail, tuple):
        return joined(*map(_short, detail), by=", ") if detail else Phrase("(there are none)")
    if isinstance(detail, Called):
        return Called(show(detail, LIMIT), show(detail.vi, 2 * LIMIT))
    return detail if isinstance(detail, Phrase | Message | Number) else show(detail, LIMIT)


def place_text(place: Place, last: int | None = None) -> str:
    """Return `file:row:column`; in a workbook `file:sheet!cell:column`; of a plan file `file:line:key`.

    Of several rows `last` is the last one.
    """
    at: object = place.row if place.row is not None else place.line
    if last is not None:
        at = f"{at}-{last}"
    if place.sheet is not None:
        at = f"{place.sheet}!{place.cell or (at if at is not None else '')}".removesuffix("!")
    column = show((place.heading or place.column) if place.column else "", LIMIT)
    return ":".join(show(part) for part in (place.path, at, column) if part not in (None, ""))


class ScpError(Exception):
    """The one error of this package: the run cannot go on, for the reasons in `problems`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = list(problems)
        super().__init__(", ".join(problem.rule for problem in self.problems))

    def __str__(self) -> str:
        """Say each problem in a line: where, what is wrong, and what to do about it, in English."""
        english = Language("en", NullTranslations())
        said = ((place_text(one.place), english.text(joined(*describe(one), by="; "))) for one in self.problems)
        return "\n".join(": ".join(filter(None, line)) for line in said)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any problem is more than a warning."""
    return any(problem.severity == "error" for problem in problems)


def totals(problems: Iterable[Problem]) -> Mapping[Severity, int]:
    """Return how many problems there are of each severity, worst first."""
    found = Counter(problem.severity for problem in problems)
    return {severity: found[severity] for severity in SEVERITIES}

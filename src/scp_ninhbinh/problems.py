"""What can be wrong with an input, and where.

Wrong data is a value with a place, collected and reported together; only what stops the whole run is
an exception, and it carries the same values.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Place(NamedTuple):
    """Where a problem stands: as precise as is known, None where it is not.

    `row` is the number a spreadsheet shows (the header counts), `line` the physical line of a text
    file, `column` the heading of the cell, or the key of a plan file.
    """

    path: str
    row: int | None = None
    line: int | None = None
    column: str | None = None
    sheet: str | None = None


class Problem(NamedTuple):
    """One thing wrong: its rule, where, the value as it was written, and what the rule's text names.

    The sentence itself is made when the problem is shown, in the reader's language, from the text that
    `rules.RULES` holds for `rule` and from `details`.
    """

    rule: str
    severity: Severity
    place: Place
    value: str | None = None
    details: Mapping[str, object] = MappingProxyType({})


class ScpError(Exception):
    """The one error of this package: the run cannot go on, for the reasons in `problems`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(", ".join(problem.rule for problem in self.problems))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any problem is more than a warning."""
    return any(problem.severity == "error" for problem in problems)

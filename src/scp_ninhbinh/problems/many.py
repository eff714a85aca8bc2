"""Very many problems: one cause in many rows is told once, and no more are held than memory has room for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from scp_ninhbinh.problems.problem import Alike, Problem, ScpError, Source, problem

MOST_PROBLEMS: Final = 200_000
"""Problems of one table, and of what only all rows show, that are held in memory."""

MOST_OF_ONE: Final = 1_000
"""Problems of one cause that are told one by one."""

FEW: Final = 10
"""Rows that a problem lists which stands for more."""

SHARED: Final[Mapping[str, tuple[str, ...]]] = {
    "unknown-kind": ("value",),
    "unknown-area": ("new",),
    "bad-year": ("value",),
    "missing-value": ("column", "value"),
    "not-yes-no": ("column", "value"),
    "judged-use": ("column", "value"),
    "unknown-choice": ("column", "value"),
    "unknown-task": ("column", "value"),
    "part-without-whole": ("column",),
    "cell-not-for-kind": ("column", "kind"),
    "year-outside-plan": ("value",),
    "no-after-yes": ("column",),
    "doubtful-unit": ("why",),
    "duplicate-unit": ("year",),
    "listed-twice": (),
    "same-name": (),
    "not-in-register": (),
    "other-name-in-register": (),
    "other-kind-in-register": ("kind", "listed"),
    "unknown-column": (),
    "unread-cells": (),
}
"""What problems of one rule and table share where one remedy is for all of them: it is one cause in many rows.

Of other rules each row is to be looked at by itself.
"""


class Problems(list[Problem]):
    """The problems of one table, of which only so many are held."""

    def __init__(self, source: Source, problems: Iterable[Problem] = ()) -> None:
        super().__init__(problems)
        self.source, self._most = source, MOST_PROBLEMS

    def add(self, found: Problem) -> None:
        """Add a problem of a row.

        Raises:
            ScpError: there are too many: a file of four letters a line would fill the memory with them.
        """
        self.append(found)
        if len(self) > self._most:
            self[:] = limited(self, self.source)
            if len(self) > MOST_PROBLEMS:
                raise ScpError(self)
            # else, near the limit, all would be gone through again for each problem more
            self._most = max(MOST_PROBLEMS, len(self) + MOST_PROBLEMS // 4)


def limited(problems: Sequence[Problem], source: Source) -> list[Problem]:
    """Return these problems of a table, or of a whole survey, a cause once; of too many the first, and that error."""
    once = told_once(problems)
    if len(once) <= MOST_PROBLEMS:
        return once
    return [*once[:MOST_PROBLEMS], problem("too-many-problems", source.place(), limit=MOST_PROBLEMS)]


def told_once(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems with one in place of more than a thousand of one cause: the first, and how many are alike."""
    left: dict[int, Problem] = dict(enumerate(problems))
    for first, *more in _of_one_cause(problems):
        if len(more) >= MOST_OF_ONE or problems[first].alike:
            left[first] = problems[first]._replace(alike=_alike(problems[first], [left.pop(at) for at in more]))
    return list(left.values())


def _of_one_cause(problems: Sequence[Problem]) -> Iterable[list[int]]:
    """Return the numbers in the list of the problems of each cause."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(problems):
        if one.rule in SHARED:
            shared = (_detail(one, name) for name in SHARED[one.rule])
            groups[one.rule, one.severity, one.place.path, one.place.sheet, *shared].append(at)
    return groups.values()


def _detail(one: Problem, name: str) -> object:
    match name:
        case "column":
            return one.place.column
        case "value":
            return one.value
        case _:
            return one.details[name]


def _alike(first: Problem, more: Sequence[Problem]) -> Alike:
    """Return what stands for more problems of one cause; those that the first stands for already are among it."""
    before = first.alike or Alike(0, (), len({one.place.row for one in more}) > 1)
    names = (str(one.place.row) if before.in_rows else one.value or "" for one in more[:FEW])
    return Alike(before.n + len(more), (*before.first, *names)[:FEW], before.in_rows)

"""What the header of a survey file must and may name."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from scp_ninhbinh.language import Phrase
from scp_ninhbinh.problems import Place, Problem
from scp_ninhbinh.rules import problem
from scp_ninhbinh.units import COLUMNS, MODEL_OF
from scp_ninhbinh.words import nearest

GUESSED: Final = 50
"""Unknown columns for which the likely one is looked up; a table of hundreds is no survey."""


def check_header(columns: Sequence[str], header: Place) -> list[Problem]:
    """Return what is wrong with the headings themselves. An empty heading names nothing and is passed over."""
    return [*_unknown(columns, header), *_duplicates(columns, header)]


def missing_columns(columns: Collection[str], kinds: Collection[str], header: Place) -> list[Problem]:
    """Return one problem for each column that the `kinds` met in the file need and it lacks."""
    needed_for: dict[str, list[str]] = defaultdict(list)
    for kind in (kind for kind in MODEL_OF if kind in kinds):
        for name in MODEL_OF[kind].required():
            needed_for[name].append(kind)
    every = (Phrase("every row"),)
    lacking: dict[str, tuple[str, ...]] = {name: every for name in ("year", "kind") if name not in columns}
    if not {"id", "name"} & set(columns):
        lacking["name"] = every
    lacking |= {name: tuple(needed_for[name]) for name in needed_for if name not in columns and name not in lacking}
    return [
        problem("missing-column", header._replace(column=name), name, kinds=for_kinds)
        for name, for_kinds in lacking.items()
    ]


def _unknown(columns: Sequence[str], header: Place) -> Iterator[Problem]:
    free = tuple(known for known in COLUMNS if known not in columns)
    unknown = [name for name in columns if name and name not in COLUMNS]
    for number, name in enumerate(unknown):
        guess = nearest(name, free) if number < GUESSED else None
        yield problem("unknown-column", header._replace(column=name), name, choices=free, guess=guess)


def _duplicates(columns: Sequence[str], header: Place) -> Iterator[Problem]:
    for second, name in enumerate(columns):
        first = columns.index(name)
        if name in COLUMNS and first != second:
            yield problem("duplicate-column", header._replace(column=name), name, first=first + 1, second=second + 1)

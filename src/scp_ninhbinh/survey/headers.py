"""What the header of a survey file must and may name."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Final

from scp_ninhbinh.plan import vocabulary
from scp_ninhbinh.plan.vocabulary import headings, inverted_headings
from scp_ninhbinh.problems.problem import Place, Problem
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.survey.declared import likely_constant
from scp_ninhbinh.survey.units import COLUMNS, Layout
from scp_ninhbinh.tables.table import Headings
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import heading_key, nearest

GUESSED: Final = 50
"""Unknown columns for which the likely one is looked up; a table of hundreds is no survey."""


SET_IT: Final = Phrase("add the column, or declare it for every row: --set {example}")


@cache
def known_headings() -> Headings:
    """Return the headings that are looked for in a file: those of a survey's and a register's columns."""
    return Headings(headings(), frozenset(vocabulary.COLUMNS), frozenset(vocabulary.NUMBERS))


def check_header(columns: Sequence[str], header: Place, layout: Layout) -> list[Problem]:
    """Return what is wrong with the headings themselves. An empty heading names nothing and is passed over."""
    unknown = _unknown(columns, header, layout)
    return [*_inverted(columns, header), *unknown, *_duplicates(columns, header, layout.columns)]


def missing_columns(columns: Collection[str], kinds: Collection[str], header: Place, layout: Layout) -> list[Problem]:
    """Return one problem for each column that the `kinds` met in the file need and it lacks."""
    needed_for: dict[str, list[str]] = defaultdict(list)
    for kind in (kind for kind in layout.models if kind in kinds):
        for name in layout.models[kind].required():
            needed_for[name].append(kind)
    every = (Phrase("every row"),)
    lacking: dict[str, tuple[str, ...]] = {name: every for name in layout.leading if name not in columns}
    if not {"id", "name"} & set(columns):
        lacking["name"] = every
    lacking |= {name: tuple(needed_for[name]) for name in needed_for if name not in columns and name not in lacking}
    return [
        problem("missing-column", header._replace(column=name), name, kinds=for_kinds, **_remedy(name, header))
        for name, for_kinds in lacking.items()
    ]


def _remedy(column: str, header: Place) -> dict[str, object]:
    """Name the declaration that stands in for a column which a sheet or file often says by its name alone."""
    if column not in {"year", "kind"}:
        return {}
    return {"remedy": SET_IT, "example": likely_constant(column, header.path, header.sheet)}


def _inverted(columns: Sequence[str], header: Place) -> Iterator[Problem]:
    for name in columns:
        column = inverted_headings().get(heading_key(name)) if name not in COLUMNS else None
        if column:
            yield problem("inverted-column", header._replace(column=name), name, column_meant=column)


def _unknown(columns: Sequence[str], header: Place, layout: Layout) -> Iterator[Problem]:
    known = layout.columns
    free = tuple(name for name in known if name not in columns)
    inverted = inverted_headings()
    unknown = [name for name in columns if name and name not in known and heading_key(name) not in inverted]
    for number, name in enumerate(unknown):
        guess = _guess(name, free) if number < GUESSED else None
        yield problem(
            "unknown-column", header._replace(column=name), name, table=layout.name, choices=free, guess=guess
        )


def _guess(name: str, free: Collection[str]) -> str | None:
    """Return the column that a heading may mean, by the program's name or by one that files use."""
    near = nearest(heading_key(name), tuple(headings()))
    column = headings().get(near or "")
    return column if column in free else None


def _duplicates(columns: Sequence[str], header: Place, known: Sequence[str]) -> Iterator[Problem]:
    for second, name in enumerate(columns):
        if name in known and (first := columns.index(name)) != second:
            yield problem("duplicate-column", header._replace(column=name), name, first=first + 1, second=second + 1)

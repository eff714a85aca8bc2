"""Merged cells of a sheet: what the one that is seen says of the others, what that leaves open, and what it covers."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from scp_ninhbinh.problems.problem import Problem, Source, problem
from scp_ninhbinh.tables.formatting import Cell
from scp_ninhbinh.tables.table import Header, Headings, heading_text
from scp_ninhbinh.text.spelling import fold

Range = tuple[Cell, Cell]
"""The first and the last cell of a merged range."""

Rows = Iterable[tuple[int, Sequence[Any]]]
"""The numbers of a sheet's rows, from 0 on, and their values."""

Text = Callable[[Any], str]
"""Gives the text of a value."""

MOST_COVERED: Final = 1_000
"""Columns over which headings are merged: more are only there to tire us."""

NOTHING_KNOWN: Final = frozenset({"", "...", "…"})
"""What may stand over several answers: that none of them is known."""

FEWEST: Final = 2
"""Columns of answers over which a cell is merged, so that it is not certain which of them it answers."""


class Shared:
    """Cells merged over several rows: the first one's text holds for the others, except for numbers."""

    def __init__(self, merged: Iterable[Range], header: Header, numbers: Collection[str]) -> None:
        self.starts: dict[int, list[tuple[int, int]]] = {}
        self.open: dict[int, tuple[int, str]] = {}
        for (top, left), (bottom, _) in merged:
            known = left < len(header.columns) and header.columns[left] in header.known.difference(numbers)
            if top >= header.end and bottom > top and known:
                self.starts.setdefault(top, []).append((left, bottom))

    def fill(self, row: int, cells: list[str]) -> None:
        """Fill in the cells of this row that belong to a range begun above it."""
        for left, (bottom, text) in list(self.open.items()):
            if row > bottom:
                del self.open[left]
            elif any(cells):
                cells[left] = cells[left] or text
        for left, bottom in self.starts.get(row, ()):
            self.open[left] = bottom, cells[left]


def with_merged_headings(
    header: Header, merged: Iterable[Range], rows: Callable[[], Rows], headings: Headings
) -> Header:
    """Return the header with a heading merged over several columns standing over each of them that is filled.

    So two columns of one heading are told as such. One that is no survey's is told once, and one of remarks not at all.
    """
    owners = _covered_headings(header, merged)
    stacks, columns = list(header.stacks), list(header.columns)
    for at in sorted(_filled(rows(), header.end, owners)) if owners else ():
        left = owners[at]
        stacks += [()] * (at + 1 - len(stacks))
        columns += [""] * (at + 1 - len(columns))
        twice = columns[left] in header.known - headings.remarks
        stacks[at], columns[at] = stacks[left], columns[left] if twice else ""
    return header._replace(stacks=stacks, columns=columns)


def _covered_headings(header: Header, merged: Iterable[Range]) -> dict[int, int]:
    """Return the columns without a heading of their own over which that of another one is merged, and which."""
    stacks = header.stacks
    owners: dict[int, int] = {}
    for (top, left), (_, right) in merged:
        if header.first <= top < header.end and left < right and left < len(stacks) and len(stacks[left]) == 1:
            free = (at for at in range(left + 1, right + 1) if at >= len(stacks) or not stacks[at])
            owners.update(dict.fromkeys(free, left))
            if len(owners) > MOST_COVERED:
                break
    return owners


def _filled(rows: Rows, first: int, columns: Collection[int]) -> set[int]:
    """Return which of some columns are filled below the header."""
    found: set[int] = set()
    for index, values in rows:
        if index >= first:
            found.update(at for at in columns if at < len(values) and not _is_empty(values[at]))
            if len(found) == len(columns):
                break
    return found


class _Merged(NamedTuple):
    """A merged range below the header: its rows, the columns of it that are read, and what it shows."""

    top: int
    bottom: int
    left: int
    columns: Sequence[int]
    text: str = ""


def merged_problems(
    source: Source, merged: Iterable[Range], header: Header, headings: Headings, rows: Rows, text: Text
) -> Iterator[Problem]:
    """Yield what the merged cells below a header leave open, or hide, in the columns from which something is taken."""
    read = header.known - headings.remarks
    names = {index: name for index, name in enumerate(header.columns) if name in read}
    below = [
        _Merged(top, bottom, left, [at for at in names if left <= at <= right])
        for (top, left), (bottom, right) in merged
        if top >= header.end
    ]
    for one in below:
        if one.bottom > one.top and names.get(one.left) in headings.numbers:
            yield problem("merged-number", source.place(one.top + 1, names[one.left]), str(one.bottom - one.top + 1))
    several = [one for one in below if (one.bottom > one.top and one.columns) or set(one.columns) - {one.left}]
    for index, values, one in _rows_of(several, rows, text) if several else ():
        if index == one.top and one.text not in NOTHING_KNOWN:
            yield from _over_answers(source, header, headings, one)
        for at in one.columns:
            if (
                at < len(values)
                and not _is_empty(values[at])
                and _differ(covered := text(values[at]).strip(), one.text)
            ):
                yield problem("covered-value", source.place(index + 1, names[at]), covered, shown=one.text)


def _differ(covered: str, shown: str) -> bool:
    """Whether two texts are not the same to who looks at them, whatever the case of their letters."""
    return covered != shown and fold(covered) != fold(shown)


def _rows_of(merged: Iterable[_Merged], rows: Rows, text: Text) -> Iterator[tuple[int, Sequence[Any], _Merged]]:
    """Yield each row of each range: its number, its values, and the range with what that shows."""
    waiting = sorted(merged, key=lambda one: one.top, reverse=True)
    current: dict[int, _Merged] = {}  # by their first column, as no two overlap in a sheet that is sound
    for index, values in rows:
        if any(one.bottom < index for one in current.values()):
            current = {left: one for left, one in current.items() if one.bottom >= index}
        while waiting and waiting[-1].top <= index:
            one = waiting.pop()
            shows = one.top == index and one.left < len(values)
            current[one.left] = one._replace(text=text(values[one.left]).strip() if shows else "")
        for one in current.values():
            yield index, values, one


def _over_answers(source: Source, header: Header, headings: Headings, one: _Merged) -> Iterator[Problem]:
    """Yield the problem of a cell that stands over several answers; one that begins at a name is a line by itself."""
    answered = [at for at in one.columns if header.columns[at] in headings.answers]
    if len(answered) >= FEWEST and answered[0] == one.columns[0]:
        over = tuple(f'"{heading_text(header.stacks[at])}"' for at in answered)
        place = source.place(one.top + 1, header.columns[answered[0]])
        yield problem("merged-columns", place, one.text, columns=over)


def _is_empty(value: Any) -> bool:
    return value is None or (value.__class__ is str and not value.strip())

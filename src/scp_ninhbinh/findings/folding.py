"""Which lines a list of problems for people has: of many alike the first ones, and where the others are.

Nothing is lost by it: JSON, SARIF, JUnit and the annotated copy hold every problem.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from operator import itemgetter
from typing import Final, NamedTuple

from scp_ninhbinh.problems.problem import Place, Problem
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Sayable, joined, plural

SHOWN: Final = 10
"""Problems of one rule and column of a file that are written out; the rest are counted."""

DIFFERENT: Final = 3
"""Such problems that are written out where equal ones stand together, as on a terminal."""

BLOCKS: Final = frozenset({"above-header", "note-row"})
"""Rules of lines that belong together where they follow one another: a title, a remark with its signatures."""

APART: Final = 2
"""Rows from one line of such a block to the next: an empty one may stand between."""

NAMED: Final = 6
"""Sheets or files that a line names."""

RANGES: Final = 20
"""Rows, or rows that follow one another, that a line names of a sheet."""

Key = tuple[str | None, ...]

Group = list[tuple[int, Problem]]
"""Problems that are alike, each with its number in the list."""


class Line(NamedTuple):
    """A line of the list: a problem, and those `more` that it stands for.

    Of a block `found` has the texts of all its rows, of which `last` is the last; one that is `counted` says only how
    many more there are, and where.
    """

    found: Problem
    last: int | None = None
    more: Sequence[Problem] = ()
    counted: bool = False


def folded(problems: Sequence[Problem]) -> Iterator[Line]:
    """Yield the lines for these problems, each where the first of its group stands.

    All notices of a rule make one. Of the warnings of a rule and column of a file those of the first sheet are shown,
    of the errors those of every sheet, and of many in one sheet the first.
    """
    placed = [at for group in _groups(problems, _alike) for at in _lines(group)]
    return (line for _, line in sorted(placed, key=itemgetter(0)))


def folded_by_file(problems: Sequence[Problem]) -> dict[str, list[Line]]:
    """Return the lines of each file, those of a rule and column together and of equal ones the first."""
    files: dict[str, list[Line]] = {}
    for group in _groups(problems, _alike_in_file):
        lines = _of_notices(group) if _is_notice(group) else _differing([found for _, found in group])
        files.setdefault(group[0][1].place.path, []).extend(lines)
    return files


def others(more: Sequence[Problem], beside: Place) -> Sayable | None:
    """Return where the problems are that a line beside this place stands for; None where only their file is known."""
    tables: dict[tuple[str, str | None], list[Place]] = {}
    for place in (found.place for found in more):
        sheet = place.sheet if place.path == beside.path else None
        tables.setdefault((place.path, sheet), []).append(place)
    own = tables.pop((beside.path, beside.sheet), [])
    named = [*dict.fromkeys(filter(None, (_elsewhere(places, beside) for places in tables.values())))]
    rows = [_rows(own, beside)] if _numbers(own) else []
    parts = [*rows, *named[:NAMED], *(["…"] if len(named) > NAMED else [])]
    return joined(*parts, by="; ") if parts else None


def _rows(places: Sequence[Place], beside: Place) -> Sayable:
    """Return the rows of the table beside which a line stands; of that line's own row the columns."""
    numbers = _numbers(places)
    columns = dict.fromkeys(show(place.heading or place.column, LIMIT) for place in places if place.column)
    if columns and {*numbers} == {*_numbers([beside])}:
        return ", ".join(columns)
    if places[0].row is None:
        return plural("line {rows}", "lines {rows}", len(numbers), rows=ranges(numbers))
    return plural("row {rows}", "rows {rows}", len(numbers), rows=ranges(numbers))


def _elsewhere(places: Sequence[Place], beside: Place) -> str:
    """Return another sheet with its rows, as a place is written; another file, with the row only if it is one."""
    path, sheet, rows = places[0].path, places[0].sheet, ranges(_numbers(places))
    if path != beside.path and len(places) > 1:
        return show(path, LIMIT)
    at = [show(sheet, LIMIT) if sheet is not None else "", rows]
    parts = [show(path, LIMIT) if path != beside.path else "", "!".join(filter(None, at))]
    return ":".join(filter(None, parts))


def _numbers(places: Iterable[Place]) -> list[int]:
    return [number for place in places if (number := place.row if place.row is not None else place.line) is not None]


def ranges(numbers: Iterable[int]) -> str:
    """Return numbers in order, those that follow one another as a range; of many the first and the last."""
    apart = enumerate(sorted(set(numbers)))
    runs = [[number for _, number in run] for _, run in groupby(apart, lambda pair: pair[1] - pair[0])]
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ", ".join(texts if len(texts) <= RANGES else [*texts[: RANGES - 1], "…", texts[-1]])


def _groups(problems: Sequence[Problem], key: Callable[[Problem], Key]) -> list[Group]:
    """Return the problems that are alike, in the order of their first ones."""
    groups: dict[Key, Group] = {}
    for at, found in enumerate(problems):
        groups.setdefault(key(found), []).append((at, found))
    return list(groups.values())


def _alike_in_file(found: Problem) -> Key:
    """Return what problems must share to be alike whichever sheet they are in."""
    place = found.place if found.severity != "notice" else None
    return found.rule, found.severity, place and place.path, place and place.column


def _alike(found: Problem) -> Key:
    """Return what problems must share to be alike; an error of another sheet is another one."""
    return *_alike_in_file(found), found.place.sheet if found.severity == "error" else None


def _is_notice(group: Group) -> bool:
    return group[0][1].severity == "notice"


def _lines(group: Group) -> Iterator[tuple[int, Line]]:
    """Yield the lines of a group where each problem has its own, with their numbers in the list."""
    problems = [found for _, found in group]
    if _is_notice(group):
        yield from ((group[0][0], line) for line in _of_notices(group))
        return
    shown = _shown(problems)
    for at, found in group[:shown]:
        yield at, Line(found, more=problems[1:] if shown == 1 else ())
    if 1 < shown < len(group):
        yield group[shown][0], Line(problems[0], more=problems[shown:], counted=True)


def _shown(problems: Sequence[Problem]) -> int:
    """Return how many errors or warnings that are alike have a line of their own."""
    first = len(list(takewhile(lambda found: found.place.sheet == problems[0].place.sheet, problems)))
    return first if first <= SHOWN or len(problems) == SHOWN + 1 == first else SHOWN


def _differing(problems: Sequence[Problem]) -> Iterator[Line]:
    """Yield a line for the first of those that are equal but for their place, and one for what is left of many."""
    kept: list[list[Problem]] = []
    left: list[Problem] = []
    for found in problems:
        equal = next((one for one in kept if (one[0].value, one[0].details) == (found.value, found.details)), None)
        if equal is not None:
            equal.append(found)
        elif len(kept) < DIFFERENT:
            kept.append([found])
        else:
            left.append(found)
    yield from (Line(first, more=more) for first, *more in kept)
    if left:
        yield Line(left[0]) if len(left) == 1 else Line(left[0], more=left, counted=True)


def _of_notices(group: Group) -> list[Line]:
    """Return the one line of notices: the first, or the block that it begins."""
    problems = [found for _, found in group]
    block = _block(problems)
    found, more = problems[0], problems[len(block) :]
    if len(block) == 1:
        return [Line(found, more=more)]
    texts = " / ".join(one.value or "" for one in block)
    return [Line(found._replace(value=texts), block[-1].place.row, more)]


def _block(problems: list[Problem]) -> list[Problem]:
    """Return the first of these with those that stand right below it, where they make a block."""
    if problems[0].rule not in BLOCKS:
        return problems[:1]
    together = takewhile(lambda pair: _adjoin(*pair), pairwise(problems))
    return [problems[0], *(below for _, below in together)]


def _adjoin(above: Problem, below: Problem) -> bool:
    one, other = above.place, below.place
    same = (one.path, one.sheet) == (other.path, other.sheet)
    return same and 0 < (other.row or 0) - (one.row or 0) <= APART

"""Which lines a list of problems for people has: of many alike the first ones, and how many more there are.

Nothing is lost by it: JSON, SARIF, JUnit and the annotated copy hold every problem.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import Final, NamedTuple

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Sayable, joined, plural, say

SHOWN: Final = 10
"""Problems of one rule and column of a file that are written out; the rest are counted."""

BLOCKS: Final = frozenset({"above-header", "note-row"})
"""Rules of lines that belong together where they follow one another: a title, a remark with its signatures."""

APART: Final = 2
"""Rows from one line of such a block to the next: an empty one may stand between."""

NAMED: Final = 6
"""Sheets that a line names."""

Group = list[Problem]


class Line(NamedTuple):
    """A line of the list: a problem, and those `more` that it stands for.

    Of a block `found` has the texts of all its rows, of which `last` is the last; one that is `counted` says only how
    many more there are.
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
    groups: dict[tuple[str | None, ...], Group] = {}
    keys = [*map(_group, problems)]
    for key, found in zip(keys, problems, strict=True):
        groups.setdefault(key, []).append(found)
    shown = {key: _shown(group) for key, group in groups.items()}
    seen = dict.fromkeys(groups, 0)
    for key, found in zip(keys, problems, strict=True):
        seen[key] += 1
        if seen[key] <= shown[key]:
            yield _line(groups[key], found, shown[key])
        elif seen[key] == shown[key] + 1 > 2:  # noqa: PLR2004 (after a single one stands how many more there are)
            yield Line(groups[key][0], more=groups[key][shown[key] :], counted=True)


def elsewhere(line: Line) -> Sayable | None:
    """Return in how many sheets or files the problems are that a line stands for; None: where its own is.

    What is wrong with whole sheets names them.
    """
    place = line.found.place
    files = {found.place.path for found in line.more}
    sheets = {(found.place.path, found.place.sheet) for found in line.more if found.place.sheet is not None}
    in_sheets, in_files = plural("{n} sheet", "{n} sheets", len(sheets)), plural("{n} file", "{n} files", len(files))
    workbooks = all(found.place.sheet is not None for found in line.more)
    if files != {place.path}:
        where = say("{sheets} of {files}", sheets=in_sheets, files=in_files) if workbooks else in_files
    elif sheets - {(place.path, place.sheet)}:
        where = in_sheets
    else:
        return None
    names = dict.fromkeys(show(found.place.sheet or "", LIMIT) for found in line.more)
    shown = ", ".join((*islice(names, NAMED), *("…",) * (len(names) > NAMED)))
    return joined(where, ": ", shown) if sheets and place.row is None else where


def _group(found: Problem) -> tuple[str | None, ...]:
    """Return what problems must share to be alike."""
    place = found.place
    match found.severity:
        case "notice":
            return found.rule, found.severity
        case "warning":
            return found.rule, found.severity, place.path, place.column
        case _:
            return found.rule, found.severity, place.path, place.sheet, place.column


def _shown(group: Group) -> int:
    """Return how many problems of a group have a line."""
    if group[0].severity == "notice":
        return 1
    first = len(list(takewhile(lambda found: found.place.sheet == group[0].place.sheet, group)))
    return first if first <= SHOWN or len(group) == SHOWN + 1 == first else SHOWN


def _line(group: Group, found: Problem, shown: int) -> Line:
    block = _block(group) if found.severity == "notice" else [found]
    more = group[len(block) :] if shown == 1 else ()
    if len(block) == 1:
        return Line(found, more=more)
    texts = " / ".join(one.value or "" for one in block)
    return Line(found._replace(value=texts), block[-1].place.row, more)


def _block(group: Group) -> Group:
    """Return the first of a group with those that stand right below it, where they make a block."""
    if group[0].rule not in BLOCKS:
        return group[:1]
    together = takewhile(lambda pair: _adjoin(*pair), pairwise(group))
    return [group[0], *(below for _, below in together)]


def _adjoin(above: Problem, below: Problem) -> bool:
    one, other = above.place, below.place
    same = (one.path, one.sheet) == (other.path, other.sheet)
    return same and 0 < (other.row or 0) - (one.row or 0) <= APART

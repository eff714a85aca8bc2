"""The root cause alone: what only follows from another problem of the same file is not listed beside it.

A file that is not UTF-8 has kinds that are none, headings that name nothing and units that seem to be one; all of it is
gone once the file is saved rightly. Whatever does not follow stays: every problem at once.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.tables.lost import REPLACED, lost

Table = tuple[str, str | None]
"""A file, and in a workbook its sheet."""


MORE: Final = "…"
"""What stands for the rest of the rows that a problem lists."""


Shows = Callable[[str, Collection[str]], bool]
"""Whether a text shows a cause, whose own problems in the file have these texts."""


def _lacks_letters(text: str, texts: Collection[str]) -> bool:
    return REPLACED in text or lost(text)


def _undecoded(text: str, texts: Collection[str]) -> bool:
    return REPLACED in text


def _beyond_ascii(text: str, texts: Collection[str]) -> bool:
    return not text.isascii()


def _same(text: str, texts: Collection[str]) -> bool:
    return text in texts


def _nothing(text: str, texts: Collection[str]) -> bool:
    return False


CAUSES: Final[dict[str, Shows]] = {
    "letters-lost": _lacks_letters,
    "not-utf8": _undecoded,
    "not-in-encoding": _beyond_ascii,
    "mis-converted-text": _same,
    "no-header": _nothing,
}
"""Rules that others follow from, a cause before what follows from it, and which texts show it: their problems follow.

Where a heading shows it, what is said of the header as a whole follows too.
"""

OF_THE_FILE: Final = {
    "letters-lost": frozenset({"not-utf8", "not-in-encoding", "another-plan"}),
    "not-utf8": frozenset({"another-plan"}),
    "not-in-encoding": frozenset({"another-plan"}),
    "no-header": frozenset({"repeated-header"}),
}
"""What follows from a cause whatever text it shows."""

OF_A_HEADER: Final = frozenset({"missing-column", "no-header"})
"""What follows from headings that show a cause, in the table that they are of."""


def without_consequences(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems without those that follow from others."""
    left = list(problems)
    for cause in CAUSES:
        left = _without_those_of(cause, left)
    caused = {one.place.path for one in left if one.rule in CAUSES}
    return list(_causes_first(_without_not_checked(left, caused))) if caused else left


def _without_those_of(cause: str, problems: list[Problem]) -> list[Problem]:
    """Leave out what follows from one cause."""
    texts: dict[str, set[str]] = defaultdict(set)
    for one in problems:
        if one.rule == cause:
            texts[one.place.path].add(one.value or "")
    headers = {_table(one) for one in problems if one.place.path in texts and _breaks_header(one, cause, texts)}
    return [one for one in problems if one.place.path not in texts or not _follows(one, cause, texts, headers)]


def _follows(one: Problem, cause: str, texts: Mapping[str, Collection[str]], headers: Collection[Table]) -> bool:
    """Whether a problem of a file with this cause follows from it."""
    if one.rule == cause:
        return False
    if one.rule in OF_THE_FILE.get(cause, ()) or _shows(one, cause, texts):
        return True
    if cause == "no-header" and one.rule == "unknown-column":
        return not one.details.get("guess")
    return one.rule in OF_A_HEADER and _table(one) in headers


def _breaks_header(one: Problem, cause: str, texts: Mapping[str, Collection[str]]) -> bool:
    """Whether a problem says that a table's headings show the cause, or that it has none."""
    return one.rule == cause == "no-header" or (one.rule == "unknown-column" and _shows(one, cause, texts))


def _shows(one: Problem, cause: str, texts: Mapping[str, Collection[str]]) -> bool:
    return bool(one.value) and CAUSES[cause](one.value or "", texts[one.place.path])


def _table(one: Problem) -> Table:
    return one.place.path, one.place.sheet


def _without_not_checked(problems: Sequence[Problem], caused: set[str]) -> Iterator[Problem]:
    """Leave out that rows with errors were not checked where the cause alone is left of these errors."""
    rows: dict[Table, set[object]] = defaultdict(lambda: {MORE})
    for one in problems:
        if one.severity == "error" and one.rule not in CAUSES and one.place.row:
            rows[_table(one)].add(one.place.row)
    for one in problems:
        unread = one.details.get("rows") if one.rule == "not-checked" and one.place.path in caused else None
        if not isinstance(unread, tuple) or (_table(one) in rows and not rows[_table(one)].isdisjoint(unread)):
            yield one


def _causes_first(problems: Iterator[Problem]) -> Iterator[Problem]:
    """Yield the problems of the files in their order, but of each file its causes before all else."""
    listed = list(problems)
    causes: dict[str, list[Problem]] = defaultdict(list)
    for one in (one for one in listed if one.rule in CAUSES):
        causes[one.place.path].append(one)
    for one in listed:
        yield from causes.pop(one.place.path, ())
        if one.rule not in CAUSES:
            yield one

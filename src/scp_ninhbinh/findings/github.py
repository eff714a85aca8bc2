"""Problems as annotations: the workflow commands that GitHub shows beside the lines of a file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Final

from scp_ninhbinh.findings.text import line_of, summary_of
from scp_ninhbinh.problems.problem import SEVERITIES, Problem, Severity, describe, place_text
from scp_ninhbinh.run import CheckRun
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Language, Message, Phrase, plural, say

SHOWN: Final = 10
"""Annotations of one level that GitHub shows of a step, the rest being dropped silently; and places that one lists."""

LISTS: Final = {"cell": Phrase("cells {places}"), "row": Phrase("rows {places}"), "line": Phrase("lines {places}")}
"""How places are listed, by the field of a `Place` that names them; the first that is known is taken."""


def check_github(run: CheckRun, language: Language) -> str:
    """Return one annotation a line, worst first, and a closing line with the true totals.

    Problems of one rule and column of a file share an annotation, and no level has more than GitHub shows.
    """
    groups = _groups(run.problems)
    lines = [line for severity in SEVERITIES for line in _level(severity, groups, language)]
    # the closing line of the text: nothing of a file is in it, so it cannot be read as a command
    summary = language.text(summary_of(run))
    return "".join(f"{line}\n" for line in [*lines, summary])


def _groups(problems: Sequence[Problem]) -> list[Sequence[Problem]]:
    """Return the problems that share an annotation, in the order of their first ones."""
    groups: dict[tuple[str | None, ...], list[Problem]] = {}
    for found in problems:
        key = (found.severity, found.rule, found.place.path, found.place.sheet, found.place.column)
        groups.setdefault(key, []).append(found)
    return list(groups.values())


def _level(severity: Severity, groups: Sequence[Sequence[Problem]], language: Language) -> Iterator[str]:
    """Yield the annotations of one level; where there are too many, the last that is shown counts the rest."""
    level = [group for group in groups if group[0].severity == severity]
    shown = level if len(level) <= SHOWN else level[: SHOWN - 1]
    yield from (_annotation(group, language) for group in shown)
    if rest := sum(map(len, level[len(shown) :])):
        yield _command(severity, {"title": "scp check"}, language.text(_more(severity, rest, sum(map(len, level)))))


def _annotation(group: Sequence[Problem], language: Language) -> str:
    """Return the annotation of problems that are alike, at the first of them."""
    found, place = group[0], group[0].place
    message, hint = map(language.text, describe(found))
    cell = place_text(place._replace(path="", column=None)) if place.sheet is not None else ""
    text = ": ".join(part for part in (cell, show(place.column or "", LIMIT), f"{message}; {hint}") if part)
    file = show(PurePath(place.path).as_posix()) if place.field is None else None
    properties = {"file": file, "line": line_of(place), "title": found.rule}
    return _command(found.severity, properties, text + _repeated(group, language))


def _repeated(group: Sequence[Problem], language: Language) -> str:
    """Return how many problems an annotation stands for, and where the first ones are; nothing for a single one."""
    n, first = len(group), group[0].place
    if n == 1:
        return ""
    if first.column is None:
        text = language.text(plural("{n} of this rule", "{n} of this rule", n))
    else:
        text = language.text(plural("{n} of this rule and column", "{n} of this rule and column", n))
    if field := next((name for name in LISTS if getattr(first, name) is not None), None):
        places = [str(getattr(found.place, field)) for found in group if getattr(found.place, field) is not None]
        listed = [*places[:SHOWN], "…"] if len(places) > SHOWN else places
        text += ": " + language.text(say(LISTS[field], places=", ".join(listed)))
    return f" ({text})"


def _more(severity: Severity, n: int, total: int) -> Message:
    if severity == "error":
        return plural(
            "and {n} more error, {total} in all; scp check --format json lists every one",
            "and {n} more errors, {total} in all; scp check --format json lists every one",
            n,
            total=total,
        )
    if severity == "warning":
        return plural(
            "and {n} more warning, {total} in all; scp check --format json lists every one",
            "and {n} more warnings, {total} in all; scp check --format json lists every one",
            n,
            total=total,
        )
    return plural(
        "and {n} more notice, {total} in all; scp check --format json lists every one",
        "and {n} more notices, {total} in all; scp check --format json lists every one",
        n,
        total=total,
    )


def _command(name: str, properties: Mapping[str, object], message: str) -> str:
    """Return a workflow command; properties that are None are left out."""
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None)
    return f"::{name} {given}::{_data(message)}"


def _data(text: str) -> str:
    # the percent sign first, or it would escape the escapes
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

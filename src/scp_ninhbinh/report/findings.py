"""Problems as lines of text: `file:row:column: rule: what is wrong; remedy`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from scp_ninhbinh.language import Language, Phrase
from scp_ninhbinh.problems import Place, Problem
from scp_ninhbinh.rules import describe
from scp_ninhbinh.runs import CheckRun
from scp_ninhbinh.safe_text import LIMIT, show

SHOWN: Final = 10
"""Problems of one rule and column of a file that are written out; the rest are counted."""

WARNING: Final = Phrase("warning")


def findings_text(problems: Sequence[Problem], language: Language) -> str:
    """Return one line a problem; of many alike the first ones, then how many more there are."""
    return "".join(f"{line}\n" for line in _lines(problems, language))


def check_text(run: CheckRun, language: Language) -> str:
    """Return the findings and a closing line with the true totals."""
    errors = sum(found.severity == "error" for found in run.problems)
    counts = [
        language.plural("{n} error", "{n} errors", errors),
        language.plural("{n} warning", "{n} warnings", len(run.problems) - errors),
        language.plural("{n} file", "{n} files", len(run.files)),
        language.plural("{n} row", "{n} rows", sum(file.rows or 0 for file in run.files)),
    ]
    return findings_text(run.problems, language) + ", ".join(counts) + "\n"


def _lines(problems: Sequence[Problem], language: Language) -> Iterator[str]:
    groups = Counter(map(_group, problems))
    seen: Counter[tuple[str, str, str | None]] = Counter()
    for found in problems:
        group = _group(found)
        seen[group] += 1
        if seen[group] <= SHOWN or groups[group] == SHOWN + 1:
            yield _line(found, language)
        elif seen[group] == SHOWN + 1:
            rest = Place(found.place.path, column=found.place.column)
            more = language.plural("{n} more of this rule", "{n} more of this rule", groups[group] - SHOWN)
            yield f"{_place(rest)}: {found.rule}: {more}"


def _group(found: Problem) -> tuple[str, str, str | None]:
    return found.rule, found.place.path, found.place.column


def _line(found: Problem, language: Language) -> str:
    message, hint = describe(found, language)
    severity = f"{language.say(WARNING)}: " if found.severity == "warning" else ""
    return f"{_place(found.place)}: {severity}{found.rule}: {message}; {hint}"


def _place(place: Place) -> str:
    """Return `file:row:column`; of a plan file, which has no rows, `file:line:key`."""
    at = place.row if place.row is not None else place.line
    column = show(place.column or "", LIMIT)
    return ":".join(show(part) for part in (place.path, at, column) if part not in (None, ""))

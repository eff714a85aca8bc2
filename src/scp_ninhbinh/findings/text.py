"""Problems for people, a line each: `file:row:column: rule: what is wrong; remedy`; and rules, a paragraph each."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from scp_ninhbinh.problems.problem import FAMILIES, RULES, Place, Problem, Rule, Severity, describe, totals
from scp_ninhbinh.run import CheckRun
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Language, Phrase, Sayable, joined, plural

SHOWN: Final = 10
"""Problems of one rule and column of a file that are written out; the rest are counted."""

SEVERITY_WORDS: Final[Mapping[Severity, Phrase]] = {
    "error": Phrase("error"),
    "warning": Phrase("warning"),
    "notice": Phrase("notice"),
}


SEVERITY_NOTE: Final = Phrase(
    "An error keeps a survey from being scored; a warning may be a fault and fails only under --strict; a notice says "
    "what was read, left out or declared, so that nothing happens silently."
)


def findings_text(problems: Sequence[Problem], language: Language) -> str:
    """Return one line a problem; of many alike the first ones, then how many more there are."""
    return "".join(f"{line}\n" for line in _lines(problems, language))


def check_text(run: CheckRun, language: Language) -> str:
    """Return the findings, how many of each rule where there are many, and a closing line with the true totals."""
    return (
        findings_text(run.problems, language) + _by_rule(run.problems, language) + language.text(summary_of(run)) + "\n"
    )


def summary_of(run: CheckRun) -> Sayable:
    """Return how many problems, files and rows there were in all."""
    found = totals(run.problems)
    counts = [
        plural("{n} error", "{n} errors", found["error"]),
        plural("{n} warning", "{n} warnings", found["warning"]),
        *([plural("{n} notice", "{n} notices", found["notice"])] if found["notice"] else []),
        plural("{n} file", "{n} files", len(run.files)),
        plural("{n} row", "{n} rows", sum(file.rows or 0 for file in run.files)),
    ]
    return joined(*counts, by=", ")


def _by_rule(problems: Sequence[Problem], language: Language) -> str:
    """Return how many problems break each rule, most first, where the list above is long."""
    if len(problems) <= SHOWN:
        return ""
    counts = Counter(found.rule for found in problems).most_common()
    width = max(len(rule) for rule, _ in counts)
    lines = [language.text(Phrase("By rule (scp rules RULE explains one):"))]
    return "\n".join(["", *lines, *(f"  {rule:{width}}  {count:6}" for rule, count in counts), ""]) + "\n"


def _lines(problems: Sequence[Problem], language: Language) -> Iterator[str]:
    groups = Counter(map(_group, problems))
    seen: Counter[tuple[str | None, ...]] = Counter()
    for found in problems:
        group = _group(found)
        seen[group] += 1
        if seen[group] <= SHOWN or groups[group] == SHOWN + 1:
            yield _line(found, language)
        elif seen[group] == SHOWN + 1:
            rest = Place(found.place.path, sheet=found.place.sheet, column=found.place.column)
            more = language.text(plural("{n} more of this rule", "{n} more of this rule", groups[group] - SHOWN))
            yield f"{place_text(rest)}: {found.rule}: {more}"


def _group(found: Problem) -> tuple[str | None, ...]:
    return found.rule, found.place.path, found.place.sheet, found.place.column


def _line(found: Problem, language: Language) -> str:
    message, hint = map(language.text, describe(found))
    severity = f"{language.text(SEVERITY_WORDS[found.severity])}: " if found.severity != "error" else ""
    return f"{place_text(found.place)}: {severity}{found.rule}: {message}; {hint}"


def place_text(place: Place) -> str:
    """Return `file:row:column`; in a workbook `file:sheet!cell:column`; of a plan file `file:line:key`."""
    at: object = place.row if place.row is not None else place.line
    if place.sheet is not None:
        at = f"{place.sheet}!{place.cell or (at if at is not None else '')}".removesuffix("!")
    column = show(place.column or "", LIMIT)
    return ":".join(show(part) for part in (place.path, at, column) if part not in (None, ""))


def line_of(place: Place) -> int | None:
    """Return the line of a text file where the place is, or its row where that is all that is known.

    A workbook has no lines: a row of it is not one of the file.
    """
    if place.sheet is not None:
        return None
    return place.line if place.line is not None else place.row


def unknown_rules(names: Iterable[str]) -> list[str]:
    """Return those of the names that are no rule."""
    return [name for name in names if name not in RULES]


def rules_text(language: Language, names: Sequence[str] | None, width: int) -> str:
    """Return a paragraph for each rule, `width` columns wide."""
    parts = []
    for _, rules in _families(names):
        for name, rule in rules.items():
            body = textwrap.fill(language.text(rule.about), width, initial_indent="  ", subsequent_indent="  ")
            parts.append(f"{name} ({language.text(SEVERITY_WORDS[rule.severity])})\n{body}\n")
    return "\n".join(parts)


def rules_markdown(language: Language, names: Sequence[str] | None) -> str:
    """Return the rules as a Markdown page, family by family."""
    lines = [f"# {language.text(Phrase('Rules of scp check'))}", "", language.text(SEVERITY_NOTE), ""]
    for title, rules in _families(names):
        lines += [f"## {language.text(title)}", ""]
        for name, rule in rules.items():
            severity = language.text(SEVERITY_WORDS[rule.severity])
            lines += [f"### {name}", "", f"*{severity}.* {language.text(rule.about)}", ""]
    return "\n".join(lines)


def _families(names: Sequence[str] | None) -> Iterator[tuple[Phrase, dict[str, Rule]]]:
    for title, rules in FAMILIES.items():
        chosen = {name: rule for name, rule in rules.items() if not names or name in names}
        if chosen:
            yield title, chosen

"""Problems for people, a line each: `file:row:column: severity: rule: what is wrong; remedy`; and rules, as texts."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from scp_ninhbinh.findings.folding import SHOWN, Line, elsewhere, folded
from scp_ninhbinh.problems.problem import FAMILIES, RULES, Place, Problem, Rule, Severity, describe, has_errors, totals
from scp_ninhbinh.run import CheckRun
from scp_ninhbinh.text.safe import LIMIT, Paint, painted, show
from scp_ninhbinh.text.say import Language, Message, Phrase, Sayable, joined, plural, say

SEVERITY_WORDS: Final[Mapping[Severity, Phrase]] = {
    "error": Phrase("error"),
    "warning": Phrase("warning"),
    "notice": Phrase("notice"),
}

PAINTS: Final[Mapping[Severity, Paint]] = {"error": "red", "warning": "yellow", "notice": "dim"}

BLOCK_LIMIT: Final = 2 * LIMIT
"""Characters that a message shows of several lines."""

SAME: Final = Phrase("the same file")

SEVERITY_NOTE: Final = Phrase(
    "An error keeps a survey from being scored; a warning may be a fault and fails only under --strict; a notice says "
    "what was read, left out or declared, so that nothing happens silently."
)


def findings_text(problems: Sequence[Problem], language: Language, colour: bool = False) -> str:
    """Return one line a problem; of many alike the first ones, then how many more there are.

    A remedy stands at the first problem that it is for.
    """
    told: set[tuple[str, str]] = set()
    return "".join(f"{_head(line, language, colour)} {_said(line, language, told)}\n" for line in folded(problems))


def check_text(run: CheckRun, language: Language, colour: bool = False) -> str:
    """Return the findings, how many of each rule where there are many, and a closing line with the true totals."""
    lines = findings_text(run.problems, language, colour)
    errors, *others = map(language.text, _counts(run))
    summary = ", ".join((painted(errors, PAINTS["error"], colour and has_errors(run.problems)), *others))
    return f"{lines}{_by_rule(run.problems, language)}{summary}\n"


def summary_of(run: CheckRun) -> Sayable:
    """Return how many problems, files and rows there were in all."""
    return joined(*_counts(run), by=", ")


def _counts(run: CheckRun) -> list[Message]:
    found = totals(run.problems)
    return [
        plural("{n} error", "{n} errors", found["error"]),
        plural("{n} warning", "{n} warnings", found["warning"]),
        *([plural("{n} notice", "{n} notices", found["notice"])] if found["notice"] else []),
        plural("{n} file", "{n} files", len(run.files)),
        plural("{n} row", "{n} rows", sum(file.rows or 0 for file in run.files)),
    ]


def _by_rule(problems: Sequence[Problem], language: Language) -> str:
    """Return how many problems break each rule, most first, where the list above is long."""
    if len(problems) <= SHOWN:
        return ""
    counts = Counter(found.rule for found in problems).most_common()
    width = max(len(rule) for rule, _ in counts)
    lines = [language.text(Phrase("By rule (scp rules RULE explains one):"))]
    return "\n".join(["", *lines, *(f"  {rule:{width}}  {count:6}" for rule, count in counts), ""]) + "\n"


def _head(line: Line, language: Language, colour: bool) -> str:
    """Return how a line begins: its place, how severe it is, the rule."""
    found, severity = line.found, line.found.severity
    head = f"{language.text(SEVERITY_WORDS[severity])}:"
    place = found.place._replace(row=None, line=None, cell=None) if line.counted else found.place
    where = painted(f"{place_text(place, line.last)}:", "bold", colour)
    return f"{where} {painted(head, PAINTS[severity], colour)} {found.rule}:"


def _said(line: Line, language: Language, told: set[tuple[str, str]]) -> str:
    """Return what is wrong, with a remedy that has not been told yet, or how many more there are."""
    n, where = len(line.more), elsewhere(line)
    if line.counted:
        more = plural("{n} more of this rule", "{n} more of this rule", n)
        return language.text(say("{more}, in {where}", more=more, where=where) if where else more)
    message, hint = describe(line.found, LIMIT if line.last is None else BLOCK_LIMIT)
    if line.more:
        message = say("{message} (and {n} more in {where})", message=message, n=n, where=where or SAME)
    remedy = language.text(hint)
    again = (line.found.rule, remedy) in told
    told.add((line.found.rule, remedy))
    return language.text(message) + ("" if again else f"; {remedy}")


def place_text(place: Place, last: int | None = None) -> str:
    """Return `file:row:column`; in a workbook `file:sheet!cell:column`; of a plan file `file:line:key`.

    Of several rows `last` is the last one.
    """
    at: object = place.row if place.row is not None else place.line
    if last is not None:
        at = f"{at}-{last}"
    if place.sheet is not None:
        at = f"{place.sheet}!{place.cell or (at if at is not None else '')}".removesuffix("!")
    column = show((place.heading or place.column) if place.column else "", LIMIT)
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

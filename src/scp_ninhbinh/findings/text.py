"""Problems for people, a line each: `file:row:column: severity: rule: what is wrong; remedy`; and rules, as texts."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from scp_ninhbinh.findings.folding import SHOWN, Line, folded, others
from scp_ninhbinh.problems.problem import FAMILIES, RULES, Place, Problem, Rule, Severity, describe, place_text, totals
from scp_ninhbinh.run import CheckRun
from scp_ninhbinh.text.safe import LIMIT
from scp_ninhbinh.text.say import Language, Message, Phrase, Sayable, joined, plural, say

SEVERITY_WORDS: Final[Mapping[Severity, Phrase]] = {
    "error": Phrase("error"),
    "warning": Phrase("warning"),
    "notice": Phrase("notice"),
}

BLOCK_LIMIT: Final = 2 * LIMIT
"""Characters that a message shows of several lines."""

SAME: Final = Phrase("the same file")

Told = set[tuple[str, str]]
"""Rules with remedies that stand above already."""

SEVERITY_NOTE: Final = Phrase(
    "An error keeps a survey from being scored; a warning may be a fault and fails only under --strict; a notice says "
    "what was read, left out or declared, so that nothing happens silently."
)


def findings_text(problems: Sequence[Problem], language: Language) -> str:
    """Return one line a problem; of many alike the first ones, then how many more there are.

    A remedy stands at the first problem that it is for.
    """
    told: Told = set()
    return "".join(f"{_head(line, language)} {_said(line, language, told)}\n" for line in folded(problems))


def check_text(run: CheckRun, language: Language) -> str:
    """Return the findings, how many of each rule where there are many, and a closing line with the true totals."""
    lines = findings_text(run.problems, language)
    return f"{lines}{_by_rule(run.problems, language)}{language.text(summary_of(run))}\n"


def summary_of(run: CheckRun) -> Sayable:
    """Return how many problems, files and rows there were in all."""
    return joined(*counts_of(run).values(), by=", ")


def counts_of(run: CheckRun) -> dict[str, Message]:
    """Return what the summary counts; notices only where there are some."""
    found = totals(run.problems)
    counts = {
        "error": plural("{n} error", "{n} errors", found["error"]),
        "warning": plural("{n} warning", "{n} warnings", found["warning"]),
        "notice": plural("{n} notice", "{n} notices", found["notice"]),
        "file": plural("{n} file", "{n} files", len(run.files)),
        "row": plural("{n} row", "{n} rows", sum(file.rows or 0 for file in run.files)),
    }
    return {name: count for name, count in counts.items() if name != "notice" or count.n}


def _by_rule(problems: Sequence[Problem], language: Language) -> str:
    """Return how many problems break each rule, most first, where the list above is long."""
    if len(problems) <= SHOWN:
        return ""
    counts = Counter(found.rule for found in problems).most_common()
    width = max(len(rule) for rule, _ in counts)
    lines = [language.text(Phrase("By rule (scp rules RULE explains one):"))]
    return "\n".join(["", *lines, *(f"  {rule:{width}}  {count:6}" for rule, count in counts), ""]) + "\n"


def _head(line: Line, language: Language) -> str:
    """Return how a line begins: its place, how severe it is, the rule."""
    found = line.found
    place = found.place._replace(row=None, line=None, cell=None) if line.counted else found.place
    return f"{place_text(place, line.last)}: {language.text(SEVERITY_WORDS[found.severity])}: {found.rule}:"


def _said(line: Line, language: Language, told: Told) -> str:
    """Return what is wrong, with a remedy that has not been told yet, or how many more there are and where."""
    more = more_of(line)
    if line.counted and more:
        return language.text(more)
    message, hint = describe(line.found, LIMIT if line.last is None else BLOCK_LIMIT)
    if more:
        message = say("{message} (and {more})", message=message, more=more)
    remedy = first_told(line.found.rule, language.text(hint), told)
    return language.text(message) + (f"; {remedy}" if remedy else "")


def more_of(line: Line) -> Message | None:
    """Return how many problems a line stands for beside the one that it shows, and where they are."""
    n, where = len(line.more), others(line.more, line.found.place)
    if not n:
        return None
    if line.counted:
        return say("{n} more of this rule: {where}", n=n, where=where or SAME)
    return say("{n} more: {where}", n=n, where=where or SAME)


def first_told(rule: str, remedy: str, told: Told) -> str:
    """Return a remedy of a rule where it has not been told yet, else nothing."""
    again = (rule, remedy) in told
    told.add((rule, remedy))
    return "" if again else remedy


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

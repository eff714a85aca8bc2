"""The rules of `check`, a paragraph each: for the terminal, and as the page docs/rules.md."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from scp_ninhbinh.findings.text import SEVERITY_WORDS
from scp_ninhbinh.problems.rulebook.rule import Rule
from scp_ninhbinh.problems.rules import FAMILIES, RULES
from scp_ninhbinh.text.say import Language, Phrase


def unknown_rules(names: Iterable[str]) -> list[str]:
    """Return those of the names that are no rule."""
    return [name for name in names if name not in RULES]


def rules_text(language: Language, names: Sequence[str] | None, width: int) -> str:
    """Return a paragraph for each rule, `width` columns wide."""
    parts = []
    for _, rules in _families(names):
        for name, rule in rules.items():
            body = textwrap.fill(_about(rule, language), width, initial_indent="  ", subsequent_indent="  ")
            parts.append(f"{name} ({language.text(SEVERITY_WORDS[rule.severity])})\n{body}\n")
    return "\n".join(parts)


def rules_markdown(language: Language, names: Sequence[str] | None) -> str:
    """Return the rules as a Markdown page, family by family."""
    lines = [f"# {language.text(Phrase('Rules of scp check'))}", "", language.text(SEVERITY_NOTE), ""]
    for title, rules in _families(names):
        lines += [f"## {language.text(title)}", ""]
        for name, rule in rules.items():
            severity = language.text(SEVERITY_WORDS[rule.severity])
            lines += [f"### {name}", "", f"*{severity}.* {_about(rule, language)}", ""]
    return "\n".join(lines)


SEVERITY_NOTE = Phrase(
    "An error keeps a survey from being scored; a warning may be a fault and fails only under --strict; a notice says "
    "what was read, left out or declared, so that nothing happens silently."
)


def _families(names: Sequence[str] | None) -> Iterator[tuple[Phrase, dict[str, Rule]]]:
    for title, rules in FAMILIES.items():
        chosen = {name: rule for name, rule in rules.items() if not names or name in names}
        if chosen:
            yield title, chosen


def _about(rule: Rule, language: Language) -> str:
    return language.text(rule.about)

"""Explanations as a table for a terminal, as Markdown, and as JSON."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from scp_ninhbinh import __version__
from scp_ninhbinh.documents.explained import sections
from scp_ninhbinh.documents.summary import caveats
from scp_ninhbinh.documents.words import SIGNS, titled, verdict
from scp_ninhbinh.run import ScoreRun
from scp_ninhbinh.scores.explain import Explanation
from scp_ninhbinh.text.safe import markdown_line, plain_markdown, show
from scp_ninhbinh.text.say import Language, Phrase
from scp_ninhbinh.writers.json import declared_record, dump, input_record
from scp_ninhbinh.writers.records import number, target_record, text


def explain_report(
    name: str, explained: Sequence[Explanation], run: ScoreRun, language: Language, width: int, colour: bool
) -> str:
    """Return the explanations in this format: table (`width` columns wide), json or markdown."""
    if name == "json":
        return explain_json(explained, run)
    if name == "markdown":
        return explain_markdown(explained, run, language)
    return explain_table(explained, run, language, width, colour)


def _title(explanation: Explanation, language: Language) -> str:
    result = explanation.result
    due = f", {language.say(Phrase('by {year}'), year=result.due)}" if result.due else ""
    return f"{titled(result, language)}{due}"


def _basis(run: ScoreRun, language: Language) -> str:
    year = language.say(Phrase("as of {year}"), year=run.scores.year)
    return f"{show(run.scores.plan.id)} · {year}"


def explain_table(explained: Sequence[Explanation], run: ScoreRun, language: Language, width: int, colour: bool) -> str:
    """Return the explanations as text for a terminal."""
    from rich.console import RenderableType
    from rich.padding import Padding
    from rich.text import Text

    from scp_ninhbinh.writers.terminal import COLOURS, render

    parts: list[RenderableType] = []
    for one in explained:
        status = one.result.status
        shown = f"{SIGNS[status]} {verdict(one.result, language)}" if status else verdict(one.result, language)
        parts += [Text(_title(one, language), "bold"), Text(_basis(run, language), "dim"), Text(shown, COLOURS[status])]
        for section in sections(one, language):
            parts += [Text(), Text(section.heading, "bold")]
            parts += [Padding(Text(line), (0, 0, 0, 2)) for line in section.lines]
        parts.append(Text())
    lines = [Text(line) for line in caveats(run.scores, language)]
    return render([*parts, *lines] if lines else parts[:-1], width, colour)


def explain_markdown(explained: Sequence[Explanation], run: ScoreRun, language: Language) -> str:
    """Return the explanations as Markdown."""
    lines: list[str] = []
    for one in explained:
        lines += [f"# {plain_markdown(_title(one, language))}", "", markdown_line(_basis(run, language)), ""]
        lines += [f"**{plain_markdown(verdict(one.result, language))}**", ""]
        for section in sections(one, language):
            lines += [f"## {plain_markdown(section.heading)}", ""]
            lines += [*(f"- {markdown_line(line)}" for line in section.lines), ""]
    lines += [f"{markdown_line(line)}  " for line in caveats(run.scores, language)]
    return "\n".join(lines).rstrip() + "\n"


def explain_json(explained: Sequence[Explanation], run: ScoreRun) -> str:
    """Return the explanations as `scp-ninhbinh/explain/1`."""
    scores, register = run.scores, run.survey.register
    return dump(
        {
            "schema": "scp-ninhbinh/explain/1",
            "version": __version__,
            "year": scores.year,
            "plan": {"id": scores.plan.id, "sha256": run.plan_sha256},
            "inputs": [input_record(read) for read in run.inputs],
            "register": input_record(register.input) if register else None,
            "sample": None if scores.confidence is None else {"confidence": number(scores.confidence, 100)},
            "declared": declared_record(scores.survey.declared),
            "refused_cells": run.survey.entries.refused,
            "targets": [_record(one) for one in explained],
        }
    )


def _record(one: Explanation) -> dict[str, Any]:
    return target_record(one.result) | {
        "declared_readings": [
            {"reading": text(chosen.reading) if chosen.reading else None, "year": chosen.year, "why": text(chosen.why)}
            for chosen in one.readings
        ],
        "margin": one.margin,
        "strata": [
            {"kind": kind, "stratum": stratum, "size": of.size, "drawn": of.drawn, "yes": of.yes, "unknown": of.unknown}
            for (kind, stratum), of in one.strata.items()
        ],
        "units": [
            {"said": of.said, "column": of.column, "answer": of.answer, "units": _names(of.units, of.amounts)}
            for of in one.units
        ],
        "steps": [{"what": step.what, **_values(step.values)} for step in one.steps],
    }


def _names(units: Sequence[Any], amounts: Sequence[tuple[Any, Any]]) -> list[dict[str, Any]]:
    rows = [{"unit": unit.label, "kind": unit.kind, "year": unit.year or None} for unit in units]
    pairs = [{"hard": number(hard), "total": number(total)} for hard, total in amounts] or [{} for _ in rows]
    return [row | pair for row, pair in zip(rows, pairs, strict=True)]


def _values(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    """Write an amount as a number, and a stratum by its kind and name."""
    if isinstance(value, tuple):
        return [" ".join(filter(None, one)) if isinstance(one, tuple) else one for one in value]
    return number(value) if isinstance(value, Fraction) else value

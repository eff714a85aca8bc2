"""Results as rows: CSV for programs, Markdown for documents."""

from typing import Final

from scp_ninhbinh.documents import words as texts
from scp_ninhbinh.documents.grouped import group_rows
from scp_ninhbinh.documents.summary import summary
from scp_ninhbinh.run import ScoreRun
from scp_ninhbinh.scores.score import Result, Scores
from scp_ninhbinh.text.safe import markdown_line, plain_markdown
from scp_ninhbinh.text.say import Language, Phrase
from scp_ninhbinh.writers.csv import csv_text
from scp_ninhbinh.writers.json import declared_record
from scp_ninhbinh.writers.records import group_record, target_record

COLUMNS: Final = (
    "id clause title due year measure unit required stretch achieved low high gap status reasons "
    "numerator denominator unknown not_surveyed needed pool method drawn se confidence coverage evidence declared "
    "refused_cells by group"
).split()
OF_TARGET: Final = frozenset("id clause due year measure unit required stretch".split())
"""What the row of a group repeats of its target."""
HEADINGS: Final = (
    Phrase("Clause"),
    Phrase("Target"),
    Phrase("Due"),
    Phrase("Achieved"),
    Phrase("Range"),
    Phrase("Required"),
    Phrase("Basis"),
    Phrase("Verdict"),
)


def score_csv(run: ScoreRun, language: Language, for_excel: bool = False) -> str:
    """Return one row a target, figures as in the JSON."""
    rows: list[list[object]] = [list(COLUMNS)]
    of_run = {"declared": _declared(run), "refused_cells": run.survey.entries.refused}
    for result in run.scores.results:
        record = target_record(result) | of_run | {"title": language.title(result.indicator.title)}
        shared = {name: record[name] for name in (*OF_TARGET, *of_run, "title")}
        named = [{"group": group.name or language.say(texts.NO_AREA), "by": run.scores.by} for group in result.groups]
        groups = [group_record(group, result) | name for group, name in zip(result.groups, named, strict=True)]
        for row in (record, *(shared | group for group in groups)):
            rows.append([_flat(row.get(column)) for column in COLUMNS])
    return csv_text(rows, for_excel)


def _declared(run: ScoreRun) -> str:
    """Return what was declared of the files, in one cell."""
    record = declared_record(run.survey.declared)
    options = (f"{name.replace('_', '-')} {record[name]}" for name in ("decimal", "bad_cells") if record[name])
    return "; ".join([*record["set"], *record["blank"], *options])


def _flat(value: object) -> object:
    """Write a list in one cell: reasons by spaces, counts of evidence and coverage by semicolons."""
    if not isinstance(value, list):
        return value
    if all(isinstance(one, dict) for one in value):
        return "; ".join(map(_phrase, value))
    return " ".join(map(str, value))


def _phrase(record: dict[str, object]) -> str:
    if "answer" in record:
        return f"{record['answer']} {record['yes']}"
    of = "" if record["listed"] is None else f"/{record['listed']}"
    return f"{record['kind']} {record['surveyed']}{of}"


def score_markdown(run: ScoreRun, language: Language) -> str:
    """Return the table as Markdown, with the summary below it."""
    scores = run.scores
    lines = [f"# {plain_markdown(language.title(scores.plan.title))}", "", _as_of(scores, language), ""]
    lines += ["| " + " | ".join(map(language.say, HEADINGS)) + " |", "|" + " --- |" * len(HEADINGS)]
    lines += ["| " + " | ".join(map(plain_markdown, _row(result, language))) + " |" for result in scores.results]
    lines += _groups(scores, language) if scores.by else []
    return "\n".join([*lines, "", *(f"{markdown_line(line)}  " for line in summary(scores, language))]) + "\n"


def _groups(scores: Scores, language: Language) -> list[str]:
    """Return a table of the groups, clause by clause, worst first."""
    by = scores.by or ""
    heading = {"area": Phrase("By area, worst first"), "kind": Phrase("By kind, worst first")}[by]
    columns = (HEADINGS[0], heading, Phrase("Achieved"), Phrase("Range"), Phrase("Basis"))
    lines = ["", "| " + " | ".join(map(language.say, columns)) + " |", "|" + " --- |" * len(columns)]
    for result in scores.results:
        clause = f"{result.clause} {language.title(result.indicator.title)}"
        for row in group_rows(result, by, language):
            lines.append("| " + " | ".join(map(plain_markdown, (clause, *row))) + " |")
    return lines


def _as_of(scores: Scores, language: Language) -> str:
    year = language.say(Phrase("as of {year}"), year=scores.year)
    return markdown_line(f"{scores.plan.id}, {year}")


def _row(result: Result, language: Language) -> list[str]:
    total = result.total
    basis = [texts.answers(total, result.measured, language)] if total else []
    basis += texts.method(result, language)
    if result.evidence:
        basis = [f"{texts.evidence_name(found, language)}: {found.yes}" for found in result.evidence]
    if result.measured:
        basis += texts.rates(result.measured, language)
    verdict = [texts.verdict(result, language)]
    if texts.on_surveyed_only(result):
        verdict.append(language.say(texts.SURVEYED))
    required = texts.required(result.required, result, language)
    title, due = language.title(result.indicator.title), str(result.due or "–")
    return [
        result.clause,
        title,
        due,
        texts.achieved(result, language),
        texts.spread(result, result, language) if result.low != result.high else "",
        required,
        "; ".join(basis),
        ", ".join([*verdict, *texts.reasons(result, language)]),
    ]

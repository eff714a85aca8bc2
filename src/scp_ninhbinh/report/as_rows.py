"""Results as rows: CSV for programs, Markdown for documents."""

import csv
import io
from typing import Final

from scp_ninhbinh.language import Language, Phrase
from scp_ninhbinh.report import texts
from scp_ninhbinh.report.as_json import target_record
from scp_ninhbinh.runs import ScoreRun
from scp_ninhbinh.safe_text import show
from scp_ninhbinh.scoring import Result, Scores

COLUMNS: Final = (
    "id clause title due year measure unit required stretch achieved low high gap status reasons "
    "numerator denominator unknown not_surveyed needed pool method evidence declared"
).split()
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
FORMULA: Final = ("=", "+", "-", "@")
"""What a spreadsheet takes for a formula at the start of a text."""


def score_csv(run: ScoreRun, language: Language) -> str:
    """Return one row a target, figures as in the JSON; comma and decimal point in every language."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    declared = run.scores.declared
    said = [constant.text() for constant in declared.constants] + [
        f"no:{name}" for name in sorted(declared.blank_is_no)
    ]
    for result in run.scores.results:
        record = target_record(result) | {"declared": "; ".join(said)}
        record["title"] = language.title(result.indicator.title)
        record["reasons"] = " ".join(record["reasons"])
        record["evidence"] = "; ".join(f"{found.answer} {found.yes}" for found in result.evidence)
        writer.writerow([_cell(record.get(column)) for column in COLUMNS])
    return out.getvalue()


def _cell(value: object) -> object:
    """Make a text harmless in a spreadsheet; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = show(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def score_markdown(run: ScoreRun, language: Language) -> str:
    """Return the table as Markdown, with the summary below it."""
    scores = run.scores
    lines = [f"# {_escape(language.title(scores.plan.title))}", "", _as_of(scores, language), ""]
    lines += ["| " + " | ".join(map(language.say, HEADINGS)) + " |", "|" + " --- |" * len(HEADINGS)]
    lines += ["| " + " | ".join(map(_escape, _row(result, language))) + " |" for result in scores.results]
    return "\n".join([*lines, "", *(f"{_escape(line)}  " for line in texts.summary(scores, language))]) + "\n"


def _as_of(scores: Scores, language: Language) -> str:
    year = language.say(Phrase("as of {year}"), year=scores.year)
    return _escape(f"{scores.plan.id}, {year}")


def _row(result: Result, language: Language) -> list[str]:
    figures = [texts.figure(amount, result, language) for amount in (result.achieved, result.low, result.high)]
    spread = "" if result.low is None and result.high is None else f"{figures[1]} … {figures[2]}"
    total = result.total
    basis = language.say(Phrase("{yes} of {total}"), yes=total.yes, total=total.total) if total else ""
    if result.evidence:
        basis = "; ".join(f"{found.answer}: {found.yes}" for found in result.evidence)
    verdict = [texts.verdict(result, language)]
    if texts.on_surveyed_only(result):
        verdict.append(language.say(texts.SURVEYED))
    required = texts.required(result.required, result, language)
    title, due = language.title(result.indicator.title), str(result.due or "–")
    return [
        result.clause,
        title,
        due,
        figures[0],
        spread,
        required,
        basis,
        ", ".join([*verdict, *texts.reasons(result, language)]),
    ]


def _escape(text: str) -> str:
    """Make a text plain in Markdown and in the HTML that it may become."""
    safe = show(text).replace("\\", "\\\\").replace("<", "&lt;")
    for mark in "|`*_[]#":
        safe = safe.replace(mark, f"\\{mark}")
    return safe

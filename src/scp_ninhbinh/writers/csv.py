"""Rows as CSV, for programs; `excel` lays the same rows out for people."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from scp_ninhbinh.documents import trends, words
from scp_ninhbinh.documents.figures import Scale
from scp_ninhbinh.run import ReviewRun, ScoreRun
from scp_ninhbinh.scores.outputs import declared_options
from scp_ninhbinh.scores.results import Result, plain
from scp_ninhbinh.scores.review import AnyReviewed
from scp_ninhbinh.text.safe import plain_cell
from scp_ninhbinh.text.say import Language, Sayable, joined
from scp_ninhbinh.writers.excel import Row, excel_text

SCORE: Final = (
    "id clause part title due year measure unit required limit stretch achieved low high gap status reasons "
    "each each_met each_of each_missed numerator denominator unknown not_surveyed needed pool method drawn se "
    "confidence coverage evidence declared declared_answers by_declaration refused_cells by group rule guarantee "
    "false_verdict"
).split()
OF_TARGET: Final = "id clause part due year measure unit required limit stretch title declared refused_cells".split()
"""What the row of a group repeats of its target."""

REVIEW: Final = (
    "id clause part title due measure unit required limit year achieved low high status each each_met each_of method "
    "pool change word expected ratio projected pace needed numerator denominator unknown not_surveyed "
    "declared_answers by_declaration"
).split()
COLUMNS: Final = frozenset({*SCORE, *REVIEW, "needed_a_year"})
OF_YEARS: Final = REVIEW[:9]
"""What the row of a year repeats of its target."""


def score_csv(run: ScoreRun, language: Language, for_excel: bool = False) -> str:
    """Return one row a target, figures as in the JSON, and one a group."""
    rows = score_rows(run, language)
    return excel_text(SCORE, rows, language) if for_excel else csv_text(SCORE, rows)


def score_rows(run: ScoreRun, language: Language) -> Iterator[Row]:
    """Yield one row a target, and one a group."""
    about = {"declared": _declared(run), "refused_cells": run.survey.entries.refused}
    for result in run.scores.results:
        record = _with_error(plain(result)) | about | {"title": language.text(result.title)}
        record |= _rule(record["rule"]) | _each(result)
        reasons = words.reasons(result, run.scores.plan.vocabulary)
        said: dict[str, Sayable] = {"status": words.judged(result), "reasons": joined(*reasons, by="; ")}
        yield _row(record, words.scale(result), said)
        shared = {name: record[name] for name in OF_TARGET}
        for group in result.groups or ():
            name = {"group": group.name or language.text(words.NO_AREA), "by": run.scores.by}
            yield _row(shared | _with_error(plain(group)) | name, words.group_scale(group, result), {})


def _row(record: dict[str, Any], scale: Scale, said: dict[str, Sayable]) -> Row:
    return Row({name: _flat(record[name]) for name in COLUMNS & record.keys()}, scale, said)


def _with_error(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the standard error of its usual interval where it has one."""
    usual = record.get("usual")
    return record | {"se": usual["se"]} if usual else record


def _rule(rule: dict[str, Any] | None) -> dict[str, Any]:
    """Return a decision rule as cells of its row."""
    found = rule or {}
    return {"rule": found.get("name"), "guarantee": found.get("guarantee"), "false_verdict": found.get("false_verdict")}


def _each(result: Result) -> dict[str, Any]:
    """Return how many parts meet what each has to meet by itself, and those that miss it, as cells of its row."""
    found = result.each
    if found is None:
        return {}
    missed = "; ".join(found.missed)
    return {"each": found.by, "each_met": found.met, "each_of": found.of, "each_missed": missed}


def _declared(run: ScoreRun) -> str:
    """Return what was declared of the files, in one cell."""
    found = declared_options(run.survey.declared)
    options = {name: value for name, value in asdict(found).items() if name in {"decimal", "bad_cells"} and value}
    project = run.survey.declared.project
    options |= {"project": project.path} if project else {}
    return "; ".join([*found.set, *found.blank, *(f"{name.replace('_', '-')} {one}" for name, one in options.items())])


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


def review_csv(run: ReviewRun, language: Language, for_excel: bool = False) -> str:
    """Return one row a target and year; the trend stands in the row of its latest year."""
    rows = review_rows(run, language)
    if not for_excel:
        return csv_text(REVIEW, rows)
    return excel_text(["needed_a_year" if column == "needed" else column for column in REVIEW], rows, language)


def review_rows(run: ReviewRun, language: Language) -> Iterator[Row]:
    """Yield one row a target and year."""
    return (row for one in run.review.targets for row in _years(one, language))


def _years(one: AnyReviewed, language: Language) -> Iterator[Row]:
    record = plain(one) | {"title": language.text(one.title), "needed_a_year": plain(one.needed)}
    trend = {name: record[name] for name in ("change", "word", "pace", "needed", "needed_a_year")}
    trend |= record["line"] or {}
    said: dict[str, Sayable] = {"word": trends.trend_words(one)}
    for year, point in zip(one.years, record["years"], strict=True):
        last = year is one.years[-1]
        parts = {f"each_{name}": point["each"][name] for name in ("met", "of")} if point["each"] else {}
        cells = {name: record[name] for name in OF_YEARS} | point | (trend if last else {}) | parts
        status = {"status": words.status_text(year.status, early=year.year < one.due)} if year.status else {}
        yield _row(cells | {"each": record["each"]}, trends.scale(one), status | (said if last else {}))


def csv_text(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Return rows with comma and decimal point. No text acts as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([plain_cell(row.cells.get(column)) for column in columns])
    return out.getvalue()

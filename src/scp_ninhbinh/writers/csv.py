"""Rows as CSV: for programs, or laid out for a Vietnamese Excel."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from scp_ninhbinh.documents import words
from scp_ninhbinh.run import ReviewRun, ScoreRun
from scp_ninhbinh.scores.outputs import declared_options
from scp_ninhbinh.scores.results import Result, plain
from scp_ninhbinh.scores.review import AnyReviewed
from scp_ninhbinh.text.safe import plain_cell
from scp_ninhbinh.text.say import Language

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
OF_YEARS: Final = REVIEW[:9]
"""What the row of a year repeats of its target."""


def score_csv(run: ScoreRun, language: Language, for_excel: bool = False) -> str:
    """Return one row a target, figures as in the JSON, and one a group."""
    rows = [[_flat(row.get(column)) for column in SCORE] for row in _score_rows(run, language)]
    return csv_text([SCORE, *rows], for_excel)


def _score_rows(run: ScoreRun, language: Language) -> Iterator[dict[str, Any]]:
    about = {"declared": _declared(run), "refused_cells": run.survey.entries.refused}
    for result in run.scores.results:
        record = _with_error(plain(result)) | about | {"title": language.text(result.title)}
        record |= _rule(record["rule"]) | _each(result)
        yield record
        shared = {name: record[name] for name in OF_TARGET}
        for group in record.get("groups", ()):
            yield (
                shared
                | _with_error(group)
                | {"group": group["name"] or language.text(words.NO_AREA), "by": run.scores.by}
            )


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
    rows = [row for one in run.review.targets for row in _years(one, language)]
    return csv_text([REVIEW, *([row.get(column) for column in REVIEW] for row in rows)], for_excel)


def _years(one: AnyReviewed, language: Language) -> Iterator[dict[str, Any]]:
    record = plain(one) | {"title": language.text(one.title)}
    trend = {name: record[name] for name in ("change", "word", "pace", "needed")} | (record["line"] or {})
    for point in record["years"]:
        last = trend if point is record["years"][-1] else {}
        parts = {f"each_{name}": point["each"][name] for name in ("met", "of")} if point["each"] else {}
        yield {name: record[name] for name in OF_YEARS} | point | last | parts | {"each": record["each"]}


def csv_text(rows: Iterable[Sequence[object]], for_excel: bool = False) -> str:
    """Return rows with comma and decimal point; `for_excel` with a byte order mark, semicolons and decimal commas.

    No text acts as a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if for_excel else ",", lineterminator="\n")
    for row in rows:
        cells = [plain_cell(value) for value in row]
        writer.writerow([_with_comma(cell) for cell in cells] if for_excel else cells)
    return ("\ufeff" if for_excel else "") + out.getvalue()


def _with_comma(cell: object) -> object:
    return str(cell).replace(".", ",") if isinstance(cell, float) else cell

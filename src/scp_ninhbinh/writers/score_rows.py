"""Results as rows: CSV for programs."""

from typing import Final

from scp_ninhbinh.documents.words import NO_AREA
from scp_ninhbinh.run import ScoreRun
from scp_ninhbinh.text.say import Language
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


def score_csv(run: ScoreRun, language: Language, for_excel: bool = False) -> str:
    """Return one row a target, figures as in the JSON."""
    rows: list[list[object]] = [list(COLUMNS)]
    of_run = {"declared": _declared(run), "refused_cells": run.survey.entries.refused}
    for result in run.scores.results:
        record = target_record(result) | of_run | {"title": language.text(result.indicator.title)}
        shared = {name: record[name] for name in (*OF_TARGET, *of_run, "title")}
        named = [{"group": group.name or language.text(NO_AREA), "by": run.scores.by} for group in result.groups]
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

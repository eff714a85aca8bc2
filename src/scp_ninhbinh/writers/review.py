"""Reviews as CSV and JSON."""

from typing import Any, Final

from scp_ninhbinh import __version__
from scp_ninhbinh.plan.clauses import Count, Scored
from scp_ninhbinh.run import ReviewRun
from scp_ninhbinh.scores.review import Reviewed
from scp_ninhbinh.scores.trend import Direction, LeftOut, Line, Point
from scp_ninhbinh.text.say import Language
from scp_ninhbinh.writers.csv import csv_text
from scp_ninhbinh.writers.json import declared_record, dump, input_record
from scp_ninhbinh.writers.records import number, text

COLUMNS: Final = (
    "id clause title due measure unit required year achieved low high status method pool change word expected ratio "
    "projected pace needed"
).split()


def review_csv(run: ReviewRun, language: Language, for_excel: bool = False) -> str:
    """Return one row a target and year; the trend stands in the row of its latest year."""
    rows: list[list[object]] = [list(COLUMNS)]
    for one in run.review.reviewed:
        if one.trend is None:
            continue
        record = _record(one)
        line = record["line"] or {}
        shared = record | {"title": language.text(one.indicator.title)}
        for point in record["years"]:
            last = point is record["years"][-1]
            trend = {name: record[name] for name in ("change", "word", "pace", "needed")} | line if last else {}
            row = {name: shared[name] for name in COLUMNS[:7]} | point | trend
            rows.append([row.get(column) for column in COLUMNS])
    return csv_text(rows, for_excel)


def review_json(run: ReviewRun) -> str:
    """Return the review as `scp-ninhbinh/review/1`."""
    review, register = run.review, run.review.survey.register
    return dump(
        {
            "schema": "scp-ninhbinh/review/1",
            "version": __version__,
            "year": review.years[-1],
            "years": list(review.years),
            "plan": {"id": review.plan.id, "sha256": run.plan_sha256},
            "inputs": [input_record(read) for read in review.survey.inputs],
            "history": [{"path": one.path, "sha256": one.sha256, "year": one.year} for one in review.saved],
            "register": input_record(register.input) if register else None,
            "sample": None if review.confidence is None else {"confidence": number(review.confidence, 100)},
            "targets": [_record(one) for one in review.reviewed if one.trend],
            "tracked": [_tracked(one) for one in review.reviewed if one.trend is None],
            "left_out": [_left_out(one) for one in review.left_out],
            "declared": declared_record(review.survey.declared),
            "refused_cells": review.survey.entries.refused,
        }
    )


def _record(one: Reviewed) -> dict[str, Any]:
    item, target, trend = one.indicator, one.target, one.trend
    if trend is None or target is None or not isinstance(item, Scored):
        raise ValueError
    scale = 1 if isinstance(item, Count) else 100
    return {
        "id": item.id,
        "clause": one.clause,
        "title": text(item.title),
        "due": target.due,
        "measure": item.measure,
        "unit": "count" if scale == 1 else "percent",
        "required": number(target.at_least, scale),
        "word": trend.word,
        "words": list(trend.words),
        "slips": trend.slips,
        "years": [_point(point, scale) for point in trend.points],
        "change": number(trend.change, scale),
        "pace": number(trend.pace, scale),
        "needed": number(trend.needed, scale),
        "line": _line(trend.line, scale),
        "low": _line(trend.low, scale),
        "high": _line(trend.high, scale),
        "growth": trend.growth and trend.growth._asdict(),
        "not_compared": [_left_out(out) for out in one.left_out],
        "changed": None if one.changed is None else [change._asdict() for change in one.changed],
    }


def _point(point: Point, scale: int) -> dict[str, Any]:
    amounts = {name: number(getattr(point, name), scale) for name in ("achieved", "low", "high")}
    return {"year": point.year, **amounts, "status": point.status, "method": point.method, "pool": point.pool}


def _line(line: Line | None, scale: int) -> dict[str, Any] | None:
    if line is None:
        return None
    return {
        "expected": number(line.expected, scale),
        "ratio": float(line.ratio),
        "projected": number(line.projected, scale),
        "word": line.word,
    }


def _left_out(one: LeftOut) -> dict[str, Any]:
    return {"year": one.year, "reason": one.reason, "found": one.found, "expected": one.expected}


def _tracked(one: Reviewed) -> dict[str, Any]:
    record = {"id": one.indicator.id, "clause": one.clause, "title": text(one.indicator.title)}
    return record | {"answers": [_direction(found) for found in one.directions]}


def _direction(found: Direction) -> dict[str, Any]:
    years = [{"year": year, "yes": yes} for year, yes in found.years]
    return {"answer": found.answer, "years": years, "mean_change": number(found.mean), "last_change": found.last}

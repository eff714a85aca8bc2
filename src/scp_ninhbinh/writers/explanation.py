"""Explanations as JSON."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from scp_ninhbinh import __version__
from scp_ninhbinh.run import ScoreRun
from scp_ninhbinh.scores.explain import Explanation
from scp_ninhbinh.writers.json import declared_record, dump, input_record
from scp_ninhbinh.writers.records import number, target_record, text


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

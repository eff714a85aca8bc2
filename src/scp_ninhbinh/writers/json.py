"""Results and findings as JSON: the contract of scripts."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scp_ninhbinh import __version__
from scp_ninhbinh.measures.measured import Coverage
from scp_ninhbinh.plan.clauses import Count, CountTarget, Encourage, Indicator, Reduction, Scored, Share, ShareTarget
from scp_ninhbinh.plan.file import LoadedPlan
from scp_ninhbinh.problems.problem import Problem, totals
from scp_ninhbinh.problems.rules import describe
from scp_ninhbinh.run import CheckRun, ScoreRun
from scp_ninhbinh.scores.score import Result, Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.declared import Declared
from scp_ninhbinh.survey.pool import Input
from scp_ninhbinh.text.numbers import DECIMALS
from scp_ninhbinh.text.safe import show_json
from scp_ninhbinh.text.say import Language
from scp_ninhbinh.writers.records import group_record, labels, number, target_record, text


def score_json(run: ScoreRun) -> str:
    """Return the scores as `scp-ninhbinh/score/1`."""
    scores, register = run.scores, run.survey.register
    summary = scores.summary()
    return dump(
        {
            "schema": "scp-ninhbinh/score/1",
            "version": __version__,
            "year": scores.year,
            "plan": {"id": scores.plan.id, "sha256": run.plan_sha256},
            "inputs": [input_record(read) for read in run.inputs],
            "register": input_record(register.input) if register else None,
            "sample": None if scores.confidence is None else {"confidence": number(scores.confidence, 100)},
            "by": scores.by,
            "coverage": [_coverage(one, scores) for one in scores.coverage()],
            "targets": [_target_of(result, scores) for result in scores.results],
            "declared": declared_record(scores.survey.declared),
            "refused_cells": run.survey.entries.refused,
            "summary": {status.value: summary[status] for status in Status},
        }
    )


def _target_of(result: Result, scores: Scores) -> dict[str, Any]:
    record = target_record(result)
    return record | {"groups": [group_record(group, result) for group in result.groups]} if scores.by else record


def input_record(read: Input) -> dict[str, Any]:
    """Return a file that was read."""
    return {"path": read.path, "sha256": read.sha256, "rows": read.rows}


def _coverage(one: Coverage, scores: Scores) -> dict[str, Any]:
    """Return how much of a kind was surveyed, and by name what was not; what a sample did not draw is not missing."""
    absent = [] if scores.confidence is not None else scores.not_surveyed(one.kind)
    return {"kind": one.kind, "surveyed": one.surveyed, "listed": one.listed, "not_surveyed": labels(absent)}


def declared_record(declared: Declared) -> dict[str, Any]:
    """Return what was declared of the files and can change a figure; the encoding cannot."""
    return {
        "set": [constant.text() for constant in declared.constants],
        "blank": [f"no:{column}" for column in sorted(declared.blank_is_no)],
        "decimal": next((name for name, mark in DECIMALS.items() if mark == declared.mark), None),
        "bad_cells": "unknown" if declared.refused_is_unknown else None,
    }


def check_json(run: CheckRun, language: Language) -> str:
    """Return the findings as `scp-ninhbinh/check/1`, every problem listed."""
    return dump(
        {
            "schema": "scp-ninhbinh/check/1",
            "version": __version__,
            "files": [file._asdict() for file in run.files],
            "problems": [_problem(found, language) for found in run.problems],
            "summary": {f"{severity}s": count for severity, count in totals(run.problems).items()},
        }
    )


def plan_json(loaded: LoadedPlan) -> str:
    """Return the plan with every percentage as a number from 0 to 100."""
    plan = loaded.plan
    indicators = [_indicator(item) for item in plan.indicators]
    head = {
        "schema": "scp-ninhbinh/targets/1",
        "version": __version__,
        "plan": {"id": plan.id, "sha256": loaded.sha256},
    }
    return dump(
        head | {"title": text(plan.title), "years": [plan.years()[0], plan.years()[-1]], "indicators": indicators}
    )


def _problem(found: Problem, language: Language) -> dict[str, Any]:
    message, hint = map(language.text, describe(found))
    place = found.place
    return {
        "rule": found.rule,
        "severity": found.severity,
        "path": place.path,
        "sheet": place.sheet,
        "cell": place.cell,
        "row": place.row,
        "line": place.line,
        "column": place.column,
        "value": found.value,
        "message": message,
        "hint": hint,
    }


def _indicator(item: Indicator) -> dict[str, Any]:
    record: dict[str, Any] = {"id": item.id, "measure": item.measure, "title": text(item.title)}
    if isinstance(item, Scored | Encourage):
        record |= {"of": list(item.of)}
    if isinstance(item, Share | Count | Encourage):
        record["answer"] = item.answer
    if isinstance(item, Reduction):
        record |= {"ratio": item.ratio.model_dump(), "base": item.base.model_dump()}
    targets = [_target(target) for target in item.targets] if isinstance(item, Scored) else [{"clause": item.clause}]
    return record | {"targets": targets, "notes": [note.model_dump() for note in item.notes]}


def _target(target: ShareTarget | CountTarget) -> dict[str, Any]:
    scale = 1 if isinstance(target, CountTarget) else 100
    record: dict[str, Any] = {"clause": target.clause, "due": target.due, "required": number(target.at_least, scale)}
    record["stretch"] = number(target.stretch, scale)
    if isinstance(target, CountTarget):
        windows = target.readings or ()
        record["readings"] = [{"since": window.since, "why": text(window.why)} for window in windows]
        record["since"] = target.since
    return record


def dump(document: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return a document as JSON text, indented, in which nothing acts on a terminal."""
    return show_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"

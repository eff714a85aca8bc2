"""Results and findings as JSON: the contract of scripts."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from scp_ninhbinh import __version__
from scp_ninhbinh.language import Language
from scp_ninhbinh.measures import Evidence, Rate, Tally
from scp_ninhbinh.plan import (
    Count,
    CountTarget,
    Encourage,
    Indicator,
    Reduction,
    Scored,
    Share,
    ShareTarget,
    Text,
)
from scp_ninhbinh.plan_file import LoadedPlan
from scp_ninhbinh.problems import Problem, totals
from scp_ninhbinh.rules import describe
from scp_ninhbinh.runs import CheckRun, ScoreRun
from scp_ninhbinh.safe_text import show_json
from scp_ninhbinh.scoring import Reading, Result
from scp_ninhbinh.survey.declared import Declared
from scp_ninhbinh.survey.numbers import DECIMALS
from scp_ninhbinh.survey.units import Unit
from scp_ninhbinh.verdicts import Amount, Figure, Status


def score_json(run: ScoreRun) -> str:
    """Return the scores as `scp-ninhbinh/score/1`."""
    plan = run.scores.plan
    summary = run.scores.summary()
    return dump(
        {
            "schema": "scp-ninhbinh/score/1",
            "version": __version__,
            "year": run.scores.year,
            "plan": {"id": plan.id, "sha256": run.plan_sha256},
            "inputs": [{"path": read.path, "sha256": read.sha256, "rows": read.rows} for read in run.inputs],
            "targets": [target_record(result) for result in run.scores.results],
            "declared": _declared(run.scores.declared),
            "summary": {status.value: summary[status] for status in Status},
        }
    )


def _declared(declared: Declared) -> dict[str, Any]:
    """Return what was declared of the files and can change a figure; the encoding cannot."""
    return {
        "set": [constant.text() for constant in declared.constants],
        "blank": [f"no:{column}" for column in sorted(declared.blank_is_no)],
        "decimal": next((name for name, mark in DECIMALS.items() if mark == declared.mark), None),
    }


def check_json(run: CheckRun, language: Language) -> str:
    """Return the findings as `scp-ninhbinh/check/1`, every problem listed."""
    return dump(
        {
            "schema": "scp-ninhbinh/check/1",
            "files": [{"path": file.path, "rows": file.rows} for file in run.files],
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
        head | {"title": _text(plan.title), "years": [plan.years()[0], plan.years()[-1]], "indicators": indicators}
    )


def target_record(result: Result) -> dict[str, Any]:
    """Return one result under the contract's keys; percentages from 0 to 100, unrounded; absent is null."""
    item = result.indicator
    scale = 100 if isinstance(item, Share | Reduction) else 1
    record: dict[str, Any] = {
        "id": item.id,
        "clause": result.clause,
        "title": _text(item.title),
        "due": result.due,
        "year": result.year,
        "measure": item.measure if isinstance(item, Scored) else "tracked",
        "unit": "percent" if scale == 100 else "count",  # noqa: PLR2004 (percent)
    }
    amounts = {name: getattr(result, name) for name in ("required", "stretch", "achieved", "low", "high")}
    record |= {name: _number(amount, scale) for name, amount in amounts.items()}
    record |= _compared(result, scale)
    record |= {"status": result.status, "reasons": list(result.reasons)}
    record |= _basis(result)
    as_written = Reading(Figure("as-written"), result.status)
    record["readings"] = [_reading(one.figure, one.status, scale) for one in result.readings or (as_written,)]
    return record | _own_keys(result)


def _compared(result: Result, scale: int) -> dict[str, float | int | None]:
    achieved, required = result.achieved, result.required
    if achieved is None or required is None:
        return {"gap": None, "attainment": None}
    return {"gap": _number(achieved - required, scale), "attainment": _number(Fraction(achieved) / required, 100)}


def _basis(result: Result) -> dict[str, Any]:
    """Return what the figure was computed from."""
    total, now = result.total, result.measured.now if result.measured else None
    share = isinstance(result.indicator, Share) and result.measured is not None
    return {
        "numerator": _sum(now, now.hard) if now else total.yes if total else None,
        "denominator": _sum(now, now.total) if now else total.total if total and share else None,
        "unknown": len(now.half_known + now.unmeasured) if now else total.unknown if total else None,
        "not_surveyed": 0 if total or now else None,
        "needed": result.needed,
        "pool": "surveyed" if share and total else None,
        "method": "census" if total or now else None,
        "parts": [_part(part) for part in result.measured.tallies] if share and total and result.measured else [],
    }


def _sum(rate: Rate, amount: Amount) -> float | int | None:
    """Return a sum of the year, null where no unit has both figures or they are counted in different ways."""
    return _number(amount) if rate.total and len(rate.ways_of_counting) == 1 else None


def _own_keys(result: Result) -> dict[str, Any]:
    """Return the keys that only this measure has."""
    match result.indicator:
        case Reduction() if result.measured and result.measured.base and result.measured.now:
            now, base = result.measured.now, result.measured.base
            rate = {"year": base.year, "numerator": _sum(base, base.hard), "denominator": _sum(base, base.total)}
            names = {"not_measured": _labels(now.unmeasured), "hard_unknown": _labels(now.half_known)}
            return {
                "base": rate,
                "points": _number(result.measured.points, 100),
                "matched": result.measured.matched,
                **names,
            }
        case Count() if result.measured:
            return {"missing_years": list(result.measured.missing_years)}
        case _:
            return {"evidence": [_evidence(found) for found in result.evidence]} if result.evidence else {}


def _labels(units: Sequence[Unit]) -> list[str]:
    return [unit.label for unit in units]


def _part(part: Tally) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "numerator": part.yes,
        "denominator": part.total,
        "unknown": part.unknown,
        "not_surveyed": 0,
        "achieved": _number(part.achieved, 100),
    }


def _reading(figure: Figure, status: Status | None, scale: int) -> dict[str, Any]:
    amounts = {name: _number(getattr(figure, name), scale) for name in ("achieved", "low", "high")}
    return {"name": figure.name, **amounts, "status": status}


def _evidence(found: Evidence) -> dict[str, Any]:
    return {"answer": found.answer, "yes": found.yes, "unknown": found.unknown}


def _problem(found: Problem, language: Language) -> dict[str, Any]:
    message, hint = describe(found, language)
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
    record: dict[str, Any] = {"id": item.id, "measure": item.measure, "title": _text(item.title)}
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
    record: dict[str, Any] = {"clause": target.clause, "due": target.due, "required": _number(target.at_least, scale)}
    record["stretch"] = _number(target.stretch, scale)
    if isinstance(target, CountTarget):
        windows = target.readings or ()
        record["readings"] = [{"since": window.since, "why": _text(window.why)} for window in windows]
        record["since"] = target.since
    return record


def _text(text: Text) -> Mapping[str, str]:
    return {"vi": text.vi, "en": text.en}


def _number(amount: Amount | None, scale: int = 1) -> float | int | None:
    """Turn an exact amount into JSON's number, once and at the end."""
    if amount is None:
        return None
    scaled = Fraction(amount) * scale
    return scaled.numerator if scale == 1 and scaled.denominator == 1 else float(scaled)


def dump(document: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return a document as JSON text, indented, in which nothing acts on a terminal."""
    return show_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"

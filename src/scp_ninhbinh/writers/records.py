"""One result as the keys of the contract: what JSON and CSV are written from."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from scp_ninhbinh.measures.count import Evidence
from scp_ninhbinh.measures.figures import Amount, Figure
from scp_ninhbinh.measures.measured import Coverage, Measured, Rate, Tally
from scp_ninhbinh.plan.clauses import Count, Reduction, Scored, Share, Text
from scp_ninhbinh.scores.score import Group, Reading, Result, total_of
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.units import Entry


def target_record(result: Result) -> dict[str, Any]:
    """Return one result under the contract's keys; percentages from 0 to 100, unrounded; absent is null."""
    item = result.indicator
    scale = 100 if isinstance(item, Share | Reduction) else 1
    record: dict[str, Any] = {
        "id": item.id,
        "clause": result.clause,
        "title": text(item.title),
        "due": result.due,
        "year": result.year,
        "measure": item.measure if isinstance(item, Scored) else "tracked",
        "unit": "percent" if scale == 100 else "count",  # noqa: PLR2004 (percent)
    }
    amounts = {name: getattr(result, name) for name in ("required", "stretch", "achieved", "low", "high")}
    record |= {name: number(amount, scale) for name, amount in amounts.items()}
    record |= _compared(result, scale)
    record |= {"status": result.status, "reasons": list(result.reasons)}
    record |= _basis(result.measured, result) | {"needed": result.needed}
    as_written = Reading(Figure("as-written"), result.status)
    record["readings"] = [_reading(one.figure, one.status, scale) for one in result.readings or (as_written,)]
    return record | _own_keys(result.measured, result)


def group_record(group: Group, result: Result) -> dict[str, Any]:
    """Return the same figures for a group, without a verdict; all null where no row of it speaks of the clause."""
    scale = 100 if isinstance(result.indicator, Share | Reduction) else 1
    found = group.figure
    record = {"name": group.name} | {name: number(getattr(found, name), scale) for name in ("achieved", "low", "high")}
    if group.measured is None and not group.evidence:
        return record | _basis(None, result)
    own = result._replace(evidence=group.evidence)
    return record | _basis(group.measured, own) | _own_keys(group.measured, own)


def _compared(result: Result, scale: int) -> dict[str, float | int | None]:
    achieved, required = result.achieved, result.required
    if achieved is None or required is None:
        return {"gap": None, "attainment": None}
    return {"gap": number(achieved - required, scale), "attainment": number(Fraction(achieved) / required, 100)}


def _basis(measured: Measured | None, result: Result) -> dict[str, Any]:
    """Return what the figure was computed from."""
    total, now = total_of(measured), measured.now if measured else None
    share = isinstance(result.indicator, Share) and measured is not None
    sample = measured.sample if measured else None
    basis = {
        "numerator": _sum(now, now.hard) if now else total.yes if total else None,
        "denominator": _sum(now, now.total) if now else total.total if total and share else None,
        "unknown": len(now.half_known + now.unmeasured) if now else total.unknown if total else None,
        "not_surveyed": len(now.absent) if now else total.not_surveyed if total else None,
        "pool": measured.pool if share and total and measured else None,
        "method": ("sample" if sample else "census") if total or now else None,
        "coverage": [_coverage(one) for one in measured.coverage] if measured else [],
        "parts": [_part(part, sample is not None) for part in measured.tallies] if share and total and measured else [],
    }
    if sample and (total or now):
        error = None if sample.error is None else sample.error * 100
        basis |= {"drawn": sample.drawn, "se": error, "confidence": number(sample.confidence, 100)}
    return basis


def _coverage(one: Coverage) -> dict[str, Any]:
    return {"kind": one.kind, "year": one.year, "surveyed": one.surveyed, "listed": one.listed}


def _sum(rate: Rate, amount: Amount) -> float | int | None:
    """Return a sum of the year, null where no unit has both figures or they are counted in different ways."""
    return number(amount) if rate.total and len(rate.ways_of_counting) == 1 else None


def _own_keys(measured: Measured | None, result: Result) -> dict[str, Any]:
    """Return the keys that only this measure has."""
    match result.indicator:
        case Reduction() if measured and measured.base and measured.now:
            now, base = measured.now, measured.base
            return {
                "base": _base(base, measured.sample is not None),
                "points": number(measured.points, 100),
                "matched": measured.matched,
                "not_measured": labels((*now.unmeasured, *(() if measured.sample else now.absent))),
                "hard_unknown": labels(now.half_known),
                "assumed_most": number(now.largest) if now.beyond else None,
            }
        case Count() if measured:
            return {"missing_years": list(measured.missing_years)}
        case _:
            return {"evidence": [_evidence(found) for found in result.evidence]} if result.evidence else {}


def _base(base: Rate, sampled: bool) -> dict[str, Any]:
    return {
        "year": base.year,
        "numerator": _sum(base, base.hard),
        "denominator": _sum(base, base.total),
        "not_measured": len(base.unmeasured) + (0 if sampled else len(base.absent)),
        "assumed_most": number(base.largest) if base.beyond else None,
    }


def labels(units: Sequence[Entry]) -> list[str]:
    """Return what readers know the units by, in an order that does not depend on that of the rows."""
    return sorted(unit.label for unit in units)


def _part(part: Tally, sampled: bool) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "numerator": part.yes,
        "denominator": part.total,
        "unknown": part.unknown,
        "not_surveyed": part.not_surveyed,
        "achieved": number(part.estimate if sampled else part.achieved, 100),
    }


def _reading(figure: Figure, status: Status | None, scale: int) -> dict[str, Any]:
    amounts = {name: number(getattr(figure, name), scale) for name in ("achieved", "low", "high")}
    return {"name": figure.name, **amounts, "status": status}


def _evidence(found: Evidence) -> dict[str, Any]:
    return {"answer": found.answer, "yes": found.yes, "unknown": found.unknown}


def text(words: Text) -> Mapping[str, str]:
    """Return a text of the plan in both languages."""
    return {"vi": words.vi, "en": words.en}


def number(amount: Amount | None, scale: int = 1) -> float | int | None:
    """Turn an exact amount into JSON's number, once and at the end."""
    if amount is None:
        return None
    scaled = Fraction(amount) * scale
    return scaled.numerator if scale == 1 and scaled.denominator == 1 else float(scaled)

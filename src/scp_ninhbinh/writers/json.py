"""Results as JSON: the contract of scripts. What a result says stands in `scores.results`; here it is written."""

import json
from collections.abc import Iterable
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any, Final, assert_never

from pydantic_core import PydanticSerializationError, to_json

from scp_ninhbinh import __version__
from scp_ninhbinh.plan.clauses import (
    AmountTarget,
    AnyTarget,
    Count,
    CountTarget,
    Encourage,
    Increase,
    Indicator,
    Plan,
    Ratio,
    Reduction,
    Scored,
    Share,
    Task,
    Total,
)
from scp_ninhbinh.plan.file import LoadedPlan
from scp_ninhbinh.problems.problem import Problem, describe
from scp_ninhbinh.run import ReviewRun, ScoreRun
from scp_ninhbinh.scores.outputs import Finding, PlanUsed, run_keys, score_document
from scp_ninhbinh.scores.results import plain
from scp_ninhbinh.text.safe import show_json
from scp_ninhbinh.text.say import Language

if TYPE_CHECKING:
    from scp_ninhbinh.scores.explain import AnyExplained


ENGLISH: Final = Language("en", NullTranslations())
"""What texts for machines are in, unless another language is asked for."""


def score_json(run: ScoreRun, language: Language = ENGLISH) -> str:
    """Return the scores as `scp-ninhbinh/score/1`."""
    problems, options = findings(run.problems, language), run.options(language.code)
    return dump(score_document(run.scores, run.plan_sha256, problems, options))


def explain_json(explained: "tuple[AnyExplained, ...]", run: ScoreRun, language: Language = ENGLISH) -> str:
    """Return the explanations as `scp-ninhbinh/explain/1`."""
    from scp_ninhbinh.scores.explain import Explain

    scores = run.scores
    plan = PlanUsed(id=scores.plan.id, sha256=run.plan_sha256)
    about = run_keys(run.survey, scores.confidence) | {"problems": findings(run.problems, language)}
    return dump(plain(Explain(year=scores.year, plan=plan, targets=explained, **about)))


def review_json(run: ReviewRun, language: Language = ENGLISH) -> str:
    """Return the review as `scp-ninhbinh/review/1`."""
    from scp_ninhbinh.scores.review import ReviewFile, SavedScore

    review = run.review
    return dump(
        plain(
            ReviewFile(
                year=review.years[-1],
                years=review.years,
                plan=PlanUsed(id=review.plan.id, sha256=run.plan_sha256),
                history=tuple(SavedScore(path=one.path, sha256=one.sha256, year=one.year) for one in review.saved),
                targets=review.targets,
                tracked=review.tracked,
                left_out=review.left_out,
                coverage=review.coverage,
                problems=findings(run.problems, language),
                **run_keys(review.survey, review.confidence),
            )
        )
    )


def plan_json(loaded: LoadedPlan) -> str:
    """Return the plan with every percentage as a number from 0 to 100."""
    plan = loaded.plan
    return dump(
        {
            "schema": "scp-ninhbinh/targets/1",
            "version": __version__,
            "plan": {"id": plan.id, "sha256": loaded.sha256},
            "title": plan.title.model_dump(),
            "territory": plan.territory and plan.territory.model_dump(),
            "years": [plan.years()[0], plan.years()[-1]],
            "indicators": [_indicator(item, plan) for item in plan.indicators],
        }
    )


def _indicator(item: Indicator, plan: Plan) -> dict[str, Any]:
    record: dict[str, Any] = {"id": item.id, "measure": item.measure, "title": item.title.model_dump()}
    record["short"] = item.short and item.short.model_dump()
    record |= _counted(item, plan) | {"each": getattr(item, "each", None)}
    targets = [_target(target) for target in item.targets] if isinstance(item, Scored) else [{"clause": item.clause}]
    return record | {"targets": targets, "notes": [note.model_dump() for note in item.notes]}


def _counted(item: Indicator, plan: Plan) -> dict[str, Any]:
    """Return what is counted: which kinds, with which answer, or which columns of them."""
    record: dict[str, Any] = {"of": list(plan.vocabulary.clauses if isinstance(item, Task) else item.of)}
    match item:
        case Encourage():
            return record | {"answer": item.answer}
        case Task():
            return record | {"columns": list(plan.vocabulary.clauses.values())}
        case Reduction() | Increase():
            base = {"year": item.base.year, "years": list(item.base.all), "why": item.base.why.model_dump()}
            return record | _quantity(item, plan) | {"base": base, "per_year": item.per_year == "true"}
        case Count():
            return record | _quantity(item, plan) | {"count": item.count, "each": item.each}
        case Share() | Ratio() | Total():
            return record | _quantity(item, plan) | {"each": item.each}
    assert_never(item)


def _quantity(item: Scored, plan: Plan) -> dict[str, Any]:
    """Return the answers, the ratio or the total that an indicator is about; of a change one of them."""
    record: dict[str, Any] = {}
    if ratio := getattr(item, "ratio", None):
        unit = ratio.unit and ratio.unit.model_dump()
        record["ratio"] = {"sum": ratio.sum, "over": ratio.over, "times": plain(ratio.times), "unit": unit}
        record["ratio"] |= _rests(ratio.over, plan)
        record["ratio"]["counted"] = {"sum": _rests(ratio.sum, plan), "over": _rests(ratio.over, plan)}
    if total := getattr(item, "total", None):
        unit = plan.columns[total].unit
        record |= {"total": total, "unit": unit and unit.model_dump()} | _rests(total, plan)
    if answer := getattr(item, "answer", None):
        record |= {"answer": answer, "answers": getattr(item, "answers", None)}
    return record


def _rests(column: str, plan: Plan) -> dict[str, str | None]:
    """Return what a column's unit is read from, and what it is divided by."""
    known = plan.columns[column]
    return {"unit_in": known.unit_in, "divided_by": known.divided_by}


def _target(target: AnyTarget) -> dict[str, Any]:
    record: dict[str, Any] = {"clause": target.clause, "part": target.part, "due": target.due}
    record |= {"required": plain(target.required), "limit": "at_most" if target.is_ceiling else "at_least"}
    record["stretch"] = plain(target.stretch)
    if isinstance(target, CountTarget):
        windows = target.readings or ()
        record["readings"] = [{"since": window.since, "why": window.why.model_dump()} for window in windows]
    if isinstance(target, CountTarget | AmountTarget):
        record["since"] = target.since
    return record


def findings(problems: Iterable[Problem], language: Language) -> tuple[Finding, ...]:
    """Return problems as JSON tells them."""
    return tuple(_finding(one, language) for one in problems)


def _finding(one: Problem, language: Language) -> Finding:
    place = one.place
    message, hint = map(language.text, describe(one))
    return Finding(
        rule=one.rule,
        severity=one.severity,
        path=place.path if place.field is None else "",
        sheet=place.sheet,
        cell=place.cell,
        row=place.row,
        line=place.line,
        column=place.column,
        value=one.value,
        message=message,
        hint=hint,
    )


def dump(document: dict[str, Any] | list[dict[str, Any]]) -> str:
    """Return a document as JSON text, indented, in which nothing acts on a terminal."""
    try:
        text = to_json(document, indent=2).decode()
    except PydanticSerializationError:  # half a surrogate pair, as the name of a file may hold
        text = json.dumps(document, ensure_ascii=False, indent=2)
    return show_json(text) + "\n"

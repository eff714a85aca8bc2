"""Reading a plan file: YAML with lines → the plan, or every problem with its line."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ValidationError

from scp_ninhbinh.files import first_bad_byte, opening
from scp_ninhbinh.plan import clauses as models
from scp_ninhbinh.plan.clauses import (
    Area,
    Count,
    CountTarget,
    Encourage,
    Indicator,
    Plan,
    Reduction,
    Scored,
    Share,
    ShareTarget,
)
from scp_ninhbinh.plan.yaml_lines import MAX_BYTES, Lines, Path, read_yaml
from scp_ninhbinh.problems.problem import Place, Problem, ScpError
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import Suggestions

Vocabulary = Mapping[str, Mapping[str, str]]
"""What a plan may ask for: kind → column → "answer" or "number"."""

Complain = Callable[..., None]

MEASURES: Final = ("share", "reduction", "count", "encourage", "task")
KEYS: Final = tuple(
    dict.fromkeys(
        field.alias or name
        for model in vars(models).values()
        if isinstance(model, type) and issubclass(model, BaseModel)
        for name, field in model.model_fields.items()
    )
)
EXPECTED: Final = {
    "value_error": Phrase("expected a whole number from 1 on"),
    "greater_than_equal": Phrase("expected a year"),
    "less_than_equal": Phrase("expected a year"),
    "string_type": Phrase("expected a text"),
    "string_too_short": Phrase("expected a text that is not empty"),
    "tuple_type": Phrase("expected a list"),
    "dict_type": Phrase("expected keys and values"),
    "model_type": Phrase("expected keys and values"),
    "model_attributes_type": Phrase("expected keys and values"),
    "too_short": Phrase("expected more entries"),
    "too_long": Phrase("expected one entry"),
}


class LoadedPlan(NamedTuple):
    """A sound plan with the hash of the bytes that it was read from."""

    plan: Plan
    sha256: str


def embedded_plan() -> str:
    """Return the path of the plan that travels with the program, installed or in its own checkout."""
    package = FilePath(__file__).parents[1]
    packed = package / "targets.yaml"
    return str(packed if packed.exists() else package.parents[1] / "plan" / "targets.yaml")


def load_plan(path: str, vocabulary: Vocabulary) -> LoadedPlan:
    """Read the plan file at `path`; `vocabulary` says what it may ask of a survey.

    Raises:
        ScpError: the file cannot be read or is no sound plan; with every problem found.
    """
    data = _read(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScpError([first_bad_byte(path)]) from None
    document, lines, problems = read_yaml(text, path)
    if problems:
        raise ScpError(problems)
    return LoadedPlan(_validate(document, lines, path, vocabulary), hashlib.sha256(data).hexdigest())


def _read(path: str) -> bytes:
    with opening(path), open(path, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ScpError([problem("plan-too-large", Place(path), limit=MAX_BYTES)])
    return data


def _validate(document: Any, lines: Lines, path: str, vocabulary: Vocabulary) -> Plan:
    suggestions = Suggestions()
    try:
        plan = Plan.model_validate(document)
    except ValidationError as error:
        found: list[dict[str, Any]] = [dict(one) for one in error.errors(include_url=False)]
        above: set[Path] = {one["loc"][:depth] for one in found for depth in range(len(one["loc"]))}
        explained = [_explain(one, document, lines, path, suggestions) for one in found if not _follows(one, above)]
        raise ScpError(sorted(explained, key=lambda found: found.place.line or 0)) from None
    problems: list[Problem] = []

    def complain(rule: str, at: Path, value: object, **details: object) -> None:
        key = next(str(step) for step in reversed(at) if isinstance(step, str))
        place = Place(path, line=_line(lines, at), column=key)
        problems.append(problem(rule, place, str(value), **details))

    if plan.period.first > plan.period.last:
        complain(
            "plan-bad-value", ("period", "first"), plan.period.first, expected=Phrase("expected up to the last year")
        )
    else:
        _check_plan(plan, complain)
    for number, item in enumerate(plan.indicators):
        _check_vocabulary(item, ("indicators", number), vocabulary, complain, suggestions)
    if problems:
        raise ScpError(sorted(problems, key=lambda found: found.place.line or 0))
    return plan


def _follows(one: dict[str, Any], above: Collection[Path]) -> bool:
    """Whether an error only repeats others: a list, `above` its entries, is called too short when these are wrong."""
    return one["type"] == "too_short" and one["loc"] in above


def _explain(found: dict[str, Any], document: Any, lines: Lines, path: str, suggestions: Suggestions) -> Problem:
    """Turn one of pydantic's errors into a problem of ours, at its line."""
    at, value = _locate(found["loc"], document)
    context = found.get("ctx", {})
    key = str(context.get("key", found["loc"][-1] if found["loc"] else ""))
    measure = found["type"].startswith("union_tag")
    line = _line(lines, (*at, "measure") if measure else at)
    place = Place(path, line=line, column="measure" if measure else key or None)
    rule, details = _rule(found["type"], key, context, suggestions)
    written = value if isinstance(value, str) and rule != "plan-unknown-key" else key or path
    return problem(rule, place, str(context.get("tag", "measure")) if measure else written, **details)


def _rule(kind: str, key: str, context: Mapping[str, Any], suggestions: Suggestions) -> tuple[str, dict[str, object]]:
    """Return the rule that pydantic's error breaks, with what its text names."""
    match kind:
        case "extra_forbidden":
            return "plan-unknown-key", {"guess": suggestions.nearest(key, KEYS)}
        case "missing" | "string_too_short" if key == "why":
            return "plan-no-reason", {}
        case "missing" | "plan-missing-key":
            return "plan-missing-key", {"key": key}
        case "union_tag_invalid" | "union_tag_not_found":
            return "plan-measure", {"choices": MEASURES}
        case "plan-percent":
            return kind, dict(context)
        case "literal_error":
            return "plan-not-one-of", {"choices": str(context["expected"])}
        case _:
            return "plan-bad-value", {"expected": EXPECTED.get(kind, Phrase("expected another value"))}


def _locate(loc: tuple[str | int, ...], document: Any) -> tuple[Path, Any]:
    """Follow pydantic's location into the document as far as it goes, leaving out its names of models."""
    at: Path = ()
    value = document
    if loc[:1] == ("indicators",):
        loc = (*loc[:2], *loc[3:])  # the third step is the measure, by which pydantic tells the models apart
    for step in loc:
        known = step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int)
        if known:
            at, value = (*at, step), value[step]
    return at, value


def _line(lines: Lines, at: Path) -> int | None:
    """Return the line of the innermost part of `at` that has one."""
    return next((lines[at[:length]] for length in range(len(at), -1, -1) if at[:length] in lines), None)


def _check_plan(plan: Plan, complain: Complain) -> None:
    """Complain of what is sound part by part and wrong as a whole."""
    namesakes: dict[str, list[Area]] = defaultdict(list)
    for number, area in enumerate(plan.areas):
        if area.since is not None and area.since > area.until:
            expected = Phrase("expected up to the last year")
            complain("plan-bad-value", ("areas", number, "since"), area.since, expected=expected)
        if any(map(area.meets, namesakes[area.name.casefold()])):
            complain(
                "plan-bad-value",
                ("areas", number, "name"),
                area.name,
                expected=Phrase("expected each name once a year"),
            )
        namesakes[area.name.casefold()].append(area)
    ids: set[str] = set()
    for number, item in enumerate(plan.indicators):
        at: Path = ("indicators", number)
        if item.id in ids:
            complain("plan-duplicate-id", (*at, "id"), item.id)
        ids.add(item.id)
        if isinstance(item, Scored):
            _check_targets(item, plan, at, complain)


def _check_targets(item: Scored, plan: Plan, at: Path, complain: Complain) -> None:
    seen: set[int] = set()
    targets: Sequence[ShareTarget | CountTarget] = item.targets
    for number, target in enumerate(targets):
        here = (*at, "targets", number)
        if target.due in seen:
            complain("plan-duplicate-due", (*here, "due"), target.due, indicator=item.id)
        seen.add(target.due)
        if not plan.period.first <= target.due <= plan.period.last:
            complain("plan-bad-value", (*here, "due"), target.due, expected=Phrase("expected a year of the period"))
        if target.stretch is not None and target.stretch <= target.at_least:
            asked = f"{float(target.stretch * 100):g}%" if isinstance(target, ShareTarget) else target.stretch
            complain("plan-bad-value", (*here, "stretch"), asked, expected=Phrase("expected more than at_least"))
        if isinstance(target, CountTarget) and max(target.windows()) > target.due:
            start = max(target.windows())
            complain("plan-bad-value", (*here, "since"), start, expected=Phrase("expected a year up to the due year"))
        if isinstance(target, CountTarget) and (start := min(target.windows())) < plan.period.first:
            complain("plan-bad-value", (*here, "since"), start, expected=Phrase("expected a year of the period"))
        if isinstance(item, Reduction) and item.base.year >= target.due:
            base = (*at, "base", "year")
            complain("plan-bad-value", base, item.base.year, expected=Phrase("expected a year before the due year"))


def _check_vocabulary(
    item: Indicator, at: Path, vocabulary: Vocabulary, complain: Complain, suggestions: Suggestions
) -> None:
    """Complain of kinds and columns that no survey has."""
    match item:
        case Share() | Count() | Encourage():
            wanted = [((*at, "answer", column), column, "answer") for column in item.answer]
        case Reduction():
            wanted = [((*at, "ratio", key), column, "number") for key, column in item.ratio.model_dump().items()]
        case _:
            return
    if isinstance(item, Reduction) and item.ratio.hard == item.ratio.total:
        expected = Phrase("expected another column than total")
        complain("plan-bad-value", (*at, "ratio", "hard"), item.ratio.hard, expected=expected)
    seen: set[str] = set()
    for number, kind in enumerate(item.of):
        if kind in seen:
            complain("plan-bad-value", (*at, "of", number), kind, expected=Phrase("expected each kind once"))
            continue
        seen.add(kind)
        if kind not in vocabulary:
            guess = suggestions.nearest(kind, tuple(vocabulary))
            complain("plan-unknown-kind", (*at, "of", number), kind, choices=tuple(vocabulary), guess=guess)
            continue
        for where, column, holds in wanted:
            fitting = tuple(name for name, held in vocabulary[kind].items() if held == holds)
            if column not in fitting:
                guess = suggestions.nearest(column, fitting)
                complain("plan-unknown-column", where, column, kind=kind, choices=fitting, guess=guess)

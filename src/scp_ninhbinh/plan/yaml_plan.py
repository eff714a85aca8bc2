"""A plan in YAML → the plan, or every problem with its line."""

import hashlib
from pathlib import Path as FilePath
from typing import Any, Final

from scp_ninhbinh.plan.checks import Builds, check_asked, check_clauses, check_use, check_words
from scp_ninhbinh.plan.clauses import PLAN_1, Plan, SurveyWords
from scp_ninhbinh.plan.file import EMBEDDED, LoadedPlan, embedded_plan
from scp_ninhbinh.plan.parts import check_parts, with_letters
from scp_ninhbinh.plan.places import Path
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.plan.yaml_file import OLD_KEYS, YamlFile, model_of, open_yaml
from scp_ninhbinh.plan.yaml_lines import read_yaml
from scp_ninhbinh.problems.problem import Problem, ScpError

NOTHING: Final = Vocabulary({}, {})


def read_plan(path: str) -> LoadedPlan:
    """Read the plan file at `path`, with the file of kinds and columns that it may name.

    Raises:
        ScpError: a file cannot be read or is no sound plan; with every problem found.
    """
    file = _in_new_form(open_yaml(path))
    own = model_of(Plan, file)
    if own.schema_ == PLAN_1:  # which knows no letters
        own = with_letters(own)
    shared, data = _shared(own, file)
    problems: list[Problem] = []
    complain = file.complain(problems)
    builds = Builds(own, shared, own.survey or EMBEDDED)
    plan = own.model_copy(update={"kinds": builds.whole.kinds, "columns": builds.whole.columns})
    check_clauses(plan, complain)
    check_parts(plan, complain)
    if check_words(builds, complain, file.suggestions):
        check_asked(plan, complain, file.suggestions)
    if not problems:
        check_use(plan, own, complain)
    problems.sort(key=lambda found: found.place.line or 0)
    if any(found.severity == "error" for found in problems):
        raise ScpError(problems)
    return LoadedPlan(plan, hashlib.sha256(file.data + data).hexdigest(), problems)


def parse_plan(text: str) -> Plan:
    """Return the plan that the program itself writes with this text: sound, and with all kinds and columns in it."""
    return Plan.model_validate(read_yaml(text, "")[0])


def _in_new_form(file: YamlFile) -> YamlFile:
    """Return a plan of the first form, which has no kinds and no columns, in the form of today."""
    if not isinstance(file.document, dict) or file.document.get("schema") != PLAN_1:
        return file
    problems: list[Problem] = []
    for key in ("survey", "kinds", "columns"):
        if key in file.document:
            file.complain(problems)("plan-unknown-key", (key,), key)
    if problems:
        raise ScpError(problems)
    indicators = file.document.get("indicators")
    if not isinstance(indicators, list):
        return file
    lines = {_renamed(at): line for at, line in file.lines.items()}
    document = {**file.document, "survey": EMBEDDED, "indicators": [_with_new_rate(item) for item in indicators]}
    return file._replace(document=document, lines=lines, renamed=OLD_KEYS)


def _renamed(at: Path) -> Path:
    rate = at[:1] == ("indicators",) and at[2:3] == ("ratio",) and at[3:4]
    return (*at[:3], OLD_KEYS.get(str(at[3]), at[3])) if rate else at


def _with_new_rate(item: Any) -> Any:
    if not isinstance(item, dict) or not isinstance(item.get("ratio"), dict):
        return item
    return {**item, "ratio": {OLD_KEYS.get(key, key): column for key, column in item["ratio"].items()}}


def _shared(plan: Plan, file: YamlFile) -> tuple[Vocabulary, bytes]:
    """Return the kinds and columns that a plan builds on, and the bytes of the file of its own that holds them."""
    if plan.survey is None:
        return NOTHING, b""
    if plan.survey == EMBEDDED:
        known = open_yaml(embedded_plan())
        words = {key: known.document[key] for key in ("kinds", "columns")}
        shared = SurveyWords.model_validate({"schema": "scp/survey/1", **words})
        return Vocabulary(shared.kinds, shared.columns), b""
    path = str(FilePath(file.path).parent / plan.survey)
    beside = open_yaml(path, file.suggestions)
    own, problems = model_of(SurveyWords, beside), list[Problem]()
    check_words(Builds(own, NOTHING), beside.complain(problems), file.suggestions)
    if problems:
        raise ScpError(problems)
    return Vocabulary(own.kinds, own.columns), beside.data

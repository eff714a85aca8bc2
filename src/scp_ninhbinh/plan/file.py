"""Reading a plan file: YAML with lines → the plan, or every problem with its line."""

import hashlib
import re
from collections.abc import Collection, Mapping
from pathlib import Path as FilePath
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from scp_ninhbinh.files import first_bad_byte, opening
from scp_ninhbinh.plan.checks import Builds, Complain, check_asked, check_clauses, check_use, check_words
from scp_ninhbinh.plan.clauses import PLAN_1, Plan, SurveyWords
from scp_ninhbinh.plan.mistakes import broken
from scp_ninhbinh.plan.parts import check_parts, with_letters
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.plan.yaml_lines import MAX_BYTES, Lines, Path, read_yaml
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, problem
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import Suggestions

Model = TypeVar("Model", bound=BaseModel)

EMBEDDED: Final = "embedded"
"""What `survey` says for the kinds and columns of the embedded plan."""

NOTHING: Final = Vocabulary({}, {})

SURVEY_LINE: Final = re.compile(r"(?m)^survey:[ \t]+([^#\r\n]+)")
"""Where a plan file names the file of its kinds and columns."""

OLD_KEYS: Final = {"hard": "sum", "total": "over", "sum": "hard", "over": "total"}
"""The keys of a rate: what a plan of the first form calls them, and what they are called now."""


BOMS: Final = {b"\xff\xfe", b"\xfe\xff"}
"""How a file in UTF-16 begins."""

SAVE: Final = Phrase("save the file in UTF-8: most editors offer the encoding where they save a file under a name")
SAVE_UTF_16: Final = Phrase(
    "the file is in UTF-16; save it in UTF-8: most editors offer the encoding where they save a file under a name"
)


class LoadedPlan(NamedTuple):
    """A sound plan with the hash of the bytes that it was read from; `problems` are warnings.

    Of a plan with a survey file of its own the hash is of both, one after the other.
    """

    plan: Plan
    sha256: str
    problems: list[Problem]


class _File(NamedTuple):
    """A YAML file that was read; `renamed` are keys of a rate that it calls otherwise."""

    path: str
    data: bytes
    document: Any
    lines: Lines
    suggestions: Suggestions
    renamed: Mapping[str, str] = {}

    def shown(self, key: str, at: Path) -> str:
        """Return what the file calls a key."""
        return self.renamed.get(key, key) if "ratio" in at else key

    def complain(self, problems: list[Problem]) -> Complain:
        """Return what adds a problem of this file to these."""

        def add(rule: str, at: Path, value: object, **details: object) -> None:
            key = next(str(step) for step in reversed(at) if isinstance(step, str))
            place = Place(self.path, line=_line(self.lines, at), column=self.shown(key, at))
            problems.append(problem(rule, place, str(value), **details))

        return add


def embedded_plan() -> str:
    """Return the path of the plan that travels with the program, installed or in its own checkout."""
    package = FilePath(__file__).parents[1]
    packed = package / "targets.yaml"
    return str(packed if packed.exists() else package.parents[1] / "plan" / "targets.yaml")


def load_plan(path: str) -> LoadedPlan:
    """Read the plan file at `path`, with the file of kinds and columns that it may name.

    Raises:
        ScpError: a file cannot be read or is no sound plan; with every problem found.
    """
    file = _in_new_form(_open(path))
    own = _model(Plan, file)
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


def survey_file(path: str) -> str | None:
    """Return the file of kinds and columns that a plan file names, at a glance: before it is known to be sound."""
    try:
        found = SURVEY_LINE.search(_read(path).decode("utf-8", "replace"))
    except ScpError:
        return None
    name = found[1].strip().strip("\"'") if found else EMBEDDED
    return None if name == EMBEDDED else str(FilePath(path).parent / name)


def parse_plan(text: str) -> Plan:
    """Return the plan that the program itself writes with this text: sound, and with all kinds and columns in it."""
    return Plan.model_validate(read_yaml(text, "")[0])


def _open(path: str, suggestions: Suggestions | None = None) -> _File:
    data = _read(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScpError([_not_utf8(path, data)]) from None
    if "\0" in text:
        raise ScpError([problem("plan-syntax", Place(path, line=1), reason=Phrase("it is UTF-16"), remedy=SAVE)])
    document, lines, problems = read_yaml(text, path)
    if problems:
        raise ScpError(problems)
    return _File(path, data, document, lines, suggestions or Suggestions())


def _not_utf8(path: str, data: bytes) -> Problem:
    found = first_bad_byte(path)
    return found._replace(details={**found.details, "remedy": SAVE_UTF_16 if data[:2] in BOMS else SAVE})


def _read(path: str) -> bytes:
    with opening(path), open(path, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ScpError([problem("plan-too-large", Place(path), limit=MAX_BYTES)])
    return data


def _in_new_form(file: _File) -> _File:
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


def _shared(plan: Plan, file: _File) -> tuple[Vocabulary, bytes]:
    """Return the kinds and columns that a plan builds on, and the bytes of the file of its own that holds them."""
    if plan.survey is None:
        return NOTHING, b""
    if plan.survey == EMBEDDED:
        known = _open(embedded_plan())
        words = {key: known.document[key] for key in ("kinds", "columns")}
        shared = SurveyWords.model_validate({"schema": "scp/survey/1", **words})
        return Vocabulary(shared.kinds, shared.columns), b""
    path = str(FilePath(file.path).parent / plan.survey)
    beside = _open(path, file.suggestions)
    own, problems = _model(SurveyWords, beside), list[Problem]()
    check_words(Builds(own, NOTHING), beside.complain(problems), file.suggestions)
    if problems:
        raise ScpError(problems)
    return Vocabulary(own.kinds, own.columns), beside.data


def _model(model: type[Model], file: _File) -> Model:
    """Return what a file declares.

    Raises:
        ScpError: with everything that is wrong part by part.
    """
    try:
        return model.model_validate(file.document)
    except ValidationError as error:
        found: list[dict[str, Any]] = [dict(one) for one in error.errors(include_url=False)]
        above: set[Path] = {one["loc"][:depth] for one in found for depth in range(len(one["loc"]))}
        every = {one["loc"] for one in found}
        explained = [_explain(one, file) for one in found if not _follows(one, above, every)]
        raise ScpError(sorted(explained, key=lambda found: found.place.line or 0)) from None


def _follows(one: dict[str, Any], above: Collection[Path], every: Collection[Path]) -> bool:
    """Whether an error only repeats others.

    A list, `above` its entries, is called too short when these are wrong; a key of a rate is missing that stands there
    by its old name.
    """
    at: Path = one["loc"]
    renamed = at[-2:-1] == ("ratio",) and (*at[:-1], OLD_KEYS.get(str(at[-1]), "")) in every
    return (one["type"] == "too_short" and at in above) or (one["type"] == "missing" and renamed)


def _explain(found: dict[str, Any], file: _File) -> Problem:
    """Turn one of pydantic's errors into a problem of ours, at its line."""
    at, value = _locate(found["loc"], file.document)
    context = found.get("ctx", {})
    last = next((step for step in reversed(found["loc"]) if isinstance(step, str)), "")
    key = file.shown(str(context.get("key", last)), found["loc"])
    measure = found["type"].startswith("union_tag")
    line = _line(file.lines, (*at, "measure") if measure else at)
    place = Place(file.path, line=line, column="measure" if measure else key or None)
    rule, details = broken(found, key, value, file.suggestions)
    if rule in {"plan-missing-key", "plan-bad-value"} and "ask" in found["loc"]:
        rule, details = "plan-no-question", {"column_asked": str(found["loc"][1])}
    written = value if isinstance(value, str) and rule != "plan-unknown-key" else key or file.path
    return problem(rule, place, str(context.get("tag", "measure")) if measure else written, **details)


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

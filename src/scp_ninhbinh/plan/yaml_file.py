"""A YAML file read as a model of pydantic's: what it declares, or every mistake with its line."""

from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from scp_ninhbinh.files import UTF16_MARKS, first_bad_byte
from scp_ninhbinh.plan.file import read_bytes
from scp_ninhbinh.plan.mistakes import KEYS, broken
from scp_ninhbinh.plan.places import Complain, Lines, Path
from scp_ninhbinh.plan.yaml_lines import read_yaml
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, problem
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.say import Phrase

Model = TypeVar("Model", bound=BaseModel)

OLD_KEYS: Final = {"hard": "sum", "total": "over", "sum": "hard", "over": "total"}
"""The keys of a rate: what a plan of the first form calls them, and what they are called now."""


SAVE: Final = Phrase("save the file in UTF-8: most editors offer the encoding where they save a file under a name")
SAVE_UTF_16: Final = Phrase(
    "the file is in UTF-16; save it in UTF-8: most editors offer the encoding where they save a file under a name"
)


class YamlFile(NamedTuple):
    """A YAML file that was read; `renamed` are keys that it calls otherwise, `keys` those that it may have."""

    path: str
    data: bytes
    document: Any
    lines: Lines
    suggestions: Suggestions
    renamed: Mapping[str, str] = {}
    keys: tuple[str, ...] = KEYS

    def shown(self, key: str, at: Path) -> str:
        """Return what the file calls a key."""
        return self.renamed.get(key, key) if "ratio" in at else key

    def complain(self, problems: list[Problem]) -> Complain:
        """Return what adds a problem of this file to these."""

        def add(rule: str, at: Path, value: object, **details: object) -> None:
            key = next(str(step) for step in reversed(at) if isinstance(step, str))
            place = Place(self.path, line=line_at(self.lines, at), column=self.shown(key, at))
            problems.append(problem(rule, place, str(value), **details))

        return add


def open_yaml(
    path: str, suggestions: Suggestions | None = None, keys: tuple[str, ...] = KEYS, empty: bool = False
) -> YamlFile:
    """Read a YAML file, in which keys may have no value if `empty` ones are allowed.

    Raises:
        ScpError: it cannot be read.
    """
    data = read_bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScpError([_not_utf8(path, data)]) from None
    if "\0" in text:
        raise ScpError([problem("plan-syntax", Place(path, line=1), reason=Phrase("it is UTF-16"), remedy=SAVE)])
    document, lines, problems = read_yaml(text, path, empty)
    if problems:
        raise ScpError(problems)
    return YamlFile(path, data, document, lines, suggestions or Suggestions(), keys=keys)


def _not_utf8(path: str, data: bytes) -> Problem:
    found = first_bad_byte(path)
    return found._replace(details={**found.details, "remedy": SAVE_UTF_16 if data.startswith(UTF16_MARKS) else SAVE})


def model_of(model: type[Model], file: YamlFile) -> Model:
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
        explained = [(one["loc"][:-1], _explain(one, file)) for one in found if not _follows(one, above, every)]
        meant = {(at, one.details.get("guess")) for at, one in explained if one.rule == "plan-unknown-key"}
        told = [one for at, one in explained if not any((at, key) in meant for key in _missing(one))]
        raise ScpError(sorted(told, key=lambda found: found.place.line or 0)) from None


def _missing(one: Problem) -> tuple[object, ...]:
    """Return the key that is missing, and those that may stand in its place; one of them may be there, misspelt."""
    others: Any = one.details.get("others", ())
    return (one.details["key"], *others) if one.rule == "plan-missing-key" else ()


def _follows(one: dict[str, Any], above: Collection[Path], every: Collection[Path]) -> bool:
    """Whether an error only repeats others.

    A list, `above` its entries, is called too short when these are wrong; a key of a rate is missing that stands there
    by its old name.
    """
    at: Path = one["loc"]
    renamed = at[-2:-1] == ("ratio",) and (*at[:-1], OLD_KEYS.get(str(at[-1]), "")) in every
    return (one["type"] == "too_short" and at in above) or (one["type"] == "missing" and renamed)


def _explain(found: dict[str, Any], file: YamlFile) -> Problem:
    """Turn one of pydantic's errors into a problem of ours, at its line."""
    context = found.get("ctx", {})
    measure = found["type"].startswith("union_tag")
    loc = _without_models(found["loc"])
    if "key" in context:  # what is told of one of several keys is about this one
        loc = (*loc[:-1], context["key"])
    at, value = _locate(loc, file.document)
    last = next((step for step in reversed(loc) if isinstance(step, str)), "")
    key = file.shown(last, loc)
    line = line_at(file.lines, (*at, "measure") if measure else at)
    place = Place(file.path, line=line, column="measure" if measure else key or None)
    rule, details = broken(found | {"loc": loc}, key, value, file.suggestions, file.keys)
    if rule in {"plan-missing-key", "plan-bad-value"} and "ask" in loc:
        rule, details = "plan-no-question", {"column_asked": str(loc[1])}
    written = value if isinstance(value, str) and rule != "plan-unknown-key" else key or file.path
    return problem(rule, place, str(context.get("tag", "measure")) if measure else written, **details)


def _without_models(loc: tuple[str | int, ...]) -> Path:
    """Return where in the document pydantic's location is: its third step is the measure of an indicator."""
    return (*loc[:2], *loc[3:]) if loc[:1] == ("indicators",) else loc


def _locate(loc: Path, document: Any) -> tuple[Path, Any]:
    """Follow a location into the document as far as it goes, leaving out names of models."""
    at: Path = ()
    value = document
    for step in loc:
        known = step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int)
        if known:
            at, value = (*at, step), value[step]
    return at, value


def line_at(lines: Lines, at: Path) -> int | None:
    """Return the line of the innermost part of `at` that has one."""
    return next((lines[at[:length]] for length in range(len(at), -1, -1) if at[:length] in lines), None)

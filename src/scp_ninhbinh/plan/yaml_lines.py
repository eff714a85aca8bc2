"""YAML read safely and literally, with the line of every value.

The parser's events are built into dicts, lists and texts here, so nothing is guessed from how a scalar
looks: every scalar stays the text that was written, and what YAML 1.1 would have made a boolean, a null
or a number in base sixty of (`no`, `~`, `1:30`) is refused.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from scp_ninhbinh.plan.places import Lines, Path, Unquoted
from scp_ninhbinh.plan.yaml_errors import cause
from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.text.say import Phrase

MAX_DEPTH: Final = 12
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEANS: Final = frozenset("y n yes no on off true false null ~".split())
FLAGS: Final = frozenset({"optional", "may_be_negative", "per_year"})
"""Keys whose value is true or false, which alone may stand without quotation marks."""
_BASE_SIXTY: Final = re.compile(r"[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?")


_NUMBER: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?|0o?[0-7]+")


_JUDGED_OTHERWISE: Final = {"\t", "\ufeff"}
_QUESTION: Final = re.compile(r"(?<=[^\s\[\]{},\"'])\?|\?(?=\S)")
_ASKED: Final = "\ue03f"
"""A question mark within a text, where PyYAML's own parser would end the text: {vi: Có không?, en: Is it?}."""


def read_yaml(text: str, path: str, empty: bool = False) -> tuple[Any, Lines, list[Problem]]:
    """Return the document of `text` (None where it cannot be read), its lines and its problems.

    A key without a value is a problem unless `empty` ones are allowed, whose value is then the empty text.

    libyaml is faster, and PyYAML's own parser has the last word: they differ on tabs, on question marks and on what
    they say.
    """
    if not _JUDGED_OTHERWISE & set(text):
        try:
            return _read(text, path, _LOADER, empty)
        except yaml.YAMLError:
            pass
    try:
        return _read(text if _ASKED in text else _QUESTION.sub(_ASKED, text), path, yaml.SafeLoader, empty)
    except yaml.YAMLError as error:
        return None, {}, [_unreadable(error, text, path)]


def _read(text: str, path: str, loader: Any, empty: bool) -> tuple[Any, Lines, list[Problem]]:
    builder = _Builder(path, empty)
    try:
        document = builder.document(yaml.parse(text, Loader=loader))
    except _TooDeepError:
        document = None
    return document, builder.lines, sorted(builder.problems, key=lambda found: found.place.line or 0)


def _unreadable(error: yaml.YAMLError, text: str, path: str) -> Problem:
    """Return the problem of a file that is no YAML, at the line of its cause."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        reason, remedy = Phrase("a control character stands here"), Phrase("remove it")
        return problem("plan-syntax", Place(path, line=line), reason=reason, remedy=remedy)
    assert isinstance(error, yaml.MarkedYAMLError)
    if found := cause(error, text):
        return problem("plan-syntax", Place(path, line=found.line + 1), None, **found.details())
    mark = error.problem_mark
    return problem("plan-syntax", Place(path, line=mark.line + 1 if mark else None), reason=str(error.problem))


class _TooDeepError(Exception):
    """The document nests deeper than any plan does; reading stops."""


class _Builder:
    """Turns the events of one document into values, noting lines and problems on the way."""

    def __init__(self, path: str, empty: bool) -> None:
        self.path, self.empty = path, empty
        self.lines: Lines = {}
        self.problems: list[Problem] = []

    def document(self, events: Iterator[yaml.Event]) -> Any:
        """Build the first document; a second one in the same file is a problem."""
        value = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.lines:
                    remedy = Phrase("keep one plan in a file, without a line --- in it")
                    self._refuse("plan-syntax", event, reason=Phrase("a second document begins here"), remedy=remedy)
                    return value
                self.lines[()] = _line(event)
                value = self._value(next(events), events, ())
        return value

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], at: Path) -> Any:
        if len(at) > MAX_DEPTH:
            self._refuse("plan-too-deep", event, limit=MAX_DEPTH)
            raise _TooDeepError
        self._check_event(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, events, at)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, at)
        return self._scalar(event, at) if isinstance(event, yaml.ScalarEvent) else None

    def _check_event(self, event: yaml.Event) -> None:
        """Refuse what makes a value more than the text that is written: anchors, aliases and tags."""
        if anchor := getattr(event, "anchor", None):
            self._refuse("plan-alias", event, anchor)
        if (tag := getattr(event, "tag", None)) and tag != "!":
            self._refuse("plan-tag", event, tag)

    def _mapping(self, start: yaml.MappingStartEvent, events: Iterator[yaml.Event], at: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        repeated: list[tuple[yaml.Event, str]] = []
        alone: list[yaml.Event] = []
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._check_event(event)
            key = _plain(event) if isinstance(event, yaml.ScalarEvent) else str(self._value(event, events, (*at, "?")))
            value = next(events)
            if start.flow_style and _is_nothing(value):
                alone.append(event)
                continue
            self._check_alone(alone, mapping)
            alone = []
            if key in mapping:
                repeated.append((event, key))
            self.lines.setdefault((*at, key), _line(event))
            mapping[key] = self._value(value, events, (*at, key))
        self._check_alone(alone, mapping)
        self._check_repeated(repeated, next(iter(mapping), ""), at)
        return mapping

    def _check_alone(self, alone: list[yaml.Event], before: dict[str, Any]) -> None:
        """Refuse what stands between { and } without a value, all that follows the same entry together."""
        if alone:
            last = next(reversed(before.values()), "")
            texts = [_plain(event) for event in alone]
            self._refuse("plan-no-value", alone[0], texts[0], **_remedy(last, texts))

    def _check_repeated(self, repeated: list[tuple[yaml.Event, str]], first: str, at: Path) -> None:
        """Refuse keys that come again; where they begin with the first one, they are the next entry of a list.

        A text that is no name, such as a heading of a survey, begins no entry.
        """
        entry = len(repeated) > 1 and at and repeated[0][1] == first and first.isidentifier()
        for event, key in repeated:
            if not entry:
                self._refuse("plan-duplicate-key", event, key, first=self.lines[*at, key])
            elif key == first:
                self._refuse("plan-missing-dash", event, key, first=self.lines[*at, key])

    def _sequence(self, events: Iterator[yaml.Event], at: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            self.lines[*at, len(items)] = _line(event)
            items.append(self._value(event, events, (*at, len(items))))
        return items

    def _scalar(self, event: yaml.ScalarEvent, at: Path) -> str:
        text = _plain(event)
        if event.style:
            return text
        flag = at[-1:] and at[-1] in FLAGS  # what it may be is known better where the value is checked
        if not text and self.empty:
            return text
        if not text:
            self._refuse("plan-no-value", event, str(at[-1]) if at and isinstance(at[-1], str) else "-")
        elif text.lower() in _BOOLEANS and not flag:
            self._refuse("plan-yaml-boolean", event, text)
        elif _BASE_SIXTY.fullmatch(text):
            self._refuse("plan-yaml-time", event, text)
        return Unquoted(text) if _is_number(text) else text

    def _refuse(self, rule: str, event: yaml.Event, value: str | None = None, **details: object) -> None:
        self.problems.append(problem(rule, Place(self.path, line=_line(event)), value, **details))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _plain(event: yaml.Event) -> str:
    """Return the text of a scalar."""
    return str(getattr(event, "value", "")).replace(_ASKED, "?")


def _is_nothing(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.style and not event.value


def _is_number(text: str) -> bool:
    """Whether a program that reads YAML 1.1 or 1.2 makes a number or a date of a text."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ())
    numbers = (pattern for tag, pattern in resolvers if tag.rpartition(":")[2] in {"int", "float", "timestamp"})
    return bool(_NUMBER.fullmatch(text)) or any(pattern.match(text) for pattern in numbers)


_NO_BLANK: Final = re.compile(r"([\w-]+)\s*[:：=]\s*(\S.*)")


def _remedy(before: object, texts: list[str]) -> dict[str, object]:
    """Return what most likely was meant by texts without a value, which follow the value `before`, if there is one."""
    if found := _NO_BLANK.fullmatch(texts[0]):
        return {"remedy": Phrase("write a blank after the colon: {guess}"), "guess": f"{found[1]}: {found[2]}"}
    if isinstance(before, str) and re.fullmatch("[1-9][0-9]{0,2}", before) and re.fullmatch("[0-9]{3}", texts[0]):
        return {"remedy": Phrase("write thousands without a mark: {guess}"), "guess": f"{before}{texts[0]}"}
    if isinstance(before, str) and re.fullmatch("[0-9]+", before) and re.fullmatch("[0-9]+ ?%?", texts[0]):
        return {"remedy": Phrase("write the decimals after a point: {guess}"), "guess": f"{before}.{texts[0]}"}
    if not before:
        return {"remedy": Phrase("write it between square brackets: {guess}"), "guess": f"[{', '.join(texts)}]"}
    if isinstance(before, str):
        remedy = Phrase('a comma begins a new entry; write the text in quotation marks: "{guess}"')
        return {"remedy": remedy, "guess": ", ".join([before, *texts])}
    return {}

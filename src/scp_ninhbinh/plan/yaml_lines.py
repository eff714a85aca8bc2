"""YAML read safely and literally, with the line of every value.

The parser's events are built into dicts, lists and texts here, so nothing is guessed from how a scalar
looks: every scalar stays the text that was written, and what YAML 1.1 would have made a boolean, a null
or a number in base sixty of (`no`, `~`, `1:30`) is refused.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.text.say import Phrase

Path = tuple[str | int, ...]
Lines = dict[Path, int]
"""The line of each key and item, by its path from the top of the document."""

MAX_DEPTH: Final = 12
MAX_BYTES: Final = 250_000
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEANS: Final = frozenset("y n yes no on off true false null ~".split()) | {""}
FLAGS: Final = frozenset({"optional", "may_be_negative"})
"""Keys whose value is true or false, which alone may stand without quotation marks."""
_BASE_SIXTY: Final = re.compile(r"[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?")


def read_yaml(text: str, path: str) -> tuple[Any, Lines, list[Problem]]:
    """Return the document of `text` (None where it cannot be read), its lines and its problems."""
    builder = _Builder(path)
    try:
        document = builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return None, {}, [*builder.problems, problem("plan-syntax", Place(path, line=line), reason=error.problem)]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        reason = Phrase("a control character stands here")
        return None, {}, [*builder.problems, problem("plan-syntax", Place(path, line=line), reason=reason)]
    except _TooDeepError:
        return None, {}, builder.problems
    return document, builder.lines, builder.problems


class _TooDeepError(Exception):
    """The document nests deeper than any plan does; reading stops."""


class _Builder:
    """Turns the events of one document into values, noting lines and problems on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: Lines = {}
        self.problems: list[Problem] = []

    def document(self, events: Iterator[yaml.Event]) -> Any:
        """Build the first document; a second one in the same file is a problem."""
        value = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.lines:
                    self._refuse("plan-syntax", event, reason=Phrase("a second document begins here"))
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
            return self._mapping(events, at)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, at)
        return self._scalar(event, at) if isinstance(event, yaml.ScalarEvent) else None

    def _check_event(self, event: yaml.Event) -> None:
        """Refuse what makes a value more than the text that is written: anchors, aliases and tags."""
        if anchor := getattr(event, "anchor", None):
            self._refuse("plan-alias", event, anchor)
        if (tag := getattr(event, "tag", None)) and tag != "!":
            self._refuse("plan-tag", event, tag)

    def _mapping(self, events: Iterator[yaml.Event], at: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._check_event(event)
            key = event.value if isinstance(event, yaml.ScalarEvent) else str(self._value(event, events, (*at, "?")))
            if key in mapping:
                self._refuse("plan-duplicate-key", event, key, first=self.lines[*at, key])
            self.lines.setdefault((*at, key), _line(event))
            mapping[key] = self._value(next(events), events, (*at, key))
        return mapping

    def _sequence(self, events: Iterator[yaml.Event], at: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            self.lines[*at, len(items)] = _line(event)
            items.append(self._value(event, events, (*at, len(items))))
        return items

    def _scalar(self, event: yaml.ScalarEvent, at: Path) -> str:
        flag = at[-1:] and at[-1] in FLAGS and event.value in {"true", "false"}
        if not event.style and event.value.lower() in _BOOLEANS and not flag:
            self._refuse("plan-yaml-boolean", event, event.value)
        elif not event.style and _BASE_SIXTY.fullmatch(event.value):
            self._refuse("plan-yaml-time", event, event.value)
        return str(event.value)

    def _refuse(self, rule: str, event: yaml.Event, value: str | None = None, **details: object) -> None:
        self.problems.append(problem(rule, Place(self.path, line=_line(event)), value, **details))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1

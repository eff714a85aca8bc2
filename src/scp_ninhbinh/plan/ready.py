"""The embedded plan as its YAML was read and checked once: most runs then need neither a reader of YAML nor the checks.

`ready.json`, made by `make docs`, holds it with the hash of the YAML that it was read of; it says nothing of any other.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pkgutil import get_data
from typing import Any, Final

from pydantic import BaseModel

from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.vocabulary import Part
from scp_ninhbinh.text.numbers import Percentage

FILE: Final = "plan/ready.json"
KIND, NUMBER = "is", "number"
"""The keys of the class of a part, and of an exact number: no part has such keys of its own."""

NUMBERS: Final = {one.__name__: one for one in (Fraction, Percentage)}


def ready_plan(sha256: str) -> Plan | None:
    """Return the plan that was read of the YAML with this hash; None where it was another."""
    document: dict[str, Any] = {}
    with suppress(OSError):  # a package without it reads the YAML
        document = json.loads(get_data("scp_ninhbinh", FILE) or b"{}")
    if document.get("sha256") != sha256:
        return None
    plan: Plan = _made(document["plan"], {one.__name__: one for one in _kinds(Part)})
    return plan


def ready_text(plan: Plan, sha256: str) -> str:
    """Return what `ready.json` holds for a sound plan without warnings."""
    return json.dumps({"sha256": sha256, "plan": _plain(plan)}, ensure_ascii=False, indent=1) + "\n"


def _kinds(part: type[Part]) -> Iterator[type[Part]]:
    yield part
    for kind in part.__subclasses__():
        yield from _kinds(kind)


def _plain(value: Any) -> Any:
    match value:
        case BaseModel():
            return {KIND: type(value).__name__, **dict(_fields(value))}
        case Fraction():
            return {KIND: type(value).__name__, NUMBER: str(value)}
        case tuple():
            return [_plain(one) for one in value]
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case _:
            return value


def _fields(part: BaseModel) -> Iterator[tuple[str, Any]]:
    """Yield what a part says by the keys of its YAML, without what it says by saying nothing."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if value is not field.default:
            yield field.alias or name, _plain(value)


def _made(value: Any, kinds: dict[str, type[Part]]) -> Any:
    """Return a value as it was; nothing is validated again."""
    if isinstance(value, list):
        return tuple(_made(one, kinds) for one in value)
    if not isinstance(value, dict):
        return value
    if value.get(KIND) in NUMBERS:
        return NUMBERS[value[KIND]](value[NUMBER])
    made = {name: _made(one, kinds) for name, one in value.items() if name != KIND}
    return kinds[value[KIND]].model_construct(**made) if KIND in value else made

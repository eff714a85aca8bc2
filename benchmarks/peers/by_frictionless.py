"""frictionless: a Table Schema with a primary key, and one constraint between two cells."""

import sys

from frictionless import Checklist, Resource, Schema, checks
from report import Found, run
from rules import ANSWERS, AREAS, KINDS, NUMBERS, YEARS

CONSTRAINTS: dict[str, dict[str, object]] = {
    "year": {"required": True, "minimum": YEARS[0], "maximum": YEARS[1]},
    "kind": {"required": True, "enum": [*KINDS]},
    "id": {"required": True},
    "area": {"enum": [*AREAS]},
    **{name: {"enum": [*words]} for name, words in ANSWERS.items()},
    **{name: {"minimum": 0} for name in NUMBERS},
}
TYPES = {"year": "integer", **dict.fromkeys(NUMBERS, "number")}
PART = "packaging_hard is None or packaging_total is None or packaging_hard <= packaging_total"


def schema(header: list[str]) -> Schema:
    fields = [
        {"name": name, "type": TYPES.get(name, "string"), "constraints": CONSTRAINTS.get(name, {})} for name in header
    ]
    return Schema.from_descriptor({"fields": fields, "primaryKey": ["year", "id"]})


def look(path: str) -> Found:
    with open(path, encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split(",")
    checklist = Checklist(checks=[checks.row_constraint(formula=PART)])
    return Found(
        Resource(path=path, schema=schema(header)).validate(checklist, limit_errors=sys.maxsize).stats["errors"]
    )


run(look)

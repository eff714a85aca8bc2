"""JSON Schema (2020-12) of the formats that are read and written: plan, survey, score, explain, review, check, verify.

Made from the models of the plan, of the units and of the outputs, and from the tables of words; what is written here
is what these do not say. `docs/schemas/` holds the texts.
"""

import ast
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from textwrap import dedent
from typing import Any, Final, get_args

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from scp_ninhbinh.documents.words import question
from scp_ninhbinh.plan.clauses import PLAN_1, Encourage, Plan, Scored
from scp_ninhbinh.plan.vocabulary import FOR, ID, RESERVED, YES_NO, Vocabulary
from scp_ninhbinh.scores.again import Verification
from scp_ninhbinh.scores.explain import Explain
from scp_ninhbinh.scores.outputs import Check, Score
from scp_ninhbinh.scores.results import LEFT_OUT
from scp_ninhbinh.scores.review import ReviewFile
from scp_ninhbinh.survey.cells import UNKNOWN_MARKS
from scp_ninhbinh.writers.schema_texts import COLUMNS, HEADS, PLAN, PROJECT, Which

Document = dict[str, Any]

SCORED: Final = tuple(kind.__name__ for kind in get_args(Scored))
RATES, SUMMED, ANSWERED = (
    tuple(kind.__name__ for kind in get_args(Scored | Encourage) if key in kind.model_fields)
    for key in ("ratio", "total", "answer")
)
"""The measures of numbers, and those that have a ratio, a total, an answer."""

_NUMBER: Final = (
    "[-–]|[0-9]{1,15}([.,]([0-9]{1,2}|[0-9]{4,15}))?|(0[0-9]{0,14}|[0-9]{4,15})[.,][0-9]{3}"  # 3.946 reads in two ways
)
_UNKNOWN: Final = sorted(UNKNOWN_MARKS)
_YEAR: Final = {"pattern": "^(19|20|21)[0-9]{2}$"}


class _Plain(GenerateJsonSchema):
    """Leaves out what repeats a key's name, and the keyword `discriminator`, which JSON Schema does not have.

    What a class is for is read off its source, because under -OO Python forgets it.
    """

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        return super().model_schema(schema) | _described(schema["cls"])

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        return super().enum_schema(schema) | _described(schema["cls"])

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        found = super().tagged_union_schema(schema)
        found.pop("discriminator", None)
        return found


class _WithoutNull(_Plain):
    """A plan has no null: an optional key that says nothing is left out; a measure says which keys an indicator has."""

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Return a choice by one key, so that an editor says what the chosen part lacks, and not that none fits."""
        key, names = str(schema["discriminator"]), [str(name) for name in schema["choices"]]
        parts = super().tagged_union_schema(schema)["oneOf"]
        return {
            "type": "object",
            "required": [key],
            "properties": {key: {"enum": names, "description": PLAN[key]}},
            "allOf": [{"if": _has(key, name), "then": part} for name, part in zip(names, parts, strict=True)],
        }

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


class _ByWord(_WithoutNull):
    """Of a project: what may be a word or keys is one of the two."""

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Return a choice of which each fits one kind of value."""
        return _Plain.tagged_union_schema(self, schema)


class _Written(_Plain):
    """What is written has every key: a default only says what a part of it always is."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_is_required(self, field: Any, total: bool) -> bool:
        return field["name"] not in LEFT_OUT

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        """Return the schema of a part with what its own source says of it and of its keys."""
        found = super().dataclass_schema(schema)
        kind = schema["cls"]
        keys = dict(_meanings(kind))
        for name, key in found["properties"].items():
            key["description"] = keys[name]
        for name in LEFT_OUT & found["properties"].keys():  # absent, not null
            key = found["properties"][name]
            if "anyOf" in key:
                key |= next(one for one in key.pop("anyOf") if one != {"type": "null"})
            else:  # it is never there
                del found["properties"][name]
        return {key: value for key, value in found.items() if key != "title"} | _described(kind)


class _Ungrouped(_Written):
    """What is explained has no groups: they are never asked for."""

    def field_is_present(self, field: Any) -> bool:
        return field["name"] not in LEFT_OUT


def _has(key: str, value: str) -> Document:
    """Return what only a part fits whose key says this."""
    return {"properties": {key: {"const": value}}, "required": [key]}


def _meanings(kind: type) -> Iterator[tuple[str, str]]:
    """Yield each key with the text under its field; one that a class narrows keeps the text that it has there or above.

    By the source, because Python forgets these texts.
    """
    for one in reversed(kind.__mro__):
        if is_dataclass(one):
            yield from _source(one)[1].items()


def _described(kind: type) -> JsonSchemaValue:
    return {"description": text} if (text := _source(kind)[0]) else {}


def _source(kind: type) -> tuple[str, dict[str, str]]:
    """Return the docstring of a class and the texts under its fields."""
    (found,) = ast.parse(dedent(inspect.getsource(kind))).body
    assert isinstance(found, ast.ClassDef)
    texts = {}
    for field, below in zip(found.body, found.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and (text := _text(below)):
            texts[field.target.id] = text
    return _text(found.body[0]), texts


def _text(node: ast.stmt) -> str:
    held = node.value if isinstance(node, ast.Expr) else None
    return inspect.cleandoc(held.value) if isinstance(held, ast.Constant) and isinstance(held.value, str) else ""


def schema_text(which: Which, plan: Plan) -> str:
    """Return the JSON Schema of a format as text, the same bytes every time.

    That of a survey is of the columns of the `plan`; that of plans lets an editor offer its kinds and columns.
    """
    body = _MAKERS[which](plan)
    title, description = HEADS[which]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:scp-ninhbinh:{which}:1",
        "title": title,
        "description": description,
    }
    return json.dumps(head | {key: body[key] for key in body if key not in head}, ensure_ascii=False, indent=2) + "\n"


def _plan(plan: Plan) -> Document:
    """Return the plan's model. Which kinds and columns there are is for the plan to say, and for scp check."""
    body = Plan.model_json_schema(schema_generator=_WithoutNull)
    for words in ("kinds", "columns"):
        body["properties"][words]["propertyNames"] = {"pattern": f"^{ID.pattern}$", "not": {"enum": sorted(RESERVED)}}
    rate = body["$defs"]["Quotient"]
    old = {"properties": {"hard": rate["properties"]["sum"], "total": rate["properties"]["over"]}}
    body["$defs"]["OldQuotient"] = rate | {"required": ["hard", "total"]} | old
    either = {"oneOf": [{"$ref": "#/$defs/Quotient"}, {"$ref": "#/$defs/OldQuotient"}]}
    for name in RATES:
        body["$defs"][name]["properties"]["ratio"] = dict(either)
    column = body["$defs"]["Column"]
    for part in ("Column", "Quotient", "OldQuotient"):
        unit = {"anyOf": [column["properties"]["ask"], {"type": "string"}]}
        body["$defs"][part]["properties"]["unit"] = unit
    column["allOf"] = [{"if": {"required": [key]}, "then": _has("holds", holds)} for key, holds in FOR.items()]
    column["allOf"].append({"if": _has("holds", "choice"), "then": {"required": ["choices"]}})
    new_rate = {"properties": {"ratio": {"required": ["sum", "over"]}}}
    new_form = {"if": _has("schema", "scp/plan/2"), "then": {"properties": {"indicators": {"items": new_rate}}}}
    old_words = {"properties": {"indicators": {"items": {"allOf": list(_embedded_words(plan.vocabulary))}}}}
    body["allOf"] = [new_form, {"if": _has("schema", PLAN_1), "then": old_words}]
    for name in (*SCORED, "Encourage"):
        body["$defs"][name]["properties"]["of"]["uniqueItems"] = True
    body["$defs"]["Base"]["properties"]["years"]["uniqueItems"] = True
    for model, part in {"Plan": body, **body["$defs"]}.items():
        for key, schema in part["properties"].items():
            schema["description"] = PLAN.get(f"{model}.{key}", PLAN.get(key, ""))
    _offer(plan.vocabulary, body["$defs"])
    return body


def _project(plan: Plan) -> Document:
    """Return the project's model."""
    from scp_ninhbinh.project.file import ProjectPart

    body = ProjectPart.model_json_schema(schema_generator=_ByWord)
    for part in (body, *body["$defs"].values()):
        for key, schema in part["properties"].items():
            schema["description"] = PROJECT[key]
            schema.pop("default", None)
    return body


def _embedded_words(known: Vocabulary) -> Iterator[Document]:
    """Yield what an indicator may ask for of the embedded kinds and columns: a column must be one of every kind."""
    answers = {kind: list(known.fitting(kind, "yes_no")) for kind in known.kinds}
    numbers = [kind for kind in known.kinds if known.fitting(kind, "number")]
    yield _if_measure(
        ["share", "count", "encourage"],
        {
            "of": {"items": {"enum": [kind for kind, columns in answers.items() if columns]}},
            "answer": {"propertyNames": {"enum": list(known.holding("yes_no"))}},
        },
    )
    parts = {name: column.part_of for name, column in known.columns.items() if column.part_of}
    rate = {"hard": {"enum": list(parts)}, "total": {"enum": list(dict.fromkeys(parts.values()))}}
    ratio = {"required": list(rate), "properties": rate}
    yield _if_measure(["reduction"], {"of": {"items": {"enum": numbers}}, "ratio": ratio})
    for kinds in (kinds for kinds in known.groups if answers[kinds[0]]):
        yield {
            "if": {"properties": {"of": {"contains": {"enum": list(kinds)}}}, "required": ["of", "answer"]},
            "then": {"properties": {"answer": {"propertyNames": {"enum": answers[kinds[0]]}}}},
        }


def _if_measure(measures: list[str], then: Document) -> Document:
    return {
        "if": {"properties": {"measure": {"enum": measures}}, "required": ["measure"]},
        "then": {"properties": then},
    }


def _offer(known: Vocabulary, parts: Document) -> None:
    """Let an editor offer kinds and columns with what they mean, and take any other: a plan may declare its own."""
    for name in (*SCORED, "Encourage", "Column"):
        of = parts[name]["properties"]["kinds" if name == "Column" else "of"]
        words = [several.en for several in map(known.several, known.kinds)]
        of["items"] = _offered(of["items"], list(known.kinds), words)
    for name in ANSWERED:
        answer = parts[name]["properties"]["answer"]
        yes_no = {column: known.columns[column].ask.en for column in known.holding("yes_no")}
        answer["properties"] = {
            column: answer["additionalProperties"] | {"description": text} for column, text in yes_no.items()
        }
    numbers = list(known.holding("number"))
    asked = [known.columns[column].ask.en for column in numbers]
    for name, key in (*(("Quotient", key) for key in ("sum", "over")), *((name, "total") for name in SUMMED)):
        of = parts[name]["properties"]
        of[key] = _offered(of[key], numbers, asked) | {"description": of[key]["description"]}


def _offered(any_other: Document, words: list[str], meanings: list[str]) -> Document:
    return {"anyOf": [{"enum": words, "enumDescriptions": meanings}, any_other]} if words else any_other


def _survey(plan: Plan) -> Document:
    """Return what every row has, and beside it what each kind that the plan asks for asks of its own columns."""
    known = plan.vocabulary.only(plan.asked)
    texts = {name: question(column).en for name, column in known.columns.items()}
    columns = {
        name: {"type": "string", "description": texts.get(name) or COLUMNS.get(name, "")} for name in known.names
    }
    cells = {name: _cell(name, known) for name in known.columns}
    return {
        "type": "object",
        "properties": columns
        | {"year": columns["year"] | _YEAR, "kind": columns["kind"] | {"enum": list(known.kinds)}},
        "required": ["year", "kind"],
        "additionalProperties": {"type": "string"},
        "anyOf": [{"properties": {name: {"pattern": r"\S"}}, "required": [name]} for name in ("id", "name")],
        "oneOf": [{"$ref": f"#/$defs/{kinds[0]}"} for kinds in known.groups],
        "$defs": {f"cell_{name}": cell for name, cell in cells.items() if cell}
        | {kinds[0]: _unit(kinds, known, cells) for kinds in known.groups},
    }


def _cell(name: str, known: Vocabulary) -> Document:
    """Return what a cell of a column may hold."""
    column = known.columns[name]
    match column.holds:
        case "yes_no":
            return {"enum": list(dict.fromkeys([*YES_NO, *_UNKNOWN]))}
        case "number":
            sign = "-?" if column.may_be_negative == "true" else ""
            positive = "(?=.*[1-9])" if column.above is not None and column.above >= 0 else ""
            return {"anyOf": [{"enum": _UNKNOWN}, {"pattern": f"^{positive}{sign}({_NUMBER})$"}]}
        case "choice":
            return {"enum": ["", *(column.choices or {})]}
        case "year":
            return {"anyOf": [{"enum": [""]}, _YEAR]}
        case "clauses":
            return {"pattern": "^([^;,]+([;,][^;,]+)*)?$"}
        case _:
            return {}


def _unit(kinds: tuple[str, ...], known: Vocabulary, cells: Mapping[str, Document]) -> Document:
    own = known.of(kinds[0])
    required = [name for name in own if known.columns[name].optional == "false"]
    properties = {name: {"$ref": f"#/$defs/cell_{name}"} for name in own if cells[name]}
    description = ", ".join(known.several(kind).en for kind in kinds)
    return {
        "description": description,
        "properties": {"kind": {"enum": list(kinds)}} | properties,
        "required": required,
    }


def _written(kind: type, generator: type[GenerateJsonSchema] = _Written) -> Callable[[Plan], Document]:
    return lambda _: TypeAdapter(kind).json_schema(schema_generator=generator)


_MAKERS: Final[Mapping[Which, Callable[[Plan], Document]]] = {
    "plan": _plan,
    "project": _project,
    "survey": _survey,
    "score": _written(Score),
    "explain": _written(Explain, _Ungrouped),
    "review": _written(ReviewFile),
    "check": _written(Check),
    "verify": _written(Verification),
}

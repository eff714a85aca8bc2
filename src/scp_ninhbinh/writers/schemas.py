"""JSON Schema (2020-12) of the formats that are read and written: plan, survey, score, explain, review, check.

Made from the models of the plan, of the units and of the outputs, and from the tables of words; what is written here
is what these do not say. `docs/schemas/` holds the texts.
"""

import ast
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from textwrap import dedent
from typing import Any, Final, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.vocabulary import MEASURING_UNITS, YES_NO
from scp_ninhbinh.scores.explain import Explain
from scp_ninhbinh.scores.results import LEFT_OUT, Check, Score
from scp_ninhbinh.scores.review import ReviewFile
from scp_ninhbinh.survey.cells import UNKNOWN_MARKS
from scp_ninhbinh.survey.units import COLUMNS, MODEL_OF, MODELS, Unit, vocabulary

Which = Literal["plan", "survey", "score", "explain", "review", "check"]
Document = dict[str, Any]

_HEADS: Final[Mapping[Which, tuple[str, str]]] = {
    "plan": (
        "Plan of scp",
        "A plan as its YAML file declares it. Texts that YAML may read as something else, such as no, 1.1 or 1:30, "
        "need quotation marks. What holds between values, such as a stretch above at_least, only scp check can say.",
    ),
    "survey": (
        "Row of a survey",
        'One unit in one year: texts by column, as a CSV gives them. An empty string is "not known", which is not '
        '"no". A column is required by the kinds that need it; those of other kinds may stand beside them, empty. '
        "The reader accepts more: Vietnamese and English headings, names of kinds and of measuring units (chợ, siêu "
        "thị, cái), any case, spaces around a word, words without diacritics, grouped thousands where the file settles "
        "how they read. "
        "What holds between cells, between rows or with the plan only scp check can say.",
    ),
    "score": (
        "Scores",
        "What scp score --format json writes. Percentages are numbers from 0 to 100, unrounded; what does not exist is "
        "null, never 0. New keys may be added within the name of the schema.",
    ),
    "explain": (
        "Explanations",
        "What scp explain --format json writes: the results of one indicator as in scp score, and what each rests on. "
        "New keys and new steps may be added within the name of the schema.",
    ),
    "review": (
        "Reviews",
        "What scp review --format json writes: each target over the years. Percentages are numbers from 0 to 100, "
        "unrounded; what does not exist is null, never 0. New keys may be added within the name of the schema.",
    ),
    "check": (
        "Findings",
        "What scp check --format json writes: everything found, problem by problem. New keys and new rules may be "
        "added within the name of the schema.",
    ),
}

_PLAN: Final = {
    "schema": "The name of this format.",
    "id": "A name such as zones-informed, not used twice.",
    "Plan.id": "The number of the plan.",
    "title": "What tables and reports call it.",
    "vi": "In Vietnamese.",
    "en": "In English.",
    "period": "The years of the plan.",
    "first": "The first year, included.",
    "last": "The last year, included.",
    "territory": "The territory meant, and its boundaries of which year.",
    "areas": "The areas of the territory; a survey of a year of theirs is checked for other names.",
    "Area.name": "The name of the area, as it is shown.",
    "Area.since": "The first year of that name; from the start if left out.",
    "Area.until": "The last year of that name.",
    "indicators": "Every clause that is scored or tracked, in the order in which it is shown.",
    "notes": "How the clause is read; shown, not computed with.",
    "reading": "The reading that is taken.",
    "why": "The reason for it.",
    "measure": "share and reduction are percentages, count a number; encourage and task are counted and never judged.",
    "count": "Different units, each once over the years, or occasions, which are rows.",
    "of": "The kinds of unit that count, each once.",
    "answer": "The column of the survey, and the answer that counts.",
    "ratio": "The columns of the rate.",
    "hard": "The column of the part.",
    "total": "The column of the whole.",
    "base": "The year that the cut is measured from.",
    "year": "The base year, before every due year.",
    "targets": "What is required by which year; each due year once.",
    "due": "The year by the end of which it is required, one of the plan's period.",
    "at_least": "What is required: a percentage with its sign, such as 70%.",
    "CountTarget.at_least": "What is required: a whole number.",
    "stretch": "The upper figure of a range; more than at_least, never a cap.",
    "clause": "The clause as the plan numbers it.",
    "since": "The first year that counts, up to the due year.",
    "readings": "In place of since: the first years that the clause may mean, the leading one first.",
}
"""What each key of a plan says: here, because a description on each field is felt when `plan` is imported."""

_COLUMNS: Final = {
    "year": "The year that the answer holds for, with four digits.",
    "kind": "The kind of unit.",
    "id": "A stable code of the unit; it or the name must be filled in.",
    "name": "The name of the unit.",
    "area": "District, commune or ward.",
    "stratum": "The stratum of a sample.",
    "informed": "Whether the unit was informed since the plan began.",
    "packaging_total": "Packaging given out in the observed period; 0 or more.",
    "packaging_hard": "The hard-to-degrade part of packaging_total; at most as much.",
    "packaging_unit": "What packaging was counted in.",
    "days": "Length of the observation in days, above 0.",
    "hard_bags": "Whether hard-to-degrade nylon bags are used.",
    "applied": "Whether the model is applied.",
    "held": "Whether the campaign was held.",
    "includes_scp": "Whether sustainable consumption and production is part of the curriculum.",
    "in_safe_chain": "Whether the business is part of a safe-food chain.",
    "traceable": "Whether its products can be traced.",
    "task": "The clauses of the plan's tasks that the activity serves, such as II.1.b; II.2.d.",
    "note": "For people; not read.",
}
"""What each column of a survey says."""

_NUMBER: Final = (
    "[-–]|[0-9]{1,15}([.,]([0-9]{1,2}|[0-9]{4,15}))?|(0[0-9]{0,14}|[0-9]{4,15})[.,][0-9]{3}"  # 3.946 reads in two ways
)
_UNKNOWN: Final = sorted(UNKNOWN_MARKS)
_YEAR: Final = {"pattern": "^(19|20|21)[0-9]{2}$"}
_CELLS: Final[Document] = {
    "answer": {"enum": list(dict.fromkeys([*YES_NO, *_UNKNOWN]))},
    "number": {"anyOf": [{"enum": _UNKNOWN}, {"pattern": f"^({_NUMBER})$"}]},
    "days": {"anyOf": [{"enum": _UNKNOWN}, {"pattern": f"^(?=.*[1-9])({_NUMBER})$"}]},
    "packaging_unit": {"enum": ["", *MEASURING_UNITS]},
    "task": {"pattern": "^([^;,]+([;,][^;,]+)*)?$"},
}
"""What the cell of a kind's own column may hold, by the column or by whether it holds answers or numbers."""


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
    """A plan has no null: an optional key that says nothing is left out."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


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
        for key in (found["properties"][name] for name in LEFT_OUT & found["properties"].keys()):
            key |= next(one for one in key.pop("anyOf") if one != {"type": "null"})  # noqa: PLW2901 (absent, not null)
        return {key: value for key, value in found.items() if key != "title"} | _described(kind)


class _Ungrouped(_Written):
    """What is explained has no groups: they are never asked for."""

    def field_is_present(self, field: Any) -> bool:
        return field["name"] not in LEFT_OUT


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


def schema_text(which: Which) -> str:
    """Return the JSON Schema of a format as text, the same bytes every time."""
    body = _MAKERS[which]()
    title, description = _HEADS[which]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:scp-ninhbinh:{which}:1",
        "title": title,
        "description": description,
    }
    return json.dumps(head | {key: body[key] for key in body if key not in head}, ensure_ascii=False, indent=2) + "\n"


def _plan() -> Document:
    """Return the plan's model with the words that a survey knows, which the model itself leaves to its caller."""
    body = Plan.model_json_schema(schema_generator=_WithoutNull)
    for name in ("Share", "Count", "Encourage"):
        _add_answers(body["$defs"][name])
    numbers = _columns("number")
    body["$defs"]["Reduction"]["properties"]["of"] |= {"items": {"enum": list(numbers)}, "uniqueItems": True}
    for column in body["$defs"]["Ratio"]["properties"].values():
        column["enum"] = list(dict.fromkeys(name for names in numbers.values() for name in names))
    for model, part in {"Plan": body, **body["$defs"]}.items():
        for key, schema in part["properties"].items():
            schema["description"] = _PLAN.get(f"{model}.{key}", _PLAN.get(key, ""))
    return body


def _columns(holds: str) -> dict[str, list[str]]:
    """Return the columns of each kind that hold answers, or numbers."""
    columns = {kind: [name for name, what in has.items() if what == holds] for kind, has in vocabulary().items()}
    return {kind: names for kind, names in columns.items() if names}


def _add_answers(indicator: Document) -> None:
    """Name the kinds and the columns of answers; a column must be one of every kind asked."""
    answers = _columns("answer")
    indicator["properties"]["of"] |= {"items": {"enum": list(answers)}, "uniqueItems": True}
    answer = indicator["properties"]["answer"]
    word = answer["additionalProperties"]
    columns = {name: word for names in answers.values() for name in names}
    answer |= {"properties": columns, "additionalProperties": False}
    indicator["allOf"] = [
        {
            "if": {"properties": {"of": {"contains": {"enum": list(model.KINDS)}}}, "required": ["of"]},
            "then": {"properties": {"answer": {"propertyNames": {"enum": answers[model.KINDS[0]]}}}},
        }
        for model in MODELS
        if model.KINDS[0] in answers
    ]


def _survey() -> Document:
    """Return what every row has, and beside it what each kind of unit asks of its own columns."""
    columns = {column: {"type": "string", "description": _COLUMNS.get(column, "")} for column in COLUMNS}
    return {
        "type": "object",
        "properties": columns | {"year": columns["year"] | _YEAR, "kind": columns["kind"] | {"enum": list(MODEL_OF)}},
        "required": list(Unit.required()),
        "additionalProperties": {"type": "string"},
        "anyOf": [{"properties": {name: {"pattern": r"\S"}}, "required": [name]} for name in ("id", "name")],
        "oneOf": [{"$ref": f"#/$defs/{model.__name__}"} for model in MODELS],
        "$defs": _CELLS | {model.__name__: _unit(model) for model in MODELS},
    }


def _unit(model: type[Unit]) -> Document:
    holds = vocabulary()[model.KINDS[0]]
    cells = {name: holds.get(name, name) for name in model.columns()}
    own = {name: {"$ref": f"#/$defs/{cell}"} for name, cell in cells.items() if cell in _CELLS}
    required = [name for name in model.required() if name not in Unit.required()]
    properties = {"kind": {"enum": list(model.KINDS)}} | own
    return {"description": _source(model)[0], "properties": properties, "required": required}


def _written(kind: type, generator: type[GenerateJsonSchema] = _Written) -> Callable[[], Document]:
    return lambda: TypeAdapter(kind).json_schema(schema_generator=generator)


_MAKERS: Final[Mapping[Which, Callable[[], Document]]] = {
    "plan": _plan,
    "survey": _survey,
    "score": _written(Score),
    "explain": _written(Explain, _Ungrouped),
    "review": _written(ReviewFile),
    "check": _written(Check),
}

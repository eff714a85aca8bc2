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
from typing import Any, Final, Literal, get_args

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

Which = Literal["plan", "survey", "project", "score", "explain", "review", "check", "verify"]
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
        "The reader accepts more: Vietnamese and English headings and words of kinds and of choices, any case, spaces "
        "around a word, words without diacritics, grouped thousands where the file settles how they read. "
        "What holds between cells, between rows or with the plan only scp check can say.",
    ),
    "project": (
        "Project of scp",
        "How survey files are read, as a person has confirmed it: scp.yaml. A column may be named by any of its words. "
        "Whether the files have the sheets and headings named here only scp check can say.",
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
    "verify": (
        "Verifications",
        "What scp verify --format json writes: whether a saved score, run again, is the same, and what differs. New "
        "keys may be added within the name of the schema.",
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
    "Area.was": "The names before of what became this area; compared over the years, all of them are one area.",
    "indicators": "Every clause that is scored or tracked, in the order in which it is shown.",
    "notes": "How the clause is read; shown, not computed with.",
    "reading": "The reading that is taken.",
    "why": "The reason for it.",
    "measure": "share: units with an answer, of all; ratio, total: the level of sums; reduction, increase: a change "
    "since a base year; count: a number; encourage and task are counted and never judged.",
    "count": "Different units, each once over the years; those of them that are new since the first year that counts; "
    "or occasions, which are rows.",
    "of": "The kinds of unit that count, each once.",
    "answer": "The column of the survey, and the answer that counts; several are counted each by itself.",
    "Share.answer": "The column of the survey, and the answer that counts; several with answers.",
    "Count.answer": "The column of the survey, and the answer that counts; several with answers.",
    "Reduction.answer": "The answer whose share falls; several with answers.",
    "Increase.answer": "The answer whose share rises; several with answers.",
    "answers": "How many of several answers make a unit count: all, or at least 2.",
    "ratio": "Two columns, sum over sum: a percentage, or in a unit of its own.",
    "sum": "The column above the line: of a percentage the part.",
    "over": "The column below the line: of a percentage the whole.",
    "times": "What the ratio is multiplied by, such as 1000, in its unit.",
    "Quotient.unit": "What the ratio is in, a text or one in both languages; its limits are then numbers without %.",
    "Total.total": "The column that is summed up.",
    "Reduction.total": "The column whose sum falls.",
    "Increase.total": "The column whose sum rises.",
    "each": "Whether every area, or every year of the window, has to meet the limit by itself.",
    "per_year": "Whether the limit is of the mean change of a year, compounded.",
    "hard": "The column of the part, as the first form of a plan calls it.",
    "total": "The column of the whole, as the first form of a plan calls it.",
    "survey": "embedded: the kinds and columns of the embedded plan; or a file of some beside the plan.",
    "kinds": "The kinds of unit, by the names that files for machines use.",
    "Column.kinds": "The kinds that have the column.",
    "columns": "The columns of a survey, by the names that files for machines use.",
    "Kind.vi": "Its words in Vietnamese: the first is shown, all are read.",
    "Kind.en": "Its words in English: the first is shown, all are read.",
    "Column.vi": "Its headings in Vietnamese: the first is shown, all are read.",
    "Column.en": "Its headings in English: the first is shown, all are read.",
    "Named.vi": "Its words in Vietnamese: the first is shown, all are read.",
    "Named.en": "Its words in English: the first is shown, all are read.",
    "many": "What several are called in English; the first word if left out.",
    "holds": "What the cells hold.",
    "ask": "The question with its notes: for the form, the dictionary and the schema.",
    "unit": "What a number is in, a text or one in both languages.",
    "part_of": "The column that is the whole: this one is never more.",
    "unit_in": "The column that says the unit of measurement, the same in all rows compared.",
    "divided_by": "The column that the number is divided by where that is given, such as days.",
    "above": "What a number must be above; else it is 0 or more.",
    "may_be_negative": "Whether a number may be below 0.",
    "lasting": "That a yes stays: a no after it is warned of.",
    "unwanted": "Yes = does not meet the clause: words that judge are refused.",
    "opposite": "Headings that ask the opposite, and are refused.",
    "choices": "What may be chosen, by the names that files for machines use.",
    "optional": "Whether a file may lack the column.",
    "short": "A title of at most 25 characters, for a column of a table.",
    "sentence": "What a report says of the figure, with {figure} where it stands; the title and the figure if left out.",
    "citation": "How official documents cite the plan, and how its clauses are found; for reports.",
    "plan": "The plan with its number, its date and who issued it.",
    "clauses": "How a clause is found in the text of the plan.",
    "part": "The letter that tells targets of one clause and due year apart.",
    "base": "The year that the change is measured from, or several.",
    "year": "The base year, before every due year.",
    "years": "Several base years, each once: of a total their mean counts, of a ratio or a share all of them together.",
    "targets": "What is required by which year; each due year once.",
    "due": "The year by the end of which it is required, one of the plan's period.",
    "at_least": "What is required: a percentage with its sign, such as 70%.",
    "CountTarget.at_least": "What is required: a whole number.",
    "AmountTarget.at_least": "What is required: a number in the unit of the column, such as 1500.",
    "LevelTarget.at_least": "What is required: a percentage with its sign, or a number in the unit of the ratio.",
    "at_most": "What is not to be exceeded, in place of at_least; 0 is allowed.",
    "stretch": "The upper figure of a range, more than at_least and never a cap; beside at_most a lower one.",
    "clause": "The clause as the plan numbers it.",
    "since": "The first year that counts, up to the due year.",
    "AmountTarget.since": "The year since which the column is summed up; without it that of the year scored alone.",
    "readings": "In place of since: the first years that the clause may mean, the leading one first.",
}
"""What each key of a plan says: here, because a description on each field is felt when `plan` is imported."""

SCORED: Final = tuple(kind.__name__ for kind in get_args(Scored))
RATES, SUMMED, ANSWERED = (
    tuple(kind.__name__ for kind in get_args(Scored | Encourage) if key in kind.model_fields)
    for key in ("ratio", "total", "answer")
)
"""The measures of numbers, and those that have a ratio, a total, an answer."""

_PROJECT: Final = {
    "schema": "The name of this format.",
    "plan": "The plan's file, from this folder; the embedded plan if left out.",
    "register": "The file that lists all units, from this folder.",
    "lang": "The language of what is said.",
    "ignore_rules": "Rules of scp check whose warnings and notices are not wanted here; errors stay.",
    "files": "How the files are read; of several that match a file, the later one wins key by key.",
    "path": "The file, or a pattern of several such as 2020/*.xlsx, from this folder.",
    "encoding": "The encoding of a text file that is not UTF-8.",
    "sheets": "The sheets by their names: how each is read, or skip.",
    "set": "Constants for columns that the table lacks, such as year: 2020.",
    "columns": 'What headings mean: a column, skip, or {column: "yes"} where yes and no have a column each.',
    "blank": 'Columns of yes and no whose empty cells mean no: {informed: "no"}.',
    "areas": "That rows which name an area give it to those below.",
    "decimal": "The decimal mark of numbers that could be read in two ways.",
}
"""What each key of a project says."""

_COLUMNS: Final = {
    "year": "The year that the answer holds for, with four digits.",
    "kind": "The kind of unit.",
    "id": "A stable code of the unit; it or the name must be filled in.",
    "name": "The name of the unit.",
    "area": "District, commune or ward.",
    "stratum": "The stratum of a sample.",
    "note": "For people; not read.",
}
"""What each column says that every survey may have."""

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
            "properties": {key: {"enum": names, "description": _PLAN[key]}},
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
    title, description = _HEADS[which]
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
            schema["description"] = _PLAN.get(f"{model}.{key}", _PLAN.get(key, ""))
    _offer(plan.vocabulary, body["$defs"])
    return body


def _project(plan: Plan) -> Document:
    """Return the project's model."""
    from scp_ninhbinh.project.file import ProjectPart

    body = ProjectPart.model_json_schema(schema_generator=_ByWord)
    for part in (body, *body["$defs"].values()):
        for key, schema in part["properties"].items():
            schema["description"] = _PROJECT[key]
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
        name: {"type": "string", "description": texts.get(name) or _COLUMNS.get(name, "")} for name in known.names
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

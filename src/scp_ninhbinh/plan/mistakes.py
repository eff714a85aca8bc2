"""What an author most likely meant: the rule that one of pydantic's errors breaks, with a remedy for the value."""

import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from scp_ninhbinh.plan import clauses as models
from scp_ninhbinh.plan.vocabulary import NO, YES
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import bare, fold, spellings

Details = dict[str, object]

MEASURES: Final[Mapping[str, tuple[str, ...]]] = {
    "share": ("tỷ lệ", "tỉ lệ", "tỷ trọng", "percentage", "percent"),
    "reduction": ("giảm", "mức giảm", "cut", "reduce"),
    "count": ("số lượng", "đếm", "number"),
    "encourage": ("khuyến khích", "encouragement"),
    "task": ("nhiệm vụ",),
}
"""The measures, with the words that people write for them."""

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    **MEASURES,
    "yes": YES,
    "no": NO,
    "true": YES,
    "false": NO,
    "units": ("đơn vị",),
    "occasions": ("lần", "lượt", "cuộc", "events", "times"),
    "yes_no": ("có/không", "có không", "yes/no", "boolean", "bool"),
    "number": ("số", "số lượng", "integer"),
    "choice": ("lựa chọn", "danh sách", "list"),
    "text": ("chữ", "văn bản", "string"),
    "year": ("năm",),
    "clauses": ("mục", "nhiệm vụ"),
}
"""The words of the program that a plan chooses between, with what people write for them; they are not read."""

KEYS: Final = tuple(
    dict.fromkeys(
        field.alias or name
        for model in vars(models).values()
        if isinstance(model, type) and issubclass(model, BaseModel)
        for name, field in model.model_fields.items()
    )
)
"""Every key that a plan may have somewhere."""

EXPECTED: Final = {
    "value_error": Phrase("expected a whole number from 1 on"),
    "plan-year": Phrase("expected a year of four digits"),
    "plan-id": Phrase("expected a name without blanks"),
    "string_type": Phrase("expected a text"),
    "string_too_short": Phrase("expected a text that is not empty"),
    "tuple_type": Phrase("expected a list"),
    "dict_type": Phrase("expected keys and values"),
    "string_pattern_mismatch": Phrase("expected a small letter"),
    "string_too_long": Phrase("expected at most 25 characters"),
    "plan-number": Phrase("expected a number"),
    "model_type": Phrase("expected keys and values"),
    "model_attributes_type": Phrase("expected keys and values"),
    "too_short": Phrase("expected more entries"),
    "too_long": Phrase("expected one entry"),
}

SHAPES: Final = {
    **dict.fromkeys(("title", "short", "territory", "ask", "reading", "why"), "{vi: …, en: ...}"),
    "base": "{year: …, why: {vi: ..., en: ...}}",
    "answer": '{…: "no"}',
    "areas": "{name: …}",
}
"""How parts are written that people write as one value, … in place of that."""

_QUOTES: Final = " \"'“”„‟‘’‚«»`"
_RANGE: Final = re.compile(r"([0-9]{1,6}) ?(%?) ?(?:-|–|—|đến|to) ?([0-9]{1,6}) ?(%?)")


def likely(word: str, spelt: Mapping[str, str], suggestions: Suggestions) -> str | None:
    """Return what a word means by these spellings: without its quotation marks and diacritics, or else misspelt."""
    plain = fold(word.strip(_QUOTES))
    near = plain if plain in spelt else bare(plain)
    return spelt.get(near) or spelt.get(suggestions.nearest(plain, tuple(spelt)) or "")


def likely_choice(word: str, choices: tuple[str, ...], suggestions: Suggestions) -> str | None:
    """Return which of the program's words is meant."""
    spelt = spellings({choice: (choice, *WORDS.get(choice, ())) for choice in choices})
    return likely(word, spelt, suggestions)


def broken(
    found: Mapping[str, Any], key: str, value: Any, suggestions: Suggestions, keys: tuple[str, ...]
) -> tuple[str, Details]:
    """Return the rule that pydantic's error breaks, with what its text names."""
    context: Mapping[str, Any] = found.get("ctx", {})
    match found["type"]:
        case "extra_forbidden":
            return "plan-unknown-key", _unknown_key(key, found["loc"], suggestions, keys)
        case "missing" | "string_too_short" if key == "why":
            return "plan-no-reason", {}
        case "union_tag_not_found":
            return "plan-missing-key", {"key": "measure"} | _measure_by_another_name(value)
        case "missing" | "plan-missing-key":
            return "plan-missing-key", {"key": key}
        case "union_tag_invalid":
            guess = likely_choice(str(context["tag"]), tuple(MEASURES), suggestions)
            return "plan-measure", {"choices": tuple(MEASURES), "guess": guess}
        case "plan-percent":
            return "plan-percent", dict(context) | _range(value)
        case "literal_error":
            choices = tuple(re.findall("'([^']*)'", str(context["expected"])))
            return "plan-not-one-of", {"choices": choices, "guess": likely_choice(str(value), choices, suggestions)}
        case kind:
            return _bad_value(kind, key, value)


def _bad_value(kind: str, key: str, value: Any) -> tuple[str, Details]:
    if kind == "plan-yaml-number":
        return kind, {}
    expected = EXPECTED.get(kind, Phrase("expected another value"))
    return "plan-bad-value", {"expected": expected} | _remedy(kind, key, value)


def _measure_by_another_name(indicator: Mapping[str, Any]) -> Details:
    named = next((key for key, value in indicator.items() if isinstance(value, str) and value in MEASURES), None)
    if named is not None:
        return {"remedy": Phrase('write measure in place of "{guess}"'), "guess": named}
    return {"remedy": Phrase("add it, with one of {choices}"), "choices": tuple(MEASURES)}


def _unknown_key(key: str, loc: tuple[str | int, ...], suggestions: Suggestions, keys: tuple[str, ...]) -> Details:
    if "ratio" in loc and key in {"hard", "total"}:
        return {"guess": {"hard": "sum", "total": "over"}[key]}
    owners = tuple(name for name in MEASURES if key in getattr(models, name.capitalize()).model_fields)
    indicator = loc[0] == "indicators" and len(loc) == 4  # noqa: PLR2004 (its number, its measure, the key)
    if indicator and owners:
        remedy = Phrase("only {owners} can have it: remove it, or correct the measure")
        return {"owners": owners, "remedy": remedy}
    if key in keys:
        return {"remedy": Phrase("it belongs elsewhere: check how far in its line begins, or remove it")}
    return {"guess": suggestions.nearest(key, keys)}


def _remedy(kind: str, key: str, value: Any) -> Details:
    match kind:
        case "tuple_type":
            return _as_list(value)
        case "dict_type" | "model_type" | "model_attributes_type":
            return _as_part(key, value)
        case "plan-year":
            years = re.findall("(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])", str(value))
            return {"guess": years[0]} if len(years) == 1 and years[0] != value else {}
        case "plan-id":
            return {"guess": "-".join(str(value).split())}
        case "value_error":
            thousands = re.fullmatch("([1-9][0-9]{0,2})[.,]([0-9]{3})", str(value))
            plain = re.fullmatch("0*([1-9][0-9]{0,5})(?:[.,]0{1,2})?", str(value))
            number = "".join(thousands.groups()) if thousands else plain[1] if plain else ""
            return {"guess": number} if number else _range(value)
        case _:
            return {}


def _as_list(value: Any) -> Details:
    if isinstance(value, dict):
        return {"remedy": Phrase("write - before its first key: - {guess}: ..."), "guess": next(iter(value), "id")}
    return {"remedy": Phrase("write it between square brackets: {guess}"), "guess": f"[{value}]"}


def _as_part(key: str, value: Any) -> Details:
    remedy = Phrase("write it so: {guess}")
    if isinstance(value, list):
        if all(isinstance(one, dict) for one in value):
            return {"remedy": Phrase("write its entries by their names and without dashes")}
        if len(value) == 2 and SHAPES.get(key, "").startswith("{vi"):  # noqa: PLR2004 (the languages)
            return {"remedy": remedy, "guess": f"{{vi: {value[0]}, en: {value[1]}}}"}
        value = value[0] if len(value) == 1 else None
    if not isinstance(value, str):
        return {}
    if key == "period":
        years = re.findall("[0-9]{4}", value)
        first, last = years if len(years) == 2 else ("2021", "2030")  # noqa: PLR2004 (the first and the last)
        return {"remedy": remedy, "guess": f"{{first: {first}, last: {last}}}"}
    text = f'"{value}"' if re.search("[,:{}#]", value) else value
    return {"remedy": remedy, "guess": SHAPES[key].replace("…", text)} if key in SHAPES else {}


def _range(value: Any) -> Details:
    """Return how a range is written: its upper figure is a stretch."""
    found = _RANGE.fullmatch(str(value))
    if not found:
        return {}
    low, sign, high, end = found.groups()
    guess = f"at_least: {int(low)}{sign or end}, stretch: {int(high)}{end}"
    return {"remedy": Phrase("write it so: {guess}"), "guess": guess}

"""What an author most likely meant: the rule that one of pydantic's errors breaks, with a remedy for the value."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, get_args

from pydantic import BaseModel

from scp_ninhbinh.plan import clauses as models
from scp_ninhbinh.plan.vocabulary import NO, YES
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import bare, fold, spellings

Details = dict[str, object]

MEASURES: Final[Mapping[str, tuple[str, ...]]] = {
    "share": ("tỷ lệ", "tỉ lệ", "tỷ trọng", "percentage", "percent"),
    "ratio": ("tỷ số", "tỉ số", "bình quân", "mức", "rate", "per capita", "average"),
    "total": ("tổng", "tổng số", "tổng cộng", "sum"),
    "reduction": ("giảm", "mức giảm", "cut", "reduce"),
    "increase": ("tăng", "mức tăng", "tăng thêm", "rise", "growth"),
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
    "new_units": ("đơn vị mới", "thêm", "xây dựng thêm", "mới", "new", "new units", "additional"),
    "area": ("địa bàn", "mỗi địa bàn", "huyện", "mỗi huyện", "xã", "mỗi xã", "areas", "district", "every area"),
    "occasions": ("lần", "lượt", "cuộc", "events", "times"),
    "yes_no": ("có/không", "có không", "yes/no", "boolean", "bool"),
    "number": ("số", "số lượng", "integer"),
    "choice": ("lựa chọn", "danh sách", "list"),
    "text": ("chữ", "văn bản", "string"),
    "year": ("năm", "mỗi năm", "hằng năm", "hàng năm", "years", "annually", "every year"),
    "clauses": ("mục", "nhiệm vụ"),
}
"""The words of the program that a plan chooses between, with what people write for them; they are not read."""

OTHER_NAMES: Final = {
    **dict.fromkeys(("max", "maximum", "no_more_than", "ceiling", "limit", "below"), "at_most"),
    **dict.fromkeys(("min", "minimum", "required", "goal", "value", "target", "at_last"), "at_least"),
    **dict.fromkeys(("numerator", "part_column"), "sum"),
    **dict.fromkeys(("denominator", "whole", "per", "divided"), "over"),
    **dict.fromkeys(("factor", "multiply", "multiplied_by"), "times"),
    **dict.fromkeys(("base_year", "baseline", "compared_with"), "base"),
    **dict.fromkeys(("from", "start", "counted_since"), "since"),
    **dict.fromkeys(("deadline", "by"), "due"),
    **dict.fromkeys(("every", "for_each", "in_each"), "each"),
    **dict.fromkeys(("annual", "yearly", "a_year", "each_year"), "per_year"),
    **dict.fromkeys(("of_answers", "how_many"), "answers"),
}
"""What people call keys, where it is not only misspelt."""

HOMES: Final[Mapping[str, type[BaseModel]]] = {
    "ratio": models.Quotient,
    "base": models.Base,
    "targets": models.CountTarget,
}
"""What holds keys of its own that people write beside it."""

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
    "plan-sentence": Phrase("expected a text with {figure} in it once"),
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
    **dict.fromkeys(("title", "short", "sentence", "territory", "ask", "reading", "why"), "{vi: …, en: ...}"),
    "base": "{year: …, why: {vi: ..., en: ...}}",
    "answer": '{…: "no"}',
    "areas": "{name: …}",
}
"""How parts are written that people write as one value, … in place of that."""

ONLY_YES_NO: Final = Phrase("answers are those of columns that hold yes_no: write yes or no, or declare such a column")
ONE_READING: Final = Phrase("a clause that is read in one way has no readings: write since: YEAR in their place")

_QUOTES: Final = " \"'“”„‟‘’‚«»`"
_FEW: Final = range(1, 12)
_RANGE: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]+)?) ?(%?) ?(?:-|–|—|đến|to) ?([0-9]{1,6}(?:\.[0-9]+)?) ?(%?)")
_LIMIT: Final = re.compile(
    r"(?:(?P<most><=?|≤|tối đa|không quá|dưới|at most|max|up to|under|below)"
    r"|>=?|≥|tối thiểu|ít nhất|trên|at least|min|over)"
    r" ?(?P<value>[0-9]{1,15}(?:\.[0-9]{1,6})?%?)"
)


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
        case "missing":
            return "plan-missing-key", {"key": key}
        case "union_tag_invalid":
            guess = likely_choice(str(context["tag"]), tuple(MEASURES), suggestions)
            return "plan-measure", {"choices": tuple(MEASURES), "guess": guess}
        case "literal_error":
            choices = tuple(re.findall("'([^']*)'", str(context["expected"])))
            guess = likely_choice(str(value), choices, suggestions)
            asked: Details = {"remedy": ONLY_YES_NO} if "answer" in found["loc"] and not guess else {}
            return "plan-not-one-of", {"choices": choices, "guess": guess} | asked
        case kind if kind in OWN:
            return kind, OWN[kind](key, value, context, suggestions)
        case kind:
            return _bad_value(kind, key, value)


def _bad_value(kind: str, key: str, value: Any) -> tuple[str, Details]:
    if kind == "plan-yaml-number":
        return kind, {}
    expected = EXPECTED.get(kind, Phrase("expected another value"))
    if kind == "value_error" and key == "at_most":
        expected = Phrase("expected a whole number of 0 or more")
    return "plan-bad-value", {"expected": expected} | _remedy(kind, key, value)


def _measure_by_another_name(indicator: Mapping[str, Any]) -> Details:
    named = next((key for key, value in indicator.items() if isinstance(value, str) and value in MEASURES), None)
    if named is not None:
        return {"remedy": Phrase('write measure in place of "{guess}"'), "guess": named}
    return {"remedy": Phrase("add it, with one of {choices}"), "choices": tuple(MEASURES)}


def _unknown_key(key: str, loc: tuple[str | int, ...], suggestions: Suggestions, keys: tuple[str, ...]) -> Details:
    """Return where a key belongs, or what else it means; `loc` is where it stands in the document."""
    parents = [step for step in loc[:-1] if isinstance(step, str)]
    above = parents[-1] if parents else ""
    if above == "ratio" and key in {"hard", "total"}:
        return {"guess": {"hard": "sum", "total": "over"}[key]}
    indicators = loc[0] == "indicators"
    owners = _owners(key, of_targets=above == "targets") if indicators and above in {"indicators", "targets"} else ()
    if owners:
        remedy = Phrase("only {owners} can have it: remove it, or correct the measure")
        return {"owners": owners, "remedy": remedy}
    home = next((name for name, model in HOMES.items() if key in model.model_fields), None)
    if indicators and key == "unit":
        return {"remedy": Phrase("the unit of a ratio goes in ratio, that of a total to its column")}
    if indicators and home and home != above:
        return {"remedy": Phrase("it goes in {home}: write it there, or remove it"), "home": home}
    if indicators and above in HOMES and _owners(key, of_targets=False):
        return {"remedy": Phrase("it belongs to the indicator: write it beside measure, or remove it")}
    if key in keys:
        return {"remedy": Phrase("it belongs elsewhere: check how far in its line begins, or remove it")}
    fitting = tuple(name for name in keys if name in _fitting(above))
    return {"guess": suggestions.nearest(key, fitting) or OTHER_NAMES.get(key) or suggestions.nearest(key, keys)}


def _fitting(above: str) -> Collection[str]:
    """Return the keys of what holds the key that is not known; none where they are not looked up."""
    if above == "targets":
        return {key for name in MEASURES for key in _of_targets(getattr(models, name.capitalize()))}
    return HOMES[above].model_fields if above in HOMES else ()


def _owners(key: str, of_targets: bool) -> tuple[str, ...]:
    """Return the measures that have a key, or whose targets have it."""
    every = {name: getattr(models, name.capitalize()) for name in MEASURES}
    return tuple(
        name for name, model in every.items() if key in (_of_targets(model) if of_targets else model.model_fields)
    )


def _of_targets(measure: type[BaseModel]) -> Collection[str]:
    """Return the keys of the targets of a measure; of one without a number it has none."""
    field = measure.model_fields.get("targets")
    return get_args(field.annotation)[0].model_fields if field else ()


def _remedy(kind: str, key: str, value: Any) -> Details:
    match kind:
        case "tuple_type":
            return _as_list(value)
        case "dict_type" | "model_type" | "model_attributes_type":
            return _as_part(key, value)
        case "too_short" if key == "readings":
            return {"remedy": ONE_READING}
        case "too_short" | "plan-year":
            return _as_year(key, value)
        case "plan-id":
            return {"guess": "-".join(str(value).split())}
        case "value_error":
            thousands = re.fullmatch("([1-9][0-9]{0,2})[.,]([0-9]{3})", str(value))
            plain = re.fullmatch("[≥>≤<= ]*0*([1-9][0-9]{0,5})(?:[.,]0{1,2})?", str(value))
            number = "".join(thousands.groups()) if thousands else plain[1] if plain else ""
            if str(value).endswith("%"):
                return {"remedy": Phrase("write a number, or correct the measure: a percentage of units is a share")}
            return ({"guess": number} if number else {}) | _other_limit(key, value) | _range(key, value)
        case _:
            return {}


def _as_year(key: str, value: Any) -> Details:
    """Return how a year is written, or how one base year and several are."""
    remedy = Phrase("write it so: {guess}")
    listed = value if isinstance(value, list) else list(_years(value))
    if key in {"year", "years"} and len(listed) == 1:
        return {"remedy": remedy, "guess": f"year: {listed[0]}"}
    if key == "year" and listed:
        return {"remedy": remedy, "guess": f"years: [{', '.join(map(str, listed))}]"}
    years = re.findall("(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])", str(value))
    return {"guess": years[0]} if len(years) == 1 and years[0] != value else {}


def _as_list(value: Any) -> Details:
    if isinstance(value, dict):
        return {"remedy": Phrase("write - before its first key: - {guess}: ..."), "guess": next(iter(value), "id")}
    if years := _years(value):
        value = ", ".join(map(str, years))
    return {"remedy": Phrase("write it between square brackets: {guess}"), "guess": f"[{value}]"}


def _as_part(key: str, value: Any) -> Details:
    remedy = Phrase("write it so: {guess}")
    if several := _columns(key, value):
        return {"remedy": remedy, "guess": f"{{{several}}}"}
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


def _columns(key: str, value: Any) -> str:
    """Return how the columns of a ratio or of several answers are written, where only their names stand."""
    names = value if isinstance(value, list) else re.split(" ?(?:/|:|÷) ?", str(value))
    if not all(isinstance(name, str) for name in names):
        return ""
    if key == "ratio" and len(names) == 2:  # noqa: PLR2004 (the part and the whole)
        return f"sum: {names[0]}, over: {names[1]}"
    return ", ".join(f'{name}: "yes"' for name in names) if key == "answer" and len(names) > 1 else ""


def _years(value: Any) -> Sequence[int]:
    """Return the years of "2015-2020"; none of anything else."""
    found = re.fullmatch("((?:19|20|21)[0-9]{2}) ?(?:-|–|—|đến|to) ?((?:19|20|21)[0-9]{2})", str(value))
    return range(int(found[1]), int(found[2]) + 1) if found and int(found[2]) - int(found[1]) in _FEW else ()


def _other_limit(key: str, value: Any) -> Details:
    """Return how a limit is written that says by a sign or a word that it is the other one."""
    found = _LIMIT.fullmatch(fold(str(value).strip(_QUOTES)))
    meant = found and ("at_most" if found["most"] else "at_least")
    if not found or meant == key:
        return {}
    return {"remedy": Phrase("write it so: {guess}"), "guess": f"{meant}: {found['value']}"}


def _range(key: str, value: Any) -> Details:
    """Return how a range is written: its figure farther off is a stretch."""
    found = _RANGE.fullmatch(str(value))
    if not found:
        return {}
    low, sign, high, end = found.groups()
    ends = f"{_trimmed(low)}{sign or end}", f"{_trimmed(high)}{end}"
    guess = "at_most: {1}, stretch: {0}" if key == "at_most" else "at_least: {0}, stretch: {1}"
    return {"remedy": Phrase("write it so: {guess}"), "guess": guess.format(*ends)}


def _trimmed(number: str) -> str:
    return re.sub("^0+(?=[0-9])", "", number)


def _missing(key: str, _: Any, context: Mapping[str, Any], __: Suggestions) -> Details:
    remedies = {
        "answers": Phrase("add answers: all, or answers: at least 2"),
        "unit": Phrase("add what the ratio is in: unit: {{vi: ..., en: ...}}"),
    }
    remedy = remedies.get(key, Phrase("add it, or one of these in its place: {others}"))
    return {"key": key, "remedy": remedy, "others": context.get("others", ())}


def _one_of(key: str, _: Any, context: Mapping[str, Any], __: Suggestions) -> Details:
    remedy = {"remedy": Phrase("for a range write at_least and stretch; else keep one of them")}
    return {"choices": context["choices"]} | (remedy if key == "at_most" else {})


def _percent(key: str, value: Any, context: Mapping[str, Any], _: Suggestions) -> Details:
    return dict(context) | _other_limit(key, value) | _range(key, value)


def _amount(key: str, value: Any, context: Mapping[str, Any], _: Suggestions) -> Details:
    """Return how a number is written that is none, or one that reads in two ways."""
    if "decimal" in context:
        return dict(context) | {"remedy": Phrase("write {guess}, or {decimal} if the point is a decimal one")}
    if "%" in str(value):
        return dict(context) | {"remedy": Phrase("write a number without %: it is in the unit of what is measured")}
    return dict(context) | _other_limit(key, value) | _range(key, value)


def _how_many(_: str, value: Any, context: Mapping[str, Any], suggestions: Suggestions) -> Details:
    """Return how it is said how many of so many columns count, of a number None where the columns are wrong."""
    number: int | None = context["n"]
    if number == 1:
        return {"remedy": Phrase("remove it: answer has one column")}
    found = re.search("[1-9][0-9]?", str(value))
    least = int(found[0]) if found else 0
    if number is not None and least > number:
        return {"remedy": Phrase("answer has {n} columns: write all, or a smaller number"), "n": number}
    return {"guess": f"at least {least}" if found else likely(str(value), spellings(HOW_MANY), suggestions)}


HOW_MANY: Final = {
    "all": ("all", "tất cả", "cả hai", "cả", "both", "every", "and"),
    "at least 1": ("any", "one", "một", "or"),
}
"""What people write for how many answers count."""

OWN: Final[Mapping[str, Callable[[str, Any, Mapping[str, Any], Suggestions], Details]]] = {
    "plan-missing-key": _missing,
    "plan-one-of": _one_of,
    "plan-answers": _how_many,
    "plan-percent": _percent,
    "plan-amount": _amount,
}
"""The errors that the plan's own models raise, which are rules, with what their texts name."""

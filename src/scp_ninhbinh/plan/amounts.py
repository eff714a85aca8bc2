"""Percentages, numbers and years as a plan file writes them, with what the JSON Schema of a plan says of them.

All are exact. A percentage has its sign, a number none. 15.000 is refused: it is fifteen thousand to one reader and
fifteen to another.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Annotated, Any, Final

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from scp_ninhbinh.text.numbers import Percentage
from scp_ninhbinh.text.say import Phrase

_BARE_NUMBER: Final = re.compile(
    r"[≥>≤<=%\s“”\"'‘’]*([0-9]{1,3}(?:[.,][0-9]{1,6})?) ?(?:%|phần trăm|percent)?[“”\"'‘’]*"
)
_PERCENT: Final = re.compile(r"(0?[0-9]{1,2}|[1-9][0-9]{2,5})(?:\.([0-9]{1,6}))?%")
_NUMBER: Final = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
_IN_TWO_WAYS: Final = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")

ABOVE_0: Final = Phrase("above 0%")
ABOVE_0_TO_100: Final = Phrase("above 0% and up to 100%")
FROM_0: Final = Phrase("of 0% or more")
FROM_0_TO_100: Final = Phrase("from 0% to 100%")
WANTED: Final = {False: Phrase("number above 0"), True: Phrase("number of 0 or more")}
"""What a number may be, by whether it may be 0."""
IN_ONE_WAY: Final = Phrase("number that reads in one way")
LIMITS: Final = {
    (False, False): ABOVE_0,
    (False, True): ABOVE_0_TO_100,
    (True, False): FROM_0,
    (True, True): FROM_0_TO_100,
}
"""What a percentage may be, by whether it may be 0 and whether it is of a whole."""


def percentage(text: object, zero: bool, whole: bool) -> Percentage:
    """Read "70%" as 7/10; 0% only where it may be `zero`, more than 100% only where it is not of a `whole`.

    Raises:
        PydanticCustomError: it is no such percentage.
    """
    found = _PERCENT.fullmatch(text) if isinstance(text, str) else None
    if found:
        digits, decimals = found.groups(default="")
        share = Percentage(int(digits + decimals), 10 ** (len(decimals) + 2))
        if (share > 0 or zero) and (share <= 1 or not whole):
            return share
    guess = likely_percent(text, zero, whole)
    raise PydanticCustomError("plan-percent", "plan-percent", {"guess": guess, "limits": LIMITS[zero, whole]})


def likely_percent(text: object, zero: bool = False, whole: bool = True) -> str | None:
    """Suggest the percentage that a bare number may have meant: 0.7, 70 and 70,0% are all 70%."""
    found = _BARE_NUMBER.fullmatch(str(text))
    if not found:
        return None
    bare = Fraction(found[1].replace(",", "."))
    share = bare * 100 if 0 < bare < 1 and "%" not in str(text) else bare
    fits = (share > 0 or zero) and (share <= 100 or not whole)  # noqa: PLR2004 (percent)
    return f"{float(share):g}%" if fits else None


def number(text: object, zero: bool) -> Fraction:
    """Read a number without a sign; 0 only where it may be `zero`.

    Raises:
        PydanticCustomError: it is no such number, or reads in two ways.
    """
    if not (isinstance(text, str) and _NUMBER.fullmatch(text)) or (not zero and not Fraction(text)):
        about = {"guess": _likely_number(text), "wanted": WANTED[zero]}
        raise PydanticCustomError("plan-amount", "plan-amount", about)
    in_one_way(text)
    return Fraction(text)


def in_one_way(text: str) -> None:
    """Refuse a number whose point may group thousands.

    Raises:
        PydanticCustomError: as said.
    """
    if _IN_TWO_WAYS.fullmatch(text):
        about = {"guess": text.replace(".", ""), "decimal": f"{text}0", "wanted": IN_ONE_WAY}
        raise PydanticCustomError("plan-amount", "plan-amount", about)


def _likely_number(text: object) -> str | None:
    """Suggest the number that is meant: of grouped thousands without the groups, of a comma with a point."""
    plain = re.sub(r"(?<=[0-9]) [^0-9]+$", "", str(text).strip("≥>≤<= "))  # without a unit behind it
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\1[0-9]{3})+", plain):
        return re.sub("[., ]", "", plain)
    if re.fullmatch("[1-9][0-9]{0,2}(?:[. ][0-9]{3})+,[0-9]{1,6}", plain):
        return re.sub("[. ]", "", plain).replace(",", ".")
    if re.fullmatch("[1-9][0-9]{0,2} [0-9]{3}", plain):
        return plain.replace(" ", "")
    if re.fullmatch("[0-9]{1,15},[0-9]{1,6}", plain) and not _IN_TWO_WAYS.fullmatch(plain.replace(",", ".")):
        return plain.replace(",", ".")
    return plain if plain != str(text) and _NUMBER.fullmatch(plain) and not _IN_TWO_WAYS.fullmatch(plain) else None


def amount(text: object, zero: bool) -> Fraction:
    """Read a percentage or a number: which of them fits is judged with what is measured.

    Raises:
        PydanticCustomError: it is neither.
    """
    if isinstance(text, str) and re.search(r"%|phần trăm|percent", text):
        return percentage(text, zero, whole=False)
    return number(text, zero)


def whole_number(text: object, zero: bool) -> int:
    """Read a whole number in digits alone; 0 only where it may be `zero`.

    Raises:
        ValueError: it is none.
    """
    if zero and text == "0":
        return 0
    if not (isinstance(text, str) and re.fullmatch("[1-9][0-9]{0,5}", text)):
        raise ValueError
    return int(text)


def year(text: object) -> int:
    """Read a year from 1900 to 2199, written in four digits.

    Raises:
        PydanticCustomError: it is none.
    """
    if not (isinstance(text, str) and re.fullmatch("(19|20|21)[0-9]{2}", text)):
        raise PydanticCustomError("plan-year", "plan-year")
    return int(text)


# The JSON Schemas say what an editor sees once YAML is parsed, where 2025 is a number and 70% a text.
_OF_A_WHOLE: Final = r"(100(\.0{1,6})?|0?[0-9]{1,2}(\.[0-9]{1,6})?)%$"
_ANY: Final = r"(0?[0-9]{1,2}|[1-9][0-9]{2,5})(\.[0-9]{1,6})?%$"
_ABOVE: Final = "(?=.*[1-9])"
PERCENT_SCHEMA: Final = {"type": "string", "pattern": f"^{_ANY}"}
NUMBER_SCHEMA: Final = {
    "type": ["number", "string"],
    "minimum": 0,
    "pattern": r"^(?![1-9][0-9]{0,2}\.[0-9]{3}$)[0-9]{1,15}(\.[0-9]{1,6})?$",
}
"""A number of any size: what a target holds that has none of the signs of a percentage."""
_POSITIVE_SCHEMA: Final = {
    "type": ["number", "string"],
    "exclusiveMinimum": 0,
    "pattern": f"^{_ABOVE}{NUMBER_SCHEMA['pattern'][1:]}",  # type: ignore[index]  # a text
}
_WHOLE_SCHEMA: Final = {
    "type": ["integer", "string"],
    "minimum": 1,
    "maximum": 999_999,
    "pattern": "^[1-9][0-9]{0,5}$",
}
_YEAR_SCHEMA: Final = {
    "type": ["integer", "string"],
    "minimum": 1900,
    "maximum": 2199,
    "pattern": "^(19|20|21)[0-9]{2}$",
}


def _read(read: Callable[..., Any], **how: bool) -> PlainValidator:
    return PlainValidator(partial(read, **how))


def _pattern(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}"})


Percent = Annotated[Percentage, _read(percentage, zero=False, whole=True), _pattern(_ABOVE + _OF_A_WHOLE)]
PercentOrNone = Annotated[Percentage, _read(percentage, zero=True, whole=True), _pattern(_OF_A_WHOLE)]
Rise = Annotated[Percentage, _read(percentage, zero=False, whole=False), _pattern(_ABOVE + _ANY)]
RiseOrNone = Annotated[Percentage, _read(percentage, zero=True, whole=False), _pattern(_ANY)]
Number = Annotated[Fraction, _read(number, zero=False), WithJsonSchema(_POSITIVE_SCHEMA)]
NumberOrNone = Annotated[Fraction, _read(number, zero=True), WithJsonSchema(NUMBER_SCHEMA)]
Positive = Annotated[
    Fraction,
    _read(amount, zero=False),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{_ABOVE}{_ANY}"}, _POSITIVE_SCHEMA]}),
]
PositiveOrNone = Annotated[
    Fraction, _read(amount, zero=True), WithJsonSchema({"anyOf": [PERCENT_SCHEMA, NUMBER_SCHEMA]})
]
Whole = Annotated[int, _read(whole_number, zero=False), WithJsonSchema(_WHOLE_SCHEMA)]
WholeOrNone = Annotated[
    int,
    _read(whole_number, zero=True),
    WithJsonSchema(_WHOLE_SCHEMA | {"minimum": 0, "pattern": "^(0|[1-9][0-9]{0,5})$"}),
]
Year = Annotated[int, PlainValidator(year), WithJsonSchema(_YEAR_SCHEMA)]

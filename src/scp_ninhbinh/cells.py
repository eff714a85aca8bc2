"""The text of one cell → its value, strictly: what could be read in two ways is refused.

pydantic's own conversions are too lenient for a survey: they read `1_000`, `nan`, `1e999`, full-width
digits and "n". Each function here takes a cell's text and returns its value, or raises the pydantic
error whose type is the name of the rule broken.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from sys import intern
from typing import Annotated, Final, NamedTuple, TypeVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scp_ninhbinh.language import Phrase
from scp_ninhbinh.words import KINDS, YES_NO, fold, nearest

Value = TypeVar("Value")
Figure = int | Fraction
"""An exact number at or above zero."""

UNKNOWN_MARKS: Final = frozenset({"", "...", "…"})
"""Cells that say "not known". A dash is another answer: in a column of numbers it means none."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
_KINDS: Final = {kind: kind for kind in KINDS}
_YEARS: Final = {str(year): year for year in range(FIRST_YEAR, LAST_YEAR + 1)}
_NUMBER: Final = re.compile(r"(-?)([0-9]{1,15})(?:([.,])([0-9]{1,15}))?")
_THOUSANDS: Final = 3
MEASURING_UNITS: Final = ("items", "kg", "stalls")


def broken(rule: str, **details: object) -> PydanticCustomError:
    """Return the error of a cell that breaks `rule`; `details` fill the gaps of the rule's text."""
    return PydanticCustomError(rule, rule, details)


class Spellings(dict[str, Value]):
    """Values by their usual spelling; `otherwise` reads, or refuses, what is spelt in another way.

    Looking a cell up is all that most cells need, at half the time of calling a function.
    """

    def __init__(self, usual: Mapping[str, Value], otherwise: Callable[[str], Value]) -> None:
        super().__init__(usual)
        self.otherwise = otherwise

    def __missing__(self, text: str) -> Value:
        """Read the cell the long way."""
        return self.otherwise(text)


def _year(text: str) -> int:
    word = text.strip()
    if not word:
        raise broken("missing-value", expected=Phrase("a year such as 2025"))
    if word not in _YEARS:
        raise broken("bad-year")
    return _YEARS[word]


def _kind(text: str) -> str:
    word = fold(text)
    if not word:
        raise broken("missing-value", expected=Phrase("a kind of unit such as market"))
    if word not in KINDS:
        raise broken("unknown-kind", choices=KINDS, guess=nearest(word, KINDS))
    return _KINDS[word]


def _answer(text: str) -> bool | None:
    word = fold(text)
    if word in UNKNOWN_MARKS:
        return None
    if word in YES_NO:
        return YES_NO[word]
    raise broken("not-yes-no", choices=tuple(word for word in YES_NO if word))


parse_year = Spellings(_YEARS, _year).__getitem__
"""Return the year of a cell, written with four digits."""

parse_kind = Spellings(_KINDS, _kind).__getitem__
"""Return the kind of unit by its name in `words.KINDS`."""

parse_answer = Spellings(YES_NO, _answer).__getitem__
"""Return True for yes, False for no, None where the cell says that it is not known."""


def parse_number(text: str) -> Figure | None:
    """Return the exact number ≥ 0, 0 for a dash, None where it is not known.

    One mark, a point or a comma, may stand before decimals; before exactly three digits it could be a
    thousands mark, and is refused.
    """
    if text.isdecimal() and text.isascii() and len(text) <= 15:  # noqa: PLR2004 (as in _NUMBER)
        return int(text)
    word = text.strip()
    if word in UNKNOWN_MARKS:
        return None
    return 0 if word in {"-", "–"} else _decimal(word)


def parse_days(text: str) -> Figure | None:
    """Return a length of time in days, above zero, or None where it is not known."""
    days = parse_number(text) if text else None
    if days == 0:
        raise broken("not-positive")
    return days


def parse_tasks(text: str) -> tuple[str, ...]:
    """Return the clauses that a cell names, such as `II.1.b; II.2.d`, each once."""
    return tuple(dict.fromkeys(part.strip() for part in re.split("[;,]", text) if part.strip()))


def parse_measuring_unit(text: str) -> str:
    """Return what packaging was counted in, or the empty text where the cell does not say."""
    word = text if text in MEASURING_UNITS else fold(text)
    if word and word not in MEASURING_UNITS:
        raise broken("unknown-measuring-unit", choices=MEASURING_UNITS, guess=nearest(word, MEASURING_UNITS))
    return intern(word)


def _decimal(word: str) -> Figure:
    found = _NUMBER.fullmatch(word)
    if not found:
        raise broken("not-a-number")
    minus, whole, mark, decimals = found.groups(default="")
    if minus and (int(whole) or int(decimals or 0)):
        raise broken("negative-number")
    if len(decimals) == _THOUSANDS >= len(whole) and not whole.startswith("0"):
        raise broken("ambiguous-number", whole=whole + decimals, decimal=f"{whole}{mark}{decimals}0")
    exact = Fraction(int(whole + decimals), 10 ** len(decimals))
    return exact.numerator if exact.denominator == 1 else exact


class ReadBy(NamedTuple):
    """Has pydantic validate a cell by this function alone.

    Its own PlainValidator does the same, but inspects each function's signature first, which is felt at start-up.
    """

    function: Callable[[str], object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return what pydantic compiles."""
        return core_schema.no_info_plain_validator_function(self.function)


Text = Annotated[str, ReadBy(str.strip)]
SharedText = Annotated[str, ReadBy(intern)]
"""A text that many rows repeat, such as an area: equal texts are one object, which saves memory."""
Kind = Annotated[str, ReadBy(parse_kind)]
Year = Annotated[int, ReadBy(parse_year)]
Answer = Annotated[bool | None, ReadBy(parse_answer)]
Number = Annotated[Figure | None, ReadBy(parse_number)]
Days = Annotated[Figure | None, ReadBy(parse_days)]
Tasks = Annotated[tuple[str, ...], ReadBy(parse_tasks)]
MeasuringUnit = Annotated[str, ReadBy(parse_measuring_unit)]

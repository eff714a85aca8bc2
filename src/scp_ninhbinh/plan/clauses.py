"""A plan file → the plan: every clause with its measure, its requirement and its readings.

Nothing here knows a province or what a survey holds: the kinds of unit and their columns are handed in
as a vocabulary by the caller.
"""

import re
from fractions import Fraction
from typing import Annotated, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

_BARE_NUMBER: Final = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?) ?%?")
_PERCENT: Final = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,6}))?%")


def _percent(text: str) -> Fraction:
    """Read "70%" as 7/10: above 0%, which asks for nothing, and up to 100%."""
    found = _PERCENT.fullmatch(text) if isinstance(text, str) else None
    whole, decimals = found.groups(default="") if found else ("0", "")
    share = Fraction(int(whole + decimals), 10 ** (len(decimals) + 2))
    if not 0 < share <= 1:
        raise PydanticCustomError("plan-percent", "plan-percent", {"guess": _likely_percent(text)})
    return share


def _likely_percent(text: object) -> str | None:
    """Suggest the percentage that a bare number may have meant: 0.7, 70 and 70,0% are all 70%."""
    found = _BARE_NUMBER.fullmatch(str(text))
    bare = Fraction(found[1].replace(",", ".")) if found else Fraction(0)
    share = bare * 100 if 0 < bare < 1 and "%" not in str(text) else bare
    return f"{float(share):g}%" if 0 < share <= 100 else None  # noqa: PLR2004 (percent)


def _whole(text: object) -> int:
    """Read a whole number from 1 on, written in digits alone."""
    if not (isinstance(text, str) and re.fullmatch("[1-9][0-9]{0,5}", text)):
        raise ValueError
    return int(text)


# The JSON Schemas say what an editor sees once YAML is parsed, where 2025 is a number and 70% a text.
_PERCENT_SCHEMA: Final = {"type": "string", "pattern": r"^(?=.*[1-9])(100(\.0{1,6})?|0?[0-9]{1,2}(\.[0-9]{1,6})?)%$"}
_WHOLE_SCHEMA: Final = {"type": "integer", "minimum": 1, "maximum": 999_999}
_YEAR_SCHEMA: Final = {"type": "integer", "minimum": 1900, "maximum": 2199}
_WORDS_SCHEMA: Final = {"type": "string", "pattern": r"\S"}

Percent = Annotated[Fraction, PlainValidator(_percent), WithJsonSchema(_PERCENT_SCHEMA)]
Whole = Annotated[int, PlainValidator(_whole), WithJsonSchema(_WHOLE_SCHEMA)]
Year = Annotated[int, BeforeValidator(_whole), Field(ge=1900, le=2199), WithJsonSchema(_YEAR_SCHEMA)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), WithJsonSchema(_WORDS_SCHEMA)]
Kinds = Annotated[tuple[Words, ...], Field(min_length=1)]
YesNo = Literal["yes", "no"]


class Part(BaseModel):
    """Base of every part of a plan: unknown keys are refused, nothing changes once read."""

    # built with the plan that holds it, not one by one when this module is imported
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Text(Part):
    """A text in both languages of the program."""

    vi: Words
    en: Words


class Note(Part):
    """How a clause is read where its text leaves a choice, and why. It explains; it does not compute."""

    reading: Text
    why: Text


class Window(Part):
    """A reading of a count: occasions or units count from the year `since` on."""

    since: Year
    why: Text


class Base(Part):
    """The year that a reduction is measured from, and why that one."""

    year: Year
    why: Text


class Period(Part):
    """The years of the plan, both included."""

    first: Year
    last: Year


class Area(Part):
    """An area of the territory, with the years, both included, in which it had that name."""

    name: Words
    since: Year | None = None
    until: Year

    def meets(self, other: "Area") -> bool:
        """Whether another area of the same name has it in the same year."""
        return (self.since or 0) <= other.until and (other.since or 0) <= self.until


class ShareTarget(Part):
    """A percentage required by the due year; `stretch` is the upper figure where the clause gives a range."""

    due: Year
    at_least: Percent
    stretch: Percent | None = None
    clause: Words


class CountTarget(Part):
    """A number required by the due year, counted from `since` on, or over each of several `readings`."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["since"]}, {"required": ["readings"]}]})

    due: Year
    at_least: Whole
    stretch: Whole | None = None
    clause: Words
    since: Year | None = None
    readings: Annotated[tuple[Window, ...], Field(min_length=2)] | None = None

    @model_validator(mode="after")
    def _one_window(self) -> "CountTarget":
        if (self.since is None) == (self.readings is None):
            raise PydanticCustomError("plan-missing-key", "plan-missing-key", {"key": "since"})
        return self

    def windows(self) -> tuple[int, ...]:
        """Return the first year of each reading, in the order declared."""
        return (self.since,) if self.since else tuple(window.since for window in self.readings or ())


class _Indicator(Part):
    id: Words
    title: Text
    notes: tuple[Note, ...] = ()


class Ratio(Part):
    """The columns of a rate: `hard` over `total`."""

    hard: Words
    total: Words


class Share(_Indicator):
    """Units of kinds `of` that gave the `answer`, over all units of these kinds."""

    measure: Literal["share"]
    of: Kinds
    answer: Annotated[dict[str, YesNo], Field(min_length=1, max_length=1)]
    targets: Annotated[tuple[ShareTarget, ...], Field(min_length=1)]


class Reduction(_Indicator):
    """The relative cut of a rate, sum over sum, since the base year."""

    measure: Literal["reduction"]
    of: Kinds
    ratio: Ratio
    base: Base
    targets: Annotated[tuple[ShareTarget, ...], Field(min_length=1)]


class Count(_Indicator):
    """Different `units`, or `occasions` (rows), that gave the `answer` within a window of years."""

    measure: Literal["count"]
    count: Literal["units", "occasions"]
    of: Kinds
    answer: Annotated[dict[str, YesNo], Field(min_length=1, max_length=1)]
    targets: Annotated[tuple[CountTarget, ...], Field(min_length=1)]


class Encourage(_Indicator):
    """A clause without a number: units that gave each answer are counted, never judged."""

    measure: Literal["encourage"]
    clause: Words
    of: Kinds
    answer: Annotated[dict[str, YesNo], Field(min_length=1)]


class Task(_Indicator):
    """A task: the activities that name its clause are counted, never judged."""

    measure: Literal["task"]
    clause: Words


Scored = Share | Reduction | Count
Tracked = Encourage | Task
Indicator = Annotated[Scored | Tracked, Field(discriminator="measure")]


class Plan(Part):
    """A plan as its file declares it."""

    schema_: Literal["scp-ninhbinh/plan/1"] = Field(alias="schema")
    id: Words
    title: Text
    period: Period
    territory: Text | None = None
    areas: tuple[Area, ...] = ()
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]

    def years(self) -> range:
        """Return the years of the plan, from its first year or base year to its last year or due year."""
        bases = [item.base.year for item in self.indicators if isinstance(item, Reduction)]
        return range(min([self.period.first, *bases]), max([self.period.last, *self.dues()]) + 1)

    def dues(self) -> list[int]:
        """Return every due year of the plan, each once, in order."""
        return sorted({target.due for item in self.indicators if isinstance(item, Scored) for target in item.targets})

    def tasks(self) -> tuple[str, ...]:
        """Return the clauses of the plan's tasks."""
        return tuple(item.clause for item in self.indicators if isinstance(item, Task))

    def areas_of(self) -> dict[int, tuple[str, ...]]:
        """Return the names of areas in force in each year of the plan for which it lists some."""
        listed = {
            year: tuple(area.name for area in self.areas if (area.since or year) <= year <= area.until)
            for year in self.years()
        }
        return {year: names for year, names in listed.items() if names}

    def followed(self) -> frozenset[str]:
        """Return the kinds whose units are followed over the years, so that who is who matters."""
        followed = [
            item
            for item in self.indicators
            if isinstance(item, Reduction) or (isinstance(item, Count) and item.count == "units")
        ]
        return frozenset(kind for item in followed for kind in item.of)

"""A plan file → the plan: every clause with its measure, its requirement and its readings.

Nothing here knows a province or what a survey holds: that stands in the plan's own kinds and columns.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from scp_ninhbinh.plan.vocabulary import Column, Id, Kind, Kinds, Part, RateColumns, Text, Vocabulary, WordList, Words

_BARE_NUMBER: Final = re.compile(r"[≥>=%\s“”\"'‘’]*([0-9]{1,3}(?:[.,][0-9]{1,6})?) ?(?:%|phần trăm|percent)?[“”\"'‘’]*")
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


def _year(text: object) -> int:
    """Read a year from 1900 to 2199, written in four digits."""
    if not (isinstance(text, str) and re.fullmatch("(19|20|21)[0-9]{2}", text)):
        raise PydanticCustomError("plan-year", "plan-year")
    return int(text)


# The JSON Schemas say what an editor sees once YAML is parsed, where 2025 is a number and 70% a text.
_PERCENT_SCHEMA: Final = {"type": "string", "pattern": r"^(?=.*[1-9])(100(\.0{1,6})?|0?[0-9]{1,2}(\.[0-9]{1,6})?)%$"}
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

Percent = Annotated[Fraction, PlainValidator(_percent), WithJsonSchema(_PERCENT_SCHEMA)]
Whole = Annotated[int, PlainValidator(_whole), WithJsonSchema(_WHOLE_SCHEMA)]
Year = Annotated[int, PlainValidator(_year), WithJsonSchema(_YEAR_SCHEMA)]
YesNo = Literal["yes", "no"]
Letter = Annotated[str, Field(pattern="^[a-z]$")]
"""What tells the targets of one clause and due year apart."""


class Short(Text):
    """A title that fits a column of a table."""

    vi: Annotated[Words, Field(max_length=25)]
    en: Annotated[Words, Field(max_length=25)]


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
    """An area of the territory, with the years, both included, in which it had that name, as far as given.

    `was` are the names under which it, or what it was made of, stood in the list before.
    """

    name: Words
    since: Year | None = None
    until: Year | None = None
    was: WordList = ()

    def meets(self, other: "Area") -> bool:
        """Whether another area of the same name has it in the same year."""
        return self.has(max(self.since or 0, other.since or 0)) and other.has(max(self.since or 0, other.since or 0))

    def has(self, year: int) -> bool:
        """Whether the area has its name in a year."""
        return (self.since or year) <= year <= (self.until or year)

    def ends_before(self, other: "Area") -> bool:
        """Whether the area had lost its name when another got its own."""
        return self.until is not None and other.since is not None and self.until < other.since


class ShareTarget(Part):
    """A percentage required by the due year; `stretch` is the upper figure where the clause gives a range."""

    due: Year
    at_least: Percent
    stretch: Percent | None = None
    clause: Words
    part: Letter | None = None


class CountTarget(Part):
    """A number required by the due year, counted from `since` on, or over each of several `readings`."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["since"]}, {"required": ["readings"]}]})

    due: Year
    at_least: Whole
    stretch: Whole | None = None
    clause: Words
    part: Letter | None = None
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
    id: Id
    title: Text
    short: Short | None = None
    notes: tuple[Note, ...] = ()


class Ratio(Part):
    """The columns of a rate: `sum` over `over`."""

    sum: Words
    over: Words


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


PLAN_1: Final = "scp-ninhbinh/plan/1"
"""The form of a plan that declares no kinds and no columns."""


class SurveyWords(Part):
    """What several plans share: a file of kinds and columns."""

    schema_: Literal["scp/survey/1"] = Field(alias="schema")
    kinds: Mapping[str, Kind] = Field(default_factory=dict)
    columns: Mapping[str, Column] = Field(default_factory=dict)


class Plan(Part):
    """A plan as its file declares it. `kinds` and `columns` are, once it is read, those too that `survey` names."""

    schema_: Literal["scp/plan/2", "scp-ninhbinh/plan/1"] = Field(alias="schema")
    id: Id
    title: Text
    period: Period
    territory: Text | None = None
    areas: tuple[Area, ...] = ()
    survey: Words | None = None
    kinds: Mapping[str, Kind] = Field(default_factory=dict)
    columns: Mapping[str, Column] = Field(default_factory=dict)
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
        listed = {year: tuple(area.name for area in self.areas if area.has(year)) for year in self.years()}
        return {year: names for year, names in listed.items() if names}

    def pools(self) -> tuple[frozenset[str], ...]:
        """Return the kinds of each indicator that counts several kinds as one."""
        kinds = {frozenset(item.of) for item in self.indicators if isinstance(item, Scored | Encourage)}
        return tuple(sorted((pool for pool in kinds if len(pool) > 1), key=sorted))

    def followed(self) -> frozenset[str]:
        """Return the kinds whose units are followed over the years, so that who is who matters."""
        followed = [
            item
            for item in self.indicators
            if isinstance(item, Reduction) or (isinstance(item, Count) and item.count == "units")
        ]
        return frozenset(kind for item in followed for kind in item.of)

    def compared(self) -> frozenset[str]:
        """Return the kinds whose units are held against themselves in another year: what changed is told of them."""
        shares = {kind for item in self.indicators if isinstance(item, Share) for kind in item.of}
        lasting = {kind for column in self.vocabulary.columns.values() if column.lasting for kind in column.kinds}
        return self.followed() | shares | lasting

    def occasions(self) -> frozenset[str]:
        """Return the kinds of which each row is an occasion and none is followed: the same one may come every year."""
        counted = [item for item in self.indicators if isinstance(item, Count) and item.count == "occasions"]
        return frozenset(kind for item in counted for kind in item.of) - self.compared()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What a survey may hold."""
        return Vocabulary(self.kinds, self.columns)

    @cached_property
    def asked(self) -> Mapping[str, tuple[str, ...]]:
        """Each kind that an indicator or a task asks for, with the columns that it asks for and those that they name.

        In the order of the plan's kinds and columns.
        """
        asked = {(kind, column) for item in self.indicators for kind, column in self._asked(item)}
        known, needed = self.vocabulary, self.vocabulary.needed
        every = {(kind, other) for kind, column in asked for other in needed(column)}
        kinds = {kind for kind, _ in asked}
        return {
            kind: tuple(name for name in known.of(kind) if (kind, name) in every)
            for kind in known.kinds
            if kind in kinds
        }

    @cached_property
    def answers(self) -> Mapping[str, tuple[str, ...]]:
        """Each kind that an indicator speaks of, with the columns that indicators compute with, in their order."""
        asked = [pair for item in self.indicators if not isinstance(item, Task) for pair in self._asked(item)]
        kinds = dict.fromkeys(kind for kind, _ in asked)
        return {name: tuple(dict.fromkeys(column for kind, column in asked if kind == name)) for name in kinds}

    def _asked(self, item: Indicator) -> Iterator[tuple[str, str]]:
        """Yield each kind and column that an indicator asks for."""
        match item:
            case Task():
                yield from self.vocabulary.clauses.items()
            case Reduction():
                yield from ((kind, column) for kind in item.of for column in (item.ratio.sum, item.ratio.over))
            case _:
                yield from ((kind, column) for kind in item.of for column in item.answer)

    def rate(self, item: Reduction) -> RateColumns:
        """Return the columns of a reduction's rate."""
        return self.vocabulary.ratio(item.ratio.sum, item.ratio.over)

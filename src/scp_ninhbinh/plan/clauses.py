"""A plan file → the plan: every clause with its measure, its requirement and its readings.

Nothing here knows a province or what a survey holds: that stands in the plan's own kinds and columns.
"""

import re
from collections.abc import Iterator, Mapping, Sized
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from scp_ninhbinh.plan.amounts import (
    PERCENT_SCHEMA,
    Number,
    NumberOrNone,
    Percent,
    PercentOrNone,
    Positive,
    PositiveOrNone,
    Rise,
    RiseOrNone,
    Whole,
    WholeOrNone,
    Year,
)
from scp_ninhbinh.plan.vocabulary import (
    Column,
    Flag,
    Id,
    Kind,
    Kinds,
    Part,
    RateColumns,
    SentenceWords,
    ShortWords,
    Text,
    Unit,
    Vocabulary,
    WordList,
    Words,
)
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.say import Called

YesNo = Literal["yes", "no"]
HOW_MANY: Final = "all|at least [1-9][0-9]?"
Answers = Annotated[str, Field(pattern=f"^({HOW_MANY})$")]
"""How many of several answers make a unit count."""
Letter = Annotated[str, Field(pattern="^[a-z]$")]
"""What tells the targets of one clause and due year apart."""


class Sentence(Text):
    """What a report says of the figure of an indicator, with {figure} where that stands."""

    vi: SentenceWords
    en: SentenceWords


class Citation(Part):
    """How an official document cites the plan, and how its clauses are found in its text."""

    plan: Text
    clauses: Text | None = None


class Short(Text):
    """A title that fits a column of a table."""

    vi: ShortWords
    en: ShortWords


class Note(Part):
    """How a clause is read where its text leaves a choice, and why. It explains; it does not compute."""

    reading: Text
    why: Text


class Window(Part):
    """A reading of a count: occasions or units count from the year `since` on."""

    since: Year
    why: Text


class Base(Part):
    """The year that a change is measured from, or the years of which the mean is, and why."""

    model_config = ConfigDict(
        validate_default=True, json_schema_extra={"oneOf": [{"required": ["year"]}, {"required": ["years"]}]}
    )

    year: Year | None = None
    years: Annotated[tuple[Year, ...], Field(min_length=2)] | None = None
    why: Text

    @field_validator("years", mode="after")
    @classmethod
    def _one_or_several(cls, years: Any, info: ValidationInfo) -> Any:
        return _one_of(years, info, "year")

    @property
    def all(self) -> tuple[int, ...]:
        """Every base year, in order."""
        return (self.year,) if self.year else tuple(sorted(self.years or ()))


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


def _one_of(value: Any, info: ValidationInfo, *before: str) -> Any:
    """Refuse a part that has neither this key nor one of those before it, or several of them.

    Judged with the last of the keys and not of the whole part, so that whatever else is wrong in it is told too.

    Raises:
        PydanticCustomError: as said.
    """
    keys = (*before, str(info.field_name))
    if any(key not in info.data for key in before):
        return value  # one is there and wrong by itself
    given = [key for key in keys if (value if key == info.field_name else info.data[key]) is not None]
    if not given:
        raise PydanticCustomError("plan-missing-key", "plan-missing-key", {"key": keys[0], "others": keys[1:]})
    if len(given) > 1:
        raise PydanticCustomError("plan-one-of", "plan-one-of", {"key": given[-1], "choices": tuple(given)})
    return value


_ONE_LIMIT: Final[dict[str, Any]] = {"oneOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]}


class _Target(Part):
    """What is required by the due year: `at_least`, with `stretch` the upper figure of a range, or `at_most`."""

    model_config = ConfigDict(validate_default=True, json_schema_extra=_ONE_LIMIT)

    due: Year
    clause: Words
    part: Letter | None = None
    at_least: Any = None
    at_most: Any = None
    stretch: Any = None

    @field_validator("at_most", mode="after")
    @classmethod
    def _one_limit(cls, at_most: Any, info: ValidationInfo) -> Any:
        return _one_of(at_most, info, "at_least")

    @property
    def required(self) -> Amount:
        """What is required, a percentage as such; see `is_ceiling` for the direction."""
        amount: Amount = self.at_most if self.at_least is None else self.at_least
        return amount

    @property
    def is_ceiling(self) -> bool:
        """Whether no more than that is required."""
        return self.at_least is None


class ShareTarget(_Target):
    """A percentage of a whole: of units, or of what is cut."""

    at_least: Percent | None = None
    at_most: PercentOrNone | None = None
    stretch: Percent | None = None


class RiseTarget(_Target):
    """A percentage that may be more than the whole: by how much something rises."""

    at_least: Rise | None = None
    at_most: RiseOrNone | None = None
    stretch: Rise | None = None


class LevelTarget(_Target):
    """A percentage, or an amount in the unit of a ratio."""

    at_least: Positive | None = None
    at_most: PositiveOrNone | None = None
    stretch: Positive | None = None


class AmountTarget(_Target):
    """A number in the unit of the column, of the year or summed up `since` a year."""

    at_least: Number | None = None
    at_most: NumberOrNone | None = None
    stretch: Number | None = None
    since: Year | None = None


class CountTarget(_Target):
    """A number, counted from `since` on, or over each of several `readings`."""

    model_config = ConfigDict(
        json_schema_extra={"allOf": [_ONE_LIMIT, {"oneOf": [{"required": ["since"]}, {"required": ["readings"]}]}]}
    )

    at_least: Whole | None = None
    at_most: WholeOrNone | None = None
    stretch: Whole | None = None
    since: Year | None = None
    readings: Annotated[tuple[Window, ...], Field(min_length=2)] | None = None

    @field_validator("readings", mode="after")
    @classmethod
    def _one_window(cls, readings: Any, info: ValidationInfo) -> Any:
        return _one_of(readings, info, "since")

    def windows(self) -> tuple[int, ...]:
        """Return the first year of each reading, in the order declared."""
        return (self.since,) if self.since else tuple(window.since for window in self.readings or ())


AnyTarget = ShareTarget | RiseTarget | LevelTarget | AmountTarget | CountTarget


class _Indicator(Part):
    id: Id
    title: Text
    short: Short | None = None
    notes: tuple[Note, ...] = ()


class _Scored(_Indicator):
    """What asks for a number of units of kinds `of`; a report says its figure in a `sentence` where there is one."""

    of: Kinds
    sentence: Sentence | None = None

    def columns(self) -> tuple[str, ...]:
        """Return the columns that it asks of its units."""
        raise NotImplementedError


class _InParts(Part):
    """What every area, or every year of the window, may have to reach by itself."""

    each: Literal["area", "year"] | None = None


_SAYS_HOW_MANY: Final[dict[str, Any]] = {
    "if": {"properties": {"answer": {"minProperties": 2}}, "required": ["answer"]},
    "then": {"required": ["answers"]},
    "else": {"properties": {"answers": False}},
}


class _Answered(Part):
    """An answer, or several of which `answers` says how many make a unit count."""

    model_config = ConfigDict(validate_default=True, json_schema_extra=_SAYS_HOW_MANY)

    answer: Annotated[dict[str, YesNo], Field(min_length=1)]
    answers: Answers | None = None

    @field_validator("answers", mode="before")
    @classmethod
    def _says_how_many(cls, answers: Any, info: ValidationInfo) -> Any:
        return _how_many(answers, info)

    @property
    def least(self) -> int:
        """How many of the answers make a unit count."""
        return _least(self.answer, self.answers)


def _how_many(answers: Any, info: ValidationInfo) -> Any:
    """Refuse several answers without a word of how many count, that word where there is one, and more than there are.

    Raises:
        PydanticCustomError: as said.
    """
    number = None if "answer" not in info.data else len(info.data["answer"] or ())  # none: wrong by itself
    if answers is None:
        if (number or 0) > 1:
            raise PydanticCustomError("plan-missing-key", "plan-missing-key", {"key": "answers"})
        return None
    if not isinstance(answers, str) or not re.fullmatch(HOW_MANY, answers):
        raise PydanticCustomError("plan-answers", "plan-answers", {"n": number})
    if number is not None and (number == 1 or _least(range(number), answers) > number):
        raise PydanticCustomError("plan-answers", "plan-answers", {"n": number})
    return answers


def _least(answer: Sized, words: str | None) -> int:
    return int(words.removeprefix("at least ")) if words and words != "all" else len(answer)


class Quotient(Part):
    """The columns of a ratio: `sum` over `over`, `times` a factor that its `unit` is in; without one a percentage."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"required": ["times"], "properties": {"times": {"not": {"enum": [1, "1"]}}}},
            "then": {"required": ["unit"]},
        }
    )

    sum: Words
    over: Words
    times: Number = Fraction(1)
    unit: Annotated[Unit | None, Field(validate_default=True)] = None

    @field_validator("unit", mode="after")
    @classmethod
    def _unit_of_times(cls, unit: Any, info: ValidationInfo) -> Any:
        if info.data.get("times", 1) != 1 and unit is None:
            raise PydanticCustomError("plan-missing-key", "plan-missing-key", {"key": "unit"})
        return unit


class Share(_Scored, _InParts, _Answered):
    """Units of kinds `of` that gave the `answer`, over all units of these kinds."""

    measure: Literal["share"]
    targets: Annotated[tuple[ShareTarget, ...], Field(min_length=1)]

    def columns(self) -> tuple[str, ...]:
        """Return the columns of its answers."""
        return tuple(self.answer)


_LIMITS: Final = ("at_least", "at_most", "stretch")


def _every_limit(schema: dict[str, Any]) -> dict[str, Any]:
    limits = dict.fromkeys(_LIMITS, schema)
    return {"properties": {"targets": {"items": {"properties": limits}}}}


class Ratio(_Scored, _InParts):
    """The level of a ratio of totals, sum over sum: in its `unit`, else a percentage."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"ratio": {"required": ["unit"]}}},
            "then": _every_limit({"not": PERCENT_SCHEMA}),
            "else": _every_limit(PERCENT_SCHEMA),
        }
    )

    measure: Literal["ratio"]
    ratio: Quotient
    targets: Annotated[tuple[LevelTarget, ...], Field(min_length=1)]

    def columns(self) -> tuple[str, ...]:
        """Return the two columns."""
        return self.ratio.sum, self.ratio.over


class Total(_Scored, _InParts):
    """The sum of a column, of the year scored or since a year."""

    measure: Literal["total"]
    total: Words
    targets: Annotated[tuple[AmountTarget, ...], Field(min_length=1)]

    def columns(self) -> tuple[str, ...]:
        """Return the column."""
        return (self.total,)


class _Change(_Scored):
    """The relative change of a ratio, a total or a share since the base year or years; `per_year` by compounding."""

    model_config = ConfigDict(
        validate_default=True,
        json_schema_extra={"oneOf": [{"required": [key]} for key in ("ratio", "total", "answer")]} | _SAYS_HOW_MANY,
    )

    ratio: Quotient | None = None
    total: Words | None = None
    answer: Annotated[dict[str, YesNo], Field(min_length=1)] | None = None
    answers: Answers | None = None
    base: Base
    per_year: Flag = "false"

    @field_validator("answer", mode="after")
    @classmethod
    def _one_quantity(cls, answer: Any, info: ValidationInfo) -> Any:
        return _one_of(answer, info, "ratio", "total")

    @field_validator("answers", mode="before")
    @classmethod
    def _says_how_many(cls, answers: Any, info: ValidationInfo) -> Any:
        return _how_many(answers, info)

    @property
    def least(self) -> int:
        """How many of the answers make a unit count."""
        return _least(self.answer or {}, self.answers)

    def columns(self) -> tuple[str, ...]:
        """Return the columns of what changes."""
        if self.ratio:
            return self.ratio.sum, self.ratio.over
        return (self.total,) if self.total else tuple(self.answer or ())


class Reduction(_Change):
    """By how much it fell."""

    measure: Literal["reduction"]
    targets: Annotated[tuple[ShareTarget, ...], Field(min_length=1)]


class Increase(_Change):
    """By how much it rose."""

    measure: Literal["increase"]
    targets: Annotated[tuple[RiseTarget, ...], Field(min_length=1)]


class Count(_Scored, _InParts, _Answered):
    """Different `units`, those that are new in the window, or `occasions` (rows), that gave the `answer` within it."""

    measure: Literal["count"]
    count: Literal["units", "new_units", "occasions"]
    targets: Annotated[tuple[CountTarget, ...], Field(min_length=1)]

    def columns(self) -> tuple[str, ...]:
        """Return the columns of its answers."""
        return tuple(self.answer)


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


Scored = Share | Ratio | Total | Reduction | Increase | Count
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
    citation: Citation | None = None
    period: Period
    territory: Text | None = None
    areas: tuple[Area, ...] = ()
    survey: Words | None = None
    kinds: Mapping[str, Kind] = Field(default_factory=dict)
    columns: Mapping[str, Column] = Field(default_factory=dict)
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]

    def years(self) -> range:
        """Return the years of the plan, from its first year or base year to its last year or due year."""
        bases = [year for item in self.indicators if isinstance(item, Reduction | Increase) for year in item.base.all]
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
            if isinstance(item, Reduction | Increase) or (isinstance(item, Count) and item.count != "occasions")
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
        """Each kind that an indicator is about, with the columns that indicators compute with, in their order."""
        asked = [pair for item in self.indicators if not isinstance(item, Task) for pair in self._asked(item)]
        kinds = dict.fromkeys(kind for kind, _ in asked)
        return {name: tuple(dict.fromkeys(column for kind, column in asked if kind == name)) for name in kinds}

    def _asked(self, item: Indicator) -> Iterator[tuple[str, str]]:
        """Yield each kind and column that an indicator asks for."""
        match item:
            case Task():
                yield from self.vocabulary.clauses.items()
            case Encourage():
                yield from ((kind, column) for kind in item.of for column in item.answer)
            case _:
                yield from ((kind, column) for kind in item.of for column in item.columns())

    def rate(self, ratio: Quotient) -> RateColumns:
        """Return the columns of a ratio with what they are counted in."""
        return self.vocabulary.ratio(ratio.sum, ratio.over)

    def unit(self, item: Scored) -> str:
        """Return what the figures of an indicator are in: percent, count, or the plan's own text.

        A total of a column without a unit is a count.
        """
        unit = None
        match item:
            case Ratio():
                unit = item.ratio.unit
            case Total():
                unit = self.columns[item.total].unit
            case Share() | Reduction() | Increase() | Count():
                pass
        if unit is not None:
            return Called(unit.en, unit.vi)
        return "count" if isinstance(item, Count | Total) else "percent"

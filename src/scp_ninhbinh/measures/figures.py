"""Figures that know what they are, and what every measure says of one: the keys of the JSON, each with its meaning.

A percentage is an exact share of 1; JSON has it from 0 to 100. What a measure finds is a subclass of `Figures`, and a
result (`scores.results`) is such a subclass with its target and its verdict: nothing describes it a second time.
"""

from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from scp_ninhbinh.measures.record import record
from scp_ninhbinh.text.numbers import Amount, Percentage

FINEST: Final = 10**9
"""Denominators up to which a number of JSON is taken for the fraction that it was before it became a float."""

LARGEST: Final = 10**24
"""The largest number that is read back from JSON: more than all cells of any survey add up to."""

SMALLEST: Final = 1e-200
"""What is nearer to zero, and not zero, is no figure of a survey: what is divided by it leaves the range of floats."""


class Points(Fraction):
    """A difference of two percentages, of 1, read and written in percentage points."""

    __slots__ = ()


class Ratio(Fraction):
    """A ratio without a unit."""

    __slots__ = ()


_PERCENT: Final = frozenset({Percentage, Points})
"""Figures that JSON has in percent, 0-100, or in percentage points."""


def like(value: Amount, other: Amount) -> Amount:
    """Return a value as a figure of what `other` is: a percentage, or a number."""
    return Percentage(value) if isinstance(other, Percentage) else value


def difference(value: Amount, other: Amount) -> Amount:
    """Return the difference of two figures of what `other` is: in points, or as a number."""
    return Points(value) if isinstance(other, Percentage) else value


def json_number(value: Amount) -> float | int:
    """Return a figure as JSON has it: this is where exact numbers become floats, once."""
    if value.__class__ in _PERCENT:
        return value.numerator * 100 / value.denominator
    return value.numerator if value.denominator == 1 and value.__class__ is not Ratio else float(value)


class Number(NamedTuple):
    """A number of JSON, within bounds, and the exact figure that it is read back as."""

    figure: type[Fraction | int] = Fraction
    least: float | None = None
    most: float | None = None
    above: float | None = None
    below: float | None = None

    def read(self, value: object) -> Amount:
        """Return the fraction that a number was before it was written as a float, if it is a simple one.

        Raises:
            ValueError: it is no number of this kind.
        """
        if isinstance(value, Fraction):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float) or not self._within(value):
            raise ValueError
        if self.figure is int:
            return self._whole(value)
        simple = Fraction(value).limit_denominator(FINEST)
        exact = simple if float(simple) == value else Fraction(value)
        return self.figure(exact / 100 if self.figure in {Percentage, Points} else exact)

    def _whole(self, value: float) -> int:
        if isinstance(value, int):
            return value
        raise ValueError

    def _within(self, value: float) -> bool:
        least, most = (-LARGEST if self.least is None else self.least), (LARGEST if self.most is None else self.most)
        return (
            least <= value <= most
            and (not value or abs(value) >= SMALLEST)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return what pydantic reads such a number by."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the type and the bounds as JSON Schema says them."""
        found = {"minimum": self.least, "maximum": self.most}
        found |= {"exclusiveMinimum": self.above, "exclusiveMaximum": self.below}
        kind = "integer" if self.figure is int else "number"
        return {"type": kind} | {name: bound for name, bound in found.items() if bound is not None}


Percent = Annotated[Percentage, Number(Percentage, 0, 100)]
Required = Annotated[Percentage, Number(Percentage, 0, 100)]
"""What is required of a percentage: 0 only of what may be no more than that."""
RequiredChange = Annotated[Percentage, Number(Percentage, 0)]
Change = Annotated[Percentage, Number(Percentage)]
"""A cut, below zero where something rose, or a rise, below zero where it fell; what is below zero may fall further."""
Level = Annotated[Amount, Number()]
"""A level of what changes, or a difference of two, in a unit that stands beside it."""
Attainment = Annotated[Percentage, Number(Percentage, 0)]
CutAttainment = Annotated[Percentage, Number(Percentage)]
Confidence = Annotated[Percentage, Number(Percentage, 50, below=100)]
Gap = Annotated[Points, Number(Points, -100, 100)]
ChangeGap = Annotated[Points, Number(Points)]
Sum = Annotated[Amount, Number(Fraction, 0)]
"""A sum of what was counted or measured."""
Exact = Annotated[Amount, Number()]
"""An amount in a unit of the plan's own, which may be below 0 where the plan says so."""
Whole = Annotated[int, Number(int, 0)]
Positive = Annotated[int, Number(int, 1)]
Year = Annotated[int, Number(int, 1900, 2199)]
Error = Annotated[float, Number(Fraction, 0)]

Method = Literal["census", "sample"]
Pool = Literal["register", "surveyed"]


class Reason(StrEnum):
    """Why a verdict is undetermined, in the order in which reasons are given."""

    NO_BASELINE = "no-baseline"
    ZERO_BASELINE = "zero-baseline"
    DIFFERENT_UNITS = "different-units"
    NO_COMMON_UNITS = "no-common-units"
    MISSING = "missing"
    SAMPLING = "sampling"
    READINGS = "readings"


Range = tuple[Amount | None, Amount | None]
"""The lowest and the highest of a figure, None where a side is unbounded."""


class Figure(NamedTuple):
    """What one reading of a clause gives: a figure and the range that unknown answers and the sample leave it.

    `low` or `high` is None where that side is unbounded. `bars` are what makes the figure, or its range, impossible
    at all, such as a missing base year; `empty` says that no row is about it, `pending` that its window of years has
    not begun. Of a sample `intervals` holds the interval for each extreme that unknown answers may take.
    """

    name: str
    achieved: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    bars: tuple[Reason, ...] = ()
    empty: bool = False
    pending: bool = False
    intervals: tuple[Range, ...] = ()


def span(figures: tuple[Figure, ...]) -> Figure | None:
    """Return the range from the lowest to the highest of the figures, None where none speaks.

    One bar or unbounded side decides for all.
    """
    speaking = [figure for figure in figures if not (figure.empty or figure.pending)]
    if not speaking:
        return None
    lows, highs = [figure.low for figure in speaking], [figure.high for figure in speaking]
    low = min((low for low in lows if low is not None), default=None) if None not in lows else None
    high = max((high for high in highs if high is not None), default=None) if None not in highs else None
    bars = tuple(dict.fromkeys(bar for figure in speaking for bar in figure.bars))
    return Figure("", figures[0].achieved, low, high, bars)


class StratumName(str):
    """A stratum of a sample as JSON names it: the kind of unit, then the register's name of it where there is one."""

    kind: str
    stratum: str

    @classmethod
    def of(cls, kind: str, stratum: str) -> "StratumName":
        """Return the name of a stratum."""
        made = cls(" ".join(filter(None, (kind, stratum))))
        made.kind, made.stratum = kind, stratum
        return made

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of a text."""
        return core_schema.str_schema()


ResponseOf = Literal["listed", "surveyed", "drawn"]


@record
class Coverage:
    """How much of a kind was surveyed in the year of the rows, and how much of it answered."""

    kind: str
    """The kind of unit."""
    year: Year
    """The year of the rows."""
    surveyed: Whole
    """Units with a row."""
    listed: Whole | None
    """Units of the register that year; null where it lists none of the kind."""
    answered: Whole
    """Units surveyed of which everything is known that is computed with."""
    response: Percent | None
    """The response rate: answered in percent of response_of; null for no unit."""
    response_of: ResponseOf
    """What the response rate is of: all listed; of a sample those drawn; without a register those surveyed."""

    @property
    def asked(self) -> int:
        """The units that the response rate is of."""
        return self.listed if self.response_of == "listed" and self.listed is not None else self.surveyed


def response_rate(answered: int, asked: int) -> Percentage | None:
    """Return the units that answered over those that were asked; None for no unit (docs/methods.md, "Response")."""
    return Percentage(answered, asked) if asked else None


@record
class Bounds:
    """A figure and the range that the data allow it."""

    achieved: Amount | None = None
    """What the first reading confirms or estimates; null for no figure."""
    low: Amount | None = None
    """The lowest that the data allow, in unit; null without a bound."""
    high: Amount | None = None
    """The highest that the data allow, in unit; null without a bound."""


def bounds(readings: tuple[Figure, ...]) -> dict[str, Any]:
    """Return the keys of `Bounds`: the figure of the first reading, and the range of all of them."""
    whole = span(readings) or Figure("")
    return {"achieved": readings[0].achieved, "low": whole.low, "high": whole.high}


@record
class Basis:
    """What a figure was computed from; what does not exist is null, never 0."""

    numerator: Amount | None = None
    """Units or occasions with the answer asked for; null for no rows."""
    denominator: Amount | None = None
    """All units, unknown ones too; null for a count or for no rows."""
    unknown: Whole | None = None
    """Units or occasions surveyed without a known answer or figure."""
    not_surveyed: Whole | None = None
    """Units of the register not surveyed; 0 without a register."""
    pool: Pool | None = None
    """What it is a share of; null for no share."""
    method: Method | None = None
    """Counted, or estimated; null for no rows."""
    coverage: tuple[Coverage, ...] = ()
    """How much of each kind was surveyed; empty for no figures."""
    parts: Annotated[tuple[Any, ...], Field(max_length=0)] = ()
    """The share kind by kind; empty for other measures."""

    @property
    def known(self) -> int:
        """The units surveyed whose answer is known."""
        return int(self.denominator or 0) - (self.unknown or 0) - (self.not_surveyed or 0)


@record
class Figures(Basis, Bounds):
    """A figure, its range, and what it was computed from."""


@record
class NoFigures(Figures):
    """Nothing was computed: all is null or empty."""

    achieved: None = None
    low: None = None
    high: None = None
    numerator: None = None
    denominator: None = None
    unknown: None = None
    not_surveyed: None = None
    pool: None = None
    method: None = None
    coverage: Annotated[tuple[Coverage, ...], Field(max_length=0)] = ()


@record
class Sampled:
    """What an estimate has beside its figures."""

    drawn: Whole
    """Units drawn: those with a row, an empty answer included."""


class Measured(NamedTuple):
    """What a measure found: a figure for each reading, the first one leading, and the keys of the JSON."""

    readings: tuple[Figure, ...]
    figures: Figures

    @property
    def empty(self) -> bool:
        """Whether no row is about it."""
        return self.readings[0].empty

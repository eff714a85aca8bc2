"""One result as `scp score` and `scp explain` write it, as models.

A key whose type depends on the measure, or on whether there is a sample, is narrowed by the model of that measure and
keeps the description that it has in `Result` or `Figures`.
"""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.scores.verdict import Status

Figure = TypeVar("Figure")
Verdict = TypeVar("Verdict")

Year = Annotated[int, Field(ge=1900, le=2199)]
Whole = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Percent = Annotated[float, Field(ge=0, le=100)]
Required = Annotated[float, Field(gt=0, le=100)]
Cut = Annotated[float, Field(le=100)]
"""A cut in percent: at most the whole, and below zero where the rate has risen."""
Points = Annotated[float, Field(ge=-100, le=100)]
Amount = Annotated[float, Field(ge=0)]
Confidence = Annotated[float, Field(ge=50, lt=100)]
Name = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Judged = Literal[Status.MET, Status.NOT_MET, Status.NOT_YET, Status.UNDETERMINED, Status.NO_DATA]


class Keys(BaseModel):
    """Base of every part: a key that is narrowed keeps its description."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler, /) -> JsonSchemaValue:
        """Return the schema with the description of a key wherever a model that it is narrowed from has one."""
        found = handler.resolve_ref_schema(handler(schema))
        parents = [parent for parent in reversed(cls.__mro__) if issubclass(parent, BaseModel)]
        for name, field in (item for parent in parents for item in parent.model_fields.items()):
            if field.description:
                found["properties"][field.alias or name]["description"] = field.description
        return found


class Title(Keys):
    """A text of the plan in both languages."""

    vi: str = Field(description="In Vietnamese.")
    en: str = Field(description="In English.")


class Coverage(Keys):
    """How much of a kind was surveyed in the year of the rows."""

    kind: str = Field(description="The kind of unit.")
    year: Year = Field(description="The year of the rows.")
    surveyed: Whole = Field(description="Units with a row.")
    listed: Whole | None = Field(description="Units of the register that year; null where it lists none of the kind.")


class Part(Keys):
    """The share among the units of one kind."""

    kind: str = Field(description="The kind of unit.")
    numerator: Whole = Field(description="Units that gave the answer asked for; of a sample, among those drawn.")
    denominator: Whole = Field(description="All units of the kind: the register's, else those surveyed.")
    unknown: Whole = Field(description="Units surveyed without a known answer.")
    not_surveyed: Whole = Field(description="Units of the register not surveyed; 0 without a register.")
    achieved: Percent | None = Field(description="The confirmed share, 0-100; of a sample the kind's own estimate.")


class Reading(Keys, Generic[Figure, Verdict]):
    """One reading of a clause, with its own figure and verdict."""

    name: Name = Field(description="pooled, all, matched (units measured in both years), since-YEAR or as-written.")
    achieved: Figure = Field(description="What is confirmed, or a sample's estimate; null where there is no figure.")
    low: Figure = Field(description="The lowest that the data allow; null where there is no bound.")
    high: Figure = Field(description="The highest that the data allow; null where there is no bound.")
    status: Verdict = Field(description="The verdict by this reading alone.")


class ShareReading(Reading[Percent | None, Judged]):
    """One reading of a share: figures in percent, null where no unit was surveyed."""


class ReductionReading(Reading[Cut | None, Judged]):
    """One reading of a reduction: figures in percent of the base year's rate."""


class CountReading(Reading[Whole | None, Judged]):
    """One reading of a count: numbers counted in the window of years that the name says."""


class TrackedReading(Reading[None, Literal[Status.TRACKED]]):
    """The place of a reading where the clause asks for no number."""

    name: Literal["as-written"] = Field(description="Always as-written.")


class WithoutTargetReading(Reading[None, None]):
    """The place of a reading where there is no target to judge."""

    name: Literal["as-written"] = Field(description="Always as-written.")


class BaseRate(Keys):
    """The rate of the base year: `numerator` over `denominator`."""

    year: Year = Field(description="The base year.")
    numerator: Amount | None = Field(description="As that of the year scored; null where it cannot be said.")
    denominator: Amount | None = Field(description="As that of the year scored; null where it cannot be said.")
    not_measured: Whole = Field(description="How many units without a total; of a sample, of those drawn.")
    assumed_most: Amount | None = Field(description="As that of the year scored.")


class Evidence(Keys):
    """How many rows of the year gave an answer of a clause that asks for no number."""

    answer: str = Field(description="The column that was counted, or task.")
    yes: Whole = Field(description="Rows with the answer asked for.")
    unknown: Whole = Field(description="Rows without a known answer.")


class Figures(Keys):
    """A figure and what it was computed from; what does not exist is null, never 0."""

    achieved: float | None = Field(description="What the first reading confirms or estimates; null for no figure.")
    low: float | None = Field(description="The lowest that the data allow, in unit; null without a bound.")
    high: float | None = Field(description="The highest that the data allow, in unit; null without a bound.")
    numerator: float | None = Field(description="Units or occasions with the answer asked for; null for no rows.")
    denominator: float | None = Field(description="All units, unknown ones too; null for a count or for no rows.")
    unknown: Whole | None = Field(description="Units or occasions surveyed without a known answer or figure.")
    not_surveyed: Whole | None = Field(description="Units of the register not surveyed; 0 without a register.")
    pool: Literal["register", "surveyed"] | None = Field(description="What it is a share of; null for no share.")
    method: Literal["census", "sample"] | None = Field(description="Counted, or estimated; null for no rows.")
    coverage: tuple[Coverage, ...] = Field(description="How much of each kind was surveyed; empty for no figures.")
    parts: tuple[Part, ...] = Field(max_length=0, description="The share kind by kind; empty for other measures.")


class NoFigures(Figures):
    """Nothing was computed: all is null or empty."""

    achieved: None
    low: None
    high: None
    numerator: None
    denominator: None
    unknown: None
    not_surveyed: None
    pool: None
    method: None
    coverage: Annotated[tuple[Coverage, ...], Field(max_length=0)]


class Sampled(Keys):
    """What an estimate has beside its figures."""

    drawn: Whole = Field(description="Units drawn: those with a row, an empty answer included.")
    se: Amount | None = Field(description="Standard error of achieved, in percentage points; null where it has none.")
    confidence: Confidence = Field(description="The confidence of the interval, in percent.")


class ShareFigures(Figures):
    """A share in percent."""

    achieved: Percent | None
    low: Percent | None
    high: Percent | None
    numerator: Whole | None
    denominator: Positive | None
    parts: tuple[Part, ...]


class MeasuredShare(ShareFigures):
    """A share of units of which some were surveyed."""

    low: Percent
    high: Percent
    numerator: Whole
    denominator: Positive
    unknown: Whole
    not_surveyed: Whole
    pool: Literal["register", "surveyed"]


class SampledShare(Sampled, MeasuredShare):
    """A share estimated from a sample."""

    method: Literal["sample"]
    numerator: Whole = Field(description="Units drawn with the answer asked for; achieved weighs them by stratum.")
    denominator: Positive = Field(description="All units, drawn or not.")


class ReductionFigures(Figures):
    """A relative cut in percent."""

    achieved: Cut | None
    low: Cut | None
    high: Cut | None
    numerator: Amount | None = Field(
        description="Hard-to-degrade packaging, a day's where days are known; null where it cannot be summed."
    )
    denominator: Amount | None = Field(description="All packaging of the units with both figures, in the same way.")
    unknown: Whole
    not_surveyed: Whole
    pool: None
    method: Literal["census", "sample"]
    base: BaseRate = Field(description="The rate of the base year.")
    points: Points | None = Field(description="Change of the rate in percentage points; null if not comparable.")
    matched: Whole = Field(description="Units measured in both years.")
    not_measured: tuple[str, ...] = Field(description="Units without a total, by id or name; of a sample those drawn.")
    hard_unknown: tuple[str, ...] = Field(description="Units of the year with a total and no hard part, by id or name.")
    assumed_most: Amount | None = Field(description="What a unit not measured is taken to have given out at most.")


class SampledReduction(Sampled, ReductionFigures):
    """A relative cut estimated from a sample."""

    method: Literal["sample"]
    assumed_most: None


class CountFigures(Figures):
    """A number of units or of occasions."""

    achieved: Whole | None
    low: Whole | None
    high: Whole | None
    numerator: Whole | None
    denominator: None
    pool: None
    method: Literal["census"] | None
    missing_years: tuple[Year, ...] = Field(description="Years of the count without one row.")


class Tracked(NoFigures):
    """Evidence, which is counted and never judged."""

    evidence: tuple[Evidence, ...] = Field(min_length=1, description="What was counted, in the order of the plan.")


class Result(Keys):
    """What every target has beside its figures; what does not exist is null, never 0."""

    id: str = Field(description="The indicator.")
    clause: str = Field(description="The clause of the plan, such as I.1.1.")
    title: Title = Field(description="What the indicator is called.")
    due: Year | None = Field(description="The due year of the target; null where there is none.")
    year: Year | None = Field(description="The year of the rows scored, never after the due year.")
    measure: str = Field(description="What was computed; tracked where the clause asks for no number.")
    unit: str = Field(description="The unit of required, stretch, achieved, low, high and gap; percent is 0-100.")
    required: float | None = Field(description="What the clause requires at least, in unit.")
    stretch: float | None = Field(description="The upper figure of a range, in unit; null without a range.")
    gap: float | None = Field(description="achieved minus required, in unit; percentage points where that is percent.")
    attainment: float | None = Field(description="achieved in percent of required; the verdict is in status.")
    status: Status | None = Field(description="The verdict; null where there is no target to judge.")
    reasons: tuple[Reason, ...] = Field(description="Why the verdict is undetermined; else empty.")
    needed: Whole | None = Field(description="How many more would reach it; null for a cut, a sample or no rows.")
    readings: tuple[Reading[Any, Any], ...] = Field(min_length=1, description="Each reading, the leading one first.")


class _Judged(Result):
    due: Year
    year: Year
    status: Judged


class _Percentage(_Judged):
    unit: Literal["percent"]
    required: Required
    stretch: Required | None


class _Share(_Percentage):
    measure: Literal["share"]
    gap: Points | None
    attainment: Amount | None
    readings: Annotated[tuple[ShareReading, ...], Field(min_length=1)]


class ShareResult(ShareFigures, _Share):
    """A share of units, in percent."""

    method: Literal["census"] | None


class SampledShareResult(SampledShare, _Share):
    """A share of units estimated from a sample, in percent."""

    needed: None


class _Reduction(_Percentage):
    measure: Literal["reduction"]
    gap: Cut | None
    needed: None
    readings: Annotated[tuple[ReductionReading, ...], Field(min_length=1)]


class ReductionResult(ReductionFigures, _Reduction):
    """The relative cut of a rate since the base year, in percent."""

    method: Literal["census"]


class SampledReductionResult(SampledReduction, _Reduction):
    """The relative cut of a rate since the base year, estimated from a sample, in percent."""


class CountResult(CountFigures, _Judged):
    """A number of units or of occasions."""

    measure: Literal["count"]
    unit: Literal["count"]
    required: Positive
    stretch: Positive | None
    gap: int | None
    attainment: Amount | None
    readings: Annotated[tuple[CountReading, ...], Field(min_length=1)]


class _Unjudged(Result):
    required: None
    stretch: None
    gap: None
    attainment: None
    reasons: Annotated[tuple[Reason, ...], Field(max_length=0)]
    needed: None


class TrackedResult(Tracked, _Unjudged):
    """A clause without a number, or a task: its evidence is counted and never judged."""

    due: None
    year: Year
    measure: Literal["tracked"]
    unit: Literal["count"]
    status: Literal[Status.TRACKED]
    readings: Annotated[tuple[TrackedReading, ...], Field(min_length=1, max_length=1)]


class WithoutTargetResult(NoFigures, _Unjudged):
    """An indicator that has no target for the due year asked for with --due; its clause is that of its last target."""

    due: Year
    year: None
    measure: Literal["share", "reduction", "count"]
    unit: Literal["percent", "count"]
    status: None
    readings: Annotated[tuple[WithoutTargetReading, ...], Field(min_length=1, max_length=1)]

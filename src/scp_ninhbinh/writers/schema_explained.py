"""What `scp explain --format json` writes, as models: see `schema_models`."""

from typing import Generic, Literal, TypeVar

from pydantic import Field

from scp_ninhbinh.scores.explain import Said
from scp_ninhbinh.writers import schema_results as results
from scp_ninhbinh.writers.schema_models import Declared, SampleTaken, ScoredRun
from scp_ninhbinh.writers.schema_results import Amount, Keys, Positive, Title, Whole, Year

Margin = TypeVar("Margin")


class DeclaredReading(Keys):
    """How the plan reads a clause, or the year that it counts or measures from, and why."""

    reading: Title | None = Field(description="The reading; null where it is a year.")
    year: Year | None = Field(description="The base year, or the first year of a count; else null.")
    why: Title = Field(description="The reason for it.")


class DrawnStratum(Keys):
    """A stratum of a sample."""

    kind: str = Field(description="The kind of unit.")
    stratum: str = Field(description="The register's stratum; empty for none.")
    size: Whole = Field(description="All units of the stratum.")
    drawn: Whole = Field(description="Units drawn.")
    yes: Whole = Field(description="Units drawn with the answer asked for.")
    unknown: Whole = Field(description="Units drawn without a known answer.")


class _Unit(Keys):
    unit: str = Field(description="Its id, or its name.")
    kind: str = Field(description="Its kind.")
    year: Year | None = Field(description="The year of its row; null for none.")


class SurveyedUnit(_Unit):
    """A unit with a row."""

    year: Year


class ListedUnit(_Unit):
    """A unit of the register without a row."""

    year: None


class MeasuredUnit(SurveyedUnit):
    """A unit with figures, a day's where days are known."""

    hard: Amount | None = Field(description="Hard-to-degrade packaging; null where it is not known.")
    total: Amount = Field(description="All packaging.")


class Units(Keys):
    """Units that count in one way."""

    said: Said = Field(description="How they count: yes gave the answer asked for; measured have both figures.")
    column: str | None = Field(description="The column of the answer; null where they are not told by one.")
    answer: Literal["yes", "no"] | None = Field(description="What they answered there; null where that is not known.")
    units: tuple[MeasuredUnit | SurveyedUnit | ListedUnit, ...] = Field(min_length=1, description="The units.")


class _Step(Keys):
    what: str = Field(description="What it is about.")


class BaselineStep(_Step):
    """Figures of the base year that can be compared."""

    what: Literal["no-baseline", "zero-baseline", "different-units"]
    year: Year = Field(description="The base year.")


class YearsStep(_Step):
    """Rows of years that have none."""

    what: Literal["years"]
    years: tuple[Year, ...] = Field(min_length=1, description="The years.")


class AnswersStep(_Step):
    """Answers that are open."""

    what: Literal["answers"]
    needed: Positive = Field(description="How many of them would reach the requirement.")
    open: Positive = Field(description="How many are open.")
    against: Positive = Field(description="How many of the other answer would rule it out.")


class HardPartStep(_Step):
    """Hard parts that are not known."""

    what: Literal["hard-part"]
    most: Whole = Field(description="The most packaging that may be hard for the requirement to be reached.")
    of: Amount = Field(description="The packaging whose hard part is not known.")
    year: Year = Field(description="The year of the rows.")


class UnmeasuredStep(_Step):
    """What units of the register without figures would have to give out to turn the figure of the others."""

    what: Literal["unmeasured"]
    year: Year = Field(description="The year scored, or the base year.")
    units: Positive = Field(description="How many have no figures.")
    assumed_most: Amount = Field(description="The most that each is taken to have given out.")
    each: Amount | None = Field(description="What each would have to give out; null where no amount turns it.")
    hard: bool | None = Field(description="Whether all of that is hard, or none of it; null for no amount.")


class UnknownDrawnStep(_Step):
    """Answers that are open in a sample."""

    what: Literal["unknown-drawn"]
    open: Positive = Field(description="How many are open.")


class DrawnStep(_Step):
    """More units drawn."""

    what: Literal["drawn"]
    more: Positive = Field(description="About how many, if they answer like those drawn so far.")


class StrataStep(_Step):
    """More units in some strata: any with an answer (empty-strata), or two that are measured (lone)."""

    what: Literal["empty-strata", "lone"]
    strata: tuple[str, ...] = Field(min_length=1, description="The strata, each by its kind and name.")


class HardUnknownStep(_Step):
    """Hard parts of units that are not known."""

    what: Literal["hard-unknown"]
    units: tuple[str, ...] = Field(min_length=1, description="The units, each with the year.")


class RoughStep(_Step):
    """More units measured in each year: with so few the interval is too rough to call the target missed."""

    what: Literal["rough"]
    measured: Whole = Field(description="Units measured, in the year that has fewer.")
    fewest: Positive = Field(description="How many it takes in each year.")


class MeasuredStep(_Step):
    """More units measured in each year."""

    what: Literal["measured"]
    measured: Whole = Field(description="Units measured, in the year that has fewer.")
    more: Positive = Field(description="About how many, if they are like those measured so far.")


class ReadingsStep(_Step):
    """A decision on how the clause is to be read."""

    what: Literal["readings"]


AnswerStep = AnswersStep | YearsStep | UnknownDrawnStep | DrawnStep | StrataStep | ReadingsStep
FigureStep = BaselineStep | HardPartStep | HardUnknownStep | UnmeasuredStep | RoughStep | MeasuredStep


class _Explained(Keys, Generic[Margin]):
    declared_readings: tuple[DeclaredReading, ...] = Field(description="How the plan reads the clause.")
    margin: Margin = Field(description="Units above what is required, below zero for short of it; null for none.")
    strata: tuple[DrawnStratum, ...] = Field(max_length=0, description="Of a share of a sample its strata; else empty.")
    units: tuple[Units, ...] = Field(description="The units by how they count, worst first.")
    steps: tuple[AnswerStep | FigureStep, ...] = Field(description="What would settle the verdict or turn it.")


class ExplainedShare(_Explained[int | None], results.ShareResult):
    """A share of units, in percent."""

    strata: tuple[DrawnStratum, ...]


class ExplainedSampledShare(_Explained[None], results.SampledShareResult):
    """A share of units estimated from a sample, in percent."""

    strata: tuple[DrawnStratum, ...]


class ExplainedReduction(_Explained[None], results.ReductionResult):
    """The relative cut of a rate since the base year, in percent."""


class ExplainedSampledReduction(_Explained[None], results.SampledReductionResult):
    """The relative cut of a rate since the base year, estimated from a sample, in percent."""


class ExplainedCount(_Explained[int | None], results.CountResult):
    """A number of units or of occasions."""


class ExplainedTracked(_Explained[None], results.TrackedResult):
    """A clause without a number, or a task: its evidence is counted and never judged."""


class ExplainedWithoutTarget(_Explained[None], results.WithoutTargetResult):
    """An indicator that has no target for the due year asked for with --due; its clause is that of its last target."""


ExplainedPercentage = ExplainedShare | ExplainedReduction | ExplainedSampledShare | ExplainedSampledReduction
AnyExplained = ExplainedTracked | ExplainedCount | ExplainedPercentage | ExplainedWithoutTarget


class Explain(ScoredRun):
    """What `scp explain --format json` writes."""

    schema_: Literal["scp-ninhbinh/explain/1"] = Field(alias="schema")
    sample: SampleTaken | None = Field(description="There with --sample; else null.")
    declared: Declared = Field(description="What was declared of the files on the command line.")
    targets: tuple[AnyExplained, ...] = Field(min_length=1, description="The target, for each due year asked for.")

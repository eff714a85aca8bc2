"""What `scp review --format json` writes, as models: see `schema_models`."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from scp_ninhbinh.scores.trend import Word
from scp_ninhbinh.writers.schema_models import Declared, Input, PlanUsed, SampleTaken, Sha256
from scp_ninhbinh.writers.schema_results import Cut, Judged, Keys, Name, Percent, Positive, Required, Title, Whole, Year

Figure = TypeVar("Figure")
Method = Literal["census", "sample"]


class SavedScore(Keys):
    """A saved score that was given beside the surveys, or in their place."""

    path: str = Field(description="The path as it was given.")
    sha256: Sha256 = Field(description="SHA-256 of the file's bytes.")
    year: Year = Field(description="The year that it scored.")


class LeftOut(Keys):
    """A year that is not compared with the others."""

    year: Year = Field(description="The year.")
    reason: str = Field(description="What differs.")
    found: str = Field(description="What that year has.")
    expected: str = Field(description="What it is compared with has.")


class OtherPlan(LeftOut):
    """A saved score by another plan file: left out as a whole."""

    reason: Literal["plan"] = Field(description="Always plan: the bytes of the plan file differ.")
    found: str = Field(description="The first 12 digits of the SHA-256 of its plan file.")
    expected: str = Field(description="The first 12 digits of the SHA-256 of this plan file.")


class OtherBasis(LeftOut):
    """A year whose figure rests on something else than that of the latest year."""

    reason: Literal["method", "pool", "years"] = Field(
        description="What differs: method or pool of the year; years: counted without rows of some years."
    )


class YearFigure(Keys, Generic[Figure]):
    """What one year came to."""

    year: Year = Field(description="The year of the rows.")
    achieved: Figure = Field(description="What is confirmed, or a sample's estimate; null where there is no figure.")
    low: Figure = Field(description="The lowest that the data allow, in unit; null without a bound.")
    high: Figure = Field(description="The highest that the data allow, in unit; null without a bound.")
    status: Judged | None = Field(description="The verdict; null where a saved score judged by another due year.")
    method: Method | None = Field(description="Counted, or estimated from a sample; null for no figure.")
    pool: Literal["register", "surveyed"] | None = Field(description="What it is a share of; null for no share.")


class ShareYear(YearFigure[Percent | None]):
    """What a share was in one year, in percent."""


class ReductionYear(YearFigure[Cut | None]):
    """What a cut was in one year, in percent of the base year's rate."""

    pool: None


class CountYear(YearFigure[Whole | None]):
    """What a number had come to in one year."""

    status: Judged
    method: Literal["census"] | None
    pool: None


class Line(Keys):
    """The straight line from the first year with a figure to what is required by the due year."""

    expected: float = Field(description="Where that line is in the latest year, in unit.")
    ratio: float = Field(description="The way made over the way to there: 1 is on the line.")
    projected: float = Field(description="Where the line through the first and the latest year is in the due year.")
    word: Literal[Word.ON_TRACK, Word.BEHIND, Word.FAR_BEHIND, Word.MOVING_AWAY] = Field(
        description="From a ratio of 0.95 on_track, of 0.60 behind, of 0 far_behind, below it moving_away."
    )


class Growth(Keys):
    """Compound growth a year; a rate of 0.05 is 5 percent."""

    observed: Annotated[float, Field(gt=-1)] = Field(description="That since the first year with a figure.")
    required: Annotated[float, Field(gt=0)] = Field(description="That which reaches the requirement in the due year.")
    ratio: float = Field(description="observed over required.")
    word: Literal[Word.ON_TRACK, Word.BEHIND, Word.FAR_BEHIND, Word.MOVING_AWAY] = Field(
        description="The word for that ratio, in the bands of the straight line."
    )


class ChangedUnit(Keys):
    """A unit whose known answer differs from that of the year before."""

    unit: str = Field(description="Its id, or its name.")
    kind: str = Field(description="Its kind.")
    before: bool = Field(description="Whether it answered yes in the year before.")
    now: bool = Field(description="Whether it answers yes now.")


class ReviewedTarget(Keys):
    """A target over the years; what does not exist is null, never 0."""

    id: Name = Field(description="The indicator.")
    clause: str = Field(description="The clause of the plan, such as I.1.1.")
    title: Title = Field(description="What the indicator is called.")
    due: Year = Field(description="The due year of the target.")
    measure: str = Field(description="What was computed.")
    unit: str = Field(description="The unit of every figure but ratios and growth; percent is 0-100.")
    required: float = Field(description="What the clause requires at least, in unit.")
    word: Word = Field(description="What the years come to; that of line where there is one.")
    words: tuple[Word, ...] = Field(min_length=1, description="word, then those of low and high that differ from it.")
    slips: bool = Field(description="Whether a target that is met fell since the year before.")
    change: float | None = Field(description="Change on the year before; null where it has no figure.")
    pace: float | None = Field(description="Mean change a year since the first year with a figure; null for one year.")
    needed: float | None = Field(description="Change a year that reaches the requirement; null in the due year.")
    line: Line | None = Field(description="The pace of achieved; null where the words need none.")
    low: Line | None = Field(description="The pace of the low ends of the ranges.")
    high: Line | None = Field(description="The pace of the high ends of the ranges.")
    growth: Growth | None = Field(description="Compound growth of a share; null from zero and for other measures.")
    not_compared: tuple[OtherBasis, ...] = Field(description="Years that are not compared with the latest.")
    changed: tuple[ChangedUnit, ...] | None = Field(
        description="Units of a share that changed their answer since the year before; null where that is not known."
    )


class ReviewedShare(ReviewedTarget):
    """A share of units over the years, in percent."""

    measure: Literal["share"]
    unit: Literal["percent"]
    required: Required
    years: tuple[ShareYear, ...] = Field(description="Each year that is compared, in order.")


class ReviewedReduction(ReviewedTarget):
    """The relative cut of a rate over the years, in percent."""

    measure: Literal["reduction"]
    unit: Literal["percent"]
    required: Required
    growth: None
    changed: None
    years: tuple[ReductionYear, ...] = Field(description="Each year that is compared, in order.")


class ReviewedCount(ReviewedTarget):
    """A number of units or of occasions over the years."""

    measure: Literal["count"]
    unit: Literal["count"]
    required: Positive
    growth: None
    changed: None
    years: tuple[CountYear, ...] = Field(description="Each year that is compared, in order.")


class YearEvidence(Keys):
    """How often an answer was given in a year."""

    year: Year = Field(description="The year of the rows.")
    yes: Whole = Field(description="Rows with the answer asked for.")


class Answers(Keys):
    """How the evidence of one answer moved."""

    answer: str = Field(description="The column that was counted, or task.")
    years: tuple[YearEvidence, ...] = Field(min_length=1, description="Each year with rows, in order.")
    mean_change: float | None = Field(description="Mean change a year; null for one year.")
    last_change: int | None = Field(description="Change on the year before; null where it has no rows.")


class TrackedClause(Keys):
    """A clause without a number, or a task: it has a direction, no pace."""

    id: str = Field(description="The indicator.")
    clause: str = Field(description="The clause of the plan, such as I.1.5.")
    title: Title = Field(description="What the indicator is called.")
    answers: tuple[Answers, ...] = Field(description="Each answer that was counted; empty for no rows.")


class Review(Keys):
    """What `scp review --format json` writes."""

    schema_: Literal["scp-ninhbinh/review/1"] = Field(alias="schema", description="The name of this format.")
    version: str = Field(description="The version of the program.")
    year: Year = Field(description="The latest year reviewed.")
    years: tuple[Year, ...] = Field(min_length=1, description="Every year reviewed, in order.")
    plan: PlanUsed = Field(description="The plan that was reviewed against.")
    inputs: tuple[Input, ...] = Field(description="The survey files, in the order read.")
    history: tuple[SavedScore, ...] = Field(description="The saved scores, used or left out.")
    register_: Input | None = Field(alias="register", description="The register; null without --register.")
    sample: SampleTaken | None = Field(description="There with --sample; else null.")
    targets: tuple[ReviewedShare | ReviewedReduction | ReviewedCount, ...] = Field(
        description="Each target asked for, in the order of the plan."
    )
    tracked: tuple[TrackedClause, ...] = Field(description="Clauses that ask for no number, in the order of the plan.")
    left_out: tuple[OtherPlan, ...] = Field(description="Saved scores that are not compared at all.")
    declared: Declared = Field(description="What was declared of the files on the command line.")
    refused_cells: Whole = Field(description="Cells that cannot be read and count as not known.")

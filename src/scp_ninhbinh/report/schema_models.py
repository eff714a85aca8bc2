"""What `scp score` and `scp check` write as JSON, as models: the source of its JSON Schemas and nothing else.

No output is validated by them as it is written; the tests hold them to real outputs, key by key. A key whose
type depends on the measure is narrowed by the model of that measure and keeps the description that it has in `Result`.
"""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field

from scp_ninhbinh.problems import Severity
from scp_ninhbinh.verdicts import Reason, Status

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
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Blank = Annotated[str, Field(pattern="^no:[a-z_]+$")]
Name = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Judged = Literal[Status.MET, Status.NOT_MET, Status.NOT_YET, Status.UNDETERMINED, Status.NO_DATA]


class Title(BaseModel):
    """A title of the plan in both languages."""

    vi: str = Field(description="In Vietnamese.")
    en: str = Field(description="In English.")


class Part(BaseModel):
    """The share among the units of one kind."""

    kind: str = Field(description="The kind of unit.")
    numerator: Whole = Field(description="Units that gave the answer asked for.")
    denominator: Whole = Field(description="All units of the kind surveyed.")
    unknown: Whole = Field(description="Units without a known answer.")
    not_surveyed: Whole = Field(description="Units of the register not surveyed; 0 without a register.")
    achieved: Percent | None = Field(description="The confirmed share, 0-100; null where there are no units.")


class Reading(BaseModel, Generic[Figure, Verdict]):
    """One reading of a clause, with its own figure and verdict."""

    name: Name = Field(description="pooled, all, matched (units measured in both years), since-YEAR or as-written.")
    achieved: Figure = Field(description="What is confirmed; null where there is no figure.")
    low: Figure = Field(description="The lowest that unknown answers allow; null where there is no bound.")
    high: Figure = Field(description="The highest that unknown answers allow; null where there is no bound.")
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


class BaseRate(BaseModel):
    """The rate of the base year: `numerator` over `denominator`."""

    year: Year = Field(description="The base year.")
    numerator: Amount | None = Field(description="As that of the year scored; null where it cannot be said.")
    denominator: Amount | None = Field(description="As that of the year scored; null where it cannot be said.")


class Evidence(BaseModel):
    """How many rows of the year gave an answer of a clause that asks for no number."""

    answer: str = Field(description="The column that was counted, or task.")
    yes: Whole = Field(description="Rows with the answer asked for.")
    unknown: Whole = Field(description="Rows without a known answer.")


class Result(BaseModel):
    """What every target has; what does not exist is null, never 0."""

    id: str = Field(description="The indicator.")
    clause: str = Field(description="The clause of the plan, such as I.1.1.")
    title: Title = Field(description="What the indicator is called.")
    due: Year | None = Field(description="The due year of the target; null where there is none.")
    year: Year | None = Field(description="The year of the rows scored, never after the due year.")
    measure: str = Field(description="What was computed; tracked where the clause asks for no number.")
    unit: str = Field(description="The unit of required, stretch, achieved, low, high and gap; percent is 0-100.")
    required: float | None = Field(description="What the clause requires at least, in unit.")
    stretch: float | None = Field(description="The upper figure of a range, in unit; null without a range.")
    achieved: float | None = Field(description="What the first reading confirms, in unit; null for no figure.")
    low: float | None = Field(description="The lowest that the data allow, in unit; null without a bound.")
    high: float | None = Field(description="The highest that the data allow, in unit; null without a bound.")
    gap: float | None = Field(description="achieved minus required, in unit; percentage points where that is percent.")
    attainment: float | None = Field(description="achieved in percent of required; 100 and more is met.")
    status: Status | None = Field(description="The verdict; null where there is no target to judge.")
    reasons: tuple[Reason, ...] = Field(description="Why the verdict is undetermined; else empty.")
    numerator: float | None = Field(description="Units or occasions with the answer asked for; null for no rows.")
    denominator: float | None = Field(description="All units, unknown ones too; null for a count or for no rows.")
    unknown: Whole | None = Field(description="Units or occasions without a known answer.")
    not_surveyed: Whole | None = Field(description="Units of the register not surveyed; 0 without a register.")
    needed: Whole | None = Field(description="How many more would reach it; null for a cut or for no rows.")
    pool: Literal["register", "surveyed"] | None = Field(description="The units that it is a share of.")
    method: Literal["census", "sample"] | None = Field(description="Counted, or estimated from a sample.")
    parts: tuple[Part, ...] = Field(max_length=0, description="The share kind by kind; empty for other measures.")
    readings: tuple[Reading[Any, Any], ...] = Field(min_length=1, description="Each reading, the leading one first.")


class _Judged(Result):
    due: Year
    year: Year
    status: Judged


class ShareResult(_Judged):
    """A share of units, in percent."""

    measure: Literal["share"]
    unit: Literal["percent"]
    required: Required
    stretch: Required | None
    achieved: Percent | None
    low: Percent | None
    high: Percent | None
    gap: Points | None
    attainment: Amount | None
    numerator: Whole | None
    denominator: Positive | None
    parts: tuple[Part, ...]
    readings: Annotated[tuple[ShareReading, ...], Field(min_length=1)]


class ReductionResult(_Judged):
    """The relative cut of a rate since the base year, in percent."""

    measure: Literal["reduction"]
    unit: Literal["percent"]
    required: Required
    stretch: Required | None
    achieved: Cut | None
    low: Cut | None
    high: Cut | None
    gap: Cut | None
    numerator: Amount | None = Field(
        description="Hard-to-degrade packaging, a day's where days are known; null where it cannot be summed."
    )
    denominator: Amount | None = Field(description="All packaging of the units with both figures, in the same way.")
    unknown: Whole
    not_surveyed: Whole
    needed: None
    pool: None
    method: Literal["census", "sample"]
    readings: Annotated[tuple[ReductionReading, ...], Field(min_length=1)]
    base: BaseRate = Field(description="The rate of the base year.")
    points: Points | None = Field(description="Change of the rate in percentage points; null if not comparable.")
    matched: Whole = Field(description="Units measured in both years.")
    not_measured: tuple[str, ...] = Field(description="Units of the year without a total, by id or name.")
    hard_unknown: tuple[str, ...] = Field(description="Units of the year with a total and no hard part, by id or name.")


class CountResult(_Judged):
    """A number of units or of occasions."""

    measure: Literal["count"]
    unit: Literal["count"]
    required: Positive
    stretch: Positive | None
    achieved: Whole | None
    low: Whole | None
    high: Whole | None
    gap: int | None
    attainment: Amount | None
    numerator: Whole | None
    denominator: None
    pool: None
    readings: Annotated[tuple[CountReading, ...], Field(min_length=1)]
    missing_years: tuple[Year, ...] = Field(description="Years of the count without one row.")


class _Unjudged(Result):
    required: None
    stretch: None
    achieved: None
    low: None
    high: None
    gap: None
    attainment: None
    reasons: Annotated[tuple[Reason, ...], Field(max_length=0)]
    numerator: None
    denominator: None
    unknown: None
    not_surveyed: None
    needed: None
    pool: None
    method: None


class TrackedResult(_Unjudged):
    """A clause without a number, or a task: its evidence is counted and never judged."""

    due: None
    year: Year
    measure: Literal["tracked"]
    unit: Literal["count"]
    status: Literal[Status.TRACKED]
    readings: Annotated[tuple[TrackedReading, ...], Field(min_length=1, max_length=1)]
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="What was counted, in the order of the plan.")


class WithoutTargetResult(_Unjudged):
    """An indicator that has no target for the due year asked for with --due; its clause is that of its last target."""

    due: Year
    year: None
    measure: Literal["share", "reduction", "count"]
    unit: Literal["percent", "count"]
    status: None
    readings: Annotated[tuple[WithoutTargetReading, ...], Field(min_length=1, max_length=1)]


AnyResult = ShareResult | ReductionResult | CountResult | TrackedResult | WithoutTargetResult


class PlanUsed(BaseModel):
    """A plan by its number and its bytes."""

    id: str = Field(description="The number of the plan.")
    sha256: Sha256 = Field(description="SHA-256 of the file's bytes.")


class Input(BaseModel):
    """A survey file that was scored."""

    path: str = Field(description="The path as it was given.")
    sha256: Sha256 = Field(description="SHA-256 of the file's bytes.")
    rows: Whole = Field(description="Rows of units.")


class Declared(BaseModel):
    """What was declared of the files because they do not say it themselves."""

    set_: tuple[str, ...] = Field(alias="set", description="Columns that a file lacks, as --set takes them.")
    blank: tuple[Blank, ...] = Field(description="Columns whose empty cells count as no, as --blank takes them.")
    decimal: Literal["comma", "point"] | None = Field(description="The decimal mark, as --decimal takes it; else null.")


class Verdicts(BaseModel):
    """How many targets have each verdict."""

    met: Whole = Field(description="What is required is reached, whatever is still open.")
    not_met: Whole = Field(description="Not reached, and the due year has come.")
    not_yet: Whole = Field(description="Not reached, and the due year has not come.")
    undetermined: Whole = Field(description="It depends on what is open; reasons say on what.")
    no_data: Whole = Field(description="No row speaks of it.")
    tracked: Whole = Field(description="The clause asks for no number.")


class Score(BaseModel):
    """What `scp score --format json` writes."""

    schema_: Literal["scp-ninhbinh/score/1"] = Field(alias="schema", description="The name of this format.")
    version: str = Field(description="The version of the program.")
    year: Year = Field(description="The year scored.")
    plan: PlanUsed = Field(description="The plan that was scored against.")
    inputs: tuple[Input, ...] = Field(min_length=1, description="The survey files, in the order read.")
    targets: tuple[AnyResult, ...] = Field(min_length=1, description="In the order of the plan, tracked clauses too.")
    declared: Declared = Field(description="What was declared of the files on the command line.")
    summary: Verdicts = Field(description="How many results have each verdict.")


class CheckedFile(BaseModel):
    """A file that was checked."""

    path: str = Field(description="The path as it was given.")
    rows: Whole | None = Field(description="Rows of units; null for a plan file.")


class Finding(BaseModel):
    """One thing wrong, or worth knowing, and where."""

    rule: Name = Field(description="The stable name of the rule.")
    severity: Severity = Field(description="error: bars scoring; warning: may be a fault; notice: how it was read.")
    path: str = Field(description="The path as it was given.")
    sheet: str | None = Field(description="The sheet of a workbook; null for other files.")
    cell: str | None = Field(description="The cell of a workbook, such as C7; null for none.")
    row: Positive | None = Field(description="The row as a spreadsheet numbers it, header included; null for none.")
    line: Positive | None = Field(description="The line of a text file; null for none.")
    column: str | None = Field(description="The heading, or the key of a plan file; null for none.")
    value: str | None = Field(description="What stands there; null where it is not of one value.")
    message: str = Field(description="What is wrong, in English or the language of --lang.")
    hint: str = Field(description="What to do about it.")


class Totals(BaseModel):
    """How many findings there are of each severity."""

    errors: Whole = Field(description="Findings that are errors.")
    warnings: Whole = Field(description="Findings that are warnings.")
    notices: Whole = Field(description="Findings that are notices.")


class Check(BaseModel):
    """What `scp check --format json` writes."""

    schema_: Literal["scp-ninhbinh/check/1"] = Field(alias="schema", description="The name of this format.")
    files: tuple[CheckedFile, ...] = Field(description="The files checked, plan files first.")
    problems: tuple[Finding, ...] = Field(description="Everything found, file by file.")
    summary: Totals = Field(description="How many there are of each severity.")

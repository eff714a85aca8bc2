"""The one description of a result: what JSON, its schema, CSV and saved scores are made from, field by field.

A result is what a measure found (a subclass of `Figures`) with its target and its verdict, one class a measure, so that
nothing is there which the measure does not have. What does not exist is None, in JSON null, and never 0. The text under
a field is its description in the schema.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from scp_ninhbinh.measures.count import CountFigures, TrackedFigures
from scp_ninhbinh.measures.figures import (
    Attainment,
    Bounds,
    Change,
    ChangeGap,
    Confidence,
    Coverage,
    CutAttainment,
    Exact,
    Figures,
    Gap,
    NoFigures,
    Percent,
    Positive,
    Reason,
    Required,
    RequiredChange,
    Sum,
    Whole,
    Year,
    json_number,
)
from scp_ninhbinh.measures.ratio import RatioFigures, SampledRatioFigures
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import (
    IncreaseFigures,
    ReductionFigures,
    SampledIncreaseFigures,
    SampledReductionFigures,
)
from scp_ninhbinh.measures.share import MeasuredShareFigures, SampledShareFigures, ShareFigures
from scp_ninhbinh.measures.total import TotalFigures
from scp_ninhbinh.plan.clauses import Letter
from scp_ninhbinh.problems.problem import Severity
from scp_ninhbinh.scores.decision import Rule
from scp_ninhbinh.scores.each import CountEach, Each, ShareEach
from scp_ninhbinh.scores.verdict import Judged, Limit, Status
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.say import Code

Name = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
By = Literal["area", "kind"]


@record
class Title:
    """A text of the plan in both languages."""

    vi: str
    """In Vietnamese."""
    en: str
    """In English."""


@record
class Reading:
    """One reading of a clause, with its own figure and verdict."""

    name: Name
    """pooled, all, matched (units measured in both years), since-YEAR or as-written."""
    achieved: Amount | None = None
    """What is confirmed, or a sample's estimate; null where there is no figure."""
    low: Amount | None = None
    """The lowest that the data allow; null where there is no bound."""
    high: Amount | None = None
    """The highest that the data allow; null where there is no bound."""
    status: Status | None
    """The verdict by this reading alone."""


@record
class ShareReading(Reading):
    """One reading of a share: figures in percent, null where no unit was surveyed."""

    achieved: Percent | None = None
    low: Percent | None = None
    high: Percent | None = None
    status: Judged


@record
class ChangeReading(Reading):
    """One reading of a reduction or an increase: figures in percent of the base year's level."""

    achieved: Change | None = None
    low: Change | None = None
    high: Change | None = None
    status: Judged


@record
class CountReading(Reading):
    """One reading of a count: numbers counted in the window of years that the name says."""

    achieved: Whole | None = None
    low: Whole | None = None
    high: Whole | None = None
    status: Judged


@record
class AmountReading(Reading):
    """One reading of a ratio or a total: figures in the plan's own unit, or in percent."""

    achieved: Exact | None = None
    low: Exact | None = None
    high: Exact | None = None
    status: Judged


@record
class TrackedReading(Reading):
    """The place of a reading where the clause asks for no number."""

    name: Literal["as-written"] = "as-written"
    """Always as-written."""
    achieved: None = None
    low: None = None
    high: None = None
    status: Literal[Status.TRACKED] = Status.TRACKED


@record
class NoTargetReading(Reading):
    """The place of a reading where there is no target to judge."""

    name: Literal["as-written"] = "as-written"
    """Always as-written."""
    achieved: None = None
    low: None = None
    high: None = None
    status: None = None


@record
class Head:
    """What a result is of."""

    id: str
    """The indicator."""
    clause: str
    """The clause of the plan."""
    part: Letter | None = None
    """The letter that tells targets of one clause and due year apart; null where none is needed."""
    title: Title
    """What the indicator is called."""
    due: Year | None
    """The due year of the target; null where there is none."""
    year: Year | None
    """The year of the rows scored, never after the due year."""
    measure: str
    """What was computed; tracked where the clause asks for no number."""
    unit: str
    """The unit of required, stretch, achieved, low, high and gap; percent is 0-100."""
    required: Amount | None
    """What the clause requires, in unit."""
    limit: Limit | None
    """Whether that is the least or the most; null where nothing is required."""
    stretch: Amount | None
    """The upper figure of a range, in unit; null without a range."""


@record
class Verdict:
    """What a figure comes to against what is required."""

    gap: Amount | None
    """achieved minus required, in unit, percentage points of a percent; of at_most above zero for too much."""
    attainment: CutAttainment | None
    """achieved in percent of required; null of at_most; the verdict is in status."""
    status: Status | None
    """The verdict; null where there is no target to judge."""
    reasons: tuple[Reason, ...]
    """Why the verdict is undetermined; else empty."""
    declared_answers: Whole | None = None
    """Answers and numbers that it rests on and that were declared, as they stand in no file; null for no rows."""
    by_declaration: bool | None = None
    """Whether other answers in place of those declared could turn the verdict; null for no verdict."""
    rule: Rule | None
    """The decision rule, and how sure a verdict by it is; null where nothing is judged."""


@record
class Readings:
    """How many more are needed, and what each reading gives."""

    needed: Whole | None
    """How many more would reach it; null of at_most, for a cut, a sample or no rows."""
    readings: Annotated[tuple[Reading, ...], Field(min_length=1)]
    """Each reading, the leading one first."""


@record
class Named:
    """What a group is called."""

    name: str
    """The kind, or the area; empty for units of which no file says one."""
    bars: tuple[Reason, ...] = ()
    """What leaves it without a figure; else empty."""


@record
class Group(Figures, Named):
    """The same figures for a group of units: the plan requires nothing of it, so there is no verdict on it."""

    @property
    def speaks(self) -> bool:
        """Whether any row of the group speaks of the clause."""
        return True


@record
class EmptyGroup(NoFigures, Group):
    """A group without a row that speaks of the clause."""

    @property
    def speaks(self) -> bool:
        """No row of it does."""
        return False


@record
class ShareGroup(MeasuredShareFigures, Group):
    """A share among the units of a group."""

    achieved: Percent
    method: Literal["census"]


@record
class SampledShareGroup(SampledShareFigures, Group):
    """A share among the units of a group, estimated from those drawn."""

    method: Literal["sample"]


@record
class ReductionGroup(ReductionFigures, Group):
    """The cut among the units of a group."""

    method: Literal["census"]


@record
class SampledReductionGroup(SampledReductionFigures, Group):
    """The cut among the units of a group, estimated from those drawn."""

    method: Literal["sample"]


@record
class IncreaseGroup(IncreaseFigures, Group):
    """The rise among the units of a group."""

    method: Literal["census"]


@record
class SampledIncreaseGroup(SampledIncreaseFigures, Group):
    """The rise among the units of a group, estimated from those drawn."""

    method: Literal["sample"]


@record
class AtBaseSizes:
    """What the whole comes to if each group made up as much of it as in the base year: some moved against it."""

    against: Annotated[tuple[str, ...], Field(min_length=1)]
    """Groups whose rate moved against that of the whole since the base year."""
    every: bool
    """Whether every group with a rate in both years did."""
    rate: Percent | None
    """The groups' rates of the year, weighed by their denominators of the base year; null if no_rate names one."""
    achieved: Change | None
    """The cut from the rate of the base year to that; null without it."""
    no_rate: tuple[str, ...]
    """Groups with a rate in the base year and none in the year scored."""
    no_base: tuple[str, ...]
    """Groups with a rate in the year scored and none in the base year, of which they are no part."""


@record
class CountGroup(CountFigures, Group):
    """A number of units or of occasions of a group."""


@record
class RatioGroup(RatioFigures, Group):
    """The ratio among the units of a group."""

    method: Literal["census"]


@record
class SampledRatioGroup(SampledRatioFigures, Group):
    """The ratio among the units of a group, estimated from those drawn."""

    method: Literal["sample"]


@record
class TotalGroup(TotalFigures, Group):
    """The sum over the units of a group."""


@record
class TrackedGroup(TrackedFigures, Group):
    """The evidence of a group."""


@record
class Result(Readings, Figures, Verdict, Bounds, Head):
    """What one target came to, or one clause that is only tracked."""

    each: Each | None = None
    """Where every area or every year has to meet it by itself what each came to; else null."""
    groups: tuple[Group, ...] | None = None
    """Each group, worst first; there with --by."""

    @property
    def is_ceiling(self) -> bool:
        """Whether no more than what is required is allowed."""
        return self.limit == "at_most"

    @property
    def is_estimate(self) -> bool:
        """Whether the figure is an estimate from a sample."""
        return self.method == "sample"


@record
class JudgedResult(Result):
    """What a target came to that asks for a number."""

    due: Year
    year: Year
    required: Amount
    limit: Limit
    status: Judged
    by_declaration: bool


@record
class ShareResult(ShareFigures, JudgedResult):
    """A share of units, in percent."""

    measure: Literal["share"] = "share"
    unit: Literal["percent"] = "percent"
    required: Required
    stretch: Required | None
    gap: Gap | None
    attainment: Attainment | None
    method: Literal["census"] | None
    readings: Annotated[tuple[ShareReading, ...], Field(min_length=1)]
    each: ShareEach | None = None
    groups: tuple[EmptyGroup | ShareGroup, ...] | None = None


@record
class SampledShareResult(SampledShareFigures, ShareResult):
    """A share of units estimated from a sample, in percent."""

    method: Literal["sample"]  # type: ignore[assignment]  # not counted, as what it extends
    declared_answers: Whole
    rule: Rule
    needed: None = None
    groups: tuple[EmptyGroup | SampledShareGroup, ...] | None = None  # type: ignore[assignment]  # as above


@record
class ReductionResult(ReductionFigures, JudgedResult):
    """The relative cut of a rate, a total or a share since the base year, in percent."""

    measure: Literal["reduction"] = "reduction"
    unit: Literal["percent"] = "percent"
    required: RequiredChange
    stretch: RequiredChange | None
    gap: ChangeGap | None
    needed: None = None
    method: Literal["census"]
    readings: Annotated[tuple[ChangeReading, ...], Field(min_length=1)]
    each: None = None
    groups: tuple[EmptyGroup | ReductionGroup, ...] | None = None
    at_base_sizes: AtBaseSizes | None = None
    """The figure at the base year's sizes of the groups; there with --by where one moved against the whole."""


@record
class SampledReductionResult(SampledReductionFigures, ReductionResult):
    """The relative cut of a rate, a total or a share since the base year, estimated from a sample, in percent."""

    method: Literal["sample"]  # type: ignore[assignment]  # not counted, as what it extends
    groups: tuple[EmptyGroup | SampledReductionGroup, ...] | None = None  # type: ignore[assignment]  # as above
    at_base_sizes: None = None


@record
class IncreaseResult(IncreaseFigures, JudgedResult):
    """The relative rise of a rate, a total or a share since the base year, in percent."""

    measure: Literal["increase"] = "increase"
    unit: Literal["percent"] = "percent"
    required: RequiredChange
    stretch: RequiredChange | None
    gap: ChangeGap | None
    needed: None = None
    method: Literal["census"]
    readings: Annotated[tuple[ChangeReading, ...], Field(min_length=1)]
    groups: tuple[EmptyGroup | IncreaseGroup, ...] | None = None


@record
class SampledIncreaseResult(SampledIncreaseFigures, IncreaseResult):
    """The relative rise of a rate, a total or a share since the base year, estimated from a sample, in percent."""

    method: Literal["sample"]  # type: ignore[assignment]  # not counted, as what it extends
    groups: tuple[EmptyGroup | SampledIncreaseGroup, ...] | None = None  # type: ignore[assignment]  # as above


@record
class CountResult(CountFigures, JudgedResult):
    """A number of units or of occasions."""

    measure: Literal["count"] = "count"
    unit: Literal["count"] = "count"
    required: Whole
    stretch: Positive | None
    gap: int | None
    attainment: Attainment | None
    readings: Annotated[tuple[CountReading, ...], Field(min_length=1)]
    each: CountEach | None = None
    groups: tuple[EmptyGroup | CountGroup, ...] | None = None


@record
class RatioResult(RatioFigures, JudgedResult):
    """The level of a ratio of totals: in percent, of which amounts are 0-100, or in the plan's own unit."""

    measure: Literal["ratio"] = "ratio"
    required: Exact
    stretch: Exact | None
    gap: Exact | None
    needed: None = None
    method: Literal["census"]
    readings: Annotated[tuple[AmountReading, ...], Field(min_length=1)]
    groups: tuple[EmptyGroup | RatioGroup, ...] | None = None


@record
class SampledRatioResult(SampledRatioFigures, RatioResult):
    """The level of a ratio of totals, estimated from a sample."""

    method: Literal["sample"]  # type: ignore[assignment]  # not counted, as what it extends
    groups: tuple[EmptyGroup | SampledRatioGroup, ...] | None = None  # type: ignore[assignment]  # as above


@record
class TotalResult(TotalFigures, JudgedResult):
    """The sum of a column, in the plan's own unit."""

    measure: Literal["total"] = "total"
    required: Exact
    stretch: Exact | None
    gap: Exact | None
    needed: Sum | None  # type: ignore[assignment]  # an amount, where others need whole units
    """What is missing to the requirement, in unit; null for no rows and for at_most."""
    readings: Annotated[tuple[AmountReading, ...], Field(min_length=1)]
    groups: tuple[EmptyGroup | TotalGroup, ...] | None = None


@record
class TrackedResult(TrackedFigures, Result):
    """A clause without a number, or a task: its evidence is counted and never judged."""

    part: None = None
    due: None = None
    year: Year
    measure: Literal["tracked"] = "tracked"
    unit: Literal["count"] = "count"
    required: None = None
    limit: None = None
    stretch: None = None
    gap: None = None
    attainment: None = None
    status: Literal[Status.TRACKED] = Status.TRACKED
    reasons: Annotated[tuple[Reason, ...], Field(max_length=0)] = ()
    declared_answers: None = None
    by_declaration: None = None
    rule: None = None
    needed: None = None
    readings: Annotated[tuple[TrackedReading, ...], Field(min_length=1, max_length=1)] = (TrackedReading(),)
    each: None = None
    groups: tuple[TrackedGroup | EmptyGroup, ...] | None = None


@record
class NoTargetResult(NoFigures, Result):
    """An indicator that has no target for the due year asked for with --due; its clause is that of its last target."""

    due: Year
    year: None = None
    measure: Literal["share", "ratio", "total", "reduction", "increase", "count"]
    required: None = None
    limit: None = None
    stretch: None = None
    gap: None = None
    attainment: None = None
    status: None = None
    reasons: Annotated[tuple[Reason, ...], Field(max_length=0)] = ()
    declared_answers: None = None
    by_declaration: None = None
    rule: None = None
    needed: None = None
    readings: Annotated[tuple[NoTargetReading, ...], Field(min_length=1, max_length=1)] = (NoTargetReading(),)
    each: None = None
    groups: Annotated[tuple[EmptyGroup, ...], Field(max_length=0)] | None = None


# in the order in which validators try them: most clauses are tracked
AnyResult = (
    TrackedResult
    | CountResult
    | SampledShareResult
    | SampledReductionResult
    | SampledIncreaseResult
    | SampledRatioResult
    | ShareResult
    | RatioResult
    | TotalResult
    | ReductionResult
    | IncreaseResult
    | NoTargetResult
)


@record
class PlanUsed:
    """A plan by its number and its bytes."""

    id: str
    """The number of the plan."""
    sha256: Sha256
    """SHA-256 of the file's bytes."""


@record
class InputUsed:
    """A file that was read: a survey, or the register."""

    path: str
    """The path as it was given."""
    sha256: Sha256
    """SHA-256 of the file's bytes."""
    rows: Whole
    """Rows of units."""


@record
class SampleTaken:
    """That the surveys are a sample."""

    confidence: Confidence
    """The confidence of its intervals, in percent."""


@record
class KindCoverage(Coverage):
    """How much of a kind was surveyed in the year scored, and how much of it answered."""

    answered: Whole
    """Units surveyed of which every column is known that an indicator asks of the kind."""
    not_surveyed: tuple[str, ...]
    """Units of the register without a row; of a sample none."""


@record
class ProjectUsed:
    """A project file that was read."""

    path: str
    """Its path as it was given or found."""
    sha256: Sha256
    """The hash of its bytes."""


@record
class DeclaredOptions:
    """What was declared of the files because they do not say it themselves."""

    set: tuple[str, ...]
    """Columns that a file lacks, as --set takes them."""
    blank: tuple[Annotated[str, Field(pattern="^no:.+$")], ...]
    """Columns whose empty cells count as no, as --blank takes them."""
    decimal: Literal["comma", "point"] | None
    """The decimal mark, as --decimal takes it; else null."""
    bad_cells: Literal["unknown"] | None
    """What --bad-cells makes of refused cells; else null."""


@record
class Options:
    """Everything that was asked for and changes a byte of the score: run again with it, the score is the same.

    Paths are those that were read, as they were given; those that a project names too.
    """

    year: Year | None = None
    """The year scored, as --year takes it; null for the latest of the files."""
    due: Year | Literal["all"] | None = None
    """The due year, as --due takes it; null for the first at or after the year."""
    by: By | None = None
    """What groups are, as --by takes it; else null."""
    sample: bool = False
    """Whether the rows are a sample of the register."""
    confidence: Confidence | None = None
    """The confidence of a sample's intervals, in percent; null for a census."""
    set: tuple[str, ...] = ()
    """Columns that a file lacks, as --set takes them, in their order."""
    blank: tuple[Annotated[str, Field(pattern="^no:.+$")], ...] = ()
    """Columns whose empty cells count as no, as --blank takes them, in their order."""
    decimal: Literal["comma", "point"] | None = None
    """The decimal mark, as --decimal takes it; else null."""
    bad_cells: Literal["unknown"] | None = None
    """What --bad-cells makes of refused cells; else null."""
    encoding: str | None = None
    """The encoding of files that are not UTF-8; else null."""
    files: tuple[str, ...] = ()
    """The survey files as they were given, in that order."""
    project: str | None = None
    """The scp.yaml; null without one."""
    plan: str | None = None
    """The plan file; null for the embedded plan."""
    register: str | None = None
    """The register; null without one."""
    lang: Code = "en"
    """The language of the messages, as --lang takes it."""


@record
class Verdicts:
    """How many targets have each verdict."""

    met: Whole
    """What is required is reached, whatever is still open."""
    not_met: Whole
    """Not reached, and the due year has come."""
    not_yet: Whole
    """Not reached, and the due year has not come."""
    undetermined: Whole
    """It depends on what is open; reasons say on what."""
    no_data: Whole
    """No row speaks of it."""
    tracked: Whole
    """The clause asks for no number."""


@record
class Finding:
    """One thing wrong, or worth knowing, and where."""

    rule: Name
    """The stable name of the rule."""
    severity: Severity
    """error: bars scoring; warning: may be a fault; notice: how it was read."""
    path: str
    """The path as it was given; empty for what is wrong with the request and not with a file."""
    sheet: str | None
    """The sheet of a workbook; null for other files."""
    cell: str | None
    """The cell of a workbook, such as C7; null for none."""
    row: Positive | None
    """The row as a spreadsheet numbers it, header included; null for none."""
    line: Positive | None
    """The line of a text file; null for none."""
    column: str | None
    """The heading, or the key of a plan file; null for none."""
    value: str | None
    """What stands there; null where it is not of one value."""
    message: str
    """What is wrong, in English or the language of --lang."""
    hint: str
    """What to do about it."""


@record
class ScoredRun:
    """What every output of a scored survey begins with."""

    schema: str
    """The name of this format."""
    version: str
    """The version of the program."""
    year: Year
    """The year scored."""
    plan: PlanUsed
    """The plan that was scored against."""
    inputs: Annotated[tuple[InputUsed, ...], Field(min_length=1)]
    """The survey files, in the order read."""
    register: InputUsed | None
    """The register; null without --register."""
    sample: SampleTaken | None
    """There with --sample; else null."""
    project: ProjectUsed | None
    """The scp.yaml that declares how the files are read; null without one."""


@record
class Score(ScoredRun):
    """What scp score writes as JSON."""

    schema: Literal["scp-ninhbinh/score/1"] = "scp-ninhbinh/score/1"
    by: By | None
    """What groups are, as --by takes it; else null."""
    coverage: tuple[KindCoverage, ...]
    """How much of each kind that the plan names was surveyed."""
    targets: Annotated[tuple[AnyResult, ...], Field(min_length=1)]
    """In the order of the plan, tracked clauses too."""
    declared: DeclaredOptions
    """What was declared of the files on the command line."""
    refused_cells: Whole
    """Cells that cannot be read and count as not known."""
    problems: tuple[Finding, ...]
    """Warnings and notices of the files: what was not read, left out or declared, and what may be a fault."""
    summary: Verdicts
    """How many results have each verdict."""
    options: Options
    """What was asked for, by which scp verify runs it again."""
    sha256: Sha256
    """SHA-256 of all other keys and values: as JSON in UTF-8, keys sorted, without blanks."""


@record
class CheckedFile:
    """A file that was checked."""

    path: str
    """The path as it was given."""
    rows: Whole | None
    """Rows of units; null for a plan file."""
    sha256: Sha256 | None
    """SHA-256 of its bytes; null where it could not be read, or is no sound plan."""


@record
class Totals:
    """How many findings there are of each severity."""

    errors: Whole
    """Findings that are errors."""
    warnings: Whole
    """Findings that are warnings."""
    notices: Whole
    """Findings that are notices."""


@record
class Check:
    """What scp check writes as JSON."""

    schema: Literal["scp-ninhbinh/check/1"] = "scp-ninhbinh/check/1"
    """The name of this format."""
    version: str
    """The version of the program."""
    files: tuple[CheckedFile, ...]
    """The files checked, plan files first."""
    problems: tuple[Finding, ...]
    """Everything found, file by file."""
    summary: Totals
    """How many there are of each severity."""


LEFT_OUT: Final = frozenset({"groups", "at_base_sizes"})
"""Keys that are there only where they were asked for."""


@cache
def _keys(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def plain(value: object) -> Any:
    """Return a result as JSON has it: dicts, lists, texts and numbers.

    This walk over the fields is the only way from a result to JSON and CSV.
    """
    if value is None or value.__class__ in {str, bool, float}:
        return value
    if isinstance(value, int | Fraction):
        return json_number(value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return dict(_record(value)) if is_dataclass(value) else value


def _record(value: object) -> Iterator[tuple[str, Any]]:
    kind: Any = type(value)
    for name in _keys(kind):
        found = getattr(value, name)
        if found is not None or name not in LEFT_OUT:
            yield name, plain(found)


def checksum(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a score's values but that of its key `sha256`, whatever its layout.

    They are hashed as JSON in UTF-8 with sorted keys and without blanks; of half a surrogate pair, which a path may
    hold, the three bytes that its number would have.
    """
    values = {key: value for key, value in document.items() if key != "sha256"}
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

"""The one description of a result: what JSON, its schema, CSV and saved scores are made from, field by field.

A result is what a measure found (a subclass of `Figures`) with its target and its verdict, one class a measure, so that
nothing is there which the measure does not have. What does not exist is None, in JSON null, and never 0. The text under
a field is its description in the schema.
"""

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
from scp_ninhbinh.scores.decision import Rule
from scp_ninhbinh.scores.each import CountEach, Each, ShareEach
from scp_ninhbinh.scores.verdict import Judged, Limit, Status
from scp_ninhbinh.text.numbers import Amount

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
    """Whether other answers in place of those declared could change the verdict; null for no verdict."""
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
        """Whether any row of the group is about the clause."""
        return True


@record
class EmptyGroup(NoFigures, Group):
    """A group without a row about the clause."""

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
    """The groups' rates of the year, weighted by their denominators of the base year; null if no_rate names one."""
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
    def is_fewer_better(self) -> bool:
        """Whether the fewer units give the answer that is counted, the better."""
        return self.is_ceiling

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

    @property
    def is_fewer_better(self) -> bool:
        """Whether it is the share of units with an answer that has to be cut."""
        return self.is_ceiling is not (self.quantity == "share")


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
    each: None = None
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


LEFT_OUT: Final = frozenset({"groups", "at_base_sizes"})
"""Keys that are there only where they were asked for."""


_PLAIN: Final = frozenset({str, bool, float, int, type(None)})
"""Classes of which a value is the same in JSON."""


@cache
def _keys(kind: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of a record's fields, and those of them that are there only where they were asked for."""
    names = tuple(field.name for field in fields(kind))
    return names, tuple(LEFT_OUT.intersection(names))


def plain(value: object) -> Any:
    """Return a result as JSON has it: dicts, lists, texts and numbers.

    This walk over the fields is the only way from a result to JSON and CSV.
    """
    if value.__class__ in _PLAIN:
        return value
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if is_dataclass(value):
        return _record(value)
    return json_number(value) if isinstance(value, Fraction) else value


def _record(value: object) -> dict[str, Any]:
    kind: Any = type(value)
    values, (names, optional) = vars(value), _keys(kind)
    made = {name: one if (one := values[name]).__class__ in _PLAIN else plain(one) for name in names}
    for name in optional:
        if made[name] is None:
            del made[name]
    return made

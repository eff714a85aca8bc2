"""What `scp score` and `scp check` write as JSON, as models: the source of their JSON Schemas, no more.

No output is validated by them as it is written; the tests hold them to real outputs, key by key.
"""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from scp_ninhbinh.problems.problem import Severity
from scp_ninhbinh.writers import schema_results as results
from scp_ninhbinh.writers.schema_results import Confidence, Keys, Name, Percent, Positive, Whole, Year

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Blank = Annotated[str, Field(pattern="^no:[a-z_]+$")]
Group = TypeVar("Group")


class PlanUsed(Keys):
    """A plan by its number and its bytes."""

    id: str = Field(description="The number of the plan.")
    sha256: Sha256 = Field(description="SHA-256 of the file's bytes.")


class Input(Keys):
    """A file that was read: a survey, or the register."""

    path: str = Field(description="The path as it was given.")
    sha256: Sha256 = Field(description="SHA-256 of the file's bytes.")
    rows: Whole = Field(description="Rows of units.")


class ScoredRun(Keys):
    """What every output of a scored survey begins with."""

    schema_: str = Field(alias="schema", description="The name of this format.")
    version: str = Field(description="The version of the program.")
    year: Year = Field(description="The year scored.")
    plan: PlanUsed = Field(description="The plan that was scored against.")
    inputs: tuple[Input, ...] = Field(min_length=1, description="The survey files, in the order read.")
    register_: Input | None = Field(alias="register", description="The register; null without --register.")
    refused_cells: Whole = Field(description="Cells that cannot be read and count as not known.")


class _Group(Keys):
    name: str = Field(description="The kind, or the area; empty for units of which no file says one.")


class EmptyGroup(results.NoFigures, _Group):
    """A group without a row that speaks of the clause."""


class ShareGroup(results.MeasuredShare, _Group):
    """A share among the units of a group."""

    achieved: Percent
    method: Literal["census"]


class SampledShareGroup(results.SampledShare, _Group):
    """A share among the units of a group, estimated from those drawn."""


class ReductionGroup(results.ReductionFigures, _Group):
    """The cut among the units of a group."""

    method: Literal["census"]


class SampledReductionGroup(results.SampledReduction, _Group):
    """The cut among the units of a group, estimated from those drawn."""


class CountGroup(results.CountFigures, _Group):
    """A number of units or of occasions of a group."""


class TrackedGroup(results.Tracked, _Group):
    """The evidence of a group."""


class _Grouped(Keys, Generic[Group]):
    groups: tuple[Group, ...] = Field(default_factory=tuple, description="Each group, worst first; there with --by.")


class ScoredShare(_Grouped[ShareGroup | EmptyGroup], results.ShareResult):
    """A share of units, in percent."""


class ScoredSampledShare(_Grouped[SampledShareGroup | EmptyGroup], results.SampledShareResult):
    """A share of units estimated from a sample, in percent."""


class ScoredReduction(_Grouped[ReductionGroup | EmptyGroup], results.ReductionResult):
    """The relative cut of a rate since the base year, in percent."""


class ScoredSampledReduction(_Grouped[SampledReductionGroup | EmptyGroup], results.SampledReductionResult):
    """The relative cut of a rate since the base year, estimated from a sample, in percent."""


class ScoredCount(_Grouped[CountGroup | EmptyGroup], results.CountResult):
    """A number of units or of occasions."""


class ScoredTracked(_Grouped[TrackedGroup | EmptyGroup], results.TrackedResult):
    """A clause without a number, or a task: its evidence is counted and never judged."""


class ScoredWithoutTarget(_Grouped[EmptyGroup], results.WithoutTargetResult):
    """An indicator that has no target for the due year asked for with --due; its clause is that of its last target."""

    groups: tuple[EmptyGroup, ...] = Field(default_factory=tuple, max_length=0)


# in the order in which validators try them: most clauses are tracked
ScoredPercentage = ScoredShare | ScoredReduction | ScoredSampledShare | ScoredSampledReduction
AnyScored = ScoredTracked | ScoredCount | ScoredPercentage | ScoredWithoutTarget


class SampleTaken(Keys):
    """That the surveys are a sample."""

    confidence: Confidence = Field(description="The confidence of its intervals, in percent.")


class KindCoverage(Keys):
    """How much of a kind was surveyed in the year scored."""

    kind: str = Field(description="The kind of unit.")
    surveyed: Whole = Field(description="Units with a row.")
    listed: Whole | None = Field(description="Units of the register; null where it lists none of the kind.")
    not_surveyed: tuple[str, ...] = Field(description="Units of the register without a row; of a sample none.")


class Declared(Keys):
    """What was declared of the files because they do not say it themselves."""

    set_: tuple[str, ...] = Field(alias="set", description="Columns that a file lacks, as --set takes them.")
    blank: tuple[Blank, ...] = Field(description="Columns whose empty cells count as no, as --blank takes them.")
    decimal: Literal["comma", "point"] | None = Field(description="The decimal mark, as --decimal takes it; else null.")
    bad_cells: Literal["unknown"] | None = Field(description="What --bad-cells makes of refused cells; else null.")


class Verdicts(Keys):
    """How many targets have each verdict."""

    met: Whole = Field(description="What is required is reached, whatever is still open.")
    not_met: Whole = Field(description="Not reached, and the due year has come.")
    not_yet: Whole = Field(description="Not reached, and the due year has not come.")
    undetermined: Whole = Field(description="It depends on what is open; reasons say on what.")
    no_data: Whole = Field(description="No row speaks of it.")
    tracked: Whole = Field(description="The clause asks for no number.")


class Score(ScoredRun):
    """What `scp score --format json` writes."""

    schema_: Literal["scp-ninhbinh/score/1"] = Field(alias="schema")
    sample: SampleTaken | None = Field(description="There with --sample; else null.")
    by: Literal["area", "kind"] | None = Field(description="What groups are, as --by takes it; else null.")
    coverage: tuple[KindCoverage, ...] = Field(description="How much of each kind that the plan names was surveyed.")
    targets: tuple[AnyScored, ...] = Field(min_length=1, description="In the order of the plan, tracked clauses too.")
    declared: Declared = Field(description="What was declared of the files on the command line.")
    summary: Verdicts = Field(description="How many results have each verdict.")


class CheckedFile(Keys):
    """A file that was checked."""

    path: str = Field(description="The path as it was given.")
    rows: Whole | None = Field(description="Rows of units; null for a plan file.")
    sha256: Sha256 | None = Field(
        description="SHA-256 of its bytes; null where it could not be read, or is no sound plan."
    )


class Finding(Keys):
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


class Totals(Keys):
    """How many findings there are of each severity."""

    errors: Whole = Field(description="Findings that are errors.")
    warnings: Whole = Field(description="Findings that are warnings.")
    notices: Whole = Field(description="Findings that are notices.")


class Check(Keys):
    """What `scp check --format json` writes."""

    schema_: Literal["scp-ninhbinh/check/1"] = Field(alias="schema", description="The name of this format.")
    version: str = Field(description="The version of the program.")
    files: tuple[CheckedFile, ...] = Field(description="The files checked, plan files first.")
    problems: tuple[Finding, ...] = Field(description="Everything found, file by file.")
    summary: Totals = Field(description="How many there are of each severity.")

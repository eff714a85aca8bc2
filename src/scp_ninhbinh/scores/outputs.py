"""What `scp score` and `scp check` write as JSON: their results, and what was read, asked for and found. Pure.

The results are described in `scores/results.py`; saved scores are read back as the same records.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from scp_ninhbinh import __version__
from scp_ninhbinh.measures.figures import Confidence, Coverage, Positive, Whole, Year
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import labels
from scp_ninhbinh.problems.problem import Severity
from scp_ninhbinh.project.declared import Declared, texts_of
from scp_ninhbinh.scores.results import AnyResult, By, Name, Sha256, plain
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.pool import Input, Survey
from scp_ninhbinh.text.numbers import DECIMALS, Percentage
from scp_ninhbinh.text.order import alphabetical
from scp_ninhbinh.text.say import Code


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
    """No row is about it."""
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


AS_USUAL: Final = Options()
"""What is asked for where nothing is."""


def checksum(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a score's values but that of its key `sha256`, whatever its layout.

    They are hashed as JSON in UTF-8 with sorted keys and without blanks; of half a surrogate pair, which a path may
    hold, the three bytes that its number would have.
    """
    values = {key: value for key, value in document.items() if key != "sha256"}
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def score_document(
    scores: Scores,
    plan_sha256: str,
    problems: tuple[Finding, ...] = (),
    options: Options = AS_USUAL,
) -> dict[str, Any]:
    """Return what a score is saved as (`Score`), with its own checksum; `options` are what it was asked with."""
    summary = scores.summary()
    saved = Score(
        **run_keys(scores.survey, scores.confidence),
        year=scores.year,
        plan=PlanUsed(id=scores.plan.id, sha256=plan_sha256),
        by=scores.by,
        coverage=tuple(_coverage(scores)),
        problems=problems,
        targets=scores.results,  # type: ignore[arg-type]  # each of AnyResult
        summary=Verdicts(**{status.value: summary[status] for status in Status}),
        options=options,
        sha256="",
    )
    document: dict[str, Any] = plain(saved)
    return document | {"sha256": checksum(document)}


def run_keys(survey: Survey, confidence: Any) -> dict[str, Any]:
    """Return what every JSON says of the files that were read, and of what was declared of them."""
    register, project = survey.register, survey.declared.project
    return {
        "version": __version__,
        "inputs": tuple(map(_input, survey.inputs)),
        "register": _input(register.input) if register else None,
        "sample": None if confidence is None else SampleTaken(confidence=Percentage(confidence)),
        "project": ProjectUsed(path=project.path, sha256=project.sha256) if project else None,
        "declared": declared_options(survey.declared),
        "refused_cells": survey.entries.refused,
    }


def _input(read: Input) -> InputUsed:
    return InputUsed(path=read.path, sha256=read.sha256 or "", rows=read.rows)


def _coverage(scores: Scores) -> list[KindCoverage]:
    """Return how much of each kind was surveyed, and by name what was not; of a sample nothing."""
    return [
        KindCoverage(
            **vars(one),
            not_surveyed=() if scores.confidence is not None else labels(scores.not_surveyed(one.kind)),
        )
        for one in scores.coverage()
    ]


def declared_options(declared: Declared) -> DeclaredOptions:
    """Return what was declared of the files and can change a figure; the encoding cannot."""
    decimal: Any = next((name for name, mark in DECIMALS.items() if mark == declared.mark), None)
    return DeclaredOptions(
        set=tuple(texts_of(declared.constants)),
        blank=tuple(sorted(texts_of(declared.blanks), key=alphabetical)),
        decimal=decimal,
        bad_cells="unknown" if declared.refused_is_unknown else None,
    )

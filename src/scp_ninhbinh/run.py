"""One run of a command: a request in, a result object out. Nothing here prints or exits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.file import LoadedPlan, embedded_plan, load_plan, survey_file
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, has_errors, problem
from scp_ninhbinh.scores.results import By
from scp_ninhbinh.scores.score import Due, ScoreOptions, Scores, expected_of, score
from scp_ninhbinh.survey.declared import Constant, Declared, check_declared
from scp_ninhbinh.survey.pool import Input, Survey
from scp_ninhbinh.survey.reading import read_register, read_survey
from scp_ninhbinh.survey.units import Listed
from scp_ninhbinh.tables.opening import PLAN_SUFFIXES
from scp_ninhbinh.tables.table import Progress
from scp_ninhbinh.text.numbers import DECIMALS

if TYPE_CHECKING:
    from scp_ninhbinh.scores.explain import AnyExplained
    from scp_ninhbinh.scores.review import Review


@dataclass(frozen=True)
class Request:
    """What a run is asked for. The command line has an option for each field (`cli/options.py`)."""

    files: Sequence[str] = ()
    """The survey files; to check also plan files (`.yaml`), to review also saved scores (`.json`)."""
    plan: str | None = None
    """The plan file; None: the embedded plan."""
    register: str | None = None
    """The list of all units."""
    year: int | None = None
    """The year scored; None: the latest of the plan's years in the files."""
    due: Due = None
    """The due year, or "all"; None: of each indicator the first at or after the year."""
    by: By | None = None
    """What groups the same figures are given for too."""
    sample: bool = False
    """Whether the rows are a random sample of the register."""
    confidence: float = 95
    """The confidence of a sample's intervals, in percent."""
    set: Sequence[Constant] = ()
    """Values of columns that files lack."""
    blank: Sequence[str] = ()
    """Yes/no columns whose empty cells mean no."""
    encoding: str | None = None
    """The encoding of files that are not UTF-8."""
    decimal: Literal["comma", "point"] | None = None
    """The decimal mark of numbers that could be read in two ways."""
    bad_cells: Literal["unknown"] | None = None
    """Whether answers and numbers that cannot be read count as not known."""

    def paths(self) -> list[str]:
        """Return every file that is named, and what plans among them name; none may be overwritten by an output."""
        named = [*self.files, *(path for path in (self.plan, self.register) if path is not None)]
        plans = [path for path in named if path == self.plan or Path(path).suffix.lower() in PLAN_SUFFIXES]
        return [*named, *filter(None, map(survey_file, plans))]

    @property
    def scoring(self) -> ScoreOptions:
        """What the score depends on besides the plan and the survey."""
        return ScoreOptions(self.year, self.due, self.by, Fraction(str(self.confidence)) / 100 if self.sample else None)

    @property
    def declared(self) -> Declared:
        """What is declared of the files."""
        mark = DECIMALS[self.decimal] if self.decimal else None
        unknown = self.bad_cells == "unknown"
        return Declared(self.encoding, mark, tuple(self.set), frozenset(self.blank), unknown)


class ScoreRun(NamedTuple):
    """A scored survey with what it was scored from; `problems` are no errors."""

    survey: Survey
    scores: Scores
    plan_sha256: str
    problems: list[Problem]

    @property
    def inputs(self) -> list[Input]:
        """The survey files, in the order read."""
        return self.survey.inputs


class ExplainRun(NamedTuple):
    """The explanations of a target, one a due year asked for, with the scores that they are of."""

    scored: ScoreRun
    explanations: tuple["AnyExplained", ...]

    @property
    def problems(self) -> list[Problem]:
        """What was noticed of the files; none is an error."""
        return self.scored.problems


class ReviewRun(NamedTuple):
    """A review with the plan that it was made by; `problems` are no errors."""

    review: "Review"
    plan_sha256: str
    problems: list[Problem]


class ReportRun(NamedTuple):
    """What a report is written from: the review, and of its latest year the scores by kind and by area.

    Those are None where a saved score stands in for the latest year: it does not know its units.
    """

    review: "Review"
    plan_sha256: str
    by_kind: Scores | None
    by_area: Scores | None
    problems: list[Problem]


class CheckedFile(NamedTuple):
    """A file that was checked; `rows` is None for a plan file, `sha256` for one not read, or no sound plan."""

    path: str
    rows: int | None
    sha256: str | None = None


class CheckRun(NamedTuple):
    """Everything found in the files checked, and the plan that they were checked against."""

    files: list[CheckedFile]
    problems: list[Problem]
    plan: Plan

    @property
    def complete(self) -> bool:
        """Whether every file could be opened and read."""
        return all_read(self.problems)


def all_read(problems: Sequence[Problem]) -> bool:
    """Whether every file that these problems are of could be opened and read."""
    return not any(found.rule in {"missing-file", "unreadable-file"} for found in problems)


class RegisterRun(NamedTuple):
    """The plan, and the units of a register that exist in the year asked for; `problems` are no errors."""

    plan: Plan
    units: list[Listed]
    problems: list[Problem]


def open_plan(path: str | None) -> LoadedPlan:
    """Load the plan at `path`, or the embedded one.

    Raises:
        ScpError: it is no sound plan.
    """
    return load_plan(embedded_plan() if path is None else path)


def score_files(request: Request, progress: Progress | None = None) -> ScoreRun:
    """Read the survey files and score them.

    Raises:
        ScpError: the plan, the register or any row has an error; a survey with errors is never scored. Or a sample
            comes without a register.
    """
    return _score(open_plan(request.plan), request, progress)


def _score(loaded: LoadedPlan, request: Request, progress: Progress | None) -> ScoreRun:
    _check_request(request, loaded)
    survey, problems = _read_sound(loaded, request, request.files, progress)
    return ScoreRun(survey, score(loaded.plan, survey, request.scoring), loaded.sha256, problems)


def _check_request(request: Request, loaded: LoadedPlan) -> None:
    check_declared(request.declared, loaded.plan.vocabulary)
    if request.sample and request.register is None:
        raise ScpError([problem("sample-without-register", Place("", field="sample"))])


def _read_sound(
    loaded: LoadedPlan, request: Request, files: Sequence[str], progress: Progress | None
) -> tuple[Survey, list[Problem]]:
    """Read these survey files and the register; the problems are no errors, which are raised."""
    survey, problems = read_survey(files, expected_of(loaded.plan), request.declared, request.register, progress)
    if has_errors(problems):
        raise ScpError(problems)
    return survey, [*loaded.problems, *problems]


def explain_files(target: str, request: Request, progress: Progress | None = None) -> ExplainRun:
    """Read the survey files, score them, and explain the target of this id or clause.

    Raises:
        ScpError: as of `score_files`; or the plan has no such target.
    """
    from scp_ninhbinh.scores.explain import explain, find

    loaded = open_plan(request.plan)
    item, due = find(loaded.plan, target)
    run = _score(loaded, replace(request, due=request.due or due), progress)
    return ExplainRun(run, tuple(explain(result, run.scores) for result in run.scores.results if result.id == item.id))


def review_files(request: Request, progress: Progress | None = None) -> ReviewRun:
    """Read survey files and saved scores (`.json`), and review their years.

    Raises:
        ScpError: as of `score_files`; or a saved score is none, or a year comes twice.
    """
    from scp_ninhbinh.scores.review import review
    from scp_ninhbinh.scores.saved import load_saved

    loaded = open_plan(request.plan)
    _check_request(request, loaded)
    saved_paths = [path for path in dict.fromkeys(request.files) if Path(path).suffix.lower() == ".json"]
    saved = [load_saved(path) for path in saved_paths]
    survey, problems = _read_sound(loaded, request, [p for p in request.files if p not in saved_paths], progress)
    return ReviewRun(review(loaded.plan, loaded.sha256, survey, saved, request.scoring), loaded.sha256, problems)


def report_files(request: Request, progress: Progress | None = None) -> ReportRun:
    """Review the files, and score the latest year by kind and by area.

    Raises:
        ScpError: as of `review_files`.
    """
    found, sha256, problems = review_files(request, progress)
    latest = found.years[-1]
    by_kind = by_area = None
    if latest in found.survey.years:
        whole = request.scoring._replace(year=latest)
        by_kind = score(found.plan, found.survey, whole._replace(by="kind"))
        by_area = score(found.plan, found.survey, whole._replace(by="area"))
    return ReportRun(found, sha256, by_kind, by_area, problems)


def check_files(request: Request, progress: Progress | None = None) -> CheckRun:
    """Check plan files (`.yaml`) each by itself, and all survey files and the register together.

    Raises:
        ScpError: the plan to check against is not sound.
    """
    plan = open_plan(request.plan).plan
    check_declared(request.declared, plan.vocabulary)
    plans = [path for path in dict.fromkeys(request.files) if Path(path).suffix.lower() in PLAN_SUFFIXES]
    surveys = [path for path in request.files if Path(path).suffix.lower() not in PLAN_SUFFIXES]
    problems: list[Problem] = []
    checked = [_check_plan(path, problems) for path in plans]
    if surveys or request.register is not None:
        survey, found = read_survey(surveys, expected_of(plan), request.declared, request.register, progress)
        problems += found
        inputs = [*(survey.register.entries.inputs if survey.register else ()), *survey.inputs]
        checked += [CheckedFile(read.path, read.rows, read.sha256) for read in inputs]
    return CheckRun(checked, problems, plan)


def _check_plan(path: str, problems: list[Problem]) -> CheckedFile:
    """Load a plan file, and add what is wrong with it to `problems`."""
    try:
        loaded = load_plan(path)
        problems += loaded.problems
        return CheckedFile(path, None, loaded.sha256)
    except ScpError as error:
        problems += error.problems
        return CheckedFile(path, None, None)


def read_units(request: Request) -> RegisterRun:
    """Read the units of the register, if there is one, that exist in the year asked for.

    Raises:
        ScpError: the register has an error.
    """
    loaded = open_plan(request.plan)
    if request.register is None:
        return RegisterRun(loaded.plan, [], loaded.problems)
    units, problems = read_register(request.register, expected_of(loaded.plan), request.declared)
    if has_errors(problems):
        raise ScpError(problems)
    existing = [unit for unit in units if request.year is None or unit.exists(request.year)]
    return RegisterRun(loaded.plan, existing, [*loaded.problems, *problems])

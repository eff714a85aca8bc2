"""One run of a command: files in, a result object out. Nothing here prints or exits."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scp_ninhbinh.plan.file import LoadedPlan, embedded_plan, load_plan
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, has_errors
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.scores.score import AS_IT_STANDS, Asked, Scores, expected_of, score
from scp_ninhbinh.survey.declared import NOTHING_DECLARED, Declared, check_constants
from scp_ninhbinh.survey.pool import Input, Survey
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.survey.units import vocabulary
from scp_ninhbinh.tables.opening import PLAN_SUFFIXES
from scp_ninhbinh.tables.table import Progress

if TYPE_CHECKING:
    from scp_ninhbinh.scores.explain import Explanation
    from scp_ninhbinh.scores.review import Review


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


class Files(NamedTuple):
    """The files of a run: surveys, the plan (None: the embedded one), the register."""

    surveys: Sequence[str]
    plan: str | None = None
    register: str | None = None

    def all(self) -> list[str]:
        """Return every file that was named, none of which an output may overwrite."""
        return [*self.surveys, *(path for path in (self.plan, self.register) if path is not None)]


class CheckedFile(NamedTuple):
    """A file that was checked; `rows` is None for a plan file, `sha256` for one not read, or no sound plan."""

    path: str
    rows: int | None
    sha256: str | None = None


class CheckRun(NamedTuple):
    """Everything found in the files checked."""

    files: list[CheckedFile]
    problems: list[Problem]

    @property
    def complete(self) -> bool:
        """Whether every file could be opened and read."""
        return not any(found.rule in {"missing-file", "unreadable-file"} for found in self.problems)


def open_plan(path: str | None) -> LoadedPlan:
    """Load the plan at `path`, or the embedded one.

    Raises:
        ScpError: it is no sound plan.
    """
    return load_plan(embedded_plan() if path is None else path, vocabulary())


def score_files(
    files: Files,
    asked: Asked = AS_IT_STANDS,
    declared: Declared = NOTHING_DECLARED,
    progress: Progress | None = None,
) -> ScoreRun:
    """Read the survey files and score them.

    Raises:
        ScpError: the plan, the register or any row has an error; a survey with errors is never scored. Or a sample
            comes without a register.
    """
    return _score(open_plan(files.plan), files, asked, declared, progress)


def _score(loaded: LoadedPlan, files: Files, asked: Asked, declared: Declared, progress: Progress | None) -> ScoreRun:
    check_constants(declared)
    _check_sample(files, asked)
    survey, problems = read_survey(files.surveys, expected_of(loaded.plan), declared, files.register, progress)
    if has_errors(problems):
        raise ScpError(problems)
    return ScoreRun(survey, score(loaded.plan, survey, asked), loaded.sha256, problems)


def _check_sample(files: Files, asked: Asked) -> None:
    if asked.confidence is not None and files.register is None:
        raise ScpError([problem("sample-without-register", Place("--sample"))])


def explain_files(
    target: str,
    files: Files,
    asked: Asked = AS_IT_STANDS,
    declared: Declared = NOTHING_DECLARED,
    progress: Progress | None = None,
) -> tuple[ScoreRun, list["Explanation"]]:
    """Read the survey files, score them, and explain the target of this id or clause.

    Raises:
        ScpError: as of `score_files`; or the plan has no such target.
    """
    from scp_ninhbinh.scores.explain import explain, find

    loaded = open_plan(files.plan)
    item, due = find(loaded.plan, target)
    run = _score(loaded, files, asked._replace(due=asked.due or due), declared, progress)
    results = [result for result in run.scores.results if result.indicator.id == item.id]
    return run, [explain(result, run.scores) for result in results]


def review_files(
    files: Files,
    asked: Asked = AS_IT_STANDS,
    declared: Declared = NOTHING_DECLARED,
    progress: Progress | None = None,
) -> ReviewRun:
    """Read survey files and saved scores (`.json`), and review their years.

    Raises:
        ScpError: as of `score_files`; or a saved score is none, or a year comes twice.
    """
    from scp_ninhbinh.scores.review import review
    from scp_ninhbinh.scores.saved import load_history

    check_constants(declared)
    _check_sample(files, asked)
    loaded = open_plan(files.plan)
    saved_paths = [path for path in dict.fromkeys(files.surveys) if Path(path).suffix.lower() == ".json"]
    surveys = [path for path in files.surveys if path not in saved_paths]
    saved = [load_history(path) for path in saved_paths]
    survey, problems = read_survey(surveys, expected_of(loaded.plan), declared, files.register, progress)
    if has_errors(problems):
        raise ScpError(problems)
    return ReviewRun(review(loaded.plan, loaded.sha256, survey, saved, asked), loaded.sha256, problems)


def report_files(
    files: Files,
    asked: Asked = AS_IT_STANDS,
    declared: Declared = NOTHING_DECLARED,
    progress: Progress | None = None,
) -> ReportRun:
    """Review the files, and score the latest year by kind and by area.

    Raises:
        ScpError: as of `review_files`.
    """
    found, sha256, problems = review_files(files, asked, declared, progress)
    latest = found.years[-1]
    by_kind = by_area = None
    if latest in found.survey.years:
        whole = asked._replace(year=latest)
        by_kind = score(found.plan, found.survey, whole._replace(by="kind"))
        by_area = score(found.plan, found.survey, whole._replace(by="area"))
    return ReportRun(found, sha256, by_kind, by_area, problems)


def check_files(
    files: Files,
    declared: Declared = NOTHING_DECLARED,
    progress: Progress | None = None,
) -> CheckRun:
    """Check plan files (`.yaml`) each by itself, and all survey files and the register together.

    Raises:
        ScpError: the plan to check against is not sound.
    """
    check_constants(declared)
    expected = expected_of(open_plan(files.plan).plan)
    plans = [path for path in dict.fromkeys(files.surveys) if Path(path).suffix.lower() in PLAN_SUFFIXES]
    surveys = [path for path in files.surveys if Path(path).suffix.lower() not in PLAN_SUFFIXES]
    problems: list[Problem] = []
    checked = [_check_plan(path, problems) for path in plans]
    if surveys or files.register is not None:
        survey, found = read_survey(surveys, expected, declared, files.register, progress)
        problems += found
        inputs = [*(survey.register.entries.inputs if survey.register else ()), *survey.inputs]
        checked += [CheckedFile(read.path, read.rows, read.sha256) for read in inputs]
    return CheckRun(checked, problems)


def _check_plan(path: str, problems: list[Problem]) -> CheckedFile:
    """Load a plan file, and add what is wrong with it to `problems`."""
    try:
        return CheckedFile(path, None, load_plan(path, vocabulary()).sha256)
    except ScpError as error:
        problems += error.problems
        return CheckedFile(path, None, None)

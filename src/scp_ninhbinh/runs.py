"""One run of a command: files in, a result object out. Nothing here prints or exits."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from scp_ninhbinh.plan_file import LoadedPlan, embedded_plan, load_plan
from scp_ninhbinh.problems import Problem, ScpError, has_errors
from scp_ninhbinh.scoring import Due, Scores, expected_of, score
from scp_ninhbinh.survey.declared import Declared, check_constants
from scp_ninhbinh.survey.reading import NOTHING_DECLARED, Input, Survey, read_survey
from scp_ninhbinh.survey.units import vocabulary
from scp_ninhbinh.tables.opening import PLAN_SUFFIXES
from scp_ninhbinh.tables.table import Progress


class ScoreRun(NamedTuple):
    """A scored survey with what it was scored from; `problems` are warnings only."""

    survey: Survey
    scores: Scores
    plan_sha256: str
    inputs: list[Input]
    problems: list[Problem]


class CheckedFile(NamedTuple):
    """A file that was checked; `rows` is None for a plan file."""

    path: str
    rows: int | None


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
    return load_plan(path or embedded_plan(), vocabulary())


def score_files(
    paths: Sequence[str],
    plan_path: str | None,
    year: int | None,
    due: Due,
    declared: Declared = NOTHING_DECLARED,
    progress: Progress | None = None,
) -> ScoreRun:
    """Read the survey files and score them.

    Raises:
        ScpError: the plan or any row has an error; a survey with errors is never scored.
    """
    check_constants(declared)
    loaded = open_plan(plan_path)
    survey, problems = read_survey(paths, expected_of(loaded.plan), declared, progress)
    if has_errors(problems):
        raise ScpError(problems)
    scores = score(loaded.plan, survey, year, due)
    return ScoreRun(survey, scores, loaded.sha256, survey.inputs, problems)


def check_files(
    paths: Sequence[str],
    plan_path: str | None,
    declared: Declared = NOTHING_DECLARED,
    progress: Progress | None = None,
) -> CheckRun:
    """Check plan files (`.yaml`) each by itself and all survey files together.

    Raises:
        ScpError: the plan to check against is not sound.
    """
    check_constants(declared)
    expected = expected_of(open_plan(plan_path).plan)
    plans = [path for path in dict.fromkeys(paths) if Path(path).suffix.lower() in PLAN_SUFFIXES]
    surveys = [path for path in paths if Path(path).suffix.lower() not in PLAN_SUFFIXES]
    problems = [found for path in plans for found in _plan_problems(path)]
    files = [CheckedFile(path, None) for path in plans]
    if surveys:
        survey, found = read_survey(surveys, expected, declared, progress)
        problems += found
        files += [CheckedFile(read.path, read.rows) for read in survey.inputs]
    return CheckRun(files, problems)


def _plan_problems(path: str) -> list[Problem]:
    try:
        load_plan(path, vocabulary())
    except ScpError as error:
        return error.problems
    return []

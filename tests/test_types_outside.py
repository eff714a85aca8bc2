"""The types of the package reach who imports it: a strict check of a program outside finds its faults and no others."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLES

pytestmark = [pytest.mark.process, pytest.mark.slow]

SOUND = """
from fractions import Fraction
from typing import assert_type

from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.problems.problem import Problem, ScpError, has_errors
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import ScoreOptions, Scores, expected_of, score
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.scores.verdict import Status


def scored(paths: list[str], year: int) -> Scores:
    plan = assert_type(load_plan(embedded_plan()).plan, Plan)
    survey, problems = read_survey(paths, expected_of(plan))
    assert_type(survey, Survey)
    assert_type(problems, list[Problem])
    if has_errors(problems):
        raise ScpError(problems)
    return score(plan, survey, ScoreOptions(year, due="all"))


def line(result: Result) -> str:
    assert_type(result.status, Status | None)
    assert_type(result.achieved, Fraction | int | None)
    assert_type(result.reasons, tuple[Reason, ...])
    verdict = "tracked" if result.status is None else result.status.value
    return f"{result.clause} {assert_type(result.id, str)} {verdict} {result.needed}"


def places(error: ScpError) -> list[str]:
    assert_type(error.problems, list[Problem])
    return [f"{problem.place.path}:{problem.place.row}: {problem.rule}" for problem in error.problems]


def missing(scores: Scores) -> list[str | None]:
    return [unit.name for unit in scores.not_surveyed("market")]


if __name__ == "__main__":
    import sys

    print(*map(line, scored(sys.argv[1:], 2025).results), sep="\\n")
"""

LIBRARY = """
from typing import Any, assert_type

import scp_ninhbinh as scp


def verdicts(paths: list[str]) -> dict[str, str]:
    scores = scp.score(paths, register=[{"kind": "market", "id": "M"}], due="all", set={"year": 2025})
    assert_type(scores, scp.Scored)
    assert_type(scores.to_dict(), dict[str, Any])
    assert_type(scores.rows(), list[dict[str, object]])
    return assert_type(scores.verdicts, dict[str, str])


def wrong(row: dict[str, object]) -> list[str]:
    return [f"{one.row}: {one.message}" for one in scp.check([row], year=2025).problems if one.severity == "error"]


assert_type(scp.load_plan(), scp.Plan)
scp.score("a.csv", no_such=1)  # call-arg
scp.score("a.csv", by="village")  # arg-type
scp.score(7)  # arg-type
scp.nothing  # attr-defined
"""
"""A program that uses what the package offers, with its faults at the end."""

FAULTY = """
from scp_ninhbinh.plan.file import load_plan
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import ScoreOptions, Scores, score
from scp_ninhbinh.survey.reading import read_survey


def faults(scores: Scores, result: Result) -> None:
    load_plan()  # call-arg
    score(scores.survey, scores.plan)  # arg-type
    read_survey(["survey.csv"], 2025)  # arg-type
    ScoreOptions(year="2025")  # arg-type
    print(result.achieved + 1)  # operator
    print(result.verdict)  # attr-defined
    print(scores.plan.indicator)  # attr-defined
    scores.year = 2025  # misc
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[int, str]]:
    """Check both programs as strictly as mypy can, from a folder of their own: file → line → kind of error."""
    folder = tmp_path_factory.mktemp("outside")
    for name, text in (("sound.py", SOUND), ("faulty.py", FAULTY), ("library.py", LIBRARY)):
        (folder / name).write_text(text, encoding="utf-8")
    command = ["-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), "sound.py", "faulty.py", "library.py"]
    done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    errors: dict[str, dict[int, str]] = {"sound.py": {}, "faulty.py": {}, "library.py": {}}
    for name, line, kind in re.findall(r"^(.+?):(\d+): error: .*\[([a-z-]+)\]$", done.stdout, re.MULTILINE):
        errors[name][int(line)] = kind
    return errors


def test_a_program_that_reads_scores_and_shows_results_is_sound_and_nothing_it_uses_is_any(
    found: dict[str, dict[int, str]],
) -> None:
    assert found["sound.py"] == {}


@pytest.mark.parametrize(("name", "text"), [("faulty.py", FAULTY), ("library.py", LIBRARY)])
def test_each_wrong_use_is_found_where_it_stands(found: dict[str, dict[int, str]], name: str, text: str) -> None:
    marked = {at: line.partition("  # ")[2] for at, line in enumerate(text.split("\n"), 1) if "  # " in line}
    assert found[name] == marked


def test_the_sound_program_runs(tmp_path: Path) -> None:
    program = tmp_path / "sound.py"
    program.write_text(SOUND, encoding="utf-8")
    done = subprocess.run([sys.executable, program, *SAMPLES], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "I.1.4 market-packaging-reduction undetermined None" in done.stdout

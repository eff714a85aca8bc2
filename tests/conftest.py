"""What several tests share: running the command line, here or in a fresh process, and surveys written as text."""

import contextlib
import functools
import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from unittest import mock

import pytest
import typer.main
from commands import as_text, call
from small_plans import Ask, asking

from scp_ninhbinh.measures.figures import Measured
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.problems.problem import ScpError, has_errors
from scp_ninhbinh.scores.measured import measure
from scp_ninhbinh.scores.results import By, Result
from scp_ninhbinh.scores.score import Due, ScoreOptions, Scores, expected_of, target_of
from scp_ninhbinh.scores.score import score as score_plan
from scp_ninhbinh.survey.reading import read_survey

ROOT = Path(__file__).parents[1]
SAMPLES = sorted(str(path) for path in (ROOT / "data" / "samples").glob("survey-*.csv"))

PERSONAL = ("LC_ALL", "LC_MESSAGES", "SCP_LANG", "NO_COLOR")
"""The variables of whoever runs the tests that a call does not see."""

Scp = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_collection_finish() -> None:
    """Leave what is there for good (tests, libraries) to no search for garbage, in this process or a fork of it."""
    gc.collect()
    gc.freeze()


@contextlib.contextmanager
def breaks(rule: str) -> Iterator[None]:
    """Expect that the run cannot go on, because of this rule among others."""
    with pytest.raises(ScpError) as error:
        yield
    assert rule in [found.rule for found in error.value.problems]


@pytest.fixture(scope="session", autouse=True)
def commands_are_built_once() -> Iterator[None]:
    """Typer builds the commands anew at every call, of which a process makes one and these tests thousands."""
    with mock.patch.object(typer.main, "get_command", functools.cache(typer.main.get_command)):
        yield


@pytest.fixture(autouse=True)
def only_marked_tests_start_programs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Starting one takes as long as ten calls within this process: a test that needs it is marked `process`."""
    if request.node.get_closest_marker("process"):
        yield
        return
    with mock.patch.object(subprocess.Popen, "__init__", _not_marked):
        yield


def _not_marked(_: object, command: object, *__: object, **___: object) -> None:
    if "fc-list" not in str(command):  # which matplotlib asks for fonts once
        pytest.fail(f"it starts {command}: mark it `process`, or use the fixture `scp`")
    raise OSError


def environment(asked: dict[str, str]) -> dict[str, str]:
    """Return the variables that a call sees: those of the tests, in English and 80 columns unless asked otherwise."""
    plain = {key: value for key, value in os.environ.items() if key not in PERSONAL}
    return plain | {"LANG": "C.UTF-8", "COLUMNS": "80"} | asked


@pytest.fixture
def scp(tmp_path: Path) -> Scp:
    """Run `python -m scp_ninhbinh` with these arguments within this process, in a folder of its own."""

    def run(*arguments: str, cwd: Path = tmp_path, **variables: str) -> "subprocess.CompletedProcess[str]":
        return as_text(call(*arguments, cwd=cwd, environment=environment(variables)))

    return run


@pytest.fixture
def scp_terminal(tmp_path: Path) -> Scp:
    """Run it as `scp` does, with stdout and stderr on a terminal without colours."""

    def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        plain = environment({"NO_COLOR": "1"} | variables)
        return as_text(call(*arguments, cwd=tmp_path, environment=plain, terminal=True))

    return run


@pytest.fixture
def scp_process(tmp_path: Path) -> Scp:
    """Run `python -m scp_ninhbinh` as `scp` does, in a process of its own."""

    def run(*arguments: str, cwd: Path = tmp_path, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "scp_ninhbinh", *arguments],
            cwd=cwd,
            env=environment(variables),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture
def score(tmp_path: Path) -> Callable[..., Scores]:
    """Score a survey given as CSV text, with a register as another; neither may have errors."""

    def run(
        text: str,
        plan: str | None = None,
        year: int | None = None,
        due: Due = None,
        *,
        register: str | None = None,
        confidence: Fraction | None = None,
        by: By | None = None,
    ) -> Scores:
        path, listing = tmp_path / "survey.csv", tmp_path / "register.csv"
        path.write_text(text, encoding="utf-8")
        listing.write_text(register or "", encoding="utf-8")
        loaded = load_plan(plan or embedded_plan()).plan
        survey, problems = read_survey(
            [str(path)], expected_of(loaded), register=None if register is None else str(listing)
        )
        assert not has_errors(problems), problems
        return score_plan(loaded, survey, ScoreOptions(year, due, by, confidence))

    return run


@pytest.fixture
def ask(score: Callable[..., Scores], tmp_path: Path) -> Ask:
    """Score rows by a plan of one target (`small_plans`)."""
    return asking(score, tmp_path)


def of(scores: Scores, indicator: str, due: int | None = None) -> Result:
    """Return the one result of an indicator, or that of one due year."""
    (found,) = [r for r in scores.results if r.id == indicator and due in (None, r.due)]
    return found


def measured(scores: Scores, indicator: str, due: int | None = None) -> Measured:
    """Return what the measure of an indicator finds, before it is judged."""
    result = of(scores, indicator, due)
    item = next(item for item in scores.plan.indicators if item.id == indicator)
    return measure(scores.plan, item, target_of(item, result.due), scores.survey, result.year, scores.confidence)

"""A run: a request in, a result or the one error out, and not a word printed."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES

from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.project.declared import Constant
from scp_ninhbinh.run import Request, check_files, explain_files, read_units, report_files, review_files, score_files

REGISTER = str(ROOT / "data" / "samples" / "register.csv")


@pytest.mark.parametrize(
    ("asked", "rule", "field", "value"),
    [
        ({"due": 2027}, "unknown-due", "due", ""),
        ({"year": 1999}, "bad-scored-year", "year", ""),
        ({"sample": True}, "sample-without-register", "sample", ""),
        ({"set": [Constant("A", "year", "x")]}, "bad-year", "set", "A/year=x"),
    ],
)
@pytest.mark.parametrize("run", [score_files, review_files, report_files])
def test_what_is_wrong_with_a_request_stands_at_its_field(
    run: Any, asked: dict[str, Any], rule: str, field: str, value: str
) -> None:
    with pytest.raises(ScpError) as error:
        run(Request(SAMPLES, **asked))
    (found,) = error.value.problems
    assert (found.rule, found.place.field, found.place.path) == (rule, field, value)


def test_a_target_that_the_plan_lacks_stands_at_target() -> None:
    with pytest.raises(ScpError) as error:
        explain_files("none", Request(SAMPLES))
    assert [found.place.field for found in error.value.problems] == ["target"]


def test_no_run_prints(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("year,kind,id,informed\n2025,craft_village,L1,maybe\n", encoding="utf-8")
    request = Request(SAMPLES, register=REGISTER)
    for run in (score_files, check_files, review_files, report_files, read_units):
        run(request)  # type: ignore[operator]
    assert check_files(Request([str(tmp_path / "bad.csv")])).problems
    assert capfd.readouterr() == ("", "")


def test_a_request_names_every_file_that_an_output_must_not_replace() -> None:
    assert (
        Request(["a.csv", "b.csv"], "plan.yaml", "register.csv").paths() == "a.csv b.csv plan.yaml register.csv".split()
    )
    assert Request(["a.csv"]).paths() == ["a.csv"]


def test_a_confidence_is_exact_and_only_that_of_a_sample() -> None:
    request = Request(SAMPLES, REGISTER, confidence=99.9)
    assert request.scoring.confidence is None
    assert replace(request, sample=True).scoring.confidence == Fraction(999, 1000)


@pytest.mark.parametrize(("year", "there"), [(None, True), (2019, False), (2020, True), (2024, False)])
def test_the_units_of_a_register_are_those_of_the_year_asked_for(tmp_path: Path, year: int | None, there: bool) -> None:
    (tmp_path / "register.csv").write_text(
        "kind,id,name,since,until\nmarket,C1,A,2020,2023\nmarket,C2,B,,\n", encoding="utf-8"
    )
    found = read_units(Request(register=str(tmp_path / "register.csv"), year=year))
    assert [unit.id for unit in found.units] == ["C1", "C2"][not there :]

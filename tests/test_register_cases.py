"""Registers as files: each bad one has exactly the problems written beside it, alone or with the survey of its name."""

from pathlib import Path

import pytest
from conftest import ROOT, Scp

from scp_ninhbinh.findings.text import findings_text
from scp_ninhbinh.problems.rules import FAMILIES, RULES
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.text.say import language

CASES = ROOT / "tests" / "cases" / "register"
BAD = sorted(CASES.glob("bad/*.csv"))
GOOD = sorted(CASES.glob("good/*.csv"))
PAIRS = sorted(path for path in CASES.glob("pairs/*.csv") if not path.stem.endswith(".register"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_register_has_exactly_the_problems_written_beside_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    found = check_files(Request([], register=path.name)).problems
    assert findings_text(found, language("en")) == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert path.stem in {one.rule for one in found}


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_register_has_no_problem(path: Path) -> None:
    run = check_files(Request([], register=str(path)))
    assert not run.problems
    assert [file.rows for file in run.files] == [4]


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_a_survey_is_held_against_its_register(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    found = check_files(Request([path.name], register=f"{path.stem}.register.csv")).problems
    assert findings_text(found, language("en")) == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert {one.rule for one in found} == {path.stem}


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_neither_of_a_pair_has_a_problem_by_itself(path: Path) -> None:
    register = path.with_name(f"{path.stem}.register.csv")
    assert not check_files(Request([str(path)])).problems
    assert not check_files(Request([], register=str(register))).problems


def test_every_rule_about_registers_has_a_case_among_these() -> None:
    """(unknown-area is about surveys: its case stands among theirs.)"""
    (family,) = [rules for title, rules in FAMILIES.items() if title == "Registers"]
    assert {path.stem for path in (*BAD, *PAIRS)} >= set(family) - {"unknown-area"}
    assert {path.stem for path in (*BAD, *PAIRS)} <= RULES.keys()


def test_a_register_with_errors_is_held_against_nothing(tmp_path: Path) -> None:
    """One row of the register cannot be read: that a surveyed unit is not in it says nothing yet."""
    survey, register = tmp_path / "survey.csv", tmp_path / "register.csv"
    survey.write_text("year,kind,id,informed\n2025,craft_village,L2,yes\n", encoding="utf-8")
    register.write_text("kind,id\ncraft_village,L1\ncraft_vilage,L2\n", encoding="utf-8")
    found = check_files(Request([str(survey)], register=str(register))).problems
    assert {one.rule for one in found} == {"unknown-kind", "not-checked"}


def test_check_of_a_register_alone_prints_findings_and_totals(scp: Scp) -> None:
    done = scp("check", "--register", "listed-twice.csv", cwd=CASES / "bad")
    expected = (CASES / "bad" / "listed-twice.txt").read_text(encoding="utf-8")
    assert done.stdout == f"{expected}3 errors, 0 warnings, 1 file, 6 rows\n"
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("rule", "codes"), [("not-in-register", (1, 1)), ("other-name-in-register", (0, 1))], ids=["error", "warning"]
)
def test_check_fails_for_errors_against_a_register_and_for_warnings_only_under_strict(
    scp: Scp, rule: str, codes: tuple[int, int]
) -> None:
    call = ("check", f"{rule}.csv", "--register", f"{rule}.register.csv")
    assert tuple(scp(*call, *more, cwd=CASES / "pairs").returncode for more in ((), ("--strict",))) == codes

"""Cases are files: each bad one has the problem that its name promises, word for word in the .txt beside it."""

import re
from pathlib import Path

import pytest

from scp_ninhbinh.language import language
from scp_ninhbinh.report.findings import findings_text
from scp_ninhbinh.rules import RULES
from scp_ninhbinh.runs import check_files

CASES = Path(__file__).parent / "cases"
BAD = sorted([*(CASES / "survey" / "bad").glob("*.csv"), *(CASES / "plan" / "bad").glob("*.yaml")])
GOOD = sorted((CASES / "survey" / "good").glob("*.csv"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_bad_file_has_exactly_the_problems_written_beside_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    found = check_files([path.name], None).problems
    assert findings_text(found, language("en")) == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_the_name_of_a_bad_file_is_the_rule_it_breaks(path: Path) -> None:
    promised = max((rule for rule in RULES if path.stem.startswith(rule)), key=len, default=None)
    rules = {found.rule for found in check_files([str(path)], None).problems}
    assert rules & {promised} or path.stem in {"control-characters", "plan-empty"}


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_a_good_file_has_no_problem(path: Path) -> None:
    run = check_files([str(path)], None)
    assert not run.problems
    assert run.files[0].rows


def test_every_rule_about_a_file_has_a_case() -> None:
    """A new rule needs a file that breaks it. Rules that no file in a repository can break are tested elsewhere."""
    elsewhere = {"missing-file", "unreadable-file", "file-twice", "plan-too-large", "unknown-due", "bad-scored-year"}
    elsewhere |= {"no-year", "output-is-input", "unwritable-output"}
    shown = "\n".join(path.with_suffix(".txt").read_text(encoding="utf-8") for path in BAD)
    assert {rule for rule in RULES if not re.search(rf": {rule}: ", shown)} == elsewhere


def test_no_control_character_of_a_file_reaches_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / "survey" / "bad")
    text = findings_text(check_files(["control-characters.csv"], None).problems, language("en"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert r"\x1b[31mmarket\u202e" in text

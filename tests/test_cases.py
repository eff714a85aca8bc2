"""Cases are files: each bad one has the problem that its name promises, word for word in the .txt beside it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_surveys import listed

from scp_ninhbinh.cli.options import request_of
from scp_ninhbinh.findings.text import findings_text
from scp_ninhbinh.problems.problem import RULES, describe
from scp_ninhbinh.run import CheckRun, check_files
from scp_ninhbinh.survey.settling import CHECKS
from scp_ninhbinh.survey.units import Checks
from scp_ninhbinh.text.say import Phrase, language

CASES = Path(__file__).parent / "cases"
BESIDE = {".txt", ".args"}
"""What may stand beside a case: the expected text, the options that the file is checked with; a project of files."""

BAD = sorted(
    path
    for room, beside in (("survey", {*BESIDE, ".yaml"}), ("plan", BESIDE))
    for path in CASES.glob(f"{room}/bad/*")
    if path.suffix not in beside
)
GOOD = sorted(path for path in CASES.glob("survey/good/*") if path.suffix not in BESIDE)


def check(path: str | Path) -> CheckRun:
    """Check a case with the options beside it."""
    options = Path(path).with_suffix(".args")
    words = options.read_text(encoding="utf-8").split() if options.exists() else []
    given: dict[str, Any] = {"files": [str(path)]}
    for name, value in zip(words[::2], words[1::2], strict=True):
        field = name.removeprefix("--")
        given[field] = [*given.get(field, ()), value] if field in {"set", "blank"} else value
    return check_files(request_of(**given))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_bad_file_has_exactly_the_problems_written_beside_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    assert listed(check(path.name).problems) == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_the_name_of_a_bad_file_is_the_rule_it_breaks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    promised = max((rule for rule in RULES if path.stem.startswith(rule)), key=len, default=None)
    rules = {found.rule for found in check(path.name).problems}
    assert rules & {promised} or path.stem in {"control-characters", "plan-empty"}


@pytest.mark.parametrize("path", sorted(CASES.glob("plan/*/*.yaml")), ids=lambda path: path.name)
def test_a_plan_is_judged_alike_with_and_without_libyaml(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = check(path).problems
    monkeypatch.setattr("scp_ninhbinh.plan.yaml_lines._LOADER", yaml.SafeLoader)
    assert check(path).problems == found


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_a_good_file_has_no_problem(path: Path) -> None:
    run = check(path)
    assert not run.problems
    assert run.files[0].rows


def test_every_rule_about_a_file_has_a_case() -> None:
    """A new rule needs a file that breaks it. Rules that no file in a repository can break are tested elsewhere."""
    elsewhere = {"missing-file", "unreadable-file", "file-twice", "plan-too-large", "unknown-due", "bad-scored-year"}
    elsewhere |= {"no-year", "output-is-input", "unwritable-output", "sample-without-register", "unknown-target"}
    elsewhere |= {"ambiguous-target", "not-a-score", "year-twice", "report-extra", "too-many-problems"}
    elsewhere |= {"no-such-column", "output-exists", "unknown-rule", "file-not-declared"}
    elsewhere |= {"changed-score", "other-version", "cannot-verify", "changed-input"}
    elsewhere |= {"not-opened", "few-rows-of-year", "pool-changed", "met-by-namesakes", "no-areas"}
    shown = "\n".join(path.read_text(encoding="utf-8") for path in CASES.glob("*/*/*.txt"))
    assert {rule for rule in RULES if not re.search(rf": {rule}: ", shown)} == elsewhere


@pytest.mark.parametrize("path", [path for path in BAD if path.parts[-3] == "survey"], ids=lambda path: path.name)
def test_in_vietnamese_an_id_of_the_plan_stands_in_brackets_behind_its_name(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for what is quoted or to be typed, and where a file's own headings are listed."""
    monkeypatch.chdir(path.parent)
    run, tongue = check(path.name), language("vi")
    known = run.plan.vocabulary
    choices = [column.choices or {} for column in known.columns.values()]
    named = {**known.kinds, **known.columns, **{id_: one for some in choices for id_, one in some.items()}}
    ids = {id_ for id_, one in named.items() if id_ != one.vi[0]}
    for found in (one for one in run.problems if one.rule not in {"no-such-heading", "set-not-used"}):
        said = "; ".join(map(tongue.text, describe(found)))
        own = re.sub(r'"[^"]*"|\{[^}]*\}|--\S+ \S+', "", said)
        assert not ids & set(re.findall(r"(?<![(\w])[a-z_]+(?![\w)])", own)), said


def test_a_check_that_was_not_made_is_called_by_its_rule_and_has_a_name_in_other_languages() -> None:
    every = Checks((("part", "whole", len),), "task").rules()
    second_rows = {"duplicate-unit", "listed-twice"}
    assert {*every, *second_rows} == set(CHECKS) == set(CHECKS) & RULES.keys()
    assert all(isinstance(text, Phrase) and text == name for name, text in CHECKS.items())


def test_no_control_character_of_a_file_reaches_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / "survey" / "bad")
    text = findings_text(check("control-characters.csv").problems, language("en"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert r"\x1b[31mmarket\u202e" in text

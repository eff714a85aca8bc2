"""Clauses of other provinces' plans: most are a plan file without a bend; what cannot be said yet is refused."""

from pathlib import Path

import pytest
from conftest import ROOT

from scp_ninhbinh.plan.clauses import Scored
from scp_ninhbinh.plan.file import load_plan
from scp_ninhbinh.problems.problem import ScpError

SISTERS = Path(__file__).parent / "cases" / "plan" / "good" / "sisters.yaml"
TEXT = SISTERS.read_text(encoding="utf-8")

FIRST_CLASS = "    ratio: {sum: hard, over: packaging}\n"
ZONES = '    answer: {informed: "yes"}\n    targets: [{due: 2030, at_least: 85%, clause: HN.1}]\n'

NOT_YET = {
    "models that are new in a second period": ("count: units", "count: new_units", "plan-not-one-of"),
    "the level of a rate": ("measure: reduction", "measure: ratio", "plan-measure"),
    "a total": ("measure: reduction", "measure: total", "plan-measure"),
    "growth": ("measure: reduction", "measure: increase", "plan-measure"),
    "a ceiling": ("at_least: 85%", "at_most: 85%", "plan-unknown-key"),
    "a change of a quantity": (FIRST_CLASS, "    total: hard\n", "plan-unknown-key"),
    "a change of an answer's share": (FIRST_CLASS, '    answer: {friendly: "no"}\n', "plan-unknown-key"),
    "a base of several years": ("{year: 2020, why", "{years: [2019, 2020], why", "plan-unknown-key"),
    "a change a year": (FIRST_CLASS, FIRST_CLASS + '    per_year: "true"\n', "plan-unknown-key"),
    "every area": (ZONES, "    each: area\n" + ZONES, "plan-unknown-key"),
    "several answers": (ZONES, "    answers: all\n" + ZONES, "plan-unknown-key"),
}
"""What docs/another-plan.md says cannot be declared yet: a part of a sound plan, what is put for it, the rule."""


def test_clauses_of_sister_plans_are_declared_without_a_bend() -> None:
    loaded = load_plan(str(SISTERS))
    assert loaded.problems == []
    named = {item.id.split("-")[0] for item in loaded.plan.indicators}
    assert named == {"hanoi", "dongthap", "quangbinh", "vinhlong", "camau", "national"}
    assert all(isinstance(item, Scored) for item in loaded.plan.indicators)


@pytest.mark.parametrize("name", NOT_YET)
def test_what_cannot_be_declared_yet_is_refused_and_never_ignored(name: str, tmp_path: Path) -> None:
    old, new, rule = NOT_YET[name]
    assert old in TEXT
    (tmp_path / "plan.yaml").write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScpError) as caught:
        load_plan(str(tmp_path / "plan.yaml"))
    assert rule in {found.rule for found in caught.value.problems}


def test_the_page_names_what_cannot_be_declared_yet() -> None:
    page = (ROOT / "docs" / "another-plan.md").read_text(encoding="utf-8")
    (section,) = page.split("## What cannot be declared yet\n")[1:]
    said = ("new in the window", "level of a rate", "ceiling", "change of anything", "several years", "each part")
    assert all(words in section for words in (*said, "several answers"))

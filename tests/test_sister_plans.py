"""Clauses of other provinces' plans and of other fields: a plan file without a bend; what cannot be said is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Scp
from jsonschema import Draft202012Validator

from scp_ninhbinh.documents.plan import plan_document
from scp_ninhbinh.plan.clauses import Increase, Reduction, Scored
from scp_ninhbinh.plan.file import load_plan
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.text.say import language

SISTERS = Path(__file__).parent / "cases" / "plan" / "good" / "sisters.yaml"
TEXT = SISTERS.read_text(encoding="utf-8")

ZONES = '    answer: {informed: "yes"}\n    targets: [{due: 2030, at_least: 85%, clause: HN.1}]\n'
CUT = "    total: waste\n    base:"

STILL_NOT = {
    "a cut in every area": (CUT, "    each: area\n" + CUT, "plan-unknown-key"),
    "a cut by an amount and not a percentage": ("at_least: 1.5%", "at_least: 500", "plan-percent"),
    "some of the units of a kind": (ZONES, "    where: {size: large}\n" + ZONES, "plan-unknown-key"),
    "weights": (ZONES, "    weight: 0.3\n" + ZONES, "plan-unknown-key"),
    "a rank": ("at_least: 85%", "at_least: 85%, rank: 10", "plan-unknown-key"),
    "two limits of one target": ("at_most: 300", "at_most: 300, at_least: 200", "plan-one-of"),
    "several answers of which an exact number counts": ("at least 2", "exactly 2", "plan-answers"),
}
"""What docs/another-plan.md says cannot be declared: a part of a sound plan, what is put for it, the rule."""


def test_clauses_of_sister_plans_are_declared_without_a_bend() -> None:
    loaded = load_plan(str(SISTERS))
    assert loaded.problems == []
    named = {item.id.split("-")[0] for item in loaded.plan.indicators}
    provinces = {"hanoi", "dongthap", "quangbinh", "vinhlong", "camau", "national"}
    assert named == provinces | {"waste", "energy", "rural", "digital"}
    assert all(isinstance(item, Scored) for item in loaded.plan.indicators)


def test_every_measure_of_a_number_and_every_way_to_ask_for_it_is_among_them() -> None:
    plan = load_plan(str(SISTERS)).plan
    items: list[Any] = list(plan.indicators)
    assert {item.measure for item in items} == {"share", "ratio", "total", "reduction", "increase", "count"}
    assert {item.count for item in items if item.measure == "count"} == {"units", "new_units", "occasions"}
    assert {getattr(item, "each", None) for item in items} == {None, "area", "year"}
    assert {getattr(item, "answers", None) for item in items} == {None, "all", "at least 2"}
    assert {target.is_ceiling for item in items for target in item.targets} == {True, False}
    changes = [item for item in items if isinstance(item, Reduction | Increase)]
    assert {key for item in changes for key in ("ratio", "total", "answer") if getattr(item, key)} == {
        *("ratio", "total", "answer")
    }
    assert {item.per_year for item in changes} == {"true", "false"}
    assert {len(item.base.all) for item in changes} == {1, 2, 3}
    assert plan.years() == range(2015, 2031)


def test_the_table_of_the_plan_says_every_unit_limit_and_base() -> None:
    said = str(language("en").translated(plan_document(load_plan(str(SISTERS)).plan)))
    for words in (
        "≤ 300 kg a head by 2030, stretch 250.5",
        "The ratio is multiplied by 1,000 and in kg a head",
        "The ratio is in kWh a tonne",
        "≥ 15,000 tonnes by 2030, added up since 2021",
        "against the base years 2015, 2016, 2017",
        "Required is a change a year, by compounding from the middle of the base years",
        "Required of each area by itself",
        "Required of each year by itself",
        "Counted: new units (models), for the first time with",
        'at least 2 of "clean water: yes", "roads: yes", "services online: yes"',
        'all of "services online: yes", "clean water: yes", against the base years 2019, 2020',
        "≤ 0 by 2030, counted since 2030",
    ):
        assert words in said


def test_scripts_are_told_the_same_of_every_measure(scp: Scp) -> None:
    found = json.loads(scp("targets", "--plan", str(SISTERS), "--format", "json").stdout)["indicators"]
    items = {item["id"]: item for item in found}
    head = items["waste-a-head"]
    unit = {"vi": "kg/người", "en": "kg a head"}
    rests = {"unit_in": None, "divided_by": None}
    columns = {"sum": "waste", "over": "residents", **rests, "counted": {"sum": rests, "over": rests}}
    assert head["ratio"] == {**columns, "times": 1000, "unit": unit}
    (target,) = head["targets"]
    assert (target["required"], target["limit"], target["stretch"]) == (300, "at_most", 250.5)
    total = items["waste-recycled"]
    assert (total["total"], total["unit"]["en"], total["targets"][0]["since"]) == ("recycled", "tonnes", 2021)
    cut = items["waste-cut"]
    assert (cut["base"]["year"], cut["base"]["years"], cut["per_year"]) == (None, [2015, 2016, 2017], True)
    assert cut["targets"][0]["required"] == 1.5
    assert items["energy-solar"]["targets"][0]["required"] == 150
    assert (items["waste-cleanups"]["each"], items["waste-collected"]["each"]) == ("year", "area")
    communes = items["rural-communes"]
    assert (list(communes["answer"]), communes["answers"]) == (["water", "roads", "online"], "at least 2")
    assert items["quangbinh-more-models"]["count"] == "new_units"


@pytest.mark.parametrize("name", STILL_NOT)
def test_what_cannot_be_declared_is_refused_and_never_ignored(name: str, tmp_path: Path) -> None:
    old, new, rule = STILL_NOT[name]
    assert old in TEXT
    (tmp_path / "plan.yaml").write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScpError) as caught:
        load_plan(str(tmp_path / "plan.yaml"))
    assert {found.rule for found in caught.value.problems} == {rule}


def test_the_page_names_what_cannot_be_declared() -> None:
    page = (ROOT / "docs" / "another-plan.md").read_text(encoding="utf-8")
    (section,) = page.split("## What cannot be declared\n")[1:]
    said = (
        "some units of a kind",
        "not by so many percent",
        "cut in every district",
        "exactly two",
        "weights",
        "a rank",
    )
    assert all(words in section for words in (*said, "two limits"))


def test_the_example_of_every_measure_is_sound_and_an_editor_underlines_nothing(scp: Scp) -> None:
    path = ROOT / "docs" / "examples" / "every-measure.yaml"
    loaded = load_plan(str(path))
    assert loaded.problems == []
    assert "INVENTED" in path.read_text(encoding="utf-8")
    schema = json.loads(scp("schema", "plan").stdout)
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []
    measures = {item.measure for item in loaded.plan.indicators}
    assert measures == {"share", "ratio", "total", "reduction", "increase", "count"}

"""`scp template OUT.yaml` writes a plan to begin with, and the schema of plans beside it, for an installed user."""

import json
import re
from pathlib import Path

import pytest
import yaml
from conftest import Scp
from jsonschema import Draft7Validator, Draft202012Validator

from scp_ninhbinh.form.new_plan import new_plan
from scp_ninhbinh.plan.mistakes import MEASURES
from scp_ninhbinh.text.say import language

TEXT = new_plan("plan.schema.json", language("en"))
ROWS = """\
year,kind,name,plastic_bags,sorts_waste,waste,plastic_waste,held,trained,task
2026,shop,A,,,,,,,
2026,course,B,,,,,,,
2026,activity,C,,,,,,,
"""


def test_the_new_plan_is_sound_and_says_where_its_schema_is(scp: Scp, tmp_path: Path) -> None:
    assert scp("template", "mine.yaml").returncode == 0
    assert (
        (tmp_path / "mine.yaml")
        .read_text(encoding="utf-8")
        .startswith("# yaml-language-server: $schema=mine.schema.json\n")
    )
    done = scp("check", "mine.yaml", "--strict")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_name_of_the_schema_is_one_word_of_the_comment() -> None:
    assert new_plan("my 1%.schema.json", language("en")).splitlines()[0].endswith("$schema=my%201%25.schema.json")


def test_the_new_plan_has_an_indicator_of_each_measure() -> None:
    assert [item["measure"] for item in yaml.safe_load(TEXT)["indicators"]] == list(MEASURES)


def test_the_new_plan_fits_the_schema_beside_it(scp: Scp, tmp_path: Path) -> None:
    scp("template", "mine.yaml")
    schema = json.loads((tmp_path / "mine.schema.json").read_text(encoding="utf-8"))
    for validator in (Draft7Validator, Draft202012Validator):
        validator.check_schema(schema)
        assert not list(validator(schema).iter_errors(yaml.safe_load(TEXT)))


def test_a_form_without_answers_is_scored_by_the_new_plan(scp: Scp, tmp_path: Path) -> None:
    scp("template", "mine.yaml")
    assert scp("template", "form.xlsx", "--plan", "mine.yaml").returncode == 0
    (tmp_path / "survey.csv").write_text(ROWS, encoding="utf-8")
    done = scp("score", "survey.csv", "--plan", "mine.yaml", "--due", "all", "--format", "json")
    assert done.returncode == 0, done.stderr
    targets = json.loads(done.stdout)["targets"]
    assert {target["id"] for target in targets} == {item["id"] for item in yaml.safe_load(TEXT)["indicators"]}
    assert not {target["status"] for target in targets} & {"met", "not_met"}


def test_the_form_and_the_schema_of_the_new_plan_ask_for_the_columns_of_every_measure(scp: Scp, tmp_path: Path) -> None:
    """A total asks for its column, a ratio for both of its own; what each is in stands beside the question."""
    scp("template", "mine.yaml")
    assert scp("template", "form.csv", "--plan", "mine.yaml", "--lang", "en").returncode == 0
    header = (tmp_path / "form.csv").read_text(encoding="utf-8-sig").splitlines()[0].lower()
    assert all(heading in header for heading in ("people trained", "all waste", "plastic waste", "sorts its waste"))
    schema = json.loads(scp("schema", "survey", "--plan", "mine.yaml").stdout)
    assert schema["properties"]["trained"]["description"] == "How many people took part (people)."


@pytest.mark.parametrize("name", ["mine.yaml", "mine.schema.json"])
def test_no_other_file_is_replaced_unless_that_is_asked_for(scp: Scp, tmp_path: Path, name: str) -> None:
    scp("template", "mine.yaml")
    assert scp("template", "mine.yaml").returncode == 0, "the same file again is no loss"
    (tmp_path / name).write_text("mine", encoding="utf-8")
    done = scp("template", "mine.yaml")
    assert (done.returncode, f"{name}: error: output-exists" in done.stderr) == (2, True)
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"
    assert scp("template", "mine.yaml", "--force").returncode == 0
    assert (tmp_path / name).read_text(encoding="utf-8") != "mine"


def test_a_new_plan_knows_no_year_and_no_register(scp: Scp) -> None:
    assert scp("template", "mine.yaml", "--year", "2026").returncode == 2


def test_comments_are_in_the_language_that_is_asked_for_and_the_plan_is_the_same() -> None:
    vietnamese = new_plan("plan.schema.json", language("vi"))
    assert yaml.safe_load(vietnamese) == yaml.safe_load(TEXT)
    assert set(re.findall("^ *# .*", vietnamese, re.MULTILINE)).isdisjoint(
        re.findall("^ *# [A-Z].*", TEXT, re.MULTILINE)
    )

"""What an editor says of a plan: the same as `check`, of the measure that was chosen, with the plan's own words."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator

from scp_ninhbinh.form.new_plan import new_plan
from scp_ninhbinh.plan.yaml_plan import parse_plan
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers.schemas import schema_text

TEXT = new_plan("plan.schema.json", language("en"))
SCHEMA: dict[str, Any] = json.loads(schema_text("plan", parse_plan(TEXT)))

RATIO = "    ratio: {sum: plastic_waste, over: waste}"
ANSWER = '    answer: {plastic_bags: "no"}'
TWO = '    answer: {plastic_bags: "no", sorts_waste: "yes"}'
INCREASE = '    answer: {sorts_waste: "yes"}\n    base'
IN_UNIT = (
    "    ratio: {sum: plastic_waste, over: waste, times: 1000, unit: {vi: g/kg, en: g a kg}}\n"
    "    targets:\n      - {due: 2030, at_most: 12.5"
)

FAULTS = [
    ("a clause that is a number", '"1.1"', "2.1"),
    ("a clause whose last nought would be lost", '"1.1"', "1.10"),
    ("a clause with a nought before it", '"1.1"', "010"),
    ("a clause that is a date", '"1.1"', "2020-01-02"),
    ("a plan called by a number", "id: 01/KH-UBND", "id: 87"),
    ("a blank in an id", "id: shops-without-bags", "id: shops without bags"),
    ("no measure", "    measure: share\n", ""),
    ("an unknown measure", "measure: share", "measure: shares"),
    ("a key of another measure", ANSWER, RATIO),
    ("a kind where kinds are wanted", "of: [shop]", "of: shop"),
    ("years in one word", "{first: 2026, last: 2030}", "2026-2030"),
    ("a day in place of a year", "due: 2028", "due: 31/12/2028"),
    ("a bare share", "at_least: 40%", "at_least: 0.4"),
    ("a column of answers with a unit", '    unwanted: "yes"', "    unit: kg"),
    ("a choice without choices", "    holds: yes_no\n    vi: đã", "    holds: choice\n    vi: đã"),
    ("a column without its question", '    ask: {vi: "Lớp đã', '    #: {vi: "Lớp đã'),
    ("another answer than yes or no", '{plastic_bags: "no"}', '{plastic_bags: "không"}'),
    ("two limits", "at_most: 20%", "at_most: 20%, at_least: 10%"),
    ("no limit", "at_most: 20%, ", ""),
    ("a number in place of a percentage", "at_most: 20%", "at_most: 0.2"),
    ("a percentage of a ratio with a unit", f"{RATIO}\n    targets", f"{RATIO[:-1]}, unit: g}}\n    targets"),
    ("a factor without a unit", f"{RATIO}\n    targets", f"{RATIO[:-1]}, times: 10}}\n    targets"),
    ("a factor of 0", f"{RATIO}\n    targets", f"{RATIO[:-1]}, times: 0, unit: g}}\n    targets"),
    ("a percentage of a total", "at_least: 1500", "at_least: 15%"),
    ("a total of 0", "at_least: 1500", "at_least: 0"),
    ("since of a ratio", 'at_most: 20%, clause: "1.3"', 'at_most: 20%, clause: "1.3", since: 2026'),
    ("several answers without a word of how many", '{plastic_bags: "no"}', '{plastic_bags: "no", sorts_waste: "yes"}'),
    ("how many of one answer", ANSWER, f"{ANSWER}\n    answers: all"),
    ("another word of how many", ANSWER, f"{TWO}\n    answers: both"),
    ("each of something else", ANSWER, f"{ANSWER}\n    each: shop"),
    ("each of a change", f"{RATIO}\n    base", f"{RATIO}\n    each: area\n    base"),
    ("a level a year", ANSWER, f"{ANSWER}\n    per_year: true"),
    ("a word for true", f"{RATIO}\n    base", f'{RATIO}\n    per_year: "yes"\n    base'),
    ("a change of two quantities", f"{RATIO}\n    base", f"{RATIO}\n    total: waste\n    base"),
    ("a change of nothing", f"{RATIO}\n    base", "    base"),
    ("a base of one year in a list", "{year: 2025,", "{years: [2025],"),
    ("a base year twice", "{year: 2025,", "{years: [2025, 2025],"),
    ("a base of a year and several", "{year: 2025,", "{year: 2025, years: [2024, 2025],"),
    ("more than the whole of a cut", "at_least: 30%", "at_least: 130%"),
    ("the keys of the first form", "{sum: plastic_waste, over: waste}", "{hard: plastic_waste, over: waste}"),
]
SOUND = [
    ("a ceiling of 0", "at_most: 20%", "at_most: 0%"),
    ("a ceiling of a share", "at_least: 40%", "at_most: 40%, stretch: 30%"),
    ("a ratio in a unit", f"{RATIO}\n    targets:\n      - {{due: 2030, at_most: 20%", IN_UNIT),
    ("a total with decimals", "at_least: 1500", "at_least: 1500.5"),
    ("a total in quotation marks", "at_least: 1500", 'at_least: "1500"'),
    ("more than the whole of a rise", "at_least: 50%", "at_least: 150%"),
    ("all of several answers", ANSWER, f"{TWO}\n    answers: all\n    each: area"),
    ("two of several answers of a rise", INCREASE, f"{TWO}\n    answers: at least 2\n    base"),
    ("several base years and a cut a year", "base: {year: 2025,", "per_year: true\n    base: {years: [2024, 2025],"),
    ("a cut of a total", f"{RATIO}\n    base", "    total: waste\n    base"),
    ("new units", "count: occasions", "count: new_units"),
    ("a quoted year", "due: 2028", 'due: "2028"'),
    ("an area without years", "{name: Xã Tây, until: 2027}", "{name: Xã Tây}"),
    ("a clause of three numbers", '"1.1"', "1.1.1"),
]


def errors(text: str, validator: Any = Draft202012Validator) -> list[Any]:
    return list(validator(SCHEMA).iter_errors(yaml.safe_load(text)))


def problems(text: str, folder: Path) -> list[Any]:
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return check_files(Request([str(path)])).problems


@pytest.mark.parametrize(("fault", "old", "new"), FAULTS, ids=[fault for fault, _, _ in FAULTS])
def test_what_check_refuses_an_editor_refuses(fault: str, old: str, new: str, tmp_path: Path) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    assert problems(text, tmp_path)
    assert errors(text)
    assert errors(text, Draft7Validator)


@pytest.mark.parametrize(("what", "old", "new"), SOUND, ids=[what for what, _, _ in SOUND])
def test_what_check_takes_an_editor_takes(what: str, old: str, new: str, tmp_path: Path) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    assert not problems(text, tmp_path)
    assert not errors(text)


def test_an_editor_speaks_of_the_measure_that_was_chosen() -> None:
    """Of several that might fit by `oneOf` it would say of each what it lacks, or only that none fits."""
    (found,) = errors(TEXT.replace('    answer: {plastic_bags: "no"}\n', "", 1))
    assert (list(found.absolute_path), found.message) == (["indicators", 0], "'answer' is a required property")
    (found,) = errors(TEXT.replace("measure: share", "measure: shares", 1))
    assert list(found.absolute_path) == ["indicators", 0, "measure"]


def test_an_editor_offers_the_kinds_and_columns_of_the_plan_with_what_they_mean() -> None:
    parts = SCHEMA["$defs"]
    assert parts["Share"]["properties"]["of"]["items"]["anyOf"][0]["enum"] == ["shop", "course", "activity"]
    answers = parts["Count"]["properties"]["answer"]["properties"]
    assert {name: one["description"] for name, one in answers.items()} == {
        "plastic_bags": "Whether the shop uses plastic bags.",
        "sorts_waste": "Whether the shop sorts its waste.",
        "held": "Whether the course was held.",
    }
    for part, key in (("Quotient", "sum"), ("Quotient", "over"), ("Total", "total"), ("Increase", "total")):
        assert parts[part]["properties"][key]["anyOf"][0]["enum"] == ["waste", "plastic_waste", "trained"]


def test_a_kind_and_a_column_that_are_not_offered_may_be_written() -> None:
    assert not errors(TEXT.replace("of: [shop]", "of: [market]", 1).replace('{plastic_bags: "no"}', '{open: "no"}', 1))

"""The JSON Schemas say what the formats are: neither more nor less than the program reads and writes."""

import csv
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from changing import shown_requests
from conftest import ROOT, SAMPLES
from jsonschema import Draft7Validator, Draft202012Validator
from level_plans import EVERY_PLAN, EVERY_REGISTER, EVERY_SURVEY_TEXT, SMALL_REGISTER
from pydantic import TypeAdapter, ValidationError
from small_surveys import EXPECTED, KNOWN, PLAN
from units_surveys import UNITS_PLAN, models

from scp_ninhbinh.findings.json import check_json
from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.plan.clauses import Percent, Whole, Year
from scp_ninhbinh.plan.vocabulary import YES_NO
from scp_ninhbinh.project.declared import Blank, Constant
from scp_ninhbinh.run import Request, check_files, explain_files, open_plan, review_files, score_files
from scp_ninhbinh.scores.explained_units import Counted
from scp_ninhbinh.scores.results import By
from scp_ninhbinh.scores.trend import Word
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers.json import explain_json, review_json, score_json
from scp_ninhbinh.writers.schema_texts import Which
from scp_ninhbinh.writers.schemas import schema_text

CASES = Path(__file__).parent / "cases"
SECOND = (CASES / "plan" / "good" / "second.yaml", CASES / "plan" / "good" / "second-survey.csv")
ALL = get_args(Which)


def text_of(which: Which) -> str:
    return schema_text(which, PLAN)


SCHEMAS = {which: json.loads(text_of(which)) for which in ALL}


def accepts(which: Which, document: Any) -> bool:
    return Draft202012Validator(SCHEMAS[which]).is_valid(document)


def keys_of(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return every key that a schema describes, as `Part.key`, with its own schema."""
    parts = {"": schema, **schema.get("$defs", {})}
    return {f"{name}.{key}": owner for name, part in parts.items() for key, owner in part.get("properties", {}).items()}


# What holds of every schema


@pytest.mark.parametrize("which", ALL)
def test_the_schema_is_one_of_2020_12_with_its_name_and_description(which: Which) -> None:
    schema = SCHEMAS[which]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:scp-ninhbinh:{which}:1"
    assert schema["title"]
    assert schema["description"]


@pytest.mark.parametrize("which", ALL)
def test_the_file_in_docs_is_the_schema_that_the_program_prints(which: Which) -> None:
    """Written again with: scp schema WHICH -o docs/schemas/WHICH.json."""
    assert (ROOT / "docs" / "schemas" / f"{which}.json").read_bytes() == text_of(which).encode()


@pytest.mark.parametrize("which", ALL)
def test_every_key_has_its_meaning_said(which: Which) -> None:
    """In the schema of a row once for each column, not again for each kind."""
    keys = {key: one for key, one in keys_of(SCHEMAS[which]).items() if which != "survey" or key.startswith(".")}
    assert [key for key, one in keys.items() if not one.get("description")] == []


@pytest.mark.process
@pytest.mark.parametrize("which", ALL)
def test_without_docstrings_the_program_prints_the_same_bytes(which: Which) -> None:
    """Descriptions are read off the source, which python -OO leaves alone."""
    command = [sys.executable, "-OO", "-m", "scp_ninhbinh", "schema", which]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout == text_of(which).encode()


# Plans

SOUND = """\
schema: scp-ninhbinh/plan/1
id: 1/KH
title: {vi: Kế hoạch, en: Plan}
period: {first: 2021, last: 2030}
indicators:
  - id: shops
    measure: share
    title: {vi: Cửa hàng, en: Shops}
    of: [supermarket, trade_centre]
    answer: {hard_bags: "no"}
    targets:
      - {due: 2025, at_least: 45%, stretch: 50.5%, clause: I.1}
  - id: cut
    measure: reduction
    title: {vi: Giảm, en: Cut}
    of: [market]
    ratio: {hard: packaging_hard, total: packaging_total}
    base: {year: 2020, why: {vi: lý do, en: reason}}
    targets:
      - {due: 2025, at_least: 30%, clause: I.3}
  - id: events
    measure: count
    count: occasions
    title: {vi: Cuộc, en: Events}
    of: [campaign]
    answer: {held: "yes"}
    targets:
      - {due: 2025, at_least: 1, stretch: 2, clause: I.2, since: 2021}
  - id: chains
    measure: encourage
    title: {vi: Chuỗi, en: Chains}
    clause: I.4
    of: [enterprise]
    answer: {in_safe_chain: "yes", traceable: "yes"}
  - id: task-1
    measure: task
    title: {vi: Nhiệm vụ, en: Task}
    clause: II.1
"""

WINDOWS = "readings: [{since: 2021, why: {vi: a, en: b}}, {since: 2023, why: {vi: a, en: b}}]"
FAULTS = [
    ("a bare share of 1", "at_least: 45%", "at_least: 0.45"),
    ("a percentage without its sign", "at_least: 45%", "at_least: 45"),
    ("a percentage of zero", "at_least: 45%", "at_least: 0%"),
    ("a percentage over 100", "at_least: 45%", "at_least: 100.1%"),
    ("a percentage with a decimal comma", "at_least: 45%", 'at_least: "70,5%"'),
    ("a percentage for a count", "at_least: 1,", "at_least: 1%,"),
    ("a count of zero", "at_least: 1,", "at_least: 0,"),
    ("a count with decimals", "at_least: 1,", "at_least: 1.5,"),
    ("a due year that is none", "due: 2025, at_least: 45%", "due: 25, at_least: 45%"),
    ("a due year in words", "due: 2025, at_least: 45%", "due: soon, at_least: 45%"),
    ("no clause", ", clause: I.1}", "}"),
    ("an empty clause", "clause: I.4", 'clause: " "'),
    ("an unknown key of the plan", "id: 1/KH", "id: 1/KH\nauthor: x"),
    ("an unknown key of an indicator", "    measure: share", "    measure: share\n    unit: percent"),
    ("an unknown key of a target", "clause: I.1}", "clause: I.1, claus: I.9}"),
    ("another measure's key", "    measure: task", "    measure: task\n    of: [market]"),
    ("an unknown measure", "measure: share", "measure: shares"),
    ("no measure", "    measure: share\n", ""),
    ("another schema", "plan/1", "plan/2"),
    ("no title in one language", "title: {vi: Kế hoạch, en: Plan}", "title: {vi: Kế hoạch}"),
    ("no period", "period: {first: 2021, last: 2030}\n", ""),
    ("an unknown kind", "supermarket, ", "supermarkt, "),
    ("a kind twice", "supermarket, trade_centre", "supermarket, supermarket"),
    ("no kind", "of: [market]", "of: []"),
    ("a kind that has no such numbers", "of: [market]", "of: [market, model]"),
    ("a kind that has no answers", "of: [supermarket, trade_centre]", "of: [market]"),
    ("an unknown column", "hard_bags", "hardbags"),
    ("a column of another kind", "hard_bags", "informed"),
    ("a column that one of the kinds lacks", "trade_centre]", "model]"),
    ("a column that holds no numbers", "hard: packaging_hard", "hard: days"),
    ("an answer that is neither yes nor no", '"no"', "never"),
    ("an answer that YAML 1.1 reads as a boolean", '"no"', "no"),
    ("two answers of a share", '{hard_bags: "no"}', '{hard_bags: "no", informed: "yes"}'),
    ("no answer", '{hard_bags: "no"}', "{}"),
    ("something else than units or occasions", "count: occasions", "count: events"),
    ("a base year without its reason", ", why: {vi: lý do, en: reason}", ""),
    ("a count without its first year", ", since: 2021", ""),
    ("a count with a first year and readings", "since: 2021", f"since: 2021, {WINDOWS}"),
    ("one reading alone", "since: 2021", "readings: [{since: 2021, why: {vi: a, en: b}}]"),
    ("a reading without its reason", "since: 2021", "readings: [{since: 2021}, {since: 2022}]"),
    ("a null", "id: 1/KH", "id: 1/KH\nterritory: null"),
    ("a list in place of a text", "id: 1/KH", "id: [1/KH]"),
    ("no target", "      - {due: 2025, at_least: 45%, stretch: 50.5%, clause: I.1}", "      []"),
]


def check_finds(path: Path) -> bool:
    return bool(check_files(Request([str(path)])).problems)


@pytest.mark.parametrize("text", [SOUND, SOUND.replace("since: 2021", WINDOWS)], ids=["since", "readings"])
def test_a_sound_plan_fits_its_schema(text: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    assert not check_finds(path)
    assert accepts("plan", yaml.safe_load(text))


@pytest.mark.parametrize("path", [ROOT / "plan" / "targets.yaml", SECOND[0]], ids=lambda path: path.name)
def test_a_plan_of_the_repository_fits_its_schema(path: Path) -> None:
    assert accepts("plan", yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("fault", "old", "new"), FAULTS, ids=[fault for fault, _, _ in FAULTS])
def test_a_fault_of_one_value_is_refused_by_the_schema_as_by_check(
    fault: str, old: str, new: str, tmp_path: Path
) -> None:
    assert old in SOUND
    text = SOUND.replace(old, new, 1)
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    assert check_finds(path)
    assert not accepts("plan", yaml.safe_load(text))


ONLY_CHECK_SAYS = {
    "plan-alias": "anchors are gone once YAML is parsed",
    "plan-bad-value-part-of": "which column is a part of which is for the plan to say",
    "plan-declared-already": "what another file declares",
    "plan-missing-key-unit": "which columns are in one unit is for the plan to say",
    "plan-no-part": "entries of a list are compared whole, not by one key",
    "plan-not-used": "a warning",
    "plan-same-word": "no keyword folds a word",
    "plan-same-word-kind": "no keyword folds a word",
    "plan-bad-value-period": "no keyword compares two values",
    "plan-bad-value-was": "no keyword compares two values",
    "plan-bad-value-whole": "no keyword compares two values",
    "plan-duplicate-due": "entries of a list are compared whole, not by one key",
    "plan-duplicate-id": "entries of a list are compared whole, not by one key",
    "plan-duplicate-key": "one of two equal keys is gone once YAML is parsed",
    "plan-unknown-column-heading": "which columns there are is for the plan to say",
    "plan-unknown-column-of-numbers": "which columns there are is for the plan to say",
    "plan-unknown-kind-comma-missing": "which kinds there are is for the plan to say",
    "plan-unknown-kind-vietnamese": "which kinds there are is for the plan to say",
}
NOT_PARSED = ("plan-syntax", "plan-tag", "plan-alias-on-a-key")
"""Files that a safe YAML parser refuses by itself."""


@pytest.mark.parametrize("path", sorted((CASES / "plan" / "bad").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_bad_plan_is_refused_unless_its_fault_lies_between_values(path: Path) -> None:
    if path.stem.startswith(NOT_PARSED):
        with pytest.raises(yaml.YAMLError):
            yaml.safe_load(path.read_text(encoding="utf-8"))
    else:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert accepts("plan", document) is (path.stem in ONLY_CHECK_SAYS)


def test_the_pattern_of_percentages_accepts_what_the_plan_reads() -> None:
    wholes = ["", "0", "00", "000", "1", "7", "07", "007", "70", "070", "99", "099", "100", "101", "170", "1000", "-5"]
    decimals = ["", ".", ".0", ".5", ".000000", ".000001", ".0000001", ",5"]
    texts = [f"{whole}{rest}{sign}" for whole, rest, sign in product(wholes, decimals, ("%", " %", ""))]
    target = Draft202012Validator(SCHEMAS["plan"]["$defs"]["ShareTarget"]["properties"]["at_least"])
    assert {text for text in texts if target.is_valid(text)} == {text for text in texts if reads(Percent, text)}


@pytest.mark.parametrize(("model", "key", "type_"), [("CountTarget", "at_least", Whole), ("ShareTarget", "due", Year)])
def test_whole_numbers_have_the_bounds_that_the_plan_reads(model: str, key: str, type_: Any) -> None:
    schema = Draft202012Validator(SCHEMAS["plan"]["$defs"][model]["properties"][key])
    numbers = [-1, 0, 1, 1899, 1900, 2199, 2200, 999_999, 1_000_000]
    assert [schema.is_valid(number) for number in numbers] == [reads(type_, str(number)) for number in numbers]


def reads(type_: Any, text: str) -> bool:
    try:
        TypeAdapter(type_).validate_python(text)
    except ValidationError:
        return False
    return True


def test_an_editor_that_knows_draft_7_alone_judges_plans_alike() -> None:
    schema = Draft7Validator(SCHEMAS["plan"])
    assert schema.is_valid(yaml.safe_load(SOUND))
    assert not any(schema.is_valid(yaml.safe_load(SOUND.replace(old, new, 1))) for _, old, new in FAULTS)


# Surveys

MARKET = {"year": "2025", "kind": "market", "id": "CH-1", "packaging_total": "120", "packaging_hard": "12.5"}
ZONE = {"year": "2025", "kind": "craft_village", "name": "Làng", "informed": "yes"}
WRONG = [
    ("no year", MARKET, {"year": None}),
    ("an empty year", MARKET, {"year": ""}),
    ("a year of two digits", MARKET, {"year": "25"}),
    ("a year that is a number", MARKET, {"year": 2025}),
    ("a year out of range", MARKET, {"year": "1899"}),
    ("no kind", MARKET, {"kind": None}),
    ("an unknown kind", MARKET, {"kind": "markets"}),
    ("neither id nor name", MARKET, {"id": None}),
    ("neither id nor name filled in", MARKET, {"id": " ", "name": ""}),
    ("a required column missing", MARKET, {"packaging_hard": None}),
    ("a required answer missing", ZONE, {"informed": None}),
    ("an answer that is no answer", ZONE, {"informed": "maybe"}),
    ("an answer that is a boolean", ZONE, {"informed": True}),
    ("a number in words", MARKET, {"packaging_total": "khoảng 20"}),
    ("a number below zero", MARKET, {"packaging_total": "-5"}),
    ("a number that reads in two ways", MARKET, {"packaging_total": "3.946"}),
    ("a number with an exponent", MARKET, {"packaging_total": "1e9"}),
    ("a number that is a JSON number", MARKET, {"packaging_total": 120}),
    ("no day", MARKET, {"days": "0"}),
    ("a dash for days", MARKET, {"days": "-"}),
    ("an unknown measuring unit", MARKET, {"packaging_unit": "tonnes"}),
    ("a null", MARKET, {"note": ...}),
]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: Path(path).stem)
def test_every_row_of_the_samples_fits_the_schema(path: str) -> None:
    with open(path, encoding="utf-8-sig", newline="") as file:
        wrong = [row for row in csv.DictReader(file) if not accepts("survey", row)]
    assert wrong == []


@pytest.mark.parametrize(("fault", "row", "change"), WRONG, ids=[fault for fault, _, _ in WRONG])
def test_a_wrong_row_does_not_fit_the_schema(fault: str, row: dict[str, str], change: dict[str, Any]) -> None:
    assert accepts("survey", row)
    changed = {key: value for key, value in (row | change).items() if value is not None}
    assert not accepts("survey", {key: None if value is ... else value for key, value in changed.items()})


def test_each_kind_has_the_columns_that_its_model_requires() -> None:
    for kind, columns in EXPECTED.required().items():
        row = dict.fromkeys(columns, "") | {"year": "2025", "kind": kind, "id": "1"}
        assert accepts("survey", row)
        for column in ("year", "kind", *columns):
            assert not accepts("survey", {key: value for key, value in row.items() if key != column})
    assert list(SCHEMAS["survey"]["properties"]) == list(KNOWN.names)
    assert [part["$ref"] for part in SCHEMAS["survey"]["oneOf"]] == [f"#/$defs/{kinds[0]}" for kinds in KNOWN.groups]


def test_an_empty_cell_of_another_kind_may_stand_in_the_row() -> None:
    assert accepts("survey", dict.fromkeys(KNOWN.names, "") | MARKET)


NUMBERS = ["", "...", "…", "-", "–", "0", "007", "1250", "12.5", "12,5", "12.50", "0.125", "0,125", "1234.567"]
NUMBERS += ["12.3456", "1" * 15, "3.946", "12,000", "1 250", "1.250.000", "2.677,6", "1" * 16, "+5", "5.", ".5", "-0"]


def test_a_cell_that_fits_the_schema_is_read(tmp_path: Path) -> None:
    """The other way round does not hold: the reader accepts more spellings than the schema lists."""
    rows = [MARKET | {"packaging_total": text, "packaging_hard": ""} for text in NUMBERS]
    rows += [MARKET | {"days": text} for text in NUMBERS]
    rows += [MARKET | {"packaging_unit": text} for text in KNOWN.columns["packaging_unit"].choices or ()]
    rows += [ZONE | {"informed": text} for text in YES_NO]
    fitting = [row for row in rows if accepts("survey", row)]
    assert len(fitting) > len(NUMBERS) + len(YES_NO)
    for number, row in enumerate(fitting):
        path = tmp_path / f"{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerow(row)
        errors = [found for found in check_files(Request([str(path)])).problems if found.severity == "error"]
        assert errors == [], row


# Outputs

Outputs = list[dict[str, Any]]

GROWN = (
    "year,kind,id,area,packaging_total,packaging_hard\n2020,market,A,Nho Quan,100,80\n2020,market,B,Kim Sơn,300,60\n"
    "2025,market,A,Nho Quan,300,210\n2025,market,B,Kim Sơn,100,10\n"
)
"""Each area cuts its rate, and the whole does not."""

AGAINST = (
    "year,kind,id,informed\n2020,industrial_zone,K,yes\n2020,craft_village,V,no\n2020,craft_village,W,no\n"
    "2024,industrial_zone,K,no\n2024,craft_village,V,yes\n2024,craft_village,W,yes\n"
)
"""The zones fall, and the whole rises."""

SURVEYS = {
    "no zone, one outlet unknown": "year,kind,id,hard_bags\n2025,supermarket,S1,\n2025,trade_centre,T1,no\n",
    "markets of the base year": "year,kind,id,packaging_total,packaging_hard\n2020,market,A,10,5\n2020,market,B,9,\n",
    "a part without its whole": "year,kind,id,packaging_total,packaging_hard\n2020,market,A,100,60\n"
    "2020,market,B,100,60\n2025,market,A,100,30\n2025,market,B,,40\n",
    "no base year": "year,kind,id,packaging_total,packaging_hard\n2025,market,A,10,5\n2025,market,B,,\n",
    "nothing hard in the base year": "year,kind,id,packaging_total,packaging_hard\n"
    "2020,market,A,10,0\n2025,market,A,10,5\n",
    "nothing hard known": "year,kind,id,packaging_total,packaging_hard\n2020,market,A,10,\n2025,market,A,10,\n",
    "no market in common": "year,kind,id,packaging_total,packaging_hard\n2020,market,A,10,5\n2025,market,B,10,2\n",
    "risen, a day's": "year,kind,id,packaging_total,packaging_hard,days\n"
    "2020,market,A,10,1,3\n2025,market,A,10,9,7\n2025,market,B,7,,7\n",
    "counted in different ways": "year,kind,id,packaging_total,packaging_hard,packaging_unit\n"
    "2020,market,A,10,5,kg\n2025,market,A,10,2,items\n2025,market,B,10,2,kg\n",
    "areas that grew otherwise": GROWN,
    "an area that went and one that came": f"{GROWN}2020,market,C,Yên Mô,9,3\n2025,market,D,Gia Viễn,9,3\n",
    "a kind against the whole": AGAINST,
    "a kind against the whole and one that went": f"{AGAINST}2020,industrial_cluster,C,yes\n",
    "other villages": "year,kind,id,informed\n"
    + "".join(f"{year},craft_village,V{n},{'yes' if n % 9 else 'no'}\n" for year, villages in
              ((2023, range(10)), (2024, range(10, 40)), (2025, range(8, 18))) for n in villages),
    "no model of any year": "year,kind,id,applied\n" + "".join(f"{year},model,M,no\n" for year in range(2021, 2026)),
    "counts of every year": "year,kind,id,applied,held\n"
    + "".join(f"{year},model,M,{word},\n{year},campaign,C,,{word}\n" for year, word in
              zip(range(2021, 2031), ["no", "", "yes", "no", "yes", "yes", "no", "", "yes", "yes"], strict=True)),
    "counts with years missing": "year,kind,id,applied,held\n2025,model,M,yes,\n2025,campaign,C,,\n",
    "a hard part unknown": "year,kind,id,packaging_total,packaging_hard\n"
    "2020,market,A,10,5\n2025,market,A,10,1\n2025,market,B,10,\n",
    "tracked": "year,kind,id,area,task,includes_scp,in_safe_chain,traceable\n"
    "2026,activity,A,X,II.1.b,,,\n2026,curriculum,C,,,yes,,\n2026,enterprise,E,,,,yes,\n",
}  # fmt: skip

REGISTER = "kind,id,area,stratum\n" + "".join(
    [f"market,M{n},{'A' if n <= 40 else 'B'},{'town' if n <= 40 else ''}\n" for n in range(1, 51)]
    + [f"supermarket,S{n},{'A' if n <= 9 else ''},\n" for n in range(1, 21)]
    + ["trade_centre,T,B,\n", "model,P1,A,\n", "model,P2,B,\n"]
)


def markets(now: Sequence[int], base: Sequence[int], percent: int = 30) -> str:
    """Return a survey of these markets of the register: 60 percent was hard in the base year, now about `percent`."""
    rows = [f"2025,market,M{n},{n * 100},{n * percent * (10 + n % 3) // 11}\n" for n in now]
    rows += [f"2020,market,M{n},{n * 100},{n * 60}\n" for n in base]
    return "year,kind,id,packaging_total,packaging_hard\n" + "".join(rows)


def outlets(hard_bags: str, centre: str = "") -> str:
    """Return a survey of the supermarkets of the register from the first on, each with a letter of yes, no or "?"."""
    words = {"y": "yes", "n": "no", "?": ""}
    rows = [f"2025,supermarket,S{n},{words[letter]}\n" for n, letter in enumerate(hard_bags, 1)]
    return "year,kind,id,hard_bags\n" + "".join(rows) + centre


CENTRE = "2025,trade_centre,T,no\n"
LISTED = {
    "the same markets": markets([1, 2, 3, 41, 42], [1, 2, 3, 41, 42]),
    "few markets that hardly cut": markets([*range(1, 17), *range(41, 45)], [*range(1, 17), *range(41, 45)], 55),
    "other markets": markets([1, 2, 3, 41, 42], [2, 3, 4, 42, 43]),
    "many markets": markets(range(1, 46), range(1, 46), 42),
    "all markets": markets(range(1, 51), range(1, 51)),
    "all but one": markets(range(1, 50), range(1, 50), 10),
    "a part unknown": re.sub("(2025,market,M3,[0-9]+),[0-9]+", r"\1,", markets([1, 2, 3, 41, 42], [1, 2, 3, 41, 42])),
    "one market of a stratum": markets([1, 2, 41], [1, 2, 41]),
    "nothing hard any more": markets([1, 2, 41, 42], [1, 2, 41, 42], 0),
    "figures unknown": markets([1, 2], [1, 2, 41]) + "2025,market,M3,,\n2025,market,M41,5,\n2025,market,M42,6,\n",
    "no base year": markets([1, 2, 41, 42], []),
    "not this year": markets([], [1, 2, 41, 42]),
    "outlets": outlets("nnnnnnyyyyy?", CENTRE),
    "outlets of one kind": outlets("nny?"),
    "a trade centre unknown": outlets("nny?", "2025,trade_centre,T,\n"),
    "all outlets": outlets("nnnnnnnnnnnnnnnnnnny", CENTRE),
    "one model of two": "year,kind,id,applied\n2024,model,P1,no\n2025,model,P1,\n",
    "what the register does not list": "year,kind,id,area,held\n2025,campaign,C,A,yes\n2025,campaign,D,B,\n",
}
"""Surveys that are held against the register, as a census and as a sample."""
EARLIER = "year,kind,id,packaging_total,packaging_hard,hard_bags,held\n" + "".join(
    [f"2022,market,M{n},{n * 100},{n * 50 + n % 3},,\n" for n in (1, 2, 3, 41, 42)]
    + [
        f"{year},supermarket,S{n},,,{'no' if n <= year - 2021 else 'yes'},\n"
        for year in (2022, 2024)
        for n in range(1, 8)
    ]
    + [f"{year},trade_centre,T,,,yes,\n" for year in (2022, 2024)]
    + ["2022,campaign,C,,,,no\n"]
)
"""Years before those, for reviews."""

OTHER = Request([str(SECOND[1])], str(SECOND[0]))

UNITS = re.sub(r"(?m)$(?<=.)", ",,,,,", models({"K": "nnnnn", "E": "ynnyy", "B": "nunyy", "W": "nnnuu"}))
UNITS = UNITS.replace("applied,,,,,", "applied,rules,bags,sorting,name,area")
UNITS += "2028,village,V1,,yes,no,,,\n2028,village,V2,,no,yes,no,Village 2,Hoa Lư\n"
"""New models and others, and villages with several answers."""


SAMPLE, LISTING = (str(ROOT / "data" / "samples" / name) for name in ("sample-2025.csv", "register.csv"))


DECLARED: dict[str, Any] = {"set": (Constant(None, "days", "7"),), "blank": [Blank(None, "held")], "decimal": "comma"}


PARTS = """schema: scp/plan/2
id: 3/KH
title: {vi: Kế hoạch, en: Plan}
period: {first: 2024, last: 2026}
areas: [{name: Xã A}, {name: Xã B}]
kinds: {house: {vi: [hộ], en: house, many: houses}}
columns:
  sorts: {kinds: [house], holds: yes_no, vi: [phân loại], en: sorts, ask: {vi: Phân loại, en: Does it sort waste}}
indicators:
""" + "".join(
    f"  - {{id: {measure}-{limit.replace('_', '-')}-{each}, measure: {measure}, "
    + "count: units, " * (measure == "count")
    + f"each: {each}, " * (each != "all")
    + 'title: {vi: Hộ, en: Houses}, of: [house], answer: {sorts: "yes"},\n'
    + "     targets: ["
    + ", ".join(
        f"{{due: {due}, {limit}: {'50%' if measure == 'share' else '1, since: 2024'}, clause: A.{number}}}"
        for due in (2025, 2026)
    )
    + "]}\n"
    for number, (measure, limit, each) in enumerate(
        product(("share", "count"), ("at_least", "at_most"), ("area", "year", "all"))
    )
)
PARTS_SURVEY = """year,kind,id,area,sorts
2024,hộ,H1,Xã A,có
2024,hộ,H2,Xã A,không
2025,hộ,H1,Xã A,có
2025,hộ,H2,Xã A,
2025,hộ,H3,Xã A,không
2025,hộ,H6,Xã B,không
"""


class Inputs:
    """The surveys above as files, a register, and a small plan: all but the count has a stretch, and that a letter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        plan = SOUND.replace("at_least: 30%", "at_least: 30%, stretch: 40%").replace("1, stretch: 2", "1, part: a")
        refused = "year,kind,id,applied\n2025,model,P1,maybe\n"
        for name, text in {
            **SURVEYS,
            **LISTED,
            **EVERY_SURVEY_TEXT,
            "register": REGISTER,
            "levels register": EVERY_REGISTER,
            "levels small register": SMALL_REGISTER,
            "levels plan": EVERY_PLAN,
            "refused": refused,
            "earlier": EARLIER,
            "plan": plan,
            "units": UNITS,
            "parts": PARTS_SURVEY,
            "nowhere": "year,kind,id,sorts\n2025,hộ,H9,không\n",
            "parts register": "kind,id,area\n" + "".join(f"hộ,H{n},{'Xã A' if n < 5 else 'Xã B'}\n" for n in range(12)),
        }.items():
            Path(self.path(name)).write_text(text, encoding="utf-8")
        Path(self.path("parts plan")).write_text(PARTS, encoding="utf-8")
        commented = (ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8") + "# a comment\n"
        Path(self.path("comment")).write_text(commented, encoding="utf-8")

    def path(self, name: str) -> str:
        plans = ("plan", "parts plan", "comment", "levels plan")
        return str(self.folder / f"{name}{'.yaml' if name in plans else '.csv'}")

    def alone(self) -> Iterator[Request]:
        """Yield the samples of each year, surveys by themselves, another plan."""
        yield from (Request(SAMPLES, year=year, due="all") for year in range(2020, 2026))
        yield from (Request([path], due="all") for path in SAMPLES)
        yield Request(SAMPLES, year=2025, due=2030)
        for name in SURVEYS:
            yield from (Request([self.path(name)], year=year, due="all") for year in (2020, 2025, 2026, 2030))
        yield from (replace(OTHER, year=year, due=due) for year in (None, 2022) for due in (None, "all", 2024))
        yield Request(SAMPLES, year=2025, encoding="cp1258", **DECLARED)
        yield Request([self.path("refused")], year=2025, bad_cells="unknown")

    def unsure(self) -> Request:
        """Return a sample at a confidence at which nobody searched for false verdicts."""
        return Request([SAMPLE], None, LISTING, sample=True, confidence=80)

    def small(self) -> Iterator[Request]:
        """Yield surveys by themselves, and those held against the register, by the small plan."""
        plan = self.path("plan")
        yield from (Request([self.path(name)], plan, year=2025) for name in SURVEYS if name != "tracked")
        for name in LISTED:
            request = Request([self.path(name)], plan, self.path("register"))
            yield from (replace(request, year=2025, sample=sample) for sample in (False, True))
        yield from shown_requests(self.folder)

    def levels(self) -> Iterator[Request]:
        """Yield surveys of ratios and totals by themselves, against a register, and as a sample of it."""
        plan, register = self.path("levels plan"), self.path("levels register")
        for name in EVERY_SURVEY_TEXT:
            for due in ("all", 2025):
                request = Request([self.path(name)], plan, year=2026 if "later" in name else 2025, due=due)
                yield request
                yield replace(request, register=register)
                yield replace(request, register=register, sample=True)
        for name in ("levels known", "levels whole"):
            yield Request([self.path(name)], plan, self.path("levels small register"), year=2025, due="all")

    def telling(self) -> Iterator[Request]:
        """Yield what shows most by group, or step by step."""
        yield Request(SAMPLES, year=2025)
        yield Request(SAMPLES, year=2025, bad_cells="unknown", **DECLARED)
        yield Request([self.path("tracked")], year=2026)
        yield Request([self.path("counts of every year")], year=2026, due="all")
        for name in ("one model of two", "the same markets", "outlets"):
            yield Request([self.path(name)], None, self.path("register"), year=2025, sample=True)
        yield from (replace(OTHER, year=2022, due=due) for due in ("all", 2024))
        yield Request([self.path("units")], str(UNITS_PLAN), year=2028, due="all")
        yield self.unsure()
        yield from self.parts()

    def parts(self) -> Iterator[Request]:
        """Yield what each area, or each year, has to meet, and what may be no more than so much."""
        request = Request([self.path("parts")], self.path("parts plan"))
        yield from (replace(request, year=year, due=due) for year in (2024, 2025) for due in ("all", 2026))
        yield replace(request, year=2025, due="all", register=self.path("parts register"), sample=True)
        yield replace(request, files=[self.path("parts"), self.path("nowhere")], year=2025)

    def over_years(self) -> Iterator[Request]:
        """Yield years side by side: surveyed, saved, saved by another plan, and of another basis than the latest."""
        yield from (Request(SAMPLES, year=year, due="all") for year in range(2020, 2026))
        yield Request(SAMPLES, bad_cells="unknown", **DECLARED)
        yield from (Request([self.path(name)], due="all") for name in SURVEYS)
        for name in LISTED:
            request = Request([self.path(name), self.path("earlier")], self.path("plan"), self.path("register"))
            yield from (replace(request, sample=sample) for sample in (False, True))
        yield from shown_requests(self.folder)
        yield from (replace(request, year=None) for request in self.levels())
        two = [self.path(name) for name in ("levels before", "levels known")]
        yield from (replace(request, files=two) for request in self.levels())
        request = Request([self.path("levels before")], self.path("levels plan"), year=2024, due=2025)
        levels = self.saved(request, "levels")
        yield Request([self.path("levels known"), levels], self.path("levels plan"), due=2030)
        saved = self.saved(Request(SAMPLES, year=2024, due=2030))
        yield from (Request([*SAMPLES[:4], *SAMPLES[5:], saved], plan) for plan in (None, self.path("comment")))
        yield Request([saved], due=2030)
        yield Request([*SAMPLES[2:4], saved, SAMPLE], None, LISTING, due="all", sample=True)
        yield self.unsure()
        yield from self.parts()

    def saved(self, request: Request, name: str = "saved") -> str:
        path = self.folder / f"{name}.json"
        path.write_text(score_json(score_files(request)), encoding="utf-8")
        return str(path)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return Inputs(tmp_path_factory.mktemp("surveys"))


DECLARED_FILE = Request(
    [str(ROOT / "docs" / "examples" / "office" / "villages-2025.csv")],
    project=str(ROOT / "docs" / "examples" / "office" / "scp.yaml"),
)
"""A file that is read as a project declares."""


@pytest.fixture(scope="module")
def scores(inputs: Inputs) -> Outputs:
    """Real outputs, as a whole and by group."""
    ways: tuple[By, ...] = ("area", "kind")
    runs = [*inputs.small(), *inputs.levels(), *inputs.telling(), DECLARED_FILE]
    grouped = [replace(request, by=by) for request in runs for by in ways]
    return [json.loads(score_json(score_files(request))) for request in (*inputs.alone(), *runs, *grouped)]


@pytest.fixture(scope="module")
def explanations(inputs: Inputs) -> Outputs:
    """Real outputs, indicator by indicator."""
    explained = [
        explain_files(item.id, request)
        for request in (*inputs.small(), *inputs.levels(), *inputs.telling(), DECLARED_FILE)
        for item in open_plan(request.plan).plan.indicators
    ]
    return [json.loads(explain_json(results, run)) for run, results in explained]


@pytest.fixture(scope="module")
def reviews(inputs: Inputs) -> Outputs:
    """Real outputs, of several years and of one."""
    return [json.loads(review_json(review_files(request))) for request in (*inputs.over_years(), DECLARED_FILE)]


@pytest.fixture(scope="module")
def checks() -> Outputs:
    """Real outputs: every bad file by itself, all samples together, a file that is not there, a plan."""
    bad = sorted([*(CASES / "survey" / "bad").glob("*.csv"), *(CASES / "plan" / "bad").glob("*.yaml")])
    runs = [[str(path)] for path in bad] + [SAMPLES, ["missing.csv", str(SECOND[0])], [SAMPLES[0], SAMPLES[0]]]
    return [json.loads(check_json(check_files(Request(run)), language("en"))) for run in runs]


def test_every_score_fits_its_schema(scores: Outputs) -> None:
    for document in scores:
        Draft202012Validator(SCHEMAS["score"]).validate(document)


def test_every_explanation_fits_its_schema(explanations: Outputs) -> None:
    for document in explanations:
        Draft202012Validator(SCHEMAS["explain"]).validate(document)


def test_every_review_fits_its_schema(reviews: Outputs) -> None:
    for document in reviews:
        Draft202012Validator(SCHEMAS["review"]).validate(document)


def test_every_check_fits_its_schema(checks: Outputs) -> None:
    for document in checks:
        Draft202012Validator(SCHEMAS["check"]).validate(document)


Seen = dict[str, set[str]]


def walk(schema: dict[str, Any], value: Any, root: dict[str, Any], name: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield for each key of an output the name of its part in the schema, the key, and the type of its value."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield from walk(root["$defs"][name], value, root, name)
    elif "anyOf" in schema:
        fitting = (
            part for part in schema["anyOf"] if Draft202012Validator({"$defs": root["$defs"]} | part).is_valid(value)
        )
        yield from walk(next(fitting), value, root, name)
    elif isinstance(value, list):
        for item in value:
            yield from walk(schema["items"], item, root, name)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield name, key, "null" if part is None else "value"
            if key in schema["properties"]:
                yield from walk(schema["properties"][key], part, root, name)


def seen(which: Which, documents: Outputs) -> Seen:
    found: Seen = defaultdict(set)
    for document in documents:
        for name, key, type_ in walk(SCHEMAS[which], document, SCHEMAS[which]):
            found[f"{name}.{key}"].add(type_)
    return found


def described(which: Which) -> Seen:
    """Return for each key of a schema whether its value may be null and whether it may be anything else."""
    return {key: types(part) for key, part in keys_of(SCHEMAS[which]).items()}


def types(part: dict[str, Any]) -> set[str]:
    return {"null" if one.get("type") == "null" else "value" for one in part.get("anyOf", [part])}


NOT_YET = {
    "Finding.sheet": "text files have no sheets; workbooks do",
    "Finding.cell": "as above",
}
"""Keys that the contract lets be more than these outputs show."""


def without_findings(keys: Seen) -> Seen:
    """What a finding may be is shown by `check`, which has those of every rule."""
    return {key: types for key, types in keys.items() if not key.startswith("Finding.")}


def test_every_key_of_a_score_is_described_and_null_exactly_where_it_may_be(scores: Outputs) -> None:
    assert without_findings(seen("score", scores)) == without_findings(described("score"))


def test_every_key_of_an_explanation_is_described_and_null_exactly_where_it_may_be(explanations: Outputs) -> None:
    assert without_findings(seen("explain", explanations)) == without_findings(described("explain"))


def test_every_key_of_a_review_is_described_and_null_exactly_where_it_may_be(reviews: Outputs) -> None:
    assert without_findings(seen("review", reviews)) == without_findings(described("review"))


def test_every_key_of_a_check_is_described_and_null_exactly_where_it_may_be(checks: Outputs) -> None:
    found, expected = seen("check", checks), described("check")
    assert {key: types for key, types in found.items() if key not in NOT_YET} == {
        key: types for key, types in expected.items() if key not in NOT_YET
    }
    assert NOT_YET.keys() <= found.keys() & expected.keys()


def test_every_verdict_and_reason_is_one_of_the_schema(scores: Outputs) -> None:
    schema = SCHEMAS["score"]
    assert list(schema["$defs"]["Verdicts"]["properties"]) == [status.value for status in Status]
    assert schema["$defs"]["Reason"]["enum"] == [reason.value for reason in Reason]
    assert {target["status"] for document in scores for target in document["targets"]} == {*Status, None}


def test_every_step_and_every_way_to_count_is_one_of_the_schema(explanations: Outputs) -> None:
    parts = SCHEMAS["explain"]["$defs"]
    assert set(parts["Listing"]["properties"]["said"]["enum"]) == set(get_args(Counted))
    counted = {listing["said"] for document in explanations for one in document["targets"] for listing in one["units"]}
    assert counted == set(get_args(Counted))
    whats = [part["properties"]["what"] for name, part in parts.items() if name.endswith("Step")]
    known = {word for what in whats for word in what.get("enum", [what.get("const")])}
    targets = [target for document in explanations for target in document["targets"]]
    assert {step["what"] for target in targets for step in target["steps"]} == known


def test_every_word_and_every_reason_of_a_year_left_out_is_one_of_the_schema(reviews: Outputs) -> None:
    parts = SCHEMAS["review"]["$defs"]
    assert parts["Word"]["enum"] == [word.value for word in Word]
    targets = [target for document in reviews for target in document["targets"]]
    assert {word for target in targets for word in target["words"]} <= set(Word)
    assert {one["reason"] for target in targets for one in target["not_compared"]} <= {"method", "pool", "years"}
    assert {one["reason"] for document in reviews for one in document["left_out"]} == {"plan"}


@pytest.mark.parametrize("which", ["score", "explain", "review"])
def test_a_new_key_is_no_fault_and_a_missing_one_is(which: Which, request: pytest.FixtureRequest) -> None:
    document = request.getfixturevalue({"score": "scores", "explain": "explanations", "review": "reviews"}[which])[-1]
    assert accepts(which, document | {"new": 1})
    for key in document:
        assert not accepts(which, {name: value for name, value in document.items() if name != key})


@pytest.mark.parametrize(
    ("measure", "keys"), [("share", ("drawn", "se", "confidence")), ("reduction", ("drawn", "usual", "lone"))]
)
def test_an_estimate_without_its_error_or_confidence_does_not_fit(
    scores: Outputs, measure: str, keys: tuple[str, ...]
) -> None:
    document, at, estimate = next(
        (document, at, one)
        for document in scores
        if document["sample"] and not document["by"]
        for at, one in enumerate(document["targets"])
        if (one["method"], one["measure"]) == ("sample", measure)
    )
    for key in keys:
        targets = list(document["targets"])
        targets[at] = {name: value for name, value in estimate.items() if name != key}
        assert not accepts("score", document | {"targets": targets})


def test_groups_are_there_only_where_they_are_asked_for(scores: Outputs) -> None:
    for document in scores:
        assert {"groups" in target for target in document["targets"]} == {document["by"] is not None}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("achieved", "71.1"),
        ("achieved", 171.1),
        ("required", None),
        ("required", -1),
        ("status", "Met"),
        ("status", None),
        ("measure", "ratio"),
        ("due", None),
        ("numerator", 1.5),
        ("numerator", True),
        ("readings", []),
        ("reasons", ["none"]),
        ("unit", "count"),
    ],
)
def test_a_score_with_a_value_of_another_type_or_range_does_not_fit(scores: Outputs, key: str, value: Any) -> None:
    document = next(document for document in scores if document["targets"][0]["status"] == "met")
    first, *others = document["targets"]
    assert not accepts("score", document | {"targets": [first | {key: value}, *others]})

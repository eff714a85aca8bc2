"""A saved score is checked before it is believed: what disagrees is refused and its key named (METHODS, "Trend")."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES

from scp_ninhbinh.problems.problem import Problem, ScpError
from scp_ninhbinh.run import Request, review_files, score_files
from scp_ninhbinh.scores.outputs import checksum
from scp_ninhbinh.scores.saved import load_saved
from scp_ninhbinh.writers.json import score_json

REGISTER = str(ROOT / "data" / "samples" / "register.csv")
DRAWN = str(ROOT / "data" / "samples" / "sample-2025.csv")
Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def text() -> str:
    """The score of 2024, with groups: 56.4% of zones informed, one model, a cut of 23.3%, 31.0% of outlets."""
    return score_json(score_files(Request([SAMPLES[0], SAMPLES[4]], year=2024, by="area")))


@pytest.fixture(scope="module")
def drawn() -> str:
    """The score of a sample of 2025."""
    return score_json(score_files(Request([DRAWN], register=REGISTER, sample=True)))


def target(document: dict[str, Any], measure: str) -> dict[str, Any]:
    return next(one for one in document["targets"] if one["measure"] == measure)


def refusals(folder: Path, document: dict[str, Any], summed: bool = True) -> list[Problem]:
    """Return why a document is refused; `summed` with its checksum renewed, as whoever deceives would."""
    path = folder / "saved.json"
    path.write_text(json.dumps(document | ({"sha256": checksum(document)} if summed else {})), encoding="utf-8")
    try:
        review_files(Request([SAMPLES[5], str(path)]))
    except ScpError as error:
        return error.problems
    return []


SHARE: dict[str, tuple[str, str, Change]] = {
    "a figure below its range": ("achieved", "share", lambda one: one.update(achieved=5)),
    "a range upside down": ("low", "share", lambda one: one.update(low=90, high=2)),
    "a figure that is not x of N": ("achieved", "share", lambda one: one.update(numerator=one["numerator"] + 1)),
    "more unknown than the range says": ("high", "share", lambda one: one.update(unknown=one["unknown"] + 1)),
    "kinds that are not the whole": (
        "denominator",
        "share",
        lambda one: one.update(denominator=one["denominator"] + 1),
    ),
    "a kind that is not its share": ("parts[0].achieved", "share", lambda one: one["parts"][0].update(achieved=1)),
    "a requirement that the plan lacks": ("required", "share", lambda one: one.update(required=10)),
    "another clause": ("clause", "share", lambda one: one.update(clause="I.9.9")),
    "a due year that the plan lacks": ("due", "share", lambda one: one.update(due=2027)),
    "an indicator that the plan lacks": ("id", "share", lambda one: one.update(id="zones-known")),
    "a year that was not scored": ("year", "share", lambda one: one.update(year=2023)),
    "a verdict that the range denies": ("status", "share", lambda one: one.update(status="met")),
    "a reading's verdict": ("readings[0].status", "share", lambda one: one["readings"][0].update(status="met")),
    "a reading that is not the figure": ("achieved", "share", lambda one: one["readings"][0].update(achieved=50)),
    "a group that is not its share": ("groups[0].achieved", "share", lambda one: one["groups"][0].update(achieved=99)),
    "a cut above its range": ("achieved", "reduction", lambda one: one.update(achieved=99)),
    "a cut that is called not met": ("status", "reduction", lambda one: one.update(status="not_met")),
    "a number that was not counted": ("achieved", "count", lambda one: one.update(achieved=9)),
    "a number that is required otherwise": ("required", "count", lambda one: one.update(required=2)),
}


@pytest.mark.parametrize("fault", SHARE)
def test_what_disagrees_is_refused_and_its_key_named(tmp_path: Path, text: str, fault: str) -> None:
    document = json.loads(text)
    key, measure, change = SHARE[fault]
    changed = target(document, measure)
    number = document["targets"].index(changed)
    change(changed)
    found = refusals(tmp_path, document)
    assert {one.rule for one in found} == {"changed-score"}
    assert f"targets[{number}].{key}" in {one.details["key"] for one in found}


def test_figures_that_no_survey_has_are_refused(tmp_path: Path, text: str) -> None:
    """Achieved 5, low 90, high 2 and met beside 6 of 29, as filed."""
    document = json.loads(text)
    outlets = next(one for one in document["targets"] if one["id"] == "stores-without-hard-bags")
    outlets.update(achieved=5, low=90, high=2, status="met", numerator=6, denominator=29)
    assert refusals(tmp_path, document)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["summary"].update(met=5),
        lambda document: document["problems"].append(dict.fromkeys(document["inputs"][0], "")),
        lambda document: document["inputs"][0].update(rows=1),
        lambda document: document["options"].update(year=2025),
        lambda document: document.update(refused_cells=1),
    ],
)
def test_any_other_value_is_held_by_the_checksum(tmp_path: Path, text: str, change: Change) -> None:
    document = json.loads(text)
    document["problems"] = []
    change(document)
    (found, *_) = refusals(tmp_path, document, summed=False)
    assert (found.rule, found.details.get("key", "sha256")) in {("changed-score", "sha256"), ("not-a-score", "sha256")}


def test_the_checksum_is_that_of_the_values_in_order_without_blanks(text: str) -> None:
    """Worked out here by the words of formats.md; another layout of the file has the same."""
    document = json.loads(text)
    said = document.pop("sha256")
    plain = json.dumps(dict(sorted(document.items())), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(plain.encode()).hexdigest() == said


def test_another_layout_is_no_change(tmp_path: Path, text: str) -> None:
    (tmp_path / "saved.json").write_text(json.dumps(json.loads(text), indent=None, sort_keys=True), encoding="utf-8")
    assert load_saved(str(tmp_path / "saved.json")).year == 2024


@pytest.mark.parametrize("measure", ["share", "reduction"])
@pytest.mark.parametrize("change", [{"low": 90.0, "high": 2.0}, {"status": "met"}, {"required": 1.0}], ids=str)
def test_a_score_of_a_sample_is_checked_too(tmp_path: Path, drawn: str, measure: str, change: dict[str, Any]) -> None:
    document = json.loads(drawn)
    one = target(document, measure)
    if one["status"] == "met" and "status" in change:
        change = {"status": "not_met"}
    one.update(change)
    assert {one.rule for one in refusals(tmp_path, document)} == {"changed-score"}


@pytest.mark.parametrize("figure", [1e-307, -5e-324, 1e-201])
def test_a_figure_by_which_no_float_can_be_divided_makes_it_no_score(tmp_path: Path, drawn: str, figure: float) -> None:
    """The growth from 1e-307% to 70% is more than any float; no survey comes to such a figure."""
    document = json.loads(drawn)
    one = target(document, "share")
    for part in (one, one["readings"][0]):
        part.update(achieved=figure, low=figure, high=figure)
    assert [one.rule for one in refusals(tmp_path, document)] == ["not-a-score"]


def test_at_most_ten_keys_are_named(tmp_path: Path, text: str) -> None:
    document = json.loads(text)
    for one in document["targets"]:
        for part in (one, *one["readings"], *one["groups"]):
            if part["low"] is not None:
                part.update(low=99, high=1)
    assert len(refusals(tmp_path, document)) == 10


def test_another_version_of_the_program_is_named_and_compared(tmp_path: Path, text: str) -> None:
    document = json.loads(text) | {"version": "0.0.9"}
    path = tmp_path / "saved.json"
    path.write_text(json.dumps(document | {"sha256": checksum(document)}), encoding="utf-8")
    run = review_files(Request([SAMPLES[5], str(path)]))
    (warning,) = [one for one in run.problems if one.rule == "other-version"]
    assert (warning.value, warning.place.path, 2024 in run.review.years) == ("0.0.9", str(path), True)


def test_a_score_of_another_version_that_lacks_a_key_is_said_to_be_of_it(tmp_path: Path, text: str) -> None:
    document = json.loads(text) | {"version": "0.0.9"}
    del document["options"]
    assert [one.rule for one in refusals(tmp_path, document)] == ["not-a-score", "other-version"]


@pytest.mark.parametrize(
    "rows",
    [
        "2020,market,C1,100,40\n2025,market,C1,100,10\n2025,market,C2,,90\n",
        "2020,market,C1,100,40\n2025,market,C1,100,\n",
        "2020,market,C1,100,0\n2025,market,C1,100,10\n",
        "2025,market,C1,100,10\n",
        "2020,market,C1,0,0\n2025,market,C1,100,10\n",
        "2020,market,C1,300,100\n2025,market,C1,700,233\n2020,market,C2,7,3\n2025,market,C3,11,5\n",
    ],
)
def test_what_the_program_wrote_itself_is_believed(tmp_path: Path, rows: str) -> None:
    """Cuts with a part without its whole, of nothing, without a base, with thirds."""
    survey, path = tmp_path / "survey.csv", tmp_path / "saved.json"
    survey.write_text("year,kind,id,packaging_total,packaging_hard\n" + rows, encoding="utf-8")
    for due in (None, "all", 2030):
        path.write_text(score_json(score_files(Request([str(survey)], due=due, year=2025))), encoding="utf-8")
        assert load_saved(str(path)).year == 2025

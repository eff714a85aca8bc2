"""`count: new_units`, "one more": models whose first yes lies in the window, worked by hand.

A model is a letter a year from 2024 on: y(es), n(o), u(nknown), a dot for no row. The window is 2027-2028, the plan
begins in 2024, one new model is required by 2028.
"""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Scp, of
from explaining import items, step, units
from units_surveys import MODELS, UNITS_PLAN, models

from scp_ninhbinh.documents.explanation import sections
from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.plan.file import load_plan
from scp_ninhbinh.scores.checked import faults_by_plan
from scp_ninhbinh.scores.explain import explain
from scp_ninhbinh.scores.saved import load_saved
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import language

Score = Callable[..., Scores]
PLAN = str(UNITS_PLAN)
NEVER = "nnnnn"
"""A model that was never applied: its rows leave no year without one."""
SURVEYED: dict[str, str] = {"K": NEVER}


def scored(score: Score, answers: dict[str, str], year: int = 2028, **more: Any) -> Scores:
    return score(models({name: said[: year - 2023] for name, said in answers.items()}), PLAN, year, due=2028, **more)


CELLS = [
    # Not applied until 2026, applied since: one new model.
    ("nnnyy", "met", "met", (1, 1), ()),
    # A yes of 2024 excludes it, whatever came between.
    ("ynnyy", "not_yet", "not_met", (0, 0), ()),
    # So it does where the years between are not known.
    ("yuuyy", "not_yet", "not_met", (0, 0), ()),
    # Not known in 2025: new, or not.
    ("nunyy", "undetermined", "undetermined", (0, 1), ()),
    # Not known before and in the window.
    ("nunuu", "undetermined", "undetermined", (0, 1), ()),
    # Not known in the window alone.
    ("nnnuu", "undetermined", "undetermined", (0, 1), ()),
    # Not known before, and not applied since: none.
    ("nunnn", "not_yet", "not_met", (0, 0), ()),
    # Never applied.
    ("nnnnn", "not_yet", "not_met", (0, 0), ()),
    # No row before: without a register it was not there.
    ("...yy", "met", "met", (1, 1), ()),
]


@pytest.mark.parametrize(("model", "before", "due", "between", "missing"), CELLS)
def test_a_model_is_new_if_its_first_yes_lies_in_the_window(
    score: Score, model: str, before: str, due: str, between: tuple[int, int], missing: tuple[int, ...]
) -> None:
    for year, status in ((2027, before), (2028, due)):
        found = of(scored(score, SURVEYED | {"M": model}, year), "more-models")
        assert (found.status, found.low, found.achieved, found.high) == (Status(status), between[0], *between)
        assert found.reasons == ((Reason.MISSING,) if status == "undetermined" else ())
        assert found.missing_years == missing
        assert (found.numerator, found.counted, found.count) == (between[0], 2, "new_units")


YEARS = [
    # 2025 has no row: M may have begun in it.
    ({"M": "n.nyy"}, "undetermined", (0, 1), (2025,)),
    # Whatever 2025 held, a model that was not applied since is not new.
    ({"M": "n.nnn"}, "not_met", (0, 0), (2025,)),
    # Nor one that was applied in 2024.
    ({"M": "y.nyy"}, "not_met", (0, 0), (2025,)),
    # None of the years before has a row: nothing is new for certain.
    ({"M": "...yy", "N": "...yn"}, "undetermined", (0, 2), (2024, 2025, 2026)),
    # 2027 has no row: there may be any number of new ones.
    ({"M": "nnn.n"}, "undetermined", (0, None), (2027,)),
    # One is new whatever 2027 held.
    ({"M": "nnn.y"}, "met", (1, None), (2027,)),
    # Both: 2026 may have begun it, 2027 may hold others.
    ({"M": "nn..y"}, "undetermined", (0, None), (2026, 2027)),
    # A model applied before alone, and no row since.
    ({"M": "ynn.n"}, "undetermined", (0, None), (2027,)),
]


@pytest.mark.parametrize(("answers", "status", "between", "missing"), YEARS)
def test_a_year_without_a_row_is_not_zero_in_the_window_nor_before_it(
    score: Score, answers: dict[str, str], status: str, between: tuple[int, int | None], missing: tuple[int, ...]
) -> None:
    found = of(scored(score, answers), "more-models")
    assert (found.status, found.low, found.high, found.missing_years) == (Status(status), *between, missing)


def test_without_a_row_since_the_window_began_there_is_no_data_and_before_it_the_target_is_not_yet_due(
    score: Score,
) -> None:
    found = of(scored(score, {"M": "ynn"}, 2028), "more-models")
    assert (found.status, found.achieved, found.high) == (Status.NO_DATA, None, None)
    before = of(scored(score, {"M": "ynn"}, 2026), "more-models")
    assert (before.status, before.achieved, before.high) == (Status.NOT_YET, None, None)


LISTED = [
    # Without any row at all: one more, perhaps.
    ("M", "", {"M": "....."}, (0, 1), 1, "undetermined"),
    # Applied since 2027, and it was there before without a row: nobody knows whether it was applied.
    ("M", "", {"M": "...yy"}, (0, 1), 0, "undetermined"),
    # The register says that it exists since 2027.
    ("M", "2027", {"M": "...yy"}, (1, 1), 0, "met"),
    # A row of one year before says nothing of the others.
    ("M", "", {"M": "n..yy"}, (0, 1), 0, "undetermined"),
    # Applied before, and without a row since: not new, whatever it is now.
    ("M", "", {"M": "yyy.."}, (0, 0), 0, "not_met"),
    # Not applied before, and without a row since.
    ("M", "", {"M": "nnn.."}, (0, 1), 1, "undetermined"),
    # One is new, and another without any row changes nothing in that.
    ("L", "", {"M": "nnnyy"}, (1, 2), 1, "met"),
]


@pytest.mark.parametrize(("listed", "since", "answers", "between", "not_surveyed", "status"), LISTED)
def test_a_listed_unit_without_a_row_is_not_known_to_be_new_nor_that_it_was_there(
    score: Score,
    listed: str,
    since: str,
    answers: dict[str, str],
    between: tuple[int, int],
    not_surveyed: int,
    status: str,
) -> None:
    lines = {"K": "", "M": "", listed: since}
    register = "kind,id,since\n" + "".join(f"model,{name},{first}\n" for name, first in lines.items())
    found = of(scored(score, SURVEYED | answers, register=register), "more-models")
    assert (found.low, found.high, found.not_surveyed, found.status) == (*between, not_surveyed, Status(status))


def test_all_models_of_a_window_that_begins_with_the_plan_are_new(score: Score) -> None:
    """M1 of 2024 and M2 of 2026 are the models of 2024-2026."""
    found = of(score(models({"M1": "yyy", "M2": "nny", "M3": "nnn"}), PLAN, due=2026), "more-models")
    assert (found.low, found.high, found.status, found.missing_years) == (2, 2, Status.MET, ())


def test_two_windows_are_two_readings_and_what_began_in_the_first_is_not_new_in_the_second(score: Score) -> None:
    """M1 began in 2026, M2 in 2027: two since 2026, one since 2027; two are required."""
    found = of(scored(score, SURVEYED | {"M1": "nnyyy", "M2": "nnnyy"}), "later-models")
    assert [(one.name, one.low, one.high, one.status) for one in found.readings] == [
        ("since-2026", 2, 2, Status.MET),
        ("since-2027", 1, 1, Status.NOT_MET),
    ]
    assert (found.status, found.reasons, found.needed) == (Status.UNDETERMINED, (Reason.READINGS,), 1)


def test_a_model_that_a_later_year_names_without_its_id_is_not_new(score: Score) -> None:
    rows = "".join(f"{year},model,K,Khác,no\n" for year in range(2024, 2029))
    text = "year,kind,id,name,applied\n2024,model,M1,Mô hình,yes\n2027,model,,Mô hình,yes\n" + rows
    found = of(score(text, PLAN, due=2028), "more-models")
    assert (found.low, found.high) == (0, 0)


def test_a_model_that_began_in_another_area_is_new_in_none(score: Score) -> None:
    """M1 was applied in Bắc in 2024 and is in Nam in 2027; M2 begins there."""
    rows = "".join(f"{year},model,K,Nam,no\n" for year in range(2024, 2029))
    text = "year,kind,id,area,applied\n2024,model,M1,Bắc,yes\n2027,model,M1,Nam,yes\n2027,model,M2,Nam,yes\n" + rows
    found = of(score(text, PLAN, due=2028, by="area"), "more-models")
    assert (found.low, {one.name: one.numerator for one in found.groups if one.numerator is not None}) == (
        1,
        {"Nam": 1},
    )


# Explained


EVERY = {"K": NEVER, "N": "nnnyy", "E": "ynnyy", "B": "nunyy", "W": "nnnuu"}
"""One model of each sort: never applied, new, earlier, not known before, not known in the window."""


def test_an_explanation_tells_new_ones_from_those_that_went_on_and_those_that_may_have(score: Score) -> None:
    scores = scored(score, EVERY)
    found = explain(of(scores, "more-models"), scores)
    assert units(found) == {"no": ["K"], "earlier": ["E"], "unknown": ["W"], "unknown_before": ["B"], "yes": ["N"]}
    years = {unit.unit: unit.year for listing in found.units for unit in listing.units}
    assert (years["E"], years["B"], years["N"]) == (2024, 2025, 2028)
    said = " ".join(language("en").text(line) for part in sections(found, scores.plan) for line in items(part))
    assert "since 2027 (new units): 1" in said
    assert "Not new: met the clause before the window too: 1 unit (model) Name Year E 2024" in said


def test_a_listed_model_without_a_row_is_named_unless_it_was_applied_before(score: Score) -> None:
    register = "kind,id\n" + "".join(f"model,{name}\n" for name in ("K", "L", "O"))
    scores = scored(score, SURVEYED | {"O": "yyy.."}, register=register)
    assert units(explain(of(scores, "more-models"), scores)) == {"no": ["K"], "not_surveyed": ["L"]}


def test_what_settles_a_count_of_new_units_does_and_one_fewer_does_not(score: Score) -> None:
    """B is new unless 2025 says yes, W if 2027 does: one of the two is needed, and two that are not new rule it out."""
    open_ = {"K": NEVER, "B": "nunyy", "W": "nnnun"}
    scores = scored(score, open_)
    assert step(explain(of(scores, "more-models"), scores), "new-units") == {"needed": 1, "open": 2, "against": 2}
    ways = {("nnnyy", "nnnun"): "met", ("nunyy", "nnnyn"): "met", ("nynyy", "nnnnn"): "not_met"}
    for (b, w), status in (ways | {("nynyy", "nnnun"): "undetermined"}).items():
        assert of(scored(score, open_ | {"B": b, "W": w}), "more-models").status == status


def test_years_without_a_row_are_what_would_settle_it_those_before_the_window_too(score: Score) -> None:
    scores = scored(score, {"M": "n.nyy"})
    assert step(explain(of(scores, "more-models"), scores), "years") == {"years": (2025,)}
    assert of(scored(score, {"M": "nnnyy"}), "more-models").status is Status.MET
    assert of(scored(score, {"M": "nynyy"}), "more-models").status is Status.NOT_MET


# Over the years


def write(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [f"{name}.csv" for name in texts]


def reviewed(scp: Scp, *files: str) -> dict[str, Any]:
    done = scp("review", *files, "--plan", PLAN, "--due", "2028", "--format", "json")
    assert done.returncode == 0, done.stderr
    (found,) = [one for one in json.loads(done.stdout)["targets"] if one["id"] == "more-models"]
    return found


def test_earlier_years_add_up_from_a_saved_score(scp: Scp, tmp_path: Path) -> None:
    """M1 of 2024 is known from the saved score of 2026 alone: of M1 and M2 in 2027 only M2 is new."""
    answers = {"K": NEVER, "M1": "ynnyy", "M2": "nnnyy"}
    files = write(
        tmp_path,
        then=models({name: said[:3] for name, said in answers.items()}),
        now=models({name: "..." + said[3:] for name, said in answers.items()}),
    )
    saved = scp("score", files[0], "--plan", PLAN, "--format", "json", "-o", "then.json")
    assert saved.returncode == 0, saved.stderr
    both, from_saved = reviewed(scp, *files), reviewed(scp, "then.json", files[1])
    years = [(one["year"], one["low"], one["high"], one["status"]) for one in from_saved["years"]]
    assert years == [(2026, None, None, "not_yet"), (2027, 1, 1, "met"), (2028, 1, 1, "met")]
    assert from_saved["years"] == both["years"][2:]
    alone = reviewed(scp, files[1])
    assert (alone["latest"]["low"], alone["latest"]["high"]) == (0, 2)


def test_a_saved_score_of_new_units_is_the_same_when_it_is_run_again(scp: Scp, tmp_path: Path) -> None:
    files = write(tmp_path, now=models(EVERY))
    assert scp("score", *files, "--plan", PLAN, "--format", "json", "-o", "now.json").returncode == 0
    assert scp("verify", "now.json").returncode == 0


def test_a_score_that_counts_something_else_than_its_plan_is_refused(scp: Scp, tmp_path: Path) -> None:
    loaded, files = load_plan(PLAN), write(tmp_path, now=models(EVERY))
    assert scp("score", *files, "--plan", PLAN, "--due", "2028", "--format", "json", "-o", "now.json").returncode == 0
    saved = load_saved(str(tmp_path / "now.json")).score
    targets: Any = tuple(replace(one, count="units") if one.id == "more-models" else one for one in saved.targets)
    assert list(faults_by_plan(saved, loaded.plan)) == []
    (fault,) = faults_by_plan(replace(saved, targets=targets), loaded.plan)
    assert (fault.key.rpartition(".")[2], fault.value, fault.expected) == ("count", "units", "new_units")


def test_the_figures_stand_in_every_format(scp: Scp, tmp_path: Path) -> None:
    """One new model for certain, three at most, of five with a row since 2027."""
    files = write(tmp_path, now=models(EVERY))
    told = {
        name: scp("score", *files, "--plan", PLAN, "--due", "2028", "--format", name).stdout
        for name in ("table", "csv", "markdown")
    }
    assert re.search(r"2\.b +More models +█+.* 1 +≥ 1\n", told["table"])
    (row,) = (
        one for one in csv.DictReader(told["csv"].splitlines()) if one["id"] == "more-models" and one["due"] == "2028"
    )
    keys = ("achieved", "low", "high", "gap", "status", "numerator", "unknown", "not_surveyed")
    assert [row[key] for key in keys] == ["1", "1", "3", "0", "met", "1", "2", "0"]
    assert "| ✓ Met | 2.b | More models | 1 | ≥ 1 | 0 |  | 1–3 |" in told["markdown"]
    for name in ("out.html", "out.xlsx", "out.docx", "out.md"):
        assert scp("report", *files, "--plan", PLAN, "-o", name).returncode == 0


def test_the_plan_says_that_new_units_are_counted(scp: Scp) -> None:
    document = json.loads(scp("targets", "--plan", PLAN, "--format", "json").stdout)
    assert [one["count"] for one in document["indicators"] if one["measure"] == "count"] == [
        "units",
        "new_units",
        "new_units",
    ]
    assert {"model"} <= load_plan(PLAN).plan.followed()


def test_models_is_the_text_that_the_letters_say() -> None:
    assert models({"M": "y.u"}) == MODELS + "2024,model,M,yes\n2026,model,M,\n"

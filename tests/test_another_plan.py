"""The plan of docs/another-plan.md, of an invented province with kinds of its own: every figure was worked by hand."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Scp, of
from jsonschema import Draft202012Validator

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status

EXAMPLES = ROOT / "docs" / "examples"
PLAN, SURVEY = EXAMPLES / "another-plan.yaml", EXAMPLES / "another-survey.csv"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(str(PLAN)).plan


@pytest.fixture
def scores(score: Callable[..., Scores]) -> Scores:
    return score(SURVEY.read_text(encoding="utf-8"), plan=str(PLAN), due="all")


def test_the_plan_rests_on_no_other_file_and_says_that_it_is_invented(plan: Plan) -> None:
    assert (plan.schema_, plan.survey) == ("scp/plan/2", None)
    assert "INVENTED" in PLAN.read_text(encoding="utf-8")
    first, *rows = SURVEY.read_text(encoding="utf-8").splitlines()
    assert first.endswith(",note")
    assert all(row.endswith(",synthetic") for row in rows)


def test_an_editor_that_knows_the_schema_underlines_nothing(scp: Scp) -> None:
    schema = json.loads(scp("schema", "plan").stdout)
    document = yaml.load(PLAN.read_text(encoding="utf-8"), yaml.SafeLoader)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []


def test_districts_and_two_sorts_of_market_are_kinds_that_the_embedded_plan_lacks(plan: Plan) -> None:
    assert {"district", "city_market", "rural_market"} <= plan.kinds.keys()
    assert not {"district", "city_market", "rural_market"} & load_plan(embedded_plan()).plan.kinds.keys()


EXPECTED = [
    # 4 districts, 3 have a plan, of 1 nothing is known: 3/4 for certain, (3 + 1)/4 at most. Exactly 75% is enough.
    ("district-plans", 2026, Fraction(3, 4), Fraction(3, 4), Fraction(1), Status.MET),
    # The same range against 100%: the district that is open decides.
    ("district-plans", 2028, Fraction(3, 4), Fraction(3, 4), Fraction(1), Status.UNDETERMINED),
    # 2 of 3 rural markets, all known: above 60%. That 70% is not reached changes nothing.
    ("return-points", 2028, Fraction(2, 3), Fraction(2, 3), Fraction(2, 3), Status.MET),
    # 2023: CT-1 in 7 days 420 of 700, a day 60 of 100; CT-2 40 of 100; together 100 of 200.
    # 2025: 28 + 32 = 60 of 90 + 110 = 200. 1 - (60/200)/(100/200) = 1 - 30%/50% = 40%: exactly enough.
    ("city-packaging", 2028, Fraction(2, 5), Fraction(2, 5), Fraction(2, 5), Status.MET),
    # 2023: 20 + 30 + 50 = 100 of 50 + 50 + 100 = 200.
    # 2025: 20 + 50/2 + 45 = 90 of 60 + 80/2 + 100 = 200. 1 - 45%/50% = 10%, and 20% are not due before 2028.
    ("rural-packaging", 2028, Fraction(1, 10), Fraction(1, 10), Fraction(1, 10), Status.NOT_YET),
    # MH-1, not applied in 2024, is in 2025: one model since 2024. The stretch of 2 is not needed.
    ("models", 2026, 1, 1, 1, Status.MET),
    # The window of 2027-2028 has not begun: there is no figure, and none is made of the years before.
    ("more-models", 2028, None, None, None, Status.NOT_YET),
    # CD-1 was held in 2024, CD-2 was not: 1 since 2024; since 2027 there is nothing yet.
    ("campaigns", 2028, 1, 1, 1, Status.NOT_YET),
]


@pytest.mark.parametrize(("name", "due", "achieved", "low", "high", "status"), EXPECTED)
def test_every_target_is_what_was_worked_by_hand(
    scores: Scores, name: str, due: int, achieved: Any, low: Any, high: Any, status: Status
) -> None:
    found = of(scores, name, due)
    assert (found.achieved, found.low, found.high, found.status) == (achieved, low, high, status)


LATER = "year,kind,id,applied\n" + "".join(f"{year},model,MH-1,có\n" for year in (2025, 2026, 2027, 2028))


@pytest.mark.parametrize(
    ("more", "low", "high", "status"),
    [
        # MH-1 goes on from 2025: it is one of the models by 2026, and none more.
        ("2024,model,MH-1,không\n", 0, 0, Status.NOT_MET),
        # MH-2 begins in 2028.
        ("2024,model,MH-1,không\n2028,model,MH-2,có\n", 1, 1, Status.MET),
        # Without the survey of 2024 MH-2 may have been there.
        ("2028,model,MH-2,có\n", 0, 1, Status.UNDETERMINED),
    ],
)
def test_one_model_that_goes_on_does_not_meet_both_targets(
    score: Callable[..., Scores], more: str, low: int, high: int, status: Status
) -> None:
    scores = score(LATER + more, plan=str(PLAN), due="all")
    assert of(scores, "models").status is Status.MET
    found = of(scores, "more-models")
    assert (found.low, found.high, found.status) == (low, high, status)


def test_these_are_all_targets_and_all_are_scored_as_of_2025(scores: Scores) -> None:
    numbered = [(found.id, found.due) for found in scores.results if found.status is not Status.TRACKED]
    assert numbered == [(name, due) for name, due, *_ in EXPECTED]
    assert {found.year for found in scores.results} == {2025}


def test_what_leaves_the_last_target_of_the_districts_open_is_the_answer_that_is_missing(scores: Scores) -> None:
    assert of(scores, "district-plans", 2028).reasons == (Reason.MISSING,)


def test_a_clause_without_a_number_is_counted_and_never_judged(scp: Scp) -> None:
    """DN-1 is traceable and DN-2 is not; one activity names task 2.a."""
    done = scp("score", str(SURVEY), "--plan", str(PLAN), "--format", "json")
    tracked = {found["id"]: found for found in json.loads(done.stdout)["targets"] if found["status"] == "tracked"}
    assert tracked.keys() == {"traceability", "training"}
    evidence = {name: [(one["yes"], one["no"]) for one in found["evidence"]] for name, found in tracked.items()}
    assert evidence == {"traceability": [(1, 1)], "training": [(1, 0)]}


def test_without_its_plan_the_survey_is_refused_and_not_scored_as_another(scp: Scp) -> None:
    done = scp("score", str(SURVEY))
    assert done.returncode == 2
    assert 'unknown-kind: "city_market" is no kind of unit' in done.stderr


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("another-wrong-*.yaml")), ids=lambda path: path.stem)
def test_what_is_wrong_on_purpose_is_refused_with_its_line(scp: Scp, path: Path) -> None:
    done = scp("check", path.name, cwd=EXAMPLES)
    assert done.returncode == 1
    told = done.stdout.partition("\n\n")[0].splitlines()
    assert all(line.startswith((f"{path.name}:", f"{len(told) - 1} errors")) for line in told)

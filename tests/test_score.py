"""What a score is of: the year, the target, what is needed, and what is said of the whole run."""

import csv
import io
import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import Scp, breaks, of
from sampled_surveys import document, run_of, shown, target, write, zones

from scp_ninhbinh.measures.count import CountFigures
from scp_ninhbinh.measures.figures import (
    Coverage,
    Figure,
    Measured,
)
from scp_ninhbinh.measures.reduction import ChangeFigures
from scp_ninhbinh.measures.share import SampledShareFigures, ShareFigures
from scp_ninhbinh.plan.clauses import CountTarget, ShareTarget
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.run import Request, score_files
from scp_ninhbinh.scores.results import NoTargetResult, Title, TrackedResult
from scp_ninhbinh.scores.score import ScoreOptions, Scores, check_options, needed, pick
from scp_ninhbinh.scores.score import score as score_plan
from scp_ninhbinh.scores.verdict import Judgement, Status
from scp_ninhbinh.text.numbers import Percentage

Score = Callable[..., Scores]
ZONES = "year,kind,id,informed\n"
MARKETS = "year,kind,id,packaging_total,packaging_hard\n"
MODELS = "year,kind,id,applied\n"
ONE_VILLAGE_A_YEAR = ZONES + "".join(f"{year},craft_village,L1,yes\n" for year in (2019, 2020, 2024, 2028, 2052))


# Which year, which target


def test_the_latest_year_inside_the_plan_is_scored_and_a_typo_is_not(score: Score) -> None:
    assert score(ONE_VILLAGE_A_YEAR).year == 2028


@pytest.mark.parametrize(
    ("year", "due", "targets"),
    [
        (2024, None, [(2025, 2024)]),
        (2025, None, [(2025, 2025)]),
        (2026, None, [(2030, 2026)]),
        (2026, 2025, [(2025, 2025)]),
        (2024, "all", [(2025, 2024), (2030, 2024)]),
    ],
)
def test_the_target_is_the_first_due_at_or_after_the_year_unless_told(
    score: Score, year: int, due: object, targets: list[tuple[int, int]]
) -> None:
    scores = score(ONE_VILLAGE_A_YEAR, year=year, due=due)
    assert [(r.due, r.year) for r in scores.results if r.id == "zones-informed"] == targets


def test_an_indicator_whose_due_years_are_past_is_scored_as_of_its_last_one(score: Score) -> None:
    rows = "".join(f"{year},model,M1,{'yes' if year == 2027 else 'no'}\n" for year in range(2021, 2029))
    found = of(score(MODELS + rows), "models-applied")
    assert (found.due, found.year, found.achieved, found.status) == (2025, 2025, 0, Status.NOT_MET)


def test_an_indicator_without_the_due_year_has_no_requirement_and_stays_out_of_the_summary(score: Score) -> None:
    scores = score(ONE_VILLAGE_A_YEAR, year=2024, due=2030)
    found = of(scores, "models-applied")
    assert (found.due, found.required, found.status) == (2030, None, None)
    assert sum(scores.summary().values()) == len(scores.results) - 1


@pytest.mark.parametrize(("options", "rule"), [({"due": 2027}, "unknown-due"), ({"year": 2031}, "bad-scored-year")])
def test_a_year_that_the_plan_does_not_know_is_an_error(score: Score, options: dict[str, int], rule: str) -> None:
    with breaks(rule):
        score(ONE_VILLAGE_A_YEAR, **options)


def test_rows_of_no_year_of_the_plan_are_an_error(score: Score) -> None:
    with breaks("no-year"):
        score(ZONES + "2052,craft_village,L1,yes\n")


def test_the_order_of_rows_changes_nothing(score: Score) -> None:
    rows = [
        "2020,market,C1,50.5,40.1\n",
        "2020,market,C2,30.3,20.2\n",
        "2025,market,C1,50,20\n",
        "2025,market,C3,9,1\n",
    ]
    one, other = score(MARKETS + "".join(rows)), score(MARKETS + "".join(reversed(rows)))
    figures = [[(r.achieved, r.low, r.high, r.status) for r in scores.results] for scores in (one, other)]
    assert figures[0] == figures[1]


PLAN = load_plan(embedded_plan()).plan
TWO_CAMPAIGNS = CountTarget(due="2025", at_least="2", clause="I.1.3", since="2021")


def share_of(required: str) -> ShareTarget:
    return ShareTarget(due="2025", at_least=required, clause="I.1.1")


def judged(*statuses: Status) -> Judgement:
    return Judgement(statuses[0] if statuses else Status.NO_DATA, (), None, None, statuses)


def counted(number: int | None, status: Status = Status.NOT_MET) -> tuple[Figure, Status]:
    return Figure("a", number), status


# What is needed


@pytest.mark.parametrize(
    ("readings", "more"),
    [
        ([counted(0)], 2),
        ([counted(1)], 1),
        ([counted(2, Status.MET)], 0),
        ([counted(5, Status.MET)], 0),
        ([counted(None)], 2),
        ([counted(1), counted(0)], 2),
        ([counted(1), counted(None, Status.NO_DATA)], 1),
        ([counted(None, Status.NO_DATA)], None),
        ([], None),
    ],
    ids=["none yet", "one more", "reached", "passed", "not counted", "most of two", "an empty one", "no data", "none"],
)
def test_what_is_needed_is_that_of_the_reading_that_needs_most(
    readings: list[tuple[Figure, Status]], more: int | None
) -> None:
    measured = Measured(tuple(figure for figure, _ in readings), CountFigures())
    assert needed(measured, judged(*(status for _, status in readings)), TWO_CAMPAIGNS) == more


HEAD = {"id": "models-applied", "clause": "I.1.2", "title": Title(vi="Mô hình", en="Models")}


def test_nothing_is_needed_where_nothing_is_required() -> None:
    without = NoTargetResult(**HEAD, due=2030, measure="count", unit="count")
    tracked = TrackedResult(**HEAD, year=2025, evidence=())
    assert [(one.required, one.needed) for one in (without, tracked)] == [(None, None)] * 2


def test_what_a_share_needs_are_units_rounded_up() -> None:
    """7 of 10 units are required of 3 known of which 1 said yes, 1 unknown and 1 nobody asked: 0.7 · 5 − 1 is 2.5."""
    figures = ShareFigures(numerator=1, denominator=5, unknown=1, not_surveyed=1)
    measured = Measured((Figure("pooled", Fraction(1, 5)),), figures)
    assert (needed(measured, judged(Status.NOT_MET), share_of("70%")), figures.known) == (3, 3)


def test_of_a_reduction_or_a_sample_nobody_knows_how_many_units_are_needed() -> None:
    reduction: dict[str, Any] = dict.fromkeys(("rate", "base", "points", "assumed_most", "matched_part"))
    reduction |= {"unknown": 0, "not_surveyed": 0, "method": "census", "matched": 0}
    reduction |= {"quantity": "total", "quantity_unit": "count", "per_year": False}
    cut_ = ChangeFigures(**reduction, not_measured=(), hard_unknown=())
    about = {"low": Percentage(0), "high": Percentage(1), "numerator": 1, "denominator": 5, "unknown": 0}
    sample = SampledShareFigures(
        **about, not_surveyed=0, pool="register", method="sample", drawn=5, se=None, confidence=Percentage(95, 100)
    )
    for figures in (cut_, sample):
        measured = Measured((Figure("all", Fraction(1, 5)),), figures)
        assert needed(measured, judged(Status.NOT_MET), share_of("50%")) is None


# Which target, which year


def due_in(year: int) -> ShareTarget:
    return ShareTarget(due=str(year), at_least="50%", clause="A")


@pytest.mark.parametrize(
    ("year", "due", "picked"),
    [
        (2024, None, [2025]),
        (2025, None, [2025]),
        (2026, None, [2030]),
        (2031, None, [2030]),
        (2024, "all", [2025, 2030]),
        (2024, 2030, [2030]),
        (2024, 2027, []),
    ],
)
def test_targets_are_picked_by_their_due_year_in_whatever_order_they_stand(
    year: int, due: int | str | None, picked: list[int]
) -> None:
    assert [target.due for target in pick([due_in(2030), due_in(2025)], year, due)] == picked


@pytest.mark.parametrize(
    ("options", "rule", "value", "details"),
    [
        (ScoreOptions(due=2027), "unknown-due", "2027", {"choices": (2025, 2030)}),
        (ScoreOptions(year=2031), "bad-scored-year", "2031", {"first": 2020, "last": 2030}),
        (ScoreOptions(year=2019), "bad-scored-year", "2019", {"first": 2020, "last": 2030}),
    ],
)
def test_a_year_that_the_plan_has_not_is_refused_with_those_it_has(
    options: ScoreOptions, rule: str, value: str, details: dict[str, object]
) -> None:
    with pytest.raises(ScpError) as caught:
        check_options(PLAN, options)
    (found,) = caught.value.problems
    assert (found.rule, found.value, dict(found.details)) == (rule, value, details)
    assert found.place.field == {"unknown-due": "due"}.get(rule, "year")


def test_the_first_and_the_last_year_and_every_due_year_of_the_plan_may_be_asked_for() -> None:
    for options in (
        ScoreOptions(year=2020),
        ScoreOptions(year=2030),
        ScoreOptions(due=2025),
        ScoreOptions(due=2030),
        ScoreOptions(due="all"),
        ScoreOptions(),
    ):
        check_options(PLAN, options)


def test_rows_of_no_year_of_the_plan_are_refused_at_their_file(score: Score) -> None:
    with pytest.raises(ScpError) as caught:
        score("year,kind,id,informed\n2019,craft_village,A,yes\n")
    (found,) = caught.value.problems
    assert found.place.path.endswith("survey.csv")
    assert (found.details["first"], found.details["last"]) == (2020, 2030)


def test_the_year_asked_for_is_scored_though_no_row_is_of_it(score: Score) -> None:
    found = score("year,kind,id,informed\n2024,craft_village,A,yes\n", year=2022)
    assert (found.year, of(found, "zones-informed").status) == (2022, Status.NO_DATA)


def covered(kind: str, surveyed: int, listed: int | None, response: Percentage) -> Coverage:
    """Everyone surveyed has answered."""
    of: Any = "surveyed" if listed is None else "listed"
    about = {"answered": surveyed, "response": response, "response_of": of}
    return Coverage(kind=kind, year=2025, surveyed=surveyed, listed=listed, **about)


def test_the_coverage_names_the_kinds_that_were_surveyed_or_are_listed(score: Score) -> None:
    text = "year,kind,id,informed,hard_bags\n2025,craft_village,A,yes,\n2025,supermarket,S,,no\n"
    register = "kind,id,name\ncraft_village,A,A\ncraft_village,B,B\nindustrial_zone,Z,Z\n"
    found = score(text, register=register)
    assert sorted(found.coverage(), key=lambda one: one.kind) == [
        covered("craft_village", surveyed=1, listed=2, response=Percentage(1, 2)),
        covered("industrial_zone", surveyed=0, listed=1, response=Percentage(0)),
        covered("supermarket", surveyed=1, listed=None, response=Percentage(1)),
    ]
    assert [unit.id for unit in found.not_surveyed("craft_village")] == ["B"]


def test_scores_hold_what_they_were_made_of_and_groups_only_where_asked(score: Score) -> None:
    text = "year,kind,id,informed\n2025,craft_village,A,yes\n"
    whole, grouped = score(text), score(text, by="kind")
    assert (whole.by, whole.confidence, whole.survey.years) == (None, None, [2025])
    assert (of(whole, "zones-informed").groups, whole.plan.id) == (None, PLAN.id)
    assert (grouped.by, [one.name for one in of(grouped, "zones-informed").groups]) == (
        "kind",
        ["craft_village", "industrial_cluster", "industrial_zone"],
    )
    assert [one.achieved for one in score_plan(PLAN, whole.survey).results] == [one.achieved for one in whole.results]


ZONES_ID, MARKETS_ID = "zones-informed", "market-packaging-reduction"


# --- shares --------------------------------------------------------------------------------------------------------


# --- what is refused -----------------------------------------------------------------------------------------------


def test_a_sample_without_a_register_is_refused(scp: Scp, tmp_path: Path) -> None:
    write(tmp_path, *zones("craft_village yn"))
    done = scp("score", "s.csv", "--sample")
    assert (done.returncode, done.stdout) == (2, "")
    assert "sample-without-register:" in done.stderr


def test_a_unit_drawn_twice_is_refused(scp: Scp, tmp_path: Path) -> None:
    rows, listed = zones("craft_village yn--")
    write(tmp_path, rows + "2025,craft_village,Z0-0,yes\n", listed)
    done = scp("score", "s.csv", "--register", "r.csv", "--sample")
    assert (done.returncode, done.stdout) == (2, "")
    assert "s.csv:4:id: error: duplicate-unit:" in done.stderr


@pytest.mark.parametrize(
    "options",
    ["--confidence 90", "--sample --confidence 49.9", "--sample --confidence 100"],
)
def test_a_confidence_is_a_percentage_from_50_to_below_100_of_a_sample(scp: Scp, tmp_path: Path, options: str) -> None:
    write(tmp_path, *zones("craft_village yn--"))
    done = scp("score", "s.csv", "--register", "r.csv", *options.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert "--confidence" in done.stderr
    assert "Traceback" not in done.stderr


def test_50_is_a_confidence(scp: Scp, tmp_path: Path) -> None:
    """2 of 4 drawn, 1 yes: 1/4 to 3/4 (as above)."""
    write(tmp_path, *zones("craft_village yn--"))
    done = scp("score", "s.csv", "--register", "r.csv", "--sample", "--confidence", "50", "--format", "json")
    found = target(json.loads(done.stdout), ZONES_ID)
    assert [found[name] for name in ("low", "achieved", "high", "confidence")] == [25, 50, 75, 50]


@pytest.mark.parametrize("confidence", ["nan", "inf", "1e400", "-5", "100", "49.9"])
def test_a_confidence_that_is_none_is_a_usage_error(scp: Scp, confidence: str) -> None:
    done = scp("score", "s.csv", "--register", "r.csv", "--sample", "--confidence", confidence)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "--confidence" in done.stderr


AT_95 = Fraction(95, 100)
LISTED = "kind,id,stratum\n"
COLUMNS = "year,kind,id,informed,packaging_total,packaging_hard,applied,held\n"
WHOLE = """\
2025,craft_village,L1,yes,,,,
2025,craft_village,L2,no,,,,
2025,craft_village,L3,,,,,
2025,industrial_zone,K1,yes,,,,
2020,market,C1,,290.1,180.3,,
2020,market,C2,,200.7,120.9,,
2020,market,C3,,150.2,66.6,,
2025,market,C1,,300.3,120.1,,
2025,market,C2,,190.4,85.2,,
2025,market,C4,,160.9,40.7,,
2023,model,M1,,,,yes,
2024,model,M2,,,,no,
2025,model,M2,,,,,
2024,campaign,D1,,,,,yes
2025,campaign,D2,,,,,no
"""
OF_WHOLE = """\
craft_village,L1,núi
craft_village,L2,biển
craft_village,L3,biển
craft_village,L4,núi
craft_village,L5,biển
industrial_zone,K1,
industrial_zone,K2,
market,C1,tp
market,C2,tp
market,C3,tp
market,C4,tp
market,C5,tp
model,M1,
model,M2,
model,M3,
"""


def backwards(rows: str) -> str:
    return "".join(reversed(rows.splitlines(keepends=True)))


# --- the whole output of a sample ----------------------------------------------------------------------------------


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    """Rows of survey and register the other way round: all but the hashes (two files, the whole) is the same text."""
    texts = []
    for rows, listed in ((WHOLE, OF_WHOLE), (backwards(WHOLE), backwards(OF_WHOLE))):
        scores = document(tmp_path, COLUMNS + rows, LISTED + listed, AT_95)
        hashes = [one.pop("sha256") for one in (scores["inputs"][0], scores["register"], scores)]
        assert all(hashes)
        texts.append(json.dumps(scores))
    assert texts[0] == texts[1]


def test_counts_and_evidence_are_the_same_with_and_without_a_sample(tmp_path: Path) -> None:
    """One model applied, M3 listed and never asked; one campaign: as in a census, by `method` too."""
    counted, sampled = (document(tmp_path, COLUMNS + WHOLE, LISTED + OF_WHOLE, level) for level in (None, AT_95))
    for name in ("models-applied", "campaigns-held", "safe-food-chains", "task-II.1.a"):
        assert target(sampled, name) == target(counted, name)
    found = target(sampled, "models-applied")
    assert (found["achieved"], found["low"], found["not_surveyed"], found["method"]) == (1, 1, 1, "census")


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_an_estimate_on_screen_or_in_a_document_cannot_be_taken_for_a_count(tmp_path: Path, name: str) -> None:
    """Zones: 4 of 7 drawn, one without an answer. Markets: 3 of 5 drawn."""
    counted, sampled = (
        shown(name, run_of(tmp_path, COLUMNS + WHOLE, LISTED + OF_WHOLE, level)) for level in (None, Fraction(90, 100))
    )
    # the figure, its gap, and of the reduction the levels behind it, in the row and below, with their difference
    assert len(re.findall("≈ [+−]?[0-9]", sampled)) == 9
    assert sampled.count("90% interval") == (2 if name == "markdown" else 1)  # that of the share, in a row and below
    assert [sampled.count(word) for word in ("assumed:", "usual,")] == [1, 1]  # those of the reduction
    said = ["estimated from a sample", "of 4 of 7", "of 3 of 5", "2 of 4 sampled"]
    assert [text for text in said if text not in sampled] == []
    assert [text for text in ("≈", "estimated from", "interval", "sampled") if text in counted] == []
    assert "The range beside a share holds with 90% confidence; that beside a reduction" in " ".join(sampled.split())


def test_a_row_of_csv_says_that_it_is_an_estimate_and_how_good(tmp_path: Path) -> None:
    """Of the strata of zones some have one unit drawn of two, so that their share has no standard error."""
    counted, sampled = (
        {row["id"]: row for row in csv.DictReader(io.StringIO(shown("csv", run)))}
        for run in (run_of(tmp_path, COLUMNS + WHOLE, LISTED + OF_WHOLE, level) for level in (None, AT_95))
    )
    for name, drawn, level in ((ZONES_ID, "4", "95.0"), (MARKETS_ID, "3", "")):
        assert [sampled[name][column] for column in ("method", "drawn", "confidence")] == ["sample", drawn, level]
        assert [counted[name][column] for column in ("method", "drawn", "se", "confidence")] == ["census", "", "", ""]
    assert (sampled[ZONES_ID]["se"], float(sampled[MARKETS_ID]["se"]) > 0) == ("", True)
    assert sampled["models-applied"] == counted["models-applied"]


def test_the_year_scored_is_the_latest_up_to_the_last_due_year(tmp_path: Path) -> None:
    """Rows of 2024 and 2026, a plan to 2030, one target due in 2025: that is scored on 2024."""
    plan, survey = tmp_path / "plan.yaml", tmp_path / "survey.csv"
    text = """schema: scp/plan/2
id: 1/KH
title: {vi: Kế hoạch, en: Plan}
period: {first: 2021, last: 2030}
survey: embedded
indicators:
  - id: villages
    measure: share
    title: {vi: Làng nghề, en: Villages}
    of: [craft_village]
    answer: {informed: "yes"}
    targets: [{due: 2025, at_least: 50%, clause: I.1}]
"""
    plan.write_text(text, encoding="utf-8")
    survey.write_text("year,kind,id,informed\n2024,craft_village,V,yes\n2026,craft_village,V,yes\n", encoding="utf-8")
    scores = score_files(Request([str(survey)], str(plan))).scores
    assert (scores.year, scores.results[0].status) == (2024, Status.MET)

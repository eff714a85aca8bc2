"""The edges of scores and of what they are measured by: what is needed, empty pools, rates, windows, evidence."""

from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import of

from scp_ninhbinh.measures.count import CountFigures
from scp_ninhbinh.measures.figures import Coverage, Figure, Measured, Percentage, Points, Reason, bounds
from scp_ninhbinh.measures.reduction import Basis, Rate, ReductionFigures, cut, keys
from scp_ninhbinh.measures.share import Drawn, Part, SampledShareFigures, ShareFigures, weighted
from scp_ninhbinh.plan.clauses import CountTarget, ShareTarget
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.scores.results import CountGroup, EmptyGroup, NoTargetResult, Title, TrackedResult, plain
from scp_ninhbinh.scores.score import Asked, Scores, check_asked, needed, pick
from scp_ninhbinh.scores.score import score as score_plan
from scp_ninhbinh.scores.verdict import Judgement, Status
from scp_ninhbinh.survey.units import vocabulary

Score = Callable[..., Scores]
PLAN = load_plan(embedded_plan(), vocabulary()).plan
HALF = Fraction(1, 2)
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
    reduction: dict[str, Any] = dict.fromkeys(("rate", "base", "points", "assumed_most"))
    reduction |= {"unknown": 0, "not_surveyed": 0, "method": "census", "matched": 0}
    cut_ = ReductionFigures(**reduction, not_measured=(), hard_unknown=())
    about = {"low": Percentage(0), "high": Percentage(1), "numerator": 1, "denominator": 5, "unknown": 0}
    sample = SampledShareFigures(
        **about, not_surveyed=0, pool="register", method="sample", drawn=5, se=None, confidence=Percentage(95, 100)
    )
    for figures in (cut_, sample):
        measured = Measured((Figure("all", Fraction(1, 5)),), figures)
        assert needed(measured, judged(Status.NOT_MET), share_of("50%")) is None


def test_a_result_without_readings_has_no_figure_and_no_sample() -> None:
    found = NoTargetResult(**HEAD, due=2030, measure="share", unit="percent")
    known = {"id", "clause", "title", "due", "measure", "unit"}
    without = {name: value for name, value in plain(found).items() if name not in known and value is not None}
    reading = {"name": "as-written", "achieved": None, "low": None, "high": None, "status": None}
    assert without == {"reasons": [], "coverage": [], "parts": [], "readings": [reading]}
    assert Figure("a")[1:] == (None, None, None, (), False, False, (), False)
    assert (found.is_estimate, found.groups) == (False, None)


# Units of all kinds together


THREE_KINDS = "kind,id\n" + "".join(f"industrial_zone,K{n}\n" for n in range(4))
THREE_KINDS += "".join(f"craft_village,L{n}\n" for n in range(7))


def test_units_of_all_kinds_add_up(score: Score) -> None:
    """Zones: a yes, a no, an unknown, one not surveyed. Villages: two yes, two unknown, three not surveyed."""
    rows = "".join(f"2025,industrial_zone,K{n},{said}\n" for n, said in enumerate(("yes", "no", "")))
    rows += "".join(f"2025,craft_village,L{n},{said}\n" for n, said in enumerate(("yes", "yes", "", "")))
    found = of(score("year,kind,id,informed\n" + rows, register=THREE_KINDS), "zones-informed")
    zones, clusters, craft_villages = found.parts
    assert zones == Part(
        kind="industrial_zone", numerator=1, denominator=4, unknown=1, not_surveyed=1, achieved=Percentage(1, 4)
    )
    assert craft_villages == Part(
        kind="craft_village", numerator=2, denominator=7, unknown=2, not_surveyed=3, achieved=Percentage(2, 7)
    )
    assert (clusters.denominator, clusters.achieved) == (0, None)
    assert (found.numerator, found.denominator, found.unknown, found.not_surveyed) == (3, 11, 3, 4)


@pytest.mark.parametrize(
    ("indicator", "year", "due"),
    [("safe-food-chains", 2025, None), ("zones-informed", 2025, None), ("campaigns-held", 2020, 2030)],
    ids=["not measured", "no row", "no unit"],
)
def test_without_a_row_or_a_unit_there_is_no_total(score: Score, indicator: str, year: int, due: int | None) -> None:
    """(The window of campaigns begins after 2020: no unit is counted of a year before it.)"""
    text = "year,kind,name,held,in_safe_chain,traceable\n2020,campaign,A,yes,,\n2025,enterprise,B,,yes,no\n"
    found = of(score(text, year=year, due=due), indicator, None if indicator == "safe-food-chains" else due)
    assert (found.numerator, found.denominator, found.unknown, found.not_surveyed) == (None,) * 4
    assert (found.method, found.pool, found.parts) == (None, None, ())


def test_a_tally_tells_the_units_asked_from_those_nobody_asked() -> None:
    part = Part(kind="a", numerator=1, denominator=9, unknown=3, not_surveyed=4, achieved=Percentage(1, 9))
    figures = ShareFigures(numerator=1, denominator=9, unknown=3, not_surveyed=4, parts=(part,))
    assert (part.surveyed, figures.known) == (5, 2)


@pytest.mark.parametrize(
    ("listed", "rows", "pool"),
    [
        ("industrial_zone", "industrial_zone", "register"),
        ("industrial_zone", "industrial_zone industrial_cluster", "surveyed"),
        ("industrial_zone craft_village", "industrial_zone", "register"),
        ("", "industrial_zone", "surveyed"),
        ("industrial_zone", "supermarket", None),
        ("", "supermarket", None),
    ],
    ids=["listed", "another is not", "another, listed, nobody asked", "no register", "nobody asked", "nothing"],
)
def test_the_register_is_the_pool_where_it_lists_every_kind_that_has_a_unit(
    score: Score, listed: str, rows: str, pool: str | None
) -> None:
    text = "year,kind,id,informed,hard_bags\n" + "".join(f"2025,{kind},A-{kind},,\n" for kind in rows.split())
    register = "kind,id\n" + "".join(f"{kind},{n}-{kind}\n" for kind in listed.split() for n in "AB")
    found = of(score(text, register=register if listed else None), "zones-informed")
    assert found.pool == pool


def test_the_register_is_the_pool_of_a_group_that_it_lists_and_nobody_asked(score: Score) -> None:
    text = "year,kind,id,informed\n2025,industrial_zone,K0,yes\n"
    groups = of(score(text, register=THREE_KINDS, by="kind"), "zones-informed").groups
    assert {group.name: group.pool for group in groups} == {
        "industrial_zone": "register",
        "craft_village": "register",
        "industrial_cluster": None,
    }


# Groups


def test_a_group_without_a_row_has_an_empty_figure_and_does_not_speak() -> None:
    found = bounds((Figure("a", 1, 1, 2), Figure("b", 0, 0, 0)))
    silent, heard = EmptyGroup(name="A"), CountGroup(name="A", **found)
    assert (silent.achieved, silent.low, silent.high, silent.speaks) == (None, None, None, False)
    assert (heard.achieved, heard.low, heard.high, heard.speaks) == (1, 0, 2, True)


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
    ("asked", "rule", "value", "details"),
    [
        (Asked(due=2027), "unknown-due", "2027", {"choices": (2025, 2030)}),
        (Asked(year=2031), "bad-scored-year", "2031", {"first": 2020, "last": 2030}),
        (Asked(year=2019), "bad-scored-year", "2019", {"first": 2020, "last": 2030}),
    ],
)
def test_a_year_that_the_plan_has_not_is_refused_with_those_it_has(
    asked: Asked, rule: str, value: str, details: dict[str, object]
) -> None:
    with pytest.raises(ScpError) as caught:
        check_asked(PLAN, asked)
    (found,) = caught.value.problems
    assert (found.rule, found.value, dict(found.details)) == (rule, value, details)
    assert found.place.field == {"unknown-due": "due"}.get(rule, "year")


def test_the_first_and_the_last_year_and_every_due_year_of_the_plan_may_be_asked_for() -> None:
    for asked in (Asked(year=2020), Asked(year=2030), Asked(due=2025), Asked(due=2030), Asked(due="all"), Asked()):
        check_asked(PLAN, asked)


def test_rows_of_no_year_of_the_plan_are_refused_at_their_file(score: Score) -> None:
    with pytest.raises(ScpError) as caught:
        score("year,kind,id,informed\n2019,craft_village,A,yes\n")
    (found,) = caught.value.problems
    assert found.place.path.endswith("survey.csv")
    assert (found.details["first"], found.details["last"]) == (2020, 2030)


def test_the_year_asked_for_is_scored_though_no_row_is_of_it(score: Score) -> None:
    found = score("year,kind,id,informed\n2024,craft_village,A,yes\n", year=2022)
    assert (found.year, of(found, "zones-informed").status) == (2022, Status.NO_DATA)


def test_the_coverage_names_the_kinds_that_were_surveyed_or_are_listed(score: Score) -> None:
    text = "year,kind,id,informed,hard_bags\n2025,craft_village,A,yes,\n2025,supermarket,S,,no\n"
    register = "kind,id,name\ncraft_village,A,A\ncraft_village,B,B\nindustrial_zone,Z,Z\n"
    found = score(text, register=register)
    assert sorted(found.coverage(), key=lambda one: one.kind) == [
        Coverage(kind="craft_village", year=2025, surveyed=1, listed=2),
        Coverage(kind="industrial_zone", year=2025, surveyed=0, listed=1),
        Coverage(kind="supermarket", year=2025, surveyed=1, listed=None),
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


def test_a_group_speaks_where_a_row_of_it_does_though_none_says_yes(score: Score) -> None:
    """Of the listed areas only Nho Quan and Gia Viễn have an enterprise: one yes and one unknown, one no twice."""
    text = "year,kind,id,area,in_safe_chain,traceable\n2024,enterprise,A,Nho Quan,yes,yes\n"
    text += "2024,enterprise,B,Nho Quan,,\n2024,enterprise,C,Gia Viễn,no,no\n"
    groups = of(score(text, by="area"), "safe-food-chains").groups
    spoken = {group.name: [one.yes for one in group.evidence] for group in groups if group.speaks}
    assert spoken == {"Gia Viễn": [0, 0], "Nho Quan": [1, 1]}
    assert len(groups) > len(spoken)


# Rates and cuts


def rate(year: int, hard: int, total: int, partial: int = 0, beyond: int = 0, **more: object) -> Rate:
    return Rate(year, hard, total, partial, (SimpleNamespace(),), (), (), beyond=beyond, **more)


def keys_of(now: Rate, base: Rate, *rates: Fraction | None, sampled: bool = False) -> dict[str, Any]:
    return keys((Figure("all"),), Basis(now, base, now, base, ()), rates or (now.value, base.value), sampled)


def test_a_rate_lies_between_none_and_all_of_what_is_not_known_being_hard() -> None:
    """20 of 50 hard, 30 of which the hard part is not known, and 20 that nobody measured: 20/100 to 70/100."""
    found = rate(2025, 20, 50, 30, 20)
    assert (found.given_out, found.value, found.low, found.high) == (
        80,
        Fraction(2, 5),
        Fraction(1, 5),
        Fraction(7, 10),
    )


def test_a_rate_of_nothing_given_out_has_no_value_and_that_of_a_sample_is_its_estimate() -> None:
    now, base = rate(2025, 1, 2), rate(2020, 3, 4)
    assert (rate(2025, 0, 0).value, keys_of(rate(2025, 0, 0), base)["rate"]) == (None, None)
    assert keys_of(now, base)["rate"] == HALF
    assert keys_of(now, base, None, None, sampled=True)["rate"] is None
    found = keys_of(now, base, Fraction(1, 3), Fraction(1, 5), sampled=True)
    assert (found["rate"], found["base"].rate, found["points"]) == (Fraction(1, 3), Fraction(1, 5), Fraction(2, 15))


def test_a_cut_is_bounded_by_the_rates_that_are_farthest_apart() -> None:
    """Base 40 of 80 with 20 open: 2/5 to 3/5. Now 10 of 40 with 10 open: 1/5 to 2/5. Cut from 0 to 2/3, 1/2 known."""
    found = cut("all", rate(2025, 10, 40, 10), rate(2020, 40, 80, 20))
    assert (found.low, found.achieved, found.high) == (0, HALF, Fraction(2, 3))


def test_a_base_that_may_have_been_nothing_leaves_a_cut_without_a_lower_bound() -> None:
    found = cut("all", rate(2025, 10, 40), rate(2020, 0, 10, 10))
    assert (found.low, found.achieved, found.high, found.bars) == (None, None, HALF, ())


@pytest.mark.parametrize(
    ("now", "base", "figure"),
    [
        (rate(2025, 0, 0), rate(2020, 1, 2), Figure("all", empty=True)),
        (rate(2019, 1, 2), rate(2020, 1, 2), Figure("all", empty=True)),
        (rate(2025, 1, 2), rate(2020, 0, 0), Figure("all", bars=(Reason.NO_BASELINE,))),
        (rate(2025, 1, 2), rate(2020, 0, 2), Figure("all", bars=(Reason.ZERO_BASELINE,))),
        (rate(2020, 1, 2), rate(2020, 1, 2), Figure("all", 0, 0, 0)),
    ],
    ids=["nothing given out", "before the base", "no base", "a base of zero", "the base itself"],
)
def test_a_cut_that_cannot_be_taken_says_why(now: Rate, base: Rate, figure: Figure) -> None:
    assert cut("all", now, base) == figure


def test_units_common_to_both_years_that_gave_nothing_out_then_leave_nothing_to_compare() -> None:
    assert cut("matched", rate(2025, 1, 2), rate(2020, 0, 0)) == Figure("matched", empty=True)


def test_the_change_of_a_rate_is_in_points_where_both_are_known() -> None:
    now, base = rate(2025, 1, 4), rate(2020, 3, 4)
    found = keys_of(now, base)["points"]
    assert (found, type(found), plain(found)) == (-HALF, Points, -50.0)
    assert [keys_of(now, base, *rates)["points"] for rates in [(HALF, None), (None, HALF)]] == [None, None]
    assert keys_of(rate(2025, 0, 0), base)["points"] is None
    assert keys_of(now, rate(2020, 0, 0))["points"] is None


# A share of a sample


@pytest.mark.parametrize(
    ("strata", "share"),
    [
        ([Drawn(10, 5, 2, 0)], Fraction(2, 5)),
        ([Drawn(10, 5, 2, 1)], HALF),
        ([Drawn(10, 2, 1, 0), Drawn(30, 3, 3, 0)], Fraction(35, 40)),
        ([Drawn(10, 2, 1, 0), Drawn(30, 3, 0, 3)], None),
        ([Drawn(10, 2, 1, 0), Drawn(30, 0, 0, 0)], None),
        ([Drawn(0, 0, 0, 0)], None),
        ([], None),
    ],
)
def test_an_estimate_weighs_what_was_answered_and_needs_an_answer_of_every_stratum(
    strata: list[Drawn], share: Fraction | None
) -> None:
    assert weighted(strata) == share


# Counts and evidence


def test_a_unit_counts_once_if_any_year_says_yes_and_stays_open_if_a_year_is_not_known(score: Score) -> None:
    """M1: no, then yes. M2: not known, then no. M3: no twice. M4: not known, then yes. 2 confirmed, 3 at most."""
    said = {"M1": ("no", "yes"), "M2": ("", "no"), "M3": ("no", "no"), "M4": ("", "yes")}
    rows = [f"{year},model,{name},{said[name][year > 2024]}\n" for year in range(2021, 2026) for name in said]
    found = of(score("year,kind,id,applied\n" + "".join(rows)), "models-applied")
    assert (found.low, found.achieved, found.high) == (2, 2, 3)
    assert (found.numerator, found.denominator, found.unknown, found.not_surveyed) == (2, None, 1, 0)


def test_a_listed_unit_that_no_year_of_the_window_has_a_row_of_may_be_one_more(score: Score) -> None:
    rows = "".join(f"{year},model,M1,no\n" for year in range(2021, 2026)) + "2022,model,M2,no\n"
    register = "kind,id,name\nmodel,M1,M1\nmodel,M2,M2\nmodel,M3,M3\n"
    found = of(score("year,kind,id,applied\n" + rows, register=register), "models-applied")
    assert (found.low, found.high, found.not_surveyed) == (0, 1, 1)


def test_a_listed_unit_is_no_occasion(score: Score) -> None:
    rows = "".join(f"{year},campaign,C1,C1,no\n" for year in range(2021, 2026))
    register = "kind,id,name\ncampaign,C1,C1\ncampaign,C2,C2\n"
    found = of(score("year,kind,id,name,held\n" + rows, register=register), "campaigns-held")
    assert (found.low, found.high) == (0, 0)


def test_evidence_tells_yes_no_and_not_known_apart(score: Score) -> None:
    rows = "2025,enterprise,A,yes,no\n2025,enterprise,B,,no\n2025,enterprise,C,no,no\n2025,enterprise,D,yes,\n"
    found = of(score("year,kind,id,in_safe_chain,traceable\n" + rows), "safe-food-chains")
    told = [(one.answer, one.yes, one.unknown, one.wanted, one.no) for one in found.evidence]
    assert told == [("in_safe_chain", 2, 1, "yes", 1), ("traceable", 0, 1, "yes", 3)]


def test_a_task_counts_the_activities_that_name_it_each_once(score: Score) -> None:
    rows = "2025,activity,A,II.1.b; II.1.b\n2025,activity,B,II.1.b\n2024,activity,C,II.1.b\n"
    scores = score("year,kind,name,task\n" + rows)
    assert [of(scores, f"task-{clause}").evidence[0].yes for clause in ("II.1.b", "II.1.c")] == [2, 0]

"""Scores worked by hand on small surveys. Each survey is written out above its figures."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from conftest import of

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status

Score = Callable[..., Scores]

ZONES = "year,kind,id,informed\n"
MARKETS = "year,kind,id,packaging_total,packaging_hard\n"
CAMPAIGNS = "year,kind,name,held\n"
MODELS = "year,kind,id,applied\n"


def test_a_share_counts_what_is_confirmed_and_keeps_the_unknown_in_the_denominator(score: Score) -> None:
    """Ten villages: 7 yes, 2 no, 1 unknown. 7/10 is 70% exactly; with the unknown one it is at most 80%."""
    rows = "".join(f"2025,craft_village,L{n},{'yes' if n < 7 else 'no' if n < 9 else ''}\n" for n in range(10))
    found = of(score(ZONES + rows), "zones-informed")
    assert (found.achieved, found.low, found.high) == (Fraction(7, 10), Fraction(7, 10), Fraction(8, 10))
    assert (found.status, found.needed) == (Status.MET, 0)


def test_the_kinds_of_a_pool_are_shown_apart_and_add_up(score: Score) -> None:
    """One zone of 2, no cluster of 1, three villages of 3, one of them unknown: 3 of 6 confirmed."""
    rows = "2025,industrial_zone,K1,yes\n2025,industrial_zone,K2,no\n2025,industrial_cluster,C1,no\n"
    rows += "2025,craft_village,L1,yes\n2025,craft_village,L2,yes\n2025,craft_village,L3,\n"
    found = of(score(ZONES + rows), "zones-informed")
    parts = [(part.kind, part.numerator, part.denominator, part.unknown) for part in found.parts]
    assert parts == [("industrial_zone", 1, 2, 0), ("industrial_cluster", 0, 1, 0), ("craft_village", 2, 3, 1)]
    assert (found.numerator, found.denominator, found.needed) == (3, 6, 2)  # 70% of 6 is 4.2, so 5 are needed


def test_an_unknown_answer_that_could_turn_the_verdict_makes_it_undetermined(score: Score) -> None:
    """Two of 3 confirmed is 66.7%, with the unknown one 100%: 70% may or may not be reached."""
    found = of(
        score(ZONES + "2025,craft_village,A,yes\n2025,craft_village,B,yes\n2025,craft_village,C,\n"), "zones-informed"
    )
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.MISSING,))


def test_a_reduction_is_relative_to_the_base_rate_sum_over_sum(score: Score) -> None:
    """28 of 40 hard falls to 21 of 40: 1 − (21/40)/(28/40) = 25% exactly, below 30%."""
    rows = "2020,market,C1,30,20\n2020,market,C2,10,8\n2025,market,C1,20,11\n2025,market,C2,20,10\n"
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    assert (found.achieved, found.low, found.high) == (Fraction(1, 4),) * 3
    assert (found.status, found.matched, len(found.readings)) == (Status.NOT_MET, 2, 1)


def test_a_reduction_is_read_twice_where_the_markets_of_the_years_differ(score: Score) -> None:
    """All: 80/100 → 50/100, a cut of 37.5%. Matched is C1 alone: 40/50 → 30/50, a cut of 25%. They disagree on 30%."""
    rows = "2020,market,C1,50,40\n2020,market,C2,50,40\n2025,market,C1,50,30\n2025,market,C3,50,20\n"
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    figures = {reading.name: reading.achieved for reading in found.readings}
    assert figures == {"all": Fraction(3, 8), "matched": Fraction(1, 4)}
    assert (found.low, found.high) == (Fraction(1, 4), Fraction(3, 8))
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.READINGS,))


def test_a_market_whose_hard_part_is_unknown_lies_between_none_and_all_of_its_packaging(score: Score) -> None:
    """Base 80/100. Now 20/50 known and 50 open: R from 20/100 to 70/100, cut from 1 − 70/80 to 1 − 20/80."""
    rows = "2020,market,C1,50,40\n2020,market,C2,50,40\n2025,market,C1,50,20\n2025,market,C2,50,\n"
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    assert (found.low, found.achieved, found.high) == (Fraction(1, 8), Fraction(1, 2), Fraction(3, 4))


@pytest.mark.parametrize(
    ("rows", "status", "reason"),
    [
        ("2025,market,C1,50,20\n", Status.UNDETERMINED, Reason.NO_BASELINE),
        ("2020,market,C1,,\n2025,market,C1,50,20\n", Status.UNDETERMINED, Reason.NO_BASELINE),
        ("2020,market,C1,50,0\n2025,market,C1,50,20\n", Status.UNDETERMINED, Reason.ZERO_BASELINE),
        ("2020,market,C1,50,40\n2025,market,C1,,\n", Status.NO_DATA, None),
        ("2020,market,C1,50,40\n2025,market,C1,0,0\n", Status.NO_DATA, None),
    ],
)
def test_without_a_base_or_a_figure_nothing_is_called_missed(
    score: Score, rows: str, status: Status, reason: Reason | None
) -> None:
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    assert (found.status, found.reasons, found.achieved) == (status, (reason,) if reason else (), None)


@pytest.mark.parametrize("columns", ["packaging_unit", "days"])
def test_markets_counted_in_different_ways_are_not_compared(score: Score, columns: str) -> None:
    value = {"packaging_unit": "kg", "days": "7"}[columns]
    text = f"year,kind,id,packaging_total,packaging_hard,{columns}\n2020,market,C1,10,8,\n2025,market,C1,10,2,{value}\n"
    assert of(score(text), "market-packaging-reduction").reasons == (Reason.DIFFERENT_UNITS,)


def test_all_that_bars_a_comparison_is_named(score: Score) -> None:
    text = "year,kind,id,packaging_total,packaging_hard,packaging_unit\n"
    text += "2020,market,C1,10,0,kg\n2025,market,C1,10,2,items\n"
    found = of(score(text), "market-packaging-reduction")
    assert found.reasons == (Reason.ZERO_BASELINE, Reason.DIFFERENT_UNITS)


def test_a_market_that_gave_nothing_out_adds_nothing_in_either_year(score: Score) -> None:
    """C 5/10 in 2020, A and B 1/10 in 2025: cut by 80%. A row 0/0 of A in 2020 leaves nothing common to compare."""
    rows = "2020,market,C,10,5\n2025,market,A,10,1\n2025,market,B,10,1\n"
    for more in ("", "2020,market,A,0,0\n"):
        found = of(score(MARKETS + rows + more), "market-packaging-reduction")
        assert (found.achieved, found.status) == (Fraction(4, 5), Status.MET)


def test_the_base_year_compared_with_itself_was_cut_by_nothing(score: Score) -> None:
    found = of(score(MARKETS + "2020,market,A,10,5\n2020,market,B,10,\n"), "market-packaging-reduction")
    assert (found.low, found.achieved, found.high, found.status) == (0, 0, 0, Status.NOT_YET)


def test_with_days_the_figures_are_a_days(score: Score) -> None:
    """C1 7 of 10 in 1 day, C2 7 of 70 in 7 days: (7 + 1)/(10 + 10) = 40% in 2025, base 80%: cut by half."""
    text = "year,kind,id,packaging_total,packaging_hard,days\n2020,market,C1,10,8,1\n2020,market,C2,10,8,1\n"
    text += "2025,market,C1,10,7,1\n2025,market,C2,70,7,7\n"
    assert of(score(text), "market-packaging-reduction").achieved == Fraction(1, 2)


def test_units_are_counted_once_however_many_years_say_yes(score: Score) -> None:
    """M1 is applied in 2023 and 2024, M2 never: one model, the minimum, not the stretch."""
    rows = "".join(
        f"{year},model,M{n},{'yes' if n == 1 and year in (2023, 2024) else 'no'}\n"
        for year in range(2021, 2026)
        for n in (1, 2)
    )
    found = of(score(MODELS + rows), "models-applied")
    assert (found.achieved, found.high, found.status, found.needed) == (1, 1, Status.MET, 0)


def test_occasions_are_counted_row_by_row(score: Score) -> None:
    rows = "".join(f"{year},campaign,Cuộc thi,{'yes' if year % 2 else 'no'}\n" for year in range(2021, 2026))
    assert of(score(CAMPAIGNS + rows), "campaigns-held").achieved == 3


def test_a_window_year_without_a_row_is_not_zero(score: Score) -> None:
    """Nothing held in 2021-2024, and 2025 says no: with a row for each year it is missed, without 2023 it is open."""
    rows = [f"{year},campaign,A,no\n" for year in range(2021, 2026)]
    whole, gap = (
        of(score(CAMPAIGNS + "".join(rows)), "campaigns-held"),
        of(score(CAMPAIGNS + "".join(rows[:2] + rows[3:])), "campaigns-held"),
    )
    assert (whole.status, whole.high) == (Status.NOT_MET, 0)
    assert (gap.status, gap.high, gap.reasons, gap.missing_years) == (
        Status.UNDETERMINED,
        None,
        (Reason.MISSING,),
        (2023,),
    )


def test_a_window_that_has_begun_without_one_row_is_not_zero_and_keeps_the_other_from_settling_it(score: Score) -> None:
    """Two campaigns of 2024 and nothing of 2026 on: 2 since 2021, anything since 2026."""
    rows = "2024,campaign,A,yes\n2024,campaign,B,yes\n"
    scores = score(CAMPAIGNS.strip() + ",informed\n" + rows.replace("yes", "yes,") + "2026,craft_village,V,,yes\n")
    found = of(scores, "campaigns-held")
    assert [(r.achieved, r.low, r.high) for r in found.readings] == [(2, 2, None), (None, 0, None)]
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.MISSING, Reason.READINGS))
    assert (found.low, found.high, found.needed) == (0, None, 2)


def test_a_count_of_which_no_row_speaks_has_no_data_whether_or_not_a_window_has_begun(score: Score) -> None:
    scores = score(ZONES + "2023,craft_village,V,yes\n", due="all")
    assert [of(scores, "campaigns-held", due).status for due in (2025, 2030)] == [Status.NO_DATA] * 2


def test_two_windows_are_two_readings(score: Score) -> None:
    """Campaigns in 2022 and 2027 of every year's rows: 2 since 2021, 1 since 2026; 2 are required by 2030."""
    rows = "".join(f"{year},campaign,A,{'yes' if year in (2022, 2027) else 'no'}\n" for year in range(2021, 2031))
    found = of(score(CAMPAIGNS + rows), "campaigns-held")
    assert [(r.name, r.achieved, r.status) for r in found.readings] == [
        ("since-2021", 2, Status.MET),
        ("since-2026", 1, Status.NOT_MET),
    ]
    assert (found.status, found.reasons, found.needed) == (Status.UNDETERMINED, (Reason.READINGS,), 1)


def test_encouragements_and_tasks_are_tracked_with_their_evidence(score: Score) -> None:
    text = "year,kind,name,in_safe_chain,traceable,task\n2025,enterprise,A,yes,no,\n2025,enterprise,B,yes,,\n"
    scores = score(text + "2025,activity,T,,,II.1.b; II.2.d\n")
    found = of(scores, "safe-food-chains")
    assert (found.status, [(e.answer, e.yes) for e in found.evidence]) == (
        Status.TRACKED,
        [("in_safe_chain", 2), ("traceable", 0)],
    )
    assert [of(scores, f"task-{clause}").evidence[0].yes for clause in ("II.1.b", "II.2.d", "II.3.a")] == [1, 1, 0]


ONE_VILLAGE_A_YEAR = ZONES + "".join(f"{year},craft_village,L1,yes\n" for year in (2019, 2020, 2024, 2028, 2052))


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
    with pytest.raises(ScpError, match=rule):
        score(ONE_VILLAGE_A_YEAR, **options)


def test_rows_of_no_year_of_the_plan_are_an_error(score: Score) -> None:
    with pytest.raises(ScpError, match="no-year"):
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

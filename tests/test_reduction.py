"""Relative cuts worked by hand on small surveys, and the rates that they are taken of."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import of

from scp_ninhbinh.documents.changes import assumption, cautions
from scp_ninhbinh.measures.figures import Coverage, Figure, Points, Reason
from scp_ninhbinh.measures.quantity import Beyond, Quantity, Rate
from scp_ninhbinh.measures.reduction import Basis, Since, bars_of, basis, change, keys
from scp_ninhbinh.plan.vocabulary import RateColumns
from scp_ninhbinh.scores.results import plain
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.numbers import Percentage
from scp_ninhbinh.text.say import language

Score = Callable[..., Scores]
MARKETS = "year,kind,id,packaging_total,packaging_hard\n"


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
        ("2020,market,C1,50,40\n2025,market,C1,,\n", Status.UNDETERMINED, Reason.NO_COMMON_UNITS),
        ("2020,market,C1,50,40\n2025,market,C1,0,0\n", Status.UNDETERMINED, Reason.NO_COMMON_UNITS),
        ("2020,market,C1,50,40\n2025,market,C2,50,20\n", Status.UNDETERMINED, Reason.NO_COMMON_UNITS),
        ("2020,market,C1,50,40\n", Status.NO_DATA, None),
    ],
)
def test_without_a_base_or_a_figure_nothing_is_called_missed(
    score: Score, rows: str, status: Status, reason: Reason | None
) -> None:
    found = of(score(MARKETS + rows, year=2025), "market-packaging-reduction")
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


def test_a_market_that_closed_is_a_cut_by_one_reading_only(score: Score) -> None:
    """A 60/100 closed, B stayed at 20/100: all 80/200 → 20/100, a cut of 50%; of both years B alone, a cut of 0%."""
    rows = "2020,market,A,100,60\n2020,market,B,100,20\n2025,market,A,0,0\n2025,market,B,100,20\n"
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    figures = {reading.name: reading.achieved for reading in found.readings}
    assert (figures, found.matched) == ({"all": HALF, "matched": 0}, 1)
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.READINGS,))


def test_a_market_closed_in_both_years_adds_nothing_and_makes_no_other_reading(score: Score) -> None:
    rows = "2020,market,A,0,0\n2020,market,B,100,60\n2025,market,A,0,0\n2025,market,B,100,30\n"
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    assert ([one.name for one in found.readings], found.achieved, found.matched) == (["all"], HALF, 1)


def test_a_market_without_figures_is_there_without_a_register_too(score: Score) -> None:
    """Base 120/200. Now 30/100 of A; B at most as much as A: 30/200 to 130/200, a cut from −8.3% to 75%."""
    rows = "2020,market,A,100,60\n2020,market,B,100,60\n2025,market,A,100,30\n2025,market,B,,\n"
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    assert (found.low, found.achieved, found.high) == (Fraction(-1, 12), HALF, Fraction(3, 4))
    assert (found.status, found.assumed_most) == (Status.UNDETERMINED, 100)
    assert set(found.reasons) == {Reason.MISSING, Reason.READINGS}


def test_what_a_market_without_figures_is_taken_to_have_is_told_with_all_its_decimals(score: Score) -> None:
    """B is taken to have at most the 100.25 of A: 100.3, rounded, would be more than that."""
    rows = "2020,market,A,100,60\n2020,market,B,100,60\n2025,market,A,100.25,30\n2025,market,B,,\n"
    scores = score(MARKETS + rows)
    told = [*map(language("en").text, assumption(of(scores, "market-packaging-reduction"), scores.plan))]
    assert len(told) == 1
    assert 'at most 100.25 (2025) of "packaging total"' in told[0]


def test_a_market_of_which_the_hard_part_alone_is_known_gave_out_at_least_that(score: Score) -> None:
    """Base 120/200. Now 30/100 of A, B 90 of 90 to 100: 120/200 to 120/190, a cut from −1/19 to 0; 50% is ruled out."""
    rows = "2020,market,A,100,60\n2020,market,B,100,60\n2025,market,A,100,30\n2025,market,B,,90\n"
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    every, matched = found.readings
    assert (every.low, every.achieved, every.high) == (Fraction(-1, 19), None, 0)
    assert (matched.achieved, found.status, found.reasons) == (HALF, Status.UNDETERMINED, (Reason.READINGS,))


def test_a_hard_part_above_the_largest_total_is_the_most_of_its_market(score: Score) -> None:
    """B has 150 hard of 150, no market measured gave out more than 100: now (30 + 150)/250, base 120/200."""
    rows = "2020,market,A,100,60\n2020,market,B,100,60\n2025,market,A,100,30\n2025,market,B,,150\n"
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    assert (found.readings[0].low, found.readings[0].high) == (Fraction(-1, 5), Fraction(-1, 5))
    assert found.assumed_most == 150


def test_a_base_year_without_all_figures_widens_the_range_too(score: Score) -> None:
    """Base 60/100 of A, B unknown: 60/200 to 160/200. Now 60/200: a cut from 0 to 62.5%; of A alone 50%."""
    rows = "2020,market,A,100,60\n2020,market,B,,\n2025,market,A,100,30\n2025,market,B,100,30\n"
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    assert (found.readings[0].low, found.readings[0].high) == (0, Fraction(5, 8))


def test_the_part_of_each_year_that_both_years_have_stands_beside_the_cut(score: Score) -> None:
    """A of 10 in 2020; 10 of A and 90 of B in 2025: all of the one year is compared with a tenth of the other."""
    rows = "2020,market,A,10,6\n2025,market,A,10,2\n2025,market,B,90,18\n"
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    assert (found.base.matched_part, found.matched_part) == (1, Fraction(1, 10))
    assert [language("en").text(one) for one in cautions(found)] == [
        "the units of both years hold less than half of the total of 2025"
    ]


def test_the_base_year_compared_with_itself_was_cut_by_nothing(score: Score) -> None:
    found = of(score(MARKETS + "2020,market,A,10,5\n2020,market,B,10,\n"), "market-packaging-reduction")
    assert (found.low, found.achieved, found.high, found.status) == (0, 0, 0, Status.NOT_YET)


def test_with_days_the_figures_are_a_days(score: Score) -> None:
    """C1 7 of 10 in 1 day, C2 7 of 70 in 7 days: (7 + 1)/(10 + 10) = 40% in 2025, base 80%: cut by half."""
    text = "year,kind,id,packaging_total,packaging_hard,days\n2020,market,C1,10,8,1\n2020,market,C2,10,8,1\n"
    text += "2025,market,C1,10,7,1\n2025,market,C2,70,7,7\n"
    assert of(score(text), "market-packaging-reduction").achieved == Fraction(1, 2)


COLUMNS = RateColumns("packaging_hard", "packaging_total", "packaging_unit", "days")
OF_RATE = Quantity("ratio", COLUMNS)
TEN_MARKETS = "kind,id,area\n" + "".join(f"market,M{n},{'AB'[n > 4]}\n" for n in range(10))


def test_units_are_counted_alike_if_in_measure_and_in_days_or_not() -> None:
    units = [SimpleNamespace(packaging_unit="kg", days=7), SimpleNamespace(packaging_unit="kg", days=1)]
    units += [SimpleNamespace(packaging_unit="kg", days=None), SimpleNamespace(packaging_unit="", days=None)]
    ways = [Rate(2025, COLUMNS, 1, 2, 0, tuple(some), (), ()).ways_of_counting for some in (units[:2], units)]
    assert ways == [{(("kg", True),)}, {(("kg", True),), (("kg", False),), (("", False),)}]


def test_a_reduction_says_who_was_surveyed_in_the_year_scored_and_the_most_that_a_market_gave_out(score: Score) -> None:
    text = MARKETS + "2020,market,M1,100,80\n2025,market,M1,100,40\n2025,market,M2,300,40\n"
    scores = score(text, register=TEN_MARKETS)
    found = of(scores, "market-packaging-reduction")
    of_ten: Any = {"kind": "market", "listed": 10, "response_of": "listed"}
    now = Coverage(**of_ten, year=2025, surveyed=2, answered=2, response=Percentage(2, 10))
    assert found.coverage == (now,)
    assert found.base.coverage == (Coverage(**of_ten, year=2020, surveyed=1, answered=1, response=Percentage(1, 10)),)
    now, base, *_ = basis(scores.survey, Since(2025, (2020,)), ["market"], COLUMNS)
    assert (now.largest, now.beyond.most, base.largest, base.beyond.most) == (300, 2400, 100, 900)
    assert (found.assumed_most, found.base.assumed_most) == (300, 100)


HALF = Fraction(1, 2)


# Rates and cuts


def rate(year: int, hard: int, total: int, partial: int = 0, beyond: int = 0) -> Rate:
    unit = SimpleNamespace(packaging_unit="", days=None, packaging_total=total, packaging_hard=hard)
    return Rate(year, COLUMNS, hard, total, partial, (unit,), (), (), beyond=Beyond(0, beyond, beyond))


def keys_of(now: Rate, base: Rate, *rates: Fraction | None, sampled: bool = False) -> dict[str, Any]:
    return keys(
        (Figure("all"),), Basis(now, base, now, base, ((), ())), rates or (now.value, base.value), OF_RATE, sampled
    )


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
    found = change("all", rate(2025, 10, 40, 10), rate(2020, 40, 80, 20))
    assert (found.low, found.achieved, found.high) == (0, HALF, Fraction(2, 3))


def test_a_base_that_may_have_been_nothing_leaves_a_cut_without_a_lower_bound() -> None:
    found = change("all", rate(2025, 10, 40), rate(2020, 0, 10, 10))
    assert (found.low, found.achieved, found.high, found.bars) == (None, None, HALF, ())


@pytest.mark.parametrize(
    ("now", "base", "common", "bars"),
    [
        (rate(2025, 1, 2), rate(2020, 1, 2), True, ()),
        (rate(2025, 1, 2), rate(2020, 0, 0), False, (Reason.NO_COMMON_UNITS,)),
        (rate(2025, 1, 2), replace(rate(2020, 0, 0), missing=(2020,)), False, (Reason.NO_BASELINE,)),
        (rate(2025, 1, 2), rate(2020, 0, 2), True, (Reason.ZERO_BASELINE,)),
        (rate(2025, 0, 0), rate(2020, 1, 2), False, (Reason.NO_COMMON_UNITS,)),
    ],
    ids=["nothing", "a base of nothing given out", "no base", "a base of zero", "no common unit"],
)
def test_a_cut_that_cannot_be_taken_says_why(now: Rate, base: Rate, common: bool, bars: tuple[Reason, ...]) -> None:
    assert bars_of(now, base, common) == bars
    if bars:
        assert change("all", now, base, bars=bars) == Figure("all", bars=bars)


def test_a_year_without_a_row_or_before_the_base_gives_no_cut_and_the_base_itself_is_none() -> None:
    nobody = replace(rate(2025, 0, 0), measured=())
    assert change("all", nobody, rate(2020, 1, 2)) == change("all", rate(2019, 1, 2), rate(2020, 1, 2))
    assert change("all", nobody, rate(2020, 1, 2)) == Figure("all", empty=True)
    assert change("all", rate(2020, 1, 2), rate(2020, 1, 2)) == Figure("all", 0, 0, 0)


def test_the_change_of_a_rate_is_in_points_where_both_are_known() -> None:
    now, base = rate(2025, 1, 4), rate(2020, 3, 4)
    found = keys_of(now, base)["points"]
    assert (found, type(found), plain(found)) == (-HALF, Points, -50.0)
    assert [keys_of(now, base, *rates)["points"] for rates in [(HALF, None), (None, HALF)]] == [None, None]
    assert keys_of(rate(2025, 0, 0), base)["points"] is None
    assert keys_of(now, rate(2020, 0, 0))["points"] is None


def test_who_is_who_is_asked_of_every_row_and_not_of_those_measured_alone(score: Score) -> None:
    """Two markets of one name in 2025: the area tells them apart, and the one of 2020 gave nothing out any more."""
    text = "year,kind,name,area,packaging_total,packaging_hard\n2020,market,Chợ Mới,Gia Viễn,100,37\n"
    text += "2025,market,Chợ Mới,Nho Quan,100,3\n2025,market,Chợ Mới,Gia Viễn,0,0\n"
    found = of(score(text), "market-packaging-reduction")
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.NO_COMMON_UNITS,))


def test_a_base_year_of_nothing_but_zeros_is_a_base_year(score: Score) -> None:
    """A row of 0 is a figure: the base is there, and no market gave anything out in both years."""
    found = of(score(MARKETS + "2020,market,A,0,0\n2025,market,A,10,2\n"), "market-packaging-reduction")
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.NO_COMMON_UNITS,))


def test_a_year_in_which_no_market_has_both_figures_has_no_sums(score: Score) -> None:
    found = of(score(MARKETS + "2020,market,M1,100,40\n2025,market,M1,,\n"), "market-packaging-reduction")
    assert (found.numerator, found.denominator) == (None, None)
    assert (found.base.numerator, found.base.denominator) == (40, 100)


def test_a_year_whose_markets_are_counted_in_two_ways_has_no_sums(score: Score) -> None:
    text = MARKETS.replace("hard", "hard,packaging_unit") + "2020,market,M1,100,40,kg\n"
    text += "2025,market,M1,100,40,kg\n2025,market,M2,9,4,items\n"
    found = of(score(text), "market-packaging-reduction")
    assert (found.numerator, found.denominator, found.base.numerator) == (None, None, 40)

"""The edges of the measures through the whole of scoring: windows, samples, rates, and what they rest on."""

from collections.abc import Callable
from fractions import Fraction
from math import sqrt
from types import SimpleNamespace

import pytest
from conftest import measured, of

from scp_ninhbinh.measures.count import Evidence
from scp_ninhbinh.measures.figures import Coverage, Figure, NoFigures
from scp_ninhbinh.measures.reduction import Rate, basis
from scp_ninhbinh.scores.results import ShareResult, plain
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status

Score = Callable[..., Scores]
CONFIDENCE = Fraction(95, 100)
ZONES = "year,kind,id,informed\n"
MARKETS = "year,kind,id,packaging_total,packaging_hard\n"
TEN_MARKETS = "kind,id,area\n" + "".join(f"market,M{n},{'AB'[n > 4]}\n" for n in range(10))


def markets(year: int, names: str, hard: int) -> str:
    return "".join(f"{year},market,M{name},100,{hard + int(name)}\n" for name in names)


def test_what_is_not_said_of_a_measure_is_nothing() -> None:
    assert plain(Evidence(answer="task", yes=3, no=0, unknown=0))["wanted"] == "yes"
    assert {name: value for name, value in plain(NoFigures()).items() if value is not None} == {
        "coverage": [],
        "parts": [],
    }
    assert Rate(2025, 1, 2, 0, (), (), ())[7:] == ((), 0, 0)


def test_a_window_that_has_not_begun_is_pending(score: Score) -> None:
    scores = score("year,kind,name,held\n2024,campaign,A,yes\n", due=2030)
    assert measured(scores, "campaigns-held").readings[1] == Figure("since-2026", pending=True)
    assert of(scores, "campaigns-held").readings[1].status is Status.NOT_YET


def test_a_unit_that_a_later_year_names_without_its_id_counts_once(score: Score) -> None:
    text = "year,kind,id,name,applied\n2021,model,M1,Mô hình,yes\n2025,model,,Mô hình,yes\n"
    assert of(score(text), "models-applied").achieved == 1


def test_units_are_counted_alike_if_in_measure_and_in_days_or_not() -> None:
    units = [SimpleNamespace(packaging_unit="kg", days=7), SimpleNamespace(packaging_unit="kg", days=1)]
    units += [SimpleNamespace(packaging_unit="kg", days=None), SimpleNamespace()]
    ways = [Rate(2025, 1, 2, 0, tuple(some), (), ()).ways_of_counting for some in (units[:2], units)]
    assert ways == [{("kg", True)}, {("kg", True), ("kg", False), ("", False)}]


def test_a_share_of_a_sample_has_the_standard_error_of_what_was_answered(score: Score) -> None:
    """4 of 10 drawn, 2 said yes of 3 that answered: √((1 − 3/10) · 2/3 · 1/3 / 2)."""
    register = "kind,id\n" + "".join(f"craft_village,L{n}\n" for n in range(10))
    rows = "".join(f"2025,craft_village,L{n},{said}\n" for n, said in enumerate(["yes", "yes", "no", ""]))
    found = of(score(ZONES + rows, register=register, confidence=CONFIDENCE), "zones-informed")
    assert (found.readings[0].name, found.confidence, found.drawn) == ("pooled", CONFIDENCE, 4)
    assert found.se == pytest.approx(100 * sqrt(0.7 * 2 / 9 / 2))
    assert of(score(ZONES + rows), "zones-informed").readings[0].name == "pooled"


def test_a_sample_of_which_nobody_was_asked_is_a_sample_of_none(score: Score) -> None:
    rows = "2025,market,M1,100,40\n"
    found = of(score(MARKETS + rows, register=TEN_MARKETS, confidence=CONFIDENCE), "zones-informed")
    assert (found.status, found.method, found.pool) == (Status.NO_DATA, None, None)
    assert (type(found), {"drawn", "se", "confidence"} & plain(found).keys()) == (ShareResult, set())


def test_a_reduction_says_who_was_surveyed_in_the_year_scored_and_the_most_that_a_market_gave_out(score: Score) -> None:
    text = MARKETS + "2020,market,M1,100,80\n2025,market,M1,100,40\n2025,market,M2,300,40\n"
    scores = score(text, register=TEN_MARKETS)
    found = of(scores, "market-packaging-reduction")
    assert found.coverage == (Coverage(kind="market", year=2025, surveyed=2, listed=10),)
    now, base, *_ = basis(scores.survey, (2025, 2020), ["market"], ("packaging_hard", "packaging_total"))
    assert (now.largest, now.beyond, base.largest, base.beyond) == (300, 2400, 100, 900)
    assert (found.assumed_most, found.base.assumed_most) == (300, 100)


def test_the_rates_of_a_sample_are_estimates_of_their_own(score: Score) -> None:
    text = MARKETS + markets(2020, "012345", 60) + markets(2025, "012345", 30)
    scores = score(text, register=TEN_MARKETS, confidence=CONFIDENCE)
    found = of(scores, "market-packaging-reduction")
    assert (found.rate, found.base.rate) == (Fraction(325, 1000), Fraction(625, 1000))
    assert [one.name for one in found.readings] == ["matched"]
    (figure,) = measured(scores, "market-packaging-reduction").readings
    assert (figure.name, len(figure.intervals)) == ("matched", 1)


def test_one_market_common_to_two_samples_is_no_panel(score: Score) -> None:
    text = MARKETS + markets(2020, "0123", 60) + markets(2025, "0456", 30)
    scores = score(text, register=TEN_MARKETS, confidence=CONFIDENCE)
    found = measured(scores, "market-packaging-reduction").readings
    assert [(one.name, one.empty) for one in found] == [("all", False), ("matched", True)]
    assert of(scores, "market-packaging-reduction").readings[1].status is Status.NO_DATA


def test_an_area_of_a_sample_has_the_panel_of_its_own_markets(score: Score) -> None:
    text = MARKETS.replace("id,", "id,area,") + "".join(
        f"{year},market,M{n},{'AB'[n > 4]},100,{hard + n}\n"
        for year, hard in ((2020, 60), (2025, 30))
        for n in (0, 1, 2, 5, 6, 7)
    )
    found = of(score(text, register=TEN_MARKETS, confidence=CONFIDENCE, by="area"), "market-packaging-reduction")
    cuts = {group.name: group.achieved for group in found.groups if group.speaks}
    assert cuts == {"A": 1 - Fraction(93, 183), "B": 1 - Fraction(108, 198)}


def test_markets_that_no_register_lists_are_all_there_are(score: Score) -> None:
    text = MARKETS + markets(2020, "012", 60) + markets(2025, "012", 30)
    found = of(score(text, confidence=CONFIDENCE), "market-packaging-reduction")
    assert found.low == found.achieved == found.high == 1 - Fraction(93, 183)

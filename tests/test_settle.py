"""What would settle or turn a verdict is tried by scoring again."""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import of
from explaining import (
    BASE_OF_THREE,
    CAMPAIGNS,
    CONFIDENCE,
    MARKETS,
    OF_THREE,
    REGISTER,
    Score,
    cut,
    explained,
    lines,
    listing,
    markets,
    of_equal_markets,
    output,
    sampled,
    step,
    units,
    villages,
    years,
)

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.scores.verdict import Status


def units_of(target: Any, said: str) -> Any:
    """Return the units of a target of the JSON that count in one way."""
    (units,) = [listing["units"] for listing in target["units"] if listing["said"] == said]
    return units


def test_a_settled_share_needs_nothing_to_settle_it(score: Score) -> None:
    for answers in ("yyyyyyynnu", "ynnnnnnnnu"):
        assert explained(score(villages(answers)), "zones-informed").steps == ()


def test_as_many_open_answers_as_are_needed_settle_a_share_and_one_fewer_does_not(score: Score) -> None:
    """Ten villages, 5 yes, 2 no, 3 open: 7 are required, so 2 of the 3; with 2 bad ones it is missed."""
    answers = "yyyyynnuuu"
    found = explained(score(villages(answers)), "zones-informed")
    assert step(found, "answers") == {"needed": 2, "open": 3, "against": 2}
    known = answers.rstrip("u")
    for good, status in ((2, Status.MET), (1, Status.NOT_MET)):
        again = of(score(villages(known + "y" * good + "n" * (3 - good))), "zones-informed")
        assert again.status is status
    for bad, status in ((2, Status.NOT_MET), (1, Status.UNDETERMINED)):
        again = of(score(villages(known + "n" * bad + "u" * (3 - bad))), "zones-informed")
        assert again.status is status


def test_with_a_register_units_that_nobody_asked_are_named_and_their_answers_settle_it_too(score: Score) -> None:
    """Ten villages of the register, 8 asked: 6 yes, 1 no, 1 unknown. 7 are required: 1 of the 3 open answers."""
    register = REGISTER + listing("craft_village", [f"L{n}" for n in range(10)])
    found = explained(score(villages("yyyyyynu"), register=register), "zones-informed")
    assert units(found) == {
        "no": ["L6"],
        "unknown": ["L7"],
        "yes": ["L0", "L1", "L2", "L3", "L4", "L5"],
        "not_surveyed": ["L8", "L9"],
    }
    assert "(6 + 3) / 10 = 90.0%" in lines(found)
    assert step(found, "answers") == {"needed": 1, "open": 3, "against": 3}
    for answers, status in (("yyyyyynnny", Status.MET), ("yyyyyynnnn", Status.NOT_MET)):
        assert of(score(villages(answers), register=register), "zones-informed").status is status


@pytest.mark.parametrize("counts", [(210, 47, 13), (210, 46, 14), (120, 30, 10), (90, 18, 12)])
def test_so_many_more_units_drawn_settle_a_sample_and_one_fewer_does_not(
    score: Score, counts: tuple[int, int, int]
) -> None:
    """Drawn are as many more as it says, with yeses in the same proportion, rounded to whole units."""
    size, good, bad = counts
    found = explained(sampled(score, *counts), "zones-informed")
    assert found.reasons == (Reason.SAMPLING,)
    more = step(found, "drawn")["more"]
    statuses = []
    for drawn in (good + bad + more, good + bad + more - 1):
        yes = round(Fraction(drawn * good, good + bad))
        statuses.append(of(sampled(score, size, yes, drawn - yes), "zones-informed").status)
    assert statuses[0] is not Status.UNDETERMINED
    assert statuses[1] is Status.UNDETERMINED


def test_open_answers_in_a_sample_are_named_beside_what_else_would_settle_it(score: Score) -> None:
    found = explained(sampled(score, 100, 15, 5, 5), "zones-informed")
    assert step(found, "unknown-drawn")["open"] == 5
    assert units(found)["unknown"] == [f"L{n}" for n in range(20, 25)]


def test_a_stratum_of_which_nothing_was_drawn_is_named(score: Score) -> None:
    register = REGISTER + listing("craft_village", ["L0", "L1", "L2"], "near")
    register += listing("craft_village", ["L8", "L9"], "far")
    found = explained(score(villages("yyn"), register=register, confidence=CONFIDENCE), "zones-informed")
    (name,) = step(found, "empty-strata")["strata"]
    assert "far" in name
    assert "near" not in name


def test_a_hard_part_that_is_not_known_may_be_so_much_and_no_more(score: Score) -> None:
    """80% in 2020, so 56% now is a cut of 30%: 56 of 100, less the 20 of C1 leaves 36 of C2's 50."""
    base = MARKETS + markets(2020, ("C1", 50, 40), ("C2", 50, 40))
    found = explained(score(base + markets(2025, ("C1", 50, 20), ("C2", 50, ""))), "market-packaging-reduction")
    assert step(found, "hard-part") == {"most": 36, "of": 50, "year": 2025}
    for hard, status in ((36, Status.MET), (37, Status.NOT_MET)):
        again = of(score(base + markets(2025, ("C1", 50, 20), ("C2", 50, hard))), "market-packaging-reduction")
        assert again.status is status


@pytest.mark.parametrize(
    ("hard", "each", "all_hard"),
    [(50, Fraction(300, 11), True), (60, Fraction(100, 7), False)],
)
def test_a_market_that_was_not_measured_would_have_to_give_out_so_much_to_turn_the_figure(
    score: Score, hard: int, each: Fraction, all_hard: bool
) -> None:
    """80% in 2020, so 56% is allowed. C3 gives out a.

    50/100 twice is met; with a, all of it hard, (100 + a)/(200 + a) = 56% at a = 12/0.44 = 300/11.
    60/100 twice is not; with a, none of it hard, 120/(200 + a) = 56% at a = 8/0.56 = 100/7.
    """
    text = MARKETS + BASE_OF_THREE + markets(2025, ("C1", 100, hard), ("C2", 100, hard))
    found = explained(score(text, register=OF_THREE), "market-packaging-reduction")
    assert step(found, "unmeasured") == {
        **{"year": 2025, "units": 1, "assumed_most": 100},
        **{"each": each, "hard": all_hard},
    }
    reached = []
    for amount in (each * Fraction(99, 100), each * Fraction(101, 100)):
        more = f"2025,market,C3,{float(amount):.6f},{float(amount) if all_hard else 0:.6f}\n"
        again = explained(score(text + more, register=OF_THREE), "market-packaging-reduction")
        reached.append(cut(again) >= Fraction(30, 100))
    assert reached == ([True, False] if all_hard else [False, True])


@pytest.mark.parametrize(("hard", "each"), [(50, Fraction(150, 11)), (60, Fraction(50, 7))])
def test_markets_that_were_not_measured_share_what_turns_the_figure(score: Score, hard: int, each: Fraction) -> None:
    """C3 is of the register alone, C4 has a row without figures: each half of 300/11 and of 100/7."""
    register = OF_THREE + "market,C4,\n"
    text = MARKETS + BASE_OF_THREE + markets(2020, ("C4", 100, 80))
    text += markets(2025, ("C1", 100, hard), ("C2", 100, hard), ("C4", "", ""))
    found = explained(score(text, register=register), "market-packaging-reduction")
    values = step(found, "unmeasured")
    assert (values["units"], values["each"]) == (2, each)
    assert (units(found)["unknown"], units(found)["not_surveyed"]) == (["C4"], ["C3"])


def test_a_market_that_the_base_year_lacks_can_turn_the_figure_too(score: Score) -> None:
    """50% now is a cut of 30% from 5/7. 160 of 200 + a, none of a hard, is 5/7 at a = 24."""
    text = MARKETS + markets(2020, ("C1", 100, 80), ("C2", 100, 80))
    text += markets(2025, ("C1", 100, 50), ("C2", 100, 50), ("C3", 100, 50))
    found = explained(score(text, register=OF_THREE), "market-packaging-reduction")
    assert step(found, "unmeasured") == {
        **{"year": 2020, "units": 1, "assumed_most": 100},
        **{"each": Fraction(24), "hard": False},
    }
    assert "24" in lines(found)
    for amount, status in ((23, Status.MET), (24, Status.MET), (25, Status.NOT_MET)):
        again = score(text + markets(2020, ("C3", amount, 0)), register=OF_THREE)
        assert of(again, "market-packaging-reduction").status is status


def test_what_was_assumed_of_a_market_that_was_not_measured_is_said(score: Score) -> None:
    """The largest total of 2025 is C1's 1,300."""
    text = MARKETS + BASE_OF_THREE + markets(2025, ("C1", 1300, 500), ("C2", 100, 50))
    found = explained(score(text, register=OF_THREE), "market-packaging-reduction")
    assert step(found, "unmeasured")["assumed_most"] == 1300
    assert re.search(r"assumed: .*1,?300", lines(found))


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (markets(2025, ("C1", 50, 20)), "no-baseline"),
        (markets(2020, ("C1", 50, 0)) + markets(2025, ("C1", 50, 20)), "zero-baseline"),
    ],
)
def test_a_base_that_is_missing_or_zero_is_what_would_settle_it(score: Score, rows: str, what: str) -> None:
    found = explained(score(MARKETS + rows), "market-packaging-reduction")
    assert step(found, what) == {"year": 2020, "years": (2020,)}


def test_figures_in_different_units_are_what_keeps_it_open(score: Score) -> None:
    text = "year,kind,id,packaging_total,packaging_hard,packaging_unit\n"
    text += "2020,market,C1,10,8,kg\n2025,market,C1,10,2,items\n"
    assert [one.what for one in explained(score(text), "market-packaging-reduction").steps] == ["different-units"]


def test_a_sample_of_markets_is_told_about_how_many_more_settle_it(score: Score) -> None:
    """Forty equal markets, each 20% less hard: so many more, and not one fewer, and the target is missed."""
    found = explained(of_equal_markets(score, 40, 10), "market-packaging-reduction")
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.SAMPLING,))
    known = step(found, "measured")
    assert known["measured"] == 10
    for measured, status in ((10 + known["more"], Status.NOT_MET), (9 + known["more"], Status.UNDETERMINED)):
        assert of(of_equal_markets(score, 40, measured), "market-packaging-reduction").status is status


@pytest.mark.parametrize(
    ("now", "hard", "turning"),
    [
        (40, True, 11),  # (1600 + 60k)/4000 > 0.56 from 640/60 on
        (64, False, 5),  # (2560 - 64k)/4000 ≤ 0.56 from 320/64 on
        (56, True, 1),
    ],
    ids=["met", "missed", "at the requirement"],
)
@pytest.mark.parametrize("measured", [8, 38], ids=["open", "settled"])
def test_it_is_told_how_many_that_were_not_measured_turn_a_sample(
    score: Score, now: int, hard: bool, turning: int, measured: int
) -> None:
    """Forty markets, 80 of 100 in 2020: at most 56 of 100 may be hard. The others are like those measured."""
    register = REGISTER + listing("market", [f"C{n}" for n in range(40)])
    rows = [f"C{n}" for n in range(measured)]
    text = MARKETS + markets(2020, *((n, 100, 80) for n in rows)) + markets(2025, *((n, 100, now) for n in rows))
    found = explained(score(text, register=register, confidence=CONFIDENCE), "market-packaging-reduction")
    left = 40 - measured
    expected = {"year": 2025, "units": left, "assumed_most": 100, "hard": hard}
    assert step(found, "undrawn") == expected | {"turning": turning if turning <= left else None}


def test_a_sample_needs_a_market_of_each_stratum(score: Score) -> None:
    register = REGISTER + listing("market", [f"C{n}" for n in range(5)], "near")
    register += listing("market", [f"D{n}" for n in range(5)], "far")
    rows = ("C1", "C2")
    text = MARKETS + markets(2020, *((name, 100, 80) for name in rows)) + markets(2025, *((n, 100, 40) for n in rows))
    found = explained(score(text, register=register, confidence=CONFIDENCE), "market-packaging-reduction")
    (name,) = step(found, "empty-strata")["strata"]
    assert (name, name.kind, name.stratum) == ("market far", "market", "far")
    assert found.lone == (name,)


def test_years_without_a_row_are_what_keeps_a_count_open(score: Score) -> None:
    """Nothing held in 2021, 2022 and 2025, nothing known of 2023 and 2024; with a no for both it is missed."""
    text = CAMPAIGNS + years({2021: "n", 2022: "n", 2025: "n"})
    found = explained(score(text), "campaigns-held")
    assert step(found, "years") == {"years": (2023, 2024)}
    assert "2023, 2024" in lines(found)
    assert (found.margin, units(found)) == (-1, {"no": ["A0"] * 3})
    assert of(score(text + years({2023: "n", 2024: "n"})), "campaigns-held").status is Status.NOT_MET


def test_open_answers_settle_a_count_as_they_do_a_share(score: Score) -> None:
    """One is required, two are open: one of them is enough, and two that were not held rule it out."""
    known = dict.fromkeys(range(2021, 2026), "n")
    found = explained(score(CAMPAIGNS + years(known | {2024: "uu"})), "campaigns-held")
    assert step(found, "answers") == {"needed": 1, "open": 2, "against": 2}
    for said, status in (("yn", Status.MET), ("nn", Status.NOT_MET)):
        assert of(score(CAMPAIGNS + years(known | {2024: said})), "campaigns-held").status is status


def test_json_gives_the_figures_of_each_market_and_what_turns_the_verdict(tmp_path: Path) -> None:
    """The case of 300/11 above, in JSON's numbers."""
    text = MARKETS + BASE_OF_THREE + markets(2025, ("C1", 100, 50), ("C2", 100, 50))
    survey, register = tmp_path / "a.csv", tmp_path / "r.csv"
    survey.write_text(text, encoding="utf-8")
    register.write_text(OF_THREE, encoding="utf-8")
    shown = output("market-packaging-reduction", "json", str(survey), register=str(register))
    (target,) = json.loads(shown)["targets"]
    nameless = {"name": None, "area": None, "kind": "market"}
    assert units_of(target, "measured")[0] == {"unit": "C1", **nameless, "year": 2025, "hard": 50, "total": 100}
    assert units_of(target, "not_surveyed") == [{"unit": "C3", **nameless, "year": None}]
    (turning,) = [one for one in target["steps"] if one["what"] == "unmeasured"]
    assert (turning["each"], turning["hard"], turning["units"]) == (pytest.approx(27.2727, abs=0.001), True, 1)

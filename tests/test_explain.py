"""`scp explain`: one target step by step. What it says would settle or turn a verdict is tried by scoring again."""

import json
import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES, Scp, of
from reports import explain_report

from scp_ninhbinh.documents.document import Items, Section
from scp_ninhbinh.documents.explanation import sections
from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.run import Request, explain_files, score_files
from scp_ninhbinh.scores.explain import AnyExplained, DrawnStratum, MeasuredUnit, explain, find
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.units import vocabulary
from scp_ninhbinh.text.say import Code, Sayable, language

Score = Callable[..., Scores]

ZONES = "year,kind,id,informed\n"
OUTLETS = "year,kind,id,hard_bags\n"
MARKETS = "year,kind,id,packaging_total,packaging_hard\n"
CAMPAIGNS = "year,kind,name,held\n"
MODELS = "year,kind,id,applied\n"
CONFIDENCE = Fraction(95, 100)
SAID = {"y": "yes", "n": "no", "u": ""}


def explained(scores: Scores, indicator: str, due: int | None = None) -> AnyExplained:
    return explain(of(scores, indicator, due), scores)


def output(target: str, name: str, *paths: str, register: str | None = None, width: int = 80, lang: Code = "en") -> str:
    """Return what `scp explain` prints of these files in this format."""
    run, found = explain_files(target, Request(paths, register=register))
    return explain_report(name, found, run, language(lang), width, False)


def lines(explanation: AnyExplained, code: Code = "en") -> str:
    """Return all that the explanation says, on one line."""
    return " ".join(language(code).text(line) for part in sections(explanation) for line in items(part))


def items(part: Section[Sayable]) -> tuple[Sayable, ...]:
    """Return the lines of a part."""
    return tuple(line for block in part.blocks if isinstance(block, Items) for line in block.items)


def units(explanation: AnyExplained) -> dict[str, list[str]]:
    """Return the units by how they count, in the order in which they are listed."""
    return {listing.said: [unit.unit for unit in listing.units] for listing in explanation.units}


def step(explanation: AnyExplained, what: str) -> dict[str, Any]:
    """Return the values of the one step of this name."""
    (found,) = [one for one in explanation.steps if one.what == what]
    return {name: value for name, value in vars(found).items() if name != "what"}


def villages(answers: str, year: int = 2025) -> str:
    """Return a survey with a village for each letter: y(es), n(o), u(nknown)."""
    rows = (f"{year},craft_village,L{number},{SAID[letter]}\n" for number, letter in enumerate(answers))
    return ZONES + "".join(rows)


def listing(kind: str, ids: Iterable[str], stratum: str = "") -> str:
    return "".join(f"{kind},{one},{stratum}\n" for one in ids)


REGISTER = "kind,id,stratum\n"


# Which target is meant


@pytest.mark.parametrize(
    ("name", "indicator", "due"),
    [
        ("zones-informed", "zones-informed", None),
        ("I.1.1", "zones-informed", 2025),
        ("I.2.1", "zones-informed", 2030),
        ("I.2.2", "campaigns-held", 2030),
        ("I.1.5", "education-integration", None),
        ("II.1.c", "task-II.1.c", None),
        ("task-II.1.c", "task-II.1.c", None),
    ],
)
def test_a_target_is_named_by_its_id_or_its_clause(name: str, indicator: str, due: int | None) -> None:
    plan = load_plan(embedded_plan(), vocabulary()).plan
    item, found = find(plan, name)
    assert (item.id, found) == (indicator, due)


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("I.1.4", {"market-packaging-reduction", "stores-without-hard-bags"}),
        ("I.2.3", {"market-packaging-reduction", "stores-without-hard-bags"}),
    ],
)
def test_a_clause_that_holds_two_targets_names_neither(name: str, choices: set[str]) -> None:
    with pytest.raises(ScpError) as caught:
        find(load_plan(embedded_plan(), vocabulary()).plan, name)
    assert set(caught.value.problems[0].details["choices"]) == choices


def units_of(target: Any, said: str) -> Any:
    """Return the units of a target of the JSON that count in one way."""
    (units,) = [listing["units"] for listing in target["units"] if listing["said"] == said]
    return units


def test_a_name_that_no_target_has_is_told_the_names_there_are(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(villages("yn"), encoding="utf-8")
    for name, told in (("zone-informed", "zones-informed"), ("I.1.4", "stores-without-hard-bags")):
        done = scp("explain", name, "a.csv")
        assert (done.returncode, done.stdout, told in done.stderr) == (2, "", True), name
        assert "Traceback" not in done.stderr


def test_a_due_year_picks_the_target_and_all_explains_each(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(villages("yn"), encoding="utf-8")
    for due, dues in (("2030", [2030]), ("all", [2025, 2030])):
        document = json.loads(scp("explain", "zones-informed", "a.csv", "--due", due, "--format", "json").stdout)
        assert [target["due"] for target in document["targets"]] == dues


# Shares


def test_a_share_is_explained_with_its_requirement_readings_and_reasons(score: Score) -> None:
    """The plan declares two readings of clause I.1.1, each with its reason."""
    found = explained(score(villages("yyn")), "zones-informed")
    said = lines(found)
    assert re.search(r"70% .*2025", said)
    for chosen in found.declared_readings:
        assert chosen.reading is not None
        assert chosen.reading.en in said
        assert chosen.why.en in said
    assert len(found.declared_readings) == 2


def test_the_formula_of_a_share_has_its_numbers_put_in(score: Score) -> None:
    """Ten villages, 5 yes and 3 unknown: 5/10 confirmed, (5 + 3)/10 possible."""
    said = lines(explained(score(villages("yyyyynnuuu")), "zones-informed"))
    assert "5 / 10 = 50.0%" in said
    assert "(5 + 3) / 10 = 80.0%" in said


def test_the_units_of_a_share_are_named_by_what_they_said_worst_first(score: Score) -> None:
    found = explained(score(villages("yunyu")), "zones-informed")
    assert units(found) == {"no": ["L2"], "unknown": ["L1", "L4"], "yes": ["L0", "L3"]}
    assert list(units(found)) == ["no", "unknown", "yes"]


def test_where_the_clause_asks_for_a_no_an_outlet_that_says_yes_is_the_bad_one(score: Score) -> None:
    text = OUTLETS + "2025,supermarket,S1,yes\n2025,supermarket,S2,no\n"
    assert units(explained(score(text), "stores-without-hard-bags")) == {"no": ["S1"], "yes": ["S2"]}


@pytest.mark.parametrize(
    ("answers", "margin"),
    [("yyyyyyynnn", 0), ("yyyyyyyynn", 1), ("yyyynnnnnn", -3), ("yyn", -1), ("yyynu", -1)],
)
def test_the_margin_is_in_whole_units(score: Score, answers: str, margin: int) -> None:
    """70% of 10 is 7; of 3 it is 2.1, so 3 are needed; of 5 it is 3.5, so 4, and an unknown one does not count."""
    scores = score(villages(answers))
    assert explained(scores, "zones-informed").margin == margin
    assert of(scores, "zones-informed").needed == max(0, -margin)


def test_the_margin_is_said_in_words(score: Score) -> None:
    assert "3 more would reach it" in lines(explained(score(villages("yyyynnnnnn")), "zones-informed"))
    assert "1 more than required" in lines(explained(score(villages("yyyyyyyynn")), "zones-informed"))


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


def test_an_explanation_says_whether_the_whole_is_a_register_or_what_was_surveyed(score: Score) -> None:
    register = REGISTER + listing("craft_village", ["L0", "L1"])
    with_one = explained(score(villages("yy"), register=register), "zones-informed")
    without = explained(score(villages("yy")), "zones-informed")
    assert [found.pool for found in (with_one, without)] == ["register", "surveyed"]
    assert lines(with_one) != lines(without)
    assert "among the units surveyed" in lines(without)
    assert "among the units surveyed" not in lines(with_one)


# Shares from a sample


def sample(size: int, good: int, bad: int, unknown: int = 0) -> tuple[str, str]:
    """Return a survey of drawn villages and the register of all."""
    register = REGISTER + listing("craft_village", [f"L{n}" for n in range(size)])
    return villages("y" * good + "n" * bad + "u" * unknown), register


def sampled(score: Score, *counts: int) -> Scores:
    text, register = sample(*counts)
    return score(text, register=register, confidence=CONFIDENCE)


def test_a_sampled_share_is_explained_with_its_strata_and_its_interval(score: Score) -> None:
    """METHODS: 47 yes of 60 drawn of 210 gives 143 to 181 of 210, 68.1% to 86.2%."""
    found = explained(sampled(score, 210, 47, 13), "zones-informed")
    drawn = DrawnStratum(kind="craft_village", stratum="", size=210, drawn=60, yes=47, unknown=0)
    assert found.strata == (drawn,)
    said = lines(found)
    assert "95% interval 68.1% to 86.2%" in said
    assert re.search(r"47 .*60 .*210", said)
    assert "not_surveyed" not in units(found)
    assert found.margin is None


def test_of_a_sample_of_which_nobody_was_drawn_the_strata_are_told_and_no_unit(score: Score) -> None:
    """There is no figure, and so no estimate; whom the register lists was not drawn, and is not missing."""
    register = REGISTER + listing("craft_village", ["L0", "L1"]) + listing("supermarket", ["S0"])
    scores = score(OUTLETS + "2025,supermarket,S0,no\n", register=register, confidence=CONFIDENCE)
    found = explained(scores, "zones-informed")
    assert (found.status, found.units) == (Status.NO_DATA, ())
    assert found.strata == (DrawnStratum(kind="craft_village", stratum="", size=2, drawn=0, yes=0, unknown=0),)


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


# Reductions


def markets(year: int, *rows: tuple[str, object, object]) -> str:
    return "".join(f"{year},market,{name},{total},{hard}\n" for name, total, hard in rows)


def cut(explanation: AnyExplained) -> Fraction:
    """Return the cut over all measured."""
    return explanation.readings[0].achieved


def test_a_cut_is_explained_with_both_rates_and_their_numbers(score: Score) -> None:
    """160 of 200 hard in 2020, 90 of 180 now: 80% and 50%, a cut of 37.5%."""
    text = MARKETS + markets(2020, ("C1", 100, 80), ("C2", 100, 80)) + markets(2025, ("C1", 100, 60), ("C2", 80, 30))
    found = explained(score(text), "market-packaging-reduction")
    said = lines(found)
    for part in ("160 / 200 = 80.00%", "90 / 180 = 50.00%", "1 − 50.00% / 80.00% = 37.5%", "2020", "2025"):
        assert part in said
    assert [chosen.year for chosen in found.declared_readings if chosen.year] == [2020]
    assert found.steps == ()


def test_markets_are_listed_by_what_they_gave_out_of_the_hard_the_most_first(score: Score) -> None:
    text = MARKETS + markets(2020, ("C1", 100, 80))
    text += markets(2025, ("C1", 100, 20), ("C2", 90, 70), ("C3", 50, ""), ("C4", "", ""), ("C5", 10, 0))
    found = explained(score(text), "market-packaging-reduction")
    assert units(found) == {"measured": ["C2", "C1", "C5"], "hard_unknown": ["C3"], "unknown": ["C4"]}
    amounts = [[(one.hard, one.total) for one in some.units if isinstance(one, MeasuredUnit)] for some in found.units]
    assert amounts == [[(70, 90), (20, 100), (0, 10)], [(None, 50)], []]


def test_each_reading_has_its_figure_and_its_verdict_beside_the_other(score: Score) -> None:
    """All: 80/100 → 50/100, cut by 37.5%. Measured in both years is C1: 40/50 → 30/50, cut by 25%."""
    text = MARKETS + markets(2020, ("C1", 50, 40), ("C2", 50, 40)) + markets(2025, ("C1", 50, 30), ("C3", 50, 20))
    found = explained(score(text), "market-packaging-reduction")
    texts = [[language("en").text(line) for line in items(part)] for part in sections(found)]
    (verdict,) = [lines for lines in texts if any("disagree" in line for line in lines)]
    readings = [line for line in verdict if re.search(r"37\.5%|25\.0%", line)]
    assert [re.search(r"(37\.5%|25\.0%).*(Met|Not met)", line).groups() for line in readings] == [
        ("37.5%", "Met"),
        ("25.0%", "Not met"),
    ]
    assert [one.what for one in found.steps] == ["readings"]


def test_a_hard_part_that_is_not_known_may_be_so_much_and_no_more(score: Score) -> None:
    """80% in 2020, so 56% now is a cut of 30%: 56 of 100, less the 20 of C1 leaves 36 of C2's 50."""
    base = MARKETS + markets(2020, ("C1", 50, 40), ("C2", 50, 40))
    found = explained(score(base + markets(2025, ("C1", 50, 20), ("C2", 50, ""))), "market-packaging-reduction")
    assert step(found, "hard-part") == {"most": 36, "of": 50, "year": 2025}
    for hard, status in ((36, Status.MET), (37, Status.NOT_MET)):
        again = of(score(base + markets(2025, ("C1", 50, 20), ("C2", 50, hard))), "market-packaging-reduction")
        assert again.status is status


OF_THREE = REGISTER + listing("market", ["C1", "C2", "C3"])
BASE_OF_THREE = markets(2020, ("C1", 100, 80), ("C2", 100, 80), ("C3", 100, 80))


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
    assert step(found, what) == {"year": 2020}


def test_figures_in_different_units_are_what_keeps_it_open(score: Score) -> None:
    text = "year,kind,id,packaging_total,packaging_hard,packaging_unit\n"
    text += "2020,market,C1,10,8,kg\n2025,market,C1,10,2,items\n"
    assert [one.what for one in explained(score(text), "market-packaging-reduction").steps] == ["different-units"]


def of_equal_markets(score: Score, size: int, measured: int) -> Scores:
    """Score a sample of markets, each 80 of 100 hard in 2020 and 64 of 100 now: a cut of 20%."""
    register = REGISTER + listing("market", [f"C{n}" for n in range(size)])
    text = MARKETS + "".join(
        markets(year, *((f"C{n}", 100, hard) for n in range(measured))) for year, hard in ((2020, 80), (2025, 64))
    )
    return score(text, register=register, confidence=CONFIDENCE)


def test_a_sample_of_too_few_markets_is_told_how_many_it_takes_to_call_a_target_missed(score: Score) -> None:
    """METHODS: fewer than 30 measured never give "not met"."""
    found = explained(of_equal_markets(score, 40, 10), "market-packaging-reduction")
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.SAMPLING,))
    assert step(found, "rough") == {"measured": 10, "fewest": 30}
    for measured, status in ((30, Status.NOT_MET), (29, Status.UNDETERMINED)):
        assert of(of_equal_markets(score, 40, measured), "market-packaging-reduction").status is status


def test_a_sample_needs_two_markets_of_each_stratum(score: Score) -> None:
    register = REGISTER + listing("market", [f"C{n}" for n in range(5)], "near")
    register += listing("market", [f"D{n}" for n in range(5)], "far")
    rows = ("C1", "C2", "D1")
    text = MARKETS + markets(2020, *((name, 100, 80) for name in rows)) + markets(2025, *((n, 100, 40) for n in rows))
    found = explained(score(text, register=register, confidence=CONFIDENCE), "market-packaging-reduction")
    (name,) = step(found, "lone")["strata"]
    assert (name, name.kind, name.stratum) == ("market far", "market", "far")
    assert found.lone == (name,)


# Counts


def years(answers: dict[int, str], kind: str = "campaign") -> str:
    """Return a row for each letter of each year: y(es), n(o), u(nknown)."""
    return "".join(
        f"{year},{kind},A{number},{SAID[letter]}\n"
        for year, letters in answers.items()
        for number, letter in enumerate(letters)
    )


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


def test_occasions_are_named_with_their_year(score: Score) -> None:
    found = explained(
        score(CAMPAIGNS + years({2021: "n", 2022: "n", 2023: "y", 2024: "n", 2025: "u"})), "campaigns-held"
    )
    assert "A0 (2023)" in lines(found)
    assert {listing.said: [unit.year for unit in listing.units] for listing in found.units} == {
        **{"no": [2021, 2022, 2024], "unknown": [2025], "yes": [2023]},
    }


def test_the_upper_figure_of_a_range_is_called_a_stretch(score: Score) -> None:
    """Clause I.1.3 asks for 01-02: at least 1, 2 is the stretch; one held is as many as required."""
    found = explained(score(CAMPAIGNS + years({2025: "y"})), "campaigns-held")
    assert (found.margin, "stretch" in lines(found)) == (0, True)


def test_two_windows_are_two_readings_with_their_reasons(score: Score) -> None:
    """Two held in 2024 and one in 2026: since 2021 it is 3 and met, since 2026 it is 1 and missed by 1."""
    held = dict.fromkeys(range(2021, 2031), "n") | {2024: "yy", 2026: "y"}
    found = explained(score(CAMPAIGNS + years(held)), "campaigns-held", 2030)
    said = lines(found)
    assert re.search(r"since 2021: 3\b.*\bMet.*since 2026: 1\b.*\bNot met", said)
    assert [chosen.year for chosen in found.declared_readings] == [2021, 2026]
    assert all(chosen.why.en in said for chosen in found.declared_readings)
    assert (found.margin, [one.what for one in found.steps if one.what != "answers"]) == (-1, ["readings"])


# What asks for no number


def test_a_clause_without_a_number_has_its_evidence_and_no_margin(score: Score) -> None:
    text = "year,kind,name,includes_scp\n2025,curriculum,A,yes\n2025,curriculum,B,no\n2025,curriculum,C,\n"
    found = explained(score(text), "education-integration")
    assert units(found) == {"no": ["B"], "unknown": ["C"], "yes": ["A"]}
    assert (found.margin, found.steps, found.status) == (None, (), Status.TRACKED)
    assert re.search(r": 1\b", lines(found))


def test_a_task_names_the_activities_that_are_its_evidence(score: Score) -> None:
    text = "year,kind,name,task\n2025,activity,Tập huấn,II.1.b; II.2.d\n2025,activity,Hội thảo,II.2.d\n"
    scores = score(text)
    assert units(explained(scores, "task-II.2.d")) == {"yes": ["Tập huấn", "Hội thảo"]}
    assert units(explained(scores, "task-II.1.b")) == {"yes": ["Tập huấn"]}
    assert units(explained(scores, "task-II.1.a")) == {}


@pytest.mark.parametrize("indicator", ["zones-informed", "market-packaging-reduction", "campaigns-held"])
def test_a_target_of_which_no_row_speaks_is_explained_as_having_no_data(score: Score, indicator: str) -> None:
    text = "year,kind,id,hard_bags\n2025,supermarket,S1,no\n"
    found = explained(score(text), indicator)
    assert (found.status, found.margin, found.units, found.steps) == (Status.NO_DATA, None, (), ())
    assert "No data" in lines(found)


# Formats


def test_long_lists_are_cut_with_a_count_and_are_whole_in_json(tmp_path: Path) -> None:
    """Thirty villages that were not informed: the text names some and counts the rest."""
    path = tmp_path / "a.csv"
    path.write_text(villages("n" * 30), encoding="utf-8")
    for name in ("table", "markdown"):
        said = " ".join(output("I.1.1", name, str(path)).split())
        more = re.search(r"\(30\): (L0, .*?), (\d+) more", said)
        assert more, name
        assert len(more[1].split(", ")) + int(more[2]) == 30
        assert "L29" not in said
    document = json.loads(output("I.1.1", "json", str(path)))
    assert [unit["unit"] for unit in units_of(document["targets"][0], "no")] == [f"L{n}" for n in range(30)]


def test_json_holds_every_part_under_its_own_key(scp: Scp, tmp_path: Path) -> None:
    """Five villages: 3 yes, 1 no, 1 unknown; 4 are required."""
    (tmp_path / "a.csv").write_text(villages("yyynu"), encoding="utf-8")
    document = json.loads(scp("explain", "zones-informed", "a.csv", "--format", "json").stdout)
    (target,) = document["targets"]
    assert (document["schema"], document["year"]) == ("scp-ninhbinh/explain/1", 2025)
    assert [target[key] for key in ("id", "clause", "due", "required", "status", "margin", "needed")] == [
        *("zones-informed", "I.1.1", 2025, 70.0, "undetermined", -1, 1),
    ]
    assert target["steps"] == [{"what": "answers", "needed": 1, "open": 1, "against": 1}]
    assert units_of(target, "no") == [{"unit": "L3", "kind": "craft_village", "year": 2025}]
    assert {some["said"]: len(some["units"]) for some in target["units"]} == {"no": 1, "unknown": 1, "yes": 3}
    assert [set(one) for one in target["declared_readings"]] == [{"reading", "year", "why"}] * 2
    assert target["readings"][0]["status"] == "undetermined"


def test_json_gives_the_figures_of_each_market_and_what_turns_the_verdict(tmp_path: Path) -> None:
    """The case of 300/11 above, in JSON's numbers."""
    text = MARKETS + BASE_OF_THREE + markets(2025, ("C1", 100, 50), ("C2", 100, 50))
    survey, register = tmp_path / "a.csv", tmp_path / "r.csv"
    survey.write_text(text, encoding="utf-8")
    register.write_text(OF_THREE, encoding="utf-8")
    shown = output("market-packaging-reduction", "json", str(survey), register=str(register))
    (target,) = json.loads(shown)["targets"]
    assert units_of(target, "measured")[0] == {"unit": "C1", "kind": "market", "year": 2025, "hard": 50, "total": 100}
    assert units_of(target, "not_surveyed") == [{"unit": "C3", "kind": "market", "year": None}]
    (turning,) = [one for one in target["steps"] if one["what"] == "unmeasured"]
    assert (turning["each"], turning["hard"], turning["units"]) == (pytest.approx(27.2727, abs=0.001), True, 1)


def test_an_outputs_ending_picks_the_format(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(villages("yyn"), encoding="utf-8")
    assert scp("explain", "I.1.1", "a.csv", "-o", "out.md").stdout == ""
    assert (tmp_path / "out.md").read_text(encoding="utf-8").startswith("# I.1.1 ")
    assert scp("explain", "I.1.1", "a.csv", "-o", "out.csv").returncode == 2
    assert scp("explain", "I.1.1", "a.csv", "-o", "a.csv").returncode == 2
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == villages("yyn")


CONTROL = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]"
HOSTILE = ("[red]x[/red]", "=1+1", "a|b*c_d`e", "\x1b[31mq\u202e", "<b>", "n" * 200, "từ " * 60 + "cuối")


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    """Return a survey of units whose names try to act on whatever shows them, or to burst a line."""
    rows = "".join(f'2025,craft_village,,"{name}",no\n' for name in HOSTILE)
    (tmp_path / "hostile.csv").write_text(f"year,kind,id,name,informed\n{rows}", encoding="utf-8")
    return str(tmp_path / "hostile.csv")


@pytest.mark.parametrize("width", [80, 140])
def test_hostile_names_stay_text_and_no_line_is_longer_than_the_width(hostile: str, width: int) -> None:
    table = output("zones-informed", "table", hostile, width=width)
    assert max(map(len, table.splitlines())) <= width
    assert not re.search(CONTROL, table)
    for name in ("[red]x[/red]", "=1+1", "a|b*c_d`e", r"\x1b[31mq\u202e", "<b>"):
        assert name in table


def test_markdown_escapes_what_would_be_its_markup_and_json_reads_back_the_same(hostile: str) -> None:
    markdown = output("zones-informed", "markdown", hostile)
    for name in (r"\[red\]x\[/red\]", r"a\|b\*c\_d\`e", r"\\x1b\[31mq\\u202e", "&lt;b>"):
        assert name in markdown
    document = output("zones-informed", "json", hostile)
    assert not re.search(CONTROL, markdown + document)
    named = [unit["unit"] for unit in units_of(json.loads(document)["targets"][0], "no")]
    assert named == list(HOSTILE)


@pytest.mark.parametrize(("lang", "width"), [("en", 80), ("en", 140), ("vi", 80), ("vi", 140)])
def test_the_samples_are_explained_within_the_width(lang: Code, width: int) -> None:
    register = str(Path(SAMPLES[0]).with_name("register.csv"))
    table = output("market-packaging-reduction", "table", *SAMPLES, register=register, lang=lang, width=width)
    assert max(map(len, table.splitlines())) <= width
    assert not re.search(CONTROL, table)


def test_the_command_speaks_vietnamese_too(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(villages("yyn"), encoding="utf-8")
    done = scp("explain", "I.1.1", "a.csv", "--lang", "vi")
    assert (done.returncode, done.stderr) == (0, "")
    assert "I.1.1 Khu, cụm công nghiệp, làng nghề được phổ biến" in done.stdout


@pytest.mark.parametrize("code", ["en", "vi"])
def test_every_target_of_the_plan_can_be_explained_in_both_languages(code: Code) -> None:
    """The synthetic samples, alone and with their register: no gap of a text is left open, no number is a fraction."""
    register = str(Path(SAMPLES[0]).with_name("register.csv"))
    for listed in (None, register):
        scores = score_files(Request(SAMPLES, register=listed, due="all")).scores
        for result in scores.results:
            said = lines(explain(result, scores), code)
            assert said
            assert not re.search(r"[{}]|Fraction|None", said)

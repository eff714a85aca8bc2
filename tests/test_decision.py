"""The decision rule stands with its result: what makes a target met, how often a verdict errs, what it rests on.

Rules: docs/methods.md, "How sure a verdict is".
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES, Scp, of

from scp_ninhbinh.documents.certainty import rule_text, rules_in_short
from scp_ninhbinh.measures.figures import NoFigures
from scp_ninhbinh.scores.decision import COUNTED_RANGE, UNBOUNDED, WINDOW_COUNT, Rule, rule_of
from scp_ninhbinh.scores.each import InParts
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.text.numbers import Percentage
from scp_ninhbinh.text.say import Code, language

Score = Callable[..., Scores]
DATA = ROOT / "data" / "samples"
REGISTER, DRAWN = str(DATA / "register.csv"), str(DATA / "sample-2025.csv")
AT_95 = Fraction(95, 100)
ZONES = "year,kind,id,informed\n2025,craft_village,L1,yes\n2025,craft_village,L2,yes\n"
TWO, THREE = ("kind,id\n" + "".join(f"craft_village,L{n}\n" for n in range(1, size + 1)) for size in (2, 3))
MARKETS = "year,kind,id,packaging_total,packaging_hard\n"
PAIR = MARKETS + "".join(f"{year},market,C{n},100,{part}\n" for year, part in ((2020, 40), (2025, 20)) for n in (1, 2))
PAIR_LISTED, TRIO = ("kind,id\n" + "".join(f"market,C{n}\n" for n in range(1, size + 1)) for size in (2, 3))
CUT = "market-packaging-reduction"
BOTH: tuple[Code, ...] = ("en", "vi")
IN_PARTS = (InParts(by="year", met=2, of=2), InParts(by="area", met=2, of=2))


def rule(name: Any, guarantee: Any, false_verdict: Fraction | None, *assumptions: Any) -> Rule:
    most = None if false_verdict is None else Percentage(false_verdict)
    return Rule(name=name, guarantee=guarantee, false_verdict=most, assumptions=assumptions)


RANK = rule("rank-interval", "bounded", Fraction(25, 1000), "drawn-by-lot")


# In the result


def test_what_was_counted_is_exact(score: Score) -> None:
    """With a register and without one: the answers not known are in the range, and nothing is left to chance."""
    for register in (None, TWO, THREE):
        assert of(score(ZONES, register=register), "zones-informed").rule == COUNTED_RANGE
    assert of(score("year,kind,id,applied\n2025,model,M,yes\n"), "models-applied").rule == WINDOW_COUNT
    assert (COUNTED_RANGE.guarantee, COUNTED_RANGE.false_verdict, COUNTED_RANGE.assumptions) == ("exact", 0, ())


def test_a_share_from_a_sample_errs_in_at_most_half_of_what_its_confidence_leaves(score: Score) -> None:
    """(100 − 95) / 2 = 2.5% of all samples, (100 − 99.9) / 2 = 0.05%."""
    for confidence, most in (("95", "2.5"), ("99.9", "0.05"), ("80", "10")):
        found = of(score(ZONES, register=THREE, confidence=Fraction(confidence) / 100), "zones-informed")
        assert found.rule == rule("rank-interval", "bounded", Fraction(most) / 100, "drawn-by-lot")


def test_a_sample_of_all_units_is_a_census(score: Score) -> None:
    assert of(score(ZONES, register=TWO, confidence=AT_95), "zones-informed").rule == COUNTED_RANGE
    assert of(score(PAIR, register=PAIR_LISTED, confidence=AT_95), CUT).rule == COUNTED_RANGE


def test_a_cut_with_markets_that_were_not_measured_rests_on_what_is_assumed_of_them(score: Score) -> None:
    counted = of(score(PAIR, register=TRIO), CUT)
    assert counted.rule == rule("counted-range", "assumed", Fraction(0), "assumed-most")
    assert of(score(PAIR), CUT).rule == COUNTED_RANGE


def test_what_is_assumed_of_one_year_alone_is_assumed(score: Score) -> None:
    both = of(score(PAIR, register=TRIO), CUT)
    before = replace(both, base=replace(both.base, assumed_most=None))
    assumed = rule("counted-range", "assumed", Fraction(0), "assumed-most")
    assert [rule_of(one, None) for one in (before, replace(both, assumed_most=None))] == [assumed, assumed]
    assert rule_of(replace(before, assumed_most=None), None) == COUNTED_RANGE


def test_an_estimate_that_nothing_bounds_promises_nothing_of_its_parts_either(score: Score) -> None:
    drawn = of(score(PAIR, register=TRIO, confidence=AT_95), CUT)
    found = replace(drawn, assumed_most=None, base=replace(drawn.base, assumed_most=None))
    assert [rule_of(found, AT_95, each) for each in (None, *IN_PARTS)] == [UNBOUNDED] * 3


def test_no_figures_have_no_rule_in_parts_either(score: Score) -> None:
    found = next(one for one in score(ZONES).results if isinstance(one, NoFigures))
    assert [rule_of(found, None, each) for each in IN_PARTS] == [None, None]


def test_where_each_year_counts_one_census_leaves_the_other_years_to_chance(score: Score) -> None:
    """Drawn were all units of 2025; of the other of two years that is not known here. Areas are all of 2025."""
    found = of(score(ZONES, register=TWO, confidence=AT_95), "zones-informed")
    years = rule("rank-interval", "bounded", 2 * Fraction(25, 1000), "drawn-by-lot")
    assert [rule_of(found, AT_95, each) for each in IN_PARTS] == [years, COUNTED_RANGE]


@pytest.mark.parametrize(
    ("confidence", "most"), [("90", "5"), ("94.9", "5"), ("95", "2.5"), ("98", "2.5"), ("99", "0.5"), ("99.99", "0.5")]
)
def test_the_layer_bound_errs_as_was_searched_at_the_nearest_confidence_below(
    score: Score, confidence: str, most: str
) -> None:
    """Searched were 90, 95 and 99%: a verdict at 98% is one at 95% too, so that it errs no oftener than that."""
    found = of(score(PAIR, register=TRIO, confidence=Fraction(confidence) / 100), CUT)
    assert found.rule == rule("layer-bound", "assumed", Fraction(most) / 100, "drawn-by-lot", "assumed-most")


def test_below_the_confidences_that_were_searched_nothing_is_promised(score: Score) -> None:
    found = of(score(PAIR, register=TRIO, confidence=Fraction(89, 100)), CUT)
    assert found.rule == rule("layer-bound", "none", None, "drawn-by-lot", "assumed-most")


def test_where_nothing_is_judged_there_is_no_rule(score: Score) -> None:
    found = score(ZONES)
    assert {one.rule for one in found.results if one.status in {"no_data", "tracked"}} == {None}
    assert of(score(ZONES, due=2030), "models-applied").rule is None


def test_each_year_of_a_review_has_its_rule(scp: Scp) -> None:
    """A saved score that was judged by another due year has no verdict, and so no rule."""
    done = scp("score", SAMPLES[4], "--due", "2025", "--format", "json", "-o", "2024.json")
    assert done.returncode == 0
    done = scp("review", "2024.json", SAMPLES[5], "--due", "2030", "--format", "json")
    zones = next(one for one in json.loads(done.stdout)["targets"] if one["id"] == "zones-informed")
    exact = {"name": "counted-range", "guarantee": "exact", "false_verdict": 0, "assumptions": []}
    assert [year["rule"] for year in zones["years"]] == [None, exact]


def test_a_rule_stands_in_the_row_of_a_csv(scp: Scp) -> None:
    done = scp("score", DRAWN, "--register", REGISTER, "--sample", "--format", "csv")
    heads, *rows = (line.split(",") for line in done.stdout.splitlines())
    assert heads[-3:] == ["rule", "guarantee", "false_verdict"]
    assert {row[0]: row[-3:] for row in rows if row[0] in ("zones-informed", "task-II.1.a")} == {
        "zones-informed": ["rank-interval", "bounded", "2.5"],
        "task-II.1.a": ["", "", ""],
    }


# In words

SAYINGS: dict[Code, dict[str, str]] = {
    "en": {
        "exact": "exact, no error of chance",
        "rank": "exact rank interval, met if its lower limit reaches the requirement",
        "bounded": "false in at most 2.5% of all samples",
        "searched": "searched for, not proven",
        "assumed": "if no unit that was not measured has more than is assumed",
        "joint": "no joint level of confidence is claimed",
        "rule": "Decision rule",
        "rules": "Decision rules",
        "interval": "exact rank interval",
    },
    "vi": {
        "exact": "chính xác, không có sai số ngẫu nhiên",
        "rank": "khoảng tin cậy chính xác cho tổng thể hữu hạn, đạt nếu cận dưới",
        "bounded": "sai trong nhiều nhất 2,5% số mẫu",
        "searched": "đã tìm kiếm, chưa chứng minh",
        "assumed": "nếu không đơn vị chưa đo nào có nhiều hơn mức giả định",
        "joint": "không khẳng định độ tin cậy chung",
        "rule": "Quy tắc kết luận",
        "rules": "Quy tắc kết luận",
        "interval": "khoảng tin cậy chính xác",
    },
}


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("code", BOTH)
def test_every_rule_says_what_makes_a_target_met_and_how_sure_that_is(code: Code) -> None:
    said, tongue = SAYINGS[code], language(code)
    assert said["exact"] in tongue.text(rule_text(COUNTED_RANGE))
    assert said["exact"] in tongue.text(rule_text(WINDOW_COUNT))
    for part in ("rule", "rank", "bounded"):
        assert said[part] in tongue.text(rule_text(RANK))
    bound = rule("layer-bound", "assumed", Fraction(25, 1000), "drawn-by-lot", "assumed-most")
    for part in ("bounded", "searched", "assumed"):
        assert said[part] in tongue.text(rule_text(bound))
    assumed = tongue.text(rule_text(rule("counted-range", "assumed", Fraction(0), "assumed-most")))
    assert said["assumed"] in assumed
    assert "%" not in assumed
    unsure = tongue.text(rule_text(rule("layer-bound", "none", None, "drawn-by-lot", "assumed-most")))
    assert "%" not in unsure


def test_a_bound_has_as_many_decimals_as_its_confidence_asks_for() -> None:
    """At 99.9999% it is (100 − 99.9999) / 2 = 0.00005%: never rounded to nothing."""
    for most, shown in (("0.00005", "0.00005%"), ("10", "10%"), ("0.05", "0.05%")):
        fine = rule("rank-interval", "bounded", Fraction(most) / 100, "drawn-by-lot")
        assert f"at most {shown} of" in language("en").text(rule_text(fine))


JOINT = "Each target is judged by itself"


def test_a_rule_is_told_once_with_the_clauses_that_it_decides_on() -> None:
    given = [("I.1", COUNTED_RANGE), ("I.2", RANK), ("I.3", COUNTED_RANGE), ("I.1", COUNTED_RANGE), ("I.4", None)]
    ruled = [(clause, rule, False) for clause, rule in given]
    rules, joint = (language("en").text(one) for one in rules_in_short(ruled))
    assert rules.startswith("Decision rules: I.1, I.3 counted (")
    assert rules.count("I.2 exact rank interval (") == 1
    assert joint.startswith(JOINT)


@pytest.mark.parametrize("code", BOTH)
def test_verdicts_of_a_sample_claim_no_joint_level(code: Code) -> None:
    """Those that were counted are all about the same rows: of them the sentence would say nothing."""
    joint = SAYINGS[code]["joint"]
    sampled = rules_in_short([("I.1", COUNTED_RANGE, False), ("I.2", RANK, False)])
    assert joint in " ".join(map(language(code).text, sampled))
    counted = rules_in_short([("I.1", COUNTED_RANGE, False), ("", None, True)])
    assert joint not in " ".join(map(language(code).text, counted))


@pytest.mark.parametrize("code", BOTH)
@pytest.mark.parametrize("command", ["score", "review", "explain"])
@pytest.mark.parametrize("name", ["table", "markdown"])
def test_every_command_says_the_rule_of_a_sample(scp: Scp, command: str, name: str, code: Code) -> None:
    target = ["zones-informed"] if command == "explain" else []
    asked = (*target, DRAWN, "--register", REGISTER, "--sample", "--lang", code, "--format", name)
    done = scp(command, *asked)
    assert done.returncode == 0, done.stderr
    text = flat(done.stdout.replace("\\", ""))
    for part in ("rule", "rank", "bounded") if command == "explain" else ("rules", "interval", "bounded"):
        assert SAYINGS[code][part] in text
    assert (SAYINGS[code]["joint"] in text) is (command != "explain")


@pytest.mark.parametrize("code", BOTH)
@pytest.mark.parametrize("ending", ["html", "md"])
def test_the_annual_report_says_the_rule_of_a_sample(scp: Scp, tmp_path: Path, ending: str, code: Code) -> None:
    done = scp("report", DRAWN, "--register", REGISTER, "--sample", "--lang", code, "-o", f"out.{ending}")
    assert done.returncode == 0, done.stderr
    text = flat((tmp_path / f"out.{ending}").read_text("utf-8").replace("\\", ""))
    for part in ("rule", "rank", "bounded", "searched", "joint"):
        assert SAYINGS[code][part] in text


def test_a_census_says_once_that_it_is_exact_and_of_no_joint_level(scp: Scp) -> None:
    text = flat(scp("score", SAMPLES[0], SAMPLES[5]).stdout)
    rules = "I.1.1, I.1.4a, I.1.4b counted, I.1.2, I.1.3 counted over the years (exact, no error of chance)"
    assert text.count(f"Decision rules: {rules}.") == 1
    assert "joint" not in text

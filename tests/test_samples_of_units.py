"""Estimates from a sample (`--sample`), through the whole program: shares by hand, reductions by the plain formulas."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import exp, floor, log, sqrt
from pathlib import Path
from typing import Any

import pytest
from conftest import Scp, measured, of
from reports import score_report

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.run import Request, ScoreRun, score_files
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers.json import score_json

Score = Callable[..., Scores]
Survey = tuple[str, str]
"""The survey and its register, both as CSV."""

AT_95 = Fraction(95, 100)
AT_50 = Fraction(50, 100)
"""A level at which small intervals can be worked by hand: a = 1/4."""

ZONES_ID, MARKETS_ID = "zones-informed", "market-packaging-reduction"
ANSWERS = {"y": "yes", "n": "no", "?": ""}


def write(folder: Path, survey: str, register: str) -> None:
    (folder / "s.csv").write_text(survey, encoding="utf-8")
    (folder / "r.csv").write_text(register, encoding="utf-8")


def run_of(folder: Path, survey: str, register: str, confidence: Fraction | None) -> ScoreRun:
    """Write the files and score them, as `--sample` does where there is a confidence."""
    write(folder, survey, register)
    sampled: dict[str, Any] = {} if confidence is None else {"sample": True, "confidence": float(confidence * 100)}
    return score_files(Request([str(folder / "s.csv")], register=str(folder / "r.csv"), **sampled))


def document(folder: Path, survey: str, register: str, confidence: Fraction | None) -> dict[str, Any]:
    """The JSON of `scp score`."""
    loaded: dict[str, Any] = json.loads(score_json(run_of(folder, survey, register, confidence)))
    return loaded


def shown(name: str, run: ScoreRun) -> str:
    """The output of `scp score --format NAME`, in English and wide enough to break few lines."""
    return score_report(name, run, language("en"), 140, False)


def target(scores: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [found for found in scores["targets"] if found["id"] == name]
    return dict(found)


# --- shares --------------------------------------------------------------------------------------------------------


def zones(*strata: str) -> Survey:
    """Strata as "kind stratum letters" or "kind letters": y and n answered, ? did not, - was not drawn."""
    rows, listed = "year,kind,id,informed\n", "kind,id,stratum\n"
    for number, text in enumerate(strata):
        kind, *stratum, letters = text.split()
        for n, letter in enumerate(letters):
            listed += f"{kind},Z{number}-{n},{''.join(stratum)}\n"
            rows += "" if letter == "-" else f"2025,{kind},Z{number}-{n},{ANSWERS[letter]}\n"
    return rows, listed


def share(score: Score, survey: Survey, confidence: Fraction) -> tuple[Fraction | None, ...]:
    """Lower limit, estimate and upper limit of the zones informed."""
    found = of(score(survey[0], register=survey[1], confidence=confidence), ZONES_ID)
    return found.low, found.achieved, found.high  # type: ignore[return-value]  # shares are fractions


def test_the_golden_sample_of_methods(scp: Scp, tmp_path: Path) -> None:
    """METHODS: x = 47, n = 60, N = 210 gives 143..181. 70% of 210 is 147: the sample leaves it open.

    The standard error is √((1 − 60/210) · p(1 − p)/59) with p = 47/60.
    """
    rows, listed = zones("craft_village " + "y" * 47 + "n" * 13 + "-" * 150)
    write(tmp_path, rows, listed)
    done = scp("score", "s.csv", "--register", "r.csv", "--sample", "--format", "json")
    scores = json.loads(done.stdout)
    found = target(scores, ZONES_ID)
    assert [found["low"], found["high"]] == pytest.approx([14300 / 210, 18100 / 210], rel=1e-14)
    assert found["achieved"] == pytest.approx(4700 / 60, rel=1e-14)
    assert found["se"] == pytest.approx(100 * sqrt((1 - 60 / 210) * 47 / 60 * 13 / 60 / 59), rel=1e-12)
    assert [found[name] for name in ("method", "pool", "drawn", "confidence", "unknown", "needed")] == [
        *("sample", "register", 60, 95.0, 0, None)
    ]
    assert (found["status"], found["reasons"]) == ("undetermined", ["sampling"])
    assert (scores["sample"], done.stderr) == ({"confidence": 95.0}, "")
    assert scores["coverage"] == [{"kind": "craft_village", "surveyed": 60, "listed": 210, "not_surveyed": []}]


@pytest.mark.parametrize(
    ("strata", "low", "achieved", "high"),
    [
        (["industrial_zone yy----", "craft_village n-"], 4, Fraction(6), 7),
        (["craft_village núi yy----", "craft_village biển n-"], 4, Fraction(6), 7),
        (["craft_village yy----n-"], 3, Fraction(16, 3), 7),
    ],
    ids=["strata by kind", "strata by the register's column", "one stratum"],
)
def test_each_stratum_is_weighed_by_its_size(
    score: Score, strata: list[str], low: int, achieved: Fraction, high: int
) -> None:
    """Of 6 units 2 were drawn, both yes, of 2 others 1, a no; at 50%, a = 1/4.

    low: of the 6, BB(k; 4, 2, 1) = (k + 1)/15, of the 2, x = 0 puts all at 0: the cdf is 1/15, 3/15, 6/15, so 2 + 2.
    high: of the 6, n − x = 0 puts all at 4, of the 2, BB(k; 1, 1, 1) = 1/2: P(K ≥ 5) = 1/2, so 2 + 5.
    achieved = (6 · 2/2 + 2 · 0/1)/8.
    In one stratum of 8, 3 drawn, 2 yes: BB(k; 5, 2, 2) = 6, 10, 12, 12, 10, 6 of 56, the cdf 6/56, 16/56: 2 + 1;
    BB(5; 5, 3, 1) = 21/56: 2 + 5; and achieved is 2/3.
    """
    assert share(score, zones(*strata), AT_50) == (Fraction(low, 8), achieved / 8, Fraction(high, 8))


def test_a_stratum_of_which_nothing_was_drawn_leaves_no_estimate_but_an_interval(score: Score, tmp_path: Path) -> None:
    """Of 4 units 2 drawn, 1 yes; of 3 others none; at 50%.

    low: BB(0; 2, 1, 2) = 1/2 exceeds 1/4, and the 3 may all say no: 1 + 0. high: BB(2; 2, 2, 1) = 1/2 exceeds 1/4,
    and the 3 may all say yes: 1 + 2 + 3.
    """
    survey = zones("craft_village núi yn--", "craft_village biển ---")
    assert share(score, survey, AT_50) == (Fraction(1, 7), None, Fraction(6, 7))
    found = target(document(tmp_path, *survey, AT_50), ZONES_ID)
    assert [found["achieved"], found["gap"], found["se"], found["drawn"]] == [None, None, None, 2]
    assert [found["low"], found["high"]] == pytest.approx([100 / 7, 600 / 7])


@pytest.mark.parametrize(
    ("only", "low", "achieved", "high"),
    [("y", 2, Fraction(3, 5), 4), ("n", 1, Fraction(2, 5), 3), ("-", 1, None, 4), ("?", 1, None, 4)],
)
def test_a_stratum_of_one_unit(score: Score, only: str, low: int, achieved: Fraction | None, high: int) -> None:
    """Beside 1 of 4 to 3 of 4 (as above, 2 drawn, 1 yes, at 50%) one unit is known, or may be either."""
    survey = zones("craft_village núi yn--", f"craft_village đảo {only}")
    assert share(score, survey, AT_50) == (Fraction(low, 5), achieved, Fraction(high, 5))


def test_all_yes_and_none_yes_need_no_special_case(score: Score) -> None:
    """Ten of 60. Of 42 yes among 60 ten drawn are all yes with probability C(42, 10)/C(60, 10) = 0.0195, of 43 with
    0.0254: 43 is the least that 0.025 allows. None yes is the mirror image, at most 60 − 43.
    """
    every, none = (zones(f"craft_village {letter * 10}{'-' * 50}") for letter in "yn")
    assert share(score, every, AT_95) == (Fraction(43, 60), 1, 1)
    assert share(score, none, AT_95) == (0, 0, Fraction(17, 60))


def test_a_census_declared_as_a_sample_has_the_figures_of_the_census(score: Score) -> None:
    """Villages 3 of 4 and zones 1 of 2, all drawn: 4/6, and no interval."""
    rows, listed = zones("craft_village núi yyyn", "industrial_zone yn")
    counted = of(score(rows, register=listed), ZONES_ID)
    estimated = of(score(rows, register=listed, confidence=AT_95), ZONES_ID)
    for found in (counted, estimated):
        assert (found.low, found.achieved, found.high, found.status) == (*[Fraction(4, 6)] * 3, Status.NOT_MET)


def test_unknown_answers_are_a_no_in_the_lower_limit_and_a_yes_in_the_upper_one(score: Score) -> None:
    """Of 4 two were drawn, one yes and one without an answer; at 50%, n = 2 in both limits.

    low, x = 1: BB(0; 2, 1, 2) = 1/2 exceeds 1/4: 1 (with the unknown one left out, n = 1, it would be 2).
    high, x = 2: n − x = 0 puts all at 2: 4. The estimate is over the answers: 1 of 1.
    """
    assert share(score, zones("craft_village y?--"), AT_50) == (Fraction(1, 4), 1, 1)
    assert share(score, zones("craft_village yn?-"), AT_50)[1] == Fraction(1, 2)


# Limits at 95% by the formula in whole numbers, 12 drawn of 40, of which 70% is 28:
# 4 yes 6..24, 5 yes 8..27, 6 yes 10..30, 11 yes 27..39, 12 yes 31..40.
@pytest.mark.parametrize(
    ("letters", "reasons"),
    [
        ("yyyyyy?nnnnn", [Reason.SAMPLING]),
        ("yyyyy?nnnnnn", [Reason.MISSING, Reason.SAMPLING]),
        ("yyyyyyyyyyy?", [Reason.MISSING, Reason.SAMPLING]),
        ("yyyyy???????", [Reason.MISSING]),
        ("yyyy?nnnnnnn", []),
        ("yyyyyyyyyyyy", []),
    ],
    ids=["open either way", "missed or open", "open or met", "missed or met", "missed either way", "met"],
)
def test_sampling_is_why_if_an_extreme_is_open_and_missing_if_the_extremes_differ(
    score: Score, letters: str, reasons: list[Reason]
) -> None:
    rows, listed = zones(f"craft_village {letters}{'-' * 28}")
    found = of(score(rows, register=listed, confidence=AT_95), ZONES_ID)
    assert (list(found.reasons), found.status is Status.UNDETERMINED) == (reasons, bool(reasons))


def test_a_kind_that_the_register_does_not_list_is_taken_whole(tmp_path: Path) -> None:
    """Villages 1 of 4 to 3 of 4 (2 drawn, 1 yes, at 50%); of 3 zones, which are not listed, 2 yes: 3/7 to 5/7."""
    rows, listed = zones("craft_village yn--")
    rows += "".join(f"2025,industrial_zone,K{n},{answer}\n" for n, answer in enumerate(["yes", "yes", "no"]))
    found = target(document(tmp_path, rows, listed, AT_50), ZONES_ID)
    assert [found["low"], found["achieved"], found["high"]] == pytest.approx([300 / 7, 400 / 7, 500 / 7])
    assert (found["pool"], found["drawn"]) == ("surveyed", 5)
    assert {one["kind"]: one["listed"] for one in found["coverage"] if one["surveyed"]} == {
        "industrial_zone": None,
        "craft_village": 4,
    }


@pytest.mark.parametrize(
    ("confidence", "low"), [(AT_95, 2), (Fraction(90, 100), 3), (Fraction(80, 100), 5)], ids=["95%", "90%", "80%"]
)
def test_the_interval_has_the_confidence_asked_for(score: Score, confidence: Fraction, low: int) -> None:
    """One of 40 drawn, a yes: BB(·; 39, 1, 1) is 1/40 for each of 0..39, and its cdf exceeds a = 1/40, 2/40, 4/40
    first at k = 1, 2, 4 (what equals does not exceed).
    """
    assert share(score, zones("craft_village y" + "-" * 39), confidence) == (Fraction(low, 40), 1, 1)


def test_the_estimate_of_each_kind_is_shown_beside_that_of_all(tmp_path: Path) -> None:
    """Zones 2 of 2 drawn of 6, villages 0 of 1 of 2: 100% and 0%, 75% together."""
    found = target(document(tmp_path, *zones("industrial_zone yy----", "craft_village n-"), AT_95), ZONES_ID)
    assert [part["achieved"] for part in found["parts"] if part["denominator"]] == [100, 0]
    assert found["achieved"] == 75


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
    assert "s.csv:4:id: duplicate-unit:" in done.stderr


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


# --- reductions: the formulas of METHODS in plain floats -------------------------------------------------------------

Strata = dict[str, tuple[int, list[list[float]]]]
"""N_h of each stratum, and the figures t_hi of the units measured: hard and total of each year."""

NOW, BASE = 2025, 2020
T_975 = {1: 12.706204736174698, 2: 4.302652729749462, 3: 3.182446305283708, 4: 2.776445105197793}
"""Student's t that is exceeded with probability 2.5%, from the tables."""


def listed_markets(text: str) -> list[list[str]]:
    return [market.split() for market in text.replace("\n", ";").split(";") if market.strip()]


def markets(text: str) -> Survey:
    """A market a line, or between semicolons: "stratum 2020 now" as hard/total; - was not drawn, ? is unknown."""
    rows, listed = "year,kind,id,packaging_total,packaging_hard\n", "kind,id,stratum\n"
    for n, (stratum, base, now) in enumerate(listed_markets(text)):
        listed += f"market,C{n},{stratum}\n"
        for year, figures in ((BASE, base), (NOW, now)):
            hard, _, total = figures.partition("/")
            rows += "" if figures == "-" else f"{year},market,C{n},{total},{hard.strip('?')}\n"
    return rows, listed


def strata_of(text: str, *years: int) -> Strata:
    """The strata with the figures of those markets that were measured in all of these years."""
    strata: Strata = {}
    for stratum, base, now in listed_markets(text):
        size, units = strata.get(stratum, (0, []))
        figures = [{BASE: base, NOW: now}[year] for year in years]
        if "-" not in figures:
            units = [*units, [float(part) for pair in figures for part in pair.split("/")]]
        strata[stratum] = (size + 1, units)
    return strata


def log_ratio(totals: Sequence[float]) -> float:
    """log R of one year, or θ = log(R_now/R_base)."""
    hard, total, *base = totals
    return log(hard / total) - (log(base[0] / base[1]) if base else 0)


def jackknife(strata: Strata) -> tuple[float, float]:
    """θ and v: w_h = N_h/n_h; T(−hi) = T − T_h + n_h/(n_h − 1)·(T_h − w_h t_hi);
    v = Σ_h (1 − n_h/N_h)·(n_h − 1)/n_h·Σ_i (θ(−hi) − θ)².
    """
    totals_of = {
        h: [size / len(units) * sum(column) for column in zip(*units, strict=True)]
        for h, (size, units) in strata.items()
    }
    totals = [sum(column) for column in zip(*totals_of.values(), strict=True)]
    v = 0.0
    for h, (size, units) in strata.items():
        n, w = len(units), size / len(units)
        for t in units if n < size else []:
            without = [
                whole - own + n / (n - 1) * (own - w * figure)
                for whole, own, figure in zip(totals, totals_of[h], t, strict=True)
            ]
            v += (1 - n / size) * (n - 1) / n * (log_ratio(without) - log_ratio(totals)) ** 2
    return log_ratio(totals), v


def effective_number(strata: Strata, column: int) -> float:
    """K of one year: (Σ w·t)²/Σ (w·t)² over units of strata with n_h < N_h, t the total."""
    parts = [size / len(units) * unit[column] for size, units in strata.values() if len(units) < size for unit in units]
    return sum(parts) ** 2 / sum(part**2 for part in parts)


def interval(theta: float, v: float, free: int, effective: float) -> list[float]:
    """1 − exp(θ ± t_df·√v), df = max(1, min(n − H, ⌊K⌋))."""
    reach = T_975[max(1, min(free, floor(effective)))] * sqrt(v)
    return [1 - exp(theta + reach), 1 - exp(theta), 1 - exp(theta - reach)]


def panel_interval(text: str) -> list[float]:
    """Low, cut and high of the markets measured in both years, left out of both at once."""
    strata = strata_of(text, NOW, BASE)
    free = sum(len(units) - 1 for _, units in strata.values())
    return interval(*jackknife(strata), free, min(effective_number(strata, 1), effective_number(strata, 3)))


def separate_interval(text: str) -> list[float]:
    """Low, cut and high of two samples: v = v(log R_base) + v(log R_now), n and H summed over both years."""
    now, base = strata_of(text, NOW), strata_of(text, BASE)
    (log_now, v_now), (log_base, v_base) = jackknife(now), jackknife(base)
    free = sum(len(units) - 1 for _, units in (*now.values(), *base.values()))
    effective = min(effective_number(now, 1), effective_number(base, 1))
    return interval(log_now - log_base, v_now + v_base, free, effective)


def reduction(score: Score, text: str) -> Result:
    rows, listed = markets(text)
    return of(score(rows, register=listed, confidence=AT_95), MARKETS_ID)


def close(figures: Sequence[float]) -> object:
    return pytest.approx(list(figures), rel=1e-9)


PANEL = """
    tp 180/290 120/300; tp 120/200 85/190; tp 66/150 40/160; tp - -; tp - -
    ven 60/85 33/90; ven 90/160 64/150; ven - -; ven - -
    xa 130/230 95/240; xa 70/120 51/110
"""
"""Of 5, 4 and 2 markets 3, 2 and 2 were measured, the same in both years."""


@pytest.mark.parametrize(
    "text", [PANEL, PANEL.replace("180/290 120/300", "900/1450 600/1500")], ids=["df 4", "one much larger, df 1"]
)
def test_the_same_markets_in_both_years_are_a_panel_and_the_only_reading(score: Score, text: str) -> None:
    """n − H is 7 − 3. K is between 4 and 5, or with one large market just below 2 (xa would make it more than 2)."""
    found = reduction(score, text)
    (figure,) = found.readings
    assert figure.name == "matched"
    assert [figure.low, figure.achieved, figure.high] == close(panel_interval(text))
    assert (found.low, found.high, found.matched) == (figure.low, figure.high, 7)
    assert panel_interval(text) != close(separate_interval(text))


def test_the_standard_error_of_a_reduction_is_that_of_its_cut(tmp_path: Path) -> None:
    """exp(θ)·√v, by the delta method, in percent."""
    theta, v = jackknife(strata_of(PANEL, NOW, BASE))
    found = target(document(tmp_path, *markets(PANEL), AT_95), MARKETS_ID)
    assert found["se"] == pytest.approx(100 * exp(theta) * sqrt(v), rel=1e-9)
    assert [found[name] for name in ("method", "drawn", "confidence", "not_measured")] == ["sample", 7, 95.0, []]
    assert (found["assumed_most"], found["base"]["assumed_most"]) == (None, None)


SEPARATE = """
    tp - 120/300; tp - 85/190; tp - 40/160; tp 180/290 -; tp 120/200 -; tp - -; tp - -; tp - -
    ven - 33/90; ven - 64/150; ven 60/85 -; ven 90/160 -; ven - -; ven - -
"""
"""Of 8 and 6 markets 3 and 2 were measured now, 2 and 2 others in 2020."""


def test_other_markets_in_each_year_are_two_separate_samples(score: Score) -> None:
    """n − H is 9 − 4, and K of the four measured in 2020 is between 3 and 4, so that df is 3."""
    found = reduction(score, SEPARATE)
    every, matched = found.readings
    assert (every.name, matched.name, found.matched) == ("all", "matched", 0)
    assert [every.low, every.achieved, every.high] == close(separate_interval(SEPARATE))
    assert (matched.low, matched.achieved, matched.high) == (None, None, None)
    assert (found.low, found.high) == (every.low, every.high)


OVERLAPPING = """
    tp 180/290 120/300; tp 120/200 85/190; tp - 40/160; tp 66/150 -; tp - -
    ven 60/85 33/90; ven 90/160 64/150; ven - 30/80; ven - -
"""
"""Of 5 and 4 markets 3 and 3 were measured now, 3 and 2 in 2020, 2 and 2 in both years."""


def test_samples_that_overlap_in_part_are_read_both_ways(score: Score) -> None:
    found = reduction(score, OVERLAPPING)
    every, matched = found.readings
    assert (every.name, matched.name, found.matched) == ("all", "matched", 4)
    assert [every.low, every.achieved, every.high] == close(separate_interval(OVERLAPPING))
    assert [matched.low, matched.achieved, matched.high] == close(panel_interval(OVERLAPPING))
    assert (found.low, found.high) == (min(every.low, matched.low), max(every.high, matched.high))


def test_unknown_hard_parts_are_filled_in_both_ways_and_the_widest_limits_hold(score: Score) -> None:
    """C2 is not known now, C6 not in 2020. Smallest cut: all of C2 hard and none of C6; largest: the other way."""
    text = PANEL.replace("66/150 40/160", "66/150 ?/160").replace("90/160 64/150", "?/160 64/150")
    smallest = text.replace("?/160", "160/160", 1).replace("?/160", "0/160")
    largest = text.replace("?/160", "0/160", 1).replace("?/160", "160/160")
    found = reduction(score, text)
    assert [found.low, found.high] == close([panel_interval(smallest)[0], panel_interval(largest)[2]])
    assert found.hard_unknown == ("C2",)


def test_a_row_without_figures_was_drawn_and_not_measured(tmp_path: Path) -> None:
    """The limits are those without the row (n_h are the markets measured), and the market is named."""
    rows, listed = markets(PANEL)
    found = target(document(tmp_path, rows + "2025,market,C3,,\n", listed, AT_95), MARKETS_ID)
    low, cut, high = panel_interval(PANEL)
    assert [found["low"], found["achieved"], found["high"]] == close([100 * low, 100 * cut, 100 * high])
    assert (found["drawn"], found["not_measured"]) == (8, ["C3"])


def test_a_stratum_taken_whole_adds_nothing_to_the_variance(score: Score) -> None:
    """The two markets of xa, both measured, have the same sums 200/350 and 146/350 however they share them."""
    other = PANEL.replace("130/230 95/240", "199/300 1/2").replace("70/120 51/110", "1/50 145/348")
    one, two = reduction(score, PANEL), reduction(score, other)
    assert [two.low, two.achieved, two.high] == close([one.low, one.achieved, one.high])  # type: ignore[list-item]


def test_a_census_of_markets_declared_as_a_sample_has_the_figures_of_the_census(score: Score) -> None:
    """120/150 to 76/150: 1 − 76/120 = 11/30 exactly, without an interval and however few markets there are."""
    rows, listed = markets("tp 80/100 56/100; ven 40/50 20/50")
    counted = of(score(rows, register=listed), MARKETS_ID)
    estimated = of(score(rows, register=listed, confidence=AT_95), MARKETS_ID)
    for found in (counted, estimated):
        assert (found.low, found.achieved, found.high, found.status) == (*[Fraction(11, 30)] * 3, Status.MET)
    assert [reading.name for reading in estimated.readings] == ["matched"]


def test_markets_that_the_register_does_not_list_are_taken_whole(score: Score) -> None:
    """The register lists villages alone: 80/100 to 57/100 is 28.75%, missed, as in a census."""
    rows, _ = markets("tp 80/100 57/100")
    found = of(score(rows, register="kind,id\ncraft_village,L1\n", confidence=AT_95), MARKETS_ID)
    assert (found.low, found.high, found.status) == (Fraction(23, 80), Fraction(23, 80), Status.NOT_MET)


def alike(count: int, figures: str) -> str:
    """Markets that are all alike: θ(−hi) = θ, so that v is 0 and the interval is the cut itself."""
    return ";".join([f"tp {figures}"] * count) + ";"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (alike(29, "80/100 72/100"), Status.UNDETERMINED),
        (alike(30, "80/100 72/100"), Status.NOT_MET),
        (alike(2, "80/100 40/100"), Status.MET),
        (alike(29, "80/100 -") + alike(30, "- 72/100"), Status.UNDETERMINED),
        (alike(30, "80/100 -") + alike(29, "- 72/100"), Status.UNDETERMINED),
        (alike(30, "80/100 -") + alike(30, "- 72/100"), Status.NOT_MET),
    ],
    ids=["29", "30", "2, met", "29 in 2020, 30 now", "30 in 2020, 29 now", "30 in each year"],
)
def test_fewer_than_thirty_markets_never_miss_a_target(score: Score, text: str, status: Status) -> None:
    """A cut by 10%, and one by 50%, of markets that are all alike, five more of which were not drawn."""
    found = reduction(score, text + alike(5, "- -"))
    reasons = (Reason.SAMPLING,) if status is Status.UNDETERMINED else ()
    assert (found.status, found.reasons) == (status, reasons)


@pytest.mark.parametrize(
    ("measured", "others"), [("vùng-cao 60/85 33/90;", 2), ("", 2), ("", 1)], ids=["one of 3", "none of 2", "none of 1"]
)
def test_a_stratum_too_little_measured_leaves_no_interval_and_is_named(
    score: Score, tmp_path: Path, measured: str, others: int
) -> None:
    """One measured of several, or none: no jackknife. The report names the stratum, by kind and stratum."""
    text = PANEL + measured + "vùng-cao - -;" * others
    found = reduction(score, text)
    assert (found.low, found.high) == (None, None)
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.SAMPLING,))
    assert (found.achieved is None) is (not measured)
    assert found.lone == ("market vùng-cao",)
    run = run_of(tmp_path, *markets(text), AT_95)
    assert "no interval: fewer than two measured in markets vùng-cao" in shown("markdown", run)
    assert "vùng-cao" in shown("table", run)


def test_nothing_hard_now_leaves_no_interval(score: Score) -> None:
    """R_now = 0 has no logarithm: the estimate is a cut by 100%, and the verdict stays open."""
    found = reduction(score, "tp 80/100 0/100; tp 70/100 0/50; tp - -")
    assert (found.achieved, found.low, found.high) == (1, None, None)
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.SAMPLING,))


# --- the whole output ----------------------------------------------------------------------------------------------

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


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    """Rows of survey and register the other way round: all but the hashes of the two files is the same text."""
    texts = []
    for rows, listed in ((WHOLE, OF_WHOLE), (backwards(WHOLE), backwards(OF_WHOLE))):
        scores = document(tmp_path, COLUMNS + rows, LISTED + listed, AT_95)
        hashes = [scores["inputs"][0].pop("sha256"), scores["register"].pop("sha256")]
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
    assert len(re.findall("≈ [0-9]", sampled)) == sampled.count("90% interval") == 2
    said = ["estimated from a sample", "of 4 of 7", "of 3 of 5", "2 of 4 drawn, 1 unknown"]
    assert [text for text in said if text not in sampled] == []
    assert [text for text in ("≈", "estimated from", "interval", "drawn") if text in counted] == []
    assert "estimates from a sample; each range beside them holds with 90% confidence" in " ".join(sampled.split())


def test_a_row_of_csv_says_that_it_is_an_estimate_and_how_good(tmp_path: Path) -> None:
    """Of the strata of zones some have one unit drawn of two, so that their share has no standard error."""
    counted, sampled = (
        {row["id"]: row for row in csv.DictReader(io.StringIO(shown("csv", run)))}
        for run in (run_of(tmp_path, COLUMNS + WHOLE, LISTED + OF_WHOLE, level) for level in (None, AT_95))
    )
    for name, drawn in ((ZONES_ID, "4"), (MARKETS_ID, "3")):
        assert [sampled[name][column] for column in ("method", "drawn", "confidence")] == ["sample", drawn, "95.0"]
        assert [counted[name][column] for column in ("method", "drawn", "se", "confidence")] == ["census", "", "", ""]
    assert (sampled[ZONES_ID]["se"], float(sampled[MARKETS_ID]["se"]) > 0) == ("", True)
    assert sampled["models-applied"] == counted["models-applied"]


MARKET_ROWS = "year,kind,id,packaging_total,packaging_hard\n"


def sample_of(score: Score, rows: str, *markets: str, units: str = "") -> Scores:
    """Score these rows of markets as a sample of the register `markets`."""
    heading = MARKET_ROWS.strip() + (",packaging_unit\n" if units else "\n")
    register = "kind,id,since,until\n" + "".join(f"market,{market}\n" for market in markets)
    return score(heading + rows, register=register, confidence=AT_95)


def cut_of(score: Score, rows: str, *markets: str) -> Result:
    return of(sample_of(score, rows, *markets), MARKETS_ID)


def test_a_figure_with_unknown_hard_parts_lies_within_its_range(score: Score) -> None:
    """Both markets drawn. 2020: 90/200. 2025: 40/100 known, 10 not known: 1 − 0.4/0.45 = 1/9, as a census."""
    rows = "2020,market,M1,100,0\n2020,market,M2,100,90\n2025,market,M1,10,\n2025,market,M2,100,40\n"
    found = cut_of(score, rows, "M1,,", "M2,,")
    assert found.achieved == Fraction(1, 9)
    assert found.low < found.achieved < found.high


def test_units_of_measurement_that_differ_in_one_reading_leave_the_other_an_estimate(score: Score) -> None:
    """M6, measured this year alone and in items, bars `all`; the five of both years stay a panel, with an interval."""
    base = "".join(f"2020,market,M{n},{100 + 10 * n},{80 + n},kg\n" for n in range(1, 6))
    hard = (60, 70, 54, 64, 74)
    now = "".join(f"2025,market,M{n},{100 + 10 * n},{hard[n - 1]},kg\n" for n in range(1, 6))
    rows = base + now + "2025,market,M6,50,20,items\n"
    scores = sample_of(score, rows, *(f"M{n},," for n in range(1, 11)), units="yes")
    assert measured(scores, MARKETS_ID).readings[0].bars == (Reason.DIFFERENT_UNITS,)
    both, panel = of(scores, MARKETS_ID).readings
    assert (both.low, both.achieved, both.high, both.status) == (None, None, None, Status.UNDETERMINED)
    assert panel.low < panel.achieved < panel.high
    assert panel.status is Status.UNDETERMINED


def test_a_base_rate_of_zero_is_no_matter_of_the_sample(score: Score) -> None:
    rows = "2020,market,M1,100,0\n2020,market,M2,100,0\n2025,market,M1,100,40\n2025,market,M2,100,40\n"
    found = cut_of(score, rows, "M1,,", "M2,,", "M3,,")
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.ZERO_BASELINE,))


def test_common_markets_that_gave_nothing_out_block_nothing(score: Score) -> None:
    """All drawn: 160/200 → 40/100, a cut of 50%. M2 alone is common, and gave nothing out in 2025."""
    rows = "2020,market,M1,100,80\n2020,market,M2,100,80\n2025,market,M2,0,0\n2025,market,M3,100,40\n"
    found = cut_of(score, rows, "M1,,2024", "M2,,", "M3,2021,")
    assert (found.status, found.achieved) == (Status.MET, Fraction(1, 2))
    assert found.readings[1].status is Status.NO_DATA


def test_a_kind_without_a_register_is_those_measured_whoever_else_was_asked(score: Score) -> None:
    """M2 did not answer in 2025 and no register lists markets: 80/100 → 40/100 of M1 is all there is, no sample."""
    rows = "2020,market,M1,100,80\n2020,market,M2,,\n2025,market,M1,100,40\n2025,market,M2,,\n"
    register = "kind,id\nmodel,P1\n"
    found = of(score(MARKET_ROWS + rows, register=register, confidence=AT_95), MARKETS_ID)
    assert (found.status, found.low, found.high) == (Status.MET, Fraction(1, 2), Fraction(1, 2))


def test_the_rates_beside_a_panel_are_those_of_its_units(score: Score) -> None:
    """Stratum b doubles in 2023; the panel speaks of those that exist in both years, and its rates fit its cut."""
    register = "kind,id,stratum,since\n" + "".join(f"market,C{n},a,\n" for n in (1, 2, 3))
    register += "market,V1,b,\nmarket,V2,b,\nmarket,V3,b,2023\nmarket,V4,b,2023\n"
    rows = "".join(f"2020,market,C{n},100,80\n2025,market,C{n},100,40\n" for n in (1, 2))
    rows += "".join(f"2020,market,V{n},100,50\n2025,market,V{n},100,50\n" for n in (1, 2))
    found = of(score(MARKET_ROWS + rows, register=register, confidence=AT_95), MARKETS_ID)
    now, base = found.rate, found.base.rate
    assert found.achieved == 1 - now / base


def test_an_estimate_of_rates_needs_every_stratum(score: Score) -> None:
    """Nobody of stratum b was measured: no rate, no change in points, instead of the crude ones of stratum a."""
    register = "kind,id,stratum\nmarket,C1,a\nmarket,C2,a\nmarket,D1,b\n"
    rows = "".join(f"2020,market,C{n},100,80\n2025,market,C{n},100,40\n" for n in (1, 2))
    found = of(score(MARKET_ROWS + rows, register=register, confidence=AT_95), MARKETS_ID)
    assert (found.achieved, found.rate, found.points) == (None, None, None)


@pytest.mark.parametrize("confidence", ["nan", "inf", "1e400", "-5", "100", "49.9"])
def test_a_confidence_that_is_none_is_a_usage_error(scp: Scp, confidence: str) -> None:
    done = scp("score", "s.csv", "--register", "r.csv", "--sample", "--confidence", confidence)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "--confidence" in done.stderr

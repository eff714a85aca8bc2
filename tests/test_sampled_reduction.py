"""Cuts estimated from a sample: the formulas of METHODS in plain floats, and what they rest on."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import exp, floor, log, sqrt
from pathlib import Path

import pytest
from conftest import measured, of
from sampled_surveys import Survey, document, run_of, shown, target

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status

Score = Callable[..., Scores]
AT_95 = Fraction(95, 100)
ZONES_ID, MARKETS_ID = "zones-informed", "market-packaging-reduction"
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


CONFIDENCE = Fraction(95, 100)
MARKETS = "year,kind,id,packaging_total,packaging_hard\n"
TEN_MARKETS = "kind,id,area\n" + "".join(f"market,M{n},{'AB'[n > 4]}\n" for n in range(10))


# What an estimate rests on


def alike_markets(year: int, names: str, hard: int) -> str:
    return "".join(f"{year},market,M{name},100,{hard + int(name)}\n" for name in names)


def test_the_rates_of_a_sample_are_estimates_of_their_own(score: Score) -> None:
    text = MARKETS + alike_markets(2020, "012345", 60) + alike_markets(2025, "012345", 30)
    scores = score(text, register=TEN_MARKETS, confidence=CONFIDENCE)
    found = of(scores, "market-packaging-reduction")
    assert (found.rate, found.base.rate) == (Fraction(325, 1000), Fraction(625, 1000))
    assert [one.name for one in found.readings] == ["matched"]
    (figure,) = measured(scores, "market-packaging-reduction").readings
    assert (figure.name, len(figure.intervals)) == ("matched", 1)


def test_one_market_common_to_two_samples_is_no_panel(score: Score) -> None:
    text = MARKETS + alike_markets(2020, "0123", 60) + alike_markets(2025, "0456", 30)
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
    text = MARKETS + alike_markets(2020, "012", 60) + alike_markets(2025, "012", 30)
    found = of(score(text, confidence=CONFIDENCE), "market-packaging-reduction")
    assert found.low == found.achieved == found.high == 1 - Fraction(93, 183)

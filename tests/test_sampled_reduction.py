"""Cuts from a sample: the layer bound of their strata, the usual interval in plain floats, and what they rest on."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import exp, floor, log, sqrt
from pathlib import Path
from typing import Any

import pytest
from conftest import measured, of
from sampled_surveys import Survey, document, target
from small_surveys import expecting, write

from scp_ninhbinh.measures.figures import Range, Reason
from scp_ninhbinh.measures.layer_bound import Layers, panel_range, separate_range
from scp_ninhbinh.measures.sampled_reduction import _holding
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.reading import read_survey

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


def layers_of(text: str, *years: int) -> list[Layers]:
    """The strata with what each market gives out at most: the largest of its stratum if that has three, else of all."""
    found = strata_of(text, *years)
    columns = [2 * i + 1 for i in range(len(years))]
    every = [max(unit[c] for _, units in found.values() for unit in units) for c in columns]
    layers = []
    for size, units in found.values():
        most = [max(unit[c] for unit in units) if len(units) >= 3 else every[i] for i, c in enumerate(columns)]
        exact = [tuple(map(int, unit)) for unit in units]
        layers.append(Layers(exact, [tuple(map(int, most))] * (size - len(units))))
    return layers


def panel_bound(text: str) -> tuple[Fraction | None, Fraction | None]:
    return panel_range(layers_of(text, NOW, BASE), Fraction(30, 100), AT_95)


def usual(found: Any) -> list[Fraction]:
    """The ends of the usual interval with the estimate between them."""
    return [found.usual.low, found.achieved, found.usual.high]


def reduction(score: Score, text: str, confidence: Fraction = AT_95) -> Result:
    rows, listed = markets(text)
    return of(score(rows, register=listed, confidence=confidence), MARKETS_ID)


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
    assert usual(found) == close(panel_interval(text))
    assert (figure.low, figure.high) == (found.low, found.high) == panel_bound(text)
    assert found.matched == 7
    assert panel_interval(text) != close(separate_interval(text))


def test_the_standard_error_of_a_reduction_is_that_of_its_cut(tmp_path: Path) -> None:
    """exp(θ)·√v, by the delta method, in percent."""
    theta, v = jackknife(strata_of(PANEL, NOW, BASE))
    found = target(document(tmp_path, *markets(PANEL), AT_95), MARKETS_ID)
    assert found["usual"]["se"] == pytest.approx(100 * exp(theta) * sqrt(v), rel=1e-9)
    assert [found[name] for name in ("method", "drawn", "not_measured")] == ["sample", 7, []]
    assert (found["assumed_most"], found["base"]["assumed_most"]) == (300, 290)
    assert {"se", "confidence"}.isdisjoint(found)


SEPARATE = """
    tp - 120/300; tp - 85/190; tp - 40/160; tp 180/290 -; tp 120/200 -; tp - -; tp - -; tp - -
    ven - 33/90; ven - 64/150; ven 60/85 -; ven 90/160 -; ven - -; ven - -
"""
"""Of 8 and 6 markets 3 and 2 were measured now, 2 and 2 others in 2020."""


def test_other_markets_in_each_year_are_two_separate_samples(score: Score) -> None:
    """n − H is 9 − 4, and K of the four measured in 2020 is between 3 and 4, so that df is 3."""
    found = reduction(score, SEPARATE)
    (every,) = found.readings
    assert (every.name, found.matched) == ("all", 0)
    assert usual(found) == close(separate_interval(SEPARATE))
    ends = separate_range(layers_of(SEPARATE, NOW), layers_of(SEPARATE, BASE), AT_95)
    assert (found.low, found.high) == (every.low, every.high) == ends


OVERLAPPING = """
    tp 180/290 120/300; tp 120/200 85/190; tp - 40/160; tp 66/150 -; tp - -
    ven 60/85 33/90; ven 90/160 64/150; ven - 30/80; ven - -
"""
"""Of 5 and 4 markets 3 and 3 were measured now, 3 and 2 in 2020, 2 and 2 in both years."""


def test_samples_that_overlap_in_part_are_separate_samples(score: Score) -> None:
    """Those measured in both years do no harm, and are no reading of their own."""
    found = reduction(score, OVERLAPPING)
    (every,) = found.readings
    assert (every.name, found.matched) == ("all", 4)
    assert usual(found) == close(separate_interval(OVERLAPPING))
    ends = separate_range(layers_of(OVERLAPPING, NOW), layers_of(OVERLAPPING, BASE), AT_95)
    assert (found.low, found.high) == ends


def test_unknown_hard_parts_are_filled_in_both_ways_and_the_widest_limits_hold(score: Score) -> None:
    """C2 is not known now, C6 not in 2020. Smallest cut: all of C2 hard and none of C6; largest: the other way."""
    text = PANEL.replace("66/150 40/160", "66/150 ?/160").replace("90/160 64/150", "?/160 64/150")
    smallest = text.replace("?/160", "160/160", 1).replace("?/160", "0/160")
    largest = text.replace("?/160", "0/160", 1).replace("?/160", "160/160")
    found = reduction(score, text)
    assert [found.low, found.high] == [panel_bound(smallest)[0], panel_bound(largest)[1]]
    assert [found.usual.low, found.usual.high] == close([panel_interval(smallest)[0], panel_interval(largest)[2]])
    assert (found.hard_unknown, found.usual.se) == (("C2",), None)


def test_a_row_without_figures_was_drawn_and_is_surely_unmeasured(tmp_path: Path) -> None:
    """The usual interval takes it for one not drawn; the bound takes no chance on it, and is wider. It is named."""
    rows, listed = markets(PANEL)
    found = target(document(tmp_path, rows + "2025,market,C3,,\n", listed, AT_95), MARKETS_ID)
    low, cut, high = panel_interval(PANEL)
    ends = found["usual"]["low"], found["achieved"], found["usual"]["high"]
    assert list(ends) == close([100 * low, 100 * cut, 100 * high])
    tp, *others = layers_of(PANEL, NOW, BASE)
    strata = [tp._replace(undrawn=tp.undrawn[1:], sure=tp.undrawn[:1]), *others]
    bound = panel_range(strata, Fraction(30, 100), AT_95)
    assert [found["low"], found["high"]] == [float(end * 100) for end in bound if end is not None]
    assert (found["drawn"], found["not_measured"]) == (8, ["C3"])


def test_one_that_was_drawn_without_figures_leaves_more_open_than_one_that_was_not_drawn(score: Score) -> None:
    """Chance makes one not drawn unlikely to be unlike the others; it says nothing of one that did not answer."""
    by_chance, silent = (reduction(score, alike(20, "80/100 40/100") + other * 5) for other in ("tp - -;", "tp ?/ ?/;"))
    assert silent.low < by_chance.low
    assert by_chance.high < silent.high


def test_a_register_of_four_with_two_that_did_not_answer_is_open(score: Score) -> None:
    """Four rows, two without figures: no chance drew the other two, with a sample and without."""
    rows, listed = markets("tp 80/100 40/100; tp 80/100 40/100; tp ?/ ?/; tp ?/ ?/")
    for confidence in (None, AT_95):
        found = of(score(rows, register=listed, confidence=confidence), MARKETS_ID)
        assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.MISSING,))


def test_a_stratum_taken_whole_adds_nothing_to_the_variance(score: Score) -> None:
    """The two markets of xa, both measured, have the same sums 200/350 and 146/350 however they share them."""
    other = PANEL.replace("130/230 95/240", "199/300 1/2").replace("70/120 51/110", "1/50 145/348")
    assert usual(reduction(score, other)) == close(usual(reduction(score, PANEL)))


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
    """Markets that are all alike."""
    return ";".join([f"tp {figures}"] * count) + ";"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (alike(2, "80/100 40/100"), Status.UNDETERMINED),
        (alike(40, "80/100 40/100"), Status.MET),
        (alike(40, "80/100 84/100"), Status.NOT_MET),
        (alike(40, "80/100 56/100"), Status.UNDETERMINED),
        (alike(40, "80/100 50/100"), Status.MET),
    ],
    ids=["2", "40", "40, more than in 2020", "40, 30% exactly", "40, 37.5%"],
)
def test_how_many_were_measured_decides_by_what_the_others_may_be(score: Score, text: str, status: Status) -> None:
    """Five more were not drawn. Two markets cut by half say little, forty settle it."""
    found = reduction(score, text + alike(5, "- -"))
    reasons = (Reason.SAMPLING,) if status is Status.UNDETERMINED else ()
    assert (found.status, found.reasons) == (status, reasons)


@pytest.mark.parametrize(("percent", "status"), [(89, Status.UNDETERMINED), (90, Status.MET), (97, Status.MET)])
def test_a_confidence_at_which_nobody_searched_for_false_verdicts_gives_none(
    score: Score, percent: int, status: Status
) -> None:
    """Searched were 90, 95 and 99; a verdict between them is one at the next lower one too."""
    found = reduction(score, alike(40, "80/100 50/100") + alike(5, "- -"), Fraction(percent, 100))
    open_ = status is Status.UNDETERMINED
    assert (found.status, found.reasons) == (status, (Reason.SAMPLING,) if open_ else ())
    assert (found.low is None) is (found.high is None) is open_


def test_one_market_that_was_not_drawn_can_turn_what_the_others_say(score: Score) -> None:
    """110 equal markets, 109 cut by 32.28%, one from none to all hard: 29.99%. The 40 drawn are without that one."""
    found = reduction(score, alike(40, "1000/1000 677/1000") + alike(70, "- -"))
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.SAMPLING,))
    assert found.usual.low == pytest.approx(0.323)
    assert found.usual.high == pytest.approx(0.323)


@pytest.mark.parametrize(
    ("measured", "others"), [("vùng-cao 60/85 33/90;", 2), ("", 2), ("", 1)], ids=["one of 3", "none of 2", "none of 1"]
)
def test_a_stratum_too_little_measured_leaves_no_usual_interval_and_is_named(
    score: Score, measured: str, others: int
) -> None:
    """One measured of several, or none: no jackknife, and of none no estimate. The layer bound holds all the same."""
    text = PANEL + measured + "vùng-cao - -;" * others
    found = reduction(score, text)
    assert found.usual is None
    assert found.low < found.high
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.SAMPLING,))
    assert (found.achieved is None) is (not measured)
    assert found.lone == ("market vùng-cao",)


def test_nothing_hard_now_leaves_no_usual_interval(score: Score) -> None:
    """R_now = 0 has no logarithm: the estimate is a cut by 100%, and the verdict stays open."""
    found = reduction(score, "tp 80/100 0/100; tp 70/100 0/50; tp - -")
    assert (found.achieved, found.usual, found.high) == (1, None, 1)
    assert found.low < Fraction(30, 100)
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


def test_units_of_measurement_that_differ_bar_the_comparison(score: Score) -> None:
    """M6, measured this year alone and in items, makes it two separate samples that cannot be compared."""
    base = "".join(f"2020,market,M{n},{100 + 10 * n},{80 + n},kg\n" for n in range(1, 6))
    hard = (60, 70, 54, 64, 74)
    now = "".join(f"2025,market,M{n},{100 + 10 * n},{hard[n - 1]},kg\n" for n in range(1, 6))
    rows = base + now + "2025,market,M6,50,20,items\n"
    scores = sample_of(score, rows, *(f"M{n},," for n in range(1, 11)), units="yes")
    found = of(scores, MARKETS_ID)
    assert measured(scores, MARKETS_ID).readings[0].bars == (Reason.DIFFERENT_UNITS,)
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.DIFFERENT_UNITS,))
    assert (found.low, found.high, found.usual) == (None, None, None)


def test_a_base_rate_of_zero_is_no_matter_of_the_sample(score: Score) -> None:
    rows = "2020,market,M1,100,0\n2020,market,M2,100,0\n2025,market,M1,100,40\n2025,market,M2,100,40\n"
    found = cut_of(score, rows, "M1,,", "M2,,", "M3,,")
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.ZERO_BASELINE,))


def test_markets_of_which_none_gave_anything_out_now_are_compared_with_nothing(score: Score) -> None:
    found = cut_of(score, "2020,market,M1,100,80\n2025,market,M1,0,0\n", "M1,,", "M2,,")
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.NO_COMMON_UNITS,))


def test_common_markets_that_gave_nothing_out_block_nothing(score: Score) -> None:
    """All drawn: 160/200 → 40/100, a cut of 50%. M2 alone is common, and gave nothing out in 2025."""
    rows = "2020,market,M1,100,80\n2020,market,M2,100,80\n2025,market,M2,0,0\n2025,market,M3,100,40\n"
    found = cut_of(score, rows, "M1,,2024", "M2,,", "M3,2021,")
    assert (found.status, found.low, found.high) == (Status.MET, Fraction(1, 2), Fraction(1, 2))


def test_a_market_without_figures_is_open_where_no_register_lists_it_too(score: Score) -> None:
    """M2 did not answer: 80/100 → 40/100 of M1 and at most 100 of M2, 1 − (140/200)/(80/200) to 1 − (40/200)/(180/200).

    Its row is proof that it exists.
    """
    rows = "2020,market,M1,100,80\n2020,market,M2,,\n2025,market,M1,100,40\n2025,market,M2,,\n"
    register = "kind,id\nmodel,P1\n"
    found = of(score(MARKET_ROWS + rows, register=register, confidence=AT_95), MARKETS_ID)
    assert (found.status, found.low, found.high) == (Status.UNDETERMINED, Fraction(-3, 4), Fraction(7, 9))


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


def test_a_market_without_a_hard_part_weighs_nothing_in_the_rates(score: Score) -> None:
    """Four markets of a, two of b. Now 10/100 of one of a, a second one without its part; 40/100 of one of b.

    Both years are weighed by those with both figures: (4·10 + 2·40)/600 = 20% against 50%, a cut of 60%.
    """
    found = reduction(score, "a 50/100 10/100; a 50/100 /100; a - -; a - -\nb 50/100 40/100; b - -")
    assert (found.base.rate, found.rate, found.achieved) == (Fraction(1, 2), Fraction(1, 5), Fraction(3, 5))


@pytest.mark.parametrize("listed", ["kind,id,size\nmarket,A,10\nmarket,B,11\n", "kind,id\nmarket,A\nmarket,B\n"])
def test_a_market_that_was_not_drawn_is_left_to_chance_however_large_it_is(score: Score, listed: str) -> None:
    """B was not drawn. That its size shows it to be larger than all measured is no answer that is missing."""
    rows = MARKETS + "2020,market,A,100,50\n2025,market,A,100,20\n"
    found = of(score(rows, register=listed, confidence=AT_95), MARKETS_ID)
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.SAMPLING,))


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
    found = measured(score(text, register=TEN_MARKETS, confidence=CONFIDENCE), "market-packaging-reduction")
    assert [one.name for one in found.readings] == ["all"]


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


# The size of a market in the register


def sized(score: Score, measured: dict[str, str], sizes: dict[str, str], figures: str = "100,12") -> Result:
    """Markets measured in both years, 100,60 to `figures` (total, hard), and the sizes of all in the register."""
    text = MARKETS + "".join(
        f"2020,market,{name},{base},60\n2025,market,{name},{figures}\n" for name, base in measured.items()
    )
    register = "kind,id,size\n" + "".join(f"market,{name},{size}\n" for name, size in sizes.items())
    return of(score(text, register=register, confidence=CONFIDENCE), MARKETS_ID)


NINE = {f"M{n}": "100" for n in range(9)}


def test_a_size_bounds_what_a_market_that_was_not_measured_gives_out(score: Score) -> None:
    """Nine of 12, 100 a year for a size of 50 each; the others are of 10, 25 and 50, so that they give out 20, 50, 100.

    METHODS.md, "Golden": 9 of 12 (12,100,60,100), undrawn 20, 50, 100 by size: met, 55 to 84.
    """
    found = sized(score, NINE, dict.fromkeys(NINE, "50") | {"A": "10", "B": "25", "C": "50"})
    assert [round(float(end), 4) for end in (found.low, found.high)] == [0.55, 0.84]
    assert (found.status, found.assumed_most, found.base.assumed_most) == (Status.MET, 100, 100)
    without = sized(score, NINE, dict.fromkeys((*NINE, "A", "B", "C"), ""))
    assert without.low < found.low


def test_the_most_per_size_is_that_of_the_most_wasteful_market_measured(score: Score) -> None:
    """One of the nine is of size 20: 5 for each, so that a market of 30 may give out 150, and no other more."""
    found = sized(score, NINE, dict.fromkeys(NINE, "50") | {"M0": "20", "A": "30"})
    assert found.assumed_most == 150


def test_a_market_larger_than_all_measured_is_surely_unmeasured(score: Score) -> None:
    """Forty of 45 were measured. Of size 51 instead of 50 the others may be 102, all hard: chance says nothing."""
    forty = {f"M{n}": "100" for n in range(40)}
    drawn, larger = (
        sized(score, forty, dict.fromkeys(forty, "50") | dict.fromkeys("ABCDE", size)) for size in ("50", "51")
    )
    sure = Layers([(12, 100, 60, 100)] * 40, [], [(102, 102)] * 5)
    assert (larger.low, larger.high) == panel_range([sure], Fraction(30, 100), AT_95)
    assert larger.low < drawn.low


@pytest.mark.parametrize("size", ["", "0", "-"])
def test_a_market_without_a_size_gives_out_at_most_as_much_as_the_largest(score: Score, size: str) -> None:
    found = sized(score, NINE, dict.fromkeys(NINE, "50") | {"A": size})
    assert found.assumed_most == 100


def test_a_size_that_is_no_number_is_an_error(tmp_path: Path) -> None:
    survey, register = write(
        tmp_path, survey=MARKETS + "2025,market,A,1,1\n", register="kind,id,size\nmarket,A,large\n"
    )
    found = read_survey([survey], expecting(("II.1.a",), {"market"}), register=register)[1]
    assert (found[0].rule, found[0].severity) == ("not-a-number", "error")


@pytest.mark.parametrize(
    ("ends", "achieved", "held"),
    [
        ((20, 24.9995), 25, (20, 25)),
        ((25.0005, 40), 25, (25, 40)),
        ((20, 29.9995), 30, (20, 29.9995)),  # it would turn "not met"
        ((30.0005, 40), 29.9998, (30.0005, 40)),  # it would turn "met"
        ((20, 24), 25, (20, 24)),  # that is no matter of closeness
        ((None, None), 25, (None, None)),
    ],
)
def test_a_range_that_was_found_closely_holds_its_figure_and_moves_no_verdict(
    ends: Range, achieved: float, held: Range
) -> None:
    """In percent, as figures are read; limits are found to 0.001 of one."""
    low, high = (None if end is None else Fraction(str(end)) / 100 for end in ends)
    expected = tuple(None if end is None else Fraction(str(end)) / 100 for end in held)
    assert _holding((low, high), Fraction(str(achieved)) / 100, Fraction(30, 100)) == expected

"""The layer bound: the golden numbers of METHODS.md, which a second implementation found too, and what it promises."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import comb, prod

import pytest

from scp_ninhbinh.measures.intervals import Stratum, upper_limit
from scp_ninhbinh.measures.layer_bound import (
    CLOSE,
    Layers,
    Panel,
    design_of,
    panel_range,
    rank_limits,
    rate_limits,
    separate_range,
)

AT_95 = Fraction(95, 100)
REQUIRED = Fraction(30, 100)
Market = tuple[int, ...]
CUT_BY_75, CUT_BY_50 = (10, 100, 40, 100), (20, 80, 50, 120)
"""Part and whole now, part and whole in the base year."""


def alike(market: Market, measured: int, undrawn: int = 0, sure: int = 0) -> Layers:
    """A stratum of markets that are all alike; one not measured gives out at most as much as one of them."""
    most = market[1::2]
    return Layers([market] * measured, [most] * undrawn, [most] * sure)


def given(end: Fraction | None) -> Fraction:
    assert end is not None
    return end


def shown(ends: Sequence[Fraction | None]) -> list[float | None]:
    return [None if end is None else round(float(end * 100), 2) for end in ends]


# --- rank limits and sums -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("drawn", "limits"), [(40, [8, 12, 16, 20, 23, 27]), (60, [4, 7, 10, 12]), (80, [2, 4, 6, 8])], ids=str
)
def test_rank_limits_of_110_at_96(drawn: int, limits: list[int]) -> None:
    """With x = 0, 1, 2 … of those drawn above a value, at most so many of all 110 are."""
    found = rank_limits(((110, drawn),), AT_95)
    assert [found.most((x,)) for x in range(len(limits))] == limits


def test_most_of_three_values() -> None:
    """Values 3, 2, 1 of N = 6 and a top of 5: U = 3, 4, 5, 6; 6·1 + 5·(2 − 1) + 4·(3 − 2) + 3·(5 − 3) = 21."""
    design = design_of([Layers([(3,), (2,), (1,)], [(5,)] * 3)], AT_95)
    assert [design.limits.most((x,)) for x in range(4)] == [3, 4, 5, 6]
    assert design.layer_sum(lambda unit: unit[0], lambda most: most[0]) == 21


@pytest.mark.parametrize("shape", [((20, 5),), ((20, 5), (9, 3)), ((20, 5), (9, 3), (40, 12)), ((4, 1),) * 4])
def test_rank_limits_of_several_strata_are_those_of_shares(shape: tuple[tuple[int, int], ...]) -> None:
    found = rank_limits(shape, AT_95)
    for counts in product(*(range(0, drawn + 1, 2) for _, drawn in shape)):
        strata = [Stratum(size, drawn, x) for (size, drawn), x in zip(shape, counts, strict=True)]
        assert found.most(counts) == upper_limit(strata, Fraction(96, 100))


@pytest.mark.parametrize(("size", "yes", "no"), [(12, 0, 4), (12, 2, 3), (30, 5, 5), (30, 9, 1)])
def test_with_values_of_0_and_1_it_is_the_rank_limit(size: int, yes: int, no: int) -> None:
    design = design_of([Layers([(1,)] * yes + [(0,)] * no, [(1,)] * (size - yes - no))], AT_95)
    limit = upper_limit([Stratum(size, yes + no, yes)], Fraction(96, 100))
    assert design.layer_sum(lambda unit: unit[0], lambda most: most[0]) == limit


# --- panels -------------------------------------------------------------------------------------------------------

MOST = [(100, 100)]
PANELS = [
    pytest.param(
        [Layers([CUT_BY_75] * 6 + [CUT_BY_50], [(100, 120)] * 3)],
        -5.52,
        83.13,
        "open",
        id="7 of 10, one unlike",
    ),
    pytest.param(
        [Layers([CUT_BY_75] * 6 + [CUT_BY_50], [(100, 120)] * 2, [(100, 120)])],
        *(-44.41, 86.44, "open"),
        id="one of the three drawn without figures",
    ),
    pytest.param([alike(CUT_BY_75, 8), Layers([], MOST * 2)], 12.5, 84.62, "open", id="8 of 8 and 0 of 2"),
    pytest.param([alike(CUT_BY_75, 9), alike(CUT_BY_75, 1, 2)], 25, 83.33, "open", id="9 of 9 and 1 of 3"),
    pytest.param([alike((20, 100, 60, 100), 4), alike(CUT_BY_75, 5, 3)], 29.17, 79.41, "open", id="4 of 4 and 5 of 8"),
    pytest.param(
        [alike((10, 100, 50, 100), 6, 2), alike((5, 40, 20, 40), 7, 2)], 36.46, 84.56, "met", id="6 of 8 and 7 of 9"
    ),
    pytest.param(
        [Layers([(12, 100, 60, 100)] * 9, [(20, 20), (50, 50), (100, 100)])], 55, 84, "met", id="9 of 12 with sizes"
    ),
    pytest.param([alike((16, 100, 40, 100), 60, 50)], 50.57, 63.45, "met", id="60 of 110"),
    pytest.param([alike((20, 100, 40, 100), 40, 70)], 30.39, 58.20, "met", id="40 of 110"),
    pytest.param(
        [Layers([(196, 1000, 400, 1000)] * 109, [], [(46710, 46710)])],
        *(-56.13, 76.34, "open"),
        id="109 of 110, the last larger than all of them",
    ),
]


def verdict(low: Fraction | None, high: Fraction | None, required: Fraction = REQUIRED) -> str:
    if low is not None and low >= required:
        return "met"
    return "missed" if high is not None and high < required else "open"


@pytest.mark.parametrize(("strata", "low", "high", "said"), PANELS)
def test_a_panel(strata: list[Layers], low: float, high: float, said: str) -> None:
    found = panel_range(strata, REQUIRED, AT_95)
    assert shown(found) == [low, high]
    assert verdict(*found) == said


def test_one_market_that_was_not_drawn_can_turn_what_a_hundred_and_nine_say() -> None:
    """110 equal markets, 109 cut by 32.28%, one from none to all hard: 29.99%. The 40 drawn are without that one."""
    found = panel_range([alike((677, 1000, 1000, 1000), 40, 70)], REQUIRED, AT_95)
    assert verdict(*found) == "open"


def test_few_strata_serve_best() -> None:
    """60 of 110 with a cut of 60%, in one stratum and in three of them: the wider range is that of three."""
    market = (16, 100, 40, 100)
    one = [given(end) for end in panel_range([alike(market, 60, 50)], REQUIRED, AT_95)]
    thirds = [alike(market, 20, undrawn) for undrawn in (17, 17, 16)]
    three = [given(end) for end in panel_range(thirds, REQUIRED, AT_95)]
    assert three[0] < one[0] < Fraction(60, 100) < one[1] < three[1]


@pytest.mark.parametrize("strata", [case.values[0] for case in PANELS], ids=[case.id for case in PANELS])
@pytest.mark.parametrize("percent", [1, 12, 26, 37, 56, 80, 84, 99])
def test_verdict_and_range_agree_whatever_is_required(strata: list[Layers], percent: int) -> None:
    """The range is where the verdict turns, and the same for any requirement but for what it is found to."""
    required = Fraction(percent, 100)
    panel = Panel(strata, AT_95)
    low, high = map(given, panel_range(strata, required, AT_95))
    assert (low >= required, high < required) == (panel.is_met(required), panel.is_missed(required))
    first = panel_range(strata, REQUIRED, AT_95)
    assert [low, high] == pytest.approx(list(first), abs=float(2 * CLOSE))


def test_a_census_is_exact() -> None:
    """120/150 to 76/150: 11/30, which no float is."""
    strata = [Layers([(56, 100, 80, 100)]), Layers([(20, 50, 40, 50)])]
    assert panel_range(strata, REQUIRED, AT_95) == (Fraction(11, 30), Fraction(11, 30))
    assert panel_range(strata, Fraction(11, 30), AT_95)[0] == Fraction(11, 30)


def test_nothing_hard_now_is_a_cut_of_100_at_most() -> None:
    low, high = panel_range([alike((0, 100, 40, 100), 8, 2)], REQUIRED, AT_95)
    assert given(low) < 1
    assert high == 1


def test_a_base_year_without_anything_in_the_part_for_certain_bounds_nothing_below() -> None:
    assert panel_range([alike((10, 100, 0, 100), 8, 2)], REQUIRED, AT_95)[0] is None


def test_amounts_may_be_fractions_and_their_unit_of_measurement_is_no_matter() -> None:
    grams = [Layers([CUT_BY_75] * 6 + [CUT_BY_50], [(100, 120)] * 3)]
    thirds = [
        Layers(*([tuple(Fraction(amount, 3) for amount in unit) for unit in units] for units in one)) for one in grams
    ]
    assert panel_range(thirds, REQUIRED, AT_95) == panel_range(grams, REQUIRED, AT_95)


def test_the_order_of_units_and_strata_is_no_matter() -> None:
    one = Layers([CUT_BY_75, CUT_BY_50, (30, 90, 40, 80)], [(100, 120), (40, 40)])
    other = Layers([(5, 40, 20, 40)] * 3, [(40, 40)])
    turned = Layers(one.units[::-1], one.undrawn[::-1])
    assert panel_range([one, other], REQUIRED, AT_95) == panel_range([other, turned], REQUIRED, AT_95)


@pytest.mark.parametrize(("cut", "enough"), [(35, (59, 78)), (40, (38, 56)), (50, (23, 36)), (60, (17, 27))])
def test_how_many_of_110_markets_show_a_cut(cut: int, enough: tuple[int, int]) -> None:
    """The table of docs/samples.md, its first line: 80% in the base year, one list or three strata of equal size."""
    market = (8000 - 80 * cut, 10_000, 8000, 10_000)
    for sizes, count in zip(([110], [37, 37, 36]), enough, strict=True):
        for measured in (count, count - 1):
            parts = [measured // len(sizes) + (i < measured % len(sizes)) for i in range(len(sizes))]
            strata = [alike(market, part, size - part) for part, size in zip(parts, sizes, strict=True)]
            assert Panel(strata, AT_95).is_met(REQUIRED) is (measured == count)


# --- separate samples and levels ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "base", "low", "high", "said"),
    [
        ([alike((10, 100), 9, 3)], [alike((50, 100), 9, 3)], 40, 85.71, "met"),
        (
            [alike((50, 100), 10, 2)],
            [Layers([(40, 100)] * 10 + [(0, 100)], [(100,)])],
            *(-62.5, -10, "missed"),
        ),
    ],
    ids=["9 of 12 each year", "10 of 12 now, 11 of 12 then"],
)
def test_separate_samples(now: list[Layers], base: list[Layers], low: float, high: float, said: str) -> None:
    found = separate_range(now, base, AT_95)
    assert shown(found) == [low, high]
    assert verdict(*found) == said


def test_separate_samples_of_a_base_year_that_may_be_without_any_bound_nothing() -> None:
    now = [alike((10, 100), 3, 1)]
    assert separate_range(now, [alike((0, 100), 3, 1)], AT_95)[0] is None
    assert separate_range(now, [alike((0, 100), 3)], AT_95) == (None, None)


@pytest.mark.parametrize(
    ("strata", "low", "high"),
    [
        ([Layers([(30, 100)] * 5 + [(50, 100)] * 2, [(100,)] * 3)], Fraction(28, 100), Fraction(50, 100)),
        ([alike((80, 100), 4), alike((40, 50), 6, 2)], Fraction(70, 100), Fraction(825, 1000)),
        ([alike((1, 3), 4)], Fraction(1, 3), Fraction(1, 3)),
    ],
    ids=["7 of 10", "4 of 4 and 6 of 8", "a census"],
)
def test_the_level_of_a_ratio_is_exact_where_it_turns(strata: list[Layers], low: Fraction, high: Fraction) -> None:
    """At most 50% is met by the first, at least 30% open; at least 70% is met by the second."""
    assert rate_limits(strata, AT_95) == (low, high)


# --- the promise, by going through all samples ----------------------------------------------------------------------

Population = dict[Market, int]
"""How many markets of each sort there are."""


def samples(population: Population, drawn: int) -> Iterator[tuple[Population, Fraction]]:
    """All samples, as how many of each sort are drawn, with their probability."""
    size = sum(population.values())
    for numbers in product(*(range(count + 1) for count in population.values())):
        if sum(numbers) == drawn:
            ways = prod(comb(count, n) for count, n in zip(population.values(), numbers, strict=True))
            yield dict(zip(population, numbers, strict=True)), Fraction(ways, comb(size, drawn))


def taken(sample: Population, undrawn: int, most: Market) -> Layers:
    return Layers([market for market, count in sample.items() for _ in range(count)], [most] * undrawn)


SORTS = [(0, 1, 0, 1), (0, 1, 1, 1), (1, 1, 0, 1), (1, 1, 1, 1), (0, 0, 1, 1), (1, 1, 0, 0), (1, 2, 1, 2), (1, 2, 2, 2)]
"""Markets that gave out 0 to 2 in each year: what lies between bounds less."""


def populations(size: int) -> Iterator[Population]:
    """Of each three sorts, so many of the first and one to four of the others."""
    for sorts in combinations_with_replacement(SORTS, 3):
        for few, fewer in ((1, 1), (2, 1), (4, 1)):
            yield dict(Counter({sorts[0]: size - few - fewer}) + Counter({sorts[1]: few}) + Counter({sorts[2]: fewer}))


def sum_over_sum(population: Population) -> tuple[Fraction, Fraction] | None:
    sums = [sum(market[i] * count for market, count in population.items()) for i in range(4)]
    return (Fraction(sums[0], sums[1]), Fraction(sums[2], sums[3])) if sums[1] and sums[3] and sums[2] else None


@pytest.mark.parametrize(("size", "drawn"), [(8, 3), (9, 6), (12, 9)])
def test_no_panel_is_called_met_or_missed_falsely_in_more_than_one_sample_of_forty(size: int, drawn: int) -> None:
    """Required is a hair above the true cut, then the true cut itself: the hardest of all requirements."""
    for population in populations(size):
        rates = sum_over_sum(population)
        if rates is None:
            continue
        cut = 1 - rates[0] / rates[1]
        false_met, false_missed = Fraction(0), Fraction(0)
        for sample, chance in samples(population, drawn):
            units = taken(sample, size - drawn, (2, 2))
            if not any(market[3] for market in units.units) or not any(market[2] for market in units.units):
                continue
            panel = Panel([units], AT_95)
            false_met += chance * panel.is_met(cut + Fraction(1, 10**9))
            false_missed += chance * panel.is_missed(cut)
        assert max(false_met, false_missed) <= Fraction(25, 1000), population


@pytest.mark.parametrize(("size", "drawn"), [(8, 3), (12, 8), (14, 11)])
def test_no_level_is_called_met_or_missed_falsely_in_more_than_one_sample_of_forty(size: int, drawn: int) -> None:
    sorts: list[Market] = [(0, 1), (1, 1), (0, 2), (2, 2), (1, 2)]
    for one, other in product(sorts, sorts):
        for few in (1, 2, 3):
            population: Population = dict(Counter({one: size - few}) + Counter({other: few}))
            rate = Fraction(sum(m[0] * n for m, n in population.items()), sum(m[1] * n for m, n in population.items()))
            ends = [
                (rate_limits([taken(sample, size - drawn, (2,))], AT_95), chance)
                for sample, chance in samples(population, drawn)
            ]
            assert sum(chance for (low, _), chance in ends if low > rate) <= Fraction(25, 1000), population
            assert sum(chance for (_, high), chance in ends if high < rate) <= Fraction(25, 1000), population

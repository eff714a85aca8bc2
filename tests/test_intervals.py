"""The intervals of samples: golden numbers, exact arithmetic beside the floats, error rates, and R's survey package."""

import math
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import comb, exp, log, prod, sqrt
from pathlib import Path

import pytest

from scp_ninhbinh.measures.intervals import (
    Measurements,
    RatioChange,
    Stratum,
    lower_limit,
    panel_change,
    separate_change,
    standard_error,
    student_quantile,
    upper_limit,
)

CONFIDENCE = Fraction(95, 100)
TAIL = (1 - CONFIDENCE) / 2
LEVELS = [Fraction(50, 100), Fraction(80, 100), CONFIDENCE, Fraction(999, 1000)]


def limits(*strata: tuple[int, int, int], confidence: Fraction = CONFIDENCE) -> tuple[int, int]:
    given = [Stratum(*stratum) for stratum in strata]
    return lower_limit(given, confidence), upper_limit(given, confidence)


# --- shares: the formula of METHODS in whole numbers ---------------------------------------------------------


def masses(rest: int, a: int, b: int) -> tuple[list[int], int]:
    """BB(k; R, A, B) for k = 0..R as whole numbers over one denominator."""
    if a == 0:
        return [1] + [0] * rest, 1
    if b == 0:
        return [0] * rest + [1], 1
    return [comb(a + k - 1, k) * comb(b + rest - k - 1, rest - k) for k in range(rest + 1)], comb(
        a + b + rest - 1, rest
    )


def convolved(one: list[int], other: list[int]) -> list[int]:
    whole = [0] * (len(one) + len(other) - 1)
    for i, p in enumerate(one):
        for j, q in enumerate(other):
            whole[i + j] += p * q
    return whole


def first_above(level: Fraction, strata: Sequence[tuple[int, int, int]], a_more: int, b_more: int, down: bool) -> int:
    """The smallest k whose cdf exceeds the level, or the largest k whose upper tail does, without any rounding."""
    whole, denominator = [1], 1
    for size, drawn, yes in strata:
        part, divisor = masses(size - drawn, yes + a_more, drawn - yes + b_more)
        whole, denominator = convolved(whole, part), denominator * divisor
    tail, order = 0, range(len(whole))
    for k in reversed(order) if down else order:
        tail += whole[k]
        if tail * level.denominator > level.numerator * denominator:
            return k
    raise AssertionError


def exact_limits(*strata: tuple[int, int, int], confidence: Fraction = CONFIDENCE) -> tuple[int, int]:
    level, yes = (1 - confidence) / 2, sum(yes for _, _, yes in strata)
    return yes + first_above(level, strata, 0, 1, down=False), yes + first_above(level, strata, 1, 0, down=True)


def small_strata(sizes: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    return ((size, n, x) for size in sizes for n in range(size + 1) for x in range(n + 1))


def test_the_golden_number_of_methods() -> None:
    """METHODS, "Share from a sample": x = 47, n = 60, N = 210 gives 143..181."""
    assert limits((210, 60, 47)) == (143, 181)


def test_a_small_interval_worked_out_by_hand() -> None:
    """Of N = 4, n = 2 drawn, x = 1 yes, at 60% (a = 1/5).

    K ~ BB(·; 2, 1, 2) has C(k, k)·C(3 − k, 2 − k)/C(4, 2) = 3/6, 2/6, 1/6: cdf(0) = 1/2 exceeds 1/5, low = 1 + 0.
    K ~ BB(·; 2, 2, 1) has 1/6, 2/6, 3/6: P(K ≥ 2) = 1/2 exceeds 1/5, high = 1 + 2.
    """
    assert limits((4, 2, 1), confidence=Fraction(60, 100)) == (1, 3)


@pytest.mark.parametrize("confidence", LEVELS)
def test_floats_agree_with_whole_numbers_for_every_small_stratum(confidence: Fraction) -> None:
    for stratum in small_strata(range(15)):
        assert limits(stratum, confidence=confidence) == exact_limits(stratum, confidence=confidence), stratum


@pytest.mark.parametrize("confidence", LEVELS)
def test_floats_agree_with_whole_numbers_for_two_and_three_strata(confidence: Fraction) -> None:
    pairs = product(small_strata([0, 1, 3, 5]), small_strata([4, 6]))
    triples = product(small_strata([2, 3]), small_strata([1, 3]), small_strata([4]))
    for strata in (*pairs, *triples):
        assert limits(*strata, confidence=confidence) == exact_limits(*strata, confidence=confidence), strata


@pytest.mark.parametrize(
    "strata",
    [
        [(2000, 300, 141)],
        [(2000, 3, 1)],
        [(3000, 1500, 1499)],
        [(400, 50, 10 + 8 * h) for h in range(4)],
        [(300, 4, h) for h in range(4)],
        [(10, 5, h % 6) for h in range(30)],
    ],
    ids=str,
)
@pytest.mark.parametrize("confidence", [CONFIDENCE, 1 - Fraction(1, 10**9)])
def test_floats_agree_with_whole_numbers_where_masses_are_cut_off(
    strata: list[tuple[int, int, int]], confidence: Fraction
) -> None:
    assert limits(*strata, confidence=confidence) == exact_limits(*strata, confidence=confidence)


def test_a_tail_that_equals_the_level_does_not_exceed_it() -> None:
    """N = 40, n = 1, x = 1: BB(·; 39, 1, 1) is uniform on 0..39, cdf(0) = 1/40 = 0.025, so low is 1 + 1."""
    assert limits((40, 1, 1)) == (2, 40)
    assert limits((40, 1, 0)) == (0, 38)


@pytest.mark.parametrize("size", [20, 200, 400, 1000, 7000])
def test_ties_of_every_uniform_distribution_count_as_equal(size: int) -> None:
    """n = 1 and x = 1 give cdf(k) = (k + 1)/N: it equals 1/20 exactly at k = N/20 − 1, and low is one more."""
    assert limits((size, 1, 1), confidence=Fraction(90, 100)) == (1 + size // 20, size)


def test_the_level_is_taken_exactly_and_not_as_a_rounded_percentage() -> None:
    """Just under 95% the level is just over 1/40, which the tail of 1/40 does not exceed; just over, it does."""
    hair = Fraction(1, 10**6)
    assert limits((40, 1, 1), confidence=CONFIDENCE - hair) == (2, 40)
    assert limits((40, 1, 1), confidence=CONFIDENCE + hair) == (1, 40)


def hypergeometric_limits(size: int, n: int, x: int) -> tuple[int, int]:
    """The true numbers of yes that neither tail test at a = 0.025 rejects, found by trying each."""

    def tail(true: int, counts: range) -> Fraction:
        return Fraction(sum(comb(true, k) * comb(size - true, n - k) for k in counts), comb(size, n))

    kept = [m for m in range(size + 1) if x <= m <= size - n + x]
    low = min(m for m in kept if tail(m, range(x, n + 1)) > TAIL)
    high = max(m for m in kept if tail(m, range(x + 1)) > TAIL)
    return low, high


@pytest.mark.parametrize(("size", "n"), [(12, 5), (20, 1), (25, 10), (40, 1), (40, 20), (30, 29), (30, 30), (7, 0)])
def test_one_stratum_is_the_equal_tailed_hypergeometric_interval(size: int, n: int) -> None:
    """Buonaccorsi 1987: invert both one-sided tests."""
    for x in range(n + 1):
        assert limits((size, n, x)) == hypergeometric_limits(size, n, x), x


# --- shares: edges ------------------------------------------------------------------------------------------


def test_a_stratum_never_drawn_may_hold_any_number() -> None:
    assert limits((9, 0, 0)) == (0, 9)
    assert limits((9, 0, 0), (6, 6, 4)) == (4, 13)


def test_a_census_declared_as_a_sample_leaves_one_number() -> None:
    assert limits((9, 9, 4), (5, 5, 0), (3, 3, 3)) == (7, 7)


def test_a_stratum_taken_whole_shifts_the_interval_by_its_yes() -> None:
    alone = limits((50, 12, 5))
    assert limits((50, 12, 5), (8, 8, 3)) == (alone[0] + 3, alone[1] + 3)


def test_all_yes_reaches_the_whole_and_none_yes_reaches_nothing() -> None:
    """Of m yes among 60, ten drawn are all yes with probability C(m, 10)/C(60, 10): 0.0195 of 42, 0.0254 of 43."""
    low, high = limits((60, 10, 10))
    assert (low, high) == (43, 60)
    assert limits((60, 10, 0)) == (60 - high, 60 - low)


def test_yes_and_no_are_mirrored() -> None:
    low, high = limits((60, 10, 3), (30, 4, 4))
    assert limits((60, 10, 7), (30, 4, 0)) == (90 - high, 90 - low)


def test_empty_strata_and_no_strata_change_nothing() -> None:
    assert limits((50, 12, 5), (0, 0, 0)) == limits((50, 12, 5))
    assert limits() == (0, 0) == limits((0, 0, 0))


def test_the_order_of_strata_does_not_matter() -> None:
    strata = [(40 + 7 * h, 5 + h, h % 6) for h in range(9)]
    shuffled = random.Random(1).sample(strata, len(strata))
    assert limits(*shuffled) == limits(*strata)


def test_more_confidence_never_narrows_an_interval() -> None:
    lows, highs = zip(*(limits((80, 20, 9), (30, 3, 1), confidence=level) for level in LEVELS), strict=True)
    assert list(lows) == sorted(lows, reverse=True)
    assert list(highs) == sorted(highs)


# --- shares: error rates by exact enumeration ---------------------------------------------------------------


def worst_errors(sizes: Sequence[int], drawn: Sequence[int]) -> tuple[Fraction, Fraction]:
    """The largest probability, over all true numbers in each stratum, that low lies above the truth, or high below.

    A false "met" needs low ≥ required > truth and a false "not met" high < required ≤ truth: whatever is required,
    neither is likelier than this.
    """
    samples = list(product(*(range(n + 1) for n in drawn)))
    found = {xs: limits(*zip(sizes, drawn, xs, strict=True)) for xs in samples}
    too_high = too_low = 0
    for truth in product(*(range(size + 1) for size in sizes)):
        ways = {
            xs: prod(comb(m, x) * comb(s - m, n - x) for s, n, m, x in zip(sizes, drawn, truth, xs, strict=True))
            for xs in samples
        }
        too_high = max(too_high, sum(ways[xs] for xs in samples if found[xs][0] > sum(truth)))
        too_low = max(too_low, sum(ways[xs] for xs in samples if found[xs][1] < sum(truth)))
    whole = prod(comb(s, n) for s, n in zip(sizes, drawn, strict=True))
    return Fraction(too_high, whole), Fraction(too_low, whole)


@pytest.mark.parametrize(
    ("sizes", "drawn"),
    [
        *[((size,), (n,)) for size in (30, 40, 47, 60) for n in (5, 13, 20)],
        ((40,), (1,)),
        ((12, 18), (4, 6)),
        ((25, 10), (5, 1)),
        ((16, 20), (2, 6)),
        ((15, 15), (1, 1)),
        ((20, 6), (7, 6)),
        ((7, 5, 6), (2, 1, 3)),
    ],
)
def test_a_false_verdict_is_never_likelier_than_half_the_rest(sizes: tuple[int, ...], drawn: tuple[int, ...]) -> None:
    too_high, too_low = worst_errors(sizes, drawn)
    assert too_high <= TAIL
    assert too_low <= TAIL
    assert max(too_high, too_low) > 0  # the interval is not simply everything


# --- shares: standard error ---------------------------------------------------------------------------------

R_SHARE = """
# R 4.2.2, survey 4.1.1
options(digits = 17); library(survey)
share <- data.frame(h = rep(1:3, c(10, 8, 5)), N = rep(c(40, 25, 5), c(10, 8, 5)),
                    yes = c(rep(1:0, c(7, 3)), rep(1:0, c(3, 5)), rep(1:0, c(4, 1))))
m <- svymean(~yes, svydesign(~1, strata = ~h, fpc = ~N, data = share)); coef(m); SE(m)
#  0.59107142857142858  0.092835064094147282
"""


def test_the_standard_error_is_that_of_r_survey() -> None:
    """The numbers under R_SHARE."""
    strata = [Stratum(40, 10, 7), Stratum(25, 8, 3), Stratum(5, 5, 4)]
    whole = sum(stratum.size for stratum in strata)
    assert sum(s.size * s.yes / s.drawn for s in strata) / whole == pytest.approx(0.59107142857142858, rel=1e-14)
    assert standard_error(strata) == pytest.approx(0.092835064094147282, rel=1e-12)


def test_the_standard_error_of_one_stratum_worked_out_by_hand() -> None:
    """N = 50, n = 5, x = 1: (1 − 5/50) · (1/5 · 4/5) / 4 = 0.9 · 0.04 = 0.036."""
    assert standard_error([Stratum(50, 5, 1)]) == pytest.approx(sqrt(0.036), rel=1e-14)


def test_a_stratum_taken_whole_adds_no_error_even_of_one_unit() -> None:
    assert standard_error([Stratum(1, 1, 1), Stratum(9, 9, 4)]) == 0
    alone, beside = standard_error([Stratum(50, 5, 1)]), standard_error([Stratum(50, 5, 1), Stratum(50, 50, 9)])
    assert alone is not None
    assert beside == pytest.approx(alone / 2, rel=1e-14)


@pytest.mark.parametrize("stratum", [Stratum(9, 1, 1), Stratum(9, 0, 0), Stratum(2, 1, 0), Stratum(1, 0, 0)], ids=str)
def test_a_stratum_not_taken_whole_needs_two_drawn_units_for_a_standard_error(stratum: Stratum) -> None:
    assert standard_error([Stratum(50, 5, 1), stratum]) is None


def test_no_unit_at_all_has_no_standard_error_and_an_empty_stratum_changes_none() -> None:
    assert standard_error([]) is None
    assert standard_error([Stratum(0, 0, 0)]) is None
    assert standard_error([Stratum(50, 5, 1), Stratum(0, 0, 0)]) == standard_error([Stratum(50, 5, 1)])


# --- reductions: R's survey package -------------------------------------------------------------------------

HARD_NOW = (120, 85.5, 40, 210, 33, 64, 18, 95, 51, 300, 77)
TOTAL_NOW = (300, 190, 160, 380, 90, 150, 75, 240, 110, 640, 150)
HARD_BASE = (180, 120, 66, 260.25, 60, 90, 41, 130, 70, 410, 99)
TOTAL_BASE = (290, 200, 150, 400, 85, 160, 80, 230, 120, 600, 160)
PANEL_UNITS = tuple(zip(HARD_NOW, TOTAL_NOW, HARD_BASE, TOTAL_BASE, strict=True))
SIZES = ((12, 0, 5), (9, 5, 9), (2, 9, 11))
"""N_h, and the first and last of its units: strata of 12, 9 and 2, of which 5, 4 and 2 (all) were measured."""

R_RATIO = """
# R 4.2.2, survey 4.1.1. JKn with fpc gives (1 - n/N)(n - 1)/n as rscales, and drops the stratum taken whole;
# mse = TRUE takes deviations around the estimate of all units, as METHODS has it (the default is their mean).
options(digits = 17); library(survey)
m <- data.frame(h = rep(1:3, c(5, 4, 2)), N = rep(c(12, 9, 2), c(5, 4, 2)),
  hard_now   = c(120, 85.5, 40, 210, 33, 64, 18, 95, 51, 300, 77),
  total_now  = c(300, 190, 160, 380, 90, 150, 75, 240, 110, 640, 150),
  hard_base  = c(180, 120, 66, 260.25, 60, 90, 41, 130, 70, 410, 99),
  total_base = c(290, 200, 150, 400, 85, 160, 80, 230, 120, 600, 160))
d <- svydesign(~1, strata = ~h, fpc = ~N, data = m)
r <- as.svrepdesign(d, type = "JKn", mse = TRUE)
theta <- withReplicates(r, quote(log(sum(.weights * hard_now) / sum(.weights * total_now)) -
                                 log(sum(.weights * hard_base) / sum(.weights * total_base))))
now  <- withReplicates(r, quote(log(sum(.weights * hard_now)  / sum(.weights * total_now))))
base <- withReplicates(r, quote(log(sum(.weights * hard_base) / sum(.weights * total_base))))
coef(theta); vcov(theta)   # -0.33780373046383205  0.0019709008777622772
coef(now);   vcov(now)     # -0.83884276072507868  0.0037488927865451886
coef(base);  vcov(base)    # -0.50103903026124663  0.00052398979618693213
# for information, linearised:
svyratio(~hard_now, ~total_now, d)     # 0.43221040498768798  SE 0.024486213512560827
svyratio(~hard_base, ~total_base, d)   # 0.60590078328981722  SE 0.013858935740258916
# effective numbers, units of the strata not taken whole:
s <- m$h < 3; w <- (m$N / ave(m$N, m$h, FUN = length))[s]
K <- function(t) sum(w * t)^2 / sum((w * t)^2); K(m$total_now[s]); K(m$total_base[s])
#  7.0544246393319572  7.0209443357482391: df = min(11 - 3, 7) = 7
1 - exp(coef(theta) + c(1, -1) * qt(0.975, 7) * sqrt(c(vcov(theta))))                        # the panel's interval
1 - exp(coef(now) - coef(base) + c(1, -1) * qt(0.975, 7) * sqrt(c(vcov(now) + vcov(base))))  # df = min(22 - 6, 7)
#  0.20770908699516555  0.35775204089027435   and   0.16742723173187057  0.38882552817934313
"""
THETA, V_PANEL = -0.33780373046383205, 0.0019709008777622772
LOG_NOW, V_NOW = -0.83884276072507868, 0.0037488927865451886
LOG_BASE, V_BASE = -0.50103903026124663, 0.00052398979618693213
PANEL_LIMITS, SEPARATE_LIMITS = (0.20770908699516555, 0.35775204089027435), (0.16742723173187057, 0.38882552817934313)


def columns(first: int, last: int) -> list[Measurements]:
    return [Measurements(size, [unit[first:last] for unit in PANEL_UNITS[a:b]]) for size, a, b in SIZES]


def given(change: RatioChange | None) -> RatioChange:
    assert change is not None
    return change


def variance_of(change: RatioChange) -> float:
    """v, from the standard error exp(θ)·√v of the cut."""
    return (change.se / (1 - change.cut)) ** 2


def test_a_panel_has_the_variance_of_the_jackknife_of_r_survey() -> None:
    """The numbers under R_RATIO."""
    change = given(panel_change(columns(0, 4), CONFIDENCE))
    assert log(1 - change.cut) == pytest.approx(THETA, rel=1e-12)
    assert variance_of(change) == pytest.approx(V_PANEL, rel=1e-10)


def test_separate_samples_have_the_sum_of_both_years_variances() -> None:
    """The numbers under R_RATIO."""
    change = given(separate_change(columns(0, 2), columns(2, 4), CONFIDENCE))
    assert log(1 - change.cut) == pytest.approx(LOG_NOW - LOG_BASE, rel=1e-12)
    assert variance_of(change) == pytest.approx(V_NOW + V_BASE, rel=1e-10)


def test_the_interval_reaches_as_far_as_student_s_t_allows() -> None:
    """The numbers under R_RATIO: df is 7, the effective number and not n − H = 8."""
    panel = given(panel_change(columns(0, 4), CONFIDENCE))
    separate = given(separate_change(columns(0, 2), columns(2, 4), CONFIDENCE))
    assert (panel.df, separate.df) == (7, 7)
    assert (panel.low, panel.high) == pytest.approx(PANEL_LIMITS, rel=1e-10)
    assert (separate.low, separate.high) == pytest.approx(SEPARATE_LIMITS, rel=1e-10)


def test_one_year_against_a_fixed_rate_has_the_variance_of_that_year() -> None:
    """A base of 1 of 1 in every unit has R_base = 1 and no variance; with R's linearised error it agrees to a tenth."""
    for strata, v, linearised in [
        (columns(0, 2), V_NOW, 0.024486213512560827),
        (columns(2, 4), V_BASE, 0.013858935740258916),
    ]:
        fixed = [Measurements(s.size, [(*unit, 1.0, 1.0) for unit in s.units]) for s in strata]
        change = given(panel_change(fixed, CONFIDENCE))
        assert variance_of(change) == pytest.approx(v, rel=1e-10)
        assert change.se == pytest.approx(linearised, rel=0.1)


def test_the_interval_is_symmetric_on_the_log_scale_around_the_cut() -> None:
    change = given(panel_change(columns(0, 4), CONFIDENCE))
    below, at, above = (log(1 - figure) for figure in (change.high, change.cut, change.low))
    assert at - below == pytest.approx(above - at, rel=1e-12)


def test_confidence_is_of_one_and_two_sided() -> None:
    """At 90% the reach is qt(0.95, 7) = 1.894578605090006 instead of qt(0.975, 7) (R 4.2.2)."""
    change = given(panel_change(columns(0, 4), Fraction(90, 100)))
    assert change.low == pytest.approx(1 - exp(THETA + 1.894578605090006 * sqrt(V_PANEL)), rel=1e-10)


# --- reductions: by hand ------------------------------------------------------------------------------------


def test_a_panel_of_two_markets_worked_out_by_hand() -> None:
    """N = 4, n = 2: units (1 of 4 now, 2 of 4 base) and (3 of 4 now, 2 of 4 base).

    θ = log(1/2) − log(1/2) = 0; without the first log(3/4 / (1/2)) = log 1.5, without the second log 0.5.
    v = (1 − 2/4)(1/2)(log² 1.5 + log² 0.5); df = max(1, min(2 − 1, 2)) = 1, t = tan(0.475 π) = 12.706204736174698.
    """
    change = given(panel_change([Measurements(4, [(1, 4, 2, 4), (3, 4, 2, 4)])], CONFIDENCE))
    v = (log(1.5) ** 2 + log(0.5) ** 2) / 4
    assert (change.cut, change.df) == (0, 1)
    assert change.se == pytest.approx(sqrt(v), rel=1e-12)
    assert change.low == pytest.approx(1 - exp(12.706204736174698 * sqrt(v)), rel=1e-10)


def alike(count: int, total: float = 0.1) -> list[tuple[float, ...]]:
    return [(total / (2 + i), total, total / 2, total) for i in range(count)]


def test_the_effective_number_of_equal_markets_is_their_number_whatever_their_size() -> None:
    """n − H = 3 + 20 − 2 = 21; K of the three markets in the stratum not taken whole is exactly 3, never 2."""
    for total in (0.1, 0.3, 0.7, 1.1, 1e-9, 123456.789):
        change = given(panel_change([Measurements(50, alike(3, total)), Measurements(20, alike(20))], CONFIDENCE))
        assert change.df == 3, total


def test_degrees_of_freedom_are_units_less_strata_where_markets_are_equal() -> None:
    """K = 4 + 5 = 9 and n − H = 9 − 2 = 7; strata without units do not count."""
    strata = [Measurements(8, alike(4)), Measurements(10, alike(5)), Measurements(0, [])]
    assert given(panel_change(strata, CONFIDENCE)).df == 7


def test_the_effective_number_weighs_a_market_by_how_many_it_stands_for() -> None:
    """Six markets stand for 100 each and six for 2: K = (600 + 12)²/(6·100² + 6·2²) = 6.24; n − H = 10."""
    assert given(panel_change([Measurements(600, alike(6)), Measurements(12, alike(6))], CONFIDENCE)).df == 6


def test_one_giant_market_leaves_one_degree_of_freedom() -> None:
    """Of ten markets one has 1000 times the packaging: K = (1000 + 9)²/(1000² + 9) = 1.02."""
    units = [(total / 3 + i, total, total / 2, total) for i, total in enumerate([100_000.0] + [100.0] * 9)]
    assert given(panel_change([Measurements(40, units)], CONFIDENCE)).df == 1


def test_the_smaller_effective_number_of_the_two_years_counts() -> None:
    """Totals 1000, 1, …, 1 in one year alone: K = 1 there, 10 in the other."""
    equal, skewed = [10.0] * 10, [1000.0] + [1.0] * 9
    for now, base in [(equal, skewed), (skewed, equal)]:
        units = [(n / (3 + i), n, b / 2, b) for i, (n, b) in enumerate(zip(now, base, strict=True))]
        assert given(panel_change([Measurements(40, units)], CONFIDENCE)).df == 1
        assert given(separate_change(*years_of([Measurements(40, units)]), CONFIDENCE)).df == 1


def test_separate_samples_add_units_and_strata_of_both_years() -> None:
    """Equal markets, 4 now and 6 in the base year: n − H = 10 − 2 = 8, K = min(4, 6) = 4."""
    now, base = ([Measurements(40, [unit[:2] for unit in alike(count)])] for count in (4, 6))
    assert given(separate_change(now, base, CONFIDENCE)).df == 4
    assert given(separate_change(now * 3, base * 2, CONFIDENCE)).df == 12  # n − H = 24 − 5 = 19, K = min(12, 12)


def test_a_year_taken_whole_beside_a_sampled_one_adds_no_variance() -> None:
    base = [Measurements(len(s.units), s.units) for s in columns(2, 4)]
    change = given(separate_change(columns(0, 2), base, CONFIDENCE))
    assert variance_of(change) == pytest.approx(V_NOW, rel=1e-10)
    assert change.df == 7  # K of the sampled year alone


# --- reductions: no interval, census, order -----------------------------------------------------------------


def test_a_census_has_the_cut_for_both_limits() -> None:
    """28 of 40 falling to 21 of 40 is a cut of 25%, to the last bits of a float."""
    units = [(11.0, 20.0, 10.0, 20.0), (10.0, 20.0, 18.0, 20.0)]
    change = given(panel_change([Measurements(2, units), Measurements(0, [])], CONFIDENCE))
    assert change == RatioChange(change.cut, change.cut, change.cut, 0, 0)
    assert change.cut == pytest.approx(0.25, rel=1e-15)
    now, base = years_of([Measurements(2, units)])
    assert given(separate_change(now, base, CONFIDENCE)).cut == pytest.approx(0.25, rel=1e-15)


def test_a_census_of_one_market_has_an_interval() -> None:
    assert given(panel_change([Measurements(1, [(1.0, 2.0, 2.0, 2.0)])], CONFIDENCE))[1:] == (0.5, 0.5, 0, 0)


@pytest.mark.parametrize(("size", "count"), [(9, 1), (9, 0), (1, 0), (2, 1)])
def test_a_stratum_not_taken_whole_needs_two_units_for_an_interval(size: int, count: int) -> None:
    few, enough = Measurements(size, alike(count)), Measurements(40, alike(10))
    assert panel_change([enough], CONFIDENCE) is not None
    assert panel_change([enough, few], CONFIDENCE) is None
    years = [
        [Measurements(s.size, [unit[:2] for unit in s.units]) for s in strata] for strata in ([enough], [enough, few])
    ]
    assert separate_change(years[1], years[0], CONFIDENCE) is None
    assert separate_change(years[0], years[1], CONFIDENCE) is None


@pytest.mark.parametrize("column", range(4))
def test_a_rate_that_is_zero_or_undefined_has_no_interval(column: int) -> None:
    """All hard or all total of one year 0."""
    units = [tuple(0.0 if i == column else figure for i, figure in enumerate(unit)) for unit in alike(5)]
    assert panel_change([Measurements(9, units)], CONFIDENCE) is None
    assert panel_change([Measurements(5, units)], CONFIDENCE) is None  # nor has a census
    now, base = years_of([Measurements(9, units)])
    assert separate_change(now, base, CONFIDENCE) is None


@pytest.mark.parametrize("column", range(4))
def test_a_rate_that_one_market_alone_keeps_from_zero_has_no_interval(column: int) -> None:
    """0.3 in the one market and 0 in the others: leaving it out leaves 0."""
    units = [tuple(0.0 if i == column and j else 0.3 for i in range(4)) for j in range(5)]
    assert panel_change([Measurements(9, units)], CONFIDENCE) is None
    assert panel_change([Measurements(9, units), Measurements(7, units)], CONFIDENCE) is not None
    assert (
        panel_change([Measurements(5, units), Measurements(0, [])], CONFIDENCE) is not None
    )  # a census leaves none out


def test_no_market_at_all_has_no_interval() -> None:
    assert panel_change([], CONFIDENCE) is None
    assert panel_change([Measurements(0, [])], CONFIDENCE) is None
    assert separate_change([], [], CONFIDENCE) is None


def test_a_limit_beyond_all_floats_is_no_interval() -> None:
    """Two markets, hard 1 and 10⁶ of 10⁶ now: √v is above 6, and at 99.9999% t is above 10⁵ with one df."""
    units = [(1.0, 1e6, 1e6, 1e6), (1e6, 1e6, 1e6, 1e6)]
    assert panel_change([Measurements(4, units)], 1 - Fraction(1, 10**6)) is None


def test_an_unchanged_panel_is_no_cut_at_all() -> None:
    """And not a negative zero, which prints as one."""
    units = [(figure, total, figure, total) for figure, total, *_ in alike(6)]
    assert repr(given(panel_change([Measurements(40, units)], CONFIDENCE))[:4]) == "(0.0, 0.0, 0.0, 0.0)"


def years_of(strata: Sequence[Measurements]) -> list[list[Measurements]]:
    return [[Measurements(s.size, [unit[a:b] for unit in s.units]) for s in strata] for a, b in [(0, 2), (2, 4)]]


def test_the_order_of_units_and_strata_changes_no_byte() -> None:
    dice = random.Random(7)
    shares = [Stratum(37 + 11 * h, 3 + h, h % 4) for h in range(12)]
    panel = [
        Measurements(50 * h, [tuple(dice.lognormvariate(3, 2) for _ in range(4)) for _ in range(9 * h)])
        for h in (1, 2, 3, 4)
    ]
    for _ in range(30):
        shuffled = [Measurements(s.size, dice.sample(s.units, len(s.units))) for s in dice.sample(panel, len(panel))]
        assert repr(panel_change(shuffled, CONFIDENCE)) == repr(panel_change(panel, CONFIDENCE))
        assert repr(separate_change(*years_of(shuffled), CONFIDENCE)) == repr(
            separate_change(*years_of(panel), CONFIDENCE)
        )
        assert repr(standard_error(dice.sample(shares, 12))) == repr(standard_error(shares))


# --- Student's t --------------------------------------------------------------------------------------------

R_QUANTILES = """
# R 4.2.2: for (d in c(1:10, 29, 30, 100, 1000)) cat(d, format(qt(c(.95, .975, .995), d), digits = 16), "\\n")
1  6.313751514675038 12.706204736174694 63.656741162871526
2 2.919985580353724 4.302652729749462 9.924843200918289
3 2.353363434801825 3.182446305283708 5.840909309733354
4 2.131846786326649 2.776445105197793 4.604094871349992
5 2.015048373333022 2.570581835636314 4.032142983555229
6 1.943180280515302 2.446911851144969 3.707428021324779
7 1.894578605090006 2.364624251592784 3.499483297350493
8 1.859548037530897 2.306004135204166 3.355387331333395
9 1.833112932656237 2.262157162798205 3.249835541592125
10 1.812461122811676 2.228138851986274 3.169272672616950
29 1.699127026533497 2.045229642132703 2.756385903670605
30 1.697260886593957 2.042272456301238 2.749995653567225
100 1.660234326085339 1.983971518523552 2.625890521438018
1000 1.646378817285463 1.962339080826408 2.580754698065950
"""


@pytest.mark.parametrize("line", R_QUANTILES.strip().splitlines()[1:], ids=lambda line: line.split()[0])
def test_student_quantiles_are_those_of_r(line: str) -> None:
    df, *expected = line.split()
    for probability, quantile in zip((0.95, 0.975, 0.995), expected, strict=True):
        assert student_quantile(probability, int(df)) == pytest.approx(float(quantile), rel=1e-12)


def test_student_quantiles_are_symmetric_around_zero() -> None:
    assert student_quantile(0.5, 4) == pytest.approx(0, abs=1e-15)
    assert student_quantile(0.025, 4) == pytest.approx(-student_quantile(0.975, 4), rel=1e-14)


# --- the benchmark ------------------------------------------------------------------------------------------


@pytest.mark.process
def test_the_benchmark_of_error_rates_runs_and_finds_the_rank_interval_true() -> None:
    script = Path(__file__).parents[1] / "benchmarks" / "error_rates.py"
    done = subprocess.run([sys.executable, str(script), "--quick"], capture_output=True, encoding="utf-8", check=True)
    rates = re.findall(r"exact rank, \S+ +([0-9.]+)% +([0-9.]+)%", done.stdout)
    assert len(rates) == 3 * 4  # one to three strata, three requirements and any
    assert all(float(rate) <= 2.5 for pair in rates for rate in pair)
    bound, usual = done.stdout.partition("\nusual, ")[::2]
    searched = re.findall(r'(?m)^(.*), [0-9,]+ populations\n.*" ([0-9.]+)%.*\n.*" ([0-9.]+)%', bound)
    assert len(searched) == 4 + 2 * 3  # panels, two strata, separate samples, levels; but for strata at 90 and 99% too
    for name, *rates in searched:  # of a false met, and of a false not met
        confidence = re.search(r"([0-9]+)%$", name)
        most = (100 - int(confidence[1] if confidence else 95)) / 2
        assert max(map(float, rates)) <= most, name
    assert 'false "met" 90.00%' in usual  # the jackknife, of twenty that are cut but for one


# --- edges -------------------------------------------------------------------------------------------------------


def test_long_masses_are_convolved_however_many_digits_that_takes() -> None:
    """Two strata of N = 8200, n = 1, x = 1: each K is uniform on 0..8199, and 16,399 masses of 61 digits are a million.

    P(K1 + K2 ≤ k) = (k+1)(k+2)/2 / 8200² exceeds 1/40 where (k+1)(k+2) > 3,362,000: 1833 · 1834 = 3,361,722 does not,
    1834 · 1835 = 3,365,390 does. So k = 1833, and with the two drawn the limit is 1835.
    """
    assert lower_limit([Stratum(8200, 1, 1)] * 2, CONFIDENCE) == 1835


def test_masses_whose_ratio_is_beyond_all_floats_have_a_limit() -> None:
    """Of 40,000 units 3,000 were drawn, 2,999 yes: p(mode)/p(0) has more than 3,000 digits.

    The upper limit leaves out the one no. The lower one is about N·(1 − 5.57/n): 5.57 is the upper limit at 97.5% of a
    Poisson count of 1.
    """
    strata = [Stratum(40_000, 3000, 2999)]
    assert upper_limit(strata, CONFIDENCE) == 39_999
    assert lower_limit(strata, CONFIDENCE) == pytest.approx(40_000 * (1 - 5.57 / 3000), abs=15)


def test_a_stratum_of_which_two_units_were_drawn_has_a_standard_error() -> None:
    """N = 10, n = 2, x = 1: √((1 − 2/10) · 1/2 · 1/2 / (2 − 1)) = √0.2."""
    assert standard_error([Stratum(10, 2, 1)]) == pytest.approx(math.sqrt(0.2))


@pytest.mark.parametrize("probability", [0.34, 0.4, 0.49])
def test_quantiles_just_below_the_middle_are_those_above_it_mirrored(probability: float) -> None:
    assert student_quantile(probability, 4) == pytest.approx(-student_quantile(1 - probability, 4), rel=1e-12)

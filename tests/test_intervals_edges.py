"""The edges of confidence intervals: very long masses, two units of a stratum, quantiles just below the middle."""

import math
from fractions import Fraction

import pytest

from scp_ninhbinh.measures.intervals import Stratum, lower_limit, standard_error, student_quantile, upper_limit

CONFIDENCE = Fraction(95, 100)


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

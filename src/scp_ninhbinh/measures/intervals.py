"""Confidence intervals of what a sample of units allows: shares exactly, reductions of a ratio by the jackknife.

Pure, and knows no plan: strata in, limits out. Formulas: docs/methods.md, "Share, from a sample" and "Reduction,
from a sample". Float sums that reach a result are `math.fsum`'s, so the order of units and strata cannot change a byte.
"""

import math
from collections.abc import Iterable, Sequence
from decimal import MAX_EMAX, Context, Decimal
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

NEGLIGIBLE = 1e-25
"""Masses below this part of the largest are left out: far below any tail an interval is cut at."""

TIE = 1e-10
"""Relative tolerance of "exceeds": more than rounding can add to a tail, less than any user could notice."""

DIGITS = 30
"""Masses are convolved as whole multiples of 10**-DIGITS, below NEGLIGIBLE."""

SLOT = 2 * DIGITS + 1
"""Digits that hold a sum of products of two such multiples: masses add up to 1, so one to spare is enough."""


class Stratum(NamedTuple):
    """`size` units N_h, `drawn` of them n_h without replacement, `yes` of those x_h; 0 ≤ x_h ≤ n_h ≤ N_h."""

    size: int
    drawn: int
    yes: int


def lower_limit(strata: Sequence[Stratum], confidence: Fraction) -> int:
    """Return the lower limit of the number of yes among all units of the strata, drawn or not.

    `confidence` is of 1, above 0 and at most 1 − 10⁻¹²; the two-sided interval is [lower, upper] with half
    of the rest on either side. This is the exact rank interval.
    """
    first, masses = sum_over(strata)
    # A tail can equal the level exactly: of N = 40, n = 1, x = 1 it is 1/40 at 95%. Equal does not exceed, but a
    # float may lie either side of it, so what lies this close counts as equal.
    level = float((1 - confidence) / 2) * (1 + TIE)
    undrawn = next(k for k, below in enumerate(accumulate(masses), first) if below > level)
    return sum(stratum.yes for stratum in strata) + undrawn


def upper_limit(strata: Sequence[Stratum], confidence: Fraction) -> int:
    """Return the upper limit of the number of yes among all units of the strata; see `lower_limit`.

    BB(k; R, A, B) = BB(R − k; R, B, A): the most yes are all units less the fewest no.
    """
    mirrored = [Stratum(size, drawn, drawn - yes) for size, drawn, yes in strata]
    return sum(stratum.size for stratum in strata) - lower_limit(mirrored, confidence)


def sum_over(strata: Sequence[Stratum]) -> tuple[int, list[float]]:
    """Return the masses of Σ K_h that are not negligible, and the k of the first; halves keep the lists short."""
    if len(strata) <= 1:
        return _undrawn_yes(strata[0]) if strata else (0, [1.0])
    half = len(strata) // 2
    (start, one), (other_start, other) = sum_over(strata[:half]), sum_over(strata[half:])
    masses = _convolved(one, other)
    least = max(masses) * NEGLIGIBLE
    kept = [k for k, mass in enumerate(masses) if mass >= least]
    return start + other_start + kept[0], masses[kept[0] : kept[-1] + 1]


def _undrawn_yes(stratum: Stratum) -> tuple[int, list[float]]:
    """Return the masses of BB(·; R, x, n − x + 1) that are not negligible, and the k of the first.

    With x ≥ 1 both parameters are at least 1: the masses rise to one mode and fall, and the recurrence
    p(k+1)/p(k) = (A+k)(R−k) / ((k+1)(B+R−k−1)) is run from there outwards, where no rounding can grow. With
    x = 0 its first ratio is 0, and all mass at 0.
    """
    rest, a, b = stratum.size - stratum.drawn, stratum.yes, stratum.drawn - stratum.yes + 1

    def ratio(k: int) -> float:
        return (a + k) * (rest - k) / ((k + 1) * (b + rest - k - 1))

    # the ratio is at least 1 up to k = ((A−1)R − (B−1)) / (A+B−2), and A+B−2 = n−1; with A = B = 1 it is 1
    mode = max(0, min(rest, ((a - 1) * rest - (b - 1)) // (stratum.drawn - 1) + 1)) if stratum.drawn > 1 else 0
    above, below = [1.0], [1.0]
    for k in range(mode, rest):
        above.append(above[-1] * ratio(k))
        if above[-1] < NEGLIGIBLE:
            break
    for k in range(mode - 1, -1, -1):
        below.append(below[-1] / ratio(k))
        if below[-1] < NEGLIGIBLE:
            break
    masses = below[:0:-1] + above
    whole = math.fsum(masses)
    return mode - len(below) + 1, [mass / whole for mass in masses]


def _convolved(one: list[float], other: list[float]) -> list[float]:
    """Return the masses of the sum of two independent numbers, each given by masses that add up to 1.

    Each list becomes one long number with a slot for each mass, and the product of the two has the convolution
    in its slots: `decimal` multiplies long numbers by fast number-theoretic transforms, in C, and exactly.
    """
    count = len(one) + len(other) - 1
    exact = Context(prec=count * SLOT, Emax=MAX_EMAX)
    digits = str(exact.multiply(_packed(one), _packed(other))).zfill(count * SLOT)
    return [int(digits[k : k + SLOT]) / 10 ** (2 * DIGITS) for k in range(0, count * SLOT, SLOT)]


def _packed(masses: list[float]) -> Decimal:
    return Decimal("".join(f"{int(mass * 10**DIGITS):0{SLOT}d}" for mass in masses))


def standard_error(strata: Sequence[Stratum]) -> float | None:
    """Return the standard error, of 1, of the stratified share Σ N_h x_h/n_h / N, or None if it has none.

    √ Σ (N_h/N)² (1 − n_h/N_h) p_h(1 − p_h)/(n_h − 1) with p_h = x_h/n_h (Cochran 1977, section 5.10). A stratum taken
    whole adds nothing; one that is not and has fewer than two units drawn leaves none, as does no unit at all.
    """
    whole = sum(stratum.size for stratum in strata)
    if not whole or any(stratum.drawn < min(stratum.size, 2) for stratum in strata):
        return None
    return math.sqrt(
        math.fsum(
            (size / whole) ** 2 * (1 - drawn / size) * (yes / drawn) * (1 - yes / drawn) / (drawn - 1)
            for size, drawn, yes in strata
            if drawn < size
        )
    )


class Measurements(NamedTuple):
    """A stratum of `size` units N_h of which those in `units` were measured, each a tuple of floats."""

    size: int
    units: Sequence[tuple[float, ...]]

    @property
    def is_sampled(self) -> bool:
        """Whether units of the stratum were not measured."""
        return len(self.units) < self.size

    @property
    def weight(self) -> float:
        """How many units N_h/n_h a measured one stands for; there must be one."""
        return self.size / len(self.units)


class RatioChange(NamedTuple):
    """The cut 1 − R_now/R_base, of 1, its interval [low, high], standard error and degrees of freedom.

    `se` is exp(θ)·√v with θ = log(R_now/R_base), by the delta method. Of a census `low` and `high` are the
    cut, and `se` and `df` 0.
    """

    cut: float
    low: float
    high: float
    se: float
    df: int


def panel_change(strata: Sequence[Measurements], confidence: Fraction) -> RatioChange | None:
    """Return the change of a ratio among the same units measured in both years, or None if it has no interval.

    Units are (hard_now, total_now, hard_base, total_base), and are left out of both years at once.
    `confidence` is of 1. There is no interval where a stratum not taken whole has fewer than two units, where
    a rate is 0 or undefined, be it after leaving one unit out, or where a limit is beyond all floats.
    """
    found = _jackknife(strata)
    if found is None:
        return None
    return _interval(*found, _degrees_of_freedom(strata, (strata, 1), (strata, 3)), confidence)


def separate_change(
    now: Sequence[Measurements], base: Sequence[Measurements], confidence: Fraction
) -> RatioChange | None:
    """Return the change of a ratio between separate samples of two years, or None if it has no interval.

    Units are (part, whole). `confidence` and None as in `panel_change`.
    """
    found_now, found_base = _jackknife(now), _jackknife(base)
    if found_now is None or found_base is None:
        return None
    degrees = _degrees_of_freedom([*now, *base], (now, 1), (base, 1))
    return _interval(found_now[0] - found_base[0], found_now[1] + found_base[1], degrees, confidence)


def _jackknife(strata: Sequence[Measurements]) -> tuple[float, float] | None:
    """Return θ and its variance v by leaving out one unit at a time, around θ of all units."""
    if any(len(stratum.units) < min(stratum.size, 2) for stratum in strata):
        return None
    with_units = [stratum for stratum in strata if stratum.units]
    totals_of = [
        [stratum.weight * math.fsum(column) for column in zip(*stratum.units, strict=True)] for stratum in with_units
    ]
    totals = [math.fsum(column) for column in zip(*totals_of, strict=True)]
    theta = _log_ratio(totals)
    if theta is None:
        return None
    terms: list[float] = []
    for stratum, own in zip(with_units, totals_of, strict=True):
        n = len(stratum.units)
        for left in _leaving_one_out(stratum, own, totals) if stratum.is_sampled else ():
            without = _log_ratio(left)
            if without is None:
                return None
            terms.append((1 - n / stratum.size) * (n - 1) / n * (without - theta) ** 2)
    return theta, math.fsum(terms)


def _leaving_one_out(stratum: Measurements, own: Sequence[float], totals: Sequence[float]) -> Iterable[list[float]]:
    """Yield T − T_h + n_h/(n_h − 1) · (T_h − w_h t_hi) for every unit; `own` are the T_h."""
    n, weight = len(stratum.units), stratum.weight
    for unit in stratum.units:
        yield [
            math.fsum((total, -total_h, n / (n - 1) * (total_h - weight * figure)))
            for total, total_h, figure in zip(totals, own, unit, strict=True)
        ]


def _log_ratio(totals: Sequence[float]) -> float | None:
    """Return log(part/whole) of one year, or of (now, base) the difference; None if a whole is not above 0."""
    if min(totals, default=0) <= 0:
        return None
    return math.fsum(sign * math.log(total) for sign, total in zip((1, -1, -1, 1), totals, strict=False))


def _degrees_of_freedom(strata: Sequence[Measurements], *years: tuple[Sequence[Measurements], int]) -> int:
    """Return max(1, min(n − H, ⌊K⌋)), or 0 of a census; `years` name the column of the total in their units."""
    if not any(stratum.is_sampled for stratum in strata):
        return 0
    counts = [len(stratum.units) for stratum in strata if stratum.units]
    effective = min(_effective_number(*year) for year in years)
    # of equal totals K is a whole number, which rounding must not turn into the one below
    return max(1, math.floor(min(sum(counts) - len(counts), effective * (1 + TIE))))


def _effective_number(strata: Sequence[Measurements], column: int) -> float:
    """Return (Σ w·t)² / Σ (w·t)² over units of strata not taken whole; without bound where they add nothing."""
    parts = [stratum.weight * unit[column] for stratum in strata if stratum.is_sampled for unit in stratum.units]
    squares = math.fsum(part**2 for part in parts)
    return math.fsum(parts) ** 2 / squares if squares else math.inf


def _interval(theta: float, variance: float, df: int, confidence: Fraction) -> RatioChange | None:
    error = math.sqrt(variance)
    reach = student_quantile(float((1 + confidence) / 2), df) * error if df else 0.0
    try:
        cut, low, high = (1 - math.exp(theta + side * reach) for side in (0, 1, -1))
    except OverflowError:
        return None
    return RatioChange(cut, low, high, math.exp(theta) * error, df)


def student_quantile(probability: float, df: int) -> float:
    """Return Student's t that is not exceeded with this probability, between 0 and 1, with whole df ≥ 1.

    Abramowitz & Stegun 26.7.3 and 26.7.4 in the angle atan(t/√df), inverted by bisection.
    """
    if probability < 1 / 2:
        return -student_quantile(1 - probability, df)
    low, high = 0.0, math.pi / 2
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if _within(middle, df) < 2 * probability - 1 else (low, middle)
    return math.sqrt(df) * math.tan(low)


def _within(angle: float, df: int) -> float:
    """Return P(|T| ≤ √df · tan angle): a finite sum, of odd or of even powers of the cosine."""
    odd = df % 2
    cosine = math.cos(angle)
    term, terms = (cosine if odd else 1.0), []
    for i in range(2 + odd, df + 1, 2):
        terms.append(term)
        term *= cosine**2 * (i - 1) / i
    tail = math.sin(angle) * math.fsum(terms)
    return 2 / math.pi * (angle + tail) if odd else tail

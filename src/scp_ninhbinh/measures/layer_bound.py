"""What a sample of units allows a ratio of sums, and the change of one, to be: the layer bound.

A unit that was not measured gives out at most a known amount, and that many may be above any value as the exact rank
interval of shares allows: a sum is cut into layers between the values seen, and each layer is as wide as that number.
Pure, and knows no plan: strata in, limits out. Whole numbers throughout: amounts are brought to a common denominator,
and what is compared is multiplied by those of rates. Formulas: docs/methods.md, "Reduction, from a sample".
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import fsum, lcm
from operator import mul
from typing import Final, NamedTuple

from scp_ninhbinh.measures.intervals import TIE, Stratum, sum_over
from scp_ninhbinh.text.numbers import Amount

CLOSE: Final = Fraction(1, 10**5)
"""To what limits are found, of 1."""

CELLS: Final = 16
"""Into how many equal cells the certain range of the base year's rate is cut; a power of two, as they are halved."""

SPLIT: Final = Fraction(4, 5)
"""The part of the error allowed that each rank limit is given."""


class Layers(NamedTuple):
    """A stratum: the figures of the units measured, and the most that each of the others gives out.

    `units` are (part, whole) of one year, or (part now, whole now, part then, whole then) of a panel; `undrawn` and
    `sure` are (most,) or (most now, most then). The undrawn are like those measured but for chance; `sure` ones are
    surely unmeasured, such as those drawn without figures, and take no part in chance.
    """

    units: Sequence[tuple[Amount, ...]]
    undrawn: Sequence[tuple[Amount, ...]] = ()
    sure: Sequence[tuple[Amount, ...]] = ()


class RankLimits:
    """The most units that may have what some of those drawn have, cached by how many of each stratum do.

    `shape` has the size of each stratum and how many were drawn of it; `confidence`, of 1, is two-sided.
    """

    def __init__(self, shape: Sequence[tuple[int, int]], confidence: Fraction) -> None:
        self.shape, self.size = shape, sum(size for size, _ in shape)
        self.level = float((1 - confidence) / 2) * (1 + TIE)  # see intervals.lower_limit
        self.half = len(shape) // 2
        self._known: dict[tuple[int, ...], int] = {}
        self._halves: dict[tuple[int, tuple[int, ...]], Half] = {}
        self._near = 0

    def most(self, counts: tuple[int, ...]) -> int:
        """Return the upper limit: all units less the fewest that do not have it (docs/methods.md, "Share")."""
        if counts not in self._known:
            self._known[counts] = self.size - self._fewest_without(counts)
        return self._known[counts]

    def _fewest_without(self, counts: tuple[int, ...]) -> int:
        one, other = self._half(0, counts[: self.half]), self._half(self.half, counts[self.half :])
        lacking = sum(drawn for _, drawn in self.shape) - sum(counts)
        too_few, enough = -1, len(one.masses) + len(other.masses) - 2
        step, probe = 1, min(max(self._near, 0), enough)
        while enough - too_few > 1:  # outwards from the limit of the counts before, which are much like these
            if _chance(one, other, probe) > self.level:
                enough, probe = probe, max(probe - step, (too_few + probe) // 2)
            else:
                too_few, probe = probe, min(probe + step, (probe + enough + 1) // 2)
            step *= 2
            probe = min(max(probe, too_few + 1), enough - 1)
        self._near = enough
        return lacking + one.first + other.first + enough

    def _half(self, start: int, counts: tuple[int, ...]) -> "Half":
        """Return the undrawn without it in the strata from `start` on."""
        if (start, counts) not in self._halves:
            strata = [
                Stratum(size, drawn, drawn - count)
                for (size, drawn), count in zip(self.shape[start:], counts, strict=False)
            ]
            first, masses = sum_over(strata)
            up_to = list(accumulate(masses))
            self._halves[start, counts] = Half(first, masses, up_to, up_to[::-1])
        return self._halves[start, counts]


class Half(NamedTuple):
    """How many of some strata may be without it: the first number, the masses from there on, and their sums."""

    first: int
    masses: list[float]
    up_to: list[float]
    down_from: list[float]


def _chance(one: Half, other: Half, number: int) -> float:
    """Return the probability that both halves together come to at most this number above their first ones."""
    last = len(other.up_to) - 1
    start, end = max(0, number - last), min(number, len(one.masses) - 1)
    certain = one.up_to[start - 1] * other.up_to[last] if start else 0.0
    sums = other.down_from[last - number + start : last - number + end + 1]
    return certain + fsum(map(mul, one.masses[start : end + 1], sums))


@lru_cache(maxsize=32)
def rank_limits(shape: tuple[tuple[int, int], ...], confidence: Fraction) -> RankLimits:
    """Return the rank limits of strata; `confidence` is that of the verdict, of 1: 96% for 95."""
    return RankLimits(shape, 1 - SPLIT * (1 - confidence))


class Design(NamedTuple):
    """Strata in whole numbers, sorted by what is known of them.

    `whole` are units of strata measured whole, `sampled` those of the others by stratum, `undrawn` the most of each
    unit not drawn with how many have that, `sure` the most of those surely unmeasured.
    """

    whole: list[tuple[int, ...]]
    sampled: list[list[tuple[int, ...]]]
    undrawn: list[tuple[tuple[int, ...], int]]
    sure: list[tuple[int, ...]]
    limits: RankLimits

    @property
    def measured(self) -> list[tuple[int, ...]]:
        """All units measured."""
        return [*self.whole, *(unit for units in self.sampled for unit in units)]

    def beyond(self, year: int) -> int:
        """Return the most that all units not measured give out together in a year, counted from 0."""
        undrawn = sum(most[year] * count for most, count in self.undrawn)
        return undrawn + sum(most[year] for most in self.sure)

    def layer_sum(self, value: "Values", top: "Values") -> int:
        """Return most(z): the largest that the sum of `value` over all units may be; `top` is the value of a most."""
        known = sum(map(value, self.whole)) + sum(map(top, self.sure))
        if not self.sampled:
            return known
        found = [(value(unit), h) for h, units in enumerate(self.sampled) for unit in units]
        smallest = min(found)[0]
        tops = [(top(most), -count) for most, count in self.undrawn]
        steps = sorted([*found, *(one for one in tops if one[0] > smallest)], reverse=True)
        return known + self.limits.size * smallest + self._layers(steps, smallest)

    def _layers(self, steps: Sequence[tuple[int, int]], smallest: int) -> int:
        """Return the sum of all layers above the smallest value measured.

        A step is a value with the stratum of the unit measured that has it, or minus how many undrawn may have it.
        """
        counts, possible, layers = [0] * len(self.sampled), 0, 0
        for i, (at, what) in enumerate(steps):
            if what < 0:
                possible -= what
            else:
                counts[what] += 1
                possible += 1
            below = steps[i + 1][0] if i + 1 < len(steps) else smallest
            if below < at:
                layers += min(self.limits.most(tuple(counts)), possible) * (at - below)
        return layers


Values = Callable[[tuple[int, ...]], int]
"""Gives the value z of a unit, or of a unit's most."""


def design_of(strata: Sequence[Layers], confidence: Fraction) -> Design:
    """Return strata in whole numbers; of one without a unit measured all are surely unmeasured."""
    amounts = [amount for one in strata for unit in (*one.units, *one.undrawn, *one.sure) for amount in unit]
    scale = lcm(*(amount.denominator for amount in amounts))

    def whole(units: Sequence[tuple[Amount, ...]]) -> list[tuple[int, ...]]:
        return [tuple(int(amount * scale) for amount in unit) for unit in units]

    by_lot = [one for one in strata if one.units and one.undrawn]
    counts: dict[tuple[int, ...], int] = {}
    for most in (most for one in by_lot for most in whole(one.undrawn)):
        counts[most] = counts.get(most, 0) + 1
    shape = tuple((len(one.units) + len(one.undrawn), len(one.units)) for one in by_lot)
    return Design(
        [unit for one in strata if not one.undrawn for unit in whole(one.units)],
        [whole(one.units) for one in by_lot],
        list(counts.items()),
        [most for one in strata for most in whole((*one.sure, *(() if one.units else one.undrawn)))],
        rank_limits(shape, confidence),
    )


Passes = Callable[[Fraction], bool]


def last_that_passes(passes: Passes, good: Fraction, bad: Fraction) -> Fraction:
    """Return a number within CLOSE of the last that passes, between one that does and one that does not."""
    while abs(bad - good) > CLOSE:
        middle = _simple((good + bad) / 2)
        if passes(middle):
            good = middle
        else:
            bad = middle
    return good


def _simple(number: Fraction) -> Fraction:
    """Return a number near to this one, in a small denominator: halving brackets of any kind must not pile digits."""
    return Fraction(round(number * 2**20), 2**20)


# --- one year ---------------------------------------------------------------------------------------------------------


def rate_limits(strata: Sequence[Layers], confidence: Fraction) -> tuple[Fraction, Fraction]:
    """Return the limits L and U of part over whole in one year, of 1; units are (part, whole), a most is (most,)."""
    design = design_of(strata, confidence)

    def above(rate: Fraction) -> int:  # at most 0: the rate is no larger
        p, q = rate.numerator, rate.denominator
        return design.layer_sum(lambda unit: unit[0] * q - p * unit[1], lambda most: (q - p) * most[0])

    def below(rate: Fraction) -> int:  # at most 0: the rate is no smaller
        p, q = rate.numerator, rate.denominator
        return design.layer_sum(lambda unit: p * unit[1] - unit[0] * q, lambda most: p * most[0])

    return _limit(below, Fraction(0), Fraction(1)), _limit(above, Fraction(1), Fraction(0))


def _limit(excess: Callable[[Fraction], int], good: Fraction, bad: Fraction) -> Fraction:
    """Return the last rate, from `good` towards `bad`, whose excess is at most 0: exactly, where it is straight."""
    if excess(bad) <= 0:
        return bad
    found = last_that_passes(lambda rate: excess(rate) <= 0, good, bad)
    beyond = found + (CLOSE if bad > good else -CLOSE)
    beyond = min(max(beyond, Fraction(0)), Fraction(1))
    here, there = (Fraction(excess(rate), rate.denominator) for rate in (found, beyond))
    if here == there or there <= 0:
        return found
    crossing = found + (beyond - found) * here / (here - there)
    return crossing if excess(crossing) == 0 else found


def separate_range(
    now: Sequence[Layers], base: Sequence[Layers], confidence: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    """Return low and high of the cut 1 − R_now/R_base between separate samples of two years, of 1.

    Each limit has the same level, which is not split. None where the base year's limit is 0.
    """
    lowest, highest = rate_limits(now, confidence)
    base_lowest, base_highest = rate_limits(base, confidence)
    low = 1 - highest / base_lowest if base_lowest else None
    return low, (1 - lowest / base_highest if base_highest else None)


# --- a panel ----------------------------------------------------------------------------------------------------------


class Panel:
    """Units measured in both years: which cuts are met for certain enough, and which are missed.

    Units are (part now, whole now, part then, whole then). With R_now > ρ·R_base ⇔ Σ z(λ) > 0 at λ = R_base, all is
    compared after multiplying z by ρ and by the denominators of ρ = p/q, G = g/k and λ = l/d.
    """

    def __init__(self, strata: Sequence[Layers], confidence: Fraction) -> None:
        self.design = design_of(strata, confidence)
        now, base = (_weighted(strata, column) for column in (1, 3))
        ratio = now / base if base else Fraction(0)
        self.g: int = ratio.numerator
        self.k: int = ratio.denominator
        self._set_rates()

    def _set_rates(self) -> None:
        part_now, whole_now, part, whole = (sum(column) for column in zip(*self.design.measured, strict=True))
        beyond_now, beyond = (self.design.beyond(year) for year in (0, 1))
        now = whole_now + beyond_now
        self.d: int = CELLS * (whole + beyond)
        self.now_low, self.now_high = Fraction(part_now, now), Fraction(part_now + beyond_now, now)
        self.base_low, self.base_high = Fraction(part, whole + beyond), Fraction(part + beyond, whole + beyond)
        self.ends = [CELLS * part + j * beyond for j in range(CELLS + 1)]

    def is_met(self, required: Fraction, *, or_just: bool = True) -> bool:
        """Whether a cut of at least this, of 1, is reached; without `or_just` one of more than this."""
        rho, above = 1 - required, 1 if or_just else 0
        p, q = rho.numerator, rho.denominator
        certain = self.now_high <= rho * self.base_low if or_just else self.now_high < rho * self.base_low
        return certain or self._everywhere(lambda start, end: self._most_above(p, q, start, end) < above)

    def is_missed(self, required: Fraction, *, or_just: bool = False) -> bool:
        """Whether a cut of at least this, of 1, is not reached; with `or_just` one of more than this."""
        rho, above = 1 - required, 1 if or_just else 0
        p, q = rho.numerator, rho.denominator
        certain = self.now_low >= rho * self.base_high if or_just else self.now_low > rho * self.base_high
        return certain or self._everywhere(lambda start, end: self._most_below(p, q, start, end) < above)

    def _everywhere(self, holds: Callable[[int, int], bool], start: int = 0, end: int = CELLS) -> bool:
        """Whether it holds in every cell: where it holds in several together it does in each."""
        if holds(self.ends[start], self.ends[end]):
            return True
        middle = (start + end) // 2
        return end - start > 1 and self._everywhere(holds, start, middle) and self._everywhere(holds, middle, end)

    def _most_above(self, p: int, q: int, start: int, end: int) -> int:
        """Return most(z) of the cell from λ = start/d to end/d; z and tops are linear or convex in λ."""
        g, k, d = self.g, self.k, self.d

        def value(unit: tuple[int, ...]) -> int:
            slope = p * (k * unit[1] - g * unit[3])
            return unit[0] * q * k * d - p * g * d * unit[2] - (slope * start if slope > 0 else slope * end)

        def top(most: tuple[int, ...]) -> int:
            return max(max(0, q * d - p * at) * k * most[0] + p * g * at * most[1] for at in (start, end))

        return self.design.layer_sum(value, top)

    def _most_below(self, p: int, q: int, start: int, end: int) -> int:
        """Return most(−z) of the cell."""
        g, k, d = self.g, self.k, self.d

        def value(unit: tuple[int, ...]) -> int:
            slope = p * (k * unit[1] - g * unit[3])
            return p * g * d * unit[2] - unit[0] * q * k * d + (slope * end if slope > 0 else slope * start)

        def top(most: tuple[int, ...]) -> int:
            return max(p * at * k * most[0] + p * g * (d - at) * most[1] for at in (start, end))

        return self.design.layer_sum(value, top)


def _weighted(strata: Sequence[Layers], column: int) -> Fraction:
    """Return Σ N_h/n_h · Σ t_hi of a column of the units, over strata with any."""
    return sum(
        (
            Fraction(len(one.units) + len(one.undrawn) + len(one.sure), len(one.units))
            * sum(unit[column] for unit in one.units)
            for one in strata
            if one.units
        ),
        Fraction(0),
    )


def panel_low(panel: Panel, required: Fraction) -> Fraction | None:
    """Return the last cut, of 1, that is met, to CLOSE: low ≥ required if and only if `required` is met.

    None where nothing of the base year is in the part for certain.
    """
    if not panel.base_low:
        return None
    lowest, highest = 1 - panel.now_high / panel.base_low, 1 - panel.now_low / panel.base_high
    if panel.is_met(highest):
        return highest
    if lowest < required < highest and panel.is_met(required):
        return last_that_passes(panel.is_met, required, highest)
    return last_that_passes(panel.is_met, lowest, min(max(required, lowest), highest) if required > lowest else highest)


def panel_high(panel: Panel, required: Fraction) -> Fraction | None:
    """Return the last cut, of 1, that is not missed, to CLOSE: high < required if and only if `required` is missed.

    None where nothing of the base year can be in the part.
    """

    def is_open(cut: Fraction) -> bool:
        return not panel.is_missed(cut)

    if not panel.base_high:
        return None
    highest = 1 - panel.now_low / panel.base_high
    start = min(required, highest)
    if is_open(start):
        return highest if is_open(highest) else last_that_passes(is_open, start, highest)
    reach = Fraction(1)
    while not is_open(start - reach):
        reach *= 2
    return last_that_passes(is_open, start - reach, start)


def panel_range(
    strata: Sequence[Layers], required: Fraction, confidence: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    """Return low and high of the cut of a panel, of 1: where the verdict on `required` turns."""
    panel = Panel(strata, confidence)
    return panel_low(panel, required), panel_high(panel, required)

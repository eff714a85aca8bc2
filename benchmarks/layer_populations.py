"""How often verdicts by the layer bound are false: all samples of many small populations, and climbing from the worst.

Run by `error_rates.py`. A search, and no proof. What a market gives out at most is known to be MOST, as by a register's
sizes. Required is a hair above the true figure for a false "met", and the true figure for a false "not met": whoever
asks for less, or for more, finds fewer false verdicts.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import product
from typing import NamedTuple

from scp_ninhbinh.measures.intervals import Measurements, panel_change
from scp_ninhbinh.measures.layer_bound import Layers, Panel, rate_limits

CONFIDENCE = Fraction(95, 100)
MOST = 100
HAIR = Fraction(1, 10**9)
CLIMBS, STEPS = 12, 40
"""From so many of the worst, so many changes are tried of each."""
FEWER = 500
"""Populations of which every pair of samples is gone through at another confidence: each takes longer."""

Market = tuple[int, int, int, int]
"""hard now, total now, hard in the base year, total in the base year"""


class Group(NamedTuple):
    """A stratum: how many markets there are of each sort, and how many markets are drawn."""

    sorts: tuple[tuple[Market, int], ...]
    drawn: int

    @property
    def size(self) -> int:
        """All markets of it."""
        return sum(count for _, count in self.sorts)

    def samples(self) -> Iterator[tuple[Layers, float]]:
        """Yield each sample, with its probability."""
        whole = math.comb(self.size, self.drawn)
        for numbers in product(*(range(min(count, self.drawn) + 1) for _, count in self.sorts)):
            if sum(numbers) == self.drawn:
                ways = math.prod(math.comb(count, n) for (_, count), n in zip(self.sorts, numbers, strict=True))
                units = [market for (market, _), n in zip(self.sorts, numbers, strict=True) for _ in range(n)]
                yield Layers(units, [(MOST, MOST)] * (self.size - self.drawn)), ways / whole


Population = tuple[Group, ...]
Rates = tuple[float, float]
"""Of a false "met", and of a false "not met"."""
Errors = Callable[[Population], Rates]


def rates_of(population: Population) -> tuple[Fraction, Fraction] | None:
    """Return the true rates now and in the base year; None where there is nothing to compare."""
    sorts = [sort for group in population for sort in group.sorts]
    hard_now, total_now, hard, total = (sum(market[i] * count for market, count in sorts) for i in range(4))
    return (Fraction(hard_now, total_now), Fraction(hard, total)) if total_now and total and hard else None


def panel_errors(population: Population, confidence: Fraction = CONFIDENCE) -> Rates:
    """Return how often a panel is called met or not met falsely."""
    rates = rates_of(population)
    if rates is None:
        return 0.0, 0.0
    cut, met, missed = 1 - rates[0] / rates[1], [], []
    for sample in product(*(list(group.samples()) for group in population)):
        strata, chance = [layers for layers, _ in sample], math.prod(chance for _, chance in sample)
        units = [unit for layers in strata for unit in layers.units]
        if any(unit[2] for unit in units) and any(unit[1] for unit in units):
            panel = Panel(strata, confidence)
            met.append(chance * panel.is_met(cut + HAIR))
            missed.append(chance * panel.is_missed(cut))
    return math.fsum(met), math.fsum(missed)


def separate_errors(population: Population, confidence: Fraction = CONFIDENCE) -> Rates:
    """Return the same where other markets are drawn in each year, as many."""
    rates = rates_of(population)
    if rates is None:
        return 0.0, 0.0
    cut, met, missed = 1 - rates[0] / rates[1], [], []
    now, base = (list(_limits(population, first, confidence)) for first in (0, 2))
    for ((lowest, highest), chance), ((base_lowest, base_highest), other) in product(now, base):
        met.append(chance * other * bool(base_lowest and 1 - highest / base_lowest > cut))
        missed.append(chance * other * bool(base_highest and 1 - lowest / base_highest < cut))
    return math.fsum(met), math.fsum(missed)


def level_errors(population: Population, confidence: Fraction = CONFIDENCE) -> Rates:
    """Return how often the limits of this year's rate lie above it, and below."""
    rates = rates_of(population)
    if rates is None:
        return 0.0, 0.0
    limits = list(_limits(population, 0, confidence))
    above = math.fsum(chance for (lowest, _), chance in limits if lowest > rates[0])
    return above, math.fsum(chance for (_, highest), chance in limits if highest < rates[0])


def _limits(
    population: Population, first: int, confidence: Fraction
) -> Iterator[tuple[tuple[Fraction, Fraction], float]]:
    for sample in product(*(list(group.samples()) for group in population)):
        strata = [
            Layers([unit[first : first + 2] for unit in layers.units], [most[:1] for most in layers.undrawn])
            for layers, _ in sample
        ]
        if any(unit[1] for layers in strata for unit in layers.units):
            yield rate_limits(strata, confidence), math.prod(chance for _, chance in sample)


def jackknife_errors(population: Population) -> Rates:
    """Return how often the usual interval of a panel would be false, were it to decide."""
    rates = rates_of(population)
    if rates is None:
        return 0.0, 0.0
    cut, met, missed = float(1 - rates[0] / rates[1]), [], []
    for sample in product(*(list(group.samples()) for group in population)):
        strata = [
            Measurements(group.size, [tuple(map(float, unit)) for unit in layers.units])
            for group, (layers, _) in zip(population, sample, strict=True)
        ]
        change, chance = panel_change(strata, CONFIDENCE), math.prod(chance for _, chance in sample)
        met.append(chance * bool(change and change.low > cut + 1e-9))
        missed.append(chance * bool(change and change.high < cut - 1e-9))
    return math.fsum(met), math.fsum(missed)


# --- populations --------------------------------------------------------------------------------------------------

AMOUNTS = (0, 0, 1, 10, 50, 90, 100, 100, 100)


def a_market(dice: random.Random) -> Market:
    """Return a market; many have nothing, or all, in the part."""
    now, base = dice.choice(AMOUNTS[2:]), dice.choice(AMOUNTS[2:])
    parts = [dice.choice((0, 0, 1, 2, 5, 8, 10, 10)) for _ in range(2)]
    return parts[0] * now // 10, now, parts[1] * base // 10, base


def a_group(dice: random.Random, least: int, most: int) -> Group:
    """Return a stratum of one sort that most markets are of, and of one or two with few."""
    size = dice.randint(least, most)
    few = [dice.choice((1, 1, 1, 2, 2, 3, 4)) for _ in range(dice.choice((1, 1, 2)))]
    counts = [size - sum(few), *few]
    return Group(tuple((a_market(dice), count) for count in counts), dice.randint(max(2, size // 4), size - 1))


def changed(population: Population, dice: random.Random) -> Population:
    """Return a population that differs in one market's sort, one count, or how many are drawn."""
    at = dice.randrange(len(population))
    group = population[at]
    sorts, what = [list(sort) for sort in group.sorts], dice.randrange(3)
    drawn = group.drawn
    if what == 0:
        sorts[dice.randrange(len(sorts))][0] = a_market(dice)
    elif what == 1:
        few = dice.randrange(1, len(sorts))
        step = dice.choice((-1, 1))
        if sorts[few][1] + step > 0 and sorts[0][1] - step > 0:
            sorts[few][1] += step
            sorts[0][1] -= step
    else:
        drawn = min(max(2, drawn + dice.choice((-1, 1))), group.size - 1)
    made = Group(tuple((market, count) for market, count in sorts), drawn)  # type: ignore[misc]  # pairs as before
    return (*population[:at], made, *population[at + 1 :])


ONE_FROM_NONE_TO_ALL = [
    (Group((((68, 100, 100, 100), size - 1), ((100, 100, 0, 100), 1)), drawn),)
    for size in (12, 20, 30)
    for drawn in range(2, size, 3)
]
"""All markets are cut by 32%, but for one that turns from none to all."""


class Found(NamedTuple):
    """The worst of many populations: its rate, the verdict that was false, and the population."""

    rate: float
    said: str
    population: Population


def worst(
    errors: Errors, populations: Sequence[Population], steps: int, dice: random.Random
) -> tuple[Found, Found, int]:
    """Return the worst false "met" and "not met" of these populations and of what climbing makes of them."""
    known = [(errors(population), population) for population in populations]
    ends = []
    for at, said in enumerate(("met", "not met")):
        best = sorted(known, key=lambda one: -one[0][at])[:CLIMBS]
        climbed = [climb(errors, *one, at, steps, dice) for one in best]
        rates, population = max(climbed, key=lambda one: one[0][at])
        ends.append(Found(rates[at], said, population))
    return ends[0], ends[1], len(known) + 2 * min(CLIMBS, len(known)) * steps


def climb(
    errors: Errors, rates: Rates, population: Population, at: int, steps: int, dice: random.Random
) -> tuple[Rates, Population]:
    """Return the worst that changes of a population lead to, one after the other."""
    for _ in range(steps):
        other = changed(population, dice)
        found = errors(other)
        if found[at] >= rates[at]:
            rates, population = found, other
    return rates, population


def described(population: Population) -> str:
    """Return a population in a line: markets as (hard, total now, hard, total then)."""
    return "; ".join(
        f"{group.drawn} of {group.size}: " + ", ".join(f"{count} × {market}" for market, count in group.sorts)
        for group in population
    )


def others(populations: Sequence[Population]) -> Iterator[tuple[str, Errors, Sequence[Population]]]:
    """Yield what is searched at the other confidences for which a bound is named: half of what they leave."""
    for percent in (90, 99):
        at = Fraction(percent, 100)
        yield f"panel at {percent}%", partial(panel_errors, confidence=at), populations
        yield f"separate samples at {percent}%", partial(separate_errors, confidence=at), populations[:FEWER]
        yield f"level of a ratio at {percent}%", partial(level_errors, confidence=at), populations


def report_layers(quick: bool) -> None:
    """Print the worst rates of false verdicts and the populations that have them."""
    dice = random.Random("layers")
    print("\n\nREDUCTIONS AND LEVELS, by the layer bound: all samples of each population, N 12-30, and climbing from")
    print(f'the worst; no market gives out more than {MOST}. "usual" is the jackknife on the same, were it to decide.')
    part = 400 if quick else 1
    one = [*ONE_FROM_NONE_TO_ALL, *((a_group(dice, 12, 30),) for _ in range(20_000 // part))]
    two = [(a_group(dice, 6, 15), a_group(dice, 6, 15)) for _ in range(1_500 // part)]
    for name, errors, populations in (
        ("panel", panel_errors, one),
        ("panel, two strata", panel_errors, two),
        ("separate samples", separate_errors, one[: 2_000 // part]),
        ("level of a ratio", level_errors, one[: 4_000 // part]),
        *others(one[: 2_000 // part]),
        ("usual", jackknife_errors, one[: 2_000 // part]),
    ):
        met, not_met, tried = worst(errors, populations, 2 if quick else STEPS, dice)
        print(f"\n{name}, {tried:,} populations")
        for found in (met, not_met):
            rate = math.ceil(found.rate * 10**4 - 1e-6) / 100
            print(f'  false "{found.said}" {rate:.2f}%: {described(found.population)}')

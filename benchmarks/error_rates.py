"""How often verdicts on samples are false, at 95%: shares, cuts and levels by exact enumeration.

The usual interval of a cut, which decides nothing, is simulated, to show what it would do if it did.

    python benchmarks/error_rates.py            # a few minutes
    python benchmarks/error_rates.py --quick    # a few seconds

A false "met" is low ≥ required though the truth is below it, a false "not met" is high < required though the
truth is at or above it; 2.5% is the promise for each. Other intervals are there to compare. Only the standard
library is used; the simulation is seeded, so two runs print the same.
"""

import argparse
import math
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import compress, product
from statistics import NormalDist
from typing import NamedTuple

from layer_populations import report_layers

from scp_ninhbinh.measures.intervals import (
    Measurements,
    RatioChange,
    Stratum,
    lower_limit,
    panel_change,
    separate_change,
    standard_error,
    upper_limit,
)

CONFIDENCE = Fraction(95, 100)
Z = NormalDist().inv_cdf(0.975)
REQUIRED = (45, 70, 85)
"""Requirements in percent, such as a plan asks for."""

CLOSE = 1e-9
"""What floats may be off, in units: a limit this close to a whole number is that number."""

# --- tables ---------------------------------------------------------------------------------------------------


def percent(rate: float) -> str:
    """Return a rate of 1 as a percentage with two decimals, rounded up at the third: no 2.501% prints as 2.50%."""
    return f"{math.ceil(rate * 10**4 - 1e-6) / 100:.2f}%"


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print aligned columns: the first to the left, figures to the right."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    print(f"\n{title}\n")
    for row in (head, ["-" * width for width in widths], *rows):
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join([row[0].ljust(widths[0]), *cells[1:]]).rstrip())


# --- shares: the intervals to compare, as (low, high) in units ------------------------------------------------

Interval = Callable[[Sequence[Stratum]], tuple[float, float]]


def exact_rank(strata: Sequence[Stratum]) -> tuple[float, float]:
    """Return what the program uses."""
    return lower_limit(strata, CONFIDENCE), upper_limit(strata, CONFIDENCE)


def wald(strata: Sequence[Stratum]) -> tuple[float, float]:
    """Return the share ± z standard errors with finite population correction; everything where there is none."""
    size, error = sum(s.size for s in strata), standard_error(strata)
    middle, reach = estimate(strata), size if error is None else Z * error * size
    return middle - reach, middle + reach


def wilson(strata: Sequence[Stratum]) -> tuple[float, float]:
    """Return Wilson's score interval around the stratified share, as of Σ n_h independent draws."""
    size, n = sum(s.size for s in strata), sum(s.drawn for s in strata)
    p = estimate(strata) / size
    middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    reach = Z / (1 + Z**2 / n) * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n * n))
    return (middle - reach) * size, (middle + reach) * size


def estimate(strata: Sequence[Stratum]) -> float:
    """Return Σ N_h x_h/n_h."""
    return math.fsum(s.size * s.yes / s.drawn for s in strata)


INTERVALS: dict[str, Interval] = {"exact rank": exact_rank, "Wald with fpc": wald, "Wilson without fpc": wilson}

# --- shares: enumeration --------------------------------------------------------------------------------------


class Design(NamedTuple):
    """The sizes of strata and how many units are drawn of each; true numbers are tried in steps of `step`."""

    sizes: tuple[int, ...]
    drawn: tuple[int, ...]
    step: int = 1


class Rates:
    """The worst error rates met with so far, and coverage, of one interval."""

    def __init__(self) -> None:
        self.false_met = dict.fromkeys(("any", *REQUIRED), 0.0)
        self.false_not_met = dict.fromkeys(("any", *REQUIRED), 0.0)
        self.least_coverage = 1.0
        self.coverage_sum = 0.0
        self.populations = 0

    def add_coverage(self, too_high: float, too_low: float) -> None:
        """Count one population: the probabilities that the interval lies above the truth, and below it."""
        self.false_met["any"] = max(self.false_met["any"], too_high)
        self.false_not_met["any"] = max(self.false_not_met["any"], too_low)
        self.least_coverage = min(self.least_coverage, 1 - too_high - too_low)
        self.coverage_sum += 1 - too_high - too_low
        self.populations += 1


class Limits:
    """The intervals of every sample of a design, and the samples whose limits lie beyond a number of units."""

    def __init__(self, samples: Sequence[Sequence[Stratum]], interval: Interval) -> None:
        self.lows, self.highs = zip(*map(interval, samples), strict=True)
        self._masks: dict[tuple[str, float], list[bool]] = {}

    def low_above(self, number: float) -> list[bool]:
        """Mark the samples with low > number."""
        return self._mask(("above", number), lambda: [low > number + CLOSE for low in self.lows])

    def low_reaches(self, number: float) -> list[bool]:
        """Mark the samples with low ≥ number."""
        return self._mask(("reaches", number), lambda: [low >= number - CLOSE for low in self.lows])

    def high_below(self, number: float) -> list[bool]:
        """Mark the samples with high < number."""
        return self._mask(("below", number), lambda: [high < number - CLOSE for high in self.highs])

    def _mask(self, key: tuple[str, float], make: Callable[[], list[bool]]) -> list[bool]:
        if key not in self._masks:
            self._masks[key] = make()
        return self._masks[key]


def hypergeometric(size: int, drawn: int, true: int) -> list[float]:
    """Return P(x) for x = 0..drawn, with `true` yes among the `size` units."""
    whole = math.comb(size, drawn)
    return [math.comb(true, x) * math.comb(size - true, drawn - x) / whole for x in range(drawn + 1)]


def true_numbers(size: int, step: int) -> list[int]:
    """Return 0, step, 2 step … and the size itself."""
    return sorted({*range(0, size + 1, step), size})


def enumerate_design(design: Design, rates: dict[str, Rates]) -> int:
    """Add the error rates of one design for all true numbers; return how many samples were weighed."""
    per_stratum = [range(n + 1) for n in design.drawn]
    samples = [list(map(Stratum, design.sizes, design.drawn, xs)) for xs in product(*per_stratum)]
    limits = {name: Limits(samples, interval) for name, interval in INTERVALS.items()}
    chances = [
        {true: hypergeometric(size, n, true) for true in true_numbers(size, design.step)}
        for size, n in zip(design.sizes, design.drawn, strict=True)
    ]
    populations = 0
    for trues in product(*chances):
        weights = [1.0]  # of the samples, in the order of `samples`
        for stratum, true in zip(chances, trues, strict=True):
            weights = [weight * chance for weight in weights for chance in stratum[true]]
        for name, found in limits.items():
            add_population(rates[name], found, weights, sum(trues), sum(design.sizes))
        populations += 1
    return populations * len(samples)


def add_population(rates: Rates, limits: Limits, weights: list[float], true: int, size: int) -> None:
    """Add one true number: its coverage, and the one error that is possible against each requirement."""

    def chance(mask: list[bool]) -> float:
        return math.fsum(compress(weights, mask))

    rates.add_coverage(chance(limits.low_above(true)), chance(limits.high_below(true)))
    for percentage in REQUIRED:
        required = percentage * size / 100
        if true < required - CLOSE:
            rates.false_met[percentage] = max(rates.false_met[percentage], chance(limits.low_reaches(required)))
        else:
            rates.false_not_met[percentage] = max(rates.false_not_met[percentage], chance(limits.high_below(required)))


def one_stratum(quick: bool) -> Iterator[Design]:
    """Yield populations of 30 to 200 with samples of 5 to 100, all true numbers."""
    step = 40 if quick else 5
    for size in range(30, 201, step):
        yield from (Design((size,), (n,)) for n in range(5, min(100, size - 1) + 1, 25 if quick else 5))


QUICK_DESIGNS = {2: [Design((15, 15), (4, 6)), Design((30, 10), (3, 5))], 3: [Design((10, 10, 10), (2, 3, 4), 2)]}

FULL_DESIGNS = {
    2: [
        *(Design((15, 15), (n, m)) for n, m in ((1, 1), (3, 3), (5, 5), (2, 8), (7, 12))),
        *(Design((10, 50), (n, m)) for n, m in ((2, 10), (5, 5), (8, 8), (10, 12))),
        *(Design((40, 40), (n, m)) for n, m in ((2, 2), (5, 10), (10, 10), (20, 5))),
        *(Design((60, 60), (n, m), 3) for n, m in ((10, 10), (20, 20), (30, 10), (45, 45))),
        *(Design((30, 120), (n, m), 5) for n, m in ((5, 20), (10, 10), (15, 40))),
        *(Design((100, 100), (n, m), 5) for n, m in ((5, 5), (15, 30), (50, 50))),
    ],
    3: [
        *(Design((10, 10, 10), drawn) for drawn in ((1, 1, 1), (2, 2, 2), (3, 3, 3), (2, 4, 6))),
        *(Design((5, 10, 25), drawn) for drawn in ((2, 2, 4), (4, 3, 5))),
        *(Design((20, 40, 60), drawn, 5) for drawn in ((4, 8, 12), (5, 5, 5), (10, 10, 10))),
        Design((40, 60, 100), (5, 10, 15), 10),
    ],
    4: [
        *(Design((8, 8, 8, 8), drawn, 2) for drawn in ((1, 1, 1, 1), (2, 2, 2, 2), (3, 3, 3, 3), (1, 2, 3, 4))),
        *(Design((9, 8, 5, 9), drawn) for drawn in ((1, 1, 1, 2), (2, 1, 1, 2))),
        *(Design((10, 20, 30, 40), drawn, 5) for drawn in ((2, 3, 4, 5), (4, 4, 4, 4))),
        Design((50, 50, 50, 50), (5, 5, 5, 5), 10),
    ],
}


def report_shares(quick: bool) -> None:
    """Enumerate and print the error rates of shares, by the number of strata."""
    print("SHARES, by exact enumeration of all samples of each population (N 30-200, n 5-100 of one stratum)")
    by_strata = {1: list(one_stratum(quick)), **(QUICK_DESIGNS if quick else FULL_DESIGNS)}
    for count, designs in by_strata.items():
        rates = {name: Rates() for name in INTERVALS}
        samples = sum(enumerate_design(design, rates) for design in designs)
        populations = rates["exact rank"].populations
        sizes = [sum(design.sizes) for design in designs]
        title = f"{count} {'stratum' if count == 1 else 'strata'}, N {min(sizes)}-{max(sizes)}: {len(designs)} designs"
        print_table(
            f"{title}, {populations:,} populations, {samples:,} samples weighed; the worst rate of a false verdict",
            ["interval and requirement", "met", "not met", "least coverage", "mean coverage"],
            [row for name in INTERVALS for row in share_rows(name, rates[name])],
        )


def share_rows(name: str, rates: Rates) -> Iterator[list[str]]:
    """Yield a line for each requirement, and one for any."""
    for key in (*REQUIRED, "any"):
        coverage = ["", ""]
        if key == "any":
            coverage = [f"{figure:.2%}" for figure in (rates.least_coverage, rates.coverage_sum / rates.populations)]
        asked = "any" if key == "any" else f"{key}%"
        yield [f"{name}, {asked}", percent(rates.false_met[key]), percent(rates.false_not_met[key]), *coverage]


# --- reductions: populations ----------------------------------------------------------------------------------

Market = tuple[float, float, float, float]
"""hard_now, total_now, hard_base, total_base"""

MARKETS = 110
HAIR = 1e-4
"""A requirement of a hundredth of a point above the truth: the hardest case for a false "met"."""

FAR = 0.05
"""Five points from the truth: what a reader would call plainly met, or plainly missed."""


class Population(NamedTuple):
    """How markets differ: `spread` of the log of their size, `noise` of the log of what each keeps of its rate.

    With `giant`, one market has that share of all packaging; with `unequal`, the larger half cut more than the
    smaller. `strata` are in order of size, the largest markets first; with `whole` the first is measured whole.
    """

    name: str
    spread: float
    noise: float
    giant: float = 0
    unequal: bool = False
    strata: tuple[int, ...] = (MARKETS,)
    whole: bool = False


POPULATIONS = (
    Population("alike in size", 0.3, 0.2),
    Population("skewed", 1.0, 0.3),
    Population("skewed, 3 strata", 1.0, 0.3, strata=(10, 30, 70)),
    Population("large cut more", 1.0, 0.3, unequal=True),
    Population("very skewed", 1.6, 0.3),
    Population("very skewed, top 5 whole", 1.6, 0.3, strata=(5, 105), whole=True),
    Population("a giant of 30%", 0.8, 0.3, giant=0.3),
    Population("a giant of 30%, top 5 whole", 0.8, 0.3, giant=0.3, strata=(5, 105), whole=True),
)


def make_markets(population: Population, cut: float, dice: random.Random) -> list[Market]:
    """Return all markets, the largest first, scaled so that the cut of the sum over sum is `cut`."""
    totals = sorted((dice.lognormvariate(5, population.spread) for _ in range(MARKETS)), reverse=True)
    if population.giant:
        totals[0] = population.giant / (1 - population.giant) * math.fsum(totals[1:])
    rows = []
    for rank, total in enumerate(totals):
        rate, now = dice.betavariate(4, 6), total * dice.lognormvariate(0, 0.15)
        kept = dice.lognormvariate(0, population.noise)
        if population.unequal and rank < MARKETS // 2:
            kept *= 0.6
        rows.append((rate * kept * now, now, rate * total, total))
    hard_now, total_now, hard_base, total_base = (math.fsum(column) for column in zip(*rows, strict=True))
    scale = (1 - cut) * (hard_base / total_base) / (hard_now / total_now)
    return [(hard * scale, *others) for hard, *others in rows]


def allocation(population: Population, n: int) -> list[int]:
    """Return how many markets are drawn of each stratum: in proportion, two at least, the rest of the last."""
    sizes = population.strata
    drawn = [size if population.whole else max(2, round(n * size / MARKETS)) for size in sizes[:-1]]
    return [*drawn, n - sum(drawn)]


def draw(markets: Sequence[Market], population: Population, n: int, dice: random.Random) -> list[Measurements]:
    """Draw n markets without replacement, stratum by stratum."""
    strata, start = [], 0
    for size, drawn in zip(population.strata, allocation(population, n), strict=True):
        strata.append(Measurements(size, dice.sample(markets[start : start + size], drawn)))
        start += size
    return strata


Measure = Callable[[Sequence[Market], Population, int, random.Random], RatioChange | None]


def panel(markets: Sequence[Market], population: Population, n: int, dice: random.Random) -> RatioChange | None:
    """Measure the same n markets in both years."""
    return panel_change(draw(markets, population, n, dice), CONFIDENCE)


def separate(markets: Sequence[Market], population: Population, n: int, dice: random.Random) -> RatioChange | None:
    """Measure n markets in each year, drawn anew."""
    now, base = (
        [
            Measurements(s.size, [unit[first : first + 2] for unit in s.units])
            for s in draw(markets, population, n, dice)
        ]
        for first in (0, 2)
    )
    return separate_change(now, base, CONFIDENCE)


# --- reductions: simulation -----------------------------------------------------------------------------------


class Trial(NamedTuple):
    """Rates over the samples of n markets of one population whose cut is known.

    Of a false "met" with the requirement a hair above the truth and five points above it, of a false "not met"
    with the requirement at the truth and five points below it; of intervals that hold the truth, and of none.
    """

    n: int
    met_near: float
    met_far: float
    not_met_near: float
    not_met_far: float
    coverage: float
    none: float


def simulate(population: Population, cut: float, twin: int, measure: Measure, n: int, runs: int) -> Trial:
    """Draw `runs` samples of n markets; `twin` tells populations of the same kind apart."""
    markets = make_markets(population, cut, random.Random(f"{population.name} {cut} {twin}"))
    dice = random.Random(f"{population.name} {cut} {twin} {measure.__name__} {n}")
    changes = [measure(markets, population, n, dice) for _ in range(runs)]
    found = [change for change in changes if change is not None]

    def rate(is_so: Callable[[RatioChange], bool]) -> float:
        return sum(map(is_so, found)) / runs

    return Trial(
        n,
        rate(lambda change: change.low >= cut + HAIR),
        rate(lambda change: change.low >= cut + FAR),
        rate(lambda change: change.high < cut - CLOSE),
        rate(lambda change: change.high < cut - FAR),
        rate(lambda change: change.low <= cut + CLOSE and change.high >= cut - CLOSE),
        1 - len(found) / runs,
    )


REDUCTION_HEAD = (
    *("population and sample", "met", "mean", "met +5", "not met", "mean", "not met -5"),
    *("least cov.", "mean cov.", "none"),
)

REDUCTION_KEY = f"""\
met        a false "met", the requirement {HAIR:.2%} above the truth: the worst population, and the mean of all
met +5     the same with the requirement five points above the truth: the worst
not met    a false "not met", the requirement at the truth: the worst, and the mean
not met -5 the same with the requirement five points below the truth: the worst
none       samples without an interval: the most"""


def report_reductions(quick: bool) -> None:
    """Simulate and print the error rates of the usual interval of cuts, for panels and for separate samples."""
    runs, twins, sizes = (20, 1, (10, 40)) if quick else (500, 4, (10, 20, 30, 60))
    populations = POPULATIONS[1:6:3] if quick else POPULATIONS
    each = twins * len(REQUIRED)
    cases = len(populations) * len(sizes) * each * 2
    chance = percent(math.sqrt(0.025 * 0.975 / runs))
    cuts = ", ".join(f"{cut}%" for cut in REQUIRED)
    print(f"\n\nTHE USUAL INTERVAL OF CUTS, by simulation: {cases:,} cases of {runs:,} samples each.")
    print(f"A line is of {each} populations of {MARKETS} markets, with true cuts of {cuts}.")
    print(f"By chance alone a rate of 2.5% over {runs:,} samples is found with a standard error of {chance}.\n")
    print(REDUCTION_KEY)
    for measure in (panel, separate):
        rows: list[list[str]] = []
        trials: list[Trial] = []
        for population, n in product(populations, sizes):
            kinds = product(REQUIRED, range(twins))
            found = [simulate(population, cut / 100, twin, measure, n, runs) for cut, twin in kinds]
            rows.append([f"{population.name}, n = {n}", *reduction_cells(found)])
            trials += found
        rows.append(["all", *reduction_cells(trials)])
        print_table(f"{measure.__name__}: rates of a false verdict, and coverage", REDUCTION_HEAD, rows)


def reduction_cells(trials: Sequence[Trial]) -> list[str]:
    """Return the worst of some trials, and means of them."""

    def mean(name: str) -> float:
        return math.fsum(getattr(trial, name) for trial in trials) / len(trials)

    def worst(name: str) -> str:
        return percent(max(getattr(trial, name) for trial in trials))

    met = [worst("met_near"), percent(mean("met_near")), worst("met_far")]
    not_met = [worst("not_met_near"), percent(mean("not_met_near")), worst("not_met_far")]
    least = min(trial.coverage for trial in trials)
    return [*met, *not_met, f"{least:.1%}", f"{mean('coverage'):.1%}", worst("none")]


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description="Error rates of the verdicts on samples.")
    parser.add_argument("--quick", action="store_true", help="fewer cases, in a few seconds")
    quick = parser.parse_args().quick
    sys.stdout.reconfigure(encoding="utf-8")
    report_shares(quick)
    report_layers(quick)
    report_reductions(quick)


if __name__ == "__main__":
    main()

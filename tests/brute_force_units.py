"""A second scorer for several answers and for new units: every unknown is filled in every way, every way is counted.

Written from the formulas in METHODS and not from the program, as `brute_force` is. Nothing of Kleene's logic is in it:
an answer that is not known is tried as a yes and as a no, a year without rows as one in which each unit said either,
and what a completion comes to is looked up in it.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product

FIRST, WINDOW, DUE = 2024, 2027, 2028
INFINITY = float("inf")
Between = tuple[Fraction | float, Fraction | float]


def ways(cells: Iterable[str]) -> Iterable[tuple[bool, ...]]:
    """Return every way to fill in cells: a `u` is a yes or a no."""
    return product(*[{"y": (True,), "n": (False,), "u": (True, False)}[one] for one in cells])


def enough(answers: str, wanted: str, least: int) -> set[bool]:
    """Return whether a unit has enough answers as wanted, in every way to fill in those not known."""
    return {sum(("y" if one else "n") == good for one, good in zip(way, wanted, strict=True)) >= least
            for way in ways(answers)}  # fmt: skip


def share(answers: Sequence[str], not_surveyed: int, wanted: str, least: int) -> Between:
    """Return the least and the largest share of units with enough answers; of one not surveyed nothing is known."""
    found = [enough(one, wanted, least) for one in (*answers, *["u" * len(wanted)] * not_surveyed)]
    shares = [Fraction(sum(way), len(found)) for way in product(*found)]
    return min(shares), max(shares)


def new_units(models: dict[str, str], listed: Sequence[str], year: int) -> Between:
    """Return the fewest and the most models that are new in the window, up to a year; a letter a year, a dot no row."""
    years = range(FIRST, year + 1)
    silent = [n for n, _ in enumerate(years) if all(said[n] == "." for said in models.values())]
    sorts = [first_yes(said, silent, name in listed) for name, said in models.items()]
    sorts += [first_yes("." * len(years), silent, True) for name in listed if name not in models]
    counts = [sum(way) for way in product(*sorts)]
    more = INFINITY if any(years[n] >= WINDOW for n in silent) else 0
    return min(counts), max(counts) + more


def first_yes(said: str, silent: Sequence[int], is_listed: bool) -> set[bool]:
    """Return whether the first yes of a model is of the window, in every way to fill in what is not known of it.

    That is its answers, the years before the window in which no model has a row, and, of a listed model, every year in
    which it has none.
    """
    start, cells = WINDOW - FIRST, list(said)
    for n in silent:
        cells[n] = "u" if n < start else cells[n]
    if is_listed:
        cells = ["u" if one == "." else one for one in cells]
    has_row = is_listed or any(one != "." for one in said[start:])
    found = set()
    for way in ways("n" if one == "." else one for one in cells):
        years = [n for n, is_yes in enumerate(way) if is_yes]
        found.add(bool(has_row and years and years[0] >= start))
    return found


def verdict(between: Between, required: Fraction | int, year: int) -> str:
    low, high = between
    if low >= required:
        return "met"
    return "undetermined" if high >= required else "not_met" if year >= DUE else "not_yet"

"""A second scorer, for comparison: every unknown is filled in every way, every completion is scored, and the verdicts are read off.

Written from the formulas and the plan's text alone, without the program. Censuses only, with a register or without;
samples are left to the enumerations of `test_intervals`. It is exponential: surveys of a dozen unknowns at most.

A survey is a list of dicts of text (`year` a number), a register one of dicts with `kind` and `id`. What METHODS calls
"anywhere in [0, total]" is tried at both ends and in the middle, and a market that was not measured as none at all,
or as the largest of the year with nothing hard or all of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

Rows = Sequence[Mapping[str, Any]]
Figures = list[Any] | None
"""What a reading comes to over all completions: empty while its window has not begun, None where nothing can be said."""

BASE, INFINITY = 2020, float("inf")


class Target(NamedTuple):
    """One target of the plan: what is asked of which kinds, by when, and from which years a count may start."""

    indicator: str
    measure: str
    kinds: tuple[str, ...]
    column: str
    good: str
    due: int
    required: Fraction
    since: tuple[int, ...] = ()


ZONES = ("zones-informed", "share", ("industrial_zone", "industrial_cluster", "craft_village"), "informed", "yes")
OUTLETS = ("stores-without-hard-bags", "share", ("trade_centre", "supermarket", "convenience_store"), "hard_bags", "no")
MODELS, CAMPAIGNS = ("models-applied", "units", ("model",), "applied", "yes"), "campaigns-held"
MARKETS = ("market-packaging-reduction", "reduction", ("market",), "", "")
TARGETS = [
    *(Target(*ZONES, 2025, Fraction(70, 100)), Target(*ZONES, 2030, Fraction(1))),
    Target(*MODELS, 2025, Fraction(1), (2021,)),
    Target(CAMPAIGNS, "occasions", ("campaign",), "held", "yes", 2025, Fraction(1), (2021,)),
    Target(CAMPAIGNS, "occasions", ("campaign",), "held", "yes", 2030, Fraction(2), (2021, 2026)),
    *(Target(*MARKETS, 2025, Fraction(30, 100)), Target(*MARKETS, 2030, Fraction(60, 100))),
    *(Target(*OUTLETS, 2025, Fraction(45, 100)), Target(*OUTLETS, 2030, Fraction(85, 100))),
]


def brute_force(rows: Rows, register: Rows, asked: int, target: Target) -> tuple[str, Any, Any]:
    """Return the verdict of a target and the least and the largest figure, None where there is none."""
    year, score = min(asked, target.due), {"share": share, "reduction": reduction}.get(target.measure, count)
    readings = score([row for row in rows if row["kind"] in target.kinds], register, year, target)
    if not readings:
        return "no_data", None, None
    verdicts = {verdict(figures, target.required) for figures in readings}
    found = verdicts.pop() if len(verdicts) == 1 else "undetermined"
    found = ("not_met" if year >= target.due else "not_yet") if found == "missed" else found
    every = [] if None in readings else [figure for figures in readings for figure in figures or ()]
    low, high = min(every, default=-INFINITY), max(every, default=INFINITY)
    return found, None if low == -INFINITY else low, None if high == INFINITY else high


def verdict(figures: Figures, required: Fraction) -> str:
    reached = None if figures is None else {figure >= required for figure in figures}
    return "undetermined" if reached in (None, {True, False}) else "met" if reached == {True} else "missed"


def listed(register: Rows, kinds: Iterable[str], years: Iterable[int]) -> set[tuple[str, str]]:
    known = [u for u in register if u["kind"] in kinds]
    there = [u for u in known if any(u.get("since", 0) <= year <= u.get("until", 9999) for year in years)]
    return {(u["kind"], u["id"]) for u in there}


def sums(rows: Rows, units: Iterable[Any], target: Target) -> list[int]:
    """Return how many are good, once for each way to fill in the unknown answers of these units."""
    answers = {unit: {row[target.column] for row in rows if (row["kind"], row["id"]) == unit} for unit in units}
    ways = [(1,) if target.good in said else (0, 1) if "" in said or not said else (0,) for said in answers.values()]
    return [sum(way) for way in product(*ways)]


def share(rows: Rows, register: Rows, year: int, target: Target) -> list[Figures]:
    rows = [row for row in rows if row["year"] == year]
    units = {(row["kind"], row["id"]) for row in rows} | listed(register, target.kinds, [year])
    return [[Fraction(good, len(units)) for good in sums(rows, units, target)]] if rows else []


def count(rows: Rows, register: Rows, year: int, target: Target) -> list[Figures]:
    return [window(rows, register, range(since, year + 1), target) for since in target.since] if rows else []


def window(rows: Rows, register: Rows, years: range, target: Target) -> Figures:
    rows = [row for row in rows if row["year"] in years]
    if target.measure == "occasions":
        rows, register = [{**row, "id": number} for number, row in enumerate(rows)], ()
    units = {(row["kind"], row["id"]) for row in rows} | listed(register, target.kinds, years)
    unseen = (0, INFINITY) if {row["year"] for row in rows} != set(years) else (0,)
    return [good + more for good in sums(rows, units, target) for more in unseen] if years else []


def reduction(rows: Rows, register: Rows, year: int, target: Target) -> list[Figures]:
    then, now = ({row["id"]: row for row in rows if row["year"] == at and row["packaging_total"]} for at in (BASE, year))
    both = [{key: year_[key] for key in then.keys() & now.keys()} for year_ in (then, now)]
    missing = [[key for kind, key in listed(register, target.kinds, [at]) if key not in measured] for at, measured in ((BASE, then), (year, now))]
    ...

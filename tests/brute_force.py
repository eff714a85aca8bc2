"""A second scorer, to compare with: every unknown is filled in every way, and every completion is scored in fractions.

Written from the formulas and the plan's text, and not from the program. Censuses only, with a register or without:
samples are left to the enumerations of `test_intervals`, and `days` and a register's `since` and `until` to the tests
of their own. It is exponential: a dozen unknowns a target at most.

A survey is a list of dicts of text (`year` a number), a register one of dicts with `kind` and `id`. A hard part that
is not known is tried at both ends and in the middle, and a market that was not measured as none at all (beyond its hard
part, where that is known), or as the largest of its year, with nothing hard or all of it where that is not known.
"""

from fractions import Fraction
from itertools import product
from typing import Any

Rows = list[dict[str, Any]]
Figures = list[Any] | None
"""A reading's figures, one a completion; empty while its window has not begun, None where nothing can be said."""

BASE, INFINITY = 2020, float("inf")
PLAN = {
    "zones-informed": ("industrial_zone industrial_cluster craft_village", "informed=yes", {2025: 70, 2030: 100}),
    "models-applied": ("model", "applied=yes", {2025: 100}),
    "campaigns-held": ("campaign", "held=yes", {2025: 100, 2030: 200}),
    "market-packaging-reduction": ("market", "", {2025: 30, 2030: 60}),
    "stores-without-hard-bags": ("trade_centre supermarket convenience_store", "hard_bags=no", {2025: 45, 2030: 85}),
}
"""Of each indicator its kinds, the answer that counts (none for a cut), and by due year the hundredths required."""
SINCE = {("models-applied", 2025): [2021], ("campaigns-held", 2025): [2021], ("campaigns-held", 2030): [2021, 2026]}


def brute_force(rows: Rows, register: Rows, asked: int, indicator: str, due: int) -> tuple[str, Any, Any]:
    """Return a target's verdict and its least and largest figure, None where it has no such bound."""
    (kinds, answer, required), since, year = PLAN[indicator], SINCE.get((indicator, due), []), min(asked, due)
    rows = [{**row, "unit": (row["kind"], row["id"])} for row in rows if row["kind"] in kinds.split()]
    listed = {(unit["kind"], unit["id"]) for unit in register if unit["kind"] in kinds.split()}
    windows = [range(first, year + 1) for first in since or [year]]
    spoke = any(row["year"] == year or row["year"] in windows[0] for row in rows)
    counts = [counted(rows, listed, answer, years, not since) for years in windows if answer and spoke]
    readings = counts if answer else reduction(rows, listed, year)
    found = {verdict(figures, Fraction(required[due], 100)) for figures in readings}
    said = found.pop() if len(found) == 1 else "undetermined" if found else "no_data"
    every = [figure for figures in readings for figure in figures or ()] if None not in readings else []
    low, high = (None if abs(one) == INFINITY else one for one in (f(every, default=INFINITY) for f in (min, max)))
    return said.replace("missed", "not_met" if year >= due else "not_yet"), low, high


def verdict(figures: Figures, required: Fraction) -> str:
    """Return what all completions of a reading agree on."""
    reached = {True, False} if figures is None else {figure >= required for figure in figures}
    return "undetermined" if len(reached) == 2 else "met" if reached == {True} else "missed"


def counted(rows: Rows, listed: set[Any], answer: str, years: range, is_share: bool) -> Figures:
    """Return how many units, or of occasions how many rows, are good: as a share of them or as a count."""
    (column, good), rows = answer.split("="), [row for row in rows if row["year"] in years]
    if column == "held":
        rows, listed = [{**row, "unit": number} for number, row in enumerate(rows)], set()
    said = {unit: {row[column] for row in rows if row["unit"] == unit} for unit in {r["unit"] for r in rows} | listed}
    for unit in listed & {row["unit"] for row in rows}:
        said[unit] |= {""} if {row["year"] for row in rows if row["unit"] == unit} != set(years) else set()
    ways = [(1,) if good in one else (0,) if one and "" not in one else (0, 1) for one in said.values()]
    unseen = (0,) if is_share or {row["year"] for row in rows} == set(years) else (0, INFINITY)
    whole, filled = len(said) if is_share else 1, product(*ways) if years else ()
    return [Fraction(sum(way), whole) + more for way in filled for more in unseen]


def reduction(rows: Rows, listed: set[Any], year: int) -> list[Figures]:
    """Return the cuts of all markets, and of those that gave something out in both years where they are not all."""
    years = [{r["unit"]: r for r in rows if r["year"] == at} for at in (BASE, year)]
    giving = [{unit for unit, row in of.items() if Fraction(row["packaging_total"] or 0)} for of in years]
    common = giving[0] & giving[1]
    pairs = [[of[unit] for unit in sorted(common)] for of in years]
    every = [cuts([list(of.values()) for of in years], [len(listed - of.keys()) for of in years], year, bool(common))]
    matched = year != BASE and common and (giving[0] != common or giving[1] != common)
    return every + [cuts(pairs, [0, 0], year)] * bool(matched) if years[1] else []


def cuts(years: list[Rows], unseen: list[int], year: int, common: bool = True) -> Figures:
    """Return a cut for each completion of the base year with each of the year scored."""
    then, now = (rates(rows, more) for rows, more in zip(years, unseen, strict=True))
    units = {r["packaging_unit"] for rows in years for r in rows if r["packaging_total"] or r["packaging_hard"]}
    if not common or not any(then) or len(units) > 1:
        return None
    return [1 - rate / base if base else -INFINITY for base in then for rate in now] if year != BASE else [0]


def rates(rows: Rows, unseen: int) -> set[Fraction]:
    """Return every rate of hard packaging that a year may have had: none where nothing was given out."""
    known = [(row["packaging_total"], row["packaging_hard"]) for row in rows]
    most = max([Fraction(total) for total, _ in known if total], default=Fraction(0))
    ways = [[(0, 0), (most, 0), (most, most)] for _ in range(unseen)]
    for total, hard in known:
        if total and hard:
            ways.append([(Fraction(total), Fraction(hard))])
        elif total:
            ways.append([(Fraction(total), part * Fraction(total)) for part in (0, Fraction(1, 2), 1)])
        elif hard:
            ways.append([(least, Fraction(hard)) for least in (Fraction(hard), max(most, Fraction(hard)))])
        else:
            ways.append([(0, 0), (most, 0), (most, most)])
    sums = ([sum(column) for column in zip(*way, strict=True)] for way in product(*ways) if way)
    return {Fraction(hard) / whole for whole, hard in sums if whole}

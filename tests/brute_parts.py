"""A second scorer for targets of at most and of each part: every unknown is filled in every way, in fractions.

Written from METHODS and not from the program, for shares and counts of one kind, with a register or without. A row is
(year, unit, area, answer), an answer None where it is not known; a register is a list of (unit, area).
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

Row = tuple[int, str, str, bool | None]
INFINITY = 10**9


def verdict(
    rows: list[Row],
    measure: str,
    amount: Fraction,
    most: bool,
    parts: list[tuple[str | None, range]],
    early: bool,
    register: list[tuple[str, str]] | None = None,
) -> str:
    """Return what all completions agree on: of each part, an area (None for all) and the years, by itself.

    No answer of one part is one of another, so that what each part may be, all together may be.
    """
    found = [set(_reached(rows, measure, amount, most, part, register)) for part in parts]
    if any(one == {False} for one in found):
        return "not_yet" if early else "not_met"
    return "met" if all(one == {True} for one in found) else "undetermined"


def _reached(
    rows: list[Row],
    measure: str,
    amount: Fraction,
    most: bool,
    part: tuple[str | None, range],
    register: list[tuple[str, str]] | None,
) -> Iterator[bool]:
    """Yield for each completion of a part whether it is as required; both where it may be anything."""
    area, years = part
    own = [row for row in rows if row[0] in years and area in (None, row[2])]
    listed = [unit for unit, where in register or () if area in (None, where)]
    open_rows = [number for number, row in enumerate(own) if row[3] is None]
    for filled in product((True, False), repeat=len(open_rows)):
        said = [row[3] for row in own]
        for number, answer in zip(open_rows, filled, strict=True):
            said[number] = answer
        for figure in _figures(own, said, listed, measure, years):
            yield figure <= amount if most else figure >= amount


def _figures(
    own: list[Row], said: list[bool | None], listed: list[str], measure: str, years: range
) -> Iterator[Fraction]:
    yes = sum(map(bool, said))
    units = {row[1] for row in own}
    if measure == "share":
        absent = [unit for unit in listed if unit not in units]
        whole = len(own) + len(absent)
        for more in range(len(absent) + 1) if whole else ():
            yield Fraction(yes + more, whole)
        if not whole:  # no unit has no share: nothing is shown
            yield from (Fraction(-1), Fraction(INFINITY))
        return
    if measure == "units":
        good = {row[1] for row, one in zip(own, said, strict=True) if one}
        asked = {unit: {row[0] for row in own if row[1] == unit} for unit in listed}
        silent = [unit for unit in listed if unit not in good and asked[unit] != set(years)]
        yes_ways = range(len(good), len(good) + len(silent) + 1)
    else:
        yes_ways = range(yes, yes + 1)
    for number in yes_ways:
        yield Fraction(number)
    if {row[0] for row in own} != set(years):
        yield Fraction(INFINITY)

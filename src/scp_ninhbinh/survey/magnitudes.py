"""Fractions among whole amounts: thousands that a spreadsheet took for decimals, and shares in place of amounts.

A spreadsheet set to English takes the 3.946 of a Vietnamese for a little less than four, and stores it as a number.
What is stored says nothing of it, so only the other numbers of the survey do.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from scp_ninhbinh.plan.vocabulary import Column, Vocabulary
from scp_ninhbinh.problems.problem import Problem, Source, problem
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.say import Number, Phrase

THOUSAND: Final = 1000
FAR: Final = 32
"""How many times as large whole numbers are, so that a fraction is nearer to them times a thousand (its root)."""

FARTHER: Final = 100
"""How many times as large every whole number is, so that fewer decimals do."""

FEWEST: Final = 2
"""Whole numbers, or shares, that show how amounts are written."""

MOST_DAYS: Final = 10
"""Days, or one more, over which an average may have been taken; more give any fraction."""

PLACES: Final = 4
"""Decimals of a number that a message shows."""

WRITE_WHOLE: Final = Phrase("write {whole} if that is meant; a number that is right may stay")
WRITE_AMOUNT: Final = Phrase("write the amount if this is a share of it; a number that is right may stay")

Counted = tuple[Amount, Any]
"""A number of the survey, and its unit."""

Columns = Mapping[str, Column]

Units = Callable[[Collection[str], int], Sequence[Any]]
"""Gives the units of some kinds in a year."""


def check_fractions(units_of: Units, years: Sequence[int], known: Vocabulary) -> Iterator[Problem]:
    """Yield a warning for each fraction that only fits the other numbers of its column as something else."""
    for kind in known.kinds:
        by_year = [units_of((kind,), year) for year in years]
        for name in known.fitting(kind, "number") if any(by_year) else ():
            whole = known.columns[name].part_of
            yield from _thousands([unit for units in by_year for unit in units], name, known.columns)
            for units in by_year if whole else ():
                yield from _shares(units, name, whole or "", by_year)


def _thousands(units: Sequence[Any], name: str, columns: Columns) -> Iterator[Problem]:
    """Yield the fractions of a column that seem to be thousands, beside the others in the same unit of counting."""
    unit_in, whole = columns[name].unit_in, columns[name].part_of
    in_unit: dict[str, list[Counted]] = defaultdict(list)
    for value, unit in _like_thousands(units, name):
        in_unit[getattr(unit, unit_in) if unit_in else ""].append((value, unit))
    for counted_in, numbers in in_unit.items():
        alike = (unit for unit in units if not unit_in or getattr(unit, unit_in, "") == counted_in)
        others = sorted((getattr(unit, name), unit.year) for unit in alike if _is_whole(getattr(unit, name, None)))
        wholes, years = [other for other, _ in others], {unit.year for _, unit in numbers}
        stored = any(other >= THOUSAND and year in years for other, year in others)
        seem = len(wholes) >= FEWEST and _are_thousands(wholes, [Fraction(value) for value, _ in numbers], stored)
        if seem and not (whole and _exceed(numbers, whole) and not any(_thousands(units, whole, columns))):
            usual = wholes[(len(wholes) - 1) // 2]
            for value, unit in numbers:
                yield _told(unit, name, value, usual, remedy=WRITE_WHOLE, whole=str(int(value * THOUSAND)))


def _is_whole(value: Amount | None) -> bool:
    return value.__class__ is int and value != 0


def _exceed(parts: Sequence[Counted], whole: str) -> bool:
    """Whether each part would be more than its whole if it was a thousand, so that only both can have been."""
    wholes = [(value, getattr(unit, whole, None)) for value, unit in parts]
    return all(every is not None and value * THOUSAND > every for value, every in wholes)


def _like_thousands(units: Sequence[Any], name: str) -> list[Counted]:
    """Return the fractions of a column if each may have been a thousand; any other shows that it has decimals."""
    found: list[Counted] = []
    for unit in units:
        value = getattr(unit, name, None)
        if value.__class__ is Fraction:
            if not 1 < value < THOUSAND or THOUSAND % value.denominator:
                return []
            found.append((value, unit))
    return found


def _are_thousands(wholes: Sequence[int], fractions: Sequence[Fraction], stored: bool) -> bool:
    """Whether whole numbers, in their order, are so large that the fractions are nearer to them times a thousand.

    Three decimals show it, unless all are averages. Fewer were typed as zeros at the end (1.250), as the others then
    have, and no thousand was stored as such beside them.
    """
    most = max(fractions)
    if wholes[(len(wholes) - 1) // 2] <= most * FAR:
        return False
    if any(100 % value.denominator for value in fractions):
        return len(fractions) < FEWEST or not all(map(_is_average, fractions))
    zeros = 10 if any(10 % value.denominator for value in fractions) else 100
    return wholes[0] >= most * FARTHER and not stored and not any(value % zeros for value in wholes)


def _is_average(value: Fraction) -> bool:
    """Whether a fraction is an average of a few days, rounded to three decimals."""
    return any(
        Fraction(round(round(value * days) * THOUSAND / days), THOUSAND) == value for days in range(2, MOST_DAYS)
    )


def _shares(units: Sequence[Any], name: str, whole: str, by_year: Sequence[Sequence[Any]]) -> Iterator[Problem]:
    """Yield the fractions of one that stand for parts of large wholes, if all parts of a year are so.

    Small amounts are so too: that they are shares shows a very large whole, or another year, of larger parts.
    """
    filled = [unit for unit in units if getattr(unit, name, None)]
    fractions = [unit for unit in filled if getattr(unit, name).__class__ is Fraction]
    if len(fractions) < FEWEST or not all(_may_be_share(unit, name, whole) for unit in filled):
        return
    if any(getattr(unit, whole) >= getattr(unit, name) * THOUSAND for unit in fractions) or any(
        _is_large(unit, name, whole) for others in by_year for unit in others
    ):
        for unit in fractions:
            yield _told(unit, name, getattr(unit, name), getattr(unit, whole), remedy=WRITE_AMOUNT)


def _may_be_share(unit: Any, name: str, whole: str) -> bool:
    part: Amount = getattr(unit, name)
    every: Amount | None = getattr(unit, whole)
    return part <= 1 and every is not None and every >= part * FARTHER


def _is_large(unit: Any, name: str, whole: str) -> bool:
    """Whether a part is an amount that is no small one of its whole."""
    part: Amount | None = getattr(unit, name, None)
    every: Amount | None = getattr(unit, whole, None)
    return part is not None and every is not None and part > 1 and every < part * FAR


def _told(unit: Any, name: str, value: Amount, beside: Amount, **details: object) -> Problem:
    source: Source = unit.source
    numbers = {"read": _number(value), "beside": _number(beside)}
    return problem("doubtful-fraction", source.place(unit.row, name), f"{float(value):.10g}", **numbers, **details)


def _number(value: Amount) -> Number:
    return Number(value, next((n for n in range(PLACES) if (value * 10**n).denominator == 1), PLACES))

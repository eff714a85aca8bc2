"""Fractions among whole amounts: thousands that a spreadsheet took for decimals, and shares in place of amounts.

A spreadsheet set to English takes the 3.946 of a Vietnamese for a little less than four, and stores it as a number.
What is stored says nothing of it, so only the other numbers of the survey do.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
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

PLACES: Final = 4
"""Decimals of a number that a message shows."""

WRITE_WHOLE: Final = Phrase("write {whole} if that is meant; a number that is right may stay")
WRITE_AMOUNT: Final = Phrase("write the amount if this is a share of it; a number that is right may stay")

Counted = tuple[Amount, Any]
"""A number of the survey, and its unit."""

Units = Callable[[Collection[str], int], Sequence[Any]]
"""Gives the units of some kinds in a year."""


def check_fractions(units_of: Units, years: Sequence[int], known: Vocabulary) -> Iterator[Problem]:
    """Yield a warning for each fraction that only fits the other numbers of its column as something else."""
    for kind in known.kinds:
        by_year = [units_of((kind,), year) for year in years]
        for name in known.fitting(kind, "number") if any(by_year) else ():
            column = known.columns[name]
            yield from _thousands([unit for units in by_year for unit in units], name, column)
            for units in by_year if column.part_of else ():
                yield from _shares(units, name, column.part_of or "")


def _thousands(units: Sequence[Any], name: str, column: Column) -> Iterator[Problem]:
    """Yield the fractions of a column that seem to be thousands, beside the others in the same unit of counting."""
    fractions = _like_thousands(units, name)
    in_unit: dict[str, list[Counted]] = defaultdict(list)
    for value, unit in fractions:
        in_unit[getattr(unit, column.unit_in) if column.unit_in else ""].append((value, unit))
    for counted_in, numbers in in_unit.items():
        alike = (unit for unit in units if not column.unit_in or getattr(unit, column.unit_in, "") == counted_in)
        others = (getattr(unit, name, None) for unit in alike)
        wholes = sorted(other for other in others if other and other.__class__ is int)
        if len(wholes) >= FEWEST and _far_above(wholes, [value for value, _ in numbers]):
            usual = wholes[(len(wholes) - 1) // 2]
            for value, unit in numbers:
                yield _told(unit, name, value, usual, remedy=WRITE_WHOLE, whole=str(int(value * THOUSAND)))


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


def _far_above(wholes: Sequence[int], fractions: Sequence[Amount]) -> bool:
    """Whether whole numbers, in their order, are so large that the fractions are nearer to them times a thousand."""
    most, exact = max(fractions), any(100 % Fraction(value).denominator for value in fractions)
    return wholes[(len(wholes) - 1) // 2] > most * FAR and (exact or wholes[0] >= most * FARTHER)


def _shares(units: Sequence[Any], name: str, whole: str) -> Iterator[Problem]:
    """Yield the fractions of one that stand for parts of large wholes, if all parts of a year are so."""
    filled = [unit for unit in units if getattr(unit, name, None)]
    if all(_may_be_share(getattr(unit, name), getattr(unit, whole)) for unit in filled):
        fractions = [unit for unit in filled if getattr(unit, name).__class__ is Fraction]
        for unit in fractions if len(fractions) >= FEWEST else ():
            yield _told(unit, name, getattr(unit, name), getattr(unit, whole), remedy=WRITE_AMOUNT)


def _may_be_share(part: Amount, whole: Amount | None) -> bool:
    return part <= 1 and bool(whole) and (whole or 0) >= part * FARTHER


def _told(unit: Any, name: str, value: Amount, beside: Amount, **details: object) -> Problem:
    source: Source = unit.source
    numbers = {"read": _number(value), "beside": _number(beside)}
    return problem("doubtful-fraction", source.place(unit.row, name), f"{float(value):.10g}", **numbers, **details)


def _number(value: Amount) -> Number:
    return Number(value, next((n for n in range(PLACES) if (value * 10**n).denominator == 1), PLACES))

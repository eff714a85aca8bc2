"""Whether what a target requires fits what is measured: its years, its limits, and the units of its columns."""

from collections.abc import Iterator, Sequence
from typing import Final

from scp_ninhbinh.plan.amounts import LIMITS, likely_percent
from scp_ninhbinh.plan.clauses import (
    AnyTarget,
    CountTarget,
    Increase,
    Indicator,
    Plan,
    Quotient,
    Ratio,
    Reduction,
    Scored,
)
from scp_ninhbinh.plan.places import Complain, Path
from scp_ninhbinh.plan.vocabulary import Column, Vocabulary
from scp_ninhbinh.text.numbers import Amount, Percentage
from scp_ninhbinh.text.say import Phrase

OF_PERIOD: Final = Phrase("expected a year of the period")
UP_TO_DUE: Final = Phrase("expected a year up to the due year")
NO_PERCENT: Final = Phrase("expected a number without %, because the ratio has a unit")
A_NUMBER: Final = Phrase("write a number, or remove unit and times from the ratio")
NO_UNIT: Final = Phrase("expected no unit for a percentage")
WITHOUT_UNIT: Final = Phrase("remove unit and times, and write every limit with its sign, such as 70%")
WITH_UNIT: Final = Phrase(
    "for a percentage declare {part} to be part_of {whole}, or both in one unit; "
    "else add unit: {{vi: ..., en: ...}} to the ratio, and write numbers"
)


def check_targets(item: Scored, plan: Plan, at: Path, complain: Complain) -> None:
    """Complain of due years, limits and windows that do not fit together, and of a base that is not before them."""
    seen: set[int] = set()
    targets: Sequence[AnyTarget] = item.targets
    for number, target in enumerate(targets):
        here = (*at, "targets", number)
        if target.due in seen:
            complain("plan-duplicate-due", (*here, "due"), target.due, indicator=item.id)
        seen.add(target.due)
        if not plan.period.first <= target.due <= plan.period.last:
            complain("plan-bad-value", (*here, "due"), target.due, expected=OF_PERIOD)
        _check_stretch(target, here, complain)
        _check_windows(target, plan, here, complain)
    if isinstance(item, Reduction | Increase):
        _check_base(item, at, complain)


def _check_stretch(target: AnyTarget, at: Path, complain: Complain) -> None:
    """Complain of a stretch that asks for no more than what is required."""
    if target.stretch is None or isinstance(target.stretch, Percentage) != isinstance(target.required, Percentage):
        return  # the one that is in another unit is told by itself
    more = target.stretch - target.required
    if more >= 0 if target.is_ceiling else more <= 0:
        expected = Phrase("expected less than at_most") if target.is_ceiling else Phrase("expected more than at_least")
        complain("plan-bad-value", (*at, "stretch"), as_written(target.stretch), expected=expected)


def as_written(amount: Amount) -> str:
    """Return an amount as a plan file writes it."""
    scaled = amount * 100 if isinstance(amount, Percentage) else amount
    text = f"{float(scaled):.6f}".rstrip("0").rstrip(".")
    return f"{text}%" if isinstance(amount, Percentage) else text


def _check_windows(target: AnyTarget, plan: Plan, at: Path, complain: Complain) -> None:
    """Complain of a first year that counts which lies outside the period, or after the due year."""
    for path, since in _starts(target):
        if since > target.due:
            complain("plan-bad-value", (*at, *path, "since"), since, expected=UP_TO_DUE)
        if since < plan.period.first:
            complain("plan-bad-value", (*at, *path, "since"), since, expected=OF_PERIOD)


def _starts(target: AnyTarget) -> Iterator[tuple[Path, int]]:
    """Yield each first year that counts, with where in the target it stands."""
    if since := getattr(target, "since", None):
        yield (), since
    for number, window in enumerate(target.readings or () if isinstance(target, CountTarget) else ()):
        yield ("readings", number), window.since


def _check_base(item: Reduction | Increase, at: Path, complain: Complain) -> None:
    """Complain of base years that do not lie before every due year, or stand twice."""
    first = min(target.due for target in item.targets)
    taken: set[int] = set()
    for path, year in _base_years(item):
        if year in taken:
            complain("plan-bad-value", (*at, "base", *path), year, expected=Phrase("expected each year once"))
        elif year >= first:
            expected = Phrase("expected a year before the due year")
            complain("plan-bad-value", (*at, "base", *path), year, expected=expected)
        taken.add(year)


def _base_years(item: Reduction | Increase) -> Iterator[tuple[Path, int]]:
    if item.base.year:
        yield ("year",), item.base.year
    for number, year in enumerate(item.base.years or ()):
        yield ("years", number), year


def check_units(item: Indicator, at: Path, known: Vocabulary, complain: Complain) -> None:
    """Complain of a ratio whose columns do not make one, and of limits in another unit than what is measured."""
    ratio: Quotient | None = getattr(item, "ratio", None)
    if ratio:
        part, whole = known.columns.get(ratio.sum), known.columns.get(ratio.over)
        sound = _check_ratio(ratio, (*at, "ratio"), known, complain)
        if sound and part and whole and isinstance(item, Ratio):
            _check_limits(item, at, part.part_of == ratio.over, complain)


def _check_ratio(ratio: Quotient, at: Path, known: Vocabulary, complain: Complain) -> bool:
    """Complain of columns that are the same, are exchanged, or make no percentage; return whether none is so."""
    part, whole = known.columns.get(ratio.sum), known.columns.get(ratio.over)
    if ratio.sum == ratio.over:
        expected = Phrase("expected another column than the whole")
        complain("plan-bad-value", (*at, "sum"), ratio.sum, expected=expected)
    elif ratio.sum in _wholes(ratio.over, known):
        expected = Phrase("expected the part, and below it the whole: the two are exchanged")
        complain("plan-bad-value", (*at, "sum"), ratio.sum, expected=expected, remedy=Phrase("exchange them"))
    elif ratio.unit and ratio.unit.en.casefold() in {"%", "percent", "per cent"}:
        complain("plan-bad-value", (*at, "unit"), ratio.unit.en, expected=NO_UNIT, remedy=WITHOUT_UNIT)
    elif part and whole and not ratio.unit and not _in_one_unit(ratio.over, part, whole, known):
        about = {"part": ratio.sum, "whole": ratio.over, "remedy": WITH_UNIT}
        complain("plan-missing-key", (*at, "unit"), ratio.sum, key="unit", **about)
    else:
        return True
    return False


def _wholes(name: str, known: Vocabulary) -> set[str]:
    """Return every column that this one is a part of, and those that these are a part of."""
    found: set[str] = set()
    column = known.columns.get(name)
    while column and column.part_of and column.part_of not in found:
        found.add(column.part_of)
        column = known.columns.get(column.part_of)
    return found


def _in_one_unit(over: str, part: Column, whole: Column, known: Vocabulary) -> bool:
    """Whether one column over the other is a percentage; where a column is wrong by itself, that is told alone."""
    if part.holds != "number" or whole.holds != "number" or part.part_of not in (None, *known.columns):
        return True
    alike = (part.unit, part.unit_in, part.divided_by) == (whole.unit, whole.unit_in, whole.divided_by)
    return part.part_of == over or (alike and bool(part.unit or part.unit_in))


def _check_limits(item: Ratio, at: Path, is_part: bool, complain: Complain) -> None:
    """Complain of limits that are no percentages of a ratio that is one, or are percentages of one that is none."""
    for path, limit in _limits(item):
        here, limits = (*at, "targets", *path), LIMITS[path[-1] == "at_most", is_part]
        if item.ratio.unit and isinstance(limit, Percentage):
            complain("plan-bad-value", here, as_written(limit), expected=NO_PERCENT, remedy=A_NUMBER)
        elif not item.ratio.unit and not isinstance(limit, Percentage):
            guess = likely_percent(as_written(limit), zero=limit == 0, whole=is_part)
            complain("plan-percent", here, as_written(limit), guess=guess, limits=limits)
        elif not item.ratio.unit and is_part and limit > 1:
            complain("plan-percent", here, as_written(limit), guess=None, limits=limits)


def _limits(item: Ratio) -> Iterator[tuple[Path, Amount]]:
    """Yield each limit of each target, with where it stands."""
    for number, target in enumerate(item.targets):
        for key in ("at_least", "at_most", "stretch"):
            if (limit := getattr(target, key)) is not None:
                yield (number, key), limit

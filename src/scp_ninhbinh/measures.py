"""Units × clause → figures: share, reduction of a rate, count, and evidence of what is only tracked.

Pure and exact: numbers are whole or fractions, and no figure is judged here. Formulas: METHODS, "Share",
"Reduction of a ratio", "Count".
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scp_ninhbinh.identity import Identity
from scp_ninhbinh.units import Activity, Unit
from scp_ninhbinh.verdicts import Amount, Figure, Reason

UnitsOf = Callable[[Sequence[str], int], list[Unit]]
"""Gives the units of these kinds in a year."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units gave the answer asked for (`yes`), another, or none that is known."""

    kind: str
    yes: int
    known: int
    unknown: int

    @property
    def total(self) -> int:
        """All units, those without a known answer too."""
        return self.known + self.unknown

    @property
    def achieved(self) -> Fraction | None:
        """The confirmed share, or None of no unit."""
        return Fraction(self.yes, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Rate:
    """Hard-to-degrade packaging over all packaging of one year, summed over units.

    `partial` is the packaging of the `half_known` units, whose hard part is not known; `unmeasured` units
    have no total either; `units` are all the others.
    """

    year: int
    hard: Amount = 0
    total: Amount = 0
    partial: Amount = 0
    half_known: int = 0
    unmeasured: int = 0
    units: tuple[Unit, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """Hard over total where both are known, None where nothing was given out."""
        return Fraction(self.hard) / self.total if self.total else None

    @property
    def low(self) -> Fraction:
        """The rate if no packaging of the partly known units were hard."""
        return Fraction(self.hard) / (self.total + self.partial)

    @property
    def high(self) -> Fraction:
        """The rate if all packaging of the partly known units were hard."""
        return Fraction(self.hard + self.partial) / (self.total + self.partial)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measure found: a figure for each reading, the first one leading, and what it rests on."""

    figures: tuple[Figure, ...]
    tallies: tuple[Tally, ...] = ()
    now: Rate | None = None
    base: Rate | None = None
    matched: int | None = None
    missing_years: tuple[int, ...] = ()


def says(unit: Unit, answer: Mapping[str, str]) -> bool | None:
    """Return whether the unit gave the one answer asked for, None where its cell was empty."""
    ((column, wanted),) = answer.items()
    given = getattr(unit, column)
    return None if given is None else given is (wanted == "yes")


def tally(kind: str, answers: Collection[bool | None]) -> Tally:
    """Count answers: True is the one asked for, None is not known."""
    unknown = sum(answer is None for answer in answers)
    return Tally(kind, sum(answer is True for answer in answers), len(answers) - unknown, unknown)


def measure_share(units: Sequence[Unit], kinds: Sequence[str], answer: Mapping[str, str]) -> Measured:
    """Return the confirmed share x/N as `low`, (x + m)/N as `high`, and the same for each kind."""
    tallies = tuple(tally(kind, [says(unit, answer) for unit in units if unit.kind == kind]) for kind in kinds)
    yes, unknown, total = (sum(getattr(part, name) for part in tallies) for name in ("yes", "unknown", "total"))
    if not total:
        return Measured((Figure("pooled", empty=True),), tallies)
    low, high = Fraction(yes, total), Fraction(yes + unknown, total)
    return Measured((Figure("pooled", low, low, high),), tallies)


def measure_reduction(
    now: tuple[int, Sequence[Unit]], base: tuple[int, Sequence[Unit]], columns: tuple[str, str], identity: Identity
) -> Measured:
    """Return 1 − R_now/R_base over all units measured in each year, and over those measured in both.

    `columns` are those of the hard part and of the total. The reading `matched` is there only where the
    units of the two years differ.
    """
    all_now, all_base = _rate(*now, columns), _rate(*base, columns)
    figures = [_cut("all", all_now, all_base)]
    common = {identity(unit) for unit in all_now.units} & {identity(unit) for unit in all_base.units}
    if all_now.units and all_base.units and (len(common) < max(len(all_now.units), len(all_base.units))):
        same_now, same_base = (
            _rate(rate.year, [unit for unit in rate.units if identity(unit) in common], columns)
            for rate in (all_now, all_base)
        )
        figures.append(_cut("matched", same_now, same_base) if common else Figure("matched", empty=True))
    return Measured(tuple(figures), now=all_now, base=all_base, matched=len(common))


def _rate(year: int, units: Sequence[Unit], columns: tuple[str, str]) -> Rate:
    """Sum the rate of a year; where a unit gives the length of observation, its figures are a day's."""
    hard_sum: Amount = 0
    total_sum: Amount = 0
    partial: Amount = 0
    half_known = 0
    measured = []
    for unit in units:
        hard, total = (getattr(unit, column) for column in columns)
        if total is None:
            continue
        measured.append(unit)
        days = getattr(unit, "days", None) or 1
        if hard is None:
            half_known += 1
            partial += _a_day(total, days)
        else:
            hard_sum, total_sum = hard_sum + _a_day(hard, days), total_sum + _a_day(total, days)
    return Rate(year, hard_sum, total_sum, partial, half_known, len(units) - len(measured), tuple(measured))


def _a_day(amount: Amount, days: Amount) -> Amount:
    return amount if days == 1 else Fraction(amount) / days


def _cut(name: str, now: Rate, base: Rate) -> Figure:
    """Return the relative cut between two rates, with the bounds that partly known units leave it."""
    if not now.total + now.partial:
        return Figure(name, empty=True)
    if not base.total + base.partial:
        return Figure(name, bar=Reason.NO_BASELINE)
    if base.high == 0:
        return Figure(name, bar=Reason.ZERO_BASELINE)
    if len({_way_of_counting(unit) for unit in (*now.units, *base.units)}) > 1:
        return Figure(name, bar=Reason.DIFFERENT_UNITS)
    achieved = 1 - now.value / base.value if now.value is not None and base.value else None
    low = 1 - now.high / base.low if base.low else None
    return Figure(name, achieved, low, 1 - now.low / base.high)


def _way_of_counting(unit: Unit) -> tuple[object, bool]:
    return getattr(unit, "packaging_unit", ""), getattr(unit, "days", None) is not None


def measure_count(
    windows: Sequence[range],
    units_of: UnitsOf,
    kinds: Sequence[str],
    answer: Mapping[str, str],
    identity: Identity | None,
) -> Measured:
    """Return for each window how many gave the answer: different units, or rows where `identity` is None."""
    counts = [_count(window, units_of, kinds, answer, identity) for window in windows]
    figures, tallies, missing = zip(*counts, strict=True)
    return Measured(figures, tallies[:1], missing_years=tuple(sorted({year for years in missing for year in years})))


def _count(
    window: range, units_of: UnitsOf, kinds: Sequence[str], answer: Mapping[str, str], identity: Identity | None
) -> tuple[Figure, Tally, list[int]]:
    """Count over one window; a year of it without one row of the kinds leaves the count open upwards."""
    name, nothing = f"since-{window.start}", tally("", [])
    if not window:
        return Figure(name, pending=True), nothing, []
    rows = {year: units_of(kinds, year) for year in window}
    missing = [year for year, units in rows.items() if not units]
    if len(missing) == len(window):
        return Figure(name, empty=True), nothing, missing
    answers: dict[object, bool | None] = {}
    for unit in (unit for units in rows.values() for unit in units):
        key = identity(unit) if identity else unit
        answers[key] = _either(answers.get(key, False), says(unit, answer))
    counted = tally("", list(answers.values()))
    high = None if missing else counted.yes + counted.unknown
    return Figure(name, counted.yes, counted.yes, high), counted, missing


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Return True if either says yes, else None if either is not known, else False."""
    if one or other:
        return True
    return None if one is None or other is None else False


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many rows of the year gave an answer of a clause that asks for no number."""

    answer: str
    yes: int
    unknown: int = 0


def evidence_of_answers(units: Sequence[Unit], answer: Mapping[str, str]) -> tuple[Evidence, ...]:
    """Count the units that gave each answer."""
    counts = {column: tally("", [says(unit, {column: wanted}) for unit in units]) for column, wanted in answer.items()}
    return tuple(Evidence(column, count.yes, count.unknown) for column, count in counts.items())


def evidence_of_task(units: Sequence[Unit], clause: str) -> tuple[Evidence, ...]:
    """Count the activities that name the clause."""
    return (Evidence("task", sum(clause in unit.task for unit in units if isinstance(unit, Activity))),)

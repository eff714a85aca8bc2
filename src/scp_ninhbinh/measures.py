"""Units × clause → figures: share, reduction of a rate, count, and evidence of what is only tracked.

Pure and exact: numbers are whole or fractions, and no figure is judged here. Formulas: METHODS, "Share",
"Reduction of a ratio", "Count".
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from scp_ninhbinh.survey.identity import Identity, UnitsOf
from scp_ninhbinh.survey.units import Activity, Unit
from scp_ninhbinh.verdicts import Amount, Figure, Reason


class Tally(NamedTuple):
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


class Rate(NamedTuple):
    """Hard-to-degrade packaging over all packaging of one year, summed over units.

    `hard` and `total` are of the units with both figures, `partial` is the packaging of those whose hard part
    is not known. `measured` are the units of both sorts, `half_known` the latter, `unmeasured` the rest.
    """

    year: int
    hard: Amount
    total: Amount
    partial: Amount
    measured: tuple[Unit, ...]
    half_known: tuple[Unit, ...]
    unmeasured: tuple[Unit, ...]

    @property
    def given_out(self) -> Amount:
        """All packaging; 0 where there is no rate."""
        return self.total + self.partial

    @property
    def value(self) -> Fraction | None:
        """Hard over total where both are known, None where nothing was given out."""
        return Fraction(self.hard) / self.total if self.total else None

    @property
    def low(self) -> Fraction:
        """The rate if no packaging of the partly known units were hard."""
        return Fraction(self.hard) / self.given_out

    @property
    def high(self) -> Fraction:
        """The rate if all packaging of the partly known units were hard."""
        return Fraction(self.hard + self.partial) / self.given_out

    @property
    def ways_of_counting(self) -> frozenset[tuple[object, bool]]:
        """The units of measurement, each with whether figures are a day's; sums over more than one say nothing."""
        return frozenset(
            (getattr(unit, "packaging_unit", ""), getattr(unit, "days", None) is not None) for unit in self.measured
        )


class Measured(NamedTuple):
    """What a measure found: a figure for each reading, the first one leading, and what it rests on."""

    figures: tuple[Figure, ...]
    tallies: tuple[Tally, ...] = ()
    now: Rate | None = None
    base: Rate | None = None
    matched: int | None = None
    missing_years: tuple[int, ...] = ()

    @property
    def points(self) -> Fraction | None:
        """The change of the rate since the base year, of 1; None where the two cannot be compared."""
        if not (self.now and self.base) or len(self.now.ways_of_counting | self.base.ways_of_counting) > 1:
            return None
        now, base = self.now.value, self.base.value
        return None if now is None or base is None else now - base


def tally(kind: str, answers: Iterable[bool | None], wanted: bool) -> Tally:
    """Count answers: those `wanted`, the others that are known, and None, which is not known."""
    counts = Counter(answers)
    return Tally(kind, counts[wanted], counts[True] + counts[False], counts[None])


def asked(answer: Mapping[str, str]) -> tuple[Callable[[Unit], bool | None], bool]:
    """Return what reads the one answer asked for off a unit, and the answer that is wanted."""
    ((column, wanted),) = answer.items()
    return attrgetter(column), wanted == "yes"


def measure_share(units_of: UnitsOf, year: int, kinds: Sequence[str], answer: Mapping[str, str]) -> Measured:
    """Return the confirmed share x/N as `low`, (x + m)/N as `high`, and the same for each kind."""
    given, wanted = asked(answer)
    tallies = tuple(tally(kind, map(given, units_of((kind,), year)), wanted) for kind in kinds)
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
    common = {identity(unit) for unit in all_now.measured} & {identity(unit) for unit in all_base.measured}
    same_now, same_base = (_rate(rate.year, _those(rate, common, identity), columns) for rate in (all_now, all_base))
    figures = [_cut("all", all_now, all_base)]
    if now[0] > base[0] and len(same_now.measured) + len(same_base.measured) < _count_of(all_now, all_base):
        # markets that gave nothing out add nothing: with no others in common there is nothing to compare
        empty = not (same_now.given_out and same_base.given_out)
        figures.append(Figure("matched", empty=True) if empty else _cut("matched", same_now, same_base))
    return Measured(tuple(figures), now=all_now, base=all_base, matched=len(common))


def _those(rate: Rate, common: Collection[object], identity: Identity) -> list[Unit]:
    return [unit for unit in rate.measured if identity(unit) in common]


def _count_of(*rates: Rate) -> int:
    return sum(len(rate.measured) for rate in rates) if all(rate.measured for rate in rates) else 0


def _rate(year: int, units: Sequence[Unit], columns: tuple[str, str]) -> Rate:
    """Sum the rate of a year; where a unit gives the length of observation, its figures are a day's."""
    hard_sum: Amount = 0
    total_sum: Amount = 0
    partial: Amount = 0
    measured: list[Unit] = []
    half_known: list[Unit] = []
    unmeasured: list[Unit] = []
    for unit in units:
        hard, total = (getattr(unit, column) for column in columns)
        days = getattr(unit, "days", None) or 1
        (unmeasured if total is None else measured).append(unit)
        if total is not None and hard is None:
            half_known.append(unit)
            partial += _a_day(total, days)
        elif total is not None:
            hard_sum, total_sum = hard_sum + _a_day(hard, days), total_sum + _a_day(total, days)
    return Rate(year, hard_sum, total_sum, partial, tuple(measured), tuple(half_known), tuple(unmeasured))


def _a_day(amount: Amount, days: Amount) -> Amount:
    return amount if days == 1 else Fraction(amount) / days


def _cut(name: str, now: Rate, base: Rate) -> Figure:
    """Return the relative cut between two rates, with the bounds that partly known units leave it."""
    if not now.given_out or now.year < base.year:
        return Figure(name, empty=True)
    if bars := _bars(now, base):
        return Figure(name, bars=bars)
    if now.year == base.year:
        return Figure(name, 0, 0, 0)  # the same rows: whatever is unknown in them, nothing was cut
    achieved = 1 - now.value / base.value if now.value is not None and base.value else None
    low = 1 - now.high / base.low if base.low else None
    return Figure(name, achieved, low, 1 - now.low / base.high)


def _bars(now: Rate, base: Rate) -> tuple[Reason, ...]:
    """Return what keeps two rates from being compared."""
    bars = []
    if not base.given_out:
        bars.append(Reason.NO_BASELINE)
    elif base.high == 0:
        bars.append(Reason.ZERO_BASELINE)
    if len(now.ways_of_counting | base.ways_of_counting) > 1:
        bars.append(Reason.DIFFERENT_UNITS)
    return tuple(bars)


def measure_count(
    starts: Sequence[int],
    year: int,
    units_of: UnitsOf,
    kinds: Sequence[str],
    answer: Mapping[str, str],
    identity: Identity | None,
) -> Measured:
    """Return for each window, from its start to `year`, how many gave the answer.

    Different units are counted, or rows where `identity` is None.
    """
    windows = [range(start, year + 1) for start in starts]
    counts = [_count(window, units_of, kinds, answer, identity) for window in windows]
    figures, tallies, missing = zip(*counts, strict=True)
    if not any(tally.total for tally in tallies) and not units_of(kinds, year):
        figures = tuple(Figure(figure.name, empty=True) for figure in figures)
    return Measured(figures, tallies[:1], missing_years=tuple(sorted({year for years in missing for year in years})))


def _count(
    window: range, units_of: UnitsOf, kinds: Sequence[str], answer: Mapping[str, str], identity: Identity | None
) -> tuple[Figure, Tally, list[int]]:
    """Count over one window; a year of it without one row of the kinds leaves the count open upwards."""
    rows = {year: units_of(kinds, year) for year in window}
    missing = [year for year, units in rows.items() if not units]
    given, wanted = asked(answer)
    answers: dict[object, bool | None] = {}
    for unit in (unit for units in rows.values() for unit in units):
        key, said = (identity(unit) if identity else unit), given(unit)
        answers[key] = _either(answers.get(key, False), None if said is None else said is wanted)
    counted = tally("", answers.values(), wanted=True)
    name, achieved = f"since-{window.start}", counted.yes if counted.total else None
    if not window:
        return Figure(name, pending=True), counted, missing
    return Figure(name, achieved, counted.yes, None if missing else counted.yes + counted.unknown), counted, missing


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Return True if either says yes, else None if either is not known, else False."""
    if one or other:
        return True
    return None if one is None or other is None else False


class Evidence(NamedTuple):
    """How many rows of the year gave an answer of a clause that asks for no number."""

    answer: str
    yes: int
    unknown: int = 0
    wanted: str = "yes"


def evidence_of_answers(units: Sequence[Unit], answer: Mapping[str, str]) -> tuple[Evidence, ...]:
    """Count the units that gave each answer."""
    counts = {column: tally("", map(attrgetter(column), units), answer[column] == "yes") for column in answer}
    return tuple(Evidence(column, count.yes, count.unknown, answer[column]) for column, count in counts.items())


def evidence_of_task(units: Sequence[Unit], clause: str) -> tuple[Evidence, ...]:
    """Count the activities that name the clause."""
    return (Evidence("task", sum(clause in unit.task for unit in units if isinstance(unit, Activity))),)

"""The sum of a column: of the year scored, or since a year. Formulas: docs/methods.md, "Total"."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from scp_ninhbinh.measures.amounts import amount_of, way_of
from scp_ninhbinh.measures.figures import (
    Exact,
    Figure,
    Figures,
    Measured,
    Reason,
    Whole,
    Year,
    bounds,
)
from scp_ninhbinh.measures.ratio import ALL
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import labels
from scp_ninhbinh.measures.share import all_known, covered
from scp_ninhbinh.plan.vocabulary import AmountColumn
from scp_ninhbinh.survey.pool import Pool, Survey
from scp_ninhbinh.survey.units import Listed, Unit


@record
class YearTotal:
    """What a total of several years adds up of one of them."""

    year: Year
    """The year of the rows."""
    amount: Exact
    """The sum of what is known."""
    measured: Whole
    """Rows with a figure."""
    unmeasured: tuple[str, ...]
    """Units with a row and no figure, by id or name."""
    not_surveyed: Whole
    """Units of the register without a row."""
    is_whole: bool
    """Whether a register lists every unit, and the figure of each is known."""
    counted_in: tuple[str, ...]
    """The ways in which its figures were counted: the unit of measurement, and whether they are divided."""


@record
class TotalFigures(Figures):
    """A sum of what units gave, in the plan's own unit."""

    achieved: Exact | None = None
    low: Exact | None = None
    high: Exact | None = None
    numerator: Exact | None = None
    """The sum of what is known; null for no rows, and where it cannot be summed."""
    denominator: None = None
    pool: None = None
    method: Literal["census"] | None = None
    measured: Whole | None = None
    """Rows of the window with a figure; null for no rows."""
    not_measured: tuple[str, ...] = ()
    """Units with a row and no figure, by id or name, of a sum over several years each with its year."""
    missing_years: tuple[Year, ...] = ()
    """Years of the window without one row."""
    years: tuple[YearTotal, ...] = ()
    """Each year of a total of several with a row, by which those of other files add up; of a group none."""


class YearSum(NamedTuple):
    """What is known of a column in a year: the `amount` of the units `measured`, and who has no figure.

    `listed` says whether a register lists every kind, so that nobody else is there. A year that was not read may be
    known by a saved score, from the `past`.
    """

    year: int
    column: AmountColumn
    measured: tuple[Unit, ...]
    unmeasured: tuple[Unit, ...]
    absent: tuple[Listed, ...]
    listed: bool
    past: YearTotal | None = None

    @property
    def told(self) -> YearTotal:
        """What a saved score keeps of the year."""
        return self.past or YearTotal(
            year=self.year,
            amount=sum(amount_of(unit, self.column) or 0 for unit in self.measured),
            measured=len(self.measured),
            unmeasured=labels(self.unmeasured),
            not_surveyed=len(self.absent),
            is_whole=self.is_whole,
            counted_in=tuple(sorted({_said(*way_of(unit, self.column)) for unit in self.measured})),
        )

    @property
    def is_missing(self) -> bool:
        """Whether there is not one row of the year."""
        return not (self.measured or self.unmeasured or self.past)

    @property
    def is_whole(self) -> bool:
        """Whether the amount of every unit that there is is known."""
        if self.past:
            return self.past.is_whole
        return self.listed and not (self.unmeasured or self.absent or self.is_missing)


def _said(unit: object, divided: bool) -> str:
    return f"{unit or ''} divided".strip() if divided else str(unit or "")


def measure_total(survey: Survey, since: int | None, year: int, kinds: Sequence[str], column: AmountColumn) -> Measured:
    """Return the sum of a column in `year`, or of every year from `since` to it.

    What is known is the least, unless an amount may be below 0. The most is open as long as a unit, one of the
    register or a year of the window may add to it: a sum of those surveyed is no total.
    """
    sums = sums_of(survey, since, year, kinds, column)
    spoke = not sum_of(survey, year, kinds, column).is_missing or any(not one.is_missing for one in sums)
    figure = _figure(ALL if since is None else f"since-{since}", sums, spoke)
    coverage = covered([survey.pool(kind, year) for kind in kinds], year, all_known((column.name,)))
    known = _numbers([one.told for one in sums], figure) if spoke and sums else {}
    if since is not None and survey.part is None:
        known["years"] = tuple(one.told for one in sums if not one.is_missing)
    missing = tuple(one.year for one in sums if one.is_missing) if spoke else ()
    found = TotalFigures(**bounds((figure,)), **known, coverage=coverage, missing_years=missing)
    return Measured((figure,), found)


def sums_of(survey: Survey, since: int | None, year: int, kinds: Sequence[str], column: AmountColumn) -> list[YearSum]:
    """Return what is known of a column in `year`, or in each year from `since` to it."""
    past = survey.past_sums.get((column.name, tuple(kinds)), {}) if survey.part is None else {}
    years = range(year if since is None else since, year + 1)
    sums = [sum_of(survey, when, kinds, column) for when in years]
    return [one._replace(past=past.get(one.year)) if one.is_missing else one for one in sums]


def sum_of(survey: Survey, year: int, kinds: Sequence[str], column: AmountColumn) -> YearSum:
    """Return what is known of a column in a year."""
    pools: list[Pool] = [survey.pool(kind, year) for kind in kinds]
    rows = [unit for pool in pools for unit in pool.rows]
    known = {unit: amount_of(unit, column) is not None for unit in rows}
    return YearSum(
        year,
        column,
        tuple(unit for unit in rows if known[unit]),
        tuple(unit for unit in rows if not known[unit]),
        tuple(unit for pool in pools for unit in pool.absent),
        all(pool.registered for pool in pools),
    )


def _figure(name: str, sums: Sequence[YearSum], spoke: bool) -> Figure:
    """Return the reading: none of which no row speaks, one that has not begun, or one with its range."""
    if not spoke:
        return Figure(name, empty=True)
    if not sums:
        return Figure(name, pending=True)
    told = [one.told for one in sums]
    if len({way for one in told for way in one.counted_in}) > 1:
        return Figure(name, bars=(Reason.DIFFERENT_UNITS,))
    amount = sum(one.amount for one in told)
    whole = all(one.is_whole for one in told)
    achieved = amount if any(one.measured for one in told) else None
    low = None if sums[0].column.may_be_negative and not whole else amount
    return Figure(name, achieved, low, amount if whole else None)


def _numbers(sums: Sequence[YearTotal], figure: Figure) -> dict[str, Any]:
    return {
        "numerator": figure.achieved,
        "unknown": sum(len(one.unmeasured) for one in sums),
        "not_surveyed": sum(one.not_surveyed for one in sums),
        "method": "census",
        "measured": sum(one.measured for one in sums),
        "not_measured": tuple(_without(sums)),
    }


def _without(sums: Sequence[YearTotal]) -> Iterator[str]:
    """Yield the units with a row and no figure, over several years each with its year."""
    for one in sums:
        yield from (label if len(sums) == 1 else f"{label} ({one.year})" for label in one.unmeasured)

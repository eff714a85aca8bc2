"""Numbers of units or occasions, and the evidence of what is only tracked. Formula: docs/methods.md, "Count"."""

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from scp_ninhbinh.measures.figures import Figure
from scp_ninhbinh.measures.measured import Measured, Tally, asked, covered
from scp_ninhbinh.survey.identity import Identity
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.units import Activity, Listed, Unit


def measure_count(
    survey: Survey,
    starts: Sequence[int],
    year: int,
    kinds: Sequence[str],
    answer: Mapping[str, str],
    units: bool,
) -> Measured:
    """Return for each window, from its start to `year`, how many gave the answer: different `units`, or rows.

    A unit of the register that has no row in any year of a window is one more whose answer is not known.
    """
    rows = [unit for past in range(min(starts), year + 1) for unit in survey.units(kinds, past)] if units else []
    identity = survey.identity(rows) if units else None
    windows = [range(start, year + 1) for start in starts]
    counts = [_count(survey, window, kinds, answer, identity) for window in windows]
    figures, tallies, missing = zip(*counts, strict=True)
    if not any(_heard(survey, tally) for tally in tallies) and not survey.units(kinds, year):
        figures = tuple(Figure(figure.name, empty=True) for figure in figures)
    absent_years = tuple(sorted({year for years in missing for year in years}))
    coverage = covered([survey.pool(kind, year) for kind in kinds], year)
    return Measured(figures, tallies[:1], coverage, missing_years=absent_years)


def _count(
    survey: Survey, window: range, kinds: Sequence[str], answer: Mapping[str, str], identity: Identity | None
) -> tuple[Figure, Tally, list[int]]:
    """Count over one window; a year of it without one row of the kinds leaves the count open upwards."""
    rows = {year: survey.units(kinds, year) for year in window}
    missing = [year for year, units in rows.items() if not units]
    given, wanted = asked(answer)
    answers: dict[object, bool | None] = {}
    for unit in (unit for units in rows.values() for unit in units):
        key, said = (identity(unit) if identity else unit), given(unit)
        answers[key] = _either(answers.get(key, False), None if said is None else said is wanted)
    counts = Counter(answers.values())
    never = len(never_surveyed(survey, window, kinds)) if identity else 0
    counted = Tally("", counts[True], counts[True] + counts[False], counts[None], never)
    name, achieved = f"since-{window.start}", counted.yes if _heard(survey, counted) else None
    if not window:
        return Figure(name, pending=True), counted, missing
    high = None if missing else counted.yes + counted.unknown + counted.not_surveyed
    return Figure(name, achieved, counted.yes, high), counted, missing


def _heard(survey: Survey, counted: Tally) -> bool:
    """Whether there is a unit with a row; for a group one that the register lists is enough."""
    return bool(counted.surveyed if survey.part is None else counted.total)


def never_surveyed(survey: Survey, window: range, kinds: Sequence[str]) -> list[Listed]:
    """Return the units of the register that existed within the window and have no row in any of its years."""
    pools = [survey.pool(kind, year) for year in window for kind in kinds]
    met = {survey.listed_as(unit) for pool in pools for unit in pool.rows}
    absent = dict.fromkeys(unit for pool in pools for unit in pool.absent)
    return [unit for unit in absent if unit not in met]


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Return True if either says yes, else None if either is not known, else False."""
    if one or other:
        return True
    return None if one is None or other is None else False


class Evidence(NamedTuple):
    """How many rows of the year gave the answer of a clause without a number, and how many `others` gave another."""

    answer: str
    yes: int
    unknown: int = 0
    wanted: str = "yes"
    others: int = 0


def evidence_of_answers(units: Sequence[Unit], answer: Mapping[str, str]) -> tuple[Evidence, ...]:
    """Count the units that gave each answer."""
    counts = {column: Counter(map(attrgetter(column), units)) for column in answer}
    return tuple(
        Evidence(column, count[answer[column] == "yes"], count[None], answer[column], count[answer[column] != "yes"])
        for column, count in counts.items()
    )


def evidence_of_task(units: Sequence[Unit], clause: str) -> tuple[Evidence, ...]:
    """Count the activities that name the clause."""
    return (Evidence("task", sum(clause in unit.task for unit in units if isinstance(unit, Activity))),)

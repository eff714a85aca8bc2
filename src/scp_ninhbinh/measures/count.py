"""Numbers of units or occasions, and the evidence of what is only tracked. Formula: docs/methods.md, "Count"."""

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from scp_ninhbinh.measures.figures import Figure, Figures, Measured, NoFigures, Whole, Year, bounds
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.share import all_known, answer_of, covered
from scp_ninhbinh.survey.identity import Identity
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.units import Entry, Listed, Unit
from scp_ninhbinh.text.spelling import composed


@record
class CountedRow:
    """A row of a kind that is counted, as far as counting needs it."""

    year: Year
    """The year of the row."""
    kind: str
    """The kind of unit."""
    id: str
    """Its id; empty for none."""
    name: str
    """Its name; empty for none."""
    area: str
    """Its area, the register's where it says one; empty for none."""
    answer: bool | None
    """Whether it gave the answer asked for; null where that is not known."""
    declared: bool
    """Whether that answer was declared and stands in no file."""


@record
class CountFigures(Figures):
    """A number of units or of occasions."""

    achieved: Whole | None = None
    low: Whole | None = None
    high: Whole | None = None
    numerator: Whole | None = None
    denominator: None = None
    pool: None = None
    method: Literal["census"] | None = None
    counted: Whole | None = None
    """Units or occasions of the window whatever their answer, those of the register too; null for no rows."""
    missing_years: tuple[Year, ...] = ()
    """Years of the count without one row."""
    rows: tuple[CountedRow, ...] = ()
    """Every row of its kinds up to the year scored, by which the counts of several years add up; of a group none."""


@record
class Evidence:
    """How many rows of the year gave an answer of a clause that asks for no number."""

    answer: str
    """The column that was counted; of a task that which names clauses."""
    wanted: Literal["yes", "no"] = "yes"
    """The answer that is counted."""
    yes: Whole
    """Rows with the answer asked for."""
    no: Whole
    """Rows with another answer; of a task 0."""
    unknown: Whole
    """Rows without a known answer."""

    @property
    def speaks(self) -> bool:
        """Whether any row was asked."""
        return self.yes + self.no + self.unknown > 0


@record
class TrackedFigures(NoFigures):
    """Evidence, which is counted and never judged."""

    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    """What was counted, in the order of the plan."""


class Tally(NamedTuple):
    """How many units or rows gave the answer, another, or none that is known; `not_surveyed` have no row."""

    yes: int = 0
    no: int = 0
    unknown: int = 0
    not_surveyed: int = 0


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
    known = _Rows(survey, kinds, answer)
    rows = [unit for past in range(min(starts), year + 1) for unit in known.of(past)] if units else []
    identity = survey.identity(rows) if units else None
    counts = [_count(known, range(start, year + 1), identity) for start in starts]
    figures, tallies, missing = zip(*counts, strict=True)
    silent = not any(_heard(survey, tally) for tally in tallies) and not known.of(year)
    readings = tuple(Figure(figure.name, empty=True) for figure in figures) if silent else figures
    first = tallies[0]
    counted = {} if silent or not sum(first) else _numbers(first)
    found = CountFigures(
        **bounds(readings),
        **counted,
        coverage=covered([survey.pool(kind, year) for kind in kinds], year, all_known(tuple(answer))),
        missing_years=tuple(sorted({year for years in missing for year in years})),
        rows=known.up_to(year) if survey.part is None else (),
    )
    return Measured(readings, found)


def those_counted(
    survey: Survey, starts: Sequence[int], year: int, kinds: Sequence[str], answer: Mapping[str, str], units: bool
) -> list[list[Entry]]:
    """Return for each window, from its start to `year`, the rows that gave the answer: of each unit the latest."""
    known = _Rows(survey, kinds, answer)
    rows = [unit for past in range(min(starts), year + 1) for unit in known.of(past)]
    given = [unit for unit in rows if known.answer(unit)]
    identity: Identity = survey.identity(rows) if units else id
    return [list({identity(unit): unit for unit in given if unit.year >= start}.values()) for start in starts]


def _numbers(counted: Tally) -> dict[str, Any]:
    return {
        "numerator": counted.yes,
        "unknown": counted.unknown,
        "not_surveyed": counted.not_surveyed,
        "counted": sum(counted),
        "method": "census",
    }


class _Rows(NamedTuple):
    """The rows that a count is of."""

    survey: Survey
    kinds: Sequence[str]
    wanted: Mapping[str, str]

    def of(self, year: int) -> Sequence[Entry]:
        """Return those of a year."""
        return self.survey.counted(self.kinds, next(iter(self.wanted)), year)

    def answer(self, unit: Entry) -> bool | None:
        """Whether a unit gave the answer asked for, None where it is not known."""
        given, wanted = answer_of(self.wanted, self.survey.read)
        reply = given(unit)
        return None if reply is None else reply is wanted

    def _area(self, unit: Entry) -> str:
        listed = self.survey.listed_as(unit)
        return (listed and listed.area) or unit.area

    def up_to(self, year: int) -> tuple[CountedRow, ...]:
        """Return those of every year up to this one as a saved score keeps them, in an order of their own."""
        (column,) = self.wanted
        units = [unit for past in self.survey.years_counted for unit in self.of(past) if past <= year]
        rows = [
            CountedRow(
                year=unit.year,
                kind=unit.kind,
                id=unit.id,
                name=composed(unit.name),
                area=composed(self._area(unit)),
                answer=self.answer(unit),
                declared=self.survey.declares(unit, column),
            )
            for unit in units
        ]
        return tuple(sorted(rows, key=lambda row: tuple(map(str, vars(row).values()))))


def _count(known: _Rows, window: range, identity: Identity | None) -> tuple[Figure, Tally, list[int]]:
    """Count over one window; a year of it without one row of the kinds leaves the count open upwards."""
    rows = {year: known.of(year) for year in window}
    missing = [year for year, units in rows.items() if not units]
    answers: dict[object, bool | None] = {}
    for unit in (unit for units in rows.values() for unit in units):
        key = identity(unit) if identity else unit
        answers[key] = _either(answers.get(key, False), known.answer(unit))
    for listed in silent_in_a_year(known.survey, rows, known.kinds) if identity else ():
        answers[listed] = _either(answers[listed], None)
    counts = Counter(answers.values())
    never = len(never_surveyed(known.survey, window, known.kinds)) if identity else 0
    counted = Tally(counts[True], counts[False], counts[None], never)
    name, achieved = f"since-{window.start}", counted.yes if _heard(known.survey, counted) else None
    if not window:
        return Figure(name, pending=True), counted, missing
    high = None if missing else counted.yes + counted.unknown + counted.not_surveyed
    return Figure(name, achieved, counted.yes, high), counted, missing


def _heard(survey: Survey, counted: Tally) -> bool:
    """Whether there is a unit with a row; for a group one that the register lists is enough."""
    return bool(sum(counted) - (counted.not_surveyed if survey.part is None else 0))


def silent_in_a_year(survey: Survey, rows: Mapping[int, Sequence[Entry]], kinds: Sequence[str]) -> dict[Listed, None]:
    """Return the units of the register with a row in one of these years and none in another in which they exist.

    What they did in that year nobody knows: only a yes settles them.
    """
    met = {year: {survey.listed_as(unit) for unit in units} for year, units in rows.items()}
    known = {listed for units in met.values() for listed in units}
    absent = ((unit, year) for year in rows for kind in kinds for unit in survey.pool(kind, year).absent)
    return dict.fromkeys(unit for unit, year in absent if unit in known and unit not in met[year])


def never_surveyed(survey: Survey, window: range, kinds: Sequence[str]) -> list[Listed]:
    """Return the units of the register that existed within the window and have no row in any of its years."""
    pools = [survey.pool(kind, year) for year in window for kind in kinds]
    met = {survey.listed_as(unit) for pool in pools for unit in pool.rows}
    met |= {survey.listed_as(unit) for year in window for unit in survey.remembered(kinds, year)}
    absent = dict.fromkeys(unit for pool in pools for unit in pool.absent)
    return [unit for unit in absent if unit not in met]


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Return True if either says yes, else None if either is not known, else False."""
    if one or other:
        return True
    return None if one is None or other is None else False


def evidence_of_answers(units: Sequence[Unit], answer: Mapping[str, str]) -> TrackedFigures:
    """Count the units that gave each answer."""
    return TrackedFigures(evidence=tuple(_evidence(units, column, wanted) for column, wanted in answer.items()))


def _evidence(units: Sequence[Unit], column: str, wanted: str) -> Evidence:
    count, good = Counter(map(attrgetter(column), units)), wanted == "yes"
    return Evidence(
        answer=column,
        wanted="yes" if good else "no",
        yes=count[good],
        no=count[not good],
        unknown=count[None],
    )


def evidence_of_task(survey: Survey, year: int, columns: Mapping[str, str], clause: str) -> TrackedFigures:
    """Count the units that name the clause, in the column of their kind that names some."""
    named = len(naming(survey, year, columns, clause))
    answer = next(iter(columns.values()), "task")
    return TrackedFigures(evidence=(Evidence(answer=answer, yes=named, no=0, unknown=0),))


def naming(survey: Survey, year: int, columns: Mapping[str, str], clause: str) -> list[Unit]:
    """Return the units of a year that name a clause."""
    return [unit for unit in survey.units(columns, year) if clause in getattr(unit, columns[unit.kind])]

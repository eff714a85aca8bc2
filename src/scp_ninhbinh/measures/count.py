"""Numbers of units or occasions, and the evidence of what is only tracked. Formula: docs/methods.md, "Count"."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from operator import attrgetter
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from scp_ninhbinh.measures.answers import Given, answer_of, name_of
from scp_ninhbinh.measures.figures import Figure, Figures, Measured, NoFigures, Whole, Year, bounds
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.share import all_known, covered
from scp_ninhbinh.survey.identity import Identity
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.units import Entry, Listed, Unit
from scp_ninhbinh.text.order import alphabetical
from scp_ninhbinh.text.spelling import composed

CountOf = Literal["units", "new_units", "occasions"]
"""What is counted: different units, those that are new in the window, or rows."""


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
    """Whether it gave the answer asked for, or enough of several; null where that is not known."""
    declared: bool
    """Whether that answer was declared and stands in no file."""


@record
class CountFigures(Figures):
    """A number of units or of occasions."""

    count: CountOf = "units"
    """What is counted: units, each once; new_units, those that began in the window; occasions, which are rows."""
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
    """Years of the count, and of new units those of the plan before it, without one row."""
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


class Asked(NamedTuple):
    """What is counted, of which kinds and by which answer; of several answers at least so many, all for None.

    The years of the plan begin with `years`, and its period with `period`: what is new was not there before.
    """

    kinds: Sequence[str]
    answer: Mapping[str, str]
    least: int | None = None
    counts: CountOf = "units"
    years: int = 0
    period: int = 0


def measure_count(survey: Survey, starts: Sequence[int], year: int, asked: Asked) -> Measured:
    """Return for each window, from its start to `year`, how many gave the answer: units, new ones, or rows.

    A unit of the register that has no row in any year of a window is one more whose answer is not known.
    """
    known = Rows(survey, asked)
    identity = known.identity(starts, year) if asked.counts != "occasions" else None
    counts = [_count(known, range(start, year + 1), identity) for start in starts]
    figures, tallies, missing = zip(*counts, strict=True)
    silent = not any(_heard(survey, tally) for tally in tallies) and not known.of(year)
    readings = tuple(Figure(figure.name, empty=True) for figure in figures) if silent else figures
    first = tallies[0]
    counted = {} if silent or not sum(first) else _numbers(first)
    found = CountFigures(
        **bounds(readings),
        **counted,
        count=asked.counts,
        coverage=covered([survey.pool(kind, year) for kind in asked.kinds], year, all_known(tuple(asked.answer))),
        missing_years=tuple(sorted({year for years in missing for year in years})),
        rows=known.up_to(year) if survey.part is None else (),
    )
    return Measured(readings, found)


def those_counted(survey: Survey, starts: Sequence[int], year: int, asked: Asked) -> list[list[Entry]]:
    """Return for each window, from its start to `year`, the rows that gave the answer: of each unit the latest."""
    known = Rows(survey, asked)
    said, rows = known.said(), [unit for past in range(min(starts), year + 1) for unit in known.of(past)]
    given = [unit for unit in rows if said(unit)]
    identity: Identity = id if asked.counts == "occasions" else survey.identity(rows)
    return [list({identity(unit): unit for unit in given if unit.year >= start}.values()) for start in starts]


def _numbers(counted: Tally) -> dict[str, Any]:
    return {
        "numerator": counted.yes,
        "unknown": counted.unknown,
        "not_surveyed": counted.not_surveyed,
        "counted": sum(counted),
        "method": "census",
    }


class Rows(NamedTuple):
    """The rows that a count is of."""

    survey: Survey
    asked: Asked

    def of(self, year: int) -> Sequence[Entry]:
        """Return those of a year."""
        return self.survey.counted(self.asked.kinds, name_of(self.asked.answer, self.asked.least), year)

    def silent(self, years: range) -> list[int]:
        """Return the years in which a kind has no row: of such a year nothing was said, and that is no zero.

        Of a group only the kinds that it has in any of these years are asked.
        """
        seen = {year: {unit.kind for unit in self.of(year)} for year in years}
        kinds = set(self.asked.kinds)
        if self.survey.part is not None:
            kinds = set().union(*seen.values()) or kinds
        return [year for year, found in seen.items() if not kinds <= found]

    def said(self) -> Given:
        """Return what tells whether a unit gave the answer asked for, None where it is not known."""
        given, wanted = answer_of(self.asked.answer, self.asked.least, self.survey.read)
        return given if wanted else lambda unit: None if (reply := given(unit)) is None else not reply

    def identity(self, starts: Sequence[int], year: int) -> Identity:
        """Return what identifies the units of all windows, and of new ones those of the years before."""
        before = self.whole.years_before(min(starts)) if self.asked.counts == "new_units" else ()
        rows = [unit for past in before for unit in self.whole.of(past)]
        rows += [unit for past in range(min(starts), year + 1) for unit in self.of(past)]
        return self.survey.identity(rows)

    @property
    def whole(self) -> "Rows":
        """The rows of all groups: a unit that began in another one is not new in this."""
        part = self.survey.part
        return self._replace(survey=part.pools.whole) if part else self

    def years_before(self, start: int) -> range:
        """Return the years of the plan before a window."""
        return range(self.asked.years, start)

    def by_unit(self, years: range, identity: Identity | None, asked: range) -> dict[object, bool | None]:
        """Return of each unit (without identity of each row) whether any of these years says yes, or leaves it open.

        It does where a unit of the register has no row in a year of those `asked` in which it exists.
        """
        answers: dict[object, bool | None] = {}
        said = self.said()
        for unit in (unit for year in years for unit in self.of(year)):
            key = identity(unit) if identity else unit
            answers[key] = _either(answers.get(key, False), said(unit))
        rows = {year: self.of(year) for year in asked}
        for listed in silent_in_a_year(self.survey, rows, self.asked.kinds) if identity else ():
            answers[listed] = _either(answers[listed], None)
        return answers

    def before(self, start: int, identity: Identity) -> "Before":
        """Return what the years of the plan before a window say of its units."""
        if self.asked.counts != "new_units":
            return Before({}, frozenset(), (), range(0))
        whole, years = self.whole, self.years_before(start)
        period = range(self.asked.period, start)
        answers = whole.by_unit(years, identity, period)
        absent = {unit for unit in never_surveyed(whole.survey, period, self.asked.kinds) if unit not in answers}
        return Before(answers, absent, tuple(whole.silent(period)), years)

    def _area(self, unit: Entry) -> str:
        listed = self.survey.listed_as(unit)
        return (listed and listed.area) or unit.area

    def up_to(self, year: int) -> tuple[CountedRow, ...]:
        """Return those of every year up to this one as a saved score keeps them, in an order of their own."""
        units = [unit for past in self.survey.years_counted for unit in self.of(past) if past <= year]
        said = self.said()
        rows = [
            CountedRow(
                year=unit.year,
                kind=unit.kind,
                id=unit.id,
                name=composed(unit.name),
                area=composed(self._area(unit)),
                answer=said(unit),
                declared=any(self.survey.declares(unit, column) for column in self.asked.answer),
            )
            for unit in units
        ]
        return tuple(sorted(rows, key=lambda row: tuple(alphabetical(str(value)) for value in vars(row).values())))


class Before(NamedTuple):
    """What is known of units in the `years` before a window: what their rows say, who of the register has none.

    In `missing` years nobody has one.
    """

    answers: Mapping[object, bool | None]
    absent: Set[Listed]
    missing: Sequence[int]
    years: range

    def of(self, unit: object) -> bool | None:
        """Whether a unit, by its identity, gave the answer before the window; None where that is not known."""
        said = self.answers.get(unit, None if unit in self.absent else False)
        return _either(said, None if self.missing else False)


def _count(known: Rows, window: range, identity: Identity | None) -> tuple[Figure, Tally, Sequence[int]]:
    """Count over one window; a year of it without one row of the kinds leaves the count open upwards."""
    name = f"since-{window.start}"
    if not window:
        return Figure(name, pending=True), Tally(), ()
    missing = known.silent(window)
    counted, before = _tally(known, window, identity)
    achieved = counted.yes if _heard(known.survey, counted) else None
    high = None if missing else counted.yes + counted.unknown + counted.not_surveyed
    return Figure(name, achieved, counted.yes, high), counted, (*before, *missing)


def _tally(known: Rows, window: range, identity: Identity | None) -> tuple[Tally, Sequence[int]]:
    """Return how many units, or rows, of a window gave the answer, and years before it that leave open who is new."""
    answers = known.by_unit(window, identity, window)
    if identity is None:
        counts = Counter(answers.values())
        return Tally(counts[True], counts[False], counts[None]), ()
    before = known.before(window.start, identity)
    counts = Counter(begun(said, before.of(unit)) for unit, said in answers.items())
    never = never_surveyed(known.survey, window, known.asked.kinds)
    perhaps = sum(before.of(unit) is not True for unit in never)
    return Tally(counts[True], counts[False], counts[None], perhaps), before.missing


def begun(now: bool | None, before: bool | None) -> bool | None:
    """Whether a unit began in a window: it is yes there and was not before; None where that is not known."""
    if now is False or before is True:
        return False
    return None if now is None or before is None else True


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

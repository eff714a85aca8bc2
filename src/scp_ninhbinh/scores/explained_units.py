"""The units behind a result by how they count, worst first, each with its name and its area. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, NamedTuple, get_args

from pydantic import Field

from scp_ninhbinh.measures.amounts import amount_of
from scp_ninhbinh.measures.answers import Given, answer_of
from scp_ninhbinh.measures.change import Line
from scp_ninhbinh.measures.count import Rows, naming, never_surveyed, silent_in_a_year
from scp_ninhbinh.measures.figures import Exact, Figure, Year
from scp_ninhbinh.measures.quantity import Answered, Columns, Rate, Summed, figures_of
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import Basis
from scp_ninhbinh.measures.sampled_units import Frame
from scp_ninhbinh.measures.share import Drawn
from scp_ninhbinh.measures.total import YearSum
from scp_ninhbinh.plan.clauses import Count, Encourage, Increase, Indicator, Plan, Ratio, Reduction, Share, Task, Total
from scp_ninhbinh.scores.groups import area_of
from scp_ninhbinh.scores.measured import asked_of
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.survey.areas import area_name
from scp_ninhbinh.survey.identity import Identity
from scp_ninhbinh.survey.pool import Stratum, Survey
from scp_ninhbinh.survey.units import Entry, Listed, Unit
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.order import alphabetical
from scp_ninhbinh.text.spelling import composed

Counted = Literal[
    "no", "earlier", "measured", "summed", "hard_unknown", "unknown", "unknown_before", "not_surveyed", "yes"
]
"""How a unit counts. In this order, worst first, units are listed.

Those measured are by their own rate, those of a total by their amount: from the side that is not required.
"""

ORDER: Final[tuple[Counted, ...]] = get_args(Counted)


@record
class ExplainedUnit:
    """A unit that counts in some way."""

    unit: str
    """Its id, or its name."""
    name: str | None
    """Its name; null for none."""
    area: str | None
    """Its area, the register's where that says one; null for none."""
    kind: str
    """Its kind."""
    year: Year | None
    """The year of its row; null for none."""


@record
class GivenAnswer:
    """One of several answers of a unit."""

    column: str
    """The column."""
    answer: Literal["yes", "no"] | None
    """What was answered; null where that is not known."""
    wanted: Literal["yes", "no"]
    """The answer that counts."""


@record
class AnsweringUnit(ExplainedUnit):
    """A unit of which several answers are asked for."""

    year: Year
    answers: Annotated[tuple[GivenAnswer, ...], Field(min_length=2)]
    """Each of its answers."""


@record
class MeasuredUnit(ExplainedUnit):
    """A unit with figures, divided as the plan asks where that is known."""

    year: Year
    hard: Exact | None
    """The part, or the amount of a total; null where it is not known."""
    total: Exact | None
    """The whole; null for the change of a total."""


@record
class SummedUnit(ExplainedUnit):
    """A unit with an amount of a total, divided as the plan asks where that is known."""

    year: Year
    amount: Exact
    """The amount."""


@record
class Listing:
    """Units that count in one way, worst first."""

    said: Counted
    """How they count: yes gave the answer asked for; measured have both figures, summed the one of a total.

    Of new units, earlier gave it before; unknown_before are new unless they gave it before, which is not known: its
    year is that of a missing answer.
    """
    column: str | None = None
    """The column of the answer; null where they are not told by one."""
    answer: Literal["yes", "no"] | None = None
    """What they answered there; null where that is not known."""
    units: Annotated[tuple[MeasuredUnit | SummedUnit | AnsweringUnit | ExplainedUnit, ...], Field(min_length=1)]
    """The units."""


class Rests(NamedTuple):
    """What an explanation is made from: an indicator, its result, what was measured, and the units behind it."""

    plan: Plan
    item: Indicator
    result: Result
    survey: Survey
    readings: tuple[Figure, ...] = ()
    rates: Basis | None = None
    strata: Mapping[Stratum, Drawn] = {}
    is_sample: bool = False
    frames: Sequence[Frame] = ()
    line: Line | None = None
    level: Rate | None = None
    sums: Sequence[YearSum] = ()


def listings(rests: Rests) -> list[Listing]:
    """Return the units by how they count, worst first, those ways left out in which none does."""
    order = ORDER[::-1] if rests.result.is_fewer_better else ORDER
    return sorted(_listings(rests), key=lambda one: order.index(one.said))


def _listings(rests: Rests) -> Iterator[Listing]:
    match rests.item:
        case _ if rests.result.year is None:
            return
        case Reduction() | Increase() if rests.rates:
            yield from _measured(rests, rests.rates.now, rests.result.is_estimate)
        case Ratio() if rests.level:
            yield from _measured(rests, rests.level, rests.is_sample)
        case Total():
            yield from _of_total(rests)
        case _:
            yield from _answering(rests, rests.result.year)


def _answering(rests: Rests, year: int) -> Iterator[Listing]:
    """Yield the units of what is counted by answers."""
    item, survey = rests.item, rests.survey
    match item:
        case Share():
            pools = [survey.pool(kind, year) for kind in item.of]
            yield from _answers(survey, [unit for pool in pools for unit in pool.rows], item.answer, item.least)
            if not rests.is_sample:
                yield from _listing(survey, "not_surveyed", [unit for pool in pools for unit in pool.absent])
        case Count():
            yield from (_occasions if item.count == "occasions" else _counted)(item, rests)
        case Encourage():
            for column, wanted in item.answer.items():
                yield from _answers(survey, survey.units(item.of, year), {column: wanted})
        case Task():
            yield from _listing(survey, "yes", naming(survey, year, rests.plan.vocabulary.clauses, item.clause))


def _about(survey: Survey, unit: Entry) -> dict[str, Any]:
    """Return what a unit is known by: the name that its row lacks is the register's."""
    listed, (area, _) = survey.listed_as(unit), area_of(survey, unit)
    name = unit.name.strip() or (listed.name.strip() if listed else "")
    known = {"name": composed(name) or None, "area": area_name(area) or None}
    return {"unit": unit.label, "kind": unit.kind, "year": unit.year or None, **known}


def _listing(
    survey: Survey,
    how: Counted,
    units: Sequence[Entry],
    column: str | None = None,
    answer: Any = None,
    asked: Mapping[str, str] | None = None,
) -> Iterator[Listing]:
    """Yield units, of several answers `asked` for each with its own; nothing where there is none."""
    if units:
        named = tuple(_named(_about(survey, unit), unit, asked or {}) for unit in units)
        yield Listing(said=how, column=column, answer=answer, units=named)


def _named(about: dict[str, Any], unit: Entry, asked: Mapping[str, str]) -> ExplainedUnit:
    if len(asked) < 2 or isinstance(unit, Listed):  # noqa: PLR2004 (several)
        return ExplainedUnit(**about)
    words = {True: "yes", False: "no", None: None}
    answers: Any = [
        {"column": column, "answer": words[getattr(unit, column)], "wanted": wanted} for column, wanted in asked.items()
    ]
    return AnsweringUnit(**about, answers=tuple(GivenAnswer(**one) for one in answers))


def _answers(
    survey: Survey, units: Sequence[Unit], answer: Mapping[str, str], least: int | None = None
) -> Iterator[Listing]:
    """Yield the units by their answer to the one column asked for, or by whether enough of several are as wanted."""
    given, wanted = answer_of(answer, least)
    column, good, bad = (*next(iter(answer.items())), "no" if wanted else "yes") if len(answer) == 1 else (None,) * 3
    yield from _listing(survey, "no", [unit for unit in units if given(unit) is (not wanted)], column, bad, answer)
    yield from _listing(survey, "unknown", [unit for unit in units if given(unit) is None], column, None, answer)
    yield from _listing(survey, "yes", [unit for unit in units if given(unit) is wanted], column, good, answer)


def _occasions(item: Count, rests: Rests) -> Iterator[Listing]:
    """Yield the occasions of all windows."""
    rows = [unit for year in _window(rests) for unit in rests.survey.units(item.of, year)]
    yield from _answers(rests.survey, rows, item.answer, item.least)


def _window(rests: Rests) -> range:
    """Return the years of all windows."""
    windows = [int(reading.name.removeprefix("since-")) for reading in rests.readings]
    return range(min(windows), (rests.result.year or 0) + 1)


def _counted(item: Count, rests: Rests) -> Iterator[Listing]:
    """Yield each unit of the windows once, by the best that any of its rows says; of new ones, who began before."""
    survey, years = rests.survey, _window(rests)
    if not years:
        return
    rows = Rows(survey, asked_of(item, rests.plan))
    identity = rows.identity((years.start,), years[-1])
    before, said = rows.before(years.start, identity), rows.said()
    units = _best([unit for year in years for unit in survey.units(item.of, year)], identity, said)
    past = _best([unit for year in reversed(before.years) for unit in survey.units(item.of, year)], identity, said)
    earlier = {key: past[key] for key, unit in units.items() if before.of(key) and said(unit) is not False}
    doubtful = {key: unit for key, unit in units.items() if before.of(key) is None and said(unit)}
    silent = silent_in_a_year(survey, {year: survey.units(item.of, year) for year in years}, item.of)
    unsettled = [unit for key, unit in units.items() if said(unit) is False and key in silent]
    apart = {*earlier, *doubtful, *map(identity, unsettled)}
    yield from _answers(survey, [unit for key, unit in units.items() if key not in apart], item.answer, item.least)
    yield from _listing(survey, "unknown", unsettled, asked=item.answer)
    yield from _listing(survey, "earlier", list(earlier.values()), asked=item.answer)
    still = [past[key] if key in past and said(past[key]) is None else unit for key, unit in doubtful.items()]
    yield from _listing(survey, "unknown_before", still, asked=item.answer)
    never = never_surveyed(survey, years, item.of)
    yield from _listing(survey, "not_surveyed", [unit for unit in never if before.of(unit) is not True])


def _best(rows: Sequence[Unit], identity: Identity, said: Given) -> dict[object, Unit]:
    """Return of each unit the row that says most: the last with a yes, else the first that is not known, else any."""
    best: dict[object, Unit] = {}
    for unit in rows:
        known = best.setdefault(identity(unit), unit)
        if said(unit) or (said(known) is False and said(unit) is None):
            best[identity(unit)] = unit
    return best


def _measured(rests: Rests, rate: Rate, is_sample: bool) -> Iterator[Listing]:
    """Yield the units measured, those with the worst figure of their own first, and those that were not."""
    survey, columns = rests.survey, rate.columns
    if isinstance(columns, Answered):
        yield from _said(survey, rate.measured, columns)
    else:
        half_known = set(rate.half_known)
        known = [unit for unit in rate.measured if unit not in half_known]
        known.sort(key=_worst_first(columns, _is_high_bad(rests)))
        yield from _with_amounts(survey, "measured", known, columns)
        yield from _with_amounts(survey, "hard_unknown", rate.half_known, columns)
        yield from _listing(survey, "unknown", rate.unmeasured)
    yield from _listing(survey, "not_surveyed", () if is_sample else rate.absent)


def _worst_first(columns: Columns, is_high_bad: bool) -> Callable[[Unit], tuple[bool, Amount, str]]:
    """Return by what units are sorted: their own rate, or amount, then their labels; last those without a whole."""
    read, sign = figures_of(columns), -1 if is_high_bad else 1

    def key(unit: Unit) -> tuple[bool, Amount, str]:
        part, whole = read(unit)
        return not whole, sign * Fraction(part or 0) / whole if whole else 0, alphabetical(unit.label)

    return key


def _is_high_bad(rests: Rests) -> bool:
    """Whether the units with the highest figures keep a target from being met."""
    return isinstance(rests.item, Reduction) is not rests.result.is_ceiling


def _of_total(rests: Rests) -> Iterator[Listing]:
    """Yield the units of a total by their amounts, with the year of each."""
    survey, sign = rests.survey, -1 if _is_high_bad(rests) else 1
    summed = [(unit, amount_of(unit, one.column) or 0) for one in rests.sums for unit in one.measured]
    summed.sort(key=lambda pair: (sign * pair[1], alphabetical(pair[0].label), pair[0].year))
    made = [SummedUnit(**_about(survey, unit), amount=amount) for unit, amount in summed]
    if made:
        yield Listing(said="summed", units=tuple(made))
    yield from _listing(survey, "unknown", [unit for one in rests.sums for unit in one.unmeasured])
    absent = dict.fromkeys(unit for one in rests.sums for unit in one.absent)
    yield from _listing(survey, "not_surveyed", () if rests.is_sample else tuple(absent))


def _said(survey: Survey, units: Sequence[Unit], columns: Answered) -> Iterator[Listing]:
    """Yield the units of a share by whether they gave the answers asked for."""
    read = figures_of(columns)
    said = [(unit, read(unit)[0]) for unit in units]
    ways: tuple[tuple[Counted, int | None], ...] = (("no", 0), ("unknown", None), ("yes", 1))
    for how, answer in ways:
        yield from _listing(survey, how, [unit for unit, own in said if own == answer])


def _with_amounts(survey: Survey, how: Counted, units: Sequence[Unit], columns: Columns) -> Iterator[Listing]:
    read, made = figures_of(columns), []
    for unit in units:
        hard, total = read(unit)
        whole = None if isinstance(columns, Summed) else total or 0
        made.append(MeasuredUnit(**_about(survey, unit), hard=hard, total=whole))
    if made:
        yield Listing(said=how, units=tuple(made))

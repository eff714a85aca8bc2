"""Counts that reach what is asked only if rows of one name and area are of several: plans ask for one or two. Pure.

Rules: docs/methods.md, "Count". The verdict stays, and the doubt is told with it.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple

from scp_ninhbinh.measures.count import those_counted
from scp_ninhbinh.plan.clauses import Count, CountTarget, Plan
from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.scores.score import Due, pick
from scp_ninhbinh.survey.identity import folded_name
from scp_ninhbinh.survey.names import areas_among, by, in_one_place, skeletons
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.text.say import Called, Message, Phrase, say
from scp_ninhbinh.text.spelling import NAMELESS

MOST: Final = 10
"""Rows that are named; the rest are an ellipsis."""


REQUIRED: Final = Phrase("required: {n}")
STRETCH: Final = Phrase("stretch: {n}")


class _Fewest(NamedTuple):
    """How many there are at the least, and the rows of one name and area that make it fewer than are counted."""

    number: int
    rows: Sequence[Entry] = ()


def met_by_namesakes(plan: Plan, survey: Survey, year: int, due: Due = None) -> Iterator[Problem]:
    """Yield a warning for each count that is met, or has its stretch, by rows of one name and area that may be of one.

    `due` picks the targets as a score does.
    """
    for item in plan.indicators:
        if isinstance(item, Count):
            for target in pick(item.targets, year, due):
                assert isinstance(target, CountTarget)
                yield from _rests_on_them(item, target, survey, min(year, target.due))


def _rests_on_them(item: Count, target: CountTarget, survey: Survey, year: int) -> Iterator[Problem]:
    """Yield the warning of one target, of the reading that has fewest."""
    starts, units = target.windows(), item.count == "units"
    if _surely(item, target, survey, year):
        return
    counted = those_counted(survey, starts, year, item.of, item.answer, units)
    rows, fewest = min(((rows, _fewest(rows, survey, units)) for rows in counted), key=lambda found: found[1].number)
    for asked, what in ((target.at_least, REQUIRED), (target.stretch or 0, STRETCH)):
        if min(map(len, counted)) >= asked > fewest.number:
            yield _told(item, target, survey, (rows, fewest), say(what, n=asked))
            return


def _surely(item: Count, target: CountTarget, survey: Survey, year: int) -> bool:
    """Whether the names of the year alone are enough: none of a long list is looked at more closely."""
    (rows,) = those_counted(survey, [year], year, item.of, item.answer, units=False)
    return len({*skeletons([unit.name for unit in rows if unit.name])}) >= max(target.at_least, target.stretch or 0)


def _fewest(rows: Sequence[Entry], survey: Survey, units: bool) -> _Fewest:
    """Return how many there are if one name and area are one: over all years of units, within a year of occasions."""
    areas = survey.entries.areas
    named = [unit for unit in rows if folded_name(unit) not in NAMELESS]
    years = [named] if units else by(lambda unit: unit.year, named).values()
    groups = [group for of_year in years for group in in_one_place(of_year, areas)]
    number, doubtful = len(rows) - len(named), list[Entry]()
    for group in groups:
        several = len(group) if _all_listed(group, survey) else areas_among(group, areas)
        doubtful += group if several < len(group) else ()
        number += several
    return _Fewest(number, doubtful)


def _all_listed(units: Collection[Entry], survey: Survey) -> bool:
    return all(survey.listed_as(unit) for unit in units)


def _told(
    item: Count, target: CountTarget, survey: Survey, found: tuple[Sequence[Entry], _Fewest], asked: Message
) -> Problem:
    rows, fewest = found
    first = next((unit for unit in fewest.rows if hasattr(unit, "source")), None)
    place = first.source.place(first.row, "name") if first else Place(next((one.path for one in survey.inputs), ""))
    named = [f"{unit.label} ({unit.year})" for unit in fewest.rows[:MOST]]
    details: dict[str, Any] = {"due": target.due, "counted": len(rows), "fewest": fewest.number, "asked": asked}
    units = (*named, *["…"] * (len(fewest.rows) > MOST))
    title = Called(item.title.en, item.title.vi)
    return problem("met-by-namesakes", place, indicator=item.id, title=title, units=units, **details)


def of_another(found: Problem, indicator: str) -> bool:
    """Whether a problem is of the count of another indicator than this one."""
    return found.rule == "met-by-namesakes" and found.details["indicator"] != indicator

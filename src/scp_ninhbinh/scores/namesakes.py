"""Counts that reach what is asked, or exceed what is allowed, only if rows of one name and area are of several. Pure.

Rules: docs/methods.md, "Count". The verdict stays, and the doubt is told with it.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple

from scp_ninhbinh.measures.count import Asked, those_counted
from scp_ninhbinh.plan.clauses import Count, CountTarget, Plan
from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.scores.measured import asked_of
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
ALLOWED: Final = Phrase("allowed: {n}")


class _Fewest(NamedTuple):
    """How many there are at the least, and the rows of one name and area that make it fewer than are counted."""

    number: int
    rows: Sequence[Entry] = ()


class _Rows(NamedTuple):
    """What is counted, in the survey up to a year."""

    survey: Survey
    year: int
    asked: Asked


def met_by_namesakes(plan: Plan, survey: Survey, year: int, due: Due = None) -> Iterator[Problem]:
    """Yield a warning for each count that is met, has its stretch or is too much by rows that may be of one unit.

    `due` picks the targets as a score does.
    """
    for item in plan.indicators:
        if isinstance(item, Count) and item.each is None:
            for target in pick(item.targets, year, due):
                assert isinstance(target, CountTarget)
                yield from _rests_on_them(item, target, _Rows(survey, min(year, target.due), asked_of(item, plan)))


def _rests_on_them(item: Count, target: CountTarget, known: _Rows) -> Iterator[Problem]:
    """Yield the warning of one target, of the reading that has fewest."""
    survey, units = known.survey, item.count != "occasions"
    if _surely(target, known):
        return
    counted = those_counted(survey, target.windows(), known.year, known.asked)
    rows, fewest = min(((rows, _fewest(rows, survey, units)) for rows in counted), key=lambda found: found[1].number)
    for asked, said in _turns(target):
        if min(map(len, counted)) >= asked > fewest.number:
            yield _told(item, target, survey, (rows, fewest), said)
            return


def _turns(target: CountTarget) -> Sequence[tuple[int, Message]]:
    """Return the numbers from which on something else is said of a target, with what is asked there."""
    if target.at_most is not None:
        return [(target.at_most + 1, say(ALLOWED, n=target.at_most))]
    return [(n, say(what, n=n)) for n, what in ((target.at_least or 0, REQUIRED), (target.stretch or 0, STRETCH))]


def _surely(target: CountTarget, known: _Rows) -> bool:
    """Whether the names of the year alone are enough: none of a long list is looked at more closely."""
    occasions = known.asked._replace(counts="occasions")
    (rows,) = those_counted(known.survey, [known.year], known.year, occasions)
    names = {*skeletons([unit.name for unit in rows if unit.name])}
    return len(names) >= max(asked for asked, _ in _turns(target))


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

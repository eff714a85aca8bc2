"""One result step by step: which units count how, the margin, and what would settle or turn the verdict. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Final, Literal, NamedTuple, get_args

from scp_ninhbinh.measures.count import never_surveyed
from scp_ninhbinh.measures.figures import Amount
from scp_ninhbinh.measures.measured import Rate, asked
from scp_ninhbinh.measures.reduction import figures
from scp_ninhbinh.measures.share import Drawn, strata_of
from scp_ninhbinh.plan.clauses import Count, Encourage, Indicator, Plan, Reduction, Scored, Share, Task, Text
from scp_ninhbinh.problems.problem import Place, ScpError
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.scores.score import Due, Result, Scores
from scp_ninhbinh.scores.settle import Step, steps_of
from scp_ninhbinh.survey.pool import Stratum, Survey
from scp_ninhbinh.survey.units import Activity, Entry, Unit
from scp_ninhbinh.text.spelling import nearest

Said = Literal["no", "measured", "hard_unknown", "unknown", "not_surveyed", "yes"]
"""How a unit counts. In this order, worst first, units are listed; those measured by what they gave out of the hard."""

ORDER: Final[tuple[Said, ...]] = get_args(Said)


class Listing(NamedTuple):
    """The units that count in one way, worst first; of those measured with hard part and total.

    `column` and `answer` are what they said, where they did.
    """

    said: Said
    units: tuple[Entry, ...]
    amounts: tuple[tuple[Amount | None, Amount | None], ...] = ()
    column: str | None = None
    answer: str | None = None


class Chosen(NamedTuple):
    """A reading that the plan declares, and why; `reading` is None where it is a year that counting starts from."""

    reading: Text | None
    why: Text
    year: int | None = None


class Explanation(NamedTuple):
    """A result with what it rests on. `margin` is in whole units above what is required, negative below it."""

    result: Result
    readings: tuple[Chosen, ...]
    units: tuple[Listing, ...]
    strata: Mapping[Stratum, Drawn]
    margin: int | None
    steps: tuple[Step, ...]


def find(plan: Plan, name: str) -> tuple[Indicator, Due]:
    """Return the indicator of this id, or the one target of this clause with its due year.

    Raises:
        ScpError: the plan has none, or the clause holds several.
    """
    for item in plan.indicators:
        if item.id == name:
            return item, None
    found: list[tuple[Indicator, Due]] = []
    for item in plan.indicators:
        if isinstance(item, Scored):
            found += [(item, target.due) for target in item.targets if target.clause == name]
        elif item.clause == name:
            found.append((item, None))
    if len(found) == 1:
        return found[0]
    if found:
        choices = tuple(item.id for item, _ in found)
        raise ScpError([problem("ambiguous-target", Place("", field="target"), name, choices=choices)])
    ids = tuple(item.id for item in plan.indicators)
    raise ScpError([problem("unknown-target", Place("", field="target"), name, choices=ids, guess=nearest(name, ids))])


def explain(result: Result, scores: Scores) -> Explanation:
    """Explain one result of the scores."""
    item, survey = result.indicator, scores.survey
    strata: Mapping[Stratum, Drawn] = {}
    if isinstance(item, Share) and result.sampled and result.year is not None:
        pools = [survey.pool(kind, result.year) for kind in item.of]
        strata = strata_of(survey, pools, *asked(item.answer))
    listings = sorted((one for one in _listings(result, survey) if one.units), key=lambda one: ORDER.index(one.said))
    steps = tuple(steps_of(result, strata, scores.confidence))
    return Explanation(result, tuple(_readings(item, result)), tuple(listings), strata, _margin(result), steps)


def _readings(item: Indicator, result: Result) -> Iterator[Chosen]:
    """Yield the declared readings of a clause with their reasons."""
    yield from (Chosen(note.reading, note.why) for note in item.notes)
    if isinstance(item, Reduction):
        yield Chosen(None, item.base.why, item.base.year)
    if isinstance(item, Count):
        target = next((target for target in item.targets if target.due == result.due), None)
        yield from (Chosen(None, window.why, window.since) for window in (target and target.readings) or ())


def _listings(result: Result, survey: Survey) -> Iterator[Listing]:
    """Yield the units by how they count."""
    item, measured = result.indicator, result.measured
    match item:
        case Reduction() if measured and measured.now:
            yield from _measured(measured.now, (item.ratio.hard, item.ratio.total), result.sampled)
        case Share() if result.year is not None and measured:
            pools = [survey.pool(kind, result.year) for kind in item.of]
            yield from _answers([unit for pool in pools for unit in pool.rows], item.answer)
            if not result.sampled:
                yield Listing("not_surveyed", tuple(unit for pool in pools for unit in pool.absent))
        case Count() if result.year is not None and measured:
            yield from _counted(item, result, survey)
        case Encourage() if result.year is not None:
            for column, wanted in item.answer.items():
                yield from _answers(survey.units(item.of, result.year), {column: wanted})
        case Task() if result.year is not None:
            rows = survey.units(Activity.KINDS, result.year)
            yield Listing("yes", tuple(u for u in rows if isinstance(u, Activity) and item.clause in u.task))


def _answers(units: Sequence[Unit], answer: Mapping[str, str]) -> Iterator[Listing]:
    """Yield the units by their answer to the one column asked for."""
    ((column, good),) = answer.items()
    given, wanted = asked(answer)
    bad = "no" if wanted else "yes"
    yield Listing("no", tuple(unit for unit in units if given(unit) is (not wanted)), (), column, bad)
    yield Listing("unknown", tuple(unit for unit in units if given(unit) is None), (), column)
    yield Listing("yes", tuple(unit for unit in units if given(unit) is wanted), (), column, good)


def _counted(item: Count, result: Result, survey: Survey) -> Iterator[Listing]:
    """Yield the occasions of all windows, or each unit once by the best that any of its rows says."""
    windows = [int(reading.figure.name.removeprefix("since-")) for reading in result.readings]
    years = range(min(windows), (result.year or 0) + 1)
    rows = [unit for year in years for unit in survey.units(item.of, year)]
    if item.count == "occasions":
        yield from _answers(rows, item.answer)
        return
    given, wanted = asked(item.answer)
    identity = survey.identity(rows)
    best: dict[object, Unit] = {}
    for unit in rows:
        known = best.setdefault(identity(unit), unit)
        if given(unit) is wanted or (given(known) is (not wanted) and given(unit) is None):
            best[identity(unit)] = unit
    yield from _answers(list(best.values()), item.answer)
    yield Listing("not_surveyed", tuple(never_surveyed(survey, years, item.of)))


def _measured(now: Rate, columns: tuple[str, str], sampled: bool) -> Iterator[Listing]:
    """Yield the units measured, those that gave out most hard packaging first, and those that were not."""
    half_known = set(now.half_known)
    known = [(unit, figures(unit, columns)) for unit in now.measured if unit not in half_known]
    known.sort(key=lambda one: (-(one[1][0] or 0), one[0].label))
    yield Listing("measured", tuple(unit for unit, _ in known), tuple(amounts for _, amounts in known))
    yield Listing("hard_unknown", now.half_known, tuple(figures(unit, columns) for unit in now.half_known))
    yield Listing("unknown", now.unmeasured)
    yield Listing("not_surveyed", () if sampled else now.absent)


def _margin(result: Result) -> int | None:
    """Return how many whole units the figure is above the requirement, by the reading that has least; None for none."""
    figures_of = [reading.figure for reading in result.readings if reading.figure.achieved is not None]
    if result.required is None or not figures_of or isinstance(result.indicator, Reduction) or result.sampled:
        return None
    if result.needed:
        return -result.needed
    reached = (int((figure.achieved or 0) * result.scale) for figure in figures_of)
    return min(reached) - ceil(result.required * result.scale)

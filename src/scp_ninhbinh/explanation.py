"""One result step by step: which units count how, the margin, and what would settle or turn the verdict. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, log
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, get_args

from scp_ninhbinh.measures.measured import Rate, asked
from scp_ninhbinh.measures.reduction import figures
from scp_ninhbinh.measures.sampled_reduction import FEWEST
from scp_ninhbinh.measures.share import Drawn, estimate, strata_of
from scp_ninhbinh.plan import Count, Encourage, Indicator, Plan, Reduction, Scored, Share, Task, Text
from scp_ninhbinh.problems import Place, ScpError
from scp_ninhbinh.rules import problem
from scp_ninhbinh.scoring import Due, Result, Scores
from scp_ninhbinh.survey.pool import Stratum, Survey
from scp_ninhbinh.survey.units import Activity, Entry, Unit
from scp_ninhbinh.verdicts import Amount, Reason, Requirement, Status, judge

Said = Literal["no", "measured", "hard_unknown", "unknown", "not_surveyed", "yes"]
"""How a unit counts. In this order, worst first, units are listed; those measured by what they gave out of the hard."""

ORDER: Final[tuple[Said, ...]] = get_args(Said)


class Listing(NamedTuple):
    """The units that count in one way, worst first; of those measured with hard part and total."""

    said: Said
    units: tuple[Entry, ...]
    amounts: tuple[tuple[Amount | None, Amount | None], ...] = ()


class Step(NamedTuple):
    """Something that would settle the verdict, or turn it: what, and its numbers."""

    what: str
    values: Mapping[str, object] = MappingProxyType({})


class Chosen(NamedTuple):
    """A reading that the plan declares, and why; `reading` is None where it is a year that counting starts from."""

    reading: Text | None
    why: Text
    year: int | None = None


class Explanation(NamedTuple):
    """A result with what it rests on. `margin` is in whole units above the requirement, below zero for short of it."""

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
    choices = tuple(item.id for item, _ in found) or tuple(item.id for item in plan.indicators)
    raise ScpError([problem("unknown-target", Place("TARGET"), name, choices=choices)])


def explain(result: Result, scores: Scores) -> Explanation:
    """Explain one result of the scores."""
    item, survey = result.indicator, scores.survey
    strata: Mapping[Stratum, Drawn] = {}
    if isinstance(item, Share) and result.sampled and result.year is not None:
        pools = [survey.pool(kind, result.year) for kind in item.of]
        strata = strata_of(survey, pools, *asked(item.answer))
    listings = sorted((one for one in _listings(result, survey) if one.units), key=lambda one: ORDER.index(one.said))
    steps = tuple(_steps(result, strata, scores))
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
    """Yield the units by how they count, worst first."""
    item, measured = result.indicator, result.measured
    match item:
        case Reduction() if measured and measured.now:
            yield from _measured(measured.now, (item.ratio.hard, item.ratio.total), measured.sample is not None)
        case Share() if result.year is not None and measured:
            pools = [survey.pool(kind, result.year) for kind in item.of]
            yield from _answers([unit for pool in pools for unit in pool.rows], item.answer)
            if not measured.sample:
                yield Listing("not_surveyed", tuple(unit for pool in pools for unit in pool.absent))
        case Count() if result.year is not None and measured:
            windows = [int(reading.figure.name.removeprefix("since-")) for reading in result.readings]
            years = range(min(windows), result.year + 1)
            yield from _answers([unit for year in years for unit in survey.units(item.of, year)], item.answer)
        case Encourage() if result.year is not None:
            for column, wanted in item.answer.items():
                yield from _answers(survey.units(item.of, result.year), {column: wanted})
        case Task() if result.year is not None:
            rows = survey.units(Activity.KINDS, result.year)
            yield Listing("yes", tuple(u for u in rows if isinstance(u, Activity) and item.clause in u.task))


def _answers(units: Sequence[Unit], answer: Mapping[str, str]) -> Iterator[Listing]:
    given, wanted = asked(answer)
    yield Listing("no", tuple(unit for unit in units if given(unit) is (not wanted)))
    yield Listing("unknown", tuple(unit for unit in units if given(unit) is None))
    yield Listing("yes", tuple(unit for unit in units if given(unit) is wanted))


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
    scale = result.total.total if isinstance(result.indicator, Share) and result.total else 1
    return min(int((figure.achieved or 0) * scale) - ceil(result.required * scale) for figure in figures_of)


def _steps(result: Result, strata: Mapping[Stratum, Drawn], scores: Scores) -> Iterator[Step]:
    """Yield what would settle an undetermined verdict, and what would turn one that rests on an assumption."""
    measured, item = result.measured, result.indicator
    if measured is None or result.required is None:
        return
    yield from (Step(reason.value, _named(reason, result)) for reason in result.reasons if reason in _FIXED)
    if Reason.MISSING in result.reasons and measured.missing_years:
        yield Step("years", {"years": measured.missing_years})
    if isinstance(item, Reduction) and measured.now and measured.base and not result.readings[0].figure.bars:
        yield from _of_rates(measured.now, measured.base, result)
    if result.status is Status.UNDETERMINED and not isinstance(item, Reduction):
        yield from _of_answers(result)
    if Reason.SAMPLING in result.reasons:
        yield from _of_sample(result, strata, scores.confidence or Fraction(1))
    if Reason.READINGS in result.reasons:
        yield Step("readings")


_FIXED: Final = (Reason.NO_BASELINE, Reason.ZERO_BASELINE, Reason.DIFFERENT_UNITS)


def _named(reason: Reason, result: Result) -> Mapping[str, object]:
    base = result.measured.base if result.measured else None
    return {"year": base.year} if base else {}


def _of_answers(result: Result) -> Iterator[Step]:
    """Yield how many of the open answers have to be yes, or no, to settle a share or a count."""
    total, needed = result.total, result.needed
    if total is None or result.sampled or not needed:
        if total and result.sampled and total.unknown:
            yield Step("unknown-drawn", {"open": total.unknown})
        return
    still_open = total.unknown + total.not_surveyed
    if still_open >= needed:
        yield Step("answers", {"needed": needed, "open": still_open, "against": still_open - needed + 1})


def _of_rates(now: Rate, base: Rate, result: Result) -> Iterator[Step]:
    """Yield what packaging that is not known has to be, with the base year's rate as measured."""
    if not base.value or result.required is None or (result.measured and result.measured.sample):
        return
    allowed = (1 - result.required) * base.value
    most = allowed * now.given_out - now.hard
    if result.status is Status.UNDETERMINED and not now.beyond and 0 <= most < now.partial:
        yield Step("hard-part", {"most": floor(most), "of": now.partial, "year": now.year})
    for rate, ceiling in ((now, allowed), (base, None)):
        if rate.beyond and rate.largest:
            yield _turning(rate, ceiling, now, result.required)


def _turning(rate: Rate, allowed: Fraction | None, now: Rate, required: Amount) -> Step:
    """Return what each unit that was not measured would have to give out to turn the verdict of those measured.

    All of it hard, or none: whichever moves the rate across what is allowed. For the base year (`allowed` None) the
    rate must stay at or above that which makes the present one a cut as required.
    """
    each = int(rate.beyond / rate.largest)
    hard, total = rate.hard, rate.given_out
    limit = allowed if allowed is not None else (now.value or Fraction(0)) / (1 - required) if required < 1 else None
    values: dict[str, object] = {"year": rate.year, "units": each, "assumed_most": rate.largest}
    if limit is None or not 0 < limit < 1:
        return Step("unmeasured", values | {"each": None, "hard": None})
    above = Fraction(hard) / total > limit
    amount = (hard / limit - total) / each if above else (limit * total - hard) / (each * (1 - limit))
    return Step("unmeasured", values | {"each": amount, "hard": not above})


def _of_sample(result: Result, strata: Mapping[Stratum, Drawn], confidence: Fraction) -> Iterator[Step]:
    """Yield how many more units a sample needs for its interval to settle the verdict, if they are like those drawn."""
    measured = result.measured
    if measured is None or measured.sample is None:
        return
    if measured.sample.lone:
        yield Step("lone", {"strata": measured.sample.lone})
    elif strata and all(one.answered for one in strata.values()):
        yield Step("drawn", {"more": _more_drawn(list(strata.values()), result, confidence)})
    elif strata:
        yield Step("empty-strata", {"strata": tuple(" ".join(s) for s, one in strata.items() if not one.answered)})
    elif measured.now and measured.base:
        fewest = min(len(measured.now.measured), len(measured.base.measured))
        more = _more_measured(result, fewest)
        if fewest < FEWEST:
            yield Step("measured", {"measured": fewest, "fewest": FEWEST})
        elif more is not None:
            yield Step("measured", {"measured": fewest, "more": more})


def _more_measured(result: Result, measured: int) -> int | None:
    """Return about how many more units, each year, narrow the interval of a cut until it clears the requirement.

    On the scale of log(1 − cut) its width shrinks as the square root of 1/n − 1/N, n measured of N.
    """
    figure = result.readings[0].figure
    size = sum(one.listed or one.surveyed for one in result.measured.coverage) if result.measured else 0
    if figure.achieved is None or not figure.intervals or result.required is None or not 0 < measured < size:
        return None
    (low, high), *_ = figure.intervals
    at = [log(1 - end) for end in (low, figure.achieved, high, result.required) if end < 1]
    if len(at) < 4 or at[0] <= at[2]:  # noqa: PLR2004 (all four)
        return None
    shrink = abs(at[1] - at[3]) / ((at[0] - at[2]) / 2)
    wanted = ceil(1 / (1 / size + min(shrink, 1) ** 2 * (1 / measured - 1 / size)))
    return max(1, min(wanted, size) - measured)


def _more_drawn(strata: Sequence[Drawn], result: Result, confidence: Fraction) -> int:
    """Return the fewest further units, shared out by size, with which the verdict is settled: found by halving."""
    size, drawn = sum(one.size for one in strata), sum(one.drawn for one in strata)
    too_few, enough = drawn, size
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if _settled([_grown(one, Fraction(middle, size)) for one in strata], result, confidence):
            enough = middle
        else:
            too_few = middle
    return enough - drawn


def _grown(stratum: Drawn, share: Fraction) -> Drawn:
    """Return a stratum of which this share is drawn, at least as much as now, with answers in the same proportion."""
    drawn = min(stratum.size, max(stratum.drawn, ceil(stratum.size * share)))
    return Drawn(stratum.size, drawn, round(Fraction(drawn * stratum.yes, stratum.answered)), 0)


def _settled(strata: Sequence[Drawn], result: Result, confidence: Fraction) -> bool:
    figure, _ = estimate(strata, confidence)
    asked_for = Requirement(result.required or 0, result.due or 0, result.year or 0)
    return judge([figure], asked_for).status is not Status.UNDETERMINED

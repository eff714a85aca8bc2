"""What would settle an undetermined verdict, or turn one that rests on an assumption. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, log
from types import MappingProxyType
from typing import Final, NamedTuple

from scp_ninhbinh.measures.figures import Amount, Figure, Reason
from scp_ninhbinh.measures.measured import Rate
from scp_ninhbinh.measures.sampled_reduction import FEWEST
from scp_ninhbinh.measures.share import Drawn, estimate
from scp_ninhbinh.plan.clauses import Reduction
from scp_ninhbinh.scores.score import Result
from scp_ninhbinh.scores.verdict import Requirement, Status, judge
from scp_ninhbinh.survey.pool import Stratum


class Step(NamedTuple):
    """Something that would settle the verdict, or turn it: what, and its numbers."""

    what: str
    values: Mapping[str, object] = MappingProxyType({})


def steps_of(result: Result, strata: Mapping[Stratum, Drawn], confidence: Fraction | None) -> Iterator[Step]:
    """Yield what would settle an undetermined verdict, and what would turn one that rests on an assumption."""
    measured, item = result.measured, result.indicator
    if measured is None or result.required is None:
        return
    base = {"year": measured.base.year} if measured.base else {}
    yield from (Step(reason.value, base) for reason in result.reasons if reason in _FIXED)
    if Reason.MISSING in result.reasons and measured.missing_years:
        yield Step("years", {"years": measured.missing_years})
    if isinstance(item, Reduction) and measured.now and measured.base and not result.readings[0].figure.bars:
        yield from _of_rates(measured.now, measured.base, result)
    if result.status is Status.UNDETERMINED and not isinstance(item, Reduction):
        yield from _of_answers(result)
    if Reason.SAMPLING in result.reasons:
        yield from _of_sample(result, strata, confidence or Fraction(1))
    if Reason.READINGS in result.reasons:
        yield Step("readings")


_FIXED: Final = (Reason.NO_BASELINE, Reason.ZERO_BASELINE, Reason.DIFFERENT_UNITS)


def _of_answers(result: Result) -> Iterator[Step]:
    """Yield how many of the open answers have to be yes, or no, to settle a share or a count.

    Over several windows, or with years missing, no number of answers alone would.
    """
    total, needed, years = result.total, result.needed, result.measured.missing_years if result.measured else ()
    if total is None:
        return
    still_open = total.unknown + total.not_surveyed
    if result.sampled and total.unknown:
        yield Step("unknown-drawn", {"open": total.unknown})
    elif needed and still_open >= needed and len(result.readings) == 1 and not years:
        yield Step("answers", {"needed": needed, "open": still_open, "against": still_open - needed + 1})


def _of_rates(now: Rate, base: Rate, result: Result) -> Iterator[Step]:
    """Yield what packaging that is not known has to be, with the base year's rate as measured."""
    half_known = (*base.half_known, *now.half_known)
    if half_known and Reason.MISSING in result.reasons:
        yield Step("hard-unknown", {"units": tuple(f"{unit.label} ({unit.year})" for unit in half_known)})
    if not base.value or result.required is None or result.sampled:
        return
    allowed = (1 - result.required) * base.value
    most = allowed * now.given_out - now.hard
    alone = not (now.beyond or base.beyond or base.partial)
    if result.readings[0].status is Status.UNDETERMINED and alone and 0 <= most < now.partial:
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
    hard, total = rate.hard, rate.total
    limit = allowed if allowed is not None else (now.value or Fraction(0)) / (1 - required) if required < 1 else None
    values: dict[str, object] = {"year": rate.year, "units": each, "assumed_most": rate.largest}
    if limit is None or not 0 < limit < 1 or not total:
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
        if more := _more_drawn(list(strata.values()), result, confidence):
            yield Step("drawn", {"more": more})
    elif strata:
        yield Step("empty-strata", {"strata": tuple(stratum for stratum, one in strata.items() if not one.answered)})
    elif measured.now and measured.base:
        yield from _of_measured(result, min(len(measured.now.measured), len(measured.base.measured)))


def _of_measured(result: Result, fewest: int) -> Iterator[Step]:
    """Yield how many more units have to be measured in each year."""
    figure = result.readings[0].figure
    size = sum(one.listed or one.surveyed for one in result.measured.coverage) if result.measured else 0
    if figure.approximate and figure.high is not None and figure.high < (result.required or 0):
        yield Step("rough", {"measured": fewest, "fewest": min(FEWEST, size)})
    elif (more := _more_measured(figure, result.required or 0, fewest, size)) is not None:
        yield Step("measured", {"measured": fewest, "more": more})


def _more_measured(figure: Figure, required: Amount, measured: int, size: int) -> int | None:
    """Return about how many more units, each year, narrow the interval of a cut until it clears the requirement.

    On the scale of log(1 − cut) its width shrinks as the square root of 1/n − 1/N, n measured of N.
    """
    if figure.achieved is None or not figure.intervals or not 0 < measured < size:
        return None
    (low, high), *_ = figure.intervals
    if max(low, figure.achieved, high, required) >= 1 or low == high:
        return None
    half = (log(1 - low) - log(1 - high)) / 2
    shrink = min(abs(log(1 - figure.achieved) - log(1 - required)) / half, 1)
    wanted = ceil(1 / (1 / size + shrink**2 * (1 / measured - 1 / size)))
    return max(1, min(wanted, size) - measured)


def _more_drawn(strata: Sequence[Drawn], result: Result, confidence: Fraction) -> int:
    """Return the fewest further units, shared out by size, with which the verdict is settled: found by halving."""
    size = sum(one.size for one in strata)
    too_few, enough = 0, size
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if _settled([_grown(one, Fraction(middle, size)) for one in strata], result, confidence):
            enough = middle
        else:
            too_few = middle
    return sum(_grown(one, Fraction(enough, size)).drawn - one.drawn for one in strata)


def _grown(stratum: Drawn, share: Fraction) -> Drawn:
    """Return a stratum of which this share is drawn, at least as much as now, with answers in the same proportion."""
    drawn = min(stratum.size, max(stratum.drawn, ceil(stratum.size * share)))
    return Drawn(stratum.size, drawn, round(Fraction(drawn * stratum.yes, stratum.answered)), 0)


def _settled(strata: Sequence[Drawn], result: Result, confidence: Fraction) -> bool:
    figure, _ = estimate(strata, confidence)
    asked_for = Requirement(result.required or 0, result.due or 0, result.year or 0)
    return judge([figure], asked_for).status is not Status.UNDETERMINED

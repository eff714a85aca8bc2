"""Whether a saved score agrees with itself and with its plan: what does not is named. Pure.

Only what follows without fail from other keys is held against a score, so that none that scp wrote is refused. What a
hand may change beside that, its checksum shows.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import isclose
from typing import Any, NamedTuple

from scp_ninhbinh.measures.count import CountFigures
from scp_ninhbinh.measures.figures import (
    Bounds,
    Coverage,
    Figure,
    Figures,
    Reason,
    json_number,
    like,
    response_rate,
)
from scp_ninhbinh.measures.ratio import RatioFigures
from scp_ninhbinh.measures.reduction import ChangeFigures
from scp_ninhbinh.measures.share import ShareFigures
from scp_ninhbinh.measures.total import TotalFigures
from scp_ninhbinh.plan.clauses import Count, Plan, Ratio, Scored
from scp_ninhbinh.scores.decision import rule_of
from scp_ninhbinh.scores.each import Each, EachPart, status_of
from scp_ninhbinh.scores.outputs import Score
from scp_ninhbinh.scores.results import (
    JudgedResult,
    RatioResult,
    Reading,
    ReductionResult,
    Result,
    ShareResult,
    TotalResult,
    plain,
)
from scp_ninhbinh.scores.sizes import at_base_sizes
from scp_ninhbinh.scores.verdict import OPEN, Judgement, Requirement, Status, judge
from scp_ninhbinh.text.numbers import Amount, Percentage


class Fault(NamedTuple):
    """A key of a saved score whose `value` is not the one `expected`; a range is written with its sign."""

    key: str
    value: object
    expected: object


def faults(score: Score) -> Iterator[Fault]:
    """Yield what of a score does not follow from the rest of it (docs/methods.md, "Saved scores")."""
    for number, kind in enumerate(score.coverage):
        yield from _coverage(f"coverage[{number}]", kind, score.sample is not None)
    for number, result in enumerate(score.targets):
        at = f"targets[{number}]"
        yield from _figures(at, result)
        base = result.base.coverage if isinstance(result, ChangeFigures) else ()
        for key, coverage in (("coverage", result.coverage), ("base.coverage", base)):
            for each, one in enumerate(coverage):
                drawn = score.sample is not None and not isinstance(
                    result, CountFigures | TotalFigures
                )  # which a sample leaves as they are
                yield from _coverage(f"{at}.{key}[{each}]", one, drawn)
        for each, group in enumerate(result.groups or ()):
            yield from _figures(f"{at}.groups[{each}]", group)
        if isinstance(result, ReductionResult):
            yield from _shifted(f"{at}.at_base_sizes", result)
        for each, reading in enumerate(result.readings):
            yield from _range(f"{at}.readings[{each}]", reading)
        if isinstance(result, JudgedResult):
            yield from _differs(f"{at}.year", result.year, min(score.year, result.due))
            yield from _verdict(at, result)
            rule = rule_of(result, score.sample.confidence if score.sample else None, result.each)
            yield from _differs(f"{at}.rule", result.rule, None if result.status is Status.NO_DATA else rule)
            yield from _declared(at, result)


def _coverage(at: str, found: Coverage, drawn: bool) -> Iterator[Fault]:
    """Yield where a response rate is not that of the units that answered, or is of others than were asked.

    `drawn` says whether the units listed were drawn from a register.
    """
    of = "surveyed" if found.listed is None else "drawn" if drawn else "listed"
    yield from _differs(f"{at}.response_of", found.response_of, of)
    if found.answered > found.surveyed:
        yield Fault(f"{at}.answered", found.answered, f"≤ {found.surveyed}")
    yield from _differs(f"{at}.response", found.response, response_rate(found.answered, found.asked))


def faults_by_plan(score: Score, plan: Plan) -> Iterator[Fault]:
    """Yield what a score says of the plan that the plan, of the hash that it names, does not say."""
    items = {item.id: item for item in plan.indicators}
    for number, result in enumerate(score.targets):
        at, item = f"targets[{number}]", items.get(result.id)
        if item is None:
            yield Fault(f"{at}.id", result.id, ", ".join(items))
        elif isinstance(item, Scored) and isinstance(result, JudgedResult):
            yield from _differs(f"{at}.unit", result.unit, plan.unit(item))
            yield from _target(at, result, item)
            if isinstance(item, Ratio) and isinstance(result, RatioResult):
                yield from _ratio(at, result, item.ratio.times)


def _target(at: str, result: JudgedResult, item: Scored) -> Iterator[Fault]:
    yield from _differs(f"{at}.measure", result.measure, item.measure)
    if isinstance(result, CountFigures) and isinstance(item, Count):
        yield from _differs(f"{at}.count", result.count, item.count)
    target: Any = next((one for one in item.targets if one.due == result.due), None)
    if target is None:
        yield Fault(f"{at}.due", result.due, ", ".join(str(one.due) for one in item.targets))
        return
    for key, asked in (("clause", target.clause), ("part", target.part)):
        yield from _differs(f"{at}.{key}", getattr(result, key), asked)
    limit = "at_most" if target.is_ceiling else "at_least"
    for key, amount in (("required", target.required), ("limit", limit), ("stretch", target.stretch)):
        yield from _differs(f"{at}.{key}", getattr(result, key), amount)


def _differs(key: str, value: Any, expected: Any) -> Iterator[Fault]:
    """Yield the fault of a value that is another, both as JSON has them: a large sum may be no exact fraction there."""
    here, there = plain(value), plain(expected)
    if here != there:
        yield Fault(key, here, there)


def _figures(at: str, found: Figures) -> Iterator[Fault]:
    yield from _range(at, found)
    if isinstance(found, ShareFigures) and found.denominator:
        yield from _share(at, found)
    if isinstance(found, CountFigures) and found.achieved is not None and found.numerator is not None:
        yield from _differs(f"{at}.achieved", found.achieved, found.numerator)
    if isinstance(found, TotalFigures):
        yield from _total(at, found)


def _ratio(at: str, found: RatioFigures, times: Fraction) -> Iterator[Fault]:
    """Yield where a ratio, or that of a group, is not the one sum over the other, times its factor."""
    for place, one in ((at, found), *_groups(at, found)):
        if one.method == "census" and one.achieved is not None and one.numerator is not None and one.denominator:
            asked = like(Fraction(one.numerator) / one.denominator * times, one.achieved)
            if not _same(one.achieved, asked):
                yield Fault(f"{place}.achieved", plain(one.achieved), plain(asked))


def _groups(at: str, found: Figures) -> Iterator[tuple[str, RatioFigures]]:
    for number, group in enumerate(getattr(found, "groups", None) or ()):
        if isinstance(group, RatioFigures):
            yield f"{at}.groups[{number}]", group


def _total(at: str, found: TotalFigures) -> Iterator[Fault]:
    """Yield where a total is not the sum of what is known, or an end of its range is neither that nor open."""
    if found.achieved is not None:
        yield from _differs(f"{at}.achieved", found.achieved, found.numerator)
    added = sum(one.amount for one in found.years)
    if found.numerator is not None and found.years and not _same(found.numerator, added):
        yield Fault(f"{at}.numerator", plain(found.numerator), plain(added))
    for key in ("low", "high"):
        if found.achieved is not None and (end := getattr(found, key)) is not None:
            yield from _differs(f"{at}.{key}", end, found.achieved)


def _range(at: str, found: Bounds | Reading | EachPart) -> Iterator[Fault]:
    """Yield where not low ≤ achieved ≤ high, as far as they are there."""
    low, high, achieved = found.low, found.high, found.achieved
    if _above(low, high):
        yield Fault(f"{at}.low", plain(low), f"≤ {plain(high)}")
    elif _above(low, achieved):
        yield Fault(f"{at}.achieved", plain(achieved), f"≥ {plain(low)}")
    elif _above(achieved, high):
        yield Fault(f"{at}.achieved", plain(achieved), f"≤ {plain(high)}")


def _above(one: Amount | None, other: Amount | None) -> bool:
    """Whether one is above the other by more than what numbers of JSON are rounded by."""
    if one is None or other is None or one <= other:
        return False
    return not _same(one, other)


def _same(one: Amount, other: Amount) -> bool:
    """Whether two figures are one but for what numbers of JSON are rounded by."""
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _share(at: str, found: ShareFigures) -> Iterator[Fault]:
    """Yield where a share is not x of N, with what is not known up to (x + m) of N, or its kinds are not the whole."""
    for key in ("numerator", "denominator", "unknown", "not_surveyed") if found.parts else ():
        yield from _differs(f"{at}.{key}", getattr(found, key), sum(getattr(part, key) for part in found.parts))
    if found.method == "sample":
        return
    confirmed, size = found.numerator or 0, found.denominator or 1
    most = confirmed + (found.unknown or 0) + (found.not_surveyed or 0)
    for key, units in (("achieved", confirmed), ("low", confirmed), ("high", most)):
        yield from _differs(f"{at}.{key}", getattr(found, key), Percentage(units, size))
    for number, part in enumerate(found.parts):
        own = Percentage(part.numerator, part.denominator) if part.denominator else None
        yield from _differs(f"{at}.parts[{number}].achieved", part.achieved, own)


def _shifted(at: str, result: ReductionResult) -> Iterator[Fault]:
    """Yield where the whole at the base year's sizes is not that of its groups."""
    found, own = result.at_base_sizes, at_base_sizes(result, result.groups or ())
    for key in ("against", "every", "no_rate", "no_base"):
        yield from _differs(f"{at}.{key}", getattr(found, key, None), getattr(own, key, None))
    for key in ("rate", "achieved"):
        here, there = getattr(found, key, None), getattr(own, key, None)
        if (here is None) is not (there is None) or _above(here, there) or _above(there, here):
            yield Fault(f"{at}.{key}", plain(here), plain(there))


def _verdict(at: str, result: JudgedResult) -> Iterator[Fault]:
    """Yield where the verdict, or the range of all readings, is not the one that the readings come to."""
    judged = _judged(result)
    yield from _differs(f"{at}.achieved", result.achieved, result.readings[0].achieved)
    for key in ("low", "high"):
        yield from _differs(f"{at}.{key}", getattr(result, key), getattr(judged, key))
    if result.each:
        yield from _parts(f"{at}.each", result, result.each)
        return
    if _tied(result):
        return
    yield from _differs(f"{at}.status", result.status.value, judged.status.value)
    for number, (reading, status) in enumerate(zip(result.readings, judged.each, strict=True)):
        if reading.status is not None:
            yield from _differs(f"{at}.readings[{number}].status", reading.status.value, status.value)


def _parts(at: str, result: JudgedResult, each: Each) -> Iterator[Fault]:
    """Yield where the verdict on each part, or that on all of them, is not the one that their figures come to."""
    required = Requirement.of(result)
    for number, part in enumerate(each.parts):
        yield from _range(f"{at}.parts[{number}]", part)
        empty = part.status is Status.NO_DATA
        pending = part.status is Status.NOT_YET and _says_nothing((part.low, part.high))
        figure = Figure("", part.achieved, part.low, part.high, empty=empty, pending=pending)
        own = judge((figure,), required).status
        if part.status is not Status.UNDETERMINED:  # a bar, or readings that disagree, leave open what has a range
            yield from _differs(f"{at}.parts[{number}].status", part.status.value, own.value)
    statuses = [one.status for one in each.parts]
    yield from _differs(f"{at}.of", each.of, len(statuses))
    yield from _differs(f"{at}.met", each.met, statuses.count(Status.MET))
    is_open = result.status is Status.NO_DATA or Reason.READINGS in result.reasons
    if each.complete and not is_open:
        status = status_of(statuses, required)
        yield from _differs(f"{at.removesuffix('.each')}.status", result.status.value, status.value)


def _judged(result: JudgedResult) -> Judgement:
    """Judge the readings again; what bars a figure is taken from the reasons."""
    bars = tuple(reason for reason in result.reasons if reason not in OPEN)
    return judge(
        tuple(
            Figure(
                reading.name,
                reading.achieved,
                reading.low,
                reading.high,
                bars=bars if reading.status is Status.UNDETERMINED else (),
                empty=reading.status is Status.NO_DATA,
                pending=reading.status is Status.NOT_YET and _says_nothing((reading.low, reading.high)),
            )
            for reading in result.readings
        ),
        Requirement.of(result),
    )


def _declared(at: str, result: JudgedResult) -> Iterator[Fault]:
    """Yield more declared answers of a share than answers, and a verdict by declaration without any."""
    found = result.declared_answers
    if isinstance(result, ShareResult) and (found or 0) > result.known:
        yield Fault(f"{at}.declared_answers", found, f"≤ {result.known}")
    if result.status is Status.NO_DATA:
        yield from _differs(f"{at}.declared_answers", found, None)
    elif found is None:
        yield Fault(f"{at}.declared_answers", None, "≥ 0")
    if not found:
        yield from _differs(f"{at}.by_declaration", result.by_declaration, False)


def _says_nothing(figures: Sequence[Amount | None]) -> bool:
    return all(one is None for one in figures)


def _tied(result: Result) -> bool:
    """Whether an end of a cut is the requirement as far as JSON tells: a sum of large amounts may be just beside it."""
    ends = (result.low, result.high)
    required = json_number(result.required or 0)
    computed = isinstance(result, ChangeFigures | RatioResult | TotalResult)
    return computed and any(end is not None and json_number(end) == required for end in ends)

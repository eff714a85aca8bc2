"""What documents say of a change, a cut or a rise: the levels behind it, who was measured, what is assumed."""

from collections.abc import Iterator
from fractions import Fraction
from math import log
from typing import Final

from scp_ninhbinh.documents import figures, levels, words
from scp_ninhbinh.documents.figures import NONE, Scale, Way
from scp_ninhbinh.measures.reduction import ChangeFigures, IncreaseFigures, SampledChangeFigures
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.scores.results import ReductionResult, Result
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.say import Number, Phrase, Sayable, joined, plural, say

HALF: Final = Fraction(1, 2)
"""The part of a year's whole below which the units of both years are told to be few."""


def rate_places(found: ChangeFigures, written: Scale, required: Amount | None, least: int | None = None) -> int:
    """Return the decimals of the levels behind a change that is written so; that at the base year's sizes is one."""
    known = [one for one in (found.base.rate, found.rate) if one is not None]
    whole = found.quantity_unit != "percent" and all(Fraction(one).denominator == 1 for one in known)
    fewest = (0 if whole else 1) if least is None or whole else least
    way = Way(isinstance(found, IncreaseFigures), isinstance(found, Result) and found.is_ceiling, _years_of(found))
    sized = found.at_base_sizes if isinstance(found, ReductionResult) else None
    pairs = [(found.base.rate, now) for now in (found.rate, sized.rate if sized else None)]
    return max(figures.rate_places(pair, written.places, required or 0, fewest, way=way) for pair in pairs)


def _years_of(found: ChangeFigures) -> float:
    """Return over how many years a change is compounded."""
    a_year = 1 + (found.achieved or 0) * (1 if isinstance(found, IncreaseFigures) else -1)
    whole = Fraction(found.rate or 0) / Fraction(found.base.rate or 1)
    return log(whole) / log(a_year) if found.per_year and whole > 0 and a_year > 0 and a_year != 1 else 1


def level(found: ChangeFigures, value: Amount, decimals: int, *, signed: bool = False) -> Sayable:
    """Return a level of what changes, or the difference of two, in its unit."""
    if found.quantity_unit == "percent":
        return Number(Fraction(value) * 100, decimals, "%", signed)
    shown = Number(value, decimals, "", signed)
    return shown if found.quantity_unit == "count" else joined(shown, " ", found.quantity_unit)


def has_level(found: ChangeFigures) -> bool:
    """Whether a level behind a change is known, that of the base or that of the year scored."""
    return found.base.rate is not None or found.rate is not None


def from_to(found: ChangeFigures, written: Scale, required: Amount | None) -> Sayable:
    """Return the levels of the base and of the year scored: "81.4% → 56.4%"; of a change that is `written` so."""
    decimals, sampled = rate_places(found, written, required), isinstance(found, SampledChangeFigures)
    first = NONE if found.base.rate is None else words.estimate(_bare_level(found, found.base.rate, decimals), sampled)
    last = NONE if found.rate is None else words.estimate(level(found, found.rate, decimals), sampled)
    return joined(first, " → ", last)


def _bare_level(found: ChangeFigures, value: Amount, decimals: int) -> Number:
    """Return a level before another that says the unit of both; a percentage keeps its sign."""
    if found.quantity_unit == "percent":
        return figures.rate(Fraction(value), decimals)
    return Number(value, decimals)


def in_both_years(found: ChangeFigures, year: int | None) -> Sayable:
    """Return how many units were measured in both years, and their part of each year's whole if that is not all."""
    if len(found.base.years) > 1:
        units = plural("{n} unit in all these years", "{n} units in all these years", found.matched)
    else:
        units = plural("{n} unit in both years", "{n} units in both years", found.matched)
    parts = ((found.base.called, found.base.matched_part), (year, found.matched_part))
    if all(part in (None, 1) for _, part in parts):
        return units
    shown = (say("{part} of {year}", part=figures.rate(part, 0), year=when or "") for when, part in parts if part)
    return joined(units, ": ", joined(*shown, by=", "))


def cautions(result: Result) -> Iterator[Sayable]:
    """Yield what has to be known beside a verdict: that what is compared is less than half of a year."""
    if not isinstance(result, ChangeFigures) or not result.matched:
        return
    parts = ((result.base.called, result.base.matched_part), (result.year, result.matched_part))
    years = [str(year) for year, part in parts if part is not None and part < HALF]
    text = Phrase("the units of both years are less than half of all of {years}")
    if result.quantity == "ratio":
        text = Phrase("the units of both years hold less than half of the total of {years}")
    if years:
        yield say(text, years=", ".join(years))


def usual(result: Result) -> Iterator[Sayable]:
    """Yield the usual interval of a cut from a sample, which is told and decides nothing."""
    found = result.usual if isinstance(result, SampledChangeFigures) else None
    if found is not None:
        ends = {"low": words.scale(result).figure(found.low), "high": words.scale(result).figure(found.high)}
        yield say("usual, approximate interval, which decides nothing: {low} to {high}", **ends)


def rates(result: Result) -> Iterator[Sayable]:
    """Yield the levels of a change with their difference, and how many units were measured in both years."""
    if not isinstance(result, ChangeFigures) or not has_level(result):
        return
    decimals = rate_places(result, words.scale(result), result.required)
    both = from_to(result, words.scale(result), result.required)
    years = f"{result.base.called} → {result.year or ''}: "
    yield joined(joined(years, both), *_difference(result, decimals), by=", ")
    if result.matched:
        yield in_both_years(result, result.year)


def _difference(found: ChangeFigures, decimals: int) -> Iterator[Sayable]:
    """Yield by how much the levels of the base and of the year scored differ."""
    sampled = isinstance(found, SampledChangeFigures)
    if found.points is not None and found.quantity_unit == "percent":
        points = Number(Fraction(found.points) * 100, decimals, signed=True)
        yield say("{points} percentage points", points=words.estimate(points, sampled))
    elif found.points is not None:
        change = words.estimate(level(found, found.points, decimals, signed=True), sampled)
        yield say("change: {change}", change=change)


def not_known(result: Result, plan: Plan) -> Iterator[Sayable]:
    """Yield the units of a change of which figures are not known, by name."""
    if not isinstance(result, ChangeFigures):
        return
    if result.not_measured:
        yield say("not measured: {units}", units=words.shortened(result.not_measured, words.NAMED))
    if result.hard_unknown:
        yield say(
            '"{part}" missing: {units}',
            units=words.shortened(result.hard_unknown, words.NAMED),
            **words.of_rate(result, plan),
        )


def assumption(result: Result, plan: Plan) -> Iterator[Sayable]:
    """Yield what is assumed of the units of a register that were not measured in a year."""
    if not isinstance(result, ChangeFigures):
        return
    found = ((result.base.assumed_most, result.base.called), (result.assumed_most, result.year))
    mosts = [joined(levels.amount(most), f" ({year})") for most, year in found if most is not None]
    if mosts:
        yield say(levels.ASSUMED, mosts=joined(*mosts, by=", "), **words.of_rate(result, plan))

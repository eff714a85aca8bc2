"""What documents say of a level, the ratio or the total of a year: its sums, and what is not known of them."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.documents import words
from scp_ninhbinh.measures.figures import Figures
from scp_ninhbinh.measures.ratio import RatioFigures, SampledRatioFigures
from scp_ninhbinh.measures.total import TotalFigures
from scp_ninhbinh.plan.clauses import Plan, Total
from scp_ninhbinh.plan.vocabulary import Word
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.text.numbers import Amount, plain
from scp_ninhbinh.text.say import Message, Number, Phrase, Sayable, joined, plural, say

if TYPE_CHECKING:
    from scp_ninhbinh.scores.explain import AnyExplained
    from scp_ninhbinh.scores.settle import AmountStep

ASSUMED: Final = Phrase('assumed: each one not measured has at most {mosts} of "{whole}", all of it "{part}" or none')
UNBOUNDED: Final = Phrase(
    "No bound: a unit that was not drawn may have any amount, as the one is no part of the other."
)
OTHERS: Final = Phrase("others than those surveyed may add to it")

AMOUNT: Final = {
    (False, True): Phrase(
        'Of the {of} "{whole}" of which "{part}" is not known, at least {amount} has to be "{part}".'
    ),
    (True, True): Phrase('Of the {of} "{whole}" of which "{part}" is not known, at most {amount} may be "{part}".'),
    (False, False): Phrase('What is not known of "{column}" has to come to at least {amount}.'),
    (True, False): Phrase('What is not known of "{column}" may come to at most {amount}.'),
}
"""What an amount that is not known has to be: at most so much or at least, as a part of a whole or not."""

NO_AMOUNT: Final = Phrase('Of the {of} "{whole}" of which "{part}" is not known, none may be "{part}".')

MOST_PLACES: Final = 6
"""Decimals with which a sum is written: those of a survey's numbers have an end, what is divided may have none."""


def open_lines(result: Result, plan: Plan) -> Iterator[Sayable]:
    """Yield what is not known of the sums behind a ratio or a total."""
    if isinstance(result, RatioFigures):
        yield from _open(result, words.named(result, plan))
    if isinstance(result, TotalFigures):
        if result.not_measured:
            yield say("not known: {units}", units=words.shortened(result.not_measured, words.NAMED))
        if result.not_surveyed:
            yield plural("{n} not surveyed", "{n} not surveyed", result.not_surveyed)
        if result.numerator is not None and _is_open(result):
            yield OTHERS


def basis(found: Figures) -> Iterator[Sayable]:
    """Yield what a ratio or a total is the sum of: "1,050 / 1,600", "sum of 3 figures"."""
    if (
        isinstance(found, RatioFigures)
        and found.method == "census"
        and found.numerator is not None
        and found.denominator is not None
    ):
        yield joined(amount(found.numerator), " / ", amount(found.denominator))
    if isinstance(found, TotalFigures) and found.measured:
        yield plural("sum of {n} figure", "sum of {n} figures", found.measured)


def computation(result: "AnyExplained", plan: Plan) -> Iterator[Sayable]:
    """Yield the formula with its numbers put in, the range, and what it rests on."""
    written = words.scale(result)
    if isinstance(result, RatioFigures) and result.achieved is not None:
        yield from _quotient(result, plan)
    if isinstance(result, TotalFigures) and result.achieved is not None:
        yield _sum_of_figures(result, written.figure(result.achieved), since_of(result, plan))
    yield from words.method(result)
    if isinstance(result, SampledRatioFigures) and result.low is None and result.high is None:
        yield UNBOUNDED
    elif spread := words.spread(result, result, written):
        yield spread
    yield from assumption(result, words.named(result, plan))
    if isinstance(result, TotalFigures) and result.numerator is not None and _is_open(result):
        yield OTHERS


def _sum_of_figures(result: TotalFigures, total: Sayable, since: int | None) -> Message:
    n = result.measured or 0
    if since is None:
        return plural("Sum of {n} figure: {total}", "Sum of {n} figures: {total}", n, total=total)
    return plural(
        "Sum of {n} figure since {since}: {total}",
        "Sum of {n} figures since {since}: {total}",
        n,
        total=total,
        since=str(since),
    )


def since_of(result: Result, plan: Plan) -> int | None:
    """Return the year from which on a total is summed up; None for one of a year, and for what is no total."""
    item = next((item for item in plan.indicators if item.id == result.id), None)
    if not isinstance(item, Total):
        return None
    return next((target.since for target in item.targets if target.due == result.due), None)


def _quotient(result: "AnyExplained", plan: Plan) -> Iterator[Sayable]:
    """Yield one sum over the other, times the factor of the plan's unit."""
    shown, columns = words.scale(result).figure(result.achieved), words.ratio_of(result, plan)
    if result.is_estimate:
        yield say("Weighted by stratum size: ≈ {share}", share=shown)
    elif columns and result.numerator is not None and result.denominator is not None:
        factor = "" if columns.times == 1 else joined(" × ", amount(columns.times))
        names = {
            "part": _sum(result.numerator, columns.sum, plan),
            "whole": _sum(result.denominator, columns.over, plan),
        }
        yield say(
            "Ratio of {year}: {part} / {whole}{factor} = {ratio}",
            year=result.year or "",
            ratio=shown,
            factor=factor,
            **names,
        )


def _sum(value: Amount, column: str, plan: Plan) -> Sayable:
    """Return a sum with its unit, where it is not divided by another column."""
    known = plan.vocabulary.columns[column]
    return joined(amount(value), " ", known.unit) if known.unit and not known.divided_by else amount(value)


def _is_open(result: TotalFigures) -> bool:
    """Whether no register lists every unit."""
    return any(one.listed is None for one in result.coverage)


def amount_step(step: "AmountStep", named: Mapping[str, Word]) -> Message:
    """Return what an amount that is not known has to be."""
    none = step.at_most and step.of is not None and not step.amount
    text = NO_AMOUNT if none else AMOUNT[step.at_most, step.of is not None]
    return say(text, amount=amount(step.amount), of=amount(step.of or 0), **named)


def _open(result: RatioFigures, named: dict[str, Word]) -> Iterator[Sayable]:
    if result.not_measured:
        yield say("not measured: {units}", units=words.shortened(result.not_measured, words.NAMED))
    if result.hard_unknown:
        units = words.shortened(result.hard_unknown, words.NAMED)
        yield say('"{part}" missing: {units}', units=units, **named)
    yield from assumption(result, named)


def assumption(result: Figures, named: dict[str, Word]) -> Iterator[Sayable]:
    """Yield what is assumed of units that were not measured."""
    if isinstance(result, RatioFigures) and result.assumed_most is not None:
        yield say(ASSUMED, mosts=amount(result.assumed_most), **named)


def amount(value: Amount) -> Number:
    """Return a sum with all its decimals, thousands set apart."""
    exact = abs(Fraction(value))
    ends = (exact * 10**MOST_PLACES).denominator == 1
    return Number(value, len(plain(exact).partition(".")[2]) if ends else 1)

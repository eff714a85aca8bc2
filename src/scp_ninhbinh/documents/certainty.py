"""What documents say of how sure verdicts are: decision rules, the joint level that none claims, response rates."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.documents import figures
from scp_ninhbinh.measures.figures import Coverage, ResponseOf
from scp_ninhbinh.measures.reduction import ChangeFigures
from scp_ninhbinh.plan.clauses import Increase, Plan, Reduction, Scored
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.scores.decision import Guarantee, Rule, RuleName
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.text.say import Message, Number, Phrase, Sayable, joined, say

if TYPE_CHECKING:
    from scp_ninhbinh.scores.review import Review

RULES: Final[dict[RuleName, Phrase]] = {
    "counted-range": Phrase(
        "counted, met if even the lowest figure that is possible reaches the requirement, not met if even the highest "
        "does not"
    ),
    "window-count": Phrase(
        "counted over the years, met if those confirmed are enough, not met if even all that are open would not be"
    ),
    "rank-interval": Phrase(
        "exact rank interval, met if its lower limit reaches the requirement, not met if its upper limit does not"
    ),
    "layer-bound": Phrase(
        "layer bound, met if its lower end reaches the requirement, not met if its upper end does not"
    ),
}
"""What makes a target met that asks for at least something, by the name of its rule."""

CEILINGS: Final[dict[RuleName, Phrase]] = {
    "counted-range": Phrase(
        "counted, met if even the highest figure that is possible is not above the limit, not met if even the lowest is"
    ),
    "window-count": Phrase(
        "counted over the years, met if even with all that are open it is not above the limit, not met if those "
        "confirmed are already"
    ),
    "rank-interval": Phrase(
        "exact rank interval, met if its upper limit is not above what is allowed, not met if its lower limit is"
    ),
    "layer-bound": Phrase(
        "layer bound, met if its upper end is not above what is allowed, not met if its lower end is"
    ),
}
"""The same of a target that allows at most something."""

Ruled = tuple[str, Rule | None, bool]
"""A clause, the rule that decides on it, and whether it allows at most something."""

CERTAINTY: Final[dict[Guarantee, Phrase]] = {
    "exact": Phrase("exact, no error of chance"),
    "bounded": Phrase("false in at most {percent} of all samples that the lot may draw"),
    "assumed": Phrase("no error of chance, if no unit that was not measured has more than is assumed of it"),
    "none": Phrase("at so low a confidence nobody has searched how often it is false, so that it gives no verdict"),
}
SEARCHED: Final = Phrase(
    "false in at most {percent} of all samples that the lot may draw (searched for, not proven), if no unit that was "
    "not measured has more than is assumed of it"
)
"""How sure a verdict is whose guarantee is assumed and that rests on a sample."""

RATES: Final[dict[ResponseOf, Phrase]] = {
    "listed": Phrase("Response rate in {year} (answered of those listed): {rates}."),
    "surveyed": Phrase("Response rate in {year} (answered of those surveyed): {rates}."),
    "drawn": Phrase("Response rate in {year} (answered of those drawn): {rates}."),
}

MOST_PLACES: Final = 6
"""Decimals of a bound: a confidence of 99.9999% has five."""


def rule_text(rule: Rule, is_ceiling: bool = False) -> Message:
    """Return what makes a target met by a rule, and how sure that is."""
    text = _text(rule, is_ceiling)
    return say("Decision rule: {rule}; {certainty}.", rule=text, certainty=_certainty(rule))


def _text(rule: Rule, is_ceiling: bool) -> Phrase:
    return (CEILINGS if is_ceiling else RULES)[rule.name]


def rule_lines(ruled: Iterable[Ruled]) -> Iterator[Message]:
    """Yield a line for each rule that decides, with the clauses that it decides on."""
    found: dict[tuple[Rule, bool], list[str]] = {}
    for clause, rule, is_ceiling in ruled:
        if rule and clause not in found.setdefault((rule, is_ceiling), []):
            found[rule, is_ceiling].append(clause)
    for (rule, is_ceiling), clauses in found.items():
        text = Phrase("Decision rule of {clauses}: {rule}; {certainty}.")
        yield say(text, clauses=", ".join(clauses), rule=_text(rule, is_ceiling), certainty=_certainty(rule))


def rules_of(results: Iterable[Result]) -> Iterator[Ruled]:
    """Yield each result's clause with its rule."""
    yield from ((lettered(one), one.rule, one.is_ceiling) for one in results)


def rules_of_review(review: "Review") -> Iterator[Ruled]:
    """Yield each target's clause with the rule of its latest year."""
    yield from ((lettered(one), one.latest.rule, one.is_ceiling) for one in review.targets if one.latest)


def _certainty(rule: Rule) -> Sayable:
    if rule.false_verdict is None:
        return CERTAINTY["none"]
    percent = Fraction(rule.false_verdict) * 100
    places = next((n for n in range(MOST_PLACES) if (percent * 10**n).denominator == 1), MOST_PLACES)
    text = SEARCHED if rule.guarantee == "assumed" and rule.by_chance else CERTAINTY[rule.guarantee]
    return say(text, percent=Number(percent, places, "%"))


def met_of(met: int, count: int, ruled: Iterable[Ruled]) -> Message:
    """Return how many targets are met; of verdicts that rest on a sample, that they are not sure all together."""
    if any(rule and rule.by_chance for _, rule, _ in ruled):
        text = Phrase("{met} of {count} targets met, each judged by itself: no joint level of confidence is claimed.")
        return say(text, met=met, count=count)
    return say("{met} of {count} targets met.", met=met, count=count)


def score_response(scores: Scores) -> Iterator[Message]:
    """Yield the response rates of the year scored, and of the base years of each change."""
    bases = [one.base.coverage for one in scores.results if isinstance(one, ChangeFigures)]
    before = {(one.kind, one.year): one for coverage in bases for one in coverage if one.year != scores.year}
    yield from _response((*scores.coverage(), *before.values()), scores.plan)


def review_response(review: "Review") -> Iterator[Message]:
    """Yield the response rates of the latest year, and of the base years of each change."""
    changes = [item for item in review.plan.indicators if isinstance(item, Reduction | Increase)]
    wanted = {(kind, year) for item in changes for kind in item.of for year in item.base.all}
    latest = review.years[-1]
    now = [one for one in review.coverage if one.year == latest]
    before = [one for one in review.coverage if one.year != latest and (one.kind, one.year) in wanted]
    yield from _response((*now, *before), review.plan)


def _response(coverage: Iterable[Coverage], plan: Plan) -> Iterator[Message]:
    """Yield a sentence for each year and what its rates are of; only kinds of targets that ask for a number.

    Kinds of which all answered are told together, if there are others.
    """
    kinds = {kind for item in plan.indicators if isinstance(item, Scored) for kind in item.of}
    found: dict[tuple[int, ResponseOf], list[Coverage]] = {}
    for one in coverage:
        if one.kind in kinds and one.response is not None:
            found.setdefault((one.year, one.response_of), []).append(one)
    for (year, of), rates in found.items():
        yield say(RATES[of], year=year, rates=joined(*_rates(rates, plan), by=", "))


def _rates(coverage: Sequence[Coverage], plan: Plan) -> Iterator[Sayable]:
    """Yield each kind with its rate, and those of which all answered as one."""
    short = [one for one in coverage if one.response != 1]
    for one in short:
        yield joined(plan.vocabulary.several(one.kind), " ", _percent(one.response or Fraction(0)))
    if not short:
        yield say("{percent} of every kind", percent=_percent(Fraction(1)))
    elif len(short) < len(coverage):
        yield say("{percent} of all other kinds", percent=_percent(Fraction(1)))


def _percent(share: Fraction) -> Number:
    """Return a rate with a decimal unless it is whole, and never as 100% where a unit did not answer."""
    percent = Fraction(share) * 100
    return Number(percent, 0 if percent.denominator == 1 else figures.places(percent, Fraction(100)), "%")

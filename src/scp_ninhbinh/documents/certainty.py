"""What documents say of how sure verdicts are: decision rules, the joint level that none claims, response rates."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.documents import figures
from scp_ninhbinh.measures.figures import Coverage, ResponseOf
from scp_ninhbinh.measures.reduction import ChangeFigures
from scp_ninhbinh.plan.clauses import Plan, Scored
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.scores.decision import Guarantee, Rule, RuleName
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Message, Number, Phrase, Sayable, joined, plural, say

if TYPE_CHECKING:
    from scp_ninhbinh.scores.review import Review

RULES: Final[dict[RuleName, Phrase]] = {
    "counted-range": Phrase(
        "counted, met if the lower bound reaches the requirement, not met if the upper bound does not"
    ),
    "window-count": Phrase(
        "counted over the years, met if those confirmed are enough, not met if even all missing answers would not be"
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
    "counted-range": Phrase("counted, met if the upper bound is not above the limit, not met if the lower bound is"),
    "window-count": Phrase(
        "counted over the years, met if even with all missing answers it is not above the limit, not met if those "
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
    "listed": Phrase("Response rate (of those listed): {rates}."),
    "surveyed": Phrase("Response rate (of those surveyed): {rates}."),
    "drawn": Phrase("Response rate (of those drawn): {rates}."),
}

RESPONSE_OF: Final[dict[ResponseOf, Phrase]] = {
    "listed": Phrase("of those listed"),
    "surveyed": Phrase("of those surveyed"),
    "drawn": Phrase("of those drawn"),
}

MOST_PLACES: Final = 6
"""Decimals of a bound: a confidence of 99.9999% has five."""


def rule_text(rule: Rule, is_ceiling: bool = False) -> Message:
    """Return what makes a target met by a rule, and how sure that is."""
    text = _text(rule, is_ceiling)
    return say("Decision rule: {rule}; {certainty}.", rule=text, certainty=_certainty(rule))


def _text(rule: Rule, is_ceiling: bool) -> Phrase:
    return (CEILINGS if is_ceiling else RULES)[rule.name]


RULE_NAMES: Final[dict[RuleName, Phrase]] = {
    "counted-range": Phrase("counted"),
    "window-count": Phrase("counted over the years"),
    "rank-interval": Phrase("exact rank interval"),
    "layer-bound": Phrase("layer bound"),
}


def rules_in_short(ruled: Sequence[Ruled]) -> Iterator[Sayable]:
    """Yield a sentence that names the rule of each clause, and how sure verdicts by it are."""
    found: dict[object, tuple[Sayable, dict[Phrase, list[str]]]] = {}
    for clause, rule, _ in ruled:
        if rule:
            sure = (rule.guarantee, rule.false_verdict, rule.by_chance)
            by_name = found.setdefault(sure, (_certainty(rule), {}))[1].setdefault(RULE_NAMES[rule.name], [])
            by_name.extend([] if clause in by_name else [clause])
    parts = (_by_names(by_name, certainty) for certainty, by_name in found.values())
    if found:
        yield say("Decision rules: {rules}.", rules=joined(*parts, by="; "))
    yield from _by_itself(ruled)


def _by_itself(ruled: Iterable[Ruled]) -> Iterator[Phrase]:
    """Yield, of verdicts that rest on a sample, that they are not sure all together."""
    if any(rule and rule.by_chance for _, rule, _ in ruled):
        yield Phrase("Each target is judged by itself: no joint level of confidence is claimed.")


def _by_names(by_name: Mapping[Phrase, Sequence[str]], certainty: Sayable) -> Sayable:
    named = (joined(", ".join(clauses), " ", name) for name, clauses in by_name.items())
    return joined(joined(*named, by=", "), " (", certainty, ")")


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


COUNTS: Final[dict[Status, Callable[[int], Message]]] = {
    Status.MET: lambda n: plural("{n} met", "{n} met", n),
    Status.NOT_MET: lambda n: plural("{n} not met", "{n} not met", n),
    Status.NOT_YET: lambda n: plural("{n} not yet due", "{n} not yet due", n),
    Status.UNDETERMINED: lambda n: plural("{n} undetermined", "{n} undetermined", n),
    Status.NO_DATA: lambda n: plural("{n} without data", "{n} without data", n),
}
"""How many targets have a verdict, in the order in which they are counted."""


def counted(statuses: Iterable[Status | None]) -> Message:
    """Return how many targets there are, and how many of them have each verdict."""
    found = Counter(status for status in statuses if status in COUNTS)
    parts = joined(*(text(found[status]) for status, text in COUNTS.items() if found[status]), by=", ")
    return plural("{n} target: {parts}.", "{n} targets: {parts}.", sum(found.values()), parts=parts)


def score_response(scores: Scores) -> Iterator[Message]:
    """Yield the response rates of the year scored, and of the base years of each change."""
    yield from _response((*scores.coverage(), *_of_bases(scores.results, scores.year)), scores.plan)


def review_response(review: "Review") -> Iterator[Message]:
    """Yield the response rates of the latest year, and of the base years of each change."""
    latest = review.years[-1]
    now = [one for one in review.coverage if one.year == latest]
    yield from _response((*now, *_of_bases(review.latest, latest)), review.plan)


def _of_bases(results: Iterable[Result], latest: int) -> Collection[Coverage]:
    """Return how much was surveyed in the base years of changes, and had the figures that these ask for."""
    every = [one for found in results if isinstance(found, ChangeFigures) for one in found.base.coverage]
    return {(one.kind, one.year): one for one in every if one.year != latest}.values()


def _response(coverage: Iterable[Coverage], plan: Plan) -> Iterator[Message]:
    """Yield a sentence for each year and what its rates are of; only kinds of targets that ask for a number.

    Kinds of which all answered are told together, if there are others.
    """
    kinds = {kind for item in plan.indicators if isinstance(item, Scored) for kind in item.of}
    found: dict[tuple[int, ResponseOf], list[Coverage]] = {}
    for one in coverage:
        if one.kind in kinds and one.response is not None:
            found.setdefault((one.year, one.response_of), []).append(one)
    for of in dict.fromkeys(of for _, of in found):
        years = (
            joined(str(year), " ", joined(*_rates(rates, plan), by=", "))
            for (year, by), rates in found.items()
            if by == of
        )
        yield say(RATES[of], rates=joined(*years, by="; "))


def _rates(coverage: Sequence[Coverage], plan: Plan) -> Iterator[Sayable]:
    """Yield each kind with its rate, and those of which all answered as one."""
    short = [one for one in coverage if one.response != 1]
    for one in short:
        yield joined(plan.vocabulary.several(one.kind), " ", response(one.response or Fraction(0)))
    if not short:
        yield response(Fraction(1))
    elif len(short) < len(coverage):
        yield say("others {percent}", percent=response(Fraction(1)))


def response(share: Fraction) -> Number:
    """Return a rate with a decimal unless it is whole, and never as 100% where a unit did not answer."""
    percent = Fraction(share) * 100
    return Number(percent, 0 if percent.denominator == 1 else figures.places(percent, Fraction(100)), "%")

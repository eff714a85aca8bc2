"""A target in one sentence, as an official report says it, then what changed since the year before and what comes next.

"By 2025, 73 of 101 (72.3%) zones, clusters and craft villages were informed, 2.3 percentage points above the 70%
required by 2025." What a plan does not say in a sentence is said by its title.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import figures, trends, words
from scp_ninhbinh.documents.figures import Scale
from scp_ninhbinh.plan.clauses import Plan, Scored, Sentence
from scp_ninhbinh.plan.vocabulary import Word
from scp_ninhbinh.scores.review import AnyReviewed, Review
from scp_ninhbinh.scores.trend import Point, ShareYear
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Message, Phrase, Sayable, joined, say

GAP: Final = "{figure}"

AGAINST: Final[dict[tuple[bool, int], Phrase]] = {
    (False, 1): Phrase("By {year}, {said}, {gap} above the {required} required by {due}."),
    (False, 0): Phrase("By {year}, {said}, exactly the {required} required by {due}."),
    (False, -1): Phrase("By {year}, {said}, {gap} below the {required} required by {due}."),
    (True, 1): Phrase("By {year}, {said}, {gap} above the {required} allowed by {due}."),
    (True, 0): Phrase("By {year}, {said}, exactly the {required} allowed by {due}."),
    (True, -1): Phrase("By {year}, {said}, {gap} below the {required} allowed by {due}."),
}
"""A figure against what is required, or allowed at most, by the side on which it is."""

OPEN: Final = {
    False: Phrase(
        "By {year}, {said}; whether the {required} required by {due} is reached is undetermined: it may be {range}."
    ),
    True: Phrase(
        "By {year}, {said}; whether it is within the {required} allowed by {due} is undetermined: it may be {range}."
    ),
}
OPEN_WITHOUT_RANGE: Final = Phrase("By {year}, {said}; measured against the {required} of {due} this is undetermined.")
IN_PARTS: Final = {
    False: Phrase("By {year}, {said}: {parts} reach the {required} required of each by {due}."),
    True: Phrase("By {year}, {said}: {parts} are within the {required} allowed to each by {due}."),
}
NO_FIGURE: Final = {
    False: Phrase("There is no figure of {year}: {said}; {required} is required by {due}."),
    True: Phrase("There is no figure of {year}: {said}; at most {required} is allowed by {due}."),
}

CHANGED: Final[dict[int, Phrase]] = {
    1: Phrase("Up {change} on {before}."),
    0: Phrase("Unchanged since {before}."),
    -1: Phrase("Down {change} on {before}."),
}
NEXT: Final = {
    True: Phrase("{required} is required by {due}, which is reached already."),
    False: Phrase("{required} is required by {due}: {gap} more."),
}
NEXT_ALLOWED: Final = {
    True: Phrase("At most {required} is allowed by {due}, which is kept already."),
    False: Phrase("At most {required} is allowed by {due}: {gap} less."),
}


def sentences(one: AnyReviewed, later: tuple[AnyReviewed, ...], review: Review) -> Iterator[Sayable]:
    """Yield what a target came to against what is required, how that changed, and what is required later."""
    latest = one.latest
    if latest is None:
        return
    yield _against(one, latest, review)
    yield from _changed(one, latest)
    for after in later:
        yield from _next(after)


def _against(one: AnyReviewed, latest: Point, review: Review) -> Message:
    own = trends.scale(one)
    about: dict[str, Sayable] = {"year": str(latest.year), "due": str(one.due), "required": required(one)}
    if latest.each:
        return say(IN_PARTS[one.is_ceiling], said=one.title, parts=words.parts_met(latest.each), **about)
    if latest.achieved is None:
        return say(NO_FIGURE[one.is_ceiling], said=one.title, **about)
    said = _said(one, _figure(latest, own, one, review.confidence), review.plan)
    if latest.status is Status.UNDETERMINED:
        return _undetermined(one, latest, own, said, about)
    gap = Fraction(latest.achieved) - Fraction(one.required)
    return say(AGAINST[one.is_ceiling, (gap > 0) - (gap < 0)], said=said, gap=_points(abs(gap), own, latest), **about)


def _undetermined(one: AnyReviewed, latest: Point, own: Scale, said: Sayable, about: dict[str, Sayable]) -> Message:
    spread = figures.spread(latest.low, latest.high, own)
    return (
        say(OPEN[one.is_ceiling], said=said, range=spread, **about)
        if spread
        else say(OPEN_WITHOUT_RANGE, said=said, **about)
    )


def required(one: AnyReviewed) -> Sayable:
    """Return what is required without a sign, and without of what each has to: the sentence says that in words."""
    shown = trends.scale(one).requirement(one.required)
    return words.asked_of(shown, None, getattr(one, "per_year", False))


def _figure(point: Point, own: Scale, one: AnyReviewed, confidence: Fraction | None) -> Sayable:
    """Return a figure, that of a share behind what it was counted from: "73 of 101 (72.3%)"."""
    sampled = point.method == "sample"
    shown = words.estimate(own.between(point.achieved), sampled)
    if not isinstance(point, ShareYear) or point.numerator is None or one.each:
        return shown
    spread = figures.spread(point.low, point.high, own, confidence) if sampled else ""
    counts = words.answer_parts(point, sampled=sampled)[0]
    return joined(counts, " (", joined(shown, *([spread] if spread else []), by=", "), ")")


def _said(one: AnyReviewed, figure: Sayable, plan: Plan) -> Sayable:
    """Return what the plan says of the figure, or its title with the figure behind."""
    sentence = _sentence(one, plan)
    if sentence is None:
        return joined(one.title, ": ", figure)
    before, after = (
        Word(vi, en) for vi, en in zip(sentence.vi.partition(GAP)[::2], sentence.en.partition(GAP)[::2], strict=True)
    )
    return joined(before, figure, after)


def _sentence(one: AnyReviewed, plan: Plan) -> Sentence | None:
    item = next(item for item in plan.indicators if item.id == one.id)
    return item.sentence if isinstance(item, Scored) else None


def _points(value: Fraction, own: Scale, *points: Point) -> Sayable:
    """Return a difference without its sign, of percentages in points; marked where one of its ends is an estimate."""
    shown = own.change(value, signed=False)
    if not own.counted:
        shown = say("{points} percentage points", points=shown)
    return words.estimate(shown, any(point.method == "sample" for point in points))


def _changed(one: AnyReviewed, latest: Point) -> Iterator[Message]:
    """Yield how a figure changed since the year before, where both are of the same units."""
    before = next((point for point in one.years if point.year == latest.year - 1), None)
    change = trends.change_since(before, latest)
    if change is None or latest not in one.years or trends.of_other_units(latest, one) or one.each:
        return
    shown = _points(abs(change), trends.scale(one), *([before] if before else []), latest)
    yield say(CHANGED[(change > 0) - (change < 0)], change=shown, before=str(latest.year - 1))


def _next(after: AnyReviewed) -> Iterator[Message]:
    """Yield what is required by a later due year, and how far the figure is from it."""
    latest = after.latest
    if latest is None or latest.achieved is None or after.each:
        return
    short = Fraction(after.required) - Fraction(latest.achieved)
    texts, short = (NEXT_ALLOWED, -short) if after.is_ceiling else (NEXT, short)
    gap = _points(max(short, Fraction(0)), trends.scale(after), latest)
    yield say(texts[short <= 0], required=required(after), due=str(after.due), gap=gap)

"""What documents say of the years of a target: its trend and pace, which units moved it, what was not compared."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import certainty, words
from scp_ninhbinh.documents.figures import NONE, Scale, scale_of
from scp_ninhbinh.plan.clauses import Increase, Plan, Reduction, Scored
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.scores.review import AnyReviewed, Review, ReviewedRatio, ReviewedReduction, ReviewedShare
from scp_ninhbinh.scores.trend import Direction, Point, Trend, Word, speaks
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.say import Number, Phrase, Sayable, joined, plural, say

WORDS: Final = {
    Word.NO_DATA: Phrase("No data"),
    Word.ONE_YEAR: Phrase("Too few years"),
    Word.MET: Phrase("Met"),
    Word.HELD: Phrase("Held since the base year"),
    Word.FALLEN_BELOW: Phrase("Fallen below"),
    Word.ON_TRACK: Phrase("On track"),
    Word.BEHIND: Phrase("Behind"),
    Word.FAR_BEHIND: Phrase("Far behind"),
    Word.MOVING_AWAY: Phrase("Moving away"),
}
RISEN_ABOVE: Final = Phrase("Risen above")
"""What "fallen below" is where no more than something is allowed."""

ARROWS: Final = {-1: "↘", 0: "→", 1: "↗"}
"""Where a figure went, whatever was asked of it."""

DIFFERS: Final = {
    "plan": Phrase("scored with another plan file"),
    "method": Phrase("counted in one year, estimated from a sample in the other"),
    "pool": Phrase("a share of the register in one year, of those surveyed in the other"),
    "years": Phrase("counted without rows of some years"),
}
OTHER_UNITS: Final = Phrase("of other units than the year before")
NAMED: Final = 6
"""Units that are named of those that changed their answer."""

AGAINST: Final = Phrase("against the whole since {base}: {kinds}")
EVERY_AGAINST: Final = Phrase("every kind of both years against the whole since {base}: {kinds}")

NOW_COUNTED: Final = Phrase("newly counted: {names}")
NO_LONGER_COUNTED: Final = Phrase("no longer counted: {names}")

COUNTED_UP: Final = frozenset({"share", "count"})
"""Measures of which no figure is below zero."""

PACE_IS_NO_VERDICT: Final = Phrase("A pace is arithmetic along a straight line, no verdict.")
NOTHING_IN_BETWEEN: Final = Phrase(
    "A pace is arithmetic along a straight line, no verdict: the plan sets nothing for the years in between."
)


def years_of(review: Review) -> str:
    """Return the years that are reviewed, from the first to the last."""
    first, last = review.years[0], review.years[-1]
    return f"{first}–{last}" if first < last else str(last)


def scale(reviewed: AnyReviewed) -> Scale:
    """Return how the figures of a target are written."""
    points = (*reviewed.years, *((reviewed.latest,) if reviewed.latest else ()))
    ranges = [(point.low, point.high) for point in points]
    ends = [end for pair in ranges for end in pair]
    line = (reviewed.line.expected, projected(reviewed)) if reviewed.line else ()
    found = reviewed.at_base_sizes if isinstance(reviewed, ReviewedShare) else None
    sized = found.achieved if found else None
    in_turn = [point.achieved for point in reviewed.years if point.achieved is not None]
    return scale_of(
        words.unit_of(reviewed.measure, reviewed.unit), reviewed.required, (*ends, *line, sized), in_turn, ranges
    )


def projected(reviewed: AnyReviewed) -> Amount | None:
    """Return where the straight line ends in the due year: no share and no cut is more than the whole."""
    if reviewed.line is None:
        return None
    if reviewed.is_ceiling:  # the way leads down: nothing is less than none
        return max(reviewed.line.projected, 0) if reviewed.measure in COUNTED_UP else reviewed.line.projected
    whole = isinstance(reviewed, ReviewedShare | ReviewedReduction)
    whole |= isinstance(reviewed, ReviewedRatio) and reviewed.is_part and reviewed.unit == "percent"
    return min(reviewed.line.projected, 1) if whole else reviewed.line.projected


def target_title(reviewed: AnyReviewed) -> Sayable:
    """Return the title of a target, with what is required by when."""
    return joined(reviewed.title, ", ", required(reviewed), " ", words.by_year(reviewed.due))


def required(reviewed: AnyReviewed) -> Sayable:
    """Return what is required with its sign."""
    shown = words.sided(scale(reviewed).requirement(reviewed.required), reviewed.is_ceiling)
    return words.asked_of(shown, reviewed.each, getattr(reviewed, "per_year", False))


def titled(reviewed: AnyReviewed) -> Sayable:
    """Return clause and title of a target, with what is required by when."""
    return joined(lettered(reviewed), " ", target_title(reviewed))


def trend_line(reviewed: AnyReviewed) -> Sayable:
    """Return the word of a trend; once the due year has come, or without a trend, the verdict leads it.

    Of a share of other units than the year before it says so, and of a verdict that declared answers could turn.
    """
    latest = reviewed.latest
    marks = words.by_declaration(latest) if latest else ()
    others = [OTHER_UNITS] if latest and of_other_units(latest, reviewed) else []
    return joined(_trend_line(reviewed), *marks, *others, by=", ")


def _trend_line(reviewed: AnyReviewed) -> Sayable:
    latest, word, in_words = reviewed.latest, reviewed.word, trend_words(reviewed)
    if latest is None or latest.status is None or (word is Word.MET and latest.status is Status.MET):
        return in_words
    early = latest.year < reviewed.due
    judged = words.status_text(latest.status, early=early)
    if word in (Word.NO_DATA, Word.ONE_YEAR):
        return in_words if latest.status is Status.NO_DATA else judged
    if early:
        if word is not None:
            return in_words
        return joined(judged, ", ", in_words if reviewed.words else words.as_of(latest.year))
    return joined(judged, " (", _words(reviewed, reviewed.is_ceiling), ")") if reviewed.words else judged


def reasons(reviewed: AnyReviewed, plan: Plan) -> list[Sayable]:
    """Return why the verdict of the latest year is undetermined."""
    return reasons_of_year(reviewed, reviewed.latest, plan) if reviewed.latest else []


def reasons_of_year(reviewed: AnyReviewed, point: Point, plan: Plan) -> list[Sayable]:
    """Return why the verdict of a year is undetermined."""
    base = words.years_text(base_years(reviewed, plan))
    return [words.reason_of_year(one, point, base) for one in point.reasons]


def base_years(reviewed: AnyReviewed, plan: Plan) -> tuple[int, ...]:
    """Return the base years of a change; none of another measure."""
    item = next(item for item in plan.indicators if item.id == reviewed.id)
    return item.base.all if isinstance(item, Reduction | Increase) else ()


def of_other_units(point: Point, reviewed: AnyReviewed) -> bool:
    """Whether a share is of other units that year than the year before, which shows in its change."""
    return isinstance(reviewed, ReviewedShare) and any(one.year == point.year for one in reviewed.pool_changes)


def trend_words(reviewed: AnyReviewed) -> Sayable:
    """Return the word of a trend; a dash where it has none."""
    return _words(reviewed, reviewed.is_ceiling)


def arrow(known: Sequence[Amount]) -> str:
    """Return the direction of a figure from its first year to its latest; nothing for one year."""
    if len(known) < 2:  # noqa: PLR2004 (from one to the other)
        return ""
    return ARROWS[(known[-1] > known[0]) - (known[-1] < known[0])]


def trend_in_short(reviewed: AnyReviewed) -> Sayable:
    """Return the verdict, or before the due year the pace, where there is little room."""
    latest = reviewed.latest
    if latest is None or latest.status is None or (latest.year < reviewed.due and reviewed.words):
        return trend_words(reviewed)
    said = words.SHORT_STATUSES.get(latest.status, words.STATUSES[latest.status])
    return joined(said, "*") if latest.by_declaration else said


def is_estimate(reviewed: AnyReviewed) -> bool:
    """Whether what leads over the years is estimated, as the figure of one of them is."""
    return any(point.method == "sample" and point.achieved is not None for point in reviewed.years)


def pace(reviewed: AnyReviewed) -> Sayable:
    """Return the mean change a year, in percentage points where figures are percentages."""
    shown = words.estimate(scale(reviewed).change(reviewed.pace), is_estimate(reviewed))
    return say("{pace} points", pace=shown) if reviewed.unit == "percent" else shown


def counted(review: Review) -> Sayable:
    """Return how many targets have each verdict in the latest year."""
    return certainty.counted(one.latest.status if one.latest else Status.NO_DATA for one in review.targets)


def _words(trend: Trend, is_ceiling: bool) -> Sayable:
    """Return the word of a trend, then what the ranges leave possible besides, and whether it slips."""
    said = {**WORDS, Word.FALLEN_BELOW: RISEN_ABOVE} if is_ceiling else WORDS
    found = joined(*(said[one] for one in trend.words), by=" / ") if trend.words else NONE
    if trend.words and trend.word is None:
        return say("perhaps: {words}", words=found)
    return joined(found, ", ", Phrase("but slipping")) if trend.slips else found


def change_since(before: Point | None, point: Point) -> Fraction | None:
    """Return what a figure changed by since the year before; None where that year is missing, or one of the figures."""
    if before is None or before.year != point.year - 1 or before.achieved is None or point.achieved is None:
        return None
    return Fraction(point.achieved) - Fraction(before.achieved)


def pace_lines(reviewed: AnyReviewed, known: Vocabulary, most: int = NAMED) -> Iterator[Sayable]:
    """Yield the pace against the straight line, what is needed, and what moved the figure: at `most` so many units."""
    yield from way_lines(reviewed)
    if reviewed.pace is not None:
        shown = words.estimate(scale(reviewed).change(reviewed.pace), is_estimate(reviewed))
        yield say("average change {pace} a year", pace=shown)
    yield from moved_lines(reviewed, known, most)


def way_lines(reviewed: AnyReviewed) -> Iterator[Sayable]:
    """Yield the year of the figure where the latest has none, where the straight line is and leads, what is needed."""
    own, latest, sampled = scale(reviewed), reviewed.latest_known, is_estimate(reviewed)
    if latest and latest is not reviewed.years[-1] and not speaks(reviewed.years[-1], reviewed.years[-1]):
        yield words.as_of(latest.year)
    if reviewed.line and latest and latest.year < reviewed.due:
        yield say("expected by now {expected}", expected=words.estimate(own.between(reviewed.line.expected), sampled))
        shown = words.estimate(own.between(projected(reviewed)), sampled)
        yield say("at this pace {projected} in {due}", projected=shown, due=reviewed.due)
    if reviewed.needed is not None:
        needed = words.estimate(own.change(reviewed.needed), sampled)
        yield say("average change needed {needed} a year", needed=needed)


def moved_lines(reviewed: AnyReviewed, known: Vocabulary, most: int = NAMED) -> Iterator[Sayable]:
    """Yield the years that are not compared, kinds that moved against the whole, and units that changed."""
    for one in reviewed.not_compared:
        yield say("{year} not compared: {reason}", year=one.year, reason=DIFFERS[one.reason])
    yield from _size_lines(reviewed, known)
    yield from _unit_lines(reviewed, most)


def _unit_lines(reviewed: AnyReviewed, most: int) -> Iterator[Sayable]:
    """Yield where a share is of other units than the year before, and which units changed their answer."""
    own = scale(reviewed)
    for one in reviewed.pool_changes if isinstance(reviewed, ReviewedShare) else ():
        counts = {"n": one.same, "of": one.units_before, "before": one.before, "now": one.units, "year": one.year}
        yield say("units of {before}: {of}, of {year}: {now}, of both: {n}", **counts)
        if one.change is not None:
            start, end = own.between(one.achieved_before), own.between(one.achieved)
            yield say("among the units of both years: {start}, then {end}", start=start, end=end)
    yield from _changed_lines(reviewed, most)


def _size_lines(reviewed: AnyReviewed, known: Vocabulary) -> Iterator[Sayable]:
    """Yield which kinds of a share moved against the whole, and what it is at the sizes that they had at first."""
    found = reviewed.at_base_sizes if isinstance(reviewed, ReviewedShare) else None
    if found is None:
        return
    kinds = joined(*map(known.several, found.against), by=", ")
    yield say(EVERY_AGAINST if found.every else AGAINST, base=found.base, kinds=kinds)
    if found.achieved is not None:
        figure = scale(reviewed).between(found.achieved)
        yield say("at the sizes of the kinds in {base}: {figure}", base=found.base, figure=figure)


def _changed_lines(reviewed: AnyReviewed, most: int) -> Iterator[Sayable]:
    """Yield the units that give the answer asked for since this year, and those that no longer do."""
    wanted = isinstance(reviewed, ReviewedShare) and reviewed.wanted == "yes"
    gained = [one.unit for one in reviewed.changed or () if one.now is wanted]
    lost = [one.unit for one in reviewed.changed or () if one.now is not wanted]
    if gained:
        text = NOW_COUNTED if reviewed.is_ceiling else Phrase("newly met: {names}")
        yield say(text, names=words.shortened(gained, most))
    if lost:
        text = NO_LONGER_COUNTED if reviewed.is_ceiling else Phrase("no longer met: {names}")
        yield say(text, names=words.shortened(lost, most))


def growth_lines(review: Review) -> Iterator[Sayable]:
    """Yield compound growth beside that which is required: a note on method, never the headline."""
    for one in review.targets:
        if growth := one.growth:
            observed, required = (Number(Fraction(rate) * 100, 1) for rate in (growth.observed, growth.required))
            text = Phrase("{title}: {observed}% a year, required {asked}% a year ({word})")
            yield say(text, title=titled(one), observed=observed, asked=required, word=WORDS[growth.word])


def direction(found: Direction, known: Vocabulary) -> Sayable:
    """Return how evidence moved: "traceable: 2023 0, 2024 2, 2025 4; +2.0 a year, +2 in the last"."""
    said = joined(words.evidence_name(found, known), ": ", counts(found))
    if found.mean_change is None:
        return said
    last = (
        [say("latest year {last}", last=Number(found.last_change, signed=True))]
        if found.last_change is not None
        else []
    )
    return joined(said, "; ", joined(say("average {mean} a year", mean=mean(found)), *last, by=", "))


def counts(found: Direction) -> Sayable:
    """Return how much evidence there was in each year: "2023 0, 2024 2"."""
    return joined(*(joined(str(one.year), " ", Number(one.yes)) for one in found.years), by=", ")


def mean(found: Direction) -> Sayable:
    """Return by how much evidence grew in the mean of the years; nothing for one year."""
    return "" if found.mean_change is None else Number(found.mean_change, 1, signed=True)


def due_in_between(plan: Plan, one: AnyReviewed) -> bool:
    """Whether another target of the same indicator falls due on the way of a line, which it then bends."""
    (indicator,) = (item for item in plan.indicators if item.id == one.id)
    dues = [target.due for target in indicator.targets] if isinstance(indicator, Scored) else []
    return any(one.years[0].year < due < one.due for due in dues)


def closing(review: Review) -> Iterator[Sayable]:
    """Yield what is said below a review."""
    others = sum(of_other_units(one.latest, one) for one in review.targets if one.latest)
    if others:
        yield plural(
            "{n} figure is of other units than the year before.",
            "{n} figures are of other units than the year before.",
            others,
        )
    register = review.survey.register
    if register:
        yield say("Shares are of the units in the register {path}.", path=register.input.path)
    elif any(point.pool == "surveyed" for one in review.targets for point in one.years):
        yield Phrase("Shares are of the units surveyed: no register of all units was given.")
    yield from certainty.review_response(review)
    if paced := [one for one in review.targets if one.line or one.low or one.high]:
        yield PACE_IS_NO_VERDICT if any(due_in_between(review.plan, one) for one in paced) else NOTHING_IN_BETWEEN
    for one in review.left_out:
        text = Phrase("{year} is not compared: {reason} ({found} instead of {expected}).")
        yield say(text, year=one.year, reason=DIFFERS[one.reason], found=one.found, expected=one.expected)
    yield from words.caveats(review.survey, review.confidence)

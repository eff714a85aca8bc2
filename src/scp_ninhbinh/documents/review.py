"""What `scp review` says: the years of every target side by side, their trend and pace, and what was not compared."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import certainty, words
from scp_ninhbinh.documents.document import SIGNS as VERDICT_SIGNS
from scp_ninhbinh.documents.document import Column, Document, Items, Line, Narrow, Section, Sentences, lines, table_of
from scp_ninhbinh.documents.figures import NONE, Scale, scale_of
from scp_ninhbinh.documents.left_out import left_out
from scp_ninhbinh.documents.words import CLAUSE, TARGET
from scp_ninhbinh.plan.clauses import Plan, Scored
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.scores.review import AnyReviewed, Review, ReviewedRatio, ReviewedReduction, ReviewedShare
from scp_ninhbinh.scores.trend import Direction, LevelYear, Point, ShareYear, Trend, Word, speaks
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

SIGNS: Final = {
    Word.NO_DATA: "–",
    Word.ONE_YEAR: "–",
    Word.MET: "✓",
    Word.HELD: "✓",
    Word.FALLEN_BELOW: "✗",
    Word.ON_TRACK: "↗",
    Word.BEHIND: "→",
    Word.FAR_BEHIND: "→",
    Word.MOVING_AWAY: "↘",
}
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

NOW_COUNTED: Final = Phrase("now counted: {names}")
NO_LONGER_COUNTED: Final = Phrase("no longer counted: {names}")

COUNTED_UP: Final = frozenset({"share", "count"})
"""Measures of which no figure is below zero."""

PACE_IS_NO_VERDICT: Final = Phrase("A pace is arithmetic along a straight line, no verdict.")
NOTHING_IN_BETWEEN: Final = Phrase(
    "A pace is arithmetic along a straight line, no verdict: the plan sets nothing for the years in between."
)


def review_document(review: Review, problems: Sequence[Problem] = ()) -> Document[Sayable]:
    """Return the targets year by year with their trend, the clauses that are only tracked, and what is said below."""
    tracked = _tracked(review)
    sections = (
        Section("", (table_of(_targets(review)),)),
        *((Section(words.TRACKED, (tracked,)),) if tracked.items else ()),
        Section("", (Sentences((*closing(review), *left_out(problems))),)),
    )
    subtitle = words.subtitle(review.plan, joined(review.plan.id, " · ", years_of(review)))
    return Document(review.plan.title, subtitle, sections)


def years_of(review: Review) -> str:
    """Return the years that are reviewed, from the first to the last."""
    first, last = review.years[0], review.years[-1]
    return f"{first}–{last}" if first < last else str(last)


def _targets(review: Review) -> Narrow[Sayable]:
    columns = (Column(CLAUSE, 6), Column(TARGET), Column(Phrase("By year"), 20), Column(Phrase("Trend"), 25))
    rows = (
        (
            lines(lettered(one)),
            lines(target_title(one)),
            lines(*year_lines(one)),
            (Line(trend_line(one), "strong"), *pace),
        )
        for one in review.targets
        for pace in [lines(*pace_lines(one, review.plan.vocabulary))]
    )
    return Narrow(columns, tuple(rows))


def _tracked(review: Review) -> Items[Sayable]:
    """Return how the evidence of each clause without a number moved."""
    items: list[Sayable] = []
    rows = []
    for one in review.tracked:
        if found := [direction(answer, review.plan.vocabulary) for answer in one.answers]:
            items.append(joined(one.clause, " ", one.title, ": ", joined(*found, by="; ")))
            rows.append((lines(one.clause), lines(one.title, *found)))
    columns = (Column(CLAUSE, 6), Column(words.TRACKED))
    return Items(tuple(items), narrow=(Narrow(columns, tuple(rows), ruled=False),))


def scale(reviewed: AnyReviewed) -> Scale:
    """Return how the figures of a target are written."""
    points = (*reviewed.years, *((reviewed.latest,) if reviewed.latest else ()))
    ends = [end for point in points for end in (point.low, point.high)]
    line = (reviewed.line.expected, projected(reviewed)) if reviewed.line else ()
    found = reviewed.at_base_sizes if isinstance(reviewed, ReviewedShare) else None
    sized = found.achieved if found else None
    in_turn = [point.achieved for point in reviewed.years if point.achieved is not None]
    return scale_of(words.unit_of(reviewed.measure, reviewed.unit), reviewed.required, (*ends, *line, sized), in_turn)


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
    sign = "≤ " if reviewed.is_ceiling else "≥ "
    required: Sayable = scale(reviewed).requirement(reviewed.required)
    required = words.asked_of(required, reviewed.each, getattr(reviewed, "per_year", False))
    return joined(reviewed.title, ", ", sign, required, " ", words.by_year(reviewed.due))


def titled(reviewed: AnyReviewed) -> Sayable:
    """Return clause and title of a target, with what is required by when."""
    return joined(lettered(reviewed), " ", target_title(reviewed))


def trend_line(reviewed: AnyReviewed) -> Sayable:
    """Return the sign and the word of a trend; once the due year has come, or without a trend, the verdict leads it.

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
    judged = verdict(latest.status, early=early)
    if word in (Word.NO_DATA, Word.ONE_YEAR):
        return in_words if latest.status is Status.NO_DATA else judged
    if early:
        if word is not None:
            return in_words
        return joined(judged, ", ", in_words if reviewed.words else words.as_of(latest.year))
    return joined(judged, " (", _words(reviewed, reviewed.is_ceiling), ")") if reviewed.words else judged


def of_other_units(point: Point, reviewed: AnyReviewed) -> bool:
    """Whether a share is of other units that year than the year before, which shows in its change."""
    return isinstance(reviewed, ReviewedShare) and any(one.year == point.year for one in reviewed.pool_changes)


def verdict(status: Status, *, early: bool) -> Sayable:
    """Return a verdict with its sign."""
    return joined(VERDICT_SIGNS[status.value], " ", words.status_text(status, early=early))


def trend_words(reviewed: AnyReviewed) -> Sayable:
    """Return the sign and the word of a trend; a dash where it has none."""
    found = _words(reviewed, reviewed.is_ceiling)
    return joined(SIGNS[reviewed.word], " ", found) if reviewed.word else found


def _words(trend: Trend, is_ceiling: bool) -> Sayable:
    """Return the word of a trend, then what the ranges leave possible besides, and whether it slips."""
    said = {**WORDS, Word.FALLEN_BELOW: RISEN_ABOVE} if is_ceiling else WORDS
    found = joined(*(said[one] for one in trend.words), by=" / ") if trend.words else NONE
    if trend.words and trend.word is None:
        return say("perhaps: {words}", words=found)
    return joined(found, ", ", Phrase("but slipping")) if trend.slips else found


def year_lines(reviewed: AnyReviewed) -> Iterator[Sayable]:
    """Yield each year with its figure and what it changed by."""
    own, before = scale(reviewed).without_unit(), None  # which stands with what is required
    for point in reviewed.years:
        shown = words.estimate(own.between(point.achieved), point.method == "sample" and point.achieved is not None)
        change = change_since(before, point)
        yield joined(f"{point.year}  ", shown, *(() if change is None else ("  ", own.change(change))))
        if isinstance(point, ShareYear) and point.numerator is not None:
            counts = words.answer_parts(point, sampled=point.method == "sample")
            yield from (joined("      ", count) for count in counts)
        if point.low != point.high or _is_unbounded(point):
            low, high = ("…" if end is None else own.between(end) for end in (point.low, point.high))
            yield joined("      ", low, " – ", high)
        yield from (joined("      ", mark) for mark in words.by_declaration(point))
        if point.each and point.status != Status.NO_DATA:
            yield joined("      ", words.parts_met(point.each))
        before = point


def _is_unbounded(point: Point) -> bool:
    """Whether a year's ratio or total has a figure and no bound."""
    return isinstance(point, LevelYear) and point.achieved is not None and point.low is None and point.high is None


def change_since(before: Point | None, point: Point) -> Fraction | None:
    """Return what a figure changed by since the year before; None where that year is missing, or one of the figures."""
    if before is None or before.year != point.year - 1 or before.achieved is None or point.achieved is None:
        return None
    return Fraction(point.achieved) - Fraction(before.achieved)


def pace_lines(reviewed: AnyReviewed, known: Vocabulary) -> Iterator[Sayable]:
    """Yield the year of the figure where the latest has none, the pace against the straight line, what is needed."""
    own, latest = scale(reviewed), reviewed.latest_known
    if latest and latest is not reviewed.years[-1] and not speaks(reviewed.years[-1], reviewed.years[-1]):
        yield words.as_of(latest.year)
    if reviewed.line and latest and latest.year < reviewed.due:
        yield say("expected by now {expected}", expected=own.between(reviewed.line.expected))
        yield say("at this pace {projected} in {due}", projected=own.between(projected(reviewed)), due=reviewed.due)
    if reviewed.pace is not None:
        yield say("so far {pace} a year", pace=own.change(reviewed.pace))
    if reviewed.needed is not None:
        yield say("needed {needed} a year", needed=own.change(reviewed.needed))
    for one in reviewed.not_compared:
        yield say("{year} not compared: {reason}", year=one.year, reason=DIFFERS[one.reason])
    yield from _size_lines(reviewed, known)
    yield from _unit_lines(reviewed)


def _unit_lines(reviewed: AnyReviewed) -> Iterator[Sayable]:
    """Yield where a share is of other units than the year before, and which units changed their answer."""
    own = scale(reviewed)
    for one in reviewed.pool_changes if isinstance(reviewed, ReviewedShare) else ():
        counts = {"n": one.same, "of": one.units_before, "before": one.before, "now": one.units, "year": one.year}
        yield say("units of {before}: {of}, of {year}: {now}, of both: {n}", **counts)
        if one.change is not None:
            start, end = own.between(one.achieved_before), own.between(one.achieved)
            yield say("among the units of both years: {start}, then {end}", start=start, end=end)
    yield from _changed_lines(reviewed)


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


def _changed_lines(reviewed: AnyReviewed) -> Iterator[Sayable]:
    """Yield the units that give the answer asked for since this year, and those that no longer do."""
    wanted = isinstance(reviewed, ReviewedShare) and reviewed.wanted == "yes"
    gained = [one.unit for one in reviewed.changed or () if one.now is wanted]
    lost = [one.unit for one in reviewed.changed or () if one.now is not wanted]
    if gained:
        text = NOW_COUNTED if reviewed.is_ceiling else Phrase("now as the clause asks: {names}")
        yield say(text, names=words.shortened(gained, NAMED))
    if lost:
        text = NO_LONGER_COUNTED if reviewed.is_ceiling else Phrase("no longer so: {names}")
        yield say(text, names=words.shortened(lost, NAMED))


def growth_lines(review: Review) -> Iterator[Sayable]:
    """Yield compound growth beside that which is required: a note on method, never the headline."""
    for one in review.targets:
        if growth := one.growth:
            observed, required = (Number(Fraction(rate) * 100, 1) for rate in (growth.observed, growth.required))
            text = Phrase("{title}: {observed}% a year, required {asked}% a year ({word})")
            yield say(text, title=titled(one), observed=observed, asked=required, word=WORDS[growth.word])


def direction(found: Direction, known: Vocabulary) -> Sayable:
    """Return how evidence moved: "traceable: 2023 0, 2024 2, 2025 4; +2.0 a year, +2 in the last"."""
    counts = ", ".join(f"{one.year} {one.yes}" for one in found.years)
    name = words.evidence_name(found, known)
    if found.mean_change is None:
        return joined(name, f": {counts}")
    text: Sayable = say("{mean} a year", mean=Number(found.mean_change, 1, signed=True))
    if found.last_change is not None:
        text = joined(text, ", ", say("{last} in the last", last=Number(found.last_change, signed=True)))
    return joined(name, f": {counts}; ", text)


def due_in_between(plan: Plan, one: AnyReviewed) -> bool:
    """Whether another target of the same indicator falls due on the way of a line, which it then bends."""
    (indicator,) = (item for item in plan.indicators if item.id == one.id)
    dues = [target.due for target in indicator.targets] if isinstance(indicator, Scored) else []
    return any(one.years[0].year < due < one.due for due in dues)


def closing(review: Review) -> Iterator[Sayable]:
    """Yield what is said below a review."""
    ruled = list(certainty.rules_of_review(review))
    yield certainty.met_of(sum(status is Status.MET for status in review.statuses()), len(review.targets), ruled)
    yield from certainty.rule_lines(ruled)
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

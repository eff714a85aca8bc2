"""A review as words: what the years of a target came to, for every format."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import words as texts
from scp_ninhbinh.documents.summary import caveats_of
from scp_ninhbinh.measures.count import Evidence
from scp_ninhbinh.measures.figures import Amount
from scp_ninhbinh.plan.clauses import Count, Encourage, Share
from scp_ninhbinh.scores.review import Change, Review, Reviewed
from scp_ninhbinh.scores.score import Result
from scp_ninhbinh.scores.trend import Direction, Line, Point, Trend, Word
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase

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
NAMED: Final = 6
"""Units that are named of those that changed their answer."""

PACE_IS_NO_VERDICT: Final = Phrase(
    "A pace is arithmetic along a straight line, no verdict: the plan sets nothing for the years in between."
)


def as_result(reviewed: Reviewed) -> Result:
    """Return the target as figures are written of it."""
    target = reviewed.target
    required = target.at_least if target else None
    return Result(reviewed.indicator, reviewed.clause, due=target.due if target else None, required=required)


def amount(value: Amount | None, reviewed: Reviewed, language: Language) -> str:
    """Return a figure of the target; a number that a line gives may lie between whole ones."""
    if isinstance(reviewed.indicator, Count) and value is not None and Fraction(value).denominator != 1:
        return language.number(value, 1)
    return texts.figure(value, as_result(reviewed), language)


def moved(value: Amount | None, reviewed: Reviewed, language: Language) -> str:
    """Return a difference, with its sign: of percentages in points."""
    if value is None:
        return "–"
    counted = isinstance(reviewed.indicator, Count)
    scaled = Fraction(value) * (1 if counted else 100)
    text = language.number(scaled, 0 if counted and scaled.denominator == 1 else 1)
    return f"+{text}" if scaled > 0 else text


def asked(reviewed: Reviewed, language: Language) -> str:
    """Return the title of a target, with what is required by when."""
    text = language.title(reviewed.indicator.title)
    if reviewed.target is None:
        return text
    due = language.say(Phrase("by {year}"), year=reviewed.target.due)
    return f"{text}, ≥ {texts.required(reviewed.target.at_least, as_result(reviewed), language)} {due}"


def title(reviewed: Reviewed, language: Language) -> str:
    """Return clause and title of a target, with what is required by when."""
    return f"{show(reviewed.clause)} {asked(reviewed, language)}"


def trend_line(reviewed: Reviewed, language: Language) -> str:
    """Return the sign and the word of a trend; once the due year has come, or without a trend, the verdict leads it."""
    trend, latest = reviewed.trend, reviewed.latest
    if trend is None:
        return ""
    said = f"{SIGNS[trend.word]} {word(trend, language)}"
    if trend.word is Word.MET or latest is None or latest.status in (None, Status.NO_DATA):
        return said
    early = latest.year < (reviewed.target.due if reviewed.target else 0)
    verdict = f"{texts.SIGNS[latest.status]} {texts.status_text(latest.status, early, language)}"
    if trend.word in (Word.NO_DATA, Word.ONE_YEAR):
        return verdict
    pace = language.say(Phrase("pace: {word}"), word=word(trend, language))
    return said if early else f"{verdict} ({pace})"


def word(trend: Trend, language: Language) -> str:
    """Return the word of a trend, both words where the ends of the range give another, and whether it slips."""
    said = " / ".join(language.say(WORDS[one]) for one in trend.words)
    return f"{said}, {language.say(Phrase('but slipping'))}" if trend.slips else said


def year_lines(reviewed: Reviewed, language: Language) -> Iterator[str]:
    """Yield each year with its figure and what it changed by."""
    trend = reviewed.trend
    before: Point | None = None
    for point in trend.points if trend else ():
        mark = "≈ " if point.method == "sample" and point.achieved is not None else ""
        text = f"{point.year}  {mark}{amount(point.achieved, reviewed, language)}"
        if before and before.year == point.year - 1 and None not in (before.achieved, point.achieved):
            text += f"  {moved(Fraction(point.achieved or 0) - Fraction(before.achieved or 0), reviewed, language)}"
        yield text
        if point.low != point.high and (between := _between(point, reviewed, language)):
            yield f"      {between}"
        before = point


def _between(point: Point, reviewed: Reviewed, language: Language) -> str:
    """Return the range of a year's figure, which may be open to one side."""
    low, high = (amount(end, reviewed, language) for end in (point.low, point.high))
    if point.low is None and point.high is None:
        return ""
    return f"{'…' if point.low is None else low} – {'…' if point.high is None else high}"


def pace_lines(reviewed: Reviewed, language: Language) -> Iterator[str]:
    """Yield the year of the figure where the latest has none, the pace against the straight line, what is needed."""
    trend, target = reviewed.trend, reviewed.target
    if trend is None or target is None:
        return
    latest = trend.latest_known
    if latest and latest is not trend.points[-1]:
        yield language.say(Phrase("as of {year}"), year=latest.year)
    if trend.line and latest and latest.year < target.due:
        yield from _line_lines(trend.line, reviewed, language)
    if trend.pace is not None:
        yield language.say(Phrase("so far {pace} a year"), pace=moved(trend.pace, reviewed, language))
    if trend.needed is not None:
        needed = moved(trend.needed, reviewed, language)
        yield language.say(Phrase("needed {needed} a year"), needed=needed)
    for one in reviewed.left_out:
        text = Phrase("{year} not compared: {reason}")
        yield language.say(text, year=one.year, reason=language.say(DIFFERS[one.reason]))
    yield from _changed_lines(reviewed, language)


def _line_lines(line: Line, reviewed: Reviewed, language: Language) -> Iterator[str]:
    due = reviewed.target.due if reviewed.target else ""
    expected = amount(line.expected, reviewed, language)
    yield language.say(Phrase("expected by now {expected}"), expected=expected)
    most = line.projected if isinstance(reviewed.indicator, Count) else min(line.projected, 1)
    projected = amount(most, reviewed, language)
    yield language.say(Phrase("at this pace {projected} in {due}"), projected=projected, due=due)


def _changed_lines(reviewed: Reviewed, language: Language) -> Iterator[str]:
    """Yield the units that give the answer asked for since this year, and those that no longer do."""
    wanted = isinstance(reviewed.indicator, Share) and "yes" in reviewed.indicator.answer.values()
    gained = [one for one in reviewed.changed or () if one.now is wanted]
    lost = [one for one in reviewed.changed or () if one.now is not wanted]
    if gained:
        yield language.say(Phrase("now as the clause asks: {names}"), names=_few(gained))
    if lost:
        yield language.say(Phrase("no longer so: {names}"), names=_few(lost))


def _few(changed: Sequence[Change]) -> str:
    names = ", ".join(show(one.unit) for one in changed[:NAMED])
    return names + (f" + {len(changed) - NAMED}" if len(changed) > NAMED else "")


def growth_lines(review: Review, language: Language) -> Iterator[str]:
    """Yield compound growth beside that which is required: a note on method, never the headline."""
    for one in review.reviewed:
        growth = one.trend.growth if one.trend else None
        if growth:
            observed, asked_for = (
                language.number(Fraction(rate) * 100, 1) for rate in (growth.observed, growth.required)
            )
            text = Phrase("{title}: {observed}% a year, required {asked}% a year ({word})")
            said = language.say(WORDS[growth.word])
            yield language.say(text, title=title(one, language), observed=observed, asked=asked_for, word=said)


def direction(found: Direction, reviewed: Reviewed, language: Language) -> str:
    """Return how evidence moved: "traceable: 2023 0, 2024 2, 2025 4; +2.0 a year, +2 in the last"."""
    counts = ", ".join(f"{year} {yes}" for year, yes in found.years)
    if found.mean is None:
        return f"{_evidence(found, reviewed, language)}: {counts}"
    mean = language.number(found.mean, 1)
    text = language.say(Phrase("{mean} a year"), mean=f"+{mean}" if found.mean > 0 else mean)
    if found.last is not None:
        last = f"+{found.last}" if found.last > 0 else str(found.last)
        text = f"{text}, {language.say(Phrase('{last} in the last'), last=last)}"
    return f"{_evidence(found, reviewed, language)}: {counts}; {text}"


def _evidence(found: Direction, reviewed: Reviewed, language: Language) -> str:
    item = reviewed.indicator
    wanted = item.answer.get(found.answer, "yes") if isinstance(item, Encourage) else "yes"
    return texts.evidence_name(Evidence(found.answer, 0, wanted=wanted), language)


def closing(review: Review, language: Language) -> Iterator[str]:
    """Yield what is said below a review."""
    judged = [one.trend for one in review.reviewed if one.trend]
    met = sum(status is Status.MET for status in review.statuses())
    yield language.say(Phrase("{met} of {count} targets met."), met=met, count=len(judged))
    register = review.survey.register
    if register:
        yield language.say(Phrase("Shares are of the units in the register {path}."), path=register.input.path)
    elif any(point.pool == "surveyed" for trend in judged for point in trend.points):
        yield language.say(Phrase("Shares are of the units surveyed: no register of all units was given."))
    if any(trend.line for trend in judged):
        yield language.say(PACE_IS_NO_VERDICT)
    for one in review.left_out:
        text = Phrase("{year} is not compared: {reason} ({found} instead of {expected}).")
        reason = language.say(DIFFERS[one.reason])
        yield language.say(text, year=one.year, reason=reason, found=one.found, expected=one.expected)
    yield from caveats_of(review.survey, review.confidence, language)

"""Results over the years → trend and pace. Pure. Formulas: docs/methods.md, "The review".

The plan sets no milestones between its first year and a due year: a pace is arithmetic, not a verdict.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field

from scp_ninhbinh.measures.figures import (
    Change,
    Exact,
    Method,
    Number,
    Percent,
    Pool,
    Positive,
    Ratio,
    Reason,
    Whole,
    Year,
    difference,
    like,
)
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.scores.decision import Rule
from scp_ninhbinh.scores.each import InParts
from scp_ninhbinh.scores.verdict import Judged, Status
from scp_ninhbinh.text.numbers import Amount

AnyRatio = Annotated[Ratio, Number(Ratio)]


class Word(StrEnum):
    """What a trend comes to, in the order in which it is decided."""

    NO_DATA = "no_data"
    ONE_YEAR = "one_year"
    MET = "met"
    HELD = "held"
    FALLEN_BELOW = "fallen_below"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    MOVING_AWAY = "moving_away"


Pace = Literal[Word.ON_TRACK, Word.BEHIND, Word.FAR_BEHIND, Word.MOVING_AWAY]

BANDS: Final[tuple[tuple[Fraction, Pace], ...]] = (
    (Fraction(95, 100), Word.ON_TRACK),
    (Fraction(60, 100), Word.BEHIND),
    (Fraction(0), Word.FAR_BEHIND),
)
"""The least ratio of the way made to the way required for each word; below all of them it moves away."""


_PACES: Final[tuple[Pace, ...]] = (Word.ON_TRACK, Word.BEHIND, Word.FAR_BEHIND, Word.MOVING_AWAY)


@record
class Point:
    """What one year came to."""

    year: Year
    """The year of the rows."""
    achieved: Amount | None
    """What is confirmed, or a sample's estimate; null where there is no figure."""
    low: Amount | None
    """The lowest that the data allow, in unit; null without a bound."""
    high: Amount | None
    """The highest that the data allow, in unit; null without a bound."""
    status: Judged | None
    """The verdict; null where a saved score judged by another due year."""
    method: Method | None = None
    """Counted, or estimated from a sample; null for no figure."""
    pool: Pool | None = None
    """What it is a share of; null for no share."""
    declared_answers: Whole | None = None
    """Answers and numbers behind it that were declared, as they stand in no file; null for no rows."""
    by_declaration: bool = False
    """Whether other answers in place of those declared could change the verdict."""
    rule: Rule | None = None
    """The decision rule of the verdict, and how sure it is; null for no verdict."""
    reasons: tuple[Reason, ...] = ()
    """Why the verdict is undetermined; else empty."""
    each: InParts | None = None
    """How many areas or years meet it, where each has to by itself; else null."""


@record
class ShareYear(Point):
    """What a share was in one year, in percent."""

    achieved: Percent | None
    low: Percent | None
    high: Percent | None
    numerator: Whole | None = None
    """Units with the answer asked for, of a sample among those drawn; null where there is no figure."""
    denominator: Positive | None = None
    """All units: the register's, else those surveyed; null where there is no figure."""
    unknown: Whole | None = None
    """Units surveyed without a known answer; null where there is no figure."""
    not_surveyed: Whole | None = None
    """Units of the register not surveyed; null where there is no figure."""


@record
class ChangeYear(Point):
    """What a cut or a rise was in one year, in percent of the base year's level."""

    achieved: Change | None
    low: Change | None
    high: Change | None
    pool: None = None
    each: None = None


@record
class CountYear(Point):
    """What a number had come to in one year."""

    lacks_years: bool = False
    """Whether years without rows leave it open."""

    achieved: Whole | None
    low: Whole | None
    high: Whole | None
    status: Judged
    method: Literal["census"] | None = None
    pool: None = None


@record
class LevelYear(Point):
    """What a ratio or a total had come to in one year, in percent or in the plan's own unit."""

    achieved: Exact | None
    low: Exact | None
    high: Exact | None
    pool: None = None
    missing_years: tuple[Year, ...] = ()
    """Of a total the years of its window without one row."""

    @property
    def lacks_years(self) -> bool:
        """Whether years without rows leave it open."""
        return bool(self.missing_years) and self.status is Status.UNDETERMINED


@record
class Line:
    """The straight line from the first year with a figure to what is required by the due year."""

    expected: Exact
    """Where that line is in the latest year, in unit."""
    ratio: AnyRatio
    """The way made over the way to there: 1 is on the line."""
    projected: Exact
    """Where the line through the first and the latest year is in the due year."""
    word: Pace
    """From a ratio of 0.95 on_track, of 0.60 behind, of 0 far_behind, below it moving_away."""


@record
class Growth:
    """Compound growth a year; a rate of 0.05 is 5 percent."""

    observed: Annotated[float, Field(gt=-1)]
    """That since the first year with a figure."""
    required: Annotated[float, Field(gt=-1)]
    """That which reaches the requirement in the due year."""
    ratio: float
    """observed over required."""
    word: Pace
    """The word for that ratio, in the bands of the straight line."""


@record
class Trend:
    """What the years of one target came to."""

    word: Word | None
    """What the years come to; that of line where there is one. Null from the due year on for what has no verdict."""
    words: tuple[Word, ...] = ()
    """word, then every other word that the ranges of the first and the latest year leave possible, best first."""
    slips: bool = False
    """Whether a target that is met fell since the year before, or of at_most rose."""
    years: tuple[Point, ...]
    """Each year that is compared, in order."""
    change: Exact | None = None
    """Change on the year before; null where it has no figure."""
    pace: Exact | None = None
    """Mean change a year since the first year with a figure; null for one year, and where no way leads on."""
    needed: Exact | None = None
    """Change a year that reaches the requirement; null in the due year."""
    line: Line | None = None
    """The pace of achieved; null where the words need none, and from the due year on."""
    low: Line | None = None
    """The slowest pace: from the better end of the first year to the worse end of the latest; null without a bound."""
    high: Line | None = None
    """The fastest pace: from the worse end of the first year to the better end of the latest; null without a bound."""
    growth: Growth | None = None
    """Compound growth of a share; null from zero and for other measures."""

    @property
    def latest_known(self) -> Point | None:
        """The latest year that has a figure."""
        return next((point for point in reversed(self.years) if point.achieved is not None), None)


def trend(
    points: Sequence[Point],
    required: Amount,
    due: int,
    share: bool = False,
    *,
    year: int | None = None,
    is_ceiling: bool = False,
    by_itself: bool = False,
) -> Trend:
    """Return the trend of a target's years, in order; compound growth is defined for a `share` alone.

    `year` is the latest that is spoken of, where it lies after the points: from the due year on there is a verdict and
    no pace. Of a ceiling everything is mirrored: the way leads downwards. Where each area or each year has to meet it
    `by_itself`, and of a change a year, no way leads there: there is only whether it is met, and no pace.
    """
    goal = _Goal(required, due, is_ceiling)
    known, years = tuple(point for point in points if speaks(point, points[-1])), tuple(points)
    if len(known) <= 1 or known[0].achieved is None:
        word = Word.ONE_YEAR if known else Word.NO_DATA
        return Trend(word=word, words=(word,), years=years)
    base, now = known[0], known[-1]
    ended = max(years[-1].year, year or 0) >= due
    found = _figures(known, years, required)
    if by_itself:
        found = replace(found, pace=None)
    if not ended and not by_itself and now.achieved is not None:
        found = replace(found, needed=_needed(now, goal))
        found = replace(found, growth=_growth(base, now, goal) if share else None)
    if is_met(now, required, is_ceiling):
        figures = (known[-2].achieved or 0, now.achieved)
        slips = not by_itself and figures[1] is not None and goal.better(figures[0], figures[1])
        return replace(found, word=Word.MET, words=(Word.MET,), slips=slips)
    return found if by_itself else _unmet(found, _Way(base, now, goal), ended)


def speaks(point: Point, latest: Point) -> bool:
    """Whether a year has a figure, or is the latest one and has a range without one."""
    return point.achieved is not None or (point is latest and (point.low, point.high) != (None, None))


def _figures(known: Sequence[Point], years: tuple[Point, ...], required: Amount) -> Trend:
    """Return what a figure changed by: on the year before, and a year since the first one."""
    base, now = known[0], known[-1]
    if now.achieved is None:
        return Trend(word=None, years=years)
    before = next((point for point in known if point.year == now.year - 1), None)
    pace = _less(now.achieved, base.achieved) / Fraction(now.year - base.year)
    return Trend(
        word=None,
        years=years,
        change=difference(_less(now.achieved, before.achieved), required) if before else None,
        pace=difference(pace, required),
    )


def _unmet(found: Trend, way: "_Way", ended: bool) -> Trend:
    """Return the words of a target that is not met: whether it was held or fell below, else the pace."""
    goal, word = way.goal, None
    if goal.reached(way.base.achieved or 0):
        if way.now.achieved is not None:
            word = Word.HELD if goal.reached(way.now.achieved) else Word.FALLEN_BELOW
    elif not ended and (line := way.line(way.base.achieved, way.now.achieved)):
        found, word = replace(found, line=line), line.word
    if not ended:
        slowest = way.line(goal.best(way.base), goal.worst(way.now))
        fastest = way.line(goal.worst(way.base), goal.best(way.now))
        found = replace(found, low=slowest, high=fastest)
    possible = [*way.from_the_target(), *(() if ended else way.paces())]
    leading = [] if word is None else [word]
    rest = sorted(set(possible) - {word}, key=_BEST_FIRST.index)
    return replace(found, word=word, words=(*leading, *rest))


def _less(one: Amount | None, other: Amount | None) -> Fraction:
    return Fraction(one or 0) - Fraction(other or 0)


class _Goal(NamedTuple):
    """What is required by when, and on which side of it a figure is as required: below it the better is less."""

    required: Amount
    due: int
    is_ceiling: bool

    def better(self, one: Amount, other: Amount) -> bool:
        """Whether one figure is better than another."""
        return one < other if self.is_ceiling else one > other

    def reached(self, figure: Amount) -> bool:
        """Whether a figure is as required."""
        return not self.better(self.required, figure)

    def worst(self, point: Point) -> Amount | None:
        """Return the end of a range that is worse; None without a bound there."""
        return point.high if self.is_ceiling else point.low

    def best(self, point: Point) -> Amount | None:
        """Return the end of a range that is better; None without a bound there."""
        return point.low if self.is_ceiling else point.high

    def may_be_reached(self, point: Point) -> bool:
        """Whether the range of a year may be as required; a missing bound proves nothing."""
        end = self.best(point)
        return end is None or self.reached(end)

    def may_be_missed(self, point: Point) -> bool:
        """Whether it may not be."""
        end = self.worst(point)
        return end is None or not self.reached(end)


def _needed(now: Point, goal: _Goal) -> Amount | None:
    """Return what is needed a year from now on; None in the due year, after it, and where nothing more is.

    What was counted stays counted, so that nothing makes it less.
    """
    missing = _less(goal.required, now.achieved)
    if now.year >= goal.due or goal.reached(now.achieved or 0) or (goal.is_ceiling and isinstance(now, CountYear)):
        return None
    return difference(missing / (goal.due - now.year), goal.required)


def is_met(point: Point, required: Amount, is_ceiling: bool = False) -> bool:
    """Whether a year reaches what is required, whatever is open; its own verdict says so where there is one."""
    if point.status is not None:
        return point.status is Status.MET
    return not _Goal(required, point.year, is_ceiling).may_be_missed(point)


_BEST_FIRST: Final = (
    *(Word.HELD, Word.ON_TRACK, Word.BEHIND, Word.FAR_BEHIND, Word.MOVING_AWAY),
    Word.FALLEN_BELOW,
)


class _Way(NamedTuple):
    """The way from the first year with a figure to the latest, and to what is required in the due year."""

    base: Point
    now: Point
    goal: _Goal

    def line(self, start: Amount | None, end: Amount | None) -> Line | None:
        """Return the straight line from and to these figures; None where one is missing or it starts at the target."""
        required = self.goal.required
        if start is None or end is None or self.goal.reached(start):
            return None
        duration, elapsed = Fraction(self.goal.due - self.base.year), self.now.year - self.base.year
        expected = start + (Fraction(required) - start) * elapsed / duration
        ratio = (end - start) / (expected - start)
        return Line(
            expected=like(expected, required),
            ratio=Ratio(ratio),
            projected=like(start + (Fraction(end) - start) * duration / elapsed, required),
            word=band(ratio),
        )

    def from_the_target(self) -> Iterator[Word]:
        """Yield what may be where the base had already reached the target; a missing bound proves nothing."""
        if self.goal.may_be_reached(self.base):
            if self.goal.may_be_reached(self.now):
                yield Word.HELD
            if self.goal.may_be_missed(self.now):
                yield Word.FALLEN_BELOW

    def paces(self) -> Sequence[Pace]:
        """Return every word from the fastest pace to the slowest that the ranges of both years allow.

        The ratio falls as the start nears the target, without bound, as long as the end has not reached it; an end
        that has is on track from wherever it started.
        """
        goal = self.goal
        if not goal.may_be_missed(self.base):
            return ()
        at_best = self.line(goal.worst(self.base), goal.best(self.now))
        at_worst = self.line(goal.best(self.base), goal.worst(self.now))
        best = at_best.word if at_best and not goal.may_be_reached(self.now) else Word.ON_TRACK
        worst = at_worst.word if at_worst else Word.MOVING_AWAY
        worst = worst if goal.may_be_missed(self.now) else Word.ON_TRACK
        return _PACES[_PACES.index(best) : _PACES.index(worst) + 1]


def band(ratio: Fraction | float) -> Pace:
    """Return the word for a ratio of the way made to the way required."""
    return next((word for least, word in BANDS if ratio >= least), Word.MOVING_AWAY)


def _growth(base: Point, now: Point, goal: _Goal) -> Growth | None:
    """Return compound growth; it is not defined from zero, to zero, or where nothing more is required."""
    start, end, required = base.achieved, now.achieved, goal.required
    if not start or not end or not required or goal.reached(start) or base.year >= goal.due:
        return None
    observed = float(Fraction(end) / start) ** (1 / (now.year - base.year)) - 1
    needed = float(Fraction(required) / start) ** (1 / (goal.due - base.year)) - 1
    ratio = observed / needed + 0.0  # no -0.0
    return Growth(observed=observed, required=needed, ratio=ratio, word=band(ratio))


@record
class YearEvidence:
    """How often an answer was given in a year."""

    year: Year
    """The year of the rows."""
    yes: Whole
    """Rows with the answer asked for."""


@record
class Direction:
    """How the evidence of one answer moved."""

    answer: str
    """The column that was counted, or task."""
    wanted: Literal["yes", "no"] = "yes"
    """The answer that is counted."""
    years: Annotated[tuple[YearEvidence, ...], Field(min_length=1)]
    """Each year with rows, in order."""
    mean_change: Exact | None
    """Mean change a year; null for one year."""
    last_change: int | None
    """Change on the year before; null where it has no rows."""


def directions(evidence: Mapping[int, Mapping[str, int]], wanted: Mapping[str, str]) -> Iterator[Direction]:
    """Yield for each answer of a clause without a number how its count moved over the years.

    `wanted` are the answers that are counted, by column, where they are not yes.
    """
    for answer in dict.fromkeys(answer for counts in evidence.values() for answer in counts):
        counted = {year: counts[answer] for year, counts in sorted(evidence.items()) if answer in counts}
        first, latest = min(counted), max(counted)
        before = counted.get(latest - 1)
        yield Direction(
            answer=answer,
            wanted="no" if wanted.get(answer) == "no" else "yes",
            years=tuple(YearEvidence(year=year, yes=yes) for year, yes in counted.items()),
            mean_change=Fraction(counted[latest] - counted[first], latest - first) if latest > first else None,
            last_change=None if before is None else counted[latest] - before,
        )


@record
class LeftOut:
    """A year that is not compared with the others."""

    year: Year
    """The year."""
    reason: str
    """What differs."""
    found: str
    """What that year has."""
    expected: str
    """What it is compared with has."""


@record
class OtherPlan(LeftOut):
    """A saved score by another plan file: left out as a whole."""

    reason: Literal["plan"] = "plan"
    """Always plan: the bytes of the plan file differ."""
    found: str
    """The first 12 digits of the SHA-256 of its plan file."""
    expected: str
    """The first 12 digits of the SHA-256 of this plan file."""


@record
class OtherBasis(LeftOut):
    """A year whose figure rests on something else than that of the latest year."""

    reason: Literal["method", "pool", "years"]
    """What differs: method or pool of the year; years: counted without rows of some years."""


def comparable(points: Sequence[Point]) -> tuple[tuple[Point, ...], tuple[OtherBasis, ...]]:
    """Return the points whose figure was made as that of the latest year, and those that were not.

    A number that years without rows leave open would seem to fall: it is compared only where they decide nothing.
    """
    partial = [one for one in points if isinstance(one, CountYear | LevelYear) and one.lacks_years]
    left_out = [OtherBasis(year=one.year, reason="years", found="", expected="") for one in partial]
    points = [point for point in points if point not in partial]
    known = [point for point in points if point.achieved is not None]
    if not known:
        return tuple(points), tuple(left_out)
    kept = []
    for point in points:
        differing = _differing(point, known[-1])
        left_out += [] if differing is None else [differing]
        kept += [point] if differing is None else []
    return tuple(kept), tuple(left_out)


def _differing(point: Point, latest: Point) -> OtherBasis | None:
    """Return what the figure of a year rests on that the latest does not, None where that is the same."""
    names: tuple[Literal["method", "pool"], ...] = ("method", "pool")
    for name in names if point.achieved is not None else ():
        found, expected = getattr(point, name), getattr(latest, name)
        if found != expected:
            return OtherBasis(year=point.year, reason=name, found=str(found), expected=str(expected))
    return None

"""Results over the years → trend and pace. Pure. Formulas: docs/methods.md, "The review".

The plan sets no milestones between its first year and a due year: a pace is arithmetic, not a verdict.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Final, Literal

from pydantic import Field

from scp_ninhbinh.measures.figures import (
    Amount,
    Cut,
    Method,
    Number,
    Percent,
    Percentage,
    Pool,
    Ratio,
    Whole,
    Year,
    difference,
    like,
)
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.scores.verdict import Judged, Status

Exact = Annotated[Amount, Number()]
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


@record
class ShareYear(Point):
    """What a share was in one year, in percent."""

    achieved: Percent | None
    low: Percent | None
    high: Percent | None


@record
class ReductionYear(Point):
    """What a cut was in one year, in percent of the base year's rate."""

    achieved: Cut | None
    low: Cut | None
    high: Cut | None
    pool: None = None


@record
class CountYear(Point):
    """What a number had come to in one year."""

    achieved: Whole | None
    low: Whole | None
    high: Whole | None
    status: Judged
    method: Literal["census"] | None = None
    pool: None = None


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
    required: Annotated[float, Field(gt=0)]
    """That which reaches the requirement in the due year."""
    ratio: float
    """observed over required."""
    word: Pace
    """The word for that ratio, in the bands of the straight line."""


@record
class Trend:
    """What the years of one target came to."""

    word: Word
    """What the years come to; that of line where there is one."""
    words: Annotated[tuple[Word, ...], Field(min_length=1)] = ()
    """word, then those of low and high that differ from it."""
    slips: bool = False
    """Whether a target that is met fell since the year before."""
    years: tuple[Point, ...]
    """Each year that is compared, in order."""
    change: Exact | None = None
    """Change on the year before; null where it has no figure."""
    pace: Exact | None = None
    """Mean change a year since the first year with a figure; null for one year."""
    needed: Exact | None = None
    """Change a year that reaches the requirement; null in the due year."""
    line: Line | None = None
    """The pace of achieved; null where the words need none."""
    low: Line | None = None
    """The pace of the low ends of the ranges."""
    high: Line | None = None
    """The pace of the high ends of the ranges."""
    growth: Growth | None = None
    """Compound growth of a share; null from zero and for other measures."""

    @property
    def latest_known(self) -> Point | None:
        """The latest year that has a figure."""
        return next((point for point in reversed(self.years) if point.achieved is not None), None)


def trend(points: Sequence[Point], required: Amount, due: int, share: bool = False) -> Trend:
    """Return the trend of a target's years, in order; compound growth is defined for a `share` alone."""
    found = _trend(points, required, due, share)
    # more blanks in one year are no decline: the ends of the range have their own words
    ends = [line.word for line in (found.low, found.high) if line] if found.line else []
    return replace(found, words=tuple(dict.fromkeys([found.word, *ends])))


def _trend(points: Sequence[Point], required: Amount, due: int, share: bool) -> Trend:
    known, years = tuple(point for point in points if point.achieved is not None), tuple(points)
    if not known:
        return Trend(word=Word.NO_DATA, years=years)
    now, base = known[-1], known[0]
    if len(known) == 1:
        return Trend(word=Word.ONE_YEAR, years=years)
    before = next((point for point in known if point.year == now.year - 1), None)
    found = Trend(
        word=Word.MET,
        years=years,
        change=difference(_less(now.achieved, before.achieved), required) if before else None,
        pace=difference(_less(now.achieved, base.achieved) / Fraction(now.year - base.year), required),
        needed=_needed(now, required, due),
        growth=_growth(base, now, required, due) if share else None,
        slips=(now.achieved or 0) < (known[-2].achieved or 0),
    )
    if is_met(now, required):
        return found
    if (base.achieved or 0) >= required:
        return replace(found, word=Word.HELD if (now.achieved or 0) >= required else Word.FALLEN_BELOW, slips=False)
    line, low, high = (_line(base, now, name, required, due) for name in ("achieved", "low", "high"))
    return replace(found, word=line.word if line else Word.ONE_YEAR, line=line, low=low, high=high, slips=False)


def _less(one: Amount | None, other: Amount | None) -> Fraction:
    return Fraction(one or 0) - Fraction(other or 0)


def _needed(now: Point, required: Amount, due: int) -> Amount | None:
    """Return what is needed a year from now on; None in the due year, after it, and where nothing more is."""
    missing = _less(required, now.achieved)
    return None if now.year >= due or missing <= 0 else difference(missing / (due - now.year), required)


def is_met(point: Point, required: Amount) -> bool:
    """Whether a year reaches what is required, whatever is open; its own verdict says so where there is one."""
    if point.status is not None:
        return point.status is Status.MET
    return point.low is not None and point.low >= required


def _line(base: Point, now: Point, name: str, required: Amount, due: int) -> Line | None:
    """Return the straight line through one end of the ranges; None where it is missing or starts at the target."""
    start, end = getattr(base, name), getattr(now, name)
    if start is None or end is None or start >= required or base.year >= due:
        return None
    way, duration = Fraction(required) - start, Fraction(due - base.year)
    elapsed = min(now.year, due) - base.year
    expected = start + way * elapsed / duration
    ratio = (end - start) / (expected - start)
    projected = start + (Fraction(end) - start) * duration / (now.year - base.year)
    return Line(
        expected=like(expected, required), ratio=Ratio(ratio), projected=like(projected, required), word=band(ratio)
    )


def band(ratio: Fraction | float) -> Pace:
    """Return the word for a ratio of the way made to the way required."""
    return next((word for least, word in BANDS if ratio >= least), Word.MOVING_AWAY)


def _growth(base: Point, now: Point, required: Amount, due: int) -> Growth | None:
    """Return compound growth; it is not defined from zero, to zero, or where nothing more is required."""
    start, end = base.achieved, now.achieved
    if not start or not end or start >= required or base.year >= due:
        return None
    observed = float(Fraction(end) / start) ** (1 / (now.year - base.year)) - 1
    needed = float(Fraction(required) / start) ** (1 / (due - base.year)) - 1
    return Growth(observed=observed, required=needed, ratio=observed / needed, word=band(observed / needed))


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


def comparable(points: Sequence[Point], required: Amount) -> tuple[tuple[Point, ...], tuple[OtherBasis, ...]]:
    """Return the points whose figure was made as that of the latest year, and those that were not.

    A number counted over years of which some have no rows would seem to fall: it is compared only once it is enough.
    """
    counted = not isinstance(required, Percentage)
    partial = [one for one in points if counted and one.achieved is not None and one.high is None]
    partial = [one for one in partial if (one.low or 0) < required]
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

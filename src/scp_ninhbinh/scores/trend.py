"""Results over the years → trend and pace. Pure. Formulas: docs/methods.md, "The review".

The plan sets no milestones between its first year and a due year: a pace is arithmetic, not a verdict.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from scp_ninhbinh.measures.figures import Amount
from scp_ninhbinh.scores.verdict import Status


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


BANDS: Final = ((Fraction(95, 100), Word.ON_TRACK), (Fraction(60, 100), Word.BEHIND), (Fraction(0), Word.FAR_BEHIND))
"""The least ratio of the way made to the way required for each word; below all of them it moves away."""


class Point(NamedTuple):
    """What one year came to: shares of 1, or numbers. `method` and `pool` say what the figure rests on."""

    year: int
    achieved: Amount | None
    low: Amount | None
    high: Amount | None
    status: Status | None
    method: str | None = None
    pool: str | None = None


class Line(NamedTuple):
    """The straight line from the base year to what is required, against the way made until now.

    `expected` is where the line is now, `ratio` the way made over the way to there, `projected` where the line through
    base and now is in the due year; all of them shares of 1, or numbers.
    """

    expected: Amount
    ratio: Fraction
    projected: Amount
    word: Word


class Growth(NamedTuple):
    """Compound growth a year since the base year, and that which is required, of 1; `ratio` of the two."""

    observed: float
    required: float
    ratio: float
    word: Word


class Trend(NamedTuple):
    """What the years of one target came to.

    `change` is on the year before; `pace` and `needed` are amounts a year, so far and from now on; `line` is the
    straight line through what was achieved, `low` and `high` the words of the lines through the ends of the ranges.
    `slips` says of a target that is met that its figure fell.
    """

    word: Word
    points: tuple[Point, ...]
    change: Amount | None = None
    pace: Amount | None = None
    needed: Amount | None = None
    line: Line | None = None
    low: Line | None = None
    high: Line | None = None
    growth: Growth | None = None
    slips: bool = False

    @property
    def latest_known(self) -> Point | None:
        """The latest year that has a figure."""
        return next((point for point in reversed(self.points) if point.achieved is not None), None)

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that the range allows, that of the figure first: more blanks in one year are no decline."""
        ends = [line.word for line in (self.low, self.high) if line]
        return tuple(dict.fromkeys([self.word, *ends])) if self.line else (self.word,)


def trend(points: Sequence[Point], required: Amount, due: int, share: bool = False) -> Trend:
    """Return the trend of a target's years, in order; compound growth is defined for a `share` alone."""
    known = tuple(point for point in points if point.achieved is not None)
    if not known:
        return Trend(Word.NO_DATA, tuple(points))
    now, base = known[-1], known[0]
    before = next((point for point in known if point.year == now.year - 1), None)
    change = _less(now.achieved, before.achieved) if before else None
    if len(known) == 1:
        return Trend(Word.ONE_YEAR, tuple(points))
    found = Trend(
        word=Word.MET,
        points=tuple(points),
        change=change,
        pace=_less(now.achieved, base.achieved) / Fraction(now.year - base.year),
        needed=_needed(now, required, due),
        growth=_growth(base, now, required, due) if share else None,
        slips=(now.achieved or 0) < (known[-2].achieved or 0),
    )
    if is_met(now, required):
        return found
    if (base.achieved or 0) >= required:
        return found._replace(word=Word.HELD if (now.achieved or 0) >= required else Word.FALLEN_BELOW, slips=False)
    lines = [_line(base, now, name, required, due) for name in ("achieved", "low", "high")]
    word = lines[0].word if lines[0] else Word.ONE_YEAR
    return found._replace(word=word, line=lines[0], low=lines[1], high=lines[2], slips=False)


def _less(one: Amount | None, other: Amount | None) -> Fraction:
    return Fraction(one or 0) - Fraction(other or 0)


def _needed(now: Point, required: Amount, due: int) -> Fraction | None:
    """Return what is needed a year from now on; None in the due year, after it, and where nothing more is."""
    missing = _less(required, now.achieved)
    return None if now.year >= due or missing <= 0 else missing / (due - now.year)


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
    way, span = Fraction(required) - start, Fraction(due - base.year)
    elapsed = min(now.year, due) - base.year
    expected = start + way * elapsed / span
    ratio = (end - start) / (expected - start)
    projected = start + (Fraction(end) - start) * span / (now.year - base.year)
    return Line(expected, ratio, projected, band(ratio))


def band(ratio: Fraction | float) -> Word:
    """Return the word for a ratio of the way made to the way required."""
    return next((word for least, word in BANDS if ratio >= least), Word.MOVING_AWAY)


def _growth(base: Point, now: Point, required: Amount, due: int) -> Growth | None:
    """Return compound growth; it is not defined from zero, to zero, or where nothing more is required."""
    start, end = base.achieved, now.achieved
    if not start or not end or start >= required or base.year >= due:
        return None
    observed = float(Fraction(end) / start) ** (1 / (now.year - base.year)) - 1
    asked = float(Fraction(required) / start) ** (1 / (due - base.year)) - 1
    return Growth(observed, asked, observed / asked, band(observed / asked))


class Direction(NamedTuple):
    """How evidence of one answer moved: a mean change a year, and that on the year before; None for too few years."""

    answer: str
    years: tuple[tuple[int, int], ...]
    mean: Fraction | None
    last: int | None


def directions(evidence: Mapping[int, Mapping[str, int]]) -> Iterator[Direction]:
    """Yield for each answer of a clause without a number how its count moved over the years."""
    for answer in dict.fromkeys(answer for counts in evidence.values() for answer in counts):
        years = tuple(sorted((year, counts[answer]) for year, counts in evidence.items() if answer in counts))
        (first, start), (latest, end) = years[0], years[-1]
        before = dict(years).get(latest - 1)
        mean = Fraction(end - start, latest - first) if latest > first else None
        yield Direction(answer, years, mean, None if before is None else end - before)


class LeftOut(NamedTuple):
    """A year that is not compared with the others, and what differs."""

    year: int
    reason: str
    found: str
    expected: str


def comparable(
    points: Sequence[Point], required: Amount, counted: bool
) -> tuple[tuple[Point, ...], tuple[LeftOut, ...]]:
    """Return the points whose figure was made as that of the latest year, and those that were not.

    A number `counted` over years of which some have no rows would seem to fall: it is compared only once it is enough.
    """
    partial = [one for one in points if counted and one.achieved is not None and one.high is None]
    partial = [one for one in partial if (one.low or 0) < required]
    gaps = tuple(LeftOut(one.year, "years", "", "") for one in partial)
    points = [point for point in points if point not in partial]
    known = [point for point in points if point.achieved is not None]
    if not known:
        return tuple(points), gaps
    latest = known[-1]
    kept, out = [], list(gaps)
    for point in points:
        differing = [
            LeftOut(point.year, name, str(getattr(point, name)), str(getattr(latest, name)))
            for name in ("method", "pool")
            if point.achieved is not None and getattr(point, name) != getattr(latest, name)
        ]
        out += differing[:1]
        if not differing:
            kept.append(point)
    return tuple(kept), tuple(out)

"""Trend and pace worked by hand (METHODS, "Trend and pace")."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from scp_ninhbinh.scores.results import plain
from scp_ninhbinh.scores.trend import (
    CountYear,
    Direction,
    Line,
    OtherBasis,
    Point,
    Trend,
    Word,
    YearEvidence,
    band,
    comparable,
    directions,
    is_met,
    trend,
)
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.numbers import Amount, Percentage


def percent(text: str | int | None) -> Percentage | None:
    return None if text is None else Percentage(Fraction(text) / 100)


def at(year: int, achieved: str | int | None, low: str | int | None = None, high: str | int | None = None) -> Point:
    """Return a year's figure in percent; it is its own range unless told otherwise, and not met."""
    low, high = (percent(achieved if end is None else end) for end in (low, high))
    status = Status.NO_DATA if achieved is None else Status.NOT_YET
    return Point(year=year, achieved=percent(achieved), low=low, high=high, status=status)


def met(year: int, achieved: str | int) -> Point:
    return replace(at(year, achieved), status=Status.MET)


def share(points: Sequence[Point], required: int, due: int) -> Trend:
    return trend(points, Percentage(required, 100), due, share=True)


def line(expected: Amount, ratio: Fraction, projected: Amount, word: Word) -> Line:
    return Line(expected=expected, ratio=ratio, projected=projected, word=word)


# The words, in the order in which METHODS decides


@pytest.mark.parametrize("points", [[], [at(2024, None)], [at(2023, None), at(2024, None)]])
def test_without_a_figure_there_is_no_data(points: list[Point]) -> None:
    found = share(points, 70, 2025)
    assert found == Trend(word=Word.NO_DATA, words=(Word.NO_DATA,), years=tuple(points))
    assert found.words == (Word.NO_DATA,)


@pytest.mark.parametrize(
    "points", [[at(2024, 50)], [met(2024, 90)], [at(2023, None), at(2024, 50)], [at(2024, 50), at(2025, None)]]
)
def test_one_year_has_no_pace_even_where_the_target_is_met(points: list[Point]) -> None:
    one_year = Trend(word=Word.ONE_YEAR, words=(Word.ONE_YEAR,), years=tuple(points))
    assert share(points, 70, 2025) == one_year


def test_a_target_that_is_met_has_no_line() -> None:
    found = share([at(2020, 20), met(2024, 75), met(2025, 80)], 70, 2030)
    assert (found.word, found.words, found.slips) == (Word.MET, (Word.MET,), False)
    assert (found.line, found.low, found.high) == (None, None, None)
    assert (found.change, found.pace) == (percent(5), percent(12))


def test_where_no_way_leads_there_is_no_pace() -> None:
    """From 10% a year to 12% a year in four years: 0.5 points a year beside a cut asked for in each year is no pace."""
    found = trend([at(2020, 10), at(2024, 12)], Percentage(15, 100), 2030, by_itself=True)
    assert (found.pace, found.needed, found.line, found.word) == (None, None, None, None)


@pytest.mark.parametrize(
    ("before", "now", "slips"), [(90, "89.9", True), (90, 90, False), (90, "90.1", False), (60, 70, False)]
)
def test_a_target_that_is_met_slips_where_its_figure_fell(before: int, now: str | int, slips: bool) -> None:
    found = share([at(2020, 20), met(2024, before), met(2025, now)], 70, 2030)
    assert (found.word, found.slips) == (Word.MET, slips)


def test_a_base_that_already_reached_the_target_and_is_met_reads_met_and_may_slip() -> None:
    found = share([met(2020, 90), met(2024, 80), met(2025, 75)], 70, 2030)
    assert (found.word, found.slips, found.line) == (Word.MET, True, None)


def test_a_base_that_reached_the_target_is_held_and_may_have_fallen_where_only_the_range_falls_below() -> None:
    """72 in 2020, now 71 and at least 65: the figure is at the target of 70, and may be below it."""
    found = share([met(2020, 72), at(2025, 71, 65, 75)], 70, 2030)
    assert (found.word, found.words) == (Word.HELD, (Word.HELD, Word.FALLEN_BELOW))
    assert (found.line, found.low, found.high) == (None, None, None)
    assert not found.slips


@pytest.mark.parametrize(("base", "now", "word"), [(72, 60, "fallen_below"), (70, "69.9", "fallen_below")])
def test_a_base_at_the_target_from_which_the_figure_fell_has_no_ratio(base: int, now: str | int, word: str) -> None:
    """72, now 60, towards 70: a ratio would be (60 − 72)/(71.x − 72), above 0, and read on track."""
    found = share([met(2020, base), at(2024, now)], 70, 2030)
    assert (found.word, found.line, found.low, found.high, found.growth) == (Word(word), None, None, None, None)
    assert found.needed == (percent(70) - percent(now)) / 6


HALF_WAY = [
    ("49", "29/30", Word.ON_TRACK),
    ("48.5", "0.95", Word.ON_TRACK),
    ("48.4999", "284999/300000", Word.BEHIND),
    ("38", "0.6", Word.BEHIND),
    ("37.9999", "179999/300000", Word.FAR_BEHIND),
    ("20", "0", Word.FAR_BEHIND),
    ("19.9999", "-1/300000", Word.MOVING_AWAY),
    ("0", "-2/3", Word.MOVING_AWAY),
    ("65", "1.5", Word.ON_TRACK),
]


@pytest.mark.parametrize(("now", "ratio", "word"), HALF_WAY, ids=[now for now, _, _ in HALF_WAY])
def test_the_bands_of_the_straight_line_are_exact(now: str, ratio: str, word: Word) -> None:
    """20 in 2020 towards 80 in 2030: half-way, in 2025, 50 is expected, a way of 30."""
    found = share([at(2020, 20), at(2025, now)], 80, 2030)
    assert found.line is not None
    assert (found.line.expected, found.line.ratio, found.word) == (percent(50), Fraction(ratio), word)
    assert found.line.projected == percent(20) + 2 * (percent(now) - percent(20))
    assert (found.line.word, found.words) == (word, (word,))
    assert found.pace == (percent(now) - percent(20)) / 5
    assert found.needed == (percent(80) - percent(now)) / 5


@pytest.mark.parametrize(
    ("ratio", "word"),
    [("0.95", "on_track"), ("0.949", "behind"), ("0.6", "behind"), ("0.599", "far_behind"), ("0", "far_behind"),
     ("-0.001", "moving_away")],
)  # fmt: skip
def test_each_band_begins_with_its_own_ratio(ratio: str, word: str) -> None:
    assert band(Fraction(ratio)) is Word(word)


def test_the_line_the_pace_and_growth_of_the_example_of_the_methods() -> None:
    """30 → 45 in 2020-2024 towards 70 in 2030: 46 expected, 15/16 = 0.94, projecting 67.5; by growth 1.21."""
    found = share([at(2020, 30), at(2024, 45)], 70, 2030)
    assert found.line is not None
    assert found.growth is not None
    assert found.line == line(percent(46), Fraction(15, 16), percent("67.5"), Word.BEHIND)
    assert (found.pace, found.needed) == (percent("3.75"), percent(25) / 6)
    assert math.isclose(found.growth.observed, 1.5**0.25 - 1)
    assert math.isclose(found.growth.required, (7 / 3) ** 0.1 - 1)
    assert (round(found.growth.ratio, 2), found.growth.word) == (1.21, Word.ON_TRACK)
    assert found.word is Word.BEHIND  # the straight line is the headline


def test_growth_is_not_defined_from_zero_and_for_other_measures() -> None:
    from_zero = share([at(2020, 0), at(2024, 45)], 70, 2030)
    assert (from_zero.growth, from_zero.word) == (None, Word.ON_TRACK)
    assert trend([at(2020, 30), at(2024, 45)], Percentage(70, 100), 2030).growth is None


def test_growth_that_is_negative_moves_away() -> None:
    found = share([at(2020, 40), at(2022, 10)], 80, 2030)
    assert found.growth is not None
    assert math.isclose(found.growth.observed, -0.5)
    assert found.growth.word is Word.MOVING_AWAY


def test_what_is_needed_is_a_year_and_none_in_the_due_year_or_after_it() -> None:
    years = [at(2020, 20), at(2023, 32), at(2024, 40)]
    assert [share(years, 50, due).needed for due in (2026, 2025, 2024, 2023)] == [percent(5), percent(10), None, None]


@pytest.mark.parametrize("due", [2025, 2024])
@pytest.mark.parametrize("now", [38, 60, 10])
def test_in_and_after_the_due_year_there_is_no_pace(now: int, due: int) -> None:
    """20 in 2020, 70 required: 38, 60 and 10 in 2025 are below it, and no longer behind or on the way."""
    found = share([at(2020, 20), at(2025, now)], 70, due)
    assert (found.word, found.words) == (None, ())
    assert (found.line, found.low, found.high, found.growth, found.needed) == (None, None, None, None, None)
    assert found.pace == (percent(now) - percent(20)) / 5


def test_a_due_year_without_a_figure_has_no_pace_either() -> None:
    """40 in 2024: nobody asked in the due year 2025, or the review speaks of 2026."""
    points = [at(2020, 20), at(2024, 40)]
    asked = [share([*points, at(2025, None)], 70, 2025), trend(points, Percentage(70, 100), 2025, True, year=2026)]
    for found in asked:
        assert (found.word, found.words, found.line, found.needed, found.growth) == (None, (), None, None, None)
        assert found.pace == percent(5)
    assert trend(points, Percentage(70, 100), 2025, True, year=2024).word is Word.FAR_BEHIND  # 20 of 40 points


@pytest.mark.parametrize(
    ("base", "now", "word", "words"),
    [
        (met(2020, 80), met(2025, 75), "met", ["met"]),
        (met(2020, 72), at(2025, 71, 65, 75), "held", ["held", "fallen_below"]),
        (met(2020, 72), at(2025, 60), "fallen_below", ["fallen_below"]),
        (met(2020, 72), at(2025, 60, 60, 75), "fallen_below", ["fallen_below", "held"]),
        (at(2020, 10, 10, 70), at(2025, 60), None, ["fallen_below"]),
        (at(2020, 10, 10, 70), at(2025, 60, 60, 75), None, ["held", "fallen_below"]),
        (at(2020, 10, 10, "69.9"), at(2025, 60), None, []),
    ],
)
def test_in_the_due_year_only_what_is_met_held_or_fallen_below_is_said(
    base: Point, now: Point, word: str | None, words: list[str]
) -> None:
    """70 is required in 2025; where only the ranges reach it, what may be so stands among the words alone."""
    found = share([base, now], 70, 2025)
    assert (found.word, list(found.words)) == (word, words)


def test_every_word_that_the_range_of_paces_holds_is_said() -> None:
    """20 in 2020 towards 80 in 2030, in 2025 between 30 and 60: 10/30 far behind, 20/30 behind, 40/30 on track."""
    found = share([at(2020, 20), at(2025, 40, 30, 60)], 80, 2030)
    assert found.words == (Word.BEHIND, Word.ON_TRACK, Word.FAR_BEHIND)
    assert found.low is not None
    assert found.high is not None
    assert (found.low.ratio, found.high.ratio) == (Fraction(1, 3), Fraction(4, 3))
    assert share([at(2020, 20), at(2025, 40, 39, 41)], 80, 2030).words == (Word.BEHIND,)


def test_a_rise_that_may_be_a_fall_is_not_on_track_alone() -> None:
    """10 to 70 in 2020, 60 in 2025, 80 required in 2030: from 10 it made 50 of 35, from 70 it lost 10 of 5."""
    found = share([at(2020, 10, 10, 70), at(2025, 60)], 80, 2030)
    assert found.words == (Word.ON_TRACK, Word.BEHIND, Word.FAR_BEHIND, Word.MOVING_AWAY)
    assert (found.low.ratio, found.high.ratio) == (Fraction(-2), Fraction(10, 7))
    assert (found.low.expected, found.low.projected) == (percent(75), percent(50))
    assert (found.high.expected, found.high.projected) == (percent(45), percent(110))


def test_a_base_that_may_have_been_at_the_target_may_have_fallen_below() -> None:
    """10 to 70 in 2020, 60 in 2023, 70 required in 2025: of a base of 70 there is no ratio, and 60 is below it."""
    found = share([at(2020, 10, 10, 70), at(2023, 60)], 70, 2025)
    every = (Word.ON_TRACK, Word.BEHIND, Word.FAR_BEHIND, Word.MOVING_AWAY, Word.FALLEN_BELOW)
    assert (found.words, found.low) == (every, None)
    below = share([at(2020, 10, 10, "69.9"), at(2023, 60)], 70, 2025)
    assert Word.FALLEN_BELOW not in below.words


def test_more_blanks_in_one_year_do_not_look_like_decline() -> None:
    """30 with nothing open, then 25 to 55: the figure moves away, the high end (25 of 25) is on track."""
    found = share([at(2020, 30), at(2025, 25, 25, 55)], 80, 2030)
    assert found.words == (Word.MOVING_AWAY, Word.ON_TRACK, Word.BEHIND, Word.FAR_BEHIND)


def test_an_end_of_the_range_that_is_unbounded_has_no_line_and_bars_no_word() -> None:
    """20 in 2020, from 40 up to nobody knows what in 2025: 20 of 30 is behind, and more is on track."""
    found = share([at(2020, 20), replace(at(2025, 40), high=None)], 80, 2030)
    assert (found.high, found.words) == (None, (Word.BEHIND, Word.ON_TRACK))
    lost = share([at(2020, 20), replace(at(2025, 40), low=None)], 80, 2030)
    assert (lost.low, lost.words) == (None, (Word.BEHIND, Word.FAR_BEHIND, Word.MOVING_AWAY))


TWENTIETHS = [Fraction(n, 20) for n in range(21)]


def test_the_words_are_those_of_every_pair_of_figures_in_the_ranges() -> None:
    """Every base and latest figure in steps of a hundredth within ranges drawn at random; 60% required in 2030."""
    drawn, required = random.Random(5), Fraction(6, 10)
    for _ in range(400):
        (low, base, high), (least, now, most) = (sorted(drawn.choices(TWENTIETHS, k=3)) for _ in range(2))
        points = [Point(year=y, achieved=a, low=b, high=c, status=Status.NOT_YET)
                  for y, a, b, c in ((2020, base, low, high), (2025, now, least, most))]  # fmt: skip
        words = set()
        for start, end in product(_between(low, high), _between(least, most)):
            if start >= required:
                words.add("held" if end >= required else "fallen_below")
            else:
                ratio = (end - start) / ((required - start) / 2)
                words.add(next((word for bound, word in PACES if ratio >= bound), "moving_away"))
        assert set(trend(points, required, 2030).words) >= words
        if not (low < required <= high):  # else the ratio falls without bound, beyond every step
            assert set(trend(points, required, 2030).words) - words <= set(_skipped(words))


PACES = ((Fraction(95, 100), "on_track"), (Fraction(60, 100), "behind"), (Fraction(0), "far_behind"))
FROM_BEST = ["on_track", "behind", "far_behind", "moving_away"]


def _between(low: Fraction, high: Fraction) -> list[Fraction]:
    return [low + Fraction(n, 100) for n in range(int((high - low) * 100) + 1)]


def _skipped(words: set[str]) -> list[str]:
    """Return the paces between the best and the worst, which steps may miss."""
    at = [FROM_BEST.index(word) for word in words if word in FROM_BEST]
    return FROM_BEST[min(at) : max(at)] if at else []


def test_years_with_gaps_are_no_steps_of_one_year() -> None:
    """20 in 2020, nothing in 2021-2022, 35 in 2023: 5 a year, and no change on the year before."""
    found = share([at(2020, 20), at(2021, None), at(2022, None), at(2023, 35)], 70, 2030)
    assert (found.change, found.pace) == (None, percent(5))
    assert found.line is not None
    assert (found.line.expected, found.line.ratio) == (percent(35), Fraction(1))
    assert [point.year for point in found.years] == [2020, 2021, 2022, 2023]


def test_the_base_is_the_first_year_with_a_figure() -> None:
    """Nothing in 2020, 10 in 2021, 30 in 2025 towards 55 in 2030: the line runs from 2021, 5 a year."""
    found = share([at(2020, None), at(2021, 10), at(2025, 30)], 55, 2030)
    assert found.line is not None
    assert (found.line.expected, found.line.ratio, found.pace) == (percent(30), Fraction(1), percent(5))


def test_a_latest_year_with_a_range_and_no_figure_is_the_year_that_is_spoken_of() -> None:
    """25, 50 and 75% towards 80 by 2025, and then 99%: met. Open from 0 to 100 it may be on any way, and is on none."""
    known = [at(2020, 25), at(2022, 50), at(2023, 75)]
    whole = replace(at(2024, None), low=percent(99), high=percent(99), status=Status.MET)
    open_ = replace(at(2024, None), low=percent(0), high=percent(100), status=Status.UNDETERMINED)
    assert share([*known, whole], 80, 2025).word is Word.MET
    found = share([*known, open_], 80, 2025)
    assert (found.word, found.line, found.needed, found.change) == (None, None, None, None)
    assert found.words == (Word.ON_TRACK, Word.BEHIND, Word.FAR_BEHIND, Word.MOVING_AWAY)
    due = share([at(2020, 50), met(2023, 100), replace(open_, year=2025)], 80, 2025)
    assert (due.word, due.words) == (None, ())


def number(year: int, count: int, high: int | None, status: Status) -> Point:
    return Point(year=year, achieved=count, low=count, high=high, status=status)


def test_counts_have_the_same_line_in_numbers() -> None:
    """1 in 2021, 3 in 2024 towards 10 in 2030: 4 expected, 2/3 of the way, 7 in 2030, 7/6 a year needed."""
    points = [number(year, count, count, Status.NOT_YET) for year, count in ((2021, 1), (2024, 3))]
    found = trend(points, 10, 2030)
    assert found.line == line(4, Fraction(2, 3), 7, Word.BEHIND)
    assert (found.pace, found.needed, found.growth) == (Fraction(2, 3), Fraction(7, 6), None)


# Directions of what asks for no number


def direction(answer: str, years: dict[int, int], mean: Fraction | None, last: int | None) -> Direction:
    counts = tuple(YearEvidence(year=year, yes=yes) for year, yes in years.items())
    return Direction(answer=answer, years=counts, mean_change=mean, last_change=last)


def test_evidence_has_a_mean_change_and_a_last_one() -> None:
    found = list(directions({2021: {"a": 1, "b": 5}, 2022: {"a": 2, "b": 5}, 2024: {"a": 8, "b": 2}}, {}))
    assert found == [
        direction("a", {2021: 1, 2022: 2, 2024: 8}, Fraction(7, 3), None),  # no 2023: no last change
        direction("b", {2021: 5, 2022: 5, 2024: 2}, Fraction(-1), None),
    ]
    (down,) = directions({2024: {"a": 4}, 2025: {"a": 1}, 2021: {"a": 1}}, {})
    assert (down.mean_change, down.last_change) == (0, -3)


def test_one_year_of_evidence_has_no_direction() -> None:
    assert list(directions({2024: {"a": 3}}, {})) == [direction("a", {2024: 3}, None, None)]
    assert list(directions({}, {})) == []


# Years that are compared


def test_a_year_of_another_method_or_pool_than_the_latest_is_left_out_with_what_differs() -> None:
    points = [
        replace(at(2021, 10), method="sample", pool="register"),
        replace(at(2022, 20), method="census", pool="surveyed"),
        at(2023, None),
        replace(at(2024, 40), method="census", pool="register"),
    ]
    kept, out = comparable(points)
    assert [point.year for point in kept] == [2023, 2024]
    assert out == (
        OtherBasis(year=2021, reason="method", found="sample", expected="census"),
        OtherBasis(year=2022, reason="pool", found="surveyed", expected="register"),
    )


def test_a_number_that_years_without_rows_leave_open_is_not_compared() -> None:
    """1 of 2 required with years missing would look like a fall from 2; 2 of 2 is enough in any case."""
    open_ = CountYear(year=2024, achieved=1, low=1, high=None, status=Status.UNDETERMINED, lacks_years=True)
    enough = CountYear(year=2025, achieved=2, low=2, high=None, status=Status.MET)
    kept, out = comparable([open_, enough])
    assert (kept, [(one.year, one.reason) for one in out]) == ((enough,), [(2024, "years")])


def test_a_met_target_slips_across_a_gap_of_years() -> None:
    """100 in 2022, 80 in 2024, 70 required."""
    points = [replace(at(year, n), status=None) for year, n in ((2022, 100), (2024, 80))]
    found = share(points, 70, 2030)
    assert (found.word, found.slips, found.needed) == (Word.MET, True, None)


HALF = Fraction(1, 2)


# Edges: ends that are missing, a base in the due year, years that are not compared


def bounded(year: int, achieved: Amount | None, low: Amount | None = None, high: Amount | None = None) -> Point:
    """Return a year that is not met; its range has no bound where none is given."""
    return Point(year=year, achieved=achieved, low=low, high=high, status=Status.NOT_YET)


def exactly(year: int, achieved: Amount, status: Status | None = Status.NOT_YET) -> Point:
    return Point(year=year, achieved=achieved, low=achieved, high=achieved, status=status)


# Is it met


@pytest.mark.parametrize(
    ("point", "met"),
    [
        (exactly(2025, HALF, Status.MET), True),
        (exactly(2025, 1, Status.UNDETERMINED), False),
        (exactly(2025, HALF, None), True),
        (exactly(2025, Fraction(49, 100), None), False),
        (Point(year=2025, achieved=1, low=None, high=1, status=None), False),
    ],
    ids=["its verdict", "its verdict before its figure", "at what is required", "below", "no lower bound"],
)
def test_a_year_is_met_by_its_verdict_or_where_it_has_none_by_its_lower_bound(point: Point, met: bool) -> None:
    assert is_met(point, HALF) is met


# What slips


def test_only_a_target_that_is_met_slips() -> None:
    assert trend([], HALF, 2030).slips is False
    assert trend([exactly(2024, HALF)], HALF, 2030).slips is False
    fallen = [exactly(2023, Fraction(1, 10)), exactly(2024, Fraction(3, 10)), exactly(2025, Fraction(2, 10))]
    assert trend(fallen, HALF, 2030).slips is False
    held = [exactly(2023, Fraction(6, 10)), exactly(2024, Fraction(9, 10)), exactly(2025, Fraction(7, 10))]
    assert (trend(held, HALF, 2030).word, trend(held, HALF, 2030).slips) == (Word.HELD, False)


def test_a_figure_that_rose_from_nothing_did_not_slip() -> None:
    found = trend([exactly(2024, 0), exactly(2025, HALF, Status.MET)], HALF, 2030)
    assert (found.word, found.slips) == (Word.MET, False)


def test_a_figure_that_fell_to_nothing_slipped() -> None:
    """A reading that is met whatever is confirmed: the figure itself may be 0."""
    assert trend([exactly(2024, HALF), exactly(2025, 0, Status.MET)], HALF, 2030).slips


# Lines through the ends of the range


def test_each_end_of_the_range_has_its_own_line() -> None:
    """From 2/10 (1/10 to 3/10) in 2020 to 4/10 (2/10 to 5/10) in 2025, towards 6/10 in 2030.

    The slowest pace is from 3/10 to 2/10, the fastest from 1/10 to 5/10.
    """
    tenth = Fraction(1, 10)
    points = [bounded(2020, 2 * tenth, tenth, 3 * tenth), bounded(2025, 4 * tenth, 2 * tenth, 5 * tenth)]
    found = trend(points, 6 * tenth, 2030)
    lines = [(line.expected, line.ratio, line.projected) for line in (found.line, found.low, found.high)]
    assert lines == [
        (4 * tenth, Fraction(1), 6 * tenth),
        (Fraction(9, 20), Fraction(-2, 3), tenth),
        (Fraction(7, 20), Fraction(8, 5), 9 * tenth),
    ]
    assert found.words == (Word.ON_TRACK, Word.BEHIND, Word.FAR_BEHIND, Word.MOVING_AWAY)


def test_an_end_that_is_missing_in_either_year_has_no_line_and_the_figure_keeps_its_own() -> None:
    one = trend([bounded(2020, 0, None, 0), bounded(2025, 1, 1, 1)], 2, 2030)
    other = trend([bounded(2020, 0, 0, 0), bounded(2025, 1, 1, None)], 2, 2030)
    assert (one.high, one.word, one.line.ratio, one.low.ratio) == (None, Word.ON_TRACK, 1, 1)
    assert (other.high, other.word, other.line.ratio, other.low.ratio) == (None, Word.ON_TRACK, 1, 1)


def test_an_end_that_began_at_the_target_has_no_line() -> None:
    found = trend([bounded(2020, 0, 0, 2), bounded(2025, 1, 1, 2)], 2, 2030)
    assert (found.low, found.line is None, found.high is None) == (None, False, False)


@pytest.mark.parametrize("base", [2025, 2026])
def test_a_base_in_the_due_year_has_no_line_and_no_growth(base: int) -> None:
    found = trend([exactly(base, Fraction(1, 10)), exactly(base + 1, Fraction(2, 10))], HALF, 2025, share=True)
    assert (found.word, found.line, found.low, found.high, found.growth) == (None, None, None, None, None)
    assert (found.pace, found.needed) == (Fraction(1, 10), None)


def test_what_is_needed_ends_with_the_due_year_and_with_the_target() -> None:
    points = [exactly(2020, 0), exactly(2024, 1)]
    assert [trend(points, 3, due).needed for due in (2026, 2025, 2024)] == [1, 2, None]
    assert trend([exactly(2020, 0), exactly(2024, 3)], 3, 2026).needed is None


def test_the_change_is_on_the_year_before_alone() -> None:
    assert trend([exactly(2020, 0), exactly(2023, 1), exactly(2024, 3)], 9, 2030).change == 2
    assert trend([exactly(2020, 0), exactly(2022, 3)], 9, 2030).change is None


# Growth


@pytest.mark.parametrize(
    ("start", "end", "grows"), [(HALF, 1, True), (0, 1, False), (HALF, 0, False), (2, Fraction(3, 2), False)]
)
def test_growth_is_from_a_figure_to_a_figure_below_the_target(start: Amount, end: Amount, grows: bool) -> None:
    found = trend([exactly(2020, start), exactly(2025, end)], 2, 2030, share=True)
    assert (found.growth is not None) is grows


def test_growth_is_compounded_a_year_and_judged_by_its_ratio() -> None:
    """1/4 to 1/2 in one year is 100% a year; to 1 in two years takes 100% a year."""
    growth = trend([exactly(2020, Fraction(1, 4)), exactly(2021, HALF)], 1, 2022, share=True).growth
    assert (growth.observed, growth.required, growth.ratio, growth.word) == (1, 1, 1, Word.ON_TRACK)


def test_a_ratio_of_floats_has_the_word_of_its_fraction() -> None:
    assert [band(ratio) for ratio in (0.96, 0.61, 0.01, -0.01)] == [
        *(Word.ON_TRACK, Word.BEHIND),
        *(Word.FAR_BEHIND, Word.MOVING_AWAY),
    ]


# Years that are not compared


def test_a_year_that_differs_in_method_and_pool_is_left_out_once_for_its_method() -> None:
    points = [replace(exactly(2024, 1), method="sample", pool="register")]
    points += [replace(exactly(2025, 1), method="census", pool="surveyed")]
    kept, out = comparable(points)
    assert kept == (points[1],)
    assert out == (OtherBasis(year=2024, reason="method", found="sample", expected="census"),)


def test_a_year_without_a_figure_differs_from_none() -> None:
    points = [bounded(2024, None), replace(exactly(2025, 1), method="census", pool="register")]
    assert comparable(points) == (tuple(points), ())
    assert comparable(points[:1]) == (tuple(points[:1]), ())


# Evidence


def test_evidence_that_some_years_lack_is_followed_over_those_that_have_it() -> None:
    found = list(directions({2025: {"a": 5, "b": 1}, 2022: {"a": 2}, 2024: {"b": 4}}, {"b": "no"}))
    assert found == [
        Direction(answer="a", wanted="yes", years=counts((2022, 2), (2025, 5)), mean_change=1, last_change=None),
        Direction(answer="b", wanted="no", years=counts((2024, 4), (2025, 1)), mean_change=-3, last_change=-3),
    ]


def counts(*years: tuple[int, int]) -> tuple[YearEvidence, ...]:
    return tuple(YearEvidence(year=year, yes=yes) for year, yes in years)


# What it is called


def test_the_words_are_called_as_json_calls_them_in_the_order_of_deciding() -> None:
    words = "no_data one_year met held fallen_below on_track behind far_behind moving_away"
    assert list(Word) == words.split()


def test_what_is_not_said_of_a_year_or_a_trend_is_none() -> None:
    point, found = exactly(2025, 1), plain(Trend(word=Word.ONE_YEAR, years=()))
    assert (point.method, point.pool) == (None, None)
    keys = "change pace needed line low high growth".split()
    assert [found.pop(key) for key in keys] == [None] * 7
    assert found == {"word": "one_year", "words": [], "slips": False, "years": []}

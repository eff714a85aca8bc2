"""The edges of a trend: ends of a range that are missing, a base in the due year, years that are not compared."""

from dataclasses import replace
from fractions import Fraction

import pytest

from scp_ninhbinh.measures.figures import Amount, Percentage
from scp_ninhbinh.scores.results import plain
from scp_ninhbinh.scores.trend import (
    Direction,
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

HALF = Fraction(1, 2)


def at(year: int, achieved: Amount | None, low: Amount | None = None, high: Amount | None = None) -> Point:
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
    """From 2/10 (1/10 to 3/10) in 2020 to 4/10 (2/10 to 5/10) in 2025, towards 6/10 in 2030."""
    tenth = Fraction(1, 10)
    points = [at(2020, 2 * tenth, tenth, 3 * tenth), at(2025, 4 * tenth, 2 * tenth, 5 * tenth)]
    found = trend(points, 6 * tenth, 2030)
    lines = [(line.expected, line.ratio, line.projected) for line in (found.line, found.low, found.high)]
    assert lines == [
        (4 * tenth, Fraction(1), 6 * tenth),
        (Fraction(7, 20), Fraction(2, 5), 3 * tenth),
        (Fraction(9, 20), Fraction(4, 3), 7 * tenth),
    ]
    assert found.words == (Word.ON_TRACK, Word.FAR_BEHIND)


def test_an_end_that_is_missing_in_either_year_has_no_line_and_the_figure_keeps_its_own() -> None:
    one = trend([at(2020, 0, None, 0), at(2025, 1, 1, 1)], 2, 2030)
    other = trend([at(2020, 0, 0, 0), at(2025, 1, 1, None)], 2, 2030)
    assert (one.low, one.word, one.line.ratio, one.high.ratio) == (None, Word.ON_TRACK, 1, 1)
    assert (other.high, other.word, other.line.ratio, other.low.ratio) == (None, Word.ON_TRACK, 1, 1)


def test_an_end_that_began_at_the_target_has_no_line() -> None:
    found = trend([at(2020, 0, 0, 2), at(2025, 1, 1, 2)], 2, 2030)
    assert (found.high, found.line is None, found.low is None) == (None, False, False)


@pytest.mark.parametrize("base", [2025, 2026])
def test_from_the_due_year_on_there_is_no_line_and_no_growth(base: int) -> None:
    found = trend([exactly(base, Fraction(1, 10)), exactly(base + 1, Fraction(2, 10))], HALF, 2025, share=True)
    assert (found.word, found.line, found.low, found.high, found.growth) == (Word.ONE_YEAR, None, None, None, None)
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
    kept, out = comparable(points, Percentage(2))
    assert kept == (points[1],)
    assert out == (OtherBasis(year=2024, reason="method", found="sample", expected="census"),)


def test_a_year_without_a_figure_differs_from_none() -> None:
    points = [at(2024, None), replace(exactly(2025, 1), method="census", pool="register")]
    assert comparable(points, Percentage(2)) == (tuple(points), ())
    assert comparable(points[:1], Percentage(2)) == (tuple(points[:1]), ())


@pytest.mark.parametrize(
    ("low", "required", "counted", "kept"),
    [(0, 1, True, False), (1, 2, True, False), (2, 2, True, True), (1, 2, False, True), (None, 1, True, False)],
    ids=["nothing yet", "too few", "enough", "a share", "no lower bound"],
)
def test_a_number_counted_over_years_without_rows_is_compared_once_it_is_enough(
    low: int | None, required: int, counted: bool, kept: bool
) -> None:
    points = [at(2024, 1, low, None), exactly(2025, 1)]
    found = comparable(points, required if counted else Percentage(required))
    left_out = OtherBasis(year=2024, reason="years", found="", expected="")
    assert found == ((tuple(points), ()) if kept else (tuple(points[1:]), (left_out,)))


# Evidence


def test_evidence_that_some_years_lack_is_followed_over_those_that_have_it() -> None:
    found = list(directions({2025: {"a": 5, "b": 1}, 2022: {"a": 2}, 2024: {"b": 4}}, {"b": "no"}))
    assert found == [
        Direction(answer="a", wanted="yes", years=evidence((2022, 2), (2025, 5)), mean_change=1, last_change=None),
        Direction(answer="b", wanted="no", years=evidence((2024, 4), (2025, 1)), mean_change=-3, last_change=-3),
    ]


def evidence(*years: tuple[int, int]) -> tuple[YearEvidence, ...]:
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

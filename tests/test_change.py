"""Changes of two levels: cuts and rises, a year or as a whole, and where no bound is known."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scp_ninhbinh.measures.change import Line, Way, quotients, time_since
from scp_ninhbinh.text.numbers import Percentage

F = Fraction
QUOTIENTS = st.fractions(0, 9, max_denominator=50)
Ends = tuple[int | None, int | None]


def test_a_cut_and_a_rise_are_told_against_the_base() -> None:
    """From 40 to 30 is a cut of 25% and a rise of −25%."""
    assert (Way().figure(F(30, 40)), Way(rises=True).figure(F(30, 40))) == (F(1, 4), F(-1, 4))
    assert isinstance(Way().figure(F(1)), Percentage)


def test_the_ends_of_a_cut_are_the_other_ends_of_the_quotient() -> None:
    assert Way().ends((F(1, 2), F(3, 4))) == (F(1, 4), F(1, 2))
    assert Way(rises=True).ends((F(1, 2), None)) == (F(-1, 2), None)
    assert Way().ends((F(1, 2), None)) == (None, F(1, 2))


@pytest.mark.parametrize(
    ("quotient", "years", "rises", "figure"),
    [
        (F(121, 100), 2, True, F(1, 10)),
        (F(81, 100), 2, False, F(1, 10)),
        (F(27, 8), F(3, 2), True, F(5, 4)),  # (3/2)³ in a year and a half is (3/2)² a year
        (F(64, 27), F(3, 2), True, F(7, 9)),  # (4/3)², which no decimal is
        (F(1), 7, True, F(0)),
        (F(0), 7, False, F(1)),
        (F(-3), 2, False, F(1)),  # below zero nothing is left: no root says how fast
    ],
)
def test_a_change_a_year_compounds(quotient: Fraction, years: Fraction, rises: bool, figure: Fraction) -> None:
    """Worked by hand: 1.1² = 1.21, 0.9² = 0.81."""
    assert Way(F(1, 2), rises, F(years)).figure(quotient) == figure


@pytest.mark.parametrize("rises", [True, False])
@given(
    st.fractions(F(1, 100), F(99, 100), max_denominator=1000),
    st.fractions(F(1, 2), 12, max_denominator=4),
    st.integers(-1, 1),
)
def test_no_rounding_of_a_root_decides_what_is_required(rises: bool, r: Fraction, years: Fraction, beside: int) -> None:
    """(1 ± r)^n itself is a change of just r; a hair's breadth beside it, far below a float's, is more or less.

    Of a time that is no whole number, n times its denominator is taken, so that the factor is a fraction.
    """
    factor = (1 + r if rises else 1 - r) ** years.numerator + beside * F(1, 10**60)
    figure = Way(r, rises, F(years.numerator)).figure(factor)
    side = beside if rises else -beside
    assert ((figure > r) - (figure < r)) == side


@given(QUOTIENTS, QUOTIENTS, st.fractions(F(1, 2), 9, max_denominator=4))
def test_a_change_a_year_keeps_the_order(one: Fraction, other: Fraction, years: Fraction) -> None:
    low, high = sorted((one, other))
    assert Way(F(1, 10), True, years).figure(low) <= Way(F(1, 10), True, years).figure(high)
    assert Way(F(1, 10), False, years).figure(low) >= Way(F(1, 10), False, years).figure(high)


@pytest.mark.parametrize(
    ("now", "base", "found"),
    [
        ((30, 60), (40, 80), (F(3, 8), F(3, 2))),
        ((30, None), (40, 80), (F(3, 8), None)),
        ((30, 60), (40, None), (None, F(3, 2))),
        ((30, 60), (0, 80), (F(3, 8), None)),
        ((None, 60), (40, 80), (None, F(3, 2))),
        ((-30, -10), (40, 80), (F(-3, 4), F(-1, 8))),  # below zero the smaller base makes the lesser quotient
        ((-30, 60), (-40, 80), (None, None)),
        ((30, 60), (None, 80), (None, None)),
    ],
)
def test_quotients_are_of_opposite_ends(now: Ends, base: Ends, found: tuple[object, object]) -> None:
    assert quotients(now, base) == found


def test_the_time_runs_from_the_middle_of_the_base_years() -> None:
    assert (time_since((2020,), 2025), time_since((2015, 2016), 2025), time_since((2010, 2015, 2016), 2025)) == (
        *(5, F(19, 2)),
        2025 - F(6041, 3),
    )


def test_what_is_just_as_required_has_a_side_and_without_a_fraction_no_line() -> None:
    """A cut of at least 20% is at most 0.8 of the base; a rise of at most 20% at most 1.2 of it."""
    cut, rise = Way(F(1, 5)), Way(F(1, 5), True)
    assert [Line.of(cut, False), Line.of(rise, True)] == [Line(F(4, 5), True), Line(F(6, 5), True)]
    assert [Line.of(rise, False), Line.of(cut, True)] == [Line(F(6, 5), False), Line(F(4, 5), False)]
    assert Line.of(cut._replace(years=F(2)), False) == Line(F(16, 25), True)
    assert Line.of(cut._replace(years=F(5, 2)), False) is None
    assert [Line(F(4, 5), True).is_reached(F(level), F(10)) for level in (7, 8, 9)] == [True, True, False]
    assert [Line(F(4, 5), False).is_reached(F(level), F(10)) for level in (7, 8, 9)] == [False, True, True]

"""What would turn or settle a change from a sample: units that are unlike those drawn, and more units like them."""

from collections.abc import Sequence
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from scp_ninhbinh.measures.change import Line
from scp_ninhbinh.measures.layer_bound import separate_range
from scp_ninhbinh.measures.sampled_ratio import more_drawn
from scp_ninhbinh.measures.sampled_turning import grown, more_measured, turning, turning_level
from scp_ninhbinh.measures.sampled_units import Frame, Members, filled
from scp_ninhbinh.plan.vocabulary import RateColumns

AT_95 = Fraction(95, 100)
COLUMNS = RateColumns("burnt", "all")


def frame(*rows: Sequence[tuple[int, int]], undrawn: int, years: int = 1) -> Frame:
    """One stratum: each row has burnt and all of each year; one that was not drawn has at most 100 of each year."""
    units: Any = [tuple(SimpleNamespace(burnt=part, all=whole) for part, whole in row) for row in rows]
    return Frame({("house", ""): Members(units, [(100,) * years] * undrawn, [], undrawn)})


FOUR = frame(*[((20, 100), (40, 100))] * 4, undrawn=3, years=2)


@pytest.mark.parametrize(
    ("limit", "number"),
    [(Fraction(439, 560), 1), (Fraction(220, 280), 2), (Fraction(299, 280), 2), (Fraction(2), None)],
)
def test_units_all_in_the_part_turn_a_cut_one_by_one(limit: Fraction, number: int | None) -> None:
    """Seven units are taken to have 140 of 700; each of three that were not drawn may have 100 in place of 20.

    The base year's rate is 0.4, so that a limit of x is passed above 280·x: 220, 300 and 380 come one after the other.
    """
    found = turning([FOUR], COLUMNS, Line(limit, below=True))
    assert found is not None
    assert (found.units, found.most, found.hard, found.number) == (3, 100, True, number)


def test_units_with_none_of_theirs_in_the_part_turn_a_rise() -> None:
    """At least half of the base year's rate of 0.4 is 140 of 700, and 120 with the first: it is just reached."""
    found = turning([FOUR], COLUMNS, Line(Fraction(1, 2), below=False))
    assert found is not None
    assert (found.hard, found.number) == (False, 1)


@pytest.mark.parametrize(("limit", "number"), [(Fraction(439, 1400), 1), (Fraction(220, 700), 2)])
def test_units_all_in_the_part_turn_a_level_one_by_one(limit: Fraction, number: int) -> None:
    found = turning_level(frame(*[((20, 100),)] * 4, undrawn=3), COLUMNS, limit, is_ceiling=True)
    assert found is not None
    assert (found.hard, found.number) == (True, number)


@pytest.mark.parametrize("below", [True, False])
@pytest.mark.parametrize("percent", [30, 70, 130, 190])
def test_so_many_more_of_each_year_settle_a_verdict_and_one_fewer_does_not(percent: int, below: bool) -> None:
    """Two separate samples whose rates are equal: a quotient of 1, held against limits beside it."""
    now, base = (frame(*[((30, 100),)] * 10, undrawn=30) for _ in range(2))

    def settles(more: int) -> bool:
        years = (grown(one.layers(COLUMNS, (0,)), Fraction(more, 30)) for one in (now, base))
        low, high = (None if cut is None else 100 * (1 - cut) for cut in reversed(separate_range(*years, AT_95)))
        assert low is not None
        above, under = (high is not None and high <= percent, low > percent)
        if not below:
            above, under = low >= percent, high is not None and high < percent
        return above or under

    # asked where the verdict is open: that none more would settle it is nothing that it has to find
    found = more_measured([now, base], COLUMNS, Line(Fraction(percent, 100), below), AT_95)
    assert [settles(more) for more in range(1, 31)] == [found is not None and more >= found for more in range(1, 31)]


@pytest.mark.parametrize("part", [0, 1])
def test_of_a_unit_that_gave_nothing_out_nothing_is_in_the_part(part: int) -> None:
    unit: Any = SimpleNamespace(burnt=None, all=0)
    assert filled(unit, COLUMNS, part) == (0, 0)


def test_where_even_all_of_them_settle_nothing_no_number_is_told() -> None:
    rate: Any = SimpleNamespace(columns=COLUMNS, half_known=False, given_out=4)
    level = frame(*[((20, 100),)] * 4, undrawn=3)
    found = [more_drawn(rate, level, AT_95, lambda low, high, most=most: high - low <= most) for most in (-1, 1)]
    assert found == [0, 1]

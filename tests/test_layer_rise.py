"""The layer bound of a rise: that of a cut, with met and missed exchanged."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scp_ninhbinh.measures.layer_bound import CLOSE, Layers, Panel, panel_range
from scp_ninhbinh.measures.layer_rise import panel_rise

F = Fraction
AT_95 = F(95, 100)
SIX_AND_ONE = [Layers([(10, 100, 40, 100)] * 6 + [(20, 80, 50, 120)], [(100, 120)] * 3)]
"""The golden panel of the layer bound, a cut of −5.52% to 83.13%."""


def test_the_range_of_the_golden_panel_is_mirrored() -> None:
    low, high = panel_rise(SIX_AND_ONE, F(30, 100), AT_95)
    assert low is not None
    assert high is not None
    assert (round(float(low * 100), 2), round(float(high * 100), 2)) == (-83.13, 5.52)


@st.composite
def panels(draw: st.DrawFn) -> list[Layers]:
    whole = st.integers(1, 6)
    units = []
    for _ in range(draw(st.integers(1, 5))):
        now, base = draw(whole), draw(whole)
        units.append((draw(st.integers(0, now)), now, draw(st.integers(0, base)), base))
    most = max(unit[1] for unit in units), max(unit[3] for unit in units)
    return [Layers(units, [most] * draw(st.integers(0, 4)), [most] * draw(st.integers(0, 1)))]


@settings(max_examples=150, deadline=None)
@given(panels(), st.fractions(F(-1, 2), 3, max_denominator=20))
def test_the_verdict_on_a_rise_turns_at_its_ends_and_they_are_those_of_the_cut(
    strata: list[Layers], required: Fraction
) -> None:
    panel = Panel(strata, AT_95)
    if not panel.base_low:  # nothing is in the part for certain: that is a base of zero
        return
    low, high = panel_rise(strata, required, AT_95)
    assert low is not None
    assert high is not None
    assert (low >= required) is panel.is_missed(-required, or_just=True)
    assert (high < required) is panel.is_met(-required, or_just=False)
    cuts = panel_range(strata, -required, AT_95)
    assert abs(low + (cuts[1] or 0)) <= 2 * CLOSE
    assert abs(high + (cuts[0] or 0)) <= 2 * CLOSE


@settings(max_examples=60, deadline=None)
@given(panels(), st.fractions(F(-1, 2), 3, max_denominator=20), st.fractions(0, 1, max_denominator=20))
def test_what_is_met_is_met_for_less_and_what_is_missed_for_more(
    strata: list[Layers], required: Fraction, more: Fraction
) -> None:
    panel = Panel(strata, AT_95)
    assert panel.is_missed(-required, or_just=True) or not panel.is_missed(-(required + more), or_just=True)
    assert panel.is_met(-(required + more), or_just=False) or not panel.is_met(-required, or_just=False)


@pytest.mark.parametrize(("required", "met"), [(F(1), True), (F(101, 100), False)])
def test_a_census_is_exact_where_a_rise_is_just_as_required(required: Fraction, met: bool) -> None:
    """20/100 and then 40/100: twice as much, and not a hair more."""
    low, high = panel_rise([Layers([(40, 100, 20, 100)])], required, AT_95)
    assert low is not None
    assert high is not None
    assert ((low >= required), (high < required)) == (met, not met)


def test_a_rise_of_nothing_at_all_has_no_ends_and_one_of_nothing_for_certain_no_upper_one() -> None:
    """All units of the base year have none of the part; with three that were not drawn some of it may be there."""
    nothing = [(2, 10, 0, 10)] * 4
    assert panel_rise([Layers(nothing)], F(10, 100), AT_95) == (None, None)
    low, high = panel_rise([Layers(nothing, [(10, 10)] * 3)], F(10, 100), AT_95)
    assert low is not None
    assert (low > -1, high) == (True, None)


def test_a_rise_of_which_all_is_known_is_one_figure() -> None:
    """20% of 40 against 10% of 40: a rise of 100%, whatever is required."""
    for required in (F(0), F(1), F(3)):
        low, high = panel_rise([Layers([(2, 10, 1, 10)] * 4)], required, AT_95)
        assert low is not None
        assert high is not None
        assert abs(low - 1) <= CLOSE
        assert abs(high - 1) <= CLOSE

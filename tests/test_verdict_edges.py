"""The edges of a verdict: sides without bound, bars, weak samples, and why a range is open."""

from fractions import Fraction

import pytest

from scp_ninhbinh.measures.figures import Figure, Reason
from scp_ninhbinh.scores.verdict import Requirement, Status, judge, span

HALF = Fraction(1, 2)
DUE = Requirement(HALF, due=2025, year=2025)
BEFORE = Requirement(HALF, due=2025, year=2024)
AFTER = Requirement(HALF, due=2025, year=2026)
LOW, HIGH = Fraction(1, 4), Fraction(3, 4)


def figure(low: Fraction | None, high: Fraction | None, **more: object) -> Figure:
    return Figure("a", low, low, high, **more)


def test_one_reading_without_a_lower_bound_leaves_all_readings_without_one() -> None:
    found = judge([figure(None, HIGH), figure(HIGH, HIGH)], DUE)
    assert (found.low, found.high, found.status) == (None, HIGH, Status.UNDETERMINED)


def test_one_reading_without_an_upper_bound_leaves_all_readings_without_one() -> None:
    found = judge([figure(LOW, None), figure(LOW, LOW)], DUE)
    assert (found.low, found.high, found.status) == (LOW, None, Status.UNDETERMINED)


def test_readings_span_from_the_lowest_to_the_highest_and_lead_with_the_first() -> None:
    found = span([figure(HALF, HALF), figure(LOW, LOW), figure(HIGH, HIGH)])
    assert found == Figure("", HALF, LOW, HIGH)


def test_readings_of_which_none_speaks_span_nothing() -> None:
    assert span([Figure("a", empty=True), Figure("b", pending=True)]) is None


def test_a_reading_that_does_not_speak_bounds_nothing() -> None:
    assert span([figure(HALF, HALF), Figure("b", empty=True), Figure("c", pending=True)]) == Figure(
        "", HALF, HALF, HALF
    )


def test_the_bars_of_all_readings_bar_the_whole() -> None:
    barred = Figure("b", low=HIGH, high=HIGH, bars=(Reason.DIFFERENT_UNITS,))
    found = span([figure(HIGH, HIGH), barred])
    assert (found.bars, judge([figure(HIGH, HIGH), barred], DUE).status) == (
        (Reason.DIFFERENT_UNITS,),
        Status.UNDETERMINED,
    )


@pytest.mark.parametrize(
    ("required", "weak", "status"),
    [
        (DUE, False, Status.NOT_MET),
        (DUE, True, Status.UNDETERMINED),
        (AFTER, False, Status.NOT_MET),
        (BEFORE, True, Status.NOT_YET),
    ],
)
def test_a_weak_basis_never_calls_a_target_missed(required: Requirement, weak: bool, status: Status) -> None:
    assert judge([figure(LOW, LOW, approximate=weak)], required).status is status


def test_a_weak_basis_may_call_a_target_met() -> None:
    assert judge([figure(HIGH, HIGH, approximate=True)], DUE).status is Status.MET


def test_one_weak_reading_makes_the_whole_weak() -> None:
    assert span([figure(LOW, LOW), figure(LOW, LOW, approximate=True)]).approximate
    assert not span([figure(LOW, LOW), figure(LOW, LOW)]).approximate


ALL_BELOW, ACROSS, ALL_ABOVE = (LOW, LOW), (LOW, HIGH), (HIGH, HIGH)


@pytest.mark.parametrize(
    ("intervals", "reasons"),
    [
        ((), {Reason.MISSING}),
        ((ACROSS,), {Reason.SAMPLING}),
        ((ACROSS, ACROSS), {Reason.SAMPLING}),
        ((ALL_BELOW, ALL_ABOVE), {Reason.MISSING}),
        ((ALL_BELOW, ACROSS), {Reason.SAMPLING, Reason.MISSING}),
        ((ACROSS, ALL_ABOVE), {Reason.SAMPLING, Reason.MISSING}),
    ],
    ids=["no sample", "one interval across", "both across", "extremes differ", "lower below", "upper above"],
)
def test_a_sample_is_open_by_its_interval_or_by_what_unknown_answers_may_be(
    intervals: tuple[tuple[Fraction, Fraction], ...], reasons: set[Reason]
) -> None:
    found = judge([figure(LOW, HIGH, intervals=intervals)], DUE)
    assert (found.status, set(found.reasons)) == (Status.UNDETERMINED, reasons)


def test_a_barred_reading_gives_its_bars_and_no_missing_answers() -> None:
    found = judge([Figure("a", bars=(Reason.NO_BASELINE, Reason.DIFFERENT_UNITS))], DUE)
    assert found.reasons == (Reason.NO_BASELINE, Reason.DIFFERENT_UNITS)


def test_a_reading_without_a_row_disagrees_with_none() -> None:
    assert judge([figure(LOW, HIGH), Figure("b", empty=True)], DUE).reasons == (Reason.MISSING,)


def test_each_reading_has_its_own_verdict() -> None:
    figures = [figure(LOW, LOW), figure(HIGH, HIGH), Figure("c", empty=True), Figure("d", pending=True)]
    assert judge(figures, DUE).each == (Status.NOT_MET, Status.MET, Status.NO_DATA, Status.NOT_YET)


def test_what_is_settled_has_no_reason() -> None:
    assert judge([figure(LOW, LOW)], DUE).reasons == judge([figure(HIGH, None)], DUE).reasons == ()


def test_verdicts_and_reasons_are_called_as_json_calls_them() -> None:
    assert list(Status) == ["met", "not_met", "not_yet", "undetermined", "no_data", "tracked"]
    assert list(Reason) == ["no-baseline", "zero-baseline", "different-units", "missing", "sampling", "readings"]

"""The verdict table of METHODS, row by row, on ranges written out."""

from fractions import Fraction

import pytest

from scp_ninhbinh.measures.figures import Figure, Reason
from scp_ninhbinh.scores.verdict import Requirement, Status, judge

SEVENTY_BY_2025 = Requirement(Fraction(7, 10), due=2025, year=2025)
SEVENTY_BY_2030 = Requirement(Fraction(7, 10), due=2030, year=2025)


def figure(low: float | None, high: float | None, name: str = "a") -> Figure:
    return Figure(
        name, low=None if low is None else Fraction(str(low)), high=None if high is None else Fraction(str(high))
    )


@pytest.mark.parametrize(
    ("low", "high", "now", "before_due"),
    [
        (0.7, 0.7, Status.MET, Status.MET),
        (0.7, None, Status.MET, Status.MET),
        (0.6999, 0.6999, Status.NOT_MET, Status.NOT_YET),
        (None, 0.69, Status.NOT_MET, Status.NOT_YET),
        (0.6, 0.7, Status.UNDETERMINED, Status.UNDETERMINED),
        (0.6, None, Status.UNDETERMINED, Status.UNDETERMINED),
        (None, 0.8, Status.UNDETERMINED, Status.UNDETERMINED),
    ],
)
def test_a_verdict_is_a_statement_about_the_whole_range(
    low: float | None, high: float | None, now: Status, before_due: Status
) -> None:
    assert judge([figure(low, high)], SEVENTY_BY_2025).status is now
    assert judge([figure(low, high)], SEVENTY_BY_2030).status is before_due


def test_a_range_that_straddles_is_undetermined_because_answers_are_missing() -> None:
    assert judge([figure(0.6, 0.8)], SEVENTY_BY_2025).reasons == (Reason.MISSING,)


def test_readings_that_disagree_are_undetermined_and_agreeing_ones_are_not() -> None:
    apart = judge([figure(0.8, 0.8), figure(0.6, 0.6)], SEVENTY_BY_2025)
    together = judge([figure(0.8, 0.8), figure(0.71, 0.71)], SEVENTY_BY_2025)
    assert (apart.status, apart.reasons) == (Status.UNDETERMINED, (Reason.READINGS,))
    assert (together.status, together.low, together.high) == (Status.MET, Fraction(71, 100), Fraction(8, 10))


def test_a_bar_makes_the_verdict_undetermined_and_is_its_reason() -> None:
    verdict = judge([Figure("all", bars=(Reason.NO_BASELINE,))], SEVENTY_BY_2025)
    assert (verdict.status, verdict.reasons) == (Status.UNDETERMINED, (Reason.NO_BASELINE,))


def test_reasons_come_in_their_fixed_order() -> None:
    verdict = judge([figure(0.6, 0.8), Figure("b", bars=(Reason.ZERO_BASELINE,)), figure(0.9, 0.9)], SEVENTY_BY_2025)
    assert verdict.reasons == (Reason.ZERO_BASELINE, Reason.MISSING, Reason.READINGS)


def test_no_row_at_all_is_no_data_and_an_empty_second_reading_changes_nothing() -> None:
    empty = Figure("matched", empty=True)
    assert judge([empty], SEVENTY_BY_2025).status is Status.NO_DATA
    assert judge([figure(0.8, 0.8), empty], SEVENTY_BY_2025).status is Status.MET


def test_a_window_that_has_not_begun_is_not_yet_met_and_keeps_another_reading_from_settling_it() -> None:
    pending = Figure("since-2026", pending=True)
    assert judge([figure(0.8, 0.8), pending], SEVENTY_BY_2030).status is Status.UNDETERMINED
    assert judge([figure(0.5, 0.5), pending], SEVENTY_BY_2030).status is Status.NOT_YET
    assert judge([pending], SEVENTY_BY_2030).status is Status.NOT_YET

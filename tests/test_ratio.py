"""The level of a ratio of totals: worked by hand, in every cell of its verdicts, against a second scorer."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from conftest import of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from level_plans import A_HEAD, RATIO, Levels, level, register_text, rows

from scp_ninhbinh.measures.amounts import amount_of, way_of
from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.measures.ratio import measure_ratio
from scp_ninhbinh.plan.vocabulary import AmountColumn
from scp_ninhbinh.scores.explain import explain
from scp_ninhbinh.scores.measured import quotients
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.numbers import Percentage

__all__ = ["level"]

PART, HEAD = "id waste treated", "id waste people"
CONFIDENCE = Fraction(95, 100)
BY_2025, BY_2030 = "due: 2025, clause: I.1, ", "due: 2030, clause: I.1, "
MISSING = (Reason.MISSING,)


def range_of(found: Result) -> tuple[Any, Any, Any]:
    return found.low, found.achieved, found.high


def test_a_ratio_is_sum_over_sum_of_the_units_with_both_figures(level: Levels) -> None:
    """90/100 and 10/300 are 100/400: 25%, and not the mean of 90% and 3.3%."""
    found = level(RATIO, BY_2025 + "at_least: 25%", rows(PART, ("A", 100, 90), ("B", 300, 10)))
    assert range_of(found) == (Fraction(1, 4),) * 3
    assert (found.numerator, found.denominator, found.measured, found.unit) == (100, 400, 2, "percent")
    assert (found.status, found.gap, found.attainment) == (Status.MET, 0, 1)
    assert (type(found.achieved), found.readings[0].name) == (Percentage, "all")


def test_a_ratio_with_a_unit_is_times_its_factor(level: Levels) -> None:
    """1,100 t and 500 t of 2,500 and 1,500 people: 1,600 / 4,000 · 1,000 = 400 kg a head: at most 400 is met."""
    found = level(A_HEAD, BY_2025 + "at_most: 400", rows(HEAD, ("A", 1100, 2500), ("B", 500, 1500)))
    assert range_of(found) == (400, 400, 400)
    assert (found.status, found.unit, found.unit.vi) == (Status.MET, "kg a head", "kg/người")
    assert (found.gap, found.attainment, found.needed) == (0, None, None)


def test_a_part_that_is_not_known_is_anything_from_none_to_all_of_its_whole(level: Levels) -> None:
    """A 60/100; B has 100 and no part: 60/200 to 160/200, and the figure is that of A."""
    found = level(RATIO, BY_2025 + "at_least: 50%", rows(PART, ("A", 100, 60), ("B", 100, "")))
    assert range_of(found) == (Fraction(3, 10), Fraction(6, 10), Fraction(8, 10))
    assert (found.status, found.reasons, found.hard_unknown, found.unknown) == (
        Status.UNDETERMINED,
        MISSING,
        ("B",),
        1,
    )


def test_a_whole_that_is_not_known_is_at_most_the_largest_that_was_measured(level: Levels) -> None:
    """A 60/100; B has no figures, C a part of 20 alone. Least: (60 + 20)/300. Most: (60 + 100 + 20)/(100 + 100 + 20).

    B may be 0 to 100, all or none of it in the part; C is 20/20 to 20/100.
    """
    found = level(RATIO, BY_2025 + "at_least: 50%", rows(PART, ("A", 100, 60), ("B", "", ""), ("C", "", 20)))
    assert range_of(found) == (Fraction(80, 300), Fraction(60, 100), Fraction(180, 220))
    assert (found.not_measured, found.assumed_most) == (("B", "C"), 100)


def test_a_part_larger_than_every_whole_measured_is_all_of_its_own(level: Levels) -> None:
    """C has a part of 300 alone, so a whole of 300 at least, more than any: 360/400 = 90%; A's 60% is ruled out."""
    found = level(RATIO, BY_2025 + "at_least: 50%", rows(PART, ("A", 100, 60), ("C", "", 300)))
    assert (found.low, found.achieved, found.high) == (Fraction(9, 10), None, Fraction(9, 10))
    assert (found.status, found.assumed_most) == (Status.MET, 300)


def test_a_listed_unit_without_a_row_is_bounded_as_one_without_figures(level: Levels) -> None:
    """A 60/100 and B of the register: 60/200 to 160/200."""
    found = level(RATIO, BY_2025 + "at_least: 50%", rows(PART, ("A", 100, 60)), register_text("A", "B"))
    assert range_of(found) == (Fraction(3, 10), Fraction(6, 10), Fraction(8, 10))
    assert (found.not_surveyed, found.not_measured, found.status) == (1, ("B",), Status.UNDETERMINED)


@pytest.mark.parametrize(
    ("values", "low", "achieved", "high"),
    [
        ((("A", 200, 1000), ("B", "", 1000)), 100, 200, None),  # at least 200 t among 2,000, at most anything
        ((("A", 200, 1000), ("B", 50, "")), 0, 200, None),  # among how many people B's 50 t are is not known
        ((("A", 200, 1000), ("B", "", "")), 0, 200, None),
        ((("A", "", 1000),), 0, None, None),
        ((("A", 200, ""),), 0, None, None),
        ((("A", "", ""),), 0, None, None),
        ((("A", 200, 0), ("B", "", "")), 0, None, None),
    ],
    ids=str,
)
def test_of_what_is_no_part_a_figure_that_is_not_known_has_no_bound(
    level: Levels, values: tuple[tuple[Any, ...], ...], low: int, achieved: int | None, high: None
) -> None:
    found = level(A_HEAD, BY_2025 + "at_most: 400", rows(HEAD, *values))
    assert range_of(found) == (low, achieved, high)
    assert (found.status, found.reasons, found.assumed_most) == (Status.UNDETERMINED, MISSING, None)


def test_a_listed_unit_leaves_what_is_no_part_open_to_both_sides(level: Levels) -> None:
    found = level(A_HEAD, BY_2025 + "at_most: 400", rows(HEAD, ("A", 500, 1000)), register_text("A", "B"))
    assert (range_of(found), found.status) == ((0, 500, None), Status.UNDETERMINED)


def test_an_amount_that_may_be_negative_proves_nothing_where_one_is_not_known(level: Levels) -> None:
    """A −5 of 100; of B the change is not known: it may be far below, or above."""
    asked = "ratio: {sum: change, over: waste, times: 1, unit: ha}"
    whole = level(asked, BY_2025 + "at_least: 1", rows("id change waste", ("A", -5, 100)))
    opened = level(asked, BY_2025 + "at_least: 1", rows("id change waste", ("A", -5, 100), ("B", "", 100)))
    assert (range_of(whole), whole.status) == ((Fraction(-1, 20),) * 3, Status.NOT_MET)
    assert (range_of(opened), opened.status) == ((None, Fraction(-1, 20), None), Status.UNDETERMINED)


def test_where_no_whole_is_known_a_part_is_anything_from_none_to_all(level: Levels) -> None:
    """Nothing was measured that would say what others have at most."""
    for values in [(("A", "", ""),), (("A", "", 20),), (("A", 0, 0), ("B", "", ""))]:
        found = level(RATIO, BY_2025 + "at_least: 50%", rows(PART, *values))
        assert range_of(found) == (0, None, 1)
        assert (found.status, found.reasons, found.assumed_most) == (Status.UNDETERMINED, MISSING, None)


def test_nothing_over_nothing_is_no_ratio(level: Levels) -> None:
    found = level(RATIO, BY_2025 + "at_least: 50%", rows(PART, ("A", 0, 0)))
    assert (range_of(found), found.status, found.reasons) == (
        (None, None, None),
        Status.UNDETERMINED,
        (Reason.ZERO_BASELINE,),
    )


def test_amounts_counted_in_different_ways_have_no_ratio(level: Levels) -> None:
    """10 kg over people and 10 t, or 10 in all and 70 in seven days."""
    asked, columns = "ratio: {sum: sold, over: people, unit: kg a head}", "id sold people measure days"
    for second in [("B", 10, 5, "t", 1), ("B", 70, 5, "kg", "")]:
        found = level(asked, BY_2025 + "at_most: 4", rows(columns, ("A", 10, 5, "kg", 7), second))
        assert (found.achieved, found.numerator, found.reasons) == (None, None, (Reason.DIFFERENT_UNITS,))


def test_each_column_is_divided_by_what_it_names_itself(level: Levels) -> None:
    """70 kg in 7 days and 20 in 2 are 10 + 10 a day among 5 + 5 people, who are divided by nothing: 2 a head."""
    asked, columns = "ratio: {sum: sold, over: people, unit: kg a head}", "id sold people measure days"
    found = level(asked, BY_2025 + "at_most: 2", rows(columns, ("A", 70, 5, "kg", 7), ("B", 20, 5, "kg", 2)))
    assert (found.achieved, found.status, found.numerator, found.denominator) == (2, Status.MET, 20, 10)


# Every cell of the verdict table

A, OPEN = ("A", 100, 50), ("B", 100, "")
ROWS_OF = {
    "no row": rows("year id waste treated", (2024, "A", 100, 50)),
    "barred": rows(PART, ("A", 0, 0)),
    "known": rows(PART, A),  # 50%
    "open": rows(PART, A, OPEN),  # 25% to 75%
}
CELLS = [
    ("no row", "at_least: 50%", "no_data", "no_data"),
    ("barred", "at_least: 50%", "undetermined", "undetermined"),
    ("known", "at_least: 50%", "met", "met"),
    ("known", "at_least: 51%", "not_yet", "not_met"),
    ("known", "at_most: 50%", "met", "met"),
    ("known", "at_most: 49%", "not_yet", "not_met"),
    ("open", "at_least: 25%", "met", "met"),
    ("open", "at_least: 26%", "undetermined", "undetermined"),
    ("open", "at_least: 75%", "undetermined", "undetermined"),
    ("open", "at_least: 76%", "not_yet", "not_met"),
    ("open", "at_most: 75%", "met", "met"),
    ("open", "at_most: 74%", "undetermined", "undetermined"),
    ("open", "at_most: 25%", "undetermined", "undetermined"),
    ("open", "at_most: 24%", "not_yet", "not_met"),
]


@pytest.mark.parametrize(("given_", "limit", "before", "at_due"), CELLS)
def test_every_cell_of_the_verdicts_of_a_ratio(
    level: Levels, given_: str, limit: str, before: str, at_due: str
) -> None:
    """A is 50/100, B has 100 and no part: 50/200 to 150/200."""
    for due, status in ((BY_2030, before), (BY_2025, at_due)):
        assert level(RATIO, due + limit, ROWS_OF[given_], year=2025).status == status


HEADS = {"known": rows(HEAD, ("A", 40, 100)), "no high": rows(HEAD, ("A", 40, 100), ("B", "", 100))}
NO_BOUND = [
    ("no high", "at_least: 200", "met", "met"),
    ("no high", "at_least: 201", "undetermined", "undetermined"),
    ("no high", "at_most: 199", "not_yet", "not_met"),
    ("no high", "at_most: 999999", "undetermined", "undetermined"),
]


@pytest.mark.parametrize(("given_", "limit", "before", "at_due"), NO_BOUND)
def test_a_missing_bound_proves_nothing_on_its_side(
    level: Levels, given_: str, limit: str, before: str, at_due: str
) -> None:
    """A 40 t among 100, B anything among 100: at least 40/200 · 1,000 = 200 kg a head, and no most."""
    for due, status in ((BY_2030, before), (BY_2025, at_due)):
        assert level(A_HEAD, due + limit, HEADS[given_]).status == status


def test_without_either_bound_nothing_is_proven(level: Levels) -> None:
    asked = "ratio: {sum: change, over: waste, unit: ha}"
    for limit in ("at_least: 1", "at_most: 1"):
        found = level(asked, BY_2025 + limit, rows("id change waste", ("A", 5, 1), ("B", "", 1)))
        assert (found.low, found.high, found.status) == (None, None, Status.UNDETERMINED)


# Samples


def drawn(*amounts: tuple[int, int], of_: int) -> tuple[list[dict[str, Any]], str]:
    """Return a sample with these wholes and parts, and its register of so many units."""
    return (
        rows(PART, *((f"C{n}", whole, part) for n, (part, whole) in enumerate(amounts))),
        register_text(*(f"C{n}" for n in range(of_))),
    )


SEVEN = drawn(*[(30, 100)] * 5, *[(50, 100)] * 2, of_=10)


@pytest.mark.parametrize(
    ("limit", "status"),
    [
        ("at_most: 50%", Status.MET),
        ("at_least: 30%", Status.UNDETERMINED),
        ("at_least: 28%", Status.MET),
        ("at_least: 51%", Status.NOT_MET),
        ("at_most: 27%", Status.NOT_MET),
    ],
)
def test_a_sample_is_judged_by_the_layer_bound(level: Levels, limit: str, status: Status) -> None:
    """METHODS' golden: five (30,100) and two (50,100) of 10: 28..50; the estimate is 250/700."""
    found_rows, register = SEVEN
    found = level(RATIO, BY_2025 + limit, found_rows, register, confidence=CONFIDENCE)
    assert range_of(found) == (Fraction(28, 100), Fraction(250, 700), Fraction(1, 2))
    assert (found.status, found.method, found.drawn, found.assumed_most) == (status, "sample", 7, 100)
    assert found.reasons == ((Reason.SAMPLING,) if status is Status.UNDETERMINED else ())


def test_a_sample_of_all_units_has_the_range_of_a_census(level: Levels) -> None:
    given_ = rows(PART, ("A", 100, 60), ("B", 300, 90))
    for confidence in (None, CONFIDENCE):
        found = level(RATIO, BY_2025 + "at_least: 50%", given_, register_text("A", "B"), confidence=confidence)
        assert (range_of(found), found.status) == ((Fraction(3, 8),) * 3, Status.NOT_MET)


def test_of_a_sample_what_is_no_part_has_no_range_and_is_open(level: Levels) -> None:
    given_ = rows(HEAD, *((f"C{n}", 40, 100) for n in range(9)))
    listed = register_text(*(f"C{n}" for n in range(10)))
    found = level(A_HEAD, BY_2025 + "at_most: 999999", given_, listed, confidence=CONFIDENCE)
    assert (range_of(found), found.status) == ((None, 400, None), Status.UNDETERMINED)
    assert found.reasons == (Reason.SAMPLING,)
    every = level(
        A_HEAD, BY_2025 + "at_most: 400", given_, register_text(*(f"C{n}" for n in range(9))), confidence=CONFIDENCE
    )
    assert (range_of(every), every.status) == ((400, 400, 400), Status.MET)


def test_parts_that_are_not_known_of_a_sample_are_filled_in_both_ways(level: Levels) -> None:
    """All ten listed are drawn, so chance has no part: nine 50/100 and one 0 to 100 of 100: 45% to 55%."""
    given_ = rows(PART, *((f"C{n}", 100, 50 if n else "") for n in range(10)))
    listed = register_text(*(f"C{n}" for n in range(10)))
    found = level(RATIO, BY_2025 + "at_least: 50%", given_, listed, confidence=CONFIDENCE)
    assert range_of(found) == (Fraction(45, 100), Fraction(1, 2), Fraction(55, 100))
    assert found.reasons == MISSING


def test_a_sample_of_which_nothing_was_measured_is_open_to_both_sides(level: Levels) -> None:
    found = level(
        RATIO, BY_2025 + "at_least: 50%", rows(PART, ("A", "", "")), register_text("A", "B"), confidence=CONFIDENCE
    )
    assert (range_of(found), found.status) == ((0, None, 1), Status.UNDETERMINED)
    assert found.reasons == (Reason.SAMPLING,)


# Groups


def test_groups_have_their_own_ratio_and_add_up_to_the_whole(level: Levels) -> None:
    """North 60/100 and 30/100, South 10/50, and of the register one in the South without a row: 10/100 to 60/100."""
    columns = "id area waste treated"
    given_ = rows(columns, ("A", "North", 100, 60), ("B", "North", 100, 30), ("C", "South", 50, 10))
    areas = {"A": "North", "B": "North", "C": "South", "D": "South"}
    found = level(RATIO, BY_2025 + "at_least: 50%", given_, register_text("A", "B", "C", "D", areas=areas), by="area")
    south, north = found.groups or ()
    assert (north.name, range_of(north)) == ("North", (Fraction(9, 20),) * 3)
    assert (south.name, range_of(south)) == ("South", (Fraction(1, 10), Fraction(1, 5), Fraction(6, 10)))
    assert (north.numerator + south.numerator, north.denominator + south.denominator) == (
        found.numerator,
        found.denominator,
    )


def test_a_group_that_is_barred_says_so(level: Levels) -> None:
    given_ = rows("id area waste treated", ("A", "North", 100, 60), ("B", "South", 0, 0))
    found = level(RATIO, BY_2025 + "at_least: 50%", given_, by="area")
    assert [(one.name, one.bars) for one in found.groups or ()] == [("North", ()), ("South", (Reason.ZERO_BASELINE,))]


# A second scorer: every unknown filled in every way

UNIT = st.tuples(st.sampled_from(["", 0, 2, 5, 10]), st.sampled_from(["", 0, 1, 4]))


def completions(
    units: Sequence[tuple[Any, Any]], unseen: int, is_part: bool, endless: int
) -> list[tuple[Fraction, Fraction]]:
    """Return every pair of sums, amounts that are not known taken at their ends; `endless` stands for any amount."""
    known = [whole for whole, _ in units if whole != ""]
    most = max(known, default=0)
    ways: list[list[tuple[Any, Any]]] = []
    for whole, part in [*units, *[("", "")] * unseen]:
        wholes = [whole] if whole != "" else [part or 0, max(most, part or 0)] if is_part else [0, 1, endless]
        parts = [part] if part != "" else None
        ways.append([(w, p) for w in wholes for p in (parts or ([0, w] if is_part else [0, endless]))])
    sums = (tuple(map(sum, zip(*way, strict=True))) for way in product(*ways) if way)
    return [(Fraction(whole), Fraction(part)) for whole, part in sums]


few = settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@few
@given(
    st.lists(UNIT, min_size=1, max_size=4),
    st.integers(0, 2),
    st.booleans(),
    st.sampled_from([(10, True), (50, True), (90, True), (40, False), (100, False)]),
)
def test_ranges_and_verdicts_are_those_of_every_completion_tried_out(
    level: Levels,
    units: list[tuple[Any, Any]],
    unseen: int,
    is_part: bool,
    asked: tuple[int, bool],
) -> None:
    """Of a part over its whole each completion is a ratio; of what is no part the ends grow with the largest tried."""
    required, is_floor = asked
    if is_part:
        units = [(whole, part if whole == "" or part == "" else min(whole, part)) for whole, part in units]
    given_ = rows(PART if is_part else HEAD, *((f"C{n}", *_placed(one, is_part)) for n, one in enumerate(units)))
    register = register_text(*(f"C{n}" for n in range(len(units) + unseen))) if unseen else None
    limit = f"{'at_least' if is_floor else 'at_most'}: {required}" + ("%" if is_part else "")
    quotient = RATIO if is_part else "ratio: {sum: waste, over: people, times: 100, unit: x}"
    found = level(quotient, BY_2025 + limit, given_, register)
    measured_something = any(whole not in ("", 0) for whole, _ in units)
    every = completions(units, unseen, is_part, 10**6)
    ratios = [100 * part / whole for whole, part in every if whole]
    if not measured_something:  # nothing says what others have at most
        assert (found.low, found.high) in {(0, 1 if is_part else None), (None, None)}
        return
    scale = 1 if not is_part else 100
    low, high = (None if end is None else end * scale for end in (found.low, found.high))
    assert abs(low - min(ratios)) < Fraction(1, 10)  # beside an endless one by as little as that is large
    assert high is None or high == max(ratios)
    assert high is not None or max(ratios) > 1000 or any(whole == "" and part != "" for whole, part in units)
    _same_verdict(found, ratios, required, is_floor)


def _placed(one: tuple[Any, Any], is_part: bool) -> tuple[Any, Any]:
    whole, part = one
    return (whole, part) if is_part else (part, whole)


def _same_verdict(found: Result, ratios: Sequence[Fraction], required: int, is_floor: bool) -> None:
    reached = {(ratio >= required) if is_floor else (ratio <= required) for ratio in ratios}
    agreed = {True: Status.MET, False: Status.NOT_MET}[reached.pop()] if len(reached) == 1 else Status.UNDETERMINED
    if found.high is None:  # a bound that is missing proves nothing on its side
        assert found.status in {agreed, Status.UNDETERMINED}
    else:
        assert found.status is agreed


@few
@given(st.lists(UNIT, min_size=1, max_size=4), st.integers(0, 3), st.sampled_from([0, 2]))
def test_an_answer_to_what_was_not_known_never_widens_the_range(
    level: Levels, units: list[tuple[Any, Any]], number: int, amount: int
) -> None:
    """A part becomes known of a whole that is: every verdict that was certain stays."""
    known = [(whole, part if whole == "" or part == "" else min(whole, part)) for whole, part in units]
    number %= len(known)
    whole, part = known[number]
    if whole in ("", 0) or part != "":
        return
    filled = [*known[:number], (whole, min(amount, whole)), *known[number + 1 :]]
    before, after = (
        level(RATIO, BY_2025 + "at_least: 50%", rows(PART, *((f"C{n}", *one) for n, one in enumerate(some))))
        for some in (known, filled)
    )
    assert before.low <= after.low
    assert after.high <= before.high
    if before.status is not Status.UNDETERMINED:
        assert after.status is before.status


# Explained: what would settle it, found true by scoring again


def steps(level: Levels, *asked: Any, **more: Any) -> dict[str, Any]:
    scores = level.scores(*asked, **more)
    explained = explain(of(scores, "level"), scores)
    return {one.what: {key: value for key, value in vars(one).items() if key != "what"} for one in explained.steps}


@pytest.mark.parametrize(("limit", "at_most", "amount"), [("at_least: 50%", False, 40), ("at_most: 40%", True, 20)])
def test_the_amount_that_settles_a_ratio_is_found_true_by_scoring_again(
    level: Levels, limit: str, at_most: bool, amount: int
) -> None:
    """A 60/100, B 100 without a part: (60 + 40)/200 is 50%, (60 + 20)/200 is 40%."""
    found = steps(level, RATIO, BY_2025 + limit, rows(PART, ("A", 100, 60), ("B", 100, "")))
    assert found["amount"] == {"amount": amount, "at_most": at_most, "of": 100}
    assert found["hard-unknown"] == {"units": ("B",)}
    for part, status in ((amount, Status.MET), (amount + (1 if at_most else -1), Status.NOT_MET)):
        assert level(RATIO, BY_2025 + limit, rows(PART, ("A", 100, 60), ("B", 100, part))).status is status


def test_the_amount_a_head_is_found_true_by_scoring_again(level: Levels) -> None:
    """400 kg · 2,000 people are 800 t; A has 500: B may have 300."""
    found = steps(level, A_HEAD, BY_2025 + "at_most: 400", rows(HEAD, ("A", 500, 1000), ("B", "", 1000)))
    assert found["amount"] == {"amount": 300, "at_most": True, "of": None}
    for waste, status in ((300, Status.MET), (301, Status.NOT_MET)):
        given_ = rows(HEAD, ("A", 500, 1000), ("B", waste, 1000))
        assert level(A_HEAD, BY_2025 + "at_most: 400", given_).status is status


def test_what_is_not_known_is_named_by_what_is_lacking(level: Levels) -> None:
    given_ = rows(PART, ("A", 100, 60), ("B", 100, ""), ("C", "", 20), ("D", "", ""))
    found = steps(level, RATIO, BY_2025 + "at_least: 50%", given_, register_text("A", "B", "C", "D", "E"))
    assert found == {
        "hard-unknown": {"units": ("B",)},
        "whole-unknown": {"units": ("C",)},
        "figures": {"units": ("D",)},
        "not-surveyed": {"units": 1},
    }


def test_different_units_are_settled_by_the_same_unit(level: Levels) -> None:
    asked, columns = "ratio: {sum: sold, over: people, unit: kg a head}", "id sold people measure"
    given_ = rows(columns, ("A", 10, 5, "kg"), ("B", 10, 5, "t"))
    assert steps(level, asked, BY_2025 + "at_most: 4", given_) == {"same-units": {"year": 2025}}


def test_so_many_more_units_drawn_settle_a_sample_and_one_fewer_does_not(level: Levels) -> None:
    """30 units of which 10 were drawn, all 60/100, towards 50%: as many more as it says, all alike, and it is met."""
    limit = BY_2025 + "at_least: 50%"
    found = steps(level, RATIO, limit, *drawn(*[(60, 100)] * 10, of_=30), confidence=CONFIDENCE)
    more = found["drawn"]["more"]
    for number, status in ((more, Status.MET), (more - 1, Status.UNDETERMINED)):
        given_ = drawn(*[(60, 100)] * (10 + number), of_=30)
        assert level(RATIO, limit, *given_, confidence=CONFIDENCE).status is status


def test_units_are_listed_from_the_side_that_is_not_required(level: Levels) -> None:
    given_ = rows(PART, ("A", 100, 90), ("B", 100, 10), ("C", 0, 0), ("D", 100, ""), ("E", "", ""))
    for limit, order in (("at_least: 50%", ["B", "A", "C"]), ("at_most: 50%", ["A", "B", "C"])):
        scores = level.scores(RATIO, BY_2025 + limit, given_)
        explained = explain(of(scores, "level"), scores)
        listed = {one.said: [unit.unit for unit in one.units] for one in explained.units}
        assert listed == {"measured": order, "hard_unknown": ["D"], "unknown": ["E"]}


# Amounts


def test_an_amount_is_divided_where_it_says_by_what() -> None:
    column, unit = AmountColumn("sold", "measure", "days"), type("Unit", (), {"measure": "kg"})
    unit.sold, unit.days = 70, 7
    assert (amount_of(unit, column), way_of(unit, column)) == (10, ("kg", True))
    unit.days = None
    assert (amount_of(unit, column), way_of(unit, column)) == (70, ("kg", False))
    unit.sold = None
    assert amount_of(unit, column) is None


def test_a_ratio_is_measured_alike_by_its_columns(level: Levels) -> None:
    """What the plan says is what is measured: its columns and its factor."""
    scores = level.scores(A_HEAD, BY_2025 + "at_most: 400", rows(HEAD, ("A", 500, 1000)))
    (item,) = scores.plan.indicators
    asked = quotients(scores.plan, item)
    assert (asked.times, asked.in_percent, asked.columns.is_part) == (1000, False, False)
    assert measure_ratio(scores.survey, 2025, ["commune"], asked).figures.achieved == 500


@pytest.mark.parametrize(
    ("limit", "hard", "turning"),
    [
        ("at_least: 50%", False, 3),
        ("at_most: 70%", True, 4),
        ("at_least: 70%", True, 4),
        ("at_most: 50%", False, 3),
        ("at_most: 95%", True, None),
    ],
)
def test_so_many_units_that_were_not_drawn_would_turn_the_estimate(
    level: Levels, limit: str, hard: bool, turning: int | None
) -> None:
    """10 of 14 drawn, all 60/100: 840/1,400. One with none of its 100 takes 60 from it, one with all of it adds 40.

    Two leave 720, above 50%, three leave 660; three make 960, below 70%, four 1,000; 95% are beyond all four.
    """
    found = steps(level, RATIO, BY_2025 + limit, *drawn(*[(60, 100)] * 10, of_=14), confidence=CONFIDENCE)["undrawn"]
    assert found == {"year": 2025, "units": 4, "assumed_most": 100, "hard": hard, "turning": turning}

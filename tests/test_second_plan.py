"""Another province's plan is another YAML file: a share for each kind, a range of shares, two windows of a count."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import of

from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status

GOOD = Path(__file__).parent / "cases" / "plan" / "good"


@pytest.fixture
def scores(score: Callable[..., Scores]) -> Scores:
    text = (GOOD / "second-survey.csv").read_text(encoding="utf-8")
    return score(text, plan=str(GOOD / "second.yaml"), due="all")


def test_each_kind_has_its_own_share(scores: Scores) -> None:
    """Zones and clusters: 3 of 4 and 4 of 4 is 7 of 8, 87.5%. Villages: 57 of 100."""
    assert of(scores, "zones").achieved == Fraction(7, 8)
    assert of(scores, "zones").status is Status.MET


def test_targets_of_one_clause_and_year_get_letters_in_the_order_of_the_file(scores: Scores) -> None:
    """A plan of the first form has none of its own: A.1 is asked of two indicators by 2026."""
    letters = {(one.id, one.due): one.part for one in scores.results if one.part}
    assert letters == {("zones", 2026): "a", ("villages", 2026): "b"}


def test_a_share_exactly_at_the_requirement_is_met_where_floats_would_miss_it(scores: Scores) -> None:
    assert not 57 / 100 * 100 >= 57
    assert of(scores, "villages").status is Status.MET


def test_the_upper_figure_of_a_range_is_a_stretch_never_a_cap(scores: Scores) -> None:
    """13 of 20 is 65%: the 60% are met, the 70% are not, and 80% would be no fault."""
    found = of(scores, "shops")
    assert (found.achieved, found.stretch, found.status) == (Fraction(13, 20), Fraction(7, 10), Status.MET)


def test_each_window_counts_its_own_years(scores: Scores) -> None:
    """M1 and M2 by 2024; of 2025 on M3, M4 and M1 again, 3 of 3 though the due year is 2028."""
    early, late = of(scores, "models", 2024), of(scores, "models", 2028)
    assert (early.year, early.achieved, early.status) == (2024, 2, Status.MET)
    assert (late.year, late.achieved, late.status) == (2026, 3, Status.MET)


def test_the_years_of_a_plan_without_a_base_year_begin_with_its_period(scores: Scores) -> None:
    assert scores.plan.years() == range(2022, 2029)

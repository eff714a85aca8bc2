"""The embedded plan says what Plan 87 says, clause by clause (DOMAIN, "The clauses")."""

from fractions import Fraction
from pathlib import Path

import pytest
from conftest import breaks

from scp_ninhbinh.plan.clauses import Count, Plan, Reduction, Scored, Task, Tracked
from scp_ninhbinh.plan.file import MAX_BYTES, embedded_plan, load_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(embedded_plan()).plan


NUMBERED = [
    ("zones-informed", "I.1.1", 2025, Fraction(70, 100), None),
    ("zones-informed", "I.2.1", 2030, Fraction(1), None),
    ("models-applied", "I.1.2", 2025, 1, 2),
    ("campaigns-held", "I.1.3", 2025, 1, 2),
    ("campaigns-held", "I.2.2", 2030, 2, 3),
    ("market-packaging-reduction", "I.1.4", 2025, Fraction(30, 100), None),
    ("market-packaging-reduction", "I.2.3", 2030, Fraction(60, 100), None),
    ("stores-without-hard-bags", "I.1.4", 2025, Fraction(45, 100), None),
    ("stores-without-hard-bags", "I.2.3", 2030, Fraction(85, 100), None),
]


def test_nine_numbered_targets_stand_with_their_clause_and_figure(plan: Plan) -> None:
    targets = [
        (item.id, target.clause, target.due, target.at_least, target.stretch)
        for item in plan.indicators
        if isinstance(item, Scored)
        for target in item.targets
    ]
    assert targets == NUMBERED


def test_two_targets_of_one_clause_are_told_apart_by_letters(plan: Plan) -> None:
    parts = {
        (item.id, target.clause): target.part
        for item in plan.indicators
        if isinstance(item, Scored)
        for target in item.targets
        if target.part
    }
    cut, outlets = "market-packaging-reduction", "stores-without-hard-bags"
    assert parts == {(cut, "I.1.4"): "a", (cut, "I.2.3"): "a", (outlets, "I.1.4"): "b", (outlets, "I.2.3"): "b"}


def test_two_encouragements_and_nine_tasks_are_tracked(plan: Plan) -> None:
    tracked = [item.clause for item in plan.indicators if isinstance(item, Tracked)]
    assert tracked == ["I.1.5", "I.2.4", *plan.tasks()]
    assert [item.id for item in plan.indicators if isinstance(item, Task)] == [
        f"task-{clause}" for clause in plan.tasks()
    ]
    assert len(plan.tasks()) == 9


def test_the_copy_of_the_plan_ends_at_its_last_known_clause(plan: Plan) -> None:
    assert plan.tasks()[-1] == "II.3.a"


def test_what_the_text_leaves_open_is_declared_with_its_reason(plan: Plan) -> None:
    campaigns = next(item for item in plan.indicators if isinstance(item, Count) and item.id == "campaigns-held")
    windows = campaigns.targets[1].readings or ()
    assert [window.since for window in windows] == [2021, 2026]
    assert all(window.why.vi and window.why.en for window in windows)
    reduction = next(item for item in plan.indicators if isinstance(item, Reduction))
    assert (reduction.base.year, bool(reduction.base.why.en)) == (2020, True)


def test_a_plan_is_sealed_by_the_hash_of_its_bytes(tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(Path(embedded_plan()).read_bytes() + b"# one more comment\n")
    assert load_plan(str(copy)).sha256 != load_plan(embedded_plan()).sha256


def test_a_plan_file_has_a_largest_size(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    with breaks("plan-too-large"):
        load_plan(str(large))

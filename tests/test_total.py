"""The total of a column: of a year, or since one; worked by hand, against a second scorer, and over several files."""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from conftest import Scp, of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from level_plans import TOTAL, Levels, level, plan_text, register_text, rows, survey_text

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.scores.explain import explain
from scp_ninhbinh.scores.outputs import checksum
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.saved import load_saved
from scp_ninhbinh.scores.verdict import Status

__all__ = ["level"]

YEARS, ONE = "year id waste", "id waste"
BY_2025, BY_2030 = "due: 2025, clause: I.1, ", "due: 2030, clause: I.1, "
SINCE = "due: 2025, clause: I.1, since: 2024, "
MISSING = (Reason.MISSING,)
AB = register_text("A", "B")


def range_of(found: Result) -> tuple[Any, Any, Any]:
    return found.low, found.achieved, found.high


def test_a_total_of_every_unit_of_a_register_is_exact(level: Levels) -> None:
    """30.5 + 10 = 40.5 tonnes."""
    found = level(TOTAL, BY_2025 + "at_least: 40.5", rows(ONE, ("A", 30.5), ("B", 10)), AB)
    assert range_of(found) == (Fraction(81, 2),) * 3
    assert (found.status, found.unit, found.unit.vi, found.measured) == (Status.MET, "tonnes", "tấn", 2)
    assert (found.gap, found.attainment, found.needed, found.numerator) == (0, 1, 0, Fraction(81, 2))


def test_without_a_register_a_total_of_those_surveyed_has_no_most(level: Levels) -> None:
    """40 tonnes are known: 50 may be reached by others, 40 are reached, and at most 50 is not proven."""
    for limit, status in (("at_least: 50", Status.UNDETERMINED), ("at_least: 40", Status.MET)):
        found = level(TOTAL, BY_2025 + limit, rows(ONE, ("A", 30), ("B", 10)))
        assert (range_of(found), found.status) == ((40, 40, None), status)
    assert level(TOTAL, BY_2025 + "at_most: 50", rows(ONE, ("A", 30), ("B", 10))).status is Status.UNDETERMINED
    assert level(TOTAL, BY_2025 + "at_most: 39", rows(ONE, ("A", 30), ("B", 10))).status is Status.NOT_MET


@pytest.mark.parametrize(
    ("found_rows", "register", "unknown", "not_surveyed"),
    [
        (rows(ONE, ("A", 30), ("B", "")), AB, 1, 0),
        (rows(ONE, ("A", 30)), AB, 0, 1),
        (rows(ONE, ("A", 30), ("B", "")), None, 1, 0),
    ],
)
def test_a_figure_that_is_not_known_leaves_a_total_without_a_most(
    level: Levels, found_rows: list[dict[str, Any]], register: str | None, unknown: int, not_surveyed: int
) -> None:
    found = level(TOTAL, BY_2025 + "at_least: 40", found_rows, register)
    assert (range_of(found), found.unknown, found.not_surveyed) == ((30, 30, None), unknown, not_surveyed)
    assert (found.status, found.reasons, found.needed) == (Status.UNDETERMINED, MISSING, 10)


def test_a_register_must_list_every_kind_that_is_added_up(level: Levels) -> None:
    """It lists communes and no towns: of towns those surveyed are no total."""
    found = level(TOTAL, BY_2025 + "at_most: 50", rows(ONE, ("A", 30)), register_text("A"), "commune, town")
    assert (found.high, found.status) == (None, Status.UNDETERMINED)


def test_an_amount_that_may_be_negative_leaves_no_least_either(level: Levels) -> None:
    whole = level("total: change", BY_2025 + "at_least: 5", rows("id change", ("A", 10), ("B", -5)), AB)
    opened = level("total: change", BY_2025 + "at_least: 5", rows("id change", ("A", 10), ("B", "")), AB)
    assert (range_of(whole), whole.status) == ((5, 5, 5), Status.MET)
    assert (range_of(opened), opened.status) == ((None, 10, None), Status.UNDETERMINED)


def test_a_total_since_a_year_adds_up_the_years_of_its_window(level: Levels) -> None:
    """2023 does not count: 10 + 20 of 2024 and 30 + 40 of 2025 are 100."""
    found_rows = rows(YEARS, (2023, "A", 999), (2024, "A", 10), (2024, "B", 20), (2025, "A", 30), (2025, "B", 40))
    found = level(TOTAL, SINCE + "at_least: 100", found_rows, AB)
    assert (range_of(found), found.status, found.measured) == ((100, 100, 100), Status.MET, 4)
    assert [(one.year, one.amount, one.is_whole) for one in found.years] == [(2024, 30, True), (2025, 70, True)]
    assert found.readings[0].name == "since-2024"


def test_a_window_year_without_a_row_is_not_zero(level: Levels) -> None:
    found = level(TOTAL, SINCE + "at_least: 100", rows(YEARS, (2025, "A", 30), (2025, "B", 40)), AB)
    assert (range_of(found), found.missing_years) == ((70, 70, None), (2024,))
    assert (found.status, found.reasons) == (Status.UNDETERMINED, MISSING)


def test_a_window_that_has_not_begun_is_not_yet_due(level: Levels) -> None:
    found = level(TOTAL, "due: 2030, clause: I.1, since: 2026, at_least: 100", rows(ONE, ("A", 30)), AB)
    assert (range_of(found), found.status) == ((None, None, None), Status.NOT_YET)


def test_amounts_counted_in_different_ways_have_no_sum(level: Levels) -> None:
    """10 kg and 10 t; 10 and 70 in seven days; 10 kg in one year and 10 t in the next."""
    columns = "year id sold measure days"
    for second in [(2025, "B", 10, "t", ""), (2025, "B", 70, "kg", 7), (2024, "A", 10, "t", "")]:
        found_rows = rows(columns, (2025, "A", 10, "kg", ""), second)
        found = level("total: sold", SINCE + "at_least: 5", found_rows)
        assert (found.achieved, found.numerator, found.reasons) == (None, None, (Reason.DIFFERENT_UNITS,))


def test_amounts_are_divided_as_the_plan_says(level: Levels) -> None:
    """70 in seven days and 4 in two are 10 + 2 a day."""
    found_rows = rows("id sold measure days", ("A", 70, "kg", 7), ("B", 4, "kg", 2))
    assert level("total: sold", BY_2025 + "at_least: 12", found_rows, AB).achieved == 12


def test_a_total_of_a_column_without_a_unit_is_a_number(level: Levels) -> None:
    found = level("total: bags", BY_2025 + "at_least: 5", rows("id bags", ("A", 2.5), ("B", 3)), AB)
    assert (found.unit, found.achieved, found.status) == ("count", Fraction(11, 2), Status.MET)


def test_a_sample_leaves_a_total_as_it_is(level: Levels) -> None:
    """Nothing is put in for those not drawn: what is known is the least, and there is no most."""
    found = level(TOTAL, BY_2025 + "at_least: 60", rows(ONE, ("A", 30)), AB, confidence=Fraction(95, 100))
    assert (range_of(found), found.method, found.status) == ((30, 30, None), "census", Status.UNDETERMINED)


# Every cell of the verdict table

ROWS_OF = {
    "no row": rows(YEARS, (2024, "A", 30)),
    "barred": rows("id waste sold measure", ("A", 1, 1, "kg"), ("B", 1, 1, "t")),
    "known": rows(ONE, ("A", 30), ("B", 10)),
    "open": rows(ONE, ("A", 40), ("B", "")),
    "neither": rows("id change", ("A", 40), ("B", "")),
}
CELLS = [
    ("no row", "at_least: 50", "no_data", "no_data"),
    ("barred", "at_least: 50", "undetermined", "undetermined"),
    ("known", "at_least: 40", "met", "met"),
    ("known", "at_least: 41", "not_yet", "not_met"),
    ("known", "at_most: 40", "met", "met"),
    ("known", "at_most: 39", "not_yet", "not_met"),
    ("known", "at_most: 0", "not_yet", "not_met"),
    ("open", "at_least: 40", "met", "met"),
    ("open", "at_least: 41", "undetermined", "undetermined"),
    ("open", "at_most: 40", "undetermined", "undetermined"),
    ("open", "at_most: 39", "not_yet", "not_met"),
    ("neither", "at_least: 1", "undetermined", "undetermined"),
    ("neither", "at_most: 99", "undetermined", "undetermined"),
]


@pytest.mark.parametrize(("state", "limit", "before", "at_due"), CELLS)
def test_every_cell_of_the_verdicts_of_a_total(level: Levels, state: str, limit: str, before: str, at_due: str) -> None:
    """Of A and B, which a register lists: 30 + 10 where known, 40 and more where B is open."""
    asked = {"barred": "total: sold", "neither": "total: change"}.get(state, TOTAL)
    for due, status in ((BY_2030, before), (BY_2025, at_due)):
        assert level(asked, due + limit, ROWS_OF[state], AB, year=2025).status == status


# Groups


def test_groups_have_their_own_total_and_add_up_to_the_whole(level: Levels) -> None:
    """North is whole, South lacks D."""
    found_rows = rows("id area waste", ("A", "North", 30), ("B", "North", 12), ("C", "South", 8))
    areas = {"A": "North", "B": "North", "C": "South", "D": "South"}
    listed = register_text("A", "B", "C", "D", areas=areas)
    found = level(TOTAL, BY_2025 + "at_least: 60", found_rows, listed, by="area")
    south, north = found.groups or ()
    assert [(one.name, range_of(one)) for one in (south, north)] == [("South", (8, 8, None)), ("North", (42, 42, 42))]
    assert south.achieved + north.achieved == found.achieved


# A second scorer

AMOUNT = st.sampled_from(["", 0, 1, 5])


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from([2024, 2025]), AMOUNT), min_size=1, max_size=5),
    st.integers(-1, 2),
    st.booleans(),
    st.sampled_from([1, 5, 6]),
    st.booleans(),
)
def test_ranges_and_verdicts_are_those_of_every_completion_tried_out(
    level: Levels, said: list[tuple[int, Any]], unseen: int, is_window: bool, required: int, is_floor: bool
) -> None:
    """What is not known is none or endless: an empty cell, a listed unit, whoever no register lists (`unseen` −1)."""
    found_rows = rows(YEARS, *((year, f"C{n}", amount) for n, (year, amount) in enumerate(said)))
    years = (2024, 2025) if is_window else (2025,)
    ids = {f"C{n}" for n in range(len(said) + max(unseen, 0))}
    register = None if unseen < 0 else register_text(*sorted(ids))
    limit = f"{'at_least' if is_floor else 'at_most'}: {required}"
    found = level(TOTAL, (SINCE if is_window else BY_2025) + limit, found_rows, register, year=2025)
    if not any(year in years for year, _ in said):
        assert found.status is Status.NO_DATA
        return
    ways: list[tuple[Any, ...]] = [(0, float("inf"))] * (register is None)
    for year in years:
        present = {f"C{n}": amount for n, (when, amount) in enumerate(said) if when == year}
        ways += [(0, float("inf")) if amount == "" else (amount,) for amount in present.values()]
        ways += [(0, float("inf"))] * (len(ids - present.keys()) if register else not present)
    sums = [sum(way) for way in product(*ways)]
    high = None if max(sums) == float("inf") else max(sums)
    assert (found.low, found.high) == (min(sums), high)
    reached = {(one >= required) if is_floor else (one <= required) for one in sums}
    agreed = {True: Status.MET, False: Status.NOT_MET}[reached.pop()] if len(reached) == 1 else Status.UNDETERMINED
    assert found.status is agreed


# Explained


def steps(level: Levels, *asked: Any, **more: Any) -> dict[str, Any]:
    scores = level.scores(*asked, **more)
    explained = explain(of(scores, "level"), scores)
    return {one.what: {key: value for key, value in vars(one).items() if key != "what"} for one in explained.steps}


def test_what_is_missing_to_a_total_is_named_and_found_true_by_scoring_again(level: Levels) -> None:
    """30 of A; B has no figure and C no row: 20 more reach 50, and 19 do not."""
    limit, listed = BY_2025 + "at_least: 50", register_text("A", "B", "C")
    found = steps(level, TOTAL, limit, rows(ONE, ("A", 30), ("B", "")), listed)
    assert found == {
        "figures": {"units": ("B",)},
        "not-surveyed": {"units": 1},
        "amount": {"amount": 20, "at_most": False, "of": None},
    }
    for amount, status in ((20, Status.MET), (19, Status.NOT_MET)):
        assert level(TOTAL, limit, rows(ONE, ("A", 30), ("B", amount), ("C", 0)), listed).status is status


def test_what_a_ceiling_leaves_is_found_true_by_scoring_again(level: Levels) -> None:
    limit = BY_2025 + "at_most: 50"
    assert steps(level, TOTAL, limit, rows(ONE, ("A", 30), ("B", "")), AB)["amount"]["amount"] == 20
    for amount, status in ((20, Status.MET), (21, Status.NOT_MET)):
        assert level(TOTAL, limit, rows(ONE, ("A", 30), ("B", amount)), AB).status is status


def test_missing_years_and_a_register_that_is_missing_are_named(level: Levels) -> None:
    found = steps(level, TOTAL, SINCE + "at_least: 100", rows(YEARS, (2025, "A", 30)))
    assert found == {
        "years": {"years": (2024,)},
        "register": {},
        "amount": {"amount": 70, "at_most": False, "of": None},
    }


def test_units_are_listed_by_their_amount_with_their_year(level: Levels) -> None:
    found_rows = rows(YEARS, (2024, "A", 30), (2025, "A", 10), (2025, "B", ""))
    scores = level.scores(TOTAL, SINCE + "at_least: 100", found_rows, register_text("A", "B", "C"))
    explained = explain(of(scores, "level"), scores)
    listed = {one.said: [(unit.unit, unit.year) for unit in one.units] for one in explained.units}
    assert listed == {
        "summed": [("A", 2025), ("A", 2024)],
        "unknown": [("B", 2025)],
        "not_surveyed": [("B", None), ("C", None)],
    }


# Over several files


def saved(scp: Scp, folder: Path, year: int, name: str, *files: str) -> Path:
    done = scp("score", *files, "--plan", "plan.yaml", "--year", str(year), "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr
    (folder / name).write_text(done.stdout, encoding="utf-8")
    return folder / name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan of a total since 2023, and a survey of each year: 10, 20 + 5, 30."""
    asked = "due: 2030, clause: I.1, since: 2023, at_least: 100"
    (tmp_path / "plan.yaml").write_text(plan_text(TOTAL, asked), encoding="utf-8")
    every = {2023: [("A", 10)], 2024: [("A", 20), ("B", 5)], 2025: [("A", 30)]}
    for year, amounts in every.items():
        text = survey_text(*rows(YEARS, *((year, *one) for one in amounts)))
        (tmp_path / f"{year}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def points(scp: Scp, folder: Path, *files: str) -> list[tuple[Any, ...]]:
    done = scp("review", *files, "--plan", "plan.yaml", "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr
    (target,) = json.loads(done.stdout)["targets"]
    return [(one["year"], one["achieved"], one["missing_years"]) for one in target["years"]]


def test_a_saved_score_stands_in_for_the_survey_of_its_year(scp: Scp, folder: Path) -> None:
    """10 of 2023, 35 up to 2024, 65 up to 2025, whichever years were read and whichever were saved."""
    expected = [(2023, 10, []), (2024, 35, []), (2025, 65, [])]
    saved(scp, folder, 2023, "2023.json", "2023.csv")
    saved(scp, folder, 2024, "2024.json", "2023.csv", "2024.csv")
    assert points(scp, folder, "2023.csv", "2024.csv", "2025.csv") == expected
    assert points(scp, folder, "2023.json", "2024.csv", "2025.csv") == expected
    assert points(scp, folder, "2023.json", "2024.json", "2025.csv") == expected
    assert points(scp, folder, "2024.json", "2025.csv") == expected[1:]


def test_a_total_without_rows_of_some_years_is_not_compared(scp: Scp, folder: Path) -> None:
    done = scp("review", "2023.csv", "2025.csv", "--plan", "plan.yaml", "--format", "json", cwd=folder)
    (target,) = json.loads(done.stdout)["targets"]
    assert [(one["year"], one["reason"]) for one in target["not_compared"]] == [(2025, "years")]


CHANGES: dict[str, tuple[str, Any]] = {
    "a total that is not the sum": ("achieved", {"achieved": 66.0}),
    "a sum that is not that of its years": ("numerator", {"numerator": 66.0}),
    "another unit": ("unit", {"unit": "kg"}),
    "a most that is not the sum": ("high", {"high": 99.0}),
    "a requirement that the plan lacks": ("required", {"required": 10}),
    "a verdict that the range denies": ("status", {"status": "met"}),
}


@pytest.mark.parametrize("fault", CHANGES)
def test_a_saved_total_that_disagrees_is_refused_and_its_key_named(scp: Scp, folder: Path, fault: str) -> None:
    from scp_ninhbinh.plan.file import load_plan

    path = saved(scp, folder, 2025, "2025.json", "2023.csv", "2024.csv", "2025.csv")
    assert load_saved(str(path)).year == 2025
    document, (key, changes) = json.loads(path.read_text(encoding="utf-8")), CHANGES[fault]
    document["targets"][0].update(changes)
    path.write_text(json.dumps(document | {"sha256": checksum(document)}), encoding="utf-8")
    with pytest.raises(ScpError) as caught:
        load_saved(str(path), load_plan(str(folder / "plan.yaml")))
    assert f"targets[0].{key}" in {one.details["key"] for one in caught.value.problems}

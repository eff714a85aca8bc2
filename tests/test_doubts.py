"""Years that are doubtful to compare: hardly a row, or other units than the year before (METHODS, "Trend and pace")."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES, Scp

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.run import Request, ReviewRun, review_files, score_files

HEAD = "year,kind,id,informed\n"
Reviewed = Callable[..., ReviewRun]


def villages(year: int, yes: Iterable[int], no: Iterable[int], unknown: Iterable[int] = ()) -> str:
    """Return a row for each of these villages, by number."""
    said = (("yes", yes), ("no", no), ("", unknown))
    return "".join(f"{year},craft_village,V{n},{answer}\n" for answer, numbers in said for n in numbers)


@pytest.fixture
def review(tmp_path: Path) -> Reviewed:
    """Review rows of villages; the due year 2025 asks for 70%."""

    def run(*rows: str, **options: Any) -> ReviewRun:
        (tmp_path / "survey.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
        return review_files(Request([str(tmp_path / "survey.csv")], **options))

    return run


def told(problems: Iterable[Problem], rule: str) -> list[Problem]:
    return [one for one in problems if one.rule == rule]


def pool_changes(run: ReviewRun) -> list[tuple[int, int, int, int]]:
    """Return the years of a share of other units, with the units of the year before, of the year, and of both."""
    (found,) = (one for one in run.review.targets if one.id == "zones-informed" and one.due == 2025)
    return [(one.year, one.units_before, one.units, one.same) for one in found.pool_changes]


# Other units


BEST = (villages(2024, range(20), range(20, 100)), villages(2025, range(9), [9]))
"""20 of 100 villages, and a year later 9 of 10 of those that said yes."""


def test_the_best_ten_of_a_hundred_are_no_progress(review: Reviewed) -> None:
    """From 20% to 90%; among the ten of both years from 100% to 90%."""
    run = review(*BEST)
    (found,) = (one for one in run.review.targets if one.id == "zones-informed")
    (change,) = found.pool_changes
    assert (change.year, change.before, change.units_before, change.units, change.same) == (2025, 2024, 100, 10, 10)
    assert (change.achieved_before, change.achieved, change.change * 10) == (1, found.latest.achieved, -1)
    assert (change.word, change.status) == ("met", "met")
    (warning,) = told(run.problems, "pool-changed")
    assert (warning.severity, warning.value, warning.place.row) == ("warning", "2025", 102)


def test_a_share_of_other_units_is_nowhere_plainly_met(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text(HEAD + "".join(BEST), encoding="utf-8")
    done = scp("review", "survey.csv", "--format", "json")
    (warning,) = (one for one in json.loads(done.stdout)["problems"] if one["rule"] == "pool-changed")
    assert "from 20.0% to 90.0%, among the units of both years from 100.0% to 90.0%" in warning["message"]
    assert warning["message"] in done.stderr.replace("\n", " ")
    for shown in (scp("review", "survey.csv", "--format", "markdown"), scp("report", "survey.csv", "-o", "r.md")):
        text = shown.stdout or (tmp_path / "r.md").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if "I.1.1" in line and "✓ Met" in line]
        assert lines
        assert all("of other units than the year before" in line for line in lines)
        assert "5 targets: 1 met, 4 without data." in text
        assert "1 figure is of other units than the year before." in text
        assert "units of 2024: 100, of 2025: 10, of both: 10" in text
        assert "among the units of both years: 100.0%, then 90.0%" in text


def test_n_of_n_stands_beside_each_year(review: Reviewed, scp: Scp, tmp_path: Path) -> None:
    found = review(villages(2024, range(20), range(20, 95), range(95, 100)), villages(2025, range(9), [9]))
    (zones,) = (one for one in found.review.targets if one.id == "zones-informed")
    counted = [(one.numerator, one.denominator, one.unknown, one.not_surveyed) for one in zones.years]
    assert counted == [(20, 100, 5, 0), (9, 10, 0, 0)]
    shown = scp("review", "survey.csv", "--format", "markdown", "--years").stdout
    assert "| 20 of 100, 5 unknown |" in shown
    assert "9 of 10" in shown
    rows = scp("review", "survey.csv", "--format", "csv").stdout.splitlines()
    ends = [line.split(",")[-6:-2] for line in rows if line.startswith("zones-informed")]
    assert ends == [["20", "100", "5", "0"], ["9", "10", "0", "0"]]
    scp("report", "survey.csv", "-o", "r.md")
    years = [line for line in (tmp_path / "r.md").read_text(encoding="utf-8").splitlines() if line.startswith("| 202")]
    assert [line for line in years if "| 20 of 100, 5 unknown |" in line]
    assert [line for line in years if "| 9 of 10 |" in line]


PAIRS = {
    "shrunk, and another sign: 30 to 43%, among the same 43 to 43%": (
        villages(2023, range(3), range(3, 10)), villages(2024, range(3), range(3, 7)), [(2024, 10, 7, 7)]),
    "eight of ten are no shrunk pool: 30 to 38%, among the same 38 to 38%": (
        villages(2023, range(3), range(3, 10)), villages(2024, range(3), range(3, 8)), []),
    "shrunk, but not otherwise: no village of either year was informed": (
        villages(2023, [], range(10)), villages(2024, [], range(5)), []),
    "four of ten the same, and another sign: 50 to 60%, among the same 100 to 50%": (
        villages(2023, range(5), range(5, 10)), villages(2024, [0, 1, *range(10, 14)], [2, 3, 14, 15]),
        [(2024, 10, 10, 4)]),
    "five of ten the same: 50 to 60%, among the same 80 to 40%": (
        villages(2023, range(5), range(5, 10)), villages(2024, [0, 1, *range(10, 14)], [2, 3, 5, 14]), []),
    "none the same": (villages(2023, range(5), range(5, 10)), villages(2024, range(10, 19), [19]), [(2024, 10, 10, 0)]),
    "nine units and fewer, of which none is the same": (
        villages(2023, range(5), range(5, 9)), villages(2024, range(10, 19), [19]), []),
    "shrunk, and the same rise from 10 to 40% among the same": (
        villages(2023, [0, 19], range(1, 19)), villages(2024, range(4), range(4, 10)), []),
    "another word: 10 to 40% towards 70 is on track, 20 to 40% among the same is 20 of 25 points": (
        villages(2023, [0, 1], range(2, 20)), villages(2024, range(4), range(4, 10)), [(2024, 20, 10, 10)]),
    "another verdict: 10 to 60-70%, among the same 20 to 40%, which is surely not met": (
        villages(2024, [0, 1], range(2, 20)), villages(2025, [0, 2, 20, 21, 22, 23], [3, 4, 5], [24]),
        [(2025, 20, 10, 5)]),
    "a year between without a row": (
        villages(2021, range(3), range(3, 10)), villages(2024, range(3), range(3, 7)), [(2024, 10, 7, 7)]),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_other_units_are_told_where_the_change_is_another_one(name: str, review: Reviewed) -> None:
    before, now, found = PAIRS[name]
    assert pool_changes(review(before, now, due=2025)) == found


def test_a_register_or_a_saved_score_leaves_nothing_to_tell(review: Reviewed, tmp_path: Path, scp: Scp) -> None:
    """The register is the whole of both years; a saved score does not know its units."""
    listed = "kind,id\n" + "".join(f"craft_village,V{n}\n" for n in range(100))
    (tmp_path / "register.csv").write_text(listed, encoding="utf-8")
    assert pool_changes(review(*BEST, register=str(tmp_path / "register.csv"))) == []
    (tmp_path / "then.csv").write_text(HEAD + BEST[0], encoding="utf-8")
    assert scp("score", "then.csv", "-o", "2024.json").returncode == 0
    (tmp_path / "now.csv").write_text(HEAD + BEST[1], encoding="utf-8")
    run = review_files(Request([str(tmp_path / "2024.json"), str(tmp_path / "now.csv")]))
    assert pool_changes(run) == []
    (zones,) = (one for one in run.review.targets if one.id == "zones-informed")
    assert [(one.numerator, one.denominator) for one in zones.years] == [(20, 100), (9, 10)]


def test_every_due_year_has_its_own_comparison_and_one_warning_stands_for_all(review: Reviewed) -> None:
    """9 of 10 reach the 70% of 2025 and not yet the 100% of 2030; from 100% they fell below it."""
    run = review(*BEST, due="all")
    found = [one.pool_changes[0] for one in run.review.targets if one.id == "zones-informed"]
    assert [(one.word, one.status) for one in found] == [("met", "met"), ("fallen_below", "not_yet")]
    assert len(told(run.problems, "pool-changed")) == 1


def test_the_samples_are_of_the_same_units() -> None:
    run = review_files(Request(SAMPLES, due="all"))
    assert not [one for one in run.problems if one.rule in {"pool-changed", "few-rows-of-year"}]


# Few rows


MANY = villages(2024, range(20), range(20, 100))


@pytest.mark.parametrize(("rows", "few"), [(1, True), (19, True), (20, False), (100, False)])
def test_fewer_than_a_fifth_of_the_rows_of_the_year_before_are_told(review: Reviewed, rows: int, few: bool) -> None:
    found = told(review(MANY, villages(2025, range(rows), [])).problems, "few-rows-of-year")
    assert [(one.value, one.details["n"], one.details["rows"]) for one in found] == [("2025", rows, 100)] * few


def test_a_stray_row_of_a_later_year_is_told_by_every_command_that_scores_it(scp: Scp, tmp_path: Path) -> None:
    """Met, 1 of 1; with --year either year is meant."""
    (tmp_path / "survey.csv").write_text(HEAD + MANY + villages(2025, [1], []), encoding="utf-8")
    for command in ("score", "explain", "review", "report"):
        ends = {"explain": ("zones-informed", "survey.csv"), "report": ("survey.csv", "-o", "r.md")}
        asked = (command, *ends.get(command, ("survey.csv",)))
        done = scp(*asked)
        assert (done.returncode, "few-rows-of-year: 2025 is taken" in done.stderr) == (0, True), command
        shown = done.stdout or (tmp_path / "r.md").read_text(encoding="utf-8")
        assert "2025, the latest year, has few rows: 1 (rows of 2024: 100)." in " ".join(shown.split())
        for year in ("2024", "2025"):
            assert "few-rows-of-year" not in scp(*asked, "--year", year).stderr
    found = json.loads(scp("score", "survey.csv", "--format", "json").stdout)["problems"]
    assert [one["rule"] for one in found] == ["few-rows-of-year"]


def test_rows_count_that_the_plan_asks_for_in_its_years(review: Reviewed, tmp_path: Path) -> None:
    """Rows of tasks done in 2025 speak of no kind that a share asks for; 2052 is no year of the plan."""
    tasks = "year,kind,id,task\n" + "".join(f"2025,activity,T{n},II.1.b\n" for n in range(99))
    (tmp_path / "tasks.csv").write_text(tasks, encoding="utf-8")
    (tmp_path / "many.csv").write_text(HEAD + MANY + villages(2025, [1], []), encoding="utf-8")
    run = score_files(Request([str(tmp_path / name) for name in ("tasks.csv", "many.csv")]))
    assert [one.details["n"] for one in told(run.problems, "few-rows-of-year")] == [1]
    later = villages(2052, [1], [])
    assert not told(review(MANY, later).problems, "few-rows-of-year")


def test_the_year_before_is_the_latest_one_with_rows(review: Reviewed) -> None:
    (found,) = told(review(MANY.replace("2024", "2022"), villages(2025, [1], [])).problems, "few-rows-of-year")
    assert (found.details["before"], found.details["rows"]) == (2022, 100)


def test_a_saved_score_says_how_many_rows_its_year_had(tmp_path: Path, scp: Scp) -> None:
    (tmp_path / "then.csv").write_text(HEAD + MANY, encoding="utf-8")
    (tmp_path / "now.csv").write_text(HEAD + villages(2025, [1], []), encoding="utf-8")
    assert scp("score", "then.csv", "-o", "2024.json").returncode == 0
    assert "few-rows-of-year: 2025 is taken" in scp("review", "2024.json", "now.csv").stderr
    assert "few-rows-of-year" not in scp("review", "2024.json", "now.csv", "--year", "2025").stderr


# What is said in the due year


def test_from_the_due_year_on_a_verdict_stands_without_a_pace(review: Reviewed, scp: Scp) -> None:
    """10% in 2020 and 60% in 2025, 70% required in 2025: not met, and no word of how fast."""
    for last in (villages(2025, range(6), range(6, 10)), ""):
        later = last + (villages(2026, range(6), range(6, 10)) if not last else "")
        review(villages(2020, [0], range(1, 10)), villages(2024, range(6), range(6, 10)), later)
        shown = scp("review", "survey.csv", "--due", "2025", "--format", "markdown").stdout
        line = next(line for line in shown.splitlines() if "I.1.1" in line)
        assert line.startswith("| ✗ Not met | I.1.1" if last else "| … Not yet due, as of 2024 | I.1.1")
        assert f"| {'+10.0' if last else '+12.5'} points |" in line
        assert not [word for word in ("pace", "rack", "ehind", "expected", "needed") if word in line]


def test_what_only_the_ranges_leave_possible_is_said_as_such(review: Reviewed, scp: Scp) -> None:
    """10 to 70% in 2020, 60% in the due year 2025: if it was 70, it has fallen below."""
    review(villages(2020, [0], [7, 8, 9], range(1, 7)), villages(2025, range(6), range(6, 10)))
    assert "✗ Not met (perhaps: Fallen below)" in scp("review", "survey.csv", "--format", "markdown").stdout
    review(villages(2020, range(8), [8, 9]), villages(2025, range(6), range(6, 10)))
    assert "✗ Not met (Fallen below)" in scp("review", "survey.csv", "--format", "markdown").stdout

"""One cause that reaches very many rows is one problem, and no more are held than memory has room for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from small_surveys import EXPECTED, write

from scp_ninhbinh.problems import many
from scp_ninhbinh.problems.many import MOST_OF_ONE, Problems, told_once
from scp_ninhbinh.problems.problem import RULES, Alike, Place, Problem, Source, describe, problem
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.text.say import language

ROWS = MOST_OF_ONE + 1


def kind(row: int, word: str = "chọ") -> Problem:
    return problem("unknown-kind", Place("a.csv", row, column="kind"), word, choices=("market",))


def test_a_cause_of_a_thousand_rows_is_told_row_by_row_and_of_more_once_with_the_first_rows() -> None:
    few, many = ([kind(row) for row in range(2, 2 + n)] for n in (MOST_OF_ONE, MOST_OF_ONE + 1))
    assert told_once(few) == few
    (found,) = told_once(many)
    assert (found.place.row, found.alike) == (2, Alike(1_000, tuple("3 4 5 6 7 8 9 10 11 12".split()), True))
    message = language("en").text(describe(found)[0])
    assert message.endswith("; so it is 1,000 times more, in rows 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …")


def test_another_word_in_another_row_is_another_cause_and_keeps_its_place() -> None:
    found = told_once([kind(2), kind(3, "xx"), *[kind(row) for row in range(4, 4 + ROWS)], kind(9_000, "xx")])
    assert [(one.place.row, one.value) for one in found] == [(2, "chọ"), (3, "xx"), (9_000, "xx")]


def test_what_was_told_once_counts_on_when_more_of_it_come() -> None:
    once = told_once([kind(row) for row in range(2, 2 + ROWS)])
    (found,) = told_once([*once, kind(5_000), kind(5_001)])
    assert found.alike == Alike(1_002, tuple("3 4 5 6 7 8 9 10 11 12".split()), True)


def test_rows_that_are_to_be_looked_at_one_by_one_stay_apart() -> None:
    every = [problem("not-a-number", Place("a.csv", row, column="days"), "12x") for row in range(2, 2 + ROWS)]
    assert told_once(every) == every


def test_very_many_rows_of_one_cause_do_not_end_the_reading_of_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scp_ninhbinh.problems.many.MOST_PROBLEMS", 1_500)
    problems = Problems(Source("a.csv"))
    for row in range(2, 5_002):
        problems.add(kind(row))
    (found,) = told_once(problems)
    assert found.alike is not None
    assert found.alike.n == 4_999


def test_near_the_limit_all_is_not_gone_through_anew_for_every_few_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    """1,980 of 2,000 are to be looked at one by one, then come 3,000 of one cause: six times, and not 150."""
    monkeypatch.setattr(many, "MOST_PROBLEMS", 2_000)
    monkeypatch.setattr(many, "MOST_OF_ONE", 10)
    times: list[int] = []
    monkeypatch.setattr(many, "told_once", lambda problems: times.append(1) or told_once(problems))
    problems = Problems(Source("a.csv"))
    for row in range(2, 1_982):
        problems.add(problem("not-a-number", Place("a.csv", row, column="days"), "12x"))
    for row in range(1_982, 4_982):
        problems.add(kind(row))
    assert len(times) == 6


def test_what_is_told_once_are_rules_of_check() -> None:
    assert many.SHARED.keys() <= RULES.keys()


def areas(number: int) -> str:
    return f"2024,craft_village,A{number},Làng {number},Huyện lạ {number},yes\n"


def no_longer(number: int) -> str:
    rows = [f"{year},craft_village,A{number},Làng {number},,{said}\n" for year, said in ((2024, "yes"), (2025, "no"))]
    return "".join(rows)


def outside(number: int) -> str:
    return f"2012,craft_village,A{number},Làng {number},,yes\n"


def doubtful(number: int) -> str:
    return f"2024,craft_village,A{number},Làng {number},,yes\n2024,craft_village,,Làng {number},,yes\n"


@pytest.mark.parametrize(
    ("rows", "rule"),
    [(areas, "unknown-area"), (no_longer, "no-after-yes"), (outside, "year-outside-plan"), (doubtful, "doubtful-unit")],
)
def test_what_all_rows_show_is_one_problem_with_its_number(
    tmp_path: Path, rows: Callable[[int], str], rule: str
) -> None:
    text = "year,kind,id,name,area,informed\n" + "".join(map(rows, range(ROWS)))
    expected = EXPECTED._replace(areas={2024: ("Nho Quan",)})
    (found,) = read_survey(write(tmp_path, one=text), expected)[1]
    assert found.alike is not None
    assert (found.rule, found.alike.n, found.alike.in_rows) == (rule, ROWS - 1, True)


def test_unknown_columns_beyond_a_thousand_are_told_with_the_first_of_them(tmp_path: Path) -> None:
    more = ",".join(f"ghi thêm {number}" for number in range(ROWS))
    text = f"year,kind,id,informed,{more}\n2024,craft_village,A,yes{',' * ROWS}\n"
    (found,) = read_survey(write(tmp_path, one=text), EXPECTED)[1]
    assert found.alike == Alike(1_000, tuple(f"ghi thêm {number}" for number in range(1, 11)), False)
    assert "so it is 1,000 times more: ghi thêm 1, " in language("en").text(describe(found)[0])


def test_the_checks_of_all_rows_give_up_where_too_many_are_to_be_looked_at_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scp_ninhbinh.problems.many.MOST_PROBLEMS", 3)
    rows = "".join(f"2024,craft_village,A{number},Làng {number // 2},,yes\n" for number in range(8))
    problems = read_survey(write(tmp_path, one=f"year,kind,id,name,area,informed\n{rows}"), EXPECTED)[1]
    assert [found.rule for found in problems] == [*["same-name"] * 3, "too-many-problems"]

"""One table: its rows become units, or are told with what is wrong."""

from pathlib import Path

import pytest
from small_surveys import EXPECTED, MARKETS, ZONES, ids, others, read, told, write

from scp_ninhbinh.project.declared import NOTHING_DECLARED, Declared
from scp_ninhbinh.survey.reading import read_survey


def test_rows_of_another_width_are_refused_unless_only_blanks_differ(tmp_path: Path) -> None:
    rows = "2025,craft_village,A,,,yes,,\n2025,craft_village,B,,,yes,more\n2025,craft_village\n"
    survey, problems = read(tmp_path, ZONES + rows)
    found = [(one.rule, one.place.row, one.details["found"], one.details["expected"]) for one in problems[:2]]
    assert found == [("long-row", 3, 7, 6), ("short-row", 4, 2, 6)]
    assert (problems[2].rule, problems[2].details["rows"]) == ("not-checked", (3, 4))
    assert ids(survey.units(("craft_village",), 2025)) == ["A"]


def test_a_hard_part_without_a_total_is_refused_or_unknown_where_that_was_declared(tmp_path: Path) -> None:
    text = MARKETS + "2025,market,A,,,,3\n"
    strict, lenient = read(tmp_path, text), read(tmp_path, text, declared=Declared(refused_is_unknown=True))
    assert told(strict[1]) == told(lenient[1]) == [("part-without-whole", 2, "packaging_hard")]
    assert ["remedy" in one[1][0].details for one in (strict, lenient)] == [False, True]
    assert [one[0].entries.refused for one in (strict, lenient)] == [0, 1]
    assert [one[0].units(("market",), 2025)[0].packaging_hard for one in (strict, lenient)] == [3, None]


def test_a_year_outside_the_plan_is_told_with_its_first_and_last(tmp_path: Path) -> None:
    _, problems = read(tmp_path, ZONES + "2031,craft_village,A,,,yes\n2030,craft_village,A,,,yes\n")
    assert told(problems) == [("year-outside-plan", 2, "year")]
    assert (problems[0].value, problems[0].details["first"], problems[0].details["last"]) == ("2031", 2020, 2030)


def test_an_unknown_task_is_told_with_those_of_the_plan(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "year,kind,name,task\n2025,activity,A,II.1.a; II.1.x\n")
    assert [(found.rule, found.value, found.details["choices"]) for found in problems] == [
        ("unknown-task", "II.1.x", ("II.1.a", "II.1.b"))
    ]


def test_a_cell_of_another_kind_is_told_once_it_says_something(tmp_path: Path) -> None:
    text = "year,kind,id,informed,held,note\n2025,craft_village,A,yes, ,a note\n2025,craft_village,B,yes,no,\n"
    _, problems = read(tmp_path, text)
    assert [(*told([one])[0], one.value) for one in problems] == [("cell-not-for-kind", 3, "held", "no")]


def test_a_row_that_repeats_a_unit_is_told_at_its_id_else_at_its_name(tmp_path: Path) -> None:
    rows = "2025,craft_village,A,,,yes\n2025,craft_village,,B,X,yes\n2025,craft_village,,b,X,yes\n"
    rows += "2025,craft_village,A,,,no\n"
    _, problems = read(tmp_path, ZONES + rows)
    assert told(problems) == [("duplicate-unit", 4, "name"), ("duplicate-unit", 5, "id")]
    assert others(problems) == ["3", "2"]


def test_rows_that_are_refused_are_rows_of_the_file_too(tmp_path: Path) -> None:
    rows = "2025,craft_village,A,,,yes\n2025,craft_village,B,,,yes\n2025,zoo,C,,,yes\n2025,craft_village,,Cộng xã,,\n"
    assert read(tmp_path, ZONES + rows)[0].inputs[0].rows == 4


def test_a_row_that_waited_keeps_its_line(tmp_path: Path) -> None:
    rows = '2025,market,A,"two\nlines",,1.250,3\n2025,market,B,,,1.250,3\n2025,market,C,,,9,3\n'
    _, problems = read(tmp_path, MARKETS + rows)
    lines = [(found.rule, found.place.row, found.place.line) for found in problems[:2]]
    assert lines == [("ambiguous-number", 2, 2), ("ambiguous-number", 3, 4)]


@pytest.mark.parametrize(("bad", "rows"), [(5, (2, 3, 4, 5, 6)), (6, (2, 3, 4, 5, 6, "…"))])
def test_five_rows_that_were_not_checked_are_named(tmp_path: Path, bad: int, rows: tuple[object, ...]) -> None:
    _, problems = read(tmp_path, ZONES + "2025,zoo,A,,,yes\n" * bad)
    assert problems[-1].details["rows"] == rows


@pytest.mark.parametrize(("shown", "mark", "number"), [("0,5", "comma", "1250"), ("0.5", "point", "1.25")])
def test_numbers_that_others_settled_are_told_once_with_the_mark(
    tmp_path: Path, shown: str, mark: str, number: str
) -> None:
    _, problems = read(tmp_path, MARKETS + f'2025,market,A,,,"1.250",1\n2025,market,B,,,9,"{shown}"\n')
    details = {found.rule: found.details for found in problems}
    assert (details["decimals-settled"]["n"], str(details["decimals-settled"]["mark"])) == (1, mark)
    assert details["decimals-settled"]["read"] == number


@pytest.mark.parametrize(
    ("number", "shown", "severity"),
    [("1.250", "0.5", "warning"), ("1.256", "0.5", "notice"), ("1.250", "0,5", "notice"), ("1,250", "0,5", "warning")],
)
def test_a_thousand_that_others_make_a_decimal_is_warned_of(
    tmp_path: Path, number: str, shown: str, severity: str
) -> None:
    """A program writes no 0 at the end of decimals; a person writes 1.250 for thousands."""
    _, problems = read(tmp_path, MARKETS + f'2025,market,A,,,"{number}",1\n2025,market,B,,,9,"{shown}"\n')
    assert [one.severity for one in problems if one.rule == "decimals-settled"] == [severity]


def test_a_table_holds_only_so_many_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scp_ninhbinh.problems.many.MOST_PROBLEMS", 3)
    for rows, told_ in ((3, []), (4, [3])):
        _, problems = read(tmp_path, ZONES + "".join(f"2025,craft_village,L{n},,,maybe\n" for n in range(rows)))
        assert [found.details["limit"] for found in problems if found.rule == "too-many-problems"] == told_


def test_a_cell_of_another_kind_is_told_in_the_first_column_too_and_where_bad_cells_are_unknown(tmp_path: Path) -> None:
    text = "held,year,kind,id,informed\nno,2025,craft_village,A,yes\n...,2025,craft_village,B,yes\n"
    for declared, rows in ((NOTHING_DECLARED, [2, 3]), (Declared(refused_is_unknown=True), [2])):
        _, problems = read(tmp_path, text, declared=declared)
        assert told(problems) == [("cell-not-for-kind", row, "held") for row in rows]


def test_the_tasks_of_an_activity_whose_year_is_wrong_are_not_checked(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "year,kind,name,task\n20x5,activity,A,II.9.z\n")
    checks = [check for found in problems if found.rule == "not-checked" for check in found.details["check"]]
    assert "unknown-task" in checks


def test_a_row_after_a_cell_of_several_lines_keeps_its_row_and_its_line(tmp_path: Path) -> None:
    text = 'year,kind,name,informed\n2025,craft_village,"two\nlines",yes\n2025,craft_village,A,maybe\n'
    (found, *_) = read_survey(write(tmp_path, one=text), EXPECTED)[1]
    assert (found.place.row, found.place.line) == (3, 4)


def test_a_file_with_a_problem_in_every_row_is_given_up_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scp_ninhbinh.problems.many.MOST_PROBLEMS", 3)
    paths = write(tmp_path, short="year,kind,id,informed\n" + "a,b\n" * 9, zoo="year,kind,id\n" + "2025,zoo,Z\n" * 9)
    rules = [found.rule for found in read_survey(paths, EXPECTED)[1]]
    assert rules == [*["short-row"] * 3, "too-many-problems", *["unknown-kind"] * 3, "too-many-problems"]


def test_dates_in_a_column_of_years_are_told_once_with_their_number_and_the_first(tmp_path: Path) -> None:
    rows = "".join(
        f"{year},craft_village,{unit},,,yes\n" for unit, year in enumerate(("2025", "31/1/2025", "2025-02-01 08:00"))
    )
    (found,) = read(tmp_path, ZONES + rows)[1]
    assert (found.rule, found.severity, found.place.row, found.place.column) == ("year-from-date", "warning", 3, "year")
    assert (found.value, found.details["read"], found.details["n"]) == ("31/1/2025", "2025", 2)


def test_a_date_in_a_row_that_is_left_out_is_not_told(tmp_path: Path) -> None:
    rows = "2025,craft_village,A,,,yes\n1/2/2025,craft_village,,Tổng cộng,,\n"
    assert [found.rule for found in read(tmp_path, ZONES + rows)[1]] == ["total-row"]


def test_the_dates_of_a_register_are_ordinary_but_a_year_in_a_cell_for_dates_is_told(tmp_path: Path) -> None:
    register = "kind,id,since\nmarket,A,2014-05-01\nmarket,B,1905-07-06\n"
    _, problems = read(tmp_path, MARKETS + "2025,market,A,,,5,3\n", register)
    assert told(problems)[0] == ("year-in-date-cell", 3, "since")
    assert [found.details["typed"] for found in problems if found.rule == "year-in-date-cell"] == ["2014"]
    assert "year-from-date" not in {found.rule for found in problems}


def test_each_row_of_a_column_of_dates_for_years_is_told_with_its_year(tmp_path: Path) -> None:
    rows = "1905-07-12,craft_village,A,,,yes\n1905-07-17,craft_village,A,,,yes\n"
    found = [one for one in read(tmp_path, ZONES + rows)[1] if one.rule == "year-in-date-cell"]
    assert [(one.place.row, one.details["typed"]) for one in found] == [(2, "2020"), (3, "2025")]


def test_ids_that_number_the_rows_of_each_table_are_told_once_with_a_remedy(tmp_path: Path) -> None:
    """Two tables that number their rows share ids and no units; a slip in one id is a repeated id as ever."""
    header = "year,kind,id,name,area,packaging_total,packaging_hard\n"
    some = header + "".join(f"2025,market,{n},Chợ A{n},Nho Quan,10,5\n" for n in range(1, 5))
    others = header + "".join(f"2025,market,{n},Chợ B{n},Nho Quan,10,5\n" for n in range(1, 5))
    assert repeated(tmp_path, some, others) == [(2, "STT")]
    assert repeated(tmp_path, some, others.replace("market,3", "market,9")) == [(2, ""), (3, ""), (5, "")]
    assert repeated(tmp_path, some, header + "2025,market,1,Chợ B,Nho Quan,10,5\n") == [(2, "")]
    assert repeated(tmp_path, some, some) == [(2, ""), (3, ""), (4, ""), (5, "")], "the same units twice"


def repeated(folder: Path, *texts: str) -> list[tuple[int | None, str]]:
    """Return the row of each repeated unit in these files, and what its remedy names."""
    paths = [folder / f"{number}.csv" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    _, problems = read_survey(list(map(str, paths)), EXPECTED)
    found = [one for one in problems if one.rule == "duplicate-unit"]
    return [(one.place.row, "STT" if "STT" in str(one.details.get("remedy")) else "") for one in found]

"""The edges of the rows of a survey: widths, notes, numbers that wait, and what is told of each."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from small_surveys import EXPECTED, MARKETS, ZONES, ids, others, read, told

from scp_ninhbinh.survey.declared import NOTHING_DECLARED, Constant, Declared
from scp_ninhbinh.survey.pool import Entries, Survey
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
    assert told(strict[1]) == told(lenient[1]) == [("hard-without-total", 2, "packaging_hard")]
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


def test_a_lone_text_below_the_table_is_a_note_whatever_it_says_and_up_to_fifty_are(tmp_path: Path) -> None:
    unit = ZONES + "2025,craft_village,A,,,yes\n"
    for notes, rules in ((1, {"note-row"}), (50, {"note-row"}), (51, {"bad-year", "missing-value", "not-checked"})):
        _, problems = read(tmp_path, unit + "".join(f"Kèm theo {n},,,,,\n" for n in range(notes)))
        assert {found.rule for found in problems} == rules


def test_rows_may_be_numbered_with_a_point(tmp_path: Path) -> None:
    declared = Declared(constants=(Constant(None, "year", "2025"), Constant(None, "kind", "craft_village")))
    survey, _ = read(tmp_path, "STT,name,informed\n1.,A,yes\n2.,B,no\nNhóm,C,yes\n", declared=declared)
    assert [unit.name for unit in survey.units(("craft_village",), 2025)] == ["A", "B"]


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


def test_of_two_namesakes_the_one_without_an_area_is_told_to_be_perhaps_the_other(tmp_path: Path) -> None:
    _, problems = read(tmp_path, ZONES + "2025,craft_village,,A,X,yes\n2025,craft_village,,A,,yes\n")
    assert (told(problems), others(problems)) == ([("doubtful-unit", 2, "id")], ["3"])


def test_the_likely_one_is_looked_up_for_fifty_units_and_never_by_an_empty_name(tmp_path: Path) -> None:
    lacking = "".join(f"2025,craft_village,Q{n},Làng Đá {n},,yes\n" for n in range(51))
    _, problems = read(tmp_path, ZONES + lacking, "kind,id,name\ncraft_village,L1,Làng Đá\n")
    assert [found.details["guess"] is None for found in problems] == [False] * 50 + [True]
    _, problems = read(tmp_path, ZONES + "2025,craft_village,Q99,,,yes\n", "kind,id,name\ncraft_village,A1,\n")
    assert [found.details["guess"] for found in problems] == [None]


def test_a_file_given_twice_is_told_at_its_path(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(ZONES + "2025,craft_village,A,,,yes\n", encoding="utf-8")
    (found,) = read_survey([str(path), str(path)], EXPECTED)[1]
    assert (found.rule, found.place.path) == ("file-twice", str(path))


def test_a_workbook_of_empty_tables_is_told_once_to_have_no_rows(tmp_path: Path) -> None:
    book = Workbook()
    for sheet in (book.active, book.create_sheet("B")):
        sheet.append(ZONES.strip().split(","))
    book.save(tmp_path / "empty.xlsx")
    assert [found.rule for found in read_survey([str(tmp_path / "empty.xlsx")], EXPECTED)[1]] == ["no-rows"]


def test_a_text_that_was_converted_wrongly_is_told_with_its_line_in_rows_of_any_width(tmp_path: Path) -> None:
    rows = "2025,craft_village,,Chá»£ Rá»“ng,,yes\n2025,craft_village,B,Chá»£\n2025,craft_village,C,,,yes\n"
    _, problems = read(tmp_path, ZONES + rows)
    wrong = [
        (one.place.row, one.place.line, one.place.column, one.details["guess"])
        for one in problems
        if one.rule == "mis-converted-text"
    ]
    assert wrong == [(2, 2, "name", "Chợ Rồng"), (3, 3, "name", "Chợ")]


def test_a_survey_without_declarations_has_none() -> None:
    assert Survey(Entries()).declared == NOTHING_DECLARED


def test_a_table_holds_only_so_many_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scp_ninhbinh.survey.table_reader.MOST_PROBLEMS", 3)
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


def test_a_column_of_nothing_but_x_is_told_though_a_row_is_too_short(tmp_path: Path) -> None:
    rows = "2025,craft_village,A,,,x\n2025,craft_village,B,,,\n2025,craft_village,C\n"
    assert {"only-x", "short-row"} <= {found.rule for found in read(tmp_path, ZONES + rows)[1]}


def test_a_surveyed_unit_is_listed_as_its_row_of_the_register(tmp_path: Path) -> None:
    survey, problems = read(
        tmp_path, ZONES + "2025,craft_village,A,,,yes\n2025,craft_village,Q,,,yes\n", "kind,id\ncraft_village,A\n"
    )
    unit, lacking = survey.units(("craft_village",), 2025)
    assert (survey.listed_as(unit), survey.listed_as(lacking)) == (survey.register.units[0], None)
    assert [(found.rule, found.value) for found in problems] == [("not-in-register", "Q")]

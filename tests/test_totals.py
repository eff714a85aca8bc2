"""Totals agree with the rows they stand for, and areas have units: else a row was missed, and a warning says so."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from scp_ninhbinh.problems.problem import Problem, describe
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.text.say import language

HEADER = "STT;Tên chợ;Tổng bao bì (kg/ngày);Bao bì khó phân hủy (kg/ngày)\n"
PROJECT = 'schema: scp/project/1\nfiles:\n  - path: "survey.*"\n    set: {{{set}}}\n    areas: in rows\n'
IN_ALL = "year: 2025, kind: market"

Check = Callable[..., list[Problem]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return the warnings of a table of markets with its areas in rows."""

    def checked(text: str, header: str = HEADER, given: str = IN_ALL, bad_cells: str = "refuse") -> list[Problem]:
        (tmp_path / "scp.yaml").write_text(PROJECT.format(set=given), encoding="utf-8")
        if text:
            (tmp_path / "survey.csv").write_text(header + text, encoding="utf-8")
        survey = next(path for path in tmp_path.iterdir() if path.stem == "survey")
        asked = Request([str(survey)], project=str(tmp_path / "scp.yaml"), bad_cells=bad_cells)
        return [found for found in check_files(asked).problems if found.severity != "notice"]

    return checked


def rules(found: list[Problem]) -> list[tuple[str, int | None]]:
    return [(one.rule, one.place.row) for one in found]


def message(found: Problem) -> str:
    return language("en").text(describe(found)[0])


A, B, C = "1;Chợ A;100;50\n", "2;Chợ B;100;50\n", "1;Chợ C;100;20\n"
GIA_VIEN, NHO_QUAN = "I;Huyện Gia Viễn;200;100\n", "II;Huyện Nho Quan;100;20\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{A}{B};Tổng cộng;200;100\n",
        f";Tổng cộng;200;100\n{A}{B}",
        f"{GIA_VIEN}{A}{B}{NHO_QUAN}{C};Tổng cộng;300;120\n",
        f";Tổng cộng;300;120\n{GIA_VIEN}{A}{B}{NHO_QUAN}{C}",
        f"I;Huyện Gia Viễn;;\n{A}{B};Cộng;200;100\nII;Huyện Nho Quan;;\n{C};Cộng;100;20\n;Tổng cộng;300;120\n",
        f"I;Huyện Gia Viễn;;\n{A}{B};Cộng;200;100\nII;Huyện Nho Quan;;\n{C};Cộng;100;20\n",
        f";Cộng;200;100\n{A}{B};Cộng;100;20\n{C}",
        f";Tỉnh Ninh Bình;300;120\n{GIA_VIEN}{A}{B}{NHO_QUAN}{C}",
        f"I;Huyện Gia Viễn;300;120\n{A}{B};Cộng;200;100\n{C};Cộng;100;20\nII;Huyện Nho Quan;;\n{A}",
    ],
    ids=[
        "below",
        "above",
        "areas",
        "areas, total above",
        "sums below",
        "no grand total",
        "sums above",
        "areas in areas",
        "totals in an area",
    ],
)
def test_totals_that_agree_are_silent(check: Check, text: str) -> None:
    assert check(text) == []


def test_a_total_that_differs_is_a_warning_with_both_figures(check: Check) -> None:
    (found,) = check(f"{A}{B};Tổng cộng;450;100\n")
    assert (found.rule, found.severity, found.place.row) == ("total-differs", "warning", 4)
    assert (found.place.column, found.value) == ("packaging_total", "Tổng cộng")
    assert message(found).endswith(
        '(figures that differ: 1): "Tổng cộng" in row 4 gives 450 as packaging_total where its rows add up to 200'
    )


def test_a_table_gets_one_warning_with_a_few_examples_and_a_count(check: Check) -> None:
    (found,) = check(f"I;Huyện Gia Viễn;350;120\n{A}{B}II;Huyện Nho Quan;100;20\n{C};Tổng cộng;450;170\n")
    assert (found.rule, found.place.row, found.details["n"]) == ("total-differs", 2, 4)
    assert message(found).count(" gives ") == 3
    assert '"Huyện Gia Viễn" in row 2 gives 350 as packaging_total where its rows add up to 200' in message(found)


def test_a_grand_total_is_compared_with_the_units_and_not_with_the_sub_totals(check: Check) -> None:
    """The sub-totals make 450, the units 300: where a sub-total hides a missed row, the grand total hides it too."""
    (found,) = check(f"I;Huyện Gia Viễn;350;100\n{A}{B}II;Huyện Nho Quan;100;20\n{C};Tổng cộng;450;120\n")
    assert '"Tổng cộng" in row 7 gives 450 as packaging_total where its rows add up to 300' in message(found)


@pytest.mark.parametrize(
    ("text", "sum_of"),
    [
        (f"I;Huyện Gia Viễn;;\n{A}{B};Cộng;250;100\nII;Huyện Nho Quan;;\n{C};Tổng cộng;300;120\n", 200),
        (f"I;Huyện Gia Viễn;;\n{A}{B};Cộng;200;100\nII;Huyện Nho Quan;;\n{C};Cộng;150;20\n;Tổng cộng;300;120\n", 100),
        (f"I;Huyện Gia Viễn;;\n{A}{B};Cộng;200;100\nII;Huyện Nho Quan;;\n{C};Cộng;100;20\n;Tổng cộng;350;120\n", 300),
        (f"{A}{B};Cộng;200;100\n3;Chợ C;100;20\n;Cộng;150;20\n4;Chợ D;7;1\n", 100),
        (f";Tổng cộng;350;120\n{GIA_VIEN}{A}{B}{NHO_QUAN}{C}", 300),
    ],
    ids=["a group's", "the last group's", "the grand total", "one between", "above"],
)
def test_a_total_is_compared_with_the_rows_that_it_most_likely_stands_for(check: Check, text: str, sum_of: int) -> None:
    (found,) = check(text)
    assert message(found).endswith(f"where its rows add up to {sum_of}")


@pytest.mark.parametrize("row", [";Tổng cộng;;\n", ";Tổng cộng;2 chợ;-\n", ";Tổng cộng;#;…\n"])
def test_a_total_without_numbers_is_not_compared(check: Check, row: str) -> None:
    assert check(A + B + row) == []


def test_a_row_without_a_figure_leaves_its_column_uncompared_and_no_other(check: Check) -> None:
    (found,) = check(f"{A}2;Chợ B;100;\n;Tổng cộng;450;170\n")
    assert (found.details["n"], found.place.column) == (1, "packaging_total")


def test_a_row_that_may_be_a_unit_leaves_its_group_uncompared(check: Check) -> None:
    assert rules(check(f"{A}2;;100;50\n;Tổng cộng;200;100\n")) == [("missing-value", 3)]


@pytest.mark.parametrize("bad_cells", ["refuse", "unknown"])
def test_a_row_that_cannot_be_read_leaves_its_group_uncompared(check: Check, bad_cells: str) -> None:
    found = check(f"{A}2;Chợ B;khoảng 100;50\n;Tổng cộng;450;170\n", bad_cells=bad_cells)
    assert {one.rule for one in found} & {"inexact-number", "total-differs"} == {"inexact-number"}


def test_an_unreadable_row_of_one_group_does_not_hide_what_differs_in_another(check: Check) -> None:
    found = check(f"I;Huyện Gia Viễn;350;100\n{A}{B}II;Huyện Nho Quan;100;20\n1;Chợ C;trên 100;20\n")
    assert ("total-differs", 2) in rules(found)


@pytest.mark.parametrize(
    ("figures", "total", "agrees"),
    [
        (("33,33", "33,33", "33,33"), "99,99", True),
        (("33,33", "33,33", "33,33"), "100", True),
        (("33,33", "33,33", "33,33"), "100,0", True),
        (("33,33", "33,33", "33,33"), "99,89", False),
        (("33,33", "33,33", "33,33"), "101", False),
        (("0,2", "0,2", "0,2"), "1", False),
    ],
)
def test_figures_are_compared_exactly_but_for_a_rounded_total(
    check: Check, figures: tuple[str, ...], total: str, agrees: bool
) -> None:
    rows = "".join(f"{n};Chợ {n};{figure};0\n" for n, figure in enumerate(figures, 1))
    assert (check(f"{rows};Tổng cộng;{total};0\n") == []) is agrees


def test_the_sum_that_a_spreadsheet_stores_is_no_difference(check: Check, tmp_path: Path) -> None:
    """A hundred times 0.1 is 9.99999999999998 there."""
    book = Workbook()
    units = [[n, f"Chợ {n}", 0.1, 0] for n in range(1, 101)]
    for row in (HEADER.strip().split(";"), *units, [None, "Cộng", sum([0.1] * 100), 0]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "survey.xlsx")
    assert check("") == []


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Năm;Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n", "2024;A;9;1\n2025;B;9;1\n2025;Tổng cộng;9;1\n"),
        ("ĐVT;Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n", "kg;A;9;1\ntúi;B;9;1\n;Tổng cộng;9;1\n"),
        (
            "ĐVT;Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n",
            "kg;A;9;1\n;Cộng;9;1\ntúi;B;7;1\n;Cộng;7;1\n;Tổng cộng;5;1\n",
        ),
        ("ĐVT;Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n", "kg;A;9;1\nkg;B;9;1\ntấn;Tổng cộng;5;1\n"),
        ("Số ngày;Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n", "1;A;9;1\n3;B;9;1\n;Tổng cộng;9;1\n"),
    ],
    ids=["years", "units", "units of groups", "the total's unit", "days"],
)
def test_figures_that_are_not_measured_alike_are_not_added_up(check: Check, header: str, rows: str) -> None:
    given = "kind: market" if "Năm" in header else IN_ALL
    assert check(rows, header, given) == []


@pytest.mark.parametrize("unit", ["", "kg", "KG"])
def test_a_total_in_the_unit_of_its_rows_is_compared(check: Check, unit: str) -> None:
    header = "ĐVT;Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n"
    assert rules(check(f"kg;A;9;1\nkg;B;9;1\n{unit};Tổng cộng;5;1\n", header)) == [("total-differs", 4)]


def test_how_long_units_were_observed_is_not_added_up(check: Check) -> None:
    header = "Số ngày;Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n"
    assert check("3;A;9;1\n3;B;9;1\n3;Tổng cộng;18;2\n", header) == []


def test_an_area_over_units_does_not_add_up_the_next_area(check: Check) -> None:
    """The units of both areas make 300 together, as do those of the first with one that was missed."""
    text = f"I;Huyện Gia Viễn;300;120\n{A}{B}{NHO_QUAN}{C}"
    assert rules(check(text)) == [("total-differs", 2)]


def test_an_area_with_figures_and_no_unit_is_a_warning_in_place_of_the_notice(check: Check) -> None:
    (found,) = check(f"{GIA_VIEN}{A}{B};Huyện Kim Sơn;100;50\n{NHO_QUAN}{C}")
    assert (found.rule, found.severity, found.place.row) == ("area-without-units", "warning", 5)
    assert (found.value, found.details["figures"]) == ("Huyện Kim Sơn", ("100", "50"))


@pytest.mark.parametrize("end", ["", ";Tổng cộng;300;150\n", ";Tổng cộng;200;100\n"], ids=["end", "counted", "not"])
def test_a_total_that_counts_such_an_area_or_not_is_no_second_fault(check: Check, end: str) -> None:
    assert rules(check(f"{GIA_VIEN}{A}{B}II;Huyện Kim Sơn;100;50\n{end}")) == [("area-without-units", 5)]


@pytest.mark.parametrize("row", ["II;Huyện Kim Sơn;;\n", "II;Huyện Kim Sơn;0;-\n", "II;Huyện Kim Sơn;Không có;\n"])
def test_an_area_without_figures_may_have_no_unit(check: Check, row: str) -> None:
    assert check(f"{GIA_VIEN}{A}{B}{row}{NHO_QUAN.replace('II', 'III')}{C}") == []


def test_an_area_with_an_answer_and_no_unit_is_told_too(check: Check) -> None:
    header, given = "STT;Tên làng nghề;Đã được phổ biến\n", "year: 2025, kind: craft_village"
    text = "I;Huyện Gia Viễn;\n1;Làng A;có\nII;Huyện Kim Sơn;không\n"
    assert rules(check(text, header, given)) == [("area-without-units", 4)]


def test_a_row_that_cannot_be_read_is_a_unit_of_its_area(check: Check) -> None:
    found = check(f"{GIA_VIEN}{A}{B}II;Huyện Kim Sơn;100;50\n1;Chợ C;khoảng 100;50\n")
    assert "area-without-units" not in {one.rule for one in found}


def test_a_title_over_merged_cells_is_no_answer(check: Check, tmp_path: Path) -> None:
    book = Workbook()
    for row in (HEADER.strip().split(";"), ["I. Huyện Gia Viễn"], ["II. Huyện Nho Quan"], [1, "Chợ C", 100, 20]):
        book.active.append(row)  # type: ignore[union-attr]
    for row in (2, 3):
        book.active.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)  # type: ignore[union-attr]
    book.save(tmp_path / "survey.xlsx")
    assert check("") == []


def test_numbers_in_totals_settle_no_decimal_mark(check: Check, tmp_path: Path) -> None:
    """1.250 stays ambiguous though the total of another sheet would settle it: totals are not read."""
    book, header = Workbook(), ["Năm", "Loại", "Tên", "Tổng bao bì (kg)", "Bao bì khó phân hủy (kg)"]
    tables = (
        [["2025", "chợ", "A", "7", "1"], ["", "", "Tổng cộng", "1.250,5", ""]],
        [["2025", "chợ", "B", "1.250", "1"]],
    )
    for rows in tables:
        sheet = book.create_sheet()
        for row in (header, *rows):
            sheet.append(row)
    book.save(tmp_path / "survey.xlsx")
    assert {one.rule for one in check("", given="")} >= {"ambiguous-number", "total-differs"}


def test_many_totals_cost_no_more_than_their_rows(check: Check) -> None:
    """Each of thousands may be the sum of any rows next to it; only so many are tried."""
    text = "".join(f"{n};Chợ {n};1;1\n;Tổng cộng;5000;7\n" for n in range(1, 3001))
    start = time.process_time()
    (found,) = check(text)
    assert found.rule == "total-differs"
    assert time.process_time() - start < 20

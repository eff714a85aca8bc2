"""The header is found where a person would find it, and no row of data is taken for a part of it."""

from collections.abc import Sequence

import pytest
from small_surveys import KNOWN

from scp_ninhbinh.project.headings import HeadingReader
from scp_ninhbinh.tables.table import Header
from scp_ninhbinh.tables.table import find_header as find


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    return find(rows, HeadingReader(KNOWN))


PLAIN = ["Năm", "Loại", "Tên", "Đã được thông tin"]
ROW = ["2025", "làng nghề", "Làng A", "có"]


@pytest.mark.parametrize(
    ("above", "first"),
    [([], 0), ([["KHẢO SÁT"]], 1), ([["KHẢO SÁT"], ["ĐVT: chiếc"], []], 3), ([["Tên tỉnh: Ninh Bình", "", ""]], 1)],
)
def test_titles_and_units_stand_above_the_header(above: list[list[str]], first: int) -> None:
    header = find_header([*above, PLAIN, ROW])
    assert header is not None
    assert (header.first, header.end, header.columns) == (first, first + 1, ["year", "kind", "name", "informed"])


def test_a_heading_over_merged_cells_belongs_to_each_column_below_it() -> None:
    rows = [["Năm", "Tên", "Bao bì", "", "Ghi chú"], ["", "", "Tổng số bao bì", "Trong đó: khó phân hủy", ""]]
    header = find_header([*rows, ["2025", "Chợ A", "10", "5", ""]])
    assert header is not None
    assert (header.end, header.columns) == (2, ["year", "name", "packaging_total", "packaging_hard", "note"])
    assert header.stacks[3] == ("Bao bì", "Trong đó: khó phân hủy")


def test_a_header_may_take_three_rows() -> None:
    rows = [["Năm", "Tên", "Chợ", ""], ["", "", "Bao bì", ""], ["", "", "Tổng số", "Khó phân hủy"]]
    header = find_header(rows)
    assert header is not None
    assert (header.end, header.columns[3]) == (3, "packaging_hard")


@pytest.mark.parametrize("below", [["2025", "mô hình", "Note", "x"], ["", "", "Ghi chú", ""], ["2025", "", "", "note"]])
def test_a_row_of_data_is_no_second_row_of_the_header(below: list[str]) -> None:
    header = find_header([["Năm", "Loại", "Tên", "Cột lạ"], below])
    assert header is not None
    assert header.end == 1


@pytest.mark.parametrize("numbers", [["1", "2", "3", "4"], ["A", "B", "1", "2"], ["(1)", "(2)", "(3)", "(4)"]])
def test_a_row_that_numbers_the_columns_is_passed_over(numbers: list[str]) -> None:
    header = find_header([PLAIN, numbers, ROW])
    assert header is not None
    assert (header.end, header.numbering) == (2, True)


@pytest.mark.parametrize(
    "row", [["2025", "1", "2", "3"], ["1", "3", "2", "4"], ["1", "làng nghề", "2", ""], ["1", "2"]]
)
def test_a_row_of_other_numbers_is_one_of_data(row: list[str]) -> None:
    header = find_header([PLAIN, row])
    assert header is not None
    assert not header.numbering


def test_one_known_heading_is_no_header() -> None:
    assert find_header([["Tên", "Giá", "Lượng"], ["Chợ A", "1", "2"]]) is None


FIGURES = ["Năm", "Tên", "Tổng số bao bì", "Trong đó: khó phân hủy"]


@pytest.mark.parametrize(
    "units", [["", "", "(kg)", "(kg)"], ["", "", "kg", "kg"], ["", "(ghi đầy đủ)", "(kg)", "(kg)"]]
)
def test_a_row_of_units_below_the_headings_is_part_of_the_header(units: list[str]) -> None:
    for numbers, numbering in (([], False), ([["(1)", "(2)", "(3)", "(4)"]], True)):
        header = find_header([FIGURES, units, *numbers, ["2025", "Chợ A", "10", "5"]])
        assert header is not None
        assert (header.end, header.numbering) == (2 + numbering, numbering)
        assert header.columns == ["year", "name", "packaging_total", "packaging_hard"]
        assert header.stacks[2] == ("Tổng số bao bì", units[2])


def test_a_unit_below_a_heading_that_is_not_known_makes_the_heading_doubtful_and_no_row_of_data() -> None:
    for unit in ("(tấn)", "tấn"):
        header = find_header([FIGURES, ["", "", unit, unit], ["2025", "Chợ A", "10", "5"]])
        assert header is not None
        assert (header.end, header.columns[2]) == (2, f"Tổng số bao bì / {unit}")


@pytest.mark.parametrize(
    "row", [["", "(không tên)", "10", "5"], ["", "", "(500)", "(20)"], ["", "Chợ kg", "kg", ""], ["", "", "10", ""]]
)
def test_a_row_that_holds_more_than_units_is_one_of_data(row: list[str]) -> None:
    header = find_header([FIGURES, row])
    assert header is not None
    assert header.end == 1


def test_how_to_answer_below_a_heading_is_read_with_it() -> None:
    header = find_header([PLAIN, ["", "", "", "(có/không)"], ROW])
    assert header is not None
    assert (header.end, header.columns) == (2, ["year", "kind", "name", "informed"])


def test_years_below_a_heading_of_several_columns_are_part_of_the_header() -> None:
    header = find_header(
        [["Loại", "Tên", "Được thông tin", ""], ["", "", "2024", "2025"], ["làng nghề", "A", "có", ""]]
    )
    assert header is not None
    assert (header.end, header.columns[2:]) == (2, ["Được thông tin / 2024", "Được thông tin / 2025"])


def test_a_row_of_a_year_and_figures_is_none_of_years() -> None:
    for row in (["", "", "2024", "50"], ["2024", "", "", ""], ["", "", "2024", ""]):
        header = find_header([["Loại", "Tên", "Tổng số bao bì", ""], row, ROW])
        assert header is not None
        assert header.end == 1


def test_names_in_the_row_over_others_belong_to_one_header_with_them() -> None:
    rows = [["TT", "Tên chợ", "Năm 2020", "", "Năm 2025", ""]]
    rows += [["", "", *["Tổng số bao bì", "Khó phân hủy"] * 2], ["1", "Chợ A", *"1234"]]
    header = find_header(rows)
    assert header is not None
    assert (header.first, header.end, header.columns[:2]) == (0, 2, ["", "name"])
    assert header.known == {"name"}


def test_a_title_over_columns_of_which_one_has_no_heading_is_no_heading() -> None:
    for beside in ("ĐVT: kg", "Ghi chú"):
        header = find_header(
            [["Biểu 1", "", "", beside], ["Năm", "Tên", "Tổng số bao bì", ""], ["2025", "A", "1", "x"]]
        )
        assert header is not None
        assert (header.first, header.columns[:3]) == (1, ["year", "name", "packaging_total"])


@pytest.mark.parametrize(
    "title",
    [
        ["Quy ước: 0 = chưa", " 1 = đã được thông tin", "", ""],
        ["Danh sách (0: chưa", "1: có)", "", ""],
        ["Biểu 1. Kết quả", " năm 2024", "", ""],
    ],
)
def test_a_title_that_holds_the_separator_is_no_heading_over_others(title: list[str]) -> None:
    header = find_header([title, PLAIN, ROW])
    assert header is not None
    assert (header.first, header.columns) == (1, ["year", "kind", "name", "informed"])


def test_a_year_over_others_is_a_heading_though_somebody_typed_a_blank_before_it() -> None:
    header = find_header([["Thông tin chung", "", "", " Năm 2024"], PLAIN, ROW])
    assert header is not None
    assert header.columns[3] == "Năm 2024 / Đã được thông tin"

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

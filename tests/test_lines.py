"""Lines of a table that are no units are never counted as such without a word."""

from pathlib import Path

import pytest

from scp_ninhbinh.run import CheckRun, Request, check_files
from scp_ninhbinh.survey.declared import parse_constant

CONSTANTS = tuple(one for text in ("year=2025", "kind=market") if (one := parse_constant(text)))
HEADER = "TT;Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n"


def check(folder: Path, text: str, blank: frozenset[str] = frozenset()) -> CheckRun:
    path = folder / "survey.csv"
    path.write_text(text, encoding="utf-8")
    return check_files(Request([str(path)], set=CONSTANTS, blank=blank))


def rules(run: CheckRun) -> list[str]:
    return [found.rule for found in run.problems if found.rule != "set-column"]


@pytest.mark.parametrize("name", ["Tổng số", "TỔNG CỘNG", "Cộng:", "Tổng", "Total"])
def test_a_total_is_left_out_with_a_notice(tmp_path: Path, name: str) -> None:
    run = check(tmp_path, f"{HEADER}1;Chợ A;100;40\n2;Chợ B;200;60\n;{name};300;100\n")
    assert (rules(run), run.files[0].rows) == (["total-row"], 2)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Tổng 2 chợ",
            "Tổng toàn tỉnh",
            "Tổng số: 2",
            "Toàn tỉnh",
            "Cả tỉnh",
            "Chung",
            "Lũy kế",
            "Trung bình",
            "Bình quân",
        ),
        *("Tong so cho", "Cong", "Tong", "T.Cộng", "TC", "Grand total", "Subtotal", "Cộng huyện Nho Quan"),
    ],
)
def test_what_may_be_a_total_is_refused_even_without_numbers_of_rows(tmp_path: Path, name: str) -> None:
    text = HEADER.removeprefix("TT;") + f"Chợ A;100;40\nChợ B;200;60\n{name};300;100\n"
    assert rules(check(tmp_path, text)) == ["doubtful-total"]


@pytest.mark.parametrize(
    "name", ["Cộng đồng Xanh", "Tổng công ty A", "Công viên", "Chợ Tổng", "Tống Sơn", "TCB", "Số 7"]
)
def test_a_unit_that_is_only_called_like_a_total_is_read(tmp_path: Path, name: str) -> None:
    run = check(tmp_path, f"{HEADER}1;{name};100;40\n")
    assert (rules(run), run.files[0].rows) == ([], 1)


def test_a_group_heading_between_numbered_rows_is_doubtful_with_or_without_figures(tmp_path: Path) -> None:
    text = HEADER + "I;Huyện Hoa Lư;;\n1;Chợ A;100;40\n2;Chợ B;200;60\nII;Huyện Gia Viễn;300;90\n3;Chợ C;300;90\n"
    run = check(tmp_path, text)
    assert [(found.rule, found.place.row) for found in run.problems if found.severity == "error"] == [
        ("doubtful-row", 2),
        ("doubtful-row", 5),
    ]


def test_a_unit_with_an_id_needs_no_number(tmp_path: Path) -> None:
    text = "TT;Mã;Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n1;C1;Chợ A;100;40\n;C2;Chợ B;200;60\n"
    assert rules(check(tmp_path, text)) == []


@pytest.mark.parametrize("numbers", ["A;B;1;2", "a;b;1;2", "(1);(2);(3);(4)", ";B;1;2", "A;B;1;2\n;;;"])
def test_a_row_that_numbers_the_columns_is_no_unit(tmp_path: Path, numbers: str) -> None:
    run = check(tmp_path, f"{HEADER}{numbers}\n1;Chợ A;100;40\n")
    assert (rules(run), run.files[0].rows) == (["above-header"], 1)


@pytest.mark.parametrize("blank", [frozenset(), frozenset({"informed"})], ids=["blanks unknown", "blanks are no"])
@pytest.mark.parametrize(
    "lines",
    [
        ";Nguồn: các huyện;\n",
        ";;\n;Các huyện tự báo cáo;\n",
        ";;\n;Người lập biểu;Thủ trưởng đơn vị\n",
        "Ghi chú: giả định;;\n",
    ],
)
def test_notes_and_signatures_below_the_table_are_left_out_with_a_notice(
    tmp_path: Path, lines: str, blank: frozenset[str]
) -> None:
    constants = tuple(one for text in ("year=2025", "kind=craft_village") if (one := parse_constant(text)))
    path = tmp_path / "survey.csv"
    path.write_text(f"TT;Tên;Đã được thông tin\n1;Làng A;x\n2;Làng B;không\n{lines}", encoding="utf-8")
    run = check_files(Request([str(path)], set=constants, blank=blank))
    assert (rules(run), run.files[0].rows) == (["note-row"], 2)


def test_rows_with_answers_below_a_gap_are_no_notes(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text("year,kind,name,informed\n2025,craft_village,A,yes\n,,,\n,,B,no\n", encoding="utf-8")
    assert {found.rule for found in check_files(Request([str(path)])).problems} >= {"missing-value"}


def test_a_note_in_the_middle_is_a_row_with_errors(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    text = "year,kind,name,informed\n2025,craft_village,A,yes\n,,xem phụ lục,\n2025,craft_village,B,yes\n"
    path.write_text(text, encoding="utf-8")
    found = check_files(Request([str(path)])).problems
    assert [(one.rule, one.place.row) for one in found if one.severity == "error"] == [("missing-value", 3)] * 2


def test_ambiguous_numbers_that_nothing_settles_end_in_problems(tmp_path: Path) -> None:
    run = check(tmp_path, HEADER + "".join(f"{n};Chợ {n};1.234;1.000\n" for n in range(1, 40)))
    assert rules(run).count("ambiguous-number") == 78
    assert {found.place.row for found in run.problems if found.severity == "error"} == set(range(2, 41))

"""What only a whole table shows: lines that are no units, and what a second look at its texts finds."""

from pathlib import Path

import pytest
from small_surveys import ZONES, read

from scp_ninhbinh.project.declared import Constant, Declared, parse_constant
from scp_ninhbinh.run import CheckRun, Request, check_files
from scp_ninhbinh.survey.whole_file import filled, is_note, may_be_total, numbers_rows, total_word
from scp_ninhbinh.text.spelling import fold

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


@pytest.mark.parametrize(
    "line",
    [
        *("Đồng Tháp, ngày 01 tháng 9 năm 2025;Trưởng phòng;;", "TP. Hồ Chí Minh, ngày … tháng … năm 2025;;;"),
        *(
            "Ngày 5 tháng 12 năm 2024;;;",
            "Dong Thap, ngay 01 thang 9 nam 2025;;;",
            ";TRƯỞNG PHÒNG;;",
            ";KT. Giám đốc;;",
        ),
    ],
)
def test_a_place_with_a_date_and_a_title_below_a_table_are_its_signature(tmp_path: Path, line: str) -> None:
    run = check(tmp_path, f"{HEADER}1;Chợ A;100;40\n\n{line}\n")
    assert (rules(run), run.files[0].rows) == (["note-row"], 1)


def test_a_signature_of_any_place_is_one_where_the_rows_say_year_and_kind(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    rows = "năm;loại;tên;đã được thông tin\n2025;làng nghề;Làng A;có\n"
    path.write_text(f"{rows}Đồng Tháp, ngày 01 tháng 9 năm 2025;;;Trưởng phòng\n", encoding="utf-8")
    assert rules(check_files(Request([str(path)]))) == ["note-row"]


@pytest.mark.parametrize("name", ["Ngày hội tháng Năm", "Chợ phiên, ngày rằm tháng Giêng", "Trường Sơn"])
def test_a_unit_whose_name_speaks_of_a_day_is_read(tmp_path: Path, name: str) -> None:
    run = check(tmp_path, f"{HEADER}1;{name};100;40\n")
    assert (rules(run), run.files[0].rows) == ([], 1)


def test_a_total_calls_itself_one_in_its_name_or_in_its_first_cell() -> None:
    assert total_word([], "Tổng cộng:") == "Tổng cộng:"
    assert total_word(["", "TỔNG CỘNG", "5"], "Chợ A") == "TỔNG CỘNG"
    assert total_word(["1", "Tổng cộng"], "Chợ A") is None
    assert total_word([]) is None
    assert (total_word([], "Cộng"), total_word([], "Cong"), total_word([], "Tong cong")) == ("Cộng", None, "Tong cong")


@pytest.mark.parametrize(
    ("name", "may_be"),
    [
        *(("Tổng huyện", True), ("Cộng huyện Nho Quan", True), ("Cong huyen", True), ("TC", True), ("TC 5", False)),
        *(("Tổng công ty May", False), ("Cộng đồng", False), ("Chung", True), ("Chung Sơn", False)),
        *(
            ("T. cộng xã", True),
            ("Grand total", True),
            ("Totally", False),
            ("Average of all", True),
            ("Chợ Rồng", False),
        ),
    ],
)
def test_a_name_that_begins_like_a_total_may_be_one(name: str, may_be: bool) -> None:
    assert may_be_total(fold(name)) is may_be


def test_columns_that_number_the_rows_are_known_by_their_heading() -> None:
    assert [numbers_rows(text) for text in ("STT", " tt ", "name", "", "  ")] == [True, True, False, False, False]


def test_a_note_is_known_by_how_any_of_its_cells_begins() -> None:
    assert is_note(["", "Ghi chú: số liệu"])
    assert not is_note(["Chợ Ghi"])
    assert filled([" a ", "", "  ", "b"]) == ["a", "b"]


def test_a_lone_text_below_the_table_is_a_note_whatever_it_says_and_up_to_fifty_are(tmp_path: Path) -> None:
    unit = ZONES + "2025,craft_village,A,,,yes\n"
    for notes, rules in ((1, {"note-row"}), (50, {"note-row"}), (51, {"bad-year", "missing-value", "not-checked"})):
        _, problems = read(tmp_path, unit + "".join(f"Kèm theo {n},,,,,\n" for n in range(notes)))
        assert {found.rule for found in problems} == rules


def test_rows_may_be_numbered_with_a_point(tmp_path: Path) -> None:
    declared = Declared(constants=(Constant(None, "year", "2025"), Constant(None, "kind", "craft_village")))
    survey, _ = read(tmp_path, "STT,name,informed\n1.,A,yes\n2.,B,no\nNhóm,C,yes\n", declared=declared)
    assert [unit.name for unit in survey.units(("craft_village",), 2025)] == ["A", "B"]


def test_a_text_that_was_converted_wrongly_is_told_with_its_line_in_rows_of_any_width(tmp_path: Path) -> None:
    rows = "2025,craft_village,,Chá»£ Rá»“ng,,yes\n2025,craft_village,B,Chá»£\n2025,craft_village,C,,,yes\n"
    _, problems = read(tmp_path, ZONES + rows)
    wrong = [
        (one.place.row, one.place.line, one.place.column, one.details["guess"])
        for one in problems
        if one.rule == "mis-converted-text"
    ]
    assert wrong == [(2, 2, "name", "Chợ Rồng"), (3, 3, "name", "Chợ")]


def test_a_column_of_nothing_but_x_is_told_though_a_row_is_too_short(tmp_path: Path) -> None:
    rows = "2025,craft_village,A,,,x\n2025,craft_village,B,,,\n2025,craft_village,C\n"
    assert {"only-x", "short-row"} <= {found.rule for found in read(tmp_path, ZONES + rows)[1]}

"""Rows of a table that are no units: totals, areas, parts, headings again, notes and signatures below it."""

from pathlib import Path

import pytest
from conftest import ROOT
from small_surveys import ZONES, read

from scp_ninhbinh.project.declared import Blank, Constant, Declared
from scp_ninhbinh.project.headings import numbers_rows
from scp_ninhbinh.run import CheckRun, Request, check_files
from scp_ninhbinh.survey.lines import filled, is_note, may_be_total, total_word
from scp_ninhbinh.text.spelling import NAMELESS, evened, fold

HEADER = "TT;Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n"


def check(folder: Path, text: str, kind: str = "market", blanks: tuple[Blank, ...] = ()) -> CheckRun:
    """Check a table of 2025 that is all of one kind."""
    path = folder / "survey.csv"
    path.write_text(text, encoding="utf-8")
    constants = (Constant(None, "year", "2025"), Constant(None, "kind", kind))
    return check_files(Request([str(path)], set=constants, blank=blanks))


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


@pytest.mark.parametrize("blanks", [(), (Blank(None, "informed"),)], ids=["blanks unknown", "blanks are no"])
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
    tmp_path: Path, lines: str, blanks: tuple[Blank, ...]
) -> None:
    text = f"TT;Tên;Đã được thông tin\n1;Làng A;x\n2;Làng B;không\n{lines}"
    run = check(tmp_path, text, "craft_village", blanks)
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
    for notes, rules in (
        (1, {"note-row"}),
        (50, {"note-row"}),
        (51, {"note-row", "bad-year", "missing-value", "not-checked"}),
    ):
        _, problems = read(tmp_path, unit + "".join(f"Kèm theo {n},,,,,\n" for n in range(notes)))
        assert {found.rule for found in problems} == rules


def test_rows_may_be_numbered_with_a_point(tmp_path: Path) -> None:
    declared = Declared(constants=(Constant(None, "year", "2025"), Constant(None, "kind", "craft_village")))
    survey, _ = read(tmp_path, "STT,name,informed\n1.,A,yes\n2.,B,no\nNhóm,C,yes\n", declared=declared)
    assert [unit.name for unit in survey.units(("craft_village",), 2025)] == ["A", "B"]


def found(run: CheckRun) -> list[tuple[str, int | None]]:
    """Return the rule and the row of everything but declared constants."""
    return [(one.rule, one.place.row) for one in run.problems if one.rule != "set-column"]


WITH_ID = "Mã;Tên chợ;Huyện;Tổng bao bì;Bao bì khó phân hủy\n"


@pytest.mark.parametrize("word", ["Tổng", "TỔNG CỘNG", "Cộng", "Tổng số", "Total", "TC", "TONG", "Sum"])
def test_a_total_that_stands_in_the_column_of_ids_is_left_out(tmp_path: Path, word: str) -> None:
    run = check(tmp_path, f"{WITH_ID}C1;Chợ A;;100;40\nC2;Chợ B;;200;60\n{word};;;300;100\n")
    assert (found(run), run.files[0].rows) == ([("total-row", 4)], 2)


@pytest.mark.parametrize("code", ["TC1", "CONG01", "T-1", "Tổng kho 1"])
def test_an_id_that_only_begins_like_a_total_is_that_of_a_unit(tmp_path: Path, code: str) -> None:
    assert check(tmp_path, f"{WITH_ID}{code};Chợ A;X;100;40\n").files[0].rows == 1


@pytest.mark.parametrize("name", ["Tổng kho A", "Tổng kho xăng dầu", "Cộng Hòa", "Tổng cục Thủy lợi"])
def test_a_shop_called_like_a_sum_is_a_unit(tmp_path: Path, name: str) -> None:
    run = check(tmp_path, f"TT;Tên;Đã được thông tin\n1;{name};có\n2;Làng B;không\n", "craft_village")
    assert (found(run), run.files[0].rows) == ([], 2)


@pytest.mark.parametrize("header", [HEADER, HEADER.removeprefix("TT;")], ids=["numbered", "not numbered"])
@pytest.mark.parametrize(
    "form", ["Trong đó: {}", "- {}", "+ {}", "   {}", "Chia ra: {}", "Tr.đó: {}", "Of which: {}", "– {}"]
)
def test_parts_that_add_up_to_the_unit_above_are_left_out(tmp_path: Path, header: str, form: str) -> None:
    empty = ";" if header.startswith("TT") else ""
    one = "1;" if empty else ""
    rows = f"{one}Chợ A;100;40\n{empty}{form.format('Khu ăn')};70;30\n{empty}{form.format('Khu vải')};30;10\n"
    two = "2;" if empty else ""
    run = check(tmp_path, f"{header}{rows}{two}Chợ B;200;60\n")
    assert (found(run), run.files[0].rows) == ([("part-row", 3), ("part-row", 4)], 2)


def test_a_part_that_is_dashed_and_not_more_than_the_unit_is_left_out_and_another_is_doubtful(tmp_path: Path) -> None:
    for row, rule in (("- Khu ăn;70;30", "part-row"), ("- Khu ăn;170;30", "doubtful-row")):
        assert found(check(tmp_path, f"{HEADER}1;Chợ A;100;40\n;{row}\n2;Chợ B;9;9\n")) == [(rule, 3)]
    rows = "1;Chợ A;100;40\n;Gồm: Khu ăn;70;30\n2;Chợ B;9;9\n"
    assert found(check(tmp_path, HEADER + rows)) == [("doubtful-row", 3)]


@pytest.mark.parametrize("mark", ["- ", "+ ", "• ", "   "])
def test_in_a_list_of_names_that_all_begin_with_a_dash_each_is_a_unit(tmp_path: Path, mark: str) -> None:
    rows = f"{mark}Chợ A;1000;400\n{mark}Chợ B;300;100\n{mark}Chợ C;700;300\n"
    run = check(tmp_path, HEADER.removeprefix("TT;") + rows)
    assert (found(run), run.files[0].rows) == ([], 3)


def test_a_dashed_name_with_a_number_of_its_own_is_a_unit(tmp_path: Path) -> None:
    run = check(tmp_path, f"{HEADER}1;Chợ A;1000;400\n2;- Chợ B;300;100\n")
    assert (found(run), run.files[0].rows) == ([], 2)


AREA_ROWS = {
    "numbered by letters": "I;Huyện Nho Quan;;\n1;Chợ A;100;40\n2;Chợ B;200;60\nII;Huyện Gia Viễn;;\n1;Chợ C;30;9\n",
    "with sub-totals": "I;Huyện Nho Quan;300;100\n1;Chợ A;100;40\n2;Chợ B;200;60\nII;Huyện Gia Viễn;30;9\n1;C;30;9\n",
    "in the first cell": "I. Huyện Nho Quan;;;\n1;Chợ A;100;40\n2;Chợ B;200;60\nII. Huyện Gia Viễn;;;\n1;Chợ C;30;9\n",
    "without a title": ";Nho Quan;;\n1;Chợ A;100;40\n2;Chợ B;200;60\n;Gia Viễn;;\n1;Chợ C;30;9\n",
}


@pytest.mark.parametrize("rows", AREA_ROWS.values(), ids=AREA_ROWS)
def test_a_row_that_names_an_area_is_doubtful(tmp_path: Path, rows: str) -> None:
    assert found(check(tmp_path, HEADER + rows)) == [("doubtful-row", 2), ("doubtful-row", 5)]


@pytest.mark.parametrize("name", ["Huyện Nho Quan", "I. Huyện Nho Quan", "Nho Quan", "Phường Hoa Lư", "TP. Tam Điệp"])
def test_in_a_table_without_numbers_an_area_without_answers_is_doubtful(tmp_path: Path, name: str) -> None:
    text = f"Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n{name};;\nChợ A;100;40\n"
    assert found(check(tmp_path, text)) == [("doubtful-row", 2)]


def test_a_market_called_by_the_bare_name_of_a_district_is_a_unit_where_it_has_answers_and_a_number(
    tmp_path: Path,
) -> None:
    run = check(tmp_path, f"{HEADER}1;Nho Quan;100;40\n2;Chợ B;200;60\n")
    assert (found(run), run.files[0].rows) == ([], 2)


@pytest.mark.parametrize("name", ["Xã hội hóa", "Xã hội Xanh A", "Huyện đội", "Phường rượu", "Tỉnh lộ 1"])
def test_a_name_that_begins_with_the_word_for_an_area_is_none(tmp_path: Path, name: str) -> None:
    run = check(tmp_path, f"TT;Tên;Đã được thông tin\n1;{name};có\n2;Làng B;không\n", "craft_village")
    assert (found(run), run.files[0].rows) == ([], 2)


@pytest.mark.parametrize("name", ["Toàn tỉnh", "Grand total", "Bình quân", "Tổng 2 siêu thị", "Cộng huyện Nho Quan"])
def test_a_total_in_the_column_of_ids_is_told_as_one_in_that_of_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / "survey.csv"
    rows = f"S1,2025,supermarket,A,yes\nS2,2025,supermarket,B,no\n{name},2025,supermarket,,yes\n"
    path.write_text(f"id,year,kind,name,hard_bags\n{rows}", encoding="utf-8")
    assert ("doubtful-total", 4) in found(check_files(Request([str(path)])))


@pytest.mark.parametrize("row", ["1.;2.;3.;4.", "Cột 1;Cột 2;Cột 3;Cột 4", "c1;c2;c3;c4"])
def test_a_row_that_numbers_the_columns_is_left_out_however_it_does(tmp_path: Path, row: str) -> None:
    run = check(tmp_path, f"{HEADER}{row}\n1;Chợ A;100;40\n")
    assert (found(run), run.files[0].rows) == ([("above-header", 2)], 1)


IN_ROWS = """schema: scp/project/1
files:
  - {path: survey.csv, areas: in rows, set: {year: 2025, kind: craft_village}}
"""
NUMBERED_AREAS = """TT;Tên làng nghề;Được phổ biến
I;Huyện Nho Quan;
1;Làng Bồ Bát;Có
2;Xã Gia Lâm;Không
II;Huyện Gia Viễn;
1;Xã Gia Trung;Có
2;Xã Gia Tiến;
"""


def test_a_row_numbered_as_units_are_is_a_unit_though_it_is_called_as_an_area(tmp_path: Path) -> None:
    """Roman numbers count the areas, others the units: 4 units, 2 areas."""
    path = tmp_path / "survey.csv"
    path.write_text(NUMBERED_AREAS, encoding="utf-8")
    (tmp_path / "scp.yaml").write_text(IN_ROWS, encoding="utf-8")
    run = check_files(Request([str(path)], project=str(tmp_path / "scp.yaml")))
    assert run.files[0].rows == 4
    assert [one.value for one in run.problems if one.rule == "area-row"] == ["Huyện Nho Quan", "Huyện Gia Viễn"]


def test_without_that_a_numbered_row_that_answers_in_words_is_doubtful_as_an_area(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text("TT;Tên;Hạng\nTT;Tên làng nghề;Được phổ biến\n1;CH C;Không\n1;TT Nho Quan;Có\n", encoding="utf-8")
    (tmp_path / "scp.yaml").write_text(IN_ROWS, encoding="utf-8")
    run = check_files(Request([str(path)], project=str(tmp_path / "scp.yaml")))
    assert [one.place.row for one in run.problems if one.rule == "doubtful-row"] == [4]


def test_units_that_are_areas_themselves_are_units(tmp_path: Path) -> None:
    plan = str(ROOT / "docs" / "examples" / "another-plan.yaml")
    (tmp_path / "a.csv").write_text(
        "year,kind,name,has_plan\n2026,district,Huyện Nho Quan,yes\n2026,district,Huyện Gia Viễn,\n", encoding="utf-8"
    )
    run = check_files(Request([str(tmp_path / "a.csv")], plan=plan))
    assert "doubtful-row" not in {one.rule for one in run.problems}
    assert run.files[0].rows == 2


COMMUNES = """TT;Tên xã;Phân loại rác tại nguồn
I;Huyện Bắc;
1;Xã Bắc Một;có
2;Xã Bắc Hai;
II;Huyện Nam;
1;Xã Nam Một;không
2;Xã Nam Hai;có
"""


@pytest.mark.parametrize(
    ("rows", "units", "areas", "doubtful"),
    [("areas: in rows, ", 4, ["Huyện Bắc", "Huyện Nam"], []), ("", 4, [], [2, 5])],
)
def test_communes_stand_below_rows_that_name_their_district(
    tmp_path: Path, rows: str, units: int, areas: list[str], doubtful: list[int]
) -> None:
    """Communes are called as areas are. A row that is numbered as none of them names one where that is declared."""
    path = tmp_path / "survey.csv"
    path.write_text(COMMUNES, encoding="utf-8")
    plan = ROOT / "docs" / "examples" / "waste" / "targets.yaml"
    entry = f"  - {{path: survey.csv, {rows}set: {{year: 2025, kind: commune}}}}"
    (tmp_path / "scp.yaml").write_text(f'schema: scp/project/1\nplan: "{plan}"\nfiles:\n{entry}\n', encoding="utf-8")
    run = check_files(Request([str(path)], project=str(tmp_path / "scp.yaml")))
    assert [one.value for one in run.problems if one.rule == "area-row"] == areas
    assert [one.place.row for one in run.problems if one.rule == "doubtful-row"] == doubtful
    assert run.files[0].rows - len(doubtful) == units


def test_a_row_without_the_number_of_the_others_that_adds_up_those_next_to_it_is_doubtful(tmp_path: Path) -> None:
    for rows, row in (
        ("1;Chợ A;100;40\n2;Chợ B;200;60\n;Khu phía Bắc;300;100\n3;Chợ C;7;3\n", 4),
        (";Khu phía Bắc;300;100\n1;Chợ A;100;40\n2;Chợ B;200;60\n3;Chợ C;7;3\n", 2),
    ):
        assert ("doubtful-row", row) in found(check(tmp_path, HEADER + rows))


def test_a_unit_without_an_id_whose_figures_equal_those_of_one_other_is_a_unit(tmp_path: Path) -> None:
    rows = "C1;Chợ A;;100;40\n;Chợ B;;100;40\nC3;Chợ C;;100;40\nC4;Chợ D;;0;0\n"
    run = check(tmp_path, WITH_ID + rows)
    assert (found(run), run.files[0].rows) == ([], 4)


def test_below_a_signature_nothing_is_a_unit_without_a_number(tmp_path: Path) -> None:
    lines = ";;;\n;;Ninh Bình, ngày 5 tháng 12 năm 2025;\n;NGƯỜI LẬP BIỂU;KT. GIÁM ĐỐC;\n"
    lines += ";(ký, ghi rõ họ tên);;\n;Trần Văn B;Lê C;\n"
    run = check(tmp_path, f"{HEADER}1;Chợ A;100;40\n{lines}")
    assert {one.rule for one in run.problems if one.rule != "set-column"} == {"note-row"}
    assert run.files[0].rows == 1


def test_a_note_stands_below_units_that_did_not_answer(tmp_path: Path) -> None:
    text = "Tên;Đã được thông tin\nLàng A;có\nLàng B;\nNguồn: các huyện;\n"
    run = check(tmp_path, text, "craft_village")
    assert (found(run), run.files[0].rows) == ([("note-row", 4)], 2)


def test_a_note_between_units_is_doubtful(tmp_path: Path) -> None:
    text = "Tên;Đã được thông tin\nLàng A;có\nNguồn: các huyện;\nLàng B;không\n"
    assert found(check(tmp_path, text, "craft_village")) == [("doubtful-row", 3)]


@pytest.mark.parametrize(
    "line",
    [
        "TT;Tên chợ;Tổng bao bì;Bao bì khó phân hủy",
        "tt;TÊN CHỢ;Tổng bao bì;Bao bì khó phân hủy",
        "A;B;1;2",
        "(1);(2);(3);(4)=(3)/(2)",
        "[1];[2];[3];[4]",
        "#meta+no;#loc+name;#value+total;#value+hard",
    ],
)
def test_a_row_that_repeats_or_numbers_the_headings_is_left_out_wherever_it_stands(tmp_path: Path, line: str) -> None:
    run = check(tmp_path, f"{HEADER}1;Chợ A;100;40\n{line}\n2;Chợ B;200;60\n")
    assert (found(run), run.files[0].rows) == ([("repeated-header", 3)], 2)


def test_a_second_header_of_a_survey_tool_is_left_out(tmp_path: Path) -> None:
    for second in (
        "#date+year,#type,#name,#indicator",
        '"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}",Response,',
    ):
        path = tmp_path / "a.csv"
        path.write_text(f"year,kind,name,informed\n{second}\n2025,craft_village,A,yes\n", encoding="utf-8")
        run = check_files(Request([str(path)]))
        assert (found(run), run.files[0].rows) == ([("repeated-header", 2)], 1)


def test_a_row_of_numbers_that_is_a_unit_is_read(tmp_path: Path) -> None:
    run = check(tmp_path, f"{HEADER}1;2;3;1\n2;4;5;1\n")
    assert run.files[0].rows == 2


def test_a_unit_may_have_the_letters_of_a_total_as_its_id(tmp_path: Path) -> None:
    run = check(tmp_path, f"{WITH_ID}TC;Chợ Trà Cổ;;100;40\nC2;Chợ B;;200;60\n")
    assert (found(run), run.files[0].rows) == ([], 2)


def test_the_first_unit_may_have_no_answer_and_a_sum_is_one_row(tmp_path: Path) -> None:
    run = check(tmp_path, "Tên;Đã được thông tin\nLàng A;\n", "craft_village")
    assert (found(run), run.files[0].rows) == ([], 1)
    run = check(tmp_path, f"{WITH_ID};Chợ S;;30;10\nC1;Chợ A;;10;4\nC2;Chợ B;;20;6\n")
    assert (found(run), run.files[0].rows) == ([("doubtful-row", 2)], 3)


@pytest.mark.parametrize("word", ["nt", "NT", "-", "…", "n/a", "Chưa có", "như trên", "?", '"'])
def test_a_word_for_no_name_is_none(tmp_path: Path, word: str) -> None:
    cell = '""""' if word == '"' else word
    run = check(tmp_path, f"Tên;Đã được thông tin\nLàng A;có\n{cell};không\nLàng C;có\n", "craft_village")
    assert found(run) == [("missing-value", 3)]


@pytest.mark.parametrize("word", ["NTX", "A-1", "7", "Chưa", "Nil Mart"])
def test_a_short_name_is_one(word: str) -> None:
    assert evened(fold(word)) not in NAMELESS


def test_a_row_called_as_an_area_that_adds_up_those_below_it_is_doubtful_in_any_table(tmp_path: Path) -> None:
    text = HEADER.removeprefix("TT;") + "Nho Quan;{};100\nChợ A;100;40\nChợ B;200;60\n"
    assert found(check(tmp_path, text.format(300))) == [("doubtful-row", 2)]
    assert found(check(tmp_path, text.format(301))) == []


def test_a_sum_among_the_rows_is_told_at_the_line_where_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = '2025,market,,"Khu\nBắc",300,100\n2025,market,C1,A,100,40\n2025,market,C2,B,200,60\n2025,market,C3,C,7,3\n'
    path.write_text(f"year,kind,id,name,packaging_total,packaging_hard\n{rows}", encoding="utf-8")
    (one,) = check_files(Request([str(path)])).problems
    assert (one.rule, one.place.row, one.place.line) == ("doubtful-row", 2, 2)


def test_numbers_of_two_levels_are_those_of_units_where_no_unit_has_one_of_one_level(tmp_path: Path) -> None:
    rows = "1;Huyện Nho Quan;300;100\n1.1;Chợ A;100;40\n1.2;Chợ B;200;60\n2;Huyện Gia Viễn;;\n2.1;Chợ C;5;2\n"
    assert found(check(tmp_path, HEADER + rows)) == [("doubtful-row", 2), ("doubtful-row", 5)]
    rows = "1;Chợ A;100;40\n1.1;Khu ăn;70;30\n2;Chợ B;200;60\n"
    assert found(check(tmp_path, HEADER + rows)) == [("doubtful-row", 3)]

"""Rows that may be no unit, or one that would be lost: in one cell, cut off, sums of all, sections, forms, plans."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from scp_ninhbinh.problems.problem import describe
from scp_ninhbinh.project.declared import Constant
from scp_ninhbinh.run import CheckRun, Request, check_files
from scp_ninhbinh.text.say import language

STORES = "Năm;Loại;Tên;Dùng túi nilon khó phân hủy\n"
VILLAGES = "Năm;Loại;Tên;Được thông tin\n"
MARKETS = "Năm;Loại;Tên chợ;Tổng bao bì;Bao bì khó phân hủy\n"
A_MARKET = "2025;chợ;{};{};{}\n"


def check(folder: Path, text: str, name: str = "survey.csv", **constants: str) -> CheckRun:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    given = tuple(Constant(None, column, value) for column, value in constants.items())
    return check_files(Request([str(path)], set=given))


def found(run: CheckRun) -> list[tuple[str, int | None]]:
    """Return the rule and the row of everything but declared constants."""
    return [(one.rule, one.place.row) for one in run.problems if one.rule not in {"set-column", "not-checked"}]


def remedies(run: CheckRun) -> str:
    return " ".join(language("en").text(describe(one)[1]) for one in run.problems)


def of_all(folder: Path, text: str, kind: str = "chợ") -> list[tuple[str, int | None]]:
    """Check a table of 2025 that is all of one kind."""
    return found(check(folder, text, year="2025", kind=kind))


# a row in one cell


@pytest.mark.parametrize(
    "row",
    ["2025,siêu thị,C,có", '"2025;siêu thị;C;có"', "2025\tsiêu thị\tC\tcó", "2025|SIÊU THỊ|C|có", "2025,siêu thị"],
)
def test_a_whole_row_in_one_cell_is_no_note_below_the_table_nor_within(tmp_path: Path, row: str) -> None:
    for rest, at in (("", 3), ("2025;siêu thị;D;có\n", 3)):
        run = check(tmp_path, f"{STORES}2025;siêu thị;A;không\n{row}\n{rest}")
        assert found(run) == [("short-row", at)]
        assert "divide it into cells" in remedies(run)


@pytest.mark.parametrize("sign", ["\n", "\r", "\r\n"], ids=["LF", "CR", "CRLF"])
def test_a_row_in_one_cell_may_have_line_breaks(tmp_path: Path, sign: str) -> None:
    """Within a row, the kind here goes over two lines; such a cell of a note is a note."""
    units = "2025;siêu thị;A;không\n"
    whole = check(tmp_path, f'{STORES}{units}"2025;siêu{sign}thị;C;có";;;\n')
    assert ("short-row", 3) in found(whole)
    assert found(check(tmp_path, f'{STORES}{units}"Nguồn: Sở,{sign}các huyện; xã";;;\n')) == [("note-row", 3)]


def test_a_long_cell_of_commas_is_no_row(tmp_path: Path) -> None:
    """No cell is as long in a text file; one of a workbook may be, and is told as a note."""
    book = Workbook()
    assert book.active is not None
    for row in (STORES.strip().split(";"), [2025, "siêu thị", "A", "không"], ["x," * 16_000]):
        book.active.append(row)
    book.save(tmp_path / "long.xlsx")
    assert found(check_files(Request([str(tmp_path / "long.xlsx")]))) == [("note-row", 3)]


@pytest.mark.parametrize(
    "note",
    [
        "Số liệu do các huyện, thành phố cung cấp",
        "2025, 2026 là hai năm đầu",
        "Chợ, siêu thị và cửa hàng",
        "Nguồn: 2025,siêu thị",
        "Kèm theo báo cáo; xem phụ lục",
        "12",
    ],
)
def test_a_note_with_commas_or_a_page_number_is_a_note(tmp_path: Path, note: str) -> None:
    assert found(check(tmp_path, f'{STORES}2025;siêu thị;A;không\n"{note}"\n')) == [("note-row", 3)]


def test_a_row_in_one_cell_is_known_by_its_answer_where_year_and_kind_are_declared(tmp_path: Path) -> None:
    table = "TT;Tên;Được thông tin\n1;A;có\n"
    assert of_all(tmp_path, f'{table}"2,B,không"\n', "làng nghề") == [("short-row", 3)]
    assert of_all(tmp_path, f'{table}"Số liệu của 2 huyện, có"\n', "làng nghề") == [("note-row", 3)]


def test_a_row_in_one_cell_of_a_workbook_is_told_as_in_text(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Năm", "Loại", "Tên", "Được thông tin"], [2025, "làng nghề", "A", "có"], ["2025,làng nghề,B,không"]):
        book.active.append(row)
    book.save(tmp_path / "survey.xlsx")
    assert found(check_files(Request([str(tmp_path / "survey.xlsx")]))) == [("short-row", 3)]


@pytest.mark.parametrize(("cut", "rule"), [("20", "bad-year"), ("202", "bad-year"), ("2", "note-row")])
def test_a_row_cut_off_in_its_year_is_no_note(tmp_path: Path, cut: str, rule: str) -> None:
    assert found(check(tmp_path, f"{VILLAGES}2025;làng nghề;A;có\n{cut}"))[0] == (rule, 3)


def test_a_row_cut_off_in_its_kind_is_no_note(tmp_path: Path) -> None:
    run = check(tmp_path, "Loại;Năm;Tên;Được thông tin\nlàng nghề;2025;A;có\nlàng ng")
    assert ("unknown-kind", 3) in found(run)


# a name below the table


def test_a_name_in_the_column_of_names_below_the_units_may_be_a_unit(tmp_path: Path) -> None:
    for name in ("Làng nghề Bạch Liên", "Bạch Liên"):
        run = check(tmp_path, f"{VILLAGES}2025;làng nghề;A;có\n;;{name};\n")
        assert found(run) == [("doubtful-row", 3)]
        assert "complete its row" in remedies(run)


@pytest.mark.parametrize("rows", [";;Nguồn: các huyện;\n", ";;;\n;;Các huyện tự báo cáo;\n", "Các huyện báo cáo;;;\n"])
def test_a_note_there_a_line_below_a_gap_and_one_further_left_are_notes(tmp_path: Path, rows: str) -> None:
    assert [rule for rule, _ in found(check(tmp_path, f"{VILLAGES}2025;làng nghề;A;có\n{rows}"))] == ["note-row"]


# sums of all others

UNITS = [("Rồng", 1000, 510), ("Bút", 800, 400), ("Ngò", 200, 100)]


def rows_of(units: list[tuple[str, int, int]]) -> str:
    return "".join(A_MARKET.format(*unit) for unit in units)


@pytest.mark.parametrize("name", ["Σ", "Ninh Bình", "Khu vực nông thôn", "Mang sang trang sau", "Chợ hạng 3"])
@pytest.mark.parametrize("at", [0, 3])
def test_a_row_that_adds_up_all_others_of_its_year_and_kind_is_doubtful_whatever_it_is_called(
    tmp_path: Path, name: str, at: int
) -> None:
    rows = [*UNITS[:at], (name, 2000, 1010), *UNITS[at:]]
    other_year = "2020;chợ;Rồng;7;1\n2020;chợ;Bút;5;1\n"
    assert found(check(tmp_path, MARKETS + rows_of(rows) + other_year)) == [("doubtful-row", at + 2)]


@pytest.mark.parametrize(
    "units",
    [
        [*UNITS, ("Lồng", 2000, 1009)],  # not each figure is the sum
        [("Lồng", 1000, 500), *UNITS[1:]],  # of two others, by chance
        [*UNITS[1:], ("Lồng", 1000, 500)],
        [*UNITS[:1], ("Lồng", 2000, 1010), *UNITS[1:]],  # in the middle
        [UNITS[0], ("Lồng", 1000, 510)],  # of a single one
    ],
)
def test_a_unit_that_is_no_sum_of_all_others_is_read(tmp_path: Path, units: list[tuple[str, int, int]]) -> None:
    assert found(check(tmp_path, MARKETS + rows_of(units))) == []


def test_a_unit_that_is_the_sum_of_the_others_in_one_year_only_is_one(tmp_path: Path) -> None:
    sums = rows_of([*UNITS, ("Lồng", 2000, 1010)])
    for other, told in (("Lồng;9;4", []), ("Khác Lồng;9;4", [("doubtful-row", 5)])):
        assert found(check(tmp_path, f"{MARKETS}{sums}2020;chợ;{other}\n")) == told


def test_a_row_with_an_id_is_a_unit_though_it_adds_up_the_others(tmp_path: Path) -> None:
    rows = "".join(f"C{n};{row}" for n, row in enumerate(rows_of([*UNITS, ("Σ", 2000, 1010)]).splitlines(True)))
    assert found(check(tmp_path, f"Mã;{MARKETS}{rows}")) == []


def test_sums_are_found_where_days_stand_beside_the_figures(tmp_path: Path) -> None:
    text = "Tên chợ;Số ngày;Tổng bao bì;Bao bì khó phân hủy\nA;7;10;4\nB;7;20;5\nC;7;31;6\nNinh Bình;7;61;15\n"
    assert of_all(tmp_path, text) == [("doubtful-row", 5)]


# names of no unit

NO_UNITS = (
    "Kế hoạch năm 2026|Tỷ lệ (%)|So với năm 2020|Chênh lệch|Mức trung vị|Cùng kỳ năm trước|Tăng/giảm|"
    "Ty le (%)|Nam truoc"
)


@pytest.mark.parametrize("name", NO_UNITS.split("|"))
def test_a_row_called_as_a_plan_or_a_comparison_is_doubtful(tmp_path: Path, name: str) -> None:
    assert found(check(tmp_path, MARKETS + rows_of([*UNITS, (name, 90, 40)]))) == [("doubtful-row", 5)]


@pytest.mark.parametrize("name", ["Các chợ còn lại (9 cơ sở)", "Các chợ khác", "03 chợ mới được công nhận", "Khác"])
def test_a_row_for_several_units_is_doubtful_and_each_is_to_have_a_row(tmp_path: Path, name: str) -> None:
    run = check(tmp_path, MARKETS + rows_of([*UNITS, (name, 90, 40)]))
    assert found(run) == [("doubtful-row", 5)]
    assert "a row for each unit" in remedies(run)


@pytest.mark.parametrize("name", ["Dự kiến tổ chức Ngày xanh", "Hủy: Hội chợ xanh", "Đã hoãn (mưa bão)"])
def test_a_campaign_planned_or_cancelled_by_its_name_is_doubtful(tmp_path: Path, name: str) -> None:
    text = f"Năm;Loại;Tên;Đã tổ chức\n2025;cuộc tuyên truyền;{name};có\n"
    assert found(check(tmp_path, text)) == [("doubtful-row", 2)]


@pytest.mark.parametrize(
    "name",
    [
        *("Kế hoạch hóa Xanh", "Tỷ Phú", "Huy Hoàng", "Huy Hoang", "So Sánh", "Cùng Kênh", "Khác Biệt", "Các Sơn"),
        *("Chợ 19/5", "5 Sao", "3 Miền", "Năm Căn", "Tăng Tiến", "Dự Án", "Min", "Max", "Hoan Cau"),
    ],
)
def test_a_unit_that_is_called_much_like_that_is_read(tmp_path: Path, name: str) -> None:
    assert found(check(tmp_path, MARKETS + rows_of([*UNITS, (name, 90, 40)]))) == []


def test_names_that_all_begin_with_their_number_are_units(tmp_path: Path) -> None:
    units = [(f"{n} chợ {name}", total, hard) for n, (name, total, hard) in enumerate(UNITS, 1)]
    assert found(check(tmp_path, MARKETS + rows_of(units))) == []


# sections


@pytest.mark.parametrize(
    "names", ["Năm 2023|Năm 2024", "Mô hình|Siêu thị", "I. Mô hình|II. SIÊU THỊ", "Các mô hình|B. Chợ"]
)
def test_a_bare_row_that_is_a_year_or_a_kind_heads_a_section(tmp_path: Path, names: str) -> None:
    one, two = names.split("|")
    text = f"Tên mô hình;Đã áp dụng\n{one};\nMô hình A;có\nMô hình B;có\n{two};\nMô hình C;không\n"
    run = check(tmp_path, text, year="2025", kind="mô hình")
    assert found(run) == [("doubtful-row", 2), ("doubtful-row", 5)]
    assert "columns of their own" in remedies(run)


def test_in_a_numbered_table_a_section_has_that_remedy_too(tmp_path: Path) -> None:
    text = "TT;Tên;Được thông tin\nI;Khu công nghiệp;\n1;Khánh Phú;có\n2;Gián Khẩu;có\n"
    run = check(tmp_path, text, year="2025", kind="khu công nghiệp")
    assert found(run) == [("doubtful-row", 2)]
    assert "columns of their own" in remedies(run)


def test_a_unit_that_is_called_as_its_kind_and_answers_is_one(tmp_path: Path) -> None:
    assert found(check(tmp_path, f"{STORES}2025;siêu thị;Siêu thị;có\n2025;siêu thị;Năm 2000;không\n")) == []


# forms


@pytest.mark.parametrize("filled", ["{};;;;", "{};2025;;;", "{};2025;làng nghề;;", ";2025;làng nghề;;"])
def test_rows_of_a_form_that_nobody_filled_in_are_told_once(tmp_path: Path, filled: str) -> None:
    unfilled = "".join(f"{filled.format(n)}\n" for n in range(2, 120))
    run = check(tmp_path, f"TT;{VILLAGES}1;2025;làng nghề;A;có\n{unfilled}")
    assert (found(run), run.files[0].rows) == ([("note-row", 3)], 1)
    assert run.problems[0].alike is not None
    assert run.problems[0].alike.n == 117


def test_so_are_they_where_year_and_kind_are_declared(tmp_path: Path) -> None:
    text = "TT;Tên;Được thông tin\n1;A;có\n" + "".join(f"{n};;\n" for n in range(2, 9))
    assert of_all(tmp_path, text, "làng nghề") == [("note-row", 3)]


def test_such_a_row_between_units_lacks_a_name(tmp_path: Path) -> None:
    for row in ("2;;;;", "2;2025;làng nghề;;"):
        run = check(tmp_path, f"TT;{VILLAGES}1;2025;làng nghề;A;có\n{row}\n3;2025;làng nghề;C;có\n")
        assert set(found(run)) == {("missing-value", 3)}


def test_a_row_with_an_answer_and_no_name_is_none_of_a_form(tmp_path: Path) -> None:
    assert found(check(tmp_path, f"{VILLAGES}2025;làng nghề;A;có\n2025;làng nghề;;không\n")) == [("missing-value", 3)]


# a second row


@pytest.mark.parametrize(
    ("row", "remedy"),
    [("800;300", "add them up"), ("1000;300", "add them up"), ("1000;400", "remove one"), ("1000;", "remove one")],
)
def test_two_rows_of_a_unit_whose_figures_differ_may_have_to_be_added_up(tmp_path: Path, row: str, remedy: str) -> None:
    run = check(tmp_path, f"{MARKETS}2025;chợ;A;1000;400\n2025;chợ;A;{row}\n")
    assert "duplicate-unit" in {rule for rule, _ in found(run)}
    assert remedy in remedies(run)


def test_two_rows_with_different_answers_are_to_be_looked_up(tmp_path: Path) -> None:
    run = check(tmp_path, f"{VILLAGES}2025;làng nghề;A;có\n2025;làng nghề;A;không\n")
    assert "which one is right" in remedies(run)


# files that were joined


@pytest.mark.parametrize("header", ["Năm;Loại;Tên;Được thông tin", "Loại;Năm;Tên;Được thông tin"])
@pytest.mark.parametrize("again", [True, False], ids=["header again", "rows alone"])
def test_byte_order_marks_of_joined_files_are_seen_through(tmp_path: Path, header: str, again: bool) -> None:
    row = "2025;làng nghề;{};có\n" if header.startswith("Năm") else "làng nghề;2025;{};có\n"
    second = f"{header}\n" if again else ""
    text = f"\ufeff\ufeff{header}\n{row.format('A')}\ufeff{second}{row.format('B')}"
    run = check(tmp_path, text)
    assert (found(run), run.files[0].rows) == ([("repeated-header", 3)] if again else [], 2)


def test_a_number_of_a_row_behind_such_a_mark_is_one(tmp_path: Path) -> None:
    text = "TT;Tên;Được thông tin\n1;A;có\n\ufeff2;Xã Gia Trung;không\n"
    assert of_all(tmp_path, text, "làng nghề") == of_all(tmp_path, text.replace("\ufeff", ""), "làng nghề")


# names and titles that say otherwise


def contradicted(run: CheckRun) -> list[object]:
    return [one.details["says"] for one in run.problems if one.rule == "set-contradicted"]


ZONES = "Tên;Được thông tin\nKCN Khánh Phú;có\n{};không\nKCN Gián Khẩu;có\n"


@pytest.mark.parametrize(
    ("name", "told"),
    [("CCN Khánh Nhạc", True), ("Làng nghề Ninh Vân", True), ("Chợ Rồng", False), ("Phúc Sơn", False)],
)
def test_names_that_all_say_their_kind_are_held_against_a_declared_one(tmp_path: Path, name: str, told: bool) -> None:
    run = check(tmp_path, ZONES.format(name), year="2025", kind="khu công nghiệp")
    assert contradicted(run) == [name] * told


def test_one_name_with_two_years_behind_it_is_held_against_a_declared_year(tmp_path: Path) -> None:
    text = "Tên chợ;Tổng bao bì;Bao bì khó phân hủy\nChợ Rồng ({});1000;800\nChợ Bút ({});900;300\nChợ Rồng ({});9;3\n"
    assert contradicted(check(tmp_path, text.format(2020, 2020, 2025), year="2025", kind="chợ")) == ["Chợ Rồng (2025)"]
    other = text.replace("Chợ Rồng ({});9", "Chợ Mới ({});9")
    assert contradicted(check(tmp_path, other.format(2020, 2021, 2022), year="2025", kind="chợ")) == []


@pytest.mark.parametrize(
    ("title", "file", "told"),
    [
        ("KẾT QUẢ NĂM 2024", "ket_qua_2024.csv", True),
        ("KẾT QUẢ NĂM 2024", "ket_qua.csv", False),
        ("KẾT QUẢ", "ket_qua_2024.csv", False),
        ("KẾT QUẢ NĂM 2025", "ket_qua_2025.csv", False),
        ("Kèm theo Công văn ngày 05 tháng 01 năm 2026", "khao_sat_2026.csv", False),
        ("Năm 2024 so với năm 2025", "ket_qua_2024.csv", False),
    ],
)
def test_a_title_and_a_file_of_one_year_are_held_against_rows_of_another(
    tmp_path: Path, title: str, file: str, told: bool
) -> None:
    run = check(tmp_path, f"{title};;;\n{VILLAGES}2025;làng nghề;A;có\n", file)
    assert contradicted(run) == [title] * told


# areas


def test_areas_of_a_reform_are_told_once_and_may_stay(tmp_path: Path) -> None:
    names = ["Phường Nam Hoa Lư", "Phường Hoa Lư", "Xã Yên Từ", "Nho Quang"]
    rows = "".join(f"2025;làng nghề;A{n};{name};có\n" for n, name in enumerate(names))
    run = check(tmp_path, f"Năm;Loại;Tên;Xã/phường;Được thông tin\n{rows}")
    assert found(run) == [("unknown-area", 2), ("unknown-area", 5)]  # the last is a slip, and told as one
    assert run.problems[0].alike is not None
    assert run.problems[0].alike.first == tuple(names[1:3])
    assert remedies(run).startswith("leave it if")


def test_before_that_and_where_a_listed_one_is_meant_each_is_told(tmp_path: Path) -> None:
    rows = "2024;làng nghề;A;Xã Yên Từ;có\n2024;làng nghề;B;Xã Ninh Vân;có\n2025;làng nghề;C;Kim Sơm;có\n"
    run = check(tmp_path, f"Năm;Loại;Tên;Xã/phường;Được thông tin\n{rows}")
    assert found(run) == [("unknown-area", 2), ("unknown-area", 3), ("unknown-area", 4)]
    assert "leave it if the area came into being" not in remedies(run)


def test_a_ditto_mark_is_no_area_of_a_reform(tmp_path: Path) -> None:
    rows = "2025;làng nghề;A;Gia Viễn;có\n2025;làng nghề;B;nt;có\n2025;làng nghề;C;-nt-;có\n"
    run = check(tmp_path, f"Năm;Loại;Tên;Xã/phường;Được thông tin\n{rows}")
    assert [one.alike for one in run.problems] == [None] * len(run.problems)
    assert "came into being" not in remedies(run)


VAN_LAM = "Năm;Loại;Tên;Địa bàn;Được thông tin\n2025;làng nghề;Văn Lâm;{};có\n2025;làng nghề;Văn Lâm;{};có\n"


@pytest.mark.parametrize(
    ("one", "other", "doubtful"),
    [
        ("Xã Ninh Hải (nay là phường Nam Hoa Lư)", "Phường Nam Hoa Lư", True),
        ("Xã Gia Trung, Gia Viễn", "xã Gia Trung", True),
        ("Phường Tây Hoa Lư", "Phường Hoa Lư", False),
        ("Xã Gia Trung, Gia Viễn", "Xã Gia Tiến, Gia Viễn", False),
    ],
)
def test_namesakes_of_which_one_names_the_area_of_the_other_may_be_one(
    tmp_path: Path, one: str, other: str, doubtful: bool
) -> None:
    rules = [rule for rule, _ in found(check(tmp_path, VAN_LAM.format(one, other)))]
    assert ("doubtful-unit" in rules) is doubtful

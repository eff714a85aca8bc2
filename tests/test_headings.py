"""What headings mean: brackets behind them, and headings one above the other. All of a heading counts, or none."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from small_surveys import KNOWN

from scp_ninhbinh.problems.problem import Place, Problem
from scp_ninhbinh.project.declared import Constant, Heading
from scp_ninhbinh.project.headings import HeadingReader, half, likely_kind
from scp_ninhbinh.run import CheckRun, Request, check_files
from scp_ninhbinh.tables.table import find_header
from scp_ninhbinh.text.spelling import heading_key

READER = HeadingReader(KNOWN)
MARKET = (Constant(None, "year", "2025"), Constant(None, "kind", "market"))
VILLAGE = (Constant(None, "year", "2025"), Constant(None, "kind", "craft_village"))


def meaning(*stack: str) -> tuple[str, dict[str, str]] | None:
    found = READER.meaning(stack)
    return found and (found.column, {**found.constants})


def check(folder: Path, text: str, constants: tuple[Constant, ...]) -> CheckRun:
    path = folder / "survey.csv"
    path.write_text(text, encoding="utf-8")
    return check_files(Request([str(path)], set=constants))


def told(run: CheckRun) -> list[Problem]:
    return [found for found in run.problems if found.severity != "notice"]


@pytest.mark.parametrize(
    ("heading", "column", "constants"),
    [
        ("Tổng bao bì (kg)", "packaging_total", {"packaging_unit": "kg"}),
        ("Tổng bao bì [kg] *", "packaging_total", {"packaging_unit": "kg"}),
        ("Tổng bao bì (ĐVT: kg)", "packaging_total", {"packaging_unit": "kg"}),
        ("Tổng bao bì (chiếc)", "packaging_total", {"packaging_unit": "items"}),
        ("Tổng bao bì (cái/ngày)", "packaging_total", {"packaging_unit": "items", "days": "1"}),
        ("Bao bì khó phân hủy (kg/ngày)", "packaging_hard", {"packaging_unit": "kg", "days": "1"}),
        ("Tổng bao bì (kg/ngày đêm)", "packaging_total", {"packaging_unit": "kg", "days": "1"}),
        ("Tổng bao bì (kg/1 ngày)", "packaging_total", {"packaging_unit": "kg", "days": "1"}),
        ("Packaging, total (kg per day)", "packaging_total", {"packaging_unit": "kg", "days": "1"}),
        ("Tổng bao bì (nếu có)", "packaging_total", {}),
        ("Tổng bao bì (kg) (nếu có)", "packaging_total", {"packaging_unit": "kg"}),
        ("Số ngày quan sát (ngày)", "days", {}),
        ("Đã được thông tin (có/không)", "informed", {}),
        ("Đã được thông tin (Rồi/Chưa)", "informed", {}),
        ("Đã được thông tin (đánh dấu x)", "informed", {}),
        ("Đã được thông tin (yes/no)", "informed", {}),
        ("Đã được thông tin (1/0)", "informed", {}),
        ("Tên chợ (ghi đầy đủ)", "name", {}),
        ("Loại (chợ, siêu thị)", "kind", {}),
        ("Huyện/thành phố (bắt buộc)", "area", {}),
        ("Ghi chú (tùy ý)", "note", {}),
    ],
)
def test_a_bracket_that_fits_the_column_is_read(heading: str, column: str, constants: dict[str, str]) -> None:
    assert meaning(heading) == (column, constants)


@pytest.mark.parametrize(
    "heading",
    [
        *("Tổng bao bì (%)", "Tổng bao bì (nghìn chiếc)", "Tổng bao bì (tấn)", "Tổng bao bì (kg/tuần)"),
        *("Tổng bao bì (kg/2 ngày)", "Tổng bao bì (kg/đêm)"),
        *("Tổng bao bì (kg/tháng)", "Tổng bao bì (2024)", "Tổng bao bì (kế hoạch)", "Tổng bao bì (có/không)"),
        *("Số ngày quan sát (tháng)", "Số ngày quan sát (kg)"),
        *("Đã được thông tin (%)", "Đã được thông tin (2024)", "Đã được thông tin (hộ)"),
        *("Đã được thông tin (đánh dấu không)", "Đã được thông tin (năm trước)", "Đã được thông tin (kg)"),
        *("Tên chợ (cũ)", "Huyện (cũ)", "Năm (trước)", "Mã (kế hoạch)"),
    ],
)
def test_a_bracket_that_contradicts_the_column_makes_the_heading_unknown(heading: str) -> None:
    assert meaning(heading) is None


@pytest.mark.parametrize("word", ["không", "Chưa", "No"])
def test_a_bracket_that_says_no_alone_makes_the_column_of_the_no(tmp_path: Path, word: str) -> None:
    assert meaning(f"Đã được thông tin ({word})") == ("informed=no", {})
    (found, *_) = told(check(tmp_path, f"Tên;Đã được thông tin ({word})\nLàng A;x\n", VILLAGE))
    assert (found.rule, found.severity) == ("doubtful-heading", "error")
    assert found.details["half"] == '{informed: "no"}'


@pytest.mark.parametrize(
    ("stack", "column", "constants"),
    [
        (("Bao bì", "Tổng số bao bì"), "packaging_total", {}),
        (("Bao bì", "Trong đó: khó phân hủy"), "packaging_hard", {}),
        (
            ("Lượng bao bì sử dụng (kg/ngày)", "Tổng lượng bao bì"),
            "packaging_total",
            {"packaging_unit": "kg", "days": "1"},
        ),
        (("Tổng bao bì", "kg"), "packaging_total", {"packaging_unit": "kg"}),
        (("Bao bì (kg/ngày)", "Tổng số"), "packaging_total", {"packaging_unit": "kg", "days": "1"}),
        (("Bao bì (kg) *", "Tổng số"), "packaging_total", {"packaging_unit": "kg"}),
        (("Bao bì", "Tổng số (nếu có) (kg)"), "packaging_total", {"packaging_unit": "kg"}),
        (("Tổng số bao bì", "Khó phân hủy"), "packaging_hard", {}),
        (("Kết quả khảo sát", "Chợ", "Tổng số bao bì"), "packaging_total", {}),
        (("Thông tin chung", "Tên chợ"), "name", {}),
        (("Thông tin chung", "TT"), "", {}),
        (("Đã được thông tin", "Có/Không"), "informed", {}),
        (("Đã được thông tin", "(Rồi/Chưa)"), "informed", {}),
    ],
)
def test_a_heading_over_others_that_changes_nothing_is_read(
    stack: tuple[str, ...], column: str, constants: dict[str, str]
) -> None:
    assert meaning(*stack) == (column, constants)


@pytest.mark.parametrize(
    "stack",
    [
        *(("Tỷ lệ (%)", "Khó phân hủy"), ("Phần trăm", "Tổng số bao bì"), ("Percentage", "Packaging, total")),
        *(("Năm 2024", "Đã được thông tin"), ("Năm trước", "Tổng số bao bì"), ("Last year", "informed")),
        *(("Kế hoạch", "Tổng số bao bì"), ("Planned", "informed"), ("Đã được thông tin", "Năm 2024")),
        *(("Chưa", "Đã được thông tin"), ("Đã được thông tin", "Không rõ"), ("Số hộ", "Đã được thông tin")),
        *(("Khó phân hủy", "Tổng số bao bì"), ("Đã được thông tin", "Hình thức"), ("Mô tả", "Tổng số bao bì")),
        *(("Tỷ lệ", "TT"), ("Zoo", "Kho bãi"), ("Bao bì (%)", "Tổng số"), ("Bao bì (kế hoạch)", "Tổng số")),
        *(("Bao bì (2024)", "Tổng số"), ("Bao bì (kg)", "Tổng số (chiếc)"), ("Bao bì (tấn)", "Tổng số")),
    ],
)
def test_a_heading_over_others_that_may_change_what_they_mean_makes_them_unknown(stack: tuple[str, ...]) -> None:
    assert meaning(*stack) is None


@pytest.mark.parametrize("words", [("Có", "Không"), ("Rồi", "Chưa"), ("Yes", "No")])
@pytest.mark.parametrize("turned", [False, True])
def test_a_yes_and_a_no_in_two_columns_are_one_answer_in_either_order(
    tmp_path: Path, words: tuple[str, str], turned: bool
) -> None:
    order = words[::-1] if turned else words
    cells = [("x", ""), ("", "x"), ("", "")]
    rows = "".join(f"Làng {at};{';'.join(pair[::-1] if turned else pair)}\n" for at, pair in enumerate(cells))
    text = f"Tên;Đã được thông tin;\n;{order[0]};{order[1]}\n{rows}"
    run = check(tmp_path, text, VILLAGE)
    assert [(one.rule, one.details["rows"]) for one in told(run)] == [("no-answer-marked", (5,))]
    assert run.files[0].rows == 3


@pytest.mark.parametrize("word", ["Đạt", "Không đạt", "Chưa đạt", "Rồi", "Chưa"])
def test_whether_a_use_that_is_unwanted_passed_is_no_half_of_its_answer(word: str) -> None:
    """Đạt below the use of bags most likely means that it uses none."""
    assert meaning("Sử dụng túi nilon khó phân hủy", word) is None
    assert meaning("Sử dụng túi nilon khó phân hủy", "Không") == ("hard_bags=no", {})
    assert meaning("Đã được phổ biến", word) is not None


def test_an_answer_marked_as_yes_and_as_no_is_an_error_at_its_row(tmp_path: Path) -> None:
    text = "Tên;Đã được thông tin;\n;Có;Không\nLàng A;x;x\nLàng B;x;\n"
    assert [(one.rule, one.place.row) for one in told(check(tmp_path, text, VILLAGE)) if one.severity == "error"] == [
        ("answer-pair", 3)
    ]


def test_half_of_an_answer_and_a_pair_of_years_are_errors_that_show_their_headings(tmp_path: Path) -> None:
    for below, shown in (
        ("Không;Lý do", "Đã được thông tin / Không"),
        ("Năm 2024;Năm 2025", "Đã được thông tin / Năm"),
    ):
        text = f"Tên;Đã được thông tin;\n;{below}\nLàng A;x;\n"
        errors = [one for one in told(check(tmp_path, text, VILLAGE)) if one.severity == "error"]
        assert {"doubtful-heading"} <= {one.rule for one in errors}
        assert any(one.value and one.value.startswith(shown) for one in errors)


def header_of(*rows: str) -> list[str]:
    found = find_header([row.split(";") for row in rows], READER)
    assert found
    return found.columns


def test_a_heading_in_the_row_before_turns_what_stands_below_and_a_title_does_not() -> None:
    plain = "Tên;Tổng số bao bì;Khó phân hủy"
    row = "Chợ A;10;5"
    assert header_of(";;Tỷ lệ sử dụng túi ni lông khó phân hủy (%)", plain, row)[2] not in KNOWN.names
    assert header_of(";Kết quả khảo sát năm 2024;Kết quả khảo sát năm 2025", plain, row)[1] not in KNOWN.names
    years = header_of("Năm 2020;;Năm 2025", "Tổng số bao bì;Khó phân hủy;Tổng số bao bì", row)
    assert years == ["Năm 2020 / Tổng số bao bì", "Năm 2020 / Khó phân hủy", "Năm 2025 / Tổng số bao bì"]
    assert header_of("Số liệu năm 2025;;ĐVT: kg", plain, row) == ["name", "packaging_total", "packaging_hard"]
    assert header_of(";;Tỷ lệ (%)", plain, row)[2] == "Tỷ lệ (%) / Khó phân hủy"
    assert header_of(";Năm 2024", plain, row)[1:] == ["Năm 2024 / Tổng số bao bì", "Năm 2024 / Khó phân hủy"]
    for title in (
        ";;ĐVT: kg/ngày",
        ";;Đơn vị tính: kg",
        ";;Ninh Bình, ngày 5 tháng 12 năm 2024",
        ";;(Kèm theo Kế hoạch 87)",
        ";KẾT QUẢ KHẢO SÁT NĂM 2025",
        "Kết quả khảo sát năm 2024",
        "Tỷ lệ bao bì khó phân hủy;;",
        ";Bao bì;",
    ):
        assert header_of(title, plain, row) == ["name", "packaging_total", "packaging_hard"]


def test_a_declared_heading_means_what_is_declared_whatever_it_says() -> None:
    at = Place("scp.yaml", line=3)
    written = {
        "Tỷ lệ (%) / Khó phân hủy": "packaging_hard",
        "Ngày khảo sát": "",
        "Nắm được thông tin": "informed",
        "Chưa nắm": half("informed", False),
    }
    reader = HeadingReader(KNOWN, {heading_key(text): Heading(text, column, at) for text, column in written.items()})
    assert reader.column(("Tỷ lệ (%)", "Khó phân hủy")) == "packaging_hard"
    assert reader.column(("Ngày khảo sát",)) == ""
    assert reader.column(("NẮM ĐƯỢC THÔNG TIN:",)) == "informed"
    assert reader.column(("Chưa nắm",)) == "informed=no"
    assert reader.column(("Khó phân hủy",)) == "packaging_hard"
    assert (reader.declares(("Chưa nắm",)), reader.declares(("Tên",))) == (True, False)


OFFICE = [
    ["STT", "Tên chợ", "Xã, phường", "Hạng chợ", "Lượng bao bì sử dụng (kg/ngày)", "", "Ngày khảo sát", "Ghi chú"],
    ["", "", "", "", "Tổng lượng bao bì", "Trong đó bao bì khó phân hủy", "", ""],
]


def test_the_two_rows_of_headings_of_an_office_are_read(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "Chợ"
    for row in (["DANH SÁCH CHỢ"], [], *OFFICE, ["1", "Chợ Rịa", "Nho Quan", "1", 33.2, 21.1, "16/10/2023", ""]):
        book.active.append(row)
    book.active.merge_cells("E3:F3")
    for letter in "ABCDGH":
        book.active.merge_cells(f"{letter}3:{letter}4")
    book.save(tmp_path / "a.xlsx")
    run = check_files(Request([str(tmp_path / "a.xlsx")], set=MARKET))
    assert {one.rule for one in told(run)} == {"unknown-column"}
    assert {one.value for one in run.problems if one.rule == "unit-in-heading"} == {"packaging_unit=kg", "days=1"}
    assert run.files[0].rows == 1


def test_units_of_two_headings_that_differ_and_a_heading_per_day_beside_days_are_errors(tmp_path: Path) -> None:
    for headings in ("Tổng bao bì (kg);Khó phân hủy (chiếc)", "Tổng bao bì (kg/ngày);Khó phân hủy;Số ngày quan sát"):
        text = f"Tên;{headings}\nChợ A;100;40{';7' * headings.count('quan sát')}\n"
        assert "doubtful-heading" in {
            one.rule for one in told(check(tmp_path, text, MARKET)) if one.severity == "error"
        }


def test_a_unit_declared_against_a_heading_is_told(tmp_path: Path) -> None:
    text = "Tên;Tổng bao bì (kg);Khó phân hủy (kg)\nChợ A;100;40\n"
    for value, rules in (("items", ["set-contradicted"]), ("kg", []), ("KG", [])):
        run = check(tmp_path, text, (*MARKET, Constant(None, "packaging_unit", value)))
        assert [one.rule for one in told(run)] == rules


def test_a_size_below_a_line_is_no_column_of_a_survey_and_takes_no_unit(tmp_path: Path) -> None:
    text = "Đơn vị tính: kg\nTên;Đã được thông tin;Quy mô\nLàng A;có;3\n"
    assert [one.rule for one in told(check(tmp_path, text, VILLAGE))] == ["unknown-column"]


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        *(("Biểu 02. Bao bì tại chợ (ĐVT: kg)", "kg"), ("Bao bì năm 2025 - Đơn vị tính: kg", "kg")),
        *(("Bao bì tại chợ (Đơn vị: cái)", "items"), ("Đơn vị tính kg", "kg"), ("ĐVT: kg; năm 2025", "kg")),
        *(("DVT: KG", "kg"), ("Bao bì (ĐVT: tấn)", "?"), ("Đơn vị tính: nghìn túi", "?"), ("ĐVT: 1.000 túi", "?")),
        *(("Đơn vị: Sở Công Thương", None), ("Tên đơn vị: Chợ Rồng", None), ("Đơn vị báo cáo: UBND xã", None)),
        *(("Các đơn vị tính đến ngày 31/12/2025", None), ("Đơn vị: UBND xã Gia Viễn", None)),
        *(
            ("Đơn vị: ……", None),
            ("Đơn vị: ( )", None),
            ("ĐVT: %", "?"),
            ("Đơn vị: SCT", None),
            ("Đơn vị: UBND", None),
            ("Đơn vị: phòng kinh tế", None),
            ("Đơn vị: chợ", None),
        ),
        *(("Đơn vị: ban quản lý chợ Rồng", None), ("Đơn vị: TẤN", "?"), ("ĐƠN VỊ: TẤN", "?"), ("ĐƠN VỊ: SCT", "?")),
        *(
            ("Đơn vị: nghìn túi", "?"),
            ("Đơn vị: bộ", "?"),
            ("Đơn vị: cục", "?"),
            ("Đơn vị: PCS", "?"),
            ("ĐVT: SCT", "?"),
        ),
        *(("Đơn vị tính bao bì: kg", "kg"), ("ĐVT số lượng bao bì: tấn", "?"), ("Đơn vị tính doanh thu: đồng", None)),
    ],
)
def test_a_unit_inside_a_title_is_taken_or_told_and_who_reports_is_none(
    tmp_path: Path, line: str, unit: str | None
) -> None:
    run = check(tmp_path, f'"{line}"\nTên;Tổng bao bì;Khó phân hủy\nChợ A;100;40\n', MARKET)
    expected = {None: [], "?": ["unknown-unit"]}.get(unit, [f"packaging_unit={unit}"])
    found = [one for one in run.problems if one.rule in {"unknown-unit", "unit-in-heading"}]
    assert [one.rule if one.rule == "unknown-unit" else one.value for one in found] == expected


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        *(
            ("ĐVT;;;kg;kg", "kg"),
            ("Đơn vị tính;;;kg;kg", "kg"),
            ("Đơn vị:;;;kg;", "kg"),
            (";(tên);(huyện);(kg);(kg)", "kg"),
        ),
        *((";Tên;;kg;kg", "kg"), ("TT;Tên;Huyện;kg;kg", "kg"), ("(TT);Tên chợ;;(kg/ngày);(kg/ngày)", "kg")),
    ],
)
def test_a_row_of_units_may_have_a_label_or_repeat_headings(tmp_path: Path, row: str, unit: str) -> None:
    text = f"TT;Tên;Huyện;Tổng bao bì;Khó phân hủy\n{row}\n1;Chợ A;Gia Viễn;100;40\n"
    run = check(tmp_path, text, MARKET)
    assert told(run) == []
    assert run.files[0].rows == 1
    assert f"packaging_unit={unit}" in {one.value for one in run.problems if one.rule == "unit-in-heading"}


@pytest.mark.parametrize("row", ["ĐVT;;;tấn;tấn", ";(tên);(huyện);(%);(%)"])
def test_a_row_of_other_units_with_a_label_is_told(tmp_path: Path, row: str) -> None:
    text = f"TT;Tên;Huyện;Tổng bao bì;Khó phân hủy\n{row}\n1;Chợ A;Gia Viễn;100;40\n"
    found = told(check(tmp_path, text, MARKET))
    assert [one.rule for one in found if one.severity == "error"] == ["doubtful-heading"] * 2


@pytest.mark.parametrize("row", ["1;Chợ B;Gia Viễn;90;30", ";Chợ;Gia Viễn;90;30", "ĐVT;Chợ B;;90;30"])
def test_a_row_of_a_unit_is_no_row_of_units(row: str) -> None:
    found = find_header([line.split(";") for line in ("TT;Tên;Huyện;Tổng bao bì;Khó phân hủy", row)], READER)
    assert found
    assert found.end == 1


def test_years_side_by_side_are_told_what_to_do_about_and_it_helps(tmp_path: Path) -> None:
    text = "TT;Tên;Năm 2020;;Năm 2025;\n;;Tổng bao bì;Khó phân hủy;Tổng bao bì;Khó phân hủy\n1;Chợ A;100;80;90;40\n"
    found = told(check(tmp_path, text, MARKET))
    assert [one.rule for one in found] == ["doubtful-heading"] * 4
    assert all("side by side" in str(one.details["remedy"]) for one in found)
    headings = {
        f"Năm {year} / {text}": name if year == 2025 else "skip"
        for year in (2020, 2025)
        for text, name in (("Tổng bao bì", "packaging_total"), ("Khó phân hủy", "packaging_hard"))
    }
    columns = ", ".join(f'"{heading}": {name}' for heading, name in headings.items())
    project = tmp_path / "scp.yaml"
    project.write_text(
        f"schema: scp/project/1\nfiles: [{{path: survey.csv, columns: {{{columns}}}}}]\n", encoding="utf-8"
    )
    run = check_files(Request([str(tmp_path / "survey.csv")], set=MARKET, project=str(project)))
    assert told(run) == []
    assert run.files[0].rows == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("Chợ", "market"), ("Chợ 2025", "market"), ("cho_2025", "market"), ("Siêu thị", "supermarket")),
        *(("KCN, CCN", None), ("tam-cho", None), ("Chợt", None), ("", None), ("craft_village", "craft_village")),
    ],
)
def test_a_kind_is_one_that_a_name_is_or_begins_with(text: str, kind: str | None) -> None:
    assert likely_kind(text, KNOWN) == kind


def test_an_answer_with_two_columns_for_its_yes_has_one_too_many(tmp_path: Path) -> None:
    run = check(tmp_path, "Tên;Đã được thông tin;;\n;Có;Rồi;Không\nLàng A;;x;\n", VILLAGE)
    assert [one.value for one in told(run) if one.rule == "duplicate-column"] == ["informed=yes"]


SHEETS = {
    "a name over answers": ([["Tên", "Nắm rõ"], ["A", "có"], ["B", "không"]], "survey-sheet-not-read", "error"),
    "a name over numbers": ([["Tên", "Rác"], ["A", 3], ["B", 4]], "survey-sheet-not-read", "error"),
    "a name beside others": ([["Tên", "Tuổi", "Quê"], ["A", 3, "X"], ["B", 4, "Y"]], "survey-sheet-not-read", "error"),
    "a summary": ([["Nhóm", "Q1", "Q2"], ["A", 3, 4], ["B", 4, 5], ["C", 5, 6]], "table-not-read", "warning"),
    "a summary of three rows": ([["Nhóm", "Q1", "Q2"], ["A", 3, 4], ["B", 4, 5]], "table-not-read", "warning"),
    "two rows": ([["Nhóm", "Q1", "Q2"], ["A", 3, 4]], "sheet-not-read", "notice"),
    "a cover": (
        [["Báo cáo"], ["Tên", "Sở Công Thương"], ["Năm", 2025], ["Người lập", "A"]],
        "sheet-not-read",
        "notice",
    ),
    "a list of choices": ([["Có"], ["Không"]], "sheet-not-read", "notice"),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_without_a_header_is_told_the_more_severely_the_more_it_looks_like_a_survey(
    tmp_path: Path, name: str
) -> None:
    rows, rule, severity = SHEETS[name]
    book = Workbook()
    assert book.active is not None
    for row in (["year", "kind", "name", "informed"], [2025, "craft_village", "A", "yes"]):
        book.active.append(row)
    other = book.create_sheet("Khác")
    for row in rows:
        other.append(row)
    book.save(tmp_path / "a.xlsx")
    found = check_files(Request([str(tmp_path / "a.xlsx")])).problems
    assert [(one.rule, one.severity, one.place.sheet) for one in found] == [(rule, severity, "Khác")]


def test_a_sheet_called_like_a_kind_is_of_the_survey_if_it_has_rows(tmp_path: Path) -> None:
    for title, few, rules in (
        ("Chợ", 2, ["survey-sheet-not-read"]),
        ("CCN 2025", 2, ["survey-sheet-not-read"]),
        ("Khác", 2, ["sheet-not-read"]),
        ("Chợ", 1, ["sheet-not-read"]),
    ):
        book = Workbook()
        assert book.active is not None
        for row in (["year", "kind", "name", "informed"], [2025, "craft_village", "A", "yes"]):
            book.active.append(row)
        other = book.create_sheet(title)
        for row in (["Nơi", "Rác"], ["A", "ít"])[:few]:
            other.append(row)
        book.save(tmp_path / "a.xlsx")
        assert [one.rule for one in check_files(Request([str(tmp_path / "a.xlsx")])).problems] == rules

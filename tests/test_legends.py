"""Legends and titles that speak against how a table is read: told where an attentive person would read it otherwise."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from small_plans import plan_text
from small_surveys import KNOWN

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.project.headings import HeadingReader
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.survey.legends import signs_in
from scp_ninhbinh.survey.titles import is_planned, said_of_all

HEADINGS = HeadingReader(KNOWN)
HEADER = ["Năm", "Loại", "Tên", "Được thông tin"]

Check = Callable[..., list[Problem]]


def villages(*answers: str) -> list[list[str]]:
    return [["2025", "làng nghề", f"Làng {at}", answer] for at, answer in enumerate(answers)]


def as_csv(folder: Path, rows: Sequence[Sequence[str]]) -> Path:
    path = folder / "ket-qua.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def as_xlsx(folder: Path, rows: Sequence[Sequence[str]]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(folder / "ket-qua.xlsx")
    return folder / "ket-qua.xlsx"


@pytest.fixture(params=[as_csv, as_xlsx], ids=["csv", "xlsx"])
def check(request: pytest.FixtureRequest, tmp_path: Path) -> Check:
    """Return what is told of a table of these rows in each format, without notices."""

    def told(*rows: Sequence[str], plan: str | None = None) -> list[Problem]:
        asked = Request([str(request.param(tmp_path, rows))], plan=plan)
        return [found for found in check_files(asked).problems if found.severity != "notice"]

    return told


LEGENDS = {
    "0": [
        *("Quy ước: 0 là đã được thông tin, 1 là chưa được thông tin", "Quy ước: 0 = có; 1 = không"),
        *("Chưa được thông tin ghi 1, đã được thông tin ghi 0", "0: chưa khảo sát", "Quy ước: có = 0, không = 1"),
    ],
    "x": [
        *(
            "Ghi chú: dấu x là đơn vị chưa được thông tin",
            'Ghi chú: "x": chưa được phổ biến',
            "Lưu ý: (x) chưa thông tin",
        ),
        *(
            "Ghi chu: x la don vi chua duoc thong tin",
            "Đánh dấu x vào các đơn vị chưa được thông tin",
            "x: không có số liệu",
        ),
    ],
}
SOUND = [
    *("Quy ước: 1 là đã được thông tin, 0 là chưa được thông tin", "Quy ước: có = 1, không = 0", "1 - Có; 0 - Không"),
    *("Ghi chú: x là đã được thông tin; để trống là chưa", "Lưu ý: đánh dấu x vào ô thích hợp"),
    *("Ghi chú: x: chợ chưa xếp hạng", "(1) Số liệu chưa được kiểm tra", "Bảng 1: Làng nghề chưa được kiểm tra"),
    *("Nguồn: Sở Công Thương", "Biểu số 1 - Không in hai mặt"),
    *("Số làng nghề chưa được phổ biến: 1", "Tổng số làng nghề chưa được phổ biến: 1; đã được phổ biến: 1"),
    *("Số phiếu không trả lời: 0", "Ghi chú: 1- Chưa có số liệu của xã Gia Tiến", "(1): Chưa khảo sát xã Gia Tiến"),
    *("1 - chưa rõ tên chủ cơ sở", "Câu 1: Chưa được phổ biến hay đã được phổ biến?", "Điều 1: Không được phổ biến"),
    *("Không đánh dấu 1 nếu chưa được phổ biến", "Chưa được phổ biến thì không ghi 1", "Không ghi 0 khi được phổ biến"),
    *("1: đã phổ biến ít nhất một lần (không tính phát tờ rơi)", "1 - được phổ biến nhưng chưa áp dụng"),
    *("cột Giấy phép: 1 là chưa có", "1: làng nghề chưa được công nhận"),
]


@pytest.mark.parametrize(("sign", "legend"), [(sign, legend) for sign in LEGENDS for legend in LEGENDS[sign]])
def test_a_legend_that_gives_a_sign_another_meaning_is_an_error_above_and_below(
    check: Check, sign: str, legend: str
) -> None:
    rows = villages(sign, sign, "1" if sign == "0" else "")
    for table, row in (([[legend], HEADER, *rows], 1), ([HEADER, *rows, [], [f"Ghi chú: {legend}"]], 6)):
        (found,) = check(*table)
        assert (found.rule, found.severity, found.place.row) == ("inverted-legend", "error", row)
        assert found.details["sign"] in {sign, "1"}


@pytest.mark.parametrize("legend", SOUND)
def test_a_legend_of_what_is_read_anyway_or_of_something_else_is_no_fault(check: Check, legend: str) -> None:
    assert check([legend], HEADER, *villages("1", "0", "có")) == []


@pytest.mark.parametrize(
    ("legend", "sign", "columns"),
    [
        ("Ghi chú: (-): chưa có số liệu", "-", ["packaging_hard"]),
        ("Dấu - là không có số liệu", "-", ["packaging_hard"]),
        ("0: khong co so lieu", "0", ["packaging_total"]),
        ('Ký hiệu: "-" là không phát sinh', "", []),
        ("- Chưa có số liệu của chợ Rồng", "", []),
        ("Ghi chú: Chợ chưa khảo sát: 0", "", []),
        ("Không ghi 0 khi chưa có số liệu", "", []),
    ],
)
def test_a_dash_or_a_0_that_says_nothing_is_known_is_no_figure(
    check: Check, legend: str, sign: str, columns: list[str]
) -> None:
    found = check([legend], ["Năm", "Loại", "Tên", "Tổng bao bì", "Khó phân hủy"], ["2025", "chợ", "A", "0", "–"])
    assert [(one.rule, one.details["sign"], one.details["column_meant"]) for one in found] == [
        ("inverted-legend", sign, column) for column in columns
    ]
    assert all("empty" in str(one.details["remedy"]) for one in found)


def test_what_is_said_of_a_use_decides_and_not_how_that_is_judged(check: Check) -> None:
    """Not to use such bags is good, and still a no to whether they are used."""
    table = ["Năm", "Loại", "Tên", "Sử dụng túi nilon khó phân hủy"], ["2025", "siêu thị", "A", "x"]
    table += (["2025", "siêu thị", "B", "0"],)
    for legend, rules in (
        ("0: không sử dụng túi nilon khó phân hủy (đạt); x: còn sử dụng (chưa đạt)", []),
        ("0: còn sử dụng túi nilon khó phân hủy (chưa đạt); x: không sử dụng (đạt)", ["inverted-legend"]),
        ("0: đạt; x: chưa đạt", []),
        ("0: chưa đạt; x: đạt", ["inverted-legend"]),
    ):
        assert list(dict.fromkeys(one.rule for one in check([legend], *table))) == rules, legend


def test_a_legend_of_a_sign_that_no_answer_has_is_no_fault(check: Check) -> None:
    assert check(["Quy ước: 0 là có, 1 là không"], HEADER, *villages("có", "không")) == []


def test_a_legend_beside_the_headings_is_one_too(check: Check) -> None:
    rows = [[*row, ""] for row in villages("0", "1")]
    rules = [one.rule for one in check([*HEADER, "Quy ước: 0 là đã được thông tin, 1 là chưa"], *rows)]
    assert rules == ["unknown-column", "inverted-legend"]


def test_what_an_empty_cell_means_is_not_asked_where_x_is_no_yes(check: Check) -> None:
    rules = [one.rule for one in check(HEADER, *villages("x", ""), ["Ghi chú: dấu x là chưa được thông tin"])]
    assert rules == ["inverted-legend"]


def test_a_heading_with_other_signs_stays_an_error_where_it_is_declared(tmp_path: Path) -> None:
    (tmp_path / "scp.yaml").write_text(
        'schema: scp/project/1\nfiles: [{path: ket-qua.csv, columns: {"Được thông tin (0 có, 1 không)": informed}}]\n',
        encoding="utf-8",
    )
    for answer, rules in (("0", ["inverted-legend"]), ("có", [])):
        path = as_csv(tmp_path, [[*HEADER[:3], "Được thông tin (0 có, 1 không)"], *villages(answer)])
        found = check_files(Request([str(path)], project=str(tmp_path / "scp.yaml"))).problems
        assert [one.rule for one in found if one.severity == "error"] == rules


def test_a_legend_is_read_by_the_words_of_any_plan(check: Check, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan_text("share", "due: 2025, at_least: 50%"), encoding="utf-8")
    table = ["Năm", "Loại", "Tên", "Đốt rác"], ["2025", "hộ", "A", "1"], ["2025", "hộ", "B", "0"]
    for legend, rules in (("1: không đốt rác, 0: có đốt", ["inverted-legend"]), ("1: có đốt rác", [])):
        assert [one.rule for one in check([legend], *table, plan=str(plan))] == rules


def test_the_number_of_a_table_or_of_a_footnote_is_no_sign() -> None:
    for line in ("Bảng 1: Không có", "Biểu số 1 - Không có", "(1) Chưa có", "1.200 = không", "Mẫu 0: có"):
        assert [*signs_in(line)] == []


@pytest.mark.parametrize(
    "title",
    [
        *("DANH SÁCH LÀNG NGHỀ CHƯA ĐƯỢC THÔNG TIN", "Các làng nghề chưa được phổ biến, tuyên truyền"),
        *("DANH SACH LANG NGHE CHUA DUOC THONG TIN", "Chưa", "List of villages not informed"),
    ],
)
def test_a_title_that_denies_what_every_row_affirms_is_an_error(check: Check, title: str) -> None:
    (found,) = check([title], HEADER, *villages("x", "x"))
    assert (found.rule, found.severity, found.place.row) == ("inverted-title", "error", 1)
    assert check([title], HEADER, *villages("có", "không")) == []
    assert check([title], HEADER, *villages("chưa", "")) == []


def test_a_title_that_speaks_of_another_year_says_nothing_of_this_one(check: Check) -> None:
    """All of them are informed in 2025, which the title does not deny; of 2025 it would."""
    title = "Danh sách làng nghề chưa được phổ biến năm {}"
    assert check([title.format(2024)], HEADER, *villages("x", "x")) == []
    assert [one.rule for one in check([title.format(2025)], HEADER, *villages("x", "x"))] == ["inverted-title"]


def test_a_list_of_those_that_have_done_it_with_a_no_in_every_row_is_an_error(check: Check) -> None:
    for title, rules in (
        ("Danh sách làng nghề đã được thông tin", ["inverted-title"]),
        ("Tình hình làng nghề đã được thông tin", []),
    ):
        assert [one.rule for one in check([title], HEADER, *villages("chưa", "chưa"))] == rules


def test_the_name_of_a_sheet_or_a_file_is_a_title_too(tmp_path: Path) -> None:
    for name in ("DS chưa thông tin", "Chưa"):
        book = Workbook()
        assert book.active is not None
        book.active.title = name
        for row in [HEADER, *villages("x", "x")]:
            book.active.append(row)
        book.save(tmp_path / "a.xlsx")
        assert [one.rule for one in check_files(Request([str(tmp_path / "a.xlsx")])).problems] == ["inverted-title"]
    as_csv(tmp_path, [HEADER, *villages("x", "x")]).rename(tmp_path / "lang-nghe-chua-thong-tin.csv")
    found = check_files(Request([str(tmp_path / "lang-nghe-chua-thong-tin.csv")])).problems
    assert [one.rule for one in found] == ["inverted-title"]


@pytest.mark.parametrize(
    ("title", "column", "answer"),
    [
        ("Danh sách siêu thị không sử dụng túi nilon khó phân hủy", "hard_bags", False),
        ("Danh sách siêu thị còn sử dụng túi nilon khó phân hủy", "hard_bags", True),
        ("Chỉ tiêu siêu thị không sử dụng túi nilon khó phân hủy", "hard_bags", None),
        ("Danh sách siêu thị ký cam kết không sử dụng túi nilon khó phân hủy", "hard_bags", None),
        ("Tổng hợp làng nghề đã và chưa được thông tin", "informed", None),
        ("Làng nghề đã được thông tin hay chưa", "informed", None),
        ("Danh sách làng nghề chưa cung cấp thông tin", "informed", None),
        ("Kết quả phổ biến, tuyên truyền năm 2025", "informed", None),
        ("Danh sách mô hình chưa được áp dụng", "applied", False),
        ("x: đã áp dụng; 0: chưa áp dụng", "applied", None),
        ("Đánh dấu x nếu đã được phổ biến, để trống nếu chưa được phổ biến", "informed", None),
        ("Làng nghề đã được phổ biến hoặc chưa được phổ biến", "informed", None),
        ("Số làng nghề chưa được phổ biến: 0", "informed", None),
        ("Không còn làng nghề nào chưa được phổ biến", "informed", None),
        ("Kết quả phổ biến cho các làng nghề chưa được phổ biến", "informed", None),
        ("Tài liệu không phổ biến", "informed", None),
        ("Mô hình không áp dụng công nghệ cao", "applied", None),
        ("Cuộc tuyên truyền không tổ chức thì để trống", "held", None),
    ],
)
def test_what_a_title_says_of_all_and_what_it_only_speaks_of(title: str, column: str, answer: bool | None) -> None:
    """The title of a target, "without such bags", stands over those with them too."""
    assert said_of_all(title, column, HEADINGS) is answer


@pytest.mark.parametrize(
    ("title", "planned"),
    [
        *[(text, True) for text in ("SỐ LIỆU DỰ KIẾN", "Ước thực hiện năm 2025", "KẾ HOẠCH NĂM 2025", "ke-hoach-2025")],
        *[(text, True) for text in ("Phụ lục: Số liệu ước cả năm 2025", "Cam kết không dùng túi", "Planned 2026")],
        *[(text, False) for text in ("Kết quả thực hiện Kế hoạch số 87/KH-UBND năm 2025", "Quy ước: 0 là không")],
        *[
            (text, False)
            for text in ("Kế hoạch năm 2025 và kết quả thực hiện", "(Kèm theo Công văn về dự kiến kế hoạch)")
        ],
        *[(text, False) for text in ("Kết quả thực hiện cam kết", "KẾ HOẠCH SỐ 87/KH-UBND NGÀY 01/9/2020")],
        *[(text, False) for text in ("Làng nghề đã ký cam kết bảo vệ môi trường", 'Chương trình "Dự báo xanh"')],
        *[(text, False) for text in ("Kết quả thực hiện năm 2025 và dự kiến năm 2026", "Quy ước tính: ngày")],
        *[(text, False) for text in ("Số liệu thực tế, không phải số liệu ước tính", "Hạn nộp (dự kiến): 10/01/2026")],
        *[(text, False) for text in ("Số liệu cân thực tế, thay cho số liệu dự kiến", "Expected completion time: 10")],
    ],
)
def test_which_titles_are_of_planned_figures(title: str, planned: bool) -> None:
    assert is_planned(title) is planned


def test_planned_figures_are_a_warning_once_a_table_with_its_line(check: Check) -> None:
    (found,) = check(["KHẢO SÁT"], ["SỐ LIỆU DỰ KIẾN"], ["Ước thực hiện"], HEADER, *villages("có", "không"))
    assert (found.rule, found.severity, found.place.row) == ("planned-figures", "warning", 2)
    (found,) = check(HEADER, *villages("có", "không"), ["Ghi chú: số liệu ước tính"])
    assert (found.rule, found.place.row) == ("planned-figures", 4)
    assert check(HEADER, *villages("có", "không"), ["Ghi chú: dự kiến khảo sát lại tháng 3"]) == []

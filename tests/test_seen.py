"""What a person who looks at a sheet does not see, or sees over several columns: hidden columns, rows, merged cells."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet
from test_ods import check, market, number, table, text
from test_workbooks import parts_of, write

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.run import Request, check_files, score_files

HEADER = ["year", "kind", "id", "name", "packaging_total", "packaging_hard", "note"]
MARKETS = [[2025, "market", "C1", "Chợ A", 100, 40], [2025, "market", "C2", "Chợ B", 80, 30]]
Change = Callable[[Worksheet], object]
Told = list[tuple[str, str | None]]


def told(problems: Sequence[Problem]) -> Told:
    return [(one.rule, one.place.cell) for one in problems if one.rule != "not-checked"]


def xlsx(folder: Path, rows: Sequence[Sequence[object]], change: Change) -> Path:
    made = Workbook().active
    assert made is not None
    for row in rows:
        made.append(row)
    change(made)
    made.parent.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def checked(folder: Path, rows: Sequence[Sequence[object]], change: Change) -> Told:
    return told(check_files(Request([str(xlsx(folder, rows, change))])).problems)


def in_xml(path: Path, *changes: tuple[bytes, bytes]) -> list[Problem]:
    parts = parts_of(path)
    for old, new in changes:
        assert old in parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new)
    return list(check_files(Request([str(write(path, parts))])).problems)


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        (b'<col min="6" max="6" hidden="1"/>', ['F "packaging_hard"']),
        (b"<col hidden='true' max='6' min='5'/>", ['E "packaging_total"', 'F "packaging_hard"']),
        (b'<col min="5" max="5" width="0" customWidth="1"/>', ['E "packaging_total"']),
        (b'<col min="5" max="6" width="9.5" hidden="0"/>', []),
        (b'<col min="7" max="16384" hidden="1"/>', []),  # remarks, and what lies beyond the table
    ],
)
def test_a_hidden_column_that_is_read_is_named(tmp_path: Path, columns: bytes, named: list[str]) -> None:
    path = xlsx(tmp_path, [HEADER, *MARKETS], lambda made: None)
    found = in_xml(path, (b"<sheetData>", b"<cols>%b</cols><sheetData>" % columns))
    assert [list(one.details["columns"]) for one in found if one.rule == "hidden-columns"] == ([named] if named else [])
    assert {one.rule for one in found} <= {"hidden-columns"}


@pytest.mark.parametrize(
    ("height", "told"),
    [(b'ht="0"', True), (b'ht="0.0" customHeight="1"', True), (b'ht="0.75"', False), (b'customHeight="1"', False)],
)
def test_a_row_without_height_is_hidden(tmp_path: Path, height: bytes, told: bool) -> None:
    path = xlsx(tmp_path, [HEADER, *MARKETS], lambda made: None)
    found = in_xml(path, (b'<row r="3"', b'<row r="3" ' + height))
    assert [one.details["rows"] for one in found] == ([(3,)] if told else [])


GROUP = '<table:table-{0}-group table:display="{1}">{2}</table:table-{0}-group>'
FOUR = '<table:table-column table:number-columns-repeated="4"/>'
ONE = "<table:table-column{}/>"


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        (FOUR + ONE.format(' table:visibility="collapse"'), ['E "packaging_total"']),
        (FOUR + GROUP.format("column", "false", ONE.format("")) + ONE.format(""), ['E "packaging_total"']),
        (GROUP.format("column", "true", FOUR) + ONE.format(' table:visibility="visible"'), []),
    ],
)
def test_columns_of_libreoffice_are_hidden_by_themselves_or_by_their_group(
    tmp_path: Path, columns: str, named: list[str]
) -> None:
    found = check(tmp_path, table(market(number(100)), first=columns)).problems
    assert [list(one.details["columns"]) for one in found] == ([named] if named else [])


def test_rows_of_a_folded_group_are_hidden_and_those_after_it_are_not(tmp_path: Path) -> None:
    inner = GROUP.format("row", "true", market(number(100)))
    rows = [market(number(90)).replace("C1", "C0"), GROUP.format("row", "false", inner), market(number(80))]
    found = check(tmp_path, table(*rows)).problems
    assert [one.details["rows"] for one in found if one.rule == "hidden-rows"] == [(3,)]


def hiding(*numbers: int) -> Change:
    def hide(made: Worksheet) -> None:
        for one in numbers:
            made.row_dimensions[one].hidden = True

    return hide


@pytest.mark.parametrize(
    ("below", "hidden", "expected"),
    [
        ([], [3], [(3,)]),
        ([], [3, 4, 9, 20], [(3,)]),  # what nobody filled in holds nothing
        ([], range(4, 60), []),
        ([[2025, "market", "C3", "Chợ C", "nhiều"]], [4], [(4,)]),  # refused, and so to be looked for
        ([["Tổng cộng", None, None, None, 180, 70]], [4], []),
        ([["Ghi chú: cân tại chợ"]], [4], []),
        ([[None, None, None, None, None, None, "cân tại chợ"]], [4], []),
        ([["Tổng cộng", None, None, None, 180, 70]], [2, 4], [(2,)]),
    ],
)
def test_hidden_rows_are_told_if_they_are_read(
    tmp_path: Path, below: list[list[object]], hidden: Sequence[int], expected: list[tuple[int, ...]]
) -> None:
    path = xlsx(tmp_path, [HEADER, *MARKETS, *below], hiding(*hidden))
    found = check_files(Request([str(path)])).problems
    assert [one.details["rows"] for one in found if one.rule == "hidden-rows"] == expected


def test_a_hidden_row_of_a_register_or_of_an_area_is_read_too(tmp_path: Path) -> None:
    """An area's row gives the area of the rows below it, where that is declared."""
    listed = xlsx(tmp_path, [HEADER[1:4], *(row[1:4] for row in MARKETS)], hiding(3)).rename(tmp_path / "r.xlsx")
    rows = [[*HEADER[:2], *HEADER[3:6]], [None, None, "Huyện Bắc"], [2025, "market", "Chợ A", 100, 40]]
    path = xlsx(tmp_path, rows, hiding(2))
    project = tmp_path / "scp.yaml"
    project.write_text("schema: scp/project/1\nfiles: [{path: a.xlsx, areas: in rows}]\n", encoding="utf-8")
    found = check_files(Request([str(path)], register=str(listed), project=str(project))).problems
    assert [one.details["rows"] for one in found if one.rule == "hidden-rows"] == [(3,), (2,)]


def test_a_message_lists_ten_hidden_rows(tmp_path: Path) -> None:
    rows = [[2025, "market", f"C{n}", f"Chợ {n}", 100, 40] for n in range(12)]
    found = check_files(Request([str(xlsx(tmp_path, [HEADER, *rows], hiding(*range(2, 14))))])).problems
    assert [one.details["rows"] for one in found if one.rule == "hidden-rows"] == [(*range(2, 12), "…")]


def merging(*ranges: str) -> Change:
    return lambda made: [made.merge_cells(one) for one in ranges]


PAIR = [["Năm", "Loại", "Tên", "Đã được phổ biến", None], [None, None, None, "Rồi", "Chưa"]]


@pytest.mark.parametrize(
    ("rows", "merged", "expected"),
    [
        ([HEADER, [*MARKETS[0][:5]], MARKETS[1]], ["E2:F2"], [("merged-columns", "E2")]),
        ([*PAIR, [2025, "làng nghề", "A", "x"]], ["D1:E1", "D3:E3"], [("merged-columns", "D3")]),
        ([HEADER, [*MARKETS[0][:5], None, "chờ"], MARKETS[1]], ["F2:G2"], []),  # a number and a remark
        ([HEADER, *MARKETS, ["Người lập biểu"]], ["A4:G4"], [("note-row", None)]),
        ([HEADER, *MARKETS, ["Tổng cộng", None, None, None, 180, 70]], ["A4:D4"], [("total-row", None)]),
        ([HEADER, [*MARKETS[0][:4]], MARKETS[1]], ["E2:F2"], []),  # nothing stands in it
        ([HEADER, [*MARKETS[0][:4], "…"], MARKETS[1]], ["E2:F2"], []),  # neither is known
    ],
)
def test_a_cell_over_several_answers_is_told_and_one_over_a_whole_line_is_none(
    tmp_path: Path, rows: list[list[object]], merged: list[str], expected: Told
) -> None:
    assert checked(tmp_path, rows, merging(*merged)) == expected


def covering(tmp_path: Path, rows: Sequence[Sequence[object]], merged: str) -> Told:
    """Merge as programs do that keep what the other cells held; openpyxl would empty them."""
    path = xlsx(tmp_path, rows, lambda made: None)
    ends = b'</sheetData><mergeCells count="1"><mergeCell ref="%b"/></mergeCells>' % merged.encode()
    return told(in_xml(path, (b"</sheetData>", ends)))


VILLAGES = [["year", "kind", "name", "informed", "note"], [2025, "craft_village", "A", "có"]]


@pytest.mark.parametrize(
    ("below", "merged", "expected"),
    [
        ([2025, "craft_village", "B", "không"], "D2:D3", [("covered-value", "D3")]),
        ([2025, "craft_village", "B", "có"], "D2:D3", []),  # what is seen
        ([2025, "craft_village", "B", " CÓ "], "D2:D3", []),  # looks alike
        ([2025, "craft_village", "B", "co\u0301"], "D2:D3", []),  # decomposed, as macOS writes it
        ([2025, "craft_village", "B", "có", "mới"], "E2:E3", []),  # in a remark
        ([2024, "craft_village", "B", "có"], "A2:A3", [("covered-value", "A3")]),
        ([2025, "Craft_Village", "B", "có"], "B2:B3", []),
        ([2025, "craft_village", "B", "không"], "C3:E3", [("covered-value", "D3")]),
        ([2025, "craft_village", "B", "không"], "D3:E3", []),  # the first cell itself is seen
    ],
)
def test_a_value_below_a_merged_cell_that_shows_another_is_told(
    tmp_path: Path, below: list[object], merged: str, expected: Told
) -> None:
    assert covering(tmp_path, [*VILLAGES, below], merged) == expected


def test_libreoffice_marks_what_is_covered(tmp_path: Path) -> None:
    wide = ' table:number-columns-spanned="2" table:number-rows-spanned="1"'
    covered = number(70).replace("table-cell", "covered-table-cell")
    found = check(tmp_path, table(market(number(100, attributes=wide), covered))).problems
    assert told(found) == [("merged-columns", "E2"), ("covered-value", "F2")]


HEADINGS = ["Năm", "Loại", "Tên", "Tổng bao bì", None, "Bao bì khó phân hủy"]


@pytest.mark.parametrize(
    ("header", "row", "merged", "expected"),
    [
        (HEADINGS, [60, 40, 50], "D1:E1", ["duplicate-column"]),
        (HEADINGS, [100, None, 50], "D1:E1", []),  # merged for its looks
        (["Năm", "Loại", "Tên", "Màu sắc", None, "Tổng bao bì"], ["đỏ", "xanh", 50], "D1:E1", ["unknown-column"]),
        (["Năm", "Loại", "Tên", "Tổng bao bì", "Ghi chú"], [60, "mới", "lớn"], "E1:F1", []),
    ],
)
def test_a_heading_merged_over_two_filled_columns_stands_over_both(
    tmp_path: Path, header: list[object], row: list[object], merged: str, expected: list[str]
) -> None:
    """Two columns of one meaning are refused; a heading that is no survey's is told once, and never as an empty one."""
    rows = [header, [2025, "chợ", "Chợ A", *row]]
    rules = [rule for rule, _ in checked(tmp_path, rows, merging(merged)) if rule != "missing-column"]
    assert rules == expected


def test_a_heading_merged_to_the_end_of_the_table_reaches_the_last_column(tmp_path: Path) -> None:
    """LibreOffice writes no cell for what a merged one covers at the end of a row."""
    merged = text("packaging_hard", ' table:number-columns-spanned="2" table:number-rows-spanned="1"')
    cells = "".join([*map(text, HEADER[:5]), merged])
    row = "".join([number(2025), *map(text, ("market", "C1", "Chợ A")), number(100), number(40), number(30)])
    sheet = "".join(f"<table:table-row>{one}</table:table-row>" for one in (cells, row))
    found = check(tmp_path, f'<table:table table:name="Chợ">{sheet}</table:table>').problems
    assert {one.rule for one in found if one.severity == "error"} == {"duplicate-column"}


YEARS = ("yyyy", "YYYY;@", "[$-42A]yyyy;@", '"Năm "yyyy', "yyyy\\ ", "yyyy_)")


@pytest.mark.parametrize(
    ("code", "day", "rules"),
    [
        *(
            (code, date(2025, 1, 1), [])
            for code in ("yyyy", "YYYY;@", "[$-42A]yyyy;@", '"Năm "yyyy', "yyyy\\ ", "yyyy_)")
        ),
        *((code, date(2025, 1, 1), ["year-from-date"]) for code in ("dd/mm/yyyy", "mm/yyyy", "yy", "yyyy-mm-dd")),
        ("yyyy", date(1905, 7, 17), ["year-in-date-cell"]),  # 2025, typed into it
    ],
)
def test_a_date_that_shows_its_year_alone_is_that_year(tmp_path: Path, code: str, day: date, rules: list[str]) -> None:
    path = xlsx(
        tmp_path, [VILLAGES[0], [day, *VILLAGES[1][1:]]], lambda made: setattr(made["A2"], "number_format", code)
    )
    assert [one.rule for one in check_files(Request([str(path)])).problems if one.rule != "not-checked"] == rules
    if "year-in-date-cell" not in rules:
        assert score_files(Request([str(path)])).survey.years_counted == [2025]


@pytest.mark.parametrize(
    ("shown", "rules"),
    [
        *((shown, []) for shown in ("2025", "Năm 2025", "Year: 2025", "2025 ")),
        *((shown, ["year-from-date"]) for shown in ("01/2025", "25", "January 2025", "Tháng Một 2025", "Năm 2024")),
    ],
)
def test_so_is_one_of_libreoffice(tmp_path: Path, shown: str, rules: list[str]) -> None:
    day = text(shown, ' office:date-value="2025-01-01"').replace('"string"', '"date"')
    found = check(tmp_path, table(market(number(100)).replace(number(2025), day))).problems
    assert [one.rule for one in found] == rules


def showing(code: str) -> DifferentialStyle:
    return DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode=code))


@pytest.mark.parametrize(
    ("cells", "style", "columns"),
    [
        ("D2:D9", showing('"Chưa"'), ['D "informed"']),
        ("C2 D2:E2", DifferentialStyle(font=Font(strike=True)), ['C "name"', 'D "informed"']),
        ("D2", DifferentialStyle(font=Font(bold=True), fill=PatternFill(bgColor="FF0000")), []),  # only how it looks
        ("D2", showing("#,##0.0"), []),
        ("D1", showing('"Chưa"'), []),  # the heading
        ("E2:F9", showing('"Chưa"'), []),  # a remark
    ],
)
def test_conditional_formats_that_show_something_else_are_told(
    tmp_path: Path, cells: str, style: DifferentialStyle, columns: list[str]
) -> None:
    rule = Rule(type="expression", formula=["TRUE"], dxf=style)
    path = xlsx(tmp_path, VILLAGES, lambda made: made.conditional_formatting.add(cells, rule))
    found = check_files(Request([str(path)])).problems
    assert [(one.rule, list(one.details["columns"])) for one in found] == (
        [("conditional-format", columns)] if columns else []
    )


FORM: dict[str, object] = {"B1": 1, "B3": 0, "B4": "x", "D1": '=""', "A5": "có"}


def linking(folder: Path, *formulas: str, name: str = "Làng A") -> list[tuple[str, str | None]]:
    """Check villages whose answers are formulas that yield 0, beside a form that these refer to."""
    rows = [[2025, "craft_village", name if at == 0 else f"Làng {at}", one] for at, one in enumerate(formulas)]

    def change(made: Worksheet) -> None:
        form = made.parent.create_sheet("Phiếu 1")
        for cell, value in FORM.items():
            form[cell] = value

    path = xlsx(folder, [VILLAGES[0], *rows], change)
    parts = parts_of(path)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'fullCalcOnLoad="1"', b"")
    first = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb"</f><v ?/?>(?:</v>)?", b"</f><v>0</v>", first)
    return [one for one in told(check_files(Request([str(write(path, parts))])).problems) if one[0] != "sheet-not-read"]


@pytest.mark.parametrize("formula", ["='Phiếu 1'!B2", "='phiếu 1'!$B$2", "='Phiếu 1'!A1", "=F9", "='Phiếu 1'!XFD999"])
def test_a_reference_to_an_empty_cell_is_no_answer(tmp_path: Path, formula: str) -> None:
    assert linking(tmp_path, formula) == [("zero-of-empty", "D2")]


@pytest.mark.parametrize(
    "formula", ["='Phiếu 1'!B3", "=0*'Phiếu 1'!B2", "=IF('Phiếu 1'!B2=\"\",0,1)", "='Phiếu 1'!D1", "=[1]Other!B2"]
)
def test_a_zero_that_stands_there_or_is_worked_out_is_one(tmp_path: Path, formula: str) -> None:
    assert linking(tmp_path, formula) == []


def test_a_formula_that_cells_share_is_followed(tmp_path: Path) -> None:
    """Excel writes what is filled down once: rows 2 to 5 refer to B1 to B4, of which B2 is empty."""
    path = tmp_path / "a.xlsx"
    linking(tmp_path, *["=0"] * 4)
    parts = parts_of(path)
    sheet = parts["xl/worksheets/sheet1.xml"]
    sheet = sheet.replace(b"<f>0</f>", '<f t="shared" ref="D2:D5" si="0">\'Phiếu 1\'!B1</f>'.encode(), 1)
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<f>0</f>", b'<f t="shared" si="0"/>')
    found = told(check_files(Request([str(write(path, parts))])).problems)
    assert [one for one in found if one[0] != "sheet-not-read"] == [("zero-of-empty", "D3")]


def test_a_row_of_a_form_that_nobody_used_is_not_told(tmp_path: Path) -> None:
    """Its name is a reference to an empty cell as well."""
    rules = [rule for rule, _ in linking(tmp_path, "='Phiếu 1'!B2", name="='Phiếu 1'!C2")]
    assert "zero-of-empty" not in rules


def test_comments_on_what_is_read_are_told_and_those_of_an_annotated_copy_are_not(tmp_path: Path) -> None:
    def change(made: Worksheet) -> None:
        for cell, author in (("D1", "Lan"), ("D2", "Lan"), ("E2", "Lan"), ("C2", "scp")):
            made[cell].comment = Comment("ước tính\nchưa kiểm tra", author)

    found = check_files(Request([str(xlsx(tmp_path, VILLAGES, change))])).problems
    assert [(one.rule, one.severity, one.place.cell, one.value) for one in found] == [
        ("cell-comment", "notice", "D2", "ước tính chưa kiểm tra")
    ]


def test_comments_of_libreoffice_are_told(tmp_path: Path) -> None:
    comment = "<office:annotation><text:p>không</text:p><text:p>chắc</text:p></office:annotation>"
    found = check(tmp_path, table(market(number(100).replace("<text:p>", f"{comment}<text:p>")))).problems
    assert [(one.rule, one.place.cell, one.value) for one in found] == [("cell-comment", "E2", "không chắc")]

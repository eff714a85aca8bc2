"""Write the workbooks among the cases (`python tools/make_cases.py`), so that what is in them can be read here.

The .ods and .xls beside them were saved from these by LibreOffice 7.4, and `protected-file.xlsx` is
`above-header.xlsx` encrypted by msoffcrypto-tool; they are made by hand, once.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

BAD = Path(__file__).parents[1] / "tests" / "cases" / "survey" / "bad"
GOOD = BAD.parent / "good"
HEADER = ["year", "kind", "id", "name", "informed", "packaging_total", "packaging_hard"]
VILLAGE = [2025, "craft_village", "L1", "Làng A", "có"]
MARKET = [2025, "market", "C1", "Chợ A", None, 100, 40]


def sheet(rows: Sequence[Sequence[object]], name: str = "Khảo sát") -> Worksheet:
    made = Workbook().active
    assert made is not None
    made.title = name
    for row in rows:
        made.append(row)
    return made


def save(made: Worksheet, path: Path, change: Callable[[str, str], str] | None = None) -> None:
    """Write the workbook with fixed dates; `change` may alter the XML of each part."""
    buffer = io.BytesIO()
    made.parent.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = re.sub(r"\d{4}-\d\d-\d\dT[\d:]+Z", "2026-01-01T00:00:00Z", text)
            new.writestr(zipfile.ZipInfo(name), change(name, text) if change else text, zipfile.ZIP_DEFLATED)


def in_sheet(old: str, new: str) -> Callable[[str, str], str]:
    def change(name: str, text: str) -> str:
        return text.replace(old, new) if name.endswith("sheet1.xml") else text

    return change


def stored(cell: str, value: str, kind: str = "") -> Callable[[str, str], str]:
    """Give the formula in a cell the value that a spreadsheet would store with it."""

    def change(name: str, text: str) -> str:
        text = text.replace(' fullCalcOnLoad="1"', "")  # which calls every stored value out of date
        pattern = rf'<c r="{cell}"([^>]*)>(<f>.*?</f>)<v ?/?>(?:</v>)?</c>'
        return re.sub(pattern, rf'<c r="{cell}"\1{kind}>\2<v>{value}</v></c>', text)

    return change


def errors() -> None:
    made = sheet([HEADER, VILLAGE, MARKET])
    made["E2"], made["F3"], made["G3"] = "#N/A", "#REF!", "=1/0"
    save(made, BAD / "cell-error.xlsx", stored("G3", "#DIV/0!", ' t="e"'))


def formulas() -> None:
    made = sheet([HEADER, MARKET])
    made["F2"], made["G2"] = "=60+40", '=SUM(A1:A2)&"x"'
    save(made, BAD / "formula-without-value.xlsx")
    made["F2"], made["G2"] = 100, "=20+20"
    whole = stored("G2", "0")
    save(
        made,
        BAD / "formula-without-value-stale.xlsx",
        lambda name, text: whole(name, text) if "sheet" in name else text,
    )
    made["F2"], made["G2"] = 100, "=20+20"
    save(made, GOOD / "formulas.xlsx", stored("G2", "40"))


def ids_made_dates() -> None:
    """The ids 1-2 and 1-3, typed into a spreadsheet that takes them for dates; the base year was text."""
    rows = [
        [year, "market", code, name, None, 100, 40]
        for year, code, name in (
            (2020, "1-2", "Chợ A"),
            (2020, "1-3", "Chợ B"),
            (2025, datetime.date(2026, 2, 1), "Chợ A"),
            (2025, datetime.date(2026, 3, 1), "Chợ B"),
        )
    ]
    save(sheet([HEADER, *rows]), BAD / "ids-renumbered-dates.xlsx")


def hidden() -> None:
    made = sheet([HEADER, VILLAGE, [*VILLAGE[:2], "L2", "Làng B", "không"]])
    made.row_dimensions[3].hidden = True
    save(made, BAD / "hidden-rows.xlsx")
    made = sheet([HEADER, VILLAGE])
    made["E2"].comment = Comment("theo báo cáo của xã, chưa kiểm tra", "Lan")
    save(made, BAD / "cell-comment.xlsx")
    made = sheet([HEADER, [*VILLAGE[:4], "=Phieu!A1"]])
    made.parent.create_sheet("Phieu")["A2"] = 1
    save(made, BAD / "zero-of-empty.xlsx", stored("E2", "0"))
    made = sheet([HEADER, [*VILLAGE[:4], 1], [*VILLAGE[:2], "L2", "Làng B", 0]])
    shown = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode='"chưa"'))
    made.conditional_formatting.add("E2:E3", Rule(type="expression", formula=["E2=1"], dxf=shown))
    save(made, BAD / "conditional-format.xlsx")
    made = sheet([[*HEADER, "Ghi chú"], [*VILLAGE, None, None, "mới"]])
    made.column_dimensions["E"].hidden = made.column_dimensions["H"].hidden = True
    save(made, BAD / "hidden-columns.xlsx")
    made = sheet([HEADER, VILLAGE])
    made.sheet_state = "hidden"
    book = made.parent
    book.create_sheet("Bìa")["A1"] = "Báo cáo giả định"
    book.active = 1
    save(made, BAD / "hidden-sheet.xlsx")
    save(sheet([["Báo cáo giả định"], ["Không có bảng"]]), BAD / "no-survey-sheet.xlsx")


def unread() -> None:
    """Sheets that are not read: a cover page, a summary, one of the survey; and those that scp.yaml speaks of."""
    summary = [["Huyện", "Tỷ lệ", "Xếp hạng"], ["Nho Quan", 0.5, 1], ["Gia Viễn", 0.4, 2], ["Hoa Lư", 0.3, 3]]
    answers = [["Tên chợ", "Rác một ngày"], ["Chợ A", 12], ["Chợ B", 9]]
    others = {
        "sheet-not-read": ("Bìa", [["Báo cáo giả định"], ["Năm", 2025]]),
        "table-not-read": ("Tổng hợp", summary),
        "survey-sheet-not-read": ("Chợ", answers),
        "sheet-skipped": ("Tổng hợp", summary),
        "no-such-sheet": ("Bìa", [["Báo cáo giả định"]]),
    }
    for rule, (name, rows) in others.items():
        made = sheet([HEADER, VILLAGE])
        other = made.parent.create_sheet(name)
        for row in rows:
            other.append(row)
        save(made, BAD / f"{rule}.xlsx")
    save(
        sheet([HEADER, VILLAGE, [2025, "craft_village", "L2", "Làng B", "không"], [*VILLAGE[:2], "L3", "Làng C"]]),
        BAD / "blank-with-no.xlsx",
    )


def official() -> None:
    """A table as offices lay it out: title, unit, two header rows with merged cells, column numbers, total, notes."""
    made = sheet(
        [
            ["BIỂU KHẢO SÁT CHỢ DÂN SINH (SỐ LIỆU GIẢ ĐỊNH)"],
            ["ĐVT: chiếc"],
            [],
            ["TT", "Năm", "Loại", "Tên", "Địa chỉ", "Bao bì", None, "Ghi chú"],
            [None, None, None, None, None, "Tổng số bao bì", "Trong đó khó phân huỷ", None],
            ["A", "B", "C", "D", "E", 1, 2, 3],
            [1, 2025, "Chợ", "Chợ Hoà Bình", "Nho Quan", 1250, 400],
            [2, 2025, "chợ dân sinh", "Chợ Mới", None, "2.677,5", "..."],
            [3, 2025, "chợ", "Chợ Cũ", "Kim Sơn", 90, "-"],
            ["Tổng cộng", None, None, None, None, 4017.5, "#REF!"],
            [],
            ["Nguồn: các huyện báo cáo"],
            [None, "Người lập biểu", None, None, "Giám đốc"],
        ],
        "Chợ",
    )
    for cells in ("A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:E5", "F4:G4", "H4:H5", "E7:E8", "A1:H1"):
        made.merge_cells(cells)
    made["A1"].font = Font(bold=True)
    made.parent.create_sheet("Ghi chép")["A1"] = "không phải bảng"
    save(made, BAD / "above-header.xlsx")


def old_fonts() -> None:
    """Text typed for the fonts of TCVN3 and VNI: in a Unicode font it reads as other letters, or as other words."""
    made = sheet([HEADER, [2025, "craft_village", "L1", "Lµng gèm", "cã"], [*VILLAGE[:3], "Laøng ngheà", "có"]])
    made["B3"], made["C3"] = "craft_village", "L2"
    for cell in ("D2", "E2"):
        made[cell].font = Font(name=".VnTime")
    made["D3"].font = Font(name="VNI-Times")
    save(made, BAD / "mis-converted-text-fonts.xlsx")


def stored_types() -> None:
    """Numbers, a boolean and a date stored as such; a year as a number; a share shown in percent."""
    made = sheet([HEADER, VILLAGE, MARKET])
    made["E2"] = True
    made["F3"], made["G3"] = 1234.5, 0.1 + 0.2
    save(made, GOOD / "stored-types.xlsx")
    made["G3"], made["G3"].number_format = 0.3, "0%"
    save(made, BAD / "not-a-number-percent.xlsx")
    made["G3"], made["F3"], made["E2"] = 40, 100, "có"
    made["G3"].number_format = "General"
    made["C2"], made["C3"] = 7, 8
    made["C2"].number_format = made["C3"].number_format = "000"
    save(made, GOOD / "leading-zeros.xlsx")
    made = sheet([HEADER, MARKET, [*MARKET[:2], "C2", "Chợ B"], VILLAGE, [*VILLAGE[:2], "L2", "Làng B"]])
    made.merge_cells("F2:F3")
    made.merge_cells("E4:E5")
    save(made, BAD / "merged-number.xlsx")
    figures = enumerate(((3.946, 2.105), (850, 400), (920, 500)), 1)
    rows = [[*MARKET[:2], f"C{at}", f"Chợ {at}", None, *both] for at, both in figures]
    save(sheet([HEADER, *rows]), BAD / "doubtful-fraction.xlsx")
    made = sheet([HEADER, MARKET[:-1], [*MARKET[:2], "C2", "Chợ B", None, 80, 30]])
    made.merge_cells("F2:G2")
    save(made, BAD / "merged-columns.xlsx")
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="E2:E3"/></mergeCells>'
    made = sheet([HEADER, VILLAGE, [*VILLAGE[:2], "L2", "Làng B", "không"]])
    save(made, BAD / "covered-value.xlsx", in_sheet("</sheetData>", merged))
    made = sheet([["Năm", "Loại", "Tên", "Tổng bao bì", None, "Bao bì khó phân hủy"]])
    made.append([2025, "chợ", "Chợ A", 60, 40, 50])
    made.merge_cells("D1:E1")
    save(made, BAD / "duplicate-column-merged.xlsx")


def in_parts(before: str, part: str, after: str = "", **font: object) -> CellRichText:
    """Return a text of which a part is set in a font of its own."""
    return CellRichText(before, TextBlock(InlineFont(**font), part), after)


def formatting() -> None:
    """What only the looks of a cell say. The .ods and .xls beside these were saved from them by LibreOffice 7.4."""
    made = sheet([HEADER, VILLAGE, MARKET])
    made["A2"], made["D2"] = (
        in_parts("2025", "1", vertAlign="superscript"),
        in_parts("Làng A ", "(2)", vertAlign="subscript"),
    )
    made["F3"], made["G3"] = in_parts("120", "1", vertAlign="superscript"), in_parts("40", "²", vertAlign="superscript")
    save(made, BAD / "superscript.xlsx")
    made = sheet([HEADER, VILLAGE, MARKET])
    made["F3"], made["D3"] = in_parts("", "90", "100", strike=True), in_parts("Chợ ", "Cũ", " Mới", strike=True)
    made["E2"].font = Font(strike=True)
    save(made, BAD / "struck-out.xlsx")
    made = sheet([[*HEADER, "note"], VILLAGE, [*VILLAGE[:2], "L2", "Làng B", "không"], MARKET])
    made["D3"], made["H3"] = in_parts("", "Làng B", strike=True), "đã giải thể"
    for cell in ("A3", "B3", "C3", "E3", "A4", "F4"):
        made[cell].font = Font(strike=True)
    save(made, BAD / "struck-row.xlsx")
    made = sheet([HEADER, [*VILLAGE[:4], "x"], [*VILLAGE[:2], "L2", "Làng B"], MARKET])
    made["E3"] = in_parts("", "ü", rFont="Wingdings 2")
    made["E2"].font, made["F4"].font = Font(name="Wingdings"), Font(name="Webdings")
    save(made, BAD / "symbol-font.xlsx")
    number_formats()


def number_formats() -> None:
    """Numbers that show otherwise than they are stored; and formats that only dress them."""
    made = sheet([HEADER, *([2025, "market", f"C{n}", f"Chợ {n}", None, 7000, 40] for n in range(1, 7))])
    odd = ('0"00"', "#,##0,", '0" triệu"', '[>=1000]#,##0,"k";0', ";;;", '"~"0')
    for row, code in enumerate(odd, start=2):
        made.cell(row, 6).number_format = code
    made["G2"], made["G2"].number_format = 0, "#,###"
    save(made, BAD / "shown-otherwise.xlsx")
    rows = [*([2025, "market", n, f"Chợ {n}", None, 7000, 40, "120"] for n in range(1, 5))]
    made = sheet([[*HEADER, "note"], VILLAGE, *rows])
    plain = ('0" kg"', '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "[Red]#,##0.00\\ [$₫-42A]", "#,##0")
    for row, code in enumerate(plain, start=3):
        made.cell(row, 6).number_format, made.cell(row, 3).number_format = code, '"CH-"000'
    made["A3"].number_format, made["G4"] = '"Năm "0', 0
    made["G4"].number_format = plain[1]
    made["H3"], made["H4"] = in_parts("120 m", "2", vertAlign="superscript"), in_parts("", "90", "100", strike=True)
    made["H1"], made["D2"].font = in_parts("Ghi chú", "", strike=True), Font(name="Segoe UI Symbol", bold=True)
    made["H5"].font, made["H6"].font = Font(strike=True), Font(name="Wingdings")
    save(made, GOOD / "formatted.xlsx")
    made = sheet([HEADER, VILLAGE, [*VILLAGE[:2], "L2", "Làng B", "không"]])
    made["A2"].number_format, made["A3"].number_format = "dd/mm/yyyy", "yyyy"
    save(made, BAD / "year-in-date-cell-workbook.xlsx")


def prefixed(name: str, text: str) -> str:
    """Write the sheet's XML as some programs do: every element with a prefix, attributes in single quotes."""
    if not name.endswith("sheet1.xml"):
        return text
    text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text).replace("xmlns=", "xmlns:x=")
    return re.sub(r'="([^"]*)"', r"='\1'", text)


def harmful() -> None:
    made = sheet([HEADER, VILLAGE])
    save(made, GOOD / "prefixed.xlsx", prefixed)
    made["E2"] = "#N/A"
    save(made, BAD / "cell-error-prefixed.xlsx", prefixed)
    made["E2"] = "có"
    entity = '<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet'
    save(made, BAD / "damaged-file-entities.xlsx", in_sheet("<worksheet", entity))
    save(made, BAD / "file-too-large.xlsx", in_sheet('r="E2"', 'r="XFD1048576"'))
    save(made, GOOD / "dimension-that-lies.xlsx", in_sheet('ref="A1:G2"', 'ref="A1:XFD1048576"'))
    whole = (GOOD / "prefixed.xlsx").read_bytes()
    (BAD / "damaged-file.xlsx").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(BAD / "damaged-file-path.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name))
        new.writestr(zipfile.ZipInfo("../outside.xml"), "<x/>")
    (BAD / "unsupported-format-document.xlsx").write_bytes(archive({"word/document.xml": b"<x/>"}))


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, part in parts.items():
            made.writestr(zipfile.ZipInfo(name), part)
    return buffer.getvalue()


def binary() -> None:
    """What an .xlsb is known by."""
    (BAD / "unsupported-format-binary-workbook.xlsb").write_bytes(archive({"xl/workbook.bin": b"\x83\x01\0\x84\x01\0"}))


if __name__ == "__main__":
    for make in (
        errors,
        formulas,
        ids_made_dates,
        hidden,
        unread,
        official,
        old_fonts,
        stored_types,
        formatting,
        harmful,
        binary,
    ):
        make()

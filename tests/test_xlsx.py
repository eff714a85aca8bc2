"""A document as a workbook: every word, numbers as numbers, and no formula."""

import io

import pytest
from openpyxl import load_workbook
from sample_documents import WORDS, figures, report, report_xlsx, words_of

from scp_ninhbinh.documents.document import Cell, Document, Section, Table
from scp_ninhbinh.writers import sheets, xlsx


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_workbook_says_every_word_and_holds_no_formula(language: str) -> None:
    book = load_workbook(io.BytesIO(report_xlsx(report(language), language)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    said = {str(cell.value).removeprefix("• ").removeprefix("→ ") for cell in cells}
    numbers = {cell.text for row in figures(language).rows for cell in row if cell.value is not None}
    assert {text for text in words_of(report(language)) if text and text not in said | numbers} == set()


def test_numbers_of_a_workbook_are_numbers() -> None:
    sheet = load_workbook(io.BytesIO(report_xlsx(report())))[WORDS["vi"][3]]
    row = next(iter(sheet.iter_rows(min_row=5, max_row=5)))
    assert [cell.value for cell in row] == [
        *(1, WORDS["vi"][4], 0.7, pytest.approx(0.57142857), -2.5, "✗ chưa đạt / not met", 2025),
    ]
    assert [cell.number_format for cell in row] == ["#,##0", "General", "0%", "0.0%", "#,##0.0", "General", "General"]
    assert sheet["A4"].font.bold
    assert sheet["A4"].fill.fgColor.rgb.endswith("DDEBDA")
    assert sheet.freeze_panes == "C5"
    assert int(sheet.page_setup.paperSize) == 9  # A4
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.center.text == WORDS["vi"][2]


def test_both_workbooks_write_a_number_alike_with_thousands_in_groups() -> None:
    """But a difference of percentages, of which the report says in a heading that it is in points."""
    cells = [
        *(Cell("3,930", 3930, "number", 0), Cell("1,705.5", 1705.5, "number"), Cell("72.3%", 72.3, "percent")),
        *(Cell("2025", 2025), Cell("81.41%", 81.41, "percent", 2)),
    ]
    expected = [(3930, "#,##0"), (1705.5, "#,##0.0"), (0.723, "0.0%"), (2025, "General"), (0.8141, "0.00%")]
    for written in (xlsx.number_of, sheets.number_of):
        assert [(round(number, 4), code) for number, code in map(written, cells)] == expected


def test_a_change_upwards_keeps_its_sign() -> None:
    rows = ((Cell("+2,5", 2.5, "points"),), (Cell("+1", 1, "number", 0),), (Cell("∞", float("inf"), "number"),))
    document = Document("Title", (), (Section("S", (Table("T", ("Change",), rows),)),), "DRAFT")
    cells = [load_workbook(io.BytesIO(report_xlsx(document)))["S"][f"A{row}"] for row in (5, 6, 7)]
    assert [(cell.value, cell.number_format) for cell in cells] == [
        *((2.5, "+#,##0.0;-#,##0.0;#,##0.0"), (1, "+#,##0;-#,##0;#,##0"), ("∞", "General")),
    ]


def test_sheets_have_names_that_excel_takes() -> None:
    book = load_workbook(io.BytesIO(report_xlsx(report())))
    names = book.sheetnames
    assert len({name.casefold() for name in names}) == len(names) == 5
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    for cell in book.worksheets[0]["A"]:
        if cell.hyperlink:
            sheet = cell.hyperlink.location.rpartition("!")[0].strip("'")
            assert sheet in names

"""The report as Word file, workbook and Markdown: the same words in each, whatever texts a survey brings."""

import importlib.util
import io
import re
import shutil
import subprocess
import sys
import time
import types
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl import load_workbook

from scp_ninhbinh.documents.document import Bullet, BulletChart, Cell, Document, Items, LineChart, Section, Table, Text
from scp_ninhbinh.text.safe import plain_markdown
from scp_ninhbinh.writers.docx import LAST_LINES, WIDTH, fitted, report_docx
from scp_ninhbinh.writers.markdown import report_markdown
from scp_ninhbinh.writers.xlsx import report_xlsx

HOSTILE = [
    *("<script>alert(1)</script>", "=1+1", "+84", "-5", "@SUM(A1)", "a|b `c` *d* [e](f)", "]]>", "#N/A", "&L&P"),
    *("{=1}", "W" * 300, "a\tb", "'quoted'", "<!--", "&amp;", "đạt ≥ 70 %", "1. one", "> two", "~~~"),
]
"""Texts that mean something to a format, of characters that every format can hold."""

FORBIDDEN = ["\x00zero", "\x1b[31mred", "\ufffe", "\ud800lone"]
"""Characters that XML does not allow; a text that arrives has none, but no format falls over one."""

WORDS: dict[str, tuple[str, ...]] = {
    "vi": (
        "Kế hoạch hành động về sản xuất và tiêu dùng bền vững tỉnh Ninh Bình giai đoạn 2021–2025",
        "Phụ lục số liệu, 2023–2025",
        "DỰ THẢO: số liệu tính toán, không phải văn bản đã ban hành",
        "Tóm tắt",
        "Tỷ lệ siêu thị, trung tâm thương mại sử dụng bao bì thân thiện với môi trường",
        "đạt",
        "khoảng",
        "yêu cầu",
        "Lộ trình",
    ),
    "en": (
        "Action plan for sustainable consumption and production of Ninh Bình province, 2021–2025",
        "Data annex, 2023–2025",
        "DRAFT: computed figures, not an issued document",
        "Summary",
        "Share of supermarkets and shopping centres that use environment-friendly packaging",
        "achieved",
        "range",
        "required",
        "Path",
    ),
}

BULLETS = BulletChart(
    "Chart <1> & more",
    'In words: "a" <b> 57.1 %, not yet',
    (
        Bullet("a) Zones", 57.1, 50.0, 66.7, 70.0, 100.0, "57.1 % / 70 %", "not yet", "not_yet"),
        Bullet("b) Models", None, None, None, 20.0, 30.0, "– / 20", "no data", "no_data"),
    ),
    *("achieved", "range", "required"),
)
LINES = LineChart(
    *("Line chart", "2023: 40 %; 2025: 57.1 %; required: 70 % in 2025"),
    ((2023, 40.0, 35.0, 45.0), (2024, None, None, None), (2025, 57.1, None, None)),
    ((2023, 40.0), (2025, 70.0)),
    *(70.0, 2025, "%", "achieved", "range", "path"),
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000a0000000408000000006e7c3dfd0000000e4944415478da63f80f050c8432003fe42fd1"
    "d4a8a2420000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw a grey bar where the charts are not built in yet."""
    if importlib.util.find_spec("scp_ninhbinh.writers.charts") is None:
        stub: Any = types.ModuleType("charts")
        stub.bullet_png = stub.line_png = lambda *_: PNG
        monkeypatch.setitem(sys.modules, "scp_ninhbinh.writers.charts", stub)


def figures(language: str) -> Table:
    mark = "," if language == "vi" else "."
    headings = ("TT", "Chỉ tiêu | Target", "Yêu cầu", "Đạt", "Change", "Kết luận | Verdict", "Năm")
    rows = tuple(
        (
            Cell(str(at), at, "number", 0),
            Cell(WORDS[language][4]),
            Cell("70%", 70.0, "percent", 0),
            Cell(f"57{mark}1%", 57.142857, "percent"),
            Cell(f"-2{mark}5", -2.5, "points"),
            Cell("✗ chưa đạt / not met", signal="not_met"),
            Cell("2025", 2025, "number", 0),
        )
        for at in range(1, 31)
    )
    return Table("Bảng 1. Figures", headings, rows, 2)


def report(language: Any = "vi", texts: list[str] = HOSTILE) -> Document:
    title, subtitle, draft, summary, target, *_ = WORDS[language]
    hostile = Table("=1+1 | caption", ("Text", "=2"), tuple((Cell(text), Cell("1", 1, "number", 0)) for text in texts))
    blocks = (Text(f"{target}. " * 6), Text(target, strong=True), BULLETS, figures(language))
    return Document(
        *(language, title, subtitle, draft),
        (
            Section(summary, blocks),
            Section("Year by year", ()),
            Section(target, (LINES, Items((target * 3, *texts), "List"), Items(("no heading",))), 3),
            Section("a/b:c*[d]?" * 5, (hostile, Table("Empty", ("A", "B"), ()), Table("Bare", (), ()))),
            Section(
                "a/b:c*[d]?" * 5, (Table("", ("n",), ((Cell("–", None),), ())), *(Text(text) for text in texts)), 3
            ),
            Section("", (Table("Nameless", ("x",), ((Cell("y"),),)),)),
        ),
        "Made by scp-ninhbinh & others.",
    )


def words_of(document: Document) -> list[str]:
    found = [document.title, document.subtitle, document.draft]
    for section in document.sections:
        found.append(section.heading)
        for block in section.blocks:
            match block:
                case Text():
                    found.append(block.text)
                case Items():
                    found += [block.heading, *block.items]
                case Table():
                    found += [block.caption, *block.headings, *(cell.text for row in block.rows for cell in row)]
                case _:
                    found += [block.caption, block.alt]
    return found


def opened(document: Document) -> Any:
    return docx.Document(io.BytesIO(report_docx(document)))


def body(made: Any) -> list[str]:
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in made.paragraphs), *cells]


def alts(made: Any) -> list[str]:
    return [found.get("descr") for found in made.element.iter(qn("wp:docPr"))]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_word_file_says_every_word(language: str) -> None:
    made = opened(report(language))
    said = {*body(made), *alts(made)}
    assert {text for text in words_of(report(language)) if text not in said} == set()
    assert said >= set(LAST_LINES[language])
    assert alts(made) == [BULLETS.alt, LINES.alt]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_word_file_is_laid_out_as_the_decree_asks(language: str) -> None:
    made = opened(report(language))
    page = made.sections[0]
    assert [round(size.mm) for size in (page.page_width, page.page_height)] == [210, 297]
    assert 20 <= round(page.top_margin.mm) <= 25
    assert 20 <= round(page.bottom_margin.mm) <= 25
    assert 30 <= round(page.left_margin.mm) <= 35
    assert 15 <= round(page.right_margin.mm) <= 20
    for name in ("Normal", "Body Text", "Title", "Heading 1", "Heading 2", "Caption", "List Bullet"):
        style = made.styles[name]
        assert style.font.name == "Times New Roman"
        assert style.font.size.pt in {13, 14}
        assert str(style.font.color.rgb) == "000000"
        assert not [key for key in style.element.rPr.rFonts.attrib if "Theme" in key]
    assert made.styles["Body Text"].paragraph_format.alignment == 3  # justified
    assert set(re.findall(r'w:lang w:val="([^"]+)"', made.styles.element.xml)) == {
        {"vi": "vi-VN", "en": "en-US"}[language]
    }


def test_the_first_page_has_no_number_and_every_page_the_draft_mark() -> None:
    document = report()
    page = opened(document).sections[0]
    assert page.different_first_page_header_footer
    assert 'w:instr="PAGE"' in page.header._element.xml
    assert page.header.paragraphs[0].style.paragraph_format.alignment == 1  # centred
    assert "PAGE" not in page.first_page_header._element.xml
    for header in (page.header, page.first_page_header):
        assert document.draft in [paragraph.text for paragraph in header.paragraphs]
    assert opened(document).paragraphs[0].text == document.draft


def test_headings_are_headings_and_tables_repeat_theirs() -> None:
    made = opened(report())
    styles = {paragraph.text: paragraph.style.name for paragraph in made.paragraphs}
    assert styles[WORDS["vi"][0]] == "Title"
    assert styles["Year by year"] == "Heading 1"
    assert styles[WORDS["vi"][3]] == "Heading 1"
    assert "Heading 2" in styles.values()
    for table in made.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(column.width for column in table.columns) <= Mm(WIDTH + 1)
    row = made.tables[0].rows[1].cells
    assert [cell.paragraphs[0].alignment for cell in row] == [2, None, 2, 2, 2, None, 2]


def test_a_table_of_many_columns_gets_smaller_letters() -> None:
    narrow, _ = fitted([["one"], ["two"]])
    small, widths = fitted([["unbreakable-word"]] * 12)
    assert narrow == 13
    assert small == 9
    assert sum(widths) == pytest.approx(WIDTH)


def test_a_word_file_names_no_author_and_no_number() -> None:
    made = opened(report())
    about = made.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("scp-ninhbinh", "scp-ninhbinh", "")
    assert about.title == WORDS["vi"][0]
    names = zipfile.ZipFile(io.BytesIO(report_docx(report()))).namelist()
    assert not [name for name in names if "thumbnail" in name]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_workbook_says_every_word_and_holds_no_formula(language: str) -> None:
    book = load_workbook(io.BytesIO(report_xlsx(report(language))))
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
    assert [cell.number_format for cell in row] == ["0", "General", "0%", "0.0%", "0.0", "General", "0"]
    assert sheet["A4"].font.bold
    assert sheet["A4"].fill.fgColor.rgb.endswith("DDEBDA")
    assert sheet.freeze_panes == "C5"
    assert int(sheet.page_setup.paperSize) == 9  # A4
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.center.text == WORDS["vi"][2]


def test_a_change_upwards_keeps_its_sign() -> None:
    rows = ((Cell("+2,5", 2.5, "points"),), (Cell("+1", 1, "number", 0),), (Cell("∞", float("inf"), "number"),))
    document = Document("vi", "Title", "", "DRAFT", (Section("S", (Table("T", ("Change",), rows),)),), "")
    cells = [load_workbook(io.BytesIO(report_xlsx(document)))["S"][f"A{row}"] for row in (5, 6, 7)]
    assert [(cell.value, cell.number_format) for cell in cells] == [
        *((2.5, "+0.0;-0.0;0.0"), (1, "+0;-0;0"), ("∞", "General")),
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


def test_markdown_says_every_word_and_nothing_acts() -> None:
    for language in ("vi", "en"):
        text = report_markdown(report(language))
        assert [said for said in words_of(report(language)) if plain_markdown(said.strip())[2:] not in text] == []
        assert "<script" not in text
        assert "<!--" not in text
        lines = text.split("\n")
        assert f"# {plain_markdown(WORDS[language][0])}" in lines
        assert f"## {plain_markdown(WORDS[language][3])}" in lines
        assert {line.replace("\\|", "").count("|") for line in lines if line.startswith("| ") and "57" in line} == {8}
        assert "1\\. one" in lines
        assert "\\> two" in lines


@pytest.mark.parametrize("made", [report_docx, report_xlsx, report_markdown])
def test_equal_reports_are_equal_bytes(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(report())
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert made(report()) == first


@pytest.mark.parametrize("made", [report_docx, report_xlsx, report_markdown])
def test_characters_that_xml_forbids_are_shown_as_escapes(made: Any) -> None:
    document = report(texts=FORBIDDEN)._replace(title="\x00" + "T" * 400, subtitle="\x01", draft="\x02", footer="\x03")
    data = made(document)
    said = data if isinstance(data, str) else "".join(_parts(data))
    assert "x00zero" in said
    assert "x1b" in said
    assert not re.search("[\x00-\x08\ud800-\udfff]", said)


def _parts(data: bytes) -> list[str]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]


@pytest.mark.parametrize("made", [report_docx, report_xlsx, report_markdown])
def test_an_empty_report_is_still_one(made: Any) -> None:
    assert made(Document("en", "Title", "", "DRAFT", (), ""))


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_prints_it_on_a4(tmp_path: Path) -> None:
    widths = {"docx": 595, "xlsx": 842}
    for ending, made in (("docx", report_docx), ("xlsx", report_xlsx)):
        (tmp_path / f"{ending}.{ending}").write_bytes(made(report()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "docx.docx", "xlsx.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    for ending, width in widths.items():
        _check_paper((tmp_path / f"{ending}.pdf").read_bytes(), str(width))


def _check_paper(pdf: bytes, size: str) -> None:
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 (\d+)", pdf)
    assert len(boxes) > 2
    assert {box.decode() for box in boxes} <= {size, str(int(size) - 1), str(int(size) + 1)}

"""A document as a Word file: every word, laid out as official documents are, and named by nobody."""

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from sample_documents import BULLETS, LINES, WORDS, figures, report, report_docx, words_of

from scp_ninhbinh import __version__
from scp_ninhbinh.documents.document import Block, Cell, Document, Items, Section, Table, Text
from scp_ninhbinh.text.say import Code
from scp_ninhbinh.writers import charts
from scp_ninhbinh.writers.charts import line_png
from scp_ninhbinh.writers.docx_annex import FORMS
from scp_ninhbinh.writers.docx_page import WIDE, WIDTH
from scp_ninhbinh.writers.docx_table import LONGEST_FOLDED, SIZES, fitted
from scp_ninhbinh.writers.labels import Label, placed

LANGUAGES: list[Code] = ["vi", "en"]
SMALLEST = SIZES[-1]


def opened(document: Document[str], language: Code = "vi") -> Any:
    return docx.Document(io.BytesIO(report_docx(document, language)))


def annex(*blocks: Block[str], language: Code = "vi", **parts: Any) -> Any:
    return opened(Document("Kế hoạch", (), (Section("Mục", blocks),), **({"draft": "DỰ THẢO"} | parts)), language)


def plain(*blocks: Block[str]) -> Any:
    return annex(*blocks, draft="")


def texts(made: Any) -> list[str]:
    return [paragraph.text for paragraph in made.paragraphs]


def body(made: Any) -> list[str]:
    return [*texts(made), *(cell.text for table in made.tables for row in table.rows for cell in row.cells)]


def alts(made: Any) -> list[str]:
    return [found.get("descr") for found in made.element.iter(qn("wp:docPr"))]


def headings(table: Any) -> list[str]:
    return [cell.text for cell in table.rows[0].cells]


def things(count: int, **parts: Any) -> Table[str]:
    rows = tuple((Cell(f"Chợ {at}"), Cell("Kim Sơn")) for at in range(1, count + 1))
    return Table("Đơn vị", ("Tên", "Địa bàn"), rows, **parts)


def list_level(made: Any, style: str) -> tuple[str, str]:
    """Return what a style's list counts by, and how that is written."""
    numbers = made.styles[style].element.pPr.numPr
    lists = made.part.numbering_part.element
    number = next(one for one in lists.findall(qn("w:num")) if one.numId == numbers.numId.val)
    abstracts = {one.get(qn("w:abstractNumId")): one for one in lists.findall(qn("w:abstractNum"))}
    level = abstracts[str(number.abstractNumId.val)].findall(qn("w:lvl"))[numbers.ilvl.val]
    assert level.find(qn("w:pStyle")).get(qn("w:val")) == made.styles[style].style_id
    counted, written = (level.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("numFmt", "lvlText"))
    return counted, written


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_file_says_every_word(language: Code) -> None:
    made = opened(report(language), language)
    form = FORMS[language]
    captions = re.compile(rf"^({form.table}|{form.figure}) \d+\. ")
    headers = [paragraph.text for paragraph in made.sections[0].header.paragraphs]
    said = {*(captions.sub("", text) for text in body(made)), *alts(made), *headers}
    assert {text for text in words_of(report(language)) if text not in said} == set()
    assert alts(made) == [BULLETS.alt, LINES.alt]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_file_is_laid_out_as_the_decree_asks(language: Code) -> None:
    """Decree 30/2020/NĐ-CP, annex I, part I, I.3, I.4, II.6.e."""
    made = opened(report(language), language)
    page = made.sections[0]
    assert [round(size.mm) for size in (page.page_width, page.page_height)] == [210, 297]
    assert 20 <= round(page.top_margin.mm) <= 25
    assert 20 <= round(page.bottom_margin.mm) <= 25
    assert 30 <= round(page.left_margin.mm) <= 35
    assert 15 <= round(page.right_margin.mm) <= 20
    for name in ("Normal", "Body Text", "Title", "Heading 1", "Heading 2", "Caption", "List Bullet", "Annex Number"):
        style = made.styles[name]
        assert style.font.name == "Times New Roman"
        assert style.font.size.pt in {13, 14}
        assert str(style.font.color.rgb) == "000000"
        assert not [key for key in style.element.rPr.rFonts.attrib if "Theme" in key]
    written = made.styles["Body Text"].paragraph_format
    assert (written.alignment, round(written.first_line_indent.cm, 1), written.space_after.pt) == (3, 1.0, 6)
    assert set(re.findall(r'w:lang w:val="([^"]+)"', made.styles.element.xml)) == {
        {"vi": "vi-VN", "en": "en-US"}[language]
    }


def test_the_first_page_has_no_number_and_every_page_the_draft_mark_once() -> None:
    document = report()
    made = opened(document)
    page = made.sections[0]
    assert page.different_first_page_header_footer
    assert 'w:instr="PAGE"' in page.header._element.xml
    assert page.header.paragraphs[0].style.paragraph_format.alignment == 1  # centred
    assert "PAGE" not in page.first_page_header._element.xml
    for header in (page.header, page.first_page_header):
        assert [paragraph.text for paragraph in header.paragraphs].count(document.draft) == 1
    assert document.draft not in texts(made)


def test_an_annex_begins_as_the_decree_asks() -> None:
    """Annex I, part I, III.1.b-c, of the decree, and pattern 2.1 of its annex III; dots for who issues it."""
    document = replace(report(), subtitle=("Kế hoạch số 87/KH-UBND", "Tỉnh Ninh Bình"))
    first = opened(document).paragraphs[:5]
    assert [paragraph.text for paragraph in first] == [
        "Phụ lục ……",
        document.title,
        *document.subtitle,
        "(Kèm theo Báo cáo số ……/BC-…… ngày …… tháng …… năm …… của ……………)",
    ]
    number, title, *_, reference = (paragraph.style for paragraph in first)
    assert [(style.font.size.pt, bool(style.font.bold), bool(style.font.italic)) for style in (number, title)] == [
        (14, True, False)
    ] * 2
    assert (bool(number.font.all_caps), title.font.all_caps) == (False, True)
    assert (reference.font.size.pt, reference.font.italic, bool(reference.font.bold)) == (13, True, False)
    assert {paragraph.style.paragraph_format.alignment for paragraph in first} == {1}  # centred
    english = texts(opened(document, "en"))
    assert english[0] == "Annex ……"
    assert english[4] == "(Attached to Report No. ……/BC-…… of …… / …… / ……… of ……………)"


def test_an_annex_ends_with_recipients_and_signature_left_blank() -> None:
    end = texts(annex())[-6:]
    assert end[0] == "\t……………, ngày …… tháng …… năm ………"
    assert end[1] == "Nơi nhận:\t(chức vụ, chữ ký, họ và tên)"
    assert [re.sub("[…. ]+", " ", line) for line in end[2:]] == ["- ;", "- ;", "- Lưu: ", "\t "]


def test_what_is_no_draft_is_no_annex() -> None:
    made = plain(things(6, source="Nguồn: khảo sát"))
    said = texts(made)
    assert said[0] == "Kế hoạch"
    assert not [text for text in said if text.startswith(("Phụ lục", "(Kèm theo", "Nơi nhận", "Bảng"))]
    assert not made.styles["Title"].font.all_caps
    assert made.styles["Heading 1"].element.pPr.numPr is None
    assert headings(made.tables[0]) == ["Tên", "Địa bàn"]
    assert "Nguồn: khảo sát" in said


def test_headings_of_an_annex_are_numbered_and_stay_headings() -> None:
    """Annex I, part V, 6.b of the decree: I. with capitals, 1. in bold letters, a)."""
    made = opened(report())
    styles = {paragraph.text: paragraph.style.name for paragraph in made.paragraphs}
    assert styles[WORDS["vi"][0]] == "Title"
    assert styles["Year by year"] == "Heading 1"
    assert styles[WORDS["vi"][3]] == "Heading 1"
    assert "Heading 2" in styles.values()
    assert [list_level(made, f"Heading {at}") for at in (1, 2, 3)] == [
        ("upperRoman", "%1."),
        ("decimal", "%2."),
        ("lowerLetter", "%3)"),
    ]
    assert [bool(made.styles[f"Heading {at}"].font.all_caps) for at in (1, 2, 3)] == [True, False, False]
    assert all(made.styles[f"Heading {at}"].paragraph_format.keep_with_next for at in (1, 2, 3))


def test_a_list_has_dashes_and_below_them_plus_signs() -> None:
    made = annex(Items(("một", "hai")))
    assert [paragraph.style.name for paragraph in made.paragraphs if paragraph.text in {"một", "hai"}] == [
        "List Bullet"
    ] * 2
    assert [list_level(made, name) for name in ("List Bullet", "List Bullet 2")] == [("bullet", "-"), ("bullet", "+")]


def test_tables_and_figures_are_numbered_each_by_itself() -> None:
    named = [text for text in texts(annex(things(2), BULLETS, things(2), LINES)) if re.match("(Bảng|Hình) ", text)]
    assert named == ["Bảng 1. Đơn vị", f"Hình 1. {BULLETS.caption}", "Bảng 2. Đơn vị", f"Hình 2. {LINES.caption}"]
    english = texts(annex(things(2), LINES, language="en"))
    assert {"Table 1. Đơn vị", f"Figure 1. {LINES.caption}"} <= set(english)


def test_a_caption_stands_above_a_table_and_below_a_figure_and_the_source_below_both() -> None:
    source = "Nguồn: khảo sát năm 2025"
    made = annex(things(2, source=source), replace(LINES, source=source))
    parts = [docx.text.paragraph.Paragraph(one, made) for one in made.element.body.iter(qn("w:p"))]
    order = ["picture" if one._p.findall(f".//{qn('w:drawing')}") else one.text for one in parts]
    at = order.index("Bảng 1. Đơn vị")
    assert order[at : at + 11] == [
        *("Bảng 1. Đơn vị", "Tên", "Địa bàn", "Chợ 1", "Kim Sơn", "Chợ 2", "Kim Sơn", source),
        *("picture", f"Hình 1. {LINES.caption}", source),
    ]
    style = made.styles["Source"]
    assert (style.font.size.pt, style.font.italic) == (11, True)
    kept = [one.paragraph_format.keep_with_next for one in parts[at : at + 10]]
    assert [bool(one) for one in kept] == [True] * 7 + [False, True, True]


@pytest.mark.parametrize(
    ("table", "numbered"),
    [
        (things(5), True),
        (things(4), False),
        (Table("", ("Năm", "n"), tuple((Cell(str(at), at), Cell("1")) for at in range(2020, 2026))), False),
        (Table("", ("Mục", "n"), tuple((Cell(f"I.{at}", link="a"), Cell("1")) for at in range(6))), False),
        (Table("", ("Kết luận",), tuple((Cell("Đạt", signal="met"),) for _ in range(6))), False),
    ],
    ids=["things", "few things", "years", "clauses", "verdicts"],
)
def test_a_list_of_things_has_running_numbers(table: Table[str], numbered: bool) -> None:
    made = annex(table).tables[0]
    assert (headings(made)[0] == "TT") is numbered
    if numbered:
        assert [row.cells[0].text for row in made.rows[1:]] == ["1", "2", "3", "4", "5"]


def test_a_long_folded_table_is_cut_and_says_how_many_rows_the_workbook_has() -> None:
    assert len(annex(things(LONGEST_FOLDED, folded=True)).tables[0].rows) == LONGEST_FOLDED + 1
    assert len(annex(things(200)).tables[0].rows) == 201
    made = annex(things(LONGEST_FOLDED + 12, folded=True), language="en")
    assert len(made.tables[0].rows) == LONGEST_FOLDED + 1
    assert "12 more rows are in the workbook of this report (.xlsx)." in texts(made)


def test_what_is_folded_on_a_page_is_printed() -> None:
    section = Section("Phương pháp", (Text("Cách tính."),), folded=True)
    assert "Cách tính." in texts(opened(Document("", (), (section,), draft="DỰ THẢO")))


def test_a_chart_without_a_figure_is_not_drawn() -> None:
    nothing = replace(LINES, points=tuple((year, None, None, None) for year, *_ in LINES.points))
    bars = replace(BULLETS, bars=tuple(bar for bar in BULLETS.bars if bar.signal == "undetermined"))
    made = annex(nothing, bars, LINES)
    assert alts(made) == [LINES.alt]
    assert [text for text in texts(made) if text.startswith("Hình")] == [f"Hình 1. {LINES.caption}"]


def test_tables_repeat_their_headings_and_no_row_is_torn() -> None:
    made = opened(report())
    for table in made.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(column.width for column in table.columns) <= Mm(WIDTH + 1)
    row = made.tables[0].rows[1].cells
    assert [cell.paragraphs[0].alignment for cell in row] == [2, None, 2, 2, 2, None, 2]


@cache
def advances(bold: bool) -> dict[str, float]:
    """Return the widths of Times, as its maker gives them: those of Times New Roman."""
    from matplotlib import get_data_path

    path = Path(get_data_path(), "fonts", "pdfcorefonts", f"Times-{'Bold' if bold else 'Roman'}.afm")
    found = re.findall(r"^C (\d+) ; WX (\d+)", path.read_text(encoding="latin-1"), re.M)
    return {chr(int(code)): float(width) for code, width in found}


def measured(word: str, size: float, bold: bool) -> float:
    """Return the width in millimetres, by the letters without their marks; a horn makes a letter wider."""
    letters = normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    units = sum(60 if letter == "\u031b" else advances(bold).get(letter, 0) for letter in letters)
    return units / 1000 * size * 25.4 / 72


WORDY = ("Cận dưới", "Khoảng giá trị", "Trường hợp nghiêng", "Số lượng", "Kết luận", "Xu hướng, chênh lệch", "Thay đổi")


@pytest.mark.parametrize("count", [2, 5, 7])
def test_no_word_of_a_table_is_torn(count: int) -> None:
    """The letters of each word are narrower than its column, also those of headings, which are bold."""
    rows = tuple(tuple(Cell(f"{text} khuyến khích") for text in WORDY[:count]) for _ in range(3))
    for table in (Table("", WORDY[:count], rows), figures("vi")):
        for column in annex(table).tables[0].columns:
            for at, cell in enumerate(column.cells):
                run = cell.paragraphs[0].runs[0]
                widest = max(measured(word, run.font.size.pt, at == 0) for word in cell.text.split())
                assert widest <= column.width.mm - 4, cell.text


def test_a_table_of_many_columns_gets_smaller_letters() -> None:
    assert fitted([["one"], ["two"]]).size == 13
    assert fitted([["ordinary-word"]] * 8).size == SMALLEST
    assert sum(fitted([["ordinary-word"]] * 8).widths) == pytest.approx(WIDTH)


WIDEST = Table("Ma trận", ("Trường-hợp-dài",) * 9, ((Cell("Khuyến khích", link="a"),) * 9,) * 3)
"""A table for which a standing page is too narrow."""


def test_what_a_page_is_too_narrow_for_lies_with_all_of_its_section() -> None:
    sections = tuple(Section(name, (Text(name), *blocks), 2) for name, *blocks in (("I",), ("II", WIDEST), ("III",)))
    made = opened(Document("Kế hoạch", (), sections, "DỰ THẢO"))
    assert [section.page_width > section.page_height for section in made.sections] == [False, True, False]
    assert [section.different_first_page_header_footer for section in made.sections] == [True, False, False]
    assert WIDTH < sum(column.width.mm for column in made.tables[0].columns) <= WIDE + 1
    assert all(section.header.is_linked_to_previous for section in list(made.sections)[1:])


def test_a_heading_above_goes_along_to_the_page_that_lies() -> None:
    sections = (Section("I", (Text("trước"),)), Section("II", ()), Section("Theo địa bàn", (WIDEST,), 3))
    made = opened(Document("", (), sections, "DỰ THẢO"))
    parts = ["" if one.tag.endswith("tbl") else one.text for one in made.element.body if hasattr(one, "text")]
    turned = next(at for at, one in enumerate(made.element.body) if one.findall(f".//{qn('w:sectPr')}"))
    assert parts.index("trước") < turned < parts.index("II") < parts.index("Theo địa bàn")


def test_a_chart_of_many_bars_is_drawn_in_parts_and_said_once() -> None:
    """Thirteen bars are three pictures; none is too high to stand below a title."""
    made = annex(replace(BULLETS, bars=BULLETS.bars[:1] * 13))
    assert alts(made) == [BULLETS.alt, BULLETS.caption, BULLETS.caption]
    assert [text for text in texts(made) if text.startswith("Hình")] == [f"Hình 1. {BULLETS.caption}"]
    assert all(Mm(0) < shape.height < Mm(110) for shape in made.inline_shapes)


def test_what_is_required_is_written_whole_however_long() -> None:
    """Beside its mark, on lines of which none leaves the picture."""
    asked = "≥ 86% ở từng đơn vị cấp huyện, từng năm"
    figure = charts._years(replace(LINES, required_figure=asked), charts.PAPER, "vi")
    figure.draw_without_rendering()
    written = [text for plot in figure.axes for text in plot.texts if "86%" in text.get_text()]
    assert [" ".join(text.get_text().split()) for text in written] == [asked]
    assert written[0].get_window_extent().x1 <= figure.bbox.x1


@pytest.mark.parametrize(
    ("installed", "best"),
    [
        (("Arial", "Tinos", "Liberation Serif", "Times New Roman"), "Times New Roman"),
        (("Arial", "Tinos", "Liberation Serif"), "Liberation Serif"),
        (("Arial",), "DejaVu Serif"),
        (("Times New Roman without Vietnamese", "Tinos"), "Tinos"),
    ],
)
def test_the_letters_of_a_chart_are_those_of_the_text_if_they_are_installed(
    installed: tuple[str, ...], best: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STIX, which matplotlib brings along, has no Vietnamese letters."""
    from matplotlib import font_manager, get_data_path

    folder, listed = Path(get_data_path(), "fonts", "ttf"), []
    for name in installed:
        bare, without, _ = name.partition(" without Vietnamese")
        file = folder / ("STIXGeneral.ttf" if without else "DejaVuSerif.ttf")
        listed.append(font_manager.FontEntry(fname=str(file), name=bare))
    monkeypatch.setattr(font_manager.fontManager, "ttflist", listed)
    charts._families.cache_clear()
    assert charts._families()[0] == best
    charts._families.cache_clear()


def test_a_chart_can_write_every_letter_of_vietnamese(recwarn: pytest.WarningsRecorder) -> None:
    from matplotlib.textpath import text_to_path

    letters = "aăâeêioôơuưy"
    marked = "".join(normalize("NFC", letter + mark) for letter in letters for mark in "\u0300\u0301\u0303\u0309\u0323")
    for bold in (False, True):
        for letter in f"{letters}{marked}đ≥≤≈✓✗–…?":
            assert text_to_path.get_text_width_height_descent(letter, charts._font(bold), False)[0] > 0
    assert [str(one.message) for one in recwarn if "missing from" in str(one.message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_charts_are_equal_bytes(language: Code) -> None:
    assert line_png(LINES, language) == line_png(LINES, language)


def test_the_axis_of_shares_ends_at_the_whole() -> None:
    high = replace(LINES, points=((2023, 95.0, 90.0, 100.0), (2025, 99.0, None, None)))
    assert charts._heights(high)[-1] == 100
    over = replace(high, points=((2023, 120.0, None, None),))
    assert charts._heights(over)[-1] >= 120


def test_a_figure_of_a_line_chart_stands_on_no_line_and_not_on_the_axis() -> None:
    """A curve that rises from the axis, and a path above it; figures are 30 points wide and 10 high."""
    curve = [(40.0, 0.0), (110.0, 15.0), (180.0, 35.0), (250.0, 90.0), (320.0, 60.0)]
    path = [(40.0, 0.0), (320.0, 130.0)]
    labels = [Label(spot, 30.0, above=False) for spot in curve]
    boxes = [label.box(off) for label, off in zip(labels, placed(labels, [curve, path]), strict=True)]
    on_lines = [
        ((x + (to_x - x) * part / 200), (y + (to_y - y) * part / 200))
        for line in (curve, path)
        for (x, y), (to_x, to_y) in pairwise(line)
        for part in range(201)
    ]
    # Places on a line are looked at every one and a half points: a corner may be cut by less than that.
    inner = [
        box._replace(left=box.left + 1, right=box.right - 1, bottom=box.bottom + 1, top=box.top - 1) for box in boxes
    ]
    assert [box for box in inner for spot in on_lines if box.holds(spot)] == []
    assert min(box.bottom for box in boxes) > 0
    assert not [1 for at, box in enumerate(boxes) for other in boxes[at + 1 :] if box.meets(other)]


def test_a_word_file_names_no_author_and_no_number() -> None:
    made = opened(report())
    about = made.core_properties
    assert (about.author, about.last_modified_by, about.comments) == (f"scp {__version__}", f"scp {__version__}", "")
    assert about.title == WORDS["vi"][0]
    names = zipfile.ZipFile(io.BytesIO(report_docx(report()))).namelist()
    assert not [name for name in names if "thumbnail" in name]

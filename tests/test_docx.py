"""A document as a Word file: every word, laid out as official documents are, and named by nobody."""

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from sample_report import BULLETS, LINES, WORDS, report, report_docx, words_of

from scp_ninhbinh import __version__
from scp_ninhbinh.documents.document import Document
from scp_ninhbinh.text.say import Code
from scp_ninhbinh.writers.docx import LAST_LINES, WIDTH, fitted


def opened(document: Document[str], language: Code = "vi") -> Any:
    return docx.Document(io.BytesIO(report_docx(document, language)))


def body(made: Any) -> list[str]:
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in made.paragraphs), *cells]


def alts(made: Any) -> list[str]:
    return [found.get("descr") for found in made.element.iter(qn("wp:docPr"))]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_word_file_says_every_word(language: Code) -> None:
    made = opened(report(language), language)
    said = {*body(made), *alts(made)}
    assert {text for text in words_of(report(language)) if text not in said} == set()
    assert said >= set(LAST_LINES[language])
    assert alts(made) == [BULLETS.alt, LINES.alt]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_word_file_is_laid_out_as_the_decree_asks(language: Code) -> None:
    made = opened(report(language), language)
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
    assert (about.author, about.last_modified_by, about.comments) == (f"scp {__version__}", f"scp {__version__}", "")
    assert about.title == WORDS["vi"][0]
    names = zipfile.ZipFile(io.BytesIO(report_docx(report()))).namelist()
    assert not [name for name in names if "thumbnail" in name]

"""A report with a block of every sort, and with texts that mean something to a format, for the tests of writers."""

from typing import Any

from scp_ninhbinh.documents.document import Bullet, BulletChart, Cell, Document, Items, LineChart, Section, Table, Text
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Code
from scp_ninhbinh.text.say import language as language_of
from scp_ninhbinh.writers.docx import word_file
from scp_ninhbinh.writers.markdown import markdown_text
from scp_ninhbinh.writers.xlsx import workbook

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
    ("40%", "no data", "57.1%"),
    ((2023, 40.0), (2025, 70.0)),
    *(70.0, "70%", 2025, "%", "achieved", "range", "path"),
)


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


def report(language: Any = "vi", texts: list[str] = HOSTILE) -> Document[str]:
    title, subtitle, draft, summary, target, *_ = WORDS[language]
    hostile = Table("=1+1 | caption", ("Text", "=2"), tuple((Cell(text), Cell("1", 1, "number", 0)) for text in texts))
    blocks = (Text(f"{target}. " * 6), Text(target, strong=True), BULLETS, figures(language))
    return Document(
        *(title, (subtitle,)),
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
        *(draft, "Made by scp-ninhbinh & others."),
    )


def report_docx(document: Document[str], language: Code = "vi") -> bytes:
    return word_file(document, language_of(language))


def report_xlsx(document: Document[str], language: Code = "vi") -> bytes:
    return workbook(document, language_of(language))


def report_markdown(document: Document[str], language: Code = "vi") -> str:
    return markdown_text(document, language_of(language))


def words_of(document: Document[str], *, drawn: bool = True) -> list[str]:
    """Return every word of a document; those of charts only where they are `drawn`."""
    found = [document.title, *document.subtitle, document.draft]
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
                case _ if drawn:
                    found += [block.caption, block.alt]
    return list(map(show, found))

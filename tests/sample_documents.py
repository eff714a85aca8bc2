"""Documents with a block of every sort and with texts that mean something to a format, for the tests of writers.

`document` is for pages, and each of its texts can be made to end in the same one; `report` is for files of an office.
"""

from fractions import Fraction
from typing import Any

from scp_ninhbinh.documents.document import (
    Bar,
    Bullet,
    BulletChart,
    Cell,
    Document,
    Fit,
    Items,
    LineChart,
    Section,
    Sentences,
    Table,
    Text,
)
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Code
from scp_ninhbinh.text.say import language as language_of
from scp_ninhbinh.writers.docx import word_file
from scp_ninhbinh.writers.markdown import markdown_text
from scp_ninhbinh.writers.xlsx import workbook

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]> --> $x^2$", "{{7*7}}{% raw %}", "&amp;")
"""Texts that mean something to a page."""

HOSTILE_TO_ANY = [
    *(*HOSTILE, "=1+1", "+84", "-5", "@SUM(A1)", "a|b `c` *d* [e](f)", "#N/A", "&L&P", "{=1}", "W" * 300, "a\tb"),
    *("'quoted'", "<!--", "đạt ≥ 70 %", "1. one", "> two", "~~~"),
]
"""Texts that mean something to a format, of characters that every format can hold."""

FORBIDDEN = ["\x00zero", "\x1b[31mred", "\ufffe", "\ud800lone"]
"""Characters that XML does not allow; a text that arrives has none, but no format falls over one."""

SIGNALS = ("met", "not_met", "not_yet", "undetermined", "no_data", "tracked")

WORDS: dict[str, tuple[str, ...]] = {
    "vi": (
        "Kế hoạch hành động về sản xuất và tiêu dùng bền vững tỉnh Ninh Bình giai đoạn 2021–2025",
        "Phụ lục số liệu, 2023–2025",
        "DỰ THẢO: số liệu tính toán, không phải văn bản đã ban hành",
        "Tóm tắt",
        "Tỷ lệ siêu thị, trung tâm thương mại sử dụng bao bì thân thiện với môi trường",
    ),
    "en": (
        "Action plan for sustainable consumption and production of Ninh Bình province, 2021–2025",
        "Data annex, 2023–2025",
        "DRAFT: computed figures, not an issued document",
        "Summary",
        "Share of supermarkets and shopping centres that use environment-friendly packaging",
    ),
}


def bullets(x=""):
    bars = tuple(
        Bullet(
            f"I.1.{n} Làng nghề được phổ biến{x}", *figures, f"72,3% / 70%{x}", f"Chưa đủ căn cứ kết luận{x}", signal
        )
        for n, (signal, figures) in enumerate(
            zip(
                SIGNALS,
                (
                    (72.3, 72.3, 75.2, 70.0, 100.0),
                    (37.9, 30.0, 41.4, 45.0, 100.0),
                    (0.0, 0.0, None, 1.0, 1.0),
                    (None, None, None, 30.0, 100.0),
                    (-5.0, None, 3.0, 30.0, 100.0),
                    (2.0, 2.0, 2.0, 1.0, 0.0),
                ),
                strict=True,
            )
        )
    )
    return BulletChart(f"Đạt được so với yêu cầu{x}", f"Mô tả{x}", bars, f"đạt được{x}", f"khoảng{x}", f"yêu cầu{x}")


def lines(x="", unit="%", path=((2020, 30.0), (2025, 70.0))):
    points = ((2020, 30.0, 28.0, 35.0), (2021, 41.5, None, 44.0), (2022, None, None, None), (2025, 72.25, 72.0, None))
    words = (f"đạt được{x}", f"khoảng{x}", f"đường yêu cầu{x}")
    texts = ("30%", f"41,5%{x}", "–", "72,25%")
    due = 2025 if path else 0
    return LineChart(
        *(f"Tỷ lệ các năm{x}", f"Năm 2020: 30%{x}", points, texts, path, 70.0, f"70%{x}", due, unit), *words
    )


def tables(x=""):
    row = (Cell(f"I.1.1{x}"), Cell(f"Làng nghề{x}"), Cell("72,3%", 72.3, "percent"))
    rows = tuple((*row, Cell(f"✓ Đạt{x}", signal=signal)) for signal in SIGNALS)
    many = tuple((Cell(str(n)), Cell(f"{n * 7919:064d}")) for n in range(60))
    headings = (f"Mục{x}", f"Chỉ tiêu{x}", f"Đạt được{x}", f"Kết luận{x}")
    wide = tuple(f"Cột {n}{x}" for n in range(12))
    return (
        Table(f"Bảng{x}", headings, rows, 2),
        Table(f"Bảng{x}", headings, ()),
        Table("", ("", "Mã"), many, 1),
        Table(f"Rộng{x}", wide, (tuple(Cell(f"ô số {n}{x}") for n in range(12)),), 0),
    )


LEGEND = "█ xác nhận  ▒ còn ngỏ  ┃ yêu cầu"


def summary(x=""):
    """A table whose first cells lead to sections, with a bar in each row."""
    bars = (Bar(Fraction(1, 2), Fraction(3, 5), Fraction(7, 10), signal) for signal in SIGNALS)
    rows = tuple(
        (
            Cell(f"✓ Đạt{x}", signal=bar.signal),
            Cell(f"I.1.{at}{x}", link=f"I.1.{at}{x}"),
            Cell("", bar=bar),
            Cell(f"≥ 7{at}%", 70.0 + at, "percent"),
        )
        for at, bar in enumerate(bars)
    )
    fits = (Fit(), Fit(), Fit(picture=True), Fit(right=True))
    headings = (f"Kết luận{x}", f"Mục{x}", "0-100%", f"Yêu cầu{x}")
    return Table(f"Các chỉ tiêu{x}", headings, rows, 2, fits, f"{LEGEND}{x}", source=f"Nguồn: khảo sát{x}")


def matrix(x=""):
    headings = (f"Địa bàn{x}", *(f"I.1.{n}{x}" for n in range(9)))
    cells = tuple(Cell(f"{n}0%{x}", signal="met") for n in range(9))
    return Table(f"Theo địa bàn{x}", headings, tuple((Cell(f"Xã {n}{x}"), *cells) for n in range(4)))


def units(x="", count=30):
    """A folded table of units, as it stands below a target."""
    rows = tuple((Cell(f"Xã {n % 7}{x}"), Cell(f"Làng nghề {n}{x}"), Cell(f"LN-{n}")) for n in range(count))
    return Table(f"Chưa đáp ứng: {count} đơn vị{x}", (f"Xã{x}", f"Tên{x}", f"Mã{x}"), rows, folded=True)


def document(x="", draft="DỰ THẢO: số liệu tính toán"):
    blocks = (
        Text(f"Lời đầu{x}"),
        Text(f"Quan trọng{x}", strong=True),
        bullets(x),
        lines(x),
        lines(x, ""),
        lines(x, path=()),
    )
    beside = (*blocks[3:4], tables(x)[0], *blocks[3:4], tables(x)[2])
    lists = (Items((f"một{x}", "x" * 300), f"Danh sách{x}"), Items(()), Items(tuple(f"LN-{n}" for n in range(30))))
    sections = (
        Section(f"Mở đầu{x}", blocks[:2], level=3),
        Section(f"Tóm tắt{x}", blocks),
        Section(f"Bảng{x}", tables(x), level=3),
        Section(f"Danh sách{x}", (*lists, *tables(x)[:1])),
        Section(f"Diễn biến{x}", beside),
        Section(f"Chỉ tiêu một{x}", (summary(x), matrix(x), units(x)), level=3, key=f"I.1.0{x}"),
        Section(f"Chỉ tiêu hai{x}", (Sentences((f"Một câu{x}", "Hai"), quiet=True),), level=3, key=f"I.1.1{x}"),
        Section(f"Phương pháp{x}", (Text(f"Cách tính{x}", quiet=True),), folded=True),
        Section(f"Một cách{x}", (Text(f"Cách đọc{x}"),), level=3),
        Section(f"Cuối{x}", ()),
    )
    return Document(f"Báo cáo{x}", (f"87/KH-UBND{x}",), sections, draft and f"{draft}{x}", f"Lập bằng scp{x}")


BULLETS, LINES = bullets(), lines()


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
            Cell("2025", 2025),
        )
        for at in range(1, 31)
    )
    return Table("Bảng 1. Figures", headings, rows, 2)


def report(language: Any = "vi", texts: list[str] = HOSTILE_TO_ANY) -> Document[str]:
    title, subtitle, draft, summary, target = WORDS[language]
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

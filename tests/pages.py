"""A page with a block of every sort, with texts that mean something to HTML, and a reader of pages, for the tests."""

from fractions import Fraction
from functools import cache
from html.parser import HTMLParser

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
from scp_ninhbinh.text.say import language as language_of
from scp_ninhbinh.writers.html import html_page

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]> --> $x^2$", "{{7*7}}{% raw %}", "&amp;")
DRAWN = {"svg", "path", "rect", "line", "circle", "text"}
VOID = {"meta", "img", "br", "hr", "link", "input"}
SIGNALS = ("met", "not_met", "not_yet", "undetermined", "no_data", "tracked")


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


def report_html(document, language="vi"):
    return html_page(document, language_of(language))


@cache
def _page(document_, language):
    return report_html(document_, language)


def page_of(*texts, language="vi", **options):
    """Return the page of a document, made once for all tests that only read it."""
    return _page(document(*texts, **options), language)


class Page(HTMLParser):
    """Every element and text of a page; fails where an element is closed that is not the open one."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.texts = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    def outside_drawings(self):
        return [tag for tag, _ in self.elements if tag not in DRAWN]

    def all(self, *tags):
        return [attrs for tag, attrs in self.elements if tag in tags]

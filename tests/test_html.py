"""The HTML report: one file that asks for nothing, escapes everything, and reads on a phone, a desk and paper."""

import json
import os
import re
import shutil
import subprocess
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("jinja2")
pytest.importorskip("matplotlib")

from scp_ninhbinh.documents.document import Bullet, BulletChart, Cell, Document, Items, LineChart, Section, Table, Text
from scp_ninhbinh.text.say import language as language_of
from scp_ninhbinh.writers.charts import bullet_png, bullet_svg, line_png, line_svg
from scp_ninhbinh.writers.html import html_page

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]> --> $x^2$", "{{7*7}}{% raw %}", "&amp;")
DRAWN = {"path", "use", "g", "defs", "clippath", "rect", "pattern"}
VOID = {"meta", "img", "br", "hr", "link", "input"}
SIGNALS = ("met", "not_met", "not_yet", "undetermined", "no_data", "tracked")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HERE = Path(__file__).parent / "browser"
MODULES = Path(os.environ.get("AXE_MODULES", HERE))
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium")


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


@pytest.fixture(scope="module")
def plain():
    return page_of()


@pytest.fixture(scope="module", params=HOSTILE)
def hostile(request):
    return request.param, page_of(request.param)


def test_a_page_has_its_landmarks_language_and_headings_in_order(plain):
    page = Page(plain)
    assert plain.startswith("<!DOCTYPE html>\n")
    assert page.all("html") == [{"lang": "vi"}]
    assert all(len(page.all(tag)) == 1 for tag in ("header", "nav", "main", "footer", "h1", "title"))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    names = [attrs["id"] for _, attrs in page.elements if attrs.get("id", "").startswith("s")]
    assert {attrs["href"][1:] for attrs in page.all("a")} <= set(names)


def test_tables_say_what_heads_what_and_can_be_scrolled_by_keyboard(plain):
    page = Page(plain)
    assert {attrs.get("scope") for attrs in page.all("th")} == {"col", "row"}
    regions = [attrs for attrs in page.all("div") if attrs.get("role") == "region"]
    assert {attrs["tabindex"] for attrs in regions} == {"0"}
    assert len({attrs["aria-label"] for attrs in regions}) == len(regions) == len(page.all("table"))


def test_nothing_is_fetched_and_no_script_is_there(plain):
    page = Page(plain)
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert {"http-equiv": "Content-Security-Policy", "content": policy} in page.all("meta")
    assert not page.all("script", "link", "img", "iframe", "object", "base")
    for _, attrs in page.elements:
        assert not [name for name in attrs if name.startswith("on") or name == "src"]
        assert all(attrs[name].startswith("#") for name in ("href", "xlink:href") if name in attrs)
    assert all(found == "#" for found in re.findall(r"url\((.)", plain))
    addresses = set(re.findall(r'https?://[^"\s<]+', plain))
    assert addresses == {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_charts_stand_apart_in_one_page(plain):
    page = Page(plain)
    names = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(names) == len(set(names))
    assert [attrs["role"] for attrs in page.all("svg")] == ["img"] * 6
    assert "<metadata" not in plain
    assert plain.count("<style") == 1


def test_hostile_texts_stay_texts(hostile):
    text, page = hostile[0], Page(hostile[1])
    harmless = Page(page_of(" x"))
    assert page.outside_drawings() == harmless.outside_drawings()
    read = " ".join(page.texts)
    for said in ("Báo cáo", "87/KH-UBND", "DỰ THẢO: số liệu tính toán", "Lời đầu", "Quan trọng", "Lập bằng scp", "một"):
        assert f"{said}{text}" in read
    for said in ("I.1.1", "Làng nghề", "Đạt", "Mục", "Bảng", "Tóm tắt", "Danh sách", "Tỷ lệ các năm"):
        assert f"{said}{text}" in read
    assert f"Mô tả{text}" in [attrs["aria-label"] for attrs in page.all("svg")]


@pytest.mark.parametrize("text", HOSTILE)
def test_charts_are_xml_whatever_their_texts(text):
    for svg in (bullet_svg(bullets(text), "vi"), line_svg(lines(text, unit=text), "en")):
        root = ElementTree.fromstring(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.get("aria-label").endswith(text)
        tags = {one.tag.partition("}")[2] for one in root.iter()}
        assert tags <= {"svg", "defs", "g", "path", "use", "clipPath", "rect", "pattern"}
        assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]


def test_control_characters_and_style_sheet_ends_do_nothing():
    page = report_html(document('\x00\x1b\u202e"</style>\\', draft="x"))
    assert Page(page).all("style") == [{}]
    assert page.count("</style>") == 1
    assert not set(page) & set("\x00\x1b\u202e")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_equal_documents_give_equal_bytes(language):
    assert report_html(document(), language) == page_of(language=language)
    pictures = [(bullet_png(bullets(), language), line_png(lines(), language)) for _ in range(2)]
    assert pictures[0] == pictures[1]
    assert all(picture.startswith(b"\x89PNG") for picture in pictures[0])


def test_numbers_in_a_chart_follow_the_language():
    assert line_svg(lines(), "vi").replace('lang="vi"', "") != line_svg(lines(), "en").replace('lang="en"', "")


def test_a_chart_of_nothing_is_still_a_chart():
    empty = LineChart("", "", (), (), (), 0.0, "", 0, "", "a", "b", "c")
    assert ElementTree.fromstring(line_svg(empty, "vi")) is not None
    assert ElementTree.fromstring(bullet_svg(BulletChart("", "", (), "a", "b", "c"), "en")) is not None


def test_the_readers_matplotlib_is_left_alone():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "black"}):
        odd = line_svg(lines(), "vi")
    assert odd == line_svg(lines(), "vi")
    assert dict(mpl.rcParams) == before


def test_a_report_that_is_no_draft_has_no_mark(plain):
    page = report_html(document(draft=""))
    assert "stamp" in plain
    assert "@top-right" in plain
    assert 'class="draft"' not in page
    assert "@top-right" not in page


def luminance(colour):
    whole = colour[1:] if len(colour) == 7 else "".join(2 * letter for letter in colour[1:])
    parts = [int(whole[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_keep_their_contrast_by_day_and_by_night(plain):
    themes = [
        dict(re.findall(r"--([\w-]+): (#\w+)", rule)) for rule in re.findall(r":root \{([^}]*--paper[^}]*)\}", plain)
    ]
    assert len(themes) == 2
    pairs = [("ink", "paper"), ("soft", "paper"), ("link", "paper"), ("ink", "head"), ("draft", "draft-back")]
    pairs += [(name, f"{name}-back") for name in ("met", "not_met", "not_yet", "undetermined", "none")]
    for theme in themes:
        assert {
            pair: contrast(theme[pair[0]], theme[pair[1]]) for pair in pairs if contrast(*map(theme.get, pair)) < 4.5
        } == {}


@pytest.mark.process
@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("draft", ["DỰ THẢO", ""])
def test_paper_is_a4_and_every_page_of_a_draft_says_so(tmp_path, draft):
    (tmp_path / "report.html").write_text(page_of(draft=draft), encoding="utf-8")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}")
    target = (
        f"--print-to-pdf={tmp_path / 'report.pdf'}",
        "--no-pdf-header-footer",
        (tmp_path / "report.html").as_uri(),
    )
    subprocess.run([BROWSER, *flags, *target], check=True, capture_output=True, timeout=120)
    pdf = (tmp_path / "report.pdf").read_bytes()
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(sizes) > 2
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {(595, 842)}
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", tmp_path / "report.pdf", "-"], check=True, capture_output=True, timeout=60)
        pages = done.stdout.decode().split("\f")[:-1]
        assert all(("DỰ THẢO" in page) is bool(draft) for page in pages)


@pytest.mark.process
@pytest.mark.slow
@needs_browser
@pytest.mark.skipif(not (MODULES / "node_modules" / "axe-core").is_dir(), reason="no axe-core (set AXE_MODULES)")
@pytest.mark.skipif(not (MODULES / "node_modules" / "puppeteer-core").is_dir(), reason="no puppeteer-core")
@pytest.mark.skipif(shutil.which("node") is None, reason="no node")
@pytest.mark.parametrize("text", ["", HOSTILE[1]])
def test_axe_finds_nothing_and_no_width_scrolls_sideways(tmp_path, text):
    (tmp_path / "report.html").write_text(page_of(text), encoding="utf-8")
    command = ["node", HERE / "axe.mjs", MODULES, BROWSER, tmp_path / "report.html"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=300)
    looks = json.loads(done.stdout)
    assert [(look["width"], look["wide"]) for look in looks] == [(360, 360)] * 2 + [(1280, 1280)] * 2
    assert [look["violations"] for look in looks] == [[]] * 4
    assert [look["requests"] for look in looks] == [[]] * 4
    assert all(look["passes"] > 20 for look in looks)

"""The HTML report: one file that asks for nothing, escapes everything, and reads on a phone, a desk and paper."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("jinja2")

from pages import Page, page_of, report_html
from sample_documents import HOSTILE, LEGEND, bullets, document, summary, units

from scp_ninhbinh.documents.document import Cell, Document, Fit, LineChart, Section, Table

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HERE = Path(__file__).parent / "browser"
MODULES = Path(os.environ.get("AXE_MODULES", HERE))
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium")


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
    names = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    led_to = {attrs["href"][1:] for attrs in page.all("a") if attrs["href"].startswith("#")}
    assert {"s2", "I.1.0", "I.1.1"} <= led_to <= names


def test_tables_say_what_heads_what_also_where_a_row_is_a_block(plain):
    page = Page(plain)
    assert {attrs.get("scope") for attrs in page.all("th")} == {"col", "row"}
    roles = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
    for tag, role in roles.items():
        assert {attrs.get("role") for attrs in page.all(tag)} == {role}
    assert {(attrs["scope"], attrs["role"]) for attrs in page.all("th")} == {
        ("col", "columnheader"),
        ("row", "rowheader"),
    }


def test_a_table_that_may_be_too_wide_can_be_scrolled_by_keyboard(plain):
    page = Page(plain)
    regions = [attrs for attrs in page.all("div") if attrs.get("role") == "region"]
    assert [attrs["aria-label"] for attrs in regions] == ["Rộng", "Theo địa bàn"]
    assert {attrs["tabindex"] for attrs in regions} == {"0"}


def rule_of(page, heading):
    """The selectors by which a narrow screen writes a heading before cells."""
    escaped = re.escape("".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):06x}" for one in heading))
    return re.findall(rf'(\.h\d+) tbody > tr > :nth-child\((\d+)\)::before {{ content: "{escaped}"', page)


def test_on_a_narrow_screen_a_figure_follows_its_heading_and_a_single_verdict_speaks_for_itself():
    page = report_html(Document("A", (), (Section("B", (summary(),)),)))
    assert [column for _, column in rule_of(page, "Yêu cầu")] == ["4"]
    assert rule_of(page, "Kết luận") == rule_of(page, "Mục") == rule_of(page, "0-100%") == []


def test_on_a_narrow_screen_each_of_several_verdicts_follows_its_heading(plain):
    assert [column for _, column in rule_of(plain, "I.1.8")] == ["10"]
    assert rule_of(plain, "Địa bàn") == []


def test_a_cell_leads_to_the_section_of_its_key_and_that_back_to_the_summary(plain):
    assert '<a href="#I.1.0">I.1.0</a>' in plain
    assert '<h3 id="I.1.0">' in plain
    assert plain.count('<a class="back" href="#s1">↑ Mở đầu</a>') == 2


def test_a_cell_that_leads_nowhere_is_no_link():
    page = report_html(Document("A", (), (Section("B", (summary(),), key="other"),)))
    assert [attrs for attrs in Page(page).all("a") if attrs["href"].startswith("#")] == []


def test_names_of_sections_are_safe_readable_and_different():
    keys = ("I.1.4a", "Chỉ tiêu đầu", "<b> &'\"", "x y", "x-y", "", "s7", "s6")
    page = Page(report_html(Document("A", (), tuple(Section(f"B{key}", (), key=key) for key in keys))))
    names = [attrs["id"] for attrs in page.all("h2")]
    assert names == ["I.1.4a", "Chi-tieu-dau", "b", "x-y", "x-y-2", "s6", "s7", "s6-2"]


def test_what_is_folded_keeps_its_caption_in_sight():
    page = report_html(Document("A", (), (Section("B", (units(),)),)))
    assert page.count("<details") == 1
    assert "<summary>Chưa đáp ứng: 30 đơn vị</summary>" in page
    assert 'aria-label="Chưa đáp ứng: 30 đơn vị"' in page
    assert "<caption>" not in page


def test_a_folded_section_holds_those_below_it(plain):
    folded = plain[plain.index("<details>") :]
    folded = folded[: folded.index("</details>")]
    assert re.findall(r"<h(\d)[^>]*>([^<]*)<", folded) == [("2", "Phương pháp"), ("3", "Một cách")]


def test_a_table_is_saved_as_a_file_named_by_it(plain):
    links = [attrs for attrs in Page(plain).all("a") if "download" in attrs]
    assert {attrs["href"].partition(",")[0] for attrs in links} == {"data:text/csv;charset=utf-8;base64"}
    assert "I.1.0-Cac-chi-tieu.csv" in {attrs["download"] for attrs in links}
    assert all(re.fullmatch(r"[\w.-]+\.csv", attrs["download"], re.ASCII) for attrs in links)
    assert "CSV: Các chỉ tiêu" in {attrs["aria-label"] for attrs in links}


def test_tables_and_charts_say_their_source(plain):
    chart = LineChart("", "", ((2025, 1.0, 1.0, 1.0),), ("1",), (), 1.0, "1", 2025, "", "a", "b", "c", "Nguồn: X")
    page = report_html(Document("A", (), (Section("B", (chart,)),)))
    assert '<p class="under">Nguồn: X</p>' in page
    assert "<span>Nguồn: khảo sát</span>" in plain


def test_bars_stand_in_the_table_with_a_legend_of_the_same_forms():
    page = report_html(Document("A", (), (Section("B", (bullets(), summary())),)))
    assert page.count('<svg class="bar ') == len(summary().rows)
    assert page.count("<figure>") == 0
    assert not set("█▒┃") & set(page)
    for word, form in zip(re.findall(r"\w[\w ]*\w", LEGEND), ("low", "open", "mark"), strict=True):
        assert re.search(rf'<(rect|path) class="{form}"[^>]*/></svg> {word}', page)


def test_pictures_of_letters_are_left_out():
    table = Table("A", ("Tên", "Năm"), ((Cell("a"), Cell("▁▂▃")),), fits=(Fit(), Fit(picture=True)))
    page = report_html(Document("A", (), (Section("B", (table,)),)))
    assert "▁" not in page
    assert "Năm" not in page


def test_a_chart_without_a_figure_is_not_drawn():
    chart = LineChart(
        "Biểu đồ", "", ((2020, None, None, None),), ("–",), (), 70.0, "70%", 2025, "%", "a", "b", "c", "Nguồn"
    )
    page = report_html(Document("A", (), (Section("B", (chart,)),)))
    assert "Biểu đồ" not in page
    assert "Nguồn" not in page
    assert not Page(page).all("figure", "svg")


def test_nothing_is_fetched(plain):
    page = Page(plain)
    assert not page.all("link", "img", "iframe", "object", "base")
    for _, attrs in page.elements:
        assert not [name for name in attrs if name.startswith("on") or name == "src"]
        assert all(attrs["href"].startswith(("#", "data:text/csv;")) for name in attrs if name == "href")
    assert "url(" not in plain
    assert re.findall(r'https?://[^"\s<]+', plain) == []


def policy_of(page):
    (policy,) = [attrs["content"] for attrs in Page(page).all("meta") if "http-equiv" in attrs]
    return policy


def test_the_policy_allows_no_script_but_the_one_that_is_there(plain):
    (script,) = re.findall(r"<script>(.*?)</script>", plain, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    rest = "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert policy_of(plain) == f"default-src 'none'; script-src 'sha256-{digest}'; {rest}"
    assert len(Page(plain).all("script")) == 1


def test_a_page_of_short_tables_has_no_script():
    page = report_html(Document("A", (), (Section("B", (summary(),)),)))
    assert "script" not in page
    assert policy_of(page) == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def test_charts_stand_apart_in_one_page(plain):
    page = Page(plain)
    names = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(names) == len(set(names))
    assert len([attrs for attrs in page.all("svg") if attrs.get("role") == "img"]) == 5
    assert plain.count("<style") == 1


def test_a_long_table_of_units_makes_no_huge_page():
    few, many = (len(report_html(Document("A", (), (Section("B", (units(count=n),)),)))) for n in (1, 2001))
    assert (many - few) / 2000 < 300


def test_hostile_texts_stay_texts(hostile):
    text, page = hostile[0], Page(hostile[1])
    harmless = Page(page_of(" x"))
    assert page.outside_drawings() == harmless.outside_drawings()
    read = " ".join(page.texts)
    for said in ("Báo cáo", "87/KH-UBND", "DỰ THẢO: số liệu tính toán", "Lời đầu", "Quan trọng", "Lập bằng scp", "một"):
        assert f"{said}{text}" in read
    for said in ("I.1.1", "Làng nghề", "Đạt", "Mục", "Bảng", "Tóm tắt", "Danh sách", "Tỷ lệ các năm"):
        assert f"{said}{text}" in read
    assert f"Năm 2020: 30%{text}" in [attrs.get("aria-label") for attrs in page.all("svg")]


def test_control_characters_and_style_sheet_ends_do_nothing():
    page = report_html(document('\x00\x1b\u202e"</style>\\', draft="x"))
    assert Page(page).all("style") == [{}]
    assert page.count("</style>") == 1
    assert not set(page) & set("\x00\x1b\u202e")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_equal_documents_give_equal_bytes(language):
    assert report_html(document(), language) == page_of(language=language)


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


def needs_node(test):
    """Mark a test that drives a browser by node."""
    for name in ("axe-core", "puppeteer-core"):
        missing = not (MODULES / "node_modules" / name).is_dir()
        test = pytest.mark.skipif(missing, reason=f"no {name} (set AXE_MODULES)")(test)
    test = pytest.mark.skipif(shutil.which("node") is None, reason="no node")(test)
    return pytest.mark.process(pytest.mark.slow(needs_browser(test)))


@needs_node
@pytest.mark.parametrize(("text", "language"), [("", "vi"), ("", "en"), (HOSTILE[1], "vi")])
def test_axe_finds_nothing_and_no_width_scrolls_sideways(tmp_path, text, language):
    (tmp_path / "report.html").write_text(page_of(text, language=language), encoding="utf-8")
    command = ["node", HERE / "axe.mjs", MODULES, BROWSER, tmp_path / "report.html"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=300)
    looks = json.loads(done.stdout)
    assert [(look["width"], look["wide"]) for look in looks] == [
        (width, width) for width in (320, 390, 1280) for _ in "1234"
    ]
    for found in ("violations", "requests", "off"):
        assert [look[found] for look in looks] == [[]] * 12, found
    assert all(look["passes"] > 20 for look in looks)


@needs_node
def test_a_long_table_is_filtered_and_sorted_and_read_without_that(tmp_path):
    """Filters ask for all words, without accents or case; ids are sorted as people count."""
    (tmp_path / "page.html").write_text(report_html(Document("A", (), (Section("B", (units(),)),))), encoding="utf-8")
    command = ["node", HERE / "use.mjs", MODULES, BROWSER, tmp_path / "page.html"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=120).stdout)
    ids = [f"LN-{n}" for n in range(30)]
    assert found["complaints"] == []
    assert found["all"] == found["without"] == found["ascending"] == ids
    asked = [n for n in range(30) if n % 7 == 3 or "3" in str(n)]
    assert found["filtered"] == [f"LN-{n}" for n in asked]
    assert (found["descending"], found["sorted"]) == (ids[::-1], "descending")
    assert found["count"] == f"{len(found['filtered'])}/30"

"""The annual report: its contents before any format, and the routine that runs unattended."""

import json
import os
import re
import shutil
import subprocess
import sys
import webbrowser
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import ROOT, SAMPLES, Scp
from reports import text_of

from scp_ninhbinh.documents.annual import annual_report
from scp_ninhbinh.documents.document import BulletChart, Document, LineChart, Table, Text
from scp_ninhbinh.run import Request, report_files
from scp_ninhbinh.text.order import alphabetical
from scp_ninhbinh.text.say import Code, language

REGISTER = str(ROOT / "data" / "samples" / "register.csv")


@pytest.fixture(scope="module", params=["vi", "en"])
def document(request: pytest.FixtureRequest) -> Document[str]:
    """The report of the samples, in both languages."""
    code: Code = request.param
    found: Document[str] = language(code).translated(annual_report(report_files(Request(SAMPLES, None, REGISTER))))
    return found


def blocks(document: Document[str], kind: type[Any]) -> list[Any]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, kind)]


def test_the_summary_gives_every_target_with_figure_range_and_verdict(document: Document[str]) -> None:
    """The figures of the README's table: 72.3% of 72.3 to 75.2, one model, two campaigns, 30.7%, 37.9%."""
    summary = blocks(document, Table)[0]
    figures = [tuple(round(row[at].value or 0, 1) for at in (4, 5, 6)) for row in summary.rows]
    assert figures == [(72.3, 70, 2.3), (1, 1, 0), (2, 1, 1), (30.7, 30, 0.7), (37.9, 45, -7.1)]
    assert [row[8].text.replace(",", ".") for row in summary.rows] == ["72.3–75.2%", "", "", "29.6–31.4%", "37.9–41.4%"]
    assert [row[0].signal for row in summary.rows] == ["met", "met", "met", "undetermined", "not_met"]


def test_the_first_page_sets_later_due_years_beside_the_first(document: Document[str]) -> None:
    """72.3% is 27.7 short of the 100% of 2030, two campaigns are enough, and no target of 2030 is of models."""
    table = blocks(document, Table)[1]
    assert [(row[4].text.split(":")[0], round(row[5].value, 1)) for row in table.rows] == [
        *(("I.2.1", -27.7), ("I.2.2", 0), ("I.2.3a", -29.3), ("I.2.3b", -47.1)),
    ]


def test_the_first_page_shows_all_targets_by_level_and_trend(document: Document[str]) -> None:
    """Every figure rose; three targets are met, one is open, one is missed."""
    table = blocks(document, Table)[2]
    assert [row[0].signal for row in table.rows] == ["met", "undetermined", "not_met"]
    assert [re.findall(r"I\.\S+", row[1].text) for row in table.rows] == [
        *(["I.1.1", "I.1.2", "I.1.3"], ["I.1.4a"], ["I.1.4b"]),
    ]


SENTENCES = {
    "vi": "Đến năm 2025, 73/101 (72,3%) khu, cụm công nghiệp, làng nghề được phổ biến, nâng cao nhận thức về sản xuất "
    "và tiêu dùng bền vững, vượt 2,3 điểm phần trăm so với chỉ tiêu 70% đến năm 2025. Tăng 15,8 điểm phần trăm so với "
    "năm 2024. Chỉ tiêu đến năm 2030 là 100%: còn thiếu 27,7 điểm phần trăm.",
    "en": "By 2025, 73 of 101 (72.3%) industrial zones, clusters and craft villages were informed of sustainable "
    "consumption and production, 2.3 percentage points above the 70% required by 2025. Up 15.8 percentage points on "
    "2024. 100% is required by 2030: 27.7 percentage points more.",
}


def test_each_target_is_one_sentence_as_an_official_report_says_it(document: Document[str]) -> None:
    said = [block.text for block in blocks(document, Text) if block.signal]
    assert any(one.endswith(sentence) for one in said for sentence in SENTENCES.values())
    assert [block.signal for block in blocks(document, Text) if block.signal] == [
        *("met", "met", "met", "undetermined", "not_met")
    ]


def test_every_cell_of_a_clause_leads_to_its_section(document: Document[str]) -> None:
    links = {cell.link for table in blocks(document, Table) for row in table.rows for cell in row if cell.link}
    keys = [section.key for section in document.sections if section.key]
    assert links == set(keys)
    assert len(set(keys)) == len(keys) == 5


def test_every_target_has_its_years_as_a_chart_and_as_a_table(document: Document[str]) -> None:
    charts = [block for block in blocks(document, LineChart) if isinstance(block, LineChart)]
    assert [len(chart.points) for chart in charts] == [6] * 5
    assert charts[0].path == ((2020, 0.0), (2025, 70.0))
    assert all(str(year) in chart.alt for chart in charts for year in range(2020, 2026))


def test_a_chart_says_in_words_what_it_shows(document: Document[str]) -> None:
    (chart,) = blocks(document, BulletChart)
    assert isinstance(chart, BulletChart)
    assert all(bar.shown in chart.alt and bar.verdict in chart.alt for bar in chart.bars)


def test_the_units_still_to_be_reached_are_all_named(document: Document[str]) -> None:
    """25 zones, clusters and villages said no and three did not answer: 28 names, none cut off."""
    rows = [[cell.text for cell in row] for table in blocks(document, Table) if table.folded for row in table.rows]
    listed = [row for row in rows if re.fullmatch(r"(?:KCN|CCN|LN)-\d\d", row[-1])]
    assert len({row[-1] for row in listed}) == len(listed) == 28


def test_units_stand_by_their_area_in_vietnamese_order(document: Document[str]) -> None:
    listed = next(table for table in blocks(document, Table) if table.folded)
    areas = [row[0].text for row in listed.rows]
    assert list(dict.fromkeys(areas)) == sorted(set(areas), key=alphabetical)
    assert areas == sorted(areas, key=alphabetical)


def test_every_table_and_chart_of_figures_names_its_source(document: Document[str]) -> None:
    shown = [one for kind in (Table, BulletChart, LineChart) for one in blocks(document, kind)]
    assert [one.caption for one in shown if not one.source] == [blocks(document, Table)[-1].caption]  # the inputs


WHY = {
    "en": (
        *(
            "depends on missing answers",
            "interpretations give different verdicts",
            '"packaging hard to degrade" missing',
        ),
        *("CH-110", "81.4% → 56.4%", "−25.0 percentage points", "all measured: 30.7%", "measured in both years: 30.2%"),
        *("3 more would reach it", "no answer known of CH-18", "supermarkets 3 of 9", "73 of 101, 3 unknown"),
    ),
    "vi": (
        *("kết luận phụ thuộc vào đơn vị còn chưa rõ", "các cách hiểu cho kết luận khác nhau", "CH-110"),
        *(
            "81,4% → 56,4%",
            "−25,0 điểm phần trăm",
            "cần thêm 3 để đạt",
            "chưa rõ câu trả lời của CH-18",
            "siêu thị 3/9",
        ),
    ),
}
"""What the verdicts of the samples rest on, as their score says it on a screen."""


@pytest.mark.parametrize("code", ["en", "vi"])
@pytest.mark.parametrize("ending", ["html", "docx", "xlsx", "md"])
def test_a_report_says_why_in_every_format(scp: Scp, tmp_path: Path, ending: str, code: Code) -> None:
    assert scp("report", *SAMPLES, "--lang", code, "-o", f"r.{ending}").returncode == 0
    said = text_of(tmp_path / f"r.{ending}")
    assert [why for why in WHY[code] if why not in said] == []
    shown = " ".join(scp("score", *SAMPLES, "--lang", code, COLUMNS="200").stdout.split())
    assert [why for why in WHY[code] if why not in shown] == []


@pytest.mark.parametrize("ending", ["html", "docx", "xlsx", "md"])
def test_a_note_stands_beside_the_mark_of_a_draft_and_is_only_text(scp: Scp, tmp_path: Path, ending: str) -> None:
    note = "Số liệu giả định, 26/11/2026 <b>=1+1"
    asked = ("--note", note, "--date", "2026-02-01", "-o", f"r.{ending}")
    assert scp("report", SAMPLES[5], "--lang", "en", *asked).returncode == 0
    if ending != "docx":  # whose mark stands in a frame and above each page
        mark = f"DRAFT: computed figures, not an issued document · computed on 2026-02-01 · {note}"
        assert mark in text_of(tmp_path / f"r.{ending}")
        return
    made = docx.Document(str(tmp_path / "r.docx"))
    pages = (made.sections[0].header, made.sections[0].first_page_header)
    assert all(any(paragraph.text.endswith(f" · {note}") for paragraph in page.paragraphs) for page in pages)


def test_a_report_is_opened_only_for_who_sits_before_a_terminal(
    scp: Scp, scp_terminal: Scp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    assert scp("report", SAMPLES[5], "-o", "r.md", "--open").returncode == 0
    assert opened == []
    assert scp_terminal("report", SAMPLES[5], "-o", "r.md", "--open").returncode == 0
    assert opened == [(tmp_path / "r.md").as_uri()]


@pytest.mark.parametrize("ending", ["html", "docx", "xlsx", "md"])
def test_an_estimate_is_marked_wherever_it_stands(scp: Scp, tmp_path: Path, ending: str) -> None:
    """Zones ≈ 82.7%, outlets ≈ 38.6%; but for number cells of a workbook, which hold no text."""
    drawn = str(ROOT / "data" / "samples" / "sample-2025.csv")
    asked = ("--register", REGISTER, "--sample", "--lang", "en", "-o", f"r.{ending}")
    assert scp("report", drawn, *asked).returncode == 0
    said = text_of(tmp_path / f"r.{ending}")
    for figure in ("82.7%", "38.6%"):
        assert f"≈ {figure}" in said
        assert re.findall(rf"(?<!≈ ){figure}", said) == []


def test_the_territory_stands_under_the_title(document: Document[str]) -> None:
    assert document.subtitle[-1] in {
        "Tỉnh Ninh Bình theo địa giới năm 2020",
        "Ninh Bình province within its boundaries of 2020",
    }


def test_every_input_stands_with_its_hash(document: Document[str]) -> None:
    table = [block for block in blocks(document, Table) if isinstance(block, Table)][-1]
    assert len(table.rows) == len(SAMPLES) + 1
    assert all(re.fullmatch("[0-9a-f]{64}", row[2].text) for row in table.rows)


def test_the_report_is_marked_as_a_draft(document: Document[str]) -> None:
    assert document.draft.startswith(("DRAFT", "DỰ THẢO"))


@pytest.mark.process
@pytest.mark.parametrize("name", ["review.html", "review.docx", "review.xlsx", "review.md"])
def test_the_same_files_give_the_same_bytes_in_every_format(
    scp: Scp, scp_process: Scp, tmp_path: Path, name: str
) -> None:
    """In two processes, whose sets have orders of their own."""
    pytest.importorskip("matplotlib")
    written = []
    for folder, run in (("one", scp), ("two", scp_process)):
        (tmp_path / folder).mkdir()
        done = run("report", *SAMPLES[-2:], SAMPLES[0], "--lang", "vi", "-o", str(tmp_path / folder / name))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        written.append((tmp_path / folder / name).read_bytes())
    assert written[0] == written[1]


def test_an_ending_that_no_format_has_is_a_usage_error(scp: Scp) -> None:
    done = scp("report", SAMPLES[-1], "-o", "review.pdf")
    assert (done.returncode, "--output" in done.stderr) == (2, True)


def figures(text: str | bytes) -> list[Any]:
    """Return all figures and words of a review but which units changed, which a saved year does not tell.

    Of a year without a figure it does not tell either how there came to be none. A difference of two cuts that were
    floats in between has other last digits: nine decimals are compared.
    """
    review = json.loads(text, parse_float=lambda number: round(float(number), 9))
    targets = [one | {"changed": None} for one in review["targets"]]
    for one in targets:
        one["years"] = [year if year["achieved"] is not None else year | {"method": None} for year in one["years"]]
    return [review["years"], targets, review["tracked"]]


SCRIPT = re.findall(r"```sh\n(#!/bin/sh.*?)```", (ROOT / "docs" / "annual-review.md").read_text("utf-8"), re.DOTALL)[0]


@pytest.mark.process
@pytest.mark.slow
def test_the_script_of_the_docs_runs_unattended(scp: Scp, tmp_path: Path) -> None:
    """Year after year: quiet, with 1 where the shops miss their target in 2025; no earlier year is due.

    Each review has the figures that all surveys up to it give together, and an old one is written again as it was.
    """
    pytest.importorskip("matplotlib")
    for name in (*SAMPLES, REGISTER):
        shutil.copy(name, tmp_path)
    (tmp_path / "annual.sh").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "scp").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scp_ninhbinh "$@"\n')
    (tmp_path / "bin" / "scp").chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    written: dict[int, bytes] = {}
    for year, code in ((2021, 0), (2022, 0), (2023, 0), (2024, 0), (2025, 1), (2023, 0)):
        done = subprocess.run(
            ["sh", "annual.sh", str(year), f"survey-{year}.csv", "register.csv"],
            cwd=tmp_path,
            env=os.environ | {"PATH": path, "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (code, "")
        assert done.stderr == ("--fail-on: I.1.4b not_met\n" if code else "")
        review = (tmp_path / "results" / f"review-{year}.json").read_bytes()
        assert written.setdefault(year, review) == review
        surveys = [f"survey-{past}.csv" for past in range(2020, year + 1)]
        together = scp("review", *surveys, "--register", "register.csv", "--format", "json")
        assert figures(review) == figures(together.stdout)
    kinds = {path.name for path in (tmp_path / "results").iterdir()}
    assert kinds >= {"2024.json", "2025.json", "review-2025.json", "review-2025.html"}

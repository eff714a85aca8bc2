"""The report as a workbook: sheets of one table each, whose cells say what every other format says."""

import io
import json
import re
import textwrap
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT, SAMPLES, Scp
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from scp_ninhbinh.documents import trends, workbook_units
from scp_ninhbinh.documents.words import REASONS, STATUSES
from scp_ninhbinh.documents.workbook import report_workbook
from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.run import Request, report_files
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Code, Phrase, language, rounded
from scp_ninhbinh.writers.sheets import sheets_file

DATA = ROOT / "data" / "samples"
REGISTER = str(DATA / "register.csv")
EXAMPLES = ROOT / "docs" / "examples"
NEAR = "year,kind,id,packaging_total,packaging_hard\n2020,market,A,10000,10000\n2025,market,A,10000,7003\n"
"""A cut of 29.97%, where 30% is required."""

NUMBERS = frozenset({
    *("Due", "Year", "Required", "Value", "Lower bound", "Upper bound", "Gap, of % in points", "Numerator"),
    *("Change, of % in points", "Denominator", "Not known", "Not surveyed", "Confidence", "Amount", "Whole", "Rate"),
    *("Rows", "Change a year", "Change in the latest year"),
})  # fmt: skip
"""The headings of columns in which nothing but numbers stands."""


class Read(NamedTuple):
    """A sheet as it is read back: its headings, its rows by them, and the row of the headings."""

    sheet: Any
    headings: list[str]
    rows: list[dict[str, Any]]
    top: int


def book_of(*files: str, code: Code = "en", note: str = "", **asked: Any) -> Any:
    request = Request(files, **asked)
    return load_workbook(io.BytesIO(sheets_file(report_workbook(report_files(request), note), language(code))))


def read(book: Any, name: str) -> Read:
    """Return a sheet by its filter, which stands around the whole table."""
    sheet = book[name]
    bounds: Any = range_boundaries(sheet.auto_filter.ref)
    left, top, right, bottom = bounds
    headings = [str(sheet.cell(top, at).value) for at in range(left, right + 1)]
    cells = sheet.iter_rows(min_row=top + 1, max_row=bottom, max_col=right)
    return Read(sheet, headings, [dict(zip(headings, row, strict=True)) for row in cells], top)


def shown(cell: Any) -> str:
    """Return a number as a spreadsheet shows it, exact halves apart."""
    written = cell.number_format.partition(";")[0]
    percent, signed = "%" in written, "+" in written
    places = len(written.rstrip("%").partition(".")[2])
    digits = rounded(Fraction(repr(cell.value * (100 if percent else 1))), places)
    text = f"{abs(digits) / 10**places:,.{places}f}" + ("%" if percent else "")
    return ("−" if digits < 0 else "+" if signed and digits > 0 else "") + text


def cells_of(book: Any) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.fixture(scope="module")
def book() -> Any:
    return book_of(*SAMPLES, note="Invented figures")


SHEETS = ["Summary", "Years", "Charts", "Reasons", "Groups", "Units", "Readings", "Tracked", "Inputs"]


def test_a_report_has_a_sheet_for_each_thing_to_work_with(book: Any) -> None:
    assert book.sheetnames == SHEETS


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_one_table_with_frozen_headings_and_a_filter(book: Any, name: str) -> None:
    """The headings are the first row, but for the summary, where title, mark and count stand above."""
    found = read(book, name)
    assert found.top == (5 if name == "Summary" else 1)
    assert len(set(found.headings)) == len(found.headings)
    assert "None" not in found.headings
    assert found.rows
    column, row = re.fullmatch(r"([A-Z]+)(\d+)", found.sheet.freeze_panes).groups()  # type: ignore[union-attr]
    assert (int(row), column != "A") == (found.top + 1, True)
    assert found.sheet.print_title_rows == f"${found.top}:${found.top}"


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_printed_one_page_wide_with_the_mark_of_a_draft(book: Any, name: str) -> None:
    page = book[name].page_setup
    assert (page.orientation, int(page.paperSize), page.fitToWidth) == ("landscape", 9, 1)
    assert book[name].sheet_properties.pageSetUpPr.fitToPage
    above = book[name].oddHeader.center.text
    assert above == "DRAFT: computed figures, not an issued document · Invented figures"


@pytest.mark.parametrize("name", SHEETS)
def test_a_column_of_figures_holds_nothing_but_numbers(book: Any, name: str) -> None:
    found = read(book, name)
    numbers = [heading for heading in found.headings if heading in NUMBERS or re.fullmatch(r"\d{4}", heading)]
    assert {row[heading].data_type for row in found.rows for heading in numbers} <= {"n"}
    texts = [cell for row in found.rows for heading, cell in row.items() if heading not in numbers]
    assert {cell.data_type for cell in texts if cell.value is not None} <= {"s"}


@pytest.mark.parametrize("name", SHEETS)
def test_a_row_is_as_high_as_its_longest_text_needs(book: Any, name: str) -> None:
    """Words break where they do; a digit, by which widths are measured, is as wide as most letters."""
    found = read(book, name)
    wide = [found.sheet.column_dimensions[get_column_letter(at)].width for at in range(1, len(found.headings) + 1)]
    for at, row in enumerate(found.rows, found.top + 1):
        texts = [(cell.value, width) for cell, width in zip(row.values(), wide, strict=True) if cell.data_type == "s"]
        lines = max((len(textwrap.wrap(text, int(width * 1.1))) for text, width in texts), default=1)
        assert (found.sheet.row_dimensions[at].height or 15) >= lines * 15, (at, lines)


def test_a_percentage_is_a_part_of_one_and_a_year_is_no_amount(book: Any) -> None:
    """73 of 101 is 0.7228, shown as 72.3%; 2025 is not 2,025, but 131,707 is."""
    first, cut = read(book, "Summary").rows[0], read(book, "Summary").rows[3]
    assert first["Value"].value == pytest.approx(73 / 101)
    assert [shown(first[name]) for name in ("Required", "Value", "Lower bound", "Upper bound")] == [
        *("70%", "72.3%", "72.3%", "75.2%"),
    ]
    assert first["Gap, of % in points"].value == pytest.approx(73 / 101 - 0.7)
    assert (first["Due"].value, first["Due"].number_format) == (2025, "General")
    assert shown(cut["Numerator"]) == "131,707"


@pytest.mark.parametrize("code", ["en", "vi"])
def test_every_figure_is_shown_as_on_a_screen(code: Code) -> None:
    """Value, range and gap of each target and due year, with as many decimals."""
    review = report_files(Request(SAMPLES)).review
    rows = read(book_of(*SAMPLES, code=code), language(code).text(Phrase("Summary"))).rows
    assert len(rows) == len(review.targets) + len(review.later) == 9
    for row, one in zip(rows, (*review.targets, *review.later), strict=True):
        own, latest, cells = trends.scale(one), one.latest, list(row.values())
        assert latest
        assert latest.achieved is not None
        gap = Fraction(latest.achieved) - Fraction(one.required)
        wanted = [own.requirement(one.required), *map(own.figure, (latest.achieved, latest.low, latest.high))]
        assert [shown(cell) for cell in cells[4:8]] == list(map(language("en").text, wanted))
        assert shown(cells[9]).rstrip("%") == language("en").text(own.change(gap))
        assert cells[10].value.endswith(language(code).text(STATUSES[latest.status or Status.NO_DATA]))


def test_a_near_miss_is_shown_as_one_wherever_it_stands(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "near.csv").write_text(NEAR)
    assert "29.97%" in scp("score", "near.csv", "--lang", "en", "--tracked").stdout
    book = book_of(str(tmp_path / "near.csv"))
    verdicts = [row["Verdict"].value for row in read(book, "Summary").rows if row["Clause"].value == "I.1.4a"]
    assert verdicts == ["✗ Not met"]
    for name, column in (("Summary", "Value"), ("Years", "Value"), ("Groups", "Value"), ("Charts", "2025")):
        near = [row[column] for row in read(book, name).rows if row["Clause"].value == "I.1.4a"]
        assert "29.97%" in [shown(cell) for cell in near if cell.value is not None], name
        assert "30.0%" not in [shown(cell) for cell in near if cell.value is not None], name


@pytest.mark.parametrize("name", ["Summary", "Years", "Reasons", "Readings"])
def test_a_verdict_is_its_word_and_colour_and_nothing_beside(book: Any, name: str) -> None:
    """So that one can filter by it; what has to be known beside it stands in a column of its own."""
    cells = [row["Verdict"] for row in read(book, name).rows if row["Verdict"].value]
    colours = {"✓": "E2F0D9", "✗": "F8D7DA", "…": "FFF2CC", "?": "FFF2CC", "–": "EDEDED"}
    assert {cell.value.partition(" ")[2] for cell in cells} <= {*map(str, STATUSES.values()), "Met so far"}
    assert all(cell.fill.fgColor.rgb.endswith(colours[cell.value[0]]) for cell in cells)


def test_every_year_of_every_target_is_a_row(book: Any) -> None:
    """Five targets of 2025 and the four of 2030, six years each."""
    rows = read(book, "Years").rows
    found = Counter((row["Clause"].value, row["Due"].value) for row in rows)
    assert set(found.values()) == {6}
    assert Counter(due for _, due in found) == {2025: 5, 2030: 4}
    wanted = {2021: "10.9%", 2022: "13.9%", 2023: "17.8%", 2024: "13.9%", 2025: "15.8%"}
    changes = {row["Year"].value: row["Change, of % in points"] for row in rows if row["Clause"].value == "I.1.1"}
    assert {year: shown(cell).lstrip("+") for year, cell in changes.items() if cell.value is not None} == wanted


def test_a_year_that_is_not_compared_is_a_row_that_says_so() -> None:
    """Models are counted since 2021: without its rows the number of 2022 may be too low."""
    rows = read(book_of(SAMPLES[2], SAMPLES[5]), "Years").rows
    models = {row["Year"].value: row["Remarks"].value for row in rows if row["Clause"].value == "I.1.2"}
    assert models[2022] == "2022 not compared: counted without rows of some years"


@pytest.mark.parametrize("code", ["en", "vi"])
def test_every_reason_of_the_json_stands_at_its_target(scp: Scp, code: Code) -> None:
    score = json.loads(scp("score", *SAMPLES, "--format", "json").stdout)
    name = language(code).text(Phrase("Reasons"))
    rows = [list(row.values()) for row in read(book_of(*SAMPLES, code=code), name).rows]
    open_ = [one for one in score["targets"] if one["reasons"]]
    assert open_
    for target in open_:
        clause = target["clause"] + (target["part"] or "")
        said = " ".join(row[-1].value for row in rows if (row[0].value, row[2].value) == (clause, target["due"]))
        for reason in target["reasons"]:
            assert language(code).text(REASONS[Reason(reason)]).partition("{")[0] in said


def test_every_unit_stands_once_for_each_way_in_which_it_counts(scp: Scp, book: Any) -> None:
    found = Counter((row["Clause"].value, row["ID"].value, row["Area"].value) for row in read(book, "Units").rows)
    wanted = Counter[tuple[Any, ...]]()
    for clause in dict.fromkeys(clause for clause, *_ in found):
        explained = json.loads(scp("explain", clause, *SAMPLES, "--format", "json").stdout)["targets"][0]
        units = [unit for listing in explained["units"] for unit in listing["units"]]
        wanted.update((clause, unit["unit"], unit["area"]) for unit in units)
    assert found == wanted
    assert found.total() == 284


def test_units_stand_by_how_they_count_and_then_by_area(book: Any) -> None:
    """Those that decide first; within them the parts that districts are given."""
    rows = [row for row in read(book, "Units").rows if row["Clause"].value == "I.1.1"]
    said = [row["Counts as"].value for row in rows]
    assert list(dict.fromkeys(said)) == ["Does not meet the clause", "Not known", "Meets the clause"]
    areas = [row["Area"].value for row in rows if row["Counts as"].value == "Does not meet the clause"]
    assert list(dict.fromkeys(areas)) == [
        area
        for area in ("Gia Viễn", "Kim Sơn", "Nho Quan", "TP Hoa Lư", "TP Tam Điệp", "Yên Khánh", "Yên Mô")
        if area in areas
    ]


def test_a_unit_has_its_amounts_and_its_own_rate_as_numbers(book: Any) -> None:
    rows = [row for row in read(book, "Units").rows if row["Counts as"].value == "Measured"]
    assert len(rows) == 109
    for row in rows:
        assert row["Rate"].value == pytest.approx(row["Amount"].value / row["Whole"].value)
        assert row["Rate"].number_format == "0.0%"


def test_of_more_units_than_a_sheet_has_room_for_it_says_how_many_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    every = len(read(book_of(*SAMPLES), "Units").rows)
    monkeypatch.setattr(workbook_units, "MOST", 5)
    book = book_of(*SAMPLES)
    assert len(read(book, "Units").rows) == 5
    note = f'The sheet "Units" has the first 5 units and not {every - 5} more: scp explain --format json has all.'
    assert note in [cell.value for cell in book["Summary"]["A"]]
    assert note in [cell.value for cell in book["Inputs"]["B"]]


def test_groups_are_by_kind_and_by_area_with_what_they_were_computed_from(book: Any) -> None:
    rows = read(book, "Groups").rows
    assert {row["Grouped by"].value for row in rows} == {"Kind", "Area"}
    shops = [row for row in rows if (row["Clause"].value, row["Group"].value) == ("I.1.4b", "supermarkets")]
    assert [(row["Numerator"].value, row["Denominator"].value) for row in shops] == [(3, 9)]
    (whole,) = [row for row in rows if row["Clause"].value == "I.1.4a" and row["Grouped by"].value == "Kind"]
    assert whole["Remarks"].value == "81.4% → 56.4%"


def test_each_reading_has_its_figure_and_its_verdict(book: Any) -> None:
    rows = [row for row in read(book, "Readings").rows if row["Clause"].value == "I.1.4a"]
    ways = [(row["What is said"].value, shown(row["Value"])) for row in rows if row["About"].value == "Way of counting"]
    assert ways == [("all measured", "30.7%"), ("measured in both years", "30.2%")]
    assert {"How the clause is read", "Decision rule"} <= {row["About"].value for row in rows}


def test_a_response_rate_is_a_number_with_what_it_is_of(book: Any) -> None:
    rows = [row for row in read(book, "Readings").rows if row["About"].value == "Response rate"]
    (markets,) = [row for row in rows if row["What is said"].value.startswith("markets") and row["Year"].value == 2025]
    assert (markets["Numerator"].value, markets["Denominator"].value) == (109, 110)
    assert markets["Value"].value == pytest.approx(109 / 110)


def test_evidence_of_tracked_clauses_is_a_number_a_year(book: Any) -> None:
    row = next(row for row in read(book, "Tracked").rows if row["What is counted"].value == "in a safe food chain")
    assert [row[str(year)].value for year in range(2021, 2026)] == [0, 2, 4, 6, 8]
    assert (shown(row["Change a year"]), shown(row["Change in the latest year"])) == ("+2.0", "+2")


def test_every_input_stands_with_its_hash(book: Any) -> None:
    rows = read(book, "Inputs").rows
    hashed = [row for row in rows if row["SHA-256"].value]
    assert [row["What it is"].value for row in hashed] == ["Survey"] * 6 + ["Plan"]
    assert all(re.fullmatch("[0-9a-f]{64}", row["SHA-256"].value) for row in hashed)


def references(chart: Any) -> list[Any]:
    """Return where the numbers of a chart's series stand."""
    return [series.val.numRef.f for series in chart.series]


def numbers_at(book: Any, reference: str) -> list[Any]:
    name, _, cells = reference.rpartition("!")
    found = book[name.strip("'")][cells.replace("$", "")]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [cell.value for row in rows for cell in (row if isinstance(row, tuple) else (row,))]


def test_the_summary_draws_the_targets_in_percent_against_each_due_year(book: Any) -> None:
    """72.3% against 70 and 100, 30.7% against 30 and 60, 37.9% against 45 and 85."""
    (chart,) = book["Summary"]._charts
    achieved, first, second = (numbers_at(book, one) for one in references(chart))
    assert [round(one, 3) for one in achieved] == [0.723, 0.307, 0.379]
    assert (first, second) == ([0.7, 0.3, 0.45], [1, 0.6, 0.85])


def test_each_target_has_a_chart_of_its_years_with_what_is_required(book: Any) -> None:
    charts = book["Charts"]._charts
    assert len(charts) == 5
    years = [numbers_at(book, one) for one in references(charts[0])]
    assert [round(one, 3) for one in years[0]] == [0, 0.109, 0.248, 0.426, 0.564, 0.723]
    assert [set(line) for line in years[-2:]] == [{0.7}, {1}]
    models = [numbers_at(book, one) for one in references(charts[1])]
    assert models[0] == [None, 0, 0, 1, 1, 1]


def test_no_text_is_a_formula(tmp_path: Path) -> None:
    text = "year,kind,id,area,informed\n2025,industrial_zone,=1+1,=2+2,yes\n2025,industrial_zone,+3,@SUM(A1),no\n"
    (tmp_path / "s.csv").write_text(text)
    book = book_of(str(tmp_path / "s.csv"), note="=5+5")
    assert {cell.data_type for cell in cells_of(book)} == {"s", "n"}
    assert {"=1+1", "+3"} == {row["ID"].value for row in read(book, "Units").rows}


def test_a_sample_says_beside_each_figure_that_it_is_an_estimate_and_how_sure() -> None:
    book = book_of(str(DATA / "sample-2025.csv"), register=REGISTER, sample=True)
    by_clause = {(row["Clause"].value, row["Due"].value): row for row in read(book, "Summary").rows}
    share, count = by_clause["I.1.1", 2025], by_clause["I.1.2", 2025]
    assert (share["Method"].value, shown(share["Confidence"])) == ("estimated from a sample", "95%")
    assert share["Decision rule"].value == "exact rank interval"
    assert count["Confidence"].value is None
    groups = [row for row in read(book, "Groups").rows if row["Clause"].value == "I.1.1" and row["Value"].value]
    assert "estimated from a sample" in {row["Method"].value for row in groups}


def test_of_one_year_there_is_no_chart_of_years() -> None:
    assert "Charts" not in book_of(SAMPLES[-1]).sheetnames


def test_of_a_target_without_a_figure_there_is_what_is_required_and_no_bar(tmp_path: Path) -> None:
    """Of other kinds than those surveyed nothing is known, and where nothing at all is, nothing is drawn."""
    (tmp_path / "near.csv").write_text(NEAR)
    book = book_of(str(tmp_path / "near.csv"))
    (chart,) = book["Summary"]._charts
    assert [value is None for value in numbers_at(book, references(chart)[0])] == [True, False, True]
    (tmp_path / "one.csv").write_text("year,kind,id,applied\n2025,model,A,yes\n")
    assert book_of(str(tmp_path / "one.csv"))["Summary"]._charts == []


def test_a_plan_without_tracked_clauses_has_no_sheet_for_them() -> None:
    book = book_of(project=str(EXAMPLES / "energy" / "scp.yaml"))
    assert "Tracked" not in book.sheetnames
    assert {cell.data_type for cell in cells_of(book)} == {"s", "n"}


def test_a_saved_score_in_place_of_the_latest_year_leaves_out_only_what_it_does_not_know(
    scp: Scp, tmp_path: Path, book: Any
) -> None:
    """It knows no units, so that there are none and no groups of them; figures and verdicts are the same."""
    (tmp_path / "2025.json").write_text(scp("score", *SAMPLES, "--format", "json").stdout, encoding="utf-8")
    found = book_of(*SAMPLES[:5], str(tmp_path / "2025.json"))
    assert set(found.sheetnames) == set(SHEETS) - {"Groups", "Units"}
    names = ("Clause", "Value", "Lower bound", "Upper bound", "Verdict", "Decision rule")
    same = [[[row[name].value for name in names] for row in read(one, "Summary").rows[:5]] for one in (found, book)]
    assert same[0] == same[1]
    assert [row["About"].value for row in read(found, "Readings").rows].count("Decision rule") == 5


def test_equal_reports_are_equal_bytes() -> None:
    """Charts and styles bear no number of their own."""
    made = [sheets_file(report_workbook(report_files(Request(SAMPLES)), "n"), language("vi")) for _ in range(2)]
    assert made[0] == made[1]

"""The empty survey form: what it offers is what a survey may hold, and what it holds stays what it was."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_surveys import KNOWN, PLAN

from scp_ninhbinh import __version__
from scp_ninhbinh.form.texts import FILL_IN, Form
from scp_ninhbinh.form.workbook import FEWEST_SPARE, ROW, form_csv, form_workbook, rows_of_pages
from scp_ninhbinh.plan.vocabulary import ANSWERS, FIRST
from scp_ninhbinh.survey.cells import CellParser, parse_year
from scp_ninhbinh.survey.units import Listed
from scp_ninhbinh.text.safe import same_cell
from scp_ninhbinh.text.say import Language, language
from scp_ninhbinh.text.spelling import heading_key

LANGUAGES = [language("vi"), language("en")]
REGISTER = (
    Listed("market", "007", "Chợ A", "Phường 1", "2"),
    Listed("supermarket", "S-1", "[red]"),
    Listed("market", "=1+1", "\x1b[31m", "+84", "@x"),
    Listed("craft_village", "", "a\nb", "-5"),
)
CELLS = CellParser(KNOWN)
MARKETS = KNOWN.groups.index(("market",))
columns = Form(PLAN, LANGUAGES[0]).columns
columns_drawn = Form(PLAN, LANGUAGES[0], REGISTER).columns
each_language = pytest.mark.parametrize("tongue", LANGUAGES, ids=["vi", "en"])


@cache
def book(tongue: Language, year: int | None = None, known: tuple[Listed, ...] = ()) -> Any:
    """Return the form as a spreadsheet program has it; tests only look at it."""
    return openpyxl.load_workbook(io.BytesIO(form_workbook(PLAN, tongue, year, known)))


def tables(tongue: Language, year: int | None = None, known: tuple[Listed, ...] = ()) -> list[Any]:
    return list(book(tongue, year, known).worksheets[1:])


def column_of(text: str) -> str | None:
    return KNOWN.headings.get(heading_key(text))


def names(sheet: Any) -> list[str | None]:
    return [column_of(cell.value) for cell in sheet[1]]


def rules(sheet: Any) -> dict[str | None, Any]:
    """Return the validation of each column; each column must have one."""
    found = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert len(found) == sheet.max_column
    return {name: found[cell.coordinate] for name, cell in zip(names(sheet), sheet[2], strict=True)}


def words(rule: Any) -> list[str]:
    assert (rule.type, rule.showDropDown) == ("list", False), "openpyxl calls it so: True would hide the list"
    return list(rule.formula1.strip('"').split(","))


def filled(sheet: Any) -> list[list[Any]]:
    """Return the rows in which more stands than the year."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    return [row for row in rows if any(value is not None for value in row[1:])]


@each_language
def test_each_group_of_units_has_a_sheet_with_the_columns_of_its_kinds(tongue: Language) -> None:
    for sheet, kinds in zip(tables(tongue), KNOWN.groups, strict=True):
        assert names(sheet) == columns(kinds)
        assert set(columns(kinds)) == {*FIRST, *KNOWN.of(kinds[0]), "note"} - {"stratum"}


@each_language
def test_only_units_of_which_the_register_has_strata_have_a_column_for_them(tongue: Language) -> None:
    """The register of the tests has one of a market."""
    for sheet, kinds in zip(tables(tongue, 2025, REGISTER), KNOWN.groups, strict=True):
        assert names(sheet) == columns_drawn(kinds)
        assert ("stratum" in names(sheet)) == ("market" in kinds)
    without = tuple(replace(unit, stratum="") for unit in REGISTER)
    assert not any("stratum" in names(sheet) for sheet in tables(tongue, 2025, without))
    assert ["stratum" in map(column_of, form[0]) for form in (read_csv(tongue), read_csv(tongue, None, REGISTER))] == [
        False,
        True,
    ]


def test_the_sheets_together_have_every_column() -> None:
    assert set(columns_drawn()) == set(KNOWN.names) == {*columns(), "stratum"}


@each_language
def test_headings_begin_with_a_capital_letter(tongue: Language) -> None:
    assert all(cell.value[0].isupper() for sheet in tables(tongue) for cell in sheet[1])


@each_language
def test_every_kind_is_offered_on_the_sheet_of_its_group(tongue: Language) -> None:
    offered = [[CELLS.kind(word) for word in words(rules(sheet)["kind"])] for sheet in tables(tongue)]
    assert offered == list(map(list, KNOWN.groups))


@each_language
def test_every_answer_offers_a_yes_and_a_no_that_are_read_as_such(tongue: Language) -> None:
    for sheet, kinds in zip(tables(tongue), KNOWN.groups, strict=True):
        for name in KNOWN.fitting(kinds[0], "yes_no"):
            read = CELLS.reader(name)
            assert read
            assert [read(word) for word in words(rules(sheet)[name])] == [True, False]


@each_language
def test_every_measuring_unit_is_offered(tongue: Language) -> None:
    market, read = rules(tables(tongue)[MARKETS]), CELLS.reader("packaging_unit")
    assert read
    assert [read(word) for word in words(market["packaging_unit"])] == list(
        KNOWN.columns["packaging_unit"].choices or ()
    )


def test_numbers_have_bounds() -> None:
    market = rules(tables(LANGUAGES[0])[MARKETS])
    bounds = {name: (rule.type, rule.operator, rule.formula1, rule.formula2) for name, rule in market.items()}
    assert bounds["year"] == ("whole", "between", "1900", "2199")
    assert bounds["packaging_total"] == ("decimal", "greaterThanOrEqual", "0", None)
    assert bounds["days"] == ("decimal", "greaterThan", "0", None)
    assert (parse_year("1900"), parse_year("2199")) == (1900, 2199)


def test_the_hard_part_is_a_number_up_to_the_total_if_that_is_filled_in() -> None:
    sheet = tables(LANGUAGES[0])[MARKETS]
    total, hard = (
        sheet.cell(2, names(sheet).index(name) + 1).coordinate for name in ("packaging_total", "packaging_hard")
    )
    rule = rules(sheet)["packaging_hard"]
    assert rule.type == "custom"
    assert rule.formula1 == f"AND(ISNUMBER({hard}),{hard}>=0,OR(NOT(ISNUMBER({total})),{hard}<={total}))"


@each_language
def test_every_column_says_what_it_means_and_refuses_with_a_reason(tongue: Language) -> None:
    for rule in (rule for sheet in tables(tongue) for rule in rules(sheet).values()):
        assert 0 < len(rule.prompt) <= 255, "what Excel allows"
        assert 0 < len(rule.error) <= 255
        assert 0 < len(rule.errorTitle) <= 32
        assert rule.error in rule.prompt
        assert (rule.showInputMessage, rule.showErrorMessage, rule.allow_blank) == (True, True, True)


def test_what_may_be_unknown_says_that_an_empty_cell_is_no_answer() -> None:
    for takes in FILL_IN.keys() - {"year", "kind", "label", "text", "tasks"}:
        assert 'An empty cell means "not known"' in FILL_IN[takes]


def test_every_row_that_has_a_list_has_a_frame_to_the_end_of_the_sheet() -> None:
    for known in ((), REGISTER):
        for sheet in tables(LANGUAGES[0], 2025, known):
            for cell, rule in zip(sheet[2], rules(sheet).values(), strict=True):
                assert str(rule.sqref) == f"{cell.column_letter}2:{cell.column_letter}1048576"
                for frame in (cell.border, sheet.column_dimensions[cell.column_letter].border):
                    assert {side.style for side in (frame.left, frame.right, frame.top, frame.bottom)} == {"thin"}


@given(st.lists(st.integers(24, 200).map(float), max_size=60), st.integers(300, 900))
def test_no_page_is_fuller_than_it_can_be_and_the_last_is_full(heights: list[float], room: int) -> None:
    pages = rows_of_pages(heights, room)
    rest = iter([*heights, *[ROW] * (sum(pages) - len(heights))])
    filled = [sum(islice(rest, page)) for page in pages]
    assert next(rest, None) is None
    assert all(page <= room for page in filled)
    assert filled[-1] > room - ROW
    assert sum(pages) - len(heights) >= FEWEST_SPARE


@pytest.mark.parametrize(
    ("known", "pages"),
    [(0, [20]), (15, [20]), (16, [20, 20]), (20, [20, 20]), (21, [20, 20]), (35, [20, 20]), (36, [20, 20, 20])],
)
def test_five_rows_at_least_are_empty_and_a_page_is_never_begun_for_fewer_than_it_holds(
    known: int, pages: list[int]
) -> None:
    assert rows_of_pages([ROW] * known, 20 * ROW + 1) == pages


def test_pages_end_where_they_are_full() -> None:
    many = tuple(Listed("market", str(n), f"Chợ {n}") for n in range(60))
    for sheet in tables(LANGUAGES[0], 2025, many):
        ends = [end.id for end in sheet.row_breaks.brk]
        assert bool(ends) == (sheet.title == "Chợ")
        assert all(later - end == ends[0] - 1 for end, later in pairwise([*ends, sheet.max_row]))


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("known", [(), REGISTER], ids=["empty", "register"])
def test_every_sheet_of_a_form_prints_on_one_page(tmp_path: Path, known: tuple[Listed, ...]) -> None:
    """But for the guide, which takes two."""
    (tmp_path / "form.xlsx").write_bytes(form_workbook(PLAN, LANGUAGES[0], 2025, known))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "form.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / "form.pdf").read_bytes()))
    assert len(KNOWN.groups) < pages <= len(KNOWN.groups) + 2


@each_language
def test_cells_are_text_but_for_years_and_numbers(tongue: Language) -> None:
    numeric = {"year": "0", "packaging_total": "General", "packaging_hard": "General", "days": "General"}
    for sheet in tables(tongue, 2025, REGISTER):
        for at, name in enumerate(names(sheet), 1):
            below = sheet.column_dimensions[sheet.cell(1, at).column_letter]
            formats = {sheet.cell(2, at).number_format, below.number_format}
            assert formats == {numeric.get(name or "", "@")}


@each_language
def test_it_prints_on_a4_one_page_wide_with_its_heading_on_every_page(tongue: Language) -> None:
    for sheet in book(tongue).worksheets:
        set_up = sheet.page_setup
        assert (int(set_up.paperSize), set_up.orientation, set_up.fitToWidth, set_up.fitToHeight) == (
            9,
            "landscape",
            1,
            0,
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
        assert sheet.oddHeader.right.text
        assert "&P" in sheet.oddFooter.center.text


@each_language
def test_the_heading_stays_in_sight(tongue: Language) -> None:
    assert {sheet.freeze_panes for sheet in tables(tongue)} == {"A2"}


@each_language
def test_sheets_have_names_that_a_workbook_allows(tongue: Language) -> None:
    titles = book(tongue).sheetnames
    assert len({title.casefold() for title in titles}) == len(KNOWN.groups) + 1
    assert all(0 < len(title) <= 31 and not set(title) & set("[]:*?/\\") for title in titles)


@each_language
def test_the_guide_explains_every_column(tongue: Language) -> None:
    guide = [[cell.value for cell in row] for row in book(tongue).worksheets[0].iter_rows()]
    table = guide[-len(KNOWN.names) :]
    table = table[1:]  # of strata it says nothing here
    assert [column_of(row[0]) for row in table] == columns()
    assert all(row[1] and row[2] and row[3] for row in table)
    kinds = {name: row[3] for name, row in zip(columns(), table, strict=True)}
    outlets = (KNOWN.kinds[kind].word for kind in KNOWN.columns["hard_bags"].kinds)
    said = [word.vi if tongue.code == "vi" else word.en for word in outlets]
    assert kinds["hard_bags"] == ", ".join(said)


@each_language
def test_no_row_of_the_guide_can_be_taken_for_the_heading_of_a_survey(tongue: Language) -> None:
    known = KNOWN.headings.keys() | KNOWN.opposites.keys()
    for row in book(tongue).worksheets[0].iter_rows():
        assert sum(heading_key(cell.value or "") in known for cell in row) <= 1


def test_no_word_of_a_list_holds_what_separates_the_list() -> None:
    choices = (KNOWN.columns["packaging_unit"].choices or {}).values()
    offered = [*ANSWERS.values(), *(named.word for named in (*KNOWN.kinds.values(), *choices))]
    assert not [word for word in offered if set(word.vi + word.en) & set(',"')]


@each_language
def test_an_empty_form_has_no_rows(tongue: Language) -> None:
    assert [filled(sheet) for sheet in tables(tongue, 2025)] == [[]] * len(KNOWN.groups)


def test_known_units_stand_on_the_sheet_of_their_group_in_the_order_of_the_register() -> None:
    sheets = dict(zip(KNOWN.groups, tables(LANGUAGES[0], 2025, REGISTER), strict=True))
    first, second = filled(sheets[KNOWN.groups[MARKETS]])
    assert first == [2025, "chợ", "007", "Chợ A", "Phường 1", None, None, None, None, "2", None]
    assert second[:3] == [2025, "chợ", "=1+1"]
    assert filled(sheets[KNOWN.groups[MARKETS + 1]]) == [[2025, "siêu thị", "S-1", "[red]", *[None] * 3]]
    assert sum(len(filled(sheet)) for sheet in sheets.values()) == len(REGISTER)


def test_without_a_year_the_year_stays_open() -> None:
    (row,) = filled(tables(LANGUAGES[1], None, REGISTER[:1])[1])
    assert row[:3] == [None, "market", "007"]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@x", "[red]", "a\nb", "007", "2025", "TRUE", "#REF!", " x "])
def test_a_text_of_the_register_stays_text(text: str) -> None:
    cell = tables(LANGUAGES[0], 2025, (Listed("market", text),))[1]["C2"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(("text", "shown"), [("\x1b[31m", "\\x1b[31m"), ("\0", "\\x00"), ("\ud800", "\\ud800")])
def test_a_character_that_a_workbook_cannot_hold_is_shown(text: str, shown: str) -> None:
    assert tables(LANGUAGES[0], 2025, (Listed("market", text),))[1]["C2"].value == shown


@each_language
def test_the_same_form_is_the_same_bytes(tongue: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    before = form_workbook(PLAN, tongue, 2025, REGISTER)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert form_workbook(PLAN, tongue, 2025, REGISTER) == before
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}


def test_the_workbook_names_no_person() -> None:
    properties = book(LANGUAGES[1]).properties
    assert (properties.creator, properties.lastModifiedBy) == (f"scp {__version__}", None)
    assert properties.title


def read_csv(tongue: Language, year: int | None = None, known: tuple[Listed, ...] = ()) -> list[list[str]]:
    text = form_csv(PLAN, tongue, year, known)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";" if tongue.code == "vi" else ","))


@each_language
def test_the_csv_has_every_column_under_a_known_heading(tongue: Language) -> None:
    assert [[column_of(text) for text in row] for row in read_csv(tongue, 2025)] == [columns()]


@each_language
def test_known_units_read_back_from_the_csv_as_they_were(tongue: Language) -> None:
    """But for an apostrophe before what a spreadsheet would compute, which is no part of a name."""
    _, *rows = read_csv(tongue, 2025, REGISTER)
    cells = [dict(zip(columns_drawn(), row, strict=True)) for row in rows]
    known = [(unit.kind, *map(same_cell, (unit.id, unit.name, unit.area, unit.stratum))) for unit in REGISTER]
    assert [(CELLS.kind(c["kind"]), c["id"], c["name"], c["area"], c["stratum"]) for c in cells] == known
    assert {c["year"] for c in cells} == {"2025"}
    assert not any(c[name] for c in cells for name in c.keys() - {*Listed.columns(), "year"})

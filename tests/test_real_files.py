"""Files as they came (synthetic): each is read rightly or told, and so is a workbook of its cells."""

import csv
import json
from pathlib import Path

import pytest
from conftest import ROOT, Scp
from openpyxl import Workbook

from scp_ninhbinh.cli.options import request_of
from scp_ninhbinh.run import check_files

REAL = ROOT / "tests" / "cases" / "real"
MARKET, SHOP, ZONE = ("year=2025", "kind=chợ"), ("year=2025", "kind=siêu thị"), ("year=2025", "kind=KCN")
TOLD: dict[tuple[str, ...], tuple[tuple[str, ...], str]] = {
    # files read together: what is declared, and the errors and warnings that are told of them
    ("01_superscript_footnote_in_number.xlsx",): ((), "superscript"),
    ("01d_superscript_footnote_in_number.ods",): ((), "superscript"),
    ("02_struck_out_run.xlsx",): ((), "struck-out"),
    ("02b_struck_out_row.xlsx",): ((), "struck-row"),
    ("02c_struck_out_answer.xlsx",): ((), "struck-out"),
    ("03_kobo_id_2020.csv", "03_kobo_id_2025.csv"): (
        (),
        "record-number unknown-column duplicate-unit unknown-area",
    ),
    ("04b_running_id_2020.csv", "04b_running_id_2025.csv"): ((), "ids-crossed"),
    ("04d_informed_running_id_2024.csv", "04d_informed_running_id_2025.csv"): ((), "ids-crossed"),
    ("05_total_label_in_id_column.csv",): (MARKET, ""),
    ("05b_total_label_in_id_shop.csv",): ((), ""),
    ("06_of_which_rows.csv",): ((), "doubtful-row"),
    ("07_section_rows_set.csv",): (SHOP, "doubtful-row"),
    ("07e_section_rows_with_subtotals.csv",): ((), "doubtful-row"),
    ("08_yes_no_pair_columns.csv",): ((), ""),
    ("09_negative_heading_informed.csv",): ((), "inverted-column"),
    ("09d_pct_heading.csv",): ((), "unknown-column missing-column"),
    ("09f_trace.csv",): ((), "inverted-column"),
    ("10_numbering_row_with_formula.csv",): ((), "unknown-column"),
    ("11_repeated_header.csv",): ((), ""),
    ("12_zero_width_in_name.csv",): ((), "duplicate-unit"),
    ("13_two_ids_one_unit.csv",): ((), "same-name"),
    ("14_year_in_date_formatted_cell.xlsx",): ((), "year-in-date-cell not-checked"),
    ("15_summary_sheet_beside_data.xlsx",): ((), "missing-column not-checked"),
    ("16c_group_heading_over_two_subcolumns.xlsx",): ((), "unknown-column"),
    ("16g_pct_group_over_known_subheading.xlsx",): ((), "doubtful-heading unknown-column"),
    ("16l_other_year_group.csv",): ((), "doubtful-heading unknown-column"),
    ("17_ods_external_reference_cache.ods",): ((), ""),
    ("20_heading_with_unit.csv",): ((), ""),
    ("21c_wingdings_x.xlsx",): ((), "symbol-font"),
    ("22_id_2020.csv", "22_id_turned_into_date_2025.xlsx"): ((), "ids-renumbered"),
    ("24b_ditto_name.csv",): ((), "missing-value"),
    ("28d_spss.sav",): ((), "unsupported-format"),
    ("40_bl.xlsx",): ((), "only-x"),
    ("40_foot-0-two.xlsx",): (SHOP, ""),
    ("40_foot-1-two.xlsx",): (("year=2025",), ""),
    ("40_g-e.xlsx",): (MARKET, "doubtful-row"),
    ("40_g-g.xlsx",): ((), "doubtful-row doubtful-total"),
    ("40_inv1.xlsx",): (ZONE, ""),
    ("40_r1.xlsx",): (
        ("year=2025", "CCN/kind=CCN", "Làng nghề/kind=làng nghề"),
        "survey-sheet-not-read unknown-column",
    ),
    ("40_w2.xlsx",): ((), "survey-sheet-not-read"),
    ("40_w5.xlsx",): (ZONE, ""),
    ("41_letters_lost.csv",): ((), "letters-lost"),
    ("emptyhead.csv",): ((), "unread-cells"),
    ("p2020.csv", "p2025.csv"): (("year=2025",), "set-contradicted"),
}


def told(files: list[str], declared: tuple[str, ...], **more: list[str]) -> set[str]:
    problems = check_files(request_of(files=files, set=list(declared), **more)).problems
    return {found.rule for found in problems if found.severity != "notice"}


def test_every_file_is_tried() -> None:
    assert {name for names in TOLD for name in names} == {path.name for path in REAL.iterdir()}


@pytest.mark.parametrize("names", TOLD, ids=lambda names: names[0])
def test_a_file_is_read_or_what_is_wrong_with_it_is_told(names: tuple[str, ...]) -> None:
    declared, rules = TOLD[names]
    assert told([str(REAL / name) for name in names], declared) == set(rules.split())


TEXTS = [names for names in TOLD if all(name.endswith(".csv") for name in names)]


@pytest.mark.parametrize("names", TEXTS, ids=lambda names: names[0])
def test_a_workbook_of_the_same_cells_is_told_alike(tmp_path: Path, names: tuple[str, ...]) -> None:
    declared, rules = TOLD[names]
    paths = [workbook_of(REAL / name, tmp_path) for name in names]
    assert told(paths, declared) == set(rules.split())


def workbook_of(path: Path, folder: Path) -> str:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    text = path.read_text(encoding="utf-8")
    for row in csv.reader(text.splitlines(), delimiter=";" if ";" in text else ","):
        sheet.append([int(cell) if cell.isdecimal() and not cell.startswith("0") else cell or None for cell in row])
    made = folder / f"{path.stem}.xlsx"
    book.save(made)
    return str(made)


FIGURES = {
    # name: what is declared, the target, and its numerator of its denominator
    "05_total_label_in_id_column.csv": (MARKET, "market-packaging-reduction", (100, 200)),
    "05b_total_label_in_id_shop.csv": ((), "stores-without-hard-bags", (1, 2)),
    "08_yes_no_pair_columns.csv": ((), "stores-without-hard-bags", (2, 3)),
    "10_numbering_row_with_formula.csv": ((), "market-packaging-reduction", (40, 100)),
    "11_repeated_header.csv": ((), "stores-without-hard-bags", (1, 2)),
    "02b_struck_out_row.xlsx": ((), "stores-without-hard-bags", (1, 2)),
    "16c_group_heading_over_two_subcolumns.xlsx": ((), "market-packaging-reduction", (400, 1000)),
    "17_ods_external_reference_cache.ods": ((), "stores-without-hard-bags", (0, 1)),
    "20_heading_with_unit.csv": ((), "market-packaging-reduction", (40, 100)),
    "40_foot-0-two.xlsx": (SHOP, "stores-without-hard-bags", (1, 3)),
    "40_foot-1-two.xlsx": (("year=2025",), "stores-without-hard-bags", (1, 3)),
    "40_inv1.xlsx": (ZONE, "zones-informed", (2, 10)),
    "40_w5.xlsx": (ZONE, "zones-informed", (2, 3)),
}
"""Worked out by hand from the cells."""


@pytest.mark.parametrize("name", FIGURES)
def test_what_is_read_gives_the_right_figure(scp: Scp, name: str) -> None:
    declared, target, figure = FIGURES[name]
    done = scp("score", str(REAL / name), *(f"--set={one}" for one in declared), "--format", "json")
    assert done.returncode == 0, done.stderr
    found = next(one for one in json.loads(done.stdout)["targets"] if one["id"] == target)
    assert (found["numerator"], found["denominator"]) == figure


@pytest.mark.parametrize(("blank", "warned"), [("no:informed", True), ("no:CCN/informed", False)])
def test_blanks_of_one_sheet_are_declared_for_it_alone(blank: str, warned: bool) -> None:
    """KCN writes its noes in words, so an empty cell there was not asked; CCN marks only yes."""
    rules = told([str(REAL / "40_bl.xlsx")], (), blank=[blank])
    assert ("blank-with-no" in rules) is warned

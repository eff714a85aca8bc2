"""Fractions among whole amounts: thousands that a spreadsheet took for decimals, and shares in place of amounts."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from small_surveys import MARKETS, read

from scp_ninhbinh.problems.problem import Problem, describe
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.text.say import language

HEADER = ["year", "kind", "name", "packaging_total", "packaging_hard", "packaging_unit", "days"]
Figures = tuple[float | None, ...]


def doubts(folder: Path, *rows: tuple[object, ...]) -> list[Problem]:
    """Check a workbook of markets: year, total, hard part, and perhaps the unit of counting."""
    made = Workbook().active
    assert made is not None
    made.append(HEADER)
    for number, (year, *figures) in enumerate(rows):
        made.append([year, "market", f"Chợ {number % 10}", *figures])
    made.parent.save(folder / "a.xlsx")
    found = check_files(Request([str(folder / "a.xlsx")])).problems
    return [one for one in found if one.rule == "doubtful-fraction"]


def totals(*figures: float) -> list[tuple[object, ...]]:
    """The markets of 2025, of which only the total is known."""
    return [(2025, figure, None) for figure in figures]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((3.946, 850, 920, 780), ["3.946"]),
        ((3.946, 1.25, 850, 920), ["3.946", "1.25"]),  # what was 1.250
        ((3.946, 4, 850, 920), ["3.946"]),  # what was 4.000 is whole
        ((1.25, 850, 920), ["1.25"]),  # two decimals: every other number is a hundred times as large
    ],
)
def test_thousands_that_became_decimals_are_told(tmp_path: Path, figures: Figures, expected: list[str]) -> None:
    assert [one.value for one in doubts(tmp_path, *totals(*figures))] == expected


@pytest.mark.parametrize(
    "figures",
    [
        (12.5, 8, 20.25, 1000.5, 300),  # weights: decimals are usual
        (2.5, 30, 45, 60),  # a small market
        (2.5, 200, 300, 400),
        (3.946, 0.5, 850, 920),  # half a kilogram was never a thousand
        (3.9465, 850, 920),  # nor were four decimals
        (3.946, 12, 850),  # nearer to twelve than 3,946 is
        (45.125, 850, 920),  # nor is 45,125 nearer
        (3.946, 850),  # one whole number shows nothing
        (3.946, 2.105),
        (1250, 850, 920),
        (1.5, 1.4, 850, 920, 780),  # 1.500 and 1.400, where the others are no whole hundreds
        (1.25, 853, 927),  # 1.250, where the others do not end in 0
        (2.5, 1200, 1500),  # a thousand is stored as such
        (3.125, 2.25, 300, 450),  # averages of eight days
        (3.333, 3.375, 300, 450),  # of three, and of eight
    ],
)
def test_fractions_that_fit_the_other_numbers_are_not(tmp_path: Path, figures: Figures) -> None:
    assert doubts(tmp_path, *totals(*figures)) == []


def test_a_thousand_that_is_stored_speaks_for_its_own_year(tmp_path: Path) -> None:
    before = [(2020, 3800, None), (2020, 900, None)]
    assert [one.value for one in doubts(tmp_path, *before, (2025, 1.2, None), (2025, 800, None))] == ["1.2"]
    assert doubts(tmp_path, *before, (2025, 1.2, None), (2025, 800, None), (2025, 1100, None)) == []


def test_a_part_of_a_small_market_is_no_thousand_and_one_of_a_thousand_may_be(tmp_path: Path) -> None:
    parts = [(2025, 850, 600), (2025, 925, 700)]
    assert doubts(tmp_path, *parts, (2025, 1.5, 1.2)) == []
    assert [one.value for one in doubts(tmp_path, *parts, (2025, 3.946, 3.105))] == ["3.946", "3.105"]
    assert [one.value for one in doubts(tmp_path, *parts, (2025, 3946, 3.105))] == ["3.105"]


def test_years_are_compared_and_units_of_counting_are_not(tmp_path: Path) -> None:
    """All of 2025 became decimals, which 2020 shows; but tonnes beside kilograms are small."""
    before = [(2020, 3800, None, "kg"), (2020, 900, None, "kg")]
    assert [one.place.cell for one in doubts(tmp_path, *before, (2025, 3.946, None, "kg"))] == ["D4"]
    assert doubts(tmp_path, *before, (2025, 3.946, None, "item")) == []


def test_shares_of_a_year_in_place_of_parts_are_told(tmp_path: Path) -> None:
    rows = [(2020, 1000, 800), (2020, 900, 700), (2025, 1100, 0.6), (2025, 950, 1), (2025, 80, 0.55), (2025, 90, None)]
    assert [one.place.cell for one in doubts(tmp_path, *rows)] == ["E4", "E6"]


def test_parts_of_another_year_show_shares_of_small_markets(tmp_path: Path) -> None:
    rows = [(2020, 120, 90), (2020, 150, 100), (2025, 110, 0.6), (2025, 140, 0.5)]
    assert [one.place.cell for one in doubts(tmp_path, *rows)] == ["E4", "E5"]


@pytest.mark.parametrize(
    "rows",
    [
        [(2025, 1100, 0.6), (2025, 950, 12)],  # a part above one is no share
        [(2025, 1100, 0.6), (2025, 950, 0)],  # one fraction is no habit
        [(2025, 11, 0.6), (2025, 9.5, 0.5)],  # small markets
        [(2025, None, 0.6), (2025, None, 0.5)],  # of what?
        [(2020, 120, 0.5), (2020, 150, 0.8), (2025, 110, 0.2), (2025, 140, 0.3)],  # small in every year
        [(2020, 100, 1), (2020, 200, 1.5), (2025, 100, 0.5), (2025, 200, 0.75)],
    ],
)
def test_small_parts_are_not(tmp_path: Path, rows: list[tuple[object, ...]]) -> None:
    assert doubts(tmp_path, *rows) == []


def test_decimals_of_any_length_are_written_in_the_words_of_the_reader(tmp_path: Path) -> None:
    found = doubts(tmp_path, (2025, 1100, 0.4666666666666667), (2025, 950, 0.5))
    assert [language("en").text(describe(one)[0]).split(" ")[0] for one in found] == ["0.4667", "0.5"]
    assert [language("vi").text(one.details["read"]) for one in found] == ["0,4667", "0,5"]  # type: ignore[arg-type]
    (whole,) = doubts(tmp_path, *totals(3.946, 850, 920))
    assert "3946" in language("en").text(describe(whole)[1])  # without a mark, that the same spreadsheet would take


def test_a_text_file_is_looked_at_too(tmp_path: Path) -> None:
    text = "2025,market,C1,Chợ A,,1100,0.6\n2025,market,C2,Chợ B,,950,0.55\n"
    _, problems = read(tmp_path, MARKETS + text)
    assert [(one.rule, one.place.row) for one in problems] == [("doubtful-fraction", 2), ("doubtful-fraction", 3)]

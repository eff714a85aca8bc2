"""The benchmark works: a quick run of it, without other tools, has every goal and table."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "benchmarks" / "bench.py"

pytestmark = [pytest.mark.process, pytest.mark.slow]

GOALS = [
    "score of the samples, table, over the imports floor",
    "score of the samples, json, over the imports floor",
    "600 rows: scp check --format json over the csv pass",
    "600 rows: scp check --format json, peak of memory",
    "600 rows: scp score --format json over the csv pass",
    "600 rows: scp score --format json, peak of memory",
    "scp check: a row of 600 rows over a row of 60",
    "scp score: a row of 600 rows over a row of 60",
    "1% errors: scp check over a check of valid rows",
    "scp check: a row of 3 years over a row of 1",
    "scp score: a row of 3 years over a row of 1",
    "scp review: a row of 3 years over a row of 1",
    ".xlsx, shared texts, as Excel writes, over CSV",
    ".xlsx, texts in cells, as openpyxl writes, over CSV",
]


@pytest.fixture(scope="module")
def shown() -> str:
    """What a quick run prints."""
    return subprocess.run([sys.executable, BENCH, "--quick"], check=True, capture_output=True, encoding="utf-8").stdout


def cells(line: str) -> list[str]:
    """Return the cells of a line of a Markdown table."""
    return [cell.strip() for cell in line.strip("|").split("|")]


def section(text: str, title: str) -> list[list[str]]:
    """Return the rows below the header of the table under this title."""
    _, _, below = text.partition(f"## {title}")
    table = below.split("\n\n")[1].splitlines()
    return [cells(line) for line in table[2:]]


def test_every_goal_is_said_to_be_reached_or_missed(shown: str) -> None:
    goals = section(shown, "Goals")
    assert [name for name, *_ in goals] == GOALS
    assert {verdict for *_, verdict in goals} <= {"reached", "**missed**"}


def test_a_goal_is_missed_above_its_limit_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH.parent))
    from results import Goal

    verdicts = [Goal("memory", value, 300, " MB").row()[-1] for value in (299.9, 300, 300.1)]
    assert verdicts == ["reached", "reached", "**missed**"]


@pytest.mark.parametrize(
    ("title", "first_cells"),
    [
        ("60 rows", ["a bare csv.reader pass", "scp check --format json", "scp score --format json"]),
        ("Growth with rows", ["60", "600"]),
        ("Growth with years", ["1", "3"]),
    ],
)
def test_a_table_has_a_row_for_each_command_or_size(shown: str, title: str, first_cells: list[str]) -> None:
    assert [first for first, *_ in section(shown, title)] == first_cells


def test_check_tells_every_error_of_the_faulty_rows(shown: str) -> None:
    assert section(shown, "600 rows, 6 of them with one error")[0][-1] == "6"


def test_the_results_name_no_place_of_this_machine(shown: str) -> None:
    assert str(BENCH.parents[1]) not in shown
    assert sys.prefix not in shown

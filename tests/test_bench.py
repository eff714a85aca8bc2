"""The benchmark works: a trial of it with few rows has every goal and table; its files are what their names say."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "benchmarks" / "bench.py"

pytestmark = [pytest.mark.process, pytest.mark.slow]

GOALS = [
    "scp score of the six samples, table, over the imports floor",
    "scp score of the six samples, json, over the imports floor",
    "scp --version, over the imports floor",
    "60 rows, six years of the same units: scp score, over a csv pass",
    "600 rows, six years of the same units: scp score, over a csv pass",
    "600 rows, six years of the same units: scp score, peak of memory",
    "600 different units: scp score, over a csv pass",
    "600 different units: scp score, peak of memory",
    "600 rows, one m² in a note: scp score, over plain rows",
    "600 rows, one cell of two lines: scp score, over plain rows",
    "600 rows, no column of ids: scp score, over plain rows",
    "600 rows, one area misspelt: scp check, over a score of valid rows",
    "600 rows, 6 of them with an error: scp check, over a check of valid rows",
    "60 units of 60 communes in two years: scp score --by area, over one without",
    "11 years of 12 units: scp review, over scp score",
    "workbook of 600 rows: scp score, shared texts, over python-calamine's own pass",
    "workbook of 600 rows: scp score, texts in cells, over python-calamine's own pass",
]


@pytest.fixture(scope="module")
def shown() -> str:
    """What a trial prints."""
    return subprocess.run([sys.executable, BENCH, "--try"], check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture(autouse=True)
def _beside_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test import the modules of the benchmark."""
    monkeypatch.syspath_prepend(str(BENCH.parent))


def cells(line: str) -> list[str]:
    """Return the cells of a line of a Markdown table."""
    return [cell.strip() for cell in line.strip("|").split("|")]


def section(text: str, title: str) -> list[list[str]]:
    """Return the rows below the header of the table under this title."""
    _, _, below = text.partition(f"## {title}\n")
    table = below.lstrip().split("\n\n")[0].splitlines()
    return [cells(line) for line in table[2:]]


def test_every_goal_is_said_to_be_reached_or_missed(shown: str) -> None:
    goals = section(shown, "Goals")
    assert [name for name, *_ in goals] == GOALS
    assert {verdict for *_, verdict in goals} <= {"reached", "**missed**"}


def test_the_goals_come_first(shown: str) -> None:
    titles = [line for line in shown.splitlines() if line.startswith("## ")]
    assert titles[:2] == ["## Goals", "## Where scp is behind"]


def test_a_goal_is_missed_above_its_limit_alone() -> None:
    from results import Goal

    verdicts = [Goal("memory", value, 300, " MB").row()[-1] for value in (299.9, 300, 300.1)]
    assert verdicts == ["reached", "reached", "**missed**"]


def test_each_goal_that_is_missed_has_its_sentence() -> None:
    from results import Goal, missed

    goals = [Goal("start", 1.2, 1.1, " ×"), Goal("memory", 180, 200, " MB")]
    assert missed(goals) == ["Missed: start is 1.2 ×, not 1.1."]
    assert missed(goals[1:]) == ["No goal is missed."]


def test_a_tool_is_named_where_it_takes_less_than_scp() -> None:
    from beside import behind
    from running import Command, Run

    ours, fast, small = (Command(name, []) for name in ("scp check", "fast", "small"))
    ours.runs, fast.runs, small.runs = [Run(4, 4, 100)], [Run(1, 1, 900)], [Run(8, 8, 20)]
    assert behind(1000, {fast: ours, small: ours}) == [
        "1,000 rows, less processor time than scp: fast (0.25 ×).",
        "1,000 rows, less memory than scp: small (20 MB of 100).",
    ]


@pytest.mark.parametrize(
    ("title", "first_cells"),
    [
        ("60 rows, six years of the same units", ["a bare csv.reader pass", "scp check", "scp score"]),
        ("600 different units", ["a bare csv.reader pass", "scp check", "scp score"]),
        ("60 units of 60 communes in two years", ["scp score", "scp score --by area"]),
    ],
)
def test_a_table_has_a_row_for_each_command(shown: str, title: str, first_cells: list[str]) -> None:
    assert [first for first, *_ in section(shown, title)] == first_cells


def test_check_tells_every_error_of_the_faulty_rows(shown: str) -> None:
    ((_, told),) = section(shown, "Faults told: 600 rows, 6 of them with an error")
    assert int(told) >= 6


def test_the_results_name_no_place_of_this_machine(shown: str) -> None:
    assert str(BENCH.parents[1]) not in shown
    assert sys.prefix not in shown


def test_time_and_memory_are_those_of_the_command_alone(tmp_path: Path) -> None:
    """Its own children are counted, what started it is not: here 200 MB, held while it runs."""
    from running import Command

    held = bytearray(200_000_000)
    one = Command("nothing", [sys.executable, "-S", "-c", "pass"]).run(tmp_path)
    child = "import sys; print(sum(range(20_000_000)), len(bytearray(b'x') * 50_000_000))"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    more = Command("a child", [sys.executable, "-c", program]).run(tmp_path)
    assert one.peak < 50 < more.peak < len(held) / 1e6
    assert one.cpu < more.cpu


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one small file of each kind."""
    folder = tmp_path_factory.mktemp("made")
    whats = ("rows", "no_ids", "m2", "two_lines", "quoted", "points", "commas", "misspelt", "communes")
    files = [f"{what}-600-6.csv" for what in whats]
    subprocess.run([sys.executable, BENCH.parent / "rows.py", folder, *files], check=True)
    return folder


def read(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        ("m2", {"note"}),
        ("two_lines", {"note"}),
        ("points", {"packaging_total", "packaging_hard"}),
        ("misspelt", {"area"}),
    ],
)
def test_a_file_differs_from_the_plain_one_in_what_its_name_says(made: Path, what: str, changed: set[str]) -> None:
    plain, other = read(made / "rows-600-6.csv"), read(made / f"{what}-600-6.csv")
    differing = {name for one, two in zip(plain, other, strict=True) for name in one if one[name] != two[name]}
    assert differing == changed


def test_a_file_of_decimal_commas_has_semicolons_between_its_cells(made: Path) -> None:
    points, commas = read(made / "points-600-6.csv"), read(made / "commas-600-6.csv", ";")
    assert commas == [{name: value.replace(".5", ",5") for name, value in row.items()} for row in points]


def test_a_file_without_ids_lacks_the_column_alone(made: Path) -> None:
    plain = read(made / "rows-600-6.csv")
    assert read(made / "no_ids-600-6.csv") == [{name: row[name] for name in row if name != "id"} for row in plain]


def test_each_planted_fault_is_in_a_row_of_its_own() -> None:
    from beside import planted
    from peers.rules import RULES

    sound = planted([])
    for rule in RULES:
        lines = planted(rule.faults)
        changed = sum(one != other for one, other in zip(sound, lines, strict=False))
        assert changed + len(lines) - len(sound) == len(rule.faults), rule.name

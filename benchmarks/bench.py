"""Start-up, rows, errors, growth and workbooks, beside other tools (`make bench`); the results go to RESULTS.md.

Commands that are compared run in turns. A figure is the median of its turns, a ratio the median of the ratios
within each turn. `--quick` tries everything on a few rows, without the peers, and shows what it found.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import peers
from results import Results
from running import Command, in_turns

HERE = Path(__file__).parent
DATA = HERE / "data"
SAMPLES = sorted(str(path) for path in (HERE.parent / "data" / "samples").glob("survey-*.csv"))
SCP = [sys.executable, "-m", "scp_ninhbinh"]
FEWEST_ROWS = 12
"""A file of so few rows takes as long as the start alone."""

MANY_ROWS, AT_MOST = 100_000, 0.2
"""From so many rows on a check is to be five times as fast as frictionless: at most this part of its time."""

FLOOR = """
import typer, yaml, rich.console, rich.table
from pydantic import BaseModel
class M(BaseModel): x: int
"""
PASS = "import csv, sys\nfor row in csv.reader(open(sys.argv[1], encoding='utf-8', newline='')): pass"


class Sizes(NamedTuple):
    """How much is measured: numbers of rows with the turns of each, of units in a year, and the turns of the rest."""

    rows: dict[int, int]
    units: int
    years: tuple[int, ...]
    book: int
    turns: int
    starts: int
    warm: bool = True


FULL = Sizes({10_000: 9, 100_000: 7, 1_000_000: 3}, 20_000, (1, 3, 6, 11), 100_000, turns=5, starts=25)
QUICK = Sizes({60: 1, 600: 1}, 60, (1, 3), 60, turns=1, starts=1, warm=False)


def scp(command: str, *files: str, form: str = "json", ends: int = 0) -> Command:
    return Command(f"scp {command} --format {form}", [*SCP, command, *files, "--format", form], exits=(ends,))


def csv_pass(file: str) -> Command:
    return Command("a bare csv.reader pass", [sys.executable, "-c", PASS, file])


class Bench:
    """One run of everything; with the peers where they are asked for."""

    def __init__(self, sizes: Sizes, folder: Path, beside: bool) -> None:
        self.sizes, self.folder, self.beside = sizes, folder, beside
        self.results = Results()

    def run(self) -> str:
        """Measure all, and return the results as Markdown."""
        if self.beside:
            peers.write_schema(self.folder)
        self.start()
        self.rows()
        self.errors()
        self.years()
        self.workbooks()
        return self.results.text(peers.versions() if self.beside else {})

    def make(self, *names: str) -> None:
        """Write files to read, in a process of its own: this one must stay small, its peak is passed on."""
        subprocess.run([sys.executable, HERE / "rows.py", self.folder, *names], check=True)

    def turns(self, commands: list[Command], turns: int) -> None:
        in_turns(commands, turns, self.folder, warm=self.sizes.warm)

    def start(self) -> None:
        """Measure how long a run takes that has next to nothing to do."""
        floor = Command("the imports floor: typer, yaml, rich, one pydantic model", [sys.executable, "-c", FLOOR])
        version = Command("scp --version", [*SCP, "--version"])
        table, document = scp("score", *SAMPLES, form="table"), scp("score", *SAMPLES)
        others = peers.starters() if self.beside else []
        commands = [floor, version, table, document, *others]
        self.turns(commands, self.sizes.starts)
        rows = [[one.name, f"{one.median:.3f}", f"{one.ratio(floor):.2f}"] for one in commands]
        self.results.section("Start-up: a score of the samples", ("command", "seconds", "× floor"), rows)
        self.results.goal("score of the samples, table, over the imports floor", table.ratio(floor), 1.3)
        self.results.goal("score of the samples, json, over the imports floor", document.ratio(floor), 1.15)
        if others:
            self.results.goal("score of the samples over frictionless --version", table.ratio(others[0]), 1)

    def rows(self) -> None:
        """Measure a check and a score of more and more rows, beside the peers, and how they grow."""
        small = f"rows-{FEWEST_ROWS}-6.csv"
        grown: dict[int, dict[str, float]] = {}
        for number, turns in self.sizes.rows.items():
            file = f"rows-{number}-6.csv"
            self.make(small, file)
            floor, check, score = csv_pass(file), scp("check", file), scp("score", file)
            others = peers.checkers(file, number) if self.beside else []
            starts = [scp("check", small), scp("score", small)]
            self.turns([floor, check, score, *others, *starts], turns)
            self.beside_peers(number, [floor, check, score, *others])
            grown[number] = {
                "scp check": per_row(check, starts[0], number),
                "scp score": per_row(score, starts[1], number),
            }
        self.checked()
        self.growth("rows", "the start left out", grown)

    def beside_peers(self, number: int, commands: list[Command]) -> None:
        floor, check, score, *others = commands
        rows = [
            [
                one.name,
                f"{one.median:.2f}",
                f"{one.ratio(floor):.1f}",
                f"{one.ratio(check):.2f}",
                f"{one.peak:.0f}",
                str(len(one.seconds)),
            ]
            for one in commands
        ]
        header = ("command", "seconds", "× csv pass", "× scp check", "peak MB", "turns")
        self.results.section(f"{number:,} rows, all valid", header, rows)
        if others:
            limit = AT_MOST if number >= MANY_ROWS else 1  # a few rows take as long as the start
            self.results.goal(f"{number:,} rows: scp check over frictionless validate", check.ratio(others[0]), limit)
        if number == max(self.sizes.rows):
            for one in (check, score):
                self.results.goal(f"{number:,} rows: {one.name} over the csv pass", one.ratio(floor), 5)
                self.results.goal(f"{number:,} rows: {one.name}, peak of memory", one.peak, 300, " MB")

    def checked(self) -> None:
        tools = ("scp", "frictionless", "pandera", "csvclean")
        rows = [
            [what, *("yes" if tool in by.split() else "no" for tool in tools)] for what, by in peers.CHECKED.items()
        ]
        self.results.section("What is checked of these rows", ("rule", *tools), rows, peers.CHECKED_NOTE)

    def growth(self, of: str, title: str, each: dict[int, dict[str, float]]) -> None:
        """Show how long a row takes, the start left out, for more and more rows or years."""
        names = tuple(each[max(each)])
        rows = [[f"{number:,}", *(f"{one:.2f}" for one in found.values())] for number, found in each.items()]
        self.results.section(f"Growth with {of}: microseconds a row, {title}", (of, *names), rows)
        *_, before, last = each
        for name in names:
            ratio = each[last][name] / each[before][name]
            self.results.goal(f"{name}: a row of {last:,} {of} over a row of {before:,}", ratio, 1.25)

    def errors(self) -> None:
        """Measure a check of rows of which one in a hundred has an error, and how many of those each tool tells."""
        number = min(100_000, max(self.sizes.rows))
        valid, bad = f"rows-{number}-6.csv", f"faulty-{number}-6.csv"
        self.make(valid, bad)
        commands = [scp("check", valid), scp("check", bad, ends=1)]
        if self.beside:
            commands += peers.checkers(bad, number, exits=(0, 1))
        self.turns(commands, self.sizes.turns)
        clean, *wrong = commands
        rows = [
            [one.name, f"{one.median:.2f}", f"{one.ratio(clean):.2f}", f"{one.peak:.0f}", told(one)] for one in wrong
        ]
        header = ("command", "seconds", "× scp check, all valid", "peak MB", "errors told")
        title = f"{number:,} rows, {number // 100:,} of them with one error"
        self.results.section(title, header, rows, peers.ERRORS_NOTE)
        self.results.goal("1% errors: scp check over a check of valid rows", wrong[0].ratio(clean), 1.25)

    def years(self) -> None:
        """Measure the same units over more and more years."""
        small = f"rows-{FEWEST_ROWS}-6.csv"
        files = {years: f"rows-{self.sizes.units * years}-{years}.csv" for years in self.sizes.years}
        self.make(small, *files.values())
        names = ("check", "score", "review")
        starts = [scp(name, small) for name in names]
        runs = {years: [scp(name, file) for name in names] for years, file in files.items()}
        self.turns([*starts, *(one for each in runs.values() for one in each)], self.sizes.turns)
        each = {
            years: {
                f"scp {name}": per_row(one, start, self.sizes.units * years)
                for name, one, start in zip(names, found, starts, strict=True)
            }
            for years, found in runs.items()
        }
        self.growth("years", f"{self.sizes.units:,} units each year", each)

    def workbooks(self) -> None:
        """Measure the same rows as CSV and as workbooks."""
        number = self.sizes.book
        file = f"rows-{number}-6.csv"
        books = {"shared texts, as Excel writes": f"shared-{number}-6.xlsx"}
        books["texts in cells, as openpyxl writes"] = f"cells-{number}-6.xlsx"
        self.make(file, *books.values())
        floor = scp("score", file)
        commands = [Command(f".xlsx, {name}", scp("score", book).arguments) for name, book in books.items()]
        self.turns([floor, *commands], self.sizes.turns)
        floor.name = "CSV"
        rows = [
            [one.name, f"{one.median:.2f}", f"{one.ratio(floor):.2f}", f"{one.peak:.0f}"] for one in (floor, *commands)
        ]
        header = ("file", "seconds", "× CSV", "peak MB")
        self.results.section(f"Workbooks: scp score of {number:,} rows", header, rows)
        for one in commands:
            self.results.goal(f"{one.name}, over CSV", one.ratio(floor), 2)


def per_row(run: Command, start: Command, number: int) -> float:
    """Return the microseconds that a row takes, without the start."""
    return (run.median - start.median) / (number - FEWEST_ROWS) * 1e6


def told(command: Command) -> str:
    """Return how many errors a check has told, a dash where it looks for none of them."""
    found = peers.errors_told(command)
    return "–" if found is None else f"{found:,}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few rows, one turn, no peers; nothing is written")
    most = list(FULL.rows)[1:]
    parser.add_argument("--most", type=int, choices=most, default=most[-1], help="leave out files of more rows")
    asked = parser.parse_args()
    if asked.quick:
        with tempfile.TemporaryDirectory() as folder:
            print(Bench(QUICK, Path(folder), beside=False).run(), end="")
        return
    if not peers.available():
        sys.exit("the peers are not installed: make bench installs them")
    DATA.mkdir(exist_ok=True)
    sizes = FULL._replace(rows={number: turns for number, turns in FULL.rows.items() if number <= asked.most})
    found = Bench(sizes, DATA, beside=True).run()
    (HERE / "RESULTS.md").write_text(found, encoding="utf-8")
    print(f"\n{found}", end="")


if __name__ == "__main__":
    main()

"""Start, rows, what is in them, errors, areas, years and workbooks, beside other tools (`make bench`).

The results go to RESULTS.md. `--quick` measures what the goals are about in fewer turns, without the other tools, and
only prints it; `--try` goes through the same with a few rows, to see whether all works.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import beside
from beside import PEERS, SCP
from peers.rules import RULES
from results import Results
from rows import COMMUNES, FAULTY
from running import Command, in_turns

HERE = Path(__file__).parent
DATA = HERE / "data"
SAMPLES = sorted(str(path) for path in (HERE.parent / "data" / "samples").glob("survey-*.csv"))

FLOOR = """
import typer, yaml, rich.console, rich.table
from pydantic import BaseModel
class M(BaseModel): x: int
"""
CSV_PASS = "import csv, sys\nfor row in csv.reader(open(sys.argv[1], encoding='utf-8', newline='')): pass"
OWN_PASS = "python-calamine's own pass"
BOOK_PASS = """
import sys
from python_calamine import CalamineWorkbook
for row in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows(): pass
"""

MOST_MEMORY = 200
CONTENTS: dict[str, tuple[str, float | None]] = {
    "m2": ("one m² in a note", 1.7),
    "two_lines": ("one cell of two lines", 1.2),
    "no_ids": ("no column of ids", 2.1),
    "quoted": ("all cells in quotation marks", None),
    "points": ("numbers as 1.5", None),
    "commas": ("numbers as 1,5, semicolons between cells", None),
}
"""What a file is like, beside one that has none of this, and how many times the latter's time it may take."""

BOOKS = {"shared": "shared texts", "inline": "texts in cells"}
FEW_TURNS = 3
"""In so many turns other tools take part at a million rows."""

HEADER = ("CPU s", "ends after s", "peak MB", "turns")


class Sizes(NamedTuple):
    """How much is measured: `rows` are numbers of rows, each with how many csv passes a score of them may take."""

    rows: dict[int, float]
    beside: tuple[int, ...]
    """Numbers of rows that other tools are given too."""

    many: int
    some: int
    years: int
    of_a_year: int
    homes: int
    """Units of which each has one of many communes as its area."""

    turns: int
    starts: int
    """Turns of the commands that have next to nothing to do."""


FULL = Sizes(
    rows={100_000: 4.0, 1_000_000: 3.5},
    beside=(10_000, 100_000, 1_000_000),
    many=1_000_000,
    some=100_000,
    years=11,
    of_a_year=20_000,
    homes=50_000,
    turns=7,
    starts=25,
)
QUICK = FULL._replace(beside=(), turns=3, starts=9)
TRY = FULL._replace(rows={60: 4.0, 600: 3.5}, beside=(), many=600, some=600, of_a_year=12, homes=60, turns=1, starts=1)
LONG = {5_000_000: 3.2}


def python(name: str, program: str, *arguments: str) -> Command:
    return Command(name, [sys.executable, "-c", program, *arguments])


def scp(
    command: str, *files: str, form: str = "json", ends: int = 0, name: str = "", more: Sequence[str] = ()
) -> Command:
    return Command(name or f"scp {command}", [*SCP, command, *files, "--format", form, *more], exits=(ends,))


def csv_pass(file: str) -> Command:
    return python("a bare csv.reader pass", CSV_PASS, file)


class Bench:
    """One run of everything, with its results."""

    def __init__(self, sizes: Sizes, folder: Path) -> None:
        self.sizes, self.folder = sizes, folder
        self.results = Results()

    def run(self) -> str:
        """Measure all, and return the results as Markdown."""
        if self.sizes.beside:
            self.checked()
        self.start()
        self.rows()
        self.contents()
        self.misspelt()
        self.errors()
        self.areas()
        self.review()
        self.workbooks()
        for number in self.sizes.beside:
            self.peers(number)
        return self.results.text(beside.versions() if self.sizes.beside else {})

    def make(self, *names: str) -> None:
        """Write files to read."""
        subprocess.run([sys.executable, HERE / "rows.py", self.folder, *names], check=True)

    def compare(self, title: str, over: str, floors: dict[Command, Command], turns: int = 0, note: str = "") -> None:
        """Measure commands, each over its own floor, in turns with these."""
        commands = list(dict.fromkeys((*floors.values(), *floors)))
        in_turns(commands, turns or self.sizes.turns, self.folder)
        rows = [[one.name, f"{one.ratio(floors.get(one, one)):.2f}", *shown(one)] for one in commands]
        self.results.section(title, ("command", f"× {over}", *HEADER), rows, note)

    def goal(self, what: str, command: Command, floor: Command, limit: float) -> None:
        self.results.goal(what, command.ratio(floor), limit)

    def start(self) -> None:
        """Measure runs that have next to nothing to do."""
        floor = python("the imports floor: typer, yaml, rich, one pydantic model", FLOOR)
        goals = {
            scp("score", *SAMPLES, form="table", name="scp score of the six samples, table"): 1.10,
            scp("score", *SAMPLES, name="scp score of the six samples, json"): 1.0,
            Command("scp --version", [*SCP, "--version"]): 0.10,
        }
        self.compare("Start", "floor", dict.fromkeys(goals, floor), self.sizes.starts)
        for one, limit in goals.items():
            self.goal(f"{one.name}, over the imports floor", one, floor, limit)

    def rows(self) -> None:
        """Measure more and more rows of the same units in six years, and as many different units as are the most."""
        for number, limit in self.sizes.rows.items():
            self.over_a_pass(f"{number:,} rows, six years of the same units", f"rows-{number}-6.csv", limit)
        most = self.sizes.many
        self.over_a_pass(f"{most:,} different units", f"rows-{most}-1.csv", self.sizes.rows[most])

    def over_a_pass(self, title: str, file: str, limit: float) -> None:
        self.make(file)
        floor, check, score = csv_pass(file), scp("check", file), scp("score", file)
        self.compare(title, "csv pass", {check: floor, score: floor})
        self.goal(f"{title}: scp score, over a csv pass", score, floor, limit)
        if file.startswith(f"rows-{self.sizes.many}-"):
            self.results.goal(f"{title}: scp score, peak of memory", score.peak, MOST_MEMORY, " MB")

    def contents(self) -> None:
        """Measure files that hold one thing more, or less, than the one beside them."""
        number = self.sizes.some
        files = {what: f"{what}-{number}-6.csv" for what in ("rows", *CONTENTS)}
        self.make(*files.values())
        floor = scp("score", files["rows"], name="none of these")
        scores = {scp("score", files[what], name=name): limit for what, (name, limit) in CONTENTS.items()}
        self.compare(f"scp score of {number:,} rows with", "none of these", dict.fromkeys(scores, floor))
        for one, limit in scores.items():
            if limit:
                self.goal(f"{number:,} rows, {one.name}: scp score, over plain rows", one, floor, limit)

    def misspelt(self) -> None:
        """Measure a check that tells one cause in very many rows."""
        number = self.sizes.many
        valid, bad = f"rows-{number}-6.csv", f"misspelt-{number}-6.csv"
        self.make(valid, bad)
        floor, check = scp("score", valid, name="scp score, all valid"), scp("check", bad)
        self.compare(f"{number:,} rows, one area misspelt in all of its rows", "scp score", {check: floor})
        self.goal(f"{number:,} rows, one area misspelt: scp check, over a score of valid rows", check, floor, 1.3)

    def errors(self) -> None:
        """Measure a check of rows of which one in a hundred has an error, and how many faults each tool tells."""
        number = self.sizes.some
        valid, bad = f"rows-{number}-6.csv", f"faulty-{number}-6.csv"
        self.make(valid, bad)
        floor, check = scp("check", valid, name="scp check, all valid"), scp("check", bad, ends=1)
        others = [peer.command(bad) for peer in PEERS if self.sizes.beside]
        title = f"{number:,} rows, {number // FAULTY:,} of them with an error"
        self.compare(title, "scp check, all valid", dict.fromkeys((check, *others), floor))
        told = [[one.name, f"{beside.told(one):,}"] for one in (check, *others)]
        self.results.section(f"Faults told: {title}", ("command", "told"), told, beside.TOLD_NOTE if others else "")
        self.goal(f"{title}: scp check, over a check of valid rows", check, floor, 1.25)

    def areas(self) -> None:
        """Measure groups of very many areas."""
        units = self.sizes.homes
        file = f"communes-{2 * units}-2.csv"
        self.make(file)
        floor, by_area = scp("score", file), scp("score", file, name="scp score --by area", more=("--by", "area"))
        title = f"{units:,} units of {min(units, COMMUNES):,} communes in two years"
        self.compare(title, "scp score", {by_area: floor})
        self.goal(f"{title}: scp score --by area, over one without", by_area, floor, 2)

    def review(self) -> None:
        """Measure a review of many years."""
        years, units = self.sizes.years, self.sizes.of_a_year
        file = f"rows-{years * units}-{years}.csv"
        self.make(file)
        floor, review = scp("score", file), scp("review", file)
        title = f"{years} years of {units:,} units"
        self.compare(title, "scp score", {review: floor})
        self.goal(f"{title}: scp review, over scp score", review, floor, 1.25)

    def workbooks(self) -> None:
        """Measure workbooks over a pass of the library that reads their values."""
        number = self.sizes.some
        books = {name: f"{what}-{number}-6.xlsx" for what, name in BOOKS.items()}
        self.make(*books.values())
        floors = {
            scp("score", book, name=f"scp score, {name}"): python(
                f"python-calamine's own pass, {name}", BOOK_PASS, book
            )
            for name, book in books.items()
        }
        self.compare(f"Workbooks of {number:,} rows", "own pass", floors)
        for score, floor in floors.items():
            self.goal(f"workbook of {number:,} rows: {score.name}, over {OWN_PASS}", score, floor, 2.5)

    def checked(self) -> None:
        """Try what each tool checks and how it scores, and show what it checks."""
        file = f"rows-{self.sizes.some}-6.csv"
        self.make(file)
        beside.same_scores(file, self.folder)
        beside.try_rules(self.folder)
        rows = [[rule.name, *("yes" if name in rule.by else "no" for name in beside.NAMES)] for rule in RULES]
        self.results.section("What is checked of these rows", ("fault", *beside.NAMES), rows, beside.CHECKED_NOTE)

    def peers(self, number: int) -> None:
        """Measure the other tools, those that score over a score and the rest over a check."""
        file = f"rows-{number}-6.csv"
        self.make(file)
        check, score = scp("check", file), scp("score", file)
        most = FEW_TURNS if number == self.sizes.many else 0
        floors = {peer.command(file, most and (peer.most or most)): score if peer.scores else check for peer in PEERS}
        title = f"Beside other tools: {number:,} rows"
        self.compare(title, "scp", {check: check, score: score} | floors, note=beside.PEERS_NOTE)
        self.results.behind += beside.behind(number, floors)


def shown(command: Command) -> list[str]:
    return [f"{command.cpu:.2f}", f"{command.waited:.2f}", f"{command.peak:.0f}", str(len(command.runs))]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer turns, without the other tools; only printed")
    parser.add_argument("--try", action="store_true", dest="trial", help="a few rows, one turn; only printed")
    parser.add_argument("--long", action="store_true", help="five million rows too")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    if asked.trial:
        with tempfile.TemporaryDirectory() as folder:
            print(Bench(TRY, Path(folder)).run(), end="")
        return
    sizes = QUICK if asked.quick else FULL
    if sizes.beside and not beside.available():
        sys.exit("the other tools are not installed: make bench installs them")
    DATA.mkdir(exist_ok=True)
    found = Bench(sizes._replace(rows=sizes.rows | (LONG if asked.long else {})), DATA).run()
    if not asked.quick:
        (HERE / "RESULTS.md").write_text(found, encoding="utf-8")
    print(found, end="")


if __name__ == "__main__":
    main()

"""Start-up and rows, as ratios within one run (`make bench`).

Commands to compare run in turns, so that a slow moment of the machine falls on all of them; each figure is
the median of its runs. POSIX only (the peak of memory is asked of wait4).
"""

import csv
import os
import random
import re
import statistics
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
DATA = HERE / "data"
ROWS = 1_000_000
FEW_ROWS = 100_000
SAMPLES = sorted(str(path) for path in (ROOT / "data" / "samples").glob("survey-*.csv"))
SCP = [sys.executable, "-m", "scp_ninhbinh", "score"]

ENVIRONMENT = {**os.environ, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": ""}
"""Compiled modules are kept, as of any installed program; the uncounted first run makes them."""

FLOOR = """
import typer, yaml, rich.console, rich.table
from pydantic import BaseModel
class M(BaseModel): x: int
"""
PASS = "import csv, sys\nfor row in csv.reader(open(sys.argv[1], encoding='utf-8', newline='')): pass"


@dataclass
class Command:
    """A command with what its runs took: seconds of wall clock, and the peak of memory in MB."""

    name: str
    arguments: list[str]
    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def run(self) -> None:
        begin = time.perf_counter()
        child = subprocess.Popen(self.arguments, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            sys.exit(f"{self.name} failed")
        self.seconds.append(time.perf_counter() - begin)
        self.memory.append(usage.ru_maxrss / 1024)


def compare(floor: Command, others: list[tuple[Command, float]], runs: int) -> None:
    """Run all in turns and print each median, its ratio to the floor's, and the ratio that is the goal."""
    for turn in range(runs + 1):
        for command in (floor, *(command for command, _ in others)):
            command.run()
            if not turn:  # the first turn warms the disk's cache
                command.seconds.clear()
                command.memory.clear()
    low = statistics.median(floor.seconds)
    print(f"{floor.name:36} {low:8.3f} s  {max(floor.memory):6.0f} MB")
    for command, goal in others:
        middle = statistics.median(command.seconds)
        verdict = "reached" if middle <= goal * low else "MISSED"
        peak = max(command.memory)
        print(f"{command.name:36} {middle:8.3f} s  {peak:6.0f} MB  ratio {middle / low:5.2f}  goal {goal} {verdict}")


def make_workbook(source: Path, path: Path, shared: Path) -> None:
    """Write the rows of a CSV as a workbook, numbers as numbers; and once more with shared texts, as Excel writes."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet("Khảo sát", 0)
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(path)
    texts: dict[str, int] = {}

    def share(found: "re.Match[str]") -> str:
        return f't="s"><v>{texts.setdefault(found[1], len(texts))}</v>'

    with zipfile.ZipFile(path) as old, zipfile.ZipFile(shared, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name).decode() for name in old.namelist()}
        for name in [name for name in parts if "sheet" in name and name.endswith(".xml")]:
            parts[name] = re.sub('t="inlineStr"><is><t[^>]*>(.*?)</t></is>', share, parts[name])
        items = "".join(f"<si><t>{text}</t></si>" for text in texts)
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{items}</sst>'
        link = '<Relationship Id="rIdS" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
        link += 'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
        rels = "xl/_rels/workbook.xml.rels"
        parts[rels] = parts[rels].replace("</Relationships>", link)
        for name, text in parts.items():
            new.writestr(name, text)


def make_rows(path: Path, rows: int = ROWS) -> None:
    """Write rows: six years of markets, villages, clusters and outlets, as the samples have them."""
    chance = random.Random(1)
    columns = "year kind id name area informed packaging_total packaging_hard packaging_unit days hard_bags".split()
    columns += "applied held includes_scp in_safe_chain traceable task stratum note".split()
    kinds = ["market", "craft_village", "supermarket", "convenience_store", "craft_village", "industrial_cluster"]
    areas = ["TP Ninh Bình", "TP Tam Điệp", "Nho Quan", "Gia Viễn", "Hoa Lư", "Yên Khánh", "Kim Sơn", "Yên Mô"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        for number in range(rows):
            year, unit = 2020 + number * 6 // rows, number % (rows // 6 + 1)
            row: dict[str, object] = {
                "year": year,
                "kind": kinds[unit % 6],
                "id": f"U-{unit:06}",
                "area": areas[unit % 8],
            }
            row["name"] = f"Cơ sở giả định {unit}"
            total = chance.randint(100, 9999)
            if row["kind"] == "market":
                hard = int(total * (0.9 - (year - 2020) / 10) * chance.random())
                row |= {"packaging_total": total, "packaging_hard": hard, "packaging_unit": "items"}
            elif row["kind"] in ("craft_village", "industrial_cluster"):
                row["informed"] = "có" if unit % 50 < (year - 2019) * 8 else "" if unit % 7 == 0 else "không"
            else:
                row["hard_bags"] = "no" if unit % 20 < year - 2019 else "" if unit % 9 == 0 else "yes"
            writer.writerow(row)


def main() -> None:
    print("start: the imports floor, and a score of the samples")
    table = Command("scp score (table)", [*SCP, *SAMPLES])
    document = Command("scp score --format json", [*SCP, *SAMPLES, "--format", "json"])
    compare(Command("imports floor", [sys.executable, "-c", FLOOR]), [(table, 1.5), (document, 1.35)], runs=15)
    DATA.mkdir(exist_ok=True)
    rows = DATA / "rows.csv"
    make_rows(rows)
    print(f"\nrows: one bare csv.reader pass over {ROWS:,} rows, and a score of them (goal for memory: 500 MB)")
    scored = Command("scp score --format json", [*SCP, str(rows), "--format", "json"])
    compare(Command("csv.reader pass", [sys.executable, "-c", PASS, str(rows)]), [(scored, 5)], runs=5)
    few, workbook, shared = DATA / "few.csv", DATA / "few.xlsx", DATA / "few-shared.xlsx"
    make_rows(few, FEW_ROWS)
    if not shared.exists():  # the same rows each time; writing them takes longer than reading
        make_workbook(few, workbook, shared)
    print(f"\nworkbooks: a score of {FEW_ROWS:,} rows as CSV, and as .xlsx (memory: of this process too)")
    sheets = {"rows.xlsx, shared texts (Excel)": shared, "rows.xlsx, texts in cells (openpyxl)": workbook}
    others = [(Command(name, [*SCP, str(path), "--format", "json"]), 2.0) for name, path in sheets.items()]
    compare(Command("rows.csv", [*SCP, str(few), "--format", "json"]), others, runs=9)


if __name__ == "__main__":
    main()

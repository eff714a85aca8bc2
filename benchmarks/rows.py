"""The files that are measured: synthetic surveys as CSV and as workbooks (`python rows.py FOLDER FILE...`).

A name says what is in a file: `WHAT-ROWS-YEARS.csv`, or `.xlsx`. `FILES` says what each WHAT is.
"""

import csv
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import books

FIRST_YEAR, ONLY_YEAR = 2020, 2025
FAULTY = 100
"""One row in so many has an error."""

COMMUNES = 3_300
"""So many areas has a survey of communes."""

COLUMNS = (
    *("year", "kind", "id", "name", "area", "informed", "packaging_total", "packaging_hard", "packaging_unit"),
    *("days", "hard_bags", "applied", "held", "includes_scp", "in_safe_chain", "traceable", "task", "stratum", "note"),
)
KINDS = ("market", "craft_village", "supermarket", "convenience_store", "craft_village", "industrial_cluster")
AREAS = ("TP Tam Điệp", "Nho Quan", "Gia Viễn", "Yên Khánh", "Kim Sơn", "Yên Mô")

Row = dict[str, object]
Rows = Iterator[Row]


def same_units(rows: int, years: int) -> Rows:
    """Yield rows of markets, villages, clusters and outlets, the same units each year; all of them are valid."""
    chance = random.Random(1)
    units = -(-rows // years)
    first = FIRST_YEAR if years > 1 else ONLY_YEAR
    for number in range(rows):
        year, unit = number // units, number % units
        kind = KINDS[unit % 6]
        row: Row = {"year": first + year, "kind": kind, "id": f"U-{unit:07}", "area": AREAS[unit // 6 % 6]}
        yield row | {"name": f"Cơ sở giả định {unit}"} | answers(kind, unit, year, chance)


def answers(kind: str, unit: int, year: int, chance: random.Random) -> Row:
    """Return what a unit answers in the year of this number, from 0 on; some answers are not known."""
    if kind == "market":
        total = chance.randint(100, 9999)
        hard = int(total * (0.9 - year / 20) * chance.random())
        return {"packaging_total": total, "packaging_hard": hard, "packaging_unit": "items"}
    if kind in {"supermarket", "convenience_store"}:
        return {"hard_bags": "no" if unit % 20 <= year else "" if unit % 9 == 0 else "yes"}
    return {"informed": "có" if unit % 50 < year * 4 + 8 else "" if unit % 7 == 0 else "không"}


def with_note(text: str) -> Callable[[int, int], Rows]:
    """Return the maker of the same rows with this note in the one in the middle."""

    def rows_of(rows: int, years: int) -> Rows:
        for number, row in enumerate(same_units(rows, years)):
            yield row | {"note": text} if number == rows // 2 else row

    return rows_of


def with_decimals(mark: str) -> Callable[[int, int], Rows]:
    """Return the maker of the same rows whose numbers have a decimal after this mark."""

    def rows_of(rows: int, years: int) -> Rows:
        for row in same_units(rows, years):
            numbers = {name: f"{row[name]}{mark}5" for name in ("packaging_total", "packaging_hard") if name in row}
            yield row | numbers

    return rows_of


def misspelt(rows: int, years: int) -> Rows:
    """Yield the same rows with one of the areas misspelt wherever it stands."""
    for row in same_units(rows, years):
        yield row | {"area": "Gia Viển"} if row["area"] == "Gia Viễn" else row


def faulty(rows: int, years: int) -> Rows:
    """Yield the same rows with one error in every hundredth: a number, a kind, a year, or the id of the row before."""
    before: Row = {}
    for number, row in enumerate(same_units(rows, years), start=1):
        if number % FAULTY == 0:
            faults = ({"kind": "craft_vilage"}, {"year": ""}, {"id": before["id"]})
            row.update({"packaging_total": "12x"} if row["kind"] == "market" else faults[number // FAULTY % 3])
        yield row
        before = row


def communes(rows: int, years: int) -> Rows:
    """Yield the same rows, whose areas are many communes."""
    units = -(-rows // years)
    for number, row in enumerate(same_units(rows, years)):
        yield row | {"area": f"Xã {number % units % COMMUNES}"}


class File(NamedTuple):
    """What is in a file: its rows, and how a CSV writes them."""

    rows: Callable[[int, int], Rows] = same_units
    without: str = ""
    delimiter: str = ","
    quoting: int = csv.QUOTE_MINIMAL

    def write(self, path: Path, rows: Rows) -> None:
        """Write these rows as CSV."""
        columns = [name for name in COLUMNS if name != self.without]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file,
                columns,
                restval="",
                extrasaction="ignore",
                delimiter=self.delimiter,
                quoting=self.quoting,
                lineterminator="\n",
            )
            writer.writeheader()
            writer.writerows(rows)


FILES = {
    "rows": File(),
    "no_ids": File(without="id"),
    "m2": File(with_note("Diện tích 120 m²")),
    "two_lines": File(with_note("dòng thứ nhất\ndòng thứ hai")),
    "quoted": File(quoting=csv.QUOTE_ALL),
    "points": File(with_decimals(".")),
    "commas": File(with_decimals(","), delimiter=";"),
    "misspelt": File(misspelt),
    "faulty": File(faulty),
    "communes": File(communes),
}
BOOKS = {"inline": books.write_inline, "shared": books.write_shared}


def make(path: Path) -> None:
    """Write the file that this name asks for, whole or not at all, unless it is there and younger than this program."""
    if path.exists() and path.stat().st_mtime > max(Path(one).stat().st_mtime for one in (__file__, books.__file__)):
        return
    what, rows, years = path.stem.split("-")
    part = path.with_suffix(f".part{path.suffix}")
    if what in BOOKS:
        cells = [[row.get(name, "") for name in COLUMNS] for row in same_units(int(rows), int(years))]
        BOOKS[what](part, [list(COLUMNS), *cells])
    else:
        FILES[what].write(part, FILES[what].rows(int(rows), int(years)))
    part.replace(path)


if __name__ == "__main__":
    for file_name in sys.argv[2:]:
        make(Path(sys.argv[1]) / file_name)

"""The files that are measured: synthetic surveys as CSV and as workbooks (`python rows.py FOLDER FILE...`).

The name of a file says what is in it: `rows-ROWS-YEARS.csv` are rows of so many years without any fault,
`faulty-ROWS-YEARS.csv` the same with one error in every hundredth row, `cells-…xlsx` a workbook with its texts in
the cells, as openpyxl writes them, and `shared-…xlsx` one with shared texts, as Excel does.
"""

import csv
import random
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

FIRST_YEAR = 2020
FAULTY = 100
"""One row in so many has an error."""

COLUMNS = (
    *("year", "kind", "id", "name", "area", "informed", "packaging_total", "packaging_hard", "packaging_unit"),
    *("days", "hard_bags", "applied", "held", "includes_scp", "in_safe_chain", "traceable", "task", "stratum", "note"),
)
KINDS = ("market", "craft_village", "supermarket", "convenience_store", "craft_village", "industrial_cluster")
AREAS = ("TP Tam Điệp", "Nho Quan", "Gia Viễn", "Yên Khánh", "Kim Sơn", "Yên Mô")

Row = dict[str, object]


def survey(rows: int, years: int) -> Iterator[Row]:
    """Yield rows of markets, villages, clusters and outlets, the same units each year; all of them are valid."""
    chance = random.Random(1)
    units = -(-rows // years)
    for number in range(rows):
        year, unit = FIRST_YEAR + number // units, number % units
        kind = KINDS[unit % 6]
        row: Row = {"year": year, "kind": kind, "id": f"U-{unit:07}", "area": AREAS[unit // 6 % 6]}
        yield row | {"name": f"Cơ sở giả định {unit}"} | answers(kind, unit, year - FIRST_YEAR, chance)


def answers(kind: str, unit: int, year: int, chance: random.Random) -> Row:
    """Return what a unit answers in the year of this number, from 0 on; some answers are not known."""
    if kind == "market":
        total = chance.randint(100, 9999)
        hard = int(total * (0.9 - year / 20) * chance.random())
        return {"packaging_total": total, "packaging_hard": hard, "packaging_unit": "items"}
    if kind in {"supermarket", "convenience_store"}:
        return {"hard_bags": "no" if unit % 20 <= year else "" if unit % 9 == 0 else "yes"}
    return {"informed": "có" if unit % 50 < year * 4 + 8 else "" if unit % 7 == 0 else "không"}


def faulty(rows: int, years: int) -> Iterator[Row]:
    """Yield the same rows with one error in every hundredth: a number, a kind, a year, or the id of the row before."""
    before: Row = {}
    for number, row in enumerate(survey(rows, years), start=1):
        if number % FAULTY == 0:
            faults = ({"kind": "craft_vilage"}, {"year": ""}, {"id": before["id"]})
            row.update({"packaging_total": "12x"} if row["kind"] == "market" else faults[number // FAULTY % 3])
        yield row
        before = row


def write_csv(path: Path, rows: Iterator[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_cells(path: Path, rows: Iterator[Row]) -> None:
    """Write a workbook with its texts in the cells."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Khảo sát")
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append([row.get(name) or None for name in COLUMNS])
    book.save(path)


def write_shared(path: Path, rows: Iterator[Row]) -> None:
    """Write a workbook with shared texts."""
    cells = path.with_suffix(".cells")
    write_cells(cells, rows)
    texts: dict[str, int] = {}

    def share(found: "re.Match[str]") -> str:
        return f't="s"><v>{texts.setdefault(found[1], len(texts))}</v>'

    with zipfile.ZipFile(cells) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: not name.startswith("xl/worksheets/")):
            text = re.sub('t="inlineStr"><is><t[^>]*>(.*?)</t></is>', share, old.read(name).decode())
            new.writestr(name, text if name != "xl/_rels/workbook.xml.rels" else with_texts(text))
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        items = "".join(f"<si><t>{text}</t></si>" for text in texts)
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{items}</sst>')
    cells.unlink()


def with_texts(relationships: str) -> str:
    """Return the relationships of a workbook with that to its shared texts."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="rIdS" Target="sharedStrings.xml" Type="{kind}"/></Relationships>'
    return relationships.replace("</Relationships>", link)


def make(path: Path) -> None:
    """Write the file that this name asks for, whole or not at all, unless it is there and younger than this program."""
    if path.exists() and path.stat().st_mtime > Path(__file__).stat().st_mtime:
        return
    what, rows, years = path.stem.split("-")
    make_rows = faulty if what == "faulty" else survey
    write = {"cells": write_cells, "shared": write_shared}.get(what, write_csv)
    part = path.with_suffix(".part")
    write(part, make_rows(int(rows), int(years)))
    part.replace(path)


if __name__ == "__main__":
    for file_name in sys.argv[2:]:
        make(Path(sys.argv[1]) / file_name)

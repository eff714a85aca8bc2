"""Write the synthetic survey years 2020-2025, a register and a sample. No figure in them is real.

Run again, they are the same bytes.

Sizes follow what the press and plans of 2018-2024 say of the old province: 110 markets, 9 supermarkets,
2 trade centres, 7 zones, 17 clusters, 77 craft villages; the 18 convenience stores are made up.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = (
    "year kind id name area informed packaging_total packaging_hard packaging_unit hard_bags "
    "applied held includes_scp in_safe_chain traceable task note"
).split()
AREAS = ("TP Ninh Bình", "TP Tam Điệp", "Nho Quan", "Gia Viễn", "Huyện Hoa Lư", "Yên Khánh", "Kim Sơn", "Yên Mô")
RENAMED = {"TP Ninh Bình": "TP Hoa Lư", "Huyện Hoa Lư": "TP Hoa Lư"}
"""Both became TP Hoa Lư on 1 January 2025."""

YEARS = range(2020, 2026)
NOTE = "số liệu giả định (synthetic)"

INFORMED = {
    "industrial_zone": (0, 1, 2, 3, 4, 5),
    "industrial_cluster": (0, 2, 4, 7, 9, 11),
    "craft_village": (0, 8, 19, 33, 44, 57),
}
"""How many of each kind were informed by the end of each year."""

SIZES = {
    "industrial_zone": ("KCN", "Khu công nghiệp", 7),
    "industrial_cluster": ("CCN", "Cụm công nghiệp", 17),
    "craft_village": ("LN", "Làng nghề", 77),
}
OUTLETS = {
    "trade_centre": ("TTTM", "Trung tâm thương mại", 2),
    "supermarket": ("ST", "Siêu thị", 9),
    "convenience_store": ("CH", "Cửa hàng tiện lợi", 18),
}
BAG_FREE = {
    "trade_centre": (0, 0, 0, 0, 1, 1),
    "supermarket": (0, 0, 1, 2, 3, 3),
    "convenience_store": (0, 1, 2, 4, 5, 7),
}
MARKETS = 110
RATE = {2020: 0.82, 2021: 0.79, 2022: 0.75, 2023: 0.69, 2024: 0.63, 2025: 0.575}
"""The rate of hard-to-degrade packaging that a year's markets scatter around."""

TASKS = {
    2021: ["II.2.e"],
    2022: ["II.1.c", "II.2.e; II.2.d"],
    2023: ["II.1.c", "II.2.a", "II.2.e"],
    2024: ["II.1.b; II.2.d", "II.1.c", "II.2.c", "II.2.e"],
    2025: ["II.1.a", "II.1.b; II.2.d", "II.1.c", "II.2.b", "II.2.c", "II.2.e", "II.2.e"],
}

REGISTER_COLUMNS = "kind id name area since until note".split()
LISTED = {"market", *SIZES, *OUTLETS}
DRAWN = {
    "industrial_zone": (7, 6),
    "industrial_cluster": (12, 10),
    "craft_village": (45, 37),
    "trade_centre": (2, 1),
    "supermarket": (6, 2),
    "convenience_store": (10, 4),
}
"""Of each kind how many the sample drew, and how many of those gave the good answer."""

MARKETS_DRAWN = 40

Row = dict[str, object]


def zones(year: int, chance: random.Random) -> Iterator[Row]:
    """Zones, clusters and villages: the first ones are informed first; three villages of 2025 did not answer."""
    for kind, (code, name, size) in SIZES.items():
        for number in range(1, size + 1):
            informed = number <= INFORMED[kind][year - 2020]
            unknown = year >= 2024 and kind == "craft_village" and number > size - 3
            answer = "" if unknown else ("có" if informed else "không")
            yield {"kind": kind, "id": f"{code}-{number:02}", "name": f"{name} giả định {number}", "informed": answer}


def markets(year: int, chance: random.Random) -> Iterator[Row]:
    """Markets: four of 2020 closed by 2025 and four others opened; one of 2025 does not know its hard part."""
    closed, opened = range(1, 5), range(MARKETS + 1, MARKETS + 5)
    numbers = [number for number in range(1, MARKETS + 1) if year < 2025 or number not in closed]
    for number in [*numbers, *(opened if year == 2025 else ())]:
        steady = random.Random(number)
        total = steady.randrange(400, 4000, 10) + chance.randrange(-60, 60, 5)
        rate = min(RATE[year] + steady.uniform(-0.08, 0.08) - (0.2 if number in opened else 0), 1)
        hard = "" if year == 2025 and number == MARKETS else round(total * rate)
        row = {"kind": "market", "id": f"CH-{number:03}", "name": f"Chợ giả định {number}", "packaging_unit": "items"}
        yield row | {"packaging_total": total, "packaging_hard": hard}


def outlets(year: int, chance: random.Random) -> Iterator[Row]:
    """Outlets: nobody asked them in 2021, and one convenience store of 2025 did not answer."""
    if year == 2021:
        return
    for kind, (code, name, size) in OUTLETS.items():
        for number in range(1, size + 1):
            free = number <= BAG_FREE[kind][year - 2020]
            unknown = year == 2025 and kind == "convenience_store" and number == size
            answer = "" if unknown else ("no" if free else "yes")
            yield {"kind": kind, "id": f"{code}-{number:02}", "name": f"{name} giả định {number}", "hard_bags": answer}


def events(year: int, chance: random.Random) -> Iterator[Row]:
    """Models, campaigns, curricula, businesses and activities. None of them was recorded in the base year."""
    if year == 2020:
        return
    for number in (1, 2):
        applied = "yes" if number == 1 and year >= 2023 else "no"
        yield {"kind": "model", "id": f"MH-{number}", "name": f"Mô hình giả định {number}", "applied": applied}
    held = "yes" if year in (2022, 2024) else "no"
    yield {"kind": "campaign", "name": f"Tuyên truyền giả định {year}", "held": held}
    for number in range(1, 6):
        answer = "yes" if number <= year - 2021 else ("" if number == 5 else "no")
        yield {"kind": "curriculum", "name": f"Chương trình giả định {number}", "includes_scp": answer}
    for number in range(1, 13):
        chain, trace = ("yes" if number <= 2 * (year - 2021) else "no"), ("yes" if number <= year - 2021 else "no")
        yield {
            "kind": "enterprise",
            "name": f"Doanh nghiệp giả định {number}",
            "in_safe_chain": chain,
            "traceable": trace,
        }
    for number, task in enumerate(TASKS[year], start=1):
        yield {"kind": "activity", "name": f"Hoạt động giả định {number}", "task": task}


def survey(year: int) -> Iterator[Row]:
    """Everything asked in one year; a unit lies in the same area every year, which 2025 calls by its new name."""
    chance = random.Random(year)
    for family in (zones, markets, outlets, events):
        for row in family(year, chance):
            area = random.Random(str(row.get("id") or row["name"])).choice(AREAS)
            area = RENAMED.get(area, area) if year == 2025 else area
            yield {"year": year, "area": area, "note": NOTE} | row


def register() -> Iterator[Row]:
    """Every market, outlet, zone, cluster and village that was there in any year, in its area of 2025."""
    years: dict[object, list[int]] = {}
    rows: dict[object, Row] = {}
    for year in YEARS:
        for row in survey(year):
            if row["kind"] in LISTED:
                years.setdefault(row["id"], []).append(year)
                rows[row["id"]] = row
    for code, row in rows.items():
        first, last, area = years[code][0], years[code][-1], str(row["area"])
        since, until = first if first > YEARS[0] else "", last if last < YEARS[-1] else ""
        yield row | {"area": RENAMED.get(area, area), "since": since, "until": until}


def sample() -> Iterator[Row]:
    """A survey of 2025 that visited a random part: `DRAWN` of each kind; markets as they were in 2020 too."""
    for kind, (drawn, good) in DRAWN.items():
        units = [row for row in survey(2025) if row["kind"] == kind]
        chosen = sorted(random.Random(kind).sample(units, drawn), key=lambda row: str(row["id"]))
        column, answers = ("informed", ("có", "không")) if kind in INFORMED else ("hard_bags", ("no", "yes"))
        for number, row in enumerate(chosen):
            yield row | {column: answers[number >= good]}
    base = {row["id"]: row for row in survey(2020)}
    steady = [row for row in survey(2025) if row["kind"] == "market" and row["id"] in base and row["packaging_hard"]]
    for row in sorted(random.Random(0).sample(steady, MARKETS_DRAWN), key=lambda row: str(row["id"])):
        yield from (base[row["id"]], row)


def write(name: str, columns: Sequence[str], rows: Iterator[Row]) -> None:
    """Write one file."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    for surveyed in YEARS:
        write(f"survey-{surveyed}.csv", COLUMNS, survey(surveyed))
    write("register.csv", REGISTER_COLUMNS, register())
    write("sample-2025.csv", COLUMNS, sample())

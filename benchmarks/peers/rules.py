"""What is checked of the rows: the lists that the peers' rules are made from, and each rule with a fault to try it.

Whoever claims a rule in `by` has to tell its faults, and who does not may not tell them: `make bench` holds both before
it prints the table. The peers' scripts import this too, so it needs nothing but Python.
"""

from typing import NamedTuple

YEARS, BASE_YEAR = (2020, 2030), 2020
KINDS = (
    *("market", "supermarket", "trade_centre", "convenience_store", "industrial_zone", "industrial_cluster"),
    *("craft_village", "model", "campaign", "curriculum", "enterprise", "activity"),
)
OLD_AREAS, NEW_AREAS = ("TP Ninh Bình", "Huyện Hoa Lư"), ("TP Hoa Lư",)
SAME_AREAS = ("TP Tam Điệp", "Nho Quan", "Gia Viễn", "Yên Khánh", "Kim Sơn", "Yên Mô")
AREAS = (*OLD_AREAS, *NEW_AREAS, *SAME_AREAS)
NEW_SINCE = 2025

YES, NO = ("yes", "có"), ("no", "không")
YES_NO = ("hard_bags", "informed", "applied", "held", "includes_scp", "in_safe_chain", "traceable")
ANSWERS = {**dict.fromkeys(YES_NO, (*YES, *NO)), "packaging_unit": ("items", "kg", "stalls")}
NUMBERS = ("packaging_total", "packaging_hard", "days")
NEEDED = ("year", "kind", "id")
NUMBER = r"^\d+([.]\d+)?$"
LISTED = {"year": tuple(map(str, range(YEARS[0], YEARS[1] + 1))), "kind": KINDS, "area": AREAS} | ANSWERS
"""What a cell may be that is read as text, where it holds anything."""

TEXTS = ("name", "task", "stratum", "note")

ZONES = ("industrial_zone", "industrial_cluster", "craft_village")
OUTLETS = ("trade_centre", "supermarket", "convenience_store")
ASKED_OF = {
    **dict.fromkeys((*NUMBERS, "packaging_unit"), ("market",)),
    "informed": ZONES,
    "hard_bags": OUTLETS,
    "applied": ("model",),
    "held": ("campaign",),
    "includes_scp": ("curriculum",),
    **dict.fromkeys(("in_safe_chain", "traceable"), ("enterprise",)),
    "task": ("activity",),
}
"""Of which kinds a column is asked."""


class Fault(NamedTuple):
    """What makes a row of this kind and year wrong: other cells, or one more; the last ones missing; the row twice."""

    kind: str = "market"
    year: int = 2025
    cells: tuple[tuple[str, str], ...] = ()
    short_by: int = 0
    twice: bool = False


class Rule(NamedTuple):
    """A rule with who checks it, and its faults: each of them has to be told."""

    name: str
    by: frozenset[str]
    faults: tuple[Fault, ...]


def cells(of: str = "market", at: int = 2025, **changed: str) -> Fault:
    """Return the fault of having these cells."""
    return Fault(of, at, tuple(changed.items()))


SCP = frozenset({"scp"})
HAND = frozenset({"polars by hand", "duckdb by hand"})
SCHEMAS = frozenset({"pandera on pandas", "pandera on polars", "pointblank", "Great Expectations", "frictionless"})
LENGTHS = frozenset({"frictionless", "csvclean", "duckdb by hand"})

RULES = (
    Rule("a row longer than the header", SCP | SCHEMAS | HAND | LENGTHS, (cells(beyond="x"),)),
    Rule("a row shorter than the header", SCP | LENGTHS, (Fault(short_by=3),)),
    Rule("no year, kind or id", SCP | SCHEMAS | HAND, tuple(cells(**{name: ""}) for name in NEEDED)),
    Rule("a year that is none", SCP | SCHEMAS | HAND, (cells(year="20x5"),)),
    Rule("a year that is not 2020 to 2030", SCP | SCHEMAS | HAND, (cells(year="2031"),)),
    Rule("a kind that is none of the plan's", SCP | SCHEMAS | HAND, (cells("craft_village", kind="craft_vilage"),)),
    Rule(
        "an answer that is none of those asked for",
        SCP | SCHEMAS | HAND,
        (cells("craft_village", informed="maybe"), cells(packaging_unit="grams")),
    ),
    Rule("text in place of a number", SCP | SCHEMAS | HAND, (cells(packaging_total="12x"),)),
    Rule("a number below 0", SCP | SCHEMAS | HAND, (cells(packaging_hard="-5"),)),
    Rule("a hard part above its total", SCP | SCHEMAS | HAND, (cells(packaging_total="5", packaging_hard="6"),)),
    Rule("a misspelt area", SCP | SCHEMAS | HAND, (cells(area="Gia Viển"),)),
    Rule("a unit twice in a year", SCP | SCHEMAS | HAND, (Fault(twice=True),)),
    Rule(
        "an area that the year did not have", SCP | HAND, (cells(area=OLD_AREAS[0]), cells(at=2020, area=NEW_AREAS[0]))
    ),
    Rule("an answer to a question of other kinds", SCP | HAND, (cells(hard_bags="yes"),)),
    Rule("a no after a yes, of what lasts", SCP | HAND, (cells("craft_village", informed="no"),)),
    Rule("one id, another kind in another year", SCP | HAND, (cells("supermarket", kind="convenience_store"),)),
    Rule("two units of one name and kind in a year", SCP, (cells(name="Cơ sở giả định 6"),)),
    Rule("a row of totals, a damaged letter", SCP, (cells(name="Tổng cộng"), cells(note="Nguồn: S� Công Thương"))),
)

"""The tools beside which `scp check` runs, in an environment of their own, and what each of them checks."""

import json
import subprocess
import sys
from pathlib import Path

from peer_rules import ANSWERS, AREAS, KINDS, TEXTS, YEARS
from rows import COLUMNS
from running import Command

HERE = Path(__file__).parent
BIN = HERE / ".peers" / "bin"
NAMES = ("frictionless", "pandera", "pandas", "check-jsonschema", "csvkit")
SCHEMA = "table-schema.json"
MANY_ROWS = 1_000_000

FRICTIONLESS, PANDERA, CSVCLEAN = "frictionless validate", "pandera, lazy=True", "csvclean --length-mismatch"

CHECKED = {
    "rows as long as the header": "scp frictionless csvclean",
    "years, kinds and answers from a list": "scp frictionless pandera",
    "year, kind and id are there": "scp frictionless pandera",
    "numbers ≥ 0": "scp frictionless pandera",
    "names of areas": "scp frictionless pandera",
    "one row a unit and year": "scp frictionless pandera",
    "hard part ≤ total": "scp pandera",
    "areas by the year, cells of another kind of unit": "scp",
    "rows that may be one unit over the years": "scp",
    "totals, notes and titles, damaged letters, the decimal mark": "scp",
}
"""What is checked of the rows here, by whom."""

CHECKED_NOTE = (
    "frictionless: a Table Schema with a primary key. pandera: a DataFrameSchema of what pandas has read, which "
    "refuses a row that is too long and fills up one that is too short. csvclean looks at the length of rows "
    "alone. check-jsonschema checks JSON and YAML, no tables: of it only the start is measured."
)
ERRORS_NOTE = (
    "frictionless stops at 1,000 errors unless --limit-errors says otherwise; scp check tells all. Of pandera the rows "
    "that fail are counted; csvclean looks for none of these errors."
)


def available() -> bool:
    """Whether the environment of the peers has been made."""
    return (BIN / "frictionless").exists()


def versions() -> dict[str, str]:
    """Return the version of each peer."""
    program = f"from importlib.metadata import version\nfor name in {NAMES}: print(version(name))"
    shown = subprocess.run([BIN / "python", "-c", program], check=True, capture_output=True, text=True).stdout
    return dict(zip(NAMES, shown.split(), strict=True))


def table_schema() -> dict[str, object]:
    """Return the Table Schema of a survey: types, what must be there, enumerations, bounds, one row a unit and year."""
    first, last = YEARS
    constraints: dict[str, dict[str, object]] = {
        "year": {"required": True, "minimum": first, "maximum": last},
        "kind": {"required": True, "enum": KINDS},
        "id": {"required": True},
        "area": {"enum": AREAS},
        **{name: {"enum": words} for name, words in ANSWERS.items()},
        **{name: {"minimum": 0} for name in ("packaging_total", "packaging_hard", "days")},
        **{name: {} for name in TEXTS},
    }
    types = {"year": "integer", "packaging_total": "number", "packaging_hard": "number", "days": "number"}
    fields = [{"name": name, "type": types.get(name, "string"), "constraints": constraints[name]} for name in COLUMNS]
    return {"fields": fields, "primaryKey": ["year", "id"]}


def checkers(rows: str, number: int, exits: tuple[int, ...] = (0,)) -> list[Command]:
    """Return the peers' checks of this file of so many rows; of very many, those of minutes run once or twice."""
    frictionless = [str(BIN / "frictionless"), "validate", rows, "--schema", SCHEMA, "--json"]
    pandera = [str(BIN / "python"), str(HERE / "pandera_check.py"), rows]
    csvclean = [str(BIN / "csvclean"), "--length-mismatch", rows]
    return [
        Command(FRICTIONLESS, frictionless, exits, most=1 if number >= MANY_ROWS else 0),
        Command(PANDERA, pandera, exits),
        Command(CSVCLEAN, csvclean, exits, most=1 if number >= MANY_ROWS else 0),
    ]


def errors_told(command: Command) -> int | None:
    """Return how many errors a check has told; None of one that looks for none of those made here."""
    if command.name == FRICTIONLESS:
        return int(json.loads(command.output)["stats"]["errors"])
    if command.name == PANDERA:
        return int(command.output)
    return None if command.name == CSVCLEAN else int(json.loads(command.output)["summary"]["errors"])


def starters() -> list[Command]:
    """Return the peers' shortest runs."""
    tools = ("frictionless", "check-jsonschema", "csvstat", "csvclean")
    return [Command(f"{tool} --version", [str(BIN / tool), "--version"]) for tool in tools]


def write_schema(folder: Path) -> None:
    (folder / SCHEMA).write_text(json.dumps(table_schema(), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    json.dump(table_schema(), sys.stdout, ensure_ascii=False, indent=2)

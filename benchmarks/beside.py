"""The tools that people would pick in place of scp: one script each in `peers/`, in an environment of their own.

Before they are timed, each is tried with every fault of `peers/rules.py`, and the scores of those that score are held
against those of scp.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Iterable
from math import isclose
from pathlib import Path
from typing import Any, NamedTuple

from peers.rules import RULES, Fault, Rule
from rows import COLUMNS, same_units
from running import Command

HERE = Path(__file__).parent
BIN = HERE / ".peers" / "bin"
SCP = [sys.executable, "-m", "scp_ninhbinh"]
UNITS, YEARS = 60, 6
"""How many units and years the small survey has in which faults are planted."""


class Peer(NamedTuple):
    """A tool with its script, its package and what is used of it.

    One that takes minutes for a million rows takes part in `most` turns of these (0: in as many as the others).
    """

    name: str
    script: str
    package: str
    what: str
    scores: bool = False
    most: int = 0

    def command(self, file: str, most: int = 0) -> Command:
        return Command(self.name, [str(BIN / "python"), str(HERE / "peers" / self.script), file], most=most)


PEERS = (
    Peer("polars by hand", "by_polars.py", "polars", "checks as expressions, and the scores", scores=True),
    Peer("duckdb by hand", "by_duckdb.py", "duckdb", "checks in SQL, and the scores", scores=True),
    Peer("pointblank", "by_pointblank.py", "pointblank", "a validation, on polars"),
    Peer("pandera on polars", "by_pandera_polars.py", "pandera", "a DataFrameSchema, lazy=True"),
    Peer("pandera on pandas", "by_pandera_pandas.py", "pandas", "a DataFrameSchema, lazy=True"),
    Peer("Great Expectations", "by_great_expectations.py", "great-expectations", "a suite, on pandas"),
    Peer("frictionless", "by_frictionless.py", "frictionless", "a Table Schema and a constraint", most=1),
    Peer("csvclean", "by_csvclean.py", "csvkit", "--length-mismatch; the length of rows alone", most=1),
)
NAMES = ("scp", *(peer.name for peer in PEERS))

WHAT = "; ".join(f"{peer.name}: {peer.what}" for peer in PEERS)
CHECKED_NOTE = (
    f"Each yes and each no was tried with a file that has the fault. {WHAT}. Of a row that is too long, those that "
    "read with pandas, polars or duckdb tell that the file cannot be read, and no more; those on pandas and "
    "polars fill up a row that is too short."
)
TOLD_NOTE = (
    "scp tells a cause that repeats once, with its rows. Of a unit that is there twice some tell both rows, and "
    "several rules may speak of one row."
)
PEERS_NOTE = (
    "polars by hand and duckdb by hand score as well, the same figures as scp, so they stand over scp score; the "
    "rest check and stand over scp check. Those on polars and duckdb use all cores: they end earlier than their "
    "processor time says."
)


def available() -> bool:
    """Whether the environment of the peers has been made."""
    return (BIN / "python").exists()


def versions() -> dict[str, str]:
    """Return the version of each package of a peer."""
    names = [peer.package for peer in PEERS]
    program = f"from importlib.metadata import version\nfor name in {names}: print(version(name))"
    shown = subprocess.run([BIN / "python", "-c", program], check=True, capture_output=True, text=True).stdout
    return dict(zip(names, shown.split(), strict=True))


def told(command: Command) -> int:
    """Return how many faults a check of scp or of a peer has told."""
    found = json.loads(command.output)
    return int(found["told"]) if "told" in found else len(found["problems"])


def planted(faults: Iterable[Fault]) -> list[list[str]]:
    """Return the rows of a small survey, each of these faults in a row of its own."""
    rows = [{name: str(row.get(name, "")) for name in COLUMNS} for row in same_units(UNITS * YEARS, YEARS)]
    again = []
    for number, fault in enumerate(faults):
        row = [row for row in rows if (row["kind"], row["year"]) == (fault.kind, str(fault.year))][number]
        row.update(fault.cells)
        for name in COLUMNS[len(COLUMNS) - fault.short_by :]:
            del row[name]
        again += [row] * fault.twice
    return [list(row.values()) for row in (*rows, *again)]


def write(path: Path, faults: Iterable[Fault]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *planted(faults)])


def try_rules(folder: Path) -> None:
    """Hold what each tells of a file with the faults of a rule against whether it claims that rule."""
    for number, rule in enumerate((Rule("no fault", frozenset(), ()), *RULES)):
        file = f"fault-{number}.csv"
        write(folder / file, rule.faults)
        check = Command("scp", [*SCP, "check", file, "--format", "json"], exits=(0, 1))
        for command in (check, *(peer.command(file) for peer in PEERS)):
            command.run(folder)
            hold(rule, command)


def hold(rule: Rule, command: Command) -> None:
    """End the benchmark where a tool tells fewer faults than it claims, or one that it does not claim."""
    found, due = told(command), len(rule.faults) if command.name in rule.by else 0
    if found < due or (found and not due):
        sys.exit(f"{command.name} tells {found} faults of: {rule.name}; by its claim {due}")


def same_scores(file: str, folder: Path) -> None:
    """Hold the figures of each peer that scores against those of scp, and end the benchmark where one differs."""
    ours = figures(Command("scp", [*SCP, "score", file, "--format", "json"]), folder)["targets"]
    known = {f"{one['clause']}{one['part'] or ''}": [one["achieved"], one["high"]] for one in ours}
    for peer in PEERS:
        found = figures(peer.command(file), folder)["scores"] if peer.scores else {}
        for target, figure in found.items():
            if not all(map(isclose, figure, known[target])):
                sys.exit(f"{target}: {figure} by {peer.name}, {known[target]} by scp")


def figures(command: Command, folder: Path) -> dict[str, Any]:
    """Return what a command prints as JSON."""
    command.run(folder)
    return dict(json.loads(command.output))


def behind(number: int, floors: dict[Command, Command]) -> list[str]:
    """Return what of these tools takes less time or memory than scp for so many rows."""
    pairs = floors.items()
    faster = [f"{one.name} ({one.ratio(ours):.2f} ×)" for one, ours in pairs if one.ratio(ours) < 1]
    smaller = [f"{one.name} ({one.peak:.0f} MB of {ours.peak:.0f})" for one, ours in pairs if one.peak < ours.peak]
    less = {"processor time": faster, "memory": smaller}
    return [f"{number:,} rows, less {what} than scp: {', '.join(names) or 'none'}." for what, names in less.items()]

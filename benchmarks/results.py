"""What a benchmark found, as Markdown: the goals first, where scp is behind, the tables, and what it ran with."""

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import NamedTuple

OURS = ("typer", "pydantic", "pydantic-core", "pyyaml", "rich", "python-calamine", "xlrd", "openpyxl")


HEAD = (
    "Made by `make bench`. Times are processor time, user and system, of a command and what it starts: medians of "
    "turns that go round all commands of a table. A ratio is the median of the ratios within each turn. Compare "
    "ratios, not seconds: those are of one machine. Memory is the highest peak of the command alone."
)


class Goal(NamedTuple):
    """Something measured that shall not be above its limit."""

    name: str
    value: float
    limit: float
    unit: str

    @property
    def missed(self) -> bool:
        return self.value > self.limit

    def row(self) -> list[str]:
        verdict = "**missed**" if self.missed else "reached"
        return [self.name, f"≤ {self.limit:g}{self.unit}", f"{self.value:.3g}{self.unit}", verdict]


@dataclass
class Results:
    """The goals, where scp is behind, and the lines of the tables, in the order in which they were measured."""

    goals: list[Goal] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def goal(self, name: str, value: float, limit: float, unit: str = " ×") -> None:
        """Hold what was measured against its limit."""
        self.goals.append(Goal(name, value, limit, unit))

    def section(self, title: str, header: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> None:
        """Add a table under its title, with a note below, and show it: whoever waits sees how far it is."""
        table = [f"## {title}", "", *markdown(header, rows), "", *([note, ""] if note else [])]
        print("\n".join(table), file=sys.stderr, flush=True)
        self.lines += table

    def text(self, others: dict[str, str]) -> str:
        """Return everything; `others` are the versions of the peers."""
        goals = markdown(("goal", "limit", "measured", ""), [goal.row() for goal in self.goals])
        behind = [f"- {sentence}" for sentence in (*missed(self.goals), *self.behind)]
        head = ["# Benchmarks", "", HEAD, "", "## Goals", "", *goals, "", "## Where scp is behind", "", *behind, ""]
        return "\n".join([*head, *self.lines, "## Made with", "", *ran_with(others)]) + "\n"


def missed(goals: Sequence[Goal]) -> list[str]:
    """Return a sentence for each goal that is missed."""
    sentences = [f"Missed: {one.name} is {one.value:.3g}{one.unit}, not {one.limit:g}." for one in goals if one.missed]
    return sentences or ["No goal is missed."]


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table, columns aligned in the text too; all but the first are numbers and stand right."""
    widths = [max(len(row[at]) for row in (header, *rows)) for at in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        first, *rest = [
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join([first, *rest])} |"

    rule = ["-" * widths[0], *("-" * (max(width, 2) - 1) + ":" for width in widths[1:])]
    return [line(header), f"| {' | '.join(rule)} |", *map(line, rows)]


def ran_with(others: dict[str, str]) -> list[str]:
    """Return what the benchmark ran with: Python, our dependencies, the peers, the cores."""
    ours = ", ".join(f"{name} {version(name)}" for name in OURS)
    peers = ", ".join(f"{name} {found}" for name, found in others.items()) or "not run"
    return [
        f"- {platform.python_implementation()} {platform.python_version()} on {platform.system()}, "
        f"{platform.machine()}, {os.cpu_count()} cores",
        f"- scp-ninhbinh {version('scp-ninhbinh')} with {ours}",
        f"- peers: {peers}",
    ]

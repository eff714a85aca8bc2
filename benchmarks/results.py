"""What a benchmark found, as Markdown: the goals first, then the tables behind them, and what it ran with."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import NamedTuple

OURS = ("typer", "pydantic", "pydantic-core", "pyyaml", "rich", "python-calamine", "xlrd", "openpyxl")


class Goal(NamedTuple):
    """Something measured that shall not be above its limit."""

    name: str
    value: float
    limit: float
    unit: str

    def row(self) -> list[str]:
        verdict = "reached" if self.value <= self.limit else "**missed**"
        return [self.name, f"≤ {self.limit:g}{self.unit}", f"{self.value:.4g}{self.unit}", verdict]


@dataclass
class Results:
    """The goals and the lines of the tables, in the order in which they were measured."""

    goals: list[Goal] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def goal(self, name: str, value: float, limit: float, unit: str = " ×") -> None:
        """Hold what was measured against its limit."""
        self.goals.append(Goal(name, value, limit, unit))

    def section(self, title: str, header: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> None:
        """Add a table under its title, with a note below."""
        print(f"measured: {title}", flush=True)
        self.lines += [f"## {title}", "", *markdown(header, rows), ""]
        self.lines += [note, ""] if note else []

    def text(self, others: dict[str, str]) -> str:
        """Return everything; `others` are the versions of the peers."""
        goals = markdown(("goal", "limit", "measured", ""), [goal.row() for goal in self.goals])
        head = ["# Benchmarks", "", "Made by `make bench`. Compare ratios, not seconds: those are of one machine.", ""]
        return "\n".join([*head, *ran_with(others), "", "## Goals", "", *goals, "", *self.lines]).rstrip() + "\n"


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

"""Small surveys written as text, and what is asked of what was read of them."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from scp_ninhbinh.cli.output import with_option
from scp_ninhbinh.findings.text import findings_text
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.project.declared import NOTHING_DECLARED, Declared
from scp_ninhbinh.survey.declared import Expected
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.text.say import language

PLAN = load_plan(embedded_plan()).plan
KNOWN = PLAN.vocabulary


def expecting(
    tasks: tuple[str, ...] = (), followed: Collection[str] = (), years: range = range(2020, 2031)
) -> Expected:
    """Return what a plan with the embedded one's words expects of a survey."""
    return Expected(KNOWN, PLAN.asked, years, tasks, frozenset(followed))


EXPECTED = expecting(("II.1.a", "II.1.b"), {"market", "model"})
ZONES = "year,kind,id,name,area,informed\n"
MARKETS = "year,kind,id,name,area,packaging_total,packaging_hard\n"


def read(
    folder: Path, text: str, register: str | None = None, declared: Declared = NOTHING_DECLARED
) -> tuple[Survey, list[Problem]]:
    path, listing = folder / "survey.csv", folder / "register.csv"
    path.write_text(text, encoding="utf-8")
    listing.write_text(register or "", encoding="utf-8")
    return read_survey([str(path)], EXPECTED, declared, None if register is None else str(listing))


def write(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.csv") for name in files]


def told(problems: Sequence[Problem]) -> list[tuple[str, int | None, str | None]]:
    return [(found.rule, found.place.row, found.place.column) for found in problems]


def others(problems: Sequence[Problem]) -> list[str]:
    """The rows that the problems name beside their own."""
    return [str(found.details["other"]).rpartition(":")[2] for found in problems]


def ids(units: Sequence[Any]) -> list[str]:
    return [unit.id for unit in units]


def listed(problems: list[Problem]) -> str:
    """Return a line for every problem: the list for people folds those that are alike."""
    english = language("en")
    return "".join(findings_text([with_option(found, english)], english) for found in problems)

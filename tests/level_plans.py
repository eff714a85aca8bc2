"""A small plan of ratios and totals, written with what a test asks for, and its surveys; all of it is invented."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import of

from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import Scores

Score = Callable[..., Scores]

HEAD = """schema: scp/plan/2
id: 1/KH
title: {vi: Chất thải, en: Waste}
period: {first: 2021, last: 2030}
kinds:
  commune: {vi: xã, en: commune, many: communes}
  town: {vi: thị trấn, en: town}
columns:
"""
NUMBER = """  NAME:
    kinds: [commune, town]
    holds: number
    vi: VI
    en: EN
    ask: {vi: VI?, en: EN?}
"""
COLUMNS: dict[str, str] = {
    "waste": "    unit: {vi: tấn, en: tonnes}\n",
    "treated": "    unit: {vi: tấn, en: tonnes}\n    part_of: waste\n",
    "sold": "    unit: {vi: tấn, en: tonnes}\n    unit_in: measure\n    divided_by: days\n",
    "people": "    unit: {vi: người, en: people}\n",
    "bags": "",
    "change": '    unit: ha\n    may_be_negative: "true"\n',
    "days": "    above: 0\n",
}
MEASURE = """  measure:
    kinds: [commune, town]
    holds: choice
    choices: {kg: {vi: cân, en: kg}, t: {vi: tấn, en: t}}
    vi: đơn vị
    en: measure
    ask: {vi: Đơn vị?, en: Measure?}
"""
RATIO, TOTAL = "ratio: {sum: treated, over: waste}", "total: waste"
A_HEAD = "ratio: {sum: waste, over: people, times: 1000, unit: {vi: kg/người, en: kg a head}}"


def plan_text(asked: str, targets: str, of: str = "commune") -> str:
    """Return a plan of one indicator, `asked` as a plan writes it, with one target or several."""
    return plan_of(("level", asked, targets, of))


def plan_of(*indicators: tuple[str, str, str, str]) -> str:
    """Return a plan of these indicators: id, what is asked, targets, kinds."""
    numbers = [
        NUMBER.replace("NAME", name).replace("VI", f"cột {name}").replace("EN", f"{name} said") + more
        for name, more in COLUMNS.items()
    ]
    lines = []
    for id_, asked, targets, kinds in indicators:
        lines += [f"  - id: {id_}\n    measure: {asked.partition(':')[0]}\n    title: {{vi: Mức, en: Level}}\n"]
        lines += [f"    of: [{kinds}]\n    {asked}\n    targets:\n"]
        lines += [f"      - {{{one}}}\n" for one in targets.split("; ")]
    return HEAD + "".join(numbers) + MEASURE + "indicators:\n" + "".join(lines)


COLUMN_NAMES = (*COLUMNS, "measure")


def survey_text(*rows: dict[str, Any]) -> str:
    """Return a survey of these rows; of 2025 and of communes unless they say otherwise."""
    names = ("year", "kind", "id", "area", *COLUMN_NAMES)
    usual = {"year": 2025, "kind": "commune"}
    lines = [",".join(str((usual | row).get(name, "")) for name in names) for row in rows]
    return "\n".join([",".join(names), *lines, ""])


def register_text(*ids: str, areas: dict[str, str] | None = None) -> str:
    return "kind,id,name,area\n" + "".join(f"commune,{one},{one},{(areas or {}).get(one, '')}\n" for one in ids)


def rows(columns: str, *values: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return a row for each tuple, an empty text or a number for each of the columns."""
    return [dict(zip(columns.split(), one, strict=True)) for one in values]


class Levels:
    """Scores a survey against a plan of one indicator."""

    def __init__(self, score: Score, folder: Path) -> None:
        self.score, self.path = score, folder / "plan.yaml"

    def scores(
        self,
        asked: str,
        targets: str,
        found: list[dict[str, Any]],
        register: str | None = None,
        of_kinds: str = "commune",
        **more: Any,
    ) -> Scores:
        self.path.write_text(plan_text(asked, targets, of_kinds), encoding="utf-8")
        return self.score(survey_text(*found), plan=str(self.path), register=register, **more)

    def __call__(self, *asked: Any, **more: Any) -> Result:
        return of(self.scores(*asked, **more), "level")


@pytest.fixture
def level(score: Score, tmp_path: Path) -> Levels:
    return Levels(score, tmp_path)


EVERY_PLAN = plan_of(
    (
        "treated",
        RATIO,
        "due: 2025, clause: I.1, part: a, at_least: 50%, stretch: 70%; due: 2030, clause: II.1, at_least: 95%",
        "commune",
    ),
    ("a-head", A_HEAD, "due: 2030, clause: I.2, at_most: 400; due: 2025, clause: I.3, at_least: 1", "commune"),
    (
        "in-all",
        TOTAL,
        "due: 2025, clause: I.4, part: b, at_least: 100, stretch: 200; due: 2030, clause: I.5, at_least: 900",
        "commune",
    ),
    (
        "changed",
        "total: change",
        "due: 2025, clause: I.6, since: 2024, at_least: 5; due: 2030, clause: II.6, since: 2027, at_least: 5",
        "commune",
    ),
    ("sold", "total: sold", "due: 2025, clause: I.7, at_least: 5", "commune"),
    ("treated-each", f"{RATIO}\n    each: year", "due: 2025, clause: I.8, at_least: 50%", "commune"),
    ("in-all-each", f"{TOTAL}\n    each: year", "due: 2025, clause: I.9, since: 2024, at_least: 90", "commune"),
)
_ALL = "year id area waste treated people change"
EVERY_SURVEY = {
    "levels known": [(2025, "A", "N", 100, 50, 200, 5), (2025, "B", "S", 200, 150, 300, 1)],
    "levels open": [
        (2024, "A", "N", 90, 40, 200, 1),
        (2025, "A", "N", 100, 50, 200, ""),
        (2025, "B", "S", 300, "", 300, 2),
        (2025, "C", "S", "", 20, "", 3),
        (2025, "D", "", "", "", "", ""),
    ],
    "levels half open": [(2025, "A", "N", 100, 45, 100, 4), (2025, "B", "S", 20, "", 10, "")],
    "levels empty": [(2025, "A", "N", "", "", "", "")],
    "levels later": [(2026, "A", "N", 100, 50, 200, 5)],
    "levels whole": [(year, one, "N", 90, 40, 200, 1) for year in (2024, 2025) for one in "AB"],
    "levels zero": [(2025, "A", "N", 0, 0, 0, 0)],
    "levels before": [(2024, "A", "N", 100, 50, 200, 5), (2023, "A", "N", 80, 20, 100, 3)],
    "levels of two years": [(2024, "A", "N", 90, 40, 200, 1), (2025, "A", "N", 100, 60, 200, 7)],
}
EVERY_SURVEY_TEXT = {name: survey_text(*rows(_ALL, *some)) for name, some in EVERY_SURVEY.items()} | {
    "levels in two units": survey_text(*rows("id sold measure", ("A", 1, "kg"), ("B", 1, "t")))
}
"""Surveys of that plan, in which every key of a ratio and a total is what it may be."""
SMALL_REGISTER = register_text("A", "B", areas={"A": "N", "B": "S"})
EVERY_REGISTER = register_text("A", "B", "C", "D", "E", "F", areas=dict(zip("ABCDEF", "NSSNSN", strict=True)))

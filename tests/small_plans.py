"""A plan of one indicator, and what a survey comes to by it: for targets of at most, and for those of each part."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import Scores

HEAD = """schema: scp/plan/2
id: 1/KH
title: {vi: Kế hoạch giả định, en: An invented plan}
period: {first: 2021, last: 2030}
"""
AREAS = "areas: [{name: Xã A}, {name: Xã B}]\n"
WORDS = """kinds:
  house: {vi: [hộ], en: house, many: houses}
columns:
  burns: {kinds: [house], holds: yes_no, vi: [đốt rác], en: burns waste, ask: {vi: Đốt rác, en: Is waste burnt}}
  all: {kinds: [house], holds: number, vi: [tổng rác], en: waste, ask: {vi: Tổng rác, en: How much waste}}
  burnt: {kinds: [house], holds: number, part_of: all, vi: [rác đốt], en: burnt, ask: {vi: Rác đốt, en: Of it burnt}}
indicators:
"""
COUNTED = 'of: [house], answer: {burns: "yes"}'
CUT = "of: [house], ratio: {sum: burnt, over: all}, base: {year: 2021, why: {vi: Đầu, en: First}}"
HEADING = "year,kind,id,area,burns,all,burnt\n"

Ask = Callable[..., Result]
"""Scores a survey by one target; `rows` are years, ids, areas and answers, such as "2025 H1 A yes"."""


def plan_text(measure: str, target: str, *, each: str = "", areas: str = AREAS) -> str:
    """Return a plan with one indicator `x` of this measure (share, units, occasions, reduction) and one target."""
    kind = measure if measure in ("share", "reduction") else f"count, count: {measure}"
    part = f", each: {each}" if each else ""
    about = CUT if measure == "reduction" else COUNTED
    item = f"  - {{id: x, measure: {kind}{part}, title: {{vi: Chỉ tiêu, en: Target}}, {about},\n"
    return HEAD + areas + WORDS + item + f"     targets: [{{clause: I.1, {target}}}]}}\n"


def survey_text(rows: str) -> str:
    """Return a survey as CSV: of every row year, id, area (a letter, `-` for none), answer (`?` for none), amounts."""
    return HEADING + "".join(map(_row, filter(None, map(str.split, rows.splitlines()))))


def _row(cells: list[str]) -> str:
    year, unit, area, answer, *amounts = cells
    place = "" if area == "-" else f"Xã {area}"
    return ",".join([year, "house", unit, place, answer.replace("?", ""), *(amounts or ["", ""])]) + "\n"


def register_text(units: str) -> str:
    """Return a register as CSV of units such as "H1 A"."""
    listed = [line.split() for line in units.splitlines() if line.strip()]
    return "kind,id,area\n" + "".join(f"house,{unit},{'' if area == '-' else 'Xã ' + area}\n" for unit, area in listed)


def asking(score: Callable[..., Scores], folder: Path) -> Ask:
    """Return what scores rows by a plan of one target; `register` are its units, if there is one."""

    def asked(rows: str, measure: str, target: str, *, each: str = "", areas: str = AREAS, **more: Any) -> Result:
        path = folder / "asked.yaml"
        path.write_text(plan_text(measure, target, each=each, areas=areas), encoding="utf-8")
        if more.get("register") is not None:
            more["register"] = register_text(more["register"])
        (result,) = score(survey_text(rows), str(path), **more).results
        return result

    return asked

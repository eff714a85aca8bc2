"""What the JSON knows of a target stands in its report, in every format and in both languages."""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from conftest import ROOT, SAMPLES, Scp
from reports import text_of

from scp_ninhbinh.documents.certainty import CEILINGS, RULES
from scp_ninhbinh.documents.words import REASONS, STATUSES, more_needed, unknown
from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Code, Number, language

DATA, EXAMPLES = ROOT / "data" / "samples", ROOT / "docs" / "examples"
REGISTER = ("--register", str(DATA / "register.csv"))


class Asked(NamedTuple):
    """Files with the options that belong to them."""

    files: tuple[str, ...]
    options: tuple[str, ...] = ()


CASES = {
    "all years": Asked(tuple(SAMPLES)),
    "one year": Asked(tuple(SAMPLES[-1:])),
    "register": Asked((SAMPLES[0], SAMPLES[-1]), REGISTER),
    "sample": Asked((str(DATA / "sample-2025.csv"),), (*REGISTER, "--sample")),
    "another plan": Asked((), ("--project", str(EXAMPLES / "waste" / "scp.yaml"))),
    "numbers": Asked((), ("--project", str(EXAMPLES / "energy" / "scp.yaml"))),
}
"""Ninh Bình's plan counted, of one year, with a register and from a sample; plans of ratios, totals and changes."""


def figures(value: float | None, unit: str, code: Code) -> set[str]:
    """Return how a figure may be written: with up to six decimals, those that show it where it stands."""
    exact = Fraction(repr(value or 0))
    least = 0 if exact.denominator == 1 else 1
    marks = [Number(exact, places, "%" if unit == "percent" else "") for places in range(least, 7)]
    return {language(code).text(mark) for mark in marks}


def facts(target: dict[str, Any], code: Code) -> Iterator[set[str]]:
    """Yield what a report has to say of a target, each as the ways in which it may be written."""
    yield {language(code).text(STATUSES[Status(target["status"])])}
    yield figures(target["required"], target["unit"], code)
    yield from (reason_of(reason, code) for reason in target["reasons"])
    if target["status"] != "no_data":
        yield from (fact for part in (of_figure, of_share, of_levels, of_sample) for fact in part(target, code))


def reason_of(reason: str, code: Code) -> set[str]:
    """Return how it may be called why a verdict is open."""
    wording = language(code).text(REASONS[Reason(reason)]).partition("{")[0]
    return {wording, *OTHER_REASONS[code]} if reason == "missing" else {wording}


def of_figure(target: dict[str, Any], code: Code) -> Iterator[set[str]]:
    """Yield the figure and the ends of its range, the decision rule, how many answered."""
    ends = [] if target["each"] else [target["achieved"], target["low"], target["high"]]
    yield from (figures(end, target["unit"], code) for end in dict.fromkeys(ends) if end is not None)
    if target["rule"]:
        yield {language(code).text(of_limit[target["rule"]["name"]]) for of_limit in (RULES, CEILINGS)}
    rates = [part["response"] for part in target["coverage"]]
    yield from (figures(rate, "percent", code) for rate in rates if rate not in (None, 100))


def of_levels(target: dict[str, Any], code: Code) -> Iterator[set[str]]:
    """Yield the levels behind a change, and the units of which a part is not known."""
    if target.get("quantity_unit") == "percent":
        yield from (figures(level, "percent", code) for level in (target["base"]["rate"], target["rate"]) if level)
    yield from ({unit} for unit in target.get("hard_unknown") or ())


def of_sample(target: dict[str, Any], code: Code) -> Iterator[set[str]]:
    """Yield the mark of an estimate, what it was made from and how sure it is, or what is assumed."""
    if target["method"] == "sample":
        yield {"≈"}
        yield {{"en": "estimated from a sample of", "vi": "ước lượng từ mẫu"}[code]}
        assumes = target["measure"] == "reduction"
        said = {"en": ("95% interval", "assumed: each one"), "vi": ("khoảng tin cậy 95%", "giả định: mỗi đơn vị")}
        yield {said[code][assumes]}


OTHER_REASONS = {
    "en": {"depends on units", "no rows of", "depends on what is missing"},
    "vi": {"kết luận phụ thuộc vào", "không có dòng"},
}
"""How what is missing is called where it is no answer."""


def of_share(target: dict[str, Any], code: Code) -> Iterator[set[str]]:
    """Yield what a share was counted from: of how many, how many are not known, how many more would reach it."""
    if target["measure"] != "share":
        return
    tongue, joint = language(code), {"en": "{} of {}", "vi": "{}/{}"}[code]
    total = target["denominator"] - (target["not_surveyed"] if target["method"] == "sample" else 0)
    if not target["each"]:
        yield {joint.format(target["numerator"], total)}
        yield from ({tongue.text(unknown(n))} for n in [target["unknown"]] if n)
    if target["needed"] and target["status"] in ("not_met", "undetermined"):
        yield {tongue.text(more_needed(target["needed"]))}


def numbers_in(path: Path) -> list[float]:
    """Return every number of a workbook; a percentage as people read it too."""
    sheets = openpyxl.load_workbook(path).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
    numbers = [float(cell) for cell in cells if isinstance(cell, int | float)]
    return [*numbers, *(number * 100 for number in numbers)]


def is_said(way: str, said: str) -> bool:
    """Whether a text says this, a number not as a part of another."""
    before, after = (r"(?<![\d.,])" if way[0].isdigit() else "", r"(?!\d)" if way[-1].isdigit() else "")
    return re.search(before + re.escape(way) + after, said) is not None


def is_number_there(fact: set[str], numbers: list[float], code: Code) -> bool:
    """Whether one of the ways in which a figure may be written is that of a number."""
    plain = {text.replace(".", "").replace(",", ".") if code == "vi" else text.replace(",", "") for text in fact}
    wanted = [float(text.replace("−", "-").rstrip("%")) for text in plain if re.fullmatch(r"[−\d.]+%?", text)]
    return any(abs(number - value) < 1e-6 for number in numbers for value in wanted)


@pytest.mark.parametrize("code", ["en", "vi"])
@pytest.mark.parametrize("case", CASES)
def test_every_fact_of_the_json_stands_in_every_format(scp: Scp, tmp_path: Path, case: str, code: Code) -> None:
    asked = CASES[case]
    score = json.loads(scp("score", *asked.files, *asked.options, "--format", "json", "-q").stdout)
    assert score["targets"]
    for ending in ("md", "html", "docx", "xlsx"):
        path = tmp_path / f"r.{ending}"
        done = scp("report", *asked.files, *asked.options, "--lang", code, "-q", "-o", str(path))
        assert done.returncode == 0, done.stderr
        said, numbers = text_of(path), numbers_in(path) if ending == "xlsx" else []
        for target in score["targets"]:
            if target["status"] is None or target["status"] == "tracked":
                continue
            lacking = [
                fact
                for fact in facts(target, code)
                if not any(is_said(way, said) for way in fact) and not is_number_there(fact, numbers, code)
            ]
            assert lacking == [], (ending, target["id"])


@pytest.mark.parametrize("case", ["all years", "register", "sample"])
def test_every_unit_that_decides_is_named_in_every_format(scp: Scp, tmp_path: Path, case: str) -> None:
    """Of shares those without the answer asked for and those not known, of a cut those whose amount is not known."""
    asked, wanted = CASES[case], set[str]()
    for clause in ("I.1.1", "I.1.4a", "I.1.4b"):
        found = json.loads(scp("explain", clause, *asked.files, *asked.options, "--format", "json", "-q").stdout)
        for listing in found["targets"][0]["units"]:
            if listing["said"] in ("no", "unknown", "hard_unknown", "not_surveyed"):
                wanted |= {unit["name"] or unit["unit"] for unit in listing["units"]}
    assert wanted
    for ending in ("md", "html", "xlsx"):  # an annex names the first of many and says how many more there are
        path = tmp_path / f"r.{ending}"
        assert scp("report", *asked.files, *asked.options, "--lang", "vi", "-q", "-o", str(path)).returncode == 0
        said = text_of(path)
        assert sorted(name for name in wanted if name not in said) == [], ending

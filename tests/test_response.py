"""The response rate: of each kind and year the units whose answers are known, over those that were asked.

Rule: docs/methods.md, "Response".
"""

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from changing import HEAD, Asked, plan_of
from conftest import ROOT, SAMPLES, Scp, of

from scp_ninhbinh.measures.figures import Coverage
from scp_ninhbinh.measures.reduction import ReductionFigures
from scp_ninhbinh.scores.outputs import checksum
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.text.say import Code

Score = Callable[..., Scores]
REGISTER = str(ROOT / "data" / "samples" / "register.csv")
DRAWN = str(ROOT / "data" / "samples" / "sample-2025.csv")
AT_95 = Fraction(95, 100)
VILLAGES = "year,kind,id,informed\n2025,craft_village,L1,yes\n2025,craft_village,L2,no\n2025,craft_village,L3,\n"
SIX = "kind,id,until\n" + "".join(f"craft_village,L{n},\n" for n in range(1, 6)) + "craft_village,L6,2023\n"
MARKETS = "year,kind,id,packaging_total,packaging_hard\n"


def rate(one: Coverage) -> tuple[str, int, int, Fraction | None, str]:
    return one.kind, one.year, one.answered, one.response, one.response_of


@pytest.mark.parametrize(
    ("register", "confidence", "response", "of"),
    [
        (None, None, Fraction(2, 3), "surveyed"),
        (SIX, None, Fraction(2, 5), "listed"),
        (SIX, AT_95, Fraction(2, 3), "drawn"),
    ],
)
def test_it_is_of_those_listed_of_a_sample_of_those_drawn_without_a_register_of_those_surveyed(
    score: Score, register: str | None, confidence: Fraction | None, response: Fraction, of: str
) -> None:
    """Two of three rows say yes or no; the register lists five that exist, L6 has closed."""
    found = score(VILLAGES, register=register, confidence=confidence)
    assert [rate(one) for one in found.coverage()] == [("craft_village", 2025, 2, response, of)]


def test_a_market_has_answered_if_both_its_figures_are_known(score: Score) -> None:
    """Of 2025 one of four, in the base year two of three: C1 has both; C2 lacks the part, C3 the whole, C4 both."""
    rows = "2020,market,C1,100,50\n2020,market,C2,100,50\n2020,market,C3,,\n"
    rows += "2025,market,C1,0,0\n2025,market,C2,100,\n2025,market,C3,,5\n2025,market,C4,,\n"
    found = of(score(MARKETS + rows), "market-packaging-reduction")
    assert isinstance(found, ReductionFigures)
    assert [rate(one) for one in found.coverage] == [("market", 2025, 1, Fraction(1, 4), "surveyed")]
    assert [rate(one) for one in found.base.coverage] == [("market", 2020, 2, Fraction(2, 3), "surveyed")]


PLAN = """\
schema: scp/plan/2
id: T1
title: {vi: K, en: P}
period: {first: 2021, last: 2025}
kinds:
  shop: {vi: [cửa hàng], en: [shop]}
columns:
  clean: {kinds: [shop], holds: yes_no, vi: [sạch], en: [clean], ask: {vi: Sạch?, en: Clean?}}
  open: {kinds: [shop], holds: yes_no, vi: [mở], en: [open], ask: {vi: Mở?, en: Open?}}
  spare: {kinds: [shop], holds: yes_no, vi: [khác], en: [spare], ask: {vi: Khác?, en: Spare?}}
indicators:
"""
INDICATOR = """\
  - id: {name}
    measure: share
    title: {{vi: C, en: {name}}}
    of: [shop]
    answer: {{{name}: "yes"}}
    targets:
      - {{due: 2025, at_least: 50%, clause: "{clause}"}}
"""


def test_of_a_kind_every_column_counts_that_an_indicator_asks_and_of_a_target_its_own(
    score: Score, tmp_path: Path
) -> None:
    """S1 answers both questions, S2 and S3 one each, S4 none. A column that no indicator asks for does not count."""
    plan = tmp_path / "plan.yaml"
    asked = "".join(INDICATOR.format(name=name, clause=n) for n, name in enumerate(("clean", "open"), 1))
    plan.write_text(PLAN + asked, encoding="utf-8")
    rows = "2025,shop,S1,yes,no\n2025,shop,S2,no,\n2025,shop,S3,,yes\n2025,shop,S4,,\n"
    found = score("year,kind,id,clean,open\n" + rows, plan=str(plan))
    assert [rate(one) for one in found.coverage()] == [("shop", 2025, 1, Fraction(1, 4), "surveyed")]
    for name in ("clean", "open"):
        assert [rate(one)[2:4] for one in of(found, name).coverage] == [(2, Fraction(1, 2))]


def test_nobody_asked_is_a_rate_of_nothing_and_no_unit_is_none(score: Score) -> None:
    found = of(score("year,kind,id,informed\n2025,industrial_zone,K1,yes\n", register=SIX), "zones-informed")
    rates = {one.kind: (one.response, one.response_of) for one in found.coverage}
    assert rates["craft_village"] == (0, "listed")
    assert rates["industrial_cluster"] == (None, "surveyed")


def test_a_review_has_the_rate_of_each_kind_and_year_and_a_saved_score_keeps_it(scp: Scp) -> None:
    whole = json.loads(scp("review", *SAMPLES, "--register", REGISTER, "--format", "json").stdout)
    assert sorted({one["year"] for one in whole["coverage"]}) == list(range(2020, 2026))
    scp("score", *SAMPLES[:5], "--year", "2024", "--register", REGISTER, "--format", "json", "-o", "2024.json")
    mixed = scp("review", *SAMPLES[:4], "2024.json", SAMPLES[5], "--register", REGISTER, "--format", "json")
    assert json.loads(mixed.stdout)["coverage"] == whole["coverage"]
    villages = [one for one in whole["coverage"] if (one["kind"], one["year"]) == ("craft_village", 2025)]
    assert villages == [
        {
            **{"kind": "craft_village", "year": 2025, "surveyed": 77, "listed": 77},
            **{"answered": 74, "response": pytest.approx(7400 / 77), "response_of": "listed"},
        }
    ]


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


SAID: dict[Code, tuple[str, ...]] = {
    "en": (
        "Response rate (of those listed): 2025 craft villages 96.1%, markets 99.1%, convenience stores 94.4%, others "
        "100%; 2020 100%.",
        "Response rate (of those surveyed): 2025 100%.",
    ),
    "vi": (
        "Tỷ lệ trả lời (trên danh sách đơn vị): 2025 làng nghề 96,1%, chợ 99,1%, cửa hàng tiện lợi 94,4%, còn lại "
        "100%; 2020 100%.",
        "Tỷ lệ trả lời (trên số đơn vị được khảo sát): 2025 100%.",
    ),
}


@pytest.mark.parametrize("code", ["en", "vi"])
@pytest.mark.parametrize("command", ["score", "review"])
def test_it_is_printed_once_for_the_year_scored_and_the_base_year(scp: Scp, command: str, code: Code) -> None:
    """74 of 77 villages, 109 of 110 markets; kinds that only tracked clauses speak of are left to the JSON."""
    done = scp(command, SAMPLES[0], SAMPLES[5], "--register", REGISTER, "--lang", code)
    text = flat(done.stdout)
    assert [text.count(part) for part in SAID[code]] == [1, 1]
    assert text.count(SAID[code][0][:13]) == 2


@pytest.mark.parametrize("code", ["en", "vi"])
def test_the_report_prints_that_of_a_sample_as_of_those_drawn(scp: Scp, tmp_path: Path, code: Code) -> None:
    done = scp("report", DRAWN, "--register", REGISTER, "--sample", "--lang", code, "-o", "out.md")
    assert done.returncode == 0, done.stderr
    text = flat((tmp_path / "out.md").read_text("utf-8").replace("\\", ""))
    part = {"en": "(of those drawn): 2025", "vi": "(trên số đơn vị được chọn): 2025"}
    assert text.count(part[code]) == 1


def test_a_rate_is_never_shown_as_whole_where_a_unit_did_not_answer(scp: Scp, tmp_path: Path) -> None:
    """2999 of 3000 are 99.967%: with one decimal it would read 100.0%."""
    rows = "".join(f"2025,craft_village,L{n},{'yes' if n else ''}\n" for n in range(3000))
    (tmp_path / "s.csv").write_text("year,kind,id,informed\n" + rows, encoding="utf-8")
    assert "craft villages 99.97%." in flat(scp("score", "s.csv").stdout)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("response", {"response": 99.0}),
        ("response_of", {"response_of": "drawn"}),
        ("answered", {"answered": 8, "response": 800 / 7}),
    ],
)
def test_a_saved_score_with_another_rate_is_refused(scp: Scp, tmp_path: Path, key: str, change: dict[str, Any]) -> None:
    """Of the seven zones all answered; a rate above 100 is no percentage at all."""
    scp("score", *SAMPLES, "--register", REGISTER, "--format", "json", "-o", "saved.json")
    document = json.loads((tmp_path / "saved.json").read_text("utf-8"))
    document["coverage"][0] |= change
    document["sha256"] = checksum(document)
    (tmp_path / "saved.json").write_text(json.dumps(document), encoding="utf-8")
    done = scp("review", "saved.json")
    assert done.returncode == 2
    assert f"coverage[0].{key}" in done.stderr or "not-a-score" in done.stderr


def test_a_review_says_the_rates_that_the_score_of_its_latest_year_says(scp: Scp, tmp_path: Path) -> None:
    """Of the base year both tell who gave the amounts that its cut asks for: nobody was asked the rest then."""
    plan = plan_of(tmp_path, Asked("ratio"))
    rows = "2020,district,A,,,100,50,\n2020,district,B,,,100,,\n2025,district,A,yes,,100,30,\n"
    (tmp_path / "survey.csv").write_text(HEAD + rows, encoding="utf-8")
    said = [scp(name, "survey.csv", "--plan", plan, "--year", "2025").stdout for name in ("score", "review")]
    rates = [[line for line in text.splitlines() if "Response rate" in line] for text in said]
    assert rates == [["Response rate (of those surveyed): 2025 100%; 2020 districts 50%."]] * 2

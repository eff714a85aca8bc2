"""Shares worked by hand, counted and estimated from a sample. Each survey is written out above its figures."""

import json
from collections.abc import Callable
from fractions import Fraction
from math import sqrt
from pathlib import Path

import pytest
from conftest import Scp, of
from sampled_surveys import Survey, document, target, write, zones

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.measures.share import Drawn, Part, ShareFigures, weighted
from scp_ninhbinh.scores.results import (
    ShareResult,
    plain,
)
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.numbers import Percentage

Score = Callable[..., Scores]
ZONES = "year,kind,id,informed\n"


# Counted


def test_a_share_counts_what_is_confirmed_and_keeps_the_unknown_in_the_denominator(score: Score) -> None:
    """Ten villages: 7 yes, 2 no, 1 unknown. 7/10 is 70% exactly; with the unknown one it is at most 80%."""
    rows = "".join(f"2025,craft_village,L{n},{'yes' if n < 7 else 'no' if n < 9 else ''}\n" for n in range(10))
    found = of(score(ZONES + rows), "zones-informed")
    assert (found.achieved, found.low, found.high) == (Fraction(7, 10), Fraction(7, 10), Fraction(8, 10))
    assert (found.status, found.needed) == (Status.MET, 0)


def test_the_kinds_of_a_pool_are_shown_apart_and_add_up(score: Score) -> None:
    """One zone of 2, no cluster of 1, three villages of 3, one of them unknown: 3 of 6 confirmed."""
    rows = "2025,industrial_zone,K1,yes\n2025,industrial_zone,K2,no\n2025,industrial_cluster,C1,no\n"
    rows += "2025,craft_village,L1,yes\n2025,craft_village,L2,yes\n2025,craft_village,L3,\n"
    found = of(score(ZONES + rows), "zones-informed")
    parts = [(part.kind, part.numerator, part.denominator, part.unknown) for part in found.parts]
    assert parts == [("industrial_zone", 1, 2, 0), ("industrial_cluster", 0, 1, 0), ("craft_village", 2, 3, 1)]
    assert (found.numerator, found.denominator, found.needed) == (3, 6, 2)  # 70% of 6 is 4.2, so 5 are needed


def test_an_unknown_answer_that_could_turn_the_verdict_makes_it_undetermined(score: Score) -> None:
    """Two of 3 confirmed is 66.7%, with the unknown one 100%: 70% may or may not be reached."""
    found = of(
        score(ZONES + "2025,craft_village,A,yes\n2025,craft_village,B,yes\n2025,craft_village,C,\n"), "zones-informed"
    )
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.MISSING,))


HALF = Fraction(1, 2)
THREE_KINDS = "kind,id\n" + "".join(f"industrial_zone,K{n}\n" for n in range(4))
THREE_KINDS += "".join(f"craft_village,L{n}\n" for n in range(7))


def test_units_of_all_kinds_add_up(score: Score) -> None:
    """Zones: a yes, a no, an unknown, one not surveyed. Villages: two yes, two unknown, three not surveyed."""
    rows = "".join(f"2025,industrial_zone,K{n},{said}\n" for n, said in enumerate(("yes", "no", "")))
    rows += "".join(f"2025,craft_village,L{n},{said}\n" for n, said in enumerate(("yes", "yes", "", "")))
    found = of(score("year,kind,id,informed\n" + rows, register=THREE_KINDS), "zones-informed")
    zones, clusters, craft_villages = found.parts
    assert zones == Part(
        kind="industrial_zone", numerator=1, denominator=4, unknown=1, not_surveyed=1, achieved=Percentage(1, 4)
    )
    assert craft_villages == Part(
        kind="craft_village", numerator=2, denominator=7, unknown=2, not_surveyed=3, achieved=Percentage(2, 7)
    )
    assert (clusters.denominator, clusters.achieved) == (0, None)
    assert (found.numerator, found.denominator, found.unknown, found.not_surveyed) == (3, 11, 3, 4)


@pytest.mark.parametrize(
    ("indicator", "year", "due"),
    [("safe-food-chains", 2025, None), ("zones-informed", 2025, None), ("campaigns-held", 2020, 2030)],
    ids=["not measured", "no row", "no unit"],
)
def test_without_a_row_or_a_unit_there_is_no_total(score: Score, indicator: str, year: int, due: int | None) -> None:
    """(The window of campaigns begins after 2020: no unit is counted of a year before it.)"""
    text = "year,kind,name,held,in_safe_chain,traceable\n2020,campaign,A,yes,,\n2025,enterprise,B,,yes,no\n"
    found = of(score(text, year=year, due=due), indicator, None if indicator == "safe-food-chains" else due)
    assert (found.numerator, found.denominator, found.unknown, found.not_surveyed) == (None,) * 4
    assert (found.method, found.pool, found.parts) == (None, None, ())


def test_a_tally_tells_the_units_asked_from_those_nobody_asked() -> None:
    part = Part(kind="a", numerator=1, denominator=9, unknown=3, not_surveyed=4, achieved=Percentage(1, 9))
    figures = ShareFigures(numerator=1, denominator=9, unknown=3, not_surveyed=4, parts=(part,))
    assert (part.surveyed, figures.known) == (5, 2)


@pytest.mark.parametrize(
    ("listed", "rows", "pool"),
    [
        ("industrial_zone", "industrial_zone", "register"),
        ("industrial_zone", "industrial_zone industrial_cluster", "surveyed"),
        ("industrial_zone craft_village", "industrial_zone", "register"),
        ("", "industrial_zone", "surveyed"),
        ("industrial_zone", "supermarket", None),
        ("", "supermarket", None),
    ],
    ids=["listed", "another is not", "another, listed, nobody asked", "no register", "nobody asked", "nothing"],
)
def test_the_register_is_the_pool_where_it_lists_every_kind_that_has_a_unit(
    score: Score, listed: str, rows: str, pool: str | None
) -> None:
    text = "year,kind,id,informed,hard_bags\n" + "".join(f"2025,{kind},A-{kind},,\n" for kind in rows.split())
    register = "kind,id\n" + "".join(f"{kind},{n}-{kind}\n" for kind in listed.split() for n in "AB")
    found = of(score(text, register=register if listed else None), "zones-informed")
    assert found.pool == pool


# A share of a sample


@pytest.mark.parametrize(
    ("strata", "share"),
    [
        ([Drawn(10, 5, 2, 0)], Fraction(2, 5)),
        ([Drawn(10, 5, 2, 1)], HALF),
        ([Drawn(10, 2, 1, 0), Drawn(30, 3, 3, 0)], Fraction(35, 40)),
        ([Drawn(10, 2, 1, 0), Drawn(30, 3, 0, 3)], None),
        ([Drawn(10, 2, 1, 0), Drawn(30, 0, 0, 0)], None),
        ([Drawn(0, 0, 0, 0)], None),
        ([], None),
    ],
)
def test_an_estimate_weighs_what_was_answered_and_needs_an_answer_of_every_stratum(
    strata: list[Drawn], share: Fraction | None
) -> None:
    assert weighted(strata) == share


AT_95 = Fraction(95, 100)
AT_50 = Fraction(50, 100)
"""A level at which small intervals can be worked by hand: a = 1/4."""
ZONES_ID, MARKETS_ID = "zones-informed", "market-packaging-reduction"


# From a sample


def share(score: Score, survey: Survey, confidence: Fraction) -> tuple[Fraction | None, ...]:
    """Lower limit, estimate and upper limit of the zones informed."""
    found = of(score(survey[0], register=survey[1], confidence=confidence), ZONES_ID)
    return found.low, found.achieved, found.high  # type: ignore[return-value]  # shares are fractions


def test_the_golden_sample_of_methods(scp: Scp, tmp_path: Path) -> None:
    """METHODS: x = 47, n = 60, N = 210 gives 143..181. 70% of 210 is 147: the sample leaves it open.

    The standard error is √((1 − 60/210) · p(1 − p)/59) with p = 47/60.
    """
    rows, listed = zones("craft_village " + "y" * 47 + "n" * 13 + "-" * 150)
    write(tmp_path, rows, listed)
    done = scp("score", "s.csv", "--register", "r.csv", "--sample", "--format", "json")
    scores = json.loads(done.stdout)
    found = target(scores, ZONES_ID)
    assert [found["low"], found["high"]] == pytest.approx([14300 / 210, 18100 / 210], rel=1e-14)
    assert found["achieved"] == pytest.approx(4700 / 60, rel=1e-14)
    assert found["se"] == pytest.approx(100 * sqrt((1 - 60 / 210) * 47 / 60 * 13 / 60 / 59), rel=1e-12)
    assert [found[name] for name in ("method", "pool", "drawn", "confidence", "unknown", "needed")] == [
        *("sample", "register", 60, 95.0, 0, None)
    ]
    assert (found["status"], found["reasons"]) == ("undetermined", ["sampling"])
    assert (scores["sample"], done.stderr) == ({"confidence": 95.0}, "")
    assert scores["coverage"] == [
        {
            **{"kind": "craft_village", "year": 2025, "surveyed": 60, "listed": 210, "not_surveyed": []},
            **{"answered": 60, "response": 100.0, "response_of": "drawn"},
        }
    ]


@pytest.mark.parametrize(
    ("strata", "low", "achieved", "high"),
    [
        (["industrial_zone yy----", "craft_village n-"], 4, Fraction(6), 7),
        (["craft_village núi yy----", "craft_village biển n-"], 4, Fraction(6), 7),
        (["craft_village yy----n-"], 3, Fraction(16, 3), 7),
    ],
    ids=["strata by kind", "strata by the register's column", "one stratum"],
)
def test_each_stratum_is_weighed_by_its_size(
    score: Score, strata: list[str], low: int, achieved: Fraction, high: int
) -> None:
    """Of 6 units 2 were drawn, both yes, of 2 others 1, a no; at 50%, a = 1/4.

    low: of the 6, BB(k; 4, 2, 1) = (k + 1)/15, of the 2, x = 0 puts all at 0: the cdf is 1/15, 3/15, 6/15, so 2 + 2.
    high: of the 6, n − x = 0 puts all at 4, of the 2, BB(k; 1, 1, 1) = 1/2: P(K ≥ 5) = 1/2, so 2 + 5.
    achieved = (6 · 2/2 + 2 · 0/1)/8.
    In one stratum of 8, 3 drawn, 2 yes: BB(k; 5, 2, 2) = 6, 10, 12, 12, 10, 6 of 56, the cdf 6/56, 16/56: 2 + 1;
    BB(5; 5, 3, 1) = 21/56: 2 + 5; and achieved is 2/3.
    """
    assert share(score, zones(*strata), AT_50) == (Fraction(low, 8), achieved / 8, Fraction(high, 8))


def test_a_stratum_of_which_nothing_was_drawn_leaves_no_estimate_but_an_interval(score: Score, tmp_path: Path) -> None:
    """Of 4 units 2 drawn, 1 yes; of 3 others none; at 50%.

    low: BB(0; 2, 1, 2) = 1/2 exceeds 1/4, and the 3 may all say no: 1 + 0. high: BB(2; 2, 2, 1) = 1/2 exceeds 1/4,
    and the 3 may all say yes: 1 + 2 + 3.
    """
    survey = zones("craft_village núi yn--", "craft_village biển ---")
    assert share(score, survey, AT_50) == (Fraction(1, 7), None, Fraction(6, 7))
    found = target(document(tmp_path, *survey, AT_50), ZONES_ID)
    assert [found["achieved"], found["gap"], found["se"], found["drawn"]] == [None, None, None, 2]
    assert [found["low"], found["high"]] == pytest.approx([100 / 7, 600 / 7])


@pytest.mark.parametrize(
    ("only", "low", "achieved", "high"),
    [("y", 2, Fraction(3, 5), 4), ("n", 1, Fraction(2, 5), 3), ("-", 1, None, 4), ("?", 1, None, 4)],
)
def test_a_stratum_of_one_unit(score: Score, only: str, low: int, achieved: Fraction | None, high: int) -> None:
    """Beside 1 of 4 to 3 of 4 (as above, 2 drawn, 1 yes, at 50%) one unit is known, or may be either."""
    survey = zones("craft_village núi yn--", f"craft_village đảo {only}")
    assert share(score, survey, AT_50) == (Fraction(low, 5), achieved, Fraction(high, 5))


def test_all_yes_and_none_yes_need_no_special_case(score: Score) -> None:
    """Ten of 60. Of 42 yes among 60 ten drawn are all yes with probability C(42, 10)/C(60, 10) = 0.0195, of 43 with
    0.0254: 43 is the least that 0.025 allows. None yes is the mirror image, at most 60 − 43.
    """
    every, none = (zones(f"craft_village {letter * 10}{'-' * 50}") for letter in "yn")
    assert share(score, every, AT_95) == (Fraction(43, 60), 1, 1)
    assert share(score, none, AT_95) == (0, 0, Fraction(17, 60))


def test_a_census_declared_as_a_sample_has_the_figures_of_the_census(score: Score) -> None:
    """Villages 3 of 4 and zones 1 of 2, all drawn: 4/6, and no interval."""
    rows, listed = zones("craft_village núi yyyn", "industrial_zone yn")
    counted = of(score(rows, register=listed), ZONES_ID)
    estimated = of(score(rows, register=listed, confidence=AT_95), ZONES_ID)
    for found in (counted, estimated):
        assert (found.low, found.achieved, found.high, found.status) == (*[Fraction(4, 6)] * 3, Status.NOT_MET)


def test_unknown_answers_are_a_no_in_the_lower_limit_and_a_yes_in_the_upper_one(score: Score) -> None:
    """Of 4 two were drawn, one yes and one without an answer; at 50%, n = 2 in both limits.

    low, x = 1: BB(0; 2, 1, 2) = 1/2 exceeds 1/4: 1 (with the unknown one left out, n = 1, it would be 2).
    high, x = 2: n − x = 0 puts all at 2: 4. The estimate is over the answers: 1 of 1.
    """
    assert share(score, zones("craft_village y?--"), AT_50) == (Fraction(1, 4), 1, 1)
    assert share(score, zones("craft_village yn?-"), AT_50)[1] == Fraction(1, 2)


# Limits at 95% by the formula in whole numbers, 12 drawn of 40, of which 70% is 28:
# 4 yes 6..24, 5 yes 8..27, 6 yes 10..30, 11 yes 27..39, 12 yes 31..40.
@pytest.mark.parametrize(
    ("letters", "reasons"),
    [
        ("yyyyyy?nnnnn", [Reason.SAMPLING]),
        ("yyyyy?nnnnnn", [Reason.MISSING, Reason.SAMPLING]),
        ("yyyyyyyyyyy?", [Reason.MISSING, Reason.SAMPLING]),
        ("yyyyy???????", [Reason.MISSING]),
        ("yyyy?nnnnnnn", []),
        ("yyyyyyyyyyyy", []),
    ],
    ids=["open either way", "missed or open", "open or met", "missed or met", "missed either way", "met"],
)
def test_sampling_is_why_if_an_extreme_is_open_and_missing_if_the_extremes_differ(
    score: Score, letters: str, reasons: list[Reason]
) -> None:
    rows, listed = zones(f"craft_village {letters}{'-' * 28}")
    found = of(score(rows, register=listed, confidence=AT_95), ZONES_ID)
    assert (list(found.reasons), found.status is Status.UNDETERMINED) == (reasons, bool(reasons))


def test_a_kind_that_the_register_does_not_list_is_taken_whole(tmp_path: Path) -> None:
    """Villages 1 of 4 to 3 of 4 (2 drawn, 1 yes, at 50%); of 3 zones, which are not listed, 2 yes: 3/7 to 5/7."""
    rows, listed = zones("craft_village yn--")
    rows += "".join(f"2025,industrial_zone,K{n},{answer}\n" for n, answer in enumerate(["yes", "yes", "no"]))
    found = target(document(tmp_path, rows, listed, AT_50), ZONES_ID)
    assert [found["low"], found["achieved"], found["high"]] == pytest.approx([300 / 7, 400 / 7, 500 / 7])
    assert (found["pool"], found["drawn"]) == ("surveyed", 5)
    assert {one["kind"]: one["listed"] for one in found["coverage"] if one["surveyed"]} == {
        "industrial_zone": None,
        "craft_village": 4,
    }


@pytest.mark.parametrize(
    ("confidence", "low"), [(AT_95, 2), (Fraction(90, 100), 3), (Fraction(80, 100), 5)], ids=["95%", "90%", "80%"]
)
def test_the_interval_has_the_confidence_asked_for(score: Score, confidence: Fraction, low: int) -> None:
    """One of 40 drawn, a yes: BB(·; 39, 1, 1) is 1/40 for each of 0..39, and its cdf exceeds a = 1/40, 2/40, 4/40
    first at k = 1, 2, 4 (what equals does not exceed).
    """
    assert share(score, zones("craft_village y" + "-" * 39), confidence) == (Fraction(low, 40), 1, 1)


def test_the_estimate_of_each_kind_is_shown_beside_that_of_all(tmp_path: Path) -> None:
    """Zones 2 of 2 drawn of 6, villages 0 of 1 of 2: 100% and 0%, 75% together."""
    found = target(document(tmp_path, *zones("industrial_zone yy----", "craft_village n-"), AT_95), ZONES_ID)
    assert [part["achieved"] for part in found["parts"] if part["denominator"]] == [100, 0]
    assert found["achieved"] == 75


CONFIDENCE = Fraction(95, 100)
MARKETS = "year,kind,id,packaging_total,packaging_hard\n"
TEN_MARKETS = "kind,id,area\n" + "".join(f"market,M{n},{'AB'[n > 4]}\n" for n in range(10))


def test_a_share_of_a_sample_has_the_standard_error_of_what_was_answered(score: Score) -> None:
    """4 of 10 drawn, 2 said yes of 3 that answered: √((1 − 3/10) · 2/3 · 1/3 / 2)."""
    register = "kind,id\n" + "".join(f"craft_village,L{n}\n" for n in range(10))
    rows = "".join(f"2025,craft_village,L{n},{said}\n" for n, said in enumerate(["yes", "yes", "no", ""]))
    found = of(score(ZONES + rows, register=register, confidence=CONFIDENCE), "zones-informed")
    assert (found.readings[0].name, found.confidence, found.drawn) == ("pooled", CONFIDENCE, 4)
    assert found.se == pytest.approx(100 * sqrt(0.7 * 2 / 9 / 2))
    assert of(score(ZONES + rows), "zones-informed").readings[0].name == "pooled"


def test_a_sample_of_which_nobody_was_asked_is_a_sample_of_none(score: Score) -> None:
    rows = "2025,market,M1,100,40\n"
    found = of(score(MARKETS + rows, register=TEN_MARKETS, confidence=CONFIDENCE), "zones-informed")
    assert (found.status, found.method, found.pool) == (Status.NO_DATA, None, None)
    assert (type(found), {"drawn", "se", "confidence"} & plain(found).keys()) == (ShareResult, set())

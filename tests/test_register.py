"""The register is the whole that shares are of: what it says, and what a survey says against it."""

import csv
import hashlib
import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Scp, of
from openpyxl import Workbook
from reports import score_report
from small_surveys import expecting, listed, write

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.problems.problem import FAMILIES, RULES, Problem, describe
from scp_ninhbinh.run import Request, check_files, score_files
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers.json import score_json

Score = Callable[..., Scores]
EXPECTED = expecting(("II.1.a",), {"market", "model"})
ZONES = "year,kind,id,informed\n"
MARKETS = "year,kind,id,packaging_total,packaging_hard\n"
LISTED = "kind,id\n"
ZONES_ID, MARKETS_ID = "zones-informed", "market-packaging-reduction"


def problems(folder: Path, survey: str, register: str) -> list[Problem]:
    """What is found in a survey held against a register."""
    path, listing = write(folder, survey=survey, register=register)
    return read_survey([path], EXPECTED, register=listing)[1]


def rules(folder: Path, survey: str, register: str) -> list[tuple[str, str]]:
    return [(found.rule, found.severity) for found in problems(folder, survey, register)]


def document(folder: Path, survey: str, register: str | None, **asked: Any) -> dict[str, Any]:
    """The JSON of `scp score`."""
    path, listing = write(folder, survey=survey, register=register or "")
    request = Request([path], register=None if register is None else listing, **asked)
    loaded: dict[str, Any] = json.loads(score_json(score_files(request)))
    return loaded


def target(scores: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [found for found in scores["targets"] if found["id"] == name]
    return dict(found)


def test_the_register_is_the_pool_and_who_has_no_row_is_unknown(score: Score) -> None:
    """Of 10 villages listed 7 say yes, 1 no, 2 have no row: 7/10 to 9/10, where the 8 surveyed alone give 7/8."""
    rows = "".join(f"2025,craft_village,L{n},{'yes' if n < 7 else 'no'}\n" for n in range(8))
    listed = LISTED + "".join(f"craft_village,L{n}\n" for n in range(10))
    found, alone = (of(score(ZONES + rows, register=given), ZONES_ID) for given in (listed, None))
    assert (found.low, found.achieved, found.high) == (Fraction(7, 10), Fraction(7, 10), Fraction(9, 10))
    assert (alone.low, alone.achieved, alone.high) == (Fraction(7, 8),) * 3
    assert (found.numerator, found.denominator, found.unknown, found.not_surveyed) == (7, 10, 0, 2)
    assert found.needed == 0


def test_not_surveyed_and_without_answer_are_both_unknown_and_told_apart(score: Score) -> None:
    """Of 10 listed 5 yes, 1 no, 1 without an answer, 3 without a row: 5/10 to 9/10; 70% of 10 needs two more."""
    answers = ["yes"] * 5 + ["no", ""]
    rows = "".join(f"2025,craft_village,L{n},{answer}\n" for n, answer in enumerate(answers))
    found = of(score(ZONES + rows, register=LISTED + "".join(f"craft_village,L{n}\n" for n in range(10))), ZONES_ID)
    assert (found.low, found.high, found.needed) == (Fraction(5, 10), Fraction(9, 10), 2)
    assert (found.unknown, found.not_surveyed) == (1, 3)
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.MISSING,))


def answered(kind: str, surveyed: int, listed: int | None, of: str, response: float | None) -> dict[str, Any]:
    """The coverage of a kind of which everyone surveyed has answered."""
    found = {"kind": kind, "year": 2025, "surveyed": surveyed, "listed": listed}
    return found | {"answered": surveyed, "response": response, "response_of": of}


def test_a_kind_that_the_register_does_not_list_stays_the_units_surveyed(tmp_path: Path) -> None:
    """Of 4 villages listed 2 say yes and 2 have no row; of 2 zones surveyed 1 says yes: 3/6 to 5/6, "surveyed"."""
    survey = ZONES + "2025,craft_village,L1,yes\n2025,craft_village,L2,yes\n"
    survey += "2025,industrial_zone,K1,yes\n2025,industrial_zone,K2,no\n"
    scores = document(tmp_path, survey, LISTED + "".join(f"craft_village,L{n}\n" for n in (1, 2, 3, 4)))
    found = target(scores, ZONES_ID)
    assert (found["numerator"], found["denominator"], found["not_surveyed"]) == (3, 6, 2)
    assert [found["low"], found["high"]] == [50, pytest.approx(500 / 6)]
    assert found["pool"] == "surveyed"
    assert found["coverage"] == [
        answered("industrial_zone", 2, None, "surveyed", 100),
        answered("industrial_cluster", 0, None, "surveyed", None),
        answered("craft_village", 2, 4, "listed", 50),
    ]
    assert scores["coverage"] == [
        answered("industrial_zone", 2, None, "surveyed", 100) | {"not_surveyed": []},
        answered("craft_village", 2, 4, "listed", 50) | {"not_surveyed": ["L3", "L4"]},
    ]


def test_the_pool_is_the_register_once_it_lists_every_kind_that_has_a_unit(tmp_path: Path) -> None:
    survey = ZONES + "2025,craft_village,L1,yes\n2025,industrial_zone,K1,no\n"
    found = target(document(tmp_path, survey, LISTED + "craft_village,L1\nindustrial_zone,K1\n"), ZONES_ID)
    assert (found["pool"], found["method"]) == ("register", "census")
    assert target(document(tmp_path, survey, None), ZONES_ID)["pool"] == "surveyed"


def test_each_kind_has_its_own_pool(tmp_path: Path) -> None:
    """Zones 1 of 2, one not surveyed; villages 1 of 3, one unknown and one not surveyed: 2 of 5 in all."""
    survey = ZONES + "2025,industrial_zone,K1,yes\n2025,craft_village,L1,yes\n2025,craft_village,L2,\n"
    register = LISTED + "industrial_zone,K1\nindustrial_zone,K2\n" + "".join(f"craft_village,L{n}\n" for n in (1, 2, 3))
    found = target(document(tmp_path, survey, register), ZONES_ID)
    counted = ["kind", "numerator", "denominator", "unknown", "not_surveyed"]
    assert [[part[name] for name in counted] for part in found["parts"] if part["denominator"]] == [
        ["industrial_zone", 1, 2, 0, 1],
        ["craft_village", 1, 3, 1, 1],
    ]
    assert [found[name] for name in counted[1:]] == [2, 5, 1, 2]


@pytest.mark.parametrize(("year", "of_two"), [(2020, 1), (2021, 2), (2022, 2), (2024, 2), (2025, 1)])
def test_a_unit_exists_from_since_to_until_both_included(score: Score, year: int, of_two: int) -> None:
    """L1 always was; L2, from 2021 to 2024, has no row, so that it is in the pool of those years alone."""
    register = "kind,id,since,until\ncraft_village,L1,,\ncraft_village,L2,2021,2024\n"
    scores = score(f"{ZONES}{year},craft_village,L1,yes\n", register=register)
    assert of(scores, ZONES_ID).denominator == of_two
    assert [unit.id for unit in scores.not_surveyed("craft_village")] == ["L2"] * (of_two - 1)


@pytest.mark.parametrize(("life", "years"), [("2023,", [1, 2]), (",2022", [2, 1])], ids=["opened", "closed"])
def test_since_or_until_alone_leaves_the_other_side_open(score: Score, life: str, years: list[int]) -> None:
    register = f"kind,id,since,until\ncraft_village,L1,,\ncraft_village,L2,{life}\n"
    rows = ZONES + "2022,craft_village,L1,yes\n2023,craft_village,L1,yes\n"
    assert [of(score(rows, year=year, register=register), ZONES_ID).denominator for year in (2022, 2023)] == years


def test_the_not_surveyed_are_named_by_id_else_by_name_in_the_order_of_the_register(score: Score) -> None:
    register = "kind,id,name\ncraft_village,L9,Làng Chín\ncraft_village,L1,\ncraft_village,,Làng Bảy\nmarket,C1,\n"
    scores = score(ZONES + "2025,craft_village,L1,yes\n", register=register)
    assert [unit.label for unit in scores.not_surveyed("craft_village")] == ["L9", "Làng Bảy"]
    assert [unit.label for unit in scores.not_surveyed("market")] == ["C1"]
    assert list(scores.not_surveyed("supermarket")) == []


def test_the_json_names_the_register_by_path_hash_and_rows(tmp_path: Path) -> None:
    register = LISTED + "craft_village,L1\ncraft_village,L2\n"
    scores = document(tmp_path, ZONES + "2025,craft_village,L1,yes\n", register)
    digest = hashlib.sha256(register.encode()).hexdigest()
    assert scores["register"] == {"path": str(tmp_path / "register.csv"), "sha256": digest, "rows": 2}
    assert (scores["sample"], scores["refused_cells"]) == (None, 0)
    assert document(tmp_path, ZONES + "2025,craft_village,L1,yes\n", None)["register"] is None


def test_the_table_says_what_the_register_leaves_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of two villages has no row; without the register there is but the one surveyed, and that is said."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, s=ZONES + "2025,craft_village,L1,yes\n", r=LISTED + "craft_village,L1\ncraft_village,L2\n")
    with_it, without = (
        score_report("table", score_files(Request(["s.csv"], register=given)), language("en"), 100, False)
        for given in ("r.csv", None)
    )
    assert re.search(r" 1 of 2 +50\.0–100\.0%\n", with_it)
    assert "Surveyed of the register r.csv: craft villages 1 of 2." in with_it
    assert "Not surveyed, so not known: craft villages L2." in with_it
    assert "of the units surveyed" not in with_it
    assert "of the units surveyed" in without


NAMED = "year,kind,id,name,area,stratum,hard_bags\n"
LIST = "kind,id,name,area,stratum,since,until\n"


@pytest.mark.parametrize(
    ("row", "listed", "expected"),
    [
        ("2025,supermarket,S1,A,,,no", "supermarket,S1,A,,,,", []),
        ("2025,supermarket,S2,B,,,no", "supermarket,S1,A,,,,", [("not-in-register", "error")]),
        ("2025,supermarket,S1,A,,,no", "convenience_store,S1,A,,,,", [("other-kind-in-register", "error")]),
        (
            "2025,supermarket,S1,A,,,no",
            "convenience_store,S1,A,,,,\nsupermarket,S9,Z,,,,",
            [("other-kind-in-register", "error")],
        ),
        ("2025,supermarket,S1,A,,,no", "supermarket,S1,A,,,2021,2024", [("outside-register-years", "error")]),
        ("2025,supermarket,S1,A,,,no", "supermarket,S1,A,,,2026,", [("outside-register-years", "error")]),
        ("2025,supermarket,S1,A,,,no", "supermarket,S1,A,,,2025,2025", []),
        ("2025,supermarket,S1,Hoa Lan,,,no", "supermarket,S1,Bình Minh,,,,", [("other-name-in-register", "warning")]),
        ("2025,supermarket,S1,HOA LAN,,,no", "supermarket,S1,Siêu thị Hoa Lan,,,,", []),
        ("2025,supermarket,S1,Hoa Lan,,,no", "supermarket,S1,,,,,", []),
        ("2025,supermarket,S1,A,,tp,no", "supermarket,S1,A,,ven,,", [("other-stratum-in-register", "warning")]),
        ("2025,supermarket,S1,A,,tp,no", "supermarket,S1,A,,tp,,", []),
        ("2025,supermarket,S1,A,,,no", "supermarket,S1,A,,tp,,", []),
        ("2025,trade_centre,T1,A,,,no", "supermarket,S1,A,,,,", []),
        ("2015,supermarket,S2,B,,,no", "supermarket,S1,A,,,,", [("year-outside-plan", "warning")]),
    ],
    ids=[
        *("agrees", "lacking", "another kind", "another kind, its own listed too", "closed", "not opened yet"),
        *("its only year", "another name", "a longer name", "no name in the register", "another stratum"),
        *("the same stratum", "no stratum in the survey", "a kind not listed", "a year never scored"),
    ],
)
def test_what_disagrees_with_the_register_is_told(
    tmp_path: Path, row: str, listed: str, expected: list[tuple[str, str]]
) -> None:
    assert rules(tmp_path, f"{NAMED}{row}\n", f"{LIST}{listed}\n") == expected


@pytest.mark.parametrize(
    ("row", "guess"),
    [
        ("2025,supermarket,S9,Bình Minh,,,no", "S1"),
        ("2025,supermarket,S9,BÌNH MINH,,,no", "S1"),
        ("2025,supermarket,,Bình Mình,,,no", "S1"),
        ("2025,supermarket,ST-O17,,,,no", "ST-017"),
        ("2025,supermarket,,Hoa Lam,,,no", "Hoa Lan"),
        ("2025,supermarket,X,Khác hẳn,,,no", None),
    ],
    ids=["its name", "its name in capitals", "a name spelt alike", "an id spelt alike", "named by its name", "nothing"],
)
def test_a_unit_that_the_register_lacks_is_told_with_the_likely_one(
    tmp_path: Path, row: str, guess: str | None
) -> None:
    """By the name first, then by what is spelt much alike; the one meant is called by its id, else by its name."""
    listed = "supermarket,S1,Bình Minh,,,,\nsupermarket,ST-017,Đông Á,,,,\nsupermarket,,Hoa Lan,,,,\n"
    (found,) = problems(tmp_path, f"{NAMED}{row}\n", LIST + listed)
    hint = language("en").text(describe(found)[1])
    assert (found.rule, found.details["register"]) == ("not-in-register", str(tmp_path / "register.csv"))
    assert (found.place.row, found.place.column) == (2, "id" if row.split(",")[2] else "name")
    assert hint.startswith(f'did you mean "{guess}"?' if guess else "correct its id or name")


def test_a_slip_in_an_id_is_told_by_the_name_though_the_unit_has_other_rows(tmp_path: Path) -> None:
    """S1 was surveyed in 2024 and so is no unit that nobody found; its name still says that S9 is meant for it."""
    rows = "2024,supermarket,S1,Bình Minh,,,no\n2025,supermarket,S9,Bình Minh,,,no\n"
    (found,) = problems(tmp_path, NAMED + rows, LIST + "supermarket,S1,Bình Minh,,,,\n")
    assert (found.rule, found.place.row, found.details["guess"]) == ("not-in-register", 3, "S1")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "2025,supermarket,S1,A1,,,no",
            '"S1" has a row for 2025, but the register has it from 2021 to 2024 at register.csv:3',
        ),
        (
            "2024,trade_centre,S1,A1,,,no",
            '"S1" is of the kind trade_centre here and supermarket in the register at register.csv:3',
        ),
        (
            "2024,supermarket,S1,Bình Minh,,,no",
            'the unit of this id is called "Bình Minh" here and "A1" in the register at register.csv:3',
        ),
        (
            "2024,supermarket,S1,A1,,tp,no",
            'the stratum is "tp" here and "ven" in the register at register.csv:3; the register decides',
        ),
    ],
    ids=["years", "kind", "name", "stratum"],
)
def test_a_message_names_the_row_of_the_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, message: str
) -> None:
    """S1 stands in the third row of the register; the problem stands in the row of the survey."""
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path, survey=f"{NAMED}{row}\n", register=LIST + "supermarket,S0,Z,,,,\nsupermarket,S1,A1,,ven,2021,2024\n"
    )
    (found,) = read_survey(["survey.csv"], EXPECTED, register="register.csv")[1]
    assert language("en").text(describe(found)[0]) == message
    assert (found.place.path, found.place.row) == ("survey.csv", 2)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("supermarket,S1,A,,,,\nsupermarket,S1,A,,,,", ["listed-twice"]),
        ("supermarket,S1,A,,,2020,2022\nsupermarket,S1,A,,,2023,", ["listed-twice"]),
        ("supermarket,,A,X,,,\nsupermarket,,a,X,,,", ["listed-twice"]),
        ("supermarket,,A,X,,,\nsupermarket,,A,Y,,,", []),
        ("supermarket,S1,A,X,,,\nsupermarket,S2,A,X,,,", []),
        ("supermarket,S1,A,,,2024,2023\nsupermarket,S2,B,,,,", ["until-before-since"]),
        ("supermarket,S1,A,,,2024,2024", []),
        ("supermarket,,A,,,,\nsupermarket,,A,Y,,,", ["doubtful-unit"]),
        ("supermarket,s1,A,,,,\nsupermarket,S1,B,,,,", ["doubtful-unit"]),
    ],
    ids=[
        *("by id", "two spans of one unit", "by name and area", "namesakes in two areas", "namesakes of two ids"),
        *("exchanged years", "one year", "an area once only", "ids by case"),
    ],
)
def test_a_register_is_checked_by_itself(tmp_path: Path, listed: str, expected: list[str]) -> None:
    (path,) = write(tmp_path, register=f"{LIST}{listed}\n")
    found = read_survey([], EXPECTED, register=path)[1]
    assert [one.rule for one in found if one.severity == "error"] == expected


@pytest.mark.parametrize(
    "rows",
    ["2025,supermarket,,A,,,no", "2025,supermarket,,A,Z,,no", "2025,supermarket,S1,A,,,no\n2025,supermarket,,A,,,no"],
    ids=["no area", "an area of neither", "one row by id and one by name"],
)
def test_a_row_that_may_be_either_of_two_units_of_the_register_is_doubtful(tmp_path: Path, rows: str) -> None:
    """Two namesakes are listed: a name alone does not say which of them answered."""
    listed = "supermarket,S1,A,X,,,\nsupermarket,S2,A,Y,,,\n"
    assert ("doubtful-unit", "error") in rules(tmp_path, f"{NAMED}{rows}\n", LIST + listed)


def test_two_rows_of_a_year_that_lead_to_one_unit_are_doubtful(tmp_path: Path) -> None:
    """One row has the id, another the name under which the register lists it: it would answer twice."""
    rows = "2025,supermarket,S1,B,,,no\n2025,supermarket,,A,,,no\n"
    found = rules(tmp_path, NAMED + rows, LIST + "supermarket,S1,A,,,,\n")
    assert ("doubtful-unit", "error") in found


@pytest.mark.parametrize("wrong", ["zoo,S1,B,,,,", "supermarket,,,,,,x", "supermarket,S3,C,,,2024,2023"])
def test_a_register_with_errors_in_its_own_rows_holds_nothing_against_the_survey(tmp_path: Path, wrong: str) -> None:
    """S2 is not listed, but the wrong row may be the one that was to list it."""
    found = problems(tmp_path, f"{NAMED}2025,supermarket,S2,B,,,no\n", f"{LIST}supermarket,S1,A,,,,\n{wrong}\n")
    assert {one.place.path for one in found} == {str(tmp_path / "register.csv")}
    assert "error" in {one.severity for one in found}


def test_a_warning_in_the_register_does_not_silence_it(tmp_path: Path) -> None:
    register = "kind,id,colour\nsupermarket,S1,red\n"
    found = rules(tmp_path, f"{NAMED}2025,supermarket,S2,B,,,no\n", register)
    assert found == [("unknown-column", "warning"), ("not-in-register", "error")]


@pytest.mark.parametrize(
    ("row", "listed", "same"),
    [
        ("2025,supermarket,S1,,,,no", "supermarket,S1,A,X,,,", True),
        ("2025,supermarket,,A,,,no", "supermarket,S1,A,,,,", True),
        ("2025,supermarket,S1,A,,,no", "supermarket,,A,,,,", True),
        ("2025,supermarket,,hoà  BÌNH,,,no", "supermarket,S1,Hòa Bình,,,,", True),
        ("2025,supermarket,S1,A,,,no", "supermarket,S2,A,,,,", False),
        ("2025,supermarket,,B,,,no", "supermarket,S1,A,,,,", False),
        ("2025,supermarket,,A,Y,,no", "supermarket,S1,A,X,,,", True),
        ("2025,supermarket,,A,Y,,no", "supermarket,S1,A,X,,,\nsupermarket,S2,A,Y,,,", True),
    ],
    ids=[
        *("one id", "the row has no id", "the register has no id", "case, spaces and tones", "two ids, one name"),
        *("two names", "a renamed area", "the area decides between namesakes"),
    ],
)
def test_a_row_is_found_by_id_else_by_name(tmp_path: Path, row: str, listed: str, same: bool) -> None:
    path, listing = write(tmp_path, survey=f"{NAMED}{row}\n", register=f"{LIST}{listed}\n")
    survey, found = read_survey([path], EXPECTED, register=listing)
    assert [one.rule for one in found] == ([] if same else ["not-in-register"])
    assert not same or len(survey.pool("supermarket", 2025).absent) == listed.count("supermarket") - 1


def test_the_area_decides_which_of_two_namesakes_was_surveyed(score: Score) -> None:
    survey, register = f"{NAMED}2025,supermarket,,A,Y,,no\n", LIST + "supermarket,S1,A,X,,,\nsupermarket,S2,A,Y,,,\n"
    assert [unit.id for unit in score(survey, register=register).not_surveyed("supermarket")] == ["S1"]


@pytest.mark.parametrize("register", [None, "kind,id,name\nmarket,C1,Chợ Rồng\n"], ids=["without", "with"])
def test_a_market_renamed_over_the_years_is_one_market_by_its_row_of_the_register(
    score: Score, register: str | None
) -> None:
    """2020 knows it by name, 2025 by id under a new name. The register joins the two; without it nothing does."""
    survey = "year,kind,id,name,packaging_total,packaging_hard\n2020,market,,Chợ Rồng,100,80\n"
    found = of(score(survey + "2025,market,C1,Chợ Rồng Xanh,100,40\n", register=register), MARKETS_ID)
    assert found.matched == (1 if register else 0)


FOUR = LISTED + "".join(f"market,C{n}\n" for n in (1, 2, 3, 4))


@pytest.mark.parametrize("empty", ["", "2025,market,C4,,\n"], ids=["no row", "a row without figures"])
def test_a_market_not_measured_may_have_given_out_as_much_as_the_largest(score: Score, empty: str) -> None:
    """Four markets are listed; C2's hard part of 2025 is unknown.

    2020: C1 80/100, C2 60/100; C3 and C4 at most 100 each: R from 140/400 to 340/400.
    2025: C1 20/50, C2 ?/150, C3 10/40; C4 at most 150: R from 30/390 to (30 + 150 + 150)/390.
    low = 1 − (330/390)/(140/400) = −129/91, high = 1 − (30/390)/(340/400) = 201/221,
    achieved = 1 − (30/90)/(140/200) = 11/21. Matched are C1 and C2: from 20/200 to 170/200 against 140/200.
    """
    rows = "2020,market,C1,100,80\n2020,market,C2,100,60\n2020,market,C3,,\n"
    rows += "2025,market,C1,50,20\n2025,market,C2,150,\n2025,market,C3,40,10\n" + empty
    found = of(score(MARKETS + rows, register=FOUR), MARKETS_ID)
    every, matched = found.readings
    assert (every.name, every.low, every.achieved, every.high) == (
        "all",
        Fraction(-129, 91),
        Fraction(11, 21),
        Fraction(201, 221),
    )
    assert (matched.name, matched.low, matched.achieved, matched.high) == (
        "matched",
        Fraction(-3, 14),
        Fraction(3, 7),
        Fraction(6, 7),
    )
    assert (found.low, found.high, found.matched) == (Fraction(-129, 91), Fraction(201, 221), 2)


def test_the_json_of_a_reduction_says_who_was_not_measured_and_what_is_assumed(tmp_path: Path) -> None:
    """The survey above: in 2020 two of four were not measured, in 2025 C4; a hard part is unknown of C2."""
    rows = "2020,market,C1,100,80\n2020,market,C2,100,60\n2020,market,C3,,\n"
    rows += "2025,market,C1,50,20\n2025,market,C2,150,\n2025,market,C3,40,10\n"
    scores = document(tmp_path, MARKETS + rows, FOUR)
    found = target(scores, MARKETS_ID)
    base = {
        "year": 2020,
        "numerator": 140,
        "denominator": 200,
        "rate": 70.0,
        "not_measured": 2,
        "unknown": 1,
        "matched_part": 100,
        "years": [2020],
        "missing_years": [],
    }
    asked = {"kind": "market", "surveyed": 3, "listed": 4, "answered": 2, "response": 50.0, "response_of": "listed"}
    assert found["base"] == base | {"assumed_most": 100, "coverage": [asked | {"year": 2020}]}
    assert found["coverage"] == [asked | {"year": 2025}]
    assert (found["numerator"], found["denominator"], found["matched"]) == (30, 90, 2)
    assert (found["not_measured"], found["hard_unknown"], found["assumed_most"]) == (["C4"], ["C2"], 150)
    assert scores["coverage"][0] == asked | {"year": 2025, "not_surveyed": ["C4"]}


def test_without_a_register_a_market_not_measured_is_taken_to_be_as_large_as_any(tmp_path: Path) -> None:
    """80/100 to 40/100 is a cut by 50%; C2 has a row without figures: from 40/200 to 140/200, a cut of 12.5 to 75%."""
    found = target(
        document(tmp_path, MARKETS + "2020,market,C1,100,80\n2025,market,C1,100,40\n2025,market,C2,,\n", None),
        MARKETS_ID,
    )
    assert (found["low"], found["achieved"], found["high"]) == (12.5, 50, 75)
    assert (found["not_measured"], found["assumed_most"], found["base"]["assumed_most"]) == (["C2"], 100, None)


def test_a_market_counts_as_not_measured_only_in_the_years_in_which_it_exists(score: Score) -> None:
    """C2 opened in 2023: 2020 is whole, 80/100; in 2025 C1 has 20/100 and C2 up to 100, so R from 0.1 to 0.6."""
    register = "kind,id,since\nmarket,C1,\nmarket,C2,2023\n"
    found = of(score(MARKETS + "2020,market,C1,100,80\n2025,market,C1,100,20\n", register=register), MARKETS_ID)
    assert (found.low, found.achieved, found.high) == (Fraction(1, 4), Fraction(3, 4), Fraction(7, 8))


def test_what_is_assumed_of_a_market_is_a_days_packaging_where_figures_are_a_days(score: Score) -> None:
    """Three markets are listed, C3 never measured.

    2020 a day: C1 560/700 in 7 days is 80/100, C2 20/50; C3 at most 100: R from 100/250 to 200/250.
    2025 a day: C1 60/300 in 3 days is 20/100, C2 10/20 in 2 days is 5/10; C3 at most 100: R from 25/210 to 125/210.
    low = 1 − (125/210)/(100/250) = −41/84, high = 1 − (25/210)/(200/250) = 143/168, achieved 1 − (25/110)/(100/150).
    """
    text = "year,kind,id,packaging_total,packaging_hard,days\n2020,market,C1,700,560,7\n2020,market,C2,50,20,1\n"
    text += "2025,market,C1,300,60,3\n2025,market,C2,20,10,2\n"
    found = of(score(text, register=LISTED + "market,C1\nmarket,C2\nmarket,C3\n"), MARKETS_ID)
    assert [reading.name for reading in found.readings] == ["all"]
    assert (found.low, found.achieved, found.high) == (Fraction(-41, 84), Fraction(29, 44), Fraction(143, 168))


def test_a_base_rate_that_may_be_zero_leaves_the_lower_bound_open(score: Score) -> None:
    """2020: C1 0/50, C2 ?/50, so R from 0 to 50/100; now 20/100: high = 1 − 0.2/0.5 = 60%, low is without bound."""
    rows = "2020,market,C1,50,0\n2020,market,C2,50,\n2025,market,C1,50,10\n2025,market,C2,50,10\n"
    found = of(score(MARKETS + rows, register=LISTED + "market,C1\nmarket,C2\n"), MARKETS_ID)
    assert (found.low, found.high) == (None, Fraction(6, 10))
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.MISSING,))


VIETNAMESE = ["Loại", "Mã", "Tên", "Địa bàn", "Tầng mẫu", "Từ năm", "Đến năm"]
UNITS = [
    ["làng nghề", "L1", "Làng Một", "Yên Mô", "núi", "", ""],
    ["làng nghề", "L2", "Làng Hai", "Kim Sơn", "biển", "2021", ""],
    ["làng nghề", "L3", "Làng Ba", "Kim Sơn", "biển", "", "2024"],
    ["khu công nghiệp", "K1", "Khu A", "", "", "", ""],
]


def as_text(path: Path, headings: list[str], delimiter: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([headings, *UNITS])


def as_workbook(path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["DANH SÁCH LÀNG NGHỀ, KHU CÔNG NGHIỆP"])
    book.active.append(VIETNAMESE)
    for unit in UNITS:
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in unit])
    book.save(path)


def test_a_register_reads_alike_in_every_format_and_under_vietnamese_headings(tmp_path: Path) -> None:
    """In 2025 there are L1, L2 and K1 (L3 closed after 2024): 1 of 3 confirmed, L2 and K1 not surveyed."""
    (survey,) = write(tmp_path, survey=ZONES + "2025,craft_village,L1,yes\n")
    as_text(tmp_path / "english.csv", "kind id name area stratum since until".split(), ",")
    as_text(tmp_path / "vietnamese.csv", [heading.lower() for heading in VIETNAMESE], ",")
    as_text(tmp_path / "semicolons.csv", VIETNAMESE, ";")
    as_workbook(tmp_path / "register.xlsx")
    for name in ("english.csv", "vietnamese.csv", "semicolons.csv", "register.xlsx"):
        run = score_files(Request([survey], register=str(tmp_path / name)))
        register = run.survey.register
        assert register is not None
        assert [(unit.kind, unit.id, unit.name, unit.area, unit.stratum) for unit in register.units] == [
            ("craft_village", "L1", "Làng Một", "Yên Mô", "núi"),
            ("craft_village", "L2", "Làng Hai", "Kim Sơn", "biển"),
            ("craft_village", "L3", "Làng Ba", "Kim Sơn", "biển"),
            ("industrial_zone", "K1", "Khu A", "", ""),
        ]
        assert [(unit.since, unit.until) for unit in register.units] == [
            (None, None),
            (2021, None),
            (None, 2024),
            (None, None),
        ]
        found = of(run.scores, ZONES_ID)
        assert (found.low, found.high, register.input.rows) == (Fraction(1, 3), 1, 4)
        assert {one.rule for one in run.problems} <= {"above-header"}  # the title of the workbook


LISTING = "kind,name,area,since,until\ncraft_village,A,Yên Mô,,\nmarket,B,Yên Mô,2021,\n"


def test_a_register_among_the_surveys_is_told_to_be_one_and_not_to_lack_answers(scp: Scp, tmp_path: Path) -> None:
    """Of its kinds no column of answers is asked for; given as what it is, it has no problem."""
    write(tmp_path, register=LISTING, survey="year,kind,name,area,informed\n2025,craft_village,A,Yên Mô,yes\n")
    said = scp("check", ".").stdout
    (error,) = (line for line in said.splitlines() if ": error: " in line)
    assert error.startswith("register.csv:1:year: error: missing-column: ")
    assert "if this is the list of all units, give it with --register" in error
    assert scp("check", ".", "--register", "register.csv").stdout.endswith("0 errors, 0 warnings, 2 files, 3 rows\n")


@pytest.mark.parametrize(
    ("listing", "asked", "missing", "register"),
    [
        ("kind,name,area,since\ncraft_village,A,,2021\n", "", ["year"], True),
        ("kind,name,năm đóng cửa\ncraft_village,A,\n", "", ["year"], True),
        ("kind,name,area\ncraft_village,A,\n", "", ["year", "informed"], False),
        ("kind,name,size\ncraft_village,A,4\n", "", ["year", "informed"], False),
        ("kind,name,since\ncraft_village,A,2021\n", "--set year=2025", ["informed"], False),
        ("year,kind,name,since\n2025,craft_village,A,2021\n", "", ["informed"], False),
        ("kind,name,since,informed\ncraft_village,A,2021,yes\n", "", ["year"], False),
        ("kind,name,since,informed\nmarket,A,2021,\n", "", ["year", "packaging_total", "packaging_hard"], False),
    ],
)
def test_a_register_is_known_by_since_or_until_and_by_neither_year_nor_answers(
    scp: Scp, tmp_path: Path, listing: str, asked: str, missing: list[str], register: bool
) -> None:
    """Whatever has a year or an answer, or may be either, is a survey of which everything is told that it lacks."""
    write(tmp_path, a=listing)
    said = scp("check", "a.csv", *asked.split()).stdout
    assert re.findall(r":(\w+): error: missing-column", said) == missing
    assert ("list of all units" in said) == register


@pytest.mark.parametrize("command", ["score s.csv", "check"])
def test_a_register_that_is_not_there_exits_2(scp: Scp, tmp_path: Path, command: str) -> None:
    write(tmp_path, s=ZONES + "2025,craft_village,L1,yes\n")
    done = scp(*command.split(), "--register", "none.csv")
    assert done.returncode == 2
    assert "none.csv: error: missing-file" in done.stdout + done.stderr


def test_check_reads_the_surveys_though_the_register_is_not_there(scp: Scp, tmp_path: Path) -> None:
    write(tmp_path, s=ZONES + "2025,craft_village,L1,maybe\n")
    found = json.loads(scp("check", "s.csv", "--register", "none.csv", "--format", "json").stdout)["problems"]
    assert {(one["path"], one["rule"]) for one in found} >= {("none.csv", "missing-file"), ("s.csv", "not-yes-no")}


def test_a_register_is_checked_alone(scp: Scp, tmp_path: Path) -> None:
    write(tmp_path, good=LISTED + "craft_village,L1\n", bad=LISTED + "craft_village,L1\ncraft_village,L1\n")
    good, bad = (scp("check", "--register", f"{name}.csv", "--format", "json") for name in ("good", "bad"))
    files = json.loads(good.stdout)["files"]
    assert (good.returncode, [(file["path"], file["rows"]) for file in files]) == (0, [("good.csv", 1)])
    (found,) = json.loads(bad.stdout)["problems"]
    assert (bad.returncode, found["rule"], found["row"], found["column"]) == (1, "listed-twice", 3, "id")


def test_a_survey_that_disagrees_with_its_register_is_never_scored(scp: Scp, tmp_path: Path) -> None:
    write(tmp_path, s=ZONES + "2025,craft_village,L7,yes\n", r=LISTED + "craft_village,L1\n")
    done = scp("score", "s.csv", "--register", "r.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "s.csv:2:id: error: not-in-register:" in done.stderr


@pytest.mark.parametrize(("options", "ids"), [(["--year", "2025"], ["L1", "L2"]), ([], ["L1", "L2", "L3", "L4"])])
def test_a_form_lists_the_units_that_exist_in_its_year(
    scp: Scp, tmp_path: Path, options: list[str], ids: list[str]
) -> None:
    """L2 since 2021, L3 until 2024, L4 since 2026; without a year all of them."""
    register = "kind,id,since,until\ncraft_village,L1,,\ncraft_village,L2,2021,\ncraft_village,L3,,2024\n"
    write(tmp_path, r=register + "craft_village,L4,2026,\n")
    assert scp("template", "form.csv", "--register", "r.csv", *options).returncode == 0
    with (tmp_path / "form.csv").open(encoding="utf-8-sig", newline="") as file:
        _, *rows = csv.reader(file)
    filled = [[cell for cell in row if cell] for row in rows]
    assert [row[-1] for row in filled if row] == ids


@pytest.mark.parametrize(
    "command",
    [
        "score s.csv --register r.csv -o r.csv",
        "check --register r.csv -o r.csv --format text",
        "template r.csv --register r.csv",
    ],
)
def test_no_output_overwrites_the_register(scp: Scp, tmp_path: Path, command: str) -> None:
    register = LISTED + "craft_village,L1\n"
    write(tmp_path, s=ZONES + "2025,craft_village,L1,yes\n", r=register)
    done = scp(*command.split())
    assert (done.returncode, "output-is-input" in done.stderr) == (2, True)
    assert (tmp_path / "r.csv").read_text(encoding="utf-8") == register


def test_names_that_only_begin_alike_are_different_and_a_shorter_one_of_whole_words_is_not(tmp_path: Path) -> None:
    """Two villages that exchanged their ids are told; "Hà" for "Làng Hà" is the same name said shorter."""
    listed = "kind,id,name\ncraft_village,L1,Làng Hà\ncraft_village,L2,Làng Hải\ncraft_village,L3,Làng Mía\n"
    rows = "2025,craft_village,L1,Làng Hải,yes\n2025,craft_village,L2,Làng Hà,no\n2025,craft_village,L3,Mía,no\n"
    found = problems(tmp_path, "year,kind,id,name,informed\n" + rows, listed)
    assert [(one.rule, one.place.row) for one in found] == [
        ("other-name-in-register", 2),
        ("other-name-in-register", 3),
    ]


def test_one_unit_listed_under_two_spellings_of_its_area_is_listed_twice(tmp_path: Path) -> None:
    listed = "kind,name,area\ncraft_village,Làng B,Gia Viễn\ncraft_village,Làng B,huyện Gia Viễn\n"
    found = problems(tmp_path, "year,kind,name,area,informed\n2025,craft_village,Làng B,Gia Viễn,yes\n", listed)
    assert [one.rule for one in found] == ["listed-twice"]


def test_a_long_path_keeps_the_row_that_a_message_names(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 80)
    folder.mkdir()
    found = problems(folder, ZONES + "2025,craft_village,L1,yes\n", LISTED + "craft_village,L1\ncraft_village,L1\n")
    message = language("en").text(describe(found[0])[0])
    assert "register.csv:2;" in message


def test_names_of_units_do_not_depend_on_the_order_of_the_rows(tmp_path: Path) -> None:
    """Two markets without figures, told in both orders."""
    rows = ["2025,market,C1,,\n", "2025,market,C2,,\n", "2025,market,C3,10,5\n"]
    base = "2020,market,C3,10,8\n"
    named = []
    for at, order in enumerate((rows, rows[::-1])):
        folder = tmp_path / str(at)
        folder.mkdir()
        found = document(folder, MARKETS + base + "".join(order), None)
        named.append(target(found, "market-packaging-reduction")["not_measured"])
    assert named == [["C1", "C2"], ["C1", "C2"]]


# Cases

CASES = ROOT / "tests" / "cases" / "register"
BAD = sorted(CASES.glob("bad/*.csv"))
GOOD = sorted(CASES.glob("good/*.csv"))
PAIRS = sorted(path for path in CASES.glob("pairs/*.csv") if not path.stem.endswith(".register"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_register_has_exactly_the_problems_written_beside_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    found = check_files(Request([], register=path.name)).problems
    assert listed(found) == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert path.stem in {one.rule for one in found}


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_register_has_no_problem(path: Path) -> None:
    run = check_files(Request([], register=str(path)))
    assert not run.problems
    assert [file.rows for file in run.files] == [4]


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_a_survey_is_held_against_its_register(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    found = check_files(Request([path.name], register=f"{path.stem}.register.csv")).problems
    assert listed(found) == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert {one.rule for one in found} == {path.stem}


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_neither_of_a_pair_has_a_problem_by_itself(path: Path) -> None:
    register = path.with_name(f"{path.stem}.register.csv")
    assert not check_files(Request([str(path)])).problems
    assert not check_files(Request([], register=str(register))).problems


def test_every_rule_about_registers_has_a_case_among_these() -> None:
    """(unknown-area is about surveys: its case stands among theirs.)"""
    (family,) = [rules for title, rules in FAMILIES.items() if title == "Registers"]
    assert {path.stem for path in (*BAD, *PAIRS)} >= set(family) - {"unknown-area"}
    assert {path.stem for path in (*BAD, *PAIRS)} <= RULES.keys()


def test_a_register_with_errors_is_held_against_nothing(tmp_path: Path) -> None:
    """One row of the register cannot be read: that a surveyed unit is not in it says nothing yet."""
    survey, register = tmp_path / "survey.csv", tmp_path / "register.csv"
    survey.write_text("year,kind,id,informed\n2025,craft_village,L2,yes\n", encoding="utf-8")
    register.write_text("kind,id\ncraft_village,L1\ncraft_vilage,L2\n", encoding="utf-8")
    found = check_files(Request([str(survey)], register=str(register))).problems
    assert {one.rule for one in found} == {"unknown-kind", "not-checked"}


def test_check_of_a_register_alone_prints_findings_and_totals(scp: Scp) -> None:
    done = scp("check", "--register", "listed-twice.csv", cwd=CASES / "bad")
    expected = (CASES / "bad" / "listed-twice.txt").read_text(encoding="utf-8").splitlines()
    *lines, summary = done.stdout.splitlines()
    assert all(whole.startswith(line) for whole, line in zip(expected, lines, strict=True))
    assert (lines[0], summary, done.returncode) == (expected[0], "3 errors, 0 warnings, 1 file, 6 rows", 1)


@pytest.mark.parametrize(
    ("rule", "codes"), [("not-in-register", (1, 1)), ("other-name-in-register", (0, 1))], ids=["error", "warning"]
)
def test_check_fails_for_errors_against_a_register_and_for_warnings_only_under_strict(
    scp: Scp, rule: str, codes: tuple[int, int]
) -> None:
    call = ("check", f"{rule}.csv", "--register", f"{rule}.register.csv")
    assert tuple(scp(*call, *more, cwd=CASES / "pairs").returncode for more in ((), ("--strict",))) == codes

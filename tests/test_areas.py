"""Areas by name: when two texts are one area, and which names a plan knows in which year."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from scp_ninhbinh.plan.file import load_plan
from scp_ninhbinh.problems.problem import Problem, ScpError
from scp_ninhbinh.problems.rules import describe
from scp_ninhbinh.scores.score import expected_of
from scp_ninhbinh.survey.identity import area_key, area_name
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.survey.units import vocabulary
from scp_ninhbinh.text.say import language

PLAN = """schema: scp-ninhbinh/plan/1
id: areas
title: {vi: Kế hoạch thử, en: A plan to try areas with}
period: {first: 2021, last: 2030}
AREAS
indicators:
  - id: zones-informed
    measure: share
    title: {vi: Làng nghề, en: Craft villages informed}
    of: [craft_village]
    answer: {informed: "yes"}
    targets:
      - {due: 2025, at_least: 70%, clause: I.1.1}
"""
AREAS = """areas:
  - {name: TP Ninh Bình, until: 2024}
  - {name: Huyện Hoa Lư, until: 2024}
  - {name: TP Hoa Lư, since: 2025, until: 2026}
  - {name: Nho Quan, until: 2026}
"""
"""In 2025 a city took the place of a city and a district; the list ends in 2026, the plan in 2030."""

Check = Callable[..., list[Problem]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return the problems of one village a year that says it lies in this area."""

    def run(area: str, *years: int, areas: str = AREAS) -> list[Problem]:
        (tmp_path / "plan.yaml").write_text(PLAN.replace("AREAS\n", areas), encoding="utf-8")
        rows = "".join(f'{year},craft_village,L1,"{area}",yes\n' for year in years)
        (tmp_path / "survey.csv").write_text(f"year,kind,id,area,informed\n{rows}", encoding="utf-8")
        plan = load_plan(str(tmp_path / "plan.yaml"), vocabulary()).plan
        return read_survey([str(tmp_path / "survey.csv")], expected_of(plan))[1]

    return run


@pytest.mark.parametrize(
    "spelt",
    [
        "TP. Ninh Bình",
        "TP.Ninh Bình",
        "tp ninh bình",
        "thành phố Ninh Bình",
        "Thành Phố  Ninh Bình ",
        "THÀNH PHỐ NINH BÌNH",
        "TP Ninh Bi\u0300nh",
        "TP\u00a0Ninh Bình",
    ],
)
def test_spellings_of_a_citys_name_are_one_area(spelt: str) -> None:
    assert area_key(spelt) == area_key("TP Ninh Bình")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("huyện Nho Quan", "Nho Quan"),
        ("H. Nho Quan", "Nho Quan"),
        ("X. Gia Vân", "xã Gia Vân"),
        ("phường Ninh Sơn", "P. Ninh Sơn"),
        ("thị trấn Me", "TT Me"),
        ("thị xã Tam Điệp", "TX. Tam Điệp"),
        ("Quận 1", "Q.1"),
        ("Huyện Hoà An", "Hòa An"),
    ],
)
def test_a_title_may_be_shortened_and_that_of_a_district_or_commune_left_out(one: str, other: str) -> None:
    assert area_key(one) == area_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TP Hoa Lư", "Huyện Hoa Lư"),
        ("TP Tam Điệp", "TX Tam Điệp"),
        ("phường Ninh Sơn", "xã Ninh Sơn"),
        ("Yên Mô", "Yên Khánh"),
        ("Phường Đúc", "Đúc"),
        ("Hậu Lộc", "ậu Lộc"),
        ("Thành Phốc", "TP c"),
    ],
)
def test_a_city_is_no_district_and_a_word_that_begins_like_a_title_is_none(one: str, other: str) -> None:
    assert area_key(one) != area_key(other)


def test_the_name_that_is_shown_keeps_its_spelling_in_composed_letters() -> None:
    assert area_name(" TP.  Ninh Bi\u0300nh ") == "TP. Ninh Bình"


@pytest.mark.parametrize("spelt", ["TP. Ninh Bình", "thành phố ninh bình", "Hoa Lư", "H. Hoa Lư", "huyện Nho Quan"])
def test_a_listed_name_in_any_spelling_is_known_in_its_years(check: Check, spelt: str) -> None:
    assert check(spelt, 2021, 2024) == []


def test_a_name_holds_only_from_since_to_until(check: Check) -> None:
    """TP Hoa Lư is the name of 2025 and 2026: the warnings are of the year before, and in 2024 it was a district."""
    found = check("TP Hoa Lư", 2024, 2025, 2026)
    assert [(one.rule, one.severity, one.place.row, one.details["year"]) for one in found] == [
        ("unknown-area", "warning", 2, 2024)
    ]
    assert [one.details["year"] for one in check("TP Ninh Bình", 2024, 2025, 2026)] == [2025, 2026]


@pytest.mark.parametrize(
    ("written", "year", "likely"),
    [
        ("Ninh Bình", 2024, "TP Ninh Bình"),
        ("TX Ninh Bình", 2024, "TP Ninh Bình"),
        ("TP Hoa Lư", 2024, "Huyện Hoa Lư"),
        ("Huyện Hoa Lư", 2025, "TP Hoa Lư"),
        ("Nho Quang", 2025, "Nho Quan"),
        ("Nhoquan", 2025, "Nho Quan"),
        ("Ho Quan", 2025, "Nho Quan"),
        ("TP Ninh Binh", 2024, "TP Ninh Bình"),
        ("Hoa Lu", 2024, "Huyện Hoa Lư"),
    ],
)
def test_a_name_that_is_not_listed_is_a_warning_with_the_likely_one_of_that_year(
    check: Check, written: str, year: int, likely: str
) -> None:
    (found,) = check(written, year)
    assert (found.rule, found.severity, found.place.column, found.value) == ("unknown-area", "warning", "area", written)
    assert describe(found, language("en"))[1] == f'did you mean "{likely}"?'


@pytest.mark.parametrize(("listed", "written"), [("Thị trấn Me", "Me"), ("Yên Mô", "Yen Mo"), ("Yên Mô", "xã Yên Mộ")])
def test_a_short_name_is_likely_that_of_another_title_or_of_no_diacritics(
    check: Check, listed: str, written: str
) -> None:
    """Too few letters agree to call these spelt alike."""
    (found,) = check(written, 2025, areas=f"areas: [{{name: {listed}, until: 2025}}]\n")
    assert found.details["guess"] == listed


def test_a_name_like_none_is_told_the_names_of_that_year(check: Check) -> None:
    (found,) = check("Hà Nội", 2025)
    _, hint = describe(found, language("en"))
    assert "TP Hoa Lư, Nho Quan" in hint
    assert "Ninh Bình" not in hint


def test_years_after_the_list_ends_are_not_checked(check: Check) -> None:
    assert [one.details["year"] for one in check("xã Không Có", 2025, 2026, 2027, 2030)] == [2025, 2026]


def test_years_that_the_plan_does_not_know_are_not_checked(check: Check) -> None:
    assert [one.rule for one in check("xã Không Có", 2019)] == ["year-outside-plan"]


def test_an_empty_area_is_not_checked(check: Check) -> None:
    assert check("", 2024, 2025) == []


@pytest.mark.parametrize("areas", ["", "areas: []\n"])
def test_a_plan_that_lists_no_areas_checks_none(check: Check, areas: str) -> None:
    assert check("Hà Nội", 2021, 2025, areas=areas) == []


def test_names_listed_from_a_year_on_leave_the_years_before_unchecked(check: Check) -> None:
    found = check("Hà Nội", 2023, 2024, 2025, areas="areas: [{name: TP Hoa Lư, since: 2024, until: 2024}]\n")
    assert [one.details["year"] for one in found] == [2024]


@pytest.mark.parametrize(
    ("entry", "rule", "line", "key"),
    [
        ("{name: B, since: 2025, until: 2024}", "plan-bad-value", 7, "since"),
        ("{name: B, since: 2025}", "plan-missing-key", 7, "until"),
        ("{until: 2025}", "plan-missing-key", 7, "name"),
        ("{name: B, until: 2025, upto: 2026}", "plan-unknown-key", 7, "upto"),
        ("{name: '', until: 2025}", "plan-bad-value", 7, "name"),
        ("{name: B, until: 25}", "plan-bad-value", 7, "until"),
        ("{name: B, until: soon}", "plan-bad-value", 7, "until"),
        ("B", "plan-bad-value", 7, "1"),
    ],
)
def test_a_wrong_area_of_a_plan_has_its_line(check: Check, entry: str, rule: str, line: int, key: str) -> None:
    """The second entry of the list stands in line 7 of the plan."""
    with pytest.raises(ScpError) as caught:
        check("A", 2025, areas=f"areas:\n  - {{name: A, until: 2025}}\n  - {entry}\n")
    (found,) = caught.value.problems
    assert (found.rule, found.place.line, found.place.column) == (rule, line, key)


def test_a_misspelt_key_of_an_area_is_told_the_likely_one(check: Check) -> None:
    with pytest.raises(ScpError) as caught:
        check("A", 2025, areas="areas:\n  - {name: A, untill: 2025}\n")
    hints = [describe(found, language("en"))[1] for found in caught.value.problems]
    assert 'did you mean "until"?' in hints


def test_the_areas_of_the_samples_are_those_of_the_plan() -> None:
    """The synthetic samples follow the renaming of 2025, so that none of their areas is warned of."""
    from scp_ninhbinh.plan.file import embedded_plan

    plan = load_plan(embedded_plan(), vocabulary()).plan
    samples = sorted(map(str, (ROOT / "data" / "samples").glob("survey-*.csv")))
    assert plan.areas
    assert "unknown-area" not in {found.rule for found in read_survey(samples, expected_of(plan))[1]}

"""Which rows speak of one unit, and which texts name one area."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from small_surveys import EXPECTED, MARKETS, ZONES, others, read, told, write

from scp_ninhbinh.plan.file import load_plan
from scp_ninhbinh.problems.problem import Problem, ScpError, describe
from scp_ninhbinh.scores.score import expected_of
from scp_ninhbinh.survey.areas import area_key, area_name
from scp_ninhbinh.survey.identity import link
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.survey.units import Unit
from scp_ninhbinh.text.say import language


def survey_of(folder: Path, rows: list[str]) -> Survey:
    text = "year,kind,id,name,area,packaging_total,packaging_hard\n" + "".join(f"{row},9,3\n" for row in rows)
    return read_survey(write(folder, one=text), EXPECTED)[0]


@pytest.mark.parametrize(
    ("rows", "same"),
    [
        (["2020,market,C1,Rồng,A", "2025,market,C1,Phượng,B"], True),
        (["2020,market,C1,Rồng,A", "2025,market,C2,Rồng,A"], False),
        (["2020,market,C1,Rồng,A", "2025,market,,RỒNG,B"], True),
        (["2020,market,,Rồng,A", "2025,market,,Ro\u0302\u0300ng,B"], True),
        (["2020,market,,Rồng,A", "2025,market,,Phượng,A"], False),
    ],
    ids=["same id", "two ids", "id in one year only", "same name, another area", "another name"],
)
def test_a_unit_is_followed_over_the_years_by_id_else_by_name(tmp_path: Path, rows: list[str], same: bool) -> None:
    units = [unit for year in survey_of(tmp_path, rows).entries.years.values() for unit in year.values()]
    identity, doubtful = link(units)
    assert (identity(units[0]) == identity(units[1])) is same
    assert not doubtful


def test_the_area_decides_between_namesakes(tmp_path: Path) -> None:
    rows = ["2020,market,,Rồng,A", "2020,market,,Rồng,B", "2025,market,,Rồng,B", "2025,market,,Rồng,A"]
    years = survey_of(tmp_path, rows).entries.years
    units: list[Unit] = [unit for year in years.values() for unit in year.values()]
    identity, doubtful = link(units)
    assert [identity(unit) == identity(units[0]) for unit in units] == [True, False, False, True]
    assert not doubtful


HEADER = "year,kind,id,name,area,informed\n"


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ("2025,craft_village,,A,X,yes\n2025,craft_village,L1,A,Y,yes\n2025,craft_village,L2,A,Z,yes\n", []),
        ("2025,craft_village,L1,A,,yes\n2025,craft_village,l1,B,,yes\n", ["doubtful-unit"]),
        ("2025,craft_village,HÒA1,A,,yes\n2025,craft_village,HO\u0300A1,B,,yes\n", ["doubtful-unit"]),
        ("2025,craft_village,,A,,yes\n2025,craft_village,,A,Kim Sơn,yes\n", ["doubtful-unit"]),
    ],
    ids=["two ids and one without among namesakes", "ids by case", "ids by composition", "area missing once"],
)
def test_what_may_be_one_unit_or_two_is_told_and_what_is_clear_is_not(
    tmp_path: Path, rows: str, rules: list[str]
) -> None:
    problems = read_survey(write(tmp_path, one=HEADER + rows), EXPECTED)[1]
    assert [found.rule for found in problems] == rules


def test_a_name_that_leads_to_an_id_which_another_row_of_the_year_has_is_doubtful(tmp_path: Path) -> None:
    text = "year,kind,id,name,packaging_total,packaging_hard\n2020,market,V1,A,100,80\n2020,market,V9,Z,100,80\n"
    text += "2025,market,,A,100,20\n2025,market,V1,B,100,60\n"
    assert [found.rule for found in read_survey(write(tmp_path, one=text), EXPECTED)[1]] == [
        "doubtful-unit",
        "names-changed",
    ]


def test_years_that_are_never_scored_raise_no_doubt(tmp_path: Path) -> None:
    text = "year,kind,name,area,packaging_total,packaging_hard\n"
    text += "2015,market,A,X,9,3\n2015,market,A,Y,9,3\n2020,market,A,Z,9,3\n"
    assert {found.rule for found in read_survey(write(tmp_path, one=text), EXPECTED)[1]} == {"year-outside-plan"}


def test_many_namesakes_are_told_in_few_problems(tmp_path: Path) -> None:
    """1,500 markets of one name in areas that all changed their name: one question, not 2,250,000."""
    rows = [f"{year},market,,A,{year}-{n}" for year in (2020, 2025) for n in range(1500)]
    text = "year,kind,id,name,area,packaging_total,packaging_hard\n" + "".join(f"{row},9,3\n" for row in rows)
    assert len(read_survey(write(tmp_path, one=text), EXPECTED)[1]) == 1


def test_a_unit_that_was_informed_and_later_is_not_is_told_with_the_first_row(tmp_path: Path) -> None:
    said = {2021: "no", 2022: "yes", 2023: "yes", 2024: "", 2025: "no", 2026: "no"}
    rows = "".join(f"{year},craft_village,A,,,{answer}\n" for year, answer in said.items())
    _, problems = read(tmp_path, ZONES + rows + "2026,craft_village,B,,,no\n")
    assert told(problems) == [("no-after-yes", 6, "informed"), ("no-after-yes", 7, "informed")]
    assert others(problems) == ["3", "3"]


@pytest.mark.parametrize(
    ("rows", "row", "other"),
    [
        (["2020,market,M1,A,X,9,3", "2022,market,M2,A,X,9,3", "2025,market,,A,X,9,3"], 4, "3"),
        (["2020,market,,A,X,9,3", "2025,market,,A,Y,9,3"], None, None),
        (["2020,market,M1,A,X,9,3", "2025,market,,A,Y,9,3"], None, None),
        (["2020,market,M1,A,X,9,3", "2020,market,M2,A,Y,9,3", "2025,market,,A,Z,9,3"], 4, "2"),
        (["2020,market,,A,X,9,3", "2020,market,,A,Y,9,3", "2025,market,M1,A,Z,9,3"], 4, "2"),
        (["2020,market,,A,X,9,3", "2020,market,,A,Y,9,3", "2025,market,,A,X,9,3"], None, None),
    ],
    ids=[
        "two ids and one name",
        "one a year",
        "one a year with an id",
        "two areas then and another now",
        "two areas then and another with an id now",
        "the area tells",
    ],
)
def test_a_name_over_the_years_is_doubtful_where_ids_and_areas_leave_it_open(
    tmp_path: Path, rows: list[str], row: int | None, other: str | None
) -> None:
    _, problems = read(tmp_path, MARKETS + "\n".join(rows) + "\n")
    assert [(found.rule, found.place.row) for found in problems[:1]] == ([("doubtful-unit", row)] if row else [])
    assert others(problems)[:1] == ([other] if other else [])


def test_ids_that_differ_by_case_are_told_once_for_each_spelling(tmp_path: Path) -> None:
    rows = [f"{year},craft_village,{code},,,yes" for year in (2024, 2025) for code in ("L1", "l1")]
    _, problems = read(tmp_path, ZONES + "\n".join(rows) + "\n")
    assert {found.rule for found in problems} == {"doubtful-unit"}
    assert sorted((found.value, found.place.row) for found in problems) == [("L1", 2)]


def test_an_id_with_an_invisible_character_is_nearly_the_same(tmp_path: Path) -> None:
    _, problems = read(tmp_path, ZONES + "2025,craft_village,L1,A,,yes\n2025,craft_village,L\u200b1,B,,yes\n")
    assert "doubtful-unit" in [found.rule for found in problems]


def test_of_two_namesakes_the_one_without_an_area_is_told_to_be_perhaps_the_other(tmp_path: Path) -> None:
    _, problems = read(tmp_path, ZONES + "2025,craft_village,,A,X,yes\n2025,craft_village,,A,,yes\n")
    assert (told(problems), others(problems)) == ([("doubtful-unit", 2, "id")], ["3"])


# Areas

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
        plan = load_plan(str(tmp_path / "plan.yaml")).plan
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
        ("unknown-area", "warning", 2, (2024,))
    ]
    assert [one.details["year"] for one in check("TP Ninh Bình", 2024, 2025, 2026)] == [(2025, 2026)]


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
    assert language("en").text(describe(found)[1]) == f'did you mean "{likely}"?'


@pytest.mark.parametrize(
    ("listed", "written"), [("Thị trấn Me", "Me"), ("Yên Mô", "Yen Mo"), ("Yên Mô", "huyện Yên Mộ")]
)
def test_a_short_name_is_likely_that_of_another_title_or_of_no_diacritics(
    check: Check, listed: str, written: str
) -> None:
    """Too few letters agree to call these spelt alike."""
    (found,) = check(written, 2025, areas=f"areas: [{{name: {listed}, until: 2025}}]\n")
    assert found.details["guess"] == listed


def test_a_name_like_none_is_told_the_names_of_that_year(check: Check) -> None:
    (found,) = check("Hà Nội", 2025)
    hint = language("en").text(describe(found)[1])
    assert "TP Hoa Lư, Nho Quan" in hint
    assert "Ninh Bình" not in hint


def test_years_after_the_list_ends_are_not_checked(check: Check) -> None:
    assert [one.details["year"] for one in check("xã Không Có", 2025, 2026, 2027, 2030)] == [(2025, 2026)]


def test_years_that_the_plan_does_not_know_are_not_checked(check: Check) -> None:
    assert [one.rule for one in check("xã Không Có", 2019)] == ["year-outside-plan"]


def test_an_empty_area_is_not_checked(check: Check) -> None:
    assert check("", 2024, 2025) == []


@pytest.mark.parametrize("areas", ["", "areas: []\n"])
def test_a_plan_that_lists_no_areas_checks_none(check: Check, areas: str) -> None:
    assert check("Hà Nội", 2021, 2025, areas=areas) == []


def test_names_listed_from_a_year_on_leave_the_years_before_unchecked(check: Check) -> None:
    found = check("Hà Nội", 2023, 2024, 2025, areas="areas: [{name: TP Hoa Lư, since: 2024, until: 2024}]\n")
    assert [one.details["year"] for one in found] == [(2024,)]


@pytest.mark.parametrize(
    ("entry", "rule", "line", "key"),
    [
        ("{name: B, since: 2025, until: 2024}", "plan-bad-value", 7, "since"),
        ("{until: 2025}", "plan-missing-key", 7, "name"),
        ("{name: B, until: 2025, upto: 2026}", "plan-unknown-key", 7, "upto"),
        ("{name: '', until: 2025}", "plan-bad-value", 7, "name"),
        ("{name: B, until: 25}", "plan-bad-value", 7, "until"),
        ("{name: B, until: soon}", "plan-bad-value", 7, "until"),
        ("B", "plan-bad-value", 7, "areas"),
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
    hints = [language("en").text(describe(found)[1]) for found in caught.value.problems]
    assert 'did you mean "until"?' in hints


def test_the_areas_of_the_samples_are_those_of_the_plan() -> None:
    """The synthetic samples follow the renaming of 2025, so that none of their areas is warned of."""
    from scp_ninhbinh.plan.file import embedded_plan

    plan = load_plan(embedded_plan()).plan
    samples = sorted(map(str, (ROOT / "data" / "samples").glob("survey-*.csv")))
    assert plan.areas
    assert "unknown-area" not in {found.rule for found in read_survey(samples, expected_of(plan))[1]}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Huyện Hoa Lư", "Hoa Lư", True),
        ("H. Hoa Lư", "hoa lư", True),
        ("xã Ninh An", "Ninh An", False),
        ("xã Ninh An", "x. Ninh An", True),
        ("TP.Ninh Bình", "thành phố Ninh Bình", True),
        ("TP Ninh Binh", "thanh pho Ninh Binh", True),
        ("TX Tam Diep", "thi xa Tam Diep", True),
        ("Huyện", "huyện", True),
        ("Hoàng", "H. oàng", False),
    ],
)
def test_areas_are_compared_without_the_title_of_a_district_and_with_any_other(
    one: str, other: str, same: bool
) -> None:
    assert (area_key(one) == area_key(other)) is same


def test_a_title_alone_is_its_own_name() -> None:
    assert (area_key("Huyện "), area_name("  Hoa   Lu\u031b ")) == ("huyện", "Hoa Lư")

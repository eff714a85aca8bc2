"""A survey as the plan sees it: its units, and those of the register that nobody asked."""

from dataclasses import replace
from pathlib import Path

import pytest
from small_surveys import EXPECTED, MARKETS, ZONES, ids, read, told

from scp_ninhbinh.survey.pool import Entries
from scp_ninhbinh.survey.reading import read_register


def test_the_years_of_a_survey_are_those_with_a_row_in_order(tmp_path: Path) -> None:
    survey, _ = read(tmp_path, ZONES + "2025,craft_village,A,,,yes\n2021,craft_village,A,,,yes\n")
    survey.entries.years[2023]  # looked at, and empty
    assert survey.years == [2021, 2025]


def test_a_survey_of_a_group_has_its_rows_and_its_absent_units_alone(tmp_path: Path) -> None:
    text = ZONES + "2025,craft_village,A,,X,yes\n2025,craft_village,B,,Y,yes\n"
    listed = "kind,id,area\ncraft_village,A,X\ncraft_village,B,Y\ncraft_village,C,X\ncraft_village,D,Y\n"
    survey, _ = read(tmp_path, text, listed)
    of_x = survey.split(lambda unit: unit.area, ["X"])["X"].pool("craft_village", 2025)
    assert (ids(of_x.rows), ids(of_x.absent), of_x.registered, of_x.size) == (["A"], ["C"], True, 2)
    assert ids(survey.pool("craft_village", 2025).absent) == ["C", "D"]


def test_a_kind_that_no_register_lists_is_what_was_surveyed_and_one_stratum(tmp_path: Path) -> None:
    survey, _ = read(tmp_path, ZONES + "2025,craft_village,A,,,yes\n", "kind,id,stratum\nmarket,M,s\n")
    (unit,) = survey.units(("craft_village",), 2025)
    assert survey.pool("craft_village", 2025)[1:] == ([unit], (), False)
    assert (survey.listed_as(unit), survey.stratum(unit)) == (None, ("craft_village", ""))
    (listed,) = survey.register.units
    assert (survey.listed_as(listed), survey.stratum(listed)) == (listed, ("market", "s"))


def test_rows_that_the_register_lists_as_one_unit_are_one_over_the_years(tmp_path: Path) -> None:
    text = MARKETS + "2020,market,M1,Rồng,,9,3\n2025,market,,Rồng,,9,3\n2025,market,M2,Phượng,,9,3\n"
    survey, problems = read(tmp_path, text, "kind,id,name\nmarket,M1,Rồng\nmarket,M2,Phượng\n")
    units = [*survey.units(("market",), 2020), *survey.units(("market",), 2025)]
    identity = survey.identity(units)
    assert not problems
    assert [identity(unit) == identity(units[0]) for unit in units] == [True, True, False]


def test_units_are_given_kind_by_kind_in_the_order_asked_for(tmp_path: Path) -> None:
    text = ZONES + "2025,industrial_zone,Z,,,yes\n2025,craft_village,A,,,yes\n2025,industrial_zone,Y,,,yes\n"
    survey, _ = read(tmp_path, text)
    assert ids(survey.units(("craft_village", "industrial_zone"), 2025)) == ["A", "Z", "Y"]
    assert survey.units(("market",), 2025) == survey.units(("craft_village",), 2024) == []


def test_a_unit_of_two_years_holds_its_texts_once(tmp_path: Path) -> None:
    rows = "2024,craft_village,A1,Một làng,,yes\n2025,craft_village,A1,Một làng,,yes\n2026,craft_village,A1,Làng,,yes\n"
    survey, _ = read(tmp_path, ZONES + rows)
    one, same, renamed = (survey.units(("craft_village",), year)[0] for year in (2024, 2025, 2026))
    assert one.id is same.id
    assert one.name is same.name
    assert renamed.name == "Làng"


def test_nothing_was_refused_before_a_file_is_read() -> None:
    assert (Entries().refused, Entries().units(("market",), 2025)) == (0, [])


def test_a_register_is_read_in_its_order_with_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "kind,id,since,until\nmarket,B,2020,\nmarket,A,,2024\nzoo,C,,\nmarket,D,2025,2024\n", encoding="utf-8"
    )
    units, problems = read_register(str(path), EXPECTED)
    assert [(unit.id, unit.since, unit.until, unit.row) for unit in units][:2] == [
        ("B", 2020, None, 2),
        ("A", None, 2024, 3),
    ]
    assert told(problems)[:2] == [("unknown-kind", 4, "kind"), ("until-before-since", 5, "until")]


@pytest.mark.parametrize(
    ("life", "years"), [("2022,2024", [2022, 2024]), (",2022", [2020, 2022]), ("2024,", [2024, 2030])]
)
def test_a_unit_exists_from_its_first_year_to_its_last(tmp_path: Path, life: str, years: list[int]) -> None:
    path = tmp_path / "register.csv"
    path.write_text(f"kind,id,since,until\nmarket,A,{life}\n", encoding="utf-8")
    ((unit,), _) = read_register(str(path), EXPECTED)
    assert [year for year in range(2020, 2031) if unit.exists(year)] == list(range(years[0], years[1] + 1))


def test_a_surveyed_unit_is_told_where_it_disagrees_with_the_register(tmp_path: Path) -> None:
    text = "year,kind,id,name,stratum,informed\n2025,craft_village,A,Khác,s2,yes\n2025,industrial_zone,B,B,,yes\n"
    listed = "kind,id,name,stratum,until\ncraft_village,A,Làng,s1,2024\ncraft_village,B,B,,\n"
    _, problems = read(tmp_path, text, listed)
    assert told(problems) == [
        ("outside-register-years", 2, "year"),
        ("other-name-in-register", 2, "name"),
        ("other-stratum-in-register", 2, "stratum"),
        ("other-kind-in-register", 3, "kind"),
    ]
    assert (problems[0].details["since"], problems[0].details["until"]) == ("…", 2024)


def test_a_unit_that_the_register_lacks_is_told_with_the_likely_one_without_a_row(tmp_path: Path) -> None:
    text = ZONES + "2025,craft_village,L01,Ninh Van,,yes\n2025,craft_village,L02,Kim Sơn,,yes\n"
    text += "2025,craft_village,,Kim Sen,,yes\n2025,craft_village,Q9,Xa lạ,,yes\n"
    listed = "kind,id,name\ncraft_village,L02,Kim Sơn\ncraft_village,L1,Ninh Vân\ncraft_village,L4,Phát Diệm\n"
    _, problems = read(tmp_path, text, listed)
    lacking = [(found.place.row, found.place.column, found.details["guess"]) for found in problems]
    assert lacking[0] == (2, "id", "L1")
    assert lacking[1:] == [(4, "name", None), (5, "id", None)]


def test_the_likely_one_is_looked_up_for_fifty_units_and_never_by_an_empty_name(tmp_path: Path) -> None:
    lacking = "".join(f"2025,craft_village,Q{n},Làng Đá {n},,yes\n" for n in range(51))
    _, problems = read(tmp_path, ZONES + lacking, "kind,id,name\ncraft_village,L1,Làng Đá\n")
    assert [found.details["guess"] is None for found in problems] == [False] * 50 + [True]
    _, problems = read(tmp_path, ZONES + "2025,craft_village,Q99,,,yes\n", "kind,id,name\ncraft_village,A1,\n")
    assert [found.details["guess"] for found in problems] == [None]


def test_a_surveyed_unit_is_listed_as_its_row_of_the_register(tmp_path: Path) -> None:
    survey, problems = read(
        tmp_path, ZONES + "2025,craft_village,A,,,yes\n2025,craft_village,Q,,,yes\n", "kind,id\ncraft_village,A\n"
    )
    unit, lacking = survey.units(("craft_village",), 2025)
    assert (survey.listed_as(unit), survey.listed_as(lacking)) == (survey.register.units[0], None)
    assert [(found.rule, found.value) for found in problems] == [("not-in-register", "Q")]


def test_what_is_worked_out_of_a_survey_is_kept_and_anew_where_columns_are_read_otherwise(tmp_path: Path) -> None:
    survey, _ = read(tmp_path, ZONES + "2025,craft_village,A,,,yes\n")
    others = replace(survey, read=lambda unit, column: None)
    assert [survey.once("key", lambda: 1), survey.once("key", lambda: 2), others.once("key", lambda: 3)] == [1, 1, 3]

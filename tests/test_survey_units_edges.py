"""The edges of who is who in a survey and in a register, and of what was declared of its files."""

from pathlib import Path

import pytest
from small_surveys import EXPECTED, MARKETS, ZONES, ids, others, read, told

from scp_ninhbinh.survey.declared import Constant, Declared
from scp_ninhbinh.survey.pool import Entries, Input
from scp_ninhbinh.survey.reading import read_register, read_survey

# The units of a survey


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


# Who is who


def test_a_unit_that_was_informed_and_later_is_not_is_told_with_the_first_row(tmp_path: Path) -> None:
    said = {2021: "no", 2022: "yes", 2023: "yes", 2024: "", 2025: "no", 2026: "no"}
    rows = "".join(f"{year},craft_village,A,,,{answer}\n" for year, answer in said.items())
    _, problems = read(tmp_path, ZONES + rows + "2026,craft_village,B,,,no\n")
    assert told(problems) == [("no-longer-informed", 6, "informed"), ("no-longer-informed", 7, "informed")]
    assert others(problems) == ["3", "3"]


@pytest.mark.parametrize(
    ("rows", "row", "other"),
    [
        (["2020,market,M1,A,X,9,3", "2022,market,M2,A,X,9,3", "2025,market,,A,X,9,3"], 4, "3"),
        (["2020,market,,A,X,9,3", "2025,market,,A,Y,9,3"], None, None),
        (["2020,market,M1,A,X,9,3", "2025,market,,A,Y,9,3"], None, None),
        (["2020,market,M1,A,X,9,3", "2020,market,M2,A,Y,9,3", "2025,market,,A,Z,9,3"], 4, "2"),
        (["2020,market,,A,X,9,3", "2020,market,,A,Y,9,3", "2025,market,,A,X,9,3"], None, None),
    ],
    ids=[
        "two ids and one name",
        "one a year",
        "one a year with an id",
        "two areas then and another now",
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


# Against a register


def test_a_register_is_read_in_its_order_with_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "kind,id,since,until\nmarket,B,2020,\nmarket,A,,2024\nzoo,C,,\nmarket,D,2025,2024\n", encoding="utf-8"
    )
    units, problems = read_register(str(path))
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
    ((unit,), _) = read_register(str(path))
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


# Files and what was declared


def test_an_input_that_cannot_be_read_has_no_hash_and_no_rows(tmp_path: Path) -> None:
    survey, problems = read_survey([str(tmp_path / "none.csv")], EXPECTED)
    assert survey.inputs == [Input(str(tmp_path / "none.csv"), None, 0)]
    assert [found.rule for found in problems] == ["missing-file"]


def test_a_file_without_a_row_is_told_once_and_one_with_errors_is_not(tmp_path: Path) -> None:
    assert [found.rule for found in read(tmp_path, ZONES)[1]] == ["no-rows"]
    rules = [found.rule for found in read(tmp_path, ZONES.replace("year,", "") + "x,A,,,\n")[1]]
    assert "no-rows" not in rules


def test_a_declared_column_that_every_table_has_or_no_sheet_lacks_is_told(tmp_path: Path) -> None:
    declared = Declared(constants=(Constant(None, "year", "2024"), Constant("B", "kind", "market")))
    _, problems = read(tmp_path, ZONES + "2025,craft_village,A,,,yes\n", declared=declared)
    assert [(found.rule, found.value, found.place.column) for found in problems] == [
        ("set-not-used", "year=2024", "year"),
        ("set-not-used", "B!kind=market", "kind"),
    ]
    assert problems[0].details["reason"] != problems[1].details["reason"]


def test_a_constant_fills_every_row_and_is_told_once(tmp_path: Path) -> None:
    declared = Declared(constants=(Constant(None, "year", "2025"), Constant(None, "note", "x")))
    survey, problems = read(tmp_path, "kind,id,informed\ncraft_village,A,yes\ncraft_village,B,no\n", declared=declared)
    assert ids(survey.units(("craft_village",), 2025)) == ["A", "B"]
    assert [(found.rule, found.value) for found in problems] == [("set-column", "year=2025"), ("set-column", "note=x")]


def test_blanks_declared_to_be_no_are_counted_by_column(tmp_path: Path) -> None:
    text = ZONES + "2025,craft_village,A,,,\n2025,craft_village,B,,,yes\n2025,craft_village,C,,, \n,,,,,\n"
    survey, problems = read(tmp_path, text, declared=Declared(blank_is_no=frozenset({"informed"})))
    assert [unit.informed for unit in survey.units(("craft_village",), 2025)] == [False, True, False]
    assert [(found.rule, found.value, found.details["n"]) for found in problems] == [("blank-declared", "informed", 2)]

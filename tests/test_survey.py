"""Reading surveys: several files, units over the years, and what is kept of them."""

from pathlib import Path

import pytest

from scp_ninhbinh.plan.vocabulary import KINDS
from scp_ninhbinh.problems.rules import RULES
from scp_ninhbinh.survey.declared import Expected
from scp_ninhbinh.survey.identity import link
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.survey.units import COLUMNS, MODEL_OF, Unit

EXPECTED = Expected(range(2020, 2031), ("II.1.a",), frozenset({"market", "model"}))


def write(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.csv") for name in files]


def test_a_duplicate_in_another_file_names_both_rows(tmp_path: Path) -> None:
    rows = "year,kind,id,informed\n2025,craft_village,L1,yes\n"
    paths = write(tmp_path, one=rows, two=rows)
    (found,) = read_survey(paths, EXPECTED)[1]
    assert (found.rule, found.place.path, found.place.row) == ("duplicate-unit", paths[1], 2)
    assert found.details["other"] == f"{paths[0]}:2"


def test_a_file_named_twice_is_read_once_with_a_warning(tmp_path: Path) -> None:
    paths = write(tmp_path, one="year,kind,id,informed\n2025,craft_village,L1,yes\n")
    survey, problems = read_survey(paths * 2, EXPECTED)
    assert [found.rule for found in problems] == ["file-twice"]
    assert [read.rows for read in survey.inputs] == [1]


def test_one_bad_file_does_not_hide_the_problems_of_the_others(tmp_path: Path) -> None:
    paths = write(tmp_path, empty="", bad="year,kind,id,informed\n2025,zoo,L1,yes\n")
    rules = [found.rule for found in read_survey([*paths, str(tmp_path / "none.csv"), str(tmp_path)], EXPECTED)[1]]
    assert rules == ["empty-file", "unknown-kind", "not-checked", "missing-file", "unreadable-file"]


def test_the_hash_of_an_input_is_that_of_its_bytes(tmp_path: Path) -> None:
    """sha256sum of "year,kind,id,informed\\n2025,craft_village,L1,yes\\n" by coreutils."""
    paths = write(tmp_path, one="year,kind,id,informed\n2025,craft_village,L1,yes\n")
    assert read_survey(paths, EXPECTED)[0].inputs[0].sha256 == HASH


HASH = "7c716a1218d0db35229931adb08a4c7586806f5a5c0653d691277806016d5b72"


def test_a_row_after_a_cell_of_several_lines_keeps_its_row_and_its_line(tmp_path: Path) -> None:
    text = 'year,kind,name,informed\n2025,craft_village,"two\nlines",yes\n2025,craft_village,A,maybe\n'
    (found, *_) = read_survey(write(tmp_path, one=text), EXPECTED)[1]
    assert (found.place.row, found.place.line) == (3, 4)


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


def test_every_kind_has_a_model_and_every_column_a_kind() -> None:
    assert set(MODEL_OF) == set(KINDS)
    assert {name for model in MODEL_OF.values() for name in model.columns()} | {"note"} == set(COLUMNS)


def test_rules_have_names_in_kebab_case() -> None:
    assert all(rule == rule.lower() and " " not in rule and "_" not in rule for rule in RULES)


HEADER = "year,kind,id,name,area,informed\n"


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ("2025,craft_village,,A,X,yes\n2025,craft_village,L1,A,Y,yes\n2025,craft_village,L2,A,Y,yes\n", []),
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
    assert [found.rule for found in read_survey(write(tmp_path, one=text), EXPECTED)[1]] == ["doubtful-unit"]


def test_years_that_are_never_scored_raise_no_doubt(tmp_path: Path) -> None:
    text = "year,kind,name,area,packaging_total,packaging_hard\n"
    text += "2015,market,A,X,9,3\n2015,market,A,Y,9,3\n2020,market,A,Z,9,3\n"
    assert {found.rule for found in read_survey(write(tmp_path, one=text), EXPECTED)[1]} == {"year-outside-plan"}


def test_a_byte_that_is_not_utf8_hides_no_other_problem(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(
        HEADER.encode() + b"20x5,craft_village,L1,A,,yes\n2025,zoo,L2,\xe0,,yes\n2025,craft_village,L3,C,,maybe\n"
    )
    rules = [found.rule for found in read_survey([str(path)], EXPECTED)[1]]
    assert {"bad-year", "unknown-kind", "not-yes-no", "not-utf8"} <= set(rules)
    assert rules.count("bad-year") == 1


def test_headings_are_known_in_any_case_and_below_a_blank_line(tmp_path: Path) -> None:
    paths = write(tmp_path, one="\n;;;\nYear;KIND;Name;Informed\n2025;craft_village;A;có\n")
    survey, problems = read_survey(paths, EXPECTED)
    assert (problems, survey.inputs[0].rows) == ([], 1)


def test_the_same_file_by_two_paths_is_read_once(tmp_path: Path) -> None:
    (path,) = write(tmp_path, one=HEADER + "2025,craft_village,L1,A,,yes\n")
    (tmp_path / "folder").mkdir()
    problems = read_survey([path, str(tmp_path / "folder" / ".." / "one.csv")], EXPECTED)[1]
    assert [found.rule for found in problems] == ["file-twice"]


def test_many_namesakes_are_told_in_few_problems(tmp_path: Path) -> None:
    """1,500 markets of one name in areas that all changed their name: one question, not 2,250,000."""
    rows = [f"{year},market,,A,{year}-{n}" for year in (2020, 2025) for n in range(1500)]
    text = "year,kind,id,name,area,packaging_total,packaging_hard\n" + "".join(f"{row},9,3\n" for row in rows)
    assert len(read_survey(write(tmp_path, one=text), EXPECTED)[1]) == 1


def test_a_file_with_a_problem_in_every_row_is_given_up_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scp_ninhbinh.survey.table_reader.MOST_PROBLEMS", 3)
    paths = write(tmp_path, short="year,kind,id,informed\n" + "a,b\n" * 9, zoo="year,kind,id\n" + "2025,zoo,Z\n" * 9)
    rules = [found.rule for found in read_survey(paths, EXPECTED)[1]]
    assert rules == [*["short-row"] * 4, "too-many-problems", *["unknown-kind"] * 4, "too-many-problems"]

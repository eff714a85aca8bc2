"""Survey files as a whole: each read once, all problems collected, and none hidden by another."""

from pathlib import Path

from openpyxl import Workbook
from small_surveys import EXPECTED, ZONES, read, write

from scp_ninhbinh.problems.problem import RULES
from scp_ninhbinh.survey.pool import Input
from scp_ninhbinh.survey.reading import read_survey


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


def test_rules_have_names_in_kebab_case() -> None:
    assert all(rule == rule.lower() and " " not in rule and "_" not in rule for rule in RULES)


HEADER = "year,kind,id,name,area,informed\n"


def test_a_byte_that_is_not_utf8_hides_no_other_problem(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(
        HEADER.encode() + b"20x5,craft_village,L1,A,,yes\n2025,zoo,L2,\xe0,,yes\n2025,craft_village,L3,C,,maybe\n"
    )
    rules = [found.rule for found in read_survey([str(path)], EXPECTED)[1]]
    assert {"bad-year", "unknown-kind", "not-yes-no", "not-utf8"} <= set(rules)
    assert rules.count("bad-year") == 1


def test_the_same_file_by_two_paths_is_read_once(tmp_path: Path) -> None:
    (path,) = write(tmp_path, one=HEADER + "2025,craft_village,L1,A,,yes\n")
    (tmp_path / "folder").mkdir()
    problems = read_survey([path, str(tmp_path / "folder" / ".." / "one.csv")], EXPECTED)[1]
    assert [found.rule for found in problems] == ["file-twice"]


def test_a_file_given_twice_is_told_at_its_path(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(ZONES + "2025,craft_village,A,,,yes\n", encoding="utf-8")
    (found,) = read_survey([str(path), str(path)], EXPECTED)[1]
    assert (found.rule, found.place.path) == ("file-twice", str(path))


def test_a_workbook_of_empty_tables_is_told_once_to_have_no_rows(tmp_path: Path) -> None:
    book = Workbook()
    for sheet in (book.active, book.create_sheet("B")):
        sheet.append(ZONES.strip().split(","))
    book.save(tmp_path / "empty.xlsx")
    assert [found.rule for found in read_survey([str(tmp_path / "empty.xlsx")], EXPECTED)[1]] == ["no-rows"]


def test_an_input_that_cannot_be_read_has_no_hash_and_no_rows(tmp_path: Path) -> None:
    survey, problems = read_survey([str(tmp_path / "none.csv")], EXPECTED)
    assert survey.inputs == [Input(str(tmp_path / "none.csv"), None, 0)]
    assert [found.rule for found in problems] == ["missing-file"]


def test_a_file_without_a_row_is_told_once_and_one_with_errors_is_not(tmp_path: Path) -> None:
    assert [found.rule for found in read(tmp_path, ZONES)[1]] == ["no-rows"]
    rules = [found.rule for found in read(tmp_path, ZONES.replace("year,", "") + "x,A,,,\n")[1]]
    assert "no-rows" not in rules

"""The columns of a table: what its header must and may name."""

from pathlib import Path

import pytest
from small_surveys import EXPECTED, KNOWN

from scp_ninhbinh.problems.problem import Place, Source
from scp_ninhbinh.project.headings import HeadingReader
from scp_ninhbinh.survey.header import check_header, missing_columns
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.survey.units import Layout, RegisterLayout
from scp_ninhbinh.tables.table import Table, header_of_row
from scp_ninhbinh.text.likely import Suggestions

SURVEY, REGISTER = Layout(KNOWN, EXPECTED.required()), RegisterLayout(KNOWN)
HEADINGS = HeadingReader(KNOWN)


def table(*headings: str, path: str = "a.csv", sheet: str | None = None) -> Table:
    """Return a table of these headings that has no rows."""
    header = header_of_row(headings, 0, HEADINGS)
    return Table(
        source=Source(path, sheet, {}),
        header=Place(path, 1, sheet=sheet),
        columns=header.columns,
        stacks=header.stacks,
        rows=iter(()),
        reread=lambda: iter(()),
        line_of=lambda cells: None,
        may_be_misread=lambda: False,
    )


def test_a_missing_column_is_told_with_the_kinds_that_need_it() -> None:
    found = missing_columns(["year", "kind", "area"], {"market", "model"}, table("year", "kind", "area"), SURVEY)
    kinds = {one.place.column: one.details["kinds"] for one in found}
    assert [*kinds] == ["name", "packaging_total", "packaging_hard", "applied"]
    assert (kinds["packaging_total"], kinds["applied"], len(kinds["name"])) == (("market",), ("model",), 1)
    assert missing_columns(["kind", "id"], {"market"}, table("kind", "id"), REGISTER) == []


def test_an_unknown_heading_is_told_with_the_column_that_it_may_mean_unless_the_file_has_it() -> None:
    for headings, guess in ((["year", "infomed"], "informed"), (["informed", "infomed"], None), (["zzz"], None)):
        found = [
            one
            for one in check_header(table(*headings), SURVEY, HEADINGS, Suggestions())
            if one.rule == "unknown-column"
        ]
        assert [one.details["guess"] for one in found] == [guess]


def test_the_remedy_of_a_missing_year_or_kind_is_a_declaration() -> None:
    found = missing_columns(["id"], (), table("id", path="cho-2023.csv"), SURVEY)
    assert [(one.value, one.details.get("example")) for one in found] == [
        ("year", '"year=2023"'),
        ("kind", '"kind=market"'),
    ]


@pytest.mark.parametrize(
    ("headings", "rules"),
    [
        (("Năm", "Tỷ lệ khó phân hủy (%)"), ["unknown-column"]),
        (("Năm", "Chưa được thông tin"), ["inverted-column"]),
        (("Năm", "Đã được thông tin (năm trước)"), ["doubtful-heading"]),
        (("Năm", "Đã được thông tin", "Đã được thông tin (năm trước)"), ["unknown-column"]),
        (("Năm", "Năm khảo sát"), ["duplicate-column"]),
        (("Năm", "Ghi chú (tùy)", "Đã được thông tin (có/không)", "TT"), []),
    ],
)
def test_a_heading_that_is_no_column_is_told_once_for_what_it_is(headings: tuple[str, ...], rules: list[str]) -> None:
    assert [one.rule for one in check_header(table(*headings), SURVEY, HEADINGS, Suggestions())] == rules


def test_two_columns_of_one_meaning_are_told_as_they_are_written() -> None:
    (found,) = check_header(table("Huyện", "Tên", "Xã"), SURVEY, HEADINGS, Suggestions())
    assert (found.rule, found.value, found.details["one"], found.details["two"]) == (
        *("duplicate-column", "area", "Huyện", "Xã"),
    )


def write(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.csv") for name in files]


def test_headings_are_known_in_any_case_and_below_a_blank_line(tmp_path: Path) -> None:
    paths = write(tmp_path, one="\n;;;\nYear;KIND;Name;Informed\n2025;craft_village;A;có\n")
    survey, problems = read_survey(paths, EXPECTED)
    assert (problems, survey.inputs[0].rows) == ([], 1)

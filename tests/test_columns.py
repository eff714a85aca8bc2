"""The columns of a table: what its header must and may name."""

from pathlib import Path

from small_surveys import EXPECTED, KNOWN

from scp_ninhbinh.problems.problem import Place
from scp_ninhbinh.survey.columns import check_header, missing_columns
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.survey.units import Layout, RegisterLayout
from scp_ninhbinh.text.likely import Suggestions

SURVEY, REGISTER = Layout(KNOWN, EXPECTED.required()), RegisterLayout(KNOWN)


def test_a_missing_column_is_told_with_the_kinds_that_need_it() -> None:
    header = Place("a.csv", 1)
    found = missing_columns(["year", "kind", "area"], {"market", "model"}, header, SURVEY)
    kinds = {one.place.column: one.details["kinds"] for one in found}
    assert [*kinds] == ["name", "packaging_total", "packaging_hard", "applied"]
    assert (kinds["packaging_total"], kinds["applied"], len(kinds["name"])) == (("market",), ("model",), 1)
    assert missing_columns(["kind", "id"], {"market"}, header, REGISTER) == []


def test_an_unknown_heading_is_told_with_the_column_that_it_may_mean_unless_the_file_has_it() -> None:
    for columns, guess in ((["year", "infomed"], "informed"), (["informed", "infomed"], None), (["zzz"], None)):
        found = [
            one
            for one in check_header(columns, Place("a.csv", 1), SURVEY, Suggestions())
            if one.rule == "unknown-column"
        ]
        assert [one.details["guess"] for one in found] == [guess]


def test_the_remedy_of_a_missing_year_or_kind_is_a_declaration() -> None:
    found = missing_columns(["id"], (), Place("cho-2023.csv", 1), SURVEY)
    assert [(one.value, one.details.get("example")) for one in found] == [
        ("year", "year=2023"),
        ("kind", "kind=market"),
    ]


def write(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.csv") for name in files]


def test_headings_are_known_in_any_case_and_below_a_blank_line(tmp_path: Path) -> None:
    paths = write(tmp_path, one="\n;;;\nYear;KIND;Name;Informed\n2025;craft_village;A;có\n")
    survey, problems = read_survey(paths, EXPECTED)
    assert (problems, survey.inputs[0].rows) == ([], 1)

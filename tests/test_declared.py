"""What is declared of files: constants, blanks, a decimal mark; and cells that then count as unknown."""

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Scp
from openpyxl import load_workbook
from small_surveys import EXPECTED, KNOWN, ZONES, ids, read

from scp_ninhbinh.problems.problem import Place, Problem, ScpError
from scp_ninhbinh.project.declared import (
    NOTHING_DECLARED,
    Blank,
    Constant,
    Declared,
    named_column,
    parse_blank,
    parse_constant,
)
from scp_ninhbinh.survey.declared import excused, is_excused, likely_constant, likely_year, unknown_at, with_columns
from scp_ninhbinh.survey.pool import Entries, Survey
from scp_ninhbinh.survey.units import Layout

LOOSE = "Tên;Đã được thông tin\nLàng A;x\nLàng B;x\nLàng C;\n"
SET = ("--set", "year=2025", "--set", "kind=craft_village")


@pytest.fixture
def loose(tmp_path: Path) -> str:
    (tmp_path / "loose.csv").write_text(LOOSE, encoding="utf-8")
    return "loose.csv"


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        ("chợ", []),
        ("cho\u031b\u0323", []),  # decomposed, as macOS writes it
        ("Chợ  dân sinh", []),
        ("market", []),
        ("siêu thị", ["set-contradicted"]),
    ],
)
def test_a_declared_kind_contradicts_the_name_of_a_file_only_if_it_is_another_one(
    scp: Scp, tmp_path: Path, kind: str, rules: list[str]
) -> None:
    (tmp_path / "Chợ.csv").write_text("năm;tên;ghi chú\n2025;A;\n", encoding="utf-8")
    found = json.loads(scp("check", "Chợ.csv", "--set", f"kind={kind}", "--format", "json").stdout)["problems"]
    assert [one["rule"] for one in found if one["severity"] == "warning"] == rules


def test_constants_stand_in_for_columns_that_a_file_lacks(scp: Scp, loose: str) -> None:
    document = json.loads(scp("score", loose, *SET, "--format", "json").stdout)
    target = document["targets"][0]
    assert (document["year"], target["numerator"], target["denominator"], target["unknown"]) == (2025, 2, 3, 1)
    said = {"set": ["year=2025", "kind=craft_village"], "blank": [], "decimal": None, "bad_cells": None}
    assert document["declared"] == said


def test_blanks_declared_to_be_no_are_no(scp: Scp, loose: str) -> None:
    done = scp("score", loose, *SET, "--blank", "no:informed", "--format", "json")
    document = json.loads(done.stdout)
    assert [document["targets"][0][key] for key in ("numerator", "denominator", "unknown", "high")] == [
        *(2, 3, 0, pytest.approx(200 / 3)),
    ]
    assert document["declared"]["blank"] == ["no:informed"]
    assert "blank-declared: empty cells of informed count as no" in done.stderr


@pytest.mark.parametrize("name", ["table", "csv", "markdown", "json"])
def test_every_output_says_what_was_declared(scp: Scp, loose: str, name: str) -> None:
    said = scp("score", loose, *SET, "--blank", "no:informed", "--format", name).stdout
    assert "year=2025" in said
    assert "no:informed" in said or "empty cells of informed mean no" in said


def test_blanks_of_other_kinds_are_left_alone(scp: Scp, tmp_path: Path) -> None:
    text = "year,kind,id,informed,packaging_total,packaging_hard\n2025,market,C1,,10,5\n2025,craft_village,L1,,,\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    done = scp("check", "a.csv", "--blank", "no:informed", "--format", "json")
    assert [found["rule"] for found in json.loads(done.stdout)["problems"]] == ["blank-declared"]
    assert "(1 in all)" in json.loads(done.stdout)["problems"][0]["message"]


def test_a_column_of_only_x_is_warned_of_and_fails_only_under_strict(scp: Scp, loose: str) -> None:
    done = scp("check", loose, *SET, "--format", "json")
    assert [found["rule"] for found in json.loads(done.stdout)["problems"]] == ["set-column", "set-column", "only-x"]
    assert (done.returncode, scp("check", loose, *SET, "--strict").returncode) == (0, 1)


def test_notices_alone_pass_a_strict_check(scp: Scp, loose: str) -> None:
    assert scp("check", loose, *SET, "--blank", "no:informed", "--strict").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--set", "year"),
        ("--encoding", "viscii"),
        ("--set", "jahr=2025"),
        ("--blank", "informed"),
        ("--blank", "no:packaging_total"),
        ("--report", "pdf=a.pdf"),
        ("--report", "json"),
        ("--annotate", "faults.csv"),
    ],
)
def test_a_declaration_that_means_nothing_is_a_usage_error(scp: Scp, loose: str, arguments: tuple[str, str]) -> None:
    done = scp("check", loose, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("constant", "rule"), [("year=20x5", "bad-year"), ("kind=zoo", "unknown-kind")])
def test_a_constant_that_its_column_cannot_hold_is_refused_once(scp: Scp, loose: str, constant: str, rule: str) -> None:
    done = scp("check", loose, "--set", constant)
    assert (done.returncode, done.stderr.count(rule)) == (2, 1)


def test_a_decimal_mark_settles_what_the_file_leaves_open(scp: Scp, tmp_path: Path) -> None:
    text = "year,kind,id,packaging_total,packaging_hard\n2025,market,C1,3.946,1.000\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    totals = []
    for mark in ("comma", "point"):
        document = json.loads(scp("score", "a.csv", "--decimal", mark, "--format", "json").stdout)
        totals.append(next(one["denominator"] for one in document["targets"] if one["measure"] == "reduction"))
        assert document["declared"]["decimal"] == mark
    assert totals == [3946, 3.946]
    assert scp("score", "a.csv").returncode == 2


def test_reports_are_written_beside_the_first_output(scp: Scp, loose: str, tmp_path: Path) -> None:
    reports = [f"--report={name}={name}.out" for name in ("json", "sarif", "junit", "github", "gitlab", "text")]
    done = scp("check", loose, *SET, *reports, "--lang", "vi")
    assert done.returncode == 0
    assert json.loads((tmp_path / "json.out").read_text(encoding="utf-8"))["summary"]["notices"] == 2
    assert "<testsuite" in (tmp_path / "junit.out").read_text(encoding="utf-8")
    assert (tmp_path / "text.out").read_text(encoding="utf-8") == done.stdout


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_template_holds_the_units_of_a_register(scp: Scp, tmp_path: Path, ending: str) -> None:
    (tmp_path / "register.csv").write_text("Loại;Mã;Tên\nchợ;007;Chợ A\nlàng nghề;;Làng B\n", encoding="utf-8")
    done = scp("template", f"form.{ending}", "--register", "register.csv", "--year", "2026", "--lang", "vi")
    assert done.returncode == 0
    checked = json.loads(scp("check", f"form.{ending}", "--format", "json").stdout)
    assert [(file["path"], file["rows"]) for file in checked["files"]] == [(f"form.{ending}", 2)]
    assert checked["summary"]["errors"] == 0
    if ending == "csv":
        rows = list(csv.DictReader(io.StringIO((tmp_path / "form.csv").read_text("utf-8-sig")), delimiter=";"))
        assert [row["Mã"] for row in rows] == ["007", ""]
    else:
        cells = [cell.value for sheet in load_workbook(tmp_path / "form.xlsx") for row in sheet for cell in row]
        assert {"007", "Chợ A", "Làng B", 2026} <= set(cells)


def test_a_register_with_a_fault_writes_no_template(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text("kind,name\nzoo,A\n", encoding="utf-8")
    done = scp("template", "form.xlsx", "--register", "register.csv")
    assert (done.returncode, (tmp_path / "form.xlsx").exists()) == (2, False)
    assert "register.csv:2:kind: error: unknown-kind" in done.stderr


def test_an_empty_form_is_told_to_have_no_rows(scp: Scp) -> None:
    scp("template", "form.xlsx")
    done = scp("check", "form.xlsx", "--format", "json")
    assert [found["rule"] for found in json.loads(done.stdout)["problems"] if found["severity"] == "error"] == [
        "no-rows"
    ]


def test_rules_are_explained_and_unknown_ones_refused(scp: Scp) -> None:
    assert scp("rules", "only-x").stdout.startswith("only-x (warning)\n  ")
    assert scp("rules", "no-such-rule").returncode == 2


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("year=2025", Constant(None, "year", "2025")),
        ("Chợ/kind=market", Constant(None, "Chợ/kind", "market")),
        ("name=", Constant(None, "name", "")),
        ("name=a=b\nc", Constant(None, "name", "a=b\nc")),
        ("colour=red", Constant(None, "colour", "red")),
        ("year", None),
        ("=2025", None),
        (" =2025", None),
    ],
)
def test_a_constant_is_all_before_the_sign_and_its_value(text: str, constant: Constant | None) -> None:
    assert parse_constant(text) == constant
    assert constant is None or constant.text() == text


@pytest.mark.parametrize(
    ("text", "sheet", "column"),
    [
        ("year", None, "year"),
        ("Năm", None, "year"),
        ("Loại", None, "kind"),
        ("được thông tin", None, "informed"),
        ("Chợ/kind", "Chợ", "kind"),
        ("Chợ / Loại", "Chợ", "kind"),
        ("KCN, CCN/Đã được thông tin", "KCN, CCN", "informed"),
        ("Area", None, "area"),
        ("2025/Area", "2025", "area"),
        ("Chợ!kind", None, None),
        ("a/b/kind", "a", None),
        ("Chợ/", "Chợ", None),
        ("/kind", None, "kind"),
        ("", None, None),
        ("Chưa được thông tin", None, None),
        ("STT", None, None),
    ],
)
def test_a_text_names_a_column_by_any_of_its_words_and_perhaps_its_sheet(
    text: str, sheet: str | None, column: str | None
) -> None:
    assert named_column(text, KNOWN) == (sheet, column)


def test_a_word_of_a_column_with_a_stroke_in_it_is_no_sheet() -> None:
    assert named_column("Huyện/thành phố", KNOWN) == (None, "area")
    assert named_column("Chợ/Huyện/thành phố", KNOWN) == ("Chợ", "area")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("no:held", "held"),
        ("no: Chợ/Được thông tin ", "Chợ/Được thông tin"),
        ("yes:held", None),
        ("no:name", "name"),
        ("no:", None),
        ("held", None),
    ],
)
def test_a_blank_that_means_no_names_its_column(text: str, column: str | None) -> None:
    assert parse_blank(text) == (column and Blank(None, column))


def test_a_constant_for_the_sheet_comes_before_one_for_all_and_none_replaces_a_column() -> None:
    every, own, other = Constant(None, "kind", "market"), Constant("chợ", "kind", "model"), Constant("B", "kind", "x")
    declared = Declared(constants=(own, every, other, year := Constant(None, "year", "2025")))
    assert declared.table("a.xlsx", "CHỢ").constants == {"kind": own, "year": year}
    assert declared.table("a.csv", None).constants == {"kind": every, "year": year}
    assert declared.table("a.xlsx", "C").constants == {"kind": every, "year": year}


def test_a_blank_of_a_sheet_holds_for_that_sheet_alone() -> None:
    declared = Declared(blanks=(own := Blank("Chợ", "held"), every := Blank(None, "informed")))
    assert declared.table("a.xlsx", "chợ").blank == {"held": own, "informed": every}
    assert declared.table("a.xlsx", "B").blank == {"informed": every}


def test_every_constant_that_its_column_cannot_hold_is_refused() -> None:
    wrong = (Constant(None, "Năm", "25"), Constant(None, "A/days", "1.250"))
    with pytest.raises(ScpError) as caught:
        with_columns(Declared(constants=(*wrong, Constant(None, "kind", "market"), Constant(None, "note", "x"))), KNOWN)
    found = [(one.rule, one.value, one.place.path, one.place.column) for one in caught.value.problems]
    assert found == [
        ("bad-year", "25", "Năm=25", "year"),
        ("ambiguous-number", "1.250", "A/days=1.250", "days"),
    ]
    fitting = with_columns(Declared(mark=",", constants=(Constant(None, "A/days", "1,250"),)), KNOWN)
    assert fitting.constants == (Constant("A", "days", "1,250"),)


@pytest.mark.parametrize(
    ("column", "path", "sheet", "constant"),
    [
        ("year", "a-2023.csv", None, '"year=2023"'),
        ("year", "a-2023.xlsx", "Năm 2024", '"year=2024"'),
        ("year", "a-120234.csv", None, '"year=YEAR"'),
        ("year", "a-2020-2025.csv", None, '"year=YEAR"'),
        ("kind", "lang-nghe.csv", None, '"kind=craft_village"'),
        ("kind", "làng nghề.csv", None, '"kind=craft_village"'),
        ("kind", "làng nghề 2025.csv", None, '"kind=craft_village"'),
        ("kind", "tam-cho-2025.csv", None, '"kind=KIND"'),
        ("kind", "x.xlsx", "Siêu thị", '"Siêu thị/kind=supermarket"'),
        ("kind", "cho.xlsx", "CCN", '"CCN/kind=industrial_cluster"'),
        ("kind", "cho.xlsx", "TTTM", '"TTTM/kind=trade_centre"'),
        ("year", "x.xlsx", "Siêu thị", '"year=YEAR"'),
    ],
)
def test_a_remedy_names_the_constant_that_the_file_or_sheet_suggests(
    column: str, path: str, sheet: str | None, constant: str
) -> None:
    assert likely_constant(column, path, sheet, (), KNOWN) == constant


@pytest.mark.parametrize(
    ("above", "year"),
    [
        (["Kết quả khảo sát năm 2024"], "2024"),
        (["Survey of the year 2024", "Quyết định số 12 của 2019"], "2024"),
        (["So sánh năm 2020 và năm 2024"], None),
        (["Quyết định 2019"], "2025"),
    ],
)
def test_the_year_of_a_title_comes_before_that_of_the_sheet_or_file(above: list[str], year: str | None) -> None:
    assert likely_year("a-2025.xlsx", "Chợ", above) == year


SURVEY = Layout(KNOWN, EXPECTED.required())
MARKET, ZONE = SURVEY.model("market"), SURVEY.model("craft_village")


def test_what_cannot_be_used_without_a_refused_number_is_unknown_with_it() -> None:
    columns = MARKET.columns()
    assert columns[-4:] == ("packaging_total", "packaging_hard", "packaging_unit", "days")
    total, hard, days = (columns.index(name) for name in ("packaging_total", "packaging_hard", "days"))
    assert unknown_at(columns, ["packaging_total"], KNOWN) == [total, hard]
    assert unknown_at(columns, ["packaging_hard"], KNOWN) == [hard]
    assert unknown_at(columns, ["days"], KNOWN) == [total, hard, days]
    assert unknown_at(ZONE.columns(), ["informed"], KNOWN) == [len(ZONE.columns()) - 1]


def test_only_a_cell_of_an_answer_or_number_is_excused_and_then_a_warning() -> None:
    bad = Problem("cell-error", "error", Place("a.xlsx", 2, column="informed"), "#REF!", {"x": 1})
    assert is_excused(bad, KNOWN)
    assert not is_excused(bad._replace(rule="merged-cells"), KNOWN)
    assert not is_excused(bad._replace(place=Place("a.xlsx", 2, column="kind")), KNOWN)
    found = excused(bad)
    assert (found.severity, found.details["x"], "remedy" in found.details) == ("warning", 1, True)


def test_a_declared_column_that_every_table_has_or_no_sheet_lacks_is_told(tmp_path: Path) -> None:
    declared = Declared(constants=(Constant(None, "year", "2024"), Constant("B", "kind", "market")))
    _, problems = read(tmp_path, ZONES + "2025,craft_village,A,,,yes\n", declared=declared)
    assert [(found.rule, found.value, found.place.column) for found in problems] == [
        ("set-not-used", "year=2024", "year"),
        ("set-not-used", "B/kind=market", "kind"),
    ]
    assert problems[0].details["reason"] != problems[1].details["reason"]


def test_a_constant_fills_every_row_and_is_told_once(tmp_path: Path) -> None:
    declared = Declared(constants=(Constant(None, "year", "2025"), Constant(None, "note", "x")))
    survey, problems = read(tmp_path, "kind,id,informed\ncraft_village,A,yes\ncraft_village,B,no\n", declared=declared)
    assert ids(survey.units(("craft_village",), 2025)) == ["A", "B"]
    assert [(found.rule, found.value) for found in problems] == [("set-column", "year=2025"), ("set-column", "note=x")]


def test_blanks_declared_to_be_no_are_counted_by_column(tmp_path: Path) -> None:
    text = ZONES + "2025,craft_village,A,,,\n2025,craft_village,B,,,yes\n2025,craft_village,C,,, \n,,,,,\n"
    survey, problems = read(tmp_path, text, declared=Declared(blanks=(Blank(None, "informed"),)))
    assert [unit.informed for unit in survey.units(("craft_village",), 2025)] == [False, True, False]
    assert [(found.rule, found.value, found.details["n"]) for found in problems] == [("blank-declared", "informed", 2)]


def test_a_survey_without_declarations_has_none() -> None:
    assert Survey(Entries()).declared == NOTHING_DECLARED


def test_a_declaration_of_a_column_that_the_plan_does_not_have_is_refused_with_the_likely_one() -> None:
    wrong = Declared(
        constants=(Constant(None, "infomed", "yes"), Constant(None, "Chợ!kind", "market")),
        blanks=(Blank(None, "name"), Blank(None, "informed")),
    )
    with pytest.raises(ScpError) as caught:
        with_columns(wrong, KNOWN)
    found = [(one.rule, one.value, one.place.field, one.details["guess"]) for one in caught.value.problems]
    assert found == [
        ("no-such-column", "infomed", "set", "informed"),
        ("no-such-column", "Chợ!kind", "set", "Chợ/kind"),
        ("no-such-column", "name", "blank", None),
    ]


def test_a_constant_that_a_later_one_of_the_column_replaces_is_told(tmp_path: Path) -> None:
    constants = (Constant(None, "year", "2024"), Constant(None, "năm", "2025"), Constant(None, "kind", "craft_village"))
    declared = with_columns(Declared(constants=constants), KNOWN)
    survey, problems = read(tmp_path, "name,informed\nA,yes\n", declared=declared)
    (unused,) = (found for found in problems if found.rule == "set-not-used")
    assert (survey.years, unused.value, str(unused.details["reason"])) == (
        [2025],
        "year=2024",
        "a later one gives the column another value",
    )


@pytest.mark.parametrize("unread", ["none.csv", "folder"])
@pytest.mark.parametrize("as_register", [False, True])
def test_of_no_constant_it_is_said_that_it_is_not_used_where_a_file_was_not_read(
    scp: Scp, tmp_path: Path, unread: str, as_register: bool
) -> None:
    """The file that could not be read may lack the column; once all are read, none lacks it."""
    (tmp_path / "a.csv").write_text("year,kind,name,informed\n2025,craft_village,A,yes\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    said = scp("check", "a.csv", "--register" if as_register else "a.csv", unread, "--set", "year=2025").stdout
    assert f"{unread}: error: " in said
    assert "set-not-used" not in said
    assert (
        "year=2025, as --set declares, is not used: every table has it"
        in scp("check", "a.csv", "--set", "year=2025").stdout
    )


@pytest.mark.parametrize(("beside", "rule"), [("", "unread-cells"), ("held", "cell-not-for-kind")])
def test_a_blank_that_means_no_hides_no_answer_in_another_column(tmp_path: Path, beside: str, rule: str) -> None:
    text = f"year,kind,name,informed,{beside}\n2025,craft_village,A,,yes\n2025,craft_village,B,yes,\n"
    _, problems = read(tmp_path, text, declared=Declared(blanks=(Blank(None, "informed"),)))
    assert {found.rule for found in problems} == {"blank-declared", rule}

"""What is declared of a file is checked, used where the file is silent, and said in every output."""

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Scp
from openpyxl import load_workbook

LOOSE = "Tên;Đã được thông tin\nLàng A;x\nLàng B;x\nLàng C;\n"
SET = ("--set", "year=2025", "--set", "kind=craft_village")


@pytest.fixture
def loose(tmp_path: Path) -> str:
    (tmp_path / "loose.csv").write_text(LOOSE, encoding="utf-8")
    return "loose.csv"


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
    reports = [f"--report={name}={name}.out" for name in ("json", "sarif", "junit", "github", "text")]
    done = scp("check", loose, *SET, *reports, "--lang", "vi")
    assert done.returncode == 0
    assert json.loads((tmp_path / "json.out").read_text(encoding="utf-8"))["summary"]["notices"] == 2
    assert "<testsuite" in (tmp_path / "junit.out").read_text(encoding="utf-8")
    assert (tmp_path / "text.out").read_text(encoding="utf-8") == done.stdout


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_template_holds_the_units_of_a_register(scp: Scp, tmp_path: Path, ending: str) -> None:
    (tmp_path / "register.csv").write_text("Loại;Mã;Tên\nchợ;007;Chợ A\nlàng nghề;;Làng B\n", encoding="utf-8")
    done = scp("template", f"form.{ending}", "--register", "register.csv", "--year", "2026", "--lang", "vi")
    assert (done.returncode, done.stderr) == (0, "")
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
    assert "register.csv:2:kind: unknown-kind" in done.stderr


def test_an_empty_form_is_told_to_have_no_rows(scp: Scp) -> None:
    scp("template", "form.xlsx")
    done = scp("check", "form.xlsx", "--format", "json")
    assert [found["rule"] for found in json.loads(done.stdout)["problems"] if found["severity"] == "error"] == [
        "no-rows"
    ]


def test_rules_are_explained_and_unknown_ones_refused(scp: Scp) -> None:
    assert scp("rules", "only-x").stdout.startswith("only-x (warning)\n  ")
    assert scp("rules", "no-such-rule").returncode == 2

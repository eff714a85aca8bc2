"""What no figure rests on though it stands in a file is told in every result."""

import json
from pathlib import Path

import pytest
from conftest import Scp
from openpyxl import Workbook

from scp_ninhbinh.documents.left_out import COUNTED, left_out
from scp_ninhbinh.problems.problem import RULES, Place, Problem, problem
from scp_ninhbinh.text.say import language


def told(*problems: Problem) -> list[str]:
    return list(map(language("en").text, left_out(problems)))


def found(rule: str, value: str | None = None, path: str = "a.xlsx", **details: object) -> Problem:
    return problem(rule, Place(path, sheet=value), value, **details)


def test_nothing_is_said_where_nothing_is_left_out() -> None:
    assert told(found("above-header", "x"), found("hidden-sheet", "x"), found("set-column", "year=2025")) == []


def test_sheets_and_columns_are_named_once_with_their_files() -> None:
    sheets = [found("sheet-not-read", "Bìa"), *(found("sheet-not-read", "Tổng", f"{name}.xlsx") for name in "abb")]
    assert told(*sheets, found("unknown-column", "Hạng chợ")) == [
        'Sheets not read: "Bìa" (a.xlsx), "Tổng" (a.xlsx + 1).',
        'Columns not read: "Hạng chợ" (a.xlsx).',
    ]


@pytest.mark.parametrize("rule", ["sheet-not-read", "table-not-read", "sheet-skipped"])
def test_a_sheet_is_named_for_whatever_reason_it_was_not_read(rule: str) -> None:
    assert told(found(rule, "Siêu thị", by="scp.yaml")) == ['Sheets not read: "Siêu thị" (a.xlsx).']


def test_of_many_names_the_first_are_told_and_the_rest_counted() -> None:
    (text,) = told(*(found("sheet-not-read", f"S{n}") for n in range(20)))
    assert text.endswith('"S7" (a.xlsx) + 12.')


def test_rows_and_cells_are_counted_by_what_they_are() -> None:
    rows = [found("note-row", "Ghi chú")] * 12 + [found("total-row", "Cộng")] * 3
    other = [found("cell-not-for-kind", "x"), found("kind-not-asked", "firm", n=40)]
    assert told(*rows, *other) == [
        "Left out: 3 totals, 12 lines below a table, 40 rows of kinds that the plan does not ask for, "
        "1 answer that its kind is not asked for."
    ]


def test_foreign_names_are_made_safe_and_cut() -> None:
    (text,) = told(found("sheet-not-read", "\x1b[31m" + "x" * 500))
    assert text.startswith('Sheets not read: "\\x1b[31mxxx')
    assert len(text) < 120


@pytest.mark.parametrize("rule", [rule for rule in COUNTED if rule in RULES])
def test_no_error_is_counted_as_left_out(rule: str) -> None:
    assert RULES[rule].severity != "error"


@pytest.fixture
def book(tmp_path: Path) -> str:
    """A sheet of two villages with a title, a total and an unknown column, and a sheet that is no survey."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Làng nghề"
    for row in (
        ["Khảo sát"],
        ["year", "kind", "id", "name", "informed", "Hạng"],
        [2025, "craft_village", "L1", "Làng A", "yes", "I"],
        [2025, "craft_village", "L2", "Làng B", "no", "II"],
        [None, None, None, "Tổng cộng", None, None],
    ):
        sheet.append(row)
    workbook.create_sheet("Bìa").append(["Bìa"])
    workbook.save(tmp_path / "book.xlsx")
    return "book.xlsx"


SAID = ('Sheets not read: "Bìa" (book.xlsx).', 'Columns not read: "Hạng" (book.xlsx).', "Left out: 1 total.")


@pytest.mark.parametrize(
    "call",
    [
        "score",
        "score --format markdown",
        "explain zones-informed",
        "explain zones-informed --format markdown",
        "review",
        "review --format markdown",
        "report -o out.md",
        "report -o out.html",
    ],
)
def test_every_document_says_what_was_left_out_and_quiet_hides_none_of_it(
    scp: Scp, tmp_path: Path, book: str, call: str
) -> None:
    done = scp(*call.split(), book, "-q", "--lang", "en", COLUMNS="140")
    assert done.returncode == 0, done.stderr
    written = [path.read_text(encoding="utf-8") for path in tmp_path.glob("out.*")]
    text = " ".join("".join([done.stdout, *written]).replace("&#34;", '"').split())
    assert [part for part in SAID if part not in text] == []


@pytest.mark.parametrize("call", ["score", "explain zones-informed", "review"])
def test_json_has_every_warning_and_notice_as_check_has(scp: Scp, book: str, call: str) -> None:
    document = json.loads(scp(*call.split(), book, "--format", "json", LANG="vi_VN.UTF-8").stdout)
    checked = json.loads(scp("check", book, "--format", "json").stdout)
    assert document["problems"] == checked["problems"]
    rules = {one["rule"] for one in document["problems"]}
    assert rules >= {"sheet-not-read", "above-header", "unknown-column", "total-row"}
    spoken = json.loads(scp(*call.split(), book, "--format", "json", "--lang", "vi").stdout)["problems"]
    assert spoken != document["problems"]
    assert [one | {"message": "", "hint": ""} for one in spoken] == [
        one | {"message": "", "hint": ""} for one in document["problems"]
    ]


def test_a_saved_score_with_problems_is_read_back(scp: Scp, book: str) -> None:
    assert scp("score", book, "-o", "saved.json", "--lang", "vi").returncode == 0
    assert scp("review", "saved.json").returncode == 0

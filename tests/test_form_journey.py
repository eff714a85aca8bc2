"""A form is filled in and read with nothing to say, whatever the plan and the language; a filled one is never lost."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import ROOT, Scp

from scp_ninhbinh.form.new_plan import new_plan
from scp_ninhbinh.form.texts import Form
from scp_ninhbinh.form.workbook import form_workbook
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.plan.yaml_plan import parse_plan
from scp_ninhbinh.scores.score import expected_of
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.text.say import Code, Language, language

PLANS = {
    "embedded": load_plan(embedded_plan()).plan,
    "another": load_plan(str(ROOT / "docs" / "examples" / "another-plan.yaml")).plan,
    "new": parse_plan(new_plan("plan.schema.json", language("en"))),
}
CODES: tuple[Code, ...] = ("vi", "en")
each_form = pytest.mark.parametrize(("plan", "code"), [(plan, code) for plan in PLANS for code in CODES])


def answer(form: Form, column: str, kind: str, year: int) -> Any:
    """Return what somebody fills into a cell: an answer of the drop-down list where there is one."""
    if column in {"year", "kind"}:
        return year if column == "year" else form.choices("kind", [kind])[0]
    if column == "area":
        known = [area.name for area in form.plan.areas if area.has(year)] if form.plan.areas else []
        return known[0] if known else None
    examples = {"label": f"{kind} {column}", "number": 100, "part": 40, "above": 7, "any": -1, "year or none": year}
    takes = form.about(column).takes
    tasks = form.plan.tasks()
    return next(
        iter(form.choices(column, [kind])), examples.get(takes, tasks[0] if takes == "tasks" and tasks else None)
    )


def fill(plan: Plan, tongue: Language, data: bytes, kinds: Sequence[str]) -> bytes:
    """Fill in a row for each of these kinds, from the first row of its sheet that names no unit."""
    form, book, year = Form(plan, tongue), openpyxl.load_workbook(io.BytesIO(data)), plan.period.first
    for sheet, group in zip(book.worksheets[1:], form.known.groups, strict=True):
        for at, kind in enumerate((kind for kind in group if kind in kinds), 2):
            for index, column in enumerate(form.columns(group), 1):
                sheet.cell(at, index).value = answer(form, column, kind, year)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@each_form
def test_a_form_with_a_year_is_filled_in_and_read_with_nothing_to_say(plan: str, code: Code, tmp_path: Path) -> None:
    """Neither the guide nor the rows and sheets that nobody needed are told."""
    found, tongue = PLANS[plan], language(code)
    kinds = list(Form(found, tongue).known.kinds)
    for asked in (kinds, kinds[:1]):
        data = fill(found, tongue, form_workbook(found, tongue, found.period.first), asked)
        (tmp_path / "form.xlsx").write_bytes(data)
        survey, problems = read_survey([str(tmp_path / "form.xlsx")], expected_of(found))
        assert problems == []
        assert survey.inputs[0].rows == len(asked)


@each_form
def test_the_year_stands_in_every_spare_row(plan: str, code: Code) -> None:
    found, tongue = PLANS[plan], language(code)
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(found, tongue, 2027)))
    for sheet in book.worksheets[1:]:
        assert sheet.max_row > 15, "a printed page"
        assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {2027}


def test_a_row_with_a_year_alone_is_no_unit_and_one_with_an_answer_is(scp: Scp, tmp_path: Path) -> None:
    header = "year,kind,name,area,packaging_total,packaging_hard\n"
    rows = "2025,,,,,\n2025,market,Chợ A,Nho Quan,10,5\n2025,,,,,\n2025,,,,10,\n2025,,,,,\n"
    (tmp_path / "a.csv").write_text(header + rows, encoding="utf-8")
    done = scp("check", "a.csv")
    assert "a.csv:5:kind: error: missing-value" in done.stdout
    assert done.stdout.count("missing-value") == done.stdout.count("a.csv:5:")
    header, rows = "year,name,area,packaging_total,packaging_hard\n", "2025,,,,\n2025,Chợ A,Nho Quan,10,5\n2025,,,,\n"
    (tmp_path / "b.csv").write_text(header + rows, encoding="utf-8")
    done = scp("check", "b.csv", "--set", "kind=market")
    assert (done.returncode, "1 row" in done.stdout) == (0, True)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_form_never_takes_the_place_of_a_filled_one(scp: Scp, tmp_path: Path, ending: str) -> None:
    form = tmp_path / f"form.{ending}"
    assert scp("template", form.name).returncode == 0
    empty = form.read_bytes()
    assert scp("template", form.name).returncode == 0, "the same form again is no loss"
    filled = empty + b"filled"
    form.write_bytes(filled)
    done = scp("template", form.name)
    assert (done.returncode, "output-exists" in done.stderr, form.read_bytes()) == (2, True, filled)
    assert scp("template", form.name, "--force").returncode == 0
    assert form.read_bytes() == empty


def test_a_form_of_another_year_is_another_form(scp: Scp, tmp_path: Path) -> None:
    scp("template", "form.xlsx", "--year", "2025")
    assert scp("template", "form.xlsx", "--year", "2026").returncode == 2
    assert scp("template", "form.xlsx", "--year", "2025").returncode == 0


def test_it_says_what_it_wrote(scp: Scp, scp_terminal: Scp, tmp_path: Path) -> None:
    """To people: a script that writes forms has its exit code."""
    (tmp_path / "register.csv").write_text("kind,id,name\nmarket,7,A\nmarket,8,B\n", encoding="utf-8")
    done = scp_terminal("template", "form.xlsx", "--year", "2026", "--register", "register.csv")
    assert "form.xlsx written, 8 sheets" in done.stderr
    assert "empty rows in each to the end of a page, 2 known units, the year 2026 in every row" in done.stderr
    assert scp_terminal("template", "form.xlsx", "--year", "2026", "--register", "register.csv", "-q").stderr == ""
    assert scp("template", "form.xlsx", "--year", "2026", "--register", "register.csv").stderr == ""


def test_a_csv_without_rows_says_that_its_year_stands_nowhere(scp: Scp, scp_terminal: Scp, tmp_path: Path) -> None:
    """Also where nobody looks: the year was asked for."""
    assert "The year 2026 stands nowhere" in scp("template", "form.csv", "--year", "2026").stderr
    (tmp_path / "register.csv").write_text("kind,id,name\nmarket,7,A\n", encoding="utf-8")
    done = scp_terminal("template", "known.csv", "--year", "2026", "--register", "register.csv")
    assert "1 known unit, the year 2026 in every row" in done.stderr
    assert "nowhere" not in done.stderr

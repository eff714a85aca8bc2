"""A kind of unit is added by editing one YAML file: every command then speaks of it, in both languages."""

import csv
import html
import importlib.util
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT, Scp

PLAN = ROOT / "docs" / "examples" / "another-plan.yaml"

KIND = "  school: {vi: [trường học, trường], en: school, many: schools}\n"
COLUMN = """\
  refill:
    kinds: [school]
    holds: yes_no
    vi: có điểm lấy nước
    en: refill point
    ask:
      vi: Trường có điểm lấy nước thay cho chai nhựa hay không.
      en: Whether water can be refilled instead of being bought in bottles.
"""
INDICATOR = """
  - id: refill-points
    measure: share
    title: {vi: Trường học có điểm lấy nước, en: Schools with a refill point}
    of: [school]
    answer: {refill: "yes"}
    targets:
      - {due: 2028, at_least: 50%, clause: 1.g}
"""

WORDS = {"vi": ("trường học", "trường học", "có điểm lấy nước"), "en": ("school", "schools", "refill point")}
"""In each language: one unit of the kind, several, the column."""

TITLE = {"vi": "Trường học có điểm lấy nước", "en": "Schools with a refill point"}
"""Of the indicator; with a capital letter, so that it is not taken for a word of the kind."""

ANSWERS = {"vi": ("có", "không"), "en": ("yes", "no")}
ROWS = [("T-1", 0), ("T-2", 0), ("T-3", 1), ("T-4", None)]
"""Four schools of 2025: two yes, one no, one not known. 2 of 4 is 50%, exactly enough; at most it is 3 of 4."""


@pytest.fixture
def plan(tmp_path: Path) -> str:
    """Return the example's plan with a kind, a column of it and an indicator added, in the folder of the test."""
    head, rest = PLAN.read_text(encoding="utf-8").split("\n\ncolumns:\n")
    columns, indicators = rest.split("\n\nindicators:\n")
    text = f"{head}\n{KIND}\ncolumns:\n{columns}\n{COLUMN}\nindicators:\n{indicators}{INDICATOR}"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    return "plan.yaml"


@pytest.fixture(params=["vi", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def survey(scp: Scp, plan: str, lang: str, tmp_path: Path) -> str:
    """Return the form of the plan, filled in by a person who reads this language."""
    done = scp("template", "survey.csv", "--plan", plan, "--lang", lang, "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    delimiter = {"vi": ";", "en": ","}[lang]
    with (tmp_path / "survey.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _headings(tmp_path / "survey.csv", delimiter), delimiter=delimiter)
        for name, answer in ROWS:
            writer.writerow(_row(lang, name, answer))
    return "survey.csv"


def _headings(path: Path, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=delimiter))


def _row(lang: str, name: str, answer: int | None) -> dict[str, str | int]:
    kind, _, column = WORDS[lang]
    engine = {"vi": ("Năm", "Loại", "Mã"), "en": ("Year", "Kind", "ID")}[lang]
    said = "" if answer is None else ANSWERS[lang][answer]
    values: tuple[str | int, ...] = (2025, kind, name, said)
    return dict(zip((*engine, column.capitalize()), values, strict=True))


def test_the_plan_as_edited_is_sound(scp: Scp, plan: str) -> None:
    assert scp("check", plan, "--strict").stdout == "0 errors, 0 warnings, 1 file, 0 rows\n"


def test_a_workbook_to_fill_in_has_a_sheet_for_the_kind_and_is_read_back(
    scp: Scp, plan: str, lang: str, tmp_path: Path
) -> None:
    kind, several, column = WORDS[lang]
    assert scp("template", "form.xlsx", "--plan", plan, "--lang", lang).returncode == 0
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    sheet = book[several.capitalize()]
    headings = [cell.value for cell in sheet[1]]
    assert column.capitalize() in headings
    assert kind in "".join(str(rule.formula1) for rule in sheet.data_validations.dataValidation)
    guide = {row[0]: row for row in book.worksheets[0].iter_rows(values_only=True)}
    assert guide[column.capitalize()][3] == kind
    for at, (name, answer) in enumerate(ROWS, 2):
        for heading, value in _row(lang, name, answer).items():
            sheet.cell(at, headings.index(heading) + 1, value)
    book.save(tmp_path / "form.xlsx")
    done = scp("score", "form.xlsx", "--plan", plan, "--format", "json")
    assert _found(done.stdout)["achieved"] == 50


def test_a_survey_of_it_is_checked(scp: Scp, plan: str, survey: str, lang: str) -> None:
    assert scp("check", survey, "--plan", plan, "--strict").stdout == "0 errors, 0 warnings, 1 file, 4 rows\n"


def test_a_misspelt_word_of_the_kind_gets_the_kind_as_its_remedy(
    scp: Scp, plan: str, survey: str, lang: str, tmp_path: Path
) -> None:
    kind, *_ = WORDS[lang]
    text = (tmp_path / survey).read_text(encoding="utf-8")
    (tmp_path / survey).write_text(text.replace(kind, f"{kind}h", 1), encoding="utf-8")
    done = scp("check", survey, "--plan", plan, "--format", "json")
    (found,) = [one for one in json.loads(done.stdout)["problems"] if one["rule"] == "unknown-kind"]
    assert found["value"] == f"{kind}h"
    assert kind in found["hint"]


def test_it_is_scored(scp: Scp, plan: str, survey: str, lang: str) -> None:
    found = _found(scp("score", survey, "--plan", plan, "--format", "json").stdout)
    assert [found[key] for key in ("numerator", "denominator", "unknown", "achieved", "high", "status")] == [
        *(2, 4, 1, 50, 75, "met"),
    ]
    for output in ("table", "markdown"):
        done = scp("score", survey, "--plan", plan, "--by", "kind", "--lang", lang, "--format", output)
        assert done.returncode == 0
        assert WORDS[lang][1] in done.stdout


def test_it_is_explained(scp: Scp, plan: str, survey: str, lang: str) -> None:
    for output in ("table", "markdown"):
        done = scp("explain", "refill-points", survey, "--plan", plan, "--lang", lang, "--format", output)
        assert done.returncode == 0
        assert WORDS[lang][1] in done.stdout
        assert all(name in done.stdout for name, _ in ROWS)


def test_it_is_reviewed(scp: Scp, plan: str, survey: str, lang: str) -> None:
    done = scp("review", survey, "--plan", plan, "--lang", lang, "--format", "markdown")
    assert done.returncode == 0
    assert TITLE[lang] in done.stdout


@pytest.mark.parametrize("ending", ["html", "md", "docx", "xlsx"])
def test_a_report_holds_it(scp: Scp, plan: str, survey: str, lang: str, ending: str, tmp_path: Path) -> None:
    if ending == "docx" and not importlib.util.find_spec("docx"):
        pytest.skip("python-docx is not installed")
    done = scp("report", survey, "--plan", plan, "--lang", lang, "-o", f"report.{ending}")
    assert done.returncode == 0
    assert WORDS[lang][1] in _text(tmp_path / f"report.{ending}")


def _text(path: Path) -> str:
    if path.suffix in {".html", ".md"}:
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return html.unescape("".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")))


def test_the_plan_and_the_schema_of_its_survey_show_it(scp: Scp, plan: str, lang: str) -> None:
    shown = scp("targets", "--plan", plan, "--lang", lang).stdout
    assert "refill-points" in shown
    schema = json.loads(scp("schema", "survey", "--plan", plan).stdout)
    assert "school" in schema["properties"]["kind"]["enum"]
    assert schema["$defs"]["school"]["required"] == ["refill"]


def _found(document: str) -> dict[str, object]:
    (found,) = [target for target in json.loads(document)["targets"] if target["id"] == "refill-points"]
    return dict(found)

"""A kind of unit is added by editing one YAML file: every command then knows it, in both languages."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import Scp

from scp_ninhbinh.plan.file import load_plan

HEAD = """
schema: scp/plan/2
id: 9/KH
title: {vi: Kế hoạch giả định về chất thải, en: An invented plan on waste}
period: {first: 2021, last: 2030}
areas: [{name: Tỉnh Bắc, until: 2030}]
"""
WORDS = """
kinds:
  district: {vi: [huyện, quận, thị xã], en: [district, county], many: districts}
columns:
  sorted_at_home:
    kinds: [district]
    holds: yes_no
    lasting: "yes"
    vi: [đã phân loại rác tại nguồn, phân loại rác]
    en: sorts waste at home
    ask: {vi: Huyện đã phân loại rác tại nguồn hay chưa, en: Whether waste is sorted at home}
  waste:
    kinds: [district]
    holds: number
    unit: {vi: tấn, en: tonnes}
    divided_by: months
    vi: tổng chất thải
    en: waste
    ask: {vi: Khối lượng chất thải, en: How much waste there was}
  landfilled:
    kinds: [district]
    holds: number
    unit: {vi: tấn, en: tonnes}
    part_of: waste
    divided_by: months
    vi: chất thải chôn lấp
    en: landfilled
    ask: {vi: Trong đó chôn lấp, en: How much of it was landfilled}
  months:
    kinds: [district]
    holds: number
    above: 0
    optional: true
    vi: số tháng
    en: months
    ask: {vi: Số tháng có số liệu, en: How many months the figures are of}
"""
INDICATORS = """
indicators:
  - id: sorting
    measure: share
    title: {vi: Huyện phân loại rác, en: Districts that sort waste}
    of: [district]
    answer: {sorted_at_home: "yes"}
    targets: [{due: 2025, at_least: 50%, clause: A.1}]
  - id: landfill
    measure: reduction
    title: {vi: Giảm tỷ lệ chôn lấp, en: Cut in the rate landfilled}
    of: [district]
    ratio: {sum: landfilled, over: waste}
    base: {year: 2021, why: {vi: Năm đầu, en: The first year}}
    targets: [{due: 2025, at_least: 20%, clause: A.2}]
"""
SURVEY = """năm,loại,tên,địa bàn,phân loại rác,tổng chất thải,chất thải chôn lấp,số tháng
2021,huyện,Huyện A,Tỉnh Bắc,không,100,80,12
2021,quận,Quận B,Tỉnh Bắc,có,200,100,12
2024,huyện,Huyện A,Tỉnh Bắc,có,50,20,6
2024,quận,Quận B,Tỉnh Bắc,có,300,120,12
"""
LANGUAGES = ["vi", "en"]


@pytest.fixture(params=["alone", "with a file beside it", "added to the embedded words"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A plan with a kind of its own, in each of the three ways to declare one, and a survey of it."""
    survey, own = "", WORDS
    if request.param == "with a file beside it":
        (tmp_path / "words.yaml").write_text("schema: scp/survey/1" + WORDS, encoding="utf-8")
        survey, own = "survey: words.yaml", ""
    elif request.param == "added to the embedded words":
        survey = "survey: embedded"
    (tmp_path / "plan.yaml").write_text(HEAD + survey + own + INDICATORS, encoding="utf-8")
    (tmp_path / "survey.csv").write_text(SURVEY, encoding="utf-8")
    return tmp_path


def test_check_score_and_explain_know_it(folder: Path, scp: Scp) -> None:
    """Landfilled: 2021 180 of 300, 2024 a month's 20/6 + 120/12 of 50/6 + 300/12, which is 40%: a cut of a third."""
    done = scp("check", "plan.yaml", "survey.csv", "--plan", "plan.yaml", "--strict")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    score = json.loads(scp("score", "survey.csv", "--plan", "plan.yaml", "--format", "json").stdout)
    found = {one["id"]: (one["achieved"], one["status"]) for one in score["targets"]}
    assert found["sorting"] == (100.0, "met")
    assert found["landfill"] == (pytest.approx(100 / 3), "met")
    for lang, kind in (("vi", "huyện"), ("en", "districts")):
        explained = scp("explain", "sorting", "survey.csv", "--plan", "plan.yaml", "--lang", lang)
        assert (explained.returncode, f"{kind}: 2" in explained.stdout) == (0, True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_groups_review_and_report_call_it_by_its_name(folder: Path, scp: Scp, lang: str) -> None:
    name = {"vi": "huyện", "en": "districts"}[lang]
    plan = ("--plan", "plan.yaml", "--lang", lang)
    assert name in scp("score", "survey.csv", *plan, "--by", "kind").stdout
    review = scp("review", "survey.csv", *plan)
    assert (review.returncode, review.stderr) == (0, "")
    assert scp("report", "survey.csv", *plan, "-o", "out.md").returncode == 0
    assert name in (folder / "out.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_holds_what_the_plan_asks_for_and_no_more(folder: Path, scp: Scp, lang: str) -> None:
    assert scp("template", "form.xlsx", "--plan", "plan.yaml", "--lang", lang).returncode == 0
    book = openpyxl.load_workbook(folder / "form.xlsx")
    assert book.sheetnames[1:] == [{"vi": "Huyện", "en": "Districts"}[lang]]
    texts = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    assert {"vi": "Trong đó chôn lấp", "en": "How much of it was landfilled"}[lang] in texts
    assert not [word for word in ("chợ", "túi", "market", "bags") if word in texts]
    assert scp("template", "form.csv", "--plan", "plan.yaml", "--lang", lang).returncode == 0
    text = (folder / "form.csv").read_text(encoding="utf-8-sig")
    (header,) = csv.reader(io.StringIO(text), delimiter=";" if lang == "vi" else ",")
    known = load_plan(str(folder / "plan.yaml")).plan.vocabulary
    assert [known.headings[one.lower()] for one in header[5:-1]] == ["sorted_at_home", "waste", "landfilled", "months"]


def schema(scp: Scp) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(scp("schema", "survey", "--plan", "plan.yaml").stdout)
    return document


def test_the_schema_of_a_survey_is_of_the_plan_asked_for(folder: Path, scp: Scp) -> None:
    found = schema(scp)
    assert found["properties"]["kind"]["enum"] == ["district"]
    assert found["$defs"]["district"]["required"] == ["sorted_at_home", "waste", "landfilled"]
    assert found["properties"]["waste"]["description"] == "How much waste there was (tonnes)"


def test_its_columns_are_checked_as_they_are_declared(folder: Path, scp: Scp) -> None:
    """More landfilled than there was, a no after a yes, and a file without a column that an indicator asks for."""
    rows = SURVEY.splitlines()
    wrong = "\n".join([*rows[:4], "2024,quận,Quận B,Tỉnh Bắc,không,300,400,0"])
    (folder / "survey.csv").write_text(wrong, encoding="utf-8")
    out = scp("check", "survey.csv", "--plan", "plan.yaml").stdout
    assert "not-positive" in out
    (folder / "survey.csv").write_text(wrong.replace(",400,0", ",400,1"), encoding="utf-8")
    out = scp("check", "survey.csv", "--plan", "plan.yaml").stdout
    assert "landfilled is 400, more than waste 300" in out
    assert "no-after-yes" in out
    (folder / "survey.csv").write_text("year,kind,id,waste\n2024,district,A,1\n", encoding="utf-8")
    out = scp("check", "survey.csv", "--plan", "plan.yaml").stdout
    assert "the column landfilled is missing; needed for district" in out
    assert "months is missing" not in out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ending", ["xlsx", "retitled"])
def test_its_own_form_is_checked_though_the_guide_names_a_heading_of_the_engine(
    folder: Path, scp: Scp, lang: str, ending: str
) -> None:
    """The kind is called as a column is: huyện, district. A sheet under that title that is no guide is read."""
    assert scp("template", "form.xlsx", "--plan", "plan.yaml", "--lang", lang).returncode == 0
    book = openpyxl.load_workbook(folder / "form.xlsx")
    headings = [cell.value for cell in book.worksheets[1][1]]
    first: Any = book.worksheets[1]
    _fill(first, 2, [2024, {"vi": "huyện", "en": "district"}[lang], "H-1"])
    if ending == "retitled":
        mine = book.create_sheet("mine")
        for at, cells in enumerate(([book.worksheets[0]["A1"].value], headings[:3], [2024, "district", "H-2"]), 1):
            _fill(mine, at, cells)
    book.save(folder / "form.xlsx")
    done = scp("check", "form.xlsx", "--plan", "plan.yaml", "--format", "json")
    problems = json.loads(done.stdout)["problems"]
    found = [(one["rule"], one["sheet"]) for one in problems if one["severity"] != "notice"]
    assert {sheet for _, sheet in found} == ({"mine"} if ending == "retitled" else set())
    assert done.returncode == len({sheet for _, sheet in found})


def _fill(sheet: Any, row: int, cells: list[Any]) -> None:
    for at, value in enumerate(cells, 1):
        sheet.cell(row, at, value)


OPEN = """year,kind,name,area,sorts waste at home,waste,landfilled,months
2021,district,A,,no,100,60,
2021,district,B,,no,100,60,
2024,district,A,,no,100,20,
2024,district,B,,,100,,
"""
OF_ONE_PLAN = re.compile(
    r"hard|packaging|gave out|given out|market|bags|village|khó phân|bao bì|chợ|phát nhiều|sorted_at_home|landfilled_",
    re.I,
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_speaks_of_another_plan(folder: Path, scp: Scp, lang: str) -> None:
    """Of the waste of B it is not known how much was landfilled, and a district of the register has no row."""
    (folder / "survey.csv").write_text(OPEN, encoding="utf-8")
    listed = "kind,name\ndistrict,A\ndistrict,B\n"
    landfilled, waste = {"vi": ("chất thải chôn lấp", "tổng chất thải"), "en": ("landfilled", "waste")}[lang]
    said = ""
    for more in ("", "district,C\n"):
        (folder / "register.csv").write_text(listed + more, encoding="utf-8")
        options = ("survey.csv", "--plan", "plan.yaml", "--register", "register.csv", "--lang", lang)
        for command in (("score",), ("explain", "landfill"), ("explain", "sorting"), ("review",)):
            done = scp(*command, *options)
            assert done.returncode == 0, done.stderr
            said += " ".join(done.stdout.split()) + "\n"
        assert scp("report", *options, "-o", f"out{len(more)}.md").returncode == 0
        said += (folder / f"out{len(more)}.md").read_text(encoding="utf-8")
    assert not OF_ONE_PLAN.findall(said)
    counted = {
        "vi": 'Chưa rõ "{part}": 1 đơn vị',
        "en": '"{part}" missing: 1 unit',
    }
    steps = {
        "vi": 'trong 100 "{whole}" chưa rõ "{part}", phần "{part}" nhiều nhất',
        "en": 'of the 100 "{whole}" of which "{part}" is not known, at most',
    }
    assumed = {"vi": '"{whole}" nhiều nhất 100', "en": 'of "{whole}", all of it "{part}" or none'}
    for sentence in (counted, steps, assumed):
        assert sentence[lang].format(part=landfilled, whole=waste) in said
    answer = {"vi": '"đã phân loại rác tại nguồn" = không: 1', "en": '"sorts waste at home" = no: 1'}
    assert answer[lang] in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_unit_of_a_number_stands_in_the_form_and_behind_the_sums(folder: Path, scp: Scp, lang: str) -> None:
    """Behind the sums only where they are no sums of a month's figures."""
    unit, whole = {"vi": ("tấn", "Tổng chất thải"), "en": ("tonnes", "Waste")}[lang]
    assert scp("template", "form.xlsx", "--plan", "plan.yaml", "--lang", lang).returncode == 0
    book = openpyxl.load_workbook(folder / "form.xlsx")
    guide = {row[0]: row for row in book.worksheets[0].iter_rows(values_only=True)}
    assert str(guide[whole][1]).endswith(f"({unit})")
    prompts = [str(rule.prompt) for rule in book.worksheets[1].data_validations.dataValidation]
    assert [prompt for prompt in prompts if f"({unit}) " in prompt and f'"{whole}"' in prompt]
    sums = f" {unit} / "
    asked = ("explain", "landfill", "survey.csv", "--plan", "plan.yaml", "--lang", lang)
    assert sums not in scp(*asked).stdout
    for path in (folder / "plan.yaml", folder / "words.yaml"):
        if path.exists():
            path.write_text(path.read_text(encoding="utf-8").replace("    divided_by: months\n", ""), encoding="utf-8")
    assert sums in scp(*asked).stdout

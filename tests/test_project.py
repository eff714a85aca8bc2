"""`scp.yaml`: how files are read, as a person has confirmed it; each key, and what beats what."""

from pathlib import Path
from unittest import mock

import pytest
from conftest import ROOT, Scp
from openpyxl import Workbook
from small_surveys import KNOWN

from scp_ninhbinh.plan.file import embedded_plan
from scp_ninhbinh.plan.yaml_file import open_yaml
from scp_ninhbinh.problems.problem import Problem, ScpError
from scp_ninhbinh.project.declared import Blank, Constant
from scp_ninhbinh.project.file import is_project, load_project
from scp_ninhbinh.project.folder import NAME, find_project
from scp_ninhbinh.run import CheckRun, Request, check_files, prepare, review_files, score_files

SCHEMA = "schema: scp/project/1\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a test, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def project(text: str, name: str = NAME) -> str:
    return write(name, SCHEMA + text)


def workbook(name: str, **sheets: list[list[object]]) -> str:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        made = book.create_sheet(title)
        for row in rows:
            made.append(row)
    book.save(name)
    return name


def check(*files: str, path: str = NAME, **more: object) -> CheckRun:
    return check_files(Request([*files], project=path, **more))  # type: ignore[arg-type]


def told(run: CheckRun) -> list[tuple[str, str | None]]:
    """Return what is told, but that headings are read as declared."""
    return [(found.rule, found.value) for found in run.problems if found.rule != "heading-declared"]


def test_a_run_reads_its_project_once(here: Path) -> None:
    """Which files it names, its language and what it declares come of one reading, which is one state of the file."""
    project("lang: vi\nfiles:\n  - path: a.csv\n")
    write("a.csv", "year,kind,name,informed\n2025,craft_village,A,yes\n")
    request = Request(project=NAME)
    with mock.patch("scp_ninhbinh.project.file.open_yaml", wraps=open_yaml) as opened:
        assert (request.paths(), request.lang, request.every_file) == ([NAME, "a.csv"], "vi", ["a.csv"])
        score_files(request)
    assert opened.call_count == 1


def test_a_project_with_an_error_is_told_by_the_run_and_no_sooner(here: Path) -> None:
    project("lang: fr\n")
    request = Request(["a.csv"], project=NAME)
    assert (request.paths(), request.lang, request.every_file) == (["a.csv", NAME], None, ["a.csv"])
    with pytest.raises(ScpError):
        score_files(request)


@pytest.mark.parametrize("call", ["score", "check", "review", "score a.csv", "check a.csv"])
def test_a_bar_shows_how_far_the_files_of_the_project_are_read(here: Path, scp_terminal: Scp, call: str) -> None:
    """As those do that are named in the call; the bar is full when every byte has been read."""
    project("files:\n  - path: a.csv\n")
    write("a.csv", text := "year,kind,name,informed\n2025,craft_village,A,yes\n")
    with mock.patch("rich.progress.Progress") as bars, mock.patch("scp_ninhbinh.cli.output.LONG", len(text)):
        assert scp_terminal(*call.split()).returncode == 0
    bar = bars.return_value.__enter__.return_value
    assert bar.add_task.call_args.kwargs == {"total": len(text)}
    assert sum(made.args[1] for made in bar.advance.call_args_list) == len(text)


def errors(*files: str, path: str = NAME) -> list[Problem]:
    with pytest.raises(ScpError) as caught:
        check_files(Request([*files], project=path))
    return caught.value.problems


VILLAGES = "Tên,Đã được thông tin\nLàng A,có\nLàng B,không\n"


def test_constants_of_a_file_stand_in_for_its_columns_by_any_of_their_words(here: Path) -> None:
    write("a.csv", VILLAGES)
    project("files:\n  - path: a.csv\n    set: {Năm: 2025, Loại: làng nghề}\n")
    run = check("a.csv")
    assert told(run) == [("set-column", "year=2025"), ("set-column", "kind=làng nghề")]
    assert {found.details["by"] for found in run.problems} == {NAME}
    assert run.files[0].rows == 2


def test_headings_mean_what_is_declared_and_skip_is_not_read(here: Path) -> None:
    write("a.csv", "year,kind,Tên gọi nơi này,Đã nắm thông tin,Tỷ lệ\n2025,craft_village,Làng A,có,5\n")
    project(
        "files:\n  - path: a.csv\n    columns:\n      Tên gọi nơi này: Tên\n      đã NẮM thông tin: informed\n"
        "      Tỷ lệ: skip\n"
    )
    run = check("a.csv")
    assert (told(run), run.files[0].rows) == ([], 1)


def test_an_answer_in_two_columns_is_declared_by_its_yes_and_its_no(here: Path) -> None:
    write("a.csv", "year,kind,name,Nắm được,Không nắm được\n2025,craft_village,A,x,\n2025,craft_village,B,,x\n")
    project(
        "files:\n  - path: a.csv\n    columns:\n      Nắm được: {informed: 'yes'}\n"
        "      Không nắm được: {informed: 'no'}\n"
    )
    found = score_files(Request(["a.csv"], project=NAME))
    assert [unit.informed for unit in found.survey.units(("craft_village",), 2025)] == [True, False]


def test_headings_one_above_the_other_are_declared_with_a_stroke_between_blanks(here: Path) -> None:
    above: list[object] = ["year", "kind", "name", "Túi", None]
    below: list[object] = [None, None, None, "Xanh", "Khác"]
    workbook("a.xlsx", A=[above, below, [2025, "supermarket", "S", "không", "có"]])
    project("files:\n  - path: a.xlsx\n    columns:\n      Túi / Khác: hard_bags\n      Túi / Xanh: skip\n")
    run = check("a.xlsx")
    assert (told(run), run.files[0].rows) == ([], 1)


def test_empty_cells_of_a_declared_column_are_no(here: Path) -> None:
    write("a.csv", "year,kind,name,informed\n2025,craft_village,A,x\n2025,craft_village,B,\n")
    project("files:\n  - path: a.csv\n    blank: {Đã được thông tin: 'no'}\n")
    run = check("a.csv")
    assert told(run) == [("blank-declared", "informed")]
    assert run.problems[0].details["by"] == NAME


def test_rows_that_name_areas_give_them_to_the_rows_below(here: Path) -> None:
    write(
        "a.csv",
        "TT,Tên chợ,Tổng bao bì,Khó phân hủy\nI,Huyện Nho Quan,300,100\n1,Chợ A,100,40\n2,Chợ B,200,60\n"
        ",Cộng huyện Nho Quan,300,100\nII,Huyện Gia Viễn,,\n1,Chợ C,30,9\nTổng cộng,,330,109\n",
    )
    project("files:\n  - path: a.csv\n    set: {year: 2025, kind: market}\n    areas: in rows\n")
    found = score_files(Request(["a.csv"], project=NAME))
    assert {unit.name: unit.area for unit in found.survey.units(("market",), 2025)} == {
        "Chợ A": "Huyện Nho Quan",
        "Chợ B": "Huyện Nho Quan",
        "Chợ C": "Huyện Gia Viễn",
    }
    rules = [one.rule for one in found.problems if one.rule != "set-column"]
    assert rules == ["area-row", "total-row", "area-row", "total-row"]


def test_a_row_with_an_ambiguous_number_keeps_the_area_that_stood_above_it(here: Path) -> None:
    write(
        "a.csv",
        "Tên chợ;Tổng bao bì;Khó phân hủy\nHuyện Nho Quan;;\nChợ A;1.250;40\nHuyện Gia Viễn;;\nChợ B;12,5;3\n",
    )
    project("files:\n  - path: a.csv\n    set: {year: 2025, kind: market}\n    areas: in rows\n")
    found = score_files(Request(["a.csv"], project=NAME))
    units = {unit.name: (unit.area, unit.packaging_total) for unit in found.survey.units(("market",), 2025)}
    assert units["Chợ A"] == ("Huyện Nho Quan", 1250)
    assert units["Chợ B"][0] == "Huyện Gia Viễn"


def test_a_decimal_mark_holds_for_its_file_alone(here: Path) -> None:
    rows = "year,kind,id,packaging_total,packaging_hard\n2025,market,{},3.946,1.000\n"
    write("a.csv", rows.format("A"))
    write("b.csv", rows.format("B"))
    project("files:\n  - {path: a.csv, decimal: comma}\n  - {path: b.csv, decimal: point}\n")
    found = score_files(Request(["a.csv", "b.csv"], project=NAME))
    assert sorted(float(unit.packaging_total) for unit in found.survey.units(("market",), 2025)) == [3.946, 3946]


def test_the_encoding_of_a_file_is_declared_for_it_alone(here: Path) -> None:
    text = "year;kind;name;informed\n2025;craft_village;Làng A;yes\n"
    Path("a.csv").write_bytes(text.encode("cp1258", "replace").replace(b"?", b"\xe0"))
    write("b.csv", text.replace("Làng A", "Làng B"))
    project("files:\n  - {path: a.csv, encoding: windows-1258}\n")
    assert "not-utf8" not in {one.rule for one in check("a.csv", "b.csv").problems}
    assert "not-utf8" in {one.rule for one in check_files(Request(["a.csv"])).problems}


def test_what_a_sheet_declares_beats_its_file_and_an_option_beats_both(here: Path) -> None:
    rows: list[list[object]] = [["Tên", "Đã được thông tin"], ["A", "có"]]
    workbook("a.xlsx", One=rows, Two=[rows[0], ["B", "có"]])
    project(
        "files:\n  - path: a.xlsx\n    set: {year: 2025, kind: craft_village}\n"
        "    sheets:\n      two: {set: {year: 2024}}\n"
    )
    survey = score_files(Request(["a.xlsx"], project=NAME)).survey
    assert {year: [unit.name for unit in survey.units(("craft_village",), year)] for year in survey.years} == {
        2024: ["B"],
        2025: ["A"],
    }
    asked = score_files(Request(["a.xlsx"], project=NAME, set=[Constant(None, "Năm", "2023")])).survey
    assert asked.years == [2023]


def test_a_sheet_that_is_skipped_is_named_and_may_be_missing(here: Path) -> None:
    rows: list[list[object]] = [["year", "kind", "name", "informed"], [2025, "craft_village", "A", "yes"]]
    workbook("a.xlsx", One=rows, Sum=[["Huyện", "Năm", "Tên"], ["X", 2025, "Y"]])
    project("files:\n  - path: a.xlsx\n    sheets: {Sum: skip, Gone: skip}\n")
    assert told(check("a.xlsx")) == [("sheet-skipped", "Sum")]


def test_a_sheet_or_a_heading_that_is_declared_and_not_there_is_an_error_at_its_line(here: Path) -> None:
    rows: list[list[object]] = [["year", "kind", "name", "informed"], [2025, "craft_village", "A", "yes"]]
    workbook("a.xlsx", One=rows)
    project(
        "files:\n  - path: a.xlsx\n    sheets:\n      Chợ:\n        set: {kind: market}\n"
        "      One:\n        columns:\n          Nắm: informed\n          Thừa: skip\n"
    )
    found = [one for one in check("a.xlsx").problems if one.severity == "error"]
    assert {(one.rule, one.place.path, one.place.line, one.value) for one in found} == {
        ("no-such-heading", NAME, 9, "Nắm"),
        ("no-such-sheet", NAME, 5, "Chợ"),
    }


def test_of_several_entries_that_match_a_file_the_later_one_wins_key_by_key(here: Path) -> None:
    for year in (2024, 2025):
        write(f"data/làng {year}.csv", VILLAGES)
    project(
        "files:\n  - path: data/*.csv\n    set: {year: 2024, kind: craft_village}\n"
        "  - path: data/làng 2025.csv\n    set: {year: 2025}\n"
    )
    ready = prepare(Request(project=NAME))
    assert [Path(path).name for path in ready.request.files] == ["làng 2024.csv", "làng 2025.csv"]
    survey = score_files(Request(project=NAME)).survey
    assert survey.years == [2024, 2025]
    assert [one.by for one in ready.declared.table(ready.request.files[1], None).constants.values()] == [NAME, NAME]


def test_paths_start_from_the_folder_of_the_project(here: Path) -> None:
    write("sub/a.csv", VILLAGES)
    write("sub/register.csv", "kind,name\ncraft_village,Làng A\ncraft_village,Làng B\n")
    write("sub/plan.yaml", Path(embedded_plan()).read_text(encoding="utf-8"))
    project(
        "plan: plan.yaml\nregister: register.csv\n"
        "files:\n  - path: a.csv\n    set: {year: 2025, kind: craft_village}\n",
        "sub/scp.yaml",
    )
    ready = prepare(Request(project="sub/scp.yaml"))
    assert (ready.request.plan, ready.request.register) == ("sub/plan.yaml", "sub/register.csv")
    run = check(path="sub/scp.yaml")
    assert {Path(file.path).name for file in run.files} == {"scp.yaml", "plan.yaml", "register.csv", "a.csv"}
    assert not [one for one in run.problems if one.severity == "error"]
    named = {Path(path).name for path in Request(project="sub/scp.yaml").paths()}
    assert {"scp.yaml", "plan.yaml", "register.csv", "a.csv"} <= named


def test_a_plan_and_a_register_that_are_asked_for_beat_those_of_the_project(here: Path) -> None:
    write("a.csv", VILLAGES)
    write("mine.csv", "kind,name\ncraft_village,Làng A\n")
    project(
        "plan: gone.yaml\nregister: gone.csv\nfiles:\n  - path: a.csv\n    set: {year: 2025, kind: craft_village}\n"
    )
    ready = prepare(Request(project=NAME, plan=embedded_plan(), register="mine.csv"))
    assert (ready.request.plan, ready.request.register) == (embedded_plan(), "mine.csv")


def test_a_file_is_known_by_whatever_path_it_is_given(here: Path) -> None:
    write("a.csv", VILLAGES)
    project("files:\n  - path: a.csv\n    set: {year: 2025, kind: craft_village}\n")
    for path in ("./a.csv", str(here / "a.csv")):
        assert check(path).files[0].rows == 2


def test_the_language_is_that_of_the_project(here: Path) -> None:
    assert Request(project=project("lang: vi\n")).lang == "vi"
    assert Request(project=project("files: []\n")).lang is None
    assert Request().lang is None


def test_keys_such_as_a_year_or_no_are_texts(here: Path) -> None:
    workbook("a.xlsx", **{"2025": [["Tên", "No", "Yes"], ["A", "", "x"], ["B", "x", ""]]})
    project(
        "files:\n  - path: a.xlsx\n    sheets:\n      2025:\n        set: {year: 2025, kind: craft_village}\n"
        "        columns:\n          No: {informed: 'no'}\n          Yes: {informed: 'yes'}\n"
    )
    survey = score_files(Request(["a.xlsx"], project=NAME)).survey
    assert [unit.informed for unit in survey.units(("craft_village",), 2025)] == [True, False]


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("files:\n  - path: a.csv\n    colums: {}\n", "plan-unknown-key", 4),
        ("files:\n  - set: {year: 2025}\n", "plan-missing-key", 3),
        ("files:\n  - path: a.csv\n    areas: in columns\n", "plan-not-one-of", 4),
        ("files:\n  - path: a.csv\n    decimal: dot\n", "plan-not-one-of", 4),
        ("files:\n  - path: a.csv\n    blank: {informed: 'yes'}\n", "plan-not-one-of", 4),
        ("files:\n  - path: a.csv\n    set:\n      year: 2025\n      Năm: 2024\n", "plan-duplicate-key", 6),
        ("files:\n  - path: a.csv\n    columns:\n      TÊN: skip\n      'Tên:': name\n", "plan-duplicate-key", 6),
        ("lang: fr\n", "plan-not-one-of", 2),
        ("files:\n  - path: a.csv\n  - path: a.csv\n    path: b.csv\n", "plan-duplicate-key", 5),
        ("files:\n  - path: a.csv\n    set: {infomed: x}\n", "no-such-column", 4),
        ("files:\n  - path: a.csv\n    blank: {name: 'no'}\n", "no-such-column", 4),
        ("files:\n  - path: a.csv\n    columns:\n      A: infomed\n", "no-such-column", 5),
        ("files:\n  - path: a.csv\n    columns:\n      A: {name: 'yes'}\n", "no-such-column", 5),
        ("files:\n  - path: a.csv\n    set: {year: 20x5}\n", "bad-year", 4),
        ("files:\n  - path: a.csv\n    set: {days: 1.250}\n", "ambiguous-number", 4),
        ("files:\n  - path: a.csv\n    sheets: {A: skipp}\n", "plan-not-one-of", 4),
        ("files: a.csv\n", "plan-bad-value", 2),
    ],
)
def test_what_is_wrong_with_a_project_is_told_at_its_line(here: Path, text: str, rule: str, line: int) -> None:
    write("a.csv", VILLAGES)
    project(text)
    found = errors("a.csv")
    assert [(one.rule, one.place.line, one.place.path) for one in found] == [(rule, line, NAME)]


@pytest.mark.parametrize(
    "text", ["", "[]", "a", "schema: scp/project/2\n", "schema: [\n", "\0", "schema: scp/plan/2\n"]
)
def test_what_is_no_project_is_refused_without_a_traceback(here: Path, text: str) -> None:
    write(NAME, text)
    assert errors("a.csv")


def test_a_decimal_mark_of_the_entry_reads_its_own_constants(here: Path) -> None:
    write("a.csv", VILLAGES)
    project("files:\n  - path: a.csv\n    decimal: comma\n    set: {year: 2025, kind: craft_village, days: '1.250'}\n")
    assert "ambiguous-number" not in {one.rule for one in check("a.csv").problems}


def test_a_file_that_the_project_does_not_name_is_noticed(here: Path) -> None:
    write("a.csv", VILLAGES)
    write("b.csv", "year,kind,name,informed\n2025,craft_village,A,yes\n")
    project("files:\n  - path: a.csv\n")
    assert [(one.rule, one.place.path) for one in check("b.csv").problems] == [("not-in-project", "b.csv")]


def test_a_file_that_came_into_the_folder_later_is_told_where_all_its_files_are_meant(here: Path) -> None:
    for name in ("a.csv", "b.csv", "c.csv", "r.csv"):
        write(name, "year,kind,name,informed\n2025,craft_village,A,yes\n")
    project("register: r.csv\nfiles:\n  - path: a.csv\n  - {path: c.csv, sheets: skip}\n")
    found = [one for one in check().problems if one.rule == "file-not-declared"]
    assert [(one.severity, one.place.path, one.details["files"]) for one in found] == [("warning", NAME, ("b.csv",))]
    assert "file-not-declared" in {one.rule for one in check("a.csv").problems}
    assert "file-not-declared" not in {one.rule for one in check("b.csv").problems}
    assert [one.path for one in check().files if one.path.endswith("csv")] == ["r.csv", "a.csv"]


def test_headings_declared_twice_are_told_as_that(here: Path) -> None:
    write("a.csv", VILLAGES)
    project(
        "files:\n  - path: a.csv\n    columns:\n"
        '      "Tên làng": name\n      "Tên làng": area\n      "Xã": area\n      "Xã": name\n'
    )
    assert [(one.rule, one.place.line) for one in errors("a.csv")] == [
        ("plan-duplicate-key", 6),
        ("plan-duplicate-key", 8),
    ]


def test_a_path_that_matches_nothing_is_told_at_its_line(here: Path) -> None:
    write("b.csv", "year,kind,name,informed\n2025,craft_village,A,yes\n")
    for pattern in ("a.csv", "data/*.csv", "../gone/**", "/gone/x.csv", "[", "**"):
        project(f"files:\n  - path: b.csv\n  - path: '{pattern}'\n")
        found = [one for one in check("b.csv").problems if one.rule == "no-such-path"]
        assert pattern == "**" or [one.place.line for one in found] == [4], pattern


@pytest.mark.parametrize("files", ["", "files: []\n", "files: [{path: 'gone/*.csv'}]\n"])
def test_a_project_without_a_file_that_is_there_gives_nothing_to_score(here: Path, files: str) -> None:
    project(files)
    for command in (score_files, review_files):
        with pytest.raises(ScpError) as caught:
            command(Request(project=NAME))
        assert [one.rule for one in caught.value.problems] == ["no-such-path"] * ("gone" in files) + ["no-year"]
        assert "give a survey file" in str(caught.value)


def test_rules_that_are_ignored_are_left_out_of_a_check_and_errors_are_not(here: Path) -> None:
    write("a.csv", "year,kind,name,informed,x\n2025,craft_village,A,maybe,1\n")
    project("ignore_rules: [unknown-column, not-yes-no, not-checked]\nfiles: [{path: a.csv}]\n")
    assert [one.rule for one in check("a.csv").problems] == ["not-yes-no"]
    assert "unknown-column" not in {one.rule for one in check("a.csv", ignore=["not-checked"]).problems}


def test_a_rule_that_there_is_not_cannot_be_ignored(here: Path) -> None:
    write("a.csv", VILLAGES)
    with pytest.raises(ScpError) as caught:
        check_files(Request(["a.csv"], ignore=["unknown-colum"]))
    assert [(one.rule, one.value, one.details["guess"]) for one in caught.value.problems] == [
        ("unknown-rule", "unknown-colum", "unknown-column")
    ]


def test_a_project_is_checked_by_itself(here: Path) -> None:
    write("a.csv", VILLAGES)
    project("files:\n  - path: a.csv\n  - path: b.csv\n")
    run = check_files(Request([NAME]))
    assert [(one.rule, one.place.line) for one in run.problems] == [("no-such-path", 4)]
    assert [(file.path, file.rows) for file in run.files] == [(NAME, None)]
    project("files:\n  - path: a.csv\n    set: {zoo: 1}\n")
    assert [(one.rule, one.place.line) for one in check_files(Request([NAME])).problems] == [("no-such-column", 4)]


def test_a_project_is_told_from_a_plan_by_its_schema_or_its_name(here: Path) -> None:
    assert is_project(project("files: []\n", "other.yaml"))
    assert is_project(write(NAME, "files: []\n"))
    assert is_project(write(NAME, "a: [\n"))
    assert not is_project(embedded_plan())
    assert not is_project(write("plan.yaml", "schema: scp/plan/2\n"))
    assert not is_project(write(NAME, "schema: scp/plan/2\n"))


def test_a_project_is_found_in_the_current_folder_or_in_that_of_all_files(here: Path) -> None:
    assert find_project(["a.csv"]) is None
    project("files: []\n", "sub/scp.yaml")
    assert find_project(["sub/a.csv", "sub/b.csv"]) == str(Path("sub", NAME))
    assert find_project(["sub/a.csv", "b.csv"]) is None
    project("files: []\n")
    assert find_project(["sub/a.csv"]) == NAME


def test_a_review_reads_its_years_from_the_project(here: Path) -> None:
    for year, answer in ((2024, "không"), (2025, "có")):
        write(f"{year}.csv", f"Tên,Đã được thông tin\nLàng A,{answer}\n")
    project(
        "files:\n  - path: '*.csv'\n    set: {kind: craft_village}\n"
        "  - {path: 2024.csv, set: {year: 2024}}\n  - {path: 2025.csv, set: {year: 2025}}\n"
    )
    assert review_files(Request(project=NAME)).review.survey.years == [2024, 2025]


def test_what_a_project_declares_knows_its_place(here: Path) -> None:
    write("a.csv", VILLAGES)
    project("files:\n  - path: a.csv\n    set: {year: 2025}\n    blank: {informed: 'no'}\n")
    of = load_project(NAME).knows(KNOWN, []).of("a.csv")
    assert of is not None
    (constant,), (blank,) = of.whole.constants.values(), of.whole.blank.values()
    assert (constant.at and constant.at.line, constant.by, constant.text()) == (4, NAME, "year=2025")
    assert (blank.at and blank.at.line, blank.by, blank.text()) == (5, NAME, "no:informed")
    assert (Constant(None, "year", "1").by, Blank(None, "informed").by) == ("--set", "--blank")


def test_a_sheet_that_an_earlier_entry_skips_stays_skipped_unless_a_later_one_names_it(here: Path) -> None:
    rows: list[list[object]] = [["year", "kind", "name", "informed"], [2025, "craft_village", "A", "yes"]]
    other: list[list[object]] = [rows[0], [2025, "craft_village", "B", "yes"]]
    workbook("a.xlsx", One=rows, Sum=other)
    first = "files:\n  - path: '*.xlsx'\n    sheets: {Sum: skip, One: {decimal: comma}}\n  - path: a.xlsx\n"
    for more, sheets in (("    decimal: point\n", 1), ("    sheets: {sum: {decimal: comma}}\n", 2)):
        project(first + more)
        run = check("a.xlsx")
        assert (run.files[0].rows, len([one for one in run.problems if one.rule == "sheet-skipped"])) == (
            sheets,
            2 - sheets,
        )


def test_a_row_counted_as_the_next_unit_is_no_area_without_a_word(here: Path) -> None:
    """Where areas have numbers as units have, it may be either; where they have none, it is a unit."""
    rows = "{first},Huyện Nho Quan,,\n{unit},Chợ A,100,40\n{next},Phường Đúc,200,60\n{last},Chợ B,7,3\n"
    project("files:\n  - path: a.csv\n    set: {year: 2025, kind: market}\n    areas: in rows\n")
    for first, rule in (("1", ["doubtful-row"]), ("I", [])):
        write(
            "a.csv",
            "TT,Tên chợ,Tổng bao bì,Khó phân hủy\n" + rows.format(first=first, unit=2, next=3, last=4),
        )
        assert [one.rule for one in check("a.csv").problems if one.place.row == 4] == rule


@pytest.mark.parametrize("chosen", ["table", "markdown", "csv", "json"])
def test_every_output_names_the_project_that_it_was_read_by(scp: Scp, chosen: str) -> None:
    office = ROOT / "docs" / "examples" / "office"
    words = ("score", str(office / "villages-2025.csv"), "--project", str(office / "scp.yaml"), "--format", chosen)
    assert "scp.yaml" in scp(*words).stdout


def test_a_project_is_found_beside_its_files_unless_none_is_wanted(scp: Scp) -> None:
    file = str(ROOT / "docs" / "examples" / "office" / "villages-2025.csv")
    assert scp("score", file).returncode == 0
    assert scp("score", file, "--project", "none").returncode == 2


OTHER_PLAN = str(ROOT / "docs" / "examples" / "another-plan.yaml")


@pytest.fixture
def other_plan(here: Path) -> str:
    """The name of the plan that the project of the current folder is of."""
    project("plan: plan.yaml\n")
    return write("plan.yaml", Path(OTHER_PLAN).read_text(encoding="utf-8"))


def test_a_form_and_a_schema_are_of_the_plan_of_the_folders_project(scp: Scp, here: Path, other_plan: str) -> None:
    for arguments in ((), ("--plan", other_plan)):
        made = scp("template", "form.csv", "--force", "--lang", "en", *arguments)
        assert made.returncode == 0, made.stderr
        assert "Plastic packaging" in (here / "form.csv").read_text(encoding="utf-8")
        assert "rural_market" in scp("schema", "survey", *arguments).stdout
    assert "rural_market" not in scp("schema", "survey", "--plan", embedded_plan()).stdout


def test_a_project_to_begin_with_names_the_plan_of_the_folders_project(scp: Scp, here: Path, other_plan: str) -> None:
    write("a.csv", "năm,tên,có kế hoạch riêng\n2025,A,có\n")
    assert f'\nplan: "{other_plan}"\n' in scp("init", "a.csv", "-o", "-").stdout


def test_neither_the_project_nor_its_plan_is_written_over_by_what_is_made_by_it(
    scp: Scp, here: Path, other_plan: str
) -> None:
    for name in (other_plan, NAME):
        before = (here / name).read_bytes()
        refused = scp("schema", "survey", "-o", name)
        assert (refused.returncode, (here / name).read_bytes()) == (2, before)
        assert "output-is-input" in refused.stderr


def test_a_schema_of_results_and_a_plan_to_begin_with_need_no_sound_project(scp: Scp, here: Path) -> None:
    project("plan: missing.yaml\n")
    assert scp("schema", "score").returncode == scp("template", "new.yaml").returncode == 0
    assert scp("schema", "survey").returncode == scp("template", "form.csv").returncode == 2

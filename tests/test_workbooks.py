"""Workbooks are read with suspicion, and nothing in them counts that was not seen."""

import io
import json
import re
import resource
import shutil
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, Scp
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from small_surveys import KNOWN

from scp_ninhbinh.problems.problem import column_letters
from scp_ninhbinh.project.headings import HeadingReader
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.tables import package
from scp_ninhbinh.tables.opening import open_file
from scp_ninhbinh.tables.table import Table
from scp_ninhbinh.text.say import Phrase

CASES = ROOT / "tests" / "cases" / "survey"
SOUND = CASES / "good" / "prefixed.xlsx"


def rules(path: Path) -> list[str]:
    return [found.rule for found in check_files(Request([str(path)])).problems]


def tables(path: str, encoding: str | None = None) -> list[Table]:
    with open_file(path, lambda sheet: HeadingReader(KNOWN), encoding) as file:
        return list(file.tables)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def test_an_official_table_is_read_between_its_title_and_its_notes() -> None:
    """tools/make_cases.py, `official`: title, unit, two merged header rows, numbered columns, total, notes."""
    (table,) = tables(str(CASES / "bad" / "above-header.xlsx"))
    assert table.columns == ["", "year", "kind", "name", "area", "packaging_total", "packaging_hard", "note"]
    read = [(row, cells) for row, cells in table.rows if cells and cells[0].isdecimal()]
    assert [row for row, _ in read] == [7, 8, 9]
    assert [cells[3:7] for _, cells in read] == [
        ["Chợ Hoà Bình", "Nho Quan", "1250", "400"],
        ["Chợ Mới", "Nho Quan", "2.677,5", "..."],  # the area is one cell merged over both rows
        ["Chợ Cũ", "Kim Sơn", "90", "-"],
    ]


def test_a_number_stored_as_one_is_read_by_its_shortest_decimal() -> None:
    """A stored 1234.5 or 0.3 is that number, however the texts of the file are written."""
    (table,) = tables(str(CASES / "good" / "stored-types.xlsx"))
    assert [cells[4:7] for _, cells in table.rows] == [["true", "", ""], ["", "1234.5", "0.3"]]


@pytest.mark.process
@pytest.mark.slow
def test_a_zip_bomb_is_refused_with_bounded_memory(tmp_path: Path) -> None:
    """A part of 600 MB of spaces in half a megabyte, read in a process that may use 1.5 GB of addresses."""
    parts = parts_of(SOUND)
    sheet = next(name for name in parts if "sheet1" in name)
    path = write(tmp_path / "bomb.xlsx", {name: part for name, part in parts.items() if name != sheet})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(sheet, "w") as part:
        before, end, after = parts[sheet].partition(b"</x:worksheet>")
        part.write(before)
        for _ in range(600):
            part.write(b" " * (1 << 20))
        part.write(end + after)
    assert path.stat().st_size < 1 << 20
    done = subprocess.run(
        [sys.executable, "-m", "scp_ninhbinh", "check", str(path)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29)),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout.split(": ")[2]) == (1, "file-too-large")


@pytest.mark.parametrize("claimed", [10, 5_000])
def test_a_size_that_lies_is_found_out_while_unpacking(tmp_path: Path, claimed: int) -> None:
    """The archive says few bytes of 64 MB: no more is unpacked than it says, and a piece of a megabyte."""
    parts = parts_of(SOUND)
    sheet = next(name for name in parts if "sheet1" in name)
    parts[sheet] += b" " * (64 << 20)
    data = bytearray(write(tmp_path / "lies.xlsx", parts).read_bytes())
    entry = data.rfind(sheet.encode()) - 46  # its place in the directory
    assert data[entry : entry + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, entry + 24, claimed)
    (tmp_path / "lies.xlsx").write_bytes(data)
    tracemalloc.start()
    try:
        assert rules(tmp_path / "lies.xlsx") == ["damaged-file"]
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["../a.xml", "/etc/a.xml", "xl\\..\\..\\a.xml", "C:/a.xml"])
def test_a_part_outside_of_the_workbook_is_refused(tmp_path: Path, name: str) -> None:
    assert rules(write(tmp_path / "a.xlsx", parts_of(SOUND) | {name: b"<x/>"})) == ["damaged-file"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused_as_a_spreadsheet_may_show_the_other(tmp_path: Path) -> None:
    path = write(tmp_path / "twice.xlsx", parts_of(SOUND))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
    assert rules(path) == ["damaged-file"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<?xml", b'<!DOCTYPE x [<!ENTITY a "a">]><?xml'),
        (b"<x:worksheet", '<?xml version="1.0" encoding="utf-16"?><x:worksheet'.encode("utf-16")),
    ],
)
def test_xml_that_could_hide_entities_is_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    parts = parts_of(SOUND)
    sheet = next(name for name in parts if "sheet1" in name)
    parts[sheet] = parts[sheet].replace(old, new) if old in parts[sheet] else new + parts[sheet]
    assert rules(write(tmp_path / "a.xlsx", parts)) == ["damaged-file"]


def test_a_workbook_of_a_million_empty_rows_is_read_in_bounds(tmp_path: Path) -> None:
    parts = parts_of(CASES / "good" / "formulas.xlsx")
    sheet = next(name for name in parts if "sheet1" in name)
    empty = b"".join(b'<row r="%d"/>' % row for row in range(3, 1_048_577))
    parts[sheet] = parts[sheet].replace(b"</sheetData>", empty + b"</sheetData>")
    path = write(tmp_path / "long.xlsx", parts)
    assert rules(path) == []


def reaching(path: Path, *cells: str, filled: str = "") -> Path:
    """Write a survey of two villages with a yellow ground in these cells, which hold nothing or a text."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["year", "kind", "id", "informed"], [2025, "craft_village", "L1"], [2025, "craft_village", "L2", "no"]):
        sheet.append(row)
    for cell in cells:
        sheet[cell].fill = PatternFill("solid", fgColor="FFFF00")
        if filled:
            sheet[cell].value = filled
    book.save(path)
    return path


FAR = ["A1048576", "XFD3", "XFD1048576", "AZ99000 A1048576", "Z99999 XFD1"]


@pytest.mark.parametrize("cells", FAR)
@pytest.mark.parametrize("form", [b'<c r="%b" s="%b"/>', b'<c r="%b" s="%b"></c>', b"<c r='%b' s='%b' />"])
def test_a_cell_that_only_has_a_look_is_no_cell(tmp_path: Path, cells: str, form: bytes) -> None:
    """As where somebody coloured a column to its end: Excel keeps a cell at the end of the sheet."""
    path = reaching(tmp_path / "far.xlsx", *cells.split())
    parts = parts_of(path)
    name = next(name for name in parts if "sheet1" in name)
    empty = re.compile(rb'<c r="([A-Z0-9]+)" s="([0-9]+)"[^<>]*?(?: ?/>|></c>)')
    parts[name], changed = empty.subn(lambda found: form % found.groups(), parts[name])
    assert changed == len(cells.split())
    assert rules(write(tmp_path / "changed.xlsx", parts)) == []


@pytest.mark.parametrize("cells", ["XFD1048576", "A1048576 AZ7", "Z99999 XFD1"])
def test_a_sheet_that_is_filled_beyond_any_survey_is_refused(tmp_path: Path, cells: str) -> None:
    assert rules(reaching(tmp_path / "far.xlsx", *cells.split(), filled="x")) == ["file-too-large"]


def test_a_note_in_the_last_row_of_few_columns_is_within_bounds(tmp_path: Path) -> None:
    """Four columns of a million rows are four million cells, and no twenty-six million."""
    assert rules(reaching(tmp_path / "far.xlsx", "B1048576", filled="x")) == ["note-row"]


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize(("ending", "cells"), [("ods", FAR), ("xls", ["A65536", "IV3", "IV65536"])])
def test_a_cell_that_only_has_a_look_is_none_in_other_formats_either(
    tmp_path: Path, ending: str, cells: list[str]
) -> None:
    names = [reaching(tmp_path / f"{number}.xlsx", *far.split()).name for number, far in enumerate(cells)]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, *names]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=180)
    assert [rules(path) for path in sorted(tmp_path.glob(f"*.{ending}"))] == [[]] * len(cells)


@pytest.mark.parametrize(
    "path", sorted(CASES.glob("*/*.xls*")) + sorted(CASES.glob("*/*.ods")), ids=lambda path: path.name
)
def test_a_workbook_cut_anywhere_gives_a_clear_error(tmp_path: Path, path: Path) -> None:
    data = path.read_bytes()
    for tenth in range(1, 10):
        cut = tmp_path / path.name
        cut.write_bytes(data[: len(data) * tenth // 10])
        found = check_files(Request([str(cut)])).problems
        assert {one.rule for one in found} <= {"damaged-file", "unsupported-format", "protected-file", "file-too-large"}
        reasons = [one.details["reason"] for one in found if one.rule == "damaged-file"]
        assert all(isinstance(reason, Phrase) for reason in reasons), tenth  # not the English of a library


def test_a_workbook_handed_on_holds_only_what_was_seen() -> None:
    parts = package.unpack(SOUND.read_bytes(), "x") | {"xl/extra.xml": b"<x/>"}
    with zipfile.ZipFile(package.pack(parts)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == parts


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_are_lettered_as_in_a_spreadsheet(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def test_a_place_in_a_workbook_is_file_sheet_and_cell(scp: Scp) -> None:
    done = scp("check", "bad/cell-error.xlsx", "--format", "json", cwd=CASES)
    found = json.loads(done.stdout)["problems"][1]
    assert [found[key] for key in ("path", "sheet", "cell", "row", "line", "column")] == [
        *("bad/cell-error.xlsx", "Khảo sát", "F3", 3, None, "packaging_total"),
    ]


def test_an_annotated_copy_of_a_workbook_has_a_comment_on_each_wrong_cell(scp: Scp, tmp_path: Path) -> None:
    before = (CASES / "bad" / "cell-error.xlsx").read_bytes()
    done = scp("check", str(CASES / "bad" / "cell-error.xlsx"), "--annotate", "faults.xlsx")
    assert done.returncode == 1
    book = load_workbook(tmp_path / "faults.xlsx")
    comments = {cell.coordinate: cell.comment.text for row in book["Khảo sát"] for cell in row if cell.comment}
    assert list(comments) == ["E2", "F3", "G3"]
    assert comments["F3"].startswith('cell-error: "#REF!" is an error of the spreadsheet')
    assert [cell.value for cell in book["scp check"][3]][1:3] == ["cell-error", "error"]
    assert (CASES / "bad" / "cell-error.xlsx").read_bytes() == before


BORN, OTHER_DAY = "2020-01-01T00:00:00Z", "2024-05-06T07:08:09Z"


@pytest.mark.parametrize("source", ["csv", "without dates", "with dates"])
def test_an_annotated_copy_has_no_time_of_day_of_its_own(scp: Scp, tmp_path: Path, source: str) -> None:
    """Equal files give equal copies, on whichever day; dates that a workbook has are its own."""
    if source == "csv":
        path = tmp_path / "survey.csv"
        path.write_text("year,kind,id,informed\n2025,craft_village,L1,maybe\n", encoding="utf-8")
    else:
        path = reaching(tmp_path / "survey.xlsx")
        parts = parts_of(path)
        stamped = re.sub(rb"\d{4}-\d\d-\d\dT[0-9:]+Z", OTHER_DAY.encode(), parts.pop("docProps/core.xml"))
        write(path, parts | ({"docProps/core.xml": stamped} if source == "with dates" else {}))
    scp("check", path.name, "--annotate", "out.xlsx")
    core = parts_of(tmp_path / "out.xlsx")["docProps/core.xml"].decode()
    days = re.findall(r"\d{4}-\d\d-\d\dT[0-9:]+Z", core)
    assert days == [OTHER_DAY if source == "with dates" else BORN] * 2


def test_a_lying_size_of_a_drawing_costs_an_annotated_copy_no_memory(scp: Scp, tmp_path: Path) -> None:
    """A drawing holds no cells and is not unpacked for reading; openpyxl would take it in whatever its size."""
    parts = parts_of(CASES / "good" / "formulas.xlsx")
    sheet = next(name for name in parts if "sheet1" in name)
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts[sheet] = parts[sheet].replace(
        b"</worksheet>", f'<drawing xmlns:r="{link}" r:id="rId9"/></worksheet>'.encode()
    )
    name, bytes_of_spaces = "xl/drawings/drawing1.xml", b" " * (64 << 20)
    relation = f'<Relationship Id="rId9" Type="{link}/drawing" Target="/{name}"/>'
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{relations}">{relation}</Relationships>'.encode()
    )
    path = write(tmp_path / "lies.xlsx", parts | {name: bytes_of_spaces})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.rfind(name.encode()) - 46 + 24, 10)
    path.write_bytes(data)
    tracemalloc.start()
    try:
        assert scp("check", "lies.xlsx", "--annotate", "out.xlsx").returncode == 0
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()
    assert load_workbook(tmp_path / "out.xlsx").sheetnames[-1] == "scp check"


def test_an_annotated_copy_of_a_csv_is_a_workbook_with_its_rows_where_they_stood(scp: Scp, tmp_path: Path) -> None:
    text = "KHẢO SÁT\nNăm;Loại;Tên;Đã được thông tin\n2025;làng nghề;=1+1;có lẽ\n"
    (tmp_path / "survey.csv").write_text(text, encoding="utf-8")
    scp("check", "survey.csv", "--annotate", "faults.xlsx", "--lang", "vi")
    sheet = load_workbook(io.BytesIO((tmp_path / "faults.xlsx").read_bytes())).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["Năm", "Loại", "Tên", "Đã được thông tin"]
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=1+1", "s")
    assert sheet["D3"].comment.text.startswith("not-yes-no: ")


def changed(tmp_path: Path, source: str, part: str, *changes: tuple[bytes, bytes]) -> Path:
    """Write a workbook of which one part is changed; every change must find its place."""
    parts = parts_of(CASES / source)
    name = next(name for name in parts if name.endswith(part))
    for old, new in changes:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)
    return write(tmp_path / "changed.xlsx", parts)


SHEET = "sheet1.xml"


@pytest.mark.parametrize(
    "change",
    [
        (b't="e"', b't = "e"'),
        (b't="e"', b"t='e'"),
        (b't="e"', b't="e" '),
        (b"<c r=", b"<!-- a --><c r="),
        (b'<c r="E2"', b'<c\n r="E2"'),
        (b'<c r="E2" t="e"', b'<c t="e" r="E2"'),
        (b"</sheetData>", b"</sheetData><x:y xmlns:x='a'/>"),
    ],
)
def test_an_error_cell_is_an_error_however_its_xml_is_written(tmp_path: Path, change: tuple[bytes, bytes]) -> None:
    path = changed(tmp_path, "bad/cell-error.xlsx", SHEET, change)
    assert rules(path) == ["cell-error"] * 3


def test_an_error_that_a_library_does_not_know_is_told_like_the_others(tmp_path: Path) -> None:
    path = changed(tmp_path, "bad/cell-error.xlsx", SHEET, (b"#N/A", b"#SPILL!"))
    assert check_files(Request([str(path)])).problems[0].value == "#SPILL!"


def test_a_formula_with_a_percent_is_a_percentage_too(tmp_path: Path) -> None:
    formula = (b"<v>0.3</v>", b"<f>0.1*3</f><v>0.3</v>")
    path = changed(tmp_path, "bad/not-a-number-percent.xlsx", SHEET, formula)
    path = changed(tmp_path, str(path), "workbook.xml", (b' fullCalcOnLoad="1"', b""))
    assert check_files(Request([str(path)])).problems[0].value == "30%"


@pytest.mark.parametrize("number", ["-12.5", "-0.5", "-40"])
def test_a_stored_number_below_zero_is_refused(tmp_path: Path, number: str) -> None:
    path = changed(tmp_path, "bad/not-a-number-percent.xlsx", SHEET, (b' s="1"', b""), (b"0.3", number.encode()))
    assert "negative-number" in rules(path)


def test_a_sheet_is_found_by_its_part_in_any_case_and_never_dropped(tmp_path: Path) -> None:
    rels = "workbook.xml.rels"
    same = changed(tmp_path, "good/stored-types.xlsx", rels, (b"worksheets/sheet1.xml", b"Worksheets/Sheet1.xml"))
    assert check_files(Request([str(same)])).files[0].rows == 2
    lost = changed(tmp_path, "good/stored-types.xlsx", rels, (b"worksheets/sheet1.xml", b"worksheets/sheet9.xml"))
    assert rules(lost) == ["damaged-file"]


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_leading_zeros_that_a_sheet_shows_are_part_of_an_id(ending: str) -> None:
    """The .xls and the .ods were saved from the .xlsx by LibreOffice 7.4."""
    (table,) = tables(str(CASES / "good" / f"leading-zeros.{ending}"))
    assert [cells[2] for _, cells in table.rows] == ["007", "008"]


def test_a_merged_answer_speaks_of_all_its_rows_and_a_merged_number_is_refused() -> None:
    run = check_files(Request([str(CASES / "bad" / "merged-number.xlsx")]))
    assert [(found.rule, found.place.cell) for found in run.problems] == [("merged-number", "F2")]
    (table,) = tables(str(CASES / "bad" / "merged-number.xlsx"))
    assert [cells[4] for _, cells in table.rows][2:] == ["có", "có"]


def test_merged_ranges_cost_no_more_than_the_rows_they_cover(tmp_path: Path) -> None:
    """Three hundred ranges over a million rows each, below two rows: read at once."""
    ranges = b"".join(b'<mergeCell ref="E3:E%d"/>' % (1_048_576 - n) for n in range(300))
    cells = b'<mergeCells count="300">' + ranges + b"</mergeCells>"
    path = changed(tmp_path, "good/stored-types.xlsx", SHEET, (b"</sheetData>", b"</sheetData>" + cells))
    assert rules(path) == []


def test_nested_elements_without_end_are_refused(tmp_path: Path) -> None:
    deep = b"<!-- a -->" + b"<a>" * 100_000 + b"</a>" * 100_000
    path = changed(tmp_path, "good/stored-types.xlsx", SHEET, (b"</sheetData>", b"</sheetData>" + deep))
    assert rules(path) == ["damaged-file"]


def test_an_old_encoding_declared_leaves_a_unicode_sheet_as_it_is(tmp_path: Path) -> None:
    book = load_workbook(CASES / "good" / "stored-types.xlsx")
    book["Khảo sát"]["D2"], book["Khảo sát"]["D3"] = "Làng Tân Sơn", "Chợ Tân Long"
    book.save(tmp_path / "a.xlsx")
    (table,) = tables(str(tmp_path / "a.xlsx"), "tcvn3")
    assert [cells[3] for _, cells in table.rows] == ["Làng Tân Sơn", "Chợ Tân Long"]


@pytest.mark.parametrize(
    ("source", "part", "content"),
    [
        ("good/stored-types.xlsx", "styles.xml", b'<x><cellXfs><xf numFmtId="many"/></cellXfs></x>'),
        ("good/stored-types.xlsx", "workbook.xml", b"<x/"),
        ("good/stored-types.xlsx", "sheet1.xml", b"no sheet at all"),
        ("bad/cell-error-ods.ods", "content.xml", b"<x><y></x>"),
    ],
)
def test_a_part_that_is_no_such_part_is_damage(tmp_path: Path, source: str, part: str, content: bytes) -> None:
    parts = parts_of(CASES / source)
    name = next(name for name in parts if name.endswith(part))
    assert set(rules(write(tmp_path / Path(source).name, parts | {name: content}))) == {"damaged-file"}


def test_a_number_under_a_column_of_texts_is_read_as_the_text_it_shows(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["year", "kind", "id", "area", "hard_bags"], [2025, "supermarket", "S-01", 12.5, "no"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "area.xlsx")
    (found,) = check_files(Request([str(tmp_path / "area.xlsx")])).problems
    assert (found.rule, found.value) == ("unknown-area", "12.5")


@pytest.mark.process
def test_a_workbook_is_read_where_the_process_has_no_stderr() -> None:
    """A library touches no descriptor: closed ones are its caller's business."""
    code = (
        "import os, sys\nfrom scp_ninhbinh.run import Request, check_files\nos.close(2)\n"
        "print([found.rule for found in check_files(Request(sys.argv[1:])).problems])"
    )
    paths = [str(CASES / "good" / "stored-types.xlsx")]
    done = subprocess.run([sys.executable, "-c", code, *paths], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout == "[]\n"


def test_what_a_workbook_keeps_of_other_files_is_no_sheet(tmp_path: Path) -> None:
    """The caches of links to other workbooks and of pivot tables hold rows too."""
    parts = parts_of(CASES / "good" / "stored-types.xlsx")
    (sheet,) = (content for name, content in parts.items() if name.endswith(SHEET))
    cells = b'<row r="1"><cell r="A1" t="str"><v>year</v></cell><cell r="B1" t="str"><v>kind</v></cell></row>'
    link = b"<externalLink><externalBook><sheetDataSet><sheetData>%b</sheetData></sheetDataSet></externalBook>"
    parts |= {"xl/externalLinks/externalLink1.xml": link % cells + b"</externalLink>"}
    parts |= {"xl/externalLinks/sheet9.xml": sheet, "xl/pivotCache/pivotCacheRecords1.xml": sheet}
    run = check_files(Request([str(write(tmp_path / "a.xlsx", parts))]))
    assert (run.problems, run.files[0].rows) == ([], 2)


@pytest.mark.parametrize("around", [b"", b"a" * 5_000, b"!" * 5_000, b"<" * 5_000], ids=["", "a", "!", "<"])
@pytest.mark.parametrize("part", [b"", b"<", b"!", b"<!", b"!<", b"!!<!", b"<!DOCTYP", b"<!DOCTYPE", b"<<!DOCTYPE>"])
@pytest.mark.parametrize("text", [b"<!", b"<!DOCTYPE"])
def test_a_part_holds_a_text_however_often_its_signs_are_in_it(part: bytes, text: bytes, around: bytes) -> None:
    for whole in (part + around, around + part, around + part + around):
        assert package.holds(whole, text) is (text in whole)

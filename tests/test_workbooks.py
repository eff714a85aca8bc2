"""Workbooks are read with suspicion, and nothing in them counts that was not seen."""

import io
import json
import resource
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, Scp
from openpyxl import load_workbook

from scp_ninhbinh.problems import column_letters
from scp_ninhbinh.runs import check_files
from scp_ninhbinh.tables import package
from scp_ninhbinh.tables.table import Reading
from scp_ninhbinh.tables.workbook import open_workbook

CASES = ROOT / "tests" / "cases" / "survey"
SOUND = CASES / "good" / "prefixed.xlsx"


def rules(path: Path) -> list[str]:
    return [found.rule for found in check_files([str(path)], None).problems]


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def test_an_official_table_is_read_between_its_title_and_its_notes() -> None:
    """tests/make_cases.py, `official`: title, unit, two merged header rows, numbered columns, total, notes."""
    file = open_workbook(str(CASES / "bad" / "above-header.xlsx"), Reading())
    (table,) = list(file.tables)
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
    (table,) = list(open_workbook(str(CASES / "good" / "stored-types.xlsx"), Reading()).tables)
    assert [cells[4:7] for _, cells in table.rows] == [["true", "", ""], ["", "1234.5", "0.3"]]


def test_a_zip_bomb_is_refused_with_bounded_memory(tmp_path: Path) -> None:
    """A part of 600 MB of spaces in half a megabyte, read in a process that may use 1.5 GB of addresses."""
    parts = parts_of(SOUND)
    sheet = next(name for name in parts if "sheet1" in name)
    parts[sheet] = parts[sheet].replace(b"</x:worksheet>", b" " * (600 << 20) + b"</x:worksheet>")
    path = write(tmp_path / "bomb.xlsx", parts)
    del parts
    assert path.stat().st_size < 1 << 20
    done = subprocess.run(
        [sys.executable, "-m", "scp_ninhbinh", "check", str(path)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29)),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout.split(": ")[1]) == (1, "file-too-large")


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    """The archive's directory says 10 bytes; what is packed is more, and another reader might unpack all of it."""
    path = write(tmp_path / "lies.xlsx", parts_of(SOUND))
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    path.write_bytes(data)
    assert rules(path) == ["damaged-file"]


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


@pytest.mark.parametrize(
    "path", sorted(CASES.glob("*/*.xls*")) + sorted(CASES.glob("*/*.ods")), ids=lambda path: path.name
)
def test_a_workbook_cut_anywhere_gives_a_clear_error(tmp_path: Path, path: Path) -> None:
    data = path.read_bytes()
    for tenth in range(1, 10):
        cut = tmp_path / path.name
        cut.write_bytes(data[: len(data) * tenth // 10])
        assert set(rules(cut)) <= {"damaged-file", "unsupported-format", "protected-file", "file-too-large"}, tenth


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


def test_an_annotated_copy_of_a_csv_is_a_workbook_with_its_rows_where_they_stood(scp: Scp, tmp_path: Path) -> None:
    text = "KHẢO SÁT\nNăm;Loại;Tên;Đã được thông tin\n2025;làng nghề;=1+1;có lẽ\n"
    (tmp_path / "survey.csv").write_text(text, encoding="utf-8")
    scp("check", "survey.csv", "--annotate", "faults.xlsx", "--lang", "vi")
    sheet = load_workbook(io.BytesIO((tmp_path / "faults.xlsx").read_bytes())).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["Năm", "Loại", "Tên", "Đã được thông tin"]
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=1+1", "s")
    assert sheet["D3"].comment.text.startswith("not-yes-no: ")

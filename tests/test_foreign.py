"""Formats that are not read are known by their first bytes, each with its own name; a CSV that begins alike is read."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from small_surveys import expecting

from scp_ninhbinh.problems.problem import describe
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.tables.foreign import STREAMS, compound_format, foreign_format
from scp_ninhbinh.text.say import language

NULS = b"\0" * 300
DBF_HEADER = struct.pack("<4BIHH20x", 3, 125, 3, 14, 2, 65, 30)
HEADS = {
    "SPSS (.sav)": [b"$FL2@(#) SPSS DATA FILE MS Windows 25.0.0" + NULS, b"$FL3@(#) SPSS DATA FILE" + NULS],
    "SPSS (.por)": [
        b"\xc1\xe2\xc3\xc9" * 10 + b"ASCII SPSS PORT FILE".ljust(40) + b" " * 120,
        b"ASCII SPSS PORT FILE ",
    ],
    "Stata": [b"<stata_dta><header><release>118</release>", b"\x72\x02\x01\x00" + NULS, b"\x73\x01\x01\x00" + NULS],
    "SAS (.sas7bdat)": [bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011") + NULS],
    "SAS (.xpt)": [b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!000000000000000000000000000000  "],
    "Access": [b"\x00\x01\x00\x00Standard Jet DB\x00" + NULS, b"\x00\x01\x00\x00Standard ACE DB\x00" + NULS],
    "SQLite": [b"SQLite format 3\x00\x10\x00\x01\x01" + NULS],
    "Parquet": [b"PAR1\x15\x04\x15\x10" + NULS],
    "Arrow": [b"ARROW1\0\0\xff\xff\xff\xff" + NULS, b"FEA1\0\0\0\0" + NULS],
    "dBase": [DBF_HEADER + b"TEN\0\0\0\0\0\0\0\0C\0\0\0\0" + b"\x20" + bytes(15) + b"\r" + b" " * 60],
    "Lotus": [b"\0\0\x02\0\x06\x04\x06\0" + NULS, b"\0\0\x1a\0\0\x10\x04\0" + NULS],
    "MHTML": [
        b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n",
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a\r\nSubject: x\r\nMIME-Version: 1.0\r\n",
    ],
    "e-mail": [
        b"Return-Path: <a@b>\r\nReceived: from x\r\n\tby y; Thu\r\nFrom: A <a@b>\r\nTo: b@c\r\nSubject: x\r\n\r\nHi",
        b"From: A <a@b>\r\nTo: b@c\r\nSubject: x\r\nDate: Thu\r\n\r\nHi",
    ],
    "SYLK": [b"ID;PWXL;N;E\r\nP;PGeneral\r\n", b"ID;PCALCOOO32\nC;X1;Y1;K1\n", b"ID;PSCALC3\nB;Y2;X2\n"],
    "DIF": [b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n""\r\n'],
    "XML Spreadsheet": [
        b'<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n<Workbook',
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>'.encode("utf-16"),
    ],
    ".fods": [
        b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
    ],
    "web page": [b"<html><body><table>", b"\xef\xbb\xbf <!DOCTYPE html>", b"<meta name=ProgId content=Excel.Sheet>"],
    "Word": [b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'],
    "Google": [
        b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1", "email": "a@b"}',
        b'{":v":1,"doc_id":"1"}',
    ],
    "JSON": [b'{"schema": "scp/score/1"}'],
    "PDF": [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", b"%PDF-1.4\n"],
    "rich text": [b"{\\rtf1\\ansi"],
    "picture": [b"\x89PNG\r\n\x1a\n" + NULS, b"\xff\xd8\xff\xe0\x00\x10JFIF\0", b"\0\0\0\x18ftypheic\0\0\0\0"],
    "compressed": [b"7z\xbc\xaf\x27\x1c\0\x04", b"Rar!\x1a\x07\x01\0", b"\x1f\x8b\x08\x00", b"\xfd7zXZ\0"],
    "UTF-32": ["năm".encode("utf-32"), b"\0\0\xfe\xff\0\0\0n"],
    "UTF-16 without": ["năm,loại,tên\n2025,chợ,A\n".encode("utf-16-le"), "năm,loại,tên\n2025,".encode("utf-16-be")],
    "shortcut": [b"[InternetShortcut]\r\nURL=http://a", b"\x4c\0\0\0\x01\x14\x02\0\0\0"],
    "binary": [bytes(range(256)) * 4 + bytes(200) + b"x"],
}
ROWS = "\n2025;market;Chợ A;Nho Quan;10;5\n"
READ = [
    "ID;year;kind;name;area;packaging_total;packaging_hard\nP;2025;market;Chợ A;Nho Quan;10;5\n",
    "ID;Phường;year;kind;name;packaging_total;packaging_hard\nF;C;2025;market;Chợ A;10;5\n",
    f"MIME-Version;kind;name;area;packaging_total;packaging_hard{ROWS}",
    f"PAR1;kind;name;area;packaging_total;packaging_hard{ROWS}",
    f"TABLE;kind;name;area;packaging_total;packaging_hard{ROWS}",
    f"From: district;kind;name;area;packaging_total;packaging_hard{ROWS}",
    f"$FL2;kind;name;area;packaging_total;packaging_hard{ROWS}",
    f"BM;kind;name;area;packaging_total;packaging_hard{ROWS}",
    f"HEADER;kind;name;area;packaging_total;packaging_hard{ROWS}",
]


def refusals(path: Path, data: bytes) -> list[tuple[str, str, str]]:
    """Return the rule, the message and the remedy of each problem of such a file."""
    path.write_bytes(data)
    _, problems = read_survey([str(path)], expecting())
    return [(found.rule, *map(language("en").text, describe(found))) for found in problems]


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, heads in HEADS.items() for data in heads])
def test_a_format_that_is_not_read_is_named(name: str, data: bytes, tmp_path: Path) -> None:
    ((rule, message, _),) = refusals(tmp_path / "a.csv", data)
    assert rule == "unsupported-format"
    assert name in message


@pytest.mark.parametrize("text", READ)
def test_a_csv_that_begins_like_another_format_is_read(text: str, tmp_path: Path) -> None:
    assert "unsupported-format" not in {rule for rule, *_ in refusals(tmp_path / "a.csv", text.encode())}


def archive(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name in names:
            made.writestr(name, "year,kind\n")
    return data.getvalue()


@pytest.mark.parametrize(
    ("names", "what", "remedy"),
    [
        (("2024.csv", "2025.csv"), "an archive (ZIP) of files", "unpack it"),
        (("folder/", "folder/khảo sát.xlsx"), "an archive (ZIP) of files", "unpack it"),
        (("Index/Document.iwa", "Metadata/Properties.plist", "preview.jpg"), "Numbers or Pages", "export it"),
        (("a.png",), "an archive without a workbook", "unpack it"),
    ],
)
def test_an_archive_is_named_by_what_is_in_it(names: tuple[str, ...], what: str, remedy: str, tmp_path: Path) -> None:
    ((_, message, hint),) = refusals(tmp_path / "a.zip", archive(*names))
    assert what in message
    assert remedy in hint


@pytest.mark.parametrize("stream", STREAMS)
def test_a_compound_file_without_a_workbook_is_named_by_its_streams(stream: str) -> None:
    assert compound_format(["summary", stream]) is STREAMS[stream]


@pytest.mark.parametrize("user", ["admin", "Nguyễn Thị Hồng Hạnh", "x" * 54])
def test_the_lock_file_of_excel_is_known_under_any_name(user: str) -> None:
    one = bytes([len(user)]) + user.encode("cp1258", "replace").ljust(54)
    found = foreign_format(one + struct.pack("<H", len(user)) + user.ljust(54).encode("utf-16-le"), "Khảo sát.xlsx")
    assert found
    assert "lock file" in found.name


@pytest.mark.parametrize("name", ["~$Khảo sát.xlsx", ".~lock.Khảo sát.ods#"])
def test_the_lock_file_of_an_open_workbook_is_known_by_its_name(name: str, tmp_path: Path) -> None:
    ((_, message, _),) = refusals(tmp_path / name, b"\x05Lan A".ljust(165))
    assert "lock file" in message


def test_no_beginning_of_a_format_is_taken_for_another_one_without_its_bytes() -> None:
    assert foreign_format(b"", "a.csv") is None
    assert foreign_format("năm;loại\n".encode("utf-16"), "a.csv") is None

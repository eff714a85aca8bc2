"""The same survey gives the same result, whatever kind of file it came in."""

import csv
import io
import json
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from small_surveys import KNOWN, PLAN

from scp_ninhbinh.form.workbook import form_workbook
from scp_ninhbinh.project.declared import parse_constant
from scp_ninhbinh.run import Request, check_files, score_files
from scp_ninhbinh.tables.encodings import register
from scp_ninhbinh.tables.vietnamese import TONES
from scp_ninhbinh.text.say import language
from scp_ninhbinh.text.spelling import heading_key
from scp_ninhbinh.writers.json import score_json

SAME = Path(__file__).parent / "cases" / "same"
SOURCE = SAME / "survey.csv"
"""A base year and a later one with unknown answers, units without ids, and names that results repeat."""

TEXT = SOURCE.read_text(encoding="utf-8")


def scored(path: Path, encoding: str | None = None) -> dict[str, object]:
    document: dict[str, object] = json.loads(
        score_json(score_files(Request([str(path)], year=2025, due="all", encoding=encoding)))
    )
    del document["inputs"], document["problems"], document["options"], document["sha256"]  # they name the file
    return document


EXPECTED = scored(SOURCE)


def separated_by(separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(csv.reader(io.StringIO(TEXT)))
    return out.getvalue()


def encoded(codec: str) -> bytes:
    """Write the text in a codec that only reads, by looking up what each letter is read from."""
    register()
    letters: dict[str, bytes] = {}
    for first in range(0x20, 0x100):
        for rest in (b"", *(bytes([mark]) for mark in range(0x80, 0x100))):
            try:
                letters.setdefault((bytes([first]) + rest).decode(codec), bytes([first]) + rest)
            except UnicodeDecodeError:
                continue
    return b"".join(letters[letter] if letter != "\n" else b"\n" for letter in TEXT)


def in_1258(text: str) -> bytes:
    """Windows-1258 has the letters with circumflex, breve and horn, and the tones apart."""
    parts = []
    for letter in unicodedata.normalize("NFC", text):
        base = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in base if mark in TONES), "")
        parts.append(unicodedata.normalize("NFC", base.replace(tone, "")) + tone)
    return "".join(parts).encode("cp1258")


VARIANTS: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "comma": (TEXT.encode, None),
    "semicolon with a byte order mark": (lambda: separated_by(";").encode("utf-8-sig"), None),
    "tab": (lambda: separated_by("\t").encode(), None),
    "bar": (lambda: separated_by("|").encode(), None),
    "UTF-16, little end first": (lambda: b"\xff\xfe" + separated_by("\t").encode("utf-16-le"), None),
    "UTF-16, big end first": (lambda: b"\xfe\xff" + separated_by("\t").encode("utf-16-be"), None),
    "decomposed letters": (lambda: unicodedata.normalize("NFD", TEXT).encode(), None),
    "Windows-1258": (lambda: in_1258(TEXT), "windows-1258"),
    "TCVN3": (lambda: encoded("tcvn3"), "tcvn3"),
    "VNI": (lambda: encoded("vni"), "vni"),
    "title, unit and total around it": (f"KHẢO SÁT,,\n,,\n{TEXT}Tổng cộng,,\n".encode, None),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_text_file_gives_the_same_scores_in_every_variant(tmp_path: Path, name: str) -> None:
    make, encoding = VARIANTS[name]
    path = tmp_path / "survey.csv"
    path.write_bytes(make())
    assert json.dumps(scored(path, encoding)) == json.dumps(EXPECTED)


@pytest.mark.parametrize("path", sorted(SAME.glob("survey.*")), ids=lambda path: path.suffix)
def test_a_workbook_gives_the_same_scores_as_the_csv(path: Path) -> None:
    """survey.xlsx is written below; the .xls and the .ods were saved from it by LibreOffice 7.4."""
    assert json.dumps(scored(path)) == json.dumps(EXPECTED)


def rows() -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(TEXT))


def value(text: str) -> object:
    return int(text) if text.isdecimal() and not text.startswith("0") else text or None


def write_workbook(path: Path) -> None:
    """Write the survey as an analyst keeps it: a sheet for each kind without the columns year and kind's constants."""
    book = Workbook()
    assert book.active is not None
    book.active.title = "Bìa"
    for kind in dict.fromkeys(row["kind"] for row in rows()):
        sheet = book.create_sheet(kind)
        mine = [row for row in rows() if row["kind"] == kind]
        columns = [name for name in mine[0] if any(row[name] for row in mine)]
        sheet.append(["SỐ LIỆU GIẢ ĐỊNH"])
        sheet.append(columns)
        for row in mine:
            sheet.append([value(row[name]) for name in columns])
    book.save(path)


def fill_in(path: Path, code: str) -> None:
    """Fill the rows of the survey into a form, each under the heading of its language."""
    path.write_bytes(form_workbook(PLAN, language("vi" if code == "vi" else "en")))
    book = load_workbook(path)
    filled = 0
    for sheet in book.worksheets[1:]:
        columns = [KNOWN.headings.get(heading_key(str(cell.value)), "") for cell in sheet[1]]
        choices = {name for row in rows() for name, text in row.items() if text}
        mine = [row for row in rows() if fits(row, columns)]
        for number, row in enumerate(mine, start=2):
            filled += 1
            for at, name in enumerate(columns, start=1):
                if name in choices:
                    sheet.cell(number, at).value = value(row[name])  # type: ignore[assignment]
    assert filled == len(list(rows()))
    book.save(path)


def fits(row: dict[str, str], columns: list[str]) -> bool:
    """Whether a sheet is the one for a row: it has the columns that the row's kind needs."""
    return set(PLAN.asked[row["kind"]]) <= set(columns)


@pytest.mark.parametrize("code", ["vi", "en"])
def test_a_form_filled_in_gives_the_same_scores_as_the_csv_of_its_rows(tmp_path: Path, code: str) -> None:
    path = tmp_path / "form.xlsx"
    fill_in(path, code)
    assert json.dumps(scored(path)) == json.dumps(EXPECTED)


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_form_opened_and_saved_by_libreoffice_gives_the_same_scores(tmp_path: Path, ending: str) -> None:
    fill_in(tmp_path / "form.xlsx", "vi")
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(saved), "form.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    assert json.dumps(scored(saved / f"form.{ending}")) == json.dumps(EXPECTED)


def test_a_sheet_and_a_file_that_name_year_and_kind_only_by_themselves_are_read_with_what_is_declared(
    tmp_path: Path,
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "Chợ"
    book.active.append(["TT", "Tên chợ", "Tổng số bao bì", "Trong đó: khó phân hủy"])
    book.active.append([1, "Chợ A", 100, 40])
    villages = book.create_sheet("Làng nghề")
    villages.append(["Tên", "Đã được thông tin"])
    villages.append(["Làng A", "x"])
    path = tmp_path / "Khảo sát 2025.xlsx"
    book.save(path)
    found = check_files(Request([str(path)])).problems
    hints = [one.details["example"] for one in found if "example" in one.details]
    assert hints == ['"year=2025"', '"Chợ/kind=market"', '"year=2025"', '"Làng nghề/kind=craft_village"']
    said = ("năm=2025", "chợ/kind=market", "Làng nghề/Loại=craft_village")
    constants = tuple(constant for text in said if (constant := parse_constant(text)))
    run = check_files(Request([str(path)], set=constants))
    assert {found.rule for found in run.problems} == {"set-column"}
    assert run.files[0].rows == 2


if __name__ == "__main__":
    write_workbook(SAME / "survey.xlsx")

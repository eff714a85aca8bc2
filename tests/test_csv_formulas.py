"""CSV of which no reading makes a formula: whatever a program splits its lines at, with quotation marks or without.

A spreadsheet splits a file at the mark that its system or its user sets, not at the one that it was written with, so
`a;=1+1` in a file with commas is the cell `=1+1` there. How such programs split is said here anew, by three readers.
"""

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import chain, combinations, product
from pathlib import Path

import pytest
from conftest import SAMPLES, Scp
from hostile_texts import FORMULAS, SHORT, encodable
from hypothesis import example, given
from hypothesis import strategies as st

from scp_ninhbinh.documents.figures import Scale
from scp_ninhbinh.form.workbook import form_csv
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.survey.units import Listed
from scp_ninhbinh.text.safe import plain_cell, same_cell
from scp_ninhbinh.text.say import language
from scp_ninhbinh.text.spelling import evened
from scp_ninhbinh.writers.csv import REVIEW, SCORE, csv_text
from scp_ninhbinh.writers.excel import Row, excel_text

MARKS = ",;\t|"
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")
COLUMNS = ["title", "achieved", "reasons", "each_missed", "gap"]
"""Texts beside each other and beside numbers; the last column is a number, as it is in what scp writes."""


def without_quotes(text: str, marks: str) -> Iterator[str]:
    """Split as `line.split` does, at each of the marks; quotation marks are letters, or are taken off."""
    for line in text.splitlines():
        for cell in re.split(f"[{re.escape(marks)}]", line):
            yield cell
            yield cell.strip('" ')


def with_quotes(text: str, marks: str) -> Iterator[str]:
    """Split as spreadsheets do, at each of the marks but within quotation marks, which count where a cell begins."""
    cell, at, quoted = "", 0, False
    while at < len(text):
        if quoted and text[at] == '"':
            quoted = text[at + 1 : at + 2] == '"'
            at += quoted
            cell += '"' * quoted
        elif not quoted and text[at] in f"{marks}\n":
            yield cell
            cell = ""
        elif not quoted and not cell and text[at] == '"':
            quoted = True
        else:
            cell += text[at]
        at += 1
    yield cell


def with_pythons_reader(text: str, marks: str) -> Iterator[str]:
    if len(marks) == 1:
        for skip in (False, True):
            reader = csv.reader(io.StringIO(text), delimiter=marks, skipinitialspace=skip)
            yield from chain.from_iterable(reader)


READERS = (without_quotes, with_quotes, with_pythons_reader)
SETS = ["".join(some) for n in range(1, len(MARKS) + 1) for some in combinations(MARKS, n)]


def formulas_in(text: str) -> set[str]:
    """Return every cell of any reading that a spreadsheet would compute: begun by a sign, a tab or a return."""
    plain = text.removeprefix("\ufeff")
    cells = {cell for read in READERS for marks in SETS for cell in read(plain, marks)}
    return {cell for cell in cells if cell[:1] in {*"=+-@\t\r"} - {""} and not NUMBER.fullmatch(cell)}


SAID = {"en": language("en"), "vi": language("vi")}
PIECES = st.sampled_from([*FORMULAS, *MARKS, *"=+-@\"' \n\r", "a", "Chợ", '""', "-7,1", "-7.1", "\u200b", "\ufeff"])
HOSTILE = st.lists(PIECES, max_size=6).map("".join) | st.sampled_from(encodable(SHORT))
NUMBERS = st.none() | st.integers(-99, 99) | st.floats(-99, 99, allow_nan=False).map(lambda number: round(number, 3))
ROWS = st.lists(st.tuples(HOSTILE, NUMBERS, HOSTILE, HOSTILE, NUMBERS), min_size=1, max_size=3)


def laid_out(rows: list[tuple[object, ...]], layout: str) -> str:
    scale = Scale(counted=False)
    made = [Row(dict(zip(COLUMNS, cells, strict=True)), scale, {}) for cells in rows]
    return csv_text(COLUMNS, made) if layout == "csv" else excel_text(COLUMNS, made, SAID["en"])


@given(ROWS, st.sampled_from(["csv", "excel"]))
@example([("a,=1+1", None, "b;-2+3", "c|@x", -7.1)], "excel")
@example([('a;=HYPERLINK("https://e.example","x")', None, 'b,"=1+1"', 'c; "+1', -7.1)], "csv")
@example([("ends in;", -7.1, "ends in,", 'ends in;"', -7)], "csv")
def test_no_reading_of_a_line_begins_a_cell_with_a_formula(rows: list[tuple[object, ...]], layout: str) -> None:
    assert formulas_in(laid_out(rows, layout)) == set()


def test_what_the_readers_look_for_is_there_without_the_apostrophe() -> None:
    assert formulas_in('x,"a;=1+1"\n') == {"=1+1", '=1+1"'}
    assert "=2" in formulas_in('x;"a,""=2"\n')


@pytest.mark.parametrize("columns", [SCORE, REVIEW])
def test_the_last_column_is_no_foreign_text(columns: list[str]) -> None:
    """Behind a mark that ends a text, the next line would stand."""
    assert columns[-1] in {"false_verdict", "by_declaration"}


@given(NUMBERS)
def test_a_number_stays_a_number(number: object) -> None:
    assert plain_cell(number) is number
    ((_, found, *_),) = csv.reader(io.StringIO(laid_out([("a", number, "", "", -7)], "csv").split("\n", 1)[1]))
    assert found == ("" if number is None else str(number))


@pytest.mark.parametrize(
    "text",
    ["Chợ Rồng, Gia Viễn", "I.1.4a; I.1.4b", "a|b", "5-7", "1,5", "≥ 70%", "an toàn - bền vững", '"Rồng" 2', "x@y.vn"],
)
def test_a_sound_text_is_written_as_it_is(text: str) -> None:
    assert plain_cell(text) == same_cell(text) == text


@pytest.mark.parametrize("layout", [(), ("--for-excel",)])
@pytest.mark.parametrize("command", ["score", "review"])
def test_no_text_of_a_survey_or_a_plan_becomes_one(
    scp: Scp, tmp_path: Path, command: str, layout: tuple[str, ...]
) -> None:
    """An area and a title, which stand in cells, and areas that miss a target, which share one."""
    areas = ["a,=1+1", 'a;=HYPERLINK("x")', "a|@b", "-c", '";+d']
    rows = [[2025, "craft_village", f"L{at}", area, "no"] for at, area in enumerate(areas)]
    with (tmp_path / "s.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["year", "kind", "id", "area", "informed"], *rows])
    plan = Path(embedded_plan()).read_text(encoding="utf-8")
    titled = plan.replace("en: Zones, clusters and craft villages informed", "en: 'zones;=1+1,+2|-3'")
    (tmp_path / "plan.yaml").write_text(titled, encoding="utf-8")
    by = ["--by", "area"] if command == "score" else []
    done = scp(command, "s.csv", "--plan", "plan.yaml", "--lang", "en", "--format", "csv", *by, *layout)
    assert done.returncode == 0, done.stderr
    assert "zones;'=1+1,'+2|'-3" in done.stdout
    assert not by or "a,'=1+1" in done.stdout
    assert formulas_in(done.stdout) == set()


@pytest.mark.parametrize("layout", [(), ("--for-excel",)])
def test_a_sound_survey_has_the_texts_of_its_json(scp: Scp, layout: tuple[str, ...]) -> None:
    known = json.loads(scp("score", *SAMPLES, "--format", "json").stdout)["targets"]
    text = scp("score", *SAMPLES, "--format", "csv", *layout).stdout.removeprefix("\ufeff")
    _, *rows = csv.reader(io.StringIO(text), delimiter=";" if layout else ",")
    assert [row[:3] for row in rows] == [[one["id"], one["clause"], one["part"] or ""] for one in known]
    assert "'" not in text


NAMES = st.lists(PIECES, max_size=6).map("".join)


@given(NAMES, NAMES, st.sampled_from(["en", "vi"]))
def test_a_form_has_no_formula_and_its_names_are_the_same_names(unit: str, area: str, code: str) -> None:
    """As scp compares names; a mark that ends a text stands before another cell, never at the end of a line."""
    known = [Listed("craft_village", unit, unit, area, "s")]
    text = form_csv(load_plan(embedded_plan()).plan, SAID[code], 2026, known)
    assert formulas_in(text) == set()
    _, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";" if code == "vi" else ",")
    assert {evened(unit), evened(area)} <= {*map(evened, row)}


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_form_with_such_names_is_read_back_as_its_register(scp: Scp, tmp_path: Path, lang: str) -> None:
    """Written by scp and filled in, the names are the same units; an id, which is compared sign by sign, is told."""
    names = ["a,=2", "b;-3", '"@d"', "=Hưng", "Làng, Hạ"]
    assert filled_in(scp, tmp_path, lang, [["", name] for name in names]) == (len(names), 0, [])
    assert filled_in(scp, tmp_path, lang, [["L-1", "=A"], ["L,2", "B"]]) == (2, 0, [])
    _, _, told = filled_in(scp, tmp_path, lang, [["=1+1", "A"]])
    assert [line for line in told if """"'=1+1" is not in the register""" in line and 'did you mean "=1+1"?' in line]


def filled_in(scp: Scp, folder: Path, lang: str, units: list[list[str]]) -> tuple[int | None, int | None, list[str]]:
    """Score the form of a register of villages in which each is informed: how many are, how many are not known."""
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["kind", "id", "name"], *(["craft_village", *unit] for unit in units)])
    made = scp("template", "form.csv", "--register", "register.csv", "--year", "2025", "--lang", lang, "--force")
    assert made.returncode == 0, made.stderr
    mark = ";" if lang == "vi" else ","
    headings, *rows = csv.reader(io.StringIO((folder / "form.csv").read_text("utf-8-sig")), delimiter=mark)
    at = next(at for at, heading in enumerate(headings) if "informed" in heading.lower() or "phổ biến" in heading)
    with (folder / "filled.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=mark).writerows([headings, *([*row[:at], "có", *row[at + 1 :]] for row in rows)])
    done = scp("score", "filled.csv", "--register", "register.csv", "--format", "json", "--lang", "en")
    if done.returncode:
        return None, None, done.stderr.splitlines()
    (village,) = (one for one in json.loads(done.stdout)["targets"] if one["id"] == "zones-informed")
    return village["numerator"], village["not_surveyed"], done.stderr.splitlines()


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_computes_nothing_at_any_mark(tmp_path: Path) -> None:
    """Whose import is told to split at 44 `,` 59 `;` 9 tab or 124 `|`, and to evaluate formulas."""
    texts = ["a;=1+1", "b,=1+1", "c|=1+1", "=1+1", 'd;"=1+1']
    known = {"safe": laid_out([(text, -7.1, text, text, -7) for text in texts], "csv")}
    known["bare"] = known["safe"].replace("'", "")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    marks = ("44", "59", "9", "124")
    found: dict[tuple[str, str], bool] = {}
    for name, mark in product(known, marks):
        (tmp_path / f"{name}.csv").write_text(known[name], encoding="utf-8")
        read = f"--infilter=CSV:{mark},34,76,1,,1033,false,true,false,false,false,-1,true"
        command = ["soffice", profile, "--headless", "--convert-to", "fods", read, f"{name}.csv"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
        found[name, mark] = "table:formula" in (tmp_path / f"{name}.fods").read_text(encoding="utf-8")
    assert [where for where, computed in found.items() if computed] == [("bare", mark) for mark in marks]

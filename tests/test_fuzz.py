"""Inputs that nobody would write: each ends with an exit code and, where it is wrong, with problems of one safe line.

The generated ones are the same in every run. `benchmarks/fuzz.py` tries others for as long as it is let.
"""

import codecs
import contextlib
import io
import json
import os
import re
import resource
import signal
import struct
import tempfile
import traceback
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pytest
from conftest import ROOT, SAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from small_surveys import KNOWN
from xlrd.compdoc import CompDoc

from scp_ninhbinh.cli.main import app
from scp_ninhbinh.problems.problem import RULES
from scp_ninhbinh.tables.encodings import codec_name
from scp_ninhbinh.text.safe import UNSAFE

CASES = ROOT / "tests" / "cases"
PLAN = ROOT / "plan" / "targets.yaml"
REGISTER = str(ROOT / "data" / "samples" / "register.csv")

settings.register_profile(
    "fuzz",
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
fuzzed = settings.get_profile("fuzz")


# What every run must come to


def run(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; an exception of the program's is the test's."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as done:
        app(arguments)
    return int(done.value.code or 0), out.getvalue(), err.getvalue()


LINE = re.compile(rf".+?: (?:(?:warning|notice): )?(?:{'|'.join(RULES)}): .+")


def assert_sound(*arguments: str) -> str:
    """Run a command; return what it said after making sure that it ended as it must."""
    code, out, err = run(*arguments)
    assert code in {0, 1, 2}
    assert err or code < 2
    assert not UNSAFE.search((out + err).replace("\n", ""))
    usage = err.startswith("Usage: ")
    odd = [line for line in err.splitlines() if not (usage or LINE.fullmatch(line))]
    assert not odd
    return out + err


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def put(path: Path, content: bytes | str) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return str(path)


# Generated inputs

ODD = [
    "",
    " ",
    "\0",
    "\n",
    '"',
    "'",
    "x",
    "...",
    "-",
    "-1",
    "1.234",
    "1,5",
    "1e9",
    "nan",
    "9" * 40,
    "=1+1",
    "\u202e",
    "\ufeff",
]
ODD += [
    "\u0301",
    "đ\u0323\u0301",
    "Tổng số",
    "Ghi chú: a",
    "II.1.a; II.9.z",
    "yes",
    "không",
    "đạt",
    "2025",
    "1899",
    "2020",
    "²",
]
words = st.one_of(st.sampled_from([*ODD, *KNOWN.kinds]), st.text(max_size=6))
headings = st.one_of(
    st.sampled_from([*KNOWN.names, "năm", "loại", "Tên", "STT", "since", "until", ""]), st.text(max_size=6)
)


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Draw a header and rows of words, joined by a separator and in an encoding."""
    mark = draw(st.sampled_from(",;\t|"))
    head = draw(st.permutations(["year", "kind", "id"])) + draw(st.lists(headings, max_size=6))
    rows = [head, *draw(st.lists(st.lists(words, max_size=9), max_size=8))]
    quote = draw(st.sampled_from(["", '"']))
    text = "\n".join(mark.join(f"{quote}{cell}{quote}" for cell in row) for row in rows)
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])), "ignore")


encodings = st.sampled_from(
    [[], *(["--encoding", name] for name in ("utf-8", "utf-16", "windows-1258", "tcvn3", "vni"))]
)


@fuzzed
@given(data=tables(), encoding=encodings, lenient=st.booleans())
def test_any_text_as_a_survey(folder: Path, data: bytes, encoding: list[str], lenient: bool) -> None:
    path = put(folder / "survey.csv", data)
    assert_sound("check", path, *encoding, "--format", "json")
    assert_sound("score", path, *encoding, *(["--bad-cells", "unknown"] if lenient else []))


@fuzzed
@given(data=tables(), sample=st.booleans())
def test_any_text_as_a_register(folder: Path, data: bytes, sample: bool) -> None:
    path = put(folder / "register.csv", data)
    assert_sound("check", "--register", path)
    assert_sound("score", SAMPLES[-1], "--register", path, *(["--sample"] if sample else []))


@fuzzed
@given(
    data=st.binary(max_size=200), start=st.sampled_from([b"", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\t\10"])
)
def test_any_bytes_as_a_survey(folder: Path, data: bytes, start: bytes) -> None:
    assert_sound("check", put(folder / "bytes", start + data))


KEYS = "schema id title period first last indicators measure of answer targets due at_least clause since".split()
KEYS += ["readings", "areas"]
scalars = st.one_of(
    st.sampled_from([*ODD, *KEYS, "&a", "*a", "!!x", "<<", "no", "1:30", "~", "70%", "0.7"]), st.text(max_size=5)
)
documents = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from(KEYS), inner), max_size=4).map(
            lambda pairs: f"{{{', '.join(f'{key}: {value}' for key, value in pairs)}}}"
        ),
    ),
    max_leaves=12,
)


@fuzzed
@given(text=documents)
def test_any_document_as_a_plan(folder: Path, text: str) -> None:
    assert_sound("check", put(folder / "plan.yaml", text))


@fuzzed
@given(at=st.integers(0, 10**6), value=scalars, drop=st.booleans())
def test_a_plan_with_one_value_changed(folder: Path, at: int, value: str, drop: bool) -> None:
    lines = PLAN.read_text(encoding="utf-8").splitlines()
    changed = re.sub(r"[^ :]+$", lambda _: value, lines[at % len(lines)])
    lines[at % len(lines)] = "" if drop else changed
    path = put(folder / "changed.yaml", "\n".join(lines))
    assert_sound("check", path)
    assert_sound("targets", "--plan", path)


PROJECT = """\
schema: scp/project/1
plan: targets.yaml
register: register.csv
lang: vi
ignore_rules: [unknown-column]
files:
  - path: "declared*.csv"
    set: {year: 2025, kind: làng nghề}
    decimal: comma
    encoding: utf-8
    columns:
      "Bao bì / Tổng": packaging_total
      "Được / Rồi": {informed: "yes"}
      "Được / Chưa": {informed: "no"}
    sheets:
      "Chợ":
        blank: {informed: "no"}
        areas: in rows
      "Tổng hợp": skip
"""
PROJECT_KEYS = re.findall(r"^ *(?:- )?\"?([^:\"]+)\"?:", PROJECT, re.MULTILINE)


@fuzzed
@given(at=st.integers(0, 10**6), value=scalars, key=st.one_of(st.none(), st.sampled_from(PROJECT_KEYS)))
def test_a_project_with_one_value_or_key_changed(folder: Path, at: int, value: str, key: str | None) -> None:
    lines = PROJECT.splitlines()
    line = at % len(lines)
    if key:
        lines[line] = re.sub(r"(?<=[ -])[^ :]+(?=:)", lambda _: key, lines[line], count=1)
    else:
        lines[line] = re.sub(r"[^ :]+$", lambda _: value, lines[line])
    survey = put(folder / "declared.csv", "Tên;Được;;Bao bì\n;Rồi;Chưa;Tổng\nHuyện A;;;\nLàng A;x;;1.250\n".encode())
    path = put(folder / "scp.yaml", "\n".join(lines))
    for files in ([path], [path, survey]):
        code, out, err = run("check", *files)  # a plan or register that is missing is told among the findings
        assert code in {0, 1, 2}
        assert out or err
        assert not UNSAFE.search((out + err).replace("\n", ""))


HEADINGS = (
    "Tên|Năm|Loại|Đã được thông tin|Tổng bao bì|Khó phân hủy|Chưa|Không|Có|Rồi|Tỷ lệ (%)|TT|_id|_uuid|(kg|kg)|/".split(
        "|"
    )
)
heading = st.lists(st.one_of(st.sampled_from(HEADINGS), words), max_size=3).map(" ".join)


@fuzzed
@given(rows=st.lists(st.lists(heading, max_size=6), min_size=1, max_size=5), data=st.lists(words, max_size=6))
def test_any_headings_one_above_the_other(folder: Path, rows: list[list[str]], data: list[str]) -> None:
    text = "\n".join(";".join(cell.replace("\n", " ") for cell in row) for row in [*rows, data, data])
    path = put(folder / "headings.csv", text.encode("utf-8", "replace"))
    assert_sound("check", path, "--set", "year=2025", "--set", "kind=craft_village")


@pytest.fixture(scope="module")
def saved() -> str:
    return run("score", SAMPLES[-1], "--format", "json", "--by", "area")[1]


VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    1e308,
    float("nan"),
    10**400,
    "",
    "\ud800",
    "\u202e",
    [],
    {},
    [None],
    {"a": 1},
    2025,
]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every holder of a document with each of its keys."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from places(value[key])


@fuzzed
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(VALUES)), min_size=1, max_size=3))
def test_a_saved_score_with_values_changed(folder: Path, saved: str, changes: list[tuple[int, Any]]) -> None:
    document = json.loads(saved)
    for at, value in changes:
        found = list(places(document))
        holder, key = found[at % len(found)]
        holder[key] = value
    path = put(folder / "saved.json", json.dumps(document))
    assert_sound("review", path, SAMPLES[0])


BOOKS = ["good/prefixed.xlsx", "bad/hidden-rows-ods.ods", "good/stored-types.xlsx"]


@fuzzed
@given(
    book=st.sampled_from(BOOKS),
    part=st.integers(0, 50),
    at=st.integers(0, 10**5),
    size=st.integers(0, 30),
    new=st.one_of(
        st.binary(max_size=8), st.sampled_from([b"<x>", b"/>", b"<!--", b'r="XFD1048576"', b't="e"', b's="9"'])
    ),
)
def test_a_workbook_with_a_part_changed(folder: Path, book: str, part: int, at: int, size: int, new: bytes) -> None:
    with zipfile.ZipFile(CASES / "survey" / book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(parts)[part % len(parts)]
    at %= len(parts[name]) + 1
    parts[name] = parts[name][:at] + new + parts[name][at + size :]
    assert_sound("check", packed(folder / "book", parts))


@fuzzed
@given(at=st.integers(0, 10**5), new=st.binary(min_size=1, max_size=6), cut=st.booleans())
def test_an_old_workbook_with_bytes_changed(folder: Path, at: int, new: bytes, cut: bool) -> None:
    data = (CASES / "survey" / "bad" / "hidden-rows-xls.xls").read_bytes()
    at %= len(data)
    assert_sound("check", put(folder / "old.xls", data[:at] + new + (b"" if cut else data[at + len(new) :])))


OPTIONS = (
    "--set --blank --year --due --confidence --by --bad-cells --decimal --encoding --fail-on --lang --format".split()
)
asked = st.lists(
    st.tuples(
        st.sampled_from(OPTIONS),
        st.one_of(
            words,
            st.sampled_from(
                [
                    "year=x",
                    "kind=",
                    "a/b/year=2025",
                    "/=",
                    "no:informed",
                    "no:a/informed",
                    "no:x",
                    "9" * 5000,
                    "all",
                    "1e400",
                ]
            ),
        ),
    ),
    min_size=1,
    max_size=3,
)


@fuzzed
@given(options=asked, sample=st.booleans())
def test_any_values_of_the_options(options: list[tuple[str, str]], sample: bool) -> None:
    given_ = [text for pair in options for text in pair]
    code, _, err = run("score", SAMPLES[-1], *(["--sample", "--register", REGISTER] if sample else []), *given_)
    assert code in {0, 1, 2}
    assert err or code < 2


# Inputs that were too much once: each in a child with limits, so that a crash or a hang fails one test alone

MORE_MEMORY, SECONDS = 400 << 20, 8
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def bounded(*arguments: str) -> str:
    """Return what a sound run says, made within limits."""
    with tempfile.TemporaryFile("w+") as log:
        child = os.fork()
        if not child:
            most = _size() + MORE_MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            os._exit(_logged(log, arguments))
        _, status = os.waitpid(child, 0)
        log.seek(0)
        assert not os.WIFSIGNALED(status), signal.Signals(os.WTERMSIG(status)).name
        assert not status, log.read()
        return log.read()


def _size() -> int:
    """Return how much memory this process has, where the system tells it."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[0]) * resource.getpagesize() if told.exists() else 2 << 30


def _logged(log: IO[str], arguments: Sequence[str]) -> int:
    try:
        log.write(assert_sound(*arguments))
        return 0
    except BaseException:
        log.write(traceback.format_exc(limit=-5))
        return 1
    finally:
        log.flush()


def rules(*arguments: str) -> set[str]:
    """Return the rules broken, by such a run."""
    return {found["rule"] for found in json.loads(bounded("check", *arguments, "--format", "json"))["problems"]}


def packed(path: Path, parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> str:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, how)
    return str(path)


def parts_of(book: str) -> dict[str, bytes]:
    with zipfile.ZipFile(CASES / "survey" / book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook(
    path: Path, cells: str = "", *, names: str = "", after: str = "", before: str = "", end: str = "", **parts: bytes
) -> str:
    """Write an .xlsx of a header and one market; `cells` go into its row, `after` below the rows."""
    texts = [
        "".join(f'<c r="{column}1" t="str"><v>{name}</v></c>' for column, name in zip("ABCDE", HEADER, strict=True))
    ]
    texts += [f'<c r="A2"><v>2025</v></c><c r="B2" t="str"><v>market</v></c><c r="C2" t="str"><v>C1</v></c>{cells}']
    rows = "".join(f'<row r="{number}">{text}</row>' for number, text in enumerate(texts, start=1))
    sheet = f'{before}<worksheet xmlns="{MAIN}"{names}><sheetData>{rows}{after}</sheetData></worksheet>{end}'
    own = {f"xl/{name}.xml": part for name, part in parts.items()}
    whole = parts_of("good/stored-types.xlsx") | {"xl/worksheets/sheet1.xml": sheet.encode()} | own
    whole["xl/workbook.xml"] = whole["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    return packed(path / "book.xlsx", whole)


HEADER = ("year", "kind", "id", "packaging_total", "packaging_hard")
PERCENT = f'''<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy\\\\%"/></numFmts><cellXfs>
<xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/></cellXfs></styleSheet>'''.encode()


def rows_of(path: Path, header: str, *rows: str) -> str:
    return put(path / "survey.csv", "\n".join([header, *rows, ""]))


VILLAGE = "year,kind,id,informed\n2025,craft_village,L1,yes\n"


def test_utf_16_without_its_mark_is_read_where_it_is_declared(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", VILLAGE.encode("utf-16-le"))
    assert rules(path, "--encoding", "utf-16") == set()


def test_a_file_that_is_not_in_the_declared_utf_16_is_read_or_refused(tmp_path: Path) -> None:
    bounded("check", put(tmp_path / "a.csv", VILLAGE + "\r"), "--encoding", "utf-16")


def test_a_text_of_nothing_but_marks_is_compared_like_any_other(tmp_path: Path) -> None:
    text = "\u0323\u0301" * 50_000
    path = rows_of(tmp_path, "year,kind,id,name,area,informed", *[f"2025,{text},{text},{text},{text},{text}"] * 3)
    assert "unknown-kind" in rules(path)


def test_a_table_may_be_wide(tmp_path: Path) -> None:
    rows = ["," * 12_000 + "x", "a," * 12_000 + "a"]
    bounded("check", rows_of(tmp_path, "year,x", *rows))


@pytest.mark.parametrize(("encoding", "mark"), [("tcvn3", b"\xb0"), ("vni", b"\xf9"), ("windows-1258", b"\xec")])
def test_bytes_of_marks_do_not_wait_for_a_letter(encoding: str, mark: bytes) -> None:
    decoder = codecs.getincrementaldecoder(codec_name(encoding))("replace")
    decoder.decode(b"a" + mark * 1000)
    assert len(decoder.getstate()[0]) < 10


FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def test_a_cell_of_a_foreign_prefix_makes_no_sheet_larger_than_its_cells(tmp_path: Path) -> None:
    far = re.sub("<(/?)(?=[rcv])", r"<\1q:", FAR)
    bounded("check", workbook(tmp_path, names=' xmlns:q="urn:x"', after=far))


def test_a_row_that_says_another_number_than_its_cells_hides_no_far_cell(tmp_path: Path) -> None:
    far = '<row r="1"><c r="Z99999"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
    assert rules(workbook(tmp_path, after=far)) == {"file-too-large"}


def test_xml_behind_white_space_is_xml(tmp_path: Path) -> None:
    assert rules(workbook(tmp_path, before=" ", after=FAR, end=" " * 78)) <= {"file-too-large", "damaged-file"}


@pytest.mark.parametrize(
    "cell",
    ['<c r="E2" s="1"><v>abc</v></c>', '<c r="E2" s="1"><is><t>abc</t></is></c>', '<c r="E2" s="2"><v>45000</v></c>'],
    ids=["text", "inline text", "date"],
)
def test_what_is_no_number_is_none_in_a_cell_of_percent(tmp_path: Path, cell: str) -> None:
    assert "not-a-number" in rules(workbook(tmp_path, cell, styles=PERCENT))


@pytest.mark.parametrize("mark", ['t="e"', 's="1"'])
def test_an_element_whose_prefix_is_c_is_no_cell(tmp_path: Path, mark: str) -> None:
    extra = f"</sheetData><extLst><ext><c:x {mark}></c:x></ext></extLst><sheetData>"
    bounded("check", workbook(tmp_path, names=' xmlns:c="urn:x"', after=extra, styles=PERCENT))


def test_xml_that_is_cut_again_and_again_is_damage(tmp_path: Path) -> None:
    assert rules(workbook(tmp_path, after="<f" + '<c r="A1"' * 200_000)) == {"damaged-file"}


def test_a_formula_may_stand_far_from_its_value(tmp_path: Path) -> None:
    bounded("check", workbook(tmp_path, f'<c r="E2"><f>1</f>{" " * 400_000}<v>1</v></c>'))


@pytest.mark.parametrize("properties", [b"\xff\0\0\x80\0", b"\x5d\xff\xff\xff\xff"], ids=["none", "4 GB of memory"])
def test_a_part_is_packed_as_those_of_workbooks_are(tmp_path: Path, properties: bytes) -> None:
    path = Path(packed(tmp_path / "a.xlsx", parts_of("good/stored-types.xlsx"), zipfile.ZIP_LZMA))
    path.write_bytes(path.read_bytes().replace(b"\x5d\0\0\x80\0", properties, 1))
    assert rules(str(path)) == {"damaged-file"}


@pytest.mark.parametrize("part", ["styles", "workbook", "_rels/workbook.xml.rels"])
def test_a_small_part_is_small(tmp_path: Path, part: str) -> None:
    parts = parts_of("good/stored-types.xlsx")
    name = f"xl/{part}" if part.endswith(".rels") else f"xl/{part}.xml"
    parts[name] = b"<a>" + b"<b/>" * 6_000_000 + b"</a>"
    assert rules(packed(tmp_path / "a.xlsx", parts)) <= {"file-too-large", "damaged-file"}


def opened(path: Path, rows: str, name: str = "S", before: str = "") -> str:
    """Write an .ods of a header and these rows."""
    spaces = "".join(f' xmlns:{word}="urn:oasis:names:tc:opendocument:xmlns:{word}:1.0"' for word in WORDS)
    head = f"<table:table-row>{''.join(map(typed, HEADER))}</table:table-row>"
    table = f'{before}<table:table table:name="{name}">{head}{rows}</table:table>'
    content = f"<office:document-content{spaces}>{table}</office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed(path / "book.ods", {"mimetype": kind, "content.xml": content.encode()})


WORDS = ("office", "table", "text")


def typed(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


BROKEN = '<table:table-cell table:formula="of:" table:number-columns-repeated="16384"/>'
NO_VALUE = '<table:table-cell table:formula="of:=1" table:number-columns-repeated="16000"/>'
ODD_ROW = f"<table:table-row>{NO_VALUE}{typed('a')}</table:table-row>"
TWICE = f'<table:table-row table:number-rows-repeated="2">{typed("2025")}{typed("market")}</table:table-row>'
SPACE = '<text:s text:c="9999999"/>'
SPACES = f"<table:table-row>{typed(SPACE * 420_000)}</table:table-row>"


@pytest.mark.parametrize(
    "rows",
    [f"<table:table-row>{BROKEN * 5_000}</table:table-row>", ODD_ROW * 6 + TWICE * 4_000, SPACES],
    ids=["repeated errors", "errors above repeated rows", "repeated spaces"],
)
def test_what_an_ods_repeats_stays_as_small_as_a_sheet(tmp_path: Path, rows: str) -> None:
    bounded("check", opened(tmp_path, rows))


def test_elements_outside_of_the_tables_are_counted_before_they_are_read(tmp_path: Path) -> None:
    assert rules(opened(tmp_path, "", before="<a/>" * 30_000_000)) == {"file-too-large"}


@pytest.mark.filterwarnings("error")  # Python would print them to stderr, with paths of the library
@pytest.mark.parametrize("name", ["a/b:c", "a" * 80, "scp check", "'", "History"])
def test_a_sheet_of_any_name_can_be_annotated(tmp_path: Path, name: str) -> None:
    path = opened(tmp_path, f"<table:table-row>{typed('2025')}{typed('marke')}</table:table-row>", name)
    assert "unknown-kind" in bounded("check", path, "--annotate", str(tmp_path / "out.xlsx"))
    assert (tmp_path / "out.xlsx").exists()


def test_annotating_hands_no_drawing_on_that_is_larger_than_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its 8 million elements would take a gigabyte of memory, from a file of 50 kB."""
    parts = parts_of("good/stored-types.xlsx") | {"xl/drawings/drawing1.xml": b"<a>" + b"<b/>" * 8_000_000 + b"</a>"}
    handed: list[object] = []
    monkeypatch.setattr("openpyxl.load_workbook", lambda path, **_: handed.append(path) or Workbook())
    run("check", packed(tmp_path / "a.xlsx", parts), "--annotate", str(tmp_path / "out.xlsx"))
    assert not handed


OLD = CASES / "survey" / "good" / "leading-zeros.xls"


def stream() -> bytes:
    """Return the records of a workbook of Excel 97."""
    return CompDoc(OLD.read_bytes(), logfile=io.StringIO()).get_named_stream("Workbook") or b""


def record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def with_records(at: int, new: bytes) -> bytes:
    """Put records into a stream with one sheet, whose place the first of them tells."""
    old = stream()
    place = old.index(b"\x85\0") + 4
    (sheet,) = struct.unpack_from("<I", old, place)
    moved = struct.pack("<I", sheet + len(new) * (at < sheet))
    return (old[:place] + moved + old[place + 4 :])[:at] + new + old[at:]


def test_a_chain_of_sectors_that_returns_is_damage(tmp_path: Path) -> None:
    data = OLD.read_bytes()
    assert data[1656] == 31  # the short sector that follows the 30th
    assert rules(put(tmp_path / "a.xls", data[:1656] + b"\0" + data[1657:])) == {"damaged-file"}


def test_a_directory_whose_branches_meet_is_no_workbook(tmp_path: Path) -> None:
    """Each of 60 entries has the next one on its left and on its right: 2 to the power of 60 ways through."""
    entries = [entry(5, -1, 1), *(entry(2, number + 1 if number < 60 else -1, -1) for number in range(1, 64))]
    table = struct.pack("<128i", -3, *range(2, 17), -2, *[-1] * 111)
    head = struct.pack("<8s16x5H10x8i109i", OLD.read_bytes()[:8], *HEAD, *[-1] * 108)
    assert rules(put(tmp_path / "a.xls", head + table + b"".join(entries))) <= {"unsupported-format", "damaged-file"}


HEAD = (0x3E, 3, 0xFFFE, 9, 6, 1, 1, 0, 4096, -2, 0, -2, 0, 0)
"""Sectors of 512 bytes; one with the table of them, and the directory from the second on."""


@pytest.mark.parametrize(("at", "value"), [(30, 30), (44, 2**31)], ids=["sectors too large", "more tables than fit"])
def test_a_file_that_calls_itself_larger_than_it_is_is_damage(tmp_path: Path, at: int, value: int) -> None:
    data = bytearray(OLD.read_bytes())
    struct.pack_into("<H" if at == 30 else "<I", data, at, value)
    assert rules(put(tmp_path / "a.xls", bytes(data))) == {"damaged-file"}


def test_a_directory_of_more_entries_than_any_workbook_has_is_damage(tmp_path: Path) -> None:
    """A tree of 6,000 entries, each the parent of two: 1,500 sectors of 512 bytes, in 12 sectors of their table."""
    entries = [entry(5, -1, 1)]
    for number in range(1, 6000):
        left, right = (child if child < 6000 else -1 for child in (2 * number, 2 * number + 1))
        named = f"n{number}".encode("utf-16-le") + b"\0\0"
        entries.append(struct.pack("<64sHBBiii36xiI4x", named, len(named), 2, 1, left, right, -1, -2, 0))
    table = [*[-3] * 12, *range(13, 12 + 1500), -2]
    table += [-1] * (12 * 128 - len(table))
    head = struct.pack(
        "<8s16x5H10x8i109i", OLD.read_bytes()[:8], *HEAD[:5], 12, 12, *HEAD[7:12], 0, *range(12), *[-1] * 97
    )
    data = head + struct.pack(f"<{len(table)}i", *table) + b"".join(entries)
    assert rules(put(tmp_path / "a.xls", data)) == {"damaged-file"}


def entry(kind: int, beside: int, below: int) -> bytes:
    name = "a".encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBiii36xiI4x", name, len(name), kind, 1, beside, beside, below, -2, 0)


def test_a_link_over_a_whole_sheet_is_passed_over(tmp_path: Path) -> None:
    kind = bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b")
    target = struct.pack("<16sIII", kind, 2, 8, 2) + "a\0".encode("utf-16-le")
    link = record(0x1B8, struct.pack("<HHHH", 0, 65535, 0, 65535) + target)
    assert rules(put(tmp_path / "a.xls", with_records(stream().rindex(b"\n\0\0\0"), link))) == set()


def test_names_that_double_one_another_are_passed_over(tmp_path: Path) -> None:
    def name(number: int, formula: bytes) -> bytes:
        text = f"n{number:03}".encode()
        return record(0x18, struct.pack("<HBBH8xx", 0, 0, len(text), len(formula)) + text + formula)

    twice = [b"".join((b"\x23", struct.pack("<HH", number, 0)) * 2) + b"\x08" for number in range(1, 60)]
    first = b"\x17\xc8\0" + b"x" * 200
    names = b"".join(name(number, formula) for number, formula in enumerate([first, *twice]))
    assert rules(put(tmp_path / "a.xls", with_records(stream().index(b"\n\0\0\0"), names))) == set()


def planned(path: Path, **changes: str) -> str:
    """Write a plan of one clause, with some of its values changed."""
    values = {"areas": "[]", "of": "[enterprise]", "answer": '{traceable: "yes"}', "more": "", "end": ""} | changes
    text = """schema: scp-ninhbinh/plan/1
id: x
title: {{vi: a, en: b}}
period: {{first: 2020, last: 2030}}
areas: {areas}
indicators:
- {{id: i, measure: encourage, title: {{vi: a, en: b}}, clause: c, of: {of}, answer: {answer}}}
{more}
{end}
"""
    return put(path / "plan.yaml", text.format_map(values))


MANY_ANSWERS = "{" + ", ".join(f'a{number}: "yes"' for number in range(2_000)) + "}"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"more": "- {measure: share, of: []}\n" * 30_000},
        {"areas": f"[{', '.join(f'{{name: a{number}, until: 2020}}' for number in range(25_000))}]"},
        {"areas": f"[{', '.join(f'{{name: a{n}, since: 2021, until: 2020, was: a{n}}}' for n in range(16_000))}]"},
        {"of": f"[{', '.join(['enterprise'] * 80_000)}]"},
        {"of": f"[{', '.join(f'enterpris{number}' for number in range(50_000))}]"},
        {"of": f"[{', '.join(['market'] * 2_000)}]", "answer": MANY_ANSWERS.replace("yes", "yea")},
        {"of": f"[{', '.join(['market'] * 2_000)}]", "answer": MANY_ANSWERS},
        {"end": "\n".join(f"k{number}: b" for number in range(90_000))},
        {"end": f"k: {{{'a,' * 400_000}}}"},
    ],
    ids=[
        "sound",
        "indicators",
        "areas",
        "areas that were",
        "kind repeated",
        "kinds",
        "answers",
        "kinds by answers",
        "keys",
        "same key",
    ],
)
def test_a_plan_of_a_megabyte_is_checked_or_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    assert bool(rules(planned(tmp_path, **changes))) is bool(changes)


def test_likely_words_are_looked_up_for_the_first_unknown_ones_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look-up takes half a millisecond, and a file may have a million unknown words."""
    asked: list[str] = []
    monkeypatch.setattr("difflib.get_close_matches", lambda word, *_, **__: asked.append(word) or [])
    kinds = [f"2025,kraft village {number},L{number},,yes" for number in range(1_000)]
    clauses = ";".join(f"II.9.{number}" for number in range(1_000))
    path = rows_of(tmp_path, "year,kind,id,task,informed", *kinds, f"2025,activity,A1,{clauses},")
    run("check", path)
    assert len(asked) <= 200


def test_namesakes_are_not_compared_pair_by_pair(tmp_path: Path) -> None:
    within = [f"2025,craft_village,L{n},A,a{n},yes,,\n2025,craft_village,,A,b{n},yes,," for n in range(4_000)]
    over = [f"2020,market,C{n},A,a{n},,9,3\n2025,market,D{n},A,b{n},,9,3" for n in range(7_000)]
    header = "year,kind,id,name,area,informed,packaging_total,packaging_hard"
    bounded("check", rows_of(tmp_path, header, "2022,market,,A,x,,9,3", *within, *over))


@pytest.mark.parametrize("option", ["--plan", "--register", "--annotate", "--output"])
def test_an_empty_path_is_a_missing_one_and_not_left_out(option: str) -> None:
    assert run("check", SAMPLES[-1], option, "")[0] == 2

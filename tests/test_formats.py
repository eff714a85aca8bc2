"""The tables of formats: which commands have which, what the ending of a file asks for, what holds for every writer."""

import io
import re
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Scp
from sample_documents import FORBIDDEN, report, report_docx, report_markdown, report_xlsx

from scp_ninhbinh import findings
from scp_ninhbinh.cli.values import format_of
from scp_ninhbinh.documents.document import Document, Section, Sentences
from scp_ninhbinh.problems.problem import ScpError, describe
from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers import formats
from scp_ninhbinh.writers.formats import FORMATS, check_installed, formats_of


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("score", ("table", "json", "csv", "markdown", "xlsx", "docx", "html")),
        ("explain", ("table", "json", "markdown", "xlsx", "docx", "html")),
        ("review", ("table", "json", "csv", "markdown", "xlsx", "docx", "html")),
        ("report", ("markdown", "xlsx", "docx", "html")),
        ("targets", ("table", "json", "markdown", "xlsx", "docx", "html")),
    ],
)
def test_each_command_has_its_formats(command: str, names: tuple[str, ...]) -> None:
    assert formats_of(command) == names


def test_check_has_formats_of_its_own() -> None:
    assert formats_of("check", findings.FORMATS) == ("text", "json", "github", "gitlab", "sarif", "junit")


@pytest.mark.parametrize(
    ("path", "found"), [("a.JSON", "json"), ("a.md", "markdown"), ("a.txt", "table"), ("a", "table"), (None, "table")]
)
def test_the_ending_of_a_file_asks_for_a_format_that_the_command_has(path: str | None, found: str) -> None:
    assert format_of(path, *formats_of("score")) == found


@pytest.mark.parametrize("path", ["a.htm", "a.pdf"])
def test_an_ending_of_none_of_its_formats_is_refused_and_told_those_it_has(path: str) -> None:
    with pytest.raises(typer.BadParameter, match=r"\.json, \.csv, \.md, \.txt, \.xlsx, \.docx, \.html"):
        format_of(path, *formats_of("score"))


def test_no_ending_asks_for_two_formats_of_a_command() -> None:
    for table in (FORMATS, findings.FORMATS):
        for command in {command for one in table.values() for command in one.commands}:
            endings = [ending for name in formats_of(command, table) for ending in table[name].endings]
            assert len(endings) == len(set(endings)), command


def test_a_missing_library_is_told_before_a_file_is_read(scp: Scp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a score that cannot be written; the file that is not there is not even looked for."""
    monkeypatch.setitem(FORMATS, "html", replace(FORMATS["html"], needs=("no_such_library",)))
    done = scp("score", "nothing.csv", "-o", "out.html")
    assert done.returncode == 2
    assert "report-extra" in done.stderr
    assert "nothing.csv" not in done.stderr


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "html", replace(FORMATS["html"], needs=("no_such_library",)))
    with pytest.raises(ScpError) as error:
        check_installed("html")
    (found,) = error.value.problems
    assert (found.rule, found.value) == ("report-extra", "no_such_library")
    for code in ("en", "vi"):
        assert 'pip install ".[report]"' in language(code).text(describe(found)[1])  # type: ignore[arg-type]


def test_a_format_is_a_module_of_its_name() -> None:
    """docs/architecture.md, "Where does my change go?": a format is `writers/NAME.py` and a line in the table."""
    modules = {path.stem for path in Path(formats.__file__).parent.glob("*.py")}
    assert {"table", "excel"} >= FORMATS.keys() - modules


@pytest.mark.parametrize("made", [report_docx, report_xlsx, report_markdown])
def test_equal_reports_are_equal_bytes(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(report())
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert made(report()) == first


@pytest.mark.parametrize("made", [report_docx, report_xlsx, report_markdown])
def test_characters_that_xml_forbids_are_shown_as_escapes(made: Any) -> None:
    document = replace(
        report(texts=FORBIDDEN), title="\x00" + "T" * 400, subtitle=("\x01",), draft="\x02", footer="\x03"
    )
    data = made(document)
    said = data if isinstance(data, str) else "".join(_parts(data))
    assert "x00zero" in said
    assert "x1b" in said
    assert not re.search("[\x00-\x08\ud800-\udfff]", said)


def _parts(data: bytes) -> list[str]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]


@pytest.mark.parametrize("made", [report_docx, report_xlsx, report_markdown])
def test_an_empty_report_is_still_one(made: Any) -> None:
    assert made(Document("Title", (), (), "DRAFT"))


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_prints_it_on_a4(tmp_path: Path) -> None:
    widths = {"docx": 595, "xlsx": 842}
    for ending, made in (("docx", report_docx), ("xlsx", report_xlsx)):
        (tmp_path / f"{ending}.{ending}").write_bytes(made(report()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "docx.docx", "xlsx.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    for ending, width in widths.items():
        _check_paper((tmp_path / f"{ending}.pdf").read_bytes(), str(width))


def _check_paper(pdf: bytes, size: str) -> None:
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 (\d+)", pdf)
    assert len(boxes) > 2
    assert {box.decode() for box in boxes} <= {size, str(int(size) - 1), str(int(size) + 1)}


@pytest.mark.parametrize("made", [report_docx, report_xlsx, report_markdown])
def test_sentences_below_a_table_are_there_in_every_format(made: Any) -> None:
    data = made(Document("Title", (), (Section("S", (Sentences(("First sentence.", "Second sentence.")),)),)))
    text = data if isinstance(data, str) else "".join(_parts(data))
    assert all(sentence in text for sentence in ("First sentence.", "Second sentence."))

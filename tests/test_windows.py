"""What differs on Windows, tried without it. What stands in for Windows is named in each test.

Not tried here: the system itself, its file systems, and the terminals of cmd and PowerShell.
"""

import _pyio
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path, PureWindowsPath
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import Scp
from hypothesis import given
from hypothesis import strategies as st
from processes import GOOD, tree

from scp_ninhbinh import files
from scp_ninhbinh.cli import streams
from scp_ninhbinh.files import windows_means_otherwise, write_whole
from scp_ninhbinh.findings import github, gitlab, junit, sarif
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.run import CheckedFile, CheckRun
from scp_ninhbinh.text.say import language

EN = language("en")
BAD = "year,kind,id,informed\n2025,craft_village,B,maybe\n"


# --- paths: `PureWindowsPath` stands in for the paths of the system -------------------------------------------

PATHS = [
    (r"data\khảo sát.csv", "data/khảo sát.csv", "data/kh%E1%BA%A3o%20s%C3%A1t.csv"),
    (r"C:\Khảo sát\a b.csv", "C:/Khảo sát/a b.csv", "file:///C:/Kh%E1%BA%A3o%20s%C3%A1t/a%20b.csv"),
    (r"\\server\share\a.csv", "//server/share/a.csv", "file://server/share/a.csv"),
    (r".\-a.csv", "-a.csv", "-a.csv"),
]


@pytest.fixture
def windows_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (github, gitlab, junit):
        monkeypatch.setattr(module, "PurePath", PureWindowsPath)
    monkeypatch.setattr(sarif, "Path", PureWindowsPath)


@pytest.mark.usefixtures("windows_paths")
@pytest.mark.parametrize(("path", "slashes", "uri"), PATHS, ids=[path for path, _, _ in PATHS])
def test_findings_for_machines_name_files_with_slashes(path: str, slashes: str, uri: str) -> None:
    """As GitHub and GitLab know the files of a repository; messages for people have the path as it was typed."""
    found = problem("empty-file", Place(path, line=2))
    run = CheckRun([CheckedFile(path, 1)], [found], None)
    escaped = slashes.replace(":", "%3A")
    assert f"file={escaped},line=2" in github.check_github(run, EN)
    (finding,) = json.loads(gitlab.check_gitlab(run, EN))
    assert finding["location"]["path"] == slashes
    case = ElementTree.fromstring(junit.check_junit(run, EN).encode()).find("testcase")
    assert case is not None
    assert (case.get("file"), case.get("name")) == (slashes, path)
    (log,) = json.loads(sarif.check_sarif(run, EN))["runs"]
    (location,) = log["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_drive_is_no_remote_machine(scp: Scp) -> None:
    """`C:\\a.csv` is a file, `host:a.csv` a copy with OpenSSH's scp."""
    done = scp("check", r"C:\a.csv")
    assert (done.returncode, "missing-file" in done.stdout) == (2, True)
    assert "file copy" in scp("host:a.csv", r"C:\a.csv").stderr


# --- names: the check that runs on Windows alone, called as it is there ---------------------------------------


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("NUL", "NUL"),
        ("con.csv", "con.csv"),
        (r"C:\out\aux.html", "aux.html"),
        ("Com1.xlsx", "Com1.xlsx"),
        ("lpt².csv", "lpt².csv"),
        ("prn .csv", "prn .csv"),
        ("report.html.", "report.html."),
        (r"năm 2025 \a.csv", "năm 2025 "),
        ("report:2025.html", "report:2025.html"),
        ("C:report.html", None),
        (r"..\báo cáo.html", None),
        (r".\a.csv", None),
        ("console.csv", None),
        ("com10.csv", None),
        (r"\\server\share\a.csv", None),
    ],
)
def test_a_name_that_windows_takes_for_something_else_is_known(path: str, wrong: str | None) -> None:
    assert windows_means_otherwise(path) == wrong


@given(st.text("abcđ0 .-_", min_size=1).filter(lambda text: text.strip(" .")))
def test_a_name_of_letters_is_a_name(stem: str) -> None:
    assert windows_means_otherwise(f"{stem}x") is None


@pytest.mark.parametrize("name", ["NUL", "aux.csv", "a.json.", "out:b.json"])
def test_an_output_of_such_a_name_is_refused_on_windows_and_nowhere_else(
    scp: Scp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Written there, the result would be gone, or stand in a part of a file that nobody sees."""
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    assert scp("score", "good.csv", "--format", "json", "-o", name).returncode == 0
    (tmp_path / name).unlink()
    monkeypatch.setattr(files, "WINDOWS", True)
    done = scp("score", "good.csv", "--format", "json", "-o", name)
    assert done.returncode == 2
    assert f'on Windows "{name}" is no name of a file; give a name that has no colon' in done.stderr
    assert not (tmp_path / name).exists()


# --- files that are open elsewhere: errors with the numbers of Windows stand in for a lock --------------------


class LockedError(PermissionError):
    """What Windows raises; 5 is access denied, 32 a sharing violation."""

    def __init__(self, winerror: int | None) -> None:
        super().__init__(13, "Permission denied")
        self.winerror = winerror


@pytest.mark.parametrize("number", [5, 32, 33])
def test_an_output_that_is_open_in_a_spreadsheet_is_told_and_stays(
    scp: Scp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "out.xlsx").write_bytes(b"open in Excel")
    before = tree(tmp_path)

    def refused(*_: object) -> None:
        raise LockedError(number)

    monkeypatch.setattr(Path, "replace", refused)
    for call in (["score", "good.csv", "-o"], ["template", "--force"], ["check", "good.csv", "--report", "json="]):
        last = [f"{call.pop()}out.xlsx"] if call[-1].endswith("=") else ["out.xlsx"]
        done = scp(*call, *last)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert "out.xlsx: error: unwritable-output: the output cannot be written: another program, such as a" in line
        assert line.endswith("; close it there, or give another path")
        assert tree(tmp_path) == before


def test_a_temporary_file_that_cannot_be_removed_hides_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scanner that holds a new file is a usual sight on Windows."""

    def refused(*_: object, **__: object) -> None:
        raise LockedError(32)

    monkeypatch.setattr(Path, "replace", refused)
    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(ScpError, match="another program, such as a spreadsheet"):
        write_whole(str(tmp_path / "out.json"), "text", [])


def test_an_output_on_another_disk_is_written_beside_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is only moved within its folder, so that no move leads from one drive to another."""
    moved: list[tuple[Path, Path]] = []
    monkeypatch.setattr(Path, "replace", lambda one, other: moved.append((one, other)))
    monkeypatch.setenv("TMPDIR", "/dev/null/none")
    write_whole(str(tmp_path / "out.json"), "text", [])
    assert [(one.parent, other) for one, other in moved] == [(tmp_path, tmp_path / "out.json")]


@pytest.mark.parametrize("name", ["s.csv", "s.xlsx"])
def test_an_input_that_another_program_has_to_itself_is_told(
    scp: Scp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Opened for reading, a locked file is "Permission denied" and bears no number of Windows."""
    (tmp_path / name).write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(files, "WINDOWS", True)

    opened = io.FileIO

    def refused(path: str) -> io.FileIO:
        if path != name:  # the plan, which nobody else has open
            return opened(path)
        raise LockedError(None)

    monkeypatch.setattr(files.io, "FileIO", refused)  # type: ignore[attr-defined]
    done = scp("check", name)
    assert done.returncode == 2
    assert f"{name}: error: unreadable-file: the file cannot be read: another program, such as a" in done.stdout


def test_a_path_that_is_too_long_is_told(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    before, long = tree(tmp_path), "a" * 300
    done = scp("score", "good.csv", "-o", f"{long}.json")
    assert (done.returncode, "give a shorter path" in done.stderr) == (2, True)
    assert "give a shorter path" in scp("check", f"{long}.csv").stdout
    assert tree(tmp_path) == before


# --- patterns: a shell of Windows hands them on, as quotation marks do here -----------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.csv", "b.csv", "sub/năm 2025/c.csv", "~$a.csv", "x.txt", "[1]/d.csv", "1/e.csv"):
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BAD.replace("B", name), encoding="utf-8")
    (tmp_path / "data" / "dir.csv").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("data/*.csv", ["a.csv", "b.csv"]),
        ("data/?.csv", ["a.csv", "b.csv"]),
        ("data/**/*.csv", ["1/e.csv", "[1]/d.csv", "a.csv", "b.csv", "sub/năm 2025/c.csv"]),
        ("data/sub/*/c.csv", ["sub/năm 2025/c.csv"]),
        ("data/[1]/*.csv", ["[1]/d.csv"]),
    ],
)
def test_a_pattern_means_the_files_that_fit_it(scp: Scp, folder: Path, pattern: str, names: list[str]) -> None:
    """But folders, and what marks that a workbook is open; only * and ? act."""
    found = json.loads(scp("check", pattern, "--format", "json").stdout)
    assert [one["path"].removeprefix("data/") for one in found["files"]] == names


def test_a_file_of_that_name_comes_before_the_pattern(scp: Scp, folder: Path) -> None:
    (folder / "data" / "?.csv").write_text(BAD, encoding="utf-8")
    found = json.loads(scp("check", "data/?.csv", "--format", "json").stdout)
    assert [one["path"] for one in found["files"]] == ["data/?.csv"]


@pytest.mark.parametrize("command", [["check"], ["score"], ["explain", "I.1.1"], ["review"]])
def test_a_pattern_that_nothing_fits_is_an_error(scp: Scp, folder: Path, command: list[str]) -> None:
    done = scp(*command, "data/*.xlsx", "--lang", "en")
    assert done.returncode != 0
    assert "missing-file" in done.stdout + done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders")
def test_a_pipe_that_fits_a_pattern_is_named_and_never_opened(scp: Scp, folder: Path) -> None:
    os.mkfifo(folder / "data" / "pipe.csv")
    found = json.loads(scp("check", "data/*.csv", "--format", "json").stdout)["problems"]
    assert [one["path"] for one in found if one["rule"] == "not-opened"] == ["data/pipe.csv"]


# --- line ends and code pages -------------------------------------------------------------------------------


def test_line_ends_of_windows_change_no_figure_and_no_place(scp: Scp, tmp_path: Path) -> None:
    """Surveys, registers, plans and projects as a clone or an editor of Windows leaves them."""
    plan = Path(files.__file__).parents[2] / "plan" / "targets.yaml"
    texts = {
        "s.csv": GOOD,
        "bad.csv": BAD,
        "register.csv": "kind,id,name\ncraft_village,L1,A\ncraft_village,L2,B\n",
        "plan.yaml": plan.read_text(encoding="utf-8"),
        "scp.yaml": "schema: scp/project/1\nfiles:\n  - path: s.csv\n    set: {year: 2025}\n",
    }
    found = []
    for end in ("\n", "\r\n"):
        for name, text in texts.items():
            (tmp_path / name).write_bytes(text.replace("\n", end).encode())
        made = scp("score", "s.csv", "--plan", "plan.yaml", "--register", "register.csv", "--format", "csv")
        told = scp("check", "bad.csv", "plan.yaml", "scp.yaml", "--format", "json")
        (tmp_path / "wrong.yaml").write_bytes(
            texts["plan.yaml"].replace("kinds:", "kindz:").replace("\n", end).encode()
        )
        lines = scp("check", "wrong.yaml", "--lang", "en").stdout
        found.append((made.returncode, made.stdout, re.sub('"sha256": ".*"', "", told.stdout), lines))
    assert found[0][0] == 0
    assert found[0] == found[1]


def test_a_saved_score_with_line_ends_of_windows_is_the_same_score(scp: Scp, tmp_path: Path) -> None:
    """As git may check it out."""
    (tmp_path / "s.csv").write_text(GOOD, encoding="utf-8")
    scp("score", "s.csv", "-o", "2025.json")
    path = tmp_path / "2025.json"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert scp("review", "2025.json").returncode == 0
    told = json.loads(scp("verify", "2025.json", "--format", "json").stdout)
    assert (told["outcome"], told["differences"]) == ("same", [])


@pytest.mark.parametrize("ending", ["json", "csv", "md", "html", "txt"])
def test_every_text_that_is_written_ends_its_lines_alike(scp: Scp, tmp_path: Path, ending: str) -> None:
    (tmp_path / "s.csv").write_text(GOOD, encoding="utf-8")
    options = [] if ending != "txt" else ["--format", "table"]
    assert scp("score", "s.csv", *options, "-o", f"out.{ending}").returncode == 0
    assert b"\r" not in (tmp_path / f"out.{ending}").read_bytes()


class _WindowsText(_pyio.TextIOWrapper):
    """A text stream of the interpreter's own code in Python, which asks `os.linesep` as that of Windows is built to."""


def test_stdout_writes_on_windows_the_bytes_that_it_writes_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """`os.linesep` of Windows, and a stream that follows it: nothing is made of a line feed."""
    written = io.BytesIO()
    made: list[Any] = []

    def wrapper(buffer: Any, encoding: str, errors: str, **options: Any) -> Any:
        made.append(_WindowsText(written, encoding, errors, **options))
        return made[-1]

    monkeypatch.setattr(os, "linesep", "\r\n")
    monkeypatch.setattr(_pyio.os, "linesep", "\r\n")
    monkeypatch.setattr(streams, "io", _Io(wrapper))
    monkeypatch.setattr(streams, "_SafeText", wrapper)
    monkeypatch.setattr(streams, "_buffer", lambda *_: None)
    before = sys.stdout, sys.stderr
    try:
        streams.open_streams()
        for stream in made:
            stream.write("chợ\n")
            stream.flush()
    finally:
        sys.stdout, sys.stderr = before
    assert written.getvalue().decode() == "chợ\nchợ\n"


class _Io:
    """The module io with another text stream."""

    def __init__(self, wrapper: Any) -> None:
        self.TextIOWrapper = wrapper

    def __getattr__(self, name: str) -> Any:
        return getattr(io, name)


CODE_PAGES = ("cp1258", "cp1252", "cp437", "ascii")


@pytest.mark.process
@pytest.mark.parametrize("page", CODE_PAGES)
@pytest.mark.parametrize(
    "call", ["score s.csv --lang vi", "check bad.csv --lang vi", "score --help --lang vi", "score --lagn x"]
)
def test_a_code_page_costs_no_letter(tmp_path: Path, page: str, call: str) -> None:
    """`PYTHONIOENCODING` and no UTF-8 mode stand in for the code page of a system: all streams are UTF-8."""
    (tmp_path / "s.csv").write_text(GOOD.replace("L1", "Chợ Đồng"), encoding="utf-8")
    (tmp_path / "bad.csv").write_text(BAD.replace("maybe", "có lẽ ✓"), encoding="utf-8")
    done = [
        subprocess.run(
            [sys.executable, "-m", "scp_ninhbinh", *call.split()],
            cwd=tmp_path,
            env=os.environ | {"COLUMNS": "80", **extra},
            capture_output=True,
            check=False,
        )
        for extra in ({"PYTHONIOENCODING": page, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONUTF8": "1"})
    ]
    assert vars(done[0]) == vars(done[1])
    assert "Traceback" not in (done[0].stdout + done[0].stderr).decode()


@pytest.mark.process
@pytest.mark.parametrize(
    "call",
    [
        "score s.csv -o o.html",
        "report s.csv -o o.html",
        "report s.csv -o o.docx",
        "check s.csv",
        "report s.csv -o o.xlsx",
        "template t.xlsx",
        "template plan.yaml",
        "init s.csv",
        "targets",
    ],
)
def test_no_file_is_opened_in_the_encoding_of_the_system(tmp_path: Path, call: str) -> None:
    """Python names each `open` that leaves it to the system, which on Windows is a code page."""
    (tmp_path / "s.csv").write_text(GOOD, encoding="utf-8")
    command = [sys.executable, "-X", "warn_default_encoding", "-W", "always::EncodingWarning", "-m", "scp_ninhbinh"]
    done = subprocess.run([*command, *call.split()], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if re.search(r"scp_ninhbinh\W.*EncodingWarning", line)] == []


# --- what only POSIX has: taken away before the program is loaded ---------------------------------------------

WITHOUT_POSIX = """
import os, signal, sys
for module in ("fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "posix_spawn"):
    sys.modules[module] = None
for name in ("SIGHUP", "SIGPIPE", "SIGQUIT", "SIGALRM", "pthread_sigmask", "pthread_kill", "alarm"):
    if hasattr(signal, name):
        delattr(signal, name)
for name in ("fork", "mkfifo", "getuid", "geteuid", "getgid", "chown", "O_NONBLOCK", "O_NOFOLLOW", "fchmod", "sysconf"):
    if hasattr(os, name):
        delattr(os, name)
def hidden(of):
    def found(path=".", *more, **named):
        if isinstance(path, str) and path.startswith("/proc"):
            raise FileNotFoundError(2, "No such file or directory", path)
        return of(path, *more, **named)
    return found
os.stat, os.listdir, os.open = map(hidden, (os.stat, os.listdir, os.open))
sys.argv[0] = "scp"
from scp_ninhbinh.cli.main import main
main()
"""


@pytest.mark.process
@pytest.mark.parametrize(
    "call",
    [
        *("score good.csv", "check good.csv --format github", "explain I.1.1 good.csv", "review good.csv"),
        *("report good.csv -o out.html", "report good.csv -o out.docx", "report good.csv -o out.xlsx"),
        *("template form.xlsx", "template form.csv", "init good.csv", "score good.csv -o out.json", "rules", "targets"),
        "check good.csv --annotate out.xlsx --report sarif=out.sarif",
    ],
)
def test_what_only_posix_has_is_not_needed(tmp_path: Path, call: str) -> None:
    """No SIGHUP, no masks of signals, no fork, no pipes in folders, no user ids, no /proc."""
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    command = [sys.executable, "-c", WITHOUT_POSIX, *call.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".scp-")]

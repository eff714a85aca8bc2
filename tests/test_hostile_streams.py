"""Streams that are closed, full or left by their reader, and environments that nobody sets on purpose."""

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from processes import GOOD, Caller, Runner, tree

import scp_ninhbinh.run
from scp_ninhbinh import files
from scp_ninhbinh.cli import main as program
from scp_ninhbinh.cli import streams
from scp_ninhbinh.text.say import language

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(os.name != "posix", reason="redirections of a POSIX shell"),
]

LONG = "year,kind,id,informed\n" + "".join(f"2025,craft_village,L{number},maybe\n" for number in range(4000))
"""Whose problems are more than a pipe holds, so that the program is still writing when its reader goes."""


@pytest.fixture
def run(tmp_path: Path) -> Runner:
    (tmp_path / "long.csv").write_text(LONG, encoding="utf-8")
    return Runner(tmp_path)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("score good.csv >&-", 0),
        ("score good.csv <&-", 0),
        ("score good.csv >/dev/full", 2),
        ("score good.csv --format json >/dev/full", 2),
        ("check good.csv >/dev/full", 2),
        ("rules >/dev/full", 2),
        ("--version >/dev/full", 2),
        ("score --help >/dev/full", 2),
        ("--help | true", 0),
        ("score good.csv --format csv | true", 0),
        ("check long.csv --format json | head -c 1", 1),
        ("check long.csv --format github | true", 1),
        ("score long.csv 2>&1 | true", 2),
        ("score none.csv 2>/dev/full", 2),
        ("score none.csv 2>&-", 2),
        ("score --year 2>/dev/full", 2),
        ("template form.xlsx <&- >&- 2>&-", 0),
        ("check form.xlsx <&- 2>&-", 0),
    ],
)
def test_what_becomes_of_a_stream_changes_no_exit_code_but_that_of_a_lost_result(
    run: Runner, tmp_path: Path, call: str, code: int
) -> None:
    """A result that a full disk swallowed is 2; one that its reader did not want to the end is as it was."""
    if call.startswith("check form.xlsx"):
        assert run("template", "form.xlsx", "--register", "register.csv", "--year", "2025").returncode == 0
    script = f'"{sys.executable}" -m scp_ninhbinh {call}; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == code, done.stderr
    for word in ("Traceback", "Exception ignored", "Broken pipe"):
        assert word not in done.stderr
    assert ("No space left on device" in done.stderr) == call.endswith(" >/dev/full")


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "garbage", "LC_ALL": "xx_YY.ISO-8859-99"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"},
        {"COLUMNS": "-5", "LINES": "x", "TERM": "", "FORCE_COLOR": "1"},
        {"PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1"},
        {"HOME": "/dev/null/none", "TMPDIR": "/dev/null/none"},
    ],
    ids=["locale", "ascii", "no UTF-8 mode", "terminal", "warnings", "no folders"],
)
def test_no_environment_changes_a_byte_of_a_result(run: Runner, tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "chợ.csv").write_text(GOOD, encoding="utf-8")
    done = run("score", "good.csv", "--format", "json", "--lang", "vi", **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == Caller(tmp_path)("score", "good.csv", "--format", "json", "--lang", "vi").stdout
    assert run("score", "chợ.csv", "-o", "kết quả.json", **environment).returncode == 0
    assert json.loads((tmp_path / "kết quả.json").read_text(encoding="utf-8"))["inputs"][0]["rows"] == 2


@pytest.mark.parametrize("width", ["0", "1", "garbage", "99999999999999999999"])
def test_a_terminal_of_no_width_gets_the_whole_table(run: Runner, width: str) -> None:
    done = run("score", "good.csv", COLUMNS=width)
    assert (done.returncode, done.stderr, "≥ 70%" in done.stdout) == (0, "", True)


def test_a_setting_for_plots_on_a_screen_does_not_decide_over_a_report(run: Runner, tmp_path: Path) -> None:
    done = run("report", "good.csv", "-o", "out.docx", MPLBACKEND="nonsense")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out.docx").exists()


@pytest.mark.parametrize("place", [".", "variable", "home/matplotlib"])
def test_no_settings_of_the_library_of_charts_are_read(run: Runner, tmp_path: Path, place: str) -> None:
    """A pipe in their place: whoever opened it would wait for ever."""
    (tmp_path / place).mkdir(parents=True, exist_ok=True)
    os.mkfifo(tmp_path / place / "matplotlibrc")
    places = {"XDG_CONFIG_HOME": str(tmp_path / "home")} | (
        {"MATPLOTLIBRC": str(tmp_path / place)} if place == "variable" else {}
    )
    done = run("report", "good.csv", "-o", "out.docx", **places)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out.docx").exists()


def read(terminal: int) -> bytes:
    """Read on; the end of what a terminal shows is an error where a pipe's end is nothing."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


def test_a_terminal_of_one_column_is_written_to_like_any_other(run: Runner, tmp_path: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 1, 1, 0, 0))
    command = [sys.executable, "-m", "scp_ninhbinh", "schema", "check"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE) as process:
        os.close(writer)
        shown = b"".join(iter(lambda: read(reader), b""))
        assert process.stderr is not None
        assert process.stderr.read() == b""
    os.close(reader)
    assert process.returncode == 0
    assert json.loads(shown)


def test_few_open_files_are_enough(run: Runner, tmp_path: Path) -> None:
    done = run("report", "good.csv", "-o", "out.xlsx", before=("bash", "-c", 'ulimit -n 16 && exec "$@"', "bash"))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("--version >/dev/full", "scp: error: stdout: No space left on device; make room there"),
        ("--help >/dev/full", "scp: error: stdout: No space left on device; make room there"),
        ("score good.csv >/dev/full", "stdout: error: unwritable-output: the output cannot be written: No space left"),
        ("score - 0>written.csv", "scp: error: -: standard input cannot be read: "),
    ],
)
def test_what_the_system_refuses_is_told_of_the_stream_that_it_is_of(
    run: Runner, tmp_path: Path, call: str, said: str
) -> None:
    script = f'"{sys.executable}" -m scp_ninhbinh {call}'
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr


def test_too_few_open_files_are_told_as_that_and_leave_nothing(run: Runner, tmp_path: Path) -> None:
    """Whatever it is that cannot be opened, a module of a library here: it is no fault of stdout or of the program."""
    before = tree(tmp_path)
    done = run("report", "good.csv", "-o", "out.xlsx", before=("bash", "-c", 'ulimit -n 6 && exec "$@"', "bash"))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.endswith(": Too many open files; let it open more files at once (ulimit -n), and run it again")
    assert "stdout" not in line
    assert tree(tmp_path) == before


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("name", ["good.csv", None])
def test_a_fault_of_the_system_says_of_what_and_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, name: str | None
) -> None:
    """Raised where an input is opened, and where no file is named; `FileIO` and `score` stand in for the system."""
    scp, opened = Caller(tmp_path), io.FileIO
    helps = language("en").text(files.REMEDIES[number])

    def fails(asked: object, *_: object) -> io.FileIO:
        if name and asked != name:  # the plan, which is there
            return opened(str(asked))
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(*((files.io, "FileIO") if name else (scp_ninhbinh.run, "score_files")), fails)
    done = scp("score", "good.csv")
    of = "good.csv: error: unreadable-file: the file cannot be read" if name else "scp: error: the system"
    assert (done.returncode, done.stderr) == (2, f"{of}: {os.strerror(number)}; {helps}\n")


class FailingDevice(io.RawIOBase):
    """A terminal or a disk that is gone."""

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_device_that_fails_under_stdout_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """`FailingDevice` stands below the stream that the program makes of stdout."""
    said = io.StringIO()
    stream = io.BufferedWriter(streams._Outlet(FailingDevice(), BrokenPipeError))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(stream, "utf-8"))
    monkeypatch.setattr(sys, "stderr", said)
    code = program.run(["--version"])
    monkeypatch.undo()
    stream.raw.device = io.BytesIO()  # type: ignore[attr-defined]  # or what it still holds would fail again
    assert (code, "stdout: Input/output error; the disk or the connection fails" in said.getvalue()) == (2, True)


def test_a_folder_that_was_removed_under_the_program_is_told_and_nothing_is_written_elsewhere(
    run: Runner, tmp_path: Path
) -> None:
    gone = ("bash", "-c", 'mkdir gone && cd gone && rmdir ../gone && exec "$@"', "bash")
    done = run("score", str(tmp_path / "good.csv"), "-o", "out.json", before=gone)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("out.json: error: unwritable-output: ")
    assert run("score", str(tmp_path / "good.csv"), "--format", "csv", before=gone).returncode == 0

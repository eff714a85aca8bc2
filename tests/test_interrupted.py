"""Runs that are ended at any moment: the old output or the new one, whole, and nothing left beside it.

Moments are counted and not timed: the program strikes itself at a call of a number, or where a file is first opened
or a module imported, so that every run of these tests ends at the same places.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and POSIX signals"),
]


@pytest.fixture(autouse=True)
def signals_as_in_a_terminal() -> Iterator[None]:
    """A runner in the background of a shell ignores Ctrl-C, and what it starts would too."""
    wanted = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL, signal.SIGHUP: signal.SIG_DFL}
    before = {number: signal.signal(number, handler) for number, handler in wanted.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


GOOD = "year,kind,id,informed\n2025,craft_village,L1,yes\n2025,craft_village,L2,\n"
OLD = "the output of another day"

AT_EACH_CALL = """
import errno, json, os, signal, sys, threading, time
from scp_ninhbinh import files
from scp_ninhbinh.cli.main import main

how, output, *sys.argv[1:] = sys.argv[1:]
write_whole = files.write_whole
old = open(output, "rb").read()
FAILING = {"write", "flush", "fsync", "chmod", "rename", "replace"}
TOUCHING = FAILING | {"open", "stat", "lstat", "access", "__exit__", "close", "unlink"}

ready = threading.Event()

def be_ready():
    # A thread of a library, as numpy has them: it takes the signals that the first one blocks.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    ready.set()
    time.sleep(60)

def striking_at(moment):
    def tick(frame, event, called):
        nonlocal moment
        if event not in ("c_call", "c_return") or called.__name__ not in TOUCHING:
            return
        if how == "ENOSPC" and (event == "c_return" or called.__name__ not in FAILING):
            return
        moment -= 1
        if moment == 0:
            sys.setprofile(None)
            if how == "ENOSPC":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.kill(os.getpid(), getattr(signal, how))
    return tick

def at_each_moment(path, content, inputs):
    new = content.encode() if isinstance(content, str) else content
    known, moment, code = set(os.listdir()), 0, None
    while code != 0:
        moment += 1
        with open(output, "wb") as file:
            file.write(old)
        child = os.fork()
        if not child:
            threading.Thread(target=be_ready, daemon=True).start()
            ready.wait()
            sys.setprofile(striking_at(moment))
            write_whole(path, content, inputs)
            sys.setprofile(None)
            return
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        now = open(output, "rb").read()
        left = sorted(set(os.listdir()) - known)
        for name in left:
            os.unlink(name)
        print(json.dumps([code, "old" if now == old else "new" if now == new else "torn", left]), flush=True)
    os._exit(0)

files.write_whole = at_each_moment
main()
"""

AT_AN_EVENT = """
import os, runpy, signal, sys

how, wanted, text, *sys.argv[1:] = sys.argv[1:]
struck = []

def watch(event, arguments):
    if not struck and event == wanted and text in str(arguments[0]):
        struck.append(text)
        os.kill(os.getpid(), getattr(signal, how))

sys.addaudithook(watch)
runpy.run_module("scp_ninhbinh", run_name="__main__", alter_sys=True)
"""


class Ended(NamedTuple):
    """How a run ended that was struck at one moment."""

    code: int
    output: str
    left: list[str]


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a driver with these arguments in a folder that holds a survey, with a temporary folder of its own."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "good.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "temporary").mkdir()
    places = {"TMPDIR": str(tmp_path / "temporary"), "LANG": "C.UTF-8"}

    def start(driver: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        call = [sys.executable, "-c", driver, *arguments]
        options: dict[str, Any] = {"cwd": tmp_path / "work", "env": os.environ | places, "timeout": 120}
        return subprocess.run(call, capture_output=True, text=True, check=False, **options)

    return start


def struck(run: Run, folder: Path, how: str, call: str) -> list[Ended]:
    """Return how the runs of `call` ended that were struck at one moment after the other; the last was not struck."""
    words = call.split()
    (folder / "work" / words[-1]).write_text(OLD, encoding="utf-8")
    done = run(AT_EACH_CALL, how, words[-1], *words)
    assert "Traceback" not in done.stderr, done.stderr
    ended = [Ended(*json.loads(line)) for line in done.stdout.splitlines() if line.startswith("[")]
    assert ended[-1] == (0, "new", []), done.stderr
    return ended[:-1]


@pytest.mark.parametrize(
    "call",
    [
        "score good.csv -o out.json",
        "check good.csv --annotate out.xlsx",
        "report good.csv -o out.docx",
        "template --force out.xlsx",
    ],
)
def test_a_kill_at_any_moment_of_writing_leaves_the_old_output_or_the_new_one_whole(
    run: Run, tmp_path: Path, call: str
) -> None:
    ended = struck(run, tmp_path, "SIGKILL", call)
    assert {one.code for one in ended} == {-signal.SIGKILL}
    assert [one.output for one in ended] == sorted((one.output for one in ended), reverse=True)  # old ..., new ...
    assert {"old", "new"} == {one.output for one in ended}
    assert max(len(one.left) for one in ended) <= 1  # a killed process cannot tidy up: one temporary file at most
    assert all(name.startswith(".") for one in ended for name in one.left)


@pytest.mark.parametrize(
    ("how", "code"), [("SIGINT", 130), ("SIGTERM", -signal.SIGTERM), ("SIGHUP", -signal.SIGHUP), ("ENOSPC", 2)]
)
def test_a_signal_or_a_full_disk_at_any_moment_of_writing_leaves_no_temporary_file(
    run: Run, tmp_path: Path, how: str, code: int
) -> None:
    ended = struck(run, tmp_path, how, "score good.csv -o out.json")
    assert {one.code for one in ended} == {code}
    assert {one.output for one in ended} <= {"old", "new"}
    assert [one.left for one in ended if one.left] == []
    assert len(ended) >= (4 if how == "ENOSPC" else 20)


def test_a_disk_that_fills_up_while_it_is_written_leaves_the_old_output(run: Run, tmp_path: Path) -> None:
    ended = struck(run, tmp_path, "ENOSPC", "check good.csv --annotate out.xlsx")
    assert {one.output for one in ended} == {"old"}


@pytest.mark.parametrize(
    ("event", "text"),
    [("import", "typer"), ("import", "scp_ninhbinh.run"), ("open", "good.csv"), ("import", "openpyxl.comments")],
    ids=["while the program loads", "while a command loads", "while a survey is read", "while a workbook is made"],
)
def test_ctrl_c_ends_a_run_with_130_and_no_traceback(run: Run, tmp_path: Path, event: str, text: str) -> None:
    (tmp_path / "work" / "out.xlsx").write_text(OLD, encoding="utf-8")
    done = run(AT_AN_EVENT, "SIGINT", event, text, "check", "good.csv", "--annotate", "out.xlsx")
    assert (done.returncode, done.stdout) == (130, "")
    assert "Traceback" not in done.stderr
    assert (tmp_path / "work" / "out.xlsx").read_text(encoding="utf-8") == OLD
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == ["good.csv", "out.xlsx"]


@pytest.mark.parametrize(("how", "code"), [("SIGINT", 130), ("SIGTERM", -signal.SIGTERM), ("SIGHUP", -signal.SIGHUP)])
@pytest.mark.parametrize("call", ["template out.xlsx", "report good.csv -o out.xlsx"])
def test_a_signal_while_a_workbook_is_made_leaves_no_part_of_it_in_the_temporary_folder(
    run: Run, tmp_path: Path, how: str, code: int, call: str
) -> None:
    done = run(AT_AN_EVENT, how, "open", "openpyxl.", *call.split())
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert not (tmp_path / "work" / "out.xlsx").exists()
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP"])
def test_the_system_may_end_a_run_at_once(run: Run, tmp_path: Path, how: str) -> None:
    done = run(AT_AN_EVENT, how, "open", "good.csv", "score", "good.csv", "-o", "out.json")
    assert (done.returncode, done.stdout, done.stderr) == (-getattr(signal, how), "", "")
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["good.csv"]


def test_a_run_in_the_background_of_a_script_ignores_ctrl_c_as_its_shell_asked(tmp_path: Path) -> None:
    """A shell without job control starts `command &` with SIGINT ignored."""
    call = [sys.executable, "-c", AT_AN_EVENT, "SIGINT", "import", "scp_ninhbinh.writers.schemas", "schema", "plan"]
    done = subprocess.run(
        call,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)

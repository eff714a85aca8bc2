"""Outputs that can be no file, are an input, meet a full disk or no rights: refused, and everything stays as it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import breaks
from processes import GOOD, Caller, Runner, tree, with_a_disk, without_privileges

from scp_ninhbinh.files import write_whole

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes, links and modes of POSIX")

WITHOUT_TEMPORARY = """
import sys, tempfile
tempfile.tempdir = "/dev/null/none"
sys.argv[0] = "scp"
from scp_ninhbinh.cli.main import main
main()
"""


@pytest.fixture
def run(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@pytest.fixture
def scp(tmp_path: Path) -> Caller:
    return Caller(tmp_path)


def beside(call: str) -> str:
    """Return what a call says on stdout though another output cannot be written: of a check the findings."""
    return "0 errors, 0 warnings, 1 file, 2 rows\n" if "--report" in call or "--annotate" in call else ""


@pytest.mark.parametrize(
    "output", ["folder", "folder/", "new/", "none/out.json", "pipe", "/dev/full", "/dev/null", "good.csv/out", "round"]
)
def test_an_output_that_can_be_no_file_is_refused_and_nothing_is_made(tmp_path: Path, output: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "round").symlink_to("round")
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    before = tree(tmp_path)
    with breaks("unwritable-output"):
        write_whole(os.path.join(tmp_path, output), "text", [])  # noqa: PTH118 (keeps the slash at the end)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "call",
    [
        "score good.csv -o",
        "explain zones-informed good.csv -o",
        "review good.csv -o",
        "report good.csv -o",
        "targets -o",
        "schema plan -o",
        "rules -o",
        "check good.csv -o",
        "check good.csv --report json=",
        "check good.csv --annotate",
        "template",
    ],
)
def test_every_command_says_that_a_folder_is_missing_and_makes_none(scp: Caller, tmp_path: Path, call: str) -> None:
    ending = {"report": ".md", "template": ".csv"}.get(
        call.split(maxsplit=1)[0], ".xlsx" if "annotate" in call else ".txt"
    )
    *words, last = call.split()
    output = f"none/out{ending}"
    before = tree(tmp_path)
    done = scp(*words, *([last + output] if last.endswith("=") else [last, output]))
    assert (done.returncode, done.stdout) == (2, beside(call))
    assert f"{output}: error: unwritable-output: the output cannot be written: No such file" in done.stderr
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "call",
    [
        "score good.csv -o hard.csv",
        "score good.csv --register register.csv -o soft.csv",
        "score good.csv --plan plan.yaml -o folder/../plan.yaml --format json",
        "check good.csv --report json=hard.csv",
        "template soft.csv --register register.csv",
    ],
)
def test_an_output_is_no_input_by_whichever_of_its_names(scp: Caller, tmp_path: Path, call: str) -> None:
    (tmp_path / "folder").mkdir()
    os.link(tmp_path / "good.csv", tmp_path / "hard.csv")
    (tmp_path / "soft.csv").symlink_to("register.csv")
    before = tree(tmp_path)
    done = scp(*call.split())
    assert (done.returncode, done.stdout, "output-is-input" in done.stderr) == (2, beside(call), True)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "outputs",
    [
        "--report json=out -o out",
        "--report json=out --report sarif=./out",
        "--report json=out --report junit=link",
        "--annotate out.xlsx -o ./out.xlsx --format json",
    ],
)
def test_two_outputs_to_one_file_are_refused(scp: Caller, tmp_path: Path, outputs: str) -> None:
    (tmp_path / "link").symlink_to("out")
    done = scp("check", "good.csv", *outputs.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "out.xlsx").exists()


def test_an_output_goes_where_its_link_leads_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old", encoding="utf-8")
    (tmp_path / "old").chmod(0o604)
    for link, target in (("link", "old"), ("dangling", "new")):
        (tmp_path / link).symlink_to(target)
        write_whole(str(tmp_path / link), "text", [])
        assert ((tmp_path / link).is_symlink(), (tmp_path / target).read_text(encoding="utf-8")) == (True, "text")
    assert (tmp_path / "old").stat().st_mode & 0o777 == 0o604


def test_the_longest_name_of_the_system_is_long_enough_for_an_output(tmp_path: Path) -> None:
    """255 bytes on every usual file system, which 85 Vietnamese letters of three bytes fill."""
    path = tmp_path / ("ồ" * 83 + ".json")
    write_whole(str(path), "text", [])
    assert path.read_text(encoding="utf-8") == "text"


@pytest.mark.process
def test_an_output_for_which_there_is_no_right_stays_as_it_was(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir()
    for path in (tmp_path / "shut" / "out.json", tmp_path / "fixed.json"):
        path.write_text("old", encoding="utf-8")
    (tmp_path / "fixed.json").chmod(0o444)
    (tmp_path / "shut").chmod(0o555)
    before = tree(tmp_path)
    for output in ("shut/out.json", "shut/new.json", "fixed.json"):
        done = run("score", "good.csv", "-o", output, before=without_privileges())
        assert (done.returncode, "unwritable-output: the output cannot be written: Permission" in done.stderr) == (
            2,
            True,
        )
    (tmp_path / "shut").chmod(0o755)
    assert tree(tmp_path) == before


@pytest.mark.process
@pytest.mark.parametrize("call", ["report good.csv -o full/out.xlsx", "template full/out.xlsx"])
def test_a_full_disk_holds_no_part_of_an_output(run: Runner, tmp_path: Path, call: str) -> None:
    (tmp_path / "full").mkdir()
    done = run(*call.split(), before=with_a_disk(tmp_path / "full", "8k"))
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()  # and below it nothing that stands on the disk
    assert "unwritable-output: the output cannot be written: No space left on device" in line


@pytest.mark.process
@pytest.mark.parametrize(
    "call", ["check good.csv --annotate out.xlsx", "template out.xlsx", "report good.csv -o out.xlsx"]
)
def test_a_machine_without_a_temporary_folder_is_told_so(run: Runner, tmp_path: Path, call: str) -> None:
    before = tree(tmp_path)
    command = [sys.executable, "-c", WITHOUT_TEMPORARY, *call.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (2, beside(call))
    assert done.stderr.startswith("temporary folder: error: unwritable-output: ")
    assert tree(tmp_path) == before


@pytest.mark.process
@pytest.mark.parametrize(
    "call", ["check good.csv --annotate out.xlsx", "template out.xlsx", "report good.csv -o out.xlsx"]
)
def test_a_full_temporary_folder_is_told_whatever_library_meets_it(run: Runner, tmp_path: Path, call: str) -> None:
    """openpyxl writes by lxml where that is installed, of which a full disk is no OSError."""
    (tmp_path / "full").mkdir()
    rows = "".join(f"2025,craft_village,V{number},yes\n" for number in range(100))
    (tmp_path / "good.csv").write_text(GOOD + rows, encoding="utf-8")
    done = run(*call.split(), before=with_a_disk(tmp_path / "full", "4k"), TMPDIR=str(tmp_path / "full"))
    assert (done.returncode, done.stdout) == (2, beside(call).replace("2 rows", "102 rows"))
    (line,) = done.stderr.splitlines()  # and below it nothing that stands on the disk
    assert line.startswith("temporary folder: error: unwritable-output: ")
    assert "No space left on device" in line
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.process
@pytest.mark.parametrize(
    "call",
    [
        "report good.csv -o out.docx",
        "report good.csv -o out.xlsx",
        "template --quiet out.xlsx",
        "check good.csv --annotate out.xlsx",
    ],
)
def test_nothing_is_written_but_the_output(run: Runner, tmp_path: Path, call: str) -> None:
    """Home is a place where nothing can be made, so that the caches of libraries would go to the temporary folder."""
    (tmp_path / "temporary").mkdir()
    before = tree(tmp_path)
    places = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), "/dev/null/home")
    done = run(*call.split(), TMPDIR=str(tmp_path / "temporary"), **places)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(tree(tmp_path)) - set(before) == {call.rsplit(maxsplit=1)[-1]}

"""Inputs that are no files, hold no end, may not be read, or change under the reader: a clean word and exit code 2."""

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import GOOD, MEGABYTE, Caller, Runner, tree, without_privileges
from small_surveys import expecting

from scp_ninhbinh.survey.reading import read_survey

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes, links and modes of POSIX")

EXPECTED = expecting()
ODD = "new\nline\x1b[31m\udcff.csv"
"""A file name with a line feed, a colour and a byte that is no UTF-8."""


@pytest.fixture
def run(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@pytest.fixture
def scp(tmp_path: Path) -> Caller:
    return Caller(tmp_path)


def no_files(folder: Path) -> dict[str, str]:
    """Make everything that a path can lead to and that is no file, and return the rule that says so."""
    (folder / "folder.csv").mkdir()
    os.mkfifo(folder / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(folder / "socket.csv"))
    for name, target in {"dangling.csv": "nowhere", "round.csv": "about.csv", "about.csv": "round.csv"}.items():
        (folder / name).symlink_to(target)
    names = ("folder.csv", "pipe.csv", "socket.csv", "round.csv", "good.csv/", "", "/dev/zero", "/dev/full")
    missing = ("dangling.csv", "none.csv", "~/survey.csv")
    unreadable = dict.fromkeys([*names, "a" * 300, "b/" * 3000], "unreadable-file")
    return unreadable | dict.fromkeys(missing, "missing-file")


@pytest.mark.process
def test_a_path_to_no_file_is_named_with_its_fault_and_never_waited_for(run: Runner, tmp_path: Path) -> None:
    rules = no_files(tmp_path)
    done = run("check", *rules)
    assert (done.returncode, done.stderr) == (2, "")
    assert [path for path, rule in rules.items() if f"{path}: error: {rule}: " not in done.stdout] == []


@pytest.mark.process
@pytest.mark.parametrize(
    "call",
    [
        "score pipe.csv",
        "score good.csv --plan pipe.csv",
        "score good.csv --register pipe.csv",
        "explain zones-informed pipe.csv",
        "review pipe.json",
        "report pipe.csv -o out.md",
        "check pipe.yaml",
        "check good.csv --plan pipe.csv",
        "targets --plan pipe.csv",
        "template out.csv --register pipe.csv",
    ],
)
def test_no_command_waits_for_a_pipe_in_the_place_of_a_file(run: Runner, tmp_path: Path, call: str) -> None:
    for ending in ("csv", "json", "yaml"):
        os.mkfifo(tmp_path / f"pipe.{ending}")
    done = run(*call.split())
    assert (done.returncode, "unreadable-file" in done.stdout + done.stderr) == (2, True)
    assert not (tmp_path / call.rsplit(maxsplit=1)[-1].replace("pipe", "out")).is_file()


@pytest.mark.parametrize(
    "call",
    [
        ("score", "good.csv", "--register", ""),
        ("score", "good.csv", "--plan", ""),
        ("score", "good.csv", "--fail-on", ""),
        ("score", "good.csv", "-o", ""),
        ("check", "good.csv", "--annotate", ""),
        ("template", "out.csv", "--register", ""),
        ("targets", "--plan", ""),
    ],
    ids=" ".join,
)
def test_an_option_that_a_script_left_empty_is_not_taken_for_one_that_was_not_given(
    scp: Caller, tmp_path: Path, call: tuple[str, ...]
) -> None:
    done = scp(*call)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert sorted(tree(tmp_path)) == ["good.csv", "plan.yaml", "register.csv"]


def test_a_link_to_a_survey_is_read_and_called_by_the_name_given(scp: Caller, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to("good.csv")
    assert '"path": "link.csv"' in scp("score", "link.csv", "--format", "json").stdout


def test_a_survey_by_another_of_its_names_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(GOOD, encoding="utf-8")
    os.link(tmp_path / "one.csv", tmp_path / "other.csv")
    survey, problems = read_survey([str(tmp_path / "one.csv"), str(tmp_path / "other.csv")], EXPECTED)
    assert [found.rule for found in problems] == ["file-twice"]
    assert [read.rows for read in survey.inputs] == [2]


@pytest.mark.process
def test_what_may_not_be_read_is_refused_by_name(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    for path in (tmp_path / "secret.csv", tmp_path / "closed" / "good.csv"):
        path.write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret.csv").chmod(0)
    (tmp_path / "closed").chmod(0o600)
    done = run("check", "secret.csv", "closed/good.csv", before=without_privileges())
    (tmp_path / "closed").chmod(0o700)
    assert (done.returncode, done.stdout.count("unreadable-file: the file cannot be read: Permission denied")) == (2, 2)


@pytest.mark.process
@pytest.mark.parametrize("options", [(), ("--encoding", "windows-1258")], ids=["utf-8", "declared"])
@pytest.mark.parametrize(
    ("rows", "size"), [(2, 5 << 30), (20_000, 5 << 30), (20_000, 400 * MEGABYTE)], ids=["early", "late", "smaller"]
)
def test_a_hole_of_gigabytes_in_a_survey_takes_no_memory(
    run: Runner, tmp_path: Path, rows: int, size: int, options: tuple[str, ...]
) -> None:
    """An endless line, as a crash of a machine leaves it; a process with 300 MB refuses it by the file's name."""
    with open(tmp_path / "hole.csv", "w", encoding="utf-8") as file:
        file.write(GOOD.splitlines(keepends=True)[0])
        file.writelines(f"2025,craft_village,V{number},yes\n" for number in range(rows))
        file.truncate(size)
    if (tmp_path / "hole.csv").stat().st_blocks * 512 > 64 * MEGABYTE:
        pytest.skip("no sparse files here")
    done = run("score", "hole.csv", *options, megabytes=300)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("hole.csv")


def vanish(path: Path) -> None:
    path.unlink()


def shrink(path: Path) -> None:
    os.truncate(path, 2 * len(GOOD))


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def fail(path: Path) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize("rows", ["2025,craft_village,L{},yes\n", "2025,craft_village,L{},m\udcffybe\n"])
@pytest.mark.parametrize("change", [vanish, shrink, become_a_folder, fail])
def test_a_survey_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, change: Callable[[Path], None], rows: str
) -> None:
    """Told of the first bytes read, as a progress bar is, the survey changes; it is longer than a buffer."""
    path = tmp_path / "survey.csv"
    text = GOOD.splitlines(keepends=True)[0] + "".join(rows.format(number) for number in range(20_000))
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    told: list[int] = []

    def progress(count: int) -> None:
        told.append(count)
        if len(told) == 1:
            change(path)

    problems = read_survey([str(path)], EXPECTED, progress=progress)[1]
    assert {found.rule for found in problems} & {"unreadable-file", "missing-file"}


def test_a_name_that_moves_a_cursor_stays_a_name_in_every_format(scp: Caller, tmp_path: Path) -> None:
    (tmp_path / ODD).write_text(GOOD.replace("yes", "maybe"), encoding="utf-8")
    reports = [
        f"--report={format_}=out.{format_}" for format_ in ("json", "sarif", "junit", "github", "gitlab", "text")
    ]
    done = scp("check", ODD, *reports, "-o", ODD.replace(".csv", ".json"))
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    for path in tmp_path.glob("out.*"):
        text = path.read_text(encoding="utf-8")
        assert not {"\x1b", "\udcff"} & set(text)
    assert (tmp_path / ODD.replace(".csv", ".json")).read_bytes() == (tmp_path / "out.json").read_bytes()

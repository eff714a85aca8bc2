"""What is typed as FILE: a file, a folder, standard input."""

import io
import json
import os
import sys
from pathlib import Path

import pytest
from conftest import SAMPLES, Scp

SOUND = "year,kind,id,informed\n2025,craft_village,A,yes\n"
BAD = "year,kind,id,informed\n2025,craft_village,B,maybe\n"


class _Stdin(io.TextIOWrapper):
    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> bytes:
    content: bytes = Path(request.param).read_bytes() if os.path.exists(request.param) else request.param.encode()  # noqa: PTH110
    monkeypatch.setattr(sys, "stdin", _Stdin(content))
    return content


def checked(text: str) -> list[tuple[str, str]]:
    return [(one["path"], one["rule"]) for one in json.loads(text)["problems"]]


@pytest.mark.parametrize("sent", [BAD], indirect=True)
@pytest.mark.usefixtures("sent")
def test_a_dash_is_standard_input(scp: Scp) -> None:
    done = scp("check", "-", "--format", "json")
    assert (done.returncode, checked(done.stdout)) == (1, [("-", "not-yes-no")])


@pytest.mark.parametrize("sent", [SAMPLES[-1]], indirect=True)
@pytest.mark.usefixtures("sent")
def test_standard_input_is_scored_as_the_file_is(scp: Scp) -> None:
    piped, file = (scp("score", path, "-q", "--format", "csv").stdout for path in ("-", SAMPLES[-1]))
    assert piped == file


@pytest.mark.parametrize("sent", [""], indirect=True)
@pytest.mark.usefixtures("sent")
def test_empty_standard_input_is_an_empty_file(scp: Scp) -> None:
    assert checked(scp("check", "-", "--format", "json").stdout) == [("-", "empty-file")]


@pytest.mark.parametrize("sent", [SOUND], indirect=True)
@pytest.mark.usefixtures("sent")
def test_no_project_is_begun_from_standard_input(scp: Scp, tmp_path: Path) -> None:
    done = scp("init", "-")
    assert (done.returncode, "standard input" in done.stderr, list(tmp_path.iterdir())) == (2, True, [])


def test_no_project_is_begun_of_files_that_are_not_there(scp: Scp, tmp_path: Path) -> None:
    done = scp("init", "none.csv", "nor.xlsx")
    assert (done.returncode, done.stderr.count("missing-file"), list(tmp_path.iterdir())) == (2, 2, [])


def test_a_terminal_is_no_standard_input(scp: Scp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    done = scp("check", "-")
    assert (done.returncode, "send a file there" in done.stderr) == (2, True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two surveys, one of them wrong, of other files, of a folder, a pipe, and a link that leads out."""
    made = tmp_path / "khảo sát"
    (made / "sub").mkdir(parents=True)
    (made / "a.csv").write_text(SOUND, encoding="utf-8")
    (made / "b.csv").write_text(BAD, encoding="utf-8")
    (made / "sub" / "deep.csv").write_text(BAD, encoding="utf-8")
    for name in ("notes.md", ".hidden.csv", "~$a.xlsx", "scp.txt"):
        (made / name).write_text(BAD, encoding="utf-8")
    return made


def test_a_folder_means_the_files_in_it_that_are_read(scp: Scp, folder: Path) -> None:
    found = json.loads(scp("check", str(folder), "--format", "json").stdout)
    assert [Path(one["path"]).name for one in found["files"]] == ["a.csv", "b.csv"]
    assert [(Path(path).name, rule) for path, rule in checked(json.dumps(found))] == [("b.csv", "not-yes-no")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders")
def test_pipes_and_links_out_of_a_folder_are_named_and_never_opened(scp: Scp, folder: Path) -> None:
    """Opening the pipe would wait for ever; the link leads to a file that nobody handed in."""
    os.mkfifo(folder / "pipe.csv")
    (folder.parent / "secret.csv").write_text(BAD, encoding="utf-8")
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    (folder / "inside.csv").symlink_to("b.csv")
    (folder / "dir.csv").mkdir()
    found = checked(scp("check", str(folder), "--format", "json").stdout)
    named = {rule: {Path(path).name for path, one in found if one == rule} for _, rule in found}
    assert named["not-opened"] == {"pipe.csv", "link.csv", "dir.csv"}
    assert named["file-twice"] == {"inside.csv"}


def test_the_register_in_a_folder_is_no_survey(scp: Scp, folder: Path) -> None:
    register = folder / "register.csv"
    register.write_text("kind,id,name\ncraft_village,A,Làng A\n", encoding="utf-8")
    (folder / "b.csv").unlink()
    assert scp("score", str(folder), "--register", str(register), "-q").returncode == 0


def test_the_register_of_the_project_is_no_survey(scp: Scp, folder: Path) -> None:
    """Among the files of a folder, of a pattern, or of a hook that names every file that changed."""
    (folder / "register.csv").write_text("kind,id,name\ncraft_village,A,Làng A\n", encoding="utf-8")
    (folder / "b.csv").unlink()
    project = "schema: scp/project/1\nregister: register.csv\nfiles:\n  - path: a.csv\n"
    (folder / "scp.yaml").write_text(project, encoding="utf-8")
    for given in ([str(folder)], [str(folder / "*.csv")], [str(folder / "a.csv"), str(folder / "register.csv")]):
        done = scp("check", *given, "--strict")
        assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_a_rule_that_there_is_not_is_told_where_it_is_named(scp: Scp, folder: Path) -> None:
    text = "schema: scp/project/1\nignore_rules: [bogus]\nfiles:\n  - path: a.csv\n"
    (folder / "scp.yaml").write_text(text, encoding="utf-8")
    done = scp("check", str(folder / "a.csv"), "--lang", "en")
    assert (done.returncode, "scp.yaml:ignore_rules: error: unknown-rule: " in done.stderr) == (2, True)
    assert "--ignore" in scp("check", str(folder / "a.csv"), "--ignore", "bogus", "--project", "none").stderr


def test_a_folder_without_surveys_cannot_be_read_and_others_still_are(scp: Scp, folder: Path) -> None:
    done = scp("check", str(folder / "sub" / ".."), str(folder.parent), "--format", "json")
    assert done.returncode == 2
    assert [rule for _, rule in checked(done.stdout)] == ["not-yes-no", "unreadable-file"]


def test_the_project_of_a_folder_is_found(scp: Scp, folder: Path) -> None:
    (folder / "scp.yaml").write_text("schema: scp/project/1\nfiles:\n  - path: '*.csv'\n", encoding="utf-8")
    found = json.loads(scp("score", str(folder / "a.csv"), "--format", "json", "-q").stdout)
    whole = json.loads(scp("check", str(folder), "--format", "json").stdout)
    assert found["project"]["path"].endswith("scp.yaml")
    assert whole["files"][-1]["path"].endswith(("b.csv", "scp.yaml"))


def test_the_targets_that_fail_a_run_are_named(scp: Scp) -> None:
    done = scp("score", SAMPLES[-1], "--fail-on", "not_met,undetermined", "--lang", "en")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        "--fail-on: I.1.3 undetermined, I.1.4a undetermined, I.1.4b not_met",
    )
    assert scp("score", SAMPLES[-1], "--fail-on", "no_data").stderr == ""


def test_a_report_that_cannot_be_written_loses_no_other_finding(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(BAD, encoding="utf-8")
    reports = ("--report", "json=no/such/x.json", "--report", "sarif=ok.sarif")
    done = scp("check", "b.csv", *reports, "--lang", "en")
    assert done.returncode == 2
    assert "not-yes-no" in done.stdout
    assert (tmp_path / "ok.sarif").exists()
    assert "no/such/x.json: error: unwritable-output" in done.stderr
    assert "--output" not in done.stderr
    both = scp("check", "b.csv", "--report", "json=no/x.json", "-o", "no/y.txt", "--lang", "en")
    assert (both.returncode, both.stderr.count("unwritable-output")) == (2, 2)

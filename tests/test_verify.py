"""`scp verify`: a saved score run again, and compared byte for byte."""

import hashlib
import json
import shutil
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Scp
from jsonschema import Draft202012Validator
from small_surveys import PLAN

from scp_ninhbinh import __version__
from scp_ninhbinh.run import Request
from scp_ninhbinh.scores.again import ABSENT, Difference, differences
from scp_ninhbinh.scores.outputs import Options, checksum
from scp_ninhbinh.writers.schemas import schema_text

DATA = ROOT / "data" / "samples"
SURVEYS = ("survey-2020.csv", "survey-2025.csv")


@pytest.fixture
def year(scp: Scp, tmp_path: Path) -> Path:
    """A folder of its own with surveys, register, plan and a saved score of 2025."""
    folder = tmp_path / "year"
    folder.mkdir()
    for name in (*SURVEYS, "register.csv", "sample-2025.csv"):
        shutil.copy(DATA / name, folder)
    shutil.copy(ROOT / "plan" / "targets.yaml", folder / "plan.yaml")
    saved(scp, folder, *SURVEYS, "--register", "register.csv", "--plan", "plan.yaml")
    return folder


def saved(scp: Scp, folder: Path, *asked: str) -> None:
    done = scp("score", *asked, "--format", "json", "-o", "saved.json", cwd=folder)
    assert done.returncode == 0, done.stderr


def changed(path: Path, *keys: Any, value: Any) -> None:
    """Give a key of a saved score another value, and renew its checksum as whoever deceives would."""
    document = part = json.loads(path.read_text("utf-8"))
    for key in keys[:-1]:
        part = part[key]
    part[keys[-1]] = value
    document["sha256"] = checksum(document)
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def test_the_same_files_give_the_same_bytes(scp: Scp, year: Path) -> None:
    done = scp("verify", "saved.json", cwd=year)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("saved.json: the same")


def test_paths_are_looked_for_from_the_current_folder_then_from_that_of_the_result(scp: Scp, year: Path) -> None:
    assert scp("verify", "year/saved.json", cwd=year.parent).returncode == 0
    (year / "results").mkdir()
    (year / "saved.json").rename(year / "results" / "saved.json")
    assert scp("verify", "results/saved.json", cwd=year).returncode == 0
    done = scp("verify", "year/results/saved.json", cwd=year.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert " missing-file: " in done.stderr


@pytest.mark.parametrize(
    "asked",
    [
        (*SURVEYS, "--year", "2025", "--due", "all", "--by", "area", "--lang", "vi"),
        (*SURVEYS, "--due", "2030", "--by", "kind", "--bad-cells", "unknown", "--decimal", "comma"),
        ("sample-2025.csv", "--register", "register.csv", "--sample", "--confidence", "99.9"),
        (*SURVEYS, "--set", "stratum=a=b", "--blank", "no:informed"),
        (*SURVEYS, SURVEYS[0]),
    ],
    ids=" ".join,
)
def test_every_option_that_changes_the_score_is_recorded(scp: Scp, year: Path, asked: tuple[str, ...]) -> None:
    saved(scp, year, *asked)
    done = scp("verify", "saved.json", cwd=year)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_every_field_of_a_request_is_recorded() -> None:
    """A new option would else be forgotten; what `check` leaves out changes no figure, the language every message."""
    asked, recorded = ({one.name for one in fields(kind)} for kind in (Request, Options))
    assert asked - {"ignore", "passed_over"} == recorded - {"lang"}


def test_a_project_names_its_files_plan_and_register(scp: Scp, year: Path) -> None:
    project = 'schema: scp/project/1\nplan: plan.yaml\nregister: register.csv\nfiles:\n  - path: "survey-*.csv"\n'
    (year / "scp.yaml").write_text(project, encoding="utf-8")
    saved(scp, year)
    assert json.loads((year / "saved.json").read_text("utf-8"))["options"]["files"] == list(SURVEYS)
    assert scp("verify", "saved.json", cwd=year).returncode == 0
    (year / "scp.yaml").write_text(f"{project}lang: en\n", encoding="utf-8")
    done = scp("verify", "saved.json", cwd=year)
    assert (done.returncode, "scp.yaml: error: changed-input: " in done.stderr) == (2, True)


def test_what_is_different_is_named_with_both_values(scp: Scp, year: Path) -> None:
    """Of a score whose checksum was renewed too."""
    document = json.loads((year / "saved.json").read_text("utf-8"))
    (number,) = [n for n, one in enumerate(document["targets"]) if one["id"] == "zones-informed"]
    before = document["targets"][number]["achieved"]
    changed(year / "saved.json", "targets", number, "achieved", value=99.5)
    done = scp("verify", "saved.json", cwd=year)
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "saved.json: different from today's run"
    assert lines[1] == f"  targets[{number}].achieved: saved 99.5, now {before}"
    assert lines[2].startswith("  sha256: saved ")
    assert len(lines) == 3


def test_at_most_ten_keys_are_named(scp: Scp, year: Path) -> None:
    document = json.loads((year / "saved.json").read_text("utf-8"))
    changed(year / "saved.json", "targets", value=[one | {"clause": "X"} for one in document["targets"]])
    lines = scp("verify", "saved.json", cwd=year).stdout.splitlines()
    assert (len(lines), lines[-1]) == (12, f"  and {len(document['targets']) + 1 - 10} more keys")


def test_a_file_laid_out_otherwise_is_not_the_same_bytes(scp: Scp, year: Path) -> None:
    document = json.loads((year / "saved.json").read_text("utf-8"))
    (year / "saved.json").write_text(json.dumps(document), encoding="utf-8")
    done = scp("verify", "saved.json", cwd=year)
    assert (done.returncode, done.stdout) == (1, "saved.json: the same values, laid out otherwise\n")


def test_what_powershell_makes_of_the_file_is_no_difference(scp: Scp, year: Path) -> None:
    text = (year / "saved.json").read_text("utf-8")
    (year / "saved.json").write_bytes(text.replace("\n", "\r\n").encode("utf-16"))
    assert scp("verify", "saved.json", cwd=year).returncode == 0


@pytest.mark.parametrize("name", [*SURVEYS, "register.csv", "plan.yaml"])
def test_a_file_that_changed_or_is_missing_cannot_be_verified(scp: Scp, year: Path, name: str) -> None:
    whole = (year / name).read_bytes()
    (year / name).write_bytes(whole + b"\n")
    done = scp("verify", "saved.json", cwd=year)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{name}: error: changed-input: " in done.stderr
    (year / name).unlink()
    done = scp("verify", "saved.json", cwd=year)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{name}: error: missing-file: " in done.stderr


def test_a_score_of_another_version_cannot_be_verified(scp: Scp, year: Path) -> None:
    changed(year / "saved.json", "version", value="0.0.9")
    done = scp("verify", "saved.json", cwd=year)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot-verify: " in done.stderr
    assert "0.0.9" in done.stderr


def test_a_score_of_standard_input_cannot_be_verified(scp: Scp, year: Path) -> None:
    changed(year / "saved.json", "inputs", 0, "path", value="-")
    done = scp("verify", "saved.json", cwd=year)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot-verify: the saved score cannot be run again: it was scored from standard input" in done.stderr


@pytest.mark.parametrize("name", ["survey-2020.csv", "none.json"])
def test_what_is_no_saved_score_cannot_be_verified(scp: Scp, year: Path, name: str) -> None:
    done = scp("verify", name, cwd=year)
    assert (done.returncode, done.stdout) == (2, "")
    assert "not-a-score" in done.stderr or "missing-file" in done.stderr


def test_differences_are_those_of_the_innermost_keys() -> None:
    """A number and a truth of the same value differ; a key or an item that one lacks is said to be absent."""
    one = {"a": {"b": [1, 2]}, "c": 1, "d": None}
    other = {"a": {"b": [1, 3, 4]}, "c": True, "e": 5}
    assert list(differences(one, other)) == [
        Difference("a.b[1]", 2, 3),
        Difference("a.b[2]", ABSENT, 4),
        Difference("c", 1, True),
        Difference("d", None, ABSENT),
        Difference("e", ABSENT, 5),
    ]
    assert list(differences(one, dict(one))) == []


# As JSON


def verified(scp: Scp, year: Path, *asked: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the JSON of a verification, which fits its schema; nothing is said beside it."""
    done = scp("verify", "saved.json", "--format", "json", *asked, cwd=year)
    document: dict[str, Any] = json.loads(done.stdout)
    Draft202012Validator(json.loads(schema_text("verify", PLAN))).validate(document)
    assert done.stderr == ""
    return done.returncode, document


def test_json_says_that_it_is_the_same(scp: Scp, year: Path) -> None:
    code, document = verified(scp, year)
    digest = hashlib.sha256((year / "saved.json").read_bytes()).hexdigest()
    assert (code, document) == (
        0,
        {
            **{"schema": "scp-ninhbinh/verify/1", "version": __version__, "path": "saved.json", "sha256": digest},
            **{"outcome": "same", "differences": [], "problems": []},
        },
    )


def test_json_has_every_key_that_differs_with_both_values(scp: Scp, year: Path) -> None:
    """More than the ten of the text; a key that one of the two lacks is not one that is null there."""
    document = json.loads((year / "saved.json").read_text("utf-8"))
    several = [one | {"clause": "X"} for one in document["targets"]]
    several[0] |= {"clause": None, "more": "–"}
    changed(year / "saved.json", "targets", value=several)
    code, found = verified(scp, year)
    assert code == 2  # a clause is a text: that is no saved score
    several[0]["clause"] = "X"
    changed(year / "saved.json", "targets", value=several)
    code, found = verified(scp, year)
    assert (code, found["outcome"], found["problems"]) == (1, "different", [])
    assert [one["key"] for one in found["differences"]] == [
        *("targets[0].clause", "targets[0].more"),
        *(f"targets[{n}].clause" for n in range(1, len(several))),
        "sha256",
    ]
    first, more, *_ = found["differences"]
    assert first == {"key": "targets[0].clause", "saved": "X", "now": "I.1.1", "absent": None}
    assert more == {"key": "targets[0].more", "saved": "–", "now": None, "absent": "now"}


def test_json_of_another_layout_differs_in_no_key(scp: Scp, year: Path) -> None:
    document = json.loads((year / "saved.json").read_text("utf-8"))
    (year / "saved.json").write_text(json.dumps(document), encoding="utf-8")
    code, found = verified(scp, year)
    assert (code, found["outcome"], found["differences"]) == (1, "different", [])


@pytest.mark.parametrize(
    ("code", "message"), [("en", "is no longer the one that was scored"), ("vi", "tệp không còn là")]
)
def test_json_says_why_it_cannot_be_run_again(scp: Scp, year: Path, code: str, message: str) -> None:
    (year / "register.csv").write_bytes((year / "register.csv").read_bytes() + b"\n")
    returned, found = verified(scp, year, "--lang", code)
    assert (returned, found["outcome"], found["differences"]) == (2, "cannot", [])
    (why,) = found["problems"]
    assert (why["rule"], why["path"], why["severity"]) == ("changed-input", "register.csv", "error")
    assert message in why["message"]
    assert found["sha256"] is not None


def test_json_of_what_is_no_saved_score_has_no_hash(scp: Scp, year: Path) -> None:
    (year / "saved.json").unlink()
    code, found = verified(scp, year)
    assert (code, found["outcome"], found["sha256"]) == (2, "cannot", None)
    assert [one["rule"] for one in found["problems"]] == ["missing-file"]


@pytest.mark.parametrize("name", ["saved.json", SURVEYS[0], "register.csv", "plan.yaml"])
def test_no_output_is_written_over_what_was_verified(scp: Scp, year: Path, name: str) -> None:
    before = (year / name).read_bytes()
    for folder, path in ((year, name), (year.parent, f"year/{name}")):
        saved_at = "saved.json" if folder == year else "year/saved.json"
        done = scp("verify", saved_at, "--format", "json", "-o", path, cwd=folder)
        assert (done.returncode, "output-is-input" in done.stderr) == (2, True)
    assert (year / name).read_bytes() == before
    assert scp("verify", "saved.json", "-o", "out.json", cwd=year).returncode == 0
    assert json.loads((year / "out.json").read_text("utf-8"))["outcome"] == "same"

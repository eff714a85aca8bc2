"""What other repositories take from this one: the GitHub action and the pre-commit hook."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
CHECK = ACTION["runs"]["steps"][-1]["run"]

pytestmark = pytest.mark.process


def run_check(folder: Path, **inputs: str) -> "subprocess.CompletedProcess[str]":
    """Run the action's last step as a runner does: its inputs in the environment, bash with -e and pipefail."""
    shims = folder / "bin"
    shims.mkdir()
    (shims / "python").symlink_to(sys.executable)
    environment = os.environ | {"FILES": "", "ARGUMENTS": "", "SARIF": "", "PATH": f"{shims}:{os.environ['PATH']}"}
    environment |= {"PYTHONPATH": str(ROOT / "src") + os.pathsep + os.pathsep.join(sys.path)} | inputs
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", CHECK]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    for name, answer in (("a", "yes"), ("b", "maybe")):
        text = f"year,kind,id,informed\n2025,craft_village,{name.upper()},{answer}\n"
        (tmp_path / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_action_expands_its_patterns_annotates_and_fails(folder: Path) -> None:
    done = run_check(folder, FILES="data/*.csv", SARIF="findings.sarif")
    assert done.returncode == 1
    assert re.search(r"^::error file=data/b\.csv,line=2,title=not-yes-no::informed: ", done.stdout, re.MULTILINE)
    assert (folder / "findings.sarif").exists()


def test_the_action_passes_options_on_and_succeeds(folder: Path) -> None:
    assert run_check(folder, FILES="data/a.csv", ARGUMENTS="--strict").returncode == 0


def test_no_input_of_the_action_is_read_as_a_part_of_its_script(folder: Path) -> None:
    assert "${{" not in CHECK
    run_check(folder, FILES="data/a.csv; touch harmed $(touch harmed)")
    assert not (folder / "harmed").exists()


def test_every_input_of_the_action_is_used() -> None:
    steps = str(ACTION["runs"]["steps"])
    assert all(f"inputs.{name} " in steps for name in ACTION["inputs"])


def test_the_hook_checks_surveys_of_every_format_and_plans() -> None:
    (hook,) = HOOKS
    assert shlex.split(hook["entry"]) == ["scp-ninhbinh", "check"]
    names = ["data/a.csv", "Khảo sát.xlsx", "a.xls", "a.ods", "plan/targets.yaml"]
    assert all(re.search(hook["files"], name) for name in names)
    assert not any(re.search(hook["files"], name) for name in ("README.md", ".github/workflows/a.yaml"))

"""What other repositories take from this one: the GitHub action and the pre-commit hook."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
SCRIPTS = {step["name"]: step["run"] for step in ACTION["runs"]["steps"] if "run" in step}
SHELLS = {step["name"]: step["shell"] for step in ACTION["runs"]["steps"] if "run" in step}
BIN = sysconfig.get_path("scripts")

Done = subprocess.CompletedProcess[str]

pytestmark = pytest.mark.process


def run_step(name: str, folder: Path, **inputs: str) -> Done:
    """Run a step as a runner does: its script in a file, its inputs in the environment, by the shell that it names."""
    script = folder.with_name(f"{folder.name}-step")
    script.write_text(SCRIPTS[name], encoding="utf-8")
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment = plain | {"FILES": "", "ARGUMENTS": "", "SARIF": "", "PATH": f"{BIN}{os.pathsep}{plain['PATH']}"}
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
    python = [sys.executable, *shlex.split(SHELLS[name].format(script))[1:]]
    command = bash if SHELLS[name] == "bash" else python
    return subprocess.run(command, cwd=folder, env=environment | inputs, capture_output=True, text=True, check=False)


def run_check(folder: Path, **inputs: str) -> Done:
    return run_step("Check", folder, **inputs)


def run_hook(folder: Path, *files: str, args: Sequence[str] = ()) -> Done:
    """Run the hook as pre-commit does: its entry, then `args` of whoever uses it, then the names of the files."""
    command = [*shlex.split(HOOKS[0]["entry"]), *args, *files]
    command[0] = str(Path(BIN) / command[0])
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


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


def test_a_line_is_one_file_or_pattern_and_one_argument(folder: Path) -> None:
    """Names with blanks, a sheet with blanks, and every level below a folder: three files, of which one is wrong."""
    deep = folder / "data" / "năm 2025" / "quý 4"
    deep.mkdir(parents=True)
    shutil.copy(folder / "data" / "b.csv", deep / "Khảo sát 2025.csv")
    named = run_check(folder, FILES="data/năm 2025/quý 4/Khảo sát 2025.csv\n", ARGUMENTS="--set=Bảng 1/year=2025")
    assert (named.returncode, "Khảo sát 2025.csv,line=2" in named.stdout) == (1, True)
    every = run_check(folder, FILES="\n  data/**/*.csv  \n", ARGUMENTS="--strict\n--quiet")
    assert set(re.findall("error file=([^,]*)", every.stdout)) == {
        *("data/b.csv", "data/năm 2025/quý 4/Khảo sát 2025.csv"),
    }


@pytest.mark.parametrize("files", ["data/*.xlsx", "data/a.csv\nno such.csv", "", " \n"])
def test_a_line_that_means_no_file_is_an_error(folder: Path, files: str) -> None:
    """Nothing that was to be checked is passed over: two of three files once were, and the step was green."""
    done = run_check(folder, FILES=files)
    assert done.returncode != 0
    assert ("::error title=scp check::no file is meant by" in done.stdout) == bool(files.strip())


def test_a_name_that_is_a_pattern_too_is_the_file_of_that_name(folder: Path) -> None:
    shutil.copy(folder / "data" / "b.csv", folder / "[a].csv")
    assert "error file=[a].csv" in run_check(folder, FILES="[a].csv").stdout


def test_what_others_run_is_pinned_by_its_hash() -> None:
    used = [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one) for one in used)


def test_no_input_of_the_action_is_read_as_a_part_of_its_script(folder: Path) -> None:
    assert "${{" not in SCRIPTS["Check"]
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


@pytest.fixture
def hostile(folder: Path) -> Path:
    """A repository with modules named like those of the program, and files named like its options."""
    for name in ("typer", "scp_ninhbinh", "yaml", "pip", "encodings"):
        (folder / f"{name}.py").write_text("open('harmed', 'w').close()\n", encoding="utf-8")
    for name in ("--annotate=copy.xlsx", "-dash.csv", "--output=lost.csv"):
        shutil.copy(folder / "data" / "b.csv", folder / name)
    return folder


def test_the_action_imports_nothing_from_the_folder_that_it_checks(hostile: Path) -> None:
    done = run_check(hostile, FILES="data/a.csv")
    assert (done.returncode, done.stderr) == (0, "")
    run_step("Install", hostile, GITHUB_ACTION_PATH="no-such-folder")
    assert not (hostile / "harmed").exists()


def test_the_action_takes_files_for_files_whatever_their_names(hostile: Path) -> None:
    done = run_check(hostile, FILES="*.csv", ARGUMENTS="--strict")
    assert done.returncode == 1
    assert set(re.findall("error file=([^,]*)", done.stdout)) == {"--output=lost.csv", "-dash.csv"}
    assert not (hostile / "lost.csv").exists()


def test_the_hook_takes_files_for_files_and_passes_options_on(hostile: Path) -> None:
    assert run_hook(hostile, "data/a.csv", args=["--strict"]).returncode == 0
    done = run_hook(hostile, "data/a.csv", "-dash.csv", args=["--strict", "--format=json"])
    assert (done.returncode, '"path": "./-dash.csv"' in done.stdout) == (1, True)


def test_the_hook_refuses_a_file_that_is_named_like_an_option(hostile: Path) -> None:
    done = run_hook(hostile, "--output=lost.csv", "data/a.csv")
    assert done.returncode == 2
    assert "is an option and the name of a file" in done.stderr
    assert not (hostile / "lost.csv").exists()

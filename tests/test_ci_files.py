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
from typing import Any

import pytest
import yaml
from conftest import ROOT
from openpyxl import Workbook

from scp_ninhbinh import __version__
from scp_ninhbinh.project.folder import ENDINGS

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
    assert ("title=missing-file::" in done.stdout) == bool(files.strip())


def test_two_arguments_on_a_line_are_told_as_that(folder: Path) -> None:
    done = run_check(folder, FILES="data/a.csv", ARGUMENTS="--strict --ignore unknown-column")
    assert (done.returncode, "one argument a line" in done.stderr) == (1, True)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links")
def test_a_link_that_leads_out_is_named_and_never_opened(folder: Path) -> None:
    """What it leads to would be quoted in an annotation that everybody can read."""
    (folder.parent / "secret.csv").write_text("TOKEN=s3cr3t\nx\n", encoding="utf-8")
    (folder / "data" / "link.csv").symlink_to(folder.parent / "secret.csv")
    done = run_check(folder, FILES="data/**/*.csv")
    assert "title=not-opened" in done.stdout
    assert "s3cr3t" not in done.stdout


def test_what_was_found_is_written_though_a_file_is_missing(folder: Path) -> None:
    done = run_check(folder, FILES="data/a.csv\nnone.csv", SARIF="findings.sarif")
    assert (done.returncode, (folder / "findings.sarif").exists()) == (2, True)


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
    names = ["plan/targets.yaml", "scp.yaml", "2025/scp.yaml", "DATA/A.CSV", *(f"Khảo sát{end}" for end in ENDINGS)]
    assert [name for name in names if not re.search(hook["files"], name)] == []
    others = ("README.md", ".github/workflows/a.yaml", "my-scp.yaml", "a.csv.md")
    assert [name for name in others if re.search(hook["files"], name)] == []


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


# --- docs/ci.md: its examples, run on a made repository --------------------------------------------------------

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
HERE = "<this repository>"
"""What stands for an address in docs: no sign of it can be in a name that somebody might own."""

EXAMPLES = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
(WORKFLOW,) = (one for one in EXAMPLES if "jobs" in one)
(PIPELINE,) = (one["surveys"] for one in EXAMPLES if "surveys" in one)
COMMITS = [repo for one in EXAMPLES for repo in one.get("repos", ())]
(PROJECT,) = (one for one in EXAMPLES if "schema" in one)
SHELL = [line for text in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in text.splitlines()]
TAG = f"v{__version__}"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A sound survey with a column of its own, one below it, and a workbook whose sheet lacks the year."""
    made = tmp_path / "repository"
    for name in ("data/a.csv", "data/quý 4/b.csv"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        text = f"year,kind,id,informed,cán bộ\n2025,craft_village,{name},yes,A\n"
        (made / name).write_text(text, encoding="utf-8")
    book = Workbook()
    assert book.active is not None
    book.active.title = "Làng nghề 2025"
    for row in (("kind", "id", "name", "informed"), ("craft_village", "L-1", "Làng A", "yes")):
        book.active.append(row)
    book.save(made / "data" / "Khảo sát 2025.xlsx")
    return made


def run_line(line: str, folder: Path) -> Done:
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "SCP_LANG": "en"}
    command = ["bash", "-c", line]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def with_a_fault(folder: Path) -> Path:
    (folder / "data" / "wrong.csv").write_text("year,kind,id,informed\n2025,craft_village,B,maybe\n", encoding="utf-8")
    return folder


def test_the_workflow_of_the_page_runs_with_the_inputs_of_the_action(repository: Path) -> None:
    _, step, upload = WORKFLOW["jobs"]["check"]["steps"]
    assert step["uses"] == f"{HERE}@{TAG}"
    assert step["with"].keys() <= ACTION["inputs"].keys()
    inputs = {name.upper(): text for name, text in step["with"].items()}
    assert upload["with"]["sarif_file"] == inputs["SARIF"]
    done = run_check(repository, **inputs)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "0 lỗi, 0 cảnh báo, 1 thông báo, 3 tệp, 3 dòng")
    done = run_check(with_a_fault(repository), **inputs)
    assert (done.returncode, "file=data/wrong.csv,line=2" in done.stdout) == (1, True)
    assert "not-yes-no" in (repository / inputs["SARIF"]).read_text(encoding="utf-8")


def test_the_pipeline_of_the_page_writes_the_reports_that_it_hands_on(repository: Path) -> None:
    shutil.rmtree(repository / "data" / "quý 4")
    (repository / "data" / "Khảo sát 2025.xlsx").unlink()
    (repository / "scp.yaml").write_text("schema: scp/project/1\nignore_rules: [unknown-column]\n", encoding="utf-8")
    install, check = PIPELINE["script"]
    assert install == f'pip install "git+{HERE}@{TAG}"'
    assert run_line(check, repository).returncode == 0
    assert run_line(check, with_a_fault(repository)).returncode == 1
    reports = PIPELINE["artifacts"]["reports"]
    findings = yaml.safe_load((repository / reports["codequality"]).read_text(encoding="utf-8"))
    (finding,) = (one for one in findings if one["severity"] == "major")
    assert finding["location"] == {"path": "data/wrong.csv", "lines": {"begin": 2}}
    assert "<testsuite" in (repository / reports["junit"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("repo", COMMITS, ids=["files of a commit", "all files"])
def test_the_hooks_of_the_page_are_those_that_are_here(repository: Path, repo: dict[str, Any]) -> None:
    assert (repo["repo"], repo["rev"]) == (HERE, TAG)
    (used,) = repo["hooks"]
    assert used["id"] == HOOKS[0]["id"]
    (repository / "data" / "Khảo sát 2025.xlsx").unlink()
    (repository / "scp.yaml").write_text("schema: scp/project/1\nignore_rules: [unknown-column]\n", encoding="utf-8")
    names = ["data/a.csv", "data/wrong.csv"] if used.get("pass_filenames", True) else []
    assert run_hook(repository, *names[:1], args=used["args"]).returncode == 0
    done = run_hook(with_a_fault(repository), *names, args=used["args"])
    assert (done.returncode, "not-yes-no" in done.stdout) == (1, True)


@pytest.mark.parametrize("line", [line for line in SHELL if "scp-ninhbinh" in line])
def test_a_line_of_the_page_runs_and_finds_what_is_wrong(repository: Path, line: str) -> None:
    """A column of the office is a warning, as `--strict` says until it is ignored; a fault is an error."""
    if "git show" in line:
        for command in ("init -q", "add -A", "-c user.name=a -c user.email=a@b.example commit -qm a"):
            subprocess.run(["git", *command.split()], cwd=repository, check=True)
    (repository / "data" / "Khảo sát 2025.xlsx").unlink()
    ignored, scores = "--ignore" in line, "score" in line
    done = run_line(line, repository)
    assert done.returncode == (1 if not ignored and not scores else 0), done.stderr
    assert scores or ignored or "unknown-column" in done.stdout
    if "git show" not in line:
        assert run_line(line, with_a_fault(repository)).returncode == (2 if scores else 1)


def test_rules_are_ignored_by_the_project_as_by_the_option(repository: Path) -> None:
    (repository / "data" / "Khảo sát 2025.xlsx").unlink()
    assert run_line("scp-ninhbinh check data --strict", repository).returncode == 1
    (repository / "scp.yaml").write_text(yaml.safe_dump(PROJECT), encoding="utf-8")
    assert run_line("scp-ninhbinh check data --strict", repository).returncode == 0
    (option,) = (line.rsplit(maxsplit=1)[1] for line in SHELL if "--ignore" in line)
    assert option.split(",") == PROJECT["ignore_rules"]


def test_every_code_and_verdict_of_the_page_is_one() -> None:
    assert set(re.findall(r"`([a-z_]+)`", PAGE.partition("takes any of")[2].partition(". ")[0])) == {
        *("met", "not_met", "not_yet", "undetermined", "no_data", "tracked")
    }
    assert re.findall(r"(?m)^\| (\d) \|", PAGE) == ["0", "1", "2"]


def test_an_address_in_the_docs_is_none_that_somebody_might_own() -> None:
    """`OWNER/REPO` and its like are names that can be registered."""
    text = "\n".join(page.read_text("utf-8") for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
    used = re.findall(r"\b(?:uses|repo|repository): ((?:<[^>]*>)?[^\s,}]*)", text)
    assert {one for one in used if not one.startswith(("actions/", "github/"))} == {HERE, f"{HERE}@{TAG}"}

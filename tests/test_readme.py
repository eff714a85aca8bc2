"""What the README shows is what the program does: its commands run, its outputs are today's."""

import re
import shlex
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Scp

from scp_ninhbinh.plan_file import embedded_plan
from scp_ninhbinh.survey.units import COLUMNS, MODEL_OF

sys.path.insert(0, str(ROOT / "docs"))
from make_docs import pages  # beside the pages that it writes

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n\$ scp (.*?)\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("command", "output"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_a_command_of_the_readme_prints_what_stands_below_it(scp: Scp, command: str, output: str) -> None:
    words = [word for part in shlex.split(command) for word in expand(part)]
    assert scp(*words, cwd=ROOT).stdout == output


def expand(word: str) -> list[str]:
    found = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(word)) if "*" in word else []
    return found or [word]


def test_the_readme_has_its_examples() -> None:
    assert [command.split()[0] for command, _ in CONSOLE] == ["score", "check"]


def test_every_column_and_kind_stands_in_the_readme() -> None:
    assert all(f"`{name}`" in README for name in (*COLUMNS, *MODEL_OF))


def test_every_command_and_option_stands_in_the_readme(scp: Scp) -> None:
    commands = ("score", "check", "targets", "template", "schema", "rules")
    named = {option for command in commands for option in re.findall(r"--[a-z][a-z-]+", scp(command, "--help").stdout)}
    assert named - {"--help", "--output"} <= set(re.findall(r"--[a-z][a-z-]+", README))
    assert all(f"`scp {command}" in README for command in commands)


@pytest.mark.parametrize(("path", "text"), list(pages()), ids=lambda value: getattr(value, "name", None))
def test_a_page_that_is_made_is_what_the_program_says_today(path: Path, text: str) -> None:
    """`make docs` writes them: rules, words, schemas."""
    assert path.read_text(encoding="utf-8") == text


def test_every_link_of_the_readme_leads_somewhere() -> None:
    assert all((ROOT / link).exists() for link in re.findall(r"\]\(([^)#:]+)\)", README))


def test_the_targets_of_the_readme_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{target}:" in makefile for target in re.findall(r"(?m)(?:`|^)make (\w+)", README))


def test_the_script_example_runs(scp: Scp) -> None:
    sample = str(ROOT / "data" / "samples" / "survey-2025.csv")
    assert scp("check", sample, "--strict").returncode == 0
    done = scp("score", sample, "--format", "json", "--fail-on", "not_met,undetermined", "-o", "scores.json")
    assert done.returncode == 1


def test_the_readmes_plan_is_the_embedded_one() -> None:
    assert embedded_plan() == str(ROOT / "plan" / "targets.yaml")

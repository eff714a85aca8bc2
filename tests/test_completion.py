"""Completion in a shell: what the program answers when one asks, and the scripts by which they ask."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Scp

ASKED = {
    "bash": {"COMP_WORDS": "scp score --form", "COMP_CWORD": "2"},
    "zsh": {"_TYPER_COMPLETE_ARGS": "scp score --form"},
    "fish": {"_TYPER_COMPLETE_ARGS": "scp score --form", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    "powershell": {"_TYPER_COMPLETE_ARGS": "scp score --form", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "--form"},
}
"""How each shell asks what `scp score --form` may become."""


@pytest.mark.process
@pytest.mark.parametrize("shell", ASKED)
def test_every_shell_is_told_the_options_of_a_command(scp_process: Scp, shell: str) -> None:
    done = scp_process(_SCP_COMPLETE=f"complete_{shell}", **ASKED[shell])
    assert "--format" in done.stdout
    assert done.stderr == ""


@pytest.mark.process
def test_the_choices_of_an_option_are_completed(scp_process: Scp) -> None:
    asked = {"COMP_WORDS": "scp check --format ", "COMP_CWORD": "3"}
    assert "sarif" in scp_process(_SCP_COMPLETE="complete_bash", **asked).stdout.split()


@pytest.mark.parametrize("shell", ASKED)
def test_the_script_of_a_shell_asks_the_program_by_its_name(scp: Scp, shell: str) -> None:
    script = scp("completion", shell).stdout
    assert "_SCP_COMPLETE" in script
    assert re.search(r"\bscp\b", script)


@pytest.mark.process
@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_bash_completes_by_the_script(scp: Scp, tmp_path: Path) -> None:
    """The script is read as ~/.bashrc reads it, and its function asked as a tab asks it."""
    assert scp("completion", "bash", "-o", "scp.bash").returncode == 0
    (tmp_path / "scp").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scp_ninhbinh "$@"\n')
    (tmp_path / "scp").chmod(0o755)
    text = f"""
    source {tmp_path / "scp.bash"}; COMP_WORDS=(scp expl); COMP_CWORD=1
    _scp_completion {tmp_path / "scp"}; echo "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", text], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("explain\n", "")

"""The embedded plan is ready as its YAML was read once, and only as long as that is its YAML."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from pkgutil import get_data

import pytest
from conftest import SAMPLES

from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.plan.ready import FILE, ready_plan, ready_text
from scp_ninhbinh.plan.yaml_plan import read_plan

EMBEDDED = read_plan(embedded_plan())


def test_the_plan_that_is_ready_is_that_of_the_yaml_in_every_value() -> None:
    """`make docs` writes it anew."""
    assert ready_text(EMBEDDED.plan, EMBEDDED.sha256) == (get_data("scp_ninhbinh", FILE) or b"").decode()
    made = ready_plan(EMBEDDED.sha256)
    assert made is not None
    assert (made, repr(made)) == (EMBEDDED.plan, repr(EMBEDDED.plan))
    assert made.vocabulary.names == EMBEDDED.plan.vocabulary.names


def test_a_plan_of_which_a_letter_was_changed_is_read_and_checked(tmp_path: Path) -> None:
    text = Path(embedded_plan()).read_text(encoding="utf-8").replace("at_least: 70", "at_least: 71", 1)
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    assert ready_plan(sha256(path.read_bytes()).hexdigest()) is None
    loaded = load_plan(str(path))
    assert loaded.plan != EMBEDDED.plan
    assert loaded.sha256 == sha256(path.read_bytes()).hexdigest()


def test_the_file_names_its_yaml_by_its_hash() -> None:
    document = json.loads(get_data("scp_ninhbinh", FILE) or b"")
    assert document["sha256"] == sha256(Path(embedded_plan()).read_bytes()).hexdigest()


@pytest.mark.process
def test_a_score_by_the_embedded_plan_needs_no_reader_of_yaml() -> None:
    """In a process of its own, as whatever tests import is loaded here."""
    asked = f"from scp_ninhbinh.cli.main import run; run(['score', {SAMPLES[-1]!r}, '-q']); import sys"
    told = "print({'yaml', 'scp_ninhbinh.plan.checks', 'scp_ninhbinh.project.file'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", f"{asked}; {told}"], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"

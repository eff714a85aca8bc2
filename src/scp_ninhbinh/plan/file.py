"""A plan file, or the one that travels with the program → the plan. What reads YAML is needed only for the former."""

import hashlib
import io
import re
from pathlib import Path
from typing import Final, NamedTuple

from scp_ninhbinh.files import PLAN as PACKED
from scp_ninhbinh.files import is_there, opened, opening
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.ready import ready_plan
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, problem

EMBEDDED: Final = "embedded"
"""What `survey` says for the kinds and columns of the embedded plan."""

MAX_BYTES: Final = 250_000

SURVEY_LINE: Final = re.compile(r"(?m)^survey:[ \t]+([^#\r\n]+)")
"""Where a plan file names the file of its kinds and columns."""


class LoadedPlan(NamedTuple):
    """A sound plan with the hash of the bytes that it was read from; `problems` are warnings.

    Of a plan with a survey file of its own the hash is of both, one after the other.
    """

    plan: Plan
    sha256: str
    problems: list[Problem]


def embedded_plan() -> str:
    """Return the path of the plan that travels with the program, installed or in its own checkout."""
    return str(PACKED if is_there(str(PACKED)) else PACKED.parents[2] / "plan" / "targets.yaml")


def load_plan(path: str) -> LoadedPlan:
    """Read the plan file at `path`, with the file of kinds and columns that it may name.

    The embedded plan is ready, as it was read once, unless its file was changed since.

    Raises:
        ScpError: a file cannot be read or is no sound plan; with every problem found.
    """
    if path == embedded_plan():
        sha256 = hashlib.sha256(read_bytes(path)).hexdigest()
        if plan := ready_plan(sha256):
            return LoadedPlan(plan, sha256, [])
    from scp_ninhbinh.plan.yaml_plan import read_plan

    return read_plan(path)


def survey_file(path: str) -> str | None:
    """Return the file of kinds and columns that a plan file names, at a glance: before it is known to be sound."""
    try:
        found = SURVEY_LINE.search(read_bytes(path).decode("utf-8", "replace"))
    except ScpError:
        return None
    name = found[1].strip().strip("\"'") if found else EMBEDDED
    return None if name == EMBEDDED else str(Path(path).parent / name)


def read_bytes(path: str) -> bytes:
    """Return the bytes of a YAML file.

    Raises:
        ScpError: it cannot be read, or is larger than any.
    """
    with opening(path), io.BufferedReader(opened(path)) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ScpError([problem("plan-too-large", Place(path), limit=MAX_BYTES)])
    return data

"""Problems as a code quality report of GitLab: what a merge request shows beside the lines of a file.

https://docs.gitlab.com/ci/testing/code_quality/: a list of findings, each with a fingerprint that finds it again.
"""

import hashlib
from pathlib import PurePath
from typing import Any, Final

from scp_ninhbinh.findings.fingerprints import fingerprints
from scp_ninhbinh.findings.text import line_of
from scp_ninhbinh.problems.problem import Problem, Severity, describe, place_text
from scp_ninhbinh.run import CheckRun
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, joined
from scp_ninhbinh.writers.json import dump

SEVERITIES: Final[dict[Severity, str]] = {"error": "major", "warning": "minor", "notice": "info"}
"""How bad a finding is, as GitLab calls it."""


def check_gitlab(run: CheckRun, language: Language) -> str:
    """Return every problem that stands in a file; what is wrong with the request stands in none."""
    inside = [found for found in run.problems if not found.place.field]
    return dump([_finding(*pair, language) for pair in zip(inside, fingerprints(inside), strict=True)])


def _finding(found: Problem, fingerprint: str, language: Language) -> dict[str, Any]:
    path = show(PurePath(found.place.path).as_posix())
    within = place_text(found.place._replace(path="", line=None, row=None)).strip(":")
    said = language.text(joined(*describe(found), by="; "))
    return {
        "description": f"{within}: {said}" if within else said,
        "check_name": found.rule,
        # of two files that lack the same GitLab would show one
        "fingerprint": hashlib.sha256(f"{path}:{fingerprint}".encode()).hexdigest(),
        "severity": SEVERITIES[found.severity],
        "location": {
            "path": show(PurePath(found.place.path).as_posix()),
            "lines": {"begin": line_of(found.place) or 1},
        },
    }

"""Findings as JSON: the contract of scripts."""

from scp_ninhbinh import __version__
from scp_ninhbinh.problems.problem import totals
from scp_ninhbinh.run import CheckRun
from scp_ninhbinh.scores.outputs import Check, CheckedFile, Totals
from scp_ninhbinh.scores.results import plain
from scp_ninhbinh.text.say import Language
from scp_ninhbinh.writers.json import dump, findings


def check_json(run: CheckRun, language: Language) -> str:
    """Return the findings as `scp-ninhbinh/check/1`, every problem listed."""
    found = totals(run.problems)
    return dump(
        plain(
            Check(
                version=__version__,
                files=tuple(CheckedFile(path=one.path, rows=one.rows, sha256=one.sha256) for one in run.files),
                problems=findings(run.problems, language),
                summary=Totals(errors=found["error"], warnings=found["warning"], notices=found["notice"]),
            )
        )
    )

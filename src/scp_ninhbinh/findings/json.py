"""Findings as JSON: the contract of scripts."""

from collections.abc import Iterator, Sequence

from scp_ninhbinh import __version__
from scp_ninhbinh.problems.problem import Problem, describe, totals
from scp_ninhbinh.run import CheckRun
from scp_ninhbinh.scores.results import Check, CheckedFile, Finding, Totals, plain
from scp_ninhbinh.text.say import Language
from scp_ninhbinh.writers.json import dump


def check_json(run: CheckRun, language: Language) -> str:
    """Return the findings as `scp-ninhbinh/check/1`, every problem listed."""
    found = totals(run.problems)
    return dump(
        plain(
            Check(
                version=__version__,
                files=tuple(CheckedFile(path=one.path, rows=one.rows, sha256=one.sha256) for one in run.files),
                problems=tuple(_findings(run.problems, language)),
                summary=Totals(errors=found["error"], warnings=found["warning"], notices=found["notice"]),
            )
        )
    )


def _findings(problems: Sequence[Problem], language: Language) -> Iterator[Finding]:
    for one in problems:
        message, hint = map(language.text, describe(one))
        place = one.place
        yield Finding(
            rule=one.rule,
            severity=one.severity,
            path=place.path if place.field is None else "",
            sheet=place.sheet,
            cell=place.cell,
            row=place.row,
            line=place.line,
            column=place.column,
            value=one.value,
            message=message,
            hint=hint,
        )

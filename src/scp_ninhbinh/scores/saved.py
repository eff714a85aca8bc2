"""Saved scores (`score --format json`): what a year came to, without the files that it was scored from."""

import codecs
import hashlib
import json
from collections.abc import Collection
from functools import cache
from typing import Any, Final, NamedTuple

from scp_ninhbinh import __version__
from scp_ninhbinh.files import opening
from scp_ninhbinh.measures.count import TrackedFigures
from scp_ninhbinh.measures.figures import Percentage
from scp_ninhbinh.measures.reduction import labels
from scp_ninhbinh.problems.problem import Place, ScpError
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.scores.results import (
    DeclaredOptions,
    InputUsed,
    KindCoverage,
    PlanUsed,
    Result,
    SampleTaken,
    Score,
    Verdicts,
    plain,
)
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.declared import Declared
from scp_ninhbinh.survey.pool import Input, Survey
from scp_ninhbinh.text.numbers import DECIMALS

LARGEST: Final = 10_000_000
"""Bytes beyond which no file is a saved score."""

UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How a file begins into which PowerShell's `>` wrote."""


def score_file(scores: Scores, plan_sha256: str) -> Score:
    """Return what a score is saved as."""
    summary = scores.summary()
    return Score(
        **run_keys(scores.survey, scores.confidence),
        year=scores.year,
        plan=PlanUsed(id=scores.plan.id, sha256=plan_sha256),
        by=scores.by,
        coverage=tuple(_coverage(scores)),
        targets=scores.results,  # type: ignore[arg-type]  # each of AnyResult
        summary=Verdicts(**{status.value: summary[status] for status in Status}),
    )


def run_keys(survey: Survey, confidence: Any) -> dict[str, Any]:
    """Return what every JSON says of the files that were read, and of what was declared of them."""
    register = survey.register
    return {
        "version": __version__,
        "inputs": tuple(map(_input, survey.inputs)),
        "register": _input(register.input) if register else None,
        "sample": None if confidence is None else SampleTaken(confidence=Percentage(confidence)),
        "declared": declared_options(survey.declared),
        "refused_cells": survey.entries.refused,
    }


def _input(read: Input) -> InputUsed:
    return InputUsed(path=read.path, sha256=read.sha256 or "", rows=read.rows)


def _coverage(scores: Scores) -> list[KindCoverage]:
    """Return how much of each kind was surveyed, and by name what was not; of a sample nothing."""
    return [
        KindCoverage(
            kind=one.kind,
            surveyed=one.surveyed,
            listed=one.listed,
            not_surveyed=() if scores.confidence is not None else labels(scores.not_surveyed(one.kind)),
        )
        for one in scores.coverage()
    ]


def declared_options(declared: Declared) -> DeclaredOptions:
    """Return what was declared of the files and can change a figure; the encoding cannot."""
    decimal: Any = next((name for name, mark in DECIMALS.items() if mark == declared.mark), None)
    return DeclaredOptions(
        set=tuple(constant.text() for constant in declared.constants),
        blank=tuple(f"no:{column}" for column in sorted(declared.blank_is_no)),
        decimal=decimal,
        bad_cells="unknown" if declared.refused_is_unknown else None,
    )


class Saved(NamedTuple):
    """A saved score with its file."""

    path: str
    sha256: str
    score: Score

    @property
    def year(self) -> int:
        """The year scored."""
        return self.score.year

    @property
    def plan_sha256(self) -> str:
        """The hash of the plan that it was scored against."""
        return self.score.plan.sha256

    def result(self, indicator: str, due: int, counted: bool) -> Result | None:
        """Return what a target came to that year; of what is `counted`, by its own due year alone."""
        found = [one for one in self.score.targets if one.id == indicator and one.year == self.year]
        own = next((one for one in found if one.due == due), None)
        return own or (None if counted or not found else found[0])

    def evidence(self, indicator: str, kinds: Collection[str] | None) -> dict[str, int]:
        """Return how often each answer of a clause without a number was given that year, nothing where no row spoke.

        That no activity was recorded (`kinds` None: of a task) shows by all tasks having none.
        """
        tracked = [one for one in self.score.targets if isinstance(one, TrackedFigures)]
        every = [(one.id, found) for one in tracked for found in one.evidence]
        if kinds is None:
            spoke = any(found.yes for _, found in every if found.answer == "task")
        else:
            spoke = any(one.kind in kinds and one.surveyed for one in self.score.coverage)
        return {found.answer: found.yes for id_, found in every if id_ == indicator} if spoke else {}


@cache
def _reader() -> Any:
    """Return what reads a saved score, compiled once: the same classes that it was written from."""
    from pydantic import TypeAdapter

    return TypeAdapter(Score).validator


def _read(document: object) -> Score:
    """Return what a document says. It must say every key: a default is there for those who write a score alone."""
    score: Score = _reader().validate_python(document)
    if not _holds(document, plain(score)):
        raise ValueError
    return score


def _holds(document: Any, written: object) -> bool:
    """Whether a document has all that would be written of what was read of it; it may have more keys."""
    if isinstance(written, dict):
        return all(key in document and _holds(document[key], value) for key, value in written.items())
    if isinstance(written, list):
        return len(document) == len(written) and all(map(_holds, document, written))
    return isinstance(document, bool) is isinstance(written, bool) and bool(document == written)


def load_saved(path: str) -> Saved:
    """Read a saved score.

    Raises:
        ScpError: the file cannot be read or is none.
    """
    with opening(path), open(path, "rb") as file:
        data = file.read(LARGEST + 1)
    try:
        text = data[:LARGEST].decode("utf-16" if data.startswith(UTF16) else "utf-8-sig")
        # json, because pydantic's own parser takes no half of a surrogate pair
        score = _read(json.loads(text))
    except (ValueError, RecursionError):
        raise ScpError([problem("not-a-score", Place(path))]) from None
    return Saved(path, hashlib.sha256(data).hexdigest(), score)

"""Saved scores (`score --format json`): what a year came to, without the files that it was scored from."""

import codecs
import hashlib
import json
from collections.abc import Collection
from functools import cache
from typing import Any, Final, NamedTuple

from scp_ninhbinh.files import opening
from scp_ninhbinh.measures.count import TrackedFigures
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.scores.results import Result, Score, plain

LARGEST: Final = 100_000_000
"""Bytes beyond which no file is a saved score: some hundred thousand problems of rows may stand in one."""

UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How a file begins into which PowerShell's `>` wrote."""


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

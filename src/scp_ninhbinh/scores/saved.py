"""Saved scores (`score --format json`): what a year came to, without the files that it was scored from."""

import codecs
import hashlib
import json
from collections.abc import Collection
from fractions import Fraction
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import BaseModel, Field

from scp_ninhbinh.files import opening
from scp_ninhbinh.measures.figures import Amount
from scp_ninhbinh.problems.problem import Place, ScpError
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.scores.trend import Point
from scp_ninhbinh.scores.verdict import Status

LARGEST: Final = 10_000_000
"""Bytes beyond which no file is a saved score."""

UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How a file begins into which PowerShell's `>` wrote."""

FINEST: Final = 10**9
"""Denominators up to which a figure is taken for the fraction that it was before it was written as a float."""


# What is read of a saved score. Its own schema says more; one key of a wrong type is enough to refuse it.
_Year = Annotated[int, Field(strict=True, ge=1900, le=2199)]
_Figure = Annotated[float, Field(strict=True, ge=-1e12, le=1e12, allow_inf_nan=False)]
_Name = Annotated[str, Field(strict=True)]


class SavedEvidence(BaseModel):
    """How often an answer was given."""

    answer: _Name
    yes: Annotated[int, Field(strict=True, ge=0, le=10**12)]


class SavedTarget(BaseModel):
    """What a target came to."""

    id: _Name
    due: _Year | None
    year: _Year | None
    unit: Literal["percent", "count"]
    achieved: _Figure | None
    low: _Figure | None
    high: _Figure | None
    status: Status | None
    method: Literal["census", "sample"] | None
    pool: Literal["register", "surveyed"] | None
    evidence: tuple[SavedEvidence, ...] = ()


class SavedCoverage(BaseModel):
    """How many units of a kind were surveyed."""

    kind: _Name
    surveyed: Annotated[int, Field(strict=True, ge=0)]


class _Plan(BaseModel):
    sha256: _Name


class _Document(BaseModel):
    schema_: Literal["scp-ninhbinh/score/1"] = Field(alias="schema")
    year: _Year
    plan: _Plan
    targets: Annotated[tuple[SavedTarget, ...], Field(min_length=1)]
    coverage: tuple[SavedCoverage, ...]


class Saved(NamedTuple):
    """A saved score: its file, the year scored, the hash of the plan, and its targets as they were written."""

    path: str
    sha256: str
    year: int
    plan_sha256: str
    targets: tuple[SavedTarget, ...]
    coverage: tuple[SavedCoverage, ...] = ()

    def point(self, indicator: str, due: int, counted: bool) -> Point | None:
        """Return what a target came to that year; of what is `counted`, by its own due year alone."""
        found = [one for one in self.targets if one.id == indicator and one.year == self.year]
        own = next((one for one in found if one.due == due), None)
        record = own or (None if counted or not found else found[0])
        return _point(record, judged=own is not None) if record else None

    def evidence(self, indicator: str, kinds: Collection[str] | None) -> dict[str, int]:
        """Return how often each answer of a clause without a number was given that year, nothing where no row spoke.

        That no activity was recorded (`kinds` None: of a task) shows by all tasks having none.
        """
        spoke = any(one.kind in kinds and one.surveyed for one in self.coverage) if kinds else self._active()
        found = [one for one in self.targets if one.id == indicator] if spoke else []
        return {one.answer: one.yes for record in found for one in record.evidence}

    def _active(self) -> bool:
        tasks = (one for target in self.targets for one in target.evidence if one.answer == "task")
        return any(one.yes for one in tasks)


def load_history(path: str) -> Saved:
    """Read a saved score.

    Raises:
        ScpError: the file cannot be read or is none.
    """
    with opening(path), open(path, "rb") as file:
        data = file.read(LARGEST + 1)
    try:
        text = data[:LARGEST].decode("utf-16" if data.startswith(UTF16) else "utf-8-sig")
        read = _Document.model_validate(json.loads(text))  # pydantic's own parser takes no half of a surrogate pair
    except (ValueError, RecursionError):
        raise ScpError([problem("not-a-score", Place(path))]) from None
    return Saved(path, hashlib.sha256(data).hexdigest(), read.year, read.plan.sha256, read.targets, read.coverage)


def _point(record: SavedTarget, judged: bool) -> Point:
    """Return a record's figures as fractions; its verdict only if it is that of the same due year."""
    scale = 100 if record.unit == "percent" else 1
    achieved, low, high = (_amount(getattr(record, name), scale) for name in ("achieved", "low", "high"))
    status = record.status if judged else None
    known = achieved is not None
    method, pool = (record.method, record.pool) if known else (None, None)
    return Point(record.year or 0, achieved, low, high, status, method, pool)


def _amount(value: float | int | None, scale: int) -> Amount | None:
    """Return the fraction that a figure was before it was written as a float, if it is a simple one."""
    if value is None:
        return None
    simple = Fraction(value).limit_denominator(FINEST)
    return (simple if float(simple) == value else Fraction(value)) / scale

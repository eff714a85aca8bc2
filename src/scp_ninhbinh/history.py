"""Saved scores (`score --format json`): what a year came to, without the files that it was scored from."""

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

from scp_ninhbinh.files import opening
from scp_ninhbinh.problems import Place, ScpError
from scp_ninhbinh.review import Point
from scp_ninhbinh.rules import problem
from scp_ninhbinh.verdicts import Amount, Status

SCHEMA: Final = "scp-ninhbinh/score/1"
LARGEST: Final = 50_000_000
"""Bytes beyond which no file is a saved score."""

FINEST: Final = 10**9
"""Denominators up to which a figure is taken for the fraction that it was before it was written as a float."""


class Saved(NamedTuple):
    """A saved score: its file, the year scored, the hash of the plan, and its targets as they were written."""

    path: str
    sha256: str
    year: int
    plan_sha256: str
    targets: tuple[Mapping[str, Any], ...]

    def point(self, indicator: str, due: int, counted: bool) -> Point | None:
        """Return what a target came to that year; of what is `counted`, by its own due year alone."""
        found = [one for one in self.targets if one["id"] == indicator and one["year"] == self.year]
        own = next((one for one in found if one["due"] == due), None)
        record = own or (None if counted or not found else found[0])
        return _point(record, judged=own is not None) if record else None

    def evidence(self, indicator: str) -> dict[str, int]:
        """Return how often each answer of a clause without a number was given that year."""
        found = (one for one in self.targets if one["id"] == indicator)
        return {one["answer"]: int(one["yes"]) for record in found for one in record.get("evidence", ())}


def load_history(path: str) -> Saved:
    """Read a saved score.

    Raises:
        ScpError: the file cannot be read or is none.
    """
    with opening(path), open(path, "rb") as file:
        data = file.read(LARGEST + 1)
    try:
        return _saved(path, data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise ScpError([problem("not-a-score", Place(path))]) from None


def _saved(path: str, data: bytes) -> Saved:
    document = json.loads(data[:LARGEST].decode("utf-8-sig"))
    if document["schema"] != SCHEMA:
        raise ValueError
    targets = tuple(document["targets"])
    year, plan = int(document["year"]), str(document["plan"]["sha256"])
    saved = Saved(path, hashlib.sha256(data).hexdigest(), year, plan, targets)
    for one in targets:  # every key that is read later, now while the file can be named
        _point(one, judged=True)
        saved.evidence(one["id"])
    return saved


def _point(record: Mapping[str, Any], judged: bool) -> Point:
    """Return a record's figures as fractions; its verdict only if it is that of the same due year."""
    scale = 100 if record["unit"] == "percent" else 1
    achieved, low, high = (_amount(record[name], scale) for name in ("achieved", "low", "high"))
    status = Status(record["status"]) if judged and record["status"] else None
    year = record["year"]
    return Point(0 if year is None else int(year), achieved, low, high, status, record["method"], record["pool"])


def _amount(value: float | int | None, scale: int) -> Amount | None:
    return None if value is None else Fraction(value).limit_denominator(FINEST) / scale

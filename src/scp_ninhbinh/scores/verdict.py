"""From figures to verdicts: the one place that decides what is met.

A result is the range of figures that the answers and the declared readings allow, and a verdict is a
statement about that whole range (docs/methods.md, "The verdict, cell by cell").
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Literal, NamedTuple

from scp_ninhbinh.measures.figures import Amount, Figure, Reason, span


class Status(StrEnum):
    """A verdict. (`no_data` and `tracked` say that there is nothing to judge.)"""

    MET = "met"
    NOT_MET = "not_met"
    NOT_YET = "not_yet"
    UNDETERMINED = "undetermined"
    NO_DATA = "no_data"
    TRACKED = "tracked"


Judged = Literal[Status.MET, Status.NOT_MET, Status.NOT_YET, Status.UNDETERMINED, Status.NO_DATA]
"""The verdicts on what asks for a number."""


class Requirement(NamedTuple):
    """What is asked: at least `amount` by the year `due`, seen from the `year` of the rows."""

    amount: Amount
    due: int
    year: int


class Judgement(NamedTuple):
    """The verdict on all readings together, the range they span, and the verdict on each."""

    status: Status
    reasons: tuple[Reason, ...]
    low: Amount | None
    high: Amount | None
    each: tuple[Status, ...]


def judge(figures: tuple[Figure, ...], required: Requirement) -> Judgement:
    """Judge the readings of one target together: met or not met only if they agree.

    A reading that no row speaks of, such as a comparison of units where none is common to both years,
    allows no figure and so neither widens the range nor blocks it. One whose window has not begun is not
    yet met: what another reading calls met is then undetermined.
    """
    each = tuple(_status(figure, required) for figure in figures)
    pending = any(figure.pending for figure in figures)
    whole = span(figures)
    if whole is None:
        return Judgement(Status.NOT_YET if pending else Status.NO_DATA, (), None, None, each)
    status = _status(whole, required)
    if pending and status is Status.MET:
        status = Status.UNDETERMINED
    reasons = _reasons(figures, each, required) if status is Status.UNDETERMINED else ()
    return Judgement(status, reasons, whole.low, whole.high, each)


def _status(figure: Figure, required: Requirement) -> Status:
    if figure.empty:
        return Status.NO_DATA
    if figure.pending:
        return Status.NOT_YET
    if figure.bars:
        return Status.UNDETERMINED
    if figure.low is not None and figure.low >= required.amount:
        return Status.MET
    if figure.high is not None and figure.high < required.amount:
        return Status.NOT_YET if required.year < required.due else Status.NOT_MET
    return Status.UNDETERMINED


def _reasons(figures: Sequence[Figure], statuses: Sequence[Status], required: Requirement) -> tuple[Reason, ...]:
    """Return what bars a reading, what leaves one open, and whether the readings disagree."""
    found = {bar for figure in figures for bar in figure.bars}
    for figure, status in zip(figures, statuses, strict=True):
        if status is Status.UNDETERMINED and not figure.bars:
            found |= _open(figure, required)
    if len(set(statuses) - {Status.NO_DATA}) > 1:
        found.add(Reason.READINGS)
    return tuple(reason for reason in Reason if reason in found)


def _open(figure: Figure, required: Requirement) -> set[Reason]:
    """Return what leaves a reading open: unknown answers, or in a sample those who were not drawn, or both.

    The sample does where its interval is open whatever the unknown answers are; they do where one extreme of them
    gives another verdict than the other.
    """
    if not figure.intervals:
        return {Reason.MISSING}
    found = {_status(figure._replace(low=low, high=high), required) for low, high in figure.intervals}
    sampling = {Reason.SAMPLING} if Status.UNDETERMINED in found else set()
    return sampling | ({Reason.MISSING} if len(found) > 1 else set())

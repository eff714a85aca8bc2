"""From figures to verdicts: the one place that decides what is met.

A result is the range of figures that the answers and the declared readings allow, and a verdict is a
statement about that whole range (docs/methods.md, "The verdict, cell by cell").
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final, Literal, NamedTuple

from scp_ninhbinh.measures.figures import Figure, Reason, span
from scp_ninhbinh.plan.clauses import AnyTarget
from scp_ninhbinh.text.numbers import Amount


class Status(StrEnum):
    """A verdict. (`no_data` and `tracked` say that there is nothing to judge.)"""

    MET = "met"
    NOT_MET = "not_met"
    NOT_YET = "not_yet"
    UNDETERMINED = "undetermined"
    NO_DATA = "no_data"
    TRACKED = "tracked"


Limit = Literal["at_least", "at_most"]
"""Which side of what is required is as required."""

Judged = Literal[Status.MET, Status.NOT_MET, Status.NOT_YET, Status.UNDETERMINED, Status.NO_DATA]
"""The verdicts on what asks for a number."""

OPEN: Final = frozenset({Reason.MISSING, Reason.SAMPLING, Reason.READINGS})
"""The reasons that leave a figure open, so that answers, amounts or a decision settle it; all others bar it."""


class Requirement(NamedTuple):
    """What is asked: at least `amount` by the year `due`, seen from the `year` of the rows; of a ceiling at most."""

    amount: Amount
    due: int
    year: int
    is_ceiling: bool = False

    @classmethod
    def of(cls, result: Any) -> "Requirement":
        """Return what a result, or one year of a review, was held against."""
        return cls(result.required, result.due, result.year, result.limit == "at_most")

    @property
    def missed(self) -> Literal[Status.NOT_YET, Status.NOT_MET]:
        """The verdict on what is certainly not as required: before the due year not yet."""
        return Status.NOT_YET if self.year < self.due else Status.NOT_MET

    def is_reached(self, low: Amount | None, high: Amount | None) -> bool:
        """Whether the whole of a range is as required; a side without a bound proves nothing."""
        if self.is_ceiling:
            return high is not None and high <= self.amount
        return low is not None and low >= self.amount

    def is_missed(self, low: Amount | None, high: Amount | None) -> bool:
        """Whether nothing of a range is as required."""
        if self.is_ceiling:
            return low is not None and low > self.amount
        return high is not None and high < self.amount


def required_of(target: AnyTarget, year: int) -> Requirement:
    """Return what a target asks for, seen from the `year` of the rows."""
    return Requirement(target.required, target.due, year, target.is_ceiling)


class Judgement(NamedTuple):
    """The verdict on all readings together, the range they span, and the verdict on each."""

    status: Status
    reasons: tuple[Reason, ...]
    low: Amount | None
    high: Amount | None
    each: tuple[Status, ...]


def judge(figures: tuple[Figure, ...], required: Requirement) -> Judgement:
    """Judge the readings of one target together: met or not met only if they agree.

    A reading that no row is about, such as a comparison of units where none is common to both years,
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
    if required.is_reached(figure.low, figure.high):
        return Status.MET
    if required.is_missed(figure.low, figure.high):
        return required.missed
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

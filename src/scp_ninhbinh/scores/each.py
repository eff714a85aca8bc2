"""Targets that every area, or every year, has to meet by itself: what each comes to, and the verdict on all. Pure.

Rules: docs/methods.md, "Every area, every year".
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import Field

from scp_ninhbinh.measures.figures import Measured, Number, Percent, Positive, Reason, Whole, bounds
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.share import ShareFigures
from scp_ninhbinh.plan.clauses import AnyTarget, CountTarget, Plan
from scp_ninhbinh.scores.verdict import Judged, Judgement, Requirement, Status
from scp_ninhbinh.text.numbers import Amount

By = Literal["area", "year"]
Exact = Annotated[Amount, Number()]


@record
class EachPart:
    """An area or a year, by itself."""

    name: str
    """The area, or the year."""
    achieved: Exact | None
    """What it comes to; null where there is no figure."""
    low: Exact | None
    """The lowest that the data allow; null without a bound."""
    high: Exact | None
    """The highest that the data allow; null without a bound."""
    status: Judged
    """The verdict on it alone."""


@record
class InParts:
    """How many parts meet what each of them has to meet by itself."""

    by: By
    """What they are."""
    met: Whole
    """Parts that meet it."""
    of: Positive
    """All parts: each area in force in the year scored, or each year of the window."""


@record
class Each(InParts):
    """The parts of which each has to meet a target by itself."""

    complete: bool
    """Whether every unit is of one of them; false where the area of a unit is not known or is none of them."""
    parts: Annotated[tuple[EachPart, ...], Field(min_length=1)]
    """Each part, areas in the order of the plan or of the alphabet."""

    def of_status(self, *wanted: Status) -> list[str]:
        """Return the names of the parts with one of these verdicts."""
        return [one.name for one in self.parts if one.status in wanted]

    @property
    def missed(self) -> list[str]:
        """The parts that certainly do not meet it."""
        return self.of_status(Status.NOT_MET, Status.NOT_YET)

    @property
    def undecided(self) -> list[str]:
        """The parts of which it is open, those without a figure too."""
        return self.of_status(Status.UNDETERMINED, Status.NO_DATA)


@record
class SharePart(EachPart):
    """The share of an area or a year, in percent."""

    achieved: Percent | None
    low: Percent | None
    high: Percent | None


@record
class ShareEach(Each):
    """The shares of the parts of which each has to meet a target by itself."""

    parts: Annotated[tuple[SharePart, ...], Field(min_length=1)]


@record
class CountPart(EachPart):
    """The number of an area or a year."""

    achieved: Whole | None
    low: Whole | None
    high: Whole | None


@record
class CountEach(Each):
    """The numbers of the parts of which each has to meet a target by itself."""

    parts: Annotated[tuple[CountPart, ...], Field(min_length=1)]


EACH: Final[dict[str, tuple[type[Each], type[EachPart]]]] = {
    "share": (ShareEach, SharePart),
    "count": (CountEach, CountPart),
}
"""What the parts are, and one of them, of which each has to meet a target; of another measure plain numbers."""


class Parts(NamedTuple):
    """The areas or the years, with what was measured of each; `complete` as in `Each`."""

    by: By
    names: tuple[str, ...]
    measured: tuple[Measured, ...]
    complete: bool = True
    outside: Measured | None = None

    def one_is_missed(self, required: Requirement) -> bool:
        """Whether a part misses what is required even if the units of no part were its own, as many as it would need.

        It is asked of counted shares.
        """
        rest = self.outside.figures if self.outside else None
        shares = [one.figures for one in self.measured]
        if not isinstance(rest, ShareFigures) or rest.method != "census":
            return False
        return any(_is_missed(one, rest, required) for one in shares if isinstance(one, ShareFigures))


def _is_missed(part: ShareFigures, rest: ShareFigures, required: Requirement) -> bool:
    """Whether a share misses with all units of the rest that help it, at either end of what is not known."""
    if not part.denominator:
        return False
    yes, perhaps = part.numerator or 0, (part.unknown or 0) + (part.not_surveyed or 0)
    good = (rest.numerator or 0) + (rest.unknown or 0) + (rest.not_surveyed or 0)
    bad = (rest.denominator or 0) - (rest.numerator or 0)
    low, high = Fraction(yes, part.denominator + bad), Fraction(yes + perhaps + good, part.denominator + good)
    return required.is_missed(low, high)


def judge_parts(
    whole: Judgement,
    parts: Sequence[Judgement],
    required: Requirement,
    complete: bool,
    *,
    grows: bool,
    one_missed: bool = False,
) -> Judgement:
    """Return the verdict on all parts: met if each is, not met if one certainly is not, else undetermined.

    The range stays that of the `whole`. Units of which it is not known to which part they belong could turn any part,
    unless `one_missed` is missed whatever they are; and of a number that `grows` with each of them what is enough, or
    too much, already stays so.
    """
    if whole.status is Status.NO_DATA:
        return whole
    status = status_of([one.status for one in parts], required)
    settled = Status.MET if not required.is_ceiling else required.missed
    if not complete and not one_missed and not (grows and status is settled):
        status = Status.UNDETERMINED
    reasons = _reasons(parts, complete) if status is Status.UNDETERMINED else ()
    each = tuple(one if one is Status.NO_DATA else status for one in whole.each)
    return whole._replace(status=status, reasons=reasons, each=each)


def agreed(readings: Sequence[Judgement]) -> Judgement:
    """Return the verdict on which all readings agree, each a window of years; else it is undetermined."""
    first = readings[0]
    if len({one.status for one in readings}) == 1:
        return first
    found = {Reason.READINGS, *(reason for one in readings for reason in one.reasons)}
    reasons = tuple(reason for reason in Reason if reason in found)
    own = tuple(one.status for one in readings)
    each = own if len(own) == len(first.each) else (Status.UNDETERMINED,) * len(first.each)
    return first._replace(status=Status.UNDETERMINED, reasons=reasons, each=each)


def years_skipped(target: AnyTarget, parts: Parts) -> list[int]:
    """Return for each reading how many of the years it leaves out at the beginning: readings begin in other years."""
    if parts.by == "area" or not isinstance(target, CountTarget):
        return [0]
    skipped = (start - int(parts.names[0]) for start in target.windows())
    return [number for number in skipped if number < len(parts.names)]


def status_of(statuses: Sequence[Status], required: Requirement) -> Status:
    """Return the verdict on parts with these verdicts."""
    if {Status.NOT_MET, Status.NOT_YET}.intersection(statuses):
        return required.missed
    return Status.MET if set(statuses) == {Status.MET} else Status.UNDETERMINED


def _reasons(parts: Sequence[Judgement], complete: bool) -> tuple[Reason, ...]:
    """Return what leaves the parts open; one without a figure is missing, and so are units of no part."""
    found = {reason for one in parts for reason in one.reasons}
    if not complete or any(one.status is Status.NO_DATA for one in parts):
        found.add(Reason.MISSING)
    return tuple(reason for reason in Reason if reason in found)


def first_year(plan: Plan, target: AnyTarget) -> int:
    """Return the first year of which each has to meet a target: where it is counted from, else the plan's first."""
    if isinstance(target, CountTarget):
        return min(target.windows())
    return getattr(target, "since", None) or plan.period.first


def of_one_year(target: AnyTarget, year: int) -> AnyTarget:
    """Return what a target asks for of one year alone."""
    if isinstance(target, CountTarget) or getattr(target, "since", None):
        one_year = {"since": year} | ({"readings": None} if isinstance(target, CountTarget) else {})
        return target.model_copy(update=one_year)
    return target


def each_of(measure: str, parts: Parts, judged: Sequence[Judgement]) -> Each:
    """Return each part with its figure and its verdict."""
    kind, of = EACH.get(measure, (Each, EachPart))
    statuses: Sequence[Any] = [one.status for one in judged]
    found = [
        of(name=name, **bounds(one.readings), status=status)
        for name, one, status in zip(parts.names, parts.measured, statuses, strict=True)
    ]
    met = sum(one.status is Status.MET for one in judged)
    return kind(by=parts.by, met=met, of=len(found), complete=parts.complete, parts=tuple(found))

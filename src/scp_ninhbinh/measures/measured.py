"""What a measure found: figures for each reading of a clause, and what they rest on."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from scp_ninhbinh.measures.figures import Amount, Figure
from scp_ninhbinh.survey.pool import Pool, Stratum
from scp_ninhbinh.survey.units import Listed, Unit


class Tally(NamedTuple):
    """How many units gave the answer asked for (`yes`), another, or none that is known.

    `not_surveyed` are those of the register that nobody asked; without one (`registered`) the units surveyed are all.
    """

    kind: str
    yes: int
    known: int
    unknown: int
    not_surveyed: int = 0
    registered: bool = False
    estimate: Fraction | None = None

    @property
    def surveyed(self) -> int:
        """The units with a row, those without a known answer too."""
        return self.known + self.unknown

    @property
    def total(self) -> int:
        """All units."""
        return self.surveyed + self.not_surveyed

    @property
    def achieved(self) -> Fraction | None:
        """The confirmed share, None where there is no unit; what a sample gives is `estimate`."""
        return Fraction(self.yes, self.total) if self.total else None


class Sample(NamedTuple):
    """What an estimate rests on: units `drawn`, the standard error of the figure.

    `error` is of 1, None where it cannot be estimated. `lone` names the strata that keep an interval from existing:
    of several units there, fewer than two were measured.
    """

    confidence: Fraction
    drawn: int
    error: float | None = None
    lone: tuple[Stratum, ...] = ()


class Coverage(NamedTuple):
    """How many units of a kind were surveyed in a year; `listed` of the register, None where it does not list them."""

    kind: str
    year: int
    surveyed: int
    listed: int | None


class Rate(NamedTuple):
    """Hard-to-degrade packaging over all packaging of one year, summed over units.

    `hard` and `total` are of the units with both figures, `partial` is the packaging of those whose hard part
    is not known. `measured` are the units of both sorts, `half_known` the latter, `unmeasured` the rest of the rows
    and `absent` the units of the register without one. `beyond` is what the unmeasured ones of a register may have
    given out: each as much as `largest`, the most that a unit measured gave. Of a sample (`estimated`) the rate is the
    `estimate`, if there is one.
    """

    year: int
    hard: Amount
    total: Amount
    partial: Amount
    measured: tuple[Unit, ...]
    half_known: tuple[Unit, ...]
    unmeasured: tuple[Unit, ...]
    absent: tuple[Listed, ...] = ()
    largest: Amount = 0
    beyond: Amount = 0
    estimated: bool = False
    estimate: Fraction | None = None

    @property
    def given_out(self) -> Amount:
        """All packaging that was measured; 0 where there is no rate."""
        return self.total + self.partial

    @property
    def value(self) -> Fraction | None:
        """Hard over total where both are known, None where nothing was given out; of a sample the estimate."""
        if self.estimated:
            return self.estimate
        return Fraction(self.hard) / self.total if self.total else None

    @property
    def low(self) -> Fraction:
        """The rate if no packaging that is not known were hard."""
        return Fraction(self.hard) / (self.given_out + self.beyond)

    @property
    def high(self) -> Fraction:
        """The rate if all packaging that is not known were hard."""
        return Fraction(self.hard + self.partial + self.beyond) / (self.given_out + self.beyond)

    @property
    def ways_of_counting(self) -> frozenset[tuple[object, bool]]:
        """The units of measurement, each with whether figures are a day's; sums over more than one say nothing."""
        return frozenset(
            (getattr(unit, "packaging_unit", ""), getattr(unit, "days", None) is not None) for unit in self.measured
        )


class Measured(NamedTuple):
    """What a measure found: a figure for each reading, the first one leading, and what it rests on."""

    figures: tuple[Figure, ...]
    tallies: tuple[Tally, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    sample: Sample | None = None
    now: Rate | None = None
    base: Rate | None = None
    matched: int | None = None
    missing_years: tuple[int, ...] = ()

    @property
    def points(self) -> Fraction | None:
        """The change of the rate since the base year, of 1; None where the two cannot be compared."""
        if not (self.now and self.base) or len(self.now.ways_of_counting | self.base.ways_of_counting) > 1:
            return None
        now, base = self.now.value, self.base.value
        return None if now is None or base is None else now - base

    @property
    def pool(self) -> str:
        """What the figures speak of: "register" only where it lists every kind that has a unit."""
        of = [one for one in self.coverage if one.surveyed or one.listed]
        return "register" if of and all(one.listed is not None for one in of) else "surveyed"


def asked(answer: Mapping[str, str]) -> tuple[Callable[[Unit], bool | None], bool]:
    """Return what reads the one answer asked for off a unit, and the answer that is wanted."""
    ((column, wanted),) = answer.items()
    return attrgetter(column), wanted == "yes"


def covered(pools: Sequence[Pool], year: int) -> tuple[Coverage, ...]:
    """Return how much of each kind was surveyed."""
    return tuple(Coverage(pool.kind, year, len(pool.rows), pool.size if pool.registered else None) for pool in pools)

"""The share of units that gave an answer. Formulas: docs/methods.md, "Share"."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from operator import attrgetter
from typing import Any, NamedTuple

from scp_ninhbinh.measures.answers import Given, answer_of
from scp_ninhbinh.measures.figures import (
    Confidence,
    Coverage,
    Error,
    Figure,
    Figures,
    Measured,
    Percent,
    Pool,
    Positive,
    ResponseOf,
    Sampled,
    Whole,
    bounds,
    response_rate,
)
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.survey import pool as survey_pool
from scp_ninhbinh.survey.pool import Stratum, Survey
from scp_ninhbinh.survey.units import Unit
from scp_ninhbinh.text.numbers import Percentage

IsKnown = Callable[[Unit], bool]
"""Says of a unit whether its answers, or its figures, are known."""


@record
class Part:
    """The share among the units of one kind."""

    kind: str
    """The kind of unit."""
    numerator: Whole
    """Units that gave the answer asked for; of a sample, among those drawn."""
    denominator: Whole
    """All units of the kind: the register's, else those surveyed."""
    unknown: Whole
    """Units surveyed without a known answer."""
    not_surveyed: Whole
    """Units of the register not surveyed; 0 without a register."""
    achieved: Percent | None
    """The confirmed share, 0-100; of a sample the kind's own estimate."""

    @property
    def surveyed(self) -> int:
        """The units with a row, those without a known answer too."""
        return self.denominator - self.not_surveyed


@record
class ShareFigures(Figures):
    """A share in percent."""

    achieved: Percent | None = None
    low: Percent | None = None
    high: Percent | None = None
    numerator: Whole | None = None
    denominator: Positive | None = None
    parts: tuple[Part, ...] = ()


@record
class MeasuredShareFigures(ShareFigures):
    """A share of units of which some were surveyed."""

    low: Percent
    high: Percent
    numerator: Whole
    denominator: Positive
    unknown: Whole
    not_surveyed: Whole
    pool: Pool


@record
class SampledShareFigures(Sampled, MeasuredShareFigures):
    """A share estimated from a sample."""

    se: Error | None
    """Standard error of achieved, in percentage points; null where it has none."""
    confidence: Confidence
    """The confidence of the interval, in percent."""
    numerator: Whole
    """Units drawn with the answer asked for; achieved weighs them by stratum."""
    denominator: Positive
    """All units, drawn or not."""


@record
class DrawnStratum:
    """A stratum of a sample."""

    kind: str
    """The kind of unit."""
    stratum: str
    """The register's stratum; empty for none."""
    size: Whole
    """All units of the stratum."""
    drawn: Whole
    """Units drawn."""
    yes: Whole
    """Units drawn with the answer asked for."""
    unknown: Whole
    """Units drawn without a known answer."""


class Drawn(NamedTuple):
    """A stratum of a sample: its `size`, the units `drawn` of it, and what they said."""

    size: int
    drawn: int
    yes: int
    unknown: int

    @property
    def answered(self) -> int:
        """The units drawn whose answer is known."""
        return self.drawn - self.unknown


def measure_share(
    survey: Survey,
    year: int,
    kinds: Sequence[str],
    answer: Mapping[str, str],
    confidence: Fraction | None = None,
    least: int | None = None,
) -> Measured:
    """Return the confirmed share x/N as `low`, (x + m)/N as `high`, and the same for each kind.

    With a `confidence`, of 1, the rows are a sample of the register, and the figure an estimate with its interval.
    Of several answers at least so many count, all where `least` is None.
    """
    given, wanted = answer_of(answer, least, survey.read)
    pools = [survey.pool(kind, year) for kind in kinds]
    coverage = covered(pools, year, all_known(tuple(answer)), confidence is not None)
    whole = survey.part is None or confidence is not None  # a group that nobody asked still has units of the register
    if not any(len(pool.rows) if whole else pool.size for pool in pools):
        return Measured((Figure("pooled", empty=True),), ShareFigures(coverage=coverage))
    if confidence is not None:
        return _sampled(survey, pools, given, wanted, confidence, coverage)
    parts = tuple(_part(pool, given, wanted) for pool in pools)
    total = _total(parts)
    low = Percentage(total["numerator"], total["denominator"])
    high = low + Fraction(total["unknown"] + total["not_surveyed"], total["denominator"])
    figure = Figure("pooled", low, low, Percentage(high))
    found = ShareFigures(
        **bounds((figure,)),
        **total,
        pool=_pool(coverage),
        method="census",
        coverage=coverage,
        parts=parts,
    )
    return Measured((figure,), found)


def covered(
    pools: Sequence[survey_pool.Pool], year: int, is_known: IsKnown, sampled: bool = False
) -> tuple[Coverage, ...]:
    """Return how much of each kind was surveyed, and of how many units all `is_known` that is computed with."""
    return tuple(_covered(pool, year, sum(map(is_known, pool.rows)), sampled) for pool in pools)


def _covered(pool: survey_pool.Pool, year: int, answered: int, sampled: bool) -> Coverage:
    surveyed = len(pool.rows)
    of: ResponseOf = ("drawn" if sampled else "listed") if pool.registered else "surveyed"
    return Coverage(
        kind=pool.kind,
        year=year,
        surveyed=surveyed,
        listed=pool.size if pool.registered else None,
        answered=answered,
        response=response_rate(answered, pool.size if of == "listed" else surveyed),
        response_of=of,
    )


def all_known(columns: Sequence[str]) -> IsKnown:
    """Return what says of a unit whether these columns of it are all known."""
    read = attrgetter(*columns)  # of one column its value, of several a tuple of values
    if len(columns) == 1:
        return lambda unit: read(unit) is not None
    return lambda unit: None not in read(unit)


def _pool(coverage: Sequence[Coverage]) -> Pool:
    """Return what the figures are about: the register only where it lists every kind that has a unit."""
    filled = [one for one in coverage if one.surveyed or one.listed]
    return "register" if filled and all(one.listed is not None for one in filled) else "surveyed"


def _part(pool: survey_pool.Pool, given: Given, wanted: bool) -> Part:
    """Count the answers of a pool: those `wanted`, and those that are not known."""
    counts = Counter(map(given, pool.rows))
    yes, size = counts[wanted], pool.size
    return Part(
        kind=pool.kind,
        numerator=yes,
        denominator=size,
        unknown=counts[None],
        not_surveyed=len(pool.absent),
        achieved=Percentage(yes, size) if size else None,
    )


def _total(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the units of all kinds together."""
    counted = ("numerator", "denominator", "unknown", "not_surveyed")
    return {name: sum(getattr(part, name) for part in parts) for name in counted}


def _sampled(
    survey: Survey,
    pools: Sequence[survey_pool.Pool],
    given: Given,
    wanted: bool,
    confidence: Fraction,
    coverage: tuple[Coverage, ...],
) -> Measured:
    strata = strata_of(survey, pools, given, wanted)
    figure, error = estimate(list(strata.values()), confidence)
    parts = []
    for part in (_part(pool, given, wanted) for pool in pools):
        own = [drawn for (kind, _), drawn in strata.items() if kind == part.kind]
        parts.append(Part(**{**vars(part), "achieved": weighted(own)}))
    found = SampledShareFigures(
        **bounds((figure,)),
        **_total(parts),
        pool=_pool(coverage),
        method="sample",
        coverage=coverage,
        parts=tuple(parts),
        drawn=sum(one.drawn for one in strata.values()),
        se=None if error is None else error * 100,
        confidence=Percentage(confidence),
    )
    return Measured((figure,), found)


def strata_of(survey: Survey, pools: Sequence[survey_pool.Pool], given: Given, wanted: bool) -> dict[Stratum, Drawn]:
    """Return every stratum of the pools, those too of which nothing was drawn."""
    answers: dict[Stratum, list[bool | None]] = defaultdict(list)
    sizes: Counter[Stratum] = Counter()
    for pool in pools:
        for unit in pool.rows:
            answers[survey.stratum(unit)].append(given(unit))
        sizes.update(survey.stratum(unit) for unit in (*pool.rows, *pool.absent))
    return {
        stratum: Drawn(size, len(replies), replies.count(wanted), replies.count(None))
        for stratum, size in sizes.items()
        for replies in [answers[stratum]]
    }


def estimate(strata: Sequence[Drawn], confidence: Fraction) -> tuple[Figure, float | None]:
    """Return the share of a stratified sample with its exact rank interval, and its standard error, of 1.

    An unknown answer is a no for the lower limit and a yes for the upper one.
    """
    from scp_ninhbinh.measures import intervals

    every = sum(stratum.size for stratum in strata)
    worst = [intervals.Stratum(one.size, one.drawn, one.yes) for one in strata]
    best = [intervals.Stratum(one.size, one.drawn, one.yes + one.unknown) for one in strata]
    answered = [intervals.Stratum(one.size, one.answered, one.yes) for one in strata]
    ends = tuple(
        (
            Percentage(intervals.lower_limit(one, confidence), every),
            Percentage(intervals.upper_limit(one, confidence), every),
        )
        for one in ([worst, best] if best != worst else [worst])
    )
    achieved = weighted(strata)
    error = intervals.standard_error(answered) if achieved is not None else None
    return Figure("pooled", achieved, ends[0][0], ends[-1][1], intervals=ends), error


def weighted(strata: Sequence[Drawn]) -> Percentage | None:
    """Return Σ N_h·x_h/n_h / N over the answers; None where a stratum has none, or there is no unit."""
    every = sum(one.size for one in strata)
    if not every or not all(one.answered for one in strata):
        return None
    return Percentage(sum((Fraction(one.size * one.yes, one.answered) for one in strata), Fraction(0)) / every)

"""The share of units that gave an answer. Formulas: docs/methods.md, "Share"."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from scp_ninhbinh.measures.figures import Figure
from scp_ninhbinh.measures.measured import Measured, Sample, Tally, asked, covered
from scp_ninhbinh.survey.pool import Pool, Stratum, Survey
from scp_ninhbinh.survey.units import Unit

Given = Callable[[Unit], bool | None]
"""Reads the answer asked for off a unit."""


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
    survey: Survey, year: int, kinds: Sequence[str], answer: Mapping[str, str], confidence: Fraction | None = None
) -> Measured:
    """Return the confirmed share x/N as `low`, (x + m)/N as `high`, and the same for each kind.

    With a `confidence`, of 1, the rows are a sample of the register, and the figure an estimate with its interval.
    """
    given, wanted = asked(answer)
    pools = [survey.pool(kind, year) for kind in kinds]
    tallies = tuple(tally(pool, given, wanted) for pool in pools)
    sample = None if confidence is None else Sample(confidence, 0)
    found = Measured((Figure("pooled", empty=True),), tallies, covered(pools, year), sample)
    whole = survey.part is None or confidence is not None  # a group that nobody asked still has units of the register
    asked_of = [len(pool.rows) if whole else pool.size for pool in pools]
    if not any(asked_of):
        return found
    if confidence is not None:
        strata = strata_of(survey, pools, given, wanted)
        figure, sample = estimate(list(strata.values()), confidence)
        of_kinds = [[drawn for (kind, _), drawn in strata.items() if kind == part.kind] for part in tallies]
        tallies = tuple(part._replace(estimate=weighted(own)) for part, own in zip(tallies, of_kinds, strict=True))
        return found._replace(figures=(figure,), tallies=tallies, sample=sample)
    yes, total = sum(part.yes for part in tallies), sum(part.total for part in tallies)
    unknown = sum(part.unknown + part.not_surveyed for part in tallies)
    low, high = Fraction(yes, total), Fraction(yes + unknown, total)
    return found._replace(figures=(Figure("pooled", low, low, high),))


def tally(pool: Pool, given: Given, wanted: bool) -> Tally:
    """Count the answers of a pool: those `wanted`, the others that are known, and those that are not."""
    counts = Counter(map(given, pool.rows))
    known = counts[True] + counts[False]
    return Tally(pool.kind, counts[wanted], known, counts[None], len(pool.absent), pool.registered)


def strata_of(survey: Survey, pools: Sequence[Pool], given: Given, wanted: bool) -> dict[Stratum, Drawn]:
    """Return every stratum of the pools, those too of which nothing was drawn."""
    answers: dict[Stratum, list[bool | None]] = defaultdict(list)
    sizes: Counter[Stratum] = Counter()
    for pool in pools:
        for unit in pool.rows:
            answers[survey.stratum(unit)].append(given(unit))
        sizes.update(survey.stratum(unit) for unit in (*pool.rows, *pool.absent))
    return {
        stratum: Drawn(size, len(said), said.count(wanted), said.count(None))
        for stratum, size in sizes.items()
        for said in [answers[stratum]]
    }


def estimate(strata: Sequence[Drawn], confidence: Fraction) -> tuple[Figure, Sample]:
    """Return the share of a stratified sample with its exact rank interval.

    An unknown answer is a no for the lower limit and a yes for the upper one.
    """
    from scp_ninhbinh.measures import intervals

    every = sum(stratum.size for stratum in strata)
    worst = [intervals.Stratum(one.size, one.drawn, one.yes) for one in strata]
    best = [intervals.Stratum(one.size, one.drawn, one.yes + one.unknown) for one in strata]
    answered = [intervals.Stratum(one.size, one.answered, one.yes) for one in strata]
    ends = tuple(
        (
            Fraction(intervals.lower_limit(one, confidence), every),
            Fraction(intervals.upper_limit(one, confidence), every),
        )
        for one in ([worst, best] if best != worst else [worst])
    )
    achieved = weighted(strata)
    error = intervals.standard_error(answered) if achieved is not None else None
    sample = Sample(confidence, sum(one.drawn for one in strata), error)
    return Figure("pooled", achieved, ends[0][0], ends[-1][1], intervals=ends), sample


def weighted(strata: Sequence[Drawn]) -> Fraction | None:
    """Return Σ N_h·x_h/n_h / N over the answers; None where a stratum has none, or there is no unit."""
    every = sum(one.size for one in strata)
    if not every or not all(one.answered for one in strata):
        return None
    return sum((Fraction(one.size * one.yes, one.answered) for one in strata), Fraction(0)) / every

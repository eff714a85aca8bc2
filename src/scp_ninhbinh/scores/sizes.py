"""Groups that move against the whole, and what the whole comes to at the base year's sizes of its groups. Pure.

Rules: docs/methods.md, "Groups against the whole".
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from scp_ninhbinh.measures.figures import (
    Figures,
    Percent,
    Year,
)
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import ReductionFigures
from scp_ninhbinh.measures.share import Part
from scp_ninhbinh.scores.results import AtBaseSizes, Group, ReductionGroup
from scp_ninhbinh.text.numbers import Amount, Percentage


def at_base_sizes(whole: Figures, groups: Iterable[Group]) -> AtBaseSizes | None:
    """Return what a cut comes to at the base year's sizes; None where no group moved against the whole.

    Of a sample nothing: what its groups come to is estimated group by group and does not add up to the whole.
    """
    if not isinstance(whole, ReductionFigures) or whole.method == "sample" or whole.points is None:
        return None
    if whole.quantity != "ratio" or whole.quantity_unit != "percent" or whole.per_year or whole.base.year is None:
        return None
    rates = [group for group in groups if isinstance(group, ReductionGroup)]
    moves = {group.name: group.points for group in rates if group.points is not None}
    against, every = moved_against(whole.points, moves)
    if not against:
        return None
    gone = tuple(group.name for group in rates if group.base.rate is not None and group.rate is None)
    rate = None if gone else _rate(rates)
    return AtBaseSizes(
        against=against,
        every=every,
        rate=rate,
        achieved=Percentage(1 - rate / whole.base.rate) if rate is not None and whole.base.rate else None,
        no_rate=gone,
        no_base=tuple(group.name for group in rates if group.rate is not None and group.base.rate is None),
    )


@record
class ShareAtBaseSizes:
    """What a share comes to if each kind made up as much of the whole as in the first year: some moved against it."""

    base: Year
    """The first year with a figure."""
    year: Year
    """The latest year with a figure."""
    against: Annotated[tuple[str, ...], Field(min_length=1)]
    """Kinds whose share moved against that of the whole from base to year."""
    every: bool
    """Whether every kind with units in both years did."""
    achieved: Percent | None
    """The kinds' shares of year, weighted by their denominators of base; null if no_share names one."""
    no_share: tuple[str, ...]
    """Kinds with units in base and none in year."""
    no_base: tuple[str, ...]
    """Kinds with units in year and none in base, of which achieved is no part."""


Parts = Sequence[Part]
"""A share kind by kind."""


def share_at_base_sizes(years: tuple[int, int], then: Parts, now: Parts) -> ShareAtBaseSizes | None:
    """Return what a counted share comes to at the sizes that its kinds had `then`; None where none moved against it."""
    before, after = ({part.kind: part for part in parts if part.denominator} for parts in (then, now))
    if not before or not after:
        return None
    both = [kind for kind in before if kind in after]
    moves = {kind: (after[kind].achieved or 0) - (before[kind].achieved or 0) for kind in both}
    against, every = moved_against(_share(after.values()) - _share(before.values()), moves)
    if not against:
        return None
    gone = tuple(kind for kind in before if kind not in after)
    sizes = {kind: before[kind].denominator for kind in both}
    known = sum(size * (after[kind].achieved or 0) for kind, size in sizes.items())
    return ShareAtBaseSizes(
        base=years[0],
        year=years[1],
        against=against,
        every=every,
        achieved=None if gone else Percentage(Fraction(known, sum(sizes.values()))),
        no_share=gone,
        no_base=tuple(kind for kind in after if kind not in before),
    )


def _share(parts: Iterable[Part]) -> Fraction:
    counts = [(part.numerator, part.denominator) for part in parts]
    return Fraction(*map(sum, zip(*counts, strict=True)))


def moved_against(whole: Amount, moves: Mapping[str, Amount]) -> tuple[tuple[str, ...], bool]:
    """Return the groups that moved against the whole, by what each changed by, and whether all of them did.

    All did too where they moved one way and the whole stayed where it was; one that stayed never did.
    """
    ways = set(map(_way, moves.values()))
    every = len(ways) == 1 and not ways & {0, _way(whole)}
    return tuple(name for name, change in moves.items() if every or _way(change) * _way(whole) < 0), every


def _way(change: Amount) -> int:
    return (change > 0) - (change < 0)


def _rate(groups: Iterable[ReductionGroup]) -> Percentage:
    """Return Σ T_base · R_now / Σ T_base over the groups with a rate in the base year, all of which have one now."""
    known = [
        (Fraction(group.base.denominator or 0), group.rate or 0) for group in groups if group.base.rate is not None
    ]
    return Percentage(sum(size * rate for size, rate in known) / sum(size for size, _ in known))

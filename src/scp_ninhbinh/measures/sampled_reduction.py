"""The relative change of a rate from a sample: its verdict by the layer bound, the usual interval by the jackknife.

The layer bound is of a part over its whole since one base year. What else changes has an estimate, and no range.
Formulas: docs/methods.md, "Reduction, from a sample".
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final, NamedTuple

from scp_ninhbinh.measures.change import Way
from scp_ninhbinh.measures.figures import (
    Figure,
    Measured,
    Range,
    Reason,
    StratumName,
)
from scp_ninhbinh.measures.intervals import RatioChange, panel_change, separate_change
from scp_ninhbinh.measures.layer_bound import CLOSE, panel_range, separate_range
from scp_ninhbinh.measures.layer_rise import panel_rise
from scp_ninhbinh.measures.quantity import NOTHING, Columns, Quantity, Summed, figures
from scp_ninhbinh.measures.reduction import (
    MATCHED,
    SEARCHED,
    BaseRate,
    Basis,
    SampledIncreaseFigures,
    SampledReductionFigures,
    Since,
    Usual,
    achieved_of,
    bars_of,
    basis,
    change,
    held,
    keys,
)
from scp_ninhbinh.measures.sampled_units import Frame, Part, filled, frames_of
from scp_ninhbinh.plan.vocabulary import RateColumns
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.text.numbers import Amount, Percentage

ROUNDING: Final = 1e-9
"""Width of an interval, of 1, below which it has none."""

FILLINGS: Final[tuple[tuple[Part, Part], ...]] = ((1, 0), (0, 1))
"""The parts taken where a part is not known, now and in the base year: for the smallest cut, and for the largest."""


Levels = tuple[Fraction | None, Fraction | None]
"""The estimated levels of the year scored and of the base."""

Sums = tuple[Fraction, Fraction]
"""Σ w·part and Σ w·whole of a year."""


def measure_sampled_change(
    survey: Survey, since: Since, kinds: Sequence[str], quantity: Quantity, way: Way, confidence: Fraction
) -> Measured:
    """Return the change of a panel, where the same units of the same list were measured, else of two separate samples.

    There is one reading, which is the only one that the design of the sample allows.
    """
    found = basis(survey, since, kinds, quantity.columns, sampled=True)
    now, base = (replace(rate, beyond=NOTHING) for rate in (found.now, found.base))  # those not drawn are not missing
    frames = frames_of(survey, found)
    panel = len(frames) == 1
    levels = _levels(survey, since, kinds, frames, quantity.columns)
    figure = _reading(MATCHED if panel else "all", found, frames, levels, Asked(way, confidence))
    known: dict[str, Any] = keys((figure,), found._replace(now=now, base=base), levels, quantity, True)
    usual: Usual | None = None
    lone: tuple[StratumName, ...] = ()
    if is_bounded(found):
        usual = None if figure.bars or figure.empty else _usual(frames, quantity.columns, way, confidence)
        most_now, most_base = frames[0].largest(0), (frames[0].largest(1) if panel else frames[1].largest(0))
        known |= {"assumed_most": most_now, "base": _with_most(known["base"], most_base)}
        lone = _lone(frames)
    drawn = sum(one.surveyed for one in found.coverage[0])
    kind = SampledIncreaseFigures if way.rises else SampledReductionFigures
    return Measured((figure,), kind(**known, per_year=way.years is not None, drawn=drawn, usual=usual, lone=lone))


class Asked(NamedTuple):
    """What a sample is judged by: the change asked for, and the `confidence`, of 1."""

    way: Way
    confidence: Fraction


def is_bounded(found: Basis) -> bool:
    """Whether the layer bound holds a change: that of a part over its whole, since one base year."""
    columns = found.now.columns
    return isinstance(columns, RateColumns) and columns.is_part and len(found.base.years) == 1


def _with_most(base: BaseRate, most: Amount | None) -> BaseRate:
    """Return the rate of the base year with what those not measured are taken to give out at most."""
    return BaseRate(**vars(base) | {"assumed_most": most})


def _lone(frames: Sequence[Frame]) -> tuple[StratumName, ...]:
    """Return the strata, of any of the frames, that leave it without a usual interval."""
    return tuple(StratumName.of(*stratum) for stratum in dict.fromkeys(one for frame in frames for one in frame.lone()))


def _reading(name: str, found: Basis, frames: Sequence[Frame], levels: Levels, asked: Asked) -> Figure:
    """Return the reading, unless there is nothing to compare.

    Parts that are not known are filled in both ways: all of the whole now and none in the base year, which is the
    smallest cut, and the other way round.
    """
    now, base, way = found.now, found.base, asked.way
    bars = _bars(found, frames)
    if now.year <= base.year or bars or (not is_bounded(found) and all(frame.whole for frame in frames)):
        return change(name, now, base, way, bars)
    columns, achieved = now.columns, achieved_of(*levels, way)
    if not is_bounded(found):
        return Figure(name, achieved, intervals=((None, None),))
    ends = [_ends(frames, columns, parts, asked) for parts in fillings_of(frames, columns)]
    ends = ends[::-1] if way.rises else ends
    by_lot = any(frame.not_drawn for frame in frames)  # else what is open is not known, and no chance
    ends = [_holding(one, achieved, way.required) for one in ends]
    if by_lot and asked.confidence < min(SEARCHED):  # nothing is concluded from what was not searched
        ends = [(None, None)]
    return held(Figure(name, achieved, ends[0][0], ends[-1][1], intervals=tuple(ends) if by_lot else ()))


def _bars(found: Basis, frames: Sequence[Frame]) -> tuple[Reason, ...]:
    """Return what keeps the two years from being compared: other units may have been drawn, but of the same list.

    A base year without anything in the part for certain is zero before any bound is taken.
    """
    now, base = (replace(rate, beyond=NOTHING) for rate in (found.now, found.base))
    same = frozenset.intersection(*(frame.members for frame in frames))
    bars = bars_of(now, base, bool(now.given_out and same))
    if base.measured and not base.hard and not found.base.beyond.part:
        bars = tuple(dict.fromkeys((Reason.ZERO_BASELINE, *bars)))
    return bars


def _holding(ends: Range, achieved: Amount | None, required: Fraction) -> Range:
    """Return the range with its figure in it, all of 1: an end that was found to CLOSE may lie beside the figure.

    It is moved by no more than that, and never over what is `required`, so that no verdict moves.
    """
    low, high = ends
    if achieved is None:
        return ends
    if low is not None and achieved < low <= achieved + CLOSE and not achieved < required <= low:
        low = achieved
    if high is not None and high < achieved <= high + CLOSE and not high < required <= achieved:
        high = achieved
    return low, high


def fillings_of(frames: Sequence[Frame], columns: Columns) -> Sequence[tuple[Part, Part]]:
    """Return the parts to be taken where parts are not known: one filling is enough where all are."""
    return FILLINGS if any(frame.half_known(columns) for frame in frames) else FILLINGS[:1]


def _ends(frames: Sequence[Frame], columns: Columns, parts: tuple[Part, Part], asked: Asked) -> Range:
    """Return the range of the change with one filling, by the layer bound: of a rise that of a cut, mirrored."""
    way, confidence = asked
    limit = way.limit or Fraction(0)  # since one base year the time is in whole years, so that there is one
    if len(frames) > 1:
        now, base = (frame.layers(columns, (part,)) for frame, part in zip(frames, parts, strict=True))
        least, most = separate_range(now, base, confidence)
    elif way.rises:
        lowest, highest = panel_rise(frames[0].layers(columns, parts), limit - 1, confidence)
        least, most = (None if one is None else -one for one in (highest, lowest))
    else:
        least, most = panel_range(frames[0].layers(columns, parts), 1 - limit, confidence)
    return way.ends((None if most is None else 1 - most, None if least is None else 1 - least))


def _usual(frames: Sequence[Frame], columns: Columns, way: Way, confidence: Fraction) -> Usual | None:
    """Return the interval that is usual, wide enough for both fillings; None for a census, and where it has none."""
    fillings = fillings_of(frames, columns)
    found = [_change(frames, columns, parts, confidence) for parts in fillings]
    changes = [one for one in found if one is not None]
    if len(changes) < len(found) or all(frame.whole for frame in frames):
        return None
    cuts = Fraction(min(one.low for one in changes)), Fraction(max(one.high for one in changes))
    achieved = achieved_of(*weighted_rates(frames, columns), way)
    if cuts[1] - cuts[0] < ROUNDING and achieved is not None:
        return Usual(low=achieved, high=achieved, se=0.0)  # all moved alike: what is left is the error of floats
    low, high = way.ends((1 - cuts[1], 1 - cuts[0]))
    assert low is not None
    assert high is not None
    alone = len(changes) == 1 and way.years is None
    return Usual(low=Percentage(low), high=Percentage(high), se=changes[0].se * 100 if alone else None)


def _change(
    frames: Sequence[Frame], columns: Columns, parts: tuple[Part, Part], confidence: Fraction
) -> RatioChange | None:
    if len(frames) == 1:
        return panel_change(frames[0].measurements(columns, parts), confidence)
    now, base = (frame.measurements(columns, (part,)) for frame, part in zip(frames, parts, strict=True))
    return separate_change(now, base, confidence)


def _levels(survey: Survey, since: Since, kinds: Sequence[str], frames: Sequence[Frame], columns: Columns) -> Levels:
    """Return the estimated levels; of several base years each is weighted by the strata of its own year."""
    if len(since.base) == 1:
        return weighted_rates(frames, columns)
    found = [basis(survey, Since(since.year, (year,)), kinds, columns) for year in since.base]
    years = [_weighted_years(frames_of(survey, one), columns) for one in found]
    return _level([years[0][0]], columns), _level([base for _, base in years], columns)


def weighted_rates(frames: Sequence[Frame], columns: Columns) -> Levels:
    """Return the levels of the year scored and of the base year, from a panel or from two separate samples."""
    now, base = _weighted_years(frames, columns)
    return _level([now], columns), _level([base], columns)


def weighted_rate(frame: Frame, columns: Columns) -> Fraction | None:
    """Return the level of one year."""
    return _level([_weighted_sums(frame, columns, 0)], columns)


def _level(years: Sequence[Sums | None], columns: Columns) -> Fraction | None:
    """Return the level of these years together; None where one has none."""
    known = [sums for sums in years if sums is not None]
    part, whole = sum(one[0] for one in known), sum(one[1] for one in known)
    if len(known) < len(years):
        return None
    if isinstance(columns, Summed):
        return Fraction(part) / len(years)
    return Fraction(part) / whole if whole else None


def _weighted_years(frames: Sequence[Frame], columns: Columns) -> tuple[Sums | None, Sums | None]:
    if len(frames) == 1:
        return _weighted_sums(frames[0], columns, 0), _weighted_sums(frames[0], columns, 1)
    return _weighted_sums(frames[0], columns, 0), _weighted_sums(frames[1], columns, 0)


def _weighted_sums(frame: Frame, columns: Columns, at: int) -> Sums | None:
    """Return Σ w·hard and Σ w·total of the `at`-th row of each unit, w = N_h/n_h of its stratum.

    Units whose part is not known are left out of both sums, and of n_h, as they are in a census.
    """
    hard_sum, total_sum = Fraction(0), Fraction(0)
    for one in frame.strata.values():
        known = [row[at] for row in one.rows if figures(row[at], columns)[0] is not None]
        if not known and len(one.rows) < one.size:
            return None
        weight = Fraction(one.size, len(known)) if known else Fraction(0)
        for unit in known:
            hard, total = filled(unit, columns, 0)
            hard_sum, total_sum = hard_sum + weight * hard, total_sum + weight * total
    return hard_sum, total_sum

"""The relative cut of a rate from a sample: its verdict by the layer bound, the usual interval by the jackknife.

Formulas: docs/methods.md, "Reduction, from a sample".
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from scp_ninhbinh.measures.figures import Amount, Figure, Measured, Percentage, Range, Reason, StratumName
from scp_ninhbinh.measures.intervals import RatioChange, panel_change, separate_change
from scp_ninhbinh.measures.layer_bound import CLOSE, panel_range, separate_range
from scp_ninhbinh.measures.reduction import (
    MATCHED,
    NOTHING,
    SEARCHED,
    BaseRate,
    Basis,
    SampledReductionFigures,
    Usual,
    bars_of,
    basis,
    cut,
    figures,
    held,
    keys,
)
from scp_ninhbinh.measures.sampled_units import Frame, Part, filled, frames_of
from scp_ninhbinh.plan.vocabulary import RateColumns
from scp_ninhbinh.survey.pool import Survey

ROUNDING: Final = 1e-9
"""Width of an interval, of 1, below which it has none."""

FILLINGS: Final[tuple[tuple[Part, Part], ...]] = ((1, 0), (0, 1))
"""The parts taken where a part is not known, now and in the base year: for the smallest cut, and for the largest."""


class Asked(NamedTuple):
    """What a sample is judged by: the `confidence` and the cut that is `required`, both of 1."""

    confidence: Fraction
    required: Fraction


def measure_sampled_reduction(
    survey: Survey, years: tuple[int, int], kinds: Sequence[str], columns: RateColumns, asked: Asked
) -> Measured:
    """Return the cut of a panel, where the same units of the same list were measured, else of two separate samples.

    There is one reading, which is the only one that the design of the sample allows.
    """
    found = basis(survey, years, kinds, columns, sampled=True)
    now, base = (rate._replace(beyond=NOTHING) for rate in (found.now, found.base))  # those not drawn are not missing
    frames = frames_of(survey, found)
    panel = len(frames) == 1
    figure = _reading(MATCHED if panel else "all", found, frames, columns, asked)
    usual = None if figure.bars or figure.empty else _usual(frames, columns, asked.confidence)
    known = keys((figure,), found._replace(now=now, base=base), weighted_rates(frames, columns), True)
    most_now, most_base = frames[0].largest(0), (frames[0].largest(1) if panel else frames[1].largest(0))
    known |= {"assumed_most": most_now, "base": _with_most(known["base"], most_base)}
    return Measured(
        (figure,),
        SampledReductionFigures(
            **known,
            drawn=sum(one.surveyed for one in found.coverage[0]),
            usual=usual,
            lone=_lone(frames),
        ),
    )


def _with_most(base: BaseRate, most: Amount | None) -> BaseRate:
    """Return the rate of the base year with what those not measured are taken to give out at most."""
    return BaseRate(**vars(base) | {"assumed_most": most})


def _lone(frames: Sequence[Frame]) -> tuple[StratumName, ...]:
    """Return the strata, of any of the frames, that leave it without a usual interval."""
    return tuple(StratumName.of(*stratum) for stratum in dict.fromkeys(one for frame in frames for one in frame.lone()))


def _reading(name: str, found: Basis, frames: Sequence[Frame], columns: RateColumns, asked: Asked) -> Figure:
    """Return the reading, unless there is nothing to compare.

    Parts that are not known are filled in both ways: all of the whole now and none in the base year, which is the
    smallest cut, and the other way round.
    """
    now, base = found.now, found.base
    bars = _bars(found, frames)
    if now.year <= base.year or bars:
        return cut(name, now, base, bars)
    ends = [_ends(frames, columns, parts, asked) for parts in fillings_of(frames, columns)]
    by_lot = any(frame.not_drawn for frame in frames)  # else what is open is not known, and no chance
    achieved = _weighted_cut(frames, columns)
    ends = [_holding(one, achieved, asked.required) for one in ends]
    if by_lot and asked.confidence < min(SEARCHED):  # nothing is concluded from what was not searched
        ends = [(None, None)]
    return held(Figure(name, achieved, ends[0][0], ends[-1][1], intervals=tuple(ends) if by_lot else ()))


def _bars(found: Basis, frames: Sequence[Frame]) -> tuple[Reason, ...]:
    """Return what keeps the two years from being compared: other units may have been drawn, but of the same list.

    A base year without anything in the part for certain is zero before any bound is taken.
    """
    now, base = (rate._replace(beyond=NOTHING) for rate in (found.now, found.base))
    same = frozenset.intersection(*(frame.members for frame in frames))
    bars = bars_of(now, base, bool(now.given_out and same))
    if base.given_out and not base.hard and not found.base.beyond.part:
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


def fillings_of(frames: Sequence[Frame], columns: RateColumns) -> Sequence[tuple[Part, Part]]:
    """Return the parts to be taken where parts are not known: one filling is enough where all are."""
    return FILLINGS if any(frame.half_known(columns) for frame in frames) else FILLINGS[:1]


def _ends(frames: Sequence[Frame], columns: RateColumns, parts: tuple[Part, Part], asked: Asked) -> Range:
    """Return the range of the cut with one filling, by the layer bound."""
    if len(frames) == 1:
        low, high = panel_range(frames[0].layers(columns, parts), asked.required, asked.confidence)
    else:
        now, base = (frame.layers(columns, (part,)) for frame, part in zip(frames, parts, strict=True))
        low, high = separate_range(now, base, asked.confidence)
    return None if low is None else Percentage(low), None if high is None else Percentage(high)


def _usual(frames: Sequence[Frame], columns: RateColumns, confidence: Fraction) -> Usual | None:
    """Return the interval that is usual, wide enough for both fillings; None for a census, and where it has none."""
    fillings = fillings_of(frames, columns)
    found = [_change(frames, columns, parts, confidence) for parts in fillings]
    changes = [change for change in found if change is not None]
    if len(changes) < len(found) or all(frame.whole for frame in frames):
        return None
    low, high = min(change.low for change in changes), max(change.high for change in changes)
    if high - low < ROUNDING and (achieved := _weighted_cut(frames, columns)) is not None:
        return Usual(low=achieved, high=achieved, se=0.0)  # all moved alike: what is left is the error of floats
    return Usual(
        low=Percentage(low),
        high=Percentage(high),
        se=changes[0].se * 100 if len(changes) == 1 else None,
    )


def _change(
    frames: Sequence[Frame], columns: RateColumns, parts: tuple[Part, Part], confidence: Fraction
) -> RatioChange | None:
    if len(frames) == 1:
        return panel_change(frames[0].measurements(columns, parts), confidence)
    now, base = (frame.measurements(columns, (part,)) for frame, part in zip(frames, parts, strict=True))
    return separate_change(now, base, confidence)


def _weighted_cut(frames: Sequence[Frame], columns: RateColumns) -> Percentage | None:
    """Return 1 − R_now/R_base of weighted totals, exactly; None where a stratum has nobody measured, or R_base is 0."""
    now, base = weighted_rates(frames, columns)
    return None if now is None or not base else Percentage(1 - now / base)


def weighted_rates(frames: Sequence[Frame], columns: RateColumns) -> tuple[Fraction | None, Fraction | None]:
    """Return the rates of the year scored and of the base year, from a panel or from two separate samples."""
    if len(frames) == 1:
        return _weighted_rate(frames[0], columns, 0), _weighted_rate(frames[0], columns, 1)
    return _weighted_rate(frames[0], columns, 0), _weighted_rate(frames[1], columns, 0)


def _weighted_rate(frame: Frame, columns: RateColumns, at: int) -> Fraction | None:
    """Return Σ w·hard / Σ w·total of the `at`-th row of each unit, w = N_h/n_h of its stratum.

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
    return hard_sum / total_sum if total_sum else None

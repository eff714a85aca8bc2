"""The level of a ratio of totals from a sample: its range is the layer bound of one year.

Formulas: docs/methods.md, "Ratio".
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.measures.figures import Figure, Measured
from scp_ninhbinh.measures.layer_bound import rate_limits
from scp_ninhbinh.measures.quantity import Rate
from scp_ninhbinh.measures.ratio import Quotients, SampledRatioFigures, barred, keys, range_of, rate_in
from scp_ninhbinh.measures.reduction import SEARCHED
from scp_ninhbinh.measures.sampled_reduction import weighted_rate
from scp_ninhbinh.measures.sampled_turning import grown
from scp_ninhbinh.measures.sampled_units import Frame, Part, frame_of
from scp_ninhbinh.survey.pool import Survey

FILLINGS: Final[tuple[Part, ...]] = (0, 1)
"""The parts taken where a part is not known: for the smallest ratio, and for the largest."""


def measure_sampled_ratio(
    survey: Survey, year: int, kinds: Sequence[str], asked: Quotients, confidence: Fraction
) -> Measured:
    """Return the estimate, each stratum weighted by its size, with the layer bound; `confidence` is of 1.

    Of what is no part of the other nothing bounds a unit that was not drawn: its range is open to both sides.
    """
    rate, coverage = rate_in(survey, year, kinds, asked.columns, sampled=True)
    frame = frame_of(survey, rate)
    figure = barred(rate) or _figure(rate, frame, asked, confidence)
    found = SampledRatioFigures(**keys(rate, figure, coverage, True), drawn=sum(one.surveyed for one in coverage))
    if not asked.columns.is_part:
        return Measured((figure,), found)
    return Measured((figure,), SampledRatioFigures(**vars(found) | {"assumed_most": frame.largest(0)}))


def _figure(rate: Rate, frame: Frame, asked: Quotients, confidence: Fraction) -> Figure:
    """Return the reading; of a sample of which all were drawn what is open is not known, and no chance."""
    by_lot, achieved = frame.not_drawn > 0, weighted_rate(frame, asked.columns)
    found = asked.figure(achieved, limits_of(rate, frame, confidence))
    return found if by_lot else found._replace(intervals=())


def limits_of(rate: Rate, frame: Frame, confidence: Fraction) -> Sequence[tuple[Fraction | None, Fraction | None]]:
    """Return the limits of a rate for each filling of the parts that are not known, of 1."""
    if not frame.not_drawn and not rate.columns.is_part:
        return [range_of(rate)]
    if not rate.columns.is_part or (frame.not_drawn and confidence < min(SEARCHED)):
        return [(None, None)]
    if not rate.given_out:
        return [range_of(rate)]
    fillings = FILLINGS if rate.half_known else FILLINGS[:1]
    return [rate_limits(frame.layers(rate.columns, (part,)), confidence) for part in fillings]


def more_drawn(rate: Rate, frame: Frame, confidence: Fraction, settled: Callable[[Fraction, Fraction], bool]) -> int:
    """Return about how many more units, if they are like those measured, leave a range that is `settled`.

    Found by halving; 0 where even all of those undrawn do not.
    """
    fillings = FILLINGS if rate.half_known else FILLINGS[:1]
    known = [frame.layers(rate.columns, (part,)) for part in fillings]

    def settle(more: int) -> bool:
        ranges = [rate_limits(grown(one, Fraction(more, frame.not_drawn)), confidence) for one in known]
        return settled(ranges[0][0], ranges[-1][1])

    too_few, enough = 0, frame.not_drawn
    if not (rate.columns.is_part and rate.given_out and frame.not_drawn) or not settle(enough):
        return 0
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        too_few, enough = (too_few, middle) if settle(middle) else (middle, enough)
    return enough

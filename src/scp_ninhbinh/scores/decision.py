"""By which rule a target is judged, and how sure a verdict by it is. Pure.

Rules: docs/methods.md, "How sure a verdict is".
"""

from fractions import Fraction
from typing import Final, Literal

from scp_ninhbinh.measures.count import CountFigures
from scp_ninhbinh.measures.figures import Figures, NoFigures, Percent, Percentage
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import SEARCHED, ReductionFigures, SampledReductionFigures
from scp_ninhbinh.measures.share import SampledShareFigures

RuleName = Literal["counted-range", "window-count", "rank-interval", "layer-bound"]
Guarantee = Literal["exact", "bounded", "assumed", "none"]
Assumption = Literal["drawn-by-lot", "assumed-most"]


@record
class Rule:
    """The decision rule of a target, and how sure a verdict by it is."""

    name: RuleName
    """What the range was found by."""
    guarantee: Guarantee
    """exact; bounded: chance errs at most so often; assumed: if assumptions hold; none: not known how often it errs."""
    false_verdict: Percent | None
    """Percent of all samples, at most, that give a false met or not met; 0 where nothing is left to chance."""
    assumptions: tuple[Assumption, ...]
    """What it rests on: that units were drawn by lot, that no unit not measured has more than assumed_most."""

    @property
    def by_chance(self) -> bool:
        """Whether a verdict by it rests on a sample."""
        return "drawn-by-lot" in self.assumptions


WINDOW_COUNT: Final = Rule(name="window-count", guarantee="exact", false_verdict=Percentage(0), assumptions=())
COUNTED_RANGE: Final = Rule(name="counted-range", guarantee="exact", false_verdict=Percentage(0), assumptions=())


def rule_of(found: Figures, confidence: Fraction | None) -> Rule | None:
    """Return the rule by which figures are judged; `confidence`, of 1, is that of a sample. None for no figures.

    A sample of which nothing was left undrawn is a census.
    """
    match found:
        case NoFigures():
            return None
        case CountFigures():
            return WINDOW_COUNT
        case SampledShareFigures() if found.not_surveyed and confidence is not None:
            return _rank_interval(confidence)
        case SampledReductionFigures() if _assumes(found) and confidence is not None:
            return _layer_bound(confidence)
        case ReductionFigures() if _assumes(found):
            most: tuple[Assumption, ...] = ("assumed-most",)
            return Rule(name="counted-range", guarantee="assumed", false_verdict=Percentage(0), assumptions=most)
        case _:
            return COUNTED_RANGE


def _assumes(found: ReductionFigures) -> bool:
    """Whether units were not measured, in either year."""
    return found.assumed_most is not None or found.base.assumed_most is not None


def _rank_interval(confidence: Fraction) -> Rule:
    """Return the rule of a share from a sample: each of its limits errs in (1 − confidence) / 2 of all samples."""
    most = Percentage((1 - confidence) / 2)
    return Rule(name="rank-interval", guarantee="bounded", false_verdict=most, assumptions=("drawn-by-lot",))


def _layer_bound(confidence: Fraction) -> Rule:
    """Return the rule of a cut from a sample.

    A verdict at one confidence is one at every lower confidence too, so that the nearest one searched below it holds.
    """
    searched = next((one for one in SEARCHED if one <= confidence), None)
    return Rule(
        name="layer-bound",
        guarantee="none" if searched is None else "assumed",
        false_verdict=None if searched is None else Percentage((1 - searched) / 2),
        assumptions=("drawn-by-lot", "assumed-most"),
    )

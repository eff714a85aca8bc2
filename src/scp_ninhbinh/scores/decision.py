"""By which rule a target is judged, and how sure a verdict by it is. Pure.

Rules: docs/methods.md, "How sure a verdict is".
"""

from fractions import Fraction
from typing import Final, Literal

from scp_ninhbinh.measures.count import CountFigures
from scp_ninhbinh.measures.figures import (
    Figures,
    NoFigures,
    Percent,
)
from scp_ninhbinh.measures.ratio import RatioFigures, SampledRatioFigures
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.reduction import SEARCHED, ChangeFigures, SampledChangeFigures
from scp_ninhbinh.measures.share import SampledShareFigures
from scp_ninhbinh.scores.each import InParts
from scp_ninhbinh.text.numbers import Percentage

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
UNBOUNDED: Final = Rule(name="layer-bound", guarantee="none", false_verdict=None, assumptions=("drawn-by-lot",))
"""That of an estimate which nothing bounds: it gives no verdict."""

COUNTED_RANGE: Final = Rule(name="counted-range", guarantee="exact", false_verdict=Percentage(0), assumptions=())


def rule_of(found: Figures, confidence: Fraction | None, each: InParts | None = None) -> Rule | None:
    """Return the rule by which figures are judged; `confidence`, of 1, is that of a sample. None for no figures.

    A sample of which nothing was left undrawn is a census. Where `each` part has to meet what is required, any of them
    may be the one that is falsely missed, each as often as one alone.
    """
    rule = _rule_of(found, confidence, each)
    if not each or not rule or not rule.by_chance or rule.false_verdict is None:
        return rule
    most = min(Fraction(1), each.of * Fraction(rule.false_verdict))
    return Rule(**{**vars(rule), "false_verdict": Percentage(most)})


def _rule_of(found: Figures, confidence: Fraction | None, each: InParts | None) -> Rule | None:
    match found:
        case NoFigures():
            return None
        case CountFigures():
            return WINDOW_COUNT
        case SampledShareFigures() if confidence is not None and (found.not_surveyed or (each and each.by == "year")):
            return _rank_interval(confidence)
        case SampledChangeFigures() | SampledRatioFigures() if found.not_surveyed and confidence is not None:
            return _layer_bound(confidence) if _assumes(found) else UNBOUNDED
        case ChangeFigures() | RatioFigures() if _assumes(found):
            most: tuple[Assumption, ...] = ("assumed-most",)
            return Rule(name="counted-range", guarantee="assumed", false_verdict=Percentage(0), assumptions=most)
        case _:
            return COUNTED_RANGE


def _assumes(found: ChangeFigures | RatioFigures) -> bool:
    """Whether units were not measured, in either year."""
    return found.assumed_most is not None or (isinstance(found, ChangeFigures) and found.base.assumed_most is not None)


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

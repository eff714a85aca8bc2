"""An indicator of the plan → what a survey comes to by its measure. Pure."""

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from scp_ninhbinh.measures.change import Way
from scp_ninhbinh.measures.count import Asked, measure_count
from scp_ninhbinh.measures.figures import Measured
from scp_ninhbinh.measures.quantity import quantity_of
from scp_ninhbinh.measures.ratio import Quotients, measure_ratio
from scp_ninhbinh.measures.reduction import Since, measure_change
from scp_ninhbinh.measures.share import measure_share
from scp_ninhbinh.measures.total import measure_total
from scp_ninhbinh.plan.clauses import (
    AmountTarget,
    AnyTarget,
    Count,
    CountTarget,
    Increase,
    Plan,
    Ratio,
    Reduction,
    Scored,
    Share,
    Total,
)
from scp_ninhbinh.survey.pool import Survey


def measure(
    plan: Plan, item: Scored, target: AnyTarget, survey: Survey, year: int, confidence: Fraction | None = None
) -> Measured:
    """Return what a survey comes to by the measure of an indicator; with a `confidence` it is a sample."""
    match item:
        case Share():
            return measure_share(survey, year, item.of, item.answer, confidence, item.least)
        case Reduction() | Increase():
            since, quantity = Since(year, item.base.all), quantity_of(item, plan, survey.read)
            way = way_of(item, target, since)
            if confidence is None:
                return measure_change(survey, since, item.of, quantity, way)
            from scp_ninhbinh.measures.sampled_reduction import measure_sampled_change

            return measure_sampled_change(survey, since, item.of, quantity, way, confidence)
        case Count():
            assert isinstance(target, CountTarget)
            return measure_count(survey, target.windows(), year, asked_of(item, plan))
        case Ratio():
            return _ratio(quotients(plan, item), survey, year, item.of, confidence)
        case Total():
            assert isinstance(target, AmountTarget)
            column = plan.vocabulary.amounts(item.total)._replace(read=survey.read)
            return measure_total(survey, target.since, year, item.of, column)
        case _:
            assert_never(item)


def asks_the_same(item: Scored, *, is_sample: bool) -> bool:
    """Whether all targets of an indicator ask for the same figure of a year.

    Those of a share and of a ratio do, and of a change but for one a year, which is told beside what is required, and
    for one from a sample, of which the bounds are searched for beside it.
    """
    if isinstance(item, Reduction | Increase):
        return item.per_year == "false" and not is_sample
    return isinstance(item, Share | Ratio)


def way_of(item: Reduction | Increase, target: AnyTarget, since: Since) -> Way:
    """Return how the change of a clause is told, against what is required."""
    per_year = since.time if item.per_year == "true" else None
    return Way(Fraction(target.required), isinstance(item, Increase), per_year)


def asked_of(item: Count, plan: Plan) -> Asked:
    """Return what a count is of."""
    return Asked(item.of, item.answer, item.least, item.count, plan.years()[0], plan.period.first)


def _ratio(asked: Quotients, survey: Survey, year: int, kinds: Sequence[str], confidence: Fraction | None) -> Measured:
    asked = asked._replace(columns=asked.columns._replace(read=survey.read))
    if confidence is None:
        return measure_ratio(survey, year, kinds, asked)
    from scp_ninhbinh.measures.sampled_ratio import measure_sampled_ratio

    return measure_sampled_ratio(survey, year, kinds, asked, confidence)


def quotients(plan: Plan, item: Ratio) -> Quotients:
    """Return what a ratio is of, and the factor of its unit."""
    return Quotients(plan.rate(item.ratio), item.ratio.times, item.ratio.unit is None)

"""The charts of a report: what was achieved against what is required, and each target over the years."""

from typing import Final

from scp_ninhbinh.documents import trends, words
from scp_ninhbinh.documents.annual_summary import figure_of
from scp_ninhbinh.documents.document import Bullet, BulletChart, LineChart
from scp_ninhbinh.documents.figures import Scale
from scp_ninhbinh.documents.years import verdict_cell
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.scores.each import InParts
from scp_ninhbinh.scores.review import AnyReviewed, Review
from scp_ninhbinh.scores.trend import Point
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.say import Phrase, Sayable, joined, say

AGAINST: Final = Phrase("Achieved against required")
ACHIEVED_WORD, RANGE_WORD, REQUIRED_WORD, PATH_WORD = (
    Phrase("achieved"),
    Phrase("range"),
    Phrase("required"),
    Phrase("required path"),
)


def bullet_chart(review: Review, source: Sayable) -> BulletChart[Sayable]:
    """Return what was achieved in the latest year against what is required, target by target."""
    bars = tuple(map(_bullet, review.targets))
    text = Phrase("{label}: {shown}, {verdict}")
    alt = (say(text, label=bar.label, shown=bar.shown, verdict=bar.verdict) for bar in bars)
    return BulletChart(AGAINST, joined(*alt, by="; "), bars, ACHIEVED_WORD, RANGE_WORD, REQUIRED_WORD, source)


def _bullet(one: AnyReviewed) -> Bullet[Sayable]:
    if one.latest and one.latest.each:
        return _bullet_of_parts(one, one.latest, one.latest.each)
    point, required, scale = one.latest, one.required, trends.scale(one)
    values = (point.achieved, point.low, point.high) if point else (None, None, None)
    achieved, low, high = (_float(value, scale) for value in values)
    needed = _float(required, scale) or 0.0
    verdict = verdict_cell(point, one)
    return Bullet(
        label=joined(lettered(one), " ", one.title),
        achieved=achieved,
        low=low,
        high=high,
        required=needed,
        full=max(needed if scale.counted else 100.0, achieved or 0.0, needed, (high or 0.0) if one.is_ceiling else 0.0),
        shown=joined(figure_of(point, one), " / ", _required(one)),
        verdict=verdict.text,
        signal=verdict.signal or "no_data",
    )


def _bullet_of_parts(one: AnyReviewed, point: Point, each: InParts) -> Bullet[Sayable]:
    """Return how many parts meet what each has to meet by itself, against all of them."""
    verdict = verdict_cell(point, one)
    return Bullet(
        label=joined(lettered(one), " ", one.title),
        achieved=float(each.met),
        low=float(each.met),
        high=float(each.met),
        required=float(each.of),
        full=float(each.of),
        shown=words.parts_met(each),
        verdict=verdict.text,
        signal=verdict.signal or "no_data",
    )


def _required(one: AnyReviewed) -> Sayable:
    shown = words.limited(trends.scale(one).requirement(one.required), one.is_ceiling)
    return words.asked_of(shown, one.each, getattr(one, "per_year", False))


def _float(value: Amount | None, scale: Scale) -> float | None:
    return None if value is None else float(scale.scaled(value))


def line_chart(one: AnyReviewed, review: Review, source: Sayable) -> LineChart[Sayable]:
    """Return a target's years, with the straight line from its first figure to what is required in the due year."""
    points, scale, due, required = one.years, trends.scale(one), one.due, one.required
    needed = _float(required, scale) or 0.0
    first = next((point for point in points if point.achieved is not None), None)
    has_path = first is not None and first.year < due and one.each is None
    path = ((first.year, _float(first.achieved, scale) or 0.0), (due, needed)) if first and has_path else ()
    years = [say("{year}: {figure}", year=point.year, figure=figure_of(point, one)) for point in points]
    end = say("Required: {asked} in {due}", asked=_required(one), due=due)
    return LineChart(
        caption=joined(one.title, ", ", trends.years_of(review)),
        alt=joined(*years, end, by="; "),
        points=tuple((p.year, _float(p.achieved, scale), _float(p.low, scale), _float(p.high, scale)) for p in points),
        figures=tuple(figure_of(point, one, bare=True) for point in points),
        path=path,
        required=needed,
        required_figure=_required(one),
        due=due,
        unit="" if scale.counted else "%",
        achieved_word=ACHIEVED_WORD,
        range_word=RANGE_WORD,
        path_word=PATH_WORD,
        source=source,
    )

"""The charts of the annual report as data, each with the same in words."""

from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import reviewed as words
from scp_ninhbinh.documents.annual_tables import verdict_cell
from scp_ninhbinh.documents.document import Bullet, BulletChart, LineChart
from scp_ninhbinh.documents.words import required
from scp_ninhbinh.measures.figures import Amount
from scp_ninhbinh.plan.clauses import Count
from scp_ninhbinh.scores.review import Review, Reviewed
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase

ACHIEVED, RANGE = Phrase("achieved"), Phrase("range")
LONGEST_LABEL: Final = 160
"""Characters of a title beside a bar; the tables have it whole."""

REQUIRED, PATH = Phrase("required"), Phrase("required path")


def bullet_chart(review: Review, language: Language) -> BulletChart:
    """Return what was achieved in the latest year against what is required, target by target."""
    bars = tuple(_bullet(one, language) for one in review.reviewed if one.trend and one.target)
    alt = "; ".join(
        language.say(Phrase("{label}: {shown}, {verdict}"), label=bar.label, shown=bar.shown, verdict=bar.verdict)
        for bar in bars
    )
    caption = language.say(Phrase("Achieved against required"))
    return BulletChart(caption, alt, bars, *(language.say(word) for word in (ACHIEVED, RANGE, REQUIRED)))


def _bullet(one: Reviewed, language: Language) -> Bullet:
    point, asked = one.latest, one.target.at_least if one.target else 1
    achieved, low, high = (_scaled(getattr(point, name, None), one) for name in ("achieved", "low", "high"))
    needed = _scaled(asked, one) or 0.0
    status = point.status if point and point.status else Status.NO_DATA
    shown = f"{words.amount(point.achieved if point else None, one, language)} / {_asked(asked, one, language)}"
    return Bullet(
        label=show(f"{one.clause} {language.title(one.indicator.title)}", LONGEST_LABEL),
        achieved=achieved,
        low=low,
        high=high,
        required=needed,
        full=max(100.0 if not isinstance(one.indicator, Count) else needed, achieved or 0.0, needed),
        shown=shown,
        verdict=verdict_cell(point, one, language).text,
        signal=status.value,
    )


def _asked(asked: Amount, one: Reviewed, language: Language) -> str:
    return required(asked, words.as_result(one), language)


def _scaled(value: Amount | None, one: Reviewed) -> float | None:
    return None if value is None else float(Fraction(value) * (1 if isinstance(one.indicator, Count) else 100))


def line_chart(one: Reviewed, language: Language) -> LineChart:
    """Return a target's years, with the straight line from its first figure to what is required in the due year."""
    points = one.trend.points if one.trend else ()
    due, asked = (one.target.due, one.target.at_least) if one.target else (0, 1)
    needed = _scaled(asked, one) or 0.0
    base = next((point for point in points if point.achieved is not None), None)
    path = ((base.year, _scaled(base.achieved, one) or 0.0), (due, needed)) if base and base.year < due else ()
    years = [
        language.say(Phrase("{year}: {figure}"), year=point.year, figure=words.amount(point.achieved, one, language))
        for point in points
    ]
    end = language.say(Phrase("Required: {asked} in {due}"), asked=_asked(asked, one, language), due=due)
    return LineChart(
        caption=language.say(Phrase("Year by year")),
        alt="; ".join([*years, end]),
        points=tuple(
            (point.year, *(_scaled(value, one) for value in (point.achieved, point.low, point.high)))  # type: ignore[misc]
            for point in points
        ),
        path=path,
        required=needed,
        due=due,
        unit="" if isinstance(one.indicator, Count) else "%",
        achieved_word=language.say(ACHIEVED),
        range_word=language.say(RANGE),
        path_word=language.say(PATH),
    )

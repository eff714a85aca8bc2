"""What `scp review` says: a line a target with its years drawn, then why it is open and what moved it, and the rest."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import certainty, trends, words
from scp_ninhbinh.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Fit,
    Items,
    Section,
    Sentences,
    Signal,
    Table,
    Text,
    table_of,
)
from scp_ninhbinh.documents.figures import NONE
from scp_ninhbinh.documents.left_out import left_out
from scp_ninhbinh.documents.words import BASIS, CLAUSE, REQUIRED, TARGET, VERDICT
from scp_ninhbinh.documents.years import years_table
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.scores.review import AnyReviewed, Review
from scp_ninhbinh.scores.trend import Point, ShareYear, Word
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Phrase, Sayable, joined, say

SPARKS: Final = "▁▂▃▄▅▆▇█"
GAP_IN_YEARS: Final = "·"
"""What stands for a year without a figure."""

BLOCKS, WIDE = 72, 100
"""Letters of a screen from which on a line says the change a year, and what the latest figure is of."""

SLIPPED: Final = frozenset({Word.FALLEN_BELOW, Word.MOVING_AWAY})
GOING_WELL: Final = frozenset({Word.MET, Word.HELD})


def review_document(
    review: Review, problems: Sequence[Problem] = (), *, years: bool = False, tracked: bool = False
) -> Document[Sayable]:
    """Return a line a target, what has to be told of it, its `years` and the `tracked` clauses where asked for."""
    blocks: list[Block[Sayable]] = [Text(trends.counted(review), strong=True), _targets(review), *_told(review)]
    blocks += [years_table(one, review.plan, trends.titled(one)) for one in review.targets if years]
    directions = [one for one in review.tracked if one.answers]
    if tracked and directions:
        blocks.append(_tracked(review))
    untold: list[Sayable] = [] if tracked or not directions else [words.untold(len(directions))]
    untold += list(_since_the_base(review))
    rules = certainty.rules_in_short(list(certainty.rules_of_review(review)))
    blocks.append(Sentences((*untold, *rules, *trends.closing(review), *left_out(problems)), quiet=True))
    subtitle = words.subtitle(review.plan, joined(review.plan.id, " · ", trends.years_of(review)))
    asked = tuple(words.due_years(one.due for one in review.targets))
    headline = joined(review.plan.id, *asked, trends.years_of(review), by=" · ")
    sections = (Section("", tuple(blocks)),)
    return Document(review.plan.title, subtitle, sections, headline=headline, below=review.plan.territory or "")


def _targets(review: Review) -> Table[Sayable]:
    """Return one row a target: its years drawn, from where to where, the mean change a year, what is required."""
    found = review.targets
    columns: list[Column[Sayable]] = [
        Column(VERDICT, tuple(map(_verdict, found))),
        Column(CLAUSE, tuple(Cell(lettered(one)) for one in found)),
        Column(TARGET, tuple(Cell(one.title, short=words.short(one.id, review.plan)) for one in found), Fit(cut=True)),
        Column(
            Phrase("Years"),
            tuple(Cell(drawn(_by_year(_known(one, review.plan)), Fraction(one.required))) for one in found),
            Fit(picture=True),
        ),
        Column(Phrase("From, to"), tuple(Cell(_from_to(one, review.plan)) for one in found), Fit(right=True)),
        Column(Phrase("A year"), tuple(map(_pace, found)), Fit(BLOCKS, right=True)),
        Column(REQUIRED, tuple(Cell(trends.required(one)) for one in found), Fit(right=True)),
        Column(BASIS, tuple(map(_basis, found)), Fit(WIDE)),
    ]
    if len({one.due for one in found}) > 1:
        columns.insert(3, Column(Phrase("Due"), tuple(Cell(str(one.due)) for one in found)))
    return table_of(columns, 3)


def _verdict(one: AnyReviewed) -> Cell[Sayable]:
    """Return the verdict, before the due year the pace, with the sign and the colour of either."""
    latest = one.latest
    return Cell(trends.trend_line(one), signal=_signal(one), short=trends.trend_in_short(one) if latest else None)


def _signal(one: AnyReviewed) -> Signal:
    status = one.latest.status if one.latest else Status.NO_DATA
    early = one.latest is not None and one.latest.year < one.due
    if status is Status.NOT_YET and one.word in SLIPPED:
        return "not_met"
    in_words = one.word not in (None, Word.NO_DATA, Word.ONE_YEAR)
    if status is None or (early and status is Status.UNDETERMINED and in_words):
        return "met" if one.word in GOING_WELL else "not_yet"
    return words.signal(status)


def _known(one: AnyReviewed, plan: Plan) -> list[Point]:
    """Return the years with a figure; of a change without the base year, in which there is none by definition."""
    bases = trends.base_years(one, plan)
    return [point for point in one.years if point.achieved is not None and point.year not in bases]


def _by_year(points: Sequence[Point]) -> dict[int, Fraction]:
    return {point.year: Fraction(point.achieved or 0) for point in points}


def drawn(known: Mapping[int, Fraction], required: Fraction = Fraction(0)) -> str:
    """Draw each year as a letter, from zero, or the least, to the largest figure or what is required."""
    if not known:
        return ""
    figures = [Fraction(0), required, *known.values()]
    least, most = min(figures), max(figures)
    heights = {year: int((value - least) / ((most - least) or 1) * (len(SPARKS) - 1)) for year, value in known.items()}
    years = range(min(known), max(known) + 1)
    return "".join(SPARKS[heights[year]] if year in heights else GAP_IN_YEARS for year in years)


def _from_to(one: AnyReviewed, plan: Plan) -> Sayable:
    """Return the first and the latest figure, with the direction between them."""
    if one.latest and one.latest.each:
        return words.parts_met(one.latest.each)
    known, own = _known(one, plan), trends.scale(one).without_unit()
    if not known:
        return NONE
    first, latest = (words.estimate(own.between(end.achieved), end.method == "sample") for end in (known[0], known[-1]))
    arrow = trends.arrow(list(_by_year(known).values()))
    return joined(first, " ", arrow, " ", latest) if len(known) > 1 else latest


def _since_the_base(review: Review) -> Iterator[Sayable]:
    """Yield of which changes the mean a year is since the base year, in which there is none, and no figure is shown."""
    found = [one for one in review.targets if one.pace is not None and trends.base_years(one, review.plan)]
    if found:
        clauses = joined(*map(lettered, found), by=", ")
        yield say("{clauses}: the change a year is since the base year, which has none.", clauses=clauses)


def _pace(one: AnyReviewed) -> Cell[Sayable]:
    """Return the mean change a year, of percentages in points."""
    if one.pace is None:
        return Cell("")
    return Cell(trends.pace(one), short=trends.scale(one).without_unit().change(one.pace))


def _basis(one: AnyReviewed) -> Cell[Sayable]:
    """Return what the latest figure was counted from: units of a share, parts that each have to meet it."""
    latest = one.latest
    if isinstance(latest, ShareYear) and latest.numerator is not None:
        counts = words.answer_parts(latest, sampled=latest.method == "sample")
        return Cell(joined(*counts, by=", "), short=counts[0])
    return Cell("")


def _told(review: Review) -> Iterator[Items[Sayable]]:
    """Yield of each target why it is open, where its way leads, and what moved it."""
    several = len({one.due for one in review.targets}) > 1
    for one in review.targets:
        why = trends.reasons(one, review.plan)
        way = list(trends.way_lines(one))
        items = (*([joined(*way, by="; ")] if way else []), *trends.moved_lines(one, review.plan.vocabulary))
        if why or items or _is_marked(one):
            named = joined(lettered(one), *([words.by_year(one.due)] if several else []), by=", ")
            said = joined(trends.trend_line(one), *([joined(*why, by="; ")] if why else []), by=": ")
            yield Items(items, joined(named, " ", said), _signal(one))


def _is_marked(one: AnyReviewed) -> bool:
    """Whether the verdict of the latest year bears a mark for which a line has no room."""
    latest = one.latest
    return bool(latest and (latest.by_declaration or trends.of_other_units(latest, one)))


def _tracked(review: Review) -> Table[Sayable]:
    """Return how the evidence of each clause without a number moved, a row an answer."""
    known = review.plan.vocabulary
    found = [(one, answer) for one in review.tracked for answer in one.answers]
    counts = [{year.year: Fraction(year.yes) for year in answer.years} for _, answer in found]
    columns: tuple[Column[Sayable], ...] = (
        Column(CLAUSE, tuple(Cell(one.clause) for one, _ in found)),
        Column(
            words.TRACKED,
            tuple(Cell(one.title, short=words.short(one.id, review.plan)) for one, _ in found),
            Fit(cut=True),
        ),
        Column(Phrase("Evidence"), tuple(Cell(words.evidence_name(answer, known)) for _, answer in found)),
        Column(Phrase("Years"), tuple(Cell(drawn(of_year)) for of_year in counts), Fit(picture=True)),
        Column(Phrase("By year"), tuple(Cell(trends.counts(answer)) for _, answer in found), Fit(WIDE)),
        Column(Phrase("A year"), tuple(Cell(trends.mean(answer)) for _, answer in found), Fit(right=True)),
    )
    return table_of(columns, 2)

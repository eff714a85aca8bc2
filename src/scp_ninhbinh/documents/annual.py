"""The annual report: a review and its latest scores, with charts, tables, units still to be reached, and the inputs."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import Final

from scp_ninhbinh import __version__
from scp_ninhbinh.documents import certainty, changes, trends, words
from scp_ninhbinh.documents.document import (
    Block,
    Bullet,
    BulletChart,
    Cell,
    Document,
    Items,
    LineChart,
    Section,
    Table,
    Text,
)
from scp_ninhbinh.documents.explanation import reading_lines
from scp_ninhbinh.documents.figures import NONE, Scale
from scp_ninhbinh.documents.groups import group_rows, shifted_rows
from scp_ninhbinh.documents.left_out import left_out
from scp_ninhbinh.documents.reasons import facts
from scp_ninhbinh.documents.steps import step_text
from scp_ninhbinh.documents.units import counted_as, named
from scp_ninhbinh.documents.words import ACHIEVED, BASIS, CLAUSE, RANGE, REQUIRED, TARGET, VERDICT
from scp_ninhbinh.documents.years import HIGHEST, LOWEST, figure_cells, verdict_cell, years_table
from scp_ninhbinh.measures.share import ShareFigures
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.run import ReportRun
from scp_ninhbinh.scores.each import InParts
from scp_ninhbinh.scores.explain import AnyExplained, explain
from scp_ninhbinh.scores.explained_units import Listing
from scp_ninhbinh.scores.results import ReductionResult, Result
from scp_ninhbinh.scores.review import AnyReviewed, Review
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.trend import Point
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.say import Phrase, Sayable, joined, say

DRAFT: Final = Phrase("DRAFT: computed figures, not an issued document")
STILL_OPEN: Final = {False: ("no", "unknown", "not_surveyed"), True: ("yes", "unknown", "not_surveyed")}
"""The units that are still to be reached, by how they count; True where no more than a number may be counted."""

AGAINST: Final = Phrase("Achieved against required")
YEAR_BY_YEAR: Final = Phrase("Year by year")
ACHIEVED_WORD, RANGE_WORD, REQUIRED_WORD, PATH_WORD = (
    Phrase("achieved"),
    Phrase("range"),
    Phrase("required"),
    Phrase("required path"),
)


def annual_report(run: ReportRun, note: str = "") -> Document[Sayable]:
    """Return the report; the `note` of whoever makes it stands on each page, beside the mark of a draft."""
    review = run.review
    explained = [explain(result, run.by_kind) for result in run.by_kind.results] if run.by_kind else []
    tracked = tuple(_tracked(review))
    sections = [
        Section(Phrase("Summary"), tuple(_summary(review))),
        Section(YEAR_BY_YEAR, ()),
        *_targets(review, run.by_kind),
        *_groups(run),
        *_units(explained, review.plan.vocabulary),
        *((Section(Phrase("Tracked clauses"), tracked),) if tracked else ()),
        Section(Phrase("Methods and readings"), tuple(_methods(review, explained))),
        Section(Phrase("Inputs"), tuple(_inputs(run))),
    ]
    annex = say("Data annex, {spread}", spread=trends.years_of(review))
    return Document(
        title=review.plan.title,
        subtitle=words.subtitle(review.plan, joined(review.plan.id, " · ", annex)),
        draft=joined(DRAFT, *([note] if note else []), by=" · "),
        sections=tuple(_with_content(sections)),
        footer=say("Made by scp {version}.", version=__version__),
    )


def _with_content(sections: Sequence[Section[Sayable]]) -> Iterator[Section[Sayable]]:
    """Yield the sections that say something, themselves or by those below them."""
    for section, after in zip(sections, (*sections[1:], None), strict=True):
        if section.blocks or (after and after.level > section.level):
            yield section


def _summary(review: Review) -> Iterator[Block[Sayable]]:
    yield Text(trends.counted(review), strong=True)
    yield from map(Text, certainty.rule_lines(list(certainty.rules_of_review(review))))
    yield from map(Text, trends.closing(review))
    yield _bullet_chart(review)
    yield _summary_table(review)


def _targets(review: Review, scores: Scores | None) -> Iterator[Section[Sayable]]:
    """Yield a section for each target: its years as a chart and a table, its trend, and what its verdict rests on."""
    for one in review.targets:
        chart = [_line_chart(one)] if len(one.years) > 1 else []
        why = tuple(_why(one, review, scores))
        in_words = Items((trends.trend_line(one), *why, *trends.pace_lines(one, review.plan.vocabulary)))
        yield Section(trends.titled(one), (*chart, years_table(one), in_words), 3)


def _why(one: AnyReviewed, review: Review, scores: Scores | None) -> Iterator[Sayable]:
    """Yield what the verdict of the latest year rests on; of a saved one, which knows no units, its reasons alone."""
    found = [result for result in scores.results if (result.id, result.due) == (one.id, one.due)] if scores else []
    for result in found:
        yield from facts(result, scores) if scores else ()
    if not found:
        yield from trends.reasons(one, review.plan)


def _groups(run: ReportRun) -> Iterator[Section[Sayable]]:
    """Yield the latest figures by kind and by area."""
    for heading, scores in ((Phrase("By kind of unit"), run.by_kind), (Phrase("By area"), run.by_area)):
        if scores is not None:
            targets = [result for result in scores.results if result.due and result.groups]
            yield Section(heading, tuple(_groups_table(result, scores) for result in targets))


def _units(explained: Sequence[AnyExplained], known: Vocabulary) -> Iterator[Section[Sayable]]:
    """Yield the units that are still to be reached, share by share, and what would settle the verdict."""
    if not explained:
        return
    yield Section(Phrase("Units that do not yet meet it"), ())
    for found in explained:
        if isinstance(found, ShareFigures) and found.numerator is not None:
            still_open = STILL_OPEN[found.is_ceiling]
            listed = [listing for listing in found.units if listing.said in still_open]
            texts = [_named(one, known, found.is_ceiling) for one in listed] or [
                Phrase("No unit is left that does not meet it.")
            ]
            blocks = (*map(Text, texts), *(Text(step_text(step, known, {})) for step in found.steps))
            yield Section(words.titled(found), blocks, 3)


def _named(listing: Listing, known: Vocabulary, is_ceiling: bool) -> Sayable:
    """Return how units count, how many they are, and every one of them by name."""
    names = joined(*(named(unit, known) for unit in listing.units), by=", ")
    return joined(counted_as(listing, is_ceiling), f" ({len(listing.units)}): ", names)


def _tracked(review: Review) -> Iterator[Block[Sayable]]:
    for one in review.tracked:
        if one.answers:
            directions = (trends.direction(found, review.plan.vocabulary) for found in one.answers)
            yield Items(tuple(directions), joined(one.clause, " ", one.title))


def _methods(review: Review, explained: Sequence[AnyExplained]) -> Iterator[Block[Sayable]]:
    """Yield how each clause is read and why, and how the figures of the latest year were made."""
    yield Text(trends.PACE_IS_NO_VERDICT)
    if growth := tuple(trends.growth_lines(review)):
        yield Items(growth, Phrase("Compound growth, where it is defined"))
    for one in explained:
        lines = (*changes.cautions(one), *words.method(one), *changes.assumption(one, review.plan), *reading_lines(one))
        if lines:
            yield Items(lines, words.titled(one))


def _inputs(run: ReportRun) -> Iterator[Block[Sayable]]:
    yield Text(say("Plan {id}, SHA-256 {sha}", id=run.review.plan.id, sha=run.plan_sha256))
    yield _inputs_table(run.review)
    yield from map(Text, left_out(run.problems))


def _summary_table(review: Review) -> Table[Sayable]:
    """Return one row a target: what is required, what was achieved in the latest year, the verdict, the trend."""
    headings = (CLAUSE, TARGET, REQUIRED, ACHIEVED, LOWEST, HIGHEST, VERDICT, Phrase("Trend, or gap"))
    rows: list[tuple[Cell[Sayable], ...]] = []
    for one in review.targets:
        figures = figure_cells(one.latest, trends.scale(one))
        scale = trends.scale(one)
        required = scale.cell(one.required, _required(one) if one.is_ceiling or one.each else None)
        names: tuple[Cell[Sayable], ...] = (Cell(lettered(one)), Cell(trends.target_title(one)))
        rows.append((*names, required, *figures, verdict_cell(one.latest, one), _trend_cell(one)))
    return Table(AGAINST, headings, tuple(rows), 2)


def _trend_cell(one: AnyReviewed) -> Cell[Sayable]:
    """Return the pace before the due year, and from then on, when there is a verdict, how far the figure is from it."""
    latest = one.latest
    if latest is None or latest.year < one.due or latest.achieved is None or one.each:
        return Cell(trends.trend_words(one))
    gap = trends.scale(one).change(Fraction(latest.achieved) - Fraction(one.required))
    return Cell(say("{pace} points", pace=gap) if one.unit == "percent" else gap)


def _groups_table(result: Result, scores: Scores) -> Table[Sayable]:
    """Return the figures of each group, worst first."""
    by = scores.by or "kind"
    first = Phrase("Kind") if by == "kind" else Phrase("Area")
    speaking = [group for group in result.groups or () if group.speaks]
    rows = tuple(
        (
            Cell(name),
            words.group_scale(group, result).cell(group.achieved, shown) if group else Cell(shown),
            *map(Cell, rest),
        )
        for (name, shown, *rest), group in zip_longest(group_rows(result, by, scores.plan.vocabulary), speaking)
    )
    rows += tuple(_shifted(result, scores, by))
    title = joined(words.titled(result), ", ", words.by_year(result.due))
    return Table(title, (first, ACHIEVED, RANGE, BASIS), rows)


def _shifted(result: Result, scores: Scores, by: str) -> Iterator[tuple[Cell[Sayable], ...]]:
    """Yield the whole, and the whole at the base year's sizes, where groups moved against it."""
    found = result.at_base_sizes if isinstance(result, ReductionResult) else None
    cuts = (result.achieved, found.achieved if found else None)
    for (name, shown, *rest), cut in zip(shifted_rows(result, by, scores.plan.vocabulary), cuts, strict=False):
        yield Cell(name), words.scale(result).cell(cut, shown), *map(Cell, rest)


def _inputs_table(review: Review) -> Table[Sayable]:
    """Return every file that was read, with its hash."""
    register = review.survey.register
    rows: list[tuple[Sayable, int, str]] = [(read.path, read.rows, read.sha256 or "") for read in review.survey.inputs]
    rows += [(joined(one.path, " (", Phrase("saved score"), ")"), 0, one.sha256) for one in review.saved]
    if register:
        path = joined(register.input.path, " (", Phrase("register"), ")")
        rows.append((path, register.input.rows, register.input.sha256 or ""))
    cells = tuple((Cell(path), Cell(str(n or NONE), n or None, "number", 0), Cell(sha)) for path, n, sha in rows)
    return Table(Phrase("Inputs"), (Phrase("File"), Phrase("Rows"), Phrase("SHA-256")), cells)


def _bullet_chart(review: Review) -> BulletChart[Sayable]:
    """Return what was achieved in the latest year against what is required, target by target."""
    bars = tuple(map(_bullet, review.targets))
    text = Phrase("{label}: {shown}, {verdict}")
    alt = (say(text, label=bar.label, shown=bar.shown, verdict=bar.verdict) for bar in bars)
    return BulletChart(AGAINST, joined(*alt, by="; "), bars, ACHIEVED_WORD, RANGE_WORD, REQUIRED_WORD)


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
        shown=joined(_figure(point, scale), " / ", _required(one)),
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


def _figure(point: Point | None, scale: Scale) -> Sayable:
    """Return the figure of a year, marked where it is an estimate."""
    if point is None or point.achieved is None:
        return NONE
    return words.estimate(scale.between(point.achieved), point.method == "sample")


def _required(one: AnyReviewed) -> Sayable:
    shown = words.limited(trends.scale(one).requirement(one.required), one.is_ceiling)
    return words.asked_of(shown, one.each, getattr(one, "per_year", False))


def _float(value: Amount | None, scale: Scale) -> float | None:
    return None if value is None else float(scale.scaled(value))


def _line_chart(one: AnyReviewed) -> LineChart[Sayable]:
    """Return a target's years, with the straight line from its first figure to what is required in the due year."""
    points, scale, due, required = one.years, trends.scale(one), one.due, one.required
    needed = _float(required, scale) or 0.0
    first = next((point for point in points if point.achieved is not None), None)
    has_path = first is not None and first.year < due and one.each is None
    path = ((first.year, _float(first.achieved, scale) or 0.0), (due, needed)) if first and has_path else ()
    years = [say("{year}: {figure}", year=one.year, figure=_figure(one, scale)) for one in points]
    end = say("Required: {asked} in {due}", asked=_required(one), due=due)
    return LineChart(
        caption=YEAR_BY_YEAR,
        alt=joined(*years, end, by="; "),
        points=tuple((p.year, _float(p.achieved, scale), _float(p.low, scale), _float(p.high, scale)) for p in points),
        figures=tuple(_figure(point, scale.without_unit()) for point in points),
        path=path,
        required=needed,
        required_figure=_required(one),
        due=due,
        unit="" if scale.counted else "%",
        achieved_word=ACHIEVED_WORD,
        range_word=RANGE_WORD,
        path_word=PATH_WORD,
    )

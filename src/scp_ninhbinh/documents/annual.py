"""The annual report: a review and its latest scores as a document, before any format."""

from collections.abc import Iterator, Sequence
from typing import Final

from scp_ninhbinh import __version__
from scp_ninhbinh.documents import reviewed as words
from scp_ninhbinh.documents import words as texts
from scp_ninhbinh.documents.annual_charts import bullet_chart, line_chart
from scp_ninhbinh.documents.annual_tables import groups_table, inputs_table, summary_table, years_table
from scp_ninhbinh.documents.document import Block, Document, Items, Section, Text
from scp_ninhbinh.documents.explained import SAID, reading_lines
from scp_ninhbinh.documents.settling import step_text
from scp_ninhbinh.plan.clauses import Share
from scp_ninhbinh.run import ReportRun
from scp_ninhbinh.scores.explain import Explanation, Listing, explain
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase

DRAFT: Final = Phrase("DRAFT: computed figures, not an issued document")
STILL: Final = ("no", "unknown", "not_surveyed")
"""The units that are still to be reached, by how they count."""


def annual_report(run: ReportRun, language: Language) -> Document:
    """Return the report in the language of the reader."""
    review = run.review
    first, last = review.years[0], review.years[-1]
    explained = [explain(result, run.by_kind) for result in run.by_kind.results] if run.by_kind else []
    spread = f"{first}–{last}" if first < last else str(last)
    sections = [
        Section(language.say(Phrase("Summary")), tuple(_summary(run, language))),
        Section(language.say(Phrase("Year by year")), ()),
        *_targets(run, language),
        *_groups(run, language),
        *_units(explained, language),
        Section(language.say(Phrase("Tracked clauses")), tuple(_tracked(run, language))),
        Section(language.say(Phrase("Methods and readings")), tuple(_methods(run, explained, language))),
        Section(language.say(Phrase("Inputs")), tuple(_inputs(run, language))),
    ]
    return Document(
        language=language.code,
        title=language.title(review.plan.title),
        subtitle=f"{show(review.plan.id)} · {language.say(Phrase('Data annex, {spread}'), spread=spread)}",
        draft=language.say(DRAFT),
        sections=tuple(_with_content(sections)),
        footer=language.say(Phrase("Made by scp-ninhbinh {version}."), version=__version__),
    )


def _with_content(sections: Sequence[Section]) -> Iterator[Section]:
    """Yield the sections that say something, themselves or by those below them."""
    for section, after in zip(sections, (*sections[1:], None), strict=True):
        if section.blocks or (after and after.level > section.level):
            yield section


def _summary(run: ReportRun, language: Language) -> Iterator[Block]:
    yield from (Text(line) for line in words.closing(run.review, language))
    yield bullet_chart(run.review, language)
    yield summary_table(run.review, language)


def _targets(run: ReportRun, language: Language) -> Iterator[Section]:
    """Yield a section for each target: its years as a chart and a table, and its trend in words."""
    for one in run.review.reviewed:
        if one.trend and one.target:
            blocks: list[Block] = [line_chart(one, language)] if len(one.trend.points) > 1 else []
            blocks.append(years_table(one, language))
            lines = (words.trend_line(one, language), *words.pace_lines(one, language))
            blocks.append(Items(lines))
            yield Section(words.title(one, language), tuple(blocks), 3)


def _groups(run: ReportRun, language: Language) -> Iterator[Section]:
    """Yield the latest figures by kind and by area."""
    for heading, scores in ((Phrase("By kind of unit"), run.by_kind), (Phrase("By area"), run.by_area)):
        if scores is not None:
            targets = [result for result in scores.results if result.due and result.groups]
            tables = tuple(groups_table(result, scores, language) for result in targets)
            yield Section(language.say(heading), tables)


def _units(explained: Sequence[Explanation], language: Language) -> Iterator[Section]:
    """Yield the units that are still to be reached, share by share, and what would settle the verdict."""
    if not explained:
        return
    yield Section(language.say(Phrase("Units still to be reached")), ())
    for found in explained:
        if isinstance(found.result.indicator, Share) and found.result.total:
            blocks: list[Block] = [Text(_named(listing, language)) for listing in found.units if listing.said in STILL]
            if not blocks:
                blocks.append(Text(language.say(Phrase("No unit is left to be reached."))))
            blocks += [Text(step_text(step, language)) for step in found.steps]
            yield Section(texts.titled(found.result, language), tuple(blocks), 3)


def _named(listing: Listing, language: Language) -> str:
    """Return how units count, how many they are, and every one of them by name."""
    names = ", ".join(show(unit.label) for unit in listing.units)
    return f"{language.say(SAID[listing.said])} ({len(listing.units)}): {names}"


def _tracked(run: ReportRun, language: Language) -> Iterator[Block]:
    for one in run.review.reviewed:
        if one.directions:
            lines = tuple(words.direction(found, one, language) for found in one.directions)
            yield Items(lines, words.title(one, language))


def _methods(run: ReportRun, explained: Sequence[Explanation], language: Language) -> Iterator[Block]:
    """Yield how each clause is read and why, and how the figures of the latest year were made."""
    yield Text(language.say(words.PACE_IS_NO_VERDICT))
    if growth := tuple(words.growth_lines(run.review, language)):
        yield Items(growth, language.say(Phrase("Compound growth, where it is defined")))
    for one in explained:
        lines = list(texts.method(one.result, language))
        if measured := one.result.measured:
            lines += texts.assumption((measured.base, measured.now), language)
        lines += reading_lines(one, language)
        if lines:
            yield Items(tuple(lines), texts.titled(one.result, language))


def _inputs(run: ReportRun, language: Language) -> Iterator[Block]:
    plan = run.review.plan
    yield Text(language.say(Phrase("Plan {id}, SHA-256 {sha}"), id=plan.id, sha=run.plan_sha256))
    yield inputs_table(run.review, language)

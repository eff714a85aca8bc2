"""The annual report: a first page of all targets, then each with its years, its reasons and its units, and the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from scp_ninhbinh import __version__
from scp_ninhbinh.documents import certainty, changes, trends, words
from scp_ninhbinh.documents.annual_charts import AGAINST, bullet_chart, line_chart
from scp_ninhbinh.documents.annual_summary import Reported, dues_table, levels_table, targets_table
from scp_ninhbinh.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Fit,
    Items,
    Section,
    Sentences,
    Table,
    Text,
    table_of,
)
from scp_ninhbinh.documents.explanation import SETTLING, reading_lines
from scp_ninhbinh.documents.figures import NONE
from scp_ninhbinh.documents.groups import group_blocks
from scp_ninhbinh.documents.left_out import left_out
from scp_ninhbinh.documents.pool import pool_lines
from scp_ninhbinh.documents.reasons import facts
from scp_ninhbinh.documents.sentences import sentences
from scp_ninhbinh.documents.steps import step_text
from scp_ninhbinh.documents.units import tables_by_area
from scp_ninhbinh.documents.words import CLAUSE
from scp_ninhbinh.documents.years import verdict_cell, years_table
from scp_ninhbinh.measures.share import ShareFigures
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.vocabulary import Word
from scp_ninhbinh.run import ReportRun
from scp_ninhbinh.scores.explain import AnyExplained, explain
from scp_ninhbinh.scores.explained_units import ORDER, Counted
from scp_ninhbinh.scores.review import Review
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.trend import Direction
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Message, Number, Phrase, Sayable, joined, say

DRAFT: Final = Phrase("DRAFT: computed figures, not an issued document")
GOOD: Final[dict[bool, Counted]] = {False: "yes", True: "no"}
"""How units of a share count of which a report need not speak one by one; True where no more than so many may count."""

SOURCE: Final = Phrase("Source: survey data of {years} ({files}).")
SOURCE_AND_REGISTER: Final = Phrase("Source: survey data of {years} ({files}) and the register of units.")

MOST_NAMED: Final = 60
"""Units that changed their answer of which a report gives the names."""

MOST_YEARS: Final = 6
"""Years of a clause without a number that a report shows, the latest ones."""


def annual_report(run: ReportRun, note: str = "", day: date | None = None) -> Document[Sayable]:
    """Return the report; beside the draft mark each page bears the `day` of computing and the `note` of its maker."""
    review, targets, source = run.review, reported(run), source_of(run.review)
    sections = [
        Section(Phrase("Summary"), tuple(_summary(run, targets, source))),
        Section(Phrase("Target by target"), ()),
        *(_target(one, run, source) for one in targets),
        *_groups(run, source),
        Section(words.TRACKED, tuple(_tracked(review, source))),
        Section(Phrase("Methods and readings"), tuple(_methods(run, targets)), folded=True),
        Section(Phrase("Inputs"), tuple(_inputs(run)), folded=True),
    ]
    annex = say("Data annex, {spread}", spread=trends.years_of(review))
    return Document(
        title=review.plan.title,
        subtitle=words.subtitle(review.plan, cited(review), annex),
        draft=marks(note, day),
        sections=tuple(_with_content(sections)),
        footer=made_by(),
    )


def made_by() -> Message:
    """Return which program made a report."""
    return say("Made by scp {version}.", version=__version__)


def marks(note: str, day: date | None) -> Sayable:
    """Return what stands on each page: that it is a draft, when it was computed, and what its maker notes."""
    dated = [say("computed on {date}", date=Word(f"{day:%d/%m/%Y}", day.isoformat()))] if day else []
    return joined(DRAFT, *dated, *([note] if note else []), by=" · ")


def cited(review: Review) -> Sayable:
    """Return how the plan is cited."""
    return review.plan.citation.plan if review.plan.citation else review.plan.id


def source_of(review: Review) -> Sayable:
    """Return where the figures of a report are from."""
    files = len(review.survey.inputs) + len(review.saved)
    years = trends.years_of(review)
    text = SOURCE_AND_REGISTER if review.survey.register else SOURCE
    return say(text, years=years, files=words.files(files))


def reported(run: ReportRun) -> list[Reported]:
    """Return the targets of the report, each with its result and its units where those are known."""
    scores = run.by_kind
    results = {(one.id, one.due): one for one in scores.results} if scores else {}
    found = []
    for one in run.review.targets:
        result = results.get((one.id, one.due))
        explained = explain(result, scores) if result and scores else None
        later = tuple(after for after in run.review.later if after.id == one.id)
        found.append(Reported(one, later, result, explained))
    return found


def _with_content(sections: Sequence[Section[Sayable]]) -> Iterator[Section[Sayable]]:
    """Yield the sections that say something, themselves or by those below them."""
    for section, after in zip(sections, (*sections[1:], None), strict=True):
        if section.blocks or (after and after.level > section.level):
            yield section


def _summary(run: ReportRun, targets: Sequence[Reported], source: Sayable) -> Iterator[Block[Sayable]]:
    review = run.review
    yield Text(trends.counted(review), strong=True)
    yield bullet_chart(review, source)
    yield replace(targets_table(targets, review), caption=AGAINST, source=source)
    if table := dues_table(targets, review):
        yield replace(table, source=source)
    if any(one.reviewed.pace is not None for one in targets):
        yield replace(levels_table(targets, review), source=source)
    pools = list(pool_lines(run.by_kind)) if run.by_kind and review.survey.register else []
    rules = certainty.rules_in_short(list(certainty.rules_of_review(review)))
    found = review.plan.citation.clauses if review.plan.citation else None
    yield Sentences((*([found] if found else []), *pools, *trends.closing(review), *rules), quiet=True)


def _target(one: Reported, run: ReportRun, source: Sayable) -> Section[Sayable]:
    """Return what is to be said of a target: in a sentence, over the years, why, and of which units."""
    reviewed, plan = one.reviewed, run.review.plan
    verdict = verdict_cell(reviewed.latest, reviewed)
    blocks: list[Block[Sayable]] = [
        Text(
            joined(verdict.text, ". ", joined(*sentences(reviewed, one.later, run.review), by=" ")),
            signal=verdict.signal,
        )
    ]
    known = any(point.achieved is not None for point in reviewed.years)
    if known and len(reviewed.years) > 1:  # of one year the first page says it all
        blocks.append(line_chart(reviewed, run.review, source))
        blocks.append(replace(years_table(reviewed, plan), source=source))
    if items := tuple(_facts(one, run)):
        blocks.append(Items(items))
    if steps := tuple(steps_of(one, plan)):
        blocks.append(Items(steps, SETTLING))
    blocks += [replace(table, source=source, folded=True) for table in _units(one, run)]
    return Section(trends.titled(reviewed), tuple(blocks), 3, key=reviewed.id)


def _facts(one: Reported, run: ReportRun) -> Iterator[Sayable]:
    """Yield what a verdict rests on, of a saved score its reasons alone; then where the figure goes, and why."""
    reviewed, review, known = one.reviewed, run.review, run.review.plan.vocabulary
    if one.result and run.by_kind:
        yield from facts(one.result, run.by_kind)
    else:
        yield from trends.reasons(reviewed, review.plan)
    if reviewed.latest and reviewed.latest.rule and reviewed.latest.status is not Status.NO_DATA:
        yield certainty.rule_text(reviewed.latest.rule, reviewed.is_ceiling)
    if reviewed.latest and reviewed.latest.year < reviewed.due and reviewed.words:
        yield trends.trend_words(reviewed)
    yield from trends.pace_lines(reviewed, known, MOST_NAMED)


def steps_of(one: Reported, plan: Plan) -> Iterator[Sayable]:
    """Yield what would settle or turn a verdict that is open or missed."""
    if one.explained and one.explained.status not in (Status.MET, Status.NO_DATA):
        named = words.named(one.explained, plan)
        yield from (step_text(step, plan.vocabulary, named) for step in one.explained.steps)


def _units(one: Reported, run: ReportRun) -> Iterator[Table[Sayable]]:
    """Yield the units of a target by area; those of a share that give the answer asked for are not listed."""
    if (found := one.explained) is None:
        return
    dull = {GOOD[found.is_ceiling]} if isinstance(found, ShareFigures) else set()
    yield from tables_by_area(found, run.review.plan, [said for said in ORDER if said not in dull])


def _groups(run: ReportRun, source: Sayable) -> Iterator[Section[Sayable]]:
    """Yield the latest figures by kind and by area."""
    for heading, scores in ((Phrase("By kind of unit"), run.by_kind), (Phrase("By area"), run.by_area)):
        if scores is not None:
            yield Section(heading, tuple(_sourced(_several(scores), source)))


def _several(scores: Scores) -> Scores:
    """Return scores without the groups of targets of which only one group has units."""
    kept = [one for one in scores.results if sum(group.speaks for group in one.groups or ()) > 1]
    return scores if scores.by == "area" else scores._replace(results=tuple(kept))


def _sourced(scores: Scores, source: Sayable) -> Iterator[Block[Sayable]]:
    for block in group_blocks(scores, tracked=False):
        yield replace(block, source=source) if isinstance(block, Table) else block


def _tracked(review: Review, source: Sayable) -> Iterator[Table[Sayable]]:
    """Yield how the evidence of each clause without a number moved, a row an answer."""
    known, years = review.plan.vocabulary, review.years[-MOST_YEARS:]
    found = [(one, answer) for one in review.tracked for answer in one.answers]
    if not found:
        return
    columns: list[Column[Sayable]] = [
        Column(CLAUSE, tuple(Cell(one.clause) for one, _ in found)),
        Column(Phrase("Task"), tuple(Cell(one.title) for one, _ in found)),
        Column(Phrase("Evidence"), tuple(Cell(words.evidence_name(answer, known)) for _, answer in found)),
        *(Column(str(year), tuple(_count(answer, year) for _, answer in found), Fit(right=True)) for year in years),
    ]
    if len(years) > 1:
        means = tuple(Cell(trends.mean(answer)) for _, answer in found)
        columns.append(Column(Phrase("A year"), means, Fit(right=True)))
    yield replace(table_of(columns, 2), source=source)


def _count(found: Direction, year: int) -> Cell[Sayable]:
    """Return how much evidence there was in a year; nothing for a year without rows."""
    counts = [one.yes for one in found.years if one.year == year]
    return Cell(Number(counts[0]), counts[0], "number", 0) if counts else Cell("")


def _methods(run: ReportRun, targets: Sequence[Reported]) -> Iterator[Block[Sayable]]:
    """Yield how each clause is read and why, and how the figures of the latest year were made."""
    review = run.review
    if growth := tuple(trends.growth_lines(review)):
        yield Items(growth, Phrase("Compound growth, where it is defined"))
    for one in (target.explained for target in targets):
        if one and (lines := tuple(_read(one, review))):
            yield Items(lines, words.titled(one))


def _read(one: AnyExplained, review: Review) -> Iterator[Sayable]:
    yield from changes.cautions(one)
    yield from words.method(one)
    yield from changes.assumption(one, review.plan)
    yield from reading_lines(one)


def _inputs(run: ReportRun) -> Iterator[Block[Sayable]]:
    yield Text(say("Plan {id}, SHA-256 {sha}", id=run.review.plan.id, sha=run.plan_sha256))
    yield inputs_table(run.review)
    yield from map(Text, left_out(run.problems))


def inputs_table(review: Review) -> Table[Sayable]:
    """Return every file that was read, with its hash."""
    register = review.survey.register
    rows: list[tuple[Sayable, int, str]] = [(read.path, read.rows, read.sha256 or "") for read in review.survey.inputs]
    rows += [(joined(one.path, " (", Phrase("saved score"), ")"), 0, one.sha256) for one in review.saved]
    if register:
        path = joined(register.input.path, " (", Phrase("register"), ")")
        rows.append((path, register.input.rows, register.input.sha256 or ""))
    cells = tuple((Cell(path), Cell(str(n or NONE), n or None, "number", 0), Cell(sha)) for path, n, sha in rows)
    return Table(Phrase("Inputs"), (Phrase("File"), Phrase("Rows"), Phrase("SHA-256")), cells)

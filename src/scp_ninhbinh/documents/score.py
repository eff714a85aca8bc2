"""What `scp score` says: a line a target, then why one is open or missed, groups where asked for, what it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from scp_ninhbinh.documents import certainty, changes, levels, words
from scp_ninhbinh.documents.bars import bar_of, bar_of_parts
from scp_ninhbinh.documents.document import (
    Bar,
    Block,
    Cell,
    Column,
    Document,
    Fit,
    Section,
    Sentences,
    Table,
    Text,
    table_of,
)
from scp_ninhbinh.documents.figures import NONE, percent
from scp_ninhbinh.documents.groups import group_blocks
from scp_ninhbinh.documents.left_out import left_out
from scp_ninhbinh.documents.pool import pool_lines
from scp_ninhbinh.documents.reasons import reasons
from scp_ninhbinh.documents.words import BASIS, CLAUSE, RANGE, REQUIRED, TARGET, VALUE, VERDICT
from scp_ninhbinh.measures.count import TrackedFigures
from scp_ninhbinh.measures.reduction import ChangeFigures
from scp_ninhbinh.measures.share import SampledShareFigures, ShareFigures
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.scores.results import NoTargetResult, Result, TrackedResult
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Phrase, Sayable, joined, say

DUE: Final = Phrase("Due")
GAP: Final = Phrase("Gap")
WIDE: Final = 100
"""Letters of a screen from which on a line says gap, basis and range too."""

SCALE: Final = Phrase("0–100%")
"""The scale of bars; a number is drawn up to the largest figure of its row."""

LEGEND: Final = Phrase("█ confirmed  ▒ still open  ┃ required")
LEGEND_OF_NUMBERS: Final = Phrase("█ confirmed  ▒ still open  ┃ required; numbers are drawn up to their largest")


def score_document(scores: Scores, problems: Sequence[Problem] = (), *, tracked: bool = False) -> Document[Sayable]:
    """Return the targets, why they are open or missed, groups and `tracked` clauses where asked for, and the rest."""
    judged = [result for result in scores.results if not isinstance(result, TrackedFigures)]
    followed = [result for result in scores.results if isinstance(result, TrackedResult)]
    blocks: list[Block[Sayable]] = [
        Text(certainty.counted(one.status for one in judged), strong=True),
        _targets(judged, scores),
    ]
    blocks += reasons(judged, scores)
    if tracked and followed:
        blocks.append(_tracked(followed, scores.plan.vocabulary))
    if scores.by:
        blocks += group_blocks(scores, tracked=tracked)
    blocks.append(Sentences((*_below(scores, judged, 0 if tracked else len(followed)), *left_out(problems)), True))
    asked = tuple(words.due_years(one.due for one in judged))
    subtitle = words.subtitle(scores.plan, scores.plan.id, *asked, words.as_of(scores.year))
    headline = joined(scores.plan.id, *asked, words.as_of(scores.year), by=" · ")
    sections = (Section("", tuple(blocks)),)
    return Document(scores.plan.title, subtitle, sections, headline=headline, below=scores.plan.territory or "")


def _targets(results: Sequence[Result], scores: Scores) -> Table[Sayable]:
    """Return one row a target, whose bar has the requirement in it, and what the letters of the bars mean."""
    bars = tuple(map(_bar, results))
    counted = {words.scale(result).counted for result, bar in zip(results, bars, strict=True) if bar}
    columns: list[Column[Sayable]] = [
        Column(VERDICT, tuple(map(_verdict, results))),
        Column(CLAUSE, tuple(Cell(lettered(one)) for one in results)),
        Column(TARGET, tuple(_title(one, scores) for one in results), Fit(cut=True)),
        Column("" if counted == {True} else SCALE, tuple(Cell("", bar=bar) for bar in bars), Fit(picture=True)),
        Column(VALUE, tuple(map(_value, results)), Fit(right=True)),
        Column(REQUIRED, tuple(map(_required, results)), Fit(right=True)),
        Column(GAP, tuple(map(words.gap_cell, results)), Fit(WIDE, right=True)),
        Column(BASIS, tuple(map(_basis, results)), Fit(WIDE)),
        Column(RANGE, tuple(map(_range, results)), Fit(WIDE, right=True)),
    ]
    if len({result.due for result in results}) > 1:
        columns.insert(3, Column(DUE, tuple(Cell(str(one.due or NONE)) for one in results)))
    return table_of(columns, 3, LEGEND_OF_NUMBERS if True in counted else LEGEND)


def _title(result: Result, scores: Scores) -> Cell[Sayable]:
    return Cell(result.title, short=words.short(result.id, scores.plan))


def _verdict(result: Result) -> Cell[Sayable]:
    return Cell(words.judged(result), signal=words.signal(result.status), short=words.verdict_in_short(result))


def _value(result: Result) -> Cell[Sayable]:
    if isinstance(result, NoTargetResult) or result.status is Status.NO_DATA:
        return Cell(NONE)
    if result.each:
        return Cell(words.parts_met(result.each), short=f"{result.each.met}/{result.each.of}")
    cell = words.scale(result).cell(result.achieved, words.achieved(result))
    return replace(cell, short=words.achieved(result, bare=True))


def _required(result: Result) -> Cell[Sayable]:
    """Return what is required with its sign, and the upper figure of a range where there is room."""
    shown = words.required_in_short(result)
    if result.stretch is None:
        return Cell(shown)
    stretch = say("stretch {amount}", amount=words.scale(result).requirement(result.stretch))
    return Cell(joined(shown, " (", stretch, ")"), short=shown)


def _basis(result: Result) -> Cell[Sayable]:
    """Return what a figure was computed from: "73 of 101", "81.4% → 56.4%"."""
    if isinstance(result, ShareFigures) and result.numerator is not None:
        counts = words.answers(result, sampled=result.is_estimate)
        return Cell(counts, short=words.answer_parts(result, sampled=result.is_estimate)[0])
    if isinstance(result, ChangeFigures) and changes.has_level(result):
        return Cell(changes.from_to(result, words.scale(result), result.required))
    return Cell(joined(*levels.basis(result), by="; "))


def _range(result: Result) -> Cell[Sayable]:
    """Return the range of a figure; with its confidence where it is an interval and there is room."""
    shown = "" if result.each else words.span(result, result, words.scale(result))
    if shown and isinstance(result, SampledShareFigures):
        full = say("{range} ({confidence} interval)", range=shown, confidence=percent(result.confidence))
        return Cell(full, short=shown)
    return Cell(shown)


def _bar(result: Result) -> Bar | None:
    """Return the bar of a result; where each part has to meet it by itself it is of the parts."""
    if isinstance(result, NoTargetResult) or result.status is Status.NO_DATA:
        return None
    signal = words.signal(result.status)
    if (each := result.each) is not None:
        return bar_of_parts(each, signal, each.of - len(each.missed))
    about = {"counted": words.scale(result).counted, "is_ceiling": result.is_ceiling}
    return bar_of(result, result.required or 0, signal, stretch=result.stretch, **about)


def _tracked(results: Sequence[TrackedResult], known: Vocabulary) -> Table[Sayable]:
    """Return the clauses without a number, with the evidence of the year."""
    evidence = tuple(Cell(joined(*words.evidence(one.evidence, known), by="; ")) for one in results)
    columns: tuple[Column[Sayable], ...] = (
        Column(CLAUSE, tuple(Cell(one.clause) for one in results)),
        Column(words.TRACKED, tuple(Cell(one.title) for one in results)),
        Column(Phrase("Evidence of the year"), evidence),
    )
    return table_of(columns, 2)


def _below(scores: Scores, judged: Sequence[Result], untold: int) -> Iterator[Sayable]:
    """Yield what the verdicts rest on, and how many clauses are tracked of which nothing was said."""
    yield from pool_lines(scores)
    if untold:
        yield words.untold(untold)
    yield from certainty.rules_in_short(list(certainty.rules_of(judged)))
    yield from words.declared_answers(scores.results, scores.declared_answers())
    yield from certainty.score_response(scores)
    yield from words.caveats(scores.survey, scores.confidence)

"""Why a target is open or missed: what it lacks by name, what it was computed from, and what to know beside it."""

from collections.abc import Iterator, Sequence
from typing import Final

from scp_ninhbinh.documents import changes, levels, words
from scp_ninhbinh.documents.document import Items
from scp_ninhbinh.measures.share import SampledShareFigures, ShareFigures
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Sayable, joined, say

TOLD: Final = (Status.UNDETERMINED, Status.NOT_MET, Status.NO_DATA)
"""Verdicts of which it is told what they lack."""


def reasons(results: Sequence[Result], scores: Scores) -> Iterator[Items[Sayable]]:
    """Yield why a target is open or missed and what it lacks, by name; of others what has to be known beside them."""
    for result in results:
        why, items = _why(result, scores), tuple(_lines(result, scores))
        if why or items or result.by_declaration:
            yield Items(items, _headed(result, scores, why), words.signal(result.status))


def facts(result: Result, scores: Scores) -> Iterator[Sayable]:
    """Yield the same as a list of its own: why a verdict is open, what would reach it, and what it rests on."""
    yield from _why(result, scores)
    yield from _lines(result, scores)


def _lines(result: Result, scores: Scores) -> Iterator[Sayable]:
    return _items(result, scores) if result.status in TOLD else _remarks(result, scores)


def _why(result: Result, scores: Scores) -> list[Sayable]:
    """Return why a target is open, or how much more would reach it."""
    more = words.needed(result) if result.status in (Status.NOT_MET, Status.NOT_YET) else ()
    return [*words.reasons(result, scores.plan.vocabulary), *more]


def _headed(result: Result, scores: Scores, why: Sequence[Sayable]) -> Sayable:
    """Return which target is spoken of, with its verdict and why."""
    due = [words.by_year(result.due)] if len({one.due for one in scores.results if one.due}) > 1 else []
    said = joined(words.judged(result), ": ", joined(*why, by="; ")) if why else words.judged(result)
    return joined(joined(lettered(result), *due, by=", "), " ", said)


def _items(result: Result, scores: Scores) -> Iterator[Sayable]:
    """Yield what is not known by name, the range that is open, what each reading and each kind gives."""
    lines = (_open(result, scores), _kinds(result, scores.plan.vocabulary), changes.rates(result))
    yield from (joined(*line, by="; ") for line in map(tuple, lines) if line)
    yield from _remarks(result, scores)


def _open(result: Result, scores: Scores) -> Iterator[Sayable]:
    """Yield what is not known by name, what the figure may be, what each reading gives, what would reach it."""
    if units := scores.unknown_units(result):
        yield say("no answer known of {units}", units=words.few(units, 2 * words.NAMED))
    yield from changes.not_known(result, scores.plan)
    yield from levels.open_lines(result, scores.plan)
    spread = words.spread(result, result, words.scale(result))
    if spread and not result.each:  # the whole says nothing of its parts
        is_interval = isinstance(result, SampledShareFigures) or spread is words.NO_BOUND
        yield spread if is_interval else say("may be {range}", range=spread)
    if len(result.readings) > 1:
        yield from words.reading_figures(result)
    if result.status is Status.UNDETERMINED:
        yield from words.needed(result)


def _kinds(result: Result, known: Vocabulary) -> Iterator[Sayable]:
    """Yield what a share was counted from in each kind, if there are units of several."""
    parts = [part for part in result.parts if part.denominator] if isinstance(result, ShareFigures) else []
    for part in parts if len(parts) > 1 else ():
        yield joined(known.several(part.kind), " ", words.answer_parts(part, sampled=result.is_estimate)[0])


def _remarks(result: Result, scores: Scores) -> Iterator[Sayable]:
    """Yield what has to be known beside a verdict of any kind."""
    yield from words.method(result)
    yield from changes.cautions(result)
    if result.each:
        yield from list(words.in_parts(result.each))[1:]
    yield from changes.assumption(result, scores.plan)
    yield from changes.usual(result)

"""Results as a table for a terminal, by rich. Returns text; colour only where it is asked for."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from scp_ninhbinh.documents import words as texts
from scp_ninhbinh.documents.grouped import group_rows
from scp_ninhbinh.documents.summary import summary
from scp_ninhbinh.documents.words import figure, required
from scp_ninhbinh.measures.figures import Amount
from scp_ninhbinh.plan.clauses import Scored, Share
from scp_ninhbinh.scores.score import Result, Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase
from scp_ninhbinh.writers.terminal import BY, CLAUSE, COLOURS, new_table, render

BAR: Final = 20


def score_table(scores: Scores, language: Language, width: int, colour: bool) -> str:
    """Return the scored clauses, the tracked ones, groups where asked for, and the summary, `width` columns wide."""
    scored = [result for result in scores.results if isinstance(result.indicator, Scored)]
    tracked = [result for result in scores.results if not isinstance(result.indicator, Scored)]
    parts = [*_heading(scores, language), _scored(scored, language)]
    if tracked:
        parts += [Text(), _tracked(tracked, language)]
    if scores.by:
        parts += [Text(), _groups(scores, scores.by, language)]
    lines = [Text(line) for line in summary(scores, language)]
    return render([*parts, Text(), *lines], width, colour)


def _heading(scores: Scores, language: Language) -> list[RenderableType]:
    year = language.say(Phrase("as of {year}"), year=scores.year)
    return [Text(language.title(scores.plan.title), "bold"), Text(f"{show(scores.plan.id)} · {year}")]


def _scored(results: Sequence[Result], language: Language) -> Table:
    columns = [(CLAUSE, 6), (Phrase("Target"), None), (Phrase("Achieved / required"), BAR + 4), (Phrase("Verdict"), 18)]
    table = new_table(language, columns)
    for result in results:
        cells = (_title(result, language), _figures(result, language), _verdict(result, language))
        table.add_row(Text(show(result.clause)), *cells)
    return table


def _title(result: Result, language: Language) -> RenderableType:
    """Return the title with its due year, and below it the share of each kind where there are several."""
    lines = [Text(f"{language.title(result.indicator.title)}, {language.say(BY, year=result.due)}")]
    parts = result.measured.tallies if result.measured and result.total else ()
    for part in parts if len(parts) > 1 else ():
        kind = language.say(texts.KINDS[part.kind])
        lines.append(Text(f"{kind} {texts.answers(part, result.measured, language)}", "dim"))
    return Group(*lines)


def _verdict(result: Result, language: Language) -> RenderableType:
    sign = f"{texts.SIGNS[result.status]} " if result.status else ""
    lines = [Text(sign + texts.verdict(result, language), COLOURS[result.status])]
    if texts.on_surveyed_only(result):
        lines.append(Text(language.say(texts.SURVEYED), "dim"))
    return Group(*lines, *(Text(reason) for reason in texts.reasons(result, language)))


def _figures(result: Result, language: Language) -> RenderableType:
    """Return the bar, the figure against the requirement, and what it was computed from."""
    if result.measured is None or result.status is Status.NO_DATA:
        return Text(f"– / {required(result.required, result, language)}")
    lines = [Text(line) for line in _basis(result, language)]
    return Group(_bar(result), Text(_against(result, language), "bold"), *lines)


def _against(result: Result, language: Language) -> str:
    """Return "71.1% / 70%", with the range where answers are open and the stretch where there is one."""
    achieved = texts.achieved(result, language)
    asked = required(result.required, result, language)
    if result.stretch is not None:
        stretch = language.say(Phrase("stretch {amount}"), amount=required(result.stretch, result, language))
        asked = f"{asked} ({stretch})"
    return f"{achieved} / {asked}"


def _basis(result: Result, language: Language) -> Iterator[str]:
    """Yield the range that is open, the numbers behind the figure, and what each reading gives."""
    yield from texts.method(result, language)
    if result.low != result.high and (spread := texts.spread(result, result, language)):
        yield spread
    if isinstance(result.indicator, Share) and result.total:
        yield texts.answers(result.total, result.measured, language)
    if result.measured:
        yield from texts.rates(result.measured, language)
    if result.needed:
        yield language.plural("{n} more would reach it", "{n} more would reach it", result.needed)
    if len(result.readings) > 1:
        for reading in result.readings:
            name = texts.reading_name(reading.figure.name, language)
            yield f"{name}: {figure(reading.figure.achieved, result, language)}"


def _bar(result: Result) -> Text:
    """Draw what is confirmed, what is open, and a mark at the requirement, from 0 to the largest of them."""
    achieved, needed = result.achieved, result.required or 1
    full = max(Fraction(1) if not texts.is_count(result) else Fraction(needed), result.stretch or 0, achieved or 0)
    low, high = (
        _cells(end if end is not None else other, full) for end, other in ((result.low, 0), (result.high, full))
    )
    mark = max(_cells(needed, full) - 1, 0)
    text = Text()
    for cell in range(BAR):
        glyph = "█" if cell < low else "▒" if cell < high else "·"
        style = COLOURS[result.status] if cell < high else "dim"
        text.append("┃" if cell == mark and glyph != "█" else glyph, style)
    return text


def _cells(value: Amount, full: Amount) -> int:
    return min(max(int(Fraction(value) / full * BAR), 0), BAR)


def _tracked(results: Sequence[Result], language: Language) -> Table:
    columns = [(CLAUSE, 6), (Phrase("Tracked, no number required"), None), (Phrase("Evidence of the year"), 24)]
    table = new_table(language, columns, lines=False)
    for result in results:
        found = (f"{texts.evidence_name(one, language)}: {one.yes}" for one in result.evidence)
        table.add_row(Text(show(result.clause)), Text(language.title(result.indicator.title)), Text("\n".join(found)))
    return table


def _groups(scores: Scores, by: str, language: Language) -> Table:
    """Return the figures of each group, clause by clause, worst first."""
    heading = {"area": Phrase("By area, worst first"), "kind": Phrase("By kind, worst first")}[by]
    columns = [(heading, None), (Phrase("Achieved"), 10), (Phrase("Range"), 20), (Phrase("Basis"), 22)]
    table = new_table(language, columns, lines=False)
    for result in scores.results:
        if result.groups:
            title = texts.titled(result, language)
            due = f", {language.say(BY, year=result.due)}" if result.due else ""
            table.add_row(Text(title + due, "bold"))
        for name, *cells in group_rows(result, by, language):
            table.add_row(*(Text(cell) for cell in (f"  {name}", *cells)))
    return table

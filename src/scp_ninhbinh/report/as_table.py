"""Results as a table for a terminal, by rich. Returns text; colour only where it is asked for."""

import io
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from scp_ninhbinh.language import Language, Phrase
from scp_ninhbinh.measures import Tally
from scp_ninhbinh.plan import Count, Plan, Reduction, Scored, Share
from scp_ninhbinh.report import texts
from scp_ninhbinh.report.texts import figure, required
from scp_ninhbinh.safe_text import show
from scp_ninhbinh.scoring import Result, Scores
from scp_ninhbinh.survey.units import Unit
from scp_ninhbinh.verdicts import Amount, Status

COLOURS: Final = {
    Status.MET: "bold green",
    Status.NOT_MET: "bold red",
    Status.NOT_YET: "cyan",
    Status.UNDETERMINED: "bold yellow",
    Status.NO_DATA: "dim",
    Status.TRACKED: "dim",
    None: "dim",
}
BAR: Final = 20
NAMED: Final = 3
CLAUSE: Final = Phrase("Clause")
BY: Final = Phrase("by {year}")


def score_table(scores: Scores, language: Language, width: int, colour: bool) -> str:
    """Return the scored clauses, the tracked ones below, and the summary, `width` columns wide."""
    scored = [result for result in scores.results if isinstance(result.indicator, Scored)]
    tracked = [result for result in scores.results if not isinstance(result.indicator, Scored)]
    parts = [*_heading(scores, language), _scored(scored, language)]
    if tracked:
        parts += [Text(), _tracked(tracked, language)]
    summary = [Text(line) for line in texts.summary(scores, language)]
    return _render([*parts, Text(), *summary], width, colour)


def plan_table(plan: Plan, language: Language, width: int, colour: bool) -> str:
    """Return every clause of the plan with its measure, requirement and readings."""
    columns = [(CLAUSE, 6), (Phrase("Target"), None), (Phrase("Required"), 16), (Phrase("Readings"), None)]
    table = _table(language, columns)
    for item in plan.indicators:
        clauses, requirements = zip(*_requirements(item, language), strict=True)
        title = Text(language.title(item.title))
        measure = Text(f"{show(item.id)} · {language.say(MEASURES[item.measure])}", "dim")
        table.add_row("\n".join(clauses), Group(title, measure), "\n".join(requirements), _readings(item, language))
    heading = Text(f"{language.title(plan.title)} · {show(plan.id)}", "bold")
    return _render([heading, table], width, colour)


MEASURES: Final = {
    "share": Phrase("share"),
    "reduction": Phrase("reduction"),
    "count": Phrase("count"),
    "encourage": Phrase("encouragement, no number"),
    "task": Phrase("task, no number"),
}


def _render(parts: Sequence[RenderableType], width: int, colour: bool) -> str:
    """Let rich lay the parts out; foreign text arrives safe and is never read as markup."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    console.print(Group(*parts))
    text = console.file.getvalue()  # type: ignore[attr-defined]  # the StringIO above
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _table(language: Language, columns: Sequence[tuple[Phrase, int | None]], lines: bool = True) -> Table:
    """Return an empty table of these headings and widths; a column without a width shares what is left."""
    table = Table(box=box.HORIZONTALS, show_lines=lines, expand=True, pad_edge=False, header_style="bold")
    for heading, width in columns:
        ratio = 1 if width is None else None
        table.add_column(language.say(heading), width=width, ratio=ratio, overflow="fold")
    return table


def _heading(scores: Scores, language: Language) -> list[RenderableType]:
    year = language.say(Phrase("as of {year}"), year=scores.year)
    return [Text(language.title(scores.plan.title), "bold"), Text(f"{show(scores.plan.id)} · {year}")]


def _scored(results: Sequence[Result], language: Language) -> Table:
    columns = [(CLAUSE, 6), (Phrase("Target"), None), (Phrase("Achieved / required"), BAR + 4), (Phrase("Verdict"), 18)]
    table = _table(language, columns)
    for result in results:
        cells = (_title(result, language), _figures(result, language), _verdict(result, language))
        table.add_row(Text(show(result.clause)), *cells)
    return table


def _title(result: Result, language: Language) -> RenderableType:
    """Return the title with its due year, and below it the share of each kind where there are several."""
    lines = [Text(f"{language.title(result.indicator.title)}, {language.say(BY, year=result.due)}")]
    parts = result.measured.tallies if result.measured else ()
    for part in parts if len(parts) > 1 else ():
        kind = language.say(texts.KINDS[part.kind])
        lines.append(Text(f"{kind} {_n_of_m(part, language)}", "dim"))
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
    achieved = figure(result.achieved, result, language)
    asked = required(result.required, result, language)
    if result.stretch is not None:
        stretch = language.say(Phrase("stretch {amount}"), amount=required(result.stretch, result, language))
        asked = f"{asked} ({stretch})"
    return f"{achieved} / {asked}"


def _basis(result: Result, language: Language) -> Iterator[str]:
    """Yield the range that is open, the numbers behind the figure, and what each reading gives."""
    if result.low != result.high:
        yield _range(result, language)
    if isinstance(result.indicator, Share) and result.total:
        yield _n_of_m(result.total, language)
    if isinstance(result.indicator, Reduction):
        yield from _rates(result, language)
    if result.needed:
        yield language.plural("{n} more would reach it", "{n} more would reach it", result.needed)
    if len(result.readings) > 1:
        for reading in result.readings:
            name = texts.reading_name(reading.figure.name, language)
            yield f"{name}: {figure(reading.figure.achieved, result, language)}"


def _range(result: Result, language: Language) -> str:
    """Return the range that unknown answers leave, which may be open to one side."""
    low, high = (figure(end, result, language) for end in (result.low, result.high))
    if result.high is None:
        return language.say(Phrase("at least {low}"), low=low)
    if result.low is None:
        return language.say(Phrase("at most {high}"), high=high)
    return language.say(Phrase("from {low} to {high}"), low=low, high=high)


def _n_of_m(part: Tally, language: Language) -> str:
    text = language.say(Phrase("{yes} of {total}"), yes=part.yes, total=part.total)
    unknown = language.plural("{n} unknown", "{n} unknown", part.unknown)
    return f"{text}, {unknown}" if part.unknown else text


def _rates(result: Result, language: Language) -> Iterator[str]:
    """Yield the rate of the year and of the base year, and how many units were measured in both."""
    measured = result.measured
    if not (measured and measured.now and measured.base):
        return
    for rate in (measured.base, measured.now):
        if rate.value is not None and len(rate.ways_of_counting) == 1:
            yield language.say(
                Phrase("rate in {year}: {rate}%"), year=rate.year, rate=language.number(rate.value * 100, 1)
            )
    if measured.points is not None:
        yield language.say(Phrase("{points} percentage points"), points=language.number(measured.points * 100, 1))
    if measured.matched:
        yield language.plural("{n} unit in both years", "{n} units in both years", measured.matched)
    if measured.now.unmeasured:
        yield language.say(Phrase("not measured: {units}"), units=_few(measured.now.unmeasured))
    if measured.now.half_known:
        yield language.say(Phrase("hard part unknown: {units}"), units=_few(measured.now.half_known))


def _few(units: Sequence[Unit]) -> str:
    """Name the first units and say how many more there are."""
    named = ", ".join(unit.label for unit in units[:NAMED])
    return named + (f" + {len(units) - NAMED}" if len(units) > NAMED else "")


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
    table = _table(language, columns, lines=False)
    for result in results:
        found = (f"{texts.evidence_name(one, language)}: {one.yes}" for one in result.evidence)
        table.add_row(Text(show(result.clause)), Text(language.title(result.indicator.title)), Text("\n".join(found)))
    return table


def _requirements(item: object, language: Language) -> list[tuple[str, str]]:
    if not isinstance(item, Scored):
        return [(show(item.clause), "–")]  # type: ignore[attr-defined]
    rows = []
    for target in item.targets:
        result = Result(item, target.clause, required=target.at_least, stretch=target.stretch)
        stretch = f"–{required(target.stretch, result, language)}" if target.stretch else ""
        due = language.say(BY, year=target.due)
        rows.append((show(target.clause), f"≥ {required(target.at_least, result, language)}{stretch} {due}"))
    return rows


def _readings(item: object, language: Language) -> RenderableType:
    """Return each declared reading with its reason."""
    lines: list[Text] = []
    for note in getattr(item, "notes", ()):
        lines += [Text(language.title(note.reading)), Text(language.title(note.why), "dim")]
    if isinstance(item, Reduction):
        base = language.say(Phrase("Base year {year}"), year=item.base.year)
        lines += [Text(base), Text(language.title(item.base.why), "dim")]
    if isinstance(item, Count):
        for window in (window for target in item.targets for window in target.readings or ()):
            since = language.say(Phrase("Counted since {year}"), year=window.since)
            lines += [Text(since), Text(language.title(window.why), "dim")]
    return Group(*lines)

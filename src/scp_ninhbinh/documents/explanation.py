"""What `scp explain` says: one target step by step, and what would settle or turn its verdict."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import certainty, changes, figures, levels, words
from scp_ninhbinh.documents.document import Block, Cell, Column, Document, Fit, Items, Section, Table, Text, table_of
from scp_ninhbinh.documents.figures import scale_of
from scp_ninhbinh.documents.left_out import left_out
from scp_ninhbinh.documents.steps import step_text
from scp_ninhbinh.documents.units import NARROW, unit_tables
from scp_ninhbinh.measures.change import time_since
from scp_ninhbinh.measures.count import CountFigures, TrackedFigures
from scp_ninhbinh.measures.ratio import RatioFigures
from scp_ninhbinh.measures.reduction import ChangeFigures, IncreaseFigures, SampledChangeFigures
from scp_ninhbinh.measures.share import SampledShareFigures, ShareFigures
from scp_ninhbinh.measures.total import TotalFigures
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.scores.each import By
from scp_ninhbinh.scores.explain import AnyExplained
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.say import Bilingual, Message, Number, Phrase, Sayable, joined, plural, say

LEAST_PLACES: Final = 2
"""Decimals of a rate in a computation."""

REQUIRED: Final = {
    (False, False): Phrase("At least {asked} by {due}."),
    (True, False): Phrase("At most {asked} by {due}."),
    (False, True): Phrase("At least {asked} by {due}, added up since {since}."),
    (True, True): Phrase("At most {asked} by {due}, added up since {since}."),
}
"""What is required: at most so much or at least, of one year or since another."""

SETTLING: Final = Phrase("What would change or settle the verdict")
METHOD: Final = Phrase(
    "The clause does not say which units are compared. It was computed in each of these ways; where their verdicts "
    "differ, the verdict is open."
)
"""Why a change has several readings: a question of method and not of the clause."""

PARTS: Final[dict[By, Phrase]] = {"area": Phrase("Area"), "year": Phrase("Year")}

IF_ALL: Final = {
    False: Phrase("If every missing answer were favourable (upper bound): ({yes} + {open}) / {total} = {high}"),
    True: Phrase("If every missing answer were counted (upper bound): ({yes} + {open}) / {total} = {high}"),
}
DRAWN: Final = {
    False: Phrase("{name}: {yes} of {drawn} sampled meet it; {size} in the population"),
    True: Phrase("{name}: {yes} of {drawn} sampled are counted; {size} in the population"),
}
"""Answers and strata; True where no more than a number may be counted."""


def explanation_document(
    explained: Sequence[AnyExplained], scores: Scores, problems: Sequence[Problem] = ()
) -> Document[Sayable]:
    """Return the explanation of a target, of several due years one after the other, and what holds for all figures."""
    first, *others = explained
    title = first.title if others else _titled(first)
    found: list[Section[Sayable]] = []
    for one in explained:
        verdict = Text(words.judged(one), strong=True, signal=words.signal(one.status))
        found += [Section(_titled(one) if others else "", (verdict,), 1), *sections(one, scores.plan)]
    if caveats := tuple(map(Text, (*words.caveats(scores.survey, scores.confidence), *left_out(problems)))):
        found.append(Section("", caveats))
    subtitle = words.subtitle(scores.plan, scores.plan.id, words.as_of(first.year or scores.year))
    return Document(title, subtitle, tuple(found))


def _titled(result: AnyExplained) -> Sayable:
    due = (", ", words.by_year(result.due)) if result.due else ()
    return joined(words.titled(result), *due)


def sections(result: AnyExplained, plan: Plan) -> Iterator[Section[Sayable]]:
    """Yield the explanation part by part, those of which nothing is to be said left out."""
    known, rate = plan.vocabulary, words.named(result, plan)
    steps = (step_text(step, known, rate) for step in result.steps)
    found: tuple[tuple[Phrase, Iterable[Block[Sayable]]], ...] = (
        (Phrase("Requirement"), _listed(_requirement(result, plan))),
        (Phrase("How the clause is read"), _listed(reading_lines(result))),
        (Phrase("Ways of counting"), _ways(result)),
        (Phrase("Computation"), _listed(_computation(result, plan))),
        (Phrase("Each by itself"), _each(result)),
        (Phrase("Verdict"), _listed(_verdict(result, known))),
        (SETTLING, _listed(steps)),
        (Phrase("Units, worst first"), unit_tables(result, plan)),
    )
    for heading, blocks in found:
        if some := tuple(blocks):
            yield Section(heading, some)


def _listed(lines: Iterable[Sayable]) -> Iterator[Items[Sayable]]:
    if items := tuple(lines):
        yield Items(items)


def _requirement(result: AnyExplained, plan: Plan) -> Iterator[Sayable]:
    if result.status is None:
        yield words.NO_TARGET
        return
    if result.required is None:
        yield Phrase("The clause asks for no number: its evidence is counted and never judged.")
        return
    since = levels.since_of(result, plan)
    text = REQUIRED[result.is_ceiling, since is not None]
    yield say(text, asked=words.asked(result), due=result.due or "", since=since or "")
    if result.stretch is not None:
        stretch = words.scale(result).requirement(result.stretch)
        yield say("{stretch} is the upper figure of a range: a stretch, no cap.", stretch=stretch)


def reading_lines(result: AnyExplained) -> Iterator[Sayable]:
    """Yield each reading that the plan declares, with its reason."""
    for chosen in result.declared_readings:
        reading: Sayable
        if chosen.reading is not None:
            reading = chosen.reading
        elif chosen.years:
            reading = say("Base years {years}", years=words.years_text(chosen.years))
        elif isinstance(result, ChangeFigures):
            reading = say("Base year {year}", year=chosen.year or "")
        else:
            reading = say("Counted since {year}", year=chosen.year or "")
        yield joined(reading, ". ", say("Why: {why}.", why=chosen.why))


def _ways(result: AnyExplained) -> Iterator[Block[Sayable]]:
    """Yield the figure and the verdict of each way of counting, where there are several."""
    if len(result.readings) < 2:  # noqa: PLR2004 (several)
        return
    if isinstance(result, ChangeFigures):
        yield Text(METHOD)
    scale, found = words.scale(result), result.readings
    yield _verdicts(
        Phrase("Way of counting"),
        list(words.reading_names(result)),
        [Cell(words.estimate(scale.figure(one.achieved), result.is_estimate)) for one in found],
        [Cell(words.spread(one, result, scale), short=words.span(one, result, scale)) for one in found],
        [Cell(words.verdict(result, one.status), signal=words.signal(one.status)) for one in found],
    )


def _verdicts(
    heading: Sayable,
    names: Sequence[Sayable],
    values: Sequence[Cell[Sayable]],
    ranges: Sequence[Cell[Sayable]],
    verdicts: Sequence[Cell[Sayable]],
) -> Table[Sayable]:
    """Return a table of figures with the verdict on each, ranges where there are any and room for them."""
    columns: list[Column[Sayable]] = [
        Column(heading, tuple(map(Cell, names))),
        Column(words.VALUE, tuple(values), Fit(right=True)),
        Column(words.RANGE, tuple(ranges), Fit(NARROW)),
        Column(words.VERDICT, tuple(verdicts)),
    ]
    if not any(cell.text for cell in ranges):
        del columns[2]
    return table_of(columns)


def _each(result: AnyExplained) -> Iterator[Block[Sayable]]:
    """Yield each area or year that has to meet it by itself, with its figure and its verdict."""
    if not result.each:
        return
    yield Text(joined(*words.in_parts(result.each), by="; "))
    names, values, ranges, verdicts = [], [], [], []
    for part in result.each.parts:
        ends = (part.low, part.high)
        scale = scale_of(result.unit, result.required, (part.achieved, *ends), ranges=[ends])
        is_estimate = result.is_estimate and part.achieved is not None
        said = words.status_text(part.status, early=(result.year or 0) < (result.due or 0))
        names.append(part.name)
        values.append(Cell(words.estimate(scale.figure(part.achieved), is_estimate)))
        ranges.append(Cell(figures.spread(*ends, scale)))
        verdicts.append(Cell(said, signal=words.signal(part.status)))
    yield _verdicts(PARTS[result.each.by], names, values, ranges, verdicts)


def _computation(result: AnyExplained, plan: Plan) -> Iterator[Sayable]:
    """Yield the formula with its numbers put in."""
    known = plan.vocabulary
    match result:
        case SampledShareFigures():
            yield from _sampled_share(result, known)
        case ShareFigures() if result.numerator is not None:
            yield from _share(result, known)
        case ChangeFigures():
            yield from _change(result, plan)
        case RatioFigures() | TotalFigures():
            yield from levels.computation(result, plan)
        case CountFigures():
            yield from words.reading_figures(result)
            if (result.unknown or 0) + (result.not_surveyed or 0):
                yield words.answers(result, sampled=False)
        case TrackedFigures():
            yield from words.evidence(result.evidence, known)


def _share(result: AnyExplained, known: Vocabulary) -> Iterator[Sayable]:
    scale, yes, total = words.scale(result), int(result.numerator or 0), int(result.denominator or 0)
    still_open = (result.unknown or 0) + (result.not_surveyed or 0)
    yield say(
        "Lower bound, confirmed answers only: {yes} / {total} = {low}",
        yes=yes,
        total=total,
        low=scale.figure(result.low),
    )
    if still_open:
        yield say(IF_ALL[result.is_ceiling], yes=yes, open=still_open, total=total, high=scale.figure(result.high))
    for part in result.parts:
        if part.denominator:
            yield joined(known.several(part.kind), ": ", words.answers(part, sampled=False))
    registered = result.pool == "register"
    yield Phrase("Denominator: units in the register.") if registered else Phrase("Denominator: units surveyed.")


def _sampled_share(result: AnyExplained, known: Vocabulary) -> Iterator[Sayable]:
    scale = words.scale(result)
    yield from words.method(result)
    for drawn in result.strata:
        text = DRAWN[result.is_ceiling]
        line = say(text, name=words.stratum_name(drawn, known), yes=drawn.yes, drawn=drawn.drawn, size=drawn.size)
        yield joined(line, ", ", words.unknown(drawn.unknown)) if drawn.unknown else line
    if result.achieved is None:
        yield Phrase("No estimate: of a stratum no answer is known.")
    else:
        yield say("Weighted by stratum size: ≈ {share}", share=scale.figure(result.achieved))
    yield from _error(result)
    yield words.spread(result, result, scale)
    yield Phrase("Exact rank interval: what the units not drawn can add, whatever they are like.")


def _error(result: AnyExplained) -> Iterator[Sayable]:
    if isinstance(result, SampledShareFigures) and result.se is not None:
        yield say("Standard error: {points} percentage points", points=Number(Fraction(result.se), 1))


def _change(result: AnyExplained, plan: Plan) -> Iterator[Sayable]:
    if not isinstance(result, ChangeFigures):
        return
    base = result.base
    decimals = changes.rate_places(result, words.scale(result), result.required, LEAST_PLACES)
    for years, rate, sums in (
        (base.called, base.rate, (base.numerator, base.denominator)),
        (str(result.year or ""), result.rate, (result.numerator, result.denominator)),
    ):
        amounts = dict(zip(("part", "whole"), map(_amount, sums, _units_of_rate(result, plan)), strict=True))
        shown = None if rate is None else changes.level(result, rate, decimals)
        yield _level(result, years, shown, amounts, plan)
    yield from _formula(result, decimals)
    yield from words.method(result)
    if spread := words.spread(result, result, words.scale(result)):
        yield spread
    yield from changes.assumption(result, plan)
    yield from changes.usual(result)
    if result.matched:
        yield changes.in_both_years(result, result.year)


FORMULAS: Final = {
    (False, False): Phrase("Cut: 1 − {now} / {base} = {cut}"),
    (True, False): Phrase("Rise: {now} / {base} − 1 = {cut}"),
    (False, True): Phrase("Cut a year: 1 − ({now} / {base})^(1/{years}) = {cut}"),
    (True, True): Phrase("Rise a year: ({now} / {base})^(1/{years}) − 1 = {cut}"),
}
"""How a change is computed: of a rise or not, a year or as a whole."""


def _formula(result: AnyExplained, decimals: int) -> Iterator[Sayable]:
    """Yield the change with its numbers put in."""
    if not isinstance(result, ChangeFigures) or result.achieved is None or result.rate is None or not result.base.rate:
        return
    if (result.year or 0) <= max(result.base.years):
        return
    values = {
        "now": changes.level(result, result.rate, decimals),
        "base": changes.level(result, result.base.rate, decimals),
    }
    years = time_since(result.base.years, result.year or 0)
    text = FORMULAS[isinstance(result, IncreaseFigures), result.per_year]
    shown = Number(years, 0 if years.denominator == 1 else 1)
    yield say(text, cut=words.scale(result).figure(result.achieved), years=shown, **values)


RATES: Final = {
    "ratio": Phrase("Rate of {year}: {part} / {whole} = {rate}"),
    "share": Phrase("Share of {year}: {part} / {whole} = {rate}"),
    "total": Phrase("Total of {year}: {rate}"),
}
ESTIMATED: Final = {
    "ratio": Phrase("Rate of {year}, weighted by stratum size: ≈ {rate}"),
    "share": Phrase("Share of {year}, weighted by stratum size: ≈ {rate}"),
    "total": Phrase("Total of {year}, weighted by stratum size: ≈ {rate}"),
}
UNMEASURED_YEARS: Final = {
    "ratio": Phrase("Rate of {year}: no unit with both figures"),
    "share": Phrase("Share of {year}: no unit surveyed"),
    "total": Phrase("Total of {year}: none, a year has no unit with its figure"),
}
"""The levels of a year, or of several: computed, estimated, and where there is none."""


def _level(
    result: AnyExplained, years: str, level: Sayable | None, amounts: Mapping[str, Sayable], plan: Plan
) -> Message:
    """Return how the level of a year, or of several, comes about."""
    assert isinstance(result, ChangeFigures)
    if level is None:
        return say(UNMEASURED_YEARS[result.quantity], year=years)
    if isinstance(result, SampledChangeFigures):
        return say(ESTIMATED[result.quantity], year=years, rate=level)
    columns = words.ratio_of(result, plan)
    if columns and columns.times != 1:
        text, times = Phrase("Rate of {year}: {part} / {whole} × {times} = {rate}"), Number(columns.times)
        return say(text, year=years, rate=level, times=times, **amounts)
    if result.quantity == "total" and "," in years:
        return say("Total of {year}, their mean: {rate}", year=years, rate=level)
    return say(RATES[result.quantity], year=years, rate=level, **amounts)


def _units_of_rate(result: AnyExplained, plan: Plan) -> tuple[Bilingual | None, Bilingual | None]:
    """Return the units of the two sums of a rate, where the plan tells them and they are not divided by another."""
    if (columns := words.ratio_of(result, plan)) is None:
        return (None, None)
    part, whole = (plan.vocabulary.columns[name] for name in (columns.sum, columns.over))
    return (None if part.divided_by else part.unit, None if whole.divided_by else whole.unit)


def _amount(amount: Amount | None, unit: Bilingual | None) -> Sayable:
    shown = levels.amount(amount or 0)
    return joined(shown, " ", unit) if unit else shown


def _verdict(result: AnyExplained, known: Vocabulary) -> Iterator[Sayable]:
    why = words.reasons(result, known)
    surveyed = (", " if result.by_declaration else " ", words.SURVEYED) if words.on_surveyed_only(result) else ()
    reasons = (": ", joined(*why, by="; ")) if why else ()
    yield joined(words.judged(result), *surveyed, *reasons)
    yield from changes.cautions(result)
    yield from words.declared_answers([result], result.declared_answers or 0)
    if result.rule:
        yield certainty.rule_text(result.rule, result.is_ceiling)
    if result.margin is not None:
        yield _room(result.margin) if result.is_ceiling else _margin(result.margin)


def _room(margin: int) -> Sayable:
    """Return how many more may be of what no more than so many are allowed, by what is confirmed."""
    if margin < 0:
        return plural("{n} too many", "{n} too many", -margin)
    if margin == 0:
        return Phrase("exactly as many as allowed")
    return plural("{n} more would be allowed", "{n} more would be allowed", margin)


def _margin(margin: int) -> Sayable:
    if margin < 0:
        return words.more_needed(-margin)
    if margin == 0:
        return Phrase("exactly as many as required")
    return plural("{n} more than required", "{n} more than required", margin)

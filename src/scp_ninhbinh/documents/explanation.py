"""What `scp explain` says: one target step by step, and what would settle or turn its verdict."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import certainty, figures, levels, words
from scp_ninhbinh.documents.document import Block, Document, Items, Section, Text
from scp_ninhbinh.documents.figures import scale_of
from scp_ninhbinh.documents.left_out import left_out
from scp_ninhbinh.measures.change import time_since
from scp_ninhbinh.measures.count import CountFigures, TrackedFigures
from scp_ninhbinh.measures.figures import StratumName
from scp_ninhbinh.measures.ratio import RatioFigures
from scp_ninhbinh.measures.reduction import ChangeFigures, IncreaseFigures, SampledChangeFigures
from scp_ninhbinh.measures.share import SampledShareFigures, ShareFigures
from scp_ninhbinh.measures.total import TotalFigures
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.vocabulary import Vocabulary, Word
from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.scores.explain import (
    AnsweringUnit,
    AnyExplained,
    Counted,
    ExplainedCount,
    ExplainedTotal,
    ExplainedUnit,
    Listing,
    MeasuredUnit,
    SummedUnit,
)
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.settle import AmountStep, AnyStep, BaselineStep, UndrawnStep, UnmeasuredStep
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.say import Bilingual, Message, Number, Phrase, Sayable, joined, plural, say

Rate = Mapping[str, Word]
"""What the plan calls the columns of a rate, by the gaps of the sentences that name them; empty for no rate."""

UNKNOWN: Final = Phrase("unknown")
"""What stands for an answer that is not known."""

LISTED: Final = 12
"""Units of one sort that are named; the rest are counted. The JSON names all."""

LEAST_PLACES: Final = 2
"""Decimals of a rate in a computation."""

ROUNDED: Final = 100
"""Amounts from here on are given without decimals."""

COUNTED_AS: Final[dict[Counted, Phrase]] = {
    "no": Phrase("Not as the clause asks"),
    "unknown": Phrase("Not known"),
    "not_surveyed": Phrase("Not surveyed"),
    "earlier": Phrase("Not new: as the clause asks before the window too"),
    "unknown_before": Phrase("As the clause asks, whether before the window too is not known"),
    "yes": Phrase("As the clause asks"),
    "hard_unknown": Phrase('"{part}" not known, "{part}" / "{whole}"'),
    "measured": Phrase('Measured, "{part}" / "{whole}"'),
    "summed": Phrase('Added up, "{column}"'),
}
"""How units count."""

MEASURED: Final = Phrase('Measured, "{part}"')
"""How those of a total do."""
UNDER_A_CEILING: Final[dict[Counted, Phrase]] = {"no": Phrase("Not counted"), "yes": Phrase("Counted")}
"""The same where no more than a number may be counted."""

IF_ALL: Final = {
    False: Phrase("If every open answer were good: ({yes} + {open}) / {total} = {high}"),
    True: Phrase("If every open answer were counted: ({yes} + {open}) / {total} = {high}"),
}
DRAWN: Final = {
    False: Phrase("{name}: {yes} good of {drawn} drawn; {size} in all"),
    True: Phrase("{name}: {yes} counted of {drawn} drawn; {size} in all"),
}
"""Answers and strata; True where no more than a number may be counted."""


def explanation_document(
    explained: Sequence[AnyExplained], scores: Scores, problems: Sequence[Problem] = ()
) -> Document[Sayable]:
    """Return the explanations one after the other, and what holds for every figure."""
    found = [section for one in explained for section in (_head(one, scores), *sections(one, scores.plan))]
    if caveats := tuple(map(Text, (*words.caveats(scores.survey, scores.confidence), *left_out(problems)))):
        found.append(Section("", caveats))
    return Document("", (), tuple(found))


def _head(result: AnyExplained, scores: Scores) -> Section[Sayable]:
    due = (", ", words.by_year(result.due)) if result.due else ()
    under = words.subtitle(scores.plan, scores.plan.id, words.as_of(result.year or scores.year))
    blocks: tuple[Block[Sayable], ...] = (
        Text(joined(*under, by=" · "), quiet=True),
        Text(words.judged(result), strong=True, signal=words.signal(result.status)),
    )
    return Section(joined(words.titled(result), *due), blocks, 1)


def sections(result: AnyExplained, plan: Plan) -> Iterator[Section[Sayable]]:
    """Yield the explanation part by part, those without a line left out."""
    known, rate = plan.vocabulary, words.named(result, plan)
    found: tuple[tuple[Phrase, Iterable[Sayable]], ...] = (
        (Phrase("Requirement"), _requirement(result)),
        (Phrase("How the clause is read"), reading_lines(result)),
        (Phrase("Computation"), _computation(result, plan)),
        (Phrase("Each by itself"), _each(result)),
        (Phrase("Verdict"), _verdict(result, known)),
        (Phrase("What would settle or turn it"), (step_text(step, known, rate) for step in result.steps)),
        (Phrase("Units, worst first"), _units(result, known, rate)),
    )
    for heading, lines in found:
        if items := tuple(lines):
            yield Section(heading, (Items(items),))


def _requirement(result: AnyExplained) -> Iterator[Sayable]:
    if result.status is None:
        yield words.NO_TARGET
        return
    if result.required is None:
        yield Phrase("The clause asks for no number: its evidence is counted and never judged.")
        return
    scale = words.scale(result)
    text = Phrase("At most {asked} by {due}.") if result.is_ceiling else Phrase("At least {asked} by {due}.")
    yield say(text, asked=words.asked(result), due=result.due or "")
    if result.stretch is not None:
        stretch = scale.requirement(result.stretch)
        yield say("{stretch} is the upper figure of a range: a stretch, no cap.", stretch=stretch)


def reading_lines(result: AnyExplained) -> Iterator[Sayable]:
    """Yield each reading that the plan declares, with its reason."""
    for chosen in result.declared_readings:
        reading: Sayable
        if chosen.reading is not None:
            reading = chosen.reading
        elif chosen.years:
            reading = say("Base years {years}", years=", ".join(map(str, chosen.years)))
        elif isinstance(result, ChangeFigures):
            reading = say("Base year {year}", year=chosen.year or "")
        else:
            reading = say("Counted since {year}", year=chosen.year or "")
        yield joined(reading, ". ", say("Why: {why}.", why=chosen.why))


def _each(result: AnyExplained) -> Iterator[Sayable]:
    """Yield each area or year that has to meet it by itself, with its figure and its verdict."""
    if not result.each:
        return
    yield joined(*words.in_parts(result.each), by="; ")
    for part in result.each.parts:
        ends = (part.low, part.high)
        scale = scale_of(result.unit, result.required, (part.achieved, *ends), ranges=[ends])
        spread = figures.spread(*ends, scale)
        said = words.status_text(part.status, early=(result.year or 0) < (result.due or 0))
        shown = words.estimate(scale.figure(part.achieved), result.is_estimate and part.achieved is not None)
        yield joined(f"{part.name}: ", joined(shown, *((spread,) if spread else ()), said, by=", "))


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
    yield say("Confirmed: {yes} / {total} = {low}", yes=yes, total=total, low=scale.figure(result.low))
    if still_open:
        yield say(IF_ALL[result.is_ceiling], yes=yes, open=still_open, total=total, high=scale.figure(result.high))
    for part in result.parts:
        if part.denominator:
            yield joined(known.several(part.kind), ": ", words.answers(part, sampled=False))
    registered = result.pool == "register"
    yield Phrase("The whole is the register.") if registered else Phrase("The whole is what was surveyed.")


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
        yield say("Each stratum weighed by its size: ≈ {share}", share=scale.figure(result.achieved))
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
    decimals = words.rate_places(result, words.scale(result), result.required, LEAST_PLACES)
    for years, rate, sums in (
        (base.called, base.rate, (base.numerator, base.denominator)),
        (str(result.year or ""), result.rate, (result.numerator, result.denominator)),
    ):
        amounts = dict(zip(("part", "whole"), map(_amount, sums, _units_of_rate(result, plan)), strict=True))
        shown = None if rate is None else words.level(result, rate, decimals)
        yield _level(result, years, shown, amounts, plan)
    yield from _formula(result, decimals)
    yield from words.method(result)
    if spread := words.spread(result, result, words.scale(result)):
        yield spread
    yield from words.assumption(result, plan)
    yield from words.usual(result)
    if result.matched:
        yield words.in_both_years(result, result.year)


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
        "now": words.level(result, result.rate, decimals),
        "base": words.level(result, result.base.rate, decimals),
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
    "ratio": Phrase("Rate of {year}, each stratum weighed by its size: ≈ {rate}"),
    "share": Phrase("Share of {year}, each stratum weighed by its size: ≈ {rate}"),
    "total": Phrase("Total of {year}, each stratum weighed by its size: ≈ {rate}"),
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
    shown = figures.amount(amount or 0)
    return joined(shown, " ", unit) if unit else shown


def _verdict(result: AnyExplained, known: Vocabulary) -> Iterator[Sayable]:
    why = words.reasons(result, known)
    surveyed = (", " if result.by_declaration else " ", words.SURVEYED) if words.on_surveyed_only(result) else ()
    reasons = (": ", joined(*why, by="; ")) if why else ()
    yield joined(words.judged(result), *surveyed, *reasons)
    yield from words.cautions(result)
    yield from words.declared_answers([result], result.declared_answers or 0)
    if result.rule:
        yield certainty.rule_text(result.rule, result.is_ceiling)
    if len(result.readings) > 1:
        for reading, figure in zip(result.readings, words.reading_figures(result), strict=True):
            spread = words.spread(reading, result, words.scale(result))
            own = words.verdict(result, reading.status)
            yield joined(figure, *((spread,) if spread else ()), own, by=", ")
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


def _units(result: AnyExplained, known: Vocabulary, rate: Rate) -> Iterator[Sayable]:
    for listing in result.units:
        answer: tuple[Sayable, ...] = ()
        if listing.column and listing.answer:
            answer = (", ", known.word(listing.column), " = ", words.ANSWERS[listing.answer])
        elif listing.column and listing.said == "unknown":
            answer = (", ", known.word(listing.column))
        names = joined(*_names(result, listing, known), by=", ")
        total = isinstance(result, ChangeFigures) and result.quantity == "total"
        said = MEASURED if total and listing.said == "measured" else counted_as(listing, result.is_ceiling)
        yield joined(say(said, **rate), *answer, f" ({len(listing.units)}): ", names)


def counted_as(listing: Listing, is_ceiling: bool) -> Phrase:
    """Return how the units of a listing count."""
    return UNDER_A_CEILING.get(listing.said, COUNTED_AS[listing.said]) if is_ceiling else COUNTED_AS[listing.said]


def _names(result: AnyExplained, listing: Listing, known: Vocabulary) -> Iterator[Sayable]:
    years = isinstance(result, ExplainedCount | ExplainedTotal)
    for unit in listing.units[:LISTED]:
        if isinstance(unit, MeasuredUnit):
            of_unit = (unit.hard,) if unit.total is None else (unit.hard, unit.total)
            amounts = ("?" if one is None else figures.amount(one) for one in of_unit)
            yield joined(unit.unit, " ", joined(*amounts, by="/"))
        elif isinstance(unit, SummedUnit):
            yield joined(f"{unit.unit} ({unit.year}) ", levels.amount(unit.amount))
        else:
            yield named(unit, known, years=years)
    if len(listing.units) > LISTED:
        yield plural("{n} more", "{n} more", len(listing.units) - LISTED)


def named(unit: ExplainedUnit, known: Vocabulary, *, years: bool = False) -> Sayable:
    """Return a unit by its name, with its year where that is asked for, and those of several answers not as wanted."""
    notes: list[Sayable] = [str(unit.year)] if years and unit.year else []
    for one in unit.answers if isinstance(unit, AnsweringUnit) else ():
        if one.answer != one.wanted:
            notes.append(joined(known.word(one.column), ": ", words.ANSWERS[one.answer] if one.answer else UNKNOWN))
    return joined(unit.unit, " (", joined(*notes, by="; "), ")") if notes else unit.unit


STEPS: Final = {
    "no-baseline": Phrase("A survey of {year}: without its figures nothing can be compared with them."),
    "zero-baseline": Phrase("Nothing: the rate of {year} is zero, and zero cannot be cut."),
    "different-units": Phrase(
        "Figures of {year} and of now counted in the same unit, all divided as the plan asks or none."
    ),
    "years": Phrase("Rows of {years}, a no where nothing was done."),
    "readings": Phrase("A decision on how the clause is to be read: the readings give different verdicts."),
    "answers": Phrase("{needed} of the {open} open answers have to be good; with {against} not good it is missed."),
    "new-units": Phrase(
        "{needed} of the {open} units still open have to be new in the window; with {against} not new it is missed."
    ),
    "each": Phrase("What is not known of {parts}: each has to meet it by itself."),
    "areas": Phrase("The area of each unit: one that is in none of those could turn any of them."),
    "answers-at-most": Phrase(
        "{needed} of the {open} open answers must not be as they are counted; with more than {most} that are, it is "
        "above the limit."
    ),
    "hard-part": Phrase(
        'In {year}, of the {of} "{whole}" of which "{part}" is not known, at most {most} may be "{part}".'
    ),
    "hard-part-least": Phrase(
        'In {year}, of the {of} "{whole}" of which "{part}" is not known, at least {least} must be "{part}".'
    ),
    "absent": Phrase("Rows of units not surveyed: {units}."),
    "measured": Phrase("About {more} more units measured in each year, if they are like the {measured} so far."),
    "unknown-drawn": Phrase("The answers still open in the sample: {open}."),
    "drawn": Phrase("About {more} more units drawn over all strata, if they, and those still open, answer alike."),
    "empty-strata": Phrase("Units drawn, with answers, in every stratum: none so far in {strata}."),
    "no-common-units": Phrase("Figures of now of a unit that was measured in {year} too: no unit is of both years."),
    "hard-unknown": Phrase('"{part}" of {units}.'),
    "whole-unknown": Phrase('"{whole}" of {units}.'),
    "same-units": Phrase("Figures of {year} counted in the same unit, all divided as the plan asks or none."),
    "figures": Phrase("The figures of {units}."),
    "not-surveyed": Phrase("The figures of units that were not surveyed: {units}."),
    "register": Phrase("A register of all units: a total of those surveyed is no total."),
}

UNMEASURED: Final = {
    (True, True): Phrase(
        '{year}, {units} not measured: {each} each, all of it "{part}", turns the figure of those measured '
        "(possible, at most {assumed_most} is assumed)."
    ),
    (True, False): Phrase(
        '{year}, {units} not measured: it would take {each} each, all of it "{part}", to turn the figure '
        "of those measured (not possible, at most {assumed_most} is assumed)."
    ),
    (False, True): Phrase(
        '{year}, {units} not measured: {each} each, none of it "{part}", turns the figure of those measured '
        "(possible, at most {assumed_most} is assumed)."
    ),
    (False, False): Phrase(
        '{year}, {units} not measured: it would take {each} each, none of it "{part}", to turn the figure '
        "of those measured (not possible, at most {assumed_most} is assumed)."
    ),
}
"""What units without figures would need to turn the verdict: all of it in the part or none, possible or not."""

UNDRAWN: Final = {
    (True, True): Phrase(
        "{year}, {units} not measured: it takes {turning} of them to turn the estimate, if each has {assumed_most}, "
        'all of it "{part}", and the others are like those measured.'
    ),
    (True, False): Phrase(
        "{year}, {units} not measured: all of them do not turn the estimate, even if each has {assumed_most}, all of "
        'it "{part}".'
    ),
    (False, True): Phrase(
        "{year}, {units} not measured: it takes {turning} of them to turn the estimate, if each has {assumed_most}, "
        'none of it "{part}", and the others are like those measured.'
    ),
    (False, False): Phrase(
        "{year}, {units} not measured: all of them do not turn the estimate, even if each has {assumed_most}, none of "
        'it "{part}".'
    ),
}
"""How many units that were not measured turn what a sample estimates: all of theirs in the part or none."""

IRRELEVANT: Final = Phrase("{year}, {units} not measured: no amount of theirs turns the figure of those measured.")


def step_text(step: AnyStep, known: Vocabulary, rate: Rate) -> Message:
    """Return what would settle or turn a verdict as a sentence."""
    values = {name: _value(value, known) for name, value in vars(step).items() if name != "what"}
    if isinstance(step, BaselineStep):
        values["year"] = values["years"]
    if isinstance(step, AmountStep):
        return say(levels.AMOUNT[step.at_most, step.of is not None], **levels.amounts(step), **_column(rate))
    if isinstance(step, UndrawnStep):
        return say(UNDRAWN[step.hard, step.turning is not None], **values, **rate)
    return say(_unmeasured(step) if isinstance(step, UnmeasuredStep) else STEPS[step.what], **values, **rate)


def _column(rate: Rate) -> Rate:
    """Return what the plan calls its columns; the `column` that is summed up is that of the part, too."""
    return {"column": rate["part"], **rate} if "part" in rate else rate


def _unmeasured(step: UnmeasuredStep) -> Phrase:
    return IRRELEVANT if step.each is None else UNMEASURED[bool(step.hard), step.each <= step.assumed_most]


def _value(value: object, known: Vocabulary) -> Sayable:
    if isinstance(value, tuple):
        return joined(*(_value(one, known) for one in value), by=", ")
    if isinstance(value, StratumName):
        return words.stratum_name(value, known)
    if isinstance(value, Fraction) and value.denominator != 1:
        return Number(value, 0 if value >= ROUNDED else 1)
    return str(value)

"""What `scp explain` says: one target step by step, and what would settle or turn its verdict."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import certainty, figures, words
from scp_ninhbinh.documents.document import Block, Document, Items, Section, Text
from scp_ninhbinh.documents.left_out import left_out
from scp_ninhbinh.measures.count import CountFigures, TrackedFigures
from scp_ninhbinh.measures.figures import Amount, StratumName
from scp_ninhbinh.measures.reduction import ReductionFigures, SampledReductionFigures
from scp_ninhbinh.measures.share import SampledShareFigures, ShareFigures
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.vocabulary import Vocabulary, Word
from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.scores.explain import AnyExplained, Counted, ExplainedCount, Listing, MeasuredUnit
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.settle import AnyStep, UndrawnStep, UnmeasuredStep
from scp_ninhbinh.text.say import Bilingual, Message, Number, Phrase, Sayable, joined, plural, say

Rate = Mapping[str, Word]
"""What the plan calls the columns of a rate, by the gaps of the sentences that name them; empty for no rate."""

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
    "yes": Phrase("As the clause asks"),
    "hard_unknown": Phrase('"{part}" not known, "{part}" / "{whole}"'),
    "measured": Phrase('Measured, "{part}" / "{whole}"'),
}
"""How units count."""


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
    under = words.subtitle(scores.plan, scores.plan.id, words.as_of(scores.year))
    blocks: tuple[Block[Sayable], ...] = (
        Text(joined(*under, by=" · "), quiet=True),
        Text(words.judged(result), strong=True, signal=words.signal(result.status)),
    )
    return Section(joined(words.titled(result), *due), blocks, 1)


def sections(result: AnyExplained, plan: Plan) -> Iterator[Section[Sayable]]:
    """Yield the explanation part by part, those without a line left out."""
    known, rate = plan.vocabulary, words.of_rate(result, plan)
    found: tuple[tuple[Phrase, Iterable[Sayable]], ...] = (
        (Phrase("Requirement"), _requirement(result)),
        (Phrase("How the clause is read"), reading_lines(result)),
        (Phrase("Computation"), _computation(result, plan)),
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
    yield say("At least {asked} by {due}.", asked=scale.requirement(result.required), due=result.due or "")
    if result.stretch is not None:
        stretch = scale.requirement(result.stretch)
        yield say("{stretch} is the upper figure of a range: a stretch, no cap.", stretch=stretch)


def reading_lines(result: AnyExplained) -> Iterator[Sayable]:
    """Yield each reading that the plan declares, with its reason."""
    for chosen in result.declared_readings:
        reading: Sayable
        if chosen.reading is not None:
            reading = chosen.reading
        elif isinstance(result, ReductionFigures):
            reading = say("Base year {year}", year=chosen.year or "")
        else:
            reading = say("Counted since {year}", year=chosen.year or "")
        yield joined(reading, ". ", say("Why: {why}.", why=chosen.why))


def _computation(result: AnyExplained, plan: Plan) -> Iterator[Sayable]:
    """Yield the formula with its numbers put in."""
    known = plan.vocabulary
    match result:
        case SampledShareFigures():
            yield from _sampled_share(result, known)
        case ShareFigures() if result.numerator is not None:
            yield from _share(result, known)
        case ReductionFigures():
            yield from _reduction(result, plan)
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
        text = Phrase("If every open answer were good: ({yes} + {open}) / {total} = {high}")
        yield say(text, yes=yes, open=still_open, total=total, high=scale.figure(result.high))
    for part in result.parts:
        if part.denominator:
            yield joined(known.several(part.kind), ": ", words.answers(part, sampled=False))
    registered = result.pool == "register"
    yield Phrase("The whole is the register.") if registered else Phrase("The whole is what was surveyed.")


def _sampled_share(result: AnyExplained, known: Vocabulary) -> Iterator[Sayable]:
    scale = words.scale(result)
    yield from words.method(result)
    for drawn in result.strata:
        text = Phrase("{name}: {yes} good of {drawn} drawn; {size} in all")
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


def _reduction(result: AnyExplained, plan: Plan) -> Iterator[Sayable]:
    if not isinstance(result, ReductionFigures):
        return
    base, sampled = result.base, isinstance(result, SampledReductionFigures)
    decimals = words.rate_places(result, words.scale(result), result.required, LEAST_PLACES)
    for year, rate, sums in (
        (base.year, base.rate, (base.numerator, base.denominator)),
        (result.year, result.rate, (result.numerator, result.denominator)),
    ):
        amounts = dict(zip(("part", "whole"), map(_amount, sums, _units_of_rate(result, plan)), strict=True))
        yield _rate(year, None if rate is None else figures.rate(rate, decimals), amounts, sampled=sampled)
    if result.achieved is not None and base.rate and result.rate is not None:
        cut = words.scale(result).figure(result.achieved)
        rates = {"now": figures.rate(result.rate, decimals), "base": figures.rate(base.rate, decimals)}
        yield say("Cut: 1 − {now} / {base} = {cut}", cut=cut, **rates)
    yield from words.method(result)
    if spread := words.spread(result, result, words.scale(result)):
        yield spread
    yield from words.assumption(result, plan)
    yield from words.usual(result)
    if result.matched:
        yield words.in_both_years(result, result.year)


def _rate(year: int | None, rate: Number | None, amounts: Mapping[str, Sayable], *, sampled: bool) -> Message:
    when = year or ""
    if rate is None:
        return say("Rate of {year}: no unit with both figures", year=when)
    if sampled:
        return say("Rate of {year}, each stratum weighed by its size: ≈ {rate}", year=when, rate=rate)
    return say("Rate of {year}: {part} / {whole} = {rate}", year=when, rate=rate, **amounts)


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
        yield certainty.rule_text(result.rule)
    if len(result.readings) > 1:
        for reading, figure in zip(result.readings, words.reading_figures(result), strict=True):
            spread = words.spread(reading, result, words.scale(result))
            own = words.verdict(result, reading.status)
            yield joined(figure, *((spread,) if spread else ()), own, by=", ")
    if result.margin is not None:
        yield _margin(result.margin)


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
        names = joined(*_names(result, listing), by=", ")
        yield joined(say(COUNTED_AS[listing.said], **rate), *answer, f" ({len(listing.units)}): ", names)


def _names(result: AnyExplained, listing: Listing) -> Iterator[Sayable]:
    years = isinstance(result, ExplainedCount)
    for unit in listing.units[:LISTED]:
        if isinstance(unit, MeasuredUnit):
            amounts = ("?" if one is None else figures.amount(one) for one in (unit.hard, unit.total))
            yield joined(unit.unit, " ", joined(*amounts, by="/"))
        else:
            yield f"{unit.unit} ({unit.year})" if years and unit.year else unit.unit
    if len(listing.units) > LISTED:
        yield plural("{n} more", "{n} more", len(listing.units) - LISTED)


STEPS: Final = {
    "no-baseline": Phrase("A survey of {year}: without its figures nothing can be compared with them."),
    "zero-baseline": Phrase("Nothing: the rate of {year} is zero, and zero cannot be cut."),
    "different-units": Phrase(
        "Figures of {year} and of now counted in the same unit, all divided as the plan asks or none."
    ),
    "years": Phrase("Rows of {years}, a no where nothing was done."),
    "readings": Phrase("A decision on how the clause is to be read: the readings give different verdicts."),
    "answers": Phrase("{needed} of the {open} open answers have to be good; with {against} not good it is missed."),
    "hard-part": Phrase(
        'In {year}, of the {of} "{whole}" of which "{part}" is not known, at most {most} may be "{part}".'
    ),
    "measured": Phrase("About {more} more units measured in each year, if they are like the {measured} so far."),
    "unknown-drawn": Phrase("The answers still open in the sample: {open}."),
    "drawn": Phrase("About {more} more units drawn over all strata, if they, and those still open, answer alike."),
    "empty-strata": Phrase("Units drawn, with answers, in every stratum: none so far in {strata}."),
    "no-common-units": Phrase("Figures of now of a unit that was measured in {year} too: no unit is of both years."),
    "hard-unknown": Phrase('"{part}" of {units}.'),
    "whole-unknown": Phrase('"{whole}" of {units}.'),
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
    if isinstance(step, UndrawnStep):
        return say(UNDRAWN[step.hard, step.turning is not None], **values, **rate)
    return say(_unmeasured(step) if isinstance(step, UnmeasuredStep) else STEPS[step.what], **values, **rate)


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

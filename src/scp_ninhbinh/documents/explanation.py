"""What `scp explain` says: one target step by step, and what would settle or turn its verdict."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import figures, words
from scp_ninhbinh.documents.document import Block, Document, Items, Section, Text
from scp_ninhbinh.measures.figures import Amount
from scp_ninhbinh.measures.measured import Rate, Tally
from scp_ninhbinh.plan.clauses import Count, Reduction, Scored, Share
from scp_ninhbinh.scores.explain import Explanation, Listing, Said
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.settle import Step
from scp_ninhbinh.text.say import Message, Number, Phrase, Sayable, joined, plural, say

LISTED: Final = 12
"""Units of one sort that are named; the rest are counted. The JSON names all."""

ROUNDED: Final = 100
"""Amounts from here on are given without decimals."""

COUNTED_AS: Final[dict[Said, Phrase]] = {
    "no": Phrase("Not as the clause asks"),
    "unknown": Phrase("Not known"),
    "not_surveyed": Phrase("Not surveyed"),
    "yes": Phrase("As the clause asks"),
    "hard_unknown": Phrase("Hard part unknown, hard/total"),
    "measured": Phrase("Measured, hard/total"),
}
"""How units count."""


def explanation_document(explained: Sequence[Explanation], scores: Scores) -> Document[Sayable]:
    """Return the explanations one after the other, and what holds for every figure."""
    found = [section for one in explained for section in (_head(one, scores), *sections(one))]
    if caveats := tuple(map(Text, words.caveats(scores.survey, scores.confidence))):
        found.append(Section("", caveats))
    return Document("", (), tuple(found))


def _head(explanation: Explanation, scores: Scores) -> Section[Sayable]:
    result = explanation.result
    due = (", ", words.by_year(result.due)) if result.due else ()
    blocks: tuple[Block[Sayable], ...] = (
        Text(joined(scores.plan.id, " · ", words.as_of(scores.year)), quiet=True),
        Text(words.verdict(result), strong=True, signal=words.signal(result.status)),
    )
    return Section(joined(words.titled(result), *due), blocks, 1)


def sections(explanation: Explanation) -> Iterator[Section[Sayable]]:
    """Yield the explanation part by part, those without a line left out."""
    found: tuple[tuple[Phrase, Iterable[Sayable]], ...] = (
        (Phrase("Requirement"), _requirement(explanation)),
        (Phrase("How the clause is read"), reading_lines(explanation)),
        (Phrase("Computation"), _computation(explanation)),
        (Phrase("Verdict"), _verdict(explanation)),
        (Phrase("What would settle or turn it"), map(step_text, explanation.steps)),
        (Phrase("Units, worst first"), _units(explanation)),
    )
    for heading, lines in found:
        if items := tuple(lines):
            yield Section(heading, (Items(items),))


def _requirement(explanation: Explanation) -> Iterator[Sayable]:
    result = explanation.result
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


def reading_lines(explanation: Explanation) -> Iterator[Sayable]:
    """Yield each reading that the plan declares, with its reason."""
    for chosen in explanation.readings:
        reading: Sayable
        if chosen.reading is not None:
            reading = chosen.reading
        elif isinstance(explanation.result.indicator, Reduction):
            reading = say("Base year {year}", year=chosen.year or "")
        else:
            reading = say("Counted since {year}", year=chosen.year or "")
        yield joined(reading, ". ", say("Why: {why}.", why=chosen.why))


def _computation(explanation: Explanation) -> Iterator[Sayable]:
    """Yield the formula with its numbers put in."""
    result = explanation.result
    match result.indicator:
        case Share() if result.total and result.sampled:
            yield from _sampled_share(explanation)
        case Share() if result.total and result.measured:
            yield from _share(explanation, result.total)
        case Reduction() if result.measured and result.measured.now and result.measured.base:
            yield from _reduction(explanation, result.measured.base, result.measured.now)
        case Count() if result.measured:
            yield from words.reading_figures(result)
            if result.total and result.total.unknown + result.total.not_surveyed:
                yield words.answers(result.total, result.measured)
        case _:
            yield from words.evidence(result.evidence)


def _share(explanation: Explanation, total: Tally) -> Iterator[Sayable]:
    result, scale = explanation.result, words.scale(explanation.result)
    still_open = total.unknown + total.not_surveyed
    yield say("Confirmed: {yes} / {total} = {low}", yes=total.yes, total=total.total, low=scale.figure(result.low))
    if still_open:
        text = Phrase("If every open answer were good: ({yes} + {open}) / {total} = {high}")
        high = scale.figure(result.high)
        yield say(text, yes=total.yes, open=still_open, total=total.total, high=high)
    for part in result.measured.tallies if result.measured else ():
        if part.total:
            yield joined(words.KINDS[part.kind], ": ", words.answers(part, result.measured))
    registered = result.measured is not None and result.measured.pool == "register"
    yield Phrase("The whole is the register.") if registered else Phrase("The whole is what was surveyed.")


def _sampled_share(explanation: Explanation) -> Iterator[Sayable]:
    result, scale = explanation.result, words.scale(explanation.result)
    yield from words.method(result)
    for stratum, drawn in explanation.strata.items():
        text = Phrase("{name}: {yes} good of {drawn} drawn; {size} in all")
        line = say(text, name=words.stratum_name(stratum), yes=drawn.yes, drawn=drawn.drawn, size=drawn.size)
        yield joined(line, ", ", words.unknown(drawn.unknown)) if drawn.unknown else line
    if result.achieved is None:
        yield Phrase("No estimate: of a stratum no answer is known.")
    else:
        yield say("Each stratum weighed by its size: ≈ {share}", share=scale.figure(result.achieved))
    yield from _error(explanation)
    sample = result.measured.sample if result.measured else None
    yield figures.spread(result.low, result.high, scale, sample and sample.confidence)
    yield Phrase("Exact rank interval: what the units not drawn can add, whatever they are like.")


def _error(explanation: Explanation) -> Iterator[Sayable]:
    sample = explanation.result.measured.sample if explanation.result.measured else None
    if sample and sample.error is not None:
        yield say("Standard error: {points} percentage points", points=Number(Fraction(sample.error) * 100, 1))


def _reduction(explanation: Explanation, base: Rate, now: Rate) -> Iterator[Sayable]:
    result = explanation.result
    yield from map(_rate, (base, now))
    if result.achieved is not None and base.value and now.value is not None:
        cut = words.scale(result).figure(result.achieved)
        rates = {"now": figures.rate(now.value, 2), "base": figures.rate(base.value, 2)}
        yield say("Cut: 1 − {now} / {base} = {cut}", cut=cut, **rates)
    yield from words.method(result)
    yield from _error(explanation)
    if spread := words.spread(result, result):
        yield spread
    yield from words.assumption((base, now))
    if result.measured and result.measured.matched:
        yield words.in_both_years(result.measured.matched)
        if result.measured.sample and len(result.readings) > 1:
            yield Phrase("Taken as separate samples, the interval of all measured is normally too wide.")


def _rate(rate: Rate) -> Message:
    if rate.value is None:
        return say("Rate of {year}: no unit with both figures", year=rate.year)
    shown = figures.rate(rate.value, 2)
    if rate.estimate is not None:
        return say("Rate of {year}, each stratum weighed by its size: ≈ {rate}", year=rate.year, rate=shown)
    hard, total = figures.amount(rate.hard), figures.amount(rate.total)
    return say("Rate of {year}: {hard} / {total} = {rate}", year=rate.year, hard=hard, total=total, rate=shown)


def _verdict(explanation: Explanation) -> Iterator[Sayable]:
    result = explanation.result
    why = words.reasons(result)
    surveyed = (" ", words.SURVEYED) if words.on_surveyed_only(result) else ()
    reasons = (": ", joined(*why, by="; ")) if why else ()
    yield joined(words.verdict(result), *surveyed, *reasons)
    if isinstance(result.indicator, Scored) and len(result.readings) > 1:
        for reading, figure in zip(result.readings, words.reading_figures(result), strict=True):
            spread = words.spread(reading.figure, result)
            own = words.verdict(result._replace(status=reading.status, reasons=()))
            yield joined(figure, *((spread,) if spread else ()), own, by=", ")
    if explanation.margin is not None:
        yield _margin(explanation.margin)


def _margin(margin: int) -> Sayable:
    if margin < 0:
        return words.more_needed(-margin)
    if margin == 0:
        return Phrase("exactly as many as required")
    return plural("{n} more than required", "{n} more than required", margin)


def _units(explanation: Explanation) -> Iterator[Sayable]:
    for listing in explanation.units:
        answer = ""
        if listing.column and listing.answer:
            answer = f", {listing.column} = {listing.answer}"
        elif listing.column and listing.said == "unknown":
            answer = f", {listing.column}"
        names = joined(*_names(explanation, listing), by=", ")
        yield joined(COUNTED_AS[listing.said], f"{answer} ({len(listing.units)}): ", names)


def _names(explanation: Explanation, listing: Listing) -> Iterator[Sayable]:
    years = isinstance(explanation.result.indicator, Count)
    for at, unit in enumerate(listing.units[:LISTED]):
        named = f"{unit.label} ({unit.year})" if years and unit.year else unit.label
        if listing.amounts:
            amounts: Sequence[Amount | None] = listing.amounts[at]
            shown = joined(*("?" if one is None else figures.amount(one) for one in amounts), by="/")
            yield joined(named, " ", shown)
        else:
            yield named
    if len(listing.units) > LISTED:
        yield plural("{n} more", "{n} more", len(listing.units) - LISTED)


STEPS: Final = {
    "no-baseline": Phrase("A survey of {year}: without its figures nothing can be compared with them."),
    "zero-baseline": Phrase("Nothing: the rate of {year} is zero, and zero cannot be cut."),
    "different-units": Phrase("Figures of {year} and of now counted in the same unit, all with days or all without."),
    "years": Phrase("Rows of {years}, a no where nothing was done."),
    "readings": Phrase("A decision on how the clause is to be read: the readings give different verdicts."),
    "answers": Phrase("{needed} of the {open} open answers have to be good; with {against} not good it is missed."),
    "hard-part": Phrase("In {year} at most {most} of the {of} whose hard part is not known may be hard."),
    "rough": Phrase(
        "At least {fewest} units measured in each year, instead of {measured}: with fewer the "
        "interval is too rough to call it missed."
    ),
    "measured": Phrase("About {more} more units measured in each year, if they are like the {measured} so far."),
    "unknown-drawn": Phrase("The answers still open in the sample: {open}."),
    "drawn": Phrase("About {more} more units drawn over all strata, if they, and those still open, answer alike."),
    "empty-strata": Phrase("Units drawn, with answers, in every stratum: none so far in {strata}."),
    "hard-unknown": Phrase("The hard part of {units}."),
    "lone": Phrase("At least two units measured in each stratum that is not measured whole: {strata}."),
}

UNMEASURED: Final = {
    (True, True): Phrase(
        "{year}, {units} not measured: {each} each, all of it hard, turns the figure of those measured "
        "(possible, at most {assumed_most} is assumed)."
    ),
    (True, False): Phrase(
        "{year}, {units} not measured: it would take {each} each, all of it hard, to turn the figure "
        "of those measured (not possible, at most {assumed_most} is assumed)."
    ),
    (False, True): Phrase(
        "{year}, {units} not measured: {each} each, none of it hard, turns the figure of those measured "
        "(possible, at most {assumed_most} is assumed)."
    ),
    (False, False): Phrase(
        "{year}, {units} not measured: it would take {each} each, none of it hard, to turn the figure "
        "of those measured (not possible, at most {assumed_most} is assumed)."
    ),
}
"""What units without figures would have to give out to turn the verdict: all of it hard or none, possible or not."""

IRRELEVANT: Final = Phrase("{year}, {units} not measured: nothing they gave out turns the figure of those measured.")


def step_text(step: Step) -> Message:
    """Return what would settle or turn a verdict as a sentence."""
    values = {name: _value(value) for name, value in step.values.items()}
    return say(_unmeasured(step) if step.what == "unmeasured" else STEPS[step.what], **values)


def _unmeasured(step: Step) -> Phrase:
    each, most = step.values["each"], step.values["assumed_most"]
    if each is None:
        return IRRELEVANT
    possible = isinstance(each, Fraction | int) and isinstance(most, Fraction | int) and each <= most
    return UNMEASURED[bool(step.values["hard"]), possible]


def _value(value: object) -> Sayable:
    if isinstance(value, tuple):
        return joined(*(words.stratum_name(one) if isinstance(one, tuple) else str(one) for one in value), by=", ")
    if isinstance(value, Fraction) and value.denominator != 1:
        return Number(value, 0 if value >= ROUNDED else 1)
    return str(value)

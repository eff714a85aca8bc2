"""An explanation as sections of text: what `scp explain` says, in the reader's language, for every format."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from scp_ninhbinh.documents import words as texts
from scp_ninhbinh.documents.settling import step_text
from scp_ninhbinh.measures.figures import Amount
from scp_ninhbinh.measures.measured import Rate, Tally
from scp_ninhbinh.plan.clauses import Count, Reduction, Scored, Share
from scp_ninhbinh.scores.explain import Explanation, Listing, Said
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase

LISTED: Final = 12
"""Units of one sort that are named; the rest are counted. The JSON names all."""

SAID: Final[dict[Said, Phrase]] = {
    "no": Phrase("Not as the clause asks"),
    "unknown": Phrase("Not known"),
    "not_surveyed": Phrase("Not surveyed"),
    "yes": Phrase("As the clause asks"),
    "hard_unknown": Phrase("Hard part unknown, hard/total"),
    "measured": Phrase("Measured, hard/total"),
}


class Section(NamedTuple):
    """A heading with the lines below it."""

    heading: str
    lines: tuple[str, ...]


def sections(explanation: Explanation, language: Language) -> list[Section]:
    """Return the explanation part by part, those without a line left out."""
    parts = (
        (Phrase("Requirement"), _requirement(explanation, language)),
        (Phrase("How the clause is read"), reading_lines(explanation, language)),
        (Phrase("Computation"), _computation(explanation, language)),
        (Phrase("Verdict"), _verdict(explanation, language)),
        (Phrase("What would settle or turn it"), (step_text(step, language) for step in explanation.steps)),
        (Phrase("Units, worst first"), _units(explanation, language)),
    )
    found = [Section(language.say(heading), tuple(lines)) for heading, lines in parts]
    return [section for section in found if section.lines]


def _requirement(explanation: Explanation, language: Language) -> Iterator[str]:
    result = explanation.result
    if result.status is None:
        yield language.say(texts.NO_TARGET)
        return
    if result.required is None:
        yield language.say(Phrase("The clause asks for no number: its evidence is counted and never judged."))
        return
    asked = texts.required(result.required, result, language)
    yield language.say(Phrase("At least {asked} by {due}."), asked=asked, due=result.due)
    if result.stretch is not None:
        stretch = texts.required(result.stretch, result, language)
        yield language.say(Phrase("{stretch} is the upper figure of a range: a stretch, no cap."), stretch=stretch)


def reading_lines(explanation: Explanation, language: Language) -> Iterator[str]:
    """Yield each reading that the plan declares, with its reason."""
    for chosen in explanation.readings:
        if chosen.reading is not None:
            reading = language.title(chosen.reading)
        elif isinstance(explanation.result.indicator, Reduction):
            reading = language.say(Phrase("Base year {year}"), year=chosen.year)
        else:
            reading = language.say(Phrase("Counted since {year}"), year=chosen.year)
        yield f"{reading}. {language.say(Phrase('Why: {why}.'), why=language.title(chosen.why))}"


def _computation(explanation: Explanation, language: Language) -> Iterator[str]:
    """Yield the formula with its numbers put in."""
    result = explanation.result
    match result.indicator:
        case Share() if result.total and result.sampled:
            yield from _sampled_share(explanation, language)
        case Share() if result.total and result.measured:
            yield from _share(explanation, result.total, language)
        case Reduction() if result.measured and result.measured.now and result.measured.base:
            yield from _reduction(explanation, result.measured.base, result.measured.now, language)
        case Count() if result.measured:
            yield from _count(explanation, language)
        case _:
            for one in result.evidence:
                yield f"{texts.evidence_name(one, language)}: {one.yes}"


def _share(explanation: Explanation, total: Tally, language: Language) -> Iterator[str]:
    result = explanation.result
    low, high = (texts.figure(end, result, language) for end in (result.low, result.high))
    still_open = total.unknown + total.not_surveyed
    yield language.say(Phrase("Confirmed: {yes} / {total} = {low}"), yes=total.yes, total=total.total, low=low)
    if still_open:
        text = Phrase("If every open answer were good: ({yes} + {open}) / {total} = {high}")
        yield language.say(text, yes=total.yes, open=still_open, total=total.total, high=high)
    for part in result.measured.tallies if result.measured else ():
        if part.total:
            yield f"{language.say(texts.KINDS[part.kind])}: {texts.answers(part, result.measured, language)}"
    pool = (
        Phrase("The whole is the register.") if _registered(explanation) else Phrase("The whole is what was surveyed.")
    )
    yield language.say(pool)


def _registered(explanation: Explanation) -> bool:
    return explanation.result.measured is not None and explanation.result.measured.pool == "register"


def _sampled_share(explanation: Explanation, language: Language) -> Iterator[str]:
    result = explanation.result
    yield from texts.method(result, language)
    for (kind, stratum), drawn in explanation.strata.items():
        name = texts.stratum_name((kind, stratum), language)
        text = Phrase("{name}: {yes} good of {drawn} drawn; {size} in all")
        line = language.say(text, name=name, yes=drawn.yes, drawn=drawn.drawn, size=drawn.size)
        unknown = language.plural("{n} unknown", "{n} unknown", drawn.unknown)
        yield f"{line}, {unknown}" if drawn.unknown else line
    if result.achieved is None:
        yield language.say(Phrase("No estimate: of a stratum no answer is known."))
    else:
        shown = texts.figure(result.achieved, result, language)
        yield language.say(Phrase("Each stratum weighed by its size: ≈ {share}"), share=shown)
    yield from _error(explanation, language)
    yield texts.spread(result, result, language)
    yield language.say(Phrase("Exact rank interval: what the units not drawn can add, whatever they are like."))


def _error(explanation: Explanation, language: Language) -> Iterator[str]:
    sample = explanation.result.measured.sample if explanation.result.measured else None
    if sample and sample.error is not None:
        points = language.number(Fraction(sample.error) * 100, 1)
        yield language.say(Phrase("Standard error: {points} percentage points"), points=points)


def _reduction(explanation: Explanation, base: Rate, now: Rate, language: Language) -> Iterator[str]:
    result = explanation.result
    for rate in (base, now):
        yield _rate(rate, language)
    if result.achieved is not None and base.value and now.value is not None:
        rates = {"now": _percent(now.value, language), "base": _percent(base.value, language)}
        cut = texts.figure(result.achieved, result, language)
        yield language.say(Phrase("Cut: 1 − {now} / {base} = {cut}"), cut=cut, **rates)
    yield from texts.method(result, language)
    yield from _error(explanation, language)
    if result.low != result.high and (spread := texts.spread(result, result, language)):
        yield spread
    yield from texts.assumption((base, now), language)
    yield from _of_panel(explanation, language)


def _of_panel(explanation: Explanation, language: Language) -> Iterator[str]:
    measured = explanation.result.measured
    if measured and measured.matched:
        yield language.plural("{n} unit in both years", "{n} units in both years", measured.matched)
        if measured.sample and len(explanation.result.readings) > 1:
            text = Phrase("Taken as separate samples, the interval of all measured is normally too wide.")
            yield language.say(text)


def _rate(rate: Rate, language: Language) -> str:
    if rate.value is None:
        return language.say(Phrase("Rate of {year}: no unit with both figures"), year=rate.year)
    if rate.estimate is not None:
        text = Phrase("Rate of {year}, each stratum weighed by its size: ≈ {rate}")
        return language.say(text, year=rate.year, rate=_percent(rate.value, language))
    return language.say(
        Phrase("Rate of {year}: {hard} / {total} = {rate}"),
        year=rate.year,
        hard=_amount(rate.hard, language),
        total=_amount(rate.total, language),
        rate=_percent(rate.value, language),
    )


def _percent(share: Fraction, language: Language) -> str:
    return f"{language.number(share * 100, 2)}%"


def _amount(amount: Amount, language: Language) -> str:
    return language.number(amount, 0 if Fraction(amount).denominator == 1 else 1)


def _count(explanation: Explanation, language: Language) -> Iterator[str]:
    result = explanation.result
    for reading in result.readings:
        name = texts.reading_name(reading.figure.name, language)
        yield f"{name}: {texts.figure(reading.figure.achieved, result, language)}"
    if result.total and result.total.unknown + result.total.not_surveyed:
        yield texts.answers(result.total, result.measured, language)


def _verdict(explanation: Explanation, language: Language) -> Iterator[str]:
    result = explanation.result
    verdict, why = texts.verdict(result, language), texts.reasons(result, language)
    if texts.on_surveyed_only(result):
        verdict = f"{verdict} {language.say(texts.SURVEYED)}"
    yield f"{verdict}: {'; '.join(why)}" if why else verdict
    if isinstance(result.indicator, Scored) and len(result.readings) > 1:
        for reading in result.readings:
            own = result._replace(status=reading.status, reasons=())
            name = texts.reading_name(reading.figure.name, language)
            shown = texts.figure(reading.figure.achieved, result, language)
            found = reading.figure
            spread = texts.spread(found, result, language) if found.low != found.high else ""
            yield ", ".join(filter(None, (f"{name}: {shown}", spread, texts.verdict(own, language))))
    yield from _margin(explanation, language)


def _margin(explanation: Explanation, language: Language) -> Iterator[str]:
    margin = explanation.margin
    if margin is None:
        return
    if margin < 0:
        yield language.plural("{n} more would reach it", "{n} more would reach it", -margin)
    elif margin == 0:
        yield language.say(Phrase("exactly as many as required"))
    else:
        yield language.plural("{n} more than required", "{n} more than required", margin)


def _units(explanation: Explanation, language: Language) -> Iterator[str]:
    for listing in explanation.units:
        head = language.say(SAID[listing.said])
        if listing.column and listing.answer:
            head = f"{head}, {listing.column} = {listing.answer}"
        elif listing.column and listing.said == "unknown":
            head = f"{head}, {listing.column}"
        yield f"{head} ({len(listing.units)}): {', '.join(_names(explanation, listing, language))}"


def _names(explanation: Explanation, listing: Listing, language: Language) -> Iterator[str]:
    years = isinstance(explanation.result.indicator, Count)
    for at, unit in enumerate(listing.units[:LISTED]):
        named = f"{unit.label} ({unit.year})" if years and unit.year else unit.label
        if listing.amounts:
            amounts: Sequence[Amount | None] = listing.amounts[at]
            named += f" {'/'.join('?' if one is None else _amount(one, language) for one in amounts)}"
        yield show(named)
    if len(listing.units) > LISTED:
        yield language.plural("{n} more", "{n} more", len(listing.units) - LISTED)

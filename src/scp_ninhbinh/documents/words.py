"""The words that reports share: verdicts, reasons, kinds of unit, answers; and figures as they are printed."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.measures.count import Evidence
from scp_ninhbinh.measures.figures import Amount, Figure, Reason
from scp_ninhbinh.measures.measured import Measured, Rate, Tally
from scp_ninhbinh.plan.clauses import Count, Share
from scp_ninhbinh.scores.score import Result
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.pool import Stratum
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase, rounded

NO_TARGET: Final = Phrase("No target for this due year")
MET_SO_FAR: Final = Phrase("Met so far")
STATUSES: Final = {
    Status.MET: Phrase("Met"),
    Status.NOT_MET: Phrase("Not met"),
    Status.NOT_YET: Phrase("Not yet due"),
    Status.UNDETERMINED: Phrase("Undetermined"),
    Status.NO_DATA: Phrase("No data"),
    Status.TRACKED: Phrase("Tracked"),
}
SIGNS: Final = {
    Status.MET: "✓",
    Status.NOT_MET: "✗",
    Status.NOT_YET: "…",
    Status.UNDETERMINED: "?",
    Status.NO_DATA: "–",
    Status.TRACKED: "•",
}
REASONS: Final = {
    Reason.NO_BASELINE: Phrase("no baseline: no unit measured in {base}"),
    Reason.ZERO_BASELINE: Phrase("the rate of {base} is zero, so nothing can be cut"),
    Reason.DIFFERENT_UNITS: Phrase("counted in different units, or by day in part"),
    Reason.MISSING: Phrase("unknown answers could turn it"),
    Reason.SAMPLING: Phrase("the sample leaves it open"),
    Reason.READINGS: Phrase("the readings disagree"),
}
NOT_SURVEYED: Final = Phrase("units not surveyed could turn it")
LONE: Final = Phrase("no interval: fewer than two measured in {strata}")
MISSING_YEARS: Final = Phrase("no rows of {years}")
KINDS: Final = {
    "market": Phrase("markets"),
    "supermarket": Phrase("supermarkets"),
    "trade_centre": Phrase("trade centres"),
    "convenience_store": Phrase("convenience stores"),
    "industrial_zone": Phrase("zones"),
    "industrial_cluster": Phrase("clusters"),
    "craft_village": Phrase("craft villages"),
    "model": Phrase("models"),
    "campaign": Phrase("campaigns"),
    "curriculum": Phrase("curricula"),
    "enterprise": Phrase("businesses"),
    "activity": Phrase("activities"),
}
EVIDENCE: Final = {
    "includes_scp": Phrase("with SCP content"),
    "in_safe_chain": Phrase("in a safe chain"),
    "traceable": Phrase("traceable"),
    "task": Phrase("activities"),
}
READINGS: Final = {
    "all": Phrase("all measured"),
    "matched": Phrase("measured in both years"),
    "pooled": Phrase("all kinds together"),
}
NO_AREA: Final = Phrase("no area given")
SURVEYED: Final = Phrase("among the units surveyed")

MAX_PLACES: Final = 12
NAMED: Final = 3
"""Units that a table names; the rest are counted."""


def verdict(result: Result, language: Language) -> str:
    """Return the verdict in words; before the due year a target reached reads "met so far"."""
    if result.status is None:
        return language.say(NO_TARGET)
    return status_text(result.status, (result.year or 0) < (result.due or 0), language)


def status_text(status: Status, early: bool, language: Language) -> str:
    """Return a verdict in words; `early`, before the due year, a target reached reads "met so far"."""
    return language.say(MET_SO_FAR if early and status is Status.MET else STATUSES[status])


def titled(result: Result, language: Language) -> str:
    """Return the clause of a result with its title."""
    return f"{show(result.clause)} {language.title(result.indicator.title)}"


def reasons(result: Result, language: Language) -> list[str]:
    """Return why the verdict is undetermined, one sentence a reason."""
    base = result.measured.base.year if result.measured and result.measured.base else ""
    said = [language.say(REASONS[reason], base=base) for reason in result.reasons]
    years = result.measured.missing_years if result.measured else ()
    if Reason.MISSING in result.reasons and years:
        said[result.reasons.index(Reason.MISSING)] = language.say(MISSING_YEARS, years=", ".join(map(str, years)))
    elif Reason.MISSING in result.reasons and not _asked_in_vain(result):
        said[result.reasons.index(Reason.MISSING)] = language.say(NOT_SURVEYED)
    sample = result.measured.sample if result.measured else None
    if Reason.SAMPLING in result.reasons and sample and sample.lone:
        strata = ", ".join(stratum_name(stratum, language) for stratum in sample.lone)
        said[result.reasons.index(Reason.SAMPLING)] = language.say(LONE, strata=strata)
    return said


def _asked_in_vain(result: Result) -> bool:
    """Whether any unit that was surveyed gave no answer, or not all figures."""
    rates = [rate for rate in (result.measured.now, result.measured.base) if rate] if result.measured else []
    unknown = result.total is not None and result.total.unknown > 0
    return unknown or any(rate.half_known or rate.unmeasured for rate in rates)


def on_surveyed_only(result: Result) -> bool:
    """Whether the verdict speaks of the units surveyed and of no others: a share without a register."""
    judged = {Status.MET, Status.NOT_MET, Status.NOT_YET, Status.UNDETERMINED}
    surveyed = result.measured is not None and result.measured.pool == "surveyed"
    return isinstance(result.indicator, Share) and result.status in judged and surveyed


def reading_name(name: str, language: Language) -> str:
    """Return what a reading is called in a table."""
    if name.startswith("since-"):
        return language.say(Phrase("since {year}"), year=name.removeprefix("since-"))
    return language.say(READINGS[name])


def stratum_name(stratum: Stratum, language: Language) -> str:
    """Return what a stratum is called: its kind, and its name in the register where it has one."""
    kind, name = stratum
    return " ".join(filter(None, (language.say(KINDS[kind]), show(name))))


def evidence_name(found: Evidence, language: Language) -> str:
    """Return what units are called that said yes to a column that is known, else the column and the answer."""
    if found.answer in EVIDENCE and found.wanted == "yes":
        return language.say(EVIDENCE[found.answer])
    return show(f"{found.answer} = {found.wanted}")


def is_count(result: Result) -> bool:
    """Whether the figures of the result are numbers, not shares of 1."""
    return isinstance(result.indicator, Count)


def figure(value: Amount | None, result: Result, language: Language) -> str:
    """Return a figure with as many decimals as its verdict needs: 69.96% against 70% is not 70.0%."""
    if value is None:
        return "–"
    if is_count(result):
        return language.number(value)
    percent = Fraction(value) * 100
    return language.number(percent, places(percent, Fraction(result.required or 0) * 100)) + "%"


def required(value: Amount | None, result: Result, language: Language) -> str:
    """Return a requirement without needless decimals: 70%, 2, 12.5%."""
    if value is None:
        return "–"
    scaled = Fraction(value) * (1 if is_count(result) else 100)
    exact = next(place for place in range(MAX_PLACES) if (scaled * 10**place).denominator == 1)
    return language.number(scaled, exact) + ("" if is_count(result) else "%")


def places(value: Fraction, against: Fraction) -> int:
    """Return the fewest decimals, from one on, at which the rounded value stands where the exact one does."""
    for decimals in range(1, MAX_PLACES):
        printed = Fraction(rounded(value, decimals), 10**decimals)
        if (printed > against) - (printed < against) == (value > against) - (value < against):
            return decimals
    return MAX_PLACES


def achieved(result: Result, language: Language) -> str:
    """Return the figure achieved; one from a sample is marked as an estimate."""
    shown = figure(result.achieved, result, language)
    return f"≈ {shown}" if result.sampled and result.achieved is not None else shown


def spread(found: Figure | Result, result: Result, language: Language) -> str:
    """Return the range that a figure may lie in, which may be open to one side: a confidence interval of a sample."""
    low, high = (figure(end, result, language) for end in (found.low, found.high))
    if found.low is None and found.high is None:
        return ""
    if found.high is None:
        return language.say(Phrase("at least {low}"), low=low)
    if found.low is None:
        return language.say(Phrase("at most {high}"), high=high)
    sample = result.measured.sample if result.measured else None
    if sample is None:
        return language.say(Phrase("from {low} to {high}"), low=low, high=high)
    text = Phrase("{confidence} interval {low} to {high}")
    return language.say(text, confidence=percent(sample.confidence), low=low, high=high)


def percent(share: Fraction) -> str:
    """Return a share of 1 as a percentage without needless decimals."""
    return f"{float(share * 100):g}%"


def answers(part: Tally, measured: Measured | None, language: Language) -> str:
    """Return what a figure was counted from: "5 of 7, 1 unknown, 1 not surveyed", of a sample "5 of 6 drawn"."""
    if measured and measured.sample:
        text = language.say(Phrase("{yes} of {drawn} drawn"), yes=part.yes, drawn=part.surveyed)
    else:
        text = language.say(Phrase("{yes} of {total}"), yes=part.yes, total=part.total)
    unknown = [language.plural("{n} unknown", "{n} unknown", part.unknown)] if part.unknown else []
    if part.not_surveyed and not (measured and measured.sample):
        unknown.append(language.plural("{n} not surveyed", "{n} not surveyed", part.not_surveyed))
    return ", ".join([text, *unknown])


def method(result: Result, language: Language) -> Iterator[str]:
    """Yield how an estimate was made, so that nobody takes it for a count."""
    measured = result.measured
    if not (measured and measured.sample) or result.status is Status.NO_DATA:
        return
    drawn = sum(one.surveyed for one in measured.coverage)
    of = sum(one.surveyed if one.listed is None else one.listed for one in measured.coverage)
    yield language.say(Phrase("estimated from a sample of {drawn} of {of}"), drawn=drawn, of=of)


def rates(measured: Measured, language: Language) -> Iterator[str]:
    """Yield the rates of a reduction, how many units were measured in both years, and what is not known."""
    if not (measured.now and measured.base):
        return
    for rate in (measured.base, measured.now):
        if rate.value is not None and len(rate.ways_of_counting) == 1:
            shown = language.number(rate.value * 100, 1)
            yield language.say(Phrase("rate in {year}: {rate}%"), year=rate.year, rate=shown)
    if measured.points is not None:
        yield language.say(Phrase("{points} percentage points"), points=language.number(measured.points * 100, 1))
    if measured.matched:
        yield language.plural("{n} unit in both years", "{n} units in both years", measured.matched)
    if unmeasured := (*measured.now.unmeasured, *(() if measured.sample else measured.now.absent)):
        yield language.say(Phrase("not measured: {units}"), units=few(unmeasured))
    if measured.now.half_known:
        yield language.say(Phrase("hard part unknown: {units}"), units=few(measured.now.half_known))
    yield from assumption((measured.base, measured.now), language)


def assumption(rates: Sequence[Rate | None], language: Language) -> Iterator[str]:
    """Yield what is assumed of the units of a register that were not measured in a year."""
    mosts = [
        f"{language.number(rate.largest, 0 if Fraction(rate.largest).denominator == 1 else 1)} ({rate.year})"
        for rate in rates
        if rate and rate.beyond
    ]
    if mosts:
        text = Phrase("assumed: each one not measured gave out at most {mosts}, all of it hard or none")
        yield language.say(text, mosts=", ".join(mosts))


def few(units: Sequence[Entry], named: int = NAMED) -> str:
    """Name the first units and say how many more there are."""
    names = ", ".join(unit.label for unit in units[:named])
    return names + (f" + {len(units) - named}" if len(units) > named else "")

"""The words that reports share: verdicts, reasons, kinds of unit, answers; and figures as they are printed."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from scp_ninhbinh.language import Language, Phrase, rounded
from scp_ninhbinh.measures import Evidence
from scp_ninhbinh.plan import Count, Share
from scp_ninhbinh.safe_text import show
from scp_ninhbinh.scoring import Result, Scores
from scp_ninhbinh.survey.declared import Declared
from scp_ninhbinh.verdicts import Amount, Reason, Status

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
SURVEYED: Final = Phrase("among the units surveyed")

MAX_PLACES: Final = 12


def verdict(result: Result, language: Language) -> str:
    """Return the verdict in words; before the due year a target reached reads "met so far"."""
    if result.status is None:
        return language.say(NO_TARGET)
    early = result.status is Status.MET and (result.year or 0) < (result.due or 0)
    return language.say(MET_SO_FAR if early else STATUSES[result.status])


def reasons(result: Result, language: Language) -> list[str]:
    """Return why the verdict is undetermined, one sentence a reason."""
    base = result.measured.base.year if result.measured and result.measured.base else ""
    said = [language.say(REASONS[reason], base=base) for reason in result.reasons]
    years = result.measured.missing_years if result.measured else ()
    if Reason.MISSING in result.reasons and years:
        said[result.reasons.index(Reason.MISSING)] = language.say(MISSING_YEARS, years=", ".join(map(str, years)))
    return said


def on_surveyed_only(result: Result) -> bool:
    """Whether the verdict speaks of the units surveyed and of no others: a share without a register."""
    judged = {Status.MET, Status.NOT_MET, Status.NOT_YET, Status.UNDETERMINED}
    return isinstance(result.indicator, Share) and result.status in judged


def reading_name(name: str, language: Language) -> str:
    """Return what a reading is called in a table."""
    if name.startswith("since-"):
        return language.say(Phrase("since {year}"), year=name.removeprefix("since-"))
    return language.say(READINGS[name])


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


def summary(scores: Scores, language: Language) -> list[str]:
    """Return the sentences below a table: how many targets are met, which are open, what the verdicts rest on."""
    judged = [result for result in scores.results if result.status not in (None, Status.TRACKED)]
    met = sum(result.status is Status.MET for result in judged)
    lines = [language.say(Phrase("{met} of {count} targets met."), met=met, count=len(judged))]
    for status in (Status.UNDETERMINED, Status.NO_DATA):
        named = [_name(result) for result in judged if result.status is status]
        if named:
            lines.append(f"{language.say(STATUSES[status])}: {', '.join(named)}.")
    if on_surveyed := sum(map(on_surveyed_only, judged)):
        rests = language.plural(
            "{n} verdict holds among the units surveyed: no register of all units was given.",
            "{n} verdicts hold among the units surveyed: no register of all units was given.",
            on_surveyed,
        )
        lines.append(rests)
    return [*lines, *_declared(scores.declared, language)]


def _declared(declared: Declared, language: Language) -> Iterator[str]:
    """Yield what was declared of the files and can change a figure."""
    if declared.constants:
        constants = ", ".join(constant.text() for constant in declared.constants)
        yield language.say(Phrase("Declared where a file lacks the column: {constants}."), constants=constants)
    for column in sorted(declared.blank_is_no):
        yield language.say(Phrase("Declared: empty cells of {column} mean no."), column=column)
    if declared.mark:
        yield language.say(Phrase('Declared: decimals begin with "{mark}".'), mark=declared.mark)


def _name(result: Result) -> str:
    return show(f"{result.clause} {result.indicator.id}")

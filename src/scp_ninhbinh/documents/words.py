"""The words that documents share: verdicts, reasons, kinds of unit, answers, and what all figures rest on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import figures
from scp_ninhbinh.documents.document import Cell, Signal
from scp_ninhbinh.documents.figures import NONE, Scale, scale_of
from scp_ninhbinh.measures.count import CountFigures, Evidence
from scp_ninhbinh.measures.figures import (
    Bounds,
    Figures,
    Reason,
    StratumName,
)
from scp_ninhbinh.measures.ratio import RatioFigures
from scp_ninhbinh.measures.reduction import ChangeFigures, IncreaseFigures
from scp_ninhbinh.measures.share import DrawnStratum, Part, SampledShareFigures, ShareFigures
from scp_ninhbinh.measures.total import TotalFigures
from scp_ninhbinh.plan.clauses import Increase, Plan, Quotient, Ratio, Reduction, Total
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import Column, Vocabulary, Word
from scp_ninhbinh.project.declared import Blank, Constant, Declared
from scp_ninhbinh.scores.each import By, Each, InParts
from scp_ninhbinh.scores.results import Group, Reading, Result
from scp_ninhbinh.scores.trend import Direction, Point, ShareYear
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.text.order import alphabetical
from scp_ninhbinh.text.say import Bilingual, Message, Number, Phrase, Sayable, joined, plural, say

CLAUSE: Final = Phrase("Clause")
TARGET: Final = Phrase("Target")
VERDICT: Final = Phrase("Verdict")
ACHIEVED: Final = Phrase("Achieved")
RANGE: Final = Phrase("Range")
REQUIRED: Final = Phrase("Required")
BASIS: Final = Phrase("Basis")
VALUE: Final = Phrase("Value")
TRACKED: Final = Phrase("Tracked, no number required")

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
SHORT_STATUSES: Final = {Status.UNDETERMINED: Phrase("Open"), Status.NOT_YET: Phrase("Not yet")}
"""Verdicts where there is no room for their words."""

REASONS: Final = {
    Reason.NO_BASELINE: Phrase("no baseline: no unit measured in {base}"),
    Reason.ZERO_BASELINE: Phrase("the figure of {base} is not above zero, so nothing can be compared with it"),
    Reason.DIFFERENT_UNITS: Phrase("counted in different units, or divided in part only"),
    Reason.NO_COMMON_UNITS: Phrase("no unit has a total above zero both in {base} and now: nothing can be compared"),
    Reason.MISSING: Phrase("depends on missing answers"),
    Reason.SAMPLING: Phrase("the confidence interval includes the requirement"),
    Reason.READINGS: Phrase("interpretations give different verdicts"),
}
NO_RATIO: Final = Phrase("the sum below the line is zero: there is no ratio")
NO_BOUND: Final = Phrase("no bound")
NOT_SURVEYED: Final = Phrase("depends on units not surveyed (non-coverage)")
NO_REGISTER: Final = Phrase("depends on units that no register lists")
EACH_OPEN: Final = {
    "area": Phrase("depends on what is missing of areas"),
    "year": Phrase("depends on what is missing of years"),
}
MISSING_YEARS: Final = Phrase("no rows of {years}")
NO_FIGURES_OF_BOTH: Final = Phrase("no unit has figures both of {base} and of now: nothing can be compared")
"""What is said of another change than the cut of a rate, which asks for wholes above zero."""
SAMPLE_OPEN: Final = Phrase("the sample leaves open whether the requirement is reached")
"""What is said of a change or a ratio from a sample: its bound is no confidence interval, or there is none."""

READINGS: Final = {
    "all": Phrase("all measured"),
    "matched": Phrase("measured in both years"),
    "pooled": Phrase("all kinds together"),
}
ANSWERS: Final = {"yes": Phrase("yes"), "no": Phrase("no")}
NO_AREA: Final = Phrase("no area given")
SURVEYED: Final = Phrase("among the units surveyed")
NEW: Final = Phrase("new units")


EACH: Final[dict[By, Phrase]] = {"area": Phrase("in each area"), "year": Phrase("in each year")}
PARTS_MET: Final[dict[By, Phrase]] = {"area": Phrase("{met} of {of} areas"), "year": Phrase("{met} of {of} years")}

NAMED: Final = 3
"""Units that a table names; the rest are counted."""


def verdict(result: Result, status: Status | None = None) -> Phrase:
    """Return the verdict in words, or that of one reading; before the due year a target reached reads "met so far"."""
    judged = status or result.status
    return NO_TARGET if judged is None else status_text(judged, early=(result.year or 0) < (result.due or 0))


def verdict_in_short(result: Result) -> Sayable:
    """Return the verdict where there is little room; a * marks one that declared answers could turn."""
    said = SHORT_STATUSES.get(result.status, verdict(result)) if result.status else verdict(result)
    return joined(said, "*") if result.by_declaration else said


def judged(result: Result) -> Sayable:
    """Return the verdict in words, marked where declared answers could turn it."""
    return joined(verdict(result), *by_declaration(result), by=", ")


def by_declaration(found: Result | Point) -> Iterator[Message]:
    """Yield the mark of a verdict that other answers in place of those declared could turn, with their number."""
    if found.by_declaration:
        yield say("by declaration ({n})", n=found.declared_answers or 0)


def declared_answers(found: Sequence[Result], once: int) -> Iterator[Message]:
    """Yield how many declared answers these results rest on, counted `once` each, and how many could be turned."""
    if once:
        yield plural(
            "{n} answer or figure behind these results was declared and stands in no file.",
            "{n} answers or figures behind these results were declared and stand in no file.",
            once,
        )
    if marked := sum(bool(one.by_declaration) for one in found):
        yield plural(
            'Other declarations could change {n} verdict, marked "by declaration".',
            'Other declarations could change {n} verdicts, marked "by declaration".',
            marked,
        )


def status_text(status: Status, *, early: bool) -> Phrase:
    """Return a verdict in words; `early`, before the due year, a target reached reads "met so far"."""
    return MET_SO_FAR if early and status is Status.MET else STATUSES[status]


def signal(status: Status | None) -> Signal:
    """Return the signal of a verdict."""
    return "no_target" if status is None else status.value


def by_year(year: int | None) -> Message:
    """Return by when a target is due."""
    return say("by {year}", year=year or "")


def due_years(years: Iterable[int | None]) -> Iterator[Message]:
    """Yield by when the targets are due of which these are the due years; nothing for none."""
    if found := sorted({year for year in years if year}):
        yield say("targets due {years}", years=years_text(found))


def short(id: str, plan: Plan) -> Bilingual | None:
    """Return the short title that the plan gives the indicator of this id."""
    return next((item.short for item in plan.indicators if item.id == id), None)


def untold(n: int) -> Message:
    """Return how many clauses are tracked of which nothing else is said."""
    return plural(
        "Tracked, no number required: {n} clause (--tracked shows it).",
        "Tracked, no number required: {n} clauses (--tracked shows them).",
        n,
    )


def files(n: int) -> Message:
    """Return how many files there are."""
    return plural("{n} file", "{n} files", n)


def as_of(year: int) -> Message:
    """Return the year that is spoken of."""
    return say("as of {year}", year=year)


def subtitle(plan: Plan, *parts: Sayable) -> tuple[Sayable, ...]:
    """Return what stands under a title: these parts, and the territory that the plan is for where it says one."""
    return (*parts, *([plan.territory] if plan.territory else []))


def titled(result: Result) -> Sayable:
    """Return the clause of a result with its title."""
    return joined(lettered(result), " ", result.title)


def reasons(result: Result, known: Vocabulary) -> list[Sayable]:
    """Return why the verdict is undetermined, one sentence a reason."""
    return [_reason(reason, result, known) for reason in result.reasons]


def _reason(reason: Reason, result: Result, known: Vocabulary) -> Sayable:
    if (
        reason is Reason.MISSING
        and not result.each
        and isinstance(result, CountFigures | TotalFigures)
        and result.missing_years
    ):
        return say(MISSING_YEARS, years=years_text(result.missing_years))
    if reason is Reason.MISSING and result.each:
        return EACH_OPEN[result.each.by]
    if reason is Reason.MISSING and not _has_unknown(result):
        total = isinstance(result, ChangeFigures) and result.quantity == "total"
        absent = isinstance(result, ChangeFigures) and (result.not_surveyed or result.base.not_measured)
        return NO_REGISTER if total and not absent else NOT_SURVEYED
    return bar_text(reason, result)


def reason_of_year(reason: Reason, point: Point, base: str) -> Sayable:
    """Return why the verdict of one of several years is undetermined."""
    if reason is Reason.MISSING and point.each:
        return EACH_OPEN[point.each.by]
    if reason is Reason.MISSING and isinstance(point, ShareYear) and not point.unknown:
        return NOT_SURVEYED
    if reason is Reason.SAMPLING and not isinstance(point, ShareYear):
        return SAMPLE_OPEN
    return say(REASONS[reason], base=base)


def bar_text(bar: Reason, found: Figures) -> Sayable:
    """Return what bars a figure, or leaves it open."""
    if bar is Reason.ZERO_BASELINE and isinstance(found, RatioFigures):
        return NO_RATIO
    if bar is Reason.SAMPLING and not isinstance(found, ShareFigures):
        return SAMPLE_OPEN
    if not isinstance(found, ChangeFigures):
        return say(REASONS[bar], base="")
    is_cut_of_rate = found.quantity == "ratio" and not isinstance(found, IncreaseFigures)
    text = REASONS[bar] if is_cut_of_rate or bar is not Reason.NO_COMMON_UNITS else NO_FIGURES_OF_BOTH
    missing = found.base.missing_years if bar is Reason.NO_BASELINE else ()
    return say(text, base=years_text(missing) or found.base.called)


def years_text(years: Iterable[int]) -> str:
    """Return years one after the other."""
    return ", ".join(map(str, years))


def _has_unknown(result: Result) -> bool:
    """Whether any unit that was surveyed gave no answer, or not all figures."""
    return bool(result.unknown) or (isinstance(result, ChangeFigures) and result.base.unknown > 0)


def on_surveyed_only(result: Result) -> bool:
    """Whether the verdict is about the units surveyed and no others: a share without a register."""
    judged = {Status.MET, Status.NOT_MET, Status.NOT_YET, Status.UNDETERMINED}
    return isinstance(result, ShareFigures) and result.status in judged and result.pool == "surveyed"


def reading_name(name: str) -> Sayable:
    """Return what a reading is called in a table."""
    if name.startswith("since-"):
        return say("since {year}", year=name.removeprefix("since-"))
    return READINGS[name]


def reading_names(result: Result) -> Iterator[Sayable]:
    """Yield what each reading of a result is called."""
    new = (" (", NEW, ")") if isinstance(result, CountFigures) and result.count == "new_units" else ()
    for reading in result.readings:
        yield joined(reading_name(reading.name), *new)


def reading_figures(result: Result) -> Iterator[Sayable]:
    """Yield what each reading gives."""
    for name, reading in zip(reading_names(result), result.readings, strict=True):
        yield joined(name, ": ", scale(result).figure(reading.achieved))


def stratum_name(one: StratumName | DrawnStratum, known: Vocabulary) -> Sayable:
    """Return what a stratum is called: its kind, and its name in the register where it has one."""
    kind = known.several(one.kind)
    return joined(kind, " ", one.stratum) if one.stratum else kind


def evidence_name(found: Evidence | Direction, known: Vocabulary) -> Sayable:
    """Return what is counted of a clause without a number: a yes to a column, another answer, or units that name it."""
    column = known.columns.get(found.answer)
    if column is None:
        return found.answer
    if column.holds == "clauses":
        return known.several(column.kinds[0])
    return column.word if found.wanted == "yes" else joined(column.word, " = ", ANSWERS[found.wanted])


def evidence(counts: Sequence[Evidence], known: Vocabulary) -> Iterator[Sayable]:
    """Yield how many units gave each answer of a clause without a number."""
    for found in counts:
        yield joined(evidence_name(found, known), ": ", Number(found.yes))


def scale(result: Result) -> Scale:
    """Return how the figures of a result are written."""
    return _scale(result, result, *result.readings)


def group_scale(group: Group, result: Result) -> Scale:
    """Return how the figures of a group are written: beside the requirement of the whole."""
    return _scale(result, group)


def _scale(result: Result, *shown: Bounds | Reading) -> Scale:
    ends = (end for one in shown for end in (one.achieved, one.low, one.high))
    ranges = ((one.low, one.high) for one in shown)
    return scale_of(unit_of(result.measure, result.unit), result.required, ends, ranges=ranges)


def unit_of(measure: str, unit: str) -> str:
    """Return the unit that figures are written in: a total without a unit is still no count of whole things."""
    return "" if measure == "total" and unit == "count" else unit


def achieved(result: Result, *, bare: bool = False) -> Sayable:
    """Return the figure achieved; one from a sample is marked as an estimate. It is `bare` beside one with the unit."""
    written = scale(result)
    shown = written.bare(result.achieved) if bare and result.achieved is not None else written.figure(result.achieved)
    return estimate(shown, result.is_estimate and result.achieved is not None)


def estimate(shown: Sayable, sampled: bool) -> Sayable:
    """Return a figure, marked where it is an estimate."""
    return joined("≈ ", shown) if sampled else shown


def is_level(found: Figures) -> bool:
    """Whether a figure is a ratio or a total of a year, of which both bounds may be missing."""
    return isinstance(found, RatioFigures | TotalFigures)


def required(result: Result) -> Sayable:
    """Return what is required, with its sign where no more than that is allowed, and of what each has to meet it."""
    return limited(asked(result), result.is_ceiling)


def required_in_short(result: Result) -> Sayable:
    """Return what is required with its sign; a dash where nothing is."""
    return NONE if result.required is None else sided(asked(result), result.is_ceiling)


def asked(result: Result) -> Sayable:
    """Return what is required, and of what each has to meet it."""
    per_year = isinstance(result, ChangeFigures) and result.per_year
    by = result.each.by if result.each else None
    return asked_of(scale(result).requirement(result.required), by, per_year)


def asked_of(shown: Sayable, by: By | None, per_year: bool) -> Sayable:
    """Return a requirement, with the parts of which each has to meet it by itself, and whether it is one a year."""
    said = say("{required} a year", required=shown) if per_year else shown
    return joined(said, " ", EACH[by]) if by else said


def parts_met(each: InParts) -> Message:
    """Return how many parts meet what each has to meet: "7 of 8 areas"."""
    return say(PARTS_MET[each.by], met=Number(each.met), of=Number(each.of))


def in_parts(each: Each) -> Iterator[Sayable]:
    """Yield how many parts meet what each has to meet by itself, and which do not, or perhaps."""
    yield parts_met(each)
    if each.missed:
        yield say("not met: {parts}", parts=shortened(each.missed, NAMED))
    if each.undecided:
        yield say("undetermined: {parts}", parts=shortened(each.undecided, NAMED))
    if not each.complete:
        yield Phrase("units in no area that has to meet it")


def limited(shown: Sayable, is_ceiling: bool) -> Sayable:
    """Return a requirement, with its sign where no more than that is allowed."""
    return joined("≤ ", shown) if is_ceiling else shown


def sided(shown: Sayable, is_ceiling: bool) -> Sayable:
    """Return a requirement with its sign."""
    return joined("≤ " if is_ceiling else "≥ ", shown)


def spread(found: Bounds | Reading, basis: Figures, written: Scale) -> Sayable:
    """Return the range of a figure: a confidence interval of a sampled share; nothing where it is none.

    That of a cut from a sample holds if what is assumed does, so that no confidence stands beside it.
    """
    if found.low is None and found.high is None and found.achieved is not None and is_level(basis):
        return NO_BOUND
    confidence = basis.confidence if isinstance(basis, SampledShareFigures) else None
    return figures.spread(found.low, found.high, written, confidence)


def span(found: Bounds | Reading, basis: Figures, written: Scale) -> Sayable:
    """Return the range of a figure in few letters: "29.6–31.4%", open to one side "≥ 29.6%"."""
    if figures.look_alike(found.low, found.high, written):
        return spread(found, basis, written)
    return ends(found, written)


def ends(found: Bounds | Reading | Point, written: Scale) -> Sayable:
    """Return the ends of a range in few letters; nothing where they look alike."""
    low, high = found.low, found.high
    if figures.look_alike(low, high, written):
        return ""
    if low is None or high is None:
        return joined("≤ " if low is None else "≥ ", written.figure(high if low is None else low))
    dash = " – " if min(low, high) < 0 else "–"
    first, last = written.bare(low), written.bare(high)
    return joined(replace(first, unit=""), dash, last)


def gap_cell(result: Result) -> Cell[Sayable]:
    """Return by how much a figure is above or below what is required; of percentages in points."""
    if result.achieved is None or result.required is None or result.each:
        return Cell("")
    found = scale(result).without_unit().change_cell(Fraction(result.achieved) - Fraction(result.required))
    return replace(found, text=estimate(found.text, result.is_estimate))


def answers(part: Part | Figures | ShareYear, *, sampled: bool) -> Sayable:
    """Return what a figure was counted from: "5 of 7, 1 unknown, 1 not surveyed", of a sample "5 of 6 drawn"."""
    return joined(*answer_parts(part, sampled=sampled), by=", ")


def answer_parts(part: Part | Figures | ShareYear, *, sampled: bool) -> list[Message]:
    """Return each of these counts by itself."""
    yes, not_surveyed = int(part.numerator or 0), part.not_surveyed or 0
    total = int((part.counted if isinstance(part, CountFigures) else part.denominator) or 0)
    if sampled:
        counts = [say("{yes} of {drawn} sampled", yes=Number(yes), drawn=Number(total - not_surveyed))]
    else:
        counts = [say("{yes} of {total}", yes=Number(yes), total=Number(total))]
    if part.unknown:
        counts.append(unknown(part.unknown))
    if not_surveyed and not sampled:
        counts.append(plural("{n} not surveyed", "{n} not surveyed", not_surveyed))
    return counts


def unknown(n: int) -> Message:
    """Return how many answers are not known."""
    return plural("{n} unknown", "{n} unknown", n)


def more_needed(n: int) -> Message:
    """Return how many more units or occasions reach what is required."""
    return plural("{n} more would reach it", "{n} more would reach it", n)


def needed(result: Result) -> Iterator[Sayable]:
    """Yield how many more units or occasions, or how much more of a total, reach what is required."""
    if result.needed and isinstance(result, TotalFigures):
        yield say("{amount} more would reach it", amount=scale(result).requirement(result.needed))
    elif result.needed:
        yield more_needed(int(result.needed))


def method(result: Result) -> Iterator[Sayable]:
    """Yield how an estimate was made, so that nobody takes it for a count."""
    if not result.is_estimate or result.status is Status.NO_DATA:
        return
    drawn = sum(one.surveyed for one in result.coverage)
    every = sum(one.surveyed if one.listed is None else one.listed for one in result.coverage)
    yield say("estimated from a sample of {drawn} of {of}", drawn=Number(drawn), of=Number(every))


def ratio_of(result: Result, plan: Plan) -> Quotient | None:
    """Return the two columns of a ratio, or of the change of one."""
    found = (
        item.ratio
        for item in plan.indicators
        if item.id == result.id and isinstance(item, Reduction | Increase | Ratio)
    )
    return next(found, None)


def of_rate(result: Result, plan: Plan) -> dict[str, Word]:
    """Return what a plan calls the two columns of a rate, `part` over `whole`; nothing for another measure.

    Of the change of a total or a share both are the one column, or all of them.
    """
    if columns := ratio_of(result, plan):
        return {"part": plan.vocabulary.word(columns.sum), "whole": plan.vocabulary.word(columns.over)}
    changes = (item for item in plan.indicators if isinstance(item, Reduction | Increase))
    asked = next((item.columns() for item in changes if item.id == result.id), ())
    named = [plan.vocabulary.word(column) for column in asked]
    every = Word(", ".join(one.vi for one in named), ", ".join(one.en for one in named))
    return {"part": every, "whole": every} if named else {}


def named(result: Result, plan: Plan) -> dict[str, Word]:
    """Return what a plan calls the columns of a rate, or the `column` of a total; nothing for another measure."""
    totals = (item.total for item in plan.indicators if item.id == result.id and isinstance(item, Total))
    column = next(totals, None)
    return {"column": plan.vocabulary.word(column)} if column else of_rate(result, plan)


def question(column: Column) -> Word:
    """Return the question of a column, its unit after it and before what else is noted."""
    ask, unit = column.ask, column.unit
    return Word(_with_unit(ask.vi, unit.vi), _with_unit(ask.en, unit.en)) if unit else Word(ask.vi, ask.en)


def _with_unit(asked: str, unit: str) -> str:
    first, stop, notes = asked.partition(". ")
    end = "" if stop or not first.endswith(".") else "."
    return f"{first.removesuffix('.')} ({unit}){end}{stop}{notes}"


def few(units: Sequence[Entry], named: int = NAMED) -> str:
    """Name the first units and say how many more there are."""
    return shortened([unit.label for unit in units], named)


def shortened(names: Sequence[str], most: int) -> str:
    """Return the first names and how many more there are."""
    return ", ".join(names[:most]) + (f" + {len(names) - most}" if len(names) > most else "")


def caveats(survey: Survey, confidence: Fraction | None) -> Iterator[Sayable]:
    """Yield what holds for every figure: that it is an estimate, what was declared, what could not be read."""
    if confidence is not None:
        yield say(
            "Figures marked ≈ are estimates from a sample. The range beside a share holds with {confidence} "
            "confidence; that beside a reduction or a ratio rests on what is assumed beside it.",
            confidence=figures.percent(confidence),
        )
    yield from _declared(survey.declared)
    if survey.declared.refused_is_unknown:
        yield plural(
            "{n} cell that cannot be read counts as unknown (--bad-cells unknown).",
            "{n} cells that cannot be read count as unknown (--bad-cells unknown).",
            survey.entries.refused,
        )


def _of_sheet(one: Constant | Blank) -> Sayable:
    """Return the column that a declaration is for, with the sheet where it is of one alone."""
    return joined(one.sheet, "/", one.column) if one.sheet else one.column


def _declared(declared: Declared) -> Iterator[Sayable]:
    """Yield what was declared of the files and can change a figure."""
    if declared.project:
        yield say("The files are read as {path} declares.", path=declared.project.path)
    if declared.constants:
        constants = [joined(_of_sheet(one), "=", one.value) for one in declared.constants]
        yield say("Declared where a file lacks the column: {constants}.", constants=joined(*constants, by=", "))
    for blank in sorted(declared.blanks, key=lambda one: alphabetical(one.text())):
        yield say("Declared: empty cells of {column} mean no.", column=_of_sheet(blank))
    if declared.mark:
        yield say('Declared: decimals begin with "{mark}".', mark=declared.mark)

"""What `scp targets` says: every clause of the plan with its requirement, what is counted for it, and its readings."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents.document import Block, Cell, Column, Document, Fit, Items, Section, Table, Text, table_of
from scp_ninhbinh.documents.figures import Scale, scale_of
from scp_ninhbinh.documents.words import ANSWERS, CLAUSE, REQUIRED, TARGET, asked_of, by_year, subtitle, years_text
from scp_ninhbinh.plan.clauses import (
    AmountTarget,
    AnyTarget,
    Count,
    CountTarget,
    Encourage,
    Increase,
    Indicator,
    Plan,
    Quotient,
    Ratio,
    Reduction,
    Scored,
    Share,
    Task,
    Total,
)
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.text.numbers import Percentage
from scp_ninhbinh.text.say import Bilingual, Number, Phrase, Sayable, joined, say

MEASURES: Final = {
    "share": Phrase("share"),
    "ratio": Phrase("ratio"),
    "total": Phrase("total"),
    "reduction": Phrase("reduction"),
    "increase": Phrase("increase"),
    "count": Phrase("count"),
    "encourage": Phrase("encouraged"),
    "task": Phrase("task"),
}

COUNTED: Final = {
    "units": Phrase("Counted: different units ({kinds}) with {answer}"),
    "new_units": Phrase("Counted: new units ({kinds}), for the first time with {answer}"),
    "occasions": Phrase("Counted: occasions ({kinds}) with {answer}"),
}

WIDE: Final = 120
"""Letters of a screen from which on a line says the id of an indicator too."""

EACH: Final = {
    "area": Phrase("Required of each area by itself"),
    "year": Phrase("Required of each year by itself"),
}


def plan_document(plan: Plan) -> Document[Sayable]:
    """Return a line a target with its requirement, then of each what is counted and how the clause is read."""
    blocks: list[Block[Sayable]] = [_targets(plan)]
    blocks += [_told(item, plan) for item in plan.indicators if not isinstance(item, Task)]
    if any(isinstance(item, Task) for item in plan.indicators):
        blocks += map(Text, _evidence(plan.vocabulary))
    return Document(joined(plan.title, " · ", plan.id), subtitle(plan), (Section("", tuple(blocks)),))


def _targets(plan: Plan) -> Table[Sayable]:
    """Return one row a target, those without a number with what they are in its place."""
    rows = [row for item in plan.indicators for row in _rows(item, plan)]
    clauses, titles, ids, required = zip(*rows, strict=True)
    columns: tuple[Column[Sayable], ...] = (
        Column(CLAUSE, clauses),
        Column(TARGET, titles),
        Column(REQUIRED, required),
        Column(Phrase("Id"), ids, Fit(WIDE)),
    )
    return table_of(columns, 2)


def _rows(item: Indicator, plan: Plan) -> Iterator[tuple[Cell[Sayable], ...]]:
    title, own = Cell[Sayable](item.title, short=item.short), Cell[Sayable](item.id)
    if not isinstance(item, Scored):
        yield Cell(item.clause), title, own, Cell(MEASURES[item.measure])
        return
    for target in item.targets:
        yield Cell(lettered(target)), title, own, Cell(_required(target, item, plan.unit(item)))


def _told(item: Indicator, plan: Plan) -> Items[Sayable]:
    """Return what is counted for an indicator, and each reading with its reason."""
    clauses = [lettered(target) for target in item.targets] if isinstance(item, Scored) else [item.clause]
    heading = joined(", ".join(dict.fromkeys(clauses)), " ", item.title, " · ", item.id)
    return Items((*_counted(item, plan), *_readings(item)), heading)


def _required(target: AnyTarget, item: Scored, unit: str) -> Sayable:
    """Return what is required by when, in the plan's own unit, and since when it is counted or summed up."""
    each, per_year = getattr(item, "each", None), getattr(item, "per_year", "false") == "true"
    scale = scale_of("percent" if isinstance(target.required, Percentage) else "count")
    upper = ("–", scale.requirement(target.stretch)) if target.stretch and not target.is_ceiling else ()
    own = () if unit in {"percent", "count"} else (" ", unit)
    sign = "≤ " if target.is_ceiling else "≥ "
    required = asked_of(joined(sign, scale.requirement(target.required), *upper, *own), each, per_year)
    said = (required, " ", by_year(target.due))
    return joined(*said, *(part for more in _more(target, scale) for part in (", ", more)))


def _more(target: AnyTarget, scale: Scale) -> Iterator[Sayable]:
    """Yield the lower figure that a ceiling may have, and since when is counted."""
    if target.stretch and target.is_ceiling:
        yield say("stretch {figure}", figure=scale.requirement(target.stretch))
    if isinstance(target, CountTarget):
        yield say("counted since {years}", years=" / ".join(map(str, target.windows())))
    elif isinstance(target, AmountTarget) and target.since:
        yield say("added up since {year}", year=target.since)


def _counted(item: Indicator, plan: Plan) -> Iterator[Sayable]:
    """Yield what is counted, in the words of the plan, so that a second reader can compare it with the text."""
    known = plan.vocabulary
    match item:
        case Count():
            yield say(COUNTED[item.count], kinds=_kinds(item.of, known), answer=_some(item.answer, item.least, known))
        case Share() | Ratio() | Total():
            yield say("Counted: {what}", what=_quantity(item, known))
        case Reduction() | Increase():
            yield say(_against(item), what=_quantity(item, known), year=years_text(item.base.all))
        case Encourage():
            text = Phrase("Counted, never judged: {kinds} with {answer}")
            for answer in _answers(item.answer, known):
                yield say(text, kinds=_kinds(item.of, known), answer=answer)
    yield from _rests(item, plan)


def _against(item: Reduction | Increase) -> str:
    if len(item.base.all) > 1:
        return Phrase("Counted: {what}, against the base years {year}")
    return Phrase("Counted: {what}, against the base year {year}")


def _quantity(item: Share | Ratio | Total | Reduction | Increase, known: Vocabulary) -> Sayable:
    """Return what is judged, or what changes: a ratio, a total, or a share."""
    kinds = _kinds(item.of, known)
    ratio: Quotient | None = getattr(item, "ratio", None)
    total: str | None = getattr(item, "total", None)
    if ratio:
        text = Phrase('the sum of "{part}" over the sum of "{whole}" of {kinds}')
        return say(text, part=known.word(ratio.sum), whole=known.word(ratio.over), kinds=kinds)
    if total:
        return say('the sum of "{column}" of {kinds}', column=known.word(total), kinds=kinds)
    answer: Mapping[str, str] = getattr(item, "answer", None) or {}
    least: int = getattr(item, "least", 0)
    return say("of all {kinds}, those with {answer}", kinds=kinds, answer=_some(answer, least, known))


def _rests(item: Indicator, plan: Plan) -> Iterator[Sayable]:
    """Yield the factor of a ratio, what columns are divided by and their unit read from, and of what it is required."""
    known = plan.vocabulary
    ratio: Quotient | None = getattr(item, "ratio", None)
    if ratio and ratio.unit:
        text = Phrase("The ratio is multiplied by {times} and in {unit}")
        if ratio.times == 1:
            text = Phrase("The ratio is in {unit}")
        yield say(text, times=Number(ratio.times, _places(ratio.times)), unit=ratio.unit)
    named = item.columns() if isinstance(item, Scored) else ()
    columns = [known.columns[name] for name in named]
    for other in dict.fromkeys(column.divided_by for column in columns if column.divided_by):
        text = Phrase('Both are divided by "{column}" where that is given')
        if [column.divided_by for column in columns] != [other, other]:
            text = Phrase('Divided by "{column}" where that is given')
        yield say(text, column=known.word(other))
    for other in dict.fromkeys(column.unit_in for column in columns if column.unit_in):
        yield say('"{column}" must be the same in all that is compared', column=known.word(other))
    if isinstance(item, Reduction | Increase):
        yield from _over_years(item)
    if each := getattr(item, "each", None):
        yield EACH[each]


def _over_years(item: Reduction | Increase) -> Iterator[Sayable]:
    """Yield how several base years are one, and that the change is one of each year."""
    if item.base.years:
        yield Phrase("The base is the mean of these years of a total, and sum over sum of a ratio or a share")
    if item.per_year == "true":
        yield Phrase("Required is a change a year, by compounding from the middle of the base years")


def _places(number: Fraction) -> int:
    """Return the decimals of a number that a plan writes with up to six."""
    return next(places for places in range(7) if (number * 10**places).denominator == 1)


def _evidence(known: Vocabulary) -> Iterator[Sayable]:
    """Yield what is counted for a task, which is the same for all."""
    text = Phrase('Tasks: {kinds} that name the clause under "{column}" are counted, and never judged.')
    for kind, column in known.clauses.items():
        yield say(text, kinds=known.several(kind), column=known.word(column))
    if not known.clauses:
        yield Phrase("The plan declares no kind of unit that is evidence for its tasks.")


def _kinds(of: tuple[str, ...], known: Vocabulary) -> Sayable:
    return joined(*map(known.several, of), by=", ")


def _some(answer: Mapping[str, str], least: int, known: Vocabulary) -> Sayable:
    """Return the answers, and of several how many of them count."""
    said = joined(*_answers(answer, known), by=", ")
    if len(answer) == 1:
        return said
    if least == len(answer):
        return say("all of {answers}", answers=said)
    return say("at least {n} of {answers}", n=least, answers=said)


def _answers(answer: Mapping[str, str], known: Vocabulary) -> Iterator[Sayable]:
    """Yield each column with the answer that counts."""
    for column, wanted in answer.items():
        yield joined('"', known.word(column), ": ", ANSWERS[wanted], '"')


def _readings(item: Indicator) -> Iterator[Sayable]:
    """Yield each declared reading with its reason."""
    for reading, why in _declared(item):
        yield joined(reading, ". ", say("Why: {why}.", why=why))


def _declared(item: Indicator) -> Iterator[tuple[Sayable, Bilingual]]:
    for note in item.notes:
        yield note.reading, note.why
    if isinstance(item, Reduction | Increase):
        text = Phrase("Base years {years}") if item.base.years else Phrase("Base year {year}")
        yield say(text, year=years_text(item.base.all), years=years_text(item.base.all)), item.base.why
    if isinstance(item, Count):
        for window in (window for target in item.targets for window in target.readings or ()):
            yield say("Counted since {year}", year=window.since), window.why

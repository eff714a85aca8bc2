"""What `scp targets` says: every clause of the plan with its requirement, what is counted for it, and its readings."""

from collections.abc import Iterator, Mapping
from typing import Final

from scp_ninhbinh.documents.document import Column, Document, Line, Lines, Narrow, Section, lines, table_of
from scp_ninhbinh.documents.figures import scale_of
from scp_ninhbinh.documents.words import ANSWERS, CLAUSE, TARGET, by_year, subtitle
from scp_ninhbinh.plan.clauses import (
    Count,
    CountTarget,
    Encourage,
    Indicator,
    Plan,
    Reduction,
    Scored,
    Share,
    ShareTarget,
    Task,
)
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.text.say import Bilingual, Phrase, Sayable, joined, say

MEASURES: Final = {
    "share": Phrase("share"),
    "reduction": Phrase("reduction"),
    "count": Phrase("count"),
    "encourage": Phrase("encouragement, no number"),
    "task": Phrase("task, no number"),
}

COUNTED: Final = {
    "units": Phrase("Counted: different units ({kinds}) with {answer}"),
    "occasions": Phrase("Counted: occasions ({kinds}) with {answer}"),
}


def plan_document(plan: Plan) -> Document[Sayable]:
    """Return every clause of the plan with its requirement, what is counted for it, and its readings."""
    columns = (Column(CLAUSE, 6), Column(TARGET, 26), Column(Phrase("Required, what is counted, readings")))
    table = table_of(Narrow(columns, tuple(_row(item, plan) for item in plan.indicators)))
    return Document(joined(plan.title, " · ", plan.id), subtitle(plan), (Section("", (table,)),))


def _row(item: Indicator, plan: Plan) -> tuple[Lines[Sayable], ...]:
    title = (Line(item.title), Line(item.id, "quiet"), Line(MEASURES[item.measure], "quiet"))
    said = (*lines(*_counted(item, plan)), *_readings(item))
    if not isinstance(item, Scored):
        return lines(item.clause), title, said
    # the first lines of both cells belong together: each clause stands beside what it requires
    required = tuple(Line(_required(target), "strong") for target in item.targets)
    return lines(*(lettered(target) for target in item.targets)), title, (*required, *said)


def _required(target: ShareTarget | CountTarget) -> Sayable:
    """Return what is required by when, and of a count since when it is counted."""
    scale = scale_of("count" if isinstance(target, CountTarget) else "percent")
    stretch = ("–", scale.requirement(target.stretch)) if target.stretch else ()
    since = (", ", _since(target)) if isinstance(target, CountTarget) else ()
    return joined("≥ ", scale.requirement(target.at_least), *stretch, " ", by_year(target.due), *since)


def _since(target: CountTarget) -> Sayable:
    return say("counted since {years}", years=" / ".join(map(str, target.windows())))


def _counted(item: Indicator, plan: Plan) -> Iterator[Sayable]:
    """Yield what is counted, in the words of the plan, so that a second reader can compare it with the text."""
    known = plan.vocabulary
    match item:
        case Share():
            text = Phrase("Counted: of all {kinds}, those with {answer}")
            yield say(text, kinds=_kinds(item.of, known), answer=_both(item.answer, known))
        case Count():
            yield say(COUNTED[item.count], kinds=_kinds(item.of, known), answer=_both(item.answer, known))
        case Reduction():
            yield from _rate(item, plan)
        case Encourage():
            text = Phrase("Counted, never judged: {kinds} with {answer}")
            for answer in _answers(item.answer, known):
                yield say(text, kinds=_kinds(item.of, known), answer=answer)
        case Task():
            yield from _evidence(item, known)


def _rate(item: Reduction, plan: Plan) -> Iterator[Sayable]:
    """Yield the columns of a rate, what both are divided by, and what their unit is read from."""
    known, columns = plan.vocabulary, plan.rate(item)
    part, whole = known.word(columns.part), known.word(columns.whole)
    text = Phrase('Counted: the sum of "{part}" over the sum of "{whole}" of {kinds}, against the base year {year}')
    yield say(text, part=part, whole=whole, kinds=_kinds(item.of, known), year=item.base.year)
    if columns.divided_by:
        yield say('Both are divided by "{column}" where that is given', column=known.word(columns.divided_by))
    if columns.unit_in:
        yield say('"{column}" must be the same in all that is compared', column=known.word(columns.unit_in))


def _evidence(item: Task, known: Vocabulary) -> Iterator[Sayable]:
    text = Phrase('Counted, never judged: {kinds} with {clause} under "{column}"')
    for kind, column in known.clauses.items():
        yield say(text, kinds=known.several(kind), clause=item.clause, column=known.word(column))
    if not known.clauses:
        yield Phrase("The plan declares no kind of unit that is evidence for it")


def _kinds(of: tuple[str, ...], known: Vocabulary) -> Sayable:
    return joined(*map(known.several, of), by=", ")


def _both(answer: Mapping[str, str], known: Vocabulary) -> Sayable:
    return joined(*_answers(answer, known), by=", ")


def _answers(answer: Mapping[str, str], known: Vocabulary) -> Iterator[Sayable]:
    """Yield each column with the answer that counts."""
    for column, wanted in answer.items():
        yield joined('"', known.word(column), ": ", ANSWERS[wanted], '"')


def _readings(item: Indicator) -> Iterator[Line[Sayable]]:
    """Yield each declared reading with its reason."""
    for reading, why in _declared(item):
        yield Line(reading)
        yield Line(why, "quiet")


def _declared(item: Indicator) -> Iterator[tuple[Sayable, Bilingual]]:
    for note in item.notes:
        yield note.reading, note.why
    if isinstance(item, Reduction):
        yield say("Base year {year}", year=item.base.year), item.base.why
    if isinstance(item, Count):
        for window in (window for target in item.targets for window in target.readings or ()):
            yield say("Counted since {year}", year=window.since), window.why

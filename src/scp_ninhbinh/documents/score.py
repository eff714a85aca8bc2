"""What `scp score` says: every target against its requirement, groups where asked for, and what it all rests on."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import certainty, levels, words
from scp_ninhbinh.documents.document import (
    Bar,
    Block,
    Cell,
    Column,
    Document,
    Line,
    Lines,
    Narrow,
    Section,
    Sentences,
    Table,
    lines,
)
from scp_ninhbinh.documents.figures import NONE, Scale, rate, scale_of
from scp_ninhbinh.documents.left_out import left_out
from scp_ninhbinh.documents.words import ACHIEVED, BASIS, CLAUSE, RANGE, REQUIRED, TARGET, VERDICT
from scp_ninhbinh.measures.count import CountFigures, TrackedFigures
from scp_ninhbinh.measures.figures import Sampled
from scp_ninhbinh.measures.ratio import RatioFigures
from scp_ninhbinh.measures.reduction import ChangeFigures
from scp_ninhbinh.measures.share import ShareFigures
from scp_ninhbinh.measures.total import TotalFigures
from scp_ninhbinh.plan.clauses import Increase, Plan, Ratio, Reduction, Share, Total
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.scores.results import AtBaseSizes, Group, NoTargetResult, ReductionGroup, ReductionResult, Result
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.say import Phrase, Sayable, joined, plural, say

HEADINGS: Final = (CLAUSE, TARGET, Phrase("Due"), ACHIEVED, RANGE, REQUIRED, BASIS, VERDICT)
WHOLE: Final = Phrase("The whole")
AT_BASE_SIZES: Final = Phrase("The whole at the group sizes of {base}")
ALL_FELL: Final = Phrase("the rate fell in every group measured in both years, and not here")
ALL_ROSE: Final = Phrase("the rate rose in every group measured in both years, and not here")
NOT_MEASURED: Final = Phrase("no figure: no rate of {year} in {groups}")
NOTHING_NOW: Final = Phrase("nothing measured in {year}")
WITHOUT: Final = Phrase("without {groups}: no rate of {year}")
GROUPED: Final = {"area": Phrase("By area, worst first"), "kind": Phrase("By kind, worst first")}


def score_document(scores: Scores, problems: Sequence[Problem] = ()) -> Document[Sayable]:
    """Return the scored clauses, the tracked ones, groups where asked for, and the summary."""
    blocks: list[Block[Sayable]] = [_targets(scores.results, scores.plan)]
    if scores.by:
        blocks.append(_groups(scores.results, scores.by, scores.plan.vocabulary))
    blocks.append(Sentences((*_summary(scores), *left_out(problems))))
    subtitle = words.subtitle(scores.plan, scores.plan.id, words.as_of(scores.year))
    return Document(scores.plan.title, subtitle, (Section("", tuple(blocks)),))


def _targets(results: Sequence[Result], plan: Plan) -> Table[Sayable]:
    scored = [result for result in results if not isinstance(result, TrackedFigures)]
    tracked = [result for result in results if isinstance(result, TrackedFigures)]
    narrow = [_narrow_scored(scored, plan), *([_narrow_tracked(tracked, plan.vocabulary)] if tracked else [])]
    return Table("", HEADINGS, tuple(tuple(map(Cell, _row(result, plan))) for result in results), narrow=tuple(narrow))


def _row(result: Result, plan: Plan) -> Iterator[Sayable]:
    """Yield the cells of a result where there is room."""
    known = plan.vocabulary
    yield from (lettered(result), result.title, str(result.due or NONE))
    scale = words.scale(result)
    yield from (words.achieved(result), words.spread(result, result, scale), words.required(result))
    found = words.evidence(result.evidence, known) if isinstance(result, TrackedFigures) else _basis(result, plan)
    yield joined(*found, by="; ")
    surveyed = [words.SURVEYED] if words.on_surveyed_only(result) else []
    yield joined(words.judged(result), *surveyed, *words.reasons(result, known), *words.cautions(result), by=", ")


def _basis(result: Result, plan: Plan) -> Iterator[Sayable]:
    if isinstance(result, ShareFigures | CountFigures) and result.numerator is not None:
        yield words.answers(result, sampled=result.is_estimate)
    yield from words.in_parts(result.each) if result.each else ()
    yield from words.method(result)
    yield from words.rates(result, plan)
    yield from levels.lines(result, plan)


def _narrow_scored(results: Sequence[Result], plan: Plan) -> Narrow[Sayable]:
    columns = (Column(CLAUSE, 6), Column(TARGET), Column(Phrase("Achieved / required"), 24), Column(VERDICT, 18))
    known = plan.vocabulary
    rows = (
        (lines(lettered(one)), tuple(_title(one, known)), tuple(_figures(one, plan)), tuple(_verdict(one, known)))
        for one in results
    )
    return Narrow(columns, tuple(rows))


def _title(result: Result, known: Vocabulary) -> Iterator[Line[Sayable]]:
    """Yield the title with its due year, and the share of each kind where there are several."""
    yield Line(joined(result.title, ", ", words.by_year(result.due)))
    for part in result.parts if len(result.parts) > 1 else ():
        yield Line(joined(known.several(part.kind), " ", words.answers(part, sampled=result.is_estimate)), "quiet")


def _verdict(result: Result, known: Vocabulary) -> Iterator[Line[Sayable]]:
    yield Line(words.verdict(result), signal=words.signal(result.status))
    yield from map(Line, words.by_declaration(result))
    if words.on_surveyed_only(result):
        yield Line(words.SURVEYED, "quiet")
    yield from map(Line, (*words.reasons(result, known), *words.cautions(result)))


def _figures(result: Result, plan: Plan) -> Iterator[Line[Sayable] | Bar]:
    """Yield the bar, the figure against the requirement, and what it was computed from."""
    scale = words.scale(result)
    if isinstance(result, NoTargetResult) or result.status is Status.NO_DATA:
        yield Line(joined(NONE, " / ", words.required(result)))
        return
    yield _bar(result)
    against = [words.achieved(result, bare=True), " / ", words.required(result)]
    if result.stretch is not None:
        against += [" (", say("stretch {amount}", amount=scale.requirement(result.stretch)), ")"]
    yield Line(joined(*against), "strong")
    yield from map(Line, _computed_from(result, plan))


def _computed_from(result: Result, plan: Plan) -> Iterator[Sayable]:
    """Yield the range that is open, the numbers behind the figure, and what each reading gives."""
    yield from words.method(result)
    if spread := words.spread(result, result, words.scale(result)):
        yield spread
    if isinstance(result, ShareFigures) and result.numerator is not None:
        yield words.answers(result, sampled=result.is_estimate)
    yield from words.rates(result, plan)
    yield from levels.lines(result, plan)
    if result.each:
        yield from words.in_parts(result.each)
    yield from words.needed(result)
    if len(result.readings) > 1:
        yield from words.reading_figures(result)


def _bar(result: Result) -> Bar:
    """Return the bar of a result, from 0 to the largest of what is achieved and required.

    Of a number of which no more than so many are allowed it is long enough to show all that are too many. Where each
    part has to meet it by itself it is of the parts.
    """
    if (each := result.each) is not None:
        still_possible = Fraction(each.of - len(each.missed), each.of)
        return Bar(Fraction(each.met, each.of), still_possible, Fraction(1), words.signal(result.status))
    achieved, needed = result.achieved, result.required or 0
    least = Fraction(needed) if words.scale(result).counted else Fraction(1)
    most = result.high if result.is_ceiling else None
    full = max(least, result.stretch or 0, achieved or 0, most or 0) or 1
    low = Fraction(result.low or 0) / full
    high = Fraction(full if result.high is None else result.high) / full
    return Bar(low, high, Fraction(needed) / full, words.signal(result.status))


def _narrow_tracked(results: Sequence[Result], known: Vocabulary) -> Narrow[Sayable]:
    columns = (Column(CLAUSE, 6), Column(words.TRACKED), Column(Phrase("Evidence of the year"), 24))
    found = [one for one in results if isinstance(one, TrackedFigures)]
    rows = ((lines(one.clause), lines(one.title), lines(*words.evidence(one.evidence, known))) for one in found)
    return Narrow(columns, tuple(rows), ruled=False)


def _groups(results: Sequence[Result], by: str, known: Vocabulary) -> Table[Sayable]:
    """Return the figures of each group, clause by clause, worst first."""
    rows: list[tuple[Cell[Sayable], ...]] = []
    narrow: list[tuple[Lines[Sayable], ...]] = []
    for result in results:
        found = list(group_rows(result, by, known))
        if found:
            due = (", ", words.by_year(result.due)) if result.due else ()
            narrow.append(((Line(joined(words.titled(result), *due), "strong"),),))
        rows += [tuple(map(Cell, (words.titled(result), *row))) for row in found]
        narrow += [(lines(joined("  ", name)), *map(lines, cells)) for name, *cells in found]
        for row in shifted_rows(result, by, known):
            rows.append(tuple(map(Cell, (words.titled(result), *row))))
            narrow.append((lines(joined("  ", row[0])), *map(lines, row[1:])))
    columns = (Column(GROUPED[by]), Column(ACHIEVED, 10), Column(RANGE, 20), Column(BASIS, 22))
    headings = (CLAUSE, *(column.heading for column in columns))
    return Table("", headings, tuple(rows), narrow=(Narrow(columns, tuple(narrow), ruled=False),))


def group_rows(result: Result, by: str, known: Vocabulary) -> Iterator[tuple[Sayable, ...]]:
    """Yield name, figure, range and basis of each group as a table shows them; those without a row in one row."""
    for group in result.groups or ():
        if group.speaks:
            yield group_name(group, by, known), *_group_cells(group, result, known)
    silent = [group_name(group, by, known) for group in result.groups or () if not group.speaks]
    if silent:
        yield joined(*silent, by=", "), NONE, "", Phrase("none")


def group_name(group: Group, by: str, known: Vocabulary) -> Sayable:
    """Return what a group is called."""
    return _called(group.name, by, known)


def _called(name: str, by: str, known: Vocabulary) -> Sayable:
    return known.several(name) if by == "kind" else name or words.NO_AREA


def shifted_rows(result: Result, by: str, known: Vocabulary) -> Iterator[tuple[Sayable, ...]]:
    """Yield the whole as groups stand in a table, and what it is at the base year's sizes: groups moved against it."""
    found = result.at_base_sizes if isinstance(result, ReductionResult) else None
    if not isinstance(result, ReductionResult) or found is None:
        return
    scale = scale_of(result.unit, result.required, (result.achieved, found.achieved))
    decimals = words.rate_places(result, scale, result.required)
    for name, cut, note, now in (
        (WHOLE, result.achieved, _moved_against(result, found, by, known), result.rate),
        (AT_BASE_SIZES, found.achieved, _left_out(result, found, by, known), found.rate),
    ):
        rates = (NONE if one is None else rate(Fraction(one), decimals) for one in (result.base.rate, now))
        yield say(name, base=result.base.called), scale.figure(cut), note, joined(*rates, by=" → ")


def _moved_against(result: ReductionResult, found: AtBaseSizes, by: str, known: Vocabulary) -> Sayable:
    """Return which groups moved against the whole."""
    if not found.every:
        return say("against it: {groups}", groups=_named(found.against, by, known))
    group = next(one for one in result.groups or () if one.name in found.against)
    fell = isinstance(group, ChangeFigures) and (group.points or 0) < 0
    return ALL_FELL if fell else ALL_ROSE


def _left_out(result: ReductionResult, found: AtBaseSizes, by: str, known: Vocabulary) -> Sayable:
    """Return which groups leave it without a figure, and which are no part of it."""
    left = ((found.no_rate, result.year, NOT_MEASURED), (found.no_base, result.base.called, WITHOUT))
    texts = (say(text, groups=_named(names, by, known), year=year or "") for names, year, text in left if names)
    return joined(*texts, by="; ")


def _named(names: Sequence[str], by: str, known: Vocabulary) -> Sayable:
    """Return the first groups and how many more there are."""
    first = joined(*(_called(name, by, known) for name in names[: words.NAMED]), by=", ")
    return joined(first, f" + {len(names) - words.NAMED}") if len(names) > words.NAMED else first


def _group_cells(group: Group, result: Result, known: Vocabulary) -> tuple[Sayable, Sayable, Sayable]:
    if isinstance(group, TrackedFigures):
        return "", "", joined(*words.evidence(group.evidence, known), by="; ")
    scale = words.group_scale(group, result)
    shown = words.estimate(scale.figure(group.achieved), isinstance(group, Sampled) and group.achieved is not None)
    barred = [words.bar_text(bar, group) for bar in group.bars if not isinstance(group, ShareFigures | CountFigures)]
    if isinstance(group, ReductionGroup) and group.high is None and not barred:
        barred = [say(NOTHING_NOW, year=result.year or "")]
    return (
        shown,
        joined(*barred, by="; ") if barred else words.spread(group, group, scale),
        _group_basis(group, scale, result.required),
    )


def _group_basis(group: Group, scale: Scale, required: Amount | None) -> Sayable:
    if isinstance(group, ChangeFigures):
        decimals = words.rate_places(group, scale, required)
        both = (group.base.rate, group.rate)
        rates = (NONE if one is None else words.level(group, one, decimals) for one in both)
        return joined(*rates, by=" → ")
    if isinstance(group, RatioFigures | TotalFigures):
        return joined(*levels.basis(group), by="; ")
    known = isinstance(group, ShareFigures) and group.numerator is not None
    return words.answers(group, sampled=isinstance(group, Sampled)) if known else ""


def _summary(scores: Scores) -> Iterator[Sayable]:
    """Yield how many targets are met, which are open, what the verdicts rest on."""
    judged = [result for result in scores.results if result.status not in (None, Status.TRACKED)]
    ruled = list(certainty.rules_of(judged))
    yield certainty.met_of(sum(result.status is Status.MET for result in judged), len(judged), ruled)
    for status in (Status.UNDETERMINED, Status.NO_DATA):
        named = [f"{lettered(result)} {result.id}" for result in judged if result.status is status]
        if named:
            yield joined(words.STATUSES[status], ": ", ", ".join(named), ".")
    yield from certainty.rule_lines(ruled)
    yield from _pool(scores, sum(map(words.on_surveyed_only, judged)))
    yield from words.declared_answers(scores.results, scores.declared_answers())
    yield from certainty.score_response(scores)
    yield from words.caveats(scores.survey, scores.confidence)


def _pool(scores: Scores, on_surveyed: int) -> Iterator[Sayable]:
    """Yield what the shares are shares of, and how much of it was surveyed."""
    register = scores.survey.register
    if register is None:
        if on_surveyed:
            yield plural(
                "{n} verdict holds among the units surveyed: no register of all units was given.",
                "{n} verdicts hold among the units surveyed: no register of all units was given.",
                on_surveyed,
            )
        return
    covered, known = scores.coverage(), scores.plan.vocabulary
    parts = [
        joined(known.several(one.kind), " ", say("{n} of {total}", n=one.surveyed, total=one.listed))
        for one in covered
        if one.listed is not None
    ]
    yield say("Surveyed of the register {path}: {parts}.", path=register.input.path, parts=joined(*parts, by=", "))
    counted = [one for one in covered if _has_pool(one.kind, scores)]
    absent = [(one.kind, units) for one in counted if (units := scores.not_surveyed(one.kind))]
    named = [joined(known.several(kind), " ", words.few(units, 2 * words.NAMED)) for kind, units in absent]
    if named and scores.confidence is None:
        yield say("Not surveyed, so not known: {units}.", units=joined(*named, by="; "))
    lacking = [known.several(one.kind) for one in counted if one.listed is None]
    if lacking:
        kinds = joined(*lacking, by=", ")
        yield say("Not in the register, so among the units surveyed: {kinds}.", kinds=kinds)


def _has_pool(kind: str, scores: Scores) -> bool:
    """Whether a figure depends on how many units of the kind there are."""
    kinds = Share | Reduction | Increase | Ratio | Total
    return any(isinstance(item, kinds) and kind in item.of for item in scores.plan.indicators)

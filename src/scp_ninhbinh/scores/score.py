"""Plan × survey → results: which year, which target, what each clause came to, and what is saved of it. Pure."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil
from operator import attrgetter
from typing import Any, Final, Literal, NamedTuple, assert_never

from scp_ninhbinh import __version__
from scp_ninhbinh.measures.count import (
    CountFigures,
    TrackedFigures,
    evidence_of_answers,
    evidence_of_task,
    measure_count,
)
from scp_ninhbinh.measures.figures import Amount, Coverage, Figures, Measured, Percentage, difference, span
from scp_ninhbinh.measures.reduction import ReductionFigures, SampledReductionFigures, labels, measure_reduction
from scp_ninhbinh.measures.share import SampledShareFigures, ShareFigures, all_known, covered, measure_share
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
    Tracked,
)
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.project.declared import Declared, texts_of
from scp_ninhbinh.scores import results
from scp_ninhbinh.scores.decision import rule_of
from scp_ninhbinh.scores.declarations import could_turn, declared_once, rests_on
from scp_ninhbinh.scores.results import By, Group, Result
from scp_ninhbinh.scores.sizes import at_base_sizes
from scp_ninhbinh.scores.verdict import Judgement, Requirement, Status, judge
from scp_ninhbinh.survey.areas import AreaGroups, area_name
from scp_ninhbinh.survey.declared import Expected
from scp_ninhbinh.survey.pool import Input, Survey
from scp_ninhbinh.survey.units import Entry, Listed
from scp_ninhbinh.text.numbers import DECIMALS

AnyTarget = ShareTarget | CountTarget
Due = int | Literal["all"] | None

KINDS_OF_RESULT: Final[dict[type[Figures], tuple[type[Result], type[Group]]]] = {
    ShareFigures: (results.ShareResult, results.ShareGroup),
    SampledShareFigures: (results.SampledShareResult, results.SampledShareGroup),
    ReductionFigures: (results.ReductionResult, results.ReductionGroup),
    SampledReductionFigures: (results.SampledReductionResult, results.SampledReductionGroup),
    CountFigures: (results.CountResult, results.CountGroup),
    TrackedFigures: (results.TrackedResult, results.TrackedGroup),
}
"""What a result and a group are, by what a measure found."""

AS_USUAL: Final = results.Options()
"""What is asked for where nothing is."""

READINGS: Final = {"share": results.ShareReading, "reduction": results.ReductionReading, "count": results.CountReading}


class Scores(NamedTuple):
    """All results of one run, in the order of the plan, with the survey that they were scored on.

    `confidence`, of 1, is there where the survey is a sample; `by` says what groups are of.
    """

    plan: Plan
    year: int
    results: tuple[Result, ...]
    survey: Survey
    confidence: Fraction | None = None
    by: By | None = None

    def summary(self) -> Counter[Status]:
        """Count the results by verdict."""
        return Counter(result.status for result in self.results if result.status is not None)

    def coverage(self) -> list[Coverage]:
        """Return how many units of each kind of the plan were surveyed in the year scored, and how many answered."""
        found = [
            one
            for kind, columns in self.plan.answers.items()
            for one in covered([self.survey.pool(kind, self.year)], self.year, all_known(columns), self.is_sample)
        ]
        return [one for one in found if one.surveyed or one.listed is not None]

    @property
    def is_sample(self) -> bool:
        """Whether the survey is a sample of the register."""
        return self.confidence is not None

    def declared_answers(self) -> int:
        """Return how many declared answers and numbers the verdicts rest on, each counted once."""
        items = {item.id: item for item in self.plan.indicators if isinstance(item, Scored)}
        judged = [one for one in self.results if isinstance(one, results.JudgedResult) and one.declared_answers]
        found = (rests_on(self.plan, items[one.id], target_of(items[one.id], one.due), one.year) for one in judged)
        return declared_once(self.survey, found)

    def not_surveyed(self, kind: str) -> Sequence[Listed]:
        """Return the units of a kind that the register lists and nobody asked."""
        return self.survey.pool(kind, self.year).absent


class ScoreOptions(NamedTuple):
    """What is asked of a score: the `year` scored, the `due` year, `by` groups, the `confidence` (of 1) of a sample.

    `due` picks each indicator's target: None the first one due at or after the year, a year that one, "all" every one.
    """

    year: int | None = None
    due: Due = None
    by: By | None = None
    confidence: Fraction | None = None


DEFAULTS: Final = ScoreOptions()


def expected_of(plan: Plan) -> Expected:
    """Return what the plan lets a survey be checked against."""
    return Expected(
        plan.vocabulary,
        plan.asked,
        plan.years(),
        plan.tasks(),
        plan.followed(),
        plan.areas_of(),
        plan.id,
        plan.pools(),
        plan.areas,
        plan.compared(),
        plan.occasions(),
    )


def score(plan: Plan, survey: Survey, options: ScoreOptions = DEFAULTS) -> Scores:
    """Score the survey against the plan, as of the year asked for or the latest year that both know.

    Raises:
        ScpError: the year is none of the plan's, no row is of such a year, or no target has that due year.
    """
    check_options(plan, options)
    scored = _year(plan, survey, options.year)
    scorer = _Scorer(plan, survey, scored, options)
    results = [result for item in plan.indicators for result in scorer.results(item)]
    return Scores(plan, scored, tuple(results), survey, options.confidence, options.by)


def check_options(plan: Plan, options: ScoreOptions) -> None:
    """Refuse a due year that no target of the plan has, and a year that is none of its own.

    Raises:
        ScpError: as said.
    """
    years, dues = plan.years(), plan.dues()
    if isinstance(options.due, int) and options.due not in dues:
        raise ScpError([problem("unknown-due", Place("", field="due"), str(options.due), choices=tuple(dues))])
    if options.year is not None and options.year not in years:
        raise ScpError(
            [problem("bad-scored-year", Place("", field="year"), str(options.year), first=years[0], last=years[-1])]
        )


def _year(plan: Plan, survey: Survey, wanted: int | None) -> int:
    years = plan.years()
    known = [year for year in survey.years if year in years]
    if wanted is None and not known:
        raise ScpError([problem("no-year", Place(survey.inputs[0].path), first=years[0], last=years[-1])])
    return wanted if wanted is not None else max(known)


class Groups(NamedTuple):
    """The survey of each group by its name, and the names `known` in the year scored: shown without a row too.

    The others speak of earlier years, which a count and an earlier due year ask for.
    """

    surveys: Mapping[str, Survey]
    known: Collection[str]


NO_GROUPS: Final = Groups({}, ())


def groups_of(plan: Plan, survey: Survey, year: int, by: By) -> Groups:
    """Return the groups: every kind, or every area that the plan or a row knows."""
    if by == "kind":
        kinds = plan.vocabulary.kinds
        return Groups(survey.split(attrgetter("kind"), kinds), kinds)
    areas = AreaGroups(plan.areas, year)
    known = _areas(plan, survey, [year], areas)
    known |= {areas.key(name, year): areas.name(name, year) or name for name in plan.areas_of().get(year, ())}
    names = _areas(plan, survey, [past for past in plan.years() if past < year], areas) | known
    latest = _latest_areas(plan, survey, year, areas)
    parts = survey.split(lambda unit: latest.get(unit) or areas.key(*_area(survey, unit)), names)
    return Groups({names[key]: part for key, part in parts.items()}, frozenset(known.values()))


def _latest_areas(plan: Plan, survey: Survey, year: int, areas: AreaGroups) -> dict[object, str]:
    """Return the area, as it is compared, of each unit that is counted once over the years: that of its latest row.

    Else a unit that moved would be counted in two areas, and so would one whose area the register does not say.
    """
    of = {kind for item in plan.indicators if isinstance(item, Count) and item.count == "units" for kind in item.of}
    kinds, years = [kind for kind in plan.vocabulary.kinds if kind in of], range(plan.years()[0], year + 1)
    units = [unit for past in years for unit in (*survey.units(kinds, past), *survey.remembered(kinds, past))]
    identity, latest = survey.identity(units), dict[object, str]()
    for unit in units:
        name, when = _area(survey, unit)
        if name.strip():
            latest[identity(unit)] = areas.key(name, when)
    return latest | {unit: latest[identity(unit)] for unit in units if identity(unit) in latest}


def _area(survey: Survey, unit: Entry) -> tuple[str, int]:
    """Return the area of a unit, the register's where it says one, and the year of which it is the name."""
    listed = survey.listed_as(unit)
    return (listed.area, listed.year) if listed and listed.area else (unit.area, unit.year)


def _areas(plan: Plan, survey: Survey, years: Sequence[int], areas: AreaGroups) -> dict[str, str]:
    """Return the areas of these years' units, surveyed or not; of several spellings the first by the alphabet.

    Areas that became one another are called as the plan calls them.
    """
    pools = [survey.pool(kind, year) for kind in plan.vocabulary.kinds for year in years]
    found = {_area(survey, unit) for pool in pools for unit in (*pool.rows, *pool.absent)}
    found |= {_area(survey, unit) for year in years for unit in survey.remembered(plan.vocabulary.kinds, year)}
    names = sorted(((area_name(text), year) for text, year in found), reverse=True)
    return {areas.key(*one): areas.name(*one) or one[0] for one in names}


class _Scorer:
    """Scores one clause after the other, the whole survey first and then each group of it."""

    def __init__(self, plan: Plan, survey: Survey, year: int, options: ScoreOptions) -> None:
        self.plan, self.survey, self.year, self.options = plan, survey, year, options
        self.groups = groups_of(plan, survey, year, options.by) if options.by else NO_GROUPS

    def results(self, item: Indicator) -> Iterator[Result]:
        """Yield the result of each target asked for, or that of a clause that is only tracked."""
        head: dict[str, Any] = {"id": item.id, "title": results.Title(vi=item.title.vi, en=item.title.en)}
        if isinstance(item, Tracked):
            yield self._track(item, head)
            return
        every: Sequence[AnyTarget] = item.targets
        targets = pick(every, self.year, self.options.due)
        for target in targets:
            yield self.result(item, target, min(self.year, target.due), head)
        if not targets and isinstance(self.options.due, int):
            unit: Literal["percent", "count"] = "count" if isinstance(item, Count) else "percent"
            last, groups = every[-1], None if self.options.by is None else ()
            yield results.NoTargetResult(
                **head,
                clause=last.clause,
                part=last.part,
                due=self.options.due,
                measure=item.measure,
                unit=unit,
                groups=groups,
            )

    def _track(self, item: Tracked, head: dict[str, Any]) -> Result:
        parts = [(name, self._evidence(item, part)) for name, part in self._parts(item).items()]
        groups = [_group(name, found if any(one.speaks for one in found.evidence) else None) for name, found in parts]
        return _with(
            self._evidence(item, self.survey),
            head | {"clause": item.clause, "year": self.year, "groups": self._shown(groups)},
        )

    def _evidence(self, item: Tracked, survey: Survey) -> TrackedFigures:
        match item:
            case Encourage():
                return evidence_of_answers(survey.units(item.of, self.year), item.answer)
            case Task():
                return evidence_of_task(survey, self.year, self.plan.vocabulary.clauses, item.clause)
            case _:
                assert_never(item)

    def result(self, item: Scored, target: AnyTarget, year: int, head: dict[str, Any]) -> Result:
        """Return what one target came to; `head` is what the indicator is called."""
        measured = self._measured(item, target, self.survey, year)
        verdict = judge(measured.readings, Requirement(target.at_least, target.due, year))
        parts = [(name, self._measured(item, target, part, year)) for name, part in self._parts(item).items()]
        groups = [_group(name, found.figures if _counts(found, measured) else None, found) for name, found in parts]
        about = head | _against(item, target, year) | _judged(measured, verdict, item, target)
        shown = self._shown(groups)
        about |= {"groups": shown} | self._declared(item, target, year, verdict)
        if shifted := at_base_sizes(measured.figures, shown or ()):
            about["at_base_sizes"] = shifted
        about["rule"] = rule_of(measured.figures, self.options.confidence) if _is_judged(verdict) else None
        return _with(measured.figures, about)

    def _measured(self, item: Scored, target: AnyTarget, survey: Survey, year: int) -> Measured:
        return measure(self.plan, item, target, survey, year, self.options.confidence)

    def _declared(self, item: Scored, target: AnyTarget, year: int, verdict: Judgement) -> dict[str, Any]:
        """Return how many declared answers a verdict rests on, and whether others could turn it."""
        if verdict.status is Status.NO_DATA:
            return {"declared_answers": None, "by_declaration": False}
        rests, required = rests_on(self.plan, item, target, year), Requirement(target.at_least, target.due, year)
        count = rests.declared(self.survey)

        def judged(survey: Survey) -> Judgement:
            return judge(self._measured(item, target, survey, year).readings, required)

        turns = count > 0 and could_turn(self.survey, rests, verdict, judged)
        return {"declared_answers": count, "by_declaration": turns}

    def _parts(self, item: Indicator) -> dict[str, Survey]:
        """Return the survey of each group; of kinds, only those that the clause speaks of."""
        kinds = item.of if not isinstance(item, Task) else self.plan.vocabulary.clauses
        return {name: part for name, part in self.groups.surveys.items() if self.options.by != "kind" or name in kinds}

    def _shown(self, groups: Sequence[Group]) -> tuple[Group, ...] | None:
        """Return the groups that stand in a table, worst first; None where none were asked for."""
        if self.options.by is None:
            return None
        return _worst_first([group for group in groups if group.speaks or group.name in self.groups.known])


def score_target(plan: Plan, survey: Survey, item: Scored, target: AnyTarget, year: int) -> Result:
    """Return what one target came to in a year, of a census."""
    head = {"id": item.id, "title": results.Title(vi=item.title.vi, en=item.title.en)}
    return _Scorer(plan, survey, year, DEFAULTS).result(item, target, year, head)


def measure(
    plan: Plan, item: Scored, target: AnyTarget, survey: Survey, year: int, confidence: Fraction | None = None
) -> Measured:
    """Return what a survey comes to by the measure of an indicator; with a `confidence` it is a sample."""
    match item:
        case Share():
            return measure_share(survey, year, item.of, item.answer, confidence)
        case Reduction():
            columns, years = plan.rate(item)._replace(read=survey.read), (year, item.base.year)
            if confidence is None:
                return measure_reduction(survey, years, item.of, columns)
            from scp_ninhbinh.measures.sampled_reduction import Asked, measure_sampled_reduction

            return measure_sampled_reduction(
                survey, years, item.of, columns, Asked(confidence, Fraction(target.at_least))
            )
        case Count():
            assert isinstance(target, CountTarget)
            return measure_count(survey, target.windows(), year, item.of, item.answer, item.count == "units")
        case _:
            assert_never(item)


def target_of(item: Scored, due: int) -> AnyTarget:
    """Return the target of this due year."""
    every: Sequence[AnyTarget] = item.targets
    return next(target for target in every if target.due == due)


def pick(targets: Sequence[AnyTarget], year: int, due: Due) -> list[AnyTarget]:
    """Return the targets asked for; without one, the first due at or after the year, else the last."""
    ordered = sorted(targets, key=lambda target: target.due)
    if due == "all":
        return ordered
    if due is not None:
        return [target for target in ordered if target.due == due]
    return [next((target for target in ordered if target.due >= year), ordered[-1])]


def _with(found: Figures, about: dict[str, Any]) -> Result:
    """Return what a measure found as the result of its kind."""
    kind, _ = KINDS_OF_RESULT[type(found)]
    return kind(**vars(found), **about)


def _group(name: str, found: Figures | None, measured: Measured | None = None) -> Group:
    """Return what a measure found in a group, None where no row of it speaks of the clause."""
    if found is None:
        return results.EmptyGroup(name=name)
    _, kind = KINDS_OF_RESULT[type(found)]
    whole = span(measured.readings) if measured else None
    return kind(name=name, bars=whole.bars if whole else (), **vars(found))


def _counts(group: Measured, whole: Measured) -> bool:
    """Whether anything of a group is in the figures of the whole: of a cut also what is of the base year alone."""
    found = group.figures
    if group.empty and not whole.empty and isinstance(found, ReductionFigures) and found.method == "census":
        base = found.base
        return any((found.unknown, found.not_surveyed, base.denominator, base.unknown, base.not_measured))
    return not group.empty


def _against(item: Scored, target: AnyTarget, year: int) -> dict[str, Any]:
    """Return what is required."""
    exact = int if isinstance(item, Count) else Percentage
    return {
        "clause": target.clause,
        "part": target.part,
        "due": target.due,
        "year": year,
        "required": exact(target.at_least),
        "stretch": None if target.stretch is None else exact(target.stretch),
    }


def _judged(measured: Measured, verdict: Judgement, item: Scored, target: AnyTarget) -> dict[str, Any]:
    """Return what the readings come to against what is required."""
    achieved, required, reading = measured.figures.achieved, target.at_least, READINGS[item.measure]
    known = achieved is not None
    return {
        "gap": difference((achieved or 0) - required, measured_unit(item)) if known else None,
        "attainment": Percentage(Fraction(achieved or 0) / required) if known else None,
        "status": verdict.status,
        "reasons": verdict.reasons,
        "needed": needed(measured, verdict, target),
        "readings": tuple(
            reading(name=one.name, achieved=one.achieved, low=one.low, high=one.high, status=status)
            for one, status in zip(measured.readings, verdict.each, strict=True)
        ),
    }


def _is_judged(verdict: Judgement) -> bool:
    """Whether there was anything to judge."""
    return verdict.status is not Status.NO_DATA


def measured_unit(item: Scored) -> Amount:
    """Return a figure of the unit in which an indicator is measured: a percentage, or a number."""
    return 0 if isinstance(item, Count) else Percentage(0)


def needed(measured: Measured, verdict: Judgement, target: AnyTarget) -> int | None:
    """Return how many more units or occasions reach the requirement, by the reading that needs most."""
    found = measured.figures
    speaking = [
        one for one, status in zip(measured.readings, verdict.each, strict=True) if status is not Status.NO_DATA
    ]
    if not speaking or isinstance(found, ReductionFigures | SampledShareFigures):
        return None
    scale = int(found.denominator or 1)
    return max(0, *(ceil((target.at_least - (one.achieved or 0)) * scale) for one in speaking))


def _worst_first(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Sort by what is achieved, then by what could be; groups of which nothing is known stand last."""

    def rank(group: Group) -> tuple[bool, bool, Amount, Amount, int, str]:
        achieved, high = group.achieved, group.high
        yes = sum(one.yes for one in group.evidence) if isinstance(group, TrackedFigures) else 0
        return not group.speaks, achieved is None, achieved or 0, high or 0, yes, group.name

    return tuple(sorted(groups, key=rank))


def score_file(
    scores: Scores,
    plan_sha256: str,
    problems: tuple[results.Finding, ...] = (),
    options: results.Options = AS_USUAL,
) -> results.Score:
    """Return what a score is saved as, with its own checksum; `options` are what it was asked with."""
    summary = scores.summary()
    found = results.Score(
        **run_keys(scores.survey, scores.confidence),
        year=scores.year,
        plan=results.PlanUsed(id=scores.plan.id, sha256=plan_sha256),
        by=scores.by,
        coverage=tuple(_coverage(scores)),
        problems=problems,
        targets=scores.results,  # type: ignore[arg-type]  # each of AnyResult
        summary=results.Verdicts(**{status.value: summary[status] for status in Status}),
        options=options,
        sha256="",
    )
    return replace(found, sha256=results.checksum(results.plain(found)))


def run_keys(survey: Survey, confidence: Any) -> dict[str, Any]:
    """Return what every JSON says of the files that were read, and of what was declared of them."""
    register, project = survey.register, survey.declared.project
    return {
        "version": __version__,
        "inputs": tuple(map(_input, survey.inputs)),
        "register": _input(register.input) if register else None,
        "sample": None if confidence is None else results.SampleTaken(confidence=Percentage(confidence)),
        "project": results.ProjectUsed(path=project.path, sha256=project.sha256) if project else None,
        "declared": declared_options(survey.declared),
        "refused_cells": survey.entries.refused,
    }


def _input(read: Input) -> results.InputUsed:
    return results.InputUsed(path=read.path, sha256=read.sha256 or "", rows=read.rows)


def _coverage(scores: Scores) -> list[results.KindCoverage]:
    """Return how much of each kind was surveyed, and by name what was not; of a sample nothing."""
    return [
        results.KindCoverage(
            **vars(one),
            not_surveyed=() if scores.confidence is not None else labels(scores.not_surveyed(one.kind)),
        )
        for one in scores.coverage()
    ]


def declared_options(declared: Declared) -> results.DeclaredOptions:
    """Return what was declared of the files and can change a figure; the encoding cannot."""
    decimal: Any = next((name for name, mark in DECIMALS.items() if mark == declared.mark), None)
    return results.DeclaredOptions(
        set=tuple(texts_of(declared.constants)),
        blank=tuple(sorted(texts_of(declared.blanks))),
        decimal=decimal,
        bad_cells="unknown" if declared.refused_is_unknown else None,
    )

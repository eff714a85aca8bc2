"""Plan × survey → results: which year, which target, what each clause came to, and what is saved of it. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Any, Final, Literal, NamedTuple, TypeVar, assert_never

from scp_ninhbinh.measures.answers import answer_of
from scp_ninhbinh.measures.count import (
    CountFigures,
    TrackedFigures,
    evidence_of_answers,
    evidence_of_task,
)
from scp_ninhbinh.measures.figures import (
    Coverage,
    Figures,
    Measured,
    difference,
    span,
)
from scp_ninhbinh.measures.ratio import RatioFigures, SampledRatioFigures
from scp_ninhbinh.measures.reduction import (
    ChangeFigures,
    IncreaseFigures,
    ReductionFigures,
    SampledIncreaseFigures,
    SampledReductionFigures,
)
from scp_ninhbinh.measures.share import SampledShareFigures, ShareFigures, all_known, covered
from scp_ninhbinh.measures.total import TotalFigures
from scp_ninhbinh.plan.clauses import (
    AnyTarget,
    Count,
    Encourage,
    Indicator,
    Plan,
    Scored,
    Share,
    Task,
    Total,
    Tracked,
)
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.scores import results
from scp_ninhbinh.scores.decision import rule_of
from scp_ninhbinh.scores.declarations import could_turn, declared_once, rests_on
from scp_ninhbinh.scores.each import (
    Each,
    Parts,
    agreed,
    each_of,
    first_year,
    judge_parts,
    of_one_year,
    years_skipped,
)
from scp_ninhbinh.scores.groups import NO_GROUPS, areas_in_force, groups_of
from scp_ninhbinh.scores.measured import asks_the_same, measure
from scp_ninhbinh.scores.results import By, Group, Result
from scp_ninhbinh.scores.sizes import at_base_sizes
from scp_ninhbinh.scores.verdict import Judgement, Status, judge, required_of
from scp_ninhbinh.survey.declared import Expected
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.units import Listed, Unit
from scp_ninhbinh.text.numbers import Amount, Percentage
from scp_ninhbinh.text.say import Called

Known = TypeVar("Known")

Due = int | Literal["all"] | None

KINDS_OF_RESULT: Final[dict[type[Figures], tuple[type[Result], type[Group]]]] = {
    ShareFigures: (results.ShareResult, results.ShareGroup),
    SampledShareFigures: (results.SampledShareResult, results.SampledShareGroup),
    ReductionFigures: (results.ReductionResult, results.ReductionGroup),
    SampledReductionFigures: (results.SampledReductionResult, results.SampledReductionGroup),
    IncreaseFigures: (results.IncreaseResult, results.IncreaseGroup),
    SampledIncreaseFigures: (results.SampledIncreaseResult, results.SampledIncreaseGroup),
    RatioFigures: (results.RatioResult, results.RatioGroup),
    SampledRatioFigures: (results.SampledRatioResult, results.SampledRatioGroup),
    TotalFigures: (results.TotalResult, results.TotalGroup),
    CountFigures: (results.CountResult, results.CountGroup),
    TrackedFigures: (results.TrackedResult, results.TrackedGroup),
}
"""What a result and a group are, by what a measure found."""

READINGS: Final[dict[str, Any]] = {
    "share": results.ShareReading,
    "ratio": results.AmountReading,
    "total": results.AmountReading,
    "reduction": results.ChangeReading,
    "increase": results.ChangeReading,
    "count": results.CountReading,
}


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

    def unknown_units(self, result: Result) -> Sequence[Unit]:
        """Return the units surveyed of which a share does not know the answer."""
        item = next(item for item in self.plan.indicators if item.id == result.id)
        if not isinstance(item, Share) or not result.unknown or result.year is None:
            return ()
        given, _ = answer_of(item.answer, item.least)
        rows = (unit for kind in item.of for unit in self.survey.pool(kind, result.year).rows)
        return [unit for unit in rows if given(unit) is None]

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
    """Return the year scored: that asked for, else the latest with rows up to the last due year, else the latest."""
    years, last = plan.years(), max(plan.dues(), default=0)
    known = [year for year in survey.years if year in years]
    if wanted is None and not known:
        raise ScpError([problem("no-year", Place(survey.inputs[0].path), first=years[0], last=years[-1])])
    return wanted if wanted is not None else max(known, key=lambda year: (year <= last, year))


class Found(NamedTuple):
    """What a survey comes to by one target, the verdict on it, and `each` part where each has to meet it."""

    measured: Measured
    verdict: Judgement
    each: Each | None


class _Scorer:
    """Scores one clause after the other, the whole survey first and then each group of it."""

    def __init__(self, plan: Plan, survey: Survey, year: int, options: ScoreOptions) -> None:
        self.plan, self.survey, self.year, self.options = plan, survey, year, options
        self.years = tuple(sorted({*plan.years(), *survey.years_counted}))
        self.areas = dict[tuple[tuple[str, ...], int], Mapping[str, Survey]]()
        self.known = dict[tuple[str, int], Measured]()
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
            last, groups = every[-1], None if self.options.by is None else ()
            yield results.NoTargetResult(
                **head,
                clause=last.clause,
                part=last.part,
                due=self.options.due,
                measure=item.measure,
                unit=self.plan.unit(item),
                groups=groups,
            )

    def _track(self, item: Tracked, head: dict[str, Any]) -> Result:
        parts = self._in_each(self._parts(item), _kinds(item, self.plan), lambda part: self._evidence(item, part))
        groups = [
            _group(name, found if any(one.speaks for one in found.evidence) else None) for name, found in parts.items()
        ]
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
        measured, verdict, each = self._found(item, target, self.survey, year)
        parts = self._measured_in_each(item, target, self._parts(item), year)
        groups = [
            _group(name, found.figures if _counts(found, measured) else None, found) for name, found in parts.items()
        ]
        about = head | _against(self.plan, item, target, year) | _judged(measured, verdict, item, target)
        if each:
            about |= {"each": each, "gap": None, "attainment": None, "needed": None}
        shown = self._shown(groups, target.is_ceiling)
        about |= {"groups": shown} | self._declared(item, target, year, verdict)
        if shifted := at_base_sizes(measured.figures, shown or ()):
            about["at_base_sizes"] = shifted
        about["rule"] = rule_of(measured.figures, self.options.confidence, each) if _is_judged(verdict) else None
        return _with(measured.figures, about)

    def _found(self, item: Scored, target: AnyTarget, survey: Survey, year: int) -> Found:
        """Return what a survey comes to, with its verdict: that of each part together where each has to meet it."""
        measured, required = self._measured(item, target, survey, year), required_of(target, year)
        verdict = judge(measured.readings, required)
        parts = self._each(item, target, survey, year)
        if not parts or not parts.names:
            return Found(measured, verdict, None)
        judged = [judge(one.readings, required) for one in parts.measured]
        about: Any = {"grows": self._grows(item), "one_missed": parts.one_is_missed(required)}
        together = [
            judge_parts(verdict, judged[skipped:], required, parts.complete, **about)
            for skipped in years_skipped(target, parts)
        ]
        return Found(measured, agreed(together), each_of(item.measure, parts, judged))

    def _grows(self, item: Scored) -> bool:
        """Whether one unit more never makes the figure smaller."""
        if isinstance(item, Total):
            return self.plan.vocabulary.columns[item.total].may_be_negative == "false"
        return isinstance(item, Count)

    def _each(self, item: Scored, target: AnyTarget, survey: Survey, year: int) -> Parts | None:
        """Return each area in force, or each year of the window, with what it comes to by itself."""
        match getattr(item, "each", None):
            case "area":
                found = self._surveys_of_areas(item, survey, year)
                measured = self._measured_in_each(item, target, found, year)
                outside = measured.pop("")
                complete = outside.empty and not any(found[""].pool(kind, year).size for kind in item.of)
                return Parts("area", tuple(measured), tuple(measured.values()), complete, outside)
            case "year":
                years = range(first_year(self.plan, target), year + 1)
                one_year = [self._measured(item, of_one_year(target, past), survey, past) for past in years]
                return Parts("year", tuple(map(str, years)), tuple(one_year))
        return None

    def _surveys_of_areas(self, item: Scored, survey: Survey, year: int) -> Mapping[str, Survey]:
        """Return the survey of each area in force; that of the files as they are is split up once a year."""
        title = Called(item.title.en, item.title.vi)
        if survey is not self.survey:
            return areas_in_force(self.plan, survey, year, item.of, title).surveys(self.plan, survey, year)
        if (item.of, year) not in self.areas:
            found = areas_in_force(self.plan, survey, year, item.of, title)
            self.areas[item.of, year] = found.surveys(self.plan, survey, year)
        return self.areas[item.of, year]

    def _measured_in_each(
        self, item: Scored, target: AnyTarget, parts: Mapping[str, Survey], year: int
    ) -> dict[str, Measured]:
        return self._in_each(parts, item.of, lambda part: self._measured(item, target, part, year))

    def _in_each(
        self, parts: Mapping[str, Survey], kinds: Sequence[str], found: Callable[[Survey], Known]
    ) -> dict[str, Known]:
        """Return what is found in each group; those without a unit of these kinds are alike, and one stands for all."""
        known, bare = dict[str, Known](), list[Known]()
        for name, part in parts.items():
            is_bare = not part.has_units(kinds, self.years)
            if is_bare and not bare:
                bare.append(found(part))
            known[name] = bare[0] if is_bare else found(part)
        return known

    def _measured(self, item: Scored, target: AnyTarget, survey: Survey, year: int) -> Measured:
        """Return what a survey comes to; that of the files is measured once for targets that ask for the same."""
        confidence = self.options.confidence
        if survey is not self.survey or not asks_the_same(item, is_sample=confidence is not None):
            return measure(self.plan, item, target, survey, year, confidence)
        if (item.id, year) not in self.known:
            self.known[item.id, year] = measure(self.plan, item, target, survey, year, confidence)
        return self.known[item.id, year]

    def _declared(self, item: Scored, target: AnyTarget, year: int, verdict: Judgement) -> dict[str, Any]:
        """Return how many declared answers a verdict rests on, and whether others could change it."""
        if verdict.status is Status.NO_DATA:
            return {"declared_answers": None, "by_declaration": False}
        rests = rests_on(self.plan, item, target, year)
        count = rests.declared(self.survey)

        def judged(survey: Survey) -> Judgement:
            return self._found(item, target, survey, year).verdict

        turns = count > 0 and could_turn(self.survey, rests, verdict, judged)
        return {"declared_answers": count, "by_declaration": turns}

    def _parts(self, item: Indicator) -> dict[str, Survey]:
        """Return the survey of each group; of kinds, only those that the clause is about."""
        kinds = _kinds(item, self.plan)
        return {name: part for name, part in self.groups.surveys.items() if self.options.by != "kind" or name in kinds}

    def _shown(self, groups: Sequence[Group], is_ceiling: bool = False) -> tuple[Group, ...] | None:
        """Return the groups that stand in a table, worst first; None where none were asked for."""
        if self.options.by is None:
            return None
        shown = [group for group in groups if group.speaks or group.name in self.groups.known]
        return _worst_first(shown, is_ceiling)


def score_target(plan: Plan, survey: Survey, item: Scored, target: AnyTarget, year: int) -> Result:
    """Return what one target came to in a year, of a census."""
    head = {"id": item.id, "title": results.Title(vi=item.title.vi, en=item.title.en)}
    return _Scorer(plan, survey, year, DEFAULTS).result(item, target, year, head)


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


def _kinds(item: Indicator, plan: Plan) -> Sequence[str]:
    """Return the kinds that a clause is about."""
    return tuple(plan.vocabulary.clauses) if isinstance(item, Task) else item.of


def _with(found: Figures, about: dict[str, Any]) -> Result:
    """Return what a measure found as the result of its kind."""
    kind, _ = KINDS_OF_RESULT[type(found)]
    return kind(**vars(found), **about)


def _group(name: str, found: Figures | None, measured: Measured | None = None) -> Group:
    """Return what a measure found in a group, None where no row of it is about the clause."""
    if found is None:
        return results.EmptyGroup(name=name)
    _, kind = KINDS_OF_RESULT[type(found)]
    whole = span(measured.readings) if measured else None
    return kind(name=name, bars=whole.bars if whole else (), **vars(found))


def _counts(group: Measured, whole: Measured) -> bool:
    """Whether anything of a group is in the figures of the whole: of a cut also what is of the base year alone."""
    found = group.figures
    if group.empty and not whole.empty and isinstance(found, ChangeFigures) and found.method == "census":
        base = found.base
        return any((found.unknown, found.not_surveyed, base.denominator, base.unknown, base.not_measured))
    return not group.empty


def _against(plan: Plan, item: Scored, target: AnyTarget, year: int) -> dict[str, Any]:
    """Return what is required, and in which unit."""
    return {
        "unit": plan.unit(item),
        "clause": target.clause,
        "part": target.part,
        "due": target.due,
        "year": year,
        "required": target.required,
        "limit": "at_most" if target.is_ceiling else "at_least",
        "stretch": target.stretch,
    }


def _judged(measured: Measured, verdict: Judgement, item: Scored, target: AnyTarget) -> dict[str, Any]:
    """Return what the readings come to against what is required."""
    achieved, required, reading = measured.figures.achieved, target.required, READINGS[item.measure]
    known = achieved is not None
    return {
        "gap": difference((achieved or 0) - required, required) if known else None,
        "attainment": Percentage(Fraction(achieved or 0) / required) if known and not target.is_ceiling else None,
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


def needed(measured: Measured, verdict: Judgement, target: AnyTarget) -> Amount | None:
    """Return how many more units or occasions, or how much more of a total, reach the requirement.

    By the reading that needs most; nothing is needed to stay below a ceiling.
    """
    found = measured.figures
    speaking = [
        one for one, status in zip(measured.readings, verdict.each, strict=True) if status is not Status.NO_DATA
    ]
    if not speaking or target.is_ceiling or isinstance(found, ChangeFigures | RatioFigures | SampledShareFigures):
        return None
    if isinstance(found, TotalFigures):
        return None if found.achieved is None else max(target.required - found.achieved, 0)
    scale = int(found.denominator or 1)
    return max(0, *(ceil((target.required - (one.achieved or 0)) * scale) for one in speaking))


def _worst_first(groups: Sequence[Group], is_ceiling: bool) -> tuple[Group, ...]:
    """Sort by what is achieved, then by what could be, else as they stand; of which nothing is known stand last.

    Where no more than something is allowed the highest is the worst, and one without a bound above is highest.
    """
    sign = -1 if is_ceiling else 1

    def rank(group: Group) -> tuple[bool, bool, Amount, bool, Amount, int]:
        achieved, high = group.achieved, group.high
        yes = sum(one.yes for one in group.evidence) if isinstance(group, TrackedFigures) else 0
        bounded = is_ceiling and high is not None
        return not group.speaks, achieved is None, sign * (achieved or 0), bounded, sign * (high or 0), yes

    return tuple(sorted(groups, key=rank))

"""Several years of surveys and saved scores → one review of the plan. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import Field

from scp_ninhbinh.measures.answers import answer_of
from scp_ninhbinh.measures.count import CountFigures, TrackedFigures
from scp_ninhbinh.measures.figures import Coverage, Exact, Required, RequiredChange, Whole, Year
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.measures.share import ShareFigures
from scp_ninhbinh.measures.total import TotalFigures
from scp_ninhbinh.plan.clauses import (
    AmountTarget,
    AnyTarget,
    Count,
    Encourage,
    Increase,
    Indicator,
    Letter,
    Plan,
    Ratio,
    Reduction,
    Scored,
    Share,
    ShareTarget,
    Tracked,
)
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, problem
from scp_ninhbinh.scores import outputs
from scp_ninhbinh.scores.doubts import PoolChange, Pools, asked_kinds, few_rows, pool_changed
from scp_ninhbinh.scores.each import By, InParts
from scp_ninhbinh.scores.namesakes import met_by_namesakes
from scp_ninhbinh.scores.results import Name, Result, Sha256, Title
from scp_ninhbinh.scores.saved import Saved
from scp_ninhbinh.scores.score import ScoreOptions, Scores, check_options, pick, score, score_target
from scp_ninhbinh.scores.sizes import Parts, ShareAtBaseSizes, share_at_base_sizes
from scp_ninhbinh.scores.trend import (
    ChangeYear,
    CountYear,
    Direction,
    LevelYear,
    OtherBasis,
    OtherPlan,
    Point,
    ShareYear,
    Trend,
    comparable,
    directions,
    trend,
)
from scp_ninhbinh.scores.verdict import Limit, Status
from scp_ninhbinh.survey.pool import Counted, Past, PastSums, Survey
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.order import alphabetical


@record
class ChangedUnit:
    """A unit whose known answer differs from that of the year before."""

    unit: str
    """Its id, or its name."""
    kind: str
    """Its kind."""
    before: bool
    """Whether it answered yes in the year before, of several answers whether enough were as asked for."""
    now: bool
    """The same of now."""


@record
class TargetHead:
    """Which target was reviewed."""

    id: Name
    """The indicator."""
    clause: str
    """The clause of the plan."""
    part: Letter | None = None
    """The letter that tells targets of one clause and due year apart; null where none is needed."""
    title: Title
    """What the indicator is called."""
    due: Year
    """The due year of the target."""
    measure: str
    """What was computed."""
    unit: str
    """The unit of every figure but ratios and growth; percent is 0-100."""
    required: Amount
    """What the clause requires, in unit."""
    limit: Limit
    """Whether that is the least or the most."""
    each: By | None = None
    """What has to meet it by itself, each area or each year; else null."""


@record
class ReviewedTarget(Trend, TargetHead):
    """A target over the years; what does not exist is null, never 0."""

    not_compared: tuple[OtherBasis, ...]
    """Years that are not compared with the latest."""
    changed: tuple[ChangedUnit, ...] | None = None
    """Units of a share that changed their answer since the year before; null where that is not known."""
    latest: Point | None = None
    """The latest year, with a figure or without, compared with the others or not; null for no year."""

    @property
    def is_ceiling(self) -> bool:
        """Whether no more than what is required is allowed."""
        return self.limit == "at_most"


@record
class ReviewedShare(ReviewedTarget):
    """A share of units over the years, in percent."""

    measure: Literal["share"] = "share"
    unit: Literal["percent"] = "percent"
    required: Required
    years: tuple[ShareYear, ...]
    latest: ShareYear | None = None
    wanted: Literal["yes", "no"]
    """The answer that the clause asks for; of several, a yes is that enough of them are as asked for."""
    pool_changes: tuple[PoolChange, ...]
    """Years whose figure differs from that of the year before by the units that were surveyed."""
    at_base_sizes: ShareAtBaseSizes | None = None
    """The share at the first year's sizes of its kinds; there where a kind moved against the whole."""


@record
class ReviewedReduction(ReviewedTarget):
    """The relative cut of a rate, a total or a share over the years, in percent."""

    measure: Literal["reduction"] = "reduction"
    unit: Literal["percent"] = "percent"
    required: RequiredChange
    per_year: bool
    """Whether that is a change a year, to which no way leads over the years."""
    each: None = None
    growth: None = None
    changed: None = None
    years: tuple[ChangeYear, ...]
    latest: ChangeYear | None = None


@record
class ReviewedIncrease(ReviewedTarget):
    """The relative rise of a rate, a total or a share over the years, in percent."""

    measure: Literal["increase"] = "increase"
    unit: Literal["percent"] = "percent"
    required: RequiredChange
    each: None = None
    per_year: bool
    """Whether that is a change a year, to which no way leads over the years."""
    growth: None = None
    changed: None = None
    years: tuple[ChangeYear, ...]
    latest: ChangeYear | None = None


@record
class ReviewedCount(ReviewedTarget):
    """A number of units or of occasions over the years."""

    measure: Literal["count"] = "count"
    unit: Literal["count"] = "count"
    required: Whole
    growth: None = None
    changed: None = None
    years: tuple[CountYear, ...]
    latest: CountYear | None = None


@record
class ReviewedLevel(ReviewedTarget):
    """A ratio or a total over the years, in percent or in the plan's own unit."""

    required: Exact
    growth: None = None
    changed: None = None
    years: tuple[LevelYear, ...]
    latest: LevelYear | None = None


@record
class ReviewedRatio(ReviewedLevel):
    """The level of a ratio of totals over the years."""

    measure: Literal["ratio"] = "ratio"
    is_part: bool
    """Whether it is of a part over its whole, and never more than that."""


@record
class ReviewedTotal(ReviewedLevel):
    """The sum of a column over the years."""

    measure: Literal["total"] = "total"


@record
class TrackedClause:
    """A clause without a number, or a task: it has a direction, no pace."""

    id: str
    """The indicator."""
    clause: str
    """The clause of the plan."""
    title: Title
    """What the indicator is called."""
    answers: tuple[Direction, ...]
    """Each answer that was counted; empty for no rows."""


@record
class SavedScore:
    """A saved score that was given beside the surveys, or in their place."""

    path: str
    """The path as it was given."""
    sha256: Sha256
    """SHA-256 of the file's bytes."""
    year: Year
    """The year that it scored."""


AnyReviewed = ReviewedShare | ReviewedReduction | ReviewedIncrease | ReviewedCount | ReviewedRatio | ReviewedTotal

KINDS: Final[dict[str, tuple[type[AnyReviewed], type[Point]]]] = {
    "share": (ReviewedShare, ShareYear),
    "ratio": (ReviewedRatio, LevelYear),
    "total": (ReviewedTotal, LevelYear),
    "reduction": (ReviewedReduction, ChangeYear),
    "increase": (ReviewedIncrease, ChangeYear),
    "count": (ReviewedCount, CountYear),
}
"""What a reviewed target and one of its years are, by the measure."""


@record
class ReviewFile:
    """What scp review writes as JSON."""

    schema: Literal["scp-ninhbinh/review/1"] = "scp-ninhbinh/review/1"
    """The name of this format."""
    version: str
    """The version of the program."""
    year: Year
    """The latest year reviewed."""
    years: Annotated[tuple[Year, ...], Field(min_length=1)]
    """Every year reviewed, in order."""
    plan: outputs.PlanUsed
    """The plan that was reviewed against."""
    inputs: tuple[outputs.InputUsed, ...]
    """The survey files, in the order read."""
    history: tuple[SavedScore, ...]
    """The saved scores, used or left out."""
    register: outputs.InputUsed | None
    """The register; null without --register."""
    sample: outputs.SampleTaken | None
    """There with --sample; else null."""
    project: outputs.ProjectUsed | None
    """The scp.yaml that declares how the files are read; null without one."""
    targets: tuple[AnyReviewed, ...]
    """Each target asked for, in the order of the plan."""
    tracked: tuple[TrackedClause, ...]
    """Clauses that ask for no number, in the order of the plan."""
    left_out: tuple[OtherPlan, ...]
    """Saved scores that are not compared at all."""
    coverage: tuple[Coverage, ...]
    """How much of each kind was surveyed in each year, and how much of it answered."""
    declared: outputs.DeclaredOptions
    """What was declared of the files on the command line."""
    refused_cells: Whole
    """Cells that cannot be read and count as not known."""
    problems: tuple[outputs.Finding, ...]
    """Warnings and notices of the files: what was not read, left out or declared, and what may be a fault."""


COUNTED: Final = ("numerator", "denominator", "unknown", "not_surveyed")
"""What a year of a share was counted from."""


class Review(NamedTuple):
    """All targets over the years: the latest one last, and the saved years that were left out as a whole."""

    plan: Plan
    years: tuple[int, ...]
    targets: tuple[AnyReviewed, ...]
    tracked: tuple[TrackedClause, ...]
    survey: Survey
    saved: tuple[Saved, ...]
    left_out: tuple[OtherPlan, ...]
    confidence: Fraction | None = None
    problems: tuple[Problem, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    later: tuple[AnyReviewed, ...] = ()
    """The targets of the same indicators that fall due later, where they were asked for."""
    latest: Sequence[Result] = ()
    """What the latest year alone came to."""

    def statuses(self) -> Iterator[Status]:
        """Yield the verdict of each target in its latest year."""
        for one in self.targets:
            if one.latest and one.latest.status:
                yield one.latest.status


def review(
    plan: Plan,
    plan_sha256: str,
    survey: Survey,
    saved: Sequence[Saved],
    options: ScoreOptions,
    *,
    ahead: bool = False,
) -> Review:
    """Review every year that the survey or a saved score is about, up to the year asked for.

    Beside each indicator's first target due those due later are reviewed if one looks `ahead`.

    Raises:
        ScpError: a year comes twice, or there is none of the plan's.
    """
    check_options(plan, options)
    saved = sorted(saved, key=lambda one: (one.year, one.path))
    left_out = tuple(_other_plan(one, plan_sha256) for one in saved if one.plan_sha256 != plan_sha256)
    kept = [one for one in saved if one.plan_sha256 == plan_sha256 and one.year in plan.years()]
    years = _years(plan, survey, saved, kept, options)
    used = [one for one in kept if one.year in years]
    survey = replace(survey.remembering(_past(plan, used, survey)), past_sums=_past_sums(plan, used))
    scores = {
        year: score(plan, survey, options._replace(year=year, due="all")) for year in survey.years if year in years
    }
    series = _Series(plan, years, scores, {one.year: one for one in kept}, survey)
    targets = [one for item in plan.indicators if isinstance(item, Scored) for one in series.targets(item, options)]
    later = tuple(series.later(targets, options)) if ahead and options.due is None else ()
    tracked = [series.tracked(item) for item in plan.indicators if isinstance(item, Tracked)]
    doubts = (*(_few_rows(plan, survey, kept) if options.year is None else ()), *series.problems.values())
    doubts += (*met_by_namesakes(plan, survey, years[-1], options.due),)
    found = (plan, tuple(years), tuple(targets), tuple(tracked), survey, tuple(saved), left_out)
    return Review(*found, options.confidence, doubts, tuple(series.coverage()), later, series.results(years[-1]))


def _years(
    plan: Plan, survey: Survey, saved: Sequence[Saved], kept: Sequence[Saved], options: ScoreOptions
) -> list[int]:
    """Return the years to review, in order."""
    _check_years(survey, kept)
    every = {*(year for year in survey.years if year in plan.years()), *(one.year for one in kept)}
    years = sorted(year for year in every if options.year is None or year <= options.year)
    if not years:
        last = min(plan.years()[-1], options.year or plan.years()[-1])
        raise ScpError([problem("no-year", Place(_any_path(survey, saved)), first=plan.years()[0], last=last)])
    return years


def _past(plan: Plan, saved: Sequence[Saved], survey: Survey) -> Past:
    """Return the rows that saved scores counted, of kinds and years that were not read: each year's of its own score.

    Of a year without one they are of the next: later ones were counted from the same survey, or from a corrected one.
    """
    found: dict[Counted, Sequence[Entry]] = {}
    for one in sorted(saved, key=lambda one: one.year):
        found = one.past(plan) | found
    return {counted: rows for counted, rows in found.items() if not survey.units(counted[1:2], counted[2])}


def _past_sums(plan: Plan, saved: Sequence[Saved]) -> PastSums:
    """Return what saved scores added up: each year's as its own score says it, else the next one."""
    found: dict[tuple[str, tuple[str, ...]], dict[int, Any]] = {}
    for one in sorted(saved, key=lambda one: one.year):
        for summed, years in one.sums(plan).items():
            found[summed] = years | found.get(summed, {})
    return found


def _few_rows(plan: Plan, survey: Survey, saved: Sequence[Saved]) -> Iterator[Problem]:
    kinds = set(asked_kinds(plan))
    rows = {one.year: sum(found.surveyed for found in one.score.coverage if found.kind in kinds) for one in saved}
    yield from few_rows(plan, survey, rows)


def _any_path(survey: Survey, saved: Sequence[Saved]) -> str:
    return next(iter((*(one.path for one in survey.inputs), *(one.path for one in saved))), "FILE")


def _other_plan(saved: Saved, plan_sha256: str) -> OtherPlan:
    return OtherPlan(year=saved.year, found=saved.plan_sha256[:12], expected=plan_sha256[:12])


def _check_years(survey: Survey, saved: Sequence[Saved]) -> None:
    """Refuse a year that comes from two places: which of them holds is not for the program to choose."""
    rows = survey.entries.years
    seen = {year: next(iter(rows[year].values())).source.path for year in survey.years}
    found = []
    for one in saved:
        if one.year in seen:
            found.append(problem("year-twice", Place(one.path), str(one.year), other=seen[one.year]))
        seen.setdefault(one.year, one.path)
    if found:
        raise ScpError(found)


class _Series:
    """The years of every target, from surveys that were scored and from saved scores."""

    def __init__(
        self, plan: Plan, years: Sequence[int], scores: dict[int, Scores], saved: dict[int, Saved], survey: Survey
    ) -> None:
        self.plan, self.years, self.scores, self.saved, self.survey = plan, years, scores, saved, survey
        self.pools, self.problems = Pools(survey, {}), dict[tuple[str, int], Problem]()
        self.parts = dict[tuple[str, int], Parts]()

    def targets(self, item: Scored, options: ScoreOptions) -> Iterator[AnyReviewed]:
        """Yield the review of each target asked for."""
        asked = max(self.years[-1], options.year or 0)
        for target in pick(item.targets, asked, options.due):
            required = target.required
            points = [self._point(item, target, year) for year in self.years if year <= target.due]
            known = [point for point in points if point is not None]
            kept, left_out = comparable(known)
            each = getattr(item, "each", None)
            own = _of_measure(item, self.plan)
            by_itself = each is not None or own.get("per_year", False)
            mirrored = {"is_ceiling": target.is_ceiling, "by_itself": by_itself}
            found = trend(kept, required, target.due, isinstance(item, Share), year=asked, **mirrored)
            about: dict[str, Any] = vars(found) | {"required": required, "latest": known[-1] if known else None}
            about |= {"unit": self.plan.unit(item)} | own
            about |= {"limit": "at_most" if target.is_ceiling else "at_least", "each": each}
            if isinstance(item, Share) and isinstance(target, ShareTarget):
                about |= self._units(item, target, kept)
            kind, _ = KINDS[item.measure]
            yield kind(
                id=item.id,
                clause=target.clause,
                part=target.part,
                title=_title(item),
                due=target.due,
                not_compared=left_out,
                **about,
            )

    def later(self, chosen: Sequence[AnyReviewed], options: ScoreOptions) -> Iterator[AnyReviewed]:
        """Yield the review of each target that falls due after the one `chosen` of its indicator."""
        due = {one.id: one.due for one in chosen}
        for item in self.plan.indicators:
            if isinstance(item, Scored) and item.id in due and max(one.due for one in item.targets) > due[item.id]:
                every = self.targets(item, options._replace(due="all"))
                yield from (one for one in every if one.due > due[item.id])

    def results(self, year: int) -> Sequence[Result]:
        """Return what one year came to by itself."""
        return self.saved[year].score.targets if year in self.saved else self.scores[year].results

    def coverage(self) -> Iterator[Coverage]:
        """Yield how much of each kind was surveyed in each year, kinds as the plan names them."""
        for year in self.years:
            yield from self.saved[year].coverage if year in self.saved else self.scores[year].coverage()

    def _units(self, item: Share, target: ShareTarget, points: Sequence[Point]) -> dict[str, Any]:
        """Return what is said of the units of a share: which changed their answer, and where they are others."""
        changes = tuple(self.pools.changes(item, target, points))
        for one in changes:
            self.problems[item.id, one.year] = pool_changed(self.survey, item, one, points)
        return {
            "changed": self._changed(item, points[-1].year if points else target.due),
            "wanted": "yes" if answer_of(item.answer, item.least)[1] else "no",
            "pool_changes": changes,
            "at_base_sizes": self._at_base_sizes(item, points),
        }

    def _at_base_sizes(self, item: Share, points: Sequence[Point]) -> ShareAtBaseSizes | None:
        """Return what a share counted in its first and its latest year is at the sizes of the first one's kinds."""
        known = [one.year for one in points if one.achieved is not None and one.method == "census"]
        if not known:
            return None
        first, last = known[0], known[-1]  # of one year nothing moved
        return share_at_base_sizes((first, last), self.parts[item.id, first], self.parts[item.id, last])

    def tracked(self, item: Tracked) -> TrackedClause:
        """Return how a clause moved that is only tracked."""
        counts = {year: self._evidence(item, year) for year in self.years}
        wanted = item.answer if isinstance(item, Encourage) else {}
        found = directions({year: count for year, count in counts.items() if count}, wanted)
        return TrackedClause(id=item.id, clause=item.clause, title=_title(item), answers=tuple(found))

    def _point(self, item: Scored, target: AnyTarget, year: int) -> Point | None:
        _, kind = KINDS[item.measure]
        if year in self.saved:
            found = self.saved[year].result(item.id, target.due)
            if found and _adds_up(item, target):  # its years add up with those of other files
                return _point(score_target(self.plan, self.survey, item, target, year), kind)
            if found:
                self.parts[item.id, year] = found.parts
            return _point(found, kind, judged=found.due == target.due) if found else None
        results_ = (one for one in self.scores[year].results if one.id == item.id and one.due == target.due)
        result = next((one for one in results_ if one.year == year), None)
        if result:
            self.parts[item.id, year] = result.parts
        return _point(result, kind) if result else None

    def _evidence(self, item: Tracked, year: int) -> dict[str, int]:
        if year in self.saved:
            return self.saved[year].evidence(item.id, item.of if isinstance(item, Encourage) else None)
        if not self.survey.units(item.of if isinstance(item, Encourage) else self.plan.vocabulary.clauses, year):
            return {}
        (result,) = (one for one in self.scores[year].results if one.id == item.id)
        return {one.answer: one.yes for one in result.evidence} if isinstance(result, TrackedFigures) else {}

    def _changed(self, item: Share, year: int) -> tuple[ChangedUnit, ...] | None:
        """Return the units of a share whose answer changed in this year; saved years do not know units."""
        if year not in self.scores or year - 1 not in self.scores:
            return None
        given, _ = answer_of(item.answer, item.least)
        now, before = (self.survey.units(item.of, when) for when in (year, year - 1))
        identity = self.survey.identity([*before, *now])
        replies = {identity(unit): given(unit) for unit in before}
        changes = ((unit, replies.get(identity(unit)), given(unit)) for unit in now)
        found = (
            ChangedUnit(unit=unit.label, kind=unit.kind, before=was, now=is_now)
            for unit, was, is_now in changes
            if was is not None and is_now is not None and was is not is_now
        )
        return tuple(sorted(found, key=lambda one: (one.kind, alphabetical(one.unit))))


def _adds_up(item: Scored, target: AnyTarget) -> bool:
    """Whether a figure is of several years, which several files may hold."""
    return isinstance(item, Count) or (isinstance(target, AmountTarget) and target.since is not None)


def _of_measure(item: Scored, plan: Plan) -> dict[str, Any]:
    """Return what is said of a change alone, whether it is one a year; and of a ratio, whether it is of a part."""
    if isinstance(item, Reduction | Increase):
        return {"per_year": item.per_year == "true"}
    return {"is_part": plan.rate(item.ratio).is_part} if isinstance(item, Ratio) else {}


def _title(item: Indicator) -> Title:
    return Title(vi=item.title.vi, en=item.title.en)


def _point(result: Result, kind: type[Point], judged: bool = True) -> Point:
    """Return what a year came to; its verdict only if it is that of the due year asked for."""
    known = result.year is not None and result.achieved is not None
    about: dict[str, Any] = {name: getattr(result, name) for name in ("achieved", "low", "high")}
    about |= {"status": result.status if judged else None, "year": result.year or 0}
    about |= {"declared_answers": result.declared_answers, "by_declaration": judged and bool(result.by_declaration)}
    about |= {"rule": result.rule if judged else None, "reasons": result.reasons if judged else ()}
    if isinstance(result, CountFigures):
        open_years = (one.status is Status.UNDETERMINED and one.high is None for one in result.readings)
        about |= {"lacks_years": known and any(open_years)}
    if result.each and judged:
        about["each"] = InParts(by=result.each.by, met=result.each.met, of=result.each.of)
    if isinstance(result, ShareFigures) and known:
        about |= {name: getattr(result, name) for name in ("pool", *COUNTED)}
    if isinstance(result, TotalFigures):
        about["missing_years"] = result.missing_years
    return kind(method=("sample" if result.is_estimate else "census") if known else None, **about)

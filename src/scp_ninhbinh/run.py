"""One run of a command: a request in, a result object out. Nothing here prints or exits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from scp_ninhbinh.files import identity
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.file import LoadedPlan, embedded_plan, load_plan, survey_file
from scp_ninhbinh.problems.problem import RULES, Place, Problem, ScpError, has_errors, problem
from scp_ninhbinh.project.declared import (
    NOTHING_DECLARED,
    Blank,
    Constant,
    Declared,
    parse_blank,
    parse_constant,
    texts_of,
)
from scp_ninhbinh.project.folder import NAME as PROJECT_NAME
from scp_ninhbinh.scores.doubts import few_rows
from scp_ninhbinh.scores.namesakes import met_by_namesakes, of_another
from scp_ninhbinh.scores.outputs import Options
from scp_ninhbinh.scores.results import By
from scp_ninhbinh.scores.score import Due, ScoreOptions, Scores, expected_of, score
from scp_ninhbinh.survey.declared import with_columns
from scp_ninhbinh.survey.pool import Input, Survey
from scp_ninhbinh.survey.reading import read_register, read_survey
from scp_ninhbinh.survey.units import Listed
from scp_ninhbinh.tables.opening import PLAN_SUFFIXES
from scp_ninhbinh.tables.table import Progress
from scp_ninhbinh.text.likely import nearest
from scp_ninhbinh.text.numbers import DECIMALS, Percentage
from scp_ninhbinh.text.say import Code, Phrase

if TYPE_CHECKING:
    from scp_ninhbinh.project.file import Project
    from scp_ninhbinh.scores.explain import AnyExplained
    from scp_ninhbinh.scores.review import Review
    from scp_ninhbinh.scores.saved import Saved


NAMED: Final = 10
"""Files of a project's folder that are named when it does not declare them."""


LEAST_CONFIDENCE, MOST_CONFIDENCE = 50, 99.9999
"""The confidence that a sample may be given, in percent."""


@dataclass(frozen=True)
class Request:
    """What a run is asked for. The command line has an option for each field (`cli/options.py`)."""

    files: Sequence[str] = ()
    """The survey files; to check also plan files (`.yaml`), to review also saved scores (`.json`)."""
    plan: str | None = None
    """The plan file; None: the embedded plan."""
    register: str | None = None
    """The list of all units."""
    year: int | None = None
    """The year scored; None: the latest of the plan's years in the files."""
    due: Due = None
    """The due year, or "all"; None: of each indicator the first at or after the year."""
    by: By | None = None
    """What groups the same figures are given for too."""
    sample: bool = False
    """Whether the rows are a random sample of the register."""
    confidence: float = 95
    """The confidence of a sample's intervals, in percent."""
    set: Sequence[Constant] = ()
    """Values of columns that files lack."""
    blank: Sequence[Blank] = ()
    """Yes/no columns whose empty cells mean no."""
    encoding: str | None = None
    """The encoding of files that are not UTF-8."""
    decimal: Literal["comma", "point"] | None = None
    """The decimal mark of numbers that could be read in two ways."""
    bad_cells: Literal["unknown"] | None = None
    """Whether answers and numbers that cannot be read count as not known."""
    project: str | None = None
    """The project file (`scp.yaml`) that declares how files are read; its own plan, register and files stand in for
    those that are not given here."""
    passed_over: Sequence[str] = ()
    """Entries of folders that were not opened: no regular files, or links that lead elsewhere."""
    ignore: Sequence[str] = ()
    """Rules whose warnings and notices are not wanted of a check."""

    def paths(self) -> list[str]:
        """Return every file that is named, and what plans among them name; none may be overwritten by an output."""
        named = [*self.files, *(path for path in (self.plan, self.register, self.project) if path is not None)]
        if project := self._project:
            beside = (project.beside(project.part.plan), project.beside(project.part.register_))
            named += [*filter(None, beside), *project.files()]
        plans = [path for path in named if path == self.plan or Path(path).suffix.lower() in PLAN_SUFFIXES]
        return [*named, *filter(None, map(survey_file, plans))]

    @cached_property
    def opened(self) -> "Project | None":
        """The project, read once.

        Raises:
            ScpError: it is not sound.
        """
        if self.project is None:  # nothing that reads YAML is needed
            return None
        from scp_ninhbinh.project.file import load_project

        return load_project(self.project)

    @property
    def _project(self) -> "Project | None":
        """The project as far as it can be read; what is wrong with it is told by the run."""
        try:
            return self.opened
        except ScpError:
            return None

    @property
    def every_file(self) -> Sequence[str]:
        """The files that are read, without the register: those that are given, else those of the project."""
        return self.files or (self._project.files() if self._project else ())

    @property
    def lang(self) -> Code | None:
        """The language that the project asks for."""
        return self._project.part.lang if self._project else None

    @property
    def scoring(self) -> ScoreOptions:
        """What the score depends on besides the plan and the survey."""
        return ScoreOptions(self.year, self.due, self.by, Fraction(str(self.confidence)) / 100 if self.sample else None)

    @property
    def declared(self) -> Declared:
        """What is declared of the files."""
        mark = DECIMALS[self.decimal] if self.decimal else None
        unknown = self.bad_cells == "unknown"
        return Declared(self.encoding, mark, tuple(self.set), tuple(self.blank), unknown)


NOTHING_ASKED: Final = Request()

AS_ASKED: Final = ("year", "due", "by", "sample", "decimal", "bad_cells", "encoding", "project", "plan", "register")
"""The fields of a request that a saved score has as they are."""


def request_again(options: Options) -> Request:
    """Return the request that a saved score was an answer to; what is no declaration any more is left out."""
    asked: dict[str, Any] = {name: getattr(options, name) for name in AS_ASKED}
    if options.confidence is not None:
        asked["confidence"] = float(options.confidence * 100)
    return Request(
        **asked,
        files=options.files,
        set=[*filter(None, map(parse_constant, options.set))],
        blank=[*filter(None, map(parse_blank, options.blank))],
    )


class Prepared(NamedTuple):
    """A request with its plan loaded, and with what the project says that it does not say itself."""

    request: Request
    loaded: LoadedPlan
    declared: Declared
    project: "Project | None"
    problems: list[Problem]


def prepare(request: Request) -> Prepared:
    """Load the plan and the project of a request.

    Raises:
        ScpError: one of them is not sound, or a declaration cannot be so.
    """
    project, beside = request.opened, []
    if project:
        beside = _beside(project, request)
        register = project.beside(project.part.register_)
        request = replace(
            request,
            files=_without(register, request.every_file),
            plan=request.plan or project.beside(project.part.plan),
            register=request.register or register,
        )
    loaded = open_plan(request.plan)
    known = loaded.plan.vocabulary
    declared = with_columns(
        request.declared._replace(project=project.knows(known, _surveys(request)) if project else None), known
    )
    problems = [*_passed_over(request), *_of_project(project, request), *beside]
    return Prepared(request, loaded, declared, project, problems)


def _is_project(path: str) -> bool:
    from scp_ninhbinh.project.file import is_project

    return is_project(path)


def _passed_over(request: Request) -> list[Problem]:
    """Return what is noticed of entries of folders that were not opened."""
    return [problem("not-opened", Place(path)) for path in request.passed_over]


def _without(register: str | None, files: Sequence[str]) -> Sequence[str]:
    """Return the files but the register of the project, which lies among them where a folder or all files are given."""
    others = [path for path in files if register is None or identity(path) != identity(register)]
    return others or files


def _surveys(request: Request) -> list[str]:
    """Return the survey files and the register of a request."""
    return [path for path in (*request.files, request.register) if path is not None and not _is_yaml(path)]


def _of_project(project: "Project | None", request: Request) -> list[Problem]:
    """Return what is noticed of a project: paths that no file matches, and files that it does not declare."""
    if project is None:
        return []
    declared = {identity(path) for path in project.files()}
    strange = [path for path in request.files if not _is_yaml(path) and identity(path) not in declared]
    notices = [problem("not-in-project", Place(path), project.path) for path in strange if not path.endswith(".json")]
    return [*project.unmatched(), *notices]


def _beside(project: "Project", request: Request) -> list[Problem]:
    """Return that files in the folder of its `scp.yaml` are not named in it, where all of its files are meant."""
    if Path(project.path).name != PROJECT_NAME:
        return []
    if request.files and set(map(identity, request.files)) != set(map(identity, project.files())):
        return []
    given = {identity(path) for path in (request.register,) if path is not None}
    names = [Path(path).name for path in project.beside_it() if identity(path) not in given]
    few = (*names[:NAMED], *("…",) * (len(names) > NAMED))
    return [problem("file-not-declared", Place(project.path), files=few, n=len(names))] if names else []


def _is_yaml(path: str) -> bool:
    return Path(path).suffix.lower() in PLAN_SUFFIXES


class ScoreRun(NamedTuple):
    """A scored survey with what it was scored from; `problems` are no errors.

    `request` is what was asked for, with the files that a project named in its place.
    """

    survey: Survey
    scores: Scores
    plan_sha256: str
    problems: list[Problem]
    request: Request = NOTHING_ASKED

    def options(self, lang: Code) -> Options:
        """Return what a saved score says of the request, by which it is run again."""
        asked = self.request
        return Options(
            **{name: getattr(asked, name) for name in AS_ASKED},
            confidence=Percentage(Fraction(str(asked.confidence)) / 100) if asked.sample else None,
            set=tuple(texts_of(asked.set)),
            blank=tuple(texts_of(asked.blank)),
            files=tuple(asked.files),
            lang=lang,
        )

    @property
    def inputs(self) -> list[Input]:
        """The survey files, in the order read."""
        return self.survey.inputs


class ExplainRun(NamedTuple):
    """The explanations of a target, one a due year asked for, with the scores that they are of."""

    scored: ScoreRun
    explanations: tuple["AnyExplained", ...]

    @property
    def problems(self) -> list[Problem]:
        """What was noticed of the files; none is an error."""
        return self.scored.problems


class ReviewRun(NamedTuple):
    """A review with the plan that it was made by; `problems` are no errors."""

    review: "Review"
    plan_sha256: str
    problems: list[Problem]


class ReportRun(NamedTuple):
    """What a report is written from: the review, and of its latest year the scores by kind and by area.

    Those are None where a saved score stands in for the latest year: it does not know its units.
    """

    review: "Review"
    plan_sha256: str
    by_kind: Scores | None
    by_area: Scores | None
    problems: list[Problem]


class CheckedFile(NamedTuple):
    """A file that was checked; `rows` is None for a plan file, `sha256` for one not read, or no sound plan."""

    path: str
    rows: int | None
    sha256: str | None = None


class CheckRun(NamedTuple):
    """Everything found in the files checked, and the plan that they were checked against."""

    files: list[CheckedFile]
    problems: list[Problem]
    plan: Plan
    declared: Declared = NOTHING_DECLARED

    @property
    def complete(self) -> bool:
        """Whether every file could be opened and read."""
        return all_read(self.problems)


def all_read(problems: Sequence[Problem]) -> bool:
    """Whether every file that these problems are of could be opened and read."""
    return not any(found.rule in {"missing-file", "unreadable-file"} for found in problems)


class RegisterRun(NamedTuple):
    """The plan, and the units of a register that exist in the year asked for; `problems` are no errors."""

    plan: Plan
    units: list[Listed]
    problems: list[Problem]


def open_plan(path: str | None) -> LoadedPlan:
    """Load the plan at `path`, or the embedded one.

    Raises:
        ScpError: it is no sound plan.
    """
    return load_plan(embedded_plan() if path is None else path)


def score_files(request: Request, progress: Progress | None = None) -> ScoreRun:
    """Read the survey files and score them.

    Raises:
        ScpError: the plan, the register or any row has an error; a survey with errors is never scored. Or a sample
            comes without a register.
    """
    return _score(prepare(request), progress)


def _score(ready: Prepared, progress: Progress | None) -> ScoreRun:
    plan, options = ready.loaded.plan, ready.request.scoring
    survey, problems = _read_sound(ready, ready.request.files, progress)
    scores = score(plan, survey, options)
    doubts = few_rows(plan, survey) if options.year is None else ()
    doubles = met_by_namesakes(plan, survey, scores.year, options.due)
    return ScoreRun(survey, scores, ready.loaded.sha256, [*problems, *doubts, *doubles], ready.request)


def _read_sound(ready: Prepared, files: Sequence[str], progress: Progress | None) -> tuple[Survey, list[Problem]]:
    """Read these survey files and the register; the problems are no errors, which are raised."""
    request = ready.request
    if request.sample and request.register is None:
        raise ScpError([problem("sample-without-register", Place("", field="sample"))])
    if not request.files:
        raise ScpError([*ready.problems, _no_files(ready)])
    survey, problems = read_survey(files, expected_of(ready.loaded.plan), ready.declared, request.register, progress)
    if has_errors(problems):
        raise ScpError([*ready.problems, *problems])
    return survey, [*ready.loaded.problems, *ready.problems, *problems]


def _no_files(ready: Prepared) -> Problem:
    """Return that there is nothing to read: a project declares no file, or none that is there."""
    years, place = ready.loaded.plan.years(), Place(ready.project.path if ready.project else "FILE")
    remedy = Phrase("give a survey file, or declare some in scp.yaml (scp init)")
    return problem("no-year", place, first=years[0], last=years[-1], remedy=remedy)


def explain_files(target: str, request: Request, progress: Progress | None = None) -> ExplainRun:
    """Read the survey files, score them, and explain the target of this id or clause.

    Raises:
        ScpError: as of `score_files`; or the plan has no such target.
    """
    from scp_ninhbinh.scores.explain import explain, find

    ready = prepare(request)
    item, due = find(ready.loaded.plan, target)
    run = _score(ready._replace(request=replace(ready.request, due=request.due or due)), progress)
    run = run._replace(problems=[found for found in run.problems if not of_another(found, item.id)])
    return ExplainRun(run, tuple(explain(result, run.scores) for result in run.scores.results if result.id == item.id))


def review_files(request: Request, progress: Progress | None = None, *, ahead: bool = False) -> ReviewRun:
    """Read survey files and saved scores (`.json`), and review their years; `ahead` by later due years too.

    Raises:
        ScpError: as of `score_files`; or a saved score is none or was changed, or a year comes twice.
    """
    from scp_ninhbinh.scores.review import review

    ready = prepare(request)
    loaded, request = ready.loaded, ready.request
    saved_paths = [path for path in dict.fromkeys(request.files) if Path(path).suffix.lower() == ".json"]
    saved, warnings = _saved(saved_paths, loaded)
    survey, problems = _read_sound(ready, [p for p in request.files if p not in saved_paths], progress)
    found = review(loaded.plan, loaded.sha256, survey, saved, request.scoring, ahead=ahead)
    return ReviewRun(found, loaded.sha256, [*problems, *warnings, *found.problems])


def _saved(paths: Sequence[str], loaded: LoadedPlan) -> "tuple[list[Saved], list[Problem]]":
    """Read saved scores, and warn of those that another version of the program wrote.

    Raises:
        ScpError: one is none, or was changed.
    """
    from scp_ninhbinh.scores.saved import load_saved, other_version

    saved = [load_saved(path, loaded) for path in paths]
    return saved, [warning for one in saved for warning in other_version(one)]


def report_files(request: Request, progress: Progress | None = None) -> ReportRun:
    """Review the files, and score the latest year by kind and by area.

    Raises:
        ScpError: as of `review_files`.
    """
    found, sha256, problems = review_files(request, progress, ahead=True)
    latest = found.years[-1]
    by_kind = by_area = None
    if latest in found.survey.years:
        whole = request.scoring._replace(year=latest)
        by_kind = score(found.plan, found.survey, whole._replace(by="kind"))
        by_area = score(found.plan, found.survey, whole._replace(by="area"))
    return ReportRun(found, sha256, by_kind, by_area, problems)


def check_files(request: Request, progress: Progress | None = None) -> CheckRun:
    """Check plan and project files (`.yaml`) each by itself, and all survey files and the register together.

    Without a file everything that the project declares is checked, itself, its plan and its register too.

    Raises:
        ScpError: the plan to check against, or the project, is not sound.
    """
    given = list(dict.fromkeys(request.files))
    beside = [path for path in given if _is_yaml(path)]
    own = [path for path in beside if _is_project(path)]
    problems: list[Problem] = []
    checked = [_check_yaml(path, path in own, request, problems) for path in beside]
    if given and len(beside) == len(given) and request.register is None:
        plan = open_plan(None if request.plan is None and own else request.plan).plan
        return CheckRun(checked, _wanted([*_passed_over(request), *problems], request, None), plan, request.declared)
    ready = prepare(request if not own else replace(request, project=request.project or own[0]))
    if not given and ready.project:
        checked += [CheckedFile(ready.project.path, None, ready.project.sha256)]
        checked += [CheckedFile(ready.request.plan, None, ready.loaded.sha256)] if ready.request.plan else []
        problems += ready.loaded.problems
    surveys = [path for path in ready.request.files if not _is_yaml(path)]
    survey, found = read_survey(
        surveys, expected_of(ready.loaded.plan), ready.declared, ready.request.register, progress
    )
    problems += [*ready.problems, *found]
    checked += [CheckedFile(read.path, read.rows, read.sha256) for read in survey.every_input]
    return CheckRun(checked, _wanted(problems, request, ready.project), ready.loaded.plan, ready.declared)


def _wanted(problems: Sequence[Problem], request: Request, project: "Project | None") -> list[Problem]:
    """Return the problems but those of rules that are not wanted; an error is never left out.

    Raises:
        ScpError: there is no rule of a name.
    """
    ignored = {*request.ignore, *(project.part.ignore_rules if project else ())}
    unknown = sorted(ignored - RULES.keys())
    if unknown:
        own = Place(project.path, column="ignore_rules") if project else Place("")
        places = {name: Place("", field="ignore") if name in request.ignore else own for name in unknown}
        names = tuple(RULES)
        raise ScpError([problem("unknown-rule", places[name], name, guess=nearest(name, names)) for name in unknown])
    return [found for found in problems if found.severity == "error" or found.rule not in ignored]


def _check_yaml(path: str, is_own: bool, request: Request, problems: list[Problem]) -> CheckedFile:
    """Load a plan or project file, and add what is wrong with it to `problems`."""
    try:
        if is_own:
            ready = prepare(replace(request, project=path, files=[path]))
            problems += ready.problems
            return CheckedFile(path, None, ready.project.sha256 if ready.project else None)
        loaded = load_plan(path)
        problems += loaded.problems
        return CheckedFile(path, None, loaded.sha256)
    except ScpError as error:
        problems += error.problems
        return CheckedFile(path, None, None)


def read_units(request: Request) -> RegisterRun:
    """Read the units of the register, if there is one, that exist in the year asked for.

    Raises:
        ScpError: the register has an error.
    """
    ready = prepare(request)
    loaded, request = ready.loaded, ready.request
    if request.register is None:
        return RegisterRun(loaded.plan, [], loaded.problems)
    units, problems = read_register(request.register, expected_of(loaded.plan), ready.declared)
    if has_errors(problems):
        raise ScpError(problems)
    existing = [unit for unit in units if request.year is None or unit.exists(request.year)]
    return RegisterRun(loaded.plan, existing, [*loaded.problems, *problems])

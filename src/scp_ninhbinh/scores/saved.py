"""Saved scores (`score --format json`): what a year came to, without the files that it was scored from."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from scp_ninhbinh import __version__
from scp_ninhbinh.files import UTF16_MARKS, opening
from scp_ninhbinh.measures.answers import answer_of, name_of
from scp_ninhbinh.measures.count import TrackedFigures
from scp_ninhbinh.measures.figures import Coverage, Points
from scp_ninhbinh.measures.total import YearTotal
from scp_ninhbinh.plan.clauses import Count, Plan, Total
from scp_ninhbinh.plan.file import LoadedPlan
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, problem
from scp_ninhbinh.scores.checked import Fault, faults, faults_by_plan
from scp_ninhbinh.scores.outputs import Score, checksum
from scp_ninhbinh.scores.results import CountResult, RatioResult, Result, TotalResult, plain
from scp_ninhbinh.survey.pool import Counted
from scp_ninhbinh.survey.units import Entry, Remembered
from scp_ninhbinh.text.numbers import Percentage

LARGEST: Final = 100_000_000
"""Bytes beyond which no file is a saved score: some hundred thousand problems of rows may stand in one."""

SCHEMA: Final = "scp-ninhbinh/score/1"

MOST: Final = 10
"""Keys that are named of a score that was changed."""


class Saved(NamedTuple):
    """A saved score with its file."""

    path: str
    sha256: str
    score: Score

    @property
    def year(self) -> int:
        """The year scored."""
        return self.score.year

    @property
    def plan_sha256(self) -> str:
        """The hash of the plan that it was scored against."""
        return self.score.plan.sha256

    @property
    def coverage(self) -> Iterator[Coverage]:
        """How much of each kind was surveyed in the year scored, without the names of those that were not."""
        for one in self.score.coverage:
            yield Coverage(**{key: value for key, value in vars(one).items() if key != "not_surveyed"})

    def result(self, indicator: str, due: int) -> Result | None:
        """Return what a target came to that year, or by another due year if it was not judged by this one."""
        found = [one for one in self.score.targets if one.id == indicator and one.year == self.year]
        own = next((one for one in found if one.due == due), None)
        return own or (found[0] if found else None)

    def past(self, plan: Plan) -> dict[Counted, Sequence[Entry]]:
        """Return the rows that its counts were of, by the answers that the plan counts."""
        items = {item.id: item for item in plan.indicators}
        found: dict[Counted, Sequence[Entry]] = {}
        for result in self.score.targets:
            item = items.get(result.id)
            if isinstance(result, CountResult) and isinstance(item, Count):
                found = _rows(result, item) | found  # of another due year they are the same rows
        return found

    def sums(self, plan: Plan) -> dict[tuple[str, tuple[str, ...]], dict[int, YearTotal]]:
        """Return what its totals of several years were added up from, by the column and the kinds."""
        items = {item.id: item for item in plan.indicators}
        found: dict[tuple[str, tuple[str, ...]], dict[int, YearTotal]] = defaultdict(dict)
        for result in self.score.targets:
            item = items.get(result.id)
            if isinstance(result, TotalResult) and isinstance(item, Total):
                found[item.total, item.of] |= {one.year: one for one in result.years}
        return {**found}

    def evidence(self, indicator: str, kinds: Collection[str] | None) -> dict[str, int]:
        """Return how often each answer of a clause without a number was given that year, nothing where no row spoke.

        That no activity was recorded (`kinds` None: of a task) shows by all tasks having none.
        """
        tracked = [one for one in self.score.targets if isinstance(one, TrackedFigures)]
        every = [(one.id, found) for one in tracked for found in one.evidence]
        if kinds is None:
            spoke = any(found.yes for _, found in every if found.answer == "task")
        else:
            spoke = any(one.kind in kinds and one.surveyed for one in self.score.coverage)
        return {found.answer: found.yes for id_, found in every if id_ == indicator} if spoke else {}


def _rows(result: CountResult, item: Count) -> dict[Counted, Sequence[Entry]]:
    name, (_, wanted) = name_of(item.answer, item.least), answer_of(item.answer, item.least)
    found: dict[Counted, list[Entry]] = defaultdict(list)
    for row in result.rows:
        answer = row.answer if wanted or row.answer is None else not row.answer
        about = {name: getattr(row, name) for name in ("year", "kind", "id", "name", "area", "declared")}
        unit = Remembered.answering(name, answer, **about)
        found[name, row.kind, row.year].append(unit)
    return {**found}


@cache
def _reader() -> Any:
    """Return what reads a saved score, compiled once: the same classes that it was written from."""
    from pydantic import TypeAdapter

    return TypeAdapter(Score).validator


def _read(document: object) -> Score:
    """Return what a document says. It must say every key: a default is there for those who write a score alone."""
    score = with_percentages(_reader().validate_python(document))
    if not _holds(document, plain(score)):
        raise ValueError
    return score


AMOUNTS: Final = ("required", "stretch", "achieved", "low", "high")
"""The figures of a result that are in its unit, beside the gap, which is in points where that is percent."""


def with_percentages(score: Score) -> Score:
    """Return a score of which amounts are percentages where their unit is: of a ratio the class does not say it."""
    targets: list[Any] = [_in_percent(one) if isinstance(one, RatioResult) else one for one in score.targets]
    return replace(score, targets=tuple(targets))


def _in_percent(result: RatioResult) -> RatioResult:
    if result.unit != "percent":
        return result
    found: RatioResult = _percentages(result)
    gap = None if result.gap is None else Points(Fraction(result.gap) / 100)
    groups: Any = result.groups and tuple(map(_percentages, result.groups))
    each = result.each and replace(result.each, parts=tuple(map(_percentages, result.each.parts)))
    return replace(found, gap=gap, readings=tuple(map(_percentages, result.readings)), groups=groups, each=each)


def _percentages(part: Any) -> Any:
    """Return a part of a result with its amounts, which JSON has from 0 to 100, as percentages."""
    known = {name: getattr(part, name, None) for name in AMOUNTS}
    found = {name: Percentage(Fraction(value) / 100) for name, value in known.items() if value is not None}
    return replace(part, **found)


def _holds(document: Any, written: object) -> bool:
    """Whether a document has all that would be written of what was read of it; it may have more keys."""
    if isinstance(written, dict):
        return all(key in document and _holds(document[key], value) for key, value in written.items())
    if isinstance(written, list):
        return len(document) == len(written) and all(map(_holds, document, written))
    return isinstance(document, bool) is isinstance(written, bool) and bool(document == written)


def load_saved(path: str, by: LoadedPlan | None = None) -> Saved:
    """Read a saved score, and believe it only if its checksum is right and nothing in it disagrees.

    Where it was scored by the plan `by`, that must say what it says of it.

    Raises:
        ScpError: the file cannot be read, is none, or was changed.
    """
    file = read_saved(path)
    of_plan = faults_by_plan(file.score, by.plan) if by and by.sha256 == file.score.plan.sha256 else ()
    wrong = [] if file.sums_up else [Fault("sha256", file.score.sha256, checksum(file.document))]
    if found := [*islice(chain(of_plan, faults(file.score)), MOST), *wrong]:
        raise ScpError([_changed(path, fault) for fault in found])
    return Saved(path, file.sha256, file.score)


def _changed(path: str, fault: Fault) -> Problem:
    value, expected = (json.dumps(one) if not isinstance(one, str) else one for one in fault[1:])
    return problem("changed-score", Place(path), value, key=fault.key, expected=expected)


def other_version(saved: Saved) -> Iterator[Problem]:
    """Yield the warning about a score that another version of the program wrote."""
    if saved.score.version != __version__:
        yield problem("other-version", Place(saved.path), saved.score.version, own=__version__)


class SavedFile(NamedTuple):
    """A file that holds a saved score: its text, the hash of its bytes, the document, and what it says."""

    path: str
    text: str
    sha256: str
    document: dict[str, Any]
    score: Score

    @property
    def sums_up(self) -> bool:
        """Whether the checksum is that of its values."""
        return self.score.sha256 == checksum(self.document)


def read_saved(path: str) -> SavedFile:
    """Read a saved score as it stands, changed or not.

    Raises:
        ScpError: the file cannot be read or is none; of another version of the program that is said too.
    """
    with opening(path), open(path, "rb") as file:
        data = file.read(LARGEST + 1)
    document: Any = None
    try:
        text = data[:LARGEST].decode("utf-16" if data.startswith(UTF16_MARKS) else "utf-8-sig")
        # json, because pydantic's own parser takes no half of a surrogate pair
        document = json.loads(text)
        return SavedFile(path, text, hashlib.sha256(data).hexdigest(), document, _read(document))
    except (ValueError, RecursionError):
        raise ScpError([problem("not-a-score", Place(path)), *_of_another(path, document)]) from None


def _of_another(path: str, document: Any) -> Iterator[Problem]:
    """Yield that a score which lacks something is of another version of the program, if it says so."""
    if isinstance(document, dict) and document.get("schema") == SCHEMA:
        version = document.get("version")
        if isinstance(version, str) and version != __version__:
            yield problem("other-version", Place(path), version, own=__version__)

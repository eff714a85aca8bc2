"""Survey files → validated units, with every problem of every row."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scp_ninhbinh.files import real_path
from scp_ninhbinh.language import Phrase
from scp_ninhbinh.problems import Place, Problem, ScpError, has_errors
from scp_ninhbinh.rules import problem
from scp_ninhbinh.survey.afterwards import finish
from scp_ninhbinh.survey.declared import Declared
from scp_ninhbinh.survey.identity import Asides, check_identities
from scp_ninhbinh.survey.readers import Expected, Rules
from scp_ninhbinh.survey.table_reader import TableReader
from scp_ninhbinh.survey.units import Unit
from scp_ninhbinh.tables.opening import open_file
from scp_ninhbinh.tables.table import Progress, Reading

NOTHING_DECLARED = Declared()


class Input(NamedTuple):
    """A file that was read: its path, the SHA-256 of its bytes, and how many rows of units it has."""

    path: str
    sha256: str | None
    rows: int


@dataclass
class Survey:
    """The units of all files: year → identity within the year → unit."""

    years: dict[int, dict[object, Unit]] = field(default_factory=lambda: defaultdict(dict))
    inputs: list[Input] = field(default_factory=list)
    asides: Asides = field(default_factory=Asides)
    declared: Declared = NOTHING_DECLARED
    _kinds: dict[int, dict[str, list[Unit]]] = field(default_factory=dict)

    def units(self, kinds: Collection[str], year: int) -> list[Unit]:
        """Return the units of these kinds in `year`, kind by kind. (Read all files before the first call.)"""
        if year not in self._kinds:
            self._kinds[year] = defaultdict(list)
            for unit in self.years.get(year, {}).values():
                self._kinds[year][unit.kind].append(unit)
        return [unit for kind in kinds for unit in self._kinds[year].get(kind, ())]


def read_survey(
    paths: Sequence[str],
    expected: Expected,
    declared: Declared = NOTHING_DECLARED,
    progress: Progress | None = None,
) -> tuple[Survey, list[Problem]]:
    """Read every file and check every row; the survey may be scored only if no problem is an error."""
    survey = Survey(declared=declared)
    rules = Rules(expected, declared)
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        real = real_path(path)
        if real in files:
            problems.append(problem("file-twice", Place(path)))
        files.setdefault(real, path)
    for path in files.values():
        problems += _read_file(path, rules, survey, progress)
    years = [year for year in sorted(survey.years) if year in expected.years]
    problems += check_identities(survey.units, years, expected.followed, survey.asides)
    return survey, [*problems, *_unused(rules)]


def _read_file(path: str, rules: Rules, survey: Survey, progress: Progress | None) -> list[Problem]:
    """Read all tables of one file into the survey; its numbers are settled when all of them have been seen."""
    rules.cells.begin()
    try:
        with open_file(path, Reading(rules.declared.encoding), progress) as file:
            readers = [TableReader(table, rules, survey).read() for table in file.tables]
            rules.cells.settle()
            found = [found for reader in readers for found in finish(reader)]
            rows = sum(reader.rows for reader in readers)
            survey.inputs.append(Input(path, file.sha256(), rows))
            if not rows and not has_errors(found):  # of a form some sheets may stay empty, but not all
                found += [problem("no-rows", reader.table.header) for reader in readers[:1]]
            return [*file.problems, *found]
    except ScpError as error:
        survey.inputs.append(Input(path, None, 0))
        return error.problems


def _unused(rules: Rules) -> Iterator[Problem]:
    """Name the constants that no table took: every one has the column, or no sheet has that name."""
    for constant in rules.declared.constants:
        if constant not in rules.used:
            reason = (
                Phrase("no sheet of that name lacks the column") if constant.sheet else Phrase("every table has it")
            )
            place = Place(f"--set {constant.text()}", column=constant.column)
            yield problem("set-not-used", place, constant.text(), reason=reason)

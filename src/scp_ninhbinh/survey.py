"""Rows of survey files → validated units, with every problem of every row."""

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, NamedTuple, cast

from pydantic import ValidationError

from scp_ninhbinh.files import real_path
from scp_ninhbinh.headers import check_header, missing_columns
from scp_ninhbinh.identity import Asides, check_identities, row_key
from scp_ninhbinh.language import Phrase
from scp_ninhbinh.problems import Place, Problem, ScpError
from scp_ninhbinh.rules import problem
from scp_ninhbinh.tables import Progress, Table, open_table
from scp_ninhbinh.units import COLUMNS, MODEL_OF, Activity, Market, Unit, validator
from scp_ninhbinh.words import fold, nearest

ABSENT: Final = -1
"""The position of a column that the file lacks: that of the empty cell put at the end of each row."""

FEW: Final = 5
"""Row numbers that a message lists; the rest are an ellipsis."""

EVERY_CELL: Final = Phrase("every cell")
CHECKS_OF_UNIT: Final[Mapping[type[Unit], Sequence[str]]] = {
    Unit: [Phrase("the answers")],
    Market: ["hard-over-total", "hard-without-total"],
    Activity: ["unknown-task"],
}
"""What is checked of a row only if all its cells are sound. Of an unknown kind (Unit) the answers never are."""

Pick = Callable[[list[str]], tuple[str, ...]]


class Expected(NamedTuple):
    """What the plan lets a survey be checked against: its years, its tasks, the kinds followed over years."""

    years: range
    tasks: tuple[str, ...]
    followed: frozenset[str]


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
    _kinds: dict[int, dict[str, list[Unit]]] = field(default_factory=dict)

    def units(self, kinds: Collection[str], year: int) -> list[Unit]:
        """Return the units of these kinds in `year`, kind by kind. (Read all files before the first call.)"""
        if year not in self._kinds:
            self._kinds[year] = defaultdict(list)
            for unit in self.years.get(year, {}).values():
                self._kinds[year][unit.kind].append(unit)
        return [unit for kind in kinds for unit in self._kinds[year].get(kind, ())]


def read_survey(
    paths: Sequence[str], expected: Expected, progress: Progress | None = None
) -> tuple[Survey, list[Problem]]:
    """Read every file and check every row; the survey may be scored only if no problem is an error."""
    survey = Survey()
    problems: list[Problem] = []
    files: dict[str, str] = {}
    for path in paths:
        real = real_path(path)
        if real in files:
            problems.append(problem("file-twice", Place(path)))
        files.setdefault(real, path)
    for path in files.values():
        try:
            with open_table(path, frozenset(COLUMNS), progress) as table:
                found = _TableReader(table, expected, survey).read()
        except ScpError as error:
            found = error.problems
            survey.inputs.append(Input(path, None, 0))
        problems += found
    years = [year for year in sorted(survey.years) if year in expected.years]
    problems += check_identities(survey.units, years, expected.followed, survey.asides)
    return survey, problems


class _Reader(NamedTuple):
    """How the rows of one table are read for one model; `others` are columns of other kinds that it has."""

    model: type[Unit]
    own: Pick
    others: Mapping[str, int]
    validate: Callable[[tuple[str, ...]], Unit]


class _Readers(dict[str, _Reader]):
    """The reader for what the cell `kind` says, made when first met; for an unknown kind one of the common columns."""

    def __init__(self, at: Mapping[str, int]) -> None:
        super().__init__()
        self.at = at
        self.kinds: set[str] = set()
        self.unknown = _Reader(Unit, _pick(at, Unit.columns()), {}, validator(Unit))

    def __missing__(self, cell: str) -> _Reader:
        kind = fold(cell)
        model = MODEL_OF.get(kind)
        if model is None:
            return self.unknown
        self.kinds.add(kind)
        own = (*model.columns(), "note")
        others = {name: index for name, index in self.at.items() if name in COLUMNS and name not in own}
        validate = validator(model)  # type: ignore[arg-type]  # mypy takes the class for one of its instances
        self[cell] = _Reader(model, _pick(self.at, model.columns()), others, validate)
        return self[cell]


def _pick(at: Mapping[str, int], names: Collection[str]) -> Pick:
    """Return what takes the cells of these columns out of a row whose last cell is an empty one more."""
    return cast(Pick, itemgetter(*(at.get(name, ABSENT) for name in names)))


class _TableReader:
    """One pass over one table: every good row goes into the survey, every problem into the list."""

    def __init__(self, table: Table, expected: Expected, survey: Survey) -> None:
        self.table, self.path, self.expected, self.survey = table, table.path, expected, survey
        self.at = {name: index for index, name in reversed(list(enumerate(table.columns)))}
        self.readers = _Readers(self.at)
        self.years, self.units = frozenset(expected.years), survey.years
        self.problems = check_header(table.columns, table.header)
        self.unchecked: dict[str, list[int]] = defaultdict(list)
        self.rows = 0

    def read(self) -> list[Problem]:
        """Read all rows and return the problems in their order."""
        kind_at, width = self.at.get("kind", ABSENT), len(self.table.columns)
        for row, cells in self.table.rows:
            if len(cells) != width and not self._fits(row, cells):
                continue
            cells.append("")  # what _pick finds for a column that the file lacks
            reader = self.readers[cells[kind_at]]
            _, pick, _, validate = reader
            own = pick(cells)
            try:
                unit = validate(own)
            except ValidationError as error:
                self._refuse(error, reader, row, cells)
                continue
            self._enter(unit, row, cells)
            if len(cells) - cells.count("") > len(own) - own.count(""):  # more is filled than the kind's own columns
                self._cells_of_others(unit, reader, cells)
        return self._finish()

    def _enter(self, unit: Unit, row: int, cells: list[str]) -> None:
        """Put a unit into the survey unless its year has it already."""
        unit.row, unit.path = row, self.path
        self.rows += 1
        if unit.year not in self.years:
            self._add("year-outside-plan", unit, cells, "year", str(unit.year), **self._first_and_last())
        if type(unit) in CHECKS_OF_UNIT:
            self._check_unit(unit, cells)
        code = unit.id
        if not (code.isupper() and code.isascii()):
            if not self._has_name(unit, cells):
                return
            self.survey.asides.add(unit)
        first = self.units[unit.year].setdefault(code or row_key(unit), unit)
        if first is not unit:
            other = f"{first.path}:{first.row}"
            self._add("duplicate-unit", unit, cells, "id" if code else "name", unit.label, year=unit.year, other=other)

    def _has_name(self, unit: Unit, cells: list[str]) -> bool:
        """Whether the row says which unit it speaks of; a file with neither column is told so once."""
        column = "name" if "name" in self.at else "id"
        if not unit.label and column in self.at:
            self._add("missing-value", unit, cells, column, "", expected=Phrase("an id or a name"))
        return bool(unit.label)

    def _check_unit(self, unit: Unit, cells: list[str]) -> None:
        """Check what a kind's columns say together, or together with the plan."""
        if isinstance(unit, Activity):
            self._check_tasks(unit, cells)
        elif isinstance(unit, Market) and unit.packaging_total is None and unit.packaging_hard is not None:
            self._add("hard-without-total", unit, cells, "packaging_hard", str(unit.packaging_hard))

    def _add(self, rule: str, unit: Unit, cells: list[str], column: str, value: str, **details: object) -> None:
        self.problems.append(problem(rule, self._place(unit.row, cells, column), value, **details))

    def _place(self, row: int, cells: list[str], column: str | None = None) -> Place:
        return Place(self.path, row, self.table.line_of(cells), column)

    def _first_and_last(self) -> dict[str, object]:
        return {"first": self.expected.years[0], "last": self.expected.years[-1]}

    def _check_tasks(self, unit: Activity, cells: list[str]) -> None:
        for clause in unit.task:
            if clause not in self.expected.tasks:
                guess = nearest(clause, self.expected.tasks)
                self._add("unknown-task", unit, cells, "task", clause, choices=self.expected.tasks, guess=guess)

    def _cells_of_others(self, unit: Unit, reader: _Reader, cells: list[str]) -> None:
        for name, index in reader.others.items():
            if cells[index].strip():
                self._add("cell-not-for-kind", unit, cells, name, cells[index], kind=unit.kind)

    def _fits(self, row: int, cells: list[str]) -> bool:
        """Whether a row of another width than the header's can be read: only cells that say nothing may be extra."""
        width = len(self.table.columns)
        if not any(cell.strip() for cell in cells):
            return False
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            del cells[width:]
            return True
        rule = "short-row" if len(cells) < width else "long-row"
        place = self._place(row, cells)
        self.problems.append(problem(rule, place, found=len(cells), expected=width))
        self.unchecked[EVERY_CELL].append(row)
        self.rows += 1
        return False

    def _refuse(self, error: ValidationError, reader: _Reader, row: int, cells: list[str]) -> None:
        """Turn pydantic's errors into problems, then check what a row with errors still allows."""
        if not any(cell.strip() for cell in cells):
            return
        columns, sound = reader.model.columns(), True
        for found in error.errors(include_url=False):
            # the model's own check has no position: it speaks of the column that its rule is named after
            column = columns[cast(int, found["loc"][0])] if found["loc"] else "packaging_hard"
            sound &= not found["loc"]
            if column in self.at:
                place, value = self._place(row, cells, column), cells[self.at[column]]
                self.problems.append(problem(found["type"], place, value, **found.get("ctx", {})))
        for rule in () if sound else CHECKS_OF_UNIT.get(reader.model, ()):
            self.unchecked[rule].append(row)
        self._enter_identity(row, cells)

    def _enter_identity(self, row: int, cells: list[str]) -> None:
        """Look for duplicates of a row with errors too, if its identity is sound. (It is never scored.)"""
        try:
            unit = validator(Unit)(_pick(self.at, Unit.columns())(cells))
        except ValidationError:
            self.unchecked["duplicate-unit"].append(row)
            self.rows += 1
        else:
            self._enter(unit, row, cells)

    def _finish(self) -> list[Problem]:
        """Add what only the whole table shows."""
        self.problems += self.table.problems
        self.problems += missing_columns(self.at, self.readers.kinds, self.table.header)
        if not (self.rows or self.table.problems):
            self.problems.append(problem("no-rows", self.table.header))
        self.problems += self._not_checked()
        self.survey.inputs.append(Input(self.path, self.table.sha256(), self.rows))
        return sorted(self.problems, key=lambda found: found.place.row or sys.maxsize)

    def _not_checked(self) -> list[Problem]:
        """Name the checks that rows with errors did not get, those of the same rows together."""
        checks: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for check, rows in self.unchecked.items():
            checks[tuple(rows)].append(check)
        return [
            problem(
                "not-checked",
                Place(self.path),
                check=tuple(names),
                rows=(*rows[:FEW], *("…",) * (len(rows) > FEW)),
            )
            for rows, names in checks.items()
        ]

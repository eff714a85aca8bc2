"""The columns of a table: which its header names and its rows need, and how the cells of a row become a unit."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final, NamedTuple, cast

from pydantic_core import PydanticCustomError

from scp_ninhbinh.plan.vocabulary import ENGINE, Vocabulary
from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.survey.cells import CellParser
from scp_ninhbinh.survey.declared import UNKNOWN, Constant, Declared, Expected, is_excused, likely_constant
from scp_ninhbinh.survey.guide import is_guide
from scp_ninhbinh.survey.units import NO_YEAR, Checks, Entry, Layout, Validate, validator
from scp_ninhbinh.tables.table import Headings, Row, Table
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import Suggestions, heading_key

GUESSED: Final = 50
"""Unknown columns for which the likely one is looked up; a table of hundreds is no survey."""


SET_IT: Final = Phrase("add the column, or declare it for every row: --set {example}")

ABSENT: Final = -1
"""The position of a column that the table lacks: that of the empty cell put at the end of each row."""

MOST_SPELLINGS: Final = 1_000
"""Different cells of the column kind whose parser is remembered."""

Pick = Callable[[list[str]], tuple[str, ...]]


def known_headings(known: Vocabulary) -> Headings:
    """Return the headings that are looked for in a file: those of a survey's and a register's columns."""
    names, numbers = frozenset((*ENGINE, *known.columns)), frozenset(known.holding("number"))
    return Headings(known.headings, names, numbers, is_guide)


def check_header(columns: Sequence[str], header: Place, layout: Layout, suggestions: Suggestions) -> list[Problem]:
    """Return what is wrong with the headings themselves. An empty heading names nothing and is passed over."""
    unknown = _unknown(columns, header, layout, suggestions)
    return [*_inverted(columns, header, layout), *unknown, *_duplicates(columns, header, layout.columns)]


def missing_columns(columns: Collection[str], kinds: Collection[str], header: Place, layout: Layout) -> list[Problem]:
    """Return one problem for each column that the `kinds` met in the file need and it lacks."""
    needed_for: dict[str, list[str]] = defaultdict(list)
    for kind in (kind for kind in layout.required if kind in kinds):
        for name in layout.required[kind]:
            needed_for[name].append(kind)
    every = (Phrase("every row"),)
    lacking: dict[str, tuple[str, ...]] = {name: every for name in layout.leading if name not in columns}
    if not {"id", "name"} & set(columns):
        lacking["name"] = every
    lacking |= {name: tuple(needed_for[name]) for name in needed_for if name not in columns and name not in lacking}
    return [
        problem("missing-column", header._replace(column=name), name, kinds=for_kinds, **_remedy(name, header, layout))
        for name, for_kinds in lacking.items()
    ]


def _remedy(column: str, header: Place, layout: Layout) -> dict[str, object]:
    """Return the declaration that stands in for a column which often only the name of a sheet or file gives."""
    if column not in {"year", "kind"}:
        return {}
    return {"remedy": SET_IT, "example": likely_constant(column, header.path, header.sheet, layout.known)}


def _inverted(columns: Sequence[str], header: Place, layout: Layout) -> Iterator[Problem]:
    known = layout.known
    for name in columns:
        column = known.opposites.get(heading_key(name)) if name not in known.names else None
        if column:
            yield problem("inverted-column", header._replace(column=name), name, column_meant=column)


def _unknown(columns: Sequence[str], header: Place, layout: Layout, suggestions: Suggestions) -> Iterator[Problem]:
    known = layout.columns
    free = tuple(name for name in known if name not in columns)
    inverted = layout.known.opposites
    unknown = [name for name in columns if name and name not in known and heading_key(name) not in inverted]
    for number, name in enumerate(unknown):
        guess = _guess(name, free, layout.known, suggestions) if number < GUESSED else None
        yield problem(
            "unknown-column", header._replace(column=name), name, table=layout.name, choices=free, guess=guess
        )


def _guess(name: str, free: Collection[str], known: Vocabulary, suggestions: Suggestions) -> str | None:
    """Return the column that a heading may mean, by the program's name or by one that files use."""
    near = suggestions.nearest(heading_key(name), tuple(known.headings))
    column = known.headings.get(near or "")
    return column if column in free else None


def _duplicates(columns: Sequence[str], header: Place, known: Sequence[str]) -> Iterator[Problem]:
    for second, name in enumerate(columns):
        if name in known and (first := columns.index(name)) != second:
            yield problem("duplicate-column", header._replace(column=name), name, first=first + 1, second=second + 1)


class Context:
    """What tables of one layout are read by: the plan's expectations, what is declared, compiled validators."""

    def __init__(self, expected: Expected, declared: Declared, suggestions: Suggestions, layout: Layout) -> None:
        self.expected, self.declared, self.layout = expected, declared, layout
        self.years = frozenset(expected.years) if "year" in layout.leading else frozenset({NO_YEAR})
        self.cells = CellParser(layout.known, declared.mark)
        self.suggestions = suggestions
        self.used: set[Constant] = set()
        self._validators: dict[type[Entry], Validate] = {}

    def validator(self, model: type[Entry]) -> Validate:
        """Return the compiled validator of a model, made when first needed."""
        if model not in self._validators:
            self._validators[model] = validator(model, self.cells)
        return self._validators[model]


class RowParser(NamedTuple):
    """How the rows of one table are read for one model; `others` are columns of other kinds that it has."""

    model: type[Entry]
    own: Pick
    others: Mapping[str, int]
    validate: Validate


class RowParsers(dict[str, RowParser]):
    """The parser for each spelling in the column `kind`, made when first met; for an unknown kind that of all kinds.

    `kinds` are those met so far, `checks` what is checked of their units, `blanks` counts the empty cells of each
    column that were declared to mean no.
    """

    def __init__(self, at: Mapping[str, int], context: Context) -> None:
        super().__init__()
        self.at, self.context = at, context
        self.kinds: set[str] = set()
        self.blanks: Counter[str] = Counter()
        self.checks: dict[type[Entry], Checks] = {}
        common = context.layout.common
        self.common = RowParser(common, _pick(at, common.columns()), {}, context.validator(common))

    def __missing__(self, cell: str) -> RowParser:
        """Make the parser for a spelling of a kind."""
        try:
            kind = self.context.cells.kind(cell)
        except PydanticCustomError:
            if len(self) < MOST_SPELLINGS:
                self[cell] = self.common
            return self.common
        layout = self.context.layout
        model = layout.model(kind)
        self.kinds.add(kind)
        if any(checks := layout.checks(kind)):
            self.checks[model] = checks
        known = set(layout.columns) - {*model.columns(), "note"}
        others = {name: index for name, index in self.at.items() if index >= 0 and name in known}
        self[cell] = RowParser(model, self._own(model), others, self.context.validator(model))
        return self[cell]

    def declared_blanks(self, cells: list[str]) -> list[str]:
        """Return the columns of a row whose cell is empty and by that a no; none of a row that names no unit."""
        if not any(cells[self.at[name]].strip() for name in ("id", "name") if name in self.at):
            return []
        columns = self[cells[self.at.get("kind", ABSENT)]].model.columns()
        declared = self.context.declared.blank_is_no
        return [name for name in columns if name in declared and name in self.at and not cells[self.at[name]].strip()]

    def _own(self, model: type[Entry]) -> Pick:
        """Return what takes a model's cells out of a row; blanks that are declared to mean no are filled in."""
        pick = _pick(self.at, model.columns())
        at = {name: index for index, name in enumerate(model.columns())}

        def fill(cells: list[str]) -> tuple[str, ...]:
            own, blanks = list(pick(cells)), self.declared_blanks(cells)
            for name in blanks:
                own[at[name]] = "no"
            self.blanks.update(blanks)
            return tuple(own)

        return fill if self.context.declared.blank_is_no & at.keys() else pick


def _pick(at: Mapping[str, int], names: Collection[str]) -> Pick:
    """Return what takes the cells of these columns out of a row whose last cell is an empty one more."""
    return cast(Pick, itemgetter(*(at.get(name, ABSENT) for name in names)))


def with_unknowns(table: Table, known: Vocabulary) -> Iterator[Row]:
    """Yield the rows of a table with "..." in place of the cells that cannot be read."""
    unread: dict[int, set[int]] = defaultdict(set)
    for found in (found for found in table.problems if is_excused(found, known)):
        names = (found.place.column or "", *known.together.get(found.place.column or "", ()))
        unread[found.place.row or 0] |= {table.columns.index(name) for name in names if name in table.columns}
    for row, cells in table.rows:
        for at in unread.get(row, ()):
            cells[at] = UNKNOWN
        yield row, cells

"""How the cells of a row become a unit: what tables of one layout are read by, and the parser of each kind."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from operator import itemgetter
from typing import Final, NamedTuple, cast

from pydantic_core import PydanticCustomError

from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.project.declared import Blank, Constant, Declared, TableDeclared
from scp_ninhbinh.project.headings import HeadingReader
from scp_ninhbinh.survey.areas import area_key
from scp_ninhbinh.survey.cells import CellParser, is_no
from scp_ninhbinh.survey.declared import UNKNOWN, Expected, is_excused
from scp_ninhbinh.survey.units import NO_YEAR, Checks, Entry, Layout, Validate, validator
from scp_ninhbinh.tables.table import Row, Table
from scp_ninhbinh.text.likely import Suggestions

ABSENT: Final = -1
"""The position of a column that the table lacks: that of the empty cell put at the end of each row."""

MOST_SPELLINGS: Final = 1_000
"""Different cells of the column kind whose parser is remembered."""

Pick = Callable[[list[str]], tuple[str, ...]]


class Context:
    """What tables of one layout are read by: the plan's expectations, what is declared, compiled validators."""

    def __init__(self, expected: Expected, declared: Declared, suggestions: Suggestions, layout: Layout) -> None:
        self.expected, self.declared, self.layout = expected, declared, layout
        self.plain = HeadingReader(layout.known)
        self.years = frozenset(expected.years) if "year" in layout.leading else frozenset({NO_YEAR})
        self.cells = CellParser(layout.known, declared.mark)
        self.suggestions = suggestions
        self.used: set[Constant | Blank] = set()
        self._validators: dict[type[Entry], Validate] = {}

    @cached_property
    def areas(self) -> frozenset[str]:
        """The areas that the plan knows in any year, as they are compared."""
        return frozenset(area_key(name) for names in self.expected.areas.values() for name in names)

    def table(self, path: str, sheet: str | None) -> TableDeclared:
        """Return what is declared of a table."""
        return self.declared.table(path, sheet)

    def headings(self, path: str, sheet: str | None) -> HeadingReader:
        """Return what reads the headings of a table that is read."""
        declared = self.table(path, sheet)
        return HeadingReader(self.layout.known, declared.headings) if declared.headings else self.plain

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
    column that were declared to mean no, `nos` are the columns in which a no is written.
    """

    def __init__(self, at: Mapping[str, int], context: Context, declared: TableDeclared) -> None:
        super().__init__()
        self.at, self.context, self.blank_is_no = at, context, declared.blank.keys()
        self.kinds: set[str] = set()
        self.blanks: Counter[str] = Counter()
        self.nos: set[str] = set()
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
        return [
            name
            for name in columns
            if name in self.blank_is_no and name in self.at and not cells[self.at[name]].strip()
        ]

    def _own(self, model: type[Entry]) -> Pick:
        """Return what takes a model's cells out of a row; blanks that are declared to mean no are filled in."""
        pick = _pick(self.at, model.columns())
        at = {name: index for index, name in enumerate(model.columns())}

        def fill(cells: list[str]) -> tuple[str, ...]:
            own, blanks = list(pick(cells)), self.declared_blanks(cells)
            self.nos.update(name for name in self.blank_is_no & at.keys() if is_no(own[at[name]]))
            for name in blanks:
                own[at[name]] = "no"
            self.blanks.update(blanks)
            return tuple(own)

        return fill if self.blank_is_no & at.keys() else pick


def _pick(at: Mapping[str, int], names: Collection[str]) -> Pick:
    """Return what takes the cells of these columns out of a row whose last cell is an empty one more."""
    return cast(Pick, itemgetter(*(at.get(name, ABSENT) for name in names)))


def with_unknowns(table: Table, rows: Iterable[Row], known: Vocabulary) -> Iterator[Row]:
    """Yield the rows of a table with "..." in place of the cells that cannot be read."""
    unread: dict[int, set[int]] = defaultdict(set)
    for found in (found for found in table.problems if is_excused(found, known)):
        names = (found.place.column or "", *known.together.get(found.place.column or "", ()))
        unread[found.place.row or 0] |= {table.columns.index(name) for name in names if name in table.columns}
    for row, cells in rows:
        for at in unread.get(row, ()):
            cells[at] = UNKNOWN
        yield row, cells

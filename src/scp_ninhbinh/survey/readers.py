"""How the cells of a row become a unit: which columns its kind has, and where they stand in the table."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import Final, NamedTuple, cast

from pydantic_core import PydanticCustomError

from scp_ninhbinh.survey.cells import CellReading, parse_kind
from scp_ninhbinh.survey.declared import Constant, Declared
from scp_ninhbinh.survey.units import NO_YEAR, SURVEY, Entry, Layout, Validate, validator

ABSENT: Final = -1
"""The position of a column that the table lacks: that of the empty cell put at the end of each row."""

MOST_SPELLINGS: Final = 1_000
"""Different cells of the column kind whose reader is remembered."""

Pick = Callable[[list[str]], tuple[str, ...]]


class Expected(NamedTuple):
    """What the plan lets a survey be checked against: its years, its tasks, the kinds followed over years, its areas.

    `areas` are the names in force in each year for which the plan lists some.
    """

    years: range
    tasks: tuple[str, ...]
    followed: frozenset[str]
    areas: Mapping[int, tuple[str, ...]] = MappingProxyType({})


class Terms:
    """What tables of one layout are read by: the plan's expectations, what is declared, compiled validators."""

    def __init__(self, expected: Expected, declared: Declared, layout: Layout = SURVEY) -> None:
        self.expected, self.declared, self.layout = expected, declared, layout
        self.years = frozenset(expected.years) if "year" in layout.leading else frozenset({NO_YEAR})
        self.cells = CellReading(declared.mark)
        self.used: set[Constant] = set()
        self._validators: dict[type[Entry], Validate] = {}

    def validator(self, model: type[Entry]) -> Validate:
        """Return the compiled validator of a model, made when first asked for."""
        if model not in self._validators:
            self._validators[model] = validator(model, self.cells)
        return self._validators[model]


class Reader(NamedTuple):
    """How the rows of one table are read for one model; `others` are columns of other kinds that it has."""

    model: type[Entry]
    own: Pick
    others: Mapping[str, int]
    validate: Validate


class Readers(dict[str, Reader]):
    """The reader for what the cell `kind` says, made when first met; for an unknown kind one of the common columns.

    `kinds` are those met so far, `blanks` counts the empty cells of each column that were declared to mean no.
    """

    def __init__(self, at: Mapping[str, int], terms: Terms) -> None:
        super().__init__()
        self.at, self.terms = at, terms
        self.kinds: set[str] = set()
        self.blanks: Counter[str] = Counter()
        common = terms.layout.common
        self.common = Reader(common, _pick(at, common.columns()), {}, terms.validator(common))

    def __missing__(self, cell: str) -> Reader:
        """Make the reader for a spelling of a kind."""
        try:
            kind = parse_kind(cell)
        except PydanticCustomError:
            if len(self) < MOST_SPELLINGS:
                self[cell] = self.common
            return self.common
        layout = self.terms.layout
        model = layout.models[kind]
        self.kinds.add(kind)
        known = set(layout.columns) - {*model.columns(), "note"}
        others = {name: index for name, index in self.at.items() if index >= 0 and name in known}
        self[cell] = Reader(model, self._own(model), others, self.terms.validator(model))
        return self[cell]

    def declared_blanks(self, cells: list[str]) -> list[str]:
        """Return the columns of a row whose cell is empty and by that a no; none of a row that names no unit."""
        if not any(cells[self.at[name]].strip() for name in ("id", "name") if name in self.at):
            return []
        columns = self[cells[self.at.get("kind", ABSENT)]].model.columns()
        declared = self.terms.declared.blank_is_no
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

        return fill if self.terms.declared.blank_is_no & at.keys() else pick


def _pick(at: Mapping[str, int], names: Collection[str]) -> Pick:
    """Return what takes the cells of these columns out of a row whose last cell is an empty one more."""
    return cast(Pick, itemgetter(*(at.get(name, ABSENT) for name in names)))

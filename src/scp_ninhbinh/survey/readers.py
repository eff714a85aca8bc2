"""How the cells of a row become a unit: which columns its kind has, and where they stand in the table."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from operator import itemgetter
from typing import Final, NamedTuple, cast

from pydantic_core import PydanticCustomError

from scp_ninhbinh.survey.cells import CellReading, parse_kind
from scp_ninhbinh.survey.declared import Constant, Declared
from scp_ninhbinh.survey.units import COLUMNS, MODEL_OF, Unit, Validate, validator

ABSENT: Final = -1
"""The position of a column that the table lacks: that of the empty cell put at the end of each row."""

MOST_SPELLINGS: Final = 1_000
"""Different cells of the column kind whose reader is remembered."""

Pick = Callable[[list[str]], tuple[str, ...]]


class Expected(NamedTuple):
    """What the plan lets a survey be checked against: its years, its tasks, the kinds followed over years."""

    years: range
    tasks: tuple[str, ...]
    followed: frozenset[str]


class Rules:
    """What all tables of a run are read by: the plan's expectations, what is declared, compiled validators."""

    def __init__(self, expected: Expected, declared: Declared) -> None:
        self.expected, self.declared = expected, declared
        self.years = frozenset(expected.years)
        self.cells = CellReading(declared.mark)
        self.used: set[Constant] = set()
        self._validators: dict[type[Unit], Validate] = {}

    def validator(self, model: type[Unit]) -> Validate:
        """Return the compiled validator of a model, made when first asked for."""
        if model not in self._validators:
            self._validators[model] = validator(model, self.cells)
        return self._validators[model]


class Reader(NamedTuple):
    """How the rows of one table are read for one model; `others` are columns of other kinds that it has."""

    model: type[Unit]
    own: Pick
    others: Mapping[str, int]
    validate: Validate


class Readers(dict[str, Reader]):
    """The reader for what the cell `kind` says, made when first met; for an unknown kind one of the common columns.

    `kinds` are those met so far, `blanks` counts the empty cells of each column that were declared to mean no.
    """

    def __init__(self, at: Mapping[str, int], rules: Rules) -> None:
        super().__init__()
        self.at, self.rules = at, rules
        self.kinds: set[str] = set()
        self.blanks: Counter[str] = Counter()
        self.common = Reader(Unit, _pick(at, Unit.columns()), {}, rules.validator(Unit))

    def __missing__(self, cell: str) -> Reader:
        """Make the reader for a spelling of a kind."""
        try:
            kind = parse_kind(cell)
        except PydanticCustomError:
            if len(self) < MOST_SPELLINGS:
                self[cell] = self.common
            return self.common
        model = MODEL_OF[kind]
        self.kinds.add(kind)
        own = (*model.columns(), "note")
        others = {name: index for name, index in self.at.items() if index >= 0 and name in COLUMNS and name not in own}
        self[cell] = Reader(model, self._own(model), others, self.rules.validator(model))
        return self[cell]

    def declared_blanks(self, cells: list[str]) -> list[str]:
        """Return the columns of a row whose cell is empty and by that a no; none of a row that names no unit."""
        if not any(cells[self.at[name]].strip() for name in ("id", "name") if name in self.at):
            return []
        columns = self[cells[self.at.get("kind", ABSENT)]].model.columns()
        declared = self.rules.declared.blank_is_no
        return [name for name in columns if name in declared and name in self.at and not cells[self.at[name]].strip()]

    def _own(self, model: type[Unit]) -> Pick:
        """Return what takes a model's cells out of a row; blanks that are declared to mean no are filled in."""
        pick = _pick(self.at, model.columns())
        at = {name: index for index, name in enumerate(model.columns())}

        def fill(cells: list[str]) -> tuple[str, ...]:
            own, blanks = list(pick(cells)), self.declared_blanks(cells)
            for name in blanks:
                own[at[name]] = "no"
            self.blanks.update(blanks)
            return tuple(own)

        return fill if self.rules.declared.blank_is_no & at.keys() else pick


def _pick(at: Mapping[str, int], names: Collection[str]) -> Pick:
    """Return what takes the cells of these columns out of a row whose last cell is an empty one more."""
    return cast(Pick, itemgetter(*(at.get(name, ABSENT) for name in names)))

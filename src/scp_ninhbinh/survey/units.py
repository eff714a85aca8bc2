"""The units of a survey: one model for each kind, told apart by the column `kind`.

A model lists the columns of its kind, each with the type that validates the cell. pydantic compiles the
types of a model into one validator of a row's cells, by position. (Its own dataclasses, by name and
attribute by attribute, take twice the time a row.)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Annotated, Any, ClassVar, Final, Literal, NamedTuple, get_args, get_type_hints

from pydantic import AfterValidator, TypeAdapter

from scp_ninhbinh.problems.problem import Source
from scp_ninhbinh.survey.cells import (
    Answer,
    CellParser,
    Days,
    Kind,
    MeasuringUnit,
    Number,
    OptionalYear,
    ReadAs,
    SharedText,
    Tasks,
    Text,
    Use,
    Year,
    broken,
)
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import composed


class Entry:
    """A row that speaks of one unit. A cell that was empty is "" for a text and None ("not known") for a value."""

    __slots__ = ()

    KINDS: ClassVar[tuple[str, ...]] = ()
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"id", "name", "area", "stratum"})

    year: int
    kind: str
    id: str
    name: str
    area: str
    stratum: str
    row: int
    source: Source
    folded: str

    @property
    def label(self) -> str:
        """What a reader knows the unit by, in composed letters: equal surveys give equal results."""
        return composed(self.id or self.name)

    @classmethod
    @cache
    def columns(cls) -> tuple[str, ...]:
        """Return the survey columns of this kind, in the order in which the validator takes them."""
        return tuple(column.name for column in fields(cls) if column.init)  # type: ignore[arg-type]  # a dataclass

    @classmethod
    def required(cls) -> tuple[str, ...]:
        """Return the columns without which a file cannot hold this kind."""
        return tuple(name for name in cls.columns() if name not in cls.OPTIONAL)


@dataclass(slots=True, eq=False)
class Unit(Entry):
    """One unit in one year, as a survey has it."""

    year: Year
    kind: Kind
    id: Text
    name: str
    area: SharedText
    stratum: str
    row: int = field(init=False)
    source: Source = field(init=False)
    folded: str = field(init=False, repr=False)


@dataclass(slots=True, eq=False)
class Zone(Unit):
    """An industrial zone, an industrial cluster or a craft village."""

    KINDS = ("industrial_zone", "industrial_cluster", "craft_village")

    informed: Answer


@dataclass(slots=True, eq=False)
class Market(Unit):
    """An everyday market: the packaging given out there in the observed period."""

    KINDS = ("market",)
    OPTIONAL = Unit.OPTIONAL | {"packaging_unit", "days"}

    packaging_total: Number
    packaging_hard: Number
    packaging_unit: MeasuringUnit
    days: Days

    def __post_init__(self) -> None:
        """Refuse more hard-to-degrade packaging than packaging."""
        total, hard = self.packaging_total, self.packaging_hard
        if total is not None and hard is not None and hard > total:
            raise broken("hard-over-total", total=str(total))


@dataclass(slots=True, eq=False)
class Outlet(Unit):
    """A trade centre, a supermarket or a convenience store."""

    KINDS = ("trade_centre", "supermarket", "convenience_store")

    hard_bags: Use


@dataclass(slots=True, eq=False)
class Model(Unit):
    """A model of sustainable consumption and production."""

    KINDS = ("model",)

    applied: Answer


@dataclass(slots=True, eq=False)
class Campaign(Unit):
    """An awareness campaign: one occasion."""

    KINDS = ("campaign",)

    held: Answer


@dataclass(slots=True, eq=False)
class Curriculum(Unit):
    """A curriculum of education or training."""

    KINDS = ("curriculum",)

    includes_scp: Answer


@dataclass(slots=True, eq=False)
class Enterprise(Unit):
    """A business that may join safe-food chains."""

    KINDS = ("enterprise",)

    in_safe_chain: Answer
    traceable: Answer


@dataclass(slots=True, eq=False)
class Activity(Unit):
    """An activity: the evidence for tasks of the plan."""

    KINDS = ("activity",)

    task: Tasks


NO_YEAR: Final = 0
"""The year of what a register lists: it holds for every year in which the unit exists."""


@dataclass(slots=True, eq=False)
class Listed(Entry):
    """A unit that a register lists; it exists from the year `since` to the year `until`, where those are known."""

    OPTIONAL = Entry.OPTIONAL | {"since", "until"}

    kind: Kind
    id: Text = ""
    name: str = ""
    area: SharedText = ""
    stratum: Text = ""
    since: OptionalYear = None
    until: OptionalYear = None
    year: int = field(init=False, default=NO_YEAR)
    row: int = field(init=False)
    source: Source = field(init=False)
    folded: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a last year before the first."""
        if self.since and self.until and self.until < self.since:
            raise broken("until-before-since", since=self.since)

    def exists(self, year: int) -> bool:
        """Whether the unit exists in this year."""
        return (self.since or year) <= year <= (self.until or year)


MODELS: Final[tuple[type[Unit], ...]] = (Zone, Market, Outlet, Model, Campaign, Curriculum, Enterprise, Activity)

MODEL_OF: Final = {kind: model for model in MODELS for kind in model.KINDS}
"""The model of each kind of unit."""

COLUMNS: Final = tuple(dict.fromkeys([name for model in MODELS for name in model.columns()] + ["note"]))
"""Every column that a survey may have, those of every kind first."""

Holds = Literal["answer", "number"]

HOLDS: Final[Mapping[object, Holds]] = {Answer: "answer", Use: "answer", Number: "number"}
"""What a column holds that a plan may ask for, by the type of its cells."""

SPEAKS_OF: Final = {"hard-over-total": "packaging_hard", "until-before-since": "until"}
"""The column at fault where a model refuses its columns together, by the rule."""


class Layout(NamedTuple):
    """What a kind of table holds: `leading` columns that every row fills, and how the rows of each kind are read.

    `common` reads what rows of every kind have; `repeated` is the rule against a unit's second row; `name` is what
    messages call the table.
    """

    name: Phrase
    common: type[Entry]
    models: Mapping[str, type[Entry]]
    columns: tuple[str, ...]
    leading: tuple[str, ...]
    repeated: str


SURVEY: Final = Layout(Phrase("a survey"), Unit, MODEL_OF, COLUMNS, ("year", "kind"), "duplicate-unit")
REGISTER: Final = Layout(
    Phrase("a register"),
    Listed,
    dict.fromkeys(MODEL_OF, Listed),
    (*Listed.columns(), "note"),
    ("kind",),
    "listed-twice",
)

Validate = Callable[[tuple[str, ...]], Any]


def cell_types(model: type[Entry]) -> Mapping[str, Any]:
    """Return the type of each column of a model."""
    types = get_type_hints(model, include_extras=True)
    return {name: types[name] for name in model.columns()}


def validator(model: type[Entry], parser: CellParser) -> Validate:
    """Return the compiled function from the cells of a row, in the order of `columns()`, to the unit.

    It raises pydantic's ValidationError, whose types are names of rules and whose places are positions.
    """
    types = tuple(_bound(type_, parser) for type_ in cell_types(model).values())
    cells: Any = tuple[types]  # type: ignore[valid-type]  # made at run time
    adapter: TypeAdapter[Entry] = TypeAdapter(Annotated[cells, AfterValidator(lambda values: model(*values))])
    validate: Validate = adapter.validator.validate_python
    return validate


def _bound(type_: Any, parser: CellParser) -> Any:
    """Have a cell that depends on its file be read by `parser`."""
    base, *how = get_args(type_) or (type_,)
    return Annotated[base, how[0].bound(parser)] if how and isinstance(how[0], ReadAs) else type_


def vocabulary() -> dict[str, dict[str, Holds]]:
    """Return what a plan may ask for: for each kind its columns of answers and of numbers."""
    return {
        kind: {name: HOLDS[type_] for name, type_ in cell_types(model).items() if type_ in HOLDS}
        for kind, model in MODEL_OF.items()
    }

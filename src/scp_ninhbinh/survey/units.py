"""The units of a survey: one model for each kind, told apart by the column `kind`.

A model lists the columns of its kind, each with the type that validates the cell. pydantic compiles the
types of a model into one validator of a row's cells, by position. (Its own dataclasses, by name and
attribute by attribute, take twice the time a row.)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Annotated, Any, ClassVar, Final, Literal, get_args, get_type_hints
from unicodedata import normalize

from pydantic import AfterValidator, TypeAdapter

from scp_ninhbinh.problems import Source
from scp_ninhbinh.survey.cells import (
    Answer,
    CellReading,
    Days,
    Kind,
    MeasuringUnit,
    Number,
    ReadAs,
    SharedText,
    Tasks,
    Text,
    Use,
    Year,
    broken,
)


@dataclass(slots=True, eq=False)
class Unit:
    """One unit in one year. A cell that was empty is "" for a text and None ("not known") for a value."""

    KINDS: ClassVar[tuple[str, ...]] = ()
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"id", "name", "area", "stratum"})

    year: Year
    kind: Kind
    id: Text
    name: str
    area: SharedText
    stratum: str
    row: int = field(init=False)
    source: Source = field(init=False)

    @property
    def label(self) -> str:
        """What a reader knows the unit by, in composed letters: equal surveys give equal results."""
        return normalize("NFC", self.id or self.name)

    @classmethod
    @cache
    def columns(cls) -> tuple[str, ...]:
        """Return the survey columns of this kind, in the order in which the validator takes them."""
        return tuple(column.name for column in fields(cls) if column.init)

    @classmethod
    def required(cls) -> tuple[str, ...]:
        """Return the columns without which a file cannot hold this kind."""
        return tuple(name for name in cls.columns() if name not in cls.OPTIONAL)


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


MODELS: Final[tuple[type[Unit], ...]] = (Zone, Market, Outlet, Model, Campaign, Curriculum, Enterprise, Activity)

MODEL_OF: Final = {kind: model for model in MODELS for kind in model.KINDS}
"""The model of each kind of unit."""

COLUMNS: Final = tuple(dict.fromkeys([name for model in MODELS for name in model.columns()] + ["note"]))
"""Every column that a survey may have, those of every kind first."""

Holds = Literal["answer", "number"]


Validate = Callable[[tuple[str, ...]], Unit]


def cell_types(model: type[Unit]) -> Mapping[str, Any]:
    """Return the type of each column of a model."""
    types = get_type_hints(model, include_extras=True)
    return {name: types[name] for name in model.columns()}


def validator(model: type[Unit], reading: CellReading) -> Validate:
    """Return the compiled function from the cells of a row, in the order of `columns()`, to the unit.

    It raises pydantic's ValidationError, whose types are names of rules and whose places are positions.
    """
    types = tuple(_bound(type_, reading) for type_ in cell_types(model).values())
    cells: Any = tuple[types]  # type: ignore[valid-type]  # made at run time
    adapter: TypeAdapter[Unit] = TypeAdapter(Annotated[cells, AfterValidator(lambda values: model(*values))])
    validate: Validate = adapter.validator.validate_python
    return validate


def _bound(type_: Any, reading: CellReading) -> Any:
    """Have a cell that depends on its file be read as `reading` says."""
    base, *how = get_args(type_) or (type_,)
    return Annotated[base, how[0].bound(reading)] if how and isinstance(how[0], ReadAs) else type_


def vocabulary() -> dict[str, dict[str, Holds]]:
    """Return what a plan may ask for: for each kind its columns of answers and of numbers."""
    holds: dict[object, Holds] = {Answer: "answer", Use: "answer", Number: "number"}
    return {
        kind: {name: holds[type_] for name, type_ in cell_types(model).items() if type_ in holds}
        for kind, model in MODEL_OF.items()
    }

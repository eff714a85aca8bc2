"""The units of a survey: one model for the kinds that have the same columns, made from what the plan declares.

pydantic compiles the readers of a model's cells into one validator of a row's cells, by position. (Its own dataclasses,
by name and attribute by attribute, take twice the time a row.)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, make_dataclass
from fractions import Fraction
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, Final, NamedTuple

from pydantic import AfterValidator, TypeAdapter

from scp_ninhbinh.plan.vocabulary import FIRST, Vocabulary
from scp_ninhbinh.problems.problem import Source
from scp_ninhbinh.survey.cells import CellParser, ReadBy, broken
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import composed


class Entry:
    """A row about one unit. A cell that was empty is "" for a text and None ("not known") for a value."""

    __slots__ = ()

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
        """Return the survey columns of the row, in the order in which the validator takes them."""
        return tuple(column.name for column in fields(cls) if column.init)  # type: ignore[arg-type]  # a dataclass


@dataclass(slots=True, eq=False)
class Unit(Entry):
    """One unit in one year, as a survey has it: what rows of every kind have. Kinds have columns of their own too."""

    year: int
    kind: str
    id: str
    name: str
    area: str
    stratum: str
    row: int = field(init=False)
    source: Source = field(init=False)
    folded: str = field(init=False, repr=False)


@dataclass(eq=False)
class Remembered(Entry):
    """A row that a saved score tells of: it has only the answer that was counted, by the name that this has.

    `declared` says whether that answer stood in no file.
    """

    year: int
    kind: str
    id: str
    name: str
    area: str
    stratum: str = ""
    declared: bool = False

    @classmethod
    def answering(cls, asked: str, answer: bool | None, **about: Any) -> "Remembered":
        """Return a row with its answer to what was asked: in its column, or to several by their name."""
        made = cls(**about)
        setattr(made, asked, answer)
        return made


NO_YEAR: Final = 0
"""The year of what a register lists: it holds for every year in which the unit exists."""


@dataclass(slots=True, eq=False)
class Listed(Entry):
    """A unit that a register lists; it exists from the year `since` to the year `until`, where those are known.

    Its `size` is in whatever all sizes of the register are in: of markets, stalls or square metres.
    """

    kind: str
    id: str = ""
    name: str = ""
    area: str = ""
    stratum: str = ""
    since: int | None = None
    until: int | None = None
    size: Fraction | int | None = None
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


SPEAKS_OF: Final = {"until-before-since": "until"}
"""The column at fault where a model refuses its columns together, by the rule."""


class Checks(NamedTuple):
    """What is checked of a kind's own columns together: each part with its whole, and the column that names clauses."""

    parts: tuple[tuple[str, str, Callable[[Any], Any]], ...] = ()
    clauses: str | None = None

    def rules(self) -> tuple[str, ...]:
        """Return the rules that are checked."""
        return ("part-over-whole", "part-without-whole") * bool(self.parts) + ("unknown-task",) * bool(self.clauses)


class Layout:
    """What a kind of table holds: `leading` columns that every row fills, and how the rows of each kind are read.

    `common` reads what rows of every kind have; `repeated` is the rule against a unit's second row; `name` is what
    messages call the table. `required` are the columns of each kind's own without which a file cannot hold it.
    """

    def __init__(self, known: Vocabulary, required: Mapping[str, tuple[str, ...]]) -> None:
        self.known, self.required = known, required
        self.name = Phrase("a survey")
        self.common: type[Entry] = Unit
        self.columns: tuple[str, ...] = known.names
        self.leading: tuple[str, ...] = ("year", "kind")
        self.repeated = "duplicate-unit"
        self._models: dict[tuple[str, ...], type[Entry]] = {}

    def model(self, kind: str) -> type[Entry]:
        """Return the model of a kind, made when first needed: kinds with the same columns share one."""
        own = self.known.of(kind)
        if own not in self._models:
            self._models[own] = _model(kind, own)
        return self._models[own]

    def checks(self, kind: str) -> Checks:
        """Return what is checked of a kind's own columns together."""
        columns = {name: self.known.columns[name] for name in self.known.of(kind)}
        pairs = tuple(
            (name, one.part_of, attrgetter(name, one.part_of)) for name, one in columns.items() if one.part_of
        )
        return Checks(pairs, self.known.clauses.get(kind))


class RegisterLayout(Layout):
    """A list of the units that exist: rows of every kind are alike."""

    def __init__(self, known: Vocabulary) -> None:
        super().__init__(known, {})
        self.name = Phrase("a register")
        self.common = Listed
        self.columns = (*Listed.columns(), "note")
        self.leading = ("kind",)
        self.repeated = "listed-twice"

    def model(self, kind: str) -> type[Entry]:
        """Return the one model of all kinds."""
        return Listed

    def checks(self, kind: str) -> Checks:
        """Nothing is checked beyond the cells."""
        return Checks()


def _model(kind: str, columns: tuple[str, ...]) -> type[Entry]:
    made = make_dataclass(kind, [(name, object) for name in columns], bases=(Unit,), slots=True, eq=False, repr=False)
    assert made.columns()[: len(FIRST)] == FIRST  # type: ignore[attr-defined]
    return made


Validate = Callable[[tuple[str, ...]], Any]


def validator(model: type[Entry], parser: CellParser) -> Validate:
    """Return the compiled function from the cells of a row, in the order of `columns()`, to the unit.

    It raises pydantic's ValidationError, whose types are names of rules and whose places are positions.
    """
    readers = [str.strip if model is Listed and name == "stratum" else parser.reader(name) for name in model.columns()]
    types = tuple(str if reader is None else Annotated[Any, ReadBy(reader)] for reader in readers)
    cells: Any = tuple[types]  # type: ignore[valid-type]  # made at run time
    adapter: TypeAdapter[Entry] = TypeAdapter(Annotated[cells, AfterValidator(lambda values: model(*values))])
    validate: Validate = adapter.validator.validate_python
    return validate

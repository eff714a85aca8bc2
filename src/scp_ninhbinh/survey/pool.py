"""A survey as the plan sees it: the units of a kind and year, surveyed or only in the register.

And where a survey and its register disagree.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

from scp_ninhbinh.problems.problem import Problem, problem
from scp_ninhbinh.project.declared import NOTHING_DECLARED, Declared
from scp_ninhbinh.survey.areas import NO_AREAS, AreaGroups
from scp_ninhbinh.survey.declared_cells import DeclaredCells, Read
from scp_ninhbinh.survey.identity import Asides, Identity, check_identities, doubtful, link, name_key
from scp_ninhbinh.survey.units import NO_YEAR, Entry, Listed, Remembered, Unit
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.say import Called, Phrase
from scp_ninhbinh.text.spelling import NAMELESS, bare, evened, fold

GUESSED: Final = 50
"""Units that the register lacks for which the likely one is looked up: by far the most in a register of its survey."""

Counted = tuple[str, str, int]
"""The column that was counted, or the name of several answers, the kind and the year of rows."""

Past = Mapping[Counted, Sequence[Entry]]

PastSums = Mapping[tuple[str, tuple[str, ...]], Mapping[int, Any]]
"""What a column came to in years that were not read, by the column and the kinds that were added up."""

Found = TypeVar("Found")

GroupOf = Callable[[Entry], str]
"""Gives the group that a unit belongs to."""

Stratum = tuple[str, str]
"""A stratum of a sample: the register's kind and its `stratum`."""


class Input(NamedTuple):
    """A file that was read: its path, the SHA-256 of its bytes, and how many rows of units it has."""

    path: str
    sha256: str | None
    rows: int


@dataclass
class Entries:
    """The units of all files: year → identity within the year → unit; `refused` counts cells taken as unknown.

    `strange` are the spellings, few of them, that are no kinds of the plan, each with an area. `first_ids` are the ids
    that renumbered units had first, `areas` those of the plan that became one another. `declared_cells` are the
    answers and numbers that stand in no file.
    """

    years: dict[int, dict[object, Any]] = field(default_factory=lambda: defaultdict(dict))
    inputs: list[Input] = field(default_factory=list)
    asides: Asides = field(default_factory=Asides)
    refused: int = 0
    strange: dict[str, str] = field(default_factory=dict)
    first_ids: Mapping[object, object] = field(default_factory=dict)
    areas: AreaGroups = NO_AREAS
    declared_cells: DeclaredCells = field(default_factory=DeclaredCells)
    _kinds: dict[int, dict[str, list[Any]]] = field(default_factory=dict)
    _unlike: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def units(self, kinds: Collection[str], year: int) -> list[Any]:
        """Return the units of these kinds in `year`, kind by kind. (Read all files before the first call.)"""
        if year not in self._kinds:
            self._kinds[year] = defaultdict(list)
            for unit in self.years.get(year, {}).values():
                self._kinds[year][unit.kind].append(unit)
        return [unit for kind in kinds for unit in self._kinds[year].get(kind, ())]

    def identity(self, units: Collection[Any]) -> Identity:
        """Return what identifies these units over several years; that of renumbered ones is the id that they had."""
        by_id, first_ids = link(units, self.areas)[0], self.first_ids
        return (lambda unit: first_ids.get(key := by_id(unit), key)) if first_ids else by_id

    def share_texts(self, unit: Unit | Listed, before: Any) -> None:
        """Keep the texts of the year before where they are equal: over many years they would take half the memory.

        Remember the units that are not like that.
        """
        if before is None or before.name != unit.name or before.kind is not unit.kind:
            self._unlike[unit.year].append(unit)
        else:
            unit.id, unit.name = before.id, before.name
            if not unit.id:
                unit.folded = before.folded

    def unlike_before(self, year: int) -> Collection[Any]:
        """Return the units of a year but those that have their id, name and kind of the year before, if that is known.

        It is not known of a year that was read before the other.
        """
        order = list(self.years)
        known = year - 1 in order[: order.index(year)]
        return self._unlike[year] if known else self.years[year].values()


@dataclass
class Register:
    """The units that exist. `listed_as` is what the register lists each unit of the survey as, filled by `enrol`.

    One that is not `sound` has rows with errors, and nothing is held against it.
    """

    entries: Entries
    sound: bool = True
    listed_as: dict[Entry, Listed] = field(default_factory=dict)

    @property
    def input(self) -> Input:
        """The file that the register was read from."""
        return self.entries.inputs[0]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of unit that it lists: of these it is the pool."""
        return frozenset(unit.kind for unit in self.units)

    @cached_property
    def units(self) -> list[Listed]:
        """Every unit that it lists, in its order."""
        return list(self.entries.years[NO_YEAR].values())

    def existing(self, kind: str, year: int) -> list[Listed]:
        """Return the units of a kind that exist in a year."""
        return [unit for unit in self.entries.units((kind,), NO_YEAR) if unit.exists(year)]


class Pool(NamedTuple):
    """The units of one kind in one year: the `rows` of those surveyed, and those `absent` from the survey.

    `absent` are of the register; `registered` says whether it lists the kind at all. Where it does not, the pool is
    what was surveyed.
    """

    kind: str
    rows: Sequence[Unit]
    absent: Sequence[Listed]
    registered: bool

    @property
    def size(self) -> int:
        """All units of the pool."""
        return len(self.rows) + len(self.absent)


@dataclass
class Survey:
    """The units that were read, and the register that lists them; of one group alone where there is a `part`.

    `past` are rows of kinds and years that were not read, which counts know from saved scores, and `past_sums` what
    totals know of such years. Measures `read` a column off a unit by it: as it is, or declared answers otherwise, to
    see whether they turn a verdict.
    """

    entries: Entries
    declared: Declared = NOTHING_DECLARED
    register: Register | None = None
    part: "Part | None" = None
    past: Past = field(default_factory=dict)
    past_sums: PastSums = field(default_factory=dict)
    read: Read = getattr
    _found: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: object, work: Callable[[], Found]) -> Found:
        """Return what `work` gives of this very survey: for one key it is worked out once, whoever asks."""
        if key not in self._found:
            self._found[key] = work()
        found: Found = self._found[key]
        return found

    @property
    def years(self) -> list[int]:
        """The years that have a row, in order."""
        return sorted(year for year, units in self.entries.years.items() if units)

    @property
    def inputs(self) -> list[Input]:
        """The survey files, in the order read."""
        return self.entries.inputs

    @property
    def every_input(self) -> list[Input]:
        """The register, and the survey files."""
        return [*(self.register.entries.inputs if self.register else ()), *self.inputs]

    def split(self, group_of: GroupOf, groups: Collection[str]) -> "dict[str, Survey]":
        """Return the survey of each of these groups of units; the units are gone through once for all groups."""
        pools = _PoolsByGroup(self, group_of)
        return {group: replace(self, part=Part(group, group_of, pools)) for group in groups}

    def units(self, kinds: Collection[str], year: int) -> list[Unit]:
        """Return the surveyed units of these kinds in `year`, kind by kind."""
        if self.part:
            return [unit for kind in kinds for unit in self.pool(kind, year).rows]
        units: list[Unit] = self.entries.units(kinds, year)
        return units

    @property
    def years_counted(self) -> list[int]:
        """The years that have a row, or one that is remembered, in order."""
        return sorted({*self.years, *(year for _, _, year in self.past)})

    def counted(self, kinds: Collection[str], name: str, year: int) -> Sequence[Entry]:
        """Return the units of these kinds in `year` that an answer of this name counts: surveyed, and remembered."""
        past = (unit for kind in kinds for unit in self.past.get((name, kind, year), ()))
        return [*self.units(kinds, year), *self._held(past)] if self.past else self.units(kinds, year)

    def declares(self, unit: Entry, column: str) -> bool:
        """Whether this answer or number of a unit was declared and stands in no file."""
        if isinstance(unit, Remembered):
            return unit.declared and getattr(unit, column) is not None
        return self.entries.declared_cells.holds(unit, column)

    @property
    def has_declared(self) -> bool:
        """Whether there may be any declared answer or number."""
        return bool(self.entries.declared_cells or self.past)

    def remembered(self, kinds: Collection[str], year: int) -> list[Entry]:
        """Return all units of these kinds that are remembered of a year, by whatever was counted."""
        found = (units for (_, kind, when), units in self.past.items() if kind in kinds and when == year)
        return self._held(unit for units in found for unit in units)

    def _held(self, units: Iterable[Entry]) -> list[Entry]:
        return [unit for unit in units if self.part is None or self.part.holds(unit)]

    def remembering(self, past: Past) -> "Survey":
        """Return the survey with rows of kinds and years that it lacks; the register lists them as it lists others."""
        register, units = self.register, [unit for units in past.values() for unit in units]
        if register:
            identity = link([*register.units, *units], self.entries.areas)[0]
            listed = {identity(unit): unit for unit in register.units}
            known = {unit: listed[identity(unit)] for unit in units if identity(unit) in listed}
            register = replace(register, listed_as={**register.listed_as, **known})
        return replace(self, past=past, register=register)

    def pool(self, kind: str, year: int) -> Pool:
        """Return the units of a kind that there were in a year."""
        if self.part:
            return self.part.pools[kind, year].get(self.part.group, Pool(kind, (), (), self.lists(kind)))
        return self.once((kind, year), lambda: self._whole_pool(kind, year))

    def _whole_pool(self, kind: str, year: int) -> Pool:
        rows = self.units((kind,), year)
        if not self.register or not self.lists(kind):
            return Pool(kind, rows, (), False)
        surveyed = {self.register.listed_as[unit] for unit in rows}
        absent = [unit for unit in self.register.existing(kind, year) if unit not in surveyed]
        return Pool(kind, rows, absent, True)

    def has_units(self, kinds: Sequence[str], years: Sequence[int]) -> bool:
        """Whether a group has a unit of these kinds in any of these years: surveyed, in the register or remembered."""
        return self.part is None or self.part.group in self.part.pools.filled(tuple(kinds), tuple(years))

    def lists(self, kind: str) -> bool:
        """Whether there is a register that lists units of this kind."""
        return self.register is not None and kind in self.register.kinds

    def stratum(self, unit: Entry) -> Stratum:
        """Return the stratum of a unit; those of a kind that the register does not list are one."""
        listed = self.listed_as(unit)
        return (listed.kind, listed.stratum) if listed else (unit.kind, "")

    def listed_as(self, unit: Entry) -> Listed | None:
        """Return what the register lists a unit as, None where it does not list its kind."""
        if isinstance(unit, Listed):
            return unit
        return self.register.listed_as.get(unit) if self.register else None

    def identity(self, units: Collection[Entry]) -> Identity:
        """Return what identifies these units over several years: the register where it lists them."""
        by_id = self.entries.identity(units)
        listed_as: dict[Entry, Listed] = self.register.listed_as if self.register else {}
        return (lambda unit: listed_as.get(unit) or by_id(unit)) if listed_as else by_id


class _PoolsByGroup(dict[tuple[str, int], Mapping[str, Pool]]):
    """The pools of a survey's groups by kind and year, each split up when first needed."""

    def __init__(self, whole: Survey, group_of: GroupOf) -> None:
        super().__init__()
        self.whole, self.group_of = whole, group_of

    def filled(self, kinds: tuple[str, ...], years: tuple[int, ...]) -> Collection[str]:
        """Return the groups that have a unit of these kinds in any of these years."""
        return self.whole.once((self.group_of, kinds, years), lambda: self._filled(kinds, years))

    def _filled(self, kinds: Sequence[str], years: Sequence[int]) -> Collection[str]:
        remembered = {self.group_of(unit) for year in years for unit in self.whole.remembered(kinds, year)}
        return remembered.union(*(self[kind, year] for kind in kinds for year in years))

    def __missing__(self, at: tuple[str, int]) -> Mapping[str, Pool]:
        """Split up the pool of a kind and year."""
        whole = self.whole.pool(*at)
        rows: dict[str, list[Unit]] = defaultdict(list)
        absent: dict[str, list[Listed]] = defaultdict(list)
        for unit in whole.rows:
            rows[self.group_of(unit)].append(unit)
        for listed in whole.absent:
            absent[self.group_of(listed)].append(listed)
        groups = rows.keys() | absent.keys()
        self[at] = {group: whole._replace(rows=rows.get(group, ()), absent=absent.get(group, ())) for group in groups}
        return self[at]


class Part(NamedTuple):
    """The group that a survey is of, and the pools of all groups, which they share."""

    group: str
    group_of: GroupOf
    pools: _PoolsByGroup

    def holds(self, unit: Entry) -> bool:
        """Whether a unit belongs to the group."""
        return self.group_of(unit) == self.group


def enrol(
    survey: Survey, register: Register, years: Sequence[int], kinds: Sequence[Called], suggestions: Suggestions
) -> Iterator[Problem]:
    """Find each surveyed unit of these years in the register, and yield what does not agree."""
    yield from check_identities(register.entries.units, [NO_YEAR], kinds, (), register.entries.asides)
    rows = [unit for year in years for unit in survey.entries.units(tuple(register.kinds), year)]
    others = [unit for unit in _others(survey, register, years) if unit.id]
    identity, pairs = link([*register.units, *rows], survey.entries.areas)
    yield from (doubtful(*pair, Phrase("name and area leave it open")) for pair in pairs)
    listed = {identity(unit): unit for unit in register.units}
    lacking = []
    called: dict[str, Called] = {kind: kind for kind in kinds}
    for unit in rows:
        known = listed.get(identity(unit))
        if known is None:
            lacking.append(unit)
        else:
            register.listed_as[unit] = known
            yield from _against(unit, known, called)
    yield from _of_other_kinds(others, listed, called)
    yield from _lacking(lacking, register, suggestions)


def _others(survey: Survey, register: Register, years: Sequence[int]) -> Iterator[Unit]:
    """Yield the surveyed units of kinds that the register does not list."""
    for year in years:
        yield from (unit for unit in survey.entries.years.get(year, {}).values() if unit.kind not in register.kinds)


def _of_other_kinds(
    units: Collection[Unit], listed: Mapping[object, Listed], called: Mapping[str, Called]
) -> Iterator[Problem]:
    for unit in units:
        if unit.id in listed:
            yield from _against(unit, listed[unit.id], called)


def _against(unit: Unit, known: Listed, called: Mapping[str, Called]) -> Iterator[Problem]:
    """Yield where the row of a unit and the register disagree."""
    place, other = unit.source.place, known.source.name(known.row)
    if unit.kind != known.kind:
        at = place(unit.row, "kind")
        here, there = called[unit.kind], called[known.kind]
        yield problem("other-kind-in-register", at, unit.label, kind=here, listed=there, other=other)
    if not known.exists(unit.year):
        since, until = known.since or "…", known.until or "…"
        details: dict[str, object] = {"year": unit.year, "since": since, "until": until, "other": other}
        yield problem("outside-register-years", place(unit.row, "year"), unit.label, **details)
    if unit.id and known.id and not _same_name(unit.name, known.name):
        yield problem("other-name-in-register", place(unit.row, "name"), unit.name, listed=known.name, other=other)
    if unit.stratum and unit.stratum.strip() != known.stratum:
        yield problem(
            "other-stratum-in-register", place(unit.row, "stratum"), unit.stratum, listed=known.stratum, other=other
        )


def _same_name(one: str, other: str) -> bool:
    """Whether two names are one, or one has all words of the other, or says nothing."""
    names = [evened(name) for name in (one, other)]
    first, second = (set(bare(name).split()) for name in names)
    return first <= second or second <= first or not NAMELESS.isdisjoint(names)


class _Candidates(NamedTuple):
    """What a unit that the register lacks may be called there: ids by name, and the names and ids without a row."""

    ids: Mapping[tuple[str, str], str]
    words: Mapping[str, tuple[str, ...]]
    labels: Mapping[tuple[str, str], str]

    def guess(self, unit: Unit, suggestions: Suggestions) -> str | None:
        """Return the likely one: by its name first, then by what is spelt much alike."""
        if by_name := self.ids.get(name_key(unit)):
            return by_name
        words = self.words.get(unit.kind, ())
        near = suggestions.nearest(unit.name, words) or suggestions.nearest(unit.id, words)
        return self.labels[unit.kind, near] if near else None


def _lacking(units: Sequence[Unit], register: Register, suggestions: Suggestions) -> Iterator[Problem]:
    """Yield a problem for each surveyed unit that the register lacks, with the likely one of those without a row."""
    known = _candidates(register) if units else None
    for number, unit in enumerate(units):
        guess = known.guess(unit, suggestions) if known and number < GUESSED else None
        place = unit.source.place(unit.row, "id" if unit.id else "name")
        yield problem("not-in-register", place, unit.label, register=register.input.path, guess=guess)


def _candidates(register: Register) -> _Candidates:
    met = set(register.listed_as.values())
    free = [unit for unit in register.units if unit not in met]
    words: dict[str, list[str]] = defaultdict(list)
    labels = {}
    for unit in free:
        for text in filter(None, (fold(unit.name), fold(unit.id))):
            words[unit.kind].append(text)
            labels[unit.kind, text] = unit.label
    by_name = {name_key(unit): unit.id for unit in register.units if unit.id and unit.name}
    return _Candidates(by_name, {kind: tuple(texts) for kind, texts in words.items()}, labels)

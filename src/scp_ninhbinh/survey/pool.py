"""A survey as the plan sees it: the units of a kind and year, those of the register that nobody asked among them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from scp_ninhbinh.survey.declared import NOTHING_DECLARED, Declared
from scp_ninhbinh.survey.entries import Entries, Input
from scp_ninhbinh.survey.identity import Identity, link
from scp_ninhbinh.survey.units import NO_YEAR, Entry, Listed, Unit

GroupOf = Callable[[Entry], str]
"""Tells which group a unit belongs to."""

Stratum = tuple[str, str]
"""A stratum of a sample: the register's kind and its `stratum`."""


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
    """The units that were read, and the register that they were enrolled in; of one group alone where `part` says."""

    entries: Entries
    declared: Declared = NOTHING_DECLARED
    register: Register | None = None
    part: "Part | None" = None

    @property
    def years(self) -> list[int]:
        """The years that have a row, in order."""
        return sorted(year for year, units in self.entries.years.items() if units)

    @property
    def inputs(self) -> list[Input]:
        """The survey files, in the order read."""
        return self.entries.inputs

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

    def pool(self, kind: str, year: int) -> Pool:
        """Return the units of a kind that there were in a year."""
        if self.part:
            return self.part.pools[kind, year].get(self.part.group, Pool(kind, (), (), self.lists(kind)))
        rows = self.units((kind,), year)
        if not self.register or not self.lists(kind):
            return Pool(kind, rows, (), False)
        asked = {self.register.listed_as[unit] for unit in rows}
        absent = [unit for unit in self.register.existing(kind, year) if unit not in asked]
        return Pool(kind, rows, absent, True)

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

    def identity(self, units: Collection[Unit]) -> Identity:
        """Return what tells these units of several years apart; the register where it lists them."""
        by_id, _ = link(units)
        listed_as: dict[Entry, Listed] = self.register.listed_as if self.register else {}
        return (lambda unit: listed_as.get(unit) or by_id(unit)) if listed_as else by_id


class _PoolsByGroup(dict[tuple[str, int], Mapping[str, Pool]]):
    """The pools of a survey's groups by kind and year, each split up when first asked for."""

    def __init__(self, whole: Survey, group_of: GroupOf) -> None:
        super().__init__()
        self.whole, self.group_of = whole, group_of

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

"""Which rows are about the same unit, within a year and across years.

Within a year a unit is its `id`, else its (kind, name, area). Across years it is its `id` where both rows
have one, else its (kind, name) where that is unique in both years; the area only decides between
namesakes, because areas are renamed. What stays doubtful is a problem that names both rows.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from operator import attrgetter
from typing import Any, Final

from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Problem, problem
from scp_ninhbinh.survey.areas import NO_AREAS, AreaGroups, area_key
from scp_ninhbinh.survey.units import Entry, Unit
from scp_ninhbinh.text.looks import looks
from scp_ninhbinh.text.safe import UNSAFE
from scp_ninhbinh.text.say import Called, Phrase
from scp_ninhbinh.text.spelling import evened, fold

UnitsOf = Callable[[Collection[str], int], list[Any]]
"""Gives the units of these kinds in a year."""

Identity = Callable[[Entry], object]
"""Gives equal values for the same unit in different years."""

Identify = Callable[[Collection[Any]], Identity]
"""Gives the identity of these units over their years."""

Name = tuple[str, str]

ONE_HAS: Final = Phrase("only one of the two rows has an id, or an area")
ONE_AREA: Final = Phrase("the area of one names that of the other")

_PARTS_OF_AREA: Final = re.compile(r"[(),;]|\b(?:nay|trước|trước đây) (?:là|thuộc)\b|\b(?:cũ|mới)(?!\w)", re.IGNORECASE)
"""What stands between the names of an area and of that which it became or belongs to."""


@dataclass
class Asides:
    """Units put aside while they are read, because only with them can identity be doubtful.

    Those without an id, by year; and those whose id is not all plain capitals: of two ids that differ only in
    case, or in how diacritics are composed, at least one is among these.
    """

    without_id: dict[int, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    unusual_ids: list[Entry] = field(default_factory=list)

    def add(self, unit: Entry) -> None:
        """Put aside a unit without an id, or with an id that is not all plain capitals."""
        if unit.id:
            self.unusual_ids.append(unit)
        else:
            self.without_id[unit.year].append(unit)


def folded_name(unit: Entry) -> str:
    """Return a unit's name as it is compared, worked out once: without ids a survey is gone through by name often."""
    try:
        return unit.folded
    except AttributeError:  # not needed before
        unit.folded = evened(unit.name)  # type: ignore[misc]  # each model has the slot
        return unit.folded


def name_key(unit: Entry) -> Name:
    """Return what identifies a unit where ids do not: its kind and name."""
    return unit.kind, folded_name(unit)


def row_key(unit: Entry) -> tuple[str, str, str]:
    """Return the identity within its year of a unit without an id."""
    return unit.kind, folded_name(unit), area_key(unit.area)


def link(units: Collection[Entry], areas: AreaGroups = NO_AREAS) -> tuple[Identity, list[tuple[Entry, Entry]]]:
    """Return the identity of these units across years, and the pairs of which it is doubtful."""
    linked: dict[Entry, object] = {}
    unsure: list[tuple[Entry, Entry]] = []
    for namesakes in _with_unnamed_ids(units):
        if len(namesakes) == 1:  # nearly all
            linked[namesakes[0]] = row_key(namesakes[0])
            continue
        groups = [namesakes] if _one_a_year(namesakes) else _by_area(namesakes, areas)
        for group in groups:
            if not all(unit.id for unit in group):
                linked |= dict.fromkeys(group, next((unit.id for unit in group if unit.id), row_key(group[0])))
                unsure += _two_ids(group)
        unsure += _moved_or_new(groups)
    unsure += _id_taken(linked, units)
    return (lambda unit: linked.get(unit) or unit.id) if linked else attrgetter("id"), unsure


def check_identities(
    units_of: UnitsOf,
    years: Sequence[int],
    kinds: Collection[str],
    followed: Collection[str],
    asides: Asides,
    areas: AreaGroups = NO_AREAS,
) -> list[Problem]:
    """Return the problems of identity: within each year for all `kinds`, across years for those `followed`."""
    found = [
        (*pair, ONE_AREA if pair[0].area and pair[1].area and not pair[0].id else ONE_HAS)
        for year in years
        if asides.without_id[year]
        for pair in _same_name_in_year(asides.without_id[year], units_of(kinds, year))
    ]
    across = [unit for year in years for unit in units_of(tuple(followed), year)]
    found += [(*pair, Phrase("name and area leave it open")) for pair in link(across, areas)[1]]
    if asides.unusual_ids:
        every = [unit for year in years for unit in units_of(kinds, year)]
        found += [(*pair, _why_one_id(*pair)) for pair in _nearly_same_ids(asides.unusual_ids, every)]
    return [doubtful(*one) for one in found]


def _with_unnamed_ids(units: Collection[Entry]) -> Iterable[list[Entry]]:
    """Group by name the units whose name at least one row gives without an id; the id identifies all others."""
    groups: dict[Name, list[Entry]] = defaultdict(list)
    if all(unit.id for unit in units):
        return ()
    named = [(name_key(unit), unit) for unit in units]
    without_id = {name for name, unit in named if not unit.id}
    for name, unit in named:
        if name in without_id:
            groups[name].append(unit)
    return groups.values()


def _one_a_year(units: list[Entry]) -> bool:
    return len({unit.year for unit in units}) == len(units)


def _by_area(units: list[Entry], areas: AreaGroups) -> list[list[Entry]]:
    """Return namesakes by their area; areas that became one another are one unless two of them had such a unit."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for unit in units:
        groups[areas.key(unit.area, unit.year)].append(unit)
    if areas is NO_AREAS:
        return list(groups.values())
    apart = (([group] if _one_a_year(group) else _by_area(group, NO_AREAS)) for group in groups.values())
    return [group for groups in apart for group in groups]


def _two_ids(group: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield a row without an id and a row of the second of two ids that it may belong to."""
    ids = {unit.id: unit for unit in reversed(group) if unit.id}
    if len(ids) > 1:
        yield next(unit for unit in group if not unit.id), next(iter(ids.values()))


def _id_taken(linked: Mapping[Entry, object], units: Collection[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield a row that its name links to an id which another row of its year has."""
    wanted = {(unit.year, identity): unit for unit, identity in linked.items() if not unit.id}
    for unit in units if wanted else ():
        if unit.id and (unit.year, unit.id) in wanted:
            yield wanted[unit.year, unit.id], unit


def _moved_or_new(groups: list[list[Entry]]) -> Iterator[tuple[Entry, Entry]]:
    """Yield namesakes of two areas that never share a year: one unit whose area was renamed, or two units?"""
    by_years: dict[frozenset[int], list[list[Entry]]] = defaultdict(list)
    for group in groups:
        by_years[frozenset(unit.year for unit in group)].append(group)
    for (years, some), (other_years, others) in combinations(by_years.items(), 2):
        if years.isdisjoint(other_years):
            yield from _first_pair(some, others)


def _first_pair(some: list[list[Entry]], others: list[list[Entry]]) -> Iterator[tuple[Entry, Entry]]:
    """Yield a unit of one of `others` and one of `some`, where a row of the two has no id: else ids tell them apart."""
    one, other = (next((group for group in groups if not all(u.id for u in group)), None) for groups in (some, others))
    if one or other:
        yield (other or others[0])[0], (one or some[0])[0]


def _same_name_in_year(without_id: Collection[Entry], units: Collection[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield rows of one year and name that a missing id or area keeps from being told apart."""
    unnamed: dict[Name, list[Entry]] = defaultdict(list)
    for unit in without_id:
        unnamed[name_key(unit)].append(unit)
    for namesakes in unnamed.values():
        without_area = next((unit for unit in namesakes if not unit.area), None)
        with_area = next((unit for unit in namesakes if unit.area), None)
        if with_area and without_area:
            yield with_area, without_area
        elif len(namesakes) > 1:
            yield from _of_one_area(namesakes)
    named = [unit for unit in units if unit.id and unit.name]
    first = {row_key(unit): unit for unit in reversed(list(without_id))} if named else {}
    yield from ((unit, other) for unit in named if (other := first.get(row_key(unit))))


def _of_one_area(namesakes: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield a row whose area names that of another one: "Xã A (nay là phường B)" and "Phường B"."""
    by_area = {area_key(unit.area): unit for unit in reversed(namesakes)}
    for unit in namesakes:
        parts = [area_key(part) for part in _PARTS_OF_AREA.split(unit.area)]
        other = next((by_area[part] for part in parts if part in by_area), unit) if len(parts) > 1 else unit
        if other is not unit:
            yield unit, other


def _nearly_same_ids(unusual: Sequence[Entry], units: Collection[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield rows whose ids are the same but for case and composition."""
    folded = {_plain_id(unit): unit for unit in reversed(unusual)}
    seen: set[str] = set()
    for unit in units:
        other = folded.get(_plain_id(unit))
        if other and other.id != unit.id and unit.id not in seen:
            seen.add(unit.id)
            yield unit, other


def _plain_id(unit: Entry) -> str:
    """Return an id without what a reader does not see: case, composition, invisible characters, other alphabets."""
    return UNSAFE.sub("", fold(looks(unit.id)))


def _why_one_id(unit: Entry, other: Entry) -> Phrase:
    if UNSAFE.sub("", fold(unit.id)) != UNSAFE.sub("", fold(other.id)):
        return Phrase("the two ids look alike and differ in the alphabet or the width of their letters")
    return Phrase("the two ids differ only in case, in composed diacritics or in invisible characters")


def doubtful(unit: Entry, other: Entry, why: Phrase) -> Problem:
    """Return the problem of two rows that may or may not be about one unit."""
    place = unit.source.place(unit.row, "id")
    return problem("doubtful-unit", place, unit.label, other=other.source.name(other.row), why=why)


def check_lasting(
    units_of: UnitsOf, years: Sequence[int], known: Vocabulary, identify: Identify, unknown: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield a warning for each answer that lasts once it is yes, and is no by the rows of a later year.

    Of kinds whose units are `unknown`, since their ids say nothing of who is who, none is given.
    """
    for name, column in known.columns.items():
        if column.lasting:
            kinds = [kind for kind in column.kinds if kind not in unknown]
            yield from _no_after_yes(
                known.called(name), {year: _sound(units_of(kinds, year)) for year in years}, identify
            )


def _sound(units: Sequence[Entry]) -> list[Entry]:
    """Return the units of rows whose answers could be read; of others only what rows of every kind have is known."""
    return [unit for unit in units if unit.__class__ is not Unit]


def _no_after_yes(column: Called, units: Mapping[int, Sequence[Entry]], identify: Identify) -> Iterator[Problem]:
    given = attrgetter(str(column))
    several = [of_year for of_year in units.values() if of_year]
    noes = [[unit for unit in of_year if given(unit) is False] for of_year in several[1:]]
    if not any(noes):
        return
    identity = identify([unit for of_year in several for unit in of_year])
    reached: dict[object, Entry] = {}
    for before, answers in zip(several, noes, strict=False):
        reached = {identity(unit): unit for unit in before if given(unit)} | reached
        for unit in [unit for unit in answers if identity(unit) in reached]:
            first = reached[identity(unit)]
            place, other = unit.source.place(unit.row, column), first.source.name(first.row)
            yield problem("no-after-yes", place, unit.label, other=other, column_meant=column)

"""The surveys of groups: of every kind, or of every area, those too that were renamed or became one another. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from scp_ninhbinh.plan.clauses import Count, Plan
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.scores.results import By
from scp_ninhbinh.survey.areas import AreaGroups, area_key, area_name
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.text.order import alphabetical
from scp_ninhbinh.text.say import Called

KeyOf = Callable[[str, int], str]
"""Gives what is equal for the names of one area, of its name in a row and the year of that."""


class Groups(NamedTuple):
    """The survey of each group by its name, as the alphabet has them, and the names `known` in the year scored.

    These are shown without a row too. The others are about earlier years, for which a count and a due year ask.
    """

    surveys: Mapping[str, Survey]
    known: Collection[str]


NO_GROUPS: Final = Groups({}, ())


def groups_of(plan: Plan, survey: Survey, year: int, by: By) -> Groups:
    """Return the groups: every kind, or every area that the plan or a row knows."""
    if by == "kind":
        kinds = plan.vocabulary.kinds
        return Groups(survey.split(attrgetter("kind"), sorted(kinds, key=alphabetical)), kinds)
    areas = AreaGroups(plan.areas, year)
    known = _areas(plan, survey, [year], areas)
    known |= {areas.key(name, year): areas.name(name, year) or name for name in plan.areas_of().get(year, ())}
    names = _areas(plan, survey, [past for past in plan.years() if past < year], areas) | known
    latest = latest_areas(plan, survey, year, areas.key)
    parts = survey.split(lambda unit: latest.get(unit) or areas.key(*area_of(survey, unit)), names)
    surveys = {names[key]: part for key, part in parts.items()}
    in_order = {name: surveys[name] for name in sorted(surveys, key=alphabetical)}
    return Groups(in_order, frozenset(known.values()))


def latest_areas(plan: Plan, survey: Survey, year: int, key: KeyOf) -> dict[object, str]:
    """Return the area, as it is compared, of each unit that is counted once over the years: that of its latest row.

    Else a unit that moved would be counted in two areas, and so would one whose area the register does not say.
    """
    of = {kind for item in plan.indicators if isinstance(item, Count) and item.count != "occasions" for kind in item.of}
    kinds, years = [kind for kind in plan.vocabulary.kinds if kind in of], range(plan.years()[0], year + 1)
    units = [unit for past in years for unit in (*survey.units(kinds, past), *survey.remembered(kinds, past))]
    identity, latest = survey.identity(units), dict[object, str]()
    for unit in units:
        name, when = area_of(survey, unit)
        if name.strip():
            latest[identity(unit)] = key(name, when)
    return latest | {unit: latest[identity(unit)] for unit in units if identity(unit) in latest}


def area_of(survey: Survey, unit: Entry) -> tuple[str, int]:
    """Return the area of a unit, the register's where it says one, and the year of which it is the name."""
    listed = survey.listed_as(unit)
    return (listed.area, listed.year) if listed and listed.area else (unit.area, unit.year)


def _areas(plan: Plan, survey: Survey, years: Sequence[int], areas: AreaGroups) -> dict[str, str]:
    """Return the areas of these years' units, surveyed or not; of several spellings the first by the alphabet.

    Areas that became one another are called as the plan calls them.
    """
    pools = [survey.pool(kind, year) for kind in plan.vocabulary.kinds for year in years]
    found = {area_of(survey, unit) for pool in pools for unit in (*pool.rows, *pool.absent)}
    found |= {area_of(survey, unit) for year in years for unit in survey.remembered(plan.vocabulary.kinds, year)}
    names = sorted(((area_name(text), year) for text, year in found), reverse=True)
    return {areas.key(*one): areas.name(*one) or one[0] for one in names}


class AreasInForce:
    """The areas that there are in a year, by what is equal for their names, and where a row of any year belongs."""

    def __init__(self, plan: Plan, names: Iterable[str], year: int) -> None:
        self.names = {area_key(name): name for name in names}
        self._groups, self._members = AreaGroups(plan.areas, year), dict[str, list[str]]()
        for key, name in self.names.items():
            self._members.setdefault(self._groups.key(name, year), []).append(key)

    def key(self, text: str, year: int) -> str:
        """Return the key of the area that an area of this name and year is or has become; empty for none or several.

        Of an area that became several it cannot be told to which of them a unit belongs.
        """
        members = self._members.get(self._groups.key(text, year), [])
        own = area_key(text)
        return members[0] if len(members) == 1 else own if own in members else ""

    def surveys(self, plan: Plan, survey: Survey, year: int) -> dict[str, Survey]:
        """Return the survey of each area by its name; under the empty name that of the units which are in none."""
        latest = latest_areas(plan, survey, year, self.key)

        def group_of(unit: Entry) -> str:
            return latest[unit] if unit in latest else self.key(*area_of(survey, unit))

        parts = survey.split(group_of, [*self.names, ""])
        return {self.names.get(key, ""): part for key, part in parts.items()}


def areas_in_force(plan: Plan, survey: Survey, year: int, kinds: Collection[str], title: Called) -> AreasInForce:
    """Return the areas of a year: those that the plan lists, else those of the register, of these kinds if it has them.

    Raises:
        ScpError: neither says which areas there are.
    """
    names: Sequence[str] = plan.areas_of().get(year, ())
    if not names and survey.register:
        listed = [unit for unit in survey.register.units if unit.area.strip() and unit.exists(year)]
        of_kinds = [unit for unit in listed if unit.kind in kinds]
        names = sorted({area_name(unit.area) for unit in of_kinds or listed}, key=alphabetical)
    if not names:
        raise ScpError([problem("no-areas", Place("", field="register"), title=title, year=year)])
    return AreasInForce(plan, names, year)

"""The groups that figures are asked for: areas or kinds, each as a survey of its own."""

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter
from typing import Final, Literal, NamedTuple

from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.survey.identity import area_key, area_name
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.units import MODEL_OF, Entry

By = Literal["area", "kind"]


class Groups(NamedTuple):
    """The survey of each group by its name, and the names `known` in the year scored: those are told without a row too.

    The others speak of earlier years, which a count and an earlier due year ask for.
    """

    surveys: Mapping[str, Survey]
    known: Collection[str]


NO_GROUPS: Final = Groups({}, ())


def groups_of(plan: Plan, survey: Survey, year: int, by: By) -> Groups:
    """Return the groups: every kind, or every area that the plan or a row knows."""
    if by == "kind":
        return Groups(survey.split(attrgetter("kind"), MODEL_OF), MODEL_OF)
    known = _areas(survey, [year]) | {area_key(name): name for name in plan.areas_of().get(year, ())}
    names = _areas(survey, [past for past in plan.years() if past < year]) | known
    parts = survey.split(lambda unit: area_key(_area(survey, unit)), names)
    return Groups({names[key]: part for key, part in parts.items()}, frozenset(known.values()))


def _area(survey: Survey, unit: Entry) -> str:
    """Return the area of a unit; the register's where it says one, because areas are renamed over the years."""
    listed = survey.listed_as(unit)
    return (listed and listed.area) or unit.area


def _areas(survey: Survey, years: Sequence[int]) -> dict[str, str]:
    """Return the areas of these years' units, surveyed or not; of several spellings the first by the alphabet."""
    pools = [survey.pool(kind, year) for kind in MODEL_OF for year in years]
    spellings = {area_name(_area(survey, unit)) for pool in pools for unit in (*pool.rows, *pool.absent)}
    return {area_key(name): name for name in sorted(spellings, reverse=True)}

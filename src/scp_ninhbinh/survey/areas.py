"""Which texts name one area, in a year and over the years in which areas were renamed, merged and split."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from scp_ninhbinh.plan.clauses import Area
from scp_ninhbinh.problems.many import FEW
from scp_ninhbinh.problems.problem import Alike, Problem, problem
from scp_ninhbinh.survey.units import Unit
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.order import alphabetical
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import bare, composed, evened

MAY_BE_NEW: Final = Phrase(
    "leave it if the area came into being in that year: all that the plan lists for it ended in it; else write one of "
    "{choices}"
)

_TITLES: Final = {
    "huyện": "",
    "huyen": "",
    "h": "",
    "thành phố": "tp",
    "thanh pho": "tp",
    "thị xã": "tx",
    "thi xa": "tx",
    "thị trấn": "tt",
    "quận": "q",
    "phường": "p",
    "xã": "x",
}
"""What stands before the name of an area and is often shortened. A district goes by its bare name too; a commune does
not, because it may share it with the district."""

_TITLE: Final = re.compile(
    rf"(?:{'|'.join(sorted((*_TITLES, *filter(None, _TITLES.values())), key=len, reverse=True))})(?=[ .])[ .]*"
)


_COMMUNES: Final = ("x ", "p ", "tt ")
"""What the compared name of a commune, a ward or a township begins with."""


@lru_cache(maxsize=10_000)
def area_key(text: str) -> str:
    """Return an area's name as it is compared: "TP. Hoa Lư" and "thành phố Hoa Lư" are one."""
    plain = evened(text)
    title = _TITLE.match(plain)
    if not title:
        return plain
    word = title[0].strip(" .")
    short, name = _TITLES.get(word, word), plain[title.end() :]
    return f"{short} {name}".strip() or plain


def area_name(text: str) -> str:
    """Return an area's name as it is shown, in composed letters."""
    return composed(" ".join(text.split()))


class AreaGroups:
    """The areas of a plan that became one another by a year, as groups under one name; every other is its own.

    A group is called as its area of that year is; where there are several, as the one area that they all were. An area
    whose name such a group took is told from it by its years.
    """

    def __init__(self, areas: Sequence[Area] = (), year: int | None = None) -> None:
        self.year = year
        linked = [area for area in areas if year is None or (area.since or year) <= year]
        self._by_key: dict[str, list[Area]] = defaultdict(list)
        for area in areas if any(area.was for area in linked) else ():
            self._by_key[area_key(area.name)].append(area)
        self._name: dict[Area, str] = {}
        for group in self._groups(linked):
            self._name |= dict.fromkeys(group, _name(group, max(area.since or 0 for area in group), year))
        taken = set(map(area_key, self._name.values()))
        alone = [area for area in linked if area not in self._name and area_key(area.name) in taken]
        self._name |= {area: f"{area.name} ({area.since or '…'} – {area.until or '…'})" for area in alone}
        self._keys: dict[tuple[str, int], str] = {}

    def name(self, text: str, year: int) -> str | None:
        """Return what the group of an area is called in which it stands with others; None where its name is enough."""
        listed = self._by_key.get(area_key(text))
        return self._name.get(self._meant(listed, year)) if listed else None

    def key(self, text: str, year: int) -> str:
        """Return what is equal for the names of one group, of an area as a row of this year calls it."""
        if (text, year) not in self._keys:
            self._keys[text, year] = area_key(self.name(text, year) or text)
        return self._keys[text, year]

    def _meant(self, listed: Sequence[Area], year: int) -> Area:
        """Return the area of those of one name that has it in a year, else the latest of them."""
        latest = max(listed, key=lambda area: area.since or 0)
        return next((area for area in listed if year and area.has(year)), latest)

    def _groups(self, linked: Sequence[Area]) -> list[set[Area]]:
        """Return the areas that are linked, directly or through others."""
        group_of: dict[Area, set[Area]] = {}
        for area in linked:
            before = [one for name in area.was for one in self._by_key[area_key(name)] if one.ends_before(area)]
            for one in before:
                less, more = sorted((group_of.get(each, {each}) for each in (area, one)), key=len)
                more |= less
                group_of |= dict.fromkeys({*less, area, one}, more)
        return list({id(group): group for group in group_of.values()}.values())


NO_AREAS: Final = AreaGroups()


def _name(group: Collection[Area], last: int, year: int | None) -> str:
    """Return what a group is called: as its one area of the year is, else as the one that became several."""
    listed = sorted(group, key=lambda area: (area.since or 0, alphabetical(area.name)))
    now = [area.name for area in listed if area.has(year or last)] or [
        area.name for area in listed if area.has(max(one.until or last for one in group))
    ]
    first = [area.name for area in listed if not area.was]
    return now[0] if len(now) == 1 else first[0] if len(first) == 1 else " + ".join(now)


def check_areas(
    units_of: Mapping[int, Collection[Unit]],
    listed: Mapping[int, Sequence[str]],
    areas: Sequence[Area],
    suggestions: Suggestions,
) -> Iterator[Problem]:
    """Yield a warning for each name of an area that is none of those `listed` for the year of its row.

    Of the `areas` of the plan that is likely which an area of that name had become.
    """
    found: dict[str, dict[int, list[Unit]]] = defaultdict(lambda: defaultdict(list))
    for year, units in units_of.items():
        keys = set(map(area_key, listed[year]))
        unknown = {area for area in {unit.area for unit in units} if area.strip() and area_key(area) not in keys}
        for unit in units if unknown else ():
            if unit.area in unknown:
                found[area_key(unit.area)][year].append(unit)
    told = [_unknown(years, listed, areas, suggestions) for years in found.values()]
    new = [one for one in told if one.details["new"]]
    if len(new) > 1:  # of a reform that the plan does not list: one cause
        names = tuple(one.value or "" for one in new[1 : FEW + 1])
        told = [one for one in told if one not in new[1:]]
        told[told.index(new[0])] = new[0]._replace(alike=Alike(len(new) - 1, names, in_rows=False))
    yield from told


def _unknown(
    years: Mapping[int, Sequence[Unit]],
    listed: Mapping[int, Sequence[str]],
    areas: Sequence[Area],
    suggestions: Suggestions,
) -> Problem:
    """Return the warning of one name of an area, in the years of which it is not listed."""
    year, first = next((year, units[0]) for year, units in years.items())
    now = AreaGroups(areas, year).name(first.area, year)
    likely = _likely_area(first.area, {area_key(name): name for name in listed[year]}, suggestions)
    guess = now if now in listed[year] else likely
    ends = [area.until == each for each in years for area in areas if area.has(each)]
    new = not guess and area_key(first.area).startswith(_COMMUNES) and bool(ends) and all(ends)
    details: dict[str, object] = {"year": tuple(years), "choices": tuple(listed[year]), "guess": guess, "new": new}
    if new:
        details["remedy"] = MAY_BE_NEW
    place, n = first.source.place(first.row, "area"), sum(map(len, years.values()))
    return problem("unknown-area", place, first.area, n=n, **details)


def _likely_area(area: str, keys: Mapping[str, str], suggestions: Suggestions) -> str | None:
    """Return the area that is meant most likely: of the same name under another title, or spelt much alike.

    A commune is likely another commune, and never the district of its name, to which it may belong.
    """
    key = bare(area_key(area))
    if key.startswith(_COMMUNES):
        keys = {known: name for known, name in keys.items() if known.startswith(_COMMUNES)}
    plain = {bare(known): name for known, name in keys.items()}
    same = [name for known, name in plain.items() if known == key or key.endswith(f" {known}")]
    longer = [name for known, name in plain.items() if known.endswith(f" {key}")]
    near = suggestions.nearest(area_key(area), tuple(keys))
    return next(iter((*same, *longer)), keys[near] if near else None)

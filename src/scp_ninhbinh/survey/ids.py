"""How far ids are believed: what names say against them, within a year and from one year to the next.

Only units whose name is borne by another unit too, in whatever year, can speak against an id; they are few, and found
by one pass over all names together.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Final

from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Problem, Source, problem
from scp_ninhbinh.survey.areas import NO_AREAS, AreaGroups
from scp_ninhbinh.survey.cells import LAST_YEAR
from scp_ninhbinh.survey.identity import folded_name, row_key
from scp_ninhbinh.survey.names import alike, by, in_one_place, skeletons
from scp_ninhbinh.survey.pool import Entries
from scp_ninhbinh.survey.units import NO_YEAR, Entry, Listed
from scp_ninhbinh.text.say import Phrase, say
from scp_ninhbinh.text.spelling import NAMELESS, bare

MOST_ROWS: Final = 10
"""Rows that a message lists; the rest are an ellipsis."""

Years = Mapping[int, Mapping[object, Any]]
"""The units of each year by what identifies them within it: the id of those that have one."""

Pair = tuple[Entry, Entry]
"""A unit before, and a unit now."""

Group = tuple[str, str]
"""A kind, and what all spellings of one name are compared by."""

_DATE: Final = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9](?:[ T].*)?|[0-3]?[0-9]/[01]?[0-9]/[0-9]{4}")

FEWEST: Final = 2
"""Ids that have to agree before all of them are believed to be of another sort."""

ANOTHERS: Final = Phrase("another id has one of the two names in the other year")
OTHER_KIND: Final = Phrase("the kind is {kind} here and {before} there")

IN_REGISTER: Final = Phrase("keep one row if it is one unit; else write what tells them apart into the names")

COUNTED_AS: Final = Phrase("they are counted as {n}, and may be fewer")
LISTED_AS: Final = Phrase("the register counts them as {n}, and every whole is too large if they are fewer")

DATES: Final = Phrase(
    "the ids look like dates that a spreadsheet made of them: format the column as text and write them as before"
)


@dataclass
class Doubts:
    """What was found: the problems, kinds whose ids only number rows, and the first id of each renumbered unit.

    `known` has the names of the kinds.
    """

    known: Vocabulary
    problems: list[Problem] = field(default_factory=list)
    crossed: set[str] = field(default_factory=set)
    first_ids: dict[object, object] = field(default_factory=dict)


def check_ids(
    entries: Entries,
    in_years: Sequence[int],
    known: Vocabulary,
    pools: Sequence[Collection[str]] = (),
    areas: AreaGroups = NO_AREAS,
    listed: Set[object] = frozenset(),
    unfollowed: Collection[str] = (),
) -> Doubts:
    """Return what speaks against the ids of these years.

    `listed` are the ids of the register: of such nothing is said for sharing a name. `unfollowed` are the kinds of
    which it does not matter what becomes of an id: the register says it, or each row is an occasion of its own.
    """
    years = {year: entries.years[year] for year in in_years}
    fresh, changed = _fresh(entries, in_years)
    names = _Names(years, fresh, areas)
    doubts = Doubts(known)
    if names.of:
        doubts.problems += _same_names(years, names, _clusters(pools), listed)
    _Changes(years, names, doubts).check([pair for pair in changed if pair[1].id])
    if names.of and len(years) > 1:
        _check_lost(years, names, unfollowed, doubts)
    return doubts


def _fresh(entries: Entries, years: Sequence[int]) -> tuple[list[Entry], list[Pair]]:
    """Return the units that bear a name or kind for the first time, and those that bore another before, as pairs."""
    fresh: list[Entry] = []
    changed: list[Pair] = []
    latest: Mapping[object, Any] = {}
    for year, past in zip(years, (NO_YEAR, *years), strict=False):
        latest = {**latest, **entries.years.get(past, {})} if past != year else latest
        if not latest:
            fresh += entries.years[year].values()
            continue
        for unit in entries.unlike_before(year):
            was = latest.get(unit.id or row_key(unit))
            if was is None or was.name != unit.name or was.kind != unit.kind:
                fresh.append(unit)
            if was is not None and fresh[-1] is unit:
                changed.append((was, unit))
    return fresh, changed


class _Names:
    """The names that several units bear: `of` gives for each spelling of them what all of its spellings share."""

    def __init__(self, years: Years, fresh: Sequence[Entry], areas: AreaGroups) -> None:
        self.areas = areas
        named = [unit for unit in fresh if unit.name]
        found = skeletons([unit.name for unit in named])
        many: set[bytes] = set()
        if len(set(found)) < len(found):
            many = {skeleton for skeleton, n in Counter(found).items() if n > 1}
        shared = [unit for unit, skeleton in zip(named, found, strict=True) if skeleton in many] if many else []
        self.of = alike(unit.name for unit in shared if folded_name(unit) not in NAMELESS)
        self.keys = dict.fromkeys(unit.id or row_key(unit) for unit in shared)
        self._areas: dict[tuple[int, Group], Mapping[str, list[Entry]]] = {}
        self.holders: dict[tuple[int, Group], list[Entry]] = defaultdict(list)
        for year, units in years.items() if self.of else ():
            for unit in filter(None, map(units.get, self.keys)):
                if unit.name in self.of:
                    self.holders[year, self.group(unit)].append(unit)

    def group(self, unit: Entry) -> Group:
        """Return what is equal for units of one kind and name."""
        return unit.kind, self.of[unit.name]

    def area(self, unit: Entry) -> str:
        """Return the area of a unit as it is compared over the years."""
        return self.areas.key(unit.area, unit.year)

    def partner(self, unit: Entry, year: int) -> Entry | None:
        """Return the one unit of a year that bears the name of a unit of another year, which bears it alone in its own.

        The area decides between namesakes.
        """
        if unit.name not in self.of:
            return None
        group = self.group(unit)
        pair: list[Sequence[Entry]] = [self.holders.get((one, group), ()) for one in (unit.year, year)]
        if any(len(found) > 1 for found in pair):
            pair = [self._by_area(one, group).get(self.area(unit), ()) for one in (unit.year, year)]
        return pair[1][0] if all(len(found) == 1 for found in pair) else None

    def _by_area(self, year: int, group: Group) -> Mapping[str, list[Entry]]:
        if (year, group) not in self._areas:
            self._areas[year, group] = by(self.area, self.holders.get((year, group), ()))
        return self._areas[year, group]


# One name under several ids


def _clusters(pools: Sequence[Collection[str]]) -> dict[str, str]:
    """Return for each kind of a pool what is equal for all kinds that are counted with it."""
    first: dict[str, str] = {}
    for pool in pools:
        met = {first.get(kind, kind) for kind in pool} | set(pool)
        first |= dict.fromkeys((kind for kind in {*first, *pool} if first.get(kind, kind) in met), min(met))
    return first


def _same_names(years: Years, names: _Names, clusters: Mapping[str, str], listed: Set[object]) -> Iterator[Problem]:
    """Yield a warning for each name that several units of a year bear in one area, once for the same units."""
    told: set[object] = set()
    for year in years:
        of_year = [unit for (of, _), units in names.holders.items() if of == year for unit in units]
        shared = by(lambda unit: (clusters.get(unit.kind, unit.kind), bare(names.of[unit.name])), of_year).values()
        for units in (units for units in shared if len(units) > 1):
            for group in in_one_place(units, names.areas):
                keys = [unit.id or row_key(unit) for unit in group]
                if _may_be_one(group) and not told.issuperset(keys) and not all(key in listed for key in keys):
                    yield _same_name(group)
                    told.update(keys)


def _may_be_one(units: Sequence[Entry]) -> bool:
    """Whether these are units by their ids, kinds or accents alone, and exist at one time.

    Of those that only a missing id, or only a missing area, keeps apart it is asked as of doubtful units.
    """
    ids = [unit.id for unit in units if unit.id]
    several = any(len(set(which)) > 1 for which in (ids, [u.kind for u in units], map(folded_name, units)))
    both_missing = 0 < len(ids) < len(units) == len({*map(row_key, units)})
    return (several or both_missing) and _meet(units)


def _meet(units: Sequence[Entry]) -> bool:
    """Whether two of the units exist in one year: a register may list one after the other."""
    last = -1
    for unit in sorted(units, key=lambda unit: getattr(unit, "since", None) or 0):
        if isinstance(unit, Listed):
            if (unit.since or 0) <= last:
                return True
            last = max(last, unit.until or LAST_YEAR)
    return not isinstance(units[0], Listed)


def _same_name(units: Sequence[Entry]) -> Problem:
    first, *rest = units
    place = first.source.place(first.row, "name")
    listed = isinstance(first, Listed)
    details: dict[str, object] = {"remedy": IN_REGISTER} if listed else {}
    details |= {"id": first.label, "effect": say(LISTED_AS if listed else COUNTED_AS, n=len(units))}
    return problem("same-name", place, first.name, rows=rows_of(rest, first.source), **details)


def rows_of(units: Sequence[Entry], source: Source) -> tuple[str, ...]:
    """Return the rows of units as a message about this table lists them: at most ten, then an ellipsis."""
    rows = [str(unit.row) if unit.source == source else unit.source.name(unit.row) for unit in units[:MOST_ROWS]]
    return (*rows, *["…"] * (len(units) > MOST_ROWS))


# Ids that stand for another unit than before


class _Changes:
    """The ids that bear another name or kind than in the years before."""

    def __init__(self, years: Years, names: _Names, doubts: Doubts) -> None:
        self.years, self.names, self.doubts = years, names, doubts

    def check(self, changed: Sequence[Pair]) -> None:
        """Tell of ids that have changed units, and of names that have only changed."""
        crossed, moved, renamed = [], [], []
        for was, now in changed:
            if self._crosses(was, now):
                crossed.append((was, now))
            elif was.kind != now.kind:
                moved.append((was, now))
            elif not self._alike(was, now):
                renamed.append((was, now))
        for pairs in by(lambda pair: (pair[1].year, pair[1].kind), crossed).values():
            self._tell(pairs)
        for pairs in by(lambda pair: (pair[1].year, pair[0].kind, pair[1].kind), moved).values():
            was, now = pairs[0]
            here, before = map(self.doubts.known.called_kind, (now.kind, was.kind))
            self._add("id-changed-unit", pairs, what=say(OTHER_KIND, kind=here, before=before))
        left = [pair for pair in renamed if pair[1].kind not in self.doubts.crossed]
        for pairs in by(lambda pair: pair[1].source.path, left).values():
            self._add("names-changed", pairs)

    def _alike(self, was: Entry, now: Entry) -> bool:
        if not all(folded_name(unit) for unit in (was, now)):
            return True
        names = (was.name, now.name)
        return len({*skeletons(names)}) == 1 == len({*alike(names).values()})

    def _crosses(self, was: Entry, now: Entry) -> bool:
        """Whether the name that an id has now was that of another id, or the name that it had is."""
        if self._alike(was, now) and was.kind == now.kind:
            return False
        return self._is_anothers(now, was.year) or self._is_anothers(was, now.year)

    def _is_anothers(self, unit: Entry, year: int) -> bool:
        """Whether the name that a unit alone bears is, in another year, another id's alone."""
        other = self.names.partner(unit, year)
        return other is not None and other.id not in {"", unit.id}

    def _tell(self, pairs: Sequence[Pair]) -> None:
        now = pairs[0][1]
        before = {key for year, units in self.years.items() if year < now.year for key in units}
        both = sum(unit.kind == now.kind for key, unit in self.years[now.year].items() if unit.id and key in before)
        if len(pairs) >= FEWEST and len(pairs) * 2 > both:
            self.doubts.crossed.add(now.kind)
            self._add("ids-crossed", pairs, total=both, kind=self.doubts.known.called_kind(now.kind))
        else:
            self._add("id-changed-unit", pairs, what=ANOTHERS)

    def _add(self, rule: str, pairs: Sequence[Pair], **details: object) -> None:
        was, now = pairs[0]
        place, other = now.source.place(now.row, "id"), was.source.name(was.row)
        details |= {
            "name": now.name,
            "before": was.name,
            "n": len(pairs),
            "rows": rows_of([one for _, one in pairs], now.source),
        }
        self.doubts.problems.append(problem(rule, place, now.label, other=other, **details))


# Units under another id than before


def _check_lost(years: Years, names: _Names, unfollowed: Collection[str], doubts: Doubts) -> None:
    """Tell of units that are new by their id and not by their name; where most are, names link them."""
    latest: dict[object, Any] = {}
    for year, units in years.items():
        if latest:
            shared = [unit for (of, _), some in names.holders.items() if of == year for unit in some]
            new = [unit for unit in shared if unit.id and unit.id not in latest and unit.kind not in unfollowed]
            pairs = list(_before(new, latest, units, names)) if new else []
            for same_kind in by(lambda pair: pair[1].kind, pairs).values():
                _tell_lost(same_kind, latest, units, names, doubts)
        latest |= units


def _before(
    new: Sequence[Entry], latest: Mapping[object, Any], units: Mapping[object, Any], names: _Names
) -> Iterator[Pair]:
    """Yield new units with one of their name and area that has no row any more, under another id."""
    gone = [latest[key] for key in names.keys if key in latest and key not in units and latest[key].id]
    groups = by(names.group, [unit for unit in gone if unit.name in names.of])
    areas = by(lambda unit: (names.group(unit), names.area(unit)), [u for some in groups.values() for u in some])
    known = {names.area(unit) for unit in latest.values()} - {""} if groups else set()
    for unit in new:
        at, group = names.area(unit), names.group(unit)
        of_area = areas.get((group, at)) or areas.get((group, ""))
        found = of_area if at in known else groups.get(group)
        if found:
            yield found[0], unit


def _tell_lost(
    pairs: Sequence[Pair], latest: Mapping[object, Any], units: Mapping[object, Any], names: _Names, doubts: Doubts
) -> None:
    was, now = pairs[0]
    total = min(sum(unit.kind == now.kind for unit in some.values()) for some in (latest, units))
    place, other = now.source.place(now.row, "id"), was.source.name(was.row)
    details: dict[str, object] = {"name": now.name, "before": was.id, "n": len(pairs), "other": other}
    if sum(bool(_DATE.fullmatch(unit.id)) for _, unit in pairs) * 2 > len(pairs) and not _DATE.fullmatch(was.id):
        details["remedy"] = DATES
    if len(pairs) < FEWEST or len(pairs) * 2 <= total:
        rows = rows_of([unit for _, unit in pairs], now.source)
        doubts.problems.append(problem("id-lost", place, now.label, rows=rows, **details))
        return
    sure = [pair for pair in pairs if names.partner(pair[1], pair[0].year) is pair[0]]
    doubts.first_ids |= {new.id: doubts.first_ids.get(old.id, old.id) for old, new in sure}
    details |= {"kind": doubts.known.called_kind(now.kind), "total": total, "matched": len(sure)}
    doubts.problems.append(problem("ids-renumbered", place, now.label, **details))

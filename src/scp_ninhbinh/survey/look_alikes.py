"""Units that seem to be one, spelt otherwise in another year: nothing links them without an id, so they are told.

Only a name that the other year lacks is looked at, and only where one unit of each year answers to the other. Nothing
is linked by it: a name that is short of a word may be another place.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Problem, problem
from scp_ninhbinh.survey.areas import AreaGroups
from scp_ninhbinh.survey.identity import UnitsOf, folded_name
from scp_ninhbinh.survey.ids import Pair, rows_of
from scp_ninhbinh.survey.names import by
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.text.likely import marks
from scp_ninhbinh.text.looks import looks, told_apart, unmarked
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Called, say
from scp_ninhbinh.text.spelling import NAMELESS, bare, evened, loose

MOST_PAIRS: Final = 3
"""Pairs that a message shows; the rest are an ellipsis."""

LONG: Final = 4
"""Words of a kind's name from which on its first two are used for it: "cửa hàng" of "cửa hàng tiện lợi", CH."""

_BRACKETED: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_WORD: Final = re.compile(r"[^\W_]+")
_NUMBERED: Final = re.compile(r"[0-9]|\b(?:[a-z]|[ivx]+)$")
"""What tells the parts of one thing apart: (cơ sở 2), (khu B), (giai đoạn II)."""

_TIMES: Final = frozenset({"before", "after"})
"""Marks of what tells apart too: (cũ), (mới)."""


class Core(NamedTuple):
    """A name as it is compared here, and what it says in brackets."""

    name: str
    aside: str


def check_look_alikes(
    units_of: UnitsOf,
    years: Sequence[int],
    kinds: Collection[str],
    known: Vocabulary,
    without_id: Mapping[int, Collection[Entry]],
    areas: AreaGroups,
) -> Iterator[Problem]:
    """Yield a warning for each kind and two years with units that seem to be the same, spelt in two ways."""
    several = years if len(years) > 1 else ()
    unnamed = {unit.kind for year in several for unit in without_id.get(year, ())}
    for kind in known.kinds:
        if kind in unnamed and kind in kinds:
            alike = _Alike(_words_for(known, kind), areas)
            pairs = alike.pairs([units_of((kind,), year) for year in years])
            for of_years in by(lambda pair: (pair[0].year, pair[1].year), pairs).values():
                yield _told(known.called_kind(kind), of_years)


def _words_for(known: Vocabulary, kind: str) -> tuple[str, ...]:
    """Return what names the kind in a name, the longest first: its words, their first two, and initials."""
    every, own = ([_plain(evened(word)) for word in words] for words in (known.words_of(kind), known.kinds[kind].vi))
    heads = [" ".join(word.split()[:2]) for word in own if len(word.split()) >= LONG]
    initials = ["".join(part[0] for part in word.split()) for word in (*own, *heads) if " " in word]
    return tuple(sorted({*every, *heads, *initials}, key=lambda word: (-len(word), word)))


def _plain(text: str) -> str:
    """Return the words of an evened text, without accents and whatever stands between them."""
    return " ".join(_WORD.findall(bare(text)))


def _gone(past: Sequence[Sequence[Entry]], lost: set[str], units: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the units of the lost names in the last year that had them, without those whose id goes on."""
    ids = {unit.id for unit in units if unit.id}
    for of_year in reversed(past):
        found = [unit for unit in of_year if folded_name(unit) in lost]
        yield from (unit for unit in found if unit.id not in ids)
        lost = lost.difference(map(folded_name, found))


class _Alike:
    """Which names of a kind are the same but for the words of the kind, a part in brackets, accents and signs."""

    def __init__(self, words: tuple[str, ...], areas: AreaGroups) -> None:
        self.words, self.areas = frozenset(words), areas
        self.starts, self.ends = tuple(f"{word} " for word in words), tuple(f" {word}" for word in words)
        self.core = cache(self._core)

    def pairs(self, years: Iterable[Sequence[Entry]]) -> Iterator[Pair]:
        """Yield the units of each year that none before has by its name or id, with the one that each may be."""
        known: set[str] = set()
        past: list[Sequence[Entry]] = []
        for units in years:
            names = set(map(folded_name, units))
            fresh, lost = names - known, known - names
            if fresh and lost:
                ids = {unit.id for of_year in past for unit in of_year if unit.id}
                new = [unit for unit in units if folded_name(unit) in fresh and unit.id not in ids]
                yield from self._paired(list(_gone(past, lost, units)), new)
            known |= names
            past.append(units)

    def _paired(self, gone: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Pair]:
        wanted = {self._name(unit) for unit in new}
        gone = [unit for unit in gone if self._name(unit) in wanted]
        found: dict[Entry, Entry] = {}
        keys: tuple[Callable[[Entry], object], ...] = (self._all, self._in_area, self._name)
        for key in keys if gone else ():
            then = by(key, gone)
            for same, units in by(key, new).items():
                before = then.get(same, [])
                if len(units) == 1 == len(before) and self._may_be_one(before[0], units[0]):
                    found[units[0]] = before[0]
        yield from ((found[unit], unit) for unit in new if unit in found)

    def _may_be_one(self, was: Entry, now: Entry) -> bool:
        asides = {self.core(folded_name(unit)).aside for unit in (was, now)} - {""}
        areas = {self._area(unit) for unit in (was, now)} - {""}
        named = bool(self._name(now)) and not (was.id and now.id)
        return named and len(asides) <= 1 and len(areas) <= 1

    def _all(self, unit: Entry) -> object:
        return self.core(folded_name(unit)), self._area(unit)

    def _in_area(self, unit: Entry) -> object:
        return self._name(unit), self._area(unit)

    def _name(self, unit: Entry) -> str:
        return self.core(folded_name(unit)).name

    def _area(self, unit: Entry) -> str:
        return self.areas.key(unit.area, unit.year)

    def _core(self, name: str) -> Core:
        """Return what is compared of an evened name; what numbers it or dates it in brackets is part of it."""
        if name in NAMELESS:
            return Core("", "")
        name = unmarked(looks(name))
        plain = self._without_kind(_plain(_BRACKETED.sub(" ", name)))
        said = " ".join(_BRACKETED.findall(name))
        aside = _plain(said)
        if not plain or plain in self.words:  # nothing is left: the brackets hold the name
            return Core(loose(self._without_kind(_plain(name))), "")
        if _NUMBERED.search(aside) or marks(said) & _TIMES:
            return Core(loose(f"{plain} {aside}"), "")
        return Core(loose(plain), "" if aside in self.words else aside)

    def _without_kind(self, name: str) -> str:
        """Return a name without the words of its kind before and after it, unless it is nothing else."""
        while name.startswith(self.starts):
            name = name.removeprefix(next(word for word in self.starts if name.startswith(word)))
        while name.endswith(self.ends):
            name = name.removesuffix(next(word for word in self.ends if name.endswith(word)))
        return name


def _told(kind: Called, pairs: Sequence[Pair]) -> Problem:
    was, now = pairs[0]
    shown = [
        say(
            '"{name}" in row {row} and "{before}" at {other}',
            name=show(told_apart(new.name, old.name), LIMIT),
            row=rows_of([new], now.source)[0],
            before=show(told_apart(old.name, new.name), LIMIT),
            other=old.source.name(old.row),
        )
        for old, new in pairs[:MOST_PAIRS]
    ]
    place, more = now.source.place(now.row, "name"), ["…"] * (len(pairs) > MOST_PAIRS)
    details = {"kind": kind, "n": len(pairs), "pairs": (*shown, *more), "year": now.year, "before": was.year}
    return problem("look-alike-units", place, now.name, **details)

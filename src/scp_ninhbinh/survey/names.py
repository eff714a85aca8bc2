"""Which names are one name, spelt in several ways. Found for all names of a survey at once: nearly all are alone."""

import codecs
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from scp_ninhbinh.survey.areas import AreaGroups, area_key
from scp_ninhbinh.survey.units import Entry
from scp_ninhbinh.text.looks import first_known, is_mark, level, looks, unmarked
from scp_ninhbinh.text.spelling import bare, evened, loose

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)

_RAISED: Final = "\x02"
"""What stands in a skeleton before each letter of a raised mark."""
_BASES: Final = {
    **{letter: letter for letter in f"abcdefghijklmnopqrstuvwxyz0123456789\n{_RAISED}"},
    **{letter: bare(letter) for letter in "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"},
}
_SIGNS: Final = (
    "\0\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323 !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~"
    "\u00a0\u00ad\u200b\ufeff\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00ab\u00bb"
)
_ONE_BYTE: Final = "".join(dict.fromkeys([*_SIGNS, *_BASES, *map(str.upper, _BASES)]))
"""Every letter that names are written with, at the number that stands for it here."""
_TO_BYTES: Final = codecs.charmap_build(_ONE_BYTE.ljust(256, "\ufffe"))
_TO_BASES: Final = "".join(_BASES.get(letter.lower(), " ") for letter in _ONE_BYTE).ljust(256).encode("ascii")
_NO_LETTERS: Final = bytes(range(len(_SIGNS)))
_KNOWN: Final = frozenset(_ONE_BYTE) - {"\n", _RAISED}
_MARK: Final = re.compile(rb"\x02.")

AT_ONCE: Final = 50_000
"""Names that are drawn at once: of a million their texts would fill the memory."""


def _look_alikes(error: UnicodeError) -> tuple[str, int]:
    """Return what letters that names are not written with look like; others are left out."""
    assert isinstance(error, UnicodeEncodeError)
    return "".join(map(_look_alike, error.object[error.start : error.end])), error.end


@lru_cache(maxsize=1_000)
def _look_alike(letter: str) -> str:
    mark = _RAISED if is_mark(letter) else ""
    return "".join(mark + one for one in (level(letter) if mark else looks(letter)) if one in _KNOWN)


codecs.register_error("scp_ninhbinh.look_alikes", _look_alikes)


def skeletons(names: Sequence[str]) -> list[bytes]:
    """Return of each name its letters and digits alone, without case and accents, and as it looks.

    A raised mark is left out where another name is the same without it; else it is what it would be on the line.
    """
    parts = [_drawn(names[at : at + AT_ONCE]) for at in range(0, len(names), AT_ONCE)]
    several = [one for part in parts for one in part.split(b"\n")]
    if not any(_RAISED.encode() in part for part in parts):
        return several
    others = {one for one in several if _RAISED.encode() not in one}
    return [without if (without := _MARK.sub(b"", one)) in others else one.replace(b"\x02", b"") for one in several]


def _drawn(names: Sequence[str]) -> bytes:
    """Return of each name, on a line, its letters and digits alone as they look; raised marks stand behind a sign."""
    text = "\n".join(names)
    if text.count("\n") >= len(names):  # a name has several lines
        text = "\n".join([" ".join(name.split()) for name in names])
    found, _ = codecs.charmap_encode(text, "scp_ninhbinh.look_alikes", _TO_BYTES)
    return found.translate(_TO_BASES, _NO_LETTERS)


def alike(names: Iterable[str]) -> dict[str, str]:
    """Return for each spelling of these names what is equal for those that are one name.

    Accents tell names apart unless one of them has none at all, raised marks unless one has none or has them on the
    line.
    """
    drawn = {name: loose(evened(looks(name))) for name in dict.fromkeys(names)}
    forms = {*drawn.values()} - {""}
    return {name: _one_form(form, forms) for name, form in drawn.items()}


def _one_form(form: str, forms: Collection[str]) -> str:
    without, on_line = (loose(evened(read(form))) for read in (unmarked, level))
    return first_known(forms, bare(without), bare(on_line), without, on_line, form)


def by(key: Callable[[Item], Key], items: Iterable[Item]) -> dict[Key, list[Item]]:
    """Return these by a key of each."""
    found: dict[Key, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def in_one_place(units: Iterable[Entry], areas: AreaGroups) -> list[list[Entry]]:
    """Return the units whose names are one, and whose areas are one or not given.

    Accents of areas are as those of names. An area is one with what it became by the year of which it is the name.
    """
    every = list(units)
    spelt = alike(unit.name for unit in every)
    same = by(lambda unit: spelt[unit.name], every).values()
    return [group for named in same for group in _in_one_area(named, areas)]


def _in_one_area(units: list[Entry], areas: AreaGroups) -> list[list[Entry]]:
    places = _places(units, areas)
    groups = by(lambda unit: places[unit.area, unit.year], units)
    return [units] if groups.get("") else list(groups.values())


def areas_among(units: Iterable[Entry], areas: AreaGroups) -> int:
    """Return how many units there are at the least among some of one name: one for each area that is given."""
    return len({*_places(units, areas).values()} - {""}) or 1


def _places(units: Iterable[Entry], areas: AreaGroups) -> dict[tuple[str, int], str]:
    """Return for each area of some units, as a row of its year calls it, what is equal for those that are one."""
    found = {(unit.area, unit.year) for unit in units}
    keys = {area_key(area) for area, _ in found}
    now = {one: first_known(keys, areas.key(*one), area_key(one[0])) for one in found}
    return {one: first_known(keys, bare(key), key) for one, key in now.items()}

"""Areas by name: whether two texts name one area, and whether a plan knows it in that year."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from scp_ninhbinh.problems import Problem
from scp_ninhbinh.rules import problem
from scp_ninhbinh.survey.units import Entry, Unit
from scp_ninhbinh.words import bare, fold, nearest

_TITLES: Final = {
    "thành phố": "tp",
    "thị xã": "tx",
    "thị trấn": "tt",
    "huyện": "",
    "h": "",
    "quận": "q",
    "phường": "p",
    "xã": "",
}
"""What stands before the name of an area and is often shortened. Districts and communes go by their bare name too."""

_TITLE: Final = re.compile(
    rf"(?:{'|'.join(sorted((*_TITLES, *filter(None, _TITLES.values())), key=len, reverse=True))})(?=[ .])[ .]*"
)


@lru_cache(maxsize=10_000)
def area_key(text: str) -> str:
    """Return an area's name as it is compared: "TP. Ninh Bình" and "thành phố Ninh Bình" are one."""
    plain = fold(text)
    title = _TITLE.match(plain)
    if not title:
        return plain
    word = title[0].strip(" .")
    short, name = _TITLES.get(word, word), plain[title.end() :]
    return f"{short} {name}".strip()


def area_name(text: str) -> str:
    """Return an area's name as it is shown, in composed letters."""
    return normalize("NFC", " ".join(text.split()))


def check_areas(units: Sequence[Unit], known: Sequence[str]) -> Iterator[Problem]:
    """Yield a warning for each unit whose area is none of those that the plan `known`s in that year."""
    keys = {area_key(name): name for name in known}
    for unit in units:
        if unit.area and area_key(unit.area) not in keys:
            place = unit.source.place(unit.row, "area")
            guess = _likely(unit, keys)
            yield problem("unknown-area", place, unit.area, year=unit.year, choices=tuple(known), guess=guess)


def _likely(unit: Entry, keys: Mapping[str, str]) -> str | None:
    """Return the area that is meant most likely: of the same name under another title, or spelt much alike."""
    key = area_key(unit.area)
    same = [name for known, name in keys.items() if known.endswith(f" {key}") or key.endswith(f" {known}")]
    plain = [name for known, name in keys.items() if bare(known) == bare(key)]
    near = nearest(key, tuple(keys))
    return next(iter((*same, *plain)), keys[near] if near else None)

"""Areas by name: whether two texts name one area, and whether a plan knows it in that year."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.survey.units import Unit
from scp_ninhbinh.text.spelling import bare, composed, fold, nearest

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


@lru_cache(maxsize=10_000)
def area_key(text: str) -> str:
    """Return an area's name as it is compared: "TP. Ninh Bình" and "thành phố Ninh Bình" are one."""
    plain = fold(text)
    title = _TITLE.match(plain)
    if not title:
        return plain
    word = title[0].strip(" .")
    short, name = _TITLES.get(word, word), plain[title.end() :]
    return f"{short} {name}".strip() or plain


def area_name(text: str) -> str:
    """Return an area's name as it is shown, in composed letters."""
    return composed(" ".join(text.split()))


def check_areas(units: Sequence[Unit], known: Sequence[str]) -> Iterator[Problem]:
    """Yield a warning for each unit whose area is none of those `known` to the plan in that year."""
    keys = {area_key(name): name for name in known}
    unknown = {area for area in {unit.area for unit in units} if area.strip() and area_key(area) not in keys}
    guesses = {area: _likely(area, keys) for area in unknown}
    for unit in units if unknown else ():
        if unit.area in unknown:
            place, guess = unit.source.place(unit.row, "area"), guesses[unit.area]
            yield problem("unknown-area", place, unit.area, year=unit.year, choices=tuple(known), guess=guess)


def _likely(area: str, keys: Mapping[str, str]) -> str | None:
    """Return the area that is meant most likely: of the same name under another title, or spelt much alike."""
    key = bare(area_key(area))
    plain = {bare(known): name for known, name in keys.items()}
    same = [name for known, name in plain.items() if known == key or key.endswith(f" {known}")]
    longer = [name for known, name in plain.items() if known.endswith(f" {key}")]
    near = nearest(area_key(area), tuple(keys))
    return next(iter((*same, *longer)), keys[near] if near else None)

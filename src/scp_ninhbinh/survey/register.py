"""A register, in any format that a survey may have: the units that exist, and what a survey says against it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.survey.identity import check_identities, doubtful, link, name_key
from scp_ninhbinh.survey.pool import Register, Survey
from scp_ninhbinh.survey.units import NO_YEAR, Listed, Unit
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import bare, fold, nearest

GUESSED: Final = 50
"""Units that the register lacks for which the likely one is looked up: by far the most in a register of its survey."""


def enrol(survey: Survey, register: Register, years: Sequence[int]) -> Iterator[Problem]:
    """Find each surveyed unit of these years in the register, and yield what does not agree."""
    yield from check_identities(register.entries.units, [NO_YEAR], (), register.entries.asides)
    rows = [unit for year in years for unit in survey.entries.units(tuple(register.kinds), year)]
    others = [unit for unit in _others(survey, register, years) if unit.id]
    identity, pairs = link([*register.units, *rows])
    yield from (doubtful(*pair, Phrase("name and area leave it open")) for pair in pairs)
    listed = {identity(unit): unit for unit in register.units}
    lacking = []
    for unit in rows:
        known = listed.get(identity(unit))
        if known is None:
            lacking.append(unit)
        else:
            register.listed_as[unit] = known
            yield from _against(unit, known)
    yield from _of_other_kinds(others, listed)
    yield from _lacking(lacking, register)


def _others(survey: Survey, register: Register, years: Sequence[int]) -> Iterator[Unit]:
    """Yield the surveyed units of kinds that the register does not list."""
    for year in years:
        yield from (unit for unit in survey.entries.years.get(year, {}).values() if unit.kind not in register.kinds)


def _of_other_kinds(units: Collection[Unit], listed: Mapping[object, Listed]) -> Iterator[Problem]:
    for unit in units:
        if unit.id in listed:
            yield from _against(unit, listed[unit.id])


def _against(unit: Unit, known: Listed) -> Iterator[Problem]:
    """Yield where the row of a unit and the register disagree."""
    place, other = unit.source.place, known.source.name(known.row)
    if unit.kind != known.kind:
        at = place(unit.row, "kind")
        yield problem("other-kind-in-register", at, unit.label, kind=unit.kind, listed=known.kind, other=other)
    if not known.exists(unit.year):
        since, until = known.since or "…", known.until or "…"
        details: dict[str, object] = {"year": unit.year, "since": since, "until": until, "other": other}
        yield problem("outside-register-years", place(unit.row, "year"), unit.label, **details)
    if unit.id and known.id and not _same_name(unit.name, known.name):
        yield problem("other-name-in-register", place(unit.row, "name"), unit.name, listed=known.name, other=other)
    if unit.stratum and unit.stratum.strip() != known.stratum:
        yield problem(
            "other-stratum-in-register", place(unit.row, "stratum"), unit.stratum, listed=known.stratum, other=other
        )


def _same_name(one: str, other: str) -> bool:
    """Whether two names are one, or one says more than the other."""
    first, second = (set(bare(fold(name)).split()) for name in (one, other))
    return first <= second or second <= first


class _Candidates(NamedTuple):
    """What a unit that the register lacks may be called there: ids by name, and the names and ids without a row."""

    ids: Mapping[tuple[str, str], str]
    words: Mapping[str, tuple[str, ...]]
    labels: Mapping[tuple[str, str], str]

    def guess(self, unit: Unit) -> str | None:
        """Return the likely one: by its name first, then by what is spelt much alike."""
        if by_name := self.ids.get(name_key(unit)):
            return by_name
        words = self.words.get(unit.kind, ())
        near = nearest(unit.name, words) or nearest(unit.id, words)
        return self.labels[unit.kind, near] if near else None


def _lacking(units: Sequence[Unit], register: Register) -> Iterator[Problem]:
    """Yield a problem for each surveyed unit that the register lacks, with the likely one of those without a row."""
    known = _candidates(register) if units else None
    for number, unit in enumerate(units):
        guess = known.guess(unit) if known and number < GUESSED else None
        place = unit.source.place(unit.row, "id" if unit.id else "name")
        yield problem("not-in-register", place, unit.label, register=register.input.path, guess=guess)


def _candidates(register: Register) -> _Candidates:
    met = set(register.listed_as.values())
    free = [unit for unit in register.units if unit not in met]
    words: dict[str, list[str]] = defaultdict(list)
    labels = {}
    for unit in free:
        for text in filter(None, (fold(unit.name), fold(unit.id))):
            words[unit.kind].append(text)
            labels[unit.kind, text] = unit.label
    by_name = {name_key(unit): unit.id for unit in register.units if unit.id and unit.name}
    return _Candidates(by_name, {kind: tuple(texts) for kind, texts in words.items()}, labels)

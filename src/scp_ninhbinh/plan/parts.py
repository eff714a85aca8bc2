"""The letters that tell targets of one clause and due year apart: I.1.4a and I.1.4b."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import Protocol

from scp_ninhbinh.plan.clauses import AnyTarget, Indicator, Plan, Scored
from scp_ninhbinh.plan.places import Path


class OfClause(Protocol):
    """What belongs to a clause, or to a part of one."""

    @property
    def clause(self) -> str:
        """The clause as the plan numbers it."""
        ...

    @property
    def part(self) -> str | None:
        """The letter of its part."""
        ...


def lettered(one: OfClause) -> str:
    """Return the clause with the letter of its part, as it is shown and asked for."""
    return one.clause + (one.part or "")


def check_parts(plan: Plan, complain: Callable[..., None]) -> None:
    """Complain of targets of one clause and due year that no letter of their own tells apart."""
    for alike in _alike(plan):
        taken: set[str] = set()
        for at, target in alike:
            if target.part is None or target.part in taken:
                complain("plan-no-part", (*at, "part"), target.clause, due=target.due)
            taken.add(target.part or "")


def with_letters(plan: Plan) -> Plan:
    """Return the plan with letters, in the order of the file, for its targets that need one and have none."""
    letters: dict[Path, str] = {}
    for alike in _alike(plan):
        taken = {target.part for _, target in alike}
        free = (letter for letter in ascii_lowercase if letter not in taken)
        missing = (at for at, target in alike if target.part is None)
        letters |= dict(zip(missing, free, strict=False))  # what is left without one is complained of
    indicators = tuple(_with_letters(item, ("indicators", at), letters) for at, item in enumerate(plan.indicators))
    return plan.model_copy(update={"indicators": indicators})


def _with_letters(item: Indicator, at: Path, letters: Mapping[Path, str]) -> Indicator:
    targets = tuple(
        target.model_copy(update={"part": letters.get((*at, "targets", number), target.part)})
        for number, target in enumerate(_targets(item))
    )
    return item.model_copy(update={"targets": targets}) if targets else item


def _alike(plan: Plan) -> Iterator[list[tuple[Path, AnyTarget]]]:
    """Yield the targets of each clause and due year that has several, each with its place in the file."""
    found: dict[tuple[str, int], list[tuple[Path, AnyTarget]]] = defaultdict(list)
    for at, item in enumerate(plan.indicators):
        for number, target in enumerate(_targets(item)):
            found[target.clause, target.due].append((("indicators", at, "targets", number), target))
    return (alike for alike in found.values() if len(alike) > 1)


def _targets(item: Indicator) -> Sequence[AnyTarget]:
    return item.targets if isinstance(item, Scored) else ()

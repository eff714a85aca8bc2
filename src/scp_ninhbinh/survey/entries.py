"""What the rows of files are entered into: the units of each year, and what was read."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scp_ninhbinh.survey.identity import Asides
from scp_ninhbinh.survey.units import Listed, Unit


class Input(NamedTuple):
    """A file that was read: its path, the SHA-256 of its bytes, and how many rows of units it has."""

    path: str
    sha256: str | None
    rows: int


@dataclass
class Entries:
    """The units of all files: year → identity within the year → unit; `refused` counts cells taken as unknown."""

    years: dict[int, dict[object, Any]] = field(default_factory=lambda: defaultdict(dict))
    inputs: list[Input] = field(default_factory=list)
    asides: Asides = field(default_factory=Asides)
    refused: int = 0
    _kinds: dict[int, dict[str, list[Any]]] = field(default_factory=dict)

    def units(self, kinds: Collection[str], year: int) -> list[Any]:
        """Return the units of these kinds in `year`, kind by kind. (Read all files before the first call.)"""
        if year not in self._kinds:
            self._kinds[year] = defaultdict(list)
            for unit in self.years.get(year, {}).values():
                self._kinds[year][unit.kind].append(unit)
        return [unit for kind in kinds for unit in self._kinds[year].get(kind, ())]

    def share_texts(self, unit: Unit | Listed) -> None:
        """Keep the texts of the year before where they are equal: over many years they would take half the memory."""
        before = self.years.get(unit.year - 1, {}).get(unit.id)
        if before is not None and before.name == unit.name:
            unit.id, unit.name = before.id, before.name

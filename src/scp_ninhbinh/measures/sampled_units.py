"""The units of a sample by stratum: those measured, and what each of the others can give out at most.

Formulas: docs/methods.md, "Reduction, from a sample".
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from scp_ninhbinh.measures.intervals import Measurements
from scp_ninhbinh.measures.layer_bound import Layers
from scp_ninhbinh.measures.quantity import Columns, Rate, figures
from scp_ninhbinh.measures.reduction import Basis
from scp_ninhbinh.survey.pool import Stratum, Survey
from scp_ninhbinh.survey.units import Entry, Unit
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.order import alphabetical

ENOUGH: Final = 3
"""Units measured in a stratum from which on the largest of them says what the others give out at most."""

Part = Amount
"""The part taken of a whole where it is not known: 0 none of it, 1 all of it."""

Row = tuple[Unit, ...]
"""The rows of one unit: of one year, or of the year scored and the base year."""

Mosts = tuple[Amount, ...]
"""The most that a unit gives out, of each of these years."""

State = Literal["measured", "drawn", "undrawn"]
"""Of a unit in a year: whether it has figures, a row without them, or none."""

Year = dict[object, tuple[State, Entry]]
"""The state of each unit in a year, by what identifies it, with its row or what the register lists it as."""


class Members(NamedTuple):
    """The units of a stratum: the rows of those measured, the most of those not drawn, and of those surely unmeasured.

    `not_drawn` counts those of both that have no row.

    Surely unmeasured are those drawn without figures, and those that their `size` shows to be larger than all measured.
    """

    rows: list[Row]
    undrawn: list[Mosts]
    sure: list[Mosts]
    not_drawn: int = 0

    @property
    def size(self) -> int:
        """All units of the stratum."""
        return len(self.rows) + len(self.undrawn) + len(self.sure)


class Frame(NamedTuple):
    """The strata of a sample, of one year or of a panel of both, and the `members` of all of them by their identity."""

    strata: dict[Stratum, Members]
    members: frozenset[object] = frozenset()

    def lone(self) -> list[Stratum]:
        """Return the strata of which fewer than two units were measured, and not all."""
        return sorted(
            (stratum for stratum, one in self.strata.items() if len(one.rows) < min(one.size, 2)),
            key=lambda stratum: tuple(map(alphabetical, stratum)),
        )

    @property
    def measured(self) -> int:
        """The units measured."""
        return sum(len(one.rows) for one in self.strata.values())

    @property
    def whole(self) -> bool:
        """Whether every unit was measured."""
        return not any(one.undrawn or one.sure for one in self.strata.values())

    @property
    def not_drawn(self) -> int:
        """The units that have no row: what they are is left to chance."""
        return sum(one.not_drawn for one in self.strata.values())

    def half_known(self, columns: Columns) -> bool:
        """Whether there is a unit whose part is not known."""
        rows = (row for one in self.strata.values() for row in one.rows)
        return any(figures(unit, columns)[0] is None for row in rows for unit in row)

    def largest(self, year: int) -> Amount | None:
        """Return the most that any unit not measured is taken to give out; `year` counts those of the frame from 0."""
        return max((most[year] for one in self.strata.values() for most in (*one.undrawn, *one.sure)), default=None)

    def layers(self, columns: Columns, parts: Sequence[Part]) -> list[Layers]:
        """Return the figures of each stratum; `parts` are taken where a part is not known, one a year."""
        return [
            Layers([_values(row, columns, parts) for row in one.rows], one.undrawn, one.sure)
            for one in self.strata.values()
        ]

    def measurements(self, columns: Columns, parts: Sequence[Part]) -> list[Measurements]:
        """Return the same as floats, for the usual interval: those not measured are like those measured."""
        return [
            Measurements(one.size, [tuple(map(float, _values(row, columns, parts))) for row in one.rows])
            for one in self.strata.values()
        ]


def filled(unit: Unit, columns: Columns, part: Part) -> tuple[Amount, Amount]:
    """Return part and whole of a measured unit, the share `part` of the whole where the part is not known."""
    hard, total = figures(unit, columns)
    return (total or 0) * part if hard is None else hard, total or 0


def _values(row: Row, columns: Columns, parts: Sequence[Part]) -> tuple[Amount, ...]:
    """Return part and whole of each year's row."""
    return tuple(amount for unit, part in zip(row, parts, strict=True) for amount in filled(unit, columns, part))


class Most:
    """What a unit without figures gives out at most in a year, by the units measured in it.

    κ·size where the register has sizes, κ the largest whole per unit of size; else the largest whole of the stratum,
    and of all strata where fewer than `ENOUGH` were measured in it. What is known of its part is not above that.
    """

    def __init__(self, survey: Survey, rate: Rate) -> None:
        self.survey, self.columns = survey, rate.columns
        self.totals: dict[Stratum, list[Amount]] = defaultdict(list)
        per_size: list[Amount] = []
        for unit in rate.measured:
            total = figures(unit, self.columns)[1] or 0
            self.totals[survey.stratum(unit)].append(total)
            if size := size_of(survey, unit):
                per_size.append(Fraction(total) / size)
        self.per_size = max(per_size, default=None)
        self.largest = rate.largest

    def of(self, unit: Entry) -> Amount:
        """Return it for a row without figures, or for what the register lists."""
        hard = (figures(unit, self.columns)[0] or 0) if isinstance(unit, Unit) else 0
        return max(hard, self._assumed(unit))

    def _assumed(self, unit: Entry) -> Amount:
        size = size_of(self.survey, unit)
        if size and self.per_size is not None:
            return self.per_size * size
        totals = self.totals.get(self.survey.stratum(unit), ())
        return max(totals) if len(totals) >= ENOUGH else self.largest


def size_of(survey: Survey, unit: Entry) -> Amount | None:
    """Return the size that the register gives a unit; None for none, and for 0, which says nothing."""
    listed = survey.listed_as(unit)
    return (listed.size or None) if listed else None


def frames_of(survey: Survey, found: Basis) -> tuple[Frame, ...]:
    """Return one frame of both years where the same units were measured of the same list, else one of each year."""
    rates = (found.now, found.base)
    years = [_states(survey, rate, rates) for rate in rates]
    mosts = [Most(survey, rate) for rate in rates]
    if _is_panel(*years):
        return (_frame(survey, years, mosts),)
    return tuple(_frame(survey, [year], [most]) for year, most in zip(years, mosts, strict=True))


def frame_of(survey: Survey, rate: Rate) -> Frame:
    """Return the frame of one year."""
    return _frame(survey, [_states(survey, rate, [rate])], [Most(survey, rate)])


def _states(survey: Survey, rate: Rate, rates: Sequence[Rate]) -> Year:
    identity = survey.identity([unit for one in rates for unit in (*one.measured, *one.unmeasured)])
    found: Year = {identity(unit): ("measured", unit) for unit in rate.measured}
    found |= {identity(unit): ("drawn", unit) for unit in rate.unmeasured}
    return found | {unit: ("undrawn", unit) for unit in rate.absent}


def _is_panel(now: Year, base: Year) -> bool:
    """Whether all units were there in both years, and whatever was measured in one was drawn in the other too."""
    if now.keys() != base.keys():
        return False
    pairs = {frozenset((now[key][0], base[key][0])) for key in now}
    return frozenset(("measured", "undrawn")) not in pairs and frozenset(("measured",)) in pairs


def _frame(survey: Survey, years: Sequence[Year], mosts: Sequence[Most]) -> Frame:
    """Return the strata of the units of one year, or of both."""
    sorted_units: dict[Stratum, dict[State, list[tuple[Entry, ...]]]] = {}
    for key in years[0]:
        states, entries = zip(*(year[key] for year in years), strict=True)
        state: State = states[0] if len(set(states)) == 1 else "drawn"
        by_state = sorted_units.setdefault(survey.stratum(entries[0]), {"measured": [], "drawn": [], "undrawn": []})
        by_state[state].append(entries)
    strata = {stratum: _members(survey, units, mosts) for stratum, units in sorted_units.items()}
    return Frame(strata, frozenset(years[0]))


def _members(survey: Survey, units: Mapping[State, list[tuple[Entry, ...]]], mosts: Sequence[Most]) -> Members:
    rows: list[Row] = units["measured"]  # type: ignore[assignment]  # those measured have rows
    sizes = [size_of(survey, row[0]) for row in rows]
    largest = max((size for size in sizes if size is not None), default=0)
    members = Members(rows, [], [], len(units["undrawn"]))
    for state in ("drawn", "undrawn"):
        for entries in units[state]:
            larger = mosts[0].per_size is not None and (size_of(survey, entries[0]) or 0) > largest
            most = tuple(one.of(entry) for one, entry in zip(mosts, entries, strict=True))
            (members.undrawn if state == "undrawn" and not larger else members.sure).append(most)
    return members

"""Whether rows that add up others agree with them, and whether an area has units: a row that was missed shows so."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic_core import PydanticCustomError

from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.survey import cells
from scp_ninhbinh.text.numbers import MOST_DIGITS, Amount
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Message, Number, say
from scp_ninhbinh.text.spelling import fold

if TYPE_CHECKING:
    from scp_ninhbinh.survey.table_reader import TableReader

SUMS: Final = ("total-row", "area-row")
"""The rules of rows that are left out and may add up others."""

FEW: Final = 3
"""Totals that the message shows; the others are counted."""

FARTHEST: Final = 30
"""Groups of rows next to a total that it may be the sum of; it may be that of all of them, too."""

MOST: Final = 1_000
"""Figures that differ of one table; no more are looked for."""

PLACES: Final = 6
"""Decimals of a figure that are shown at most."""

NONE: Final = frozenset({"", "-", "–", "—", "0", "...", "…"})
"""Cells of an area's row that are not about any unit."""

NONE_IN_WORDS: Final = frozenset(map(fold, cells.NONE))
"""The same in a column of numbers."""

NOISE: Final = 10**11
"""What a spreadsheet's sum may be off by: one part in so many, from adding 0.1 and 0.2 in binary."""

ROUNDED: Final = 100
"""What a total may be rounded by: one part in so many, and half of its last digit."""


class Sum(NamedTuple):
    """A row that was left out as a total or as an area: its rule, what it calls itself, its place and its cells."""

    rule: str
    called: str
    place: Place
    cells: list[str]

    @property
    def row(self) -> int:
        """The row's number."""
        return self.place.row or 0


class Group(NamedTuple):
    """Rows that stand together: how many, the sum of each column, and what it is measured in.

    A sum is None where a figure of it is not known, or where two are not measured alike.
    """

    units: int
    sums: tuple[Amount | None, ...]
    scales: tuple[object, ...]


class Difference(NamedTuple):
    """A figure that is not the sum of its rows."""

    of: Sum
    column: str
    figure: Amount
    sum: Amount


def check_sums(reader: "TableReader") -> None:
    """Warn of totals that differ from the sums of their rows, and of areas with figures and without units."""
    if reader.sums:
        summed = _Summed(reader)
        alone = {one.row: one for one in summed.areas_alone()}
        every = (found for one in reader.sums if one.row not in alone for found in summed.differences(one))
        differing = list(islice(every, MOST))
        if differing and alone:  # a total that counts them has the one cause
            summed.count(alone.values())
            differing = [found for found in differing if any(summed.differences(found.of))]
        reader.problems[:] = [_told(found, alone, summed) for found in reader.problems]
        if differing:
            reader.problems.append(_differs(reader, differing))


def _told(found: Problem, alone: Mapping[int, Sum], summed: "_Summed") -> Problem:
    """Return a problem, or in place of the notice that an area is left out the warning that it has no unit."""
    one = alone.get(found.place.row or 0) if found.rule == "area-row" else None
    return problem("area-without-units", one.place, one.called, figures=summed.figures(one)) if one else found


def _differs(reader: "TableReader", differing: Sequence[Difference]) -> Problem:
    """Return the one warning of a table, at the first figure that differs."""
    first = differing[0]
    place = reader.source.place(first.of.row, first.column, first.of.place.line)
    examples = tuple(_example(reader, one) for one in differing[:FEW])
    return problem("total-differs", place, first.of.called, n=len(differing), examples=examples)


def _example(reader: "TableReader", one: Difference) -> Message:
    return say(
        '"{total}" in row {row} gives {figure} as {column} where its rows add up to {sum}',
        total=show(one.of.called, LIMIT),
        row=str(one.of.row),
        figure=_number(one.figure),
        column=reader.layout.known.called(one.column),
        sum=_number(one.sum),
    )


def _number(value: Amount) -> Number:
    return Number(value, min(_places(value), PLACES))


class _Summed:
    """The units of a table in groups, between the rows that may add them up."""

    def __init__(self, reader: "TableReader") -> None:
        self.reader = reader
        self.columns = tuple(summed_columns(reader))
        self.errors = _rows_with_errors(reader)
        self.breaks = sorted(one.row for one in reader.sums)
        self.totals = {one.row for one in reader.sums if one.rule == "total-row"}
        self.groups = list(self._grouped(sorted(reader.own, key=lambda unit: unit.row)))
        self._accumulate()

    def _accumulate(self) -> None:
        self.all_above = list(accumulate(self.groups, _both))
        self.all_below = list(accumulate(reversed(self.groups), _both))[::-1]

    def count(self, areas: Iterable[Sum]) -> None:
        """Count these areas as units, measured as the others."""
        scales = next((group.scales for group in self.groups if group.units), ())
        for one in areas:
            self.groups[self._at(one)] = Group(1, tuple(self._own(one)), scales)
        self._accumulate()

    def areas_alone(self) -> Iterator[Sum]:
        """Yield the areas that have figures of their own and no unit, unless they add up the areas that follow."""
        for one in self.reader.sums:
            at = self._at(one)
            alone = one.rule == "area-row" and not self.groups[at].units and one.row not in self.errors
            if alone and self.figures(one) and not self._fits(self._own(one), self._below(at)):
                yield one

    def figures(self, one: Sum) -> tuple[str, ...]:
        """Return the answers of an area's row, as they are written."""
        at, columns = self.reader.at, self.reader.layout.known.columns
        written = {
            name: one.cells[at[name]].strip()
            for name in self.reader.layout.known.holding("yes_no", "number")
            if at.get(name, -1) >= 0 and name not in self.reader.constants
        }
        none = {"number": NONE | NONE_IN_WORDS, "yes_no": NONE}
        return tuple(cell for name, cell in written.items() if fold(cell) not in none[columns[name].holds])

    def differences(self, one: Sum) -> Iterator[Difference]:
        """Yield the figures of a row that are not the sums of its rows: of those that it most likely adds up."""
        own, at = self._own(one), self._at(one)
        likely = self._likely(one, at)
        wrong = [
            Difference(one, name, figure, total)
            for name, figure, total in zip(self.columns, own, likely.sums, strict=True)
            if figure is not None and total is not None and not _agree(figure, total)
        ]
        if likely.units and wrong and not self._fits(own, self._readings(one, at)):
            yield from wrong

    def _at(self, one: Sum) -> int:
        """Return the number of the group below a row; that above it is one less."""
        return bisect_left(self.breaks, one.row) + 1

    def _likely(self, one: Sum, at: int) -> Group:
        """Return the rows that a row most likely adds up.

        An area adds up those until the next; a total that another one or more units follow adds up its own group, the
        last all units, and one above them those below.
        """
        if one.rule == "area-row":
            return self.groups[at]
        above, following = self.groups[at - 1], self.breaks[at : at + 1]
        if above.units and (self.all_below[at].units or not self.totals.isdisjoint(following)):
            return above
        return self.all_above[at - 1] if self.all_above[at - 1].units else self.all_below[at]

    def _readings(self, one: Sum, at: int) -> Iterator[Group]:
        """Yield all groups of rows that a row may add up: those next to it, up to any other such row.

        An area over units ends with the next area.
        """
        if one.rule == "area-row":
            near = self.breaks[at : at + FARTHEST]
            end = next((n for n, row in enumerate(near) if row not in self.totals), len(near))
            yield from accumulate(self.groups[at : at + end + 1], _both)
            return
        yield from self._below(at)
        yield self.all_above[at - 1]
        yield from accumulate(reversed(self.groups[max(at - FARTHEST, 0) : at]), _both)

    def _below(self, at: int) -> Iterator[Group]:
        yield self.all_below[at]
        yield from accumulate(self.groups[at : at + FARTHEST], _both)

    def _fits(self, own: Sequence[Amount | None], readings: Iterable[Group]) -> bool:
        """Whether all figures of a row are the sums of one of these groups."""
        given = [(at, figure) for at, figure in enumerate(own) if figure is not None]
        return bool(given) and any(all(_agree(figure, group.sums[at]) for at, figure in given) for group in readings)

    def _own(self, one: Sum) -> list[Amount | None]:
        """Return the figures of a row; none where a cell of it cannot be relied on."""
        return [None if one.row in self.errors else _figure(self.reader, one, name) for name in self.columns]

    def _grouped(self, units: Sequence[Any]) -> Iterator[Group]:
        """Yield the units before the first break, between each and the next, and after the last."""
        rows, errors = [unit.row for unit in units], sorted(self.errors)
        ends = [(bisect_left(rows, row), bisect_left(errors, row)) for row in self.breaks]
        starts = [(0, 0), *ends]
        for (first, refused), (end, last) in zip(starts, [*ends, (len(rows), len(errors))], strict=True):
            unsound = any(row not in self.reader.left_out for row in errors[refused:last])
            yield self._group(units[first:end], unsound=unsound)

    def _group(self, units: Sequence[Any], *, unsound: bool) -> Group:
        scales = tuple(_scale(self.reader, units, name) for name in self.columns)
        sums: Iterator[Amount | None] = (
            None if unsound or scale is None else _sum([getattr(unit, name, None) for unit in units])
            for name, scale in zip(self.columns, scales, strict=True)
        )
        return Group(len(units) + unsound, tuple(sums), scales)


def summed_columns(reader: "TableReader") -> Iterator[str]:
    """Yield the columns of a table whose figures are added up: no ratios, and not how long a unit was observed."""
    columns = reader.layout.known.columns
    divisors = {column.divided_by for column in columns.values()}
    for name in reader.layout.known.holding("number"):
        unit = columns[name].unit
        ratio = name in divisors or (unit is not None and "%" in f"{unit.vi}{unit.en}")
        if reader.at.get(name, -1) >= 0 and name not in reader.constants and not ratio:
            yield name


def _rows_with_errors(reader: "TableReader") -> set[int]:
    found = (*reader.problems, *reader.table.problems)
    return {one.place.row for one in found if one.severity == "error" and one.place.row}


def _figure(reader: "TableReader", one: Sum, name: str) -> Amount | None:
    """Return what a row gives for a column; None where that is empty, a dash, no number, or in another unit."""
    parser, text = reader.context.cells, one.cells[reader.at[name]]
    shown = set(parser.shown)
    try:
        empty = text.strip() in NONE - {"0"}
        return None if empty or _in_another_unit(reader, one, name) else parser.number(text)
    except PydanticCustomError:
        return None
    finally:
        parser.shown = shown  # what is not read of a file settles nothing for its other tables


def _in_another_unit(reader: "TableReader", one: Sum, name: str) -> bool:
    """Whether a row says of itself that its figures are in another unit than those of the table's last unit."""
    by = reader.layout.known.columns[name].unit_in
    if by is None or reader.at.get(by, -1) < 0 or not reader.own:
        return False
    word = fold(one.cells[reader.at[by]])
    return bool(word) and reader.layout.known.choices_by_word(by).get(word) != getattr(reader.own[-1], by, None)


def _scale(reader: "TableReader", units: Sequence[Any], name: str) -> object:
    """Return the year, the unit and the time that figures are given in: None where these are not the same for all."""
    column = reader.layout.known.columns[name]
    by = ["year", *(other for other in (column.unit_in, column.divided_by) if other)]
    found = {tuple(getattr(unit, other, None) for other in by) for unit in units}
    return next(iter(found), ()) if len(found) <= 1 else None


def _sum(figures: Sequence[Amount | None]) -> Amount | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if len(known) == len(figures) else None


def _both(one: Group, other: Group) -> Group:
    """Return two groups as one."""
    if not (one.units and other.units):
        return one if one.units else other
    sums = (
        first + second if first is not None and second is not None and scale == same else None
        for first, second, scale, same in zip(one.sums, other.sums, one.scales, other.scales, strict=True)
    )
    return Group(one.units + other.units, tuple(sums), one.scales)


def _agree(figure: Amount, total: Amount | None) -> bool:
    """Whether a sum is known and a figure is this, as far as it is rounded."""
    if total is None:
        return False
    off, last = abs(Fraction(figure) - total), Fraction(1, 10 ** _places(figure))
    return off * NOISE <= total or (off * 2 <= last and off * ROUNDED <= total)


def _places(value: Amount) -> int:
    """Return how many decimals a number has."""
    return next((n for n in range(MOST_DIGITS) if (value * 10**n).denominator == 1), MOST_DIGITS)

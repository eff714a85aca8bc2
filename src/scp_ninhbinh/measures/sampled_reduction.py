"""The relative cut of a rate estimated from a sample. Formulas: docs/methods.md, "Reduction, from a sample"."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from scp_ninhbinh.measures.figures import Amount, Figure, Measured, Percentage, Range, Reason, StratumName
from scp_ninhbinh.measures.intervals import Measurements, RatioChange, panel_change, separate_change
from scp_ninhbinh.measures.reduction import (
    FEWEST,
    MATCHED,
    Basis,
    Rate,
    SampledReductionFigures,
    bars_of,
    basis,
    cut,
    figures,
    keys,
)
from scp_ninhbinh.plan.vocabulary import RateColumns
from scp_ninhbinh.survey.pool import Stratum, Survey
from scp_ninhbinh.survey.units import Listed, Unit

ROUNDING: Final = 1e-9
"""Width of an interval, of 1, below which it has none."""

Part = Fraction | int
"""The part taken of a whole where it is not known: 0 none of it, 1 all of it."""

Row = tuple[Unit, ...]
"""The rows of one unit: of one year, or of the year scored and the base year."""


class Frame(NamedTuple):
    """The strata of a sample: how many units each has, and the rows of those measured."""

    sizes: Counter[Stratum]
    rows: dict[Stratum, list[Row]]

    def lone(self) -> list[Stratum]:
        """Return the strata of which fewer than two units were measured, and not all."""
        return sorted(stratum for stratum, size in self.sizes.items() if len(self.rows[stratum]) < min(size, 2))

    @property
    def measured(self) -> int:
        """The units measured."""
        return sum(map(len, self.rows.values()))

    @property
    def whole(self) -> bool:
        """Whether every unit was measured."""
        return self.measured == self.sizes.total()

    def hard_parts(self, columns: RateColumns) -> Iterator[Amount | None]:
        """Yield the part of each row, None where it is not known."""
        yield from (figures(unit, columns)[0] for rows in self.rows.values() for row in rows for unit in row)

    def of(self, columns: RateColumns, parts: Sequence[Part]) -> list[Measurements]:
        """Return the figures of each stratum; `parts` are taken where a part is not known, one a year."""
        return [
            Measurements(size, [_values(row, columns, parts) for row in self.rows[stratum]])
            for stratum, size in self.sizes.items()
        ]


def measure_sampled_reduction(
    survey: Survey, years: tuple[int, int], kinds: Sequence[str], columns: RateColumns, confidence: Fraction
) -> Measured:
    """Return the cut over all units measured in each year, two separate samples, and over the panel of both years.

    Where the same units were measured in both years, the panel is the only reading. One that has no interval because
    too few units are common to both years says nothing beside the other. `confidence` is of 1.
    """
    found = basis(survey, years, kinds, columns)
    now, base = (rate._replace(beyond=0) for rate in (found.now, found.base))  # those not drawn are like the others
    panel, separate = (_panel(survey, found),), tuple(_frame(survey, rate) for rate in (now, base))
    same = found.matched_now, found.matched_base
    if found.comparable and not found.differ:
        leading: Sequence[Frame] = panel
        figure, error = _reading("all", same, panel, columns, confidence)
        readings = [figure._replace(name=MATCHED)]
    else:
        leading = separate
        figure, error = _reading("all", (now, base), separate, columns, confidence)
        readings = [figure]
        if found.comparable:
            alone = panel[0].lone() or not panel[0].measured
            empty = Figure(MATCHED, empty=True)
            readings.append(empty if alone else _reading(MATCHED, same, panel, columns, confidence)[0])
    known = keys(tuple(readings), found._replace(now=now, base=base), _weighted_rates(leading, columns, None), True)
    return Measured(
        tuple(readings),
        SampledReductionFigures(
            **known,
            drawn=sum(one.surveyed for one in found.coverage),
            se=None if error is None else error * 100,
            confidence=Percentage(confidence),
            lone=_lone(leading),
        ),
    )


def _lone(frames: Sequence[Frame]) -> tuple[StratumName, ...]:
    """Return the strata, of any of the frames, that leave it without an interval."""
    return tuple(StratumName.of(*stratum) for stratum in dict.fromkeys(one for frame in frames for one in frame.lone()))


def _reading(
    name: str, rates: tuple[Rate, Rate], frames: Sequence[Frame], columns: RateColumns, confidence: Fraction
) -> tuple[Figure, float | None]:
    """Return one reading with its standard error, unless there is nothing to compare or to estimate."""
    now, base = rates
    if now.year <= base.year or bars_of(now, base) or not now.given_out:
        return cut(name, now, base), None
    return _figure(name, frames, columns, confidence)


def _frame(survey: Survey, rate: Rate) -> Frame:
    """Return the strata of one year; of a kind that the register does not list, those measured are all."""
    rows: dict[Stratum, list[Row]] = defaultdict(list)
    for unit in rate.measured:
        rows[survey.stratum(unit)].append((unit,))
    others = [unit for unit in (*rate.unmeasured, *rate.absent) if survey.listed_as(unit)]
    return Frame(Counter(map(survey.stratum, (*rate.measured, *others))), rows)


def _panel(survey: Survey, found: Basis) -> Frame:
    """Return the strata of the units that exist in both years, with the rows of those measured in both."""
    now, base = found.matched_now, found.matched_base
    identity = survey.identity([*now.measured, *base.measured])
    before = {identity(unit): unit for unit in base.measured}
    rows: dict[Stratum, list[Row]] = defaultdict(list)
    for unit in now.measured:
        rows[survey.stratum(unit)].append((unit, before[identity(unit)]))
    sizes: Counter[Stratum] = Counter(
        survey.stratum(unit)
        for kind in {unit.kind for unit in now.measured}
        for unit in _listed(survey, kind)
        if unit.exists(now.year) and unit.exists(base.year)
    )
    for stratum, units in rows.items():
        sizes[stratum] = max(sizes[stratum], len(units))  # of a kind without a register, those measured are all
    return Frame(sizes, rows)


def _listed(survey: Survey, kind: str) -> Sequence[Listed]:
    register = survey.register
    units = [unit for unit in register.units if unit.kind == kind] if register else []
    return [unit for unit in units if survey.part is None or survey.part.holds(unit)]


def _filled(unit: Unit, columns: RateColumns, part: Part) -> tuple[Amount, Amount]:
    """Return part and whole of a measured unit, the share `part` of the whole where the part is not known."""
    hard, total = figures(unit, columns)
    return (total or 0) * part if hard is None else hard, total or 0


def _values(row: Row, columns: RateColumns, parts: Sequence[Part]) -> tuple[float, ...]:
    """Return part and whole of each year's row."""
    return tuple(
        float(amount) for unit, part in zip(row, parts, strict=True) for amount in _filled(unit, columns, part)
    )


def _figure(
    name: str, frames: Sequence[Frame], columns: RateColumns, confidence: Fraction
) -> tuple[Figure, float | None]:
    """Return one reading, of a panel or of two separate samples, with the standard error of the cut.

    Parts that are not known are filled in both ways: all of the whole now and none in the base year, which is the
    smallest cut, and the other way round. The error is then not known either.
    """
    half_known = any(hard is None for frame in frames for hard in frame.hard_parts(columns))
    fillings: Sequence[tuple[Part, Part]] = ((1, 0), (0, 1)) if half_known else ((0, 0),)
    ends = [_end(frames, columns, parts, confidence) for parts in fillings]
    limits = [end for end in ends if end is not None]
    achieved, change = _weighted_cut(frames, columns, None), _change(frames, columns, (0, 0), confidence)
    error = change.se if change and not half_known else None
    if len(limits) < len(ends):
        return Figure(name, achieved, bars=(Reason.SAMPLING,)), error
    whole = all(frame.whole for frame in frames)
    approximate = not whole and min(frame.measured for frame in frames) < FEWEST
    low, high = min(low for low, _ in limits), max(high for _, high in limits)
    return Figure(name, achieved, low, high, intervals=tuple(limits), approximate=approximate), error


def _end(frames: Sequence[Frame], columns: RateColumns, parts: tuple[Part, Part], confidence: Fraction) -> Range | None:
    """Return the interval of one filling; a census has none and needs none, so that its cut is both ends."""
    if all(frame.whole for frame in frames):
        cut_ = _weighted_cut(frames, columns, parts)
        return None if cut_ is None else (cut_, cut_)
    change = _change(frames, columns, parts, confidence)
    if change and change.high - change.low < ROUNDING:  # all units moved alike: what is left is the error of floats
        cut_ = _weighted_cut(frames, columns, parts)
        return None if cut_ is None else (cut_, cut_)
    return (Percentage(change.low), Percentage(change.high)) if change else None


def _change(
    frames: Sequence[Frame], columns: RateColumns, parts: tuple[Part, Part], confidence: Fraction
) -> RatioChange | None:
    if len(frames) == 1:
        return panel_change(frames[0].of(columns, parts), confidence)
    now, base = (frame.of(columns, (part,)) for frame, part in zip(frames, parts, strict=True))
    return separate_change(now, base, confidence)


def _weighted_cut(frames: Sequence[Frame], columns: RateColumns, parts: tuple[Part, Part] | None) -> Percentage | None:
    """Return 1 − R_now/R_base of weighted totals, exactly; None where a stratum has nobody measured, or R_base is 0."""
    now, base = _weighted_rates(frames, columns, parts)
    return None if now is None or not base else Percentage(1 - now / base)


def _weighted_rates(
    frames: Sequence[Frame], columns: RateColumns, parts: tuple[Part, Part] | None
) -> tuple[Fraction | None, Fraction | None]:
    """Return the rates of the year scored and of the base year, from a panel or from two separate samples."""
    of_now, of_base = parts or (None, None)
    if len(frames) == 1:
        return _weighted_rate(frames[0], columns, of_now, 0), _weighted_rate(frames[0], columns, of_base, 1)
    return _weighted_rate(frames[0], columns, of_now, 0), _weighted_rate(frames[1], columns, of_base, 0)


def _weighted_rate(frame: Frame, columns: RateColumns, part: Part | None, at: int) -> Fraction | None:
    """Return Σ w·hard / Σ w·total of the `at`-th row of each unit, w = N_h/n_h of its stratum.

    Without a `part` units whose part is not known are left out of both sums, as they are in a census.
    """
    hard_sum, total_sum = Fraction(0), Fraction(0)
    for stratum, size in frame.sizes.items():
        rows = frame.rows[stratum]
        known = [row[at] for row in rows if part is not None or figures(row[at], columns)[0] is not None]
        if not known and len(rows) < size:
            return None
        amounts = [_filled(unit, columns, part or 0) for unit in known]
        hard_sum += Fraction(size, len(rows)) * sum(hard for hard, _ in amounts)
        total_sum += Fraction(size, len(rows)) * sum(total for _, total in amounts)
    return hard_sum / total_sum if total_sum else None

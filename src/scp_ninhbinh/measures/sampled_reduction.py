"""The relative cut of a rate estimated from a sample. Formulas: METHODS, "Sample of markets" under "Reduction"."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from scp_ninhbinh.intervals import Measurements, RatioChange, panel_change, separate_change
from scp_ninhbinh.measures.measured import Measured, Rate, Sample
from scp_ninhbinh.measures.reduction import Columns, bars_of, basis, differ, figures, measure_reduction, rates_of
from scp_ninhbinh.survey.pool import Stratum, Survey
from scp_ninhbinh.survey.units import Listed, Unit
from scp_ninhbinh.verdicts import Amount, Figure, Range, Reason

FEWEST: Final = 30
"""Units measured below which the interval, which is approximate, never calls a target missed."""

Part = Fraction | int
"""The hard part taken of a total where it is not known: 0 none of it, 1 all of it."""

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

    def of(self, columns: Columns, parts: Sequence[Part]) -> list[Measurements]:
        """Return the figures of each stratum; `parts` are taken where a hard part is not known, one a year."""
        return [
            Measurements(size, [_values(row, columns, parts) for row in self.rows[stratum]])
            for stratum, size in self.sizes.items()
        ]


def measure_sampled_reduction(
    survey: Survey, years: tuple[int, int], kinds: Sequence[str], columns: Columns, confidence: Fraction
) -> Measured:
    """Return the cut over all units measured in each year, two separate samples, and over the panel of both years.

    Where the same units were measured in both years, the panel is the only reading. One that has no interval because
    too few units are common to both years says nothing beside the other. `confidence` is of 1.
    """
    found, same = basis(survey, years, kinds, columns)
    now, base = rates_of(found)
    sample = Sample(confidence, sum(one.surveyed for one in found.coverage), len(now.unmeasured))
    if now.year <= base.year or bars_of(now, base) or not now.given_out:  # nothing to estimate
        return measure_reduction(survey, years, kinds, columns)._replace(sample=sample)
    panel = _panel(survey, same)
    frames = (_frame(survey, now, now.measured), _frame(survey, base, base.measured))
    readings = [_figure("matched", (panel,), columns, confidence)]
    if differ(now, base, same):
        readings.insert(0, _figure("all", frames, columns, confidence))
        if panel.lone() or not panel.measured:
            readings[1] = (Figure("matched", empty=True), None)
    leading = frames if len(readings) > 1 else (panel,)
    lone = tuple(dict.fromkeys(stratum for frame in leading for stratum in frame.lone()))
    rates = [_weighted_rate(_known(frame, columns), columns, 0, 0) for frame in frames]
    if leading == (panel,):  # of which the figure is
        rates = [_weighted_rate(_known(panel, columns), columns, 0, year) for year in (0, 1)]
    return found._replace(
        figures=tuple(figure for figure, _ in readings),
        now=now._replace(estimated=True, estimate=rates[0], beyond=0),
        base=base._replace(estimated=True, estimate=rates[1], beyond=0),
        sample=sample._replace(error=readings[0][1], lone=lone),
    )


def _frame(survey: Survey, rate: Rate, units: Iterable[Unit]) -> Frame:
    """Return the strata of one year."""
    existing = (*rate.measured, *rate.unmeasured, *rate.absent)
    rows: dict[Stratum, list[Row]] = defaultdict(list)
    for unit in units:
        rows[survey.stratum(unit)].append((unit,))
    return Frame(Counter(map(survey.stratum, existing)), rows)


def _panel(survey: Survey, same: tuple[Rate, Rate]) -> Frame:
    """Return the strata of the units that exist in both years, with the rows of those measured in both."""
    now, base = same
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
    return [unit for unit in units if survey.keep is None or survey.keep(unit)]


def _filled(unit: Unit, columns: Columns, part: Part) -> tuple[Amount, Amount]:
    """Return hard part and total of a measured unit, `part` of the total where the hard part is not known."""
    hard, total = figures(unit, columns)
    return (total or 0) * part if hard is None else hard, total or 0


def _values(row: Row, columns: Columns, parts: Sequence[Part]) -> tuple[float, ...]:
    """Return hard part and total of each year's row."""
    return tuple(
        float(amount) for unit, part in zip(row, parts, strict=True) for amount in _filled(unit, columns, part)
    )


def _figure(name: str, frames: Sequence[Frame], columns: Columns, confidence: Fraction) -> tuple[Figure, float | None]:
    """Return one reading, of a panel or of two separate samples, with the standard error of the cut.

    Hard parts that are not known are filled in both ways: all of them hard now and none in the base year, which is the
    smallest cut, and the other way round.
    """
    known = [_known(frame, columns) for frame in frames]
    achieved, change = _weighted_cut(known, columns, (0, 0)), _change(known, columns, (0, 0), confidence)
    error = change.se if change else None
    half_known = any(one.measured < other.measured for one, other in zip(known, frames, strict=True))
    ends = [_end(frames, columns, parts, confidence) for parts in (((1, 0), (0, 1)) if half_known else ((0, 0),))]
    limits = [end for end in ends if end is not None]
    if len(limits) < len(ends):
        return Figure(name, achieved, bars=(Reason.SAMPLING,)), error
    whole = all(frame.whole for frame in frames)
    approximate = not whole and min(frame.measured for frame in frames) < FEWEST
    low, high = min(low for low, _ in limits), max(high for _, high in limits)
    return Figure(name, achieved, low, high, intervals=tuple(limits), approximate=approximate), error


def _end(frames: Sequence[Frame], columns: Columns, parts: tuple[Part, Part], confidence: Fraction) -> Range | None:
    """Return the interval of one filling; a census has none and needs none, so that its cut is both ends."""
    if all(frame.whole for frame in frames):
        cut = _weighted_cut(frames, columns, parts)
        return None if cut is None else (cut, cut)
    change = _change(frames, columns, parts, confidence)
    return (Fraction(change.low), Fraction(change.high)) if change else None


def _change(
    frames: Sequence[Frame], columns: Columns, parts: tuple[Part, Part], confidence: Fraction
) -> RatioChange | None:
    if len(frames) == 1:
        return panel_change(frames[0].of(columns, parts), confidence)
    now, base = (frame.of(columns, (part,)) for frame, part in zip(frames, parts, strict=True))
    return separate_change(now, base, confidence)


def _known(frame: Frame, columns: Columns) -> Frame:
    """Return the frame with the rows alone of units whose hard part is known in every year."""
    rows: dict[Stratum, list[Row]] = defaultdict(list)
    for stratum, units in frame.rows.items():
        rows[stratum] = [row for row in units if all(figures(unit, columns)[0] is not None for unit in row)]
    return frame._replace(rows=rows)


def _weighted_cut(frames: Sequence[Frame], columns: Columns, parts: tuple[Part, Part]) -> Fraction | None:
    """Return 1 − R_now/R_base of weighted totals, exactly; None where a stratum has nobody measured, or R_base is 0."""
    panel = len(frames) == 1
    now, base = (
        _weighted_rate(frames[0 if panel else year], columns, parts[year], year if panel else 0) for year in (0, 1)
    )
    return None if now is None or not base else 1 - now / base


def _weighted_rate(frame: Frame, columns: Columns, part: Part, at: int) -> Fraction | None:
    """Return Σ w·hard / Σ w·total of the `at`-th row of each unit, w = N_h/n_h of its stratum."""
    hard_sum, total_sum = Fraction(0), Fraction(0)
    for stratum, size in frame.sizes.items():
        amounts = [_filled(row[at], columns, part) for row in frame.rows[stratum]]
        if not amounts:
            return None
        hard_sum += Fraction(size, len(amounts)) * sum(hard for hard, _ in amounts)
        total_sum += Fraction(size, len(amounts)) * sum(total for _, total in amounts)
    return hard_sum / total_sum if total_sum else None

"""Trend and pace worked by hand (METHODS, "Trend and pace"), and reviews of several years through the program."""

import csv
import io
import json
import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES, Scp
from reports import review_report

from scp_ninhbinh.measures.figures import Amount, Percentage
from scp_ninhbinh.run import Request, ReviewRun, review_files
from scp_ninhbinh.scores.score import Due
from scp_ninhbinh.scores.trend import (
    Direction,
    Line,
    OtherBasis,
    Point,
    Trend,
    Word,
    YearEvidence,
    band,
    comparable,
    directions,
    trend,
)
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.safe import plain_markdown
from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers.csv import review_csv
from scp_ninhbinh.writers.json import review_json


def percent(text: str | int | None) -> Percentage | None:
    return None if text is None else Percentage(Fraction(text) / 100)


def at(year: int, achieved: str | int | None, low: str | int | None = None, high: str | int | None = None) -> Point:
    """Return a year's figure in percent; it is its own range unless told otherwise, and not met."""
    low, high = (percent(achieved if end is None else end) for end in (low, high))
    status = Status.NO_DATA if achieved is None else Status.NOT_YET
    return Point(year=year, achieved=percent(achieved), low=low, high=high, status=status)


def met(year: int, achieved: str | int) -> Point:
    return replace(at(year, achieved), status=Status.MET)


def share(points: Sequence[Point], required: int, due: int) -> Trend:
    return trend(points, Percentage(required, 100), due, share=True)


def line(expected: Amount, ratio: Fraction, projected: Amount, word: Word) -> Line:
    return Line(expected=expected, ratio=ratio, projected=projected, word=word)


# The words, in the order in which METHODS decides


@pytest.mark.parametrize("points", [[], [at(2024, None)], [at(2023, None), at(2024, None)]])
def test_without_a_figure_there_is_no_data(points: list[Point]) -> None:
    found = share(points, 70, 2025)
    assert found == Trend(word=Word.NO_DATA, words=(Word.NO_DATA,), years=tuple(points))
    assert found.words == (Word.NO_DATA,)


@pytest.mark.parametrize(
    "points", [[at(2024, 50)], [met(2024, 90)], [at(2023, None), at(2024, 50)], [at(2024, 50), at(2025, None)]]
)
def test_one_year_has_no_pace_even_where_the_target_is_met(points: list[Point]) -> None:
    one_year = Trend(word=Word.ONE_YEAR, words=(Word.ONE_YEAR,), years=tuple(points))
    assert share(points, 70, 2025) == one_year


def test_a_target_that_is_met_has_no_line() -> None:
    found = share([at(2020, 20), met(2024, 75), met(2025, 80)], 70, 2030)
    assert (found.word, found.words, found.slips) == (Word.MET, (Word.MET,), False)
    assert (found.line, found.low, found.high) == (None, None, None)
    assert (found.change, found.pace) == (percent(5), percent(12))


@pytest.mark.parametrize(
    ("before", "now", "slips"), [(90, "89.9", True), (90, 90, False), (90, "90.1", False), (60, 70, False)]
)
def test_a_target_that_is_met_slips_where_its_figure_fell(before: int, now: str | int, slips: bool) -> None:
    found = share([at(2020, 20), met(2024, before), met(2025, now)], 70, 2030)
    assert (found.word, found.slips) == (Word.MET, slips)


def test_a_base_that_already_reached_the_target_and_is_met_reads_met_and_may_slip() -> None:
    found = share([met(2020, 90), met(2024, 80), met(2025, 75)], 70, 2030)
    assert (found.word, found.slips, found.line) == (Word.MET, True, None)


def test_a_base_that_reached_the_target_is_held_where_only_the_range_falls_below() -> None:
    """72 in 2020, now 71 and at least 65: not met for certain, yet the figure is at the target of 70."""
    found = share([met(2020, 72), at(2025, 71, 65, 75)], 70, 2030)
    assert (found.word, found.words, found.line, found.low, found.high) == (Word.HELD, (Word.HELD,), None, None, None)
    assert not found.slips


@pytest.mark.parametrize(("base", "now", "word"), [(72, 60, "fallen_below"), (70, "69.9", "fallen_below")])
def test_a_base_at_the_target_from_which_the_figure_fell_has_no_ratio(base: int, now: str | int, word: str) -> None:
    """72, now 60, towards 70: a ratio would be (60 − 72)/(71.x − 72), above 0, and read on track."""
    found = share([met(2020, base), at(2024, now)], 70, 2030)
    assert (found.word, found.line, found.low, found.high, found.growth) == (Word(word), None, None, None, None)
    assert found.needed == (percent(70) - percent(now)) / 6


HALF_WAY = [
    ("49", "29/30", Word.ON_TRACK),
    ("48.5", "0.95", Word.ON_TRACK),
    ("48.4999", "284999/300000", Word.BEHIND),
    ("38", "0.6", Word.BEHIND),
    ("37.9999", "179999/300000", Word.FAR_BEHIND),
    ("20", "0", Word.FAR_BEHIND),
    ("19.9999", "-1/300000", Word.MOVING_AWAY),
    ("0", "-2/3", Word.MOVING_AWAY),
    ("65", "1.5", Word.ON_TRACK),
]


@pytest.mark.parametrize(("now", "ratio", "word"), HALF_WAY, ids=[now for now, _, _ in HALF_WAY])
def test_the_bands_of_the_straight_line_are_exact(now: str, ratio: str, word: Word) -> None:
    """20 in 2020 towards 80 in 2030: half-way, in 2025, 50 is expected, a way of 30."""
    found = share([at(2020, 20), at(2025, now)], 80, 2030)
    assert found.line is not None
    assert (found.line.expected, found.line.ratio, found.word) == (percent(50), Fraction(ratio), word)
    assert found.line.projected == percent(20) + 2 * (percent(now) - percent(20))
    assert (found.line.word, found.words) == (word, (word,))
    assert found.pace == (percent(now) - percent(20)) / 5
    assert found.needed == (percent(80) - percent(now)) / 5


@pytest.mark.parametrize(
    ("ratio", "word"),
    [("0.95", "on_track"), ("0.949", "behind"), ("0.6", "behind"), ("0.599", "far_behind"), ("0", "far_behind"),
     ("-0.001", "moving_away")],
)  # fmt: skip
def test_each_band_begins_with_its_own_ratio(ratio: str, word: str) -> None:
    assert band(Fraction(ratio)) is Word(word)


def test_the_line_the_pace_and_growth_of_the_example_of_the_methods() -> None:
    """30 → 45 in 2020-2024 towards 70 in 2030: 46 expected, 15/16 = 0.94, projecting 67.5; by growth 1.21."""
    found = share([at(2020, 30), at(2024, 45)], 70, 2030)
    assert found.line is not None
    assert found.growth is not None
    assert found.line == line(percent(46), Fraction(15, 16), percent("67.5"), Word.BEHIND)
    assert (found.pace, found.needed) == (percent("3.75"), percent(25) / 6)
    assert math.isclose(found.growth.observed, 1.5**0.25 - 1)
    assert math.isclose(found.growth.required, (7 / 3) ** 0.1 - 1)
    assert (round(found.growth.ratio, 2), found.growth.word) == (1.21, Word.ON_TRACK)
    assert found.word is Word.BEHIND  # the straight line is the headline


def test_growth_is_not_defined_from_zero_and_for_other_measures() -> None:
    from_zero = share([at(2020, 0), at(2024, 45)], 70, 2030)
    assert (from_zero.growth, from_zero.word) == (None, Word.ON_TRACK)
    assert trend([at(2020, 30), at(2024, 45)], Percentage(70, 100), 2030).growth is None


def test_growth_that_is_negative_moves_away() -> None:
    found = share([at(2020, 40), at(2022, 10)], 80, 2030)
    assert found.growth is not None
    assert math.isclose(found.growth.observed, -0.5)
    assert found.growth.word is Word.MOVING_AWAY


def test_what_is_needed_is_a_year_and_none_in_the_due_year_or_after_it() -> None:
    years = [at(2020, 20), at(2023, 32), at(2024, 40)]
    assert [share(years, 50, due).needed for due in (2026, 2025, 2024, 2023)] == [percent(5), percent(10), None, None]


def test_after_the_due_year_the_line_expects_what_was_required() -> None:
    """20 in 2020, 50 required in 2024: in 2026 no more than 50 is expected; 38 has made 18 of 30."""
    found = share([at(2020, 20), at(2026, 38)], 50, 2024)
    assert found.line is not None
    assert (found.line.expected, found.line.ratio, found.word) == (percent(50), Fraction(3, 5), Word.BEHIND)
    assert (found.line.projected, found.needed) == (percent(32), None)


def test_in_the_due_year_the_line_expects_what_is_required_and_projects_what_is_there() -> None:
    found = share([at(2020, 0), at(2025, 60)], 70, 2025)
    assert found.line == line(percent(70), Fraction(6, 7), percent(60), Word.BEHIND)


def test_words_that_differ_between_the_ends_of_the_range_are_all_said() -> None:
    """20 in 2020 towards 80 in 2030, in 2025 between 30 and 60: 10/30 far behind, 20/30 behind, 40/30 on track."""
    found = share([at(2020, 20), at(2025, 40, 30, 60)], 80, 2030)
    assert found.words == (Word.BEHIND, Word.FAR_BEHIND, Word.ON_TRACK)
    assert found.low is not None
    assert found.high is not None
    assert (found.low.ratio, found.high.ratio) == (Fraction(1, 3), Fraction(4, 3))
    assert share([at(2020, 20), at(2025, 40, 39, 41)], 80, 2030).words == (Word.BEHIND,)


def test_more_blanks_in_one_year_do_not_look_like_decline() -> None:
    """30 with nothing open, then 25 to 55: the figure moves away, the high end is on track."""
    found = share([at(2020, 30), at(2025, 25, 25, 55)], 80, 2030)
    assert found.words == (Word.MOVING_AWAY, Word.ON_TRACK)


def test_an_end_of_the_range_that_is_unbounded_has_no_line() -> None:
    points = [at(2020, 20), replace(at(2025, 40), high=None)]
    found = share(points, 80, 2030)
    assert (found.high, found.words) == (None, (Word.BEHIND,))


def test_years_with_gaps_are_no_steps_of_one_year() -> None:
    """20 in 2020, nothing in 2021-2022, 35 in 2023: 5 a year, and no change on the year before."""
    found = share([at(2020, 20), at(2021, None), at(2022, None), at(2023, 35)], 70, 2030)
    assert (found.change, found.pace) == (None, percent(5))
    assert found.line is not None
    assert (found.line.expected, found.line.ratio) == (percent(35), Fraction(1))
    assert [point.year for point in found.years] == [2020, 2021, 2022, 2023]


def test_the_base_is_the_first_year_with_a_figure() -> None:
    """Nothing in 2020, 10 in 2021, 30 in 2025 towards 55 in 2030: the line runs from 2021, 5 a year."""
    found = share([at(2020, None), at(2021, 10), at(2025, 30)], 55, 2030)
    assert found.line is not None
    assert (found.line.expected, found.line.ratio, found.pace) == (percent(30), Fraction(1), percent(5))


def number(year: int, count: int, high: int | None, status: Status) -> Point:
    return Point(year=year, achieved=count, low=count, high=high, status=status)


def test_counts_have_the_same_line_in_numbers() -> None:
    """1 in 2021, 3 in 2024 towards 10 in 2030: 4 expected, 2/3 of the way, 7 in 2030, 7/6 a year needed."""
    points = [number(year, count, count, Status.NOT_YET) for year, count in ((2021, 1), (2024, 3))]
    found = trend(points, 10, 2030)
    assert found.line == line(4, Fraction(2, 3), 7, Word.BEHIND)
    assert (found.pace, found.needed, found.growth) == (Fraction(2, 3), Fraction(7, 6), None)


# Directions of what asks for no number


def direction(answer: str, years: dict[int, int], mean: Fraction | None, last: int | None) -> Direction:
    counts = tuple(YearEvidence(year=year, yes=yes) for year, yes in years.items())
    return Direction(answer=answer, years=counts, mean_change=mean, last_change=last)


def test_evidence_has_a_mean_change_and_a_last_one() -> None:
    found = list(directions({2021: {"a": 1, "b": 5}, 2022: {"a": 2, "b": 5}, 2024: {"a": 8, "b": 2}}, {}))
    assert found == [
        direction("a", {2021: 1, 2022: 2, 2024: 8}, Fraction(7, 3), None),  # no 2023: no last change
        direction("b", {2021: 5, 2022: 5, 2024: 2}, Fraction(-1), None),
    ]
    (down,) = directions({2024: {"a": 4}, 2025: {"a": 1}, 2021: {"a": 1}}, {})
    assert (down.mean_change, down.last_change) == (0, -3)


def test_one_year_of_evidence_has_no_direction() -> None:
    assert list(directions({2024: {"a": 3}}, {})) == [direction("a", {2024: 3}, None, None)]
    assert list(directions({}, {})) == []


# Years that are compared


def test_a_year_of_another_method_or_pool_than_the_latest_is_left_out_with_what_differs() -> None:
    points = [
        replace(at(2021, 10), method="sample", pool="register"),
        replace(at(2022, 20), method="census", pool="surveyed"),
        at(2023, None),
        replace(at(2024, 40), method="census", pool="register"),
    ]
    kept, out = comparable(points, Percentage(1))
    assert [point.year for point in kept] == [2023, 2024]
    assert out == (
        OtherBasis(year=2021, reason="method", found="sample", expected="census"),
        OtherBasis(year=2022, reason="pool", found="surveyed", expected="register"),
    )


# Through the program

Review = Callable[..., ReviewRun]


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """Review surveys given as CSV texts, in this order."""

    def run(*texts: str, year: int | None = None, due: Due = None, register: str | None = None) -> ReviewRun:
        paths = [tmp_path / f"survey-{number}.csv" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        listing = tmp_path / "register.csv"
        listing.write_text(register or "", encoding="utf-8")
        given = str(listing) if register else None
        return review_files(Request([str(path) for path in paths], None, given, year=year, due=due))

    return run


def document(run: ReviewRun) -> dict[str, Any]:
    return json.loads(review_json(run))


def target(run: ReviewRun, indicator: str, due: int | None = None) -> dict[str, Any]:
    (found,) = [one for one in document(run)["targets"] if one["id"] == indicator and due in (None, one["due"])]
    return found


def rows_of(year: int, kinds: set[str]) -> list[dict[str, str]]:
    """Return the rows of a sample file, read here and not by the program."""
    with open(ROOT / "data" / "samples" / f"survey-{year}.csv", encoding="utf-8-sig", newline="") as file:
        rows = [
            {key: unicodedata.normalize("NFC", value) for key, value in row.items()} for row in csv.DictReader(file)
        ]
    return [row for row in rows if row["kind"] in kinds and row["year"] == str(year)]


SAID = {"có": True, "yes": True, "không": False, "no": False, "": None}


def counted(kinds: set[str], column: str, answer: bool) -> dict[int, tuple[float, float]]:
    """Return for each year with rows the confirmed share and, with every empty answer, the highest, in percent."""
    found = {}
    for year in range(2020, 2026):
        said = [SAID[row[column].strip()] for row in rows_of(year, kinds)]
        yes, empty = said.count(answer), said.count(None)
        if said:
            found[year] = (float(Fraction(100 * yes, len(said))), float(Fraction(100 * (yes + empty), len(said))))
    return found


ZONES = {"industrial_zone", "industrial_cluster", "craft_village"}
OUTLETS = {"trade_centre", "supermarket", "convenience_store"}


def test_the_zones_of_the_samples_are_as_counted_here() -> None:
    """Towards 100 in 2030 from 0 in 2020: 50 expected in 2025."""
    counts = counted(ZONES, "informed", True)
    run = review_files(Request(SAMPLES, due="all"))
    near, far = target(run, "zones-informed", 2025), target(run, "zones-informed", 2030)
    for found in (near, far):
        assert {year["year"]: (year["achieved"], year["high"]) for year in found["years"]} == counts
        assert math.isclose(found["change"], counts[2025][0] - counts[2024][0])
        assert math.isclose(found["pace"], (counts[2025][0] - counts[2020][0]) / 5)
    assert (near["word"], near["slips"], near["line"], near["needed"]) == ("met", False, None, None)
    base, now = counts[2020][0], counts[2025][0]
    assert math.isclose(far["line"]["expected"], base + (100 - base) / 2)
    assert math.isclose(far["line"]["ratio"], (now - base) / ((100 - base) / 2))
    assert math.isclose(far["line"]["projected"], base + 2 * (now - base))
    assert math.isclose(far["needed"], (100 - now) / 5)
    assert (far["word"], far["words"]) == ("on_track", ["on_track"])


def test_the_outlets_of_the_samples_are_as_counted_here() -> None:
    """Nobody visited them in 2021. In the due year 45 is expected, and 0.60 to 0.95 of that is behind."""
    counts = counted(OUTLETS, "hard_bags", False)
    found = target(review_files(Request(SAMPLES)), "stores-without-hard-bags")
    assert sorted(counts) == [2020, 2022, 2023, 2024, 2025]
    figures = {year["year"]: (year["achieved"], year["high"]) for year in found["years"]}
    assert figures == counts | {2021: (None, None)}
    base, now = counts[2020][0], counts[2025][0]
    ratio = (now - base) / (45 - base)
    assert 0.60 <= ratio < 0.95
    assert (found["word"], found["line"]["expected"], found["needed"]) == ("behind", 45, None)
    assert math.isclose(found["line"]["ratio"], ratio)
    assert math.isclose(found["line"]["projected"], now)
    assert found["years"][-1]["status"] == "not_met"


def test_the_outlets_that_changed_in_the_samples_are_as_compared_here() -> None:
    said = [{row["id"]: SAID[row["hard_bags"].strip()] for row in rows_of(year, OUTLETS)} for year in (2024, 2025)]
    before, now = said
    moved = {
        (unit, before[unit], answer) for unit, answer in now.items() if {answer, before.get(unit)} == {True, False}
    }
    found = target(review_files(Request(SAMPLES)), "stores-without-hard-bags")
    assert {(one["unit"], one["before"], one["now"]) for one in found["changed"]} == moved
    assert moved


# A village each for yes to no, no to yes, yes twice, no longer known, newly known, new, and gone
CHANGES = "year,kind,id,informed\n" + "".join(
    f"{year},craft_village,{unit},{said}\n"
    for unit, *answers in (
        ("LOST", "yes", "no"),
        ("WON", "no", "yes"),
        ("SAME", "yes", "yes"),
        ("BLANK", "yes", ""),
        ("KNOWN", "", "yes"),
    )
    for year, said in zip((2024, 2025), answers, strict=True)
)
CHANGES += "2025,craft_village,NEW,yes\n2024,craft_village,GONE,no\n"


def test_units_that_changed_their_answer_are_named_in_both_directions(review: Review) -> None:
    run = review(CHANGES)
    changed = {(one["unit"], one["before"], one["now"]) for one in target(run, "zones-informed")["changed"]}
    assert changed == {("LOST", True, False), ("WON", False, True)}
    text = review_report("markdown", run, language("en"))
    assert "; now as the clause asks: WON; no longer so: LOST" in text
    table = review_report("table", run, language("en"), 140, False)
    assert ("WON" in table, "LOST" in table) == (True, True)
    assert not any(unit in table for unit in ("SAME", "BLANK", "KNOWN", "NEW", "GONE"))


def test_an_outlet_that_uses_bags_again_is_one_that_is_lost(review: Review) -> None:
    """The clause asks for a no: yes in 2025 after a no is a loss, though its answer is a yes."""
    text = "year,kind,id,hard_bags\n2024,supermarket,A,no\n2025,supermarket,A,yes\n"
    text += "2024,supermarket,B,yes\n2025,supermarket,B,no\n"
    shown = review_report("markdown", review(text), language("en"))
    assert "; now as the clause asks: B; no longer so: A" in shown


def test_a_unit_of_another_area_or_without_an_id_is_the_same_unit_by_its_name(review: Review) -> None:
    text = "year,kind,name,area,informed\n2024,craft_village,Làng A,X,no\n2025,craft_village,Làng A,Y,yes\n"
    assert [one["unit"] for one in target(review(text), "zones-informed")["changed"]] == ["Làng A"]


def test_changes_are_not_known_across_a_gap_and_not_said_of_other_measures(review: Review) -> None:
    gap = "year,kind,id,informed\n2023,craft_village,A,no\n2025,craft_village,A,yes\n"
    assert target(review(gap), "zones-informed")["changed"] is None
    assert target(review_files(Request(SAMPLES)), "market-packaging-reduction")["changed"] is None
    assert target(review(CHANGES), "stores-without-hard-bags")["changed"] == []


TRACKED = "year,kind,id,in_safe_chain,traceable,includes_scp,task\n" + "".join(
    [f"{year},enterprise,D{unit},{'yes' if unit <= yes else 'no'},no,,\n" for year, yes in
     ((2021, 1), (2023, 4), (2024, 2)) for unit in range(1, 6)]
    + ["2022,curriculum,C,,,yes,\n", "2023,activity,T1,,,,II.1.b\n", "2024,activity,T2,,,,II.1.b; II.2.d\n",
       "2024,activity,T3,,,,II.1.b\n"]
)  # fmt: skip


def test_encouraged_clauses_and_tasks_have_a_mean_and_a_last_change(review: Review) -> None:
    """Chains: 1, 4, 2 in 2021, 2023, 2024: 1/3 a year, -2 in the last. Years without a row of the kind are no zeros."""
    run = review(TRACKED)
    tracked = {one["clause"]: one["answers"] for one in document(run)["tracked"]}
    chain, traced = tracked["I.2.4"]
    assert chain["years"] == [{"year": 2021, "yes": 1}, {"year": 2023, "yes": 4}, {"year": 2024, "yes": 2}]
    assert (chain["answer"], chain["last_change"]) == ("in_safe_chain", -2)
    assert math.isclose(chain["mean_change"], 1 / 3)
    assert (traced["answer"], traced["mean_change"], traced["last_change"]) == ("traceable", 0, 0)
    (lessons,) = tracked["I.1.5"]
    assert (lessons["years"], lessons["mean_change"], lessons["last_change"]) == (
        [{"year": 2022, "yes": 1}],
        None,
        None,
    )
    (recycling,), (cleaner,), (none,) = (tracked[clause] for clause in ("II.1.b", "II.2.d", "II.3.a"))
    assert [one["yes"] for one in recycling["years"]] == [1, 2]
    assert [one["yes"] for one in cleaner["years"]] == [0, 1]
    assert [one["yes"] for one in none["years"]] == [0, 0]
    shown = review_report("table", run, language("en"), 140, False)
    assert "in a safe chain: 2021 1, 2023 4, 2024 2; +0.3 a year, -2 in the last" in shown.replace("−", "-")


RISING = "year,kind,id,informed\n" + "".join(
    f"{year},craft_village,L{unit},{'yes' if unit <= yes else 'no'}\n"
    for year, yes in ((2020, 1), (2022, 3), (2024, 6), (2026, 9))
    for unit in range(1, 11)
)
"""10% in 2020, 30% in 2022, 60% in 2024, 90% in 2026."""


def test_the_year_asked_for_is_the_latest_that_is_reviewed(review: Review) -> None:
    run = review(RISING, year=2024)
    assert (document(run)["year"], document(run)["years"]) == (2024, [2020, 2022, 2024])
    found = target(run, "zones-informed")
    assert (found["due"], found["word"], found["needed"]) == (2025, "on_track", 10)  # 50 of 48 expected
    assert (found["line"]["expected"], found["line"]["projected"], found["change"]) == (58, 72.5, None)


def test_a_target_has_no_year_after_it_is_due(review: Review) -> None:
    run = review(RISING, due=2025)
    assert [year["year"] for year in target(run, "zones-informed")["years"]] == [2020, 2022, 2024]


def test_the_due_year_picks_the_target_and_all_shows_every_one(review: Review) -> None:
    """In 2026 the target of 2030 is the first one due: 90 of 100, where 64 is expected."""
    found = target(review(RISING), "zones-informed")
    assert (found["due"], found["line"]["expected"], found["needed"], found["word"]) == (2030, 64, 2.5, "on_track")
    dues = [(one["id"], one["due"]) for one in document(review(RISING, due="all"))["targets"]]
    assert [due for name, due in dues if name == "zones-informed"] == [2025, 2030]
    assert len(dues) == 9


def test_the_register_is_the_pool_of_every_year(review: Review) -> None:
    """20 villages are listed and 10 visited: 5, 15, 30 and 45 percent, and as much again may be open."""
    register = "kind,id\n" + "".join(f"craft_village,L{unit}\n" for unit in range(1, 21))
    found = target(review(RISING, register=register), "zones-informed")
    assert [(year["achieved"], year["high"], year["pool"]) for year in found["years"]] == [
        (5, 55, "register"), (15, 65, "register"), (30, 80, "register"), (45, 95, "register")
    ]  # fmt: skip
    assert found["words"][0] == found["line"]["word"]


SAMPLED = ("--register", str(ROOT / "data" / "samples" / "register.csv"), "--sample")
SAMPLE = str(ROOT / "data" / "samples" / "sample-2025.csv")


def test_samples_are_reviewed_as_estimates(scp: Scp) -> None:
    done = scp("review", SAMPLE, *SAMPLED, "--confidence", "90", "--format", "json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["sample"]) == (0, {"confidence": 90})
    zones = next(one for one in found["targets"] if one["id"] == "zones-informed")
    assert {year["method"] for year in zones["years"]} <= {"sample", None}
    assert "≈" in scp("review", SAMPLE, *SAMPLED).stdout
    refused = scp("review", SAMPLE, "--sample")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "sample-without-register" in refused.stderr


def test_cells_that_cannot_be_read_bar_a_review_unless_they_count_as_unknown(scp: Scp, tmp_path: Path) -> None:
    text = "year,kind,id,informed\n2024,craft_village,A,yes\n2025,craft_village,A,yes\n2025,craft_village,B,maybe\n"
    (tmp_path / "survey.csv").write_text(text, encoding="utf-8")
    refused = scp("review", "survey.csv")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "survey.csv" in refused.stderr
    done = scp("review", "survey.csv", "--bad-cells", "unknown", "--format", "json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["refused_cells"], found["declared"]["bad_cells"]) == (0, 1, "unknown")
    assert [found["targets"][0]["years"][-1][end] for end in ("low", "high")] == [50, 100]
    assert "1 cell that cannot be read" in scp("review", "survey.csv", "--bad-cells", "unknown").stdout


def test_without_a_year_of_the_plan_there_is_nothing_to_review(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text("year,kind,id,informed\n2012,craft_village,A,yes\n", encoding="utf-8")
    done = scp("review", "survey.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no-year" in done.stderr


# Formats


def cells(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("columns", [80, 140])
def test_the_table_is_never_wider_than_asked(scp: Scp, columns: int, lang: str) -> None:
    done = scp("review", *SAMPLES, "--due", "all", "--lang", lang, COLUMNS=str(columns))
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(cells, done.stdout.splitlines())) <= columns


@pytest.mark.parametrize("columns", [72, 80, 100, 140])
def test_a_table_of_long_names_and_of_a_sample_is_no_wider(review: Review, columns: int) -> None:
    long = "year,kind,name,informed\n" + "".join(
        f"{year},craft_village,{'Làng nghề truyền thống ' * 6}{unit},{said}\n"
        for year, said in ((2024, "no"), (2025, "yes"))
        for unit in range(9)
    )
    sample = review_files(Request([SAMPLE], None, SAMPLED[1], due="all", sample=True))  # two years of ranges
    for run in (review(long), sample):
        lines = review_report("table", run, language("vi"), columns, False).splitlines()
        assert max(map(cells, lines)) <= columns


def test_the_csv_has_the_figures_of_the_json_a_row_for_each_year() -> None:
    run = review_files(Request(SAMPLES, due="all"))
    rows = list(csv.DictReader(io.StringIO(review_csv(run, language("en")))))
    targets = document(run)["targets"]
    assert [(row["id"], row["due"], row["year"]) for row in rows] == [
        (one["id"], str(one["due"]), str(year["year"])) for one in targets for year in one["years"]
    ]
    written = iter(rows)
    for one in targets:
        for year in one["years"]:
            row = next(written)
            for key in ("achieved", "low", "high", "status", "method", "pool"):
                assert row[key] == ("" if year[key] is None else str(year[key]))
            last = year is one["years"][-1]
            for key in ("change", "word", "pace", "needed"):
                assert row[key] == (str(one[key]) if last and one[key] is not None else "")
            for key in ("expected", "ratio", "projected"):
                assert row[key] == (str(one["line"][key]) if last and one["line"] else "")


def test_markdown_and_table_say_the_same_words() -> None:
    run = review_files(Request(SAMPLES, year=2024, due=2030))
    table = " ".join(review_report("table", run, language("en"), 140, False).split())
    markdown = review_report("markdown", run, language("en"))
    rows = [line for line in markdown.splitlines() if line.startswith("| I.")]
    assert len(rows) == len(document(run)["targets"]) == 4
    assert {row.count(" | ") for row in rows} == {3}
    words = {Word.ON_TRACK: "↗ On track", Word.BEHIND: "→ Behind", Word.FAR_BEHIND: "→ Far behind"}
    for row, one in zip(rows, document(run)["targets"], strict=True):
        said = words.get(one["word"], "")
        assert said
        assert said in row
        assert said in table
        assert f"{one['clause']} " in row
    closing = "A pace is arithmetic along a straight line, no verdict"
    assert closing in markdown
    assert closing in table


def test_a_hostile_name_acts_in_no_format(review: Review) -> None:
    name = "=1+1|<b>\x1b[31m`"
    text = "year,kind,name,informed\n"
    text += "".join(f'{year},craft_village,"{name}",{said}\n' for year, said in ((2024, "no"), (2025, "yes")))
    run = review(text)
    assert run.review.targets[0].changed
    shown = [
        review_report("table", run, language("en"), 140, False),
        review_report("markdown", run, language("en")),
        review_json(run),
    ]
    assert all("\x1b" not in one for one in (*shown, review_csv(run, language("en"))))
    assert plain_markdown("|<b>") in shown[1]


FORMATS = ["table", "json", "csv", "markdown"]


@pytest.mark.process
@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("name", FORMATS)
def test_the_same_files_give_the_same_bytes(scp: Scp, scp_process: Scp, name: str, lang: str) -> None:
    """In two processes, whose sets have orders of their own."""
    asked = ("review", *SAMPLES, "--due", "all", "--lang", lang, "--format", name)
    first, second = scp_process(*asked, PYTHONHASHSEED="1"), scp(*asked)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout
    assert first.stdout == second.stdout


def body(run: ReviewRun) -> tuple[str, str, str, dict[str, Any]]:
    """Return what a review says in each format; of the JSON all but the list of its files."""
    rest = {key: value for key, value in document(run).items() if key != "inputs"}
    reader = language("en")
    return (
        review_report("table", run, reader, 100, False),
        review_report("markdown", run, reader),
        review_csv(run, reader),
        rest,
    )


def test_the_order_of_files_changes_nothing_that_is_said() -> None:
    orders = list(permutations(SAMPLES[3:]))
    first, *others = [body(review_files(Request(order, due="all"))) for order in orders]
    assert all(other == first for other in others)


def test_a_year_in_two_files_reads_the_same_whichever_comes_first(review: Review) -> None:
    head, rows = CHANGES.splitlines()[0], CHANGES.splitlines()[1:]
    north, south = ("\n".join([head, *part]) + "\n" for part in (rows[:5], rows[5:]))
    assert body(review(north, south)) == body(review(south, north))


def test_an_output_may_not_overwrite_a_survey_and_its_ending_picks_the_format(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text(RISING, encoding="utf-8")
    refused = scp("review", "survey.csv", "--output", "survey.csv")
    assert refused.returncode == 2
    assert (tmp_path / "survey.csv").read_text(encoding="utf-8") == RISING
    for ending, start in (("json", "{"), ("csv", "id,clause"), ("md", "# ")):
        assert scp("review", "survey.csv", "-o", f"out.{ending}").returncode == 0
        assert (tmp_path / f"out.{ending}").read_text(encoding="utf-8").startswith(start)


def test_a_number_counted_without_rows_of_some_years_is_not_compared_until_it_is_enough() -> None:
    """1 of 2 required with years missing (no upper end) would look like a fall from 2; 2 of 2 is enough in any case."""
    short = replace(number(2024, 1, None, Status.UNDETERMINED), method="census")
    enough = replace(number(2025, 2, None, Status.MET), method="census")
    kept, out = comparable([short, enough], 2)
    assert (kept, [(one.year, one.reason) for one in out]) == ((enough,), [(2024, "years")])


def test_a_met_target_slips_across_a_gap_of_years() -> None:
    """100 in 2022, 80 in 2024, 70 required."""
    points = [replace(at(year, n), status=None) for year, n in ((2022, 100), (2024, 80))]
    found = share(points, 70, 2030)
    assert (found.word, found.slips, found.needed) == (Word.MET, True, None)

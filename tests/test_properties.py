"""What holds of every survey: small ones of the whole plan are made up at random, and the same ones on every run."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from brute_force import PLAN, Rows, brute_force
from conftest import measured
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from reports import explain_report, score_report
from small_surveys import KNOWN

from scp_ninhbinh.documents.figures import scale_of
from scp_ninhbinh.plan.clauses import Task
from scp_ninhbinh.problems.problem import has_errors
from scp_ninhbinh.run import Request, ScoreRun, open_plan, report_files, review_files, score_files
from scp_ninhbinh.scores.explain import explain
from scp_ninhbinh.scores.outputs import score_document
from scp_ninhbinh.scores.results import JudgedResult, Reading, Result, plain
from scp_ninhbinh.scores.saved import load_saved
from scp_ninhbinh.scores.score import ScoreOptions, Scores, expected_of
from scp_ninhbinh.scores.score import score as score_plan
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers.formats import Output, written
from scp_ninhbinh.writers.json import findings, review_json, score_json
from scp_ninhbinh.writers.xlsx import number_of

ANSWERED = {
    "industrial_zone": "informed",
    "industrial_cluster": "informed",
    "craft_village": "informed",
    "trade_centre": "hard_bags",
    "supermarket": "hard_bags",
    "convenience_store": "hard_bags",
    "model": "applied",
    "campaign": "held",
}
"""The kinds that answer yes or no to a target, with the column."""

GOOD = {column: "no" if column == "hard_bags" else "yes" for column in ANSWERED.values()}
BAD = {column: "yes" if good == "no" else "no" for column, good in GOOD.items()}
INDICATOR = {kind: name for name, (kinds, _, _) in PLAN.items() for kind in kinds.split()}
UNITS = [(kind, number) for kind in list(ANSWERED)[:6] for number in range(3)]
COLUMNS_USED = (
    "year kind id area informed hard_bags applied held packaging_total packaging_hard packaging_unit stratum "
    "includes_scp task"
).split()
LISTED = ("kind", "id", "area", "stratum")
LOADED = open_plan(None)
KINDS_OF = {item.id: item.of for item in LOADED.plan.indicators if not isinstance(item, Task)}
ENGLISH = language("en")
RANK = {Status.NOT_MET: 0, Status.NOT_YET: 0, Status.NO_DATA: 0, Status.UNDETERMINED: 1, Status.MET: 2}

few = settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
fewer = settings(few, max_examples=8)
more = settings(few, max_examples=35)


class Survey(NamedTuple):
    """Rows, the units of a register (none: no register), and the year scored."""

    rows: Rows
    register: Rows
    year: int

    def indices(self, *columns: str, **values: object) -> list[int]:
        """Return where the rows are that have these columns filled in, or these values."""
        of_kind = [n for n, row in enumerate(self.rows) if not columns or ANSWERED.get(row["kind"]) in columns]
        return [n for n in of_kind if all(self.rows[n][name] == value for name, value in values.items())]

    def changed(self, number: int, **values: object) -> "Survey":
        rows = [{**row, **values} if n == number else row for n, row in enumerate(self.rows)]
        return self._replace(rows=rows)


# Surveys at random


def unit(kind: str, number: int) -> dict[str, Any]:
    """Return a unit with its area and its stratum, which its number decides."""
    initials = "".join(word[:2] for word in kind.split("_"))
    areas, strata = ("Nho Quan", "", "Kim Sơn"), ("a", "b")
    return {"kind": kind, "id": f"{initials}-{number}", "area": areas[number % 3], "stratum": strata[number % 2]}


def row(year: int, kind: str, number: int, **answers: object) -> dict[str, Any]:
    return dict.fromkeys(COLUMNS_USED, "") | unit(kind, number) | {"year": year} | answers


@st.composite
def packaging(draw: st.DrawFn) -> dict[str, str]:
    """Draw the packaging of a market: both figures, one of them alone, or neither."""
    total = draw(st.sampled_from([0, 1, 5, 10, 10, 20, 40]))
    hard = draw(st.sampled_from(["known"] * 5 + ["unknown", "unmeasured", "alone"]))
    if hard == "unmeasured":
        return {}
    part = draw(st.just(0) | st.integers(0, total))
    if hard == "alone":
        return {"packaging_hard": str(part)}
    return {"packaging_total": str(total), "packaging_hard": str(part) if hard == "known" else ""}


def answered(kinds_and_numbers: Sequence[Any], most: int) -> st.SearchStrategy[dict[Any, str]]:
    answers = st.sampled_from(["yes", "no", "yes", "no", ""])
    return st.dictionaries(st.sampled_from(kinds_and_numbers), answers, max_size=most)


@st.composite
def surveys(draw: st.DrawFn, registers: bool | None = None, most: int = 9) -> Survey:
    """Draw a survey of the year scored and of earlier ones, with a register or without (None: either)."""
    year = draw(st.sampled_from([2025, 2030, 2023, 2027, 2020]))
    earlier = draw(st.sampled_from([2020, 2025] if year > 2025 else [2020]))
    rows = [row(year, "curriculum", 0, includes_scp="yes"), row(year, "activity", 0, task="II.1.b; II.2.d")]
    for at, answers in {earlier: draw(answered(UNITS, 3)), year: draw(answered(UNITS, most))}.items():
        rows += [row(at, *of, **{ANSWERED[of[0]]: said}) for of, said in answers.items()]
    for at in sorted({2020, earlier, year}):
        for number in draw(st.sets(st.integers(0, 2))):
            rows.append(row(at, "market", number, **draw(packaging())))
    if rows[-1]["packaging_total"] and draw(st.integers(0, 7)) == 7:
        rows[-1]["packaging_unit"] = "kg"
    rows += draw(windows(year))
    return Survey(rows, draw(listings(rows)) if registers or (registers is None and draw(st.booleans())) else [], year)


@st.composite
def windows(draw: st.DrawFn, year: int) -> Rows:
    """Draw models and campaigns of the years since 2021; a `no` a year, from one on, leaves none of these out."""
    every, kinds = range(2021, year + 1), ("model", "campaign")
    first = draw(st.sampled_from([2021, 2026, 2031]))
    said = {(kind, 9, at): "no" for kind in kinds for at in range(first, year + 1)}
    for kind in kinds:
        said |= draw(answered([(kind, number, at) for number in range(3) for at in (*every, 2030)], 4))
    return [row(at, kind, number, **{ANSWERED[kind]: one}) for (kind, number, at), one in said.items()]


@st.composite
def listings(draw: st.DrawFn, rows: Rows) -> Rows:
    """Draw a register that has every unit surveyed of the kinds that it lists, and others."""
    every = {*ANSWERED, "market"} - {"campaign"}
    kinds = draw(st.just(every) | st.sets(st.sampled_from(sorted(every)), min_size=1))
    known = {(one["kind"], int(one["id"][-1])) for one in rows if one["kind"] in kinds}
    others = draw(st.sets(st.tuples(st.sampled_from(sorted(kinds)), st.integers(3, 5)), max_size=3))
    spare = {("model", 5)} & {(kind, 5) for kind in kinds}
    return [unit(*one) for one in sorted(known | others | spare)] or [unit("enterprise", 0)]


@st.composite
def samples(draw: st.DrawFn) -> Survey:
    """Draw a sample of ten villages and of nine markets, with the register of them all."""
    villages = draw(st.dictionaries(st.integers(0, 9), st.sampled_from(["yes", "yes", "no", ""]), min_size=2))
    rows = [row(2025, "craft_village", number, informed=said) for number, said in villages.items()]
    for at in (2020, 2025):
        for number in draw(st.sets(st.integers(0, 8), min_size=3)):
            rows.append(row(at, "market", number, **draw(packaging())))
    listed = [
        *(unit("craft_village", number) for number in range(10)),
        *(unit("market", number) for number in range(9)),
    ]
    return Survey(rows, listed, 2025)


# Scoring them


def text(rows: Rows, columns: Sequence[str] = COLUMNS_USED) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([columns, *([row[column] for column in columns] for row in rows)])
    return out.getvalue()


def scored(
    survey: Survey, *files: str | bytes, by: Any = None, confidence: Fraction | None = None, due: Any = "all"
) -> ScoreRun:
    """Score a survey, from these files in its place if there are any: a text is a CSV file, bytes are a workbook."""
    with TemporaryDirectory() as folder:
        paths = []
        for number, content in enumerate(files or (text(survey.rows),)):
            paths.append(Path(folder, f"{number}{'.csv' if isinstance(content, str) else '.xlsx'}"))
            paths[-1].write_bytes(content.encode() if isinstance(content, str) else content)
        register = Path(folder, "register.csv")
        register.write_text(text(survey.register, LISTED), encoding="utf-8")
        listing = str(register) if survey.register else None
        read, problems = read_survey([*map(str, paths)], expected_of(LOADED.plan), register=listing)
    assert not has_errors(problems), problems
    scores = score_plan(LOADED.plan, read, ScoreOptions(survey.year, due, by, confidence))
    return ScoreRun(read, scores, LOADED.sha256, problems)


def results(survey: Survey, **asked: Any) -> dict[tuple[str, int], Result]:
    """Return the targets with a number by indicator and due year."""
    found = scored(survey, **asked).scores.results
    return {(one.id, one.due): one for one in found if one.due is not None}


def document(run: ScoreRun) -> dict[str, Any]:
    """Return the JSON without its inputs, and without problems, which name them."""
    of_files = dict.fromkeys(("inputs", "register", "problems", "sha256"))
    return json.loads(score_json(run)) | of_files


def low_of(one: Result) -> Any:
    return -inf if one.low is None else one.low


def high_of(one: Result) -> Any:
    return inf if one.high is None else one.high


def is_barred(reading: Reading) -> bool:
    """Whether a reading has no figure though rows speak of it, such as one without a base year."""
    return reading.status is Status.UNDETERMINED and reading.low is None and reading.high is None


def is_silent(reading: Reading) -> bool:
    """Whether no row speaks of a reading, or its window of years has not begun."""
    return reading.low is None and reading.high is None and not is_barred(reading)


def has_range(*found: Result) -> bool:
    """Whether anything can be said of each: it has data, and nothing bars its readings."""
    bars = any(is_barred(reading) for one in found for reading in one.readings)
    return not bars and all(one.status is not Status.NO_DATA for one in found)


def never_worse(before: Result, after: Result) -> bool:
    """Whether figure, range and verdict are at least as good as before."""
    figures = before.achieved is None or after.achieved is None or after.achieved >= before.achieved
    ends = low_of(after) >= low_of(before) and high_of(after) >= high_of(before)
    return figures and ends and RANK[after.status] >= RANK[before.status]


# What may not matter


@few
@given(surveys(), st.randoms(use_true_random=False), st.sampled_from(["kind", "area"]))
def test_the_order_of_rows_and_of_the_register_does_not_matter(survey, random, by):
    mixed = survey._replace(
        rows=random.sample(survey.rows, len(survey.rows)),
        register=random.sample(survey.register, len(survey.register)),
    )
    assert document(scored(mixed, by=by)) == document(scored(survey, by=by))


@few
@given(surveys(), st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_matter(survey, random):
    columns = random.sample(COLUMNS_USED, len(COLUMNS_USED))
    assert document(scored(survey, text(survey.rows, columns))) == document(scored(survey))


@few
@given(surveys(), st.randoms(use_true_random=False))
def test_rows_may_be_split_over_files_in_any_order(survey, random):
    cuts = sorted(random.randint(1, len(survey.rows) - 1) for _ in range(2)) if len(survey.rows) > 1 else []
    ends = sorted({0, *cuts, len(survey.rows)})
    files = [text(survey.rows[start:end]) for start, end in pairwise(ends)]
    expected = document(scored(survey))
    assert document(scored(survey, *files)) == expected
    assert document(scored(survey, *reversed(files))) == expected


@few
@given(surveys())
def test_vietnamese_words_mean_the_same_as_english_ones(survey):
    words = {kind: word.vi[0] for kind, word in KNOWN.kinds.items()} | {"yes": "có", "no": "không"}
    said = [{name: words.get(value, value) for name, value in one.items()} for one in survey.rows]
    lines = text(said).split("\n", 1)
    headings = ",".join(f'"{KNOWN.word(name).vi}"' for name in COLUMNS_USED)
    assert document(scored(survey, f"{headings}\n{lines[1]}")) == document(scored(survey))


@few
@given(surveys())
def test_a_workbook_gives_the_same_as_a_text_file(survey):
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(COLUMNS_USED)
    for one in survey.rows:
        values = [one[name] for name in COLUMNS_USED]
        sheet.append([int(value) if str(value).isdigit() else value or None for value in values])
    book.save(out)
    assert document(scored(survey, out.getvalue())) == document(scored(survey))


@few
@given(surveys())
def test_dots_mean_the_same_as_an_empty_cell(survey):
    columns = {*GOOD, "packaging_total", "packaging_hard"}
    dotted = [{name: "..." if name in columns and not value else value for name, value in one.items()}
              for one in survey.rows]  # fmt: skip
    assert document(scored(survey._replace(rows=dotted))) == document(scored(survey))


@few
@given(surveys())
def test_rows_of_years_that_no_target_looks_at_do_not_matter(survey):
    """A year after the one scored is no part of any window; a share and a cut know the base year and that year."""
    later = [row(2030, kind, 7, **{ANSWERED[kind]: "yes"}) for kind in ANSWERED if survey.year < 2030]
    later += [
        row(2022, kind, 7, **{column: "yes"}) for kind, column in ANSWERED.items() if column not in ("applied", "held")
    ]
    later += [row(2022, "market", 7, packaging_total="40", packaging_hard="40")]
    without = survey._replace(register=[])
    found, expected = results(without._replace(rows=survey.rows + later)), results(without)
    figures = [[(one.achieved, one.low, one.high, one.status) for one in each.values()] for each in (found, expected)]
    assert figures[0] == figures[1]


# More of a good thing


@more
@given(surveys(), st.data())
def test_one_more_yes_never_worsens_a_share_or_a_count(survey, data):
    numbers = [n for n in survey.indices(*GOOD) if survey.rows[n][column_of(survey, n)] != GOOD[column_of(survey, n)]]
    assume(numbers)
    number = data.draw(st.sampled_from(numbers))
    column = column_of(survey, number)
    before, after = results(survey), results(survey.changed(number, **{column: GOOD[column]}))
    assert all(never_worse(before[key], after[key]) for key in before)


@more
@given(surveys(), st.data())
def test_one_more_no_never_betters_a_share_or_a_count(survey, data):
    numbers = [n for n in survey.indices(*GOOD) if survey.rows[n][column_of(survey, n)] != BAD[column_of(survey, n)]]
    assume(numbers)
    number = data.draw(st.sampled_from(numbers))
    column = column_of(survey, number)
    before, after = results(survey), results(survey.changed(number, **{column: BAD[column]}))
    assert all(never_worse(after[key], before[key]) for key in before)


@few
@given(surveys(), st.sampled_from(sorted(ANSWERED)))
def test_one_more_unit_that_is_good_never_worsens_and_one_that_is_not_never_betters(survey, kind):
    """But for a year that had no row of the kind: there a yes and a no both say more than nothing did."""
    survey, column = survey._replace(register=[]), ANSWERED[kind]
    assume(survey.indices(kind=kind, year=survey.year))
    before = results(survey)
    for answers, worse in ((GOOD, False), (BAD, True)):
        added = survey._replace(rows=[*survey.rows, row(survey.year, kind, 8, **{column: answers[column]})])
        after = results(added)
        known = [key for key in before if before[key].status is not Status.NO_DATA and key[0] == INDICATOR[kind]]
        for key in known:
            one, other = (after[key], before[key]) if worse else (before[key], after[key])
            assert never_worse(one, other)


@more
@given(surveys(), st.data())
def test_an_answer_to_what_was_unknown_never_widens_the_range(survey, data):
    numbers = [n for n in survey.indices(*GOOD) if not survey.rows[n][column_of(survey, n)]]
    numbers += [n for n in survey.indices(kind="market", packaging_hard="") if survey.rows[n]["packaging_total"]]
    assume(numbers)
    number = data.draw(st.sampled_from(numbers))
    market = survey.rows[number]["kind"] == "market"
    column = "packaging_hard" if market else column_of(survey, number)
    said = st.integers(0, int(survey.rows[number]["packaging_total"])) if market else st.sampled_from(["yes", "no"])
    before, after = results(survey), results(survey.changed(number, **{column: str(data.draw(said))}))
    for key, one in before.items():
        if has_range(one, after[key]):
            assert low_of(after[key]) >= low_of(one)
            assert high_of(after[key]) <= high_of(one)
            assert after[key].status is one.status or one.status is Status.UNDETERMINED


@more
@given(surveys(registers=False), st.sampled_from(["market", *ANSWERED]))
def test_a_row_that_says_nothing_never_narrows_a_range_and_leaves_no_verdict_but_open(survey, kind):
    """A row is proof of its unit, and what is not known of it is never left out."""
    silent = row(survey.year, kind, 7)
    before, after = results(survey), results(survey._replace(rows=[*survey.rows, silent]))
    for key, one in before.items():
        if has_range(one, after[key]) and one.year == survey.year:
            assert low_of(after[key]) <= low_of(one)
            assert high_of(after[key]) >= high_of(one) or after[key].missing_years != one.missing_years
            assert (
                after[key].status in (one.status, Status.UNDETERMINED) or after[key].missing_years != one.missing_years
            )


@more
@given(surveys(registers=True))
def test_a_register_never_narrows_the_range(survey):
    without, with_one = results(survey._replace(register=[])), results(survey)
    for key, one in without.items():
        if has_range(one, with_one[key]):
            assert low_of(with_one[key]) <= low_of(one)
            assert high_of(with_one[key]) >= high_of(one)
            assert with_one[key].status in (one.status, Status.UNDETERMINED)


@more
@given(surveys(), st.data())
def test_one_more_hard_item_never_betters_a_cut_and_one_more_in_the_base_year_never_worsens_it(survey, data):
    both = [n for n in survey.indices(kind="market") if survey.rows[n]["packaging_hard"]]
    numbers = [n for n in both if int(survey.rows[n]["packaging_hard"]) < int(survey.rows[n]["packaging_total"] or 0)]
    assume(numbers)
    number = data.draw(st.sampled_from(numbers))
    harder = survey.changed(number, packaging_hard=str(int(survey.rows[number]["packaging_hard"]) + 1))
    before, after = results(survey), results(harder)
    in_base = survey.rows[number]["year"] == 2020
    for key, one in before.items():
        if has_range(one, after[key]):
            assert never_worse(one, after[key]) if in_base else never_worse(after[key], one)


def column_of(survey: Survey, number: int) -> str:
    return ANSWERED[survey.rows[number]["kind"]]


# Ranges and verdicts


@more
@given(surveys())
def test_what_is_achieved_lies_in_its_range_and_each_reading_in_that_of_all(survey):
    for one in results(survey).values():
        check_range(one)


@few
@given(samples(), st.sampled_from([80, 95, 99]))
def test_what_is_achieved_in_a_sample_lies_in_its_range(survey, percent):
    for one in results(survey, confidence=Fraction(percent, 100)).values():
        check_range(one)


@few
@given(surveys() | surveys(registers=True))
def test_a_reading_tells_whether_it_is_barred_or_silent(survey):
    check_readings(scored(survey).scores)


@few
@given(samples())
def test_a_reading_of_a_sample_tells_whether_it_is_barred_or_silent(survey):
    check_readings(scored(survey, confidence=Fraction(95, 100)).scores)


def check_readings(scores: Scores) -> None:
    for one in (one for one in scores.results if isinstance(one, JudgedResult)):
        figures = measured(scores, one.id, one.due).readings
        assert [is_barred(reading) for reading in one.readings] == [bool(figure.bars) for figure in figures]
        assert [is_silent(reading) for reading in one.readings] == [one.empty or one.pending for one in figures]


def check_range(one: Result) -> None:
    for said in (reading for reading in one.readings if not is_barred(reading)):
        low, high = (-inf if said.low is None else said.low), (inf if said.high is None else said.high)
        assert said.achieved is None or low <= said.achieved <= high
        if has_range(one) and not is_silent(said):
            assert low_of(one) <= low <= high <= high_of(one)


@few
@given(
    samples(), st.lists(st.sampled_from(["50", "80", "90", "95", "99", "99.9"]), min_size=2, max_size=2, unique=True)
)
def test_a_higher_confidence_never_narrows_an_interval_and_never_turns_a_verdict(survey, percents):
    lower, higher = sorted(Fraction(percent) / 100 for percent in percents)
    before, after = results(survey, confidence=lower), results(survey, confidence=higher)
    for key, one in before.items():
        if has_range(one, after[key]):
            assert low_of(after[key]) <= low_of(one)
            assert high_of(after[key]) >= high_of(one)
            assert after[key].status in (one.status, Status.UNDETERMINED)


@few
@given(samples())
def test_a_sample_that_is_the_whole_register_has_the_range_of_a_census(survey):
    rows = [one for one in survey.rows if one["kind"] != "craft_village" or one["year"] != survey.year]
    drawn = {one["id"]: one for one in survey.rows if one not in rows}
    villages = [one for one in survey.register if one["kind"] == "craft_village"]
    rows += [drawn.get(one["id"]) or row(survey.year, "craft_village", int(one["id"][-1]), informed="no")
             for one in villages]  # fmt: skip
    rows = [one for one in rows if one["kind"] not in ("industrial_zone", "industrial_cluster")]
    whole = survey._replace(rows=rows, register=villages)
    census, sample = results(whole), results(whole, confidence=Fraction(95, 100))
    for due in (2025, 2030):
        one, other = census["zones-informed", due], sample["zones-informed", due]
        assert (one.low, one.high, one.status) == (other.low, other.high, other.status)


@few
@given(samples())
def test_the_estimate_of_a_sample_weighs_its_two_strata_of_five_units_alike(survey):
    found = results(survey, confidence=Fraction(95, 100))["zones-informed", 2025]
    rates = []
    for stratum in ("a", "b"):
        drawn = [one["informed"] for one in survey.rows if one["kind"] == "craft_village" and one["stratum"] == stratum]
        known = [said for said in drawn if said]
        rates.append(Fraction(known.count("yes"), len(known)) if known else None)
    assert found.achieved == (None if None in rates else sum(rates) / 2)


ZONES = results(Survey([row(2025, "craft_village", 0, informed="yes")], [], 2025))["zones-informed", 2025]


@settings(few, max_examples=100)
@given(st.integers(1, 100_000), st.integers(-2, 2))
def test_a_figure_is_printed_on_the_side_of_the_requirement_on_which_it_stands(units, over):
    share = Fraction(units * 7 // 10 + over, units)
    printed = Fraction(hyphened(ENGLISH.text(scale_of("percent", ZONES.required, [share]).figure(share)))) / 100
    required = Fraction(7, 10)
    assert (printed > required, printed < required) == (share > required, share < required)


def cut_survey(hard_base: int, total_base: int, hard: int, total: int) -> str:
    return (
        "year,kind,id,packaging_total,packaging_hard\n"
        f"2020,market,C1,{total_base},{hard_base}\n2025,market,C1,{total},{hard}\n"
    )


@st.composite
def near_cuts(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Draw hard part and total of two years whose cut lies close to the 30% that the plan requires."""
    total_base, total = draw(st.integers(100, 20_000)), draw(st.integers(100, 20_000))
    hard_base = draw(st.integers(max(total_base // 50, 1), total_base))
    exact = Fraction(7, 10) * hard_base / total_base * total
    hard = int(exact) + draw(st.integers(-3, 3))
    return hard_base, total_base, min(max(hard, 0), total), total


@settings(more, max_examples=150)
@given(near_cuts())
@example((600, 1000, 4204, 10000))  # was printed as 60.0%, 42.0%, 29.9% / 30% not met, from which a reader gets 30
def test_rates_and_cut_that_are_read_off_a_page_tell_the_verdict(amounts):
    """The cut that a reader gets from the rates as printed is on the side of the requirement of the cut as printed."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "survey.csv"
        path.write_text(cut_survey(*amounts), encoding="utf-8")
        run = score_files(Request([str(path)]))
    result = next(one for one in run.scores.results if one.id == "market-packaging-reduction")
    explained = explain_report("markdown", [explain(result, run.scores)], run, ENGLISH)
    (computed,) = re.findall(r"Cut: 1 − ([\d.]+)% / ([\d.]+)% = (−?[\d.,]+)%", explained)
    for name in ("markdown", "table"):
        page = score_report(name, run, ENGLISH, 200)
        rates = set(re.findall(r"([\d.]+)% → ([\d.]+)%", page))  # beside the cut, and where its reasons are told
        ((base, now),) = ((Fraction(first), Fraction(second)) for first, second in rates)
        (cut,) = re.findall(r"(−?[\d.,]+)% (?:\| )? *≥ 30%", page)
        met = result.status is Status.MET
        for first, second in ((base, now), (Fraction(computed[1]), Fraction(computed[0]))):
            assert (1 - second / first >= result.required) == (Fraction(hyphened(cut)) >= 30) == met
            assert abs((1 - second / first) * 100 - Fraction(hyphened(cut))) < Fraction(
                1, 10 ** len(cut.partition(".")[2])
            )
        assert computed[2] == cut


@settings(more, max_examples=200)
@given(st.fractions(0, 1), st.sampled_from([Fraction(7, 10), Fraction(45, 100), Fraction(1, 3)]))
def test_a_cell_of_a_workbook_shows_what_its_text_says(value, required):
    cell = ENGLISH.translated(scale_of("percent", required, [value]).cell(value))
    number, written_as = number_of(cell)
    decimals = len(written_as.rstrip("%").partition(".")[2])
    displayed = (Decimal(repr(number)) * 100).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert f"{displayed}%" == cell.text


@settings(more, max_examples=200)
@given(st.lists(st.integers(0, 100_000), min_size=2, max_size=6))
def test_two_years_look_alike_only_where_the_change_between_them_looks_like_none(parts):
    values = [Fraction(part, 100_000) for part in parts]
    scale = scale_of("percent", Fraction(7, 10), values, values)
    for one, other in pairwise(values):
        same = ENGLISH.text(scale.figure(one)) == ENGLISH.text(scale.figure(other))
        change = ENGLISH.text(scale.change(other - one)).strip("+−")
        assert same == (Fraction(change) == 0)


@settings(more, max_examples=120)
@given(surveys(most=8))
def test_verdicts_and_ranges_are_those_of_every_completion_tried_out(survey):
    for (indicator, due), one in results(survey).items():
        expected = brute_force(survey.rows, survey.register, survey.year, indicator, due)
        assert (one.status, one.low, one.high) == expected


@few
@given(surveys())
def test_a_cut_is_one_less_the_quotient_of_the_rates_of_markets_with_both_figures(survey):
    rates = []
    for year in (2020, survey.year):
        markets = [one for one in survey.rows if one["kind"] == "market" and one["year"] == year]
        known = [one for one in markets if one["packaging_hard"] and one["packaging_total"]]
        hard, total = (sum(int(one[name]) for one in known) for name in ("packaging_hard", "packaging_total"))
        rates.append(Fraction(hard, total) if total else None)
    found = results(survey)["market-packaging-reduction", 2030]
    if has_range(found) and None not in rates and rates[0]:
        low, cut, high = found.readings[0].low, 1 - rates[1] / rates[0], found.readings[0].high
        ruled_out = (low is not None and cut < low) or cut > high  # by a hard part whose total is not known
        assert (found.achieved, found.points) == (None if ruled_out else cut, rates[1] - rates[0])


@few
@given(surveys())
def test_of_each_undetermined_verdict_the_reason_is_given_and_of_no_other(survey):
    for one in results(survey).values():
        assert bool(one.reasons) == (one.status is Status.UNDETERMINED)


@few
@given(surveys(), st.sampled_from([None, 2025, 2030]))
def test_a_due_year_shows_the_same_result_as_all_of_them_do(survey, due):
    every = results(survey)
    shown = {key: one for key, one in results(survey, due=due).items() if one.status is not None}
    for key, one in shown.items():
        assert (one.status, one.low, one.high) == (every[key].status, every[key].low, every[key].high)
    for name, (_, _, required) in PLAN.items():
        open_still = [year for year in required if year >= survey.year] or [max(required)]
        expected = [min(open_still)] if due is None else [due] if due in required else []
        assert [year for indicator, year in shown if indicator == name] == expected


# The same figures wherever they are told


@few
@given(surveys(), st.booleans())
def test_a_saved_score_reads_back_as_the_same_figures_and_verdicts(survey, every_due):
    run = scored(survey, due="all" if every_due else None)
    with TemporaryDirectory() as folder:
        path = Path(folder, "saved.json")
        path.write_text(score_json(run), encoding="utf-8")
        saved = load_saved(str(path))
    assert saved.score.targets == tuple(run.scores.results)
    document = score_document(run.scores, run.plan_sha256, findings(run.problems, ENGLISH), run.options("en"))
    assert plain(saved.score) == document
    for one in (one for one in run.scores.results if one.due is not None and one.year == survey.year):
        assert saved.result(one.id, one.due) == one


@fewer
@given(surveys())
def test_a_review_tells_the_same_with_a_saved_score_in_place_of_the_survey(survey):
    survey = survey._replace(rows=[one for one in survey.rows if one["year"] <= survey.year])
    past = [one for one in survey.rows if one["year"] < survey.year]
    with TemporaryDirectory() as folder:
        names = {"all.csv": text(survey.rows), "past.csv": text(past), "saved.json": score_json(scored(survey))}
        paths = {name: Path(folder, name) for name in [*names, "register.csv"]}
        for name, content in (names | {"register.csv": text(survey.register, LISTED)}).items():
            paths[name].write_text(content, encoding="utf-8")
        register = str(paths["register.csv"]) if survey.register else None
        chosen = [["all.csv"], ["saved.json", "past.csv"] if past else ["saved.json"]]
        runs = [review_files(Request([str(paths[name]) for name in each], None, register, due="all"))
                for each in chosen]  # fmt: skip
    assert_alike(*(reviewed(json.loads(review_json(run))) for run in runs))


def reviewed(review: dict[str, Any]) -> list[Any]:
    """Return the targets without what a saved score does not know: its units, and how it came by no figure."""
    targets = [one | {"changed": None} for one in review["targets"]]
    for one in targets:
        one["years"] = [year if year["achieved"] is not None else year | {"method": None} for year in one["years"]]
    return [review["years"], targets, review["tracked"]]


def assert_alike(one: Any, other: Any) -> None:
    """Assert that two documents are equal, but for the last digits of what was a float in between."""
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        one, other = list(one.values()), list(other.values())
    if isinstance(one, list):
        for part, its in zip(one, other, strict=True):
            assert_alike(part, its)
    else:
        assert one == (pytest.approx(other, rel=1e-9) if isinstance(one, float) else other)


def told(name: str, run: ScoreRun) -> str:
    return score_report(name, run, ENGLISH, 300, False)


@few
@given(surveys(), st.sampled_from([None, "kind", "area"]))
def test_csv_tells_every_figure_of_the_json(survey, by):
    run = scored(survey, by=by)
    records = json.loads(score_json(run))["targets"]
    records = [one for target in records for one in (target, *target.get("groups", ()))]
    lines = list(csv.DictReader(io.StringIO(told("csv", run))))
    for record, line in zip(records, lines, strict=True):
        for name in line.keys() & record.keys() - {"title", "coverage", "evidence", "rule"}:
            assert line[name] == cell(record[name])
        rule = record.get("rule") or {"name": None, "guarantee": None, "false_verdict": None}  # of a group none
        found = [line[name] for name in ("rule", "guarantee", "false_verdict")]
        assert found == [cell(rule[name]) for name in ("name", "guarantee", "false_verdict")]
        assert "evidence" not in record or line["evidence"] == evidence(record)


def cell(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def lettered(record: dict[str, Any]) -> str:
    return f"{record['clause']}{record['part'] or ''}"


def evidence(record: dict[str, Any]) -> str:
    return "; ".join(f"{one['answer']} {one['yes']}" for one in record["evidence"])


@few
@given(surveys(), st.booleans())
def test_markdown_tells_the_figures_of_the_json(survey, register):
    run = scored(survey if register else survey._replace(register=[]))
    lines = [line.strip("| ").split(" | ") for line in told("markdown", run).splitlines() if "| I." in line]
    records = [one for one in json.loads(score_json(run))["targets"] if one["measure"] != "tracked"]
    for record, line in zip(records, lines, strict=True):
        cells = [text.strip() for text in (*line, "", "", "")]
        dues = cells[3:4] if re.fullmatch(r"20\d\d", cells[3]) else []  # where there are several
        verdict, clause, _, achieved, required, gap, basis, spread = [*cells[:3], *cells[3 + len(dues) :]][:8]
        assert clause == lettered(record)
        assert_said(record, achieved, spread)
        assert amount(required.removeprefix("≥ ").partition(" ")[0]) == record["required"]
        assert abs(float(gap.replace("−", "-") or 0) - (record["gap"] or 0)) < 0.051
        assert verdict.split(",")[0][2:] == VERDICTS[record["status"]](record)
        if record["measure"] == "share" and record["denominator"]:
            assert basis.startswith(f"{record['numerator']} of {record['denominator']}")
            assert number_before(" unknown", basis) == record["unknown"]
            assert number_before(" not surveyed", basis) == record["not_surveyed"]


@few
@given(surveys())
def test_the_table_tells_the_figures_of_the_json(survey):
    run = scored(survey)
    text = told("table", run)
    records = [one for one in json.loads(score_json(run))["targets"] if one["measure"] != "tracked"]
    for record, line in zip(records, text.splitlines()[4 : 4 + len(records)], strict=True):
        said = " ".join(line.split())
        assert re.match(rf"\S {VERDICTS[record['status']](record)}\S* {lettered(record)} ", said)
        (achieved, required) = re.search(r"(\S+) ≥ ([\d.%]+)", said).groups()
        assert_said(record, achieved, said.partition("≥")[2].partition(" ")[2].partition(" ")[2])
        assert amount(required) == record["required"]
        if record["measure"] == "share" and record["denominator"]:
            assert f"{record['numerator']} of {record['denominator']}" in said


@few
@given(surveys())
def test_what_is_open_or_missed_is_told_below_the_table(survey):
    """What would reach it, each kind of a share, and the points of a cut."""
    run = scored(survey)
    notes = re.split(r"\n(?=[?✗…–✓] I)", told("table", run).partition("┃ required")[2])
    judged = [one for one in json.loads(score_json(run))["targets"] if one["measure"] != "tracked"]
    for record in (one for one in judged if one["status"] in ("not_met", "undetermined")):
        (said,) = (" ".join(note.split()) for note in notes if re.match(rf"\S {lettered(record)}[ ,]", note.strip()))
        assert number_before(" more would reach it", said) == (record["needed"] or 0)
        parts = [one for one in record["parts"] if one["denominator"]] if record["measure"] == "share" else []
        assert " 0 of 0" not in said
        assert len(parts) < 2 or all(f"{one['numerator']} of {one['denominator']}" in said for one in parts)
        if record["measure"] == "reduction" and record["points"] is not None:
            points = re.search(r"([-−+]?[\d.]+) percentage points", said)[1].replace("−", "-")
            assert abs(float(points) - record["points"]) < 0.051


VERDICTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "met": lambda record: "Met so far" if record["year"] < record["due"] else "Met",
    "not_met": lambda _: "Not met",
    "not_yet": lambda _: "Not yet due",
    "undetermined": lambda _: "Undetermined",
    "no_data": lambda _: "No data",
}


def number_before(words: str, said: str) -> int:
    found = re.search(rf"(\d+){words}", said)
    return int(found[1]) if found else 0


def hyphened(said: str) -> str:
    """Return a figure as Python reads it."""
    return said.replace("−", "-").replace(",", "").rstrip("%")


def amount(said: str) -> float | None:
    return None if said == "–" else float(hyphened(said).strip("≈ "))


def assert_near(said: str, value: float | None) -> None:
    """Assert that a figure is the value rounded to the decimals that it is told with."""
    decimals = len(said.rstrip("%").partition(".")[2])
    assert (amount(said) is None) == (value is None)
    assert value is None or abs(amount(said) - value) <= 0.5 * 10**-decimals + 1e-9


def assert_said(record: dict[str, Any], achieved: str, spread: str) -> None:
    """Assert that figure and range are those of the record, and that what they say agrees with the verdict."""
    assert_near(achieved, record["achieved"])
    spread = re.sub(r"([\d.]+) ?– ?([-−]?[\d.]+%?)", r"\1 to \2", spread.replace("−", "-"))
    low = re.search(r"(?:from|at least|≥) (\S+)|(\S+) to", spread)
    high = re.search(r"(?:to|at most|≤) (\S+)", spread)
    low = [None, low[1] or low[2]] if low else None
    if low or high:
        assert_near(low[1] if low else "–", record["low"])
        assert_near(high[1] if high else "–", record["high"])
    else:
        assert record["low"] == record["high"] or None in (record["low"], record["high"])
    if record["status"] == "met" and low:
        assert amount(low[1]) >= record["required"]
    if record["status"] in ("not_met", "not_yet") and high:
        assert amount(high[1]) < record["required"]


def tables(name: str, content: str | bytes) -> list[list[list[Any]]]:
    """Return the tables of a report as rows of cells."""
    if name == "xlsx":
        return [
            [list(line) for line in sheet.iter_rows(values_only=True)] for sheet in load_workbook(io.BytesIO(content))
        ]
    if name == "docx":
        import docx

        return [
            [[one.text.replace("\xa0", " ") for one in line.cells] for line in table.rows]
            for table in docx.Document(io.BytesIO(content)).tables
        ]
    if name == "html":
        from lxml import html

        found = html.fromstring(content).iter("table")
        return [
            [[" ".join(one.text_content().split()) for one in line.iter("th", "td")] for line in table.iter("tr")]
            for table in found
        ]
    lines = [line[1:].rstrip().removesuffix("|").split("|") for line in content.splitlines() if line.startswith("|")]
    return [[[cell.strip() for cell in line] for line in lines]]


@pytest.mark.parametrize("name", ["html", "xlsx", "md", "docx"])
@settings(few, max_examples=2)
@given(surveys())
def test_a_report_tells_the_figures_of_the_json(name, survey):
    pytest.importorskip("matplotlib")
    survey = survey._replace(rows=[one for one in survey.rows if one["year"] <= survey.year])
    with TemporaryDirectory() as folder:
        path, register = Path(folder, "survey.csv"), Path(folder, "register.csv")
        path.write_text(text(survey.rows), encoding="utf-8")
        register.write_text(text(survey.register, LISTED), encoding="utf-8")
        listing = str(register) if survey.register else None
        run = report_files(Request([str(path)], None, listing, year=survey.year))
    found = tables(name, written("markdown" if name == "md" else name, Output("report", run, ENGLISH)))
    lines = first_page(found)
    records = [
        one for one in json.loads(score_json(scored(survey, due=None)))["targets"] if one["measure"] != "tracked"
    ]
    for record in records:
        line = lines[lettered(record)]
        if record["year"] < survey.year:
            continue  # a review looks at the latest year before that has a figure
        assert str(line["Verdict"])[2:] == VERDICTS[record["status"]](record)
        assert_told(line["Required"], record["required"], record["unit"])
        assert_told(line["Achieved"], record["achieved"], record["unit"])
        if "Range" in line:
            assert_said(record, line["Achieved"] or "–", line["Range"])
        else:
            assert_told(line["Lower bound"], record["low"], record["unit"])
            assert_told(line["Upper bound"], record["high"], record["unit"])


def first_page(found: list[list[list[Any]]]) -> dict[str, dict[str, Any]]:
    """Return the row of each clause in the table of all targets, by its headings."""
    rows: dict[str, dict[str, Any]] = {}
    for table in found:
        headings: list[Any] = []
        for line in table:
            if {"Clause", "Verdict", "Required"} <= set(line):
                headings = ["Achieved" if one == "Value" else one for one in line]
            elif headings and len(line) == len(headings):
                row = dict(zip(headings, line, strict=True))
                rows.setdefault(row["Clause"], row)
    return rows


def assert_told(said: Any, value: float | None, unit: str) -> None:
    """Assert that a cell is the figure: a number of a workbook exactly, a text as it is rounded."""
    if isinstance(said, int | float):
        assert said * (100 if unit == "percent" else 1) == pytest.approx(value)
    else:
        assert_near((said or "–").partition(" (")[0].lstrip("≥≤ "), value)


# Groups, and what would settle a verdict


@few
@given(surveys(), st.sampled_from(["kind", "area"]))
def test_the_groups_add_up_to_the_whole(survey, by):
    add_up(survey, by)


@few
@given(surveys(), st.lists(st.sampled_from(["Nho Quan", "Kim Sơn", "", "TP Ninh Bình", "TP Hoa Lư"]), min_size=9))
def test_the_areas_add_up_whatever_a_row_says_that_its_area_is(survey, areas):
    """A unit may lie elsewhere in another year, or its area may not be told."""
    rows = [one | {"area": areas[number % len(areas)]} for number, one in enumerate(survey.rows)]
    add_up(survey._replace(rows=rows), "area")


def add_up(survey: Survey, by: str) -> None:
    """Hold the groups against the whole, in both years of a cut; amounts in other units of measurement are no sum."""
    for record in json.loads(score_json(scored(survey, by=by)))["targets"]:
        speaks = record["measure"] != "tracked" and record["status"] != "no_data"
        amounts = () if "different-units" in record["reasons"] else ("numerator", "denominator")
        for key in (*amounts, "unknown", "not_surveyed") if speaks else ():
            if key != "denominator" or record["measure"] != "count":
                assert (record["id"], key, record[key] or 0) == (record["id"], key, added(record, key))
        for key in (*amounts, "unknown", "not_measured") if speaks and record["measure"] == "reduction" else ():
            bases = [one["base"][key] or 0 for one in record["groups"] if "base" in one]
            assert (key, record["base"][key] or 0) == (key, sum(bases))
        for n, whole in enumerate(record.get("evidence", ())):
            assert whole["yes"] == sum(one["evidence"][n]["yes"] for one in record["groups"] if one.get("evidence"))


@few
@given(surveys(registers=True))
def test_rows_may_leave_out_the_area_that_the_register_says(survey):
    listed = {one["kind"] for one in survey.register}
    rows = [one | {"area": ""} if one["kind"] in listed else one for one in survey.rows]
    assert document(scored(survey._replace(rows=rows), by="area")) == document(scored(survey, by="area"))


def added(record: dict[str, Any], key: str) -> int:
    return sum(group.get(key) or 0 for group in record["groups"])


def test_a_count_over_years_has_the_areas_of_all_its_years():
    """A model in Kim Sơn in 2022, and in 2027 units of Nho Quan alone."""
    rows = [row(2022, "model", 2, applied="yes"), row(2027, "craft_village", 0, informed="yes")]
    assert models_of_areas(rows, [], 2027, "numerator") == (1, 1)


def test_an_area_whose_models_nobody_asked_says_how_many_there_are():
    """One model in Kim Sơn was asked, one in Nho Quan was not."""
    rows = [row(2022, "model", 2, applied="yes"), row(2025, "model", 2)]
    assert models_of_areas(rows, [unit("model", 2), unit("model", 3)], 2025, "not_surveyed") == (1, 1)


def models_of_areas(rows: Rows, register: Rows, year: int, key: str) -> tuple[int, int]:
    run = scored(Survey(rows, register, year), by="area")
    (record,) = (one for one in json.loads(score_json(run))["targets"] if one["id"] == "models-applied")
    return record[key], added(record, key)


@few
@given(surveys())
def test_the_parts_of_a_share_add_up_to_the_whole(survey):
    for record in json.loads(score_json(scored(survey)))["targets"]:
        for key in ("numerator", "denominator", "unknown", "not_surveyed") if record.get("parts") else ():
            assert record[key] == sum(part[key] for part in record["parts"])


@few
@given(surveys())
def test_gap_and_attainment_are_of_what_is_achieved_and_the_summary_counts_the_verdicts(survey):
    found = json.loads(score_json(scored(survey)))
    for record in found["targets"]:
        if record["measure"] != "tracked" and record["achieved"] is not None:
            assert record["gap"] == pytest.approx(record["achieved"] - record["required"], abs=1e-9)
            assert record["attainment"] == pytest.approx(record["achieved"] / record["required"] * 100)
    verdicts = [record["status"] for record in found["targets"]]
    assert found["summary"] == {status.value: verdicts.count(status) for status in Status}


def is_open(survey: Survey, one: Result) -> tuple[Rows, Rows]:
    """Return the rows whose answer is not known and rows for the units that nobody asked, of the target's kinds."""
    kinds, years = KINDS_OF[one.id], range(2021 if one.measure == "count" else one.year, one.year + 1)
    rows = [other for other in survey.rows if other["kind"] in kinds and other["year"] in years]
    unknown = [other for other in rows if not other[ANSWERED[other["kind"]]]]
    asked = {(other["kind"], other["id"]) for other in rows}
    absent = [row(one.year, other["kind"], int(other["id"][-1])) for other in survey.register
              if other["kind"] in kinds and (other["kind"], other["id"]) not in asked]  # fmt: skip
    return unknown, absent


def filled(survey: Survey, one: Result, good: int, bad: int) -> Status | None:
    """Return the verdict with so many open answers good, so many not, and the rest left open."""
    unknown, absent = is_open(survey, one)
    said = iter([GOOD] * good + [BAD] * bad)
    given_ = [(other, next(said, None)) for other in (*unknown, *absent)]
    answers = [
        (other, {ANSWERED[other["kind"]]: said[ANSWERED[other["kind"]]]} if said else None) for other, said in given_
    ]
    changed = {id(other): {**other, **answer} for other, answer in answers if answer}
    rows = [changed.pop(id(other), other) for other in survey.rows]
    return results(survey._replace(rows=rows + list(changed.values())))[one.id, one.due].status


def settled(survey: Survey) -> Iterable[tuple[Result, int, int, int]]:
    """Yield the targets of which so many open answers would settle the verdict: needed, open, against."""
    scores: Scores = scored(survey).scores
    for one in scores.results:
        for step in explain(one, scores).steps:
            if step.what == "answers":
                yield one, step.needed, step.open, step.against


@few
@given(surveys())
def test_as_many_good_answers_as_it_says_settle_a_verdict_and_one_fewer_does_not(survey):
    for one, needed, still_open, against in settled(survey):
        if len({(u["kind"], u["id"], u["year"] * (u["kind"] == "campaign")) for u in is_open(survey, one)[0]}) != len(
            is_open(survey, one)[0]
        ):
            continue
        assert still_open == sum(map(len, is_open(survey, one)))
        assert filled(survey, one, needed, 0) is Status.MET
        assert filled(survey, one, needed - 1, still_open - needed + 1) in (Status.NOT_MET, Status.NOT_YET)
        assert filled(survey, one, 0, against) in (Status.NOT_MET, Status.NOT_YET)
        assert filled(survey, one, 0, against - 1) is Status.UNDETERMINED


@few
@given(surveys())
def test_as_many_more_units_as_a_share_needs_reach_it_and_one_fewer_does_not(survey):
    survey = survey._replace(register=[])
    for key, one in results(survey).items():
        if one.measure != "share" or not one.needed:
            continue
        column = ANSWERED[KINDS_OF[one.id][0]]
        others = [n for n in survey.indices(column, year=one.year) if survey.rows[n][column] != GOOD[column]]
        for more_of, reached in ((one.needed, True), (one.needed - 1, False)):
            better = survey
            for number in others[:more_of]:
                better = better.changed(number, **{column: GOOD[column]})
            assert (results(better)[key].achieved >= one.required) is reached


@few
@given(surveys())
def test_as_many_more_campaigns_as_a_count_needs_reach_it_in_every_window_and_one_fewer_does_not(survey):
    for key, one in results(survey).items():
        windows = [2021, 2026] if key[1] == 2030 else [2021]
        if key[0] != "campaigns-held" or one.status is Status.NO_DATA or not one.needed or one.year < windows[-1]:
            continue
        for held, reached in ((one.needed, True), (one.needed - 1, False)):
            added_rows = [row(one.year, "campaign", 5 - n, held="yes") for n in range(held)]
            assert (results(survey._replace(rows=survey.rows + added_rows))[key].status is Status.MET) is reached

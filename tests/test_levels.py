"""What documents, files and saved scores say of ratios and totals; and what holds of random surveys of them."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from conftest import Scp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from level_plans import A_HEAD, EVERY_PLAN, EVERY_REGISTER, RATIO, TOTAL, plan_of, rows, survey_text

from scp_ninhbinh.documents.figures import scale_of, spread
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.file import load_plan
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.run import Request, score_files
from scp_ninhbinh.scores.outputs import checksum
from scp_ninhbinh.scores.results import JudgedResult, Result, plain
from scp_ninhbinh.scores.saved import load_saved
from scp_ninhbinh.text.numbers import Percentage
from scp_ninhbinh.text.say import Called, Number, language
from scp_ninhbinh.writers.json import score_json

KG = Called("kg a head", "kg/người")
EN, VI = language("en").text, language("vi").text

# Figures in a unit


def test_an_amount_has_its_unit_thousands_set_apart_and_the_decimals_its_verdict_needs() -> None:
    """399.96 against 400 is not 400.0."""
    scale = scale_of(KG, Fraction(400), [Fraction(39996, 100), Fraction(1234567)])
    assert EN(scale.figure(Fraction(39996, 100))) == "399.96 kg a head"
    assert (EN(scale.figure(1234567)), VI(scale.figure(1234567))) == (
        "1,234,567.00 kg a head",
        "1.234.567,00 kg/người",
    )
    assert (EN(scale.figure(None)), EN(scale.requirement(Fraction(400)))) == ("–", "400 kg a head")
    assert (EN(scale.requirement(Fraction(4001, 10))), EN(scale.change(Fraction(-1234, 1)))) == (
        "400.1 kg a head",
        "−1,234.00 kg a head",
    )


def test_whole_amounts_have_no_decimals_and_one_that_is_not_gives_all_of_them_one() -> None:
    assert EN(scale_of(KG, Fraction(5), [1000, 20]).figure(1000)) == "1,000 kg a head"
    assert EN(scale_of(KG, Fraction(5), [1000, Fraction(41, 2)]).figure(1000)) == "1,000.0 kg a head"
    assert EN(scale_of("", Fraction(5), [Fraction(11, 2)]).figure(Fraction(11, 2))) == "5.5"


def test_a_range_says_its_unit_once() -> None:
    scale = scale_of(KG, Fraction(5), [1000, 2000])
    assert EN(spread(1000, 2000, scale)) == "1,000 to 2,000 kg a head"
    assert EN(spread(1000, None, scale)) == "at least 1,000 kg a head"
    percents = scale_of("percent", Fraction(1, 2), [Fraction(1, 4)])
    assert EN(spread(Fraction(1, 4), Fraction(3, 4), percents)) == "25.0% to 75.0%"


def test_a_cell_of_an_amount_computes_with_the_decimals_that_its_text_has() -> None:
    scale = scale_of(KG, Fraction(400), [Fraction(39996, 100)])
    cell, change = scale.cell(Fraction(400)), scale.change_cell(Fraction(1, 4))
    assert (cell.value, cell.format, cell.places, EN(cell.text)) == (400.0, "number", 2, "400.00 kg a head")
    assert (change.value, change.format, change.places) == (0.25, "number", 2)
    assert EN(scale.without_unit().figure(400)) == "400.00"


@pytest.mark.parametrize(
    ("value", "places", "english", "vietnamese"),
    [
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1000, 0, "1,000", "1.000"),
        (Fraction(-12345678, 1000), 2, "−12,345.68", "−12.345,68"),
        (Fraction(1, 100), 2, "0.01", "0,01"),
    ],
)
def test_thousands_are_set_apart_as_each_language_does(
    value: Fraction, places: int, english: str, vietnamese: str
) -> None:
    assert (EN(Number(value, places)), VI(Number(value, places))) == (english, vietnamese)


# Documents

FOUND = rows(
    "year id area waste treated people change",
    (2024, "A", "N", 900, 500, 2500, 30.5),
    (2025, "A", "N", 1100, 700, 2500, 25),
    (2025, "B", "N", 500, "", 1200, 20),
    (2025, "C", "S", "", 90, 700, ""),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(EVERY_PLAN, encoding="utf-8")
    (tmp_path / "survey.csv").write_text(survey_text(*FOUND), encoding="utf-8")
    (tmp_path / "register.csv").write_text(EVERY_REGISTER, encoding="utf-8")
    return tmp_path


Told = Callable[..., str]


@pytest.fixture
def told(scp: Scp, folder: Path) -> Told:
    """Return what a command says of the survey, blanks and lines evened out."""

    def run(*arguments: str) -> str:
        done = scp(*arguments, "--plan", "plan.yaml", "-q", cwd=folder)
        assert done.returncode == 0, done.stderr
        return " ".join(done.stdout.split())

    return run


def test_a_table_says_the_figure_its_range_its_sums_and_what_is_not_known(told: Told) -> None:
    """Known is A, 700/1,100; B's part is open, C's whole at most 1,100: 790/2,700 to 1,290/1,690."""
    said = told("score", "survey.csv", "--format", "markdown", "--year", "2025", "--due", "2025")
    assert "63.6% | ≥ 50% (stretch 70%) | +13.6 | 700 / 1,100 | 29.3–76.3% |" in said
    assert '- not measured: C; "treated said" missing: B; assumed: each one' in said
    assert "or none; may be 29.3% to 76.3% " in said
    assert 'assumed: each one not measured has at most 1,100 of "waste said", all of it "treated said" or none' in said
    assert "1,600 tonnes | ≥ 100 tonnes (stretch 200 tonnes) | +1,500 | sum of 2 figures | ≥ 1,600 tonnes |" in said
    assert "432.4 kg a head | ≥ 1 kg a head | +431.4 | 1,600 / 3,700 | ≥ 363.6 kg a head |" in said


def test_a_total_that_is_not_reached_says_how_much_more_would(scp: Scp, folder: Path) -> None:
    """900 + 1,100 + 500 tonnes are known of 3,000."""
    plan = plan_of(("changed", "total: waste", "due: 2025, clause: I.6, since: 2024, at_least: 3000", "commune"))
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    said = " ".join(scp("score", "survey.csv", "--plan", "plan.yaml", cwd=folder).stdout.split())
    assert "2,500 tonnes ≥ 3,000 tonnes" in said
    assert "500 tonnes more would reach it" in said


def test_an_explanation_puts_the_numbers_into_the_formula(told: Told) -> None:
    a_head = told("explain", "a-head", "survey.csv", "--due", "2025")
    assert "Ratio of 2025: 1,600 tonnes / 3,700 people × 1,000 = 432.4 kg a head" in a_head
    assert "B N 500 1,200 416.7 A N 1,100 2,500 440.0" in a_head  # worst first: lowest
    total = told("explain", "changed", "survey.csv", "--due", "2025")
    assert "Sum of 3 figures since 2024: 75.5 ha" in total
    assert 'Added up, "change said": 3 figures' in total
    assert re.search(r"B N 2025 20(\.0)? A N 2025 25(\.0)? A N 2024 30\.5", total)
    assert "Not known: 1 unit" in total


def test_a_sampled_ratio_says_that_it_is_an_estimate_and_what_is_assumed(told: Told) -> None:
    said = told("explain", "treated", "survey.csv", "--due", "2025", "--register", "register.csv", "--sample")
    assert "Weighted by stratum size: ≈ 63.6%" in said
    assert "assumed: each one not measured has at most 1,100" in said
    assert "Rate of" not in said
    open_ = told("explain", "a-head", "survey.csv", "--due", "2025", "--register", "register.csv", "--sample")
    assert "No bound: a unit that was not drawn may have any amount" in open_


def test_a_review_shows_each_year_without_repeating_the_unit(told: Told) -> None:
    said = told("review", "survey.csv", "--due", "2025", "--years")
    assert "360.0 ↗ 432.4" in said
    assert re.search(r"2025 432\.4 .* \+72\.4", said)
    assert "432.4 kg" not in said


def test_a_part_of_a_whole_is_projected_to_no_more_than_all_of_it(scp: Scp, folder: Path) -> None:
    """50% and then 70% is 170% by 2030 on the line; of a ratio a head there is no such limit."""
    found_rows = rows("year id waste treated people", (2024, "A", 100, 50, 10), (2025, "A", 100, 70, 5))
    (folder / "survey.csv").write_text(survey_text(*found_rows), encoding="utf-8")
    document = json.loads(
        scp("review", "survey.csv", "--plan", "plan.yaml", "--due", "2030", "--format", "json").stdout
    )
    treated = document["targets"][0]
    assert (treated["line"]["projected"], treated["is_part"], treated["unit"]) == (170, True, "percent")
    said = " ".join(scp("review", "survey.csv", "--plan", "plan.yaml", "--due", "2030").stdout.split())
    assert "at this pace 100.0% in 2030" in said


def test_the_annual_report_has_years_and_groups_of_each(scp: Scp, folder: Path) -> None:
    """A table of years does not repeat the unit, which its heading has. In S are B 500, C with a part of 90, and E.

    They have 90 of 1,500 to all of 1,090. A change may be below 0: of C and E it is not known.
    """
    arguments = ("survey.csv", "--plan", "plan.yaml", "--register", "register.csv", "-o", "out.md")
    done = scp("report", *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    said = (folder / "out.md").read_text(encoding="utf-8")
    assert "### I.3 Level, ≥ 1 kg a head by 2025" in said
    assert "| 2025 | 432.4 | 0.0 | – | +72.4 |" in said
    assert re.search(r"\| S \| \? 6.0–100.0% \|.* 500 tonnes \| 20 ha \|", said)


def test_csv_has_the_figures_of_the_json(told: Told, scp: Scp, folder: Path) -> None:
    arguments = ("score", "survey.csv", "--plan", "plan.yaml", "--due", "all", "--by", "area")
    document = json.loads(scp(*arguments, "--format", "json", cwd=folder).stdout)
    table = list(csv.DictReader(io.StringIO(scp(*arguments, "--format", "csv", cwd=folder).stdout)))
    wholes = [row for row in table if not row["group"] and not row["by"]]
    for row, target in zip(wholes, document["targets"], strict=True):
        for key in ("id", "unit", "required", "achieved", "low", "high", "gap", "numerator", "denominator", "needed"):
            assert row[key] == ("" if target[key] is None else str(target[key])), key


# Saved scores, and what holds of every survey

CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "a ratio that is not its sums": ("achieved", {"achieved": 51.0}),
    "a ratio above its range": ("achieved", {"achieved": 99.0}),
    "another unit": ("unit", {"unit": "count"}),
    "a requirement that the plan lacks": ("required", {"required": 10.0}),
    "a verdict that the range denies": ("status", {"status": "met"}),
}


@pytest.mark.parametrize("fault", CASES)
def test_a_saved_ratio_that_disagrees_is_refused_and_its_key_named(folder: Path, fault: str) -> None:
    plan, path = str(folder / "plan.yaml"), folder / "saved.json"
    text = score_json(score_files(Request([str(folder / "survey.csv")], plan, year=2025, due=2025)))
    document, (key, changes) = json.loads(text), CASES[fault]
    document["targets"][0].update(changes)
    path.write_text(json.dumps(document | {"sha256": checksum(document)}), encoding="utf-8")
    with pytest.raises(ScpError) as caught:
        load_saved(str(path), load_plan(plan))
    assert f"targets[0].{key}" in {one.details["key"] for one in caught.value.problems}


FLOORS = plan_of(
    ("treated", RATIO, "due: 2025, clause: a.1, at_least: 50%; due: 2030, clause: a.2, at_least: 70%", "commune"),
    ("a-head", A_HEAD, "due: 2025, clause: a.3, at_least: 400", "commune"),
    ("in-all", TOTAL, "due: 2025, clause: a.4, at_least: 5", "commune"),
    ("since", TOTAL, "due: 2030, clause: a.5, since: 2024, at_least: 9", "commune"),
)
AMOUNT = st.sampled_from(["", "0", "1", "2.5", "3", "7"])
ROW = st.tuples(st.sampled_from([2024, 2025]), st.sampled_from("ABCDE"), AMOUNT, AMOUNT, AMOUNT)
Row = tuple[int, str, str, str, str]


def within(row: Row) -> Row:
    """Return a row whose part is no more than its whole."""
    year, name, waste, treated, people = row
    least = treated if not waste or not treated else str(min(Fraction(waste), Fraction(treated)).__float__())
    return year, name, waste, least, people


def scored(found: list[Row], register: bool, sample: bool, folder: str) -> tuple[Plan, tuple[Result, ...], str]:
    """Score a survey, and return its results with the score as JSON."""
    written = {"plan.yaml": FLOORS, "register.csv": EVERY_REGISTER}
    written["survey.csv"] = survey_text(*rows("year id waste treated people", *map(within, found)))
    for name, text in written.items():
        (Path(folder) / name).write_text(text, encoding="utf-8")
    plan, survey, listing = (str(Path(folder) / name) for name in ("plan.yaml", "survey.csv", "register.csv"))
    request = Request([survey], plan, listing if register else None, year=2025, due="all", sample=sample)
    run = score_files(request)
    return run.scores.plan, run.scores.results, score_json(run)


some = settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
ROWS = st.lists(ROW, min_size=1, max_size=6, unique_by=lambda row: row[:2])


@some
@given(ROWS, st.sampled_from([(False, False), (True, False), (True, True)]))
def test_a_saved_score_reads_back_as_the_same_figures(found: list[Row], ways: tuple[bool, bool]) -> None:
    with TemporaryDirectory() as folder:
        _, results, text = scored(found, *ways, folder)
        path = Path(folder) / "saved.json"
        path.write_text(text, encoding="utf-8")
        back = load_saved(str(path), load_plan(str(Path(folder) / "plan.yaml"))).score.targets
    for one, other in zip(results, back, strict=True):
        assert plain(replace(one)) == plain(other)
        assert [type(getattr(one, key)) for key in ("achieved", "required")] == [
            type(getattr(other, key)) for key in ("achieved", "required")
        ] or one.unit != "percent"
        assert one.unit != "percent" or other.achieved is None or isinstance(other.achieved, Percentage)


@some
@given(ROWS, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_rows_does_not_matter(found: list[Row], random: Any, register: bool) -> None:
    shuffled = random.sample(found, len(found))
    with TemporaryDirectory() as folder:
        one, other = (scored(some_, register, False, folder)[1] for some_ in (found, shuffled))
    assert one == other


@some
@given(ROWS, st.sampled_from([(False, False), (True, False), (True, True)]))
def test_a_figure_lies_in_its_range_and_its_verdict_on_its_side(found: list[Row], ways: tuple[bool, bool]) -> None:
    with TemporaryDirectory() as folder:
        _, results, _ = scored(found, *ways, folder)
    for one in results:
        assert isinstance(one, JudgedResult)
        ends = [end for end in (one.low, one.achieved, one.high) if end is not None]
        assert ends == sorted(ends)
        if one.status == "met":
            assert one.low >= one.required
        if one.status in ("not_met", "not_yet") and one.high is not None:
            assert one.high < one.required
        assert bool(one.reasons) is (one.status == "undetermined")


@some
@given(ROWS)
def test_a_register_never_settles_less_of_a_ratio_and_never_narrows_its_range(found: list[Row]) -> None:
    """Who is listed and has no row widens the range of a ratio; of a total a register alone gives the most."""
    with TemporaryDirectory() as folder:
        alone, listed = (scored(found, register, False, folder)[1] for register in (False, True))
    for one, other in zip(alone, listed, strict=True):
        if one.measure == "ratio" and one.low is not None and other.low is not None:
            assert other.low <= one.low
            assert other.high is None or (one.high is not None and other.high >= one.high)
        if one.measure == "total":
            assert (one.low, one.high) == (other.low, None)

"""Reviews of several years through the program."""

import csv
import io
import json
import math
import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES, Scp
from reports import review_report

from scp_ninhbinh.measures import quantity
from scp_ninhbinh.run import Request, ReviewRun, review_files
from scp_ninhbinh.scores.score import Due
from scp_ninhbinh.scores.trend import (
    Line,
    Point,
    Word,
)
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.numbers import Amount
from scp_ninhbinh.text.safe import plain_markdown
from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers.csv import review_csv
from scp_ninhbinh.writers.json import review_json


def test_the_rate_of_a_year_is_summed_once_for_all_years_that_are_compared_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Six years of markets against 2020: six sums, and 2020 is not summed again in each of the others."""
    summed: list[int] = []
    rate = quantity._rate
    monkeypatch.setattr(
        quantity, "_rate", lambda pools, year, columns: summed.append(year) or rate(pools, year, columns)
    )
    review_files(Request(SAMPLES))
    assert sorted(summed) == [2020, 2021, 2022, 2023, 2024, 2025]


def line(expected: Amount, ratio: Fraction, projected: Amount, word: Word) -> Line:
    return Line(expected=expected, ratio=ratio, projected=projected, word=word)


def number(year: int, count: int, high: int | None, status: Status) -> Point:
    return Point(year=year, achieved=count, low=count, high=high, status=status)


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
    """Nobody visited them in 2021. In the due year what they came to is below the 45 required: no pace, a verdict."""
    counts = counted(OUTLETS, "hard_bags", False)
    found = target(review_files(Request(SAMPLES)), "stores-without-hard-bags")
    assert sorted(counts) == [2020, 2022, 2023, 2024, 2025]
    figures = {year["year"]: (year["achieved"], year["high"]) for year in found["years"]}
    assert figures == counts | {2021: (None, None)}
    base, now = counts[2020][0], counts[2025][0]
    assert now < 45
    assert (found["word"], found["words"], found["line"], found["needed"]) == (None, [], None, None)
    assert math.isclose(found["pace"], (now - base) / 5)
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


def test_each_end_of_a_line_is_marked_where_it_is_an_estimate(tmp_path: Path) -> None:
    """Of ten villages four are drawn in each year: one is informed in 2024, two in 2025."""
    rows = "".join(
        f"{year},craft_village,L{unit},{'yes' if unit < informed else 'no'}\n"
        for year, informed in ((2024, 1), (2025, 2))
        for unit in range(4)
    )
    (tmp_path / "s.csv").write_text("year,kind,id,informed\n" + rows, encoding="utf-8")
    listed = "".join(f"craft_village,L{unit}\n" for unit in range(10))
    (tmp_path / "r.csv").write_text("kind,id\n" + listed, encoding="utf-8")
    run = review_files(Request([str(tmp_path / "s.csv")], register=str(tmp_path / "r.csv"), sample=True))
    assert "| ≈ 25.0% ↗ ≈ 50.0% |" in review_report("markdown", run, language("en"))


def test_units_that_changed_their_answer_are_named_in_both_directions(review: Review) -> None:
    run = review(CHANGES)
    changed = {(one["unit"], one["before"], one["now"]) for one in target(run, "zones-informed")["changed"]}
    assert changed == {("LOST", True, False), ("WON", False, True)}
    text = review_report("markdown", run, language("en"))
    assert "- newly met: WON\n- no longer met: LOST\n" in text
    table = review_report("table", run, language("en"), 140, False)
    assert ("WON" in table, "LOST" in table) == (True, True)
    assert not any(unit in table for unit in ("SAME", "BLANK", "KNOWN", "NEW", "GONE"))


def test_an_outlet_that_uses_bags_again_is_one_that_is_lost(review: Review) -> None:
    """The clause asks for a no: yes in 2025 after a no is a loss, though its answer is a yes."""
    text = "year,kind,id,hard_bags\n2024,supermarket,A,no\n2025,supermarket,A,yes\n"
    text += "2024,supermarket,B,yes\n2025,supermarket,B,no\n"
    shown = review_report("markdown", review(text), language("en"))
    assert "- newly met: B\n- no longer met: A\n" in shown


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
    shown = review_report("table", run, language("en"), 140, False, {"tracked"})
    assert re.search(r"in a safe food chain +▂·█▄ +2021 1, 2023 4, 2024 2 +\+0\.3\n", shown)


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


def test_a_year_asked_for_before_every_row_is_told_up_to_it(scp: Scp) -> None:
    """All rows are of 2025: that is a year of the plan, and later than the one that is asked for."""
    done = scp("review", SAMPLES[-1], "--year", "2024")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no row is of a year from 2020 to 2024; check the column year, and the year that is asked for" in done.stderr


def test_of_a_cut_a_review_says_that_its_change_a_year_is_since_the_base_year(scp: Scp) -> None:
    said = scp("review", *SAMPLES).stdout
    assert "I.1.4a: the change a year is since the base year, which has none." in said


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
    rows = [line for line in markdown.splitlines() if "| I." in line]
    assert len(rows) == len(document(run)["targets"]) == 4
    words = {Word.ON_TRACK: "… On track", Word.BEHIND: "… Behind", Word.FAR_BEHIND: "… Far behind"}
    for row, one in zip(rows, document(run)["targets"], strict=True):
        said = words.get(one["word"], "")
        assert said
        assert said in row
        assert said in table
        assert f"{one['clause']}{one['part'] or ''} " in row
    closing = "A pace is arithmetic along a straight line, no verdict"
    assert closing in markdown
    assert closing in table


@pytest.mark.parametrize("name", ["markdown", "table"])
def test_where_nothing_is_tracked_no_heading_says_so(tmp_path: Path, name: str) -> None:
    plan = (ROOT / "docs" / "examples" / "another-plan.yaml").read_text(encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(plan[: plan.index("  - id: traceability")], encoding="utf-8")
    (tmp_path / "survey.csv").write_text("year,kind,id,has_plan\n2025,district,A,yes\n", encoding="utf-8")
    run = review_files(Request([str(tmp_path / "survey.csv")], str(tmp_path / "plan.yaml")))
    assert not run.review.tracked
    assert "Tracked" not in review_report(name, run, language("en"))
    assert "Tracked" in review_report(name, review_files(Request(SAMPLES)), language("en"))


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
    """Return what a review says in each format; of the JSON all but its files, and the problems, which name them."""
    rest = {key: value for key, value in document(run).items() if key not in {"inputs", "problems"}}
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


def test_the_year_asked_for_decides_whether_a_pace_is_still_spoken_of(review: Review) -> None:
    """Rows end in 2022; asked of 2026, the due year 2025 has come: no pace, and without --due the target is of 2030."""
    rows = "year,kind,id,hard_bags\n2021,supermarket,S1,no\n2021,supermarket,S2,yes\n2021,supermarket,S3,yes\n"
    rows += "2022,supermarket,S1,yes\n2022,supermarket,S2,yes\n2022,supermarket,S3,yes\n"
    found = review(rows, year=2026, due=2025).review
    (outlets,) = (one for one in found.targets if one.id == "stores-without-hard-bags")
    assert (outlets.word, outlets.line, outlets.needed) == (None, None, None)
    dues = {one.id: one.due for one in review(rows, year=2026).review.targets}
    assert dues["stores-without-hard-bags"] == 2030


def test_years_without_rows_that_decide_nothing_leave_no_year_out(review: Review) -> None:
    """Campaigns of 2021 and 2023, none since; 2022 has no row. Since 2021 two are met, since 2026 there is none."""
    rows = "year,kind,name,held\n2021,campaign,A,yes\n2023,campaign,B,yes\n"
    rows += "".join(f"{year},campaign,C,no\n" for year in (2024, 2025, 2026))
    (held,) = (one for one in review(rows, year=2026).review.targets if one.id == "campaigns-held")
    assert 2026 in [point.year for point in held.years]
    assert 2026 not in [one.year for one in held.not_compared]

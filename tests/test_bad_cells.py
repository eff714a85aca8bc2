"""`--bad-cells unknown`: an answer or a number that cannot be read counts as not known, and every output says so."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT, Scp, breaks, of
from openpyxl import Workbook
from reports import explain_report, score_report
from small_surveys import KNOWN

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.measures.reduction import Since, basis
from scp_ninhbinh.problems.problem import ScpError, describe
from scp_ninhbinh.project.declared import Blank
from scp_ninhbinh.run import Request, ScoreRun, score_files
from scp_ninhbinh.scores.explain import explain
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import language

CASES = ROOT / "tests" / "cases" / "survey" / "bad"
UNKNOWN = Request(bad_cells="unknown")

ZONES = "year,kind,id,informed\n"
MARKETS = "year,kind,id,packaging_total,packaging_hard,days\n"
BASE = "2020,market,C1,100,80,\n2020,market,C2,100,80,\n2025,market,C1,100,40,\n"
"""80% is hard in 2020. In 2025 it is 40% at C1, a cut by half; C2 is what each test adds."""

Lenient = Callable[..., ScoreRun]


@pytest.fixture
def lenient(tmp_path: Path) -> Lenient:
    """Score a survey, given as CSV text or as the rows of a sheet, in which refused cells count as unknown."""

    def run(survey: str | Sequence[Sequence[object]], request: Request = UNKNOWN, merged: str = "") -> ScoreRun:
        if isinstance(survey, str):
            path = tmp_path / "survey.csv"
            path.write_text(survey, encoding="utf-8")
            return score_files(replace(request, files=[str(path)]))
        path, book = tmp_path / "survey.xlsx", Workbook()
        assert book.active is not None
        for row in survey:
            book.active.append(row)
        if merged:
            book.active.merge_cells(merged)
        book.save(path)
        return score_files(replace(request, files=[str(path)]))

    return run


def units(run: ScoreRun) -> dict[str, list[str]]:
    """Return the markets of the year scored by what is known of them: both figures, the total alone, neither."""
    now = basis(run.survey, Since(2025, (2020,)), ["market"], KNOWN.ratio("packaging_hard", "packaging_total")).now
    known = [unit for unit in now.measured if unit not in now.half_known]
    sorts = {"both": known, "total": now.half_known, "neither": now.unmeasured}
    return {name: [unit.id for unit in some] for name, some in sorts.items()}


ANSWERS = [
    ("craft_village,A,n,,,,,,", "zones-informed", "not-yes-no"),
    ("supermarket,A,,?,,,,,", "stores-without-hard-bags", "not-yes-no"),
    ("supermarket,A,,đạt,,,,,", "stores-without-hard-bags", "judged-use"),
    ("model,A,,,đang làm,,,,", "models-applied", "not-yes-no"),
    ("campaign,A,,,,2,,,", "campaigns-held", "not-yes-no"),
]


@pytest.mark.parametrize(("row", "indicator", "rule"), ANSWERS)
def test_an_answer_that_cannot_be_read_leaves_its_unit_in_the_pool_as_unknown(
    lenient: Lenient, row: str, indicator: str, rule: str
) -> None:
    """The one unit of its kind: nothing is confirmed of it, and it may turn out well. A count has no pool."""
    header = "year,kind,id,informed,hard_bags,applied,held,includes_scp,in_safe_chain,traceable\n"
    run = lenient(header + f"2025,{row}\n")
    assert [(found.rule, found.severity) for found in run.problems] == [(rule, "warning")]
    found = of(run.scores, indicator)
    pool = None if found.measure == "count" else 1
    assert (found.numerator, found.unknown, found.denominator) == (0, 1, pool)
    assert run.survey.entries.refused == 1


def test_the_evidence_of_a_clause_without_a_number_counts_a_refused_answer_as_unknown(lenient: Lenient) -> None:
    """Two businesses: one with an unreadable and a yes, one with two noes."""
    text = "year,kind,id,in_safe_chain,traceable\n2025,enterprise,A,maybe,yes\n2025,enterprise,B,no,no\n"
    evidence = of(lenient(text).scores, "safe-food-chains").evidence
    assert [(one.answer, one.yes, one.unknown) for one in evidence] == [("in_safe_chain", 0, 1), ("traceable", 1, 0)]


def test_refused_answers_widen_the_range_and_can_take_a_verdict_away(lenient: Lenient) -> None:
    """Ten villages: 6 yes, 2 no, "?" and "n". 60% is confirmed, 80% possible; 70% lies between. Three noes settle it.

    With the two taken for noes it would be 60% and not met, left out of the pool 6/8 = 75% and met.
    """
    answers = ["yes"] * 6 + ["no"] * 2 + ["?", "n"]
    found = of(
        lenient(ZONES + "".join(f"2025,craft_village,L{n},{said}\n" for n, said in enumerate(answers))).scores,
        "zones-informed",
    )
    assert (found.low, found.achieved, found.high) == (Fraction(6, 10), Fraction(6, 10), Fraction(8, 10))
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.MISSING,))


HARD = [
    ("abc", "not-a-number"),
    ("1_0", "not-a-number"),
    ("khoảng 20", "inexact-number"),
    ("3.946", "ambiguous-number"),
    ("-4", "negative-number"),
]


@pytest.mark.parametrize(("cell", "rule"), HARD)
def test_a_hard_part_that_cannot_be_read_is_anything_from_nothing_to_the_total(
    lenient: Lenient, cell: str, rule: str
) -> None:
    """40/100 known and 100 open: R from 40/200 to 140/200, R_base 80%: the cut lies from 1 − 70/80 to 1 − 20/80."""
    run = lenient(MARKETS + BASE + f'2025,market,C2,100,"{cell}",\n')
    assert [(found.rule, found.severity, found.place.column) for found in run.problems] == [
        (rule, "warning", "packaging_hard")
    ]
    found = of(run.scores, "market-packaging-reduction")
    assert units(run) == {"both": ["C1"], "total": ["C2"], "neither": []}
    assert (found.low, found.achieved, found.high) == (Fraction(1, 8), Fraction(1, 2), Fraction(3, 4))
    assert run.survey.entries.refused == 1


@pytest.mark.parametrize(("cell", "rule"), HARD)
def test_a_market_whose_total_cannot_be_read_is_not_measured(lenient: Lenient, cell: str, rule: str) -> None:
    """Its hard part, 10, is then a part of no whole and enters no sum: 40/100 stays."""
    run = lenient(MARKETS + BASE + f'2025,market,C2,"{cell}",10,\n')
    assert [found.rule for found in run.problems] == [rule]
    assert units(run) == {"both": ["C1"], "total": [], "neither": ["C2"]}
    assert of(run.scores, "market-packaging-reduction").achieved == Fraction(1, 2)
    assert run.survey.entries.refused == 1


@pytest.mark.parametrize(
    ("cell", "rule"),
    [("0", "not-positive"), ("-", "not-positive"), ("tuần", "not-a-number"), ("-2", "not-positive")],
)
def test_figures_of_a_time_that_cannot_be_read_are_not_used(lenient: Lenient, cell: str, rule: str) -> None:
    """A week's 700 must not count as a day's: C2 is not measured, and what the others gave out stays comparable."""
    run = lenient(MARKETS + BASE + f"2025,market,C2,700,70,{cell}\n")
    assert [found.rule for found in run.problems] == [rule]
    assert units(run) == {"both": ["C1"], "total": [], "neither": ["C2"]}
    assert of(run.scores, "market-packaging-reduction").achieved == Fraction(1, 2)


def test_more_hard_packaging_than_packaging_leaves_neither_figure(lenient: Lenient) -> None:
    """Either of 100 and 140 may be the wrong one."""
    run = lenient(MARKETS + BASE + "2025,market,C2,100,140,\n")
    assert [(found.rule, found.severity) for found in run.problems] == [("part-over-whole", "warning")]
    assert units(run) == {"both": ["C1"], "total": [], "neither": ["C2"]}


def test_a_hard_part_without_its_total_is_counted_among_the_refused(lenient: Lenient) -> None:
    run = lenient(MARKETS + BASE + "2025,market,C2,,10,\n")
    assert [found.rule for found in run.problems] == ["part-without-whole"]
    assert (units(run)["neither"], run.survey.entries.refused) == (["C2"], 1)


def test_a_refused_number_of_the_base_year_opens_the_base_rate(lenient: Lenient) -> None:
    """2020: 80/100 and 100 open, R from 40% to 90%. Now 40%: the cut lies from 1 − 40/40 to 1 − 40/90 = 5/9."""
    rows = "2020,market,C1,100,80,\n2020,market,C2,100,abc,\n2025,market,C1,100,40,\n2025,market,C2,100,40,\n"
    found = of(lenient(MARKETS + rows).scores, "market-packaging-reduction")
    assert (found.low, found.high) == (0, Fraction(5, 9))


def test_a_number_that_another_of_the_file_settles_is_read_and_not_refused(lenient: Lenient) -> None:
    """2.677,6 shows that 1.000 is a thousand: 400 of it are hard, a cut by half, and nothing is unknown."""
    run = lenient(MARKETS + '2020,market,C1,"2.677,6",0,\n2020,market,C2,100,80,\n2025,market,C1,1.000,400,\n')
    assert [(found.rule, found.severity) for found in run.problems] == [("decimals-settled", "notice")]
    assert (units(run)["both"], run.survey.entries.refused) == (["C1"], 0)


SHEET = ["year", "kind", "id", "informed", "packaging_total", "packaging_hard"]
OF_2020 = [[2020, "market", "C1", None, 100, 80], [2020, "market", "C2", None, 100, 80]]
OF_2025 = [2025, "market", "C1", None, 100, 40]


@pytest.mark.parametrize(
    ("hard", "rule"), [("#REF!", "cell-error"), ("#DIV/0!", "cell-error"), ("=20+20", "formula-without-value")]
)
def test_an_error_of_the_spreadsheet_counts_as_unknown(lenient: Lenient, hard: str, rule: str) -> None:
    """40/100 known and 100 open, as for a hard part that is a word."""
    run = lenient([SHEET, *OF_2020, OF_2025, [2025, "market", "C2", None, 100, hard]])
    assert [(found.rule, found.severity, found.place.cell) for found in run.problems] == [(rule, "warning", "F5")]
    found = of(run.scores, "market-packaging-reduction")
    assert (found.low, found.high, run.survey.entries.refused) == (Fraction(1, 8), Fraction(3, 4), 1)


def test_a_number_merged_over_two_rows_is_known_of_neither(lenient: Lenient) -> None:
    """The one 40 of C2 and C3 may be their sum or C2's: 40/100 known, 200 open, R from 40/300 to 240/300, base 80%."""
    rows = [[2025, "market", "C2", None, 100, 40], [2025, "market", "C3", None, 100, None]]
    run = lenient([SHEET, *OF_2020, OF_2025, *rows], merged="F5:F6")
    assert [(found.rule, found.severity, found.place.cell) for found in run.problems] == [
        ("merged-number", "warning", "F5")
    ]
    assert units(run) == {"both": ["C1"], "total": ["C2", "C3"], "neither": []}
    reading = of(run.scores, "market-packaging-reduction").readings[0]
    assert (reading.low, reading.high) == (0, 1 - Fraction(40, 300) / Fraction(160, 200))


BOOKS = {"cell-error.xlsx": 3, "formula-without-value.xlsx": 2, "stale-formula.xlsx": 1}
OTHERS = ["cell-error-ods.ods", "cell-error-xls.xls", "cell-error-prefixed.xlsx", "merged-number.xlsx"]


@pytest.mark.parametrize("name", [*BOOKS, *OTHERS])
def test_the_workbooks_that_are_refused_for_their_values_are_scored(name: str) -> None:
    with pytest.raises(ScpError):
        score_files(Request([str(CASES / name)]))
    run = score_files(replace(UNKNOWN, files=[str(CASES / name)]))
    assert {found.severity for found in run.problems} == {"warning"}
    assert run.survey.entries.refused == BOOKS.get(name, run.survey.entries.refused)


VALUE_RULES = (
    *("not-yes-no", "judged-use", "not-a-number", "inexact-number", "ambiguous-number", "negative-number"),
    *("not-positive", "part-over-whole", "part-without-whole", "cell-error", "merged-number"),
    *("formula-without-value", "stale-formula", "merged-columns", "covered-value", "zero-of-empty"),
)


@pytest.mark.parametrize("rule", VALUE_RULES)
def test_every_refused_cell_is_a_warning_that_says_it_counts_as_unknown(rule: str) -> None:
    path = next(path for path in sorted(CASES.glob(f"{rule}.*")) if path.suffix in {".csv", ".xlsx"})
    run = score_files(replace(UNKNOWN, files=[str(path)]))
    found = [one for one in run.problems if one.rule == rule]
    assert found
    for one in found:
        hint = language("en").text(describe(one)[1])
        assert (one.severity, "counted as unknown" in hint, "--bad-cells unknown" in hint) == ("warning", True, True)


@pytest.mark.parametrize("rule", [rule for rule in VALUE_RULES if rule != "part-without-whole"])
def test_without_the_option_the_same_cells_are_errors(rule: str) -> None:
    """(A hard part without its total is only a warning: the market is named as not measured.)"""
    path = next(path for path in sorted(CASES.glob(f"{rule}.*")) if path.suffix in {".csv", ".xlsx"})
    with breaks(rule):
        score_files(Request([str(path)]))


def test_a_refused_cell_is_not_empty_and_so_never_declared_to_be_no(lenient: Lenient) -> None:
    """Yes, an empty cell that is declared to mean no, and "n": 1 of 3 confirmed, 2 of 3 possible, one blank."""
    rows = "2025,craft_village,L1,yes\n2025,craft_village,L2,\n2025,craft_village,L3,n\n"
    run = lenient(ZONES + rows, replace(UNKNOWN, blank=[Blank(None, "informed")]))
    found = of(run.scores, "zones-informed")
    assert (found.low, found.high, found.unknown) == (Fraction(1, 3), Fraction(2, 3), 1)
    assert [one.details["n"] for one in run.problems if one.rule == "blank-declared"] == [1]


def test_an_error_of_the_spreadsheet_is_not_a_blank_that_means_no(lenient: Lenient) -> None:
    rows = [[2025, "craft_village", "L1", said, None, None] for said in ("có", None, "#N/A")]
    for number, row in enumerate(rows):
        row[2] = f"L{number}"
    run = lenient([SHEET, *rows], replace(UNKNOWN, blank=[Blank(None, "informed")]))
    found = of(run.scores, "zones-informed")
    assert (found.low, found.high, found.unknown) == (Fraction(1, 3), Fraction(2, 3), 1)


def test_beside_a_refused_cell_a_blank_still_means_what_was_declared(lenient: Lenient) -> None:
    """The chain cannot be read; the empty cell of traceability is a no, and counted once."""
    text = "year,kind,id,in_safe_chain,traceable\n2025,enterprise,A,maybe,\n"
    run = lenient(text, replace(UNKNOWN, blank=[Blank(None, "traceable")]))
    evidence = of(run.scores, "safe-food-chains").evidence
    assert [(one.unknown, one.no) for one in evidence] == [(1, 0), (0, 1)]
    assert [one.details["n"] for one in run.problems if one.rule == "blank-declared"] == [1]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("2025,craft_vilage,L1,,n,", "unknown-kind"),
        (",craft_village,L1,,n,", "missing-value"),
        ("2O25,craft_village,L1,,n,", "bad-year"),
        ("2025,craft_village,,,n,", "missing-value"),
        ("2025,craft_village,L0,,n,", "duplicate-unit"),
        ("2025,activity,A1,,,II.9.z", "unknown-task"),
        ("2025,market,C1,bao,,", "unknown-choice"),
    ],
)
def test_what_says_which_unit_a_row_speaks_of_is_never_unknown(lenient: Lenient, row: str, rule: str) -> None:
    header = "year,kind,id,packaging_unit,informed,task,packaging_total,packaging_hard\n"
    with breaks(rule):
        lenient(header + f"2025,craft_village,L0,,yes,,,\n{row},,\n")


@pytest.mark.parametrize("column", ["year", "kind", "id", "area"])
def test_an_error_of_the_spreadsheet_elsewhere_than_in_a_value_is_refused(lenient: Lenient, column: str) -> None:
    """Which unit it is, of which year, and where, is no answer."""
    header = ["year", "kind", "id", "informed", "area"]
    row: list[object] = [2025, "craft_village", "L1", "có", "Nho Quan"]
    row[header.index(column)] = "#REF!"
    with pytest.raises(ScpError) as caught:
        lenient([header, row])
    found = [(one.severity, one.place.column) for one in caught.value.problems if one.rule == "cell-error"]
    assert found == [("error", column)]


def test_a_constant_that_its_column_cannot_hold_is_refused_all_the_same(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("year,kind,id\n2025,craft_village,L1\n", encoding="utf-8")
    assert scp("score", "a.csv", "--bad-cells", "unknown", "--set", "informed=maybe").returncode == 2


def test_exit_codes_follow_the_option(scp: Scp, tmp_path: Path) -> None:
    """A refused answer is 2 without the option and 0 with it; a wrong year is 2 with it too, and nothing is scored."""
    rows = {"answer": "2025,craft_village,L1,n\n", "year": "2O25,craft_village,L1,n\n"}
    for name, row in rows.items():
        (tmp_path / f"{name}.csv").write_text(ZONES + "2025,craft_village,L0,yes\n" + row, encoding="utf-8")
    option = ("--bad-cells", "unknown")
    assert scp("score", "answer.csv").returncode == 2
    assert scp("score", "answer.csv", *option).returncode == 0
    done = scp("score", "year.csv", *option)
    assert (done.returncode, done.stdout) == (2, "")
    assert scp("score", "answer.csv", "--bad-cells", "no").returncode == 2


@pytest.fixture
def refused(lenient: Lenient) -> ScoreRun:
    """One yes and two unreadable answers: 1 of 3, and 2 cells."""
    return lenient(ZONES + "2025,craft_village,L1,yes\n2025,craft_village,L2,n\n2025,craft_village,L3,?\n")


SENTENCE = "2 cells that cannot be read count as unknown (--bad-cells unknown)."


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_the_table_and_markdown_say_how_many_cells_were_refused(refused: ScoreRun, name: str) -> None:
    assert SENTENCE in " ".join(score_report(name, refused, language("en"), 80, False).split())


def test_csv_and_json_say_how_many_cells_were_refused_and_that_it_was_declared(refused: ScoreRun) -> None:
    said = {name: score_report(name, refused, language("en"), 80, False) for name in ("csv", "json")}
    rows = list(csv.DictReader(io.StringIO(said["csv"])))
    assert {(row["refused_cells"], row["declared"]) for row in rows} == {("2", "bad-cells unknown")}
    document = json.loads(said["json"])
    assert (document["refused_cells"], document["declared"]["bad_cells"]) == (2, "unknown")
    assert [document["targets"][0][key] for key in ("numerator", "denominator", "unknown")] == [1, 3, 2]


def test_an_explanation_says_it_too(refused: ScoreRun) -> None:
    found = [explain(of(refused.scores, "zones-informed"), refused.scores)]
    said = {name: explain_report(name, found, refused, language("en"), 80, False) for name in ("table", "markdown")}
    assert all(SENTENCE in " ".join(text.split()) for text in said.values())
    assert json.loads(explain_report("json", found, refused, language("en"), 80, False))["refused_cells"] == 2


def test_without_the_option_no_cell_is_refused_and_nothing_is_declared(lenient: Lenient) -> None:
    run = lenient(ZONES + "2025,craft_village,L1,yes\n", Request())
    document = json.loads(score_report("json", run, language("en"), 80, False))
    assert (document["refused_cells"], document["declared"]["bad_cells"]) == (0, None)
    assert "cannot be read" not in score_report("table", run, language("en"), 80, False)


def test_the_commands_take_the_option(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ZONES + "2025,craft_village,L1,n\n", encoding="utf-8")
    for command in (("score",), ("explain", "zones-informed")):
        done = scp(*command, "a.csv", "--bad-cells", "unknown", "--format", "json")
        assert json.loads(done.stdout)["refused_cells"] == 1
        assert done.stderr.startswith("a.csv:2:informed: warning: not-yes-no:")


def test_a_spreadsheet_error_under_days_leaves_the_market_unmeasured(lenient: Lenient) -> None:
    """Of no known time the figures 700 and 280 say nothing: as "abc" under days in a text file."""
    rows = [["year", "kind", "id", "packaging_total", "packaging_hard", "days"], [2020, "market", "C1", 100, 80, ""]]
    rows += [[2025, "market", "C1", 700, 280, "#REF!"], [2025, "market", "C2", 100, 80, ""]]
    run = lenient(rows)
    assert "C1" in of(run.scores, "market-packaging-reduction").not_measured

"""The worked pages of docs/ are redone here: calculations evaluated, printed surveys scored, tables looked up."""

import ast
import json
import math
import operator
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import ROOT, Scp
from pydantic_core import PydanticCustomError
from small_surveys import KNOWN

from scp_ninhbinh.documents.words import STATUSES
from scp_ninhbinh.measures.figures import Figure, Reason
from scp_ninhbinh.measures.intervals import student_quantile
from scp_ninhbinh.plan.clauses import Scored, ShareTarget
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.scores.decision import Assumption, Guarantee, RuleName
from scp_ninhbinh.scores.trend import band
from scp_ninhbinh.scores.verdict import Judgement, Requirement, Status, judge
from scp_ninhbinh.survey.cells import CellParser
from scp_ninhbinh.text.say import language
from scp_ninhbinh.text.spelling import heading_key

PAGE, ANOTHER, DICTIONARY, VIETNAMESE = (
    (ROOT / "docs" / name).read_text(encoding="utf-8")
    for name in ("methods.md", "another-plan.md", "data-dictionary.md", "data-dictionary.vi.md")
)
NUMBER = r"-?[0-9]+(?:\.([0-9]+))?"

# --- calculations: `(3 + 1) / 5 = 80%` ----------------------------------------------------------------------------

PROSE = re.sub(r"(?s)```.*?```", "", PAGE + ANOTHER)
CALCULATIONS = re.findall(rf"`([0-9(a-zA-Z][^`=≈]*) ([=≈]) ({NUMBER})(%?)`", PROSE)
OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "C": lambda n, k: Fraction(math.comb(int(n), int(k))),
    "log": math.log,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "t": lambda probability, df: student_quantile(float(probability), int(df)),
}


def value_of(node: ast.expr) -> Any:
    """Work out a calculation in fractions, as far as it has no function of floats."""
    match node:
        case ast.Constant(value):
            return Fraction(str(value))
        case ast.UnaryOp(op, operand):
            return OPERATORS[type(op)](value_of(operand))
        case ast.BinOp(left, op, right):
            return OPERATORS[type(op)](value_of(left), value_of(right))
        case ast.Call(ast.Name(name), arguments):
            return FUNCTIONS[name](*map(value_of, arguments))
    raise AssertionError(ast.dump(node))


@pytest.mark.parametrize(("text", "sign", "result", "decimals", "percent"), CALCULATIONS)
def test_a_calculation_of_the_pages_comes_out(text: str, sign: str, result: str, decimals: str, percent: str) -> None:
    found = value_of(ast.parse(text, mode="eval").body) * (100 if percent else 1)
    exact = abs(found - Fraction(result)) <= (0 if isinstance(found, Fraction) else 1e-12)
    assert exact if sign == "=" else f"{float(found) + 0.0:.{len(decimals)}f}" == result


def test_no_calculation_of_the_pages_is_passed_over() -> None:
    assert len(CALCULATIONS) == len(re.findall(r"`[^`]*[0-9)] [=≈] [^`]*`", PROSE)) > 50


# --- surveys: Save as `share.csv`, `scp score share.csv` says of `zones-informed` ---------------------------------

FILES = re.findall(r"[Ss]ave as `([\w-]+\.(?:csv|yaml))`.*?```(?:csv|yaml)\n(.*?)```", PAGE, re.DOTALL)
RUNS = re.findall(r"`scp (score|review) ([^`]*)` says of `([a-z-]+)`:\n\n((?: *\|.*\n)+)", PAGE)


def cells(table: str) -> list[list[str]]:
    """Return the rows of a Markdown table below its heading."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in table.strip().splitlines()]
    return [[cell.strip("| ") for cell in row] for row in rows[2:]]


def shown_as(value: object, like: str) -> str:
    """Write a value of the JSON as the page writes it: with as many decimals, and a list with spaces."""
    if isinstance(value, list):
        return " ".join(map(str, value))
    number = re.fullmatch(rf"{NUMBER}%?", like)
    if number is None or not isinstance(value, int | float):
        return "null" if value is None else str(value)
    return f"{value:.{len(number[1] or '')}f}" + "%" * like.endswith("%")


def looked_up(record: Any, path: str) -> object:
    for key in path.split("."):
        record = record[int(key) if isinstance(record, list) else key]
    return record


@pytest.mark.parametrize(("command", "arguments", "indicator", "table"), RUNS, ids=[run[1] for run in RUNS])
def test_the_program_says_what_the_page_says_of_its_surveys(
    scp: Scp, tmp_path: Path, command: str, arguments: str, indicator: str, table: str
) -> None:
    for name, text in FILES:
        indented = name.endswith(".yaml")
        (tmp_path / name).write_text(text if indented else re.sub("(?m)^ +", "", text), encoding="utf-8")
    done = scp(command, *arguments.split(), "--format", "json")
    assert done.returncode == 0, done.stderr
    (record,) = (target for target in json.loads(done.stdout)["targets"] if target["id"] == indicator)
    expected = dict(cells(table))
    assert {key: shown_as(looked_up(record, key), text) for key, text in expected.items()} == expected


def test_every_survey_of_the_page_is_scored_in_it() -> None:
    used = {word for _, arguments, _, _ in RUNS for word in arguments.split() if word.endswith((".csv", ".yaml"))}
    assert {name for name, _ in FILES} == used
    assert len(RUNS) == PAGE.count("` says of `")


# --- verdicts -----------------------------------------------------------------------------------------------------

BEFORE, AT_DUE = Requirement(Fraction(7, 10), 2025, 2024), Requirement(Fraction(7, 10), 2025, 2025)
LESS, ENOUGH = Fraction(6, 10), Fraction(8, 10)
SINGLE = {
    "no data rows for the clause": Figure("a", empty=True),
    "the base is missing or zero, or units differ": Figure("a", bars=(Reason.ZERO_BASELINE,)),
    "`low` ≥ required, `high` known or not": Figure("a", low=Fraction(7, 10)),
    "`high` < required, `low` known or not": Figure("a", high=LESS),
    "`low` < required ≤ `high`": Figure("a", low=LESS, high=Fraction(7, 10)),
    "`low` < required, `high` not known": Figure("a", low=LESS),
    "`low` not known, required ≤ `high`": Figure("a", high=ENOUGH),
    "neither is known": Figure("a"),
    "the window has not begun": Figure("a", pending=True),
}
CEILING = {
    "no data rows for the clause": Figure("a", empty=True),
    "the base is missing or zero, or units differ": Figure("a", bars=(Reason.ZERO_BASELINE,)),
    "`high` ≤ limit, `low` known or not": Figure("a", high=Fraction(7, 10)),
    "`low` > limit, `high` known or not": Figure("a", low=ENOUGH),
    "`low` ≤ limit < `high`": Figure("a", low=Fraction(7, 10), high=ENOUGH),
    "`low` ≤ limit, `high` not known": Figure("a", low=Fraction(7, 10)),
    "`low` not known, `high` > limit": Figure("a", high=ENOUGH),
    "neither is known": Figure("a"),
    "the window has not begun": Figure("a", pending=True),
}
READINGS = {
    "met": Figure("b", low=ENOUGH, high=ENOUGH),
    "missed": Figure("b", low=LESS, high=LESS),
    "open": Figure("b", low=LESS, high=ENOUGH),
    "barred": Figure("b", bars=(Reason.NO_BASELINE,)),
    "empty": Figure("b", empty=True),
    "not begun": Figure("b", pending=True),
}


def table_below(heading: str, page: str = PAGE) -> str:
    """Return the table of a page whose heading begins so."""
    found = re.search(rf"(?m)^{re.escape(heading)}.*\n(?:\|.*\n)+", page)
    assert found, heading
    return found[0]


def said(verdict: Judgement) -> str:
    return verdict.status + (f": {', '.join(verdict.reasons)}" if verdict.reasons else "")


def test_every_cell_of_the_verdict_table() -> None:
    rows = {row[0]: row[1:] for row in cells(table_below("| the range, against the requirement"))}
    assert rows.keys() == SINGLE.keys()
    for text, figure in SINGLE.items():
        found = [judge([figure], when).status.value for when in (BEFORE, AT_DUE)]
        assert rows[text] == (found if not figure.pending else [found[0], "–"]), text


def test_every_cell_of_the_verdict_table_of_at_most() -> None:
    rows = {row[0]: row[1:] for row in cells(table_below("| the range, against the limit"))}
    assert rows.keys() == CEILING.keys()
    for text, figure in CEILING.items():
        found = [judge((figure,), when._replace(is_ceiling=True)).status.value for when in (BEFORE, AT_DUE)]
        assert rows[text] == (found if not figure.pending else [found[0], "–"]), text


def test_every_cell_of_the_table_of_two_readings() -> None:
    found = [
        [first, *(said(judge([one, other], BEFORE)) for other in READINGS.values())] for first, one in READINGS.items()
    ]
    assert cells(table_below("| first \\ second")) == found


def test_two_readings_in_the_due_year_differ_only_in_not_met() -> None:
    """Readings that have begun; one whose window has not is always before the due year."""
    begun = [figure for figure in READINGS.values() if not figure.pending]
    for one in begun:
        for other in begun:
            before, at_due = (said(judge([one, other], when)) for when in (BEFORE, AT_DUE))
            assert at_due == before.replace("not_yet", "not_met")


def test_every_verdict_has_its_names_in_both_languages() -> None:
    names = [
        [f"`{status}`", *(language(code).text(phrase) for code in ("en", "vi"))] for status, phrase in STATUSES.items()
    ]
    assert sorted(cells(table_below("| `status`"))) == sorted(names)
    assert {f"`{reason}`" for reason in Reason} == {row[0] for row in cells(table_below("| reason | when | what"))}


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("| rule | of | met", get_args(RuleName)),
        ("| guarantee | meaning", get_args(Guarantee)),
        ("| assumption | meaning", get_args(Assumption)),
    ],
)
def test_every_name_of_a_decision_rule_is_explained(heading: str, names: tuple[str, ...]) -> None:
    assert [row[0] for row in cells(table_below(heading))] == [f"`{name}`" for name in names]


# --- the plan, and the review -------------------------------------------------------------------------------------


def test_the_targets_of_the_page_are_those_of_the_plan() -> None:
    plan = load_plan(embedded_plan()).plan
    found = []
    for item in (item for item in plan.indicators if isinstance(item, Scored)):
        for target in item.targets:
            share = isinstance(target, ShareTarget)
            asked = f"{float(target.at_least) * 100:g}%" if share else str(target.at_least)
            asked += f" (stretch {target.stretch})" if target.stretch else ""
            found.append([target.clause, f"`{item.id}`", item.measure, asked, str(target.due)])
    assert cells(table_below("| clause | indicator | measure")) == found


def test_the_bands_of_the_page_are_those_of_the_review() -> None:
    words = [word for _, word in cells(table_below("| ratio | word |"))]
    assert words == [band(Fraction(percent, 100)) for percent in (95, 60, 0, -1)]
    assert words[1:] == [band(Fraction(percent, 100) - Fraction(1, 1000)) for percent in (95, 60, 0)]


def test_no_verdict_is_left_out() -> None:
    assert all(f"`{status}`" in PAGE for status in Status)


# --- the cells of the data dictionary -----------------------------------------------------------------------------


def read_as(column: str, text: str) -> str:
    """Read one cell, and say in the page's words what it is: a value, or the rule that refuses it."""
    read = CellParser(KNOWN).reader(column) or str
    try:
        value = read(text)
    except PydanticCustomError as error:
        return f"`{error.type}`"
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "not known"}[value]
    return f"{float(value):g}" if isinstance(value, int | Fraction) else str(value)


CELLS = cells(table_below("| column | cell | is read as |", DICTIONARY))


@pytest.mark.parametrize(("column", "cell", "expected"), CELLS)
def test_a_cell_is_read_as_the_data_dictionary_says(column: str, cell: str, expected: str) -> None:
    assert read_as(column.strip("`"), "" if cell == "(empty)" else cell) == expected


def in_vietnamese(column: str, value: str) -> str:
    """Say what a cell is read as in the words of the page in Vietnamese."""
    column_words = KNOWN.columns[column].choices or {} if column in KNOWN.columns else KNOWN.kinds
    if value in column_words:
        return column_words[value].vi[0]
    return {"yes": "có", "no": "không", "not known": "chưa rõ"}.get(value, value.replace(".", ","))


def test_the_cells_of_the_page_in_vietnamese_are_those_of_the_english_one() -> None:
    named = [
        (KNOWN.headings[heading_key(column)], cell.replace("(trống)", "(empty)"), expected)
        for column, cell, expected in cells(table_below("| cột | ô ghi | được đọc là |", VIETNAMESE))
    ]
    english = [(column.strip("`"), cell, expected) for column, cell, expected in CELLS]
    assert named == [(column, cell, in_vietnamese(column, expected)) for column, cell, expected in english]

"""Wrong plans as newcomers write them: one problem each, in the line of the key that is wrong, with what to write."""

from pathlib import Path

import pytest

from scp_ninhbinh.form.new_plan import new_plan
from scp_ninhbinh.plan.file import load_plan
from scp_ninhbinh.problems.problem import Problem, ScpError, describe
from scp_ninhbinh.text.say import language

ENGLISH = language("en")
TEXT = new_plan("plan.schema.json", ENGLISH)

QUOTIENT = "{sum: plastic_waste, over: waste}"
RATIO = f"    ratio: {QUOTIENT}\n    targets:"
"""Of the measure `ratio`."""
CUT = f"    ratio: {QUOTIENT}\n    base:"
"""Of the measure `reduction`."""
ANSWER = '    answer: {plastic_bags: "no"}\n'
"""Of the measure `share`."""
TWO = '    answer: {plastic_bags: "no", sorts_waste: "yes"}\n'
TRAINED = 'at_least: 1500, clause: "1.4", since: 2026'
"""Of the measure `total`."""
BASE = "base: {year: 2025,"

WRITE_PERCENT = "write a percentage such as 70%"
WRITE_NUMBER = "write a number above 0, or 0 for at_most"
CORRECT = "correct the value"


def means(guess: str) -> str:
    return f'did you mean "{guess}"?'


def so(guess: str) -> str:
    return f"write it so: {guess}"


def only(owners: str) -> str:
    return f"only {owners} can have it: remove it, or correct the measure"


def ratio(more: str) -> str:
    return RATIO.replace("over: waste", f"over: waste, {more}")


WRONG = [
    # limits
    ("at_least: 40%", "at_least: 0.4", "at_least plan-percent", means("40%")),
    ("at_least: 40%", "at_least: 0%", "at_least plan-percent", WRITE_PERCENT),
    ("at_least: 40%", "at_least: 40%, at_most: 60%", "at_most plan-one-of", "for a range write at_least and stretch; "),
    ("at_least: 40%, ", "", "at_least plan-missing-key", "add it, or one of these in its place: at_most"),
    ("at_least: 40%", "max: 40%", "max plan-unknown-key", means("at_most")),
    ("at_least: 40%", "required: 40%", "required plan-unknown-key", means("at_least")),
    ("at_least: 40%", "at_last: 40%", "at_last plan-unknown-key", means("at_least")),
    ("at_least: 40%", "at_least: ≤ 40%", "at_least plan-percent", so("at_most: 40%")),
    ("at_least: 40%", "at_least: tối đa 40%", "at_least plan-percent", so("at_most: 40%")),
    ("at_most: 20%", "at_most: tối thiểu 20%", "at_most plan-percent", so("at_least: 20%")),
    ("at_most: 20%", "at_most: 20-30%", "at_most plan-percent", so("at_most: 30%, stretch: 20%")),
    ("at_most: 20%", "at_most: 20%, stretch: 30%", "stretch plan-bad-value", CORRECT),
    ("at_least: 40%", "at_most: 0", "at_most plan-percent", means("0%")),
    ("at_least: 4, stretch: 6", "at_least: 0", "at_least plan-bad-value", CORRECT),
    ("at_least: 4, stretch: 6", "at_least: 40%", "at_least plan-bad-value", "write a number, or correct the measure: "),
    ("at_least: 30%", "at_least: 150%", "at_least plan-percent", WRITE_PERCENT),
    ("at_least: 50%", "at_least: 150", "at_least plan-percent", means("150%")),
    # ratio
    (QUOTIENT, "{sum: waste, over: plastic_waste}", "sum plan-bad-value", "exchange them"),
    (QUOTIENT, "{sum: waste, over: waste}", "sum plan-bad-value", CORRECT),
    ("at_most: 20%", "at_most: 0.2", "at_most plan-percent", means("20%")),
    ("at_most: 20%", "at_most: 20", "at_most plan-percent", means("20%")),
    ("at_most: 20%", "at_most: 120%", "at_most plan-percent", WRITE_PERCENT),
    ("at_most: 20%", "at_most: 20%, stretch: 0.1", "stretch plan-percent", means("10%")),
    (RATIO, ratio("unit: g"), "at_most plan-bad-value", "write a number, or remove unit and times from the ratio"),
    (RATIO, ratio('times: 100, unit: "%"'), "unit plan-bad-value", "remove unit and times, and write every limit"),
    (RATIO, ratio("times: 1000"), "unit plan-missing-key", "add what the ratio is in: unit: {vi: ..., en: ...}"),
    (RATIO, ratio("times: 0, unit: g"), "times plan-amount", WRITE_NUMBER),
    (RATIO, ratio("times: 1.000, unit: g"), "times plan-amount", "write 1000, or 1.0000 if the point is a "),
    (RATIO, RATIO.replace(QUOTIENT, "plastic_waste / waste"), "ratio plan-bad-value", so(QUOTIENT)),
    (RATIO, RATIO.replace(QUOTIENT, "[plastic_waste, waste]"), "ratio plan-bad-value", so(QUOTIENT)),
    (RATIO, RATIO.replace("sum:", "numerator:"), "numerator plan-unknown-key", means("sum")),
    (RATIO, RATIO.replace("over:", "total:"), "total plan-unknown-key", means("over")),
    (RATIO, RATIO.replace("waste}", "sorts_waste}"), "over plan-unknown-column", "write one of these"),
    (
        RATIO,
        "    unit: kg\n" + RATIO,
        "unit plan-unknown-key",
        "the unit of a ratio goes in ratio, that of a total",
    ),
    (RATIO, "    times: 10\n" + RATIO, "times plan-unknown-key", "it goes in ratio: write it there, or remove it"),
    (RATIO, "    at_most: 1%\n" + RATIO, "at_most plan-unknown-key", "it goes in targets: write it there, or "),
    (
        'at_most: 20%, clause: "1.3"',
        'at_most: 20%, clause: "1.3", since: 2026',
        "since plan-unknown-key",
        only("total, count"),
    ),
    # total
    (
        "at_least: 1500",
        "at_least: 15%",
        "at_least plan-amount",
        "write a number without %: it is in the unit of what is ",
    ),
    (
        "at_least: 1500",
        "at_least: 1.500",
        "at_least plan-amount",
        "write 1500, or 1.5000 if the point is a decimal one",
    ),
    ("at_least: 1500", "at_least: 1 500", "at_least plan-amount", means("1500")),
    ("at_least: 1500", "at_least: 1500 người", "at_least plan-amount", means("1500")),
    ("at_least: 1500", "at_least: 1500-2000", "at_least plan-amount", so("at_least: 1500, stretch: 2000")),
    ("at_least: 1500", "at_least: khoảng 1500", "at_least plan-amount", WRITE_NUMBER),
    ("total: trained", "total: held", "total plan-unknown-column", "write one of these"),
    ("total: trained", "total: số người dự", "total plan-unknown-column", means("trained")),
    (TRAINED, TRAINED.replace("2026", "2031"), "since plan-bad-value", CORRECT),
    (TRAINED, TRAINED.replace("2026", "2020"), "since plan-bad-value", CORRECT),
    # answers
    (ANSWER, TWO, "answers plan-missing-key", "add answers: all, or answers: at least 2"),
    (ANSWER, ANSWER + "    answers: all\n", "answers plan-answers", "remove it: answer has one column"),
    (ANSWER, TWO + "    answers: 2\n", "answers plan-answers", means("at least 2")),
    (ANSWER, TWO + "    answers: tất cả\n", "answers plan-answers", means("all")),
    (ANSWER, TWO + "    answers: ít nhất 2\n", "answers plan-answers", means("at least 2")),
    (ANSWER, TWO + "    answers: any\n", "answers plan-answers", means("at least 1")),
    (
        ANSWER,
        TWO + "    answers: at least 3\n",
        "answers plan-answers",
        "answer has 2 columns: write all, or a smaller ",
    ),
    (ANSWER, "    answer: [plastic_bags, held]\n", "answer plan-bad-value", so('{plastic_bags: "yes", held: "yes"}')),
    # change
    (CUT, CUT.replace("base:", "total: waste\n    base:"), "total plan-one-of", "remove the others"),
    (CUT, CUT.replace("base:", 'answer: {plastic_bags: "no"}\n    base:'), "answer plan-one-of", "remove the others"),
    (CUT, "    base:", "ratio plan-missing-key", "add it, or one of these in its place: total, answer"),
    (CUT, "    each: area\n" + CUT, "each plan-unknown-key", only("share, ratio, total, count")),
    (CUT, "    per_year: có\n" + CUT, "per_year plan-not-one-of", means("true")),
    (ANSWER, ANSWER + "    per_year: true\n", "per_year plan-unknown-key", only("reduction, increase")),
    (BASE, "base: {year: 2030,", "year plan-bad-value", CORRECT),
    (BASE, "base: {years: [2024, 2030],", "years plan-bad-value", CORRECT),
    (BASE, "base: {years: [2024, 2024],", "years plan-bad-value", CORRECT),
    (BASE, "base: {years: [2025],", "years plan-bad-value", so("year: 2025")),
    (BASE, "base: {years: [],", "years plan-bad-value", CORRECT),
    (BASE, "base: {year: [2025],", "year plan-bad-value", so("year: 2025")),
    (BASE, "base: {year: [2024, 2025],", "year plan-bad-value", so("years: [2024, 2025]")),
    (BASE, "base: {year: 2023-2025,", "year plan-bad-value", so("years: [2023, 2024, 2025]")),
    (BASE, "base: {years: 2024-2025,", "years plan-bad-value", "write it between square brackets: [2024, 2025]"),
    (BASE, "base: {year: 2025, years: [2024, 2025],", "years plan-one-of", "remove the others"),
    (BASE, "base: {", "year plan-missing-key", "add it, or one of these in its place: years"),
    # each, count, measure
    (ANSWER, ANSWER + "    each: huyện\n", "each plan-not-one-of", means("area")),
    (ANSWER, ANSWER + "    each: năm\n", "each plan-not-one-of", means("year")),
    (
        "at_least: 40%",
        "at_least: 40%, each: area",
        "each plan-unknown-key",
        "it belongs to the indicator: write it beside",
    ),
    ("count: occasions", "count: thêm", "count plan-not-one-of", means("new_units")),
    ("measure: ratio", "measure: tỷ số", "measure plan-measure", means("ratio")),
    ("measure: total", "measure: tổng số", "measure plan-measure", means("total")),
    ("measure: increase", "measure: tăng", "measure plan-measure", means("increase")),
]
"""A part of a sound plan, what a newcomer writes for it, the key and the rule, and how the remedy begins."""


def problems(text: str, folder: Path) -> list[Problem]:
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        return load_plan(str(path)).problems
    except ScpError as error:
        return error.problems


@pytest.mark.parametrize(("old", "new", "told", "remedy"), WRONG)
def test_a_mistake_is_told_once_in_its_line_with_what_to_write(
    old: str, new: str, told: str, remedy: str, tmp_path: Path
) -> None:
    """The line is that of the key, or of the part in which one is missing: here it is always among those written."""
    assert old in TEXT
    before = TEXT[: TEXT.index(old)].count("\n") + 1
    (found,) = problems(TEXT.replace(old, new, 1), tmp_path)
    assert f"{found.place.column} {found.rule}" == told
    assert ENGLISH.text(describe(found)[1]).startswith(remedy)
    first = before if "missing" not in told else before - 12
    assert first <= (found.place.line or 0) <= before + new.count("\n") + 1


def test_all_mistakes_of_all_indicators_are_told_at_once(tmp_path: Path) -> None:
    """Those that fit no key, and those that do not fit each other, each together and in the order of the file."""
    keys = TEXT.replace("at_least: 40%", "at_least: 0.4").replace(BASE, "base: {years: [2025],")
    keys = keys.replace("at_least: 1500", "at_least: 1.500").replace("count: occasions", "count: thêm")
    found = problems(keys, tmp_path)
    assert [one.place.column for one in found] == ["at_least", "at_least", "years", "years", "count"]
    whole = TEXT.replace(QUOTIENT, "{sum: waste, over: plastic_waste}").replace(BASE, "base: {year: 2030,")
    whole = whole.replace(TRAINED, TRAINED.replace("2026", "2031"))
    found = problems(whole, tmp_path)
    assert [one.place.column for one in found] == ["sum", "since", "sum", "year", "year"]


def test_columns_in_one_unit_make_a_percentage_without_being_a_part_of_each_other(tmp_path: Path) -> None:
    """Then it can be more than 100%; in different units it needs one of its own."""
    apart = TEXT.replace("    part_of: waste\n", "", 1)
    assert not problems(apart, tmp_path)
    assert not problems(apart.replace("at_most: 20%", "at_most: 120%"), tmp_path)
    tonnes = apart.replace("    unit: kg\n    vi: rác thải nhựa", "    unit: tonnes\n    vi: rác thải nhựa")
    found = problems(tonnes, tmp_path)
    assert [(one.rule, one.place.column) for one in found] == [("plan-missing-key", "unit")] * 2
    assert "part_of waste" in ENGLISH.text(describe(found[0])[1])
    unit = tonnes.replace(QUOTIENT, "{sum: plastic_waste, over: waste, unit: t/kg}")
    assert not problems(unit.replace("at_most: 20%", "at_most: 0.2"), tmp_path)


@pytest.mark.parametrize(("unit", "sound"), [("    unit: kg\n", True), ("    unit: g\n", False), ("", True)])
def test_a_part_is_in_the_unit_of_its_whole(unit: str, sound: bool, tmp_path: Path) -> None:
    text = TEXT.replace("    unit: kg\n    part_of: waste", f"{unit}    part_of: waste", 1)
    assert [one.place.column for one in problems(text, tmp_path)] == ([] if sound else ["part_of"])


@pytest.mark.parametrize("key", ["ratio: {sum: spare, over: waste}", "total: spare"])
def test_a_column_that_a_measure_asks_for_is_used_and_no_other(key: str, tmp_path: Path) -> None:
    spare = "  spare: {kinds: [shop], holds: number, unit: kg, vi: thừa, en: spare, ask: {vi: A, en: B}}\n"
    text = TEXT.replace("  held:\n", spare + "  held:\n", 1)
    assert [(one.rule, one.value) for one in problems(text, tmp_path)] == [("plan-not-used", "spare")]
    assert not problems(text.replace(CUT, f"    {key}\n    base:"), tmp_path)

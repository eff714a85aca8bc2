"""The list of problems, a line each: what is alike is folded, and the line says where the others are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_surveys import KNOWN, PLAN

from scp_ninhbinh.findings.folding import RANGES, folded, ranges
from scp_ninhbinh.findings.text import check_text, findings_text
from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.run import CheckedFile, CheckRun
from scp_ninhbinh.text.say import Phrase, language

ENGLISH, VIETNAMESE = language("en"), language("vi")


def listed(*problems: Problem) -> list[str]:
    return findings_text(problems, ENGLISH).splitlines()


def title(row: int, text: str, sheet: str | None = "Chợ", path: str = "a.xlsx") -> Problem:
    return problem("above-header", Place(path, row, sheet=sheet), text)


def heads(lines: list[str]) -> list[str]:
    """Return the lines without their texts: place, severity and rule."""
    return [re.match(r".*?: (?:error|warning|notice): [a-z-]+", line)[0] for line in lines]  # type: ignore[index]


# What is folded


def test_the_lines_of_a_title_are_one_notice_with_all_their_texts() -> None:
    (line,) = listed(title(1, "UBND TỈNH"), title(2, "SỞ CÔNG THƯƠNG"), title(4, "ĐVT: kg"))
    assert line.startswith('a.xlsx:Chợ!1-4: notice: above-header: around the header, not read: "UBND TỈNH / SỞ CÔNG')
    assert '/ ĐVT: kg";' in line


def test_the_texts_of_a_block_are_cut_where_they_are_long() -> None:
    (line,) = listed(*(title(row, "x" * 50) for row in range(1, 9)))
    assert f'"{"x" * 50} / {"x" * 50} / {"x" * 13}…"' in line


def test_lines_of_other_rules_that_follow_one_another_are_no_block() -> None:
    (line,) = listed(*(problem("total-row", Place("a.csv", row), f"Tổng {row}") for row in (5, 6)))
    assert line.startswith("a.csv:5: notice: total-row: ")
    assert "6" not in line.replace("(and 1 more: row 6)", "", 1).partition(": notice")[2]


@pytest.mark.parametrize(
    ("others", "where"),
    [
        ([title(20, "b")], "1 more: row 20"),
        ([title(row, "b") for row in (30, 20, 21, 22, 40)], "5 more: rows 20-22, 30, 40"),
        ([title(1, "b", "CCN"), title(2, "c", "KCN")], "2 more: CCN!1; KCN!2"),
        ([title(1, "b", "CCN"), title(2, "c", "CCN"), title(9, "d")], "3 more: row 9; CCN!1-2"),
        ([title(1, "b", "CCN", "b.xlsx"), title(9, "c", None, "c.csv")], "2 more: b.xlsx:CCN!1; c.csv:9"),
        ([title(1, "b", "CCN", "b.xlsx"), title(9, "c", "KCN", "b.xlsx")], "2 more: b.xlsx"),
        ([title(row, "b", None, "b.csv") for row in (1, 9)] + [title(1, "c", "CCN")], "3 more: b.csv; CCN!1"),
        ([problem("above-header", Place("a.xlsx", sheet="Chợ"))], "1 more: the same file"),
    ],
)
def test_notices_of_a_rule_are_one_line_that_counts_the_others_and_where_they_are(
    others: list[Problem], where: str
) -> None:
    (line,) = listed(title(1, "a"), *others)
    assert line.startswith(f'a.xlsx:Chợ!1: notice: above-header: around the header, not read: "a" (and {where}); ')


def test_notices_of_columns_of_one_row_name_the_columns() -> None:
    places = [Place("a.csv", 1, column=column) for column in ("year", "kind", "area")]
    places[2] = places[2]._replace(heading="Huyện")
    (line,) = listed(*(problem("set-column", place, "x", by="--set") for place in places))
    assert "(and 2 more: kind, Huyện); " in line


def test_notices_about_whole_sheets_name_the_others() -> None:
    names = ["Bìa", "Biểu đồ", "Tổng hợp"]
    (line,) = listed(*(problem("sheet-not-read", Place("a.xlsx", sheet=name), name) for name in names))
    assert '"Bìa" holds no table of a survey and is not read (and 2 more: Biểu đồ; Tổng hợp);' in line
    (line,) = listed(*(problem("sheet-not-read", Place("a.xlsx", sheet=f"S{n}"), "x") for n in range(9)))
    assert "(and 8 more: S1; S2; S3; S4; S5; S6; …);" in line


def test_notices_of_different_rules_stay_apart() -> None:
    lines = listed(title(1, "a"), problem("total-row", Place("a.xlsx", 9, sheet="Chợ"), "Cộng"), title(1, "b", "CCN"))
    assert heads(lines) == ["a.xlsx:Chợ!1: notice: above-header", "a.xlsx:Chợ!9: notice: total-row"]


def warning(row: int, sheet: str, path: str = "a.xlsx") -> Problem:
    return problem("cell-not-for-kind", Place(path, row, column="informed", sheet=sheet), "x", kind="market")


def test_warnings_of_a_rule_and_column_are_shown_of_the_first_sheet_and_counted_of_others() -> None:
    lines = listed(warning(2, "A"), warning(3, "A"), warning(2, "B"), warning(2, "C"), warning(9, "A", "b.xlsx"))
    assert heads(lines[:2]) == [
        "a.xlsx:A!2:informed: warning: cell-not-for-kind",
        "a.xlsx:A!3:informed: warning: cell-not-for-kind",
    ]
    assert lines[2] == "a.xlsx:A:informed: warning: cell-not-for-kind: 2 more of this rule: B!2; C!2"
    assert lines[3].startswith("b.xlsx:A!9:informed: ")


def test_a_single_warning_of_the_first_sheet_says_by_itself_how_many_others_have() -> None:
    (line,) = listed(warning(2, "A"), warning(2, "B"), warning(3, "B"))
    assert "for rows of kind market (and 2 more: B!2-3); " in line


def test_errors_of_every_sheet_are_shown() -> None:
    found = [problem("bad-year", Place("a.xlsx", 2, column="year", sheet=sheet), "x") for sheet in "ABC"]
    assert len(listed(*found)) == 3


@pytest.mark.parametrize(("rule", "severity"), [("bad-year", "error"), ("year-outside-plan", "warning")])
def test_of_many_in_a_column_ten_are_shown_and_eleven_in_full(rule: str, severity: str) -> None:
    def of(count: int) -> list[str]:
        places = (Place("a.csv", row, column="year") for row in range(count))
        return listed(*(problem(rule, place, "x", first=1, last=2) for place in places))

    assert (len(of(10)), len(of(11)), len(of(12))) == (10, 11, 11)
    assert of(30)[-1] == f"a.csv:year: {severity}: {rule}: 20 more of this rule: rows 10-29"


def test_the_summary_counts_what_is_folded() -> None:
    found = [title(row, "x", sheet) for sheet in "ABCD" for row in (1, 2, 3)]
    text = check_text(CheckRun([CheckedFile("a.xlsx", 5)], found, PLAN), ENGLISH)
    assert text.count("above-header") == 2
    assert "  above-header      12\n" in text
    assert text.endswith("\n0 errors, 0 warnings, 12 notices, 1 file, 5 rows\n")


places = st.builds(
    Place,
    st.sampled_from(["a.xlsx", "b.csv"]),
    row=st.none() | st.integers(1, 6),
    column=st.sampled_from([None, "year", "name"]),
    sheet=st.sampled_from([None, "A", "B"]),
)
ANY = st.sampled_from(["above-header", "note-row", "total-row", "only-x", "file-twice", "bad-year"])


@given(st.lists(st.builds(problem, ANY, places, st.sampled_from("pqr")), max_size=60))
def test_every_problem_has_a_line_or_is_counted_by_one(problems: list[Problem]) -> None:
    lines = list(folded(problems))
    shown = [line.found.value or "" for line in lines if not line.counted]
    counted = sum(len(line.more) for line in lines)
    assert counted + sum(1 + value.count(" / ") for value in shown) == len(problems)
    assert len(listed(*problems)) == len(lines) <= len(problems)


@given(st.sets(st.integers(1, 400), min_size=1))
def test_rows_are_told_as_ranges_that_hold_them_all_or_say_that_some_are_left_out(rows: set[int]) -> None:
    texts = ranges(rows).split(", ")
    told = {n for text in texts if text != "…" for n in range(int(text.split("-")[0]), int(text.split("-")[-1]) + 1)}
    assert told <= rows
    assert told == rows or (len(texts) == RANGES + 1 and max(rows) in told)


def test_of_many_rows_the_first_and_the_last_are_told() -> None:
    assert ranges(range(2, 102, 2)) == f"{', '.join(str(n) for n in range(2, 40, 2))}, …, 100"


# Remedies


def test_a_remedy_stands_at_the_first_problem_that_it_is_for() -> None:
    def missing(column: str, example: str, row: int = 1) -> Problem:
        remedy = Phrase("add the column, or declare it for every row: --set {example}")
        return problem(
            "missing-column", Place("a.csv", row, column=column), column, kinds=("x",), remedy=remedy, example=example
        )

    year, again, kind = listed(
        missing("year", "year=2025"), missing("year", "year=2025", 2), missing("kind", "kind=market")
    )
    assert year.endswith("needed for x; add the column, or declare it for every row: --set year=2025")
    assert again.endswith("needed for x")
    assert kind.endswith("; add the column, or declare it for every row: --set kind=market")


# Names of the plan


def test_vietnamese_names_columns_and_kinds_as_the_plan_does_and_english_by_their_ids() -> None:
    place = Place("a.csv", 1, column="informed")
    found = [
        problem("missing-column", place, KNOWN.called("informed"), kinds=KNOWN.listed_kinds(("market",))),
        problem("cell-not-for-kind", place._replace(row=3), "có", kind=KNOWN.called_kind("supermarket")),
    ]
    english, vietnamese = (findings_text(found, one).splitlines() for one in (ENGLISH, VIETNAMESE))
    assert "the column informed is missing; needed for market; " in english[0]
    assert f"thiếu cột {KNOWN.word('informed').vi} (informed); cần cho chợ; " in vietnamese[0]
    assert english[1].endswith("is not for rows of kind supermarket; empty the cell, or check the kind")
    assert "siêu thị (supermarket)" in vietnamese[1]


def test_what_a_remedy_tells_to_type_is_the_id_in_both_languages() -> None:
    found = problem("only-x", Place("a.csv", 1, column="informed"), KNOWN.called("informed"))
    assert "--blank no:informed " in findings_text([found], VIETNAMESE)


def test_a_name_with_a_comma_stands_in_quotation_marks_in_a_list_alone() -> None:
    (name,), word = KNOWN.listed(("informed",)), KNOWN.word("informed").vi
    assert "," in word
    assert (name, name.vi, KNOWN.named("informed").vi) == ("informed", f'"{word}"', word)


def test_a_place_has_the_heading_as_the_file_writes_it() -> None:
    written = Place("a.xlsx", 7, column="kind", sheet="Chợ", cell="C7", heading="Loại hình")
    (line,) = listed(problem("missing-value", written, "", expected="a kind"))
    assert line.startswith("a.xlsx:Chợ!C7:Loại hình: error: missing-value: ")

"""Cells are read strictly: what pydantic alone would let through is refused."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic_core import PydanticCustomError
from small_surveys import KNOWN

from scp_ninhbinh.plan.vocabulary import Column, Kind, Vocabulary
from scp_ninhbinh.survey.cells import (
    WORDS_OF,
    WORDS_OF_USE,
    WRITE_NONE,
    CellParser,
    details_of,
    is_no,
    is_yes,
    parse_optional_year,
    parse_tasks,
    parse_year,
)
from scp_ninhbinh.text.likely import MOST_LOOK_UPS, Suggestions
from scp_ninhbinh.text.numbers import MOST_DIGITS, Stored, plain, values_by_mark


def measuring_unit(text: str) -> object:
    read = CellParser(KNOWN).reader("packaging_unit")
    assert read
    return read(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        (" 12 ", 12),
        ("0012", 12),
        ("12.5", Fraction(25, 2)),
        ("12,5", Fraction(25, 2)),
        ("2677,60", Fraction(26776, 10)),
        ("0.125", Fraction(1, 8)),
        ("1234.567", Fraction(1234567, 1000)),
        ("2.677,6", Fraction(26776, 10)),
        ("2,677.6", Fraction(26776, 10)),
        ("1.234.567", 1234567),
        ("1 250", 1250),
        ("1\u00a0250", 1250),
        ("12 345,678", Fraction(12345678, 1000)),
        (Stored("1.234"), Fraction(1234, 1000)),
        ("-", 0),
        ("–", 0),
        ("", None),
        ("...", None),
        ("…", None),
    ],
)
def test_a_number_is_exact_a_dash_is_none_of_it_and_an_empty_cell_is_unknown(text: str, value: object) -> None:
    assert CellParser(KNOWN).number(text) == value


@pytest.mark.parametrize(
    "text",
    "1_000 nan inf 1e999 1e3 １２ ٣ ² 0x10 +5 .5 5. True 1.2.3 9999999999999999 1,234.5,6 30% 12kg".split(),
)
def test_what_is_not_plainly_a_number_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        CellParser(KNOWN).number(text)
    assert caught.value.type == "not-a-number"


@pytest.mark.parametrize("text", ["3.946", "1,250", "12.345"])
def test_a_mark_before_three_digits_could_mean_thousands_and_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        CellParser(KNOWN).number(text)
    assert caught.value.type == "ambiguous-number"


@pytest.mark.parametrize("text", ["khoảng 20", "> 600", "02 -03", "~20", "2–3", "gần 1.200", "dưới 5"])
def test_an_estimate_a_bound_and_a_range_are_no_figure(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        CellParser(KNOWN).number(text)
    assert caught.value.type == "inexact-number"


@pytest.mark.parametrize(
    ("shown", "read"),
    [("2.677,6", 3946), ("12,5", 3946), ("12.5", Fraction(3946, 1000)), ("1.234.567", 3946), ("0,5", 3946)],
)
def test_a_number_that_can_only_be_one_settles_how_the_others_of_the_file_are_written(shown: str, read: object) -> None:
    cells = CellParser(KNOWN)
    cells.number(shown)
    cells.mark = cells.settled
    assert cells.number("3.946") == read


def test_numbers_that_disagree_settle_nothing() -> None:
    cells = CellParser(KNOWN)
    cells.number("12,5"), cells.number("12.5")
    cells.mark = cells.settled
    with pytest.raises(PydanticCustomError):
        cells.number("3.946")


def test_a_declared_decimal_mark_refuses_what_is_written_otherwise() -> None:
    cells = CellParser(KNOWN, ",")
    assert (cells.number("3.946"), cells.number("3,946")) == (3946, Fraction(3946, 1000))
    with pytest.raises(PydanticCustomError) as caught:
        cells.number("12.5")
    assert caught.value.type == "not-a-number"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("yes", True), ("x", True), ("X", True), ("đạt", True), ("Chưa đạt", False), ("khong", False), ("co", True)),
        *(
            ("No", False),
            ("Có", True),
            ("KHÔNG", False),
            ("kho\u0302ng", False),
            ("1", True),
            ("", None),
            ("...", None),
        ),
    ],
)
def test_answers_are_words_of_both_languages_in_any_case_and_composition(text: str, value: object) -> None:
    assert CellParser(KNOWN).answer(text) is value


@pytest.mark.parametrize("text", ["n", "y", "có lẽ", "2", "-", "yes no", "cỏ"])
def test_no_other_word_is_an_answer(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        CellParser(KNOWN).answer(text)


@pytest.mark.parametrize("text", ["đạt", "chưa đạt", "Chưa", "dat"])
def test_a_word_that_judges_does_not_say_whether_bags_are_used(text: str) -> None:
    """An outlet has passed (đạt) where it uses none: read as a yes it would turn the answer round."""
    with pytest.raises(PydanticCustomError) as caught:
        CellParser(KNOWN).use(text)
    assert caught.value.type == "judged-use"
    assert CellParser(KNOWN).use("x") is True


@pytest.mark.parametrize(
    "text",
    [
        *("31/12/2025", "1/7/2025", "2025-12-31", " 2025-05-01T08:00:00 ", "01/05/2025 08:00", "2025-05-01 08:00:00"),
        *("2025-05-01T08:00:00.000+07:00", "2025-05-01 8:00 AM", "01/05/2025 8:00:05 SA", "29/2/2024"),
    ],
)
def test_a_date_says_its_year_whatever_time_stands_beside_it(text: str) -> None:
    assert parse_year(text) == (2024 if text.endswith("2024") else 2025)


@pytest.mark.parametrize("text", ["2025-19-39", "2025-02-29", "30/2/2025", "0/1/2025", "2025-05-01 25", "08:00 2025"])
def test_what_is_no_day_of_the_calendar_is_no_date(text: str) -> None:
    assert refusal(parse_year, text)[0] == "bad-year"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *(("1905-07-12", "2020"), ("1905-07-17", "2025"), ("1905-07-17 00:00:00", "2025"), ("17/07/1905", "2025")),
        *(("1905-03-14", "1900"), ("1906-01-07", "2199"), ("1909-07-18", "2025"), ("1909-07-18T00:00:00", "2025")),
    ],
)
def test_a_date_of_which_a_spreadsheet_made_a_year_is_told_with_that_year(text: str, year: str) -> None:
    """Days are counted from 1899-12-30, or from 1904-01-01."""
    for read in (parse_year, parse_optional_year):
        assert refusal(read, text) == ("year-in-date-cell", {"typed": year})


def test_a_date_in_any_column_of_years_is_remembered_until_the_next_file_begins() -> None:
    """Not where dates are ordinary: when a unit of the register came to be."""
    opened = Column.model_validate({"vi": "mở", "en": "opened", "kinds": ["g"], "holds": "year", "ask": ASK})
    kinds = {"g": Kind.model_validate({"vi": "nhóm", "en": "group"})}
    for column, dated in (("year", True), ("opened", True), ("since", False), ("until", False)):
        cells = CellParser(Vocabulary(kinds, {"opened": opened}))
        read = cells.reader(column)
        assert read is not None
        assert (read("2025"), cells.dated) == (2025, False)
        assert (read("1/5/2025"), cells.dated) == (2025, dated)
        cells.begin()
        assert not cells.dated


@pytest.mark.parametrize(("text", "year"), [("1905-03-13", 1905), ("1906-01-08", 1906), ("1910-01-09", 1910)])
def test_a_date_that_no_year_makes_is_a_date(text: str, year: int) -> None:
    assert parse_year(text) == year


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chợ", "market"),
        ("CHO", "market"),
        ("làng nghề", "craft_village"),
        ("Industrial zone", "industrial_zone"),
        ("TTTM", "trade_centre"),
        ("cửa hàng tiện ích", "convenience_store"),
        ("Siêu thi\u0323", "supermarket"),
    ],
)
def test_a_kind_has_names_in_both_languages_with_and_without_diacritics(text: str, kind: str) -> None:
    assert CellParser(KNOWN).kind(text) == kind


@pytest.mark.parametrize("text", ["chợ đầu mối", "market hall", "chờ"])
def test_what_only_resembles_a_kind_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        CellParser(KNOWN).kind(text)


def test_packaging_is_counted_in_words_of_both_languages() -> None:
    assert [measuring_unit(text) for text in ("cái", "Items", "điểm kinh doanh", "kg", "")] == [
        *("items", "items", "stalls", "kg", ""),
    ]


@pytest.mark.parametrize("text", ["25", "20255", "２０２５", "2025.5", "2025.00", "năm 2025", "0205", "-2025", "1899"])
def test_a_year_is_four_plain_digits(text: str) -> None:
    assert parse_year(" 2025 ") == 2025
    with pytest.raises(PydanticCustomError):
        parse_year(text)


def test_programs_that_keep_a_column_with_gaps_as_decimals_write_years_and_answers_so() -> None:
    """pandas does, and a comma stands where it was told to write decimal commas."""
    cells = CellParser(KNOWN)
    assert (parse_year("2025.0"), cells.year("2020,0")) == (2025, 2020)
    for read in (cells.answer, cells.use):
        assert [read(text) for text in ("1.0", "0.0", "1,0")] == [True, False, True]
    assert (is_yes("1.0"), is_no("0.0"), is_no("1.0")) == (True, True, False)
    assert [refusal(cells.answer, text)[0] for text in ("2.0", "0.5", "10.0")] == ["not-yes-no"] * 3


def test_a_misspelt_kind_is_refused_with_the_likely_one() -> None:
    for text, guess in (("craft vilage", "craft_village"), ("làng nghê", "làng nghề"), ("zoo", None)):
        with pytest.raises(PydanticCustomError) as caught:
            CellParser(KNOWN).kind(text)
        assert details_of(caught.value.type, text, caught.value.context or {}, KNOWN, Suggestions())["guess"] == guess


def test_only_so_many_likely_words_are_looked_up_in_one_run_and_as_many_in_the_next() -> None:
    first = Suggestions()
    found = [first.nearest(f"craft vilage{'x' * number}", ("craft_village",)) for number in range(MOST_LOOK_UPS + 1)]
    assert (found[0], found[1], found[-1]) == ("craft_village", "craft_village", None)
    assert first.nearest("craft vilag", ("craft_village",)) is None
    assert Suggestions().nearest("craft vilag", ("craft_village",)) == "craft_village"


def test_a_cell_may_name_several_tasks_each_counted_once() -> None:
    assert parse_tasks("II.1.b; II.2.d, II.1.b") == ("II.1.b", "II.2.d")


def refusal(function: Any, text: str) -> tuple[str, dict[str, Any]]:
    with pytest.raises(PydanticCustomError) as caught:
        function(text)
    return caught.value.type, dict(caught.value.context or {})


def test_a_dash_of_any_length_means_none_and_a_minus_sign_is_a_minus() -> None:
    cells = CellParser(KNOWN)
    assert [cells.number(text) for text in ("-", "–", "—", "\u2212", " — ")] == [0] * 5
    assert refusal(cells.number, "\u22125")[0] == "negative-number"
    assert refusal(cells.number, "—5")[0] == "not-a-number"


def test_years_of_cells_are_from_1900_to_2199() -> None:
    assert (parse_year("1900"), parse_year(" 2199 "), parse_year("31/12/2024"), parse_year("2024-12-31")) == (
        *(1900, 2199),
        *(2024, 2024),
    )
    assert [refusal(parse_year, text)[0] for text in ("1899", "2200", "1/1/1899", "25", "")] == [
        *["bad-year"] * 4,
        "missing-value",
    ]


def test_a_year_that_may_be_missing_is_none_where_it_is_blank() -> None:
    assert (parse_optional_year("  "), parse_optional_year("2024")) == (None, 2024)


def test_a_kind_that_is_missing_is_told_apart_from_one_that_is_unknown() -> None:
    assert (refusal(CellParser(KNOWN).kind, " ")[0], refusal(CellParser(KNOWN).kind, "zoo")[0]) == (
        "missing-value",
        "unknown-kind",
    )
    assert CellParser(KNOWN).kind("Craft Village") == CellParser(KNOWN).kind("craft_village") == "craft_village"


ASK = {"vi": "Có gì?", "en": "What is it?"}


@pytest.mark.parametrize("text", ["nhóm_1", "Nhóm_1", "nhom_1", "nhóm 1", "group_1", "GROUP 1"])
def test_a_word_with_an_underscore_is_read_as_the_plan_writes_it_and_with_a_space(text: str) -> None:
    word = {"vi": "nhóm_1", "en": "group_1"}
    way = Column.model_validate(
        {"kinds": ["g"], "holds": "choice", "vi": "cách", "en": "way", "ask": ASK} | {"choices": {"a": word}}
    )
    cells = CellParser(Vocabulary({"g": Kind.model_validate(word)}, {"way": way}))
    read = cells.reader("way")
    assert read
    assert (cells.kind(text), read(text)) == ("g", "a")


def test_two_words_that_differ_by_an_underscore_stay_two() -> None:
    kinds = {
        "a": Kind.model_validate({"vi": "nhóm_1", "en": "x"}),
        "b": Kind.model_validate({"vi": "nhóm 1", "en": "y"}),
    }
    cells = CellParser(Vocabulary(kinds, {}))
    assert (cells.kind("nhóm_1"), cells.kind("nhóm 1")) == ("a", "b")


@pytest.mark.parametrize(("above", "rule"), [("0", "not-positive"), ("2", "not-positive"), ("-5", "negative-number")])
def test_a_number_below_zero_is_refused_by_the_bound_of_its_column(above: str, rule: str) -> None:
    column = {"kinds": ["g"], "holds": "number", "vi": "số", "en": "size", "ask": ASK, "above": above}
    kinds = {"g": Kind.model_validate({"vi": "nhóm", "en": "group"})}
    read = CellParser(Vocabulary(kinds, {"size": Column.model_validate(column)})).reader("size")
    assert read
    with pytest.raises(PydanticCustomError) as found:
        read("-1")
    assert found.value.type == rule


def test_what_packaging_is_counted_in_may_be_left_open_and_a_misspelt_one_is_guessed() -> None:
    assert (measuring_unit(""), measuring_unit(" KG ")) == ("", "kg")
    rule, details = refusal(measuring_unit, "itemz")
    assert details_of(rule, "itemz", details, KNOWN, Suggestions())["guess"] == "items"


@pytest.mark.parametrize(
    ("text", "rule"),
    [("-5", "negative-number"), (Stored("-0.5"), "negative-number"), ("-x", "not-a-number"), ("--5", "not-a-number")],
)
def test_a_number_below_zero_is_refused(text: str, rule: str) -> None:
    assert refusal(CellParser(KNOWN).number, text)[0] == rule


def test_a_zero_below_zero_is_zero() -> None:
    assert (CellParser(KNOWN).number("-0"), CellParser(KNOWN).number(Stored("0"))) == (0, 0)


def test_as_many_digits_as_are_exact_are_a_number_and_one_more_is_none() -> None:
    assert CellParser(KNOWN).number("9" * MOST_DIGITS) == 10**MOST_DIGITS - 1
    assert refusal(CellParser(KNOWN).number, "9" * (MOST_DIGITS + 1))[0] == "not-a-number"


def test_an_ambiguous_number_is_told_with_both_ways_to_write_it() -> None:
    assert refusal(CellParser(KNOWN).number, "1.250") == ("ambiguous-number", {"whole": "1250", "decimal": "1.2500"})


def test_a_length_of_observation_is_above_zero_or_not_known() -> None:
    days = CellParser(KNOWN).reader("days")
    assert days
    assert (days(""), days("..."), days("7"), days("0,5")) == (None, None, 7, Fraction(1, 2))
    assert [refusal(days, text)[0] for text in ("0", "-")] == ["not-positive"] * 2


def test_an_answer_by_a_mark_is_remembered_until_the_next_file_begins() -> None:
    cells = CellParser(KNOWN)
    assert (cells.answer("yes"), cells.crossed, cells.answer("X"), cells.crossed) == (True, False, True, True)
    cells.begin()
    assert not cells.crossed


def test_a_mark_that_a_file_shows_ends_with_it_and_a_declared_one_does_not() -> None:
    shown, declared = CellParser(KNOWN), CellParser(KNOWN, ",")
    shown.number("0,5")
    assert (shown.settled, shown.mark, declared.mark) == (",", None, ",")
    shown.begin(), declared.begin()
    assert (shown.settled, shown.shown, declared.mark) == (None, set(), ",")


def test_what_one_table_shows_holds_for_the_next_of_the_file_and_a_mark_declared_of_it_does_not() -> None:
    cells = CellParser(KNOWN)
    cells.begin_table(",")
    cells.number("0,5"), cells.answer("x")
    assert (cells.mark, cells.crossed) == (",", True)
    cells.begin_table(None)
    assert (cells.mark, cells.settled, cells.crossed) == (None, ",", False)


def test_a_file_whose_numbers_settle_nothing_has_no_mark() -> None:
    cells = CellParser(KNOWN)
    cells.number("1250"), cells.number("12")
    assert cells.settled is None


def test_a_number_is_written_out_exactly() -> None:
    figures = [0, 7, 1250, Fraction(1, 2), Fraction(5, 4), Fraction(1, 1000), Fraction(12345, 100)]
    assert [plain(one) for one in figures] == ["0", "7", "1250", "0.5", "1.25", "0.001", "123.45"]


def test_a_number_is_read_under_each_mark_that_allows_it() -> None:
    assert values_by_mark("1.250") == {",": 1250, ".": Fraction(5, 4)}
    assert values_by_mark("1 250,5") == {",": Fraction(2501, 2)}
    assert (values_by_mark("12"), values_by_mark("")) == ({",": 12, ".": 12}, {})


def test_the_words_that_a_refused_answer_is_told_are_those_that_are_read() -> None:
    """Where a column asks for something unwanted, words that judge are not among them."""
    for column, words in (("informed", WORDS_OF), ("hard_bags", WORDS_OF_USE)):
        read = CellParser(KNOWN).reader(column)
        assert read
        assert {word: read(word) for word in words["yes"]} == dict.fromkeys(words["yes"], True)
        assert {word: read(word) for word in words["no"]} == dict.fromkeys(words["no"], False)
        with pytest.raises(PydanticCustomError) as refused:
            read("có lẽ")
        assert refused.value.context == words
    assert "rồi" in WORDS_OF["yes"]
    assert "chưa" in WORDS_OF["no"]


@pytest.mark.parametrize("text", ["Không có", "không có", "KO CÓ", "chưa có", "Khong co", "none", "No"])
def test_a_word_for_none_in_a_column_of_numbers_is_told_of_0_and_the_dash(text: str) -> None:
    assert details_of("not-a-number", text, {}, KNOWN, Suggestions())["remedy"] == WRITE_NONE


@pytest.mark.parametrize("text", ["không rõ", "chưa rõ", "n/a", "1O0", ""])
def test_other_words_there_have_the_usual_remedy(text: str) -> None:
    assert details_of("not-a-number", text, {}, KNOWN, Suggestions()) == {}

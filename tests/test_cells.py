"""Cells are read strictly: what pydantic alone would let through is refused."""

from fractions import Fraction

import pytest
from pydantic_core import PydanticCustomError

from scp_ninhbinh.cells import parse_answer, parse_kind, parse_number, parse_tasks, parse_year


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
        ("-", 0),
        ("–", 0),
        ("", None),
        ("...", None),
        ("…", None),
    ],
)
def test_a_number_is_exact_a_dash_is_none_of_it_and_an_empty_cell_is_unknown(text: str, value: object) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    "1_000 1.000.000 >600 nan inf 1e999 1e3 １２ ٣ ² 0x10 +5 .5 5. True 1.2.3 9999999999999999".split(),
)
def test_what_is_not_plainly_a_number_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_number(text)
    assert caught.value.type == "not-a-number"


@pytest.mark.parametrize("text", ["3.946", "1,250", "12.345"])
def test_a_mark_before_three_digits_could_mean_thousands_and_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_number(text)
    assert caught.value.type == "ambiguous-number"


@pytest.mark.parametrize(
    ("text", "value"),
    [("yes", True), ("No", False), ("Có", True), ("KHÔNG", False), ("kho\u0302ng", False), ("1", True), ("", None)],
)
def test_answers_are_words_of_both_languages_in_any_case_and_composition(text: str, value: object) -> None:
    assert parse_answer(text) is value


@pytest.mark.parametrize("text", ["n", "y", "x", "có lẽ", "2", "-", "yes no"])
def test_no_other_word_is_an_answer(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_answer(text)


@pytest.mark.parametrize("text", ["25", "20255", "２０２５", "2025.0", "năm 2025", "0205", "-2025", "1899"])
def test_a_year_is_four_plain_digits(text: str) -> None:
    assert parse_year(" 2025 ") == 2025
    with pytest.raises(PydanticCustomError):
        parse_year(text)


def test_a_misspelt_kind_is_refused_with_the_likely_one() -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_kind("craft vilage")
    assert caught.value.context["guess"] == "craft_village"


def test_a_cell_may_name_several_tasks_each_counted_once() -> None:
    assert parse_tasks("II.1.b; II.2.d, II.1.b") == ("II.1.b", "II.2.d")

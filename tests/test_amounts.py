"""What a plan file writes for percentages, numbers and years: each is exact, and reads in one way or is refused."""

import re
from fractions import Fraction
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from scp_ninhbinh.plan.amounts import (
    Number,
    NumberOrNone,
    Percent,
    PercentOrNone,
    Positive,
    PositiveOrNone,
    Rise,
    RiseOrNone,
    Whole,
    WholeOrNone,
    Year,
)
from scp_ninhbinh.plan.clauses import CountTarget
from scp_ninhbinh.plan.vocabulary import Bound, Words
from scp_ninhbinh.text.numbers import Percentage


def read(type_: Any, value: object) -> Any:
    return TypeAdapter(type_).validate_python(value)


def errors_of(type_: Any, value: object) -> list[Any]:
    with pytest.raises(ValidationError) as caught:
        read(type_, value)
    return caught.value.errors()


def reads(type_: Any, value: object) -> bool:
    try:
        read(type_, value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("70%", Fraction(7, 10)),
        ("100%", Fraction(1)),
        ("1%", Fraction(1, 100)),
        ("12.5%", Fraction(1, 8)),
        ("0.000001%", Fraction(1, 10**8)),
        ("070%", Fraction(7, 10)),
    ],
)
def test_a_percentage_is_exact_up_to_six_decimals(text: str, share: Fraction) -> None:
    assert read(Percent, text) == share


@pytest.mark.parametrize(
    "text", ["0%", "0.0%", "100.000001%", "101%", "0.0000001%", "0070%", "70", "70 %", "70,5%", "-5%", ".5%", "%", 70]
)
def test_what_is_no_percentage_above_0_and_up_to_100_is_refused(text: object) -> None:
    assert errors_of(Percent, text)[0]["type"] == "plan-percent"


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("0.7", "70%"),
        ("0,7", "70%"),
        ("0.05", "5%"),
        ("0.999999", "99.9999%"),
        ("70", "70%"),
        ("70 %", "70%"),
        ("70,5%", "70.5%"),
        ("0,7%", "0.7%"),
        ("1", "1%"),
        ("100", "100%"),
        ("100,5%", None),
        ("101", None),
        ("0", None),
        ("0%", None),
        ("0.0000001", None),
        ("1000", None),
        ("most", None),
        (70, "70%"),
        (0.7, "70%"),
    ],
)
def test_a_bare_number_is_answered_with_the_percentage_that_it_may_mean(text: object, guess: str | None) -> None:
    context = errors_of(Percent, text)[0]["ctx"]
    assert context == {"guess": guess, "limits": "above 0% and up to 100%"}


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("10", 10), ("999999", 999_999)])
def test_a_whole_number_has_up_to_six_digits(text: str, number: int) -> None:
    assert read(Whole, text) == number


@pytest.mark.parametrize("text", ["0", "01", "1000000", "1.0", "1e3", "-1", " 1", "", 1, True, None])
def test_what_is_no_whole_number_from_1_on_is_refused(text: object) -> None:
    assert errors_of(Whole, text)[0]["type"] == "value_error"


def test_years_are_from_1900_to_2199() -> None:
    assert (read(Year, "1900"), read(Year, "2199")) == (1900, 2199)
    assert {errors_of(Year, text)[0]["type"] for text in ("1899", "2200", "25", "31/12/2025")} == {"plan-year"}


def schema(type_: Any) -> dict[str, Any]:
    return TypeAdapter(type_).json_schema()


@pytest.mark.parametrize("text", ["70%", "100%", "100.000000%", "0.000001%", "070%", "9.5%"])
def test_the_json_schema_takes_the_percentages_that_are_read(text: str) -> None:
    assert read(Percent, text)
    assert re.search(schema(Percent)["pattern"], text)


@pytest.mark.parametrize("text", ["0%", "0.0%", "100.5%", "101%", "1000%", "70", "70 %", "70,5%", "1.0000001%"])
def test_the_json_schema_refuses_the_percentages_that_are_refused(text: str) -> None:
    assert not re.search(schema(Percent)["pattern"], text)


def test_the_json_schema_has_the_limits_that_are_read() -> None:
    whole, year = schema(Whole), schema(Year)
    assert (whole["minimum"], whole["maximum"], year["minimum"], year["maximum"]) == (1, 999_999, 1900, 2199)
    assert schema(Percent)["type"] == schema(Words)["type"] == "string"
    assert [bool(re.search(schema(Words)["pattern"], text)) for text in (" a ", " ", "")] == [True, False, False]
    one_of = [part["oneOf"] for part in CountTarget.model_json_schema()["allOf"]]
    assert one_of == [
        [{"required": ["at_least"]}, {"required": ["at_most"]}],
        [{"required": ["since"]}, {"required": ["readings"]}],
    ]


@pytest.mark.parametrize(
    ("type_", "taken", "refused"),
    [
        (Percent, "1% 100%", "0% 100.1% 150% 0.7 70"),
        (PercentOrNone, "0% 1% 100%", "100.1% 0 70"),
        (Rise, "1% 150% 999999%", "0% 0.0% 1.5 0150%"),
        (RiseOrNone, "0% 150%", "0 1.5"),
        (Number, "1500 0.8 0.125 15.0 15.0000 1500.125", "0 0.0 15% -3 15.000 1,5 1e3"),
        (NumberOrNone, "0 0.0 1500", "0% 15.000"),
        (Positive, "150% 0.8 1500", "0% 0 15.000 -1"),
        (PositiveOrNone, "0% 0 0.8", "15.000 -1"),
        (Whole, "1 999999", "0 1.0 1%"),
        (WholeOrNone, "0 1", "00 01 1.0 0%"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_only_a_limit_that_is_not_to_be_exceeded_may_be_0_and_only_of_a_whole_100_is_the_most(
    type_: Any, taken: str, refused: str
) -> None:
    """The JSON Schema says the same of each, as a text in quotation marks."""
    texts = (*taken.split(), *refused.split())
    assert [text for text in texts if reads(type_, text)] == taken.split()
    schema = Draft202012Validator(TypeAdapter(type_).json_schema())
    assert [text for text in texts if schema.is_valid(text)] == taken.split()


def test_an_editor_takes_numbers_without_quotation_marks() -> None:
    number, whole = (Draft202012Validator(TypeAdapter(one).json_schema()) for one in (Number, NumberOrNone))
    assert [number.is_valid(one) for one in (1500, 0.8, 0, -3)] == [True, True, False, False]
    assert [whole.is_valid(one) for one in (1500, 0.8, 0, -3)] == [True, True, True, False]


def test_a_percentage_is_told_from_a_number_once_read() -> None:
    assert type(read(Positive, "50%")) is Percentage
    assert type(read(Positive, "0.5")) is Fraction


@pytest.mark.parametrize("text", ["15.000", "1.500", "999.999"])
@pytest.mark.parametrize("type_", [Number, NumberOrNone, Positive, PositiveOrNone, Bound])
def test_three_digits_behind_a_point_may_be_thousands_and_are_refused_with_both_ways(type_: Any, text: str) -> None:
    """15.000 is fifteen thousand to a Vietnamese reader, and 0.125 is an eighth to every one."""
    (found,) = errors_of(type_, text)
    assert found["type"] == "plan-amount"
    assert (found["ctx"]["guess"], found["ctx"]["decimal"]) == (text.replace(".", ""), f"{text}0")
    assert read(type_, "0.125") == Fraction(1, 8)
    assert read(type_, f"{text}0") == Fraction(text)


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("1 500", "1500"),
        ("1.500.000", "1500000"),
        ("1,500,000", "1500000"),
        ("10.000,5", "10000.5"),
        ("0,8", "0.8"),
        ("≥ 1500", "1500"),
        ("1500 kg", "1500"),
        ("1500 người", "1500"),
        ("1,500", None),
        ("khoảng 1500", None),
        ("many", None),
        ("0", None),
        (["1500"], None),
    ],
)
def test_a_number_that_cannot_be_read_is_answered_with_the_one_that_is_meant(text: object, guess: str | None) -> None:
    assert errors_of(Number, text)[0]["ctx"] == {"guess": guess, "wanted": "number above 0"}


@pytest.mark.parametrize(
    ("type_", "text", "limits"),
    [
        (Percent, "150%", "above 0% and up to 100%"),
        (PercentOrNone, "150%", "from 0% to 100%"),
        (Rise, "0%", "above 0%"),
        (RiseOrNone, "-5%", "of 0% or more"),
        (Positive, "0%", "above 0%"),
        (PositiveOrNone, "70,5%", "of 0% or more"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_percentage_that_is_refused_is_told_within_which_limits_one_lies(type_: Any, text: str, limits: str) -> None:
    assert errors_of(type_, text)[0]["ctx"]["limits"] == limits


@pytest.mark.parametrize(("type_", "guess"), [(Percent, None), (Rise, "150%"), (PercentOrNone, None)])
def test_a_bare_150_means_150_percent_only_where_there_may_be_so_much(type_: Any, guess: str | None) -> None:
    assert errors_of(type_, "150")[0]["ctx"]["guess"] == guess

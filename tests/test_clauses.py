"""What the clauses of a plan file may say: percentages, whole numbers, years, windows, and what follows from them."""

import re
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from scp_ninhbinh.plan.clauses import (
    Area,
    CountTarget,
    Indicator,
    Kinds,
    Percent,
    Period,
    Plan,
    Ratio,
    Share,
    ShareTarget,
    Whole,
    Window,
    Words,
    Year,
)
from scp_ninhbinh.plan.parts import check_parts, with_letters

TEXT = {"vi": "một", "en": "one"}
SHARE_TARGET = {"due": "2025", "at_least": "70%", "clause": "A.1"}
COUNT_TARGET = {"due": "2025", "at_least": "1", "clause": "A.2", "since": "2021"}
WINDOW = {"since": "2021", "why": TEXT}
SHARE = {"id": "a", "title": TEXT, "measure": "share", "of": ["shop"], "answer": {"open": "yes"}}
SHARE |= {"targets": [SHARE_TARGET]}
REDUCTION = {"id": "b", "title": TEXT, "measure": "reduction", "of": ["market", "shop"]}
REDUCTION |= {"ratio": {"sum": "h", "over": "t"}, "base": {"year": "2018", "why": TEXT}, "targets": [SHARE_TARGET]}
UNITS = {"id": "c", "title": TEXT, "measure": "count", "count": "units", "of": ["model"], "answer": {"used": "yes"}}
UNITS |= {"targets": [COUNT_TARGET]}
TASK = {"id": "d", "title": TEXT, "measure": "task", "clause": "B.1"}
ENCOURAGE = {"id": "e", "title": TEXT, "measure": "encourage", "clause": "A.3", "of": ["farm"], "answer": {"x": "yes"}}


def read(type_: Any, value: object) -> Any:
    return TypeAdapter(type_).validate_python(value)


def plan(*indicators: dict[str, Any], period: tuple[int, int] = (2021, 2030), **more: object) -> Plan:
    first, last = map(str, period)
    head = {"schema": "scp-ninhbinh/plan/1", "id": "1", "title": TEXT, "period": {"first": first, "last": last}}
    return Plan.model_validate({**head, "indicators": list(indicators), **more})


def errors_of(type_: Any, value: object) -> list[dict[str, Any]]:
    with pytest.raises(ValidationError) as caught:
        read(type_, value)
    return caught.value.errors()


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
    assert errors_of(Percent, text)[0]["ctx"] == {"guess": guess}


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
    one_of = CountTarget.model_json_schema()["oneOf"]
    assert one_of == [{"required": ["since"]}, {"required": ["readings"]}]


def test_words_are_trimmed_and_never_empty() -> None:
    assert read(Words, " a b ") == "a b"
    assert errors_of(Words, "  ")[0]["type"] == "string_too_short"


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (Kinds, []),
        (Share, {**SHARE, "targets": []}),
        (Share, {**SHARE, "answer": {}}),
        (CountTarget, {**COUNT_TARGET, "since": None, "readings": [WINDOW]}),
        (Plan, {"schema": "scp-ninhbinh/plan/1", "id": "1", "title": TEXT, "period": {}, "indicators": []}),
    ],
    ids=["kinds", "targets", "answer", "one reading alone", "indicators"],
)
def test_a_list_that_says_nothing_is_refused(type_: Any, value: object) -> None:
    assert "too_short" in [found["type"] for found in errors_of(type_, value)]


def test_a_share_is_of_one_answer_and_an_encouragement_of_any_number() -> None:
    two = {"open": "yes", "clean": "no"}
    assert errors_of(Share, {**SHARE, "answer": two})[0]["type"] == "too_long"
    assert plan({**ENCOURAGE, "answer": two}).indicators[0].answer == two


def test_an_answer_is_yes_or_no() -> None:
    assert errors_of(Share, {**SHARE, "answer": {"open": "maybe"}})[0]["type"] == "literal_error"


def test_an_unknown_key_is_refused_in_every_part() -> None:
    assert errors_of(Ratio, {"sum": "h", "over": "t", "soft": "s"})[0]["type"] == "extra_forbidden"


def test_nothing_of_a_plan_changes_once_read() -> None:
    period = read(Period, {"first": "2021", "last": "2030"})
    with pytest.raises(ValidationError):
        period.last = 2031


def area(since: int | None, until: int) -> Area:
    return read(Area, {"name": "Hoa Lư", "until": str(until)} | ({} if since is None else {"since": str(since)}))


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (area(2021, 2024), area(2025, 2030), False),
        (area(2021, 2025), area(2025, 2030), True),
        (area(2025, 2030), area(2021, 2024), False),
        (area(2025, 2030), area(2021, 2025), True),
        (area(None, 2024), area(None, 2030), True),
        (area(None, 2024), area(2024, 2030), True),
        (area(None, 2024), area(2025, 2030), False),
        (area(2021, 2024), area(2022, 2023), True),
    ],
)
def test_areas_of_one_name_meet_where_they_have_a_year_in_common(one: Area, other: Area, meet: bool) -> None:
    assert one.meets(other) is meet


@pytest.mark.parametrize("windows", [{}, {"since": "2021", "readings": [WINDOW, WINDOW]}], ids=["neither", "both"])
def test_a_count_has_a_first_year_or_readings_and_not_both(windows: dict[str, Any]) -> None:
    bare = {key: value for key, value in COUNT_TARGET.items() if key != "since"}
    (found,) = errors_of(CountTarget, bare | windows)
    assert (found["type"], found["ctx"]) == ("plan-missing-key", {"key": "since"})


def test_the_windows_of_a_count_are_its_first_year_or_those_of_its_readings() -> None:
    bare = {key: value for key, value in COUNT_TARGET.items() if key != "since"}
    readings = [WINDOW, {**WINDOW, "since": "2026"}]
    assert read(CountTarget, COUNT_TARGET).windows() == (2021,)
    assert read(CountTarget, {**bare, "readings": readings}).windows() == (2021, 2026)
    assert read(Window, WINDOW).why.en == "one"


def test_what_a_target_need_not_say_is_none() -> None:
    share, count = read(ShareTarget, SHARE_TARGET), read(CountTarget, COUNT_TARGET)
    assert (share.stretch, count.stretch, count.readings) == (None, None, None)
    assert area(None, 2024).since is None
    assert (plan(SHARE).territory, plan(SHARE).areas, plan(SHARE).indicators[0].notes) == (None, (), ())


def test_a_measure_that_there_is_not_is_the_one_error_of_its_indicator() -> None:
    assert [found["type"] for found in errors_of(Indicator, {**SHARE, "measure": "mean"})] == ["union_tag_invalid"]


def test_an_indicator_is_told_by_its_measure() -> None:
    found = plan(SHARE, REDUCTION, UNITS, TASK, ENCOURAGE)
    assert [type(item).__name__ for item in found.indicators] == ["Share", "Reduction", "Count", "Task", "Encourage"]


@pytest.mark.parametrize(
    ("indicators", "period", "years"),
    [
        ([SHARE], (2021, 2030), range(2021, 2031)),
        ([SHARE], (2021, 2022), range(2021, 2026)),
        ([REDUCTION], (2021, 2030), range(2018, 2031)),
        ([REDUCTION], (2017, 2025), range(2017, 2026)),
        ([TASK], (2021, 2021), range(2021, 2022)),
    ],
    ids=["period", "due after the period", "base before it", "base within it", "no target"],
)
def test_the_years_of_a_plan_hold_its_period_its_base_and_its_due_years(
    indicators: list[dict[str, Any]], period: tuple[int, int], years: range
) -> None:
    assert plan(*indicators, period=period).years() == years


def test_due_years_are_those_of_every_target_once_in_order() -> None:
    later = {**SHARE, "targets": [{**SHARE_TARGET, "due": "2030"}, SHARE_TARGET]}
    assert plan(later, UNITS, TASK, ENCOURAGE).dues() == [2025, 2030]


def test_the_tasks_are_the_clauses_of_tasks_alone() -> None:
    assert plan(ENCOURAGE, TASK, SHARE, {**TASK, "clause": "B.2"}).tasks() == ("B.1", "B.2")


def test_areas_hold_from_their_first_year_to_their_last_and_years_without_one_are_left_out() -> None:
    areas = [{"name": "A", "until": "2022"}, {"name": "B", "since": "2022", "until": "2023"}]
    found = plan(TASK, areas=areas, period=(2021, 2025)).areas_of()
    assert found == {2021: ("A",), 2022: ("A", "B"), 2023: ("B",)}


def test_units_are_followed_for_reductions_and_counts_of_units() -> None:
    occasions = {**UNITS, "count": "occasions", "of": ["campaign"]}
    assert plan(SHARE, REDUCTION, UNITS, occasions, TASK, ENCOURAGE).followed() == {"market", "shop", "model"}


# Parts


def parts_of(found: Plan) -> list[str | None]:
    return [target.part for item in found.indicators if isinstance(item, Share) for target in item.targets]


def test_letters_are_given_where_they_are_needed_and_those_that_are_there_are_kept() -> None:
    own = {**SHARE, "targets": [{**SHARE_TARGET, "part": "a"}]}
    later = {**SHARE, "targets": [{**SHARE_TARGET, "due": "2030"}]}
    assert parts_of(with_letters(plan(SHARE, own, SHARE, later, TASK))) == ["b", "a", "c", None]


def test_more_targets_of_one_clause_and_year_than_letters_are_complained_of() -> None:
    full = with_letters(plan(*[SHARE] * 28))
    complaints: list[object] = []
    check_parts(full, lambda rule, at, value, **details: complaints.append((rule, at[1], value, details)))
    assert parts_of(full)[-3:] == ["z", None, None]
    assert complaints == [("plan-no-part", number, "A.1", {"due": 2025}) for number in (26, 27)]

"""What the clauses of a plan file may say: limits, answers, base years, windows, and what follows from them."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from scp_ninhbinh.plan.clauses import (
    AmountTarget,
    Area,
    Base,
    Count,
    CountTarget,
    Encourage,
    Increase,
    Indicator,
    Kinds,
    LevelTarget,
    Period,
    Plan,
    Quotient,
    Reduction,
    RiseTarget,
    Share,
    ShareTarget,
    Short,
    Window,
    Words,
)
from scp_ninhbinh.plan.mistakes import EXPECTED
from scp_ninhbinh.plan.parts import check_parts, with_letters
from scp_ninhbinh.text.say import language

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


def test_words_are_trimmed_and_never_empty() -> None:
    assert read(Words, " a b ") == "a b"
    assert errors_of(Words, "  ")[0]["type"] == "string_too_short"


def test_a_short_title_has_at_most_25_characters_and_says_so_otherwise() -> None:
    assert read(Short, {"vi": "x" * 25, "en": "x" * 25 + " "}).en == "x" * 25
    (found,) = errors_of(Short, {"vi": "x" * 26, "en": "x"})
    assert language("en").text(EXPECTED[found["type"]]) == "expected at most 25 characters"


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


TWO = {"open": "yes", "clean": "no"}
CHANGE = {key: value for key, value in REDUCTION.items() if key != "ratio"}


def test_several_answers_say_how_many_count_and_an_encouragement_counts_each() -> None:
    for type_, of in ((Share, SHARE), (Count, UNITS), (Reduction, CHANGE)):
        (found,) = errors_of(type_, {**of, "answer": TWO})
        assert (found["type"], found["ctx"]) == ("plan-missing-key", {"key": "answers"})
    assert plan({**ENCOURAGE, "answer": TWO}).indicators[0].answer == TWO
    assert errors_of(Encourage, {**ENCOURAGE, "answer": TWO, "answers": "all"})[0]["type"] == "extra_forbidden"


@pytest.mark.parametrize(("answers", "least"), [("all", 2), ("at least 1", 1), ("at least 2", 2)])
def test_how_many_of_the_answers_count(answers: str, least: int) -> None:
    assert read(Share, {**SHARE, "answer": TWO, "answers": answers}).least == least
    assert read(Reduction, {**CHANGE, "answer": TWO, "answers": answers}).least == least


def test_of_one_answer_that_one_counts() -> None:
    assert (read(Share, SHARE).least, read(Reduction, {**CHANGE, "answer": {"open": "yes"}}).least) == (1, 1)


@pytest.mark.parametrize("answers", ["at least 3", "at least 0", "2", "any", "", 2, ["all"]])
def test_more_answers_than_there_are_and_any_other_word_are_refused(answers: object) -> None:
    (found,) = errors_of(Share, {**SHARE, "answer": TWO, "answers": answers})
    assert (found["type"], found["ctx"]) == ("plan-answers", {"n": 2})


def test_a_word_of_how_many_is_refused_where_one_column_is_asked() -> None:
    assert errors_of(Share, {**SHARE, "answers": "all"})[0]["type"] == "plan-answers"


QUANTITIES = {"ratio": {"sum": "h", "over": "t"}, "total": "h", "answer": {"open": "yes"}}


@pytest.mark.parametrize("key", QUANTITIES)
def test_a_change_is_of_one_quantity_whose_columns_it_asks(key: str) -> None:
    found = read(Reduction, {**CHANGE, key: QUANTITIES[key]})
    assert found.columns() == {"ratio": ("h", "t"), "total": ("h",), "answer": ("open",)}[key]


@pytest.mark.parametrize("keys", [("ratio", "total"), ("ratio", "answer"), ("total", "answer"), tuple(QUANTITIES)])
def test_two_quantities_of_a_change_are_refused_and_named(keys: tuple[str, ...]) -> None:
    (found,) = errors_of(Increase, {**CHANGE, "measure": "increase", **{key: QUANTITIES[key] for key in keys}})
    assert (found["type"], found["ctx"]) == ("plan-one-of", {"key": keys[-1], "choices": keys})


def test_a_change_of_nothing_is_refused() -> None:
    (found,) = errors_of(Reduction, CHANGE)
    assert found["ctx"] == {"key": "ratio", "others": ("total", "answer")}


def test_whatever_else_is_wrong_in_a_part_is_told_beside_two_keys_of_which_one_is_wanted() -> None:
    found = errors_of(ShareTarget, {"due": "soon", "at_least": "70%", "at_most": "80%"})
    assert [one["type"] for one in found] == ["plan-year", "missing", "plan-one-of"]


@pytest.mark.parametrize(
    ("limits", "required", "is_ceiling"),
    [({"at_least": "70%"}, Fraction(7, 10), False), ({"at_most": "70%"}, Fraction(7, 10), True)],
)
def test_a_target_asks_for_at_least_or_at_most(limits: dict[str, str], required: Fraction, is_ceiling: bool) -> None:
    found = read(ShareTarget, {"due": "2025", "clause": "A.1", **limits})
    assert (found.required, found.is_ceiling) == (required, is_ceiling)


@pytest.mark.parametrize("type_", [ShareTarget, RiseTarget, LevelTarget, AmountTarget])
def test_nothing_may_be_exceeded_by_a_limit_of_0_and_something_is_asked_by_at_least(type_: Any) -> None:
    zero = "0" if type_ is AmountTarget else "0%"
    assert read(type_, {"due": "2025", "clause": "A.1", "at_most": zero}).required == 0
    assert errors_of(type_, {"due": "2025", "clause": "A.1", "at_least": zero})
    assert read(CountTarget, {"due": "2025", "clause": "A.1", "at_most": "0", "since": "2021"}).required == 0


def test_only_what_rises_and_a_ratio_may_be_asked_for_more_than_the_whole() -> None:
    target = {"due": "2025", "clause": "A.1", "at_least": "150%"}
    assert read(RiseTarget, target).required == read(LevelTarget, target).required == Fraction(3, 2)
    assert errors_of(ShareTarget, target)[0]["type"] == "plan-percent"
    assert errors_of(AmountTarget, target)[0]["type"] == "plan-amount"


def test_since_belongs_to_a_count_and_a_total() -> None:
    since = {"due": "2025", "clause": "A.1", "at_least": "1", "since": "2021"}
    assert read(AmountTarget, since).since == read(CountTarget, since).since == 2021
    for type_ in (ShareTarget, RiseTarget, LevelTarget):
        assert errors_of(type_, {**since, "at_least": "1%"})[0]["type"] == "extra_forbidden"


@pytest.mark.parametrize(
    ("base", "years"),
    [({"year": "2020"}, (2020,)), ({"years": ["2020", "2019"]}, (2019, 2020))],
)
def test_a_base_is_one_year_or_several_in_order(base: dict[str, Any], years: tuple[int, ...]) -> None:
    assert read(Base, {**base, "why": TEXT}).all == years


@pytest.mark.parametrize(
    ("base", "error"),
    [
        ({}, "plan-missing-key"),
        ({"year": "2020", "years": ["2019", "2020"]}, "plan-one-of"),
        ({"years": ["2020"]}, "too_short"),
    ],
    ids=["neither", "both", "one alone"],
)
def test_a_base_of_no_year_of_both_or_of_one_in_a_list_is_refused(base: dict[str, Any], error: str) -> None:
    assert [one["type"] for one in errors_of(Base, {**base, "why": TEXT})] == [error]


def test_a_factor_needs_the_unit_that_it_leads_to() -> None:
    rate = {"sum": "h", "over": "t", "times": "1000"}
    assert errors_of(Quotient, rate)[0]["ctx"] == {"key": "unit"}
    found = read(Quotient, {**rate, "unit": "kg"})
    assert (found.times, found.unit.vi, found.unit.en) == (1000, "kg", "kg")
    assert read(Quotient, {"sum": "h", "over": "t"}).times == 1


@pytest.mark.parametrize("each", ["area", "year"])
def test_each_belongs_to_a_level_and_a_count_and_to_no_change(each: str) -> None:
    assert read(Share, {**SHARE, "each": each}).each == read(Count, {**UNITS, "each": each}).each == each
    assert errors_of(Reduction, {**REDUCTION, "each": each})[0]["type"] == "extra_forbidden"


def test_an_answer_is_yes_or_no() -> None:
    assert errors_of(Share, {**SHARE, "answer": {"open": "maybe"}})[0]["type"] == "literal_error"


def test_an_unknown_key_is_refused_in_every_part() -> None:
    assert errors_of(Quotient, {"sum": "h", "over": "t", "soft": "s"})[0]["type"] == "extra_forbidden"


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


def test_a_count_has_a_first_year_or_readings_and_not_both() -> None:
    bare = {key: value for key, value in COUNT_TARGET.items() if key != "since"}
    (neither,) = errors_of(CountTarget, bare)
    assert (neither["type"], neither["ctx"]) == ("plan-missing-key", {"key": "since", "others": ("readings",)})
    (both,) = errors_of(CountTarget, {**COUNT_TARGET, "readings": [WINDOW, WINDOW]})
    assert (both["type"], both["ctx"]) == ("plan-one-of", {"key": "readings", "choices": ("since", "readings")})


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

"""Several answers and new units: small surveys at random, held against a second scorer and against what must be so."""

from collections.abc import Callable
from fractions import Fraction
from math import inf
from typing import Any

from brute_force_units import Between, new_units, share, verdict
from conftest import of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from units_surveys import UNITS_PLAN, VILLAGES, listed, models, villages

from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status

Score = Callable[..., Scores]
PLAN = str(UNITS_PLAN)
RANK = {Status.NOT_MET: 0, Status.NOT_YET: 0, Status.NO_DATA: 0, Status.UNDETERMINED: 1, Status.MET: 2}
BETTER = {"n": 0, "u": 1, "y": 2}

many = settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)


def between(found: Result) -> tuple[Any, Any]:
    return found.low, inf if found.high is None else found.high


def answers(letters: str = "ynu") -> st.SearchStrategy[str]:
    return st.text(alphabet=letters, min_size=3, max_size=3)


@many
@given(st.lists(answers(), min_size=1, max_size=4), st.integers(0, 2), st.sampled_from([2027, 2028]))
def test_a_share_of_several_answers_is_that_of_the_second_scorer(
    score: Score, units: list[str], absent: int, year: int
) -> None:
    register = listed("village", *(f"V{n}" for n in range(len(units) + absent))) if absent else None
    scores = score(VILLAGES + villages(" ".join(units), year), PLAN, register=register)
    for name, least in (("all-three", 3), ("two-of-three", 2)):
        found, expected = of(scores, name), share(units, absent, "yny", least)
        assert between(found) == expected
        assert found.status == verdict(expected, Fraction(1, 2), year)


@st.composite
def surveys(draw: st.DrawFn) -> tuple[dict[str, str], list[str], int]:
    """Draw models, those that a register lists (none: no register), and the year scored, which has a row."""
    year = draw(st.sampled_from([2028, 2027]))
    said = st.text(alphabet="ynu.", min_size=year - 2023, max_size=year - 2023)
    found = {f"M{n}": one for n, one in enumerate(draw(st.lists(said, min_size=1, max_size=3)))}
    if draw(st.booleans()):
        found["K"] = "n" * (year - 2023)
    assume(any(one[-1] != "." for one in found.values()))
    known = [name for name, one in found.items() if set(one) != {"."}]
    return found, [*known, "L"][: len(known) + draw(st.integers(0, 1))] if draw(st.booleans()) else [], year


def count(score: Score, survey: tuple[dict[str, str], list[str], int]) -> Result:
    said, names, year = survey
    return of(score(models(said), PLAN, year, due=2028, register=listed("model", *names) if names else None),
              "more-models")  # fmt: skip


@many
@given(surveys())
def test_a_count_of_new_units_is_that_of_the_second_scorer(
    score: Score, survey: tuple[dict[str, str], list[str], int]
) -> None:
    found, expected = count(score, survey), new_units(*survey)
    assert between(found) == expected
    assert found.status == verdict(expected, 1, survey[2])


def never_worse(before: Result, after: Result) -> bool:
    ends: list[Between] = [between(before), between(after)]
    lower, upper = (after_end >= before_end for before_end, after_end in zip(*ends, strict=True))
    return lower and upper and RANK[after.status] >= RANK[before.status]


@many
@given(surveys(), st.data())
def test_a_better_answer_in_the_window_never_worsens_a_count_of_new_units_and_an_earlier_one_never_betters_it(
    score: Score, survey: tuple[dict[str, str], list[str], int], data: st.DataObject
) -> None:
    said, names, year = survey
    places = [(name, n) for name, one in said.items() for n, letter in enumerate(one) if letter in "nu"]
    assume(places)
    name, n = data.draw(st.sampled_from(places))
    better = data.draw(st.sampled_from([one for one in "uy" if BETTER[one] > BETTER[said[name][n]]]))
    changed = {**said, name: said[name][:n] + better + said[name][n + 1 :]}
    before, after = count(score, survey), count(score, (changed, names, year))
    assert never_worse(before, after) if n + 2024 >= 2027 else never_worse(after, before)


@many
@given(st.lists(answers(), min_size=1, max_size=4), st.data())
def test_a_better_answer_never_worsens_a_share_of_several_and_more_answers_asked_for_never_better_it(
    score: Score, units: list[str], data: st.DataObject
) -> None:
    """Wanted are yes, no, yes: of bags a no is the better one."""
    unit, n = data.draw(st.integers(0, len(units) - 1)), data.draw(st.integers(0, 2))
    better = units[unit][:n] + "yny"[n] + units[unit][n + 1 :]
    changed = [better if at == unit else one for at, one in enumerate(units)]
    before, after = (score(VILLAGES + villages(" ".join(one)), PLAN) for one in (units, changed))
    for name in ("all-three", "two-of-three"):
        assert never_worse(of(before, name), of(after, name))
    assert never_worse(of(before, "all-three"), of(before, "two-of-three"))

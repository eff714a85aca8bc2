"""Reductions and increases of a ratio, a total and a share: worked by hand, and against a second scorer."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from changing import HEAD, Asked, Year, brute_force, changed, listing, plan_of, result_of, rows_of, scored
from conftest import Scp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scp_ninhbinh.measures.change import Way
from scp_ninhbinh.measures.figures import Points, Reason
from scp_ninhbinh.measures.quantity import Quantity
from scp_ninhbinh.measures.reduction import Since, measure_change
from scp_ninhbinh.plan.vocabulary import RateColumns
from scp_ninhbinh.scores.explain import explain
from scp_ninhbinh.scores.results import plain
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.numbers import Percentage

F = Fraction
AT_95 = F(95, 100)
MET, NOT_MET, NOT_YET, OPEN, NO_DATA = Status.MET, Status.NOT_MET, Status.NOT_YET, Status.UNDETERMINED, Status.NO_DATA


def ends(found: Any) -> tuple[Any, Any, Any]:
    return found.low, found.achieved, found.high


# By hand


def test_a_total_falls_against_its_base_year(tmp_path: Path) -> None:
    """100 + 100 tonnes, and 90 + 60 now: a cut of 50/200 = 25%. The register lists both districts and no other."""
    found = changed(tmp_path, Asked(), rows_of("waste", {2020: "100 100", 2025: "90 60"}), "AB")
    assert (ends(found), found.status) == ((F(1, 4),) * 3, MET)
    assert (found.quantity, found.quantity_unit, found.rate, found.base.rate) == ("total", "tonnes", 150, 200)
    assert (found.points, found.numerator, found.denominator, found.base.numerator) == (-50, 150, None, 200)


def test_a_total_without_a_register_has_no_upper_bound_and_its_change_neither(tmp_path: Path) -> None:
    """The same, and nobody knows which districts there are besides: the cut is open to both sides."""
    found = changed(tmp_path, Asked(), rows_of("waste", {2020: "100 100", 2025: "90 60"}))
    assert (ends(found), found.status, found.reasons) == ((None, F(1, 4), None), OPEN, (Reason.MISSING,))


def test_the_base_of_a_total_is_the_mean_of_its_years(tmp_path: Path) -> None:
    """(100 + 140)/2 = 120 tonnes in 2018 and 2020, 90 now: a cut of 30/120 = 25%."""
    asked = Asked(base=(2018, 2020))
    found = changed(tmp_path, asked, rows_of("waste", {2018: "100", 2020: "140", 2025: "90"}), "A")
    assert (ends(found), found.status) == ((F(1, 4),) * 3, MET)
    assert (found.base.year, found.base.years, found.base.rate) == (None, (2018, 2020), 120)


def test_the_base_of_a_ratio_over_several_years_is_sum_over_sum(tmp_path: Path) -> None:
    """(10 + 90)/(100 + 100) = 1/2, where the mean of... 10/20 and 90/180 weigh as they are; now 30/100: 40% less."""
    asked = Asked("ratio", base=(2018, 2020))
    found = changed(tmp_path, asked, rows_of("buried", {2018: "20/10", 2020: "180/90", 2025: "100/30"}))
    assert (ends(found), found.base.rate, found.points) == ((F(2, 5),) * 3, F(1, 2), Points(-1, 5))
    assert (found.base.numerator, found.base.denominator, found.matched) == (100, 200, 1)


def test_a_share_rises_against_its_base_year(tmp_path: Path) -> None:
    """1 of 4 and then 2 of 4 with one unknown: a rise of 100%, of 200% if that one sorts too."""
    rows = rows_of("sorts", {2020: "yes no no no", 2025: "yes yes ? no"})
    found = changed(tmp_path, Asked("share", "increase", "at_least: 100%"), rows)
    assert (ends(found), found.status) == ((1, 1, 2), MET)
    assert (found.rate, found.base.rate, found.points) == (F(1, 2), F(1, 4), F(1, 4))
    assert (type(found.rate), found.numerator, found.denominator, found.hard_unknown) == (Percentage, 2, 4, ("C",))


def test_a_listed_unit_of_a_share_is_one_whose_answer_is_not_known(tmp_path: Path) -> None:
    """Base 2 of 4. Now 1 of 4, one unknown, one without a row: 1/4 to 3/4, a cut from −50% to 50%."""
    rows = rows_of("sorts", {2020: "yes yes no no", 2025: "yes no ?"})
    found = changed(tmp_path, Asked("share"), rows, "ABCD")
    assert (ends(found), found.status, found.reasons) == ((F(-1, 2), F(1, 2), F(1, 2)), OPEN, (Reason.MISSING,))
    assert (found.not_measured, found.assumed_most, found.denominator) == (("D",), None, 4)


@pytest.mark.parametrize(
    ("quantity", "now", "high"),
    [("both", "yes/yes yes/? ?/no", F(2)), ("either", "yes/no ?/yes no/?", F(3, 2))],
)
def test_a_unit_counts_with_as_many_answers_as_are_asked_for(
    tmp_path: Path, quantity: str, now: str, high: Fraction
) -> None:
    """All: yes, perhaps, no of 3 against a base of 1 of 3. At least one: yes, yes, perhaps against 2 of 3."""
    base = "yes/yes no/yes yes/no" if quantity == "both" else "yes/no no/no no/yes"
    found = changed(tmp_path, Asked(quantity, "increase"), rows_of("buys", {2020: base, 2025: now}))
    assert (found.low, found.high) == (0, high - 1)


def test_a_change_a_year_is_judged_exactly(tmp_path: Path) -> None:
    """100 → 121 in two years is 10% a year, no more and no less: at least 10% is met, and at most 10% too."""
    rows = rows_of("waste", {2020: "100", 2022: "121"})
    for limit in ("at_least: 10%", "at_most: 10%"):
        asked = Asked("total", "increase", limit, per_year=True, due=2022)
        found = changed(tmp_path, asked, rows, "A", 2022)
        assert (ends(found), found.status, found.per_year) == ((F(1, 10),) * 3, MET, True)
    just_more = rows.replace("121", "121.000000000001")
    asked = Asked("total", "increase", "at_most: 10%", per_year=True, due=2022)
    assert changed(tmp_path, asked, just_more, "A", 2022).status is NOT_MET


def test_a_change_a_year_runs_from_the_middle_of_the_base_years(tmp_path: Path) -> None:
    """From 2019.5 to 2022 are 2.5 years, in which 32/243 of the base is left: 4/9 a year, as (32/243)^(2/5) is."""
    rows = rows_of("waste", {2019: "243", 2020: "243", 2022: "32"})
    found = changed(tmp_path, Asked("total", base=(2019, 2020), per_year=True, due=2022), rows, "A", 2022)
    assert found.achieved == F(5, 9)


def test_what_may_be_below_zero_has_no_lower_bound_while_something_is_open(tmp_path: Path) -> None:
    """Net 100 and then −20: a cut of 120%. With a district of which nothing is known it may be anything."""
    whole = changed(tmp_path, Asked("net"), rows_of("net", {2020: "60 40", 2025: "-30 10"}), "AB")
    assert (ends(whole), whole.status) == ((F(6, 5),) * 3, MET)
    part = changed(tmp_path, Asked("net"), rows_of("net", {2020: "60 40", 2025: "-30 ?"}), "AB")
    assert (part.low, part.high, part.status) == (None, None, OPEN)


@pytest.mark.parametrize("base", ["0 0", "-5 3"])
def test_nothing_is_compared_with_what_is_not_above_zero(tmp_path: Path, base: str) -> None:
    found = changed(tmp_path, Asked("net"), rows_of("net", {2020: base, 2025: "1 1"}), "AB")
    assert (found.status, found.reasons, found.achieved) == (OPEN, (Reason.ZERO_BASELINE,), None)


def test_a_base_year_without_rows_is_named(tmp_path: Path) -> None:
    asked = Asked(base=(2018, 2019, 2020))
    found = changed(tmp_path, asked, rows_of("waste", {2019: "100", 2025: "70"}), "A")
    assert (found.reasons, found.base.missing_years, found.base.rate) == (
        (Reason.NO_BASELINE,),
        (2018, 2020),
        F(100, 3),
    )


def test_units_of_both_years_are_a_reading_of_a_total_too(tmp_path: Path) -> None:
    """All: 100 → 150. A alone, which is of both years: 100 → 80."""
    found = changed(tmp_path, Asked(), rows_of("waste", {2020: "100", 2025: "80 70"}))
    assert {one.name: one.achieved for one in found.readings} == {"all": F(-1, 2), "matched": F(1, 5)}
    assert (found.matched_part, found.base.matched_part) == (F(80, 150), 1)
    every, matched = found.readings
    assert (every.low, every.high) == (None, None)  # without a register
    assert (matched.low, matched.high) == (F(1, 5), F(1, 5))  # of the same units nothing is open


def test_up_to_the_last_base_year_nothing_has_changed(tmp_path: Path) -> None:
    rows = rows_of("waste", {2018: "100", 2020: "140"})
    asked = Asked(base=(2018, 2020))
    assert ends(changed(tmp_path, asked, rows, "A", 2020)) == (0, 0, 0)
    assert changed(tmp_path, asked, rows, "A", 2018).status is NO_DATA


def test_a_ratio_of_two_amounts_has_levels_in_its_unit_and_no_bound_where_one_is_not_known(tmp_path: Path) -> None:
    """Tonnes over households, times 1000: 2 → 1.5 kg; with one amount unknown the ratio has no upper bound."""
    rows = rows_of("buried", {2020: "100/200", 2025: "100/150"})
    columns = RateColumns("buried", "waste", is_part=False)
    quantity = Quantity("ratio", columns, "kg", F(1000))
    survey = scored(tmp_path, Asked("ratio"), rows.replace("200", "80").replace("150", "60")).survey
    found: Any = measure_change(survey, Since(2025, (2020,)), ["district"], quantity, Way(F(1, 5))).figures
    assert (found.achieved, found.rate, found.base.rate, found.points) == (F(1, 4), 600, 800, -200)
    survey = scored(tmp_path, Asked("ratio"), rows_of("buried", {2020: "100/80", 2025: "100/?"})).survey
    (reading,) = measure_change(survey, Since(2025, (2020,)), ["district"], quantity, Way(F(1, 5))).readings
    assert (reading.low, reading.high) == (None, 1)


# Every cell of the verdict table

CUT, RISE = Asked(limit="at_least: 20%"), Asked(measure="increase", limit="at_least: 20%")
CAP = Asked(measure="increase", limit="at_most: 20%")


@pytest.mark.parametrize(
    ("asked", "now", "register", "status"),
    [
        (CUT, "80", "A", MET),
        (CUT, "81", "A", NOT_MET),
        (CUT, "?", "A", OPEN),
        (CUT, "80", None, OPEN),
        (CUT, "80", "AB", OPEN),
        (CUT, "-", "A", NO_DATA),
        (RISE, "120", "A", MET),
        (RISE, "119", "A", NOT_MET),
        (RISE, "120", None, OPEN),
        (RISE, "-", "A", NO_DATA),
        (CAP, "120", "A", MET),
        (CAP, "121", "A", NOT_MET),
        (CAP, "121", None, OPEN),
    ],
)
@pytest.mark.parametrize("due", [2025, 2026])
def test_verdicts_of_a_change_of_a_total(
    tmp_path: Path, asked: Asked, now: str, register: str | None, status: Status, due: int
) -> None:
    """Of 100: without a register, with a unit unlisted, or an amount unknown, there is no bound."""
    rows = rows_of("waste", {2020: "100", 2025: now})
    found = changed(tmp_path, asked._replace(due=due), rows, register)
    assert found.status is (NOT_YET if status is NOT_MET and due == 2026 else status)


@pytest.mark.parametrize(
    ("now", "status", "gap"), [("100", MET, 0), ("90", MET, F(-1, 10)), ("101", NOT_MET, F(1, 100))]
)
def test_nothing_at_all_may_be_allowed_to_be_added(tmp_path: Path, now: str, status: Status, gap: Fraction) -> None:
    """A rise of at most 0%: there is nothing to divide by, and a positive gap is too much."""
    asked = Asked(measure="increase", limit="at_most: 0%")
    found = changed(tmp_path, asked, rows_of("waste", {2020: "100", 2025: now}), "A")
    assert (found.status, found.gap, found.attainment) == (status, gap, None)


def test_a_bound_on_one_side_decides_where_it_can(tmp_path: Path) -> None:
    """Base 100, now at least 130 and nobody knows how much more: a rise of at least 20% is met, a cut missed."""
    text = rows_of("waste", {2020: "60 40", 2025: "130 ?"})
    for asked, status in ((RISE, MET), (CUT, NOT_MET), (CAP, NOT_MET)):
        found = changed(tmp_path, asked, text, "AB")
        every = found.readings[0]
        assert every.status is status
        assert (every.low is None) is (asked.measure == "reduction")


# A second scorer

WORDS = {
    "total": st.sampled_from(["0", "50", "80", "100", "120", "?"]),
    "share": st.sampled_from(["yes", "no", "?"]),
    "ratio": st.sampled_from(["100/80", "100/40", "50/0", "0/0", "100/?", "?/?"]),
}
COLUMN = {"total": "waste", "share": "sorts", "ratio": "buried"}


@st.composite
def surveys(draw: st.DrawFn) -> tuple[Asked, dict[int, Year], str | None]:
    quantity = draw(st.sampled_from(["total", "share", "ratio"]))
    base = draw(st.sampled_from([(2020,), (2018, 2020)]))
    measure = draw(st.sampled_from(["reduction", "increase"]))
    asked = Asked(quantity, measure, "at_least: 20%", base, draw(st.booleans()))
    years = {year: draw(st.dictionaries(st.sampled_from("ABC"), WORDS[quantity], max_size=3)) for year in (*base, 2025)}
    return asked, years, draw(st.sampled_from([None, "ABC", "ABCD"]))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(surveys())
def test_a_second_scorer_says_the_same(tmp_path: Path, survey: tuple[Asked, dict[int, Year], str | None]) -> None:
    asked, years, register = survey
    texts = {year: " ".join(of.get(name, "-") for name in "ABC") for year, of in years.items()}
    rows = rows_of(COLUMN[asked.quantity], texts)
    if not rows:
        return
    found = changed(tmp_path, asked, rows, register)
    expected, quotients = brute_force(asked, years, register, F(1, 5))
    assert found.status.value == expected
    way = Way(
        F(1, 5), asked.measure == "increase", 2025 - F(sum(asked.base), len(asked.base)) if asked.per_year else None
    )
    assert [(one.low, one.high) for one in found.readings if quotients] == [way.ends(pair) for pair in quotients]


ANSWERS = {"share": ("yes", "no"), "total": ("0", "70", "130")}


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(surveys(), st.data())
def test_one_more_answer_never_widens_a_range(
    tmp_path: Path, survey: tuple[Asked, dict[int, Year], str | None], data: st.DataObject
) -> None:
    """Of shares and totals; of a rate a unit found to be larger than all others makes those not measured larger too."""
    asked, years, register = survey
    unknown = [(year, name) for year, of in years.items() for name, word in of.items() if word == "?"]
    if asked.quantity == "ratio" or not unknown:
        return
    before = _scored(tmp_path, asked, years, register).readings[0]
    year, name = data.draw(st.sampled_from(unknown))
    answer = data.draw(st.sampled_from(ANSWERS[asked.quantity]))
    found = _scored(tmp_path, asked, {**years, year: {**years[year], name: answer}}, register)
    after = found.readings[0]
    if found.reasons and found.reasons[0] not in {Reason.MISSING, Reason.READINGS}:
        return  # what is known now bars it, such as a base of zero
    assert before.low is None or (after.low is not None and after.low >= before.low)
    assert before.high is None or (after.high is not None and after.high <= before.high)


def _scored(folder: Path, asked: Asked, years: dict[int, Year], register: str | None) -> Any:
    texts = {year: " ".join(of.get(name, "-") for name in "ABC") for year, of in years.items()}
    return changed(folder, asked, rows_of(COLUMN[asked.quantity], texts), register)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(surveys(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    tmp_path: Path, survey: tuple[Asked, dict[int, Year], str | None], shuffled: Any
) -> None:
    asked, years, register = survey
    texts = {year: " ".join(of.get(name, "-") for name in "ABC") for year, of in years.items()}
    rows = rows_of(COLUMN[asked.quantity], texts).splitlines(keepends=True)
    if not rows:
        return
    before = changed(tmp_path, asked, "".join(rows), register)
    shuffled.shuffle(rows)
    assert plain(changed(tmp_path, asked, "".join(rows), register)) == plain(before)


@pytest.mark.parametrize("quantity", ["total", "share", "ratio"])
@pytest.mark.parametrize("per_year", [False, True])
def test_a_cut_is_a_rise_below_zero(tmp_path: Path, quantity: str, per_year: bool) -> None:
    """Without a root they are each other's negative; a year they are, as 1 − f and f − 1 of one factor f."""
    words = {"total": ("100 50", "80 30"), "share": ("yes yes", "yes ?"), "ratio": ("100/50", "100/?")}[quantity]
    rows = rows_of(COLUMN[quantity], {2020: words[0], 2025: words[1]})
    cut, rise = (
        changed(tmp_path, Asked(quantity, measure, "at_least: 7%", per_year=per_year), rows, "AB")
        for measure in ("reduction", "increase")
    )
    pairs = [(cut.low, rise.high), (cut.high, rise.low), (cut.achieved, rise.achieved)]
    assert [one is None for one, _ in pairs] == [other is None for _, other in pairs]
    assert all(one is None or abs(one + other) < F(1, 10**30) for one, other in pairs)


# Explained, grouped, sampled, saved, over years


@pytest.mark.parametrize(
    ("asked", "rows", "register", "what", "values"),
    [
        (CUT, rows_of("waste", {2020: "100", 2025: "80"}), None, "register", {}),
        (CUT, rows_of("waste", {2020: "100 50", 2025: "80"}), "AB", "absent", {"units": ("B (2025)",)}),
        (CUT, rows_of("waste", {2020: "100 50", 2025: "80 ?"}), "AB", "whole-unknown", {"units": ("B (2025)",)}),
        (
            Asked("share"),
            rows_of("sorts", {2020: "yes no", 2025: "? no"}),
            None,
            "hard-unknown",
            {"units": ("A (2025)",)},
        ),
        (
            Asked("ratio", "increase"),
            rows_of("buried", {2020: "100/50 100/50", 2025: "100/60 100/?"}),
            None,
            "hard-part-least",
            {"least": 60, "of": 100, "year": 2025},
        ),
        (
            Asked(base=(2018, 2019, 2020)),
            rows_of("waste", {2019: "100", 2025: "80"}),
            "A",
            "no-baseline",
            {"year": None, "years": (2018, 2020)},
        ),
    ],
)
def test_what_would_settle_a_change_is_said(
    tmp_path: Path, asked: Asked, rows: str, register: str | None, what: str, values: dict[str, Any]
) -> None:
    scores = scored(tmp_path, asked, rows, register)
    steps = [vars(one) for one in explain(result_of(scores), scores).steps]
    assert {"what": what, **values} in steps


@pytest.mark.parametrize(("hard", "status"), [(60, MET), (59, NOT_MET)])
def test_the_least_of_a_part_is_what_turns_a_rise(tmp_path: Path, hard: int, status: Status) -> None:
    """Base 100/200; a rise of 20% is 120/200 now, and 60 of them are known: scored again with 60 and with 59."""
    rows = rows_of("buried", {2020: "100/50 100/50", 2025: f"100/60 100/{hard}"})
    assert changed(tmp_path, Asked("ratio", "increase"), rows).status is status


@pytest.mark.parametrize(
    ("before", "after", "register"),
    [
        ({2020: "100 50", 2025: "80"}, {2020: "100 50", 2025: "80 40"}, "AB"),
        ({2020: "100 50", 2025: "80 ?"}, {2020: "100 50", 2025: "80 40"}, "AB"),
    ],
)
def test_with_the_figures_that_a_step_names_the_verdict_is_settled(
    tmp_path: Path, before: dict[int, str], after: dict[int, str], register: str
) -> None:
    assert changed(tmp_path, CUT, rows_of("waste", before), register).status is OPEN
    assert changed(tmp_path, CUT, rows_of("waste", after), register).status is MET


def test_a_group_has_the_change_of_its_own_units(tmp_path: Path) -> None:
    rows = rows_of("waste", {2020: "100", 2025: "80"})
    found = result_of(scored(tmp_path, CUT, rows, "A", by="kind"))
    (group,) = found.groups or ()
    assert (group.name, group.achieved, group.low, group.high) == ("district", F(1, 5), F(1, 5), F(1, 5))


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        (Asked("share", "increase"), rows_of("sorts", {2020: "yes no", 2025: "yes yes"})),
        (Asked("total"), rows_of("waste", {2020: "100 100", 2025: "50 50"})),
        (Asked("ratio", base=(2019, 2020)), rows_of("buried", {2019: "9/6 9/6", 2020: "9/6 9/6", 2025: "9/3 9/3"})),
    ],
)
def test_of_other_changes_from_a_sample_there_is_no_range(tmp_path: Path, asked: Asked, rows: str) -> None:
    """Two of four districts drawn: what the layer bound is not of is open, whatever the estimate."""
    found = result_of(scored(tmp_path, asked, rows, "ABCD", confidence=AT_95))
    assert (found.low, found.high, found.status, found.reasons) == (None, None, OPEN, (Reason.SAMPLING,))
    whole = result_of(scored(tmp_path, asked, rows, "AB", confidence=AT_95))
    assert (whole.status, whole.method, whole.low) == (MET, "sample", changed(tmp_path, asked, rows, "AB").low)


def test_the_estimate_of_a_total_weighs_each_unit(tmp_path: Path) -> None:
    """Drawn 2 of 4: (100 + 100)·2 = 400 tonnes, and (50 + 70)·2 = 240 now, a cut of 40%."""
    rows = rows_of("waste", {2020: "100 100", 2025: "50 70"})
    found: Any = result_of(scored(tmp_path, CUT, rows, "ABCD", confidence=AT_95))
    assert (found.rate, found.base.rate, found.achieved, found.assumed_most) == (240, 400, F(2, 5), None)


def test_the_estimate_of_several_base_years_is_of_all_of_them(tmp_path: Path) -> None:
    """Drawn 2 of 4: 400 and 600 tonnes, 500 in the mean, and 240 now. Of a ratio (2·20 + 2·100)/(2·40 + 2·400)."""
    total = rows_of("waste", {2019: "100 100", 2020: "150 150", 2025: "50 70"})
    found: Any = result_of(scored(tmp_path, CUT._replace(base=(2019, 2020)), total, "ABCD", confidence=AT_95))
    assert (found.rate, found.base.rate, found.achieved) == (240, 500, F(13, 25))
    ratio = rows_of("buried", {2019: "20/10 20/10", 2020: "200/50 200/50", 2025: "50/5 50/5"})
    asked = Asked("ratio", base=(2019, 2020))
    found = result_of(scored(tmp_path, asked, ratio, "ABCD", confidence=AT_95))
    assert (found.base.rate, found.rate, found.usual) == (F(120, 440), F(1, 10), None)


def test_an_unknown_part_widens_the_range_of_a_rise_from_a_sample(tmp_path: Path) -> None:
    """As below, with the part of one district not known now: from none of it to all of it, which is the larger rise."""
    names = [f"D{n}" for n in range(15)]
    rows = "".join(
        f"{year},district,{name},,,100,{part if (year, name) != (2025, 'D0') else ''},\n"
        for year, part in ((2020, 10), (2025, 60))
        for name in names[:12]
    )
    register = "kind,id\n" + "".join(f"district,{name}\n" for name in names)
    cut, rise = (_sampled(tmp_path, rows, register, measure) for measure in ("reduction", "increase"))
    assert rise.low < rise.achieved < rise.high
    assert abs(rise.low + cut.high) <= 2 * F(1, 10**5)
    assert abs(rise.high + cut.low) <= 2 * F(1, 10**5)


def test_the_range_of_a_rise_from_a_sample_is_that_of_the_cut_mirrored(tmp_path: Path) -> None:
    """Twelve districts of fifteen, each 10 of 100 and now 60: the ends of the one are the other's, to 1e-5."""
    names = [f"D{n}" for n in range(15)]
    rows = "".join(
        f"{year},district,{name},,,100,{part},\n" for year, part in ((2020, 10), (2025, 60)) for name in names[:12]
    )
    register = "kind,id\n" + "".join(f"district,{name}\n" for name in names)
    cut, rise = (_sampled(tmp_path, rows, register, measure) for measure in ("reduction", "increase"))
    assert abs(rise.low + cut.high) <= 2 * F(1, 10**5)
    assert abs(rise.high + cut.low) <= 2 * F(1, 10**5)
    assert (rise.status, rise.achieved, cut.achieved) == (MET, 5, -5)
    assert rise.low < rise.usual.low <= 5 <= rise.usual.high < rise.high or rise.usual.low == rise.usual.high == 5


def _sampled(folder: Path, rows: str, register: str, measure: str) -> Any:
    from scp_ninhbinh.run import Request, score_files

    plan = plan_of(folder, Asked("ratio", measure))
    (folder / "s.csv").write_text(HEAD + rows, encoding="utf-8")
    (folder / "r.csv").write_text(register, encoding="utf-8")
    request = Request([str(folder / "s.csv")], plan, str(folder / "r.csv"), sample=True, year=2025)
    return result_of(score_files(request).scores)


@pytest.mark.parametrize(
    ("quantity", "column", "now"),
    [("total", "waste", "90 60"), ("share", "sorts", "yes ?"), ("ratio", "buried", "100/70 100/40")],
)
@pytest.mark.parametrize("measure", ["reduction", "increase"])
def test_a_saved_change_is_believed_reviewed_and_verified(
    tmp_path: Path, scp: Scp, quantity: str, column: str, now: str, measure: str
) -> None:
    base = {"total": "100 100", "share": "yes no", "ratio": "100/50 100/50"}[quantity]
    plan_of(tmp_path, Asked(quantity, measure, per_year=True))
    (tmp_path / "r.csv").write_text(listing("AB"), encoding="utf-8")
    (tmp_path / "s.csv").write_text(HEAD + rows_of(column, {2020: base, 2024: now}), encoding="utf-8")
    call = ("--plan", "plan.yaml", "--register", "r.csv")
    saved = scp("score", "s.csv", *call, "--format", "json").stdout
    (tmp_path / "saved.json").write_text(saved, encoding="utf-8")
    assert scp("verify", "saved.json").returncode == 0
    review = scp("review", "saved.json", "--plan", "plan.yaml", "--format", "json")
    assert (review.returncode, "error" in review.stderr) == (0, False)
    (found,) = (one for one in json.loads(review.stdout)["targets"] if one["id"] == "change")
    own = json.loads(saved)["targets"][0]
    keys = ("achieved", "low", "high", "status")
    assert [found["latest"][key] for key in keys] == [own[key] for key in keys]


def test_the_pace_of_a_rise_may_go_beyond_the_whole(tmp_path: Path, scp: Scp) -> None:
    """100 in 2020, 180 in 2022: 80% towards 150% in 2024 is ahead of 75%, and at this pace 160%."""
    plan_of(tmp_path, Asked("total", "increase", "at_least: 150%", due=2024))
    (tmp_path / "r.csv").write_text(listing("A"), encoding="utf-8")
    (tmp_path / "s.csv").write_text(HEAD + rows_of("waste", {2020: "100", 2022: "180"}), encoding="utf-8")
    done = scp("review", "s.csv", "--plan", "plan.yaml", "--register", "r.csv")
    assert "at this pace 160.0% in" in done.stdout
    assert "On track" in done.stdout

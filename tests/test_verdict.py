"""Every verdict of METHODS in every way a figure arises, each on a survey worked by hand.

Ways: a share counted without a register, with one, and estimated from a sample; a reduction in the same three ways; a
count; a tracked clause. Each survey is scored before the due year and in it. Expected is the verdict with its reasons,
in their order, and the range (None where a side is unbounded).
"""

from collections.abc import Callable
from fractions import Fraction
from fractions import Fraction as F  # noqa: N817 (tables of figures read better)

import pytest
from conftest import of

from scp_ninhbinh.documents.words import verdict
from scp_ninhbinh.measures.figures import Figure, Reason
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Requirement, Status, judge, span
from scp_ninhbinh.text.say import language

SEVENTY_BY_2025 = Requirement(Fraction(7, 10), due=2025, year=2025)
SEVENTY_BY_2030 = Requirement(Fraction(7, 10), due=2030, year=2025)


# Ranges written out: the table of METHODS, row by row


def between(low: float | None, high: float | None, name: str = "a") -> Figure:
    return Figure(
        name, low=None if low is None else Fraction(str(low)), high=None if high is None else Fraction(str(high))
    )


@pytest.mark.parametrize(
    ("low", "high", "now", "before_due"),
    [
        (0.7, 0.7, Status.MET, Status.MET),
        (0.7, None, Status.MET, Status.MET),
        (0.6999, 0.6999, Status.NOT_MET, Status.NOT_YET),
        (None, 0.69, Status.NOT_MET, Status.NOT_YET),
        (0.6, 0.7, Status.UNDETERMINED, Status.UNDETERMINED),
        (0.6, None, Status.UNDETERMINED, Status.UNDETERMINED),
        (None, 0.8, Status.UNDETERMINED, Status.UNDETERMINED),
    ],
)
def test_a_verdict_is_a_statement_about_the_whole_range(
    low: float | None, high: float | None, now: Status, before_due: Status
) -> None:
    assert judge([between(low, high)], SEVENTY_BY_2025).status is now
    assert judge([between(low, high)], SEVENTY_BY_2030).status is before_due


def test_a_range_that_straddles_is_undetermined_because_answers_are_missing() -> None:
    assert judge([between(0.6, 0.8)], SEVENTY_BY_2025).reasons == (Reason.MISSING,)


def test_readings_that_disagree_are_undetermined_and_agreeing_ones_are_not() -> None:
    apart = judge([between(0.8, 0.8), between(0.6, 0.6)], SEVENTY_BY_2025)
    together = judge([between(0.8, 0.8), between(0.71, 0.71)], SEVENTY_BY_2025)
    assert (apart.status, apart.reasons) == (Status.UNDETERMINED, (Reason.READINGS,))
    assert (together.status, together.low, together.high) == (Status.MET, Fraction(71, 100), Fraction(8, 10))


def test_a_bar_makes_the_verdict_undetermined_and_is_its_reason() -> None:
    verdict = judge([Figure("all", bars=(Reason.NO_BASELINE,))], SEVENTY_BY_2025)
    assert (verdict.status, verdict.reasons) == (Status.UNDETERMINED, (Reason.NO_BASELINE,))


def test_reasons_come_in_their_fixed_order() -> None:
    verdict = judge([between(0.6, 0.8), Figure("b", bars=(Reason.ZERO_BASELINE,)), between(0.9, 0.9)], SEVENTY_BY_2025)
    assert verdict.reasons == (Reason.ZERO_BASELINE, Reason.MISSING, Reason.READINGS)


def test_no_row_at_all_is_no_data_and_an_empty_second_reading_changes_nothing() -> None:
    empty = Figure("matched", empty=True)
    assert judge([empty], SEVENTY_BY_2025).status is Status.NO_DATA
    assert judge([between(0.8, 0.8), empty], SEVENTY_BY_2025).status is Status.MET


def test_a_window_that_has_not_begun_is_not_yet_met_and_keeps_another_reading_from_settling_it() -> None:
    pending = Figure("since-2026", pending=True)
    assert judge([between(0.8, 0.8), pending], SEVENTY_BY_2030).status is Status.UNDETERMINED
    assert judge([between(0.5, 0.5), pending], SEVENTY_BY_2030).status is Status.NOT_YET
    assert judge([pending], SEVENTY_BY_2030).status is Status.NOT_YET


HALF = Fraction(1, 2)
DUE = Requirement(HALF, due=2025, year=2025)
BEFORE = Requirement(HALF, due=2025, year=2024)
LOW, HIGH = Fraction(1, 4), Fraction(3, 4)


# Sides without bound, bars, and why a range is open


def ranged(low: Fraction | None, high: Fraction | None, **more: object) -> Figure:
    return Figure("a", low, low, high, **more)


def test_one_reading_without_a_lower_bound_leaves_all_readings_without_one() -> None:
    found = judge([ranged(None, HIGH), ranged(HIGH, HIGH)], DUE)
    assert (found.low, found.high, found.status) == (None, HIGH, Status.UNDETERMINED)


def test_one_reading_without_an_upper_bound_leaves_all_readings_without_one() -> None:
    found = judge([ranged(LOW, None), ranged(LOW, LOW)], DUE)
    assert (found.low, found.high, found.status) == (LOW, None, Status.UNDETERMINED)


def test_readings_span_from_the_lowest_to_the_highest_and_lead_with_the_first() -> None:
    found = span([ranged(HALF, HALF), ranged(LOW, LOW), ranged(HIGH, HIGH)])
    assert found == Figure("", HALF, LOW, HIGH)


def test_readings_of_which_none_speaks_span_nothing() -> None:
    assert span([Figure("a", empty=True), Figure("b", pending=True)]) is None


def test_a_reading_that_does_not_speak_bounds_nothing() -> None:
    assert span([ranged(HALF, HALF), Figure("b", empty=True), Figure("c", pending=True)]) == Figure(
        "", HALF, HALF, HALF
    )


def test_the_bars_of_all_readings_bar_the_whole() -> None:
    barred = Figure("b", low=HIGH, high=HIGH, bars=(Reason.DIFFERENT_UNITS,))
    found = span([ranged(HIGH, HIGH), barred])
    assert (found.bars, judge([ranged(HIGH, HIGH), barred], DUE).status) == (
        (Reason.DIFFERENT_UNITS,),
        Status.UNDETERMINED,
    )


ALL_BELOW, ACROSS, ALL_ABOVE = (LOW, LOW), (LOW, HIGH), (HIGH, HIGH)


@pytest.mark.parametrize(
    ("intervals", "reasons"),
    [
        ((), {Reason.MISSING}),
        ((ACROSS,), {Reason.SAMPLING}),
        ((ACROSS, ACROSS), {Reason.SAMPLING}),
        ((ALL_BELOW, ALL_ABOVE), {Reason.MISSING}),
        ((ALL_BELOW, ACROSS), {Reason.SAMPLING, Reason.MISSING}),
        ((ACROSS, ALL_ABOVE), {Reason.SAMPLING, Reason.MISSING}),
    ],
    ids=["no sample", "one interval across", "both across", "extremes differ", "lower below", "upper above"],
)
def test_a_sample_is_open_by_its_interval_or_by_what_unknown_answers_may_be(
    intervals: tuple[tuple[Fraction, Fraction], ...], reasons: set[Reason]
) -> None:
    found = judge([ranged(LOW, HIGH, intervals=intervals)], DUE)
    assert (found.status, set(found.reasons)) == (Status.UNDETERMINED, reasons)


def test_a_barred_reading_gives_its_bars_and_no_missing_answers() -> None:
    found = judge([Figure("a", bars=(Reason.NO_BASELINE, Reason.DIFFERENT_UNITS))], DUE)
    assert found.reasons == (Reason.NO_BASELINE, Reason.DIFFERENT_UNITS)


def test_a_reading_without_a_row_disagrees_with_none() -> None:
    assert judge([ranged(LOW, HIGH), Figure("b", empty=True)], DUE).reasons == (Reason.MISSING,)


def test_each_reading_has_its_own_verdict() -> None:
    figures = [ranged(LOW, LOW), ranged(HIGH, HIGH), Figure("c", empty=True), Figure("d", pending=True)]
    assert judge(figures, DUE).each == (Status.NOT_MET, Status.MET, Status.NO_DATA, Status.NOT_YET)


def test_what_is_settled_has_no_reason() -> None:
    assert judge([ranged(LOW, LOW)], DUE).reasons == judge([ranged(HIGH, None)], DUE).reasons == ()


def test_verdicts_and_reasons_are_called_as_json_calls_them() -> None:
    assert list(Status) == ["met", "not_met", "not_yet", "undetermined", "no_data", "tracked"]
    assert list(Reason) == [
        "no-baseline",
        "zero-baseline",
        "different-units",
        "no-common-units",
        "missing",
        "sampling",
        "readings",
    ]


Score = Callable[..., Scores]
Survey = tuple[str, str]
"""The survey and its register, both as CSV."""
CONFIDENCE = F(95, 100)
ANSWERS = {"y": "yes", "n": "no", "?": ""}


# Every way in which a figure arises


def said(result: Result) -> str:
    """The verdict with its reasons: "undetermined missing readings"."""
    assert result.status is not None
    return " ".join([result.status, *result.reasons])


# --- shares: at least 70% of zones, clusters and villages by 2025 ------------------------------------------------


def villages(letters: str, year: int) -> Survey:
    """One village a letter: y or n answered, ? did not answer, - is listed and has no row.

    The supermarket is no village; with it the file has a row even where no village has one.
    """
    rows = [f"{year},craft_village,L{n},{ANSWERS[letter]},\n" for n, letter in enumerate(letters) if letter != "-"]
    survey = f"year,kind,id,informed,hard_bags\n{year},supermarket,S1,,no\n" + "".join(rows)
    return survey, "kind,id\n" + "".join(f"craft_village,L{n}\n" for n in range(len(letters)))


SHARES = [
    pytest.param("", "no_data", "no_data", None, None, id="no village has a row"),
    pytest.param("yyyyyyynnn", "met", "met", F(7, 10), F(7, 10), id="7/10 is 70% exactly"),
    pytest.param("yyyyyyynn?", "met", "met", F(7, 10), F(8, 10), id="met whatever the unknown one says"),
    pytest.param("yyyyyynnnn", "not_yet", "not_met", F(6, 10), F(6, 10), id="6/10"),
    pytest.param("yyyyynnnn?", "not_yet", "not_met", F(5, 10), F(6, 10), id="missed whatever the unknown one says"),
    pytest.param(
        *("yyyyyynnn?", "undetermined missing", "undetermined missing", F(6, 10), F(7, 10)),
        id="60% or 70%, one unknown",
    ),
    pytest.param(
        *("????", "undetermined missing", "undetermined missing", F(0), F(1)), id="asked, and nobody answered: 0 to 1"
    ),
]


@pytest.mark.parametrize(("letters", "before", "at_due", "low", "high"), SHARES)
def test_a_share_without_a_register(
    score: Score, letters: str, before: str, at_due: str, low: F | None, high: F | None
) -> None:
    """x/N and (x + m)/N of the units surveyed."""
    for year, expected in ((2024, before), (2025, at_due)):
        found = of(score(villages(letters, year)[0], year=year), "zones-informed")
        assert (said(found), found.low, found.high) == (expected, low, high)


SHARES_OF_A_REGISTER = [
    pytest.param("----------", "no_data", "no_data", None, None, id="ten listed, none has a row"),
    pytest.param("yyyyyyyn--", "met", "met", F(7, 10), F(9, 10), id="7/10 confirmed, two not surveyed"),
    pytest.param("yyyyynnnn-", "not_yet", "not_met", F(5, 10), F(6, 10), id="at most 6/10, one not surveyed"),
    pytest.param("yyyyyynnnn", "not_yet", "not_met", F(6, 10), F(6, 10), id="all surveyed: as without a register"),
    pytest.param(
        *("yyyyyyn---", "undetermined missing", "undetermined missing", F(6, 10), F(9, 10)),
        id="6/7 of the surveyed, but 6 to 9 of 10",
    ),
    pytest.param(
        *("yyyyynnn?-", "undetermined missing", "undetermined missing", F(5, 10), F(7, 10)),
        id="one unknown and one not surveyed: 5 to 7 of 10",
    ),
]


@pytest.mark.parametrize(("letters", "before", "at_due", "low", "high"), SHARES_OF_A_REGISTER)
def test_a_share_with_a_register(
    score: Score, letters: str, before: str, at_due: str, low: F | None, high: F | None
) -> None:
    """x/N and (x + m)/N of the units listed; m are those without an answer and those without a row."""
    for year, expected in ((2024, before), (2025, at_due)):
        survey, register = villages(letters, year)
        found = of(score(survey, year=year, register=register), "zones-informed")
        assert (said(found), found.low, found.high) == (expected, low, high)


@pytest.mark.parametrize("confidence", [None, CONFIDENCE], ids=["counted", "sampled"])
def test_a_register_whose_units_of_the_kind_do_not_exist_that_year_leaves_no_data(
    score: Score, confidence: F | None
) -> None:
    """Both villages closed after 2023, so that in 2025 there is no village; those of 2023 are another year's."""
    survey = "year,kind,id,informed,hard_bags\n2023,craft_village,L1,yes,\n2025,supermarket,S1,,no\n"
    register = "kind,id,until\ncraft_village,L1,2023\ncraft_village,L2,2023\n"
    found = of(score(survey, register=register, confidence=confidence), "zones-informed")
    assert (found.year, said(found), found.low, found.high) == (2025, "no_data", None, None)


# Of 60 villages ten are drawn. The limits of METHODS in whole numbers, at 95%: 0 yes 0..17, 3 yes 5..37, 4 yes 9..42,
# 5 yes 13..47, 9 yes 35..59, 10 yes 43..60. (10 yes: of 42 yes among 60 ten drawn are all yes with probability
# C(42,10)/C(60,10) = 0.0195, of 43 with 0.0254, so 43 is the least that 0.025 allows; 0 yes is its mirror.) 70% is 42.
REST = "-" * 50
SHARES_OF_A_SAMPLE = [
    pytest.param("-" * 60, "no_data", "no_data", None, None, id="nothing drawn"),
    pytest.param("y" * 10 + REST, "met", "met", F(43, 60), F(1), id="ten of ten yes: at least 43 of 60"),
    pytest.param("n" * 10 + REST, "not_yet", "not_met", F(0), F(17, 60), id="none yes: at most 17 of 60"),
    pytest.param("yyy?nnnnnn" + REST, *["undetermined missing sampling"] * 2, F(5, 60), F(42, 60), id="3 or 4 yes"),
    pytest.param("yyynnnnnnn" + REST, "not_yet", "not_met", F(5, 60), F(37, 60), id="three yes: at most 37"),
    pytest.param("yyyynnnnnn" + REST, *["undetermined sampling"] * 2, F(9, 60), F(42, 60), id="up to 42, which is 70%"),
    pytest.param("yyyy?nnnnn" + REST, *["undetermined sampling"] * 2, F(9, 60), F(47, 60), id="open with 4 and with 5"),
    pytest.param("y" * 9 + "?" + REST, *["undetermined missing sampling"] * 2, F(35, 60), F(1), id="9 open, 10 met"),
    pytest.param("yyy" + "?" * 7 + REST, *["undetermined missing"] * 2, F(5, 60), F(1), id="3 missed, 10 met"),
    pytest.param("yyyyyyynnn", "met", "met", F(7, 10), F(7, 10), id="all ten drawn: 7/10"),
    pytest.param("yyyyyynnn?", *["undetermined missing"] * 2, F(6, 10), F(7, 10), id="all drawn, one unknown"),
]


@pytest.mark.parametrize(("letters", "before", "at_due", "low", "high"), SHARES_OF_A_SAMPLE)
def test_a_share_from_a_sample(
    score: Score, letters: str, before: str, at_due: str, low: F | None, high: F | None
) -> None:
    """`sampling` where an extreme of the unknown answers leaves the interval open, `missing` where the two differ."""
    for year, expected in ((2024, before), (2025, at_due)):
        survey, register = villages(letters, year)
        found = of(score(survey, year=year, register=register, confidence=CONFIDENCE), "zones-informed")
        assert (said(found), found.low, found.high) == (expected, low, high)


# --- reductions: at least 30% by 2025, against 2020 ---------------------------------------------------------------


def markets(text: str, year: int) -> Survey:
    """One market each, "2020 and now" as hard/total with its unit of measurement; "-" has no row, "?" is unknown.

    A market may end in "since YEAR" or "until YEAR", which only the register says.
    """
    rows, listed = [], []
    for n, market in enumerate(text.split("; ")):
        base, now, *life = market.split()
        for at, figures in ((2020, base), (year, now)):
            hard, _, total = figures.partition("/")
            unit = total.lstrip("0123456789")
            if figures != "-":
                rows.append(f"{at},market,C{n},{total.removesuffix(unit)},{hard.strip('?')},{unit}\n")
        years = dict(zip(life[::2], life[1::2], strict=True))
        listed.append(f"market,C{n},{years.get('since', '')},{years.get('until', '')}\n")
    survey = "year,kind,id,packaging_total,packaging_hard,packaging_unit\n" + "".join(rows)
    return survey, "kind,id,since,until\n" + "".join(listed)


BARRED = [
    pytest.param("80/100 -", "no_data", "no_data", None, None, id="no row now"),
    pytest.param("80/100 /", *["undetermined no-common-units"] * 2, None, None, id="no figures now"),
    pytest.param("80/100 0/0", *["undetermined no-common-units"] * 2, None, None, id="closed now"),
    pytest.param("- 50/100", *["undetermined no-baseline"] * 2, None, None, id="no row in 2020"),
    pytest.param("/ 50/100", *["undetermined no-baseline"] * 2, None, None, id="no figures in 2020"),
    pytest.param("0/100 50/100", *["undetermined zero-baseline"] * 2, None, None, id="nothing to cut in 2020"),
    pytest.param("80/100kg 50/100items", *["undetermined different-units"] * 2, None, None, id="kg against items"),
    pytest.param("80/100 50/100items", *["undetermined different-units"] * 2, None, None, id="empty against items"),
    pytest.param(
        *("0/100kg 50/100items", *["undetermined zero-baseline different-units"] * 2, None, None),
        id="a rate of zero in another unit",
    ),
]
NOTHING_GIVEN_OUT = [
    pytest.param(
        *("0/0kg 50/100items", *["undetermined different-units no-common-units"] * 2, None, None),
        id="nothing given out, in another unit",
    ),
]
"""What bars a comparison bars it in each of the three ways."""
REDUCTIONS = [
    pytest.param("80/100 56/100", "met", "met", F(3, 10), F(3, 10), id="1 - 0.56/0.80 is 30% exactly"),
    pytest.param("80/100 57/100", "not_yet", "not_met", F(23, 80), F(23, 80), id="1 - 57/80 is 28.75%"),
    pytest.param("80/100 90/100", "not_yet", "not_met", F(-1, 8), F(-1, 8), id="it rose"),
    pytest.param(
        # known 20/50 now, so 20/100 to 70/100 against 80/100
        *("40/50 20/50; 40/50 ?/50", *["undetermined missing"] * 2, F(1, 8), F(3, 4)),
        id="a hard part unknown: 12.5% to 75%",
    ),
    pytest.param(
        # all: 80/100 to 50/100; matched: C0 alone, 40/50 to 30/50
        *("40/50 30/50; 40/50 -; - 20/50", *["undetermined readings"] * 2, F(1, 4), F(3, 8)),
        id="37.5% by all, 25% by those in both years",
    ),
    pytest.param(
        # all: 30/100 to 80/100 against 80/100; matched as above
        *("40/50 30/50; 40/50 -; - ?/50", *["undetermined missing readings"] * 2, F(0), F(5, 8)),
        id="0 to 62.5% by all, 25% by those in both years",
    ),
]


@pytest.mark.parametrize(("text", "before", "at_due", "low", "high"), BARRED + NOTHING_GIVEN_OUT + REDUCTIONS)
def test_a_reduction_without_a_register(
    score: Score, text: str, before: str, at_due: str, low: F | None, high: F | None
) -> None:
    """1 − R_now/R_base, sum over sum."""
    for year, expected in ((2024, before), (2025, at_due)):
        found = of(score(markets(text, year)[0], year=year), "market-packaging-reduction")
        assert (said(found), found.low, found.high) == (expected, low, high)


REDUCTIONS_OF_A_REGISTER = [
    pytest.param("80/100 56/100", "met", "met", F(3, 10), F(3, 10), id="all listed markets measured: 30%"),
    pytest.param(
        # 240/300 to between 0/300 and 100/300: 1 - (1/3)/(4/5) = 7/12
        *("80/100 0/100; 80/100 0/100; 80/100 -", "met", "met", F(7, 12), F(1)),
        id="met though the third, up to 100, were all hard",
    ),
    pytest.param(
        # 30/300 to between 160/300 and 260/300: 1 - 26/3 and 1 - 16/3
        *("10/100 80/100; 10/100 80/100; 10/100 -", "not_yet", "not_met", F(-23, 3), F(-13, 3)),
        id="missed though the third had none",
    ),
    pytest.param(
        # 2020 between 160/300 and 260/300, now between 80/300 and 180/300: 1 - 180/160 and 1 - 80/260
        *("80/100 40/100; 80/100 40/100; - -", *["undetermined missing"] * 2, F(-1, 8), F(9, 13)),
        id="the third was measured in neither year",
    ),
    pytest.param(
        # all: 240/300 to between 80/300 and 180/300, open; matched: 160/200 to 80/200, 50%
        *("80/100 40/100; 80/100 40/100; 80/100 -", *["undetermined missing readings"] * 2, F(1, 4), F(2, 3)),
        id="the third was measured in 2020 alone",
    ),
    pytest.param(
        # nobody is missing in a year: all 37.5%, matched 25%, as without a register
        *("40/50 30/50; 40/50 - until 2022; - 20/50 since 2022", *["undetermined readings"] * 2, F(1, 4), F(3, 8)),
        id="one closed, another opened",
    ),
    pytest.param("80/100 - until 2022", "no_data", "no_data", None, None, id="no market exists now"),
]


@pytest.mark.parametrize(
    ("text", "before", "at_due", "low", "high"), BARRED + NOTHING_GIVEN_OUT + REDUCTIONS_OF_A_REGISTER
)
def test_a_reduction_with_a_register(
    score: Score, text: str, before: str, at_due: str, low: F | None, high: F | None
) -> None:
    """A market not measured lies between nothing and the largest total of that year, all of it hard or none."""
    for year, expected in ((2024, before), (2025, at_due)):
        survey, register = markets(text, year)
        found = of(score(survey, year=year, register=register), "market-packaging-reduction")
        assert (said(found), found.low, found.high) == (expected, low, high)


# The layer bound; each market gave out 100 in each year, so that no other gives out more. Rank limits are those at 96%.
TWENTY = "; ".join(["80/100 20/100"] * 20 + ["- -"] * 2)
LITTLE = "; ".join(["80/100 78/100"] * 20 + ["- -"] * 2)
REDUCTIONS_OF_A_SAMPLE = [
    pytest.param(
        *("0/0kg 50/100items", *["undetermined zero-baseline different-units"] * 2, None, None),
        id="nothing given out, in another unit",
    ),
    pytest.param(TWENTY, "met", "met", None, None, id="twenty of 22, each cut by 75%"),
    pytest.param(LITTLE, "not_yet", "not_met", None, None, id="2.5% of twenty of 22"),
    pytest.param("80/100 57/100", "not_yet", "not_met", 0.2875, 0.2875, id="the only market, taken whole, is a census"),
    pytest.param(
        # nothing of the other is known: 80/100 to 40/100 of one, U = 2 and L = 1: 1 − (140/200)/(80/200) to
        # 1 − (40/200)/(180/200)
        *("80/100 40/100; - -", *["undetermined sampling"] * 2, -0.75, 7 / 9),
        id="one of two measured",
    ),
    pytest.param(
        # the other was drawn and did not answer: the same range, and no chance in it
        *("80/100 40/100; / /", *["undetermined missing"] * 2, -0.75, 7 / 9),
        id="one of two measured, the other drawn too",
    ),
    pytest.param(
        *("40/50 20/50; 40/50 ?/50", *["undetermined missing"] * 2, 0.125, 0.75),
        id="all drawn, a hard part unknown: 12.5% missed, 75% met",
    ),
    pytest.param(
        # two years of lists that differ, each measured whole: 80/100 to 50/100
        *("40/50 30/50; 40/50 - until 2022; - 20/50 since 2022", "met", "met", 0.375, 0.375),
        id="all drawn, 37.5%",
    ),
]


@pytest.mark.parametrize(("text", "before", "at_due", "low", "high"), BARRED + REDUCTIONS_OF_A_SAMPLE)
def test_a_reduction_from_a_sample(
    score: Score, text: str, before: str, at_due: str, low: float | None, high: float | None
) -> None:
    """The layer bound; how it comes to its ends is told in test_layer_bound.py."""
    for year, expected in ((2024, before), (2025, at_due)):
        survey, register = markets(text, year)
        scores = score(survey, year=year, register=register, confidence=CONFIDENCE)
        found = of(scores, "market-packaging-reduction")
        assert said(found) == expected
        for end, expected_end in ((found.low, low), (found.high, high)):
            assert expected_end is None or end == pytest.approx(expected_end, abs=2e-5)


# --- counts: at least 1 model from 2021 to 2025; at least 2 campaigns from 2021, or 2026, to 2030 -----------------


def by_year(kind: str, column: str, text: str) -> Survey:
    """One unit each, a letter for each year from 2021 on: y, n, ? without an answer, - without a row."""
    rows = [
        f"{year},{kind},M{n},{ANSWERS[letter]},\n"
        for n, letters in enumerate(text.split("; "))
        for year, letter in enumerate(letters, 2021)
        if letter != "-"
    ]
    listed = "".join(f"{kind},M{n}\n" for n in range(len(text.split("; "))))
    return f"year,kind,id,{column},hard_bags\n2023,supermarket,S1,,no\n" + "".join(rows), "kind,id\n" + listed


COUNTS = [
    pytest.param("-----", "no_data", "no_data", (None, None), id="no row in any year"),
    pytest.param("nynnn", "met", "met", (1, 1), id="one in 2022"),
    pytest.param("y----", "met", "met", (1, None), id="one in 2021, nothing known since"),
    pytest.param("nnnny", "not_yet", "met", (1, 1), id="not before 2025"),
    pytest.param("nnnnn", "not_yet", "not_met", (0, 0), id="a no in every year"),
    pytest.param("nn?nn", *["undetermined missing"] * 2, (0, 1), id="not known in 2023: none or one"),
    pytest.param("n-nnn", *["undetermined missing"] * 2, (0, None), id="2022 without a row is not zero"),
]


@pytest.mark.parametrize(("text", "before", "at_due", "ends"), COUNTS)
def test_a_count(score: Score, text: str, before: str, at_due: str, ends: tuple[int | None, int | None]) -> None:
    """Scored as of 2023, when the window is 2021-2023, and as of 2025; the range is that of 2025."""
    survey, _ = by_year("model", "applied", text)
    results = [of(score(survey, year=year), "models-applied") for year in (2023, 2025)]
    assert [said(found) for found in results] == [before, at_due]
    assert (results[1].low, results[1].high) == ends


@pytest.mark.parametrize(
    ("text", "before", "at_due", "ends"),
    [
        pytest.param("-----", "no_data", "no_data", (None, None), id="listed, no row in any year"),
        pytest.param("nynnn; -----", "met", "met", (1, 2), id="one applied, one never asked"),
        pytest.param("nnnnn; nnnnn", "not_yet", "not_met", (0, 0), id="each was asked every year"),
        pytest.param("nnnnn; n----", *["undetermined missing"] * 2, (0, 1), id="one not asked again: none or one"),
        pytest.param("nnnnn; -----", *["undetermined missing"] * 2, (0, 1), id="one never asked: none or one"),
    ],
)
def test_a_count_with_a_register(
    score: Score, text: str, before: str, at_due: str, ends: tuple[int | None, int | None]
) -> None:
    """What a model of the register did in a year of the window without a row of it is not known."""
    survey, register = by_year("model", "applied", text)
    results = [of(score(survey, year=year, register=register), "models-applied") for year in (2023, 2025)]
    assert [said(found) for found in results] == [before, at_due]
    assert (results[1].low, results[1].high) == ends


@pytest.mark.parametrize(
    ("text", "before", "at_due", "ends"),
    [
        pytest.param("yynnnyynnn", "met", "met", (2, 4), id="4 since 2021, 2 since 2026"),
        pytest.param("ynnnnnnnnn", "not_yet", "not_met", (0, 1), id="1 since 2021, 0 since 2026"),
        pytest.param("yynnnnnnnn", *["undetermined readings"] * 2, (0, 2), id="2 since 2021, 0 since 2026"),
        pytest.param(
            *("yynnn-nnnn", *["undetermined missing readings"] * 2, (0, None)), id="2 since 2021, 2026 without a row"
        ),
    ],
)
def test_a_count_with_two_windows(
    score: Score, text: str, before: str, at_due: str, ends: tuple[int | None, int | None]
) -> None:
    """Two windows are two readings; scored as of 2028 and as of 2030, for 2030."""
    survey, _ = by_year("campaign", "held", text)
    results = [of(score(survey, year=year, due=2030), "campaigns-held") for year in (2028, 2030)]
    assert [said(found) for found in results] == [before, at_due]
    assert (results[1].low, results[1].high) == ends


@pytest.mark.parametrize(
    ("text", "expected"), [("yynnn", "undetermined readings"), ("ynnnn", "not_yet")], ids=["2 since 2021", "1"]
)
def test_a_window_that_has_not_begun_settles_nothing(score: Score, text: str, expected: str) -> None:
    """As of 2025 the window from 2026 on is not yet met: two campaigns since 2021 leave the readings apart."""
    survey, _ = by_year("campaign", "held", text)
    assert said(of(score(survey, year=2025, due=2030), "campaigns-held")) == expected


# --- tracked clauses, and the words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "yes"),
    [
        ("2025,supermarket,S1,,,no\n", 0),
        ("2025,enterprise,E1,no,,\n", 0),
        ("2025,enterprise,E1,,,\n", 0),
        ("2025,enterprise,E1,yes,,\n2025,enterprise,E2,yes,no,\n", 2),
    ],
    ids=["no row of its kind", "a no", "not known", "two"],
)
@pytest.mark.parametrize("register", [None, "kind,id\nenterprise,E1\nenterprise,E2\nenterprise,E3\n"])
def test_a_clause_without_a_number_is_tracked_whatever_its_evidence(
    score: Score, rows: str, yes: int, register: str | None
) -> None:
    """Evidence is counted and may be 0: never `no_data`, nor anything missing, with a register or without."""
    scores = score("year,kind,id,in_safe_chain,traceable,hard_bags\n" + rows, register=register)
    found, task = of(scores, "safe-food-chains"), of(scores, "task-II.1.a")
    assert (said(found), found.evidence[0].yes) == ("tracked", yes)
    assert (said(task), task.evidence[0].yes) == ("tracked", 0)
    assert (found.low, found.high, found.required, found.needed) == (None,) * 4


def test_tracked_clauses_of_a_sample_are_counted_as_ever(score: Score) -> None:
    survey = "year,kind,id,in_safe_chain,traceable\n2025,enterprise,E1,yes,no\n"
    register = "kind,id\nenterprise,E1\nenterprise,E2\n"
    found = of(score(survey, register=register, confidence=CONFIDENCE), "safe-food-chains")
    assert (said(found), [one.yes for one in found.evidence]) == ("tracked", [1, 0])


@pytest.mark.parametrize(
    ("letters", "year", "english", "vietnamese"),
    [
        ("", 2025, "No data", "Không có số liệu"),
        ("yy?", 2025, "Undetermined", "Chưa đủ căn cứ kết luận"),
        ("yyy", 2024, "Met so far", None),
        ("yyy", 2025, "Met", "Đạt"),
        ("nnn", 2024, "Not yet due", "Chưa đến hạn (dưới mức yêu cầu)"),
        ("nnn", 2025, "Not met", "Không đạt"),
    ],
)
def test_a_verdict_in_words(score: Score, letters: str, year: int, english: str, vietnamese: str | None) -> None:
    """METHODS, the table of verdicts. A target reached before its due year reads otherwise than one reached in it."""
    found = of(score(villages(letters, year)[0], year=year), "zones-informed")
    words = language("vi").text(verdict(found))
    assert language("en").text(verdict(found)) == english
    assert words == vietnamese if vietnamese else words not in ("Đạt", "Chưa đạt")


def test_a_clause_without_a_number_reads_tracked(score: Score) -> None:
    found = of(score(villages("y", 2025)[0]), "safe-food-chains")
    assert [language(code).text(verdict(found)) for code in ("en", "vi")] == ["Tracked", "Theo dõi"]

"""Figures as they are written: never on the other side of what is required than they are."""

from fractions import Fraction

import pytest

from scp_ninhbinh.documents.figures import Scale, Way, percent, rate_places, scale_of, spread
from scp_ninhbinh.text.numbers import Amount, Percentage
from scp_ninhbinh.text.say import Sayable, language

SHARE, COUNT = Scale(counted=False), Scale(counted=True)


def en(value: Sayable) -> str:
    return language("en").text(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(7, 10), "70.0%"),
        (Fraction(6999, 10000), "69.99%"),
        (Fraction(700001, 1000000), "70.0001%"),
        (Fraction(1, 3), "33.3%"),
        (None, "–"),
    ],
)
def test_a_percentage_has_as_many_decimals_as_its_verdict_needs(value: Amount | None, written: str) -> None:
    assert en(scale_of("percent", Fraction(7, 10), [value]).figure(value)) == written


def test_figures_shown_together_have_the_same_decimals() -> None:
    """69.96% needs two beside 70%, so the other ends of the range have two."""
    scale = scale_of("percent", Fraction(7, 10), [Fraction(6996, 10000), Fraction(1, 2)])
    assert [en(scale.figure(one)) for one in (Fraction(6996, 10000), Fraction(1, 2))] == ["69.96%", "50.00%"]


@pytest.mark.parametrize(
    ("base", "now", "cut_places", "decimals"),
    [
        (Fraction(600, 1000), Fraction(4204, 10000), 1, 2),  # 60.0% and 42.0% would give 30, the cut is 29.93%
        (Fraction(600, 1000), Fraction(4200, 10000), 1, 1),
        (Fraction(21, 1000), Fraction(1469, 100000), 2, 3),  # 2.1% and 1.5% would give 28.6, the cut is 30.05%
        (Fraction(0), Fraction(1, 2), 1, 1),
        (None, Fraction(1, 2), 1, 1),
    ],
)
def test_rates_have_the_decimals_from_which_a_reader_gets_their_cut(
    base: Fraction | None, now: Fraction, cut_places: int, decimals: int
) -> None:
    base, now = (None if one is None else Percentage(one) for one in (base, now))
    assert rate_places((base, now), cut_places, Fraction(3, 10)) == decimals


@pytest.mark.parametrize(
    ("levels", "way", "decimals"),
    [
        ((Percentage(3, 100), Percentage(27, 1000)), Way(years=2), 1),  # 3.0% and 2.7%: 5.13% a year
        ((Percentage(3, 100), Percentage(2714, 100_000)), Way(years=2), 2),  # 2.7% too, but 4.89% a year
        ((Percentage(1, 100), Percentage(1051, 100_000)), Way(rises=True), 3),  # 5.1%, and from 1.05% it is 5%
        ((Percentage(1, 100), Percentage(1051, 100_000)), Way(rises=True, is_ceiling=True), 3),
        ((100, 105), Way(rises=True, is_ceiling=True), 1),
    ],
)
def test_so_have_those_of_a_change_a_year_of_a_rise_and_of_what_is_at_most_allowed(
    levels: tuple[Amount, Amount], way: Way, decimals: int
) -> None:
    assert rate_places(levels, 1, Fraction(5, 100), way=way) == decimals


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (Fraction(171, 10_000), Fraction(174, 10_000), "1.71% to 1.74%"),  # with one decimal both are 1.7%
        (Fraction(1710, 100_000), Fraction(1713, 100_000), "1.710% to 1.713%"),
        (Fraction(17_100, 1_000_000), Fraction(17_101, 1_000_000), ""),  # the figure itself, 1.7%, says it
    ],
)
def test_the_ends_of_a_range_do_not_look_alike(low: Fraction, high: Fraction, written: str) -> None:
    scale = scale_of("percent", Fraction(3, 10), [low, high], ranges=[(low, high)])
    assert en(spread(low, high, scale)) == written


def test_amounts_that_differ_do_not_look_alike_either() -> None:
    low, high = Fraction(1_234_567_81, 100), Fraction(1_234_567_84, 100)
    scale = scale_of("kg", 1_200_000, [low, high], ranges=[(low, high)])
    assert en(spread(low, high, scale)) == "1,234,567.81 to 1,234,567.84 kg"


@pytest.mark.parametrize(("value", "written"), [(2, "2"), (None, "–"), (Fraction(5, 2), "2.5")])
def test_a_number_is_whole_unless_it_lies_between_whole_ones(value: Amount | None, written: str) -> None:
    assert en(COUNT.between(value)) == written


@pytest.mark.parametrize(
    ("scale", "value", "written"),
    [(SHARE, Fraction(1, 8), "12.5%"), (SHARE, Fraction(7, 10), "70%"), (COUNT, 2, "2"), (COUNT, 1200, "1,200")],
)
def test_a_requirement_has_no_needless_decimals(scale: Scale, value: Amount, written: str) -> None:
    assert en(scale.requirement(value)) == written


@pytest.mark.parametrize(
    ("scale", "value", "written"),
    [
        (SHARE, Fraction(1, 100), "+1.0"),
        (SHARE, Fraction(-1, 100), "−1.0"),
        (COUNT, 3, "+3"),
        (COUNT, 0, "0"),
        (SHARE, Fraction(1, 10_000), "0.0"),
    ],
)
def test_a_change_has_its_sign(scale: Scale, value: Amount, written: str) -> None:
    assert en(scale.change(value)) == written


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (Fraction(1, 10), Fraction(1, 5), "10.0% to 20.0%"),
        (Fraction(1, 10), None, "at least 10.0%"),
        (None, Fraction(1, 5), "at most 20.0%"),
        (None, None, ""),
    ],
)
def test_a_range_may_be_open_to_a_side(low: Amount | None, high: Amount | None, written: str) -> None:
    assert en(spread(low, high, SHARE)) == written


def test_a_range_of_a_sample_says_its_confidence() -> None:
    assert en(spread(Fraction(1, 10), Fraction(1, 5), SHARE, Fraction(95, 100))) == "95% interval 10.0% to 20.0%"
    assert en(percent(Fraction(999, 1000))) == "99.9%"


def test_a_cell_holds_what_a_spreadsheet_computes_with() -> None:
    share, count = SHARE.cell(Fraction(1, 3)), COUNT.cell(3)
    assert (share.value, share.format, count.value, count.format) == (pytest.approx(100 / 3), "percent", 3, "number")
    assert SHARE.cell(None).value is None


@pytest.mark.parametrize(
    ("unit", "required", "value", "gap", "written"),
    [
        ("ha", "3.25", "3", "-0.25", "−0.25 ha"),
        ("ha", "2.5", "3", "0.5", "+0.5 ha"),
        ("ha", "2", "3", "1", "+1 ha"),
        ("ha", "3", "3.5", "0.5", "+0.5 ha"),
        ("percent", "0.4996", "0.5", "0.0004", "+0.04"),
        ("percent", "0.5", "0.55", "0.05", "+5.0"),
        ("count", "2", "3", "1", "+1"),
    ],
)
def test_a_difference_has_the_decimals_of_what_is_required_too(
    unit: str, required: str, value: str, gap: str, written: str
) -> None:
    """3 ha against 3.25 ha lack a quarter, and not nothing; a spreadsheet shows as many decimals."""
    scale = scale_of(unit, Fraction(required), [Fraction(value)])
    assert en(scale.change(Fraction(gap))) == written
    decimals = len(written.split(maxsplit=1)[0].partition(".")[2])
    assert scale.change_cell(Fraction(gap)).places == decimals

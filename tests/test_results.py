"""What a result says, and how it is written and read back."""

import json
from fractions import Fraction
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from scp_ninhbinh.measures.count import Evidence
from scp_ninhbinh.measures.figures import (
    SMALLEST,
    Attainment,
    Confidence,
    Figure,
    Gap,
    NoFigures,
    Number,
    Points,
    Positive,
    Ratio,
    Reason,
    StratumName,
    Year,
    bounds,
    difference,
    like,
)
from scp_ninhbinh.measures.quantity import NOTHING, Rate
from scp_ninhbinh.plan.vocabulary import RateColumns
from scp_ninhbinh.scores.results import CountGroup, EmptyGroup, NoTargetResult, Title, TrackedResult, plain
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.numbers import Percentage


def test_what_is_not_said_of_a_measure_is_nothing() -> None:
    assert plain(Evidence(answer="task", yes=3, no=0, unknown=0))["wanted"] == "yes"
    assert {name: value for name, value in plain(NoFigures()).items() if value is not None} == {
        "coverage": [],
        "parts": [],
    }
    rate = Rate(2025, RateColumns("part", "whole"), 1, 2, 0, (), (), ())
    assert (rate.absent, rate.largest, rate.beyond) == ((), 0, NOTHING)
    assert (rate.is_registered, rate.years, rate.missing) == (False, (), ())


HEAD = {"id": "models-applied", "clause": "I.1.2", "title": Title(vi="Mô hình", en="Models")}


def test_a_result_without_readings_has_no_figure_and_no_sample() -> None:
    found = NoTargetResult(**HEAD, due=2030, measure="share", unit="percent")
    known = {"id", "clause", "title", "due", "measure", "unit"}
    without = {name: value for name, value in plain(found).items() if name not in known and value is not None}
    reading = {"name": "as-written", "achieved": None, "low": None, "high": None, "status": None}
    assert without == {"reasons": [], "coverage": [], "parts": [], "readings": [reading]}
    assert Figure("a")[1:] == (None, None, None, (), False, False, ())
    assert (found.is_estimate, found.groups) == (False, None)


# Groups


def test_a_group_without_a_row_has_an_empty_figure_and_does_not_speak() -> None:
    found = bounds((Figure("a", 1, 1, 2), Figure("b", 0, 0, 0)))
    silent, heard = EmptyGroup(name="A"), CountGroup(name="A", **found)
    assert (silent.achieved, silent.low, silent.high, silent.speaks) == (None, None, None, False)
    assert (heard.achieved, heard.low, heard.high, heard.speaks) == (1, 0, 2, True)


# Written: numbers of JSON


@pytest.mark.parametrize(
    ("figure", "written"),
    [
        (Percentage(7, 10), 70.0),
        (Percentage(1), 100.0),
        (Percentage(1, 3), float(Fraction(100, 3))),
        (Points(-1, 8), -12.5),
        (Ratio(2), 2.0),
        (Ratio(2, 3), 2 / 3),
        (Fraction(20), 20),
        (Fraction(27, 2), 13.5),
        (3, 3),
        (True, True),
        (0.5, 0.5),
        ("text", "text"),
        (None, None),
        (Status.MET, "met"),
        ((Reason.MISSING, Percentage(1, 2)), ["missing", 50.0]),
    ],
)
def test_a_figure_is_written_as_what_it_is(figure: object, written: object) -> None:
    """A percentage from 0 to 100 and a ratio are never whole numbers of JSON; an amount is one where it is whole."""
    found = plain(figure)
    assert (found, type(found) is type(written) or isinstance(figure, Status)) == (written, True)
    assert json.loads(json.dumps(found)) == written


def test_a_record_is_written_key_by_key_in_the_order_of_its_class() -> None:
    record = plain(Evidence(answer="traceable", wanted="no", yes=1, no=2, unknown=3))
    assert list(record.items()) == [("answer", "traceable"), ("wanted", "no"), ("yes", 1), ("no", 2), ("unknown", 3)]


def test_groups_are_a_key_only_where_they_were_asked_for() -> None:
    about: dict[str, Any] = HEAD | {"year": 2025, "evidence": (Evidence(answer="task", yes=0, no=0, unknown=0),)}
    asked, none = (plain(TrackedResult(**about, groups=groups)) for groups in ((), None))
    assert (asked["groups"], "groups" in none) == ([], False)
    assert {key for key, value in none.items() if value is None} > {"due", "required", "gap", "needed", "achieved"}


def test_a_stratum_is_written_by_its_kind_and_its_name() -> None:
    names = [StratumName.of("market", "far"), StratumName.of("market", "")]
    assert plain(names) == ["market far", "market"]
    assert [(name.kind, name.stratum) for name in names] == [("market", "far"), ("market", "")]


# Read back


HALF = Fraction(1, 2)
SHARES = Number(Percentage, 0, 100)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.integers(0, 100_000), st.integers(1, 100_000))
def test_a_share_is_read_back_as_the_fraction_that_it_was(units: int, of_units: int) -> None:
    share = Percentage(min(units, of_units), of_units)
    found = SHARES.read(json.loads(json.dumps(plain(share))))
    assert (found, type(found)) == (share, Percentage)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.fractions(-(10**9), 10**9), st.sampled_from([Percentage, Points, Ratio, Fraction]))
def test_whatever_is_read_back_is_written_as_it_was(value: Fraction, kind: type[Fraction]) -> None:
    """Of a fraction with a long denominator JSON has only the nearest float."""
    written = plain(kind(value))
    found = Number(kind).read(written)
    assert (plain(found), type(found)) == (written, kind)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.floats(-1e23, 1e23).filter(lambda value: not value or abs(value) >= SMALLEST))
def test_a_number_that_a_float_is_reads_back_as_that_float(value: float) -> None:
    assert float(Number().read(value)) == value


BEYOND = [10**25, 1e25, 1e-201, float("nan"), float("inf"), -float("inf")]


@pytest.mark.parametrize("value", [True, "5", None, [1], {}, *BEYOND])
def test_what_is_no_number_of_json_or_beyond_any_survey_is_not_read(value: object) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        Number().read(value)


@pytest.mark.parametrize(
    ("number", "schema"),
    [
        (Number(), {"type": "number"}),
        (Number(Percentage, 0, 100), {"type": "number", "minimum": 0, "maximum": 100}),
        (Number(Percentage, None, 100, 0), {"type": "number", "maximum": 100, "exclusiveMinimum": 0}),
        (Number(Percentage, 50, below=100), {"type": "number", "minimum": 50, "exclusiveMaximum": 100}),
    ],
)
def test_a_number_says_its_bounds_in_the_schema(number: Number, schema: dict[str, Any]) -> None:
    assert TypeAdapter(Annotated[Fraction, number]).json_schema() == schema


# Figures of the same unit


def test_what_is_computed_of_a_percentage_is_a_percentage_and_a_difference_is_in_points() -> None:
    share, number = Percentage(7, 10), Fraction(3)
    assert [type(like(HALF, one)) for one in (share, number, 3)] == [Percentage, Fraction, Fraction]
    assert [type(difference(HALF, one)) for one in (share, number, 3)] == [Points, Fraction, Fraction]
    assert (like(HALF, share), difference(HALF, share)) == (HALF, HALF)


@pytest.mark.parametrize(
    ("kind", "sound", "wrong"),
    [
        (Attainment, [0, 150], [-1]),
        (Confidence, [50, 99.9], [49.9, 100]),
        (Gap, [-100, 100], [-101, 101]),
        (Year, [1900, 2199], [1899, 2200]),
        (Positive, [1], [0, 1.5]),
    ],
)
def test_a_number_of_a_saved_score_lies_within_its_limits(kind: object, sound: list[float], wrong: list[float]) -> None:
    reader: TypeAdapter[Any] = TypeAdapter(kind)
    for number in sound:
        reader.validate_python(number)
    for number in wrong:
        with pytest.raises(ValidationError):
            reader.validate_python(number)

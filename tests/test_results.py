"""What a result says, and how it is written and read back."""

from scp_ninhbinh.measures.count import Evidence
from scp_ninhbinh.measures.figures import Figure, NoFigures, bounds
from scp_ninhbinh.measures.reduction import Rate
from scp_ninhbinh.scores.results import CountGroup, EmptyGroup, NoTargetResult, Title, plain


def test_what_is_not_said_of_a_measure_is_nothing() -> None:
    assert plain(Evidence(answer="task", yes=3, no=0, unknown=0))["wanted"] == "yes"
    assert {name: value for name, value in plain(NoFigures()).items() if value is not None} == {
        "coverage": [],
        "parts": [],
    }
    assert Rate(2025, 1, 2, 0, (), (), ())[7:] == ((), 0, 0)


HEAD = {"id": "models-applied", "clause": "I.1.2", "title": Title(vi="Mô hình", en="Models")}


def test_a_result_without_readings_has_no_figure_and_no_sample() -> None:
    found = NoTargetResult(**HEAD, due=2030, measure="share", unit="percent")
    known = {"id", "clause", "title", "due", "measure", "unit"}
    without = {name: value for name, value in plain(found).items() if name not in known and value is not None}
    reading = {"name": "as-written", "achieved": None, "low": None, "high": None, "status": None}
    assert without == {"reasons": [], "coverage": [], "parts": [], "readings": [reading]}
    assert Figure("a")[1:] == (None, None, None, (), False, False, (), False)
    assert (found.is_estimate, found.groups) == (False, None)


# Groups


def test_a_group_without_a_row_has_an_empty_figure_and_does_not_speak() -> None:
    found = bounds((Figure("a", 1, 1, 2), Figure("b", 0, 0, 0)))
    silent, heard = EmptyGroup(name="A"), CountGroup(name="A", **found)
    assert (silent.achieved, silent.low, silent.high, silent.speaks) == (None, None, None, False)
    assert (heard.achieved, heard.low, heard.high, heard.speaks) == (1, 0, 2, True)

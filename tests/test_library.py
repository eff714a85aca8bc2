"""The package as a library: files and rows in, results out, and nothing of the process touched."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT, SAMPLES, Scp

import scp_ninhbinh as scp
from scp_ninhbinh.library import ROWS

VILLAGE = {"year": 2025, "kind": "craft_village", "id": "A", "informed": True}
MARKETS = [
    {"year": 2020, "kind": "market", "id": "M", "packaging_total": 2100, "packaging_hard": 1705},
    {"year": 2025, "kind": "market", "id": "M", "packaging_total": 2000, "packaging_hard": 1100},
]
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "library.md").read_text(encoding="utf-8"), re.DOTALL)


class Frame:
    """What a DataFrame of pandas is to the library: columns, and `to_dict` by records."""

    def __init__(self, records: list[dict[str, Any]]) -> None:
        self.records, self.columns = records, list(dict.fromkeys(key for one in records for key in one))

    def to_dict(self, orient: str) -> list[dict[str, Any]]:
        assert orient == "records"
        return [{name: one.get(name, float("nan")) for name in self.columns} for one in self.records]

    def __getitem__(self, names: list[str]) -> "Frame":
        return Frame([{name: one[name] for name in names} for one in self.records])


def test_a_dict_of_results_is_what_the_command_says(scp: Scp) -> None:
    import scp_ninhbinh

    files = [Path(path) for path in SAMPLES]
    register = ROOT / "data" / "samples" / "register.csv"
    asked = ("--register", str(register), "--by", "area", "--format", "json")
    found = scp_ninhbinh.score(files, register=register, by="area").to_dict()
    assert found == json.loads(scp("score", *SAMPLES, *asked).stdout)
    reviewed = scp_ninhbinh.review(SAMPLES).to_dict()
    assert reviewed == json.loads(scp("review", *SAMPLES, "--format", "json").stdout)
    explained = scp_ninhbinh.explain("I.1.4a", SAMPLES).to_dict()
    assert explained == json.loads(scp("explain", "I.1.4a", *SAMPLES, "--format", "json").stdout)
    checked = scp_ninhbinh.check(SAMPLES[-1]).to_dict()
    assert checked == json.loads(scp("check", SAMPLES[-1], "--format", "json").stdout)


def test_rows_are_scored_as_the_file_that_they_would_be() -> None:
    """One village of one is informed; of 1,705 of 2,100 remain 1,100 of 2,000: 32.3%."""
    found = scp.score([VILLAGE, *MARKETS])
    assert (found.year, found.verdicts["I.1.1"], found.verdicts["I.1.4a"]) == (2025, "met", "met")
    by_clause = {(one["clause"], one["part"]): one for one in found.rows()}
    assert by_clause["I.1.4", "a"]["achieved"] == pytest.approx((1 - (1100 / 2000) / (1705 / 2100)) * 100)
    assert by_clause["I.1.1", None]["status"] == "met"
    assert type(by_clause["I.1.1", None]["status"]) is str


def test_a_data_frame_is_taken_as_it_is() -> None:
    """Its missing cells are NaN."""
    assert scp.score(Frame([VILLAGE, *MARKETS])).rows() == scp.score([VILLAGE, *MARKETS]).rows()


@pytest.mark.parametrize(
    ("value", "meant"), [(3.946, 3.946), (Decimal("3946.5"), 3946.5), (1e3, 1000), (12345678.25, 12345678.25), (7, 7)]
)
def test_a_number_in_memory_is_never_read_in_two_ways(value: Any, meant: float) -> None:
    """In a text 3.946 may be three thousand; here it is not."""
    rows = [MARKETS[0] | {"packaging_total": 10**8, "packaging_hard": value}]
    explained = scp.explain("I.1.4a", rows, year=2020).to_dict()["targets"][0]
    assert explained["base"]["numerator"] == pytest.approx(meant)


@pytest.mark.parametrize("value", [None, float("nan"), ""])
def test_what_is_missing_is_not_known(value: Any) -> None:
    assert scp.score([VILLAGE | {"informed": value}]).verdicts["I.1.1"] == "undetermined"


def test_rows_have_names_and_numbers_in_messages() -> None:
    found = scp.check([VILLAGE, VILLAGE | {"id": "B", "informed": "maybe"}])
    assert [(one.path, one.row, one.column, one.rule) for one in found.problems] == [
        (ROWS, 3, "informed", "not-yes-no")
    ]
    assert not found.ok


def test_each_result_has_what_was_noticed() -> None:
    """The constant that no row needs is noticed whichever command reads the rows; of a review its own warnings too."""
    asked: Any = {"set": {"year": 2025}, "lang": "vi"}
    found = scp.score([VILLAGE], **asked), scp.explain("I.1.1", [VILLAGE], **asked), scp.check([VILLAGE], **asked)
    for one in (*found, scp.review([VILLAGE], **asked)):
        assert [(it.rule, it.severity, it.column) for it in one.problems] == [("set-not-used", "warning", "year")]
        assert "không được dùng" in one.problems[0].message


def test_an_error_says_what_it_means() -> None:
    with pytest.raises(scp.ScpError, match=r'^rows:2:informed: "maybe" is neither yes nor no.*; write yes or no'):
        scp.score([VILLAGE | {"informed": "maybe"}])
    with pytest.raises(scp.ScpError, match=r"^none.csv: there is no such file; check the path"):
        scp.score("none.csv")


@pytest.mark.parametrize("data", [7, [7], [VILLAGE, "a.csv"], None])
def test_no_data_is_a_type_error(data: Any) -> None:
    with pytest.raises(TypeError):
        scp.score(data)


def test_a_plan_that_was_loaded_is_for_looking_into() -> None:
    with pytest.raises(TypeError, match="plan takes a path; load_plan gives a plan to look into"):
        scp.score([VILLAGE], plan=scp.load_plan())  # type: ignore[typeddict-item]


def test_declarations_and_languages_are_those_of_the_command() -> None:
    rows = [{"kind": "craft_village", "id": "A", "informed": ""}]
    found = scp.score(rows, set={"year": 2025}, blank=["informed"], lang="vi")
    assert found.verdicts["I.1.1"] == "not_met"
    assert found.rows()[0]["title"].startswith("Khu, cụm")  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="no_such"):
        scp.score(rows, no_such=1)


@pytest.mark.parametrize(
    "asked",
    [
        {"by": "village"},
        {"lang": "fr"},
        {"sample": True, "confidence": 0.95},
        {"confidence": 100},
        {"due": "2025"},
        {"due": "x"},
        {"year": "2025"},
        {"decimal": "dot"},
        {"encoding": "klingon"},
        {"bad_cells": "no"},
        {"blank": "informed"},
        {"set": ["year=2025"]},
    ],
    ids=str,
)
def test_an_option_that_means_nothing_is_refused(asked: dict[str, Any]) -> None:
    """A confidence of 0.95 once made "undetermined" a "not met"."""
    with pytest.raises((ValueError, TypeError)):
        scp.score([VILLAGE], **asked)


@pytest.mark.parametrize(
    ("value", "meant"), [(1 / 3, 1 / 3), (0.1 + 0.2, 0.3), (2 / 3 * 1e-9, 0), (123456.789012345678, 123456.789012346)]
)
def test_what_was_computed_has_the_digits_that_are_sure(value: float, meant: float) -> None:
    rows = [MARKETS[0] | {"packaging_total": 10**8, "packaging_hard": value}]
    explained = scp.explain("I.1.4a", rows, year=2020).to_dict()["targets"][0]
    assert explained["base"]["numerator"] == pytest.approx(meant, abs=1e-9)


def test_two_columns_of_one_name_and_one_row_alone_are_refused() -> None:
    class Twice(Frame):
        pass

    twice = Twice([VILLAGE])
    twice.columns = [*twice.columns, "informed"]
    with pytest.raises(ValueError, match="two columns are called 'informed'"):
        scp.score(twice)
    with pytest.raises(TypeError, match="put it in a list"):
        scp.score(VILLAGE)  # type: ignore[arg-type]


def test_a_notebook_shows_verdicts_and_offers_names() -> None:
    found = scp.score([VILLAGE])
    assert repr(found) == f"<Scored 2025: {found.verdicts}>"
    assert {"score", "check", "load_plan"} <= set(dir(scp))


def test_rows_of_two_calls_do_not_meet() -> None:
    """What is in memory is given for the length of a call."""
    first, second = scp.score([VILLAGE]), scp.score([VILLAGE | {"informed": False}])
    assert (first.verdicts["I.1.1"], second.verdicts["I.1.1"]) == ("met", "not_met")
    with pytest.raises(scp.ScpError, match="there is no such file"):
        scp.score(ROWS)


def test_the_page_of_the_library_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Block by block, as a notebook does; pandas, which is not needed here, has its stand-in where it is missing."""
    try:
        import pandas  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        stand_in = ModuleType("pandas")
        stand_in.DataFrame = Frame  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "pandas", stand_in)
    monkeypatch.chdir(ROOT)
    cells: dict[str, Any] = {}
    for block in BLOCKS:
        exec(block, cells)
    assert cells["scores"].verdicts["I.1.1"] == "met"
    assert len(BLOCKS) == 5


def test_everything_that_is_offered_is_there_and_documented() -> None:
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    assert all(getattr(scp, name).__doc__ for name in scp.__all__)
    assert all(
        f"`{name}`" in page or f"scp.{name}" in page for name in ("score", "explain", "review", "check", "load_plan")
    )


UNTOUCHED = """
import gc, os, signal, sys, warnings
import scp_ninhbinh as scp
def state():
    return (dict(os.environ), os.getcwd(), gc.isenabled(), signal.getsignal(signal.SIGINT), sys.stdout, sys.stderr,
            sorted(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else (), list(warnings.filters),
            sys.getrecursionlimit())
before = state()
for command in (scp.score, scp.review, scp.check):
    command(sys.argv[1:]).to_dict()
scp.explain("I.1.1", sys.argv[1:])
try:
    scp.score("none.csv")
except scp.ScpError:
    pass
assert state() == before
"""


@pytest.mark.process
def test_nothing_of_the_process_is_touched() -> None:
    done = subprocess.run([sys.executable, "-c", UNTOUCHED, *SAMPLES], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

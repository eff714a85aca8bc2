"""The samples' scores, worked by hand from sums that awk took of the files (the commands stand beside them)."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES, of

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.run import Request, ScoreRun, score_files
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.writers.json import score_json


@pytest.fixture(scope="module")
def run() -> ScoreRun:
    return score_files(Request(SAMPLES))


def test_the_samples_have_no_problem_at_all(run: ScoreRun) -> None:
    assert run.problems == []
    assert [Path(read.path).name for read in run.inputs] == [f"survey-{year}.csv" for year in range(2020, 2026)]


def test_every_row_says_that_it_is_synthetic() -> None:
    for path in SAMPLES:
        _, *rows = Path(path).read_text(encoding="utf-8").splitlines()
        assert all(row.endswith("số liệu giả định (synthetic)") for row in rows)


@pytest.mark.process
def test_the_script_in_the_repository_makes_the_samples_byte_by_byte(tmp_path: Path) -> None:
    script = tmp_path / "make_samples.py"
    script.write_bytes((ROOT / "data" / "samples" / "make_samples.py").read_bytes())
    subprocess.run([sys.executable, str(script)], check=True)
    for path in SAMPLES:
        assert (tmp_path / Path(path).name).read_bytes() == Path(path).read_bytes()


def test_zones_2025(run: ScoreRun) -> None:
    """5 of 7 zones, 11 of 17 clusters, 57 of 77 villages with 3 unknown: 73 of 101, and at most 76.

    awk -F, '$2=="craft_village"{n[$6]++} END{for(a in n) print a, n[a]}' survey-2025.csv
    """
    found = of(run.scores, "zones-informed")
    assert [(part.numerator, part.denominator, part.unknown) for part in found.parts] == [
        (5, 7, 0),
        (11, 17, 0),
        (57, 77, 3),
    ]
    assert (found.achieved, found.high, found.status) == (Fraction(73, 101), Fraction(76, 101), Status.MET)


def test_markets_2025(run: ScoreRun) -> None:
    """All 110 markets of 2020, and 110 of 2025 of which one does not know its hard part (2,410 of packaging).

    awk -F, '$2=="market"&&$8!=""{t+=$7;h+=$8} $2=="market"&&$8==""{p+=$7} END{print h,t,p}' survey-2020.csv
    191092 234740, and of survey-2025.csv 131707 233325 2410; of the 106 markets with a row in both years
    187013 229690 in 2020 and 128993 226835 2410 in 2025.
    """
    base, matched_base = Fraction(191092, 234740), Fraction(187013, 229690)
    found = of(run.scores, "market-packaging-reduction")
    everything, matched = found.readings
    assert everything.achieved == 1 - Fraction(131707, 233325) / base
    assert everything.low == 1 - Fraction(131707 + 2410, 233325 + 2410) / base
    assert everything.high == 1 - Fraction(131707, 233325 + 2410) / base
    assert matched.achieved == 1 - Fraction(128993, 226835) / matched_base
    assert (found.matched, found.low) == (106, matched.low)
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.MISSING, Reason.READINGS))


def test_outlets_2025(run: ScoreRun) -> None:
    """1 of 2 trade centres, 3 of 9 supermarkets, 7 of 18 convenience stores, one unknown: 11 of 29, at most 12."""
    found = of(run.scores, "stores-without-hard-bags")
    assert (found.achieved, found.high, found.status) == (Fraction(11, 29), Fraction(12, 29), Status.NOT_MET)
    assert found.needed == 3  # 45% of 29 is 13.05, so 14


def test_counts_2025(run: ScoreRun) -> None:
    """One model applied from 2023 on; campaigns held in 2022 and 2024."""
    assert [of(run.scores, name).achieved for name in ("models-applied", "campaigns-held")] == [1, 2]


def test_every_verdict_of_the_methods_occurs_somewhere() -> None:
    seen = {
        result.status
        for year in range(2020, 2026)
        for result in score_files(Request(SAMPLES, year=year)).scores.results
    }
    assert seen == set(Status)


def test_the_json_carries_what_the_contract_names(run: ScoreRun) -> None:
    document = json.loads(score_json(run))
    keys = (
        "schema version year plan inputs register sample project by coverage targets declared refused_cells problems "
    )
    assert list(document) == (keys + "summary options sha256").split()
    assert document["summary"] == {"met": 3, "not_met": 1, "not_yet": 0, "undetermined": 1, "no_data": 0, "tracked": 11}
    zones = document["targets"][0]
    contract = "id clause due year measure unit required stretch achieved low high gap attainment status reasons"
    contract += " numerator denominator unknown not_surveyed needed pool method parts readings"
    assert set(contract.split()) <= set(zones)
    assert (zones["achieved"], zones["gap"]) == (float(Fraction(7300, 101)), float(Fraction(7300, 101) - 70))
    assert all(target["readings"] for target in document["targets"] if target["status"] != "tracked")


ALL_MEASURED = {"not_measured": 0, "unknown": 0, "assumed_most": None, "years": [2020], "missing_years": []}


def test_the_json_of_a_reduction_names_its_base_and_its_points(run: ScoreRun) -> None:
    markets = next(t for t in json.loads(score_json(run))["targets"] if t["measure"] == "reduction")
    base = {"year": 2020, "numerator": 191092, "denominator": 234740, "rate": float(Fraction(19109200, 234740))}
    (coverage,) = markets["base"].pop("coverage")
    assert (coverage["year"], coverage["answered"], coverage["response"]) == (2020, coverage["surveyed"], 100)
    assert markets["base"].pop("matched_part") == pytest.approx(97.8487, abs=1e-4)
    assert markets["base"] == base | ALL_MEASURED
    assert markets["rate"] == float(Fraction(13170700, 233325))
    assert (markets["numerator"], markets["denominator"], markets["matched"], markets["parts"]) == (
        131707,
        233325,
        106,
        [],
    )
    assert markets["points"] == float((Fraction(131707, 233325) - Fraction(191092, 234740)) * 100)

"""The workbooks of an office (synthetic), from `scp init` to the right review without a changed cell."""

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Scp

OFFICE = ROOT / "tests" / "cases" / "office"
TRUTH = json.loads((OFFICE / "truth.json").read_text(encoding="utf-8"))
"""Written by what made the workbooks: rates of packaging, outlets without bags, units informed."""

MOST_LINES = 20

AREAS = "TP Ninh Bình, TP Tam Điệp, Nho Quan, Gia Viễn, Huyện Hoa Lư, Yên Khánh, Kim Sơn, Yên Mô"


def confirmed(text: str) -> str:
    """Return a project with every comment line confirmed but those of a sheet of which the first says skip."""
    lines, passed_over = [], False
    for line in text.splitlines():
        alternative = re.match(r'      # ("[^"]+"):  # ', line)
        passed_over = bool(alternative) or (passed_over and line.lstrip().startswith("# "))
        uncertain = line.startswith(" ") and line.lstrip().startswith("# ") and not passed_over
        lines.append(line.replace("# ", "", 1) if uncertain else line)
    return "\n".join([*lines, ""])


@pytest.fixture
def office(tmp_path: Path, scp: Scp) -> Path:
    for path in OFFICE.glob("*.xlsx"):
        shutil.copy(path, tmp_path)
    done = scp("init", "--lang", "en")
    assert (done.returncode, done.stdout) == (0, "")
    project = tmp_path / "scp.yaml"
    project.write_text(confirmed(project.read_text(encoding="utf-8")), encoding="utf-8")
    return tmp_path


def test_what_init_is_certain_of_is_no_wrong_yaml_before_anything_is_confirmed(tmp_path: Path, scp: Scp) -> None:
    for path in OFFICE.glob("*.xlsx"):
        shutil.copy(path, tmp_path)
    scp("init")
    assert scp("check", "scp.yaml").returncode == 0


def test_what_is_not_confirmed_is_an_error_and_no_figure(tmp_path: Path, scp: Scp) -> None:
    for path in OFFICE.glob("*2025.xlsx"):
        shutil.copy(path, tmp_path)
    scp("init")
    done = scp("score", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "survey-sheet-not-read" in done.stderr


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("year", ["2020", "2023", "2024", "2025"])
def test_every_figure_is_that_of_the_workbooks(scp: Scp, year: str) -> None:
    done = scp("score", "--year", year, "--due", "2025", "--format", "json", "--lang", "en")
    assert done.returncode == 0
    target = {one["id"]: one for one in json.loads(done.stdout)["targets"] if one["due"] == 2025}
    truth = TRUTH[year]
    bags, packaging = target["stores-without-hard-bags"], target["market-packaging-reduction"]
    assert (bags["numerator"], bags["denominator"], bags["unknown"]) == (truth["uses"], truth["of"], 0)
    assert packaging["numerator"] / packaging["denominator"] == pytest.approx(truth["rate"], abs=1e-15)
    if year != "2020":
        assert packaging["achieved"] / 100 == pytest.approx(truth["reduction_rel"], abs=1e-12)
        zones = target["zones-informed"]
        assert (zones["numerator"], zones["denominator"], zones["unknown"]) == (truth["informed"], truth["of_inf"], 0)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_review_says_no_more_than_can_be_read(scp: Scp, lang: str) -> None:
    done = scp("review", "--lang", lang)
    assert done.returncode == 0
    assert len(done.stderr.splitlines()) <= MOST_LINES


@pytest.mark.usefixtures("office")
def test_areas_of_rows_are_the_areas_of_their_markets(scp: Scp) -> None:
    done = scp("score", "--year", "2024", "--by", "area", "--format", "json")
    packaging = next(
        one
        for one in json.loads(done.stdout)["targets"]
        if one["id"] == "market-packaging-reduction" and one["due"] == 2025
    )
    areas = {group["name"] for group in packaging["groups"]}
    assert areas == {"", *AREAS.split(", ")}, "campaigns have none"

"""`--for-excel`: headings in words and figures as people read them, that a Vietnamese Excel takes for numbers."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from conftest import SAMPLES, Scp
from small_surveys import MARKETS, write

from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers.csv import REVIEW, SCORE
from scp_ninhbinh.writers.excel import HEADINGS


def rows_of(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.parametrize("columns", [SCORE, REVIEW])
@pytest.mark.parametrize("code", ["en", "vi"])
def test_every_column_has_a_heading_of_its_own(columns: list[str], code: str) -> None:
    headings = [language("vi" if code == "vi" else "en").text(HEADINGS[column]) for column in columns]
    assert len({*headings}) == len(columns)
    assert not {*headings} & {*columns}


@pytest.mark.parametrize("command", ["score", "review"])
def test_plain_csv_keeps_its_keys_and_all_digits(scp: Scp, command: str) -> None:
    text = scp(command, *SAMPLES, "--format", "csv", "--lang", "vi").stdout
    assert text.splitlines()[0] == ",".join(SCORE if command == "score" else REVIEW)
    assert "72.27722772277228" in text


def test_figures_have_the_digits_of_the_other_formats(scp: Scp) -> None:
    """Kim Sơn's cut of 29.98% needs two decimals beside 30%, Nho Quan's 30.2% one."""
    asked = ("score", *SAMPLES, "--by", "area", "--lang", "en", "--format")
    rows = rows_of(scp(*asked, "csv", "--for-excel").stdout)
    known = json.loads(scp(*asked, "json").stdout)["targets"]
    found = {(row["Indicator"], row["Group"]): row["Achieved"] for row in rows if row["Grouped by"] in ("", "area")}
    assert found["zones-informed", ""] == "72,3"
    assert found["market-packaging-reduction", "Kim Sơn"] == "29,98"
    assert found["market-packaging-reduction", "Nho Quan"] == "30,2"
    for target in known:
        for one in (target, *target.get("groups", [])):
            said, value = found[target["id"], one.get("name", "")], one["achieved"]
            assert (said == "") == (value is None)
            assert not said or abs(float(said.replace(",", ".")) - value) <= 0.05


def test_numbers_are_numbers_with_a_comma_and_a_hyphen(scp: Scp) -> None:
    (row,) = (
        one
        for one in rows_of(scp("score", *SAMPLES, "--lang", "en", "--format", "csv", "--for-excel").stdout)
        if one["Indicator"] == "stores-without-hard-bags"
    )
    assert (row["Required"], row["Gap"], row["Unit"], row["Least or most"]) == ("45", "-7,1", "%", "≥")
    assert (row["Verdict"], row["Depends on declared answers"]) == ("Not met", "no")
    assert all(
        re.fullmatch(r"-?\d+(,\d+)?", row[name]) for name in ("Achieved", "Upper bound", "Numerator", "Denominator")
    )


def test_a_requirement_keeps_its_decimals_and_a_figure_the_side_on_which_it_stands(scp: Scp, tmp_path: Path) -> None:
    """A cut from 100% to 70.04% is 29.96%, which is no 30%."""
    (path,) = write(tmp_path, survey=MARKETS + "2020,market,A,,,10000,10000\n2025,market,A,,,10000,7004\n")
    rows = rows_of(scp("score", path, "--lang", "en", "--format", "csv", "--for-excel").stdout)
    (row,) = (one for one in rows if one["Indicator"] == "market-packaging-reduction")
    assert [row[name] for name in ("Required", "Achieved", "Gap")] == ["30", "29,96", "-0,04"]


def test_the_review_has_the_same_layout(scp: Scp) -> None:
    rows = rows_of(scp("review", *SAMPLES, "--lang", "en", "--format", "csv", "--for-excel").stdout)
    (last,) = (row for row in rows if row["Indicator"] == "zones-informed" and row["Year"] == "2025")
    shown = [last[name] for name in ("Achieved", "Upper bound", "Verdict", "Change", "Trend", "Change a year")]
    assert shown == ["72,3", "75,2", "Met", "15,8", "Met", "14,5"]

"""Counts that reach what is asked by rows that may be of one: plans ask for one or two (METHODS, "Identity of a unit").

All numbers are counted by hand.
"""

import json
from pathlib import Path

import pytest
from conftest import Scp
from small_plans import plan_text

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.run import Request, ScoreRun, score_files
from scp_ninhbinh.text.say import Message, language

MODELS = "year,kind,id,name,area,applied\n"
HELD = "year,kind,id,name,area,held\n"
TWICE = "2025,model,M1,A,Nho Quan,yes\n2025,model,M2,A,Nho Quan,yes\n"
"""One model under two ids, or two of one name: of 2 that the plan calls its stretch."""


def scored(folder: Path, text: str, register: str | None = None, due: int | None = None) -> ScoreRun:
    (folder / "survey.csv").write_text(text, encoding="utf-8")
    listing = folder / "register.csv"
    listing.write_text(register or "", encoding="utf-8")
    given = None if register is None else str(listing)
    return score_files(Request([str(folder / "survey.csv")], register=given, due=due))


def doubts(run: ScoreRun) -> list[tuple[int, int, str]]:
    """Return of each count that rests on namesakes how many are counted, the fewest, and what is asked."""
    found = [one for one in run.problems if one.rule == "met-by-namesakes"]
    return [(int(str(one.details["counted"])), int(str(one.details["fewest"])), _asked(one)) for one in found]


def _asked(found: Problem) -> str:
    asked = found.details["asked"]
    assert isinstance(asked, Message)
    return language("en").text(asked)


def models(*rows: str) -> str:
    return MODELS + "".join(f"{row},yes\n" for row in rows)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (("2025,model,M1,A,Nho Quan", "2025,model,M2,A,Nho Quan"), [(2, 1, "stretch: 2")]),
        (("2024,model,M1,A,Nho Quan", "2025,model,M2,A,Nho Quan"), [(2, 1, "stretch: 2")]),
        (("2021,model,M1,A,Nho Quan", "2025,model,M2,a.,"), [(2, 1, "stretch: 2")]),
        (("2024,model,M1,A,TP Ninh Bình", "2025,model,M2,A,TP Hoa Lư"), [(2, 1, "stretch: 2")]),
        (("2024,model,,Mo hinh An,Nho Quan", "2025,model,,Mô hình Ân,Nho Quan"), [(2, 1, "stretch: 2")]),
        (("2025,model,M1,A,Nho Quan", "2025,model,,A,"), [(2, 1, "stretch: 2")]),
        (("2025,model,M1,Ａ,Nho Quan", "2025,model,M2,A¹,Nho Quan"), [(2, 1, "stretch: 2")]),
        (("2024,model,M1,A,Nho Quan", "2025,model,M1,A,Nho Quan"), []),
        (("2024,model,M1,A,Nho Quan", "2025,model,M2,A,Kim Sơn"), []),
        (("2025,model,M1,A,Nho Quan", "2025,model,M2,B,Nho Quan"), []),
        (("2025,model,M1,,Nho Quan", "2025,model,M2,,Nho Quan"), []),
        (("2025,model,M1,A,Nho Quan", "2025,model,M2,A,Nho Quan", "2025,model,M3,B,Nho Quan"), []),
        (("2025,model,M1,A,Nho Quan", "2025,model,M2,A,Kim Sơn", "2025,model,M3,A,"), []),
    ],
    ids=[
        *("a year", "two years", "area missing", "area renamed", "accents lost", "id missing", "look-alikes"),
        *("one id", "two areas", "two names", "no names", "a third name", "two areas and none"),
    ],
)
def test_a_stretch_that_one_model_reaches_twice_is_told(
    tmp_path: Path, rows: tuple[str, ...], found: list[tuple[int, int, str]]
) -> None:
    assert doubts(scored(tmp_path, models(*rows))) == found


def test_only_those_that_are_counted_matter(tmp_path: Path) -> None:
    """M2 said no: one is counted, and reaches what is required."""
    one_no = TWICE.replace("M2,A,Nho Quan,yes", "M2,A,Nho Quan,no")
    assert doubts(scored(tmp_path, MODELS + one_no)) == []


def test_the_verdict_stays_met_with_the_warning(tmp_path: Path) -> None:
    """Two campaigns by 2030; both readings of the clause, since 2021 and since 2026, rest on one name."""
    text = HELD + "".join(f"2026,campaign,C{n},Tuần lễ xanh,Nho Quan,yes\n" for n in (1, 2))
    run = scored(tmp_path, text)
    (held,) = (one for one in run.scores.results if one.id == "campaigns-held")
    assert (held.status, held.low) == ("met", 2)
    assert doubts(run) == [(2, 1, "required: 2")]
    (found,) = (one for one in run.problems if one.rule == "met-by-namesakes")
    assert (found.severity, found.place.row, found.details["units"]) == ("warning", 2, ("C1 (2026)", "C2 (2026)"))


@pytest.mark.parametrize(
    "rows",
    [
        ("2025,campaign,,A,Nho Quan", "2026,campaign,,A,Nho Quan"),
        ("2025,campaign,C1,A,Nho Quan", "2026,campaign,C2,A,Nho Quan"),
        ("2026,campaign,,A,Nho Quan", "2026,campaign,,A,Kim Sơn"),
        ("2026,campaign,C1,A ngày 5/6,Nho Quan", "2026,campaign,C2,A ngày 7/6,Nho Quan"),
    ],
    ids=["every year", "every year under new ids", "two areas", "two dates in the names"],
)
def test_a_campaign_that_comes_again_is_another_occasion(tmp_path: Path, rows: tuple[str, ...]) -> None:
    run = scored(tmp_path, HELD + "".join(f"{row},yes\n" for row in rows), due=2030)
    assert [one.rule for one in run.problems] == []


def test_campaigns_of_one_name_in_two_years_reach_the_stretch(tmp_path: Path) -> None:
    rows = "2024,campaign,C1,A,Nho Quan,yes\n2025,campaign,C2,A,Nho Quan,yes\n"
    assert doubts(scored(tmp_path, HELD + rows)) == []
    assert doubts(scored(tmp_path, HELD + rows.replace("2024", "2025"))) == [(2, 1, "stretch: 2")]


def test_a_reading_whose_window_has_not_begun_meets_nothing(tmp_path: Path) -> None:
    """In 2025 the clause of 2030 is met since 2021 and open since 2026."""
    rows = "".join(f"2025,campaign,C{n},A,Nho Quan,yes\n" for n in (1, 2))
    run = scored(tmp_path, HELD + rows, due=2030)
    (held,) = (one for one in run.scores.results if one.id == "campaigns-held")
    assert (held.status, doubts(run)) == ("undetermined", [])


def test_what_the_register_lists_by_ids_are_several(tmp_path: Path) -> None:
    """The register is asked whether they are one: it says itself that it has one name twice."""
    listing = "kind,id,name,area,since,until\nmodel,M1,A,Nho Quan,,{}\nmodel,M2,A,Nho Quan,{},\n"
    run = scored(tmp_path, MODELS + TWICE, listing.format("", ""))
    assert [one.rule for one in run.problems] == ["same-name"]
    assert str(run.problems[0].place.path).endswith("register.csv")
    years = models("2024,model,M1,A,Nho Quan", "2025,model,M2,A,Nho Quan")
    assert scored(tmp_path, years, listing.format(2024, 2025)).problems == []


def test_every_command_that_shows_the_verdict_tells_it_once(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text(MODELS + TWICE, encoding="utf-8")
    for command in ("score", "explain", "review", "report"):
        ends = {"explain": ("models-applied", "survey.csv"), "report": ("survey.csv", "-o", "r.md")}
        done = scp(command, *ends.get(command, ("survey.csv",)))
        assert (done.returncode, done.stderr.count("met-by-namesakes: ")) == (0, 1), command
        assert "same-name: " in done.stderr
        shown = " ".join((done.stdout or (tmp_path / "r.md").read_text(encoding="utf-8")).split())
        assert "2 are counted, but 1 if rows of one name and area are of one and the same (stretch: 2)." in shown
    for command in ("score", "review"):
        found = json.loads(scp(command, "survey.csv", "--format", "json").stdout)["problems"]
        assert [one["rule"] for one in found] == ["same-name", "met-by-namesakes"]


def test_another_target_is_explained_without_it(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text(MODELS + TWICE, encoding="utf-8")
    done = scp("explain", "campaigns-held", "survey.csv")
    assert (done.returncode, "met-by-namesakes" in done.stderr, "are counted, but" in done.stdout) == (0, False, False)


def test_a_model_of_a_saved_score_may_be_one_of_the_survey(scp: Scp, tmp_path: Path) -> None:
    """Each year's own file is sound; together they count A twice."""
    for year, code in (("2024", "M1"), ("2025", "M2")):
        (tmp_path / f"{year}.csv").write_text(models(f"{year},model,{code},A,Nho Quan"), encoding="utf-8")
    assert scp("score", "2024.csv", "-o", "2024.json").stderr == ""
    done = scp("review", "2024.json", "2025.csv")
    assert done.stderr.count("met-by-namesakes") == 1
    assert "M1 (2024), M2 (2025)" in done.stderr
    (tmp_path / "2025.csv").write_text(models("2025,model,M1,A,Nho Quan"), encoding="utf-8")
    assert "met-by-namesakes" not in scp("review", "2024.json", "2025.csv").stderr


def test_only_those_that_may_be_one_are_named(tmp_path: Path) -> None:
    """Three are asked for: A, A and B are three houses or two, and nothing is doubtful of B."""
    (tmp_path / "plan.yaml").write_text(plan_text("units", "due: 2025, since: 2021, at_least: 3"), encoding="utf-8")
    rows = "".join(f"2025,house,H{n},{name},Xã A,yes\n" for n, name in enumerate("ABA", 1))
    (tmp_path / "survey.csv").write_text(f"year,kind,id,name,area,burns\n{rows}", encoding="utf-8")
    run = score_files(Request([str(tmp_path / "survey.csv")], plan=str(tmp_path / "plan.yaml")))
    (found,) = (one for one in run.problems if one.rule == "met-by-namesakes")
    assert found.details["units"] == ("H1 (2025)", "H3 (2025)")


@pytest.mark.parametrize("count", ["units", "new_units"])
def test_one_unit_in_two_years_is_counted_once_and_rests_on_no_namesakes(tmp_path: Path, count: str) -> None:
    (tmp_path / "plan.yaml").write_text(plan_text(count, "due: 2025, since: 2024, at_least: 2"), encoding="utf-8")
    rows = "".join(f"{year},house,H1,A,Xã A,yes\n" for year in (2024, 2025))
    (tmp_path / "survey.csv").write_text(f"year,kind,id,name,area,burns\n{rows}", encoding="utf-8")
    assert doubts(score_files(Request([str(tmp_path / "survey.csv")], plan=str(tmp_path / "plan.yaml")))) == []


def test_of_many_rows_ten_are_named(tmp_path: Path) -> None:
    run = scored(tmp_path, models(*(f"2025,model,M{n:02},A,Nho Quan" for n in range(14))))
    (found,) = (one for one in run.problems if one.rule == "met-by-namesakes")
    assert found.details["units"] == (*(f"M{n:02} (2025)" for n in range(10)), "…")

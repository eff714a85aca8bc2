"""Targets that each area or each year has to meet (METHODS, "Other measures"): every cell by hand, and what is said."""

import json
import random
import re
from fractions import Fraction
from pathlib import Path

import pytest
from brute_parts import verdict
from conftest import Scp
from small_plans import AREAS, Ask, plan_text, survey_text

from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.scores.decision import rule_of
from scp_ninhbinh.scores.each import Each, judge_parts
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.verdict import Judgement, Requirement, Status
from scp_ninhbinh.text.numbers import Percentage

HALF = "due: 2025, at_least: 50%"


def told(found: Result) -> tuple[str, int, int, list[str]]:
    """Return verdict, parts met, all parts, and the reasons."""
    assert found.each
    assert found.status
    return found.status.value, found.each.met, found.each.of, [one.value for one in found.reasons]


def named(found: Result) -> list[tuple[str, str]]:
    """Return each part with its verdict."""
    assert found.each
    return [(one.name, one.status.value) for one in found.each.parts]


A_HALF, B_ALL, B_NONE, B_OPEN = "2025 H1 A yes\n2025 H2 A no", "2025 H3 B yes", "2025 H3 B no", "2025 H3 B ?"

CELLS = [
    (f"{A_HALF}\n{B_ALL}", "met", 2, []),
    (f"{A_HALF}\n{B_NONE}", "missed", 1, []),
    (f"{A_HALF}\n{B_OPEN}", "undetermined", 1, ["missing"]),
    (A_HALF, "undetermined", 1, ["missing"]),
    (f"2025 H1 A no\n{B_OPEN}", "missed", 0, []),
    ("2025 H1 A no", "missed", 0, []),
]


@pytest.mark.parametrize("due", [2025, 2026])
@pytest.mark.parametrize(("rows", "status", "met", "reasons"), CELLS)
def test_a_share_that_each_of_two_areas_has_to_reach(
    ask: Ask,
    rows: str,
    status: str,
    met: int,
    reasons: list[str],
    due: int,
) -> None:
    """Half of A is enough; then B decides: all of it, none, one open answer, or no row. One that misses misses all."""
    found = ask(rows, "share", f"due: {due}, at_least: 50%", each="area", year=2025)
    expected = status.replace("missed", "not_met" if due == 2025 else "not_yet")
    assert told(found) == (expected, met, 2, reasons)


@pytest.mark.parametrize("due", [2025, 2026])
@pytest.mark.parametrize(
    ("b", "status", "met"),
    [("no", "met", 2), ("yes", "missed", 1), ("?", "undetermined", 1), (None, "undetermined", 1)],
)
def test_a_share_that_no_area_may_be_above(ask: Ask, b: str | None, status: str, met: int, due: int) -> None:
    """At most half: A has 1 of 2, and B none, 1 of 1, one open answer, or no row."""
    rows = A_HALF + (f"\n2025 H3 B {b}" if b else "")
    found = ask(rows, "share", f"due: {due}, at_most: 50%", each="area", year=2025)
    assert told(found)[:2] == (status.replace("missed", "not_met" if due == 2025 else "not_yet"), met)


def test_the_figure_of_the_whole_stays_and_is_held_against_nothing(ask: Ask) -> None:
    """2 of 3 in all, 1 of 2 in A and 1 of 1 in B."""
    found = ask(f"{A_HALF}\n{B_ALL}", "share", HALF, each="area")
    assert (found.achieved, found.low, found.high) == (Percentage(2, 3), Percentage(2, 3), Percentage(2, 3))
    assert (found.gap, found.attainment, found.needed) == (None, None, None)
    assert found.each
    assert [(one.name, one.achieved) for one in found.each.parts] == [("Xã A", Fraction(1, 2)), ("Xã B", Fraction(1))]


def test_no_row_of_the_year_is_no_data(ask: Ask) -> None:
    assert told(ask("2024 H1 A yes", "share", HALF, each="area", year=2025))[0] == "no_data"


COUNT_CELLS = [
    ("2024 H1 A yes\n2025 H1 A no\n2024 H2 B no\n2025 H2 B yes", "met", 2),
    ("2024 H1 A yes\n2025 H1 A no\n2024 H2 B no\n2025 H2 B no", "not_met", 1),
    ("2024 H1 A yes\n2025 H1 A no\n2024 H2 B no\n2025 H2 B ?", "undetermined", 1),
    ("2024 H1 A yes\n2025 H1 A no\n2025 H2 B no", "undetermined", 1),
]


@pytest.mark.parametrize(("rows", "status", "met"), COUNT_CELLS)
def test_a_count_that_each_area_has_to_reach(ask: Ask, rows: str, status: str, met: int) -> None:
    """One since 2024: A has one; B has one, none, an open answer, or no row of 2024."""
    for measure in ("units", "occasions"):
        found = ask(rows, measure, "due: 2025, at_least: 1, since: 2024", each="area")
        assert told(found)[:3] == (status, met, 2)


YEAR_CELLS = [
    ("2024 H1 A yes\n2025 H2 A yes", "met", 2, []),
    ("2024 H1 A no\n2025 H2 A yes\n2025 H3 A yes", "missed", 1, []),
    ("2024 H1 A ?\n2025 H2 A yes", "undetermined", 1, ["missing"]),
    ("2025 H2 A yes\n2025 H3 A yes", "undetermined", 1, ["missing"]),
]


@pytest.mark.parametrize("due", [2025, 2026])
@pytest.mark.parametrize(("rows", "status", "met", "reasons"), YEAR_CELLS)
def test_a_count_of_every_year(
    ask: Ask,
    rows: str,
    status: str,
    met: int,
    reasons: list[str],
    due: int,
) -> None:
    """One in 2024 and one in 2025: two in 2025 do not make up for none in 2024, and a year without a row is open."""
    for measure in ("units", "occasions"):
        found = ask(rows, measure, f"due: {due}, at_least: 1, since: 2024", each="year", year=2025)
        assert told(found) == (status.replace("missed", "not_met" if due == 2025 else "not_yet"), met, 2, reasons)


def test_a_share_of_every_year_begins_with_the_plan(ask: Ask) -> None:
    """From 2021 on: four years with rows are met, the fifth has none; with it all are."""
    rows = [f"{year} H1 A yes" for year in range(2021, 2026)]
    missing = ask("\n".join(rows[:2] + rows[3:]), "share", HALF, each="year")
    assert (told(missing), named(missing)[2]) == (("undetermined", 4, 5, ["missing"]), ("2023", "no_data"))
    assert told(ask("\n".join(rows), "share", HALF, each="year")) == ("met", 5, 5, [])


# Which areas there are


def test_without_areas_of_the_plan_the_registers_are_taken(ask: Ask) -> None:
    """The register has houses in A and C; nobody was asked in C, of which so nothing is known."""
    found = ask("2025 H1 A yes", "share", HALF, each="area", areas="", register="H1 A\nH2 C")
    assert named(found) == [("Xã A", "met"), ("Xã C", "undetermined")]
    assert found.status is Status.UNDETERMINED


def test_areas_of_the_register_are_those_of_the_kinds_asked_for(scp: Scp, tmp_path: Path) -> None:
    """The register has houses in A, and in C a shop alone, of which nothing is asked: one area is all there is."""
    given = files(tmp_path, "area", "2025 H1 A yes")
    text = (tmp_path / "given.yaml").read_text(encoding="utf-8").replace(AREAS, "")
    shop = "kinds:\n  shop: {vi: [cửa hàng], en: shop, many: shops}\n"
    (tmp_path / "given.yaml").write_text(text.replace("kinds:\n", shop, 1), encoding="utf-8")
    (tmp_path / "register.csv").write_text("kind,id,area\nhouse,H1,Xã A\nshop,S1,Xã C\n", encoding="utf-8")
    done = scp("score", *given, "--register", "register.csv", "--format", "json")
    assert json.loads(done.stdout)["targets"][0]["each"]["of"] == 1


def test_where_neither_says_which_areas_there_are_it_is_refused(ask: Ask) -> None:
    with pytest.raises(ScpError) as refused:
        ask("2025 H1 A yes", "share", HALF, each="area", areas="")
    assert [one.rule for one in refused.value.problems] == ["no-areas"]


RENAMED = "areas: [{name: Xã A, until: 2024}, {name: Xã N, since: 2025, was: [Xã A]}, {name: Xã B}]\n"
SPLIT = RENAMED.replace("Xã B}", "Xã M, since: 2025, was: [Xã A]}")


def test_a_renamed_area_is_one(ask: Ask) -> None:
    """A house of A before 2025 and one of N since are of one area, which has one yes since 2024."""
    rows = "2024 H1 A yes\n2025 H2 N no\n2024 H3 B yes\n2025 H3 B no"
    found = ask(rows, "occasions", "due: 2025, at_least: 1, since: 2024", each="area", areas=RENAMED)
    assert named(found) == [("Xã N", "met"), ("Xã B", "met")]


def test_an_area_that_became_two_does_not_hide_one_of_them(ask: Ask) -> None:
    """All of N and none of M: together they are half, and M misses it. A row still of A may be of either."""
    rows = "2025 H1 N yes\n2025 H2 M no"
    found = ask(rows, "share", HALF, each="area", areas=SPLIT)
    assert (found.status, named(found)) == (Status.NOT_MET, [("Xã N", "met"), ("Xã M", "not_met")])
    assert told(ask(f"{rows}\n2025 H3 A yes", "share", HALF, each="area", areas=SPLIT))[0] == "undetermined"


@pytest.mark.parametrize("area", ["-", "Z"])
def test_units_of_no_area_leave_a_share_open(ask: Ask, area: str) -> None:
    """A and B are all yes; one more house says no, in an area that is not known or none of those."""
    found = ask(f"2025 H1 A yes\n2025 H2 B yes\n2025 H9 {area} no", "share", HALF, each="area")
    assert told(found) == ("undetermined", 2, 2, ["missing"])
    assert found.each
    assert not found.each.complete


@pytest.mark.parametrize("area", ["-", "Z"])
def test_a_part_that_misses_whatever_the_others_are_misses_all(ask: Ask, area: str) -> None:
    """Nothing of two of A: with the one good house of no area it is a third at most. B is all yes."""
    rows = f"2025 H1 A no\n2025 H2 A no\n2025 H3 B yes\n2025 H9 {area} yes"
    assert told(ask(rows, "share", HALF, each="area"))[0] == "not_met"
    assert told(ask(rows.replace("2025 H2 A no\n", ""), "share", HALF, each="area"))[0] == "undetermined"


def test_of_a_count_that_is_enough_without_them_they_change_nothing(ask: Ask) -> None:
    met, missed = (
        ask(
            f"2025 H1 A yes\n2025 H2 B {b}\n2025 H9 - yes",
            "occasions",
            "due: 2025, at_least: 1, since: 2025",
            each="area",
        )
        for b in ("yes", "no")
    )
    assert (met.status, missed.status) == (Status.MET, Status.UNDETERMINED)
    above = ask(
        "2025 H1 A yes\n2025 H2 B no\n2025 H9 - no", "occasions", "due: 2025, at_most: 0, since: 2025", each="area"
    )
    assert above.status is Status.NOT_MET


# Samples


def test_a_sampled_area_is_judged_by_its_own_interval(ask: Ask) -> None:
    """10 of 10 in A are known; of 40 in B 10 were drawn, all yes: surely half of it only by the interval of B."""
    register = "\n".join([f"A{n} A" for n in range(10)] + [f"B{n} B" for n in range(40)])
    rows = "\n".join([f"2025 A{n} A yes" for n in range(10)] + [f"2025 B{n} B yes" for n in range(10)])
    more: dict[str, object] = {"register": register, "confidence": Fraction(95, 100)}
    found = ask(rows, "share", HALF, each="area", **more)
    assert found.each
    low = found.each.parts[1].low
    assert low is not None
    assert (found.status, low > Fraction(1, 2), low < 1) == (Status.MET, True, True)
    assert ask(rows, "share", f"due: 2025, at_least: {float(low * 100) + 1:g}%", each="area", **more).status is (
        Status.UNDETERMINED
    )
    assert found.rule
    assert found.rule.false_verdict == 2 * Fraction(25, 1000)  # either area may be the one that is falsely missed


def test_no_rule_errs_in_more_than_all_samples(ask: Ask) -> None:
    """Twelve years at 90% would be 60%, thirty 150%."""
    found = ask("2025 H1 A yes", "share", HALF, register="H1 A\nH2 A", confidence=Fraction(9, 10))
    years = [Each(by="year", met=0, of=n, complete=True, parts=()) for n in (12, 30)]
    rules = [rule_of(found, Fraction(9, 10), one) for one in years]
    assert [one and one.false_verdict for one in rules] == [Fraction(6, 10), 1]


# Properties, and a second scorer


def judgement(status: Status) -> Judgement:
    return Judgement(status, (Reason.MISSING,) if status is Status.UNDETERMINED else (), None, None, (status,))


def test_all_parts_are_judged_as_the_table_says() -> None:
    """Met if all are, not met if one is not, else undetermined; of any three parts."""
    required, states = Requirement(1, 2025, 2025), [Status.MET, Status.NOT_MET, Status.UNDETERMINED, Status.NO_DATA]
    for parts in ([one, two, three] for one in states for two in states for three in states):
        found = judge_parts(judgement(Status.MET), [*map(judgement, parts)], required, True, grows=False)
        expected = Status.MET if set(parts) == {Status.MET} else Status.UNDETERMINED
        assert found.status is (Status.NOT_MET if Status.NOT_MET in parts else expected)
        assert (found.reasons != ()) is (found.status is Status.UNDETERMINED)


@pytest.mark.parametrize("limit", ["at_least", "at_most"])
def test_one_more_area_without_a_row_never_makes_it_met(ask: Ask, limit: str) -> None:
    for rows, *_ in CELLS:
        found = ask(rows, "share", f"due: 2025, {limit}: 50%", each="area", areas=AREAS.replace("]", ", {name: Xã Q}]"))
        assert found.status is not Status.MET


@pytest.mark.parametrize("each", ["area", "year"])
@pytest.mark.parametrize("measure", ["share", "units", "occasions"])
def test_the_brute_force_scorer_says_the_same(ask: Ask, measure: str, each: str) -> None:
    """Forty surveys by chance of up to twelve rows in two areas and the years 2021 and 2022, both limits."""
    chance = random.Random(f"each {each} {measure}")
    seen = set()
    for _ in range(40):
        rows = [
            (year, f"H{n}{area}", area, chance.choice([True, True, False, None]))
            for year in (2021, 2022)
            for area in "AB"
            for n in range(chance.choice([0, 1, 1, 2, 3]))
        ]
        if not any(year == 2022 for year, *_ in rows):
            continue
        text = "\n".join(f"{y} {u} {a} {'?' if said is None else 'yes' if said else 'no'}" for y, u, a, said in rows)
        most, due, number = chance.random() < 0.5, chance.choice([2022, 2025]), chance.randint(1, 2)
        share, limit = measure == "share", "at_most" if most else "at_least"
        asked = f"{limit}: {number * 50}%" if share else f"{limit}: {number}, since: 2021"
        listed = [(f"H{n}{area}", area) for area in "AB" for n in range(3)] if chance.random() < 0.5 else None
        register = "\n".join(f"{unit} {area}" for unit, area in listed) if listed else None
        window = range(2022, 2023) if share else range(2021, 2023)
        every: list[tuple[str | None, range]] = [("A", window), ("B", window)]
        if each == "year":
            every = [(None, range(year, year + 1)) for year in (2021, 2022)]
        found = ask(text, measure, f"due: {due}, {asked}", each=each, year=2022, register=register)
        assert found.status is not None
        amount = Fraction(number, 2) if share else Fraction(number)
        expected = verdict(rows, measure, amount, most, every, due > 2022, listed)
        assert found.status.value == expected, (text, asked, register)
        seen.add(expected)
    assert seen == {"met", "not_met", "not_yet", "undetermined"}


# What is said


def files(folder: Path, each: str, rows: str, target: str = HALF, measure: str = "share") -> tuple[str, ...]:
    (folder / "given.yaml").write_text(plan_text(measure, target, each=each), encoding="utf-8")
    (folder / "given.csv").write_text(survey_text(rows), encoding="utf-8")
    return ("given.csv", "--plan", "given.yaml")


def test_the_parts_stand_in_every_output(scp: Scp, tmp_path: Path) -> None:
    given = files(tmp_path, "area", f"{A_HALF}\n{B_NONE}")
    assert json.loads(scp("score", *given, "--format", "json").stdout)["targets"][0]["each"] == {
        "by": "area",
        "met": 1,
        "of": 2,
        "complete": True,
        "parts": [
            {"name": "Xã A", "achieved": 50.0, "low": 50.0, "high": 50.0, "status": "met"},
            {"name": "Xã B", "achieved": 0.0, "low": 0.0, "high": 0.0, "status": "not_met"},
        ],
    }
    heading, row = (line.split(",") for line in scp("score", *given, "--format", "csv").stdout.splitlines())
    cells = dict(zip(heading, row, strict=True))
    assert [cells[f"each{of}"] for of in ("", "_met", "_of", "_missed")] == ["area", "1", "2", "Xã B"]
    for command in (("score",), ("score", "--format", "markdown"), ("explain", "x"), ("review",)):
        said = scp(*command, *given).stdout
        assert "1 of 2 areas" in said, command
        assert "in each area" in " ".join(said.split()) or "review" in command
    assert "not met: Xã B" in scp("score", *given).stdout
    assert re.search(r"Xã B +0\.0% +✗ Not met", scp("explain", "x", *given).stdout)
    assert "≥ 50% in each area by 2025" in " ".join(scp("targets", "--plan", "given.yaml").stdout.split())


def test_what_would_settle_it_is_named_and_settles_it(ask: Ask, scp: Scp, tmp_path: Path) -> None:
    """A is met and B open: a yes there meets it, a no misses it. A house of no area is told too."""
    given = files(tmp_path, "area", f"{A_HALF}\n{B_OPEN}\n2025 H9 - yes")
    found = json.loads(scp("explain", "x", *given, "--format", "json").stdout)["targets"][0]
    assert found["steps"] == [{"what": "each", "parts": ["Xã B"]}, {"what": "areas"}]
    assert found["margin"] is None
    statuses = [
        ask(f"{A_HALF}\n2025 H3 B {b}\n2025 H9 A yes", "share", HALF, each="area").status for b in ("yes", "no")
    ]
    assert statuses == [Status.MET, Status.NOT_MET]


def test_a_review_tells_the_parts_of_each_year_and_no_pace_of_the_whole(scp: Scp, tmp_path: Path) -> None:
    """2023 one of two areas, 2024 both: the whole is above half in both years, and it is no "held"."""
    rows = "2023 H1 A yes\n2023 H2 A yes\n2023 H3 B no\n2024 H1 A yes\n2024 H3 B no\n2024 H4 A yes"
    given = files(tmp_path, "area", rows)
    (found,) = json.loads(scp("review", *given, "--format", "json").stdout)["targets"]
    assert [(one["each"]["met"], one["each"]["of"], one["status"]) for one in found["years"]] == [(1, 2, "not_yet")] * 2
    assert (found["each"], found["word"], found["words"], found["line"], found["needed"]) == (
        "area",
        None,
        [],
        None,
        None,
    )
    assert "Held" not in scp("review", *given).stdout


def test_a_saved_score_comes_back_and_is_refused_once_a_part_was_changed(scp: Scp, tmp_path: Path) -> None:
    given = files(tmp_path, "year", "2024 H1 A yes\n2025 H2 A no", "due: 2026, at_least: 1, since: 2024", "occasions")
    saved = scp("score", *given, "--format", "json").stdout
    (tmp_path / "saved.json").write_text(saved, encoding="utf-8")
    assert scp("verify", "saved.json").returncode == 0
    assert "1 of 2 years" in scp("review", "saved.json", "--plan", "given.yaml").stdout
    document = json.loads(saved)
    for key, value in (("met", 2), ("of", 3)):
        changed = json.loads(saved)
        changed["targets"][0]["each"][key] = value
        (tmp_path / "saved.json").write_text(json.dumps(changed), encoding="utf-8")
        refused = scp("review", "saved.json", "--plan", "given.yaml")
        assert (refused.returncode, f"targets[0].each.{key}" in refused.stderr) == (2, True)
    document["targets"][0]["each"]["parts"][1]["status"] = "met"
    (tmp_path / "saved.json").write_text(json.dumps(document), encoding="utf-8")
    assert "targets[0].each.parts[1].status" in scp("review", "saved.json", "--plan", "given.yaml").stderr


def test_a_report_draws_the_parts(scp: Scp, tmp_path: Path) -> None:
    given = files(tmp_path, "area", f"2024 H1 A yes\n{A_HALF}\n{B_NONE}")
    assert scp("report", *given, "-o", "report.md").returncode == 0
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "1 of 2 areas" in text
    assert "50% in each area" in text


@pytest.mark.parametrize(("each", "first", "declared"), [("area", 2025, 2), ("year", 2024, 2)])
def test_parts_that_rest_on_declared_answers_say_so(
    scp: Scp, tmp_path: Path, each: str, first: int, declared: int
) -> None:
    """A year or an area each, declared as yes: all are met, and the answers of every year asked for are counted."""
    plan = plan_text("share", HALF, each=each).replace("first: 2021", "first: 2024")
    (tmp_path / "given.yaml").write_text(plan, encoding="utf-8")
    rows = f"year,kind,id,area\n{first},house,H1,Xã A\n2025,house,H2,Xã B\n"
    (tmp_path / "given.csv").write_text(rows, encoding="utf-8")
    done = scp("score", "given.csv", "--plan", "given.yaml", "--set", "burns=yes", "--format", "json")
    (found,) = json.loads(done.stdout)["targets"]
    assert (found["status"], found["declared_answers"], found["by_declaration"]) == ("met", declared, True)


def test_readings_of_other_windows_have_to_agree(ask: Ask) -> None:
    """One in each year, since 2023 or since 2024, and none in 2023: missed by the first reading, met by the other."""
    since = "readings: [{since: 2023, why: {vi: A, en: A}}, {since: 2024, why: {vi: B, en: B}}]"
    rows = "2024 H1 A yes\n2025 H1 A yes"
    some, every = (
        ask(f"2023 H1 A {said}\n{rows}", "occasions", f"due: 2025, at_least: 1, {since}", each="year")
        for said in ("no", "yes")
    )
    assert told(some) == ("undetermined", 2, 3, ["readings"])
    assert [one.status for one in some.readings] == [Status.NOT_MET, Status.MET]
    assert told(every) == ("met", 3, 3, [])

"""Targets of at most (METHODS, "Verdicts" and "Other measures"): every cell worked by hand, and what outputs say."""

import json
import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from brute_parts import verdict
from conftest import Scp
from small_plans import Ask, plan_text, survey_text

from scp_ninhbinh.measures.figures import Figure, Points
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.trend import Point, Word, is_met, trend
from scp_ninhbinh.scores.verdict import Requirement, Status, judge
from scp_ninhbinh.text.numbers import Percentage


def houses(yes: int, no: int, unknown: int = 0, year: int = 2025) -> str:
    """Return that many rows of a year."""
    said = ["yes"] * yes + ["no"] * no + ["?"] * unknown
    return "\n".join(f"{year} H{number} A {answer}" for number, answer in enumerate(said))


def told(found: Result) -> tuple[str, list[str], list[float | None]]:
    """Return verdict, reasons and the range in percent or as numbers."""
    return (
        found.status.value if found.status else "",
        [reason.value for reason in found.reasons],
        [
            None if end is None else float(end * (100 if isinstance(end, Percentage) else 1))
            for end in (found.low, found.high)
        ],
    )


SHARES = [
    (houses(3, 7), "met", [], [30, 30]),
    (houses(4, 6), "missed", [], [40, 40]),
    (houses(2, 7, 1), "met", [], [20, 30]),
    (houses(3, 6, 1), "undetermined", ["missing"], [30, 40]),
    (houses(4, 5, 1), "missed", [], [40, 50]),
    (houses(1, 1, 0, year=2024), "no_data", [], [None, None]),
]


@pytest.mark.parametrize("due", [2025, 2026])
@pytest.mark.parametrize(("rows", "status", "reasons", "ends"), SHARES)
def test_a_share_of_at_most_thirty_percent(
    ask: Ask,
    rows: str,
    status: str,
    reasons: list[str],
    ends: list[float | None],
    due: int,
) -> None:
    """Of ten houses 3 are 30%, which is allowed; 4 are too many, whatever the open one says; 3 and one open may be."""
    found = ask(rows, "share", f"due: {due}, at_most: 30%", year=2025)
    assert told(found) == (status.replace("missed", "not_met" if due == 2025 else "not_yet"), reasons, ends)


def test_houses_of_the_register_that_nobody_asked_may_be_too_many(ask: Ask) -> None:
    """Of four listed two were asked, one burns: 25% to 75% of at most 50%; with at most 75% that is met."""
    rows, register = "2025 H1 A yes\n2025 H2 A no", "H1 A\nH2 A\nH3 A\nH4 A"
    assert told(ask(rows, "share", "due: 2025, at_most: 50%", register=register))[0] == "undetermined"
    assert told(ask(rows, "share", "due: 2025, at_most: 75%", register=register)) == ("met", [], [25, 75])


def test_a_sample_is_within_its_limit_if_the_upper_end_of_its_interval_is(ask: Ask) -> None:
    """20 of 40 drawn, none burns: the rank interval at 95% is 0 of 40 to its golden upper limit, 2 more."""
    register = "\n".join(f"H{n} A" for n in range(40))
    rows = "\n".join(f"2025 H{n} A no" for n in range(20))
    more: dict[str, object] = {"register": register, "confidence": Fraction(95, 100)}
    high = ask(rows, "share", "due: 2025, at_most: 50%", **more).high
    assert high is not None
    text = f"{float(high * 100):g}%"
    assert ask(rows, "share", f"due: 2025, at_most: {text}", **more).status is Status.MET
    below = ask(rows, "share", f"due: 2025, at_most: {float(high * 100) - 1:g}%", **more)
    assert (below.status, [one.value for one in below.reasons]) == (Status.UNDETERMINED, ["sampling"])
    every = "\n".join(f"2025 H{n} A yes" for n in range(20))
    assert ask(every, "share", "due: 2025, at_most: 40%", **more).status is Status.NOT_MET


COUNTS = [
    (houses(1, 2), "met", [1, 1]),
    (houses(2, 0), "missed", [2, 2]),
    (houses(1, 0, 1), "undetermined", [1, 2]),
    (houses(0, 1, 0, 2024) + "\n" + houses(1, 0), "met", [1, 1]),
]


@pytest.mark.parametrize("measure", ["units", "occasions"])
@pytest.mark.parametrize("due", [2025, 2026])
@pytest.mark.parametrize(("rows", "status", "ends"), COUNTS)
def test_a_count_of_at_most_one(
    ask: Ask,
    rows: str,
    status: str,
    ends: list[float],
    measure: str,
    due: int,
) -> None:
    """One is allowed, two are too many, and one with an open answer may be."""
    since = 2024 if "2024" in rows else 2025
    found = ask(rows, measure, f"due: {due}, at_most: 1, since: {since}", year=2025)
    assert told(found)[0] == status.replace("missed", "not_met" if due == 2025 else "not_yet")
    assert told(found)[2] == ends


def test_a_year_without_a_row_may_hold_any_number(ask: Ask) -> None:
    """Nothing is known of 2024: 1 in 2025 may be too many by then, 2 in 2025 are, whatever 2024 was."""
    some, many = (ask(houses(n, 1), "occasions", "due: 2025, at_most: 1, since: 2024") for n in (1, 2))
    assert told(some) == ("undetermined", ["missing"], [1, None])
    assert told(many) == ("not_met", [], [2, None])


def test_nothing_at_all_may_be_allowed(ask: Ask) -> None:
    """At most 0: none is met, one open answer leaves it open, one yes misses it."""
    for target, measure in (("at_most: 0%", "share"), ("at_most: 0, since: 2025", "occasions")):
        said = [ask(houses(*rows), measure, f"due: 2025, {target}").status for rows in ((0, 2), (0, 1, 1), (1, 1))]
        assert said == [Status.MET, Status.UNDETERMINED, Status.NOT_MET]


@pytest.mark.parametrize(
    ("burnt", "status"), [(80, "met"), (70, "met"), (69, "not_met"), ("", "undetermined"), (None, "undetermined")]
)
def test_a_cut_of_at_most_thirty_percent(ask: Ask, burnt: object, status: str) -> None:
    """100 of 100 were burnt in 2021: 70 now is a cut of 30%, 69 one of 31%, no common house is open."""
    rows = f"2021 H1 A ? 100 100\n2025 {'H1' if burnt is not None else 'H2'} A ? 100 {burnt or 0}"
    rows = rows if burnt != "" else "2021 H2 A ? 100 100\n2025 H1 A ? 100 70"
    assert ask(rows, "reduction", "due: 2025, at_most: 30%").status is Status(status)


def test_a_positive_gap_is_too_much_and_nothing_is_needed(ask: Ask) -> None:
    """40% of at most 30% are 10 points too much; 2 of 10 are 10 points below it."""
    over, under = (ask(houses(n, 10 - n), "share", "due: 2025, at_most: 30%") for n in (4, 2))
    assert (over.gap, under.gap) == (Points(1, 10), Points(-1, 10))
    assert {(one.limit, one.attainment, one.needed) for one in (over, under)} == {("at_most", None, None)}
    assert ask(houses(2, 8), "share", "due: 2025, at_least: 30%").limit == "at_least"


def test_of_areas_the_highest_is_the_worst(ask: Ask) -> None:
    """A has 0 of 1, B 1 of 2 and C 1 of 1 with and without an open answer: the worst stands first."""
    rows = "2025 H1 A no\n2025 H2 B yes\n2025 H3 B no\n2025 H4 C yes"
    areas = "areas: [{name: Xã A}, {name: Xã B}, {name: Xã C}]\n"
    order = {}
    for limit in ("at_most", "at_least"):
        found = ask(rows, "share", f"due: 2025, {limit}: 30%", areas=areas, by="area")
        order[limit] = [group.name for group in found.groups or ()]
    assert order == {"at_most": ["Xã C", "Xã B", "Xã A"], "at_least": ["Xã A", "Xã B", "Xã C"]}


# The table of METHODS, from ranges


def figure(low: int | None, high: int | None) -> Figure:
    return Figure("a", low=low, high=high)


@pytest.mark.parametrize(
    ("low", "high", "status"),
    [
        (1, 3, Status.MET),
        (None, 3, Status.MET),
        (4, 9, Status.NOT_MET),
        (4, None, Status.NOT_MET),
        (3, 4, Status.UNDETERMINED),
        (3, None, Status.UNDETERMINED),
        (None, 4, Status.UNDETERMINED),
        (None, None, Status.UNDETERMINED),
    ],
)
def test_a_range_against_a_limit_of_three(low: int | None, high: int | None, status: Status) -> None:
    assert judge((figure(low, high),), Requirement(3, 2025, 2025, True)).status is status
    early = Status.NOT_YET if status is Status.NOT_MET else status
    assert judge((figure(low, high),), Requirement(3, 2030, 2025, True)).status is early


def test_a_higher_limit_never_worsens_a_verdict() -> None:
    """Of every range within 0 to 6: missed, open, met is the only order that a rising limit may go through."""
    order = [Status.NOT_MET, Status.UNDETERMINED, Status.MET]
    ends = [None, *range(7)]
    for low, high in ((low, high) for low in ends for high in ends if None in (low, high) or low <= high):
        said = [order.index(judge((figure(low, high),), Requirement(n, 2025, 2025, True)).status) for n in range(8)]
        assert said == sorted(said)


@pytest.mark.parametrize("measure", ["share", "units", "occasions"])
def test_the_brute_force_scorer_says_the_same(ask: Ask, measure: str) -> None:
    """Sixty surveys by chance, of up to six rows in two years, against limits from none to more than there are."""
    chance = random.Random(f"at most {measure}")
    for _ in range(60):
        rows = [
            (year, f"H{n}", "A", chance.choice([True, False, None]))
            for year in (2024, 2025)
            for n in range(chance.randint(year - 2024, 3))
        ]
        text = "\n".join(f"{y} {u} {a} {'?' if said is None else 'yes' if said else 'no'}" for y, u, a, said in rows)
        limit, due = chance.randint(0, 4), chance.choice([2025, 2026])
        listed = [(f"H{n}", "A") for n in range(3)] if chance.random() < 0.5 else None
        share = measure == "share"
        target = f"due: {due}, at_most: {limit * 25}%" if share else f"due: {due}, at_most: {limit}, since: 2024"
        amount, window = (Fraction(limit, 4), range(2025, 2026)) if share else (Fraction(limit), range(2024, 2026))
        register = "\n".join(f"{unit} {area}" for unit, area in listed) if listed else None
        found = ask(text, measure, target, year=2025, register=register)
        assert found.status is not None
        expected = verdict(rows, measure, amount, True, [(None, window)], due > 2025, listed)
        assert found.status.value == expected, (text, target, register)


# The years


def at(year: int, achieved: int, low: int | None = None, high: int | None = None, met: bool = False) -> Point:
    """Return a year's figure in percent; it is its own range unless told otherwise."""
    ends = [Percentage(achieved if end is None else end, 100) for end in (low, high)]
    status = Status.MET if met else Status.NOT_YET
    return Point(year=year, achieved=Percentage(achieved, 100), low=ends[0], high=ends[1], status=status)


def test_the_way_leads_downwards() -> None:
    """60% in 2020, at most 20% in 2030: 40% is expected in 2025. 50% made half of that way, and reaches 40% by 2030."""
    found = trend([at(2020, 60), at(2025, 50)], Percentage(20, 100), 2030, is_ceiling=True)
    assert found.line is not None
    assert (found.line.expected, found.line.ratio, found.line.projected) == (
        Fraction(2, 5),
        Fraction(1, 2),
        Fraction(2, 5),
    )
    assert (found.word, found.pace, found.needed) == (Word.FAR_BEHIND, Points(-2, 100), Points(-6, 100))
    words = {
        now: trend([at(2020, 60), at(2025, now)], Percentage(20, 100), 2030, is_ceiling=True).word
        for now in (40, 45, 61)
    }
    assert words == {40: Word.ON_TRACK, 45: Word.BEHIND, 61: Word.MOVING_AWAY}


def test_above_the_limit_again_is_told_and_rising_within_it_slips() -> None:
    limit = Percentage(20, 100)
    assert trend([at(2020, 10), at(2025, 30)], limit, 2030, is_ceiling=True).word is Word.FALLEN_BELOW
    rising = trend([at(2024, 10, met=True), at(2025, 15, met=True)], limit, 2030, is_ceiling=True)
    falling = trend([at(2024, 15, met=True), at(2025, 10, met=True)], limit, 2030, is_ceiling=True)
    assert (rising.word, rising.slips, falling.slips) == (Word.MET, True, False)


def test_the_range_of_paces_is_mirrored() -> None:
    """The way of 1 − x towards at least 1 − limit is the way of x towards at most the limit."""
    chance = random.Random("mirrored")
    for _ in range(200):
        points = []
        for year in (2020, 2023):
            low, mid, high = sorted(chance.randint(0, 10) for _ in range(3))
            points.append(at(year, mid * 10, low * 10, high * 10))
        other = [
            replace(
                one, achieved=Percentage(1 - one.achieved), low=Percentage(1 - one.high), high=Percentage(1 - one.low)
            )
            for one in points
        ]
        limit = Percentage(chance.randint(1, 9), 10)
        down, up = trend(points, limit, 2030, is_ceiling=True), trend(other, Percentage(1 - limit), 2030)
        assert (down.word, down.words, down.slips) == (up.word, up.words, up.slips)
        for one, two in ((down.line, up.line), (down.low, up.low), (down.high, up.high)):
            assert (one and (one.ratio, one.expected)) == (two and (two.ratio, 1 - two.expected))


def test_compound_growth_downwards() -> None:
    """From 40% to 20% in two years is −29.3% a year, what 10% in four needs too; a limit of 0 has none."""
    found = trend([at(2021, 40), at(2023, 20)], Percentage(10, 100), 2025, share=True, is_ceiling=True).growth
    assert found is not None
    assert (round(found.observed, 4), round(found.required, 4), round(found.ratio, 4)) == (-0.2929, -0.2929, 1.0)
    assert found.word is Word.ON_TRACK
    assert trend([at(2021, 40), at(2023, 20)], Percentage(0), 2025, share=True, is_ceiling=True).growth is None


def test_a_year_without_its_own_verdict_is_met_by_its_upper_end() -> None:
    unjudged = replace(at(2025, 10, 10, 20), status=None)
    assert is_met(unjudged, Percentage(20, 100), is_ceiling=True)
    assert not is_met(unjudged, Percentage(19, 100), is_ceiling=True)


# What is said


def files(folder: Path, plan: str, rows: str) -> tuple[str, ...]:
    (folder / "given.yaml").write_text(plan, encoding="utf-8")
    (folder / "given.csv").write_text(survey_text(rows), encoding="utf-8")
    return ("given.csv", "--plan", "given.yaml")


def test_the_limit_stands_with_its_sign_everywhere(scp: Scp, tmp_path: Path) -> None:
    given = files(tmp_path, plan_text("share", "due: 2025, at_most: 30%"), houses(3, 6, 1, 2024))
    assert "  ≤ 30%\n" in scp("score", *given).stdout
    assert "| ≤ 30% |" in scp("score", *given, "--format", "markdown").stdout
    assert "At most 30% by 2025" in scp("explain", "x", *given).stdout
    assert "  ≤ 30%\n" in scp("review", *given).stdout
    assert "≤ 30% by 2025" in scp("targets", "--plan", "given.yaml").stdout
    assert (
        json.loads(scp("targets", "--plan", "given.yaml", "--format", "json").stdout)["indicators"][0]["targets"][0][
            "limit"
        ]
        == "at_most"
    )
    heading, row = (line.split(",") for line in scp("score", *given, "--format", "csv").stdout.splitlines())
    assert dict(zip(heading, row, strict=True))["limit"] == "at_most"


def test_open_answers_that_have_to_be_no_settle_it(
    ask: Ask,
    scp: Scp,
    tmp_path: Path,
) -> None:
    """2 of 10 burn and 3 are open, at most 30%: 2 of the 3 must not, and 1 more may. Each is scored again."""
    given = files(tmp_path, plan_text("share", "due: 2025, at_most: 30%"), houses(2, 5, 3))
    found = json.loads(scp("explain", "x", *given, "--format", "json").stdout)["targets"][0]
    (step,) = found["steps"]
    assert step == {"what": "answers-at-most", "needed": 2, "open": 3, "most": 1}
    assert found["margin"] == 1
    assert ask(houses(3, 7), "share", "due: 2025, at_most: 30%").status is Status.MET
    assert ask(houses(4, 5, 1), "share", "due: 2025, at_most: 30%").status is Status.NOT_MET
    assert "At most 1 of the 3 missing answers may count" in " ".join(scp("explain", "x", *given).stdout.split())


def test_where_no_more_may_be_all_open_answers_have_to_be_no(scp: Scp, tmp_path: Path) -> None:
    """3 of 10 burn, which is all that 30% allows, and 2 are open."""
    given = files(tmp_path, plan_text("share", "due: 2025, at_most: 30%"), houses(3, 5, 2))
    found = json.loads(scp("explain", "x", *given, "--format", "json").stdout)["targets"][0]
    assert found["steps"] == [{"what": "answers-at-most", "needed": 2, "open": 2, "most": 0}]


def test_a_saved_score_keeps_the_limit_and_is_refused_with_another(scp: Scp, tmp_path: Path) -> None:
    given = files(tmp_path, plan_text("share", "due: 2025, at_most: 30%"), houses(4, 6, 0, 2024))
    saved = scp("score", *given, "--format", "json").stdout
    (tmp_path / "saved.json").write_text(saved, encoding="utf-8")
    assert scp("verify", "saved.json").returncode == 0
    assert "≤ 30%" in scp("review", "saved.json", "--plan", "given.yaml").stdout
    (tmp_path / "saved.json").write_text(saved.replace('"at_most"', '"at_least"'), encoding="utf-8")
    refused = scp("review", "saved.json", "--plan", "given.yaml")
    assert (refused.returncode, "limit" in refused.stderr) == (2, True)


def test_risen_above_is_said_and_not_fallen_below(scp: Scp, tmp_path: Path) -> None:
    rows = houses(1, 9, 0, 2023) + "\n" + houses(5, 5, 0, 2024)
    said = scp("review", *files(tmp_path, plan_text("share", "due: 2025, at_most: 30%"), rows)).stdout
    assert "Risen above" in said
    assert "Fallen below" not in said


def test_rows_of_one_name_that_make_it_too_many_are_told(scp: Scp, tmp_path: Path) -> None:
    """Two events of one name and area under two ids are above at most 1; as one they are not."""
    (tmp_path / "given.yaml").write_text(plan_text("units", "due: 2025, at_most: 1, since: 2025"), encoding="utf-8")
    rows = "year,kind,id,name,area,burns,all,burnt\n2025,house,H1,Một,Xã A,yes,,\n2025,house,H2,Một,Xã A,yes,,\n"
    (tmp_path / "given.csv").write_text(rows, encoding="utf-8")
    assert "(allowed: 1)" in " ".join(scp("score", "given.csv", "--plan", "given.yaml").stderr.split())


def test_a_limit_that_declared_answers_keep_is_met_by_declaration(scp: Scp, tmp_path: Path) -> None:
    """Three houses without the column, declared as no: met, and with any other answer in their place perhaps not."""
    files(tmp_path, plan_text("share", "due: 2025, at_most: 30%"), "")
    (tmp_path / "given.csv").write_text("year,kind,id\n2025,house,H1\n2025,house,H2\n2025,house,H3\n", encoding="utf-8")
    done = scp("score", "given.csv", "--plan", "given.yaml", "--set", "burns=no", "--format", "json")
    (found,) = json.loads(done.stdout)["targets"]
    assert (found["status"], found["declared_answers"], found["by_declaration"]) == ("met", 3, True)

"""`scp explain`: one target step by step."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES, Scp, of
from explaining import (
    CAMPAIGNS,
    CONFIDENCE,
    MARKETS,
    OUTLETS,
    REGISTER,
    Score,
    explained,
    lines,
    listing,
    markets,
    output,
    sampled,
    step,
    tables,
    units,
    villages,
    years,
)

from scp_ninhbinh.measures.share import DrawnStratum
from scp_ninhbinh.plan.clauses import Share
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.run import Request, score_files
from scp_ninhbinh.scores.explain import explain, find
from scp_ninhbinh.scores.explained_units import MeasuredUnit
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Code

# Which target is meant


@pytest.mark.parametrize(
    ("name", "indicator", "due"),
    [
        ("zones-informed", "zones-informed", None),
        ("I.1.1", "zones-informed", 2025),
        ("I.2.1", "zones-informed", 2030),
        ("I.2.2", "campaigns-held", 2030),
        ("I.1.5", "education-integration", None),
        ("I.1.4b", "stores-without-hard-bags", 2025),
        ("I.2.3a", "market-packaging-reduction", 2030),
        ("II.1.c", "task-II.1.c", None),
        ("task-II.1.c", "task-II.1.c", None),
    ],
)
def test_a_target_is_named_by_its_id_or_its_clause(name: str, indicator: str, due: int | None) -> None:
    plan = load_plan(embedded_plan()).plan
    item, found = find(plan, name)
    assert (item.id, found) == (indicator, due)


def test_a_clause_of_one_indicator_is_that_indicator_in_whatever_due_year() -> None:
    plan = load_plan(str(ROOT / "docs" / "examples" / "another-plan.yaml")).plan
    item, due = find(plan, "1.a")
    assert ([target.due for target in item.targets], item.id, due) == ([2026, 2028], "district-plans", None)


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("I.1.4", {"I.1.4a", "I.1.4b"}),
        ("I.2.3", {"I.2.3a", "I.2.3b"}),
    ],
)
def test_a_clause_that_holds_two_targets_names_neither(name: str, choices: set[str]) -> None:
    with pytest.raises(ScpError) as caught:
        find(load_plan(embedded_plan()).plan, name)
    assert set(caught.value.problems[0].details["choices"]) == choices


def test_a_clause_whose_parts_do_not_tell_its_targets_apart_names_their_ids() -> None:
    """One letter for targets of two indicators, in two due years."""
    plan = load_plan(embedded_plan()).plan
    shares = [item for item in plan.indicators if isinstance(item, Share)]
    targets = [item.targets[at].model_copy(update={"clause": "A", "part": "a"}) for at, item in enumerate(shares)]
    own = [item.model_copy(update={"targets": (one,)}) for item, one in zip(shares, targets, strict=True)]
    for name in ("Aa", "A"):
        with pytest.raises(ScpError) as caught:
            find(plan.model_copy(update={"indicators": tuple(own)}), name)
        assert set(caught.value.problems[0].details["choices"]) == {item.id for item in shares}


def units_of(target: Any, said: str) -> Any:
    """Return the units of a target of the JSON that count in one way."""
    (units,) = [listing["units"] for listing in target["units"] if listing["said"] == said]
    return units


def test_a_name_that_no_target_has_is_told_the_names_there_are(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(villages("yn"), encoding="utf-8")
    for name, told in (("zone-informed", "zones-informed"), ("I.1.4", "I.1.4b")):
        done = scp("explain", name, "a.csv")
        assert (done.returncode, done.stdout, told in done.stderr) == (2, "", True), name
        assert "Traceback" not in done.stderr


def test_a_due_year_picks_the_target_and_all_explains_each(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(villages("yn"), encoding="utf-8")
    for due, dues in (("2030", [2030]), ("all", [2025, 2030])):
        document = json.loads(scp("explain", "zones-informed", "a.csv", "--due", due, "--format", "json").stdout)
        assert [target["due"] for target in document["targets"]] == dues


# Shares


def test_a_share_is_explained_with_its_requirement_readings_and_reasons(score: Score) -> None:
    """The plan declares two readings of clause I.1.1, each with its reason."""
    found = explained(score(villages("yyn")), "zones-informed")
    said = lines(found)
    assert re.search(r"70% .*2025", said)
    for chosen in found.declared_readings:
        assert chosen.reading is not None
        assert chosen.reading.en in said
        assert chosen.why.en in said
    assert len(found.declared_readings) == 2


def test_the_formula_of_a_share_has_its_numbers_put_in(score: Score) -> None:
    """Ten villages, 5 yes and 3 unknown: 5/10 confirmed, (5 + 3)/10 possible."""
    said = lines(explained(score(villages("yyyyynnuuu")), "zones-informed"))
    assert "5 / 10 = 50.0%" in said
    assert "(5 + 3) / 10 = 80.0%" in said


def test_the_units_of_a_share_are_named_by_what_they_said_worst_first(score: Score) -> None:
    found = explained(score(villages("yunyu")), "zones-informed")
    assert units(found) == {"no": ["L2"], "unknown": ["L1", "L4"], "yes": ["L0", "L3"]}
    assert list(units(found)) == ["no", "unknown", "yes"]


def test_where_the_clause_asks_for_a_no_an_outlet_that_says_yes_is_the_bad_one(score: Score) -> None:
    text = OUTLETS + "2025,supermarket,S1,yes\n2025,supermarket,S2,no\n"
    assert units(explained(score(text), "stores-without-hard-bags")) == {"no": ["S1"], "yes": ["S2"]}


@pytest.mark.parametrize(
    ("answers", "margin"),
    [("yyyyyyynnn", 0), ("yyyyyyyynn", 1), ("yyyynnnnnn", -3), ("yyn", -1), ("yyynu", -1)],
)
def test_the_margin_is_in_whole_units(score: Score, answers: str, margin: int) -> None:
    """70% of 10 is 7; of 3 it is 2.1, so 3 are needed; of 5 it is 3.5, so 4, and an unknown one does not count."""
    scores = score(villages(answers))
    assert explained(scores, "zones-informed").margin == margin
    assert of(scores, "zones-informed").needed == max(0, -margin)


def test_the_margin_is_said_in_words(score: Score) -> None:
    assert "3 more would reach it" in lines(explained(score(villages("yyyynnnnnn")), "zones-informed"))
    assert "1 more than required" in lines(explained(score(villages("yyyyyyyynn")), "zones-informed"))


def test_an_explanation_says_whether_the_whole_is_a_register_or_what_was_surveyed(score: Score) -> None:
    register = REGISTER + listing("craft_village", ["L0", "L1"])
    with_one = explained(score(villages("yy"), register=register), "zones-informed")
    without = explained(score(villages("yy")), "zones-informed")
    assert [found.pool for found in (with_one, without)] == ["register", "surveyed"]
    assert lines(with_one) != lines(without)
    assert "among the units surveyed" in lines(without)
    assert "among the units surveyed" not in lines(with_one)


def test_a_sampled_share_is_explained_with_its_strata_and_its_interval(score: Score) -> None:
    """METHODS: 47 yes of 60 drawn of 210 gives 143 to 181 of 210, 68.1% to 86.2%."""
    found = explained(sampled(score, 210, 47, 13), "zones-informed")
    drawn = DrawnStratum(kind="craft_village", stratum="", size=210, drawn=60, yes=47, unknown=0)
    assert found.strata == (drawn,)
    said = lines(found)
    assert "95% interval 68.1% to 86.2%" in said
    assert re.search(r"47 .*60 .*210", said)
    assert "not_surveyed" not in units(found)
    assert found.margin is None


def test_of_a_sample_of_which_nobody_was_drawn_the_strata_are_told_and_no_unit(score: Score) -> None:
    """There is no figure, and so no estimate; whom the register lists was not drawn, and is not missing."""
    register = REGISTER + listing("craft_village", ["L0", "L1"]) + listing("supermarket", ["S0"])
    scores = score(OUTLETS + "2025,supermarket,S0,no\n", register=register, confidence=CONFIDENCE)
    found = explained(scores, "zones-informed")
    assert (found.status, found.units) == (Status.NO_DATA, ())
    assert found.strata == (DrawnStratum(kind="craft_village", stratum="", size=2, drawn=0, yes=0, unknown=0),)


def test_a_cut_is_explained_with_both_rates_and_their_numbers(score: Score) -> None:
    """160 of 200 hard in 2020, 90 of 180 now: 80% and 50%, a cut of 37.5%."""
    text = MARKETS + markets(2020, ("C1", 100, 80), ("C2", 100, 80)) + markets(2025, ("C1", 100, 60), ("C2", 80, 30))
    found = explained(score(text), "market-packaging-reduction")
    said = lines(found)
    for part in ("160 / 200 = 80.00%", "90 / 180 = 50.00%", "1 − 50.00% / 80.00% = 37.5%", "2020", "2025"):
        assert part in said
    assert [chosen.year for chosen in found.declared_readings if chosen.year] == [2020]
    assert found.steps == ()


def test_markets_are_listed_by_their_own_rate_and_equal_ones_by_their_labels(score: Score) -> None:
    """C1 gave out most of the hard and C2 has the worst rate: 100%, before 40% and twice 20%; C6 gave out nothing."""
    text = MARKETS + markets(2020, ("C1", 100, 80))
    text += markets(2025, ("C1", 900, 360), ("C6", 0, 0), ("C2", 7, 7), ("D1", 10, 2), ("C5", 50, 10))
    found = explained(score(text + markets(2025, ("C3", 50, ""), ("C4", "", ""))), "market-packaging-reduction")
    assert units(found) == {
        "measured": ["C2", "C1", "C5", "D1", "C6"],
        "hard_unknown": ["C3"],
        "unknown": ["C4"],
    }
    amounts = [[(one.hard, one.total) for one in some.units if isinstance(one, MeasuredUnit)] for some in found.units]
    assert amounts == [[(7, 7), (360, 900), (10, 50), (2, 10), (0, 0)], [(None, 50)], []]


def test_each_unit_has_its_name_and_its_area_of_which_the_register_speaks_where_the_row_does_not(
    score: Score,
) -> None:
    """L0 is named by its row and its area by the register, L1 the other way round, L2 by neither; L3 has no row."""
    text = "year,kind,id,name,area,informed\n"
    text += "2025,craft_village,L0,Làng Bát,,no\n2025,craft_village,L1,,Kim Sơn,no\n2025,craft_village,L2,,,no\n"
    register = "kind,id,name,area\ncraft_village,L0,,Nho Quan\ncraft_village,L1,Làng Chiếu,\n"
    register += "craft_village,L2,,\ncraft_village,L3,Làng Đá,Hoa Lư\n"
    found = explained(score(text, register=register), "zones-informed")
    assert [(one.unit, one.name, one.area) for some in found.units for one in some.units] == [
        ("L0", "Làng Bát", "Nho Quan"),
        ("L1", "Làng Chiếu", "Kim Sơn"),
        ("L2", None, None),
        ("L3", "Làng Đá", "Hoa Lư"),
    ]


def test_each_reading_has_its_figure_and_its_verdict_beside_the_other(score: Score) -> None:
    """All: 80/100 → 50/100, cut by 37.5%. Measured in both years is C1: 40/50 → 30/50, cut by 25%."""
    text = MARKETS + markets(2020, ("C1", 50, 40), ("C2", 50, 40)) + markets(2025, ("C1", 50, 30), ("C3", 50, 20))
    found = explained(score(text), "market-packaging-reduction")
    (table,) = tables(found, "Ways of counting")
    assert [(row[0].text, row[1].text, row[-1].text, row[-1].signal) for row in table.rows] == [
        ("all measured", "37.5%", "Met", "met"),
        ("measured in both years", "25.0%", "Not met", "not_met"),
    ]
    assert "The clause does not say which units are compared" in lines(found)
    assert step(found, "readings") == {"readings": ("all", "matched"), "open": ()}
    assert "(all measured, measured in both years)" in lines(found)


def test_one_way_of_counting_is_no_part_of_its_own(score: Score) -> None:
    assert not tables(explained(score(villages("yyn")), "zones-informed"), "Ways of counting")


def test_occasions_are_named_with_their_year(score: Score) -> None:
    found = explained(
        score(CAMPAIGNS + years({2021: "n", 2022: "n", 2023: "y", 2024: "n", 2025: "u"})), "campaigns-held"
    )
    assert [[cell.text for cell in table.rows[-1]] for table in tables(found, "Units, worst first")] == [
        ["A0", "2024"],
        ["A0", "2025"],
        ["A0", "2023"],
    ]
    assert {listing.said: [unit.year for unit in listing.units] for listing in found.units} == {
        **{"no": [2021, 2022, 2024], "unknown": [2025], "yes": [2023]},
    }


def test_the_upper_figure_of_a_range_is_called_a_stretch(score: Score) -> None:
    """Clause I.1.3 asks for 01-02: at least 1, 2 is the stretch; one held is as many as required."""
    found = explained(score(CAMPAIGNS + years({2025: "y"})), "campaigns-held")
    assert (found.margin, "stretch" in lines(found)) == (0, True)


def test_two_windows_are_two_readings_with_their_reasons(score: Score) -> None:
    """Two held in 2024 and one in 2026: since 2021 it is 3 and met, since 2026 it is 1 and missed by 1."""
    held = dict.fromkeys(range(2021, 2031), "n") | {2024: "yy", 2026: "y"}
    found = explained(score(CAMPAIGNS + years(held)), "campaigns-held", 2030)
    said = lines(found)
    (table,) = tables(found, "Ways of counting")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["since 2021", "3", "Met"],
        ["since 2026", "1", "Not met"],
    ]
    assert [chosen.year for chosen in found.declared_readings] == [2021, 2026]
    assert all(chosen.why.en in said for chosen in found.declared_readings)
    assert (found.margin, [one.what for one in found.steps if one.what != "answers"]) == (-1, ["readings"])


# What asks for no number


def test_a_clause_without_a_number_has_its_evidence_and_no_margin(score: Score) -> None:
    text = "year,kind,name,includes_scp\n2025,curriculum,A,yes\n2025,curriculum,B,no\n2025,curriculum,C,\n"
    found = explained(score(text), "education-integration")
    assert units(found) == {"no": ["B"], "unknown": ["C"], "yes": ["A"]}
    assert (found.margin, found.steps, found.status) == (None, (), Status.TRACKED)
    assert re.search(r": 1\b", lines(found))


def test_a_task_names_the_activities_that_are_its_evidence(score: Score) -> None:
    text = "year,kind,name,task\n2025,activity,Tập huấn,II.1.b; II.2.d\n2025,activity,Hội thảo,II.2.d\n"
    scores = score(text)
    assert units(explained(scores, "task-II.2.d")) == {"yes": ["Tập huấn", "Hội thảo"]}
    assert units(explained(scores, "task-II.1.b")) == {"yes": ["Tập huấn"]}
    assert units(explained(scores, "task-II.1.a")) == {}


@pytest.mark.parametrize("indicator", ["zones-informed", "market-packaging-reduction", "campaigns-held"])
def test_a_target_of_which_no_row_speaks_is_explained_as_having_no_data(score: Score, indicator: str) -> None:
    text = "year,kind,id,hard_bags\n2025,supermarket,S1,no\n"
    found = explained(score(text), indicator)
    assert (found.status, found.margin, found.units, found.steps) == (Status.NO_DATA, None, (), ())
    assert "No data" in lines(found)


# Formats


def test_long_lists_are_cut_on_a_screen_and_are_whole_on_paper_and_in_json(tmp_path: Path) -> None:
    """Thirty villages that were not informed: a screen shows twelve, counts the rest, and says where they are."""
    path = tmp_path / "a.csv"
    path.write_text(villages("n" * 30), encoding="utf-8")
    for width in (40, 80):
        said = " ".join(output("I.1.1", "table", str(path), width=width).split())
        shown = re.search(r"30 units \(craft villages\) Name (L0 .*?) 18 more: (.*)", said)
        assert shown, width
        assert shown[1].split() == [f"L{n}" for n in range(12)]
        assert shown[2].startswith("scp explain I.1.1 FILE... with -o OUT.xlsx or --format json has all.")
    markdown = output("I.1.1", "markdown", str(path))
    assert [f"| L{n} |" in markdown for n in range(30)] == [True] * 30
    assert "more" not in markdown.partition("Units, worst first")[2]
    document = json.loads(output("I.1.1", "json", str(path)))
    assert [unit["unit"] for unit in units_of(document["targets"][0], "no")] == [f"L{n}" for n in range(30)]


def test_json_holds_every_part_under_its_own_key(scp: Scp, tmp_path: Path) -> None:
    """Five villages: 3 yes, 1 no, 1 unknown; 4 are required."""
    (tmp_path / "a.csv").write_text(villages("yyynu"), encoding="utf-8")
    document = json.loads(scp("explain", "zones-informed", "a.csv", "--format", "json").stdout)
    (target,) = document["targets"]
    assert (document["schema"], document["year"]) == ("scp-ninhbinh/explain/1", 2025)
    assert [target[key] for key in ("id", "clause", "due", "required", "status", "margin", "needed")] == [
        *("zones-informed", "I.1.1", 2025, 70.0, "undetermined", -1, 1),
    ]
    assert target["steps"] == [{"what": "answers", "needed": 1, "open": 1, "against": 1}]
    assert units_of(target, "no") == [
        {"unit": "L3", "name": None, "area": None, "kind": "craft_village", "year": 2025},
    ]
    assert {some["said"]: len(some["units"]) for some in target["units"]} == {"no": 1, "unknown": 1, "yes": 3}
    assert [set(one) for one in target["declared_readings"]] == [{"reading", "year", "years", "why"}] * 2
    assert target["readings"][0]["status"] == "undetermined"


def test_an_outputs_ending_picks_the_format(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(villages("yyn"), encoding="utf-8")
    assert scp("explain", "I.1.1", "a.csv", "-o", "out.md").stdout == ""
    assert (tmp_path / "out.md").read_text(encoding="utf-8").startswith("# I.1.1 ")
    assert scp("explain", "I.1.1", "a.csv", "-o", "out.csv").returncode == 2
    assert scp("explain", "I.1.1", "a.csv", "-o", "a.csv").returncode == 2
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == villages("yyn")


CONTROL = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]"
HOSTILE = ("[red]x[/red]", "=1+1", "a|b*c_d`e", "\x1b[31mq\u202e", "<b>", "n" * 200, "từ " * 60 + "cuối")


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    """Return a survey of units whose names try to act on whatever shows them, or to burst a line."""
    rows = "".join(f'2025,craft_village,,"{name}",no\n' for name in HOSTILE)
    (tmp_path / "hostile.csv").write_text(f"year,kind,id,name,informed\n{rows}", encoding="utf-8")
    return str(tmp_path / "hostile.csv")


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_hostile_names_stay_text_and_no_line_is_longer_than_the_width(hostile: str, width: int) -> None:
    table = output("zones-informed", "table", hostile, width=width)
    assert max(map(len, table.splitlines())) <= width
    assert not re.search(CONTROL, table)
    for name in ("[red]x[/red]", "=1+1", "a|b*c_d`e", r"\x1b[31mq\u202e", "<b>"):
        assert name in table


def test_markdown_escapes_what_would_be_its_markup_and_json_reads_back_the_same(hostile: str) -> None:
    markdown = output("zones-informed", "markdown", hostile)
    for name in (r"\[red\]x\[/red\]", r"a\|b\*c\_d\`e", r"\\x1b\[31mq\\u202e", "&lt;b>"):
        assert name in markdown
    document = output("zones-informed", "json", hostile)
    assert not re.search(CONTROL, markdown + document)
    named = [unit["unit"] for unit in units_of(json.loads(document)["targets"][0], "no")]
    assert named == list(HOSTILE)


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("width", [40, 60, 72, 80, 140])
def test_the_samples_are_explained_within_the_width(lang: Code, width: int) -> None:
    register = str(Path(SAMPLES[0]).with_name("register.csv"))
    table = output("market-packaging-reduction", "table", *SAMPLES, register=register, lang=lang, width=width)
    assert max(map(len, table.splitlines())) <= width
    assert not re.search(CONTROL, table)


def test_the_command_speaks_vietnamese_too(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(villages("yyn"), encoding="utf-8")
    done = scp("explain", "I.1.1", "a.csv", "--lang", "vi")
    assert (done.returncode, done.stderr) == (0, "")
    assert "I.1.1 Khu, cụm công nghiệp, làng nghề được phổ biến, nâng cao nhận thức" in done.stdout


@pytest.mark.parametrize("code", ["en", "vi"])
def test_every_target_of_the_plan_can_be_explained_in_both_languages(code: Code) -> None:
    """The synthetic samples, alone and with their register: no gap of a text is left open, no number is a fraction."""
    register = str(Path(SAMPLES[0]).with_name("register.csv"))
    for listed in (None, register):
        scores = score_files(Request(SAMPLES, register=listed, due="all")).scores
        for result in scores.results:
            said = lines(explain(result, scores), code)
            assert said
            assert not re.search(r"[{}]|Fraction|None", said)

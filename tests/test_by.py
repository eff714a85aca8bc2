"""`--by area` and `--by kind`: the same figures for each group of units, worst first, those without a row as none."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES, Scp, of
from reports import score_report

from scp_ninhbinh.measures.figures import Measured
from scp_ninhbinh.plan.clauses import Plan, Scored
from scp_ninhbinh.run import Request, score_files
from scp_ninhbinh.scores.measured import measure
from scp_ninhbinh.scores.results import By, EmptyGroup, Group
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.text.say import Code, language

Score = Callable[..., Scores]
ZONES = "year,kind,id,area,informed\n"
MARKETS = "year,kind,id,area,packaging_total,packaging_hard\n"
MODELS = "year,kind,id,area,applied\n"
CAMPAIGNS = "year,kind,name,area,held\n"
CONFIDENCE = Fraction(95, 100)


@pytest.fixture
def no_areas(tmp_path: Path) -> str:
    """Return the path of the plan without its list of areas: groups are then those of the files alone."""
    text = (ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8")
    path = tmp_path / "no-areas.yaml"
    path.write_text(re.sub(r"^areas:\n(?:  - .*\n)+", "", text, flags=re.MULTILINE), encoding="utf-8")
    return str(path)


def villages(**areas: str) -> str:
    """Return rows of 2025: for each area a letter a village, y(es), n(o) or u(nknown)."""
    said = {"y": "yes", "n": "no", "u": ""}
    return "".join(
        f"2025,craft_village,{area}-{number},{area.replace('_', ' ')},{said[letter]}\n"
        for area, letters in areas.items()
        for number, letter in enumerate(letters)
    )


def output(paths: Sequence[str], name: str, by: By | None = "area", lang: Code = "en", width: int = 80) -> str:
    """Return what `scp score` prints of these files in this format."""
    return score_report(name, score_files(Request(paths, by=by)), language(lang), width, False)


def shares(groups: tuple[Group, ...]) -> list[tuple[str, Fraction | None, Fraction | None, Fraction | None]]:
    return [(group.name, group.low, group.achieved, group.high) for group in groups]


def test_each_area_has_its_share_with_its_range_worst_first(score: Score, no_areas: str) -> None:
    """1 of 3, none of 1 with 1 unknown, 2 of 3 with 1 unknown: 1/3, 0 to 1/2, 2/3 to 1."""
    text = ZONES + villages(Kim_Sơn="yyu", Nho_Quan="ynn", Yên_Mô="nu")
    found = of(score(text, no_areas, by="area"), "zones-informed")
    assert shares(found.groups) == [
        ("Yên Mô", 0, 0, Fraction(1, 2)),
        ("Nho Quan", Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)),
        ("Kim Sơn", Fraction(2, 3), Fraction(2, 3), 1),
    ]


def test_of_two_areas_with_the_same_share_the_one_that_can_be_less_stands_first(score: Score, no_areas: str) -> None:
    """Both have 1 of 3 confirmed; at Kim Sơn one may still turn out well."""
    text = ZONES + villages(Kim_Sơn="ynu", Nho_Quan="ynn")
    found = of(score(text, no_areas, by="area"), "zones-informed")
    assert [group.name for group in found.groups] == ["Nho Quan", "Kim Sơn"]


def test_groups_of_kinds_are_those_that_the_clause_speaks_of(score: Score) -> None:
    """Two of three villages, no zone of one; the outlet is of another clause."""
    text = ZONES.strip() + ",hard_bags\n2025,industrial_zone,K1,,no,\n2025,supermarket,S1,,,no\n"
    text += "".join(f"2025,craft_village,L{n},,{said},\n" for n, said in enumerate(("yes", "yes", "no")))
    scores = score(text, by="kind")
    assert shares(of(scores, "zones-informed").groups) == [
        ("industrial_zone", 0, 0, 0),
        ("craft_village", Fraction(2, 3), Fraction(2, 3), Fraction(2, 3)),
        ("industrial_cluster", None, None, None),
    ]
    assert {group.name for group in of(scores, "stores-without-hard-bags").groups} == {
        *("trade_centre", "supermarket", "convenience_store"),
    }
    assert [group.name for group in of(scores, "task-II.1.a").groups] == ["activity"]


def test_each_area_has_its_own_cut_since_the_base_year(score: Score, no_areas: str) -> None:
    """Nho Quan 80% → 70%: cut by 1/8. Kim Sơn 60% → 30%: by half. Together 140/200 → 100/200: by 2/7."""
    rows = "2020,market,C1,Nho Quan,100,80\n2020,market,C2,Kim Sơn,100,60\n"
    rows += "2025,market,C2,Kim Sơn,100,30\n2025,market,C1,Nho Quan,100,70\n"
    found = of(score(MARKETS + rows, no_areas, by="area"), "market-packaging-reduction")
    assert [(group.name, group.achieved) for group in found.groups] == [
        ("Nho Quan", Fraction(1, 8)),
        ("Kim Sơn", Fraction(1, 2)),
    ]
    assert found.achieved == Fraction(2, 7)


def test_an_area_without_a_base_has_its_rate_and_no_cut_and_stands_behind_those_that_have_one(
    score: Score, no_areas: str
) -> None:
    rows = "2020,market,C1,Nho Quan,100,80\n2025,market,C1,Nho Quan,100,10\n2025,market,C2,Gia Viễn,100,90\n"
    found = of(score(MARKETS + rows, no_areas, by="area"), "market-packaging-reduction")
    assert [(group.name, group.achieved, group.speaks) for group in found.groups] == [
        ("Nho Quan", Fraction(7, 8), True),
        ("Gia Viễn", None, True),
    ]
    assert found.groups[1].rate == Fraction(9, 10)


def test_a_market_is_followed_within_its_area_however_the_years_spell_it(score: Score, no_areas: str) -> None:
    """80% → 40% in one area that 2020 calls by its district's title."""
    rows = "2020,market,C1,Huyện Nho Quan,100,80\n2025,market,C1,Nho Quan,100,40\n"
    (group,) = of(score(MARKETS + rows, no_areas, by="area"), "market-packaging-reduction").groups
    assert (group.achieved, group.matched) == (Fraction(1, 2), 1)


def test_models_are_counted_once_in_their_area(score: Score, no_areas: str) -> None:
    """M1 is applied in two years, M2 never, both at Kim Sơn; M3 at Nho Quan is not."""
    rows = "".join(
        f"{year},model,M1,Kim Sơn,{'yes' if year > 2023 else 'no'}\n{year},model,M2,Kim Sơn,no\n"
        f"{year},model,M3,Nho Quan,no\n"
        for year in range(2021, 2026)
    )
    groups = of(score(MODELS + rows, no_areas, by="area"), "models-applied").groups
    assert shares(groups) == [("Nho Quan", 0, 0, 0), ("Kim Sơn", 1, 1, 1)]


def test_campaigns_are_counted_row_by_row_in_their_area(score: Score, no_areas: str) -> None:
    rows = "".join(f"{year},campaign,Cuộc thi,Kim Sơn,yes\n{year},campaign,Hội,Yên Mô,no\n" for year in (2024, 2025))
    groups = of(score(CAMPAIGNS + rows, no_areas, by="area"), "campaigns-held").groups
    assert [(group.name, group.achieved) for group in groups] == [("Yên Mô", 0), ("Kim Sơn", 2)]


def test_evidence_is_counted_for_each_area_the_least_first(score: Score, no_areas: str) -> None:
    """Kim Sơn: two in a chain, one of them traceable, 3 in all. Yên Mô: none of either."""
    text = "year,kind,name,area,in_safe_chain,traceable\n2025,enterprise,A,Kim Sơn,yes,yes\n"
    text += "2025,enterprise,B,Kim Sơn,yes,no\n2025,enterprise,C,Yên Mô,no,no\n"
    groups = of(score(text, no_areas, by="area"), "safe-food-chains").groups
    assert [(group.name, [one.yes for one in group.evidence]) for group in groups] == [
        ("Yên Mô", [0, 0]),
        ("Kim Sơn", [2, 1]),
    ]
    assert all(group.speaks for group in groups)


def test_the_groups_of_a_share_add_up_to_the_whole(score: Score, no_areas: str) -> None:
    text = ZONES + villages(Kim_Sơn="yyunn", Nho_Quan="ynn", Yên_Mô="nu", Gia_Viễn="yyyy")
    text += "2025,industrial_zone,K1,Kim Sơn,yes\n2025,industrial_cluster,U1,,no\n2025,industrial_cluster,U2,,\n"
    for by in ("area", "kind"):
        found = of(score(text, no_areas, by=by), "zones-informed")
        parts = [part for group in found.groups for part in group.parts]
        names = ("numerator", "denominator", "unknown")
        sums = [sum(getattr(part, name) for part in parts) for name in names]
        assert sums == [found.numerator, found.denominator, found.unknown] == [8, 17, 3], by


@pytest.mark.parametrize("by", ["area", "kind"])
def test_the_groups_of_the_samples_add_up_in_json(by: By) -> None:
    """Each share of the synthetic samples: numerators and denominators of its groups are the whole's."""
    document = json.loads(output(SAMPLES, "json", by))
    targets = [target for target in document["targets"] if target["measure"] == "share"]
    assert len(targets) == 2
    for target in targets:
        for key in ("numerator", "denominator", "unknown", "not_surveyed"):
            assert sum(group[key] or 0 for group in target["groups"]) == target[key], (target["id"], key)


@pytest.mark.parametrize(
    "spelt",
    ["TP. Ninh Bình", "thành phố Ninh Bình", "TP Ninh Bi\u0300nh", "TP NINH BÌNH", "tp.ninh bình", "TP  Ninh Bình"],
)
def test_spellings_of_an_area_are_one_group(score: Score, no_areas: str, spelt: str) -> None:
    text = ZONES + f"2025,craft_village,L1,TP Ninh Bình,yes\n2025,craft_village,L2,{spelt},no\n"
    (group,) = of(score(text, no_areas, by="area"), "zones-informed").groups
    assert (group.achieved, group.parts[2].denominator) == (Fraction(1, 2), 2)


def test_a_city_and_the_district_of_its_name_are_two_groups(score: Score, no_areas: str) -> None:
    text = ZONES + "2025,craft_village,L1,TP Hoa Lư,yes\n2025,craft_village,L2,Huyện Hoa Lư,no\n"
    groups = of(score(text, no_areas, by="area"), "zones-informed").groups
    assert [group.name for group in groups] == ["Huyện Hoa Lư", "TP Hoa Lư"]


def test_a_group_is_called_as_the_plan_spells_it(score: Score) -> None:
    """The embedded plan lists TP Tam Điệp and Nho Quan for 2025."""
    text = ZONES + "2025,craft_village,L1,thành phố tam điệp,yes\n2025,craft_village,L2,H. Nho Quan,no\n"
    spoken = [group.name for group in of(score(text, by="area"), "zones-informed").groups if group.speaks]
    assert spoken == ["Nho Quan", "TP Tam Điệp"]


def test_units_of_which_no_area_is_given_are_a_group_of_their_own(score: Score, no_areas: str) -> None:
    text = ZONES + villages(Kim_Sơn="y") + "2025,craft_village,X,,no\n"
    groups = of(score(text, no_areas, by="area"), "zones-informed").groups
    assert shares(groups) == [("", 0, 0, 0), ("Kim Sơn", 1, 1, 1)]


def test_every_area_that_the_plan_lists_for_the_year_is_a_group(score: Score) -> None:
    """TP Hoa Lư is the name of 2025 alone, TP Ninh Bình that of the years before."""
    for year, there, gone in ((2024, "TP Ninh Bình", "TP Hoa Lư"), (2025, "TP Hoa Lư", "TP Ninh Bình")):
        text = ZONES + f"{year},craft_village,L1,Nho Quan,yes\n"
        groups = of(score(text, by="area"), "zones-informed").groups
        names = [group.name for group in groups]
        assert (names[0], there in names, gone in names) == ("Nho Quan", True, False)
        assert [type(group) for group in groups[1:]] == [EmptyGroup] * (len(groups) - 1)


REGISTER = "kind,id,area\ncraft_village,L1,Kim Sơn\ncraft_village,L2,Kim Sơn\ncraft_village,L3,Nho Quan\n"


def test_the_area_that_a_register_gives_decides(score: Score, no_areas: str) -> None:
    """L1 is at Kim Sơn for the register, L3 at Nho Quan, whatever the survey calls them; L2 says nothing of its own."""
    text = ZONES + "2025,craft_village,L1,Yên Mô,yes\n2025,craft_village,L2,,no\n2025,craft_village,L3,Kim Sơn,no\n"
    found = of(score(text, no_areas, by="area", register=REGISTER), "zones-informed")
    assert shares(found.groups) == [
        ("Nho Quan", 0, 0, 0),
        ("Kim Sơn", Fraction(1, 2), Fraction(1, 2), Fraction(1, 2)),
    ]


def test_where_the_register_gives_no_area_the_survey_does(score: Score, no_areas: str) -> None:
    text = ZONES + "2025,craft_village,L1,Yên Mô,yes\n"
    scores = score(text, no_areas, by="area", register="kind,id,area\ncraft_village,L1,\n")
    assert [group.name for group in of(scores, "zones-informed").groups if group.speaks] == ["Yên Mô"]


def test_units_that_nobody_asked_count_in_the_area_where_they_are(score: Score, no_areas: str) -> None:
    """Of Kim Sơn's two one was asked, a yes: from 1/2 to all. Nho Quan's one was asked, a no."""
    text = ZONES + "2025,craft_village,L1,Kim Sơn,yes\n2025,craft_village,L3,Nho Quan,no\n"
    found = of(score(text, no_areas, by="area", register=REGISTER), "zones-informed")
    assert shares(found.groups) == [("Nho Quan", 0, 0, 0), ("Kim Sơn", Fraction(1, 2), Fraction(1, 2), 1)]
    assert [group.parts[2].not_surveyed for group in found.groups] == [0, 1]
    assert [found.numerator, found.denominator, found.not_surveyed] == [1, 3, 1]


def test_areas_of_units_that_exist_no_longer_are_no_groups(score: Score, no_areas: str) -> None:
    register = "kind,id,area,until\ncraft_village,L1,Kim Sơn,\ncraft_village,L9,Yên Mô,2023\n"
    text = ZONES + "2025,craft_village,L1,Kim Sơn,yes\n"
    groups = of(score(text, no_areas, by="area", register=register), "zones-informed").groups
    assert [group.name for group in groups] == ["Kim Sơn"]


def test_in_a_sample_each_area_has_its_own_interval(score: Score, no_areas: str) -> None:
    """METHODS: 47 of 60 drawn of 210 gives 143 to 181 (Kim Sơn).

    Yên Mô: 3 of 3 drawn of 8, all yes. With M good units, C(M, 3)/C(8, 3) is the chance of this: 1/56 for M = 3, which
    is below 2.5%, and 4/56 for M = 4: from 4/8 to all.
    """
    sizes = {"Kim Sơn": (210, 60, 47), "Yên Mô": (8, 3, 3)}
    listed, rows = "kind,id,area\n", ZONES
    for area, (size, drawn, good) in sizes.items():
        listed += "".join(f"craft_village,{area}-{n},{area}\n" for n in range(size))
        rows += "".join(f"2025,craft_village,{area}-{n},,{'yes' if n < good else 'no'}\n" for n in range(drawn))
    scores = score(rows, no_areas, register=listed, confidence=CONFIDENCE, by="area")
    groups = of(scores, "zones-informed").groups
    assert shares(groups) == [
        ("Kim Sơn", Fraction(143, 210), Fraction(47, 60), Fraction(181, 210)),
        ("Yên Mô", Fraction(4, 8), 1, 1),
    ]
    assert [group.drawn for group in groups] == [60, 3]


def test_an_area_of_which_a_sample_drew_nobody_has_no_figure(score: Score, no_areas: str) -> None:
    listed = REGISTER + "craft_village,L9,Yên Mô\n"
    text = ZONES + "2025,craft_village,L1,,yes\n2025,craft_village,L3,,yes\n"
    scores = score(text, no_areas, register=listed, confidence=CONFIDENCE, by="area")
    last = of(scores, "zones-informed").groups[-1]
    assert (last.name, type(last), last.speaks) == ("Yên Mô", EmptyGroup, False)


def test_groups_change_nothing_of_the_whole(score: Score) -> None:
    text = ZONES + villages(Kim_Sơn="yyunn", Nho_Quan="ynn")
    plain, grouped = score(text), score(text, by="area")
    assert tuple(replace(result, groups=None) for result in grouped.results) == plain.results
    assert all(result.groups is None for result in plain.results)


@pytest.mark.parametrize("by", ["area", "kind"])
@pytest.mark.parametrize("register", [None, str(ROOT / "data" / "samples" / "register.csv")])
def test_a_group_without_a_unit_is_as_if_it_had_been_gone_through_itself(
    by: By, register: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups without a unit of a clause's kinds are measured once for all; here each of them is."""
    known = score_files(Request(SAMPLES, register=register, by=by, due="all")).scores.results
    monkeypatch.setattr(Survey, "has_units", lambda *_: True)
    assert score_files(Request(SAMPLES, register=register, by=by, due="all")).scores.results == known


def test_of_areas_without_a_unit_of_its_kinds_a_clause_measures_one(
    score: Score, no_areas: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten areas have a craft village and one a market: its cut is measured of the whole, of it, and once of the ten."""
    asked: list[str] = []

    def counted(plan: Plan, item: Scored, *more: Any) -> Measured:
        asked.append(item.id)
        return measure(plan, item, *more)

    monkeypatch.setattr("scp_ninhbinh.scores.score.measure", counted)
    rows = "".join(f"2025,craft_village,L{at},Xã {at},yes,,\n" for at in range(10))
    rows += "2020,market,C1,Xã 10,,100,50\n2025,market,C1,Xã 10,,100,40\n"
    scores = score(ZONES.strip() + ",packaging_total,packaging_hard\n" + rows, no_areas, by="area")
    assert len(of(scores, "market-packaging-reduction").groups) == 11
    assert asked.count("market-packaging-reduction") == 3


HOSTILE = {"[red]": "L1", "=1+1": "L2", "a|b": "L3", "\x1b[31mx\u202e": "L4", "<b>": "L5", "": "L6"}


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    """Return a survey whose areas try to act on whatever shows them."""
    with (tmp_path / "hostile.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(ZONES.strip().split(","))
        writer.writerows([2025, "craft_village", code, area, "no"] for area, code in HOSTILE.items())
    return str(tmp_path / "hostile.csv")


CONTROL = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]"


def test_hostile_areas_stay_text_in_the_table_and_in_the_warnings(scp: Scp, hostile: str) -> None:
    done = scp("score", hostile, "--by", "area")
    for name in ("[red]", "=1+1", "a|b", r"\x1b[31mx\u202e", "<b>", "no area given"):
        assert f"{name}  " in done.stdout
    assert not re.search(CONTROL, done.stdout + done.stderr)
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_hostile_areas_stay_text_in_markdown_and_csv_and_read_back_from_json(hostile: str) -> None:
    markdown = output([hostile], "markdown")
    for name in (r"\[red\]", "=1+1", r"a\|b", r"\\x1b\[31mx\\u202e", "&lt;b>", "no area given"):
        assert f"| {name} | ✗ 0.0% (0/1) |" in markdown
    text = output([hostile], "csv")
    assert not re.search(CONTROL, text + markdown)
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["id"] == "zones-informed" and row["low"] == "0.0"]
    assert {row["group"] for row in rows[1:]} == {
        *("[red]", "'=1+1", "a|b", r"\x1b[31mx\u202e", "<b>", "no area given"),
    }
    document = output([hostile], "json")
    assert not re.search(CONTROL, document)
    groups = json.loads(document)["targets"][0]["groups"]
    assert {group["name"] for group in groups if group["low"] == 0} == set(HOSTILE)


@pytest.fixture
def two_areas(tmp_path: Path) -> str:
    """Kim Sơn 1 of 2, Nho Quan 0 of 1 with 1 unknown; no row of any other area of the plan."""
    (tmp_path / "two.csv").write_text(ZONES + villages(Kim_Sơn="yn", Nho_Quan="nu"), encoding="utf-8")
    return str(tmp_path / "two.csv")


def test_groups_without_a_row_are_shown_as_having_none(two_areas: str) -> None:
    """In the table and in Markdown in one line together, in CSV a row each whose figures are empty."""
    table = " ".join(output([two_areas], "table", width=200).split())
    assert re.search(r"Nho Quan ✗ 0\.0% \(0/2\) Kim Sơn ✗ 50\.0% \(1/2\)", table)
    assert re.search(r"No rows: Gia Viễn, .*TP Tam Điệp, Yên Khánh, Yên Mô\.", table)
    markdown = output([two_areas], "markdown")
    assert "| Nho Quan | ✗ 0.0% (0/2) |" in markdown
    assert "| Kim Sơn | ✗ 50.0% (1/2) |" in markdown
    assert markdown.count("Yên Mô") == 1
    text = output([two_areas], "csv")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["id"] == "zones-informed"]
    assert [(row["by"], row["group"], row["low"], row["high"], row["denominator"]) for row in rows[:3]] == [
        ("", "", "25.0", "50.0", "4"),
        ("area", "Nho Quan", "0.0", "50.0", "2"),
        ("area", "Kim Sơn", "50.0", "50.0", "2"),
    ]
    empty = [row for row in rows if row["group"] == "Yên Mô"]
    assert [(row["low"], row["achieved"], row["denominator"], row["status"]) for row in empty] == [("", "", "", "")]


def test_json_has_groups_only_where_they_were_asked_for_and_no_verdict_on_them(two_areas: str) -> None:
    plain = json.loads(output([two_areas], "json", None))
    assert (plain["by"], "groups" in plain["targets"][0]) == (None, False)
    document = json.loads(output([two_areas], "json"))
    assert (document["by"], {"groups"} <= document["targets"][-1].keys()) == ("area", True)
    groups = document["targets"][0]["groups"]
    for group in groups:
        assert not {"status", "reasons", "required", "gap", "readings", "needed"} & group.keys()
    keys = ("name", "achieved", "low", "high", "numerator", "denominator", "unknown")
    assert [groups[0][key] for key in keys] == ["Nho Quan", 0.0, 0.0, 50.0, 0, 2, 1]
    assert [groups[-1][key] for key in keys] == ["Yên Mô", *[None] * 6]
    for target in plain["targets"]:  # but for the groups the two documents are the same
        assert target in [{key: value for key, value in one.items() if key != "groups"} for one in document["targets"]]


def test_json_names_kinds_as_the_survey_does(two_areas: str) -> None:
    groups = json.loads(output([two_areas], "json", "kind"))["targets"][0]["groups"]
    assert [(group["name"], group["denominator"]) for group in groups] == [
        ("craft_village", 4),
        ("industrial_cluster", None),
        ("industrial_zone", None),
    ]


def test_by_takes_areas_and_kinds_alone(scp: Scp, two_areas: str) -> None:
    assert scp("score", two_areas, "--by", "name").returncode == 2


@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("by", ["area", "kind"])
def test_the_table_of_groups_fits_its_width(by: By, lang: Code, width: int) -> None:
    table = output(SAMPLES, "table", by, lang, width)
    assert max(map(len, table.splitlines())) <= width


def test_an_area_of_the_register_that_nobody_asked_is_unknown_and_not_without_units(
    score: Score, no_areas: str
) -> None:
    """Kim Sơn has L1 (yes) and L2 (not surveyed), Nho Quan L3, not surveyed: 1 of 2 and 0 of 1, together 1 of 3."""
    found = of(score(ZONES + "2025,craft_village,L1,,yes\n", no_areas, register=REGISTER, by="area"), "zones-informed")
    figures = {group.name: (group.low, group.high) for group in found.groups}
    assert figures == {"Nho Quan": (0, 1), "Kim Sơn": (Fraction(1, 2), 1)}


def test_what_a_group_is_called_does_not_depend_on_the_order_of_the_rows(score: Score, no_areas: str) -> None:
    rows = ["2025,craft_village,L1,TP A,yes\n", "2025,craft_village,L2,tp a,no\n"]
    orders = (rows, rows[::-1])
    names = {
        group.name
        for order in orders
        for group in of(score(ZONES + "".join(order), no_areas, by="area"), "zones-informed").groups
    }
    assert names == {"TP A"}


def test_the_range_of_a_group_is_that_of_all_readings(score: Score, no_areas: str) -> None:
    """80/100 → 50/100 over all, 40/50 → 30/50 for the one market of both years: from 25% to 37.5%, as for the whole."""
    rows = "2020,market,C1,A,50,40\n2020,market,C2,A,50,40\n2025,market,C1,A,50,30\n2025,market,C3,A,50,20\n"
    found = of(score(MARKETS + rows, no_areas, by="area"), "market-packaging-reduction")
    (group,) = found.groups
    assert (group.low, group.high) == (found.low, found.high) == (Fraction(1, 4), Fraction(3, 8))


THREE_KINDS = "kind,id\n" + "".join(f"industrial_zone,K{n}\n" for n in range(4))
THREE_KINDS += "".join(f"craft_village,L{n}\n" for n in range(7))


# Who speaks, and of which pool


def test_the_register_is_the_pool_of_a_group_that_it_lists_and_nobody_asked(score: Score) -> None:
    text = "year,kind,id,informed\n2025,industrial_zone,K0,yes\n"
    groups = of(score(text, register=THREE_KINDS, by="kind"), "zones-informed").groups
    assert {group.name: group.pool for group in groups} == {
        "industrial_zone": "register",
        "craft_village": "register",
        "industrial_cluster": None,
    }


def test_a_group_speaks_where_a_row_of_it_does_though_none_says_yes(score: Score) -> None:
    """Of the listed areas only Nho Quan and Gia Viễn have an enterprise: one yes and one unknown, one no twice."""
    text = "year,kind,id,area,in_safe_chain,traceable\n2024,enterprise,A,Nho Quan,yes,yes\n"
    text += "2024,enterprise,B,Nho Quan,,\n2024,enterprise,C,Gia Viễn,no,no\n"
    groups = of(score(text, by="area"), "safe-food-chains").groups
    spoken = {group.name: [one.yes for one in group.evidence] for group in groups if group.speaks}
    assert spoken == {"Gia Viễn": [0, 0], "Nho Quan": [1, 1]}
    assert len(groups) > len(spoken)


def test_a_model_that_moved_is_counted_once_in_the_area_of_its_latest_row(score: Score, no_areas: str) -> None:
    """M1 is applied at Kim Sơn in 2022 and at Nho Quan in 2023, its area is not told in 2025: one model in all."""
    text = MODELS + "2022,model,M1,Kim Sơn,yes\n2023,model,M1,Nho Quan,yes\n2025,model,M1,,no\n"
    text += "2021,model,M2,Kim Sơn,yes\n2024,model,M2,Kim Sơn,no\n"
    found = of(score(text, no_areas, by="area"), "models-applied")
    assert found.achieved == 2
    assert {group.name: group.achieved for group in found.groups if group.speaks} == {"Nho Quan": 1, "Kim Sơn": 1}


def test_a_model_of_an_area_that_was_renamed_is_counted_once_in_it(score: Score) -> None:
    text = MODELS + "2022,model,M1,TP Ninh Bình,yes\n2025,model,M1,TP Hoa Lư,yes\n"
    found = of(score(text, by="area"), "models-applied")
    assert found.achieved == 1
    assert {group.name: group.achieved for group in found.groups if group.speaks} == {"TP Hoa Lư": 1}


def test_a_model_whose_area_the_register_does_not_say_is_no_second_one(score: Score, no_areas: str) -> None:
    """M1 was asked in 2021 at Kim Sơn: it is not among those that nobody asked; M2 is."""
    text = MODELS + "2021,model,M1,Kim Sơn,yes\n2025,model,M3,Kim Sơn,no\n"
    register = "kind,id,area\nmodel,M1,\nmodel,M2,\nmodel,M3,\n"
    found = of(score(text, no_areas, by="area", register=register), "models-applied")
    assert found.not_surveyed == 1
    assert {group.name: (group.achieved, group.not_surveyed) for group in found.groups if group.speaks} == {
        "": (0, 1),
        "Kim Sơn": (1, 0),
    }

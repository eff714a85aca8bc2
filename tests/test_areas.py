"""Areas that became one another: one group over the years, one identity, and what is told of a name not listed."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import ROOT, of
from hypothesis import given, settings
from hypothesis import strategies as st

from scp_ninhbinh.measures.reduction import ReductionFigures
from scp_ninhbinh.plan.clauses import Area
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.problems.problem import Problem, describe
from scp_ninhbinh.run import Request, report_files, score_files
from scp_ninhbinh.scores.results import Group, ReductionResult
from scp_ninhbinh.scores.score import Scores, expected_of
from scp_ninhbinh.survey.areas import AreaGroups
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.text.say import language

Score = Callable[..., Scores]
MARKETS = "year,kind,id,name,area,packaging_total,packaging_hard\n"
ZONES = "year,kind,id,area,informed\n"


def area(name: str, since: int | None = None, until: int | None = None, was: tuple[str, ...] = ()) -> Area:
    """Return an area as a plan file declares it."""
    years = {key: str(year) for key, year in (("since", since), ("until", until)) if year}
    return Area.model_validate({"name": name, **years, **({"was": list(was)} if was else {})})


MERGED = (
    area("TP Ninh Bình", until=2024),
    area("Huyện Hoa Lư", until=2024),
    area("TP Hoa Lư", since=2025, until=2025, was=("TP Ninh Bình", "Huyện Hoa Lư")),
    area("Nho Quan", until=2025),
)
SPLIT = (
    area("Nho Quan", until=2024),
    area("Xã Đông", since=2025, was=("Nho Quan",)),
    area("Xã Tây", since=2025, was=("Nho Quan",)),
)
TWICE = (
    area("A", until=2021),
    area("B", since=2022, until=2023, was=("A",)),
    area("C", since=2024, was=("B",)),
)
AGAIN = (area("Hoa Lư", until=2024), area("Hoa Lư", since=2025, was=("Đông",)), area("Đông", until=2024))


@pytest.mark.parametrize(
    ("areas", "scored", "written", "year", "name"),
    [
        (MERGED, 2025, "TP. Ninh Bình", 2020, "TP Hoa Lư"),
        (MERGED, 2025, "Hoa Lư", 2024, "TP Hoa Lư"),
        (MERGED, 2025, "thành phố Hoa Lư", 2025, "TP Hoa Lư"),
        (MERGED, 2025, "TP Ninh Bình", 2025, "TP Hoa Lư"),
        (MERGED, 2025, "Nho Quan", 2020, None),
        (MERGED, 2025, "Xã Lạ", 2025, None),
        (MERGED, 2024, "TP Ninh Bình", 2020, None),
        (MERGED, 2027, "Huyện Hoa Lư", 2020, "TP Hoa Lư"),
        (SPLIT, 2025, "Xã Đông", 2025, "Nho Quan"),
        (SPLIT, 2025, "Nho Quan", 2020, "Nho Quan"),
        (SPLIT, 2024, "Nho Quan", 2020, None),
        (TWICE, 2025, "A", 2020, "C"),
        (TWICE, 2023, "A", 2020, "B"),
        (TWICE, 2023, "C", 2024, None),
        (AGAIN, 2025, "Hoa Lư", 2024, "Hoa Lư (… – 2024)"),
        (AGAIN[::-1], 2025, "Hoa Lư", 0, "Hoa Lư"),
        (AGAIN, 2024, "Hoa Lư", 2024, None),
        (AGAIN, 2025, "Đông", 2024, "Hoa Lư"),
    ],
)
def test_an_area_is_called_as_what_it_became_by_the_year_scored_or_as_what_several_were(
    areas: tuple[Area, ...], scored: int, written: str, year: int, name: str | None
) -> None:
    assert AreaGroups(areas, scored).name(written, year) == name


def groups(scores: Scores, indicator: str) -> dict[str, Group]:
    return {group.name: group for group in of(scores, indicator).groups or () if group.speaks}


def test_an_area_that_two_became_keeps_their_base(score: Score) -> None:
    """2020: 80 + 40 of 200 in the two of then; 2025: 60 of 200: the rate falls from 60% to 30%."""
    rows = "2020,market,C1,Chợ A,TP Ninh Bình,100,80\n2020,market,C2,Chợ B,Huyện Hoa Lư,100,40\n"
    rows += "2025,market,C1,Chợ A,TP Hoa Lư,100,30\n2025,market,C2,Chợ B,TP. Hoa Lư,100,30\n"
    found = groups(score(MARKETS + rows, by="area"), "market-packaging-reduction")
    assert {name: group.achieved for name, group in found.items()} == {"TP Hoa Lư": Fraction(1, 2)}


def test_before_they_became_one_the_two_are_two(score: Score) -> None:
    rows = "2024,craft_village,L1,TP Ninh Bình,yes\n2024,craft_village,L2,Huyện Hoa Lư,no\n"
    found = groups(score(ZONES + rows, by="area"), "zones-informed")
    assert {name: group.achieved for name, group in found.items()} == {"TP Ninh Bình": 1, "Huyện Hoa Lư": 0}


def test_a_register_of_the_old_areas_gives_the_new_one(score: Score) -> None:
    listing = "kind,id,area\ncraft_village,L1,TP Ninh Bình\ncraft_village,L2,Huyện Hoa Lư\ncraft_village,L3,Hoa Lư\n"
    found = groups(score(ZONES + "2025,craft_village,L1,,yes\n", by="area", register=listing), "zones-informed")
    assert {name: (group.low, group.high) for name, group in found.items()} == {"TP Hoa Lư": (Fraction(1, 3), 1)}


def test_the_report_keeps_the_base_of_an_area_too(tmp_path: Path) -> None:
    rows = "2020,market,C1,Chợ A,TP Ninh Bình,100,80\n2025,market,C1,Chợ A,TP Hoa Lư,100,40\n"
    (tmp_path / "survey.csv").write_text(MARKETS + rows, encoding="utf-8")
    run = report_files(Request([str(tmp_path / "survey.csv")]))
    assert run.by_area is not None
    found = groups(run.by_area, "market-packaging-reduction")
    assert {name: group.achieved for name, group in found.items()} == {"TP Hoa Lư": Fraction(1, 2)}


# Files of then by the old names, files of now by the new ones: who is compared with whom

CUT = "market-packaging-reduction"


def plan_with(folder: Path, areas: Sequence[Area]) -> str:
    """Return the path of the plan with these areas in place of its own."""
    lines = [json.dumps(one.model_dump(exclude_defaults=True, mode="json"), ensure_ascii=False) for one in areas]
    text = (ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8")
    block = "areas:\n" + "".join(f"  - {line}\n" for line in lines)
    path = folder / "plan.yaml"
    path.write_text(re.sub(r"^areas:\n(?:  - .*\n)+", lambda _: block, text, flags=re.MULTILINE), encoding="utf-8")
    return str(path)


RENAMED = (area("Gia Viễn", until=2024), area("Gia Vân", since=2025, was=("Gia Viễn",)))
MOVED = (
    area("Nho Quan", until=2024),
    area("Gia Viễn", until=2024),
    area("Xã Bắc", since=2025, was=("Nho Quan",)),
    area("Xã Giữa", since=2025, was=("Nho Quan", "Gia Viễn")),
)
CASES = {
    "renamed": (RENAMED, {"Gia Viễn 2020": "Gia Vân", "Gia Vân 2025": "Gia Vân"}),
    "merged": (
        MERGED,
        {
            "TP Ninh Bình 2020": "TP Hoa Lư",
            "Huyện Hoa Lư 2020": "TP Hoa Lư",
            "TP Hoa Lư 2025": "TP Hoa Lư",
            "Nho Quan 2020": "Nho Quan",
            "Nho Quan 2025": "Nho Quan",
        },
    ),
    "split": (SPLIT, {"Nho Quan 2020": "Nho Quan", "Xã Đông 2025": "Nho Quan", "Xã Tây 2025": "Nho Quan"}),
    "renamed twice": (TWICE, {"A 2020": "C", "C 2025": "C"}),
    "moved": (
        MOVED,
        {
            "Nho Quan 2020": "Xã Bắc + Xã Giữa",
            "Gia Viễn 2020": "Xã Bắc + Xã Giữa",
            "Xã Bắc 2025": "Xã Bắc + Xã Giữa",
            "Xã Giữa 2025": "Xã Bắc + Xã Giữa",
        },
    ),
    "a name that another took": (
        AGAIN,
        {"Hoa Lư 2020": "Hoa Lư (… – 2024)", "Đông 2020": "Hoa Lư", "Hoa Lư 2025": "Hoa Lư"},
    ),
    "not listed": (RENAMED, {"Gia Viễn 2020": "Gia Vân", "Xóm 2020": "Xóm", "Gia Vân 2025": "Gia Vân", " 2025": ""}),
}
"""The areas of a plan; the group of each area by its name and the year in which it is called so."""


def scored(folder: Path, plan: str, rows: Sequence[tuple[str, int, int]]) -> ReductionResult:
    """Score files of a year each, of (area and year, total, hard), market by market."""
    files: dict[str, list[str]] = defaultdict(list)
    for number, (where, total, hard) in enumerate(rows):
        name, _, year = where.rpartition(" ")
        files[year].append(f"{year},market,C{number},Chợ {number},{name},{total},{hard}\n")
    for year, lines in files.items():
        (folder / f"{year}.csv").write_text(MARKETS + "".join(lines), encoding="utf-8")
    request = Request([str(folder / f"{year}.csv") for year in files], plan=plan, year=2025, by="area")
    found = of(score_files(request).scores, CUT)
    assert isinstance(found, ReductionResult)
    return found


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=25, derandomize=True, deadline=None)
@given(data=st.data())
def test_the_cut_of_an_area_compares_what_it_was_with_what_it_is_and_the_areas_are_the_whole(
    case: str, data: st.DataObject
) -> None:
    areas, group_of = CASES[case]
    market = st.tuples(st.sampled_from(sorted(group_of)), st.integers(1, 50), st.integers(0, 50))
    rows = [(where, max(total, hard), hard) for where, total, hard in data.draw(st.lists(market, min_size=1))]
    with TemporaryDirectory() as folder:
        found = scored(Path(folder), plan_with(Path(folder), areas), rows)
    sums: dict[tuple[str, bool], list[int]] = defaultdict(lambda: [0, 0])
    for where, total, hard in rows:
        for of_whole in (group_of[where], "the whole"):
            amounts = sums[of_whole, where.endswith("2020")]
            amounts[0], amounts[1] = amounts[0] + hard, amounts[1] + total
    shown = {one.name: one for one in found.groups or () if isinstance(one, ReductionFigures)}
    if found.denominator:
        assert shown.keys() == {name for name, _ in sums} - {"the whole"}
    for (name, based), (hard, total) in sums.items():
        one = found if name == "the whole" else shown.get(name)
        if one is not None:
            year = one.base if based else one
            assert (name, year.numerator, year.denominator) == (name, hard, total)


def problems(tmp_path: Path, text: str) -> list[Problem]:
    (tmp_path / "survey.csv").write_text(text, encoding="utf-8")
    return read_survey([str(tmp_path / "survey.csv")], expected_of(load_plan(embedded_plan()).plan))[1]


def namesakes(before: str, now: str) -> str:
    """Return markets of one name without ids: one in Kim Sơn in both years, one elsewhere that may have moved."""
    rows = [f"2020,market,,Chợ Rồng,{area},100,80" for area in (*before.split("+"), "Kim Sơn")]
    return MARKETS + "\n".join([*rows, f"2025,market,,Chợ Rồng,{now},100,40", "2025,market,,Chợ Rồng,Kim Sơn,9,3\n"])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("TP Ninh Bình", "TP Hoa Lư", []),
        ("Hoa Lư", "TP Hoa Lư", []),
        ("Gia Viễn", "TP Hoa Lư", ["doubtful-unit"]),
        ("TP Ninh Bình+Huyện Hoa Lư", "TP Hoa Lư", ["doubtful-unit"]),
    ],
)
def test_an_area_decides_between_namesakes_by_what_it_was_unless_two_of_them_lay_in_it(
    tmp_path: Path, before: str, now: str, expected: list[str]
) -> None:
    assert [found.rule for found in problems(tmp_path, namesakes(before, now))] == expected


def test_a_name_that_is_not_listed_is_one_warning_with_its_rows_and_years(tmp_path: Path) -> None:
    rows = [
        f"{year},craft_village,L{n},{area},yes\n" for year in (2020, 2021) for n, area in enumerate(("Xóm", "xóm "))
    ]
    (found,) = problems(tmp_path, ZONES + "".join(rows))
    assert (found.rule, found.place.row, found.details["n"], found.details["year"]) == (
        "unknown-area",
        2,
        4,
        (2020, 2021),
    )
    assert '"Xóm" is none of the areas that the plan lists for 2020, 2021 (rows: 4)' in language("en").text(
        describe(found)[0]
    )


@pytest.mark.parametrize(
    ("written", "guess"),
    [
        ("Xã Nho Quan", None),
        ("xã Nho Quan", None),
        ("P. Hoa Lư", None),
        ("Thị trấn Yên Mô", None),
        ("Nho Quang", "Nho Quan"),
        ("TP Ninh Bình", "TP Hoa Lư"),
        ("Huyện Hoa Lư", "TP Hoa Lư"),
        ("Nho Quan\u200b", ""),
    ],
)
def test_a_commune_is_not_told_to_be_a_district_of_its_name(tmp_path: Path, written: str, guess: str | None) -> None:
    """The empty text: nothing is told at all."""
    found = problems(tmp_path, ZONES + f"2025,craft_village,L1,{written},yes\n")
    assert [one.details["guess"] for one in found] == ([] if guess == "" else [guess])


def test_after_the_last_year_of_the_list_nothing_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, ZONES + "2026,craft_village,L1,Xã Nho Quan,yes\n2027,craft_village,L1,Đâu đó,yes\n") == []


def test_a_score_by_area_after_the_list_ends_takes_the_communes_as_they_are(tmp_path: Path) -> None:
    rows = "2020,craft_village,L1,TP Ninh Bình,no\n2026,craft_village,L1,Phường Hoa Lư,yes\n"
    (tmp_path / "survey.csv").write_text(ZONES + rows, encoding="utf-8")
    run = score_files(Request([str(tmp_path / "survey.csv")], by="area"))
    assert list(groups(run.scores, "zones-informed")) == ["Phường Hoa Lư"]

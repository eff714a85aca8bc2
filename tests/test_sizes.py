"""Groups that move against the whole: the figure at the base year's sizes beside it (METHODS, "Trend": by groups)."""

import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from conftest import ROOT, of
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reports import score_report

from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.run import Request, report_files, review_files, score_files
from scp_ninhbinh.scores.outputs import checksum
from scp_ninhbinh.scores.results import AtBaseSizes, ReductionResult
from scp_ninhbinh.scores.review import ReviewedShare
from scp_ninhbinh.scores.saved import load_saved
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.sizes import ShareAtBaseSizes, moved_against
from scp_ninhbinh.text.say import Code, language
from scp_ninhbinh.writers.formats import Output, written
from scp_ninhbinh.writers.json import score_json

Score = Callable[..., Scores]
CUT, ZONES = "market-packaging-reduction", "zones-informed"
Figures = Mapping[int, tuple[int, int] | tuple[int, str]]


def survey(**areas: Figures) -> str:
    """Return markets: for each area one, by year its total and its hard part."""
    rows = [
        f"{year},market,C{number},{area.replace('_', ' ')},{total},{hard}"
        for number, (area, figures) in enumerate(areas.items())
        for year, (total, hard) in figures.items()
    ]
    return "year,kind,id,area,packaging_total,packaging_hard\n" + "\n".join(rows) + "\n"


SIMPSON = survey(Nho_Quan={2020: (100, 80), 2025: (300, 210)}, Kim_Sơn={2020: (300, 60), 2025: (100, 10)})
"""Nho Quan 80% → 70%, Kim Sơn 20% → 10%; together 140/400 = 35% → 220/400 = 55%."""


def sizes(scores: Scores) -> AtBaseSizes | None:
    result = of(scores, CUT)
    assert isinstance(result, ReductionResult)
    return result.at_base_sizes


def test_every_area_cuts_and_the_whole_does_not(score: Score) -> None:
    """Simpson: at the sizes of 2020 the rate is (100·0.7 + 300·0.1)/400 = 25%, a cut of 1 − 25/35 = 2/7."""
    scores = score(SIMPSON, by="area")
    assert of(scores, CUT).achieved == 1 - Fraction(55, 35)
    assert sizes(scores) == AtBaseSizes(
        against=("Nho Quan", "Kim Sơn"),
        every=True,
        rate=Fraction(1, 4),
        achieved=Fraction(2, 7),
        no_rate=(),
        no_base=(),
    )


def test_every_area_rises_and_the_whole_does_not(score: Score) -> None:
    """Nho Quan 60% → 80%, Kim Sơn 0 → 20%; together 180/400 = 45% → 140/400 = 35%; at the sizes of 2020
    (300·0.8 + 100·0.2)/400 = 65%: a cut of 1 − 65/45. An area without anything hard in 2020 has no cut, but rises."""
    text = survey(Nho_Quan={2020: (300, 180), 2025: (100, 80)}, Kim_Sơn={2020: (100, 0), 2025: (300, 60)})
    found = sizes(score(text, by="area"))
    assert found is not None
    assert (found.every, found.rate, found.achieved) == (True, Fraction(65, 100), 1 - Fraction(65, 45))


def test_of_some_areas_against_the_whole_these_are_named(score: Score) -> None:
    """Nho Quan 80% → 40%, Kim Sơn 20% → 30%; 50% → (40 + 30)/200 = 35%, of equal sizes then and now."""
    text = survey(Nho_Quan={2020: (100, 80), 2025: (100, 40)}, Kim_Sơn={2020: (100, 20), 2025: (100, 30)})
    found = sizes(score(text, by="area"))
    assert found is not None
    assert (found.against, found.every, found.rate) == (("Kim Sơn",), False, Fraction(35, 100))


@pytest.mark.parametrize("now", [(100, 40), (100, 80)])
def test_where_no_area_moves_against_the_whole_nothing_is_said(score: Score, now: tuple[int, int]) -> None:
    """Kim Sơn cuts as Nho Quan does, or stays at 80%: one that stays moves against nothing."""
    text = survey(Nho_Quan={2020: (100, 80), 2025: (100, 40)}, Kim_Sơn={2020: (100, 80), 2025: now})
    assert sizes(score(text, by="area")) is None


def test_without_groups_nothing_is_said(score: Score) -> None:
    assert sizes(score(SIMPSON)) is None


def test_an_area_that_no_longer_has_a_rate_leaves_no_figure(score: Score) -> None:
    """Gia Viễn gave out 100 in 2020, nothing known of it now: what its rate would be is nobody's to say."""
    text = SIMPSON + "2020,market,G1,Gia Viễn,100,50\n"
    found = sizes(score(text, by="area"))
    assert found is not None
    assert (found.every, found.rate, found.achieved, found.no_rate) == (True, None, None, ("Gia Viễn",))


def test_an_area_without_a_base_made_up_nothing_of_the_base_year(score: Score) -> None:
    """Gia Viễn, all of 400 hard in 2025 alone, makes the whole rise; the figure is that of the two others."""
    found = sizes(score(SIMPSON + "2025,market,G1,Gia Viễn,400,400\n", by="area"))
    assert found is not None
    assert (found.every, found.rate, found.no_base) == (True, Fraction(1, 4), ("Gia Viễn",))


def test_a_part_that_is_not_known_is_left_out_of_rate_and_size_as_it_is_of_the_whole(score: Score) -> None:
    """A second market of Kim Sơn gave out 5000 in 2020, of which no part is known."""
    found = sizes(score(SIMPSON + "2020,market,K2,Kim Sơn,5000,\n", by="area"))
    assert found is not None
    assert (found.rate, found.achieved) == (Fraction(1, 4), Fraction(2, 7))


def test_figures_are_divided_by_days_as_those_of_the_whole(score: Score) -> None:
    """The sizes of 2020 are of a day: 700/7 and 300."""
    text = SIMPSON.replace("packaging_hard\n", "packaging_hard,days\n").replace("100,80\n", "700,560,7\n")
    text = "\n".join(row if row.count(",") == 6 else f"{row},1" for row in text.splitlines()) + "\n"
    found = sizes(score(text, by="area"))
    assert found is not None
    assert (found.rate, found.achieved) == (Fraction(1, 4), Fraction(2, 7))


def test_other_units_of_measurement_compare_nothing(score: Score) -> None:
    rows = SIMPSON.strip().splitlines()
    units = ("packaging_unit", "kg", "kg", "items", "items")
    text = "\n".join(f"{row},{unit}" for row, unit in zip(rows, units, strict=True)) + "\n"
    assert sizes(score(text, by="area")) is None


def test_of_a_sample_nothing_is_said(score: Score) -> None:
    """Its groups are estimates, weighed group by group: they do not add up to the whole."""
    register = "kind,id,area\nmarket,C0,Nho Quan\nmarket,C1,Kim Sơn\nmarket,C2,Kim Sơn\n"
    found = of(score(SIMPSON, register=register, confidence=Fraction(95, 100), by="area"), CUT)
    assert isinstance(found, ReductionResult)
    assert found.points is not None
    assert found.points > 0
    assert found.at_base_sizes is None


@pytest.mark.parametrize(
    ("whole", "moves", "against", "every"),
    [
        (1, (-1, -2), "ab", True),
        (-1, (1, 2), "ab", True),
        (0, (-1, -2), "ab", True),
        (0, (1, -1), "", False),
        (0, (0, 0), "", False),
        (1, (0, 0), "", False),
        (1, (0, -1), "b", False),
        (1, (1, -1), "b", False),
        (1, (1, 2), "", False),
    ],
)
def test_a_group_is_against_the_whole_if_its_rate_moved_the_other_way(
    whole: int, moves: tuple[int, int], against: str, every: bool
) -> None:
    """Where the whole stayed, all are if all moved one way."""
    assert moved_against(whole, dict(zip("ab", moves, strict=True))) == (tuple(against), every)


amounts = st.none() | st.tuples(st.integers(1, 9), st.integers(0, 9)).map(lambda two: (max(two), two[1]))


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=4))
def test_the_figure_is_that_of_its_formula_and_the_sizes_are_the_whole(markets: Sequence[Sequence[Any]]) -> None:
    """Worked out here from the rows: Σ T_base · R_now / Σ T_base, of areas of a market each."""
    areas = {f"A{n}": dict(zip((2020, 2025), years, strict=True)) for n, years in enumerate(markets)}
    text = survey(**{name: {year: one for year, one in years.items() if one} for name, years in areas.items()})
    based = [(base, now) for base, now in markets if base]
    both = [(base, now) for base, now in based if now]
    assume(both)
    with TemporaryDirectory() as folder:
        path = Path(folder, "survey.csv")
        path.write_text(text, encoding="utf-8")
        found = of(score_files(Request([str(path)], year=2025, by="area")).scores, CUT)
    assert isinstance(found, ReductionResult)
    assert found.base.denominator == sum(total for (total, _), _ in based)
    change = Fraction(*map(sum, zip(*((now[1], now[0]) for _, now in markets if now), strict=True))) - Fraction(
        *map(sum, zip(*((base[1], base[0]) for base, _ in based), strict=True))
    )
    own = [Fraction(now[1], now[0]) - Fraction(base[1], base[0]) for base, now in both]
    opposed = [one for one in own if one * change < 0]
    every = (all(one > 0 for one in own) and change <= 0) or (all(one < 0 for one in own) and change >= 0)
    assert (found.at_base_sizes is not None) == bool(opposed or every)
    if found.at_base_sizes:
        size = found.base.denominator
        rate = sum(Fraction(base[0] * now[1], now[0]) for base, now in both) / size if both == based else None
        assert (found.at_base_sizes.every, found.at_base_sizes.rate) == (every, rate)


# What is shown


def table(tmp_path: Path, text: str, lang: Code = "en", name: str = "table", width: int = 80) -> str:
    path = tmp_path / "survey.csv"
    path.write_text(text, encoding="utf-8")
    return score_report(name, score_files(Request([str(path)], by="area")), language(lang), width, False)


def test_the_whole_stands_below_its_groups_as_it_is_and_at_the_sizes_of_the_base_year(tmp_path: Path) -> None:
    lines = " ".join(table(tmp_path, SIMPSON, width=200).split())
    whole = "I.1.4a The whole −57.1% (35.0% → 55.0%): the rate fell in every group measured in both years, and not here"
    assert whole in lines
    assert "I.1.4a The whole at the group sizes of 2020 28.6% (35.0% → 25.0%)" in lines


def test_markdown_has_the_same_two_rows(tmp_path: Path) -> None:
    rows = [line for line in table(tmp_path, SIMPSON, name="markdown").splitlines() if "The whole" in line]
    assert [row.partition(" (")[0] for row in rows] == [
        "I.1.4a The whole −57.1%",
        "I.1.4a The whole at the group sizes of 2020 28.6%",
    ]


def test_what_has_no_figure_says_why(tmp_path: Path) -> None:
    text = SIMPSON + "2020,market,G1,Gia Viễn,100,50\n2025,market,Y1,Yên Mô,100,50\n"
    (row,) = [line for line in table(tmp_path, text, name="markdown").splitlines() if "group sizes" in line]
    assert " – (" in row
    assert row.endswith("no figure: no rate of 2025 in Gia Viễn; without Yên Mô: no rate of 2020")
    shown = table(tmp_path, text, name="markdown")
    assert "| Gia Viễn |  |  |  | – |  |" in shown
    assert "I.1.4a, nothing measured in 2025: Gia Viễn." in shown


def test_the_report_shows_the_two_rows_with_the_groups(tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text(SIMPSON, encoding="utf-8")
    text = written("markdown", Output("report", report_files(Request([str(tmp_path / "survey.csv")])), language("en")))
    assert "The whole at the group sizes of 2020 28.6% (" in str(text)


def test_json_has_it_with_by_alone(tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text(SIMPSON, encoding="utf-8")
    for by, there in ((None, False), ("area", True), ("kind", False)):
        document = json.loads(score_json(score_files(Request([str(tmp_path / "survey.csv")], by=by))))
        assert ["at_base_sizes" in one for one in document["targets"] if one["id"] == CUT] == [there]


@pytest.mark.parametrize(
    ("key", "value"),
    [("rate", 26.0), ("achieved", 30.0), ("every", False), ("against", ["Kim Sơn"]), ("no_base", ["Kim Sơn"])],
)
def test_a_saved_figure_that_is_not_that_of_its_groups_is_refused(tmp_path: Path, key: str, value: object) -> None:
    (tmp_path / "survey.csv").write_text(SIMPSON, encoding="utf-8")
    document: dict[str, Any] = json.loads(score_json(score_files(Request([str(tmp_path / "survey.csv")], by="area"))))
    path = tmp_path / "saved.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert load_saved(str(path)).year == 2025
    number, found = next((n, one) for n, one in enumerate(document["targets"]) if one["id"] == CUT)
    found["at_base_sizes"][key] = value
    path.write_text(json.dumps(document | {"sha256": checksum(document)}), encoding="utf-8")
    with pytest.raises(ScpError) as raised:
        load_saved(str(path))
    assert [one.details["key"] for one in raised.value.problems] == [f"targets[{number}].at_base_sizes.{key}"]


def test_kinds_of_a_rate_are_groups_too(score: Score, tmp_path: Path) -> None:
    """The same figures of two kinds in place of two areas, by a plan that asks for the rate of both together."""
    plan = (ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8")
    path = tmp_path / "two-kinds.yaml"
    path.write_text(plan.replace("[market]", "[market, supermarket]"), encoding="utf-8")
    rows = SIMPSON.replace("market,C1", "supermarket,C1").strip().splitlines()
    text = "\n".join(f"{row},{'no' if 'super' in row else ''}" for row in rows[1:])
    found = sizes(score(f"{rows[0]},hard_bags\n{text}\n", str(path), by="kind"))
    assert found is not None
    assert (found.against, found.every, found.achieved) == (("market", "supermarket"), True, Fraction(2, 7))


# Shares over the years, kind by kind


def villages_and_zones(*counts: tuple[int, str, int, int]) -> str:
    """Return so many units of a kind in a year, so many of them informed."""
    return "year,kind,id,informed\n" + "".join(
        f"{year},{kind},{kind}-{number},{'yes' if number < yes else 'no'}\n"
        for year, kind, size, yes in counts
        for number in range(size)
    )


KINDS = (
    (2020, "industrial_zone", 10, 8),
    (2020, "craft_village", 10, 1),
    (2024, "industrial_zone", 10, 9),
    (2024, "craft_village", 40, 8),
)
"""Zones 80% → 90%, villages 10% → 20%; together 9 of 20 = 45% → 17 of 50 = 34%."""


def reviewed(folder: Path, *texts: str, **asked: Any) -> ReviewedShare:
    """Review files with these texts, those that are saved scores as such."""
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"{number}.{'json' if text.startswith('{') else 'csv'}")
        paths[-1].write_text(text, encoding="utf-8")
    (found,) = (one for one in review_files(Request(list(map(str, paths)), **asked)).review.targets if one.id == ZONES)
    assert isinstance(found, ReviewedShare)
    return found


def test_every_kind_rises_and_their_share_falls(tmp_path: Path) -> None:
    """Simpson: at the sizes of 2020 it is (10·0.9 + 10·0.2)/20 = 55%."""
    assert reviewed(tmp_path, villages_and_zones(*KINDS)).at_base_sizes == ShareAtBaseSizes(
        base=2020,
        year=2024,
        against=("industrial_zone", "craft_village"),
        every=True,
        achieved=Fraction(55, 100),
        no_share=(),
        no_base=(),
    )


def test_a_year_of_a_saved_score_has_its_kinds_too(tmp_path: Path) -> None:
    (tmp_path / "2020.csv").write_text(villages_and_zones(*KINDS[:2]), encoding="utf-8")
    saved = score_json(score_files(Request([str(tmp_path / "2020.csv")])))
    found = reviewed(tmp_path, saved, villages_and_zones(*KINDS[2:])).at_base_sizes
    assert found is not None
    assert (found.base, found.every, found.achieved) == (2020, True, Fraction(55, 100))


def test_kinds_that_are_in_one_of_the_years_alone_are_named(tmp_path: Path) -> None:
    """Clusters of 2020 alone, 1 of 10: no figure. Zones 80% → 90%, villages 10% → 20%, the whole 10/30 → 17/50 rises:
    nobody is against it; with 10 informed clusters of 2020 the whole falls from 19/30."""
    clusters = (2020, "industrial_cluster", 10)
    assert reviewed(tmp_path, villages_and_zones(*KINDS, (*clusters, 1))).at_base_sizes is None
    found = reviewed(tmp_path, villages_and_zones(*KINDS, (*clusters, 10))).at_base_sizes
    assert found is not None
    assert (found.every, found.achieved, found.no_share) == (True, None, ("industrial_cluster",))
    found = reviewed(tmp_path, villages_and_zones(*KINDS, (2024, "industrial_cluster", 10, 0))).at_base_sizes
    assert found is not None
    assert (found.achieved, found.no_base) == (Fraction(55, 100), ("industrial_cluster",))


@pytest.mark.parametrize("counts", [KINDS[:2], KINDS[::3], (*KINDS[:3], (2024, "craft_village", 10, 1))])
def test_one_year_or_no_kind_against_the_whole_says_nothing(
    tmp_path: Path, counts: Sequence[tuple[int, str, int, int]]
) -> None:
    """One year; no kind of both years; zones rise, villages stay, and so the whole rises."""
    assert reviewed(tmp_path, villages_and_zones(*counts)).at_base_sizes is None


def test_the_review_names_the_kinds_and_the_figure_at_their_sizes(tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text(villages_and_zones(*KINDS), encoding="utf-8")
    run = review_files(Request([str(tmp_path / "survey.csv")]))
    text = str(written("markdown", Output("review", run, language("en"))))
    assert "every kind of both years against the whole since 2020: zones, craft villages" in text
    assert "- at the sizes of the kinds in 2020: 55.0%" in text

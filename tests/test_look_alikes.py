"""Units without an id that another year spells otherwise: told with both rows, and linked by nobody."""

from pathlib import Path

import pytest
from small_surveys import KNOWN, write

from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.problems.problem import Problem, describe
from scp_ninhbinh.run import Request, check_files, review_files, score_files
from scp_ninhbinh.scores.review import ReviewedShare
from scp_ninhbinh.scores.score import expected_of
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.text.say import language

PLANNED = expected_of(load_plan(embedded_plan()).plan)
HEADER = "year,kind,id,name,area,informed,packaging_total,packaging_hard,hard_bags\n"
OF_KIND = {"market": ",9,3,", "craft_village": "yes,,,", "industrial_cluster": "yes,,,"}


def row(year: int, name: str, kind: str = "market", area: str = "Nho Quan", id_: str = "") -> str:
    return f"{year},{kind},{id_},{name},{area},{OF_KIND.get(kind, ',,,no')}\n"


def told(folder: Path, *rows: str, register: str | None = None) -> list[Problem]:
    """Return what is told of look-alikes, and see that nothing else is more than a notice."""
    path, listing = folder / "survey.csv", folder / "register.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    listing.write_text(register or "", encoding="utf-8")
    problems = read_survey([str(path)], PLANNED, register=None if register is None else str(listing))[1]
    assert not [found for found in problems if found.severity == "error"]
    return [found for found in problems if found.rule == "look-alike-units"]


def alike(folder: Path, kind: str, before: str, now: str) -> bool:
    return bool(told(folder, row(2020, before, kind), row(2025, now, kind)))


@pytest.mark.parametrize(
    ("kind", "before", "now"),
    [
        ("craft_village", "LN thêu Văn Lâm", "Làng nghề thêu Văn Lâm"),
        ("craft_village", "Thêu Văn Lâm", "Thêu Văn Lâm (craft village)"),
        ("industrial_cluster", "CCN Gia Phú", "Cụm công nghiệp Gia Phú"),
        ("industrial_cluster", "CCN. Gia Phú", "Gia Phú"),
        ("market", "Chợ Cầu Yên", "Chợ Cầu Yên (Ninh An)"),
        ("market", "Chợ Cầu Yên (xã Ninh An", "Cầu Yên"),
        ("market", "Chợ Cầu Yên (Ninh An)", "Cho Cau Yen [Ninh An]"),
        ("market", "Chợ (Ninh An)", "Chợ Ninh An"),
        ("craft_village", "Thêu Văn Lâm (LN)", "Thêu Văn Lâm (Ninh Hải)"),
        ("market", "Cho Me", "Chợ Mẽ"),
        ("market", "Chợ dân sinh Mẽ", "Chợ Mẽ"),
        ("market", "Chợ Nam-Dân", "Chợ Nam Dân"),
        ("supermarket", "ST Đồng Giao", "Siêu thị Đồng Giao"),
        ("trade_centre", "TTTM Rồng", "Trung tâm thương mại Rồng"),
        ("trade_centre", "Trung tâm Rồng", "TTTM Rồng"),
        ("convenience_store", "CH Thành An", "Cửa hàng tiện lợi Thành An"),
        ("convenience_store", "CHTL Thành An", "Cửa hàng tiện ích Thành An"),
        ("market", "Chợ Сầu Yên", "Chợ Cầu Yên"),  # a Cyrillic С
        ("market", "Ｃhợ Mẽ", "Chợ Mẽ"),  # a full-width C
        ("market", "Chợ Mẽ¹", "Chợ Mẽ"),
    ],
)
def test_names_alike_but_for_kind_brackets_accents_and_signs_are_told(
    tmp_path: Path, kind: str, before: str, now: str
) -> None:
    assert [alike(tmp_path, kind, *names) for names in ((before, now), (now, before))] == [True, True]


@pytest.mark.parametrize(
    ("kind", "before", "now"),
    [
        ("market", "Chợ 1", "Chợ 2"),
        ("market", "Chợ 1-2", "Chợ 12"),
        ("market", "Chợ Rồng", "Chợ Rồng 2"),
        ("market", "Chợ Rồng", "Chợ Rồng (cơ sở 2)"),
        ("industrial_cluster", "CCN Gián Khẩu (giai đoạn I)", "CCN Gián Khẩu (giai đoạn II)"),
        ("industrial_cluster", "CCN Gián Khẩu", "CCN Gián Khẩu (khu B)"),
        ("market", "Chợ Rồng (cũ)", "Chợ Rồng"),
        ("market", "Chợ Cầu Yên (Ninh An)", "Chợ Cầu Yên (Ninh Vân)"),
        ("market", "Chợ Rồng", "Chợ Rồng Xanh"),
        ("market", "Chợ (Ninh An)", "Chợ (Ninh Vân)"),
        ("market", "Chợ", "Chợ (Ninh Vân)"),
        ("market", "Chợ", "Siêu thị"),
        ("supermarket", "ST Rồng", "Chợ Rồng"),
    ],
)
def test_another_number_part_time_or_word_makes_another_name(tmp_path: Path, kind: str, before: str, now: str) -> None:
    assert [alike(tmp_path, kind, *names) for names in ((before, now), (now, before))] == [False, False]


def test_each_kind_and_two_years_are_told_once_with_the_first_pairs_and_their_rows(tmp_path: Path) -> None:
    names = ["Mẽ", "Rồng", "Bút", "Ngò"]
    rows = [row(2020, f"Chợ {name}") for name in names] + [row(2025, name) for name in names]
    rows += [row(2020, "LN A", "craft_village"), row(2023, "Làng nghề A", "craft_village")]
    village, market = told(tmp_path, *rows)
    assert [(found.severity, found.place.row, found.place.column) for found in (market, village)] == [
        ("warning", 6, "name"),
        ("warning", 11, "name"),
    ]
    path = tmp_path / "survey.csv"
    first = [f'"{name}" in row {at} and "Chợ {name}" at {path}:{at - 4}' for at, name in enumerate(names[:3], 6)]
    said = language("en").text(describe(market)[0])
    assert "market" in said
    assert "one way in 2020 and another in 2025" in said
    assert f"two each: 4 ({', '.join([*first, '…'])})" in said
    assert "one way in 2020 and another in 2023" in language("en").text(describe(village)[0])


@pytest.mark.parametrize(
    "rows",
    [
        [row(2020, "Chợ Mẽ"), row(2020, "Cho Mè"), row(2025, "Me")],
        [row(2020, "Chợ Mẽ"), row(2025, "Mẽ (Ninh An)"), row(2025, "Chợ Mẽ (Ninh Vân)")],
        [row(2020, "Chợ Mẽ"), row(2025, "Chợ Mẽ"), row(2025, "Cho Me")],
        [row(2020, "Chợ Mẽ"), row(2020, "Cho Me"), row(2025, "Chợ Mẽ")],
        [row(2025, "Chợ Mẽ"), row(2025, "Cho Me")],
        [row(2020, "Chợ Mẽ"), row(2025, "Cho Me", area="Kim Sơn")],
        [row(2020, "Chợ Mẽ"), row(2025, "Mẽ", "supermarket")],
        [row(2020, "Chợ Mẽ", id_="M1"), row(2025, "Cho Me", id_="M2")],
        [row(2020, "Chợ Mẽ", id_="M1"), row(2025, "Cho Me", id_="M1")],
        [row(2020, "Chợ Mẽ", id_="M1"), row(2025, "Chợ Bút", id_="M1"), row(2025, "Cho Me")],
        [row(2020, "Chợ Mẽ"), row(2020, "Chợ Bút", id_="M1"), row(2025, "Cho Me", id_="M1")],
        [row(2020, "n/a", id_="M1"), row(2025, "Chợ Na")],
    ],
    ids=[
        "two then",
        "two now",
        "kept beside a new one",
        "one of two gone",
        "one year",
        "areas",
        "kinds",
        "two ids",
        "one id",
        "the id of then goes on",
        "the id of now was another's",
        "no name",
    ],
)
def test_what_does_not_pair_off_without_ids_is_not_told(tmp_path: Path, rows: list[str]) -> None:
    """Beside a market without an id in both years, so that names are looked at."""
    path = tmp_path / "survey.csv"
    path.write_text(HEADER + "".join([*rows, row(2020, "Chợ Rồng"), row(2025, "Chợ Rồng")]), encoding="utf-8")
    assert "look-alike-units" not in {found.rule for found in read_survey([str(path)], PLANNED)[1]}


@pytest.mark.parametrize(
    "rows",
    [
        [row(2020, "Chợ Mẽ"), row(2025, "Cho Me", id_="M1")],
        [row(2020, "Chợ Mẽ", id_="M1"), row(2025, "Cho Me")],
        [row(2020, "Chợ Mẽ", area=""), row(2025, "Cho Me")],
        [row(2020, "Chợ Mẽ", area="TP Ninh Bình"), row(2025, "Cho Me", area="TP Hoa Lư")],
        [row(2020, "Chợ Mẽ"), row(2021, "Chợ Mẽ"), row(2025, "Cho Me")],
        [row(2020, "Chợ Mẽ"), row(2021, "Cho Me"), row(2025, "Chợ Mẽ")],
    ],
    ids=["an id now", "an id then", "no area then", "an area that became another", "two years", "and back"],
)
def test_one_row_without_an_id_is_enough_and_a_pair_is_told_once(tmp_path: Path, rows: list[str]) -> None:
    (found,) = told(tmp_path, *rows)
    assert found.details["n"] == 1


def test_brackets_and_areas_decide_between_those_that_are_else_alike(tmp_path: Path) -> None:
    then = [row(2020, "Chợ Mẽ (Ninh An)"), row(2020, "Chợ Mẽ (Ninh Vân)"), row(2020, "Chợ Mẽ", area="Kim Sơn")]
    now = [row(2025, "Cho Me (Ninh Van)"), row(2025, "Cho Me (Ninh An)"), row(2025, "Cho Me", area="Kim Sơn")]
    (found,) = told(tmp_path, *then, *now)
    before = [language("en").text(pair).rpartition(":")[2] for pair in found.details["pairs"]]  # type: ignore[attr-defined]
    assert before == ["3", "2", "4"]


def test_a_part_in_brackets_in_one_year_only_is_no_matter_within_an_area(tmp_path: Path) -> None:
    then = [row(2020, "Chợ Mẽ (Ninh An)"), row(2020, "Chợ Mẽ", area="Kim Sơn")]
    (found,) = told(tmp_path, *then, row(2025, "Cho Me"), row(2025, "Cho Me", area="Kim Sơn"))
    assert found.details["n"] == 2


def test_events_that_no_year_is_compared_by_are_not_told(tmp_path: Path) -> None:
    names = [(2024, "Tuần lễ xanh"), (2025, "Tuần lễ xanh (Nho Quan)")]
    rows = [f"{year},campaign,{name},yes\n" for year, name in names]
    (path,) = write(tmp_path, one="year,kind,name,held\n" + "".join(rows))
    assert read_survey([path], PLANNED)[1] == []


def test_of_a_kind_in_the_register_that_speaks(tmp_path: Path) -> None:
    listing = "kind,id,name,area\nmarket,M1,Chợ Mẽ,Nho Quan\nmarket,M2,Cho Me,Nho Quan\n"
    rows = [row(2020, "Chợ Mẽ"), row(2025, "Cho Me")]
    assert not told(tmp_path, *rows, register=listing)


def test_check_score_and_review_tell_it_and_no_unit_is_linked(tmp_path: Path) -> None:
    """Linked, Văn Lâm would fall from yes to no, and the review would name both as changed."""
    villages = "{0},craft_village,{1} Văn Lâm,{2}\n{0},craft_village,{1} Ninh Vân,{3}\n"
    text = "year,kind,name,informed\n" + villages.format(2024, "LN", "yes", "no")
    request = Request(write(tmp_path, one=text + villages.format(2025, "Làng nghề", "no", "yes")))
    reviewed = review_files(request)
    for run in (check_files(request), score_files(request), reviewed):
        assert [found.rule for found in run.problems] == ["look-alike-units"]
    (clause,) = (one for one in reviewed.review.targets if one.id == "zones-informed" and one.due == 2025)
    assert isinstance(clause, ReviewedShare)
    assert clause.changed == ()


def test_many_names_of_the_kind_word_alone_are_read_in_time_and_pair_by_nothing(tmp_path: Path) -> None:
    long = "chợ " * 400
    rows = [row(year, f"{long}{year} {n}") for year in (2020, 2025) for n in range(200)]
    assert not told(tmp_path, *rows)


def test_every_word_for_a_kind_is_dropped_from_a_name(tmp_path: Path) -> None:
    for kind in sorted(PLANNED.compared & {"market", "craft_village", "industrial_cluster", "supermarket"}):
        for word in KNOWN.words_of(kind):
            assert alike(tmp_path, kind, f"{word} Văn Lâm", "Văn Lâm"), (kind, word)

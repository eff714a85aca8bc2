"""How far ids are believed: what the names of rows say against them, in one year and from one to the next."""

from pathlib import Path

import pytest
from small_surveys import EXPECTED, MARKETS, read, told, write

from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.problems.problem import Problem, describe
from scp_ninhbinh.run import Request, review_files
from scp_ninhbinh.scores.score import expected_of
from scp_ninhbinh.survey.ids import ANOTHERS
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.survey.running_ids import RENAME
from scp_ninhbinh.text.looks import looks
from scp_ninhbinh.text.say import language
from scp_ninhbinh.text.spelling import NOTHING, evened, loose

SHOPS = "year,kind,id,name,area,hard_bags\n"
ZONES = "year,kind,id,name,area,informed\n"
PLANNED = expected_of(load_plan(embedded_plan()).plan)


def markets(year: int, *units: str, area: str = "Nho Quan") -> str:
    """Return rows of markets, each written "id name" or "id name/area"."""
    rows = ""
    for unit in units:
        code, _, rest = unit.partition(" ")
        name, _, of = rest.partition("/")
        rows += f"{year},market,{code},{name},{of or area},100,{80 if year == 2020 else 40}\n"
    return rows


def rules(folder: Path, text: str, register: str | None = None) -> list[str]:
    return [found.rule for found in planned(folder, text, register)[1]]


def planned(folder: Path, text: str, register: str | None = None) -> tuple[Survey, list[Problem]]:
    """Read a survey as the embedded plan expects it, with the areas and pools that it declares."""
    path, listing = folder / "survey.csv", folder / "register.csv"
    path.write_text(text, encoding="utf-8")
    listing.write_text(register or "", encoding="utf-8")
    return read_survey([str(path)], PLANNED, register=None if register is None else str(listing))


def linked(survey: Survey) -> list[tuple[str, str]]:
    """Return which units of 2025 are which of 2020, by their labels."""
    before, now = (survey.entries.units(("market",), year) for year in (2020, 2025))
    identity = survey.identity([*before, *now])
    known = {identity(unit): unit.label for unit in before}
    return [(known[identity(unit)], unit.label) for unit in now if identity(unit) in known]


def test_units_that_had_a_name_one_after_the_other_are_told_where_both_have_it(tmp_path: Path) -> None:
    """M1 is called A in 2023, M2 in 2024, and both in 2025; or both always, in one area from 2025 on."""
    apart = markets(2023, "M1 A") + markets(2024, "M2 A") + markets(2025, "M1 A", "M2 A")
    moved = markets(2024, "M1 A", "M2 A/Gia Viễn") + markets(2025, "M1 A", "M2 A")
    for text, row in ((apart, 4), (moved, 4)):
        found = planned(tmp_path, MARKETS + text)[1]
        assert [(one.rule, one.place.row) for one in found if one.rule == "same-name"] == [("same-name", row)]


# Names, evened out


@pytest.mark.parametrize(
    "spelt",
    [
        "Siêu thị A",
        "SIÊU THỊ A",
        "Siêu  thị A ",
        "Siêu thị A\u200b",
        "Siêu\u00a0thị A",
        "Siêu thị\u00adA",
        "\ufeffSiêu thị A",
        "Siêu thị “A”",
        "'Siêu thị A'",
        "Siêu thị A.",
        "Sie\u0302u thi\u0323 A",
    ],
)
def test_what_nobody_sees_and_what_people_write_in_two_ways_is_evened_out(spelt: str) -> None:
    assert evened(spelt) == "siêu thị a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siêu thị A-1", "Siêu thị A 1"),
        ("Siêu thị A-1", "Siêu thị A1"),
        ("Chợ 1.2", "Chợ 12"),
        ("Chợ 1-2", "Chợ 12"),
        ("Chợ Bạc", "Chợ Bác"),
        ("Chợ Bạc", "Cho Bac"),
        ("Chợ Đa", "Chợ Da"),
        ("WinMart", "Win Mart"),
    ],
)
def test_what_may_tell_two_units_apart_stays(one: str, other: str) -> None:
    assert evened(one) != evened(other)


@pytest.mark.parametrize(("one", "other"), [("A – 1", "A-1"), ("A—1", "A-1"), ("TP.Hoa Lư", "TP. Hoa Lư")])
def test_dashes_and_full_stops_are_one_sign_with_blanks_or_without(one: str, other: str) -> None:
    assert evened(one) == evened(other)


def test_for_a_warning_names_are_compared_without_blanks_and_dashes_but_not_between_digits() -> None:
    assert len({loose(evened(name)) for name in ("Win-Mart", "Win Mart", "WinMart", "Winmart.")}) == 1
    assert len({loose(evened(name)) for name in ("Chợ 1-2", "Chợ 12", "Chợ 1.2")}) == 3


def test_rows_of_one_name_so_evened_out_are_one_unit_twice(tmp_path: Path) -> None:
    rows = ["Siêu thị A,", "Siêu thị A\u200b,", "Siêu thị\u00adA,", "“SIÊU THỊ A”,", "Siêu thị A-1,", "Siêu thị A – 1,"]
    text = "year,kind,name,area,hard_bags\n" + "".join(f"2025,supermarket,{row},no\n" for row in rows)
    assert told(planned(tmp_path, text)[1]) == [("duplicate-unit", row, "name") for row in (3, 4, 5, 7)]


# Words in place of a name or an id


@pytest.mark.parametrize("word", sorted(NOTHING - {'"', '""'}))
@pytest.mark.parametrize("case", [str, str.upper, str.title])
def test_a_word_for_nothing_is_neither_a_name_nor_an_id(tmp_path: Path, word: str, case: type[str]) -> None:
    rows = f"2025,supermarket,,{case(word)},Nho Quan,no\n2025,supermarket,{case(word)},{case(word)},Kim Sơn,no\n"
    survey, problems = planned(tmp_path, SHOPS + rows)
    assert told(problems) == [("missing-value", 2, "name"), ("missing-value", 3, "name")]
    assert [found.value for found in problems] == [case(word)] * 2
    assert not survey.years


def test_a_word_for_nothing_in_place_of_an_id_leaves_the_unit_its_name(tmp_path: Path) -> None:
    survey, problems = planned(tmp_path, SHOPS + "2025,supermarket,-,A,X,no\n2025,supermarket,-,B,X,no\n")
    assert [unit.label for unit in survey.entries.units(("supermarket",), 2025)] == ["A", "B"]
    assert {found.rule for found in problems} == {"unknown-area"}


def test_a_word_for_nothing_in_place_of_a_name_leaves_the_unit_its_id(tmp_path: Path) -> None:
    rows = "".join(f"2025,supermarket,S{n},n/a,Nho Quan,no\n" for n in range(3))
    assert rules(tmp_path, SHOPS + rows) == []


@pytest.mark.parametrize("name", ["Nam", "Chợ Không Có Tên", "Na Hang", "Nil Mart", "A"])
def test_a_name_that_only_holds_such_a_word_is_a_name(tmp_path: Path, name: str) -> None:
    assert rules(tmp_path, SHOPS + f"2025,supermarket,,{name},Nho Quan,no\n") == []


# Ids that stand for another unit


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (("1 Chợ B", "2 Chợ A"), ["ids-crossed"]),
        (("1 CHỢ B.", "2 Cho A"), ["ids-crossed"]),
        (("1 Chợ B", "2 Chợ C", "3 Chợ A"), ["ids-crossed"]),
        (("1 Chợ B", "2 Chợ A", "3 Chợ C", "4 Chợ D"), ["id-changed-unit"]),
        (("1 Chợ B", "2 Chợ M", "3 Chợ C", "4 Chợ D"), ["id-changed-unit"]),
        (("1 Chợ B", "2 Chợ C", "3 Chợ A", "4 Chợ D", "5 Chợ E"), ["ids-crossed"]),
        (("1 Chợ A", "2 Chợ B", "3 Chợ C", "4 Chợ D"), []),
        (("1 Chợ M", "2 Chợ N", "3 Chợ P", "4 Chợ Q"), ["names-changed"]),
        (("1 Cho A", "2 CHỢ B", "3 Chợ-C", "4 “Chợ D”"), []),
        (("1 Chợ B/Kim Sơn",), ["id-changed-unit"]),
    ],
    ids=[
        "two",
        "spelt otherwise",
        "round",
        "half",
        "one of four",
        "three of five",
        "kept",
        "renamed",
        "respelt",
        "one alone",
    ],
)
def test_ids_whose_names_were_those_of_others_are_running_numbers_if_they_are_most(
    tmp_path: Path, now: tuple[str, ...], expected: list[str]
) -> None:
    before = ("1 Chợ A", "2 Chợ B", "3 Chợ C", "4 Chợ D", "5 Chợ E")[: max(2, len(now))]
    assert rules(tmp_path, MARKETS + markets(2020, *before) + markets(2025, *now)) == expected


def test_crossed_ids_are_told_where_no_indicator_follows_the_units_and_what_follows_is_not(tmp_path: Path) -> None:
    """The village reached in 2024 is reached in 2025; by their numbers one would be no longer."""
    rows = "2024,craft_village,1,A,,yes\n2024,craft_village,2,B,,no\n"
    rows += "2025,craft_village,1,B,,no\n2025,craft_village,2,A,,yes\n"
    assert told(planned(tmp_path, ZONES + rows)[1]) == [("ids-crossed", 4, "id")]


def test_without_the_id_column_the_same_rows_are_linked_by_name(tmp_path: Path) -> None:
    rows = markets(2020, "1 Chợ A", "2 Chợ B") + markets(2025, "1 Chợ B", "2 Chợ A")
    text = "\n".join(",".join([*row.split(",")[:2], *row.split(",")[3:]]) for row in (MARKETS + rows).splitlines())
    survey, problems = planned(tmp_path, text + "\n")
    assert (problems, linked(survey)) == ([], [("Chợ B", "Chợ B"), ("Chợ A", "Chợ A")])


def test_namesakes_without_ids_are_one_where_an_area_became_another_unless_two_areas_had_such_a_unit(
    tmp_path: Path,
) -> None:
    """TP Ninh Bình and Huyện Hoa Lư became TP Hoa Lư in 2025."""
    now = markets(2025, " A/TP Hoa Lư")
    survey, problems = planned(tmp_path, MARKETS + markets(2020, " A/TP Ninh Bình", " A/Kim Sơn") + now)
    assert (linked(survey), problems) == ([("A", "A")], [])
    survey, problems = planned(tmp_path, MARKETS + markets(2020, " A/TP Ninh Bình", " A/Huyện Hoa Lư") + now)
    assert (linked(survey), [found.rule for found in problems]) == ([], ["doubtful-unit"])


def test_an_id_that_is_crossed_with_one_of_the_year_before_the_last_is_found(tmp_path: Path) -> None:
    """In 2022 only the first two were surveyed."""
    rows = markets(2020, "1 A", "2 B", "3 C", "4 D") + markets(2022, "1 A", "2 B")
    assert rules(tmp_path, MARKETS + rows + markets(2025, "1 A", "2 B", "3 D", "4 C")) == ["id-changed-unit"]


@pytest.mark.parametrize("order", [(2020, 2025), (2025, 2020)])
def test_the_order_of_the_files_does_not_matter(tmp_path: Path, order: tuple[int, int]) -> None:
    units = {2020: ("1 Chợ A", "2 Chợ B"), 2025: ("1 Chợ B", "2 Chợ A")}
    files = write(tmp_path, **{f"f{n}": MARKETS + markets(year, *units[year]) for n, year in enumerate(order)})
    (found,) = read_survey(files, EXPECTED)[1]
    assert (found.rule, found.details["before"], found.details["name"]) == ("ids-crossed", "Chợ A", "Chợ B")


@pytest.mark.parametrize("order", [(2024, 2025), (2025, 2024)])
def test_nor_does_it_in_years_that_follow_each_other(tmp_path: Path, order: tuple[int, int]) -> None:
    units = {2024: ("1 Chợ A", "2 Chợ B", "3 C"), 2025: ("1 Chợ B", "2 Chợ A", "3 C")}
    files = write(tmp_path, **{f"f{n}": MARKETS + markets(year, *units[year]) for n, year in enumerate(order)})
    assert [found.rule for found in read_survey(files, EXPECTED)[1]] == ["ids-crossed"]


def test_a_chain_that_takes_the_name_of_one_of_its_shops_is_only_renamed(tmp_path: Path) -> None:
    """S9 was called WinMart before all others were: a name of several says nothing of who is who."""
    before = "".join(f"2024,supermarket,S{n},VinMart,{area},yes\n" for n, area in enumerate(("Nho Quan", "Kim Sơn")))
    rows = before + "2024,supermarket,S9,WinMart,Yên Mô,yes\n"
    rows += rows.replace("2024", "2025").replace("VinMart", "WinMart")
    assert rules(tmp_path, SHOPS + rows) == ["names-changed"]


def test_an_id_of_another_kind_than_before_is_told(tmp_path: Path) -> None:
    text = SHOPS + "2024,supermarket,S1,A,,no\n2025,convenience_store,S1,A,,no\n"
    (found,) = planned(tmp_path, text)[1]
    assert (found.rule, found.severity, found.place.row) == ("id-changed-unit", "warning", 3)
    assert "convenience_store here and supermarket there" in language("en").text(describe(found)[0])


def test_ids_of_other_kinds_than_before_are_told_by_what_they_were_and_are(tmp_path: Path) -> None:
    kinds = ["supermarket", "supermarket", "supermarket"], ["trade_centre", "convenience_store", "trade_centre"]
    rows = "".join(
        f"{year},{kind},S{n},A{n},,no\n"
        for year, of_year in zip((2024, 2025), kinds, strict=True)
        for n, kind in enumerate(of_year)
    )
    found = planned(tmp_path, SHOPS + rows)[1]
    assert [(one.rule, one.value, one.details["rows"]) for one in found] == [
        ("id-changed-unit", "S0", ("5", "7")),
        ("id-changed-unit", "S1", ("6",)),
    ]


@pytest.mark.parametrize(
    ("before", "now"), [("supermarket", "convenience_store"), ("convenience_store", "supermarket")]
)
def test_an_id_that_takes_kind_and_name_of_another_is_told_as_the_others(tmp_path: Path, before: str, now: str) -> None:
    rows = f"2024,{before},S1,A,Nho Quan,no\n2024,{now},S2,A,Kim Sơn,no\n2025,{now},S1,A,Nho Quan,no\n"
    found = next(one for one in planned(tmp_path, SHOPS + rows)[1] if one.rule == "id-changed-unit")
    assert found.details["what"] == ANOTHERS


def test_names_that_changed_are_one_notice_a_file_with_their_number(tmp_path: Path) -> None:
    files = write(
        tmp_path,
        one=MARKETS + markets(2020, *(f"C{n} Chợ {n}" for n in range(30))),
        two=MARKETS + markets(2022, *(f"C{n} Chợ số {n}" for n in range(30))),
        three=MARKETS + markets(2025, *(f"C{n} Chợ {n + 100}" for n in range(20))),
    )
    problems = read_survey(files, EXPECTED)[1]
    assert [(found.rule, found.severity, found.details["n"]) for found in problems] == [
        ("names-changed", "notice", 30),
        ("names-changed", "notice", 20),
    ]


def test_a_finding_of_many_names_ten_rows_and_their_number(tmp_path: Path) -> None:
    names = [f"Chợ {n}" for n in range(3000)]
    rows = markets(2020, *(f"{n} {name}" for n, name in enumerate(names)))
    rows += markets(2025, *(f"{n} {name}" for n, name in enumerate(reversed(names))))
    (found,) = read(tmp_path, MARKETS + rows)[1]
    assert (found.details["n"], found.details["total"]) == (3000, 3000)
    assert found.details["rows"] == (*map(str, range(3002, 3012)), "…")


@pytest.mark.parametrize(("rows", "numbers"), [("1,A|1,B", True), ("1,A|1,a.", False), ("L1,A|L1,B", False)])
def test_numbers_that_begin_anew_in_each_sheet_are_said_to_be_left_out(
    tmp_path: Path, rows: str, numbers: bool
) -> None:
    text = ZONES + "".join(f"2025,craft_village,{row},,yes\n" for row in rows.split("|"))
    (found,) = [one for one in planned(tmp_path, text)[1] if one.rule == "duplicate-unit"]
    assert ("leave the id column out" in language("en").text(describe(found)[1])) is numbers


@pytest.mark.parametrize(("second", "numbers"), [(("C", "D"), True), (("C",), False)])
def test_two_ids_that_two_tables_share_number_their_rows_and_one_may_be_a_slip(
    tmp_path: Path, second: tuple[str, ...], numbers: bool
) -> None:
    tables = (("A", "B"), second)
    rows = ["".join(f"2025,craft_village,{n},{name},,yes\n" for n, name in enumerate(names, 1)) for names in tables]
    problems = read_survey(write(tmp_path, one=ZONES + rows[0], two=ZONES + rows[1]), PLANNED)[1]
    (found,) = [one for one in problems if one.rule == "duplicate-unit"]
    assert (found.details.get("remedy") == RENAME) is numbers


# One name under several ids


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["supermarket,007,A,Nho Quan", "supermarket,7,A,Nho Quan", "supermarket,'007,a.,Nho Quan"], [(2, ("3", "4"))]),
        (["supermarket,S1,WinMart,Nho Quan", "supermarket,S2,WinMart,Kim Sơn"], []),
        (["supermarket,S1,WinMart,Nho Quan", "supermarket,S2,Win-Mart,huyện Nho Quan"], [(2, ("3",))]),
        (["supermarket,S1,WinMart,Nho Quan", "supermarket,S2,WinMart,"], [(2, ("3",))]),
        (["supermarket,S1,WinMart,", "supermarket,S2,WinMart,"], [(2, ("3",))]),
        (["supermarket,S1,A,Nho Quan", "convenience_store,T1,A,Nho Quan"], [(2, ("3",))]),
        (["supermarket,,A,Nho Quan", "convenience_store,,A,Nho Quan"], [(2, ("3",))]),
        (["supermarket,S1,A,Nho Quan", "model,M1,A,Nho Quan"], []),
        (["supermarket,S1,Chợ Bạc,Nho Quan", "supermarket,S2,Chợ Bác,Nho Quan"], []),
        (["supermarket,S1,Chợ Bạc,Nho Quan", "supermarket,S2,Cho Bac,Nho Quan"], [(2, ("3",))]),
        (["supermarket,,Chợ Bạc,Nho Quan", "supermarket,,Cho Bac,Nho Quan"], [(2, ("3",))]),
        (["supermarket,S1,,Nho Quan", "supermarket,S2,,Nho Quan"], []),
        (["supermarket,S1,A 1-2,Nho Quan", "supermarket,S2,A 12,Nho Quan", "supermarket,S3,A 1.2,Nho Quan"], []),
        (["supermarket,S1,Ro\u0302\u0300ng,Nho Quan", "supermarket,S2,Rồng,Nho Quan"], [(2, ("3",))]),
        (["supermarket,S1,北京,Nho Quan", "supermarket,S2,上海,Nho Quan"], []),
    ],
    ids=[
        "zeros",
        "chain",
        "one area",
        "area missing once",
        "no areas",
        "kinds of a pool",
        "kinds of a pool without ids",
        "kinds of two pools",
        "accents",
        "no accents",
        "no accents and no ids",
        "no names",
        "digits",
        "composition",
        "other letters",
    ],
)
def test_one_name_in_one_area_under_several_ids_is_told_with_its_rows(
    tmp_path: Path, rows: list[str], expected: list[tuple[int, tuple[str, ...]]]
) -> None:
    text = SHOPS + "".join(f"2025,{row},no\n" for row in rows)
    found = [one for one in planned(tmp_path, text)[1] if one.rule not in {"cell-not-for-kind", "missing-column"}]
    assert [(one.rule, one.severity) for one in found] == [("same-name", "warning")] * len(expected)
    assert [(one.place.row, one.details["rows"]) for one in found] == expected


def test_units_that_the_register_lists_by_their_ids_may_share_a_name(tmp_path: Path) -> None:
    text = SHOPS + "2025,supermarket,S1,A,Nho Quan,no\n2025,supermarket,S2,A,Nho Quan,no\n"
    listing = "kind,id,name,area\nsupermarket,S1,A,Nho Quan\nsupermarket,S2,A 2,Nho Quan\n"
    assert rules(tmp_path, text, listing) == []


def test_a_register_that_lists_one_name_twice_is_told_unless_one_follows_the_other(tmp_path: Path) -> None:
    listing = "kind,id,name,area,since,until\nsupermarket,S1,A,Nho Quan,,{}\nsupermarket,S2,A,Nho Quan,{},\n"
    text = SHOPS + "2025,supermarket,S2,A,Nho Quan,no\n"
    found = {years: rules(tmp_path, text, listing.format(*years)) for years in (("", ""), (2024, 2025), (2025, 2025))}
    assert found == {("", ""): ["same-name"], (2024, 2025): [], (2025, 2025): ["same-name"]}


def test_the_same_units_are_told_of_one_year_and_a_new_one_of_its_own(tmp_path: Path) -> None:
    rows = [f"{year},supermarket,{code},A,Nho Quan,no\n" for year in (2023, 2024, 2025) for code in ("S1", "S2")]
    text = SHOPS + "".join(rows)
    assert told(planned(tmp_path, text)[1]) == [("same-name", 2, "name")]
    text += "2025,supermarket,S3,A,Nho Quan,no\n"
    assert told(planned(tmp_path, text)[1]) == [("same-name", 2, "name"), ("same-name", 6, "name")]


# What a name looks like


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Siêu thị Ａｎ", "Siêu thị An", True),
        ("Siêu thị Аn", "Siêu thị An", True),
        ("ΟΡΤΑ", "OPTA", True),
        ("Ðức Thắng", "Đức Thắng", True),
        ("Khu Ⅱ", "Khu II", True),
        ("An¹", "An1", True),
        ("An¹", "An", True),
        ("An*", "An", True),
        ("WinMart™", "WinMart", True),
        ("Chợ Ân¹", "Chợ Ân", True),
        ("Chợ Ân¹", "Cho An", True),
        ("An¹", "An²", False),
        ("An¹", "An2", False),
        ("Аn", "Am", False),
        ("Chợ Ân¹", "Chợ Án", False),
        ("Chợ Bạс", "Chợ Bác", False),
        ("Рынок", "Базар", False),
        ("北京", "上海", False),
        ("½", "12", False),
    ],
)
@pytest.mark.parametrize("ids", [("S1", "S2"), ("", "")])
def test_letters_that_look_alike_are_one_and_a_raised_mark_may_be_a_footnote(
    tmp_path: Path, one: str, other: str, same: bool, ids: tuple[str, str]
) -> None:
    """The А of the second and the с of "Bạс" are Cyrillic, ΟΡΤΑ is Greek."""
    rows = [f"2025,supermarket,{code},{name},Nho Quan,no\n" for code, name in zip(ids, (one, other), strict=True)]
    for text in (rows, rows[::-1]):
        assert rules(tmp_path, SHOPS + "".join(text)) == ["same-name"] * same


@pytest.mark.parametrize("sign", ["´", "½", "…", "¹", "ơ", "Ắ", "\u0301", "ж"])
def test_signs_and_letters_that_look_like_no_other_stay_as_they_are(sign: str) -> None:
    assert looks(f"A{sign}") == f"A{sign}"


def test_raised_marks_of_two_units_number_them_beside_one_that_has_none(tmp_path: Path) -> None:
    """An¹ may be An with a footnote; An1 is written for itself."""
    rows = "".join(f"2025,supermarket,S{n},{name},Nho Quan,no\n" for n, name in enumerate(("An", "An1", "An¹")))
    (found,) = planned(tmp_path, SHOPS + rows)[1]
    assert (found.place.row, found.details["rows"]) == (2, ("4",))


def test_a_name_of_several_lines_is_one_name(tmp_path: Path) -> None:
    rows = '2025,supermarket,S1,"An\nBình",Nho Quan,no\n2025,supermarket,S2,An Bình,Nho Quan,no\n'
    assert "same-name" in rules(tmp_path, SHOPS + rows)


@pytest.mark.parametrize(("one", "other"), [("Ｓ1", "S1"), ("Ѕ1", "S1"), ("ѕ1", "S1"), ("S１", "s1")])
def test_ids_that_look_alike_are_doubtful(tmp_path: Path, one: str, other: str) -> None:
    rows = f"2025,supermarket,{one},A,Nho Quan,no\n2025,supermarket,{other},B,Nho Quan,no\n"
    odd, found = planned(tmp_path, SHOPS + rows)[1]
    assert (odd.rule, found.rule, found.severity) == ("odd-id", "doubtful-unit", "error")
    assert "the alphabet or the width of their letters" in language("en").text(describe(found)[0])


@pytest.mark.parametrize(("one", "other"), [("S¹", "S1"), ("Ж1", "X1")])
def test_ids_with_raised_digits_or_other_letters_are_two(tmp_path: Path, one: str, other: str) -> None:
    rows = f"2025,supermarket,{one},A,Nho Quan,no\n2025,supermarket,{other},B,Nho Quan,no\n"
    assert rules(tmp_path, SHOPS + rows) == []


# Kinds that are counted


MODELS = "year,kind,id,name,area,applied\n"
HELD = "year,kind,id,name,area,held\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("M1,A,Nho Quan|M2,A,Nho Quan", ["same-name"]),
        ("M1,A,Nho Quan|M2,A,", ["same-name"]),
        ("M1,A,Nho Quan|,A,", ["same-name"]),
        ("M1,A,|,A,Nho Quan", ["same-name"]),
        ("M1,A,Nho Quan|,Á,Nho Quan", ["same-name"]),
        ("M1,A,Kim Son|M2,A,Kim Sơn", ["same-name", "unknown-area"]),
        ("M1,A,Nho Quan|M2,A,Kim Sơn", []),
        ("M1,A,Nho Quan|,A,Kim Sơn", []),
        (",A,Nho Quan|,A,Kim Sơn", []),
        ("M1,A đợt 1,Nho Quan|M2,A đợt 2,Nho Quan", []),
        (",A,Nho Quan|,A,Nho Quan", ["duplicate-unit"]),
        (",A,Nho Quan|,A,", ["doubtful-unit"]),
        ("M1,A,Nho Quan|,A,Nho Quan", ["doubtful-unit"]),
    ],
)
@pytest.mark.parametrize(("head", "kind"), [(MODELS, "model"), (HELD, "campaign")])
def test_models_and_campaigns_of_one_name_and_area_are_told_once(
    tmp_path: Path, head: str, kind: str, rows: str, expected: list[str]
) -> None:
    """Of a model, which is followed over the years, an id that only one of the rows has is told of once more."""
    text = head + "".join(f"2025,{kind},{row},yes\n" for row in rows.split("|"))
    assert list(dict.fromkeys(rules(tmp_path, text))) == expected


def test_what_many_rows_of_one_name_do_to_a_figure_is_said_with_their_number(tmp_path: Path) -> None:
    rows = "".join(f"2025,campaign,C{n},Tuần lễ xanh,Nho Quan,yes\n" for n in range(14))
    (found,) = planned(tmp_path, HELD + rows)[1]
    assert "they are counted as 14, and may be fewer" in language("en").text(describe(found)[0])
    assert found.details["rows"] == (*map(str, range(3, 13)), "…")


def test_a_campaign_of_every_year_is_one_each_year_whatever_its_id(tmp_path: Path) -> None:
    """Each row is an occasion; a model under a new id would be two models."""
    rows = "".join(f"{year},campaign,C{year},Tuần lễ xanh,Nho Quan,yes\n" for year in (2023, 2024, 2025))
    assert rules(tmp_path, HELD + rows) == []
    rows = rows.replace("campaign", "model")
    assert rules(tmp_path, MODELS + rows) == ["id-lost", "id-lost"]


# Within a register


@pytest.mark.parametrize(
    ("listed", "told_of"),
    [
        ("S1,A,Nho Quan,x,,|S2,A,Nho Quan,y,,", True),
        ("S1,A,Nho Quan,,,|S2,A,,,,", True),
        ("S1,A,Nho Quan,,,|,A,,,,", True),
        ("S1,A,TP Ninh Bình,,,|S2,A,TP Hoa Lư,,,", True),
        ("S1,A,TP Ninh Bình,,,2024|S2,A,TP Hoa Lư,,2025,", False),
        ("S1,A,TP Ninh Bình,,,|S2,A,Huyện Hoa Lư,,,", False),
        ("S1,A,Nho Quan,,,|S2,A,Kim Sơn,,,", False),
        ("S1,A,Kim Son,,,|S2,A,Kim Sơn,,,", True),
        ("S1,Ａ,Nho Quan,,,|S2,A¹,Nho Quan,,,", True),
        ("S1,A,Nho Quan,,,2024|S2,A,Nho Quan,,2024,", True),
        ("S1,A,Nho Quan,,,2023|S2,A,Nho Quan,,2024,", False),
    ],
)
def test_a_unit_listed_twice_makes_every_whole_larger(tmp_path: Path, listed: str, told_of: bool) -> None:
    listing = "kind,id,name,area,stratum,since,until\n"
    listing += "".join(f"supermarket,{row}\n" for row in ["S0,B,Nho Quan,,,", *listed.split("|")])
    found = planned(tmp_path, SHOPS + "2025,supermarket,S0,B,Nho Quan,no\n", listing)[1]
    assert [one.rule for one in found] == ["same-name"] * told_of
    for one in found:
        assert "the register counts them as 2" in language("en").text(describe(one)[0])


# Ids that are lost


@pytest.mark.parametrize(
    ("now", "expected", "pairs"),
    [
        (("X1 Chợ A", "2 Chợ B", "3 Chợ C"), ["id-lost"], ["2", "3"]),
        (("X1 Chợ A", "X2 CHỢ B", "X3 Cho C"), ["ids-renumbered"], ["1", "2", "3"]),
        (("X1 Chợ A", "X2 Chợ B", "3 Chợ C"), ["ids-renumbered"], ["1", "2", "3"]),
        (("X1 Chợ M", "X2 Chợ N", "X3 Chợ P"), [], []),
        (("X1 Chợ A/Kim Sơn", "2 Chợ B", "3 Chợ C", "4 D/Kim Sơn"), ["id-lost"], ["2", "3"]),
        (("1 Chợ A", "2 Chợ B", "3 Chợ C", "X1 Chợ M"), [], ["1", "2", "3"]),
    ],
    ids=["one", "all", "most", "other units", "an area that nobody had before", "a new one"],
)
def test_a_new_id_of_a_name_that_had_another_is_told_and_most_of_them_are_linked_by_name(
    tmp_path: Path, now: tuple[str, ...], expected: list[str], pairs: list[str]
) -> None:
    rows = markets(2020, "1 Chợ A", "2 Chợ B", "3 Chợ C") + markets(2025, *now)
    survey, problems = planned(tmp_path, MARKETS + rows)
    assert [found.rule for found in problems] == expected
    assert [before for before, _ in linked(survey)] == pairs


def test_a_namesake_in_another_area_of_then_is_another_unit(tmp_path: Path) -> None:
    rows = markets(2020, "1 Chợ A", "2 Chợ B/Kim Sơn") + markets(2025, "X1 Chợ A/Kim Sơn", "2 Chợ B/Kim Sơn")
    assert rules(tmp_path, MARKETS + rows) == []


def test_renumbered_units_are_linked_over_an_area_that_became_another(tmp_path: Path) -> None:
    """TP Ninh Bình became TP Hoa Lư; the namesakes in Kim Sơn are told apart by their area."""
    rows = markets(2020, "1 Chợ A/TP Ninh Bình", "2 Chợ A/Kim Sơn")
    survey, problems = planned(tmp_path, MARKETS + rows + markets(2025, "X1 Chợ A/Kim Sơn", "X2 Chợ A/TP Hoa Lư"))
    assert [found.rule for found in problems] == ["ids-renumbered"]
    assert sorted(linked(survey)) == [("1", "X2"), ("2", "X1")]


def test_units_renumbered_twice_keep_the_id_that_they_had_first(tmp_path: Path) -> None:
    rows = markets(2020, "1 A", "2 B") + markets(2022, "X1 A", "X2 B") + markets(2025, "Y1 A", "Y2 B")
    survey, problems = planned(tmp_path, MARKETS + rows)
    assert [found.rule for found in problems] == ["ids-renumbered", "ids-renumbered"]
    assert linked(survey) == [("1", "Y1"), ("2", "Y2")]


def test_of_a_name_that_several_had_no_unit_is_linked(tmp_path: Path) -> None:
    rows = markets(2020, "1 Chợ A", "2 Chợ A") + markets(2025, "X1 Chợ A", "X2 Chợ A")
    survey, problems = planned(tmp_path, MARKETS + rows)
    assert {"same-name", "ids-renumbered"} == {found.rule for found in problems}
    assert [found.details["before"] for found in problems if found.rule == "ids-renumbered"] == ["1"]
    assert linked(survey) == []


@pytest.mark.parametrize(
    "ids", [("2026-02-01", "2026-03-01"), ("01/02/2026", "01/03/2026"), ("2026-02-01 00:00:00", "b")]
)
def test_ids_that_look_like_dates_where_others_did_not_are_said_to_be_the_work_of_a_spreadsheet(
    tmp_path: Path, ids: tuple[str, str]
) -> None:
    now = [f"{code} Chợ {name}" for code, name in zip((code.replace(" ", "T") for code in ids), "AB", strict=True)]
    rows = markets(2020, "1-2 Chợ A", "1-3 Chợ B", "C3 Chợ C") + markets(2025, now[0], "1-3 Chợ B", "C3 Chợ C")
    (found,) = planned(tmp_path, MARKETS + rows)[1]
    assert found.rule == "id-lost"
    assert "look like dates" in language("en").text(describe(found)[1])


def test_what_the_register_says_of_a_kind_is_not_said_again(tmp_path: Path) -> None:
    rows = markets(2020, "1 Chợ A", "2 Chợ B") + markets(2025, "X1 Chợ A", "2 Chợ B")
    listing = "kind,id,name,area\nmarket,1,Chợ A,Nho Quan\nmarket,2,Chợ B,Nho Quan\n"
    assert rules(tmp_path, MARKETS + rows, listing) == ["not-in-register"]


def test_renumbered_units_are_compared_in_the_review(tmp_path: Path) -> None:
    """Both markets fall from 80 to 40 of 100; as four units none would have been measured in both years."""
    rows = markets(2020, "1 Chợ A", "2 Chợ B") + markets(2025, "X1 Chợ A", "X2 Chợ B")
    run = review_files(Request(write(tmp_path, one=MARKETS + rows)))
    assert [found.rule for found in run.problems] == ["ids-renumbered"]


@pytest.mark.parametrize(
    "years", [(2020, 2025), (2023, 2024, 2025), (2025, 2024)], ids=["apart", "each year", "read backwards"]
)
def test_sound_ids_of_any_form_raise_no_doubt(tmp_path: Path, years: tuple[int, ...]) -> None:
    """Running numbers that were kept, codes, and a market of one name in each of three areas."""
    units = [*(f"{n} Chợ {n}" for n in range(1, 9)), *(f"CH-{n} Chợ Trung tâm/{area}" for n, area in enumerate("XYZ"))]
    text = MARKETS + "".join(markets(year, *units) for year in years)
    assert read(tmp_path, text)[1] == []

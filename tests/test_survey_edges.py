"""The edges of reading a survey: cells, lines, declarations, headers, and who is who. What messages say word for word
is held by the corpus (tests/cases)."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from scp_ninhbinh.problems.problem import Place, Problem, ScpError
from scp_ninhbinh.survey.areas import area_key, area_name
from scp_ninhbinh.survey.cells import CellReading, parse_kind, parse_measuring_unit, parse_optional_year, parse_year
from scp_ninhbinh.survey.declared import (
    NOTHING_DECLARED,
    Constant,
    Declared,
    check_constants,
    likely_constant,
    parse_blank,
    parse_constant,
)
from scp_ninhbinh.survey.headers import check_header, missing_columns
from scp_ninhbinh.survey.lines import filled, is_note, may_be_total, numbers_rows, total_word
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.survey.readers import Expected
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.survey.refused import excused, is_excused, unknown_at
from scp_ninhbinh.survey.units import REGISTER, SURVEY, Market, Zone
from scp_ninhbinh.text.numbers import MOST_DIGITS, Stored, plain, readings

EXPECTED = Expected(range(2020, 2031), ("II.1.a", "II.1.b"), frozenset({"market", "model"}))


def read(
    folder: Path, text: str, declared: Declared = NOTHING_DECLARED, register: str | None = None
) -> tuple[Survey, list[Problem]]:
    path, listing = folder / "survey.csv", folder / "register.csv"
    path.write_text(text, encoding="utf-8")
    listing.write_text(register or "", encoding="utf-8")
    return read_survey([str(path)], EXPECTED, declared, None if register is None else str(listing))


def told(problems: Sequence[Problem]) -> list[tuple[str, int | None, str | None]]:
    return [(found.rule, found.place.row, found.place.column) for found in problems]


def units(survey: Survey, *kinds: str, year: int = 2025) -> list[Any]:
    return survey.units(kinds, year)


def refusal(function: Any, text: str) -> tuple[str, dict[str, Any]]:
    with pytest.raises(PydanticCustomError) as caught:
        function(text)
    return caught.value.type, dict(caught.value.context or {})


# Cells


def test_years_of_cells_are_from_1900_to_2199() -> None:
    assert (parse_year("1900"), parse_year(" 2199 "), parse_year("31/12/2024"), parse_year("2024-12-31")) == (
        *(1900, 2199),
        *(2024, 2024),
    )
    assert [refusal(parse_year, text)[0] for text in ("1899", "2200", "1/1/1899", "25", "")] == [
        *["bad-year"] * 4,
        "missing-value",
    ]


def test_a_year_that_may_be_missing_is_none_where_it_is_blank() -> None:
    assert (parse_optional_year("  "), parse_optional_year("2024")) == (None, 2024)


def test_a_kind_that_is_missing_is_told_apart_from_one_that_is_unknown() -> None:
    assert (refusal(parse_kind, " ")[0], refusal(parse_kind, "zoo")[0]) == ("missing-value", "unknown-kind")
    assert refusal(parse_kind, "craft_vilage")[1]["guess"] == "craft_village"
    assert refusal(parse_kind, "làng nghê")[1]["guess"] == "làng nghề"
    assert parse_kind("Craft Village") == parse_kind("craft_village") == "craft_village"


def test_what_packaging_is_counted_in_may_be_left_open_and_a_misspelt_one_is_guessed() -> None:
    assert (parse_measuring_unit(""), parse_measuring_unit(" KG ")) == ("", "kg")
    assert refusal(parse_measuring_unit, "itemz")[1]["guess"] == "items"


@pytest.mark.parametrize(
    ("text", "rule"),
    [("-5", "negative-number"), (Stored("-0.5"), "negative-number"), ("-x", "not-a-number"), ("--5", "not-a-number")],
)
def test_a_number_below_zero_is_refused(text: str, rule: str) -> None:
    assert refusal(CellReading().number, text)[0] == rule


def test_a_zero_below_zero_is_zero() -> None:
    assert (CellReading().number("-0"), CellReading().number(Stored("0"))) == (0, 0)


def test_as_many_digits_as_are_exact_are_a_number_and_one_more_is_none() -> None:
    assert CellReading().number("9" * MOST_DIGITS) == 10**MOST_DIGITS - 1
    assert refusal(CellReading().number, "9" * (MOST_DIGITS + 1))[0] == "not-a-number"


def test_an_ambiguous_number_is_told_with_both_ways_to_write_it() -> None:
    assert refusal(CellReading().number, "1.250") == ("ambiguous-number", {"whole": "1250", "decimal": "1.2500"})


def test_a_length_of_observation_is_above_zero_or_not_known() -> None:
    reading = CellReading()
    assert (reading.days(""), reading.days("..."), reading.days("7"), reading.days("0,5")) == (
        *(None, None, 7),
        Fraction(1, 2),
    )
    assert [refusal(reading.days, text)[0] for text in ("0", "-")] == ["not-positive"] * 2


def test_an_answer_by_a_mark_is_remembered_until_the_next_file_begins() -> None:
    reading = CellReading()
    assert (reading.answer("yes"), reading.crossed, reading.answer("X"), reading.crossed) == (True, False, True, True)
    reading.begin()
    assert not reading.crossed


def test_a_mark_that_a_file_shows_ends_with_it_and_a_declared_one_does_not() -> None:
    shown, declared = CellReading(), CellReading(",")
    shown.number("0,5")
    shown.settle()
    declared.settle()
    assert (shown.mark, declared.mark) == (",", ",")
    shown.begin(), declared.begin()
    assert (shown.mark, shown.shown, declared.mark) == (None, set(), ",")


def test_a_file_whose_numbers_settle_nothing_has_no_mark() -> None:
    reading = CellReading()
    reading.number("1250"), reading.number("12")
    reading.settle()
    assert reading.mark is None


def test_a_number_is_written_out_exactly() -> None:
    figures = [0, 7, 1250, Fraction(1, 2), Fraction(5, 4), Fraction(1, 1000), Fraction(12345, 100)]
    assert [plain(one) for one in figures] == ["0", "7", "1250", "0.5", "1.25", "0.001", "123.45"]


def test_a_number_is_read_under_each_mark_that_allows_it() -> None:
    assert readings("1.250") == {",": 1250, ".": Fraction(5, 4)}
    assert readings("1 250,5") == {",": Fraction(2501, 2)}
    assert (readings("12"), readings("")) == ({",": 12, ".": 12}, {})


# Lines that are no units


def test_a_total_calls_itself_one_in_its_name_or_in_its_first_cell() -> None:
    assert total_word("Tổng cộng:", []) == "Tổng cộng:"
    assert total_word("Chợ A", ["", "TỔNG CỘNG", "5"]) == "TỔNG CỘNG"
    assert total_word("Chợ A", ["1", "Tổng cộng"]) is None
    assert total_word("", []) is None
    assert (total_word("Cộng", []), total_word("Cong", []), total_word("Tong cong", [])) == ("Cộng", None, "Tong cong")


@pytest.mark.parametrize(
    ("name", "may_be"),
    [
        *(("Tổng huyện", True), ("Cộng huyện Nho Quan", True), ("Cong huyen", True), ("TC", True), ("TC 5", False)),
        *(("Tổng công ty May", False), ("Cộng đồng", False), ("Chung", True), ("Chung Sơn", False)),
        *(
            ("T. cộng xã", True),
            ("Grand total", True),
            ("Totally", False),
            ("Average of all", True),
            ("Chợ Rồng", False),
        ),
    ],
)
def test_a_name_that_begins_like_a_total_may_be_one(name: str, may_be: bool) -> None:
    assert may_be_total(name) is may_be


def test_columns_that_number_the_rows_are_known_by_their_heading() -> None:
    assert [numbers_rows(text) for text in ("STT", " tt ", "name", "", "  ")] == [True, True, False, False, False]


def test_a_note_is_known_by_how_any_of_its_cells_begins() -> None:
    assert is_note(["", "Ghi chú: số liệu"])
    assert not is_note(["Chợ Ghi"])
    assert filled([" a ", "", "  ", "b"]) == ["a", "b"]


# Areas


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Huyện Hoa Lư", "Hoa Lư", True),
        ("H. Hoa Lư", "hoa lư", True),
        ("xã Ninh An", "Ninh An", False),
        ("xã Ninh An", "x. Ninh An", True),
        ("TP.Ninh Bình", "thành phố Ninh Bình", True),
        ("TP Ninh Binh", "thanh pho Ninh Binh", True),
        ("TX Tam Diep", "thi xa Tam Diep", True),
        ("Huyện", "huyện", True),
        ("Hoàng", "H. oàng", False),
    ],
)
def test_areas_are_compared_without_the_title_of_a_district_and_with_any_other(
    one: str, other: str, same: bool
) -> None:
    assert (area_key(one) == area_key(other)) is same


def test_a_title_alone_is_its_own_name() -> None:
    assert (area_key("Huyện "), area_name("  Hoa   Lu\u031b ")) == ("huyện", "Hoa Lư")


# What is declared


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("year=2025", Constant(None, "year", "2025")),
        ("Chợ!kind=market", Constant("Chợ", "kind", "market")),
        ("a!b!kind=market", Constant("a!b", "kind", "market")),
        ("name=", Constant(None, "name", "")),
        ("name=a=b\nc", Constant(None, "name", "a=b\nc")),
        ("colour=red", None),
        ("year", None),
        ("=2025", None),
        ("!year=2025", None),
    ],
)
def test_a_constant_names_its_column_its_value_and_perhaps_its_sheet(text: str, constant: Constant | None) -> None:
    assert parse_constant(text) == constant
    assert constant is None or constant.text() == text


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("no:held", "held"),
        ("no:hard_bags", "hard_bags"),
        ("yes:held", None),
        ("no:name", None),
        ("no:", None),
        ("held", None),
    ],
)
def test_a_blank_may_mean_no_in_a_column_of_answers_alone(text: str, column: str | None) -> None:
    assert parse_blank(text) == column


def test_a_constant_for_the_sheet_comes_before_one_for_all_and_none_replaces_a_column() -> None:
    every, own, other = Constant(None, "kind", "market"), Constant("chợ", "kind", "model"), Constant("B", "kind", "x")
    declared = Declared(constants=(own, every, other, Constant(None, "year", "2025")))
    assert declared.constants_of("CHỢ", ["year"]) == {"kind": own}
    assert declared.constants_of(None, ["year"]) == {"kind": every}
    assert declared.constants_of("C", ["kind"]) == {"year": declared.constants[3]}


def test_every_constant_that_its_column_cannot_hold_is_refused() -> None:
    wrong = (Constant(None, "year", "25"), Constant("A", "days", "1.250"))
    with pytest.raises(ScpError) as caught:
        check_constants(Declared(constants=(*wrong, Constant(None, "kind", "market"), Constant(None, "note", "x"))))
    found = [(one.rule, one.value, one.place.path, one.place.column) for one in caught.value.problems]
    assert found == [
        ("bad-year", "25", "year=25", "year"),
        ("ambiguous-number", "1.250", "A!days=1.250", "days"),
    ]
    check_constants(Declared(mark=",", constants=(Constant(None, "days", "1,250"),)))


@pytest.mark.parametrize(
    ("column", "path", "sheet", "constant"),
    [
        ("year", "a-2023.csv", None, "year=2023"),
        ("year", "a-2023.xlsx", "Năm 2024", "year=2024"),
        ("year", "a-120234.csv", None, "year=2025"),
        ("kind", "lang-nghe.csv", None, "kind=market"),
        ("kind", "làng nghề.csv", None, "kind=craft_village"),
        ("kind", "x.xlsx", "Siêu thị", '"Siêu thị!kind=supermarket"'),
        ("year", "x.xlsx", "Siêu thị", "year=2025"),
    ],
)
def test_a_remedy_names_the_constant_that_the_file_or_sheet_suggests(
    column: str, path: str, sheet: str | None, constant: str
) -> None:
    assert likely_constant(column, path, sheet) == constant


# Headers


def test_a_missing_column_is_told_with_the_kinds_that_need_it() -> None:
    header = Place("a.csv", 1)
    found = missing_columns(["year", "kind", "area"], {"market", "model"}, header, SURVEY)
    kinds = {one.place.column: one.details["kinds"] for one in found}
    assert [*kinds] == ["name", "packaging_total", "packaging_hard", "applied"]
    assert (kinds["packaging_total"], kinds["applied"], len(kinds["name"])) == (("market",), ("model",), 1)
    assert missing_columns(["kind", "id"], {"market"}, header, REGISTER) == []


def test_an_unknown_heading_is_told_with_the_column_that_it_may_mean_unless_the_file_has_it() -> None:
    for columns, guess in ((["year", "infomed"], "informed"), (["informed", "infomed"], None), (["zzz"], None)):
        found = [one for one in check_header(columns, Place("a.csv", 1), SURVEY) if one.rule == "unknown-column"]
        assert [one.details["guess"] for one in found] == [guess]


def test_the_remedy_of_a_missing_year_or_kind_is_a_declaration() -> None:
    found = missing_columns(["id"], (), Place("cho-2023.csv", 1), SURVEY)
    assert [(one.value, one.details.get("example")) for one in found] == [
        ("year", "year=2023"),
        ("kind", "kind=market"),
    ]


# Cells that count as unknown


def test_what_cannot_be_used_without_a_refused_number_is_unknown_with_it() -> None:
    columns = Market.columns()
    assert columns[-4:] == ("packaging_total", "packaging_hard", "packaging_unit", "days")
    total, hard, days = (columns.index(name) for name in ("packaging_total", "packaging_hard", "days"))
    assert unknown_at(columns, ["packaging_total"], ()) == [total, hard]
    assert unknown_at(columns, ["packaging_hard"], ()) == [hard]
    assert unknown_at(columns, ["packaging_hard"], {"hard-over-total"}) == [total, hard]
    assert unknown_at(columns, ["days"], ()) == [total, hard, days]
    assert unknown_at(Zone.columns(), ["informed"], ()) == [len(Zone.columns()) - 1]


def test_only_a_cell_of_an_answer_or_number_is_excused_and_then_a_warning() -> None:
    bad = Problem("cell-error", "error", Place("a.xlsx", 2, column="informed"), "#REF!", {"x": 1})
    assert is_excused(bad)
    assert not is_excused(bad._replace(rule="merged-cells"))
    assert not is_excused(bad._replace(place=Place("a.xlsx", 2, column="kind")))
    found = excused(bad)
    assert (found.severity, found.details["x"], "remedy" in found.details) == ("warning", 1, True)

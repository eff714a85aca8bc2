"""What a number format makes of a value, and whether that is still the value."""

import pytest

from scp_ninhbinh.tables.number_format import (
    ALL,
    NONE,
    SMALL,
    is_percent,
    meaning_of_number,
    meaning_of_word,
    reach,
    shown,
)

ACCOUNTING = '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-'


@pytest.mark.parametrize(
    "code",
    [
        *("", "General", "0", "#,##0", "#,##0.00", "0.0", "@", "[Red]0", "#,##0;[Red]#,##0", "0.00E+00", "# ?/?", "0%"),
        *(ACCOUNTING, "_(#,##0_);(#,##0)", "_-* #,##0_-;\\-* #,##0_-;_-* \\-??_-;_-@_-", "[$-42A]dd/mm/yyyy", "[h]:mm"),
        *('#,##0 "₫"', "#,##0\\ [$₫-42A]", '"$"#,##0_);\\("$"#,##0\\)', "#\\.##0"),
    ],
)
def test_a_format_that_only_dresses_numbers_need_not_be_looked_at(code: str) -> None:
    assert reach(code, words=True) == reach(code, words=False) == NONE


@pytest.mark.parametrize(
    "code", ['0" kg"', '0.0" kg"', 'General" kg"', '"Năm "0', '0" m2"', '0" m²"', '0" cái"', '0" m"']
)
def test_a_unit_beside_a_number_leaves_it_what_it_is(code: str) -> None:
    assert (reach(code, words=False), reach(code, words=True)) == (NONE, ALL)
    for value in (7, 1234, 0, 12.5):
        assert meaning_of_number(shown(code, value) or "", str(value)) == "same"


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        *(('0"00"', 7, "700"), ("#,##0,", 1_234_567, "1235"), ("0.0,", 1_250, "1.3"), ('0" triệu"', 7, "7 triệu")),
        *(('0"k"', 7, "7k"), ('#,##0,"k"', 7_000, "7k"), ('0,,"M"', 2_000_000, "2M"), ('0" tấn"', 7, "7 tấn")),
        *(('"-"', 7, "-"), ('"1"000', 12, "1012"), ('"-"0', 7, "-7"), ("(0)", 7, "(7)"), ('"<"0', 7, "<7")),
        *(('"khoảng "0', 7, "khoảng 7"), ('0"%"', 45, "45%"), ('[>=1000]#,##0,"k";0', 7_000, "7k")),
        *(
            ('[=7]"700";0', 7, "700"),
            ('0;0;"5"', 0, "5"),
            ("0\\0", 7, "70"),
            ("0*0", 7, "70"),
            ('#,##0, " nghìn"', 7_000, "7  nghìn"),
        ),
    ],
)
def test_a_format_that_adds_to_a_number_shows_another_one(code: str, value: float, text: str) -> None:
    assert reach(code, words=False) != NONE
    assert (shown(code, value), meaning_of_number(text, str(value))) == (text, "another")


def test_a_format_with_a_condition_is_asked_for_each_value() -> None:
    code = '[>=1000]#,##0,"k";0'
    assert [meaning_of_number(shown(code, value) or "", str(value)) for value in (999, 1000)] == ["same", "another"]


@pytest.mark.parametrize(("code", "value"), [(";;;", 7), ("#,###", 0), ("0;-0;;@", 0), ("#", 0), ('"";""', 7)])
def test_a_format_may_show_nothing(code: str, value: int) -> None:
    assert reach(code, words=False) == (ALL if value else SMALL)
    assert meaning_of_number(shown(code, value) or "", str(value)) == "nothing"


def test_a_dash_for_a_zero_is_a_zero() -> None:
    assert meaning_of_number(shown(ACCOUNTING, 0) or "", "0") == "same"
    assert meaning_of_number("–", "0") == "same"


def test_a_word_that_scales_is_sound_where_the_heading_has_it_too() -> None:
    assert meaning_of_number("7 triệu", "7", "Doanh thu (triệu đồng)") == "same"
    assert meaning_of_number("7 triệu", "7", "Doanh thu (nghìn đồng)") == "another"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        *(("1,234", "1234"), ("1.234,50", "1234.5"), ("1 234", "1234"), ("8", "7.5"), ("7.50", "7.5"), ("0007", "7")),
        *(("1.23E+06", "1234567"), ("7 1/2", "7.5"), ("-5", "-5"), ("(5)", "-5"), ("€ 12", "12"), ("12", "12.345")),
    ],
)
def test_a_number_written_otherwise_is_the_same(text: str, stored: str) -> None:
    assert meaning_of_number(text, stored) == "same"


@pytest.mark.parametrize(
    ("text", "stored"), [("1,235", "1234567"), ("9", "7.5"), ("12", "1200"), ("7 8", "7"), ("x", "1")]
)
def test_another_number_is_not(text: str, stored: str) -> None:
    assert meaning_of_number(text, stored) == "another"


def test_in_a_column_of_words_the_shown_word_is_meant() -> None:
    assert [
        meaning_of_word(*pair) for pair in (("CH-012", "12"), ("012-345", "12345"), ("0012", "12"), ("Có", "1"))
    ] == [*["word"] * 4]
    assert [meaning_of_word(*pair) for pair in (("1,234", "1234"), ("12.00", "12"), ("-", "0"), ("ab", "ab"))] == [
        *["same"] * 4
    ]
    assert (meaning_of_word("1235", "1234567"), meaning_of_word(" ", "12")) == ("another", "nothing")


def test_texts_are_shown_by_their_own_part_of_a_format() -> None:
    assert [shown(code, "012") for code in ('"CH-"@', "0", ";;;", '0;0;0;"mã "@')] == ["CH-012", None, "", "mã 012"]


def test_a_percent_sign_in_quotation_marks_is_a_text() -> None:
    assert [is_percent(code) for code in ("0%", "0.0 %", '0"%"', "0\\%", "0")] == [True, True, False, False, False]


@pytest.mark.parametrize(
    "code", ['"', "[", "\\", "_", "*", "[>=x]0", "[>=1", ";" * 255, "0," * 127, "#" * 255, "." * 99]
)
def test_a_format_that_is_none_does_no_harm(code: str) -> None:
    reach(code, words=True)
    for value in (1e300, -1e-300, float("inf"), float("nan"), 0.1, "x"):
        shown(code, value)

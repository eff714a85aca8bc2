"""One word means one thing, however it is spelt."""

from collections import Counter

import pytest

from scp_ninhbinh.plan import vocabulary as words
from scp_ninhbinh.plan.vocabulary import headings, inverted_headings, names
from scp_ninhbinh.survey.units import COLUMNS, REGISTER
from scp_ninhbinh.text.spelling import bare, fold, heading_key, spellings


@pytest.mark.parametrize(
    "table", [words.COLUMNS, words.KINDS, words.MEASURING_UNITS], ids=["columns", "kinds", "units"]
)
def test_no_spelling_means_two_things(table: dict[str, words.Word]) -> None:
    spelt = [(heading_key(text), name) for name, texts in names(table).items() for text in texts]
    assert all(count == 1 for count in Counter(text for text, _ in set(spelt)).values())


def test_every_column_of_a_unit_has_its_headings() -> None:
    assert set(words.COLUMNS) == {*COLUMNS, *REGISTER.columns}


def test_a_heading_that_asks_the_opposite_is_never_taken_for_the_column() -> None:
    assert not headings().keys() & inverted_headings().keys()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "hòa bình"),
        ("THUÝ", "thúy"),
        ("Khoẻ", "khỏe"),
        ("Ngưòi", "ngưòi"),
        ("ƣớc", "ước"),
        ("Gia\u00a0 Viễn", "gia viễn"),
        ("Cho\u031b\u0323", "chợ"),
    ],
)
def test_one_word_in_two_spellings_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("chợ", "chờ"), ("Cộng", "Công"), ("hoàn", "hòan")])
def test_words_that_differ_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Tên chợ", "name"),
        ("TEN CHO", "name"),
        ("Dùng túi nilon khó phân huỷ", "hard_bags"),
        ("Sử dụng túi ni-lông khó phân hủy:", "hard_bags"),
        ("Packaging, total", "packaging_total"),
        ("packaging_total", "packaging_total"),
        ("STT", ""),
        ("Số TT", ""),
    ],
)
def test_a_heading_is_known_by_any_of_its_names(text: str, column: str) -> None:
    assert headings()[heading_key(text)] == column


def test_without_diacritics_a_word_is_known_only_where_no_two_meanings_share_it() -> None:
    found = spellings({"market": ["chợ"], "wait": ["chờ"], "village": ["làng"]})
    assert "cho" not in found
    assert found["lang"] == "village"
    assert bare("đường phố") == "duong pho"

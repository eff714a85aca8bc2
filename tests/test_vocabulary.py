"""One word means one thing, however it is spelt."""

from collections import Counter

import pytest
from small_surveys import KNOWN, PLAN

from scp_ninhbinh.plan.vocabulary import ENGINE, Word, names
from scp_ninhbinh.survey.units import RegisterLayout
from scp_ninhbinh.text.spelling import bare, fold, heading_key, spellings

TABLES = {
    "columns": {name: KNOWN.word(name) for name in (*ENGINE, *KNOWN.columns)},
    "kinds": {kind: named.word for kind, named in KNOWN.kinds.items()},
    "units": {choice: one.word for choice, one in (KNOWN.columns["packaging_unit"].choices or {}).items()},
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_no_spelling_means_two_things(table: dict[str, Word]) -> None:
    spelt = [(heading_key(text), name) for name, texts in names(table).items() for text in texts]
    assert all(count == 1 for count in Counter(text for text, _ in set(spelt)).values())


def test_every_column_of_a_unit_has_its_headings() -> None:
    assert set(KNOWN.headings.values()) == {*KNOWN.names, *RegisterLayout(KNOWN).columns, ""}


def test_a_heading_that_asks_the_opposite_is_never_taken_for_the_column() -> None:
    assert not KNOWN.headings.keys() & KNOWN.opposites.keys()


def test_the_vietnamese_words_of_kinds_and_columns_are_those_of_the_plan() -> None:
    """Plan 87, I.1.1 and I.2.1, I.1.3, I.1.4: what the text calls them is read, and shown first."""
    text = (
        "các khu, cụm công nghiệp, làng nghề được phổ biến, nâng cao nhận thức; được tuyên truyền, phổ biến, nâng cao "
        "nhận thức; cuộc tuyên truyền, phổ biến; các chợ dân sinh; trung tâm thương mại, siêu thị, cửa hàng tiện lợi "
        "không dùng túi nilon khó phân hủy; chương trình đào tạo, giảng dạy; doanh nghiệp; mô hình; bao bì khó phân hủy"
    )
    assert KNOWN.kinds["campaign"].vi[0] == "cuộc tuyên truyền"
    assert KNOWN.columns["informed"].vi[0] == "được tuyên truyền, phổ biến"
    for kind in ("cuộc tuyên truyền, phổ biến", "chợ dân sinh", "làng nghề", "chương trình đào tạo, giảng dạy"):
        assert kind in text
        assert kind in KNOWN.kinds_by_word
    for heading in ("được phổ biến, nâng cao nhận thức", "được tuyên truyền, phổ biến, nâng cao nhận thức"):
        assert heading in text
        assert KNOWN.headings[heading_key(heading)] == "informed"
    assert KNOWN.headings[heading_key("được tuyên truyền phổ biến")] == "informed"


def test_a_kind_or_column_is_called_by_its_first_word_and_read_by_all() -> None:
    kind = KNOWN.kinds["trade_centre"]
    assert (len(kind.vi) > 1, len(kind.en) > 1) == (True, True)
    assert kind.word == Word(kind.vi[0], kind.en[0], (*kind.vi[1:], *kind.en[1:]))
    first = {"informed": KNOWN.columns["informed"].vi[0], "area": ENGINE["area"].vi, "no column": "no column"}
    assert {name: KNOWN.named(name).vi for name in first} == first


READ_BEFORE = {
    "campaign": "chiến dịch|chiến dịch truyền thông|campaign",
    "curriculum": "chương trình giáo dục|chương trình đào tạo|chương trình học|curriculum",
    "market": "chợ|chợ dân sinh|market",
    "trade_centre": "trung tâm thương mại|TTTM|trade center|shopping centre|trade_centre",
    "convenience_store": "cửa hàng tiện lợi|cửa hàng tiện ích|CHTL",
    "industrial_zone": "khu công nghiệp|KCN|industrial park",
    "enterprise": "doanh nghiệp|enterprise|business",
}


def test_every_word_of_a_kind_that_was_read_before_stays_read() -> None:
    read = {
        kind: [KNOWN.kinds_by_word.get(fold(word.replace("_", " "))) for word in words.split("|")]
        for kind, words in READ_BEFORE.items()
    }
    assert read == {kind: [kind] * len(words.split("|")) for kind, words in READ_BEFORE.items()}
    assert PLAN.asked.keys() == KNOWN.kinds.keys()


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
    assert KNOWN.headings[heading_key(text)] == column


def test_without_diacritics_a_word_is_known_only_where_no_two_meanings_share_it() -> None:
    found = spellings({"market": ["chợ"], "wait": ["chờ"], "village": ["làng"]})
    assert "cho" not in found
    assert found["lang"] == "village"
    assert bare("đường phố") == "duong pho"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("kind", "market", "chợ (market)"),
        ("kind", "chợ", "chợ"),
        ("packaging_unit", "items", "cái (items)"),
        ("packaging_unit", "kg", "kg"),
        ("informed", "yes", "có"),
        ("informed", "không", "không"),
        ("year", "2025", "2025"),
        ("name", "yes", "yes"),
    ],
)
def test_a_value_is_called_by_the_plans_word_with_its_id_behind_it(column: str, value: str, said: str) -> None:
    called = KNOWN.called_value(column, value)
    assert (called, called.vi) == (value, said)

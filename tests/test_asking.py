"""How headings ask for a yes or a no: by questions, which deny nothing, and by signs, which must be those read."""

from pathlib import Path

import pytest
from small_plans import plan_text
from small_surveys import KNOWN

from scp_ninhbinh.plan.file import load_plan
from scp_ninhbinh.project.headings import HeadingReader
from scp_ninhbinh.text.likely import Suggestions

READER = HeadingReader(KNOWN)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Có sử dụng túi nilon khó phân hủy không?", "hard_bags"),
        ("Cơ sở có còn sử dụng túi nilon khó phân hủy không?", "hard_bags"),
        ("Siêu thị của ông/bà có sử dụng túi nilon khó phân hủy không? (Có/Không)", "hard_bags"),
        ("Có/không sử dụng túi nilon khó phân hủy", "hard_bags"),
        ("Có hay không sử dụng túi nilon khó phân hủy", "hard_bags"),
        ("Đã được thông tin chưa?", "informed"),
        ("Được thông tin chưa", "informed"),
        ("Có được thông tin hay không", "informed"),
        ("Đã/chưa được thông tin", "informed"),
        ("Làng nghề đã được phổ biến thông tin hay chưa?", "informed"),
        ("Da duoc thong tin chua?", "informed"),
        ("Informed or not", "informed"),
        ("Mô hình đã được áp dụng chưa?", "applied"),
        ("Siêu thị còn sử dụng túi ni lông khó phân hủy không?", "hard_bags"),
        ("Hiện nay cửa hàng còn dùng túi nilon khó phân hủy không?", "hard_bags"),
        ("Cửa hàng vẫn còn sử dụng túi nilon khó phân hủy không?", "hard_bags"),
    ],
)
def test_a_question_that_ends_in_khong_or_chua_asks_for_its_column(heading: str, column: str) -> None:
    assert READER.column((heading,)) == column
    assert READER.asks_opposite(heading) is None


@pytest.mark.parametrize(
    "heading", ["Không sử dụng túi nilon khó phân hủy", "Cơ sở đã bỏ túi nilon khó phân hủy chưa?"]
)
def test_what_is_denied_before_the_verb_or_given_up_still_asks_the_opposite(heading: str) -> None:
    assert READER.column((heading,)) is None
    assert READER.asks_opposite(heading) == "hard_bags"


@pytest.mark.parametrize(
    "heading",
    [
        *("Được thông tin: chưa", "Được thông tin / Không", "Được thông tin - chưa", "Chưa được thông tin"),
        *("Năm 2024 cơ sở có sử dụng túi nilon khó phân hủy không?", "Tổng bao bì không"),
        "Theo kế hoạch cơ sở có sử dụng túi nilon khó phân hủy không?",
        *("Hộ dân có sử dụng túi nilon khó phân hủy không?", "Không có sử dụng túi nilon khó phân hủy không?"),
        *("Cơ sở không còn sử dụng túi nilon khó phân hủy không?", "Cửa hàng còn dùng túi nilon dễ phân hủy không?"),
    ],
)
def test_an_answer_behind_a_sign_and_a_question_about_others_are_no_such_question(heading: str) -> None:
    assert READER.column((heading,)) is None


def test_a_no_below_a_heading_is_half_of_its_answer_and_no_end_of_a_question() -> None:
    assert READER.column(("Đã được thông tin", "Chưa")) == "informed=no"


def test_a_question_in_other_words_is_guessed_by_what_it_asks() -> None:
    guess = READER.guess("Có sử dụng túi nilon khó phân huỷ tại quầy không?", READER.columns, Suggestions())
    assert guess == "hard_bags"


@pytest.mark.parametrize(
    "heading",
    [
        *("Câu 5. Làng nghề có được phổ biến không?", "C3. Đã được phổ biến chưa?", "Câu hỏi 2: Được phổ biến"),
        *("1. Được phổ biến", "1.2. Đã được phổ biến chưa?", "Q5. Được phổ biến", "a) Được phổ biến"),
    ],
)
def test_a_question_with_its_number_is_guessed_without_it(heading: str) -> None:
    assert READER.guess(heading, READER.columns, Suggestions()) == "informed"
    assert READER.guess("Câu 5. Chưa được phổ biến", READER.columns, Suggestions()) is None


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        *(("Tên xã", "area"), ("Tên phường/xã", "area"), ("Tên huyện", "area")),
        *(("Tên điều tra viên", None), ("Tên người trả lời", None)),
        *(("Tên các làng nghề", "name"), ("Tên chợ truyền thống", "name"), ("Tên cửa hàng bán lẻ", "name")),
    ],
)
def test_whose_name_a_column_holds_decides_what_it_is_guessed_to_be(heading: str, column: str | None) -> None:
    assert READER.guess(heading, READER.columns, Suggestions()) == column


SOUND = [
    *("1 có, 0 không", "1: có; 0: không", "có = 1, không = 0", "1=đã có, 0=chưa có", "1/0: có/không", "1/0", "0/1"),
    *("1 là có, 0 là không", "ghi 1 nếu có, 0 nếu không", "đánh dấu x nếu có", "có/không, đánh dấu x", "co/khong"),
    *("1 có 0 không", "Rồi/Chưa", "Có/Không hoặc 1/0", "1-Có, 0-Không", "1 – có; 0 – không", "1. Có 0. Không"),
    *("x: có, 0: không", "có: x, không: 0", "x = có; 0 = không", "có x, không 0", "có x không 0", "0: không, x: có"),
    *("đánh x nếu có, 0 nếu không", "có thì ghi x, không thì ghi 0", "x/0", "x/0: có/không", "x hoặc 1: có; 0: không"),
    *(
        "có → x, không → 0",
        '"x" nếu có, "0" nếu không',
        "có/không, 1 nếu có, 0 nếu không",
        "x nếu đã có, 0 nếu chưa có",
    ),
    *("có/không, không biết để trống", "Có/Không; để trống nếu chưa rõ", "có/không, đánh dấu x hoặc v"),
]
TURNED = [
    *("0 có, 1 không", "1 không, 0 có", "0: có; 1: không", "có = 0, không = 1", "0/1: có/không", "0 là có, 1 là không"),
    *("x: chưa, v: rồi", "có v, không x", "x nếu chưa, v nếu rồi", "ghi 1 nếu chưa, 0 nếu rồi", "0 có 1 không"),
    *("x: không, 0: có", "không: x, có: 0", "không x, có 0", "đánh x nếu không, 0 nếu có", "0-có, 1-không"),
    *(
        "có thì ghi 0, không thì ghi x",
        "0/x: có/không",
        "0, 1: có, không",
        "không x có v",
        "x: không/có",
        "x – chưa; 0 – rồi",
    ),
    *("1: có, 0: không, x: chưa", "1: có; 2: không", "1 có, không", "chưa, đánh dấu x", "x là chưa có, 0 là đã có"),
]
LEFT_EMPTY = [
    "có: x; không: để trống",
    "không thì để trống",
    "để trống nếu có, không thì ghi không",
    "1 có, trống: không",
]


@pytest.mark.parametrize("signs", SOUND)
def test_signs_that_are_read_as_a_bracket_says_are_no_doubt(signs: str) -> None:
    assert READER.column((f"Được thông tin ({signs})",)) == "informed"
    assert not READER.gives_other_signs((f"Được thông tin ({signs})",))


@pytest.mark.parametrize("signs", TURNED)
def test_signs_that_are_read_otherwise_than_a_bracket_says_make_the_heading_unknown(signs: str) -> None:
    for stack in ((f"Được thông tin ({signs})",), ("Được thông tin", f"({signs})"), ("Được thông tin", signs)):
        assert READER.column(stack) is None
        assert READER.gives_other_signs(stack)
        assert READER.doubt(stack) == "informed"


@pytest.mark.parametrize("signs", LEFT_EMPTY)
def test_a_bracket_by_which_an_empty_cell_is_an_answer_is_refused(signs: str) -> None:
    """An empty cell is read as not known."""
    assert READER.column((f"Được thông tin ({signs})",)) is None


def test_questions_and_signs_are_read_of_any_plan(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan_text("share", "due: 2025, at_least: 50%"), encoding="utf-8")
    reader = HeadingReader(load_plan(str(plan)).plan.vocabulary)
    assert reader.column(("Hộ có đốt rác không?",)) == "burns"
    assert reader.column(("Đốt rác (1 có, 0 không)",)) == "burns"
    assert reader.column(("Đốt rác (x: có, 0: không)",)) == reader.column(("Hộ còn đốt rác không?",)) == "burns"
    assert reader.column(("Đốt rác (0 có, 1 không)",)) is None
    assert reader.column(("Đốt rác (x: không, 0: có)",)) is None

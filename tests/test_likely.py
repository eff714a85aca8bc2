"""A guess never turns a meaning round: not, rated, planned, of another time, of people, a code."""

from pathlib import Path

import pytest
from conftest import ROOT

from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.project.headings import HeadingReader
from scp_ninhbinh.text.likely import LONGEST_WORD, Suggestions, marks, means_alike, nearest, turned

PLANS = {
    "embedded": embedded_plan(),
    "sisters": str(Path(__file__).parent / "cases" / "plan" / "good" / "sisters.yaml"),
    "another": str(ROOT / "docs" / "examples" / "another-plan.yaml"),
}

VARIANTS = {
    "not": ("Chưa {}", "Không {}", "Không còn {}", "Ngừng {}", "Not {}", "No {}", "No longer {}"),
    "rate": ("Tỷ lệ {} (%)", "Tỉ lệ {}", "{} (%)", "{} %", "Rate of {}", "Percentage of {}", "Bình quân {}"),
    "plan": ("Kế hoạch {}", "{} kế hoạch", "{} dự kiến", "Mục tiêu {}", "Planned {}", "{} (planned)", "{} target"),
    "before": ("{} năm trước", "Năm trước/{}", "{} kỳ trước", "{} last year", "{} (previous year)"),
    "2024": ("{} năm 2024", "{} 2024", "{} (2024)", "Năm 2024/{}", "{} in 2024"),
    "people": ("Số hộ {}", "Số người {}", "Households {}", "Number of people {}"),
    "code": ("Mã {}", "{} code", "Code of {}"),
    "date": ("Ngày {}", "Thời điểm {}", "Date of {}", "{} date"),
    "why": ("Lý do {}", "Hình thức {}", "Reason for {}"),
}
"""Headings that ask something else than the one in them, in both languages, by what that is."""


def vocabulary(name: str) -> Vocabulary:
    return load_plan(PLANS[name]).plan.vocabulary


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", PLANS)
def test_no_heading_that_turns_a_column_round_is_known_as_it_or_guessed_to_be_it(name: str, variant: str) -> None:
    known = vocabulary(name)
    reader = HeadingReader(known)
    wrong = []
    for column in known.columns:
        word = known.word(column)
        own = (word.vi, word.en, *word.also)
        for heading in (heading for heading in own if variant not in marks(" ".join(own))):
            for text in {form.format(heading) for form in VARIANTS[variant]} - {*own}:
                read = reader.column((text,))
                if column in (read, reader.guess(text, known.names, Suggestions())):
                    wrong.append((text, column, "read" if read == column else "guessed"))
    assert wrong == []


@pytest.mark.parametrize("name", PLANS)
def test_a_heading_over_others_that_turns_them_round_makes_none_of_them_known(name: str) -> None:
    known = vocabulary(name)
    reader = HeadingReader(known)
    over = ("Tỷ lệ (%)", "Kế hoạch", "Năm trước", "Năm 2024", "Chưa", "Planned", "Last year", "Percentage")
    read = [
        (above, heading)
        for column in known.columns
        for heading in (known.word(column).vi, known.word(column).en)
        for above in over
        if not marks(above) <= marks(" ".join((heading, *known.word(column).also)))
        if reader.column((above, heading)) == column
    ]
    assert read == []


@pytest.mark.parametrize("name", PLANS)
def test_a_heading_with_a_letter_too_few_or_too_many_is_still_guessed(name: str) -> None:
    known = vocabulary(name)
    reader = HeadingReader(known)
    for column in known.columns:
        for word in (known.word(column).vi, known.word(column).en):
            for slip in (word[:-1], word + word[-1]) if len(word) >= 8 else ():
                assert column in (reader.column((slip,)), reader.guess(slip, known.names, Suggestions())), slip


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Đã đươc thông tin", "informed"),
        ("Được phổ biến tuyên truyền về SCP", "informed"),
        ("3. Đã được thông tinn", "informed"),
        ("nhom_a/Đã được thông tinn", "informed"),
        ("infomed", "informed"),
        ("Đã được thông tinn (có/không)", "informed"),
        ("Đã được thông tinn (năm trước)", None),
        ("Tổng sô bao bì (kg/ngày)", "packaging_total"),
        ("Tổng sô bao bì (%)", None),
        ("Kế hoạch/Đã được thông tinn", None),
        ("Tổng sô bao bì", "packaging_total"),
        ("Packaging totals", "packaging_total"),
        ("Dùng túi nilon khó phân hũy", "hard_bags"),
        ("Chưa được thông tin", None),
        ("Not informed", None),
        ("Uninformed", None),
        ("Không còn sử dụng túi ni lông khó phân hủy", None),
        ("Sử dụng túi ni lông dễ phân hủy", None),
        ("Tỷ lệ bao bì khó phân hủy", None),
        ("Bao bì khó phân hủy kế hoạch", None),
        ("Bao bì khó phân hủy năm trước", None),
        ("Số hộ được thông tin", None),
        ("Ngày khảo sát", None),
        ("Untraceable", None),
        ("", None),
    ],
)
def test_a_slip_is_guessed_and_what_turns_it_round_is_not(text: str, column: str | None) -> None:
    known = vocabulary("embedded")
    assert HeadingReader(known).guess(text, known.names, Suggestions()) == column


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("đã được thông tin", "chưa được thông tin", False),
        ("traceable", "untraceable", False),
        ("waste", "wasteless", False),
        ("khó phân hủy", "dễ phân hủy", False),
        ("bao bì", "bao bì 2024", False),
        ("bao bì năm 2024", "năm 2024 bao bì", True),
        ("tỷ lệ", "ti le", True),
        ("informed", "infomed", True),
    ],
)
def test_two_texts_of_other_marks_are_turned_round(one: str, other: str, alike: bool) -> None:
    assert turned(one, other) is turned(other, one) is not alike


def test_the_marks_of_a_text_are_found_with_and_without_diacritics() -> None:
    assert marks("Tỷ lệ (%) hộ chưa có kế hoạch 2025") == {"rate", "people", "not", "plan", "2025"}
    assert marks("ty le ke hoach") == {"rate", "plan"}
    assert marks("Chợ Rồng, nguồn gốc") == marks("nguon goc") == frozenset()
    assert marks("năm gốc") == {"before"}


def test_a_longer_heading_means_alike_only_from_its_first_word_on() -> None:
    assert means_alike("được thông tin về túi", "được thông tin")
    assert not means_alike("thông tin", "được thông tin đầy đủ")
    assert not means_alike("số", "được")


def test_a_long_text_is_no_slip_and_the_next_nearest_is_taken_where_the_nearest_is_turned() -> None:
    assert nearest("x" * (LONGEST_WORD + 1), ("x" * LONGEST_WORD,)) is None
    assert nearest("không đạtt", ("đạt", "không đạt")) == "không đạt"
    assert nearest("chưa đạ", ("đã đạt", "zoo")) is None

"""Letters that became question marks are told, and not what follows from them; a question is none of these."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vietnamese_texts import PHRASES, encode

from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.survey.causes import CAUSES, without_consequences
from scp_ninhbinh.tables.lost import lost, may_be_lost, may_lack_letters

LOST = ["Ch? B?c", "Ch? A", "ch?", "?ông Thành", "??a bàn", "N?m", "???ng Lê", "siêu th?", "Qu?ng", "CH? B?C", "ch?a"]
LOST += ["Ch? “A” – …", "Th?nh", "Gi? X?"]
SOUND = [
    *("Đã được thông tin?", "?", "??", "Chợ A (?)", "Was it informed? yes", "Informed?yes", "Who?me", "Market B?"),
    *("Quán Hay?", "http://a.b?x=1", "Ăn gì?", "Why? So", "TV?", "Mr? X", "A?1"),
]
HEADER = "year,kind,name,area,packaging_total,packaging_hard,note"


def rules(path: Path, text: bytes | str, encoding: str | None = None) -> list[tuple[str, str | None]]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return [(found.rule, found.place.column) for found in check_files(Request([str(path)], encoding=encoding)).problems]


@pytest.mark.parametrize("text", LOST)
def test_a_word_that_only_a_lost_letter_makes_vietnamese_has_lost_one(text: str) -> None:
    assert lost(text)
    assert all(may_lack_letters(text.encode(codec)) for codec in ("utf-8", "utf-16-le", "cp1252"))


@pytest.mark.parametrize("text", SOUND)
def test_a_question_has_lost_nothing(text: str) -> None:
    assert not lost(text)


@given(st.sampled_from(PHRASES))
def test_a_vietnamese_phrase_saved_without_its_letters_is_found_in_most_cases(phrase: str) -> None:
    """A phrase that lost letters shows a question mark at a letter; that alone counts beside one that is sure."""
    text = phrase.encode("cp1252", "replace").decode("cp1252")
    assert may_be_lost(text) or text == phrase


def test_nearly_every_vietnamese_phrase_shows_by_itself_that_it_lost_letters() -> None:
    texts = [phrase.encode("cp1252", "replace").decode("cp1252") for phrase in PHRASES]
    damaged = [text for text in texts if "?" in text]
    assert sum(map(lost, damaged)) / len(damaged) > 0.95


def test_a_column_has_one_problem_and_a_doubtful_text_counts_only_beside_a_sure_one(tmp_path: Path) -> None:
    sound = f"{HEADER}\n2025,market,Ho?,Nho Quan,10,5,\n"
    assert rules(tmp_path / "a.csv", sound) == []
    more = f"{sound}2025,market,Ch? B?c,Nho Quan,10,5,\n2025,market,Ch? R?ng,Nho Quan,10,5,\n"
    assert rules(tmp_path / "a.csv", more) == [("letters-lost", "name")]


def test_a_remark_may_ask_what_it_likes(tmp_path: Path) -> None:
    assert rules(tmp_path / "a.csv", f"{HEADER}\n2025,market,Chợ A,Nho Quan,10,5,Ch? B?c\n") == []


def test_what_follows_from_lost_letters_is_not_listed_and_the_rest_is(tmp_path: Path) -> None:
    row = "2025,ch?,Ch? B?c,Huy?n X,10,5,\n"
    text = f"{HEADER}\n{row}{row}2025,market,Chợ A,Nho Quan,10,-5,\n"
    found = rules(tmp_path / "a.csv", text)
    assert sorted(found[:-1], key=str) == [
        *(("letters-lost", "area"), ("letters-lost", "kind"), ("letters-lost", "name")),
        ("negative-number", "packaging_hard"),
    ]
    assert found[-1] == ("not-checked", None), "of the row with the other error"


def test_for_a_file_that_lost_letters_no_encoding_is_advised(tmp_path: Path) -> None:
    text = f"{HEADER}\n2025,chợ,Chợ Bắc à,Nho Quan,10,5,\n2025,chợ,Chợ Bạc à,Nho Quan,10,5,\n"
    data = text.encode("cp1252", "replace")
    assert rules(tmp_path / "a.csv", data) == [("letters-lost", "name"), ("letters-lost", "kind")]
    assert rules(tmp_path / "a.csv", data, "windows-1258") == [("letters-lost", "name"), ("letters-lost", "kind")]


@pytest.mark.parametrize("encoding", ["windows-1258", "tcvn3", "vni"])
def test_a_file_in_an_old_encoding_is_told_once_and_is_sound_in_it(encoding: str, tmp_path: Path) -> None:
    text = "Năm,Loại,Tên,Địa bàn,Tổng bao bì?,Bao bì khó phân hủy,Có không?\n" + "".join(
        f"2025,chợ,Chợ số {number},Nho Quan,10,5,không?\n" for number in range(3)
    )
    assert rules(tmp_path / "a.csv", encode(text, encoding)) == [("not-utf8", None)]
    assert [rule for rule, _ in rules(tmp_path / "a.csv", encode(text, encoding), encoding)] == ["unknown-column"]


def test_a_table_without_a_header_is_told_once(tmp_path: Path) -> None:
    assert rules(tmp_path / "a.csv", "2025,market,A,Nho Quan,10,5\n" * 3) == [("no-header", None)]


def test_a_heading_that_is_nearly_known_is_named_beside_the_missing_header(tmp_path: Path) -> None:
    found = rules(tmp_path / "a.csv", "packaging_totl,x\n10,5\n")
    assert found == [("no-header", None), ("unknown-column", "packaging_totl")]


def test_a_cause_says_nothing_of_another_file() -> None:
    cause = problem("letters-lost", Place("a.csv", 2, column="name"), "Ch? B?c", sign="?", n=1)
    other = problem("unknown-kind", Place("b.csv", 3, column="kind"), "ch?", choices=())
    assert without_consequences([cause, other]) == [cause, other]
    assert without_consequences([cause, other._replace(place=Place("a.csv", 3, column="kind"))]) == [cause]


def test_without_a_cause_every_problem_stays() -> None:
    found: list[Problem] = [problem("unknown-kind", Place("b.csv", 3, column="kind"), "ch?", choices=())]
    assert without_consequences(found) == found
    assert "unknown-kind" not in CAUSES


def test_of_a_cell_that_was_converted_wrongly_nothing_else_is_told(tmp_path: Path) -> None:
    row = "2025,chî §ång,Chî Rång,Nho Quan,10,5,\n"
    found = rules(tmp_path / "a.csv", f"{HEADER}\n{row}{row}2025,market,A,Nho Quan,10,-5,\n")
    assert [rule for rule, _ in found] == [*["mis-converted-text"] * 4, "negative-number", "not-checked"]


def test_a_question_that_is_no_heading_of_the_plan_stays_told_beside_lost_letters(tmp_path: Path) -> None:
    text = "year,kind,name,Tổng rác thải là bao nhiêu?\n2025,market,Ch? B?c,5\n"
    found = rules(tmp_path / "a.csv", text)
    assert found[0] == ("letters-lost", "name")
    assert [rule for rule, _ in found[1:]] == ["unknown-column", "missing-column", "missing-column"]


@pytest.mark.parametrize(("declared", "rule"), [("vni", "not-in-encoding"), ("utf-16", "not-utf8")])
def test_of_a_file_read_in_a_wrong_encoding_that_alone_is_told_with_the_likely_one(
    declared: str, rule: str, tmp_path: Path
) -> None:
    text = "Năm,Loại,Tên,Địa bàn,Tổng bao bì\n" + "2025,chợ,Chợ Rồng phường Đông Thành,Nho Quan,10\n" * 3
    path = tmp_path / "a.csv"
    path.write_bytes(encode(text, "windows-1258"))
    (found,) = check_files(Request([str(path)], encoding=declared)).problems
    assert (found.rule, found.details["likely"]) == (rule, "windows-1258")

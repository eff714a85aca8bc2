"""Texts that look the same and are not are told apart wherever they stand side by side."""

from pathlib import Path

import pytest
from conftest import Scp

from scp_ninhbinh.problems.problem import Place, describe, problem
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.text.looks import look_the_same, told_apart
from scp_ninhbinh.text.say import language

ENGLISH = language("en")


def said(folder: Path, text: str) -> list[str]:
    path = folder / "survey.csv"
    path.write_text(text, encoding="utf-8")
    problems = check_files(Request([str(path)])).problems
    return ["; ".join(map(ENGLISH.text, describe(found))) for found in problems]


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("na\u200bme", r"na\u200bme"),
        ("n\u0430me", r"n\u0430me"),
        ("na\u00a0me", r"na\xa0me"),
        ("nam\uff45", r"nam\uff45"),
        ("\u202ename", r"\u202ename"),
    ],
)
def test_a_heading_that_only_looks_like_a_column_shows_what_is_in_it(tmp_path: Path, heading: str, shown: str) -> None:
    (found,) = said(tmp_path, f"year,kind,id,{heading},informed\n2025,craft_village,L1,A,yes\n")
    assert found.startswith(f'"{shown}" is no column')
    assert found.endswith('did you mean "name"?')


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("cr\u0430ft_village", r"cr\u0430ft_village"), ("craft\u200b_village", r"craft\u200b_village")],
)
def test_a_word_that_only_looks_like_a_kind_shows_what_is_in_it(tmp_path: Path, kind: str, shown: str) -> None:
    found = said(tmp_path, f"year,kind,id,informed\n2025,{kind},L1,yes\n")[0]
    assert found.startswith(f'"{shown}" is no kind')
    assert found.endswith('did you mean "craft_village"?')


def test_a_command_and_an_option_of_other_letters_show_them(scp: Scp) -> None:
    assert r'there is no command ch\u0435ck; did you mean "check"?' in scp("ch\u0435ck", "a.csv").stderr
    assert r'there is no option --f\u043ermat; did you mean "--format"?' in scp("check", "--f\u043ermat=json").stderr


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("Chợ Rồng", "Chợ Rồng\u200b", ("Chợ Rồng", r"Chợ Rồng\u200b")),
        ("Chợ Rồng", "Chợ R\u00f4\u0300ng", ("Chợ Rồng", r"Chợ Rô\u0300ng")),
        ("Chợ Rồng", "Ch\u01a1\u0323 Rồng", ("Chợ Rồng", r"Chơ\u0323 Rồng")),
        ("o\u0323\u0302", "o\u0302\u0323", (r"o\u0323\u0302", r"o\u0302\u0323")),
        ("CH-01", "СH-01", ("CH-01", r"\u0421H-01")),
        ("An Bình", "An\u00a0Bình", ("An Bình", r"An\xa0Bình")),
    ],
)
def test_two_names_that_look_the_same_show_how_they_differ(one: str, other: str, shown: tuple[str, str]) -> None:
    assert look_the_same(one, other)
    found = problem("id-lost", Place("a.csv"), one, name="X", before=other, other="b.csv:2", n=1, rows=("3",))
    text = ENGLISH.text(describe(found)[0])
    assert f'"{shown[0]}" is a new id of "X", which had the id "{shown[1]}"' in text


@pytest.mark.parametrize("name", ["Chợ Đồng Văn", "La\u0300ng nghề", "Москва", "Ðông Sơn", "An\u00a0Bình"])
def test_a_name_beside_none_that_looks_like_it_is_shown_as_it_is(name: str) -> None:
    found = problem("id-lost", Place("a.csv"), "L1", name=name, before="L2", other="b.csv:2", n=1, rows=("3",))
    assert f'"{name}"' in ENGLISH.text(describe(found)[0])


def test_a_text_that_was_converted_wrongly_is_shown_as_it_looks() -> None:
    """Its letters are visibly others, and who searches the file for them looks for them as they are."""
    found = problem("mis-converted-text", Place("a.csv"), "Lµng gèm", guess="Làng gốm")
    assert '"Lµng gèm"' in ENGLISH.text(describe(found)[0])


def test_texts_that_differ_visibly_stay_as_they_are() -> None:
    assert told_apart("Chợ Rồng", "Cho Rong") == "Chợ Rồng"
    assert not look_the_same("Chợ Rồng", "Cho Rong")

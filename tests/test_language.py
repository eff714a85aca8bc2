"""Both languages say everything: no text of the program lacks its translation, no gap is lost in one."""

import re
from fractions import Fraction

import catalogue
import pytest

from scp_ninhbinh.text.safe import show, show_json
from scp_ninhbinh.text.say import Number, language


def gaps(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def test_every_text_is_translated_and_no_translation_is_left_over() -> None:
    known = {tuple(m.id) if isinstance(m.id, list | tuple) else m.id for m in catalogue.catalogue() if m.id}
    assert set(catalogue.marked()) == known
    assert not [message.id for message in catalogue.catalogue() if message.id and (message.fuzzy or not message.string)]


def test_a_translation_has_the_gaps_of_its_text() -> None:
    for message in catalogue.catalogue():
        texts = message.id if isinstance(message.id, list | tuple) else [message.id]
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.id:
            assert set().union(*map(gaps, texts)) == set().union(*map(gaps, strings)), message.id


def test_the_compiled_catalogue_is_the_written_one() -> None:
    """After a change of the .po file: make catalogue."""
    assert catalogue.MO.read_bytes() == catalogue.compiled()


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "vi"}, "vi"),
        ({"LANG": ""}, "en"),
    ],
)
def test_the_locale_picks_the_language_in_its_posix_order(
    variables: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, variables.get(name, ""))
    assert language().code == code


@pytest.mark.parametrize(
    ("value", "places", "en", "vi"),
    [
        (Fraction(711, 10), 1, "71.1", "71,1"),
        (Fraction(2, 3), 2, "0.67", "0,67"),
        (Fraction(-2, 3), 1, "-0.7", "-0,7"),
        (Fraction(-1, 100), 1, "0.0", "0,0"),
        (12, 0, "12", "12"),
        (Fraction(5, 2), 0, "3", "3"),
    ],
)
def test_numbers_are_rounded_exactly_with_the_mark_of_the_language(
    value: Fraction, places: int, en: str, vi: str
) -> None:
    assert (language("en").text(Number(value, places)), language("vi").text(Number(value, places))) == (en, vi)


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x07", "a\u202eb", "\u200b", "\x9b31m", "\ud800", "a\r\nb", "\ufeff"])
def test_nothing_that_acts_on_a_terminal_is_shown_raw(hostile: str) -> None:
    assert show(hostile).isprintable()
    assert (
        re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u202e\ud800-\udfff\ufeff]", show_json(hostile.replace("\r\n", ""))
        )
        is None
    )


def test_vietnamese_is_shown_as_it_is_written() -> None:
    assert show("Chợ Đồng Văn, ưỡn ẹo") == "Chợ Đồng Văn, ưỡn ẹo"

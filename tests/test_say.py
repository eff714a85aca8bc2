"""What is said, and in both languages everything: no text lacks its translation, no gap is lost in one."""

import re
from dataclasses import dataclass
from fractions import Fraction

import catalogue
import pytest

from scp_ninhbinh.text.say import Called, Number, Phrase, Sayable, joined, language, plural, say


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


def test_a_translation_speaks_of_no_plan_that_its_text_does_not_speak_of() -> None:
    """Only an example, which both languages then give, names what one plan is about."""
    for message in catalogue.catalogue():
        strings = " ".join(message.string) if isinstance(message.string, list | tuple) else message.string
        text = " ".join(message.id) if isinstance(message.id, list | tuple) else message.id
        if text and re.search("chợ|bao bì|làng nghề|siêu thị|phân hủy|ni ?lon", strings, re.IGNORECASE):
            assert re.search("chợ|market|village|nilon|bao bì|phân hủy", text, re.IGNORECASE), text


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
        ({"LANG": "en_GB.UTF-8", "SCP_LANG": "vi"}, "vi"),
        ({"LC_ALL": "vi_VN.UTF-8", "SCP_LANG": "EN_us.utf8"}, "en"),
        ({"LANG": "vi_VN.UTF-8", "SCP_LANG": "klingon"}, "vi"),
        ({"LANG": "en_GB.UTF-8", "SCP_LANG": "vietnamese"}, "en"),
    ],
)
def test_a_variable_of_ours_and_else_the_locale_in_its_posix_order_picks_the_language(
    variables: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SCP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, variables.get(name, ""))
    assert language().code == code


@pytest.mark.parametrize(
    ("value", "places", "en", "vi"),
    [
        (Fraction(711, 10), 1, "71.1", "71,1"),
        (Fraction(2, 3), 2, "0.67", "0,67"),
        (Fraction(-2, 3), 1, "−0.7", "−0,7"),
        (Fraction(-1, 100), 1, "0.0", "0,0"),
        (12, 0, "12", "12"),
        (-1200, 0, "−1,200", "−1.200"),
        (Fraction(5, 2), 0, "3", "3"),
    ],
)
def test_numbers_are_rounded_exactly_with_the_mark_of_the_language(
    value: Fraction, places: int, en: str, vi: str
) -> None:
    assert (language("en").text(Number(value, places)), language("vi").text(Number(value, places))) == (en, vi)


@dataclass(frozen=True)
class Named:
    """A text as a plan gives it."""

    vi: str
    en: str


MARKETS = Named("chợ", "markets")


@pytest.mark.parametrize(
    ("value", "en", "vi"),
    [
        (Phrase("Clause"), "Clause", "Mục"),
        ("Clause", "Clause", "Clause"),
        (MARKETS, "markets", "chợ"),
        (Called("market", "chợ (market)"), "market", "chợ (market)"),
        (Number(Fraction(1, 2), 1, "%", signed=True), "+0.5%", "+0,5%"),
        (Number(Fraction(-1, 2), 1, signed=True), "−0.5", "−0,5"),
        (say("by {year}", year=2025), "by 2025", "hạn 2025"),
        (plural("{n} unknown", "{n} unknown", 3), "3 unknown", "3 chưa rõ"),
        (plural("{n} unknown", "{n} unknown", 1528), "1,528 unknown", "1.528 chưa rõ"),
        (joined("I.1.1", " ", MARKETS, ": ", Number(2)), "I.1.1 markets: 2", "I.1.1 chợ: 2"),
        (joined("a", Phrase("Clause"), by="; "), "a; Clause", "a; Mục"),
        (say("by {year}", year=say("by {year}", year=Number(Fraction(1, 2), 1))), "by by 0.5", "hạn hạn 0,5"),
    ],
)
def test_a_value_has_its_text_in_each_language(value: Sayable, en: str, vi: str) -> None:
    """Our own phrases are translated, foreign texts are not, numbers get the decimal mark; so do those within."""
    assert (language("en").text(value), language("vi").text(value)) == (en, vi)


def test_foreign_text_is_safe_wherever_it_stands() -> None:
    hostile = "\x1b[2J\n{year}"
    for value in (
        hostile,
        say("by {year}", year=hostile),
        joined(hostile, hostile),
        Named(hostile, hostile),
        Called("x", hostile),
    ):
        assert all(language(code).text(value).isprintable() for code in ("en", "vi"))
    assert language("en").text(say("by {year}", year=hostile)) == "by \\x1b[2J\\n{year}"


@dataclass(frozen=True)
class Row:
    """A structure with texts at several depths."""

    name: Sayable
    cells: tuple[Sayable, ...]
    value: float | None = None


def test_a_structure_is_translated_as_a_whole() -> None:
    found = language("vi").translated((Row(Phrase("Clause"), (MARKETS, say("by {year}", year=2025)), 1.5), None))
    assert found == (Row("Mục", ("chợ", "hạn 2025"), 1.5), None)

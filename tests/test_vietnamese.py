"""Whether text is Vietnamese: its syllables, and a letter that some programs drop."""

import re
import unicodedata

import pytest
from vietnamese_texts import LETTERS, PHRASES, WORDS, encode

from scp_ninhbinh.tables import encodings
from scp_ninhbinh.tables.vietnamese import lost_u, well_formed, words


def syllables(text):
    """Return which share of the words with a letter beyond ASCII are well-formed; None where there is none."""
    found = words(text)
    return sum(map(well_formed, found)) / len(found) if found else None


def test_all_letters_of_vietnamese_are_tested():
    assert len({*LETTERS, *map(str.upper, LETTERS)}) == 134


@pytest.mark.parametrize("word", [*WORDS, *PHRASES])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_right_words_are_well_formed_syllables(word, form):
    texts = (unicodedata.normalize(form, change(word)) for change in (str, str.title, str.upper))
    assert {syllables(text) for text in texts} <= {1.0, None}


@pytest.mark.parametrize("word", "hac̀ làc mảt đac mòch bậu̧ wá zạ fé café sørb mâ eừ ươ ngă çà tiềc ná̀n ChÃ¹a".split())
def test_what_no_vietnamese_word_is_like_is_not_well_formed(word):
    assert syllables(word) == 0


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", None),
        ("market 25", None),
        ("5 m², 25 °C, ½", None),
        ("HĐND", None),
        ("chợ café", 0.5),
        ("ch\ufffd chợ", 0.5),
    ],
)
def test_the_share_is_of_the_words_beyond_ascii(text, share):
    assert syllables(text) == share


def test_the_list_of_right_words_is_long():
    assert len({*WORDS}) >= 300


@pytest.mark.parametrize("text", ["trờng", "nớc", "Đợc", "rợu", "HỚNG", "Khu phơng Nam", "tơng lai"])
def test_a_lost_u_is_noticed_where_no_rhyme_lacks_it(text):
    assert lost_u(text)
    assert lost_u(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    "text", ["hươu", "nước", "trường", "thơm", "lớp", "cơn", "rượu", "truờng", "cơ cấu", *PHRASES, *WORDS]
)
def test_right_text_has_lost_no_u(text):
    assert not lost_u(text)
    assert not lost_u(unicodedata.normalize("NFD", text.upper()))


@pytest.mark.parametrize(
    "phrase", [phrase for phrase in PHRASES if re.search("ươ(?:ng|c|u)|ướ(?:ng|c|u)|ườ(?:ng)", phrase)]
)
def test_a_dropped_soft_hyphen_of_tcvn3_is_noticed(phrase):
    assert lost_u(encodings.decode(encode(phrase, "tcvn3").replace(b"\xad", b""), "tcvn3"))

"""A document on a screen: a line a row, columns as there is room, bars, blocks where it is narrow; colour if asked."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from rich.cells import cell_len

from scp_ninhbinh.documents.document import (
    Bar,
    Block,
    Cell,
    Document,
    Fit,
    Items,
    Section,
    Sentences,
    Table,
    Text,
    on_paper,
)
from scp_ninhbinh.text.say import Phrase, Sayable, language
from scp_ninhbinh.writers.terminal import terminal_text

RED = "\x1b[1;31m"
FIGURE, PICTURE = Fit(right=True), Fit(picture=True)


def shown(*blocks: Block[Sayable], colour: bool = False, heading: str = "", width: int = 40) -> str:
    document = Document("Title", ("A", "B"), (Section(heading, blocks),))
    return terminal_text(document, language("en"), width, colour)


def table(
    *rows: Sequence[Cell[Sayable]], fits: Sequence[Fit] = (), headers: int = 1, legend: str = ""
) -> Table[Sayable]:
    headings = tuple(f"H{at}" for at in range(len(rows[0])))
    return Table("", headings, tuple(map(tuple, rows)), headers, tuple(fits), legend)


def bar(low: str, high: str, mark: str) -> Bar:
    return Bar(Fraction(low), Fraction(high), Fraction(mark), "met")


def drawn(one: Bar, width: int = 20) -> str:
    """Return the bar of the one row of a table of that column, whose name takes a letter and two of space."""
    return shown(table((Cell("x"), Cell("", bar=one)), fits=(Fit(), PICTURE)), width=width + 4).splitlines()[-1][4:]


def test_title_and_parts_of_the_subtitle_stand_above() -> None:
    assert shown(Text("one"), Text("two")) == "Title\nA · B\none\ntwo\n"


def test_a_headline_says_both_in_one_line_and_what_is_said_below_comes_last() -> None:
    document = Document("Title", ("A",), (Section("", (Text("one"),)),), headline="Head", below="Where")
    assert terminal_text(document, language("en"), 40, False) == "Head\none\nWhere\n"


def test_a_list_is_indented_below_its_heading_and_its_long_lines_a_little_more() -> None:
    long = " ".join(["word"] * 10)
    assert shown(Items(("a", long)), heading="Units") == (
        "Title\nA · B\nUnits\n  a\n  word word word word word word word\n    word word word\n"
    )


def test_tables_and_closing_sentences_are_set_apart() -> None:
    text = shown(Text("count"), table((Cell("x"),)), Items(("why",)), Sentences(("last", "words")))
    assert text.split("\n\n") == ["Title\nA · B\ncount", "H0\nx", "  why", "last\nwords\n"]


@pytest.mark.parametrize(
    ("low", "high", "mark", "said"),
    [
        ("1/4", "1/2", "3/4", "█████▒▒▒▒▒····┃·····"),  # short of it
        ("1", "1", "3/4", "██████████████┃█████"),  # reached, and the requirement is still seen
        ("3/4", "3/4", "3/4", "██████████████┃·····"),  # reached just so
        ("149/200", "149/200", "3/4", "██████████████┃·····"),  # 74.5% is not beyond 75%
        ("151/200", "151/200", "3/4", "██████████████┃▏····"),  # 75.5% is
        ("0", "1", "3/4", "▒▒▒▒▒▒▒▒▒▒▒▒▒▒┃▒▒▒▒▒"),  # all open
        ("1/16", "1/16", "1", "█▎·················┃"),  # a letter and a quarter
    ],
)
def test_a_bar_shows_what_is_confirmed_what_is_open_and_always_the_mark(
    low: str, high: str, mark: str, said: str
) -> None:
    assert drawn(bar(low, high, mark)) == said


def test_a_bar_reaches_beyond_the_mark_only_if_the_figure_does_and_if_it_does_by_a_letter() -> None:
    """For every percentage against every fifth one, at widths of 8 to 30 letters."""
    for width in (8, 11, 20, 30):
        for mark in range(5, 101, 5):
            for low in range(101):
                said = drawn(bar(f"{low}/100", f"{low}/100", f"{mark}/100"), width)
                beyond = said[said.index("┃") + 1 :].strip("·")
                assert low > mark or not beyond, (width, mark, low, said)
                assert beyond or (low - mark) * width < 100, (width, mark, low, said)


def test_a_verdict_has_its_sign_and_in_colour_its_colour() -> None:
    verdict = table((Cell[Sayable](Phrase("Not met"), signal="not_met"),))
    assert "✗ Not met" in shown(verdict)
    assert "\x1b" not in shown(verdict)
    assert f"{RED}✗ Not met" in shown(verdict, colour=True)


def test_columns_are_shown_from_their_width_on_and_dropped_last_first() -> None:
    rows = table((Cell("one"), Cell("two" * 5), Cell("three" * 5)), fits=(Fit(), Fit(80), Fit(80)))
    assert "twotwo" not in shown(rows, width=79)
    assert "threethree" in shown(rows, width=80)


def test_a_short_text_stands_where_the_long_one_has_no_room_and_is_cut_after_a_word_last() -> None:
    title = Cell[Sayable]("a long title of many words for a wide screen", short="a shorter title of five words")
    cells = (title, Cell("x" * 20))
    fits = (Fit(cut=True), Fit())
    assert title.text in shown(table(cells, fits=fits), width=66)
    assert f"{title.short}  x" in shown(table(cells, fits=fits), width=65)
    assert "a shorter title of…     x" in shown(table(cells, fits=fits), width=44)


def test_of_a_long_table_the_first_rows_are_shown_and_what_there_is_more_is_said() -> None:
    rows = [(Cell(letter),) for letter in "abcd"]
    long = replace(table(*rows, legend="legend"), first=2, more="2 more")
    assert shown(long).splitlines()[2:] == ["H0", "a", "b", "2 more", "legend"]
    for first in (0, 4, 5):
        assert shown(replace(long, first=first)).splitlines()[2:] == ["H0", "a", "b", "c", "d", "legend"]


def test_a_long_heading_is_wrapped_before_what_stands_below_it() -> None:
    """Of 27 letters the name takes 11, so that the heading of 25 has two lines."""
    rows = [(Cell("a long name"), Cell("12.5"))]
    one = replace(table(*rows, fits=(Fit(), FIGURE)), headings=("Name", "packaging hard to degrade"))
    assert [line.split() for line in shown(one, width=27).splitlines()[2:]] == [
        ["packaging", "hard"],
        ["Name", "to", "degrade"],
        ["a", "long", "name", "12.5"],
    ]
    assert shown(one, width=60).splitlines()[2].split() == ["Name", "packaging", "hard", "to", "degrade"]


def test_below_72_letters_a_table_of_many_columns_is_a_block_a_row() -> None:
    row = (
        *(Cell[Sayable](Phrase("Met"), signal="met"), Cell("I.1"), Cell("A title")),
        *(Cell("", bar=bar("1", "1", "1/2")), Cell("5"), Cell("")),
    )
    fits = (Fit(), Fit(), Fit(cut=True), PICTURE, FIGURE, FIGURE)
    text = shown(table(row, fits=fits, headers=3), width=71)
    block = ["✓ Met  I.1", "  A title", f"  {'█' * 14}┃{'█' * 15}", "  H4: 5"]
    assert text.splitlines()[2:] == block
    assert len(shown(table(row, fits=fits, headers=3), width=72).splitlines()) == 4


def words(lot: random.Random, most: int) -> str:
    """Return up to so many words of up to 12 letters."""
    return " ".join("".join(lot.choices("abđêôưạếộử", k=lot.randint(1, 12))) for _ in range(lot.randint(1, most)))


def any_blocks(lot: random.Random) -> tuple[Block[Sayable], ...]:
    """Return a table of 2 to 9 columns that fit a screen in any way, a list and sentences."""
    count = lot.randint(2, 9)
    fits = [Fit(at=lot.choice((0, 0, 100)), cut=lot.random() < 0.3, right=lot.random() < 0.3) for _ in range(count - 1)]
    rows = [[Cell[Sayable](words(lot, 4), short=words(lot, 1)) for _ in range(count)] for _ in range(3)]
    return table(*rows, fits=(Fit(), *fits)), Items((words(lot, 40),), words(lot, 30)), Sentences((words(lot, 40),))


def said(blocks: Sequence[Block[Sayable]]) -> set[str]:
    """Return the words of any blocks, and those that stand around them."""
    headings = (f"H{at}{end}" for at in range(9) for end in ("", ":"))
    return {*re.findall(r"[^\W\d_]+", repr(blocks)), "Title", "A", "B", "·", *headings}


def test_no_line_is_wider_than_the_screen_and_no_word_is_torn() -> None:
    """A word is only cut, with a mark, where it alone is wider than its column that may be cut."""
    lot = random.Random(1)
    for _ in range(150):
        blocks = any_blocks(lot)
        known = said(blocks)
        for width in (40, 60, 72, 80, 100, 140, 200):
            text = shown(*blocks, width=width)
            assert max(map(cell_len, text.splitlines())) <= width
            for word in text.split():
                is_cut = word[-1] == "…" and any(one.startswith(word[:-1]) for one in known)
                assert word in known or is_cut, (word, width)


def test_on_paper_there_are_no_pictures_of_letters_and_each_verdict_has_its_sign() -> None:
    rows = table((Cell("Met", signal="met"), Cell("", bar=bar("1", "1", "1"))), fits=(Fit(), PICTURE), legend="█ so")
    (section,) = on_paper(Document("", (), (Section("", (rows,)),))).sections
    (found,) = section.blocks
    assert isinstance(found, Table)
    assert (found.headings, found.rows[0][0].text, len(found.rows[0]), found.legend) == (("H0",), "✓ Met", 1, "")


def test_markup_of_rich_in_a_text_does_nothing() -> None:
    assert "[red]x[/red] :smile:" in shown(Text("[red]x[/red] :smile:"), colour=True)

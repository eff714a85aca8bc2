"""A document in a terminal: its blocks set apart, narrow tables, bars; in colour only where asked."""

from fractions import Fraction

from scp_ninhbinh.documents.document import (
    Bar,
    Block,
    Column,
    Document,
    Items,
    Line,
    Narrow,
    Section,
    Sentences,
    Table,
    Text,
    lines,
)
from scp_ninhbinh.text.say import Phrase, Sayable, language
from scp_ninhbinh.writers.terminal import terminal_text

RED = "\x1b[1;31m"


def shown(*blocks: Block[Sayable], colour: bool = False, heading: str = "") -> str:
    document = Document("Title", ("A", "B"), (Section(heading, blocks),))
    return terminal_text(document, language("en"), 40, colour)


def grid(*cells: Line[Sayable] | Bar) -> Narrow[Sayable]:
    columns: tuple[Column[Sayable], ...] = (Column(Phrase("Clause"), 6), Column("Rest"))
    return Narrow(columns, ((lines("I.1"), cells),))


def test_title_and_parts_of_the_subtitle_stand_above() -> None:
    assert shown(Text("one"), Text("two")) == "Title\nA · B\none\ntwo\n"


def test_a_list_is_indented_below_its_heading() -> None:
    assert shown(Items(("a", "b" * 50)), heading="Units") == f"Title\nA · B\nUnits\n  a\n  {'b' * 38}\n  {'b' * 12}\n"


def test_tables_and_closing_sentences_are_set_apart() -> None:
    table = Table[Sayable]("", (), (), narrow=(grid(Line("x")), grid(Line("y"))))
    text = [line.strip(" ─") for line in shown(table, Sentences(("last", "words"))).splitlines()]
    tables = [["", "Clause   Rest", "", f"I.1      {cell}", ""] for cell in "xy"]
    assert text == ["Title", "A · B", *tables[0], "", *tables[1], "", "last", "words"]


def test_a_bar_shows_what_is_confirmed_what_is_open_and_the_mark() -> None:
    bar = Bar(Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), "met")
    assert "█████▒▒▒▒▒····┃·····" in shown(Table("", (), (), narrow=(grid(bar),)))
    full = Bar(Fraction(1), Fraction(1), Fraction(3, 4), "met")
    assert "█" * 20 in shown(Table("", (), (), narrow=(grid(full),)))


def test_a_verdict_has_its_sign_and_in_colour_its_colour() -> None:
    verdict = Line[Sayable](Phrase("Not met"), signal="not_met")
    table = Table[Sayable]("", (), (), narrow=(grid(verdict),))
    assert "✗ Not met" in shown(table)
    assert "\x1b" not in shown(table)
    assert f"{RED}✗ Not met" in shown(table, colour=True)


def test_markup_of_rich_in_a_text_does_nothing() -> None:
    assert "[red]x[/red] :smile:" in shown(Text("[red]x[/red] :smile:"), colour=True)

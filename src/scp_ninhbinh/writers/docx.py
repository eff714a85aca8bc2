"""A document as a Word file; one that is a draft is laid out as the annex of an official document.

It must not look issued: it bears its draft mark on every page, and number, signature and recipients stay blank.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from math import ceil
from typing import Any

from scp_ninhbinh.documents.document import (
    Block,
    BulletChart,
    Document,
    Items,
    LineChart,
    Section,
    Sentences,
    Table,
    Text,
    on_paper,
)
from scp_ninhbinh.text.say import Code, Language, Sayable, plural
from scp_ninhbinh.writers.docx_annex import FORMS, Form, add_head, add_last_lines
from scp_ninhbinh.writers.docx_page import WIDTH, set_page, set_properties, set_styles, turn_page
from scp_ninhbinh.writers.docx_table import LONG_WORD, add_table, fits_standing, shortened, with_numbers
from scp_ninhbinh.writers.office import possible, redated

TALLEST, MOST_BARS = 120, 6
"""Millimetres that a picture may be high, and bars that stand in one: so that it fits below what is above it."""


@dataclass
class Paper:
    """A Word file in the making: whether it is an annex, whether its page lies, its next table and figure."""

    made: Any
    language: Language
    annex: bool
    lying: bool = False
    tables: Iterator[int] = field(default_factory=lambda: count(1))
    figures: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def form(self) -> Form:
        """The words of an annex in the language of the file."""
        return FORMS[self.language.code]

    def add(self, text: str, style: str) -> Any:
        """Add a paragraph of this style."""
        return self.made.add_paragraph(possible(text), style=style)

    def captioned(self, word: str, numbers: Iterator[int], caption: str) -> str:
        """Return a caption, in an annex with the number of the table or figure."""
        return f"{word} {next(numbers)}. {caption}" if self.annex and caption else caption


def word_file(document: Document[Sayable], language: Language) -> bytes:
    """Return the document as a Word file (docx): equal documents give equal bytes."""
    import docx

    translated = on_paper(language.translated(document))
    paper = Paper(docx.Document(), language, annex=bool(translated.draft))
    set_properties(paper.made, translated, language.code)
    set_styles(paper.made, language.code, paper.annex)
    set_page(paper.made.sections[0], translated)
    _add_title(paper, translated)
    for section in translated.sections:
        _add_section(paper, section)
    if paper.annex:  # what is no draft of an annex is nothing to sign
        add_last_lines(paper.made, language.code)
    file = io.BytesIO()
    paper.made.save(file)
    return redated(file.getvalue())


def _add_title(paper: Paper, document: Document[str]) -> None:
    if paper.annex:
        add_head(paper.made, document, paper.language.code)
        return
    paper.add(document.title, "Title")
    if document.subtitle:
        paper.add(" · ".join(document.subtitle), "Subtitle")


def _add_section(paper: Paper, section: Section[str]) -> None:
    """Add a section; the title has a style of its own, so a heading of level 2 is the first in Word's outline.

    One with a table for which a page is too narrow stands on pages that lie.
    """
    tables = (_printed(paper, block) for block in section.blocks if isinstance(block, Table))
    lying = not all(map(fits_standing, tables))
    if lying != paper.lying:
        turn_page(paper.made, lying)
        paper.lying = lying
    if section.heading:
        paper.made.add_heading(possible(section.heading), min(max(section.level - 1, 1), 3))
    for block in section.blocks:
        _add_block(paper, block, section.heading)


def _add_block(paper: Paper, block: Block[str], heading: str) -> None:
    match block:
        case Text():
            _add_text(paper, block.text, strong=block.strong)
        case Sentences():
            for line in block.lines:
                _add_text(paper, line, strong=False)
        case Items():
            if block.heading:
                _add_text(paper, block.heading, strong=True).paragraph_format.keep_with_next = True
            for item in block.items:
                paper.add(item, "List Bullet")
        case Table():
            _add_table(paper, _named(block, heading) if paper.annex else block)
        case _:
            _add_chart(paper, block)


def _add_text(paper: Paper, text: str, *, strong: bool) -> Any:
    """Add a paragraph; beside a hash or another endless word, a justified line would be torn apart."""
    paragraph = paper.add("", "Body Text")
    paragraph.add_run(possible(text)).bold = strong or None
    if max(map(len, text.split()), default=0) > LONG_WORD:
        paragraph.alignment = 0  # to the left
    return paragraph


def _named(table: Table[str], heading: str) -> Table[str]:
    """Return a table with its name, which is that of its section if it has none of its own."""
    return replace(table, caption=table.caption or heading)


def _printed(paper: Paper, table: Table[str]) -> Table[str]:
    """Return a table as it is printed: not too long, in an annex with running numbers."""
    shown = shortened(table)
    return with_numbers(shown, paper.form.number) if paper.annex else shown


def _add_table(paper: Paper, table: Table[str]) -> None:
    """Add a table with its caption above and its source below."""
    if table.caption:
        caption = paper.captioned(paper.form.table, paper.tables, table.caption)
        paper.add(caption, "Caption").paragraph_format.keep_with_next = True
    printed = _printed(paper, table)
    left_out = len(table.rows) - len(printed.rows)
    below = [paper.language.text(_more(left_out))] if left_out else []
    below += [table.source] if table.source else []
    add_table(paper.made, printed, paper.lying, followed=bool(below))
    for line in below:
        paper.add(line, "Source").paragraph_format.keep_with_next = line != below[-1]
    if not below:
        paper.add("", "Normal").paragraph_format.line_spacing = 0.6  # or two tables would grow together


def _more(count: int) -> Sayable:
    return plural(
        "{n} more row is in the workbook of this report (.xlsx).",
        "{n} more rows are in the workbook of this report (.xlsx).",
        count,
    )


def _add_chart(paper: Paper, chart: BulletChart[str] | LineChart[str]) -> None:
    """Add a chart as pictures, its caption and its source below; one that has no figure to show is left out."""
    if not has_figures(chart):
        return
    words = chart.alt
    for drawn in _drawn(chart, paper.language.code):
        holder = _add_picture(paper, drawn, words)
        words = chart.caption  # what a chart says is said once
    holder.paragraph_format.keep_with_next = True
    caption = paper.add(paper.captioned(paper.form.figure, paper.figures, chart.caption), "Caption")
    if chart.source:
        caption.paragraph_format.keep_with_next = True
        paper.add(chart.source, "Source")


def _drawn(chart: BulletChart[str] | LineChart[str], language: Code) -> Iterator[bytes]:
    """Yield the pictures of a chart: of one with many bars several, about as many in each."""
    from scp_ninhbinh.writers.charts import bullet_png, line_png

    if isinstance(chart, LineChart):
        yield line_png(chart, language)
        return
    bars, parts = chart.bars, ceil(len(chart.bars) / MOST_BARS)
    for part in range(parts):
        shown = bars[len(bars) * part // parts : len(bars) * (part + 1) // parts]
        yield bullet_png(replace(chart, bars=shown), language)


def _add_picture(paper: Paper, drawn: bytes, words: str) -> Any:
    """Add a picture with its words for those who cannot see it."""
    from docx.shared import Mm

    holder = paper.add("", "Caption")
    picture = holder.add_run().add_picture(io.BytesIO(drawn), width=Mm(WIDTH))
    too_high = picture.height / Mm(TALLEST)
    if too_high > 1:
        picture.width, picture.height = int(picture.width / too_high), Mm(TALLEST)
    picture._inline.docPr.set("descr", possible(words))
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")  # or LibreOffice sets it in
    return holder


def has_figures(chart: BulletChart[str] | LineChart[str]) -> bool:
    """Return whether there is anything to draw but what is required."""
    if isinstance(chart, BulletChart):
        return any(value is not None for bar in chart.bars for value in (bar.achieved, bar.low, bar.high))
    return any(value is not None for point in chart.points for value in point[1:])

"""The report as a Word file: a draft data annex laid out as Decree 30/2020/NĐ-CP asks of official documents.

It must not look issued: it bears its draft mark on every page, and number, signature and recipients stay blank.
"""

import io
from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple

from scp_ninhbinh import __version__
from scp_ninhbinh.documents.document import (
    Block,
    BulletChart,
    Cell,
    Document,
    Items,
    LineChart,
    Section,
    Sentences,
    Table,
    Text,
    on_paper,
)
from scp_ninhbinh.text.say import Code, Language, Sayable
from scp_ninhbinh.writers.office import BORN, FONT, TAGS, possible, redated

LAST_LINES: Final[dict[str, tuple[str, str]]] = {
    "vi": ("……………, ngày …… tháng …… năm ………", "(chức vụ, chữ ký, họ và tên)"),
    "en": ("……………, date: …… / …… / ………", "(position, signature, full name)"),
}
"""The lines left to be filled in by hand: place and date, signature."""

DOTS: Final = "………………………………"

TOP, BOTTOM, LEFT, RIGHT = 25, 20, 30, 15
"""Margins in millimetres, within the ranges of the decree; the upper one has room for page number and draft mark."""

WIDTH: Final = 210 - LEFT - RIGHT
TALLEST: Final = 200
"""Millimetres that a chart may be high: with its caption it still fits on a page."""

MOST_LINES, SMALL = 4, 11
"""Lines of a cell for which letters are made smaller, down to this size."""

LONGEST_TITLE, LONG_WORD = 255, 30
"""Characters that the properties of a file may hold; those of a word that no line ends well with."""

SHORT: Final = 12
"""Rows up to which a table stays on one page."""


class Look(NamedTuple):
    """How the paragraphs of a style look: size and distances in points."""

    size: int = 13
    bold: bool = False
    italic: bool = False
    align: Literal["LEFT", "CENTER", "RIGHT", "JUSTIFY"] = "LEFT"
    before: int = 0
    after: int = 0
    keep: bool = False


LOOKS: Final = {
    "Normal": Look(),
    "Body Text": Look(align="JUSTIFY", after=6),
    "Title": Look(14, bold=True, align="CENTER", before=12, after=4, keep=True),
    "Subtitle": Look(13, italic=True, align="CENTER", after=14),
    "Heading 1": Look(14, bold=True, before=14, after=6, keep=True),
    "Heading 2": Look(13, bold=True, before=10, after=4, keep=True),
    "Caption": Look(13, italic=True, align="CENTER", before=8, after=4),
    "List Bullet": Look(align="JUSTIFY", after=3),
    "Header": Look(align="CENTER"),
    "Footer": Look(10, align="CENTER"),
}
"""The styles that the document uses, by Word's own names, so that its outline and its lists are real ones."""


def word_file(document: Document[Sayable], language: Language) -> bytes:
    """Return the document as a Word file (docx): equal documents give equal bytes."""
    import docx

    translated = on_paper(language.translated(document))
    made: Any = docx.Document()
    _set_properties(made, translated, language.code)
    _set_styles(made, language.code)
    _set_page(made.sections[0], translated)
    _add_title(made, translated)
    for section in translated.sections:
        _add_section(made, section, language.code)
    if translated.draft:  # what is no draft of an annex is nothing to sign
        _add_last_lines(made, language.code)
    file = io.BytesIO()
    made.save(file)
    return redated(file.getvalue())


def _element(name: str, **attributes: str | int) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def _set_properties(made: Any, document: Document[str], language: Code) -> None:
    """Name no person; drop what the library's template brings: its note and a picture of its first page."""
    about = made.core_properties
    about.title = possible(document.title)[:LONGEST_TITLE]
    about.author = about.last_modified_by = f"scp {__version__}"
    about.comments = about.keywords = about.subject = ""
    about.language = TAGS[language]
    about.created = about.modified = BORN
    relations = made.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


def _set_styles(made: Any, language: Code) -> None:
    """Dress the template's styles: one font, black, and the language of the text."""
    from docx.oxml.ns import qn

    for name, look in LOOKS.items():
        _restyle(made.styles[name], look)
    spoken = made.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    for part in ("val", "eastAsia"):
        spoken.set(qn(f"w:{part}"), TAGS[language])
    made.styles["Normal"].paragraph_format.line_spacing = 1.1
    made.styles["Body Text"].paragraph_format.first_line_indent = 360000  # a centimetre, in Word's smallest unit


def _restyle(style: Any, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for group, names in ((style.element.rPr, ("rFonts", "color", "spacing", "kern")), (style.element.pPr, ("pBdr",))):
        for name in names if group is not None else ():
            for old in group.findall(qn(f"w:{name}")):
                group.remove(old)  # fonts and colours of a theme win over those set here
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.name = FONT
    for part in ("cs", "eastAsia"):
        style.element.rPr.rFonts.set(qn(f"w:{part}"), FONT)
    shape = style.paragraph_format
    shape.alignment = getattr(WD_ALIGN_PARAGRAPH, look.align)
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(look.before), Pt(look.after), look.keep


def _set_page(section: Any, document: Document[str]) -> None:
    """Lay out the page: its number centred above all pages but the first, the draft mark above all."""
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(9), Mm(9)
    section.different_first_page_header_footer = True
    _add_mark(section.first_page_header.paragraphs[0], document)
    field = _element("w:fldSimple", instr="PAGE")
    number = section.header.paragraphs[0]
    number._p.append(field)
    field.append(number.add_run("2")._r)  # until a program counts for itself
    _add_mark(section.header.add_paragraph(style="Header"), document)
    for footer in (section.first_page_footer, section.footer):
        footer.paragraphs[0].add_run(possible(document.footer))


def _add_mark(paragraph: Any, document: Document[str]) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(possible(document.draft))
    run.bold, run.font.size = True, Pt(11)


def _add_title(made: Any, document: Document[str]) -> None:
    if document.draft:
        _add_frame(made, document)
    made.add_paragraph(possible(document.title), style="Title")
    if document.subtitle:
        made.add_paragraph(possible(" · ".join(document.subtitle)), style="Subtitle")


def _add_frame(made: Any, document: Document[str]) -> None:
    """Set the draft mark into a frame above the title."""
    mark = made.add_paragraph(style="Header")
    mark.add_run(possible(document.draft)).bold = True
    frame = _element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        frame.append(_element(f"w:{side}", val="single", sz=8, space=4, color="000000"))
    mark._p.get_or_add_pPr().insert_element_before(frame, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _add_section(made: Any, section: Section[str], language: Code) -> None:
    """Add a section; the title has a style of its own, so a heading of level 2 is the first in Word's outline."""
    if section.heading:
        made.add_heading(possible(section.heading), min(max(section.level - 1, 1), 2))
    for block in section.blocks:
        _add_block(made, block, language)


def _add_block(made: Any, block: Block[str], language: Code) -> None:
    match block:
        case Text():
            _add_text(made, block.text, strong=block.strong)
        case Sentences():
            for line in block.lines:
                _add_text(made, line, strong=False)
        case Items():
            if block.heading:
                _add_text(made, block.heading, strong=True).paragraph_format.keep_with_next = True
            for item in block.items:
                made.add_paragraph(possible(item), style="List Bullet")
        case Table():
            _add_table(made, block)
        case _:
            _add_chart(made, block, language)


def _add_text(made: Any, text: str, *, strong: bool) -> Any:
    """Add a paragraph; beside a hash or another endless word, a justified line would be torn apart."""
    paragraph = made.add_paragraph(style="Body Text")
    paragraph.add_run(possible(text)).bold = strong or None
    if max(map(len, text.split()), default=0) > LONG_WORD:
        paragraph.alignment = 0  # to the left
    return paragraph


def _add_chart(made: Any, chart: BulletChart[str] | LineChart[str], language: Code) -> None:
    """Add a chart as a picture with its words for those who cannot see it, and its caption below."""
    from docx.shared import Mm

    from scp_ninhbinh.writers.charts import bullet_png, line_png

    drawn = bullet_png(chart, language) if isinstance(chart, BulletChart) else line_png(chart, language)
    holder = made.add_paragraph(style="Caption")
    holder.paragraph_format.keep_with_next = True
    picture = holder.add_run().add_picture(io.BytesIO(drawn), width=Mm(WIDTH))
    too_high = picture.height / Mm(TALLEST)
    if too_high > 1:
        picture.width, picture.height = int(picture.width / too_high), Mm(TALLEST)
    picture._inline.docPr.set("descr", possible(chart.alt))
    made.add_paragraph(possible(chart.caption), style="Caption")


def _add_table(made: Any, table: Table[str]) -> None:
    """Add a table: its caption stays with it, its headings come again on each page, no row is torn."""
    from docx.shared import Mm

    if table.caption:
        made.add_paragraph(possible(table.caption), style="Caption").paragraph_format.keep_with_next = True
    rows = [tuple(Cell(text) for text in table.headings), *table.rows]
    count = max(map(len, rows))
    if not count:
        return
    columns = [[row[at] for row in rows if at < len(row)] for at in range(count)]
    size, widths = fitted([[cell.text for cell in column] for column in columns])
    numbers = table.figures()
    grid = made.add_table(rows=0, cols=count, style="Table Grid")
    grid.autofit = False
    for column, width in zip(grid._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(width)
    for index, row in enumerate(rows):
        line = grid.add_row()
        line._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        if index == 0:
            line._tr.trPr.append(_element("w:tblHeader"))
        for at, (place, cell) in enumerate(zip(line.cells, row, strict=False)):
            place.width = Mm(widths[at])
            place.paragraphs[0].paragraph_format.keep_with_next = index < (len(rows) - 1 if len(rows) <= SHORT else 1)
            _fill(place, cell.text, size, "heading" if index == 0 else "number" if at in numbers else "text")
    made.add_paragraph().paragraph_format.line_spacing = 0.6  # or two tables would grow together


def _fill(place: Any, text: str, size: int, role: Literal["heading", "number", "text"]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = place.paragraphs[0]
    run = paragraph.add_run(possible(text))
    run.font.size, run.bold = Pt(size), role == "heading" or None
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1
    if role == "heading":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        place.vertical_alignment = 1  # in the middle
    elif role == "number":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def fitted(columns: Sequence[Sequence[str]], room: float = WIDTH) -> tuple[int, list[float]]:
    """Return the letters (in points) in which no ordinary word of a table is torn, and the widths of its columns.

    Letters are as large as can be, but for small ones rather than a column of many short lines.
    """
    for size in (13, 12, 11, 10, 9):
        letter, edge = size * 0.2, 4.0  # millimetres: a rather wide letter, the margins of a cell
        words = [max((len(word) for text in column for word in text.split()), default=1) for column in columns]
        least = [edge + letter * min(max(word, 3), 16) for word in words]
        longest = [edge + letter * max(map(len, column), default=1) for column in columns]
        spare = [max(most - few, 0) + 0.01 for most, few in zip(longest, least, strict=True)]
        left = room - sum(least)
        widths = [few + left * part / sum(spare) for few, part in zip(least, spare, strict=True)]
        lines = max(most / width for most, width in zip(longest, widths, strict=True)) if left >= 0 else 0
        if left >= 0 and (lines <= MOST_LINES or size <= SMALL):
            return size, widths
    scale = room / sum(least)
    return size, [few * scale for few in least]


def _add_last_lines(made: Any, language: Code) -> None:
    """Leave room at the end, to the right, for place, date and signature; no name is made up."""
    from docx.shared import Mm, Pt

    for words in (*LAST_LINES[language], "", "", DOTS):
        paragraph = made.add_paragraph(style="Header")  # centred
        paragraph.add_run(words).italic = words != DOTS
        shape = paragraph.paragraph_format
        shape.left_indent, shape.keep_with_next = Mm(WIDTH / 2 - 10), words != DOTS
        shape.space_before = Pt(18 if words == LAST_LINES[language][0] else 0)

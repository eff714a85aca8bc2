"""The page of a Word file: its styles and lists, margins, page numbers and draft mark, and what its properties say.

The annex of an official document follows annex I of Decree 30/2020/NĐ-CP: its part I gives the margins (I.3), the font
(I.4), the page number (I.7), the headings of sections and clauses (II.6.đ) and the paragraphs (II.6.e).
"""

from typing import Any, Final, Literal, NamedTuple

from scp_ninhbinh import __version__
from scp_ninhbinh.documents.document import Document
from scp_ninhbinh.text.say import Code
from scp_ninhbinh.writers.office import BORN, FONT, TAGS, possible

TOP, BOTTOM, LEFT, RIGHT = 25, 20, 30, 15
"""Margins in millimetres, within the ranges of the decree; the upper one has room for page number and draft mark."""

SHORT_SIDE, LONG_SIDE = 210, 297
WIDTH: Final = SHORT_SIDE - LEFT - RIGHT
WIDE: Final = LONG_SIDE - LEFT - RIGHT
"""Millimetres between the margins of a page, and of one that lies on its long side."""

INDENT: Final = 567
"""A centimetre in twentieths of a point: how far the first line of a paragraph is set in."""

LONGEST_TITLE: Final = 255
"""Characters that the properties of a file may hold."""


class Look(NamedTuple):
    """How the paragraphs of a style look: size and distances in points."""

    size: int = 13
    bold: bool = False
    italic: bool = False
    align: Literal["LEFT", "CENTER", "RIGHT", "JUSTIFY"] = "LEFT"
    before: int = 0
    after: int = 0
    keep: bool = False
    capitals: bool = False


LOOKS: Final = {
    "Normal": Look(),
    "Body Text": Look(align="JUSTIFY", after=6),
    "Title": Look(14, bold=True, align="CENTER", before=12, after=4, keep=True),
    "Subtitle": Look(13, italic=True, align="CENTER", after=14),
    "Heading 1": Look(14, bold=True, before=14, after=6, keep=True),
    "Heading 2": Look(13, bold=True, before=10, after=4, keep=True),
    "Heading 3": Look(13, before=10, after=4, keep=True),
    "Caption": Look(13, bold=True, align="CENTER", before=8, after=4),
    "List Bullet": Look(align="JUSTIFY", after=6),
    "List Bullet 2": Look(align="JUSTIFY", after=6),
    "Header": Look(align="CENTER"),
    "Footer": Look(10, align="CENTER"),
}
"""The styles that the document uses, by Word's own names, so that its outline and its lists are real ones."""

OWN_LOOKS: Final = {
    "Annex Number": Look(14, bold=True, align="CENTER", keep=True),
    "Annex Reference": Look(13, italic=True, align="CENTER", before=6, keep=True),
    "Source": Look(11, italic=True, before=2, after=10),
    "Last Lines": Look(),
}
"""The styles for which Word has no name."""

ANNEX_LOOKS: Final = {
    "Title": Look(14, bold=True, align="CENTER", after=4, keep=True, capitals=True),
    "Subtitle": Look(13, align="CENTER", keep=True),
    "Heading 1": Look(13, bold=True, before=14, after=6, keep=True, capitals=True),
}
"""What looks otherwise in an annex. Capitals are a matter of style: the text stays as it was, to be read out."""

INHERITED: Final = {
    "rPr": ("rFonts", "color", "spacing", "kern"),
    "pPr": ("pBdr", "contextualSpacing", "ind", "tabs", "numPr"),
}
"""What the template's styles bring along, fonts and colours of a theme too, and these styles do not keep."""

Level = tuple[str, Literal["upperRoman", "decimal", "lowerLetter", "bullet"], str]
"""A level of a list: its style, what it is numbered by, and how that is written."""

HEADINGS: Final[tuple[Level, ...]] = (
    ("Heading 1", "upperRoman", "%1."),
    ("Heading 2", "decimal", "%2."),
    ("Heading 3", "lowerLetter", "%3)"),
)
DASHES: Final[tuple[Level, ...]] = (("List Bullet", "bullet", "-"), ("List Bullet 2", "bullet", "+"))


def element(name: str, *inside: Any, **attributes: str | int) -> Any:
    """Return an element of Word's own, with these attributes and what stands inside it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    for one in inside:
        made.append(one)
    return made


def set_properties(made: Any, document: Document[str], language: Code) -> None:
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


def set_styles(made: Any, language: Code, annex: bool) -> None:
    """Dress the template's styles: one font, black, and the language of the text; only an annex has numbers."""
    from docx.oxml.ns import qn

    for name in OWN_LOOKS:
        made.styles.add_style(name, 1).base_style = made.styles["Normal"]
    for name, look in (LOOKS | OWN_LOOKS | (ANNEX_LOOKS if annex else {})).items():
        _restyle(made.styles[name], look)
    spoken = made.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    for part in ("val", "eastAsia"):
        spoken.set(qn(f"w:{part}"), TAGS[language])
    made.styles["Normal"].paragraph_format.line_spacing = 1.1
    made.styles["Body Text"].paragraph_format.first_line_indent = INDENT * 635  # in Word's smallest unit
    for levels in (DASHES, HEADINGS) if annex else (DASHES,):
        _add_list(made, levels)


def _restyle(style: Any, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for group, names in INHERITED.items():
        found = getattr(style.element, group)
        for name in names if found is not None else ():
            for old in found.findall(qn(f"w:{name}")):
                found.remove(old)  # fonts and colours of a theme win over those set here
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    style.font.all_caps = look.capitals or None
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.name = FONT
    for part in ("cs", "eastAsia"):
        style.element.rPr.rFonts.set(qn(f"w:{part}"), FONT)
    shape = style.paragraph_format
    shape.alignment = getattr(WD_ALIGN_PARAGRAPH, look.align)
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(look.before), Pt(look.after), look.keep


def _add_list(made: Any, levels: tuple[Level, ...]) -> None:
    """Number styles, or set a sign before them, so that a paragraph of such a style is a real one of a list."""
    from docx.oxml.ns import qn

    lists = made.part.numbering_part.element
    taken = [int(one.get(qn("w:abstractNumId"))) for one in lists.findall(qn("w:abstractNum"))]
    abstract = element("w:abstractNum", abstractNumId=max(taken) + 1)
    abstract.append(element("w:multiLevelType", val="multilevel"))
    for at, (name, counted, written) in enumerate(levels):
        abstract.append(_level(at, made.styles[name].style_id, counted, written))
    lists.insert(len(taken), abstract)  # those of all lists come before the lists themselves
    number = lists.add_num(max(taken) + 1).numId
    for at, (name, _, _) in enumerate(levels):
        properties = made.styles[name].element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = at, number


def _level(at: int, style: str, counted: str, written: str) -> Any:
    return element(
        "w:lvl",
        element("w:start", val=1),
        element("w:numFmt", val=counted),
        element("w:pStyle", val=style),
        element("w:suff", val="space"),
        element("w:lvlText", val=written),
        element("w:lvlJc", val="left"),
        element("w:pPr", element("w:ind", left=0, firstLine=INDENT)),
        ilvl=at,
    )


def set_page(section: Any, document: Document[str]) -> None:
    """Lay out the page: its number centred above all pages but the first, the draft mark once above each."""
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(SHORT_SIDE), Mm(LONG_SIDE)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(9), Mm(9)
    section.different_first_page_header_footer = True
    _add_mark(section.first_page_header.paragraphs[0], document)
    field = element("w:fldSimple", instr="PAGE")
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


def turn_page(made: Any, lying: bool) -> None:
    """Go on upon a page that lies on its long side, or stands again; headings above go along."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    above = _last_headings(made)
    section = made.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    sides = (LONG_SIDE, SHORT_SIDE) if lying else (SHORT_SIDE, LONG_SIDE)
    section.page_width, section.page_height = map(Mm, sides)
    section.different_first_page_header_footer = False
    for heading in above:
        section._sectPr.addprevious(heading)


def _last_headings(made: Any) -> list[Any]:
    """Return the headings below which nothing stands yet."""
    *parts, _ = made.element.body
    found: list[Any] = []
    while parts and str(getattr(parts[-1], "style", "") or "").startswith("Heading"):
        found.insert(0, parts.pop())
    return found

"""What makes a Word file the annex of an official document, by Decree 30/2020/NĐ-CP; and what is left to fill in.

Annex I of the decree, part I, III.1, and pattern 2.1 of its annex III ask for the word "Phụ lục", its title in capitals
and the document that it belongs to; II.9.d and II.7 for recipients and signature. All of them stay blank.
"""

from typing import Any, Final, NamedTuple

from scp_ninhbinh.documents.document import Document
from scp_ninhbinh.text.say import Code
from scp_ninhbinh.writers.docx_page import WIDTH, element
from scp_ninhbinh.writers.office import possible


class Form(NamedTuple):
    """The words of the form in one language, dots for what is filled in by hand."""

    annex: str
    reference: str
    table: str
    figure: str
    number: str
    place: str
    signature: str
    recipients: str
    listed: tuple[str, ...]


FORMS: Final[dict[Code, Form]] = {
    "vi": Form(
        "Phụ lục ……",
        "(Kèm theo Báo cáo số ……/BC-…… ngày …… tháng …… năm …… của ……………)",
        *("Bảng", "Hình", "TT"),
        "……………, ngày …… tháng …… năm ………",
        "(chức vụ, chữ ký, họ và tên)",
        "Nơi nhận:",
        ("- …………………………;", "- …………………………;", "- Lưu: …………………."),
    ),
    "en": Form(
        "Annex ……",
        "(Attached to Report No. ……/BC-…… of …… / …… / ……… of ……………)",
        *("Table", "Figure", "No."),
        "……………, date: …… / …… / ………",
        "(position, signature, full name)",
        "Recipients:",
        ("- …………………………;", "- …………………………;", "- On file: …………………."),
    ),
}

DOTS: Final = "………………………………"
SIGNED_AT: Final = 0.72
"""Where across the page the middle of place, date and signature stands."""


def add_head(made: Any, document: Document[str], language: Code) -> None:
    """Add the line of the annex, its title, what the plan is, and the document that it is attached to."""
    form = FORMS[language]
    made.add_paragraph(form.annex, style="Annex Number")
    made.add_paragraph(possible(document.title), style="Title")
    for line in document.subtitle:
        made.add_paragraph(possible(line), style="Subtitle")
    made.add_paragraph(form.reference, style="Annex Reference")
    _add_rule(made)


def _add_rule(made: Any) -> None:
    """Draw the short line between the head and the text."""
    from docx.shared import Mm, Pt

    rule = made.add_paragraph(style="Header")
    shape = rule.paragraph_format
    shape.left_indent = shape.right_indent = Mm(WIDTH / 3)
    shape.space_before, shape.space_after = Pt(6), Pt(6)
    shape.line_spacing = Pt(6)
    border = element("w:pBdr", element("w:top", val="single", sz=6, space=1, color="000000"))
    rule._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc", "w:rPr")


def add_last_lines(made: Any, language: Code) -> None:
    """Leave room for recipients, to the left, and for place, date and signature, to the right; no name is made up."""
    from docx.shared import Pt

    form = FORMS[language]
    recipients = ((one, "") for one in form.listed)
    for left, right in (("", form.place), (form.recipients, form.signature), *recipients, ("", DOTS)):
        line = _add_line(made, left, right, heads=left == form.recipients)
        line.paragraph_format.keep_with_next = right != DOTS
        line.paragraph_format.space_before = Pt(18 if right == form.place else 0)


def _add_line(made: Any, left: str, right: str, heads: bool) -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm, Pt

    line = made.add_paragraph(style="Last Lines")
    line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH * SIGNED_AT), WD_TAB_ALIGNMENT.CENTER)
    words = line.add_run(left)
    words.font.size, words.bold, words.italic = Pt(12 if heads else 11), heads, heads
    if right:
        line.add_run(f"\t{right}").italic = right != DOTS
    return line

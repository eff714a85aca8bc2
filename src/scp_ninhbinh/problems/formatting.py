"""Rules about what the formatting of a workbook's cells says."""

from typing import Final

from scp_ninhbinh.problems.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

FORMATTING: Final = {
    "superscript": Rule(
        "error",
        _('the cell holds "{value}", of which "{raised}" is raised or lowered'),
        _("delete it if it is the mark of a footnote; if it belongs to the text, set it in line with the rest"),
        about=_(
            "A raised figure beside a number is the mark of a footnote, and without its formatting 120 with a raised 1 "
            "reads 1201. Whoever looks at the sheet sees 120, and a program would get ten times as much."
        ),
    ),
    "struck-out": Rule(
        "error",
        _('the cell holds "{value}", of which "{struck}" is struck out'),
        _("delete what is struck out if it should not count, or remove the strike-through"),
        about=_(
            "People strike out what was wrong and write the right figure beside it, so that 90 and 100 stand in one "
            "cell and read 90100. Whether a cell that is struck out as a whole is to count as empty or is only in "
            "doubt, its look does not say."
        ),
    ),
    "symbol-font": Rule(
        "error",
        _('the cell holds "{signs}" in the font {font}, which shows other signs than these'),
        _("write what the cell is to say in an ordinary font, such as yes or no"),
        about=_(
            'Fonts such as Wingdings show pictures in place of letters: its "x" is a crossed box and its "ü" a tick. '
            "The stored letter then says the opposite of what people see, or nothing."
        ),
    ),
    "shown-otherwise": Rule(
        "error",
        _('the cell holds "{value}" and shows "{shown}"'),
        _("write what is meant as it stands, and set the format of the cell to General"),
        about=_(
            "A number format may add digits or a word such as triệu to what is stored, show thousands of it, or "
            "nothing. Which of the two the reporter meant, the number stored or the one shown, can change the "
            "value a thousandfold. A zero that is not shown is read, with a warning."
        ),
    ),
    "merged-columns": Rule(
        "error",
        _('"{value}" stands in a cell merged over the columns {columns}; which of them it answers is not certain'),
        _("separate the cells and write into each what it should hold"),
        about=_(
            "A cell merged over a total and its part, or over the yes and the no of an answer, is stored under the "
            "first of its columns alone. Read there, one number for both would be the total, and one mark over both a "
            "yes, although nobody said so."
        ),
    ),
    "covered-value": Rule(
        "error",
        _('the cell holds "{value}", which nobody sees: a merged cell that shows "{shown}" covers it'),
        _("separate the cells, and keep what is meant"),
        about=_(
            "Where cells are merged only the first one is seen, but some programs keep what the others held. Whoever "
            "looks at the sheet counts what it shows, and a program would count what lies beneath. A value equal to "
            "the one that is seen is no question."
        ),
    ),
    "zero-of-empty": Rule(
        "error",
        _("the cell shows 0 because the cell to which it refers is empty: {value}"),
        _("write 0 into that cell if there is none; else empty this one, as nothing is known"),
        about=_(
            "A formula that is a reference alone yields 0 where that cell is empty. Read as it is stored, 0 would be "
            "the answer no, or none, although nobody answered. A row whose name or id is such a reference is an unused "
            "row of a form, and is not told."
        ),
    ),
    "cell-comment": Rule(
        "notice",
        _('a comment on the cell is not read: "{value}"'),
        _("if it changes what the cell says, write that into the cell, or empty it where nothing is certain"),
        about=_(
            "People write into a comment that a figure is an estimate, or that nobody has checked it. What is counted "
            "stands in the cell; the comment is shown so that a person can decide. Comments that an annotated copy of "
            "this program has are left out."
        ),
    ),
    "conditional-format": Rule(
        "warning",
        _("conditional formats may strike out, or show otherwise, what is read from these columns: {columns}"),
        _("look at the cells, write what is meant as it stands, and remove the format"),
        about=_(
            "A conditional format can show 1 as Chưa, hide a number, or strike out a row once a remark is written. "
            "Whether a cell meets its condition only a spreadsheet works out, so what is stored is read. Formats that "
            "only colour cells are not told."
        ),
    ),
    "struck-row": Rule(
        "warning",
        _('the row is struck out and is not read: "{value}"'),
        _("delete the row, or remove the strike-through if it is to count"),
        about=_(
            "A row of which every cell is struck out was withdrawn by hand: the unit closed, or is listed twice. "
            "It enters no figure, and is shown because the strike-through may as well have been left by mistake. "
            "Notes and columns that are not read need not be struck."
        ),
    ),
}

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

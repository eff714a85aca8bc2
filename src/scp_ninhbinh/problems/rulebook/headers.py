"""Rules about the headings of a survey, and the shape of its rows."""

from typing import Final

from scp_ninhbinh.problems.rulebook.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

HEADERS: Final = {
    "missing-column": Rule(
        "error",
        _("the column {value} is missing; needed for {kinds}"),
        _("add the column; leave a cell empty where the answer is not known"),
        about=_(
            "Each kind of unit needs its own columns and no others: a file of markets does without hard_bags. A"
            " column that was lost in copying would otherwise make every answer of the kind unknown and leave "
            "the verdict open, with no word about the cause."
        ),
    ),
    "unknown-column": Rule(
        "warning",
        _('"{value}" is no column of {table}; it is not read'),
        _("rename it to one of {choices}, or ignore this"),
        about=_(
            "Columns that people add for their own work do no harm. The warning is for the misspelt heading of "
            "an optional column, such as packging_unit, whose answers would be left out as though nobody had "
            "given them."
        ),
    ),
    "duplicate-column": Rule(
        "error",
        _('two columns are called "{value}": number {first} and number {second}'),
        _("keep one of them"),
        about=_(
            "Two columns of one meaning arise where tables are pasted side by side, or where two headings say "
            'the same, such as "Năm" and "Năm khảo sát". Which of them holds the right answer is not for a '
            "program to choose."
        ),
    ),
    "swallowed-rows": Rule(
        "error",
        _('the cell holds line breaks and separators: "{value}"; a row of the file may have been swallowed'),
        _("look for a quotation mark that is never closed, and close or remove it"),
        _(
            "A single quotation mark at the beginning of a cell makes everything up to the next one part of that cell, "
            "line breaks included. Whole rows then vanish into a name, and nothing else in the file looks wrong."
        ),
    ),
    "short-row": Rule(
        "error",
        _("the row has {found} cells where the header has {expected}"),
        _("add the missing cells, empty ones too, or check for a lost separator"),
        about=_(
            "Where a separator is lost, every cell after it stands under the wrong heading, and the total may "
            "be read as the hard-to-degrade part. No cell of such a row is read."
        ),
    ),
    "long-row": Rule(
        "error",
        _("the row has {found} cells where the header has {expected}"),
        _("remove the extra separator, or put the cell that contains it in quotation marks"),
        about=_(
            "In a file separated by commas, a cell such as 12,5 or Chợ Rồng, phường 2 falls into two unless it "
            "is quoted, and all that follows moves one column to the right. No cell of such a row is read."
        ),
    ),
    "inverted-column": Rule(
        "error",
        _('the heading "{value}" asks the opposite of {column_meant}; its yes is a no there'),
        _("rename the column to {column_meant} and turn each answer round"),
        about=_(
            'The column hard_bags asks whether such bags are used; forms often ask whether they are not. A "có"'
            ' under the heading "Không dùng túi ni lông khó phân hủy" would then count against the very outlet '
            "that gave the bags up."
        ),
    ),
    "above-header": Rule(
        "notice",
        _('around the header, not read: "{value}"'),
        _("if it says something of every row, such as the year or the unit of measurement, give it with --set"),
        about=_(
            'Official tables say above the header what no cell repeats, such as "Năm 2025" or "ĐVT: kg". Such '
            "lines are shown because nothing is taken from them."
        ),
    ),
    "set-column": Rule(
        "notice",
        _("{value} in every row, as --set declares; the table has no such column"),
        _("leave --set out if that is wrong"),
        about=_(
            "A value that is declared for a table counts in every row as though it had been written there. It "
            "is shown so that an auditor sees which figures rest on a declaration and not on the file."
        ),
    ),
    "set-not-used": Rule(
        "warning",
        _("--set {value} is not used: {reason}"),
        _("leave it out, or correct it"),
        about=_(
            "Whoever declares a value believes that it holds. Where no table took it, because the sheet has "
            "another name or the file has the column already, no result rests on it."
        ),
    ),
    "blank-declared": Rule(
        "notice",
        _("empty cells of {value} count as no, as --blank declares ({n} in all)"),
        _("leave --blank out if an empty cell means not known"),
        about=_(
            'An empty cell means "not known" unless a person declares otherwise, and every "no" that is made of'
            " one may turn a verdict. The number shows how much of the result rests on that declaration."
        ),
    ),
    "only-x": Rule(
        "warning",
        _('the column {value} holds only "x" and empty cells; these count as not known'),
        _("write no where the answer is no, or give --blank no:{value} if every empty cell means no"),
        about=_(
            "Many sheets mark a yes by x and leave all else empty, and it stays open whether empty means no or "
            "was never asked. With 30 x among 100 villages the share informed then lies anywhere from 30% to "
            "100%."
        ),
    ),
}

"""Rules about the headings of a survey, and the shape of its rows."""

from typing import Final

from scp_ninhbinh.problems.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

HEADINGS: Final = {
    "no-header": Rule(
        "error",
        _('no row names a column of a survey; the first one reads "{value}"'),
        _("put the names of the columns above the rows, such as year, kind, name; scp template writes a form"),
        about=_(
            "What a cell means is known from its heading alone. A table without headings, as when only the rows were "
            "copied, is not read by the order of its columns, which is not the same in any two files."
        ),
    ),
    "missing-column": Rule(
        "error",
        _("the column {value} is missing; needed for {kinds}"),
        _("add the column, or declare in scp.yaml which heading it has; an empty cell means that it is not known"),
        about=_(
            "Each kind of unit needs the columns that the plan asks for of it, and no others. A"
            " column that was lost in copying would otherwise make every answer of the kind unknown and leave "
            "the verdict open, with no word about the cause."
        ),
    ),
    "unknown-column": Rule(
        "warning",
        _('"{value}" is no column of {table}; it is not read'),
        _("ignore it if it holds no answer; else name it as the survey does, or declare it in scp.yaml under columns"),
        about=_(
            "Columns that people add for their own work do no harm. The warning is for the misspelt heading of "
            "an optional column, whose answers would be left out as though nobody had "
            "given them."
        ),
    ),
    "duplicate-column": Rule(
        "error",
        _('two columns mean {value}: number {first}, "{one}", and number {second}, "{two}"'),
        _("keep one of them, or declare the other in scp.yaml under columns: as skip"),
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
            "be read as the part. No cell of such a row is read. A row that stands in one cell as a whole was pasted "
            "with other separators, or in quotation marks; below the others it looks like a note."
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
        _("rename the column to {column_meant} and reverse each answer"),
        about=_(
            "A column asks whether something is so; forms often ask whether it is not. A "
            '"có" under a heading such as "Không dùng túi nilon" would then count against the very unit that gave the '
            "bags up."
        ),
    ),
    "doubtful-heading": Rule(
        "error",
        _('only a part of the heading "{value}" names {column_meant}; the rest of it may change what it means'),
        _("name the column alone, or declare the heading in scp.yaml under columns: as skip, or as this column"),
        about=_(
            'Headings stand above each other and end in brackets: "Tỷ lệ (%)" over "Khó phân hủy", "Năm 2024" over '
            '"Đã được phổ biến". Read by its known part alone, such a column would give a rate for an amount, or the '
            "answers of another year. What is a unit, a wording of the answer or a mere group is read."
        ),
    ),
    "inverted-legend": Rule(
        "error",
        _('"{sign}" is read as {answer} for {column_meant}, but "{value}" says otherwise'),
        _("write yes and no in the cells in place of signs; or correct that line, if they mean what they are read as"),
        about=_(
            "A 1, an x and a tick are read as yes, a 0 as no. Where a legend above or below the table says that 0 is "
            "done and 1 is not, or that x marks whoever is not, every answer would be read as its opposite. In figures "
            "a 0 and a dash are none, which they must not be where a legend says that nothing is known. A legend that "
            "says what is read anyway is no fault."
        ),
    ),
    "inverted-title": Rule(
        "error",
        _('every answer for {column_meant} is {answer}, but "{value}" says the opposite of all'),
        _("correct the title or the answers; a list of those with one answer needs that answer in each of its rows"),
        about=_(
            'A list "of villages that were not informed" often marks each of its rows with an x. Read by the heading '
            "alone, all of them would be informed. Whether the title is wrong or the marks are, only people can say."
        ),
    ),
    "planned-figures": Rule(
        "warning",
        _('"{value}" is said of planned or estimated figures; they are read as actual ones'),
        _("leave the file, or the sheet, out if they are (scp.yaml: skip); else correct that line"),
        about=_(
            "Offices draw up the same table for what is planned, for an estimate before the year ends, and for what "
            "was counted. Only its title tells them apart, and no verdict may rest on the first two without a word."
        ),
    ),
    "record-number": Rule(
        "warning",
        _('"{value}" numbers what was submitted, and no units; it is not read as their id'),
        _('give the units a column "Mã" of their own if they have codes; else they are known by their names'),
        about=_(
            "Survey tools number each form that is sent in, under a heading such as _id beside the time of sending. "
            "Taken for the unit's id, one market that was asked twice would count twice, and no unit would be found "
            "again in another year."
        ),
    ),
    "unread-cells": Rule(
        "warning",
        _("the column {value} has no heading, and its filled cells are not read ({n} in all)"),
        _("give it a heading, or empty it"),
        about=_(
            "A column whose heading was deleted, or that somebody added for a remark, looks empty to a program that "
            "goes by headings. What stands there may be the answers that are missed elsewhere."
        ),
    ),
    "answer-pair": Rule(
        "error",
        _('{value} is marked as yes ("{yes}") and as no ("{no}")'),
        _("empty one of the two cells"),
        about=_(
            "Forms give yes and no a column each, of which one is marked. Where both are, the answer is unknown, "
            "and either choice could change a verdict."
        ),
    ),
    "no-answer-marked": Rule(
        "warning",
        _("neither yes nor no is marked for {value} in {n} rows: {rows}; these count as not known"),
        _("mark one of the two, or leave it so if the answer is not known"),
        about=_(
            "Of an answer in two columns one is marked. A row without a mark was not asked, or somebody took the empty "
            "row for a no."
        ),
    ),
    "unit-in-heading": Rule(
        "notice",
        _("{value} in every row, as a heading or a line above the table says"),
        _("correct it there if that is wrong"),
        about=_(
            'A heading such as "Tổng bao bì (kg/ngày)" says in what its figures are, and that they are of one day. '
            "Figures of different units are never compared, so it is taken as though each row said it."
        ),
    ),
    "unknown-unit": Rule(
        "warning",
        _('"{value}" above the table is no unit known for {column_meant}; the figures are read as they stand'),
        _("expected one of {choices}; write it so, or give it with --set"),
        about=_(
            'A line such as "ĐVT: nghìn túi" says in what all figures below it are. Years of different units are not '
            "compared, so a unit that is not known must not pass for none."
        ),
    ),
    "areas-twice": Rule(
        "warning",
        _('the column "{value}" is not read: rows give the areas, as scp.yaml declares'),
        _("declare the column skip, or leave out areas: in rows"),
        about=_(
            "Areas stand in rows of their own or in a column. Where a table has both, the column is often a finer "
            "area, and figures by area would be split by the two."
        ),
    ),
    "set-contradicted": Rule(
        "warning",
        _('{value}, as {by} declares, but the file says "{says}"'),
        _("check the declaration; give several files each their own in scp.yaml"),
        about=_(
            "One --set year=2025 over the files of two years makes one year of them, and 2020's figures become 2025's. "
            "So a title, a sheet's name, a file's name or names of units that say otherwise are held against it; and "
            "a title with the name of its file or sheet against the years that stand in the rows."
        ),
    ),
    "blank-with-no": Rule(
        "warning",
        _("empty cells of {value} count as no here too ({n} in all), though the column has a no of its own"),
        _('if they mean not known on this sheet, name the other one alone: --blank "no:SHEET/{value}"'),
        about=_(
            "Where a sheet writes no in words, an empty cell of it usually means that nobody asked. A declaration "
            "made for a sheet that marks only yes would then make unknown answers of another a no."
        ),
    ),
    "repeated-header": Rule(
        "notice",
        _('not read, as it repeats or numbers the headings: "{value}"'),
        _("nothing to do"),
        about=_(
            "Headings come again on each printed page, official tables number their columns, and survey tools put a "
            "second header below the first. Such a row is no unit."
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
        _("{value} in every row, as {by} declares; the table has no such column"),
        _("leave the declaration out if that is wrong"),
        about=_(
            "A value that is declared for a table counts in every row as though it had been written there. It "
            "is shown so that an auditor sees which figures rest on a declaration and not on the file."
        ),
    ),
    "heading-declared": Rule(
        "notice",
        _('"{value}" is read as {column_meant}, as {by} declares'),
        _("correct the declaration if that is wrong"),
        about=_(
            "What a heading means where its words are not known must be decided by a person, once, in scp.yaml. It "
            "is said with every result, so that an auditor sees which answers rest on it."
        ),
    ),
    "set-not-used": Rule(
        "warning",
        _("{value}, as {by} declares, is not used: {reason}"),
        _("leave it out, or correct it"),
        about=_(
            "Whoever declares a value believes that it holds. Where no table took it, because the sheet has "
            "another name or the file has the column already, no result rests on it."
        ),
    ),
    "blank-declared": Rule(
        "notice",
        _("empty cells of {value} count as no, as {by} declares ({n} in all)"),
        _("leave the declaration out if an empty cell means not known"),
        about=_(
            'An empty cell means "not known" unless a person declares otherwise, and every "no" that is made of '
            "one may change a verdict. The number shows how much of the result rests on that declaration."
        ),
    ),
    "only-x": Rule(
        "warning",
        _('the column {value} holds only "x" and empty cells; these count as not known'),
        _("write no where the answer is no, or give --blank no:{value} if every empty cell means no"),
        about=_(
            "Many sheets mark a yes by x and leave all else empty, and it stays open whether empty means no or "
            "was never asked. With 30 x among 100 units the share then lies anywhere from 30% to "
            "100%."
        ),
    ),
}

"""Rules about files, and about the headings of a survey and the shape of its rows."""

from typing import Final

from scp_ninhbinh.problems.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

FILES: Final = {
    "missing-file": Rule(
        "error",
        _("there is no such file"),
        _("check the path and its spelling"),
        about=_(
            "A path that leads nowhere is an error and is never passed over, so that no survey is scored "
            "without a file that was meant to be part of it. The other files are still checked."
        ),
    ),
    "unreadable-file": Rule(
        "error",
        _("the file cannot be read: {reason}"),
        _("give the path of a readable file"),
        about=_(
            "A folder, a file without permission to read it, or one that changes while it is read gives no "
            "contents that could be vouched for. It is refused as a whole, and the other files are still "
            "checked."
        ),
    ),
    "file-twice": Rule(
        "warning",
        _("the file is named twice; it is read once"),
        _("name it once"),
        about=_(
            "The same file under two paths, for instance once directly and once through a link, would give "
            "every unit twice. It is recognised whatever the two paths look like."
        ),
    ),
    "unsupported-format": Rule(
        "error",
        _("the file is {format}; expected text (CSV) or a workbook (.xlsx, .xls, .ods)"),
        _("save it as .xlsx, or as CSV in UTF-8, and give that file"),
        about=_(
            "A file is known by its content and not by the ending of its name, because a report in PDF, a Word "
            "document or a web page saved as .xls is often handed in as the survey. Figures guessed from such a"
            " file could be checked by nobody."
        ),
    ),
    "protected-file": Rule(
        "error",
        _("the workbook is protected by a password and cannot be read"),
        _("save a copy without the password and give that one"),
        about=_(
            "The contents of a workbook with a password are encrypted, so nothing in it can be checked. The "
            "program takes no password: it also runs unattended, and a password does not belong in a command "
            "line or a log."
        ),
    ),
    "damaged-file": Rule(
        "error",
        _("the workbook is damaged or was made to do harm: {reason}"),
        _("open it in a spreadsheet, save it as .xlsx and give that file"),
        about=_(
            "A workbook is an archive of parts, and one that is damaged or forged can show other cells to this "
            "program than to a spreadsheet, for instance where two parts have the same name. So all parts are "
            "checked before a single cell is read."
        ),
    ),
    "file-too-large": Rule(
        "error",
        _("the file is larger than any survey: {reason}"),
        _("copy the table alone into a new file"),
        about=_(
            "A stray entry in the last row or column of a sheet, or an archive that unpacks to many times its "
            "size, would use up the memory of the machine. The limits lie far above any real survey: 256 MB "
            "unpacked, 20 million cells in a sheet, 512 MB of text."
        ),
    ),
    "too-many-problems": Rule(
        "error",
        _("more than {limit} problems: the rest of the file is not read"),
        _("correct what is told above, or give the right file, and check again"),
        about=_(
            "A file with a problem in nearly every row is most likely another file than the one that was meant, or one "
            "whose columns are named wrongly. The rest of it would only fill the memory of the machine."
        ),
    ),
    "no-survey-sheet": Rule(
        "error",
        _("no sheet of the workbook has a row that names the columns of a survey; its sheets: {sheets}"),
        _("name the columns above the table, such as year, kind, name; scp template writes a form"),
        about=_(
            "The header is looked for near the top of every sheet, below titles and remarks, by the headings of"
            " at least two columns of a survey. Where no sheet has one, to read the first sheet all the same "
            "would be a guess."
        ),
    ),
    "sheet-not-read": Rule(
        "notice",
        _('the sheet "{value}" holds no table of a survey and is not read'),
        _("if it holds survey rows, name their columns above them"),
        about=_(
            "Workbooks hold cover pages, charts and lists for drop-down menus beside the survey, and these are rightly "
            "passed over. Such a sheet bears no name of a kind, has no heading of a survey, and is no table."
        ),
    ),
    "table-not-read": Rule(
        "warning",
        _('the sheet "{value}" is not read: none of its headings is a survey\'s: {headings}'),
        _("if it holds survey rows, declare its headings in scp.yaml (scp init writes it); else skip there"),
        about=_(
            "A table that names no column of a survey may be a summary, or a list of answers whose headings are worded "
            "in a way of its own. The figures are then without it, which is for a person to confirm."
        ),
    ),
    "survey-sheet-not-read": Rule(
        "error",
        _('the sheet "{value}" seems to be of the survey and cannot be read; its headings: {headings}; known: {known}'),
        _(
            "name its columns as the survey does, or declare its headings in scp.yaml (scp init writes one); if it is "
            "not of the survey, declare it skip there"
        ),
        about=_(
            "A sheet that bears the name of a kind, is named in a declaration, or has one heading of a survey over "
            "filled rows most likely holds answers. Left out, its units would be missing from every figure."
        ),
    ),
    "sheet-skipped": Rule(
        "notice",
        _('the sheet "{value}" is not read, as {by} declares'),
        _("remove the declaration if it should count"),
        about=_(
            "A summary beside the survey repeats its figures, and a person has confirmed that it is not to be read. It "
            "is named so that nobody takes it for a part of the result."
        ),
    ),
    "hidden-sheet": Rule(
        "warning",
        _('the sheet "{value}" is hidden; it is read'),
        _("delete it if it should not count"),
        about=_(
            "A draft or the data of an earlier year often stays in a workbook as a hidden sheet, and whoever "
            "opens the file does not see that it counts. It is read like any other sheet, because what is "
            "hidden has not been withdrawn."
        ),
    ),
    "hidden-rows": Rule(
        "warning",
        _("hidden or filtered rows are read like the others: {rows}"),
        _("delete them if they should not count"),
        about=_(
            "A filter that was left on takes rows out of sight, and whoever adds up what is visible arrives at "
            "other figures than the program. The notice explains such a difference before it is taken for a "
            "mistake."
        ),
    ),
    "not-utf8": Rule(
        "error",
        _("byte {byte} of line {line} is {code}, which is not UTF-8"),
        _('save the file in UTF-8, in a spreadsheet as "CSV UTF-8"'),
        about=_(
            "Read in the wrong encoding, Vietnamese names turn into other letters without any error message, "
            "and then a unit no longer matches itself from one year to the next. The program may say what the"
            " bytes look like, but the encoding is declared by a person and never guessed."
        ),
    ),
    "not-in-encoding": Rule(
        "error",
        _("byte {byte} of line {line} is {code}, which is no letter of {encoding}"),
        _("give the encoding that the file was saved in, or save it in UTF-8"),
        about=_(
            "A byte that the declared encoding does not have shows that the file is in another one, or that "
            "rows from two sources were pasted together. Replaced by a question mark, it would change a name "
            "that other years spell out."
        ),
    ),
    "mis-converted-text": Rule(
        "error",
        _('"{value}" was converted wrongly before it came here'),
        _("convert the original again and check the result; letters lost on the way are not guessed"),
        about=_(
            "Text that was once opened in the wrong encoding and saved again keeps the damage, although the "
            'file is now sound: "chợ" has become "chá»£", or "mục lục" in a TCVN3 font "môc lôc". Such a name '
            "matches no other year, and one unit would be counted as two."
        ),
    ),
    "letters-lost": Rule(
        "error",
        _('"{value}" has lost letters: "{sign}" stands for each of them (texts like it: {n})'),
        _('save the original again as "CSV UTF-8" or as .xlsx; no --encoding brings back what this file has lost'),
        about=_(
            "A file that is saved in an encoding without Vietnamese letters, as a spreadsheet's plain CSV is, has a "
            'question mark in place of each: "Chợ Bắc" and "Chợ Bạc" are both "Ch? B?c". Two units become one, and a '
            "kind none. A question mark that ends a question or stands alone is none of these."
        ),
    ),
    "lost-letter": Rule(
        "warning",
        _('"{value}" seems to have lost the letter "ư", which some programs drop from TCVN3 text'),
        _("compare it with the original file, and convert that one again"),
        about=_(
            'TCVN3 stores "ư" as a byte that other programs take for a soft hyphen and remove, so that "trường"'
            ' becomes "trờng" and "nước" becomes "nớc". What was lost cannot be put back with certainty.'
        ),
    ),
    "empty-file": Rule(
        "error",
        _("the file is empty"),
        _("its first row must name the columns, such as year,kind,name"),
        about=_(
            "A file without a single filled cell is mostly an export that failed. Read as a survey without "
            'units, it would turn a technical fault into the verdict "No data".'
        ),
    ),
    "no-rows": Rule(
        "error",
        _("the file has a header and no row below it"),
        _("add a row for each unit and year"),
        about=_(
            "A header alone is a form that nobody has filled in, or an export whose filter let nothing through."
            " That is not the same as a survey that found no units."
        ),
    ),
    "bad-csv": Rule(
        "error",
        _("the row cannot be split into cells: {reason}"),
        _('close each quoted cell, and double each quotation mark inside one: "a ""b"" c"'),
        about=_(
            "One quotation mark that is never closed swallows the rows below it into a single cell, and their "
            "units would be missing without a trace. The row is named, and the rows that can still be split are "
            "read and checked."
        ),
    ),
}

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
            "be read as the part. No cell of such a row is read."
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
            "A column asks whether something is so; forms often ask whether it is not. A "
            '"có" under a heading such as "Không dùng túi nilon" would then count against the very unit that gave the '
            "bags up."
        ),
    ),
    "doubtful-heading": Rule(
        "error",
        _('only a part of the heading "{value}" names {column_meant}; the rest of it may change what it means'),
        _('name the column alone, or declare it in scp.yaml under columns: "{value}": {column_meant}, or skip'),
        about=_(
            'Headings stand above each other and end in brackets: "Tỷ lệ (%)" over "Khó phân hủy", "Năm 2024" over '
            '"Đã được phổ biến". Read by its known part alone, such a column would give a rate for an amount, or the '
            "answers of another year. What is a unit, a wording of the answer or a mere group is read."
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
            "Forms give yes and no a column each, of which one is marked. Where both are, the answer is unknown, and "
            "either choice could turn a verdict."
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
            "So a title, a sheet's name or a file's name that says otherwise is held against it."
        ),
    ),
    "blank-with-no": Rule(
        "warning",
        _("empty cells of {value} count as no here too ({n} in all), though the column has a no of its own"),
        _('if they mean not known on this sheet, name the other one alone: --blank "no:SHEET/{value}"'),
        about=_(
            "Where a sheet writes no in words, an empty cell of it mostly means that nobody asked. A declaration made "
            "for a sheet that marks only yes would then turn unknown answers of another into no."
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
        _("empty cells of {value} count as no, as {by} declares ({n} in all)"),
        _("leave the declaration out if an empty cell means not known"),
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
            "was never asked. With 30 x among 100 units the share then lies anywhere from 30% to "
            "100%."
        ),
    ),
}

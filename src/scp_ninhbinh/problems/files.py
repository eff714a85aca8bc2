"""Rules about files."""

from typing import Final

from scp_ninhbinh.problems.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

FILES: Final = {
    "missing-file": Rule(
        "error",
        _("there is no such file"),
        _("check the path and its spelling"),
        about=_(
            "A path that leads nowhere is an error and is never skipped, so that no survey is scored without a "
            "file that was meant to be part of it. The other files are still checked."
        ),
    ),
    "not-opened": Rule(
        "warning",
        _("it is not opened: a pipe, a device, a folder, or a link that leads out of the folder that was given"),
        _("name it by itself if it is meant"),
        about=_(
            "A folder that is given means its regular files. A pipe or a device may never end, and a link may lead to "
            "a file that nobody meant to hand in; so neither is opened unless it is named."
        ),
    ),
    "unreadable-file": Rule(
        "error",
        _("the file cannot be read: {reason}"),
        _("give the path of a readable file"),
        about=_(
            "A folder, a file without permission to read it, or one that changes while it is read gives no "
            "reliable contents. It is refused as a whole, and the other files are still checked."
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
        _("the workbook is damaged: {reason}"),
        _("fetch it again from where it came; if it opens in a spreadsheet, save it there as .xlsx and give that file"),
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
        _("correct the errors above, or give the right file, and check again"),
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
            "Workbooks hold cover pages, charts and lists for drop-down menus beside the survey, and these are "
            "rightly skipped. Such a sheet bears no name of a kind, has no heading of a survey, and is no table."
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
    "hidden-columns": Rule(
        "warning",
        _("hidden columns are read like the others: {columns}"),
        _("delete them if they should not count, or declare them skip in scp.yaml (scp init writes it)"),
        about=_(
            "A column with the answers of an earlier round is often hidden and kept, with the new answers beside it. "
            "Whoever looks at the sheet goes by what is visible, so a hidden column from which something is read is "
            "named. One that is not read is not."
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
            "A file without a single filled cell is usually an export that failed. Read as a survey without units, "
            'it would make a technical fault the verdict "No data".'
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

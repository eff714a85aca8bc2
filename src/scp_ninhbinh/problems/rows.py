"""Rules about the cells of a row, and the units that rows are about."""

from typing import Final

from scp_ninhbinh.problems.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

CELLS: Final = {
    "missing-value": Rule(
        "error",
        _("no value is given; expected {expected}"),
        _("fill it in"),
        about=_(
            "Without its year, its kind and an id or a name, a row cannot be assigned to any unit, target or "
            "year. In every other column an empty cell is an answer of its own: not known."
        ),
    ),
    "unknown-kind": Rule(
        "error",
        _('"{value}" is no kind of unit; expected one of {choices}'),
        _("write one of these"),
        about=_(
            "The kind decides for which target a unit counts and which answers are read of it, so a misspelt one "
            "would drop the unit silently. What the plan does not mention, such as a wholesale market (chợ đầu "
            "mối) where it means everyday ones, is none of its kinds."
        ),
    ),
    "bad-year": Rule(
        "error",
        _('"{value}" is no year; expected four digits such as 2025'),
        _("write the year alone"),
        about=_(
            "A year with a slip in it, such as 2O25 with a letter O, would put the unit into another year or "
            "into none. A full date is read for its year, with a warning; a span such as 2024-2025 is not, since an "
            "answer holds for one year."
        ),
    ),
    "year-in-date-cell": Rule(
        "error",
        _('"{value}" is what a cell for dates makes of the year {typed} typed into it'),
        _("write {typed} in a cell of the format General or Text"),
        about=_(
            "A spreadsheet counts days: 2025 typed into a cell that shows dates is the 2025th day of its calendar, in "
            "July 1905. Read for its year, the row would fall out of the plan's years with all its answers."
        ),
    ),
    "year-from-date": Rule(
        "warning",
        _('"{value}" is read as {read}: the column of years holds dates (cells read so: {n})'),
        _("check that the year of the date is the year that the answers are for, and write that year alone"),
        about=_(
            "A date usually says when somebody asked. A survey of January is about the year before, and by its "
            "date the answers would count a year late."
        ),
    ),
    "not-yes-no": Rule(
        "error",
        _('"{value}" is neither yes nor no; read as yes: {yes}; as no: {no}'),
        _("write yes or no, or leave the cell empty where it is not known"),
        about=_(
            'An "n", a question mark or "đang làm" can be taken for a yes or for a no, and each one taken '
            "wrongly moves a share. Only words that everyone reads alike count as an answer."
        ),
    ),
    "judged-use": Rule(
        "error",
        _('"{value}" judges the unit and does not answer the heading; expected có or không, yes or no'),
        _("write có (yes) if it is as the heading says and không (no) if it is not"),
        about=_(
            "Where a heading asks whether something unwanted is there, such as bags that are not to be used, a yes "
            'does not meet the clause, and a unit that has passed ("đạt") is one that answers no. Read as a yes, '
            'each "đạt" would count a unit that meets the clause as one that does not.'
        ),
    ),
    "not-a-number": Rule(
        "error",
        _('"{value}" is no number; expected digits such as 1250 or 12.5'),
        _("write the number alone, or leave the cell empty where it is not known"),
        about=_(
            "Many programs take 1_000, 1e3 or full-width digits for numbers, and overlook that 1O0 holds a "
            "letter. Here only what people write as a number is one: 1250, 1 250 or 2.677,6, and a dash for "
            "none."
        ),
    ),
    "ambiguous-number": Rule(
        "error",
        _('"{value}" may be a whole number or a decimal; expected one that reads one way'),
        _("write {whole} if it is the whole number, {decimal} if it is the decimal"),
        about=_(
            "In a Vietnamese table 3.946 is nearly four thousand, in an English one nearly four. It is read "
            "only where a number such as 2.677,6 in the same file, or a declaration, shows which of the two is "
            "meant."
        ),
    ),
    "inexact-number": Rule(
        "error",
        _('"{value}" is an estimate, a bound or a range; expected one figure'),
        _("write the one figure that was counted, or leave the cell empty where it is not known"),
        about=_(
            '"khoảng 20", "> 600" and "02 -03" say that nobody counted exactly. To make 20, 600 or 2.5 of them '
            "would lend the rate a precision that it does not have."
        ),
    ),
    "decimals-settled": Rule(
        "notice",
        _('"{value}" is read as {read}: other numbers of the file have a decimal {mark} (cells read so: {n})'),
        _("give --decimal point or comma if that is wrong"),
        about=_(
            "Whether 3.946 is read by its point as thousands or as decimals changes the value a thousandfold, and "
            "the other numbers of the file decide it. The first such cell is named so that one look at the source "
            "confirms or refutes it. Read as decimals, one that ends in 0 is a warning: a program writes no such 0, "
            "and a person who writes 1.250 often means thousands."
        ),
    ),
    "doubtful-fraction": Rule(
        "warning",
        _("{read} is a small fraction beside whole amounts such as {beside}"),
        _("write the number that is meant; one that is right may stay"),
        about=_(
            "A spreadsheet set to English takes 3.946, by which a Vietnamese means nearly four thousand, for a little "
            "less than four, and stores it as a number; and where an amount is asked for, its share of the whole is "
            "sometimes given. Told are fractions that fit the other numbers of their column only times a thousand, and "
            "parts of a year that are all below one, if their wholes are a thousand times as large, or the parts of "
            "another year are not so small."
        ),
    ),
    "cell-error": Rule(
        "error",
        _('"{value}" is an error of the spreadsheet, which is no answer'),
        _("correct the formula, or empty the cell where the answer is not known"),
        about=_(
            "Where a formula fails, the cell shows #REF! or #DIV/0!, and many programs hand it on as empty. A "
            'fault of the workbook would then pass for the answer "not known".'
        ),
    ),
    "merged-number": Rule(
        "error",
        _("the number stands in a cell merged over {value} rows; to which of them it belongs is not certain"),
        _("separate the cells and write each unit's own number"),
        _(
            "A cell merged over several rows holds one value. An answer, a year or an area in it applies to every "
            "row; a number may be the sum of the rows or the figure of one of them, which differ by as much as the "
            "units do."
        ),
    ),
    "formula-without-value": Rule(
        "error",
        _("the formula was saved without its value: {value}"),
        _("open the workbook in a spreadsheet, save it and give it again"),
        about=_(
            "A spreadsheet stores beside each formula what it last yielded; workbooks made by other programs "
            "may lack it, and the cell then seems empty. Formulas are not computed here, as the result could "
            "differ from the one that people saw and approved."
        ),
    ),
    "stale-formula": Rule(
        "error",
        _("the workbook itself calls the stored result of this formula out of date: {value}"),
        _("open the workbook in a spreadsheet, which computes it anew, save it and give it again"),
        about=_(
            "Programs that write workbooks without computing them mark all results as to be computed anew, and store a "
            "0 for each, or what a formula yielded before its cells were filled in. A spreadsheet shows the new result "
            "to whoever opens the file; here the old one would be read."
        ),
    ),
    "negative-number": Rule(
        "error",
        _('"{value}" is below zero; expected 0 or more'),
        _("correct the figure"),
        about=_(
            "What is counted or weighed is never below zero, so such a figure is a slip of typing or a difference "
            "between two others. It would lower the sum of all units. A dash that stands alone is no minus "
            "sign: it means none."
        ),
    ),
    "not-positive": Rule(
        "error",
        _('"{value}" is not above {above}'),
        _("correct it, or leave the cell empty"),
        about=_(
            "Units observed for different lengths of time are compared by what they have in a day or a month, and "
            "over zero of these there is nothing to compare. A 0 or a dash in such a column usually means that the "
            "length was not noted down, which is another answer."
        ),
    ),
    "part-over-whole": Rule(
        "error",
        _("{part} is {value}, more than {whole} {total}; expected a part of it"),
        _("check both figures; the part is at most the whole"),
        about=_(
            "A part cannot exceed its whole: such a row usually has the two columns exchanged, counts one in items "
            "and the other in kilograms, or gives as the whole only the rest. Scored, it would add a rate above "
            "100%."
        ),
    ),
    "part-without-whole": Rule(
        "warning",
        _("{part} is {value} but {whole} is empty: it may be anything from this part to the largest that was measured"),
        _("fill in {whole} if it is known"),
        about=_(
            "A rate is the parts of all units over their wholes, so a part without its whole enters neither sum of the "
            "figure: added to one of them alone, it would raise the rate. It widens the range instead."
        ),
    ),
    "unknown-choice": Rule(
        "error",
        _('"{value}" is none of the choices of {column_meant}; expected one of {choices}'),
        _("write one of these"),
        about=_(
            "A column that offers a choice, such as the unit in which something was counted, takes the words of its "
            'list and no others. A word that means something else in each place, such as "bao", would make figures '
            "look comparable that are not."
        ),
    ),
    "unknown-task": Rule(
        "error",
        _('"{value}" is no task of the plan; expected one of {choices}'),
        _("write the clause as the plan numbers it, several with a semicolon between them"),
        about=_(
            "An activity is evidence for the clauses that it names, and one that names a clause the plan does "
            "not have is evidence for nothing. A slip, such as a point left out of the number of a clause, is pointed "
            "out and not corrected silently."
        ),
    ),
    "cell-not-for-kind": Rule(
        "warning",
        _('"{value}" is not read: the column is not for rows of kind {kind}'),
        _("empty the cell, or check the kind"),
        about=_(
            "An answer to what is asked of other kinds usually shows that the kind is wrong, or that the row has "
            "slipped by a column. It changes no figure, and so the answer that somebody collected would be lost "
            "unnoticed."
        ),
    ),
    "year-outside-plan": Rule(
        "warning",
        _("the plan's years are {first} to {last}; rows of {value} are not scored"),
        _("check the year"),
        about=_(
            "A 2052 typed for 2025 must not become the year that is scored, nor may rows from before the base "
            "year enter a count. Such rows are checked like all others and take part in no figure."
        ),
    ),
}

UNITS: Final = {
    "duplicate-unit": Rule(
        "error",
        _('"{value}" has a row for {year} already at {other}; expected one row for a unit and year'),
        _("remove one of the two rows, or give two different units an id each"),
        about=_(
            "A unit listed twice in a year counts twice, whether or not it meets the clause. It happens where the "
            "lists of two districts overlap, or where a file is added to one that holds it already; or each row has a "
            "part of its figures, which are then to be added up."
        ),
    ),
    "doubtful-unit": Rule(
        "error",
        _('"{value}" may or may not be the unit at {other}: {why}'),
        _("give both rows an id: the same one if it is the same unit, otherwise two"),
        about=_(
            "Which rows belong to the same unit decides what changed since the base year and what is counted "
            "once or twice. Places share names, and areas are renamed, as in 2025; where an id is missing the "
            "program asks instead of choosing."
        ),
    ),
    "no-after-yes": Rule(
        "warning",
        _('{column_meant} of "{value}" was yes at {other} and is no here; once yes it stays so'),
        _("check both answers"),
        about=_(
            "What counts is whether something has been so since the plan began, such as that a unit was reached, "
            'and a later year cannot undo that. A "no" after a "yes" usually answers another question, whether '
            "there was an event this year, and lets the share fall without cause."
        ),
    ),
    "kind-not-asked": Rule(
        "warning",
        _("no indicator of the plan asks for the kind {value} (rows: {n}); they are not scored"),
        _("give the plan that asks for it with --plan, or ignore this"),
        about=_(
            "Rows of such a kind are read and take part in no figure. Where there are many of them, the survey "
            "was often made for another plan, or an indicator names another kind than was meant."
        ),
    ),
    "another-plan": Rule(
        "warning",
        _("the plan {plan} knows none of the areas and few of the kinds of this survey"),
        _("give the plan that the survey was made for with --plan"),
        about=_(
            "A survey of another province can be read by this plan wherever its words are the same, and its "
            "figures would then be held against requirements that were never set for it."
        ),
    ),
    "not-checked": Rule(
        "warning",
        _("not checked in rows with an error above ({rows}): {check}"),
        _("correct those and check again"),
        about=_(
            "Some checks need other cells of the row to be sound: where the year cannot be read, a duplicate "
            "cannot be found. The warning says what is still open, so that a short list of errors is not taken "
            "for a complete one."
        ),
    ),
    "total-row": Rule(
        "notice",
        _('"{value}" is a total and is not read'),
        _("give the row an id if it is a unit of that name"),
        about=_(
            'A last row "Tổng số" or "Cộng" adds up the rows above it; read as a unit, it would double every '
            "sum. Its figures enter no result; where they differ from the sums of their rows, a warning says so."
        ),
    ),
    "total-differs": Rule(
        "warning",
        _("a total differs from the sum of its rows (figures that differ: {n}): {examples}"),
        _("compare the rows with the source: one may be missing or mistyped; else correct the total"),
        about=_(
            "A total shows what its rows have to add up to, so a row that was lost on the way, or a slip in a figure, "
            "shows in it. It is only a warning, since published totals do not always add up; a rounded one passes. "
            "A table is not compared where a figure of its rows is not known or cannot be read, and a grand total over "
            "groups is compared with the units, not with the sub-totals."
        ),
    ),
    "doubtful-total": Rule(
        "error",
        _('"{value}" may be a sub-total or a unit of that name'),
        _("delete the row if it is a sub-total; give it an id if it is a unit"),
        about=_(
            'A row "Cộng huyện Nho Quan" adds up one district, but the name alone is no proof. Counted wrongly '
            "it would add the district to itself; left out wrongly, a unit would be missing."
        ),
    ),
    "area-row": Rule(
        "notice",
        _('"{value}" is the area of the rows below it, as scp.yaml declares'),
        _("leave out areas: in rows if it is a unit"),
        about=_(
            'Official tables give the area in a row of its own, "I. Huyện Nho Quan", with or without its sums. Where '
            "that is declared, such a row is no unit and its figures enter no result."
        ),
    ),
    "area-without-units": Rule(
        "warning",
        _('"{value}" is left out as an area, but has answers of its own ({figures}) and no unit below it'),
        _("write the name of the unit if the row is one; leave it as it is if it is a sub-total"),
        about=_(
            "A district with one market is often entered by the district's name alone. Where areas are declared to "
            "stand in rows of their own, such a row looks like one of them, and the unit would be missing from the "
            "figures. An area that adds up the areas below it is none of these."
        ),
    ),
    "part-row": Rule(
        "notice",
        _('"{value}" is a part of the unit above and is not read'),
        _("give the row an id if it is a unit of its own"),
        about=_(
            'Rows such as "- Khu ăn uống" below a market are parts of its figures. Read as units they would count the '
            "same packaging twice. They are left out where they stand further in, or add up to the unit."
        ),
    ),
    "note-row": Rule(
        "notice",
        _('below the table, not read: "{value}"'),
        _("nothing to do if it is a note; if it is a unit, complete its row"),
        about=_(
            "Sources, remarks and signatures stand below many tables and are no units. Each such line is shown,"
            " because a unit whose year and kind were left empty can look the same."
        ),
    ),
    "doubtful-row": Rule(
        "error",
        _('"{value}" may be a unit, or an area, a sub-total, a part or a note among the rows'),
        _("delete the line, give the unit an id, or declare areas: in rows in scp.yaml if it names an area"),
        about=_(
            "A row that names a district, adds up those next to it or all others, lacks the number that they have, or "
            'is called "Năm 2024", "Kế hoạch năm 2026" or "Các chợ còn lại" is usually no unit; a name without answers '
            "at the end of a table may be one that did not reply, or a note. Its look does not settle that, and either "
            "would change the figures."
        ),
    ),
}

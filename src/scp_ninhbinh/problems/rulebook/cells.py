"""Rules about one cell, or the cells of one row."""

from typing import Final

from scp_ninhbinh.problems.rulebook.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

CELLS: Final = {
    "missing-value": Rule(
        "error",
        _("the cell is empty; expected {expected}"),
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
            "The kind decides for which target a unit counts and which answers are read of it, so a misspelt "
            "one would drop the unit silently. A wholesale market (chợ đầu mối) is none of the kinds, and is "
            "not counted as an everyday market."
        ),
    ),
    "bad-year": Rule(
        "error",
        _('"{value}" is no year; expected four digits such as 2025'),
        _("write the year alone"),
        about=_(
            "A year with a slip in it, such as 2O25 with a letter O, would put the unit into another year or "
            "into none. A full date is read for its year; a span such as 2024-2025 is not, since an answer "
            "holds for one year."
        ),
    ),
    "not-yes-no": Rule(
        "error",
        _('"{value}" is neither yes nor no; expected one of {choices}'),
        _("write yes or no, or leave the cell empty where it is not known"),
        about=_(
            'An "n", a question mark or "đang làm" can be taken for a yes or for a no, and each one taken '
            "wrongly moves a share. Only words that everyone reads alike count as an answer."
        ),
    ),
    "judged-use": Rule(
        "error",
        _('"{value}" does not say whether such bags are used; expected có or không, yes or no'),
        _("write có (yes) if the outlet uses them and không (no) if it does not"),
        about=_(
            'An outlet that has passed ("đạt") is one where such bags are not used. Read as a yes, each "đạt" '
            "would count a good outlet as a bad one."
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
            "Whether 3.946 is read by its point as thousands or as decimals makes a factor of a thousand, and "
            "the other numbers of the file decide it. The first such cell is named so that one look at the "
            "source confirms or refutes it."
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
            "A cell merged over several rows holds one value. An answer, a year or an area in it speaks of every row; "
            "a number may be the sum of the rows or the figure of one of them, which differ by as much as the units do."
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
    "negative-number": Rule(
        "error",
        _('"{value}" is below zero; expected 0 or more'),
        _("correct the figure"),
        about=_(
            "Packaging is counted or weighed, so a figure below zero is a slip of typing or a difference "
            "between two others. It would lower the sum of all markets. A dash that stands alone is no minus "
            "sign: it means none."
        ),
    ),
    "not-positive": Rule(
        "error",
        _('"{value}" is not above zero; expected a length in days'),
        _("correct it, or leave the cell empty"),
        about=_(
            "Markets observed for different lengths of time are compared per day, and over zero days there is "
            "nothing to compare. A 0 or a dash here mostly means that the length was not noted down, which is "
            "another answer."
        ),
    ),
    "hard-over-total": Rule(
        "error",
        _("packaging_hard is {value}, more than packaging_total {total}; expected a part of it"),
        _("check both figures; the hard-to-degrade part is at most the total"),
        about=_(
            "A part cannot exceed its whole: such a row mostly has the two columns exchanged, counts one in "
            "items and the other in kilograms, or gives as the total only the rest of the packaging. Scored, it"
            " would add a rate above 100%."
        ),
    ),
    "hard-without-total": Rule(
        "warning",
        _("packaging_hard is {value} but packaging_total is empty; the market counts as not measured"),
        _("fill in packaging_total if it is known"),
        about=_(
            "The rate is the hard-to-degrade packaging of all markets over all their packaging, so a part "
            "without its total can enter neither sum. Added to one of them alone, it would raise the rate."
        ),
    ),
    "unknown-measuring-unit": Rule(
        "error",
        _('"{value}" is no unit of measurement; expected one of {choices}'),
        _("write one of these"),
        about=_(
            "A rate in items and a rate in kilograms cannot be compared, so the base year and the year scored "
            'must share their unit. A unit that means something else in each place, such as "bao", would make '
            "the comparison look sound."
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
            "An answer about bags in the row of a market mostly shows that the kind is wrong, or that the row "
            "has slipped by a column. It changes no figure, and so the answer that somebody collected would be "
            "lost unnoticed."
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

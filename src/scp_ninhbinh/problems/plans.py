"""Rules about plan files."""

from typing import Final

from scp_ninhbinh.problems.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

PLANS: Final = {
    "plan-syntax": Rule(
        "error",
        _("the YAML cannot be read: {reason}"),
        _("check the indentation and quotation marks"),
        about=_(
            "YAML shows by indentation what belongs to what, so one space too many can move a requirement to "
            "another target. Of a file that cannot be read to its end nothing is used."
        ),
    ),
    "plan-too-large": Rule(
        "error",
        _("the file is larger than {limit} bytes"),
        _("give a plan file"),
        about=_(
            "A plan of dozens of clauses takes some kilobytes. A file of this size is usually a survey that was "
            "given in its place."
        ),
    ),
    "plan-too-deep": Rule(
        "error",
        _("lists and mappings are nested more than {limit} deep"),
        _("flatten the file"),
        about=_(
            "No plan needs more than a few levels of lists and keys. A file that goes deeper was damaged, or "
            "made to exhaust the program, and reading stops there."
        ),
    ),
    "plan-alias": Rule(
        "error",
        _("anchors and aliases (& and *) are refused: {value}"),
        _("write the value out in full"),
        about=_(
            "With an alias, a change in one place silently changes a requirement in another, and a few lines "
            "can unfold into millions. A plan is to be checked clause by clause, each figure where it holds."
        ),
    ),
    "plan-tag": Rule(
        "error",
        _("the tag {value} is refused"),
        _("remove it"),
        about=_(
            "A tag asks the reader of a file to turn a value into something else, at worst into a program that "
            "runs. In a plan every value is the text that stands there."
        ),
    ),
    "plan-yaml-boolean": Rule(
        "error",
        _("{value} without quotation marks is a boolean or null in YAML 1.1; expected a text"),
        _('write "{value}" with quotation marks'),
        about=_(
            "Most programs that read YAML turn a bare no, off or ~ into false or nothing. The answer that a "
            "target asks for would then not be the one that people see: with_fee: no is refused, with_fee: "
            '"no" is the answer no.'
        ),
    ),
    "plan-yaml-time": Rule(
        "error",
        _("{value} without quotation marks is a number in base sixty in YAML 1.1; expected a text"),
        _('write "{value}" with quotation marks'),
        about=_(
            "Some programs read 1:30 as the number 90. A clause that is numbered so would bear one number in "
            "the file and another in what other programs make of it."
        ),
    ),
    "plan-yaml-number": Rule(
        "error",
        _("{value} without quotation marks is a number or a date in YAML; expected a text"),
        _('write "{value}" with quotation marks'),
        about=_(
            "Most programs that read YAML make the number 1.1 of a clause 1.10, and 8 or 10 of 010. An editor that "
            "checks the plan by its schema would then see another clause than people do."
        ),
    ),
    "plan-no-value": Rule(
        "error",
        _('"{value}" stands here without a value'),
        _("write a value after it, or remove it"),
        about=_(
            "In curly brackets a comma begins a new entry, also a comma within a text or a number, and a colon without "
            "a blank behind it ends no key. What is left is a key without a value, which most programs read as "
            "nothing: the title would lose its second half, a target its requirement."
        ),
    ),
    "plan-missing-dash": Rule(
        "error",
        _("the key {value} begins a second entry here, after the one in line {first}, without a dash"),
        _("write a dash and a blank before it: - {value}: ..."),
        about=_(
            "A dash begins each entry of a list. Without it the keys of an indicator belong to the one above, and "
            "would replace its own."
        ),
    ),
    "plan-duplicate-key": Rule(
        "error",
        _("the key {value} stands here and in line {first}; expected it once"),
        _("remove one of them"),
        about=_(
            "Most readers of YAML take the last of two equal keys and say nothing. A second line at_least, left"
            " over from an edit, would then set a requirement that differs from the one a reader sees first."
        ),
    ),
    "plan-unknown-key": Rule(
        "error",
        _('the key "{value}" is not known here'),
        _("remove it, or check its spelling"),
        about=_(
            "A misspelt key that is skipped takes its content with it: strech: 85% would leave the target without "
            "its upper figure. Nothing that stands in a plan file goes unread."
        ),
    ),
    "plan-missing-key": Rule(
        "error",
        _("the key {key} is missing"),
        _("add it"),
        about=_(
            "Whatever can change a verdict is written in the plan file: the requirement, its due year, its "
            "clause, the base year. A value that the program filled in by itself could be seen and questioned "
            "by nobody."
        ),
    ),
    "plan-no-reason": Rule(
        "error",
        _("a reading needs its reason; the key {value} is missing or empty"),
        _("add why: in a sentence"),
        about=_(
            "Where the text of a clause leaves a choice, the reading is somebody's decision, and a verdict may "
            "depend on it. Its reason is shown with the plan, so that an auditor can judge it."
        ),
    ),
    "plan-percent": Rule(
        "error",
        _("{value} is no percentage {limits}; expected one with its sign, such as 70%"),
        _("write a percentage such as 70%"),
        about=_(
            "A bare 0.7 may mean 70% or 0.7%, and a bare 70 may be a number of units; the sign settles it. At least "
            "0% is met by everyone, more than 100% of a whole by no one. What rises, and a ratio whose one column is "
            "no part of the other, can be more than 100%."
        ),
    ),
    "plan-amount": Rule(
        "error",
        _("{value} is no {wanted}; expected digits, with a point before decimals, such as 1500 or 0.8"),
        _("write a number above 0, or 0 for at_most"),
        about=_(
            "A count, a total and a ratio with a unit are numbers, without a sign and without separators. 15.000 is "
            "fifteen thousand in one country and fifteen in another, and the verdict would be another one."
        ),
    ),
    "plan-one-of": Rule(
        "error",
        _("{choices} stand together; expected one of them"),
        _("remove the others"),
        about=_(
            "A target has one limit, a change is that of one quantity, and a base is one year or several. Of two that "
            "stand together either could be judged, and nobody would have chosen which."
        ),
    ),
    "plan-answers": Rule(
        "error",
        _('"{value}" does not fit the columns of answer; of several expected all, or at least and a number of them'),
        _("write all, or at least 2"),
        about=_(
            "Where a clause asks for several things, a unit may have to do all of them or some. With one column there "
            "is nothing to choose, and more than there are columns nobody can reach."
        ),
    ),
    "plan-measure": Rule(
        "error",
        _("{value} is no measure; expected one of {choices}"),
        _("write one of these"),
        about=_(
            "A share, the level of a ratio, a total, a change from a base year, a count, an encouragement and a task "
            "are each computed in their own way. The measure is therefore named and never guessed from the other keys."
        ),
    ),
    "plan-not-one-of": Rule(
        "error",
        _('"{value}" is not one of {choices}'),
        _("write one of these"),
        about=_(
            "Some keys choose between a few ways of counting, such as units or occasions, or between yes and "
            "no. Any other word would have to be interpreted, and the interpretation would decide the result."
        ),
    ),
    "plan-bad-value": Rule(
        "error",
        _("{value} does not fit: {expected}"),
        _("correct the value"),
        about=_(
            "Each value must be of the right form and agree with the others: a due year within the period of "
            "the plan, a base year before it, an upper figure above the requirement. Otherwise a verdict would "
            "rest on a requirement that nobody meant."
        ),
    ),
    "plan-duplicate-due": Rule(
        "error",
        _("{value} is the due year of two targets of {indicator}"),
        _("keep one target for a due year"),
        about=_(
            "With two requirements for one indicator and year, a verdict could be on either. Usually the second "
            "was copied from the first and kept its year."
        ),
    ),
    "plan-no-part": Rule(
        "error",
        _("clause {value} holds several targets due {due}; expected a letter (part) of its own for each"),
        _("add part: a to the first and part: b to the next"),
        about=_(
            "Targets of one clause and due year are told apart by their letters: reports show a clause with its "
            "letter, and people ask for it so. Letters that the program gave by itself would move as soon as a "
            "target is put before them."
        ),
    ),
    "plan-duplicate-id": Rule(
        "error",
        _("two indicators have the id {value}"),
        _("rename one of them"),
        about=_(
            "The id names an indicator in every output and from one year's results to the next. If two shared "
            "it, the figures of one could be taken for those of the other."
        ),
    ),
    "plan-no-question": Rule(
        "error",
        _("the column {column_asked} needs its question; the key {value} is missing or empty"),
        _("add ask: {{vi: ..., en: ...}}, what is asked and what counts"),
        about=_(
            "People fill in a form by its questions, and two of them who understand a heading differently give "
            "answers that cannot be added up. The question of every column therefore stands in the plan, with its "
            "notes, and is shown in the form, in the dictionary and in the schema."
        ),
    ),
    "plan-same-word": Rule(
        "error",
        _('"{value}" is a word of {other} already'),
        _("take it out of one of the two, or write more of it"),
        about=_(
            "A heading or the name of a kind must mean one thing, however it is spelt: in capitals, without "
            "diacritics, with a tone on the other vowel. Of a word that means two things a survey would be read "
            "in a way that nobody chose."
        ),
    ),
    "plan-reserved-name": Rule(
        "error",
        _("{value} is a name of the program's own"),
        _("call it something else, such as {value}_of_unit"),
        about=_(
            "Every survey has columns such as year, kind, id, name, area, stratum and note, and a register since, "
            "until and size. A column of a plan by one of these names could not be told from them."
        ),
    ),
    "plan-declared-already": Rule(
        "error",
        _("{value} is declared by the survey file {other} already"),
        _("remove it here, or give it another name"),
        about=_(
            "A plan may add kinds and columns to those of a survey file that several plans share, but not change "
            "them: the same word in a survey would then mean one thing under one plan and another under the next."
        ),
    ),
    "plan-key-not-for": Rule(
        "error",
        _("the key {value} is only for columns that hold {holds}"),
        _("remove it, or correct what the column holds"),
        about=_(
            "A unit of measurement is one of numbers, choices are those of a column that holds a choice, and only "
            "an answer of yes or no can last or be unwanted. Such a key on another column would change nothing, "
            "and whoever wrote it would believe that it did."
        ),
    ),
    "plan-not-used": Rule(
        "warning",
        _("{value} is declared and nothing asks for it"),
        _("name it in an indicator, or remove it"),
        about=_(
            "A kind or a column that no indicator and no task asks for is in no form, and no survey has to have "
            "it. Usually the indicator that it was meant for names another one."
        ),
    ),
    "plan-unknown-kind": Rule(
        "error",
        _("{value} is no kind of unit; expected one of {choices}"),
        _("write one of these"),
        about=_(
            "A target for a kind that no survey has, such as villages instead of village, would never find a unit"
            ' and read "No data" whatever was surveyed. So the plan is checked before any survey is.'
        ),
    ),
    "plan-unknown-column": Rule(
        "error",
        _("{value} is no column of {kind} for this measure; expected one of {choices}"),
        _("write one of these"),
        about=_(
            "A ratio and a total need columns of numbers, an answer a column of yes and no, and each kind has only "
            "some of them. A column that the kind does not have would make all its units unknown."
        ),
    ),
}

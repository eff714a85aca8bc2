"""Rules about what was asked of the program."""

from typing import Final

from scp_ninhbinh.problems.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

REQUESTS: Final = {
    "unknown-due": Rule(
        "error",
        _("the plan has no target due in {value}; expected one of {choices}, or all"),
        _("give one of these"),
        about=_(
            "Requirements differ from one due year to the next, so a year without one, such as 2026, is not "
            "replaced by the nearest. An empty table would look as though nothing were required."
        ),
    ),
    "no-such-column": Rule(
        "error",
        _("{value} is no {what}; expected one of {choices}"),
        _("name one of these"),
        about=_(
            "A declaration holds for a column that a survey of the plan has, and only a column of yes and no can have "
            "empty cells that mean no. Of another name it would change nothing, and nobody would notice."
        ),
    ),
    "bad-scored-year": Rule(
        "error",
        _("{value} is not a year of the plan; expected {first} to {last}"),
        _("give one of these to --year"),
        about=_(
            "The years of a plan run from its first year, or an earlier base year, to its last due year, and "
            "only for these does it say anything. A slip such as 2052 would otherwise give a table of targets "
            "without data."
        ),
    ),
    "no-year": Rule(
        "error",
        _("no row is of a year from {first} to {last}"),
        _("check the column year, and the year that is asked for"),
        about=_(
            "The year scored is the latest year of the plan that the files hold. Where they hold none, usually the "
            "wrong file was given, and a verdict on another year would be invented."
        ),
    ),
    "few-rows-of-year": Rule(
        "warning",
        _("{value} is taken as the year scored, with few rows: {n} (rows of {before}: {rows})"),
        _("give --year {before} if the rows of {value} are a slip, or --year {value} if its survey has only begun"),
        about=_(
            "Without --year the latest year in the files is scored. One row with a slip in its year, or the first "
            "rows of a survey that has only begun, would then decide every verdict: met, 1 of 1. The warning comes "
            "below a fifth of the rows of the latest year before, counted over the kinds that the plan asks for."
        ),
    ),
    "pool-changed": Rule(
        "warning",
        _(
            "{title}: the units of {value} are others than before (of {before}: {units_before}, of {value}: {units}, "
            "of both years: {same}); the share went {whole}, among the units of both years {among}"
        ),
        _("survey the same units again, or give --register with the list of all units"),
        about=_(
            "Of 100 villages 20 said yes, and a year later 9 of the best 10: that is no progress. Where a share "
            "has no register, and 10 units or more were surveyed the year before, a warning says that fewer than "
            "80% as many were surveyed, or fewer than half of them again, if the change among the units of both "
            "years has another sign, another word of pace or another verdict."
        ),
    ),
    "no-areas": Rule(
        "error",
        _("{title}: every area has to meet it, and neither the plan nor a register says which there are in {year}"),
        _("list them in the plan under areas, or give --register with a list that has the column area"),
        about=_(
            "Where every area has to meet a target by itself, one that nobody surveyed must not be forgotten. So it is "
            "not enough to look at the areas that stand in the survey files: those in force in the year scored are "
            "taken from the plan, else from the register."
        ),
    ),
    "unknown-rule": Rule(
        "error",
        _("there is no rule {value}"),
        _("scp rules lists them"),
        about=_(
            "What is not wanted is named by its rule. A misspelt name would leave out nothing, and whoever reads the "
            "file would believe otherwise."
        ),
    ),
    "sample-without-register": Rule(
        "error",
        _("a sample can only speak for units that are counted: --sample needs a register"),
        _("add --register with the list of all units, or leave out --sample"),
        about=_(
            "An estimate from a sample needs to know how many units the sample stands for, in all and in each stratum. "
            "Without a register that would be a guess."
        ),
    ),
    "unknown-target": Rule(
        "error",
        _("the plan has no target {value}; expected one of {choices}"),
        _("give one of these"),
        about=_(
            "A target is named by its id or by its clause; scp targets shows both. A misspelt one is not replaced by "
            "the likeliest, whose explanation would then be read as that of another target."
        ),
    ),
    "ambiguous-target": Rule(
        "error",
        _("clause {value} holds several targets: {choices}"),
        _("give one of these"),
        about=_(
            "A clause names a target only where it holds one. Where it holds several, which of them is meant is not "
            "guessed."
        ),
    ),
    "not-a-score": Rule(
        "error",
        _("it is no saved score of scp"),
        _("give a file that scp score --format json wrote, or the survey itself"),
        about=_(
            "A saved score replaces the survey of its year, so that results outlive the files. A JSON file of "
            "another kind, or one that was changed by hand and lacks a key, says nothing that could be compared."
        ),
    ),
    "changed-score": Rule(
        "error",
        _("the saved score was changed: {key} is {value}, expected {expected}"),
        _("give the file as scp score wrote it, or the survey itself"),
        about=_(
            "A saved score is believed because it agrees with itself: the figure lies in its range, a share is its "
            "count of units over all of them, what is required stands in the plan, the verdict follows from the "
            "range, and the checksum from every value. What was changed by hand or by an accident does not, and "
            "nobody could say any more where its figures came from."
        ),
    ),
    "other-version": Rule(
        "warning",
        _("the score was saved by version {value} of the program, this is {own}"),
        _("score the survey of that year again, where it is still there"),
        about=_(
            "Another version may compute a figure in another way. What the two came to is compared, and whoever reads "
            "the comparison should know."
        ),
    ),
    "cannot-verify": Rule(
        "error",
        _("the saved score cannot be run again: {reason}"),
        _("score the survey again, and compare the two files"),
        about=_(
            "Run again, a saved score is the same byte for byte if the program, the files and what was asked are the "
            "same. Where one of them is another, a difference would say nothing about the score."
        ),
    ),
    "changed-input": Rule(
        "error",
        _("the file is no longer the one that was scored: its SHA-256 is {value}, that of then {saved}"),
        _("give back the file of then, or score the survey again"),
        about=_(
            "A saved score names the SHA-256 of every file that it came from: surveys, register, plan and project. "
            "Scored from another file it would be another score, whatever is wrong or right with the saved one."
        ),
    ),
    "year-twice": Rule(
        "error",
        _("the year {value} comes twice: in this file and in {other}"),
        _("leave one of the two out"),
        about=_(
            "A saved score and the survey of the same year may differ, because answers were corrected since. Which "
            "of them holds must be decided by a person; taking one without asking would make a review that nobody "
            "can repeat."
        ),
    ),
    "report-extra": Rule(
        "error",
        _("this format of a report needs {value}, which is not installed"),
        _('install it from a clone of the project: pip install ".[report]"'),
        about=_(
            "Charts and documents are made by libraries that most runs never need. They are installed on demand, so "
            "that scoring and checking stay small and fast."
        ),
    ),
    "output-is-input": Rule(
        "error",
        _("the output would overwrite an input"),
        _("give it another path"),
        about=_(
            "Written over the survey or the plan that it comes from, a result would destroy its own evidence. "
            "Links are followed, so the same file is recognised under another name too."
        ),
    ),
    "output-exists": Rule(
        "error",
        _("the file is there already and says something else"),
        _("give another name, or --force to replace it"),
        about=_(
            "A plan or a form that is written anew would take the place of one that somebody has worked on or filled "
            "in. So a file that differs from what would be written is left as it is."
        ),
    ),
    "unwritable-output": Rule(
        "error",
        _("the output cannot be written: {reason}"),
        _("give a path in a folder that you can write to"),
        about=_(
            "A result that is half written looks like a whole one to whoever reads it next. The file is "
            "replaced in one step or stays as it was."
        ),
    ),
}

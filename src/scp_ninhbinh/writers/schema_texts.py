"""What the JSON Schemas say in words: their titles, and the meaning of each key of a plan, a project and a survey."""

from collections.abc import Mapping
from typing import Final, Literal

Which = Literal["plan", "survey", "project", "score", "explain", "review", "check", "verify"]

HEADS: Final[Mapping[Which, tuple[str, str]]] = {
    "plan": (
        "Plan of scp",
        "A plan as its YAML file declares it. Texts that YAML may read as something else, such as no, 1.1 or 1:30, "
        "need quotation marks. What holds between values, such as a stretch above at_least, only scp check can say.",
    ),
    "survey": (
        "Row of a survey",
        'One unit in one year: texts by column, as a CSV gives them. An empty string is "not known", which is not '
        '"no". A column is required by the kinds that need it; those of other kinds may stand beside them, empty. '
        "The reader accepts more: Vietnamese and English headings and words of kinds and of choices, any case, spaces "
        "around a word, words without diacritics, grouped thousands where the file settles how they read. "
        "What holds between cells, between rows or with the plan only scp check can say.",
    ),
    "project": (
        "Project of scp",
        "How survey files are read, as a person has confirmed it: scp.yaml. A column may be named by any of its words. "
        "Whether the files have the sheets and headings named here only scp check can say.",
    ),
    "score": (
        "Scores",
        "What scp score --format json writes. Percentages are numbers from 0 to 100, unrounded; what does not exist is "
        "null, never 0. New keys may be added within the name of the schema.",
    ),
    "explain": (
        "Explanations",
        "What scp explain --format json writes: the results of one indicator as in scp score, and what each rests on. "
        "New keys and new steps may be added within the name of the schema.",
    ),
    "review": (
        "Reviews",
        "What scp review --format json writes: each target over the years. Percentages are numbers from 0 to 100, "
        "unrounded; what does not exist is null, never 0. New keys may be added within the name of the schema.",
    ),
    "check": (
        "Findings",
        "What scp check --format json writes: everything found, problem by problem. New keys and new rules may be "
        "added within the name of the schema.",
    ),
    "verify": (
        "Verifications",
        "What scp verify --format json writes: whether a saved score, run again, is the same, and what differs. New "
        "keys may be added within the name of the schema.",
    ),
}

PLAN: Final = {
    "schema": "The name of this format.",
    "id": "A name such as zones-informed, not used twice.",
    "Plan.id": "The number of the plan.",
    "title": "What tables and reports call it.",
    "vi": "In Vietnamese.",
    "en": "In English.",
    "period": "The years of the plan.",
    "first": "The first year, included.",
    "last": "The last year, included.",
    "territory": "The territory meant, and its boundaries of which year.",
    "areas": "The areas of the territory; a survey of a year of theirs is checked for other names.",
    "Area.name": "The name of the area, as it is shown.",
    "Area.since": "The first year of that name; from the start if left out.",
    "Area.until": "The last year of that name.",
    "Area.was": "The names before of what became this area; compared over the years, all of them are one area.",
    "indicators": "Every clause that is scored or tracked, in the order in which it is shown.",
    "notes": "How the clause is read; shown, not computed with.",
    "reading": "The reading that is taken.",
    "why": "The reason for it.",
    "measure": "share: units with an answer, of all; ratio, total: the level of sums; reduction, increase: a change "
    "since a base year; count: a number; encourage and task are counted and never judged.",
    "count": "Different units, each once over the years; those of them that are new since the first year that counts; "
    "or occasions, which are rows.",
    "of": "The kinds of unit that count, each once.",
    "answer": "The column of the survey, and the answer that counts; several are counted each by itself.",
    "Share.answer": "The column of the survey, and the answer that counts; several with answers.",
    "Count.answer": "The column of the survey, and the answer that counts; several with answers.",
    "Reduction.answer": "The answer whose share falls; several with answers.",
    "Increase.answer": "The answer whose share rises; several with answers.",
    "answers": "How many of several answers make a unit count: all, or at least 2.",
    "ratio": "Two columns, sum over sum: a percentage, or in a unit of its own.",
    "sum": "The column above the line: of a percentage the part.",
    "over": "The column below the line: of a percentage the whole.",
    "times": "What the ratio is multiplied by, such as 1000, in its unit.",
    "Quotient.unit": "What the ratio is in, a text or one in both languages; its limits are then numbers without %.",
    "Total.total": "The column that is summed up.",
    "Reduction.total": "The column whose sum falls.",
    "Increase.total": "The column whose sum rises.",
    "each": "Whether every area, or every year of the window, has to meet the limit by itself.",
    "per_year": "Whether the limit is of the mean change of a year, compounded.",
    "hard": "The column of the part, as the first form of a plan calls it.",
    "total": "The column of the whole, as the first form of a plan calls it.",
    "survey": "embedded: the kinds and columns of the embedded plan; or a file of some beside the plan.",
    "kinds": "The kinds of unit, by the names that files for machines use.",
    "Column.kinds": "The kinds that have the column.",
    "columns": "The columns of a survey, by the names that files for machines use.",
    "Kind.vi": "Its words in Vietnamese: the first is shown, all are read.",
    "Kind.en": "Its words in English: the first is shown, all are read.",
    "Column.vi": "Its headings in Vietnamese: the first is shown, all are read.",
    "Column.en": "Its headings in English: the first is shown, all are read.",
    "Named.vi": "Its words in Vietnamese: the first is shown, all are read.",
    "Named.en": "Its words in English: the first is shown, all are read.",
    "many": "What several are called in English; the first word if left out.",
    "holds": "What the cells hold.",
    "ask": "The question with its notes: for the form, the dictionary and the schema.",
    "unit": "What a number is in, a text or one in both languages.",
    "part_of": "The column that is the whole: this one is never more.",
    "unit_in": "The column that says the unit of measurement, the same in all rows compared.",
    "divided_by": "The column that the number is divided by where that is given, such as days.",
    "above": "What a number must be above; else it is 0 or more.",
    "may_be_negative": "Whether a number may be below 0.",
    "lasting": "That a yes stays: a no after it is warned of.",
    "unwanted": "Yes = does not meet the clause: words that judge are refused.",
    "opposite": "Headings that ask the opposite, and are refused.",
    "choices": "What may be chosen, by the names that files for machines use.",
    "optional": "Whether a file may lack the column.",
    "short": "A title of at most 25 characters, for a column of a table.",
    "sentence": "What a report says, with {figure} where the figure stands; the title and the figure if left out.",
    "citation": "How official documents cite the plan, and how its clauses are found; for reports.",
    "plan": "The plan with its number, its date and who issued it.",
    "clauses": "How a clause is found in the text of the plan.",
    "part": "The letter that tells targets of one clause and due year apart.",
    "base": "The year that the change is measured from, or several.",
    "year": "The base year, before every due year.",
    "years": "Several base years, each once: of a total their mean counts, of a ratio or a share all of them together.",
    "targets": "What is required by which year; each due year once.",
    "due": "The year by the end of which it is required, one of the plan's period.",
    "at_least": "What is required: a percentage with its sign, such as 70%.",
    "CountTarget.at_least": "What is required: a whole number.",
    "AmountTarget.at_least": "What is required: a number in the unit of the column, such as 1500.",
    "LevelTarget.at_least": "What is required: a percentage with its sign, or a number in the unit of the ratio.",
    "at_most": "What is not to be exceeded, in place of at_least; 0 is allowed.",
    "stretch": "The upper figure of a range, more than at_least and never a cap; beside at_most a lower one.",
    "clause": "The clause as the plan numbers it.",
    "since": "The first year that counts, up to the due year.",
    "AmountTarget.since": "The year since which the column is summed up; without it that of the year scored alone.",
    "readings": "In place of since: the first years that the clause may mean, the leading one first.",
}
"""What each key of a plan says: here, because a description on each field is felt when `plan` is imported."""

PROJECT: Final = {
    "schema": "The name of this format.",
    "plan": "The plan's file, from this folder; the embedded plan if left out.",
    "register": "The file that lists all units, from this folder.",
    "lang": "The language of what is said.",
    "ignore_rules": "Rules of scp check whose warnings and notices are not wanted here; errors stay.",
    "files": "How the files are read; of several that match a file, the later one wins key by key.",
    "path": "The file, or a pattern of several such as 2020/*.xlsx, from this folder.",
    "encoding": "The encoding of a text file that is not UTF-8.",
    "sheets": "The sheets by their names: how each is read, or skip.",
    "set": "Constants for columns that the table lacks, such as year: 2020.",
    "columns": 'What headings mean: a column, skip, or {column: "yes"} where yes and no have a column each.',
    "blank": 'Columns of yes and no whose empty cells mean no: {informed: "no"}.',
    "areas": "That rows which name an area give it to those below.",
    "decimal": "The decimal mark of numbers that could be read in two ways.",
}
"""What each key of a project says."""

COLUMNS: Final = {
    "year": "The year that the answer holds for, with four digits.",
    "kind": "The kind of unit.",
    "id": "A stable code of the unit; it or the name must be filled in.",
    "name": "The name of the unit.",
    "area": "District, commune or ward.",
    "stratum": "The stratum of a sample.",
    "note": "For people; not read.",
}
"""What each column says that every survey may have."""

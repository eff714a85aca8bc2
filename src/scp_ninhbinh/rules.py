"""Every rule by its stable name: how severe it is, what it says, and the remedy it offers."""

from typing import Final, NamedTuple

from scp_ninhbinh.language import Language
from scp_ninhbinh.language import Phrase as _
from scp_ninhbinh.problems import Place, Problem, Severity
from scp_ninhbinh.safe_text import LIMIT, show


class Rule(NamedTuple):
    """A rule's severity and its texts; the gaps in braces are filled from the problem's details."""

    severity: Severity
    message: str
    hint: str


GUESS: Final = _('did you mean "{guess}"?')
"""The remedy in place of a rule's own where something very similar is known."""

FILES: Final = {
    "missing-file": Rule("error", _("there is no such file"), _("check the path and its spelling")),
    "unreadable-file": Rule("error", _("the file cannot be read: {reason}"), _("give the path of a readable file")),
    "file-twice": Rule("warning", _("the file is named twice; it is read once"), _("name it once")),
    "unsupported-format": Rule(
        "error",
        _("the file is not text: {format}"),
        _("save it as CSV in UTF-8 and give that file"),
    ),
    "not-utf8": Rule(
        "error",
        _("byte {byte} of line {line} is {code}, which is not UTF-8"),
        _('save the file in UTF-8, in a spreadsheet as "CSV UTF-8"'),
    ),
    "empty-file": Rule(
        "error", _("the file is empty"), _("its first row must name the columns, such as year,kind,name")
    ),
    "no-rows": Rule("error", _("the file has a header and no row below it"), _("add a row for each unit and year")),
    "bad-csv": Rule(
        "error",
        _("the row cannot be split into cells: {reason}"),
        _('close each quoted cell, and double each quotation mark inside one: "a ""b"" c"'),
    ),
}

HEADERS: Final = {
    "missing-column": Rule(
        "error",
        _("the column {value} is missing; needed for {kinds}"),
        _("add the column; leave a cell empty where the answer is not known"),
    ),
    "unknown-column": Rule(
        "warning",
        _('"{value}" is no column of a survey; it is not read'),
        _("rename it to one of {choices}, or ignore this"),
    ),
    "duplicate-column": Rule(
        "error", _('two columns are called "{value}": number {first} and number {second}'), _("keep one of them")
    ),
    "short-row": Rule(
        "error",
        _("the row has {found} cells where the header has {expected}"),
        _("add the missing cells, empty ones too, or check for a lost separator"),
    ),
    "long-row": Rule(
        "error",
        _("the row has {found} cells where the header has {expected}"),
        _("remove the extra separator, or put the cell that contains it in quotation marks"),
    ),
}

CELLS: Final = {
    "missing-value": Rule("error", _("the cell is empty; expected {expected}"), _("fill it in")),
    "unknown-kind": Rule(
        "error", _('"{value}" is no kind of unit; expected one of {choices}'), _("write one of these")
    ),
    "bad-year": Rule("error", _('"{value}" is no year; expected four digits such as 2025'), _("write the year alone")),
    "not-yes-no": Rule(
        "error",
        _('"{value}" is neither yes nor no; expected one of {choices}'),
        _("write yes or no, or leave the cell empty where it is not known"),
    ),
    "not-a-number": Rule(
        "error",
        _('"{value}" is no number; expected digits such as 1250 or 12.5'),
        _("write the number alone, or leave the cell empty where it is not known"),
    ),
    "ambiguous-number": Rule(
        "error",
        _('"{value}" may be a whole number or a decimal; expected one that reads one way'),
        _("write {whole} if it is the whole number, {decimal} if it is the decimal"),
    ),
    "negative-number": Rule("error", _('"{value}" is below zero; expected 0 or more'), _("correct the figure")),
    "not-positive": Rule(
        "error", _('"{value}" is not above zero; expected a length in days'), _("correct it, or leave the cell empty")
    ),
    "hard-over-total": Rule(
        "error",
        _("packaging_hard is {value}, more than packaging_total {total}; expected a part of it"),
        _("check both figures; the hard-to-degrade part is at most the total"),
    ),
    "hard-without-total": Rule(
        "warning",
        _("packaging_hard is {value} but packaging_total is empty; the market counts as not measured"),
        _("fill in packaging_total if it is known"),
    ),
    "unknown-measuring-unit": Rule(
        "error", _('"{value}" is no unit of measurement; expected one of {choices}'), _("write one of these")
    ),
    "unknown-task": Rule(
        "error",
        _('"{value}" is no task of the plan; expected one of {choices}'),
        _("write the clause as the plan numbers it, several with a semicolon between them"),
    ),
    "cell-not-for-kind": Rule(
        "warning",
        _('"{value}" is not read: the column is not for rows of kind {kind}'),
        _("empty the cell, or check the kind"),
    ),
    "year-outside-plan": Rule(
        "warning",
        _("the plan's years are {first} to {last}; rows of {value} are not scored"),
        _("check the year"),
    ),
}

UNITS: Final = {
    "duplicate-unit": Rule(
        "error",
        _('"{value}" has a row for {year} already at {other}; expected one row for a unit and year'),
        _("remove one of the two rows, or give two different units an id each"),
    ),
    "doubtful-unit": Rule(
        "error",
        _('"{value}" may or may not be the unit at {other}: {why}'),
        _("give both rows an id: the same one if it is the same unit, otherwise two"),
    ),
    "no-longer-informed": Rule(
        "warning",
        _('"{value}" was informed at {other} and is not here; a unit once reached stays reached'),
        _("check both answers"),
    ),
    "not-checked": Rule(
        "warning",
        _("not checked in rows with an error above ({rows}): {check}"),
        _("correct those and check again"),
    ),
}

PLANS: Final = {
    "plan-syntax": Rule(
        "error", _("the YAML cannot be read: {reason}"), _("check the indentation and quotation marks")
    ),
    "plan-too-large": Rule("error", _("the file is larger than {limit} bytes"), _("give a plan file")),
    "plan-too-deep": Rule("error", _("lists and mappings are nested more than {limit} deep"), _("flatten the file")),
    "plan-alias": Rule(
        "error", _("anchors and aliases (& and *) are refused: {value}"), _("write the value out in full")
    ),
    "plan-tag": Rule("error", _("the tag {value} is refused"), _("remove it")),
    "plan-yaml-boolean": Rule(
        "error",
        _("{value} without quotation marks is a boolean or null in YAML 1.1; expected a text"),
        _('write "{value}" with quotation marks'),
    ),
    "plan-yaml-time": Rule(
        "error",
        _("{value} without quotation marks is a number in base sixty in YAML 1.1; expected a text"),
        _('write "{value}" with quotation marks'),
    ),
    "plan-duplicate-key": Rule(
        "error", _("the key {value} stands here and in line {first}; expected it once"), _("remove one of them")
    ),
    "plan-unknown-key": Rule("error", _('the key "{value}" is not known here'), _("remove it, or check its spelling")),
    "plan-missing-key": Rule("error", _("the key {key} is missing"), _("add it")),
    "plan-no-reason": Rule(
        "error", _("a reading needs its reason; the key {value} is missing or empty"), _("add why: in a sentence")
    ),
    "plan-percent": Rule(
        "error",
        _("{value} is no percentage above 0% and up to 100%; expected one with its sign, such as 70%"),
        _("write a percentage such as 70%"),
    ),
    "plan-measure": Rule("error", _("{value} is no measure; expected one of {choices}"), _("write one of these")),
    "plan-not-one-of": Rule("error", _('"{value}" is not one of {choices}'), _("write one of these")),
    "plan-bad-value": Rule("error", _("{value} does not fit: {expected}"), _("correct the value")),
    "plan-duplicate-due": Rule(
        "error", _("{value} is the due year of two targets of {indicator}"), _("keep one target for a due year")
    ),
    "plan-duplicate-id": Rule("error", _("two indicators have the id {value}"), _("rename one of them")),
    "plan-unknown-kind": Rule(
        "error", _("{value} is no kind of unit; expected one of {choices}"), _("write one of these")
    ),
    "plan-unknown-column": Rule(
        "error",
        _("{value} is no column of {kind} for this measure; expected one of {choices}"),
        _("write one of these"),
    ),
}

USAGE: Final = {
    "unknown-due": Rule(
        "error", _("the plan has no target due in {value}; expected one of {choices}, or all"), _("give one of these")
    ),
    "bad-scored-year": Rule(
        "error",
        _("{value} is not a year of the plan; expected {first} to {last}"),
        _("give one of these to --year"),
    ),
    "no-year": Rule("error", _("no row is of a year of the plan, {first} to {last}"), _("check the column year")),
    "output-is-input": Rule("error", _("the output would overwrite an input"), _("give --output another path")),
    "unwritable-output": Rule(
        "error",
        _("the output cannot be written: {reason}"),
        _("give --output a path in a folder that you can write to"),
    ),
}

RULES: Final = FILES | HEADERS | CELLS | UNITS | PLANS | USAGE


def problem(rule: str, place: Place, value: str | None = None, **details: object) -> Problem:
    """Return the problem of `rule`, which must be a name in `RULES`."""
    return Problem(rule, RULES[rule].severity, place, value, details)


def describe(found: Problem, language: Language) -> tuple[str, str]:
    """Return the message and the remedy of a problem, in `language` and safe to show."""
    values = {name: _short(detail, language) for name, detail in found.details.items()}
    values["value"] = show(found.value or "", LIMIT)
    rule = RULES[found.rule]
    hint = GUESS if found.details.get("guess") else rule.hint
    return language.say(rule.message, **values), language.say(hint, **values)


def _short(detail: object, language: Language) -> str:
    """Show a detail: a tuple as a list, our own phrase in the reader's language, foreign text cut short."""
    if isinstance(detail, tuple):
        return ", ".join(_short(item, language) for item in detail)
    return language.say(detail) if isinstance(detail, _) else show(detail, LIMIT)

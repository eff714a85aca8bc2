"""Rules about the units that rows speak of."""

from typing import Final

from scp_ninhbinh.problems.rulebook.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

UNITS: Final = {
    "duplicate-unit": Rule(
        "error",
        _('"{value}" has a row for {year} already at {other}; expected one row for a unit and year'),
        _("remove one of the two rows, or give two different units an id each"),
        about=_(
            "A unit that stands twice in a year counts twice, as a good answer or as a bad one. It happens "
            "where the lists of two districts overlap, or where a file is added to one that holds it already."
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
    "no-longer-informed": Rule(
        "warning",
        _('"{value}" was informed at {other} and is not informed here; a unit once reached stays reached'),
        _("check both answers"),
        about=_(
            "What counts is whether a unit has been reached since the plan began, and a later year cannot undo "
            'that. A "no" after a "yes" mostly answers another question, whether there was an event this year, '
            "and lets the share fall without cause."
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
            "sum. Its figures are not used even as a check, since published totals do not always add up."
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
        _('"{value}" may be a unit, or a heading, a sub-total or a note among the rows'),
        _("delete the line, or give the unit an id"),
        about=_(
            "Where year and kind are declared for a whole table, a name without answers that stands apart at "
            "its end may be a unit that did not reply, which belongs in the denominator, or a note, which does "
            "not. Its look does not settle that."
        ),
    ),
}

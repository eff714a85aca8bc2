"""Rules about a register of the units that exist."""

from typing import Final

from scp_ninhbinh.problems.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

REGISTERS: Final = {
    "not-in-register": Rule(
        "error",
        _('"{value}" is not in the register {register}, which lists its kind'),
        _("correct its id or name, or add it to the register, with since or until where it did not always exist"),
        about=_(
            "The register says how many units there are. A surveyed unit that it lacks is either a slip in an id, and "
            "then another unit counts as never asked, or a unit missing from the register, and then every share has "
            "too small a whole."
        ),
    ),
    "other-kind-in-register": Rule(
        "error",
        _('"{value}" is of the kind {kind} here and {listed} in the register at {other}'),
        _("correct the kind in one of the two, or the id"),
        about=_(
            "A unit counts in the pool of its kind. Of two kinds it would be missing from one pool and stand as never "
            "asked in the other."
        ),
    ),
    "outside-register-years": Rule(
        "error",
        _('"{value}" has a row for {year}, but the register has it from {since} to {until} at {other}'),
        _("correct the year of the row, or since and until in the register"),
        about=_(
            "A unit belongs to the pool only while it exists. An answer for a year before it opened or after it closed "
            "would count without being part of the whole."
        ),
    ),
    "other-name-in-register": Rule(
        "warning",
        _('the unit of this id is called "{value}" here and "{listed}" in the register at {other}'),
        _("check that the id is the right one"),
        about=_(
            "The id decides which unit an answer belongs to. Another name under the same id is often a row that "
            "slipped by one line, and then two units have each other's answers."
        ),
    ),
    "other-stratum-in-register": Rule(
        "warning",
        _('the stratum is "{value}" here and "{listed}" in the register at {other}; the register decides'),
        _("write the same stratum in both, or leave it out of the survey"),
        about=_(
            "How many units a stratum has is known from the register alone, so a sample is weighted by the strata "
            "written there. A stratum that only the survey knows cannot be used."
        ),
    ),
    "listed-twice": Rule(
        "error",
        _('"{value}" is in the register already at {other}; expected one row for a unit'),
        _("remove one of the two rows, or give two different units an id each"),
        about=_(
            "A unit that the register lists twice makes the whole too large: one of the two would permanently "
            "count as never asked. Several years of a unit go in one row, with since and until."
        ),
    ),
    "until-before-since": Rule(
        "error",
        _("the last year {value} comes before the first, {since}"),
        _("correct since or until"),
        about=_(
            "A unit exists from the year since to the year until, both included. With the two exchanged it would "
            "belong to no year at all and silently leave every pool."
        ),
    ),
    "unknown-area": Rule(
        "warning",
        _('"{value}" is none of the areas that the plan lists for {year} (rows: {n})'),
        _("write one of {choices}, or leave it if the area is new"),
        about=_(
            "Districts are spelt in several ways and were merged and renamed in 2025. Figures by area come out "
            "split where one area goes by two names, unless the plan says what an area was before. A name is "
            "reported once, at its first row. After the last year for which the plan lists areas nothing is "
            "checked."
        ),
    ),
}

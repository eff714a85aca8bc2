"""Rules about what speaks against an id: the names that rows bear, in one year and from one year to the next."""

from typing import Final

from scp_ninhbinh.problems.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

IDENTITY: Final = {
    "ids-crossed": Rule(
        "error",
        _(
            'ids of {kind} stand for other units than before: "{value}" is "{name}" here and "{before}" at {other} '
            "(ids so: {n} of {total}, rows {rows})"
        ),
        _("leave the id column out: such numbers count rows, and the units are then known by their names"),
        about=_(
            "An id says which rows of two years are one unit. Where the name of most ids was that of another id, the "
            "ids are running numbers of a list in a new order, or numbers of records, and each unit would be held "
            "against the figures of another."
        ),
    ),
    "id-changed-unit": Rule(
        "warning",
        _('"{value}" is "{name}" here and "{before}" at {other}: {what} (ids so: {n}, rows {rows})'),
        _("check that the id is the right one in both years"),
        about=_(
            "An id whose name was that of another id, or whose kind was another, seems to have passed to another unit. "
            "What changed since then would be the difference of two units."
        ),
    ),
    "names-changed": Rule(
        "notice",
        _('ids whose names have changed: {n}; "{value}" is "{name}" here and "{before}" at {other}'),
        _("nothing to do if the units are the same; the ids decide"),
        about=_(
            "Units are renamed, and the id says that they are the same. Reported once a file, for a look at "
            "whether the ids were kept."
        ),
    ),
    "same-name": Rule(
        "warning",
        _('"{id}" and other units have one name, "{value}", and no area that tells them apart, rows {rows}: {effect}'),
        _(
            "keep one row if it is one unit; else write what tells them apart into the names, or list the ids in a "
            "register"
        ),
        about=_(
            "A unit under two ids, such as 007 and 7, or under two kinds that are counted as one counts twice: of "
            "two models one may be enough to meet a target, and a total in which a unit is listed twice is too "
            "large. Names are compared without case, dashes, quotation marks, full stops and what cannot be seen, "
            "in the Latin letters that they look to be written in; without accents, and without raised marks, only "
            "where one of them has none. Units that the register lists by their ids are several. Two campaigns of "
            "one name, area and year may well be two: where the name says which, there is no warning."
        ),
    ),
    "met-by-namesakes": Rule(
        "warning",
        _(
            "{title}, by {due}: {counted} are counted, but {fewest} if rows of one name and area are of one and the "
            "same ({asked}): {units}"
        ),
        _(
            "keep one row if it is one, with the same id in every year; else write what tells them apart into the "
            "names, or list the ids in a register"
        ),
        about=_(
            "A plan may ask for one or two models or campaigns, and then one that was entered twice meets it, or "
            "reaches its stretch. The rows counted are those of one name and area, or area missing, under several "
            "ids: of units in any year, of occasions within one. The verdict stays, since the rows are believed, "
            "and this is said wherever it stands. Units that the register lists by their ids are several."
        ),
    ),
    "id-lost": Rule(
        "warning",
        _(
            '"{value}" is a new id of "{name}", which had the id "{before}" at {other}, and so is taken for '
            "two units (ids so: {n}, rows {rows})"
        ),
        _("write the id that the unit had if it is the same one"),
        about=_(
            "A unit whose id was changed, by hand or by a spreadsheet that made a date of it, is another unit for "
            "every comparison of years: one that has gone and one that has come."
        ),
    ),
    "ids-renumbered": Rule(
        "warning",
        _(
            'units of {kind} have new ids: "{name}" is "{value}" here and "{before}" at {other} (units so: {n} of '
            "{total}; linked by their names: {matched})"
        ),
        _("write the ids of before if the names link the wrong units"),
        about=_(
            "Where most units have another id than in the years before, the ids were given anew, and no unit would be "
            "found again. Those whose kind and name are one of a kind in both years are then linked by them."
        ),
    ),
    "odd-id": Rule(
        "warning",
        _(
            '"{value}" has signs that nobody sees, or that only look like plain letters and digits: {signs} (ids so: '
            "{n}, rows {rows})"
        ),
        _("type the id anew, in every file that has it"),
        about=_(
            "An id with a zero-width blank, a control character, a full-width digit or a Cyrillic А is not the one "
            "that it looks to be. The unit is taken for another than in the register or in the years before, and "
            "nothing that people can see tells why. Letters of Vietnamese with all their marks are plain letters."
        ),
    ),
    "damaged-id": Rule(
        "warning",
        _('"{value}" is what a spreadsheet makes of a code that it takes for a number (ids so: {n}, rows {rows})'),
        _(
            "format the column as text and copy the codes anew from where they come from: the digits that are not "
            "shown are lost"
        ),
        about=_(
            "A spreadsheet that opens a text file takes 123456789012 for a number, shows 1.23E+11, and saves what it "
            "shows: several codes become one, and none is found in the register. A code such as 12E4 that it took "
            "for a number looks the same, as 1.20E+05."
        ),
    ),
    "look-alike-units": Rule(
        "warning",
        _(
            "units of {kind} that seem to be written one way in {before} and another in {year}, and so are taken for "
            "two each: {n} ({pairs})"
        ),
        _("write each name in the same way in both years, or give both rows the same id"),
        about=_(
            "Without an id a unit is known by its name. LN Văn Lâm and Làng nghề Văn Lâm, Chợ Mẽ and Cho Me are "
            "two units then, and nothing that changed between two years shows. Reported are names that only one of "
            "two years has, of one kind and area, which are the same without the words for the kind and their "
            "short forms, a part in brackets, accents and punctuation, and which one unit alone has in each year. "
            "They are not linked."
        ),
    ),
}

"""What a table says against the year and the kind of its rows: in the names of units, in its title and its own name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.project.declared import Constant
from scp_ninhbinh.project.headings import likely_kind
from scp_ninhbinh.survey.columns import ABSENT
from scp_ninhbinh.survey.declared import YEAR
from scp_ninhbinh.survey.header import TableColumns
from scp_ninhbinh.survey.units import Layout
from scp_ninhbinh.text.spelling import fold

if TYPE_CHECKING:
    from scp_ninhbinh.survey.table_reader import TableReader

MOST: Final = 200
"""Names that are looked at for the word for a kind."""

_OF_YEAR: Final = re.compile(r"(?<!tháng )(?<!tháng [0-9] )(?<!tháng [0-9]{2} )\bnăm ([0-9]{4})\b")
"""A year in a title, and not in the date of a letter that it names."""

_YEAR_BEHIND: Final = re.compile(r"(.*?)[ (-]+(?:năm )?((?:19|20|21)[0-9]{2})\)?")


def says_otherwise(reader: "TableReader", constant: Constant) -> str | None:
    """Return a heading, a title, a name of the table or of one of its units that says other than a constant."""
    if says := _contradicts(constant, reader.columns):
        return says
    known, names = reader.layout.known, (unit.name for unit in reader.own)
    if constant.column == "kind":
        return _of_another_kind(names, known.kinds_by_word.get(fold(constant.value), constant.value), known)
    return _of_several_years(names) if constant.column == "year" else None


def _contradicts(constant: Constant, columns: TableColumns) -> str | None:
    """Return the heading, title or name of the table that says other than a constant: a unit, a year, a kind."""
    table, layout, place = columns.table, columns.layout, columns.table.header
    told = columns.told.get(constant.column)
    if told and _choice(constant, layout) != told.value:
        return f"{told.column}={told.value}"
    file = place.path.replace("\\", "/").rpartition("/")[2]
    if constant.column == "kind":
        known = layout.known
        named = likely_kind(place.sheet if place.sheet is not None else file.rpartition(".")[0], known)
        same = named is None or known.kinds_by_word.get(fold(constant.value), constant.value) == named
        return None if same else place.sheet or file
    value = constant.value.strip()
    if constant.column != "year" or not YEAR.fullmatch(value):
        return None
    return next(
        (text for texts in (table.above, [place.sheet or ""], [file]) if (text := _of_another(texts, value))), None
    )


def _of_another(texts: Sequence[str], year: str) -> str | None:
    """Return the first text that tells another year; none, if one of them names the year among others."""
    told = {found for text in texts for found in YEAR.findall(text)}
    if not told or year in told:
        return None
    from scp_ninhbinh.survey.years_told import years_told  # of many patterns; few texts have another year

    return next((text for text in texts if years_told(text, int(year))), None)


def _choice(constant: Constant, layout: Layout) -> str:
    """Return the value of a constant as the plan calls it."""
    value = constant.value.strip()
    one = layout.known.columns.get(constant.column)
    return layout.known.choices_by_word(constant.column).get(fold(value), value) if one and one.choices else value


def _of_another_kind(names: Iterable[str], kind: str, known: Vocabulary) -> str | None:
    """Return a name that begins with the word for a kind of the same answers, where all begin with one for a kind."""
    own = set(known.of(kind)) if kind in known.kinds else set()
    alike = {other for other in known.kinds if not own.isdisjoint(known.of(other))}
    found = None
    for name in islice(names, MOST):
        named = likely_kind(name, known)
        if named not in alike:
            return None
        if named != kind:
            found = found or name
    return found


def _of_several_years(names: Iterable[str]) -> str | None:
    """Return a name with a year behind it that another name has with another year."""
    years: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name[-5:].rstrip(")").isdecimal() and (found := _YEAR_BEHIND.fullmatch(name.strip())):
            years[fold(found[1])].add(found[2])
            if len(years[fold(found[1])]) > 1:
                return name
    return None


def of_another_year(reader: "TableReader") -> str | None:
    """Return the title of a table that has, as its sheet or file has in its name, the one year that no row is of."""
    place = reader.table.header
    told = {year for text in reader.table.above for year in _OF_YEAR.findall(fold(text))}
    if len(told) != 1 or reader.at.get("year", ABSENT) < 0 or not reader.own:
        return None
    file = place.path.replace("\\", "/").rpartition("/")[2]
    if not any(set(YEAR.findall(name)) == told for name in (place.sheet or "", file)):
        return None
    year = int(next(iter(told)))
    of_year = any(unit.year == year for unit in reader.own)
    return None if of_year else next(text for text in reader.table.above if str(year) in text)

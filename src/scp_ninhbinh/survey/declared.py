"""What the plan expects of a survey, and whether what is declared of its files can be so.

Answers and numbers that cannot be read may be declared to count as not known (`--bad-cells unknown`).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from pydantic_core import PydanticCustomError

from scp_ninhbinh.plan.clauses import Area
from scp_ninhbinh.plan.vocabulary import Holds, Vocabulary
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, problem
from scp_ninhbinh.project.declared import Blank, Constant, Declared, named_column
from scp_ninhbinh.project.headings import likely_kind
from scp_ninhbinh.survey.cells import CellParser, details_of
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.say import Phrase

VALUES: Final[tuple[Holds, ...]] = ("yes_no", "number")
"""What columns hold whose cells may count as not known. A kind or a year that cannot be read leaves no unit."""

UNREADABLE: Final = frozenset(
    {
        *("cell-error", "formula-without-value", "stale-formula", "merged-number"),
        *("superscript", "struck-out", "symbol-font", "shown-otherwise"),
        *("merged-columns", "covered-value", "zero-of-empty"),
    }
)
"""Rules that a workbook's cell breaks before it is read as a value."""

UNKNOWN: Final = "..."
"""What is read in place of such a cell: not known, and not empty, which may be declared to mean no."""

COUNTED: Final = Phrase("counted as unknown (--bad-cells unknown); correct it for a narrower range")

YEAR: Final = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
"""A year in a title or the name of a file."""


class Expected(NamedTuple):
    """What the plan lets a survey be checked against: its words, its years, its tasks, the kinds followed over years.

    `asked` are the kinds that it asks for with their columns, `areas` the names in force in each year for which it
    lists some, `every_area` all areas with their years; `plan` is what it is called. `pools` are the kinds that are
    counted as one, `compared` those whose units are held against themselves in another year, `occasions` those of which
    each row is counted by itself.
    """

    known: Vocabulary
    asked: Mapping[str, tuple[str, ...]]
    years: range
    tasks: tuple[str, ...]
    followed: frozenset[str]
    areas: Mapping[int, tuple[str, ...]] = MappingProxyType({})
    plan: str = ""
    pools: Sequence[frozenset[str]] = ()
    every_area: Sequence[Area] = ()
    compared: frozenset[str] = frozenset()
    occasions: frozenset[str] = frozenset()

    def required(self) -> dict[str, tuple[str, ...]]:
        """Return the columns of each kind's own that a survey must hold."""
        columns = self.known.columns
        return {
            kind: tuple(name for name in names if columns[name].optional == "false")
            for kind, names in self.asked.items()
        }


def with_columns(declared: Declared, known: Vocabulary) -> Declared:
    """Return the declarations of a request with the sheets and columns that their words name.

    Raises:
        ScpError: with everything that is wrong: a column that the plan does not have, or that cannot hold the value.
    """
    problems: list[Problem] = []
    constants = tuple(_constant(one, declared.mark, known, problems) for one in declared.constants)
    blanks = tuple(_blank(one, known, problems) for one in declared.blanks)
    for one, mark in declared.project.constants() if declared.project else ():
        problems += wrong_value(one, one.at or Place(""), declared.mark or mark, known)
    if problems:
        raise ScpError(problems)
    return declared._replace(constants=constants, blanks=blanks)


def _constant(one: Constant, mark: str | None, known: Vocabulary, problems: list[Problem]) -> Constant:
    sheet, column = named_column(one.column, known)
    place = one.at or Place(one.text(), column=column or one.column, field="set")
    if column is None:
        problems.append(no_such_column(place, one.column, Phrase("column of a survey"), known.names, known))
        return one
    problems += wrong_value(one._replace(column=column), place, mark, known)
    value = known.called_value(column, one.value)
    return one._replace(sheet=one.sheet or sheet, column=known.called(column), value=value)


def _blank(one: Blank, known: Vocabulary, problems: list[Problem]) -> Blank:
    sheet, column = named_column(one.column, known)
    answers = known.holding("yes_no")
    if column not in answers:
        place = one.at or Place(one.text(), column=column or one.column, field="blank")
        problems.append(no_such_column(place, one.column, Phrase("column of yes and no"), answers, known))
        return one
    return one._replace(sheet=one.sheet or sheet, column=known.called(column))


def no_such_column(place: Place, column: str, what: Phrase, choices: tuple[str, ...], known: Vocabulary) -> Problem:
    """Return the problem of a declaration for a column that there is not."""
    sheet, _, old = column.partition("!")  # how a sheet was named before
    guess = f"{sheet}/{old}" if old in choices else Suggestions().nearest(column, choices)
    return problem("no-such-column", place, column, what=what, choices=known.listed(choices), guess=guess)


def wrong_value(constant: Constant, place: Place, mark: str | None, known: Vocabulary) -> Iterator[Problem]:
    """Yield what is wrong with the value of a constant."""
    read = CellParser(known, mark).reader(constant.column) or str
    try:
        read(constant.value)
    except PydanticCustomError as error:
        details = details_of(error.type, constant.value, error.context or {}, known, Suggestions())
        yield problem(error.type, place, constant.value, **details)


def likely_constant(column: str, path: str, sheet: str | None, above: Sequence[str], known: Vocabulary) -> str:
    """Return the `--set` that a sheet's title or name, or a file's name, suggests: only ever as a remedy to show.

    The year is the only one of a title, of the sheet's name or of the file's; a kind is one that the sheet's name is or
    begins with, and of a text file that its name begins with. Where nothing suggests one, the value is left open.
    """
    if column == "year":
        found = likely_year(path, sheet, above)
        return f'"{column}={found or "YEAR"}"'
    kind = likely_kind(sheet if sheet is not None else re.split(r"[/\\]", path)[-1].rsplit(".", 1)[0], known)
    scope = f"{sheet}/" if sheet else ""
    return f'"{scope}{column}={kind or "KIND"}"'


def likely_year(path: str, sheet: str | None, above: Sequence[str]) -> str | None:
    """Return the one year that stands in the titles above a table, else in its sheet's name, else in its file's."""
    titles = [text for text in above if re.search(r"\bn[ăa]m\b|\byear\b", text, re.IGNORECASE)]
    for texts in (titles, [sheet or ""], [re.split(r"[/\\]", path)[-1]]):
        years: dict[str, None] = dict.fromkeys(year for text in texts for year in YEAR.findall(text))
        if len(years) == 1:
            return next(iter(years))
        if years:
            return None
    return None


def excused(found: Problem) -> Problem:
    """Return the problem of a cell that counts as not known: a warning."""
    return found._replace(severity="warning", details={**found.details, "remedy": COUNTED})


def is_excused(found: Problem, known: Vocabulary) -> bool:
    """Whether a problem found before the rows were read is of a cell that may count as not known."""
    return found.rule in UNREADABLE and found.place.column in known.holding(*VALUES)


def unknown_at(columns: Sequence[str], refused: Collection[str], known: Vocabulary) -> list[int]:
    """Return the positions, in a row of these columns, of what is not known once some cells are refused."""
    names = {*refused, *(other for name in refused for other in known.together.get(name, ()))}
    return [at for at, name in enumerate(columns) if name in names]

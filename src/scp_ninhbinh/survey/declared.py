"""What is known of the files beside their contents: what the plan expects, and what the user declares.

Declared are constants, blanks that mean no, decimal marks, and that answers and numbers that cannot be read count as
not known (`--bad-cells unknown`).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from pydantic_core import PydanticCustomError

from scp_ninhbinh.plan.vocabulary import Holds, Vocabulary
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, problem
from scp_ninhbinh.survey.cells import CellParser, details_of
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import Suggestions, bare, fold

VALUES: Final[tuple[Holds, ...]] = ("yes_no", "number")
"""What columns hold whose cells may count as not known. A kind or a year that cannot be read leaves no unit."""

UNREADABLE: Final = frozenset({"cell-error", "formula-without-value", "merged-number"})
"""Rules that a workbook's cell breaks before it is read as a value."""

UNKNOWN: Final = "..."
"""What is read in place of such a cell: not known, and not empty, which may be declared to mean no."""

COUNTED: Final = Phrase("counted as unknown (--bad-cells unknown); correct it for a narrower range")

_CONSTANT: Final = re.compile(r"(?:(?P<sheet>.+)!)?(?P<column>[a-z][a-z0-9_]*)=(?P<value>.*)", re.DOTALL)
_YEAR: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


class Expected(NamedTuple):
    """What the plan lets a survey be checked against: its words, its years, its tasks, the kinds followed over years.

    `asked` are the kinds that it asks for with their columns, `areas` the names in force in each year for which it
    lists some; `plan` is what it is called.
    """

    known: Vocabulary
    asked: Mapping[str, tuple[str, ...]]
    years: range
    tasks: tuple[str, ...]
    followed: frozenset[str]
    areas: Mapping[int, tuple[str, ...]] = MappingProxyType({})
    plan: str = ""

    def required(self) -> dict[str, tuple[str, ...]]:
        """Return the columns of each kind's own that a survey must hold."""
        columns = self.known.columns
        return {
            kind: tuple(name for name in names if columns[name].optional == "false")
            for kind, names in self.asked.items()
        }


class Constant(NamedTuple):
    """The value of a column in every row of the tables that lack the column; of one sheet alone where it is named."""

    sheet: str | None
    column: str
    value: str

    def text(self) -> str:
        """Return it as people write it."""
        return f"{self.sheet}!{self.column}={self.value}" if self.sheet else f"{self.column}={self.value}"


class Declared(NamedTuple):
    """Everything declared: the encoding of text, the decimal mark, constants, columns whose blanks mean no.

    With `refused_is_unknown`, answers and numbers that cannot be read count as not known.
    """

    encoding: str | None = None
    mark: str | None = None
    constants: tuple[Constant, ...] = ()
    blank_is_no: frozenset[str] = frozenset()
    refused_is_unknown: bool = False

    def constants_of(self, sheet: str | None, columns: Sequence[str]) -> dict[str, Constant]:
        """Return the constants that a table lacks, by column; one for its sheet comes before one for all."""
        fitting = [one for one in self.constants if one.sheet is None or fold(one.sheet) == fold(sheet or "")]
        fitting.sort(key=lambda one: one.sheet is not None)
        return {one.column: one for one in fitting if one.column not in columns}


NOTHING_DECLARED: Final = Declared()


def parse_constant(text: str) -> Constant | None:
    """Read `COLUMN=VALUE` or `SHEET!COLUMN=VALUE`; None where it is not of this form."""
    found = _CONSTANT.fullmatch(text)
    return Constant(**found.groupdict()) if found else None


def parse_blank(text: str) -> str | None:
    """Read `no:COLUMN`; None where it is not of this form."""
    word, _, column = text.partition(":")
    return column if word == "no" and re.fullmatch("[a-z][a-z0-9_]*", column) else None


def check_declared(declared: Declared, known: Vocabulary) -> None:
    """Refuse a declaration of a column that the plan does not have, or that cannot hold it.

    Raises:
        ScpError: with everything that is wrong.
    """
    found = [found for one in declared.constants for found in _wrong(one, declared.mark, known)]
    answers = known.holding("yes_no")
    for column in sorted(declared.blank_is_no):
        if column not in answers:
            place = Place(f"no:{column}", column=column, field="blank")
            found.append(_no_such(place, column, Phrase("column of yes and no"), answers))
    if found:
        raise ScpError(found)


def _no_such(place: Place, column: str, what: Phrase, choices: tuple[str, ...]) -> Problem:
    guess = Suggestions().nearest(column, choices)
    return problem("no-such-column", place, column, what=what, choices=choices, guess=guess)


def _wrong(constant: Constant, mark: str | None, known: Vocabulary) -> Iterator[Problem]:
    place = Place(constant.text(), column=constant.column, field="set")
    if constant.column not in known.names:
        yield _no_such(place, constant.column, Phrase("column of a survey"), known.names)
        return
    read = CellParser(known, mark).reader(constant.column) or str
    try:
        read(constant.value)
    except PydanticCustomError as error:
        details = details_of(error.type, constant.value, error.context or {}, known, Suggestions())
        yield problem(error.type, place, constant.value, **details)


def likely_constant(column: str, path: str, sheet: str | None, known: Vocabulary) -> str:
    """Return the `--set` that a file's or sheet's name suggests for a column: only ever as a remedy to show."""
    named = f"{sheet or ''} {path}"
    years = _YEAR.findall(named)
    words = bare(fold(named))
    kinds = [kind for kind, named in known.kinds.items() if bare(named.vi[0]) in words or named.en[0] in words]
    example: Mapping[str, str] = {"year": years[0] if years else "2025", "kind": (*kinds, *known.kinds)[0]}
    scope = f"{sheet}!" if sheet and column == "kind" else ""
    constant = f"{scope}{column}={example[column]}"
    return f'"{constant}"' if scope else constant


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

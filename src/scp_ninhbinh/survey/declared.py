"""What is known of the files beside their contents: what the plan expects, and what the user declares.

Declared are constants, blanks that mean no, decimal marks, and that answers and numbers that cannot be read count as
not known (`--bad-cells unknown`).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from pydantic_core import PydanticCustomError

from scp_ninhbinh.plan.vocabulary import KINDS
from scp_ninhbinh.problems.problem import Place, Problem, ScpError
from scp_ninhbinh.problems.rules import problem
from scp_ninhbinh.survey.cells import Answer, CellParser, Days, ReadAs, Use, details_of
from scp_ninhbinh.survey.units import COLUMNS, HOLDS, MODELS, cell_types
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import Suggestions, bare, fold

TYPES: Final = {name: type_ for model in MODELS for name, type_ in cell_types(model).items()}

VALUES: Final = frozenset(
    name for model in MODELS for name, type_ in cell_types(model).items() if type_ in HOLDS or type_ == Days
)
"""The columns of answers and numbers. A kind or a year that cannot be read leaves no unit."""

UNREADABLE: Final = frozenset({"cell-error", "formula-without-value", "merged-number"})
"""Rules that a workbook's cell breaks before it is read as a value."""

UNKNOWN: Final = "..."
"""What is read in place of such a cell: not known, and not empty, which may be declared to mean no."""

TOGETHER: Final = {
    "packaging_total": ("packaging_hard",),
    "packaging_hard": (),
    "days": ("packaging_total", "packaging_hard"),
}
"""What cannot be used either once a number of the row is refused: a part of no whole, figures of no known time."""

COUNTED: Final = Phrase("counted as unknown (--bad-cells unknown); correct it for a narrower range")

_CONSTANT: Final = re.compile(r"(?:(?P<sheet>.+)!)?(?P<column>[a-z_]+)=(?P<value>.*)", re.DOTALL)
_YEAR: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


class Expected(NamedTuple):
    """What the plan lets a survey be checked against: its years, its tasks, the kinds followed over years, its areas.

    `areas` are the names in force in each year for which the plan lists some.
    """

    years: range
    tasks: tuple[str, ...]
    followed: frozenset[str]
    areas: Mapping[int, tuple[str, ...]] = MappingProxyType({})


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
    """Read `COLUMN=VALUE` or `SHEET!COLUMN=VALUE`; None where it is not of this form or no column of a survey."""
    found = _CONSTANT.fullmatch(text)
    return Constant(**found.groupdict()) if found and found["column"] in COLUMNS else None


def parse_blank(text: str) -> str | None:
    """Read `no:COLUMN`; None where it is not of this form or the column holds no yes or no."""
    word, _, column = text.partition(":")
    return column if word == "no" and TYPES.get(column) in (Answer, Use) else None


def check_constants(declared: Declared) -> None:
    """Refuse a constant that its column cannot hold.

    Raises:
        ScpError: with every constant that is wrong.
    """
    found = [found for one in declared.constants for found in _wrong(one, declared.mark)]
    if found:
        raise ScpError(found)


def _wrong(constant: Constant, mark: str | None) -> list[Problem]:
    metadata = getattr(TYPES.get(constant.column), "__metadata__", ())
    for how in metadata:
        read_by = how.bound(CellParser(mark)) if isinstance(how, ReadAs) else how
        try:
            read_by.function(constant.value)
        except PydanticCustomError as error:
            place = Place(constant.text(), column=constant.column, field="set")
            details = details_of(error.type, constant.value, error.context or {}, Suggestions())
            return [problem(error.type, place, constant.value, **details)]
    return []


def likely_constant(column: str, path: str, sheet: str | None) -> str:
    """Return the `--set` that a file's or sheet's name suggests for a column: only ever as a remedy to show."""
    named = f"{sheet or ''} {path}"
    years = _YEAR.findall(named)
    words = bare(fold(named))
    kinds = [kind for kind, word in KINDS.items() if bare(word.vi) in words or word.en in words]
    example: Mapping[str, str] = {"year": years[0] if years else "2025", "kind": kinds[0] if kinds else "market"}
    scope = f"{sheet}!" if sheet and column == "kind" else ""
    constant = f"{scope}{column}={example[column]}"
    return f'"{constant}"' if scope else constant


def excused(found: Problem) -> Problem:
    """Return the problem of a cell that counts as not known: a warning."""
    return found._replace(severity="warning", details={**found.details, "remedy": COUNTED})


def is_excused(found: Problem) -> bool:
    """Whether a problem found before the rows were read is of a cell that may count as not known."""
    return found.rule in UNREADABLE and found.place.column in VALUES


def unknown_at(columns: Sequence[str], refused: Collection[str], rules: Collection[str]) -> list[int]:
    """Return the positions, in a row of these columns, of what is not known once some cells are refused."""
    names = {*refused, *(other for name in refused for other in TOGETHER.get(name, ()))}
    if "hard-over-total" in rules:  # either of the two may be the wrong one
        names.add("packaging_total")
    return [at for at, name in enumerate(columns) if name in names]

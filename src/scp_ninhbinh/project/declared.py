"""What is declared of files beside their contents: by the options of a run, and by `scp.yaml`.

Of each table: constants for columns that it lacks, what its headings mean, columns whose empty cells mean no, that rows
name the areas of those below, its decimal mark.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol

from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Place
from scp_ninhbinh.text.spelling import fold, heading_key

_CONSTANT: Final = re.compile(r"(?P<column>[^=]*[^=\s])\s*=(?P<value>.*)", re.DOTALL)
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


class Constant(NamedTuple):
    """The value of a column in every row of the tables that lack the column; of one sheet alone where it is named.

    `at` is where a file declares it, None where the request does.
    """

    sheet: str | None
    column: str
    value: str
    at: Place | None = None

    def text(self) -> str:
        """Return it as people write it."""
        return f"{self.sheet}/{self.column}={self.value}" if self.sheet else f"{self.column}={self.value}"

    @property
    def by(self) -> str:
        """What declares it, as a message names it."""
        return self.at.path if self.at else "--set"


class Blank(NamedTuple):
    """A column whose empty cells mean no, of one sheet alone where it is named; `at` as of a constant."""

    sheet: str | None
    column: str
    at: Place | None = None

    def text(self) -> str:
        """Return it as people write it."""
        return f"no:{self.sheet}/{self.column}" if self.sheet else f"no:{self.column}"

    @property
    def by(self) -> str:
        """What declares it, as a message names it."""
        return self.at.path if self.at else "--blank"


class Heading(NamedTuple):
    """A heading as it is declared: how it is written, and what it means; `at` is where.

    It means a column, half of an answer in two columns (`informed=yes`), or, with "", nothing that is read.
    """

    written: str
    column: str
    at: Place


class TableDeclared(NamedTuple):
    """What is declared of one table: `headings` by their `heading_key`; `at` is where a file declares the sheet."""

    constants: Mapping[str, Constant] = _NONE
    headings: Mapping[str, Heading] = _NONE
    blank: Mapping[str, Blank] = _NONE
    areas_in_rows: bool = False
    mark: str | None = None
    skip: bool = False
    at: Place | None = None

    def over(self, other: "TableDeclared") -> "TableDeclared":
        """Return both together; where they differ, this one wins key by key."""
        return TableDeclared(
            {**other.constants, **self.constants},
            {**other.headings, **self.headings},
            {**other.blank, **self.blank},
            self.areas_in_rows or other.areas_in_rows,
            self.mark or other.mark,
            self.skip,
            self.at or other.at,
        )


NOTHING_OF_TABLE: Final = TableDeclared()


class FileDeclared(NamedTuple):
    """What a project declares of one file: of all its sheets, and of each by its folded name."""

    whole: TableDeclared = NOTHING_OF_TABLE
    sheets: Mapping[str, TableDeclared] = _NONE
    encoding: str | None = None


class Project(Protocol):
    """What knows how files are read: the project file at `path`, with the hash of its bytes."""

    path: str
    sha256: str

    def of(self, path: str) -> FileDeclared | None:
        """Return what is declared of a file, None where nothing is."""

    def constants(self) -> Iterator[tuple[Constant, str | None]]:
        """Yield every constant that it declares, with the decimal mark declared of the same table."""


class Declared(NamedTuple):
    """Everything declared: the encoding of text, the decimal mark, constants, columns whose blanks mean no.

    With `refused_is_unknown`, answers and numbers that cannot be read count as not known. Of each file the `project`
    declares more, which the others here beat.
    """

    encoding: str | None = None
    mark: str | None = None
    constants: tuple[Constant, ...] = ()
    blanks: tuple[Blank, ...] = ()
    refused_is_unknown: bool = False
    project: Project | None = None

    def of_file(self, path: str) -> FileDeclared | None:
        """Return what the project declares of a file."""
        return self.project.of(path) if self.project else None

    def encoding_of(self, path: str) -> str | None:
        """Return the encoding declared of a text file."""
        of_file = self.of_file(path)
        return self.encoding or (of_file.encoding if of_file else None)

    def table(self, path: str, sheet: str | None) -> TableDeclared:
        """Return what is declared of a table: by options, else of its sheet, else of its file."""
        of_file = self.of_file(path) or FileDeclared()
        own = of_file.sheets.get(fold(sheet or ""), NOTHING_OF_TABLE).over(of_file.whole)
        fitting = [one for one in self.constants if _fits(one.sheet, sheet)]
        blanks = [one for one in self.blanks if _fits(one.sheet, sheet)]
        asked = TableDeclared(
            constants={one.column: one for one in sorted(fitting, key=_of_sheet)},
            blank={one.column: one for one in sorted(blanks, key=_of_sheet)},
            mark=self.mark,
            skip=own.skip,
        )
        return asked.over(own)


def _fits(scope: str | None, sheet: str | None) -> bool:
    return scope is None or fold(scope) == fold(sheet or "")


def _of_sheet(one: Constant | Blank) -> bool:
    """Sort what is declared of one sheet behind what is of all: the later wins."""
    return one.sheet is not None


NOTHING_DECLARED: Final = Declared()


def parse_constant(text: str) -> Constant | None:
    """Read `[SHEET/]COLUMN=VALUE`, all before the sign as the column; None where it is not of this form."""
    found = _CONSTANT.fullmatch(text)
    return Constant(None, found["column"].strip(), found["value"]) if found else None


def parse_blank(text: str) -> Blank | None:
    """Read `no:[SHEET/]COLUMN`; None where it is not of this form."""
    word, _, column = text.partition(":")
    return Blank(None, column.strip()) if word.strip() == "no" and column.strip() else None


def named_column(text: str, known: Vocabulary) -> tuple[str | None, str | None]:
    """Return the sheet and the column that a text names: the column by any of its words, None where it is unknown.

    What stands before the first / is a sheet, unless it is part of a word of a column (Huyện/thành phố).
    """
    column = column_of(text, known)
    if column is not None or "/" not in text:
        return None, column
    sheet, _, rest = text.partition("/")
    return sheet.strip(), column_of(rest, known)


def column_of(text: str, known: Vocabulary) -> str | None:
    """Return the column of a survey that a text names, by the program's name or any word for it."""
    name = text.strip()
    found = name if name in known.names else known.headings.get(heading_key(name))
    return found if found in known.names else None


def texts_of(declared: Sequence[Constant | Blank]) -> list[str]:
    """Return declarations as people write them."""
    return [one.text() for one in declared]

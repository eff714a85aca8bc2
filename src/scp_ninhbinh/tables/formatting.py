"""What the formatting of a cell says that its text does not: raised marks, struck-out text, signs in place of letters.

A reader gathers the facts of its format (`Formatting`), and what follows from them is decided here, alike for all.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, Final, NamedTuple

from scp_ninhbinh.problems.problem import Place, Problem, Source, problem
from scp_ninhbinh.tables.number_format import NONE, SMALL, meaning_of_number, meaning_of_word, reach, shown, shows_year
from scp_ninhbinh.tables.package import too_large
from scp_ninhbinh.text.say import Phrase

Cell = tuple[int, int]
"""Row and column of a cell, from 0 on."""

_SYMBOL_FONT: Final = re.compile(
    r"(?:wingdings|webdings|symbol|marlett|itc zapf ?dingbats|zapf ?dingbats|dingbats|bookshelf symbol|monotype sorts"
    r"|ms outlook|mt extra|standard symbols|euclid symbol|ms reference specialty|holidaypi)(?![a-z]).*|.*dingbats"
    r"|symbolmt|wp (?:iconic|math|typographic) ?symbols?.*"
)
"""Fonts that show pictures in place of letters. Those that only hold many signs of Unicode, such as Segoe UI Symbol,
show a letter as a letter."""

MOST_CELLS_SET: Final = 5_000_000
"""Cells of a sheet that may be formatted so that it says something."""

LAST_MISTYPED: Final = "1910"
"""The last year that a cell for dates makes of a year typed into it: such a date is told as what it is."""

SHOW_ZERO: Final = Phrase("let the zero be seen if it is meant, or empty the cell where the number is not known")


def is_symbol_font(name: str) -> bool:
    """Whether a font shows pictures in place of letters."""
    return _SYMBOL_FONT.fullmatch(name.casefold().strip()) is not None


class Run(NamedTuple):
    """A part of a cell's text and how it is set; a text of None is the cell's whole one. `font` is a symbol font."""

    text: str | None = None
    raised: bool = False
    struck: bool = False
    font: str = ""

    @property
    def speaks(self) -> bool:
        """Whether its formatting says anything."""
        return bool(self.raised or self.struck or self.font)


@dataclass
class Formatting:
    """What a reader finds: `runs` of the cells whose font or parts say something, number formats, and shown texts.

    `codes` are the formats under which a number may show as another one, where only these are known; `shown` what a
    cell shows, where that stands beside what it stores.
    """

    runs: dict[Cell, tuple[Run, ...]] = field(default_factory=dict)
    codes: dict[Cell, str] = field(default_factory=dict)
    shown: dict[Cell, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return bool(self.runs or self.codes or self.shown)

    def check(self, path: str) -> None:
        """Refuse more than any survey has.

        Raises:
            ScpError: the cells would fill the memory.
        """
        if len(self.runs) + len(self.codes) + len(self.shown) > MOST_CELLS_SET:
            raise too_large(path, Phrase("more cells than any survey has are set in a way that says something"))


class Columns(NamedTuple):
    """The columns whose formatting matters: their names by number, all headings, and which hold numbers, and years."""

    names: Mapping[int, str]
    headings: Sequence[str]
    numbers: Collection[str]
    years: Collection[str]

    def counts(self, name: str) -> bool:
        """Whether a column holds numbers or years."""
        return name in self.numbers or name in self.years


class Said(NamedTuple):
    """What the formatting of a sheet comes to: problems, the rows left out, and cells that are read as they show."""

    problems: list[Problem]
    struck: set[int]
    words: dict[Cell, str]


Row = tuple[int, Sequence[Any], Sequence[str]]
"""The number of a row, its stored values, and these as texts."""


def said_by(
    formatting: Formatting, source: Source, columns: Columns, rows: Iterable[Row], begun: Collection[int]
) -> Said:
    """Return what the formatting of the rows below the header comes to.

    `begun` are rows in which a cell begins that is merged with cells below: such a row is never left out.
    """
    said = Said([], set(), {})
    marked = {row for row, _ in chain(formatting.runs, formatting.codes, formatting.shown)}
    for row, values, texts in rows:
        if row not in marked:
            continue
        filled = [at for at in columns.names if at < len(texts) and texts[at].strip()]
        if row not in begun and filled and all(_is_struck(formatting.runs.get((row, at), ())) for at in filled):
            said.struck.add(row)
            said.problems.append(problem("struck-row", source.place(row + 1), " ".join(filter(None, texts))))
            continue
        for at in filled:
            runs = formatting.runs.get((row, at), ())
            text = _shown(formatting, (row, at), values[at], not columns.counts(columns.names[at]))
            place = source.place(row + 1, columns.names[at])
            said.problems.extend(problem(rule, place, texts[at], **what) for rule, what in _marks(runs, texts[at]))
            if text is not None:
                _compare(said, columns, (row, at), text, place, texts[at])
    return said


def _is_struck(runs: Sequence[Run]) -> bool:
    """Whether all of a cell is struck out."""
    return bool(runs) and all(run.struck for run in runs if run.text is None or run.text.strip())


def _marks(runs: Sequence[Run], text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rules that the font of a cell or of its parts breaks, with what the message names."""
    parts = [(run, text if run.text is None else run.text) for run in runs]
    if raised := "".join(part for run, part in parts if run.raised).strip():
        yield "superscript", {"raised": raised}
    if struck := "".join(part for run, part in parts if run.struck).strip():
        yield "struck-out", {"struck": struck}
    if signs := "".join(part for run, part in parts if run.font).strip():
        yield "symbol-font", {"signs": signs, "font": next(run.font for run in runs if run.font)}


def _shown(formatting: Formatting, cell: Cell, value: Any, words: bool) -> str | None:
    """Return what a cell shows, None where that is what it stores."""
    code = formatting.codes.get(cell)
    if code is not None and isinstance(value, date) and shows_year(code):
        return str(value.year)
    if code is None or isinstance(value, bool) or not isinstance(value, int | float | str):
        return formatting.shown.get(cell)
    reached = reach(code, words)
    passed = reached == NONE or (reached == SMALL and (isinstance(value, str) or abs(value) >= 1))
    return formatting.shown.get(cell) if passed else shown(code, value)


def _compare(said: Said, columns: Columns, cell: Cell, text: str, place: Place, stored: str) -> None:
    """Enter what it comes to that a cell shows this text and not the stored one."""
    name, heading = columns.names[cell[1]], columns.headings[cell[1]]
    if name in columns.years and stored.startswith(f"{text}-"):
        if text > LAST_MISTYPED:
            said.words[cell] = text
        return
    found = meaning_of_number(text, stored, heading) if columns.counts(name) else meaning_of_word(text, stored)
    match found:
        case "word":
            said.words[cell] = " ".join(text.split())
        case "nothing" if stored == "0":
            zero = problem("shown-otherwise", place, stored, shown="", remedy=SHOW_ZERO)
            said.problems.append(zero._replace(severity="warning"))
        case "nothing" | "another":
            said.problems.append(problem("shown-otherwise", place, stored, shown=text.strip()))

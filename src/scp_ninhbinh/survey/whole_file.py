"""What only a second look at a whole table finds: texts converted wrongly, a cell that swallowed rows, only "x"."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from scp_ninhbinh.problems.formatting import FORMATTING
from scp_ninhbinh.problems.problem import Problem, problem
from scp_ninhbinh.survey.cells import CROSS, date_of
from scp_ninhbinh.survey.columns import ABSENT, RowParsers
from scp_ninhbinh.tables.lost import REPLACED
from scp_ninhbinh.tables.table import LINE_BREAK, Table
from scp_ninhbinh.text.spelling import fold

NUL: Final = "\0"

FEWEST: Final = 2
"""Separators in a line of a cell that make it look like a row."""


def misread_cells(table: Table, at: Mapping[str, int]) -> Iterator[Problem]:
    """Yield a problem for each cell whose text was converted wrongly before, or has lost a letter."""
    from scp_ninhbinh.tables.misread import may_be_escaped, misread
    from scp_ninhbinh.tables.vietnamese import lost_u

    names = [name if at[name] == index else "" for index, name in enumerate(table.columns)]
    for row, cells in table.reread():
        text = "".join(cells)
        odd = NUL in text or may_be_escaped(text)
        if text.isascii() and not odd:
            continue
        suspects = [one for one in zip(names, cells, strict=False) if one[0] and (odd or not one[1].isascii())]
        for name, cell in reversed(suspects):
            if REPLACED in cell:  # letters were lost, which is told once a column
                continue
            likely = "" if NUL in cell else misread(cell)
            if likely is not None:
                place = table.source.place(row, name, table.line_of(cells))
                yield problem("mis-converted-text", place, cell, guess=likely)
            elif table.may_lack_u and lost_u(cell):
                yield problem("lost-letter", table.source.place(row, name, table.line_of(cells)), cell)


def without_consequences(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems without those of a cell whose formatting already says that its text is not what is meant."""
    causes = {found.place for found in problems if found.rule in FORMATTING and found.severity == "error"}
    return [found for found in problems if found.place not in causes or found.rule in FORMATTING]


def swallowed_rows(table: Table, at: Mapping[str, int], known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each cell in which a quotation mark that was never closed seems to have swallowed a row."""
    columns = {name: index for name, index in at.items() if name in known and name != "note" and index >= 0}
    for row, cells in table.long_rows():
        for name, index in columns.items():
            lines = LINE_BREAK.split(cells[index]) if index < len(cells) else []
            if any(line.count(table.separator) >= FEWEST for line in lines[1:]):
                yield problem("swallowed-rows", table.source.place(row, name, table.line_of(cells)), cells[index])


def columns_of_crosses(
    table: Table, parsers: RowParsers, extra: Sequence[str], passed_over: Collection[str], left_out: Collection[int]
) -> Iterator[Problem]:
    """Yield a warning for each column of answers that holds "x" and empty cells and nothing else."""
    kind_at = parsers.at.get("kind", ABSENT)
    words: dict[str, set[str]] = defaultdict(set)
    known = parsers.context.layout.known.holding("yes_no")
    for number, cells in table.reread():
        row = [*cells, *extra]
        fits = len(cells) == len(table.columns) and number not in left_out
        for name in parsers[row[kind_at]].model.columns() if fits else ():
            if name in parsers.at and name in known:
                words[name].add(fold(row[parsers.at[name]]))
    for name, found in words.items():
        if found == {CROSS, ""} and name not in passed_over:
            yield problem("only-x", table.header._replace(column=name), parsers.context.layout.known.called(name))


def dated_years(
    table: Table, at: Mapping[str, int], names: Collection[str], left_out: Collection[int]
) -> Iterator[Problem]:
    """Yield a warning for each of these columns of years that holds dates: the first one, and how many there are."""
    found: dict[str, list[tuple[int, list[str], str]]] = defaultdict(list)
    for row, cells in table.reread():
        for name in names:
            cell = cells[at[name]] if 0 <= at.get(name, ABSENT) < len(cells) else ""
            if row not in left_out and date_of(cell):
                found[name].append((row, cells, cell))
    for name, rows in found.items():
        row, cells, cell = rows[0]
        year = str(getattr(date_of(cell), "year", ""))
        yield problem(
            "year-from-date", table.source.place(row, name, table.line_of(cells)), cell, read=year, n=len(rows)
        )

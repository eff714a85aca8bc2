"""A workbook to work with, before it is written and in no language yet: sheets of one table, and charts of its columns.

Unlike a `Document`, which is read from top to bottom, it is sorted, filtered and computed with.
"""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from scp_ninhbinh.documents.document import Table

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Plot(Generic[T_co]):
    """A chart of a table: a line for each of these rows over its columns from `first` on, or bars of these columns.

    The column before `first` names them. Of the `series` the one in `limits` is what is required, those in `ends` are
    the ends of a range. `unit` is that of the axis.
    """

    caption: T_co
    unit: T_co
    first: int
    series: tuple[int, ...]
    limits: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    kind: Literal["bars", "lines"] = "lines"


@dataclass(frozen=True)
class Sheet(Generic[T_co]):
    """A sheet: a table with its headings in the first row, or below what stands `above`; below it its charts.

    They are of the table itself, or of one that is `plotted` and stands below them.
    """

    name: T_co
    table: Table[T_co]
    above: tuple[T_co, ...] = ()
    plots: tuple[Plot[T_co], ...] = ()
    plotted: Table[T_co] | None = None


@dataclass(frozen=True)
class Workbook(Generic[T_co]):
    """Sheets with the title that they have together; the mark of a `draft` is printed on each page."""

    title: T_co
    draft: T_co
    sheets: tuple[Sheet[T_co], ...]

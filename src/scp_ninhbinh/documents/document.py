"""What a command says, before any format and in no language yet: sections of texts, tables and charts.

`Document[Sayable]` is what `documents` makes; a writer turns it into `Document[str]`, in the reader's language, and
escapes what its format has to. Figures are 0-100 for percentages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Generic, Literal, TypeAlias, TypeVar

from scp_ninhbinh.text.say import Sayable, joined

T_co = TypeVar("T_co", covariant=True)

Format = Literal["text", "percent", "number", "points"]
"""How a cell is written: percent is 0-100 and gets a % sign, points are percentage points."""

Signal = Literal["met", "not_met", "not_yet", "undetermined", "no_data", "tracked", "no_target"]
"""A verdict, for a colour and a sign beside the words that say it."""

SIGNS: Final[dict[Signal, str]] = {
    "met": "✓",
    "not_met": "✗",
    "not_yet": "…",
    "undetermined": "?",
    "no_data": "–",
    "tracked": "•",
    "no_target": "",
}


@dataclass(frozen=True)
class Cell(Generic[T_co]):
    """A cell of a table: its text, and where it is a number its value, shown with `places` decimals."""

    text: T_co
    value: float | int | None = None
    format: Format = "text"
    places: int = 1
    signal: Signal | None = None


@dataclass(frozen=True)
class Line(Generic[T_co]):
    """A line of a narrow table's cell; a `signal` gives it the sign and the colour of a verdict."""

    text: T_co
    role: Literal["plain", "strong", "quiet"] = "plain"
    signal: Signal | None = None


@dataclass(frozen=True)
class Bar:
    """A bar from 0 to 1: what is confirmed up to `low`, open up to `high`, and the mark of the requirement."""

    low: Fraction
    high: Fraction
    mark: Fraction
    signal: Signal


Lines: TypeAlias = tuple[Line[T_co] | Bar, ...]


@dataclass(frozen=True)
class Column(Generic[T_co]):
    """A column of a narrow table: its heading, and its width in letters; without one it shares what is left."""

    heading: T_co
    width: int | None = None


@dataclass(frozen=True)
class Narrow(Generic[T_co]):
    """What a block says where there is little room, as in a terminal: few columns, cells of several lines.

    A row of one cell alone is a heading of those below it; `ruled` sets the rows apart.
    """

    columns: tuple[Column[T_co], ...]
    rows: tuple[tuple[Lines[T_co], ...], ...]
    ruled: bool = True


@dataclass(frozen=True)
class Table(Generic[T_co]):
    """A table with a caption; the first `headers` columns name the rows. `narrow` says the same in little room."""

    caption: T_co
    headings: tuple[T_co, ...]
    rows: tuple[tuple[Cell[T_co], ...], ...]
    headers: int = 1
    narrow: tuple[Narrow[T_co], ...] = ()


@dataclass(frozen=True)
class Text(Generic[T_co]):
    """A paragraph; `strong` for what must not be overlooked, `quiet` for what is said besides."""

    text: T_co
    strong: bool = False
    quiet: bool = False
    signal: Signal | None = None


@dataclass(frozen=True)
class Sentences(Generic[T_co]):
    """Sentences that stand together, each on a line of its own: what is said below a table."""

    lines: tuple[T_co, ...]


@dataclass(frozen=True)
class Items(Generic[T_co]):
    """A list, each item a line; `heading` above it where there is one. `narrow` says the same in little room."""

    items: tuple[T_co, ...]
    heading: T_co | Literal[""] = ""
    narrow: tuple[Narrow[T_co], ...] = ()


@dataclass(frozen=True)
class Bullet(Generic[T_co]):
    """A bar of a bullet chart: what is achieved, the range it may lie in, what is required; None for no figure.

    `full` is the end of its scale, `shown` the figures as text, `verdict` the verdict in words.
    """

    label: T_co
    achieved: float | None
    low: float | None
    high: float | None
    required: float
    full: float
    shown: T_co
    verdict: T_co
    signal: Signal


@dataclass(frozen=True)
class BulletChart(Generic[T_co]):
    """Achieved against required, one bar a target; `alt` says the same in words."""

    caption: T_co
    alt: T_co
    bars: tuple[Bullet[T_co], ...]
    achieved_word: T_co
    range_word: T_co
    required_word: T_co


@dataclass(frozen=True)
class LineChart(Generic[T_co]):
    """A target over the years with its required path from the base year to the due year; `alt` says it in words.

    `points` are (year, achieved, low, high), None for no figure, and `figures` the text of each; `path` are (year,
    value). `unit` is "%" or "".
    """

    caption: T_co
    alt: T_co
    points: tuple[tuple[int, float | None, float | None, float | None], ...]
    figures: tuple[T_co, ...]
    path: tuple[tuple[int, float], ...]
    required: float
    required_figure: T_co
    due: int
    unit: str
    achieved_word: T_co
    range_word: T_co
    path_word: T_co


Block: TypeAlias = Text[T_co] | Sentences[T_co] | Table[T_co] | Items[T_co] | BulletChart[T_co] | LineChart[T_co]


@dataclass(frozen=True)
class Section(Generic[T_co]):
    """A heading, of level 1 to 3, with what stands below it; without a heading it goes on with what is above."""

    heading: T_co
    blocks: tuple[Block[T_co], ...]
    level: int = 2


@dataclass(frozen=True)
class Document(Generic[T_co]):
    """What a command says. The parts of the `subtitle` are set apart; `draft` marks every page of a draft."""

    title: T_co
    subtitle: tuple[T_co, ...]
    sections: tuple[Section[T_co], ...]
    draft: T_co | Literal[""] = ""
    footer: T_co | Literal[""] = ""


def lines(*texts: Sayable) -> Lines[Sayable]:
    """Return plain lines for a narrow table's cell."""
    return tuple(Line(text) for text in texts)


def table_of(narrow: Narrow[Sayable]) -> Table[Sayable]:
    """Return a table that has the same columns where there is room: the lines of a cell stand one after the other."""
    headings = tuple(column.heading for column in narrow.columns)
    rows = tuple(tuple(Cell(_in_a_row(cell)) for cell in row) for row in narrow.rows)
    return Table("", headings, rows, narrow=(narrow,))


def _in_a_row(cell: Sequence[Line[Sayable] | Bar]) -> Sayable:
    return joined(*(line.text for line in cell if isinstance(line, Line)), by="; ")

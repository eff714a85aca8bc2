"""What a report says, before any format: sections of texts, tables and charts, every word in the reader's language.

The texts are safe to show but not escaped: each format escapes what it has to. Figures are 0-100 for percentages.
"""

from typing import Literal, NamedTuple

Format = Literal["text", "percent", "number", "points"]
"""How a cell is written: percent is 0-100 and gets a % sign, points are percentage points."""

Signal = Literal["met", "not_met", "not_yet", "undetermined", "no_data", "tracked"]
"""A verdict, for a colour beside the words that say it."""


class Cell(NamedTuple):
    """A cell of a table: its text, and where it is a number its value, shown with `places` decimals."""

    text: str
    value: float | int | None = None
    format: Format = "text"
    places: int = 1
    signal: Signal | None = None


class Table(NamedTuple):
    """A table with a caption; the first `headers` columns name the rows."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    headers: int = 1


class Text(NamedTuple):
    """A paragraph; `strong` for what must not be overlooked."""

    text: str
    strong: bool = False


class Items(NamedTuple):
    """A list, each item a line; `heading` above it where there is one."""

    items: tuple[str, ...]
    heading: str = ""


class Bullet(NamedTuple):
    """A bar of a bullet chart: what is achieved, the range it may lie in, what is required; None for no figure.

    `full` is the end of its scale, `shown` the figures as text, `verdict` the verdict in words.
    """

    label: str
    achieved: float | None
    low: float | None
    high: float | None
    required: float
    full: float
    shown: str
    verdict: str
    signal: Signal


class BulletChart(NamedTuple):
    """Achieved against required, one bar a target; `alt` says the same in words."""

    caption: str
    alt: str
    bars: tuple[Bullet, ...]
    achieved_word: str
    range_word: str
    required_word: str


class LineChart(NamedTuple):
    """A target over the years with its required path from the base year to the due year; `alt` says it in words.

    `points` are (year, achieved, low, high), None for no figure; `path` are (year, value). `unit` is "%" or "".
    """

    caption: str
    alt: str
    points: tuple[tuple[int, float | None, float | None, float | None], ...]
    path: tuple[tuple[int, float], ...]
    required: float
    due: int
    unit: str
    achieved_word: str
    range_word: str
    path_word: str


Block = Text | Table | Items | BulletChart | LineChart


class Section(NamedTuple):
    """A heading of level 2 or 3 with what stands below it."""

    heading: str
    blocks: tuple[Block, ...]
    level: int = 2


class Document(NamedTuple):
    """A report. `draft` marks it as one on every page; `language` is "vi" or "en", which also writes numbers."""

    language: Literal["vi", "en"]
    title: str
    subtitle: str
    draft: str
    sections: tuple[Section, ...]
    footer: str

"""What a command says, before any format and in no language yet: sections of texts, tables and charts.

`Document[Sayable]` is what `documents` makes; a writer turns it into `Document[str]`, in the reader's language, and
escapes what its format has to. Figures are 0-100 for percentages.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, Generic, Literal, TypeAlias, TypeVar

from scp_ninhbinh.measures.record import value
from scp_ninhbinh.text.say import Sayable

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


def signed(text: str, signal: Signal | None) -> str:
    """Return the words of a verdict with its sign before them, once; any other text as it is."""
    return f"{SIGNS[signal]} {text.removeprefix(SIGNS[signal]).strip()}".strip() if signal else text


@value
class Bar:
    """A bar from 0 to 1: what is confirmed up to `low`, open up to `high`, and the mark of the requirement."""

    low: Fraction
    high: Fraction
    mark: Fraction
    signal: Signal


@value
class Cell(Generic[T_co]):
    """A cell of a table: its text, and where it is a number its value, shown with `places` decimals.

    `short` stands for the text where there is no room for it; a `bar` is drawn where letters have one width, and on a
    page. A `link` is the key of the section that it leads to.
    """

    text: T_co
    value: float | int | None = None
    format: Format = "text"
    places: int = 1
    signal: Signal | None = None
    short: T_co | None = None
    bar: Bar | None = None
    link: str = ""


@value
class Fit:
    """How a column goes into a screen of few letters; on paper there is room for all but pictures of letters.

    It is shown from `at` letters on. A text that is too long is wrapped, or `cut`; `right` sets figures to the right.
    A `picture` is made of letters, and only for a screen.
    """

    at: int = 0
    cut: bool = False
    right: bool = False
    picture: bool = False


PLAIN: Final = Fit()


@value
class Table(Generic[T_co]):
    """A table with a caption; the first `headers` columns name the rows, and `fits` say how columns fit a screen.

    A `legend` says what the letters of its pictures mean, a `source` where its figures are from. Of a long one a screen
    shows the `first` rows, and says what there is `more` and where; 0 for all. A page shows no more than the caption of
    one that is `folded` until a reader opens it.
    """

    caption: T_co
    headings: tuple[T_co, ...]
    rows: tuple[tuple[Cell[T_co], ...], ...]
    headers: int = 1
    fits: tuple[Fit, ...] = ()
    legend: T_co | Literal[""] = ""
    first: int = 0
    more: T_co | Literal[""] = ""
    source: T_co | Literal[""] = ""
    folded: bool = False

    def figures(self) -> set[int]:
        """Return the columns of figures, which are set to the right."""
        valued = {at for row in self.rows for at, cell in enumerate(row) if cell.value is not None}
        return valued | {at for at in range(len(self.headings)) if self.fit(at).right}

    def fit(self, column: int) -> Fit:
        """Return how a column fits a screen."""
        return self.fits[column] if column < len(self.fits) else PLAIN


@value
class Text(Generic[T_co]):
    """A paragraph; `strong` for what must not be overlooked, `quiet` for what is said besides."""

    text: T_co
    strong: bool = False
    quiet: bool = False
    signal: Signal | None = None


@value
class Sentences(Generic[T_co]):
    """Sentences that stand together, each on a line of its own: what is said below a table, `quiet` what besides."""

    lines: tuple[T_co, ...]
    quiet: bool = False


@value
class Items(Generic[T_co]):
    """A list, each item a line; `heading` above it where there is one, with the sign and the colour of a `signal`."""

    items: tuple[T_co, ...]
    heading: T_co | Literal[""] = ""
    signal: Signal | None = None


@value
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


@value
class BulletChart(Generic[T_co]):
    """Achieved against required, one bar a target; `alt` says the same in words, `source` where the figures are from.

    It comes before a table with the same figures, whose cells have their bars: a page draws those.
    """

    caption: T_co
    alt: T_co
    bars: tuple[Bullet[T_co], ...]
    achieved_word: T_co
    range_word: T_co
    required_word: T_co
    source: T_co | Literal[""] = ""


@value
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
    source: T_co | Literal[""] = ""


Block: TypeAlias = Text[T_co] | Sentences[T_co] | Table[T_co] | Items[T_co] | BulletChart[T_co] | LineChart[T_co]


@value
class Section(Generic[T_co]):
    """A heading, of level 1 to 3, with what stands below it; without a heading it goes on with what is above.

    Cells lead to it by its `key`. One that is `folded` is opened on a page by who wants to read it.
    """

    heading: T_co
    blocks: tuple[Block[T_co], ...]
    level: int = 2
    key: str = ""
    folded: bool = False


@value
class Document(Generic[T_co]):
    """What a command says. The parts of the `subtitle` are set apart; `draft` marks every page of a draft.

    A `headline` says on a screen in one line what title and subtitle say on paper, and what stands `below` the rest.
    """

    title: T_co
    subtitle: tuple[T_co, ...]
    sections: tuple[Section[T_co], ...]
    draft: T_co | Literal[""] = ""
    footer: T_co | Literal[""] = ""
    headline: T_co | Literal[""] = ""
    below: T_co | Literal[""] = ""


def on_paper(document: Document[str], *, bars: bool = False) -> Document[str]:
    """Return a translated document without columns that are pictures of letters, each verdict with its sign.

    With `bars` a column stays whose cells have bars to be drawn, and the legend that says what their forms mean.
    """
    return replace(document, sections=tuple(_section_on_paper(section, bars) for section in document.sections))


def _section_on_paper(section: Section[str], bars: bool) -> Section[str]:
    return replace(section, blocks=tuple(_block_on_paper(block, bars) for block in section.blocks))


def _block_on_paper(block: Block[str], bars: bool) -> Block[str]:
    match block:
        case Table():
            return _without_pictures(block, bars)
        case Items():
            return replace(block, heading=signed(block.heading, block.signal))
        case Text():
            return replace(block, text=signed(block.text, block.signal))
        case _:
            return block


def _without_pictures(table: Table[str], bars: bool) -> Table[str]:
    drawn = {at for row in table.rows for at, cell in enumerate(row) if cell.bar} if bars else set()
    kept = [at for at in range(len(table.headings)) if not table.fit(at).picture or at in drawn]
    rows = tuple(tuple(_signed(row[at]) for at in kept if at < len(row)) for row in table.rows)
    headings, fits = tuple(table.headings[at] for at in kept), tuple(map(table.fit, kept))
    return replace(table, headings=headings, rows=rows, fits=fits, legend=table.legend if drawn else "")


def _signed(cell: Cell[str]) -> Cell[str]:
    return replace(cell, text=signed(cell.text, cell.signal))


@value
class Column(Generic[T_co]):
    """A column of a table, from which `table_of` makes one: its heading, its cells, how it fits a screen."""

    heading: T_co
    cells: tuple[Cell[T_co], ...]
    fit: Fit = PLAIN


def table_of(columns: Sequence[Column[Sayable]], headers: int = 1, legend: Sayable = "") -> Table[Sayable]:
    """Return the table of columns that are all equally long."""
    headings = tuple(column.heading for column in columns)
    rows = tuple(zip(*(column.cells for column in columns), strict=True))
    return Table("", headings, rows, headers, tuple(column.fit for column in columns), legend)

"""A table on a screen: which columns there is room for, how wide they are, and a block a row where there is too little.

No line is wider than the screen. A word is torn only where it alone is wider than that.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from rich.cells import cell_len

from scp_ninhbinh.documents.document import Cell, Table, signed
from scp_ninhbinh.measures.record import value

BLOCKS: Final = 72
"""Columns of a screen below which a table of more than FEW columns is a block a row."""

FEW: Final = 3
LEAST_PICTURE, SOME, ENOUGH, MOST_PICTURE = 8, 14, 20, 30
"""Letters of a bar."""

LEAST_CUT: Final = 12
LONG_HEADING: Final = 6
"""Letters from which on a heading is wrapped where what stands below it needs the room."""
GAP: Final = 2
"""Letters between two columns where there is room; else one."""


@value
class Layout:
    """The columns of a table that are shown, by their place in it, how wide each is, and the gap between two."""

    widths: dict[int, int]
    gap: int


def shown_text(cell: Cell[str], *, short: bool = False) -> str:
    """Return the text of a cell with the sign of its verdict; the short one where there is one and it is wanted."""
    text = cell.text if cell.short is None or not short else cell.short
    return signed(text, cell.signal)


def laid_out(table: Table[str], width: int) -> Layout | None:
    """Return how a table goes into `width` letters; None if it does not."""
    columns = [at for at in range(len(table.headings)) if table.fit(at).at <= width]
    while _needed(table, columns) > width and (more := [at for at in columns if table.fit(at).at]):
        columns.remove(max(more))
    if _least(table, columns) > width or (width < BLOCKS and len(columns) > FEW):
        return None
    return _with_room(table, {at: _narrowest(table, at) for at in columns}, width)


def _needed(table: Table[str], columns: Sequence[int]) -> int:
    """Return the letters that columns need in which nothing is cut or wrapped, for which others have to go."""
    texts = (at for at in columns if not table.fit(at).picture)
    return _least(table, columns) + sum(_widest(table, at, short=True) - _narrowest(table, at) for at in texts)


def _least(table: Table[str], columns: Sequence[int]) -> int:
    return sum(_narrowest(table, at) for at in columns) + len(columns) - 1


def _with_room(table: Table[str], widths: dict[int, int], width: int) -> Layout:
    """Give what is left of the width where it serves best: first that nothing is cut, then what is said in full."""
    left = width - sum(widths.values()) - len(widths) + 1
    pictures = [at for at in widths if table.fit(at).picture and _has_bars(table, at)]
    cut = [at for at in widths if table.fit(at).cut]
    plain = [at for at in widths if at not in pictures and at not in cut]
    left = _give(widths, plain, lambda at: _widest(table, at, short=True), left)
    left = _give(widths, cut, lambda at: _widest(table, at, short=True), left)
    left = _in_one_line(table, widths, left)
    gap = GAP if left >= len(widths) - 1 else 1
    left -= (gap - 1) * (len(widths) - 1)
    left = _give(widths, pictures, lambda _: SOME, left)
    for at in plain:  # in full, or as they are
        missing = _widest(table, at) - widths[at]
        if 0 < missing <= left:
            widths[at], left = widths[at] + missing, left - missing
    left = _give(widths, pictures, lambda _: ENOUGH, left)
    for at in cut:
        wanted = max(_most_in_full(table, at, widths[at] + left), widths[at])
        widths[at], left = wanted, left - wanted + widths[at]
    _give(widths, pictures, lambda _: MOST_PICTURE, left)
    return Layout(widths, gap)


def _in_one_line(table: Table[str], widths: dict[int, int], left: int) -> int:
    """Let no heading take two lines, where there is room for all of them."""
    missing = {at: cell_len(table.headings[at]) - width for at, width in widths.items()}
    if sum(filter(lambda more: more > 0, missing.values())) > left:
        return left
    return _give(widths, list(widths), lambda at: cell_len(table.headings[at]), left)


def _most_in_full(table: Table[str], at: int, most: int) -> int:
    """Return the width in which as many cells as can be are said in full."""
    lengths = (cell_len(shown_text(cell)) for cell in _column(table, at))
    return max((length for length in lengths if length <= most), default=0)


def _give(widths: dict[int, int], columns: Sequence[int], wanted: Callable[[int], int], left: int) -> int:
    """Make the narrowest of these columns wider, letter by letter, until all have what they want or none is left."""
    most = {at: wanted(at) for at in columns}
    while left and (lacking := [at for at in columns if widths[at] < most[at]]):
        widths[min(lacking, key=lambda at: widths[at])] += 1
        left -= 1
    return left


def _narrowest(table: Table[str], at: int) -> int:
    """Return the letters that a column needs: of a wrapped one those of its longest word."""
    fit = table.fit(at)
    if fit.picture:
        return LEAST_PICTURE if _has_bars(table, at) else _widest(table, at)
    if fit.cut:
        return min(LEAST_CUT, _widest(table, at, short=True))
    texts = [shown_text(cell, short=True) for cell in _column(table, at)]
    if not fit.right:  # figures stay on one line
        texts = [word for text in texts for word in text.split(" ")]
    heading = table.headings[at]
    is_whole = fit.right and cell_len(heading) <= LONG_HEADING
    return max(map(cell_len, (*([heading] if is_whole else heading.split(" ")), *texts)), default=0)


def _in_two_lines(heading: str) -> int:
    """Return the width in which a long heading takes two lines; of one that is not long its own."""
    words = heading.split(" ")
    if cell_len(heading) <= LONG_HEADING:
        return cell_len(heading)
    halves = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words) + 1))
    return min(max(map(cell_len, pair)) for pair in halves)


def _has_bars(table: Table[str], at: int) -> bool:
    """Whether a column is of bars, which are as long as there is room."""
    return any(cell.bar for cell in _column(table, at))


def _widest(table: Table[str], at: int, *, short: bool = False) -> int:
    texts = [shown_text(cell, short=short) for cell in _column(table, at)]
    heading = table.headings[at]
    return max(_in_two_lines(heading) if short else cell_len(heading), *map(cell_len, texts), 0)


def _column(table: Table[str], at: int) -> Iterator[Cell[str]]:
    return (row[at] for row in table.rows if at < len(row))


def fitting(cell: Cell[str], width: int, *, cut: bool) -> str:
    """Return what of a cell goes into a column: the text, or the short one, which ends after a word where it is cut."""
    text = shown_text(cell)
    if cell_len(text) <= width:
        return text
    text = shown_text(cell, short=True)
    return text if cell_len(text) <= width or not cut else _cut(text, width)


def _cut(text: str, width: int) -> str:
    kept = ""
    for word in text.split(" "):
        longer = f"{kept} {word}".strip()
        if cell_len(longer) >= width:
            break
        kept = longer
    return f"{kept}…" if kept else f"{text[: width - 1]}…"

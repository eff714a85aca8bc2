"""What the guide of a survey form begins with, and how it is told from a table: its rows name columns and kinds."""

from collections.abc import Sequence
from typing import Final, get_args

from scp_ninhbinh.text.say import Code, Phrase, language
from scp_ninhbinh.text.spelling import fold

GUIDE_TITLE: Final = Phrase("How to fill in the survey form")
"""What stands in the first cell of a guide."""

GUIDE_HEADINGS: Final = (
    Phrase("Column"),
    Phrase("What it means"),
    Phrase("What to fill in"),
    Phrase("For which units"),
    Phrase("Example"),
)
"""The headings of a guide's table."""


def is_guide(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these first rows of a sheet are those of a guide in either language: its title, and its headings."""
    title = fold(next(iter(rows[0]), "")) if rows else ""
    return bool(title) and any(_is_guide_in(code, title, rows) for code in get_args(Code))


def _is_guide_in(code: Code, title: str, rows: Sequence[Sequence[str]]) -> bool:
    tongue = language(code)
    if title != fold(tongue.text(GUIDE_TITLE)):
        return False
    headings = [fold(tongue.text(heading)) for heading in GUIDE_HEADINGS]
    return any([fold(cell) for cell in row if cell.strip()] == headings for row in rows)

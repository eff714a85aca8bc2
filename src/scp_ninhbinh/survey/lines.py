"""Which lines of a table are no units: totals, and notes below it."""

import re
from collections.abc import Sequence
from typing import Final

from scp_ninhbinh.words import NOTES, TOTALS, bare, fold

_TOTALS: Final = frozenset(TOTALS) | frozenset(map(bare, TOTALS)) - {"cong", "tong"}
_PART_OF_TOTAL: Final = re.compile(r"(tổng số|tổng cộng|cộng(?! đồng| hòa| tác| nghệ)) .+")
_TRIMMED: Final = " :.*()"
_INITIALS: Final = frozenset("tTcCsS ")
"""What a total begins with: most rows are passed over by one look."""


def total_of(name: str, cells: Sequence[str]) -> str | None:
    """Return the word by which a row calls itself a total, in its name or in its first cell that says anything."""
    first = next((cell for cell in cells if cell), "")
    for text in (name, first):
        if text[:1] in _INITIALS and fold(text).strip(_TRIMMED) in _TOTALS:
            return text.strip()
    return None


def may_be_total(name: str) -> bool:
    """Whether a name begins like that of a sub-total, such as "Cộng huyện Nho Quan"."""
    return bool(_PART_OF_TOTAL.fullmatch(fold(name)))


def filled(cells: Sequence[str]) -> list[str]:
    """Return the cells that say something."""
    return [cell.strip() for cell in cells if cell.strip()]


def is_note(cells: Sequence[str]) -> bool:
    """Whether a row begins as a note, a source or a signature does."""
    return any(fold(text).startswith(NOTES) for text in filled(cells))

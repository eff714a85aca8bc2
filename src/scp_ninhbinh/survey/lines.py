"""Which lines of a table are no units: totals, and notes below it; and lines of which that is still open."""

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from scp_ninhbinh.plan.vocabulary import NOTES, TOTALS, headings
from scp_ninhbinh.text.spelling import bare, fold, heading_key

_TOTALS: Final = frozenset(TOTALS) | frozenset(map(bare, TOTALS)) - {"cong", "tong"}
_SUMS: Final = (
    "tổng(?! công ty| kho| cục| đài)",
    "cộng(?! đồng| hòa| tác| nghệ)",
    "toàn (?:tỉnh|huyện|xã|thành|thị|khu)",
    "cả (?:tỉnh|huyện)",
    "chung$",
    "số (?:chợ|đơn vị|cơ sở)",
    "lũy kế",
    "trung bình",
    "bình quân",
    r"t\.? ?cộng",
    "tc$",
    "(?:grand )?total",
    "sub-?total",
    "average",
)
_MAY_BE_TOTAL: Final = re.compile(rf"(?:{'|'.join(_SUMS)})(?:\W.*)?")
_MAY_BE_TOTAL_PLAIN: Final = re.compile(rf"(?:{'|'.join(map(bare, _SUMS))})(?:\W.*)?")
"""What a total, a sub-total or an average begins with; and the same as typed without diacritics."""

_TRIMMED: Final = " :.*()"
_INITIALS: Final = frozenset("tTcCsS ")
"""What a total begins with: most rows are passed over by one look."""


Errors = list[Any]
"""What pydantic found wrong in a row."""


class Waiting(NamedTuple):
    """A row that waits for what the rest of the file shows.

    `before` counts the rows of units before it, `apart` says whether a blank line or a total came between.
    """

    row: int
    cells: list[str]
    before: int
    apart: bool
    unit: Any = None
    errors: Errors = []  # noqa: RUF012 (never changed)


def total_word(cells: Sequence[str], name: str = "", folded_name: str = "") -> str | None:
    """Return the word by which a row calls itself a total, in its name or in its first cell that says anything."""
    first = next((cell for cell in cells if cell), "")
    for text, folded in ((name, folded_name), (first, folded_name if first == name else "")):
        if text[:1] in _INITIALS and (folded or fold(text)).strip(_TRIMMED) in _TOTALS:
            return text.strip()
    return None


def may_be_total(folded: str) -> bool:
    """Whether a folded name begins like that of a total or an average, such as "Cộng huyện Nho Quan"."""
    return bool(_MAY_BE_TOTAL.fullmatch(folded) or (folded.isascii() and _MAY_BE_TOTAL_PLAIN.fullmatch(folded)))


def numbers_rows(heading: str) -> bool:
    """Whether a column of this heading only numbers the rows: TT, STT."""
    return bool(heading.strip()) and headings().get(heading_key(heading)) == ""


def filled(cells: Sequence[str]) -> list[str]:
    """Return the cells that say something."""
    return [cell.strip() for cell in cells if cell.strip()]


def is_note(cells: Sequence[str]) -> bool:
    """Whether a row begins as a note, a source or a signature does."""
    return any(fold(text).startswith(NOTES) for text in filled(cells))

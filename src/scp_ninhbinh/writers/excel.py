"""Rows of CSV laid out for a Vietnamese Excel: semicolons, decimal commas, headings in words, figures as people read.

Numbers stay numbers: a spreadsheet can compute with them.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from scp_ninhbinh.documents import words
from scp_ninhbinh.documents.figures import Scale
from scp_ninhbinh.text.safe import plain_cell
from scp_ninhbinh.text.say import Language, Phrase, Sayable, rounded

HEADINGS: Final[Mapping[str, Phrase]] = {
    "id": Phrase("Indicator"),
    "clause": words.CLAUSE,
    "part": Phrase("Part"),
    "title": words.TARGET,
    "due": Phrase("Due"),
    "year": Phrase("Year"),
    "measure": Phrase("Measure"),
    "unit": Phrase("Unit"),
    "required": words.REQUIRED,
    "limit": Phrase("Least or most"),
    "stretch": Phrase("Stretch"),
    "achieved": words.ACHIEVED,
    "low": Phrase("Lower bound"),
    "high": Phrase("Upper bound"),
    "gap": Phrase("Gap"),
    "status": words.VERDICT,
    "reasons": Phrase("Reasons"),
    "each": Phrase("Each by itself"),
    "each_met": Phrase("How many meet it"),
    "each_of": Phrase("Of how many"),
    "each_missed": Phrase("Which do not"),
    "numerator": Phrase("Numerator"),
    "denominator": Phrase("Denominator"),
    "unknown": Phrase("Not known"),
    "not_surveyed": Phrase("Not surveyed"),
    "needed": Phrase("Still needed"),
    "pool": Phrase("Share of"),
    "method": Phrase("Method"),
    "drawn": Phrase("Drawn"),
    "se": Phrase("Standard error"),
    "confidence": Phrase("Confidence, %"),
    "coverage": Phrase("Surveyed"),
    "evidence": Phrase("Evidence"),
    "declared": Phrase("Declared"),
    "declared_answers": Phrase("Declared answers"),
    "by_declaration": Phrase("Depends on declared answers"),
    "refused_cells": Phrase("Unreadable cells"),
    "by": Phrase("Grouped by"),
    "group": Phrase("Group"),
    "rule": Phrase("Decision rule"),
    "guarantee": Phrase("Guarantee"),
    "false_verdict": Phrase("False verdicts at most, %"),
    "change": Phrase("Change"),
    "word": Phrase("Trend"),
    "expected": Phrase("Expected by now"),
    "ratio": Phrase("Way made of way required"),
    "projected": Phrase("Projected for the due year"),
    "pace": Phrase("Change a year"),
    "needed_a_year": Phrase("Needed a year"),
}
"""What each column is called."""

UNITS: Final = {"percent": "%", "count": ""}
LIMITS: Final = {"at_least": "≥", "at_most": "≤"}
BESIDE_THE_REQUIREMENT: Final = frozenset("achieved low high gap change expected projected pace needed_a_year".split())
"""Figures that have as many decimals as the requirement beside them asks for."""

EXACT: Final = frozenset({"required", "stretch", "needed"})
"""Numbers that are told whole."""

MOST_PLACES: Final = 6
"""Decimals of another number: those of a survey have an end, what is computed may have none and is given `PLACES`."""

PLACES: Final = 1


class Row(NamedTuple):
    """A row: its values as in the JSON, how its figures are written, and what is said in words instead of a key."""

    cells: Mapping[str, Any]
    scale: Scale
    said: Mapping[str, Sayable]


def excel_text(columns: Sequence[str], rows: Iterable[Row], language: Language) -> str:
    """Return rows with a byte order mark, semicolons, and decimal commas. No text acts as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow([language.text(HEADINGS[column]) for column in columns])
    for row in rows:
        writer.writerow([_with_comma(plain_cell(_cell(column, row, language))) for column in columns])
    return "\ufeff" + out.getvalue()


def _cell(column: str, row: Row, language: Language) -> object:
    """Return a value as it is shown: a figure rounded as in every other format, a word for a key."""
    value = row.cells.get(column)
    if column in row.said:
        return language.text(row.said[column])
    if isinstance(value, bool):
        return language.text(words.ANSWERS["yes" if value else "no"])
    if isinstance(value, float):
        return _number(value if column in EXACT else _rounded(value, _places(column, value, row.scale)))
    if isinstance(value, str):
        return {"unit": UNITS, "limit": LIMITS}.get(column, {}).get(value, value)
    return value


def _places(column: str, value: float, scale: Scale) -> int:
    if column in BESIDE_THE_REQUIREMENT:
        return scale.places
    return next((n for n in range(MOST_PLACES + 1) if (Fraction(repr(value)) * 10**n).denominator == 1), PLACES)


def _rounded(value: float, places: int) -> float:
    return float(Fraction(rounded(Fraction(repr(value)), places), 10**places))


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _with_comma(cell: object) -> object:
    return repr(cell).replace(".", ",") if isinstance(cell, float) else cell

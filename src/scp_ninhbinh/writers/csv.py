"""Rows as CSV: for programs, or laid out for a Vietnamese Excel."""

import csv
import io
from collections.abc import Iterable, Sequence

from scp_ninhbinh.text.safe import plain_cell


def csv_text(rows: Iterable[Sequence[object]], for_excel: bool = False) -> str:
    """Return rows with comma and decimal point; `for_excel` with a byte order mark, semicolons and decimal commas.

    No text acts as a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if for_excel else ",", lineterminator="\n")
    for row in rows:
        cells = [plain_cell(value) for value in row]
        writer.writerow([_with_comma(cell) for cell in cells] if for_excel else cells)
    return ("\ufeff" if for_excel else "") + out.getvalue()


def _with_comma(cell: object) -> object:
    return str(cell).replace(".", ",") if isinstance(cell, float) else cell

"""What commands print of a result in each format, as tests ask for it."""

import html
from collections.abc import Collection, Sequence
from pathlib import Path

import docx
import openpyxl

from scp_ninhbinh.run import ReviewRun, ScoreRun
from scp_ninhbinh.scores.explain import AnyExplained
from scp_ninhbinh.text.say import Language
from scp_ninhbinh.writers.formats import Output, written


def score_report(name: str, run: ScoreRun, language: Language, width: int = 80, colour: bool = False) -> str:
    return str(written(name, Output("score", run, language, width, colour)))


def explain_report(
    name: str,
    explained: Sequence[AnyExplained],
    run: ScoreRun,
    language: Language,
    width: int = 80,
    colour: bool = False,
) -> str:
    return str(written(name, Output("explain", (run, explained), language, width, colour)))


def review_report(
    name: str,
    run: ReviewRun,
    language: Language,
    width: int = 80,
    colour: bool = False,
    asked: Collection[str] = (),
) -> str:
    return str(written(name, Output("review", run, language, width, colour, frozenset(asked))))


def text_of(path: Path) -> str:
    """Return all that a report says, as one line."""
    if path.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(path).worksheets
        words = [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    elif path.suffix == ".docx":
        made = docx.Document(str(path))
        cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
        words = [*(paragraph.text for paragraph in made.paragraphs), *cells]
    else:
        words = [html.unescape(path.read_text(encoding="utf-8")).replace("\\", "")]
    return " ".join(" ".join(words).split())

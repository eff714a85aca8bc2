"""Pictures of a terminal for the README: what `scp score` prints of the samples in colour, as SVG (`make docs`)."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from scp_ninhbinh.run import Request, score_files
from scp_ninhbinh.text.say import Code, language
from scp_ninhbinh.writers.formats import Output, written

ROOT = Path(__file__).parents[1]
SAMPLES: Final = [str(path) for path in sorted((ROOT / "data" / "samples").glob("survey-*.csv"))]
WIDTH: Final = 80
FONTS: Final = "ui-monospace, 'SF Mono', 'Cascadia Mono', Consolas, 'Noto Sans Mono', 'Liberation Mono', monospace"
"""Of each letter with its Vietnamese marks these have a sign of its own; others set the marks beside it."""

FORMAT: Final = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).replace(
    "Fira Code, monospace", FONTS
)
"""The library's own, but without letters that a browser would fetch from elsewhere."""


def screens() -> Iterator[tuple[Path, str]]:
    """Yield the file of each picture with its text."""
    for code, flag in (("en", ""), ("vi", " --lang vi")):
        yield ROOT / "docs" / "examples" / f"score.{code}.svg", svg(code, f"scp score data/samples/survey-*.csv{flag}")


def svg(code: Code, title: str) -> str:
    """Return what the samples score, as a terminal of 80 columns shows it."""
    output = Output("score", score_files(Request(SAMPLES)), language(code), WIDTH, colour=True)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(str(written("table", output))))
    return console.export_svg(title=title, theme=SVG_EXPORT_THEME, code_format=FORMAT, unique_id=f"scp-{code}")

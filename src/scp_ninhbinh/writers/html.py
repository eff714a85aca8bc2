"""A document as one HTML file that needs nothing else: no network, no script, read on a phone, a desk and paper."""

import base64
import hashlib
import re
from functools import partial
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.documents.document import SIGNS, Document, Items, Signal, Table, on_paper
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase, Sayable
from scp_ninhbinh.writers import svg
from scp_ninhbinh.writers.page import Part, Shown, is_many, is_matrix, page_of, slug, verdicts
from scp_ninhbinh.writers.table_csv import csv_address

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATE: Final = "report.html.jinja"
CONTENTS: Final = 3
"""Sections of level 2 from which on the report lists them at its head."""
FEW: Final = 5
CODE: Final = 14
"""A list of more than FEW items, none longer than CODE, stands in columns."""
NARROW: Final = 6
"""Columns beyond which a table needs a wide screen."""
BESIDE: Final = 8
LOW: Final = 12
"""A table of no more columns and rows stands beside its chart, and one of LOW rows on one page."""
FIGURE: Final = 16
"""Letters up to which a figure is kept on one line."""
FORMS: Final[dict[str, svg.Swatch]] = {"█": "low", "▒": "open", "┃": "mark"}
"""The letters of a legend, and the forms that a page draws in their place."""


def html_page(document: Document[Sayable], language: Language) -> str:
    """Return the document as an HTML page; equal documents give equal text."""
    from markupsafe import Markup

    translated = on_paper(language.translated(document), bars=True)
    page = page_of(translated)
    chapters = page.chapters()
    script = _script() if any(map(is_many, page.tables())) else ""
    template = _environment(language).get_template(TEMPLATE)
    return template.render(
        document=translated,
        subtitle=" · ".join(translated.subtitle),
        language=language.code,
        page=page,
        script=Markup(script),  # our own, and none without a table that it is for
        policy=_policy(script),
        words={"filter": language.text(Phrase("Filter rows")), "sort": language.text(Phrase("Sort"))},
        low=LOW,
        narrow=NARROW,
        contents=chapters if len(chapters) >= CONTENTS else [],
        top=next((part for part in page.parts if part.section.heading), None),
        # Printed margins take their words from the style sheet, whose escapes are not those of HTML.
        margins={"draft": _css_text(translated.draft), "title": _css_text(translated.title)},
    )


def _environment(language: Language) -> "Environment":
    """Return a template environment that escapes every text; only what is drawn comes as markup."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=PackageLoader("scp_ninhbinh", "writers"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: show(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.tests.update({"beside": _beside, "short": _short, "matrix": is_matrix, "many": is_many})
    made.filters.update(
        chart=lambda chart: Markup(svg.line_svg(chart, language)),
        bar=lambda bar: Markup(svg.bar_svg(bar)),
        swatch=lambda name: Markup(svg.swatch(name)),
        key=svg.key,
        legend=_legend,
        classes=_classes,
        signed=_sign_and_words,
        css=_css_text,
        csv=partial(csv_address, language=language),
        file=_file,
    )
    return made


def _script() -> str:
    from pkgutil import get_data  # from a folder or an archive

    return (get_data("scp_ninhbinh", "writers/page.js") or b"").decode()


def _policy(script: str) -> str:
    """Return what a browser allows the page: its own style, and its script where its content is the one expected."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = f"script-src 'sha256-{digest}'; " if script else ""
    return f"default-src 'none'; {allowed}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def _sign_and_words(text: str, signal: Signal) -> tuple[str, str]:
    """Return the sign of a verdict and its words, as a page reads out the words alone."""
    return SIGNS[signal], text.removeprefix(SIGNS[signal]).strip()


def _classes(table: Table[str]) -> list[str]:
    """Return the class of each column's cells."""
    figures, judged = table.figures(), verdicts(table)
    return [_class(table, at, at in figures, at in judged) for at in range(len(table.headings))]


def _class(table: Table[str], at: int, is_figure: bool, is_verdict: bool) -> str:
    """Return the class of a column: a picture, a verdict, or figures that do not name the rows."""
    if table.fit(at).picture:
        return "picture"
    if is_verdict:
        return "sign"
    if not is_figure or at < table.headers:
        return ""
    is_long = any(len(row[at].text) > FIGURE for row in table.rows if at < len(row))
    return "number long" if is_long else "number"


def _legend(text: str) -> list[tuple[str, bool]]:
    """Return a legend in pieces, of which those are True that name a form to be drawn."""
    pieces = re.split(f"([{''.join(FORMS)}])", text)
    return [(FORMS.get(piece, piece), piece in FORMS) for piece in pieces if piece]


def _file(shown: Shown, part: Part) -> str:
    """Return the name of the file that a table is saved as."""
    return f"{slug(f'{part.section.key} {shown.label}') or part.name}.csv"


def _beside(one: Shown | None, after: object) -> bool:
    """Whether a chart is followed by a table narrow and short enough to stand beside it."""
    table = after.block if isinstance(after, Shown) else None
    small = isinstance(table, Table) and len(table.headings) <= BESIDE and len(table.rows) <= LOW and not table.folded
    return isinstance(one, Shown) and one.kind == "LineChart" and small


def _short(block: Items[str]) -> bool:
    """Whether a list is long and of short items only, such as codes, which then stand in columns."""
    return len(block.items) > FEW and max(map(len, block.items)) <= CODE


def _css_text(text: str) -> str:
    """Return a text as a CSS string's inside: every character that is no letter or digit of ASCII as its number."""
    return "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):06x}" for one in show(text))

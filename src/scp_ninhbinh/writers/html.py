"""A document as one HTML file that needs nothing else: no network, no script, read on a phone, a desk and paper."""

import re
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

from scp_ninhbinh.documents.document import (
    SIGNS,
    Block,
    BulletChart,
    Document,
    Items,
    LineChart,
    Section,
    Signal,
    Table,
    on_paper,
)
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Code, Language, Sayable
from scp_ninhbinh.writers.charts import bullet_svg, line_svg

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATE: Final = "report.html.jinja"
NAMES: Final = re.compile(r'( id="|url\(#|href="#)c[0-9a-f]{10}-')
CONTENTS: Final = 3
"""Sections of level 2 from which on the report lists them at its head."""
FEW: Final = 5
CODE: Final = 14
"""A list of more than FEW items, none longer than CODE, stands in columns."""
NARROW: Final = 6
LOW: Final = 12
"""A table of no more columns and rows stands beside its chart, and on one page."""


class _Part(NamedTuple):
    """A section as the template takes it: the name of its heading, and a level that skips none above it."""

    name: str
    level: int
    section: Section[str]


def html_page(document: Document[Sayable], language: Language) -> str:
    """Return the document as an HTML page; equal documents give equal text."""
    translated = on_paper(language.translated(document))
    parts = list(_parts(translated))
    chapters = [part for part in parts if part.level == 2]  # noqa: PLR2004
    template = _environment(language.code).get_template(TEMPLATE)
    return template.render(
        document=translated,
        subtitle=" · ".join(translated.subtitle),
        language=language.code,
        parts=parts,
        low=LOW,
        narrow=NARROW,
        labels=_labels(translated),
        contents=chapters if len(chapters) >= CONTENTS else [],
        # Printed margins take their words from the style sheet, whose escapes are not those of HTML.
        margins={"draft": _css_text(translated.draft), "title": _css_text(translated.title)},
    )


def _parts(document: Document[str]) -> Iterator[_Part]:
    level = 1
    for number, section in enumerate(document.sections, 1):
        level = min(section.level, level + 1)
        yield _Part(f"s{number}", level, section)


def _labels(document: Document[str]) -> dict[tuple[str, int], str]:
    """Return what each table's region is called: its caption, told apart where several have the same."""
    labels: dict[tuple[str, int], str] = {}
    for number, section in enumerate(document.sections, 1):
        for place, block in enumerate(section.blocks):
            if isinstance(block, Table):
                label = block.caption or section.heading
                taken = labels.values()
                label = label if label not in taken else f"{section.heading}: {label}"
                labels[f"s{number}", place] = label if label not in taken else f"{label} ({len(taken) + 1})"
    return labels


def _environment(language: Code) -> "Environment":
    """Return a template environment that escapes every text; only the charts come as markup."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    numbers = count(1)

    def drawn(chart: BulletChart[str] | LineChart[str]) -> Markup:
        draw = bullet_svg(chart, language) if isinstance(chart, BulletChart) else line_svg(chart, language)
        # The same chart may stand in a page twice, but no name may.
        return Markup(NAMES.sub(rf"\g<1>c{next(numbers)}-", draw))

    made = Environment(
        loader=PackageLoader("scp_ninhbinh", "writers"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: show(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.tests["beside"] = _beside
    made.filters.update(
        {"kind": _kind, "drawn": drawn, "numeric": _numeric, "short": _short, "signed": _sign_and_words}
    )
    return made


def _sign_and_words(text: str, signal: Signal) -> tuple[str, str]:
    """Return the sign of a verdict and its words, as a page reads out the words alone."""
    return SIGNS[signal], text.removeprefix(SIGNS[signal]).strip()


def _kind(block: Block[str]) -> str:
    return type(block).__name__


def _numeric(table: Table[str]) -> set[int]:
    """Return the columns of figures that do not name the rows."""
    return {at for at in table.figures() if at >= table.headers}


def _beside(block: object, after: object) -> bool:
    """Whether a chart is followed by a table narrow and short enough to stand beside it."""
    small = isinstance(after, Table) and len(after.headings) <= NARROW and len(after.rows) <= LOW
    return isinstance(block, BulletChart | LineChart) and small


def _short(block: Items[str]) -> bool:
    """Whether a list is long and of short items only, such as codes, which then stand in columns."""
    return len(block.items) > FEW and max(map(len, block.items)) <= CODE


def _css_text(text: str) -> str:
    """Return a text as a CSS string's inside: every character that is no letter or digit of ASCII as its number."""
    return "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):06x}" for one in show(text))

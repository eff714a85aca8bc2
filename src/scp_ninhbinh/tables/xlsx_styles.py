"""The styles of cells of an .xlsx in which a value is not what it seems, by their numbers."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from scp_ninhbinh.tables.conditional import telling
from scp_ninhbinh.tables.formatting import Run
from scp_ninhbinh.tables.number_format import ALL, SMALL, is_percent, reach
from scp_ninhbinh.tables.package import Parts, local, too_large, xml
from scp_ninhbinh.tables.rich_text import RichText, font_name, run_of
from scp_ninhbinh.tables.sheets import encoding_of_font
from scp_ninhbinh.text.say import Phrase

PERCENT_FORMATS: Final = frozenset({9, 10})
"""The numbers of Excel's own percent formats."""

MOST_FORMATS: Final = 5_000
"""Number formats of a workbook: Excel takes some hundreds."""


class Styles(NamedTuple):
    """The numbers of the cell styles that show a share as a percentage, an old font's letters, or leading zeros.

    `runs` are those whose font says something, `codes` the formats under which a number may show as another one,
    `small` those under which one below one may, and
    `texts` the shared texts of which a part is set in a way that says something; `conditional` are those of conditional
    formats.
    """

    percents: frozenset[bytes] = frozenset()
    legacy: Mapping[bytes, str] = {}
    padded: Mapping[bytes, int] = {}
    runs: Mapping[bytes, Run] = {}
    codes: Mapping[bytes, str] = {}
    small: Mapping[bytes, str] = {}
    texts: Mapping[int, RichText] = {}
    conditional: frozenset[bytes] = frozenset()

    def matter(self) -> bool:
        """Whether the attributes of a cell must be known to read it."""
        return any(self[:-1])


def styles_of(parts: Parts, path: str) -> Styles:
    """Return the styles of cells in which a value is not what it seems."""
    if "xl/styles.xml" not in parts:
        return Styles()
    root = xml(parts["xl/styles.xml"], path)
    fonts = [(font_name(font), run_of(font)) for font in _children(root, "fonts")]
    styles = [(str(number).encode(), style) for number, style in enumerate(_children(root, "cellXfs"))]
    set_in = {number: fonts[font] for number, style in styles if (font := int(style.get("fontId", "0"))) < len(fonts)}
    legacy = {number: encoding for number, (name, _) in set_in.items() if (encoding := encoding_of_font(name))}
    runs = {number: run for number, (_, run) in set_in.items() if run.speaks}
    return _by_format(root, styles, path)._replace(legacy=legacy, runs=runs, conditional=telling(root))


def _by_format(root: ET.Element, styles: list[tuple[bytes, ET.Element]], path: str) -> Styles:
    """Return the styles that matter by their number formats."""
    codes = {
        int(element.get("numFmtId", "0")): element.get("formatCode", "")
        for element in root.iter()
        if local(element.tag) == "numFmt"
    }
    formats = {number: int(style.get("numFmtId", "0")) for number, style in styles}
    written = {number: codes.get(format, "") for number, format in formats.items()}
    percents = {number for number, code in written.items() if formats[number] in PERCENT_FORMATS or is_percent(code)}
    padded = {number: len(code) for number, code in written.items() if re.fullmatch("0{2,}", code)}
    others = {number: code for number, code in written.items() if number not in percents and number not in padded}
    if len(set(others.values())) > MOST_FORMATS:
        raise too_large(path, Phrase("its styles or links are more than any workbook has"))
    reached = {number: max(reach(code, words=False), reach(code, words=True)) for number, code in others.items()}
    odd, small = ({number: others[number] for number in others if reached[number] == most} for most in (ALL, SMALL))
    return Styles(frozenset(percents), padded=padded, codes=odd, small=small)


def _children(root: ET.Element, name: str) -> Iterator[ET.Element]:
    yield from next((element for element in root if local(element.tag) == name), ())

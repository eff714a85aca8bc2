"""Texts of an .xlsx of which a part is set in a font of its own: which cells hold them, and what the parts say.

calamine gives such a text as one. They are looked for only where a part of the file can say anything at all.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from scp_ninhbinh.tables.formatting import Run, is_symbol_font
from scp_ninhbinh.tables.package import Parts, damaged, holds, local

RichText = tuple[tuple[str, Run | None], ...]
"""The parts of a text, each with what its font says; None where that is the cell's own."""

_TELLING: Final = re.compile(rb"vertAlign|strike|symbol|dings|marlett|sorts|outlook|mt extra|specialty|holidaypi", re.I)
"""What stands in a part of which some text's formatting may say something."""

_SHARED: Final = re.compile(rb'<c(?=\s)([^<>]*\bt="s"[^<>]*)>\s*<v[^<>]*>\s*([0-9]{1,9})\s*</v>')
_INLINE: Final = re.compile(rb'<c(?=\s)([^<>]*\bt="inlineStr"[^<>]*)>\s*(<is(?=[\s>]).*?</is>)', re.DOTALL)


def font_name(font: ET.Element) -> str:
    """Return the name of a font, in the styles of cells or of a part of a text."""
    return next((part.get("val", "") for part in font if local(part.tag) in {"name", "rFont"}), "")


def run_of(font: ET.Element) -> Run:
    """Return what a font says."""
    values = {local(part.tag): part.get("val", "true") for part in font}
    name = font_name(font)
    return Run(
        None,
        values.get("vertAlign") in {"superscript", "subscript"},
        values.get("strike", "0") not in {"0", "false"},
        name if is_symbol_font(name) else "",
    )


def holds_rich_text(part: bytes, styled: bool) -> bool:
    """Whether a text in it may have parts of which the formatting says something.

    Where a style of cells does (`styled`), a plain part in such a cell says that it is set otherwise.
    """
    return holds(part, b"rPr") and (styled or _TELLING.search(part) is not None)


def shared_texts(parts: Parts, styled: bool, path: str) -> dict[int, RichText]:
    """Return by their numbers the shared texts that have parts of which the formatting says something.

    Raises:
        ScpError: they are no XML.
    """
    part = parts.get("xl/sharedStrings.xml", b"")
    if not holds_rich_text(part, styled):
        return {}
    try:
        texts = (_rich_text(element) for element in _items(part))
        return {n: text for n, text in enumerate(texts) if any(run and (styled or run.speaks) for _, run in text)}
    except ET.ParseError as error:
        raise damaged(path, error) from None


def _items(part: bytes) -> Iterator[ET.Element]:
    """Yield the shared texts one after the other; what has been seen is let go."""
    events = ET.iterparse(io.BytesIO(part), ("start", "end"))
    _, root = next(events)
    for event, element in events:
        if event == "end" and local(element.tag) == "si":
            yield element
            root.clear()


def shared_cells(part: bytes, texts: Mapping[int, RichText]) -> Iterator[tuple[bytes, RichText]]:
    """Yield the attributes of the cells of a sheet that hold one of these shared texts, and the text."""
    for attributes, number in _SHARED.findall(part) if texts else ():
        if text := texts.get(int(number)):
            yield attributes, text


def inline_cells(part: bytes, path: str) -> Iterator[tuple[bytes, RichText]]:
    """Yield the attributes of the cells that hold a text of several parts themselves, and the text.

    Raises:
        ScpError: one is no XML.
    """
    end = part.rfind(b"</is>") + len(b"</is>")  # beyond it no text ends, and looking for an end would take for ever
    for attributes, text in _INLINE.findall(part, 0, end):
        if b"rPr" in text:
            try:
                yield attributes, _rich_text(ET.fromstring(text))
            except ET.ParseError as error:
                raise damaged(path, error) from None


def _rich_text(element: ET.Element) -> RichText:
    """Return the parts of a text; how its letters are pronounced is none of them."""
    parts = []
    for part in element:
        if local(part.tag) == "r":
            fonts = [run_of(child) for child in part if local(child.tag) == "rPr"]
            text = "".join(child.text or "" for child in part if local(child.tag) == "t")
            parts.append((text, fonts[0] if fonts else None))
    return tuple(parts)

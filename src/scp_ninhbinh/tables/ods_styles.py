"""The styles of an .ods: which hide a sheet, and what the fonts of cells and of parts of a text say."""

from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from scp_ninhbinh.tables.formatting import Run, is_symbol_font
from scp_ninhbinh.tables.package import local
from scp_ninhbinh.tables.sheets import encoding_of_font

CELL, TEXT, TABLE = "table-cell", "text", "table"
"""The families of styles that matter here."""

NOTHING: Final = Run()
MOST_PARENTS: Final = 20
_NONE: Final = frozenset({"none", "0%", ""})


@dataclass
class _Style:
    """What one style says itself; None is what its parent says."""

    parent: str | None = None
    hidden: bool = False
    raised: bool | None = None
    struck: bool | None = None
    font: str | None = None


@dataclass
class Styles:
    """All styles by family and name, as they are met."""

    known: dict[tuple[str, str], _Style] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    current: _Style = field(default_factory=_Style)
    _runs: dict[tuple[str, str, Run], Run] = field(default_factory=dict)
    _legacy: dict[str, str | None] = field(default_factory=dict)

    def add(self, element: ET.Element) -> None:
        """Take from an element that begins what matters here."""
        match local(element.tag):
            case "font-face":
                self.fonts[attribute(element, "name") or ""] = attribute(element, "font-family") or ""
            case "style":
                self.current = _Style(attribute(element, "parent-style-name"))
                self.known[attribute(element, "family") or "", attribute(element, "name") or ""] = self.current
            case "table-properties":
                self.current.hidden |= attribute(element, "display") == "false"
            case "text-properties":
                self._add_text(element)
            case name if name.endswith("-style") or name.startswith("list-level-"):
                self.current = _Style()  # of numbers, of bullets: not of cells

    def _add_text(self, element: ET.Element) -> None:
        lines = [attribute(element, f"text-line-through-{part}") for part in ("style", "type")]
        if lines != [None, None]:
            self.current.struck = "none" not in lines
        if (position := attribute(element, "text-position")) is not None:
            self.current.raised = position.split(" ")[0] not in _NONE
        font = attribute(element, "font-name") or attribute(element, "font-family")
        self.current.font = font or self.current.font

    def hides(self, name: str | None) -> bool:
        """Whether a style hides a sheet."""
        style = self.known.get((TABLE, name or ""))
        return style is not None and style.hidden

    @property
    def speak(self) -> bool:
        """Whether any style of cells or texts says something by its font."""
        return any(
            style.raised or style.struck or self._says(style.font)
            for (family, _), style in self.known.items()
            if family in {CELL, TEXT}
        )

    def run(self, family: str, name: str, around: Run = NOTHING) -> Run:
        """Return what a style says by its font; what it leaves open is as around it."""
        key = (family, name, around)
        if key not in self._runs:
            line = self._line(family, name)
            raised = next((style.raised for style in line if style.raised is not None), around.raised)
            struck = next((style.struck for style in line if style.struck is not None), around.struck)
            font = self._font(line)
            symbols = (font if is_symbol_font(font) else "") if font else around.font
            self._runs[key] = Run(None, raised, struck, symbols)
        return self._runs[key]

    def legacy(self, name: str) -> str | None:
        """Return the encoding that the font of a style of cells is made for."""
        if name not in self._legacy:
            self._legacy[name] = encoding_of_font(self._font(self._line(CELL, name)))
        return self._legacy[name]

    def _line(self, family: str, name: str) -> list[_Style]:
        """Return a style and those that it takes from, nearest first."""
        line: list[_Style] = []
        at: str | None = name
        while at is not None and len(line) < MOST_PARENTS and (style := self.known.get((family, at))):
            line.append(style)
            at = style.parent
        return line

    def _font(self, line: list[_Style]) -> str:
        name = next((style.font for style in line if style.font), "")
        return (self.fonts.get(name) or name).split(",")[0].strip("'\" ")

    def _says(self, font: str | None) -> bool:
        name = self._font([_Style(font=font)])
        return is_symbol_font(name) or encoding_of_font(name) is not None


def attribute(element: ET.Element, name: str) -> str | None:
    """Return an attribute whatever its namespace; of two value types that of the standard."""
    return next((value for key, value in element.attrib.items() if local(key) == name and "calcext" not in key), None)

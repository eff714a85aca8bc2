"""How wide texts are in the font of official documents, Times New Roman, whether or not it is installed here."""

from functools import cache
from typing import Final
from unicodedata import category, normalize

MILLIMETRES: Final = 25.4 / 72
"""Of a point."""

SPACE: Final = 0.25 * MILLIMETRES
"""The width of a space in letters of one point."""

HORN: Final = "\u031b"
"""What makes an ơ of an o and an ư of a u: they are wider; all other marks of Vietnamese stand above or below."""

PLAIN: Final = {
    60: HORN,
    180: "'",
    200: "|",
    250: " \u00a0,.",
    278: "/:;\\ijlt",
    333: "!()-I[]`fr’·",
    389: "Js",
    408: '"',
    444: "?acez“”",
    469: "^",
    480: "{}",
    500: "#$*0123456789_bdghknopquvxyđ–",
    556: "FPS•~≥≤≈",
    564: "+<=>−×",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐ",
    833: "&m%",
    889: "M",
    944: "@W",
}
BOLD: Final = {
    75: HORN,
    220: "|",
    250: " \u00a0,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt’·",
    389: "Is{}",
    444: "cerz",
    500: "#$*0123456789?J_agovxy–“”",
    556: 'Sbdhknpquđ"•~≥≤≈',
    581: "^+<=>−×",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYĐw",
    778: "GHKOQ",
    833: "&m",
    944: "M@",
}
"""Letters by their width in thousandths of the size of letters; what stands nowhere is as wide as letters are high."""


@cache
def _widths(bold: bool) -> dict[str, int]:
    return {letter: width for width, letters in (BOLD if bold else PLAIN).items() for letter in letters}


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return how many millimetres wide a text is in letters of this size in points."""
    widths = _widths(bold)
    letters = normalize("NFD", text)
    units = sum(widths.get(letter, 0 if category(letter) == "Mn" else 1000) for letter in letters)
    return units / 1000 * size * MILLIMETRES

"""The program's own texts: found in the source, and the Vietnamese catalogue compiled (`python tools/catalogue.py`)."""

import ast
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parents[1] / "src" / "scp_ninhbinh"
PO = SOURCE / "locale" / "vi" / "LC_MESSAGES" / "scp_ninhbinh.po"
MO = PO.with_suffix(".mo")
MARKS = {"Phrase": 1, "_": 1, "plural": 2}
"""The calls that mark a text, and how many of their arguments are texts."""


def marked() -> Iterator[str | tuple[str, str]]:
    """Yield every text that the source marks: a sentence, or a singular and its plural."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", None))
                texts = [a.value for a in node.args[: MARKS.get(name, 0)] if isinstance(a, ast.Constant)]
                if texts:
                    yield texts[0] if len(texts) == 1 else (texts[0], texts[1])


def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="vi")


def compiled() -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue())
    return buffer.getvalue()


if __name__ == "__main__":
    MO.write_bytes(compiled())

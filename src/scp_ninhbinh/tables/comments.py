"""Comments on the cells of an .xlsx: people write there that a figure is an estimate. They are told, and not read."""

import posixpath
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from scp_ninhbinh.tables.formatting import Cell
from scp_ninhbinh.tables.package import Parts, column_number, local, xml

OWN: Final = "scp"
"""Who wrote the comments of an annotated copy: they say what was wrong with it."""

MOST_COMMENTS: Final = 1_000

_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def comments_of(parts: Parts, sheet: str, path: str) -> Mapping[Cell, str]:
    """Return the comments on the cells of a sheet, which is one of the parts.

    Raises:
        ScpError: they are no XML.
    """
    folder, name = posixpath.split(sheet)
    known = {part.casefold(): part for part in parts}
    links = known.get(f"{folder}/_rels/{name}.rels".casefold())
    found: dict[Cell, str] = {}
    for link in xml(parts[links], path) if links else ():
        target = posixpath.normpath(posixpath.join(f"/{folder}", unquote(link.get("Target", "")))).lstrip("/")
        if link.get("Type", "").endswith("/comments") and target.casefold() in known:
            found |= _comments(parts[known[target.casefold()]], path)
    return found


def _comments(part: bytes, path: str) -> dict[Cell, str]:
    root, found = xml(part, path), dict[Cell, str]()
    authors = [element.text for element in root.iter() if local(element.tag) == "author"]
    own = {str(at) for at, author in enumerate(authors) if author == OWN}
    for element in root.iter():
        address = _ADDRESS.fullmatch(element.get("ref", "")) if local(element.tag) == "comment" else None
        if address and element.get("authorId") not in own and len(found) < MOST_COMMENTS:
            texts = [part.text or "" for part in element.iter() if local(part.tag) == "t"]
            found[int(address[2]) - 1, column_number(address[1].encode())] = " ".join("".join(texts).split())
    return found

"""Workbooks of Excel 2007 and later (.xlsx): values by calamine, the rest from the sheet's own XML.

calamine gives error cells and formulas without a stored value as empty text, and knows neither hidden rows nor number
formats. An error must not become "not known", so these are looked up in the sheet itself.
"""

import os
import posixpath
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import unquote

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from scp_ninhbinh.tables.package import Parts, damaged, local, pack, xml
from scp_ninhbinh.tables.sheet_xml import Facts, facts_of, normal_form, styles_of
from scp_ninhbinh.tables.sheets import Sheet
from scp_ninhbinh.text.say import Phrase

_STALE: Final = re.compile(rb"""\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
"""How a workbook calls the stored values of its formulas out of date."""


def sheets_of(parts: Parts, path: str) -> Iterator[Sheet]:
    """Yield the sheets of a workbook whose parts have been checked.

    Raises:
        ScpError: a sheet cannot be read.
    """
    files = _sheet_files(parts, path)
    normal, facts = _looked_through(parts, set(files.values()), path)
    book = _open(normal, path)
    for known in book.sheets_metadata:
        if known.typ == SheetTypeEnum.WorkSheet:
            if known.name not in files:
                raise damaged(path, Phrase("a sheet is missing from it"))
            sheet = _sheet(book, known.name, path)
            found = facts[files[known.name]]
            hidden = known.visible != SheetVisibleEnum.Visible
            yield Sheet(
                known.name,
                lambda sheet=sheet: _from_the_top(sheet),  # type: ignore[misc]  # bound now, not at the loop's end
                hidden,
                found.odd,
                found.percents,
                found.legacy,
                found.padded,
                found.hidden_rows,
                sheet.merged_cell_ranges or (),
            )


def _looked_through(parts: Parts, sheets: Collection[str], path: str) -> tuple[dict[str, bytes], dict[str, Facts]]:
    """Return the parts as calamine reads them best, and what each sheet says beside its values."""
    styles = styles_of(parts, path)
    stale = bool(_STALE.search(parts.get("xl/workbook.xml", b"")))
    normal, facts = dict(parts), {}
    for name in sheets:
        sheet = normal_form(parts[name], styles.matter(), path)
        normal[name], facts[name] = sheet.xml, facts_of(sheet, styles, stale, path)
        if facts[name].odd:  # calamine knows not every error; as a text it takes them all
            normal[name] = normal[name].replace(b' t="e"', b' t="str"')
    return normal, facts


def _open(parts: Parts, path: str) -> Any:
    with _refusing(path):
        return CalamineWorkbook.from_filelike(pack(parts))


def _sheet(book: Any, name: str, path: str) -> Any:
    with _refusing(path):
        return book.get_sheet_by_name(name)


@contextmanager
def _refusing(path: str) -> Iterator[None]:
    """Turn whatever a parser of foreign bytes raises into a problem, a panic of compiled code too, and hush it."""
    stderr = os.dup(2)  # always open: `cli.main` sees to that
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise damaged(path, str(error)) from None
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)


def _from_the_top(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Return the rows from the sheet's first cell on, whatever the first one is that is filled."""
    return enumerate(sheet.iter_rows() if sheet.start == (0, 0) else sheet.to_python(skip_empty_area=False))


def _sheet_files(parts: Parts, path: str) -> dict[str, str]:
    """Return the part that holds each sheet, by the sheet's name."""
    known = {name.casefold(): name for name in parts}  # the names of parts are the same in any case
    links = {
        element.get("Id"): (local(element.get("Type", "").replace("/", "}")), _part_name(element.get("Target", "")))
        for element in xml(parts.get(known.get("xl/_rels/workbook.xml.rels", ""), b"<x/>"), path)
    }
    files: dict[str, str] = {}
    for element in xml(parts[known["xl/workbook.xml"]], path).iter():
        if local(element.tag) == "sheet":
            link = next((value for key, value in element.attrib.items() if local(key) == "id"), None)
            kind, target = links.get(link, ("", ""))
            if kind == "worksheet" and target not in known:
                raise damaged(path, Phrase("a sheet is missing from it"))
            if kind == "worksheet":
                files[element.get("name", "")] = known[target]
    return files


def _part_name(target: str) -> str:
    """Return the name of the part that a link of the workbook leads to, as `_sheet_files` compares it."""
    path = unquote(target).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/xl", path)).lstrip("/").casefold()

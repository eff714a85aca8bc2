"""A report in the format asked for; what it needs beyond the program itself is an extra."""

import logging
import os
from typing import Final

from scp_ninhbinh.documents.document import Document
from scp_ninhbinh.problems.problem import Place, ScpError
from scp_ninhbinh.problems.rules import problem

NEEDS: Final = {"html": ("jinja2", "matplotlib"), "docx": ("docx", "matplotlib"), "xlsx": (), "markdown": ()}
"""The libraries of the extra that each format is made by, as they are imported."""


def written(name: str, document: Document) -> str | bytes:
    """Return the report as html, docx, xlsx or markdown; what that needs must be there (`check_extra`)."""
    os.environ["MPLBACKEND"] = "agg"  # a user's setting for windows must not decide whether a chart can be drawn
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # its first run tells of a font cache; ours are quiet
    match name:
        case "html":
            from scp_ninhbinh.writers.html import report_html

            return report_html(document)
        case "docx":
            from scp_ninhbinh.writers.docx import report_docx

            return report_docx(document)
        case "xlsx":
            from scp_ninhbinh.writers.xlsx import report_xlsx

            return report_xlsx(document)
        case _:
            from scp_ninhbinh.writers.markdown import report_markdown

            return report_markdown(document)


def check_extra(name: str) -> None:
    """See that the libraries of a format are installed.

    Raises:
        ScpError: one is missing.
    """
    from importlib.util import find_spec

    missing = [library for library in NEEDS[name] if find_spec(library) is None]
    if missing:
        raise ScpError([problem("report-extra", Place("", field="output"), ", ".join(missing))])

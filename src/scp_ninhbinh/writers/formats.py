"""The table of formats: what makes each, the endings that ask for it, the commands that have it, and what it needs."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar, assert_never

from scp_ninhbinh.measures.record import value
from scp_ninhbinh.problems.problem import Place, ScpError, problem
from scp_ninhbinh.text.say import Language, Sayable

if TYPE_CHECKING:
    from datetime import date

    from scp_ninhbinh.documents.document import Document

Command = Literal["score", "explain", "review", "report", "targets"]


Made = TypeVar("Made", bound=str | bytes)


@value
class Format(Generic[Made]):
    """A format: what writes it, the endings of its files, the commands that have it, the libraries that it needs.

    What is `in_a_file` is no text: it is written to no stream.
    """

    write: Callable[..., Made]
    endings: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    in_a_file: bool = False


@value
class Output:
    """What a command came to, and for whom it is written; `width` and `colour` are those of a terminal."""

    command: Command
    result: Any
    language: Language
    width: int = 100
    colour: bool = False
    asked: frozenset[str] = frozenset()
    """What is shown only where it is asked for: tracked, years."""
    note: str = ""
    """What stands on each page of a report, and `date`, the day on which it was computed."""
    date: "date | None" = None

    def document(self) -> "Document[Sayable]":
        """Return what the result says, for every format that people read."""
        match self.command:
            case "score":
                from scp_ninhbinh.documents.score import score_document

                return score_document(self.result.scores, self.result.problems, tracked="tracked" in self.asked)
            case "explain":
                from scp_ninhbinh.documents.explanation import explanation_document

                run, explained = self.result
                return explanation_document(explained, run.scores, run.problems)
            case "review":
                from scp_ninhbinh.documents.review import review_document

                shown = {name: name in self.asked for name in ("tracked", "years")}
                return review_document(self.result.review, self.result.problems, **shown)
            case "report":
                from scp_ninhbinh.documents.annual import annual_report

                return annual_report(self.result, self.note, self.date)
            case "targets":
                from scp_ninhbinh.documents.plan import plan_document

                return plan_document(self.result.plan)
        assert_never(self.command)


def _table(output: Output) -> str:
    from scp_ninhbinh.writers.terminal import terminal_text

    return terminal_text(output.document(), output.language, output.width, output.colour)


def _json(output: Output) -> str:
    from scp_ninhbinh.writers import json

    match output.command:
        case "score":
            return json.score_json(output.result, output.language)
        case "explain":
            run, explained = output.result
            return json.explain_json(explained, run, output.language)
        case "review":
            return json.review_json(output.result, output.language)
        case _:
            return json.plan_json(output.result)


def _csv(output: Output, for_excel: bool = False) -> str:
    from scp_ninhbinh.writers import csv

    rows = csv.review_csv if output.command == "review" else csv.score_csv
    return rows(output.result, output.language, for_excel)


def _excel(output: Output) -> str:
    return _csv(output, for_excel=True)


def _markdown(output: Output) -> str:
    from scp_ninhbinh.writers.markdown import markdown_text

    return markdown_text(output.document(), output.language)


def _html(output: Output) -> str:
    from scp_ninhbinh.writers.html import html_page

    return html_page(output.document(), output.language)


def _docx(output: Output) -> bytes:
    from scp_ninhbinh.writers.docx import word_file

    return word_file(output.document(), output.language)


def _xlsx(output: Output) -> bytes:
    if output.command == "report":
        from scp_ninhbinh.documents.workbook import report_workbook
        from scp_ninhbinh.writers.sheets import sheets_file

        return sheets_file(report_workbook(output.result, output.note, output.date), output.language)
    from scp_ninhbinh.writers.xlsx import workbook

    return workbook(output.document(), output.language)


PAPER: Final = ("score", "explain", "review", "targets", "report")

FORMATS: Final[dict[str, Format[str] | Format[bytes]]] = {
    "json": Format(_json, (".json",), ("score", "explain", "review", "targets")),
    "csv": Format(_csv, (".csv",), ("score", "review")),
    "excel": Format(_excel),  # the layout of csv that --for-excel asks for
    "markdown": Format(_markdown, (".md",), ("score", "explain", "review", "report", "targets")),
    "table": Format(_table, (".txt", ""), ("score", "explain", "review", "targets")),
    "xlsx": Format(_xlsx, (".xlsx",), PAPER, in_a_file=True),
    "docx": Format(_docx, (".docx",), PAPER, ("docx", "matplotlib"), in_a_file=True),
    "html": Format(_html, (".html",), PAPER, ("jinja2",)),
}


def written(name: str, output: Output) -> str | bytes:
    """Return the output in this format; what that needs must be there (`check_installed`)."""
    return FORMATS[name].write(output)


def formats_of(command: str, formats: Mapping[str, Format[Any]] = FORMATS) -> tuple[str, ...]:
    """Return the formats that a command has, that of an output without an ending first: it is the default."""
    names = (name for name, one in formats.items() if command in one.commands)
    return tuple(sorted(names, key=lambda name: "" not in formats[name].endings))


def check_installed(name: str) -> None:
    """See that the libraries of a format are installed.

    Raises:
        ScpError: one is missing.
    """
    needs = FORMATS[name].needs if name in FORMATS else ()
    if not needs:
        return
    from importlib.util import find_spec

    missing = [library for library in needs if find_spec(library) is None]
    if missing:
        raise ScpError([problem("report-extra", Place("", field="output"), ", ".join(missing))])

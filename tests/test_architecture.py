"""The house stands as drawn in DESIGN: data flows one way, and what is slow to import is imported late."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "scp_ninhbinh"
MODULES = {path.relative_to(SOURCE).with_suffix("").as_posix(): path for path in SOURCE.rglob("*.py")}

ROOMS = [
    ["safe_text", "problems", "words", "intervals", "tables/suspicion"],
    ["language", "numbers", "survey/lines", "tables/heading_rows", "tables/encodings"],
    ["rulebook/rule", "verdicts"],
    [f"rulebook/{name}" for name in ("files", "headers", "cells", "units", "registers", "plans", "usage")],
    ["rules"],
    ["files", "yaml_lines", "copying", "plan", "tables/table", "tables/package", "tables/compound", "survey/cells"],
    ["plan_file", "tables/text", "tables/sheets", "survey/units"],
    ["tables/xlsb", "tables/ods", "tables/xls", "tables/sheet_xml"],
    ["survey/declared", "survey/areas", "survey/refused", "survey/told"],
    ["survey/identity"],
    ["tables/xlsx", "survey/headers", "survey/readers", "survey/entries"],
    ["tables/workbook", "survey/table_reader", "survey/second_look", "survey/pool"],
    ["tables/opening", "survey/afterwards", "survey/register"],
    ["survey/reading"],
    ["groups", "measures/measured"],
    ["measures/share", "measures/reduction", "measures/count"],
    ["measures/sampled_reduction"],
    ["scoring"],
    ["settling", "review"],
    ["explanation", "history"],
    ["reviews"],
    ["runs"],
    ["report/texts", "report/findings", "report/progress", "report/schema_results", "report/records", "report/office"],
    ["report/summary", "report/grouped", "report/tables", "report/schema_models", "report/settling_texts"],
    ["report/explained", "report/schema_explained", "report/schema_review", "report/reviewed", "report/document"],
    [
        "report/rule_texts",
        "report/as_csv",
        "report/as_json",
        "report/as_table",
        "report/plan_table",
        "report/as_github",
        "report/as_junit",
        "report/annotated",
    ],
    ["report/as_rows", "report/as_sarif", "report/schemas", "report/form_texts"],
    ["report/checks", "report/form", "report/scores", "report/as_explanation", "report/as_review"],
    ["report/annual_tables", "report/charts"],
    ["report/annual_charts", "report/as_html", "report/as_report_xlsx", "report/as_report_markdown"],
    ["report/annual", "report/as_docx"],
    ["report/annual_formats"],
    ["cli_streams"],
    ["cli_options", "cli_output"],
    ["cli_commands", "cli_reviews"],
    ["cli"],
]
"""A module may import modules of the rooms above its own, never of its own or below."""

ONLY_IN = {
    "rich": ("report/", "cli"),
    "typer": ("cli",),
    "yaml": ("yaml_lines",),
    "pydantic": ("survey/", "plan", "plan_file", "history", "report/schema"),
    "csv": ("tables/text", "report/as_csv", "report/form"),
    "python_calamine": ("tables/xlsx",),
    "xlrd": ("tables/xls",),
    "openpyxl": ("report/form", "report/annotated", "report/as_report_xlsx", "report/office"),
    "zipfile": ("tables/package", "report/annotated", "report/office"),
    "matplotlib": ("report/charts",),
    "jinja2": ("report/as_html",),
    "docx": ("report/as_docx",),
}
"""Where a library may be imported."""


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(path: Path) -> set[str]:
    names = {
        name.removeprefix("scp_ninhbinh.").replace(".", "/")
        for name in imported(path)
        if name.startswith("scp_ninhbinh.")
    }
    return names & MODULES.keys()


def test_every_module_has_a_room() -> None:
    assert {name for room in ROOMS for name in room} == {
        name for name in MODULES if not name.endswith(("__init__", "__main__"))
    }


@pytest.mark.parametrize("level", range(len(ROOMS)))
def test_a_module_imports_only_from_rooms_above(level: int) -> None:
    above = {name for room in ROOMS[:level] for name in room}
    for name in ROOMS[level]:
        assert ours(MODULES[name]) <= above, name


def test_plan_and_survey_do_not_import_each_other() -> None:
    plan_side = {"plan", "plan_file", "yaml_lines"}
    survey_side = {name for name in MODULES if name.startswith(("survey/", "tables/"))}
    for name in plan_side:
        assert not ours(MODULES[name]) & survey_side
    for name in survey_side:
        assert not ours(MODULES[name]) & plan_side


def test_tables_know_nothing_of_what_a_survey_holds() -> None:
    for name in (name for name in MODULES if name.startswith("tables/")):
        assert not any(used.startswith("survey/") for used in ours(MODULES[name])), name


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    users = {name for name, path in MODULES.items() if any(found.split(".")[0] == library for found in imported(path))}
    assert all(name.startswith(ONLY_IN[library]) for name in users), users


def test_json_of_a_csv_needs_neither_rich_nor_a_spreadsheet_library() -> None:
    """What draws tables, reads workbooks or knows old encodings is imported when needed: users feel start-up."""
    sample = str(Path(__file__).parents[1] / "data" / "samples" / "survey-2025.csv")
    code = (
        "import sys, contextlib, io\nfrom scp_ninhbinh.cli import app\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    app(['score', {sample!r}, '--format', 'json'], standalone_mode=False)\n"
        "late = {'rich', 'python_calamine', 'xlrd', 'openpyxl', 'scp_ninhbinh.tables.encodings'}\n"
        "print(sorted(late & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def code_lines(node: ast.AST, text: list[str]) -> int:
    return sum(
        1 for line in text[node.lineno - 1 : node.end_lineno] if line.strip() and not line.strip().startswith("#")
    )


def test_functions_and_files_stay_small() -> None:
    """DESIGN, "Size": no function over thirty lines (a command with its options over fifty), no file over 250."""
    long = []
    for name, path in MODULES.items():
        text = path.read_text(encoding="utf-8").splitlines()
        limit = 50 if name in {"cli_commands", "cli_reviews"} else 30
        long += [
            f"{name}.{node.name}"
            for node in ast.walk(ast.parse("\n".join(text)))
            if isinstance(node, ast.FunctionDef) and code_lines(node, text) > limit
        ]
        long += [name] if sum(1 for line in text if line.strip()) > 250 else []
    assert long == []

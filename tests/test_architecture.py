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
    ["safe_text", "problems", "words"],
    ["language"],
    ["rules", "verdicts"],
    ["cells", "files", "yaml_lines", "copying", "plan"],
    ["units", "tables", "plan_file"],
    ["headers", "identity"],
    ["survey", "measures"],
    ["scoring"],
    ["runs"],
    ["report/texts", "report/findings", "report/progress"],
    ["report/as_json", "report/as_table"],
    ["report/as_rows"],
    ["cli"],
]
"""A module may import modules of the rooms above its own, never of its own or below."""

ONLY_IN = {
    "rich": ("report/", "cli"),
    "typer": ("cli",),
    "yaml": ("yaml_lines",),
    "pydantic": ("cells", "units", "survey", "plan", "plan_file"),
    "csv": ("tables", "report/as_rows"),
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
    assert {name for room in ROOMS for name in room} == MODULES.keys() - {"__init__", "__main__", "report/__init__"}


@pytest.mark.parametrize("level", range(len(ROOMS)))
def test_a_module_imports_only_from_rooms_above(level: int) -> None:
    above = {name for room in ROOMS[:level] for name in room}
    for name in ROOMS[level]:
        assert ours(MODULES[name]) <= above, name


def test_plan_and_survey_do_not_import_each_other() -> None:
    plan_side, survey_side = (
        {"plan", "plan_file", "yaml_lines"},
        {"survey", "units", "cells", "tables", "identity", "headers"},
    )
    for name in plan_side:
        assert not ours(MODULES[name]) & survey_side
    for name in survey_side:
        assert not ours(MODULES[name]) & plan_side


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    users = {name for name, path in MODULES.items() if any(found.split(".")[0] == library for found in imported(path))}
    assert all(name.startswith(ONLY_IN[library]) for name in users), users


def test_json_needs_no_rich() -> None:
    """Start-up is what users feel: the JSON of a score does not import rich, by which tables are drawn."""
    sample = str(Path(__file__).parents[1] / "data" / "samples" / "survey-2025.csv")
    code = (
        "import sys, contextlib, io\nfrom scp_ninhbinh.cli import app\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    app(['score', {sample!r}, '--format', 'json'], standalone_mode=False)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'rich'}))"
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
        limit = 50 if name == "cli" else 30
        long += [
            f"{name}.{node.name}"
            for node in ast.walk(ast.parse("\n".join(text)))
            if isinstance(node, ast.FunctionDef) and code_lines(node, text) > limit
        ]
        long += [name] if sum(1 for line in text if line.strip()) > 250 else []
    assert long == []

"""The house stands as drawn (docs/architecture.md): data flows one way; what is slow to import is imported late."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import house
import pytest

SOURCE = Path(__file__).parents[1] / "src" / "scp_ninhbinh"
MODULES = {path.relative_to(SOURCE).with_suffix("").as_posix(): path for path in SOURCE.rglob("*.py")}

ORDER = [
    ["text"],
    ["problems"],
    ["files"],
    ["plan"],
    ["tables"],
    ["project"],
    ["survey"],
    ["measures"],
    ["scores"],
    ["run"],
    ["documents"],
    ["writers"],
    ["findings", "form"],
    ["library"],
    ["cli"],
]
"""The rooms of the house: each imports from those above it."""

ONLY_IN = {
    "rich": {"writers", "findings", "cli"},
    "typer": {"cli"},
    "yaml": {"plan", "project"},
    "python_calamine": {"tables"},
    "xlrd": {"tables"},
    "olefile": {"tables"},
    "openpyxl": {"writers", "findings", "form"},
    "matplotlib": {"writers"},
    "jinja2": {"writers"},
    "docx": {"writers"},
    "signal": {"cli", "__main__"},
    "atexit": {"cli"},
    "gc": {"cli", "__main__"},
}
"""Where a library may be imported; what is the whole process's belongs to `cli`."""

FLOOR = {room: floor for floor, rooms in enumerate(ORDER) for room in rooms}


def room(name: str) -> str:
    return name.partition("/")[0]


@cache
def imported(path: Path) -> tuple[str, ...]:
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
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


def test_a_room_imports_only_from_rooms_above_it() -> None:
    for name, path in MODULES.items():
        for used in ours(path) if room(name) in FLOOR else ():
            above = FLOOR[room(used)] < FLOOR[room(name)] or room(used) == room(name)
            assert above, f"{name} imports {used}"


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    users = {name for name, path in MODULES.items() if library in {found.split(".")[0] for found in imported(path)}}
    assert {room(name) for name in users} <= ONLY_IN[library], users


@pytest.mark.process
def test_json_of_a_csv_needs_neither_rich_nor_a_spreadsheet_library() -> None:
    """What draws tables, reads workbooks or knows old encodings is imported when needed: users feel start-up."""
    sample = str(Path(__file__).parents[1] / "data" / "samples" / "survey-2025.csv")
    code = (
        "import sys, contextlib, io\nfrom scp_ninhbinh.cli.main import app\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    app(['score', {sample!r}, '--format', 'json'], standalone_mode=False)\n"
        "late = {'rich', 'python_calamine', 'xlrd', 'openpyxl', 'scp_ninhbinh.tables.vietnamese'}\n"
        "print(sorted(late & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_functions_and_files_stay_small() -> None:
    """CONTRIBUTING.md, "Small pieces": no function over thirty lines of code, no file over 400."""
    long = []
    for name, path in MODULES.items():
        text = path.read_text(encoding="utf-8")
        long += [f"{name}.{function}" for function, lines in house.functions(text) if lines > house.LONGEST_FUNCTION]
        long += [name] if len(house.code_lines(text)) > house.LONGEST_FILE else []
    assert long == []


def test_what_mutation_testing_names_is_there() -> None:
    """tools/mutation.toml: each module, and each test file of its group or that stands for one of a module's name."""
    groups = tomllib.loads((SOURCE.parents[1] / "tools" / "mutation.toml").read_text(encoding="utf-8"))["groups"]
    for group in groups.values():
        assert [name for name in group["modules"] if not (SOURCE / name).is_file()] == []
        assert [name for name in group["tests"] if not (Path(__file__).parent / f"test_{name}.py").is_file()] == []
        assert set(group.get("by", {})) <= {Path(name).stem for name in group["modules"]}
        assert set(group.get("by", {}).values()) <= set(group["tests"])
